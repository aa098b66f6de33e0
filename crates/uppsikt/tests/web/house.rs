//! The program over a fresh store, and a router of a test's own routes.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Query;
use axum::routing::{get, post};
use serde::Deserialize;
use uppsikt::app::{App, doors};
use uppsikt::config::Config;
use uppsikt::explain::{Exit, Explanation};
use uppsikt::rooms::schema;
use uppsikt::web::{self, Fault};
use uppsikt_store::Store;

/// The program's own routes over an empty store; the folder lives as long as the value.
pub struct House {
    pub router: Router,
    _folder: tempfile::TempDir,
}

impl House {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::new(&folder.path().join("data"), None, None);
        let (clock, chance) = doors();
        Store::create(config.settings(), schema(), clock, chance).await.unwrap().close().await;
        let app = App::open(config).await.unwrap();
        Self { router: web::router(Arc::new(app)), _folder: folder }
    }
}

#[derive(Deserialize)]
struct Count {
    count: u32,
}

/// Routes that go wrong, in the same envelope as the real ones.
pub fn faulty() -> Router {
    let explained = || async {
        let happened = "Databasen svarar inte. Inget som redan är sparat har gått förlorat.";
        Err::<(), Fault>(Explanation::new(Exit::Passing, happened, "Vänta och försök igen.").into())
    };
    let for_operation = || async {
        Err::<(), Fault>(Explanation::new(Exit::Found, "Liggaren är inte hel.", "Kör uppsikt verify.").into())
    };
    let routes = Router::new()
        .route("/panic", get(panics))
        .route("/explained", get(explained))
        .route("/for-operation", get(for_operation))
        .route("/api/explained", get(explained))
        .route("/count", get(|Query(count): Query<Count>| async move { count.count.to_string() }))
        .route("/form", post(|body: Bytes| async move { body.len().to_string() }));
    web::enclose(routes)
}

async fn panics() -> &'static str {
    panic!("what a citizen wrote")
}
