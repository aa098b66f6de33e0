//! Who may do what: every role against every action, and another authority's ids.

use uppsikt_kernel::{Actor, Role};

use super::house::House;
use super::on_both;
use crate::rooms::registry::{
    self, CauseKind, Description, Filter, NewReservation, NewSeries, PATTERN_DEFAULT, Registration,
    RegistryError,
};

on_both!(each_role_does_what_is_its_own, another_authority_reaches_nothing, the_program_itself_reserves);

/// What can be done, and which roles may.
const RIGHTS: [(&str, &[Role]); 9] = [
    ("add_series", &[Role::Administrator, Role::Registrar]),
    ("reserve by hand", &[Role::Editor, Role::Registrar]),
    ("reserve", &[Role::Editor, Role::Registrar, Role::Manager, Role::Communications]),
    ("describe", &[Role::Editor, Role::Registrar]),
    ("link", &[Role::Registrar]),
    ("mark_secrecy", &[Role::Registrar]),
    ("lift_secrecy", &[Role::Registrar]),
    ("read", &[Role::Registrar, Role::Manager, Role::Editor]),
    ("decline", &[Role::Registrar]),
];

fn public(text: &str) -> Description {
    Description { public: Some(text.to_owned()), protected: None }
}

/// Does one thing to an entry.
async fn act(
    house: &House,
    actor: &Actor,
    what: &'static str,
    entry: &Registration,
) -> Result<(), RegistryError> {
    let (id, board) = (entry.id, house.board);
    let reservation = house.reservation();
    house
        .does(actor, move |tx| {
            Box::pin(async move {
                match what {
                    "add_series" => {
                        let (code, pattern) = (code(tx.new_id::<()>()?.uuid()), PATTERN_DEFAULT.to_owned());
                        registry::add_series(
                            tx,
                            board,
                            NewSeries { code, name: "Diarium".to_owned(), pattern },
                        )
                        .await
                        .map(drop)
                    }
                    "reserve by hand" => {
                        let new = NewReservation { cause_kind: CauseKind::ByHand, ..reservation };
                        registry::reserve(tx, new).await.map(drop)
                    }
                    "reserve" => registry::reserve(tx, reservation).await.map(drop),
                    "describe" => registry::describe(tx, id, public("Beskrivning")).await.map(drop),
                    "link" => registry::link(tx, id, &["KS 2026/3".to_owned()]).await.map(drop),
                    "mark_secrecy" => registry::mark_secrecy(tx, id, "26 kap. 1 § OSL").await.map(drop),
                    "lift_secrecy" => registry::lift_secrecy(tx, id, None).await.map(drop),
                    "read" => registry::note_protected_read(tx, id).await.map(drop),
                    "decline" => registry::decline(tx, id, "Enkel fråga.").await.map(drop),
                    _ => registry::complete(tx, id, public("Färdig"), &[]).await.map(drop),
                }
            })
        })
        .await
}

/// A code that no series has yet.
fn code(id: uuid::Uuid) -> String {
    id.as_u128().to_le_bytes().iter().take(8).map(|byte| char::from(b'A' + byte % 26)).collect()
}

async fn each_role_does_what_is_its_own(house: House) {
    for (what, allowed) in RIGHTS.into_iter().chain([("complete", &[Role::Registrar][..])]) {
        for role in Role::ALL {
            let mut new = house.reservation();
            new.secrecy = (what == "lift_secrecy").then(|| "21 kap. 7 § OSL".to_owned());
            let entry = house.reserve(new).await;
            let outcome = act(&house, &house.with(role), what, &entry).await;
            match outcome {
                Ok(()) => assert!(allowed.contains(&role), "{role} may {what}"),
                Err(RegistryError::NotAllowed(_)) => {
                    assert!(!allowed.contains(&role), "{role} may not {what}")
                }
                Err(error) => panic!("{role} {what}: {error}"),
            }
            if !allowed.contains(&role) {
                let mut reader = house.reader(&house.registrar).await;
                assert_eq!(registry::entry(&mut reader, entry.id).await.unwrap().as_ref(), Some(&entry));
            }
        }
    }
    // An editor describes what is reserved; afterwards it is the registrar's.
    let entry = house.reserve(house.reservation()).await;
    act(&house, &house.registrar, "complete", &entry).await.unwrap();
    assert!(matches!(
        act(&house, &house.editor, "describe", &entry).await,
        Err(RegistryError::NotAllowed(_))
    ));
    act(&house, &house.registrar, "describe", &entry).await.unwrap();
    house.finish().await;
}

async fn another_authority_reaches_nothing(house: House) {
    let new = house.reservation();
    let (cause, item) = (new.cause, new.items[0].item);
    let entry =
        house.reserve(NewReservation { secrecy: Some("26 kap. 1 § OSL".to_owned()), ..new.clone() }).await;
    let before = house.size().await;
    for (what, _) in RIGHTS.into_iter().chain([("complete", &[][..])]) {
        let outcome = act(&house, &house.stranger, what, &entry).await;
        assert!(
            matches!(outcome, Err(RegistryError::NotFound | RegistryError::NotAllowed(_))),
            "{what}: {outcome:?}"
        );
    }
    let mut reader = house.reader(&house.stranger).await;
    assert!(registry::entry(&mut reader, entry.id).await.unwrap().is_none());
    assert!(registry::by_cause(&mut reader, cause).await.unwrap().is_none());
    assert!(registry::by_item(&mut reader, item).await.unwrap().is_empty());
    assert!(matches!(
        registry::by_number(&mut reader, "KS 2026/1", None).await,
        Err(RegistryError::NotFound)
    ));
    assert!(registry::list(&mut reader, &Filter::default(), 10).await.unwrap().is_empty());
    assert_eq!(registry::search(&mut reader, "KS", 10).await.unwrap().searched, 0);
    assert!(registry::series(&mut reader, None).await.unwrap().is_empty());
    drop(reader);
    // A cause is one thing's, whoever's it is: another authority cannot take it for its own.
    let theirs = NewReservation { authority: house.other_board, ..new };
    let stolen = theirs.clone();
    assert!(house.does(&house.stranger, |tx| Box::pin(registry::reserve(tx, stolen))).await.is_err());
    let both = house.does(&house.machine(), |tx| Box::pin(registry::reserve(tx, theirs))).await;
    assert!(matches!(both, Err(RegistryError::CauseElsewhere)));
    assert_eq!(house.size().await, before, "nothing was written");
    house.finish().await;
}

async fn the_program_itself_reserves(house: House) {
    let new = house.reservation();
    let entry = house.does(&house.machine(), |tx| Box::pin(registry::reserve(tx, new))).await.unwrap();
    assert_eq!(entry.registry_number, "KS 2026/1");
    // It is nobody, and completes, declines and reads nothing.
    for what in ["describe", "link", "mark_secrecy", "read", "decline", "complete"] {
        let outcome = act(&house, &house.machine(), what, &entry).await;
        assert!(matches!(outcome, Err(RegistryError::NotAllowed(_))), "{what}");
    }
    house.finish().await;
}
