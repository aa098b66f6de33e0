//! What becomes of a decision.

use uppsikt_guideline::ContentClass;
use uppsikt_platform::FakeFault;

use super::bench::{carry_out, commented, decide, removal, steps, story, try_decide};
use crate::rooms::capture::Presence;
use crate::rooms::capture::tests::house::House;
use crate::rooms::capture::tests::on_both;
use crate::rooms::moderation::{
    self, DecisionState, ModerationError, NewDecision, NoticeWay, QueueState, StepState,
};

on_both!(
    what_was_edited_meanwhile_comes_back_to_the_person,
    what_cannot_be_read_meanwhile_is_left_alone,
    a_decision_can_be_taken_back_in_time,
    what_is_gone_already_is_not_removed_again,
    a_platform_that_is_down_is_tried_again,
    a_silent_platform_is_read_before_anything_is_repeated,
    a_wrong_role_decides_nothing,
    two_decisions_at_a_time_are_one_too_many,
    the_queue_has_what_nobody_has_judged,
);

const THREAT: (ContentClass, &str) = (ContentClass::Incitement, "law incitement");

async fn what_was_edited_meanwhile_comes_back_to_the_person(house: House) {
    let (comment, item) = commented(&house, "Elda upp kommunhuset ikväll!").await;
    moderation::screen_new(&house.app, &house.admin).await.unwrap();
    let decision = decide(&house, removal(item, THREAT.0, THREAT.1)).await;
    house.fake.edit(&comment, "Elda en brasa i kommunhusets öppna spis.");
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Back);
    assert!(house.fake.done().is_empty(), "nothing was done to it");
    let (_, versions) = house.item(&comment).await;
    assert_eq!(versions.len(), 2, "the new version is kept");
    let mut reader = house.reader().await;
    let queued = moderation::queued(&mut reader, item).await.unwrap().unwrap();
    assert_eq!(queued.state, QueueState::Open);
    drop(reader);
    let again = decide(&house, removal(item, THREAT.0, THREAT.1)).await;
    assert_eq!(carry_out(&house, &again).await, DecisionState::Done);
    house.finish().await;
}

async fn what_cannot_be_read_meanwhile_is_left_alone(house: House) {
    for fault in [FakeFault::MalformedItem, FakeFault::InvalidText, FakeFault::FutureItem] {
        let (comment, item) = commented(&house, "Elda upp kommunhuset ikväll!").await;
        let decision = decide(&house, removal(item, THREAT.0, THREAT.1)).await;
        house.fake.edit(&comment, "Elda en brasa i kommunhusets öppna spis.");
        house.fail_after(0, fault);
        assert_eq!(carry_out(&house, &decision).await, DecisionState::Running, "{fault:?}");
        assert!(house.fake.done().is_empty(), "{fault:?}: nobody knows whether it is as it was judged");
        let waits =
            steps(&house, decision.id).await.into_iter().find(|step| step.retry_at.is_some()).unwrap();
        assert_eq!(waits.answer.as_deref(), Some("plattformens svar går inte att tolka"));
        assert_eq!(carry_out(&house, &decision).await, DecisionState::Back, "once it can be read again");
        assert!(house.fake.done().is_empty());
    }
    house.finish().await;
}

async fn a_decision_can_be_taken_back_in_time(house: House) {
    let (comment, item) = commented(&house, "Elda upp kommunhuset ikväll!").await;
    let decision = decide(&house, removal(item, THREAT.0, THREAT.1)).await;
    let id = decision.id;
    let withdraw = async || {
        house
            .app
            .store
            .write::<_, ModerationError, _>(&house.editor, move |tx| {
                Box::pin(async move { moderation::withdraw(tx, id).await })
            })
            .await
    };
    assert_eq!(withdraw().await.unwrap().state, DecisionState::Withdrawn);
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Withdrawn);
    assert_eq!(house.story(&comment).await, [Presence::Shown]);
    assert!(matches!(withdraw().await, Err(ModerationError::TooLate)));
    house.finish().await;
}

async fn what_is_gone_already_is_not_removed_again(house: House) {
    let (comment, item) = commented(&house, "Elda upp kommunhuset ikväll!").await;
    let decision = decide(&house, removal(item, THREAT.0, THREAT.1)).await;
    house.fake.delete(&comment);
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Done);
    assert!(house.fake.done().is_empty(), "nobody is told that we removed it: {:?}", house.fake.done());
    house.finish().await;
}

async fn a_platform_that_is_down_is_tried_again(house: House) {
    let (_, item) = commented(&house, "Elda upp kommunhuset ikväll!").await;
    let decision = decide(&house, removal(item, THREAT.0, THREAT.1)).await;
    house.fake.fail_next(FakeFault::Down);
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Running);
    assert!(house.fake.done().is_empty());
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Done);
    assert_eq!(house.fake.done().len(), 2);
    // A platform that stays down goes to a person, and nothing is lost.
    let (_, other) = commented(&house, "Bränn biblioteket!").await;
    let decision = decide(&house, removal(other, THREAT.0, THREAT.1)).await;
    for _ in 0..5 {
        house.fake.fail_next(FakeFault::Down);
        house.minutes(30);
        carry_out(&house, &decision).await;
    }
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Stuck);
    let measure = steps(&house, decision.id).await.into_iter().find(|step| step.step.code() == "measure");
    assert_eq!(measure.unwrap().state, StepState::Failed);
    // A person who sees that it is up again lets it go on; once, and nobody else may.
    let id = decision.id;
    let resume = async |actor| {
        house
            .app
            .store
            .write::<_, ModerationError, _>(actor, move |tx| {
                Box::pin(async move { moderation::resume(tx, id).await })
            })
            .await
    };
    assert!(matches!(resume(&house.admin).await, Err(ModerationError::NotAllowed)));
    resume(&house.editor).await.unwrap();
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Done);
    assert!(matches!(resume(&house.editor).await, Err(ModerationError::NothingToResume)));
    let steps = steps(&house, decision.id).await;
    let notice = steps.iter().find(|step| step.step.code() == "notice").unwrap();
    assert!(notice.reference.is_some() && notice.started_at.is_some(), "the sealed notice is found from it");
    house.finish().await;
}

async fn a_silent_platform_is_read_before_anything_is_repeated(house: House) {
    let (comment, item) = commented(&house, "Elda upp kommunhuset ikväll!").await;
    let decision = decide(&house, removal(item, THREAT.0, THREAT.1)).await;
    // Read again, done but not answered, read again: it was done.
    house.fail_at_measure(FakeFault::SilentAfter);
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Done);
    let done: Vec<_> = house.fake.done().into_iter().map(|(deed, _)| deed).collect();
    assert_eq!(done, ["trash", "reply"], "{:?}", story(&house, decision.id).await);
    assert_eq!(house.story(&comment).await, [Presence::Shown, Presence::Withheld]);
    house.finish().await;
}

async fn a_wrong_role_decides_nothing(house: House) {
    let (_, item) = commented(&house, "Elda upp kommunhuset ikväll!").await;
    let new = removal(item, THREAT.0, THREAT.1);
    for actor in [&house.admin, &house.stranger] {
        let new = new.clone();
        let refused = house
            .app
            .store
            .write::<_, ModerationError, _>(actor, move |tx| {
                Box::pin(async move { moderation::decide(tx, None, &new).await })
            })
            .await;
        assert!(
            matches!(refused, Err(ModerationError::NotAllowed | ModerationError::NotFound)),
            "{refused:?}"
        );
    }
    house.finish().await;
}

async fn two_decisions_at_a_time_are_one_too_many(house: House) {
    let (_, item) = commented(&house, "Elda upp kommunhuset ikväll!").await;
    decide(&house, removal(item, THREAT.0, THREAT.1)).await;
    let second = try_decide(&house, removal(item, THREAT.0, THREAT.1)).await;
    assert!(matches!(second, Err(ModerationError::UnderWay)), "{second:?}");
    let unread =
        NewDecision { version: Some(7), notice: NoticeWay::None, ..removal(item, THREAT.0, THREAT.1) };
    assert!(matches!(try_decide(&house, unread).await, Err(ModerationError::Changed { newest: 1 })));
    house.finish().await;
}

async fn the_queue_has_what_nobody_has_judged(house: House) {
    let (_, asked) = commented(&house, "När öppnar simhallen igen?").await;
    let (_, sworn) = commented(&house, "Fan vilken jävla skit.").await;
    moderation::screen_new(&house.app, &house.admin).await.unwrap();
    let mut reader = house.reader().await;
    let queue = moderation::waiting(&mut reader, None, 100).await.unwrap();
    drop(reader);
    let of = |item| queue.iter().find(|queued| queued.item == item).unwrap().categories.clone();
    assert_eq!((of(asked), of(sworn)), (vec!["question".to_owned()], vec!["profanity".to_owned()]));
    assert_eq!(queue.len(), 2, "our own posts wait for nobody");
    decide(&house, removal(sworn, THREAT.0, THREAT.1)).await;
    let mut reader = house.reader().await;
    let queue = moderation::waiting(&mut reader, None, 100).await.unwrap();
    drop(reader);
    assert_eq!(queue.iter().map(|queued| queued.item).collect::<Vec<_>>(), [asked]);
    assert_eq!(moderation::screen_new(&house.app, &house.admin).await.unwrap(), 0, "read once");
    house.finish().await;
}
