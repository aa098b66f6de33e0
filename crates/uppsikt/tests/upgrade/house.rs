//! The organisation in the fixtures, and the platform that it captured, made again from code.

use std::sync::Arc;

use uppsikt::app::App;
use uppsikt::config::Config;
use uppsikt::rooms::account::{self, Account, AccountError, NewAccount, Platforms};
use uppsikt::rooms::capture::{self, PassReport};
use uppsikt::rooms::evidence::{self, EvidenceError, NewRecord, Recorded};
use uppsikt::rooms::people::{self, NewOrganisation, NewUser, PeopleError};
use uppsikt_kernel::{Actor, Authorities, Authority, Clock as _, Id, ManualClock, Role};
use uppsikt_platform::{Fake, FakeFault, Platform, PlatformKind};
use uppsikt_store::{Settings, Store};

/// Longer than what lies in the database, so that it lies in a file of its own.
pub static LARGE: [u8; 100_000] = [7; 100_000];
pub const TEXT: &str = "Hej Åsa. Tack för ditt brev.";

/// When the fixtures were made, on their own clock.
pub fn then() -> ManualClock {
    ManualClock::at("2026-03-02T08:00:00Z".parse().unwrap())
}

/// Later.
pub fn later() -> ManualClock {
    ManualClock::at("2026-06-01T08:00:00Z".parse().unwrap())
}

/// The fake platform behind every account.
pub struct Behind(pub Fake);

impl Platforms for Behind {
    fn connect(&self, _: &Account, _: Option<&str>) -> Result<Arc<dyn Platform>, AccountError> {
        Ok(Arc::new(self.0.clone()))
    }
}

/// What the platform shows at first, with the ids that it gives.
pub fn platform() -> (Fake, [String; 3]) {
    let fake = Fake::new();
    let post = fake.post("Vattnet stängs av klockan 10.");
    let comment = fake.comment(&post, "Bo", "Hur länge?");
    let other = fake.post("Biblioteket har öppet.");
    (fake, [post, comment, other])
}

/// What happens on the platform between the two passes of the fixtures.
pub fn happen(fake: &Fake, [post, comment, _]: &[String; 3]) {
    fake.edit(post, "Vattnet stängs av klockan 11.");
    fake.delete(comment);
}

pub fn app(store: &Store, settings: &Settings, fake: &Fake) -> App {
    App::with(store.clone(), Config::new(&settings.folder, None, None), Arc::new(Behind(fake.clone())))
}

pub fn authority_of(actor: &Actor) -> Id<Authority> {
    match &actor.authorities {
        Authorities::Only(ids) => *ids.first().unwrap(),
        Authorities::All => panic!("a person works for certain authorities"),
    }
}

/// Begins the organisation with one authority; gives its administrator.
pub async fn begin(store: &Store) -> Actor {
    let new = NewOrganisation {
        name: "Lindholms kommun".to_owned(),
        origin: "lindholm.example/uppsikt".to_owned(),
        authorities: vec!["Kommunstyrelsen".to_owned()],
        admin: NewUser {
            login: "anna".to_owned(),
            name: "Anna Lind".to_owned(),
            roles: [Role::Administrator].into(),
        },
    };
    let beginning = people::plan(store, &new).unwrap();
    store.begin_log(beginning.organisation, &beginning.origin).await.unwrap();
    let actor = beginning.actor.clone();
    store
        .write::<_, PeopleError, _>(&actor, move |tx| {
            Box::pin(async move { people::begin(tx, beginning).await })
        })
        .await
        .unwrap();
    actor
}

pub async fn record(store: &Store, actor: &Actor, text: &str) -> Recorded {
    let (authority, content) = (authority_of(actor), text.as_bytes().to_vec());
    let new = NewRecord { authority, content, media_type: "text/plain".to_owned() };
    store
        .write::<_, EvidenceError, _>(actor, move |tx| {
            Box::pin(async move { evidence::record(tx, new).await })
        })
        .await
        .unwrap()
}

async fn record_large(store: &Store, actor: &Actor) {
    let authority = authority_of(actor);
    let staged = store.stage(actor, &LARGE[..]).await.unwrap();
    store
        .write::<_, EvidenceError, _>(actor, move |tx| {
            Box::pin(async move {
                evidence::record_staged(tx, authority, "application/octet-stream".to_owned(), staged).await
            })
        })
        .await
        .unwrap();
}

async fn add_account(store: &Store, actor: &Actor) -> Account {
    let authority = authority_of(actor);
    let new = NewAccount {
        name: "webbplatsen".to_owned(),
        platform: PlatformKind::Fake,
        address: "https://www.lindholm.example/".to_owned(),
        login: None,
        is_internal: false,
        watch_from_at: None,
        view_address: None,
        import_id: None,
    };
    store
        .write::<_, AccountError, _>(actor, move |tx| {
            Box::pin(async move { account::add(tx, authority, new).await })
        })
        .await
        .unwrap()
}

pub async fn pass(app: &App, actor: &Actor) -> PassReport {
    let mut passes = capture::pass_all(app, actor, None, |_| {}).await.unwrap();
    passes.remove(0).1.unwrap()
}

/// Everything that this version writes, once: people, an account, versions, answers, objects small and large, proof
/// given, a second signing key.
pub async fn live(store: &Store, settings: &Settings, clock: &ManualClock) -> Actor {
    let actor = begin(store).await;
    let account = add_account(store, &actor).await;
    store.put_secret(account.id.uuid(), "fiktivt lösenord").unwrap();
    let user =
        NewUser { login: "rut".to_owned(), name: "Rut Revisor".to_owned(), roles: [Role::Auditor].into() };
    let authority = authority_of(&actor);
    store
        .write::<_, PeopleError, _>(&actor, move |tx| {
            Box::pin(async move { people::add_user(tx, &user, &[authority]).await })
        })
        .await
        .unwrap();
    let (fake, ids) = platform();
    let app = app(store, settings, &fake);
    assert_eq!(pass(&app, &actor).await.new, 3);
    clock.set(clock.now().timestamp() + jiff::SignedDuration::from_mins(5));
    happen(&fake, &ids);
    fake.fail_next(FakeFault::MalformedItem);
    assert_eq!(pass(&app, &actor).await.quarantined, 1);
    let report = pass(&app, &actor).await;
    assert_eq!((report.edited, report.unchanged), (1, 1), "{report:?}");
    store.rotate_log_key(actor.organisation).await.unwrap();
    let recorded = record(store, &actor, TEXT).await;
    record_large(store, &actor).await;
    store
        .write::<_, EvidenceError, _>(&actor, move |tx| {
            Box::pin(async move { evidence::note_proved(tx, authority, recorded.item).await })
        })
        .await
        .unwrap();
    store.seal(actor.organisation).await.unwrap();
    actor
}
