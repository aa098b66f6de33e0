//! A real Bluesky: what is posted, answered, edited, deleted, taken down and folded away there.
//!
//! How the servers are named stands in `bluesky_world`.

#![expect(clippy::unwrap_used, reason = "a test")]

mod bluesky_world;
#[path = "conformance/seal.rs"]
mod seal;

use std::collections::BTreeMap;

use bluesky_world::{PICTURE, Person, Posted, World, ask, key, reply_to};
use seal::sealed;
use serde_json::{Value, json};
use uppsikt_net::{Auth, Method, Secret};
use uppsikt_platform::{
    Bluesky, Change, Cursor, GoneBy, Happened, Item, ItemKind, Measure, NativeRef, OneAnswer, Platform,
    PlatformError,
};

/// Every item that a pass over all pages shows, as it was first given.
async fn read_all(platform: &Bluesky) -> BTreeMap<String, Item> {
    let (mut items, mut cursor) = (BTreeMap::new(), None);
    loop {
        let page = platform.read(cursor).await.unwrap();
        assert!(page.quarantined.is_empty(), "{page:?}");
        for read in page.items {
            items.entry(read.item.native_id.clone()).or_insert(read.item);
        }
        cursor = page.next;
        if cursor.is_none() {
            return items;
        }
    }
}

async fn shown(platform: &Bluesky, uri: &str) -> Item {
    match platform.read_one(ItemKind::Comment, uri).await.unwrap() {
        OneAnswer::Shown(mut page) => page.items.remove(0).item,
        other => panic!("{other:?}"),
    }
}

/// What has been announced since, and where that ends.
async fn heard(platform: &Bluesky, from: &Cursor) -> (Vec<Change>, Cursor) {
    let changes = platform.changes(Some(from.clone())).await.unwrap();
    assert!(!changes.has_gap);
    (changes.events, changes.next.unwrap())
}

/// Another of the values that the environment names.
fn named(name: &str) -> String {
    let text = std::env::var("UPPSIKT_TEST_BLUESKY").unwrap();
    let all: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
    all[name].clone()
}

/// What the server's staff do.
async fn take_down(world: &World, subject: Value) {
    let staff = Auth::Basic { user: "admin".into(), password: Secret::new(named("admin_password")) };
    let body = json!({"subject": subject, "takedown": {"applied": true, "ref": "prov"}});
    let name = "com.atproto.admin.updateSubjectStatus";
    let (status, answer) = ask(&world.client, &world.pds, Method::Post, name, &staff, Some(&body)).await;
    assert_eq!(status, 200, "{answer}");
}

struct Scene {
    world: World,
    us: Person,
    asa: Person,
    platform: Bluesky,
}

impl Scene {
    async fn set_up() -> Option<Self> {
        let world = World::from_environment()?;
        let (us, asa) = (world.join(&world.pds).await, world.join(&world.pds).await);
        let platform = world.connect(&us, Secret::new(us.app_password().await), |_| ());
        Some(Self { world, us, asa, platform })
    }

    async fn post(&self, by: &Person, text: &str, more: Value) -> Posted {
        let posted = by.post(text, more).await;
        self.world.until(&posted.uri, Some(&posted.cid)).await;
        posted
    }
}

#[tokio::test]
async fn a_reply_deleted_by_its_author_between_two_reads_is_known_as_that_with_the_version_it_was() {
    let Some(scene) = Scene::set_up().await else { return };
    let Scene { world, us, asa, platform } = &scene;
    let before = platform.changes(None).await.unwrap().next.unwrap();
    let post = scene.post(us, "Vattnet stängs på Storgatan.", json!({})).await;
    let asked = scene.post(asa, "Hur länge?", reply_to(&post, &post)).await;
    let read = read_all(platform).await;
    let (own, reply) = (&read[&post.uri], &read[&asked.uri]);
    assert_eq!((own.kind, own.own, own.language.as_deref()), (ItemKind::Post, true, Some("sv")));
    assert_eq!((reply.kind, reply.own, reply.text.as_str()), (ItemKind::Comment, false, "Hur länge?"));
    assert_eq!(reply.parent, Some(own.native_ref()));
    assert_eq!(reply.author_name.as_ref(), Some(&asa.handle));
    assert_eq!(reply.revision.as_ref(), Some(&asked.cid));
    let (made, at) = heard(platform, &before).await;
    let made: Vec<_> = made.iter().map(|change| (change.item.clone(), change.what)).collect();
    let named = |kind, posted: &Posted| NativeRef { kind, id: posted.uri.clone() };
    assert!(made.contains(&(named(ItemKind::Post, &post), Happened::Created)), "{made:?}");
    assert!(made.contains(&(named(ItemKind::Comment, &asked), Happened::Created)), "{made:?}");

    let edited = asa.edit(&asked.uri, "Hur länge blir det?").await;
    world.until(&asked.uri, Some(&edited.cid)).await;
    let version = shown(platform, &asked.uri).await;
    assert_eq!(
        (version.text.as_str(), version.revision.as_ref()),
        ("Hur länge blir det?", Some(&edited.cid))
    );
    assert_eq!(read_all(platform).await[&asked.uri].content_key(), version.content_key());

    asa.delete(&asked.uri).await;
    let (gone, _) = heard(platform, &at).await;
    let of_it: Vec<&Change> = gone.iter().filter(|change| change.item.id == asked.uri).collect();
    let [changed, deleted] = of_it[..] else { panic!("{of_it:?}") };
    assert_eq!((changed.what, changed.before.as_ref()), (Happened::Changed, Some(&asked.cid)));
    assert_eq!(deleted.what, Happened::Deleted(GoneBy::Author));
    assert_eq!(deleted.before.as_ref(), version.revision.as_ref(), "the version that was captured last");
    assert!(!deleted.bytes.is_empty());
    world.until(&asked.uri, None).await;
    let answer = platform.read_one(ItemKind::Comment, &asked.uri).await.unwrap();
    assert!(matches!(answer, OneAnswer::Gone { status: 400, by: GoneBy::Author }), "{answer:?}");
    assert!(!read_all(platform).await.contains_key(&asked.uri));
}

#[tokio::test]
async fn what_others_write_to_us_is_read_and_the_home_feed_is_not() {
    let Some(scene) = Scene::set_up().await else { return };
    let Scene { us, asa, platform, .. } = &scene;
    let followed = scene.world.join(&scene.world.pds).await;
    let follow =
        json!({"$type": "app.bsky.graph.follow", "subject": followed.did, "createdAt": bluesky_world::now()});
    let body = json!({"repo": us.did, "collection": "app.bsky.graph.follow", "record": follow});
    us.change("com.atproto.repo.createRecord", &body).await;
    let before = platform.changes(None).await.unwrap().next.unwrap();
    let neighbour = scene.post(&followed, "Fin utsikt.", json!({})).await;
    let post = scene.post(us, "Vattnet stängs.", json!({})).await;
    let facet = json!({"index": {"byteStart": 0, "byteEnd": 3}, "features": [
        {"$type": "app.bsky.richtext.facet#mention", "did": us.did},
    ]});
    let mention = scene.post(asa, "@vi hej", json!({"facets": [facet]})).await;
    let quoted = json!({"$type": "app.bsky.embed.record", "record": {"uri": post.uri, "cid": post.cid}});
    let quote = scene.post(asa, "Se här", json!({"embed": quoted})).await;
    let asked = scene.post(asa, "Hur länge?", reply_to(&post, &post)).await;
    let deeper = scene.post(&followed, "Undrar jag också.", reply_to(&post, &asked)).await;
    let answered = platform.reply(ItemKind::Comment, &mention.uri, "Hej!").await.unwrap();
    let read = read_all(platform).await;
    for (posted, parent) in [(&mention, None), (&quote, None), (&asked, Some(&post)), (&deeper, Some(&asked))]
    {
        let item = &read[&posted.uri];
        assert_eq!((item.kind, item.own), (ItemKind::Comment, false));
        assert_eq!(item.parent.as_ref().map(|parent| &parent.id), parent.map(|parent| &parent.uri));
    }
    let answer = &read[&answered.native_id];
    assert_eq!((answer.kind, answer.own, &answer.permalink), (ItemKind::Comment, true, &answered.permalink));
    assert_eq!(answer.parent, Some(NativeRef { kind: ItemKind::Comment, id: mention.uri.clone() }));
    assert!(!read.contains_key(&neighbour.uri), "what is merely seen is not read");
    let (made, _) = heard(platform, &before).await;
    let made: Vec<&str> = made.iter().map(|change| change.item.id.as_str()).collect();
    for posted in [&mention, &quote, &asked, &deeper, &post] {
        assert!(made.contains(&posted.uri.as_str()), "{made:?}");
    }
    assert!(!made.contains(&neighbour.uri.as_str()));

    let web = format!("https://bsky.app/profile/{}/post/{}", asa.handle, key(&asked.uri)[1]);
    let page = platform.read_address(&web).await.unwrap();
    let ids: Vec<&str> = page.items.iter().map(|read| read.item.native_id.as_str()).collect();
    assert_eq!(ids, [asked.uri.as_str(), deeper.uri.as_str()]);
}

#[tokio::test]
async fn pictures_come_with_their_texts_and_their_bytes() {
    let Some(scene) = Scene::set_up().await else { return };
    let posted = scene.us.post_picture("Bron", "En bro över ån").await;
    let item = shown(&scene.platform, &posted.uri).await;
    let [picture] = &item.media[..] else { panic!("{:?}", item.media) };
    assert_eq!(
        (picture.alt.as_deref(), picture.media_type.as_deref()),
        (Some("En bro över ån"), Some("image/png"))
    );
    assert_eq!(scene.platform.media(picture).await.unwrap(), PICTURE);
}

#[tokio::test]
async fn what_the_platform_took_away_is_not_called_deleted_by_its_author() {
    let Some(scene) = Scene::set_up().await else { return };
    let Scene { world, us, asa, platform } = &scene;
    let post = scene.post(us, "Vattnet stängs.", json!({})).await;
    let asked = scene.post(asa, "Hur länge?", reply_to(&post, &post)).await;
    let own = scene.post(us, "Tas ned.", json!({})).await;
    let strong = json!({"$type": "com.atproto.repo.strongRef", "uri": own.uri, "cid": own.cid});
    take_down(world, strong).await;
    let answer = platform.read_one(ItemKind::Post, &own.uri).await.unwrap();
    assert!(matches!(&answer, OneAnswer::Withheld { status, .. } if status == "takendown"), "{answer:?}");
    us.delete(&post.uri).await;
    let answer = platform.read_one(ItemKind::Post, &post.uri).await.unwrap();
    assert!(matches!(answer, OneAnswer::Gone { by: GoneBy::Author, .. }), "{answer:?}");
    take_down(world, json!({"$type": "com.atproto.admin.defs#repoRef", "did": asa.did})).await;
    world.until(&asked.uri, None).await;
    let answer = platform.read_one(ItemKind::Comment, &asked.uri).await.unwrap();
    assert!(matches!(answer, OneAnswer::Gone { by: GoneBy::Platform, .. }), "{answer:?}");

    let bo = world.join(&world.pds).await;
    let away = scene.post(&bo, "Hej", reply_to(&own, &own)).await;
    bo.change("com.atproto.server.deactivateAccount", &json!({})).await;
    world.until(&away.uri, None).await;
    let answer = platform.read_one(ItemKind::Comment, &away.uri).await.unwrap();
    assert!(matches!(&answer, OneAnswer::Withheld { status, .. } if status == "deactivated"), "{answer:?}");
}

#[tokio::test]
async fn what_we_do_stands_on_the_platform_as_it_was_meant() {
    let Some(scene) = Scene::set_up().await else { return };
    let Scene { world, us, asa, platform } = &scene;
    let post = scene.post(us, "Vattnet stängs.", json!({})).await;
    let asked = scene.post(asa, "Hur länge?", reply_to(&post, &post)).await;
    let before = shown(platform, &asked.uri).await;
    let act = async |uri: &str, measure| {
        platform.measure(&sealed(), ItemKind::Comment, uri, measure).await.unwrap()
    };
    let gate = format!("at://{}/app.bsky.feed.threadgate/{}", us.did, key(&post.uri)[1]);
    assert!(!act(&asked.uri, Measure::Hide).await.was_so);
    assert_eq!(us.record(&gate).await["hiddenReplies"], json!([asked.uri]));
    assert_eq!(
        shown(platform, &asked.uri).await.content_key(),
        before.content_key(),
        "folding is no removal"
    );
    assert!(!act(&post.uri, Measure::CloseThread).await.was_so);
    assert!(!act(&asked.uri, Measure::Restore).await.was_so);
    let rules = us.record(&gate).await;
    assert_eq!(
        (&rules["hiddenReplies"], &rules["allow"], &rules["post"]),
        (&json!([]), &json!([]), &json!(post.uri))
    );
    let report = act(&asked.uri, Measure::Report).await;
    assert!(report.answer.starts_with("200 ") && !report.was_so, "{report:?}");

    // Whom we block we no longer see, and everybody else does.
    assert!(!act(&asked.uri, Measure::Block).await.was_so);
    for _ in 0..100 {
        let item = shown(platform, &asked.uri).await;
        assert_eq!((item.text.as_str(), item.revision.as_ref()), ("Hur länge?", Some(&asked.cid)));
        if item.author_name.is_none() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    // Read from the repository now, which knows no names.
    assert_eq!(shown(platform, &asked.uri).await.author_name, None);
    assert_eq!(world.version(&asked.uri).await.as_ref(), Some(&asked.cid));
    assert!(act(&asked.uri, Measure::Block).await.was_so);
}

#[tokio::test]
async fn a_view_that_is_down_is_trouble_and_no_disappearance() {
    let Some(world) = World::from_environment() else { return };
    let us = world.join(&named("lone_pds")).await;
    let platform = world.connect(&us, Secret::new(us.app_password().await), |_| ());
    let post = us.post("Vattnet stängs.", json!({})).await;
    let (mut read, mut cursor) = (Vec::new(), None);
    let error = loop {
        match platform.read(cursor).await {
            Ok(page) => {
                read.extend(page.items.into_iter().map(|read| read.item.native_id));
                cursor = Some(page.next.expect("the pass cannot end"));
            }
            Err(error) => break error,
        }
    };
    assert_eq!(read, std::slice::from_ref(&post.uri));
    assert!(matches!(error, PlatformError::Failed { status: 502, .. }) && error.is_temporary(), "{error:?}");
    shown(&platform, &post.uri).await;
    let somebody = post.uri.replace(&us.did, "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    let answer = platform.read_one(ItemKind::Comment, &somebody).await;
    assert!(matches!(answer, Err(PlatformError::Failed { status: 502, .. })), "{answer:?}");
}

#[tokio::test]
async fn the_account_is_checked() {
    let Some(scene) = Scene::set_up().await else { return };
    let account = scene.platform.check().await.unwrap();
    assert_eq!(account.account_name.as_ref(), Some(&scene.us.handle));
    assert_eq!(account.account_native_id.as_ref(), Some(&scene.us.did));
    let wrong = scene.world.connect(&scene.us, Secret::new("fel"), |_| ());
    assert!(matches!(wrong.check().await, Err(PlatformError::WrongPassword { .. })));
    let view = scene.world.appview.clone();
    let elsewhere = scene.world.connect(&scene.us, Secret::new("fel"), |settings| settings.address = view);
    assert!(elsewhere.check().await.is_err());
}
