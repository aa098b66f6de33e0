//! A real Bluesky with people on it, for the tests: its own servers on the loopback address.
//!
//! `UPPSIKT_TEST_BLUESKY` is JSON with the addresses `pds`, `appview` and `lone_pds` (a server whose
//! AppView is down) and `admin_password`. The servers are written to.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use uppsikt_kernel::{Clock as _, SystemClock};
use uppsikt_net::{Auth, Client, HostRule, Method, Policy, Request, Secret};
use uppsikt_platform::{Bluesky, BlueskySettings};
use url::Url;

pub const POST: &str = "app.bsky.feed.post";

/// The AppView hears of what happened within a second; a busy machine takes longer.
const WAITS_MAX: usize = 300;
const WAIT: Duration = Duration::from_millis(100);

/// A picture of one dot.
pub const PICTURE: &[u8] =
    b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\
    \x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\x0a\x49\x44\x41\x54\x78\x9c\x63\x60\x00\x00\x00\
    \x02\x00\x01\x48\xaf\xa4\x71\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

/// The servers.
#[derive(Debug, Clone)]
pub struct World {
    pub pds: String,
    pub appview: String,
    pub client: Client,
}

/// Somebody with an account.
#[derive(Debug, Clone)]
pub struct Person {
    pub did: String,
    pub handle: String,
    server: String,
    token: Auth,
    client: Client,
}

/// A post in one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    pub uri: String,
    pub cid: String,
}

impl World {
    /// The servers that the environment names, if it names any.
    pub fn from_environment() -> Option<Self> {
        let Ok(text) = std::env::var("UPPSIKT_TEST_BLUESKY") else {
            static SAID: std::sync::Once = std::sync::Once::new();
            // Past the capture of passing tests' output, so that nobody believes that this was tested.
            SAID.call_once(|| {
                let left_out =
                    b"LEFT OUT: nothing was tried on a real Bluesky (UPPSIKT_TEST_BLUESKY is not set)\n";
                std::io::stderr().write_all(left_out).unwrap();
            });
            return None;
        };
        let named: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
        let rules = ["pds", "appview", "lone_pds"].map(|name| HostRule::private(&named[name]).unwrap());
        let client = Client::new(Policy::new(rules.to_vec())).unwrap();
        Some(Self { pds: named["pds"].clone(), appview: named["appview"].clone(), client })
    }

    /// A new account on a server.
    pub async fn join(&self, server: &str) -> Person {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("p{}x{}", NUMBER.fetch_add(1, Ordering::Relaxed), std::process::id());
        let body = json!({
            "handle": format!("{name}.test"), "email": format!("{name}@example.org"), "password": "hemligt-losen",
        });
        let create = "com.atproto.server.createAccount";
        let (_, made) = ask(&self.client, server, Method::Post, create, &Auth::None, Some(&body)).await;
        let text = |name: &str| made[name].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
        Person {
            did: text("did"),
            handle: text("handle"),
            server: server.to_owned(),
            token: Auth::Bearer(Secret::new(text("accessJwt"))),
            client: self.client.clone(),
        }
    }

    /// Asks the AppView as anybody.
    pub async fn seen(&self, name: &str, query: &[(&str, &str)]) -> (u16, Value) {
        let name = with_query(name, query);
        ask(&self.client, &self.appview, Method::Get, &name, &Auth::None, None).await
    }

    /// The version of a post that the AppView shows to anybody.
    pub async fn version(&self, uri: &str) -> Option<String> {
        let (status, body) = self.seen("app.bsky.feed.getPosts", &[("uris", uri)]).await;
        assert_eq!(status, 200, "{body}");
        body["posts"][0]["cid"].as_str().map(str::to_owned)
    }

    /// Waits until the AppView shows that version of a post, or none.
    pub async fn until(&self, uri: &str, version: Option<&str>) {
        for _ in 0..WAITS_MAX {
            if self.version(uri).await.as_deref() == version {
                return;
            }
            tokio::time::sleep(WAIT).await;
        }
        panic!("{uri} does not come to be at {version:?}");
    }

    /// The connector of an account, with few items on a page.
    pub fn connect(
        &self,
        person: &Person,
        password: Secret,
        change: impl FnOnce(&mut BlueskySettings),
    ) -> Bluesky {
        let mut settings = BlueskySettings::new(&person.server, &person.handle, password);
        settings.per_page = 4;
        change(&mut settings);
        Bluesky::new(self.client.clone(), Arc::new(SystemClock), settings).unwrap()
    }
}

impl Person {
    /// Changes something as this person; it must go well.
    pub async fn change(&self, name: &str, body: &Value) -> Value {
        let (status, answer) =
            ask(&self.client, &self.server, Method::Post, name, &self.token, Some(body)).await;
        assert_eq!(status, 200, "{name}: {answer}");
        answer
    }

    /// A record of this person's.
    pub async fn record(&self, uri: &str) -> Value {
        let [collection, rkey] = key(uri);
        let query = [("repo", self.did.as_str()), ("collection", collection), ("rkey", rkey)];
        let name = with_query("com.atproto.repo.getRecord", &query);
        let (status, answer) = ask(&self.client, &self.server, Method::Get, &name, &self.token, None).await;
        assert_eq!(status, 200, "{uri}: {answer}");
        answer["value"].clone()
    }

    /// A new app password.
    pub async fn app_password(&self) -> String {
        let made = self.change("com.atproto.server.createAppPassword", &json!({"name": "uppsikt"})).await;
        made["password"].as_str().unwrap().to_owned()
    }

    /// Posts; `more` are further fields of the record.
    pub async fn post(&self, text: &str, more: Value) -> Posted {
        let mut record = json!({"$type": POST, "text": text, "createdAt": now(), "langs": ["sv"]});
        for (name, value) in more.as_object().into_iter().flatten() {
            record[name] = value.clone();
        }
        let body = json!({"repo": self.did, "collection": POST, "record": record});
        posted(&self.change("com.atproto.repo.createRecord", &body).await)
    }

    /// Changes the text of a post, and nothing else.
    pub async fn edit(&self, uri: &str, text: &str) -> Posted {
        let [collection, rkey] = key(uri);
        let mut record = self.record(uri).await;
        record["text"] = json!(text);
        let body = json!({"repo": self.did, "collection": collection, "rkey": rkey, "record": record});
        posted(&self.change("com.atproto.repo.putRecord", &body).await)
    }

    pub async fn delete(&self, uri: &str) {
        let [collection, rkey] = key(uri);
        let body = json!({"repo": self.did, "collection": collection, "rkey": rkey});
        self.change("com.atproto.repo.deleteRecord", &body).await;
    }

    /// Posts a picture with this alt text.
    pub async fn post_picture(&self, text: &str, alt: &str) -> Posted {
        let url = at(&self.server, "com.atproto.repo.uploadBlob");
        let request = Request::new(Method::Post, url, &self.token).body("image/png", PICTURE);
        let response = self.client.send(request).await.unwrap();
        let uploaded: Value = serde_json::from_slice(&response.body).unwrap();
        let images = json!([{"alt": alt, "image": uploaded["blob"]}]);
        self.post(text, json!({"embed": {"$type": "app.bsky.embed.images", "images": images}})).await
    }
}

/// The field that makes a post a reply.
pub fn reply_to(root: &Posted, parent: &Posted) -> Value {
    let strong = |post: &Posted| json!({"uri": post.uri, "cid": post.cid});
    json!({"reply": {"root": strong(root), "parent": strong(parent)}})
}

pub fn now() -> String {
    SystemClock.now().to_string()
}

/// Collection and key of a record's name.
pub fn key(uri: &str) -> [&str; 2] {
    let parts: Vec<&str> = uri.rsplit('/').collect();
    [parts[1], parts[0]]
}

fn posted(answer: &Value) -> Posted {
    let text = |name: &str| answer[name].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    Posted { uri: text("uri"), cid: text("cid") }
}

fn with_query(name: &str, query: &[(&str, &str)]) -> String {
    let mut url = Url::parse("http://x/").unwrap();
    url.query_pairs_mut().extend_pairs(query);
    format!("{name}?{}", url.query().unwrap())
}

fn at(server: &str, name: &str) -> Url {
    Url::parse(server).unwrap().join(&format!("/xrpc/{name}")).unwrap()
}

/// Asks a server; gives the status and what was answered.
pub async fn ask(
    client: &Client,
    server: &str,
    method: Method,
    name: &str,
    auth: &Auth,
    body: Option<&Value>,
) -> (u16, Value) {
    let mut request = Request::new(method, at(server, name), auth);
    if let Some(body) = body {
        request = request.json(body.to_string());
    }
    let response = client.send(request).await.unwrap();
    // Some changes are answered with nothing at all.
    (response.status, serde_json::from_slice(&response.body).unwrap_or_default())
}
