//! `uppsikt capture`: reads what the accounts show now.

use clap::Args;
use serde_json::json;
use uppsikt_kernel::Actor;

use super::answer::Answer;
use crate::app::App;
use crate::explain::{Exit, Explain, Explanation, told};
use crate::rooms::account::{self, AccountError};
use crate::rooms::capture::{self, PassReport};

/// Which accounts.
#[derive(Debug, Args)]
pub(super) struct CaptureArguments {
    /// Bara det här kontot
    #[arg(long, value_name = "KONTO")]
    pub account: Option<String>,
    /// Eget inlägg på någon annans sida, med svaren på det; kräver --account
    #[arg(long, value_name = "ADRESS", requires = "account")]
    pub address: Option<String>,
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

/// A contribution of the account's own on somebody else's page, with the answers to it.
pub(super) async fn run_address(
    app: &App,
    actor: &Actor,
    account: &str,
    address: &str,
) -> Result<Answer, Explanation> {
    let found = {
        let mut reader = app.store.read(actor).await.map_err(told)?;
        account::named(&mut reader, account).await.map_err(told)?
    };
    let account = found.ok_or_else(|| told(AccountError::Unknown(account.to_owned())))?;
    let report = capture::pass_address(app, actor, &account, address).await.map_err(told)?;
    let text = format!("{}: {}", account.name, words(&report));
    Ok(Answer::new(text, json!({"accounts": [report]})))
}

/// What a pass found, in words.
pub(super) fn words(report: &PassReport) -> String {
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
