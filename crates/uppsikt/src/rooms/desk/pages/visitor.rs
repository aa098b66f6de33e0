//! `/konton/{id}/besok`: on a practice account, somebody who practises writes as a visitor would.
//!
//! What is written goes to the practice platform, and the account is read at once as any other: so a new editor sees a
//! comment arrive, change and disappear.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use uppsikt_kernel::{Actor, Id, Role};
use uppsikt_platform::PlatformKind;
use uppsikt_store::StoreError;

use crate::app::App;
use crate::rooms::account::{self, Account, Visit, VisitorError};
use crate::rooms::capture::{self, CaptureError};
use crate::rooms::desk::words;
use crate::web::components::{Empty, Errors, Field, FieldKind, Moment, PlatformSquare, Tone, icon};
use crate::web::routes::{Route, Who};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// Whoever works with anything: everybody but the auditor.
const WRITERS: Who = Who::Roles(&[
    Role::Editor,
    Role::Communications,
    Role::Manager,
    Role::Registrar,
    Role::Archivist,
    Role::DataProtectionOfficer,
    Role::Administrator,
]);

/// The routes of this page.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/konton/{id}/besok", WRITERS, get(show)),
        Route::post("/konton/{id}/besok", WRITERS, post(act)),
    ]
}

/// What has just been done, and which comment is to be worded anew.
#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    #[serde(default, rename = "klart")]
    done: String,
    #[serde(default, rename = "andra")]
    reword: String,
}

/// What the visitor does.
#[derive(Deserialize, Default)]
pub(crate) struct Deed {
    #[serde(default, rename = "gor")]
    deed: String,
    #[serde(default, rename = "inlagg")]
    post: String,
    #[serde(default, rename = "kommentar")]
    comment: String,
    #[serde(default, rename = "namn")]
    name: String,
    #[serde(default)]
    text: String,
}

/// Something that the visitor has written.
struct Written {
    id: String,
    name: String,
    text: String,
    at: Moment,
    /// Where its form for new words is opened.
    reword: String,
    field: Option<Field>,
}

#[derive(Template)]
#[template(path = "rooms/desk/pages/visitor.html")]
struct VisitorPage {
    id: String,
    account: String,
    platform: PlatformSquare,
    errors: Errors,
    /// The fields of a new comment; nothing where there is no post to write about.
    fields: Option<(Field, Field, Field)>,
    empty: Empty,
    written: Vec<Written>,
}

impl VisitorPage {
    /// Whether the one text field of the page belongs to something that is worded anew.
    fn is_rewording(&self) -> bool {
        self.written.iter().any(|each| each.field.is_some())
    }
}

/// `GET /konton/{id}/besok`.
async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let frame = match asked.done.as_str() {
        "skrivet" => frame.with_notice(Tone::Fine, "Kommentaren är skriven och hämtad. Den syns i Bevakning om några sekunder."),
        "andrat" => frame.with_notice(Tone::Fine, "Kommentaren har en ny lydelse. Den gamla finns kvar som version."),
        "borta" => frame.with_notice(Tone::Fine, "Kommentaren är borta på övningskontot. Allt den har sagt finns kvar i Uppsikt."),
        "sedan" => frame.with_notice(Tone::Neutral, "Det är gjort på övningskontot, som just nu hämtas av någon annan. Det syns efter nästa hämtning."),
        _ => frame,
    };
    page(&app, &frame, &me, &id, &asked.reword, None).await
}

/// `POST /konton/{id}/besok`: on the practice platform first, and then the account is read.
async fn act(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Form(deed): Form<Deed>,
) -> Result<Response, Fault> {
    let account = reachable(&app, &me, &id).await?;
    let visit = visit(&app, &me, &account)?;
    let done = match deed.deed.as_str() {
        "skriv" => {
            let comment = app.store.new_id::<Visit>()?.uuid();
            visit.comment(comment, &deed.post, &deed.name, &deed.text).map(|()| "skrivet")
        }
        "andra" => visit.reword(&deed.comment, &deed.text).map(|()| "andrat"),
        "ta-bort" => visit.withdraw(&deed.comment).map(|()| "borta"),
        _ => return Err(Fault::not_found()),
    };
    let done = match done {
        Err(VisitorError::Words) => {
            let reword = if deed.deed == "andra" { deed.comment.clone() } else { String::new() };
            return page(&app, &frame, &me, &id, &reword, Some(deed)).await;
        }
        done => done?,
    };
    let done = match capture::pass(&app, me.actor(), &account).await {
        Ok(_) => done,
        Err(CaptureError::Busy) => "sedan",
        Err(error) => return Err(error.into()),
    };
    Ok(Redirect::to(&format!("/konton/{}/besok?klart={done}", account.id)).into_response())
}

/// A practice account of an authority where the person writes.
async fn reachable(app: &App, me: &SignedIn, id: &str) -> Result<Account, Fault> {
    let id: Id<Account> = id.parse().map_err(|_| Fault::not_found())?;
    let mut reader = app.store.read(me.actor()).await?;
    let account = account::by_id(&mut reader, id).await?.ok_or_else(Fault::not_found)?;
    if !me.visitor.authorities.iter().any(|authority| authority.id == account.authority) {
        return Err(Fault::not_found());
    }
    if !me.actor().may_write_in(account.authority) {
        return Err(Fault::not_allowed());
    }
    if account.platform != PlatformKind::Practice {
        return Err(VisitorError::NotPractice.into());
    }
    Ok(account)
}

fn visit(app: &App, me: &SignedIn, account: &Account) -> Result<Visit, VisitorError> {
    Visit::open(app.config.folder(), account, me.actor().user, app.store.now())
}

async fn page(
    app: &App,
    frame: &Frame,
    me: &SignedIn,
    id: &str,
    reword: &str,
    wrong: Option<Deed>,
) -> Result<Response, Fault> {
    let account = reachable(app, me, id).await?;
    let seen = visit(app, me, &account)?.sees().await?;
    let now = app.store.now().get();
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let here = format!("/konton/{}/besok", account.id);
    let posts: Vec<(String, String)> =
        seen.posts.iter().map(|post| (post.native_id.clone(), words::snippet(&post.text))).collect();
    let is_new = wrong.as_ref().is_some_and(|deed| deed.deed == "skriv");
    let fields = (!posts.is_empty()).then(|| fields(posts, wrong.as_ref().filter(|_| is_new)));
    let mut written = Vec::new();
    for item in seen.own {
        let is_reworded = item.native_id == reword;
        let again = wrong.as_ref().filter(|_| is_reworded);
        written.push(Written {
            reword: format!("{here}?andra={}#andra", item.native_id),
            field: is_reworded.then(|| Field {
                name: "text",
                value: again.map_or_else(|| item.text.clone(), |deed| deed.text.clone()),
                error: again.map(|_| TEXT.to_owned()),
                ..Field::new("text", FieldKind::Lines, "Ny lydelse")
            }),
            name: item.author_name.unwrap_or_default(),
            text: item.text,
            at: Moment::new(item.published_at.get(), now),
            id: item.native_id,
        });
    }
    let shown = fields.iter().flat_map(|(post, name, text)| [post, name, text]);
    let errors = Errors::of(shown.chain(written.iter().filter_map(|each| each.field.as_ref())));
    let page = VisitorPage {
        id: account.id.to_string(),
        account: account.name.clone(),
        platform: PlatformSquare { kind: account.platform },
        errors,
        fields,
        empty: Empty {
            said: "Övningskontot har inga inlägg att kommentera.".to_owned(),
            next: Some("Läs in några med: uppsikt import FIL".to_owned()),
            link: Some((format!("/konton/{}", account.id), "Till kontot".to_owned())),
        },
        written,
    };
    Ok(frame.render_as(status, Nav::Accounts, &format!("Prova som besökare, {}", account.name), &page))
}

const NAME: &str = "Skriv ett namn på högst 60 tecken.";
const TEXT: &str = "Skriv en text på högst 8 000 tecken.";
/// The name that stands there to begin with.
const VISITOR: &str = "Provbesökaren";

fn fields(posts: Vec<(String, String)>, wrong: Option<&Deed>) -> (Field, Field, Field) {
    let first = posts.first().map(|(id, _)| id.clone()).unwrap_or_default();
    let post = wrong.map_or(first, |deed| deed.post.clone());
    let post = Field { value: post, ..Field::new("inlagg", FieldKind::Choice(posts), "Inlägg") };
    let is_wrong = |words: &str, max: usize| words.trim().is_empty() || words.trim().chars().count() > max;
    let name = Field {
        value: wrong.map_or_else(|| VISITOR.to_owned(), |deed| deed.name.clone()),
        hint: Some("Ett påhittat namn. Skriv inget om någon som finns.".to_owned()),
        error: wrong
            .filter(|deed| is_wrong(&deed.name, account::VISITOR_NAME_CHARS_MAX))
            .map(|_| NAME.to_owned()),
        ..Field::new("namn", FieldKind::Line("text"), "Besökarens namn")
    };
    let text = Field {
        value: wrong.map(|deed| deed.text.clone()).unwrap_or_default(),
        error: wrong
            .filter(|deed| is_wrong(&deed.text, account::VISITOR_TEXT_CHARS_MAX))
            .map(|_| TEXT.to_owned()),
        ..Field::new("text", FieldKind::Lines, "Kommentar")
    };
    (post, name, text)
}

/// What stands where nothing waits: where there is an account to practise on, the way to it.
pub(super) async fn offered(
    (app, actor): (&App, &Actor),
    empty: Empty,
    is_bare: bool,
) -> Result<Empty, StoreError> {
    if !is_bare || empty.link.is_some() {
        return Ok(empty);
    }
    let mut reader = app.store.read(actor).await?;
    let accounts = account::list(&mut reader).await?;
    let practice = accounts
        .into_iter()
        .find(|account| account.platform == PlatformKind::Practice && actor.may_write_in(account.authority));
    let link = practice.map(|account| {
        (format!("/konton/{}/besok", account.id), "Prova som besökare på ett övningskonto".to_owned())
    });
    Ok(Empty { link, ..empty })
}
