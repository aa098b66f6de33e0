//! `/bevakning/samlat`: one judgement about many items, previewed, decided, followed, taken back.

mod form;
mod line;
mod progress;

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use uppsikt_guideline::ContentClass;
use uppsikt_guideline::decide::Step;
use uppsikt_kernel::Actor;
use uuid::Uuid;

use crate::app::App;
use crate::explain::told;
use crate::rooms::desk::panel::{self, Choice};
use crate::rooms::desk::words;
use crate::rooms::moderation::{
    self, BATCH_ITEMS_MAX, Included, ModerationError, NewBatch, NoticeWay, Offer, Preview,
};
use crate::rooms::people::SignInError;
use crate::web::components::{Moment, icon};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};
use form::BulkForm;
use line::Line;

pub(crate) use progress::{cancel, progress};

/// What can be done about the class that is chosen.
struct Offered {
    measures: Vec<Choice>,
    grounds: Vec<Choice>,
    notices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "rooms/desk/pages/bulk/choose.html")]
struct ChoosePage {
    lines: Vec<Line>,
    likes: Vec<(&'static str, &'static str, bool)>,
    like: Option<Uuid>,
    classes: Vec<Choice>,
    offered: Option<Offered>,
    form: BulkForm,
    items_max: usize,
    wrong: Vec<(&'static str, String)>,
    batches: Vec<progress::Summary>,
}

/// Several items of which the same follows.
struct Group {
    lines: Vec<Line>,
    steps: Vec<(String, String, String)>,
    breaks_off: bool,
}

#[derive(Template)]
#[template(path = "rooms/desk/pages/bulk/preview.html")]
struct PreviewPage {
    what: String,
    measure: &'static str,
    count: usize,
    groups: Vec<Group>,
    excluded: Vec<(Option<Line>, String)>,
    form: BulkForm,
    items: Vec<String>,
    acts: Moment,
    minutes: u32,
    registers: bool,
}

/// `GET /bevakning/samlat`: the chosen items, and the form.
pub(crate) async fn choose(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let form = BulkForm::parse(query.unwrap_or_default().as_bytes());
    ask(&app, &frame, signed_in.actor(), form, Vec::new()).await
}

/// `POST /bevakning/samlat/forslag`: what would follow for each; nothing is written.
pub(crate) async fn propose(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    body: Bytes,
) -> Result<Response, Fault> {
    let (form, actor) = (BulkForm::parse(&body), signed_in.actor());
    if form.is_choosing {
        return ask(&app, &frame, actor, form, Vec::new()).await;
    }
    let new = match form.batch() {
        Ok(new) => new,
        Err(wrong) => return ask(&app, &frame, actor, form, vec![wrong]).await,
    };
    let at = app.store.now();
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let ids: Vec<Uuid> = new.items.iter().map(|chosen| chosen.item).collect();
    let lines = line::lines(&mut reader, actor, at.get(), &ids).await.map_err(told)?;
    let abilities = line::abilities(&app, &mut reader, &lines).await.map_err(told)?;
    let preview = moderation::preview(&mut reader, actor, at, &abilities, &new).await?;
    drop(reader);
    let id = form::new_id(app.gate.chance()).map_err(SignInError::from)?;
    let form = BulkForm { id: Some(id), ..form };
    let page = previewed(form, &new, preview, lines, at.get());
    Ok(frame.render(Nav::Queue, "Samlat beslut: vad som följer", &page))
}

/// `POST /bevakning/samlat`: records the batch, once.
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    frame: Frame,
    signed_in: SignedIn,
    body: Bytes,
) -> Result<Response, Fault> {
    let (form, actor) = (BulkForm::parse(&body), signed_in.actor());
    let (Ok(new), Some(id)) = (form.batch(), form.id) else {
        let wrong =
            form.batch().err().unwrap_or(("inslag", "Se efter vad som följer innan du beslutar.".into()));
        return ask(&app, &frame, actor, form, vec![wrong]).await;
    };
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let ids: Vec<Uuid> = new.items.iter().map(|chosen| chosen.item).collect();
    let lines = line::lines(&mut reader, actor, app.store.now().get(), &ids).await.map_err(told)?;
    let abilities = line::abilities(&app, &mut reader, &lines).await.map_err(told)?;
    drop(reader);
    app.store
        .write::<_, ModerationError, _>(actor, move |tx| {
            Box::pin(async move { moderation::decide_batch(tx, &abilities, &new).await })
        })
        .await?;
    Ok(Redirect::to(&format!("/bevakning/samlat/{id}")).into_response())
}

async fn ask(
    app: &App,
    frame: &Frame,
    actor: &Actor,
    mut form: BulkForm,
    wrong: Vec<(&'static str, String)>,
) -> Result<Response, Fault> {
    let at = app.store.now();
    let mut ids: Vec<Uuid> = form.items.iter().map(|chosen| chosen.item).collect();
    let alone = ids.first().filter(|_| ids.len() == 1).map(|id| (*id, String::new()));
    let like = form.like.clone().or(alone);
    if let Some((item, what)) = &form.like {
        ids = line::like(app, actor, (*item, what)).await.map_err(told)?;
        ids.truncate(BATCH_ITEMS_MAX);
    }
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let lines = line::lines(&mut reader, actor, at.get(), &ids).await.map_err(told)?;
    let suggested = suggested(&lines);
    let class = form.class().or(suggested);
    if let Some(class) = class {
        class.code().clone_into(&mut form.class);
    }
    let offered = match (class, lines.first()) {
        (Some(class), Some(first)) => {
            let abilities = line::abilities(app, &mut reader, &lines).await.map_err(told)?;
            let abilities = abilities.get(&first.account_id.uuid());
            let offer = moderation::offer(&mut reader, at, abilities, first.item, class).await?;
            Some(offered(offer, &form))
        }
        _ => None,
    };
    let batches = if lines.is_empty() {
        progress::newest(&mut reader, at.get()).await.map_err(told)?
    } else {
        Vec::new()
    };
    drop(reader);
    let classes = ContentClass::ALL.iter().copied();
    let classes = classes.filter(|each| !each.ground_kinds().is_empty() && !each.copying_is_crime());
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ChoosePage {
        likes: line::LIKES
            .iter()
            .map(|(code, word)| (*code, *word, like.as_ref().is_some_and(|(_, what)| what == code)))
            .collect(),
        like: like.map(|(item, _)| item),
        classes: classes.map(|each| panel::choice(each, class)).collect(),
        lines,
        offered,
        form,
        items_max: BATCH_ITEMS_MAX,
        wrong,
        batches,
    };
    Ok(frame.render_as(status, Nav::Queue, "Samlat beslut", &page))
}

/// The class that the control has seen in most of them.
fn suggested(lines: &[Line]) -> Option<ContentClass> {
    let mut counts: HashMap<ContentClass, usize> = HashMap::new();
    let seen = lines.iter().filter_map(|line| line.queued.as_ref()).flat_map(|queued| &queued.categories);
    for class in seen.filter_map(|code| code.parse::<ContentClass>().ok()) {
        if !class.ground_kinds().is_empty() && !class.copying_is_crime() {
            *counts.entry(class).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .max_by_key(|(class, count)| (*count, std::cmp::Reverse(class.code())))
        .map(|(class, _)| class)
}

fn offered(offer: Offer, form: &BulkForm) -> Offered {
    let measure = form.measure.parse().ok().or(offer.measures.first().copied());
    let only = offer.grounds.len() == 1;
    let notices = [
        (NoticeWay::Reply, "Svar i tråden till var och en"),
        (NoticeWay::ByHand, "Jag ger beskeden själv"),
        (NoticeWay::None, "Inga besked, motivera varför"),
    ];
    Offered {
        measures: offer
            .measures
            .iter()
            .map(|each| Choice {
                code: each.code().to_owned(),
                word: words::sentence(each.swedish()),
                is_chosen: measure == Some(*each),
            })
            .collect(),
        grounds: offer
            .grounds
            .into_iter()
            .map(|(ground, word)| {
                let code = ground.code();
                Choice { is_chosen: only || form.ground == code, code, word }
            })
            .collect(),
        notices: notices
            .into_iter()
            .map(|(way, word)| Choice {
                code: way.code().to_owned(),
                word: word.to_owned(),
                is_chosen: form.notice() == way,
            })
            .collect(),
    }
}

fn previewed(form: BulkForm, new: &NewBatch, preview: Preview, lines: Vec<Line>, now: i64) -> PreviewPage {
    let mut lines: HashMap<Uuid, Line> = lines.into_iter().map(|line| (line.item, line)).collect();
    let items =
        preview.included.iter().map(|each| form::code(each.item, each.version, each.decided)).collect();
    let count = preview.included.len();
    let mut groups: Vec<(Included, Group)> = Vec::new();
    for each in preview.included {
        let Some(line) = lines.remove(&each.item) else { continue };
        let known = groups.iter_mut().find(|(first, _)| first.explains == each.explains);
        match known {
            Some((_, group)) => group.lines.push(line),
            None => {
                let steps = steps(&each, new);
                let group = Group { lines: vec![line], steps, breaks_off: each.breaks_off_thread };
                groups.push((each, group));
            }
        }
    }
    let excluded = preview.excluded.into_iter().map(|each| (lines.remove(&each.item), each.why)).collect();
    let delay = i64::from(preview.delay_seconds);
    PreviewPage {
        what: format!("{}: {}", words::sentence(new.measure.swedish()), new.class.swedish()),
        measure: new.measure.swedish(),
        count,
        groups: groups.into_iter().map(|(_, group)| group).collect(),
        excluded,
        form,
        items,
        acts: Moment::new(now + delay * 1_000_000, now),
        minutes: preview.delay_seconds / 60,
        registers: preview.registers,
    }
}

/// What happens with an item: what, in a sentence, by which sources.
fn steps(each: &Included, new: &NewBatch) -> Vec<(String, String, String)> {
    let told = each.explains.iter().map(|explains| {
        let what = match explains.step {
            Step::Measure => format!("{} på plattformen", words::sentence(new.measure.swedish())),
            step => words::sentence(step.swedish()),
        };
        let sources: Vec<String> = explains.sources.iter().map(ToString::to_string).collect();
        (what, explains.sentence.clone(), sources.join("; "))
    });
    told.collect()
}
