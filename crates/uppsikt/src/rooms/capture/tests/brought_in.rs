//! What a file holds and what a person saw, on an account that is read as well.

use bytes::Bytes;
use uppsikt_platform::imports::ndjson::{ItemState, read};
use uppsikt_platform::imports::{ImportError, ndjson};
use uppsikt_platform::{ItemKind, ReadPage};

use super::house::House;
use crate::rooms::capture::{self, CaptureError, Observation, Origin, PassReport, Presence, Seen};
use crate::rooms::moderation::{self, ImportedMeasure, ImportedNote, ModerationError, NewImported};
use crate::rooms::registry::{self, ImportedNumber, ImportedSecrecy, RegistryError};

super::on_both!(
    an_old_file_does_not_turn_time_back,
    what_cannot_be_understood_is_kept_once,
    what_a_person_saw_is_asked_of_nobody,
    earlier_numbers_and_decisions_are_kept_once,
);

fn line(id: &str, text: &str) -> String {
    format!(
        r#"{{"type":"item","account":"x","id":"{id}","kind":"comment","text":"{text}","published_at":"2026-03-01T08:00:00Z"}}"#
    )
}

fn pages(lines: &[String]) -> Vec<ReadPage> {
    let import: ndjson::Import = read(lines.join("\n").as_bytes()).unwrap();
    import.pages_by_account.into_values().next().unwrap_or_default()
}

async fn import(house: &House, lines: &[String]) -> PassReport {
    let mut find = |_: &str| -> Result<Option<Bytes>, ImportError> { Ok(None) };
    let pages = pages(lines);
    capture::import_pages(&house.app, &house.editor, &house.account, pages, &mut find, &mut |_| {})
        .await
        .unwrap()
}

async fn an_old_file_does_not_turn_time_back(house: House) {
    let (old, new) = ([line("901", "Ett"), line("b", "Två")], [line("901", "Ett, rättat")]);
    let report = import(&house, &old).await;
    assert_eq!((report.new, report.items.len()), (2, 2));
    assert_eq!(import(&house, &new).await.edited, 1);
    let before = house.size().await;
    // The first wording is known, and what is missing in the second file is no disappearance.
    assert!(import(&house, &old).await.is_unchanged());
    assert_eq!(house.size().await, before);
    assert_eq!(house.story("b").await, [Presence::Shown]);
    assert_eq!(house.item("901").await.1[1].origin, Origin::Import);
    // The platform itself says that it has the first no more, and the file does not bring it back. The second has a
    // name that is none to the platform, so nothing is said of it.
    house.pass().await;
    assert_eq!(house.story("901").await, [Presence::Shown, Presence::Shown, Presence::Gone]);
    assert_eq!(house.story("b").await, [Presence::Shown]);
    assert!(import(&house, &old).await.is_unchanged());
    assert_eq!(house.story("901").await.len(), 3);
    // Somebody of another authority brings nothing in.
    let mut find = |_: &str| -> Result<Option<Bytes>, ImportError> { Ok(None) };
    let refused = capture::import_pages(
        &house.app,
        &house.stranger,
        &house.account,
        pages(&old),
        &mut find,
        &mut |_| {},
    )
    .await;
    assert!(matches!(refused, Err(CaptureError::WrongRole(_))));
    house.finish().await;
}

async fn what_cannot_be_understood_is_kept_once(house: House) {
    let bad: Vec<String> = (0..700).map(|at| line(&format!("n{at}"), "x").replace("2026", "9999")).collect();
    assert_eq!(import(&house, &bad).await.quarantined, 700);
    let before = house.size().await;
    assert_eq!(import(&house, &bad).await.quarantined, 0);
    assert_eq!(house.size().await, before);
    house.finish().await;
}

fn seen(text: Option<&str>, state: ItemState) -> Observation {
    Observation {
        kind: ItemKind::Comment,
        address: Some("https://lindholm.example/c1".to_owned()),
        item: None,
        text: text.map(str::to_owned),
        author: None,
        own: None,
        parent: None,
        published_at: Some("2026-03-01T08:00:00Z".parse::<jiff::Timestamp>().unwrap().into()),
        state,
        pictures: Vec::new(),
    }
}

async fn what_a_person_saw_is_asked_of_nobody(house: House) {
    let observe = |seen: Observation| capture::observe(&house.app, &house.editor, &house.account, seen);
    assert_eq!(observe(seen(Some("Hej"), ItemState::Shown)).await.unwrap().seen, Seen::New);
    // A pass does not know it, and says nothing of it.
    assert_eq!(house.pass().await.gone, 0);
    assert_eq!(observe(seen(Some("Hej"), ItemState::Shown)).await.unwrap().seen, Seen::Same);
    let gone = observe(seen(None, ItemState::Removed)).await.unwrap();
    assert_eq!((gone.seen, gone.version), (Seen::Gone, 2));
    assert_eq!(observe(seen(Some("Hej"), ItemState::Shown)).await.unwrap().seen, Seen::Changed);
    let native = "https://lindholm.example/c1";
    assert_eq!(house.story(native).await, [Presence::Shown, Presence::Gone, Presence::Shown]);
    let versions = house.item(native).await.1;
    assert!(versions.iter().all(|version| version.origin == Origin::Hand));
    house.finish().await;
}

async fn earlier_numbers_and_decisions_are_kept_once(house: House) {
    import(&house, &[line("a", "Ett")]).await;
    let (item, _) = house.item("a").await;
    let authority = house.account.authority;
    let number = ImportedNumber {
        authority,
        registry_number: "KS  2025/12".to_owned(),
        items: vec![item],
        registered_on: "2025-04-02".to_owned(),
        description: Some("Uppgift om sjukdom".to_owned()),
        direction: None,
        secrecy: Some(ImportedSecrecy {
            provision: "OSL 26 kap. 1 §".to_owned(),
            marked_on: "2025-04-02".to_owned(),
        }),
    };
    let decision = NewImported {
        item,
        measure: ImportedMeasure::Keep,
        decided_on: "2025-04-02".to_owned(),
        note: ImportedNote { v: 1, ground: "Kritik".to_owned(), by: None, note: None },
    };
    for is_new in [true, false] {
        let (number, decision) = (number.clone(), decision.clone());
        let kept = house.app.store.write::<_, RegistryError, _>(&house.admin, move |tx| {
            Box::pin(async move { registry::import_number(tx, number).await })
        });
        assert_eq!(kept.await.unwrap(), is_new);
        let kept = house.app.store.write::<_, ModerationError, _>(&house.admin, move |tx| {
            Box::pin(async move { moderation::import_decision(tx, decision).await })
        });
        assert_eq!(kept.await.unwrap(), is_new);
    }
    let mut reader = house.reader().await;
    let known = registry::imported_by_number(&mut reader, "KS 2025/12", None).await.unwrap();
    assert_eq!((known.items.as_slice(), &known.public_description), ([item].as_slice(), &None));
    assert!(!format!("{known:?}").contains("sjukdom"));
    assert!(!registry::is_closed_to(&mut reader, &house.editor, item).await.unwrap());
    assert_eq!(moderation::imported_about(&mut reader, item).await.unwrap().len(), 1);
    drop(reader);
    // An editor does not bring in numbers.
    let again = house.app.store.write::<_, RegistryError, _>(&house.editor, move |tx| {
        Box::pin(async move { registry::import_number(tx, number).await })
    });
    assert!(matches!(again.await, Err(RegistryError::NotAllowed(_))));
    house.finish().await;
}
