//! A pass over an account, and over all of them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use futures_util::stream::{FuturesUnordered, StreamExt as _};
use uppsikt_kernel::Actor;
use uppsikt_platform::{Platform, PlatformError, Way};

use super::gaps;
use super::model::{CaptureError, Origin, PassReport};
use super::pass::Pass;
use crate::app::App;
use crate::rooms::account::{self, Account};

/// How many pages are read between two lines that tell how far a pass has come.
const PAGES_BETWEEN_LINES: u64 = 10;

/// How many sites are read at the same time.
///
/// A pass that finds nothing new mostly waits for an answer: at a tenth of a second each, ten thousand accounts one
/// after another take longer than the time between two rounds. Eight at a time need a few connections of
/// the store's and one processor at most, and the files that they sync are synced together.
const SITES_AT_A_TIME: usize = 8;

/// An account's name, and what became of its pass.
type Outcome = (String, Result<PassReport, CaptureError>);

/// Reads every account within the actor's reach, or the one that is named; an account that fails
/// does not keep the others from being read.
///
/// Several sites are read at the same time, and each site's accounts one after another. The outcomes come in the
/// order of the accounts' names.
///
/// # Errors
/// [`CaptureError`] when there is no such account; what went wrong with single accounts comes beside their names.
pub async fn pass_all(
    app: &App,
    actor: &Actor,
    named: Option<&str>,
    told: impl FnMut(&str) + Send,
) -> Result<Vec<Outcome>, CaptureError> {
    let accounts = {
        let mut reader = app.store.read(actor).await?;
        match named {
            None => account::list(&mut reader).await?,
            Some(name) => {
                let found = account::named(&mut reader, name).await?;
                vec![found.ok_or_else(|| account::AccountError::Unknown(name.to_owned()))?]
            }
        }
    };
    let reachable = accounts.len();
    let accounts: Vec<Account> =
        accounts.into_iter().filter(|account| actor.may_write_in(account.authority)).collect();
    // To read an account is to record; an auditor only reads what is recorded.
    if accounts.is_empty() && (reachable > 0 || !actor.roles.iter().any(|role| role.may_write())) {
        return Err(CaptureError::NotAllowed);
    }
    // Nobody is asked to read by hand what was not asked for, nor to knock on a closed door.
    let is_read = |account: &Account| {
        named.is_some() || (account.paused.is_none() && account.platform.way() != Way::ByHand)
    };
    let told = Mutex::new(told);
    let mut waiting = by_site(accounts.into_iter().filter(is_read)).into_iter();
    let (mut under_way, mut outcomes) = (FuturesUnordered::new(), Vec::new());
    loop {
        while under_way.len() < SITES_AT_A_TIME
            && let Some(site) = waiting.next()
        {
            under_way.push(pass_site(app, actor, site, &told));
        }
        let Some(done) = under_way.next().await else { break };
        outcomes.extend(done);
    }
    outcomes.sort_by_key(|(place, _)| *place);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

/// Accounts with their places in the order, together with the others on the same site.
fn by_site(accounts: impl Iterator<Item = Account>) -> Vec<Vec<(usize, Account)>> {
    let (mut sites, mut place_of) = (Vec::<Vec<(usize, Account)>>::new(), HashMap::new());
    for (place, account) in accounts.enumerate() {
        let at = *place_of.entry(site(&account.address)).or_insert(sites.len());
        match sites.get_mut(at) {
            Some(same) => same.push((place, account)),
            None => sites.push(vec![(place, account)]),
        }
    }
    sites
}

/// The machine that an address names: who is asked more than one thing at a time may take it for an attack.
fn site(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase()
}

/// Passes over the accounts of one site, one after another.
async fn pass_site(
    app: &App,
    actor: &Actor,
    accounts: Vec<(usize, Account)>,
    told: &Mutex<impl FnMut(&str) + Send>,
) -> Vec<(usize, Outcome)> {
    let tell = |line: &str| told.lock().unwrap_or_else(PoisonError::into_inner)(line);
    let mut outcomes = Vec::with_capacity(accounts.len());
    for (place, account) in accounts {
        tell(&account.name);
        let mut pages = 0_u64;
        let outcome = pass_told(app, actor, &account, &mut |report| {
            pages += 1;
            if pages.is_multiple_of(PAGES_BETWEEN_LINES) {
                let read = report.new + report.edited + report.unchanged;
                tell(&format!("{}: {read} lästa", account.name));
            }
        })
        .await;
        outcomes.push((place, (account.name, outcome)));
    }
    outcomes
}

/// One pass: everything that the account shows, then what it no longer shows.
///
/// # Errors
/// [`CaptureError`]; what had been kept by then is kept, and the next pass goes on from there.
pub async fn pass(app: &App, actor: &Actor, account: &Account) -> Result<PassReport, CaptureError> {
    pass_told(app, actor, account, &mut |_| {}).await
}

/// As [`pass`], and tells after each page how far it has come.
///
/// # Errors
/// As [`pass`].
pub async fn pass_told(
    app: &App,
    actor: &Actor,
    account: &Account,
    told: &mut (dyn FnMut(&PassReport) + Send),
) -> Result<PassReport, CaptureError> {
    let _busy = app.begin_pass(account.id.uuid()).ok_or(CaptureError::Busy)?;
    let before = {
        let mut reader = app.store.read(actor).await?;
        gaps::Before::of(&mut reader, account).await?
    };
    let platform = match app.connect(account).map_err(CaptureError::from) {
        Ok(platform) => platform,
        Err(error) => {
            note_gap(app, actor, account, before, Err(&error)).await?;
            return Err(error);
        }
    };
    let outcome = read_all(app, actor, account, &*platform, told).await;
    note_gap(app, actor, account, before, outcome.as_ref().map(|_| ())).await?;
    let after = account.clone();
    match &outcome {
        // Nothing is lost by waiting, and each further try could lock the account on the platform.
        Err(CaptureError::Platform(error)) if refusal(error).is_some() => {
            let why = refusal(error).unwrap_or_default();
            app.store
                .write::<_, CaptureError, _>(actor, move |tx| {
                    Box::pin(async move { Ok(account::pause(tx, &after, why).await?) })
                })
                .await?;
        }
        Ok(_) if account.paused.is_some() => {
            app.store
                .write::<_, CaptureError, _>(actor, move |tx| {
                    Box::pin(async move { Ok(account::resume(tx, &after).await?) })
                })
                .await?;
        }
        _ => {}
    }
    outcome
}

/// Keeps that the account could not be read, or can again.
async fn note_gap(
    app: &App,
    actor: &Actor,
    account: &Account,
    before: gaps::Before,
    outcome: Result<(), &CaptureError>,
) -> Result<(), CaptureError> {
    let gap_after = gaps::gap_after(app.config.capture_interval_minutes());
    let Some(change) = before.after(account, outcome, app.store.now().get(), gap_after) else {
        return Ok(());
    };
    let account = account.clone();
    app.store
        .write::<_, CaptureError, _>(actor, move |tx| {
            Box::pin(async move { Ok(gaps::note(tx, &account, change).await?) })
        })
        .await
}

/// Why the platform does not let us in at all; a code that the account's pause keeps.
const fn refusal(error: &PlatformError) -> Option<&'static str> {
    match error {
        PlatformError::WrongPassword { .. } => Some("password"),
        _ => None,
    }
}

async fn read_all(
    app: &App,
    actor: &Actor,
    account: &Account,
    platform: &dyn Platform,
    told: &mut (dyn FnMut(&PassReport) + Send),
) -> Result<PassReport, CaptureError> {
    let mut pass = Pass::over_account(app, actor, account, platform, Origin::Read).await?;
    pass.whole(told).await?;
    Ok(pass.report)
}

/// A contribution of ours on somebody else's page, by its address, with the answers to it.
///
/// # Errors
/// [`CaptureError`]; [`PlatformError::NotAble`] where the platform cannot be asked for an address.
pub async fn pass_address(
    app: &App,
    actor: &Actor,
    account: &Account,
    address: &str,
) -> Result<PassReport, CaptureError> {
    if !actor.may_write_in(account.authority) {
        return Err(CaptureError::NotAllowed);
    }
    let _busy = app.begin_pass(account.id.uuid()).ok_or(CaptureError::Busy)?;
    let platform = app.connect(account)?;
    let mut pass = Pass::over_account(app, actor, account, &*platform, Origin::Read).await?;
    let page = platform.read_address(address).await?;
    pass.page(page).await?;
    pass.media().await?;
    Ok(pass.report)
}
