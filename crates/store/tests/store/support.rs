//! A small room of the tests' own: notes, each of one authority.

use std::collections::BTreeSet;
use std::sync::Arc;

use sea_orm::entity::prelude::*;
use uppsikt_kernel::{ActCode, Actor, Authorities, Authority, Id, Ids, OsChance, Organisation, Role, SystemClock};
use uppsikt_store::{Migration, Reach, Schema, Settings, SqlBackend, Store, Stored, protect};

pub mod note {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "note")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub name: String,
        pub count: i64,
        pub seen_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl Stored for Entity {
        const REACH: Reach = Reach::Authority;
        const EXEMPT: &'static [(&'static str, &'static str)] = &[("seen_at", "changes at every look")];
    }
}

pub const NOTE_WRITTEN: ActCode = ActCode::new("note-written");

pub fn statements(backend: SqlBackend) -> Vec<String> {
    let (uuid, unique) = match backend {
        SqlBackend::Sqlite => ("uuid_blob", ""),
        SqlBackend::Postgres => ("uuid", ""),
    };
    let mut all = vec![format!(
        "CREATE TABLE note (organisation_id {uuid} NOT NULL, id {uuid} NOT NULL, authority_id {uuid} NOT NULL, \
         name TEXT NOT NULL, count BIGINT NOT NULL, seen_at BIGINT, PRIMARY KEY (organisation_id, id){unique})"
    )];
    all.extend(protect(backend, "note", Reach::Authority));
    all
}

pub fn schema() -> Schema {
    let mut schema = Schema::new();
    schema.migration(Migration { room: "note", version: 1, name: "notes", statements });
    schema.stored::<note::Entity>();
    schema
}

pub fn ids() -> Ids {
    Ids::new(SystemClock, OsChance)
}

pub fn actor(organisation: Id<Organisation>, authorities: &[Id<Authority>]) -> Actor {
    Actor {
        user: ids().next().unwrap(),
        organisation,
        authorities: Authorities::Only(authorities.iter().copied().collect()),
        roles: BTreeSet::from([Role::Editor]),
    }
}

pub async fn create(settings: Settings) -> Store {
    Store::create(settings, schema(), Arc::new(SystemClock), Arc::new(OsChance)).await.unwrap()
}

pub async fn open(settings: Settings) -> Result<Store, uppsikt_store::StoreError> {
    Store::open(settings, schema(), Arc::new(SystemClock), Arc::new(OsChance)).await
}
