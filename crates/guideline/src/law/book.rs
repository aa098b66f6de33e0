//! The book: statutes, and what stands in them from day to day.

use jiff::civil::Date;
use uppsikt_kernel::LegalRef;

use crate::effective::{Said, Setting};
use crate::parameter::Party;
use crate::profile::Part;
use crate::requirement::Requirement;
use crate::source::Source;

use super::LawGround;

/// A statute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statute {
    /// Its number in Svensk författningssamling, or in the Official Journal of the Union.
    pub number: &'static str,
    /// What follows a section of it in a sentence, in Swedish.
    pub name: String,
    /// Whether it has articles instead of sections, as regulations of the Union do.
    pub has_articles: bool,
}

/// A provision as it stands during some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// The stable code of the provision; the same for all its wordings.
    pub code: String,
    /// Where it stands.
    pub source: Source,
    /// Its name, in Swedish.
    pub name: String,
    /// What it says, in Swedish words of our own.
    pub text: String,
    /// The first day on which it stands so; without one, since before anybody asks.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Who sees to it that the entry is right.
    pub owner: Party,
    /// The day by which it is read anew.
    pub review: Date,
    /// Whether a lawyer has confirmed it.
    pub confirmed: bool,
    /// Where we have seen it, in Swedish.
    pub seen: String,
    /// The ground in 5 § lagen (1998:112) that it is.
    pub ground: Option<LawGround>,
    /// What it demands of an account, when the program follows it.
    pub demand: Option<Requirement>,
    /// Values below which no guideline goes.
    pub floor: Part,
    /// The same one by one; they are asked for each time that rules are laid together.
    pub(crate) floor_settings: Vec<(Setting, Said)>,
}

impl Law {
    /// Whether it is in force on a day; on no particular day, whether it has no end.
    #[must_use]
    pub fn is_in_force(&self, on: Option<Date>) -> bool {
        on.map_or(self.until.is_none(), |on| {
            self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
        })
    }

    /// The section; `None` for an article of the Union's law.
    #[must_use]
    pub const fn place(&self) -> Option<LegalRef> {
        match &self.source {
            Source::Law(place) => Some(*place),
            _ => None,
        }
    }
}

/// Statutes and provisions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Book {
    pub(super) statutes: Vec<Statute>,
    pub(super) laws: Vec<Law>,
}

impl Book {
    /// The statutes.
    #[must_use]
    pub fn statutes(&self) -> &[Statute] {
        &self.statutes
    }

    /// The provisions in every wording.
    #[must_use]
    pub fn laws(&self) -> &[Law] {
        &self.laws
    }

    /// A provision as it stands on a day; on no particular day, its newest wording, unless it has ended.
    #[must_use]
    pub fn find(&self, code: &str, on: Option<Date>) -> Option<&Law> {
        let standing = self.laws.iter().filter(|law| law.code == code && law.is_in_force(on));
        standing.max_by_key(|law| law.from)
    }

    /// What law demands of accounts on a day.
    pub fn demands(&self, on: Option<Date>) -> impl Iterator<Item = &Requirement> {
        self.laws.iter().filter(move |law| law.is_in_force(on)).filter_map(|law| law.demand.as_ref())
    }

    /// The values below which no guideline goes on a day, each with the law behind it.
    pub(crate) fn floors(&self, on: Option<Date>) -> impl Iterator<Item = (&Law, Setting, &Said)> {
        let with_floor = self.laws.iter().filter(|law| !law.floor_settings.is_empty());
        with_floor
            .filter(move |law| law.is_in_force(on))
            .flat_map(|law| law.floor_settings.iter().map(move |(setting, said)| (law, *setting, said)))
    }
}
