//! The values of keys that have a shape of their own, as values like all others: for explaining and
//! for holding guidelines against each other.

use super::remove::RemovalGroup;
use super::{Duty, Profile};
use crate::coded::Coded;
use crate::parameter::{Choice, Key, Span, Unit, Value};
use crate::stated::{Stated, Strength};
use crate::statement::Statement;

/// A value with its strength and its statements.
type Said = (Value, Strength, Vec<Statement>);

impl Profile {
    /// What the guideline says about a key, also one with a shape of its own; `None` where it is silent.
    ///
    /// Where a key's shape has several parts, the strength is that of the strongest.
    #[must_use]
    pub fn value_of(&self, key: Key) -> Option<Stated<Value>> {
        let said = match key {
            Key::RemoveOrderSecrecy => {
                said(self.remove.order.get(&RemovalGroup::Secrecy)?, |steps| words(steps))
            }
            Key::RemoveOrderOther => self.by_group(&self.remove.order, true, |steps| {
                let words: Vec<&str> = steps.iter().map(|step| step.swedish()).collect();
                words.join(", ")
            }),
            Key::RemoveSpeed => self.by_group(&self.remove.speed, false, |speed| speed.swedish().to_owned()),
            Key::RemoveMethods => said(&self.remove.methods, |measures| words(measures)),
            Key::RemoveEvidenceFirst => said(&self.remove.evidence_first, |first| Value::Bool(*first)),
            Key::RemoveStopThread => said(&self.remove.stop_thread, |groups| words(groups)),
            Key::AnswerDeadline => {
                said(&self.answer.deadline, |hours| Value::Span(Span::of(*hours, Unit::Hours)))
            }
            Key::AnswerCalendar => said(&self.answer.calendar, |calendar| Value::Word(word(*calendar))),
            Key::AnswerCoverage => said(&self.answer.coverage, |coverage| Value::Word(word(*coverage))),
            Key::RegisterMust => self.reasons(Duty::Must),
            Key::RegisterMay => self.reasons(Duty::May),
            Key::RegisterMustNot => self.reasons(Duty::MustNot),
            _ => return self.values.get(&key).filter(|stated| !stated.is_silent()).cloned(),
        };
        said.map(|(value, strength, sources)| Stated::Said { value, strength, sources })
    }

    /// What is said for several groups, each with its name; the general group alone needs none.
    fn by_group<T>(
        &self,
        groups: &std::collections::BTreeMap<RemovalGroup, Stated<T>>,
        without_secrecy: bool,
        show: impl Fn(&T) -> String,
    ) -> Option<Said> {
        let asked = |group: &RemovalGroup| !(without_secrecy && *group == RemovalGroup::Secrecy);
        let mut texts = Vec::new();
        let mut strongest = None;
        let mut sources = Vec::new();
        for (group, stated) in groups.iter().filter(|(group, _)| asked(group)) {
            let Some(value) = stated.value() else { continue };
            texts.push(format!("{}: {}", group.swedish(), show(value)));
            strongest = strongest.into_iter().chain(stated.strength()).min();
            add(&mut sources, stated.statements());
        }
        strongest.map(|strength| (Value::Texts(texts), strength, sources))
    }

    /// The reasons for which the duty is said.
    fn reasons(&self, duty: Duty) -> Option<Said> {
        let mut reasons = Vec::new();
        let mut strongest = None;
        let mut sources = Vec::new();
        for (reason, stated) in &self.register.reason {
            if stated.value() == Some(&duty) {
                reasons.push(word(*reason));
                strongest = strongest.into_iter().chain(stated.strength()).min();
                add(&mut sources, stated.statements());
            }
        }
        strongest.map(|strength| (Value::Words(reasons), strength, sources))
    }
}

fn said<T>(stated: &Stated<T>, show: impl Fn(&T) -> Value) -> Option<Said> {
    Some((show(stated.value()?), stated.strength()?, stated.statements().to_vec()))
}

pub(crate) fn word<T: Coded>(value: T) -> Choice {
    Choice { code: value.code(), swedish: value.word() }
}

fn words<T: Coded>(values: &[T]) -> Value {
    Value::Words(values.iter().copied().map(word).collect())
}

fn add(sources: &mut Vec<Statement>, more: &[Statement]) {
    for statement in more {
        if !sources.contains(statement) {
            sources.push(statement.clone());
        }
    }
}
