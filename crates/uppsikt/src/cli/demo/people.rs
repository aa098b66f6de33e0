//! The people of the demonstration, the guidelines of its authorities, and their diaries.

use std::collections::BTreeMap;

use uppsikt_kernel::{Actor, Authority, Id, Role};

use crate::app::App;
use crate::explain::{Explanation, told};
use crate::rooms::people::{self, NewUser, PeopleError};
use crate::rooms::policy::{self, NewAdoption, PolicyError};
use crate::rooms::registry::{self, NewSeries, PATTERN_DEFAULT, RegistryError};

/// An authority, its editor's login, the guideline that it has adopted, and its series.
///
/// The series are not those of the numbers that are brought in: these belong to the diary that was there before.
const AUTHORITIES: [(&str, &str, &str, &str); 6] = [
    ("Kommunstyrelsen", "redaktor.ks", "finspang", "KS-SM"),
    ("Barn- och utbildningsnämnden", "redaktor.bun", "osby", "BUN-SM"),
    ("Socialnämnden", "redaktor.sn", "finspang", "SN-SM"),
    ("Miljö- och byggnadsnämnden", "redaktor.mbn", "oland", "MBN-SM"),
    ("Kultur- och fritidsnämnden", "redaktor.kfn", "oland", "KFN-SM"),
    ("Lindholms Bostäder AB", "redaktor.lb", "osby", "LB-SM"),
];

/// Those who work for every authority: login, name, role.
const COMMON: [(&str, &str, Role); 6] = [
    ("kommunikation", "Kommunikatör", Role::Communications),
    ("chef", "Ansvarig chef", Role::Manager),
    ("registrator", "Registrator", Role::Registrar),
    ("arkivarie", "Arkivarie", Role::Archivist),
    ("dso", "Dataskyddsombud", Role::DataProtectionOfficer),
    ("revisor", "Revisor", Role::Auditor),
];

/// Every login, in the order in which they are told.
pub(super) fn logins() -> Vec<&'static str> {
    let editors = AUTHORITIES.iter().map(|(_, login, ..)| *login);
    ["admin"].into_iter().chain(editors).chain(COMMON.iter().map(|(login, ..)| *login)).collect()
}

/// The login of an authority's editor.
pub(super) fn editor_of(authority: &str) -> Option<&'static str> {
    AUTHORITIES.iter().find(|(name, ..)| *name == authority).map(|(_, login, ..)| *login)
}

/// Adds users, guidelines and series.
pub(super) async fn lay_up(app: &App, admin: &Actor) -> Result<(), Explanation> {
    let all: BTreeMap<String, Id<Authority>> = {
        let mut reader = app.store.read(admin).await.map_err(told)?;
        let rows = people::authorities(&mut reader).await.map_err(told)?;
        rows.into_iter().map(|row| (row.name, row.id)).collect()
    };
    let every: Vec<Id<Authority>> = all.values().copied().collect();
    let user =
        |login: &str, name: String, role| NewUser { login: login.to_owned(), name, roles: [role].into() };
    let mut users = Vec::new();
    for (name, login, ..) in AUTHORITIES {
        let only = all.get(name).copied().into_iter().collect::<Vec<_>>();
        users.push((user(login, format!("Redaktör, {name}"), Role::Editor), only));
    }
    for (login, name, role) in COMMON {
        users.push((user(login, name.to_owned(), role), every.clone()));
    }
    let of = |name: &str| all.get(name).copied();
    let adopted: Vec<_> =
        AUTHORITIES.iter().filter_map(|(name, _, profile, _)| Some((of(name)?, *profile))).collect();
    let series: Vec<_> = AUTHORITIES.iter().filter_map(|(name, .., code)| Some((of(name)?, *code))).collect();
    app.store
        .write::<_, PeopleError, _>(admin, move |tx| {
            Box::pin(async move {
                for (user, authorities) in users {
                    people::add_user(tx, &user, &authorities).await?;
                }
                Ok(())
            })
        })
        .await
        .map_err(told)?;
    app.store
        .write::<_, PolicyError, _>(admin, move |tx| {
            Box::pin(async move {
                for (authority, profile) in adopted {
                    policy::adopt(tx, authority, NewAdoption::built_in(profile)).await?;
                }
                Ok(())
            })
        })
        .await
        .map_err(told)?;
    app.store
        .write::<_, RegistryError, _>(admin, move |tx| {
            Box::pin(async move {
                for (authority, code) in series {
                    let new = NewSeries {
                        code: code.to_owned(),
                        name: "Sociala medier".to_owned(),
                        pattern: PATTERN_DEFAULT.to_owned(),
                    };
                    registry::add_series(tx, authority, new).await?;
                }
                Ok(())
            })
        })
        .await
        .map_err(told)
}
