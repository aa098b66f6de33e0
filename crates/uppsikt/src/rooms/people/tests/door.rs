//! Passwords, and the brake on guessing.

use jiff::SignedDuration;

use super::house::{GOOD, House, OTHER};
use super::on_both;
use crate::explain::Explain as _;
use crate::rooms::people::{SignInError, SignInEvent, Stage};

on_both!(the_right_password_opens, guessing_is_braked, an_address_is_braked, two_organisations_share_a_login);

async fn the_right_password_opens(house: House) {
    // Before the first password nothing opens, not even nothing.
    for password in ["", GOOD] {
        assert!(matches!(house.enter("erik", password).await, Err(SignInError::WrongPassword)));
    }
    house.give_password(&house.editor, GOOD).await;
    let token = house.enter(" Erik ", GOOD).await.unwrap();
    let visitor = house.visitor(&token).await.unwrap();
    assert_eq!(visitor.session.stage, Stage::Full);
    assert_eq!((visitor.actor.user, visitor.login.as_str()), (house.editor.user, "erik"));
    assert_eq!(visitor.actor, house.editor);
    assert_eq!(visitor.organisation, "Lindholms kommun");
    assert_eq!(visitor.authorities.len(), 1);
    // The wrong password and a login that nobody has are told in the same words.
    let wrong = house.enter("erik", OTHER).await.unwrap_err().explain();
    assert_eq!(wrong, house.enter("nobody", OTHER).await.unwrap_err().explain());
    // Each sign-in has a token of its own.
    assert_ne!(house.enter("erik", GOOD).await.unwrap(), token);
    let notes = house.notes(house.editor.user).await;
    use SignInEvent::{SignedIn, WrongPassword};
    assert_eq!(notes, [WrongPassword, WrongPassword, SignedIn, WrongPassword, SignedIn]);
    house.finish().await;
}

async fn guessing_is_braked(house: House) {
    house.give_password(&house.editor, GOOD).await;
    for login in ["erik", "nobody"] {
        for _ in 0..5 {
            assert!(matches!(house.enter(login, OTHER).await, Err(SignInError::WrongPassword)));
        }
        // Now also the right password has to wait; for a login that nobody has it looks the same.
        let Err(error) = house.enter(login, GOOD).await else { panic!("{login} was let in") };
        assert!(matches!(error, SignInError::Braked(_)));
        assert!(error.explain().happened.contains("efter klockan 09.01"), "{}", error.explain().happened);
    }
    assert_eq!(house.notes(house.editor.user).await.last(), Some(&SignInEvent::Braked));
    house.wait(SignedDuration::from_secs(61));
    assert!(matches!(house.enter("erik", OTHER).await, Err(SignInError::WrongPassword)));
    house.wait(SignedDuration::from_secs(61));
    assert!(matches!(house.enter("erik", GOOD).await, Err(SignInError::Braked(_))));
    house.wait(SignedDuration::from_secs(61));
    assert!(house.enter("erik", GOOD).await.is_ok());
    // What was right is forgiven: the next slip costs no wait.
    assert!(matches!(house.enter("erik", OTHER).await, Err(SignInError::WrongPassword)));
    assert!(house.enter("erik", GOOD).await.is_ok());
    house.finish().await;
}

async fn an_address_is_braked(house: House) {
    house.give_password(&house.editor, GOOD).await;
    let from = "198.51.100.9";
    for guess in 0..50 {
        let outcome = house.enter_from(from, &format!("nobody{guess}"), "x").await;
        assert!(matches!(outcome, Err(SignInError::WrongPassword)), "{guess}");
    }
    assert!(matches!(house.enter_from(from, "erik", GOOD).await, Err(SignInError::Braked(_))));
    // Colleagues elsewhere notice nothing.
    assert!(house.enter("erik", GOOD).await.is_ok());
    house.finish().await;
}

async fn two_organisations_share_a_login(house: House) {
    house.give_password(&house.admin, GOOD).await;
    house.give_password(&house.stranger, OTHER).await;
    for (password, actor) in [(GOOD, &house.admin), (OTHER, &house.stranger)] {
        let token = house.enter("anna", password).await.unwrap();
        let visitor = house.visitor(&token).await.unwrap();
        assert_eq!((visitor.actor.user, visitor.actor.organisation), (actor.user, actor.organisation));
    }
    house.finish().await;
}
