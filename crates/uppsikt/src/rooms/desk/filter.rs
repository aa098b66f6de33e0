//! What of the queue is asked for, as it stands in the address.

use uuid::Uuid;

use crate::rooms::moderation::Queued;

/// What of the queue is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// Only this account's.
    pub account: Option<Uuid>,
    /// Only where the control has seen this class.
    pub class: Option<String>,
    /// Only this urgent.
    pub urgency: Option<i32>,
}

impl Filter {
    /// Whether it lets something of the queue through.
    pub(super) fn admits(&self, queued: &Queued) -> bool {
        self.account.is_none_or(|account| queued.account.uuid() == account)
            && self.class.as_ref().is_none_or(|class| queued.categories.contains(class))
            && self.urgency.is_none_or(|urgency| queued.urgency == urgency)
    }

    /// Whether it narrows anything.
    pub(super) fn is_on(&self) -> bool {
        *self != Self::default()
    }

    /// As a form keeps it.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let pairs = [
            ("konto", self.account.map(|account| account.to_string())),
            ("sett", self.class.clone()),
            ("grad", self.urgency.map(|urgency| urgency.to_string())),
        ];
        pairs.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
    }

    /// As in the address of a page: `?konto=…`; empty without a filter.
    pub(super) fn address(&self) -> String {
        self.query().replacen('&', "?", 1)
    }

    /// As in the address, to be put after `?sida=N`; empty without a filter.
    pub(super) fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs());
        let query = query.finish();
        if query.is_empty() { query } else { format!("&{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_stands_in_the_address() {
        assert_eq!(Filter::default().address(), "");
        let filter = Filter { class: Some("threat".into()), urgency: Some(0), account: None };
        assert_eq!(
            (filter.address(), filter.query()),
            ("?sett=threat&grad=0".into(), "&sett=threat&grad=0".into())
        );
    }
}
