//! What a person has filled in about an item, and what it says.

use serde::Deserialize;
use uppsikt_guideline::decide::Measure;
use uppsikt_guideline::{ContentClass, Ground};
use uuid::Uuid;

use crate::rooms::moderation::{NewAnswer, NewDecision, NoticeWay};

/// The form of a decision, as browsers send it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DecisionForm {
    /// The version that was on the page.
    pub version: String,
    /// How many decisions about the item there were.
    pub decided: String,
    pub class: String,
    pub measure: String,
    pub ground: String,
    pub note: String,
    pub notice: String,
    /// Whether the conversation is broken off; a ticked box sends something.
    pub thread: String,
}

// What is written may describe a crime and name people.
impl std::fmt::Debug for DecisionForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DecisionForm").field("measure", &self.measure).finish_non_exhaustive()
    }
}

/// Longest reason, in bytes: some ten pages.
const NOTE_BYTES_MAX: usize = 32 * 1024;

impl DecisionForm {
    /// The decision; what is missing or unknown, by field and in a sentence.
    pub(super) fn decision(&self, item: Uuid) -> Result<NewDecision, (&'static str, String)> {
        let wrong = |field, said: &str| (field, said.to_owned());
        let class = self.class.parse().map_err(|_| wrong("klass", "Välj vad det är."))?;
        let measure: Measure = self.measure.parse().map_err(|_| wrong("measure", "Välj en åtgärd."))?;
        let ground = match self.ground.as_str() {
            "" => None,
            code => Some(code.parse::<Ground>().map_err(|_| wrong("ground", "Välj en grund ur listan."))?),
        };
        if measure != Measure::Keep && ground.is_none() {
            return Err(wrong("ground", "Välj en grund. Utan grund står inlägget kvar."));
        }
        if measure != Measure::Keep && self.note.trim().is_empty() {
            return Err(wrong("note", "Skriv varför åtgärden behövs och räcker."));
        }
        if self.note.len() > NOTE_BYTES_MAX {
            return Err(wrong("note", "Motiveringen är för lång. Korta den till högst tio sidor."));
        }
        Ok(NewDecision {
            item,
            version: Some(self.version.parse().map_err(|_| wrong("note", "Öppna inslaget på nytt."))?),
            class,
            measure,
            ground,
            note: self.note.replace("\r\n", "\n"),
            breaks_off_thread: !self.thread.is_empty(),
            notice: self.notice.parse().unwrap_or(NoticeWay::Reply),
        })
    }

    /// How many decisions there were when the page was made.
    pub(super) fn decided(&self) -> Option<usize> {
        self.decided.parse().ok()
    }

    /// The class that was chosen.
    pub(super) fn class(&self) -> Option<ContentClass> {
        self.class.parse().ok()
    }
}

/// The form of an answer, as browsers send it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswerForm {
    /// The version that was on the page.
    pub version: String,
    /// `platform`, `by-hand` or `left`.
    pub way: String,
    /// What it is, where nobody has judged it.
    pub class: String,
    pub text: String,
}

// What is written to a person is content.
impl std::fmt::Debug for AnswerForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnswerForm").field("way", &self.way).finish_non_exhaustive()
    }
}

impl AnswerForm {
    /// The answer; what is missing or unknown, by field and in a sentence.
    pub(super) fn answer(&self, item: Uuid) -> Result<NewAnswer, (&'static str, String)> {
        let wrong = |field, said: &str| (field, said.to_owned());
        let way = self.way.parse().map_err(|()| wrong("svar", "Välj hur det besvaras."))?;
        let version = self.version.parse().map_err(|_| wrong("svar", "Öppna inslaget på nytt."))?;
        let class = self.class.parse().unwrap_or(ContentClass::Question);
        if class.ground_kinds().is_empty() {
            Ok(NewAnswer { item, version, way, class, text: self.text.clone() })
        } else {
            Err(wrong("slag", "Välj vad det är. Det som bryter mot en regel bedöms under Bedöm."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> DecisionForm {
        DecisionForm {
            version: "2".into(),
            decided: "0".into(),
            class: "threat".into(),
            measure: "remove".into(),
            ground: "law incitement".into(),
            note: "Därför.\r\nNu.".into(),
            ..DecisionForm::default()
        }
    }

    #[test]
    fn a_filled_form_is_a_decision() {
        let new = filled().decision(Uuid::nil()).unwrap();
        assert_eq!((new.version, new.measure, new.class), (Some(2), Measure::Remove, ContentClass::Threat));
        assert_eq!(new.note, "Därför.\nNu.");
        assert!(!new.breaks_off_thread);
    }

    #[test]
    fn what_is_missing_is_said_at_its_field() {
        type Change = fn(&mut DecisionForm);
        let cases: [(&str, Change); 6] = [
            ("klass", |form| form.class = "x".into()),
            ("measure", |form| form.measure = String::new()),
            ("ground", |form| form.ground = String::new()),
            ("ground", |form| form.ground = "law x".into()),
            ("note", |form| form.note = "  ".into()),
            ("note", |form| form.note = "a".repeat(NOTE_BYTES_MAX + 1)),
        ];
        for (field, change) in cases {
            let mut form = filled();
            change(&mut form);
            assert_eq!(form.decision(Uuid::nil()).unwrap_err().0, field);
        }
    }

    #[test]
    fn to_keep_takes_neither_ground_nor_reason() {
        let (class, measure) = ("criticism".to_owned(), "keep".to_owned());
        let form = DecisionForm { class, measure, version: "1".into(), ..DecisionForm::default() };
        assert_eq!(form.decision(Uuid::nil()).unwrap().measure, Measure::Keep);
    }
}
