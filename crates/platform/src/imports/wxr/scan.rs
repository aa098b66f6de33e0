//! Where the elements of an export stand in it.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::EXPECTED;
use super::fields::resolved;
use super::lines::Lines;
use crate::imports::{ImportError, Problem, Why};

/// An export is four deep, and elements of plug-ins a little deeper.
const DEPTH_MAX: usize = 32;

/// Broken places after which reading goes on: each may cost a walk through the whole file, and a file with more
/// is not an export that something happened to.
const RECOVERIES_MAX: usize = 100;

/// How deep an element of the channel stands, and one of an `<item>`.
const IN_CHANNEL: usize = 3;
const IN_ITEM: usize = 4;

/// One `<item>`.
pub(super) struct Element {
    /// The line at which it begins, from 1.
    pub(super) line: usize,
    /// From its beginning to its first comment, or to its end.
    pub(super) head: Range<usize>,
    /// Its comments with their lines.
    pub(super) comments: Vec<(usize, Range<usize>)>,
    /// What follows the last comment.
    pub(super) tail: Range<usize>,
    /// Whether the head's end was found.
    pub(super) head_is_whole: bool,
}

/// What stands where.
#[derive(Default)]
pub(super) struct Scanned {
    pub(super) title: Option<String>,
    pub(super) link: Option<String>,
    pub(super) users: Vec<Range<usize>>,
    pub(super) elements: Vec<Element>,
    pub(super) problems: Vec<Problem>,
}

/// Finds the elements of an export.
///
/// # Errors
/// [`ImportError`] when it is no export, or made to harm.
pub(super) fn scan(text: &str) -> Result<Scanned, ImportError> {
    let mut scan = Scan::new(text);
    let mut from = 0;
    while let Some(next) = scan.run(from)? {
        from = next;
    }
    if !scan.is_export {
        return Err(ImportError::OtherFormat { expected: EXPECTED });
    }
    Ok(scan.found)
}

struct Scan<'a> {
    text: &'a str,
    lines: Lines<'a>,
    found: Scanned,
    is_export: bool,
    depth: usize,
    /// Where the element of the channel that is being read begins, and its name.
    element: Option<(usize, String)>,
    element_text: String,
    /// The item that is being read.
    item: Option<Element>,
    comment_start: Option<usize>,
    recoveries: usize,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            lines: Lines::new(text),
            found: Scanned::default(),
            is_export: false,
            depth: 0,
            element: None,
            element_text: String::new(),
            item: None,
            comment_start: None,
            recoveries: 0,
        }
    }

    /// Reads from a place until the end, or until the XML is broken; then gives the place to go on from.
    fn run(&mut self, from: usize) -> Result<Option<usize>, ImportError> {
        let mut reader = Reader::from_str(&self.text[from..]);
        reader.config_mut().allow_dangling_amp = true;
        // Whoever begins at an item meets the channel's end without its beginning.
        reader.config_mut().allow_unmatched_ends = from > 0;
        self.depth = if from > 0 { IN_CHANNEL - 1 } else { 0 };
        loop {
            let start = from + place(&reader);
            let event = reader.read_event();
            let end = from + place(&reader);
            match event {
                Ok(Event::Start(tag)) => self.open(start, &tag)?,
                Ok(Event::End(_)) => self.close(start, end),
                Ok(Event::Empty(_)) if self.depth == 0 => return Ok(None),
                Ok(Event::Text(part)) if self.item.is_none() => {
                    self.element_text.push_str(&part.xml10_content())
                }
                Ok(Event::CData(part)) if self.item.is_none() => self.element_text.push_str(&part),
                Ok(Event::GeneralRef(reference)) if self.item.is_none() => {
                    self.element_text.push_str(&resolved(&reference));
                }
                Ok(Event::DocType(_)) => return Err(ImportError::Doctype { line: self.lines.at(start) }),
                Ok(Event::Decl(declaration)) => {
                    let encoding = declaration.encoding().and_then(Result::ok);
                    if encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case("utf-8")) {
                        return Err(ImportError::Encoding);
                    }
                }
                Ok(Event::Eof) => {
                    self.end_broken(end, self.depth > 0);
                    return Ok(None);
                }
                Ok(_) => {}
                Err(_) => return Ok(self.recover(start)),
            }
        }
    }

    fn open(&mut self, start: usize, tag: &BytesStart<'_>) -> Result<(), ImportError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(ImportError::TooDeep { depth_max: DEPTH_MAX, line: self.lines.at(start) });
        }
        let name = tag.name();
        match (self.depth, name.as_ref()) {
            (1, "rss") => self.is_export = tag.attributes_raw().contains("wordpress.org/export/"),
            (IN_CHANNEL, "item") => {
                let line = self.lines.at(start);
                let none = start..start;
                self.item = Some(Element {
                    line,
                    head: none.clone(),
                    comments: Vec::new(),
                    tail: none,
                    head_is_whole: false,
                });
            }
            (IN_CHANNEL, name) => self.element = Some((start, name.to_owned())),
            (IN_ITEM, "wp:comment") => {
                self.comment_start = Some(start);
                if let Some(item) = self.item.as_mut().filter(|item| item.head.is_empty()) {
                    item.head.end = start;
                }
            }
            _ => {}
        }
        self.element_text.clear();
        Ok(())
    }

    fn close(&mut self, start: usize, end: usize) {
        if self.depth == IN_ITEM
            && let (Some(item), Some(begun)) = (&mut self.item, self.comment_start.take())
        {
            item.comments.push((self.lines.at(begun), begun..end));
        }
        if self.depth == IN_CHANNEL {
            self.close_in_channel(start, end);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn close_in_channel(&mut self, start: usize, end: usize) {
        if let Some(mut item) = self.item.take() {
            if item.head.is_empty() {
                item.head.end = end;
                item.tail = end..end;
            } else {
                item.tail = start..end;
            }
            item.head_is_whole = true;
            self.found.elements.push(item);
            return;
        }
        let Some((begun, name)) = self.element.take() else { return };
        let text = std::mem::take(&mut self.element_text);
        match name.as_str() {
            "title" => self.found.title = Some(text),
            "link" => self.found.link = Some(text.trim().to_owned()),
            "wp:author" => self.found.users.push(begun..end),
            _ => {}
        }
    }

    /// Goes on at the next item after a place where the XML is broken.
    fn recover(&mut self, at: usize) -> Option<usize> {
        let begun = self.item.as_ref().map_or(at, |item| item.head.start);
        self.recoveries += 1;
        // Past the tag that is given up, so that this ends.
        let rest = self.text.get(begun + 1..).filter(|_| self.recoveries <= RECOVERIES_MAX);
        let next = rest.and_then(|rest| rest.find("<item>")).map(|found| begun + 1 + found);
        match next {
            Some(next) => {
                let line = self.lines.at(at);
                self.found.problems.push(Problem { line, why: Why::Xml });
                self.give_up_item(next);
            }
            None => self.end_broken(self.text.len(), true),
        }
        next
    }

    /// The file ends here, perhaps before it should.
    fn end_broken(&mut self, end: usize, is_broken: bool) {
        if is_broken && self.is_export {
            let line = self.lines.at(end);
            self.found.problems.push(Problem { line, why: Why::BrokenOff });
            self.give_up_item(end);
        }
    }

    /// Gives up an item that has no end: its head is whole when a comment has followed, and what stands behind the
    /// last whole comment is a broken one.
    fn give_up_item(&mut self, end: usize) {
        self.comment_start = None;
        self.element = None;
        if let Some(mut item) = self.item.take() {
            item.head_is_whole = !item.head.is_empty();
            if !item.head_is_whole {
                item.head.end = end;
            }
            let kept = item.comments.last().map_or(item.head.end, |(_, range)| range.end);
            let rest = self.text.get(kept..end).unwrap_or_default();
            let broken = end - rest.trim_start().len();
            if broken < end {
                item.comments.push((self.lines.at(broken), broken..end));
            }
            item.tail = end..end;
            self.found.elements.push(item);
        }
    }
}

fn place(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}
