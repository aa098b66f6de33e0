//! The export of a WordPress site: WXR, which is RSS with elements of WordPress's own.
//!
//! Read are the same things as over the REST interface: published posts and pages with their
//! comments in every state, by the same ids and kinds, so that a site that is brought in and
//! later connected has each item once. Binned posts are read as well, since they were shown;
//! drafts are not records, and pingbacks, menus and the like are left out.
//!
//! A post's slice is its `<item>` up to the first comment, a comment's the whole
//! `<wp:comment>`. What stands elsewhere in the file (names of authors, the post that a
//! comment belongs to, the list of pictures) is known while the file is read and not from a
//! slice alone.

mod fields;
mod item;
mod lines;
mod scan;

use std::borrow::Cow;
use std::collections::HashMap;

use super::pages::Pages;
use super::{FILE_BYTES_MAX, ITEMS_MAX, ImportError, PROBLEMS_MAX, Problem, Why};
use crate::item::{Item, ItemKind};
use crate::page::{QuarantineReason, ReadPage};
use fields::Fields;
use item::Site;
use scan::Element;

/// The media type of one post, page or comment of an export.
pub const WXR_ITEM: &str = "application/x-wxr-item+xml";

const BROKEN_OFF: QuarantineReason = QuarantineReason::Shape { line: 0, column: 0 };

const EXPECTED: &str = "a WordPress export (WXR)";

/// What an export holds.
#[derive(Debug, Default)]
pub struct SiteImport {
    /// What the site calls itself.
    pub site_name: Option<String>,
    /// Where it is shown.
    pub site_address: Option<String>,
    /// Posts and pages, each followed by its comments, in the order of the file.
    pub pages: Vec<ReadPage>,
    /// How many elements were left out because they are no records (drafts, pictures, menus, pingbacks).
    pub left_out: usize,
    /// What was not taken as it stood, in the order of the file; at most [`super::PROBLEMS_MAX`].
    pub problems: Vec<Problem>,
    /// How many problems there are, also those beyond what is told.
    pub problems_total: usize,
}

/// Reads an export.
///
/// # Errors
/// [`ImportError`] when the file is something else, too large, in another encoding than UTF-8, or made to harm.
pub fn read(bytes: &[u8]) -> Result<SiteImport, ImportError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ImportError::TooLarge { bytes_max: FILE_BYTES_MAX });
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(ImportError::Encoding);
    }
    let text = crate::cut::same_length_text(bytes);
    let scanned = scan::scan(&text)?;
    let heads: Vec<Result<Fields, QuarantineReason>> =
        scanned.elements.iter().map(|element| Fields::read(&text[element.head.clone()])).collect();
    let mut reading = Reading {
        bytes,
        site: Site::new(&text, &scanned, &heads),
        pages: Pages::new(WXR_ITEM, "import:wxr".to_owned()),
        import: SiteImport {
            site_name: scanned.title.clone().map(|title| crate::to_text(&title)),
            site_address: scanned.link.clone(),
            ..SiteImport::default()
        },
        lines: HashMap::new(),
        count: 0,
    };
    scanned.problems.iter().for_each(|problem| reading.problem(problem.line, problem.why));
    for (element, head) in scanned.elements.iter().zip(&heads) {
        reading.element(element, head)?;
    }
    let Reading { mut import, pages, .. } = reading;
    import.pages = pages.finish();
    import.problems.sort_by_key(|problem| problem.line);
    Ok(import)
}

/// Reads one kept slice again.
pub(crate) fn parse_kept(kind: ItemKind, bytes: &[u8]) -> Result<Item, QuarantineReason> {
    let text = std::str::from_utf8(bytes).map_err(|_| QuarantineReason::NotText)?;
    let fields = Fields::read(text)?;
    match kind {
        ItemKind::Comment => item::comment(&fields, &Site::default(), None),
        _ => item::post(&fields, &Site::default()),
    }
}

/// An export that is being read.
struct Reading<'a> {
    bytes: &'a [u8],
    site: Site,
    pages: Pages,
    import: SiteImport,
    lines: HashMap<(ItemKind, String), usize>,
    count: usize,
}

impl Reading<'_> {
    fn element(
        &mut self,
        element: &Element,
        head: &Result<Fields, QuarantineReason>,
    ) -> Result<(), ImportError> {
        let slice = self.bytes.get(element.head.clone()).unwrap_or_default();
        let read = match head {
            Ok(fields)
                if !item::is_record(fields) && (element.head_is_whole || item::kind_is_told(fields)) =>
            {
                self.import.left_out += 1;
                return Ok(());
            }
            // What stood after the break could have changed everything, also that it was a draft.
            Ok(_) if !element.head_is_whole => Err(BROKEN_OFF),
            Ok(fields) if std::str::from_utf8(slice).is_ok() => item::post(fields, &self.site),
            Ok(_) => Err(QuarantineReason::NotText),
            Err(reason) => Err(*reason),
        };
        let fields = head.as_ref().ok();
        let kind = fields.and_then(item::kind).unwrap_or(ItemKind::Post);
        let native_id = fields.and_then(item::post_id);
        self.push(element.line, slice, kind, native_id, read)?;
        for (line, range) in &element.comments {
            let slice = self.bytes.get(range.clone()).unwrap_or_default();
            self.comment(*line, slice, fields)?;
        }
        self.pages.between(self.bytes.get(element.tail.clone()).unwrap_or_default());
        self.pages.between(b"\n");
        Ok(())
    }

    fn comment(&mut self, line: usize, slice: &[u8], post: Option<&Fields>) -> Result<(), ImportError> {
        let text = String::from_utf8_lossy(slice);
        let fields = Fields::read(&text);
        let native_id = fields.as_ref().ok().and_then(item::comment_id);
        let read = match &fields {
            _ if !slice.ends_with(b"</wp:comment>") => Err(BROKEN_OFF),
            Ok(fields) if !item::is_comment(fields) => {
                self.import.left_out += 1;
                return Ok(());
            }
            Ok(fields) if matches!(text, Cow::Borrowed(_)) => item::comment(fields, &self.site, post),
            Ok(_) => Err(QuarantineReason::NotText),
            Err(reason) => Err(*reason),
        };
        self.push(line, slice, ItemKind::Comment, native_id, read)
    }

    fn push(
        &mut self,
        line: usize,
        slice: &[u8],
        kind: ItemKind,
        native_id: Option<String>,
        read: Result<Item, QuarantineReason>,
    ) -> Result<(), ImportError> {
        self.count += 1;
        if self.count > ITEMS_MAX {
            return Err(ImportError::TooManyItems { items_max: ITEMS_MAX });
        }
        if let Err(reason) = &read {
            self.problem(line, Why::Quarantined(*reason));
        } else if let Some(id) = &native_id {
            let first_line = *self.lines.entry((kind, id.clone())).or_insert(line);
            if first_line != line {
                self.problem(line, Why::Duplicate { first_line });
                return Ok(());
            }
        }
        self.pages.push(slice, read, native_id);
        Ok(())
    }

    fn problem(&mut self, line: usize, why: Why) {
        self.import.problems_total += 1;
        if self.import.problems.len() < PROBLEMS_MAX {
            self.import.problems.push(Problem { line, why });
        }
    }
}

#[cfg(test)]
mod tests;
