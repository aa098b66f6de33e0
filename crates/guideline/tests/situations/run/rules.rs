//! The rules that hold in a situation: layers, exceptions, and what a value is expected to be.
//!
//! `bolag` and `nämnd` name a layer by its short name; the other layers follow from the facts.
//! `undantag` is `<key> = <value> till <day> av <role>`. A line that is called as a key expects its
//! value in Swedish, or `inget sägs`; after `, enligt` stands the layer that gives it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use uppsikt_guideline::effective::{Context, Effective};
use uppsikt_guideline::exception::Exception;
use uppsikt_guideline::fact::Facts;
use uppsikt_guideline::parameter::{Key, Party};
use uppsikt_guideline::parse_value;

use crate::items::shown;
use crate::read::{File, Situation, expect};

/// The rules for the account that the facts describe.
pub fn of(file: &File, facts: &Facts, on: Date, situation: &mut Situation) -> Result<Effective, String> {
    let company = situation.take("bolag");
    let board = situation.take("nämnd");
    let context = Context { company, board, ..Context::of(&facts.scope, on) };
    let granted = situation.take("undantag").map(|text| exception(&text)).transpose()?;
    Ok(Effective::at(&file.profile, &context, granted.as_slice()))
}

fn exception(text: &str) -> Result<Exception, String> {
    let form = || format!("{text:?} is not <key> = <value> till <day> av <role>");
    let (what, rest) = text.split_once(" till ").ok_or_else(form)?;
    let (until, by) = rest.split_once(" av ").ok_or_else(form)?;
    let (key, value) = what.split_once(" = ").ok_or_else(form)?;
    let key: Key = key.parse().map_err(|_| form())?;
    Ok(Exception {
        key,
        value: parse_value(key, value).map_err(|error| error.to_string())?,
        reason: "Situationen säger det.".to_owned(),
        granted_by: shown(by, Party::swedish)?,
        from: Date::constant(2020, 1, 1),
        until: until.parse().map_err(|_| form())?,
    })
}

/// Whether a line expects a value, or says which layers hold.
pub fn reads(key: &str) -> bool {
    key.parse::<Key>().is_ok() || ["bolag", "nämnd", "undantag"].contains(&key)
}

/// Every value that has a line; its statements are sources of the answer.
pub fn values(
    rules: &Effective,
    situation: &mut Situation,
    found: &mut BTreeSet<String>,
) -> Result<(), String> {
    let keys: Vec<Key> = situation.lines.keys().filter_map(|line| line.parse().ok()).collect();
    for key in keys {
        let expected = situation.needed(key.code())?;
        let Some(held) = rules.about(key) else {
            expect(key.code(), &"inget sägs", &expected.as_str())?;
            continue;
        };
        let (value, layer) = expected.split_once(", enligt ").unwrap_or((expected.as_str(), ""));
        expect(key.code(), &held.value.swedish(), &value.to_owned())?;
        if !layer.is_empty() {
            let gives = held.given_by().map(|step| step.layer_name.as_str());
            expect(&format!("{key}, the layer"), &gives, &Some(layer))?;
        }
        found.extend(held.sources.iter().map(ToString::to_string));
    }
    Ok(())
}
