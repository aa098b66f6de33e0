//! Entries: each thing that a guideline says, with its layer, in a form that can be held against another's.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::class::ContentClass;
use crate::coded::Coded;
use crate::effective::{Said, Setting, settings_of};
use crate::parameter::{Choice, Direction, Party, Value};
use crate::profile::{CatchAll, HouseRule, Part, Profile, RemovalGroup};
use crate::stated::{Stated, Strength};
use crate::statement::Statement;

/// What is said something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    /// What a layer can say too.
    Setting(Setting),
    /// The order of removal for a group.
    Order(RemovalGroup),
    /// The measures that are named.
    Methods,
    /// For what a conversation is broken off.
    StopThread,
    /// What is never removed.
    Never,
    /// The rule on a class of content.
    Class(ContentClass),
    /// A general rule.
    CatchAll(CatchAll),
}

impl Thing {
    /// What people read, in Swedish and within a sentence.
    pub(crate) fn swedish(self) -> String {
        match self {
            Self::Setting(setting) => setting.swedish(),
            Self::Order(group) => format!("ordning vid borttagning, {}", group.swedish()),
            Self::Methods => "åtgärder".to_owned(),
            Self::StopThread => "när konversationen avbryts".to_owned(),
            Self::Never => "det som aldrig tas bort".to_owned(),
            Self::Class(class) => format!("egen regel om {}", class.swedish()),
            Self::CatchAll(general) => format!("allmän regel om {}", general.swedish()),
        }
    }

    /// The path in a profile, within the guideline or the layer.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Setting(setting) => setting.path(),
            Self::Order(group) => format!("remove.order.{group}"),
            Self::Methods => "remove.methods".to_owned(),
            Self::StopThread => "remove.stop_thread".to_owned(),
            Self::Never => "remove.never".to_owned(),
            Self::Class(class) => format!("remove.class.{class}"),
            Self::CatchAll(general) => format!("remove.catch_all.{general}"),
        }
    }

    /// How a new value stands to an old one, where that can be said.
    pub(crate) fn compare(self, old: &Value, new: &Value) -> Option<Direction> {
        match self {
            Self::Setting(setting) => Some(setting.compare(old, new)),
            _ => None,
        }
    }
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) value: Value,
    pub(crate) strength: Strength,
    pub(crate) sources: Vec<Statement>,
    pub(crate) from: Option<Date>,
    pub(crate) exceptions: Vec<Party>,
}

impl Entry {
    /// The statements behind it, in a row.
    pub(crate) fn sources(&self) -> String {
        let sources: Vec<&str> = self.sources.iter().map(Statement::as_str).collect();
        sources.join(", ")
    }
}

/// The layer, empty for the guideline itself; which one of several of the same scope; the thing.
pub(super) type Spot = (String, usize, Thing);

/// Everything that a guideline says, with its layers.
pub(super) fn entries(profile: &Profile) -> BTreeMap<Spot, Entry> {
    let mut found = BTreeMap::new();
    let own = of_part(&own(profile));
    found.extend(own.into_iter().map(|(thing, entry)| ((String::new(), 0, thing), entry)));
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for layer in &profile.layers {
        let name = layer.swedish();
        let time = times.entry(name.clone()).or_default();
        let said = of_part(&layer.part);
        found.extend(said.into_iter().map(|(thing, entry)| ((name.clone(), *time, thing), entry)));
        *time += 1;
    }
    found
}

/// What a guideline says itself, without its layers.
pub(crate) fn own(profile: &Profile) -> Part {
    Part {
        remove: profile.remove.clone(),
        register: profile.register.clone(),
        answer: profile.answer.clone(),
        values: profile.values.clone(),
        details: profile.details.clone(),
    }
}

/// Everything that is said in one place.
pub(crate) fn of_part(part: &Part) -> Vec<(Thing, Entry)> {
    let settings = settings_of(part, None).into_iter();
    let settings = settings.map(|(setting, said)| (Thing::Setting(setting), Some(said)));
    let remove = &part.remove;
    let orders =
        remove.order.iter().map(|(group, stated)| (Thing::Order(*group), said(stated, |steps| words(steps))));
    let lists = [
        (Thing::Methods, said(&remove.methods, |list| words(list))),
        (Thing::StopThread, said(&remove.stop_thread, |list| words(list))),
        (Thing::Never, said(&remove.never, |list| words(list))),
    ];
    let rule = |rule: &HouseRule| Value::Text(rule.text.clone());
    let classes = remove.class.iter().map(|(class, stated)| (Thing::Class(*class), said(stated, rule)));
    let general =
        remove.catch_all.iter().map(|(general, stated)| (Thing::CatchAll(*general), said(stated, rule)));
    let all = settings.chain(orders).chain(lists).chain(classes).chain(general);
    all.filter_map(|(thing, said)| said.map(|said| (thing, entry(part, thing, said)))).collect()
}

fn entry(part: &Part, thing: Thing, said: Said) -> Entry {
    let detail = part.details.get(&thing.path());
    Entry {
        value: said.value,
        strength: said.strength,
        sources: said.sources,
        from: detail.and_then(|detail| detail.from),
        exceptions: detail.map(|detail| detail.exceptions.clone()).unwrap_or_default(),
    }
}

fn said<T>(stated: &Stated<T>, show: impl Fn(&T) -> Value) -> Option<Said> {
    let (value, strength) = stated.value().zip(stated.strength())?;
    Some(Said { value: show(value), strength, sources: stated.statements().to_vec() })
}

fn words<T: Coded>(list: &[T]) -> Value {
    Value::Words(list.iter().map(|word| Choice { code: word.code(), swedish: word.word() }).collect())
}
