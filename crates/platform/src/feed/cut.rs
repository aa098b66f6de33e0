//! Where the entries of a feed stand in its bytes.

use std::ops::Range;

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::cut::{elements, same_length_text};
use crate::error::PlatformError;

/// More than a feed nests, with HTML in its entries as elements.
const DEPTH_MAX: usize = 256;

/// Which form a feed has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Rss,
    Atom,
    Json,
}

impl Form {
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// A feed, taken apart.
pub(super) struct Cut {
    pub(super) form: Form,
    pub(super) title: Option<String>,
    pub(super) entries: Vec<Range<usize>>,
}

/// Why a body cannot be cut.
pub(super) enum CutError {
    /// It is something else, such as a page for people.
    Other,
    /// It is a feed, and broken: it ends too early, or its XML does not close.
    Broken { line: usize, column: usize },
}

impl CutError {
    pub(super) fn told(self, request: String) -> PlatformError {
        match self {
            Self::Other => PlatformError::OtherPlatform { request },
            Self::Broken { line, column } => PlatformError::Malformed { request, line, column },
        }
    }
}

pub(super) fn cut(bytes: &[u8]) -> Result<Cut, CutError> {
    let text = same_length_text(bytes);
    match text.trim_start_matches('\u{feff}').trim_start().chars().next() {
        Some('{') => json(&text),
        Some('<') => xml(&text),
        _ => Err(CutError::Other),
    }
}

#[derive(Deserialize)]
struct JsonFeed<'a> {
    version: String,
    title: Option<String>,
    #[serde(borrow)]
    items: &'a RawValue,
}

fn json(text: &str) -> Result<Cut, CutError> {
    let feed: JsonFeed<'_> = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        if error.is_eof() {
            CutError::Broken { line: error.line(), column: error.column() }
        } else {
            CutError::Other
        }
    })?;
    if !feed.version.starts_with("https://jsonfeed.org/version/1") {
        return Err(CutError::Other);
    }
    let start = feed.items.get().as_ptr().addr() - text.as_ptr().addr();
    let entries = elements(feed.items.get().as_bytes()).map_err(|_| CutError::Other)?;
    let entries = entries.into_iter().map(|range| start + range.start..start + range.end).collect();
    Ok(Cut { form: Form::Json, title: feed.title, entries })
}

/// What has been found of an XML feed.
#[derive(Default)]
struct Found {
    form: Option<Form>,
    /// Local names, from the root inwards.
    path: Vec<String>,
    entry_start: Option<usize>,
    title: Option<String>,
    entries: Vec<Range<usize>>,
}

fn xml(text: &str) -> Result<Cut, CutError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut found = Found::default();
    loop {
        let start = place(&reader);
        let event = reader.read_event();
        let end = place(&reader);
        match event {
            Ok(Event::Start(tag)) => found.open(tag.local_name().as_ref(), start)?,
            Ok(Event::End(_)) => found.close(end),
            Ok(Event::Text(part)) if found.is_title() => found.add(&part.xml10_content()),
            Ok(Event::CData(part)) if found.is_title() => found.add(&part),
            Ok(Event::GeneralRef(reference)) if found.is_title() => {
                let character = reference.resolve_char_ref().ok().flatten();
                found.add(
                    &character.map_or_else(|| format!("&{};", &*reference.xml10_content()), String::from),
                );
            }
            Ok(Event::Eof) if found.path.is_empty() => break,
            Ok(Event::Eof) | Err(_) => return Err(found.broken(text, start)),
            Ok(_) => {}
        }
    }
    let form = found.form.ok_or(CutError::Other)?;
    Ok(Cut { form, title: found.title, entries: found.entries })
}

impl Found {
    fn open(&mut self, name: &str, start: usize) -> Result<(), CutError> {
        if self.path.is_empty() {
            self.form = match name {
                "rss" | "RDF" => Some(Form::Rss),
                "feed" => Some(Form::Atom),
                // A page for people: whatever follows is no feed.
                _ => return Err(CutError::Other),
            };
        }
        if self.path.len() >= DEPTH_MAX {
            return Err(CutError::Other);
        }
        self.path.push(name.to_owned());
        if self.is_entry() {
            self.entry_start = Some(start);
        }
        Ok(())
    }

    fn close(&mut self, end: usize) {
        if self.is_entry()
            && let Some(start) = self.entry_start.take()
        {
            self.entries.push(start..end);
        }
        self.path.pop();
    }

    /// `item` in RSS (in 1.0 beside the channel), `entry` in Atom.
    fn is_entry(&self) -> bool {
        match (self.form, self.path.as_slice()) {
            (Some(Form::Atom), [_, entry]) => entry == "entry",
            (Some(Form::Rss), [_, item]) => item == "item",
            (Some(Form::Rss), [_, channel, item]) => channel == "channel" && item == "item",
            _ => false,
        }
    }

    /// The feed's own title.
    fn is_title(&self) -> bool {
        match (self.form, self.path.as_slice()) {
            (Some(Form::Atom), [_, title]) => title == "title",
            (Some(Form::Rss), [_, channel, title]) => channel == "channel" && title == "title",
            _ => false,
        }
    }

    fn add(&mut self, part: &str) {
        self.title.get_or_insert_default().push_str(part);
    }

    /// Broken XML that begins like a feed is a broken feed; any other is something else.
    fn broken(&self, text: &str, at: usize) -> CutError {
        if self.form.is_none() {
            return CutError::Other;
        }
        let before = text.get(..at).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        CutError::Broken { line, column: before.rsplit('\n').next().map_or(0, str::len) + 1 }
    }
}

fn place(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}
