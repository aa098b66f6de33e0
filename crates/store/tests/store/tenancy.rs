//! No read and no write crosses an organisation or an authority, whatever is asked and however.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait as _, DatabaseConnection, Statement};
use uppsikt_kernel::{ActCode, Actor, Authorities, Authority, Id, Object, Organisation};
use uppsikt_store::{JobState, NewJob, Scoped, Store, StoreError, VerifyOptions};
use uuid::Uuid;

use crate::support::*;

mod evidence;
mod postgres;

use evidence::*;

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
