//! WordPress's answers, made up for Lindholms kommun, and what we make of them.

use serde_json::{Value, json};
use uppsikt_net::{HostRule, Policy, Secret};
use wiremock::matchers::{basic_auth, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::page::QuarantineReason;

fn post(id: u64) -> Value {
    json!({
        "id": id, "date_gmt": "2026-11-20T08:00:00", "modified_gmt": "2026-11-20T09:30:00",
        "title": {"raw": "Vattnet stängs", "rendered": "Vattnet st&auml;ngs"},
        "content": {"raw": "Storgatan kl 10-12", "rendered": "<p>Storgatan kl 10&#8211;12</p>\n"},
        "author": 2, "link": format!("https://www.lindholm.example/{id}/"), "status": "publish",
        "_embedded": {"author": [{"id": 2, "name": "Kommunikation"}]}
    })
}

fn comment(id: u64) -> Value {
    json!({
        "id": id, "post": 4, "parent": 0, "author": 0, "author_name": "Åsa &amp; Bo",
        "date_gmt": "2026-11-20T10:00:00", "content": {"raw": "Hur länge?", "rendered": "<p>Hur länge?</p>\n"},
        "link": format!("https://www.lindholm.example/4/#comment-{id}"), "status": "approved",
        "_links": {"up": [{"post_type": "post"}]}
    })
}

fn changed(mut value: Value, changes: &[(&str, Value)]) -> Value {
    for (field, to) in changes {
        value[field] = to.clone();
    }
    value
}

fn login() -> Auth {
    Auth::Basic { user: "redaktor".into(), password: Secret::new("abcd efgh") }
}

fn site(server: &MockServer, login: Auth, per_page: u8) -> WordPress {
    let client = Client::new(Policy::new(vec![HostRule::private(&server.uri()).unwrap()])).unwrap();
    WordPress::new(client, WordPressSettings { per_page, ..WordPressSettings::new(server.uri(), login) })
        .unwrap()
}

async fn mount(server: &MockServer, at: &str, answer: ResponseTemplate) {
    Mock::given(method("GET")).and(path(format!("/wp-json/{at}"))).respond_with(answer).mount(server).await;
}

fn listing(items: &[Value], total: usize) -> ResponseTemplate {
    ResponseTemplate::new(200).insert_header("x-wp-total", total.to_string().as_str()).set_body_json(items)
}

fn refusal(status: u16, code: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({"code": code, "message": "…"}))
}

async fn signed_in_server() -> MockServer {
    let server = MockServer::start().await;
    let me = json!({"id": 2, "name": "Kommunikation", "capabilities": {"moderate_comments": true}});
    Mock::given(path("/wp-json/wp/v2/users/me"))
        .and(basic_auth("redaktor", "abcd efgh"))
        .respond_with(ResponseTemplate::new(200).set_body_json(me))
        .expect(0..=1)
        .mount(&server)
        .await;
    server
}

async fn read_all(site: &WordPress) -> Vec<ReadPage> {
    let (mut pages, mut cursor) = (Vec::new(), None);
    loop {
        let page = site.read(cursor).await.unwrap();
        cursor = page.next.clone();
        pages.push(page);
        if cursor.is_none() {
            return pages;
        }
    }
}

#[tokio::test]
async fn posts_pages_and_comments_become_items_in_exact_ranges() {
    let server = signed_in_server().await;
    mount(&server, "wp/v2/posts", listing(&[post(4)], 1)).await;
    mount(
        &server,
        "wp/v2/pages",
        listing(&[changed(post(9), &[("_embedded", json!({"author": [{"code": "x"}]}))])], 1),
    )
    .await;
    let answer = changed(comment(8), &[("parent", json!(7)), ("author", json!(2))]);
    let on_page =
        changed(comment(10), &[("post", json!(9)), ("_links", json!({"up": [{"post_type": "page"}]}))]);
    let spam = changed(comment(11), &[("status", json!("spam"))]);
    for (status, comments) in [
        ("all", vec![comment(7), answer, on_page]),
        ("spam", vec![spam]),
        ("trash", vec![]),
        ("post-trashed", vec![]),
    ] {
        Mock::given(path("/wp-json/wp/v2/comments"))
            .and(query_param("status", status))
            .respond_with(listing(&comments, comments.len()))
            .mount(&server)
            .await;
    }
    let pages = read_all(&site(&server, login(), 100)).await;
    let items: Vec<&crate::Item> = pages.iter().flat_map(|page| &page.items).map(|read| &read.item).collect();
    let [post, page, comment, answer, on_page, spam] = items[..] else { panic!("{items:?}") };
    assert_eq!(post.text, "Vattnet stängs\n\nStorgatan kl 10–12");
    assert_eq!((post.author_name.as_deref(), post.own), (Some("Kommunikation"), true));
    assert_eq!(post.published_at.to_string(), "2026-11-20T08:00:00Z");
    assert_eq!(post.edited_at.map(|at| at.to_string()).as_deref(), Some("2026-11-20T09:30:00Z"));
    assert_eq!((page.kind, page.author_name.as_deref()), (ItemKind::Page, None));
    assert_eq!((comment.author_name.as_deref(), comment.own), (Some("Åsa & Bo"), false));
    assert_eq!(comment.source.as_deref(), Some("Hur länge?"));
    let parents: Vec<_> = [comment, answer, on_page].map(|item| item.parent.clone().unwrap()).into();
    assert_eq!(
        parents.iter().map(|parent| (parent.kind, parent.id.as_str())).collect::<Vec<_>>(),
        [(ItemKind::Post, "4"), (ItemKind::Comment, "7"), (ItemKind::Page, "9"),]
    );
    assert!(on_page.is_shown && !spam.is_shown && spam.state == "spam");
    assert!(answer.own, "written by the user who is signed in");
    for read in &pages[2].items {
        let slice: Value = serde_json::from_slice(&pages[2].bytes[read.range.clone()]).unwrap();
        assert_eq!(slice["id"].to_string(), read.item.native_id);
    }
    assert_eq!(
        pages[2].request,
        "/wp-json/wp/v2/comments?context=edit&orderby=id&order=asc&per_page=100&offset=0&status=all"
    );
}

#[tokio::test]
async fn a_deletion_between_two_pages_loses_nothing() {
    let server = MockServer::start().await;
    mount(&server, "wp/v2/posts", listing(&[], 0)).await;
    mount(&server, "wp/v2/pages", listing(&[], 0)).await;
    // Comments 1 to 5, two to a page; 1 and 2 disappear after the first page.
    for (offset, after_deletion) in [("1", vec![4, 5]), ("0", vec![3, 4]), ("2", vec![5])] {
        let comments: Vec<Value> = after_deletion.into_iter().map(comment).collect();
        Mock::given(path("/wp-json/wp/v2/comments"))
            .and(query_param("offset", offset))
            .respond_with(listing(&comments, 3))
            .with_priority(if offset == "0" { 6 } else { 5 })
            .mount(&server)
            .await;
    }
    Mock::given(path("/wp-json/wp/v2/comments"))
        .and(query_param("offset", "0"))
        .respond_with(listing(&[comment(1), comment(2)], 5))
        .up_to_n_times(1)
        .with_priority(1)
        .mount(&server)
        .await;
    let pages = read_all(&site(&server, Auth::None, 2)).await;
    let read: std::collections::BTreeSet<String> =
        pages.iter().flat_map(|page| &page.items).map(|read| read.item.native_id.clone()).collect();
    assert_eq!(read.into_iter().collect::<Vec<_>>(), ["1", "2", "3", "4", "5"]);
}

#[tokio::test]
async fn a_cursor_into_what_only_a_login_sees_is_refused_without_one() {
    let server = MockServer::start().await;
    let cursor = Some(Cursor::new("spam 0 0 0 0 onward"));
    let answer = site(&server, Auth::None, 100).read(cursor).await;
    assert!(matches!(answer, Err(PlatformError::Cursor)));
}

#[tokio::test]
async fn pictures_are_those_of_the_body_and_the_one_that_stands_for_it() {
    let server = MockServer::start().await;
    let body = "<img src=\"/b.png\" alt=\"\"><img src=\"https://www.lindholm.example/a.png\" alt=\"x\"><img src='c.png'>";
    let embedded = json!({"author": [], "wp:featuredmedia": [
        {"source_url": "https://www.lindholm.example/a.png", "alt_text": "En bro", "mime_type": "image/png"},
        {"code": "rest_forbidden"}
    ]});
    let with = changed(post(4), &[("content", json!({"rendered": body})), ("_embedded", embedded)]);
    mount(&server, "wp/v2/posts", listing(&[with], 1)).await;
    let page = site(&server, Auth::None, 100).read(None).await.unwrap();
    let media: Vec<_> =
        page.items[0].item.media.iter().map(|media| (media.source.as_str(), media.alt.as_deref())).collect();
    assert_eq!(
        media,
        [
            ("https://www.lindholm.example/a.png", Some("En bro")),
            ("https://www.lindholm.example/b.png", Some("")),
            ("https://www.lindholm.example/4/c.png", None),
        ]
    );
}

#[tokio::test]
async fn a_malformed_item_is_quarantined_and_blocks_nothing() {
    let server = MockServer::start().await;
    let body = [
        post(1),
        changed(post(2), &[("title", json!("Hemligt innehåll"))]),
        changed(post(3), &[("date_gmt", json!("0000-00-00T00:00:00"))]),
        json!("skräp"),
        post(5),
    ];
    mount(&server, "wp/v2/posts", listing(&body, 5)).await;
    let page = site(&server, Auth::None, 100).read(None).await.unwrap();
    assert_eq!(page.items.iter().map(|read| read.item.native_id.as_str()).collect::<Vec<_>>(), ["1", "5"]);
    let ids: Vec<_> = page.quarantined.iter().map(|item| item.native_id.as_deref()).collect();
    assert_eq!(ids, [Some("2"), Some("3"), None]);
    assert_eq!(page.quarantined[1].reason, QuarantineReason::Time);
    assert!(page.bytes[page.quarantined[0].range.clone()].starts_with(b"{"));
    assert!(!format!("{page:?} {}", page.quarantined[0].reason).contains("Hemligt"));
    assert!(page.next.is_some());
}

#[tokio::test]
async fn what_became_of_an_item_is_told_in_wordpresss_own_words_only() {
    let server = signed_in_server().await;
    for (id, answer) in [
        (1, ResponseTemplate::new(200).set_body_json(comment(1))),
        (2, ResponseTemplate::new(200).set_body_json(changed(comment(2), &[("status", json!("spam"))]))),
        (3, refusal(404, "rest_comment_invalid_id")),
        (4, ResponseTemplate::new(404).set_body_string("<h1>Not Found</h1>")),
        (5, refusal(403, "rest_cannot_read")),
        (6, refusal(401, "rest_forbidden_context")),
        (7, refusal(403, "rest_login_required")),
        (8, ResponseTemplate::new(200).set_body_json(comment(9))),
    ] {
        mount(&server, &format!("wp/v2/comments/{id}"), answer).await;
    }
    let site = site(&server, login(), 100);
    let one = async |id: &str| site.read_one(ItemKind::Comment, id).await;
    assert!(matches!(one("1").await, Ok(OneAnswer::Shown(page)) if page.items.len() == 1));
    assert!(matches!(one("2").await, Ok(OneAnswer::Withheld { status, page: Some(_) }) if status == "spam"));
    assert!(matches!(one("3").await, Ok(OneAnswer::Gone { status: 404, .. })));
    assert!(matches!(one("4").await, Err(PlatformError::OtherPlatform { .. })));
    assert!(matches!(one("5").await, Ok(OneAnswer::Withheld { status, page: None }) if status == "403"));
    assert!(matches!(one("6").await, Err(PlatformError::WrongPassword { .. })));
    assert!(matches!(one("7").await, Err(PlatformError::NotPermitted { status: 403, .. })));
    assert!(matches!(one("8").await, Err(PlatformError::Malformed { .. })));
    assert!(matches!(one("../users/1").await, Err(PlatformError::NativeId)));
}

#[tokio::test]
async fn somebody_without_login_is_refused_what_is_not_shown() {
    let server = MockServer::start().await;
    mount(&server, "wp/v2/comments/2", refusal(401, "rest_cannot_read")).await;
    let answer = site(&server, Auth::None, 100).read_one(ItemKind::Comment, "2").await.unwrap();
    assert!(matches!(answer, OneAnswer::Withheld { status, page: None } if status == "401"));
}

#[tokio::test]
async fn the_account_is_checked_and_a_wrong_password_told_from_a_site_that_is_down() {
    let server = signed_in_server().await;
    let index = json!({"name": "Lindholms kommun &amp; bolag", "home": "https://www.lindholm.example", "namespaces": ["wp/v2"]});
    mount(&server, "", ResponseTemplate::new(200).set_body_json(index)).await;
    let account = site(&server, login(), 100).check().await.unwrap();
    assert_eq!((account.site_name.as_str(), account.may_moderate), ("Lindholms kommun & bolag", Some(true)));
    assert_eq!(account.account_name.as_deref(), Some("Kommunikation"));
    mount(&server, "wp/v2/users/me", refusal(401, "rest_not_logged_in")).await;
    let wrong = Auth::Basic { user: "redaktor".into(), password: Secret::new("hemligt") };
    let error = site(&server, wrong, 100).check().await.unwrap_err();
    assert!(
        matches!(error, PlatformError::WrongPassword { .. }) && !format!("{error:?}").contains("hemligt")
    );
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let client = Client::new(Policy::new(vec![HostRule::private(&address).unwrap()])).unwrap();
    let down =
        WordPress::new(client, WordPressSettings::new(address, login())).unwrap().check().await.unwrap_err();
    assert!(matches!(down, PlatformError::Unreachable { .. }) && down.is_temporary(), "{down:?}");
}

#[tokio::test]
async fn sites_in_trouble_are_errors_and_never_empty_pages() {
    for (answer, temporary) in [
        (ResponseTemplate::new(429).insert_header("retry-after", "12"), true),
        (ResponseTemplate::new(503).insert_header("retry-after", "12"), true),
        (ResponseTemplate::new(200).set_body_string("<b>Warning</b>: x in y.php[]"), true),
        (ResponseTemplate::new(200).set_body_string("[{\"id\":1"), true),
        (ResponseTemplate::new(200).set_body_string("{\"code\":\"x\"}"), true),
        (ResponseTemplate::new(404), false),
        (refusal(403, "rest_forbidden_context"), false),
        (refusal(400, "rest_invalid_param"), false),
    ] {
        let server = MockServer::start().await;
        mount(&server, "wp/v2/posts", answer).await;
        let error = site(&server, Auth::None, 100).read(None).await.unwrap_err();
        assert_eq!(error.is_temporary(), temporary, "{error:?}");
        if matches!(error, PlatformError::RateLimited { .. } | PlatformError::Failed { status: 503, .. }) {
            assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(12)));
        }
    }
}

#[test]
fn addresses_with_folders_keep_them_and_others_are_refused() {
    let client = Client::new(Policy::new(Vec::new())).unwrap();
    let site = |address: &str| WordPress::new(client.clone(), WordPressSettings::new(address, Auth::None));
    assert_eq!(site("https://www.lindholm.example/blogg?x#y").unwrap().api.path(), "/blogg/wp-json/");
    assert!(matches!(site("www.lindholm.example"), Err(PlatformError::Address)));
    assert!(matches!(site("file:///tmp"), Err(PlatformError::Address)));
}
