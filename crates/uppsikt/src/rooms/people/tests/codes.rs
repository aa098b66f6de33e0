//! The second factor.

use jiff::SignedDuration;

use super::house::{GOOD, House};
use super::on_both;
use crate::rooms::people::{self, SignInError, SignInEvent, Stage};
use crate::web::sign_in::flow;

on_both!(
    a_code_is_good_once,
    a_recovery_code_is_good_once,
    codes_cannot_be_guessed,
    nobody_gets_in_without_an_app_where_it_is_required,
    an_app_can_be_disconnected,
);

const STEP: SignedDuration = SignedDuration::from_secs(30);

async fn a_code_is_good_once(house: House) {
    house.give_password(&house.editor, GOOD).await;
    let visitor = house.visitor(&house.enter("erik", GOOD).await.unwrap()).await.unwrap();
    let (secret, codes) = house.connect_app(&visitor).await;
    assert_eq!(codes.len(), 10);
    let shown = secret.code(house.app.store.now());
    let half = house.enter("erik", GOOD).await.unwrap();
    let waiting = house.visitor(&half).await.unwrap();
    assert_eq!(waiting.session.stage, Stage::Password);
    // The code with which the app was connected has been used by that.
    let again = flow::give_code(&house.app, &waiting, &half, &shown).await;
    assert!(matches!(again, Err(SignInError::WrongCode)));
    house.wait(STEP);
    let next = secret.code(house.app.store.now());
    let token = flow::give_code(&house.app, &waiting, &half, &next).await.unwrap();
    assert_eq!(house.visitor(&token).await.unwrap().session.stage, Stage::Full);
    // The session has a new token, and the one from before the code is nothing.
    assert!(token != half && house.visitor(&half).await.is_none());
    assert!(matches!(flow::give_code(&house.app, &waiting, &half, &next).await, Err(SignInError::Ended)));
    // Whoever saw the code over the shoulder cannot use it in a session of their own.
    let half = house.enter("erik", GOOD).await.unwrap();
    let waiting = house.visitor(&half).await.unwrap();
    assert!(matches!(flow::give_code(&house.app, &waiting, &half, &next).await, Err(SignInError::WrongCode)));
    // Nor an earlier one that the skew would still allow.
    assert!(matches!(
        flow::give_code(&house.app, &waiting, &half, &shown).await,
        Err(SignInError::WrongCode)
    ));
    assert_eq!(house.notes(house.editor.user).await.last(), Some(&SignInEvent::WrongCode));
    house.finish().await;
}

async fn a_recovery_code_is_good_once(house: House) {
    house.give_password(&house.editor, GOOD).await;
    let visitor = house.visitor(&house.enter("erik", GOOD).await.unwrap()).await.unwrap();
    let (_, codes) = house.connect_app(&visitor).await;
    for outcome in [true, false] {
        let half = house.enter("erik", GOOD).await.unwrap();
        let waiting = house.visitor(&half).await.unwrap();
        let given = flow::give_code(&house.app, &waiting, &half, &codes[3].to_uppercase()).await;
        assert_eq!(given.is_ok(), outcome);
    }
    assert_eq!(people::recovery_codes_left(&house.app.store, &house.editor).await.unwrap(), 9);
    let renewed = flow::renew_recovery_codes(&house.app, &visitor).await.unwrap();
    assert_eq!(people::recovery_codes_left(&house.app.store, &house.editor).await.unwrap(), 10);
    for (code, outcome) in [(&codes[4], false), (&renewed[4], true)] {
        let half = house.enter("erik", GOOD).await.unwrap();
        let waiting = house.visitor(&half).await.unwrap();
        assert_eq!(flow::give_code(&house.app, &waiting, &half, code).await.is_ok(), outcome);
    }
    house.finish().await;
}

async fn codes_cannot_be_guessed(house: House) {
    house.give_password(&house.editor, GOOD).await;
    let visitor = house.visitor(&house.enter("erik", GOOD).await.unwrap()).await.unwrap();
    let (secret, _) = house.connect_app(&visitor).await;
    house.wait(STEP);
    let half = house.enter("erik", GOOD).await.unwrap();
    let waiting = house.visitor(&half).await.unwrap();
    let right = secret.code(house.app.store.now());
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert!(matches!(
            flow::give_code(&house.app, &waiting, &half, wrong).await,
            Err(SignInError::WrongCode)
        ));
    }
    // A new sign-in with the right password does not give new guesses.
    let half = house.enter("erik", GOOD).await.unwrap();
    let waiting = house.visitor(&half).await.unwrap();
    assert!(matches!(
        flow::give_code(&house.app, &waiting, &half, &right).await,
        Err(SignInError::Braked(_))
    ));
    house.wait(SignedDuration::from_secs(61));
    let right = secret.code(house.app.store.now());
    assert!(flow::give_code(&house.app, &waiting, &half, &right).await.is_ok());
    house.finish().await;
}

async fn nobody_gets_in_without_an_app_where_it_is_required(house: House) {
    let house = house.requiring_second_factor();
    house.give_password(&house.editor, GOOD).await;
    let half = house.enter("erik", GOOD).await.unwrap();
    let waiting = house.visitor(&half).await.unwrap();
    assert_eq!((waiting.session.stage, waiting.has_second_factor), (Stage::Password, false));
    let secret = people::SharedSecret::new(house.app.gate.chance()).unwrap();
    let wrong = flow::connect_app(&house.app, &waiting, secret.text(), "abc").await;
    assert!(matches!(wrong, Err(SignInError::WrongCode)));
    let code = secret.code(house.app.store.now());
    let connected = flow::connect_app(&house.app, &waiting, secret.text(), &code).await.unwrap();
    let token = connected.token.unwrap();
    assert_eq!(house.visitor(&token).await.unwrap().session.stage, Stage::Full);
    assert!(house.visitor(&half).await.is_none());
    // Whoever has the password alone cannot connect a second app in place of the first.
    let half = house.enter("erik", GOOD).await.unwrap();
    let waiting = house.visitor(&half).await.unwrap();
    let theirs = flow::connect_app(&house.app, &waiting, secret.text(), &code).await;
    assert!(matches!(theirs, Err(SignInError::SecondFactor)));
    house.finish().await;
}

async fn an_app_can_be_disconnected(house: House) {
    house.give_password(&house.editor, GOOD).await;
    let visitor = house.visitor(&house.enter("erik", GOOD).await.unwrap()).await.unwrap();
    let (_, codes) = house.connect_app(&visitor).await;
    flow::disconnect_app(&house.app, &visitor).await.unwrap();
    assert!(matches!(flow::disconnect_app(&house.app, &visitor).await, Err(SignInError::SecondFactor)));
    assert_eq!(people::recovery_codes_left(&house.app.store, &house.editor).await.unwrap(), 0);
    let token = house.enter("erik", GOOD).await.unwrap();
    assert_eq!(house.visitor(&token).await.unwrap().session.stage, Stage::Full);
    // It can be connected anew, with a secret of its own.
    let (_, again) = house.connect_app(&visitor).await;
    assert_ne!(codes, again);
    house.finish().await;
}
