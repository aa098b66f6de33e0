//! Printing: the answer to standard output, everything else to standard error.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is where a command-line program speaks")]

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use serde_json::json;
use tracing_subscriber::EnvFilter;

use super::answer::Answer;
use super::arguments::{Arguments, Verb};
use crate::explain::{Exit, Explanation};

/// Starts the log: JSON lines for the server, plain text otherwise; `--log` or `UPPSIKT_LOG` sets the level.
pub(super) fn start_log(arguments: &Arguments) {
    let serves = matches!(arguments.verb, Verb::Serve(_));
    let level = arguments.log.clone().unwrap_or_else(|| if serves { "info" } else { "off" }.to_owned());
    let filter = EnvFilter::try_new(&level).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A second log in one process, as in tests, is not needed.
    let _ = if serves { log.json().try_init() } else { log.try_init() };
}

/// A line about work that takes time.
pub(super) fn progress(line: &str) {
    eprintln!("{line}");
}

/// Prints the outcome and gives the exit code.
pub(super) fn print(outcome: Result<Answer, Explanation>, json: bool) -> ExitCode {
    let (written, exit) = match outcome {
        Ok(Answer { bytes: Some(bytes), exit, .. }) => (std::io::stdout().write_all(&bytes), exit),
        Ok(answer) if json => (writeln!(std::io::stdout(), "{}", answer.json), answer.exit),
        Ok(answer) if answer.text.is_empty() => (Ok(()), answer.exit),
        Ok(answer) => (writeln!(std::io::stdout(), "{}", answer.text), answer.exit),
        Err(told) => {
            let told = told.logged();
            let reference = &told.reference;
            if json {
                let error =
                    json!({"error": {"happened": told.happened, "next": told.next, "reference": reference}});
                println!("{error}");
            } else {
                eprintln!("{}\n{}\nReferens: {reference}", told.happened, told.next);
            }
            (Ok(()), told.exit)
        }
    };
    if written.is_err() {
        eprintln!("Svaret kunde inte skrivas ut. Kommandot är ändå utfört.");
        return ExitCode::from(Exit::Folder.code());
    }
    ExitCode::from(exit.code())
}
