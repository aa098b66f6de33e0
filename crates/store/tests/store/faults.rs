//! What goes wrong around the store: full disks, wrong clocks, lost keys, damaged files, cut
//! connections. Whatever it is, it has a name, nothing acknowledged is lost, and work goes on.

use uppsikt_kernel::{Id, Object};
use uppsikt_store::{Store, StoreError, VerifyOptions, VerifyReport};
use uuid::Uuid;

use crate::support::*;

mod clock;
mod damage;
mod disk;
mod folder;
mod groups;
mod halves;
mod keys;
mod many;
mod newer;
mod server;

/// One object that was acknowledged, and what it was acknowledged with.
#[derive(Debug, Clone)]
pub struct Kept {
    pub item: Uuid,
    pub object: Id<Object>,
    pub content: Vec<u8>,
}

impl House {
    /// As [`House::write_note`], for content of any size, and where a refusal is expected.
    pub async fn keep(&self, store: &Store, content: Vec<u8>) -> Result<Kept, StoreError> {
        let house = self.clone();
        store
            .write(&self.actor, move |tx| {
                Box::pin(async move {
                    let mut act = tx.act(NOTE_WRITTEN, Some(house.authority))?;
                    let item = act.new_id::<note::Entity>()?.uuid();
                    let object = act.seal(new_object(item, 1), &content)?;
                    act.insert::<note::Entity>(house.note(item, "kept"))?;
                    act.finish().await?;
                    Ok(Kept { item, object, content })
                })
            })
            .await
    }

    /// Some objects of a few bytes each.
    pub async fn keep_some(&self, store: &Store, number: usize) -> Vec<Kept> {
        let content = |at: usize| format!("anteckning {at}").into_bytes();
        let kept = futures_util::future::join_all((0..number).map(|at| self.keep(store, content(at)))).await;
        kept.into_iter().map(Result::unwrap).collect()
    }

    /// Everything that was acknowledged opens as what it was acknowledged with.
    pub async fn all_open(&self, store: &Store, kept: &[Kept]) {
        let reader = store.read(&self.actor).await.unwrap();
        for one in kept {
            assert!(reader.content(one.object).await.unwrap() == one.content, "{}", one.object);
        }
    }

    pub async fn report(&self, store: &Store) -> VerifyReport {
        store.verify(self.organisation, &VerifyOptions::default()).await.unwrap()
    }

    /// Everything that was acknowledged is there, it can be sealed, and there is nothing else.
    pub async fn whole(&self, store: &Store, kept: &[Kept]) {
        self.all_open(store, kept).await;
        self.sound(store, kept.len()).await;
    }

    /// As many objects, each with its row, as are expected; all of it sealed and verified.
    pub async fn sound(&self, store: &Store, number: usize) {
        store.seal(self.organisation).await.unwrap();
        let report = self.report(store).await;
        assert_eq!(report.findings, []);
        assert_eq!((report.objects, report.rows, report.waiting), (number as u64, number as u64, 0));
    }
}
