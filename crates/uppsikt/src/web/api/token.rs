//! Who calls: the token of the `Authorization` header, and nothing else.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use uppsikt_kernel::Actor;

use super::limit;
use crate::app::App;
use crate::explain::{Exit, Explanation};
use crate::rooms::integration::{self, Caller, IntegrationError};
use crate::web::Fault;

/// When a token was last used is noted this often at most, in microseconds.
const USE_NOTED_MICROS: i64 = 60_000_000;

/// Another system whose token holds.
#[derive(Debug, Clone)]
pub(super) struct Calling(pub Arc<Caller>);

impl Calling {
    /// The system as one who acts.
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }
}

impl<S: Sync> FromRequestParts<S> for Calling {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Self>().cloned().ok_or_else(refused)
    }
}

fn refused() -> Fault {
    Fault::new(
        StatusCode::UNAUTHORIZED,
        Explanation::new(
            Exit::NotAllowed,
            "Nyckeln saknas, är fel, har gått ut eller är återkallad. Inget har lämnats ut eller ändrats.",
            "Skicka nyckeln i huvudet Authorization, som: Bearer uppsikt_… En administratör ger en ny på sidan Integrationer.",
        ),
    )
}

/// Lets those through whose token holds, as often as they may ask.
pub(in crate::web) async fn guard(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let caller = match caller(&app, request.headers()).await {
        Ok(Some(caller)) => caller,
        Ok(None) => return challenged(),
        Err(error) => return Fault::from(error).into_response(),
    };
    if let Err(seconds) = limit::take(caller.token.id, app.store.now()) {
        return too_often(seconds);
    }
    request.extensions_mut().insert(Calling(Arc::new(caller)));
    next.run(request).await
}

fn challenged() -> Response {
    let mut response = refused().into_response();
    let challenge = HeaderValue::from_static("Bearer realm=\"uppsikt\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}

fn too_often(seconds: i64) -> Response {
    let told = Explanation::new(
        Exit::Passing,
        format!(
            "Nyckeln har använts för ofta: {} anrop i minuten går bra. Inget har ändrats.",
            limit::PER_MINUTE
        ),
        format!("Vänta {seconds} sekunder."),
    );
    let mut response = Fault::new(StatusCode::TOO_MANY_REQUESTS, told).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

async fn caller(app: &App, headers: &HeaderMap) -> Result<Option<Caller>, IntegrationError> {
    let text = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = text.and_then(|text| text.split_once(' '));
    let shown = shown.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some(token) = shown.and_then(|(_, token)| integration::token_of(token.trim())) else {
        return Ok(None);
    };
    let Some(caller) = integration::caller(&app.store, &token).await? else { return Ok(None) };
    let now = app.store.now().get();
    if caller.token.used_at.is_none_or(|used| now - used >= USE_NOTED_MICROS) {
        let id = caller.token.id;
        app.store
            .write::<_, IntegrationError, _>(&caller.actor, move |tx| {
                Box::pin(async move { integration::note_use(tx, id).await })
            })
            .await?;
    }
    Ok(Some(caller))
}
