//! The author's tools: check, diff and trace. They read files, and need no data folder.

use std::path::Path;

use serde_json::json;
use uppsikt_guideline::check::{self, Severity};
use uppsikt_guideline::{Profile, diff as differences, profiles, trace as tracing_of};

use crate::app::doors;
use crate::cli::answer::Answer;
use crate::explain::{Exit, Explain as _, Explanation, told};
use crate::rooms::policy::{self, PolicyError};

/// Larger files are no profiles; the largest that comes with the program has a tenth of it.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// The text of a file that was named instead of a profile's code; `None` for a code.
pub(super) fn file_text(named: &str) -> Result<Option<String>, Explanation> {
    let path = Path::new(named);
    if profiles::text(named).is_some() && !path.exists() {
        return Ok(None);
    }
    let looks_like_file = path.exists() || named.contains(['/', '\\', '.']);
    if looks_like_file { read(path).map(Some) } else { Ok(None) }
}

fn read(path: &Path) -> Result<String, Explanation> {
    let unread = |why: String| {
        Explanation::new(
            Exit::Usage,
            format!("{} kan inte läsas: {why}. Inget har ändrats.", path.display()),
            "Kontrollera filen.",
        )
    };
    let size = std::fs::metadata(path).map_err(|error| unread(error.to_string()))?.len();
    if size > FILE_BYTES_MAX {
        return Err(unread(format!("den är {size} byte, och en profil får vara högst {FILE_BYTES_MAX}")));
    }
    let bytes = std::fs::read(path).map_err(|error| unread(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        unread(format!("rad {line} är inte UTF-8; spara filen som UTF-8"))
    })
}

/// A profile by its file or its code.
fn profile(named: &str) -> Result<Profile, Explanation> {
    let text = match file_text(named)? {
        Some(text) => text,
        None => {
            profiles::text(named).ok_or_else(|| PolicyError::Unknown(named.to_owned()).explain())?.to_owned()
        }
    };
    Profile::parse(&text).map_err(|error| PolicyError::NoProfile(error).explain())
}

pub(super) fn check(file: &Path) -> Result<Answer, Explanation> {
    let text = read(file)?;
    let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
    let beside = |code: &str| {
        let other = folder.join(format!("{code}.toml"));
        profiles::text(code).map(str::to_owned).or_else(|| read(&other).ok())
    };
    let today = policy::day_of(doors().0.now()).map_err(told)?;
    let remarks = check::check(&text, today, &beside);
    let faults = remarks.iter().filter(|remark| remark.severity == Severity::Fault).count();
    let mut lines: Vec<String> = remarks
        .iter()
        .map(|remark| {
            let place =
                remark.place.map_or_else(String::new, |place| format!("{}:{}: ", place.line, place.column));
            let next = remark.suggestion.as_deref().map(|text| format!(" {text}")).unwrap_or_default();
            format!("{}:{place}{}: {}{next}", file.display(), remark.severity.swedish(), remark.sentence)
        })
        .collect();
    lines.push(match (faults, remarks.len()) {
        (0, 0) => "Profilen går att anta.".to_owned(),
        (0, count) => format!("Profilen går att anta. {count} påpekanden att ta ställning till."),
        (faults, count) => {
            format!("Profilen går inte att anta: {faults} fel, {} påpekanden.", count - faults)
        }
    });
    let rows: Vec<_> = remarks
        .iter()
        .map(|remark| {
            json!({
                "line": remark.place.map(|place| place.line),
                "column": remark.place.map(|place| place.column),
                "severity": remark.severity.code(),
                "sentence": remark.sentence,
                "suggestion": remark.suggestion,
            })
        })
        .collect();
    let mut answer = Answer::new(lines.join("\n"), json!({"faults": faults, "remarks": rows}));
    if faults > 0 {
        answer.exit = Exit::Found;
    }
    Ok(answer)
}

pub(super) fn diff(from: &str, to: &str) -> Result<Answer, Explanation> {
    let (old, new) = (profile(from)?, profile(to)?);
    let changes = differences::diff(&old, &new);
    let lines: Vec<String> = changes.iter().map(|change| change.sentence.clone()).collect();
    let text = if lines.is_empty() {
        "Det är ingen skillnad i det som programmet följer.".to_owned()
    } else {
        let named = |profile: &Profile| format!("{} ({})", profile.about.title, profile.about.authority);
        format!("Från {} till {}:\n{}", named(&old), named(&new), lines.join("\n"))
    };
    Ok(Answer::new(text, json!({"from": old.about.code, "to": new.about.code, "changes": lines})))
}

pub(super) fn trace(named: &[String], requirements: Option<&Path>) -> Result<Answer, Explanation> {
    let codes: Vec<String> = if named.is_empty() {
        profiles::all().iter().map(|(code, _)| (*code).to_owned()).collect()
    } else {
        named.to_vec()
    };
    let all = codes.iter().map(|code| profile(code)).collect::<Result<Vec<_>, _>>()?;
    let wanted = requirements.map(read).transpose()?;
    let trace = tracing_of::trace(&all, wanted.as_deref())
        .map_err(|error| Explanation::new(Exit::Usage, error.swedish(), "Kontrollera filens första rad."))?;
    let mut answer = Answer::new(
        trace.swedish(),
        json!({
            "statements": trace.rows.len(),
            "bound": trace.bound(),
            "guided": trace.guided(),
            "pending": trace.pending(),
            "missing": trace.missing,
        }),
    );
    if !trace.missing.is_empty() {
        answer.exit = Exit::Found;
    }
    Ok(answer)
}
