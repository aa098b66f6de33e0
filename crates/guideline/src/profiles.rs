//! The profiles that come with the crate: three guidelines, in values and words of our own.

use crate::profile::{Profile, ProfileError};

/// Finspångs kommun, Riktlinjer för sociala medier, January 2023.
pub const FINSPANG: &str = include_str!("../profiles/finspang.toml");
/// Ölands kommunalförbund, policy adopted on 28 May 2018.
pub const OLAND: &str = include_str!("../profiles/oland.toml");
/// Osby kommun, Riktlinjer för sociala medier, undated.
pub const OSBY: &str = include_str!("../profiles/osby.toml");

/// All of them, with the short names that commands and settings use.
#[must_use]
pub const fn all() -> [(&'static str, &'static str); 3] {
    [("finspang", FINSPANG), ("oland", OLAND), ("osby", OSBY)]
}

/// The profile with this short name.
///
/// # Errors
/// [`ProfileError`] never happens for the three; they are read in the crate's own tests.
pub fn named(code: &str) -> Option<Result<Profile, ProfileError>> {
    all().into_iter().find(|(name, _)| *name == code).map(|(_, text)| Profile::parse(text))
}
