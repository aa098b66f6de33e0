//! Kom igång: a fresh organisation is set up in the browser, step by step, by those who may and seen by nobody else.

use axum::http::StatusCode;
use uppsikt_kernel::Role;

use super::guidelines::{Town, is_whole};
use super::neighbour::Neighbour;

#[tokio::test]
async fn a_fresh_organisation_is_set_up_in_the_browser() {
    let town = Town::new().await;
    let granby = Neighbour::new(&town).await;
    let (greta, board) = (&granby.admin, granby.board);
    let adopt = format!("/riktlinjer/{board}/anta");
    let today = greta.open("/").await;
    is_whole(&today, "Kom igång");
    let text = today.text();
    for part in [
        "0 av 4 klara",
        "Ingen myndighet har antagit en riktlinje.",
        "Det finns inga konton än.",
        "Du är den enda användaren.",
        &format!("href=\"{adopt}\""),
        "href=\"/konton/nytt\"",
        "href=\"/drift/anvandare\"",
        "href=\"/jag/app\"",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert_eq!(text.matches("Återstår").count(), 4, "{text}");
    for path in [adopt.as_str(), "/konton/nytt", "/drift/anvandare", "/jag/app"] {
        assert_eq!(greta.open(path).await.status, StatusCode::OK, "{path}");
    }

    let day = policy_day(&town);
    let done = greta.send(&adopt, &format!("riktlinje=osby&fran={day}")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let practice = format!("plattform=practice&myndighet={board}&namn=%C3%96vningen");
    assert_eq!(greta.send("/konton/nytt", &practice).await.status, StatusCode::SEE_OTHER);
    let colleague = format!("name=Gustav+Ek&login=gustav&authority={board}&role=editor");
    assert_eq!(greta.send("/drift/anvandare", &colleague).await.status, StatusCode::OK);

    let text = greta.open("/").await.text();
    for part in
        ["3 av 4 klara", "Myndigheten har antagit en riktlinje.", "1 konto hämtas.", "1 användare utom du"]
    {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert_eq!(text.matches("Återstår").count(), 1, "{text}");
}

fn policy_day(town: &Town) -> String {
    uppsikt::rooms::policy::day_of(town.app.store.now()).unwrap().to_string()
}

#[tokio::test]
async fn only_those_who_may_are_shown_the_steps_and_only_theirs() {
    let town = Town::new().await;
    for (login, role) in [("erik", Role::Editor), ("per", Role::Registrar), ("rut", Role::Auditor)] {
        let person = town.person_in(login, role, town.other).await;
        assert!(!person.open("/").await.text().contains("Kom igång"), "{role}");
    }
    // The board that a manager answers for has adopted a guideline: nothing is left for that person to do.
    let done = town.person("maria", Role::Manager).await;
    assert!(!done.open("/").await.text().contains("Kom igång"));
    let left = town.person_in("mats", Role::Manager, town.other).await;
    let text = left.open("/").await.text();
    assert!(text.contains("0 av 1 klara"), "{text}");
    assert!(!text.contains("/konton/nytt") && !text.contains("/drift/anvandare\">Användare"), "{text}");
    assert!(text.contains(&format!("href=\"/riktlinjer/{}/anta\"", town.other)), "{text}");
}
