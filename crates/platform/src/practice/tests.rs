//! A small town to practise on.

use std::fs;

use tempfile::TempDir;
use uppsikt_kernel::ManualClock;

use super::*;
use crate::imports::ndjson::{ItemLine, ItemState};
use crate::item::NativeRef;
use crate::measure::Measure;
use crate::page::GoneBy;

const TOWN: &str = r#"{"type":"account","id":"fb","name":"Lindholms kommun","platform":"practice","practice":true}
{"type":"item","account":"fb","id":"p1","kind":"post","own":true,"text":"Badet öppnar","published_at":"2026-03-01T08:00:00+01:00","address":"https://www.lindholm.example/p1","media":[{"file":"bilder/å.png","alt":"En brygga"}]}
{"type":"item","account":"fb","id":"c1","kind":"comment","parent":"p1","author":"Åsa","author_id":"u1","text":"När?","published_at":"2026-03-01T09:00:00+01:00","okänt":{"a":[1]}}
{"type":"item","account":"fb","id":"c2","kind":"comment","parent":"c1","author":"Bo","text":"Snart","published_at":"2026-03-01T10:00:00+01:00"}
{"type":"item","account":"fb","id":"c3","kind":"comment","parent":"p1","text":17}
{"type":"item","account":"fb","id":"c4","kind":"comment","parent":"p1","author":"Bo","text":"Borta","published_at":"2026-03-01T10:00:00+01:00","state":"removed"}
"#;

struct Town {
    practice: Practice,
    folder: TempDir,
}

fn town(file: &str) -> Town {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ort.ndjson"), file).unwrap();
    let clock = ManualClock::at("2026-11-22T09:00:00Z".parse().unwrap());
    let practice = Practice::open(folder.path().join("ort.ndjson"), Arc::new(clock)).unwrap();
    Town { practice, folder }
}

impl Town {
    fn file(&self) -> String {
        fs::read_to_string(self.folder.path().join("ort.ndjson")).unwrap()
    }

    async fn ids(&self) -> Vec<String> {
        let page = self.practice.read(None).await.unwrap();
        page.items.iter().map(|read| read.item.native_id.clone()).collect()
    }

    async fn act(&self, id: &str, measure: Measure) -> bool {
        self.practice.act(ItemKind::Comment, id, measure).unwrap().was_so
    }

    async fn one(&self, id: &str) -> OneAnswer {
        self.practice.read_one(ItemKind::Comment, id).await.unwrap()
    }

    fn deeds(&self) -> Vec<(String, String)> {
        self.practice.deeds().unwrap().into_iter().map(|deed| (deed.measure, deed.id)).collect()
    }
}

fn visitor(id: &str, author: &str, parent: &str) -> ItemLine {
    ItemLine {
        account: "fb".into(),
        id: id.into(),
        kind: ItemKind::Comment,
        parent: Some(NativeRef { kind: ItemKind::Comment, id: parent.into() }),
        author: Some(author.into()),
        author_id: None,
        own: false,
        title: None,
        text: "Hej".into(),
        published_at: "2026-03-02T08:00:00Z".parse::<jiff::Timestamp>().unwrap().into(),
        edited_at: None,
        state: ItemState::Shown,
        address: None,
        language: None,
        media: vec![],
    }
}

#[tokio::test]
async fn what_is_brought_in_and_what_is_read_have_the_same_content() {
    let town = town(TOWN);
    let import = crate::imports::ndjson::read(TOWN.as_bytes()).unwrap();
    let page = town.practice.read(None).await.unwrap();
    assert_eq!(town.ids().await, ["c1", "c2", "p1"]);
    for brought in import.pages_by_account["fb"].iter().flat_map(|page| &page.items) {
        let read = page.items.iter().find(|read| read.item.native_ref() == brought.item.native_ref());
        assert_eq!(read.is_none(), brought.item.native_id == "c4");
        assert!(read.is_none_or(|read| read.item.content_key() == brought.item.content_key()));
    }
    assert_eq!(page.quarantined[0].native_id.as_deref(), Some("c3"));
    assert!(matches!(town.one("c3").await, OneAnswer::Shown(page) if page.quarantined.len() == 1));
    assert!(matches!(town.one("c4").await, OneAnswer::Gone { status: 410, .. }));
    assert!(matches!(town.one("c9").await, OneAnswer::Gone { status: 404, .. }));
    let info = town.practice.check().await.unwrap();
    assert_eq!(info.site_name, "Övningsplattform: Lindholms kommun");
    let thread = town.practice.read_address("https://www.lindholm.example/p1").await.unwrap();
    assert_eq!(thread.items.len(), 3);
    let from = Micros::new(0).unwrap();
    let until = "2026-03-01T09:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
    let counted = town.practice.census(from, until).await.unwrap();
    assert_eq!(counted.iter().map(|census| census.total).collect::<Vec<_>>(), [Some(1), Some(1)]);
}

#[tokio::test]
async fn measures_are_done_once_and_noted_once() {
    let town = town(TOWN);
    for (measure, state) in [(Measure::Hide, "hidden"), (Measure::Spam, "spam"), (Measure::Trash, "trash")] {
        assert!(!town.act("c1", measure).await);
        assert!(town.act("c1", measure).await);
        assert!(
            matches!(town.one("c1").await, OneAnswer::Withheld { status, page: Some(_) } if status == state)
        );
    }
    assert!(!town.act("c1", Measure::Restore).await);
    assert!(town.file().contains(r#""okänt":{"a":[1]}"#), "what we do not know stays");
    let before = crate::imports::ndjson::read(TOWN.as_bytes()).unwrap();
    let OneAnswer::Shown(page) = town.one("c1").await else { panic!() };
    let key = page.items[0].item.content_key();
    assert!(before.pages_by_account["fb"][0].items.iter().any(|read| read.item.content_key() == key));
    assert!(!town.act("c1", Measure::Delete).await);
    assert!(town.act("c1", Measure::Delete).await);
    assert!(!town.file().contains("\"id\":\"c1\",\"kind\":\"comment\",\"parent\""));
    let missing = town.practice.act(ItemKind::Comment, "c1", Measure::Hide);
    assert!(matches!(missing, Err(MeasureError::NotDone(_))));
    let codes: Vec<_> = town.deeds().into_iter().map(|(measure, _)| measure).collect();
    assert_eq!(codes, ["hide", "spam", "trash", "restore", "delete"]);
    assert!(matches!(town.practice.act(ItemKind::Post, "p1", Measure::Block), Err(MeasureError::NotAble)));
}

#[tokio::test]
async fn blocked_and_closed_are_shut_out_and_answers_are_our_own() {
    let town = town(TOWN);
    assert!(!town.act("c2", Measure::Block).await);
    assert!(town.act("c2", Measure::Block).await);
    assert!(matches!(town.practice.add(&visitor("n1", "Bo", "c1")), Err(AddError::Blocked)));
    town.practice.add(&visitor("n1", "Eva", "c1")).unwrap();
    assert!(matches!(town.practice.add(&visitor("n1", "Eva", "c1")), Err(AddError::Taken)));
    let posted = town.practice.reply(ItemKind::Comment, "n1", "Klockan 12 & framåt").await.unwrap();
    let OneAnswer::Shown(page) = town.one(&posted.native_id).await else { panic!() };
    let answer = &page.items[0].item;
    assert_eq!((answer.own, answer.text.as_str()), (true, "Klockan 12 & framåt"));
    assert_eq!(answer.published_at.to_string(), "2026-11-22T09:00:00Z");
    assert_eq!(answer.author_name.as_deref(), Some("Lindholms kommun"));
    // An answer that has been removed does not give its id to the next.
    assert!(!town.act(&posted.native_id, Measure::Delete).await);
    let next = town.practice.reply(ItemKind::Comment, "n1", "Igen").await.unwrap();
    assert_ne!(next.native_id, posted.native_id);
    assert!(!town.act("c2", Measure::CloseThread).await);
    assert!(town.act("c1", Measure::CloseThread).await, "it is the same thread");
    assert!(matches!(town.practice.add(&visitor("n2", "Eva", "c1")), Err(AddError::Closed)));
    assert!(town.practice.reply(ItemKind::Comment, "n1", "Stängt").await.is_err());
    assert!(!town.act("n1", Measure::Report).await);
    assert_eq!(town.deeds().iter().filter(|(measure, _)| measure == "reply").count(), 2);
    // The file can still be brought in, whatever we have written into it.
    let import = crate::imports::ndjson::read(town.file().as_bytes()).unwrap();
    assert_eq!(import.problems.len(), 1, "only what was broken before");
}

#[tokio::test]
async fn pages_are_stable_while_items_come_and_go() {
    let lines: Vec<String> = (0..250)
        .map(|number| format!(r#"{{"type":"item","account":"fb","id":"i{number:04}","kind":"post","text":"x","published_at":"2026-03-01T08:00:00Z"}}"#))
        .collect();
    let town = town(&lines.join("\n"));
    let first = town.practice.read(None).await.unwrap();
    assert_eq!((first.items.len(), first.total), (100, Some(250)));
    town.practice.act(ItemKind::Post, "i0005", Measure::Delete).unwrap();
    town.practice.act(ItemKind::Post, "i0099", Measure::Delete).unwrap();
    let second = town.practice.read(first.next).await.unwrap();
    assert_eq!(second.items[0].item.native_id, "i0100");
    let third = town.practice.read(second.next).await.unwrap();
    assert_eq!((third.items.len(), third.next.is_none()), (50, true));
    assert!(matches!(town.practice.read(Some(Cursor::new("elsewhere"))).await, Err(PlatformError::Cursor)));
}

#[tokio::test]
async fn writers_wait_for_each_other_and_lose_nothing() {
    let town = town(TOWN);
    let path = town.folder.path().join("ort.ndjson");
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let path = path.clone();
            std::thread::spawn(move || {
                let clock = ManualClock::at("2026-11-22T09:00:00Z".parse().unwrap());
                let practice = Practice::open(path, Arc::new(clock)).unwrap();
                for number in 0..5 {
                    practice.add(&visitor(&format!("w{writer}-{number}"), "Eva", "c1")).unwrap();
                    practice.content().unwrap();
                }
            })
        })
        .collect();
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    assert_eq!(town.ids().await.len(), 3 + 40);
    assert!(!town.folder.path().join("ort.ndjson.new").exists());
}

#[tokio::test]
async fn files_beside_are_read_and_nothing_outside() {
    let town = town(TOWN);
    let media = |source: &str| Media { source: source.into(), alt: None, media_type: None };
    fs::create_dir(town.folder.path().join("bilder")).unwrap();
    fs::write(town.folder.path().join("bilder/å.png"), b"PNG").unwrap();
    assert_eq!(town.practice.media(&media("bilder/å.png")).await.unwrap(), "PNG");
    std::os::unix::fs::symlink("/etc/hostname", town.folder.path().join("ut")).unwrap();
    for name in
        ["../ort.ndjson", "/etc/hostname", "bilder/../../x", "ut", "", "https://www.lindholm.example/a.png"]
    {
        assert!(town.practice.media(&media(name)).await.is_err(), "{name}");
    }
}

#[tokio::test]
async fn a_file_that_is_away_is_an_error_and_no_disappearance() {
    let town = town(TOWN);
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(jiff::Timestamp::UNIX_EPOCH));
    assert!(Practice::open(town.folder.path().join("annan.ndjson"), Arc::clone(&clock)).is_err());
    let several =
        format!("{TOWN}{}", TOWN.lines().nth(1).unwrap().replace("\"fb\"", "\"ig\"").replace("p1", "i1"));
    fs::write(town.folder.path().join("flera.ndjson"), several).unwrap();
    let other = Practice::open(town.folder.path().join("flera.ndjson"), clock).unwrap().with_account("ig");
    assert_eq!(other.read(None).await.unwrap().items[0].item.native_id, "i1");
    assert_eq!(other.check().await.unwrap().account_name, None);
    fs::remove_file(town.folder.path().join("ort.ndjson")).unwrap();
    assert!(town.practice.read(None).await.is_err());
    assert!(town.practice.read_one(ItemKind::Comment, "c1").await.is_err());
    assert!(matches!(
        town.practice.act(ItemKind::Comment, "c1", Measure::Delete),
        Err(MeasureError::NotDone(_))
    ));
    assert!(!town.folder.path().join("ort.ndjson").exists());
}

#[tokio::test]
async fn a_visitor_writes_rewords_and_takes_away_only_what_is_the_visitors_own() {
    let town = town(TOWN);
    let mine = ItemLine { author_id: Some("b1".into()), ..visitor("b1-1", "Provaren", "c1") };
    let next = ItemLine { author_id: Some("b1".into()), ..visitor("b1-2", "Provaren", "b1-1") };
    town.practice.add_all(&[mine.clone(), next]).unwrap();
    assert!(matches!(town.practice.add_all(&[mine]), Err(AddError::Taken)));
    town.practice.reword(ItemKind::Comment, "b1-1", "b1", "Hej igen").unwrap();
    let OneAnswer::Shown(page) = town.one("b1-1").await else { panic!("it is shown") };
    assert_eq!(page.items[0].item.text, "Hej igen");
    assert!(page.items[0].item.edited_at.is_some());
    let before = town.file();
    assert!(matches!(town.practice.reword(ItemKind::Comment, "c1", "b1", "x"), Err(VisitError::NotTheirs)));
    assert!(matches!(town.practice.withdraw(ItemKind::Comment, "c1", "b1"), Err(VisitError::NotTheirs)));
    assert!(matches!(town.practice.withdraw(ItemKind::Comment, "c4", "b1"), Err(VisitError::Gone)));
    assert_eq!(town.file(), before);
    town.practice.withdraw(ItemKind::Comment, "b1-1", "b1").unwrap();
    assert!(matches!(town.one("b1-1").await, OneAnswer::Gone { by: GoneBy::Author, .. }));
    assert_eq!(town.ids().await, ["b1-2", "c1", "c2", "p1"]);
    assert!(town.deeds().is_empty(), "what a visitor does is not ours");
}
