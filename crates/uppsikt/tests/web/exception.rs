//! Exceptions in the browser: asked for, decided, ended, and by whom; errors, and what belongs to others.

use axum::http::StatusCode;
use uppsikt::rooms::policy;
use uppsikt_kernel::Role;

use super::guidelines::{Town, is_whole};
use super::neighbour::Neighbour;

/// Osby says that snapshots are taken twice a year.
const KEY: &str = "snapshot.interval";

fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn good(town: &Town) -> Vec<(&'static str, String)> {
    let today = policy::day_of(town.app.store.now()).unwrap();
    vec![
        ("vad", KEY.to_owned()),
        ("varde", "12".to_owned()),
        ("enhet", "months".to_owned()),
        ("fran", today.to_string()),
        ("till", today.tomorrow().unwrap().to_string()),
        ("skal", "Kontot ändras nästan aldrig.".to_owned()),
    ]
}

/// The good form with one field changed.
fn with(town: &Town, name: &str, value: &str) -> String {
    let pairs = good(town);
    let changed =
        pairs.iter().map(|(field, good)| (*field, if *field == name { value } else { good.as_str() }));
    form(&changed.collect::<Vec<_>>())
}

#[tokio::test]
async fn an_exception_is_asked_for_granted_and_ended() {
    let town = Town::new().await;
    let account = format!("/konton/{}", town.account.id);
    let editor = town.person("erik", Role::Editor).await;
    let page = editor.open(&account).await;
    is_whole(&page, "Begär undantag");
    is_whole(&editor.open(&format!("{account}/undantag/nytt")).await, "Undantag från");
    let ask = editor.open(&format!("{account}/undantag/nytt?vad={KEY}")).await;
    is_whole(&ask, "För kontot gäller nu");
    assert!(ask.text().contains("value=\"months\" selected"), "{}", ask.text());

    let asked = editor.send(&format!("{account}/undantag"), &with(&town, "", "")).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let exception = asked.header("location").split('?').next().unwrap().to_owned();
    is_whole(&editor.open(asked.header("location")).await, "Undantaget är begärt.");
    let shown = editor.open(&exception).await.text();
    assert!(shown.contains("12 månader") && shown.contains("väntar på beslut av"), "{shown}");
    assert!(!shown.contains("Bevilja") && !shown.contains("Avsluta undantaget"), "{shown}");
    assert_eq!(editor.send(&exception, "gor=bevilja").await.status, StatusCode::FORBIDDEN);

    let manager = town.person("maria", Role::Manager).await;
    let shown = manager.open(&exception).await;
    is_whole(&shown, "Bevilja");
    assert!(shown.text().contains("erik Ek"), "who asked: {}", shown.text());
    assert_eq!(manager.send(&exception, "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let granted = manager.send(&exception, "gor=bevilja").await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.text());
    is_whole(&manager.open(granted.header("location")).await, "Undantaget är beviljat.");
    let table = editor.open(&account).await.text();
    assert!(
        table.contains("Beviljat") && table.contains(&exception) && table.contains("12 månader"),
        "{table}"
    );
    assert!(manager.send(&exception, "gor=avsla").await.status.is_client_error(), "it is decided");

    assert_eq!(editor.send(&exception, "gor=avsluta").await.status, StatusCode::FORBIDDEN);
    let ended = manager.send(&exception, "gor=avsluta").await;
    is_whole(&manager.open(ended.header("location")).await, "Riktlinjen gäller igen.");
    assert!(editor.open(&account).await.text().contains("Avslutat"));
    assert!(manager.send(&exception, "gor=avsluta").await.status.is_client_error(), "it has ended");
}

#[tokio::test]
async fn every_value_of_the_guideline_has_a_form() {
    let town = Town::new().await;
    let editor = town.person("erik", Role::Editor).await;
    let new = format!("/konton/{}/undantag/nytt", town.account.id);
    let page = editor.open(&new).await.text();
    let keys: Vec<&str> =
        page.split("<option value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(keys.len() > 20, "{}", keys.len());
    for key in keys {
        is_whole(&editor.open(&format!("{new}?vad={key}")).await, "Begär undantaget");
    }
}

#[tokio::test]
async fn errors_stand_beside_their_fields_and_nothing_is_asked_for() {
    let town = Town::new().await;
    let editor = town.person("erik", Role::Editor).await;
    let account = format!("/konton/{}", town.account.id);
    let today = policy::day_of(town.app.store.now()).unwrap();
    let yesterday = today.yesterday().unwrap().to_string();
    let far = today.saturating_add(jiff::Span::new().years(3)).to_string();
    for (name, value, field, words) in [
        ("varde", "många", "varde", "Ange ett antal"),
        ("enhet", "sekler", "varde", "Ange ett antal"),
        ("fran", "snart", "fran", "Ange en dag"),
        ("till", "", "till", "Ange en dag"),
        ("till", &yesterday, "till", "Sista dagen ska vara i dag eller senare"),
        ("till", &far, "till", "högst två år"),
        ("skal", "  ", "skal", "Skriv varför."),
        ("vad", "nonsens", "vad", "Riktlinjen säger inget om det."),
        ("vad", "", "vad", "Riktlinjen säger inget om det."),
    ] {
        let answer = editor.send(&format!("{account}/undantag"), &with(&town, name, value)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}={value}: {}", answer.text());
        let text = answer.text();
        assert!(text.contains(&format!("href=\"#{field}\"")) && text.contains(words), "{words}: {text}");
    }
    assert!(editor.open(&account).await.text().contains("Kontot har inga undantag"));
    // Where only the law holds there is nothing to dispense with.
    let other = town.person_in("ester", Role::Editor, town.other).await;
    let none = other.open(&format!("/konton/{}/undantag/nytt", town.foreign.id)).await;
    is_whole(&none, "ingen egen riktlinje");
}

#[tokio::test]
async fn what_belongs_to_others_is_not_there_and_who_only_reads_asks_for_nothing() {
    let town = Town::new().await;
    let granby = Neighbour::new(&town).await;
    let theirs = granby.account(&town).await;
    let manager = town.person("maria", Role::Manager).await;
    let account = format!("/konton/{}", town.account.id);
    let asked = manager.send(&format!("{account}/undantag"), &with(&town, "", "")).await;
    let exception = asked.header("location").split('?').next().unwrap().to_owned();
    let id = exception.rsplit('/').next().unwrap();

    let auditor = town.person("rut", Role::Auditor).await;
    assert!(!auditor.open(&account).await.text().contains("Begär undantag"));
    is_whole(&auditor.open(&exception).await, "väntar på beslut av");
    assert_eq!(auditor.open(&format!("{account}/undantag/nytt")).await.status, StatusCode::FORBIDDEN);
    let sent = auditor.send(&format!("{account}/undantag"), &with(&town, "", "")).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert_eq!(auditor.send(&exception, "gor=bevilja").await.status, StatusCode::FORBIDDEN);
    let registrar = town.person("per", Role::Registrar).await;
    assert_eq!(registrar.send(&exception, "gor=bevilja").await.status, StatusCode::FORBIDDEN);

    let other = town.person_in("mats", Role::Manager, town.other).await;
    for stranger in [&other, &granby.admin] {
        assert_eq!(stranger.open(&exception).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.open(&format!("{account}/undantag/nytt")).await.status, StatusCode::NOT_FOUND);
        let sent = stranger.send(&format!("{account}/undantag"), &with(&town, "", "")).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND);
        assert!(stranger.send(&exception, "gor=bevilja").await.status.is_client_error());
    }
    // Under an account of one's own it is not there either.
    let under = |account: &str| format!("/konton/{account}/undantag/{id}");
    let foreign = under(&town.foreign.id.to_string());
    assert_eq!(other.send(&foreign, "gor=bevilja").await.status, StatusCode::NOT_FOUND);
    let across = under(&theirs.id.to_string());
    assert_eq!(granby.admin.send(&across, "gor=avsla").await.status, StatusCode::NOT_FOUND);
    assert_eq!(manager.open(&format!("{account}/undantag/x")).await.status, StatusCode::NOT_FOUND);

    assert_eq!(manager.forged(&exception, "gor=bevilja").await.status, StatusCode::FORBIDDEN);
    let forged = manager.forged(&format!("{account}/undantag"), &with(&town, "", "")).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let text = manager.open(&account).await.text();
    assert_eq!(text.matches("Begärt</span>").count(), 1, "nothing has become of any of it: {text}");
}
