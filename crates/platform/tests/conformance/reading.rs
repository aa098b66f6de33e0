//! Reading as the checks need it.

use std::collections::BTreeMap;

use uppsikt_platform::{Item, NativeRef, OneAnswer, Platform, ReadPage, parse_kept};

/// Pages after which a pass is taken never to end.
const PAGES_MAX: usize = 2_000;

/// Every page of a pass; the bytes of every item mean the same when they are read again.
pub async fn pages(platform: &dyn Platform) -> Vec<ReadPage> {
    let (mut pages, mut cursor) = (Vec::new(), None);
    while pages.len() < PAGES_MAX {
        let page = platform.read(cursor).await.unwrap();
        kept_bytes_mean_the_same(platform, &page);
        cursor = page.next.clone();
        pages.push(page);
        if cursor.is_none() {
            return pages;
        }
    }
    panic!("the pass does not end");
}

/// Every item of a pass, as it was last given.
pub async fn all(platform: &dyn Platform) -> BTreeMap<NativeRef, Item> {
    let pages = pages(platform).await;
    pages.into_iter().flat_map(|page| page.items).map(|read| (read.item.native_ref(), read.item)).collect()
}

/// What the platform says of one item.
pub async fn one(platform: &dyn Platform, item: &NativeRef) -> OneAnswer {
    platform.read_one(item.kind, &item.id).await.unwrap()
}

/// An item that everybody sees.
pub async fn shown(platform: &dyn Platform, item: &NativeRef) -> Item {
    match one(platform, item).await {
        OneAnswer::Shown(page) => only(platform, &page),
        other => panic!("{item:?} is to be shown: {other:?}"),
    }
}

/// The only item of a page.
pub fn only(platform: &dyn Platform, page: &ReadPage) -> Item {
    kept_bytes_mean_the_same(platform, page);
    match &page.items[..] {
        [read] => read.item.clone(),
        _ => panic!("one item is to stand on the page: {page:?}"),
    }
}

/// The bytes of every item are cut right, and mean the same item when they are read again.
fn kept_bytes_mean_the_same(platform: &dyn Platform, page: &ReadPage) {
    let mut end = 0;
    for read in &page.items {
        assert!(read.range.start >= end, "items stand in the order of their bytes, each by itself");
        end = read.range.end;
        let bytes = &page.bytes[read.range.clone()];
        let kept = parse_kept(platform.kind(), read.item.kind, page.media_type, bytes).unwrap();
        assert_eq!(kept.content_key(), read.item.content_key(), "{:?} read again", read.item);
    }
}
