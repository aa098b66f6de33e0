//! The tables of people, and every query on them.

pub(super) mod credentials;
pub(super) mod sessions;
pub(super) mod sign_in;

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table};
use uppsikt_kernel::{Actor, Authorities, Id, Organisation, Role, User};
use uppsikt_store::{Migration, Reach, Schema, Scoped, Source, SqlBackend, Store, StoreError, protect};

use super::model::{AuthorityRow, PeopleError, UserRow};

/// Authorities in one organisation, users, and roles of one user: more than any kommun has.
const ROWS_MAX: u64 = 10_000;

pub(super) mod organisation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
        pub created_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
    }
}

pub(super) mod authority {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "authority")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
        pub created_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
    }
}

pub(super) mod app_user {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "app_user")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub login: String,
        pub name: String,
        pub created_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
    }
}

pub(super) mod user_role {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "user_role")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub authority_id: Uuid,
        pub role: String,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
    }
}

/// Declares the room's tables.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "people",
        version: 1,
        name: "organisations, users, roles",
        statements: first,
    });
    schema.stored::<organisation::Entity>();
    schema.stored::<authority::Entity>();
    schema.stored::<app_user::Entity>();
    schema.stored::<user_role::Entity>();
    sign_in::declare(schema);
}

fn first(backend: SqlBackend) -> Vec<String> {
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().take();
    let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
    let created = || ColumnDef::new("created_at").big_integer().not_null().take();
    let table = |name: &'static str| {
        Table::create()
            .table(name)
            .col(id("organisation_id"))
            .col(id("id"))
            .primary_key(Index::create().col("organisation_id").col("id"))
            .take()
    };
    let mut all = vec![
        backend.create(&table("organisation").col(text("name")).col(created()).take()),
        backend.create(&table("authority").col(text("name")).col(created()).take()),
        backend.create(&table("app_user").col(text("login")).col(text("name")).col(created()).take()),
        backend
            .create(&table("user_role").col(id("user_id")).col(id("authority_id")).col(text("role")).take()),
    ];
    let unique = Index::create()
        .name("user_login")
        .table("app_user")
        .col("organisation_id")
        .col("login")
        .unique()
        .take();
    all.push(match backend {
        SqlBackend::Sqlite => unique.to_string(SqliteQueryBuilder),
        SqlBackend::Postgres => unique.to_string(PostgresQueryBuilder),
    });
    for name in ["organisation", "authority", "app_user", "user_role"] {
        all.extend(protect(backend, name, Reach::Organisation));
    }
    all
}

/// The organisation itself, before it is known who asks: reaches the whole organisation.
pub(crate) fn machinery(organisation: Id<Organisation>) -> Actor {
    Actor {
        user: Id::from_uuid(uuid::Uuid::nil()),
        organisation,
        authorities: Authorities::All,
        roles: BTreeSet::new(),
        roles_in: BTreeMap::new(),
    }
}

/// The user with this login, as an actor; the only user when none is named.
///
/// # Errors
/// [`PeopleError::UnknownUser`], [`PeopleError::WhoAreYou`], [`PeopleError::Store`].
pub async fn actor(store: &Store, login: Option<&str>) -> Result<Actor, PeopleError> {
    let mut found = Vec::new();
    for organisation in store.organisations().await? {
        let mut reader = store.read(&machinery(organisation.id)).await?;
        let mut query = Scoped::<app_user::Entity>::stored(&reader).ascending(app_user::Column::Login);
        if let Some(login) = login {
            query = query.filter(app_user::Column::Login.eq(login));
        }
        for row in query.list(&mut reader, 2).await? {
            found.push((organisation.id, Id::<User>::from_uuid(row.id)));
        }
    }
    match (found.as_slice(), login) {
        ([(organisation, user)], _) => with_roles(store, *organisation, *user).await,
        ([], Some(login)) => Err(PeopleError::UnknownUser(login.to_owned())),
        _ => Err(PeopleError::WhoAreYou),
    }
}

async fn with_roles(
    store: &Store,
    organisation: Id<Organisation>,
    user: Id<User>,
) -> Result<Actor, PeopleError> {
    let mut reader = store.read(&machinery(organisation)).await?;
    Ok(actor_of(&mut reader, user).await?)
}

/// The actor that a user of the source's organisation is.
pub(super) async fn actor_of(source: &mut impl Source, user: Id<User>) -> Result<Actor, StoreError> {
    let organisation = source.scope().organisation();
    let rows = Scoped::<user_role::Entity>::stored(source)
        .filter(user_role::Column::UserId.eq(user.uuid()))
        .ascending(user_role::Column::Id)
        .list(source, ROWS_MAX)
        .await?;
    let mut roles_in: BTreeMap<_, BTreeSet<Role>> = BTreeMap::new();
    for row in &rows {
        let roles = roles_in.entry(Id::from_uuid(row.authority_id)).or_default();
        roles.extend(row.role.parse::<Role>().ok());
    }
    Ok(Actor {
        user,
        organisation,
        authorities: Authorities::Only(roles_in.keys().copied().collect()),
        roles: roles_in.values().flatten().copied().collect(),
        roles_in,
    })
}

/// The authorities within the actor's reach, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn authorities(source: &mut impl Source) -> Result<Vec<AuthorityRow>, StoreError> {
    let rows = Scoped::<authority::Entity>::stored(source)
        .ascending(authority::Column::Name)
        .list(source, ROWS_MAX)
        .await?;
    Ok(rows.into_iter().map(|row| AuthorityRow { id: Id::from_uuid(row.id), name: row.name }).collect())
}

/// The organisation's users, by login.
///
/// # Errors
/// [`StoreError`].
pub async fn users(source: &mut impl Source) -> Result<Vec<UserRow>, StoreError> {
    let rows = Scoped::<app_user::Entity>::stored(source)
        .ascending(app_user::Column::Login)
        .list(source, ROWS_MAX)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| UserRow { id: Id::from_uuid(row.id), login: row.login, name: row.name })
        .collect())
}

/// One user of the source's organisation.
///
/// # Errors
/// [`StoreError`].
pub async fn user(source: &mut impl Source, user: Id<User>) -> Result<Option<UserRow>, StoreError> {
    let query = Scoped::<app_user::Entity>::stored(source).filter(app_user::Column::Id.eq(user.uuid()));
    let row = query.one(source).await?;
    Ok(row.map(|row| UserRow { id: user, login: row.login, name: row.name }))
}

/// The user of the source's organisation with this login.
pub(super) async fn user_with(source: &mut impl Source, login: &str) -> Result<Option<Id<User>>, StoreError> {
    let query = Scoped::<app_user::Entity>::stored(source).filter(app_user::Column::Login.eq(login));
    Ok(query.one(source).await?.map(|row| Id::from_uuid(row.id)))
}

/// Whether somebody in the organisation has this login.
pub(super) async fn is_taken(source: &mut impl Source, login: &str) -> Result<bool, StoreError> {
    let query = Scoped::<app_user::Entity>::stored(source).filter(app_user::Column::Login.eq(login));
    Ok(query.one(source).await?.is_some())
}

/// The organisation's name.
///
/// # Errors
/// [`StoreError`].
pub async fn organisation_name(source: &mut impl Source) -> Result<String, StoreError> {
    let row = Scoped::<organisation::Entity>::stored(source).one(source).await?;
    Ok(row.map(|row| row.name).unwrap_or_default())
}
