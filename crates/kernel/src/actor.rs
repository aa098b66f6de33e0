//! Who acts: a signed-in person, with roles, in one organisation.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::{Authority, Id, Organisation, User};

/// What a person may do in an authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Redaktör: writes, answers and watches the authority's accounts.
    Editor,
    /// Kommunikation: advises on accounts and leads in a crisis.
    Communications,
    /// Ansvarig chef: decides on accounts and staffing.
    Manager,
    /// Registrator: keeps the registry.
    Registrar,
    /// Arkivarie: decides on snapshots, transfer and disposal.
    Archivist,
    /// Dataskyddsombud: follows how personal data is treated.
    DataProtectionOfficer,
    /// Administratör: users, connections and operation.
    Administrator,
    /// Revisor: reads everything, changes nothing.
    Auditor,
}

/// A text names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no role")]
pub struct UnknownRole(pub String);

impl Role {
    /// Every role, in the order in which screens list them.
    pub const ALL: [Self; 8] = [
        Self::Editor,
        Self::Communications,
        Self::Manager,
        Self::Registrar,
        Self::Archivist,
        Self::DataProtectionOfficer,
        Self::Administrator,
        Self::Auditor,
    ];

    /// The stable code that is stored and committed.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Communications => "communications",
            Self::Manager => "manager",
            Self::Registrar => "registrar",
            Self::Archivist => "archivist",
            Self::DataProtectionOfficer => "data-protection-officer",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }

    /// Whether the role may change anything at all.
    #[must_use]
    pub const fn may_write(self) -> bool {
        !matches!(self, Self::Auditor)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.code() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// Which of the organisation's authorities somebody reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorities {
    /// All of them: the organisation's own machinery (sequencer, verification, backup).
    All,
    /// These only.
    Only(BTreeSet<Id<Authority>>),
}

impl Authorities {
    /// Whether `authority` is within reach.
    #[must_use]
    pub fn contain(&self, authority: Id<Authority>) -> bool {
        match self {
            Self::All => true,
            Self::Only(ids) => ids.contains(&authority),
        }
    }
}

/// Who does something: every write and every read of content names one.
///
/// The store takes the organisation and the authorities from here, never from what
/// a caller says about the rows, so that one authority's work cannot reach another's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person, by opaque id.
    pub user: Id<User>,
    /// The legal person in whose log the act is recorded.
    pub organisation: Id<Organisation>,
    /// The authorities within reach.
    pub authorities: Authorities,
    /// The roles held there, taken together.
    pub roles: BTreeSet<Role>,
    /// The roles in single authorities, where they differ; an authority that is not named here has `roles`.
    pub roles_in: BTreeMap<Id<Authority>, BTreeSet<Role>>,
}

impl Actor {
    /// The roles with which the actor acts for `authority`, or for the organisation as a whole.
    #[must_use]
    pub fn roles_for(&self, authority: Option<Id<Authority>>) -> &BTreeSet<Role> {
        authority.and_then(|authority| self.roles_in.get(&authority)).unwrap_or(&self.roles)
    }

    /// Whether the actor holds `role` in `authority`.
    #[must_use]
    pub fn has_in(&self, role: Role, authority: Id<Authority>) -> bool {
        self.authorities.contain(authority) && self.roles_for(Some(authority)).contains(&role)
    }

    /// Whether any of the actor's roles in `authority` may change anything: an editor in one board
    /// may be an auditor in the next.
    #[must_use]
    pub fn may_write_in(&self, authority: Id<Authority>) -> bool {
        self.authorities.contain(authority)
            && self.roles_for(Some(authority)).iter().any(|role| role.may_write())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_reads_back_from_its_code() {
        for role in Role::ALL {
            assert_eq!(role.code().parse(), Ok(role));
        }
        assert!("chef".parse::<Role>().is_err());
    }

    #[test]
    fn an_editor_in_one_board_is_an_auditor_in_the_next() {
        let (one, next, third) = (1, 2, 3);
        let id = |number| Id::<Authority>::from_uuid(uuid::Uuid::from_u128(number));
        let actor = Actor {
            user: Id::from_uuid(uuid::Uuid::from_u128(9)),
            organisation: Id::from_uuid(uuid::Uuid::from_u128(8)),
            authorities: Authorities::Only([id(one), id(next)].into()),
            roles: [Role::Editor, Role::Auditor].into(),
            roles_in: [(id(one), [Role::Editor].into()), (id(next), [Role::Auditor].into())].into(),
        };
        assert!(
            actor.may_write_in(id(one)) && !actor.may_write_in(id(next)) && !actor.may_write_in(id(third))
        );
        assert!(actor.has_in(Role::Auditor, id(next)) && !actor.has_in(Role::Auditor, id(one)));
        assert_eq!(actor.roles_for(None).len(), 2);
    }

    #[test]
    fn only_the_auditor_never_writes() {
        assert_eq!(
            Role::ALL.into_iter().filter(|role| !role.may_write()).collect::<Vec<_>>(),
            [Role::Auditor]
        );
    }
}
