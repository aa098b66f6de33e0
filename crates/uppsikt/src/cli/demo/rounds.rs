//! A month of work, round by round: what has come is brought in, looked at, judged and registered.

use std::path::Path;
use std::sync::Arc;

use uppsikt_kernel::{Actor, ManualClock, Micros};
use uppsikt_platform::{AddError, PlatformKind, Practice, VisitError};
use uppsikt_store::StoreError;

use super::content::Content;
use super::lay_out::{self, Practised};
use super::work::Office;
use super::year::{Stretch, Year};
use super::{diary, fault};
use crate::app::App;
use crate::cli::import::{self, ImportRequest};
use crate::cli::output;
use crate::explain::{Explanation, told};
use crate::rooms::account::{self, Account};
use crate::rooms::{capture, moderation};

/// Numbers that decisions have reserved wait for the registrar when they are newer than this, in days.
const DRAFT_DAYS: i64 = 15;
const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// Works from when the installation was made until a quarter of an hour ago; gives how many items came.
pub(super) async fn work(
    (app, admin): (&App, &Actor),
    (clock, place): (&ManualClock, &Path),
    content: &Content,
    year: &Year,
    begun: Micros,
) -> Result<u64, Explanation> {
    let mut office = Office::open(app, clock, content, admin).await?;
    let rounds = year.rounds(begun).map_err(|error| fault(&error))?;
    let drafts_from = rounds.last().copied().unwrap_or(begun).get() - DRAFT_DAYS * DAY_MICROS;
    let drafts_from = Micros::new(drafts_from).unwrap_or(begun);
    let (mut after, mut items) = (begun, 0);
    output::progress("Spelar upp en månads arbete …");
    for until in rounds {
        clock.set(until.timestamp());
        let stretch = Stretch { after: Some(after), until };
        items += bring(app, admin, place, content, year, stretch).await?;
        items += practise(&office, admin, year, stretch).await?;
        moderation::screen_new(app, admin).await.map_err(told)?;
        office.judge().await?;
        diary::register(&mut office).await?;
        diary::complete(&office, drafts_from).await?;
        app.store.seal(admin.organisation).await.map_err(told)?;
        after = until;
    }
    Ok(items)
}

/// Brings in what the platforms that the program cannot read have shown.
async fn bring(
    app: &App,
    admin: &Actor,
    place: &Path,
    content: &Content,
    year: &Year,
    stretch: Stretch,
) -> Result<u64, Explanation> {
    let files = lay_out::news(content, year, stretch).map_err(|error| fault(&error))?;
    let mut items = 0;
    for (number, bytes) in files.into_iter().enumerate() {
        let file = place.join(format!("lindholm-{}-{number}.zip", stretch.until.get()));
        std::fs::write(&file, bytes).map_err(|error| told(StoreError::file(&file, error)))?;
        let opened = import::open(&file)?;
        let request = ImportRequest { file, account: None, authority: None, watch_from_at: None };
        let summary = import::bring(app, admin, opened, &request, &mut |_| {}).await?;
        if summary.problems_total > 0 {
            return Err(fault(&"the demonstration's own content has problems"));
        }
        items += summary.accounts.iter().map(|report| report.new).sum::<u64>();
    }
    Ok(items)
}

/// Lets visitors write on the practice accounts, and reads these as any other platform.
async fn practise(
    office: &Office<'_>,
    admin: &Actor,
    year: &Year,
    stretch: Stretch,
) -> Result<u64, Explanation> {
    let mut items = 0;
    for account in &office.content.accounts {
        let Some(known) = office.accounts.get(&account.id) else { continue };
        if known.platform != PlatformKind::Practice {
            continue;
        }
        let happened = lay_out::practised(office.content, year, &account.id, stretch);
        let happened = happened.map_err(|error| fault(&error))?;
        if happened.is_empty() {
            continue;
        }
        visit(office, known, happened).map_err(|error| fault(&error))?;
        items += capture::pass(office.app, admin, known).await.map_err(told)?.new;
    }
    Ok(items)
}

fn visit(
    office: &Office<'_>,
    account: &Account,
    happened: Vec<Practised>,
) -> Result<(), Box<dyn std::error::Error>> {
    let file = account::practice_file(office.app.config.folder(), account.id);
    let practice = Practice::open(file, Arc::new(office.clock.clone()))?;
    let mut written = Vec::new();
    let mut rest = Vec::new();
    for each in happened {
        match each {
            Practised::Written(item) => written.push(item),
            other => rest.push(other),
        }
    }
    match practice.add_all(&written) {
        // Whoever is blocked, or comes to a thread that has been closed, is shut out; the others write.
        Err(AddError::Blocked | AddError::Closed) => {
            for item in &written {
                match practice.add(item) {
                    Ok(()) | Err(AddError::Blocked | AddError::Closed) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        done => done?,
    }
    for each in rest {
        let done = match each {
            Practised::Reworded(item) => {
                let author = item.author_id.as_deref().unwrap_or_default();
                practice.reword(item.kind, &item.id, author, &item.text)
            }
            Practised::Withdrawn(item) => {
                practice.withdraw(item.kind, &item.id, item.author_id.as_deref().unwrap_or_default())
            }
            Practised::Written(_) => Ok(()),
        };
        match done {
            // What has been taken away here cannot be changed there.
            Ok(()) | Err(VisitError::Gone) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
