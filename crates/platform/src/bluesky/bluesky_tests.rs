//! Bluesky's answers, made up for Lindholms kommun, and what we make of them.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use uppsikt_kernel::ManualClock;
use uppsikt_net::{HostRule, Policy};
use wiremock::matchers::{body_partial_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::car::tests::{archive, repository};
use super::*;
use crate::page::GoneBy;

const US: &str = "did:plc:lindholm";
const ASA: &str = "did:plc:asa";

fn uri(did: &str, rkey: &str) -> String {
    format!("at://{did}/app.bsky.feed.post/{rkey}")
}

fn record(text: &str, answers: Option<&str>) -> Value {
    let mut record =
        json!({"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-11-20T08:00:00Z"});
    if let Some(answers) = answers {
        let strong = json!({"uri": answers, "cid": "bafyroot"});
        record["reply"] = json!({"root": strong, "parent": strong});
    }
    record
}

fn held(uri: &str, record: Value) -> Value {
    json!({"uri": uri, "cid": "bafy1", "value": record})
}

fn view(uri: &str, record: Value, replies: u64) -> Value {
    let author = json!({"did": "x", "handle": "asa.example"});
    json!({"uri": uri, "cid": "bafy1", "author": author, "record": record, "replyCount": replies})
}

fn node(post: Value, replies: Vec<Value>) -> Value {
    json!({"$type": "app.bsky.feed.defs#threadViewPost", "post": post, "replies": replies})
}

fn told(uri: &str, record: Value, reason: &str) -> Value {
    let mut told = view(uri, record, 0);
    told["reason"] = json!(reason);
    told
}

fn ok(body: impl serde::Serialize) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn refusal(status: u16, error: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({"error": error, "message": "…"}))
}

async fn mount(server: &MockServer, name: &str, answer: ResponseTemplate) {
    Mock::given(path(format!("/xrpc/{name}"))).respond_with(answer).mount(server).await;
}

/// Answers a question with this in its query, before any general answer.
async fn mount_for(server: &MockServer, name: &str, query: (&str, &str), answer: ResponseTemplate) {
    let mock = Mock::given(path(format!("/xrpc/{name}"))).and(query_param(query.0, query.1));
    mock.respond_with(answer).with_priority(1).mount(server).await;
}

fn tokens(access: &str) -> ResponseTemplate {
    ok(
        json!({"did": US, "handle": "lindholm.example", "accessJwt": access, "refreshJwt": "fornya", "active": true}),
    )
}

async fn signed_in() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path("/xrpc/com.atproto.server.createSession"))
        .and(body_partial_json(json!({"identifier": "lindholm.example", "password": "abcd-efgh"})))
        .respond_with(tokens("forsta"))
        .mount(&server)
        .await;
    server
}

fn account(server: &MockServer) -> Bluesky {
    account_with(server, |_| ())
}

fn account_with(server: &MockServer, change: impl FnOnce(&mut BlueskySettings)) -> Bluesky {
    let mut settings = BlueskySettings::new(server.uri(), "lindholm.example", Secret::new("abcd-efgh"));
    change(&mut settings);
    let client = Client::new(Policy::new(vec![HostRule::private(&server.uri()).unwrap()])).unwrap();
    let clock = ManualClock::at("2026-11-20T09:00:00Z".parse().unwrap());
    Bluesky::new(client, Arc::new(clock), settings).unwrap()
}

async fn read_all(account: &Bluesky) -> Vec<ReadPage> {
    let (mut pages, mut cursor) = (Vec::new(), None);
    loop {
        let page = account.read(cursor).await.unwrap();
        cursor = page.next.clone();
        pages.push(page);
        if cursor.is_none() {
            return pages;
        }
    }
}

fn ids(pages: &[ReadPage]) -> BTreeSet<String> {
    pages.iter().flat_map(|page| &page.items).map(|read| read.item.native_id.clone()).collect()
}

async fn mount_posts(server: &MockServer, posts: &[Value]) {
    let list = "com.atproto.repo.listRecords";
    mount_for(server, list, ("cursor", "end"), ok(json!({"records": []}))).await;
    mount(server, list, ok(json!({"records": posts, "cursor": "end"}))).await;
}

#[tokio::test]
async fn everything_written_by_us_and_to_us_is_read_and_nothing_else() {
    let server = signed_in().await;
    let (post, silent) = (uri(US, "3a"), uri(US, "3b"));
    mount_posts(&server, &[held(&post, record("Vattnet stängs", None)), held(&silent, record("Hej", None))])
        .await;
    let seen = [view(&post, record("Vattnet stängs", None), 1), view(&silent, record("Hej", None), 0)];
    mount(&server, "app.bsky.feed.getPosts", ok(json!({"posts": seen}))).await;
    // The thread breaks off below 3d, and one answer is not shown to us.
    let blocked =
        json!({"$type": "app.bsky.feed.defs#blockedPost", "uri": uri("did:plc:bo", "3x"), "blocked": true});
    let below = node(view(&uri(ASA, "3d"), record("Jaha", Some(&post)), 1), vec![]);
    let answer = node(view(&uri(ASA, "3c"), record("Hur länge?", Some(&post)), 1), vec![below]);
    let thread = node(view(&post, record("Vattnet stängs", None), 1), vec![answer, blocked]);
    let get_thread = "app.bsky.feed.getPostThread";
    mount_for(&server, get_thread, ("uri", &post), ok(json!({"thread": thread}))).await;
    let deepest = node(view(&uri(ASA, "3e"), record("Och?", Some(&post)), 0), vec![]);
    let deep = node(view(&uri(ASA, "3d"), record("Jaha", Some(&post)), 1), vec![deepest]);
    mount_for(&server, get_thread, ("uri", &uri(ASA, "3d")), ok(json!({"thread": deep}))).await;
    let mention = told(&uri("did:plc:bo", "3m"), record("@lindholm.example hej", None), "mention");
    let like = json!({"uri": "at://did:plc:bo/app.bsky.feed.like/3l", "reason": "like", "record": {}});
    let notifications = "app.bsky.notification.listNotifications";
    mount_for(&server, notifications, ("priority", "false"), ok(json!({"notifications": [mention, like]})))
        .await;
    let pages = read_all(&account(&server)).await;
    let expected =
        [&post, &silent, &uri(ASA, "3c"), &uri(ASA, "3d"), &uri(ASA, "3e"), &uri("did:plc:bo", "3m")];
    assert_eq!(ids(&pages), expected.into_iter().cloned().collect());
    for page in &pages {
        assert!(page.quarantined.is_empty() && page.items.is_sorted_by_key(|read| read.range.start));
        for read in &page.items {
            let slice: Value = serde_json::from_slice(&page.bytes[read.range.clone()]).unwrap();
            assert_eq!(slice["uri"], read.item.native_id);
        }
    }
    let asked: Vec<&str> = pages.iter().map(|page| page.request.split('?').next().unwrap()).collect();
    assert!(asked.iter().all(|asked| !asked.contains("getTimeline") && !asked.contains("getAuthorFeed")));
}

#[tokio::test]
async fn a_view_that_is_down_is_an_error_and_our_own_posts_are_read_all_the_same() {
    let server = signed_in().await;
    let post = uri(US, "3a");
    mount_posts(&server, &[held(&post, record("Vattnet stängs", None))]).await;
    mount(&server, "com.atproto.repo.getRecord", ok(held(&post, record("Vattnet stängs", None)))).await;
    mount(&server, "app.bsky.feed.getPosts", refusal(502, "UpstreamFailure")).await;
    let account = account(&server);
    let own = account.read(None).await.unwrap();
    assert_eq!(own.items.len(), 1);
    let mut cursor = own.next;
    let error = loop {
        match account.read(cursor).await {
            Ok(page) => cursor = Some(page.next.expect("the pass cannot end")),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, PlatformError::Failed { status: 502, .. }) && error.is_temporary());
    assert!(matches!(account.one(&post).await, Ok(OneAnswer::Shown(_))));
    assert!(matches!(account.one(&uri(ASA, "3c")).await, Err(PlatformError::Failed { status: 502, .. })));
}

#[tokio::test]
async fn an_old_token_is_renewed_once_and_the_question_asked_again() {
    let server = signed_in().await;
    mount(&server, "com.atproto.repo.listRecords", refusal(400, "ExpiredToken")).await;
    Mock::given(path("/xrpc/com.atproto.repo.listRecords"))
        .and(header("authorization", "Bearer andra"))
        .respond_with(ok(json!({"records": []})))
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(path("/xrpc/com.atproto.server.refreshSession"))
        .and(header("authorization", "Bearer fornya"))
        .respond_with(tokens("andra"))
        .mount(&server)
        .await;
    let account = account(&server);
    assert!(account.read(None).await.unwrap().items.is_empty());
    assert!(account.read(None).await.is_ok());
    let asked = server.received_requests().await.unwrap();
    let renewals = asked.iter().filter(|asked| asked.url.path().ends_with("refreshSession")).count();
    assert_eq!(renewals, 1);
    assert!(!format!("{account:?}").contains("andra"));
}

#[tokio::test]
async fn a_wrong_password_is_told_from_a_server_in_trouble() {
    let server = MockServer::start().await;
    mount(&server, "com.atproto.server.describeServer", ok(json!({"did": "did:web:pds"}))).await;
    let create = "com.atproto.server.createSession";
    for (answer, is_wrong) in [
        (refusal(401, "AuthenticationRequired"), true),
        (refusal(401, "AccountTakedown"), false),
        (refusal(503, "NotEnoughResources"), false),
        (refusal(429, "RateLimitExceeded").insert_header("ratelimit-reset", "1795165230"), false),
    ] {
        let mock = Mock::given(path(format!("/xrpc/{create}"))).respond_with(answer);
        let _mounted = mock.mount_as_scoped(&server).await;
        let error = account(&server).check().await.unwrap_err();
        assert_eq!(matches!(error, PlatformError::WrongPassword { .. }), is_wrong, "{error:?}");
        assert!(!format!("{error:?} {error}").contains("abcd"));
        if let PlatformError::RateLimited { retry_after, .. } = error {
            assert_eq!(retry_after, Some(Duration::from_secs(30)));
        }
    }
    let elsewhere = MockServer::start().await;
    mount(
        &elsewhere,
        "com.atproto.server.describeServer",
        ResponseTemplate::new(200).set_body_string("<html>"),
    )
    .await;
    assert!(matches!(account(&elsewhere).check().await, Err(PlatformError::OtherPlatform { .. })));
}

/// What is said of a post by somebody else that the AppView does not show.
async fn became(
    status: ResponseTemplate,
    proof: ResponseTemplate,
    record: ResponseTemplate,
) -> Result<OneAnswer, PlatformError> {
    let server = signed_in().await;
    mount(&server, "app.bsky.feed.getPosts", ok(json!({"posts": []}))).await;
    mount(&server, "com.atproto.repo.getRecord", record).await;
    mount(&server, "com.atproto.sync.getRepoStatus", status).await;
    mount(&server, "com.atproto.sync.getRecord", proof).await;
    mount(&server, "app.bsky.actor.getProfile", ok(json!({"viewer": {"blockedBy": false}}))).await;
    account(&server).one(&uri(ASA, "3bc")).await
}

#[tokio::test]
async fn who_took_a_post_away_is_only_said_where_it_is_known() {
    let active = || ok(json!({"did": ASA, "active": true}));
    let status = |status: &str| ok(json!({"did": ASA, "active": false, "status": status}));
    let car = |did: &str| ResponseTemplate::new(200).set_body_bytes(archive(&repository(did)));
    let gone = || refusal(400, "RecordNotFound");
    let by = |answer: Result<OneAnswer, PlatformError>| match answer {
        Ok(OneAnswer::Gone { status: 400, by }) => Some(by),
        _ => None,
    };
    assert_eq!(by(became(active(), car(ASA), gone()).await), Some(GoneBy::Author));
    assert_eq!(by(became(active(), car("did:plc:bo"), gone()).await), Some(GoneBy::Unknown));
    assert_eq!(by(became(active(), refusal(400, "x"), gone()).await), Some(GoneBy::Unknown));
    assert_eq!(by(became(status("takendown"), car(ASA), gone()).await), Some(GoneBy::Platform));
    assert_eq!(by(became(status("deleted"), car(ASA), gone()).await), Some(GoneBy::Unknown));
    assert_eq!(by(became(refusal(400, "RepoNotFound"), car(ASA), gone()).await), Some(GoneBy::Unknown));
    let away = became(status("deactivated"), car(ASA), gone()).await;
    assert!(matches!(away, Ok(OneAnswer::Withheld { status, page: None }) if status == "deactivated"));
    let unshown = became(active(), car(ASA), ok(held(&uri(ASA, "3bc"), record("Hej", None)))).await;
    assert!(matches!(unshown, Ok(OneAnswer::Withheld { status, page: Some(_) }) if status == "not-shown"));
    for trouble in [refusal(502, "UpstreamFailure"), refusal(500, "x"), refusal(429, "RateLimitExceeded")] {
        assert!(became(active(), trouble.clone(), gone()).await.is_err());
        assert!(became(trouble.clone(), car(ASA), gone()).await.is_err());
        assert!(became(active(), car(ASA), trouble).await.is_err());
    }
    let html = ResponseTemplate::new(404).set_body_string("<h1>Not Found</h1>");
    assert!(matches!(became(active(), car(ASA), html).await, Err(PlatformError::OtherPlatform { .. })));
}

#[tokio::test]
async fn what_the_server_took_down_is_withheld_and_not_deleted_by_its_author() {
    let server = signed_in().await;
    let taken = uri(US, "3bbb");
    mount(&server, "com.atproto.repo.getRecord", refusal(400, "RecordNotFound")).await;
    mount(&server, "com.atproto.sync.getRepoStatus", ok(json!({"did": US, "active": true}))).await;
    let car = ResponseTemplate::new(200).set_body_bytes(archive(&repository(US)));
    mount(&server, "com.atproto.sync.getRecord", car).await;
    let account = account(&server);
    assert!(
        matches!(account.one(&taken).await, Ok(OneAnswer::Withheld { status, .. }) if status == "takendown")
    );
    assert!(matches!(account.one("3bbb").await, Err(PlatformError::NativeId)));
}

#[tokio::test]
async fn folding_keeps_the_other_rules_and_is_not_repeated() {
    let server = signed_in().await;
    let (root, asked) = (uri(US, "3a"), uri(ASA, "3c"));
    let seen = view(&asked, record("Hur länge?", Some(&root)), 0);
    mount(&server, "app.bsky.feed.getPosts", ok(json!({"posts": [seen]}))).await;
    let gate = json!({"uri": "at://x", "cid": "bafygate", "value": {"post": root, "allow": [{"$type": "new"}], "hiddenReplies": []}});
    mount(&server, "com.atproto.repo.getRecord", ok(gate)).await;
    Mock::given(method("POST"))
        .and(path("/xrpc/com.atproto.repo.putRecord"))
        .and(body_partial_json(json!({
            "repo": US, "collection": "app.bsky.feed.threadgate", "rkey": "3a", "swapRecord": "bafygate",
            "record": {"post": root, "allow": [{"$type": "new"}], "hiddenReplies": [asked]},
        })))
        .respond_with(ok(json!({"uri": "at://gate", "cid": "bafy2"})))
        .expect(1)
        .mount(&server)
        .await;
    let account = account(&server);
    let done = account.act(&asked, Measure::Hide).await.unwrap();
    assert_eq!(done, Measured { answer: "200 at://gate".into(), was_so: false });
    assert!(account.act(&asked, Measure::Restore).await.unwrap().was_so, "nothing was folded");
    assert!(matches!(account.act(&asked, Measure::Delete).await, Err(MeasureError::NotAble)));
    assert!(matches!(account.act(&root, Measure::Hide).await, Err(MeasureError::NotAble)));
    assert!(matches!(account.act("3c", Measure::Hide).await, Err(MeasureError::NotDone(_))));
}

#[tokio::test]
async fn others_threads_cannot_be_folded_or_closed() {
    let server = signed_in().await;
    let asked = uri(ASA, "3c");
    let seen = view(&asked, record("@lindholm.example hej", None), 0);
    mount(&server, "app.bsky.feed.getPosts", ok(json!({"posts": [seen]}))).await;
    for measure in [Measure::Hide, Measure::CloseThread] {
        assert!(matches!(account(&server).act(&asked, measure).await, Err(MeasureError::NotAble)));
    }
}

#[tokio::test]
async fn not_done_is_told_from_not_known() {
    for (answer, is_known) in [
        (refusal(400, "InvalidSwap"), true),
        (refusal(429, "RateLimitExceeded"), true),
        (refusal(502, "UpstreamFailure"), false),
        (ResponseTemplate::new(307).insert_header("location", "/x"), false),
    ] {
        let server = signed_in().await;
        let post = uri(US, "3a");
        mount(&server, "com.atproto.repo.getRecord", ok(held(&post, record("Hej", None)))).await;
        Mock::given(path("/xrpc/com.atproto.repo.deleteRecord"))
            .and(body_partial_json(json!({"rkey": "3a", "swapRecord": "bafy1"})))
            .respond_with(answer)
            .expect(1)
            .mount(&server)
            .await;
        match account(&server).act(&post, Measure::Delete).await {
            Err(MeasureError::NotDone(_)) => assert!(is_known),
            Err(MeasureError::Unknown(_)) => assert!(!is_known),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn an_answer_names_what_it_answers_and_where_the_thread_begins() {
    let server = signed_in().await;
    let (root, asked) = (uri(US, "3a"), uri(ASA, "3c"));
    let seen = view(&asked, record("Hur länge?", Some(&root)), 0);
    mount(&server, "app.bsky.feed.getPosts", ok(json!({"posts": [seen]}))).await;
    let made = uri(US, "3d");
    Mock::given(path("/xrpc/com.atproto.repo.createRecord"))
        .and(body_partial_json(json!({"record": {
            "$type": "app.bsky.feed.post", "text": "Till 12.", "createdAt": "2026-11-20T09:00:00Z",
            "reply": {"root": {"uri": root, "cid": "bafyroot"}, "parent": {"uri": asked, "cid": "bafy1"}},
        }})))
        .respond_with(ok(json!({"uri": made, "cid": "bafy2"})))
        .mount(&server)
        .await;
    let posted = account(&server).answer(&asked, "Till 12.").await.unwrap();
    assert_eq!(posted.native_id, made);
    assert_eq!(posted.permalink.as_deref(), Some("https://bsky.app/profile/did:plc:lindholm/post/3d"));
}

#[tokio::test]
async fn a_file_is_what_its_name_says_or_nothing() {
    let server = signed_in().await;
    let name = cbor::file_name(b"en bild");
    let media = |did: &str, cid: &str| Media {
        source: format!("{}?did={did}&cid={cid}", shape::BLOB_PATH),
        alt: None,
        media_type: None,
    };
    let blob = "com.atproto.sync.getBlob";
    mount_for(&server, blob, ("cid", &name), ResponseTemplate::new(200).set_body_bytes("en bild")).await;
    mount_for(&server, blob, ("cid", "bafkannan"), ResponseTemplate::new(200).set_body_bytes("en bild"))
        .await;
    mount(&server, blob, refusal(400, "RepoNotFound")).await;
    Mock::given(path(format!("/img/feed_fullsize/plain/{ASA}/bafkasa@jpeg")))
        .respond_with(ResponseTemplate::new(200).set_body_bytes("förminskad"))
        .mount(&server)
        .await;
    let plain = account(&server);
    assert_eq!(&plain.media(&media(US, &name)).await.unwrap()[..], b"en bild");
    assert!(matches!(plain.media(&media(US, "bafkannan")).await, Err(PlatformError::Malformed { .. })));
    assert!(matches!(
        plain.media(&media(ASA, "bafkasa")).await,
        Err(PlatformError::Failed { status: 400, .. })
    ));
    let with_pictures = account_with(&server, |settings| settings.picture_address = Some(server.uri()));
    assert_eq!(&with_pictures.media(&media(ASA, "bafkasa")).await.unwrap()[..], "förminskad".as_bytes());
}

#[tokio::test]
async fn a_malformed_post_is_put_aside_and_blocks_nothing() {
    let server = signed_in().await;
    let mut odd = held(&uri(US, "3b"), record("Hemligt", None));
    odd["value"]["createdAt"] = json!("igår");
    mount_posts(&server, &[held(&uri(US, "3a"), record("Hej", None)), odd, json!(7)]).await;
    let page = account(&server).read(None).await.unwrap();
    assert_eq!(page.items.len(), 1);
    let named: Vec<_> = page.quarantined.iter().map(|bad| bad.native_id.clone()).collect();
    assert_eq!(named, [Some(uri(US, "3b")), None]);
    assert!(!format!("{page:?}").contains("Hemligt"));
    let odd = account(&server).read(Some(Cursor::new("någon annans"))).await;
    assert!(matches!(odd, Err(PlatformError::Cursor)));
}
