//! The rules that hold for an account: law, what its authority has adopted, layers and exceptions.

use jiff::civil::Date;
use uppsikt_guideline::Exception;
use uppsikt_guideline::effective::{Context, Effective};
use uppsikt_guideline::fact::{AccountState, Facts, ScopeFacts, Service};
use uppsikt_kernel::Id;
use uppsikt_platform::PlatformKind;
use uppsikt_store::Source;

use super::model::Account;
use super::store::facts;
use crate::rooms::policy::{self, Adoption, PolicyError};

/// What sort of account it is, as guidelines tell sorts apart: what is noted, and where it stands.
///
/// # Errors
/// [`PolicyError::Store`].
pub async fn scope_of(
    source: &mut impl Source,
    account: &Account,
    adoption: Option<&Adoption>,
) -> Result<ScopeFacts, PolicyError> {
    let mut known = Facts::default();
    for noted in facts::noted(source, account.id).await? {
        if known.set(&noted.name, &noted.value).is_err() {
            tracing::warn!(name = noted.name, "a fact that was noted about an account is not known any more");
        }
    }
    Ok(with_place(account, known.scope, adoption))
}

/// What was noted, with what the account itself shows where nothing was.
#[must_use]
pub fn with_place(account: &Account, noted: ScopeFacts, adoption: Option<&Adoption>) -> ScopeFacts {
    ScopeFacts {
        service: noted.service.or_else(|| service_of(account.platform)),
        state: noted.state.or(Some(AccountState::Active)),
        existed_before: noted.existed_before
            || adoption.is_some_and(|adoption| account.created_at < adoption.adopted_at),
        ..noted
    }
}

/// The context in which layers are looked up: a company's or a board's layer is that of its own authority.
#[must_use]
pub fn context_of(scope: &ScopeFacts, authority: Option<&str>, on: Date) -> Context {
    let name = authority.map(str::to_owned);
    Context { company: name.clone(), board: name, ..Context::of(scope, on) }
}

/// The rules for an account of this sort on a day.
///
/// # Errors
/// [`PolicyError`].
pub async fn rules(
    source: &mut impl Source,
    account: Id<Account>,
    scope: &ScopeFacts,
    adoption: Option<&Adoption>,
    on: Date,
) -> Result<Effective, PolicyError> {
    let profile = adoption.map_or_else(policy::law_alone, Adoption::profile)?;
    let exceptions = exceptions(source, account, on).await?;
    let own = adoption.and_then(own_layer);
    Ok(Effective::at(&profile, &context_of(scope, own.as_deref(), on), &exceptions))
}

/// What an account is dispensed from on a day.
///
/// # Errors
/// [`PolicyError`].
pub async fn exceptions(
    source: &mut impl Source,
    account: Id<Account>,
    on: Date,
) -> Result<Vec<Exception>, PolicyError> {
    let granted = policy::exceptions_of(source, account.uuid(), on).await?;
    Ok(granted.iter().map(policy::GrantedException::as_rule).collect())
}

/// The short name under which an adopted guideline lays its own layer: an overlay holds for the authority that
/// has adopted it, whatever layer names stand in the guideline above.
#[must_use]
pub fn own_layer(adoption: &Adoption) -> Option<String> {
    (!adoption.bases.is_empty()).then(|| adoption.profile.clone())
}

/// The service as guidelines name it; nothing for a feed or a practice account, which may show any.
const fn service_of(platform: PlatformKind) -> Option<Service> {
    match platform {
        PlatformKind::WordPress => Some(Service::OwnWebsite),
        PlatformKind::Bluesky => Some(Service::Bluesky),
        PlatformKind::Facebook => Some(Service::Facebook),
        PlatformKind::Instagram => Some(Service::Instagram),
        PlatformKind::X => Some(Service::X),
        PlatformKind::YouTube => Some(Service::YouTube),
        PlatformKind::LinkedIn => Some(Service::LinkedIn),
        PlatformKind::TikTok => Some(Service::TikTok),
        PlatformKind::Mastodon => Some(Service::Mastodon),
        PlatformKind::Other => Some(Service::Other),
        PlatformKind::Feed | PlatformKind::Practice | PlatformKind::Fake => None,
    }
}
