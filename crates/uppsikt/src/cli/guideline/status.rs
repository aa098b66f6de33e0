//! How the accounts of an authority follow their rules.

use std::fmt::Write as _;

use serde_json::json;
use uppsikt_guideline::evaluate::{Finding, Now, Standing};
use uppsikt_kernel::{Actor, Workdays, WorkdaysSettings};

use super::explain;
use crate::app::App;
use crate::cli::answer::Answer;
use crate::cli::{command, time};
use crate::explain::{Explanation, told};
use crate::rooms::policy;
use crate::rooms::report::{self, AccountStanding};

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    account: Option<&str>,
    authority: Option<&str>,
) -> Result<Answer, Explanation> {
    let workdays = Workdays::new(WorkdaysSettings::default());
    let at = app.store.now();
    let now = Now { at, today: policy::day_of(at).map_err(told)?, workdays: &workdays };
    if account.is_some() {
        let standing = explain::asked(app, actor, (account, authority)).await?;
        return Ok(one(&standing, now));
    }
    let authority = command::authority(app, actor, authority).await?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let all = report::standing(&mut reader, authority, at).await.map_err(told)?;
    let mut text = String::from("Så följer kontona riktlinjen och lagen, efter det som är känt om dem:");
    let mut rows = Vec::new();
    for standing in &all {
        let findings = standing.findings(now);
        let count = |wanted: Standing| findings.iter().filter(|found| found.standing == wanted).count();
        let _ = write!(
            text,
            "\n  {}: {} avvikelser, {} påpekanden, {} uppfyllda",
            standing.name(),
            count(Standing::Breach),
            count(Standing::Remark),
            count(Standing::Met)
        );
        rows.push(json!({
            "account": standing.name(),
            "findings": findings.iter().map(row).collect::<Vec<_>>(),
        }));
    }
    if all.is_empty() {
        text = "Myndigheten har inga konton ännu.".to_owned();
    } else {
        text.push_str("\nVarje sats: uppsikt guideline status --account KONTO");
    }
    Ok(Answer::new(text, json!({"accounts": rows})))
}

fn one(standing: &AccountStanding, now: Now<'_>) -> Answer {
    let findings = standing.findings(now);
    let mut text = format!("{}, efter det som är känt om kontot:", standing.name());
    for wanted in [Standing::Breach, Standing::Remark] {
        for found in findings.iter().filter(|found| found.standing == wanted) {
            let _ = write!(
                text,
                "\n  {}  {}: {} {}",
                wanted.swedish(),
                found.requirement.source,
                found.obligation.lacking,
                found.obligation.remedy
            );
            if let Some(due) = found.due {
                let _ = write!(text, " Senast {}.", time::swedish(due.get()));
            }
        }
    }
    for wanted in [Standing::Met, Standing::Silent, Standing::NotApplicable] {
        let of: Vec<String> = findings
            .iter()
            .filter(|found| found.standing == wanted)
            .map(|found| found.requirement.source.to_string())
            .collect();
        if !of.is_empty() {
            let _ = write!(text, "\n  {}: {}", wanted.swedish(), of.join(", "));
        }
    }
    text.push_str("\nAnteckna det du vet: uppsikt account note KONTO UPPGIFT=VÄRDE");
    let rows: Vec<_> = findings.iter().map(row).collect();
    Answer::new(text, json!({"account": standing.name(), "findings": rows}))
}

fn row(found: &Finding<'_>) -> serde_json::Value {
    json!({
        "source": found.requirement.source.to_string(),
        "strength": found.requirement.strength.code(),
        "obligation": found.obligation.code,
        "standing": found.standing.code(),
        "due_at": found.due.map(uppsikt_kernel::Micros::get),
    })
}
