//! Posts as Bluesky writes them, made up for Lindholms kommun, and the items that they mean.

use serde_json::{Value, json};

use super::*;

const US: &str = "did:plc:lindholm";

fn uri(did: &str, rkey: &str) -> String {
    format!("at://{did}/app.bsky.feed.post/{rkey}")
}

fn record(text: &str) -> Value {
    json!({"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-11-20T08:00:00.000Z", "langs": ["sv", "en"]})
}

fn reply(text: &str, root: &str, parent: &str) -> Value {
    let mut record = record(text);
    record["reply"] =
        json!({"root": {"uri": root, "cid": "bafyr"}, "parent": {"uri": parent, "cid": "bafyp"}});
    record
}

fn view(uri: &str, record: Value) -> Value {
    json!({
        "uri": uri, "cid": "bafy1", "record": record, "replyCount": 2, "indexedAt": "2026-11-20T08:00:01.000Z",
        "author": {"did": "x", "handle": "asa.example", "displayName": "Åsa"}
    })
}

fn read(element: &Value) -> Item {
    item(US, element.to_string().as_bytes()).unwrap()
}

#[test]
fn our_own_post_is_the_same_item_from_the_repository_and_from_the_view() {
    let own = uri(US, "3a");
    let held = json!({"uri": own, "cid": "bafy1", "value": record("Vattnet stängs <nu>\nStorgatan")});
    let (held, seen) = (read(&held), read(&view(&own, record("Vattnet stängs <nu>\nStorgatan"))));
    assert_eq!(held, seen);
    assert_eq!((held.kind, held.own, held.parent.as_ref()), (ItemKind::Post, true, None));
    assert_eq!((held.author_name.as_ref(), held.author_native_id.as_deref()), (None, Some(US)));
    assert_eq!(held.html, "<p>Vattnet stängs &lt;nu&gt;<br>Storgatan</p>");
    assert_eq!(held.published_at.to_string(), "2026-11-20T08:00:00Z");
    assert_eq!((held.revision.as_deref(), held.language.as_deref()), (Some("bafy1"), Some("sv")));
    assert_eq!(held.permalink.as_deref(), Some("https://bsky.app/profile/did:plc:lindholm/post/3a"));
}

#[test]
fn replies_name_what_they_answer() {
    let (root, asked) = (uri(US, "3a"), uri("did:plc:asa", "3b"));
    let question = read(&view(&asked, reply("Hur länge?", &root, &root)));
    assert_eq!((question.kind, question.own), (ItemKind::Comment, false));
    assert_eq!(question.parent, Some(NativeRef { kind: ItemKind::Post, id: root.clone() }));
    assert_eq!(question.author_name.as_deref(), Some("Åsa"));
    assert_eq!(question.author_native_id.as_deref(), Some("did:plc:asa"));
    let answer = read(&view(&uri(US, "3c"), reply("Till 12.", &root, &asked)));
    assert_eq!((answer.kind, answer.own), (ItemKind::Comment, true));
    assert_eq!(answer.parent, Some(NativeRef { kind: ItemKind::Comment, id: asked.clone() }));
    let elsewhere = uri("did:plc:bo", "3d");
    let answer = read(&view(&uri(US, "3e"), reply("Hej", &elsewhere, &elsewhere)));
    assert_eq!(answer.parent.unwrap().kind, ItemKind::Comment, "somebody else's thread");
    let mention = read(&view(&asked, record("@lindholm.example hej")));
    assert_eq!((mention.kind, mention.parent), (ItemKind::Comment, None));
}

#[test]
fn pictures_and_films_are_named_with_their_alt_texts() {
    let blob =
        |cid: &str, kind: &str| json!({"$type": "blob", "ref": {"$link": cid}, "mimeType": kind, "size": 1});
    let images = json!({"$type": "app.bsky.embed.images", "images": [
        {"alt": "En röd punkt", "image": blob("bafk1", "image/png")}, {"alt": "", "image": blob("bafk2", "image/jpeg")},
    ]});
    let with_quote =
        json!({"$type": "app.bsky.embed.recordWithMedia", "record": {}, "media": images.clone()});
    let film = json!({"$type": "app.bsky.embed.video", "video": blob("bafk3", "video/mp4"), "alt": "Badet"});
    let media_of = |embed: Value| {
        let mut record = record("Bild");
        record["embed"] = embed;
        read(&view(&uri("did:plc:asa", "3b"), record)).media
    };
    let pictures = media_of(images);
    assert_eq!(pictures, media_of(with_quote));
    let told: Vec<_> =
        pictures.iter().map(|media| (media.alt.as_deref(), media.media_type.as_deref())).collect();
    assert_eq!(told, [(Some("En röd punkt"), Some("image/png")), (None, Some("image/jpeg"))]);
    assert_eq!(pictures[0].source, "/xrpc/com.atproto.sync.getBlob?did=did:plc:asa&cid=bafk1");
    assert_eq!(media_of(film)[0].alt.as_deref(), Some("Badet"));
    for other in
        [json!({"$type": "app.bsky.embed.external", "external": {}}), json!({"$type": "new"}), json!(7)]
    {
        assert_eq!(media_of(other), []);
    }
}

#[test]
fn what_is_no_post_is_told_by_its_place() {
    let mut no_time = view(&uri("did:plc:asa", "3b"), record("x"));
    no_time["record"]["createdAt"] = json!("igår");
    assert_eq!(item(US, no_time.to_string().as_bytes()), Err(QuarantineReason::Time));
    let mut no_text = view(&uri("did:plc:asa", "3b"), record("x"));
    no_text["record"]["text"] = json!(7);
    assert!(matches!(item(US, no_text.to_string().as_bytes()), Err(QuarantineReason::Shape { .. })));
    assert_eq!(id(no_text.to_string().as_bytes()), Some(uri("did:plc:asa", "3b")));
    let list = view("at://did:plc:asa/app.bsky.graph.list/3b", record("x"));
    assert!(matches!(item(US, list.to_string().as_bytes()), Err(QuarantineReason::Shape { .. })));
}

#[test]
fn kept_bytes_mean_the_same_when_they_are_read_again() {
    let (post, asked, hello) = (uri(US, "3a"), uri("did:plc:asa", "3b"), uri("did:plc:asa", "3m"));
    let held = |uri: &str, record: Value| json!({"uri": uri, "cid": "bafy1", "value": record});
    let ours = uri(US, "3c");
    for (dress, element) in [
        (Dress::Plain, held(&post, record("Vattnet stängs"))),
        (Dress::Plain, held(&ours, reply("Till 12.", &post, &asked))),
        (Dress::Plain, held(&ours, reply("Mer.", &post, &post))),
        (Dress::Plain, held(&ours, reply("Hej", &hello, &hello))),
        (Dress::Plain, view(&asked, reply("Hur länge?", &post, &post))),
        (Dress::Plain, view(&asked, reply("Tack", &hello, &ours))),
        (Dress::Plain, view(&hello, record("@lindholm.example hej"))),
        (Dress::OwnThread, view(&post, record("Vattnet stängs"))),
        (Dress::OwnThread, view(&ours, reply("Till 12.", &post, &asked))),
        (Dress::OwnThread, view(&ours, reply("Mer.", &post, &post))),
        (Dress::OwnThread, view(&asked, reply("Hur länge?", &post, &post))),
        (Dress::OthersRecord, held(&asked, reply("Hur länge?", &post, &post))),
        (Dress::OthersRecord, held(&hello, record("@lindholm.example hej"))),
    ] {
        let bytes = element.to_string();
        let first = item(US, bytes.as_bytes()).unwrap();
        let again =
            crate::parse_kept(crate::PlatformKind::Bluesky, first.kind, dress.media_type(), bytes.as_bytes());
        assert_eq!(again.unwrap().content_key(), first.content_key(), "{dress:?}: {bytes}");
    }
}

#[test]
fn roots_and_counts_are_named() {
    let root = uri(US, "3a");
    let element = view(&uri("did:plc:asa", "3b"), reply("Hur länge?", &root, &root)).to_string();
    let named = Named::read(element.as_bytes()).unwrap();
    assert_eq!((named.root().uri, named.reply_count), (root, 2));
    let begins = view(&uri(US, "3a"), record("x")).to_string();
    assert_eq!(Named::read(begins.as_bytes()).unwrap().root().cid, "bafy1");
    assert!(Named::read(b"{}").is_none());
}
