//! The places in law that decisions rest on, and how they are written for people.
//!
//! Sections are as in force in November 2026 as far as we know. Of 5 § lagen (1998:112) we have
//! read secondary sources for the catalogue and not the printed text; a lawyer must confirm it
//! before an authority relies on it.

use uppsikt_kernel::LegalRef;

use crate::class::ContentClass;
use crate::coded::coded;

/// The duty to remove certain messages, or otherwise stop their spread, when they obviously are such.
pub const DUTY_TO_REMOVE: LegalRef = LegalRef::section("1998:112", "5").paragraph(1);
/// Records must be registered unless they are kept in order; those with secrecy always.
pub const REGISTRATION: LegalRef = LegalRef::chapter("2009:400", 5, "1");
/// What is under secrecy may not be revealed.
pub const SECRECY: LegalRef = LegalRef::chapter("2009:400", 8, "1");
/// Public records may be disposed of only so that what remains serves the archive's aims.
pub const DISPOSAL: LegalRef = LegalRef::section("1990:782", "10");
/// An authority acts with law behind it, objectively, and no harder than it must.
pub const PROPORTIONALITY: LegalRef = LegalRef::section("2017:900", "5");
/// Everybody's freedom of expression against the public institutions.
pub const FREEDOM_OF_EXPRESSION: LegalRef = LegalRef::chapter("1974:152", 2, "1").paragraph(1);
/// Authorities observe everybody's equality before the law, objectivity and impartiality.
pub const OBJECTIVITY: LegalRef = LegalRef::chapter("1974:152", 1, "9");

/// Statutes that are known by a name, and what follows a section of theirs in a sentence.
const NAMES: &[(&str, &str)] = &[
    ("1962:700", "brottsbalken"),
    ("1960:729", "upphovsrättslagen"),
    ("1974:152", "regeringsformen"),
    ("1990:782", "arkivlagen"),
    ("1998:112", "lagen (1998:112) om ansvar för elektroniska anslagstavlor"),
    ("2009:400", "offentlighets- och sekretesslagen"),
    ("2017:900", "förvaltningslagen"),
    ("2018:218", "dataskyddslagen"),
    ("2022:666", "terroristbrottslagen"),
];

/// A place in law as a person reads it: `4 kap. 5 § brottsbalken`.
///
/// ```
/// use uppsikt_guideline::law;
/// assert_eq!(law::in_words(law::DISPOSAL), "10 § arkivlagen");
/// ```
#[must_use]
pub fn in_words(place: LegalRef) -> String {
    let text = place.to_string();
    let name = NAMES.iter().find(|(statute, _)| *statute == place.statute());
    name.map_or_else(|| text.clone(), |(statute, name)| text.replace(&format!("lagen ({statute})"), name))
}

coded! {
    /// What 5 § lagen (1998:112) om ansvar för elektroniska anslagstavlor lists, and nothing else.
    ///
    /// The section asks that the content *obviously* is such; whoever chooses one of these as the
    /// ground has judged that it is.
    pub enum LawGround {
        /// Olaga hot, 4 kap. 5 § brottsbalken.
        UnlawfulThreat = "unlawful-threat", "olaga hot";
        /// Olaga integritetsintrång, 4 kap. 6 c § brottsbalken.
        UnlawfulPrivacyIntrusion = "unlawful-privacy-intrusion", "olaga integritetsintrång";
        /// Uppvigling, 16 kap. 5 § brottsbalken.
        Incitement = "incitement", "uppvigling";
        /// Hets mot folkgrupp, 16 kap. 8 § brottsbalken.
        AgitationAgainstGroup = "agitation-against-group", "hets mot folkgrupp";
        /// Barnpornografibrott, 16 kap. 10 a § brottsbalken.
        ChildSexualAbuseImage = "child-sexual-abuse-image", "barnpornografibrott";
        /// Olaga våldsskildring, 16 kap. 10 c § brottsbalken.
        UnlawfulDepictionOfViolence = "unlawful-depiction-of-violence", "olaga våldsskildring";
        /// Offentlig uppmaning till terroristbrott, 7 § terroristbrottslagen (2022:666).
        PublicProvocationToTerroristCrime = "public-provocation-to-terrorist-crime",
            "offentlig uppmaning till terroristbrott";
        /// Intrång i upphovsrätt, 2 § upphovsrättslagen (1960:729).
        CopyrightInfringement = "copyright-infringement", "upphovsrättsintrång";
    }
}

impl LawGround {
    /// The section that says what the crime or the infringement is.
    #[must_use]
    pub const fn section(self) -> LegalRef {
        match self {
            Self::UnlawfulThreat => LegalRef::chapter("1962:700", 4, "5"),
            Self::UnlawfulPrivacyIntrusion => LegalRef::chapter("1962:700", 4, "6 c"),
            Self::Incitement => LegalRef::chapter("1962:700", 16, "5"),
            Self::AgitationAgainstGroup => LegalRef::chapter("1962:700", 16, "8"),
            Self::ChildSexualAbuseImage => LegalRef::chapter("1962:700", 16, "10 a"),
            Self::UnlawfulDepictionOfViolence => LegalRef::chapter("1962:700", 16, "10 c"),
            Self::PublicProvocationToTerroristCrime => LegalRef::section("2022:666", "7"),
            Self::CopyrightInfringement => LegalRef::section("1960:729", "2"),
        }
    }

    /// The class of content that this ground is about; no other class can have it.
    #[must_use]
    pub const fn class(self) -> ContentClass {
        match self {
            Self::UnlawfulThreat => ContentClass::Threat,
            Self::UnlawfulPrivacyIntrusion => ContentClass::UnlawfulPrivacyIntrusion,
            Self::Incitement => ContentClass::Incitement,
            Self::AgitationAgainstGroup => ContentClass::AgitationAgainstGroup,
            Self::ChildSexualAbuseImage => ContentClass::ChildSexualAbuseImage,
            Self::UnlawfulDepictionOfViolence => ContentClass::UnlawfulDepictionOfViolence,
            Self::PublicProvocationToTerroristCrime => ContentClass::PublicProvocationToTerroristCrime,
            Self::CopyrightInfringement => ContentClass::CopyrightInfringement,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_names_each_section_in_words() {
        let words: Vec<String> = LawGround::ALL.iter().map(|ground| in_words(ground.section())).collect();
        assert_eq!(
            words,
            [
                "4 kap. 5 § brottsbalken",
                "4 kap. 6 c § brottsbalken",
                "16 kap. 5 § brottsbalken",
                "16 kap. 8 § brottsbalken",
                "16 kap. 10 a § brottsbalken",
                "16 kap. 10 c § brottsbalken",
                "7 § terroristbrottslagen",
                "2 § upphovsrättslagen",
            ]
        );
        assert_eq!(
            in_words(DUTY_TO_REMOVE),
            "5 § första stycket lagen (1998:112) om ansvar för elektroniska anslagstavlor"
        );
        assert_eq!(in_words(LegalRef::section("2018:1937", "11")), "11 § lagen (2018:1937)");
    }
}
