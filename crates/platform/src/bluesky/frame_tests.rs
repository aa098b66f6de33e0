//! Announcements made up by the rules of the protocol, and what they say about us.

use super::super::car::tests::archive;
use super::super::cbor::tests::{link_to, map, name_of, written as bytes_of};
use super::*;

const US: &str = "did:plc:lindholm";

fn post(reply_to: Option<&str>) -> Vec<u8> {
    let strong = |uri: &str| map(vec![("uri", uri.into()), ("cid", "bafy".into())]);
    let mut fields = vec![("text", Value::from("Hur länge?"))];
    if let Some(uri) = reply_to {
        fields.push(("reply", map(vec![("root", strong(uri)), ("parent", strong(uri))])));
    }
    bytes_of(&map(fields))
}

fn op(action: &str, path: &str, block: Option<&[u8]>, prev: Option<&[u8]>) -> Value {
    let link = |block: Option<&[u8]>| block.map_or(Value::Null, |block| link_to(&name_of(block)));
    map(vec![("action", action.into()), ("path", path.into()), ("cid", link(block)), ("prev", link(prev))])
}

fn frame(kind: &str, body: Vec<(&str, Value)>) -> Bytes {
    let head = map(vec![("op", 1.into()), ("t", kind.into())]);
    Bytes::from([bytes_of(&head), bytes_of(&map(body))].concat())
}

fn commit(seq: u64, repo: &str, ops: Vec<Value>, blocks: &[Vec<u8>]) -> Bytes {
    let root = bytes_of(&map(vec![("did", repo.into())]));
    let archive = archive(&[&[root], blocks].concat());
    frame(
        "#commit",
        vec![
            ("seq", seq.into()),
            ("repo", repo.into()),
            ("time", "2026-11-20T08:00:00.000Z".into()),
            ("ops", Value::Array(ops)),
            ("blocks", Value::Bytes(archive)),
        ],
    )
}

fn hear(frames: Vec<Bytes>) -> Changes {
    let mut heard = Heard::new(US, 5);
    for frame in frames {
        if heard.take(frame) == ControlFlow::Break(()) {
            break;
        }
    }
    heard.changes()
}

fn told(changes: &Changes) -> Vec<(ItemKind, &str, Happened)> {
    changes.events.iter().map(|change| (change.item.kind, change.item.id.as_str(), change.what)).collect()
}

#[test]
fn what_is_ours_or_written_to_us_is_given_and_the_rest_is_not() {
    let ours = format!("at://{US}/app.bsky.feed.post/3a");
    let (begins, answers) = (post(None), post(Some(&ours)));
    let elsewhere = post(Some("at://did:plc:bo/app.bsky.feed.post/3z"));
    let blocks = [begins.clone(), answers.clone(), elsewhere.clone()];
    let create = |path: &str, block: &[u8]| op("create", path, Some(block), None);
    let changes = hear(vec![
        commit(6, US, vec![create("app.bsky.feed.post/3a", &begins)], &blocks),
        commit(7, "did:plc:asa", vec![create("app.bsky.feed.post/3b", &answers)], &blocks),
        commit(8, "did:plc:asa", vec![create("app.bsky.feed.post/3c", &elsewhere)], &blocks),
        commit(9, "did:plc:asa", vec![create("app.bsky.feed.like/3d", &begins)], &blocks),
        commit(10, US, vec![create("app.bsky.feed.post/3e", &elsewhere)], &blocks),
        frame("#identity", vec![("seq", 11.into())]),
    ]);
    assert_eq!(
        told(&changes),
        [
            (ItemKind::Post, ours.as_str(), Happened::Created),
            (ItemKind::Comment, "at://did:plc:asa/app.bsky.feed.post/3b", Happened::Created),
            (ItemKind::Comment, "at://did:plc:lindholm/app.bsky.feed.post/3e", Happened::Created),
        ]
    );
    assert_eq!((changes.next.unwrap().as_str(), changes.has_gap), ("11", false));
}

#[test]
fn mentions_and_quotes_are_written_to_us() {
    let feature = map(vec![("did", US.into())]);
    let facet = map(vec![("features", Value::Array(vec![feature]))]);
    let mention = bytes_of(&map(vec![("text", "x".into()), ("facets", Value::Array(vec![facet]))]));
    let strong = map(vec![("uri", format!("at://{US}/app.bsky.feed.post/3a").into())]);
    let quote =
        |record: Value| bytes_of(&map(vec![("text", "x".into()), ("embed", map(vec![("record", record)]))]));
    let (bare, with_picture) = (quote(strong.clone()), quote(map(vec![("record", strong)])));
    let posts = [mention, bare, with_picture];
    let ops = posts.iter().map(|post| op("create", "app.bsky.feed.post/3b", Some(post), None)).collect();
    assert_eq!(hear(vec![commit(6, "did:plc:asa", ops, &posts)]).events.len(), 3);
}

#[test]
fn edits_and_deletions_name_the_version_before() {
    let (before, after) = (post(None), post(Some(&format!("at://{US}/app.bsky.feed.post/3a"))));
    let changed = commit(
        6,
        "did:plc:asa",
        vec![op("update", "app.bsky.feed.post/3b", Some(&after), Some(&before))],
        std::slice::from_ref(&after),
    );
    let deleted =
        commit(7, "did:plc:asa", vec![op("delete", "app.bsky.feed.post/3b", None, Some(&after))], &[]);
    let own = commit(8, US, vec![op("delete", "app.bsky.feed.post/3c", None, None)], &[]);
    let changes = hear(vec![changed, deleted.clone(), own]);
    let kinds: Vec<_> = told(&changes).into_iter().map(|(kind, _, what)| (kind, what)).collect();
    let gone = Happened::Deleted(GoneBy::Author);
    assert_eq!(
        kinds,
        [
            (ItemKind::Comment, Happened::Changed),
            (ItemKind::Comment, gone),
            (ItemKind::Post, gone),
            (ItemKind::Comment, gone),
        ]
    );
    assert_eq!(changes.events[0].before, Some(to_text(&name_of(&before))));
    assert_eq!(changes.events[1].before, Some(to_text(&name_of(&after))));
    assert_eq!((&changes.events[1].bytes, &changes.events[2].before), (&deleted, &None));
    assert_eq!(changes.events[1].at.to_string(), "2026-11-20T08:00:00Z");
}

#[test]
fn what_may_be_missing_is_a_gap() {
    let outdated = frame("#info", vec![("name", "OutdatedCursor".into())]);
    assert!(hear(vec![outdated]).has_gap);
    let block = post(None);
    let unseen = commit(6, US, vec![op("create", "app.bsky.feed.post/3a", Some(&block), None)], &[]);
    assert!(hear(vec![unseen]).has_gap, "our own record did not travel with its announcement");
    let rubbish = hear(vec![Bytes::from_static(b"\xff\x00"), frame("#sync", vec![("seq", 9.into())])]);
    assert_eq!((rubbish.has_gap, rubbish.next.unwrap().as_str()), (true, "9"));
}

#[test]
fn a_server_that_does_not_know_our_number_makes_us_begin_anew() {
    let error = |word: &str| {
        let head = map(vec![("op", (-1).into())]);
        Bytes::from([bytes_of(&head), bytes_of(&map(vec![("error", word.into())]))].concat())
    };
    let future = hear(vec![error("FutureCursor"), frame("#sync", vec![("seq", 9.into())])]);
    assert_eq!((future.has_gap, future.next), (true, None));
    let slow = hear(vec![frame("#sync", vec![("seq", 9.into())]), error("ConsumerTooSlow")]);
    assert_eq!((slow.has_gap, slow.next.unwrap().as_str()), (false, "9"));
}

#[test]
fn a_thousand_changes_are_enough_for_once() {
    let deletions = (0..600).map(|number| op("delete", &format!("app.bsky.feed.post/{number}"), None, None));
    let ops: Vec<Value> = deletions.collect();
    let frames = (6..10).map(|seq| commit(seq, "did:plc:asa", ops.clone(), &[])).collect();
    let changes = hear(frames);
    assert_eq!((changes.events.len(), changes.next.unwrap().as_str()), (1200, "7"));
}
