//! Walking through a profile's TOML, so that every fault has its place.
//!
//! Written by hand rather than derived: a key that nobody asked for is a fault with a line and a
//! suggestion, and each value is read together with its statements. A new parameter is one more
//! call of [`Section::stated`].

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{Fault, Place, ProfileError};
use super::suggest::nearest;
use crate::coded::Coded;
use crate::stated::{Stated, Strength};
use crate::statement::Statement;

/// The text and which statements it may name.
pub(super) struct Document<'t> {
    pub(super) text: &'t str,
    pub(super) prefix: String,
    pub(super) statements: u16,
}

impl Document<'_> {
    pub(super) fn fault(&self, byte: usize, fault: Fault) -> ProfileError {
        ProfileError { place: Place::of(self.text, byte), fault }
    }
}

/// A value with its key, for faults.
pub(super) struct Node<'d> {
    document: &'d Document<'d>,
    key: String,
    value: &'d Spanned<DeValue<'d>>,
}

impl Node<'_> {
    pub(super) fn fault(&self, fault: Fault) -> ProfileError {
        self.document.fault(self.value.span().start, fault)
    }

    fn wrong(&self, expected: &'static str) -> ProfileError {
        self.fault(Fault::WrongType { key: self.key.clone(), expected })
    }
}

/// What can be read from a value.
pub(super) trait Value: Sized {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError>;
}

impl<T: Coded> Value for T {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        let code = node.value.get_ref().as_str().ok_or_else(|| node.wrong("a word"))?;
        T::from_code(code).ok_or_else(|| {
            let meant = nearest(code, T::ALL.iter().map(|value| value.code()));
            node.fault(Fault::UnknownValue { key: node.key.clone(), value: code.to_owned(), meant })
        })
    }
}

impl<T: Coded> Value for Vec<T> {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        let values = node.value.get_ref().as_array().ok_or_else(|| node.wrong("a list of words"))?;
        let of = |value| T::read(&Node { document: node.document, key: node.key.clone(), value });
        values.iter().map(of).collect()
    }
}

impl Value for bool {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        node.value.get_ref().as_bool().ok_or_else(|| node.wrong("true or false"))
    }
}

impl Value for String {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        let text = node.value.get_ref().as_str().filter(|text| !text.trim().is_empty());
        text.map(str::to_owned).ok_or_else(|| node.wrong("a text"))
    }
}

impl Value for u16 {
    fn read(node: &Node<'_>) -> Result<Self, ProfileError> {
        let number = node.value.get_ref().as_integer();
        let number = number.and_then(|number| Self::from_str_radix(number.as_str(), number.radix()).ok());
        number.filter(|number| *number > 0).ok_or_else(|| node.wrong("a whole number from 1 to 65535"))
    }
}

/// A table of the profile, which remembers what was asked for.
pub(super) struct Section<'d> {
    document: &'d Document<'d>,
    key: String,
    table: Option<&'d DeTable<'d>>,
    byte: usize,
    asked: Vec<&'static str>,
}

impl<'d> Section<'d> {
    pub(super) const fn top(document: &'d Document<'d>, table: &'d DeTable<'d>) -> Self {
        Self { document, key: String::new(), table: Some(table), byte: 0, asked: Vec::new() }
    }

    fn path(&self, key: &str) -> String {
        if self.key.is_empty() { key.to_owned() } else { format!("{}.{key}", self.key) }
    }

    fn node(&mut self, key: &'static str) -> Option<Node<'d>> {
        self.asked.push(key);
        let value = self.table?.iter().find(|(name, _)| name.get_ref() == key)?.1;
        Some(Node { document: self.document, key: self.path(key), value })
    }

    /// A table within this one; an empty one when it is not there.
    pub(super) fn section(&mut self, key: &'static str) -> Result<Self, ProfileError> {
        match self.node(key) {
            Some(node) => Self::of(&node),
            None => Ok(Self {
                document: self.document,
                key: self.path(key),
                table: None,
                byte: self.byte,
                asked: Vec::new(),
            }),
        }
    }

    fn of(node: &Node<'d>) -> Result<Self, ProfileError> {
        let table = node.value.get_ref().as_table().ok_or_else(|| node.wrong("a table"))?;
        let byte = node.value.span().start;
        Ok(Self {
            document: node.document,
            key: node.key.clone(),
            table: Some(table),
            byte,
            asked: Vec::new(),
        })
    }

    /// A value that stands directly under its key.
    pub(super) fn plain<T: Value>(&mut self, key: &'static str) -> Result<Option<T>, ProfileError> {
        self.node(key).map(|node| T::read(&node)).transpose()
    }

    /// A value that must be there.
    pub(super) fn needed<T: Value>(&mut self, key: &'static str) -> Result<T, ProfileError> {
        let missing = Fault::Missing(self.path(key));
        self.plain(key)?.ok_or_else(|| self.document.fault(self.byte, missing))
    }

    /// What the guideline says about `key`: a table with value, source and perhaps strength.
    pub(super) fn stated<T: Value>(&mut self, key: &'static str) -> Result<Stated<T>, ProfileError> {
        self.node(key).map_or(Ok(Stated::Silent), |node| said(&node, |_, value| Ok(value)))
    }

    /// A table whose keys are codes, each with what the guideline says about it.
    ///
    /// `more` reads what stands beside value and source, and may refuse.
    pub(super) fn by_code<K: Coded + Ord, T: Value, U>(
        &mut self,
        key: &'static str,
        more: impl Fn(K, &mut Self, T) -> Result<U, ProfileError>,
    ) -> Result<BTreeMap<K, Stated<U>>, ProfileError> {
        let section = self.section(key)?;
        let mut found = BTreeMap::new();
        for (name, value) in section.table.into_iter().flatten() {
            let code = name.get_ref();
            let Some(known) = K::from_code(code) else {
                let meant = nearest(code, K::ALL.iter().map(|value| value.code()));
                return Err(section.unknown(name.span().start, code, meant));
            };
            let node = Node { document: section.document, key: section.path(code), value };
            found.insert(known, said(&node, |said, value| more(known, said, value))?);
        }
        Ok(found)
    }

    /// How many members the list `key` has, when it is there and a list.
    pub(super) fn length(&mut self, key: &'static str) -> Option<usize> {
        self.node(key).and_then(|node| node.value.get_ref().as_array().map(|members| members.len()))
    }

    /// A fault of this table as a whole.
    pub(super) fn fault(&self, fault: impl FnOnce(String) -> Fault) -> ProfileError {
        self.document.fault(self.byte, fault(self.key.clone()))
    }

    fn unknown(&self, byte: usize, key: &str, meant: Option<String>) -> ProfileError {
        self.document.fault(byte, Fault::UnknownKey { key: self.path(key), meant })
    }

    /// Refuses what nobody has asked for.
    pub(super) fn finish(self) -> Result<(), ProfileError> {
        let keys = self.table.into_iter().flatten().map(|(name, _)| name);
        let unknown = keys.filter(|name| !self.asked.contains(&name.get_ref().as_ref()));
        match unknown.min_by_key(|name| name.span().start) {
            Some(name) => {
                let meant = nearest(name.get_ref(), self.asked.iter().copied());
                Err(self.unknown(name.span().start, name.get_ref(), meant))
            }
            None => Ok(()),
        }
    }
}

fn said<'d, T: Value, U>(
    node: &Node<'d>,
    more: impl FnOnce(&mut Section<'d>, T) -> Result<U, ProfileError>,
) -> Result<Stated<U>, ProfileError> {
    let mut section = Section::of(node)?;
    let value = section.needed("value")?;
    let value = more(&mut section, value)?;
    let strength = section.plain("strength")?.unwrap_or(Strength::Must);
    let sources = sources(&mut section)?;
    section.finish()?;
    Ok(Stated::Said { value, strength, sources })
}

fn sources(section: &mut Section<'_>) -> Result<Vec<Statement>, ProfileError> {
    let Some(node) = section.node("source") else { return Err(section.fault(Fault::NoSource)) };
    let ids = node.value.get_ref().as_array().ok_or_else(|| node.wrong("a list of statements"))?;
    if ids.is_empty() {
        return Err(node.fault(Fault::NoSource(section.key.clone())));
    }
    let document = section.document;
    let last = format!("{}-{:02}", document.prefix, document.statements);
    let read = |value: &'_ Spanned<DeValue<'_>>| {
        let id = value.get_ref().as_str().unwrap_or_default();
        let statement = id.parse::<Statement>().ok();
        // All ids of a guideline have the same width, so that none can be written in two ways.
        let ours = statement.filter(|statement| {
            statement.prefix() == document.prefix
                && statement.number() <= document.statements
                && id.len() == last.len()
        });
        ours.ok_or_else(|| {
            let fault = Fault::NotAStatement { id: id.to_owned(), last: last.clone() };
            document.fault(value.span().start, fault)
        })
    };
    ids.iter().map(read).collect()
}
