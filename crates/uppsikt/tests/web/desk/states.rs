//! The four tabs, the filter in the address, what htmx is given, and what a person does by hand.

use axum::http::{Method, StatusCode};
use uppsikt::rooms::moderation::{self, DecisionState};
use uppsikt::rooms::{account, registry};
use uppsikt_platform::Way;
use uuid::Uuid;

use super::{Desk, Person, removal};
use crate::browser::{Answer, BROWSER, ask};
use crate::live::Town;

impl Person<'_> {
    /// Asks as htmx does, for a part of the page.
    async fn swap(&self, path: &str, part: &str) -> Answer {
        let target = format!("div#{part}");
        let headers = [
            BROWSER,
            ("cookie", self.cookie.as_str()),
            ("hx-request", "true"),
            ("hx-request-type", "partial"),
            ("hx-target", target.as_str()),
        ];
        ask(&self.desk.router, Method::GET, path, &headers, String::new()).await
    }
}

#[tokio::test]
async fn the_four_tabs_say_what_they_hold() {
    let desk = Desk::new().await;
    let editor = desk.person("redaktor.ks").await;
    for (path, words) in [
        ("/bevakning", "väntar på bedömning"),
        ("/bevakning/besvara", "att besvara"),
        ("/bevakning/vantar", "som inte är klara"),
        ("/bevakning/klart", "det senaste först"),
    ] {
        let page = editor.open(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let text = page.text();
        assert!(text.contains(words) && text.contains("aria-label=\"Lägen i bevakningen\""), "{text}");
        assert!(text.contains(&format!("<a href=\"{path}\" aria-current=\"page\">")), "{path}");
    }
    let auditor = desk.person("revisor").await;
    assert_eq!(auditor.open("/bevakning/klart").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_filter_stays_in_the_address() {
    let desk = Desk::new().await;
    let editor = desk.person("redaktor.ks").await;
    let all = editor.open("/bevakning").await.text();
    let some = editor.open("/bevakning?konto=&sett=profanity&grad=").await.text();
    let rows = |text: &str| text.matches("<li id=\"row-").count();
    assert!(rows(&some) > 0 && rows(&some) < rows(&all), "{} of {}", rows(&some), rows(&all));
    let first = super::between(&some, "class=\"row\" href=\"", "\"").to_owned();
    assert!(first.ends_with("?sett=profanity"), "{first}");
    let item = editor.open(&first).await.text();
    assert_eq!(rows(&item), rows(&some));
    assert!(item.contains("/beslut?sett=profanity\""), "the form keeps it: {item}");
    let nothing = editor.open("/bevakning?sett=no-such-class").await.text();
    assert!(nothing.contains("Inget som väntar stämmer med urvalet."), "{nothing}");
    assert_eq!(editor.open("/bevakning?konto=x&grad=y&sida=z&beslut=1").await.status, StatusCode::OK);
}

#[tokio::test]
async fn htmx_is_given_the_part_that_it_asks_for() {
    let desk = Desk::new().await;
    let editor = desk.person("redaktor.ks").await;
    let item = desk.waiting("redaktor.ks", "question").await;
    let path = format!("/bevakning/{item}");
    let detail = editor.swap(&path, "detail").await.text();
    assert!(detail.contains("id=\"record-title\"") && detail.contains("id=\"decide\""), "{detail}");
    assert!(!detail.contains("<html") && !detail.contains("id=\"lane\""), "{detail}");
    let panel = editor.swap(&path, "decide").await.text();
    assert!(panel.contains("id=\"decide\"") && !panel.contains("id=\"record-title\""), "{panel}");
    let queue = editor.swap(&path, "queue").await;
    assert_eq!(queue.header("hx-push-url"), path);
    assert!(queue.text().contains("id=\"lane\"") && !queue.text().contains("<html"));
    assert!(!queue.text().contains("<script"), "the page has its scripts already");
    // Every element with an hx- attribute has the nonce of the answer.
    for tag in queue.text().split('<').filter(|tag| tag.contains(" hx-")) {
        assert!(tag.contains("hx-nonce=\""), "{tag}");
    }
    // What is no part takes the place of the page.
    let missing = editor.swap("/bevakning/00000000-0000-0000-0000-000000000000", "detail").await;
    assert_eq!((missing.status, missing.header("hx-retarget")), (StatusCode::NOT_FOUND, "body"));
}

/// An item that waits on an account that is worked by hand.
async fn by_hand(town: &Town) -> Uuid {
    let actor = town.actor("redaktor.ks").await;
    let mut reader = town.app.store.read(&actor).await.unwrap();
    let accounts = account::list(&mut reader).await.unwrap();
    for queued in moderation::waiting(&mut reader, None, 1_000).await.unwrap() {
        let account = accounts.iter().find(|account| account.id == queued.account).unwrap();
        let is_open = !registry::is_closed_to(&mut reader, &actor, queued.item).await.unwrap();
        if account.platform.way() == Way::ByHand && is_open {
            return queued.item;
        }
    }
    panic!("the demonstration has nothing of the kind on an account that is worked by hand");
}

#[tokio::test]
async fn what_is_done_by_hand_is_attested_on_the_page() {
    let town = Town::new().await;
    let editor = town.person("redaktor.ks").await;
    let item = by_hand(&town).await;
    let page = editor.open(&format!("/bevakning/{item}?klass=profanity")).await.text();
    let sent = editor.send(&format!("/bevakning/{item}/beslut"), removal(&page, "profanity")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    town.minutes(1);
    moderation::carry_out_due(&town.app, &town.machine().await).await.unwrap();
    let waits = editor.open("/bevakning/vantar").await.text();
    assert!(waits.contains(&format!("row-{item}")), "{waits}");
    let path = format!("/bevakning/vantar/{item}");
    let page = editor.open(&path).await.text();
    assert!(page.contains("Att göra för hand") && page.contains("Intyga att det är gjort"), "{page}");
    let attest = format!("/beslut/{}/intyga", super::between(&page, "action=\"/beslut/", "/intyga"));
    let empty = editor.send(&attest, "words=++".to_owned()).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Skriv vad du har gjort"), "{}", empty.text());
    let no_picture = editor.upload(&attest, ("words", "Borttaget."), b"ingen bild").await;
    assert_eq!(no_picture.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no_picture.text().contains("Filen är ingen bild"), "{}", no_picture.text());
    let pictured = editor.upload(&attest, ("words", "Borttaget."), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").await;
    assert_eq!(pictured.status, StatusCode::SEE_OTHER, "{}", pictured.text());
    moderation::carry_out_due(&town.app, &town.machine().await).await.unwrap();
    let auditor = town.person("revisor").await;
    assert_eq!(auditor.send(&attest, "words=Klart".to_owned()).await.status, StatusCode::FORBIDDEN);
    for _ in 0..4 {
        let answer = editor.send(&attest, "words=Borttaget%2C+syns+inte+l%C3%A4ngre.".to_owned()).await;
        assert!(answer.status == StatusCode::SEE_OTHER || answer.status == StatusCode::BAD_REQUEST);
        moderation::carry_out_due(&town.app, &town.machine().await).await.unwrap();
    }
    let mut reader = town.app.store.read(&town.actor("chef").await).await.unwrap();
    let decision = moderation::decisions_about(&mut reader, item).await.unwrap().remove(0);
    assert_eq!(decision.state, DecisionState::Done);
    let done = editor.open("/bevakning/klart").await.text();
    assert!(done.contains(&format!("row-{item}")), "{done}");
    let page = editor.open(&format!("/bevakning/klart/{item}")).await.text();
    assert!(page.contains("Bedöm på nytt"), "{page}");
}
