//! `uppsikt init`: a new installation.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use clap::Args;
use serde_json::json;
use uppsikt_kernel::{Chance, Clock, Id, Ids, Organisation, Role};
use uppsikt_store::{Store, StoreError};

use super::answer::Answer;
use crate::app::doors;
use crate::config::Config;
use crate::explain::{Explanation, told};
use crate::rooms::people::{self, NewOrganisation, NewUser, PeopleError};
use crate::rooms::schema;

/// What a new installation needs to know.
#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// Organisationens namn, till exempel "Lindholms kommun"
    #[arg(long, value_name = "NAMN")]
    organisation: String,
    /// En myndighet (nämnd eller bolag); kan anges flera gånger
    #[arg(long, value_name = "NAMN", required = true)]
    authority: Vec<String>,
    /// Den första administratörens användarnamn
    #[arg(long, value_name = "ANVÄNDARE")]
    admin: String,
    /// Den första administratörens namn
    #[arg(long, value_name = "NAMN")]
    name: Option<String>,
    /// Liggarens namn, till exempel lindholm.se/uppsikt
    #[arg(long, value_name = "NAMN")]
    origin: Option<String>,
    /// PostgreSQL: adress för programmets databasanvändare (utelämnad: SQLite i mappen)
    #[arg(long, value_name = "ADRESS")]
    database_url: Option<String>,
    /// PostgreSQL: adress för tabellernas ägare
    #[arg(long, value_name = "ADRESS")]
    database_owner_url: Option<String>,
}

pub(super) async fn run(folder: &Path, arguments: InitArguments) -> Result<Answer, Explanation> {
    let config = Config::new(folder, arguments.database_url, arguments.database_owner_url);
    let (clock, chance) = doors();
    let origin = match arguments.origin {
        Some(origin) => origin,
        // A name that no other log has, for whoever did not choose one.
        None => own_origin(&clock, &chance).map_err(told)?,
    };
    let new = NewOrganisation {
        name: arguments.organisation,
        origin,
        authorities: arguments.authority,
        admin: NewUser {
            name: arguments.name.unwrap_or_else(|| arguments.admin.clone()),
            login: arguments.admin,
            roles: BTreeSet::from([Role::Administrator]),
        },
    };
    let vkey = create(&config, &new, clock, chance).await?;
    let text = format!(
        "{} har fått sin Uppsikt i {}.\nFörsta administratör: {}\n\n\
         Liggarens nyckel, att publicera och spara på ett annat ställe:\n  {vkey}\n\n\
         Nycklarna ligger i {}. Säkerhetskopiera dem för sig (uppsikt backup FIL --keys NYCKELFIL).",
        new.name,
        folder.display(),
        new.admin.login,
        folder.join("keys").display(),
    );
    let json = json!({"organisation": new.name, "admin": new.admin.login, "origin": new.origin, "key": vkey});
    Ok(Answer::new(text, json))
}

/// Makes a new installation; gives its log's key.
pub(super) async fn create(
    config: &Config,
    new: &NewOrganisation,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
) -> Result<String, Explanation> {
    people::check(new).map_err(told)?;
    let store = Store::create(config.settings(), schema(), clock, chance).await.map_err(told)?;
    let begun = begin(&store, new).await;
    store.close().await;
    let vkey = begun.map_err(told)?;
    // Last: a folder without its settings was never made to its end, and no command opens it.
    let path = config.folder().join("uppsikt.toml");
    config.write().map_err(|error| told(StoreError::file(path, error)))?;
    Ok(vkey)
}

/// Makes a folder with nobody in it, to be begun in the browser.
pub(super) async fn lay_out_empty(folder: &Path) -> Result<(), Explanation> {
    let config = Config::new(folder, None, None);
    let (clock, chance) = doors();
    let store = Store::create(config.settings(), schema(), clock, chance).await.map_err(told)?;
    store.close().await;
    let path = folder.join("uppsikt.toml");
    config.write().map_err(|error| told(StoreError::file(path, error)))
}

fn own_origin(clock: &Arc<dyn Clock>, chance: &Arc<dyn Chance>) -> Result<String, StoreError> {
    let id: Id<Organisation> = Ids::new(Arc::clone(clock), Arc::clone(chance)).next()?;
    Ok(format!("uppsikt/{id}"))
}

async fn begin(store: &Store, new: &NewOrganisation) -> Result<String, PeopleError> {
    let beginning = people::plan(store, new)?;
    let organisation = beginning.organisation;
    let vkey = store.begin_log(organisation, &beginning.origin).await?;
    let actor = beginning.actor.clone();
    store
        .write::<_, PeopleError, _>(&actor, move |tx| {
            Box::pin(async move { people::begin(tx, beginning).await })
        })
        .await?;
    store.seal(organisation).await?;
    Ok(vkey.to_string())
}
