//! Which account each part of a file belongs to, settled before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use uppsikt_kernel::{Actor, Authority, Id, Role};
use uppsikt_platform::imports::AccountLine;
use uppsikt_platform::imports::ndjson::Import;

use super::ImportRequest;
use crate::app::App;
use crate::cli::command;
use crate::explain::{Exit, Explain as _, Explanation, told};
use crate::rooms::account::{self, Account, AccountError, NewAccount};
use crate::rooms::{capture, moderation, registry};

/// Where the items of one account of the file go.
pub(super) enum Target {
    /// An account that is there.
    Known(Box<Account>),
    /// One that is made.
    New(Id<Authority>, NewAccount),
}

impl Target {
    const fn authority(&self) -> Id<Authority> {
        match self {
            Self::Known(account) => account.authority,
            Self::New(authority, _) => *authority,
        }
    }
}

/// Every account that the file names, by the file's id for it.
pub(super) async fn lines(
    app: &App,
    actor: &Actor,
    import: &Import,
    request: &ImportRequest,
) -> Result<BTreeMap<String, Target>, Explanation> {
    let mut ids: BTreeSet<&str> = import.pages_by_account.keys().map(String::as_str).collect();
    ids.extend(import.accounts.iter().map(|line| line.id.as_str()));
    ids.extend(import.registrations.iter().map(|line| line.account.as_str()));
    ids.extend(import.decisions.iter().map(|line| line.account.as_str()));
    let mut targets = BTreeMap::new();
    if let Some(name) = &request.account {
        if ids.len() > 1 {
            return Err(Explanation::new(
                Exit::Usage,
                "Filen har rader för flera konton, så --account går inte att använda. Inget har lästs in.",
                "Utelämna --account, eller dela upp filen.",
            ));
        }
        for id in ids {
            targets.insert(id.to_owned(), Target::Known(Box::new(named(app, actor, name).await?)));
        }
    } else {
        for id in ids {
            let line = import.accounts.iter().find(|line| line.id == id);
            targets.insert(id.to_owned(), target(app, actor, id, line, request).await?);
        }
    }
    for (id, target) in &targets {
        may(actor, target, import, id)?;
    }
    Ok(targets)
}

/// The account of this name, into which the actor may bring something.
pub(super) async fn named(app: &App, actor: &Actor, name: &str) -> Result<Account, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let found = account::named(&mut reader, name).await.map_err(told)?;
    let account = found.ok_or_else(|| AccountError::Unknown(name.to_owned()).explain())?;
    capture::may_import(actor, account.authority).map_err(told)?;
    Ok(account)
}

async fn target(
    app: &App,
    actor: &Actor,
    id: &str,
    line: Option<&AccountLine>,
    request: &ImportRequest,
) -> Result<Target, Explanation> {
    let known = {
        let mut reader = app.store.read(actor).await.map_err(told)?;
        match account::imported(&mut reader, id).await.map_err(told)? {
            Some(known) => Some(known),
            None => {
                let name = line.map_or(id, |line| line.name.as_str());
                account::named(&mut reader, name).await.map_err(told)?
            }
        }
    };
    match (known, line) {
        // The same name and another platform, or another file's account: not the same account.
        (Some(known), Some(line))
            if known.platform != line.platform
                || known.import_id.as_deref().is_some_and(|import_id| import_id != id) =>
        {
            Err(Explanation::new(
                Exit::Usage,
                format!(
                    "Filens konto {id} har samma namn eller id som ett annat konto här ({}). Inget har lästs in.",
                    known.platform
                ),
                "Byt namn och id i filen.",
            ))
        }
        (Some(known), _) => Ok(Target::Known(Box::new(known))),
        (None, Some(line)) => new(app, actor, line, request).await,
        (None, None) => Err(Explanation::new(
            Exit::Usage,
            format!(
                "Filen har rader för kontot {id}, som varken står i filen eller finns här. Inget har lästs in."
            ),
            "Lägg en rad av typen account i filen, eller ange kontot med --account.",
        )),
    }
}

async fn new(
    app: &App,
    actor: &Actor,
    line: &AccountLine,
    request: &ImportRequest,
) -> Result<Target, Explanation> {
    let authority = line.authority.as_deref().or(request.authority.as_deref());
    let authority = command::authority(app, actor, authority).await?;
    if !actor.has_in(Role::Administrator, authority) {
        return Err(told(AccountError::NotAdministrator));
    }
    Ok(Target::New(
        authority,
        NewAccount {
            name: line.name.clone(),
            platform: line.platform,
            address: line.address.clone().unwrap_or_default(),
            login: None,
            is_internal: false,
            watch_from_at: request.watch_from_at,
            view_address: None,
            import_id: Some(line.id.clone()),
        },
    ))
}

fn may(actor: &Actor, target: &Target, import: &Import, id: &str) -> Result<(), Explanation> {
    let authority = target.authority();
    capture::may_import(actor, authority).map_err(told)?;
    if import.registrations.iter().any(|line| line.account == id) {
        registry::may_import(actor, authority).map_err(told)?;
    }
    if import.decisions.iter().any(|line| line.account == id) {
        moderation::may_import(actor, authority).map_err(told)?;
    }
    Ok(())
}
