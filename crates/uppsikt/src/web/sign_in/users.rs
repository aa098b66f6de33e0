//! `/drift/anvandare`: users, their invitations and sessions, for administrators.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use uppsikt_kernel::{Actor, Authority, Id, Role, User};

use super::flow;
use super::form::fault;
use crate::app::App;
use crate::explain::{Explain as _, told};
use crate::rooms::people::{self, NewUser, SignInError};
use crate::web::components::{Cell, Downloads, Field, FieldKind, Moment, Table, Tone};
use crate::web::export::{Download, Sheet};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// A role in Swedish, as in the glossary.
#[must_use]
pub(super) const fn role_words(role: Role) -> &'static str {
    match role {
        Role::Editor => "redaktör",
        Role::Communications => "kommunikatör",
        Role::Manager => "ansvarig chef",
        Role::Registrar => "registrator",
        Role::Archivist => "arkivarie",
        Role::DataProtectionOfficer => "dataskyddsombud",
        Role::Administrator => "administratör",
        Role::Auditor => "revisor",
    }
}

struct UserLine {
    id: Id<User>,
    login: String,
    name: String,
    sessions: usize,
    seen: Option<Moment>,
}

#[derive(Template)]
#[template(path = "web/sign_in/users.html")]
struct UsersPage {
    wrong: Option<(String, String)>,
    link: Option<(String, String)>,
    users: Vec<UserLine>,
    links: Downloads,
    fields: Vec<Field>,
}

/// What is typed of a new user.
#[derive(Default, Deserialize)]
pub(super) struct NewForm {
    login: String,
    name: String,
    role: String,
    authority: String,
}

async fn page(app: &App, actor: &Actor, form: &NewForm) -> Result<UsersPage, Fault> {
    let now = app.store.now();
    let (users, sessions, authorities) = {
        let mut reader = app.store.read(actor).await.map_err(told)?;
        (
            people::users(&mut reader).await.map_err(told)?,
            people::sessions(&mut reader, None, now).await.map_err(told)?,
            people::authorities(&mut reader).await.map_err(told)?,
        )
    };
    let mut by_user: BTreeMap<Id<User>, (usize, i64)> = BTreeMap::new();
    for session in &sessions {
        let (count, seen) = by_user.entry(session.user).or_default();
        *count += 1;
        *seen = (*seen).max(session.seen_at.get());
    }
    let users = users.into_iter().map(|user| {
        let (sessions, seen) = by_user.get(&user.id).copied().unwrap_or_default();
        let seen = (sessions > 0).then(|| Moment::new(seen, now.get()));
        UserLine { id: user.id, login: user.login, name: user.name, sessions, seen }
    });
    let mine = authorities.into_iter().filter(|row| actor.has_in(Role::Administrator, row.id));
    let value = |field: Field, value: &str| Field { value: value.to_owned(), ..field };
    let line = |name, label| Field::new(name, FieldKind::Line("text"), label);
    let roles = Role::ALL.map(|role| (role.code().to_owned(), role_words(role).to_owned())).to_vec();
    let boards = mine.map(|row| (row.id.to_string(), row.name)).collect();
    let fields = vec![
        value(line("name", "Namn"), &form.name),
        Field {
            hint: Some("Små bokstäver a–z, siffror, punkt och bindestreck.".to_owned()),
            ..value(line("login", "Användarnamn"), &form.login)
        },
        value(Field::new("authority", FieldKind::Choice(boards), "Myndighet"), &form.authority),
        value(Field::new("role", FieldKind::Choice(roles), "Roll"), &form.role),
    ];
    let users: Vec<UserLine> = users.collect();
    let links = Download::at("/drift/anvandare").links(&sheet(&as_table(&users)));
    Ok(UsersPage { wrong: None, link: None, users, links, fields })
}

fn render(frame: &Frame, status: StatusCode, page: &UsersPage) -> Response {
    frame.render_as(status, Nav::Operation, "Användare", page)
}

/// The users as they are taken out, a row for each.
fn as_table(users: &[UserLine]) -> Table {
    let row = |line: &UserLine| {
        let seen = line.seen.as_ref().map_or_else(|| Cell::text(""), Cell::part);
        vec![
            Cell::text(line.name.clone()),
            Cell::text(line.login.clone()),
            Cell::Number(line.sessions.to_string()),
            seen,
        ]
    };
    let head = ["Namn", "Användarnamn", "Inloggningar nu", "Senast använd"];
    Table {
        caption: "Användare".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: users.iter().map(row).collect(),
    }
}

fn sheet(table: &Table) -> Sheet<'_> {
    Sheet::new("anvandare", table).with_persons(&["Namn", "Användarnamn"])
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    download: Download,
) -> Result<Response, Fault> {
    let page = page(&app, me.actor(), &NewForm::default()).await?;
    let table = as_table(&page.users);
    if let Some(file) = download.file(&app, &me, &sheet(&table)).await? {
        return Ok(file);
    }
    Ok(render(&frame, StatusCode::OK, &page))
}

pub(super) async fn add(
    State(app): State<Arc<App>>,
    frame: Frame,
    headers: HeaderMap,
    me: SignedIn,
    Form(form): Form<NewForm>,
) -> Result<Response, Fault> {
    let (Ok(role), Ok(authority)) = (form.role.parse::<Role>(), form.authority.parse::<Id<Authority>>())
    else {
        return Err(Fault::not_found());
    };
    let new = NewUser { login: form.login.clone(), name: form.name.clone(), roles: BTreeSet::from([role]) };
    let added = flow::does(&app, me.actor(), move |tx| {
        Box::pin(async move { Ok(people::add_user(tx, &new, &[authority]).await?) })
    })
    .await;
    match added {
        Ok(user) => invited(&app, &frame, &headers, me.actor(), user).await,
        Err(SignInError::People(error)) => {
            let mut page = page(&app, me.actor(), &form).await?;
            let told = error.explain();
            page.wrong = Some((told.happened, told.next));
            Ok(render(&frame, StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(fault(error)),
    }
}

/// The page with a link for the invited person, shown this once.
async fn invited(
    app: &App,
    frame: &Frame,
    headers: &HeaderMap,
    actor: &Actor,
    user: Id<User>,
) -> Result<Response, Fault> {
    let token = flow::invite(app, actor, user).await.map_err(fault)?;
    let name = {
        let mut reader = app.store.read(actor).await.map_err(told)?;
        people::user(&mut reader, user).await.map_err(told)?.map(|user| user.name).unwrap_or_default()
    };
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST.as_str()).unwrap_or("localhost");
    let scheme =
        text("origin").and_then(|origin| origin.split_once("://")).map_or("http", |(scheme, _)| scheme);
    let mut page = page(app, actor, &NewForm::default()).await?;
    page.link = Some((name, format!("{scheme}://{host}/inbjudan/{}", *token.text())));
    Ok(render(frame, StatusCode::OK, &page))
}

pub(super) async fn invite(
    State(app): State<Arc<App>>,
    frame: Frame,
    headers: HeaderMap,
    me: SignedIn,
    Path(user): Path<Id<User>>,
) -> Result<Response, Fault> {
    invited(&app, &frame, &headers, me.actor(), user).await
}

pub(super) async fn end_sessions(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(user): Path<Id<User>>,
) -> Response {
    // On one's own row this page goes on; everything else ends.
    let but = (user == me.actor().user).then_some(me.visitor.session.id);
    let ended = flow::does(&app, me.actor(), move |tx| Box::pin(people::end_sessions(tx, user, but))).await;
    let page = match ended {
        Ok(_) => page(&app, me.actor(), &NewForm::default()).await,
        Err(error) => Err(fault(error)),
    };
    match page {
        Ok(page) => {
            let frame = frame.with_notice(Tone::Fine, "Inloggningarna är avslutade.");
            render(&frame, StatusCode::OK, &page)
        }
        Err(fault) => fault.into_response(),
    }
}
