//! What a person reads about a file that was brought in, or refused.

use serde_json::{Value, json};
use uppsikt_platform::QuarantineReason;
use uppsikt_platform::imports::{ImportError, Why};

use super::bring::Summary;
use crate::cli::capture;
use crate::explain::{Exit, Explanation};

/// Problems that are listed for a person; a program gets them all.
const LISTED_MAX: usize = 20;

/// A registration or a decision names an item that the account has not shown.
pub(super) const NO_SUCH_ITEM: &str =
    "kontot har inget inslag med det id:t, så raden kunde inte knytas till det";

/// Why a whole file is refused.
pub(super) fn refused(error: &ImportError) -> Explanation {
    let told = |happened: String, next: &str| {
        Explanation::new(Exit::Usage, format!("{happened} Inget har lästs in."), next)
    };
    let again = "Ladda ner eller skapa filen på nytt.";
    match error {
        ImportError::TooLarge { bytes_max } => told(
            format!("Filen är större än {} MB.", bytes_max / 1_000_000),
            "Dela upp den, till exempel år för år.",
        ),
        ImportError::TooManyItems { items_max } => {
            told(format!("Filen har fler än {items_max} inslag."), "Dela upp den, till exempel år för år.")
        }
        ImportError::OtherFormat { .. } => told(
            "Filen är av ett annat slag än dess namn säger.".to_owned(),
            "Rader ska vara ett JSON-objekt per rad (.ndjson); en WordPress-export är WXR (.xml).",
        ),
        ImportError::Encoding => {
            told("Filen är inte text i UTF-8.".to_owned(), "Spara den som UTF-8 och försök igen.")
        }
        ImportError::Doctype { line } => told(
            format!("XML-filen har en dokumenttyp eller egna entiteter (rad {line}), och sådana läses inte."),
            "En export direkt ur WordPress har inga. Skapa den på nytt.",
        ),
        ImportError::TooDeep { line, .. } => {
            told(format!("XML-filen är nästlad djupare än någon export (rad {line})."), again)
        }
        ImportError::File(source) => {
            told(format!("Filen kan inte läsas: {source}."), "Kontrollera sökvägen, och att du får läsa den.")
        }
        ImportError::Zip(_) => told("Arkivet är trasigt, eller inget ZIP-arkiv.".to_owned(), again),
        ImportError::Encrypted { number } => {
            told(format!("Fil nummer {number} i arkivet är krypterad."), "Packa om det utan lösenord.")
        }
        ImportError::NameLeadsOut { number } => told(
            format!("Namnet på fil nummer {number} i arkivet leder ut ur det."),
            "Packa om arkivet. Kom det från någon annan: lita inte på det.",
        ),
        ImportError::Bomb { .. } => told(
            "Arkivet packas upp till mer än ett ärligt arkiv gör.".to_owned(),
            "Packa om det. Kom det från någon annan: lita inte på det.",
        ),
        ImportError::NoMainFile => told(
            "Arkivet har ingen fil med rader (.ndjson) och ingen WordPress-export (.xml).".to_owned(),
            "Lägg den i arkivet tillsammans med bilderna.",
        ),
        ImportError::SeveralMainFiles { count } => told(
            format!("Arkivet har {count} filer med rader eller exporter, och det ska vara en."),
            "Gör ett arkiv av varje.",
        ),
    }
}

/// Why a line was not taken as it stands; nothing of what it says.
pub(super) fn why(why: Why) -> String {
    match why {
        Why::Quarantined(reason) => {
            let reason = match reason {
                QuarantineReason::NotText => "det är inte text i UTF-8",
                QuarantineReason::Shape { .. } => "ett fält saknas eller är av fel slag",
                QuarantineReason::Time => "tiden är ingen tid mellan 1990 och 2099 med tidsskillnad mot UTC",
                QuarantineReason::TooLong => "texten är längre än något inslag på någon plattform",
            };
            format!("inslaget gick inte att förstå ({reason}) och ligger i karantän")
        }
        Why::Shape { column: 0 } => "ett fält saknas eller är av fel slag".to_owned(),
        Why::Shape { column } => format!("ett fält saknas eller är av fel slag (tecken {column})"),
        Why::NotText => "raden är inte text i UTF-8".to_owned(),
        Why::TooLong => "raden är för lång".to_owned(),
        Why::Type => "radens typ är okänd".to_owned(),
        Why::Account => "raden säger inte vilket konto den hör till, och filen har flera".to_owned(),
        Why::Date => "en dag ligger inte mellan 1990 och 2099".to_owned(),
        Why::Duplicate { first_line } => format!("samma sak står redan på rad {first_line}, som gäller"),
        Why::BrokenOff => "filen slutar här, mitt i; det som var helt är inläst".to_owned(),
        Why::Xml => "XML är trasig här; läsningen fortsatte vid nästa inslag".to_owned(),
    }
}

/// What was brought in, for a person.
pub(super) fn summary(summary: &Summary) -> String {
    let mut lines = Vec::new();
    for report in &summary.accounts {
        let mut line = format!("{}: {}", report.account, capture::words(report));
        if report.media > 0 {
            line += &format!(", {} bilder", report.media);
        }
        if report.media_missing > 0 {
            line += &format!(" ({} bilder saknas i filen)", report.media_missing);
        }
        lines.push(line);
    }
    if !summary.accounts_new.is_empty() {
        lines.push(format!("Nya konton: {}.", summary.accounts_new.len()));
    }
    for (what, (new, known)) in
        [("Tidigare diarienummer", summary.registrations), ("Tidigare beslut", summary.decisions)]
    {
        if new + known > 0 {
            lines.push(format!("{what}: {new} nya, {known} kända."));
        }
    }
    if summary.left_out > 0 {
        lines.push(format!("{} delar av exporten är inga handlingar och lästes inte.", summary.left_out));
    }
    if summary.unreadable_names > 0 {
        lines.push(format!("{} filer i arkivet har namn som inte är UTF-8.", summary.unreadable_names));
    }
    if lines.is_empty() {
        lines.push("Filen har inget att läsa in.".to_owned());
    }
    if summary.problems_total > 0 {
        lines.push(format!("{} rader togs inte som de stod:", summary.problems_total));
        lines.extend(
            summary.problems.iter().take(LISTED_MAX).map(|(line, why)| format!("  rad {line}: {why}")),
        );
        if summary.problems_total > LISTED_MAX {
            lines.push(format!(
                "  … och {} till (alla visas med --json)",
                summary.problems_total - LISTED_MAX
            ));
        }
    }
    lines.join("\n")
}

/// What was brought in, for a program.
pub(super) fn json(summary: &Summary) -> Value {
    let problems: Vec<Value> =
        summary.problems.iter().map(|(line, why)| json!({"line": line, "why": why})).collect();
    json!({
        "accounts": summary.accounts,
        "accounts_new": summary.accounts_new,
        "registrations": {"new": summary.registrations.0, "known": summary.registrations.1},
        "decisions": {"new": summary.decisions.0, "known": summary.decisions.1},
        "left_out": summary.left_out,
        "unreadable_names": summary.unreadable_names,
        "problems": problems,
        "problems_total": summary.problems_total,
    })
}
