//! The wrapper for accounts that are only read.

use uppsikt_platform::{Measure, MeasureError, Platform, ReadOnly};

use crate::reading;
use crate::scene::Scene;
use crate::seal::sealed;

pub async fn what_is_only_read_reads_the_same_and_changes_nothing<S: Scene>(scene: &S) {
    let (platform, only_read) = (scene.platform(), ReadOnly::new(scene.platform()));
    let item = scene.contribution("Hur länge?").await;
    let before = reading::shown(&*platform, &item).await;
    let abilities = only_read.abilities();
    assert!(abilities.measures.is_empty() && abilities.measures_on_own.is_empty() && !abilities.replies);
    assert_eq!((only_read.kind(), abilities.reads), (platform.kind(), platform.abilities().reads));
    for measure in Measure::ALL {
        let answer = only_read.measure(&sealed(), item.kind, &item.id, measure).await;
        assert!(matches!(answer, Err(MeasureError::NotAble)), "{measure}: {answer:?}");
    }
    assert!(matches!(only_read.reply(item.kind, &item.id, "Nej.").await, Err(MeasureError::NotAble)));
    assert_eq!(reading::shown(&only_read, &item).await.content_key(), before.content_key());
    assert!(reading::all(&only_read).await[&item].is_shown);
    assert_eq!(only_read.check().await.unwrap(), platform.check().await.unwrap());
}
