//! Answers in the account's name.

use uppsikt_platform::{Item, MeasureError};

use crate::reading;
use crate::scene::{Fault, Scene};

/// Characters that a platform might take for markup.
const TEXT: &str = "Till kl. 12 & inte <b>senare</b>.";

pub async fn an_answer_stands_where_it_was_given<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let post = scene.post("Vattnet stängs").await;
    if !platform.abilities().replies {
        let answer = platform.reply(post.kind, &post.id, TEXT).await;
        assert!(matches!(answer, Err(MeasureError::NotAble)), "{answer:?}");
        return;
    }
    let comment = scene.comment(&post, "Åsa", "Hur länge?").await.unwrap();
    for answered in [&comment, &post] {
        let posted = platform.reply(answered.kind, &answered.id, TEXT).await.unwrap();
        let read = reading::all(&*platform).await;
        // A platform may count posts and comments apart, so that an id alone names two things.
        let is_it = |item: &&Item| item.native_id == posted.native_id && item.parent.is_some() && item.own;
        let read = read.values().find(is_it);
        let read = read.expect("the answer is read as our own");
        assert_eq!((read.text.as_str(), read.parent.as_ref()), (TEXT, Some(answered)));
        assert!(posted.permalink.is_none() || posted.permalink == read.permalink);
    }
    let refused = platform.reply(post.kind, "ingens id", TEXT).await;
    assert!(matches!(refused, Err(MeasureError::NotDone(_))), "{refused:?}");
}

pub async fn silence_after_an_answer_is_unknown<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let post = scene.post("Vattnet stängs").await;
    if !platform.abilities().replies || !scene.fail_next(Fault::Silent).await {
        return;
    }
    let answer = platform.reply(post.kind, &post.id, TEXT).await;
    assert!(matches!(answer, Err(MeasureError::Unknown(_))), "{answer:?}");
    let read = reading::all(&*platform).await;
    let given = |item: &Item| item.parent.as_ref() == Some(&post);
    assert_eq!(read.values().filter(|item| given(item)).count(), 1, "it was given once, and not again");
}
