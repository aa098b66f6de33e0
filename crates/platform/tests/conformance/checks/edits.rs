//! A changed text is another version; an unchanged one is the same.

use crate::reading;
use crate::scene::Scene;

pub async fn edits_are_seen_and_what_is_not_edited_stays_the_same<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let (edited, same) = (scene.contribution("Hur länge?").await, scene.contribution("Tack.").await);
    let before = reading::all(&*platform).await;
    scene.edit(&edited, "Hur länge till?").await;
    let after = reading::all(&*platform).await;
    assert_eq!(after[&same].content_key(), before[&same].content_key());
    assert_ne!(after[&edited].content_key(), before[&edited].content_key());
    assert!(after[&edited].text.contains("Hur länge till?"), "the new text is read");
    assert_eq!(after[&edited].published_at, before[&edited].published_at);
    let one = reading::shown(&*platform, &edited).await;
    assert_eq!(one.content_key(), after[&edited].content_key(), "alone and in a list it is the same version");
    let post = scene.post("Vattnet stängs").await;
    let before = reading::shown(&*platform, &post).await;
    scene.edit(&post, "Vattnet stängs inte").await;
    assert_ne!(reading::shown(&*platform, &post).await.content_key(), before.content_key());
}
