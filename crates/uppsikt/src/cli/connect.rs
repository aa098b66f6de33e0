//! `uppsikt connect`: tries an account's way to its platform, and tells what can be done there.

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;
use uppsikt_kernel::{Actor, Micros, stockholm};
use uppsikt_platform::{Abilities, Hiding, ItemKind, Measure};

use super::answer::Answer;
use super::show::kind_word;
use super::time::swedish;
use crate::app::App;
use crate::explain::{Exit, Explain as _, Explanation, told};
use crate::rooms::account::{self, AccountError};
use crate::rooms::capture;

/// Which account.
#[derive(Debug, Args)]
pub(super) struct ConnectArguments {
    /// Kontots namn
    #[arg(value_name = "KONTO")]
    pub account: String,
    /// Räkna det som publicerats från och med denna dag (ÅÅÅÅ-MM-DD)
    #[arg(long, value_name = "DATUM")]
    pub from: Option<Date>,
    /// Räkna det som publicerats till och med denna dag (ÅÅÅÅ-MM-DD)
    #[arg(long, value_name = "DATUM")]
    pub until: Option<Date>,
}

/// The period in which items are counted: all of time where no days are named.
fn period(from: Option<Date>, until: Option<Date>, now: Micros) -> (Micros, Micros) {
    let zone = stockholm().unwrap_or(TimeZone::UTC);
    let midnight = |day: Date| day.to_zoned(zone.clone()).ok().map(|at| Micros::from(at.timestamp()));
    let beginning = Micros::new(0).unwrap_or(now);
    let from = from.and_then(midnight).unwrap_or(beginning);
    (from, until.and_then(|day| day.tomorrow().ok()).and_then(midnight).unwrap_or(now))
}

pub(super) async fn run(
    app: &App,
    actor: &Actor,
    name: &str,
    (from, until): (Option<Date>, Option<Date>),
) -> Result<Answer, Explanation> {
    let mut reader = app.store.read(actor).await.map_err(told)?;
    let found = account::named(&mut reader, name).await.map_err(told)?;
    let account = found.ok_or_else(|| AccountError::Unknown(name.to_owned()).explain())?;
    let platform = app.connect(&account).map_err(told)?;
    let mut lines = Vec::new();
    let (is_connected, exit) = match platform.check().await {
        Ok(info) => {
            let who = info.account_name.map_or_else(String::new, |name| format!(", inloggad som {name}"));
            // Some platforms say what they are in their own name, the practice platform always.
            let (platform, site) = (account.platform.name(), info.site_name);
            let site = if site.starts_with(platform) { site } else { format!("{platform}: {site}") };
            lines.push(format!("{site}{who}."));
            if info.may_moderate == Some(false) {
                lines.push(
                    "OBS: användaren får inte moderera. Ge den rätt till det på plattformen.".to_owned(),
                );
            }
            (true, Exit::Done)
        }
        Err(error) => {
            let told = error.explain();
            lines.push(format!("{} {}", told.happened, told.next));
            (false, told.exit)
        }
    };
    lines.extend(abilities(&platform.abilities()));
    if let Some(pause) = &account.paused {
        lines.push(format!("Kontot är pausat sedan {}: inget nytt hämtas.", swedish(pause.at)));
    }
    if let Some(at) = capture::complete_at(&mut reader, account.id).await.map_err(told)? {
        lines.push(format!("Hämtat i sin helhet senast {}.", swedish(at)));
    }
    drop(reader);
    let mut coverage = Vec::new();
    if is_connected {
        let (from, until) = period(from, until, app.store.now());
        let counted = capture::coverage(app, actor, &account, from, until).await.map_err(told)?;
        for row in &counted {
            lines.push(row.to_string());
            coverage.push(json!(row));
        }
        if counted.is_empty() {
            lines.push("Plattformen säger inte hur många inslag som finns.".to_owned());
        }
    }
    let json = json!({"account": account.name, "connected": is_connected, "coverage": coverage});
    Ok(Answer { exit, ..Answer::new(lines.join("\n"), json) })
}

/// What can be done there, in words.
fn abilities(can: &Abilities) -> Vec<String> {
    let reads: Vec<&str> = can.reads.iter().map(|kind: &ItemKind| kind_word(*kind)).collect();
    let measures: Vec<&str> = can.measures.iter().map(|measure| word(*measure)).collect();
    let mut lines = vec![format!("Läser: {}.", reads.join(", ").to_lowercase())];
    lines.push(if measures.is_empty() {
        "Åtgärder: görs för hand.".to_owned()
    } else {
        format!("Åtgärder: {}.", measures.join(", "))
    });
    lines.push(
        match can.hiding {
            Hiding::FromEverybody => "Det som döljs ser ingen utomstående.",
            Hiding::FoldedOnly => "Det som döljs går fortfarande att läsa: att dölja är inte att ta bort.",
            Hiding::None => "Inget kan döljas.",
        }
        .to_owned(),
    );
    lines
}

const fn word(measure: Measure) -> &'static str {
    match measure {
        Measure::Hide => "dölj",
        Measure::Spam => "märk som skräppost",
        Measure::Trash => "lägg i papperskorgen",
        Measure::Delete => "ta bort för gott",
        Measure::Restore => "visa igen",
        Measure::Block => "blockera",
        Measure::CloseThread => "stäng konversationen",
        Measure::Report => "anmäl till plattformen",
    }
}
