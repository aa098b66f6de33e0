//! `uppsikt user`: add, list, invite, password, sessions, sign-out.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Subcommand;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_kernel::{Actor, Id, Role, User};

use super::account::password_in;
use super::answer::Answer;
use super::command::{self, Command};
use crate::app::App;
use crate::explain::{Exit, Explanation, told};
use crate::rooms::people::{self, NewUser, PeopleError, SignInError};
use crate::web::sign_in::flow;

/// What can be done with users.
#[derive(Debug, Subcommand)]
pub(super) enum UserVerb {
    /// Lägg till en användare
    Add {
        /// Användarnamn
        #[arg(value_name = "ANVÄNDARE")]
        login: String,
        /// Personens namn
        #[arg(long, value_name = "NAMN")]
        name: Option<String>,
        /// Roll: editor, communications, manager, registrar, archivist, data-protection-officer, administrator, auditor
        #[arg(long = "role", value_name = "ROLL", required = true)]
        roles: Vec<String>,
        /// Myndighet
        #[arg(long, value_name = "NAMN")]
        authority: Option<String>,
    },
    /// Lista användarna
    List,
    /// Bjud in en användare att välja ett lösenord i webbläsaren
    Invite {
        /// Användarnamn
        #[arg(value_name = "ANVÄNDARE")]
        login: String,
    },
    /// Byt ditt eget lösenord
    Password {
        /// Fil med lösenordet på första raden
        #[arg(long, value_name = "FIL")]
        password_file: PathBuf,
    },
    /// Visa var användare är inloggade
    Sessions {
        /// Användarnamn (utelämnat: alla du får se)
        #[arg(value_name = "ANVÄNDARE")]
        login: Option<String>,
    },
    /// Avsluta en användares inloggningar
    SignOut {
        /// Användarnamn
        #[arg(value_name = "ANVÄNDARE")]
        login: String,
    },
}

/// What is asked about how users sign in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInRequest {
    /// Invites this user.
    Invite(String),
    /// Sets the actor's own password.
    Password(PathBuf),
    /// Lists sessions.
    Sessions(Option<String>),
    /// Ends this user's sessions.
    SignOut(String),
}

impl UserVerb {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        Ok(match self {
            Self::List => Command::UserList,
            Self::Add { login, name, roles, authority } => {
                Command::UserAdd { name: name.unwrap_or_else(|| login.clone()), login, roles, authority }
            }
            Self::Invite { login } => Command::UserSignIn(SignInRequest::Invite(login)),
            Self::Password { password_file } => {
                Command::UserSignIn(SignInRequest::Password(super::absolute(&password_file)?))
            }
            Self::Sessions { login } => Command::UserSignIn(SignInRequest::Sessions(login)),
            Self::SignOut { login } => Command::UserSignIn(SignInRequest::SignOut(login)),
        })
    }
}

pub(super) async fn add(
    app: &App,
    actor: &Actor,
    login: &str,
    name: &str,
    roles: &[String],
    authority: Option<&str>,
) -> Result<Answer, Explanation> {
    let roles = roles.iter().map(|role| role.parse::<Role>()).collect::<Result<_, _>>().map_err(|error| {
        Explanation::new(
            Exit::Usage,
            format!("Det finns ingen roll {}. Inget har ändrats.", error.0),
            "Roller: editor, communications, manager, registrar, archivist, data-protection-officer, administrator, auditor.",
        )
    })?;
    let authority = command::authority(app, actor, authority).await?;
    let new = NewUser { login: login.to_owned(), name: name.to_owned(), roles };
    let id = app
        .store
        .write::<_, PeopleError, _>(actor, move |tx| {
            Box::pin(async move { people::add_user(tx, &new, &[authority]).await })
        })
        .await
        .map_err(told)?;
    Ok(Answer::new(format!("Användaren {login} är tillagd."), json!({"id": id, "login": login})))
}

pub(super) async fn list(app: &App, actor: &Actor) -> Result<Answer, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let users = people::users(&mut reader).await.map_err(told)?;
    let logins: Vec<&str> = users.iter().map(|user| user.login.as_str()).collect();
    Ok(Answer::new(logins.join("\n"), json!({"users": logins})))
}

/// Does what is asked about how users sign in.
pub(super) async fn sign_in(app: &App, actor: &Actor, request: SignInRequest) -> Result<Answer, Explanation> {
    match request {
        SignInRequest::Invite(login) => {
            let user = find(app, actor, &login).await?;
            let token = flow::invite(app, actor, user).await.map_err(told)?;
            let path = format!("/inbjudan/{}", *token.text());
            let text = format!(
                "Inbjudan till {login} gäller en gång och i sju dagar. Länken är serverns adress följd av:\n{path}"
            );
            Ok(Answer::new(text, json!({"login": login, "path": path, "expires_in_days": 7})))
        }
        SignInRequest::Password(file) => password(app, actor, file).await,
        SignInRequest::Sessions(login) => sessions(app, actor, login.as_deref()).await,
        SignInRequest::SignOut(login) => {
            let user = find(app, actor, &login).await?;
            let ended =
                flow::does(app, actor, move |tx| Box::pin(people::end_sessions(tx, user, None))).await;
            let ended = ended.map_err(told)?;
            Ok(Answer::new(format!("Avslutade inloggningar för {login}: {ended}."), json!({"ended": ended})))
        }
    }
}

async fn find(app: &App, actor: &Actor, login: &str) -> Result<Id<User>, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let users = people::users(&mut reader).await.map_err(told)?;
    let found = users.into_iter().find(|user| user.login == login);
    found.map(|user| user.id).ok_or_else(|| {
        Explanation::new(
            Exit::NotAllowed,
            format!("Det finns ingen användare som heter {login}. Inget har ändrats."),
            "Se vilka som finns med: uppsikt user list",
        )
    })
}

async fn password(app: &App, actor: &Actor, file: PathBuf) -> Result<Answer, Explanation> {
    let new = zeroize::Zeroizing::new(password_in(&file)?);
    let me = {
        let mut reader = app.store.read(actor).await.map_err(told)?;
        people::user(&mut reader, actor.user).await.map_err(told)?
    };
    let (login, name) = me.map(|user| (user.login, user.name)).unwrap_or_default();
    people::check_password(&new, &login, &name).map_err(|problem| told(SignInError::Password(problem)))?;
    let hash = app.gate.hash(new).await.map_err(told)?;
    flow::does(app, actor, move |tx| Box::pin(people::set_password(tx, hash, None))).await.map_err(told)?;
    Ok(Answer::new("Lösenordet är bytt. Dina inloggningar är avslutade.", json!({"changed": true})))
}

async fn sessions(app: &App, actor: &Actor, login: Option<&str>) -> Result<Answer, Explanation> {
    let mut whose = match login {
        Some(login) => Some(find(app, actor, login).await?),
        None => None,
    };
    if !actor.roles.contains(&Role::Administrator) {
        // Where colleagues sit and when is theirs.
        if whose.is_some_and(|user| user != actor.user) {
            return Err(told(PeopleError::NotAdministrator));
        }
        whose = Some(actor.user);
    }
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let users = people::users(&mut reader).await.map_err(told)?;
    let logins: BTreeMap<_, _> = users.into_iter().map(|user| (user.id, user.login)).collect();
    let found = people::sessions(&mut reader, whose, app.store.now()).await.map_err(told)?;
    let (mut lines, mut all) = (Vec::new(), Vec::new());
    for session in found {
        let login = logins.get(&session.user).map_or("", String::as_str);
        let since = people::time_of_day(session.created_at);
        lines.push(format!("{login}  {}  sedan {since}", session.device));
        all.push(json!({
            "login": login,
            "id": session.id,
            "device": session.device,
            "created_at": session.created_at.to_string(),
            "seen_at": session.seen_at.to_string(),
        }));
    }
    if lines.is_empty() {
        lines.push("Ingen är inloggad i webbläsaren.".to_owned());
    }
    Ok(Answer::new(lines.join("\n"), json!({"sessions": all})))
}
