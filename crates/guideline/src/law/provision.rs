//! Provisions that the program names: what each is, not where it stands.

use jiff::civil::Date;
use uppsikt_kernel::LegalRef;

use super::book;
use crate::coded::coded;
use crate::source::Source;

coded! {
    /// A provision that a decision, a refusal or a step can rest on.
    pub enum Provision {
        /// The duty to remove certain messages, or otherwise stop their spread, when they obviously are such.
        DutyToRemove = "duty-to-remove", "skyldigheten att ta bort vissa meddelanden";
        /// Records must be registered unless they are kept in order; those with secrecy always.
        Registration = "registration", "registrering av allmänna handlingar";
        /// What is under secrecy may not be revealed.
        Secrecy = "secrecy", "sekretess";
        /// Public records may be disposed of only so that what remains serves the archive's aims.
        Disposal = "disposal", "gallring";
        /// An authority acts with law behind it, objectively, and no harder than it must.
        Proportionality = "proportionality", "proportionalitet";
        /// Everybody's freedom of expression against the public institutions.
        FreedomOfExpression = "freedom-of-expression", "yttrandefrihet";
        /// Authorities observe everybody's equality before the law, objectivity and impartiality.
        Objectivity = "objectivity", "saklighet och opartiskhet";
        /// Defamation.
        Defamation = "defamation", "förtal";
        /// Insult.
        Insult = "insult", "förolämpning";
        /// Personal data need a legal basis.
        NoLegalBasis = "no-legal-basis", "rättslig grund";
        /// Special categories of personal data.
        SpecialCategory = "special-category", "känsliga personuppgifter";
        /// Personal data on offences.
        OffenceData = "offence-data", "uppgifter om lagöverträdelser";
        /// Personal identity numbers.
        IdentityNumber = "identity-number", "personnummer";
    }
}

impl Provision {
    /// Where it stands on a day, as a source; `None` when it is not in force then. Without a day, today's law.
    #[must_use]
    pub fn source(self, on: Option<Date>) -> Option<Source> {
        book().find(self.code(), on).map(|law| law.source.clone())
    }

    /// The section in which it stands on a day; `None` when it is not in force then, or is an article
    /// of the Union's law.
    #[must_use]
    pub fn place(self, on: Option<Date>) -> Option<LegalRef> {
        book().find(self.code(), on)?.place()
    }
}

/// Provisions as sources, as they stand now.
pub(crate) fn sources(provisions: &[Provision]) -> Vec<Source> {
    provisions.iter().filter_map(|provision| provision.source(None)).collect()
}
