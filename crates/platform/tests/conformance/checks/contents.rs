//! What is said comes back as it was said.

use uppsikt_kernel::Micros;
use uppsikt_platform::{Media, PlatformError};

use crate::reading;
use crate::scene::Scene;

pub async fn texts_come_back_as_they_were_written<S: Scene>(scene: &S) {
    let platform = scene.platform();
    for text in ["Åäö 🙂 och é", "Första stycket.\n\nAndra stycket."] {
        let item = scene.contribution(text).await;
        let read = reading::shown(&*platform, &item).await;
        assert_eq!(read.text, text);
        assert!(!format!("{read:?}").contains(text));
    }
}

pub async fn a_very_long_text_is_read_or_put_aside<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let text = "Detta upprepas. ".repeat((1 << 20) / 16);
    let text = text[..scene.text_bytes_max().min(text.len())].trim();
    let item = scene.contribution(text).await;
    let pages = reading::pages(&*platform).await;
    let read = pages.iter().flat_map(|page| &page.items).find(|read| read.item.native_ref() == item);
    let put_aside = pages.iter().flat_map(|page| &page.quarantined);
    match read {
        Some(read) => assert_eq!(read.item.text, text),
        None => assert!(put_aside.into_iter().any(|bad| bad.native_id.as_ref() == Some(&item.id))),
    }
}

pub async fn pictures_are_fetched_with_their_texts<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let Some((post, bytes)) = scene.picture("En bro över ån").await else { return };
    let item = reading::shown(&*platform, &post).await;
    let [picture] = &item.media[..] else { panic!("one picture is to be shown: {:?}", item.media) };
    assert_eq!(picture.alt.as_deref(), Some("En bro över ån"));
    assert_eq!(platform.media(picture).await.unwrap(), bytes);
    // Addresses that nobody has allowed are not asked, whoever has written them.
    for source in
        ["http://169.254.169.254/latest/meta-data", "http://[::1]:9/x", "file:///etc/passwd", "ingen adress"]
    {
        let elsewhere = Media { source: source.to_owned(), alt: None, media_type: None };
        let answer = platform.media(&elsewhere).await;
        assert!(answer.as_ref().is_err_and(|error| !error.is_temporary()), "{source}: {answer:?}");
    }
}

pub async fn the_census_counts_what_is_posted<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let (from, until) = (Micros::new(0).unwrap(), Micros::new(250_000_000_000_000_000).unwrap());
    let before = match platform.census(from, until).await {
        Err(PlatformError::NotAble) => return,
        counted => counted.unwrap(),
    };
    let item = scene.contribution("Räknas.").await;
    let total = |counted: &[uppsikt_platform::Census]| -> u64 {
        let of_kind = counted.iter().filter(|census| census.kind == item.kind);
        of_kind.map(|census| census.total.expect("the account may count")).sum()
    };
    let after = platform.census(from, until).await.unwrap();
    // Others may post at the same time.
    assert!(total(&after) > total(&before));
    let published_at = reading::shown(&*platform, &item).await.published_at;
    let next = Micros::new(published_at.get() + 1_000_000).unwrap();
    assert!(total(&platform.census(published_at, next).await.unwrap()) >= 1, "its own second is counted");
    assert_eq!(total(&platform.census(from, Micros::new(1).unwrap()).await.unwrap()), 0);
}

pub async fn changes_are_announced_or_not_promised<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let answer = platform.changes(None).await;
    assert_eq!(matches!(answer, Err(PlatformError::NotAble)), !platform.abilities().announces);
}
