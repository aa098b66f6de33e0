//! Answers: written, taken back, tried again.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use uppsikt_guideline::ContentClass;
use uppsikt_guideline::requirement::Moment;
use uppsikt_kernel::Actor;
use uppsikt_store::Reader;
use uuid::Uuid;

use super::item::{Chosen, Filled, chosen, next, show};
use super::judge;
use super::query::QueueQuery;
use crate::app::App;
use crate::explain::{Explain as _, told};
use crate::rooms::account::Account;
use crate::rooms::capture::CapturedItem;
use crate::rooms::desk::form::AnswerForm;
use crate::rooms::desk::listing::Tab;
use crate::rooms::desk::panel::{Choice, KEEPS, Panel, ToAnswer, choice};
use crate::rooms::desk::record::Record;
use crate::rooms::desk::{advice, clock};
use crate::rooms::moderation::{self, AnswerError, Answered, ModerationError, NewAnswer, QueueState, Rules};
use crate::web::Fault;
use crate::web::Frame;
use crate::web::session::SignedIn;

/// The panel to answer in.
pub(super) async fn panel(
    app: &App,
    reader: &mut Reader,
    (item, account): (&CapturedItem, &Account),
    record: &Record,
    form: AnswerForm,
    wrong: Vec<(&'static str, String)>,
) -> Result<Panel, ModerationError> {
    let now = app.store.now();
    let queued = moderation::queued(reader, item.id).await?;
    let is_open = queued.as_ref().is_some_and(|queued| queued.state == QueueState::Open);
    let judged = moderation::decisions_about(reader, item.id).await?.into_iter().next();
    let said = judged.filter(|_| !is_open).map(|decision| decision.class);
    let class = form.class.parse().ok().or(said).unwrap_or(ContentClass::Question);
    let since = queued.as_ref().map_or(item.first_seen_at, |queued| queued.published_at);
    let mut rules = Rules::new(now)?;
    let due = rules.due(reader, item, class, since).await?.flatten();
    let limit = rules.limit(reader, item, class).await?.map(|(hours, calendar, sources)| {
        let sources: Vec<String> = sources.iter().map(ToString::to_string).collect();
        format!("{hours} timmar, räknat som {calendar}. Källa: {}", sources.join(", "))
    });
    let abilities = judge::abilities(app, account);
    let answered = KEEPS.into_iter().filter(|class| class.can_be_answered());
    let classes: Vec<Choice> = answered.map(|each| choice(each, Some(class))).collect();
    Ok(Panel::Answer(Box::new(ToAnswer {
        version: record.versions.first().map_or(0, |version| version.number),
        clock: clock::badge(due, now.get()),
        until: clock::sentence(due, now.get()),
        limit,
        replies: abilities.as_ref().is_some_and(|can| can.replies) && record.state.is_none(),
        chars_max: abilities.and_then(|can| can.limits.text_chars_max),
        classes: if is_open { classes } else { Vec::new() },
        advice: advice::at(reader, now, item, &[Moment::Answer]).await?,
        form,
        wrong,
    })))
}

/// `POST /bevakning/besvara/{item}`: records the answer, and goes on to the next.
pub(crate) async fn answer(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    Path(item): Path<String>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, Fault> {
    let (id, actor, query) = (super::id(&item)?, signed_in.actor(), QueueQuery::default());
    let place = (Tab::Answer, id);
    let new = match form.answer(id) {
        Ok(new) => new,
        Err(wrong) => {
            return show(&app, &frame, actor, place, &query, Filled::Answering(form, vec![wrong])).await;
        }
    };
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let Chosen { account, .. } = chosen(&mut reader, actor, id).await?;
    drop(reader);
    let next = next(&app, actor, Tab::Answer, id, &query).await?;
    match record(&app, actor, &account, new).await {
        Ok(answered) => {
            let next = next.map_or_else(String::new, |next| format!("/{next}"));
            let path = format!("{}{next}?svar={}", Tab::Answer.path(), answered.answer.id);
            Ok(Redirect::to(&path).into_response())
        }
        Err(error) => {
            let said = match &error {
                AnswerError::Empty | AnswerError::TooLong { .. } | AnswerError::NoReplies => {
                    error.explain().happened
                }
                AnswerError::Moderation(ModerationError::Refused(refusal)) => refusal.sentence(),
                AnswerError::Answered
                | AnswerError::Moderation(ModerationError::Changed { .. } | ModerationError::UnderWay) => {
                    return super::decide::stale(&app, &frame, actor, id).await;
                }
                _ => return Err(error.explain().into()),
            };
            let filled = Filled::Answering(form, vec![("svar", said)]);
            show(&app, &frame, actor, place, &query, filled).await
        }
    }
}

async fn record(
    app: &App,
    actor: &Actor,
    account: &Account,
    new: NewAnswer,
) -> Result<Answered, AnswerError> {
    let abilities = judge::abilities(app, account);
    app.store
        .write::<_, AnswerError, _>(actor, move |tx| {
            Box::pin(async move { moderation::answer(tx, abilities.as_ref(), &new).await })
        })
        .await
}

/// `POST /svar/{id}/angra`: takes an answer back, or gives one up that got stuck, and shows its item again.
pub(crate) async fn withdraw(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id: Uuid = super::id(&id)?;
    let answer = app
        .store
        .write::<_, AnswerError, _>(signed_in.actor(), move |tx| {
            Box::pin(async move { moderation::withdraw_answer(tx, id).await })
        })
        .await?;
    Ok(Redirect::to(&format!("/bevakning/besvara/{}?angrat=svar", answer.item)).into_response())
}

/// `POST /svar/{id}/fortsatt`: lets an answer that got stuck be tried again.
pub(crate) async fn again(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id: Uuid = super::id(&id)?;
    let answer = app
        .store
        .write::<_, AnswerError, _>(signed_in.actor(), move |tx| {
            Box::pin(async move { moderation::answer_again(tx, id).await })
        })
        .await?;
    Ok(Redirect::to(&format!("/bevakning/vantar/{}?gjort=fortsatt", answer.item)).into_response())
}
