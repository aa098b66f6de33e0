//! Diary series: their codes, and how a number is written.

use uppsikt_kernel::{Authority, Id};

use super::RegistryError;
use crate::rooms::people;

/// A diary series of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its id.
    pub id: Id<Series>,
    /// Whose it is.
    pub authority: Id<Authority>,
    /// What its numbers begin with, for example KS.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// How a number is written, for example `{series} {year}/{number}`.
    pub pattern: String,
}

/// A series that is to be added.
#[derive(Debug, Clone)]
pub struct NewSeries {
    /// 1 to 8 capital letters, with hyphens between them.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// How a number is written: begins with `{series}` and a sign that is no letter, and has `{year}` and
    /// `{number}` once each.
    pub pattern: String,
}

/// How a number is written unless the authority has said otherwise.
pub const PATTERN_DEFAULT: &str = "{series} {year}/{number}";

/// Longest code of a series.
const CODE_CHARS_MAX: usize = 8;
/// Longest pattern: three words and what stands between them.
const PATTERN_CHARS_MAX: usize = 40;
/// Letters of a code that is made from an authority's name.
const INITIALS_MAX: usize = 4;

/// What authorities are called, and the letter that it becomes at the end of a longer word: Kommun-styrelsen is KS.
const KINDS: [(&str, char); 12] = [
    ("nämnden", 'N'),
    ("nämnd", 'N'),
    ("styrelsen", 'S'),
    ("styrelse", 'S'),
    ("fullmäktige", 'F'),
    ("förvaltningen", 'F'),
    ("förvaltning", 'F'),
    ("förbundet", 'F'),
    ("förbund", 'F'),
    ("kontoret", 'K'),
    ("bolaget", 'B'),
    ("utskottet", 'U'),
];

/// Words that give no letter.
const SMALL_WORDS: [&str; 7] = ["och", "i", "för", "av", "på", "med", "samt"];

/// The code of the series that an authority gets when it has none: the initials of its name's words, and where a
/// word ends in what the authority is (nämnd, styrelse …) that part's initial too; at most four letters.
pub(in super::super) fn code_for(authority: &str) -> String {
    let lower = authority.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !SMALL_WORDS.contains(word));
    let mut code = String::new();
    for word in words {
        code.extend(word.chars().next());
        let kind = KINDS.iter().find(|(kind, _)| word.len() > kind.len() && word.ends_with(kind));
        code.extend(kind.map(|(_, letter)| letter));
    }
    let code: String = code.to_uppercase().chars().filter(|c| is_capital(*c)).take(INITIALS_MAX).collect();
    // A name without a letter that a code can have; D as in diarium.
    if code.is_empty() { "D".to_owned() } else { code }
}

const fn is_capital(letter: char) -> bool {
    matches!(letter, 'A'..='Z' | 'Å' | 'Ä' | 'Ö')
}

/// A series whose numbers can never be those of another series of the same authority.
pub(in super::super) fn checked_series(new: NewSeries) -> Result<NewSeries, RegistryError> {
    let code = new.code.trim().to_owned();
    let letters = |part: &str| !part.is_empty() && part.chars().all(is_capital);
    if code.chars().count() > CODE_CHARS_MAX || !code.split('-').all(letters) {
        return Err(RegistryError::SeriesCode);
    }
    let pattern = new.pattern.trim().to_owned();
    if !is_pattern(&pattern) {
        return Err(RegistryError::Pattern);
    }
    Ok(NewSeries { code, name: people::name(&new.name)?, pattern })
}

/// The code ends where the first sign stands that no code can have, so two series never write the same number.
fn is_pattern(pattern: &str) -> bool {
    let Some(rest) = pattern.strip_prefix("{series}") else { return false };
    let parted = rest.chars().next().is_some_and(|c| !c.is_alphanumeric() && c != '-' && c != '{');
    let once = |word: &str| rest.matches(word).count() == 1;
    let between = rest.replacen("{year}", "", 1).replacen("{number}", "", 1);
    let plain = |c: char| c.is_alphabetic() || " /:.-".contains(c);
    parted
        && once("{year}")
        && once("{number}")
        && between.chars().all(plain)
        && pattern.chars().count() <= PATTERN_CHARS_MAX
        && !rest.contains("  ")
}

/// A number as people write it.
pub(in super::super) fn number_text(series: &Series, year: i32, number: i32) -> String {
    series
        .pattern
        .replacen("{series}", &series.code, 1)
        .replacen("{year}", &format!("{year:04}"), 1)
        .replacen("{number}", &number.to_string(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authority_gets_the_code_that_people_expect() {
        for (name, code) in [
            ("Kommunstyrelsen", "KS"),
            ("Socialnämnden", "SN"),
            ("Tekniska nämnden", "TN"),
            ("Barn- och utbildningsnämnden", "BUN"),
            ("Miljö- och byggnadsnämnden", "MBN"),
            ("Kommunfullmäktige", "KF"),
            ("Överförmyndarnämnden", "ÖN"),
            ("Lindholms Bostäder AB", "LBA"),
            ("Nämnden för funktionsstöd", "NF"),
            ("Nämnden", "N"),
            ("Arbetsmarknads-, kultur-, fritids-, idrotts- och skolnämnden", "AKFI"),
            ("Élan", "D"),
            ("112", "D"),
            ("", "D"),
        ] {
            assert_eq!(code_for(name), code, "{name}");
            assert!(
                checked_series(NewSeries {
                    code: code_for(name),
                    name: "x".to_owned(),
                    pattern: PATTERN_DEFAULT.to_owned()
                })
                .is_ok()
            );
        }
    }

    #[test]
    fn a_pattern_has_each_part_once_and_begins_with_the_series() {
        for good in [
            PATTERN_DEFAULT,
            "{series}/{year}:{number}",
            "{series} dnr {number}-{year}",
            "{series} {year}{number}",
        ] {
            assert!(is_pattern(good), "{good}");
        }
        for bad in [
            "",
            "{series}",
            "{year}/{number}",
            "{series}{year}/{number}",
            "{series}X {year}/{number}",
            "{series}-{year}/{number}",
            "{series} {year}",
            "{series} {number}/{number} {year}",
            "{series} {year}/{number} {series}",
            "{series} {år}/{number}",
            "{series} 1{number}/{year}",
            "{series}  {year}/{number}",
            "{series} {year}/{number}\n",
            &format!("{{series}} {{year}}/{{number}} {}", "x".repeat(30)),
        ] {
            assert!(!is_pattern(bad), "{bad:?}");
        }
    }

    #[test]
    fn numbers_are_written_as_the_pattern_says() {
        let series = |pattern: &str| Series {
            id: Id::from_uuid(uuid::Uuid::nil()),
            authority: Id::from_uuid(uuid::Uuid::nil()),
            code: "KS".to_owned(),
            name: "Kommunstyrelsen".to_owned(),
            pattern: pattern.to_owned(),
        };
        assert_eq!(number_text(&series(PATTERN_DEFAULT), 2026, 17), "KS 2026/17");
        assert_eq!(number_text(&series("{series} {number}-{year}"), 2026, 1), "KS 1-2026");
    }

    #[test]
    fn codes_are_capital_letters() {
        let code = |code: &str| {
            checked_series(NewSeries {
                code: code.to_owned(),
                name: "Diarium".to_owned(),
                pattern: PATTERN_DEFAULT.to_owned(),
            })
        };
        for good in ["K", "KS", "ÖN", "SN-IFO", " KS "] {
            assert!(code(good).is_ok(), "{good}");
        }
        for bad in ["", "ks", "K S", "K1", "-K", "K-", "K--S", "ABCDEFGHI"] {
            assert!(matches!(code(bad), Err(RegistryError::SeriesCode)), "{bad}");
        }
    }
}
