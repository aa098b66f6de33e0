//! What a guideline, or one layer of it, says: removal, registration, answers, and all other values.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{self, AnswerRules};
use super::detail::Detail;
use super::error::ProfileError;
use super::register::{self, RegisterRules};
use super::remove::{self, RemoveRules};
use super::section::Section;
use super::values::{self, Values};
use crate::parameter::{self, Kind};

/// The tables with a shape of their own.
const SHAPED: [&str; 3] = ["remove", "register", "answer"];

/// What is said in one place: in the guideline itself, or in a layer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// What is removed, in which order, how fast.
    pub remove: RemoveRules,
    /// What is registered.
    pub register: RegisterRules,
    /// What is answered, and when.
    pub answer: AnswerRules,
    /// What it says about everything that has no shape of its own.
    pub values: Values,
    /// What stands beside its values, by path: `watch.frequency`, `remove.speed.secrecy`.
    pub details: BTreeMap<String, Detail>,
}

impl Part {
    /// Reads the tables of parameters; the details are still with the document.
    pub(crate) fn read(section: &mut Section<'_>) -> Result<Self, ProfileError> {
        let mut values = Values::new();
        let remove = remove::read(section.section("remove")?, &mut values)?;
        let register = register::read(section, &mut values)?;
        let answer = answer::read(section.section("answer")?, &mut values)?;
        for group in groups().filter(|group| !SHAPED.contains(group)) {
            let mut table = section.section(group)?;
            values::read_group(&mut table, group, &mut values)?;
            table.finish()?;
        }
        Ok(Self { remove, register, answer, values, details: BTreeMap::new() })
    }
}

/// The tables in which values stand: what keys begin with, each once.
fn groups() -> impl Iterator<Item = &'static str> {
    let mut seen = BTreeSet::new();
    let values = parameter::all().filter(|parameter| parameter.kind != Kind::Shaped);
    values
        .filter_map(|parameter| parameter.key.code().split_once('.'))
        .map(|(group, _)| group)
        .filter(move |group| seen.insert(*group))
}
