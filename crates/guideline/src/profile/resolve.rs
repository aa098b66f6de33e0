//! Guidelines that extend others: a company's or a board's own, laid below the authority's.

use super::layers::{Layer, Scope};
use super::{Part, Profile, ProfileError};

/// Law, authority, company and board are four; twice that is room enough, and a longer chain a mistake.
const CHAIN_MAX: usize = 8;

/// Why guidelines cannot be laid below each other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// One of them cannot be read.
    #[error("reading the guideline {code}")]
    Unreadable {
        /// Its short name.
        code: String,
        /// What is wrong with it.
        #[source]
        cause: ProfileError,
    },
    /// One of them is not there.
    #[error("there is no guideline {0}")]
    Missing(String),
    /// One of them stands below itself.
    #[error("the guideline {0} extends itself")]
    Cycle(String),
    /// Too many stand below each other.
    #[error("more than {CHAIN_MAX} guidelines extend each other")]
    TooLong,
    /// A company's stands below a board's, or one of a kind below another of the same.
    #[error("the guideline {lower} cannot stand below {upper}: a company comes before a board")]
    WrongOrder {
        /// The one that extends.
        lower: String,
        /// The one that it extends.
        upper: String,
    },
}

/// The guideline with this short name, with all that it extends: the topmost one, and the others as its layers.
///
/// `lookup` gives the text of a guideline by its short name.
///
/// # Errors
/// [`ResolveError`].
pub fn resolve(code: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Profile, ResolveError> {
    let text = lookup(code).ok_or_else(|| ResolveError::Missing(code.to_owned()))?;
    resolve_text(code, &text, lookup)
}

/// The same for a text that is not among the known ones yet.
///
/// # Errors
/// [`ResolveError`].
pub fn resolve_text(
    code: &str,
    text: &str,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Result<Profile, ResolveError> {
    let mut chain = vec![parsed(code, text)?];
    while let Some(above) = chain.last().and_then(|lowest| lowest.about.extends.clone()) {
        if above.code == code || chain.iter().any(|profile| profile.about.code == above.code) {
            return Err(ResolveError::Cycle(above.code));
        }
        if chain.len() >= CHAIN_MAX {
            return Err(ResolveError::TooLong);
        }
        let text = lookup(&above.code).ok_or_else(|| ResolveError::Missing(above.code.clone()))?;
        let mut profile = parsed(&above.code, &text)?;
        // A file that calls itself something else would slip past the search for cycles.
        profile.about.code = above.code;
        chain.push(profile);
    }
    let Some(mut top) = chain.pop() else { return Err(ResolveError::Missing(code.to_owned())) };
    let mut scopes: Vec<Scope> = Vec::new();
    let mut upper = top.about.code.clone();
    for lower in chain.into_iter().rev() {
        let Some(extends) = &lower.about.extends else { continue };
        if scopes.last().is_some_and(|scope| scope.kind() >= extends.scope.kind()) {
            return Err(ResolveError::WrongOrder { lower: lower.about.code, upper });
        }
        scopes.push(extends.scope.clone());
        upper.clone_from(&lower.about.code);
        lay(&mut top, lower, &scopes);
    }
    Ok(top)
}

fn parsed(code: &str, text: &str) -> Result<Profile, ResolveError> {
    Profile::parse(text).map_err(|cause| ResolveError::Unreadable { code: code.to_owned(), cause })
}

/// Puts a guideline below another, as layers of it.
fn lay(top: &mut Profile, lower: Profile, scopes: &[Scope]) {
    let Profile { about, remove, register, answer, values, details, requirements, layers, parties, .. } =
        lower;
    top.layers.push(Layer {
        scopes: scopes.to_vec(),
        document: about.code,
        path: String::new(),
        adopted_by: about.adopted_by,
        part: Part { remove, register, answer, values, details },
        requirements,
    });
    for mut layer in layers {
        layer.scopes.splice(0..0, scopes.iter().cloned());
        top.layers.push(layer);
    }
    for (party, name) in parties {
        top.parties.entry(party).or_insert(name);
    }
}
