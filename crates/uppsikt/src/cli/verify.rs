//! `uppsikt verify`: a data folder, or a bundle.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_kernel::Actor;
use uppsikt_ledger::{KeyTrust, SignedCheckpoint, VerifyKey, verify_bundle};
use uppsikt_store::{Finding, FindingKind, VerifyOptions, VerifyReport};

use super::answer::Answer;
use super::time::swedish;
use crate::app::App;
use crate::explain::{Exit, Explanation, told};

/// What to verify.
#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// Datamapp eller bevispaket
    #[arg(value_name = "MAPP|PAKET")]
    pub target: Option<PathBuf>,
    /// Fil med ett kontrollvärde som sparats på ett annat ställe
    #[arg(long, value_name = "FIL")]
    against: Option<PathBuf>,
    /// Liggarens nyckel, så som den kommit på annat sätt; kan anges flera gånger
    #[arg(long = "key", value_name = "NYCKEL")]
    keys: Vec<String>,
    /// Bara liggaren, inte rader och objekt
    #[arg(long)]
    log_only: bool,
}

/// What to verify, as it goes to the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VerifyRequest {
    against: Option<String>,
    keys: Vec<String>,
    log_only: bool,
}

/// A bundle is read into memory.
const BUNDLE_BYTES_MAX: u64 = 2 << 30;

fn unreadable(path: &Path, error: &std::io::Error) -> Explanation {
    Explanation::new(
        Exit::Usage,
        format!("{} kan inte läsas: {error}.", path.display()),
        "Kontrollera sökvägen.",
    )
}

impl VerifyArguments {
    pub(super) fn request(&self) -> Result<VerifyRequest, Explanation> {
        let against = match &self.against {
            Some(path) => Some(std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?),
            None => None,
        };
        Ok(VerifyRequest { against, keys: self.keys.clone(), log_only: self.log_only })
    }
}

fn keys(texts: &[String]) -> Result<Vec<VerifyKey>, Explanation> {
    let parse = |text: &String| text.trim().parse::<VerifyKey>();
    texts.iter().map(parse).collect::<Result<_, _>>().map_err(|_| {
        Explanation::new(
            Exit::Usage,
            "Det angivna är ingen nyckel.",
            "En nyckel ser ut som lindholm.se/uppsikt+1a2b3c4d+AT… och skrivs ut av uppsikt checkpoint.",
        )
    })
}

/// Verifies a bundle; no data folder is needed.
pub(super) fn bundle(path: &Path, arguments: &VerifyArguments) -> Result<Answer, Explanation> {
    let trusted = keys(&arguments.keys)?;
    let size = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?.len();
    if size > BUNDLE_BYTES_MAX {
        return Err(Explanation::new(
            Exit::Usage,
            "Filen är för stor för att vara ett bevispaket.",
            "Kontrollera sökvägen.",
        ));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let report = match verify_bundle(&bytes, &trusted) {
        Ok(report) => report,
        Err(error) => {
            let text = format!(
                "Beviset håller inte: {error}.\nLita inte på innehållet. Begär ett nytt paket från myndigheten."
            );
            return Ok(Answer {
                exit: Exit::Found,
                ..Answer::new(text, json!({"valid": false, "error": error.to_string()}))
            });
        }
    };
    let mut lines = vec![format!(
        "Beviset håller. Liggare: {}, kontrollvärde över {} poster.",
        report.origin, report.checkpoint_size
    )];
    for version in &report.versions {
        lines.push(format!(
            "  Version {}: {} byte, sparad {}, plats {} i liggaren",
            version.number,
            version.content_bytes,
            swedish(version.recorded_at.get()),
            version.index
        ));
    }
    let given = matches!(report.key, KeyTrust::Given);
    if !given {
        lines.push(
            "Nyckeln kom med paketet: då är det bara visat att paketet hänger ihop, inte vem som gjort det.\n\
             Kontrollera igen med --key och nyckeln så som myndigheten lämnat den på annat sätt."
                .to_owned(),
        );
    }
    let json = json!({
        "valid": true,
        "origin": report.origin,
        "checkpoint_size": report.checkpoint_size,
        "versions": report.versions.len(),
        "key_given": given,
    });
    Ok(Answer::new(lines.join("\n"), json))
}

/// Verifies the folder that this process owns.
pub(super) async fn folder(app: &App, actor: &Actor, request: &VerifyRequest) -> Result<Answer, Explanation> {
    let against = match &request.against {
        None => None,
        Some(text) => Some(SignedCheckpoint::parse(text).map_err(|_| {
            Explanation::new(
                Exit::Usage,
                "Filen är inget kontrollvärde.",
                "Ett kontrollvärde skrivs ut av uppsikt checkpoint.",
            )
        })?),
    };
    let options = VerifyOptions { against, trusted: keys(&request.keys)?, log_only: request.log_only };
    let report = app.store.verify(actor.organisation, &options).await.map_err(told)?;
    let exit = if report.is_clean() { Exit::Done } else { Exit::Found };
    Ok(Answer { exit, ..Answer::new(words(&report), json!(report)) })
}

/// What a report says to a person.
pub(super) fn words(report: &VerifyReport) -> String {
    let mut lines = Vec::new();
    if report.is_clean() {
        lines.push("Allt stämmer.".to_owned());
    } else {
        lines.push(format!("{} fel:", report.findings.len()));
        lines.extend(report.findings.iter().map(|finding| format!("  {}", finding_words(finding))));
        lines.push(
            "Rör inget i mappen. Kopiera den, spara det här svaret, och jämför med en säkerhetskopia."
                .to_owned(),
        );
    }
    lines.push(format!(
        "Liggaren {}: {} poster säkrade, {} väntar, {} kontrollvärden.",
        report.origin, report.entries, report.waiting, report.checkpoints
    ));
    lines.push(format!(
        "{} rader och {} objekt kontrollerade, {} gallrade.",
        report.rows, report.objects, report.disposed
    ));
    lines.push(match report.continues {
        Some(true) => "Liggaren fortsätter det kontrollvärde som sparats på annat ställe.".to_owned(),
        Some(false) => "Liggaren fortsätter INTE det kontrollvärde som sparats på annat ställe.".to_owned(),
        None => "Utan ett kontrollvärde som sparats på annat ställe (--against) syns det inte om allt har backats till ett tidigare läge.".to_owned(),
    });
    if !report.key_given {
        lines.push("Nyckeln togs ur installationens eget nyckelförråd; ange den som sparats på annat ställe med --key.".to_owned());
    }
    lines.join("\n")
}

fn finding_words(finding: &Finding) -> String {
    let what = &finding.what;
    match finding.kind {
        FindingKind::Entry => format!("Liggarens post är ändrad eller saknas: {what}"),
        FindingKind::Tile => format!("Liggarens platta är ändrad eller saknas: {what}"),
        FindingKind::Checkpoint => format!("Kontrollvärdet håller inte eller saknas: {what}"),
        FindingKind::Against => format!("Liggaren fortsätter inte det sparade kontrollvärdet: {what}"),
        FindingKind::Row => format!("Raden är ändrad: {what}"),
        FindingKind::RowMissing => format!("Raden är borttagen: {what}"),
        FindingKind::RowUnbound => format!("Raden har ingen åtgärd skrivit: {what}"),
        FindingKind::Act => format!("Åtgärden är ändrad eller saknas: {what}"),
        FindingKind::Object => format!("Objektet går inte att öppna eller är ändrat: {what}"),
        FindingKind::ObjectMissing => format!("Objektet är borttaget: {what}"),
        FindingKind::ObjectUnbound => format!("Objektet har ingen åtgärd säkrat: {what}"),
        FindingKind::Key => format!("Nyckeln saknas eller är ändrad: {what}"),
    }
}
