//! Broken off at every point at which the work waits for somebody else.

use std::future::Future as _;
use std::pin::pin;
use std::task::Poll;

use uppsikt_guideline::ContentClass;

use super::bench::{adopt, carry_out, commented, decide, removal};
use crate::rooms::capture::tests::house::House;
use crate::rooms::capture::tests::on_both;
use crate::rooms::moderation::{self, Decision, DecisionState};
use crate::rooms::registry;

on_both!(one_removal_one_registration_one_notice);

/// Takes the steps until the work has waited so many times, and then drops it; whether it came to its end.
async fn broken_off(house: &House, decision: &Decision, waits_max: usize) -> bool {
    house.minutes(1);
    let mut told = |_: &moderation::StepRow| {};
    let mut work = pin!(moderation::carry_out(&house.app, &house.editor, decision.id, &mut told));
    for _ in 0..waits_max {
        let looked = std::future::poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await;
        if let Poll::Ready(outcome) = looked {
            outcome.unwrap();
            return true;
        }
        // Others get the time to answer; then it is looked again.
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    false
}

async fn one_removal_one_registration_one_notice(house: House) {
    adopt(&house, "finspang").await;
    let mut waits = 1;
    loop {
        let (comment, item) = commented(&house, &format!("Elda upp kommunhuset, del {waits}!")).await;
        let decision = decide(&house, removal(item, ContentClass::Incitement, "law incitement")).await;
        let before = house.fake.done().len();
        let was_whole = broken_off(&house, &decision, waits).await;
        for _ in 0..4 {
            house.minutes(20);
            if carry_out(&house, &decision).await == DecisionState::Done {
                break;
            }
        }
        let done: Vec<(String, String)> = house.fake.done().split_off(before);
        let deeds: Vec<&str> = done.iter().map(|(deed, _)| deed.as_str()).collect();
        assert_eq!(deeds, ["trash", "reply"], "broken off after {waits} waits");
        assert_eq!(done[0].1, comment);
        let mut reader = house.reader().await;
        let entries = registry::by_item(&mut reader, item).await.unwrap();
        drop(reader);
        assert_eq!(entries.len(), 1, "broken off after {waits} waits");
        if was_whole {
            break;
        }
        waits += 1 + waits / 12;
    }
    assert!(waits > 20, "the work waited only {waits} times: the test has seen too little");
    house.finish().await;
}
