//! Answers: their table, its migration, and every query on it.

use std::collections::{HashMap, HashSet};

use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table};
use uppsikt_kernel::Id;
use uppsikt_store::{Migration, Reach, Schema, Scoped, Source, SqlBackend, StoreError, protect};
use uuid::Uuid;

use super::ROWS_MAX;
use crate::rooms::moderation::answer::{Answer, AnswerState};

/// Items that are asked for with one query.
const ITEMS_AT_ONCE: usize = 500;

/// Answers that persons have written.
pub mod rows {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "moderation_answer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Uuid,
        pub account_id: Uuid,
        pub item_id: Uuid,
        /// The version that the person had read.
        pub version_number: i32,
        /// `platform`, `by-hand` or `left`.
        pub way: String,
        pub state: String,
        /// The words, sealed.
        pub object_id: Uuid,
        pub attempts: i32,
        /// The platform's word, or what keeps it waiting; no content.
        pub said: Option<String>,
        pub answered_by: Uuid,
        pub answered_at: i64,
        /// When it is sent at the earliest; until then it can be taken back.
        pub acts_at: i64,
        pub started_at: Option<i64>,
        pub ended_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Authority;
        const FRESH: bool = true;
    }
}

/// Declares the table.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration { room: "moderation", version: 4, name: "answers", statements });
    schema.stored::<rows::Entity>();
}

fn statements(backend: SqlBackend) -> Vec<String> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
    let small = |name: &'static str| ColumnDef::new(name).integer().not_null().take();
    let number = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
    let table = Table::create()
        .table("moderation_answer")
        .col(id("organisation_id"))
        .col(id("id"))
        .col(id("authority_id"))
        .col(id("account_id"))
        .col(id("item_id"))
        .col(small("version_number"))
        .col(text("way"))
        .col(text("state"))
        .col(id("object_id"))
        .col(small("attempts"))
        .col(ColumnDef::new("said").text())
        .col(id("answered_by"))
        .col(number("answered_at"))
        .col(number("acts_at"))
        .col(ColumnDef::new("started_at").big_integer())
        .col(ColumnDef::new("ended_at").big_integer())
        .primary_key(Index::create().col("organisation_id").col("id"))
        .take();
    let mut all = vec![backend.create(&table)];
    for (name, columns) in
        [("moderation_answer_item", ["item_id", "id"]), ("moderation_answer_due", ["state", "acts_at"])]
    {
        let mut index = Index::create().name(name).table("moderation_answer").col("organisation_id").take();
        for column in columns {
            index.col(column);
        }
        all.push(match backend {
            SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
            SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
        });
    }
    all.extend(protect(backend, "moderation_answer", Reach::Authority));
    all
}

/// The answers to an item, newest first.
pub(in crate::rooms::moderation) async fn about(
    source: &mut impl Source,
    item: Uuid,
) -> Result<Vec<Answer>, StoreError> {
    let rows = Scoped::<rows::Entity>::stored(source)
        .filter(rows::Column::ItemId.eq(item))
        .descending(rows::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The newest answer to each of several items; what was taken back does not count.
pub(in crate::rooms::moderation) async fn newest(
    source: &mut impl Source,
    items: &[Uuid],
) -> Result<HashMap<Uuid, Answer>, StoreError> {
    let rows = Scoped::<rows::Entity>::stored(source)
        .filter(rows::Column::ItemId.is_in(items.iter().copied()))
        .filter(rows::Column::State.ne(AnswerState::Withdrawn.code()))
        .ascending(rows::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    rows.into_iter().map(|row| of_row(row).map(|answer| (answer.item, answer))).collect()
}

/// Those of several items whose answer is given, or of which it is settled that none is.
pub(in crate::rooms::moderation) async fn settled(
    source: &mut impl Source,
    items: &[Uuid],
) -> Result<HashSet<Uuid>, StoreError> {
    let mut found = HashSet::new();
    for some in items.chunks(ITEMS_AT_ONCE) {
        let rows = Scoped::<rows::Entity>::stored(source)
            .filter(rows::Column::ItemId.is_in(some.iter().copied()))
            .filter(rows::Column::State.eq(AnswerState::Done.code()))
            .ascending(rows::Column::Id)
            .list(source, ROWS_MAX)
            .await?;
        found.extend(rows.into_iter().map(|row| row.item_id));
    }
    Ok(found)
}

/// One answer.
pub(in crate::rooms::moderation) async fn by_id(
    source: &mut impl Source,
    id: Uuid,
) -> Result<Option<Answer>, StoreError> {
    let row = Scoped::<rows::Entity>::stored(source).filter(rows::Column::Id.eq(id)).one(source).await?;
    row.map(of_row).transpose()
}

/// Answers in some states, newest first.
pub(in crate::rooms::moderation) async fn in_states(
    source: &mut impl Source,
    states: &[AnswerState],
    limit: u64,
) -> Result<Vec<Answer>, StoreError> {
    let rows = Scoped::<rows::Entity>::stored(source)
        .filter(rows::Column::State.is_in(states.iter().map(|state| state.code())))
        .descending(rows::Column::Id)
        .list(source, limit)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// Answers that are to be sent now, those that are due longest first.
pub(in crate::rooms::moderation) async fn due(
    source: &mut impl Source,
    now: i64,
) -> Result<Vec<Answer>, StoreError> {
    let states = [AnswerState::Waiting.code(), AnswerState::Started.code()];
    let rows = Scoped::<rows::Entity>::stored(source)
        .filter(rows::Column::State.is_in(states))
        .filter(rows::Column::ActsAt.lte(now))
        .ascending(rows::Column::ActsAt)
        .ascending(rows::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    rows.into_iter().map(of_row).collect()
}

fn of_row(row: rows::Model) -> Result<Answer, StoreError> {
    let bad = |column| StoreError::BadRow { table: "moderation_answer", row: row.id.to_string(), column };
    Ok(Answer {
        id: row.id,
        authority: Id::from_uuid(row.authority_id),
        account: Id::from_uuid(row.account_id),
        item: row.item_id,
        version: row.version_number,
        way: row.way.parse().map_err(|()| bad("way"))?,
        state: row.state.parse().map_err(|()| bad("state"))?,
        object: Id::from_uuid(row.object_id),
        attempts: row.attempts,
        said: row.said.clone(),
        answered_by: Id::from_uuid(row.answered_by),
        answered_at: row.answered_at,
        acts_at: row.acts_at,
        started_at: row.started_at,
        ended_at: row.ended_at,
    })
}

/// The row of an answer.
pub(in crate::rooms::moderation) fn to_row(known: &Answer, organisation_id: Uuid) -> rows::Model {
    rows::Model {
        organisation_id,
        id: known.id,
        authority_id: known.authority.uuid(),
        account_id: known.account.uuid(),
        item_id: known.item,
        version_number: known.version,
        way: known.way.code().to_owned(),
        state: known.state.code().to_owned(),
        object_id: known.object.uuid(),
        attempts: known.attempts,
        said: known.said.clone(),
        answered_by: known.answered_by.uuid(),
        answered_at: known.answered_at,
        acts_at: known.acts_at,
        started_at: known.started_at,
        ended_at: known.ended_at,
    }
}
