//! What a person does on a platform that the program may not touch, and how that is attested.
//!
//! Equal in rank to the automatic way: the same steps in the same order. The person is told what to press,
//! does it, looks again, takes a picture of what is seen then, and attests it; the picture is sealed.

use uppsikt_guideline::decide::{Measure, Step};
use uppsikt_kernel::{ActCode, Id};
use uppsikt_platform::PlatformKind;
use uppsikt_store::{NewObject, RetentionClass, Source as _, StagedObject, Tx};
use uuid::Uuid;

use super::carry_out::become_;
use super::decide::may_judge;
use super::decision::{Decision, DecisionState};
use super::model::ModerationError;
use super::step::{StepRow, StepState};
use super::store::{self, step};
use crate::rooms::capture;

const STEP_ATTESTED: ActCode = ActCode::new("step-attested");

/// What was attested, and whether anything is left.
#[derive(Debug, Clone)]
pub struct Attested {
    /// The step that was done by hand.
    pub step: StepRow,
    /// The decision's state; running when the program goes on.
    pub state: DecisionState,
}

/// What to press, in the words of the platform; `None` where nothing particular is known.
#[must_use]
pub const fn guide(platform: PlatformKind, measure: Measure) -> Option<&'static str> {
    use PlatformKind::{Bluesky, Facebook, Instagram, LinkedIn, Mastodon, TikTok, X, YouTube};
    match (platform, measure) {
        (Facebook, Measure::Hide) => Some(
            "Öppna kommentaren som sidan, tryck på de tre punkterna och välj Dölj kommentar. Den som skrev och dennes vänner ser den fortfarande.",
        ),
        (Facebook, Measure::Remove) => {
            Some("Öppna kommentaren som sidan, tryck på de tre punkterna och välj Ta bort.")
        }
        (Facebook, Measure::Block) => {
            Some("Tryck på de tre punkterna vid kommentaren och välj att spärra personen från sidan.")
        }
        (Instagram, Measure::Hide | Measure::Remove) => {
            Some("Dra kommentaren åt vänster (dator: tre punkter) och välj papperskorgen.")
        }
        (YouTube, Measure::Hide | Measure::Remove) => {
            Some("Öppna YouTube Studio, Kommentarer, tryck på de tre punkterna och välj Ta bort.")
        }
        (LinkedIn, Measure::Hide | Measure::Remove) => Some(
            "Öppna inlägget som organisationen, tryck på de tre punkterna vid kommentaren och välj Ta bort.",
        ),
        (X, Measure::Hide) => {
            Some("Tryck på de tre punkterna vid svaret och välj Dölj svar. Andra kan fortfarande läsa det.")
        }
        (X | Mastodon | Bluesky, Measure::Remove) => {
            Some("Plattformen låter dig inte ta bort det som andra har skrivit. Anmäl det till plattformen.")
        }
        (TikTok, Measure::Hide | Measure::Remove) => Some("Håll fingret på kommentaren och välj Ta bort."),
        (_, Measure::CloseThread) => Some("Stäng kommentarerna på inlägget i dess inställningar."),
        _ => None,
    }
}

/// Notes that a person has done the step that waits for one, and has looked again.
///
/// # Errors
/// [`ModerationError::NothingToAttest`], [`ModerationError::NotAllowed`], [`ModerationError::NotFound`];
/// [`ModerationError::NoNote`] when neither a picture nor words say what was seen.
pub async fn attest(
    tx: &mut Tx,
    decision: Uuid,
    picture: Option<(StagedObject, String)>,
    words: &str,
) -> Result<Attested, ModerationError> {
    let known = store::decision_by_id(tx, decision).await?.ok_or(ModerationError::NotFound)?;
    if !may_judge(tx.actor(), known.authority) {
        return Err(ModerationError::NotAllowed);
    }
    let steps = store::steps(tx, decision).await?;
    let waits =
        |step: &&StepRow| matches!(step.state, StepState::ByHand | StepState::Unknown | StepState::Failed);
    let waiting = steps.iter().find(waits).cloned().ok_or(ModerationError::NothingToAttest)?;
    if picture.is_none() && words.trim().is_empty() {
        return Err(ModerationError::NoNote);
    }
    if picture.is_some() && known.class.copying_is_crime() {
        return Err(ModerationError::NoPicture);
    }
    let done = record(tx, &known, waiting, picture, words).await?;
    let left: Vec<&StepRow> =
        steps.iter().filter(|step| step.id != done.id && step.state != StepState::Done).collect();
    let state = match left.as_slice() {
        [] => DecisionState::Done,
        all if all.iter().all(|step| step.state == StepState::ByHand) => DecisionState::Stuck,
        _ => DecisionState::Running,
    };
    become_(tx, known, state).await?;
    Ok(Attested { step: done, state })
}

async fn record(
    tx: &mut Tx,
    known: &Decision,
    waiting: StepRow,
    picture: Option<(StagedObject, String)>,
    words: &str,
) -> Result<StepRow, ModerationError> {
    if waiting.step == Step::Measure && matches!(known.measure, Measure::Hide | Measure::Remove) {
        let item = capture::item(tx, known.item).await?.ok_or(ModerationError::NotFound)?;
        capture::expect(tx, &item, known.id).await?;
        capture::attest_gone(tx, &item).await?;
    }
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(STEP_ATTESTED, Some(known.authority))?;
    // The words are the first version of what is attested, the picture the second.
    let new = |version, media_type: String| NewObject {
        item: waiting.id,
        version,
        class: RetentionClass::unclassed(),
        media_type,
    };
    let mut object = None;
    if !words.trim().is_empty() {
        object = Some(act.seal(new(1, "text/plain; charset=utf-8".to_owned()), words.as_bytes())?);
    }
    if let Some((staged, media_type)) = picture {
        object = Some(act.place(new(2, media_type), staged)?);
    }
    let done = StepRow {
        state: StepState::Done,
        answer: Some("intygat för hand".to_owned()),
        reference: object.map(Id::uuid),
        ended_at: Some(act.now().get()),
        retry_at: None,
        ..waiting
    };
    act.update::<step::Entity>(done.to_row(organisation_id))?;
    act.finish().await?;
    Ok(done)
}
