//! What an integration, a token and a webhook are.

mod error;
mod event;
mod signature;

use uppsikt_kernel::{Actor, Authorities, Authority, Id, Organisation, Role};
use uuid::Uuid;
use zeroize::Zeroizing;

pub use error::IntegrationError;
pub(super) use event::{ATTEMPTS_MAX, Happened, payload, wait_micros};
pub use event::{Delivery, DeliveryState, EventKind};
pub(super) use signature::new_secret;
pub use signature::signature;

use crate::rooms::people::Token;

/// Longest life of a token in days: a year and a month, so that it can be renewed once a year.
pub const TOKEN_DAYS_MAX: u16 = 400;
/// Longest address of a webhook.
pub(super) const URL_CHARS_MAX: usize = 1_000;
/// What stands before every token, so that a search for keys left lying about finds it.
const TOKEN_PREFIX: &str = "uppsikt_";

/// A system that is let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Integration {
    /// Its id; acts name it as who acts.
    pub id: Id<Integration>,
    /// What people call it, for example diariesystemet.
    pub name: String,
    /// What it acts with: the auditor's role, the registrar's, or both.
    pub roles: Vec<Role>,
    /// The authorities that it sees.
    pub authorities: Vec<Id<Authority>>,
    /// When it was added, in microseconds.
    pub created_at: i64,
    /// When it was ended, in microseconds.
    pub ended_at: Option<i64>,
}

impl Integration {
    /// The integration as one who acts.
    #[must_use]
    pub fn actor(&self, organisation: Id<Organisation>) -> Actor {
        Actor {
            user: Id::from_uuid(self.id.uuid()),
            organisation,
            authorities: Authorities::Only(self.authorities.iter().copied().collect()),
            roles: self.roles.iter().copied().collect(),
            roles_in: std::collections::BTreeMap::new(),
        }
    }
}

/// An integration that is to be added.
#[derive(Debug, Clone)]
pub struct NewIntegration {
    /// What people call it.
    pub name: String,
    /// What it acts with; the auditor's role when empty.
    pub roles: Vec<Role>,
    /// The authorities that it sees; at least one.
    pub authorities: Vec<Id<Authority>>,
}

/// The roles that an integration can have: everything else decides something, and only persons decide.
const ROLES: [Role; 2] = [Role::Auditor, Role::Registrar];

/// The role that an integration can act with by this code.
#[must_use]
pub fn role_of(code: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| role.code() == code)
}

pub(super) fn roles(given: &[Role]) -> Result<Vec<Role>, IntegrationError> {
    if given.is_empty() {
        return Ok(vec![Role::Auditor]);
    }
    if given.iter().any(|role| !ROLES.contains(role)) {
        return Err(IntegrationError::Role);
    }
    Ok(ROLES.into_iter().filter(|role| given.contains(role)).collect())
}

/// A token, without the secret that nobody has but the other system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Its id, which is no secret.
    pub id: Uuid,
    /// Whose it is.
    pub integration: Id<Integration>,
    /// When it was issued, in microseconds.
    pub created_at: i64,
    /// When it ceases to hold, in microseconds.
    pub expires_at: i64,
    /// When it was revoked, in microseconds.
    pub revoked_at: Option<i64>,
    /// When it was last used, within a minute, in microseconds.
    pub used_at: Option<i64>,
}

impl TokenRow {
    /// Whether it holds at an instant in microseconds.
    #[must_use]
    pub fn is_good(&self, now: i64) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// A token as the other system is given it.
#[must_use]
pub fn token_text(token: &Token) -> Zeroizing<String> {
    Zeroizing::new(format!("{TOKEN_PREFIX}{}", *token.text()))
}

/// Reads what [`token_text`] wrote; `None` for everything else.
#[must_use]
pub fn token_of(text: &str) -> Option<Token> {
    Token::parse(text.strip_prefix(TOKEN_PREFIX)?)
}

/// Who calls, when its token holds.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The integration.
    pub integration: Integration,
    /// The token that it showed.
    pub token: TokenRow,
    /// The integration as one who acts.
    pub actor: Actor,
}

/// A system's address that is told of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id; its secret lies in the key store under it.
    pub id: Uuid,
    /// Whose it is.
    pub integration: Id<Integration>,
    /// Where it is told.
    pub url: String,
    /// Of what.
    pub events: Vec<EventKind>,
    /// When it was added, in microseconds; nothing from before is told.
    pub created_at: i64,
    /// When it was ended, in microseconds.
    pub ended_at: Option<i64>,
}

/// A webhook that is to be added.
#[derive(Debug, Clone)]
pub struct NewWebhook {
    /// Its id, under which the secret lies in the key store already.
    pub id: Uuid,
    /// Where it is told.
    pub url: String,
    /// Of what; everything when empty.
    pub events: Vec<EventKind>,
}

/// What a call gave the content of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadKind {
    /// An item, with what it says.
    Item,
    /// A decision, with its ground.
    Decision,
    /// An entry of the registry.
    Registration,
}

impl ReadKind {
    /// The code in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Decision => "decision",
            Self::Registration => "registration",
        }
    }
}

/// The address of a webhook, as it is kept: http or https, with a host, without user, password or fragment.
pub(super) fn url(text: &str) -> Result<String, IntegrationError> {
    let url = url::Url::parse(text.trim()).map_err(|_| IntegrationError::Url)?;
    let is_good = matches!(url.scheme(), "http" | "https")
        && url.host().is_some()
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none()
        && url.as_str().len() <= URL_CHARS_MAX;
    if is_good { Ok(url.to_string()) } else { Err(IntegrationError::Url) }
}

#[cfg(test)]
mod tests {
    use uppsikt_kernel::SeededChance;

    use super::*;

    #[test]
    fn an_integration_reads_unless_it_registers_and_never_decides() {
        assert_eq!(roles(&[]).unwrap(), [Role::Auditor]);
        assert_eq!(roles(&[Role::Registrar, Role::Auditor]).unwrap(), [Role::Auditor, Role::Registrar]);
        for role in Role::ALL {
            let may = matches!(role, Role::Auditor | Role::Registrar);
            assert_eq!((roles(&[role]).is_ok(), role_of(role.code()).is_some()), (may, may), "{role}");
        }
    }

    #[test]
    fn a_token_says_what_it_is_and_reads_back() {
        let token = Token::new(Id::from_uuid(Uuid::nil()), Uuid::nil(), &SeededChance::new(1)).unwrap();
        let text = token_text(&token);
        assert!(text.starts_with("uppsikt_") && text.len() == 94);
        assert_eq!(token_of(&text), Some(token));
        assert_eq!(token_of(&text[1..]).or(token_of("uppsikt_")), None);
    }

    #[test]
    fn an_address_holds_no_password() {
        assert_eq!(url(" https://diarium.example/in ").unwrap(), "https://diarium.example/in");
        for bad in ["", "diarium", "ftp://a.example/", "https://a:b@c.example/", "https://a.example/#x"] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }
}
