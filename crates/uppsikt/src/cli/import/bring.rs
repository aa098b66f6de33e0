//! Bringing in: accounts first, then what they showed, then what was registered and decided about it.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::json;
use uppsikt_kernel::Actor;
use uppsikt_platform::imports::ndjson::{DecidedMeasure, DecisionLine, Direction, RegistrationLine};
use uppsikt_platform::imports::{Archive, ImportError, Problem};
use uppsikt_platform::{PlatformKind, ReadPage, Way};

use super::open::{Content, Opened};
use super::plan::{self, Target};
use super::{ImportRequest, words};
use crate::app::App;
use crate::explain::{Exit, Explain as _, Explanation, told};
use crate::rooms::account::{self, Account, AccountError};
use crate::rooms::capture::{self, CaptureError, PassReport};
use crate::rooms::moderation::{self, ImportedMeasure, ImportedNote, ModerationError, NewImported};
use crate::rooms::registry::{self, ImportedNumber, ImportedSecrecy, RegistryError};

/// Registrations or decisions that are kept in one transaction.
const BATCH: usize = 200;

/// What was brought in.
#[derive(Default)]
pub(in crate::cli) struct Summary {
    /// Names of the accounts that were made.
    pub accounts_new: Vec<String>,
    /// What was new on each account.
    pub accounts: Vec<PassReport>,
    /// Registrations that were new, and that were known.
    pub registrations: (usize, usize),
    /// Decisions that were new, and that were known.
    pub decisions: (usize, usize),
    /// Elements of a WordPress export that are no records.
    pub left_out: usize,
    /// Files of an archive whose names nobody can ask for.
    pub unreadable_names: usize,
    /// Lines that were not taken as they stand: where and why.
    pub problems: Vec<(usize, String)>,
    /// How many there are, also those beyond what is told.
    pub problems_total: usize,
}

impl Summary {
    fn problem(&mut self, line: usize, why: impl Into<String>) {
        self.problems.push((line, why.into()));
        self.problems_total += 1;
    }
}

/// Brings in a file that has been read; nothing is written before it is clear where everything goes.
pub(in crate::cli) async fn bring(
    app: &App,
    actor: &Actor,
    opened: Opened,
    request: &ImportRequest,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Summary, Explanation> {
    let Opened { content, mut archive } = opened;
    let unreadable_names = archive.as_ref().map_or(0, |archive| archive.unreadable_names);
    let mut summary = Summary { unreadable_names, ..Summary::default() };
    match content {
        Content::Site(site) => {
            let Some(name) = &request.account else { return Err(no_account()) };
            let account = plan::named(app, actor, name).await?;
            summary.left_out = site.left_out;
            note(&mut summary, site.problems, site.problems_total);
            items(app, actor, &account, site.pages, &mut archive, &mut summary, progress).await?;
        }
        Content::Lines(mut import) => {
            let targets = plan::lines(app, actor, &import, request).await?;
            let pages = std::mem::take(&mut import.pages_by_account);
            note(&mut summary, std::mem::take(&mut import.problems), import.problems_total);
            let accounts = make(app, actor, targets, &pages, &mut archive, &mut summary).await?;
            for (id, pages) in pages {
                if let Some(account) = accounts.get(&id) {
                    items(app, actor, account, pages, &mut archive, &mut summary, progress).await?;
                }
            }
            registrations(app, actor, &accounts, import.registrations, &mut summary).await?;
            decisions(app, actor, &accounts, import.decisions, &mut summary).await?;
        }
    }
    summary.problems.sort_by_key(|(line, _)| *line);
    Ok(summary)
}

fn no_account() -> Explanation {
    Explanation::new(
        Exit::Usage,
        "En WordPress-export säger inte vilket konto den hör till. Inget har lästs in.",
        "Ange det med --account KONTO. En webbplats som inte längre finns läggs till med: uppsikt account add NAMN --platform other --address ADRESS",
    )
}

fn note(summary: &mut Summary, problems: Vec<Problem>, total: usize) {
    summary.problems.extend(problems.iter().map(|problem| (problem.line, words::why(problem.why))));
    summary.problems_total += total;
}

/// Makes the accounts that are not there, all or none.
async fn make(
    app: &App,
    actor: &Actor,
    targets: BTreeMap<String, Target>,
    pages: &BTreeMap<String, Vec<ReadPage>>,
    archive: &mut Option<Archive>,
    summary: &mut Summary,
) -> Result<BTreeMap<String, Account>, Explanation> {
    let (mut accounts, mut new) = (BTreeMap::new(), Vec::new());
    for (id, target) in targets {
        match target {
            Target::Known(account) => drop(accounts.insert(id, *account)),
            Target::New(authority, account) => new.push((id, authority, account)),
        }
    }
    if new.is_empty() {
        return Ok(accounts);
    }
    let made = app
        .store
        .write::<_, AccountError, _>(actor, move |tx| {
            Box::pin(async move {
                let mut made = Vec::new();
                for (id, authority, new) in new {
                    let account = account::add(tx, authority, new).await?;
                    // Nobody has given a login: it is not asked before somebody has.
                    if account.platform.way() == Way::Interface && account.platform != PlatformKind::Practice
                    {
                        account::pause(tx, &account, "import").await?;
                    }
                    made.push((id, account));
                }
                Ok(made)
            })
        })
        .await
        .map_err(told)?;
    for (id, account) in made {
        if account.platform == PlatformKind::Practice {
            let shown = pages.get(&id).map(Vec::as_slice).unwrap_or_default();
            lay_out(app, (&id, &account), shown, archive).map_err(told)?;
        }
        summary.accounts_new.push(account.name.clone());
        accounts.insert(id, account);
    }
    Ok(accounts)
}

/// What a practice account shows is what the file says of it.
fn lay_out(
    app: &App,
    (id, account): (&str, &Account),
    pages: &[ReadPage],
    archive: &mut Option<Archive>,
) -> Result<(), AccountError> {
    let data = app.config.folder();
    // The file begins with its account; the rest are the lines as they stand.
    let head = json!({"type": "account", "id": id, "name": account.name, "platform": "practice"});
    let mut lines = format!("{head}\n").into_bytes();
    pages.iter().for_each(|page| lines.extend_from_slice(&page.bytes));
    account::lay_out_practice(data, account.id, &lines)?;
    let items = pages.iter().flat_map(|page| &page.items);
    for media in items.flat_map(|read| &read.item.media) {
        // One that is missing or broken is told when the item itself is brought in.
        if let Some(Ok(Some(bytes))) = archive.as_mut().map(|archive| archive.media(&media.source)) {
            account::lay_out_practice_picture(data, &media.source, &bytes)?;
        }
    }
    Ok(())
}

async fn items(
    app: &App,
    actor: &Actor,
    account: &Account,
    pages: Vec<ReadPage>,
    archive: &mut Option<Archive>,
    summary: &mut Summary,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<(), Explanation> {
    progress(&format!("Läser in {} …", account.name));
    let total = pages.first().and_then(|page| page.total).unwrap_or_default();
    let mut find = |name: &str| -> Result<Option<Bytes>, ImportError> {
        archive.as_mut().map_or(Ok(None), |archive| archive.media(name))
    };
    let mut told = |report: &PassReport| {
        let done = report.new + report.edited + report.gone + report.returned + report.unchanged;
        if done < total {
            progress(&format!("{}: {done} av {total}", account.name));
        }
    };
    let report = capture::import_pages(app, actor, account, pages, &mut find, &mut told).await;
    summary.accounts.push(report.map_err(half_way)?);
    Ok(())
}

/// What came before is kept, and bringing the file in again goes on from there.
fn half_way(error: CaptureError) -> Explanation {
    let mut told = told(error);
    told.next = format!(
        "{} Det som hann läsas in är sparat; läs in samma fil igen så fortsätter det där.",
        told.next
    );
    told
}

async fn registrations(
    app: &App,
    actor: &Actor,
    accounts: &BTreeMap<String, Account>,
    lines: Vec<RegistrationLine>,
    summary: &mut Summary,
) -> Result<(), Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let mut numbers = Vec::with_capacity(lines.len());
    for line in lines {
        let Some(account) = accounts.get(&line.account) else { continue };
        let mut items = Vec::with_capacity(line.items.len());
        for id in &line.items {
            match capture::by_native(&mut reader, account.id, id).await.map_err(told)? {
                Some(item) => items.push(item.id),
                None => summary.problem(line.line, words::NO_SUCH_ITEM),
            }
        }
        numbers.push((line.line, number(account, line, items)));
    }
    drop(reader);
    while !numbers.is_empty() {
        let batch: Vec<_> = numbers.drain(..numbers.len().min(BATCH)).collect();
        let kept = app.store.write::<_, RegistryError, _>(actor, move |tx| {
            Box::pin(async move {
                let mut kept = Vec::with_capacity(batch.len());
                for (line, number) in batch {
                    let outcome = match registry::import_number(tx, number).await {
                        Err(error @ (RegistryError::Store(_) | RegistryError::NotAllowed(_))) => {
                            return Err(error);
                        }
                        outcome => outcome.map_err(|error| error.explain().happened),
                    };
                    kept.push((line, outcome));
                }
                Ok(kept)
            })
        });
        for (line, outcome) in kept.await.map_err(told)? {
            match outcome {
                Ok(true) => summary.registrations.0 += 1,
                Ok(false) => summary.registrations.1 += 1,
                Err(why) => summary.problem(line, why),
            }
        }
    }
    Ok(())
}

fn number(account: &Account, line: RegistrationLine, items: Vec<uuid::Uuid>) -> ImportedNumber {
    let direction = |direction| match direction {
        Direction::Received => registry::Direction::Received,
        Direction::Dispatched => registry::Direction::Dispatched,
        Direction::DrawnUp => registry::Direction::DrawnUp,
    };
    ImportedNumber {
        authority: account.authority,
        registry_number: line.number,
        items,
        registered_on: line.registered_on.to_string(),
        description: line.description,
        direction: line.direction.map(direction),
        secrecy: line
            .secrecy
            .map(|mark| ImportedSecrecy { provision: mark.provision, marked_on: mark.date.to_string() }),
    }
}

async fn decisions(
    app: &App,
    actor: &Actor,
    accounts: &BTreeMap<String, Account>,
    lines: Vec<DecisionLine>,
    summary: &mut Summary,
) -> Result<(), Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let mut decided = Vec::with_capacity(lines.len());
    for line in lines {
        let Some(account) = accounts.get(&line.account) else { continue };
        match capture::by_native(&mut reader, account.id, &line.item).await.map_err(told)? {
            Some(item) => decided.push(decision(item.id, line)),
            None => summary.problem(line.line, words::NO_SUCH_ITEM),
        }
    }
    drop(reader);
    while !decided.is_empty() {
        let batch: Vec<_> = decided.drain(..decided.len().min(BATCH)).collect();
        let (new, known) = app
            .store
            .write::<_, ModerationError, _>(actor, move |tx| {
                Box::pin(async move {
                    let (mut new, mut known) = (0, 0);
                    for decision in batch {
                        match moderation::import_decision(tx, decision).await? {
                            true => new += 1,
                            false => known += 1,
                        }
                    }
                    Ok((new, known))
                })
            })
            .await
            .map_err(told)?;
        summary.decisions.0 += new;
        summary.decisions.1 += known;
    }
    Ok(())
}

fn decision(item: uuid::Uuid, line: DecisionLine) -> NewImported {
    NewImported {
        item,
        measure: match line.measure {
            DecidedMeasure::Remove => ImportedMeasure::Remove,
            DecidedMeasure::Hide => ImportedMeasure::Hide,
            DecidedMeasure::Keep => ImportedMeasure::Keep,
            DecidedMeasure::Block => ImportedMeasure::Block,
        },
        decided_on: line.decided_on.to_string(),
        note: ImportedNote { v: 1, ground: line.ground, by: line.by, note: line.note },
    }
}
