//! `/konton/{id}`: one account: where it is, how it is read, what is noted about it, what it is dispensed from.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use uppsikt_guideline::evaluate::{Finding, Standing};
use uppsikt_platform::{ItemKind, Way};

use super::accounts::{read, state};
use super::fact::Fact;
use super::parts::{ShortLink, summary};
use super::words::{badge, capital, key};
use super::{Clock, own_account};
use crate::app::App;
use crate::rooms::account::{self, Account, NotedFact};
use crate::rooms::policy::{self, ExceptionState, GrantedException};
use crate::rooms::{capture, report};
use crate::web::components::{
    Badge, Cell, Facts, Field, FieldKind, Filed, Moment, PlatformSquare, Table, Tone, icon,
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

impl Done {
    /// The word of it.
    pub(super) fn word(&self) -> &str {
        &self.done
    }
}

#[derive(Template)]
#[template(path = "rooms/report/pages/one.html")]
struct AccountPage {
    id: String,
    /// Whether what is seen there is registered by hand, and the person may do so.
    can_observe: bool,
    name: String,
    authority: String,
    authority_id: String,
    platform: PlatformSquare,
    state: Badge,
    /// Why nothing new is read, and since when.
    pause: Option<(&'static str, Moment)>,
    facts: Facts,
    totals: Vec<Badge>,
    lacking: Option<Filed>,
    noted: Option<Filed>,
    choose: Option<Field>,
    exceptions: Option<Filed>,
    may_ask: bool,
}

/// `GET /konton/{id}`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Query(done): Query<Done>,
    download: Download,
) -> Result<Response, Fault> {
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (account, authority) = own_account(&mut reader, &me, &id).await?;
    let now = clock.at.get();
    let noted = account::noted(&mut reader, account.id).await?;
    let read_at = capture::complete_at(&mut reader, account.id).await?;
    let mut exceptions = policy::exceptions(&mut reader).await?;
    exceptions.retain(|one| one.account == account.id.uuid());
    let standings = report::standing(&mut reader, authority.id, clock.at).await?;
    let standing =
        standings.iter().find(|one| one.account.as_ref().is_some_and(|other| other.id == account.id));
    let findings = standing.map(|standing| standing.findings(clock.now())).unwrap_or_default();
    let may_note = me.actor().may_write_in(authority.id);
    // A file is noted in the log, which takes a connection of its own.
    drop(reader);
    let tables = Tables {
        lacking: lacking(&account, &findings, now),
        noted: noted_table(&account, &noted, may_note, now),
        exceptions: exceptions_table(&account, &exceptions),
    };
    if let Some(file) = tables.file(&app, &me, &download).await? {
        return Ok(file);
    }
    let [lacking, noted, exceptions] = tables.filed(&account);
    let page = AccountPage {
        id: account.id.to_string(),
        can_observe: account.platform.way() == Way::ByHand
            && capture::may_observe(me.actor(), authority.id, ItemKind::Comment).is_ok(),
        name: account.name.clone(),
        authority: authority.name.clone(),
        authority_id: authority.id.to_string(),
        platform: PlatformSquare { kind: account.platform },
        state: state(&account, now),
        pause: account.paused.as_ref().map(|pause| (why(&pause.why), Moment::new(pause.at, now))),
        facts: facts(&account, read_at, now),
        totals: summary(findings.iter()),
        lacking,
        noted,
        choose: may_note.then(choose),
        exceptions,
        may_ask: policy::may_ask_exception(me.actor(), authority.id),
    };
    let frame = match done.done.as_str() {
        "antecknat" => frame.with_notice(Tone::Fine, "Uppgiften är antecknad."),
        "tillagt" => frame.with_notice(Tone::Fine, "Kontot är tillagt, och anslutningen fungerar."),
        "utan" => frame.with_notice(
            Tone::Warning,
            "Kontot är tillagt. Anslutningen fungerar inte än: prova den på anslutningens sida.",
        ),
        "sparat" => frame.with_notice(Tone::Fine, "Kontot är tillagt."),
        _ => frame,
    };
    Ok(frame.render(Nav::Accounts, &account.name, &page))
}

/// The tables of the page; what there is nothing of has none.
struct Tables {
    lacking: Option<Table>,
    noted: Option<Table>,
    exceptions: Option<Table>,
}

impl Tables {
    /// Each as a file. Facts are numbers, days and chosen words; why there is an exception is in somebody's own words.
    fn sheets(&self) -> [Option<Sheet<'_>>; 3] {
        [
            self.lacking.as_ref().map(|table| Sheet::new("brister", table)),
            self.noted.as_ref().map(|table| Sheet::new("uppgifter", table).without(&["Ändra"])),
            self.exceptions.as_ref().map(|table| Sheet::new("undantag", table).with_content()),
        ]
    }

    /// The file, where one of them is asked for.
    async fn file(&self, app: &App, me: &SignedIn, download: &Download) -> Result<Option<Response>, Fault> {
        for sheet in self.sheets().iter().flatten() {
            if let Some(file) = download.file(app, me, sheet).await? {
                return Ok(Some(file));
            }
        }
        Ok(None)
    }

    /// Each with its links; what the address says has just been done is no filter and does not go with them.
    fn filed(&self, account: &Account) -> [Option<Filed>; 3] {
        let download = Download::at(&format!("/konton/{}", account.id));
        self.sheets().map(|sheet| sheet.map(|sheet| download.filed(&sheet)))
    }
}

/// Why nothing new is read, as a sentence.
fn why(code: &str) -> &'static str {
    match code {
        "password" => "Plattformen tar inte emot lösenordet. En administratör behöver ange det på nytt.",
        "permission" => "Plattformen ger oss inte behörighet. En administratör behöver se över den.",
        "import" => "Kontot är känt ur en fil. Ingen har bett Uppsikt att hämta det.",
        code if account::PAUSE_REASONS.iter().any(|(reason, _)| *reason == code) => {
            "En person har stoppat hämtningen. Skälet står vid anslutningen."
        }
        _ => "Plattformen släpper inte in oss. En administratör behöver se efter varför.",
    }
}

fn facts(account: &Account, read_at: Option<i64>, now: i64) -> Facts {
    let moment = |at: i64| Cell::part(&Moment::new(at, now));
    let mut facts = Facts::default()
        .with("Plattform", Cell::text(account.platform.name()))
        .with("Adress", Cell::text(account.address.clone()));
    if let Some(login) = &account.login {
        facts = facts.with("Användarnamn där", Cell::text(login.clone()));
    }
    facts = facts.with("Tillagt", moment(account.created_at));
    if let Some(from) = account.watch_from_at {
        facts = facts.with("Bevakas från och med", moment(from));
    }
    facts.with("Senast hämtat i sin helhet", read(account, read_at, now))
}

/// What is not as it must or should be, the worst first.
fn lacking(account: &Account, findings: &[Finding<'_>], now: i64) -> Option<Table> {
    let mut of: Vec<&Finding<'_>> =
        findings.iter().filter(|found| found.standing <= Standing::Remark).collect();
    of.sort_by_key(|found| found.standing);
    let row = |found: &&Finding<'_>| {
        let href = format!("/efterlevnad/{}/{}", account.id, key(found.requirement));
        let due = found.due.map(|due| Cell::part(&Moment::new(due.get(), now)));
        vec![
            Cell::link(href, capital(&found.requirement.source.to_string())),
            Cell::part(&badge(found.standing)),
            Cell::text(format!("{} {}", found.obligation.lacking, found.obligation.remedy)),
            due.unwrap_or_else(|| Cell::text("")),
        ]
    };
    (!of.is_empty()).then(|| Table {
        caption: "Det som brister".to_owned(),
        head: ["Sats", "Läge", "Vad som brister och vad du gör", "Senast"].map(str::to_owned).to_vec(),
        rows: of.iter().map(row).collect(),
    })
}

fn noted_table(account: &Account, noted: &[NotedFact], may_note: bool, now: i64) -> Option<Table> {
    let words = |code: &str| Fact::named(code).map_or_else(|| code.to_owned(), |fact| fact.words.to_owned());
    let row = |fact: &NotedFact| {
        let words = words(&fact.name);
        let mut row = vec![
            Cell::text(capital(&words)),
            Cell::text(fact.value.clone()),
            Cell::part(&Moment::new(fact.noted_at, now)),
        ];
        if may_note {
            let href = format!("/konton/{}/uppgift?namn={}", account.id, fact.name);
            row.push(Cell::part(&ShortLink { href, word: "Ändra", about: capital(&words) }));
        }
        row
    };
    let head = ["Uppgift", "Värde", "Antecknat", "Ändra"];
    let count = if may_note { head.len() } else { head.len() - 1 };
    (!noted.is_empty()).then(|| Table {
        caption: "Antecknade uppgifter".to_owned(),
        head: head.into_iter().take(count).map(str::to_owned).collect(),
        rows: noted.iter().map(row).collect(),
    })
}

/// The choice of a fact to note, by its Swedish words.
fn choose() -> Field {
    let mut choices: Vec<(String, String)> =
        Fact::all().map(|fact| (fact.code.to_owned(), capital(fact.words))).collect();
    choices.sort_by(|one, other| one.1.cmp(&other.1));
    Field::new("namn", FieldKind::Choice(choices), "Uppgift")
}

fn exceptions_table(account: &Account, all: &[GrantedException]) -> Option<Table> {
    let row = |one: &GrantedException| {
        let tone = if one.state == ExceptionState::Granted { Tone::Fine } else { Tone::Neutral };
        let by = one.decided_as.map_or("", |party| party.swedish());
        vec![
            Cell::link(format!("/konton/{}/undantag/{}", account.id, one.id), capital(one.key.swedish())),
            Cell::text(one.value.swedish()),
            Cell::part(&Badge::new(tone, capital(one.state.swedish()))),
            Cell::Number(format!("{} – {}", one.from, one.until)),
            Cell::text(by),
            Cell::text(one.reason.clone()),
        ]
    };
    let head = ["Vad", "Gäller i stället", "Läge", "Första och sista dag", "Beslutat av", "Skäl"];
    (!all.is_empty()).then(|| Table {
        caption: "Undantag".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: all.iter().map(row).collect(),
    })
}
