//! Which value holds and why, and the right words at a moment.

use serde_json::json;
use uppsikt_guideline::parameter::Key;
use uppsikt_guideline::requirement::Moment;
use uppsikt_guideline::{explain as explained, guidance};
use uppsikt_kernel::Actor;

use crate::app::App;
use crate::cli::answer::Answer;
use crate::cli::command;
use crate::explain::{Exit, Explain as _, Explanation, told};
use crate::rooms::account::AccountError;
use crate::rooms::report::{self, AccountStanding};

/// A parameter by its code, or by what it resembles.
pub(super) fn key(code: &str) -> Result<Key, Explanation> {
    code.parse().map_err(|_| {
        let near: Vec<&str> = Key::ALL
            .iter()
            .map(|key| key.code())
            .filter(|known| {
                known.contains(code) || code.split('.').next_back().is_some_and(|end| known.ends_with(end))
            })
            .take(5)
            .collect();
        let next = if near.is_empty() {
            "Alla parametrar står i docs/reference/parameters.md.".to_owned()
        } else {
            format!("Menar du {}?", near.join(", "))
        };
        Explanation::new(Exit::Usage, format!("Det finns ingen parameter som heter {code}."), next)
    })
}

/// The rules and facts of an account, or those of an authority without any account in mind.
pub(super) async fn asked(
    app: &App,
    actor: &Actor,
    (account, authority): (Option<&str>, Option<&str>),
) -> Result<AccountStanding, Explanation> {
    let now = app.store.now();
    let Some(name) = account else {
        let authority = command::authority(app, actor, authority).await?;
        let mut reader = app.store.read(actor).await.map_err(told)?;
        return report::in_general(&mut reader, authority, now).await.map_err(told);
    };
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let found = crate::rooms::account::named(&mut reader, name).await.map_err(told)?;
    let found = found.ok_or_else(|| AccountError::Unknown(name.to_owned()).explain())?;
    let all = report::standing(&mut reader, found.authority, now).await.map_err(told)?;
    all.into_iter()
        .find(|standing| standing.account.as_ref().is_some_and(|account| account.id == found.id))
        .ok_or_else(|| AccountError::Unknown(name.to_owned()).explain())
}

pub(super) async fn explain(
    app: &App,
    actor: &Actor,
    code: &str,
    of: (Option<&str>, Option<&str>),
) -> Result<Answer, Explanation> {
    let key = key(code)?;
    let standing = asked(app, actor, of).await?;
    let lines = explained::explain(key, &standing.rules);
    Ok(Answer::new(lines.join("\n"), json!({"key": key.code(), "lines": lines})))
}

pub(super) async fn guide(
    app: &App,
    actor: &Actor,
    moment: &str,
    of: (Option<&str>, Option<&str>),
) -> Result<Answer, Explanation> {
    let found = Moment::ALL.iter().copied().find(|one| one.code() == moment || one.swedish() == moment);
    let moment = found.ok_or_else(|| {
        let known: Vec<&str> = Moment::ALL.iter().map(|one| one.swedish()).collect();
        Explanation::new(
            Exit::Usage,
            format!("Det finns inget tillfälle som heter {moment}."),
            format!("Välj något av: {}.", known.join(", ")),
        )
    })?;
    let standing = asked(app, actor, of).await?;
    let all = guidance::at(&standing.rules, moment, &standing.facts.scope);
    let mut lines = Vec::new();
    for one in &all {
        lines.push(format!("{} {}: {}", one.source, one.strength.swedish(), one.text));
    }
    let ask = guidance::contacts(&standing.rules);
    if lines.is_empty() {
        lines.push(format!("Riktlinjen har ingen vägledning för {}.", moment.swedish()));
    }
    if !ask.is_empty() {
        lines.push(format!("Fråga {}.", ask.join(" eller ")));
    }
    let rows: Vec<_> = all
        .iter()
        .map(|one| json!({"source": one.source.to_string(), "strength": one.strength.code(), "text": one.text}))
        .collect();
    Ok(Answer::new(lines.join("\n"), json!({"moment": moment.code(), "guidance": rows, "ask": ask})))
}
