//! `uppsikt decide`: a person judges an item, and what follows is carried out.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_guideline::decide::Measure;
use uppsikt_guideline::{ContentClass, Ground};
use uppsikt_kernel::Actor;
use uuid::Uuid;

use super::answer::Answer;
use super::command::Command;
use super::decision::{described, exit_of};
use super::show::parse;
use crate::app::App;
use crate::explain::{Exit, Explanation, told};
use crate::rooms::account;
use crate::rooms::capture;
use crate::rooms::moderation::{self, Decided, DecisionState, ModerationError, NewDecision, NoticeWay};

/// What is decided.
#[derive(Args)]
pub(super) struct DecideArguments {
    /// Inslagets id
    #[arg(value_name = "ID")]
    id: String,
    /// Åtgärd: behåll, dölj, ta-bort, blockera eller avbryt
    #[arg(long, value_name = "ÅTGÄRD")]
    measure: String,
    /// Vad det är, till exempel threat, secrecy, advertising, criticism
    #[arg(long = "class", value_name = "KLASS")]
    class: String,
    /// Grund i lag (1998:112) 5 §, till exempel incitement eller agitation-against-group
    #[arg(long, value_name = "BROTT", group = "ground")]
    law: Option<String>,
    /// Grund i sekretess: kapitel och paragraf i OSL, till exempel 26:1
    #[arg(long, value_name = "PARAGRAF", group = "ground")]
    secrecy: Option<String>,
    /// Grund i dataskydd: no-legal-basis, special-category, offence eller identity-number
    #[arg(long, value_name = "SKÄL", group = "ground")]
    personal_data: Option<String>,
    /// Grund i en regel i riktlinjen, till exempel FINSPANG-170
    #[arg(long, value_name = "REGEL", group = "ground")]
    rule: Option<String>,
    /// Varför åtgärden behövs och räcker
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Samma, ur en fil; för det som aldrig får kopieras: beskrivningen i ord
    #[arg(long, value_name = "FIL", conflicts_with = "note")]
    note_file: Option<PathBuf>,
    /// Besked till den som skrev: reply (svar i tråden), by-hand eller none
    #[arg(long, value_name = "SÄTT", default_value = "reply", hide_default_value = true)]
    notice: String,
    /// Avbryt hela konversationen
    #[arg(long)]
    thread: bool,
    /// Versionen som du har läst; är en nyare hämtad beslutas inget
    #[arg(long, value_name = "NUMMER")]
    version: Option<i32>,
    /// Vänta inte på att beslutet utförs (servern gör det)
    #[arg(long)]
    no_wait: bool,
}

/// What is decided, as it goes to the server.
#[derive(Clone, Serialize, Deserialize)]
pub struct DecideRequest {
    id: String,
    measure: String,
    class: String,
    ground: Option<String>,
    note: String,
    notice: String,
    thread: bool,
    version: Option<i32>,
    waits: bool,
}

// The note may describe a crime and name people.
impl fmt::Debug for DecideArguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecideArguments").field("id", &self.id).finish_non_exhaustive()
    }
}
impl fmt::Debug for DecideRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecideRequest").field("id", &self.id).finish_non_exhaustive()
    }
}

impl DecideArguments {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        let kinds = [
            ("law", self.law),
            ("secrecy", self.secrecy),
            ("personal-data", self.personal_data),
            ("house-rule", self.rule),
        ];
        let ground = kinds.into_iter().find_map(|(kind, code)| code.map(|code| format!("{kind} {code}")));
        let note = match (self.note, self.note_file) {
            (Some(text), _) => text,
            (None, Some(file)) => std::fs::read_to_string(&file).map_err(|error| {
                let happened = format!("{} kan inte läsas: {error}. Inget har gjorts.", file.display());
                Explanation::new(Exit::Usage, happened, "Kontrollera filen.")
            })?,
            (None, None) => String::new(),
        };
        Ok(Command::Decide(DecideRequest {
            id: self.id,
            measure: self.measure,
            class: self.class,
            ground,
            note,
            notice: self.notice,
            thread: self.thread,
            version: self.version,
            waits: !self.no_wait,
        }))
    }
}

fn measure(word: &str) -> Result<Measure, Explanation> {
    let known = match word {
        "behåll" => Some(Measure::Keep),
        "dölj" => Some(Measure::Hide),
        "ta-bort" => Some(Measure::Remove),
        "blockera" => Some(Measure::Block),
        "avbryt" => Some(Measure::CloseThread),
        code => code.parse().ok(),
    };
    known.ok_or_else(|| {
        Explanation::new(
            Exit::Usage,
            format!("Det finns ingen åtgärd som heter {word}. Inget har gjorts."),
            "Åtgärder: behåll, dölj, ta-bort, blockera, avbryt.",
        )
    })
}

fn class(word: &str) -> Result<ContentClass, Explanation> {
    let named =
        ContentClass::ALL.iter().copied().find(|class| class.code() == word || class.swedish() == word);
    named.ok_or_else(|| {
        let all: Vec<&str> = ContentClass::ALL.iter().map(|class| class.code()).collect();
        Explanation::new(
            Exit::Usage,
            format!("Det finns ingen klass som heter {word}. Inget har gjorts."),
            format!("Klasser: {}.", all.join(", ")),
        )
    })
}

fn ground(text: Option<&str>) -> Result<Option<Ground>, Explanation> {
    text.map(|text| {
        text.parse().map_err(|_| {
            Explanation::new(
                Exit::Usage,
                "Grunden går inte att förstå. Inget har gjorts.",
                "Ange --law BROTT, --secrecy 26:1, --personal-data SKÄL eller --rule REGEL.",
            )
        })
    })
    .transpose()
}

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    request: DecideRequest,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Answer, Explanation> {
    let notice: NoticeWay = request.notice.parse().map_err(|()| {
        let happened = format!("Det finns inget sätt {} att ge besked. Inget har gjorts.", request.notice);
        Explanation::new(Exit::Usage, happened, "Sätt: reply, by-hand, none.")
    })?;
    let new = NewDecision {
        item: parse(&request.id)?,
        version: request.version,
        class: class(&request.class)?,
        measure: measure(&request.measure)?,
        ground: ground(request.ground.as_deref())?,
        note: request.note,
        breaks_off_thread: request.thread,
        notice,
    };
    let decided = decide(app, actor, new).await.map_err(told)?;
    for explains in &decided.explains {
        progress(&explains.sentence);
    }
    let id = decided.decision.id;
    let state = if request.waits && decided.decision.state.is_under_way() {
        wait(app, actor, &decided, progress).await.map_err(told)?
    } else {
        decided.decision.state
    };
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let text = described(&mut reader, actor, id).await.map_err(told)?;
    Ok(Answer { exit: exit_of(state), ..Answer::new(text, json!({"decision": id, "state": state.code()})) })
}

/// Records the decision; what the account's platform is able to do is asked first.
pub(super) async fn decide(app: &App, actor: &Actor, new: NewDecision) -> Result<Decided, ModerationError> {
    let abilities = {
        let mut reader = app.store.read(actor).await?;
        let item = capture::item(&mut reader, new.item).await?.ok_or(ModerationError::NotFound)?;
        let account = account::by_id(&mut reader, item.account).await?.ok_or(ModerationError::NotFound)?;
        app.connect(&account).ok().map(|platform| platform.abilities())
    };
    app.store
        .write::<_, ModerationError, _>(actor, move |tx| {
            Box::pin(async move { moderation::decide(tx, abilities.as_ref(), &new).await })
        })
        .await
}

/// How often it is looked whether somebody else has carried the decision out.
const LOOK: Duration = Duration::from_millis(500);

/// Waits out the time in which the decision can be taken back, and carries it out unless the server does.
pub(super) async fn wait(
    app: &App,
    actor: &Actor,
    decided: &Decided,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<DecisionState, ModerationError> {
    let id = decided.decision.id;
    if decided.undo_seconds > 0 {
        progress(&format!("Kan ångras i {} sekunder med: uppsikt decision undo {id}", decided.undo_seconds));
    }
    until_done(app, actor, id, progress).await
}

/// Carries a decision out as far as it goes now, unless somebody else does.
pub(super) async fn as_far(
    app: &App,
    actor: &Actor,
    id: Uuid,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<DecisionState, ModerationError> {
    let mut say = |step: &moderation::StepRow| {
        progress(&format!("{}: {}", step.step.swedish(), step.state));
    };
    match moderation::carry_out(app, actor, id, &mut say).await {
        Err(ModerationError::Busy) => Ok(DecisionState::Running),
        other => other,
    }
}

/// Carries a decision out, and waits for what is tried again soon.
pub(super) async fn until_done(
    app: &App,
    actor: &Actor,
    id: Uuid,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<DecisionState, ModerationError> {
    loop {
        let state = as_far(app, actor, id, progress).await?;
        if !state.is_under_way() {
            return Ok(state);
        }
        let mut reader = app.store.read(actor).await?;
        let Some((decision, steps)) = moderation::decision(&mut reader, id).await? else {
            return Err(ModerationError::NotFound);
        };
        drop(reader);
        let now = app.store.now().get();
        // What is tried again much later is left to the server, or to whoever asks again.
        let later = steps.iter().filter_map(|step| step.retry_at).max().unwrap_or_default();
        if state == DecisionState::Running && later > now + PATIENCE_MICROS {
            return Ok(decision.state);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// A command waits this long for a platform that is to be asked again.
const PATIENCE_MICROS: i64 = 15_000_000;
