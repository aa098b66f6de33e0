//! The fake platform in memory.

use uppsikt_platform::{Fake, FakeFault, ItemKind, NativeRef, Platform};

use super::html;
use crate::scene::{Can, Fault, Scene};

pub struct FakeScene(Fake);

fn named(kind: ItemKind, id: String) -> NativeRef {
    NativeRef { kind, id }
}

impl Scene for FakeScene {
    async fn set_up() -> Option<Self> {
        Some(Self(Fake::new()))
    }

    fn platform(&self) -> Box<dyn Platform> {
        Box::new(self.0.clone())
    }

    fn with_wrong_password(&self) -> Option<Box<dyn Platform>> {
        None
    }

    fn can(&self) -> Can {
        Can { comment: true, delete: true, withhold: true }
    }

    async fn post(&self, text: &str) -> NativeRef {
        named(ItemKind::Post, self.0.post(&html(text)))
    }

    async fn comment(&self, on: &NativeRef, author: &str, text: &str) -> Option<NativeRef> {
        self.0.try_comment(&on.id, author, &html(text)).map(|id| named(ItemKind::Comment, id))
    }

    async fn edit(&self, item: &NativeRef, text: &str) {
        self.0.edit(&item.id, &html(text));
    }

    async fn delete(&self, item: &NativeRef) {
        self.0.delete(&item.id);
    }

    async fn withhold(&self, item: &NativeRef) {
        self.0.withhold(&item.id, "hold");
    }

    async fn show(&self, item: &NativeRef) {
        self.0.show(&item.id);
    }

    async fn fail_next(&self, fault: Fault) -> bool {
        let fault = match fault {
            Fault::RateLimit => FakeFault::RateLimit,
            Fault::HalfAnswer => FakeFault::HalfAnswer,
            Fault::Down => FakeFault::Down,
            Fault::MalformedItem => FakeFault::MalformedItem,
            Fault::InvalidText => FakeFault::InvalidText,
            Fault::FutureItem => FakeFault::FutureItem,
            Fault::WrongPassword => FakeFault::WrongPassword,
            Fault::Silent => FakeFault::SilentAfter,
            // It has no addresses and no headers.
            Fault::RedirectInward | Fault::WrongClock => return false,
        };
        self.0.fail_next(fault);
        true
    }
}
