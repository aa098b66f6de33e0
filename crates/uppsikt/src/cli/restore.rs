//! `uppsikt restore`: a backup into an empty folder.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use uppsikt_store::{Store, StoreError};

use super::answer::Answer;
use super::verify::words;
use crate::app::doors;
use crate::config::Config;
use crate::explain::{Exit, Explain, Explanation, told};
use crate::rooms::schema;

/// What to restore.
#[derive(Debug, Args)]
pub(super) struct RestoreArguments {
    /// Säkerhetskopian
    #[arg(value_name = "FIL")]
    file: PathBuf,
    /// Nyckelkopian, eller mappen keys ur en installation
    #[arg(long, value_name = "NYCKELFIL|MAPP")]
    keys: PathBuf,
    /// PostgreSQL: adress för programmets databasanvändare (utelämnad: SQLite i mappen)
    #[arg(long, value_name = "ADRESS")]
    database_url: Option<String>,
    /// PostgreSQL: adress för tabellernas ägare
    #[arg(long, value_name = "ADRESS")]
    database_owner_url: Option<String>,
}

pub(super) async fn run(folder: &Path, arguments: RestoreArguments) -> Result<Answer, Explanation> {
    let config = Config::new(folder, arguments.database_url, arguments.database_owner_url);
    let (clock, chance) = doors();
    let (store, report) =
        Store::restore(config.settings(), schema, clock, chance, &arguments.file, &arguments.keys)
            .await
            .map_err(told)?;
    store.close().await;
    let path = folder.join("uppsikt.toml");
    config.write().map_err(|error| StoreError::file(&path, error).explain())?;
    let is_clean = report.verified.iter().all(uppsikt_store::VerifyReport::is_clean);
    let mut text = format!(
        "Återställt i {}: {} rader, {} stora objekt.\n",
        folder.display(),
        report.rows,
        report.objects
    );
    text += "Det som sparats efter säkerhetskopian finns inte med.\n\n";
    text += &report.verified.iter().map(words).collect::<Vec<_>>().join("\n\n");
    let exit = if is_clean { Exit::Done } else { Exit::Found };
    Ok(Answer { exit, ..Answer::new(text, json!(report)) })
}
