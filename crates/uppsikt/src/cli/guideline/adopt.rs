//! Which guidelines there are, and which one each authority follows.

use jiff::civil::Date;
use serde_json::json;
use uppsikt_guideline::profiles;
use uppsikt_kernel::Actor;
use uuid::Uuid;

use crate::app::App;
use crate::cli::answer::Answer;
use crate::cli::command;
use crate::explain::{Explanation, told};
use crate::rooms::people;
use crate::rooms::policy::{self, NewAdoption, PolicyError};

pub(super) async fn adopt(
    app: &App,
    actor: &Actor,
    (profile, text, from): (String, Option<String>, Option<Date>),
    authority: Option<&str>,
) -> Result<Answer, Explanation> {
    let authority = command::authority(app, actor, authority).await?;
    let adoption = app
        .store
        .write::<_, PolicyError, _>(actor, move |tx| {
            Box::pin(async move {
                let new = NewAdoption { profile, text, effective_on: from };
                policy::adopt(tx, authority, new).await
            })
        })
        .await
        .map_err(told)?;
    let today = policy::day_of(app.store.now()).map_err(told)?;
    let text = if adoption.effective_on > today {
        format!(
            "Myndigheten följer riktlinjen {} från och med {}. Till dess gäller den som gäller nu.\n\
             Ångra: uppsikt guideline withdraw {}",
            adoption.profile, adoption.effective_on, adoption.id
        )
    } else {
        format!(
            "Myndigheten följer nu riktlinjen {}. Beslut som redan är fattade ändras inte.",
            adoption.profile
        )
    };
    let json = json!({
        "id": adoption.id,
        "profile": adoption.profile,
        "authority": authority,
        "effective_on": adoption.effective_on.to_string(),
    });
    Ok(Answer::new(text, json))
}

pub(super) async fn withdraw(app: &App, actor: &Actor, id: Uuid) -> Result<Answer, Explanation> {
    let adoption = app
        .store
        .write::<_, PolicyError, _>(actor, move |tx| Box::pin(async move { policy::withdraw(tx, id).await }))
        .await
        .map_err(told)?;
    let text = format!(
        "Antagandet av {} från och med {} är återtaget. Den riktlinje som gäller fortsätter att gälla.",
        adoption.profile, adoption.effective_on
    );
    Ok(Answer::new(text, json!({"id": id, "withdrawn": true})))
}

pub(super) async fn list(app: &App, actor: &Actor) -> Result<Answer, Explanation> {
    let mut lines = vec!["Riktlinjer som finns med:".to_owned()];
    let mut known = Vec::new();
    for profile in profiles::all().iter().filter_map(|(code, _)| profiles::named(code)?.ok()) {
        let about = profile.about;
        lines.push(format!("  {}  {}, {}", about.code, about.title, about.authority));
        known.push(
            json!({"code": about.code, "title": about.title, "statements": profile.requirements.len()}),
        );
    }
    lines.push("Gäller:".to_owned());
    let today = policy::day_of(app.store.now()).map_err(told)?;
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let mut rows = Vec::new();
    for row in people::authorities(&mut reader).await.map_err(told)? {
        if !actor.authorities.contain(row.id) {
            continue;
        }
        let adopted = policy::in_force(&mut reader, row.id, today).await.map_err(told)?;
        let word = adopted.as_ref().map_or_else(
            || "ingen: lagen ensam".to_owned(),
            |adopted| format!("{}, sedan {}", adopted.profile, adopted.effective_on),
        );
        lines.push(format!("  {}: {word}", row.name));
        let all = policy::adoptions(&mut reader, row.id).await.map_err(told)?;
        let coming = all.iter().filter(|one| one.withdrawn_at.is_none() && one.effective_on > today);
        for one in coming {
            lines.push(format!("    från och med {}: {} ({})", one.effective_on, one.profile, one.id));
        }
        let history: Vec<_> = all
            .iter()
            .map(|one| {
                json!({
                    "id": one.id,
                    "profile": one.profile,
                    "effective_on": one.effective_on.to_string(),
                    "adopted_at": one.adopted_at,
                    "withdrawn_at": one.withdrawn_at,
                })
            })
            .collect();
        let profile = adopted.map(|adopted| adopted.profile);
        rows.push(json!({"authority": row.name, "profile": profile, "adoptions": history}));
    }
    Ok(Answer::new(lines.join("\n"), json!({"profiles": known, "authorities": rows})))
}
