//! Words that the pages share.

use uppsikt_kernel::{Micros, Workdays};
use uppsikt_platform::ItemKind;

use crate::rooms::registry::{CauseKind, Direction, Registration, RegistrationState};
use crate::web::components::{Badge, Tone};

/// Sections of offentlighets- och sekretesslagen that records from social media come under most often.
pub(super) const PROVISIONS: [(&str, &str); 10] = [
    ("21 kap. 1 § OSL", "hälsa och sexualliv"),
    ("21 kap. 3 § OSL", "adress för den som är förföljd"),
    ("21 kap. 7 § OSL", "personuppgifter som kan missbrukas"),
    ("23 kap. 2 § OSL", "elever i skolan"),
    ("25 kap. 1 § OSL", "hälso- och sjukvård"),
    ("26 kap. 1 § OSL", "socialtjänst"),
    ("18 kap. 1 § OSL", "förundersökning"),
    ("18 kap. 8 § OSL", "säkerhets- och bevakningsåtgärder"),
    ("19 kap. 3 § OSL", "upphandling"),
    ("31 kap. 16 § OSL", "den som gör affärer med myndigheten"),
];

/// A day of 24 hours, in which working days are counted.
const DAY_SECONDS: u64 = 24 * 60 * 60;
/// A record is registered as a rule on the next working day at the latest; what has waited longer is late.
pub(super) const LATE_DAYS: u64 = 2;

/// The beginning of what the program itself writes when a number is reserved for a decision.
const MADE_BY_MACHINE: &str = "Inslag på kontot ";

/// The public description, where a person has written it.
pub(super) fn written_by_person(entry: &Registration) -> Option<&str> {
    entry.public_description.as_deref().filter(|text| !text.is_empty() && !text.starts_with(MADE_BY_MACHINE))
}

/// The kind of an item, to begin a sentence with.
pub(super) const fn kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Post => "Inlägg",
        ItemKind::Page => "Sida",
        ItemKind::Comment => "Kommentar",
        ItemKind::Message => "Meddelande",
    }
}

/// What the instant of an entry is called.
pub(super) const fn received(direction: Direction) -> &'static str {
    match direction {
        Direction::Received => "Kom in",
        Direction::DrawnUp => "Upprättades",
        Direction::Dispatched => "Skickades",
    }
}

/// Which way it went, to begin a sentence with.
pub(super) const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Received => "Inkommen",
        Direction::DrawnUp => "Upprättad",
        Direction::Dispatched => "Utgående",
    }
}

/// What made the number necessary.
pub(super) const fn cause(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::Decision => "Ett beslut om inslaget",
        CauseKind::ByHand => "Begärt för hand",
    }
}

/// Where an entry is in its life.
pub(super) fn state(entry: &Registration) -> Badge {
    match entry.state {
        RegistrationState::Reserved => Badge::new(Tone::Warning, "Väntar på registrering"),
        RegistrationState::Completed { .. } => Badge::new(Tone::Fine, "Diarieförd"),
        RegistrationState::Declined { .. } => Badge::new(Tone::Neutral, "Avböjd"),
    }
}

/// Beyond this the days are not counted one by one any more: two months.
const COUNTED_MICROS_MAX: i64 = 60 * 24 * 60 * 60 * 1_000_000;
/// What stands for more days than are counted.
pub(super) const UNCOUNTED_DAYS: u64 = 1_000;

/// How many working days an entry has waited; days that are not worked do not count.
pub(super) fn waited_days(entry: &Registration, now: Micros) -> u64 {
    if now.get() - entry.reserved_at > COUNTED_MICROS_MAX {
        return UNCOUNTED_DAYS;
    }
    let from = Micros::new(entry.reserved_at).unwrap_or(now);
    // Where the calendar cannot be used, nothing is called late.
    let elapsed = Workdays::default().elapsed_on_working_days(from, now).unwrap_or_default();
    elapsed.as_secs() / DAY_SECONDS
}

/// How long an entry has waited.
pub(super) fn waited(days: u64) -> Badge {
    let words = match days {
        0 => "nytt".to_owned(),
        1 => "väntat 1 arbetsdag".to_owned(),
        UNCOUNTED_DAYS => "väntat över två månader".to_owned(),
        days => format!("väntat {days} arbetsdagar"),
    };
    Badge::new(if days >= LATE_DAYS { Tone::Warning } else { Tone::Neutral }, words)
}

/// What the guideline objects to, as people call it; the code where a newer guideline has another.
pub(super) fn objection(code: &str) -> String {
    match code {
        "simple-question" => "en enkel fråga".to_owned(),
        other => other.replace('-', " "),
    }
}
