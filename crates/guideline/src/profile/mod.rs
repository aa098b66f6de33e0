//! Profiles: a guideline as values, each with the statements that it comes from.
//!
//! A profile is TOML; its format stands in `docs/reference/profile.md`. What the guideline does
//! not say is absent, and absent is [`Stated::Silent`](crate::Stated::Silent). The format has the
//! parameters that judging, registering, removing and answering need; it grows by a section file
//! beside this one and a field here.

mod answer;
mod error;
mod read;
mod register;
mod remove;
mod suggest;

use jiff::civil::Date;
use toml::de::DeTable;

pub use answer::{AnswerCalendar, AnswerCoverage, AnswerRules};
pub use error::{Fault, Place, ProfileError};
pub use register::{Duty, Reason, RegisterRules};
pub(crate) use remove::statement_of;
pub use remove::{CatchAll, HouseRule, OrderStep, RemovalGroup, RemoveRules, Ruling, Speed};

use crate::statement::is_prefix;
use read::{Document, Section};

/// The format that this program reads.
const FORMAT: u16 = 1;
/// A day as `2018-05-28`.
const DAY_BYTES: usize = 10;

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
}

/// Which guideline a profile is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Short name for commands and settings, for example `finspang`.
    pub code: String,
    /// The authority that has adopted it.
    pub authority: String,
    /// The document's own title.
    pub title: String,
    /// When it was adopted, as a day, a month (`2023-01`) or a year; absent when the document does not say.
    pub dated: Option<String>,
    /// What its statements' ids begin with.
    pub prefix: String,
    /// How many statements it has.
    pub statements: u16,
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
        let table = DeTable::parse(text).map_err(|error| ProfileError {
            place: Place::of(text, error.span().map_or(0, |span| span.start)),
            fault: Fault::Syntax(error.message().to_owned()),
        })?;
        let head = Document { text, prefix: String::new(), statements: 0 };
        let about = about(Section::top(&head, table.get_ref()))?;
        let document = Document { text, prefix: about.prefix.clone(), statements: about.statements };
        let mut top = Section::top(&document, table.get_ref());
        top.needed::<u16>("format")?;
        top.section("guideline")?;
        let remove = remove::read(top.section("remove")?)?;
        let register = register::read(&mut top)?;
        let answer = answer::read(top.section("answer")?)?;
        top.finish()?;
        Ok(Self { about, remove, register, answer })
    }
}

fn about(mut top: Section<'_>) -> Result<About, ProfileError> {
    let format = top.needed::<u16>("format")?;
    if format != FORMAT {
        return Err(top.fault(|_| Fault::Format(i64::from(format))));
    }
    let mut section = top.section("guideline")?;
    let about = About {
        code: section.needed("code")?,
        authority: section.needed("authority")?,
        title: section.needed("title")?,
        dated: section.plain("dated")?,
        prefix: section.needed("prefix")?,
        statements: section.needed("statements")?,
    };
    let is_day = |dated: &String| {
        let padded = format!("{dated}-01-01");
        dated.len() <= DAY_BYTES && padded.get(..DAY_BYTES).is_some_and(|day| day.parse::<Date>().is_ok())
    };
    if !about.dated.as_ref().is_none_or(is_day) {
        let expected = "a day, a month or a year, as in 2023-01";
        return Err(section.fault(|key| Fault::WrongType { key: format!("{key}.dated"), expected }));
    }
    if !is_prefix(&about.prefix) {
        let expected = "1 to 16 capital letters A-Z";
        return Err(section.fault(|key| Fault::WrongType { key: format!("{key}.prefix"), expected }));
    }
    section.finish()?;
    Ok(about)
}

#[cfg(test)]
mod profile_tests;
