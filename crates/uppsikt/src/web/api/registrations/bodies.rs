//! An entry of the diary, as it is told and completed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::rooms::registry::{Protected, Registration, RegistrationState};
use crate::web::api::answer::instant;

/// A secrecy mark that stands: a warning, not a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web::api) struct MarkBody {
    /// The provision, for example 26 kap. 1 § OSL.
    pub provision: String,
    /// The day of the mark in Sweden.
    #[schema(format = Date)]
    pub marked_on: String,
    /// The name of the authority that made it.
    pub marked_by: String,
}

/// What an entry registers.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web::api) struct RegisteredBody {
    /// The item.
    #[schema(value_type = String, format = "uuid")]
    pub item_id: Uuid,
    /// Which version of it.
    pub version: i32,
}

/// What anybody may read of an entry.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web::api) struct RegistrationLine {
    /// Its id.
    #[schema(value_type = String, format = "uuid")]
    pub id: Uuid,
    /// Whose diary it stands in.
    #[schema(value_type = String, format = "uuid")]
    pub authority_id: Uuid,
    /// The number as people write it, for example KS 2026/17.
    pub registry_number: String,
    /// `reserved`, `completed` or `declined`.
    pub state: String,
    /// `received`, `drawn-up` or `dispatched`.
    pub direction: String,
    /// When it was received, drawn up or dispatched.
    #[schema(format = DateTime)]
    pub received_at: String,
    /// When the number was reserved.
    #[schema(format = DateTime)]
    pub reserved_at: String,
    /// When it was completed or declined.
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
    /// What it is about, as anybody may read it.
    pub description: Option<String>,
    /// The cases that it belongs to, by number.
    pub cases: Vec<String>,
    /// What it registers.
    pub items: Vec<RegisteredBody>,
    /// The secrecy marks that stand.
    pub secrecy: Vec<MarkBody>,
}

impl RegistrationLine {
    pub(super) fn of(entry: &Registration) -> Self {
        let ended_at = match entry.state {
            RegistrationState::Reserved => None,
            RegistrationState::Completed { at } | RegistrationState::Declined { at, .. } => Some(instant(at)),
        };
        let standing = entry.secrecy.iter().filter(|mark| mark.lifted_at.is_none());
        Self {
            id: entry.id.uuid(),
            authority_id: entry.authority.uuid(),
            registry_number: entry.registry_number.clone(),
            state: entry.state.stage().code().to_owned(),
            direction: entry.direction.code().to_owned(),
            received_at: instant(entry.received_at),
            reserved_at: instant(entry.reserved_at),
            ended_at,
            description: entry.public_description.clone(),
            cases: entry.cases.clone(),
            items: entry
                .items
                .iter()
                .map(|item| RegisteredBody { item_id: item.item, version: item.version })
                .collect(),
            secrecy: standing
                .map(|mark| MarkBody {
                    provision: mark.provision.clone(),
                    marked_on: mark.marked_on.clone(),
                    marked_by: mark.marked_by.clone(),
                })
                .collect(),
        }
    }
}

/// A page of entries.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web::api) struct RegistrationList {
    /// Newest first.
    pub data: Vec<RegistrationLine>,
    /// The cursor of the next page; null after the last.
    pub next: Option<String>,
}

/// What only some may read of an entry.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web::api) struct ProtectedBody {
    /// What it is about, in full.
    #[schema(min_length = 1, max_length = 10000)]
    pub description: String,
    /// From whom it came or to whom it went.
    #[schema(min_length = 1, max_length = 10000)]
    #[serde(default)]
    pub counterpart: Option<String>,
}

/// An entry, with what the token may read of it besides.
#[derive(Serialize, ToSchema)]
pub(in crate::web::api) struct RegistrationBody {
    /// What anybody may read of it.
    #[serde(flatten)]
    pub line: RegistrationLine,
    /// What only some may read; null for a token without the registrar's role, or where there is none.
    pub protected: Option<ProtectedBody>,
}

impl RegistrationBody {
    pub(super) fn of(entry: &Registration, protected: Option<Protected>) -> Self {
        let body = |Protected { description, counterpart }| ProtectedBody { description, counterpart };
        Self { line: RegistrationLine::of(entry), protected: protected.map(body) }
    }
}

/// What is known of an entry that is to be completed; what it has already can be left out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web::api) struct Completion {
    /// What it is about, as anybody may read it: one line.
    #[schema(min_length = 1, max_length = 500)]
    #[serde(default)]
    pub description: Option<String>,
    /// What only some may read of it; sealed.
    #[serde(default)]
    pub protected: Option<ProtectedBody>,
    /// The cases that it belongs to, by their numbers in your diary system.
    #[schema(max_items = 50, value_type = Vec<CaseNumber>)]
    #[serde(default)]
    pub cases: Vec<String>,
}

/// A case's number, as the description says it: one line with something in it.
#[derive(ToSchema)]
#[schema(
    min_length = 1,
    max_length = 60,
    pattern = r"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$"
)]
#[expect(dead_code, reason = "stands in the description only")]
struct CaseNumber(String);
