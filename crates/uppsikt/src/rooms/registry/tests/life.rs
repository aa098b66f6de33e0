//! What becomes of an entry: completed, declined, linked, marked, described, found again.

use super::house::House;
use super::on_both;
use crate::rooms::registry::{
    self, Description, Filter, NewReservation, Objection, Protected, RegistrationState, RegistryError, Stage,
};

on_both!(
    a_registrar_completes_what_was_reserved,
    declining_gives_a_reason_and_brings_nothing_back,
    an_entry_belongs_to_one_or_several_cases,
    a_secrecy_mark_is_put_on_and_lifted,
    what_is_protected_is_read_as_an_act,
    lists_and_searches_find_what_the_public_may_read,
    what_must_not_be_registered_is_flagged,
);

fn public(text: &str) -> Description {
    Description { public: Some(text.to_owned()), protected: None }
}

fn protected(text: &str) -> Description {
    let counterpart = Some("Karin Ek".to_owned());
    Description { public: None, protected: Some(Protected { description: text.to_owned(), counterpart }) }
}

fn case(number: &str) -> Vec<String> {
    vec![number.to_owned()]
}

async fn a_registrar_completes_what_was_reserved(house: House) {
    let id = house.reserve(house.reservation()).await.id;
    let empty = house
        .does(&house.registrar, move |tx| {
            Box::pin(async move { registry::complete(tx, id, Description::default(), &[]).await })
        })
        .await;
    assert!(matches!(empty, Err(RegistryError::NoDescription)), "the diary says what a record is about");
    house.at("2026-03-02T09:00:00Z");
    let entry = house
        .does(&house.registrar, move |tx| {
            Box::pin(async move {
                registry::complete(tx, id, public("Fråga om snöröjning"), &case("KS 2026/3")).await
            })
        })
        .await
        .unwrap();
    assert_eq!(entry.state, RegistrationState::Completed { at: house.now().get() });
    assert_eq!(
        (entry.public_description.as_deref(), &entry.cases),
        (Some("Fråga om snöröjning"), &case("KS 2026/3"))
    );
    let again = house
        .does(&house.registrar, move |tx| {
            Box::pin(async move { registry::complete(tx, id, public("x"), &[]).await })
        })
        .await;
    assert!(matches!(again, Err(RegistryError::Completed)));
    let declined = house
        .does(&house.registrar, move |tx| Box::pin(async move { registry::decline(tx, id, "ångrat").await }))
        .await;
    assert!(matches!(declined, Err(RegistryError::Completed)), "what is registered stays");
    // Only the protected part may say what it is about.
    let id = house.reserve(house.reservation()).await.id;
    let entry = house
        .does(&house.registrar, move |tx| {
            Box::pin(async move { registry::complete(tx, id, protected("Anmälan om oro"), &[]).await })
        })
        .await
        .unwrap();
    assert!(entry.public_description.is_none() && entry.protected.is_some());
    house.finish().await;
}

async fn declining_gives_a_reason_and_brings_nothing_back(house: House) {
    let new = house.reservation();
    let id = house.reserve(new.clone()).await.id;
    let empty = house
        .does(&house.registrar, move |tx| Box::pin(async move { registry::decline(tx, id, "  ").await }))
        .await;
    assert!(matches!(empty, Err(RegistryError::Text)));
    let before = house.size().await;
    let entry = house
        .does(&house.registrar, move |tx| {
            Box::pin(async move { registry::decline(tx, id, "Enkel fråga.").await })
        })
        .await
        .unwrap();
    assert_eq!(entry.state.stage(), Stage::Declined);
    let after = house.size().await;
    assert_eq!(
        (after.0 - before.0, after.2 - before.2),
        (1, 1),
        "one act, one sealed reason, and nothing else"
    );
    let again = house
        .does(&house.registrar, move |tx| Box::pin(async move { registry::decline(tx, id, "Igen.").await }))
        .await;
    assert!(matches!(again, Err(RegistryError::Declined)));
    assert_eq!(house.reserve(new).await.id, id, "the cause keeps its number");
    assert_eq!(house.reserve(house.reservation()).await.number, 2, "and the number stays taken");
    let (_, permit) = house
        .does(&house.registrar, move |tx| Box::pin(registry::note_protected_read(tx, id)))
        .await
        .unwrap();
    let reader = house.reader(&house.registrar).await;
    assert_eq!(registry::decline_reason(&reader, &permit).await.unwrap().as_deref(), Some("Enkel fråga."));
    drop(reader);
    // The registrar may still change that: the same number goes into the diary.
    let entry = house
        .does(&house.registrar, move |tx| {
            Box::pin(async move { registry::complete(tx, id, public("Fråga"), &[]).await })
        })
        .await
        .unwrap();
    assert_eq!((entry.number, entry.state.stage()), (1, Stage::Completed));
    house.finish().await;
}

async fn an_entry_belongs_to_one_or_several_cases(house: House) {
    let new = NewReservation { cases: case("KS 2026/3"), ..house.reservation() };
    let id = house.reserve(new).await.id;
    let linked = |cases: &'static [&'static str]| {
        let cases: Vec<String> = cases.iter().map(ToString::to_string).collect();
        house.does(&house.registrar, move |tx| Box::pin(async move { registry::link(tx, id, &cases).await }))
    };
    let entry = linked(&["BUN 2025/77", "KS 2026/3"]).await.unwrap();
    assert_eq!(entry.cases, ["KS 2026/3", "BUN 2025/77"]);
    let before = house.size().await;
    assert_eq!(linked(&["BUN 2025/77"]).await.unwrap().cases.len(), 2);
    assert_eq!(house.size().await, before, "what is linked already is no act");
    assert!(matches!(linked(&[]).await, Err(RegistryError::NoCase)));
    assert!(matches!(linked(&[" "]).await, Err(RegistryError::CaseNumber)));
    house.finish().await;
}

async fn a_secrecy_mark_is_put_on_and_lifted(house: House) {
    let new = NewReservation { secrecy: Some("26 kap. 1 § OSL".to_owned()), ..house.reservation() };
    house.at("2026-03-02T23:30:00Z");
    let entry = house.reserve(new).await;
    let id = entry.id;
    let mark = &entry.secrecy[0];
    assert_eq!((mark.marked_on.as_str(), mark.marked_by.as_str()), ("2026-03-03", "Kommunstyrelsen"));
    assert!(entry.is_marked());
    let mark = |provision: &'static str| {
        house.does(&house.registrar, move |tx| Box::pin(registry::mark_secrecy(tx, id, provision)))
    };
    assert!(matches!(mark("26 kap. 1 § OSL").await, Err(RegistryError::MarkedAlready)));
    assert!(matches!(mark("hemlig").await, Err(RegistryError::Provision)));
    assert_eq!(mark("21 kap. 7 § OSL").await.unwrap().secrecy.len(), 2);
    let lift = |provision: Option<&'static str>| {
        house.does(&house.registrar, move |tx| Box::pin(registry::lift_secrecy(tx, id, provision)))
    };
    assert!(matches!(lift(Some("23 kap. 1 § OSL")).await, Err(RegistryError::NotMarked)));
    assert!(lift(Some("21 kap. 7 § OSL")).await.unwrap().is_marked(), "the other one stands");
    let entry = lift(None).await.unwrap();
    assert!(!entry.is_marked() && entry.secrecy.iter().all(|mark| mark.lifted_at.is_some()));
    assert!(matches!(lift(None).await, Err(RegistryError::NotMarked)));
    assert!(mark("26 kap. 1 § OSL").await.unwrap().is_marked(), "a mark may come again");
    house.finish().await;
}

async fn what_is_protected_is_read_as_an_act(house: House) {
    let new = NewReservation { description: protected("Anmälan om oro"), ..house.reservation() };
    let entry = house.reserve(new).await;
    let id = entry.id;
    let changed = house
        .does(&house.editor, move |tx| {
            Box::pin(registry::describe(tx, id, protected("Anmälan om oro för barn")))
        })
        .await
        .unwrap();
    assert_ne!(changed.protected, entry.protected, "what was sealed before is not written over");
    let before = house.size().await;
    let (_, permit) =
        house.does(&house.editor, move |tx| Box::pin(registry::note_protected_read(tx, id))).await.unwrap();
    let after = house.size().await;
    assert_eq!((after.0 - before.0, after.1 - before.1), (1, 1));
    let reader = house.reader(&house.editor).await;
    let read = registry::protected(&reader, &permit).await.unwrap().unwrap();
    assert_eq!(
        (read.description.as_str(), read.counterpart.as_deref()),
        ("Anmälan om oro för barn", Some("Karin Ek"))
    );
    assert_eq!(registry::decline_reason(&reader, &permit).await.unwrap(), None);
    drop(reader);
    house.finish().await;
}

async fn lists_and_searches_find_what_the_public_may_read(house: House) {
    for (number, text) in
        ["Fråga om ÄNGSGATAN", "Klagomål på lekplats", "Hot mot tjänsteman"].into_iter().enumerate()
    {
        house.at(&format!("2026-03-0{}T10:00:00Z", number + 2));
        let description = Description { public: Some(text.to_owned()), ..protected("Hemlig lekplats") };
        let cases = case(&format!("KS 2026/9{number}"));
        house.reserve(NewReservation { description, cases, ..house.reservation() }).await;
    }
    let mut reader = house.reader(&house.registrar).await;
    for (text, expected) in [
        ("ängsgatan", &["KS 2026/1"][..]),
        ("LEKPLATS", &["KS 2026/2"]),
        ("2026/92", &["KS 2026/3"]),
        ("ks 2026/", &["KS 2026/3", "KS 2026/2", "KS 2026/1"]),
        ("hemlig", &[]),
        ("Karin", &[]),
    ] {
        let found = registry::search(&mut reader, text, 10).await.unwrap();
        let numbers: Vec<&str> = found.entries.iter().map(|entry| entry.registry_number.as_str()).collect();
        assert_eq!((numbers.as_slice(), found.searched, found.is_complete), (expected, 3, true), "{text}");
    }
    let cut = registry::search(&mut reader, "ks", 2).await.unwrap();
    assert_eq!((cut.entries.len(), cut.searched, cut.is_complete), (2, 2, false));
    let day = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_microsecond();
    let filters = [
        (Filter { stage: Some(Stage::Reserved), ..Filter::default() }, 3),
        (Filter { stage: Some(Stage::Completed), ..Filter::default() }, 0),
        (Filter { series: Some("KS".to_owned()), year: Some(2026), ..Filter::default() }, 3),
        (Filter { series: Some("BUN".to_owned()), ..Filter::default() }, 0),
        (Filter { year: Some(2025), ..Filter::default() }, 0),
        (
            Filter {
                from_at: Some(day("2026-03-03T00:00:00Z")),
                until_at: Some(day("2026-03-04T00:00:00Z")),
                ..Filter::default()
            },
            1,
        ),
    ];
    for (filter, expected) in filters {
        assert_eq!(registry::list(&mut reader, &filter, 10).await.unwrap().len(), expected, "{filter:?}");
    }
    let first = registry::list(&mut reader, &Filter::default(), 1).await.unwrap();
    assert_eq!(first[0].registry_number, "KS 2026/3", "the newest first");
    drop(reader);
    house.finish().await;
}

async fn what_must_not_be_registered_is_flagged(house: House) {
    let objection = Objection { code: "simple-question".to_owned(), statement: "FINSPANG-194".to_owned() };
    let new = NewReservation {
        objection: Some(objection.clone()),
        duty: Some("FINSPANG-188".to_owned()),
        ..house.reservation()
    };
    let entry = house.reserve(new).await;
    assert_eq!(entry.objection.as_ref(), Some(&objection), "flagged, and registered all the same");
    let mut reader = house.reader(&house.registrar).await;
    let listed = registry::list(&mut reader, &Filter::default(), 10).await.unwrap();
    assert_eq!(
        (listed[0].objection.as_ref(), listed[0].duty.as_deref()),
        (Some(&objection), Some("FINSPANG-188"))
    );
    drop(reader);
    house.finish().await;
}
