//! Files and keys, and who signed.

use super::*;

pub(super) async fn changed_files_are_named(place: Place) {
    let scene = Scene::begin(place, 0, 2_500_000).await;
    let kek = format!("kek/{}/oklassad-2026.key", scene.house.authority);
    let kek_id = &scene
        .place
        .ask(&format!("SELECT key_id FROM object WHERE id = {}", scene.id(scene.object(0))))
        .await[0];
    let kek_id: Uuid = kek_id.try_get("", "key_id").unwrap();
    let log_key = format!("log/{}/0001.key", scene.house.organisation);
    let text = scene.large.uuid().simple().to_string();
    let blob = format!("objects/{}/{}/{text}", scene.house.organisation.uuid().simple(), &text[30..]);
    let everything: Found = (scene.notes.iter().map(|note| note.1))
        .chain([scene.waiting.1, scene.large])
        .map(|object| named(SealedObject, object))
        .chain([named(Key, kek_id)])
        .collect();
    let kek_named = || everything.iter().cloned().chain([named(Key, &kek)]).collect::<Found>();
    let keys = |below: &str| format!("keys/{below}");
    let flip_at = |at: usize| {
        move |path: &Path| {
            let mut bytes = std::fs::read(path).unwrap();
            bytes[at] ^= 1;
            std::fs::write(path, bytes).unwrap();
        }
    };
    let cut = |length: u64| {
        move |path: &Path| {
            std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap()
        }
    };
    let remove = |path: &Path| std::fs::remove_file(path).unwrap();
    let open_to_others = |path: &Path| {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
    };
    let large = || vec![named(SealedObject, scene.large)];
    let mut cases = vec![
        ("a key", file(keys(&kek), flip_at(120)), kek_named()),
        ("a cut key", file(keys(&kek), cut(90)), kek_named()),
        ("a key that others may read", file(keys(&kek), open_to_others), kek_named()),
        ("a missing key", file(keys(&kek), remove), everything.clone()),
        ("the first byte of a blob", file(&blob, flip_at(0)), large()),
        ("a byte of the last chunk of a blob", file(&blob, flip_at(2_300_000)), large()),
        ("a cut blob", file(&blob, cut(2_400_000)), large()),
        ("a blob cut between two chunks", file(&blob, cut(2 * (1_048_576 + 16))), large()),
        ("an empty blob", file(&blob, cut(0)), large()),
        ("a longer blob", file(&blob, cut(2_600_000)), large()),
        ("a missing blob", file(&blob, remove), large()),
    ];
    let vkey = scene.log_key().await;
    // Without the log's key nothing says that a checkpoint is ours.
    let log_named = vec![
        named(Key, format!("log/{} {vkey}", scene.house.organisation)),
        named(Checkpoint, format!("size {}", SEALED - ACTS - 1)),
        named(Checkpoint, format!("size {}", SEALED - ACTS)),
    ];
    let also_file = log_named.iter().cloned().chain([named(Key, &log_key)]).collect::<Found>();
    cases.push(("a log's key", file(keys(&log_key), flip_at(150)), also_file));
    cases.push(("a log's missing key", file(keys(&log_key), remove), log_named));
    scene.check(cases).await;
    let copy = scene.place.copy().await;
    std::fs::remove_dir_all(copy.folder().join("keys")).unwrap();
    assert!(matches!(copy.open_at(&scene.clock).await, Err(StoreError::KeyMissing(_))));
}

impl Scene {
    async fn log_key(&self) -> VerifyKey {
        let store = self.place.open_at(&self.clock).await.unwrap();
        let log = store.read(&self.house.actor).await.unwrap().log().await.unwrap();
        store.close().await;
        log.keys[0].clone()
    }
}

pub(super) async fn a_tampered_tree_is_not_signed(place: Place) {
    let scene = Scene::begin(place, ACTS, 2_000).await;
    let deeds = [
        flip("hashes", "log_tile WHERE level = 0 AND number = 1".to_owned(), 5),
        flip("hashes", "log_tile WHERE level = 1 AND number = 0".to_owned(), 5),
        sql("DELETE FROM log_tile WHERE level = 0 AND number = 1"),
        sql("UPDATE log SET size = size - 1"),
        sql(format!("DELETE FROM log_checkpoint WHERE size = {SEALED}")),
        sql("DELETE FROM log_checkpoint"),
        flip("note", format!("log_checkpoint WHERE size = {SEALED}"), 40),
        flip("note", format!("log_checkpoint WHERE size = {SEALED}"), -4),
        sql("DELETE FROM log_bundle WHERE number = 1"),
    ];
    for (at, deed) in deeds.iter().enumerate() {
        let copy = scene.place.copy().await;
        deed.done_to(&copy).await;
        let before = copy.ask("SELECT note FROM log_checkpoint").await.len();
        let store = copy.open_at(&scene.clock).await.unwrap();
        let refused = store.seal(scene.house.organisation).await;
        assert!(
            matches!(refused, Err(StoreError::LogDamaged(_) | StoreError::KeyMissing(_))),
            "deed {at} is signed: {refused:?}"
        );
        store.close().await;
        assert_eq!(copy.ask("SELECT note FROM log_checkpoint").await.len(), before);
        assert_eq!(copy.ask("SELECT seq FROM pending_entry").await.len(), 1, "what waits goes on waiting");
    }
}

pub(super) async fn a_rollback_is_seen_only_from_elsewhere(place: Place) {
    let scene = Scene::begin(place, 0, 2_000).await;
    let earlier = scene.place.copy().await;
    let store = scene.place.open_at(&scene.clock).await.unwrap();
    let later = store.seal(scene.house.organisation).await.unwrap().unwrap();
    let against = |checkpoint: &SignedCheckpoint| VerifyOptions {
        against: Some(checkpoint.clone()),
        ..Default::default()
    };
    for checkpoint in [&scene.checkpoint, &later] {
        let report = store.verify(scene.house.organisation, &against(checkpoint)).await.unwrap();
        assert_eq!((report.continues, report.findings), (Some(true), vec![]));
    }
    store.close().await;

    let rolled_back = earlier.open_at(&scene.clock).await.unwrap();
    let report = rolled_back.verify(scene.house.organisation, &VerifyOptions::default()).await.unwrap();
    assert_eq!((report.continues, report.findings), (None, vec![]), "from inside nothing is wrong");
    let report = rolled_back.verify(scene.house.organisation, &against(&later)).await.unwrap();
    assert_eq!(report.continues, Some(false));
    assert!(report.findings.iter().all(|finding| finding.kind == Against) && report.findings.len() == 1);

    // It goes on and becomes longer than what it replaced: still another history.
    for name in ["annan", "historia"] {
        scene.house.write_note(&rolled_back, name).await;
    }
    rolled_back.seal(scene.house.organisation).await.unwrap();
    let report = rolled_back.verify(scene.house.organisation, &against(&later)).await.unwrap();
    let found: Vec<FindingKind> = report.findings.iter().map(|finding| finding.kind).collect();
    // The waiting entry was the same on both sides, so up to there both are one history.
    assert_eq!((report.continues, found), (Some(true), vec![]));
    rolled_back.close().await;

    let copy = scene.place.copy().await;
    let (one, other) =
        (scene.place.open_at(&scene.clock).await.unwrap(), copy.open_at(&scene.clock).await.unwrap());
    scene.house.write_note(&one, "här").await;
    scene.house.write_note(&other, "där").await;
    let here = one.seal(scene.house.organisation).await.unwrap().unwrap();
    other.seal(scene.house.organisation).await.unwrap();
    let report = other.verify(scene.house.organisation, &against(&here)).await.unwrap();
    assert_eq!(report.continues, Some(false));
    assert_eq!(report.findings.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [Against]);
    one.close().await;
    other.close().await;
}

pub(super) fn trusting(key: &VerifyKey) -> VerifyOptions {
    VerifyOptions { trusted: vec![key.clone()], ..VerifyOptions::default() }
}

pub(super) async fn only_the_right_key_verifies(place: Place) {
    let scene = Scene::begin(place, 0, 2_000).await;
    let store = scene.place.open_at(&scene.clock).await.unwrap();
    let right = store.read(&scene.house.actor).await.unwrap().log().await.unwrap().keys[0].clone();
    let report = store.verify(scene.house.organisation, &trusting(&right)).await.unwrap();
    assert!(report.key_given && report.is_clean());
    for origin in ["lindholm.example/uppsikt", "granby.example/uppsikt"] {
        let wrong = LogKey::from_seed(origin, [9; 32]).unwrap().verify_key().clone();
        let options = VerifyOptions { against: Some(scene.checkpoint.clone()), ..trusting(&wrong) };
        let report = store.verify(scene.house.organisation, &options).await.unwrap();
        let kinds: Vec<FindingKind> = report.findings.iter().map(|finding| finding.kind).collect();
        assert_eq!(kinds, [Checkpoint, Checkpoint, Against]);
        assert_eq!(report.continues, Some(false));
    }
    store.close().await;
}

pub(super) async fn an_old_key_verifies_through_rotations(place: Place) {
    let clock = ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap());
    let store = place.create_at(&clock).await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    let mut checkpoints = Vec::new();
    let first = store.read(&house.actor).await.unwrap().log().await.unwrap().keys[0].clone();
    for (minute, name) in ["vatten", "väg", "skola"].iter().enumerate() {
        clock.set(format!("2026-11-22T10:{:02}:00Z", 10 * minute).parse().unwrap());
        house.write_note(&store, name).await;
        checkpoints.push(store.seal(house.organisation).await.unwrap().unwrap());
        if minute < 2 {
            store.rotate_log_key(house.organisation).await.unwrap();
            house.write_note(&store, "mellan").await;
            checkpoints.push(store.seal(house.organisation).await.unwrap().unwrap());
        }
    }
    let keys = store.read(&house.actor).await.unwrap().log().await.unwrap().keys;
    assert_eq!((keys.len(), &keys[0]), (3, &first));
    assert!(checkpoints.last().unwrap().verify(&keys[2..]).is_ok(), "the newest key signs");
    assert!(checkpoints.last().unwrap().verify(&keys[..2]).is_err(), "and only that one");
    for options in [VerifyOptions::default(), trusting(&first)] {
        let report = store.verify(house.organisation, &options).await.unwrap();
        assert_eq!(report.findings, []);
        assert!(report.checkpoints >= 4, "{}", report.checkpoints);
    }
    for checkpoint in &checkpoints {
        let options = VerifyOptions { against: Some(checkpoint.clone()), ..VerifyOptions::default() };
        let report = store.verify(house.organisation, &options).await.unwrap();
        assert_eq!((report.continues, report.findings), (Some(true), vec![]));
    }
    store.close().await;

    // Without the checkpoint that hands the log over, the old key says nothing of what came after.
    assert_eq!(
        place.tamper("DELETE FROM log_checkpoint WHERE note LIKE '%\n— %\n— %' AND size < 5").await,
        1
    );
    let store = place.open_at(&clock).await.unwrap();
    let report = store.verify(house.organisation, &trusting(&first)).await.unwrap();
    assert!(!report.findings.is_empty() && report.findings.iter().all(|finding| finding.kind == Checkpoint));
    store.close().await;

    // A key that has gone missing is named, and its number is not given to another.
    let folder = place.folder().join("keys/log").join(house.organisation.to_string());
    std::fs::remove_file(folder.join("0002.key")).unwrap();
    let store = place.open_at(&clock).await.unwrap();
    let report = store.verify(house.organisation, &VerifyOptions::default()).await.unwrap();
    let missing = format!("log/{} {}", house.organisation, keys[1]);
    assert!(report.findings.iter().any(|finding| finding.kind == Key && finding.what == missing));
    let kept = std::fs::read(folder.join("0003.key")).unwrap();
    store.rotate_log_key(house.organisation).await.unwrap();
    assert_eq!(std::fs::read(folder.join("0003.key")).unwrap(), kept);
    store.close().await;
}

pub(super) async fn a_key_without_its_act_signs_nothing(place: Place) {
    let store = place.create().await;
    let house = House::begin(&store, "lindholm.example/uppsikt").await;
    house.write_note(&store, "vatten").await;
    store.seal(house.organisation).await.unwrap();
    let first = store.read(&house.actor).await.unwrap().log().await.unwrap().keys[0].clone();
    store.close().await;
    // As after a crash between the key's file and the act that announces it.
    let copy = place.copy().await;
    let rotated = copy.open().await.unwrap();
    rotated.rotate_log_key(house.organisation).await.unwrap();
    rotated.close().await;
    let file = format!("keys/log/{}/0002.key", house.organisation);
    std::fs::copy(copy.folder().join(&file), place.folder().join(&file)).unwrap();

    let store = place.open().await.unwrap();
    house.write_note(&store, "väg").await;
    let checkpoint = store.seal(house.organisation).await.unwrap().unwrap();
    assert!(
        checkpoint.verify(std::slice::from_ref(&first)).is_ok(),
        "the key that the log knows goes on signing"
    );
    store.rotate_log_key(house.organisation).await.unwrap();
    house.write_note(&store, "skola").await;
    store.seal(house.organisation).await.unwrap();
    let report = store.verify(house.organisation, &trusting(&first)).await.unwrap();
    assert_eq!(report.findings, []);
    store.close().await;
}
