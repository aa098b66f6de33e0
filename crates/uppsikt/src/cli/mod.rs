//! The command line: one file for each command.
//!
//! A command runs in the server that owns the data folder, over its local socket, or in this
//! process where no server runs. Either way it acts as a named user, with that user's roles.
//! Text and exit codes are described in `docs/reference/cli.md`.

mod account;
mod answer;
mod arguments;
mod backup;
mod capture;
mod checkpoint;
mod command;
mod connect;
mod decide;
mod decision;
mod demo;
mod doctor;
mod earlier;
mod facts;
mod guideline;
mod import;
mod init;
mod integration;
mod observe;
mod output;
mod pictures;
mod prove;
mod queue;
mod record;
mod register;
mod registry;
mod restore;
mod search;
mod serve;
mod show;
mod socket;
mod time;
mod user;
mod verify;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub use answer::Answer;
use arguments::{Arguments, Verb};
pub use command::{Command, execute};

use crate::app::App;
use crate::config::Config;
use crate::explain::{Exit, Explanation, told};

/// Reads the arguments, does what they say, prints the answer.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match arguments::read() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    output::start_log(&arguments);
    uppsikt_net::install_tls();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let told = Explanation::new(
                Exit::Fault,
                format!("Programmet kunde inte starta: {error}."),
                "Försök igen.",
            );
            return output::print(Err(told), arguments.json);
        }
    };
    let json = arguments.json;
    let outcome = runtime.block_on(run(arguments));
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    output::print(outcome, json)
}

async fn run(arguments: Arguments) -> Result<Answer, Explanation> {
    let data = arguments.data.clone();
    let folder = || data.clone().ok_or_else(no_folder);
    match arguments.verb {
        Verb::Demo(_) => demo::run(data).await,
        Verb::Init(init) => init::run(&folder()?, init).await,
        Verb::Restore(restore) => restore::run(&folder()?, restore).await,
        Verb::Serve(serve) => serve::run(&folder()?, serve).await,
        Verb::Verify(verify) => {
            let target = verify.target.clone().or_else(|| data.clone()).ok_or_else(no_folder)?;
            if target.is_file() {
                return verify::bundle(&target, &verify);
            }
            let command = Command::Verify(verify.request()?);
            in_folder(&target, arguments.user, command).await
        }
        verb => {
            if let Verb::Guideline(verb) = &verb
                && let Some(answer) = verb.local()
            {
                return answer;
            }
            let command = verb.into_command()?;
            in_folder(&folder()?, arguments.user, command).await
        }
    }
}

fn no_folder() -> Explanation {
    Explanation::new(
        Exit::Usage,
        "Det framgår inte vilken datamapp som menas.",
        "Ange --data MAPP eller sätt UPPSIKT_DATA.",
    )
}

/// Through the server that owns the folder, or in this process.
async fn in_folder(folder: &Path, user: Option<String>, command: Command) -> Result<Answer, Explanation> {
    let config = Config::read(folder).map_err(told)?;
    if let Some(answer) = socket::ask(folder, user.as_deref(), &command).await {
        return answer;
    }
    let app = App::open(config).await.map_err(told)?;
    let answer = execute(&app, user.as_deref(), command, &mut output::progress).await;
    // What was recorded is sealed before the process ends; a server would do it a moment later.
    for organisation in app.store.organisations().await.map_err(told)? {
        app.store.seal(organisation.id).await.map_err(told)?;
    }
    app.store.close().await;
    answer
}

/// A path as the server sees it too.
fn absolute(path: &Path) -> Result<PathBuf, Explanation> {
    std::path::absolute(path).map_err(|error| {
        Explanation::new(
            Exit::Usage,
            format!("{} är ingen sökväg: {error}.", path.display()),
            "Ange en annan.",
        )
    })
}
