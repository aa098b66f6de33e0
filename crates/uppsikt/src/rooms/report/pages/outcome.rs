//! What would hold if a guideline were adopted: what it is, how many statements of each duty, what changes, and what
//! checking it has found.

use jiff::civil::Date;
use uppsikt_guideline::diff;
use uppsikt_guideline::obligation::Capability;
use uppsikt_guideline::trace::{self, Enforced, Row};
use uppsikt_guideline::{Coded as _, Profile};

use super::words::{capital, day};
use crate::rooms::policy::Draft;
use crate::web::components::{Cell, Facts, Table};

/// Differences that are shown; the rest is counted.
const SHOWN_MAX: usize = 40;

/// What would hold.
pub(super) struct Outcome {
    pub title: String,
    pub facts: Facts,
    /// How far the program sees to the statements, each counted once.
    pub counts: Vec<(usize, &'static str)>,
    pub duties: Table,
    pub remarks: Option<Table>,
    /// What differs from what the authority follows today, and how many more there are.
    pub changes: Vec<String>,
    pub more: usize,
}

/// What a draft would mean from a day on, for an authority that follows `current` today.
pub(super) fn of(draft: &Draft, current: &Profile, from: Date) -> Outcome {
    let about = &draft.profile.about;
    let mut facts = Facts::default()
        .with("Gäller från och med", Cell::Number(day(from)))
        .with("Dokumentets myndighet", Cell::text(about.authority.clone()));
    if let Some(dated) = &about.dated {
        facts = facts.with("Dokumentets datum", Cell::Number(dated.clone()));
    }
    if let Some(by) = &about.adopted_by {
        facts = facts.with("Antaget av", Cell::text(by.clone()));
    }
    let rows =
        trace::trace(std::slice::from_ref(&draft.profile), None).map(|trace| trace.rows).unwrap_or_default();
    let mut changes: Vec<String> =
        diff::diff(current, &draft.profile).into_iter().map(|change| change.sentence).collect();
    let more = changes.len().saturating_sub(SHOWN_MAX);
    changes.truncate(SHOWN_MAX);
    Outcome {
        title: about.title.clone(),
        facts,
        counts: vec![
            (rows.len(), "satser"),
            (count(&rows, Enforced::Bound), "upprätthålls av Uppsikt"),
            (count(&rows, Enforced::Guided), "får vägledning av Uppsikt"),
            (count(&rows, Enforced::Pending), "är inte helt byggda än"),
        ],
        duties: duties(&rows),
        remarks: remarks(draft),
        changes,
        more,
    }
}

fn count<'r>(rows: impl IntoIterator<Item = &'r Row>, wanted: Enforced) -> usize {
    rows.into_iter().filter(|row| row.enforced == wanted).count()
}

/// How many statements there are of each duty, and how far the program sees to them.
fn duties(rows: &[Row]) -> Table {
    let row = |duty: &Capability| {
        let of: Vec<&Row> = rows.iter().filter(|row| row.capability == *duty).collect();
        let number = |count: usize| Cell::Number(count.to_string());
        let counted = |wanted| number(count(of.iter().copied(), wanted));
        (!of.is_empty()).then(|| {
            vec![
                Cell::text(capital(duty.word())),
                number(of.len()),
                counted(Enforced::Bound),
                counted(Enforced::Guided),
                counted(Enforced::Pending),
            ]
        })
    };
    let head = ["Plikt", "Satser", "Upprätthålls", "Vägleds", "Inte helt byggt"];
    Table {
        caption: "Satser för varje plikt".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: Capability::ALL.iter().filter_map(row).collect(),
    }
}

/// What checking the profile has found, in the order of the file; `None` where that is nothing.
pub(super) fn remarks(draft: &Draft) -> Option<Table> {
    let row = |remark: &uppsikt_guideline::check::Remark| {
        vec![
            Cell::text(capital(remark.severity.swedish())),
            Cell::Number(remark.place.map_or_else(String::new, |place| place.line.to_string())),
            Cell::text(remark.sentence.clone()),
            Cell::text(remark.suggestion.clone().unwrap_or_default()),
        ]
    };
    (!draft.remarks.is_empty()).then(|| Table {
        caption: "Det som granskningen av profilen säger".to_owned(),
        head: ["Slag", "Rad", "Vad", "Vad du gör"].map(str::to_owned).to_vec(),
        rows: draft.remarks.iter().map(row).collect(),
    })
}
