//! Whose rows are within reach: always taken from the actor, never from the caller.

use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait as _, IntoIden as _};
use uppsikt_kernel::{Actor, Authorities, Id, Organisation};
use uuid::Uuid;

use crate::table::Reach;

/// One organisation, and all or some of its authorities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub(crate) organisation: Id<Organisation>,
    pub(crate) authorities: Authorities,
}

impl Scope {
    /// What `actor` reaches.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        Self { organisation: actor.organisation, authorities: actor.authorities.clone() }
    }

    /// The whole organisation: for its own machinery, never for a person's request.
    #[must_use]
    pub const fn whole(organisation: Id<Organisation>) -> Self {
        Self { organisation, authorities: Authorities::All }
    }

    /// The organisation.
    #[must_use]
    pub const fn organisation(&self) -> Id<Organisation> {
        self.organisation
    }

    pub(crate) fn reaches(&self, organisation: Uuid, authority: Option<Uuid>) -> bool {
        organisation == self.organisation.uuid()
            && authority.is_none_or(|authority| self.authorities.contain(Id::from_uuid(authority)))
    }

    /// The filter that stands in front of every query on a table with this `reach`.
    pub(crate) fn condition(&self, table: &'static str, reach: Reach) -> Condition {
        let column = |name: &'static str| Expr::col((table.into_iden(), name.into_iden()));
        let own = Condition::all().add(column("organisation_id").eq(self.organisation.uuid()));
        match (&self.authorities, reach) {
            (Authorities::Only(ids), Reach::Authority) => {
                own.add(column("authority_id").is_in(ids.iter().map(|id| id.uuid())))
            }
            (Authorities::Only(ids), Reach::AuthorityOrNone) => own.add(
                Condition::any()
                    .add(column("authority_id").is_null())
                    .add(column("authority_id").is_in(ids.iter().map(|id| id.uuid()))),
            ),
            _ => own,
        }
    }

    /// The two settings that PostgreSQL's policies read.
    pub(crate) fn session_settings(&self) -> (String, String) {
        let authorities = match &self.authorities {
            Authorities::All => "*".to_owned(),
            Authorities::Only(ids) => ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        };
        (self.organisation.to_string(), authorities)
    }
}
