//! What is no longer shown is told as that, and as nothing more than is known.

use uppsikt_platform::{Hiding, OneAnswer};

use crate::reading;
use crate::scene::Scene;

pub async fn what_is_deleted_is_told_as_gone_or_withheld<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let item = scene.contribution("Detta tas bort.").await;
    let other = scene.contribution("Detta står kvar.").await;
    assert!(reading::all(&*platform).await[&item].is_shown);
    if !scene.can().delete {
        return;
    }
    scene.delete(&item).await;
    let listed = reading::all(&*platform).await;
    assert!(listed.get(&item).is_none_or(|item| !item.is_shown), "it is no longer shown");
    assert!(listed[&other].is_shown);
    let answer = platform.read_one(item.kind, &item.id).await;
    match (platform.abilities().tells_gone, answer) {
        (true, Ok(OneAnswer::Gone { .. } | OneAnswer::Withheld { .. })) => {}
        // Where absence proves nothing, it may be told as not known, and never as gone.
        (false, Ok(OneAnswer::Withheld { .. }) | Err(_)) => {}
        (tells_gone, answer) => panic!("tells_gone is {tells_gone}: {answer:?}"),
    }
    reading::shown(&*platform, &other).await;
}

pub async fn what_is_withheld_is_told_so_and_can_come_back<S: Scene>(scene: &S) {
    let platform = scene.platform();
    if !scene.can().withhold {
        assert_ne!(platform.abilities().hiding, Hiding::FromEverybody, "nothing can be hidden here");
        return;
    }
    let item = scene.contribution("Detta döljs.").await;
    let before = reading::shown(&*platform, &item).await;
    scene.withhold(&item).await;
    match reading::one(&*platform, &item).await {
        OneAnswer::Withheld { status, page } => {
            assert!(!status.is_empty());
            if let Some(page) = page {
                let withheld = reading::only(&*platform, &page);
                assert!(!withheld.is_shown && withheld.text == before.text, "{withheld:?}");
            }
        }
        answer => panic!("{answer:?}"),
    }
    let listed = reading::all(&*platform).await;
    assert!(listed.get(&item).is_none_or(|item| !item.is_shown), "visitors do not see it");
    scene.show(&item).await;
    assert_eq!(reading::shown(&*platform, &item).await.content_key(), before.content_key());
    assert!(reading::all(&*platform).await[&item].is_shown);
}
