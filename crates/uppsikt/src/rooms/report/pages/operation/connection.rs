//! `/drift/anslutningar/{id}`: how one account is read, what stands in the way, and what can be done about it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use uppsikt_platform::Way;

use super::overview::when;
use super::standing::{DAYS, Reading, is_read};
use super::strip::Strip;
use super::words::{abilities, found, long, told};
use crate::app::App;
use crate::explain::Explain as _;
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{Asked, Gap};
use crate::rooms::people::AuthorityRow;
use crate::rooms::report::pages::own_account;
use crate::web::components::{
    Badge, Cell, Downloads, Facts, Field, FieldKind, Moment, PlatformSquare, Table, Tone, icon,
};
use crate::web::export::{Download, Sheet};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// What has just been done.
#[derive(Deserialize)]
pub(crate) struct Done {
    #[serde(default, rename = "klart")]
    done: String,
}

/// What stands in the way now: what happened, what still works, what to do.
struct Trouble {
    tone: Tone,
    happened: String,
    works: String,
    next: String,
}

/// What the person may do here.
struct Deeds {
    can_read: bool,
    pause: Option<Field>,
    is_paused: bool,
}

#[derive(Template)]
#[template(path = "rooms/report/pages/operation/connection.html")]
struct ConnectionPage {
    id: String,
    name: String,
    platform: PlatformSquare,
    state: Badge,
    trouble: Option<Trouble>,
    /// How far a reading that was asked for has come.
    under_way: Option<(u64, Moment)>,
    /// How the last one that was asked for ended.
    ended: Option<(Tone, String, Moment)>,
    deeds: Option<Deeds>,
    facts: Facts,
    able: Result<Facts, String>,
    strip: Option<Strip>,
    days: i64,
    patience: String,
    gaps: Table,
    links: Downloads,
}

/// `GET /drift/anslutningar/{id}`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Query(done): Query<Done>,
    download: Download,
) -> Result<Response, Fault> {
    let frame = match done.done.as_str() {
        "pausat" => {
            frame.with_notice(Tone::Fine, "Hämtningen är pausad. Det som redan är hämtat finns kvar.")
        }
        "fortsatt" => frame.with_notice(Tone::Fine, "Kontot hämtas igen vid nästa omgång."),
        "pagar" => frame.with_notice(Tone::Neutral, "Hämtningen är igång. Du kan lämna sidan."),
        "upptaget" => {
            frame.with_notice(Tone::Neutral, "Kontot hämtas redan just nu. Ingen ny hämtning har startats.")
        }
        _ => frame,
    };
    page(&app, frame, &me, &id, &download).await
}

/// The page, also after a deed that told something.
pub(super) async fn page(
    app: &App,
    frame: Frame,
    me: &SignedIn,
    id: &str,
    download: &Download,
) -> Result<Response, Fault> {
    let now = app.store.now().get();
    let mut reader = app.store.read(me.actor()).await?;
    let (account, authority) = own_account(&mut reader, me, id).await?;
    let reading = Reading::of(app, &mut reader, &account, now).await?;
    drop(reader);
    let gaps = gaps(&reading, now);
    let sheet = Sheet::new("luckor", &gaps);
    if let Some(file) = download.file(app, me, &sheet).await? {
        return Ok(file);
    }
    let links = download.links(&sheet);
    let asked = app.readings.of(account.id);
    let page = ConnectionPage {
        id: account.id.to_string(),
        name: account.name.clone(),
        platform: PlatformSquare { kind: account.platform },
        state: reading.state(&account),
        trouble: trouble(&account, reading.open()),
        under_way: match &asked {
            Some(Asked::UnderWay { from, read }) => Some((*read, Moment::new(*from, now))),
            _ => None,
        },
        ended: ended(asked.as_ref(), now),
        deeds: deeds(me, &account),
        facts: facts(&account, authority, &reading, now),
        able: able(app, &account),
        strip: is_read(&account).then(|| Strip::of(&account, &reading, now)),
        days: DAYS,
        patience: reading.patience(),
        gaps,
        links,
    };
    Ok(frame.render(Nav::Operation, &format!("Anslutning: {}", account.name), &page))
}

fn trouble(account: &Account, open: Option<&Gap>) -> Option<Trouble> {
    if let Some(reason) = account.paused.as_ref().and_then(account::Pause::reason) {
        return Some(Trouble {
            tone: Tone::Warning,
            happened: format!("En person har stoppat hämtningen: {reason}."),
            works: "Det som redan är hämtat finns kvar. Det som skrivs under tiden läses när hämtningen går vidare, men det som hinner tas bort dessförinnan ser ingen.".to_owned(),
            next: "Låt hämtningen gå vidare när skälet är borta.".to_owned(),
        });
    }
    let gap = open?;
    let told = told(gap.why);
    let tries = match gap.tries {
        0 => String::new(),
        1 => " Ett försök har misslyckats.".to_owned(),
        tries => format!(" {tries} försök har misslyckats."),
    };
    let tone = if gap.tries > 0 { Tone::Danger } else { Tone::Warning };
    Some(Trouble {
        tone,
        happened: format!("{}{tries}", told.happened),
        works: told.works.to_owned(),
        next: told.next.to_owned(),
    })
}

fn ended(asked: Option<&Asked>, now: i64) -> Option<(Tone, String, Moment)> {
    match asked? {
        Asked::UnderWay { .. } => None,
        Asked::Done { at, report } => Some((Tone::Fine, found(report), Moment::new(*at, now))),
        Asked::Failed { at, told } => {
            Some((Tone::Danger, format!("{} {}", told.happened, told.next), Moment::new(*at, now)))
        }
    }
}

fn deeds(me: &SignedIn, account: &Account) -> Option<Deeds> {
    if !account::may_look_after(me.actor(), account) || account.platform.way() == Way::ByHand {
        return None;
    }
    let is_paused = account.paused.as_ref().is_some_and(|pause| pause.reason().is_some());
    let reasons = account::PAUSE_REASONS.map(|(code, words)| (code.to_owned(), capital(words))).to_vec();
    let field = Field::new("skal", FieldKind::Choice(reasons), "Skäl");
    Some(Deeds { can_read: !is_paused, pause: account.paused.is_none().then_some(field), is_paused })
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn facts(account: &Account, authority: &AuthorityRow, reading: &Reading, now: i64) -> Facts {
    let moment = |at: i64| Cell::part(&Moment::new(at, now));
    let mut facts = Facts::default()
        .with("Plattform", Cell::text(account.platform.name()))
        .with("Myndighet", Cell::text(authority.name.clone()))
        .with("Adress", Cell::text(account.address.clone()));
    if let Some(login) = &account.login {
        facts = facts.with("Användarnamn där", Cell::text(login.clone()));
    }
    facts = facts.with("Senast hämtat i sin helhet", when(reading.read_at, is_read(account), now));
    if is_read(account) {
        facts = facts
            .with("Eftersläpning", Cell::text(reading.lag().unwrap_or_else(|| "hämtat aldrig".to_owned())));
    }
    if let Some(failed_at) = reading.open().and_then(|gap| gap.failed_at) {
        facts = facts.with("Senaste misslyckade försök", moment(failed_at));
    }
    facts
}

/// What the connection can do; why that is not known, where it cannot be made.
fn able(app: &App, account: &Account) -> Result<Facts, String> {
    let platform = app.connect(account).map_err(|error| {
        let told = error.explain();
        told.happened
    })?;
    let list = abilities(&platform.abilities()).into_iter();
    Ok(list.fold(Facts::default(), |facts, (word, said)| facts.with(word, Cell::text(said))))
}

fn gaps(reading: &Reading, now: i64) -> Table {
    let row = |gap: &Gap| {
        vec![
            Cell::part(&Moment::new(gap.from, now)),
            gap.until.map_or_else(|| Cell::text("pågår"), |until| Cell::part(&Moment::new(until, now))),
            Cell::text(long(gap.until.unwrap_or(now) - gap.from)),
            Cell::text(told(gap.why).happened),
            Cell::Number(gap.tries.to_string()),
        ]
    };
    let head = ["Från", "Till", "Hur länge", "Orsak", "Misslyckade försök"];
    Table {
        caption: format!("Luckor de senaste {DAYS} dagarna"),
        head: head.map(str::to_owned).to_vec(),
        rows: reading.gaps.iter().map(row).collect(),
    }
}
