//! Killed at random moments: what was acknowledged is there, and the log goes on.
//!
//! The test starts itself again as a child that writes with sixteen hands and says every object
//! that it has been told is recorded; the parent kills it and looks.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(clippy::print_stderr, reason = "the figures, and what is left out, are said plainly")]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use uppsikt_kernel::{Actor, Authorities, Chance as _, Id, Object, OsChance, Role, SeededChance};
use uppsikt_ledger::SignedCheckpoint;
use uppsikt_store::{DatabaseSettings, Settings, Store, StoreError, VerifyOptions};
use uuid::Uuid;

use cluster::Cluster;
use support::{Backend, House, NOTE_WRITTEN, Place, new_object, note, place, place_on};
use tokio::runtime::Runtime;

#[path = "store/cluster.rs"]
#[expect(dead_code, reason = "shared with the other tests of the store")]
mod cluster;
#[path = "store/support.rs"]
#[expect(dead_code, unused_imports, unused_macros, reason = "shared with the other tests of the store")]
mod support;

/// How many times the writing process is killed.
const ROUNDS: u32 = 500;
/// How many times the database server is killed.
const SERVER_ROUNDS: u32 = 10;
const WRITERS: u32 = 16;
/// Verified in full so often: it reads everything.
const VERIFY_ROUNDS: u32 = 50;
/// After so many rounds another organisation joins, which bounds what each verification reads.
const LOG_ROUNDS: u32 = 100;

/// How the child is told where to write; its absence tells the test that it is no child.
const FOLDER: &str = "UPPSIKT_KILL9_FOLDER";

fn settings(mut settings: Settings) -> Settings {
    // Small limits, so that a kill can hit every kind of work within its quarter of a second.
    settings.inline_bytes_max = 1_024;
    settings.seal_interval = Duration::from_millis(10);
    settings
}

/// The content of an item follows from its id: 36 to 2,340 bytes.
fn content(item: Uuid) -> String {
    item.to_string().repeat(1 + usize::from(item.as_bytes()[15] % 65))
}

#[test]
fn sqlite() {
    let runtime = runtime();
    let place = runtime.block_on(place(Backend::Sqlite)).unwrap();
    runtime.block_on(Killing::begin(place)).rounds(&runtime);
}

#[test]
fn postgres() {
    let runtime = runtime();
    if let Some(place) = runtime.block_on(place(Backend::Postgres)) {
        runtime.block_on(Killing::begin(place)).rounds(&runtime);
    }
}

#[test]
fn postgres_with_the_server_killed() {
    let runtime = runtime();
    let Some(cluster) = Cluster::start("") else { return };
    let place = runtime.block_on(place_on(cluster.url()));
    let mut killing = runtime.block_on(Killing::begin(place));
    for round in 0..SERVER_ROUNDS {
        let started = Instant::now();
        let mut writing = Writing::start(&killing);
        let mut recorded = vec![writing.next()];
        killing.first_line += started.elapsed();
        std::thread::sleep(killing.moment());
        cluster.kill();
        std::thread::sleep(killing.moment());
        recorded.extend(writing.so_far());
        cluster.up();
        // The store that is open has to find its way back.
        recorded.push(writing.next());
        std::thread::sleep(killing.moment());
        recorded.extend(writing.kill());
        runtime.block_on(killing.look(round, &recorded));
    }
    killing.end(&runtime, SERVER_ROUNDS);
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// What the parent knows from round to round.
struct Killing {
    place: Place,
    chance: SeededChance,
    /// The last one is being written to.
    logs: Vec<Log>,
    recorded: usize,
    first_line: Duration,
    opening: Duration,
}

/// What the parent knows of one organisation's log.
struct Log {
    house: House,
    /// A checkpoint kept outside the store, some rounds old.
    kept: SignedCheckpoint,
    size: u64,
    recorded: usize,
}

impl Killing {
    async fn begin(mut place: Place) -> Self {
        place.settings = settings(place.settings);
        let mut seed = [0; 8];
        OsChance.fill(&mut seed).unwrap();
        let seed = std::env::var("UPPSIKT_KILL9_SEED")
            .map_or(u64::from_le_bytes(seed), |seed| seed.parse().unwrap());
        eprintln!("{:?}: UPPSIKT_KILL9_SEED={seed}", place.backend);
        let store = place.create().await;
        eprintln!("{:?}: {:?}", place.backend, store.durability());
        let mut killing = Self {
            place,
            chance: SeededChance::new(seed),
            logs: Vec::new(),
            recorded: 0,
            first_line: Duration::ZERO,
            opening: Duration::ZERO,
        };
        killing.begin_log(&store).await;
        store.close().await;
        killing
    }

    async fn begin_log(&mut self, store: &Store) {
        let house = House::begin(store, &format!("kill9.example/{}", self.logs.len())).await;
        let kept = store.seal(house.organisation).await.unwrap().unwrap();
        self.logs.push(Log { house, kept, size: 1, recorded: 0 });
    }

    fn rounds(mut self, runtime: &Runtime) {
        for round in 0..ROUNDS {
            if round > 0 && round % LOG_ROUNDS == 0 {
                runtime.block_on(async {
                    let store = self.place.open().await.unwrap();
                    self.begin_log(&store).await;
                    store.close().await;
                });
            }
            let started = Instant::now();
            let mut writing = Writing::start(&self);
            let mut recorded = vec![writing.next()];
            self.first_line += started.elapsed();
            std::thread::sleep(self.moment());
            recorded.extend(writing.kill());
            runtime.block_on(self.look(round, &recorded));
            if (round + 1) % VERIFY_ROUNDS == 0 {
                runtime.block_on(self.verify(self.logs.len() - 1));
            }
        }
        self.end(runtime, ROUNDS);
    }

    /// 20 to 250 milliseconds.
    fn moment(&self) -> Duration {
        let mut bytes = [0; 8];
        self.chance.fill(&mut bytes).unwrap();
        Duration::from_micros(20_000 + u64::from_le_bytes(bytes) % 230_001)
    }

    /// Everything that was acknowledged in this round opens as what was written, and the log goes on.
    async fn look(&mut self, round: u32, recorded: &[(Uuid, Id<Object>)]) {
        let started = Instant::now();
        let store = self.place.open().await.unwrap();
        self.opening += started.elapsed();
        let log = self.logs.last_mut().unwrap();
        let reader = store.read(&log.house.actor).await.unwrap();
        for (item, object) in recorded {
            let found = reader.content(*object).await;
            let found =
                found.unwrap_or_else(|error| panic!("round {round}: {object} of item {item}: {error:?}"));
            assert!(found == content(*item).into_bytes(), "round {round}: {object} has another content");
        }
        drop(reader);
        store.seal(log.house.organisation).await.unwrap();
        let reader = store.read(&log.house.actor).await.unwrap();
        let info = reader.log().await.unwrap();
        reader.continues(log.kept.checkpoint()).await.unwrap();
        drop(reader);
        store.close().await;
        assert_eq!(info.waiting, 0, "round {round}");
        assert!(
            info.size >= log.size + recorded.len() as u64,
            "round {round}: {} after {}",
            info.size,
            log.size
        );
        log.size = info.size;
        log.recorded += recorded.len();
        self.recorded += recorded.len();
    }

    async fn verify(&mut self, number: usize) {
        let started = Instant::now();
        let (log, backend) = (&mut self.logs[number], self.place.backend);
        let store = self.place.open().await.unwrap();
        let options = VerifyOptions { against: Some(log.kept.clone()), ..VerifyOptions::default() };
        let report = store.verify(log.house.organisation, &options).await.unwrap();
        assert_eq!((report.findings, report.continues), (Vec::new(), Some(true)));
        assert!(report.objects >= log.recorded as u64 && report.entries == log.size && report.waiting == 0);
        let (entries, recorded) = (report.entries, log.recorded);
        eprintln!(
            "{backend:?}: {entries} entries verified, {recorded} acknowledged, {:?}",
            started.elapsed()
        );
        log.kept = store.seal(log.house.organisation).await.unwrap().unwrap();
        store.close().await;
    }

    /// Everything once more, also the logs that were written to long ago.
    fn end(mut self, runtime: &Runtime, rounds: u32) {
        for number in 0..self.logs.len() {
            runtime.block_on(self.verify(number));
        }
        let (backend, recorded) = (self.place.backend, self.recorded);
        let (first_line, opening) = (self.first_line / rounds, self.opening / rounds);
        eprintln!("{backend:?}: {rounds} kills, {recorded} objects acknowledged, none lost");
        eprintln!("{backend:?}: on average {first_line:?} until a child's first object, {opening:?} to open");
    }
}

/// A child that writes.
struct Writing {
    child: Child,
    lines: Receiver<String>,
}

impl Writing {
    fn start(killing: &Killing) -> Self {
        let settings = &killing.place.settings;
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "child", "--nocapture", "--test-threads=1"]);
        command.env(FOLDER, &settings.folder);
        let house = &killing.logs.last().unwrap().house;
        command.env("UPPSIKT_KILL9_ORGANISATION", house.organisation.to_string());
        command.env("UPPSIKT_KILL9_AUTHORITY", house.authority.to_string());
        if let DatabaseSettings::Postgres { url, owner_url } = &settings.database {
            command.env("UPPSIKT_KILL9_URL", url).env("UPPSIKT_KILL9_OWNER_URL", owner_url.as_ref().unwrap());
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            // A line without its end was never said.
            while stdout.read_line(&mut line).is_ok_and(|bytes| bytes > 0) && line.ends_with('\n') {
                if sender.send(std::mem::take(&mut line)).is_err() {
                    break;
                }
            }
        });
        Self { child, lines }
    }

    /// Waits for the next acknowledgement.
    fn next(&mut self) -> (Uuid, Id<Object>) {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(60));
            let line = line.unwrap_or_else(|silence| panic!("the child says nothing: {silence}"));
            if let Some(said) = acknowledged(&line) {
                return said;
            }
        }
    }

    fn so_far(&self) -> Vec<(Uuid, Id<Object>)> {
        self.lines.try_iter().filter_map(|line| acknowledged(&line)).collect()
    }

    fn kill(mut self) -> Vec<(Uuid, Id<Object>)> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.lines.iter().filter_map(|line| acknowledged(&line)).collect()
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        // When the test has failed, its child must not go on writing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn acknowledged(line: &str) -> Option<(Uuid, Id<Object>)> {
    let said = line.trim_end().strip_prefix("recorded ")?;
    let (item, object) = said.split_once(' ').unwrap();
    Some((item.parse().unwrap(), object.parse().unwrap()))
}

/// Not a test of its own: what the parent starts and kills.
#[test]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let told = |name: &str| std::env::var(name).unwrap();
    let settings = settings(match std::env::var("UPPSIKT_KILL9_URL") {
        Ok(url) => Settings::postgres(folder, url, Some(told("UPPSIKT_KILL9_OWNER_URL"))),
        Err(_) => Settings::sqlite(folder),
    });
    // The test harness has begun a line of its own.
    writeln!(std::io::stdout().lock()).unwrap();
    let organisation = told("UPPSIKT_KILL9_ORGANISATION").parse().unwrap();
    let authority = told("UPPSIKT_KILL9_AUTHORITY").parse().unwrap();
    let actor = Actor {
        user: support::new_id(),
        organisation,
        authorities: Authorities::Only(BTreeSet::from([authority])),
        roles: BTreeSet::from([Role::Editor]),
        roles_in: std::collections::BTreeMap::new(),
    };
    let house = Arc::new(House { organisation, authority, actor });
    runtime().block_on(async move {
        let store = support::open(settings).await.unwrap();
        let (_stop, stopped) = tokio::sync::watch::channel(false);
        let sequencing = store.clone();
        tokio::spawn(async move { sequencing.run_sequencer(stopped).await });
        let writers = (0..WRITERS).map(|number| write_on(store.clone(), Arc::clone(&house), number));
        futures_util::future::join_all(writers).await;
    });
}

/// Writes one item after the other, and says each when, and only when, it is recorded.
async fn write_on(store: Store, house: Arc<House>, number: u32) {
    loop {
        match write(&store, &house, number).await {
            Ok((item, object)) => {
                let mut stdout = std::io::stdout().lock();
                writeln!(stdout, "recorded {item} {object}").unwrap();
                stdout.flush().unwrap();
            }
            // The database server has been killed; it comes back.
            Err(StoreError::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(error) => panic!("writer {number}: {error:?}"),
        }
    }
}

/// An act, a sealed object and a row; one writer of the sixteen stages its objects beforehand.
async fn write(store: &Store, house: &Arc<House>, number: u32) -> Result<(Uuid, Id<Object>), StoreError> {
    let item = support::new_id::<note::Entity>().uuid();
    let staged = match number {
        0 => Some(store.stage(&house.actor, content(item).as_bytes()).await?),
        _ => None,
    };
    let house = Arc::clone(house);
    store
        .write(&house.actor.clone(), move |tx| {
            Box::pin(async move {
                let mut act = tx.act(NOTE_WRITTEN, Some(house.authority))?;
                let object = match staged {
                    Some(staged) => act.place(new_object(item, 1), staged)?,
                    None => act.seal(new_object(item, 1), content(item).as_bytes())?,
                };
                act.insert::<note::Entity>(house.note(item, "kill9"))?;
                act.finish().await?;
                Ok((item, object))
            })
        })
        .await
}
