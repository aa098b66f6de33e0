//! The lines that are no items: accounts, registrations and decisions from elsewhere.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::kind::PlatformKind;

/// An account that the file tells of.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountLine {
    /// The line, from 1.
    #[serde(skip)]
    pub line: usize,
    #[serde(rename = "type")]
    what: Known,
    /// The id that the file's other lines name it by.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The platform.
    #[serde(deserialize_with = "platform")]
    pub platform: PlatformKind,
    /// Where it is shown.
    #[serde(default)]
    pub address: Option<String>,
    /// The name of the authority that it belongs to.
    #[serde(default)]
    pub authority: Option<String>,
    /// When it began.
    #[serde(default)]
    pub started_on: Option<Date>,
    /// What it is for.
    #[serde(default)]
    pub purpose: Option<String>,
    /// Whether it is for practice only, with invented content.
    #[serde(default)]
    pub practice: bool,
}

/// A registration that was made elsewhere.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationLine {
    /// The line, from 1.
    #[serde(skip)]
    pub line: usize,
    #[serde(rename = "type")]
    what: Known,
    /// The account's id within the file.
    pub account: String,
    /// The diary number, as it was written.
    pub number: String,
    /// Ids of the items that are registered.
    #[serde(default)]
    pub items: Vec<String>,
    /// The day of registration.
    pub registered_on: Date,
    /// What the diary says.
    #[serde(default)]
    pub description: Option<String>,
    /// Which way the record went.
    #[serde(default)]
    pub direction: Option<Direction>,
    /// A secrecy mark.
    #[serde(default)]
    pub secrecy: Option<SecrecyMark>,
}

/// Which way a record went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Direction {
    /// It came in.
    #[serde(rename = "in")]
    Received,
    /// It was sent out.
    #[serde(rename = "out")]
    Dispatched,
    /// It was drawn up and stayed.
    #[serde(rename = "internal")]
    DrawnUp,
}

/// A warning that a record may be secret.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecrecyMark {
    /// The provision, such as `OSL 26 kap. 1 §`.
    pub provision: String,
    /// The day of the mark.
    pub date: Date,
}

/// A decision that was made elsewhere.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionLine {
    /// The line, from 1.
    #[serde(skip)]
    pub line: usize,
    #[serde(rename = "type")]
    what: Known,
    /// The account's id within the file.
    pub account: String,
    /// The item's id.
    pub item: String,
    /// What was decided.
    pub measure: DecidedMeasure,
    /// On what ground.
    pub ground: String,
    /// The day of the decision.
    pub decided_on: Date,
    /// By whom, as a role or position.
    #[serde(default)]
    pub by: Option<String>,
    /// More about it.
    #[serde(default)]
    pub note: Option<String>,
}

/// What an earlier decision was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecidedMeasure {
    /// To remove the item.
    Remove,
    /// To hide it.
    Hide,
    /// To let it stand.
    Keep,
    /// To block who wrote it.
    Block,
}

impl fmt::Debug for AccountLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("AccountLine");
        debug.field("line", &self.line).field("id", &self.id).field("platform", &self.platform);
        debug.finish_non_exhaustive()
    }
}

impl fmt::Debug for RegistrationLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("RegistrationLine");
        debug.field("line", &self.line).field("number", &self.number).finish_non_exhaustive()
    }
}

impl fmt::Debug for DecisionLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("DecisionLine");
        debug.field("line", &self.line).field("measure", &self.measure).finish_non_exhaustive()
    }
}

/// A line's type, which was what led to reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known;

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(from).map(|_| Self)
    }
}

fn platform<'de, D: Deserializer<'de>>(from: D) -> Result<PlatformKind, D::Error> {
    let code: Cow<'de, str> = Deserialize::deserialize(from)?;
    code.parse().map_err(serde::de::Error::custom)
}

/// What a line is about, as far as it can be read.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) what: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) id: Option<String>,
}

impl Head {
    /// Reads until the line's end or its first fault; what stood before a fault is told.
    pub(crate) fn read(line: &[u8]) -> Self {
        let mut head = Self::default();
        let text = String::from_utf8_lossy(line);
        // A fault is told by whoever reads the whole line.
        let _ = serde_json::Deserializer::from_str(&text).deserialize_map(Filling(&mut head));
        head
    }
}

struct Filling<'h>(&'h mut Head);

impl<'de> Visitor<'de> for Filling<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let place = match key.as_str() {
                "type" => &mut self.0.what,
                "account" => &mut self.0.account,
                "id" => &mut self.0.id,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *place = map.next_value::<Value>()?.as_str().map(str::to_owned);
        }
        Ok(())
    }
}
