//! Walking through a profile's TOML, so that every fault has its place.
//!
//! Written by hand rather than derived: a key that nobody asked for is a fault with a line and a
//! suggestion, and each value is read together with its statements. A new parameter is one more
//! call of [`Section::stated`](super::section::Section::stated).

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::DeValue;

use super::detail::Detail;
use super::error::{Fault, Place, ProfileError};
use super::expected::Expected;
use super::suggest::nearest;
use crate::coded::Coded;

/// The text, which statements it may name, and what is noted while it is read.
#[derive(Default)]
pub(crate) struct Document<'t> {
    pub(crate) text: &'t str,
    pub(crate) prefix: String,
    pub(crate) statements: u16,
    /// Whether it is the book of law, whose values have the law itself as their source.
    pub(crate) is_law: bool,
    /// What stands beside the values, by path.
    pub(crate) details: RefCell<BTreeMap<String, Detail>>,
    /// Where each value and each statement begins, in bytes.
    pub(crate) bytes: RefCell<BTreeMap<String, usize>>,
}

impl Document<'_> {
    pub(crate) fn fault(&self, byte: usize, fault: Fault) -> ProfileError {
        ProfileError { place: Place::of(self.text, byte), fault }
    }
}

/// How much of an unknown word a fault repeats.
const VALUE_SHOWN_CHARACTERS: usize = 60;

/// A value with its key, for faults.
pub(crate) struct Node<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) key: String,
    pub(super) value: &'d Spanned<DeValue<'d>>,
}

impl<'d> Node<'d> {
    /// A member of this list, under the list's own key.
    fn beside(&self, value: &'d Spanned<DeValue<'d>>) -> Self {
        Self { document: self.document, key: self.key.clone(), value }
    }

    pub(crate) fn fault(&self, fault: Fault) -> ProfileError {
        self.document.fault(self.value.span().start, fault)
    }

    /// A value of another type than `expected`.
    pub(crate) fn wrong(&self, expected: Expected) -> ProfileError {
        self.fault(Fault::WrongType { key: self.key.clone(), expected })
    }

    /// A word that is none of those that are taken; a long one is no slip of the pen and is cut.
    fn unknown(&self, code: &str, meant: Option<String>) -> ProfileError {
        let value = code.chars().take(VALUE_SHOWN_CHARACTERS).collect();
        self.fault(Fault::UnknownValue { key: self.key.clone(), value, meant })
    }

    /// A number out of bounds.
    pub(crate) fn between(&self, least: u16, most: u16) -> ProfileError {
        self.fault(Fault::OutOfBounds { key: self.key.clone(), least, most })
    }

    /// A text with too many characters.
    pub(crate) fn too_long(&self, most: usize) -> ProfileError {
        self.fault(Fault::TooLong { key: self.key.clone(), most })
    }

    /// A word that is not in the list.
    pub(crate) fn unknown_word<'a>(&self, code: &str, list: impl Iterator<Item = &'a str>) -> ProfileError {
        self.unknown(code, nearest(code, list))
    }

    /// The value as a type that can be read.
    pub(crate) fn read<T: Value>(&self) -> Result<T, ProfileError> {
        T::read(self)
    }

    /// A whole number, zero among them.
    pub(crate) fn whole(&self) -> Result<u16, ProfileError> {
        let number = self.value.get_ref().as_integer();
        let number = number.and_then(|number| u16::from_str_radix(number.as_str(), number.radix()).ok());
        number.ok_or_else(|| self.wrong(Expected::WholeOrZero))
    }
}

/// What can be read from a value.
pub(crate) trait Value: Sized {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError>;
}

impl<T: Coded> Value for T {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        let code = node.value.get_ref().as_str().ok_or_else(|| node.wrong(Expected::Word))?;
        T::from_code(code).ok_or_else(|| node.unknown_word(code, T::ALL.iter().map(|value| value.code())))
    }
}

impl<T: Coded> Value for Vec<T> {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        let values = node.value.get_ref().as_array().ok_or_else(|| node.wrong(Expected::Words))?;
        let of = |value| T::read(&node.beside(value));
        values.iter().map(of).collect()
    }
}

impl Value for bool {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        node.value.get_ref().as_bool().ok_or_else(|| node.wrong(Expected::TrueOrFalse))
    }
}

impl Value for String {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        let text = node.value.get_ref().as_str().filter(|text| !text.trim().is_empty());
        text.map(str::to_owned).ok_or_else(|| node.wrong(Expected::Text))
    }
}

impl Value for Vec<String> {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        let values = node.value.get_ref().as_array().ok_or_else(|| node.wrong(Expected::Texts))?;
        let of = |value| String::read(&node.beside(value));
        values.iter().map(of).collect()
    }
}

impl Value for u16 {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        let number = node.value.get_ref().as_integer();
        let number = number.and_then(|number| Self::from_str_radix(number.as_str(), number.radix()).ok());
        number.filter(|number| *number > 0).ok_or_else(|| node.wrong(Expected::Whole))
    }
}

impl Value for Date {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        let text = node.value.get_ref().as_str().filter(|text| text.len() == super::DAY_BYTES);
        text.and_then(|text| text.parse().ok()).ok_or_else(|| node.wrong(Expected::FullDay))
    }
}
