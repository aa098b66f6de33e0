//! The words of parameters that have a table of their own shape: those that the profile's reader takes.

use super::key::Key;
use super::kind::Choice;
use crate::coded::Coded;
use crate::decide::Measure;
use crate::profile::{AnswerCalendar, AnswerCoverage, OrderStep, Reason, RemovalGroup, Speed};

/// The words of a parameter with a shape of its own, in the order of the tables; none for numbers and others.
pub(super) fn words(key: Key) -> Vec<Choice> {
    match key {
        Key::AnswerCalendar => of::<AnswerCalendar>(),
        Key::AnswerCoverage => of::<AnswerCoverage>(),
        Key::RemoveSpeed => of::<Speed>(),
        Key::RemoveMethods => of::<Measure>(),
        Key::RemoveOrderSecrecy | Key::RemoveOrderOther => of::<OrderStep>(),
        Key::RemoveStopThread => of::<RemovalGroup>(),
        Key::RegisterMust | Key::RegisterMay | Key::RegisterMustNot => of::<Reason>(),
        _ => Vec::new(),
    }
}

fn of<C: Coded>() -> Vec<Choice> {
    C::ALL.iter().map(|value| Choice::of(value.code(), value.word())).collect()
}
