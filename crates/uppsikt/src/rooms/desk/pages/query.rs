//! What is asked for in the addresses of Bevakning.

use serde::Deserialize;
use uuid::Uuid;

use crate::rooms::desk::filter::Filter;

/// What is asked for in the address; what cannot be read asks for nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueueQuery {
    /// Which page of the list, from 1.
    #[serde(rename = "sida")]
    page: String,
    /// The decision that has just been made.
    #[serde(rename = "beslut")]
    decision: String,
    /// What has just been done, in a word.
    #[serde(rename = "angrat")]
    undone: String,
    #[serde(rename = "svar")]
    answer: String,
    #[serde(rename = "gjort")]
    done: String,
    /// The class that is chosen in the panel.
    #[serde(rename = "klass")]
    class: String,
    /// The filter.
    #[serde(rename = "konto")]
    account: String,
    #[serde(rename = "sett")]
    seen: String,
    #[serde(rename = "grad")]
    urgency: String,
}

/// What has just been done, to be told of above the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Just {
    /// A decision was taken back.
    Undone,
    /// An answer was taken back.
    AnswerUndone,
    /// A step was attested.
    Attested,
    /// Something was let go on.
    Resumed,
}

impl QueueQuery {
    /// The page of the list, from 0.
    pub(super) fn page(&self) -> Option<usize> {
        self.page.parse::<usize>().ok().map(|page| page.saturating_sub(1))
    }

    /// The decision that has just been made.
    pub(super) fn decision(&self) -> Option<Uuid> {
        self.decision.parse().ok()
    }

    /// The answer that has just been written.
    pub(super) fn answer(&self) -> Option<Uuid> {
        self.answer.parse().ok()
    }

    /// What else has just been done.
    pub(super) fn just(&self) -> Option<Just> {
        match (self.undone.as_str(), self.done.as_str()) {
            ("svar", _) => Some(Just::AnswerUndone),
            (undone, _) if !undone.is_empty() => Some(Just::Undone),
            (_, "intygat") => Some(Just::Attested),
            (_, "fortsatt") => Some(Just::Resumed),
            _ => None,
        }
    }

    /// The class that is chosen in the panel; empty without.
    pub(super) fn class(&self) -> &str {
        &self.class
    }

    /// What of the queue is asked for.
    pub(super) fn filter(&self) -> Filter {
        Filter {
            account: self.account.parse().ok(),
            class: Some(self.seen.clone()).filter(|class| !class.is_empty()),
            urgency: self.urgency.parse().ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_asks_for_nothing() {
        let query = QueueQuery {
            page: "x".into(),
            decision: "1".into(),
            account: "alla".into(),
            urgency: String::new(),
            ..QueueQuery::default()
        };
        assert_eq!((query.page(), query.decision(), query.just()), (None, None, None));
        assert!(!query.filter().is_on());
        let query = QueueQuery { page: "2".into(), seen: "threat".into(), ..QueueQuery::default() };
        assert_eq!((query.page(), query.filter().address()), (Some(1), "?sett=threat".into()));
    }
}
