//! `uppsikt decision`: what was decided, how far it has come, how it goes on, and what a person does by hand.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_guideline::decide::Step;
use uppsikt_kernel::Actor;
use uppsikt_store::Reader;
use uuid::Uuid;

use super::answer::Answer;
use super::command::Command;
use super::decide::{as_far, until_done};
use super::show::parse;
use super::time::swedish;
use crate::app::App;
use crate::explain::{Exit, Explanation, told};
use crate::rooms::account;
use crate::rooms::moderation::{self, Decision, DecisionState, ModerationError, StepRow, StepState, guide};

/// What can be done with decisions.
#[derive(Debug, Subcommand)]
pub(super) enum DecisionVerb {
    /// Lista de senaste besluten
    List {
        /// Bara de som väntar på en människa
        #[arg(long)]
        stuck: bool,
    },
    /// Visa ett beslut och hur långt det har kommit
    Show {
        /// Beslutets id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Ångra ett beslut innan det utförs
    Undo {
        /// Beslutets id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Gå vidare nu med ett beslut som avbröts eller inte gick att utföra
    Resume {
        /// Beslutets id
        #[arg(value_name = "ID")]
        id: String,
        /// Försök en gång, och vänta inte på nästa försök
        #[arg(long)]
        no_wait: bool,
    },
    /// Intyga att du har gjort det som görs för hand, med en bild av hur det ser ut nu
    Attest {
        /// Beslutets id
        #[arg(value_name = "ID")]
        id: String,
        /// Bild av hur det ser ut nu
        #[arg(long, value_name = "FIL")]
        picture: Option<PathBuf>,
        /// Vad du har gjort och sett, i ord
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        note: String,
    },
}

/// What is asked, as it goes to the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionRequest {
    /// The newest.
    List {
        /// Only those that wait for a person.
        stuck: bool,
    },
    /// One.
    Show {
        /// Its id.
        id: String,
    },
    /// Takes one back.
    Undo {
        /// Its id.
        id: String,
    },
    /// Goes on with one.
    Resume {
        /// Its id.
        id: String,
        /// Whether a step that does not work is waited for.
        waits: bool,
    },
    /// Attests what was done by hand.
    Attest {
        /// Its id.
        id: String,
        /// A picture.
        picture: Option<PathBuf>,
        /// Words.
        note: String,
    },
}

impl DecisionVerb {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        Ok(Command::Decision(match self {
            Self::List { stuck } => DecisionRequest::List { stuck },
            Self::Show { id } => DecisionRequest::Show { id },
            Self::Undo { id } => DecisionRequest::Undo { id },
            Self::Resume { id, no_wait } => DecisionRequest::Resume { id, waits: !no_wait },
            Self::Attest { id, picture, note } => DecisionRequest::Attest {
                id,
                picture: picture.map(|path| super::absolute(&path)).transpose()?,
                note,
            },
        }))
    }
}

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    request: DecisionRequest,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Answer, Explanation> {
    match request {
        DecisionRequest::List { stuck } => list(app, actor, stuck).await,
        DecisionRequest::Show { id } => {
            let id = parse(&id)?;
            let mut reader = app.store.read(actor).await.map_err(told)?;
            let text = described(&mut reader, actor, id).await.map_err(told)?;
            Ok(Answer::new(text, json!({"decision": id})))
        }
        DecisionRequest::Undo { id } => undo(app, actor, parse(&id)?).await,
        DecisionRequest::Resume { id, waits } => resume(app, actor, parse(&id)?, waits, progress).await,
        DecisionRequest::Attest { id, picture, note } => {
            attest(app, actor, parse(&id)?, picture.as_deref(), note, progress).await
        }
    }
}

/// How a command ends that has carried a decision out as far as it goes now.
pub(super) const fn exit_of(state: DecisionState) -> Exit {
    match state {
        DecisionState::Back | DecisionState::Stuck => Exit::Found,
        DecisionState::Running => Exit::Passing,
        DecisionState::Waiting | DecisionState::Done | DecisionState::Withdrawn => Exit::Done,
    }
}

/// Decisions on a screen.
const LIST_MAX: u64 = 50;

async fn list(app: &App, actor: &Actor, stuck: bool) -> Result<Answer, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let state = stuck.then_some(DecisionState::Stuck);
    let decisions = moderation::decisions(&mut reader, state, LIST_MAX).await.map_err(told)?;
    let rows: Vec<_> = decisions
        .iter()
        .map(|decision| {
            json!({
                "decision": decision.id,
                "item": decision.item,
                "measure": decision.measure.code(),
                "class": decision.class.code(),
                "state": decision.state.code(),
                "decided_at": decision.decided_at,
            })
        })
        .collect();
    let lines: Vec<String> = decisions.iter().map(line).collect();
    let text = if lines.is_empty() { "Det finns inga sådana beslut.".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(text, json!({"decisions": rows})))
}

fn line(decision: &Decision) -> String {
    format!(
        "{}  {} ({})  {}  {}",
        swedish(decision.decided_at),
        decision.measure.swedish(),
        decision.class.swedish(),
        decision.state,
        decision.id
    )
}

/// A decision with its steps, and what a person has left to do.
pub(super) async fn described(
    reader: &mut Reader,
    actor: &Actor,
    id: Uuid,
) -> Result<String, ModerationError> {
    let (decision, steps) = moderation::decision(reader, id).await?.ok_or(ModerationError::NotFound)?;
    let account = account::by_id(reader, decision.account).await?;
    let mut out = format!("{}\n  inslag {}, version {}", line(&decision), decision.item, decision.version);
    if let Some(ground) = &decision.ground {
        out += &format!(
            "\n  grund: {}",
            ground.sources().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        );
    }
    for step in &steps {
        out += &format!("\n  {}. {}: {}", step.number, step.step.swedish(), step.state);
        if let Some(answer) = &step.answer {
            out += &format!(" ({answer})");
        }
    }
    let by_hand = |step: &&StepRow| step.state == StepState::ByHand;
    if let (Some(step), Some(account)) = (steps.iter().find(by_hand), account) {
        if step.step == Step::Measure
            && let Some(press) = guide(account.platform, decision.measure)
        {
            out += &format!("\nGör så här: {press}");
        }
        out += &format!("\nIntyga sedan med: uppsikt decision attest {id} --picture BILD");
    }
    let waits = |step: &StepRow| step.retry_at.is_some() && step.state != StepState::Done;
    let was_given_up = |step: &StepRow| matches!(step.state, StepState::Failed | StepState::Unknown);
    if decision.state == DecisionState::Running && steps.iter().any(waits) {
        out += &format!("\nServern försöker igen om en stund. Försök nu med: uppsikt decision resume {id}");
    } else if decision.state == DecisionState::Stuck && steps.iter().any(was_given_up) {
        out += &format!(
            "\nFörsök igen med: uppsikt decision resume {id}. Är det gjort för hand, intyga det med: uppsikt decision attest {id}"
        );
    }
    let gives_by_hand = |step: &StepRow| step.step == Step::Notice && step.state == StepState::ByHand;
    if steps.iter().any(gives_by_hand)
        && let Some(text) = moderation::notice(reader, actor, id).await?
    {
        out += "\nBeskedet som ska lämnas till den som skrev:";
        for line in text.lines() {
            out += &format!("\n  | {line}");
        }
    }
    if decision.state == DecisionState::Back {
        out += "\nInslaget ändrades innan åtgärden hann utföras. Den nya versionen är sparad; läs den och besluta på nytt.";
    }
    Ok(out)
}

async fn undo(app: &App, actor: &Actor, id: Uuid) -> Result<Answer, Explanation> {
    let decision = app
        .store
        .write::<_, ModerationError, _>(actor, move |tx| {
            Box::pin(async move { moderation::withdraw(tx, id).await })
        })
        .await
        .map_err(told)?;
    let text = "Beslutet är ångrat. Inget har gjorts på plattformen, och inslaget väntar åter på bedömning.";
    Ok(Answer::new(text, json!({"decision": id, "state": decision.state.code()})))
}

async fn resume(
    app: &App,
    actor: &Actor,
    id: Uuid,
    waits: bool,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Answer, Explanation> {
    app.store
        .write::<_, ModerationError, _>(actor, move |tx| {
            Box::pin(async move { moderation::resume(tx, id).await })
        })
        .await
        .map_err(told)?;
    let state = if waits {
        until_done(app, actor, id, progress).await.map_err(told)?
    } else {
        as_far(app, actor, id, progress).await.map_err(told)?
    };
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let text = described(&mut reader, actor, id).await.map_err(told)?;
    Ok(Answer { exit: exit_of(state), ..Answer::new(text, json!({"decision": id, "state": state.code()})) })
}

async fn attest(
    app: &App,
    actor: &Actor,
    id: Uuid,
    picture: Option<&Path>,
    note: String,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Answer, Explanation> {
    let staged = match picture {
        None => None,
        Some(path) => Some(stage(app, actor, path).await?),
    };
    app.store
        .write::<_, ModerationError, _>(actor, move |tx| {
            Box::pin(async move { moderation::attest(tx, id, staged, &note).await })
        })
        .await
        .map_err(told)?;
    let state = until_done(app, actor, id, progress).await.map_err(told)?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let text = described(&mut reader, actor, id).await.map_err(told)?;
    Ok(Answer::new(text, json!({"decision": id, "state": state.code()})))
}

/// A picture that a person has taken is a few megabytes; a film is no picture.
const PICTURE_BYTES_MAX: u64 = 20 * 1024 * 1024;

async fn stage(
    app: &App,
    actor: &Actor,
    path: &Path,
) -> Result<(uppsikt_store::StagedObject, String), Explanation> {
    let refused = |happened: String| {
        Explanation::new(
            Exit::Usage,
            format!("{happened} Inget har ändrats."),
            "Ange en bild i PNG, JPEG eller WebP.",
        )
    };
    let bytes = tokio::fs::metadata(path).await.map_or(u64::MAX, |file| file.len());
    if bytes > PICTURE_BYTES_MAX {
        return Err(refused(format!("{} finns inte eller är större än 20 MB.", path.display())));
    }
    let content = tokio::fs::read(path)
        .await
        .map_err(|error| refused(format!("{} kan inte läsas: {error}.", path.display())))?;
    let media_type = match content.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => return Err(refused(format!("{} är ingen bild.", path.display()))),
    };
    let staged = app.store.stage(actor, content.as_slice()).await.map_err(told)?;
    Ok((staged, media_type.to_owned()))
}
