//! `uppsikt user`: add, list.

use clap::Subcommand;
use serde_json::json;
use uppsikt_kernel::{Actor, Role};

use super::answer::Answer;
use super::command::{self, Command};
use crate::app::App;
use crate::explain::{Exit, Explanation, told};
use crate::rooms::people::{self, NewUser, PeopleError};

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
}

impl UserVerb {
    pub(super) fn into_command(self) -> Command {
        match self {
            Self::List => Command::UserList,
            Self::Add { login, name, roles, authority } => {
                Command::UserAdd { name: name.unwrap_or_else(|| login.clone()), login, roles, authority }
            }
        }
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
