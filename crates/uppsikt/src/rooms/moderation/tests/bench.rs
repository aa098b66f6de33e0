//! Short words for what the tests do.

use std::collections::{BTreeMap, BTreeSet};

use uppsikt_guideline::ContentClass;
use uppsikt_guideline::decide::Measure;
use uppsikt_kernel::{Actor, Authorities, Id, Role};
use uuid::Uuid;

use crate::rooms::capture::tests::house::House;
use crate::rooms::moderation::{
    self, Decided, Decision, DecisionState, ModerationError, NewDecision, NoticeWay, StepRow,
};
use crate::rooms::policy::{self, NewAdoption, PolicyError};

/// A decision to remove, as the command line would make it.
pub(super) fn removal(item: Uuid, class: ContentClass, ground: &str) -> NewDecision {
    NewDecision {
        item,
        version: None,
        class,
        measure: Measure::Remove,
        ground: Some(ground.parse().unwrap()),
        note: "Mildare åtgärder räcker inte.".to_owned(),
        breaks_off_thread: false,
        notice: NoticeWay::Reply,
    }
}

/// The house's authority adopts a guideline.
pub(super) async fn adopt(house: &House, profile: &'static str) {
    let authority = house.account.authority;
    house
        .app
        .store
        .write::<_, PolicyError, _>(&house.admin, move |tx| {
            Box::pin(async move { policy::adopt(tx, authority, NewAdoption::built_in(profile)).await })
        })
        .await
        .unwrap();
}

/// A comment that has been captured; gives its id on the platform and its item.
pub(super) async fn commented(house: &House, text: &str) -> (String, Uuid) {
    let post = house.fake.post("Simhallen stänger för sommaren.");
    let comment = house.fake.comment(&post, "Kim", text);
    house.pass().await;
    let (item, _) = house.item(&comment).await;
    (comment, item)
}

pub(super) async fn try_decide(house: &House, new: NewDecision) -> Result<Decided, ModerationError> {
    let abilities = house.app.connect(&house.account).ok().map(|platform| platform.abilities());
    house
        .app
        .store
        .write::<_, ModerationError, _>(&house.editor, move |tx| {
            Box::pin(async move { moderation::decide(tx, abilities.as_ref(), &new).await })
        })
        .await
}

pub(super) async fn decide(house: &House, new: NewDecision) -> Decision {
    try_decide(house, new).await.unwrap().decision
}

/// Lets the undo time pass and carries out.
pub(super) async fn carry_out(house: &House, decision: &Decision) -> DecisionState {
    house.minutes(1);
    moderation::carry_out(&house.app, &house.editor, decision.id, &mut |_| {}).await.unwrap()
}

pub(super) async fn steps(house: &House, decision: Uuid) -> Vec<StepRow> {
    let mut reader = house.reader().await;
    moderation::decision(&mut reader, decision).await.unwrap().unwrap().1
}

/// The steps' codes with their states.
pub(super) async fn story(house: &House, decision: Uuid) -> Vec<(String, String)> {
    let said = |step: StepRow| (step.step.code().to_owned(), step.state.code().to_owned());
    steps(house, decision).await.into_iter().map(said).collect()
}

/// Lets the undo time pass and lets the server do what is due, as it does by itself; gives the decision's state.
pub(super) async fn served(house: &House, decision: &Decision) -> DecisionState {
    house.minutes(1);
    let machine = Actor {
        user: Id::from_uuid(Uuid::nil()),
        organisation: house.editor.organisation,
        authorities: Authorities::All,
        roles: BTreeSet::from([Role::Administrator]),
        roles_in: BTreeMap::new(),
    };
    moderation::carry_out_due(&house.app, &machine).await.unwrap();
    let mut reader = house.reader().await;
    moderation::decision(&mut reader, decision.id).await.unwrap().unwrap().0.state
}
