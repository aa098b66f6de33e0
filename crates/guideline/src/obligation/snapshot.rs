//! Obligations on pictures of accounts for the archive: how often, when, of what and in which form.

use jiff::civil::Date;

use super::applies::{in_use, is_among, until_closed};
use super::{Assess, Binding, Capability, Obligation};
use crate::coded::Coded as _;
use crate::evaluate::{Case, Outcome};
use crate::fact::SnapshotFormat;
use crate::parameter::Key;

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "snapshot-often-enough",
        swedish: "ögonblicksbild är tagen så ofta som krävs",
        capability: Capability::Snapshot,
        binding: Binding::Pending,
        lacking: "Kontots senaste ögonblicksbild är för gammal, eller saknas.",
        remedy: "Ta en ögonblicksbild av kontot.",
        assess: Assess::Account(snapshot_often_enough),
    },
    Obligation {
        code: "snapshot-on-change",
        swedish: "ögonblicksbild är tagen vid större förändring",
        capability: Capability::Snapshot,
        binding: Binding::Pending,
        lacking: "Den ögonblicksbild som krävs vid en större förändring är inte tagen.",
        remedy: "Ta en ögonblicksbild av kontot i samband med förändringen.",
        assess: Assess::Account(snapshot_on_change),
    },
    Obligation {
        code: "snapshot-format-approved",
        swedish: "ögonblicksbilden har godkänt format",
        capability: Capability::Snapshot,
        binding: Binding::Pending,
        lacking: "Ögonblicksbilden är inte sparad i ett format som riktlinjen godtar.",
        remedy: "Spara ögonblicksbilden i ett format som riktlinjen anger.",
        assess: Assess::Account(snapshot_format_approved),
    },
    Obligation {
        code: "snapshot-taken-by-responsible",
        swedish: "rätt person tar ögonblicksbilden",
        capability: Capability::Snapshot,
        binding: Binding::Pending,
        lacking: "Ögonblicksbilden är inte tagen av den som ska ta den.",
        remedy: "Låt den som riktlinjen anger ta ögonblicksbilden.",
        assess: Assess::Account(snapshot_taken_by_responsible),
    },
    Obligation {
        code: "snapshot-on-same-day",
        swedish: "ögonblicksbilden tas ungefär samma dag varje gång",
        capability: Capability::Snapshot,
        binding: Binding::Pending,
        lacking: "Ögonblicksbilden är inte tagen ungefär samma dag som tidigare.",
        remedy: "Ta nästa ögonblicksbild på den dag som brukar gälla.",
        assess: Assess::Account(snapshot_on_same_day),
    },
    Obligation {
        code: "snapshot-within-window",
        swedish: "ögonblicksbilden tas mitt i terminen",
        capability: Capability::Snapshot,
        binding: Binding::Pending,
        lacking: "Ögonblicksbilden är tagen utanför terminens mitt.",
        remedy: "Ta nästa ögonblicksbild mitt i terminen.",
        assess: Assess::Account(snapshot_within_window),
    },
    Obligation {
        code: "snapshot-shows-layout-and-content",
        swedish: "ögonblicksbilden visar utseende och innehåll",
        capability: Capability::Snapshot,
        binding: Binding::Pending,
        lacking: "Ögonblicksbilden visar inte både utseende och innehåll.",
        remedy: "Ta en ny ögonblicksbild som visar både utseende och innehåll.",
        assess: Assess::Account(shows_layout_and_content),
    },
    Obligation {
        code: "snapshot-reaches-back",
        swedish: "ögonblicksbilden omfattar hela halvåret",
        capability: Capability::Snapshot,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "not-everything-preserved",
        swedish: "allt behöver inte bevaras",
        capability: Capability::Snapshot,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "content-appraised",
        swedish: "innehållet värderas löpande",
        capability: Capability::Snapshot,
        binding: Binding::Pending,
        lacking: "Kontots innehåll har aldrig värderats.",
        remedy: "Värdera vad i kontot som ska bevaras, och anteckna dagen.",
        assess: Assess::Account(|case| {
            in_use(case, || Outcome::kept(case.facts.snapshot.content_appraised_on.is_some()))
        }),
    },
    Obligation {
        code: "worth-keeping-kept",
        swedish: "det som är värt att bevara är utvalt",
        capability: Capability::Snapshot,
        binding: Binding::Pending,
        lacking: "Det som är värt att bevara är inte utvalt.",
        remedy: "Välj ut det som är värt att bevara för framtiden.",
        assess: Assess::Account(|case| {
            in_use(case, || Outcome::kept(case.facts.snapshot.worth_keeping_selected))
        }),
    },
    Obligation {
        code: "preservation-settled-with-archive",
        swedish: "bevarandet är bestämt med arkivmyndigheten",
        capability: Capability::Snapshot,
        binding: Binding::Pending,
        lacking: "Hur och hur mycket som ska bevaras är inte bestämt med arkivmyndigheten.",
        remedy: "Kom överens med arkivmyndigheten om metod och omfattning.",
        assess: Assess::Account(|case| {
            until_closed(case, || Outcome::kept(case.facts.snapshot.settled_with_archive))
        }),
    },
    Obligation {
        code: "method-follows-control",
        swedish: "metoden följer vem som råder över informationen",
        capability: Capability::Snapshot,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
];

/// What "roughly the same day" means: our reading of FINSPANG-203, two weeks to either side.
const ROUGHLY_DAYS: i32 = 14;

/// The months in the middle of a term: our reading of FINSPANG-204. Summer, Christmas and the weeks
/// in which a term begins or ends lie outside.
const MID_TERM_MONTHS: [i8; 7] = [2, 3, 4, 5, 9, 10, 11];

/// The next one is due an interval after the last; a new account's first, an interval after its start.
///
/// A picture that was taken for a change only counts where the guideline says that it begins a new
/// interval (README of the requirements 2d, OLAND-25).
fn snapshot_often_enough(case: &Case<'_>) -> Outcome {
    let Some(interval) = case.span(Key::SnapshotInterval) else { return Outcome::Silent };
    let snapshot = &case.facts.snapshot;
    let begins_anew = case.yes(Key::SnapshotChangeResetsInterval) == Some(true);
    let at_change = snapshot.before_change_on.max(snapshot.after_change_on).filter(|_| begins_anew);
    in_use(case, || {
        let last = snapshot.last_snapshot.max(at_change).or(case.facts.approval.started_on);
        last.map_or(Outcome::Lacking, |last| case.by_day(case.day_after(last, interval)))
    })
}

/// Due on the day of the change, whichever pictures are asked for.
///
/// "At" a change is met by a picture of either side. Source: OLAND-25, OSBY-49, VETLANDA-60.
fn snapshot_on_change(case: &Case<'_>) -> Outcome {
    let snapshot = &case.facts.snapshot;
    let Some(asked) = case.word(Key::SnapshotOnChange) else { return Outcome::Silent };
    let Some(change) = snapshot.change_on else { return Outcome::NotApplicable };
    let before = snapshot.before_change_on.is_some_and(|day| day <= change);
    let after = snapshot.after_change_on.max(snapshot.last_snapshot).is_some_and(|day| day >= change);
    let is_taken = match asked {
        "none" => return Outcome::NotApplicable,
        "before" => before,
        "at" => before || after,
        _ => before && after,
    };
    in_use(case, || if is_taken { Outcome::Kept } else { case.by_day(Some(change)) })
}

/// One of the forms that the guideline takes is enough. Source: FINSPANG-209, VETLANDA-61.
fn snapshot_format_approved(case: &Case<'_>) -> Outcome {
    let Some(asked) = case.words(Key::SnapshotFormat) else { return Outcome::Silent };
    if case.facts.snapshot.last_snapshot.is_none() {
        return Outcome::NotApplicable;
    }
    let mut formats = asked.iter().filter_map(|word| SnapshotFormat::from_code(word.code)).peekable();
    if formats.peek().is_none() {
        return Outcome::Silent;
    }
    Outcome::kept(formats.any(|asked| case.facts.snapshot.formats.iter().any(|kept| meets(kept, asked))))
}

/// PDF/A is PDF too, and everything but paper is digital.
fn meets(kept: SnapshotFormat, asked: SnapshotFormat) -> bool {
    match asked {
        SnapshotFormat::Digital => kept != SnapshotFormat::Paper,
        SnapshotFormat::Pdf => matches!(kept, SnapshotFormat::Pdf | SnapshotFormat::PdfA),
        _ => kept == asked,
    }
}

/// Source: OSBY-51.
fn snapshot_taken_by_responsible(case: &Case<'_>) -> Outcome {
    let Some(takes) = case.parties(Key::SnapshotWho) else { return Outcome::Silent };
    let snapshot = &case.facts.snapshot;
    if snapshot.last_snapshot.is_none() {
        return Outcome::NotApplicable;
    }
    Outcome::kept(snapshot.taken_by.is_some_and(|by| is_among(case, takes, by)))
}

/// Held against the day on which the one before leads one to expect it.
fn snapshot_on_same_day(case: &Case<'_>) -> Outcome {
    let snapshot = &case.facts.snapshot;
    let interval = match (case.yes(Key::SnapshotSameDay), case.span(Key::SnapshotInterval)) {
        (Some(false), _) => return Outcome::NotApplicable,
        (Some(true), Some(interval)) => interval,
        _ => return Outcome::Silent,
    };
    let days = snapshot.last_snapshot.zip(snapshot.previous_snapshot);
    let Some((last, previous)) = days else { return Outcome::NotApplicable };
    let Some(expected) = case.day_after(previous, interval) else { return Outcome::NotApplicable };
    Outcome::kept(days_apart(last, expected).is_none_or(|days| days <= ROUGHLY_DAYS))
}

fn days_apart(one: Date, other: Date) -> Option<i32> {
    one.until(other).ok().map(|span| span.get_days().saturating_abs())
}

fn snapshot_within_window(case: &Case<'_>) -> Outcome {
    match (case.word(Key::SnapshotWindow), case.facts.snapshot.last_snapshot) {
        (None, _) => Outcome::Silent,
        (Some("mid-term"), Some(day)) => Outcome::kept(MID_TERM_MONTHS.contains(&day.month())),
        _ => Outcome::NotApplicable,
    }
}

/// Source: FINSPANG-206.
fn shows_layout_and_content(case: &Case<'_>) -> Outcome {
    let snapshot = &case.facts.snapshot;
    if snapshot.last_snapshot.is_none() {
        return Outcome::NotApplicable;
    }
    Outcome::kept(snapshot.shows_layout && snapshot.shows_content)
}

#[cfg(test)]
#[path = "snapshot_tests.rs"]
mod tests;
