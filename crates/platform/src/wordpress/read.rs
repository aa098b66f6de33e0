//! Reading a site: one page of a list, or one item.

use std::collections::BTreeSet;
use std::ops::Range;

use uppsikt_net::Response;

use super::position::{PageFacts, Position};
use super::{WordPress, ask, collection, shape};
use crate::cut;
use crate::error::PlatformError;
use crate::item::ItemKind;
use crate::page::{Cursor, GoneBy, JSON, OneAnswer, ReadPage};

/// What is to come along with a post: who wrote it, and the picture that stands for it.
const EMBEDDED: (&str, &str) = ("_embed", "author,wp:featuredmedia");

impl WordPress {
    /// One page of the list at which the cursor stands.
    pub(super) async fn list(&self, cursor: Option<Cursor>) -> Result<ReadPage, PlatformError> {
        let position = cursor.as_ref().map_or_else(|| Ok(Position::START), Position::parse)?;
        if position.section.needs_login() && !self.signed_in() {
            return Err(PlatformError::Cursor);
        }
        let kind = position.section.kind();
        let own = self.own_authors().await?;
        let (per_page, offset) = (self.per_page.to_string(), position.offset.to_string());
        let mut query = vec![
            ("context", self.context()),
            ("orderby", "id"),
            ("order", "asc"),
            ("per_page", per_page.as_str()),
            ("offset", offset.as_str()),
        ];
        if let Some(status) = position.section.status(self.signed_in()) {
            query.push(("status", status));
        }
        if kind != ItemKind::Comment {
            query.push(EMBEDDED);
        }
        let (request, response) = self.ask_for(collection(kind), &query).await?;
        let ranges = cut::elements(&response.body).map_err(|error| ask::malformed(&request, &error))?;
        let total = response.header("x-wp-total").and_then(|total| total.parse().ok());
        let ids = ranges.iter().filter_map(|range| shape::id(response.body.get(range.clone())?));
        let facts = PageFacts::new(ids, ranges.is_empty(), total);
        let next = position.after(&facts, self.per_page, self.signed_in()).map(|next| next.cursor());
        let mut page = page_of(kind, &own, request, &response, ranges);
        (page.next, page.total) = (next, total);
        Ok(page)
    }

    /// What the site says of one item.
    pub(super) async fn one(&self, kind: ItemKind, native_id: &str) -> Result<OneAnswer, PlatformError> {
        let id: u64 = native_id.parse().map_err(|_| PlatformError::NativeId)?;
        if kind == ItemKind::Message {
            return Err(PlatformError::NotAble);
        }
        let own = self.own_authors().await?;
        let mut query = vec![("context", self.context())];
        if kind != ItemKind::Comment {
            query.push(EMBEDDED);
        }
        let (request, response) = self.ask(&format!("{}/{id}", collection(kind)), &query).await?;
        if !response.is_success() {
            return self.not_shown(request, &response);
        }
        let range = cut::single(&response.body).map_err(|error| ask::malformed(&request, &error))?;
        let element = response.body.get(range.clone()).unwrap_or_default();
        if shape::id(element).is_some_and(|answered| answered != id) {
            return Err(PlatformError::Malformed { request, line: 0, column: 0 });
        }
        let state = shape::state(element);
        let page = page_of(kind, &own, request, &response, vec![range]);
        Ok(match state {
            Some(status) if !shape::is_shown(kind, &status) => {
                OneAnswer::Withheld { status, page: Some(page) }
            }
            _ => OneAnswer::Shown(page),
        })
    }

    /// Tells a refusal that is about the item from one that is about us or the site.
    ///
    /// Only WordPress's own words count: an error page of a web server, a wrong password or
    /// a plugin that closes the interface must never look as if items had disappeared.
    fn not_shown(&self, request: String, response: &Response) -> Result<OneAnswer, PlatformError> {
        let code = ask::refusal_code(response);
        match (response.status, code.as_deref()) {
            (404 | 410, Some("rest_comment_invalid_id" | "rest_post_invalid_id")) => {
                Ok(OneAnswer::Gone { status: response.status, by: GoneBy::Unknown })
            }
            // With a login WordPress answers 403 to a user it knows; 401 means that it does not.
            (401, Some("rest_cannot_read" | "rest_cannot_read_post" | "rest_forbidden"))
                if !self.signed_in() =>
            {
                Ok(OneAnswer::Withheld { status: "401".into(), page: None })
            }
            (403, Some("rest_cannot_read" | "rest_cannot_read_post" | "rest_forbidden")) => {
                Ok(OneAnswer::Withheld { status: "403".into(), page: None })
            }
            _ => Err(self.refused(request, response)),
        }
    }
}

fn page_of(
    kind: ItemKind,
    own: &BTreeSet<u64>,
    request: String,
    response: &Response,
    ranges: Vec<Range<usize>>,
) -> ReadPage {
    let read = |element: &[u8]| shape::item(kind, own, element);
    let native_id = |element: &[u8]| shape::id(element).map(|id| id.to_string());
    let (items, quarantined) = cut::sort(&response.body, ranges, read, native_id);
    ReadPage {
        bytes: response.body.clone(),
        media_type: JSON,
        request,
        items,
        quarantined,
        next: None,
        total: None,
    }
}
