//! The shortest way through: record, seal, prove, verify.

use uppsikt_kernel::Id;
use uppsikt_ledger::Sealed;
use uppsikt_store::{NewObject, RetentionClass, Settings, StoreError, VerifyOptions};

use crate::support::*;

#[tokio::test]
async fn what_is_recorded_is_sealed_proved_and_verified() {
    let dir = tempfile::tempdir().unwrap();
    let store = create(Settings::sqlite(dir.path().join("data"))).await;
    let (organisation, authority) = (ids().next().unwrap(), ids().next().unwrap());
    store.begin_log(organisation, "lindholm.example/uppsikt").await.unwrap();
    let anna = actor(organisation, &[authority]);
    let object = store
        .write::<_, StoreError, _>(&anna, move |tx| {
            Box::pin(async move {
                let mut act = tx.act(NOTE_WRITTEN, Some(authority))?;
                let item = act.new_id::<note::Entity>()?.uuid();
                let new = NewObject {
                    item,
                    version: 1,
                    class: RetentionClass::unclassed(),
                    media_type: "text/plain".to_owned(),
                };
                let object = act.seal(new, "Hur länge är vattnet avstängt?".as_bytes())?;
                act.insert::<note::Entity>(note::Model {
                    organisation_id: organisation.uuid(),
                    id: item,
                    authority_id: authority.uuid(),
                    name: "vatten".to_owned(),
                    count: 1,
                    seen_at: None,
                })?;
                act.finish().await?;
                Ok(object)
            })
        })
        .await
        .unwrap();
    assert!(matches!(store.read(&anna).await.unwrap().prove(object).await, Err(StoreError::NotSealed)));
    let checkpoint = store.seal(organisation).await.unwrap().unwrap();
    assert_eq!(checkpoint.checkpoint().size(), 2);
    let proof = store.read(&anna).await.unwrap().prove(object).await.unwrap();
    let keys = store.read(&anna).await.unwrap().log().await.unwrap().keys;
    let sealed = Sealed::verify(&proof.entry, &proof.proof, &keys, object).unwrap();
    assert!(sealed.opens(&proof.salt, &proof.content));
    let report = store
        .verify(organisation, &VerifyOptions { against: Some(checkpoint), ..Default::default() })
        .await
        .unwrap();
    assert_eq!(report.findings, []);
    assert_eq!((report.entries, report.rows, report.objects, report.continues), (2, 1, 1, Some(true)));
    let stranger = actor(Id::from_uuid(uuid::Uuid::from_u128(5)), &[authority]);
    assert!(matches!(
        store.read(&stranger).await.unwrap().content(object).await,
        Err(StoreError::NotFound { .. })
    ));
}
