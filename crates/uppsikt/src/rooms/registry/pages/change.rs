//! What is sent from an entry's page: complete, decline, describe, link, mark, lift.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use uppsikt_kernel::{Actor, Id};
use uppsikt_store::{StoreError, Tx};

use super::form::{EntryForm, fingerprint, wrong};
use super::history::{Event, history};
use super::lane::Waiting;
use super::panel::Filled;
use super::{entry, words};
use crate::app::App;
use crate::rooms::registry::{self, Description, Registration, RegistryError};
use crate::web::components::Badge;
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// What is to become of an entry.
enum Change {
    Complete(Description, Vec<String>),
    Decline(String),
    Describe(Description),
    Link(Vec<String>),
    Mark(String),
    Lift(String),
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
enum ChangeError {
    /// Somebody has changed the entry since the page was made.
    #[error("the entry has changed since the page was made")]
    Stale,
    /// The registry.
    #[error(transparent)]
    Registry(#[from] RegistryError),
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> Self {
        Self::Registry(error.into())
    }
}

async fn apply(tx: &mut Tx, id: Id<Registration>, change: Change) -> Result<Registration, RegistryError> {
    match change {
        Change::Complete(description, cases) => registry::complete(tx, id, description, &cases).await,
        Change::Decline(reason) => registry::decline(tx, id, &reason).await,
        Change::Describe(description) => registry::describe(tx, id, description).await,
        Change::Link(cases) => registry::link(tx, id, &cases).await,
        Change::Mark(provision) => registry::mark_secrecy(tx, id, &provision).await,
        Change::Lift(provision) => registry::lift_secrecy(tx, id, Some(&provision)).await,
    }
}

/// Does it, unless the entry no longer looks as it did on the page.
async fn carry_out(
    app: &App,
    actor: &Actor,
    id: Id<Registration>,
    before: String,
    change: Change,
) -> Result<Registration, ChangeError> {
    app.store
        .write::<_, ChangeError, _>(actor, move |tx| {
            Box::pin(async move {
                let known = registry::entry(tx, id).await?.ok_or(RegistryError::NotFound)?;
                if fingerprint(&known) != before {
                    return Err(ChangeError::Stale);
                }
                Ok(apply(tx, id, change).await?)
            })
        })
        .await
}

/// What a form asks for, from whom, about which entry.
struct Sent {
    app: Arc<App>,
    frame: Frame,
    me: SignedIn,
    id: Id<Registration>,
    form: EntryForm,
}

impl Sent {
    fn of(app: Arc<App>, frame: Frame, me: SignedIn, id: &str, form: EntryForm) -> Result<Self, Fault> {
        Ok(Self { app, frame, me, id: super::entry_id(id)?, form })
    }

    /// Does it and goes on; shows the form again with what is wrong, or what has happened meanwhile.
    async fn carry_out(self, change: Change, goes_on: bool, done: &str) -> Result<Response, Fault> {
        let next = if goes_on {
            let mut reader = self.app.store.read(self.me.actor()).await?;
            Waiting::read(&mut reader).await?.after(self.id)
        } else {
            Some(self.id)
        };
        let before = self.form.before.clone();
        match carry_out(&self.app, self.me.actor(), self.id, before, change).await {
            Ok(entry) => {
                let place = next.map_or_else(String::new, |next| format!("/{next}"));
                let said = if goes_on { format!("klar={}", entry.id) } else { format!("gjort={done}") };
                Ok(Redirect::to(&format!("/diarium{place}?{said}")).into_response())
            }
            Err(ChangeError::Stale) => self.stale().await,
            Err(ChangeError::Registry(error)) => self.refused(error).await,
        }
    }

    async fn refused(self, error: RegistryError) -> Result<Response, Fault> {
        if matches!(error, RegistryError::Completed | RegistryError::Declined | RegistryError::NotMarked) {
            return self.stale().await;
        }
        match wrong(&error) {
            Some((field, said)) => {
                let field = self.field(field);
                self.again((field, said)).await
            }
            None => Err(error.into()),
        }
    }

    /// A reason has the same limits as a protected text, and a field of its own.
    fn field(&self, field: &'static str) -> &'static str {
        if field == "skyddad" && !self.form.reason.trim().is_empty() { "skal" } else { field }
    }

    async fn again(self, wrong: (&'static str, String)) -> Result<Response, Fault> {
        let filled = Filled { form: Some(self.form), wrong: Some(wrong) };
        entry::page(&self.app, &self.frame, &self.me, self.id, (false, filled)).await
    }

    /// Somebody was faster: what has happened, and what was written, so that nothing is lost.
    async fn stale(self) -> Result<Response, Fault> {
        let now = self.app.store.now().get();
        let mut reader = self.app.store.read(self.me.actor()).await?;
        let entry = entry::found(&mut reader, self.id).await?;
        if !registry::may_read_protected(self.me.actor(), entry.authority) {
            return Err(Fault::not_found());
        }
        let form = self.form;
        let written = [
            ("Offentlig beskrivning", form.public.clone()),
            ("Ärendets nummer", form.cases.clone()),
            ("Avsändare eller mottagare", form.counterpart.clone()),
            ("Skyddad beskrivning", form.protected.clone()),
            ("Skäl", form.reason.clone()),
            ("Bestämmelse", form.provision()),
        ];
        let page = StalePage {
            id: entry.id,
            number: entry.registry_number.clone(),
            state: words::state(&entry),
            last: history(&mut reader, &entry, now).await?.pop(),
            written: written.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect(),
        };
        Ok(self.frame.render_as(StatusCode::CONFLICT, Nav::Registry, "Posten har ändrats", &page))
    }
}

/// A page that has grown old.
#[derive(Template)]
#[template(path = "rooms/registry/pages/stale.html")]
struct StalePage {
    id: Id<Registration>,
    number: String,
    state: Badge,
    last: Option<Event>,
    written: Vec<(&'static str, String)>,
}

/// `POST /diarium/{id}/registrera`: the draft stands in the diary, and the next one comes.
pub(crate) async fn complete(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<EntryForm>,
) -> Result<Response, Fault> {
    let sent = Sent::of(app, frame, me, &id, form)?;
    match sent.form.description() {
        Ok(description) => {
            let change = Change::Complete(description, sent.form.cases());
            sent.carry_out(change, true, "").await
        }
        Err(wrong) => sent.again(wrong).await,
    }
}

/// `POST /diarium/{id}/avboj`: it does not belong in the diary; the number stays taken.
pub(crate) async fn decline(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<EntryForm>,
) -> Result<Response, Fault> {
    let sent = Sent::of(app, frame, me, &id, form)?;
    if sent.form.reason.trim().is_empty() {
        return sent.again(("skal", "Skriv varför handlingen inte ska diarieföras.".to_owned())).await;
    }
    let change = Change::Decline(sent.form.reason.replace("\r\n", "\n"));
    sent.carry_out(change, true, "").await
}

/// `POST /diarium/{id}/beskriv`: a new description.
pub(crate) async fn describe(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<EntryForm>,
) -> Result<Response, Fault> {
    let sent = Sent::of(app, frame, me, &id, form)?;
    match sent.form.description() {
        Ok(description) => sent.carry_out(Change::Describe(description), false, "beskriven").await,
        Err(wrong) => sent.again(wrong).await,
    }
}

/// `POST /diarium/{id}/koppla`: links to one or several cases.
pub(crate) async fn link(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<EntryForm>,
) -> Result<Response, Fault> {
    let sent = Sent::of(app, frame, me, &id, form)?;
    let change = Change::Link(sent.form.cases());
    sent.carry_out(change, false, "kopplad").await
}

/// `POST /diarium/{id}/sekretess`: puts a secrecy mark on it.
pub(crate) async fn mark(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<EntryForm>,
) -> Result<Response, Fault> {
    let sent = Sent::of(app, frame, me, &id, form)?;
    let change = Change::Mark(sent.form.provision());
    sent.carry_out(change, false, "markerad").await
}

/// `POST /diarium/{id}/hav`: lifts one of its marks.
pub(crate) async fn lift(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<EntryForm>,
) -> Result<Response, Fault> {
    let sent = Sent::of(app, frame, me, &id, form)?;
    let change = Change::Lift(sent.form.provision());
    sent.carry_out(change, false, "havd").await
}
