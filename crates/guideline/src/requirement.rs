//! Requirements: the statements of a guideline, or of law, as the product reads them.

use crate::coded::coded;
use crate::fact::AccountClass;
use crate::obligation::Obligation;
use crate::parameter::Party;
use crate::source::Source;
use crate::stated::Strength;

coded! {
    /// The strongest thing that the product does about a statement.
    pub enum Enforcement {
        /// Refuses.
        Block = "block", "hindrar";
        /// Creates work with a due time.
        Task = "task", "ger en uppgift";
        /// Finds what does not hold, and reports it.
        Check = "check", "kontrollerar";
        /// Keeps a record.
        Record = "record", "dokumenterar";
        /// Shows the right words at the right moment.
        Guide = "guide", "vägleder";
    }
}

coded! {
    /// The moment at which a statement speaks.
    pub enum Moment {
        /// Somebody applies for an account.
        Apply = "apply", "ansökan om konto";
        /// An account is taken into use.
        Start = "start", "start av konto";
        /// Somebody is appointed, is absent or leaves.
        Staff = "staff", "bemanning";
        /// The daily look at an account.
        Watch = "watch", "tillsyn";
        /// Something of the authority's own is published.
        Publish = "publish", "publicering";
        /// Something is answered.
        Answer = "answer", "svar";
        /// An item is judged.
        Judge = "judge", "bedömning";
        /// Something is hidden or removed.
        Remove = "remove", "borttagning";
        /// Something is registered.
        Register = "register", "diarieföring";
        /// Somebody is photographed or filmed, or a picture is chosen.
        Photograph = "photograph", "fotografering";
        /// A picture of the account is taken for the archive.
        Snapshot = "snapshot", "ögonblicksbild";
        /// Something is disposed of.
        Dispose = "dispose", "gallring";
        /// Somebody asks for a public record.
        Disclose = "disclose", "utlämnande";
        /// The account itself is changed: name, pictures, settings.
        Change = "change", "ändring av kontot";
        /// An account is closed.
        Close = "close", "avslut av konto";
        /// A crisis.
        Crisis = "crisis", "kris";
        /// Goals and results are looked at.
        FollowUp = "follow-up", "uppföljning";
        /// The guideline itself, its routines and other documents.
        Adopt = "adopt", "antagande av riktlinjen";
    }
}

/// A statement as the product reads it.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// Where it stands: a statement of the guideline, or law.
    pub source: Source,
    /// The heading under which the document has it, in the document's own words; empty for law.
    pub section: String,
    /// How strongly it is put.
    pub strength: Strength,
    /// What it says, in a sentence of our own.
    pub text: String,
    /// Whom it binds.
    pub binds: Party,
    /// What the product does about it.
    pub enforcement: Enforcement,
    /// The obligations that do it; never empty.
    pub obligations: Vec<&'static Obligation>,
    /// The moment at which it speaks.
    pub moment: Moment,
    /// The sorts of account that it is about; empty when it is about all.
    pub only: Vec<AccountClass>,
}

impl Requirement {
    /// Whether it is about an account of this sort; an account whose sort nobody has said is a unit's own.
    #[must_use]
    pub fn is_about(&self, class: Option<AccountClass>) -> bool {
        self.only.is_empty() || self.only.contains(&class.unwrap_or(AccountClass::Unit))
    }
}

/// Two requirements are the same when they say the same and are enforced by the same obligations.
impl PartialEq for Requirement {
    fn eq(&self, other: &Self) -> bool {
        let codes =
            |one: &Self| -> Vec<&str> { one.obligations.iter().map(|obligation| obligation.code).collect() };
        self.source == other.source
            && self.section == other.section
            && self.strength == other.strength
            && self.text == other.text
            && self.binds == other.binds
            && self.enforcement == other.enforcement
            && self.moment == other.moment
            && self.only == other.only
            && codes(self) == codes(other)
    }
}

impl Eq for Requirement {}
