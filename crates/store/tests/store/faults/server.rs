//! PostgreSQL that goes away, comes back, or does not keep what it says.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use uppsikt_store::{DatabaseSettings, Settings, Store, StoreError};

use super::Kept;
use crate::cluster::Cluster;
use crate::support::*;

/// Eight hands that write until they are told to stop: what was acknowledged, and how often it was refused.
struct Writers {
    stop: Arc<AtomicBool>,
    hands: Vec<tokio::task::JoinHandle<(Vec<Kept>, usize)>>,
}

impl Writers {
    fn start(store: &Store, house: &House) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let hands = (0..8).map(|hand| {
            let (store, house, stop) = (store.clone(), house.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let (mut kept, mut refused) = (Vec::new(), 0);
                while !stop.load(Ordering::Relaxed) {
                    match house.keep(&store, vec![hand; 200]).await {
                        Ok(one) => kept.push(one),
                        Err(error @ StoreError::Unavailable(_)) => {
                            assert!(error.is_passing());
                            refused += 1;
                            tokio::time::sleep(Duration::from_millis(5)).await;
                        }
                        Err(error) => panic!("{error:?}"),
                    }
                }
                (kept, refused)
            })
        });
        Self { hands: hands.collect(), stop }
    }

    async fn end(self) -> (Vec<Kept>, usize) {
        self.stop.store(true, Ordering::Relaxed);
        let (mut kept, mut refused) = (Vec::new(), 0);
        for hand in self.hands {
            let (acknowledged, times) = hand.await.unwrap();
            kept.extend(acknowledged);
            refused += times;
        }
        (kept, refused)
    }
}

/// A write whose answer was cut off may have been kept; it is then whole, and there are few of them.
async fn settled(store: &Store, house: &House, kept: &[Kept], refused: usize) {
    house.all_open(store, kept).await;
    store.seal(house.organisation).await.unwrap();
    let report = house.report(store).await;
    assert_eq!((report.findings, report.waiting), (Vec::new(), 0));
    let there = usize::try_from(report.objects).unwrap();
    assert!((kept.len()..=kept.len() + refused).contains(&there), "{there} of {} and {refused}", kept.len());
    assert_eq!(report.objects, report.rows);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_connections_are_passing() {
    let Some(place) = place(Backend::Postgres).await else { return };
    let store = place.create().await;
    let house = House::begin(&store, "server.example/uppsikt").await;
    let writers = Writers::start(&store, &house);
    let mut cut = 0;
    for _ in 0..25 {
        tokio::time::sleep(Duration::from_millis(40)).await;
        let rows = place
            .ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.7",
            )
            .await;
        cut += rows.len();
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (mut kept, refused) = writers.end().await;
    eprintln!("{cut} connections cut, {} writes acknowledged, {refused} refused", kept.len());
    assert!(cut > 20 && refused > 0 && kept.len() > 50);
    kept.extend(house.keep_some(&store, 5).await);
    settled(&store, &house, &kept, refused).await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_server_is_passing() {
    let Some(cluster) = Cluster::start("") else { return };
    let place = place_on(cluster.url()).await;
    let store = place.create().await;
    let house = House::begin(&store, "server.example/uppsikt").await;
    let (mut kept, mut refused) = (Vec::new(), 0);
    for _ in 0..3 {
        let writers = Writers::start(&store, &house);
        tokio::time::sleep(Duration::from_millis(200)).await;
        tokio::task::block_in_place(|| cluster.down());
        tokio::time::sleep(Duration::from_millis(300)).await;
        tokio::task::block_in_place(|| cluster.up());
        tokio::time::sleep(Duration::from_millis(300)).await;
        let (acknowledged, times) = writers.end().await;
        kept.extend(acknowledged);
        refused += times;
        kept.extend(house.keep_some(&store, 3).await);
    }
    assert!(refused > 0);
    settled(&store, &house, &kept, refused).await;
    // A server that stays away is said to be away, by reading too.
    cluster.down();
    assert!(matches!(house.keep(&store, vec![1]).await, Err(StoreError::Unavailable(_))));
    assert!(matches!(store.read(&house.actor).await, Err(StoreError::Unavailable(_))));
    store.close().await;
    let away = place.open().await;
    assert!(matches!(away, Err(StoreError::Unavailable(_))), "{away:?}");
    cluster.up();
    let store = place.open().await.unwrap();
    settled(&store, &house, &kept, refused + 1).await;
    store.close().await;
}

/// The setting by name, as the refusal tells it.
async fn not_durable(place: &Place, named: &str) {
    let refused = place.open().await;
    assert!(
        matches!(&refused, Err(StoreError::NotDurable { setting, found, wanted: "on" }) if *setting == named && found == "off"),
        "{named}: {refused:?}"
    );
}

#[tokio::test]
async fn a_server_that_does_not_sync_is_refused() {
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        let Some(cluster) = Cluster::start(&format!("-c {setting}=off")) else { return };
        let place = place_on(cluster.url()).await;
        let created = Store::create(
            place.settings.clone(),
            schema(),
            Arc::new(uppsikt_kernel::SystemClock),
            Arc::new(uppsikt_kernel::OsChance),
        );
        assert!(
            matches!(created.await, Err(StoreError::NotDurable { setting: named, .. }) if named == setting)
        );
        not_durable(&place, setting).await;
    }
}

#[tokio::test]
async fn a_user_or_database_that_does_not_sync_is_refused() {
    let Some(place) = place(Backend::Postgres).await else { return };
    let store = place.create().await;
    let house = House::begin(&store, "server.example/uppsikt").await;
    let kept = house.keep_some(&store, 1).await;
    store.close().await;
    let conn = place.as_application().await;
    let row = sea_orm::ConnectionTrait::query_one_raw(
        &conn,
        sea_orm::Statement::from_string(
            sea_orm::DbBackend::Postgres,
            "SELECT current_user::text, current_database()::text",
        ),
    );
    let row = row.await.unwrap().unwrap();
    let (user, database): (String, String) =
        (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
    conn.close().await.unwrap();
    for of in [format!("ROLE {user}"), format!("DATABASE {database}")] {
        place.tamper(&format!("ALTER {of} SET synchronous_commit = off")).await;
        not_durable(&place, "synchronous_commit").await;
        place.tamper(&format!("ALTER {of} RESET synchronous_commit")).await;
    }
    let store = place.open().await.unwrap();
    house.whole(&store, &kept).await;
    store.close().await;
}

/// Before the first migration there are no tables whose owner the user could be seen to be.
#[tokio::test]
async fn the_owner_is_refused_as_user_from_the_beginning() {
    let Some(place) = place(Backend::Postgres).await else { return };
    let mut settings = place.settings.clone();
    if let DatabaseSettings::Postgres { url, owner_url } = &mut settings.database {
        *url = owner_url.clone().unwrap();
    }
    let (clock, chance) = (Arc::new(uppsikt_kernel::SystemClock), Arc::new(uppsikt_kernel::OsChance));
    let created = Store::create(settings, schema(), clock, chance).await;
    assert!(matches!(created, Err(StoreError::DatabaseUser(_))), "{created:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_may_start_together() {
    let Some(place) = place(Backend::Postgres).await else { return };
    let nodes = (0..4).map(|number| {
        let settings = Settings {
            folder: place.beside(&format!("node-{number}")),
            connections: 2,
            ..place.settings.clone()
        };
        tokio::spawn(async move {
            let store = create(settings.clone()).await;
            store.close().await;
            for _ in 0..5 {
                open(settings.clone()).await.unwrap().close().await;
            }
        })
    });
    for node in futures_util::future::join_all(nodes.collect::<Vec<_>>()).await {
        node.unwrap();
    }
}
