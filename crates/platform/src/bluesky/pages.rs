//! Reading everything, page by page.

use std::ops::Range;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use uppsikt_net::Response;

use super::Bluesky;
use super::ask::{Side, malformed, refusal_code};
use super::position::Position;
use super::session::Session;
use super::shape::{self, Dress, Named};
use super::uri::{AtUri, POST, is_of, of_address};
use crate::cut;
use crate::error::PlatformError;
use crate::page::{Cursor, ReadPage};

/// The AppView gives no more posts by name than this. Source: lexicon `app.bsky.feed.getPosts`.
const BY_NAME_MAX: usize = 25;
/// As deep as a thread can be asked for; the AppView may give less. Source: `app.bsky.feed.getPostThread`.
const DEPTH_MAX: &str = "1000";
/// Why the platform tells us of what others wrote, where that is directed at us.
const REASONS: [&str; 3] = ["reply", "mention", "quote"];

/// The elements of any list.
#[derive(Deserialize)]
struct List<'t> {
    #[serde(borrow, alias = "records", alias = "posts", alias = "notifications")]
    elements: Vec<&'t RawValue>,
}

#[derive(Deserialize)]
struct Onward {
    cursor: Option<String>,
}

#[derive(Deserialize)]
struct Thread<'t> {
    #[serde(borrow)]
    thread: &'t RawValue,
}

/// A post of a thread with the answers to it, or the place of one that is not shown to us.
#[derive(Deserialize)]
struct Node<'t> {
    #[serde(borrow)]
    post: Option<&'t RawValue>,
    #[serde(borrow, default)]
    replies: Option<Vec<&'t RawValue>>,
}

impl Bluesky {
    /// One page of a pass over everything.
    pub(super) async fn page(&self, cursor: Option<Cursor>) -> Result<ReadPage, PlatformError> {
        let position = cursor.as_ref().map_or(Ok(Position::START), Position::parse)?;
        match position {
            Position::Own { after } => self.own(after).await,
            Position::Threads { after, waiting } => self.threads(after, waiting).await,
            Position::Told { after } => self.told(after).await,
        }
    }

    async fn own(&self, after: Option<String>) -> Result<ReadPage, PlatformError> {
        let session = self.session().await?;
        let (request, response) = self.list_own(&session, after.as_deref(), self.per_page.into()).await?;
        let ranges = listed(&request, &response.body)?;
        let next = onward(&response).filter(|next| !ranges.is_empty() && after.as_ref() != Some(next));
        let next =
            next.map_or(Position::threads(None, Vec::new()), |next| Position::Own { after: Some(next) });
        let mut page = page_of(&session, Dress::Plain, request, &response, ranges);
        page.next = Some(next.cursor());
        Ok(page)
    }

    /// Our own records, oldest first, after a key.
    async fn list_own(
        &self,
        session: &Session,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(String, Response), PlatformError> {
        let limit = limit.to_string();
        let mut query = vec![
            ("repo", session.did.as_str()),
            ("collection", POST),
            ("reverse", "true"),
            ("limit", limit.as_str()),
        ];
        query.extend(after.map(|after| ("cursor", after)));
        self.ask_for(Side::Account, "com.atproto.repo.listRecords", &query).await
    }

    /// The next thread that is waiting, or which of the next of our own posts have threads.
    async fn threads(
        &self,
        mut after: Option<String>,
        mut waiting: Vec<String>,
    ) -> Result<ReadPage, PlatformError> {
        let session = self.session().await?;
        if !waiting.is_empty() {
            let anchor = waiting.remove(0);
            let (mut page, deeper) = self.thread(&session, &anchor, true).await?;
            waiting.extend(deeper);
            page.next = Some(Position::threads(after, waiting).cursor());
            return Ok(page);
        }
        loop {
            let (request, listed_now) = self.list_own(&session, after.as_deref(), BY_NAME_MAX).await?;
            let elements = listed(&request, &listed_now.body)?;
            let named = elements.iter().filter_map(|range| Named::read(listed_now.body.get(range.clone())?));
            let named: Vec<Named> = named.collect();
            let end = onward(&listed_now).filter(|next| !elements.is_empty() && after.as_ref() != Some(next));
            let Some(end) = end else { return self.told(None).await };
            after = Some(end);
            let begins = named.iter().filter(|post| begins_thread(post, &session.did));
            let begins: Vec<&str> = begins.map(|post| post.uri.as_str()).collect();
            if !begins.is_empty() {
                return self.slice(&session, &begins, after).await;
            }
        }
    }

    /// Our posts as the AppView shows them, by which we know those that have been answered.
    async fn slice(
        &self,
        session: &Session,
        posts: &[&str],
        after: Option<String>,
    ) -> Result<ReadPage, PlatformError> {
        let query: Vec<(&str, &str)> = posts.iter().map(|uri| ("uris", *uri)).collect();
        let (request, response) = self.ask_for(Side::View, "app.bsky.feed.getPosts", &query).await?;
        let ranges = listed(&request, &response.body)?;
        let answered = ranges.iter().filter_map(|range| Named::read(response.body.get(range.clone())?));
        let answered = answered.filter(|post| post.reply_count > 0 && AtUri::post(&post.uri).is_some());
        let waiting = answered.map(|post| post.uri).collect();
        let mut page = page_of(session, Dress::OwnThread, request, &response, ranges);
        page.next = Some(Position::threads(after, waiting).cursor());
        Ok(page)
    }

    /// A post with everything below it, and the posts where the AppView broke off.
    async fn thread(
        &self,
        session: &Session,
        anchor: &str,
        may_be_gone: bool,
    ) -> Result<(ReadPage, Vec<String>), PlatformError> {
        let query = [("uri", anchor), ("depth", DEPTH_MAX), ("parentHeight", "0")];
        let (request, response) = self.ask(Side::View, "app.bsky.feed.getPostThread", &query).await?;
        // Deleted since we listed it; what stood below is asked for by itself where it is known.
        let is_gone = response.status == 400 && refusal_code(&response).as_deref() == Some("NotFound");
        if is_gone && may_be_gone {
            return Ok((page_of(session, Dress::Plain, request, &response, Vec::new()), Vec::new()));
        }
        if !response.is_success() {
            return Err(self.refused(request, &response));
        }
        let mut deeper = Vec::new();
        let mut ranges = cut::parts(&response.body, |text| posts_of(text, &mut deeper))
            .map_err(|error| malformed(&request, &error))?;
        ranges.sort_by_key(|range| range.start);
        deeper.retain(|uri| uri != anchor && AtUri::post(uri).is_some());
        // All posts of a thread name the same beginning.
        let root = ranges.first().and_then(|range| Named::read(response.body.get(range.clone())?));
        let is_own = root.is_some_and(|post| is_of(&post.root().uri, &session.did));
        let dress = if is_own { Dress::OwnThread } else { Dress::Plain };
        Ok((page_of(session, dress, request, &response, ranges), deeper))
    }

    /// What others wrote to us, newest first, as the platform has told us.
    async fn told(&self, after: Option<String>) -> Result<ReadPage, PlatformError> {
        let session = self.session().await?;
        let limit = self.per_page.to_string();
        // What we prefer to be told first is our own setting there; we want it all.
        let mut query = vec![("limit", limit.as_str()), ("priority", "false")];
        query.extend(REASONS.map(|reason| ("reasons", reason)));
        query.extend(after.as_deref().map(|after| ("cursor", after)));
        let (request, response) =
            self.ask_for(Side::Account, "app.bsky.notification.listNotifications", &query).await?;
        let mut ranges = listed(&request, &response.body)?;
        ranges.retain(|range| response.body.get(range.clone()).is_some_and(is_directed_at_us));
        let next = onward(&response).filter(|next| after.as_ref() != Some(next));
        let mut page = page_of(&session, Dress::Plain, request, &response, ranges);
        page.next = next.map(|next| Position::Told { after: Some(next) }.cursor());
        Ok(page)
    }

    /// A post by its address, with the answers to it.
    pub(super) async fn page_of_address(&self, address: &str) -> Result<ReadPage, PlatformError> {
        let uri = of_address(address).ok_or(PlatformError::Address)?;
        let session = self.session().await?;
        let (page, _) = self.thread(&session, &uri, false).await?;
        Ok(page)
    }
}

/// Whether a post of ours begins a thread that is not within another of ours.
fn begins_thread(post: &Named, did: &str) -> bool {
    AtUri::post(&post.uri).is_some() && post.reply().is_none_or(|reply| !is_of(&reply.root.uri, did))
}

/// Whether the platform tells of a post that was written to us.
fn is_directed_at_us(element: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Notification {
        uri: String,
        reason: String,
    }
    let told = serde_json::from_str::<Notification>(&String::from_utf8_lossy(element));
    told.is_ok_and(|told| {
        REASONS.contains(&told.reason.as_str())
            && AtUri::parse(&told.uri).is_some_and(|uri| uri.collection == POST)
    })
}

/// Where the elements of a list stand.
pub(super) fn listed(request: &str, body: &[u8]) -> Result<Vec<Range<usize>>, PlatformError> {
    cut::parts(body, elements_of).map_err(|error| malformed(request, &error))
}

fn elements_of(text: &str) -> Result<Vec<&RawValue>, serde_json::Error> {
    serde_json::from_str::<List<'_>>(text).map(|list| list.elements)
}

fn onward(response: &Response) -> Option<String> {
    let onward: Onward = serde_json::from_str(&String::from_utf8_lossy(&response.body)).ok()?;
    onward.cursor
}

/// The posts of a thread, and the names of those whose answers were left out.
fn posts_of<'t>(text: &'t str, deeper: &mut Vec<String>) -> Result<Vec<&'t RawValue>, serde_json::Error> {
    let (mut posts, mut nodes) = (Vec::new(), vec![serde_json::from_str::<Thread<'t>>(text)?.thread]);
    while let Some(node) = nodes.pop() {
        let node: Node<'t> = serde_json::from_str(node.get())?;
        let replies = node.replies.unwrap_or_default();
        // A node without a post stands for one that is not shown to us, or is gone.
        let Some(post) = node.post else { continue };
        let broke_off = Named::read(post.get().as_bytes()).filter(|post| post.reply_count > 0);
        deeper.extend(broke_off.filter(|_| replies.is_empty()).map(|post| post.uri));
        posts.push(post);
        nodes.extend(replies);
    }
    Ok(posts)
}

/// An answer with what stands where in it.
pub(super) fn page_of(
    session: &Session,
    dress: Dress,
    request: String,
    response: &Response,
    ranges: Vec<Range<usize>>,
) -> ReadPage {
    let read = |element: &[u8]| shape::item(&session.did, element);
    let (items, quarantined) = cut::sort(&response.body, ranges, read, shape::id);
    ReadPage {
        bytes: Bytes::clone(&response.body),
        media_type: dress.media_type(),
        request,
        items,
        quarantined,
        next: None,
        total: None,
    }
}
