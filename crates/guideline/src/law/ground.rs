//! The catalogue of 5 § lagen (1998:112): what obviously unlawful content is called.

use jiff::civil::Date;
use uppsikt_kernel::LegalRef;

use super::book;
use crate::class::ContentClass;
use crate::coded::coded;

coded! {
    /// What 5 § lagen (1998:112) om ansvar för elektroniska anslagstavlor lists, and nothing else.
    ///
    /// The section asks that the content *obviously* is such; whoever chooses one of these as the
    /// ground has judged that it is.
    pub enum LawGround {
        /// Olaga hot.
        UnlawfulThreat = "unlawful-threat", "olaga hot";
        /// Olaga integritetsintrång.
        UnlawfulPrivacyIntrusion = "unlawful-privacy-intrusion", "olaga integritetsintrång";
        /// Uppvigling.
        Incitement = "incitement", "uppvigling";
        /// Hets mot folkgrupp.
        AgitationAgainstGroup = "agitation-against-group", "hets mot folkgrupp";
        /// Barnpornografibrott.
        ChildSexualAbuseImage = "child-sexual-abuse-image", "barnpornografibrott";
        /// Olaga våldsskildring.
        UnlawfulDepictionOfViolence = "unlawful-depiction-of-violence", "olaga våldsskildring";
        /// Offentlig uppmaning till terroristbrott.
        PublicProvocationToTerroristCrime = "public-provocation-to-terrorist-crime",
            "offentlig uppmaning till terroristbrott";
        /// Intrång i upphovsrätt.
        CopyrightInfringement = "copyright-infringement", "upphovsrättsintrång";
    }
}

impl LawGround {
    /// The section that says what the crime or the infringement is, in its newest wording.
    #[must_use]
    pub fn section(self) -> Option<LegalRef> {
        self.section_on(None)
    }

    /// The section on a day; `None` when the ground is not in force then.
    #[must_use]
    pub fn section_on(self, on: Option<Date>) -> Option<LegalRef> {
        let standing = book().laws().iter().filter(|law| law.ground == Some(self) && law.is_in_force(on));
        standing.max_by_key(|law| law.from)?.place()
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
