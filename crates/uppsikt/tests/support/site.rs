//! A real WordPress, as its own staff and its visitors use it.
//!
//! `UPPSIKT_TEST_WORDPRESS` is the site's address and `UPPSIKT_TEST_WORDPRESS_LOGIN` a user that may moderate, as
//! `user:application password`. The site is written to.

use std::collections::BTreeMap;
use std::io::Write as _;

use serde_json::{Value, json};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use uppsikt_net::{Auth, Client, HostRule, Method, Policy, Request, Response, Secret};
use url::Url;

use super::program::Home;

/// Who counts what is new on the site is alone there; others look only at what is their own.
static TURN: RwLock<()> = RwLock::const_new(());

#[expect(dead_code, reason = "held, and never looked at")]
enum Turn {
    Alone(RwLockWriteGuard<'static, ()>),
    Beside(RwLockReadGuard<'static, ()>),
}

/// The site, with the login of its staff.
pub struct Site {
    _turn: Turn,
    pub address: String,
    pub user: String,
    pub password: String,
    client: Client,
}

impl Site {
    /// The site for this test alone among those of its program.
    pub async fn alone() -> Option<Self> {
        let (address, login) = named()?;
        Some(Self::with(address, &login, Turn::Alone(TURN.write().await)))
    }

    /// The site beside other tests that look only at what is their own.
    pub async fn beside() -> Option<Self> {
        let (address, login) = named()?;
        Some(Self::with(address, &login, Turn::Beside(TURN.read().await)))
    }

    fn with(address: String, login: &str, turn: Turn) -> Self {
        let (user, password) = login.split_once(':').unwrap();
        let client = Client::new(Policy::new(vec![HostRule::private(&address).unwrap()])).unwrap();
        Self { _turn: turn, address, user: user.to_owned(), password: password.to_owned(), client }
    }

    fn login(&self) -> Auth {
        Auth::Basic { user: self.user.clone(), password: Secret::new(self.password.as_str()) }
    }

    async fn ask(&self, login: &Auth, method: Method, path: &str, body: Option<&Value>) -> Response {
        let url = Url::parse(&self.address).unwrap().join(&format!("/wp-json/wp/v2/{path}")).unwrap();
        let mut request = Request::new(method, url, login);
        if let Some(body) = body {
            request = request.json(body.to_string());
        }
        self.client.send(request).await.unwrap()
    }

    /// Changes the site as its staff would.
    pub async fn write(&self, method: Method, path: &str, body: &Value) -> Value {
        let response = self.ask(&self.login(), method, path, Some(body)).await;
        assert!(response.is_success(), "{path}: {}", response.status);
        serde_json::from_slice(&response.body).unwrap()
    }

    /// What its staff reads there.
    pub async fn read(&self, path: &str) -> Value {
        let response = self.ask(&self.login(), Method::Get, path, None).await;
        assert!(response.is_success(), "{path}: {}", response.status);
        serde_json::from_slice(&response.body).unwrap()
    }

    /// The status with which a visitor is answered.
    pub async fn visit(&self, path: &str) -> u16 {
        self.ask(&Auth::None, Method::Get, path, None).await.status
    }

    /// Publishes a post and gives its id there.
    pub async fn post(&self, title: &str, content: &str) -> String {
        let body = json!({"title": title, "content": content, "status": "publish"});
        self.write(Method::Post, "posts", &body).await["id"].to_string()
    }

    /// A visitor comments on a post; gives the comment's id.
    pub async fn comment(&self, post: &str, content: &str) -> String {
        let body = json!({"post": post, "author_name": "Kim", "author_email": "kim@example.org", "content": content});
        let response = self.ask(&Auth::None, Method::Post, "comments", Some(&body)).await;
        assert!(response.is_success(), "{post}: {}", response.status);
        serde_json::from_slice::<Value>(&response.body).unwrap()["id"].to_string()
    }

    /// Every comment on the site: its id, with its state and the post that it hangs on.
    pub async fn comments(&self) -> BTreeMap<String, Comment> {
        let mut all = BTreeMap::new();
        for state in ["all", "spam", "trash"] {
            for page in 1.. {
                let path = format!("comments?context=edit&status={state}&per_page=100&page={page}");
                let Value::Array(rows) = self.read(&path).await else { panic!("{path}: no list") };
                let is_last = rows.len() < 100;
                all.extend(rows.iter().map(|row| (row["id"].to_string(), Comment::of(row))));
                if is_last {
                    break;
                }
            }
        }
        all
    }
}

/// What the environment names; without it, it is said aloud that nothing was tested.
fn named() -> Option<(String, String)> {
    let named = std::env::var("UPPSIKT_TEST_WORDPRESS").ok();
    let named = named.zip(std::env::var("UPPSIKT_TEST_WORDPRESS_LOGIN").ok());
    if named.is_none() {
        // Past the capture of passing tests' output, so that nobody believes this was tested.
        let left_out =
            "LEFT OUT: no real WordPress was used (UPPSIKT_TEST_WORDPRESS and its _LOGIN are not set)\n";
        std::io::stderr().write_all(left_out.as_bytes()).unwrap();
    }
    named
}

/// A comment as the site's staff sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub post: String,
    pub state: String,
    pub is_staff: bool,
    pub text: String,
}

impl Comment {
    fn of(row: &Value) -> Self {
        Self {
            post: row["post"].to_string(),
            state: row["status"].as_str().unwrap().to_owned(),
            is_staff: row["author"].as_u64().unwrap() != 0,
            text: row["content"]["raw"].as_str().unwrap().to_owned(),
        }
    }
}

/// An installation with the site as its only account, reached at `address`.
pub fn connected_at(site: &Site, address: &str) -> Home {
    let home = Home::begin();
    let password = home.file("password", format!("{}\n", site.password));
    let mut add = vec!["account", "add", "webbplatsen", "--platform", "wordpress", "--internal"];
    add.extend(["--address", address, "--login", &site.user, "--password-file", &password]);
    home.run(&add).done().says(&["Anslutningen fungerar"]);
    home
}

/// An installation with the site as its only account.
pub fn connected(site: &Site) -> Home {
    connected_at(site, &site.address)
}

/// The same, with an editor and a registrar, and a guideline that is followed.
pub fn staffed(site: &Site, address: &str, guideline: &str) -> Home {
    let home = connected_at(site, address);
    home.run(&["user", "add", "erik", "--role", "editor"]).done();
    home.run(&["--as", "anna", "user", "add", "rut", "--role", "registrar"]).done();
    home.run(&["--as", "anna", "guideline", "adopt", guideline]).done();
    // The site tells whole seconds: what is written in the second of the connecting may count as older than that.
    std::thread::sleep(std::time::Duration::from_secs(1));
    home
}
