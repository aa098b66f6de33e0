//! A real WordPress, which is written to.
//!
//! `UPPSIKT_TEST_WORDPRESS` is the site's address and `UPPSIKT_TEST_WORDPRESS_LOGIN` a user that
//! may moderate, as `user:application password`. The site must let visitors comment over its
//! interface without approval (`rest_allow_anonymous_comments`) and as fast as they like.

use std::io::Write as _;
use std::sync::Once;

use serde_json::{Value, json};
use uppsikt_net::{Auth, Client, HostRule, Method, Policy, Request, Response, Secret};
use uppsikt_platform::{ItemKind, NativeRef, Platform, WordPress, WordPressSettings};
use url::Url;

use crate::scene::{Can, Fault, Scene};

/// WordPress's database holds no longer comment.
const COMMENT_BYTES_MAX: usize = 65_525;

/// A picture of one dot.
const PICTURE: &[u8] =
    b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\
    \x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\x0a\x49\x44\x41\x54\x78\x9c\x63\x60\x00\x00\x00\
    \x02\x00\x01\x48\xaf\xa4\x71\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

pub struct RealScene {
    address: String,
    user: String,
    password: String,
    client: Client,
}

impl RealScene {
    fn login(&self) -> Auth {
        Auth::Basic { user: self.user.clone(), password: Secret::new(self.password.clone()) }
    }

    fn connect(&self, login: Auth) -> Box<dyn Platform> {
        // Checks share the site, whose lists grow long; those that page still do.
        let settings = WordPressSettings { per_page: 7, ..WordPressSettings::new(&self.address, login) };
        Box::new(WordPress::new(self.client.clone(), settings).unwrap())
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&self.address).unwrap().join(&format!("/wp-json/wp/v2/{path}")).unwrap()
    }

    async fn send(&self, request: Request<'_>) -> (Response, Value) {
        let response = self.client.send(request).await.unwrap();
        let body = serde_json::from_slice(&response.body).unwrap();
        (response, body)
    }

    /// Changes the site as its staff would.
    async fn write(&self, method: Method, path: &str, body: &Value) -> Value {
        let login = self.login();
        let (response, answer) =
            self.send(Request::new(method, self.url(path), &login).json(body.to_string())).await;
        assert!(response.is_success(), "{path}: {}", response.status);
        answer
    }

    async fn change(&self, item: &NativeRef, body: &Value) {
        self.write(Method::Post, &path(item), body).await;
    }
}

fn path(item: &NativeRef) -> String {
    let collection = if item.kind == ItemKind::Comment { "comments" } else { "posts" };
    format!("{collection}/{}", item.id)
}

fn named(kind: ItemKind, answer: &Value) -> NativeRef {
    NativeRef { kind, id: answer["id"].to_string() }
}

impl Scene for RealScene {
    async fn set_up() -> Option<Self> {
        let from = |name: &str| std::env::var(name).ok();
        let (Some(address), Some(login)) =
            (from("UPPSIKT_TEST_WORDPRESS"), from("UPPSIKT_TEST_WORDPRESS_LOGIN"))
        else {
            static SAID: Once = Once::new();
            // Past the capture of passing tests' output, so that nobody believes that this was tested.
            SAID.call_once(|| {
                let left_out = b"LEFT OUT: the checks on a real WordPress (UPPSIKT_TEST_WORDPRESS and its _LOGIN are not set)\n";
                std::io::stderr().write_all(left_out).unwrap();
            });
            return None;
        };
        let (user, password) = login.split_once(':').expect("the login is user:application password");
        let client = Client::new(Policy::new(vec![HostRule::private(&address).unwrap()])).unwrap();
        Some(Self { address, user: user.to_owned(), password: password.to_owned(), client })
    }

    fn platform(&self) -> Box<dyn Platform> {
        self.connect(self.login())
    }

    fn with_wrong_password(&self) -> Option<Box<dyn Platform>> {
        Some(self.connect(Auth::Basic { user: self.user.clone(), password: Secret::new("fel lösenord") }))
    }

    fn can(&self) -> Can {
        Can { comment: true, delete: true, withhold: true }
    }

    fn text_bytes_max(&self) -> usize {
        COMMENT_BYTES_MAX
    }

    async fn post(&self, text: &str) -> NativeRef {
        let body = json!({"content": text, "status": "publish"});
        named(ItemKind::Post, &self.write(Method::Post, "posts", &body).await)
    }

    async fn comment(&self, on: &NativeRef, author: &str, text: &str) -> Option<NativeRef> {
        let mut body = json!({"post": on.id, "author_name": author, "author_email": "visitor@example.org", "content": text});
        if on.kind == ItemKind::Comment {
            body["parent"] = json!(on.id);
            let (_, comment) = self.send(Request::new(Method::Get, self.url(&path(on)), &Auth::None)).await;
            body["post"] = comment["post"].clone();
        }
        let request = Request::new(Method::Post, self.url("comments"), &Auth::None).json(body.to_string());
        let (response, answer) = self.send(request).await;
        if answer["code"] == "rest_comment_closed" {
            return None;
        }
        assert!(response.is_success(), "{}: {}", response.status, answer["code"]);
        Some(named(ItemKind::Comment, &answer))
    }

    async fn edit(&self, item: &NativeRef, text: &str) {
        self.change(item, &json!({"content": text})).await;
    }

    async fn delete(&self, item: &NativeRef) {
        self.write(Method::Delete, &format!("{}?force=true", path(item)), &json!({})).await;
    }

    async fn withhold(&self, item: &NativeRef) {
        let state = if item.kind == ItemKind::Comment { "hold" } else { "private" };
        self.change(item, &json!({"status": state})).await;
    }

    async fn show(&self, item: &NativeRef) {
        let state = if item.kind == ItemKind::Comment { "approved" } else { "publish" };
        self.change(item, &json!({"status": state})).await;
    }

    async fn fail_next(&self, _: Fault) -> bool {
        false
    }

    async fn picture(&self, alt: &str) -> Option<(NativeRef, Vec<u8>)> {
        let login = self.login();
        let request = Request::new(Method::Post, self.url("media"), &login)
            .header("content-disposition", "attachment; filename=\"bro.png\"")
            .body("image/png", PICTURE);
        let (response, picture) = self.send(request).await;
        assert!(response.is_success(), "{}", response.status);
        let picture = picture["id"].to_string();
        self.write(Method::Post, &format!("media/{picture}"), &json!({"alt_text": alt})).await;
        let body = json!({"title": "Bron", "status": "publish", "featured_media": picture});
        Some((named(ItemKind::Post, &self.write(Method::Post, "posts", &body).await), PICTURE.to_vec()))
    }
}
