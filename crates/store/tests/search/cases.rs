//! 200 questions in Swedish over sentences of our own, each with everything that it must find and nothing else.

use std::collections::BTreeSet;

use uppsikt_store::search::{Ask, Condition, Document};

use super::support::{ask, at, document, fill, numbers, open};

const CORPUS: &str = include_str!("cases/corpus.txt");
const QUERIES: &str = include_str!("cases/queries.txt");
const DAY: i64 = 86_400_000_000;

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

fn corpus() -> Vec<Document> {
    lines(CORPUS)
        .map(|line| {
            let parts: Vec<&str> = line.splitn(6, ' ').collect();
            let [number, account, side, state, day, text] = parts[..] else { panic!("{line}") };
            let mut document = document(number.parse().unwrap(), text);
            document.at = at(&format!("{day}T12:00:00Z"));
            document.keys = vec![
                ("konto", account.to_owned()),
                ("riktning", side.to_owned()),
                ("läge", state.to_owned()),
            ];
            document
        })
        .collect()
}

fn filtered(mut ask: Ask, filters: &'static str) -> Ask {
    for filter in filters.split_whitespace() {
        let (name, value) = filter.split_once('=').unwrap();
        match name {
            "från" => ask.from_at = Some(at(&format!("{value}T00:00:00Z"))),
            "till" => ask.until_at = Some(at(&format!("{value}T00:00:00Z")) + DAY),
            _ => ask.conditions.push(Condition::Has(name, value.to_owned())),
        }
    }
    ask
}

#[tokio::test]
async fn every_question_finds_what_it_must_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    fill(&index, &corpus(), "1").await;
    let (mut count, mut wrong, mut sorts) = (0, Vec::new(), BTreeSet::new());
    for line in lines(QUERIES) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [sort, words, filters, expected] = parts[..] else { panic!("{line}") };
        let expected: BTreeSet<u128> =
            expected.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let hits = index.ask(&filtered(ask(words), filters)).unwrap();
        let found: BTreeSet<u128> = numbers(&hits).into_iter().collect();
        assert_eq!(hits.total, found.len() as u64, "{words}");
        let missing: Vec<_> = expected.difference(&found).collect();
        let beyond: Vec<_> = found.difference(&expected).collect();
        if !missing.is_empty() || !beyond.is_empty() {
            wrong.push(format!("{sort}: {words} {filters}: missing {missing:?}, beyond {beyond:?}"));
        }
        count += 1;
        sorts.insert(sort);
    }
    assert!(wrong.is_empty(), "{} of {count}: {wrong:#?}", wrong.len());
    assert!(count >= 200 && sorts.len() == 10, "{count} questions of {} sorts", sorts.len());
}
