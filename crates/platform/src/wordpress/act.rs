//! Doing something on the site: read how the item stands, change it once, and say what is known.
//!
//! WordPress answers a change that changes nothing as it answers any other, so the item's state
//! is read first; whether that reading succeeds or not, nothing has been changed by it. The change
//! itself is one request: it follows no redirect and is never made again here. Only WordPress's own
//! refusal, or a connection that was never made, means "not done"; silence, half an answer, a
//! server's breakdown and an answer with another state mean "not known".
//!
//! A post that is taken out of the bin gets its state back and its comments do not: they stay
//! `post-trashed` until each is restored. [`Measure::Hide`] leaves the comments as they are.

use serde_json::{Value, json};
use uppsikt_net::{Method, Request, Response};

use super::able::state_after;
use super::told::Told;
use super::{WordPress, ask, collection};
use crate::error::PlatformError;
use crate::item::ItemKind;
use crate::measure::{Measure, MeasureError, Measured, Posted};

/// How an item stood before a change.
enum Standing {
    There(Told),
    /// The site says that there is no such item.
    Gone(PlatformError),
}

/// One change: how it is asked for, and what the answer must say.
struct Change<'a> {
    method: Method,
    path: String,
    query: &'a [(&'a str, &'a str)],
    body: Option<Value>,
    is_done: fn(&Told, &str) -> bool,
    state: &'a str,
}

impl WordPress {
    pub(super) async fn act(
        &self,
        kind: ItemKind,
        native_id: &str,
        measure: Measure,
    ) -> Result<Measured, MeasureError> {
        let state = state_after(kind, measure);
        let is_able = state.is_some() || matches!(measure, Measure::Delete | Measure::CloseThread);
        if !self.signed_in() || kind == ItemKind::Message || !is_able {
            return Err(MeasureError::NotAble);
        }
        let id = native_id.parse().map_err(|_| MeasureError::NotDone(PlatformError::NativeId))?;
        let told = match self.standing(kind, id).await? {
            Standing::There(told) => told,
            Standing::Gone(_) if measure == Measure::Delete => return Ok(was_so("gone")),
            Standing::Gone(error) => return Err(MeasureError::NotDone(error)),
        };
        match (measure, state) {
            (Measure::CloseThread, _) => self.close_thread(kind, id, &told).await,
            (_, Some(state)) if told.has_state(state) => Ok(was_so(state)),
            (Measure::Trash, Some(state)) => self.remove(kind, id, state, &[]).await,
            (_, Some(state)) => {
                let change = Change {
                    method: Method::Post,
                    path: path_of(kind, id),
                    query: &[],
                    body: Some(json!({"status": state})),
                    is_done: Told::has_state,
                    state,
                };
                self.change(change).await
            }
            (_, None) => self.remove(kind, id, "deleted", &[("force", "true")]).await,
        }
    }

    /// The post is closed for comments: the item's own thread, or the one that the comment hangs in.
    async fn close_thread(&self, kind: ItemKind, id: u64, told: &Told) -> Result<Measured, MeasureError> {
        let (kind, id, is_closed) = if kind == ItemKind::Comment {
            let (kind, id) = told.thread().ok_or(MeasureError::NotAble)?;
            match self.standing(kind, id).await? {
                Standing::There(thread) => (kind, id, thread.is_closed()),
                Standing::Gone(error) => return Err(MeasureError::NotDone(error)),
            }
        } else {
            (kind, id, told.is_closed())
        };
        if is_closed {
            return Ok(was_so("closed"));
        }
        let change = Change {
            method: Method::Post,
            path: path_of(kind, id),
            query: &[],
            body: Some(json!({"comment_status": "closed"})),
            is_done: |told, _| told.is_closed(),
            state: "closed",
        };
        self.change(change).await
    }

    async fn remove(
        &self,
        kind: ItemKind,
        id: u64,
        state: &str,
        query: &[(&str, &str)],
    ) -> Result<Measured, MeasureError> {
        let is_done: fn(&Told, &str) -> bool =
            if query.is_empty() { Told::has_state } else { |told, _| told.deleted == Some(true) };
        let path = path_of(kind, id);
        self.change(Change { method: Method::Delete, path, query, body: None, is_done, state }).await
    }

    /// How an item stands; a reading that fails has changed nothing.
    async fn standing(&self, kind: ItemKind, id: u64) -> Result<Standing, MeasureError> {
        let asked = self.ask(&path_of(kind, id), &[("context", "edit")]).await;
        let (request, response) = asked.map_err(MeasureError::NotDone)?;
        if is_gone(&response) {
            return Ok(Standing::Gone(self.refused(request, &response)));
        }
        if !response.is_success() {
            return Err(MeasureError::NotDone(self.refused(request, &response)));
        }
        let told: Told = serde_json::from_slice(&response.body)
            .map_err(|error| MeasureError::NotDone(ask::malformed(&request, &error)))?;
        if told.id == Some(id) {
            return Ok(Standing::There(told));
        }
        Err(MeasureError::NotDone(PlatformError::Malformed { request, line: 0, column: 0 }))
    }

    async fn change(&self, change: Change<'_>) -> Result<Measured, MeasureError> {
        let Change { method, path, query, body, is_done, state } = change;
        let (request, response) = self.send(method, &path, query, body).await?;
        match ask::refusal_code(&response).as_deref() {
            Some("rest_already_trashed") if response.status == 410 => return Ok(was_so(state)),
            _ if method == Method::Delete && state == "deleted" && is_gone(&response) => {
                return Ok(was_so("gone"));
            }
            _ if !response.is_success() => return Err(self.not_done(request, &response)),
            _ => {}
        }
        let told: Told = serde_json::from_slice(&response.body)
            .map_err(|error| MeasureError::Unknown(ask::malformed(&request, &error)))?;
        if is_done(&told, state) {
            return Ok(Measured { answer: state.to_owned(), was_so: false });
        }
        Err(MeasureError::Unknown(PlatformError::Malformed { request, line: 0, column: 0 }))
    }

    pub(super) async fn answer(
        &self,
        kind: ItemKind,
        native_id: &str,
        text: &str,
    ) -> Result<Posted, MeasureError> {
        let Some(me) = self.me().await.map_err(MeasureError::NotDone)? else {
            return Err(MeasureError::NotAble);
        };
        let id: u64 = native_id.parse().map_err(|_| MeasureError::NotDone(PlatformError::NativeId))?;
        let (post, parent) = match kind {
            ItemKind::Message => return Err(MeasureError::NotAble),
            ItemKind::Post | ItemKind::Page => (id, 0),
            ItemKind::Comment => match self.standing(kind, id).await? {
                Standing::There(told) => (told.post.unwrap_or_default(), id),
                Standing::Gone(error) => return Err(MeasureError::NotDone(error)),
            },
        };
        // Naming the author makes the site refuse where it no longer knows us; it would otherwise
        // take the answer as a visitor's, if it lets visitors comment.
        let body = json!({"post": post, "parent": parent, "author": me.id, "content": as_html(text)});
        let (request, response) = self.send(Method::Post, "wp/v2/comments", &[], Some(body)).await?;
        if !response.is_success() {
            return Err(self.not_done(request, &response));
        }
        let told: Told = serde_json::from_slice(&response.body)
            .map_err(|error| MeasureError::Unknown(ask::malformed(&request, &error)))?;
        match told.id {
            Some(id) => Ok(Posted { native_id: id.to_string(), permalink: told.link }),
            None => Err(MeasureError::Unknown(PlatformError::Malformed { request, line: 0, column: 0 })),
        }
    }

    /// Makes one change, once.
    async fn send(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<Value>,
    ) -> Result<(String, Response), MeasureError> {
        let (request, url) = self.address_of(path, query).map_err(MeasureError::NotDone)?;
        let mut sent = Request::new(method, url, &self.login);
        if let Some(body) = body {
            sent = sent.json(body.to_string());
        }
        match self.client.send(sent).await {
            Ok(response) => Ok((request, response)),
            Err(source) if source.outcome_unknown() => {
                Err(MeasureError::Unknown(PlatformError::Unreachable { request, source }))
            }
            Err(source) => Err(MeasureError::NotDone(PlatformError::Unreachable { request, source })),
        }
    }

    /// Tells a refusal from a breakdown in the middle of the change.
    fn not_done(&self, request: String, response: &Response) -> MeasureError {
        let code = ask::refusal_code(response);
        // 408 is a server's word for having waited, and a proxy's for not having heard the end of it.
        let refused = matches!(response.status, 400..=407 | 409..=499)
            || code.as_deref() == Some("rest_trash_not_supported");
        let error = self.refused(request, response);
        if refused { MeasureError::NotDone(error) } else { MeasureError::Unknown(error) }
    }
}

fn path_of(kind: ItemKind, id: u64) -> String {
    format!("{}/{id}", collection(kind))
}

/// Whether the site says, in WordPress's own words, that there is no such item.
pub(super) fn is_gone(response: &Response) -> bool {
    matches!(response.status, 404 | 410)
        && matches!(
            ask::refusal_code(response).as_deref(),
            Some("rest_comment_invalid_id" | "rest_post_invalid_id")
        )
}

fn was_so(state: &str) -> Measured {
    Measured { answer: state.to_owned(), was_so: true }
}

/// Text that is shown as it was written; WordPress makes paragraphs of its lines.
fn as_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
