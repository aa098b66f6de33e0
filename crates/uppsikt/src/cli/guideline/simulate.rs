//! Another guideline held against what has already happened.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::json;
use uppsikt_guideline::{Profile, profiles};
use uppsikt_kernel::{Actor, Micros, Workdays, WorkdaysSettings, stockholm};

use crate::app::App;
use crate::cli::answer::Answer;
use crate::cli::command;
use crate::explain::{Explain as _, Explanation, told};
use crate::rooms::policy::PolicyError;
use crate::rooms::report::{self, ChangeKind, Simulation};

/// Changes of one kind that are listed; the rest is counted.
const LISTED_MAX: usize = 20;

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    (code, text): (&str, Option<&str>),
    since: Date,
    authority: Option<&str>,
) -> Result<Answer, Explanation> {
    let authority = command::authority(app, actor, authority).await?;
    let new = match text {
        Some(text) => Profile::parse(text).map_err(PolicyError::NoProfile),
        None => profiles::named(code)
            .ok_or_else(|| PolicyError::Unknown(code.to_owned()))
            .and_then(|found| found.map_err(|error| PolicyError::Damaged(error.to_string()))),
    };
    let new = new.map_err(|error| error.explain())?;
    let zone = stockholm().map_err(|error| PolicyError::from(error).explain())?;
    let midnight = since.to_zoned(zone).map(|at| Micros::from(at.timestamp()));
    let from = midnight.map_err(|_| PolicyError::Past.explain())?;
    let workdays = Workdays::new(WorkdaysSettings::default());
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let now = app.store.now();
    let found = report::simulate(&mut reader, authority, &new, (from, now), &workdays).await.map_err(told)?;
    Ok(Answer::new(in_words(&found, &new, since), rows(&found)))
}

fn in_words(found: &Simulation, new: &Profile, since: Date) -> String {
    let mut text = format!(
        "{} ({}), prövad mot det som har hänt sedan {since}: {} beslut, {} frågor, {} konton.\n\
         Inget har ändrats.",
        new.about.title, new.about.authority, found.decisions, found.questions, found.accounts
    );
    if found.changes.is_empty() {
        text.push_str("\nDet hade inte blivit någon skillnad.");
    }
    for kind in ChangeKind::ALL {
        let of: Vec<_> = found.changes.iter().filter(|change| change.kind == kind).collect();
        if of.is_empty() {
            continue;
        }
        let _ = write!(text, "\n\n{}: {}", kind.swedish(), of.len());
        for change in of.iter().take(LISTED_MAX) {
            let _ = write!(text, "\n  {}  {}", change.about, change.sentence);
        }
        if of.len() > LISTED_MAX {
            let _ = write!(text, "\n  … och {} till; alla finns i svaret med --json", of.len() - LISTED_MAX);
        }
    }
    text
}

fn rows(found: &Simulation) -> serde_json::Value {
    let changes: Vec<_> = found
        .changes
        .iter()
        .map(|change| {
            json!({
                "kind": change.kind.code(),
                "about": change.about,
                "decision": change.decision,
                "sentence": change.sentence,
            })
        })
        .collect();
    json!({
        "decisions": found.decisions,
        "questions": found.questions,
        "accounts": found.accounts,
        "changes": changes,
    })
}
