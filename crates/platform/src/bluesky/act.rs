//! What the account does: fold, unfold, block, close, report, delete, answer.

use serde::Deserialize;
use serde_json::{Value, json};
use uppsikt_net::Response;

use super::ask::Side;
use super::session::Session;
use super::shape::{Named, Strong};
use super::uri::{AtUri, BLOCK, POST, is_of};
use super::{ABILITIES, Bluesky};
use crate::error::PlatformError;
use crate::measure::{Measure, MeasureError, Measured, Posted};
use crate::page::{OneAnswer, ReadPage};

/// Pages of a hundred blocks that are looked through before one is made.
const PAGES_MAX: usize = 100;

/// A report needs one of the platform's reasons; ours are decided and written down elsewhere.
const REASON: &str = "com.atproto.moderation.defs#reasonOther";

#[derive(Deserialize)]
struct Blocks {
    cursor: Option<String>,
    records: Vec<Blocked>,
}

#[derive(Deserialize)]
struct Blocked {
    value: Subject,
}

#[derive(Deserialize)]
struct Subject {
    subject: String,
}

impl Bluesky {
    /// Does something to a post.
    pub(super) async fn act(&self, native_id: &str, measure: Measure) -> Result<Measured, MeasureError> {
        let uri = AtUri::post(native_id).ok_or(MeasureError::NotDone(PlatformError::NativeId))?;
        let session = self.session().await.map_err(MeasureError::NotDone)?;
        if !ABILITIES.can(measure, uri.repo == session.did) {
            return Err(MeasureError::NotAble);
        }
        match measure {
            Measure::Hide => self.fold(&session, native_id, true).await,
            Measure::Restore => self.fold(&session, native_id, false).await,
            Measure::CloseThread => self.close(&session, native_id).await,
            Measure::Block => self.block(&session, uri).await,
            Measure::Report => self.report(native_id).await,
            Measure::Delete => self.delete(&session, native_id, uri).await,
            Measure::Spam | Measure::Trash => Err(MeasureError::NotAble),
        }
    }

    async fn fold(&self, session: &Session, native_id: &str, away: bool) -> Result<Measured, MeasureError> {
        let root = self.current(native_id).await?.root();
        let root = own_root(session, &root)?;
        let mut gate = self.gate(session, root).await.map_err(MeasureError::NotDone)?;
        if !gate.fold(native_id, away).map_err(not_able)? {
            return Ok(was_so());
        }
        Ok(measured(&self.set_gate(session, gate).await?))
    }

    async fn close(&self, session: &Session, native_id: &str) -> Result<Measured, MeasureError> {
        let root = self.current(native_id).await?.root();
        let root = own_root(session, &root)?;
        let mut gate = self.gate(session, root).await.map_err(MeasureError::NotDone)?;
        if !gate.close() {
            return Ok(was_so());
        }
        Ok(measured(&self.set_gate(session, gate).await?))
    }

    async fn block(&self, session: &Session, uri: AtUri<'_>) -> Result<Measured, MeasureError> {
        if self.has_blocked(session, uri.repo).await.map_err(MeasureError::NotDone)? {
            return Ok(was_so());
        }
        let record = json!({"$type": BLOCK, "subject": uri.repo, "createdAt": self.clock.now().to_string()});
        let body = json!({"repo": session.did, "collection": BLOCK, "record": record});
        Ok(measured(&self.change("com.atproto.repo.createRecord", &body).await?))
    }

    async fn has_blocked(&self, session: &Session, did: &str) -> Result<bool, PlatformError> {
        let mut after = None::<String>;
        for _ in 0..PAGES_MAX {
            let mut query = vec![("repo", session.did.as_str()), ("collection", BLOCK), ("limit", "100")];
            query.extend(after.as_deref().map(|after| ("cursor", after)));
            let page: Blocks = self.ask_to_read(Side::Server, "com.atproto.repo.listRecords", &query).await?;
            if page.records.iter().any(|block| block.value.subject == did) {
                return Ok(true);
            }
            match page.cursor.filter(|_| !page.records.is_empty()) {
                Some(next) => after = Some(next),
                None => return Ok(false),
            }
        }
        Ok(false)
    }

    async fn report(&self, native_id: &str) -> Result<Measured, MeasureError> {
        let current = self.current(native_id).await?;
        let subject = json!({"$type": "com.atproto.repo.strongRef", "uri": current.uri, "cid": current.cid});
        let body = json!({"reasonType": REASON, "subject": subject});
        Ok(measured(&self.change("com.atproto.moderation.createReport", &body).await?))
    }

    /// Deletes the version that is there now, and no other that may have come in between.
    async fn delete(
        &self,
        session: &Session,
        native_id: &str,
        uri: AtUri<'_>,
    ) -> Result<Measured, MeasureError> {
        let current = match self.one(native_id).await.map_err(MeasureError::NotDone)? {
            OneAnswer::Shown(page) => named(&page).map_err(MeasureError::NotDone)?,
            OneAnswer::Gone { .. } => return Ok(was_so()),
            // Taken down by the server: in our repository still, and of no known version.
            OneAnswer::Withheld { status, .. } => {
                return Err(MeasureError::NotDone(PlatformError::Failed {
                    request: format!("{native_id} ({status})"),
                    status: 400,
                    retry_after: None,
                }));
            }
        };
        let body = json!({
            "repo": session.did, "collection": POST, "rkey": uri.rkey, "swapRecord": current.cid,
        });
        Ok(measured(&self.change("com.atproto.repo.deleteRecord", &body).await?))
    }

    /// Answers a post in the account's name.
    pub(super) async fn answer(&self, native_id: &str, text: &str) -> Result<Posted, MeasureError> {
        let parent = self.current(native_id).await?;
        let session = self.session().await.map_err(MeasureError::NotDone)?;
        let strong = |post: &Strong| json!({"uri": post.uri, "cid": post.cid});
        let root = strong(&parent.root());
        let record = json!({
            "$type": POST, "text": text, "createdAt": self.clock.now().to_string(),
            "reply": {"root": root, "parent": {"uri": parent.uri, "cid": parent.cid}},
        });
        let body = json!({"repo": session.did, "collection": POST, "record": record});
        let done = self.change("com.atproto.repo.createRecord", &body).await?;
        let made: Option<Strong> = serde_json::from_slice(&done.body).ok();
        let made = made.ok_or_else(|| MeasureError::Unknown(unnamed("com.atproto.repo.createRecord")))?;
        let permalink = AtUri::post(&made.uri).map(|uri| uri.permalink());
        Ok(Posted { native_id: made.uri, permalink })
    }

    /// The post as it is now; that it cannot be read is "not done".
    async fn current(&self, native_id: &str) -> Result<Named, MeasureError> {
        let page = match self.one(native_id).await.map_err(MeasureError::NotDone)? {
            OneAnswer::Shown(page) | OneAnswer::Withheld { page: Some(page), .. } => page,
            OneAnswer::Withheld { page: None, .. } => {
                return Err(MeasureError::NotDone(unnamed(native_id)));
            }
            OneAnswer::Gone { status, .. } => {
                let request = native_id.to_owned();
                return Err(MeasureError::NotDone(PlatformError::Failed {
                    request,
                    status,
                    retry_after: None,
                }));
            }
        };
        named(&page).map_err(MeasureError::NotDone)
    }
}

/// What the page's only element names.
fn named(page: &ReadPage) -> Result<Named, PlatformError> {
    let ranges = page.items.iter().map(|read| &read.range);
    let mut ranges = ranges.chain(page.quarantined.iter().map(|bad| &bad.range));
    let named = ranges.next().and_then(|range| Named::read(page.bytes.get(range.clone())?));
    named.ok_or_else(|| unnamed(&page.request))
}

/// The beginning of a thread, which must be ours: nobody sets the rules of others' threads.
fn own_root<'r>(session: &Session, root: &'r Strong) -> Result<AtUri<'r>, MeasureError> {
    let uri = AtUri::post(&root.uri).filter(|_| is_of(&root.uri, &session.did));
    uri.ok_or(MeasureError::NotAble)
}

fn unnamed(request: &str) -> PlatformError {
    PlatformError::Malformed { request: request.to_owned(), line: 0, column: 0 }
}

fn not_able(error: PlatformError) -> MeasureError {
    if matches!(error, PlatformError::NotAble) { MeasureError::NotAble } else { MeasureError::NotDone(error) }
}

fn was_so() -> Measured {
    Measured { answer: "200".to_owned(), was_so: true }
}

/// The status, and the name or number that the platform gave what was done.
fn measured(done: &Response) -> Measured {
    let body: Value = serde_json::from_slice(&done.body).unwrap_or_default();
    let name = body["uri"].as_str().or_else(|| body["commit"]["cid"].as_str()).map(str::to_owned);
    let name = name.or_else(|| body["id"].as_u64().map(|id| id.to_string()));
    let answer = [Some(done.status.to_string()), name].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Measured { answer, was_so: false }
}
