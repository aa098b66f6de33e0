//! The kinds of values.

use crate::coded::coded;

/// A word of a closed list that a parameter takes: its code, and what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The stable code in kebab-case.
    pub code: &'static str,
    /// What a person of the authority reads, in Swedish and within a sentence.
    pub swedish: &'static str,
}

impl Choice {
    /// A word that stands in the program.
    #[must_use]
    pub const fn of(code: &'static str, swedish: &'static str) -> Self {
        Self { code, swedish }
    }
}

/// Which values a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Bool,
    /// A whole number within bounds, both included.
    Count {
        /// The least.
        least: u16,
        /// The most.
        most: u16,
    },
    /// A length of time, at most ten years.
    Span,
    /// A day, a month or a year: `2018-05-28`, `2023-01`, `2026`.
    Day,
    /// One word of a list.
    Word(&'static [Choice]),
    /// Words of a list in the order in which they stand, each at most once.
    Words(&'static [Choice]),
    /// Who, by role.
    Party,
    /// Several, by role.
    Parties,
    /// A text of at most 2,000 characters.
    Text,
    /// Texts of at most 300 characters each.
    Texts,
    /// An address on the web.
    Address,
    /// Stands in a table of the profile that has a shape of its own (`remove`, `register`, `answer`).
    Shaped,
}

coded! {
    /// Whom a statement binds, and who decides, by role and not by name.
    pub enum Party {
        /// Whoever runs an account.
        Editor = "editor", "redaktören";
        /// The manager in charge of the unit.
        Manager = "manager", "ansvarig chef";
        /// The communications department, or what the authority calls it.
        Communications = "communications", "kommunikation";
        /// The registrar.
        Registrar = "registrar", "registratorn";
        /// The archivist or the archive authority.
        Archivist = "archivist", "arkivmyndigheten";
        /// The data protection officer.
        DataProtectionOfficer = "data-protection-officer", "dataskyddsombudet";
        /// The authority as such.
        Authority = "authority", "myndigheten";
        /// The board.
        Board = "board", "nämnden";
        /// The central executive office.
        CentralOffice = "central-office", "kommunledningskontoret";
        /// The head of communications.
        HeadOfCommunications = "head-of-communications", "kommunikationschefen";
        /// IT.
        InformationTechnology = "information-technology", "IT";
        /// A municipal company.
        Company = "company", "bolaget";
        /// The head of a municipal company.
        CompanyHead = "company-head", "bolagschefen";
        /// Everybody who is employed.
        Employee = "employee", "medarbetaren";
        /// Elected members.
        Politician = "politician", "förtroendevalda";
        /// A unit of the authority.
        Unit = "unit", "verksamheten";
        /// A school.
        School = "school", "skolan";
        /// Somebody who knows the subject.
        Expert = "expert", "sakkunnig";
        /// Whoever visits a channel.
        Visitor = "visitor", "besökaren";
    }
}
