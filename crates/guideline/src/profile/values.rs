//! The values of a profile that have no shape of their own: `[watch.frequency]`, and which are silent.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::Profile;
use super::error::{Fault, Place, ProfileError};
use super::expected::Expected;
use super::read::{Document, Node};
use super::section::Section;
use crate::parameter::{self, Choice, Key, Kind, Value};
use crate::stated::Stated;

/// Longest text.
const TEXT_CHARACTERS_MAX: usize = 2_000;
/// Longest text of a list.
const LINE_CHARACTERS_MAX: usize = 300;

/// Values by key; what is not there is silent.
pub type Values = BTreeMap<Key, Stated<Value>>;

/// Reads every key `<group>.<name>` that has no shape of its own, from the table `<group>`.
pub(super) fn read_group(
    section: &mut Section<'_>,
    group: &str,
    values: &mut Values,
) -> Result<(), ProfileError> {
    for parameter in parameter::all().filter(|parameter| parameter.kind != Kind::Shaped) {
        let Some((of, name)) = parameter.key.code().split_once('.') else { continue };
        if of == group {
            let stated = section.stated_as(name, |node| value(node, parameter.kind))?;
            if !stated.is_silent() {
                values.insert(parameter.key, stated);
            }
        }
    }
    Ok(())
}

/// Whether the table `group` has a key `name` that is read by [`read_group`].
pub(super) fn has(group: &str, name: &str) -> bool {
    let mut plain = parameter::all().filter(|parameter| parameter.kind != Kind::Shaped);
    plain.any(|parameter| parameter.key.code().split_once('.') == Some((group, name)))
}

/// The keys that the author has looked for and found nothing about.
pub(super) fn read_silent(top: &mut Section<'_>, profile: &Profile) -> Result<BTreeSet<Key>, ProfileError> {
    let silent: Vec<Key> = top.plain("silent")?.unwrap_or_default();
    if let Some(key) = silent.iter().find(|key| profile.value_of(**key).is_some()) {
        return Err(top.fault_at("silent", Fault::SilentAndSaid(key.to_string())));
    }
    Ok(silent.into_iter().collect())
}

/// The value of a key that somebody has written as it would stand in a profile; quotation marks
/// around a text that stands alone may be left out.
///
/// ```
/// use uppsikt_guideline::parameter::{Key, Span, Unit, Value};
/// use uppsikt_guideline::parse_value;
/// let half_a_year = Value::Span(Span::of(6, Unit::Months));
/// assert_eq!(parse_value(Key::SnapshotInterval, "6 months"), Ok(half_a_year.clone()));
/// assert_eq!(parse_value(Key::SnapshotInterval, "\"6 months\""), Ok(half_a_year));
/// ```
///
/// # Errors
/// [`ProfileError`] when the key does not take it, or has a shape of its own.
pub fn parse_value(key: Key, text: &str) -> Result<Value, ProfileError> {
    let kind = parameter::about(key).map_or(Kind::Shaped, |parameter| parameter.kind);
    let as_it_stands = format!("value = {}", text.trim());
    let in_quotes = format!("value = {}", quoted(text.trim()));
    let text = if DeTable::parse(&as_it_stands).is_ok() { as_it_stands } else { in_quotes };
    let table = DeTable::parse(&text).map_err(|error| ProfileError {
        place: Place::of(&text, error.span().map_or(0, |span| span.start)),
        fault: Fault::Syntax(error.message().to_owned()),
    })?;
    let document = Document { text: &text, ..Document::default() };
    let mut top = Section::top(&document, table.get_ref());
    let found = top.node("value").map(|node| value(&node, kind));
    top.finish()?;
    found.unwrap_or_else(|| Err(document.fault(0, Fault::Missing("value".to_owned()))))
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    let safe = text.chars().filter(|letter| !letter.is_control());
    let escaped: String = safe
        .flat_map(|letter| {
            matches!(letter, '"' | '\\').then_some('\\').into_iter().chain(std::iter::once(letter))
        })
        .collect();
    format!("\"{escaped}\"")
}

fn value(node: &Node<'_>, kind: Kind) -> Result<Value, ProfileError> {
    match kind {
        Kind::Bool => node.read().map(Value::Bool),
        Kind::Count { least, most } => {
            let count = node.whole()?;
            let fits = (least..=most).contains(&count);
            if fits { Ok(Value::Count(count)) } else { Err(node.between(least, most)) }
        }
        Kind::Span => {
            let text: String = node.read()?;
            text.parse().map(Value::Span).map_err(|_| node.wrong(Expected::Span))
        }
        Kind::Day => {
            let text: String = node.read()?;
            if super::is_day(&text) { Ok(Value::Day(text)) } else { Err(node.wrong(Expected::Day)) }
        }
        Kind::Word(list) => node.read().and_then(|code: String| word(node, list, &code)).map(Value::Word),
        Kind::Words(list) => {
            let codes: Vec<String> = node.read()?;
            let words: Vec<Choice> =
                codes.iter().map(|code| word(node, list, code)).collect::<Result<_, _>>()?;
            let once = words
                .iter()
                .enumerate()
                .all(|(at, choice)| !words.iter().take(at).any(|before| before == choice));
            if once { Ok(Value::Words(words)) } else { Err(node.wrong(Expected::OnceEach)) }
        }
        Kind::Party => node.read().map(Value::Party),
        Kind::Parties => node.read().map(Value::Parties),
        Kind::Text => text(node, TEXT_CHARACTERS_MAX).map(Value::Text),
        Kind::Address => {
            let address = text(node, LINE_CHARACTERS_MAX)?;
            let is_host = address.contains('.') && !address.contains(char::is_whitespace);
            if is_host { Ok(Value::Text(address)) } else { Err(node.wrong(Expected::Address)) }
        }
        Kind::Texts => {
            let texts: Vec<String> = node.read()?;
            let fits = texts.iter().all(|text| text.chars().count() <= LINE_CHARACTERS_MAX);
            if fits { Ok(Value::Texts(texts)) } else { Err(node.too_long(LINE_CHARACTERS_MAX)) }
        }
        Kind::Shaped => Err(node.wrong(Expected::OwnShape)),
    }
}

fn text(node: &Node<'_>, most: usize) -> Result<String, ProfileError> {
    let text: String = node.read()?;
    if text.chars().count() <= most { Ok(text) } else { Err(node.too_long(most)) }
}

fn word(node: &Node<'_>, list: &'static [Choice], code: &str) -> Result<Choice, ProfileError> {
    let found = list.iter().copied().find(|choice| choice.code == code);
    found.ok_or_else(|| node.unknown_word(code, list.iter().map(|choice| choice.code)))
}
