//! Jobs, disposal, proofs and verification.

use super::*;

pub(super) async fn jobs_stay_within_their_organisation(place: Place) {
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

pub(super) async fn disposal_and_proof_stay_within_reach(place: Place) {
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

pub(super) async fn staged_content_stays_within_its_organisation(place: Place) {
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

pub(super) async fn verification_tells_of_its_own_organisation_only(place: Place) {
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

pub(super) async fn a_colliding_version_is_its_own_writers_trouble(place: Place) {
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
