//! Facts that can be noted, with the words that each takes.

use uppsikt_guideline::Coded;
use uppsikt_guideline::fact::{
    AccessAid, AccountClass, AccountState, ConsentKeeper, Depicted, DepositJudgement, DraftContent, Facts,
    Knowledge, NoticeElement, PictureGround, Resource, Routine, SenderSign, Service, Signature,
    SnapshotFormat, StaffDuty,
};
use uppsikt_guideline::parameter::Party;

/// A fact that can be noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fact {
    /// Its name in code.
    pub code: &'static str,
    /// Its Swedish words.
    pub words: &'static str,
    /// What is written there.
    pub written: &'static str,
}

/// What a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    YesOrNo,
    Count,
    Day,
    Time,
    Span,
    /// One word of a list.
    Word,
    /// Several words of a list.
    Words,
}

impl Fact {
    /// Every fact.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        Facts::names().map(|(code, words, written)| Self { code, words, written })
    }

    /// The fact of this name.
    pub(super) fn named(code: &str) -> Option<Self> {
        Self::all().find(|fact| fact.code == code)
    }

    /// What it is, by what is written there.
    pub(super) fn sort(self) -> Sort {
        let begins = |start: &str| self.written.starts_with(start);
        if begins("ja ") {
            Sort::YesOrNo
        } else if begins("ett antal") {
            Sort::Count
        } else if begins("en dag ") {
            Sort::Day
        } else if begins("en tid ") {
            Sort::Time
        } else if begins("en tidslängd ") {
            Sort::Span
        } else if begins("ett av orden") {
            Sort::Word
        } else {
            Sort::Words
        }
    }

    /// The words that it takes, where it takes words.
    pub(super) fn choices(self) -> Vec<&'static str> {
        if !matches!(self.sort(), Sort::Word | Sort::Words) {
            return Vec::new();
        }
        let fits = |word: &&str| Facts::default().set(self.code, word).is_ok();
        let mut found: Vec<&'static str> = Vec::new();
        for word in every_word().filter(fits) {
            if !found.contains(&word) {
                found.push(word);
            }
        }
        found
    }
}

fn words<T: Coded>() -> impl Iterator<Item = &'static str> {
    T::ALL.iter().map(|value| value.word())
}

/// The words of every list that a fact can take its words from.
fn every_word() -> impl Iterator<Item = &'static str> {
    words::<Party>()
        .chain(words::<AccountState>())
        .chain(words::<AccountClass>())
        .chain(words::<Service>())
        .chain(words::<SenderSign>())
        .chain(words::<NoticeElement>())
        .chain(words::<Depicted>())
        .chain(words::<PictureGround>())
        .chain(words::<ConsentKeeper>())
        .chain(words::<DepositJudgement>())
        .chain(words::<DraftContent>())
        .chain(words::<Signature>())
        .chain(words::<AccessAid>())
        .chain(words::<Routine>())
        .chain(words::<SnapshotFormat>())
        .chain(words::<StaffDuty>())
        .chain(words::<Resource>())
        .chain(words::<Knowledge>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_that_takes_words_has_them_all() {
        for fact in Fact::all().filter(|fact| matches!(fact.sort(), Sort::Word | Sort::Words)) {
            assert!(fact.choices().len() >= 2, "{fact:?}: {:?}", fact.choices());
        }
        assert!(Fact::named("nonsens").is_none());
    }
}
