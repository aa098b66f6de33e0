//! `/efterlevnad/{account}/{statement}`: how one statement stands for one account, what that hangs on, what to do.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use uppsikt_guideline::evaluate::{Finding, Standing};

use super::influence::deciding;
use super::parts::ShortLink;
use super::words::{badge, bound, capital, key};
use super::{Clock, own_account};
use crate::app::App;
use crate::rooms::account::{self, Account, NotedFact};
use crate::rooms::report;
use crate::web::components::{Badge, Cell, Filed, Moment, Table};
use crate::web::export::{Download, Sheet};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Facts that the program sees by itself where nobody has noted them.
const SEEN: [&str; 6] =
    ["others_can_write", "last_own_post", "oldest_question", "existed_before", "service", "state"];

#[derive(Template)]
#[template(path = "rooms/report/pages/finding.html")]
struct FindingPage {
    account: String,
    account_id: String,
    authority: String,
    authority_id: String,
    key: String,
    id: String,
    strength: &'static str,
    text: String,
    binds: String,
    standing: Badge,
    /// What is wrong and what to do, where something is.
    lacking: Option<(&'static str, &'static str)>,
    /// What holds when it is kept.
    kept: String,
    due: Option<Moment>,
    facts: Option<Filed>,
}

/// `GET /efterlevnad/{account}/{statement}`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path((account, statement)): Path<(String, String)>,
    download: Download,
) -> Result<Response, Fault> {
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (account, authority) = own_account(&mut reader, &me, &account).await?;
    let standings = report::standing(&mut reader, authority.id, clock.at).await?;
    let mut of_account = standings.iter().filter(|one| is_of(one.account.as_ref(), &account));
    let standing = of_account.next().ok_or_else(Fault::not_found)?;
    let findings = standing.findings(clock.now());
    let mut with_key = findings.iter().filter(|found| key(found.requirement) == statement);
    let found = with_key.next().ok_or_else(Fault::not_found)?;
    let noted = account::noted(&mut reader, account.id).await?;
    let may_note = me.actor().may_write_in(authority.id);
    let names = deciding(&standing.rules, &standing.facts, clock.now(), found.requirement);
    let rows = names
        .iter()
        .map(|one| fact_row(&account, (one.code, one.words), &noted, (may_note, clock.at.get())))
        .collect::<Vec<_>>();
    let facts = table(rows, may_note);
    let sheet = facts.as_ref().map(|table| Sheet::new("uppgifter", table).without(&["Ändra"]));
    if let Some(sheet) = &sheet
        && let Some(file) = download.file(&app, &me, sheet).await?
    {
        return Ok(file);
    }
    let page = FindingPage {
        account: account.name.clone(),
        account_id: account.id.to_string(),
        authority: authority.name.clone(),
        authority_id: authority.id.to_string(),
        key: key(found.requirement),
        id: capital(&found.requirement.source.to_string()),
        strength: found.requirement.strength.swedish(),
        text: found.requirement.text.clone(),
        binds: capital(&bound(standing.rules.profile(), found.requirement)),
        standing: badge(found.standing),
        lacking: lacking(found),
        kept: capital(found.obligation.swedish),
        due: found.due.map(|due| Moment::new(due.get(), clock.at.get())),
        facts: sheet.map(|sheet| download.filed(&sheet)),
    };
    let title = format!("{}, {}", page.id, page.account);
    Ok(frame.render(Nav::Compliance, &title, &page))
}

fn is_of(standing: Option<&Account>, account: &Account) -> bool {
    standing.is_some_and(|one| one.id == account.id)
}

fn lacking(found: &Finding<'_>) -> Option<(&'static str, &'static str)> {
    let is_lacking = matches!(found.standing, Standing::Breach | Standing::Remark);
    is_lacking.then_some((found.obligation.lacking, found.obligation.remedy))
}

fn fact_row(
    account: &Account,
    (name, words): (&'static str, &'static str),
    noted: &[NotedFact],
    (may_note, now): (bool, i64),
) -> Vec<Cell> {
    let by_name: BTreeMap<&str, &NotedFact> = noted.iter().map(|fact| (fact.name.as_str(), fact)).collect();
    let mut row = vec![Cell::text(capital(words))];
    match by_name.get(name) {
        Some(fact) => {
            row.extend([Cell::text(fact.value.clone()), Cell::part(&Moment::new(fact.noted_at, now))]);
        }
        None if SEEN.contains(&name) => row.extend([Cell::text("ser Uppsikt självt"), Cell::text("")]),
        None => row.extend([Cell::text("inte antecknat"), Cell::text("")]),
    }
    if may_note {
        let href = format!("/konton/{}/uppgift?namn={name}", account.id);
        row.push(Cell::part(&ShortLink { href, word: "Anteckna", about: capital(words) }));
    }
    row
}

fn table(rows: Vec<Vec<Cell>>, may_note: bool) -> Option<Table> {
    let words = ["Uppgift", "Värde", "Antecknat", "Ändra"];
    let count = if may_note { words.len() } else { words.len() - 1 };
    (!rows.is_empty()).then(|| Table {
        caption: "Uppgifter som avgör".to_owned(),
        head: words.into_iter().take(count).map(str::to_owned).collect(),
        rows,
    })
}
