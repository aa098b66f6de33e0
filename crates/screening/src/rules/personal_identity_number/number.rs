//! The arithmetic of the number: century, date, check digit.
//!
//! Source: 18 § folkbokföringslagen (1991:481) for the personal identity number, Skatteverket's
//! SKV 704 (personal identity number) and SKV 707 (coordination number) for how they are built.

use jiff::civil::Date;

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberKind {
    /// A personal identity number.
    Person,
    /// A coordination number: the day is 60 more.
    Coordination,
    /// An interim number: a letter stands first of the last four.
    Interim,
}

/// Added to the day in a coordination number.
const COORDINATION_DAYS: i8 = 60;
/// Nobody whom the texts of today speak of by number was born before.
const YEAR_MIN: i16 = 1850;
/// Letters that stand first of the last four in an interim number, after folding to lower case.
const INTERIM_LETTERS: &[u8] = b"trsuwxjklmn";

/// What the digits are: 10 or 12 of them, each 0 to 9. `is_plus` when a plus sign parts date and serial
/// number, which means a person of a hundred years or more.
pub(super) fn kind(digits: &[u8], is_plus: bool, today: Option<Date>) -> Option<NumberKind> {
    let (century, short) = match digits.len() {
        10 => (None, digits),
        12 => (digits.get(..2).map(two), digits.get(2..)?),
        _ => return None,
    };
    let day = two(short.get(4..6)?);
    let has_serial = short.get(6..9)? != [0, 0, 0];
    if !has_serial || !is_checked(short) {
        return None;
    }
    let (day, kind) = if day > COORDINATION_DAYS {
        (day - COORDINATION_DAYS, NumberKind::Coordination)
    } else {
        (day, NumberKind::Person)
    };
    let (year, month) = (two(short.get(..2)?), two(short.get(2..4)?));
    let centuries: &[i8] = match (century, is_plus) {
        (Some(_), _) => &[],
        (None, true) => &[18, 19],
        (None, false) => &[19, 20],
    };
    let is_date = centuries.iter().copied().chain(century).any(|century| {
        let year = i16::from(century) * 100 + i16::from(year);
        (YEAR_MIN..2100).contains(&year)
            && Date::new(year, month, day).is_ok_and(|date| today.is_none_or(|today| date <= today))
    });
    is_date.then_some(kind)
}

/// Whether six or eight digits, a letter and three digits are an interim number.
pub(super) fn is_interim(date: &[u8], letter: u8, last: &[u8], today: Option<Date>) -> bool {
    // The letter counts as the digit 1.
    let digits: Vec<u8> = date.iter().chain(&[1]).chain(last).copied().collect();
    INTERIM_LETTERS.contains(&letter) && kind(&digits, false, today) == Some(NumberKind::Person)
}

/// The check digit, by the Luhn algorithm (ISO/IEC 7812-1, annex B), over ten digits.
fn is_checked(short: &[u8]) -> bool {
    let sum: u32 = short
        .iter()
        .enumerate()
        .map(|(at, digit)| {
            let weighted = u32::from(*digit) * if at % 2 == 0 { 2 } else { 1 };
            weighted / 10 + weighted % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

fn two(digits: &[u8]) -> i8 {
    digits.iter().fold(0, |value: i8, digit| value.saturating_mul(10).saturating_add_unsigned(*digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(digits: &str, is_plus: bool) -> Option<NumberKind> {
        let digits: Vec<u8> = digits.bytes().map(|byte| byte - b'0').collect();
        kind(&digits, is_plus, None)
    }

    // Numbers of Skatteverket's published list of test numbers; they belong to nobody.

    #[test]
    fn published_numbers_are_numbers() {
        for number in ["198207242382", "8207242382", "202002292387", "189304099808", "200002292399"] {
            assert_eq!(of(number, false), Some(NumberKind::Person), "{number}");
        }
        assert_eq!(of("9304099808", true), Some(NumberKind::Person));
        assert_eq!(of("196104672388", false), Some(NumberKind::Coordination));
        assert_eq!(of("201302892383", false), None, "29 February 2013");
        assert_eq!(of("202002892392", false), Some(NumberKind::Coordination));
    }

    #[test]
    fn wrong_numbers_are_none() {
        for number in
            ["8207242383", "8213242382", "8207342382", "178207242382", "820724238", "", "8207240006"]
        {
            assert_eq!(of(number, false), None, "{number}");
        }
    }

    #[test]
    fn nobody_is_born_after_today() {
        let digits: Vec<u8> = "202002292387".bytes().map(|byte| byte - b'0').collect();
        let on = |year| kind(&digits, false, Date::new(year, 1, 1).ok());
        assert_eq!(on(2019), None);
        assert_eq!(on(2021), Some(NumberKind::Person));
    }

    #[test]
    fn an_interim_number_counts_its_letter_as_one() {
        // Published by the specification personnummer/meta as examples.
        assert!(is_interim(&[0, 0, 0, 1, 0, 1], b't', &[2, 2, 0], None));
        assert!(!is_interim(&[0, 0, 0, 1, 0, 1], b'e', &[2, 2, 1], None));
    }
}
