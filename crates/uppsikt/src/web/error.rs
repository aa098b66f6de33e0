//! What somebody is shown when a page cannot be given: what happened, what to do, and a number to refer to.
//!
//! A handler returns a [`Fault`]; the envelope around all routes turns it into a page, JSON or text, whichever was
//! asked for. Errors that the web library itself answers with (too large, wrong method) go the same way.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::layout::{Frame, Nav, Wants};
use crate::explain::{Exit, Explain, Explanation, told};

/// An explanation on its way to whoever asked, with the status of the response.
#[derive(Debug, Clone)]
pub struct Fault {
    status: StatusCode,
    explanation: Explanation,
}

impl Fault {
    /// An explanation with a status of its own.
    #[must_use]
    pub fn new(status: StatusCode, explanation: Explanation) -> Self {
        Self { status, explanation: explanation.logged() }
    }

    /// There is no such page or thing, or it is out of reach; which of them is never said.
    #[must_use]
    pub fn not_found() -> Self {
        Self::of_status(StatusCode::NOT_FOUND)
    }

    /// The person's roles do not reach here; whether anything is here is not said.
    #[must_use]
    pub fn not_allowed() -> Self {
        Self::of_status(StatusCode::FORBIDDEN)
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn not_signed_in() -> Self {
        Self::of_status(StatusCode::UNAUTHORIZED)
    }

    /// A form that another site has sent in the person's name.
    pub(super) fn foreign_form() -> Self {
        let told = ("Formuläret kom inte från en sida i Uppsikt. Inget har ändrats.", FOREIGN_FORM_NEXT);
        Self::new(StatusCode::FORBIDDEN, Explanation::new(Exit::NotAllowed, told.0, told.1))
    }

    /// The words for a status that somebody else has set.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let (exit, happened, next) = words(status);
        Self::new(status, Explanation::new(exit, happened, next))
    }

    /// The number under which the log has it.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.explanation.reference
    }
}

const FOREIGN_FORM_NEXT: &str = "Öppna sidan i Uppsikt och gör om det där. Om du redan var i Uppsikt: be den som sköter driften att kontrollera att webbservern framför Uppsikt släpper igenom Host och Origin.";

fn words(status: StatusCode) -> (Exit, &'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => (
            Exit::NotAllowed,
            "Sidan finns inte, eller så hör den till något som du inte har tillgång till.",
            "Kontrollera adressen, eller börja om från startsidan.",
        ),
        StatusCode::FORBIDDEN => (
            Exit::NotAllowed,
            "Du har inte behörighet till den här sidan. Inget har ändrats.",
            "Behöver du den i ditt arbete? Be en administratör hos er att ge dig rätt roll.",
        ),
        StatusCode::UNAUTHORIZED => (Exit::NotAllowed, "Du är inte inloggad.", "Logga in och försök igen."),
        StatusCode::METHOD_NOT_ALLOWED => (
            Exit::Usage,
            "Adressen finns, men går inte att använda på det sättet. Inget har ändrats.",
            "Gå tillbaka och använd länkarna och knapparna på sidan.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            Exit::Usage,
            "Det du skickade är större än 10 MB och togs inte emot. Inget har sparats.",
            "Dela upp det eller gör filerna mindre, och skicka igen.",
        ),
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => (
            Exit::Passing,
            "Uppsikt hann inte svara. Det som redan är sparat finns kvar, men det du just gjorde kan vara osparat.",
            "Vänta en stund, se efter om det blev gjort och försök annars igen.",
        ),
        status if status.is_client_error() => (
            Exit::Usage,
            "Uppsikt förstod inte vad som skickades. Inget har ändrats.",
            "Gå tillbaka, kontrollera det du fyllde i och försök igen.",
        ),
        _ => (
            Exit::Fault,
            "Något i Uppsikt gick fel. Inget som redan är sparat har gått förlorat.",
            "Försök igen. Om det händer igen: anmäl felet med referensnumret.",
        ),
    }
}

const fn status_of(exit: Exit) -> StatusCode {
    match exit {
        Exit::Usage => StatusCode::BAD_REQUEST,
        // What is out of reach and what does not exist look the same.
        Exit::NotAllowed => StatusCode::NOT_FOUND,
        Exit::Passing => StatusCode::SERVICE_UNAVAILABLE,
        Exit::Done | Exit::Found | Exit::Folder | Exit::Fault => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<Explanation> for Fault {
    fn from(explanation: Explanation) -> Self {
        Self::new(status_of(explanation.exit), explanation)
    }
}

impl<E: Explain> From<E> for Fault {
    fn from(error: E) -> Self {
        told(error).into()
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "web/error.html")]
struct ErrorPage<'a> {
    title: &'a str,
    happened: &'a str,
    next: &'a str,
    is_for_operation: bool,
    reference: &'a str,
}

/// Whether the advice names commands, which only those can follow who look after the server.
fn is_for_operation(next: &str) -> bool {
    next.contains("--") || next.contains("uppsikt ")
}

const fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "Sidan finns inte",
        StatusCode::FORBIDDEN => "Du har inte behörighet",
        StatusCode::UNAUTHORIZED => "Du är inte inloggad",
        StatusCode::PAYLOAD_TOO_LARGE => "För stort att ta emot",
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => "Uppsikt kan inte svara just nu",
        _ => "Det gick inte",
    }
}

/// What sort of problem it is, for programs and whoever looks after them.
const fn problem_title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => "Frågan går inte att besvara så",
        StatusCode::UNAUTHORIZED => "Nyckeln gäller inte",
        StatusCode::FORBIDDEN => "Inte tillåtet",
        StatusCode::NOT_FOUND => "Finns inte",
        StatusCode::METHOD_NOT_ALLOWED => "Går inte att göra",
        StatusCode::CONFLICT => "Redan gjort",
        StatusCode::PAYLOAD_TOO_LARGE => "För stort",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "Fel sorts innehåll",
        StatusCode::TOO_MANY_REQUESTS => "För många anrop",
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => "Uppsikt kan inte svara just nu",
        _ => "Något gick fel",
    }
}

/// Whether the response already says in words of ours what went wrong.
fn is_told(response: &Response) -> bool {
    let media_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media_type.is_some_and(|media| media.starts_with("text/html") || media.starts_with("application/json"))
}

/// Gives an error its words, in the form that was asked for; everything else passes unchanged.
pub(super) fn explained(mut response: Response, frame: &Frame) -> Response {
    let status = response.status();
    let fault = response.extensions_mut().remove::<Fault>();
    let is_error = status.is_client_error() || status.is_server_error();
    let fault = match fault {
        Some(fault) => fault,
        None if is_error && !is_told(&response) => Fault::of_status(status),
        None => return response,
    };
    let (media_type, body) = fault.body(frame);
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    frame.takes_the_page(&mut parts.headers);
    Response::from_parts(parts, Body::from(body))
}

impl Fault {
    fn body(&self, frame: &Frame) -> (&'static str, String) {
        let Explanation { happened, next, reference, .. } = &self.explanation;
        match frame.wants() {
            Wants::Page => {
                let is_for_operation = is_for_operation(next);
                let title = title(self.status);
                let page = ErrorPage { title, happened, next, is_for_operation, reference };
                let page = frame.page(Nav::None, title, &page);
                ("text/html; charset=utf-8", page.unwrap_or_else(|_| self.text()))
            }
            // RFC 9457, with what to do next and the number under which the log has it.
            Wants::Json => {
                let body = json!({
                    "type": "about:blank",
                    "title": problem_title(self.status),
                    "status": self.status.as_u16(),
                    "detail": happened,
                    "next": next,
                    "reference": reference,
                });
                ("application/problem+json", body.to_string())
            }
            Wants::Text => ("text/plain; charset=utf-8", self.text()),
        }
    }

    fn text(&self) -> String {
        let Explanation { happened, next, reference, .. } = &self.explanation;
        format!("{happened}\n{next}\nReferensnummer: {reference}\n")
    }
}
