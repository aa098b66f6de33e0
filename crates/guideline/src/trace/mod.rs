//! What enforces each statement: the trace from a guideline's text to the program.
//!
//! Nothing is counted as enforced that is not: a statement with several obligations is pending as
//! soon as one of them is, and what software cannot decide is counted as guided.

mod csv;
mod words;

use std::collections::BTreeSet;

use crate::coded::coded;
use crate::obligation::{Binding, Capability, Obligation};
use crate::profile::Profile;
use crate::profiles;
use crate::requirement::Requirement;
use crate::source::Source;
use crate::stated::Strength;
use crate::statement::Statement;

coded! {
    /// How far the program enforces a statement today.
    pub enum Enforced {
        /// All of it.
        Bound = "bound", "upprätthålls";
        /// The right words are shown at the right moment.
        Guided = "guided", "vägleds";
        /// At least a part of it is not built.
        Pending = "pending", "väntar";
    }
}

/// One statement, and what enforces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The statement.
    pub source: Source,
    /// How strongly it is put.
    pub strength: Strength,
    /// What enforces it, in the profile's order.
    pub obligations: Vec<&'static Obligation>,
    /// The capability under which it is counted: that of the obligation that decides how far it is enforced.
    pub capability: Capability,
    /// How far.
    pub enforced: Enforced,
}

/// What enforces each statement of some guidelines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Every statement, guideline by guideline.
    pub rows: Vec<Row>,
    /// Ids that should be there and are not: by the guideline's own count, or by the list that was given.
    pub missing: Vec<String>,
    /// How many ids of the list belong to guidelines that come with the program and were not asked for.
    pub elsewhere: usize,
}

/// Why a list of statements cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TraceError {
    /// It has no column of ids.
    #[error("the list has no column called id")]
    NoColumn,
}

impl TraceError {
    /// What the author reads.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::NoColumn => "Filen har ingen kolumn som heter id på första raden.",
        }
    }
}

impl Trace {
    /// How many statements are enforced.
    #[must_use]
    pub fn bound(&self) -> usize {
        self.count(Enforced::Bound)
    }

    /// How many are guided.
    #[must_use]
    pub fn guided(&self) -> usize {
        self.count(Enforced::Guided)
    }

    /// How many wait for something that is not built.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.count(Enforced::Pending)
    }

    fn count(&self, wanted: Enforced) -> usize {
        self.rows.iter().filter(|row| row.enforced == wanted).count()
    }
}

/// Traces guidelines, against a list of statements in CSV where one is given.
///
/// # Errors
/// [`TraceError`] when the list has no ids.
pub fn trace(guidelines: &[Profile], requirements_csv: Option<&str>) -> Result<Trace, TraceError> {
    let rows: Vec<Row> = guidelines.iter().flat_map(Profile::every_requirement).filter_map(row).collect();
    let traced: BTreeSet<String> = rows.iter().map(|row| row.source.to_string()).collect();
    let mut missing: Vec<String> = guidelines.iter().flat_map(absent).collect();
    let mut elsewhere = 0;
    if let Some(text) = requirements_csv {
        let others = prefixes_not_asked_for(guidelines);
        for id in csv::column(text, "id").ok_or(TraceError::NoColumn)? {
            if traced.contains(&id) || missing.contains(&id) {
                continue;
            }
            let prefix = id.split_once('-').map_or("", |(prefix, _)| prefix);
            if others.contains(prefix) {
                elsewhere += 1;
            } else {
                missing.push(id);
            }
        }
    }
    Ok(Trace { rows, missing, elsewhere })
}

fn row(requirement: &Requirement) -> Option<Row> {
    let (decides, enforced) = decides(&requirement.obligations)?;
    Some(Row {
        source: requirement.source.clone(),
        strength: requirement.strength,
        obligations: requirement.obligations.clone(),
        capability: decides.capability,
        enforced,
    })
}

/// The obligation that says how far a statement is enforced; `None` where there is none at all.
fn decides(obligations: &[&'static Obligation]) -> Option<(&'static Obligation, Enforced)> {
    let first = |wanted: fn(Binding) -> bool| obligations.iter().copied().find(|one| wanted(one.binding));
    None.or_else(|| first(|binding| binding == Binding::Pending).map(|one| (one, Enforced::Pending)))
        .or_else(|| first(|binding| matches!(binding, Binding::Bound(_))).map(|one| (one, Enforced::Bound)))
        .or_else(|| first(|binding| binding == Binding::Guided).map(|one| (one, Enforced::Guided)))
}

/// The statements that a guideline counts and does not have.
pub(crate) fn absent(profile: &Profile) -> Vec<String> {
    let has: BTreeSet<&Source> = profile.every_requirement().map(|requirement| &requirement.source).collect();
    let about = &profile.about;
    // All ids of a guideline are as long as its last.
    let digits = about.statements.to_string().len().max(2);
    (1..=about.statements)
        .filter_map(|number| format!("{}-{number:0digits$}", about.prefix).parse::<Statement>().ok())
        .map(Source::Statement)
        .filter(|source| !has.contains(source))
        .map(|source| source.to_string())
        .collect()
}

/// What the ids of the program's own guidelines begin with, without those that are traced.
fn prefixes_not_asked_for(guidelines: &[Profile]) -> BTreeSet<String> {
    let own = profiles::all().into_iter().filter_map(|(_, text)| Profile::parse(text).ok());
    own.map(|profile| profile.about.prefix)
        .filter(|prefix| guidelines.iter().all(|profile| profile.about.prefix != *prefix))
        .collect()
}
