//! A small room of the tests' own (notes, each of one authority), and a fresh place on either database.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use sea_orm::entity::prelude::*;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, QueryResult, Statement};
use tempfile::TempDir;
use uppsikt_kernel::{
    ActCode, Actor, Authorities, Authority, Id, Ids, ManualClock, Object, Organisation, OsChance, Role,
    SystemClock,
};
use uppsikt_store::{
    DatabaseSettings, Housekeeping, Migration, NewObject, Reach, RetentionClass, Schema, Settings,
    SqlBackend, Store, StoreError, Stored, protect,
};

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

/// What the program keeps for its own convenience, outside the log.
pub mod visit {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "visit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub authority_id: Option<Uuid>,
        pub name: String,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl Housekeeping for Entity {
        const REACH: Reach = Reach::AuthorityOrNone;
        const REASON: &'static str = "made anew from the notes";
        const DERIVED: bool = true;
    }
}

pub const NOTE_WRITTEN: ActCode = ActCode::new("note-written");

pub fn statements(backend: SqlBackend) -> Vec<String> {
    let uuid = match backend {
        SqlBackend::Sqlite => "uuid_blob",
        SqlBackend::Postgres => "uuid",
    };
    let mut all = vec![format!(
        "CREATE TABLE note (organisation_id {uuid} NOT NULL, id {uuid} NOT NULL, authority_id {uuid} NOT NULL, \
         name TEXT NOT NULL, count BIGINT NOT NULL, seen_at BIGINT, PRIMARY KEY (organisation_id, id))"
    )];
    all.push(format!(
        "CREATE TABLE visit (organisation_id {uuid} NOT NULL, id {uuid} NOT NULL, authority_id {uuid}, \
         name TEXT NOT NULL, PRIMARY KEY (organisation_id, id))"
    ));
    all.extend(protect(backend, "note", Reach::Authority));
    all.extend(protect(backend, "visit", Reach::AuthorityOrNone));
    all
}

pub fn schema() -> Schema {
    let mut schema = Schema::new();
    schema.migration(Migration { room: "note", version: 1, name: "notes", statements });
    schema.stored::<note::Entity>();
    schema.housekeeping::<visit::Entity>();
    schema
}

pub fn ids() -> Ids {
    Ids::new(SystemClock, OsChance)
}

pub fn new_id<T>() -> Id<T> {
    ids().next().unwrap()
}

pub fn actor(organisation: Id<Organisation>, authorities: &[Id<Authority>]) -> Actor {
    Actor {
        user: new_id(),
        organisation,
        authorities: Authorities::Only(authorities.iter().copied().collect()),
        roles: BTreeSet::from([Role::Editor]),
        roles_in: std::collections::BTreeMap::new(),
    }
}

pub async fn create(settings: Settings) -> Store {
    Store::create(settings, schema(), Arc::new(SystemClock), Arc::new(OsChance)).await.unwrap()
}

pub async fn open(settings: Settings) -> Result<Store, StoreError> {
    Store::open(settings, schema(), Arc::new(SystemClock), Arc::new(OsChance)).await
}

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    pub fn other(self) -> Self {
        match self {
            Self::Sqlite => Self::Postgres,
            Self::Postgres => Self::Sqlite,
        }
    }
}

/// A folder of its own and, on PostgreSQL, a database of its own with an owner and an application's
/// user; all of it goes when this is dropped.
pub struct Place {
    pub backend: Backend,
    pub settings: Settings,
    dir: TempDir,
    server: Option<Server>,
}

/// The database server that `UPPSIKT_TEST_POSTGRES` names, and the names made on it for one test.
struct Server {
    superuser_url: String,
    database: String,
    /// What the two logins' names begin with.
    logins: String,
    /// A copy shares the logins of its original, and leaves them when it goes.
    is_copy: bool,
}

/// The same address with another user and database; the password is the user's name.
fn address(url: &str, user: Option<&str>, database: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap();
    let (rest, query) =
        rest.split_once('?').map_or((rest, String::new()), |(rest, query)| (rest, format!("?{query}")));
    let (login, rest) = rest.rsplit_once('@').map_or((None, rest), |(login, rest)| (Some(login), rest));
    let host = rest.split('/').next().unwrap();
    let login = user.map(|user| format!("{user}:{user}")).or(login.map(str::to_owned));
    let login = login.map(|login| format!("{login}@")).unwrap_or_default();
    format!("{scheme}://{login}{host}/{database}{query}")
}

pub async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

impl Server {
    /// A database whose owner is no superuser, and a login that is neither.
    async fn with_fresh_database(superuser_url: String) -> Self {
        let name = fresh_name();
        let server = Self { superuser_url, database: name.clone(), logins: name.clone(), is_copy: false };
        server
            .administer(vec![
                format!("CREATE ROLE {name}_owner LOGIN PASSWORD '{name}_owner'"),
                format!("CREATE ROLE {name}_app LOGIN PASSWORD '{name}_app'"),
                format!("CREATE DATABASE {name} OWNER {name}_owner"),
            ])
            .await;
        server
    }

    async fn copy(&self) -> Self {
        let (database, original) = (fresh_name(), &self.database);
        let sql = format!("CREATE DATABASE {database} OWNER {}_owner TEMPLATE {original}", self.logins);
        self.administer(vec![
            format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{original}'"),
            sql,
        ])
        .await;
        Self {
            superuser_url: self.superuser_url.clone(),
            database,
            logins: self.logins.clone(),
            is_copy: true,
        }
    }

    async fn administer(&self, statements: Vec<String>) {
        let admin = connect(&self.superuser_url).await;
        for sql in statements {
            admin.execute_unprepared(&sql).await.unwrap();
        }
        admin.close().await.unwrap();
    }

    fn app_url(&self) -> String {
        address(&self.superuser_url, Some(&format!("{}_app", self.logins)), &self.database)
    }

    fn owner_url(&self) -> String {
        address(&self.superuser_url, Some(&format!("{}_owner", self.logins)), &self.database)
    }

    fn settings(&self, folder: &Path) -> Settings {
        let mut settings = Settings::postgres(folder, self.app_url(), Some(self.owner_url()));
        // Many tests share one server, whose connections are few.
        settings.connections = 6;
        settings
    }
}

fn fresh_name() -> String {
    format!("uppsikt_{}", new_id::<Place>().uuid().simple())
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut statements = vec![format!("DROP DATABASE {} WITH (FORCE)", self.database)];
        if !self.is_copy {
            statements.extend(["owner", "app"].map(|login| format!("DROP ROLE {}_{login}", self.logins)));
        }
        let url = self.superuser_url.clone();
        // A thread of its own: a test's runtime cannot be waited for from inside itself.
        let gone = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let admin = connect(&url).await;
                for sql in statements {
                    admin.execute_unprepared(&sql).await.unwrap();
                }
            });
        });
        // A database that cannot be dropped is the next test's concern only if the disk fills.
        let _ = gone.join();
    }
}

/// A fresh place; `None`, said plainly, where PostgreSQL is asked for and no server is named.
pub async fn place(backend: Backend) -> Option<Place> {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("data");
    if backend == Backend::Sqlite {
        return Some(Place { backend, settings: Settings::sqlite(folder), dir, server: None });
    }
    let Ok(url) = std::env::var("UPPSIKT_TEST_POSTGRES") else {
        // Past the test harness, which keeps to itself what a passing test says.
        let left_out = b"LEFT OUT: a test on PostgreSQL, because UPPSIKT_TEST_POSTGRES names no server\n";
        std::io::stderr().write_all(left_out).unwrap();
        return None;
    };
    Some(place_on(url).await)
}

/// A fresh place on the PostgreSQL server at this superuser's address.
pub async fn place_on(url: String) -> Place {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::with_fresh_database(url).await;
    let mut settings =
        Settings::postgres(dir.path().join("data"), server.app_url(), Some(server.owner_url()));
    // Many tests share one server, whose connections are few.
    settings.connections = 6;
    Place { backend: Backend::Postgres, settings, dir, server: Some(server) }
}

impl Place {
    pub async fn create(&self) -> Store {
        create(self.settings.clone()).await
    }

    pub async fn open(&self) -> Result<Store, StoreError> {
        open(self.settings.clone()).await
    }

    pub async fn create_at(&self, clock: &ManualClock) -> Store {
        Store::create(self.settings.clone(), schema(), Arc::new(clock.clone()), Arc::new(OsChance))
            .await
            .unwrap()
    }

    pub async fn open_at(&self, clock: &ManualClock) -> Result<Store, StoreError> {
        Store::open(self.settings.clone(), schema(), Arc::new(clock.clone()), Arc::new(OsChance)).await
    }

    /// The folder and the database as they are now, a second time; the store must be closed.
    pub async fn copy(&self) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("data");
        copy_folder(self.folder(), &folder);
        let server = match &self.server {
            Some(server) => Some(server.copy().await),
            None => None,
        };
        let database =
            server.as_ref().map_or(DatabaseSettings::Sqlite, |server| server.settings(&folder).database);
        let settings = Settings { folder, database, ..self.settings.clone() };
        Self { backend: self.backend, settings, dir, server }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.settings.folder
    }

    /// Room beside the data folder, for backups and copies.
    pub fn beside(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    /// As somebody for whom no rule holds: the file itself, or the database's superuser.
    pub async fn intruder(&self) -> DatabaseConnection {
        match &self.server {
            None => {
                connect(&format!("sqlite://{}?mode=rw", self.folder().join("uppsikt.db").display())).await
            }
            Some(_) => connect(&self.superuser_url()).await,
        }
    }

    /// PostgreSQL only: as the application's user, past the store.
    pub async fn as_application(&self) -> DatabaseConnection {
        connect(&self.server.as_ref().unwrap().app_url()).await
    }

    /// PostgreSQL only: as the tables' owner.
    pub async fn as_owner(&self) -> DatabaseConnection {
        connect(&self.server.as_ref().unwrap().owner_url()).await
    }

    /// PostgreSQL only: the address of somebody for whom no rule holds.
    pub fn superuser_url(&self) -> String {
        let server = self.server.as_ref().unwrap();
        address(&server.superuser_url, None, &server.database)
    }

    /// Does something to the database behind the store's back, and gives the number of rows it touched.
    pub async fn tamper(&self, sql: &str) -> u64 {
        let conn = self.intruder().await;
        let done = conn.execute_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
        conn.close().await.unwrap();
        done.rows_affected()
    }

    /// Asks the database behind the store's back.
    pub async fn ask(&self, sql: &str) -> Vec<QueryResult> {
        let conn = self.intruder().await;
        let rows =
            conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
        conn.close().await.unwrap();
        rows
    }

    /// An id as a literal of this database.
    pub fn literal(&self, id: Uuid) -> String {
        match self.backend {
            Backend::Sqlite => format!("x'{}'", id.simple()),
            Backend::Postgres => format!("'{id}'::uuid"),
        }
    }

    /// Bytes as a literal of this database.
    pub fn bytes_literal(&self, bytes: &[u8]) -> String {
        match self.backend {
            Backend::Sqlite => format!("x'{}'", hex::encode(bytes)),
            Backend::Postgres => format!("'\\x{}'::bytea", hex::encode(bytes)),
        }
    }
}

/// Writes each test once and runs it on both databases, as the tests `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use crate::support::{Backend, place};

            #[tokio::test]
            async fn sqlite() {
                if let Some(place) = place(Backend::Sqlite).await {
                    super::$name(place).await;
                }
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(place) = place(Backend::Postgres).await {
                    super::$name(place).await;
                }
            }
        }
    )+};
}
pub(crate) use on_both;

/// An organisation with a log and one authority, and somebody who works there.
#[derive(Clone)]
pub struct House {
    pub organisation: Id<Organisation>,
    pub authority: Id<Authority>,
    pub actor: Actor,
}

impl House {
    pub async fn begin(store: &Store, origin: &str) -> Self {
        let (organisation, authority) = (new_id(), new_id());
        store.begin_log(organisation, origin).await.unwrap();
        Self { organisation, authority, actor: actor(organisation, &[authority]) }
    }

    pub fn note(&self, id: Uuid, name: &str) -> note::Model {
        note::Model {
            organisation_id: self.organisation.uuid(),
            id,
            authority_id: self.authority.uuid(),
            name: name.to_owned(),
            count: 1,
            seen_at: None,
        }
    }

    /// One act that writes a note and seals its text as version 1 of the item with the note's id.
    pub async fn write_note(&self, store: &Store, name: &str) -> (Uuid, Id<Object>) {
        let (house, name) = (self.clone(), name.to_owned());
        store
            .write::<_, StoreError, _>(&self.actor, move |tx| {
                Box::pin(async move {
                    let mut act = tx.act(NOTE_WRITTEN, Some(house.authority))?;
                    let item = act.new_id::<note::Entity>()?.uuid();
                    let object = act.seal(new_object(item, 1), name.as_bytes())?;
                    act.insert::<note::Entity>(house.note(item, &name))?;
                    act.finish().await?;
                    Ok((item, object))
                })
            })
            .await
            .unwrap()
    }
}

/// Copies a folder with everything in it, and its modes.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

pub fn new_object(item: Uuid, version: i32) -> NewObject {
    NewObject { item, version, class: RetentionClass::unclassed(), media_type: "text/plain".to_owned() }
}
