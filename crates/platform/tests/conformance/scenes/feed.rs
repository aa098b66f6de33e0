//! An RSS feed: only the account writes, and whoever reads sees a window.

use std::sync::{Arc, Mutex};

use uppsikt_net::{Auth, Client, HostRule, Policy, Secret};
use uppsikt_platform::{Feed, FeedSettings, ItemKind, NativeRef, Platform};
use wiremock::{Match, Mock, MockServer, Request, Respond, ResponseTemplate};

use super::html;
use crate::scene::{Can, Fault, Scene};

const TOKEN: &str = "nyckel";

#[derive(Default)]
struct State {
    entries: Vec<(String, String)>,
    last_id: u64,
    fault: Option<Fault>,
}

#[derive(Clone, Default)]
struct Site(Arc<Mutex<State>>);

impl Site {
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap())
    }
}

fn entry(id: &str, text: &str) -> String {
    let date = "Sun, 01 Mar 2026 08:00:00 GMT";
    format!(
        "<item><guid>{id}</guid><pubDate>{date}</pubDate><description><![CDATA[{}]]></description></item>\n",
        html(text)
    )
}

impl Respond for Site {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let given = request.headers.get("authorization").and_then(|value| value.to_str().ok());
        if given != Some(&format!("Bearer {TOKEN}")) {
            return ResponseTemplate::new(401);
        }
        let (fault, mut entries) = self.with(|state| {
            let entries =
                state.entries.iter().map(|(id, text)| entry(id, text).into_bytes()).collect::<Vec<_>>();
            (state.fault.take(), entries)
        });
        let answer = ResponseTemplate::new(200);
        let first = entries.first_mut();
        let answer = match (fault, first) {
            (Some(Fault::RateLimit), _) => {
                return ResponseTemplate::new(429).insert_header("retry-after", "30");
            }
            (Some(Fault::Down), _) => return ResponseTemplate::new(503),
            (Some(Fault::WrongPassword), _) => return ResponseTemplate::new(401),
            (Some(Fault::RedirectInward), _) => {
                return ResponseTemplate::new(302).insert_header("location", "http://169.254.169.254/");
            }
            (Some(Fault::MalformedItem), Some(first)) => {
                *first = String::from_utf8_lossy(first).replace("pubDate", "date").into_bytes();
                answer
            }
            (Some(Fault::InvalidText), Some(first)) => {
                let at = first.windows(3).position(|part| part == b"<p>").unwrap() + 3;
                first[at] = 0xff;
                answer
            }
            (Some(Fault::FutureItem), Some(first)) => {
                *first = String::from_utf8_lossy(first).replace(" 2026 ", " 9999 ").into_bytes();
                answer
            }
            (Some(Fault::WrongClock), _) => answer.insert_header("date", "Sat, 01 Jan 2000 00:00:00 GMT"),
            _ => answer,
        };
        let head = "<rss version=\"2.0\"><channel><title>Lindholms kommun</title>\n".as_bytes().to_vec();
        let mut body = [head, entries.concat(), b"</channel></rss>".to_vec()].concat();
        if fault == Some(Fault::HalfAnswer) {
            body.truncate(body.len() / 2);
        }
        answer.set_body_bytes(body)
    }
}

/// Everything that is asked.
struct Anything;

impl Match for Anything {
    fn matches(&self, _: &Request) -> bool {
        true
    }
}

pub struct FeedScene {
    site: Site,
    server: MockServer,
}

impl FeedScene {
    fn feed(&self, token: &str) -> Box<dyn Platform> {
        let address = self.server.uri();
        let client = Client::new(Policy::new(vec![HostRule::private(&address).unwrap()])).unwrap();
        let settings = FeedSettings { address, auth: Auth::Bearer(Secret::new(token)) };
        Box::new(Feed::new(client, settings).unwrap())
    }
}

impl Scene for FeedScene {
    async fn set_up() -> Option<Self> {
        let (site, server) = (Site::default(), MockServer::start().await);
        Mock::given(Anything).respond_with(site.clone()).mount(&server).await;
        Some(Self { site, server })
    }

    fn platform(&self) -> Box<dyn Platform> {
        self.feed(TOKEN)
    }

    fn with_wrong_password(&self) -> Option<Box<dyn Platform>> {
        Some(self.feed("fel"))
    }

    fn can(&self) -> Can {
        Can { comment: false, delete: true, withhold: false }
    }

    async fn post(&self, text: &str) -> NativeRef {
        self.site.with(|state| {
            state.last_id += 1;
            let id = format!("urn:lindholm:{}", state.last_id);
            state.entries.insert(0, (id.clone(), text.to_owned()));
            NativeRef { kind: ItemKind::Post, id }
        })
    }

    async fn comment(&self, _: &NativeRef, _: &str, _: &str) -> Option<NativeRef> {
        None
    }

    async fn edit(&self, item: &NativeRef, text: &str) {
        self.site.with(|state| {
            let entry = state.entries.iter_mut().find(|(id, _)| *id == item.id);
            text.clone_into(&mut entry.unwrap().1);
        });
    }

    async fn delete(&self, item: &NativeRef) {
        self.site.with(|state| state.entries.retain(|(id, _)| *id != item.id));
    }

    async fn withhold(&self, _: &NativeRef) {
        unreachable!("a feed hides nothing");
    }

    async fn show(&self, _: &NativeRef) {
        unreachable!("a feed hides nothing");
    }

    async fn fail_next(&self, fault: Fault) -> bool {
        if fault != Fault::Silent {
            self.site.with(|state| state.fault = Some(fault));
        }
        fault != Fault::Silent
    }
}
