//! A pass over all pages gives everything that was there all the while.

use uppsikt_platform::{Cursor, ItemKind, NativeRef, PlatformError};

use crate::reading;
use crate::scene::Scene;

/// More than stand on one page of any scene.
const CONTRIBUTIONS: usize = 9;

pub async fn everything_is_read_in_exact_ranges<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let abilities = platform.abilities();
    assert_eq!(abilities.reads.contains(&ItemKind::Comment), scene.can().comment);
    let posted = contributions(scene, CONTRIBUTIONS).await;
    let read = reading::all(&*platform).await;
    for (number, item) in posted.iter().enumerate() {
        let item = &read[item];
        assert!(item.text.contains(&format!("Bidrag {number}.")) && item.is_shown, "{item:?}");
        assert!(abilities.reads.contains(&item.kind));
        if item.kind == ItemKind::Comment {
            let parent = item.parent.as_ref().expect("a comment is on something");
            assert!(read.contains_key(parent), "what {item:?} answers is read as well");
            assert!(!item.own, "a visitor wrote it");
        } else {
            assert!(item.own, "the account wrote it");
        }
    }
    for page in reading::pages(&*platform).await {
        assert!(!page.request.is_empty() && page.items.len() <= abilities.limits.page_items_max as usize);
    }
}

pub async fn nothing_is_lost_while_items_come_and_go<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let posted = contributions(scene, CONTRIBUTIONS).await;
    let (mut to_delete, staying) = (posted[..4].to_vec(), &posted[4..]);
    let (mut read, mut cursor, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = platform.read(cursor).await.unwrap();
        read.extend(page.items.iter().map(|read| read.item.native_ref()));
        // More than one at a time, and read already: what has not been read moves past where we stand.
        if scene.can().delete && read.contains(&posted[3]) {
            for item in to_delete.drain(..) {
                scene.delete(&item).await;
            }
        }
        if pages % 2 == 0 && pages < 8 {
            scene.contribution("Ett bidrag som kommer under tiden.").await;
        }
        pages += 1;
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
        assert!(pages < 2_000, "the pass does not end");
    }
    for item in staying {
        assert!(read.contains(item), "{item:?} was there all the while and was not read");
    }
}

pub async fn a_cursor_of_something_else_is_refused<S: Scene>(scene: &S) {
    let answer = scene.platform().read(Some(Cursor::new("någon annans märke 17"))).await;
    assert!(matches!(answer, Err(PlatformError::Cursor)), "{answer:?}");
}

/// So many comments on one post; so many posts where there are no comments.
async fn contributions<S: Scene>(scene: &S, count: usize) -> Vec<NativeRef> {
    let post = scene.post("Vattnet stängs på Storgatan").await;
    let mut posted = Vec::new();
    for number in 0..count {
        let text = format!("Bidrag {number}.");
        posted.push(match scene.can().comment {
            true => scene.comment(&post, "Bo", &text).await.expect("visitors comment"),
            false => scene.post(&text).await,
        });
    }
    posted
}
