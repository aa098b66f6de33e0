//! Adopting a guideline in the browser: what is checked, what is shown before, who may, and taking back what is coming.

use axum::http::StatusCode;
use uppsikt::rooms::policy;
use uppsikt_guideline::profiles;
use uppsikt_kernel::Role;

use super::guidelines::{Town, is_whole};
use super::neighbour::Neighbour;

fn today(town: &Town) -> jiff::civil::Date {
    policy::day_of(town.app.store.now()).unwrap()
}

fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[tokio::test]
async fn what_would_hold_is_shown_before_anything_holds() {
    let town = Town::new().await;
    let manager = town.person_in("mats", Role::Manager, town.other).await;
    let adopt = format!("/riktlinjer/{}/anta", town.other);
    is_whole(&manager.open(&adopt).await, "Anta riktlinje");
    let chosen = form(&[("riktlinje", "finspang"), ("fran", &today(&town).to_string())]);
    let shown = manager.send(&format!("{adopt}/granska"), &chosen).await;
    is_whole(&shown, "Det här skulle gälla");
    let text = shown.text();
    for part in ["Satser för varje plikt", "Svarstid", "upprätthålls av Uppsikt", "Profilen går att anta"]
    {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let page = format!("/riktlinjer/{}", town.other);
    assert!(manager.open(&page).await.text().contains("Ingen riktlinje har antagits än."), "nothing is kept");
    let again = manager.send(&format!("{adopt}/granska"), &format!("{chosen}&andra=ja")).await;
    is_whole(&again, "Anta riktlinje");
    assert!(again.text().contains("value=\"finspang\" selected"));

    let done = manager.send(&adopt, &chosen).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    is_whole(&manager.open(done.header("location")).await, "Riktlinjen är antagen.");
    assert!(manager.open(&page).await.text().contains("id=\"FINSPANG-149\""));
}

#[tokio::test]
async fn a_profile_of_ones_own_is_checked_and_errors_stand_beside_their_fields() {
    let town = Town::new().await;
    let admin = town.person("bo", Role::Administrator).await;
    let adopt = format!("/riktlinjer/{}/anta", town.board);
    let check = format!("{adopt}/granska");
    let day = today(&town).to_string();
    let yesterday = today(&town).yesterday().unwrap().to_string();
    let cut = profiles::OSBY.rsplit_once("[[statement]]").unwrap().0;
    for (pairs, field, words) in [
        (vec![("riktlinje", ""), ("fran", &*day)], "riktlinje", "Välj en riktlinje."),
        (vec![("riktlinje", "atlantis"), ("fran", &day)], "riktlinje", "Den riktlinjen finns inte."),
        (vec![("riktlinje", "osby"), ("fran", "snart")], "fran", "Ange en dag från och med i dag"),
        (vec![("riktlinje", "osby"), ("fran", &yesterday)], "fran", "Ange en dag från och med i dag"),
        (vec![("riktlinje", "egen"), ("fran", &day)], "text", "Klistra in profilens text."),
        (
            vec![("riktlinje", "egen"), ("text", "format = 2"), ("fran", &day)],
            "text",
            "Rad 1, kolumn 1: Profilen har format 2",
        ),
        (vec![("riktlinje", "egen"), ("text", cut), ("fran", &day)], "text", "går inte att anta än"),
    ] {
        for path in [&check, &adopt] {
            let answer = admin.send(path, &form(&pairs)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            let text = answer.text();
            assert!(text.contains(&format!("href=\"#{field}\"")) && text.contains(words), "{words}: {text}");
        }
    }
    // As browsers send line breaks.
    let own = profiles::OSBY.replace("code = \"osby\"", "code = \"lindholm\"").replace('\n', "\r\n");
    let good = form(&[("riktlinje", "egen"), ("text", &own), ("fran", &day)]);
    is_whole(&admin.send(&check, &good).await, "Det är ingen skillnad i det som Uppsikt följer.");
    assert_eq!(admin.send(&adopt, &good).await.status, StatusCode::SEE_OTHER);
    let actor = uppsikt::rooms::people::actor(&town.app.store, Some("bo")).await.unwrap();
    let mut reader = town.app.store.read(&actor).await.unwrap();
    let kept = policy::in_force(&mut reader, town.board, today(&town)).await.unwrap().unwrap();
    assert_eq!(kept.profile, "lindholm");
    assert!(!kept.text.unwrap().contains('\r'));
}

#[tokio::test]
async fn what_is_coming_is_taken_back_and_what_holds_is_not() {
    let town = Town::new().await;
    let manager = town.person("maria", Role::Manager).await;
    let page = format!("/riktlinjer/{}", town.board);
    let tomorrow = today(&town).tomorrow().unwrap().to_string();
    let coming = form(&[("riktlinje", "oland"), ("fran", &tomorrow)]);
    assert_eq!(manager.send(&format!("{page}/anta"), &coming).await.status, StatusCode::SEE_OTHER);
    let text = manager.open(&page).await.text();
    assert!(text.contains("Kommande") && text.contains("Ta tillbaka"), "{text}");
    let id = between(&text, "name=\"antagande\" value=\"", "\"").to_owned();
    let withdraw = format!("{page}/aterta");
    let editor = town.person("erik", Role::Editor).await;
    assert!(!editor.open(&page).await.text().contains("Ta tillbaka"));
    assert_eq!(editor.send(&withdraw, &format!("antagande={id}")).await.status, StatusCode::FORBIDDEN);
    // It is the other board's, or nobody's: as if it were not there.
    let admin = town.person_in("bo", Role::Administrator, town.other).await;
    let foreign = format!("/riktlinjer/{}/aterta", town.other);
    for bad in [format!("antagande={id}"), "antagande=x".to_owned(), String::new()] {
        assert_eq!(admin.send(&foreign, &bad).await.status, StatusCode::NOT_FOUND, "{bad}");
    }
    let done = manager.send(&withdraw, &format!("antagande={id}")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let text = manager.open(done.header("location")).await.text();
    assert!(text.contains("Antagandet är återtaget.") && text.contains("Återtagen innan"), "{text}");
    let again = manager.send(&withdraw, &format!("antagande={id}")).await;
    assert!(again.status.is_client_error(), "{}", again.status);
}

#[tokio::test]
async fn nobody_else_adopts_anything() {
    let town = Town::new().await;
    let granby = Neighbour::new(&town).await;
    let chosen = form(&[("riktlinje", "oland"), ("fran", &today(&town).to_string())]);
    let adopt = format!("/riktlinjer/{}/anta", town.board);
    let check = format!("{adopt}/granska");
    for (login, role) in [("erik", Role::Editor), ("per", Role::Registrar), ("rut", Role::Auditor)] {
        let person = town.person(login, role).await;
        assert_eq!(person.open(&adopt).await.status, StatusCode::FORBIDDEN, "{role}");
        assert_eq!(person.send(&check, &chosen).await.status, StatusCode::FORBIDDEN, "{role}");
        assert_eq!(person.send(&adopt, &chosen).await.status, StatusCode::FORBIDDEN, "{role}");
    }
    let other = town.person_in("mats", Role::Manager, town.other).await;
    for stranger in [&other, &granby.admin] {
        assert_eq!(stranger.open(&adopt).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.send(&check, &chosen).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.send(&adopt, &chosen).await.status, StatusCode::NOT_FOUND);
    }
    let manager = town.person("maria", Role::Manager).await;
    assert_eq!(manager.forged(&adopt, &chosen).await.status, StatusCode::FORBIDDEN);
    let page = manager.open(&format!("/riktlinjer/{}", town.board)).await.text();
    assert!(page.contains("OSBY-08") && !page.contains("OLAND-"), "what held goes on");
}
