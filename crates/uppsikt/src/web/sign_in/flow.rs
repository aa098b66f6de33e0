//! What a page of sign-in does: each step in transactions of its own, since hashing a password is slow and writing is one queue.

use std::sync::Arc;

use uppsikt_kernel::{Actor, Id, Organisation, User};
use uppsikt_store::Tx;
use zeroize::Zeroizing;

use crate::app::App;
use crate::rooms::people::{
    self, Code, CodeOutcome, Invited, SharedSecret, SignInError, SignInEvent, Stage, Token, Visitor,
};

/// What somebody gives at the door, and from where.
pub struct Typed {
    /// The login, as typed.
    pub login: String,
    /// The password, as typed.
    pub password: Zeroizing<String>,
    /// The address of the network that it comes from.
    pub address: String,
    /// The browser and the system in two words.
    pub device: String,
}

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed")
    }
}

async fn note(
    app: &App,
    organisation: Id<Organisation>,
    user: Option<Id<User>>,
    event: SignInEvent,
) -> Result<(), SignInError> {
    let machinery = people::machinery(organisation);
    app.store.write(&machinery, move |tx| Box::pin(people::note(tx, user, event))).await
}

/// Lets somebody in with a password: to the second factor, or all the way where none is asked for.
///
/// # Errors
/// [`SignInError::WrongPassword`], [`SignInError::Braked`] and what keeps it from being looked at.
pub async fn enter(app: &App, typed: Typed) -> Result<Token, SignInError> {
    let login = typed.login.trim().to_lowercase();
    let first = people::first_organisation(&app.store).await?.ok_or(SignInError::WrongPassword)?;
    let attempt = count(app, first, login.clone(), typed.address).await?;
    let found = people::candidates(&app.store, &login).await?;
    let mut right = None;
    if found.is_empty() {
        app.gate.verify(typed.password.clone(), None).await?;
    }
    for one in &found {
        // Each of them is looked at: how long it takes says nothing of whose password was right.
        let is_right = app.gate.verify(typed.password.clone(), one.hash.clone()).await?;
        right = right.or_else(|| is_right.then_some(one));
    }
    let Some(right) = right else {
        let event = if attempt.is_last { SignInEvent::Braked } else { SignInEvent::WrongPassword };
        tracing::warn!(event = event.code(), "a sign-in failed");
        let (organisation, user) = match found.as_slice() {
            [one] => (one.organisation, Some(one.user)),
            _ => (first, None),
        };
        note(app, organisation, user, event).await?;
        return Err(SignInError::WrongPassword);
    };
    forgive(app, first, attempt).await?;
    let (organisation, user) = (right.organisation, right.user);
    let machinery = people::machinery(organisation);
    let needs_more =
        app.config.is_second_factor_required() || people::has_second_factor(&app.store, right).await?;
    let stage = if needs_more { Stage::Password } else { Stage::Full };
    let (gate, device) = (Arc::clone(&app.gate), typed.device);
    app.store
        .write(&machinery, move |tx| {
            Box::pin(async move { people::open_session(tx, &gate, user, stage, device).await })
        })
        .await
}

async fn count(
    app: &App,
    first: Id<Organisation>,
    login: String,
    address: String,
) -> Result<people::Attempt, SignInError> {
    app.store
        .write(&people::machinery(first), move |tx| {
            Box::pin(async move { people::count_attempt(tx, &login, &address).await })
        })
        .await
}

async fn forgive(app: &App, first: Id<Organisation>, attempt: people::Attempt) -> Result<(), SignInError> {
    app.store
        .write(&people::machinery(first), move |tx| {
            Box::pin(async move { people::forgive_attempt(tx, &attempt).await })
        })
        .await
}

/// Makes sure that it is still the person who sits there, before something of importance is changed.
///
/// # Errors
/// [`SignInError::WrongPassword`], [`SignInError::Braked`].
pub async fn confirm(
    app: &App,
    visitor: &Visitor,
    password: Zeroizing<String>,
    address: String,
) -> Result<(), SignInError> {
    let first = people::first_organisation(&app.store).await?.ok_or(SignInError::WrongPassword)?;
    let attempt = count(app, first, visitor.login.clone(), address).await?;
    let known = people::own_hash(&app.store, &visitor.actor).await?;
    if app.gate.verify(password, known).await? {
        return forgive(app, first, attempt).await;
    }
    let event = if attempt.is_last { SignInEvent::Braked } else { SignInEvent::WrongPassword };
    note(app, visitor.actor.organisation, Some(visitor.actor.user), event).await?;
    Err(SignInError::WrongPassword)
}

/// Takes a code of the app, or a recovery code, and completes the session.
///
/// # Errors
/// [`SignInError::WrongCode`], [`SignInError::Braked`], [`SignInError::Ended`].
pub async fn give_code(
    app: &App,
    visitor: &Visitor,
    token: &Token,
    code: &str,
) -> Result<Token, SignInError> {
    let code = match people::recovery_digest(code) {
        Some(digest) => Code::Recovery(digest),
        None => {
            let secret = people::shared_secret(&app.store, &visitor.actor).await?;
            Code::App(code.to_owned(), secret.ok_or(SignInError::Ended)?)
        }
    };
    let (gate, token) = (Arc::clone(&app.gate), token.clone());
    let outcome = app
        .store
        .write::<_, SignInError, _>(&visitor.actor, move |tx| {
            Box::pin(async move { people::give_code(tx, &gate, &token, code).await })
        })
        .await?;
    match outcome {
        CodeOutcome::Right(token) => Ok(token),
        CodeOutcome::Wrong => Err(SignInError::WrongCode),
    }
}

/// What a person gets who has connected an app.
#[derive(Debug)]
pub struct Connected {
    /// Recovery codes, shown this once.
    pub recovery_codes: Vec<String>,
    /// The whole session, for whoever was signing in.
    pub token: Option<Token>,
}

/// Connects an app that shows a right code for the secret it was given.
///
/// # Errors
/// [`SignInError::WrongCode`], [`SignInError::SecondFactor`], [`SignInError::Ended`].
pub async fn connect_app(
    app: &App,
    visitor: &Visitor,
    secret: &str,
    code: &str,
) -> Result<Connected, SignInError> {
    let secret = SharedSecret::parse(secret).ok_or(SignInError::WrongCode)?;
    let step = secret.step_of(code, app.store.now()).ok_or(SignInError::WrongCode)?;
    let recovery_codes = people::recovery_codes(app.gate.chance())?;
    let digests = digests(&recovery_codes);
    let id = app.store.new_id::<SharedSecret>()?.uuid();
    // First the key store: a row that names a secret which is not there could not be mended.
    app.store.put_secret(id, secret.text())?;
    let (gate, session) = (Arc::clone(&app.gate), visitor.session.clone());
    let token = app
        .store
        .write::<_, SignInError, _>(&visitor.actor, move |tx| {
            Box::pin(async move {
                if session.stage == Stage::Full {
                    return people::add_second_factor(tx, id, step, digests).await.map(|()| None);
                }
                people::add_second_factor_and_complete(tx, &gate, &session, (id, step), digests)
                    .await
                    .map(Some)
            })
        })
        .await?;
    Ok(Connected { recovery_codes, token })
}

fn digests(codes: &[String]) -> Vec<String> {
    codes.iter().filter_map(|code| people::recovery_digest(code)).collect()
}

/// Disconnects the app.
///
/// # Errors
/// [`SignInError::SecondFactor`].
pub async fn disconnect_app(app: &App, visitor: &Visitor) -> Result<(), SignInError> {
    let but = Some(visitor.session.id);
    let secret = app
        .store
        .write::<_, SignInError, _>(&visitor.actor, move |tx| Box::pin(people::remove_second_factor(tx, but)))
        .await?;
    Ok(app.store.put_secret(secret, "")?)
}

/// Gives new recovery codes.
///
/// # Errors
/// [`SignInError::SecondFactor`].
pub async fn renew_recovery_codes(app: &App, visitor: &Visitor) -> Result<Vec<String>, SignInError> {
    let codes = people::recovery_codes(app.gate.chance())?;
    let digests = digests(&codes);
    does(app, &visitor.actor, |tx| Box::pin(people::renew_recovery_codes(tx, digests))).await?;
    Ok(codes)
}

/// Changes a person's password; the person's other sessions end.
///
/// # Errors
/// [`SignInError::Password`].
pub async fn change_password(
    app: &App,
    visitor: &Visitor,
    new: Zeroizing<String>,
) -> Result<(), SignInError> {
    people::check_password(&new, &visitor.login, &visitor.name).map_err(SignInError::Password)?;
    let hash = app.gate.hash(new).await?;
    let but = Some(visitor.session.id);
    does(app, &visitor.actor, move |tx| Box::pin(people::set_password(tx, hash, but))).await
}

/// Takes up an invitation.
///
/// # Errors
/// [`SignInError::Password`], [`SignInError::InvitationSpent`].
pub async fn accept(
    app: &App,
    invited: &Invited,
    token: Token,
    new: Zeroizing<String>,
) -> Result<(), SignInError> {
    let user = &invited.user;
    people::check_password(&new, &user.login, &user.name).map_err(SignInError::Password)?;
    let hash = app.gate.hash(new).await?;
    let old =
        does(app, &invited.actor, move |tx| Box::pin(async move { people::accept(tx, &token, hash).await }))
            .await?;
    old.map_or(Ok(()), |secret| app.store.put_secret(secret, ""))?;
    Ok(())
}

/// Signs out.
///
/// # Errors
/// [`SignInError::Store`].
pub async fn leave(app: &App, organisation: Id<Organisation>, token: &Token) -> Result<(), SignInError> {
    let token = token.clone();
    does(app, &people::machinery(organisation), move |tx| {
        Box::pin(async move { people::sign_out(tx, &token).await })
    })
    .await
}

/// Makes an invitation; the token is for the invited person alone.
///
/// # Errors
/// [`SignInError::People`] for whoever may not.
pub async fn invite(app: &App, actor: &Actor, user: Id<User>) -> Result<Token, SignInError> {
    let gate = Arc::clone(&app.gate);
    does(app, actor, move |tx| Box::pin(async move { people::invite(tx, &gate, user).await })).await
}

/// One transaction of sign-in.
///
/// # Errors
/// What the work says, or what kept it from being recorded.
pub async fn does<T, F>(app: &App, actor: &Actor, work: F) -> Result<T, SignInError>
where
    T: Send + 'static,
    F: for<'a> FnOnce(&'a mut Tx) -> futures_util::future::BoxFuture<'a, Result<T, SignInError>>
        + Send
        + 'static,
{
    app.store.write(actor, work).await
}
