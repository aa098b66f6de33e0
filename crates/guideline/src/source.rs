//! Where a duty comes from: a statement of the guideline, or law.

use std::fmt;

use uppsikt_kernel::LegalRef;

use crate::ground::SecrecyProvision;
use crate::law;
use crate::statement::Statement;

/// What stands behind a duty, a refusal or a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A statement of the authority's guideline.
    Statement(Statement),
    /// A section of a Swedish statute.
    Law(LegalRef),
    /// A section of the Public Access to Information and Secrecy Act that a person has chosen.
    Secrecy(SecrecyProvision),
    /// An article of the General Data Protection Regulation, (EU) 2016/679.
    DataProtection {
        /// The article's number.
        article: u8,
    },
}

impl fmt::Display for Source {
    /// As a person of the authority reads it: `FINSPANG-149`, `16 kap. 8 § brottsbalken`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Statement(statement) => statement.fmt(f),
            Self::Law(place) => f.write_str(&law::in_words(*place)),
            Self::Secrecy(provision) => provision.fmt(f),
            Self::DataProtection { article } => write!(f, "artikel {article} dataskyddsförordningen"),
        }
    }
}
