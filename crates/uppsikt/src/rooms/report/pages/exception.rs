//! `/konton/{id}/undantag/{exception}`: an exception from the guideline for one account, deciding on it, ending it.
//!
//! Who may is for the room of guidelines to say: whom the guideline names decides, the manager where it names nobody.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use uppsikt_guideline::parameter::Party;
use uppsikt_store::{Reader, Source};
use uuid::Uuid;

use super::one::Done;
use super::words::{capital, day};
use super::{Clock, followed, own_account};
use crate::app::App;
use crate::explain::{Exit, Explanation};
use crate::rooms::account::Account;
use crate::rooms::policy::{self, ExceptionState, GrantedException, PolicyError};
use crate::web::components::{Badge, Cell, Facts, Moment, Tone};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav, who};

/// What is done about one.
#[derive(Deserialize)]
pub(crate) struct DeedForm {
    #[serde(default, rename = "gor")]
    deed: String,
}

#[derive(Template)]
#[template(path = "rooms/report/pages/exception.html")]
struct ExceptionPage {
    id: String,
    account: String,
    exception: String,
    words: String,
    state: Badge,
    facts: Facts,
    /// Who decides, while nobody has.
    waits_for: Option<&'static str>,
    may_decide: bool,
    /// Whether its last day has passed, so that it can only be refused.
    is_over: bool,
    may_end: bool,
}

/// An exception of this account; every other is as if it were not there.
async fn of_account(
    source: &mut impl Source,
    account: &Account,
    id: &str,
) -> Result<GrantedException, Fault> {
    let id = Uuid::try_parse(id).map_err(|_| Fault::not_found())?;
    let found = policy::exception(source, id).await?;
    found.filter(|one| one.account == account.id.uuid()).ok_or_else(Fault::not_found)
}

/// `GET /konton/{id}/undantag/{exception}`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path((id, exception)): Path<(String, String)>,
    Query(done): Query<Done>,
) -> Result<Response, Fault> {
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (account, authority) = own_account(&mut reader, &me, &id).await?;
    let one = of_account(&mut reader, &account, &exception).await?;
    let (_, profile) = followed(&mut reader, authority.id, clock.today).await?;
    let by = profile.may_except(one.key);
    let is_asked = one.state == ExceptionState::Asked;
    let tone = if one.state == ExceptionState::Granted { Tone::Fine } else { Tone::Neutral };
    let page = ExceptionPage {
        id: account.id.to_string(),
        account: account.name.clone(),
        exception: one.id.to_string(),
        words: capital(one.key.swedish()),
        state: Badge::new(tone, capital(one.state.swedish())),
        facts: facts(&mut reader, &one, clock.at.get()).await?,
        waits_for: is_asked.then(|| by.unwrap_or(Party::Manager).swedish()),
        may_decide: is_asked && policy::may_decide_exception(me.actor(), authority.id, by),
        is_over: one.until < clock.today,
        may_end: one.state == ExceptionState::Granted && policy::may_end_exception(me.actor(), authority.id),
    };
    let frame = match done.word() {
        "begart" => {
            frame.with_notice(Tone::Fine, "Undantaget är begärt. Inget ändras förrän det har beviljats.")
        }
        "beviljat" => frame.with_notice(Tone::Fine, "Undantaget är beviljat."),
        "avslaget" => frame.with_notice(Tone::Fine, "Undantaget är avslaget. Riktlinjen gäller."),
        "avslutat" => frame.with_notice(Tone::Fine, "Undantaget är avslutat. Riktlinjen gäller igen."),
        _ => frame,
    };
    Ok(frame.render(Nav::Accounts, &format!("Undantag, {}", page.account), &page))
}

async fn facts(reader: &mut Reader, one: &GrantedException, now: i64) -> Result<Facts, Fault> {
    let moment = |at: i64| Cell::part(&Moment::new(at, now));
    let name = |name: Option<String>| Cell::text(name.unwrap_or_else(|| "Uppsikt".to_owned()));
    let mut facts = Facts::default()
        .with("Gäller i stället", Cell::text(one.value.swedish()))
        .with("Första dagen", Cell::Number(day(one.from)))
        .with("Sista dagen", Cell::Number(day(one.until)))
        .with("Skäl", Cell::text(one.reason.clone()))
        .with("Begärt av", name(who::name_of(reader, one.asked_by).await?))
        .with("Begärt", moment(one.asked_at));
    if let Some(by) = one.decided_by {
        let role = one.decided_as.map_or_else(String::new, |party| format!(", som {}", party.swedish()));
        let by = who::name_of(reader, by).await?.unwrap_or_else(|| "Uppsikt".to_owned());
        facts = facts.with("Beslutat av", Cell::text(format!("{by}{role}")));
    }
    if let Some(at) = one.decided_at {
        facts = facts.with("Beslutat", moment(at));
    }
    if let Some(at) = one.ended_at {
        facts = facts.with("Avslutat", moment(at));
    }
    Ok(facts)
}

/// `POST /konton/{id}/undantag/{exception}`: grants it, refuses it, ends it.
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    me: SignedIn,
    Path((id, exception)): Path<(String, String)>,
    Form(form): Form<DeedForm>,
) -> Result<Response, Fault> {
    let clock = Clock::of(&app)?;
    let mut reader = app.store.read(me.actor()).await?;
    let (account, authority) = own_account(&mut reader, &me, &id).await?;
    let one = of_account(&mut reader, &account, &exception).await?;
    let (_, profile) = followed(&mut reader, authority.id, clock.today).await?;
    drop(reader);
    let (by, id) = (profile.may_except(one.key), one.id);
    let (grants, may, done) = match form.deed.as_str() {
        "bevilja" => (Some(true), policy::may_decide_exception(me.actor(), authority.id, by), "beviljat"),
        "avsla" => (Some(false), policy::may_decide_exception(me.actor(), authority.id, by), "avslaget"),
        "avsluta" => (None, policy::may_end_exception(me.actor(), authority.id), "avslutat"),
        _ => return Err(nothing_said()),
    };
    if !may {
        return Err(Fault::not_allowed());
    }
    app.store
        .write::<_, PolicyError, _>(me.actor(), move |tx| {
            Box::pin(async move {
                match grants {
                    Some(grants) => policy::decide_exception(tx, id, by, grants).await,
                    None => policy::end_exception(tx, id).await,
                }
            })
        })
        .await?;
    Ok(Redirect::to(&format!("/konton/{}/undantag/{id}?klart={done}", account.id)).into_response())
}

fn nothing_said() -> Fault {
    let happened = "Formuläret sade inte vad som skulle göras. Inget har ändrats.";
    let told = Explanation::new(Exit::Usage, happened, "Öppna undantaget på nytt och välj där.");
    Fault::new(StatusCode::UNPROCESSABLE_ENTITY, told)
}
