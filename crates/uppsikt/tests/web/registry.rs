//! The registrar's day through the browser: drafts are accepted, declined, linked and marked; others see what they may.

use axum::http::StatusCode;
use uppsikt::rooms::capture::{self, Observation};
use uppsikt::rooms::people;
use uppsikt::rooms::registry::{
    self, CauseKind, Description, Direction, NewReservation, Objection, Protected, RegisteredItem,
    Registration, RegistryError, Stage,
};
use uppsikt_kernel::{Id, Role};
use uppsikt_platform::ItemKind;
use uppsikt_platform::imports::ndjson::ItemState;
use uuid::Uuid;

use super::guidelines::{Person, Town, is_whole};

/// What somebody has written on the account, as it is kept.
pub async fn written(town: &Town, login: &str, text: &str) -> RegisteredItem {
    let actor = people::actor(&town.app.store, Some(login)).await.unwrap();
    let seen = Observation {
        kind: ItemKind::Post,
        address: Some(format!("https://facebook.example/lindholm/{}", text.len())),
        item: None,
        text: Some(text.to_owned()),
        author: Some("Snöklok".to_owned()),
        own: Some(false),
        parent: None,
        published_at: Some(town.app.store.now()),
        state: ItemState::Shown,
        pictures: Vec::new(),
    };
    let item = capture::observe(&town.app, &actor, &town.account, seen).await.unwrap().item;
    let mut reader = town.app.store.read(&actor).await.unwrap();
    let version = capture::last_version(&mut reader, item).await.unwrap().unwrap();
    RegisteredItem { item, version: version.number, object: version.object }
}

pub async fn reserve(town: &Town, login: &str, new: NewReservation) -> Registration {
    let actor = people::actor(&town.app.store, Some(login)).await.unwrap();
    town.app
        .store
        .write::<_, RegistryError, _>(&actor, move |tx| {
            Box::pin(async move { registry::reserve(tx, new).await })
        })
        .await
        .unwrap()
}

pub fn draft(town: &Town, items: Vec<RegisteredItem>) -> NewReservation {
    let cause = (CauseKind::Decision, Uuid::from_u128(town.app.store.now().get().unsigned_abs().into()));
    let new = NewReservation::new(town.board, cause, Direction::Received, town.app.store.now());
    let public = Some("Inslag på kontot Lindholm på Facebook".to_owned());
    NewReservation { items, description: Description { public, protected: None }, ..new }
}

async fn entry(town: &Town, id: Id<Registration>) -> Registration {
    let actor = people::actor(&town.app.store, Some("per")).await.unwrap();
    let mut reader = town.app.store.read(&actor).await.unwrap();
    registry::entry(&mut reader, id).await.unwrap().unwrap()
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

/// What the entry looked like, as the page's forms say it.
async fn before(person: &Person, id: Id<Registration>) -> String {
    let page = person.open(&format!("/diarium/{id}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    between(&page.text(), "name=\"fore\" value=\"", "\"").to_owned()
}

fn form(pairs: &[(&str, &str)]) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(pairs).finish()
}

#[tokio::test]
async fn a_draft_is_accepted_as_it_stands_and_the_item_has_its_number() {
    let town = Town::new().await;
    town.person("erik", Role::Editor).await;
    let per = town.person("per", Role::Registrar).await;
    is_whole(&per.open("/diarium").await, "Inget att registrera.");
    let item = written(&town, "erik", "När plogas Björkvägen?").await;
    let first = reserve(&town, "erik", draft(&town, vec![item])).await;
    let second = reserve(&town, "erik", draft(&town, Vec::new())).await;
    let inbox = per.open("/diarium").await;
    is_whole(&inbox, "Börja med det äldsta");
    assert!(inbox.text().contains("KS 2") && inbox.text().contains("2 utkast"), "{}", inbox.text());

    let page = per.open(&format!("/diarium/{}", first.id)).await;
    is_whole(&page, &first.registry_number);
    let text = page.text();
    for words in [
        "När plogas Björkvägen?",
        "value=\"Inlägg på kontot Lindholm på Facebook\"",
        "value=\"Snöklok\"",
        "autofocus",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let before = between(&text, "name=\"fore\" value=\"", "\"").to_owned();
    let body = form(&[
        ("fore", &before),
        ("beskrivning", "Inlägg på kontot Lindholm på Facebook"),
        ("motpart", "Snöklok"),
        ("arende", "KS 2026/9"),
    ]);
    let path = format!("/diarium/{}/registrera", first.id);
    let done = per.send(&path, &body).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(done.header("location"), format!("/diarium/{}?klar={}", second.id, first.id));
    let next = per.open(done.header("location")).await;
    assert!(next.text().contains(&format!("{} är diarieförd.", first.registry_number)));
    let known = entry(&town, first.id).await;
    assert_eq!(
        (known.state.stage(), known.cases.as_slice()),
        (Stage::Completed, &["KS 2026/9".to_owned()][..])
    );
    assert!(known.protected.is_some(), "the counterpart is sealed");

    // A page that has grown old changes nothing, and loses nothing of what was written.
    let stale = per.send(&path, &body).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text().contains("Det du skrev") && stale.text().contains("Snöklok"), "{}", stale.text());
    assert!(stale.text().contains("Diariefördes av per Ek"), "{}", stale.text());

    let page = per.open(&format!("/diarium/{}", first.id)).await;
    is_whole(&page, "Diarieförd");
    assert!(
        page.text().contains("/liggare/poster/")
            && page.text().contains(&format!("/handlingar/{}", item.item))
    );
    let handling = per.open(&format!("/handlingar/{}", item.item)).await;
    assert!(handling.text().contains(&first.registry_number), "{}", handling.text());
}

#[tokio::test]
async fn what_does_not_belong_in_the_diary_is_declined_with_a_reason() {
    let town = Town::new().await;
    town.person("erik", Role::Editor).await;
    let per = town.person("per", Role::Registrar).await;
    let objection = Objection { code: "simple-question".to_owned(), statement: "FINSPANG-194".to_owned() };
    let new = NewReservation { objection: Some(objection), ..draft(&town, Vec::new()) };
    let draft = reserve(&town, "erik", new).await;
    let page = per.open(&format!("/diarium/{}", draft.id)).await;
    is_whole(&page, "Riktlinjen säger att det här inte ska diarieföras: en enkel fråga.");
    let before = before(&per, draft.id).await;
    let path = format!("/diarium/{}/avboj", draft.id);
    let silent = per.send(&path, &form(&[("fore", &before), ("skal", " ")])).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text().contains("Skriv varför handlingen inte ska diarieföras."));
    let long = "å".repeat(10_001);
    let long = per.send(&path, &form(&[("fore", &before), ("skal", &long)])).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = per.send(&path, &form(&[("fore", &before), ("skal", "En enkel fråga.")])).await;
    assert_eq!(done.header("location"), format!("/diarium?klar={}", draft.id), "{}", done.text());
    let said = per.open(done.header("location")).await.text();
    assert!(said.contains("är avböjd. Numret står kvar") && said.contains("Inget att registrera."), "{said}");

    let opened = per.send(&format!("/diarium/{}/las", draft.id), "").await;
    assert!(opened.text().contains("En enkel fråga."), "{}", opened.text());
    let again = per.send(&path, &form(&[("fore", &before), ("skal", "Igen")])).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_registered_entry_is_linked_described_and_found_again() {
    let town = Town::new().await;
    town.person("erik", Role::Editor).await;
    let per = town.person("per", Role::Registrar).await;
    let draft = reserve(&town, "erik", draft(&town, Vec::new())).await;
    let shown = before(&per, draft.id).await;
    let body = form(&[("fore", &shown), ("beskrivning", "Klagomål på snöröjning")]);
    assert_eq!(
        per.send(&format!("/diarium/{}/registrera", draft.id), &body).await.status,
        StatusCode::SEE_OTHER
    );
    let shown = before(&per, draft.id).await;
    let link = format!("/diarium/{}/koppla", draft.id);
    for (cases, words) in [("", "Skriv ärendets nummer."), (&*"9".repeat(61), "högst 60 tecken")] {
        let answer = per.send(&link, &form(&[("fore", &shown), ("arende", cases)])).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{cases}");
        assert!(answer.text().contains(words), "{words} in {}", answer.text());
    }
    let done = per.send(&link, &form(&[("fore", &shown), ("arende", "TN 2026/4")])).await;
    assert_eq!(done.header("location"), format!("/diarium/{}?gjort=kopplad", draft.id), "{}", done.text());
    let shown = before(&per, draft.id).await;
    let body = form(&[("fore", &shown), ("beskrivning", "Klagomål på snöröjning, Björkvägen")]);
    let done = per.send(&format!("/diarium/{}/beskriv", draft.id), &body).await;
    assert!(per.open(done.header("location")).await.text().contains("Beskrivningen är sparad."));

    let list = per.open("/diarium/poster?sok=tn+2026%2F4&lage=completed").await;
    is_whole(&list, "Poster i diariet");
    assert!(list.text().contains("Klagomål på snöröjning, Björkvägen"), "{}", list.text());
    let none = per.open("/diarium/poster?lage=declined").await.text();
    assert!(none.contains("Inga poster stämmer") && !none.contains("Björkvägen"), "{none}");
    let file = per.open("/diarium/poster?lage=completed&format=csv").await;
    assert!(file.header("content-type").starts_with("text/csv"), "{}", file.text());
    assert!(file.text().contains("Klagomål på snöröjning, Björkvägen"), "{}", file.text());
    for odd in ["?ar=nonsens&serie=X", "?lage=nonsens", "?fore=x"] {
        let status = per.open(&format!("/diarium/poster{odd}")).await.status;
        assert!(status == StatusCode::OK || status == StatusCode::BAD_REQUEST, "{odd}: {status}");
    }
}

#[tokio::test]
async fn a_marked_entry_is_opened_by_few_and_every_opening_is_an_act() {
    let town = Town::new().await;
    town.person("erik", Role::Editor).await;
    let per = town.person("per", Role::Registrar).await;
    let rut = town.person("rut", Role::Auditor).await;
    let draft = reserve(&town, "erik", draft(&town, Vec::new())).await;
    let path = format!("/diarium/{}", draft.id);
    let shown = before(&per, draft.id).await;
    let unknown =
        per.send(&format!("{path}/sekretess"), &form(&[("fore", &shown), ("annan", "hemligt")])).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mark = form(&[("fore", &shown), ("bestammelse", "26 kap. 1 § OSL")]);
    assert_eq!(per.send(&format!("{path}/sekretess"), &mark).await.status, StatusCode::SEE_OTHER);
    assert_eq!(rut.open(&path).await.status, StatusCode::NOT_FOUND);
    let read = readings(&town).await;
    let page = per.open(&path).await;
    is_whole(&page, "Sekretessmarkerad: 26 kap. 1 § OSL");
    assert_eq!(readings(&town).await, read + 1);
    let shown = between(&page.text(), "name=\"fore\" value=\"", "\"").to_owned();
    let lift = form(&[("fore", &shown), ("bestammelse", "26 kap. 1 § OSL")]);
    let done = per.send(&format!("{path}/hav"), &lift).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    is_whole(&rut.open(&path).await, &draft.registry_number);
}

/// How many times somebody has opened what is protected.
async fn readings(town: &Town) -> usize {
    let actor = people::actor(&town.app.store, Some("per")).await.unwrap();
    let reader = town.app.store.read(&actor).await.unwrap();
    let acts = reader.acts(None, 1_000).await.unwrap();
    acts.iter().filter(|act| act.code == "registry-protected-read").count()
}

#[tokio::test]
async fn what_is_protected_is_opened_with_a_button() {
    let town = Town::new().await;
    let erik = town.person("erik", Role::Editor).await;
    let rut = town.person("rut", Role::Auditor).await;
    town.person("per", Role::Registrar).await;
    let protected = Protected { description: "Gäller en elev".to_owned(), counterpart: None };
    let description = Description { public: Some("Inlägg".to_owned()), protected: Some(protected) };
    let draft = reserve(&town, "erik", NewReservation { description, ..draft(&town, Vec::new()) }).await;
    let path = format!("/diarium/{}", draft.id);
    let page = erik.open(&path).await.text();
    assert!(page.contains("Läs det som är skyddat") && !page.contains("Gäller en elev"), "{page}");
    assert!(!rut.open(&path).await.text().contains("Läs det som är skyddat"));
    assert_eq!(rut.send(&format!("{path}/las"), "").await.status, StatusCode::FORBIDDEN);
    let read = readings(&town).await;
    assert!(erik.send(&format!("{path}/las"), "").await.text().contains("Gäller en elev"));
    assert_eq!(readings(&town).await, read + 1);
    // The editor describes what is only reserved, and nothing more.
    let shown = before(&erik, draft.id).await;
    let body = form(&[("fore", &shown), ("beskrivning", "Inlägg om skolan")]);
    assert_eq!(erik.send(&format!("{path}/beskriv"), &body).await.status, StatusCode::SEE_OTHER);
    assert_eq!(erik.send(&format!("{path}/registrera"), &body).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_wrong_role_another_authority_and_bad_input_change_nothing() {
    let town = Town::new().await;
    town.person("erik", Role::Editor).await;
    let per = town.person("per", Role::Registrar).await;
    let rut = town.person("rut", Role::Auditor).await;
    let siv = town.person_in("siv", Role::Registrar, town.other).await;
    let draft = reserve(&town, "erik", draft(&town, Vec::new())).await;
    let path = format!("/diarium/{}", draft.id);
    let shown = before(&per, draft.id).await;
    let body = form(&[
        ("fore", &shown),
        ("beskrivning", "x"),
        ("skal", "x"),
        ("arende", "1"),
        ("bestammelse", "26 kap. 1 § OSL"),
    ]);
    for what in ["registrera", "avboj", "koppla", "sekretess", "hav", "beskriv"] {
        let answer = rut.send(&format!("{path}/{what}"), &body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
        let answer = siv.send(&format!("{path}/{what}"), &body).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
        let nothing = format!("/diarium/{}/{what}", Uuid::from_u128(7));
        assert_eq!(per.send(&nothing, &body).await.status, StatusCode::NOT_FOUND, "{what}");
    }
    assert_eq!(siv.open(&path).await.status, StatusCode::NOT_FOUND);
    assert!(!siv.open("/diarium").await.text().contains(&draft.registry_number));
    for bad in ["/diarium/x", "/diarium/00000000-0000-0000-0000-000000000000"] {
        assert_eq!(per.open(bad).await.status, StatusCode::NOT_FOUND, "{bad}");
    }
    let long = "å".repeat(501);
    for (public, words) in [("", "Skriv vad handlingen rör"), (&*long, "högst 500 tecken")] {
        let body = form(&[("fore", &shown), ("beskrivning", public), ("skyddad", "Står kvar")]);
        let answer = per.send(&format!("{path}/registrera"), &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(words) && answer.text().contains("Står kvar"), "{}", answer.text());
    }
    let forged = per.send(&format!("{path}/registrera"), &form(&[("beskrivning", "x")])).await;
    assert_eq!(forged.status, StatusCode::CONFLICT, "a form that does not say what it saw");
    assert_eq!(entry(&town, draft.id).await.state.stage(), Stage::Reserved);
}

#[tokio::test]
async fn an_item_gets_a_number_by_hand_and_a_series_is_added() {
    let town = Town::new().await;
    let erik = town.person("erik", Role::Editor).await;
    let per = town.person("per", Role::Registrar).await;
    let item = written(&town, "erik", "Jag begär ut era rutiner.").await;
    is_whole(&per.open("/diarium/serier").await, "Det finns inga diarieserier än.");
    let new = format!("myndighet={}&namn=Diarium&monster=%7Bseries%7D+%7Byear%7D%2F%7Bnumber%7D", town.board);
    let wrong = per.send("/diarium/serier", &format!("{new}&kod=ks")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(per.send("/diarium/serier", &format!("{new}&kod=KS")).await.status, StatusCode::SEE_OTHER);
    let elsewhere = new.replace(&town.board.to_string(), &town.other.to_string());
    let elsewhere = per.send("/diarium/serier", &format!("{elsewhere}&kod=SN")).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    is_whole(&per.open("/diarium/serier").await, "<h1>Diarieserier</h1>");

    let path = format!("/handlingar/{}/diariefor", item.item);
    is_whole(&erik.open(&path).await, "<h1>Diarieför</h1>");
    let done = erik.send(&path, "beskrivning=Beg%C3%A4ran+om+allm%C3%A4n+handling").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let place = done.header("location").split('?').next().unwrap().to_owned();
    is_whole(&erik.open(&place).await, "KS 2");
    assert_eq!(erik.open(&path).await.header("location"), place, "it has its number already");
    let siv = town.person_in("siv", Role::Registrar, town.other).await;
    assert_eq!(siv.open(&path).await.status, StatusCode::NOT_FOUND);
}
