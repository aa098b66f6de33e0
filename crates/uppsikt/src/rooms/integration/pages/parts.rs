//! What both pages show, and the form of a new integration.

use std::collections::BTreeSet;

use uppsikt_kernel::{Authority, Id, Role};
use uppsikt_store::{Reader, StoreError};

use crate::rooms::integration::model::Integration;
use crate::rooms::people::{self, AuthorityRow};
use crate::web::components::{Badge, Tone};

/// What an integration may do, in a word.
pub(super) fn roles(integration: &Integration) -> &'static str {
    if integration.roles.contains(&Role::Registrar) { "läser och diarieför" } else { "läser" }
}

/// Whether it is open.
pub(super) fn state(integration: &Integration) -> Badge {
    match integration.ended_at {
        None => Badge::new(Tone::Fine, "öppen"),
        Some(_) => Badge::new(Tone::Neutral, "avslutad"),
    }
}

/// The names of its authorities.
pub(super) async fn authorities(
    reader: &mut Reader,
    integration: &Integration,
) -> Result<String, StoreError> {
    let all = people::authorities(reader).await?;
    let names = all.into_iter().filter(|row| integration.authorities.contains(&row.id)).map(|row| row.name);
    Ok(names.collect::<Vec<_>>().join(", "))
}

/// What is chosen among the authorities in the form.
pub(super) struct Chosen {
    pub authority: AuthorityRow,
    pub is_chosen: bool,
}

/// What was sent of a form whose fields may stand several times.
#[derive(Debug, Default)]
pub(super) struct Sent(Vec<(String, String)>);

impl Sent {
    pub fn of(body: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(body).into_owned().collect())
    }

    /// The field's first value; empty where there is none.
    pub fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// All its values.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The authorities that are ticked.
    pub fn authorities(&self) -> BTreeSet<Id<Authority>> {
        self.all("authority").filter_map(|id| id.parse().ok()).collect()
    }
}
