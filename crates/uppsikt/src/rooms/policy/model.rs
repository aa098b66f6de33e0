//! What an authority follows, and what it has dispensed with.

use std::collections::BTreeMap;

use jiff::civil::Date;
use uppsikt_guideline::parameter::{Key, Party, Value};
use uppsikt_guideline::{Exception, Profile, profiles, resolve_text};
use uppsikt_kernel::{Authority, Id, Micros, User, stockholm};
use uuid::Uuid;

use super::error::PolicyError;

/// A profile with nothing in it: what holds for an authority without a guideline is the law.
const LAW_ALONE: &str = r#"
format = 1
[guideline]
code = "lag"
authority = "Myndigheten"
title = "Lagen, utan egen riktlinje"
prefix = "LAG"
statements = 1
"#;

/// What an authority has adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub authority: Id<Authority>,
    /// The profile's code.
    pub profile: String,
    /// The profile as it was adopted; absent for adoptions from before profiles were kept.
    pub text: Option<String>,
    /// The profiles that it extends, by code, as they stood then.
    pub bases: BTreeMap<String, String>,
    /// The day from which it holds.
    pub effective_on: Date,
    /// When the adoption was noted, in microseconds.
    pub adopted_at: i64,
    /// When it was withdrawn, before it took effect, in microseconds.
    pub withdrawn_at: Option<i64>,
}

impl Adoption {
    /// The guideline as values, in the words of the document.
    ///
    /// # Errors
    /// [`PolicyError::Unknown`] when this program has no such profile; [`PolicyError::Damaged`] when
    /// the one that is kept cannot be read any more.
    pub fn profile(&self) -> Result<Profile, PolicyError> {
        match &self.text {
            Some(text) => resolve_text(&self.profile, text, &|code| self.bases.get(code).cloned())
                .map_err(|error| PolicyError::Damaged(error.to_string())),
            None => {
                let found = profiles::named(&self.profile);
                let found = found.ok_or_else(|| PolicyError::Unknown(self.profile.clone()))?;
                found.map_err(|error| PolicyError::Damaged(error.to_string()))
            }
        }
    }
}

/// The profile of an authority that has adopted nothing.
///
/// # Errors
/// [`PolicyError::Damaged`], which a test rules out.
pub fn law_alone() -> Result<Profile, PolicyError> {
    Profile::parse(LAW_ALONE).map_err(|error| PolicyError::Damaged(error.to_string()))
}

/// The day in Sweden at an instant.
///
/// # Errors
/// [`PolicyError::Calendar`] when the time zone is not there.
pub fn day_of(at: Micros) -> Result<Date, PolicyError> {
    Ok(at.timestamp().to_zoned(stockholm()?).date())
}

/// Where an exception stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExceptionState {
    /// Somebody has asked for it.
    Asked,
    /// It holds, from its first to its last day.
    Granted,
    /// It was refused.
    Refused,
    /// It has ended: its last day has passed, or it was ended before.
    Ended,
}

impl ExceptionState {
    /// The code that is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Ended => "ended",
        }
    }

    /// What a person of the authority reads.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::Asked => "begärt",
            Self::Granted => "beviljat",
            Self::Refused => "avslaget",
            Self::Ended => "avslutat",
        }
    }

    pub(super) fn of(code: &str) -> Option<Self> {
        [Self::Asked, Self::Granted, Self::Refused, Self::Ended]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// What an account is dispensed from, or somebody asks that it be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantedException {
    /// Its id.
    pub id: Uuid,
    /// Whose account it is.
    pub authority: Id<Authority>,
    /// The account.
    pub account: Uuid,
    /// What it is about.
    pub key: Key,
    /// What holds instead.
    pub value: Value,
    /// The value as a profile would write it.
    pub written: String,
    /// Why.
    pub reason: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Where it stands.
    pub state: ExceptionState,
    /// Who asked.
    pub asked_by: Id<User>,
    /// When, in microseconds.
    pub asked_at: i64,
    /// Who granted or refused it.
    pub decided_by: Option<Id<User>>,
    /// In which role, as the guideline names it.
    pub decided_as: Option<Party>,
    /// When, in microseconds.
    pub decided_at: Option<i64>,
    /// When it ended, in microseconds.
    pub ended_at: Option<i64>,
}

impl GrantedException {
    /// The exception as the guideline crate lays it below the other layers.
    #[must_use]
    pub fn as_rule(&self) -> Exception {
        Exception {
            key: self.key,
            value: self.value.clone(),
            reason: self.reason.clone(),
            granted_by: self.decided_as.unwrap_or(Party::Manager),
            from: self.from,
            until: self.until,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_alone_has_no_house_rules() {
        let profile = law_alone().unwrap();
        let class = uppsikt_guideline::ContentClass::Advertising;
        assert!(profile.remove.statements_for(class).is_empty());
    }
}
