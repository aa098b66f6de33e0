//! What can be asked of the owner of a data folder, and who answers.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use uppsikt_kernel::{Actor, Authority, Id};

use super::answer::Answer;
use super::{
    account, backup, capture, checkpoint, connect, decide, decision, doctor, facts, guideline, import,
    integration, observe, prove, queue, record, register, registry, search, show, user, verify,
};
use crate::app::App;
use crate::explain::{Exit, Explain, Explanation, told};
use crate::rooms::evidence::EvidenceError;
use crate::rooms::people::{self, AuthorityRow};

/// A command as it goes over the local socket.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Adds an account.
    AccountAdd(account::AddRequest),
    /// Changes an account's password.
    AccountPassword {
        /// The account's name.
        account: String,
        /// The file that holds the new password.
        password_file: PathBuf,
    },
    /// Lists the accounts.
    AccountList,
    /// Notes facts about an account, or shows them.
    Facts(facts::FactsRequest),
    /// Adds a user.
    UserAdd {
        /// What the user signs in as.
        login: String,
        /// The user's own name.
        name: String,
        /// The roles.
        roles: Vec<String>,
        /// The authority; the actor's only one when absent.
        authority: Option<String>,
    },
    /// Lists the users.
    UserList,
    /// Invites users, and looks at how they sign in.
    UserSignIn(user::SignInRequest),
    /// Reads what accounts show.
    Capture {
        /// One account, or all.
        account: Option<String>,
        /// One contribution on somebody else's page, by its address.
        address: Option<String>,
    },
    /// Brings in a file.
    Import(import::ImportRequest),
    /// Registers by hand what a person has seen.
    Observe(observe::ObserveRequest),
    /// Tries an account's connection.
    Connect {
        /// The account's name.
        account: String,
        /// The first day that is counted.
        from: Option<jiff::civil::Date>,
        /// The last day that is counted.
        until: Option<jiff::civil::Date>,
    },
    /// Shows what waits for a person.
    Queue {
        /// One account, or all.
        account: Option<String>,
        /// At most so many.
        limit: u64,
    },
    /// Decides on an item.
    Decide(decide::DecideRequest),
    /// Asks about decisions.
    Decision(decision::DecisionRequest),
    /// Asks about guidelines.
    Guideline(guideline::GuidelineRequest),
    /// Records files.
    Record {
        /// The files.
        files: Vec<PathBuf>,
        /// The authority; the actor's only one when absent.
        authority: Option<String>,
    },
    /// Shows one item, or the latest.
    Show {
        /// The item or object.
        id: Option<String>,
        /// Where its pictures are written.
        pictures: Option<PathBuf>,
    },
    /// Reserves a diary number.
    Register(register::RegisterRequest),
    /// Reads or changes the registry.
    Registry(registry::RegistryRequest),
    /// Searches what is kept.
    Search(search::SearchRequest),
    /// Asks about other systems that are let in.
    Integration(integration::IntegrationRequest),
    /// Verifies the folder.
    Verify(verify::VerifyRequest),
    /// Makes a bundle.
    Prove {
        /// The item or object.
        id: String,
    },
    /// Shows the newest checkpoint.
    Checkpoint,
    /// Writes a backup.
    Backup {
        /// The backup.
        file: PathBuf,
        /// The key backup.
        keys: Option<PathBuf>,
    },
    /// Looks at the state of everything.
    Doctor,
}

/// Does a command as the user that is named, in the process that owns the folder.
///
/// # Errors
/// What a person is told when it does not work.
pub async fn execute(
    app: &App,
    user: Option<&str>,
    command: Command,
    progress: &mut (dyn FnMut(&str) + Send),
) -> Result<Answer, Explanation> {
    let actor = people::actor(&app.store, user).await.map_err(told)?;
    match command {
        Command::AccountAdd(new) => account::add(app, &actor, new).await,
        Command::AccountPassword { account, password_file } => {
            account::password(app, &actor, &account, &password_file).await
        }
        Command::AccountList => account::list(app, &actor).await,
        Command::Facts(request) => facts::run(app, &actor, request).await,
        Command::UserAdd { login, name, roles, authority } => {
            user::add(app, &actor, &login, &name, &roles, authority.as_deref()).await
        }
        Command::UserList => user::list(app, &actor).await,
        Command::UserSignIn(request) => user::sign_in(app, &actor, request).await,
        Command::Capture { account: Some(account), address: Some(address) } => {
            capture::run_address(app, &actor, &account, &address).await
        }
        Command::Capture { account, .. } => capture::run(app, &actor, account.as_deref(), progress).await,
        Command::Import(request) => import::run(app, &actor, &request, progress).await,
        Command::Observe(request) => observe::run(app, &actor, request).await,
        Command::Connect { account, from, until } => connect::run(app, &actor, &account, (from, until)).await,
        Command::Queue { account, limit } => queue::run(app, &actor, account.as_deref(), limit).await,
        Command::Decide(request) => decide::run(app, &actor, request, progress).await,
        Command::Decision(request) => decision::run(app, &actor, request, progress).await,
        Command::Guideline(request) => guideline::run(app, &actor, request).await,
        Command::Record { files, authority } => {
            record::run(app, &actor, &files, authority.as_deref(), progress).await
        }
        Command::Show { id, pictures } => show::run(app, &actor, id.as_deref(), pictures.as_deref()).await,
        Command::Register(request) => register::run(app, &actor, request).await,
        Command::Registry(request) => registry::run(app, &actor, request).await,
        Command::Search(request) => search::run(app, &actor, request, progress).await,
        Command::Integration(request) => integration::run(app, &actor, request).await,
        Command::Verify(request) => verify::folder(app, &actor, &request).await,
        Command::Prove { id } => prove::run(app, &actor, &id).await,
        Command::Checkpoint => checkpoint::run(app, &actor).await,
        Command::Backup { file, keys } => backup::run(app, &actor, &file, keys.as_deref()).await,
        Command::Doctor => doctor::run(app, &actor).await,
    }
}

/// The authority that is named, or the actor's only one.
pub(super) async fn authority(
    app: &App,
    actor: &Actor,
    named: Option<&str>,
) -> Result<Id<Authority>, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let all = people::authorities(&mut reader).await.map_err(told)?;
    let mut mine: Vec<AuthorityRow> =
        all.into_iter().filter(|row| actor.authorities.contain(row.id)).collect();
    if let Some(name) = named {
        mine.retain(|row| row.name == name);
    }
    match (mine.as_slice(), named) {
        ([one], _) => Ok(one.id),
        ([], Some(name)) => Err(Explanation::new(
            Exit::Usage,
            format!(
                "Det finns ingen myndighet som heter {name} bland dem du arbetar för. Inget har ändrats."
            ),
            "Kontrollera --authority; namnet skrivs som när myndigheten lades till.",
        )),
        _ => Err(EvidenceError::WhichAuthority.explain()),
    }
}
