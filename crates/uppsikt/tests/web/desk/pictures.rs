//! Pictures are shown from our own store, written anew, and only to those who may read the record.

use axum::http::StatusCode;
use uppsikt::rooms::{capture, people, registry};
use uuid::Uuid;

use super::Desk;

/// A record with a picture that is kept, and the picture's own bytes.
async fn with_picture(desk: &Desk, login: &str) -> (Uuid, Vec<u8>) {
    let actor = people::actor(&desk.app.store, Some(login)).await.unwrap();
    let mut reader = desk.app.store.read(&actor).await.unwrap();
    for item in capture::latest(&mut reader, 2_000).await.unwrap() {
        let is_open = !registry::is_closed_to(&mut reader, &actor, item.id).await.unwrap();
        for media in capture::media_of(&mut reader, item.id).await.unwrap() {
            if let Some(object) = media.object.filter(|_| is_open) {
                return (item.id, reader.content(object).await.unwrap());
            }
        }
    }
    panic!("the demonstration has no picture for {login}");
}

#[tokio::test]
async fn a_picture_is_written_anew_and_can_do_nothing() {
    let desk = Desk::new().await;
    let chief = desk.person("chef").await;
    let (item, original) = with_picture(&desk, "chef").await;
    let page = chief.open(&format!("/handlingar/{item}")).await.text();
    assert!(page.contains(&format!("src=\"/handlingar/{item}/bild/1\" alt=\"")), "{page}");
    let picture = chief.open(&format!("/handlingar/{item}/bild/1")).await;
    assert_eq!(picture.status, StatusCode::OK, "{page}");
    assert!(["image/jpeg", "image/png"].contains(&picture.header("content-type")));
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    assert!(picture.header("content-security-policy").starts_with("default-src 'none'; sandbox"));
    assert_ne!(picture.bytes, original);
    assert!(capture::picture_type(&picture.bytes).is_some());

    for path in [format!("/handlingar/{item}/bild/0"), format!("/handlingar/{item}/bild/99")] {
        assert_eq!(chief.open(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let path = format!("/handlingar/{item}/bild/1");
    let strangers = ["redaktor.lb", "redaktor.mbn", "redaktor.sn"];
    let mut refused = 0;
    for login in strangers {
        let stranger = desk.person(login).await;
        let page = stranger.open(&format!("/handlingar/{item}")).await.status;
        assert_eq!(stranger.open(&path).await.status == StatusCode::OK, page == StatusCode::OK, "{login}");
        refused += usize::from(page != StatusCode::OK);
    }
    assert!(refused > 0, "somebody may not read it");
}

#[tokio::test]
async fn who_has_read_what_is_under_a_mark_is_told_to_those_who_answer_for_it() {
    let desk = Desk::new().await;
    let path = format!("/handlingar/{}", desk.marked().await);
    let chief = desk.person("chef").await;
    chief.open(&path).await;
    let page = chief.open(&path).await.text();
    let readers = super::between(&page, "Vem som har läst", "</section>");
    assert!(readers.contains("Ansvarig chef"), "{readers}");
}
