//! The rules of our own threads: which replies are folded away, and who may answer.
//!
//! The rules of a thread are a record of ours with the key of the post that begins it. Fields
//! that we do not know of stay as they are.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use uppsikt_net::Response;

use super::Bluesky;
use super::ask::{Side, malformed, refusal_code};
use super::session::Session;
use super::uri::{AtUri, GATE};
use crate::error::PlatformError;
use crate::measure::MeasureError;

/// More folded replies than this the protocol does not allow in a thread. Source: `app.bsky.feed.threadgate`.
const FOLDED_MAX: usize = 300;
/// The rules of one thread.
#[derive(Debug)]
pub(super) struct Gate {
    rkey: String,
    /// Which version these rules are; none where there are none yet.
    cid: Option<String>,
    rules: Map<String, Value>,
}

#[derive(Deserialize)]
struct Record {
    cid: String,
    value: Map<String, Value>,
}

impl Gate {
    /// Replies that are folded away.
    fn folded(&self) -> impl Iterator<Item = &str> {
        let folded = self.rules.get("hiddenReplies").and_then(Value::as_array);
        folded.into_iter().flatten().filter_map(Value::as_str)
    }

    /// Folds a reply away or unfolds it; tells whether that changes anything.
    ///
    /// # Errors
    /// [`PlatformError::NotAble`] when no more can be folded in this thread.
    pub(super) fn fold(&mut self, reply: &str, away: bool) -> Result<bool, PlatformError> {
        let mut all: BTreeSet<String> = self.folded().map(str::to_owned).collect();
        let changes = if away { all.insert(reply.to_owned()) } else { all.remove(reply) };
        if all.len() > FOLDED_MAX && changes && away {
            return Err(PlatformError::NotAble);
        }
        if changes {
            self.rules.insert("hiddenReplies".to_owned(), all.into_iter().collect());
        }
        Ok(changes)
    }

    /// Lets nobody answer any more; tells whether that changes anything.
    pub(super) fn close(&mut self) -> bool {
        self.rules.insert("allow".to_owned(), json!([])) != Some(json!([]))
    }
}

impl Bluesky {
    /// The rules of the thread that the post with this key begins; empty ones where there are none.
    pub(super) async fn gate(&self, session: &Session, root: AtUri<'_>) -> Result<Gate, PlatformError> {
        let query = [("repo", session.did.as_str()), ("collection", GATE), ("rkey", root.rkey)];
        let (request, response) = self.ask(Side::Server, "com.atproto.repo.getRecord", &query).await?;
        let rkey = root.rkey.to_owned();
        if response.is_success() {
            let record: Record =
                serde_json::from_slice(&response.body).map_err(|error| malformed(&request, &error))?;
            return Ok(Gate { rkey, cid: Some(record.cid), rules: record.value });
        }
        if refusal_code(&response).as_deref() != Some("RecordNotFound") {
            return Err(self.refused(request, &response));
        }
        let Value::Object(rules) = json!({
            "$type": GATE,
            "post": format!("at://{}/{}/{}", root.repo, root.collection, root.rkey),
            "createdAt": self.clock.now().to_string(),
        }) else {
            return Err(PlatformError::NativeId);
        };
        Ok(Gate { rkey, cid: None, rules })
    }

    /// Sets the rules, unless somebody has changed them since they were read.
    pub(super) async fn set_gate(&self, session: &Session, gate: Gate) -> Result<Response, MeasureError> {
        let body = json!({
            "repo": session.did, "collection": GATE, "rkey": gate.rkey,
            "record": gate.rules, "swapRecord": gate.cid,
        });
        self.change("com.atproto.repo.putRecord", &body).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(rules: Value) -> Gate {
        let Value::Object(rules) = rules else { panic!("rules are a map") };
        Gate { rkey: "3k2a".into(), cid: None, rules }
    }

    #[test]
    fn folding_changes_its_field_only_and_only_when_needed() {
        let mut gate =
            gate(json!({"post": "at://x", "allow": [{"$type": "y"}], "hiddenReplies": ["at://a"]}));
        assert!(!gate.fold("at://a", true).unwrap());
        assert!(gate.fold("at://b", true).unwrap() && gate.folded().eq(["at://a", "at://b"]));
        assert!(gate.fold("at://a", false).unwrap() && gate.folded().eq(["at://b"]));
        assert!(!gate.fold("at://a", false).unwrap());
        assert_eq!(gate.rules["allow"], json!([{"$type": "y"}]));
        assert!(gate.close() && !gate.close());
        assert_eq!(gate.rules["hiddenReplies"], json!(["at://b"]));
    }

    #[test]
    fn a_thread_holds_no_more_folded_replies_than_the_protocol_allows() {
        let full: Vec<String> = (0..FOLDED_MAX).map(|number| format!("at://{number:03}")).collect();
        let mut gate = gate(json!({"hiddenReplies": full}));
        assert!(matches!(gate.fold("at://x", true), Err(PlatformError::NotAble)));
        assert!(gate.fold("at://000", false).unwrap());
    }
}
