//! What holds for an account, and when.

use uppsikt_guideline::evaluate::Standing;
use uppsikt_guideline::parameter::Key;

use super::house::House;
use super::on_both;
use crate::rooms::policy::{self, ExceptionState, NewException, PolicyError};

on_both!(
    a_guideline_holds_from_its_day_and_the_earlier_one_is_kept,
    what_was_adopted_stays_as_it_stood,
    a_companys_own_file_is_laid_below_the_one_it_extends,
    a_file_below_law_is_refused_and_what_holds_goes_on,
    an_exception_holds_between_its_days_and_its_end_is_an_act,
);

/// A guideline of one statement about administrators.
pub(super) const OWN: &str = r#"
format = 1
silent = ["watch.days"]
[guideline]
code = "lindholm"
authority = "Lindholms kommun"
title = "Riktlinje för sociala medier"
prefix = "LINDHOLM"
statements = 10
[staff.min_admins]
value = 3
source = ["LINDHOLM-01"]
"#;

/// Its ten statements.
pub(super) fn own() -> String {
    let one = |number| {
        format!(
            "[[statement]]\nid = \"LINDHOLM-{number:02}\"\nstrength = \"must\"\n\
             text = \"Sats nummer {number} säger att minst tre ska kunna administrera kontot.\"\n\
             binds = \"manager\"\nenforced = \"check\"\nduty = [\"administrators-enough\"]\nmoment = \"staff\"\n"
        )
    };
    let statements: String = (1..=10).map(one).collect();
    format!("{OWN}{statements}")
}

async fn in_force(house: &House) -> Option<String> {
    let mut reader = house.reader(&house.editor).await;
    let adopted = policy::in_force(&mut reader, house.board, house.today()).await.unwrap();
    adopted.map(|adopted| adopted.profile)
}

async fn a_guideline_holds_from_its_day_and_the_earlier_one_is_kept(house: House) {
    assert_eq!(in_force(&house).await, None, "without one, the law alone");
    house.adopts(&house.manager, ("osby", None), None).await.unwrap();
    let coming = house.adopts(&house.manager, ("oland", None), Some("2026-04-01")).await.unwrap();
    assert_eq!(in_force(&house).await.as_deref(), Some("osby"));
    house.at("2026-03-31T21:59:00Z");
    assert_eq!(in_force(&house).await.as_deref(), Some("osby"), "a minute to midnight in Sweden");
    house.at("2026-03-31T22:00:00Z");
    assert_eq!(in_force(&house).await.as_deref(), Some("oland"));
    let id = coming.id;
    let late = house.does(&house.manager, move |tx| Box::pin(policy::withdraw(tx, id))).await;
    assert!(matches!(late, Err(PolicyError::NotFound)), "what holds is replaced, not taken back");
    let past = house.adopts(&house.manager, ("osby", None), Some("2026-03-31")).await;
    assert!(matches!(past, Err(PolicyError::Past)));
    let mut reader = house.reader(&house.editor).await;
    assert_eq!(policy::adoptions(&mut reader, house.board).await.unwrap().len(), 2);
    drop(reader);
    house.finish().await;
}

async fn what_was_adopted_stays_as_it_stood(house: House) {
    let adoption = house.adopts(&house.manager, ("osby", None), None).await.unwrap();
    let mut reader = house.reader(&house.editor).await;
    let kept = policy::adoption(&mut reader, adoption.id).await.unwrap().unwrap();
    drop(reader);
    assert_eq!(kept.text.as_deref(), uppsikt_guideline::profiles::text("osby"));
    assert_eq!(kept.profile().unwrap().about.code, "osby");
    house.finish().await;
}

async fn a_companys_own_file_is_laid_below_the_one_it_extends(house: House) {
    let overlay = "format = 1\n[guideline]\ncode = \"bostader\"\nauthority = \"Lindholms Bostäder AB\"\n\
        title = \"Bolagets tillägg\"\nprefix = \"BOLAG\"\nstatements = 1\nextends = \"finspang\"\n\
        layer = \"company\"\nadopted_by = \"company-head\"\n\
        [staff.min_admins]\nvalue = 4\nsource = [\"BOLAG-01\"]\n\
        [[statement]]\nid = \"BOLAG-01\"\nstrength = \"must\"\n\
        text = \"Fyra personer ska kunna administrera bolagets konton.\"\nbinds = \"company\"\n\
        enforced = \"check\"\nduty = [\"administrators-enough\"]\nmoment = \"staff\"\n";
    let adopted = house.adopts(&house.manager, ("bostader", Some(overlay.to_owned())), None).await.unwrap();
    assert_eq!(adopted.bases.keys().collect::<Vec<_>>(), ["finspang"]);
    house.notes(&house.editor, "administrators", "3").await.unwrap();
    assert_eq!(house.stands("BOLAG-01").await, Some(Standing::Breach));
    assert!(house.stands("FINSPANG-035").await.is_some(), "the guideline above speaks too");
    house.notes(&house.editor, "administrators", "4").await.unwrap();
    assert_eq!(house.stands("BOLAG-01").await, Some(Standing::Met));
    house.finish().await;
}

async fn a_file_below_law_is_refused_and_what_holds_goes_on(house: House) {
    house.adopts(&house.manager, ("osby", None), None).await.unwrap();
    for broken in [
        "format = 1",
        &own().replace("min_admins", "min_adminss"),
        &own().replace(
            "[staff",
            "[register.secrecy]\nvalue = \"must-not\"\nsource = [\"LINDHOLM-01\"]\n[staff",
        ),
    ] {
        let refused = house.adopts(&house.manager, ("lindholm", Some(broken.to_owned())), None).await;
        assert!(matches!(refused, Err(PolicyError::NoProfile(_) | PolicyError::Faulty(_))), "{refused:?}");
    }
    let cut = own();
    let cut = cut.rsplit_once("[[statement]]").unwrap().0.to_owned();
    let refused = house.adopts(&house.manager, ("lindholm", Some(cut)), None).await;
    assert!(
        matches!(&refused, Err(PolicyError::Faulty(text)) if text.contains("LINDHOLM-10")),
        "{refused:?}"
    );
    assert_eq!(in_force(&house).await.as_deref(), Some("osby"));
    house.finish().await;
}

async fn an_exception_holds_between_its_days_and_its_end_is_an_act(house: House) {
    house.adopts(&house.manager, ("lindholm", Some(own())), None).await.unwrap();
    house.notes(&house.editor, "administrators", "1").await.unwrap();
    assert_eq!(house.stands("LINDHOLM-01").await, Some(Standing::Breach));
    let new = NewException {
        authority: house.board,
        account: house.account.id.uuid(),
        key: Key::StaffMinAdmins,
        value: "1".to_owned(),
        reason: "En person är anställd till våren.".to_owned(),
        from: Some("2026-03-10".parse().unwrap()),
        until: "2026-03-31".parse().unwrap(),
    };
    let asked = house.does(&house.editor, move |tx| Box::pin(policy::ask_exception(tx, new))).await.unwrap();
    let id = asked.id;
    let granted = house
        .does(&house.manager, move |tx| Box::pin(policy::decide_exception(tx, id, None, true)))
        .await
        .unwrap();
    assert_eq!(granted.state, ExceptionState::Granted);
    assert_eq!(house.stands("LINDHOLM-01").await, Some(Standing::Breach), "its first day has not come");
    house.at("2026-03-10T00:00:00Z");
    assert_eq!(house.stands("LINDHOLM-01").await, Some(Standing::Met));
    house.at("2026-03-31T21:59:00Z");
    assert_eq!(house.stands("LINDHOLM-01").await, Some(Standing::Met));
    let early = house.does(&house.manager, |tx| Box::pin(policy::end_expired(tx))).await.unwrap();
    assert_eq!(early, 0);
    house.at("2026-03-31T22:00:00Z");
    assert_eq!(house.stands("LINDHOLM-01").await, Some(Standing::Breach), "it is over, whether noted or not");
    let ended = house.does(&house.manager, |tx| Box::pin(policy::end_expired(tx))).await.unwrap();
    assert_eq!(ended, 1);
    let mut reader = house.reader(&house.editor).await;
    let kept = policy::exception(&mut reader, id).await.unwrap().unwrap();
    drop(reader);
    assert_eq!((kept.state, kept.ended_at.is_some()), (ExceptionState::Ended, true));
    house.finish().await;
}
