//! The profiles that come with the crate: five guidelines, in values and words of our own.

use crate::profile::{Profile, ProfileError};

/// Finspångs kommun, Riktlinjer för sociala medier, January 2023.
pub const FINSPANG: &str = include_str!("../../../guidelines/finspang.toml");
/// Ölands kommunalförbund, policy adopted on 28 May 2018.
pub const OLAND: &str = include_str!("../../../guidelines/oland.toml");
/// Osby kommun, Riktlinjer för sociala medier, undated.
pub const OSBY: &str = include_str!("../../../guidelines/osby.toml");
/// Stockholms läns landsting (today Region Stockholm), the quick guide Tänk efter före, undated.
pub const SLL: &str = include_str!("../../../guidelines/sll.toml");
/// Vetlanda kommun, Riktlinjer för sociala medier, undated.
pub const VETLANDA: &str = include_str!("../../../guidelines/vetlanda.toml");

/// All of them, with the short names that commands and settings use.
#[must_use]
pub const fn all() -> [(&'static str, &'static str); 5] {
    [("finspang", FINSPANG), ("oland", OLAND), ("osby", OSBY), ("sll", SLL), ("vetlanda", VETLANDA)]
}

/// The profile with this short name.
///
/// # Errors
/// [`ProfileError`] never happens for the five; they are read in the crate's own tests.
pub fn named(code: &str) -> Option<Result<Profile, ProfileError>> {
    all().into_iter().find(|(name, _)| *name == code).map(|(_, text)| Profile::parse(text))
}

/// The text of the profile with this short name.
#[must_use]
pub fn text(code: &str) -> Option<&'static str> {
    all().into_iter().find(|(name, _)| *name == code).map(|(_, text)| text)
}
