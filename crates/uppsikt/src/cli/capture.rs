//! `uppsikt capture`: reads what the accounts show now.

use clap::Args;
use serde_json::json;
use uppsikt_kernel::Actor;

use super::answer::Answer;
use crate::app::App;
use crate::explain::{Exit, Explain, Explanation, told};
use crate::rooms::capture::{self, PassReport};

/// Which accounts.
#[derive(Debug, Args)]
pub(super) struct CaptureArguments {
    /// Bara det här kontot
    #[arg(long, value_name = "KONTO")]
    pub account: Option<String>,
}

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    account: Option<&str>,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Answer, Explanation> {
    let passes = capture::pass_all(app, actor, account, |name| progress(&format!("Hämtar {name} …")))
        .await
        .map_err(told)?;
    if passes.is_empty() {
        let text = "Det finns inga konton att hämta. Lägg till ett med: uppsikt account add";
        return Ok(Answer::new(text, json!({"accounts": []})));
    }
    let (mut lines, mut reports, mut exit) = (Vec::new(), Vec::new(), Exit::Done);
    for (name, outcome) in passes {
        match outcome {
            Ok(report) => {
                lines.push(format!("{name}: {}", words(&report)));
                reports.push(json!(report));
            }
            Err(error) => {
                let told = error.explain();
                lines.push(format!("{name}: {} {}", told.happened, told.next));
                reports.push(json!({"account": name, "error": told.happened}));
                exit = told.exit;
            }
        }
    }
    Ok(Answer { exit, ..Answer::new(lines.join("\n"), json!({"accounts": reports})) })
}

fn words(report: &PassReport) -> String {
    if report.is_unchanged() {
        return format!("oförändrat ({} poster)", report.unchanged);
    }
    let mut parts = Vec::new();
    for (count, one, many) in [
        (report.new, "ny", "nya"),
        (report.edited, "ändrad", "ändrade"),
        (report.gone, "försvunnen", "försvunna"),
        (report.returned, "visas igen", "visas igen"),
        (report.quarantined, "som inte gick att tolka", "som inte gick att tolka"),
        (report.unchanged, "oförändrad", "oförändrade"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {}", if count == 1 { one } else { many }));
        }
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_reads_as_swedish() {
        let report = PassReport { new: 1, edited: 2, unchanged: 5, ..PassReport::default() };
        assert_eq!(words(&report), "1 ny, 2 ändrade, 5 oförändrade");
        assert_eq!(words(&PassReport { unchanged: 5, ..PassReport::default() }), "oförändrat (5 poster)");
    }
}
