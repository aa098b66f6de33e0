//! What the double answers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use uppsikt_platform::ItemKind;
use wiremock::http::Method;
use wiremock::{Request, Respond, ResponseTemplate};

use super::site::{PICTURE, Row, Site};
use crate::scene::Fault;

/// `redaktor:abcd efgh`.
const LOGIN: &str = "Basic cmVkYWt0b3I6YWJjZCBlZmdo";

/// Longer than anybody waits.
const SILENCE: Duration = Duration::from_secs(60);

pub struct Answers(pub Arc<Mutex<Site>>);

/// An answer in the making.
struct Answer {
    status: u16,
    body: Vec<u8>,
    total: Option<usize>,
}

impl Answer {
    fn json(status: u16, body: &Value) -> Self {
        Self { status, body: body.to_string().into_bytes(), total: None }
    }

    fn refusal(status: u16, code: &str) -> Self {
        Self::json(status, &json!({"code": code, "message": "…", "data": {"status": status}}))
    }
}

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut site = self.0.lock().unwrap();
        let fault = take_fault(&mut site, request);
        match fault {
            Some(Fault::RateLimit) => return ResponseTemplate::new(429).insert_header("retry-after", "30"),
            Some(Fault::Down) => return ResponseTemplate::new(503).set_body_string("<h1>Underhåll</h1>"),
            Some(Fault::RedirectInward) => {
                return ResponseTemplate::new(307).insert_header("location", "http://10.0.0.1/wp-json/");
            }
            _ => {}
        }
        let mut asked = Asked::new(&mut site, request);
        asked.signed_in &= fault != Some(Fault::WrongPassword);
        let mut answer = asked.answer();
        spoil(&mut answer, fault);
        let mut template = ResponseTemplate::new(answer.status);
        if let Some(total) = answer.total {
            template = template.insert_header("x-wp-total", total.to_string().as_str());
        }
        if fault == Some(Fault::WrongClock) {
            template = template.insert_header("date", "Fri, 20 Nov 2026 20:00:00 GMT");
        }
        if fault == Some(Fault::Silent) {
            site.silences += 1;
            // To wait in vain once is enough; after that it breaks off at once.
            match site.silences {
                1 => template = template.set_delay(SILENCE),
                _ => answer.body.truncate(answer.body.len() / 2),
            }
        }
        template.set_body_raw(answer.body, "application/json")
    }
}

/// The fault that this request meets, if it is the one for it.
fn take_fault(site: &mut Site, request: &Request) -> Option<Fault> {
    let is_list = request.method == Method::GET && request.url.path().ends_with("s");
    let is_met = match site.fault? {
        Fault::MalformedItem | Fault::InvalidText | Fault::FutureItem => is_list,
        Fault::Silent => request.method != Method::GET,
        _ => true,
    };
    if is_met { site.fault.take() } else { None }
}

fn spoil(answer: &mut Answer, fault: Option<Fault>) {
    let find = |body: &[u8], part: &[u8]| body.windows(part.len()).position(|window| window == part);
    match fault {
        Some(Fault::HalfAnswer) => answer.body.truncate(answer.body.len() / 2),
        Some(Fault::MalformedItem) => {
            let mut items: Vec<Value> = serde_json::from_slice(&answer.body).unwrap();
            items[0]["content"] = json!("inte vad det brukar vara");
            answer.body = Value::from(items).to_string().into_bytes();
        }
        Some(Fault::FutureItem) => {
            let mut items: Vec<Value> = serde_json::from_slice(&answer.body).unwrap();
            items[0]["date_gmt"] = json!("9999-01-01T00:00:00");
            answer.body = Value::from(items).to_string().into_bytes();
        }
        Some(Fault::InvalidText) => {
            let text = b"\"rendered\":\"<p>";
            let at = find(&answer.body, text).unwrap() + text.len();
            answer.body.insert(at, 0xff);
        }
        _ => {}
    }
}

/// A request, taken apart.
struct Asked<'a> {
    site: &'a mut Site,
    method: Method,
    path: Vec<String>,
    query: BTreeMap<String, String>,
    body: Value,
    signed_in: bool,
}

impl<'a> Asked<'a> {
    fn new(site: &'a mut Site, request: &Request) -> Self {
        let path = request.url.path().trim_matches('/').split('/').map(str::to_owned).collect();
        // With a wrong password WordPress answers as to anybody.
        let signed_in = request.headers.get("authorization").is_some_and(|login| login == LOGIN);
        Self {
            site,
            method: request.method.clone(),
            path,
            query: request.url.query_pairs().into_owned().collect(),
            body: serde_json::from_slice(&request.body).unwrap_or_default(),
            signed_in,
        }
    }

    fn answer(&mut self) -> Answer {
        let path: Vec<String> = self.path.clone();
        match path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["bro.png"] => Answer { status: 200, body: PICTURE.to_vec(), total: None },
            ["wp-json"] => Answer::json(
                200,
                &json!({"name": "Lindholm", "home": self.site.address, "namespaces": ["wp/v2"]}),
            ),
            ["wp-json", "wp", "v2", "users", "me"] if self.signed_in => Answer::json(
                200,
                &json!({"id": 2, "name": "Kommunikation", "capabilities": {"moderate_comments": true}}),
            ),
            ["wp-json", "wp", "v2", "users", "me"] => Answer::refusal(401, "rest_not_logged_in"),
            ["wp-json", "wp", "v2", collection, ..] => {
                let kind = match collection {
                    "posts" => ItemKind::Post,
                    "pages" => ItemKind::Page,
                    "comments" => ItemKind::Comment,
                    _ => return Answer::refusal(404, "rest_no_route"),
                };
                match path.get(4).map(|id| id.parse()) {
                    None => self.collection(kind),
                    Some(Ok(id)) => self.item(kind, id),
                    Some(Err(_)) => Answer::refusal(404, "rest_no_route"),
                }
            }
            _ => Answer::refusal(404, "rest_no_route"),
        }
    }

    fn edits(&self) -> bool {
        self.query.get("context").is_some_and(|context| context == "edit")
    }

    fn collection(&mut self, kind: ItemKind) -> Answer {
        if self.method == Method::POST {
            return self.comment();
        }
        if self.edits() && !self.signed_in {
            return Answer::refusal(401, "rest_forbidden_context");
        }
        let asked = |name: &str| self.query.get(name).map(String::as_str);
        let status = asked("status").unwrap_or(if kind == ItemKind::Comment { "approve" } else { "publish" });
        let is_asked = |row: &Row| match status {
            "all" => matches!(row.status.as_str(), "approved" | "hold"),
            "approve" => row.status == "approved",
            status => row.status == status,
        };
        let within = |row: &Row| {
            let date = format!("{}Z", row.date());
            asked("after").is_none_or(|after| date.as_str() > after)
                && asked("before").is_none_or(|before| date.as_str() < before)
        };
        let number = |name, otherwise| asked(name).map_or(otherwise, |text| text.parse().unwrap());
        let rows: Vec<_> = self.site.rows(kind).filter(|(_, row)| is_asked(row) && within(row)).collect();
        let page = rows.iter().skip(number("offset", 0)).take(number("per_page", 10));
        let page: Vec<Value> = page.map(|(id, row)| self.site.write(kind, *id, row, self.edits())).collect();
        Answer { total: Some(rows.len()), ..Answer::json(200, &Value::from(page)) }
    }

    /// Somebody comments.
    fn comment(&mut self) -> Answer {
        let number = |name: &str| self.body[name].as_u64().unwrap_or_default();
        let (post, parent, author) = (number("post"), number("parent"), number("author"));
        if author != 0 && !self.signed_in {
            return Answer::refusal(401, "rest_comment_invalid_author");
        }
        match self.site.row(ItemKind::Post, post) {
            None => return Answer::refusal(403, "rest_comment_invalid_post_id"),
            Some(on) if on.is_closed => return Answer::refusal(403, "rest_comment_closed"),
            Some(_) => {}
        }
        let text = self.body["content"].as_str().unwrap_or_default();
        let row =
            Row { post, parent, author, author_name: "Kommunikation".into(), ..Row::new("approved", text) };
        let id = self.site.add(ItemKind::Comment, row);
        self.written(ItemKind::Comment, id, 201)
    }

    fn written(&mut self, kind: ItemKind, id: u64, status: u16) -> Answer {
        let row = self.site.row(kind, id).unwrap().clone();
        Answer::json(status, &self.site.write(kind, id, &row, true))
    }

    fn item(&mut self, kind: ItemKind, id: u64) -> Answer {
        let is_comment = kind == ItemKind::Comment;
        let Some(row) = self.site.row(kind, id).cloned() else {
            return Answer::refusal(
                404,
                if is_comment { "rest_comment_invalid_id" } else { "rest_post_invalid_id" },
            );
        };
        if self.method == Method::GET {
            let is_shown = matches!(row.status.as_str(), "approved" | "publish");
            return match (self.signed_in, self.edits(), is_shown) {
                (false, true, _) => Answer::refusal(401, "rest_forbidden_context"),
                (false, false, false) => Answer::refusal(401, "rest_cannot_read"),
                _ => Answer::json(200, &self.site.write(kind, id, &row, self.edits())),
            };
        }
        if !self.signed_in {
            return Answer::refusal(401, "rest_cannot_edit");
        }
        if self.method == Method::DELETE {
            return self.delete(kind, id, &row);
        }
        let (status, closes) = (self.body["status"].as_str(), self.body["comment_status"] == "closed");
        let row = self.site.row(kind, id).unwrap();
        if let Some(status) = status {
            status.clone_into(&mut row.status);
        }
        row.is_closed |= closes;
        self.written(kind, id, 200)
    }

    fn delete(&mut self, kind: ItemKind, id: u64, row: &Row) -> Answer {
        if self.query.get("force").is_some_and(|force| force == "true") {
            let previous = self.site.write(kind, id, row, true);
            self.site.remove(kind, id);
            return Answer::json(200, &json!({"deleted": true, "previous": previous}));
        }
        if row.status == "trash" {
            return Answer::refusal(410, "rest_already_trashed");
        }
        self.site.trash(kind, id);
        self.written(kind, id, 200)
    }
}
