//! The one thing that is passed around: the store, the platforms, and what the program was told.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use uppsikt_kernel::{Chance, Clock, OsChance, SystemClock};
use uppsikt_platform::Platform;
use uppsikt_store::{Schema, Store, StoreError};
use uuid::Uuid;

use crate::config::Config;
use crate::derived::Derived;
use crate::rooms::account::{Account, AccountError, Platforms, RealPlatforms};
use crate::rooms::capture::Readings;
use crate::rooms::desk::{Claims, Lanes, Listings, Todays};
use crate::rooms::people::{Gate, Visitor};
use crate::rooms::schema;
use crate::web::live::Live;

/// The running program.
pub struct App {
    /// The open store.
    pub store: Store,
    /// The way to platforms.
    pub platforms: Arc<dyn Platforms>,
    /// What `uppsikt.toml` says.
    pub config: Config,
    /// What signing in needs besides the store.
    pub gate: Arc<Gate>,
    /// Who has which session, for as long as nothing changes.
    pub visitors: Derived<(Uuid, String), Visitor>,
    /// The queue as each person sees it, for as long as nothing changes.
    pub lanes: Lanes,
    /// The lists beside the queue, for as long as nothing changes.
    pub listings: Listings,
    /// What colleagues have in front of them, for as long as nothing changes.
    pub claims: Claims,
    /// I dag as each person sees it, for a minute and for as long as nothing changes.
    pub todays: Todays,
    /// Readings that a person has asked for.
    pub readings: Readings,
    /// The pages that stand open and are told what happens.
    pub live: Live,
    passes: Arc<Mutex<HashSet<Uuid>>>,
}

/// Sessions that are kept at the same time.
const VISITORS_KEPT: usize = 1_000;

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("store", &self.store).finish_non_exhaustive()
    }
}

/// The machine's clock and randomness.
#[must_use]
pub fn doors() -> (Arc<dyn Clock>, Arc<dyn Chance>) {
    (Arc::new(SystemClock), Arc::new(OsChance))
}

impl App {
    /// Opens the data folder that `config` names.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(config: Config) -> Result<Self, StoreError> {
        let (clock, chance) = doors();
        let schema: Schema = schema();
        let store = Store::open(config.settings(), schema, Arc::clone(&clock), chance).await?;
        let platforms = RealPlatforms::new(config.folder(), clock);
        Ok(Self::with(store, config, Arc::new(platforms)))
    }

    /// The program over a store that is open already.
    #[must_use]
    pub fn with(store: Store, config: Config, platforms: Arc<dyn Platforms>) -> Self {
        let gate = Arc::new(Gate::new(Arc::new(OsChance)));
        let visitors = Derived::new(VISITORS_KEPT);
        Self {
            store,
            platforms,
            config,
            gate,
            visitors,
            lanes: Lanes::default(),
            listings: Listings::default(),
            claims: Claims::default(),
            todays: Todays::default(),
            readings: Readings::default(),
            live: Live::default(),
            passes: Arc::default(),
        }
    }

    /// The account's platform, seen with the password from the key store.
    ///
    /// # Errors
    /// [`AccountError`].
    pub fn connect(&self, account: &Account) -> Result<Arc<dyn Platform>, AccountError> {
        let password = self.store.secret(account.id.uuid())?;
        self.platforms.connect(account, password.as_ref().map(|secret| secret.as_str()))
    }

    /// Takes an account for one pass; `None` when another pass has it.
    #[must_use]
    pub fn begin_pass(&self, account: Uuid) -> Option<PassGuard> {
        let is_free = self.passes.lock().is_ok_and(|mut passes| passes.insert(account));
        is_free.then(|| PassGuard { passes: Arc::clone(&self.passes), account })
    }
}

/// Gives the account back when the pass ends, in whichever way.
#[derive(Debug)]
pub struct PassGuard {
    passes: Arc<Mutex<HashSet<Uuid>>>,
    account: Uuid,
}

impl Drop for PassGuard {
    fn drop(&mut self) {
        if let Ok(mut passes) = self.passes.lock() {
            passes.remove(&self.account);
        }
    }
}
