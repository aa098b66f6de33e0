//! `uppsikt guideline`: which guidelines there are, and which one an authority follows.

use clap::Subcommand;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_guideline::profiles;
use uppsikt_kernel::Actor;

use super::answer::Answer;
use super::command::{self, Command};
use crate::app::App;
use crate::explain::{Explanation, told};
use crate::rooms::people;
use crate::rooms::policy::{self, PolicyError};

/// What can be done with guidelines.
#[derive(Debug, Subcommand)]
pub(super) enum GuidelineVerb {
    /// Lista riktlinjerna, och vilken som gäller för varje myndighet
    List,
    /// Ange vilken riktlinje en myndighet har antagit
    Adopt {
        /// Riktlinje: finspang, oland eller osby
        #[arg(value_name = "RIKTLINJE")]
        profile: String,
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
        /// Its code.
        profile: String,
        /// The authority.
        authority: Option<String>,
    },
}

impl GuidelineVerb {
    pub(super) fn into_command(self) -> Command {
        Command::Guideline(match self {
            Self::List => GuidelineRequest::List,
            Self::Adopt { profile, authority } => GuidelineRequest::Adopt { profile, authority },
        })
    }
}

pub(super) async fn run(app: &App, actor: &Actor, request: GuidelineRequest) -> Result<Answer, Explanation> {
    match request {
        GuidelineRequest::List => list(app, actor).await,
        GuidelineRequest::Adopt { profile, authority } => {
            let authority = command::authority(app, actor, authority.as_deref()).await?;
            let named = profile.clone();
            app.store
                .write::<_, PolicyError, _>(actor, move |tx| {
                    Box::pin(async move { policy::adopt(tx, authority, &named).await })
                })
                .await
                .map_err(told)?;
            let text = format!(
                "Myndigheten följer nu riktlinjen {profile}. Beslut som redan är fattade ändras inte."
            );
            Ok(Answer::new(text, json!({"profile": profile, "authority": authority})))
        }
    }
}

async fn list(app: &App, actor: &Actor) -> Result<Answer, Explanation> {
    let mut lines = vec!["Riktlinjer:".to_owned()];
    let mut known = Vec::new();
    for profile in profiles::all().iter().filter_map(|(code, _)| profiles::named(code)?.ok()) {
        let about = profile.about;
        lines.push(format!("  {}  {}, {}", about.code, about.title, about.authority));
        known.push(json!({"code": about.code, "title": about.title}));
    }
    lines.push("Gäller:".to_owned());
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let mut rows = Vec::new();
    for row in people::authorities(&mut reader).await.map_err(told)? {
        if !actor.authorities.contain(row.id) {
            continue;
        }
        let adopted = policy::in_force(&mut reader, row.id).await.map_err(told)?;
        let word = adopted.as_ref().map_or("ingen: lagen ensam", |adopted| adopted.profile.as_str());
        lines.push(format!("  {}: {word}", row.name));
        rows.push(json!({"authority": row.name, "profile": adopted.map(|adopted| adopted.profile)}));
    }
    Ok(Answer::new(lines.join("\n"), json!({"profiles": known, "authorities": rows})))
}
