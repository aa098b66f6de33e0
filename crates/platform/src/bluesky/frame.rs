//! One announcement, and what it says about us.
//!
//! An announcement of a commit names the records that were made, changed and deleted, with the
//! version that was there before, and carries what was made. So we know of each new record
//! whether it was written by us or to us. Of a deleted record nothing is left but its name:
//! every deletion of a post is given, also of posts that we have never seen, and whoever gets
//! them leaves out, unwritten, what is not known.

use std::ops::ControlFlow;

use bytes::Bytes;
use ciborium::Value;
use jiff::Timestamp;
use uppsikt_kernel::Micros;

use super::car::Blocks;
use super::cbor::{field, link, number, take, text, to_text};
use super::uri::{POST, is_of};
use crate::changes::{Change, Changes, Happened};
use crate::item::{ItemKind, NativeRef};
use crate::page::{Cursor, GoneBy};

/// As many are handled at a time; the rest is asked for next.
const CHANGES_MAX: usize = 1000;

/// What has been heard so far.
pub(super) struct Heard<'d> {
    did: &'d str,
    from: u64,
    seq: u64,
    is_lost: bool,
    changes: Changes,
}

/// Whether a record is a post of ours, an answer of ours, or written to us.
enum Written {
    Ours(ItemKind),
    ToUs,
    Elsewhere,
    Unseen,
}

/// The number of an announcement.
pub(super) fn seq(mut bytes: &[u8]) -> Option<u64> {
    take(&mut bytes)?;
    number(&take(&mut bytes)?, "seq")
}

impl<'d> Heard<'d> {
    /// Nothing yet, for the account with this DID, after this number.
    pub(super) const fn new(did: &'d str, from: u64) -> Self {
        let changes = Changes { events: Vec::new(), next: None, has_gap: false };
        Self { did, from, seq: from, is_lost: false, changes }
    }

    /// Whether anything with a number was heard.
    pub(super) const fn has_moved(&self) -> bool {
        self.seq > self.from
    }

    /// All that was heard, and where to go on.
    pub(super) fn changes(self) -> Changes {
        // A server that does not know our number has been set up anew: we begin again where it is.
        let next = (!self.is_lost).then(|| Cursor::new(self.seq.to_string()));
        Changes { next, ..self.changes }
    }

    /// Takes in one announcement; says when to stop.
    pub(super) fn take(&mut self, bytes: Bytes) -> ControlFlow<()> {
        let mut rest = &bytes[..];
        let (Some(head), Some(body)) = (take(&mut rest), take(&mut rest)) else {
            // What cannot be read may have been about us.
            self.changes.has_gap = true;
            return ControlFlow::Continue(());
        };
        if number(&head, "op") != Some(1) {
            let is_future = text(&body, "error") == Some("FutureCursor");
            self.is_lost |= is_future;
            self.changes.has_gap |= is_future;
            return ControlFlow::Break(());
        }
        match text(&head, "t") {
            Some("#commit") => self.commit(&body, &bytes),
            Some("#info") => self.changes.has_gap |= text(&body, "name") == Some("OutdatedCursor"),
            // What was said of whole repositories and accounts is found by asking for the item.
            _ => {}
        }
        self.seq = number(&body, "seq").unwrap_or(self.seq).max(self.seq);
        if self.changes.events.len() >= CHANGES_MAX {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn commit(&mut self, body: &Value, bytes: &Bytes) {
        let parts = (text(body, "repo"), field(body, "ops").and_then(Value::as_array), time(body));
        let (Some(repo), Some(ops), Some(at)) = parts else {
            self.changes.has_gap = true;
            return;
        };
        if field(body, "tooBig").and_then(Value::as_bool) == Some(true) {
            self.changes.has_gap = true;
        }
        let archive = field(body, "blocks").and_then(Value::as_bytes);
        let blocks = archive.and_then(|archive| Blocks::read(archive)).unwrap_or_default();
        for op in ops {
            let path = text(op, "path").unwrap_or_default();
            let is_post = path.strip_prefix(POST).is_some_and(|key| key.starts_with('/'));
            if is_post {
                self.operation(repo, path, op, &blocks, at, bytes);
            }
        }
    }

    fn operation(
        &mut self,
        repo: &str,
        path: &str,
        op: &Value,
        blocks: &Blocks<'_>,
        at: Micros,
        bytes: &Bytes,
    ) {
        let (kinds, what): (&[ItemKind], _) = match text(op, "action") {
            // Only a repository's owner takes a record out of it. Of our own nothing tells any more
            // whether it was a post or an answer: one of the two is known.
            Some("delete") if repo == self.did => {
                (&[ItemKind::Post, ItemKind::Comment], Happened::Deleted(GoneBy::Author))
            }
            Some("delete") => (&[ItemKind::Comment], Happened::Deleted(GoneBy::Author)),
            Some(action @ ("create" | "update")) => {
                let what = if action == "create" { Happened::Created } else { Happened::Changed };
                match self.written(repo, op, blocks) {
                    Written::Ours(ItemKind::Post) => (&[ItemKind::Post], what),
                    Written::Ours(_) | Written::ToUs => (&[ItemKind::Comment], what),
                    Written::Elsewhere => return,
                    Written::Unseen => {
                        self.changes.has_gap = true;
                        return;
                    }
                }
            }
            _ => return,
        };
        let before = link(op, "prev").map(to_text);
        self.changes.events.extend(kinds.iter().map(|kind| Change {
            item: NativeRef { kind: *kind, id: format!("at://{repo}/{path}") },
            what,
            before: before.clone(),
            at,
            bytes: bytes.clone(),
        }));
    }

    /// Whose a new record is, and to whom.
    fn written(&self, repo: &str, op: &Value, blocks: &Blocks<'_>) -> Written {
        let record = link(op, "cid").and_then(|cid| blocks.value(cid));
        let own = repo == self.did;
        let Some(record) = record else { return if own { Written::Unseen } else { Written::Elsewhere } };
        let reply = field(&record, "reply");
        if own {
            return Written::Ours(if reply.is_some() { ItemKind::Comment } else { ItemKind::Post });
        }
        let is_ours = |strong: Option<&Value>| {
            strong.and_then(|strong| text(strong, "uri")).is_some_and(|uri| is_of(uri, self.did))
        };
        let answers =
            reply.is_some_and(|reply| is_ours(field(reply, "root")) || is_ours(field(reply, "parent")));
        let embed = field(&record, "embed").and_then(|embed| field(embed, "record"));
        let quotes = is_ours(embed) || is_ours(embed.and_then(|embed| field(embed, "record")));
        if answers || quotes || mentions(&record, self.did) { Written::ToUs } else { Written::Elsewhere }
    }
}

/// Whether a post names the account.
fn mentions(record: &Value, did: &str) -> bool {
    let facets = field(record, "facets").and_then(Value::as_array).into_iter().flatten();
    let features = facets.filter_map(|facet| field(facet, "features")?.as_array()).flatten();
    features.into_iter().any(|feature| text(feature, "did") == Some(did))
}

fn time(body: &Value) -> Option<Micros> {
    let at: Timestamp = text(body, "time")?.parse().ok()?;
    Some(at.into())
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
