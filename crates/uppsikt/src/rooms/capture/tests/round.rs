//! A round over many accounts: several sites at the same time, and no site by two at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::BoxFuture;
use uppsikt_ledger::Sealed;
use uppsikt_platform::{
    Abilities, AccountInfo, Cursor, Fake, ItemKind, Measure, MeasureError, Measured, OneAnswer, Platform,
    PlatformError, PlatformKind, Posted, ReadPage,
};

use super::house::House;
use super::on_both;
use crate::rooms::account::{self, Account, AccountError, NewAccount, Platforms};
use crate::rooms::capture;

on_both!(sites_are_read_at_the_same_time, a_site_is_asked_by_one_at_a_time, no_more_than_so_many_at_a_time);

/// A platform that takes its time, and knows how many are asking.
#[derive(Clone, Default)]
struct Slow {
    fake: Fake,
    asking: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Platforms for Slow {
    fn connect(&self, account: &Account, _: Option<&str>) -> Result<Arc<dyn Platform>, AccountError> {
        if account.name.ends_with("0") {
            Err(AccountError::NotConnectable)
        } else {
            Ok(Arc::new(self.clone()))
        }
    }
}

impl Platform for Slow {
    fn kind(&self) -> PlatformKind {
        self.fake.kind()
    }

    fn abilities(&self) -> Abilities {
        self.fake.abilities()
    }

    fn check(&self) -> BoxFuture<'_, Result<AccountInfo, PlatformError>> {
        self.fake.check()
    }

    fn read(&self, cursor: Option<Cursor>) -> BoxFuture<'_, Result<ReadPage, PlatformError>> {
        Box::pin(async move {
            let now = self.asking.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(now, Ordering::SeqCst);
            // Long beside what the others need to come this far, so that they meet.
            tokio::time::sleep(Duration::from_millis(200)).await;
            self.asking.fetch_sub(1, Ordering::SeqCst);
            self.fake.read(cursor).await
        })
    }

    fn read_one<'a>(
        &'a self,
        kind: ItemKind,
        id: &'a str,
    ) -> BoxFuture<'a, Result<OneAnswer, PlatformError>> {
        self.fake.read_one(kind, id)
    }

    fn measure<'a>(
        &'a self,
        sealed: &'a Sealed,
        kind: ItemKind,
        id: &'a str,
        measure: Measure,
    ) -> BoxFuture<'a, Result<Measured, MeasureError>> {
        self.fake.measure(sealed, kind, id, measure)
    }

    fn reply<'a>(
        &'a self,
        kind: ItemKind,
        id: &'a str,
        text: &'a str,
    ) -> BoxFuture<'a, Result<Posted, MeasureError>> {
        self.fake.reply(kind, id, text)
    }
}

/// Adds accounts `konto 00`, `konto 01` …, each at the address that its number gives.
async fn add(house: &House, count: usize, address: fn(usize) -> String) {
    for number in 0..count {
        let new = NewAccount {
            name: format!("konto {number:02}"),
            platform: PlatformKind::Fake,
            address: address(number),
            login: None,
            is_internal: false,
            watch_from_at: Some(0),
            view_address: None,
            import_id: None,
        };
        let authority = house.account.authority;
        house
            .app
            .store
            .write::<_, AccountError, _>(&house.admin, move |tx| {
                Box::pin(async move { account::add(tx, authority, new).await })
            })
            .await
            .unwrap();
    }
}

/// Adds accounts, reads all, and gives how many were read at the same time.
async fn round(mut house: House, count: usize, address: fn(usize) -> String) -> usize {
    let slow = Slow::default();
    slow.fake.post("Biblioteket har sommartider.");
    add(&house, count, address).await;
    house.app.platforms = Arc::new(slow.clone());
    let mut told = Vec::new();
    let outcomes =
        capture::pass_all(&house.app, &house.editor, None, |line| told.push(line.to_owned())).await.unwrap();
    let mut names: Vec<String> = (0..count).map(|number| format!("konto {number:02}")).collect();
    names.push("webbplatsen".to_owned());
    assert_eq!(outcomes.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), names, "in their order");
    for (name, outcome) in outcomes {
        assert_eq!(outcome.map(|report| report.new).ok(), (!name.ends_with('0')).then_some(1), "{name}");
    }
    told.sort();
    assert_eq!(told, names, "each is told of once");
    house.finish().await;
    slow.most.load(Ordering::SeqCst)
}

async fn sites_are_read_at_the_same_time(house: House) {
    let most = round(house, 3, |number| format!("https://kommun{number}.lindholm.example/")).await;
    assert!(most >= 2, "{most}");
}

async fn a_site_is_asked_by_one_at_a_time(house: House) {
    // The house's own account lies at the same site.
    let most =
        round(house, 3, |number| format!("https://WWW.lindholm.example/forvaltning{number}?sida=1")).await;
    assert_eq!(most, 1);
}

async fn no_more_than_so_many_at_a_time(house: House) {
    let most = round(house, 24, |number| format!("https://kommun{number}.lindholm.example")).await;
    assert!((2..=8).contains(&most), "{most}");
}
