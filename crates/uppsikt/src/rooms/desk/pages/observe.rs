//! `/konton/{id}/registrera`: what a person sees on a platform that the program cannot read, with screenshots.
//!
//! The same as the command `observe`: the person attests it, it becomes a version like any other, and the automatic
//! control reads it. With `inslag` in the address it is something that was registered before, as it looks now.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use uppsikt_kernel::Id;
use uppsikt_platform::ItemKind;
use uuid::Uuid;

use super::observed::{self, Form, Wrong};
use crate::app::App;
use crate::rooms::account::{self, Account};
use crate::rooms::capture::{self, CaptureError, CapturedItem, Seen};
use crate::rooms::desk::{reach, words};
use crate::web::components::{Errors, Field, PlatformSquare, icon};
use crate::web::routes::{Route, Who};
use crate::web::session::SignedIn;
use crate::web::upload::Upload;
use crate::web::{Fault, Frame, Nav};

/// Our own posts that a comment can be said to stand under.
const POSTS_MAX: usize = 50;
/// Items of all accounts among which they are looked for.
const LOOK_MAX: u64 = 5_000;

/// The routes of this page.
pub(super) fn routes() -> Vec<Route> {
    let who = Who::Roles(capture::OBSERVERS);
    vec![
        Route::get("/konton/{id}/registrera", who, get(show)),
        Route::post("/konton/{id}/registrera", who, post(keep)),
    ]
}

/// What is seen again, and what has just been registered.
#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    #[serde(default, rename = "inslag")]
    item: String,
    #[serde(default, rename = "klart")]
    done: String,
    #[serde(default, rename = "sparat")]
    kept: String,
}

#[derive(Template)]
#[template(path = "rooms/desk/pages/observe.html")]
struct ObservePage {
    id: String,
    account: String,
    platform: PlatformSquare,
    /// What is seen again: its id, and what kind it is.
    again: Option<(Uuid, &'static str)>,
    /// What has just been registered: what became of it, and its id.
    done: Option<(&'static str, Uuid)>,
    errors: Errors,
    fields: Vec<Field>,
    attest_error: Option<String>,
}

/// An account, and what is seen again there.
struct Place {
    account: Account,
    again: Option<CapturedItem>,
}

/// `GET /konton/{id}/registrera`.
async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let place = place(&app, &me, &id, &asked.item).await?;
    let kept = Uuid::try_parse(&asked.kept).ok();
    let done = kept.and_then(|item| Some((said(&asked.done)?, item)));
    page(&app, &frame, &me, &place, (&Form::default(), Wrong::default()), done).await
}

/// `POST /konton/{id}/registrera`.
async fn keep(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    upload: Upload,
) -> Result<Response, Fault> {
    let form = Form::of(&upload);
    let place = place(&app, &me, &id, &form.item).await?;
    let again = place.again.as_ref().map(|item| (item.id, item.kind));
    let seen = match form.read(again, upload.files("bilder")) {
        Ok(seen) => seen,
        Err(wrong) => return page(&app, &frame, &me, &place, (&form, *wrong), None).await,
    };
    let observed = match capture::observe(&app, me.actor(), &place.account, seen).await {
        Ok(observed) => observed,
        Err(CaptureError::Observation(error)) => {
            return page(&app, &frame, &me, &place, (&form, observed::wrong(error)), None).await;
        }
        Err(error) => return Err(error.into()),
    };
    let done = match observed.seen {
        Seen::New => "nytt",
        Seen::Changed => "andrat",
        Seen::Same => "samma",
        Seen::Gone => "borta",
    };
    let item = observed.item;
    Ok(Redirect::to(&format!("/konton/{}/registrera?klart={done}&sparat={item}", place.account.id))
        .into_response())
}

fn said(done: &str) -> Option<&'static str> {
    Some(match done {
        "nytt" => "Inslaget är registrerat. Den automatiska kontrollen läser det om några sekunder.",
        "andrat" => "Inslaget hade ändrats. Den nya versionen är sparad, och den gamla finns kvar.",
        "samma" => "Inslaget är som förut. Inget nytt behövde sparas.",
        "borta" => "Att inslaget inte längre visas är sparat. Allt det har sagt finns kvar.",
        _ => return None,
    })
}

/// An account of an authority where the person attests, and an item of it within reach.
async fn place(app: &App, me: &SignedIn, id: &str, item: &str) -> Result<Place, Fault> {
    let id: Id<Account> = id.parse().map_err(|_| Fault::not_found())?;
    let mut reader = app.store.read(me.actor()).await?;
    let account = account::by_id(&mut reader, id).await?.ok_or_else(Fault::not_found)?;
    if !me.visitor.authorities.iter().any(|authority| authority.id == account.authority) {
        return Err(Fault::not_found());
    }
    let again = match item {
        "" => None,
        item => {
            let item = capture::item(&mut reader, super::id(item)?).await?;
            let item = item.filter(|item| item.account == account.id).ok_or_else(Fault::not_found)?;
            let open = reach::open_to(&mut reader, me.actor(), std::slice::from_ref(&item)).await?;
            if !open.contains_key(&item.id) {
                return Err(Fault::not_found());
            }
            Some(item)
        }
    };
    let kind = again.as_ref().map_or(ItemKind::Comment, |item| item.kind);
    capture::may_observe(me.actor(), account.authority, kind).map_err(|_| Fault::not_allowed())?;
    Ok(Place { account, again })
}

async fn page(
    app: &App,
    frame: &Frame,
    me: &SignedIn,
    Place { account, again }: &Place,
    (form, wrong): (&Form, Wrong),
    done: Option<(&'static str, Uuid)>,
) -> Result<Response, Fault> {
    let status = if wrong.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let attest_error = wrong.attested.clone();
    let kinds = [ItemKind::Comment, ItemKind::Post, ItemKind::Page, ItemKind::Message];
    let may = |kind: &ItemKind| capture::may_observe(me.actor(), account.authority, *kind).is_ok();
    let fields = match again {
        Some(_) => observed::fields_again(form, wrong),
        None => {
            let posts = posts(app, me, account).await?;
            observed::fields(form, wrong, kinds.into_iter().filter(may), posts)
        }
    };
    let page = ObservePage {
        id: account.id.to_string(),
        account: account.name.clone(),
        platform: PlatformSquare { kind: account.platform },
        again: again.as_ref().map(|item| (item.id, words::kind(item.kind))),
        done,
        errors: Errors::of(&fields),
        fields,
        attest_error,
    };
    Ok(frame.render_as(status, Nav::Accounts, &format!("Registrera för hand, {}", page.account), &page))
}

/// The account's own latest posts, as what a comment stands under.
async fn posts(app: &App, me: &SignedIn, account: &Account) -> Result<Vec<(String, String)>, Fault> {
    let mut reader = app.store.read(me.actor()).await?;
    let mut items = capture::latest(&mut reader, LOOK_MAX).await?;
    items.retain(|item| item.account == account.id && item.kind == ItemKind::Post);
    items.truncate(POSTS_MAX);
    let open = reach::open_to(&mut reader, me.actor(), &items).await?;
    let mut posts = Vec::with_capacity(items.len());
    for item in items.iter().filter(|item| open.get(&item.id) == Some(&false)) {
        if let Some((_, kept)) = capture::last_content(&mut reader, account.platform, item).await? {
            posts.push((item.id.to_string(), words::snippet(&kept.text)));
        }
    }
    Ok(posts)
}
