//! `uppsikt import`: brings in what was written before Uppsikt, or what no interface gives.

mod bring;
mod open;
mod plan;
mod words;

use std::path::PathBuf;

use clap::Args;
use serde::{Deserialize, Serialize};
use uppsikt_kernel::Actor;

pub(super) use bring::bring;
pub(super) use open::open;

use super::answer::Answer;
use super::command::Command;
use crate::app::App;
use crate::explain::{Explanation, told};
use crate::rooms::capture;

/// What to bring in.
#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// Fil: rader (.ndjson), WordPress-export (.xml), eller ett arkiv (.zip) med en sådan fil och dess bilder
    #[arg(value_name = "FIL")]
    file: PathBuf,
    /// Kontot som filen hör till; krävs för en WordPress-export
    #[arg(long, value_name = "KONTO")]
    account: Option<String>,
    /// Myndigheten som filens nya konton hör till, om filen inte säger det
    #[arg(long, value_name = "NAMN")]
    authority: Option<String>,
}

/// What to bring in, as it goes to the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ImportRequest {
    pub(super) file: PathBuf,
    pub(super) account: Option<String>,
    pub(super) authority: Option<String>,
    /// Before this, nothing that was published on a new account creates clocks or breaches, in microseconds.
    pub(super) watch_from_at: Option<i64>,
}

impl ImportArguments {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        Ok(Command::Import(ImportRequest {
            file: super::absolute(&self.file)?,
            account: self.account,
            authority: self.authority,
            watch_from_at: None,
        }))
    }
}

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    request: &ImportRequest,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Answer, Explanation> {
    // Before the file is opened: whoever may not bring it in is told nothing of it.
    capture::may_import_anywhere(actor).map_err(told)?;
    let opened = open(&request.file)?;
    let summary = bring(app, actor, opened, request, progress).await?;
    Ok(Answer::new(words::summary(&summary), words::json(&summary)))
}
