//! A page with one form, as most pages of sign-in are.

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::explain::{Explain as _, told};
use crate::rooms::people::{PeopleError, SignInError};
use crate::web::components::{Field, FieldKind};
use crate::web::{Fault, Frame, Nav};

/// A page with one form.
#[derive(Debug, Default, Template)]
#[template(path = "web/sign_in/form.html")]
pub(super) struct FormPage {
    pub title: &'static str,
    pub lead: String,
    /// What went wrong, and what to do.
    pub wrong: Option<(String, String)>,
    pub action: String,
    pub hidden: Vec<(&'static str, String)>,
    pub fields: Vec<Field>,
    pub button: &'static str,
    /// A sentence below the form.
    pub below: &'static str,
    /// The way back, where there is one.
    pub back: Option<&'static str>,
}

impl FormPage {
    pub(super) fn show(&self, frame: &Frame) -> Response {
        frame.render(Nav::None, self.title, self)
    }

    /// The page again, with what went wrong; an error that no form can help with is a page of its own.
    pub(super) fn show_again(mut self, frame: &Frame, error: SignInError) -> Response {
        let status = match &error {
            SignInError::Braked(_) => StatusCode::TOO_MANY_REQUESTS,
            SignInError::WrongPassword | SignInError::WrongCode | SignInError::Password(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            SignInError::People(error) if !matches!(error, PeopleError::Store(_)) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            _ => return Fault::from(error).into_response(),
        };
        let told = error.explain();
        self.wrong = Some((told.happened, told.next));
        frame.render_as(status, Nav::None, self.title, &self)
    }
}

/// One line of a form.
pub(super) fn line(
    name: &'static str,
    kind: &'static str,
    label: &'static str,
    autocomplete: &'static str,
) -> Field {
    Field { autocomplete, ..Field::new(name, FieldKind::Line(kind), label) }
}

/// A field for a new password, with what makes it good.
pub(super) fn new_password() -> Field {
    let hint = "Minst 12 tecken. Några ord efter varandra är lätta att minnas och svåra att gissa.";
    Field { hint: Some(hint.to_owned()), ..line("nytt", "password", "Nytt lösenord", "new-password") }
}

/// What is typed and is nobody else's: gone from memory when the request is.
#[derive(Clone, Default, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Hidden(pub Zeroizing<String>);

impl From<String> for Hidden {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

/// To another page, with a cookie where there is one to set.
pub(super) fn go(to: &str, cookie: Option<HeaderValue>) -> Response {
    let mut headers = HeaderMap::new();
    if let Some(cookie) = cookie {
        headers.insert(header::SET_COOKIE, cookie);
    }
    (headers, Redirect::to(to)).into_response()
}

/// An error as a page of its own.
pub(super) fn fault(error: SignInError) -> Fault {
    told(error).into()
}
