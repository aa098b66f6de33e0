//! Whose documents are found and counted, in which order, and by which conditions.

use uppsikt_kernel::Authorities;
use uppsikt_store::search::{Condition, Document, Month, Order};

use super::support::{ask, at, authority, document, fill, id, numbers, open, organisation, scope};

fn documents() -> Vec<Document> {
    let mut all: Vec<Document> = (1..=6).map(|number| document(number, "Snö på vägen")).collect();
    all[1].authority = authority(2);
    all[2].organisation = organisation(2);
    all[3].keys = vec![("marked", "yes".to_owned()), ("state", "waiting".to_owned())];
    all[4].keys = vec![("state", "waiting".to_owned()), ("state", "decided".to_owned())];
    all[4].at = at("2026-03-31T22:30:00Z");
    all[5].at = at("2025-12-31T23:30:00Z");
    all
}

#[tokio::test]
async fn nothing_of_others_is_found_or_counted() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    fill(&index, &documents(), "1").await;
    let found = |authorities, organisation| {
        let hits =
            index.ask(&uppsikt_store::search::Ask { scope: scope(organisation, authorities), ..ask("snö") });
        let hits = hits.unwrap();
        assert_eq!(hits.total, hits.ids.len() as u64);
        assert_eq!(hits.total, hits.months.iter().map(|(_, count)| count).sum::<u64>());
        numbers(&hits)
    };
    assert_eq!(found(Authorities::Only([authority(1)].into()), 1), [5, 4, 1, 6]);
    assert_eq!(found(Authorities::Only([authority(2)].into()), 1), [2]);
    assert_eq!(found(Authorities::Only([authority(1), authority(2)].into()), 1), [5, 4, 2, 1, 6]);
    assert_eq!(found(Authorities::Only([].into()), 1), [0; 0]);
    assert_eq!(found(Authorities::All, 1), [5, 4, 2, 1, 6]);
    // The same authority's id in another organisation is another authority.
    assert_eq!(found(Authorities::Only([authority(1)].into()), 2), [3]);
    assert_eq!(found(Authorities::All, 3), [0; 0]);
}

#[tokio::test]
async fn conditions_times_and_pages_hold() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    fill(&index, &documents(), "1").await;
    let has = |name, value: &str| Condition::Has(name, value.to_owned());
    let by = |conditions| {
        let hits = index.ask(&uppsikt_store::search::Ask { conditions, ..ask("snö") }).unwrap();
        assert_eq!(hits.total, hits.ids.len() as u64);
        numbers(&hits)
    };
    assert_eq!(by(vec![has("state", "waiting")]), [5, 4]);
    assert_eq!(by(vec![has("state", "waiting"), Condition::None(vec![has("marked", "yes")])]), [5]);
    assert_eq!(by(vec![Condition::Any(vec![has("state", "decided"), has("marked", "yes")])]), [5, 4]);
    assert_eq!(by(vec![Condition::Any(Vec::new())]), [0; 0]);
    assert_eq!(by(vec![Condition::None(Vec::new())]), [5, 4, 1, 6]);
    assert_eq!(by(vec![has("state", "wait")]), [0; 0]);

    let between = |from_at, until_at| {
        let asked = uppsikt_store::search::Ask { from_at, until_at, ..ask("snö") };
        numbers(&index.ask(&asked).unwrap())
    };
    assert_eq!(between(Some(at("2026-02-01T00:00:00Z")), None), [5]);
    assert_eq!(between(None, Some(at("2026-01-01T00:00:00Z"))), [6]);
    // From is taken in, until is not.
    let exact = at("2026-03-31T22:30:00Z");
    assert_eq!(between(Some(exact), Some(exact + 1)), [5]);
    assert_eq!(between(Some(exact - 1), Some(exact)), [0; 0]);

    let page = uppsikt_store::search::Ask { skip: 1, take: 2, ..ask("snö") };
    let page = index.ask(&page).unwrap();
    assert_eq!((numbers(&page), page.total), (vec![4, 1], 4));
    // Months are those of Sweden: half past eleven in the evening of New Year's Eve in UTC is next year.
    let month = |year, month| Month { year, month };
    assert_eq!(page.months, [(month(2026, 1), 3), (month(2026, 4), 1)]);
}

#[tokio::test]
async fn the_best_comes_first_when_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    let long = format!("{} snö", "Det finns mycket annat att berätta om den här dagen. ".repeat(20));
    let all = [document(1, "Snö, snö och åter snö"), document(2, &long), document(3, "Ingen alls")];
    fill(&index, &all, "1").await;
    let best = uppsikt_store::search::Ask { order: Order::Best, ..ask("snö") };
    assert_eq!(numbers(&index.ask(&best).unwrap()), [1, 2]);
    assert_eq!(numbers(&index.ask(&ask("snö")).unwrap()), [2, 1]);
    assert_eq!(numbers(&index.ask(&ask("")).unwrap()), [3, 2, 1]);
    assert_eq!(numbers(&index.ask(&ask("-snö")).unwrap()), [3]);
}

#[tokio::test]
async fn a_document_takes_the_place_of_the_one_with_its_id() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    let mut other = document(1, "Hos de andra");
    other.organisation = organisation(2);
    fill(&index, &[document(1, "Först"), document(1, "Därefter"), other], "1").await;
    assert_eq!(index.ask(&ask("först")).unwrap().total, 0);
    fill(&index, &[document(1, "Till sist")], "2").await;
    assert_eq!((index.ask(&ask("därefter")).unwrap().total, index.ask(&ask("sist")).unwrap().total), (0, 1));
    assert_eq!(index.documents(), 2);
    let writer = index.writer().await.unwrap();
    writer.remove(organisation(1), id(1)).unwrap();
    writer.commit("3").await.unwrap().finish().await.unwrap();
    assert_eq!((index.documents(), index.watermark().unwrap().as_deref()), (1, Some("3")));
}
