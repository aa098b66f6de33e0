//! What the guidelines want done, in which order.

use uppsikt_guideline::ContentClass;
use uppsikt_guideline::decide::Measure;

use super::bench::{adopt, carry_out, commented, decide, removal, served, steps, story, try_decide};
use crate::rooms::capture::tests::house::House;
use crate::rooms::capture::tests::on_both;
use crate::rooms::capture::{CausedBy, Presence};
use crate::rooms::moderation::{DecisionState, ModerationError, NewDecision};
use crate::rooms::registry;

on_both!(
    finspang_gives_an_advertisement_a_number_before_it_goes,
    osby_removes_an_advertisement_without_a_number,
    secrecy_acts_at_once_and_is_marked,
    criticism_stays,
    without_a_ground_nothing_goes,
);

/// When each step was done, by its code.
async fn when(house: &House, decision: uuid::Uuid, code: &str) -> Option<i64> {
    steps(house, decision).await.iter().find(|step| step.step.code() == code).and_then(|step| step.ended_at)
}

async fn finspang_gives_an_advertisement_a_number_before_it_goes(house: House) {
    adopt(&house, "finspang").await;
    let (comment, item) = commented(&house, "Billig fönsterputs, ring oss!").await;
    let ground = format!("house-rule {}", rule("finspang", ContentClass::Advertising));
    let decision = decide(&house, removal(item, ContentClass::Advertising, &ground)).await;
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Done);
    let codes: Vec<String> = story(&house, decision.id).await.into_iter().map(|(step, _)| step).collect();
    assert_eq!(codes, ["seal", "register", "measure", "confirm", "notice"]);
    assert!(when(&house, decision.id, "register").await <= when(&house, decision.id, "measure").await);
    let mut reader = house.reader().await;
    let entry = registry::by_cause(&mut reader, decision.id).await.unwrap().unwrap();
    assert_eq!(entry.items[0].item, item);
    drop(reader);
    let (_, versions) = house.item(&comment).await;
    assert_eq!(versions.last().unwrap().presence, Presence::Withheld);
    assert_eq!(versions.last().unwrap().caused_by, Some(CausedBy::Us));
    assert_eq!(house.fake.done().len(), 2, "one removal and one answer");
    house.finish().await;
}

async fn osby_removes_an_advertisement_without_a_number(house: House) {
    adopt(&house, "osby").await;
    let (comment, item) = commented(&house, "Billig fönsterputs, ring oss!").await;
    let ground = format!("house-rule {}", rule("osby", ContentClass::Unsuitable));
    let decision = decide(&house, removal(item, ContentClass::Unsuitable, &ground)).await;
    assert_eq!(carry_out(&house, &decision).await, DecisionState::Done);
    let codes: Vec<String> = story(&house, decision.id).await.into_iter().map(|(step, _)| step).collect();
    assert_eq!(codes, ["seal", "measure", "confirm", "notice"]);
    let mut reader = house.reader().await;
    assert!(registry::by_cause(&mut reader, decision.id).await.unwrap().is_none());
    drop(reader);
    assert_eq!(
        house.texts(&comment).await[0].as_deref(),
        Some("Billig fönsterputs, ring oss!"),
        "sealed all the same"
    );
    house.finish().await;
}

/// A statement of the profile that is a rule on the class.
fn rule(profile: &str, class: ContentClass) -> String {
    let profile = uppsikt_guideline::profiles::named(profile).unwrap().unwrap();
    profile.remove.statements_for(class)[0].to_string()
}

async fn secrecy_acts_at_once_and_is_marked(house: House) {
    adopt(&house, "osby").await;
    let (comment, item) = commented(&house, "Grannen får hemtjänst, vet ni det?").await;
    let decision = decide(&house, removal(item, ContentClass::Secrecy, "secrecy 26:1")).await;
    assert_eq!(decision.acts_at, decision.decided_at, "nobody waits for an undo");
    // The server does it by itself, in no person's name.
    assert_eq!(served(&house, &decision).await, DecisionState::Done);
    let codes: Vec<String> = story(&house, decision.id).await.into_iter().map(|(step, _)| step).collect();
    let at = |code: &str| codes.iter().position(|step| step == code).unwrap();
    assert!(at("measure") < at("register"), "Osby: removed at once and registered: {codes:?}");
    let mut reader = house.reader().await;
    let entry = registry::by_cause(&mut reader, decision.id).await.unwrap().unwrap();
    assert!(entry.is_marked());
    drop(reader);
    assert!(house.story(&comment).await.contains(&Presence::Withheld));
    house.finish().await;
}

async fn criticism_stays(house: House) {
    adopt(&house, "finspang").await;
    let (_, item) = commented(&house, "Beslutet är det sämsta på år och dag.").await;
    let new = NewDecision { ground: None, ..removal(item, ContentClass::Criticism, "law incitement") };
    let refused = try_decide(&house, new).await.unwrap_err();
    assert!(matches!(refused, ModerationError::Refused(_)), "{refused:?}");
    let keep = NewDecision {
        measure: Measure::Keep,
        ground: None,
        note: String::new(),
        ..removal(item, ContentClass::Criticism, "law incitement")
    };
    assert_eq!(decide(&house, keep).await.state, DecisionState::Done);
    assert!(house.fake.done().is_empty());
    house.finish().await;
}

async fn without_a_ground_nothing_goes(house: House) {
    let (_, item) = commented(&house, "Billig fönsterputs, ring oss!").await;
    let new = NewDecision { ground: None, ..removal(item, ContentClass::Advertising, "law incitement") };
    assert!(matches!(try_decide(&house, new).await, Err(ModerationError::Refused(_))));
    // Nothing adopted: the law alone has no rule against advertising.
    let rule = removal(item, ContentClass::Advertising, "house-rule FINSPANG-170");
    assert!(matches!(try_decide(&house, rule).await, Err(ModerationError::Refused(_))));
    house.finish().await;
}
