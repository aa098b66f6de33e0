//! Tables of a profile: what is asked for is read, and what nobody asks for is a fault.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::detail::Detail;
use super::error::{Fault, ProfileError};
use super::expected::Expected;
use super::read::{Document, Node, Value};
use super::suggest::nearest;
use crate::coded::Coded;
use crate::stated::{Stated, Strength};
use crate::statement::Statement;

/// A table of the profile, which remembers what was asked for.
pub(crate) struct Section<'d> {
    document: &'d Document<'d>,
    key: String,
    table: Option<&'d DeTable<'d>>,
    byte: usize,
    asked: Vec<&'static str>,
}

impl<'d> Section<'d> {
    pub(crate) const fn top(document: &'d Document<'d>, table: &'d DeTable<'d>) -> Self {
        Self { document, key: String::new(), table: Some(table), byte: 0, asked: Vec::new() }
    }

    fn path(&self, key: &str) -> String {
        if self.key.is_empty() { key.to_owned() } else { format!("{}.{key}", self.key) }
    }

    pub(super) fn node(&mut self, key: &'static str) -> Option<Node<'d>> {
        self.asked.push(key);
        let value = self.table?.iter().find(|(name, _)| name.get_ref() == key)?.1;
        Some(Node { document: self.document, key: self.path(key), value })
    }

    /// A table within this one; an empty one when it is not there.
    pub(crate) fn section(&mut self, key: &'static str) -> Result<Self, ProfileError> {
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
        let table = node.value.get_ref().as_table().ok_or_else(|| node.wrong(Expected::Table))?;
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
    pub(crate) fn plain<T: Value>(&mut self, key: &'static str) -> Result<Option<T>, ProfileError> {
        self.node(key).map(|node| T::read(&node)).transpose()
    }

    /// A value that must be there.
    pub(crate) fn needed<T: Value>(&mut self, key: &'static str) -> Result<T, ProfileError> {
        let missing = Fault::Missing(self.path(key));
        self.plain(key)?.ok_or_else(|| self.document.fault(self.byte, missing))
    }

    /// What the guideline says about `key`: a table with value, source and perhaps strength.
    pub(crate) fn stated<T: Value>(&mut self, key: &'static str) -> Result<Stated<T>, ProfileError> {
        self.stated_as(key, T::read)
    }

    /// The same, with a value that `read` makes.
    pub(crate) fn stated_as<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Node<'_>) -> Result<T, ProfileError>,
    ) -> Result<Stated<T>, ProfileError> {
        self.node(key).map_or(Ok(Stated::Silent), |node| said(&node, read, |_, value| Ok(value)))
    }

    /// The tables of an array of tables, `key[1]` and on; none when it is not there.
    pub(crate) fn each(&mut self, key: &'static str) -> Result<Vec<Self>, ProfileError> {
        let Some(node) = self.node(key) else { return Ok(Vec::new()) };
        let tables = node.value.get_ref().as_array().ok_or_else(|| node.wrong(Expected::Tables))?;
        let of = |(at, value): (usize, _)| {
            Self::of(&Node { document: node.document, key: format!("{}[{}]", node.key, at + 1), value })
        };
        tables.iter().enumerate().map(of).collect()
    }

    /// A statement of this guideline, which must be there.
    pub(crate) fn statement(&mut self, key: &'static str) -> Result<Statement, ProfileError> {
        let missing = Fault::Missing(self.path(key));
        let node = self.node(key).ok_or_else(|| self.document.fault(self.byte, missing))?;
        statement(node.document, node.value)
    }

    /// Notes where this table begins, under `name`.
    pub(crate) fn mark(&self, name: &str) {
        self.document.bytes.borrow_mut().insert(name.to_owned(), self.byte);
    }

    /// The path of this table from the top of the file.
    pub(crate) fn name(&self) -> &str {
        &self.key
    }

    /// A table whose keys are codes, each with what the guideline says about it.
    ///
    /// `more` reads what stands beside value and source, and may refuse.
    pub(crate) fn by_code<K: Coded + Ord, T: Value, U>(
        &mut self,
        key: &'static str,
        more: impl Fn(K, &mut Self, T) -> Result<U, ProfileError>,
    ) -> Result<BTreeMap<K, Stated<U>>, ProfileError> {
        self.by_code_but(key, |_| false, more)
    }

    /// The same, without the keys that are `other` and read elsewhere.
    pub(crate) fn by_code_but<K: Coded + Ord, T: Value, U>(
        &mut self,
        key: &'static str,
        other: impl Fn(&str) -> bool,
        more: impl Fn(K, &mut Self, T) -> Result<U, ProfileError>,
    ) -> Result<BTreeMap<K, Stated<U>>, ProfileError> {
        let section = self.section(key)?;
        let mut found = BTreeMap::new();
        for (name, value) in section.table.into_iter().flatten().filter(|(name, _)| !other(name.get_ref())) {
            let code = name.get_ref();
            let Some(known) = K::from_code(code) else {
                let meant = nearest(code, K::ALL.iter().map(|value| value.code()));
                return Err(section.unknown(name.span().start, code, meant));
            };
            let node = Node { document: section.document, key: section.path(code), value };
            found.insert(known, said(&node, T::read, |said, value| more(known, said, value))?);
        }
        Ok(found)
    }

    /// A table whose keys are codes, each with `name`: what the authority calls it.
    pub(crate) fn names<K: Coded + Ord>(
        &mut self,
        key: &'static str,
    ) -> Result<BTreeMap<K, String>, ProfileError> {
        let section = self.section(key)?;
        let mut found = BTreeMap::new();
        for (name, value) in section.table.into_iter().flatten() {
            let code = name.get_ref();
            let Some(known) = K::from_code(code) else {
                let meant = nearest(code, K::ALL.iter().map(|value| value.code()));
                return Err(section.unknown(name.span().start, code, meant));
            };
            let node = Node { document: section.document, key: section.path(code), value };
            found.insert(known, String::read(&node)?);
        }
        Ok(found)
    }

    /// How many members the list `key` has, when it is there and a list.
    pub(crate) fn length(&mut self, key: &'static str) -> Option<usize> {
        self.node(key).and_then(|node| node.value.get_ref().as_array().map(|members| members.len()))
    }

    /// A fault of this table as a whole.
    pub(crate) fn fault(&self, fault: impl FnOnce(String) -> Fault) -> ProfileError {
        self.document.fault(self.byte, fault(self.key.clone()))
    }

    /// A fault of a value below this table, which has been read.
    pub(crate) fn fault_below(&self, path: &str, fault: impl FnOnce(String) -> Fault) -> ProfileError {
        let key = self.path(path);
        let byte = self.document.bytes.borrow().get(&key).copied();
        self.document.fault(byte.unwrap_or(self.byte), fault(key))
    }

    /// A fault of what stands under `key`.
    pub(crate) fn fault_at(&mut self, key: &'static str, fault: Fault) -> ProfileError {
        let byte = self.node(key).map_or(self.byte, |node| node.value.span().start);
        self.document.fault(byte, fault)
    }

    fn unknown(&self, byte: usize, key: &str, meant: Option<String>) -> ProfileError {
        self.document.fault(byte, Fault::UnknownKey { key: self.path(key), meant })
    }

    /// Refuses what nobody has asked for.
    pub(crate) fn finish(self) -> Result<(), ProfileError> {
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

fn said<'d, T, U>(
    node: &Node<'d>,
    read: impl FnOnce(&Node<'_>) -> Result<T, ProfileError>,
    more: impl FnOnce(&mut Section<'d>, T) -> Result<U, ProfileError>,
) -> Result<Stated<U>, ProfileError> {
    let mut section = Section::of(node)?;
    section.mark(&section.key);
    let missing = Fault::Missing(section.path("value"));
    let value = section.node("value").ok_or_else(|| section.document.fault(section.byte, missing))?;
    let value = more(&mut section, read(&value)?)?;
    let strength = section.plain("strength")?.unwrap_or(Strength::Must);
    // Law is its own source.
    let sources = if section.document.is_law { Vec::new() } else { sources(&mut section)? };
    let detail = Detail::read(&mut section)?;
    if detail != Detail::default() {
        section.document.details.borrow_mut().insert(section.key.clone(), detail);
    }
    section.finish()?;
    Ok(Stated::Said { value, strength, sources })
}

fn sources(section: &mut Section<'_>) -> Result<Vec<Statement>, ProfileError> {
    let Some(node) = section.node("source") else { return Err(section.fault(Fault::NoSource)) };
    let ids = node.value.get_ref().as_array().ok_or_else(|| node.wrong(Expected::Statements))?;
    if ids.is_empty() {
        return Err(node.fault(Fault::NoSource(section.key.clone())));
    }
    ids.iter().map(|value| statement(section.document, value)).collect()
}

fn statement(document: &Document<'_>, value: &Spanned<DeValue<'_>>) -> Result<Statement, ProfileError> {
    let last = format!("{}-{:02}", document.prefix, document.statements);
    let id = value.get_ref().as_str().unwrap_or_default();
    let statement = id.parse::<Statement>().ok();
    // All ids of a guideline have the same width, so that none can be written in two ways.
    let ours = statement.filter(|statement| {
        statement.prefix() == document.prefix
            && statement.number() <= document.statements
            && id.len() == last.len()
    });
    ours.ok_or_else(|| document.fault(value.span().start, Fault::NotAStatement { id: id.to_owned(), last }))
}
