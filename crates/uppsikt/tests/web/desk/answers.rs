//! What is to be answered: written here and sent sealed, attested by hand, or left for a reason.

use axum::http::StatusCode;
use jiff::SignedDuration;
use uppsikt::rooms::moderation::{self, AnswerState, QueueState};
use uppsikt_kernel::Clock as _;
use uuid::Uuid;

use super::hidden;
use crate::live::Town;

impl Town {
    fn seconds(&self, seconds: i64) {
        self.clock.set(self.clock.now().timestamp() + SignedDuration::from_secs(seconds));
    }

    async fn answer_state(&self, item: Uuid) -> Option<AnswerState> {
        let mut reader = self.app.store.read(&self.actor("chef").await).await.unwrap();
        let all = moderation::answers_about(&mut reader, item).await.unwrap();
        all.first().map(|answer| answer.state)
    }
}

#[tokio::test]
async fn an_answer_is_sealed_waits_and_is_sent_once() {
    let town = Town::new().await;
    let editor = town.person("redaktor.ks").await;
    let item = town.waiting("redaktor.ks").await[0];
    let path = format!("/bevakning/besvara/{item}");
    let page = editor.open(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    for words in
        ["Skicka i kontots namn", "Jag har svarat på plattformen", "Ska inte besvaras", "Riktlinjen säger"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    let version = hidden(&page, "version").to_owned();
    let body =
        format!("version={version}&class=question&way=platform&text=Hej.+Vi+plogar+i+morgon.+Anna+Lind");
    let sent = editor.send(&path, body.clone()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let next = editor.open(sent.header("location")).await.text();
    assert!(next.contains("Svaret är sparat och skickas om 30 sekunder."), "{next}");
    assert_eq!(town.state(item).await, QueueState::Judged, "to answer is to judge");
    assert_eq!(
        editor.send(&path, body.clone()).await.status,
        StatusCode::CONFLICT,
        "a replay answers nothing"
    );

    // Nothing is sent while it can be taken back.
    let machine = town.machine().await;
    moderation::send_answers(&town.app, &machine).await.unwrap();
    assert_eq!(town.answer_state(item).await, Some(AnswerState::Waiting));
    let undo = format!("/svar/{}/angra", super::between(&next, "action=\"/svar/", "/angra"));
    let undone = editor.send(&undo, String::new()).await;
    assert_eq!(undone.header("location"), format!("/bevakning/besvara/{item}?angrat=svar"));
    assert!(editor.open(undone.header("location")).await.text().contains("Svaret är ångrat"));
    town.seconds(60);
    moderation::send_answers(&town.app, &machine).await.unwrap();
    assert_eq!(town.answer_state(item).await, Some(AnswerState::Withdrawn));

    assert_eq!(editor.send(&path, body).await.status, StatusCode::SEE_OTHER);
    town.seconds(31);
    assert_eq!(moderation::send_answers(&town.app, &machine).await.unwrap(), 1);
    assert_eq!(town.answer_state(item).await, Some(AnswerState::Done));
    assert_eq!(moderation::send_answers(&town.app, &machine).await.unwrap(), 0, "it is sent once");
    let record = editor.open(&format!("/handlingar/{item}")).await.text();
    assert!(record.contains("Svar i kontots namn") && record.contains("Vi plogar i morgon"), "{record}");
    assert!(!editor.open("/bevakning/besvara").await.text().contains(&format!("row-{item}")));
}

#[tokio::test]
async fn where_the_program_cannot_answer_a_person_attests_or_says_why_not() {
    let town = Town::new().await;
    let editor = town.person("redaktor.ks").await;
    let waiting = town.waiting("redaktor.ks").await;
    for (item, way, words) in [
        (waiting[0], "by-hand", "Besvarat på plattformen, intygat för hand"),
        (waiting[1], "left", "Inget svar ges"),
    ] {
        let path = format!("/bevakning/besvara/{item}");
        let version = hidden(&editor.open(&path).await.text(), "version").to_owned();
        let body = format!("version={version}&class=question&way={way}&text=Svarade+i+tr%C3%A5den+kl+10.");
        assert_eq!(editor.send(&path, body).await.status, StatusCode::SEE_OTHER, "{way}");
        assert_eq!(town.answer_state(item).await, Some(AnswerState::Done));
        assert!(editor.open(&path).await.text().contains(words), "{words}");
    }
}

#[tokio::test]
async fn an_answer_without_words_or_from_an_old_page_is_not_sent() {
    let town = Town::new().await;
    let editor = town.person("redaktor.ks").await;
    let item = town.waiting("redaktor.ks").await[0];
    let path = format!("/bevakning/besvara/{item}");
    let version = hidden(&editor.open(&path).await.text(), "version").to_owned();
    for (body, words) in [
        (format!("version={version}&way=platform&text=++"), "Det finns ingen text"),
        (format!("version={version}&way=platform&text={}", "a".repeat(10_001)), "längre än"),
        (format!("version={version}&text=Hej"), "Välj hur det besvaras"),
        ("way=platform&text=Hej".to_owned(), "Öppna inslaget på nytt"),
        (format!("version={version}&way=platform&class=threat&text=Hej"), "bedöms under Bedöm"),
    ] {
        let answer = editor.send(&path, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
    }
    let old = editor.send(&path, "version=99&way=platform&text=Hej".to_owned()).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    assert_eq!(town.answer_state(item).await, None);

    let body = format!("version={version}&way=by-hand&text=Hej");
    let auditor = town.person("revisor").await;
    assert_eq!(auditor.send(&path, body.clone()).await.status, StatusCode::FORBIDDEN);
    let other = town.person("redaktor.bun").await;
    assert_eq!(other.send(&path, body).await.status, StatusCode::NOT_FOUND);
    assert_eq!(town.answer_state(item).await, None);
}
