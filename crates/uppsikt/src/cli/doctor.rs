//! `uppsikt doctor`: is everything as it should be, short of a full verification?

use serde_json::json;
use uppsikt_kernel::Actor;
use uppsikt_store::VerifyOptions;

use super::answer::Answer;
use crate::app::App;
use crate::explain::{Exit, Explanation, told};
use crate::rooms::account;
use crate::rooms::moderation::{self, DecisionState};

/// Decisions that are counted; more is more than one person can look at anyway.
const DECISIONS_MAX: u64 = 1_000;

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
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let accounts = account::list(&mut reader).await.map_err(told)?;
    let paused: Vec<&str> = accounts
        .iter()
        .filter(|account| account.paused.is_some())
        .map(|account| account.name.as_str())
        .collect();
    checks.push(match paused.as_slice() {
        [] => (true, format!("Konton: {} öppna, inget pausat", accounts.len())),
        names => (false, format!("Konton som plattformen inte släpper in oss på: {}", names.join(", "))),
    });
    let stuck = Some(DecisionState::Stuck);
    let stuck = moderation::decisions(&mut reader, stuck, DECISIONS_MAX).await.map_err(told)?.len();
    checks.push((stuck == 0, format!("Beslut som väntar på en människa: {stuck}")));
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
