//! Trouble says nothing of any item: it is an error, and when it is over everything is there.

use std::time::Duration;

use uppsikt_platform::{NativeRef, OneAnswer, Platform, PlatformError};

use crate::reading;
use crate::scene::{Fault, Scene};

pub async fn a_wrong_password_is_no_disappearance<S: Scene>(scene: &S) {
    let item = scene.contribution("Finns kvar.").await;
    let Some(wrong) = scene.with_wrong_password() else { return };
    let refused = |error: &PlatformError| matches!(error, PlatformError::WrongPassword { .. });
    assert!(wrong.check().await.is_err_and(|error| refused(&error) && !error.is_temporary()));
    assert!(wrong.read(None).await.is_err_and(|error| refused(&error)));
    assert!(wrong.read_one(item.kind, &item.id).await.is_err_and(|error| refused(&error)));
    reading::shown(&*scene.platform(), &item).await;
}

pub async fn trouble_is_an_error_and_passes<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let item = scene.contribution("Finns kvar.").await;
    // What is asked once and remembered is asked for here, so that each fault meets its question.
    assert!(reading::all(&*platform).await.contains_key(&item));
    use Fault::{Down, HalfAnswer, RateLimit, RedirectInward, WrongPassword};
    for fault in [RateLimit, HalfAnswer, Down, WrongPassword, RedirectInward] {
        for question in [Question::List, Question::One] {
            if !scene.fail_next(fault).await {
                continue;
            }
            let error = question.ask(&*platform, &item).await.expect_err("the platform is in trouble");
            let is_told = match &error {
                PlatformError::RateLimited { retry_after, .. } => {
                    *retry_after == Some(Duration::from_secs(30))
                }
                PlatformError::WrongPassword { .. } => fault == WrongPassword,
                _ => !matches!(fault, RateLimit | WrongPassword),
            };
            assert!(is_told, "{fault:?}: {error:?}");
            // Nobody is led inwards, and no password comes right, by trying again.
            let passes = !matches!(fault, RedirectInward | WrongPassword);
            assert_eq!(error.is_temporary(), passes, "{fault:?}: {error:?}");
            assert!(reading::all(&*platform).await[&item].is_shown, "{fault:?} has passed");
            reading::shown(&*platform, &item).await;
        }
    }
}

pub async fn a_malformed_item_is_put_aside_and_blocks_nothing<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let first = scene.contribution("Hemlig text.").await;
    let all = reading::all(&*platform).await;
    assert!(all.contains_key(&first));
    for fault in [Fault::MalformedItem, Fault::InvalidText] {
        if !scene.fail_next(fault).await {
            continue;
        }
        let page = platform.read(None).await.unwrap();
        let [bad] = &page.quarantined[..] else { panic!("{fault:?}: {page:?}") };
        assert!(!page.bytes[bad.range.clone()].is_empty(), "its bytes are kept");
        assert!(!format!("{page:?} {}", bad.reason).contains("Hemlig"), "{fault:?}: content in a debug text");
        let whole = platform.read(None).await.unwrap();
        assert_eq!(page.items.len() + 1, whole.items.len(), "{fault:?} hides only its own item");
        assert_eq!(page.next, whole.next, "{fault:?}: the pass goes on");
    }
}

pub async fn a_wrong_clock_and_a_far_future_lose_nothing<S: Scene>(scene: &S) {
    let platform = scene.platform();
    scene.contribution("Finns kvar.").await;
    let before = platform.read(None).await.unwrap();
    if scene.fail_next(Fault::WrongClock).await {
        let page = platform.read(None).await.unwrap();
        let keys = |page: &uppsikt_platform::ReadPage| -> Vec<_> {
            page.items.iter().map(|read| read.item.content_key()).collect()
        };
        assert_eq!(keys(&page), keys(&before));
    }
    if scene.fail_next(Fault::FutureItem).await {
        let page = platform.read(None).await.unwrap();
        assert_eq!(
            page.items.len() + page.quarantined.len(),
            before.items.len() + before.quarantined.len(),
            "an item of the year 9999 is kept or put aside"
        );
    }
}

#[derive(Debug, Clone, Copy)]
enum Question {
    List,
    One,
}

impl Question {
    async fn ask(self, platform: &dyn Platform, item: &NativeRef) -> Result<(), PlatformError> {
        match self {
            Self::List => platform.read(None).await.map(|_| ()),
            Self::One => platform.read_one(item.kind, &item.id).await.map(|answer: OneAnswer| drop(answer)),
        }
    }
}
