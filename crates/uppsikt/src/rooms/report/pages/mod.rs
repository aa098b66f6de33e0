//! The pages of follow-up: the guideline in force, how accounts follow it, and the accounts themselves.
//!
//! The pages of accounts lie here and not with the accounts, since they show what capture, policy and follow-up know
//! of them; a room knows nothing of the rooms below it. Everybody who is signed in reads what belongs to their own
//! authorities; what is noted is asked of the room of accounts.

pub(crate) mod accounts;
pub(crate) mod adopt;
pub(crate) mod compliance;
pub(crate) mod difference;
pub(crate) mod exception;
pub(crate) mod exception_ask;
mod exception_value;
mod fact;
pub(crate) mod finding;
pub(crate) mod guideline;
pub(crate) mod guidelines;
mod influence;
pub(crate) mod new_account;
mod new_account_form;
pub(crate) mod note;
pub(crate) mod one;
pub(crate) mod operation;
mod outcome;
mod parts;
pub(crate) mod simulation;
mod statement;
mod words;

use jiff::civil::Date;
use uppsikt_guideline::evaluate::Now;
use uppsikt_guideline::{Profile, profiles};
use uppsikt_kernel::{Authority, Id, Micros, Workdays, WorkdaysSettings};
use uppsikt_store::Source;

use crate::app::App;
use crate::rooms::account::{self, Account};
use crate::rooms::people::AuthorityRow;
use crate::rooms::policy::{self, Adoption, PolicyError};
use crate::web::Fault;
use crate::web::components::{Field, FieldKind};
use crate::web::session::SignedIn;

/// One of the person's own authorities; every other is as if it were not there.
fn own<'v>(me: &'v SignedIn, id: &str) -> Result<&'v AuthorityRow, Fault> {
    let found = id.parse::<Id<Authority>>().ok().and_then(|id| authority(me, id));
    found.ok_or_else(Fault::not_found)
}

fn authority(me: &SignedIn, id: Id<Authority>) -> Option<&AuthorityRow> {
    me.visitor.authorities.iter().find(|row| row.id == id)
}

/// An account of one of the person's own authorities, with that authority.
async fn own_account<'v>(
    source: &mut impl Source,
    me: &'v SignedIn,
    id: &str,
) -> Result<(Account, &'v AuthorityRow), Fault> {
    let id: Id<Account> = id.parse().map_err(|_| Fault::not_found())?;
    let account = account::by_id(source, id).await?.ok_or_else(Fault::not_found)?;
    let authority = authority(me, account.authority).ok_or_else(Fault::not_found)?;
    Ok((account, authority))
}

/// The time at which a page is read, with the working calendar.
struct Clock {
    at: Micros,
    today: Date,
    workdays: Workdays,
}

impl Clock {
    fn of(app: &App) -> Result<Self, PolicyError> {
        let at = app.store.now();
        let workdays = Workdays::new(WorkdaysSettings::default());
        Ok(Self { at, today: policy::day_of(at)?, workdays })
    }

    fn now(&self) -> Now<'_> {
        Now { at: self.at, today: self.today, workdays: &self.workdays }
    }
}

/// What an authority follows today: the adoption, where there is one, and the profile.
async fn followed(
    source: &mut impl Source,
    authority: Id<Authority>,
    today: Date,
) -> Result<(Option<Adoption>, Profile), PolicyError> {
    let adoption = policy::in_force(source, authority, today).await?;
    let profile = adoption.as_ref().map_or_else(policy::law_alone, Adoption::profile)?;
    Ok((adoption, profile))
}

/// The field in which one of the guidelines that come with the program is chosen.
fn other_guideline(value: &str) -> Field {
    let known = profiles::all().into_iter().filter_map(|(code, _)| profiles::named(code)?.ok());
    let choices = known.map(|profile| {
        let about = profile.about;
        (about.code, format!("{}, {}", about.authority, about.title))
    });
    let value = value.to_owned();
    Field { value, ..Field::new("mot", FieldKind::Choice(choices.collect()), "Riktlinje att jämföra med") }
}

/// The profile that was chosen; `None` where there is none of that name.
fn named(code: &str) -> Option<Profile> {
    profiles::named(code)?.ok()
}
