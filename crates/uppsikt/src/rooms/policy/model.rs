//! What an authority follows.

use uppsikt_guideline::{Profile, profiles};
use uppsikt_store::StoreError;

use crate::explain::{Exit, Explain, Explanation};

/// A profile with nothing in it: what holds for an authority without a guideline is the law.
const LAW_ALONE: &str = r#"
format = 1
[guideline]
code = "lag"
authority = "Myndigheten"
title = "Lagen, utan egen riktlinje"
prefix = "LAG"
statements = 1
"#;

/// What an authority has adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    /// The profile's code.
    pub profile: String,
    /// When that was noted, in microseconds.
    pub adopted_at: i64,
}

impl Adoption {
    /// The guideline as values, in the words of the document.
    ///
    /// # Errors
    /// [`PolicyError::Unknown`] when this program has no such profile.
    pub fn profile(&self) -> Result<Profile, PolicyError> {
        let found =
            profiles::named(&self.profile).ok_or_else(|| PolicyError::Unknown(self.profile.clone()))?;
        found.map_err(|error| PolicyError::Damaged(error.to_string()))
    }
}

/// The profile of an authority that has adopted nothing.
///
/// # Errors
/// [`PolicyError::Damaged`], which a test rules out.
pub fn law_alone() -> Result<Profile, PolicyError> {
    Profile::parse(LAW_ALONE).map_err(|error| PolicyError::Damaged(error.to_string()))
}

/// Why something about guidelines could not be done.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The actor's roles do not allow it.
    #[error("only an administrator, a manager or communications may adopt a guideline")]
    NotAllowed,
    /// There is no such profile.
    #[error("there is no profile {0:?}")]
    Unknown(String),
    /// A profile that the program carries cannot be read.
    #[error("reading a profile: {0}")]
    Damaged(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explain for PolicyError {
    fn explain(&self) -> Explanation {
        match self {
            Self::NotAllowed => Explanation::new(
                Exit::NotAllowed,
                "Vilken riktlinje som gäller anger administratör, ansvarig chef eller kommunikation. Inget har ändrats.",
                "Be någon av dem.",
            ),
            Self::Unknown(code) => Explanation::new(
                Exit::Usage,
                format!("Det finns ingen riktlinje som heter {code}. Inget har ändrats."),
                "Se vilka som finns med: uppsikt guideline list",
            ),
            Self::Damaged(_) => Explanation::new(
                Exit::Fault,
                "Riktlinjens profil går inte att läsa. Inget har ändrats.",
                "Anmäl felet med referensnumret.",
            ),
            Self::Store(error) => error.explain(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_alone_has_no_house_rules() {
        let profile = law_alone().unwrap();
        let class = uppsikt_guideline::ContentClass::Advertising;
        assert!(profile.remove.statements_for(class).is_empty());
    }
}
