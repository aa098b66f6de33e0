//! `uppsikt checkpoint`: the newest checkpoint, to be kept somewhere else.

use serde_json::json;
use uppsikt_kernel::Actor;

use super::answer::Answer;
use crate::app::App;
use crate::explain::{Exit, Explanation, told};

pub(super) async fn run(app: &App, actor: &Actor) -> Result<Answer, Explanation> {
    app.store.seal(actor.organisation).await.map_err(told)?;
    let reader = app.store.read(actor).await.map_err(told)?;
    let info = reader.log().await.map_err(told)?;
    let Some(checkpoint) = info.checkpoint else {
        return Err(Explanation::new(
            Exit::Passing,
            "Liggaren har inget kontrollvärde ännu.",
            "Försök igen om några sekunder.",
        ));
    };
    let note = checkpoint.text();
    let keys: Vec<String> = info.keys.iter().map(ToString::to_string).collect();
    let json = json!({"checkpoint": note, "size": info.size, "keys": keys, "waiting": info.waiting});
    // The text is the checkpoint itself, so that it can be sent to a file and used with --against.
    Ok(Answer::new(note.trim_end_matches('\n'), json))
}
