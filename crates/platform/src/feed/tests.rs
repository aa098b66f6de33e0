//! Feeds as sites write them, and as they break.

use uppsikt_net::{HostRule, Policy, Secret};
use wiremock::matchers::{header, header_exists, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::page::QuarantineReason;

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:x="urn:x">
<channel><title>Lindholms &amp; hamn</title><link>https://www.lindholm.example/</link>
<item><title>Badet &#246;ppnar</title><link>https://www.lindholm.example/bad</link><guid isPermaLink="false">urn:bad:1</guid><pubDate>Sun, 01 Mar 2026 08:00:00 +0100</pubDate><dc:creator>Anna</dc:creator><description>Kort</description><content:encoded><![CDATA[<p>Kl. 10 <item> &amp; framåt</p><script>x</script>]]></content:encoded><enclosure url="https://www.lindholm.example/a.png" type="image/png" length="3"/></item>
<item><title>Utan id</title><link>https://www.lindholm.example/2</link><pubDate>Sun, 01 Mar 2026 08:00:00 GMT</pubDate><description>&lt;p&gt;Text&lt;/p&gt;</description><x:odd>1</x:odd></item>
<item><title>Utan tid</title><guid>urn:bad:3</guid></item>
<item><title>Utan allt</title></item>
<item><guid>urn:bad:5</guid><title>Framtid</title><pubDate>Sun, 01 Mar 9999 08:00:00 GMT</pubDate></item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Hamnen</title><id>urn:f</id><updated>2026-03-01T08:00:00Z</updated>
<entry><id>tag:lindholm.example,2026:1</id><title>1 &lt; 2</title><published>2026-03-01T08:00:00Z</published><updated>2026-03-02T08:00:00Z</updated><link rel="self" href="https://a.example/x"/><link href="https://www.lindholm.example/1"/><author><name>Bo</name></author><content type="html">&lt;b&gt;Fet&lt;/b&gt;</content></entry>
<entry><id>tag:lindholm.example,2026:2</id><title>Två</title><updated>2026-03-02T08:00:00Z</updated><content type="text">a &lt;b&gt; c</content></entry>
</feed>"#;

const JSON_FEED: &str = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Hamnen","items":[ {"id":"1","url":"https://www.lindholm.example/1","content_html":"<p>Hej &amp; hå</p>","date_published":"2026-03-01T08:00:00Z"},{"id":"2","content_text":"<inte kod>","date_published":"2026-03-01T08:00:00Z"}]}"#;

async fn serving(template: ResponseTemplate) -> (MockServer, Feed) {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(template).mount(&server).await;
    let feed = feed(&server, Auth::None);
    (server, feed)
}

fn feed(server: &MockServer, auth: Auth) -> Feed {
    let client = Client::new(Policy::new(vec![HostRule::private(&server.uri()).unwrap()])).unwrap();
    Feed::new(client, FeedSettings { address: format!("{}/feed?nyckel=hemlig", server.uri()), auth }).unwrap()
}

async fn read(body: impl Into<Vec<u8>>) -> Result<ReadPage, PlatformError> {
    let (_server, feed) = serving(ResponseTemplate::new(200).set_body_bytes(body)).await;
    feed.read(None).await
}

#[tokio::test]
async fn rss_is_cut_into_entries() {
    let page = read(RSS).await.unwrap();
    assert_eq!(
        (page.media_type, page.request.as_str(), page.next.is_none()),
        ("application/rss+xml", "/feed", true)
    );
    let [first, second] = &page.items[..] else { panic!("{page:?}") };
    assert_eq!(
        (first.item.native_id.as_str(), second.item.native_id.as_str()),
        ("urn:bad:1", "https://www.lindholm.example/2")
    );
    assert_eq!(first.item.text, "Badet öppnar\n\nKl. 10 & framåt");
    assert_eq!(first.item.published_at.to_string(), "2026-03-01T07:00:00Z");
    assert_eq!((first.item.author_name.as_deref(), first.item.own), (Some("Anna"), true));
    assert_eq!(first.item.media[0].source, "https://www.lindholm.example/a.png");
    assert_eq!(second.item.text, "Utan id\n\nText");
    let reasons: Vec<_> = page.quarantined.iter().map(|bad| (bad.native_id.as_deref(), bad.reason)).collect();
    let shape = QuarantineReason::Shape { line: 0, column: 0 };
    assert_eq!(
        reasons,
        [
            (Some("urn:bad:3"), QuarantineReason::Time),
            (None, shape),
            (Some("urn:bad:5"), QuarantineReason::Time)
        ]
    );
    for read in &page.items {
        let slice = &page.bytes[read.range.clone()];
        assert!(slice.starts_with(b"<item>") && slice.ends_with(b"</item>"));
        let kept = crate::parse_kept(PlatformKind::Feed, ItemKind::Post, page.media_type, slice).unwrap();
        assert_eq!(kept, read.item);
    }
}

#[tokio::test]
async fn atom_and_json_feed_say_what_is_plain() {
    let page = read(ATOM).await.unwrap();
    assert_eq!(page.media_type, "application/atom+xml");
    assert_eq!(page.items[0].item.text, "1 < 2\n\nFet");
    assert_eq!(page.items[0].item.permalink.as_deref(), Some("https://www.lindholm.example/1"));
    assert!(page.items[0].item.edited_at.is_some() && page.items[1].item.edited_at.is_none());
    assert_eq!(page.items[1].item.text, "Två\n\na <b> c");
    let page = read(JSON_FEED).await.unwrap();
    assert_eq!(page.media_type, "application/feed+json");
    assert_eq!(
        page.items.iter().map(|read| read.item.text.as_str()).collect::<Vec<_>>(),
        ["Hej & hå", "<inte kod>"]
    );
    for read in &page.items {
        let slice = &page.bytes[read.range.clone()];
        assert_eq!(
            crate::parse_kept(PlatformKind::Feed, ItemKind::Post, page.media_type, slice).unwrap(),
            read.item
        );
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_fetched_again() {
    let server = MockServer::start().await;
    let whole = ResponseTemplate::new(200)
        .set_body_string(RSS)
        .insert_header("etag", "\"v1\"")
        .insert_header("last-modified", "Sun, 01 Mar 2026 08:00:00 GMT");
    Mock::given(header("if-none-match", "\"v1\""))
        .and(header_exists("if-modified-since"))
        .respond_with(ResponseTemplate::new(304))
        .with_priority(1)
        .expect(2)
        .mount(&server)
        .await;
    Mock::given(method("GET")).respond_with(whole).with_priority(5).expect(1).mount(&server).await;
    let feed = feed(&server, Auth::None);
    let first = feed.read(None).await.unwrap();
    let second = feed.read(None).await.unwrap();
    assert_eq!((first.items.len(), &first.bytes), (second.items.len(), &second.bytes));
    assert_eq!(feed.check().await.unwrap().site_name, "Lindholms & hamn");
}

#[tokio::test]
async fn an_entry_outside_the_window_is_not_gone() {
    let (_server, feed) = serving(ResponseTemplate::new(200).set_body_string(RSS)).await;
    let OneAnswer::Shown(page) = feed.read_one(ItemKind::Post, "urn:bad:1").await.unwrap() else { panic!() };
    assert_eq!((page.items.len(), page.items[0].range.clone()), (1, 0..page.bytes.len()));
    let OneAnswer::Shown(page) = feed.read_one(ItemKind::Post, "urn:bad:3").await.unwrap() else { panic!() };
    assert_eq!((page.items.len(), page.quarantined.len()), (0, 1));
    assert!(matches!(feed.read_one(ItemKind::Post, "urn:bad:9").await, Err(PlatformError::NotAble)));
    assert!(matches!(feed.read_one(ItemKind::Comment, "urn:bad:1").await, Err(PlatformError::NotAble)));
    assert!(matches!(feed.read(Some(Cursor::new("2"))).await, Err(PlatformError::Cursor)));
}

#[tokio::test]
async fn what_is_no_whole_feed_is_an_error() {
    for body in ["<!DOCTYPE html><html><p>Hej</html>", "", "Hej", "{\"items\":[]}", "<svg/>"] {
        let answer = read(body).await;
        assert!(matches!(answer, Err(PlatformError::OtherPlatform { .. })), "{body}: {answer:?}");
    }
    for body in [&RSS[..RSS.len() - 20], &RSS[..600], &JSON_FEED[..80]] {
        let answer = read(body).await;
        assert!(matches!(answer, Err(PlatformError::Malformed { .. })), "{answer:?}");
    }
    let bomb = RSS
        .replace("<rss ", "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;\">]><rss ")
        .replace("Utan id", "&b;");
    assert!(read(bomb).await.unwrap().items.iter().all(|read| !read.item.text.contains("aaaa")));
    let mut broken = RSS.as_bytes().to_vec();
    let at = RSS.find("Utan id").unwrap();
    broken[at] = 0xff;
    let page = read(broken).await.unwrap();
    assert_eq!((page.items.len(), page.quarantined[0].reason), (1, QuarantineReason::NotText));
}

#[tokio::test]
async fn refusals_are_told_apart() {
    for (status, auth, expected) in [
        (401, Auth::Bearer(Secret::new("x")), "does not accept the user name"),
        (401, Auth::None, "does not let the account read"),
        (404, Auth::None, "status 404"),
        (429, Auth::None, "asks us to wait"),
        (304, Auth::None, "status 304"),
    ] {
        let (server, _) = serving(ResponseTemplate::new(status).insert_header("retry-after", "30")).await;
        let error = feed(&server, auth).read(None).await.unwrap_err();
        assert!(error.to_string().contains(expected) && !error.to_string().contains("hemlig"), "{error}");
    }
    let client = Client::new(Policy::new(vec![])).unwrap();
    for address in ["ftp://x.example/", "ingen adress", "file:///etc/passwd"] {
        let settings = FeedSettings { address: address.to_owned(), auth: Auth::None };
        assert!(matches!(Feed::new(client.clone(), settings), Err(PlatformError::Address)));
    }
}
