//! Every route: method, path, who may.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use serde_json::json;
use uppsikt_kernel::Role;

use super::layout::{Frame, Person, Wants};
use super::{Fault, about, api, asset, session, sign_in};
use crate::app::App;
use crate::rooms::desk;
use crate::rooms::evidence;
use crate::rooms::integration;
use crate::rooms::registry;
use crate::rooms::report::pages as report;

/// Who may use a route. Rooms ask further: which authority, which record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Anybody,
    /// Everybody who is signed in.
    SignedIn,
    /// Who holds one of these roles in any authority.
    Roles(&'static [Role]),
    /// Another system with a token; no session opens it.
    Token,
}

impl Who {
    /// Whether a signed-in person may.
    #[must_use]
    pub fn admits(self, person: &Person) -> bool {
        match self {
            Self::Anybody | Self::SignedIn => true,
            Self::Roles(roles) => roles.iter().any(|role| person.roles.contains(role)),
            Self::Token => false,
        }
    }
}

/// One route.
#[derive(Debug, Clone)]
pub struct Route {
    /// GET (which answers HEAD too) or POST.
    pub method: &'static str,
    /// The path, with `{name}` where it varies.
    pub path: &'static str,
    /// Who may use it.
    pub who: Who,
    handler: MethodRouter<Arc<App>>,
}

impl Route {
    /// A page that is read.
    #[must_use]
    pub fn get(path: &'static str, who: Who, handler: MethodRouter<Arc<App>>) -> Self {
        Self { method: "GET", path, who, handler }
    }

    /// A form that is sent.
    #[must_use]
    pub fn post(path: &'static str, who: Who, handler: MethodRouter<Arc<App>>) -> Self {
        Self { method: "POST", path, who, handler }
    }
}

/// Whoever may change anything somewhere: everybody but the auditor.
const WRITERS: Who = Who::Roles(&[
    Role::Editor,
    Role::Communications,
    Role::Manager,
    Role::Registrar,
    Role::Archivist,
    Role::DataProtectionOfficer,
    Role::Administrator,
]);

const ADMINISTRATOR: Who = Who::Roles(&[Role::Administrator]);

/// Whoever may say which guideline an authority follows.
const ADOPTERS: Who = Who::Roles(&[Role::Communications, Role::Manager, Role::Administrator]);

/// Whoever may ask for an exception from it.
const ASKERS: Who = Who::Roles(&[Role::Editor, Role::Communications, Role::Manager, Role::Administrator]);

/// Every route of the program, in the order of the navigation.
#[must_use]
pub fn table() -> Vec<Route> {
    // What is to be done: I dag, Bevakning and Handling.
    let mut routes = desk::pages::routes();
    routes.extend([
        // Accounts, and what is noted about them.
        Route::get("/konton", Who::SignedIn, get(report::accounts::show)),
        Route::get("/konton/{id}", Who::SignedIn, get(report::one::show)),
        Route::get("/konton/nytt", ADMINISTRATOR, get(report::new_account::show)),
        Route::post("/konton/nytt", ADMINISTRATOR, post(report::new_account::add)),
        Route::get("/konton/{id}/uppgift", WRITERS, get(report::note::show)),
        Route::post("/konton/{id}/uppgift", WRITERS, post(report::note::note)),
        // What an account is dispensed from.
        Route::get("/konton/{id}/undantag/nytt", ASKERS, get(report::exception_ask::show_new)),
        Route::post("/konton/{id}/undantag", ASKERS, post(report::exception_ask::ask)),
        Route::get("/konton/{id}/undantag/{exception}", Who::SignedIn, get(report::exception::show)),
        Route::post("/konton/{id}/undantag/{exception}", WRITERS, post(report::exception::decide)),
        // The guideline in force, and how it is followed.
        Route::get("/riktlinjer", Who::SignedIn, get(report::guidelines::show)),
        Route::get("/riktlinjer/{authority}", Who::SignedIn, get(report::guideline::show)),
        Route::get("/riktlinjer/{authority}/skillnad", Who::SignedIn, get(report::difference::show)),
        Route::get("/riktlinjer/{authority}/prova", Who::SignedIn, get(report::simulation::show)),
        Route::get("/riktlinjer/{authority}/anta", ADOPTERS, get(report::adopt::show)),
        Route::post("/riktlinjer/{authority}/anta/granska", ADOPTERS, post(report::adopt::check)),
        Route::post("/riktlinjer/{authority}/anta", ADOPTERS, post(report::adopt::adopt)),
        Route::post("/riktlinjer/{authority}/aterta", ADOPTERS, post(report::adopt::withdraw)),
        Route::get("/efterlevnad", Who::SignedIn, get(report::compliance::show)),
        Route::get("/efterlevnad/{account}/{statement}", Who::SignedIn, get(report::finding::show)),
        // About the program itself.
        Route::get("/om", Who::Anybody, get(about::about)),
        Route::get("/tillganglighet", Who::Anybody, get(about::accessibility)),
        Route::get("/static/{version}/{file}", Who::Anybody, get(asset::serve)),
        // Whether the database answers; holds nothing of the content.
        Route::get("/healthz", Who::Anybody, get(health)),
    ]);
    routes.extend(registry::pages::routes());
    routes.extend(evidence::pages::routes());
    routes.extend(desk::operation::routes());
    routes.extend(report::operation::routes());
    routes.extend(sign_in::routes());
    routes.extend(crate::rooms::search::routes());
    routes.extend(integration::pages::routes());
    routes.extend(api::routes());
    routes.extend(desk::pages::live_routes());
    routes
}

static PAGES: LazyLock<BTreeMap<&'static str, Who>> = LazyLock::new(|| {
    let pages = table().into_iter().filter(|route| route.method == "GET");
    pages.map(|route| (route.path, route.who)).collect()
});

/// Who may open the page with exactly this path; `None` where there is none.
pub(super) fn who(path: &str) -> Option<Who> {
    PAGES.get(path).copied()
}

pub(super) fn all(app: Arc<App>) -> Router {
    let guarded = |router: Router<Arc<App>>, route: Route| {
        let handler = match route.who {
            Who::Token => route.handler.route_layer(from_fn_with_state(Arc::clone(&app), api::guard)),
            who => route.handler.route_layer(from_fn_with_state(who, guard)),
        };
        router.route(route.path, handler)
    };
    let identify = from_fn_with_state(Arc::clone(&app), session::identify);
    let routes = table().into_iter().fold(Router::new(), guarded).fallback(nothing_here);
    routes.layer(identify).with_state(app)
}

/// Lets those through who may; the others learn nothing of what is behind.
async fn guard(State(who): State<Who>, frame: Frame, request: Request, next: Next) -> Response {
    match frame.person() {
        _ if who == Who::Anybody => next.run(request).await,
        Some(person) if who.admits(person) => next.run(request).await,
        Some(_) => Fault::not_allowed().into_response(),
        None if frame.wants() == Wants::Page => sign_in(&request).into_response(),
        None => Fault::not_signed_in().into_response(),
    }
}

/// To the sign-in page and then back; back to a form that was sent would send nothing.
fn sign_in(request: &Request) -> Redirect {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    if request.method() != Method::GET || path == "/" {
        return Redirect::to("/logga-in");
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    Redirect::to(&format!("/logga-in?{}", query.append_pair("nasta", path).finish()))
}

async fn nothing_here() -> Fault {
    Fault::not_found()
}

async fn health(State(app): State<Arc<App>>) -> Response {
    let (status, state) = match app.store.organisations().await {
        Ok(_) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::error!(%error, "the database did not answer the health check");
            (StatusCode::SERVICE_UNAVAILABLE, "databasen svarar inte")
        }
    };
    let body = json!({"status": state, "version": env!("CARGO_PKG_VERSION")}).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
