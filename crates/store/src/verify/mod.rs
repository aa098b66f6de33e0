//! Verification: is everything that was ever recorded still there, as it was, in its order?
//!
//! Three questions in turn. Is the log whole: entries, tiles and checkpoints belong together and
//! are signed? Do the rows say what the log committed to? Do the objects open, and are they what
//! was sealed? What is found is named; the rest is still looked at.

mod levels;
mod log;
mod objects;
mod replay;
mod rows;

use std::collections::BTreeSet;
use std::fmt;

use uppsikt_kernel::{Id, Organisation};
use uppsikt_ledger::{SignedCheckpoint, VerifyKey};

use crate::error::StoreError;
use crate::read::Reader;
use crate::store::Store;

/// What to verify, and against what.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// A checkpoint kept elsewhere: without one, a rollback of everything cannot be seen.
    pub against: Option<SignedCheckpoint>,
    /// Keys that came another way; empty means that the installation's own key store is believed.
    pub trusted: Vec<VerifyKey>,
    /// Only the log: neither rows nor objects.
    pub log_only: bool,
}

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// An entry of the log differs from what was hashed.
    Entry,
    /// A tile differs from the entries below it, or is missing.
    Tile,
    /// A checkpoint is not signed by a known key, or is of another tree.
    Checkpoint,
    /// The log does not continue a checkpoint that was kept elsewhere.
    Against,
    /// A row differs from what the log committed to.
    Row,
    /// A row that the log committed to is not there.
    RowMissing,
    /// A row that no act has written.
    RowUnbound,
    /// An act's row differs from its entry, or is missing.
    Act,
    /// An object does not open, or is not what was sealed.
    Object,
    /// An object that was sealed is not there.
    ObjectMissing,
    /// An object that no act has sealed.
    ObjectUnbound,
    /// A key is missing or damaged.
    Key,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Finding {
    /// What kind.
    pub kind: FindingKind,
    /// Which one: table and id, tile, entry or file.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.kind, self.what)
    }
}

/// What verification saw.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct VerifyReport {
    /// The log's name.
    pub origin: String,
    /// Sealed entries.
    pub entries: u64,
    /// Recorded but not yet sealed.
    pub waiting: u64,
    /// Checkpoints looked at.
    pub checkpoints: u64,
    /// Rows held against their commitments.
    pub rows: u64,
    /// Objects opened and held against their commitments.
    pub objects: u64,
    /// Objects disposed of: their acts remain, they do not.
    pub disposed: u64,
    /// Whether a checkpoint kept elsewhere was continued.
    pub continues: Option<bool>,
    /// Whether the key came another way.
    pub key_given: bool,
    /// Everything that is wrong, sorted.
    pub findings: Vec<Finding>,
}

/// A file of thousands of findings helps nobody: after this many only the count goes on.
const FINDINGS_MAX: usize = 1_000;

impl VerifyReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    pub(crate) fn found(&mut self, kind: FindingKind, what: impl fmt::Display) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding { kind, what: what.to_string() });
        }
    }
}

impl Store {
    /// Verifies one organisation's log, rows and objects, in one state of the database.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer; what is wrong with the record is in the report.
    pub async fn verify(
        &self,
        organisation: Id<Organisation>,
        options: &VerifyOptions,
    ) -> Result<VerifyReport, StoreError> {
        let reader = self.read(&Self::machinery(organisation)).await?;
        let mut report = VerifyReport { key_given: !options.trusted.is_empty(), ..VerifyReport::default() };
        let mut replay = replay::Replay::new(&self.inner.schema, options.log_only);
        log::check(&reader, organisation, options, &mut replay, &mut report).await?;
        against(&reader, options, &mut report).await?;
        if !options.log_only {
            replay.waiting(&reader, organisation, &mut report).await?;
            replay.acts(&reader, organisation, &mut report).await?;
            rows::check(&reader, &mut replay, &mut report).await?;
            objects::check(&reader, &mut replay, &mut report).await?;
        }
        keys(&reader, organisation, &replay, &mut report).await?;
        report.findings.sort();
        report.findings.dedup();
        Ok(report)
    }
}

/// Key files belong to an authority or to a log; those of other organisations are not told of here.
async fn keys(
    reader: &Reader,
    organisation: Id<Organisation>,
    replay: &replay::Replay<'_>,
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let authorities: BTreeSet<String> =
        replay.acts.values().filter_map(|act| act.authority).map(|authority| authority.to_string()).collect();
    for problem in reader.shared().keys.problems() {
        let mut parts = problem.file.split('/');
        let own = match (parts.next(), parts.next()) {
            (Some("log"), Some(log)) => log == organisation.to_string(),
            (Some("kek"), Some(authority)) => authorities.contains(authority),
            _ => true,
        };
        if own {
            report.found(FindingKind::Key, problem.file);
        }
    }
    let known: Vec<String> =
        reader.log_without_checkpoint().await?.keys.iter().map(ToString::to_string).collect();
    for announced in replay.keys.iter().filter(|announced| !known.contains(announced)) {
        report.found(FindingKind::Key, format!("log/{organisation} {announced}"));
    }
    Ok(())
}

async fn against(
    reader: &Reader,
    options: &VerifyOptions,
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let Some(earlier) = &options.against else { return Ok(()) };
    let known: Vec<VerifyKey> = if options.trusted.is_empty() {
        reader.log_without_checkpoint().await?.keys
    } else {
        options.trusted.clone()
    };
    let outcome = match earlier.verify(&known) {
        Err(error) => Err(error.to_string()),
        Ok(checkpoint) => match reader.continues(checkpoint).await {
            Ok(()) => Ok(()),
            Err(StoreError::LogDamaged(what)) => Err(what),
            Err(error) => return Err(error),
        },
    };
    report.continues = Some(outcome.is_ok());
    if let Err(what) = outcome {
        report.found(FindingKind::Against, what);
    }
    Ok(())
}
