//! `uppsikt backup`: everything in one file, the keys in another.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use uppsikt_kernel::{Actor, Role};

use super::answer::Answer;
use super::command::Command;
use crate::app::App;
use crate::explain::{Exit, Explanation, told};
use crate::rooms::people;

/// Where to write.
#[derive(Debug, Args)]
pub(super) struct BackupArguments {
    /// Säkerhetskopian (en ny fil)
    #[arg(value_name = "FIL")]
    file: PathBuf,
    /// Nyckelkopian (en ny fil); förvara den för sig
    #[arg(long, value_name = "NYCKELFIL")]
    keys: Option<PathBuf>,
}

impl BackupArguments {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        Ok(Command::Backup {
            file: super::absolute(&self.file)?,
            keys: self.keys.map(|path| super::absolute(&path)).transpose()?,
        })
    }
}

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    file: &Path,
    keys: Option<&Path>,
) -> Result<Answer, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let authorities = people::authorities(&mut reader).await.map_err(told)?;
    drop(reader);
    if !authorities.iter().all(|authority| actor.has_in(Role::Administrator, authority.id)) {
        return Err(Explanation::new(
            Exit::NotAllowed,
            "Säkerhetskopian omfattar alla myndigheter, så bara den som är administratör i alla får göra den.",
            "Be en sådan administratör.",
        ));
    }
    let report = app.store.backup(file, keys).await.map_err(told)?;
    let mut lines = vec![format!(
        "Säkerhetskopian är skriven och läst tillbaka: {} ({} rader, {} stora objekt).",
        file.display(),
        report.rows,
        report.objects
    )];
    match keys {
        Some(path) => lines.push(format!(
            "Nycklarna finns i {} ({} filer). Den som har båda filerna kan läsa allt: förvara dem på olika ställen.",
            path.display(),
            report.keys
        )),
        None => lines.push(
            "Nycklarna ingår INTE. Utan dem kan kopian inte läsas; kopiera dem för sig med --keys NYCKELFIL.".to_owned(),
        ),
    }
    Ok(Answer::new(lines.join("\n"), json!(report)))
}
