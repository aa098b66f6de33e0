//! The fake does what the capture room's tests rely on.

use super::*;

async fn read_all(fake: &Fake) -> Vec<ReadPage> {
    let (mut pages, mut cursor) = (Vec::new(), None);
    loop {
        let page = fake.read(cursor).await.unwrap();
        cursor = page.next.clone();
        pages.push(page);
        if cursor.is_none() {
            return pages;
        }
    }
}

#[tokio::test]
async fn what_is_posted_is_read_in_pages_and_ranges() {
    let fake = Fake::new();
    let post = fake.post("Vattnet stängs");
    let comment = fake.comment(&post, "Åsa", "Hur länge?");
    let answer = fake.answer(&comment, "Till klockan 12.");
    fake.comment(&post, "Bo", "Tack");
    let pages = read_all(&fake).await;
    assert_eq!(pages.iter().map(|page| page.items.len()).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(pages[0].total, Some(4));
    let answered = &pages[0].items[2].item;
    assert_eq!((answered.native_id.as_str(), answered.own), (answer.as_str(), true));
    assert_eq!(answered.parent, Some(NativeRef { kind: ItemKind::Comment, id: comment }));
    for item in &pages[0].items {
        let slice = &pages[0].bytes[item.range.clone()];
        assert!(slice.starts_with(b"{") && slice.ends_with(b"}"));
        assert_eq!(FakeItem::read(slice).unwrap(), item.item);
    }
}

use crate::item::NativeRef;

#[tokio::test]
async fn edits_and_disappearances_are_told_apart() {
    let fake = Fake::new();
    let post = fake.post("Ett");
    let shown = |answer: OneAnswer| match answer {
        OneAnswer::Shown(page) => page.items[0].item.clone(),
        other => panic!("{other:?}"),
    };
    let before = shown(fake.read_one(ItemKind::Post, &post).await.unwrap());
    fake.edit(&post, "Två");
    let after = shown(fake.read_one(ItemKind::Post, &post).await.unwrap());
    assert_ne!(before.content_key(), after.content_key());
    assert!(before.edited_at.is_none() && after.edited_at.is_some());
    fake.withhold(&post, "hold");
    let answer = fake.read_one(ItemKind::Post, &post).await.unwrap();
    assert!(matches!(answer, OneAnswer::Withheld { status, page: Some(_) } if status == "hold"));
    assert!(read_all(&fake).await[0].items.is_empty());
    fake.show(&post);
    assert_eq!(shown(fake.read_one(ItemKind::Post, &post).await.unwrap()).text, "Två");
    fake.delete(&post);
    let answer = fake.read_one(ItemKind::Post, &post).await.unwrap();
    assert!(matches!(answer, OneAnswer::Gone { status: 404, .. }));
}

#[tokio::test]
async fn faults_come_once_and_in_order() {
    let fake = Fake::new();
    fake.post("Ett");
    fake.post("Två");
    for fault in [
        FakeFault::RateLimit,
        FakeFault::HalfAnswer,
        FakeFault::MalformedItem,
        FakeFault::Down,
        FakeFault::WrongPassword,
    ] {
        fake.fail_next(fault);
    }
    let limited = fake.read(None).await.unwrap_err();
    assert_eq!((limited.is_temporary(), limited.retry_after()), (true, Some(Duration::from_secs(30))));
    assert!(matches!(fake.read(None).await, Err(PlatformError::Malformed { .. })));
    let page = fake.read(None).await.unwrap();
    assert_eq!((page.items.len(), page.quarantined.len()), (1, 1));
    assert_eq!(page.quarantined[0].native_id.as_deref(), Some("1"));
    assert!(matches!(fake.check().await, Err(PlatformError::Failed { status: 503, .. })));
    assert!(matches!(fake.check().await, Err(PlatformError::WrongPassword { .. })));
    assert_eq!(fake.read(None).await.unwrap().items.len(), 2);
}
