//! Layers: what a guideline says beside its general rules, for some accounts or in some times.
//!
//! `[[layer]]` names the accounts or the mode and holds values and statements. A guideline of its
//! own for a company or a board ([`Extends`]) becomes a layer of the one that it extends. A layer
//! can only say what has a tighter and a looser, so that it can be held against what it replaces.

use super::error::{Fault, ProfileError};
use super::expected::Expected;
use super::part::Part;
use super::requirements::{self, Seen};
use super::section::Section;
use crate::coded::coded;
use crate::fact::{AccountClass, Service};
use crate::requirement::Requirement;

/// A layer's name is as short as a profile's code.
const NAME_BYTES_MAX: usize = 64;

coded! {
    /// The layers, from the highest to the lowest.
    pub enum LayerKind {
        /// Law.
        Law = "law", "lagen";
        /// The authority's guideline.
        Authority = "authority", "riktlinjen";
        /// What a company adds.
        Company = "company", "bolaget";
        /// What a board adds.
        Board = "board", "nämnden";
        /// What holds for a sort of account.
        AccountClass = "account-class", "kontoslaget";
        /// What holds on a platform.
        Platform = "platform", "plattformen";
        /// What holds in crisis.
        Mode = "mode", "läget";
        /// What somebody has granted, for a time.
        Exception = "exception", "undantaget";
    }
}

coded! {
    /// The mode in which an authority works.
    pub enum Mode {
        /// As on any day.
        Normal = "normal", "normalläge";
        /// In a crisis.
        Crisis = "crisis", "krisläge";
    }
}

/// For what a layer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// A company, by its short name.
    Company(String),
    /// A board, by its short name.
    Board(String),
    /// A sort of account.
    Class(AccountClass),
    /// A platform.
    Platform(Service),
    /// A mode.
    Mode(Mode),
}

impl Scope {
    /// Which layer it makes.
    #[must_use]
    pub const fn kind(&self) -> LayerKind {
        match self {
            Self::Company(_) => LayerKind::Company,
            Self::Board(_) => LayerKind::Board,
            Self::Class(_) => LayerKind::AccountClass,
            Self::Platform(_) => LayerKind::Platform,
            Self::Mode(_) => LayerKind::Mode,
        }
    }

    /// What people read, in Swedish and within a sentence.
    #[must_use]
    pub fn swedish(&self) -> String {
        match self {
            Self::Company(name) => format!("bolaget {name}"),
            Self::Board(name) => format!("nämnden {name}"),
            Self::Class(class) => format!("kontoslaget {}", class.swedish()),
            Self::Platform(service) => format!("plattformen {}", service.swedish()),
            Self::Mode(mode) => mode.swedish().to_owned(),
        }
    }
}

/// What a guideline says for some accounts, or in some times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// For what it holds: all of them at once; never empty, from the highest to the lowest.
    pub scopes: Vec<Scope>,
    /// The short name of the guideline in which it stands.
    pub document: String,
    /// Its path in that guideline's file, `layer[1]`; empty when the whole file is the layer.
    pub path: String,
    /// Who has adopted it, when it is a guideline of its own.
    pub adopted_by: Option<String>,
    /// What it says.
    pub part: Part,
    /// Its statements, which bind nobody else.
    pub requirements: Vec<Requirement>,
}

impl Layer {
    /// Which layer it is: that of its lowest scope.
    #[must_use]
    pub fn kind(&self) -> LayerKind {
        self.scopes.last().map_or(LayerKind::Authority, Scope::kind)
    }

    /// What people read, in Swedish and within a sentence.
    #[must_use]
    pub fn swedish(&self) -> String {
        let names: Vec<String> = self.scopes.iter().map(Scope::swedish).collect();
        names.join(", ")
    }
}

/// That a guideline stands below another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extends {
    /// The short name of the guideline above.
    pub code: String,
    /// What it is a layer for; the name is its own short name.
    pub scope: Scope,
}

/// `extends` and `layer` in the head of a profile with the short name `code`.
pub(super) fn extends(section: &mut Section<'_>, code: &str) -> Result<Option<Extends>, ProfileError> {
    let above: Option<String> = section.plain("extends")?;
    let kind: Option<LayerKind> = section.plain("layer")?;
    let wrong = |section: &Section<'_>| {
        section.fault(|key| Fault::WrongType { key: format!("{key}.layer"), expected: Expected::Overlay })
    };
    let scope = match (&above, kind) {
        (None, None) => return Ok(None),
        (Some(_), Some(LayerKind::Company)) => Scope::Company(code.to_owned()),
        (Some(_), Some(LayerKind::Board)) => Scope::Board(code.to_owned()),
        (None, Some(_)) => return Err(section.fault(|key| Fault::Missing(format!("{key}.extends")))),
        (Some(_), None) => return Err(section.fault(|key| Fault::Missing(format!("{key}.layer")))),
        (Some(_), Some(_)) => return Err(wrong(section)),
    };
    Ok(above.map(|code| Extends { code, scope }))
}

/// Every `[[layer]]`, in the order of the file.
pub(super) fn read(
    top: &mut Section<'_>,
    document: &str,
    seen: &mut Seen,
) -> Result<Vec<Layer>, ProfileError> {
    top.each("layer")?.into_iter().map(|section| one(section, document, seen)).collect()
}

fn one(mut section: Section<'_>, document: &str, seen: &mut Seen) -> Result<Layer, ProfileError> {
    let path = section.name().to_owned();
    section.mark(&path);
    let scope = scope(&mut section)?;
    let part = Part::read(&mut section)?;
    has_only_what_is_ordered(&section, &part)?;
    let requirements = requirements::read(&mut section, seen)?;
    section.finish()?;
    Ok(Layer {
        scopes: vec![scope],
        document: document.to_owned(),
        path,
        adopted_by: None,
        part,
        requirements,
    })
}

fn scope(section: &mut Section<'_>) -> Result<Scope, ProfileError> {
    let kind: LayerKind = section.needed("kind")?;
    match kind {
        LayerKind::Company => name(section).map(Scope::Company),
        LayerKind::Board => name(section).map(Scope::Board),
        LayerKind::AccountClass => section.needed("of").map(Scope::Class),
        LayerKind::Platform => section.needed("of").map(Scope::Platform),
        LayerKind::Mode => section.needed("of").map(Scope::Mode),
        LayerKind::Law | LayerKind::Authority | LayerKind::Exception => Err(section.fault(|key| {
            Fault::UnknownValue { key: format!("{key}.kind"), value: kind.code().to_owned(), meant: None }
        })),
    }
}

fn name(section: &mut Section<'_>) -> Result<String, ProfileError> {
    let name: String = section.needed("of")?;
    if is_name(&name) {
        return Ok(name);
    }
    Err(section.fault(|key| Fault::WrongType { key: format!("{key}.of"), expected: Expected::LayerName }))
}

/// Whether a text can be the short name of a company, a board or a profile.
fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=NAME_BYTES_MAX).contains(&text.len()) && text.bytes().all(fits)
}

/// Refuses what cannot be held against the layer above.
pub(super) fn has_only_what_is_ordered(section: &Section<'_>, part: &Part) -> Result<(), ProfileError> {
    let remove = &part.remove;
    let word = |code: &str| format!("remove.{code}");
    let unordered = [
        remove.order.keys().next().map(|group| word(&format!("order.{group}"))),
        remove.class.keys().next().map(|class| word(&format!("class.{class}"))),
        remove.catch_all.keys().next().map(|rule| word(&format!("catch_all.{rule}"))),
        (!remove.methods.is_silent()).then(|| word("methods")),
        (!remove.stop_thread.is_silent()).then(|| word("stop_thread")),
        (!remove.never.is_silent()).then(|| word("never")),
    ];
    match unordered.into_iter().flatten().next() {
        Some(path) => Err(section.fault_below(&path, Fault::NotInLayer)),
        None => Ok(()),
    }
}
