//! `uppsikt guideline`: the authority's tools for its guideline, and which one it follows.
//!
//! Writing and comparing profiles (`author.rs`) needs no data folder and runs where the files are.
//! Everything about what holds for an authority goes to the server.

mod adopt;
mod author;
mod exception;
mod explain;
mod simulate;
mod status;

use std::path::PathBuf;

use clap::Subcommand;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uppsikt_kernel::Actor;

use super::answer::Answer;
use super::command::Command;
use crate::app::App;
use crate::explain::{Exit, Explanation};

/// What can be done with guidelines.
#[derive(Debug, Subcommand)]
pub(super) enum GuidelineVerb {
    /// Lista riktlinjerna, och vilken som gäller för varje myndighet
    List,
    /// Granska en profil: fel med rad och förslag, motsägelser, svagare än lag
    Check {
        /// Profilens fil
        #[arg(value_name = "FIL")]
        file: PathBuf,
    },
    /// Visa skillnaden mellan två riktlinjer
    Diff {
        /// Den ena: en fil, eller finspang, oland, osby, sll, vetlanda
        #[arg(value_name = "A")]
        from: String,
        /// Den andra
        #[arg(value_name = "B")]
        to: String,
    },
    /// Visa varje sats och vad som upprätthåller den
    Trace {
        /// Vilka riktlinjer (utelämnat: alla fem som finns med)
        #[arg(value_name = "RIKTLINJE")]
        profiles: Vec<String>,
        /// En fil med satsernas nummer (CSV med kolumnen id): en sats som saknas är ett fel
        #[arg(long, value_name = "FIL")]
        requirements: Option<PathBuf>,
    },
    /// Visa vilket värde som gäller, och varför
    Explain {
        /// Parametern, till exempel snapshot.interval
        #[arg(value_name = "NYCKEL")]
        key: String,
        /// Vilket konto (utelämnat: myndigheten som helhet)
        #[arg(long, value_name = "KONTO")]
        account: Option<String>,
        /// Vilken myndighet
        #[arg(long, value_name = "NAMN")]
        authority: Option<String>,
    },
    /// Pröva en annan riktlinje mot det som redan har hänt; inget ändras
    Simulate {
        /// Den andra riktlinjen: en fil eller ett namn
        #[arg(value_name = "NY")]
        new: String,
        /// Från och med vilken dag
        #[arg(long, value_name = "DATUM")]
        since: Date,
        /// Vilken myndighet
        #[arg(long, value_name = "NAMN")]
        authority: Option<String>,
    },
    /// Ange vilken riktlinje en myndighet har antagit
    Adopt {
        /// Riktlinje: en fil, eller finspang, oland, osby, sll, vetlanda
        #[arg(value_name = "RIKTLINJE")]
        profile: String,
        /// Från och med vilken dag (utelämnat: i dag)
        #[arg(long, value_name = "DATUM")]
        from: Option<Date>,
        /// Vilken myndighet
        #[arg(long, value_name = "NAMN")]
        authority: Option<String>,
    },
    /// Ta tillbaka ett antagande som inte har börjat gälla
    Withdraw {
        /// Antagandets id
        #[arg(value_name = "ID")]
        id: uuid::Uuid,
    },
    /// Begär, bevilja, avslå, avsluta och lista undantag
    #[command(subcommand, subcommand_help_heading = "Kommandon", subcommand_value_name = "KOMMANDO")]
    Exception(exception::ExceptionVerb),
    /// Visa hur kontona följer riktlinjen
    Status {
        /// Bara ett konto, med varje sats
        #[arg(long, value_name = "KONTO")]
        account: Option<String>,
        /// Vilken myndighet
        #[arg(long, value_name = "NAMN")]
        authority: Option<String>,
    },
    /// Visa vägledningen för ett tillfälle, till exempel svar eller fotografering
    Guide {
        /// Tillfället
        #[arg(value_name = "TILLFÄLLE")]
        moment: String,
        /// För vilket konto
        #[arg(long, value_name = "KONTO")]
        account: Option<String>,
        /// Vilken myndighet
        #[arg(long, value_name = "NAMN")]
        authority: Option<String>,
    },
}

/// What is asked, as it goes to the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GuidelineRequest {
    /// What there is.
    List,
    /// An authority adopts one.
    Adopt {
        /// Its code, or what the file is called.
        profile: String,
        /// The file's text.
        text: Option<String>,
        /// From which day.
        from: Option<Date>,
        /// The authority.
        authority: Option<String>,
    },
    /// A coming one is withdrawn.
    Withdraw(uuid::Uuid),
    /// An exception.
    Exception(exception::ExceptionRequest),
    /// Which value holds.
    Explain {
        /// The parameter's code.
        key: String,
        /// The account.
        account: Option<String>,
        /// The authority.
        authority: Option<String>,
    },
    /// Another one is tried on what has happened.
    Simulate {
        /// Its code, or what the file is called.
        profile: String,
        /// The file's text.
        text: Option<String>,
        /// From which day.
        since: Date,
        /// The authority.
        authority: Option<String>,
    },
    /// How accounts stand.
    Status {
        /// One account.
        account: Option<String>,
        /// The authority.
        authority: Option<String>,
    },
    /// The right words at a moment.
    Guide {
        /// The moment.
        moment: String,
        /// The account.
        account: Option<String>,
        /// The authority.
        authority: Option<String>,
    },
}

impl GuidelineVerb {
    /// What needs no data folder is done at once; the rest goes to the server.
    pub(super) fn local(&self) -> Option<Result<Answer, Explanation>> {
        match self {
            Self::Check { file } => Some(author::check(file)),
            Self::Diff { from, to } => Some(author::diff(from, to)),
            Self::Trace { profiles, requirements } => Some(author::trace(profiles, requirements.as_deref())),
            _ => None,
        }
    }

    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        Ok(Command::Guideline(match self {
            Self::List => GuidelineRequest::List,
            Self::Adopt { profile, from, authority } => {
                let text = author::file_text(&profile)?;
                GuidelineRequest::Adopt { profile, text, from, authority }
            }
            Self::Withdraw { id } => GuidelineRequest::Withdraw(id),
            Self::Exception(verb) => GuidelineRequest::Exception(verb.into_request()),
            Self::Explain { key, account, authority } => {
                GuidelineRequest::Explain { key, account, authority }
            }
            Self::Simulate { new, since, authority } => {
                let text = author::file_text(&new)?;
                GuidelineRequest::Simulate { profile: new, text, since, authority }
            }
            Self::Status { account, authority } => GuidelineRequest::Status { account, authority },
            Self::Guide { moment, account, authority } => {
                GuidelineRequest::Guide { moment, account, authority }
            }
            Self::Check { .. } | Self::Diff { .. } | Self::Trace { .. } => {
                return Err(Explanation::new(Exit::Fault, "Kommandot går inte att köra så.", "Anmäl felet."));
            }
        }))
    }
}

pub(super) async fn run(app: &App, actor: &Actor, request: GuidelineRequest) -> Result<Answer, Explanation> {
    match request {
        GuidelineRequest::List => adopt::list(app, actor).await,
        GuidelineRequest::Adopt { profile, text, from, authority } => {
            adopt::adopt(app, actor, (profile, text, from), authority.as_deref()).await
        }
        GuidelineRequest::Withdraw(id) => adopt::withdraw(app, actor, id).await,
        GuidelineRequest::Exception(request) => exception::run(app, actor, request).await,
        GuidelineRequest::Explain { key, account, authority } => {
            explain::explain(app, actor, &key, (account.as_deref(), authority.as_deref())).await
        }
        GuidelineRequest::Simulate { profile, text, since, authority } => {
            simulate::run(app, actor, (&profile, text.as_deref()), since, authority.as_deref()).await
        }
        GuidelineRequest::Status { account, authority } => {
            status::run(app, actor, account.as_deref(), authority.as_deref()).await
        }
        GuidelineRequest::Guide { moment, account, authority } => {
            explain::guide(app, actor, &moment, (account.as_deref(), authority.as_deref())).await
        }
    }
}
