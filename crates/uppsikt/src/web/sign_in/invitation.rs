//! `/inbjudan/…`: the first password, and every one that replaces a forgotten one.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::flow;
use super::form::{FormPage, Hidden, fault, go, new_password};
use crate::app::App;
use crate::rooms::people::{self, Invited, SignInError, Token};
use crate::web::{Fault, Frame};

/// The invitation of an address; one that cannot be used and one that never was look the same.
async fn find(app: &App, text: &str) -> Result<(Token, Invited), Fault> {
    let spent = || fault(SignInError::InvitationSpent);
    let token = Token::parse(text).ok_or_else(spent)?;
    let invited = people::invited(&app.store, &token).await.map_err(|error| fault(error.into()))?;
    Ok((token, invited.ok_or_else(spent)?))
}

fn page(text: &str, invited: &Invited) -> FormPage {
    let Invited { user, organisation, .. } = invited;
    FormPage {
        title: "Välj lösenord",
        lead: format!(
            "{}, du har bjudits in till Uppsikt hos {organisation}. Ditt användarnamn är {}.",
            user.name, user.login
        ),
        action: format!("/inbjudan/{text}"),
        // Browsers that save passwords save it under this name.
        hidden: vec![("login", user.login.clone())],
        fields: vec![new_password()],
        button: "Spara lösenordet",
        below: "Länken gäller en gång. När lösenordet är sparat avslutas alla inloggningar du hade, och appen du hade kopplat slutar gälla.",
        ..FormPage::default()
    }
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    Path(text): Path<String>,
) -> Result<Response, Fault> {
    let (_, invited) = find(&app, &text).await?;
    Ok(page(&text, &invited).show(&frame))
}

/// The new password.
#[derive(Deserialize)]
pub(super) struct AcceptForm {
    #[serde(rename = "nytt")]
    new: Hidden,
}

pub(super) async fn accept(
    State(app): State<Arc<App>>,
    frame: Frame,
    Path(text): Path<String>,
    Form(form): Form<AcceptForm>,
) -> Response {
    let (token, invited) = match find(&app, &text).await {
        Ok(found) => found,
        Err(fault) => return fault.into_response(),
    };
    match flow::accept(&app, &invited, token, form.new.0).await {
        Ok(()) => go("/logga-in?klart=losenord", None),
        Err(error) => page(&text, &invited).show_again(&frame, error),
    }
}
