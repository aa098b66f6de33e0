//! Who may do what, and what another board sees of it.

use uppsikt_guideline::parameter::Key;

use super::followed::own;
use super::house::House;
use super::on_both;
use crate::rooms::account::{self, AccountError};
use crate::rooms::policy::{self, NewException, PolicyError};
use crate::rooms::report;

on_both!(
    only_some_adopt_and_whoever_reads_changes_nothing,
    another_board_sees_and_changes_nothing,
    an_exception_is_granted_by_whom_the_guideline_says,
);

fn exception(house: &House, until: &str) -> NewException {
    NewException {
        authority: house.board,
        account: house.account.id.uuid(),
        key: Key::StaffMinAdmins,
        value: "1".to_owned(),
        reason: "En person är anställd till våren.".to_owned(),
        from: None,
        until: until.parse().unwrap(),
    }
}

async fn only_some_adopt_and_whoever_reads_changes_nothing(house: House) {
    for actor in [&house.editor, &house.auditor] {
        let refused = house.adopts(actor, ("osby", None), None).await;
        assert!(matches!(refused, Err(PolicyError::NotAllowed)), "{refused:?}");
    }
    let noted = house.notes(&house.auditor, "purpose_recorded", "ja").await;
    assert!(matches!(noted, Err(AccountError::MayNotNote)), "{noted:?}");
    let new = exception(&house, "2026-06-01");
    let asked = house.does(&house.auditor, move |tx| Box::pin(policy::ask_exception(tx, new))).await;
    assert!(matches!(asked, Err(PolicyError::NotAllowed)), "{asked:?}");
    for (name, value) in [("nonsense", "ja"), ("purpose_recorded", "kanske"), ("administrators", "-1")] {
        let refused = house.notes(&house.editor, name, value).await;
        assert!(matches!(refused, Err(AccountError::NoFact(_))), "{refused:?}");
    }
    house.finish().await;
}

async fn another_board_sees_and_changes_nothing(house: House) {
    house.adopts(&house.manager, ("lindholm", Some(own())), None).await.unwrap();
    house.notes(&house.editor, "administrators", "1").await.unwrap();
    let new = exception(&house, "2026-06-01");
    let asked = house.does(&house.editor, move |tx| Box::pin(policy::ask_exception(tx, new))).await.unwrap();
    let (id, stranger) = (asked.id, &house.stranger);
    let granted =
        house.does(stranger, move |tx| Box::pin(policy::decide_exception(tx, id, None, true))).await;
    assert!(matches!(granted, Err(PolicyError::NotFound)), "as if it were not there: {granted:?}");
    let adopted = house.adopts(stranger, ("osby", None), None).await;
    assert!(matches!(adopted, Err(PolicyError::NotAllowed)), "{adopted:?}");
    assert!(house.notes(stranger, "administrators", "3").await.is_err());
    let mut reader = house.reader(stranger).await;
    assert!(policy::adoptions(&mut reader, house.board).await.unwrap().is_empty());
    assert!(policy::exceptions(&mut reader).await.unwrap().is_empty());
    assert!(account::noted(&mut reader, house.account.id).await.unwrap().is_empty());
    assert!(report::standing(&mut reader, house.board, house.store.now()).await.unwrap().is_empty());
    drop(reader);
    house.finish().await;
}

async fn an_exception_is_granted_by_whom_the_guideline_says(house: House) {
    let new = exception(&house, "2026-06-01");
    let asked = house.does(&house.editor, move |tx| Box::pin(policy::ask_exception(tx, new))).await.unwrap();
    let id = asked.id;
    let by = Some(uppsikt_guideline::parameter::Party::Archivist);
    let refused =
        house.does(&house.manager, move |tx| Box::pin(policy::decide_exception(tx, id, by, true))).await;
    assert!(matches!(refused, Err(PolicyError::NotYours(who)) if who.contains("arkiv")), "{refused:?}");
    let no = house.does(&house.manager, move |tx| Box::pin(policy::decide_exception(tx, id, None, false)));
    no.await.unwrap();
    let again =
        house.does(&house.manager, move |tx| Box::pin(policy::decide_exception(tx, id, None, true))).await;
    assert!(matches!(again, Err(PolicyError::State(_))), "{again:?}");
    for (until, from) in [("2026-03-01", None), ("2029-01-01", None), ("2026-04-01", Some("2026-05-01"))] {
        let from = from.map(|from: &str| from.parse().unwrap());
        let new = NewException { from, ..exception(&house, until) };
        let refused = house.does(&house.editor, move |tx| Box::pin(policy::ask_exception(tx, new))).await;
        assert!(matches!(refused, Err(PolicyError::Days)), "{until}: {refused:?}");
    }
    house.finish().await;
}
