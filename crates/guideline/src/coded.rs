//! Enums whose values stand in files and databases: a stable code, and a Swedish word for people.

use std::fmt;

/// A text is not the code of any value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is no code of a {0}")]
pub struct UnknownCode(pub &'static str);

/// A closed list of values with codes; what a profile may say where a value of this list is asked for.
pub trait Coded: Copy + Eq + fmt::Debug + 'static {
    /// Every value, in the order in which screens list them.
    const ALL: &'static [Self];

    /// The stable code in kebab-case: never reused, never with another meaning.
    fn code(self) -> &'static str;

    /// What a person of the authority reads.
    fn word(self) -> &'static str;

    /// The value with this code.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }
}

/// Declares an enum with, for each value, its code and what a person of the authority reads.
macro_rules! coded {
    ($(#[$about:meta])* pub enum $name:ident {
        $($(#[$doc:meta])* $value:ident = $code:literal, $swedish:literal;)+
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $value,)+ }

        impl $name {
            /// Every value, in the order in which screens list them.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The stable code that is stored.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$value => $code),+ }
            }

            /// What a person of the authority reads, in Swedish and within a sentence.
            #[must_use]
            pub const fn swedish(self) -> &'static str {
                match self { $(Self::$value => $swedish),+ }
            }
        }

        impl $crate::coded::Coded for $name {
            const ALL: &'static [Self] = Self::ALL;
            fn code(self) -> &'static str { self.code() }
            fn word(self) -> &'static str { self.swedish() }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::coded::UnknownCode;
            fn from_str(code: &str) -> Result<Self, Self::Err> {
                $crate::coded::Coded::from_code(code).ok_or($crate::coded::UnknownCode(stringify!($name)))
            }
        }
    };
}
pub(crate) use coded;
