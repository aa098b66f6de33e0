//! Writes the files of this version that are missing, when asked to.

use std::sync::Arc;

use uppsikt::rooms::schema;
use uppsikt_kernel::OsChance;
use uppsikt_store::{DatabaseSettings, Store};

use crate::house::{live, then};
use crate::place::{Backend, Place};
use crate::{RELEASES, fixture, schema as text};

const THIS: &str = env!("CARGO_PKG_VERSION");

#[tokio::test]
async fn the_files_of_this_version_are_written_when_asked_for() {
    if std::env::var_os("UPPSIKT_WRITE").is_none() || !RELEASES.contains(&THIS) {
        return;
    }
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let Some(place) = Place::fresh(backend).await else { continue };
        let clock = then();
        let store =
            Store::create(place.settings.clone(), schema(), Arc::new(clock.clone()), Arc::new(OsChance));
        let store = store.await.unwrap();
        let path = fixture("schema", THIS, text::ending(backend));
        if !path.exists() {
            let written = match &place.settings.database {
                DatabaseSettings::Sqlite => text::sqlite(&place).await,
                DatabaseSettings::Postgres { owner_url, .. } => {
                    text::postgres(owner_url.as_ref().unwrap()).await
                }
            };
            std::fs::write(path, written).unwrap();
        }
        let backup = fixture("backup", THIS, ".zip");
        if backend == Backend::Sqlite && !backup.exists() {
            let actor = live(&store, &place.settings, &clock).await;
            store.backup(&backup, Some(&fixture("keys", THIS, ".zip"))).await.unwrap();
            let log = store.read(&actor).await.unwrap().log().await.unwrap();
            let keys = log.keys.iter().map(|key| format!("{key}\n")).collect::<String>();
            std::fs::write(fixture("key", THIS, ".txt"), keys).unwrap();
            std::fs::write(fixture("checkpoint", THIS, ".txt"), log.checkpoint.unwrap().text()).unwrap();
        }
        store.close().await;
    }
}
