//! A hundred thousand tiny items, as an import brings them.

use std::sync::Arc;
use std::time::Instant;

use sea_orm::entity::prelude::*;
use uppsikt_kernel::{OsChance, SystemClock};
use uppsikt_store::{Migration, Reach, Schema, SqlBackend, Store, StoreError, Stored, protect};

use crate::support::*;

on_both!(a_hundred_thousand_tiny_items);

const ITEMS: usize = 100_000;
/// With an object and a row each, as many as one log entry takes.
const BATCH: usize = 200;

/// A table without a unique constraint of its own, whose rows may be written together.
mod grain {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "grain")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub number: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl Stored for Entity {
        const REACH: Reach = Reach::Organisation;
        const FRESH: bool = true;
    }
}

fn with_grains() -> Schema {
    fn statements(backend: SqlBackend) -> Vec<String> {
        let uuid = if backend == SqlBackend::Sqlite { "uuid_blob" } else { "uuid" };
        let mut all = vec![format!(
            "CREATE TABLE grain (organisation_id {uuid} NOT NULL, id {uuid} NOT NULL, number BIGINT NOT NULL, \
             PRIMARY KEY (organisation_id, id))"
        )];
        all.extend(protect(backend, "grain", Reach::Organisation));
        all
    }
    let mut schema = Schema::new();
    schema.migration(Migration { room: "grain", version: 1, name: "grains", statements });
    schema.stored::<grain::Entity>();
    schema
}

async fn a_hundred_thousand_tiny_items(place: Place) {
    let (clock, chance) = (Arc::new(SystemClock), Arc::new(OsChance));
    let store = Store::create(place.settings.clone(), with_grains(), clock, chance).await.unwrap();
    let house = House::begin(&store, "many.example/uppsikt").await;
    let started = Instant::now();
    for batches in 0..ITEMS / BATCH / 4 {
        let batches = (0..4).map(|number| batch(&store, &house, (batches * 4 + number) * BATCH));
        for outcome in futures_util::future::join_all(batches).await {
            outcome.unwrap();
        }
    }
    let written = started.elapsed();
    store.seal(house.organisation).await.unwrap();
    let sealed = started.elapsed() - written;
    house.sound(&store, ITEMS).await;
    let verified = started.elapsed() - sealed - written;
    let backend = place.backend;
    eprintln!(
        "{backend:?}: {ITEMS} items written in {written:?}, sealed in {sealed:?}, verified in {verified:?}"
    );
    store.close().await;
}

async fn batch(store: &Store, house: &House, first: usize) -> Result<(), StoreError> {
    let own = house.clone();
    store
        .write(&house.actor, move |tx| {
            Box::pin(async move {
                let mut act = tx.act(NOTE_WRITTEN, Some(own.authority))?;
                for number in first..first + BATCH {
                    let id = act.new_id::<grain::Entity>()?.uuid();
                    act.seal(new_object(id, 1), number.to_string().as_bytes())?;
                    let number = i64::try_from(number).unwrap();
                    act.insert::<grain::Entity>(grain::Model {
                        organisation_id: own.organisation.uuid(),
                        id,
                        number,
                    })?;
                }
                act.finish().await.map(|_| ())
            })
        })
        .await
}
