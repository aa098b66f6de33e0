//! Reading a real WordPress: what is posted, commented on, edited, withheld and deleted.
//!
//! `UPPSIKT_TEST_WORDPRESS` is the site's address and `UPPSIKT_TEST_WORDPRESS_LOGIN` a user
//! that may moderate, as `user:application password`. The site is written to.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

use std::collections::BTreeMap;
use std::io::Write as _;

use serde_json::{Value, json};
use uppsikt_net::{Auth, Client, HostRule, Method, Policy, Request, Secret};
use uppsikt_platform::{
    Item, ItemKind, Measure, OneAnswer, Platform, PlatformError, WordPress, WordPressSettings,
};
use url::Url;

#[path = "conformance/seal.rs"]
mod seal;

/// The site with the login that writes to it.
struct Site {
    address: String,
    login: Auth,
    client: Client,
}

impl Site {
    /// The site that the environment names, if it names one.
    fn from_environment() -> Option<Self> {
        let address = std::env::var("UPPSIKT_TEST_WORDPRESS").ok()?;
        let login = std::env::var("UPPSIKT_TEST_WORDPRESS_LOGIN").ok()?;
        let (user, password) = login.split_once(':').expect("the login is user:application password");
        let login = Auth::Basic { user: user.to_owned(), password: Secret::new(password) };
        let client = Client::new(Policy::new(vec![HostRule::private(&address).unwrap()])).unwrap();
        Some(Self { address, login, client })
    }

    fn platform(&self, login: Auth, per_page: u8) -> WordPress {
        let settings = WordPressSettings { per_page, ..WordPressSettings::new(&self.address, login) };
        WordPress::new(self.client.clone(), settings).unwrap()
    }

    /// Changes the site as its staff would.
    async fn write(&self, method: Method, path: &str, body: &Value) -> Value {
        self.write_as(&self.login, method, path, body).await
    }

    async fn write_as(&self, login: &Auth, method: Method, path: &str, body: &Value) -> Value {
        let url = Url::parse(&self.address).unwrap().join(&format!("/wp-json/wp/v2/{path}")).unwrap();
        let request = Request::new(method, url, login).json(body.to_string());
        let response = self.client.send(request).await.unwrap();
        assert!(response.is_success(), "{path}: {}", response.status);
        serde_json::from_slice(&response.body).unwrap()
    }

    /// A visitor comments; gives the comment's id.
    async fn comment(&self, on: &str, name: &str, content: &str) -> String {
        let body = json!({"post": on, "author_name": name, "author_email": "visitor@example.org", "content": content});
        self.write_as(&Auth::None, Method::Post, "comments", &body).await["id"].to_string()
    }

    async fn create(&self, collection: &str, body: &Value) -> String {
        self.write(Method::Post, collection, body).await["id"].to_string()
    }
}

/// Every item that a pass over all pages shows.
async fn read_all(platform: &WordPress) -> BTreeMap<(ItemKind, String), Item> {
    let (mut items, mut cursor) = (BTreeMap::new(), None);
    loop {
        let page = platform.read(cursor).await.unwrap();
        assert!(page.quarantined.is_empty(), "{page:?}");
        for read in page.items {
            let slice: Value = serde_json::from_slice(&page.bytes[read.range.clone()]).unwrap();
            assert_eq!(slice["id"].to_string(), read.item.native_id, "the range is the item's");
            items.insert((read.item.kind, read.item.native_id.clone()), read.item);
        }
        cursor = page.next;
        if cursor.is_none() {
            return items;
        }
    }
}

async fn shown(platform: &WordPress, kind: ItemKind, id: &str) -> Item {
    match platform.read_one(kind, id).await.unwrap() {
        OneAnswer::Shown(mut page) => page.items.remove(0).item,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_real_wordpress_is_read_through_an_items_whole_life() {
    let Some(site) = Site::from_environment() else {
        // Past the capture of passing tests' output, so that nobody believes this was tested.
        let left_out =
            "LEFT OUT: no real WordPress was read (UPPSIKT_TEST_WORDPRESS and its _LOGIN are not set)";
        writeln!(std::io::stderr(), "{left_out}").unwrap();
        return;
    };
    let platform = site.platform(site.login.clone(), 50);
    account_is_checked(&site, &platform).await;

    let post = site
        .create(
            "posts",
            &json!({"title": "Vattnet stängs", "content": "Storgatan kl 10-12", "status": "publish"}),
        )
        .await;
    let page = site
        .create("pages", &json!({"title": "Kontakt", "content": "Hör av dig", "status": "publish", "comment_status": "open"}))
        .await;
    let comment = site.comment(&post, "Åsa & Bo", "Hur länge?\n\nMvh").await;
    let answer =
        site.create("comments", &json!({"post": post, "parent": comment, "content": "Till 12."})).await;

    let items = read_all(&platform).await;
    let read = |kind, id: &str| items[&(kind, id.to_owned())].clone();
    assert_eq!(read(ItemKind::Post, &post).text, "Vattnet stängs\n\nStorgatan kl 10-12");
    assert!(read(ItemKind::Post, &post).author_name.is_some());
    assert_eq!(read(ItemKind::Page, &page).title.as_deref(), Some("Kontakt"));
    let asked = read(ItemKind::Comment, &comment);
    assert_eq!(asked.text, "Hur länge?\n\nMvh");
    assert_eq!(
        (asked.author_name.as_deref(), asked.own, asked.state.as_str()),
        (Some("Åsa & Bo"), false, "approved")
    );
    assert_eq!(asked.parent, Some(read(ItemKind::Post, &post).native_ref()));
    let answered = read(ItemKind::Comment, &answer);
    assert_eq!((answered.own, answered.parent), (true, Some(asked.native_ref())));
    assert_eq!(shown(&platform, ItemKind::Comment, &comment).await.content_key(), asked.content_key());

    edits_show(&site, &platform, &post, &asked).await;
    disappearances_are_told_apart(&site, &platform, &post, &comment).await;
    measures_reach_pages_and_threads(&site, &platform, &page).await;
    // Few items on a page, so that the deletions come between pages.
    let small_pages = site.platform(site.login.clone(), 3);
    deletions_between_pages_lose_nothing(&site, &small_pages, &page).await;
}

/// What the common checks do not reach: WordPress's pages, and what the bin does to comments.
async fn measures_reach_pages_and_threads(site: &Site, platform: &WordPress, page: &str) {
    let sealed = seal::sealed();
    let act =
        async |kind, id: &str, measure| platform.measure(&sealed, kind, id, measure).await.unwrap().was_so;
    let state = async |kind, id: &str| match platform.read_one(kind, id).await.unwrap() {
        OneAnswer::Shown(page) | OneAnswer::Withheld { page: Some(page), .. } => {
            page.items[0].item.state.clone()
        }
        other => panic!("{other:?}"),
    };
    let comment = site.comment(page, "Bo", "Ett klagomål.").await;
    let before = shown(platform, ItemKind::Page, page).await;
    assert!(
        !act(ItemKind::Comment, &comment, Measure::CloseThread).await,
        "the page is found from its comment"
    );
    assert!(act(ItemKind::Page, page, Measure::CloseThread).await);
    assert!(!act(ItemKind::Page, page, Measure::Hide).await);
    assert_eq!(
        (state(ItemKind::Page, page).await.as_str(), state(ItemKind::Comment, &comment).await.as_str()),
        ("private", "approved")
    );
    assert!(!act(ItemKind::Page, page, Measure::Restore).await);
    assert_eq!(shown(platform, ItemKind::Page, page).await.content_key(), before.content_key());
    // The bin takes the comments with it, and WordPress's interface does not bring them back.
    assert!(
        !act(ItemKind::Page, page, Measure::Trash).await && act(ItemKind::Page, page, Measure::Trash).await
    );
    assert!(!act(ItemKind::Page, page, Measure::Restore).await);
    let listed = read_all(platform).await[&(ItemKind::Comment, comment.clone())].clone();
    assert_eq!((listed.state.as_str(), listed.is_shown), ("post-trashed", false));
    assert!(!act(ItemKind::Comment, &comment, Measure::Restore).await);
    assert_eq!(shown(platform, ItemKind::Comment, &comment).await.text, "Ett klagomål.");
    site.write(Method::Post, &format!("pages/{page}"), &json!({"comment_status": "open"})).await;
}

async fn account_is_checked(site: &Site, platform: &WordPress) {
    let account = platform.check().await.unwrap();
    assert!(!account.site_name.is_empty() && account.may_moderate == Some(true), "{account:?}");
    let Auth::Basic { user, .. } = &site.login else { panic!("a login is a user and a password") };
    let wrong = Auth::Basic { user: user.clone(), password: Secret::new("fel lösenord") };
    let wrong = site.platform(wrong, 100);
    assert!(matches!(wrong.check().await, Err(PlatformError::WrongPassword { .. })));
    assert!(matches!(wrong.read(None).await, Err(PlatformError::WrongPassword { .. })));
    assert!(matches!(wrong.read_one(ItemKind::Post, "1").await, Err(PlatformError::WrongPassword { .. })));
}

async fn edits_show(site: &Site, platform: &WordPress, post: &str, comment: &Item) {
    let before = shown(platform, ItemKind::Post, post).await;
    site.write(
        Method::Post,
        &format!("comments/{}", comment.native_id),
        &json!({"content": "Hur länge? Ändrad"}),
    )
    .await;
    site.write(Method::Post, &format!("posts/{post}"), &json!({"content": "Storgatan kl 10-13"})).await;
    let edited = shown(platform, ItemKind::Comment, &comment.native_id).await;
    assert_ne!(edited.content_key(), comment.content_key());
    assert_eq!(edited.published_at, comment.published_at);
    let after = shown(platform, ItemKind::Post, post).await;
    assert_ne!(after.content_key(), before.content_key());
}

async fn disappearances_are_told_apart(site: &Site, platform: &WordPress, post: &str, comment: &str) {
    let anybody = site.platform(Auth::None, 100);
    for state in ["hold", "spam", "trash"] {
        site.write(Method::Post, &format!("comments/{comment}"), &json!({"status": state})).await;
        let answer = platform.read_one(ItemKind::Comment, comment).await.unwrap();
        assert!(
            matches!(&answer, OneAnswer::Withheld { status, page: Some(page) }
            if status == state && page.items.len() == 1),
            "{answer:?}"
        );
        let answer = anybody.read_one(ItemKind::Comment, comment).await.unwrap();
        assert!(
            matches!(&answer, OneAnswer::Withheld { status, page: None } if status == "401"),
            "{answer:?}"
        );
        let listed = read_all(platform).await[&(ItemKind::Comment, comment.to_owned())].clone();
        assert_eq!((listed.state.as_str(), listed.is_shown), (state, false));
        assert!(!read_all(&anybody).await.contains_key(&(ItemKind::Comment, comment.to_owned())));
    }
    site.write(Method::Delete, &format!("comments/{comment}?force=true"), &json!({})).await;
    for reader in [platform, &anybody] {
        let answer = reader.read_one(ItemKind::Comment, comment).await.unwrap();
        assert!(matches!(answer, OneAnswer::Gone { status: 404, .. }), "{answer:?}");
    }
    site.write(Method::Delete, &format!("posts/{post}"), &json!({})).await;
    let answer = platform.read_one(ItemKind::Post, post).await.unwrap();
    assert!(matches!(&answer, OneAnswer::Withheld { status, .. } if status == "trash"), "{answer:?}");
    let answer = anybody.read_one(ItemKind::Post, post).await.unwrap();
    assert!(matches!(&answer, OneAnswer::Withheld { status, .. } if status == "401"), "{answer:?}");
    site.write(Method::Delete, &format!("posts/{post}?force=true"), &json!({})).await;
    let answer = platform.read_one(ItemKind::Post, post).await.unwrap();
    assert!(matches!(answer, OneAnswer::Gone { status: 404, .. }), "{answer:?}");
}

async fn deletions_between_pages_lose_nothing(site: &Site, platform: &WordPress, page: &str) {
    let mut comments = Vec::new();
    for number in 0..7 {
        comments.push(site.comment(page, "Bo", &format!("Kommentar {number}")).await);
    }
    let (mut read, mut cursor, mut to_delete) = (Vec::new(), None, comments[..3].to_vec());
    loop {
        let answer = platform.read(cursor).await.unwrap();
        for one in answer.items {
            if one.item.kind == ItemKind::Comment && comments.contains(&one.item.native_id) {
                assert_eq!(one.item.parent.map(|parent| parent.kind), Some(ItemKind::Page));
                read.push(one.item.native_id);
            }
        }
        if read.contains(&comments[3]) {
            for id in to_delete.drain(..) {
                site.write(Method::Delete, &format!("comments/{id}?force=true"), &json!({})).await;
            }
        }
        cursor = answer.next;
        if cursor.is_none() {
            break;
        }
    }
    for id in &comments[3..] {
        assert!(read.contains(id), "comment {id} was lost");
    }
    site.write(Method::Delete, &format!("pages/{page}?force=true"), &json!({})).await;
}
