//! A double of WordPress: as much of its REST interface as the connector asks for.
//!
//! What it answers was learnt from a real WordPress 6.1, on which the same checks run; the double
//! is there for what a real one cannot be made to do: fail in every way, at the right moment.

mod answer;
mod site;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use uppsikt_net::{Auth, Client, HostRule, Policy, Secret};
use uppsikt_platform::{ItemKind, NativeRef, Platform, WordPress, WordPressSettings};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer};

use crate::scene::{Can, Fault, Scene};
use answer::Answers;
use site::{Row, Site};

/// Shorter than the double is silent, and longer than it takes to answer on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(4);

pub struct DoubleScene {
    server: MockServer,
    site: Arc<Mutex<Site>>,
}

impl DoubleScene {
    fn connect(&self, password: &str) -> Box<dyn Platform> {
        let address = self.server.uri();
        let allowed = vec![HostRule::private(&address).unwrap()];
        let client = Client::new(Policy { timeout: TIMEOUT, ..Policy::new(allowed) }).unwrap();
        let login = Auth::Basic { user: "redaktor".into(), password: Secret::new(password) };
        let settings = WordPressSettings { per_page: 3, ..WordPressSettings::new(address, login) };
        Box::new(WordPress::new(client, settings).unwrap())
    }

    fn with<T>(&self, act: impl FnOnce(&mut Site) -> T) -> T {
        act(&mut self.site.lock().unwrap())
    }

    fn change(&self, item: &NativeRef, change: impl FnOnce(&mut Row)) {
        self.with(|site| change(site.row(item.kind, item.id.parse().unwrap()).unwrap()));
    }
}

impl Scene for DoubleScene {
    async fn set_up() -> Option<Self> {
        let server = MockServer::start().await;
        let site = Arc::new(Mutex::new(Site::new(server.uri())));
        Mock::given(any()).respond_with(Answers(Arc::clone(&site))).mount(&server).await;
        Some(Self { server, site })
    }

    fn platform(&self) -> Box<dyn Platform> {
        self.connect("abcd efgh")
    }

    fn with_wrong_password(&self) -> Option<Box<dyn Platform>> {
        Some(self.connect("fel lösenord"))
    }

    fn can(&self) -> Can {
        Can { comment: true, delete: true, withhold: true }
    }

    async fn post(&self, text: &str) -> NativeRef {
        let id = self.with(|site| site.add(ItemKind::Post, Row { author: 2, ..Row::new("publish", text) }));
        NativeRef { kind: ItemKind::Post, id: id.to_string() }
    }

    async fn comment(&self, on: &NativeRef, author: &str, text: &str) -> Option<NativeRef> {
        let on_id: u64 = on.id.parse().unwrap();
        let id = self.with(|site| {
            let parent = if on.kind == ItemKind::Comment { on_id } else { 0 };
            let post = if parent == 0 { on_id } else { site.row(on.kind, on_id)?.post };
            let is_open = !site.row(ItemKind::Post, post)?.is_closed;
            let row = Row { post, parent, author_name: author.to_owned(), ..Row::new("approved", text) };
            is_open.then(|| site.add(ItemKind::Comment, row))
        })?;
        Some(NativeRef { kind: ItemKind::Comment, id: id.to_string() })
    }

    async fn edit(&self, item: &NativeRef, text: &str) {
        self.change(item, |row| text.clone_into(&mut row.raw));
    }

    async fn delete(&self, item: &NativeRef) {
        self.with(|site| site.remove(item.kind, item.id.parse().unwrap()));
    }

    async fn withhold(&self, item: &NativeRef) {
        let state = if item.kind == ItemKind::Comment { "hold" } else { "private" };
        self.change(item, |row| state.clone_into(&mut row.status));
    }

    async fn show(&self, item: &NativeRef) {
        let state = if item.kind == ItemKind::Comment { "approved" } else { "publish" };
        self.change(item, |row| state.clone_into(&mut row.status));
    }

    async fn fail_next(&self, fault: Fault) -> bool {
        self.with(|site| site.fault = Some(fault));
        true
    }

    async fn picture(&self, alt: &str) -> Option<(NativeRef, Vec<u8>)> {
        let post = self.post("<img src=\"/bro.png\">").await;
        self.change(&post, |row| row.picture_alt = Some(alt.to_owned()));
        Some((post, site::PICTURE.to_vec()))
    }
}
