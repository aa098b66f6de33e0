//! Profiles: a guideline as values, each with the statements that it comes from.
//!
//! A profile is TOML; its format stands in `docs/reference/profile.md`. What the guideline does
//! not say is absent, and absent is [`Stated::Silent`](crate::Stated::Silent). What has an inner
//! shape (removal, registration, answers) has a section file beside this one; every other key is
//! read by its kind, so that a new parameter needs no code here.

mod about;
mod answer;
mod detail;
mod error;
mod expected;
mod layers;
mod part;
mod places;
pub(crate) mod read;
mod register;
mod remove;
mod requirements;
mod resolve;
pub(crate) mod section;
mod shaped;
pub(crate) mod suggest;
mod swedish;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use toml::de::DeTable;

pub use about::About;
pub use answer::{AnswerCalendar, AnswerCoverage, AnswerRules};
pub use detail::Detail;
pub use error::{Fault, Place, ProfileError};
pub use expected::Expected;
pub use layers::{Extends, Layer, LayerKind, Mode, Scope};
pub use part::Part;
pub(crate) use places::Places;
pub use register::{Duty, Reason, RegisterRules};
pub(crate) use remove::statement_of;
pub use remove::{CatchAll, HouseRule, OrderStep, RemovalGroup, RemoveRules, Ruling, Speed};
pub(crate) use requirements::obligations;
pub use resolve::{ResolveError, resolve, resolve_text};
pub use values::{Values, parse_value};

use crate::parameter::{Key, Party};
use crate::requirement::Requirement;
use read::Document;
use requirements::Seen;
use section::Section;

/// A day as `2018-05-28`.
const DAY_BYTES: usize = 10;
/// No guideline comes near it; a larger text is a mistake or an attack, and is not read.
pub const PROFILE_BYTES_MAX: usize = 1_000_000;

/// A guideline as values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Which guideline it is.
    pub about: About,
    /// What is removed, in which order, how fast.
    pub remove: RemoveRules,
    /// What is registered.
    pub register: RegisterRules,
    /// What is answered, and when.
    pub answer: AnswerRules,
    /// What it says about everything that has no shape of its own.
    pub values: Values,
    /// What stands beside its values, by path: `watch.frequency`, `remove.speed.secrecy`.
    pub details: BTreeMap<String, Detail>,
    /// What the author has looked for and found nothing about.
    pub silent: BTreeSet<Key>,
    /// Its statements, as the product reads them, without those of its layers.
    pub requirements: Vec<Requirement>,
    /// What holds for some accounts or in some times, in the order of the file.
    pub layers: Vec<Layer>,
    /// What the authority calls those whom it names by role.
    pub parties: BTreeMap<Party, String>,
}

impl Profile {
    /// Reads a profile.
    ///
    /// ```
    /// use uppsikt_guideline::Profile;
    /// let text = r#"
    /// format = 1
    /// [guideline]
    /// code = "lindholm"
    /// authority = "Lindholms kommun"
    /// title = "Riktlinje för sociala medier"
    /// prefix = "LINDHOLM"
    /// statements = 20
    /// [remove.order.secrecy]
    /// value = ["document", "regster", "remove"]
    /// source = ["LINDHOLM-07", "LINDHOLM-07", "LINDHOLM-08"]
    /// "#;
    /// let error = Profile::parse(text).err().map(|error| error.to_string());
    /// assert_eq!(
    ///     error.as_deref(),
    ///     Some("line 10, column 22: remove.order.secrecy.value does not take \"regster\", perhaps register was meant")
    /// );
    /// ```
    ///
    /// # Errors
    /// [`ProfileError`] with the first fault: its place, what is wrong, and what was probably meant.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        Self::with_places(text).map(|(profile, _)| profile)
    }

    /// Reads a profile from a file's bytes.
    ///
    /// # Errors
    /// [`ProfileError`], also when the bytes are no UTF-8.
    pub fn read(bytes: &[u8]) -> Result<Self, ProfileError> {
        if bytes.len() > PROFILE_BYTES_MAX {
            return Err(too_large());
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::parse(text),
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok());
                let good = good.unwrap_or_default();
                Err(ProfileError { place: Place::of(good, good.len()), fault: Fault::NoText })
            }
        }
    }

    /// Reads a profile, and where its values and statements stand.
    pub(crate) fn with_places(text: &str) -> Result<(Self, Places), ProfileError> {
        if text.len() > PROFILE_BYTES_MAX {
            return Err(too_large());
        }
        let table = DeTable::parse(text).map_err(|error| ProfileError {
            place: Place::of(text, error.span().map_or(0, |span| span.start)),
            fault: Fault::Syntax(error.message().to_owned()),
        })?;
        let head = Document { text, ..Document::default() };
        let about = about::read(Section::top(&head, table.get_ref()))?;
        let (prefix, statements) = (about.prefix.clone(), about.statements);
        let document = Document { text, prefix, statements, ..Document::default() };
        let mut top = Section::top(&document, table.get_ref());
        about::skip(&mut top)?;
        let profile = whole(&mut top, about)?;
        top.finish()?;
        let places = Places::of(text, &document.bytes.borrow());
        let mut profile = details(profile, document.details.take());
        profile.has_nothing_to_loosen().map_or(Ok(()), |path| {
            let place = places.of_path(&path).unwrap_or(Place { line: 1, column: 1 });
            Err(ProfileError { place, fault: Fault::LoosensNothing(path) })
        })?;
        profile.requirements.shrink_to_fit();
        Ok((profile, places))
    }

    /// Every statement, with those of its layers.
    pub fn every_requirement(&self) -> impl Iterator<Item = &Requirement> {
        self.requirements.iter().chain(self.layers.iter().flat_map(|layer| &layer.requirements))
    }

    /// What stands beside the value at a path such as `watch.frequency`.
    #[must_use]
    pub fn detail(&self, path: &str) -> Option<&Detail> {
        self.details.get(path)
    }

    /// Who may grant an exception from a key; `None` where the guideline names nobody.
    #[must_use]
    pub fn may_except(&self, key: Key) -> Option<Party> {
        self.detail(key.code()).and_then(|detail| detail.exceptions.first().copied())
    }

    /// Whether the value at a path holds on a day; on no particular day, every value does.
    #[must_use]
    pub fn holds_on(&self, path: &str, on: Option<Date>) -> bool {
        holds(&self.details, path, on)
    }

    /// The first value that would loosen, in a guideline with nothing above it.
    fn has_nothing_to_loosen(&self) -> Option<String> {
        let is_top = self.about.extends.is_none();
        let mut loosening = self.details.iter().filter(|(_, detail)| is_top && detail.loosens);
        loosening.next().map(|(path, _)| path.clone())
    }
}

/// Whether a value with these details holds on a day.
pub(crate) fn holds(details: &BTreeMap<String, Detail>, path: &str, on: Option<Date>) -> bool {
    let from = details.get(path).and_then(|detail| detail.from);
    from.zip(on).is_none_or(|(from, on)| from <= on)
}

const fn too_large() -> ProfileError {
    ProfileError { place: Place { line: 1, column: 1 }, fault: Fault::TooLarge(PROFILE_BYTES_MAX) }
}

/// Reads what comes after the head.
fn whole(top: &mut Section<'_>, about: About) -> Result<Profile, ProfileError> {
    let part = Part::read(top)?;
    if about.extends.is_some() {
        layers::has_only_what_is_ordered(top, &part)?;
    }
    let mut seen = Seen::new();
    let requirements = requirements::read(top, &mut seen)?;
    let layers = layers::read(top, &about.code, &mut seen)?;
    let parties = top.names("party")?;
    let Part { remove, register, answer, values, details } = part;
    let silent = BTreeSet::new();
    let mut profile =
        Profile { about, remove, register, answer, values, details, silent, requirements, layers, parties };
    profile.silent = values::read_silent(top, &profile)?;
    Ok(profile)
}

/// Gives the details to what they stand beside.
fn details(mut profile: Profile, all: BTreeMap<String, Detail>) -> Profile {
    for (path, detail) in all {
        let layer = profile.layers.iter_mut().find_map(|layer| {
            let rest = path.strip_prefix(&layer.path)?.strip_prefix('.')?.to_owned();
            Some((&mut layer.part.details, rest))
        });
        match layer {
            Some((details, rest)) => details.insert(rest, detail),
            None => profile.details.insert(path, detail),
        };
    }
    profile
}

/// Whether a text is a day, a month or a year.
fn is_day(text: &str) -> bool {
    let padded = format!("{text}-01-01");
    text.len() <= DAY_BYTES && padded.get(..DAY_BYTES).is_some_and(|day| day.parse::<Date>().is_ok())
}

#[cfg(test)]
mod profile_tests;
