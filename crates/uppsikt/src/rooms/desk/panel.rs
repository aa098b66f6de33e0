//! The decision panel: what can be decided about an item, and what would follow.

use uppsikt_guideline::ContentClass;
use uppsikt_guideline::decide::{Measure, Step};
use uppsikt_guideline::requirement::Moment;
use uppsikt_platform::Abilities;
use uppsikt_store::Reader;

use super::advice::{self, Advice};
use super::form::{AnswerForm, DecisionForm};
use super::told::{AnswerTold, Hand, Told};
use super::words;
use crate::rooms::capture::CapturedItem;
use crate::rooms::moderation::{self, ModerationError, NewDecision, NoticeWay, Proposal, Queued};
use crate::web::components::Badge;

/// The panel.
#[derive(Debug, Clone)]
pub(super) enum Panel {
    /// The person reads and does not judge here.
    Reads,
    /// A decision is under way, or waits for a person.
    UnderWay(Box<UnderWay>),
    /// What was decided.
    Decided(Box<Told>),
    /// What to answer.
    Answer(Box<ToAnswer>),
    /// What has been answered.
    Answered(Box<AnswerTold>),
    /// What to decide.
    Choose(Box<Choose>),
    /// What would follow, before it is decided.
    Confirm(Box<Confirm>),
}

/// A decision that is under way, or waits for a person.
#[derive(Debug, Clone)]
pub(super) struct UnderWay {
    pub told: Told,
    /// What a person has to do.
    pub hand: Option<Hand>,
    /// What a person has written about it.
    pub words: String,
    /// What is wrong in the form: field and sentence.
    pub wrong: Vec<(&'static str, String)>,
}

/// What to answer, and how.
#[derive(Debug, Clone)]
pub(super) struct ToAnswer {
    pub version: i32,
    /// Until when.
    pub clock: Badge,
    pub until: String,
    /// The limit in words, with its sources.
    pub limit: Option<String>,
    /// Whether the platform takes an answer from the program.
    pub replies: bool,
    /// The longest answer that the platform takes.
    pub chars_max: Option<u32>,
    /// What it may be, where nobody has judged it.
    pub classes: Vec<Choice>,
    pub advice: Advice,
    pub form: AnswerForm,
    pub wrong: Vec<(&'static str, String)>,
}

/// One of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub code: String,
    pub word: String,
    pub is_chosen: bool,
}

/// What to decide.
#[derive(Debug, Clone)]
pub(super) struct Choose {
    pub version: i32,
    pub decided: usize,
    /// The newest decision, where there is one.
    pub before: Option<Told>,
    pub keeps: Vec<Choice>,
    pub classes: Vec<Choice>,
    /// Whether the class is one that the automatic control has pointed to.
    pub is_suggested: bool,
    pub chosen: Option<Chosen>,
    /// What the guideline says to whoever judges.
    pub advice: Advice,
    /// What is wrong in the form: field and sentence.
    pub wrong: Vec<(&'static str, String)>,
}

/// What can be done about the class that is chosen.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub class: ContentClass,
    pub measures: Vec<Choice>,
    pub grounds: Vec<Choice>,
    pub notices: Vec<Choice>,
    pub note: String,
    pub breaks_off: bool,
}

/// What would follow.
#[derive(Debug, Clone)]
pub(super) struct Confirm {
    pub form: DecisionForm,
    pub what: String,
    pub button: String,
    pub steps: Vec<Follows>,
    pub undo_seconds: u32,
}

/// One thing that would follow.
#[derive(Debug, Clone)]
pub(super) struct Follows {
    pub what: String,
    pub sentence: String,
    pub sources: String,
    pub is_done: bool,
}

/// What stays: each is said by a person too.
pub(super) const KEEPS: [ContentClass; 5] = [
    ContentClass::Criticism,
    ContentClass::Question,
    ContentClass::View,
    ContentClass::Praise,
    ContentClass::Other,
];

/// What the panel is made from.
pub(super) struct Asked<'a> {
    pub item: &'a CapturedItem,
    pub version: i32,
    pub queued: Option<&'a Queued>,
    pub abilities: Option<&'a Abilities>,
    pub now: uppsikt_kernel::Micros,
}

/// The panel to choose in, with what has been chosen and filled in.
pub(super) async fn choose(
    reader: &mut Reader,
    asked: &Asked<'_>,
    told: &[Told],
    form: &DecisionForm,
    wrong: Vec<(&'static str, String)>,
) -> Result<Panel, ModerationError> {
    let seen: Vec<ContentClass> = asked
        .queued
        .into_iter()
        .flat_map(|queued| &queued.categories)
        .filter_map(|code| code.parse().ok())
        .collect();
    let suggested = seen.iter().copied().find(|class| !class.ground_kinds().is_empty());
    let class = form.class().or(suggested);
    let keep = seen.iter().copied().find(|class| KEEPS.contains(class)).unwrap_or(ContentClass::Criticism);
    let chosen = match class {
        Some(class) => {
            let offer = moderation::offer(reader, asked.now, asked.abilities, asked.item.id, class).await?;
            Some(chosen(class, offer, form))
        }
        None => None,
    };
    let advice = advice::at(reader, asked.now, asked.item, &[Moment::Judge, Moment::Remove]).await?;
    let classes = ContentClass::ALL.iter().copied().filter(|class| !class.ground_kinds().is_empty());
    Ok(Panel::Choose(Box::new(Choose {
        version: asked.version,
        decided: told.len(),
        before: told.first().cloned(),
        keeps: KEEPS.iter().map(|kept| choice(*kept, Some(keep))).collect(),
        classes: classes.map(|each| choice(each, class)).collect(),
        is_suggested: class.is_some() && class == suggested,
        chosen,
        advice,
        wrong,
    })))
}

pub(super) fn choice(class: ContentClass, chosen: Option<ContentClass>) -> Choice {
    let word = words::sentence(class.swedish());
    Choice { code: class.code().to_owned(), word, is_chosen: chosen == Some(class) }
}

fn chosen(class: ContentClass, offer: moderation::Offer, form: &DecisionForm) -> Chosen {
    let only = offer.grounds.len() == 1;
    let measure = form.measure.parse().ok().or(offer.measures.first().copied());
    let notice = form.notice.parse().unwrap_or(NoticeWay::Reply);
    let notices = [
        (NoticeWay::Reply, "Svar i tråden"),
        (NoticeWay::ByHand, "Jag ger beskedet själv"),
        (NoticeWay::None, "Inget besked, motivera varför"),
    ];
    Chosen {
        class,
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
            .map(|(ground, word)| Choice {
                is_chosen: only || form.ground == ground.code(),
                code: ground.code(),
                word,
            })
            .collect(),
        notices: notices
            .into_iter()
            .map(|(way, word)| Choice {
                code: way.code().to_owned(),
                word: word.to_owned(),
                is_chosen: way == notice,
            })
            .collect(),
        note: form.note.clone(),
        breaks_off: !form.thread.is_empty(),
    }
}

/// The panel that says what would follow.
pub(super) fn confirm(form: DecisionForm, new: &NewDecision, proposal: Proposal, is_sealed: bool) -> Panel {
    let steps = proposal.explains.into_iter().map(|explains| Follows {
        what: step_words(explains.step, new),
        is_done: explains.step == Step::Seal && is_sealed,
        sentence: explains.sentence,
        sources: explains.sources.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    });
    let what = words::sentence(new.measure.swedish());
    Panel::Confirm(Box::new(Confirm {
        what: format!("{what}: {}", new.class.swedish()),
        button: format!("Besluta: {}", new.measure.swedish()),
        steps: steps.collect(),
        undo_seconds: proposal.undo_seconds,
        form,
    }))
}

fn step_words(step: Step, new: &NewDecision) -> String {
    match step {
        Step::Measure if new.measure != Measure::Keep => {
            format!("{} på plattformen", words::sentence(new.measure.swedish()))
        }
        step => words::sentence(step.swedish()),
    }
}
