//! What is done is done once, can be read back, and is told for no more than is known.

use uppsikt_platform::{Hiding, Measure, MeasureError, NativeRef, OneAnswer, Platform, PlatformError};

use crate::reading;
use crate::scene::{Fault, Scene};
use crate::seal::sealed;

pub async fn each_measure_is_done_read_back_and_was_so_the_second_time<S: Scene>(scene: &S) {
    let platform = scene.platform();
    for &measure in platform.abilities().measures {
        assert!(scene.can().comment, "a measure is for what visitors write");
        let post = scene.post("Vattnet stängs").await;
        let author = format!("Bo {measure}");
        let item = scene.comment(&post, &author, "Olämpligt.").await.unwrap();
        let bystander = scene.comment(&post, "Åsa", "Hur länge?").await.unwrap();
        if measure == Measure::Restore {
            let hiding = some_hiding(&*platform);
            assert!(!act(&*platform, &item, hiding).await.was_so);
        }
        let measured = act(&*platform, &item, measure).await;
        assert!(!measured.was_so && !measured.answer.is_empty(), "{measure}: {measured:?}");
        is_read_back(&*platform, &item, measure).await;
        reading::shown(&*platform, &bystander).await;
        scene.catch_up().await;
        match measure {
            Measure::CloseThread => {
                assert!(scene.comment(&post, "Åsa", "Ännu en.").await.is_none(), "the thread is closed");
            }
            Measure::Block => {
                assert!(scene.comment(&post, &author, "Ännu en.").await.is_none(), "the author is blocked");
            }
            _ => {}
        }
        if measure != Measure::Report {
            let again = act(&*platform, &item, measure).await;
            assert!(again.was_so, "{measure} again: {again:?}");
            is_read_back(&*platform, &item, measure).await;
        }
    }
}

pub async fn each_measure_on_our_own_is_done_and_read_back<S: Scene>(scene: &S) {
    let platform = scene.platform();
    for &measure in platform.abilities().measures_on_own {
        // What names a visitor or somebody else's contribution has nothing to be read back by here.
        if matches!(measure, Measure::Block | Measure::Report) {
            continue;
        }
        let post = scene.post("Vattnet stängs").await;
        if measure == Measure::Restore {
            act(&*platform, &post, some_hiding(&*platform)).await;
        }
        assert!(!act(&*platform, &post, measure).await.was_so, "{measure}");
        is_read_back(&*platform, &post, measure).await;
        assert!(act(&*platform, &post, measure).await.was_so, "{measure} again");
    }
}

pub async fn what_is_not_promised_is_not_able_and_changes_nothing<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let abilities = platform.abilities();
    let item = scene.contribution("Hur länge?").await;
    let before = reading::shown(&*platform, &item).await;
    for measure in Measure::ALL.into_iter().filter(|measure| !abilities.can(*measure, before.own)) {
        let answer = platform.measure(&sealed(), item.kind, &item.id, measure).await;
        assert!(matches!(answer, Err(MeasureError::NotAble)), "{measure}: {answer:?}");
    }
    assert_eq!(reading::shown(&*platform, &item).await.content_key(), before.content_key());
}

pub async fn silence_after_a_change_is_unknown<S: Scene>(scene: &S) {
    let platform = scene.platform();
    for &measure in platform.abilities().measures {
        if matches!(measure, Measure::Restore | Measure::Report) {
            continue;
        }
        let post = scene.post("Vattnet stängs").await;
        // One author for each measure, since one of them blocks the author.
        let item = scene.comment(&post, &format!("Bo {measure}"), "Olämpligt.").await.unwrap();
        if !scene.fail_next(Fault::Silent).await {
            return;
        }
        let answer = platform.measure(&sealed(), item.kind, &item.id, measure).await;
        assert!(matches!(answer, Err(MeasureError::Unknown(_))), "{measure}: {answer:?}");
        is_read_back(&*platform, &item, measure).await;
        assert!(act(&*platform, &item, measure).await.was_so, "{measure} had been done");
    }
}

pub async fn a_refusal_changes_nothing<S: Scene>(scene: &S) {
    let platform = scene.platform();
    let Some(&measure) = platform.abilities().measures.first() else { return };
    let item = scene.contribution("Hur länge?").await;
    let before = reading::shown(&*platform, &item).await;
    if let Some(wrong) = scene.with_wrong_password() {
        let answer = wrong.measure(&sealed(), item.kind, &item.id, measure).await;
        assert!(
            matches!(answer, Err(MeasureError::NotDone(PlatformError::WrongPassword { .. }))),
            "{answer:?}"
        );
    }
    if scene.fail_next(Fault::RateLimit).await {
        let answer = platform.measure(&sealed(), item.kind, &item.id, measure).await;
        assert!(
            matches!(answer, Err(MeasureError::NotDone(PlatformError::RateLimited { .. }))),
            "{answer:?}"
        );
    }
    for fault in [Fault::Down, Fault::RedirectInward, Fault::WrongPassword] {
        if scene.fail_next(fault).await {
            let answer = platform.measure(&sealed(), item.kind, &item.id, measure).await;
            assert!(matches!(answer, Err(MeasureError::NotDone(_) | MeasureError::Unknown(_))), "{answer:?}");
        }
    }
    let answer = platform.measure(&sealed(), item.kind, "ingens id", measure).await;
    assert!(matches!(answer, Err(MeasureError::NotDone(_))), "{answer:?}");
    assert_eq!(reading::shown(&*platform, &item).await.content_key(), before.content_key());
}

pub async fn nothing_can_be_done_to_what_is_gone_but_delete_it<S: Scene>(scene: &S) {
    let platform = scene.platform();
    if !scene.can().delete {
        return;
    }
    for &measure in platform.abilities().measures {
        // Who is blocked or reported is a person, and an item that is gone may still name them.
        if matches!(measure, Measure::Block | Measure::Report) {
            continue;
        }
        let item = scene.contribution("Borta.").await;
        scene.delete(&item).await;
        let answer = platform.measure(&sealed(), item.kind, &item.id, measure).await;
        match measure {
            Measure::Delete => assert!(answer.as_ref().is_ok_and(|done| done.was_so), "{answer:?}"),
            _ => assert!(matches!(answer, Err(MeasureError::NotDone(_))), "{measure}: {answer:?}"),
        }
    }
}

async fn act(platform: &dyn Platform, item: &NativeRef, measure: Measure) -> uppsikt_platform::Measured {
    let done = platform.measure(&sealed(), item.kind, &item.id, measure).await;
    done.unwrap_or_else(|error| panic!("{measure} on {item:?}: {error:?}"))
}

/// A measure that can be undone by showing the item again.
fn some_hiding(platform: &dyn Platform) -> Measure {
    let abilities = platform.abilities();
    let hiding = [Measure::Hide, Measure::Trash, Measure::Spam];
    hiding.into_iter().find(|hiding| abilities.can(*hiding, false)).expect("what is restored has been hidden")
}

/// The item stands as the measure has left it, when it is read again.
async fn is_read_back(platform: &dyn Platform, item: &NativeRef, measure: Measure) {
    let answer = reading::one(platform, item).await;
    let folded_only = platform.abilities().hiding == Hiding::FoldedOnly;
    let is_so = match measure {
        Measure::Hide if folded_only => matches!(answer, OneAnswer::Shown(_)),
        Measure::Hide | Measure::Spam | Measure::Trash => matches!(answer, OneAnswer::Withheld { .. }),
        Measure::Delete => matches!(answer, OneAnswer::Gone { .. }),
        Measure::Restore | Measure::Block | Measure::CloseThread | Measure::Report => {
            matches!(answer, OneAnswer::Shown(_))
        }
    };
    assert!(is_so, "{measure} on a {:?}: {answer:?}", item.kind);
}
