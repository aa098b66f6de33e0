//! `uppsikt prove`: a bundle to standard output.

use clap::Args;
use serde_json::json;
use uppsikt_kernel::{Actor, Authority, Id};

use super::answer::Answer;
use super::show::{parse, readable};
use crate::app::App;
use crate::explain::{Explanation, told};
use crate::rooms::evidence::{self, EvidenceError};
use crate::rooms::people;

/// Which item.
#[derive(Debug, Args)]
pub(super) struct ProveArguments {
    /// Handlingens id
    #[arg(value_name = "ID")]
    pub id: String,
}

pub(super) async fn run(app: &App, actor: &Actor, id: &str) -> Result<Answer, Explanation> {
    let id = parse(id)?;
    readable(&mut app.store.read(actor).await.map_err(told)?, actor, id).await?;
    let bytes = prove(app, actor, id).await.map_err(told)?;
    Ok(Answer { bytes: Some(bytes), ..Answer::new("", json!({})) })
}

async fn prove(app: &App, actor: &Actor, id: uuid::Uuid) -> Result<Vec<u8>, EvidenceError> {
    let authority: Id<Authority> = {
        let reader = app.store.read(actor).await?;
        evidence::authority_of(&reader, id).await?
    };
    // Who took out what stands in the log before it is given out (invariant 13).
    app.store
        .write::<_, EvidenceError, _>(actor, move |tx| {
            Box::pin(async move { evidence::note_proved(tx, authority, id).await })
        })
        .await?;
    app.store.seal(actor.organisation).await?;
    let mut reader = app.store.read(actor).await?;
    let organisation = people::organisation_name(&mut reader).await?;
    evidence::bundle(&app.store, &reader, actor, id, &organisation).await
}
