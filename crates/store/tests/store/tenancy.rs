//! No read and no write crosses an organisation or an authority, whatever is asked and however.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait as _, DatabaseConnection, Statement};
use uppsikt_kernel::{ActCode, Actor, Authorities, Authority, Id, Object, Organisation};
use uppsikt_store::{JobState, NewJob, Scoped, Store, StoreError, VerifyOptions};
use uuid::Uuid;

use crate::support::*;

const NOTE_DISPOSED: ActCode = ActCode::new("note-disposed");

on_both!(
    reading_stays_within_reach,
    hostile_conditions_stay_within_reach,
    writing_stays_within_reach,
    housekeeping_stays_within_reach,
    jobs_stay_within_their_organisation,
    disposal_and_proof_stay_within_reach,
    staged_content_stays_within_its_organisation,
    verification_tells_of_its_own_organisation_only,
    a_colliding_version_is_its_own_writers_trouble,
);

/// One note with its sealed text, and whose it is.
#[derive(Clone, Copy)]
struct Kept {
    organisation: Id<Organisation>,
    authority: Id<Authority>,
    item: Uuid,
    object: Id<Object>,
}

/// Two organisations with two authorities each; every authority has two notes.
struct World {
    kept: Vec<Kept>,
    actors: Vec<Actor>,
}

impl World {
    async fn begin(store: &Store) -> Self {
        let (mut kept, mut actors) = (Vec::new(), Vec::new());
        for origin in ["lindholm.example/uppsikt", "granby.example/uppsikt"] {
            let organisation = new_id();
            store.begin_log(organisation, origin).await.unwrap();
            let authorities = [new_id(), new_id()];
            for authority in authorities {
                let house = House { organisation, authority, actor: actor(organisation, &[authority]) };
                for text in ["Vattnet är avstängt", "Vattnet är på igen"] {
                    let (item, object) = house.write_note(store, text).await;
                    kept.push(Kept { organisation, authority, item, object });
                }
                actors.push(house.actor);
            }
            store.seal(organisation).await.unwrap();
            actors.push(actor(organisation, &authorities));
            actors.push(Actor { authorities: Authorities::All, ..actor(organisation, &[]) });
            actors.push(actor(organisation, &[]));
        }
        // Somebody whose list names an authority of the other organisation reaches nothing by it.
        actors.push(actor(kept[0].organisation, &[kept[7].authority]));
        // An organisation that nobody has set up.
        actors.push(Actor { authorities: Authorities::All, ..actor(new_id(), &[]) });
        Self { kept, actors }
    }

    fn within<'a>(&'a self, actor: &'a Actor) -> impl Iterator<Item = &'a Kept> + 'a {
        self.kept.iter().filter(move |kept| reaches(actor, kept))
    }
}

fn reaches(actor: &Actor, kept: &Kept) -> bool {
    actor.organisation == kept.organisation && actor.authorities.contain(kept.authority)
}

async fn reading_stays_within_reach(place: Place) {
    let store = place.create().await;
    let world = World::begin(&store).await;
    for actor in &world.actors {
        let mut reader = store.read(actor).await.unwrap();
        for kept in &world.kept {
            let may = reaches(actor, kept);
            assert_eq!(reader.versions(kept.item).await.unwrap().len(), usize::from(may));
            assert_eq!(reader.object(kept.object).await.unwrap().is_some(), may);
            match (reader.content(kept.object).await, may) {
                (Ok(content), true) => assert!(content.starts_with("Vattnet".as_bytes())),
                (Err(StoreError::NotFound { .. }), false) => {}
                (other, _) => panic!("{may}: {other:?}"),
            }
            match (reader.prove(kept.object).await, may) {
                (Ok(proof), true) => assert_eq!(proof.object, kept.object),
                (Err(StoreError::NotFound { .. }), false) => {}
                (other, _) => panic!("{may}: {other:?}"),
            }
            let told = reader.has_fingerprint(kept.object, b"x", b"x").await;
            assert_eq!(matches!(told, Err(StoreError::NotFound { .. })), !may);
            let one = Scoped::<note::Entity>::stored(&reader).filter(note::Column::Id.eq(kept.item));
            assert_eq!(one.one(&mut reader).await.unwrap().is_some(), may);
        }
        let mine: BTreeSet<_> = world.within(actor).map(|kept| kept.object.uuid()).collect();
        let latest = reader.latest_objects(100).await.unwrap();
        assert_eq!(latest.iter().map(|info| info.id.uuid()).collect::<BTreeSet<_>>(), mine);
        let notes = Scoped::<note::Entity>::stored(&reader).ascending(note::Column::Id);
        let notes = notes.list(&mut reader, 100).await.unwrap();
        let mine: BTreeSet<_> = world.within(actor).map(|kept| kept.item).collect();
        assert_eq!(notes.iter().map(|note| note.id).collect::<BTreeSet<_>>(), mine);
        match reader.log().await {
            Ok(log) => {
                let own = world.kept[0].organisation == actor.organisation;
                assert_eq!(
                    log.origin,
                    if own { "lindholm.example/uppsikt" } else { "granby.example/uppsikt" }
                );
                assert_eq!(log.size, 5, "the beginning and four acts");
            }
            Err(StoreError::LogDamaged(_)) => assert_eq!(actor, world.actors.last().unwrap()),
            Err(other) => panic!("{other:?}"),
        }
    }
    store.close().await;
}

/// Conditions that would open every row if they came to stand beside the reach instead of inside it.
fn hostile(foreign: &Kept) -> Vec<Condition> {
    let all = |text: &str| Condition::all().add(Expr::cust(text.to_owned()));
    vec![
        Condition::any().add(Expr::val(1).eq(1)),
        Condition::any().add(note::Column::Id.is_not_null()).add(note::Column::Id.is_null()),
        Condition::any()
            .add(note::Column::OrganisationId.eq(foreign.organisation.uuid()))
            .add(Expr::val(1).eq(1)),
        Condition::any().add(note::Column::AuthorityId.eq(foreign.authority.uuid())),
        Condition::all().not().add(Expr::val(1).eq(2)),
        note::Column::Id.is_not_null().or(note::Column::Id.is_null()).into_condition_of_its_own(),
        all("1 = 1 OR 1 = 1"),
        all("1 = 1) OR (1 = 1"),
        all("1 = 1)) OR ((1 = 1"),
        Condition::any().add(Expr::cust("1 = 1 OR 1 = 1")).add(Expr::cust("1 = 1")),
    ]
}

trait IntoConditionOfItsOwn {
    fn into_condition_of_its_own(self) -> Condition;
}

impl IntoConditionOfItsOwn for Expr {
    fn into_condition_of_its_own(self) -> Condition {
        Condition::all().add(self)
    }
}

async fn hostile_conditions_stay_within_reach(place: Place) {
    let store = place.create().await;
    let world = World::begin(&store).await;
    for actor in &world.actors {
        let mine: BTreeSet<_> = world.within(actor).map(|kept| kept.item).collect();
        for foreign in world.kept.iter().filter(|kept| !reaches(actor, kept)) {
            for (at, condition) in hostile(foreign).into_iter().enumerate() {
                let seen = |rows: Result<Vec<note::Model>, StoreError>| match rows {
                    Ok(rows) => rows.into_iter().map(|row| row.id).collect::<BTreeSet<_>>(),
                    // Refused is as good as kept out.
                    Err(StoreError::OutOfReach(_) | StoreError::Database(_)) => BTreeSet::new(),
                    Err(other) => panic!("{other:?}"),
                };
                // PostgreSQL ends a transaction at the first mistake in it.
                let mut reader = store.read(actor).await.unwrap();
                let query = Scoped::<note::Entity>::stored(&reader).filter(condition.clone());
                let rows = seen(query.list(&mut reader, 100).await);
                assert!(rows.is_subset(&mine), "condition {at} lets {} rows through", rows.len());
                let mut reader = store.read(actor).await.unwrap();
                let query = Scoped::<note::Entity>::stored(&reader).filter(condition.clone());
                let rows = seen(query.one(&mut reader).await.map(|row| row.into_iter().collect()));
                assert!(rows.is_subset(&mine), "condition {at} lets one row through");
                let rows = store
                    .write::<_, StoreError, _>(actor, move |tx| {
                        Box::pin(async move {
                            let query = Scoped::<note::Entity>::stored(tx).filter(condition);
                            query.list(tx, 100).await
                        })
                    })
                    .await;
                assert!(seen(rows).is_subset(&mine), "condition {at} lets rows through to a transaction");
            }
        }
    }
    store.close().await;
}

/// What somebody might try to do to a note that is not theirs.
#[derive(Debug, Clone, Copy)]
enum Attempt {
    Insert,
    InsertUnderOwnName,
    Update,
    UpdateUnderOwnName,
    Delete,
    Act,
}

async fn attempt(
    store: &Store,
    actor: &Actor,
    own: Id<Authority>,
    kept: Kept,
    what: Attempt,
) -> Result<(), StoreError> {
    store
        .write::<_, StoreError, _>(actor, move |tx| {
            Box::pin(async move {
                let row = |id, organisation: Id<Organisation>, authority: Id<Authority>| note::Model {
                    organisation_id: organisation.uuid(),
                    id,
                    authority_id: authority.uuid(),
                    name: "övertagen".to_owned(),
                    count: 0,
                    seen_at: None,
                };
                let (organisation, fresh) = (tx.actor().organisation, new_id::<note::Entity>().uuid());
                let authority = if matches!(what, Attempt::Act) { kept.authority } else { own };
                let mut act = tx.act(NOTE_WRITTEN, Some(authority))?;
                match what {
                    Attempt::Insert => {
                        act.insert::<note::Entity>(row(fresh, kept.organisation, kept.authority))?
                    }
                    Attempt::InsertUnderOwnName => {
                        act.insert::<note::Entity>(row(kept.item, organisation, own))?
                    }
                    Attempt::Update => {
                        act.update::<note::Entity>(row(kept.item, kept.organisation, kept.authority))?
                    }
                    Attempt::UpdateUnderOwnName => {
                        act.update::<note::Entity>(row(kept.item, organisation, own))?
                    }
                    Attempt::Delete => act.delete::<note::Entity>(kept.item),
                    Attempt::Act => {}
                }
                act.finish().await.map(|_| ())
            })
        })
        .await
}

async fn writing_stays_within_reach(place: Place) {
    let store = place.create().await;
    let world = World::begin(&store).await;
    let everything = "SELECT count(*) AS n, count(DISTINCT name) AS names FROM note";
    for actor in &world.actors {
        let Some(own) = world.within(actor).map(|kept| kept.authority).next() else { continue };
        for kept in world.kept.iter().filter(|kept| !reaches(actor, kept)) {
            use Attempt::{Act, Delete, Insert, InsertUnderOwnName, Update, UpdateUnderOwnName};
            for what in [Insert, InsertUnderOwnName, Update, UpdateUnderOwnName, Delete, Act] {
                // The id of another organisation's row is nobody's here: there a new row may have it.
                let elsewhere = matches!(what, InsertUnderOwnName) && actor.organisation != kept.organisation;
                // Which authorities an organisation has is known to the rooms only; the act stays in its own log.
                let everybody = matches!(what, Act) && actor.authorities == Authorities::All;
                if elsewhere || everybody {
                    continue;
                }
                let refused = attempt(&store, actor, own, *kept, what).await;
                assert!(
                    matches!(
                        refused,
                        Err(StoreError::OutOfReach(_)
                            | StoreError::NotFound { .. }
                            | StoreError::Database(_))
                    ),
                    "{what:?}: {refused:?}"
                );
            }
        }
    }
    // Somebody who reaches no authority can act for none.
    for actor in world.actors.iter().filter(|actor| world.within(actor).next().is_none()) {
        let refused = attempt(&store, actor, world.kept[0].authority, world.kept[0], Attempt::Act).await;
        if actor.authorities != Authorities::All {
            assert!(matches!(refused, Err(StoreError::OutOfReach(_))), "{refused:?}");
        }
    }
    let row = &place.ask(everything).await[0];
    assert_eq!((row.try_get::<i64>("", "n").unwrap(), row.try_get::<i64>("", "names").unwrap()), (8, 2));
    for organisation in store.organisations().await.unwrap() {
        let report = store.verify(organisation.id, &VerifyOptions::default()).await.unwrap();
        assert_eq!(report.findings, []);
    }
    store.close().await;
}

fn visit(kept: &Kept, authority: Option<Id<Authority>>, id: Uuid) -> visit::Model {
    visit::Model {
        organisation_id: kept.organisation.uuid(),
        id,
        authority_id: authority.map(Id::uuid),
        name: "besök".to_owned(),
    }
}

async fn put(store: &Store, actor: &Actor, row: visit::Model) -> Result<(), StoreError> {
    let put = store.write::<_, StoreError, _>(actor, move |tx| {
        Box::pin(async move { tx.put::<visit::Entity>(row).await })
    });
    put.await
}

async fn housekeeping_stays_within_reach(place: Place) {
    let store = place.create().await;
    let world = World::begin(&store).await;
    let visits: Vec<Uuid> = world.kept.iter().map(|_| new_id::<visit::Entity>().uuid()).collect();
    for (kept, id) in world.kept.iter().zip(&visits) {
        let owner = actor(kept.organisation, &[kept.authority]);
        put(&store, &owner, visit(kept, Some(kept.authority), *id)).await.unwrap();
    }
    for actor in &world.actors {
        let own = world.within(actor).next().copied();
        for (kept, id) in world.kept.iter().zip(&visits).filter(|(kept, _)| !reaches(actor, kept)) {
            let refused = put(&store, actor, visit(kept, Some(kept.authority), *id)).await;
            assert!(refused.is_err(), "another's row");
            if let Some(own) = own.filter(|own| own.organisation == kept.organisation) {
                // The id is another authority's: the row must not change hands.
                let refused = put(&store, actor, visit(&own, Some(own.authority), *id)).await;
                assert!(
                    matches!(refused, Err(StoreError::OutOfReach(_) | StoreError::Database(_))),
                    "{refused:?}"
                );
                let refused = put(&store, actor, visit(&own, None, *id)).await;
                assert!(
                    matches!(refused, Err(StoreError::OutOfReach(_) | StoreError::Database(_))),
                    "{refused:?}"
                );
            }
            let id = *id;
            let dropped = store.write::<_, StoreError, _>(actor, move |tx| {
                Box::pin(async move { tx.drop_row::<visit::Entity>(id).await })
            });
            dropped.await.unwrap();
        }
        let mut reader = store.read(actor).await.unwrap();
        let seen = Scoped::<visit::Entity>::housekeeping(&reader).list(&mut reader, 100).await.unwrap();
        let mine: BTreeSet<_> = world
            .kept
            .iter()
            .zip(&visits)
            .filter(|(kept, _)| reaches(actor, kept))
            .map(|(_, id)| *id)
            .collect();
        assert_eq!(seen.iter().map(|row| row.id).collect::<BTreeSet<_>>(), mine);
    }
    for (kept, id) in world.kept.iter().zip(&visits) {
        let owner = actor(kept.organisation, &[kept.authority]);
        let mut row = visit(kept, Some(kept.authority), *id);
        row.name = "nytt besök".to_owned();
        put(&store, &owner, row).await.unwrap();
    }
    assert_eq!(place.ask("SELECT id FROM visit WHERE name = 'nytt besök'").await.len(), 8);
    store.close().await;
}

async fn jobs_stay_within_their_organisation(place: Place) {
    let store = place.create().await;
    let world = World::begin(&store).await;
    let (ours, theirs) = (world.kept[0], world.kept[4]);
    let new = |authority| NewJob {
        authority,
        kind: "note-count",
        payload: "{}".to_owned(),
        due_at: store.now(),
        attempts_max: 3,
    };
    let enqueue = async |actor: &Actor, new: NewJob| {
        store.write::<_, StoreError, _>(actor, move |tx| Box::pin(async move { tx.enqueue(new).await })).await
    };
    let us = actor(ours.organisation, &[ours.authority]);
    for foreign in [world.kept[2].authority, theirs.authority] {
        let refused = enqueue(&us, new(Some(foreign))).await;
        assert!(matches!(refused, Err(StoreError::OutOfReach("job"))), "{refused:?}");
    }
    let id = enqueue(&us, new(Some(ours.authority))).await.unwrap();
    assert_eq!(store.claim_job(theirs.organisation, 60).await.unwrap(), None);
    assert_eq!(store.job_state(theirs.organisation, id).await.unwrap(), None);
    let job = store.claim_job(ours.organisation, 60).await.unwrap().unwrap();
    assert_eq!(job.id, id);
    let mut pretended = job.clone();
    pretended.organisation = theirs.organisation;
    assert!(!store.end_job(&pretended, Ok(())).await.unwrap());
    assert!(matches!(store.job_state(ours.organisation, id).await.unwrap(), Some(JobState::Leased { .. })));
    assert!(store.end_job(&job, Ok(())).await.unwrap());
    assert_eq!(store.dead_jobs(theirs.organisation).await.unwrap(), 0);
    store.close().await;
}

async fn disposal_and_proof_stay_within_reach(place: Place) {
    let store = place.create().await;
    let world = World::begin(&store).await;
    for actor in &world.actors {
        let own = world.within(actor).next().copied();
        for kept in world.kept.iter().filter(|kept| !reaches(actor, kept)) {
            for authority in own.map(|own| own.authority).into_iter().chain([kept.authority]) {
                let mut objects: Vec<_> = own.iter().map(|own| own.object).collect();
                objects.push(kept.object);
                let refused = store.dispose(actor, NOTE_DISPOSED, authority, objects).await;
                assert!(
                    matches!(refused, Err(StoreError::NotFound { .. } | StoreError::OutOfReach(_))),
                    "{refused:?}"
                );
            }
            let refused = store.destroy_key_of(actor, kept.object).await;
            assert!(matches!(refused, Err(StoreError::NotFound { .. })), "{refused:?}");
        }
        // Also within reach, an act of one authority disposes of nothing of another's.
        let mine: Vec<_> = world.within(actor).collect();
        if let (Some(first), Some(last)) = (mine.first(), mine.last())
            && first.authority != last.authority
        {
            let refused = store.dispose(actor, NOTE_DISPOSED, first.authority, vec![last.object]).await;
            assert!(matches!(refused, Err(StoreError::NotFound { .. })), "{refused:?}");
        }
    }
    for kept in &world.kept {
        let owner = actor(kept.organisation, &[kept.authority]);
        assert!(
            store.read(&owner).await.unwrap().content(kept.object).await.is_ok(),
            "nothing of it was touched"
        );
    }
    store.close().await;
}

async fn staged_content_stays_within_its_organisation(place: Place) {
    let store = place.create().await;
    let world = World::begin(&store).await;
    let (ours, theirs) = (world.kept[0], world.kept[4]);
    let them = actor(theirs.organisation, &[theirs.authority]);
    let us = actor(ours.organisation, &[ours.authority]);
    let staged = store.stage(&them, &b"Deras"[..]).await.unwrap();
    let place_it = async |actor: &Actor, authority: Option<Id<Authority>>, staged| {
        let placed = store.write::<_, StoreError, _>(actor, move |tx| {
            Box::pin(async move {
                let mut act = tx.act(NOTE_WRITTEN, authority)?;
                let object = act.place(new_object(new_id::<note::Entity>().uuid(), 1), staged)?;
                act.finish().await?;
                Ok(object)
            })
        });
        placed.await
    };
    let refused = place_it(&us, Some(ours.authority), staged).await;
    assert!(matches!(refused, Err(StoreError::OutOfReach("object"))), "{refused:?}");
    let staged = store.stage(&us, &b"Ingens"[..]).await.unwrap();
    let refused = place_it(&us, None, staged).await;
    assert!(
        matches!(refused, Err(StoreError::OutOfReach("object"))),
        "content belongs to an authority: {refused:?}"
    );
    let staged = store.stage(&us, &b"En annans"[..]).await.unwrap();
    let refused = place_it(&us, Some(world.kept[2].authority), staged).await;
    assert!(matches!(refused, Err(StoreError::OutOfReach("act"))), "{refused:?}");
    let staged = store.stage(&us, "Vårt".as_bytes()).await.unwrap();
    let object = place_it(&us, Some(ours.authority), staged).await.unwrap();
    assert_eq!(store.read(&us).await.unwrap().content(object).await.unwrap(), "Vårt".as_bytes());
    store.close().await;
}

async fn verification_tells_of_its_own_organisation_only(place: Place) {
    let store = place.create().await;
    let world = World::begin(&store).await;
    let (ours, theirs) = (world.kept[0], world.kept[4]);
    place.tamper(&format!("UPDATE note SET count = 7 WHERE id = {}", place.literal(theirs.item))).await;
    let folder = place.folder().join("keys/kek").join(theirs.authority.to_string());
    for file in std::fs::read_dir(folder).unwrap() {
        std::fs::write(file.unwrap().path(), "sönder").unwrap();
    }
    let log_key = place.folder().join("keys/log").join(theirs.organisation.to_string()).join("0001.key");
    std::fs::write(log_key, "sönder").unwrap();
    let report = store.verify(ours.organisation, &VerifyOptions::default()).await.unwrap();
    assert_eq!(report.findings, []);
    assert_eq!((report.entries, report.rows, report.objects), (5, 4, 4));
    let report = store.verify(theirs.organisation, &VerifyOptions::default()).await.unwrap();
    assert!(report.findings.iter().any(|finding| finding.what == format!("note {}", theirs.item)));
    assert!(report.findings.iter().any(|finding| finding.what.starts_with("kek/")), "{:?}", report.findings);
    assert!(report.findings.iter().any(|finding| finding.what.starts_with("log/")), "{:?}", report.findings);
    store.close().await;
}

async fn a_colliding_version_is_its_own_writers_trouble(place: Place) {
    let store = place.create().await;
    let world = World::begin(&store).await;
    let (ours, theirs) = (world.kept[0], world.kept[4]);
    let write = async |kept: Kept, item: Uuid| {
        let writer = actor(kept.organisation, &[kept.authority]);
        let written = store.write::<_, StoreError, _>(&writer, move |tx| {
            Box::pin(async move {
                let mut act = tx.act(NOTE_WRITTEN, Some(kept.authority))?;
                let object = act.seal(new_object(item, 1), b"text")?;
                act.finish().await?;
                Ok(object)
            })
        });
        written.await
    };
    let fresh = || new_id::<note::Entity>().uuid();
    let (a, b, c) = tokio::join!(write(theirs, fresh()), write(ours, ours.item), write(theirs, fresh()));
    assert!(b.is_err(), "the item has a version 1 already");
    assert!(a.is_ok() && c.is_ok(), "another organisation's work is lost with it: {a:?} {c:?}");
    store.close().await;
}

/// Everything that a query gives, as text.
async fn rows(conn: &DatabaseConnection, sql: &str) -> Vec<Uuid> {
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

const PROTECTED: [&str; 8] =
    ["note", "visit", "object", "act", "job", "pending_entry", "log_tile", "log_bundle"];

#[tokio::test]
async fn behind_the_store_postgresql_shows_the_applications_user_nothing() {
    let Some(place) = place(Backend::Postgres).await else { return };
    let store = place.create().await;
    let world = World::begin(&store).await;
    let (ours, theirs) = (world.kept[0], world.kept[4]);
    ours_and_theirs(&store, &world).await;
    store.close().await;
    for conn in [place.as_application().await, place.as_owner().await] {
        for table in PROTECTED.iter().chain(&["log_checkpoint"]) {
            let all = format!("SELECT organisation_id FROM {table}");
            assert_eq!(rows(&conn, &all).await, Vec::<Uuid>::new(), "{table} without a setting");
        }
        set(&conn, ours.organisation.uuid(), &ours.authority.to_string()).await;
        for table in PROTECTED.iter().chain(&["log_checkpoint"]) {
            let seen = rows(&conn, &format!("SELECT organisation_id FROM {table}")).await;
            assert!(!seen.is_empty() || *table == "pending_entry", "{table}: own rows are seen");
            assert!(seen.iter().all(|organisation| *organisation == ours.organisation.uuid()), "{table}");
        }
        for table in ["note", "object", "job", "visit"] {
            let seen =
                rows(&conn, &format!("SELECT authority_id FROM {table} WHERE authority_id IS NOT NULL"))
                    .await;
            assert!(seen.iter().all(|authority| *authority == ours.authority.uuid()), "{table}");
        }
        refused_writes(&conn, &place, ours, theirs).await;
        conn.close().await.unwrap();
    }
    assert_eq!(place.ask("SELECT id FROM note WHERE name = 'övertagen'").await.len(), 0);
    let store = place.open().await.unwrap();
    for organisation in store.organisations().await.unwrap() {
        assert_eq!(store.verify(organisation.id, &VerifyOptions::default()).await.unwrap().findings, []);
    }
    store.close().await;
}

/// A job, a visit and a waiting entry for every authority.
async fn ours_and_theirs(store: &Store, world: &World) {
    for kept in &world.kept {
        let (kept, due_at) = (*kept, store.now());
        let writer = actor(kept.organisation, &[kept.authority]);
        let written = store.write::<_, StoreError, _>(&writer, move |tx| {
            Box::pin(async move {
                let payload = "{}".to_owned();
                let authority = Some(kept.authority);
                tx.enqueue(NewJob { authority, kind: "note-count", payload, due_at, attempts_max: 3 })
                    .await?;
                tx.put::<visit::Entity>(visit(&kept, authority, new_id::<visit::Entity>().uuid())).await?;
                tx.act(NOTE_WRITTEN, authority)?.finish().await.map(|_| ())
            })
        });
        written.await.unwrap();
    }
}

async fn set(conn: &DatabaseConnection, organisation: Uuid, authorities: &str) {
    let sql = format!(
        "SELECT set_config('uppsikt.organisation', '{organisation}', false), \
         set_config('uppsikt.authorities', '{authorities}', false)"
    );
    conn.execute_unprepared(&sql).await.unwrap();
}

async fn refused_writes(conn: &DatabaseConnection, place: &Place, ours: Kept, theirs: Kept) {
    for table in PROTECTED.iter().chain(&["log", "log_checkpoint"]) {
        let theirs = place.literal(theirs.organisation.uuid());
        for sql in [
            format!("UPDATE {table} SET organisation_id = organisation_id WHERE organisation_id = {theirs}"),
            format!("DELETE FROM {table} WHERE organisation_id = {theirs}"),
        ] {
            let done = conn.execute_unprepared(&sql).await;
            assert!(done.is_err() || done.unwrap().rows_affected() == 0, "{sql}");
        }
    }
    let insert = |organisation: Uuid, authority: Uuid| {
        format!(
            "INSERT INTO note VALUES ({}, gen_random_uuid(), {}, 'övertagen', 1, NULL)",
            place.literal(organisation),
            place.literal(authority)
        )
    };
    let (own, other) = (ours.organisation.uuid(), theirs.organisation.uuid());
    for sql in [
        insert(other, theirs.authority.uuid()),
        insert(other, ours.authority.uuid()),
        insert(own, theirs.authority.uuid()),
        format!("UPDATE note SET organisation_id = {}", place.literal(other)),
        format!("UPDATE note SET authority_id = {}", place.literal(theirs.authority.uuid())),
    ] {
        let refused = conn.execute_unprepared(&sql).await.unwrap_err().to_string();
        assert!(refused.contains("row-level security"), "{sql}: {refused}");
    }
}

#[tokio::test]
async fn postgresql_holds_the_applications_user_to_rows() {
    let Some(place) = place(Backend::Postgres).await else { return };
    place.create().await.close().await;
    let conn = place.as_application().await;
    for sql in [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "ALTER TABLE note DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE note NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY reach ON note",
        "DROP TABLE note",
        "TRUNCATE note",
        "ALTER TABLE note ADD COLUMN mine int",
        "INSERT INTO schema_version VALUES ('note', 99, 'x', 0, 'x')",
        "UPDATE schema_version SET version = 99",
        "DELETE FROM schema_version",
        "SELECT setval('pending_entry_seq_seq', 1)",
        "SET row_security = off; SELECT * FROM note",
    ] {
        assert!(conn.execute_unprepared(sql).await.is_err(), "{sql}");
    }
    conn.execute_unprepared("RESET row_security").await.unwrap();
    let flags = "SELECT relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname = 'public' AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity)";
    let bare = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), flags)).await.unwrap();
    let bare: Vec<String> = bare.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    assert_eq!(bare, ["schema_version"], "every other table is protected, also from its owner");
}

#[tokio::test]
async fn a_database_user_for_whom_the_rules_do_not_hold_is_refused() {
    let Some(place) = place(Backend::Postgres).await else { return };
    place.create().await.close().await;
    let mut settings = place.settings.clone();
    let uppsikt_store::DatabaseSettings::Postgres { url, owner_url } = settings.database.clone() else {
        panic!()
    };
    for url in [owner_url.clone().unwrap(), place.superuser_url()] {
        settings.database = uppsikt_store::DatabaseSettings::Postgres { url, owner_url: owner_url.clone() };
        let refused = open(settings.clone()).await;
        assert!(matches!(refused, Err(StoreError::DatabaseUser(_))), "{refused:?}");
    }
    let login = url.split("://").nth(1).unwrap().split(':').next().unwrap();
    place.tamper(&format!("ALTER ROLE {login} BYPASSRLS")).await;
    let refused = place.open().await;
    assert!(matches!(refused, Err(StoreError::DatabaseUser(_))), "{refused:?}");
}
