//! Acts: what was done, named by a code that never changes its meaning.

use std::fmt;

/// The stable code of an act, for example `item-recorded`: kebab-case, never reused.
///
/// Each room declares the codes of its own acts as constants. A code that has once
/// stood in a log keeps its meaning for as long as that log is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActCode(&'static str);

/// A text cannot be the code of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an act's code is 3 to 48 characters of a-z and single hyphens")]
pub struct ActCodeError;

/// Longest code, so that it fits a database column and one line of a table.
const CODE_BYTES_MAX: usize = 48;

impl ActCode {
    /// A code, checked when the program is compiled.
    ///
    /// # Panics
    /// When the text is no code; in a constant this stops the compilation.
    ///
    /// ```
    /// use uppsikt_kernel::ActCode;
    /// const RECORDED: ActCode = ActCode::new("item-recorded");
    /// assert_eq!(RECORDED.as_str(), "item-recorded");
    /// ```
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        assert!(Self::is_valid(code), "an act's code is 3 to 48 characters of a-z and single hyphens");
        Self(code)
    }

    /// The code as it stands in the log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether `code`, read from somewhere, has the form of a code.
    ///
    /// # Errors
    /// [`ActCodeError`] when it has not.
    pub const fn check(code: &str) -> Result<(), ActCodeError> {
        if Self::is_valid(code) { Ok(()) } else { Err(ActCodeError) }
    }

    const fn is_valid(code: &str) -> bool {
        let bytes = code.as_bytes();
        if bytes.len() < 3 || bytes.len() > CODE_BYTES_MAX {
            return false;
        }
        let mut at = 0;
        while at < bytes.len() {
            let edge = at == 0 || at + 1 == bytes.len();
            let hyphen = bytes[at] == b'-';
            if !(hyphen || bytes[at].is_ascii_lowercase()) || (hyphen && (edge || bytes[at - 1] == b'-')) {
                return false;
            }
            at += 1;
        }
        true
    }
}

impl fmt::Display for ActCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_kebab_case() {
        assert_eq!(ActCode::check("item-recorded"), Ok(()));
        for bad in
            ["", "ab", "Item", "item_recorded", "-item", "item-", "item--seen", "åtgärd", &"a".repeat(49)]
        {
            assert_eq!(ActCode::check(bad), Err(ActCodeError), "{bad:?}");
        }
    }
}
