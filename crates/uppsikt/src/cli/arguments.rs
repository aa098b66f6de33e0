//! The arguments, and how their help reads in Swedish.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "help and usage errors are printed here")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::{
    account, backup, capture, command::Command, connect, decide, decision, demo, guideline, import, init,
    integration, observe, prove, queue, record, register, registry, restore, search, serve, show, user,
    verify,
};
use crate::explain::{Exit, Explanation};

const TEMPLATE: &str = "{about}\n\nAnvändning: {usage}\n\n{all-args}{after-help}";

/// Uppsikt för kommandoraden.
#[derive(Debug, Parser)]
#[command(name = "uppsikt", version, disable_help_subcommand = true, help_template = TEMPLATE)]
#[command(about = "Uppsikt håller ordning på myndighetens sociala medier: sparar, säkrar och bevisar.")]
#[command(
    subcommand_help_heading = "Kommandon",
    subcommand_value_name = "KOMMANDO",
    next_help_heading = "Flaggor"
)]
pub(super) struct Arguments {
    /// Datamappen
    #[arg(long, global = true, env = "UPPSIKT_DATA", value_name = "MAPP", hide_env_values = true)]
    pub data: Option<PathBuf>,
    /// Svara i JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Vem som gör det (användarnamn)
    #[arg(long = "as", global = true, env = "UPPSIKT_AS", value_name = "ANVÄNDARE", hide_env_values = true)]
    pub user: Option<String>,
    /// Loggnivå: error, warn, info, debug eller trace
    #[arg(long, global = true, env = "UPPSIKT_LOG", value_name = "NIVÅ", hide_env_values = true)]
    pub log: Option<String>,
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Skapa en ny installation med sin första administratör
    Init(init::InitArguments),
    /// Skapa en installation att prova i, för en kommun som inte finns
    Demo(demo::DemoArguments),
    /// Lägg till, byt lösenord för och lista konton
    #[command(subcommand, subcommand_help_heading = "Kommandon", subcommand_value_name = "KOMMANDO")]
    Account(account::AccountVerb),
    /// Lägg till och lista användare
    #[command(subcommand, subcommand_help_heading = "Kommandon", subcommand_value_name = "KOMMANDO")]
    User(user::UserVerb),
    /// Hämta det som kontona visar nu
    Capture(capture::CaptureArguments),
    /// Läs in det som fanns innan: rader, en WordPress-export, eller ett arkiv med bilder
    Import(import::ImportArguments),
    /// Registrera för hand det du ser på en plattform
    Observe(observe::ObserveArguments),
    /// Pröva ett kontos anslutning, och se vad som kan göras där
    Connect(connect::ConnectArguments),
    /// Visa vad som väntar på bedömning, det mest brådskande först
    Queue(queue::QueueArguments),
    /// Bedöm ett inslag: behåll, dölj, ta bort, blockera eller avbryt
    Decide(decide::DecideArguments),
    /// Visa, ångra eller intyga beslut
    #[command(subcommand, subcommand_help_heading = "Kommandon", subcommand_value_name = "KOMMANDO")]
    Decision(decision::DecisionVerb),
    /// Riktlinjer: granska, jämför, pröva, anta, ge undantag, och se hur kontona följer dem
    #[command(subcommand, subcommand_help_heading = "Kommandon", subcommand_value_name = "KOMMANDO")]
    Guideline(guideline::GuidelineVerb),
    /// Spara filer, eller poster ur en NDJSON-fil
    Record(record::RecordArguments),
    /// Visa de senaste handlingarna, eller en handling med sina versioner och bevis
    Show(show::ShowArguments),
    /// Sök i allt som kontona har visat, diariefört eller inte; att du sökt loggas, inte efter vad
    Search(search::SearchArguments),
    /// Reservera ett diarienummer för en handling
    Register(register::RegisterArguments),
    /// Diariet: visa, gör färdigt, avböj, koppla till ärenden, sekretessmarkera
    #[command(subcommand, subcommand_help_heading = "Kommandon", subcommand_value_name = "KOMMANDO")]
    Registry(registry::RegistryVerb),
    /// Andra system som läser: lägg till, ge nycklar, avisera, avsluta
    #[command(subcommand, subcommand_help_heading = "Kommandon", subcommand_value_name = "KOMMANDO")]
    Integration(integration::IntegrationVerb),
    /// Kontrollera en datamapp eller ett bevispaket
    Verify(verify::VerifyArguments),
    /// Skriv ett bevispaket till standard ut
    Prove(prove::ProveArguments),
    /// Visa liggarens senaste kontrollvärde
    Checkpoint(EmptyArguments),
    /// Säkerhetskopiera, med nycklarna för sig
    Backup(backup::BackupArguments),
    /// Återställ en säkerhetskopia i en tom mapp
    Restore(restore::RestoreArguments),
    /// Se efter om allt står rätt till
    Doctor(EmptyArguments),
    /// Kör servern som äger datamappen
    Serve(serve::ServeArguments),
}

/// A command without arguments of its own.
#[derive(Debug, Args)]
pub(super) struct EmptyArguments {}

impl Verb {
    /// The command that can be sent to a server.
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        Ok(match self {
            Self::Account(verb) => verb.into_command()?,
            Self::User(verb) => verb.into_command()?,
            Self::Capture(arguments) => {
                Command::Capture { account: arguments.account, address: arguments.address }
            }
            Self::Import(arguments) => arguments.into_command()?,
            Self::Observe(arguments) => arguments.into_command()?,
            Self::Connect(connect::ConnectArguments { account, from, until }) => {
                Command::Connect { account, from, until }
            }
            Self::Queue(arguments) => Command::Queue { account: arguments.account, limit: arguments.limit },
            Self::Decide(arguments) => arguments.into_command()?,
            Self::Decision(verb) => verb.into_command()?,
            Self::Guideline(verb) => verb.into_command()?,
            Self::Record(arguments) => arguments.into_command()?,
            Self::Show(arguments) => arguments.into_command()?,
            Self::Search(arguments) => arguments.into_command(),
            Self::Register(arguments) => arguments.into_command()?,
            Self::Registry(verb) => verb.into_command()?,
            Self::Integration(verb) => verb.into_command(),
            Self::Prove(arguments) => Command::Prove { id: arguments.id },
            Self::Checkpoint(_) => Command::Checkpoint,
            Self::Backup(arguments) => arguments.into_command()?,
            Self::Doctor(_) => Command::Doctor,
            Self::Demo(_) | Self::Init(_) | Self::Restore(_) | Self::Serve(_) | Self::Verify(_) => {
                return Err(Explanation::new(Exit::Fault, "Kommandot går inte att köra så.", "Anmäl felet."));
            }
        })
    }
}

/// Reads the arguments; help and usage errors are printed here, in Swedish.
pub(super) fn read() -> Result<Arguments, ExitCode> {
    let command = translate(Arguments::command());
    let outcome = command.try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches));
    outcome.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            println!("{}", error.render().to_string().trim_end());
            ExitCode::SUCCESS
        }
        kind => {
            let told = usage(kind, &error);
            // The arguments could not be read, so whether JSON was asked for is looked up in the raw ones.
            if std::env::args_os().any(|argument| argument == "--json") {
                let next = "uppsikt --help";
                println!(
                    "{}",
                    serde_json::json!({"error": {"happened": told, "next": next, "reference": null}})
                );
            } else {
                eprintln!("{told}\nSe uppsikt --help, eller uppsikt KOMMANDO --help.");
            }
            ExitCode::from(Exit::Usage.code())
        }
    })
}

fn translate(mut command: clap::Command) -> clap::Command {
    command = command.disable_help_flag(true).arg(
        clap::Arg::new("help")
            .short('h')
            .long("help")
            .global(true)
            .help("Visa hjälp")
            .action(clap::ArgAction::Help),
    );
    if command.get_version().is_some() {
        command = command.disable_version_flag(true).arg(
            clap::Arg::new("version").long("version").help("Visa version").action(clap::ArgAction::Version),
        );
    }
    let path = command.get_name().to_owned();
    inner(command, &path)
}

/// The words that stand in every command's help, which clap knows in English only.
fn inner(command: clap::Command, path: &str) -> clap::Command {
    let command = command
        .help_template(TEMPLATE)
        .disable_help_subcommand(true)
        .mut_args(|argument| {
            let heading = if argument.is_positional() { "Argument" } else { "Flaggor" };
            argument.help_heading(heading)
        })
        .mut_subcommands(|sub| {
            let path = format!("{path} {}", sub.get_name());
            inner(sub, &path)
        });
    let usage = command.clone().bin_name(path).render_usage().to_string();
    command.override_usage(usage.trim_start_matches("Usage: ").replace("[OPTIONS]", "[FLAGGOR]"))
}

fn usage(kind: ErrorKind, error: &clap::Error) -> String {
    use clap::error::ContextKind;
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let happened = match kind {
        ErrorKind::InvalidSubcommand => {
            format!("Det finns inget kommando {}.", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("Det finns ingen flagga {argument}."),
        ErrorKind::MissingRequiredArgument => format!("Det saknas något: {argument}."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{value} går inte att använda för {argument}.")
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "Det saknas ett kommando.".to_owned()
        }
        ErrorKind::ArgumentConflict => format!("{argument} kan inte användas tillsammans med det andra."),
        _ => "Kommandot går inte att förstå.".to_owned(),
    };
    format!("{happened} Inget har gjorts.")
}
