//! Gaps: times in which an account was not read, from the last whole reading until the next.
//!
//! What was shown and taken away within a gap nobody has seen. So each is kept with its cause: a reading that failed
//! opens one, and the next that succeeds ends it. Where nobody tried, because the server stood still or a person had
//! paused the account, the reading that comes after notes it. An account that is read in time writes nothing here.

use uppsikt_kernel::Id;
use uppsikt_net::NetError;
use uppsikt_platform::PlatformError;
use uppsikt_store::{Source, StoreError, Tx};

use super::model::CaptureError;
use super::store;
use super::store::gaps::{self as rows, gap};
use crate::rooms::account::{Account, AccountError};

const MINUTE: i64 = 60_000_000;
/// Without a schedule of readings, a day without one is a gap: the guidelines ask for a round each working day.
const UNSCHEDULED_MINUTES: i64 = 24 * 60;
/// A shorter time than this is no gap, however often the schedule reads.
const MINUTES_MIN: i64 = 60;

/// A time in which an account was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The account.
    pub account: Id<Account>,
    /// The last whole reading before it, in microseconds; the account's beginning where there was none.
    pub from: i64,
    /// The next one; none while there has been none.
    pub until: Option<i64>,
    /// Why.
    pub why: GapCause,
    /// Tries that failed.
    pub tries: i32,
    /// When the last of them did.
    pub failed_at: Option<i64>,
}

/// Why an account was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapCause {
    /// Nobody tried: the server stood still, or readings were switched off.
    NotTried,
    /// A person or the platform's refusal had paused the account.
    Paused,
    /// The platform did not answer.
    Unreachable,
    /// The platform leads to an address that may not be asked.
    Address,
    /// User name and password were not accepted, or are missing.
    Password,
    /// The platform does not let the account read.
    Permission,
    /// The platform asked us to wait.
    Limited,
    /// The platform answered with an error, or with something that it does not document.
    Failed,
    /// Something of ours: the database, the data folder.
    Ours,
}

impl GapCause {
    const ALL: [Self; 9] = [
        Self::NotTried,
        Self::Paused,
        Self::Unreachable,
        Self::Address,
        Self::Password,
        Self::Permission,
        Self::Limited,
        Self::Failed,
        Self::Ours,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::NotTried => "not-tried",
            Self::Paused => "paused",
            Self::Unreachable => "unreachable",
            Self::Address => "address",
            Self::Password => "password",
            Self::Permission => "permission",
            Self::Limited => "limited",
            Self::Failed => "failed",
            Self::Ours => "ours",
        }
    }

    /// The cause of a failure; none where the account was not tried at all.
    #[must_use]
    pub fn of(error: &CaptureError) -> Option<Self> {
        Some(match error {
            CaptureError::Platform(error) => Self::of_platform(error),
            CaptureError::Account(AccountError::NoPassword) => Self::Password,
            CaptureError::Account(AccountError::Platform(error)) => Self::of_platform(error),
            CaptureError::Account(AccountError::Store(_) | AccountError::Practice(_))
            | CaptureError::Store(_) => Self::Ours,
            CaptureError::Cut => Self::Failed,
            _ => return None,
        })
    }

    const fn of_platform(error: &PlatformError) -> Self {
        match error {
            PlatformError::Unreachable { source, .. } => match source {
                NetError::NotAllowed { .. } | NetError::PrivateAddress { .. } | NetError::Redirect { .. } => {
                    Self::Address
                }
                _ => Self::Unreachable,
            },
            PlatformError::WrongPassword { .. } => Self::Password,
            PlatformError::NotPermitted { .. } => Self::Permission,
            PlatformError::RateLimited { .. } => Self::Limited,
            PlatformError::OtherPlatform { .. } | PlatformError::Address => Self::Address,
            _ => Self::Failed,
        }
    }
}

/// After how long without a whole reading there is a gap, in microseconds.
#[must_use]
pub fn gap_after(interval_minutes: Option<u32>) -> i64 {
    let minutes = interval_minutes.map_or(UNSCHEDULED_MINUTES, |minutes| 2 * i64::from(minutes));
    minutes.max(MINUTES_MIN) * MINUTE
}

fn gap_of(row: gap::Model) -> Result<Gap, StoreError> {
    let why = GapCause::ALL.into_iter().find(|cause| cause.code() == row.why);
    let why = why.ok_or_else(|| StoreError::BadRow {
        table: "capture_gap",
        row: row.id.to_string(),
        column: "why",
    })?;
    Ok(Gap {
        account: Id::from_uuid(row.account_id),
        from: row.from_at,
        until: row.until_at,
        why,
        tries: row.tries,
        failed_at: row.failed_at,
    })
}

/// Gaps of one account, or of all within reach, that had not ended by `since` (microseconds), newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn gaps(
    source: &mut impl Source,
    account: Option<Id<Account>>,
    since: i64,
    limit: u64,
) -> Result<Vec<Gap>, StoreError> {
    rows::since(source, account, since, limit).await?.into_iter().map(gap_of).collect()
}

/// What is known of an account's readings before one begins.
#[derive(Debug)]
pub(super) struct Before {
    open: Option<gap::Model>,
    complete_at: Option<i64>,
}

impl Before {
    pub(super) async fn of(source: &mut impl Source, account: &Account) -> Result<Self, StoreError> {
        let open = rows::open(source, account.id).await?;
        Ok(Self { open, complete_at: store::complete_at(source, account.id).await? })
    }

    /// What a reading's end changes; `None` where the account was read in time, which writes nothing.
    pub(super) fn after(
        self,
        account: &Account,
        outcome: Result<(), &CaptureError>,
        now: i64,
        gap_after: i64,
    ) -> Option<Change> {
        let from_at = self.complete_at.unwrap_or(account.created_at);
        let new = |why: GapCause, until_at| Change {
            open: None,
            from_at,
            until_at,
            why,
            failed_at: until_at.is_none().then_some(now),
        };
        match (outcome, self.open) {
            (Ok(()), Some(open)) => Some(Change {
                open: Some(open),
                from_at,
                until_at: Some(now),
                why: GapCause::NotTried,
                failed_at: None,
            }),
            // Before the first whole reading there is nothing that was interrupted.
            (Ok(()), None) => (self.complete_at.is_some() && now - from_at > gap_after).then(|| {
                new(if account.paused.is_some() { GapCause::Paused } else { GapCause::NotTried }, Some(now))
            }),
            (Err(error), open) => {
                let why = GapCause::of(error)?;
                Some(Change { open, ..new(why, None) })
            }
        }
    }
}

/// A gap that begins, goes on or ends.
#[derive(Debug)]
pub(super) struct Change {
    open: Option<gap::Model>,
    from_at: i64,
    until_at: Option<i64>,
    why: GapCause,
    failed_at: Option<i64>,
}

/// Writes what a reading's end changes.
pub(super) async fn note(tx: &mut Tx, account: &Account, change: Change) -> Result<(), StoreError> {
    let Change { open, from_at, until_at, why, failed_at } = change;
    let row = match open {
        Some(open) if until_at.is_some() => gap::Model { until_at, ..open },
        Some(open) => {
            gap::Model { why: why.code().to_owned(), tries: open.tries.saturating_add(1), failed_at, ..open }
        }
        None => gap::Model {
            organisation_id: tx.scope().organisation().uuid(),
            id: tx.new_id::<gap::Entity>()?.uuid(),
            authority_id: account.authority.uuid(),
            account_id: account.id.uuid(),
            from_at,
            until_at,
            why: why.code().to_owned(),
            tries: i32::from(failed_at.is_some()),
            failed_at,
        },
    };
    tx.put::<gap::Entity>(row).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_longer_than_two_rounds_and_an_hour() {
        assert_eq!(gap_after(Some(15)), 60 * MINUTE);
        assert_eq!(gap_after(Some(120)), 240 * MINUTE);
        assert_eq!(gap_after(None), 24 * 60 * MINUTE);
    }

    fn account() -> Account {
        Account {
            id: Id::from_uuid(uuid::Uuid::nil()),
            authority: Id::from_uuid(uuid::Uuid::nil()),
            name: "Lindholm".to_owned(),
            platform: uppsikt_platform::PlatformKind::Practice,
            address: String::new(),
            login: None,
            is_internal: false,
            created_at: 5,
            watch_from_at: None,
            paused: None,
            view_address: None,
            import_id: None,
        }
    }

    #[test]
    fn only_what_was_not_read_in_time_is_kept() {
        let (account, hour) = (account(), 60 * MINUTE);
        let before = |complete_at| Before { open: None, complete_at };
        assert!(before(None).after(&account, Ok(()), 10 * hour, hour).is_none(), "the first reading");
        assert!(before(Some(9 * hour)).after(&account, Ok(()), 10 * hour, hour).is_none(), "in time");
        let late = before(Some(hour)).after(&account, Ok(()), 10 * hour, hour).unwrap();
        assert_eq!((late.from_at, late.until_at, late.why), (hour, Some(10 * hour), GapCause::NotTried));
        let failed = CaptureError::Cut;
        let begun = before(None).after(&account, Err(&failed), hour, hour).unwrap();
        assert_eq!((begun.from_at, begun.until_at, begun.failed_at), (5, None, Some(hour)));
        assert!(before(None).after(&account, Err(&CaptureError::Busy), hour, hour).is_none());
    }

    #[test]
    fn causes_are_told_apart() {
        let busy = GapCause::of(&CaptureError::Busy);
        assert_eq!(busy, None);
        let refused = PlatformError::WrongPassword { request: String::new() };
        assert_eq!(GapCause::of(&refused.into()), Some(GapCause::Password));
        assert_eq!(GapCause::of(&AccountError::NoPassword.into()), Some(GapCause::Password));
        assert_eq!(GapCause::of(&AccountError::ByHand.into()), None);
    }
}
