//! Which of two values is the tighter one.

use super::kind::{Choice, Kind};
use super::value::Value;
use crate::coded::coded;

/// When one value of a parameter is tighter than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tighter {
    /// Neither ever is: a name, a text, an address.
    Neither,
    /// True is tighter than false.
    Yes,
    /// False is tighter than true.
    No,
    /// The smaller number or the shorter time is.
    Less,
    /// The larger number or the longer time is.
    More,
    /// The word that stands earlier in the kind's list is.
    Earlier,
    /// The list that holds the other and more is.
    LongerList,
    /// The list that is held by the other is.
    ShorterList,
}

coded! {
    /// How a value stands to the one above it.
    pub enum Direction {
        /// The same.
        Same = "same", "oförändrat";
        /// Tighter.
        Tighter = "tighter", "strängare";
        /// Looser.
        Looser = "looser", "mildare";
        /// Another value that is neither.
        Other = "other", "ett annat värde";
    }
}

impl Tighter {
    /// How `lower` stands to `upper`; both are values of `kind`.
    #[must_use]
    pub fn compare(self, kind: Kind, upper: &Value, lower: &Value) -> Direction {
        let list: &[Choice] = match kind {
            Kind::Word(list) | Kind::Words(list) => list,
            _ => &[],
        };
        self.compare_by(list, upper, lower)
    }

    /// As [`Self::compare`], for values whose words stand in `list`.
    pub(super) fn compare_by(self, list: &[Choice], upper: &Value, lower: &Value) -> Direction {
        if upper == lower {
            return Direction::Same;
        }
        let tighter = match self {
            Self::Neither => None,
            Self::Yes => truth(upper, lower),
            Self::No => truth(lower, upper),
            Self::Less => amounts(upper, lower).and_then(|(upper, lower)| decided(lower.cmp(&upper))),
            Self::More => amounts(upper, lower).and_then(|(upper, lower)| decided(upper.cmp(&lower))),
            Self::Earlier => places(list, upper, lower).and_then(|(upper, lower)| decided(lower.cmp(&upper))),
            Self::LongerList => holds(lower, upper),
            Self::ShorterList => holds(upper, lower),
        };
        match tighter {
            Some(true) => Direction::Tighter,
            Some(false) => Direction::Looser,
            None => Direction::Other,
        }
    }
}

const fn decided(order: std::cmp::Ordering) -> Option<bool> {
    match order {
        std::cmp::Ordering::Less => Some(true),
        std::cmp::Ordering::Greater => Some(false),
        std::cmp::Ordering::Equal => None,
    }
}

/// Whether `lower` is true where `upper` is not; they differ.
const fn truth(upper: &Value, lower: &Value) -> Option<bool> {
    match (upper, lower) {
        (Value::Bool(_), Value::Bool(lower)) => Some(*lower),
        _ => None,
    }
}

fn amounts(upper: &Value, lower: &Value) -> Option<(u64, u64)> {
    match (upper, lower) {
        (Value::Count(upper), Value::Count(lower)) => Some((u64::from(*upper), u64::from(*lower))),
        (Value::Span(upper), Value::Span(lower)) => Some((upper.about_hours(), lower.about_hours())),
        _ => None,
    }
}

fn places(list: &[Choice], upper: &Value, lower: &Value) -> Option<(usize, usize)> {
    let (Value::Word(upper), Value::Word(lower)) = (upper, lower) else { return None };
    let place = |code: &str| list.iter().position(|choice| choice.code == code);
    Some((place(upper.code)?, place(lower.code)?))
}

/// Whether `whole` holds `part`; when it is the other way round, false; when neither, nothing.
fn holds(whole: &Value, part: &Value) -> Option<bool> {
    let codes = |value: &Value| -> Option<Vec<String>> {
        match value {
            Value::Words(choices) => Some(choices.iter().map(|choice| choice.code.to_owned()).collect()),
            Value::Parties(parties) => Some(parties.iter().map(|party| party.code().to_owned()).collect()),
            Value::Texts(texts) => Some(texts.clone()),
            _ => None,
        }
    };
    let (whole, part) = (codes(whole)?, codes(part)?);
    let within = |inner: &[String], outer: &[String]| inner.iter().all(|code| outer.contains(code));
    match (within(&part, &whole), within(&whole, &part)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::{Party, Span, Unit};

    const WORDS: &[Choice] =
        &[Choice::of("both", "båda"), Choice::of("before", "före"), Choice::of("none", "ingen")];

    /// `tighter` is tighter than `looser`, and the other way round looser.
    fn orders(by: Tighter, kind: Kind, looser: &Value, tighter: &Value) {
        assert_eq!(by.compare(kind, looser, tighter), Direction::Tighter, "{by:?}");
        assert_eq!(by.compare(kind, tighter, looser), Direction::Looser, "{by:?}");
        assert_eq!(by.compare(kind, tighter, tighter), Direction::Same, "{by:?}");
        assert_eq!(Tighter::Neither.compare(kind, looser, tighter), Direction::Other, "{by:?}");
    }

    #[test]
    fn each_way_of_being_tighter_orders_its_values() {
        let span = |count, unit| Value::Span(Span::of(count, unit));
        orders(Tighter::Yes, Kind::Bool, &Value::Bool(false), &Value::Bool(true));
        orders(Tighter::No, Kind::Bool, &Value::Bool(true), &Value::Bool(false));
        orders(Tighter::Less, Kind::Span, &span(12, Unit::Months), &span(6, Unit::Months));
        orders(Tighter::Less, Kind::Span, &span(1, Unit::WorkingDays), &span(4, Unit::Hours));
        orders(Tighter::More, Kind::Span, &span(1, Unit::Weeks), &span(14, Unit::Days));
        orders(Tighter::More, Kind::Count { least: 0, most: 18 }, &Value::Count(13), &Value::Count(14));
        let [both, before, none] = WORDS else { panic!("three words") };
        orders(Tighter::Earlier, Kind::Word(WORDS), &Value::Word(*none), &Value::Word(*before));
        orders(Tighter::Earlier, Kind::Word(WORDS), &Value::Word(*before), &Value::Word(*both));
        let (one, two) = (Value::Words(vec![*before]), Value::Words(vec![*both, *before]));
        orders(Tighter::LongerList, Kind::Words(WORDS), &one, &two);
        orders(Tighter::ShorterList, Kind::Words(WORDS), &two, &one);
        let board = vec![Party::Board];
        let parties = Value::Parties(vec![Party::Archivist, Party::Board]);
        orders(Tighter::LongerList, Kind::Parties, &Value::Parties(board), &parties);
    }

    #[test]
    fn what_cannot_be_ordered_is_another_value() {
        let other = |by: Tighter, kind, upper: Value, lower: Value| {
            assert_eq!(by.compare(kind, &upper, &lower), Direction::Other, "{upper:?} {lower:?}");
        };
        let (day, hours) = (Span::of(1, Unit::Days), Span::of(24, Unit::Hours));
        other(Tighter::Less, Kind::Span, Value::Span(day), Value::Span(hours));
        let text = |text: &str| Value::Texts(vec![text.to_owned()]);
        other(Tighter::LongerList, Kind::Texts, text("Facebook"), text("Instagram"));
        other(Tighter::Yes, Kind::Bool, Value::Bool(true), Value::Count(1));
        other(
            Tighter::Earlier,
            Kind::Word(WORDS),
            Value::Word(Choice::of("both", "båda")),
            Value::Word(Choice::of("after", "efter")),
        );
    }
}
