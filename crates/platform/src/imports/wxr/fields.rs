//! The fields of one slice: the elements that stand directly in it, with their text.

use std::collections::HashMap;

use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;

use crate::page::QuarantineReason;

/// The fields of an `<item>` or a `<wp:comment>`.
#[derive(Default)]
pub(super) struct Fields {
    values: HashMap<String, String>,
    metas: HashMap<String, String>,
}

impl Fields {
    /// Reads a slice, which may lack its end tag since a post's ends before its comments.
    pub(super) fn read(slice: &str) -> Result<Self, QuarantineReason> {
        let mut reader = Reader::from_str(slice);
        reader.config_mut().allow_dangling_amp = true;
        let mut fields = Self::default();
        let mut path: Vec<String> = Vec::new();
        let (mut text, mut meta) = (String::new(), Meta::default());
        loop {
            let at = reader.buffer_position();
            match reader.read_event().map_err(|_| broken(slice, at))? {
                Event::Start(start) => {
                    path.push(start.name().as_ref().to_owned());
                    text.clear();
                }
                Event::Text(part) => text.push_str(&part.xml10_content()),
                Event::CData(part) => text.push_str(&part.into_inner()),
                Event::GeneralRef(reference) => text.push_str(&resolved(&reference)),
                Event::End(_) => {
                    let Some(name) = path.pop() else { break };
                    match path.len() {
                        1 if name == "wp:postmeta" => fields.put_meta(std::mem::take(&mut meta)),
                        1 => fields.put(name, std::mem::take(&mut text)),
                        2 if name == "wp:meta_key" => meta.key = std::mem::take(&mut text),
                        2 if name == "wp:meta_value" => meta.value = std::mem::take(&mut text),
                        _ => text.clear(),
                    }
                }
                Event::Eof if path.len() <= 1 => break,
                Event::Eof => return Err(broken(slice, at)),
                _ => {}
            }
        }
        Ok(fields)
    }

    /// A field's text; none when it is absent or empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// A field of a post's own list of further fields.
    pub(super) fn meta(&self, key: &str) -> Option<&str> {
        self.metas.get(key).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// The first of several fields with one name counts.
    fn put(&mut self, name: String, text: String) {
        self.values.entry(name).or_insert(text);
    }

    fn put_meta(&mut self, meta: Meta) {
        self.metas.entry(meta.key).or_insert(meta.value);
    }
}

#[derive(Default)]
struct Meta {
    key: String,
    value: String,
}

/// What a reference stands for; one that XML does not define stays as it is written, so that nothing is expanded.
pub(super) fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.xml10_content();
    match name.as_ref() {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => format!("&{other};"),
    }
}

fn broken(slice: &str, at: u64) -> QuarantineReason {
    let before = slice.get(..usize::try_from(at).unwrap_or(usize::MAX)).unwrap_or(slice);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, str::len) + 1;
    QuarantineReason::Shape { line, column }
}
