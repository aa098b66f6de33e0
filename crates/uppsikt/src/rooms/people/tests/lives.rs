//! What becomes of sessions and invitations, and who may end them.

use jiff::SignedDuration;
use uppsikt_kernel::Role;

use super::house::{GOOD, House, OTHER, text};
use super::on_both;
use crate::rooms::people::{self, PeopleError, SignInError, SignInEvent, Token};
use crate::web::sign_in::flow;

on_both!(
    sessions_end,
    sessions_are_listed_and_ended,
    a_new_password_ends_the_others,
    an_invitation_is_good_once_and_for_a_week,
    an_administrator_reaches_no_further,
    a_stolen_database_opens_nothing,
);

async fn sessions_end(house: House) {
    house.give_password(&house.editor, GOOD).await;
    let token = house.enter("erik", GOOD).await.unwrap();
    // In use it lives on, until ten hours have gone.
    for _ in 0..29 {
        house.wait(SignedDuration::from_mins(20));
        assert!(house.visitor(&token).await.is_some());
        let (user, used) = (house.editor.user, token.clone());
        let machinery = people::machinery(house.editor.organisation);
        house
            .app
            .store
            .write::<_, SignInError, _>(&machinery, move |tx| {
                Box::pin(async move { people::use_session(tx, &used, user).await })
            })
            .await
            .unwrap();
    }
    house.wait(SignedDuration::from_mins(20));
    assert!(house.visitor(&token).await.is_none());
    let token = house.enter("erik", GOOD).await.unwrap();
    house.wait(SignedDuration::from_mins(30));
    assert!(house.visitor(&token).await.is_none());
    house.finish().await;
}

async fn sessions_are_listed_and_ended(house: House) {
    house.give_password(&house.editor, GOOD).await;
    house.give_password(&house.admin, GOOD).await;
    let (one, two) = (house.enter("erik", GOOD).await.unwrap(), house.enter("erik", GOOD).await.unwrap());
    let list = async || {
        let mut reader = house.app.store.read(&house.editor).await.unwrap();
        let now = house.app.store.now();
        people::sessions(&mut reader, Some(house.editor.user), now).await.unwrap()
    };
    assert_eq!(list().await.len(), 2);
    assert_eq!(list().await[0].device, "Firefox, Linux");
    let id = one.id;
    let ended = |actor| flow::does(&house.app, actor, move |tx| Box::pin(people::end_session(tx, id)));
    // Neither somebody of another organisation nor the administrator of another board may.
    assert!(!ended(&house.stranger).await.unwrap());
    let refused = ended(&house.other_admin).await;
    assert!(matches!(refused, Err(SignInError::People(PeopleError::NotAdministrator))));
    assert!(house.visitor(&one).await.is_some());
    assert!(ended(&house.admin).await.unwrap() && !ended(&house.editor).await.unwrap());
    assert!(house.visitor(&one).await.is_none() && house.visitor(&two).await.is_some());
    // A session that has been ended is not written back by a page that was on its way.
    let (user, late) = (house.editor.user, one.clone());
    let machinery = people::machinery(house.editor.organisation);
    flow::does(&house.app, &machinery, move |tx| {
        Box::pin(async move { people::use_session(tx, &late, user).await })
    })
    .await
    .unwrap();
    assert!(house.visitor(&one).await.is_none());
    let out = two.clone();
    flow::does(&house.app, &house.editor, move |tx| {
        Box::pin(async move { people::sign_out(tx, &out).await })
    })
    .await
    .unwrap();
    assert_eq!(list().await, []);
    let notes = house.notes(house.editor.user).await;
    assert_eq!(notes[2..], [SignInEvent::Ended, SignInEvent::SignedOut]);
    house.finish().await;
}

async fn a_new_password_ends_the_others(house: House) {
    house.give_password(&house.editor, GOOD).await;
    let (mine, other) = (house.enter("erik", GOOD).await.unwrap(), house.enter("erik", GOOD).await.unwrap());
    let visitor = house.visitor(&mine).await.unwrap();
    let confirm = |password: &str| flow::confirm(&house.app, &visitor, text(password), "a".to_owned());
    assert!(matches!(confirm(OTHER).await, Err(SignInError::WrongPassword)));
    confirm(GOOD).await.unwrap();
    let weak = flow::change_password(&house.app, &visitor, text("Sommaren2026!")).await;
    assert!(matches!(weak, Err(SignInError::Password(_))));
    flow::change_password(&house.app, &visitor, text(OTHER)).await.unwrap();
    assert!(house.visitor(&mine).await.is_some() && house.visitor(&other).await.is_none());
    assert!(house.enter("erik", GOOD).await.is_err());
    assert!(house.enter("erik", OTHER).await.is_ok());
    house.finish().await;
}

async fn an_invitation_is_good_once_and_for_a_week(house: House) {
    house.give_password(&house.editor, GOOD).await;
    let session = house.enter("erik", GOOD).await.unwrap();
    let visitor = house.visitor(&session).await.unwrap();
    house.connect_app(&visitor).await;
    let first = flow::invite(&house.app, &house.admin, house.editor.user).await.unwrap();
    let second = flow::invite(&house.app, &house.admin, house.editor.user).await.unwrap();
    // A new invitation ends the last one, and until it is taken up nothing else changes.
    assert!(people::invited(&house.app.store, &first).await.unwrap().is_none());
    assert!(house.visitor(&session).await.is_some());
    let invited = people::invited(&house.app.store, &second).await.unwrap().unwrap();
    assert_eq!((invited.user.login.as_str(), invited.organisation.as_str()), ("erik", "Lindholms kommun"));
    let stale = flow::accept(&house.app, &invited, first, text(OTHER)).await;
    assert!(matches!(stale, Err(SignInError::InvitationSpent)));
    flow::accept(&house.app, &invited, second.clone(), text(OTHER)).await.unwrap();
    let again = flow::accept(&house.app, &invited, second, text(GOOD)).await;
    assert!(matches!(again, Err(SignInError::InvitationSpent)));
    // The sessions and the app from before are gone.
    assert!(house.visitor(&session).await.is_none());
    let visitor = house.visitor(&house.enter("erik", OTHER).await.unwrap()).await.unwrap();
    assert!(!visitor.has_second_factor);
    let late = flow::invite(&house.app, &house.admin, house.editor.user).await.unwrap();
    house.wait(SignedDuration::from_hours(7 * 24));
    assert!(people::invited(&house.app.store, &late).await.unwrap().is_none());
    let spent = flow::accept(&house.app, &invited, late, text(GOOD)).await;
    assert!(matches!(spent, Err(SignInError::InvitationSpent)));
    house.finish().await;
}

async fn an_administrator_reaches_no_further(house: House) {
    for (actor, user) in [
        (&house.other_admin, house.editor.user),
        (&house.other_admin, house.admin.user),
        (&house.editor, house.admin.user),
        (&house.stranger, house.editor.user),
        (&house.admin, house.stranger.user),
    ] {
        assert!(flow::invite(&house.app, actor, user).await.is_err());
    }
    assert!(house.other_admin.roles.contains(&Role::Administrator));
    // Everybody may have a new password of their own.
    assert!(flow::invite(&house.app, &house.other_admin, house.other_admin.user).await.is_ok());
    house.finish().await;
}

async fn a_stolen_database_opens_nothing(house: House) {
    house.give_password(&house.editor, GOOD).await;
    let token = house.enter("erik", GOOD).await.unwrap();
    // Who knows where the row lies, but not its secret, has nothing; nor has another organisation's token for it.
    let guessed = Token::new(token.organisation, token.id, house.app.gate.chance()).unwrap();
    assert!(house.visitor(&guessed).await.is_none());
    let mut elsewhere = token.clone();
    elsewhere.organisation = house.stranger.organisation;
    assert!(house.visitor(&elsewhere).await.is_none());
    assert!(house.visitor(&token).await.is_some());
    house.finish().await;
}
