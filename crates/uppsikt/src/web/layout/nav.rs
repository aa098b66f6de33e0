//! The pages that the navigation leads to.

use super::Person;
use crate::web::routes;

/// A page in the navigation, or none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// I dag: what needs somebody now.
    Today,
    /// Bevakning: what waits to be judged or answered.
    Queue,
    /// Sök: everything that is kept.
    Search,
    /// Konton.
    Accounts,
    /// Diarieföring: what the registrar completes.
    Registry,
    /// Liggare: what is sealed, and whether it holds.
    Ledger,
    /// Riktlinjer: the guideline in force.
    Guidelines,
    /// Efterlevnad: what the guideline asks, and what is done.
    Compliance,
    /// Drift: connections, users, backups.
    Operation,
    /// A page that the navigation does not name.
    None,
}

impl Nav {
    /// Those that are named, in order.
    pub const ALL: [Self; 9] = [
        Self::Today,
        Self::Queue,
        Self::Search,
        Self::Accounts,
        Self::Registry,
        Self::Ledger,
        Self::Guidelines,
        Self::Compliance,
        Self::Operation,
    ];

    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Today => "I dag",
            Self::Queue => "Bevakning",
            Self::Search => "Sök",
            Self::Accounts => "Konton",
            Self::Registry => "Diarieföring",
            Self::Ledger => "Liggare",
            Self::Guidelines => "Riktlinjer",
            Self::Compliance => "Efterlevnad",
            Self::Operation => "Drift",
            Self::None => "",
        }
    }

    /// The path.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Today | Self::None => "/",
            Self::Queue => "/bevakning",
            Self::Search => "/sok",
            Self::Accounts => "/konton",
            Self::Registry => "/diarium",
            Self::Ledger => "/liggare",
            Self::Guidelines => "/riktlinjer",
            Self::Compliance => "/efterlevnad",
            Self::Operation => "/drift",
        }
    }

    /// The letter after G that leads there; empty where there is none.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Today => "i",
            Self::Queue => "b",
            Self::Search => "s",
            Self::Accounts => "k",
            Self::Registry => "d",
            Self::Ledger => "l",
            Self::Guidelines => "r",
            Self::Compliance => "e",
            Self::Operation => "o",
            Self::None => "",
        }
    }

    /// The icon beside the word.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Today => "layout-dashboard",
            Self::Queue => "inbox",
            Self::Search => "search",
            Self::Accounts => "users",
            Self::Registry => "stamp",
            Self::Ledger => "link",
            Self::Guidelines => "book-open",
            Self::Compliance => "list-checks",
            Self::Operation => "server",
            Self::None => "",
        }
    }

    /// Whether the link is shown: the page exists, and its route lets the person in.
    pub(super) fn is_shown(self, person: Option<&Person>) -> bool {
        let who = routes::who(self.path());
        person.zip(who).is_some_and(|(person, who)| who.admits(person))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_page_has_its_own_path_and_key() {
        let paths: BTreeSet<_> = Nav::ALL.map(Nav::path).into();
        let keys: BTreeSet<_> = Nav::ALL.map(Nav::key).into();
        assert_eq!((paths.len(), keys.len()), (Nav::ALL.len(), Nav::ALL.len()));
    }

    #[test]
    fn nobody_sees_links_without_being_signed_in() {
        assert!(Nav::ALL.into_iter().all(|nav| !nav.is_shown(None)));
    }
}
