//! Whether everything is as it should be, short of a full verification: what `uppsikt doctor` and the page Drift say.

use uppsikt_kernel::Actor;
use uppsikt_store::{StoreError, VerifyOptions};

use crate::app::App;
use crate::rooms::account;
use crate::rooms::moderation::{self, DecisionState};

/// Decisions that are counted; more is more than one person can look at anyway.
const DECISIONS_MAX: u64 = 1_000;
/// Entries that may wait to be sealed; the sequencer takes thousands in a second.
const WAITING_MAX: u64 = 10_000;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Whether it is as it should be.
    pub is_good: bool,
    /// What it is, and how it stands.
    pub text: String,
}

fn check(is_good: bool, text: String) -> Check {
    Check { is_good, text }
}

/// Looks at the database, the log, the jobs, the accounts and the decisions within the actor's reach.
///
/// # Errors
/// [`StoreError`] when the database does not answer; what is wrong is in the checks.
pub async fn checks(app: &App, actor: &Actor) -> Result<Vec<Check>, StoreError> {
    let mut checks = Vec::new();
    let durability = app.store.durability();
    let settings: Vec<String> =
        durability.settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
    checks.push(check(true, format!("Databas: {} ({})", durability.database, settings.join(", "))));
    let options = VerifyOptions { log_only: true, ..VerifyOptions::default() };
    let report = app.store.verify(actor.organisation, &options).await?;
    let findings = report.findings.len();
    checks.push(match findings {
        0 => check(true, format!("Liggare: {} poster, hel och signerad", report.entries)),
        _ => check(false, format!("Liggare: {findings} fel. Kör uppsikt verify")),
    });
    checks.push(check(report.waiting < WAITING_MAX, format!("Väntar på att säkras: {}", report.waiting)));
    let dead = app.store.dead_jobs(actor.organisation).await?;
    checks.push(check(dead == 0, format!("Jobb som gett upp: {dead}")));
    let mut reader = app.store.read(actor).await?;
    let accounts = account::list(&mut reader).await?;
    let paused: Vec<&str> = accounts
        .iter()
        .filter(|account| account.paused.is_some())
        .map(|account| account.name.as_str())
        .collect();
    checks.push(match paused.as_slice() {
        [] => check(true, format!("Konton: {} öppna, inget pausat", accounts.len())),
        names => check(false, format!("Konton som inte hämtas: {}", names.join(", "))),
    });
    let stuck = moderation::decisions(&mut reader, Some(DecisionState::Stuck), DECISIONS_MAX).await?.len();
    checks.push(check(stuck == 0, format!("Beslut som väntar på en människa: {stuck}")));
    Ok(checks)
}
