//! Whether we hold what there is: what the platform says exists, what we hold of it, what it refuses.

use std::fmt;

use serde::Serialize;
use uppsikt_kernel::{Actor, Micros};
use uppsikt_platform::{ItemKind, PlatformError};

use super::model::{CaptureError, Presence};
use super::{known, store};
use crate::app::App;
use crate::rooms::account::Account;

/// One sort of items over a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The sort.
    pub kind: ItemKind,
    /// The platform's word for the state; none for all states together.
    pub state: Option<String>,
    /// How many the platform says there are; none where it does not say.
    pub exists: Option<u64>,
    /// How many of the kind we hold, in whichever state; only told beside the last state of a kind.
    pub held: u64,
    /// Of these, how many are shown now as far as we know.
    pub held_shown: u64,
    /// The status of a refusal to count.
    pub refused: Option<u16>,
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            ItemKind::Post => "Inlägg",
            ItemKind::Page => "Sidor",
            ItemKind::Comment => "Kommentarer",
            ItemKind::Message => "Meddelanden",
        };
        let state = self.state.as_ref().map_or_else(String::new, |state| format!(" ({state})"));
        let exists = match (self.exists, self.refused) {
            (Some(exists), _) => format!("{exists} enligt plattformen"),
            (None, Some(status)) => format!("plattformen vägrar räkna ({status})"),
            (None, None) => "okänt hur många som finns".to_owned(),
        };
        write!(f, "{kind}{state}: {exists}, {} sparade varav {} visas", self.held, self.held_shown)
    }
}

/// Compares what the platform counts with what we hold, published from `from` until before `until`.
///
/// Empty where the platform does not count.
///
/// # Errors
/// [`CaptureError::Platform`], [`CaptureError::Store`].
pub async fn coverage(
    app: &App,
    actor: &Actor,
    account: &Account,
    from: Micros,
    until: Micros,
) -> Result<Vec<Coverage>, CaptureError> {
    let platform = app.connect(account)?;
    let counted = match platform.census(from, until).await {
        Ok(counted) => counted,
        Err(PlatformError::NotAble) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let held = {
        let mut reader = app.store.read(actor).await?;
        known::Known::load(&mut reader, account).await?
    };
    let within = |at: Option<i64>| at.is_none_or(|at| from.get() <= at && at < until.get());
    let rows = counted.into_iter().map(|census| {
        let of_kind =
            held.all().filter(|known| known.item.kind == census.kind && within(known.last.published_at));
        let (mut all, mut shown) = (0, 0);
        for known in of_kind {
            all += 1;
            shown += u64::from(known.last.presence == Presence::Shown);
        }
        Coverage {
            kind: census.kind,
            state: census.state,
            exists: census.total,
            held: all,
            held_shown: shown,
            refused: census.refused,
        }
    });
    Ok(rows.collect())
}

/// When the account was last read from beginning to end; before that nobody knows what it showed.
///
/// # Errors
/// [`uppsikt_store::StoreError`].
pub async fn complete_at(
    source: &mut impl uppsikt_store::Source,
    account: uppsikt_kernel::Id<Account>,
) -> Result<Option<i64>, uppsikt_store::StoreError> {
    store::complete_at(source, account).await
}
