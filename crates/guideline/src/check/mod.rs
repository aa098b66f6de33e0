//! Checking a profile before it is adopted: faults that stand in the way, and what to think about.
//!
//! A text that is no profile gets the one fault that stopped the reading. A profile that can be read
//! is tried on what no reader of TOML sees: statements that are not there, values that contradict
//! each other, values below law, statements that ask more of the program than their obligations do,
//! layers that loosen in silence. Every remark says what to do; none says what the guideline means.

mod complete;
mod contradiction;
mod enforcement;
mod law;
mod layers;
mod wording;

use jiff::civil::Date;

use crate::coded::coded;
use crate::diff::entry::{Entry, Thing, of_part, own};
use crate::profile::{Place, Places, Profile, ProfileError};

coded! {
    /// How serious a remark is.
    pub enum Severity {
        /// The profile cannot be adopted.
        Fault = "fault", "fel";
        /// It can, and somebody should look at this first.
        Doubt = "doubt", "påpekande";
    }
}

/// Something about a profile that its author should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where; `None` where it is about the whole.
    pub place: Option<Place>,
    /// How serious it is.
    pub severity: Severity,
    /// What it is, as whole Swedish sentences.
    pub sentence: String,
    /// What to do, as whole Swedish sentences.
    pub suggestion: Option<String>,
}

/// Checks the text of a profile on a day.
///
/// `lookup` gives the text of another guideline by its short name, for one that extends it.
///
/// ```
/// use uppsikt_guideline::check::{Severity, check};
/// use uppsikt_guideline::profiles;
/// let today = jiff::civil::date(2026, 11, 22);
/// let remarks = check(profiles::OSBY, today, &|_| None);
/// assert!(remarks.iter().all(|remark| remark.severity == Severity::Doubt));
/// let remarks = check("format = 2", today, &|_| None);
/// assert_eq!(remarks[0].sentence, "Profilen har format 2, men programmet läser bara format 1.");
/// ```
#[must_use]
pub fn check(text: &str, today: Date, lookup: &dyn Fn(&str) -> Option<String>) -> Vec<Remark> {
    let (profile, places) = match Profile::with_places(text) {
        Ok(read) => read,
        Err(error) => return vec![unread(&error)],
    };
    let said = of_part(&own(&profile));
    let mut draft = Draft { profile: &profile, places: &places, said, today, remarks: Vec::new() };
    complete::look(&mut draft);
    contradiction::look(&mut draft);
    enforcement::look(&mut draft);
    law::look(&mut draft);
    wording::look(&mut draft);
    layers::look(&mut draft, text, lookup);
    let mut remarks = draft.remarks;
    // In the order of the file; what is about the whole comes last.
    remarks.sort_by_key(|remark| (remark.place.is_none(), remark.place));
    remarks
}

fn unread(error: &ProfileError) -> Remark {
    Remark {
        place: Some(error.place),
        severity: Severity::Fault,
        sentence: error.fault.swedish(),
        suggestion: error.fault.suggestion(),
    }
}

/// A profile that can be read, and what has been found about it so far.
struct Draft<'d> {
    profile: &'d Profile,
    places: &'d Places,
    /// What it says itself, without its layers.
    said: Vec<(Thing, Entry)>,
    today: Date,
    remarks: Vec<Remark>,
}

impl Draft<'_> {
    /// Something that stands in the way, at a path such as `watch.frequency` or at a statement's id.
    fn fault(&mut self, path: &str, sentence: impl Into<String>, suggestion: impl Into<String>) {
        self.remark(Severity::Fault, path, sentence.into(), suggestion.into());
    }

    /// Something to think about.
    fn doubt(&mut self, path: &str, sentence: impl Into<String>, suggestion: impl Into<String>) {
        self.remark(Severity::Doubt, path, sentence.into(), suggestion.into());
    }

    fn remark(&mut self, severity: Severity, path: &str, sentence: String, suggestion: String) {
        let suggestion = Some(suggestion).filter(|text| !text.is_empty());
        self.remarks.push(Remark { place: self.places.of_path(path), severity, sentence, suggestion });
    }
}
