//! Adding an account in the browser: tried on its platform first, the password never shown, and by whom.

use axum::http::StatusCode;
use uppsikt::rooms::{account, people};
use uppsikt_kernel::Role;

use super::guidelines::{Town, is_whole};
use super::neighbour::Neighbour;

const PASSWORD: &str = "hemliga-ordet-9";
/// An address that the program never calls from a public rule: it is this machine's own.
const NOWHERE: &str = "https://127.0.0.1:9/";

fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

async fn added(town: &Town, name: &str) -> Option<account::Account> {
    let actor = people::actor(&town.app.store, Some("admin")).await.unwrap();
    account::named(&mut town.app.store.read(&actor).await.unwrap(), name).await.unwrap()
}

#[tokio::test]
async fn a_practice_account_is_added_and_can_be_tried() {
    let town = Town::new().await;
    let admin = town.person("bo", Role::Administrator).await;
    is_whole(&admin.open("/konton").await, "Lägg till ett konto");
    let page = admin.open("/konton/nytt").await;
    is_whole(&page, "Övningskonto");
    let text = page.text();
    assert!(text.contains("Kommunstyrelsen") && !text.contains("Socialnämnden"), "{text}");
    assert!(text.contains("type=\"password\" value=\"\" autocomplete=\"off\""), "{text}");

    let board = town.board.to_string();
    let body =
        [("plattform", "practice"), ("myndighet", &board), ("namn", "Övningen"), ("bevakas", "2026-01-01")];
    let done = admin.send("/konton/nytt", &form(&body)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let shown = admin.open(done.header("location")).await;
    is_whole(&shown, "Kontot är tillagt.");
    assert!(shown.text().contains("Prova som besökare"));
    let kept = added(&town, "Övningen").await.unwrap();
    // Midnight in Sweden, an hour before that of the clock's zone.
    assert_eq!(kept.watch_from_at, Some(1_767_222_000_000_000));
    assert_eq!(admin.open(&format!("/konton/{}/besok", kept.id)).await.status, StatusCode::OK);
    let taken = admin.send("/konton/nytt", &form(&body)).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text().contains("href=\"#namn\""), "{}", taken.text());
}

#[tokio::test]
async fn what_the_platform_says_is_told_and_the_password_never() {
    let town = Town::new().await;
    let admin = town.person("bo", Role::Administrator).await;
    let board = town.board.to_string();
    let body = form(&[
        ("plattform", "wordpress"),
        ("myndighet", &board),
        ("namn", "Webbplatsen"),
        ("adress", NOWHERE),
        ("anvandare", "uppsikt"),
        ("losenord", PASSWORD),
    ]);
    let refused = admin.send("/konton/nytt", &body).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(
        text.contains("Anslutningen fungerar inte") && text.contains("Kontot är inte tillagt."),
        "{text}"
    );
    assert!(text.contains("value=\"uppsikt\"") && !text.contains(PASSWORD), "{text}");
    assert!(added(&town, "Webbplatsen").await.is_none());

    let anyway = admin.send("/konton/nytt", &format!("{body}&anda=ja")).await;
    assert_eq!(anyway.status, StatusCode::SEE_OTHER, "{}", anyway.text());
    let shown = admin.open(anyway.header("location")).await;
    is_whole(&shown, "Anslutningen fungerar inte än");
    assert!(!shown.text().contains(PASSWORD));
    let kept = added(&town, "Webbplatsen").await.unwrap();
    assert!(!kept.is_internal, "a browser adds no address of the own network");
    let secret = town.app.store.secret(kept.id.uuid()).unwrap().unwrap();
    assert_eq!(secret.as_str(), PASSWORD);
}

#[tokio::test]
async fn errors_stand_beside_their_fields() {
    let town = Town::new().await;
    let admin = town.person("bo", Role::Administrator).await;
    let board = town.board.to_string();
    let wordpress = [("plattform", "wordpress"), ("adress", "https://www.lindholm.example/")];
    for (changed, field) in [
        (vec![("plattform", "fax")], "plattform"),
        (vec![("plattform", "fake")], "plattform"),
        (vec![("myndighet", "")], "myndighet"),
        (vec![("namn", " ")], "namn"),
        (vec![("namn", "Lindholm på Facebook")], "namn"),
        (vec![("adress", "")], "adress"),
        (vec![("adress", "lindholm.example")], "adress"),
        (vec![("adress", "http://www.lindholm.example/")], "adress"),
        (vec![("adress", "https://bo:hemligt@www.lindholm.example/")], "adress"),
        (vec![("anvandare", "bo")], "losenord"),
        (vec![("losenord", PASSWORD)], "anvandare"),
        (vec![("plattform", "bluesky")], "anvandare"),
        (vec![("plattform", "facebook"), ("losenord", PASSWORD)], "losenord"),
        (vec![("laser", "https://public.example/")], "laser"),
        (vec![("bevakas", "snart")], "bevakas"),
    ] {
        let mut pairs = vec![("myndighet", board.as_str()), ("namn", "Webbplatsen")];
        pairs.extend(wordpress);
        pairs.retain(|(name, _)| changed.iter().all(|(other, _)| other != name));
        pairs.extend(changed.iter().copied());
        let answer = admin.send("/konton/nytt", &form(&pairs)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{changed:?}: {}", answer.text());
        let text = answer.text();
        assert!(text.contains(&format!("href=\"#{field}\"")), "{changed:?}: {text}");
        assert!(!text.contains(PASSWORD), "{text}");
    }
    assert!(added(&town, "Webbplatsen").await.is_none());
}

#[tokio::test]
async fn only_an_administrator_of_the_authority_adds_accounts_there() {
    let town = Town::new().await;
    let granby = Neighbour::new(&town).await;
    let body =
        |authority: &str| form(&[("plattform", "practice"), ("myndighet", authority), ("namn", "Övningen")]);
    let board = town.board.to_string();
    for (login, role) in [("maria", Role::Manager), ("erik", Role::Editor), ("rut", Role::Auditor)] {
        let person = town.person(login, role).await;
        assert_eq!(person.open("/konton/nytt").await.status, StatusCode::FORBIDDEN, "{role}");
        assert_eq!(person.send("/konton/nytt", &body(&board)).await.status, StatusCode::FORBIDDEN, "{role}");
        assert!(!person.open("/konton").await.text().contains("Lägg till ett konto"), "{role}");
    }
    let other = town.person_in("bo", Role::Administrator, town.other).await;
    for stranger in [&other, &granby.admin] {
        assert_eq!(stranger.send("/konton/nytt", &body(&board)).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(other.send("/konton/nytt", &body("x")).await.status, StatusCode::NOT_FOUND);
    let own = town.person("anna", Role::Administrator).await;
    assert_eq!(own.forged("/konton/nytt", &body(&board)).await.status, StatusCode::FORBIDDEN);
    assert!(added(&town, "Övningen").await.is_none());
}
