//! Grounds: why something is hidden or removed. Three kinds, never mixed.

use std::fmt;
use std::str::FromStr;

use crate::class::ContentClass;
use crate::coded::{Coded as _, coded};
use crate::law::{LawGround, Provision};
use crate::source::Source;
use crate::statement::Statement;

coded! {
    /// The three kinds of ground.
    pub enum GroundKind {
        /// Lagen (1998:112) demands that it is removed.
        Law = "law", "lag";
        /// Secrecy, or rules on personal data, forbid that it is spread.
        SecrecyOrPersonalData = "secrecy-or-personal-data", "sekretess eller personuppgifter";
        /// A rule of the authority's own guideline.
        HouseRule = "house-rule", "egen regel";
    }
}

coded! {
    /// Why personal data may not be spread.
    pub enum PersonalDataGround {
        /// No legal basis, article 6 GDPR.
        NoLegalBasis = "no-legal-basis", "personuppgifter som vi inte har rättslig grund att sprida";
        /// Special categories, article 9 GDPR.
        SpecialCategory = "special-category", "känsliga personuppgifter";
        /// Offences, article 10 GDPR.
        Offence = "offence", "personuppgifter om lagöverträdelser";
        /// Personal identity numbers, 3 kap. 10 § dataskyddslagen (2018:218).
        IdentityNumber = "identity-number", "ett personnummer eller samordningsnummer";
    }
}

impl PersonalDataGround {
    /// Where the rule stands; `None` when it is not in force.
    #[must_use]
    pub fn source(self) -> Option<Source> {
        let provision = match self {
            Self::NoLegalBasis => Provision::NoLegalBasis,
            Self::SpecialCategory => Provision::SpecialCategory,
            Self::Offence => Provision::OffenceData,
            Self::IdentityNumber => Provision::IdentityNumber,
        };
        provision.source(None)
    }

    const fn fits(self, class: ContentClass) -> bool {
        match self {
            Self::NoLegalBasis => {
                class.is_personal_data() || matches!(class, ContentClass::ProtectedIdentity)
            }
            Self::SpecialCategory => matches!(class, ContentClass::SpecialCategoryData),
            Self::Offence => matches!(class, ContentClass::OffenceData),
            Self::IdentityNumber => matches!(class, ContentClass::PersonalIdentityNumber),
        }
    }
}

/// Chapters of the Public Access to Information and Secrecy Act that hold secrecy provisions.
const SECRECY_CHAPTERS: std::ops::RangeInclusive<u8> = 15..=43;
/// No chapter of the Act has more sections.
const SECTION_MAX: u8 = 99;

/// A section of offentlighets- och sekretesslagen (2009:400), written `26:1` or `21:3 a` in files.
///
/// A mark of secrecy names the provision (2 kap. 20 § tryckfrihetsförordningen), so a person
/// chooses one; any section of the secrecy chapters can be named.
///
/// ```
/// use uppsikt_guideline::SecrecyProvision;
/// let social: SecrecyProvision = "26:1".parse()?;
/// assert_eq!(social.to_string(), "26 kap. 1 § offentlighets- och sekretesslagen");
/// assert_eq!(social.code(), "26:1");
/// # Ok::<(), uppsikt_guideline::SecrecyProvisionError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecrecyProvision {
    chapter: u8,
    section: u8,
    letter: Option<char>,
}

/// A text names no secrecy provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a secrecy provision is a chapter 15-43, a colon, a section and perhaps a letter, as in 21:7 or 21:3 a"
)]
pub struct SecrecyProvisionError;

impl SecrecyProvision {
    const fn of(chapter: u8, section: u8) -> Self {
        Self { chapter, section, letter: None }
    }

    /// Those that screens offer first, with what they protect.
    ///
    /// From general knowledge of the Act; a lawyer must confirm the list.
    pub const COMMON: &'static [(Self, &'static str)] = &[
        (Self::of(21, 1), "hälsa och sexualliv"),
        (Self::of(21, 3), "adress och kontaktuppgifter till den som är förföljd"),
        (Self::of(21, 7), "personuppgift som kan antas bli behandlad i strid med dataskyddsreglerna"),
        (Self::of(22, 1), "folkbokföring, även sekretessmarkering"),
        (Self::of(23, 1), "förskola"),
        (Self::of(23, 2), "skola"),
        (Self::of(25, 1), "hälso- och sjukvård"),
        (Self::of(26, 1), "socialtjänst"),
        (Self::of(39, 2), "personaladministration"),
    ];

    /// The form that is stored.
    #[must_use]
    pub fn code(self) -> String {
        let letter = self.letter.map(|letter| format!(" {letter}")).unwrap_or_default();
        format!("{}:{}{letter}", self.chapter, self.section)
    }
}

impl FromStr for SecrecyProvision {
    type Err = SecrecyProvisionError;

    fn from_str(text: &str) -> Result<Self, SecrecyProvisionError> {
        let parse = || {
            let (chapter, rest) = text.split_once(':')?;
            let (section, letter) = match rest.split_once(' ') {
                Some((section, letter)) => {
                    let mut letters = letter.chars();
                    let first = letters.next().filter(char::is_ascii_lowercase)?;
                    (section, letters.next().is_none().then_some(Some(first))?)
                }
                None => (rest, None),
            };
            let found = Self { chapter: number(chapter)?, section: number(section)?, letter };
            let is_there = SECRECY_CHAPTERS.contains(&found.chapter) && found.section <= SECTION_MAX;
            is_there.then_some(found)
        };
        parse().ok_or(SecrecyProvisionError)
    }
}

/// A number from 1, written in the only way.
fn number(text: &str) -> Option<u8> {
    text.parse::<u8>().ok().filter(|number| *number > 0 && number.to_string() == text)
}

impl fmt::Display for SecrecyProvision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kap. {} ", self.chapter, self.section)?;
        if let Some(letter) = self.letter {
            write!(f, "{letter} ")?;
        }
        f.write_str("§ offentlighets- och sekretesslagen")
    }
}

/// Why something is hidden or removed.
///
/// There is no ground for criticism, and none can be made: every ground is held against the class
/// by [`plan`](crate::decide::plan), and criticism has no kind of ground at all.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ground {
    /// It is one of what 5 § lagen (1998:112) lists, and obviously so.
    Law(LawGround),
    /// It is under secrecy by this provision.
    Secrecy(SecrecyProvision),
    /// It is personal data that may not be spread.
    PersonalData(PersonalDataGround),
    /// It breaks a rule of the authority's own guideline.
    HouseRule {
        /// The statement that is the rule.
        statement: Statement,
    },
}

/// A text is no stored form of a ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is no stored form of a ground")]
pub struct GroundError;

impl Ground {
    /// Which of the three kinds it is.
    #[must_use]
    pub const fn kind(&self) -> GroundKind {
        match self {
            Self::Law(_) => GroundKind::Law,
            Self::Secrecy(_) | Self::PersonalData(_) => GroundKind::SecrecyOrPersonalData,
            Self::HouseRule { .. } => GroundKind::HouseRule,
        }
    }

    /// The provisions or the statement that it is.
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        match self {
            Self::Law(ground) => {
                let section = ground.section().map(Source::Law);
                Provision::DutyToRemove.source(None).into_iter().chain(section).collect()
            }
            Self::Secrecy(provision) => vec![Source::Secrecy(*provision)],
            Self::PersonalData(ground) => ground.source().into_iter().collect(),
            Self::HouseRule { statement } => vec![Source::Statement(statement.clone())],
        }
    }

    /// Whether it can be a ground for this class, as far as law goes; a house rule is held against the profile too.
    #[must_use]
    pub fn fits(&self, class: ContentClass) -> bool {
        class.ground_kinds().contains(&self.kind())
            && match self {
                Self::Law(ground) => ground.class() == class,
                Self::PersonalData(ground) => ground.fits(class),
                Self::Secrecy(_) | Self::HouseRule { .. } => true,
            }
    }

    /// The form that is stored: `law incitement`, `secrecy 26:1`, `personal-data offence`, `house-rule OLAND-15`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Law(ground) => format!("law {ground}"),
            Self::Secrecy(provision) => format!("secrecy {}", provision.code()),
            Self::PersonalData(ground) => format!("personal-data {ground}"),
            Self::HouseRule { statement } => format!("house-rule {statement}"),
        }
    }
}

impl FromStr for Ground {
    type Err = GroundError;

    fn from_str(text: &str) -> Result<Self, GroundError> {
        let (kind, rest) = text.split_once(' ').ok_or(GroundError)?;
        let ground = match kind {
            "law" => LawGround::from_code(rest).map(Self::Law),
            "secrecy" => rest.parse().ok().map(Self::Secrecy),
            "personal-data" => PersonalDataGround::from_code(rest).map(Self::PersonalData),
            "house-rule" => rest.parse().ok().map(|statement| Self::HouseRule { statement }),
            _ => None,
        };
        ground.ok_or(GroundError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back() {
        for text in [
            "law incitement",
            "secrecy 26:1",
            "secrecy 21:3 a",
            "personal-data no-legal-basis",
            "house-rule OLAND-15",
        ] {
            assert_eq!(text.parse::<Ground>().map(|ground| ground.code()).as_deref(), Ok(text));
        }
        for bad in [
            "",
            "law",
            "law defamation",
            "secrecy 5:1",
            "secrecy 26:0",
            "secrecy 26:01",
            "secrecy 21:3 ab",
            "house-rule x",
        ] {
            assert_eq!(bad.parse::<Ground>(), Err(GroundError), "{bad:?}");
        }
    }

    #[test]
    fn a_law_ground_fits_its_own_class_only() {
        for ground in LawGround::ALL {
            let fitting: Vec<ContentClass> =
                ContentClass::ALL.iter().copied().filter(|class| Ground::Law(*ground).fits(*class)).collect();
            assert_eq!(fitting, [ground.class()]);
        }
    }

    #[test]
    fn no_ground_fits_what_stays() {
        let mut grounds: Vec<Ground> = LawGround::ALL.iter().copied().map(Ground::Law).collect();
        grounds.extend(PersonalDataGround::ALL.iter().copied().map(Ground::PersonalData));
        grounds.extend(["secrecy 26:1", "house-rule OLAND-15"].map(|text| text.parse().unwrap()));
        for class in ContentClass::ALL.iter().filter(|class| class.ground_kinds().is_empty()) {
            assert!(!grounds.iter().any(|ground| ground.fits(*class)), "{class}");
        }
    }
}
