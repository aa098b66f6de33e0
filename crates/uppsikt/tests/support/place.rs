//! A fresh place for one test, on either database; all of it goes when it is dropped.

use std::io::Write as _;

use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection};
use tempfile::TempDir;
use uppsikt_kernel::{Id, Ids, OsChance, SystemClock};
use uppsikt_store::Settings;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A folder of its own and, on PostgreSQL, a database of its own with an owner and an application's user.
pub struct Place {
    pub settings: Settings,
    _dir: TempDir,
    _server: Option<Server>,
}

/// The server that `UPPSIKT_TEST_POSTGRES` names, and what was made on it for one test.
struct Server {
    superuser_url: String,
    name: String,
}

impl Place {
    /// A fresh place; `None`, said plainly, where PostgreSQL is asked for and no server is named.
    pub async fn fresh(backend: Backend) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("data");
        if backend == Backend::Sqlite {
            return Some(Self { settings: Settings::sqlite(folder), _dir: dir, _server: None });
        }
        let Ok(superuser_url) = std::env::var("UPPSIKT_TEST_POSTGRES") else {
            // Past the capture of passing tests' output, so that nobody believes this was tested.
            let mut terminal = std::io::stderr();
            let why = "UPPSIKT_TEST_POSTGRES names no server";
            writeln!(terminal, "LEFT OUT: a test on PostgreSQL, because {why}").unwrap();
            return None;
        };
        let server = Server::begin(superuser_url).await;
        let mut settings = Settings::postgres(folder, server.url("app"), Some(server.url("owner")));
        // Many tests share one server, whose connections are few.
        settings.connections = 6;
        Some(Self { settings, _dir: dir, _server: Some(server) })
    }
}

impl Server {
    /// A database whose owner is no superuser, and a login that is neither.
    async fn begin(superuser_url: String) -> Self {
        let id: Id<Self> = Ids::new(SystemClock, OsChance).next().unwrap();
        let name = format!("uppsikt_{}", id.uuid().simple());
        let statements = [
            format!("CREATE ROLE {name}_owner LOGIN PASSWORD '{name}_owner'"),
            format!("CREATE ROLE {name}_app LOGIN PASSWORD '{name}_app'"),
            format!("CREATE DATABASE {name} OWNER {name}_owner"),
        ];
        run(&superuser_url, &statements).await;
        Self { superuser_url, name }
    }

    /// The same server as one of the two logins, whose password is its name.
    fn url(&self, login: &str) -> String {
        let (scheme, rest) = self.superuser_url.split_once("://").unwrap();
        let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
        let host = rest.split(['/', '?']).next().unwrap();
        let (name, login) = (&self.name, format!("{}_{login}", self.name));
        format!("{scheme}://{login}:{login}@{host}/{name}")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let (url, name) = (self.superuser_url.clone(), self.name.clone());
        // A thread of its own: a test's runtime cannot be waited for from inside itself.
        let gone = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let statements = [
                format!("DROP DATABASE {name} WITH (FORCE)"),
                format!("DROP ROLE {name}_owner"),
                format!("DROP ROLE {name}_app"),
            ];
            runtime.block_on(run(&url, &statements));
        });
        // A database that cannot be dropped is the next test's concern only if the disk fills.
        let _ = gone.join();
    }
}

async fn run(url: &str, statements: &[String]) {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let conn: DatabaseConnection = Database::connect(options).await.unwrap();
    for sql in statements {
        conn.execute_unprepared(sql).await.unwrap();
    }
    conn.close().await.unwrap();
}
