//! On a platform that the program may not touch a person does it, and attests it.

use uppsikt_guideline::ContentClass;

use super::bench::{adopt, carry_out, commented, decide, removal, story};
use crate::rooms::capture::tests::house::House;
use crate::rooms::capture::tests::on_both;
use crate::rooms::capture::{CausedBy, Presence};
use crate::rooms::moderation::{self, Decision, DecisionState, ModerationError};
use crate::rooms::registry;

on_both!(the_same_steps_in_the_same_order, what_was_before_the_account_was_watched_waits_for_nobody);

async fn attest(
    house: &House,
    decision: &Decision,
    words: &'static str,
) -> Result<DecisionState, ModerationError> {
    let id = decision.id;
    let attested = house
        .app
        .store
        .write::<_, ModerationError, _>(&house.editor, move |tx| {
            Box::pin(async move { moderation::attest(tx, id, None, words).await })
        })
        .await?;
    Ok(attested.state)
}

async fn the_same_steps_in_the_same_order(house: House) {
    adopt(&house, "finspang").await;
    let (comment, item) = commented(&house, "Elda upp kommunhuset ikväll!").await;
    house.only_by_hand();
    let decision = decide(&house, removal(item, ContentClass::Incitement, "law incitement")).await;
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Stuck);
    let states = story(&house, decision.id).await;
    let of = |code: &str| states.iter().find(|(step, _)| step == code).unwrap().1.clone();
    assert_eq!((of("seal"), of("register"), of("measure")), ("done".into(), "done".into(), "by-hand".into()));
    assert!(house.fake.done().is_empty(), "the program has touched nothing");
    assert!(matches!(attest(&house, &decision, "").await, Err(ModerationError::NoNote)));
    assert_eq!(
        attest(&house, &decision, "Borttagen 09.14, syns inte utloggad.").await.unwrap(),
        DecisionState::Running
    );
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Stuck, "the notice is left");
    let (_, versions) = house.item(&comment).await;
    let last = versions.last().unwrap();
    assert_eq!((last.presence, last.caused_by), (Presence::Gone, Some(CausedBy::Us)));
    assert_eq!(
        attest(&house, &decision, "Beskedet lämnat i ett meddelande.").await.unwrap(),
        DecisionState::Done
    );
    assert!(matches!(attest(&house, &decision, "Igen.").await, Err(ModerationError::NothingToAttest)));
    let mut reader = house.reader().await;
    assert!(registry::by_cause(&mut reader, decision.id).await.unwrap().is_some());
    drop(reader);
    house.finish().await;
}

async fn what_was_before_the_account_was_watched_waits_for_nobody(house: House) {
    let (_, item) = commented(&house, "När öppnar simhallen?").await;
    house.watch_from_now().await;
    moderation::screen_new(&house.app, &house.admin).await.unwrap();
    let mut reader = house.reader().await;
    assert!(moderation::waiting(&mut reader, None, 10).await.unwrap().is_empty());
    let queued = moderation::queued(&mut reader, item).await.unwrap().unwrap();
    assert_eq!(queued.state, moderation::QueueState::Earlier);
    drop(reader);
    house.finish().await;
}
