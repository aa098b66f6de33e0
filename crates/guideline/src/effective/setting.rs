//! Settings: everything that a layer can say, one value each, also of the parts with a shape of their own.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::coded::Coded;
use crate::parameter::{self, Choice, Direction, Key, Kind, Span, Tighter, Unit, Value};
use crate::profile::{
    AnswerCalendar, AnswerCoverage, Duty, Part, Profile, Reason, RemovalGroup, Speed, holds,
};
use crate::stated::{Stated, Strength};
use crate::statement::Statement;

/// One value that can be tighter or looser in one layer than in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// A key without a shape of its own.
    Key(Key),
    /// How fast a group of posts is removed.
    RemoveSpeed(RemovalGroup),
    /// Whether evidence comes before removal.
    EvidenceFirst,
    /// Whether a reason calls for registration.
    Register(Reason),
    /// The answer limit.
    Deadline,
    /// How its hours are counted.
    Calendar,
    /// What is answered.
    Coverage,
    /// How fast without a number.
    AnswerSpeed,
}

/// What is said about a setting in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) value: Value,
    pub(crate) strength: Strength,
    pub(crate) sources: Vec<Statement>,
}

impl Setting {
    /// Every setting with a shape of its own.
    pub(crate) fn shaped() -> impl Iterator<Item = Self> {
        let speeds = RemovalGroup::ALL.iter().copied().map(Self::RemoveSpeed);
        let reasons = Reason::ALL.iter().copied().map(Self::Register);
        let single = [Self::EvidenceFirst, Self::Deadline, Self::Calendar, Self::Coverage, Self::AnswerSpeed];
        speeds.chain(reasons).chain(single)
    }

    /// The path in a profile: `watch.frequency`, `remove.speed.secrecy`.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Key(key) => key.code().to_owned(),
            Self::RemoveSpeed(group) => format!("remove.speed.{group}"),
            Self::EvidenceFirst => "remove.evidence_first".to_owned(),
            Self::Register(reason) => format!("register.{reason}"),
            Self::Deadline => "answer.deadline".to_owned(),
            Self::Calendar => "answer.calendar".to_owned(),
            Self::Coverage => "answer.coverage".to_owned(),
            Self::AnswerSpeed => "answer.speed".to_owned(),
        }
    }

    /// What people read, in Swedish.
    #[must_use]
    pub fn swedish(self) -> String {
        match self {
            Self::Key(key) => key.swedish().to_owned(),
            Self::RemoveSpeed(group) => {
                format!("{}, {}", Key::RemoveSpeed.swedish(), group.swedish())
            }
            Self::EvidenceFirst => Key::RemoveEvidenceFirst.swedish().to_owned(),
            Self::Register(reason) => format!("diarieföring när inlägget {}", reason.swedish()),
            Self::Deadline => Key::AnswerDeadline.swedish().to_owned(),
            Self::Calendar => Key::AnswerCalendar.swedish().to_owned(),
            Self::Coverage => Key::AnswerCoverage.swedish().to_owned(),
            Self::AnswerSpeed => "hur fort man svarar utan angiven tid".to_owned(),
        }
    }

    /// Whether it is what a key is about, or a part of that.
    #[must_use]
    pub fn belongs_to(self, key: Key) -> bool {
        match self {
            Self::Key(own) => own == key,
            Self::RemoveSpeed(_) => key == Key::RemoveSpeed,
            Self::EvidenceFirst => key == Key::RemoveEvidenceFirst,
            Self::Register(_) => matches!(key, Key::RegisterMust | Key::RegisterMay | Key::RegisterMustNot),
            Self::Deadline => key == Key::AnswerDeadline,
            Self::Calendar => key == Key::AnswerCalendar,
            Self::Coverage => key == Key::AnswerCoverage,
            Self::AnswerSpeed => false,
        }
    }

    /// What a part says about it.
    pub(crate) fn of_part(self, part: &Part) -> Option<Said> {
        match self {
            Self::Key(key) => said(part.values.get(&key)?, Value::clone),
            Self::RemoveSpeed(group) => said(part.remove.speed.get(&group)?, |speed| word(*speed)),
            Self::EvidenceFirst => said(&part.remove.evidence_first, |first| Value::Bool(*first)),
            Self::Register(reason) => said(part.register.reason.get(&reason)?, |duty| word(*duty)),
            Self::Deadline => said(&part.answer.deadline, |hours| hours_of(*hours)),
            Self::Calendar => said(&part.answer.calendar, |calendar| word(*calendar)),
            Self::Coverage => said(&part.answer.coverage, |coverage| word(*coverage)),
            Self::AnswerSpeed => said(&part.answer.speed, |speed| word(*speed)),
        }
    }

    /// What a guideline says about it; for a group of posts also what it says in general.
    pub(crate) fn of(self, profile: &Profile) -> Option<Said> {
        match self {
            Self::Key(key) => said(profile.values.get(&key)?, Value::clone),
            Self::RemoveSpeed(group) => said(profile.remove.speed(group), |speed| word(*speed)),
            Self::EvidenceFirst => said(&profile.remove.evidence_first, |first| Value::Bool(*first)),
            Self::Register(reason) => said(profile.register.duty_for(reason)?, |duty| word(*duty)),
            Self::Deadline => said(&profile.answer.deadline, |hours| hours_of(*hours)),
            Self::Calendar => said(&profile.answer.calendar, |calendar| word(*calendar)),
            Self::Coverage => said(&profile.answer.coverage, |coverage| word(*coverage)),
            Self::AnswerSpeed => said(&profile.answer.speed, |speed| word(*speed)),
        }
    }

    /// Puts what a part says in the guideline's place.
    pub(crate) fn put(self, part: &Part, profile: &mut Profile) {
        match self {
            Self::Key(key) => put(part.values.get(&key), |said| _ = profile.values.insert(key, said)),
            Self::RemoveSpeed(group) => {
                put(part.remove.speed.get(&group), |said| _ = profile.remove.speed.insert(group, said));
            }
            Self::EvidenceFirst => profile.remove.evidence_first = part.remove.evidence_first.clone(),
            Self::Register(reason) => {
                put(part.register.reason.get(&reason), |said| {
                    _ = profile.register.reason.insert(reason, said);
                });
            }
            Self::Deadline => profile.answer.deadline = part.answer.deadline.clone(),
            Self::Calendar => profile.answer.calendar = part.answer.calendar.clone(),
            Self::Coverage => profile.answer.coverage = part.answer.coverage.clone(),
            Self::AnswerSpeed => profile.answer.speed = part.answer.speed.clone(),
        }
    }

    /// Takes away what the guideline says.
    pub(crate) fn forget(self, profile: &mut Profile) {
        match self {
            Self::Key(key) => _ = profile.values.remove(&key),
            Self::RemoveSpeed(group) => _ = profile.remove.speed.remove(&group),
            Self::EvidenceFirst => profile.remove.evidence_first = Stated::Silent,
            Self::Register(reason) => _ = profile.register.reason.remove(&reason),
            Self::Deadline => profile.answer.deadline = Stated::Silent,
            Self::Calendar => profile.answer.calendar = Stated::Silent,
            Self::Coverage => profile.answer.coverage = Stated::Silent,
            Self::AnswerSpeed => profile.answer.speed = Stated::Silent,
        }
    }

    /// How a lower value stands to an upper one.
    #[must_use]
    pub fn compare(self, upper: &Value, lower: &Value) -> Direction {
        match self {
            Self::Key(key) => parameter::about(key).map_or(Direction::Other, |parameter| {
                parameter.tighter.compare(parameter.kind, upper, lower)
            }),
            Self::EvidenceFirst => Tighter::Yes.compare(Kind::Bool, upper, lower),
            Self::Deadline => Tighter::Less.compare(Kind::Span, upper, lower),
            Self::RemoveSpeed(_) | Self::AnswerSpeed => earlier::<Speed>(upper, lower),
            Self::Register(_) => earlier::<Duty>(upper, lower),
            Self::Calendar => earlier::<AnswerCalendar>(upper, lower),
            Self::Coverage => earlier::<AnswerCoverage>(upper, lower),
        }
    }

    /// Whether one value of it can be tighter than another at all.
    pub(crate) fn is_ordered(self) -> bool {
        match self {
            Self::Key(key) => {
                parameter::about(key).is_some_and(|parameter| parameter.tighter != Tighter::Neither)
            }
            _ => true,
        }
    }
}

/// Every setting that a part says something about and that holds on a day.
pub(crate) fn settings_of(part: &Part, on: Option<Date>) -> Vec<(Setting, Said)> {
    let keys = part.values.keys().copied().map(Setting::Key);
    keys.chain(Setting::shaped())
        .filter(|setting| on.is_none() || holds(&part.details, &setting.path(), on))
        .filter_map(|setting| setting.of_part(part).map(|said| (setting, said)))
        .collect()
}

/// Words that stand from the tightest to the loosest.
fn earlier<T: Coded + Ord>(upper: &Value, lower: &Value) -> Direction {
    let of = |value: &Value| match value {
        Value::Word(choice) => T::from_code(choice.code),
        _ => None,
    };
    match of(upper).zip(of(lower)).map(|(upper, lower)| lower.cmp(&upper)) {
        Some(Ordering::Less) => Direction::Tighter,
        Some(Ordering::Equal) => Direction::Same,
        Some(Ordering::Greater) => Direction::Looser,
        None => Direction::Other,
    }
}

fn said<T>(stated: &Stated<T>, show: impl Fn(&T) -> Value) -> Option<Said> {
    let (value, strength) = stated.value().zip(stated.strength())?;
    Some(Said { value: show(value), strength, sources: stated.statements().to_vec() })
}

fn word<T: Coded>(value: T) -> Value {
    Value::Word(Choice { code: value.code(), swedish: value.word() })
}

const fn hours_of(hours: u16) -> Value {
    Value::Span(Span::of(hours, Unit::Hours))
}

fn put<T: Clone>(stated: Option<&Stated<T>>, place: impl FnOnce(Stated<T>)) {
    if let Some(stated) = stated {
        place(stated.clone());
    }
}
