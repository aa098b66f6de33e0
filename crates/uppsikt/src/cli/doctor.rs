//! `uppsikt doctor`: is everything as it should be, short of a full verification?

use serde_json::json;
use uppsikt_kernel::Actor;
use uppsikt_store::VerifyOptions;

use super::answer::Answer;
use crate::app::App;
use crate::explain::{Exit, Explanation, told};

pub(super) async fn run(app: &App, actor: &Actor) -> Result<Answer, Explanation> {
    let mut checks: Vec<(bool, String)> = Vec::new();
    let durability = app.store.durability();
    let settings: Vec<String> =
        durability.settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
    checks.push((true, format!("Databas: {} ({})", durability.database, settings.join(", "))));
    let options = VerifyOptions { log_only: true, ..VerifyOptions::default() };
    let report = app.store.verify(actor.organisation, &options).await.map_err(told)?;
    let findings = report.findings.len();
    checks.push(match findings {
        0 => (true, format!("Liggare: {} poster, hel och signerad", report.entries)),
        _ => (false, format!("Liggare: {findings} fel. Kör uppsikt verify")),
    });
    checks.push((report.waiting < 10_000, format!("Väntar på att säkras: {}", report.waiting)));
    let dead = app.store.dead_jobs(actor.organisation).await.map_err(told)?;
    checks.push((dead == 0, format!("Jobb som gett upp: {dead}")));
    let is_well = checks.iter().all(|(good, _)| *good);
    let lines: Vec<String> =
        checks.iter().map(|(good, text)| format!("{} {text}", if *good { "✓" } else { "✗" })).collect();
    let json = json!({
        "well": is_well,
        "checks": checks.iter().map(|(good, text)| json!({"good": good, "text": text})).collect::<Vec<_>>(),
    });
    let exit = if is_well { Exit::Done } else { Exit::Found };
    Ok(Answer { exit, ..Answer::new(lines.join("\n"), json) })
}
