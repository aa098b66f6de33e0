//! The ledger through the browser: what stands in it, what proves it, and what is said when it does not hold.

use axum::http::StatusCode;
use sea_orm::{ConnectionTrait as _, Database};
use uppsikt::rooms::people;
use uppsikt::rooms::registry::RegisteredItem;
use uppsikt_kernel::Role;
use uppsikt_ledger::{SignedCheckpoint, verify_bundle};

use super::guidelines::{Town, is_whole};
use super::registry::written;

/// A town with one item, sealed.
async fn sealed() -> (Town, RegisteredItem) {
    let town = Town::new().await;
    town.person("erik", Role::Editor).await;
    let item = written(&town, "erik", "När plogas Björkvägen?").await;
    let actor = people::actor(&town.app.store, Some("erik")).await.unwrap();
    town.app.store.seal(actor.organisation).await.unwrap();
    (town, item)
}

/// As a page writes it.
fn escaped(text: &str) -> String {
    text.replace('+', "&#43;")
}

#[tokio::test]
async fn the_newest_checkpoint_is_shown_and_given_to_be_kept() {
    let (town, _) = sealed().await;
    let rut = town.person("rut", Role::Auditor).await;
    let actor = people::actor(&town.app.store, Some("rut")).await.unwrap();
    town.app.store.seal(actor.organisation).await.unwrap();
    let page = rut.open("/liggare").await;
    is_whole(&page, "Dagens kontrollvärde");
    let reader = town.app.store.read(&actor).await.unwrap();
    let info = reader.log().await.unwrap();
    let checkpoint = info.checkpoint.unwrap();
    let root = checkpoint.checkpoint().root().to_base64();
    assert!(page.text().contains(&root) || page.text().contains(&escaped(&root)), "{}", page.text());
    let given = rut.open(&format!("/liggare/kontrollvarden/{}", checkpoint.checkpoint().size())).await;
    assert_eq!(given.text(), checkpoint.text());
    let kept = SignedCheckpoint::parse(&given.text()).unwrap();
    assert!(kept.verify(&info.keys).is_ok());
    assert!(given.header("content-disposition").contains("attachment"));
    for bad in ["x", "999999", "-1", "18446744073709551615"] {
        let answer = rut.open(&format!("/liggare/kontrollvarden/{bad}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{bad}");
    }
    let file = rut.open("/liggare?format=csv").await;
    assert!(file.header("content-type").starts_with("text/csv") && file.text().contains(&root));
    let checked = rut.send("/liggare/kontroll", "").await;
    is_whole(&checked, "Liggaren är hel");
}

#[tokio::test]
async fn the_path_that_is_drawn_is_the_stores_own() {
    let (town, item) = sealed().await;
    let rut = town.person("rut", Role::Auditor).await;
    let actor = people::actor(&town.app.store, Some("rut")).await.unwrap();
    let reader = town.app.store.read(&actor).await.unwrap();
    let proof = reader.prove(item.object).await.unwrap().proof;
    let act = reader.act_behind(item.object).await.unwrap().unwrap();
    drop(reader);
    for path in [format!("/liggare/poster/{}", act.id), format!("/handlingar/{}/bevis", item.item)] {
        let page = rut.open(&path).await;
        is_whole(&page, "Kontrollerad nu, hel kedja");
        let text = page.text();
        for sibling in &proof.path {
            let value = sibling.to_base64();
            assert!(text.contains(&value) || text.contains(&escaped(&value)), "{value} in {text}");
        }
        let drawn = text.split("class=\"chart proof\"").nth(1).unwrap().split("</svg>").next().unwrap();
        assert_eq!(drawn.matches("<rect").count(), 1 + 2 * proof.path.len());
    }
    let by_place = rut.open(&format!("/liggare/poster/{}", proof.index)).await;
    is_whole(&by_place, "Inslaget hämtades för första gången");
    assert!(by_place.text().contains("erik Ek"), "the auditor sees who");
    let erik = town.person("eva", Role::Editor).await;
    let text = erik.open(&format!("/liggare/poster/{}", proof.index)).await.text();
    assert!(!text.contains("erik Ek") && text.contains("Visas för administratör"), "{text}");
}

#[tokio::test]
async fn what_somebody_has_in_hand_leads_to_its_page() {
    let (town, item) = sealed().await;
    let rut = town.person("rut", Role::Auditor).await;
    let siv = town.person_in("siv", Role::Registrar, town.other).await;
    let actor = people::actor(&town.app.store, Some("rut")).await.unwrap();
    let reader = town.app.store.read(&actor).await.unwrap();
    let act = reader.act_behind(item.object).await.unwrap().unwrap();
    drop(reader);
    let place = format!("/liggare/poster/{}", act.id);
    let proof = format!("/handlingar/{}/bevis", item.item);
    let index = act.leaf_index.unwrap();
    for (id, leads) in
        [(act.id.to_string(), &place), (index.to_string(), &place), (item.item.to_string(), &proof)]
    {
        let answer = rut.open(&format!("/liggare/sok?id={id}")).await;
        assert_eq!(answer.header("location"), leads, "{id}: {}", answer.text());
        let other = siv.open(&format!("/liggare/sok?id={id}")).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "another authority's {id}");
    }
    for bad in ["nonsens", "99999999", "99999999999999999999999999", "%3Cscript%3E"] {
        let answer = rut.open(&format!("/liggare/sok?id={bad}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{bad}");
        assert!(!answer.text().contains("<script>"), "{bad}");
    }
    is_whole(&rut.open("/liggare/sok").await, "<h1>Leta upp i liggaren</h1>");
    for path in [&place, &proof] {
        assert_eq!(siv.open(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let stolen = siv.send(&format!("/handlingar/{}/bevispaket", item.item), "").await;
    assert_eq!(stolen.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_bundle_is_verified_by_others_and_stands_in_the_log() {
    let (town, item) = sealed().await;
    let rut = town.person("rut", Role::Auditor).await;
    let actor = people::actor(&town.app.store, Some("rut")).await.unwrap();
    let keys = town.app.store.read(&actor).await.unwrap().log().await.unwrap().keys;
    let given = rut.send(&format!("/handlingar/{}/bevispaket", item.item), "").await;
    assert_eq!((given.status, given.header("content-type")), (StatusCode::OK, "application/zip"));
    let report = verify_bundle(&given.bytes, &keys).unwrap();
    assert_eq!((report.versions.len(), report.origin.as_str()), (1, "lindholm.example/uppsikt"));
    let acts = town.app.store.read(&actor).await.unwrap().acts(None, 20).await.unwrap();
    assert_eq!(acts.iter().filter(|act| act.code == "evidence-proved").count(), 1);
    for bad in ["x", "00000000-0000-0000-0000-000000000000"] {
        let answer = rut.send(&format!("/handlingar/{bad}/bevispaket"), "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{bad}");
    }
}

#[tokio::test]
async fn a_broken_chain_is_told_in_plain_facts() {
    let (town, _) = sealed().await;
    let rut = town.person("rut", Role::Auditor).await;
    let actor = people::actor(&town.app.store, Some("rut")).await.unwrap();
    town.app.store.seal(actor.organisation).await.unwrap();
    let file = town.app.config.folder().join("uppsikt.db");
    assert!(file.exists(), "{}", file.display());
    let database = Database::connect(format!("sqlite://{}", file.display())).await.unwrap();
    database.execute_unprepared("UPDATE log_tile SET hashes = zeroblob(length(hashes))").await.unwrap();
    let page = rut.open("/liggare").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("Kedjan håller inte"), "{}", page.text());
    assert!(!page.text().contains("Signatur och rot stämmer"));
    let checked = rut.send("/liggare/kontroll", "").await;
    assert!(checked.text().contains("Kedjan håller inte"), "{}", checked.text());
}
