//! One judgement about many items: what is left out and why, the cancel, the order, a restart, a form sent twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use uppsikt::rooms::account::{self, practice_file};
use uppsikt::rooms::moderation::{self, Decision, DecisionState, QueueState, StepRow, StepState};
use uppsikt::rooms::{capture, registry};
use uppsikt_guideline::decide::Step;
use uppsikt_kernel::{Clock as _, SystemClock};
use uppsikt_platform::imports::ndjson::{ItemLine, ItemState};
use uppsikt_platform::{ItemKind, NativeRef, PlatformKind, Practice};
use uuid::Uuid;

use crate::desk::between;
use crate::live::{Person, Town, next};

/// The fields of the judgement, as the form has them.
const JUDGEMENT: &str =
    "class=incitement&measure=remove&ground=law+incitement&note=De+uppmanar+till+brott.&notice=none";
/// The same for a class that waits for nothing.
const PROFANE: &str = "class=profanity&measure=remove&note=Samma+text+om+och+om+igen.&notice=none";

fn items(ids: &[Uuid]) -> String {
    ids.iter().map(|id| format!("&inslag={id}")).collect()
}

/// The first ground that the form offers for the class.
async fn ground(person: &Person<'_>, ids: &[Uuid], class: &str) -> String {
    let page = person.open(&format!("/bevakning/samlat?class={class}{}", items(ids))).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    let grounds = between(&text, "<select id=\"ground\"", "</select>");
    let mut codes = grounds.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    codes.find(|code| code.contains(' ')).unwrap().replace(' ', "+").replace(':', "%3A")
}

/// The form of a preview, ready to be sent: everything that is hidden in its first form.
fn filled(page: &str) -> String {
    let form = between(page, "action=\"/bevakning/samlat\">", "</form>");
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    for field in form.split("<input type=\"hidden\" name=\"").skip(1) {
        let (name, rest) = field.split_once("\" value=\"").unwrap();
        body.append_pair(name, rest.split('"').next().unwrap());
    }
    body.finish()
}

async fn batch(town: &Town, id: Uuid) -> Vec<(Decision, Vec<StepRow>)> {
    let actor = town.actor("chef").await;
    let mut reader = town.app.store.read(&actor).await.unwrap();
    moderation::batch(&mut reader, id).await.unwrap().unwrap().1
}

/// What has been done on every practice account: measure and the platform's id.
async fn deeds(town: &Town) -> Vec<(String, String)> {
    let actor = town.actor("chef").await;
    let mut reader = town.app.store.read(&actor).await.unwrap();
    let mut all = Vec::new();
    for account in account::list(&mut reader).await.unwrap() {
        let path = practice_file(town.app.config.folder(), account.id);
        if account.platform == PlatformKind::Practice && path.exists() {
            let practice = Practice::open(path, Arc::new(SystemClock)).unwrap();
            all.extend(practice.deeds().unwrap().into_iter().map(|deed| (deed.measure, deed.id)));
        }
    }
    all
}

/// Previews and decides; gives the batch's id and the form that was sent.
async fn decided(chief: &Person<'_>, judgement: &str, ids: &[Uuid]) -> (Uuid, String) {
    let preview = chief.send("/bevakning/samlat/forslag", format!("{judgement}{}", items(ids))).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    let body = filled(&preview.text());
    let answer = chief.send("/bevakning/samlat", body.clone()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let id = answer.header("location").rsplit('/').next().unwrap().parse().unwrap();
    (id, body)
}

#[tokio::test]
async fn the_preview_says_what_follows_and_what_is_left_out_and_why() {
    let town = Town::new().await;
    let (chief, editor) = (town.person("chef").await, town.person("redaktor.ks").await);
    let mine = town.waiting("redaktor.ks").await;
    let others = town.waiting("redaktor.bun").await;
    let (good, held, changed) = (&mine[..2], mine[2], mine[3]);
    editor.open(&format!("/bevakning/{held}")).await;
    let body = format!(
        "{JUDGEMENT}{}&inslag={held}&inslag={changed}.99.0&inslag={}&inslag={}&inslag={}",
        items(good),
        others[0],
        mine[0],
        Uuid::from_u128(9),
    );
    let page = chief.send("/bevakning/samlat/forslag", body.clone()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    for words in [
        "Inget är beslutat ännu. 2 inslag är med, 5 är inte med",
        "Redaktör, Kommunstyrelsen har det framme just nu.",
        "Har ändrats sedan listan gjordes",
        "Ett samlat beslut fattas inom en myndighet.",
        "Står redan i listan.",
        "Finns inte bland det som du bedömer.",
        "Källa:",
        "Säkra",
        "Besluta om 2 inslag: ta bort",
        "kan du ångra alltihop",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert_eq!(town.state(mine[0]).await, QueueState::Open, "a preview writes nothing");

    // Criticism stays, also when there is much of it.
    let kept = body.replace("class=incitement", "class=criticism");
    let text = chief.send("/bevakning/samlat/forslag", kept).await.text();
    assert!(text.contains("Kritik står kvar.") && !text.contains("Besluta om"), "{text}");

    // What is missing is said at its field, and what must never be copied is described one by one.
    for (from, to, words) in [
        ("note=De+uppmanar+till+brott.", "note=", "Skriv varför åtgärden behövs och räcker."),
        ("class=incitement", "class=child-sexual-abuse-image", "ett inslag i taget"),
        ("measure=remove", "measure=keep", "Välj en åtgärd."),
    ] {
        let answer = chief.send("/bevakning/samlat/forslag", body.replace(from, to)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{to}");
        assert!(answer.text().contains(words), "{words} in {}", answer.text());
    }
    // Who only reads, and who has another authority, judge nothing together.
    let auditor = town.person("revisor").await;
    assert_eq!(auditor.send("/bevakning/samlat/forslag", body.clone()).await.status, StatusCode::FORBIDDEN);
    let elsewhere = town.person("redaktor.sn").await.send("/bevakning/samlat/forslag", body).await.text();
    assert!(elsewhere.contains("Inget av det du valde kan ingå"), "{elsewhere}");
}

#[tokio::test]
async fn all_of_it_is_taken_back_in_time_and_a_form_sent_twice_is_one_batch() {
    let town = Town::new().await;
    let chief = town.person("chef").await;
    let ids: Vec<Uuid> = town.waiting("redaktor.ks").await.into_iter().take(3).collect();
    let judgement = format!("{PROFANE}&ground={}", ground(&chief, &ids, "profanity").await);
    let before = deeds(&town).await;
    let (id, body) = decided(&chief, &judgement, &ids).await;
    let again = chief.send("/bevakning/samlat", body).await;
    assert_eq!(again.header("location"), format!("/bevakning/samlat/{id}"));
    let all = batch(&town, id).await;
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|(decision, _)| decision.state == DecisionState::Waiting));
    let page = chief.open(&format!("/bevakning/samlat/{id}")).await.text();
    assert!(page.contains("Ångra alltihop") && page.contains("Kan ångras"), "{page}");
    let actor = town.actor("chef").await;
    let mut reader = town.app.store.read(&actor).await.unwrap();
    for item in &ids {
        assert_eq!(moderation::decisions_about(&mut reader, *item).await.unwrap().len(), 1);
    }
    drop(reader);

    // Nothing is done before its time, nor after it was taken back.
    let machine = town.machine().await;
    town.minutes(5);
    moderation::carry_out_due(&town.app, &machine).await.unwrap();
    let auditor = town.person("revisor").await;
    let undo = format!("/bevakning/samlat/{id}/angra");
    assert_eq!(auditor.send(&undo, String::new()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(chief.send(&undo, String::new()).await.status, StatusCode::SEE_OTHER);
    town.minutes(20);
    moderation::carry_out_due(&town.app, &machine).await.unwrap();
    assert_eq!(deeds(&town).await, before, "nothing was removed");
    for item in &ids {
        assert_eq!(town.state(*item).await, QueueState::Open);
    }
    let chief = town.person("chef").await;
    assert!(chief.open(&format!("/bevakning/samlat/{id}")).await.text().contains("Beslutet är ångrat."));
    assert_eq!(chief.send(&undo, String::new()).await.status, StatusCode::BAD_REQUEST, "it is too late");
}

#[tokio::test]
async fn each_is_sealed_before_it_goes_also_over_a_restart_and_they_get_one_number() {
    let town = Town::new().await;
    let ids: Vec<Uuid> = town.waiting("redaktor.ks").await.into_iter().take(4).collect();
    let before = deeds(&town).await;
    let id = {
        let chief = town.person("chef").await;
        let judgement = format!("{PROFANE}&ground={}&together=ja", ground(&chief, &ids, "profanity").await);
        decided(&chief, &judgement, &ids).await.0
    };
    town.minutes(11);
    let machine = town.machine().await;
    // The server is ended in the middle: once before anything was removed, and then again and again.
    let mut town = town;
    for millis in [20, 60, 120, 240, 480] {
        let work = moderation::carry_out_due(&town.app, &machine);
        let _ = tokio::time::timeout(Duration::from_millis(millis), work).await;
        town = town.restarted().await;
        town.minutes(1);
    }
    for _ in 0..6 {
        moderation::carry_out_due(&town.app, &machine).await.unwrap();
        town.minutes(20);
    }
    let all = batch(&town, id).await;
    let mut numbers = BTreeSet::new();
    for (decision, steps) in &all {
        assert_eq!(decision.state, DecisionState::Done, "{steps:?}");
        let of = |wanted| steps.iter().find(|step| step.step == wanted).unwrap();
        let (sealed, removed) = (of(Step::Seal), of(Step::Measure));
        assert_eq!((sealed.state, removed.state), (StepState::Done, StepState::Done));
        assert!(sealed.number < removed.number && sealed.ended_at <= removed.started_at, "{steps:?}");
        numbers.insert(of(Step::Register).reference.unwrap());
    }
    assert_eq!(numbers.len(), 1, "one number for all of them");
    let actor = town.actor("chef").await;
    let mut reader = town.app.store.read(&actor).await.unwrap();
    let entry = registry::by_cause(&mut reader, id).await.unwrap().unwrap();
    let registered: BTreeSet<Uuid> = entry.items.iter().map(|item| item.item).collect();
    assert!(ids.iter().all(|item| registered.contains(item)), "{entry:?}");
    let mut done: BTreeMap<String, usize> = BTreeMap::new();
    let mut natives = BTreeSet::new();
    for item in &ids {
        natives.insert(capture::item(&mut reader, *item).await.unwrap().unwrap().native_id);
    }
    drop(reader);
    let mut ours = deeds(&town).await;
    // What the demonstration's own people did before is not ours; there may be several accounts.
    for known in &before {
        let at = ours.iter().position(|deed| deed == known).unwrap();
        ours.remove(at);
    }
    for (measure, native) in ours.into_iter().filter(|(_, native)| natives.contains(native)) {
        *done.entry(format!("{measure} {native}")).or_default() += 1;
    }
    assert_eq!((done.len(), done.values().max()), (4, Some(&1)), "each once: {done:?}");
    let page = town.person("chef").await.open(&format!("/bevakning/samlat/{id}")).await.text();
    assert!(page.contains(&entry.registry_number) && page.contains("<b>4</b><span>Klart</span>"), "{page}");
}

#[tokio::test]
async fn likes_are_gathered_and_the_empty_page_says_how() {
    let town = Town::new().await;
    let chief = town.person("chef").await;
    let page = chief.open("/bevakning/samlat").await.text();
    assert!(page.contains("Inget är valt") && page.contains("Bedöm tillsammans"), "{page}");
    let item = town.waiting("redaktor.ks").await[0];
    for like in ["text", "klass", "trad", "konto"] {
        let page = chief.open(&format!("/bevakning/samlat?som={item}&lika={like}")).await;
        assert_eq!(page.status, StatusCode::OK, "{like}");
        assert!(page.text().contains(&format!("value=\"{item}.")), "{like}: {}", page.text());
    }
    let other = town.person("redaktor.bun").await;
    let page = other.open(&format!("/bevakning/samlat?som={item}&lika=konto")).await.text();
    assert!(!page.contains(&format!("value=\"{item}.")), "another authority's item is not shown");
    assert_eq!(other.open(&format!("/bevakning/samlat/{item}")).await.status, StatusCode::NOT_FOUND);
}

/// So many people write the same under the municipality's first post, and it is captured.
async fn storm(town: &Town, count: usize) -> Vec<Uuid> {
    let machine = town.machine().await;
    let mut reader = town.app.store.read(&machine).await.unwrap();
    let accounts = account::list(&mut reader).await.unwrap();
    drop(reader);
    let ours = accounts.iter().find(|account| account.name == "Lindholms kommun (övning)").unwrap();
    let before = town.waiting("redaktor.ks").await;
    let line = |number: usize| ItemLine {
        account: "ovning-kommun".to_owned(),
        id: format!("storm-{number}"),
        kind: ItemKind::Comment,
        parent: Some(NativeRef { kind: ItemKind::Post, id: "p1".to_owned() }),
        author: Some(format!("Kim {number}")),
        author_id: Some(format!("storm-author-{number}")),
        own: false,
        title: None,
        text: "Stoppa  VANSINNET nu!".to_owned(),
        published_at: town.clock.now(),
        edited_at: None,
        state: ItemState::Shown,
        address: None,
        language: None,
        media: Vec::new(),
    };
    let lines: Vec<ItemLine> = (0..count).map(line).collect();
    let path = practice_file(town.app.config.folder(), ours.id);
    Practice::open(path, Arc::new(town.clock.clone())).unwrap().add_all(&lines).unwrap();
    capture::pass(&town.app, &machine, ours).await.unwrap();
    moderation::screen_new(&town.app, &machine).await.unwrap();
    let mut new = town.waiting("redaktor.ks").await;
    new.retain(|item| !before.contains(item));
    new
}

#[tokio::test]
async fn a_storm_is_told_at_once_and_judged_a_hundred_at_a_time() {
    let town = Town::new().await;
    let chief = town.person("chef").await;
    let (_, mut stream) = chief.listen(town.clock.now().get()).await;
    assert!(next(&mut stream).await.is_some());
    town.minutes(1);
    let ids = storm(&town, 120).await;
    assert_eq!(ids.len(), 120);
    let mut told = String::new();
    while !told.contains("<strong>120 nya</strong>") {
        told = next(&mut stream).await.expect("what arrives is told");
    }
    let like = chief.open(&format!("/bevakning/samlat?som={}&lika=text", ids[0])).await.text();
    assert!(like.contains("<h2>100 inslag</h2>"), "{like}");

    let judgement = format!("{PROFANE}&ground={}&thread=ja", ground(&chief, &ids[..1], "profanity").await);
    let preview = chief.send("/bevakning/samlat/forslag", format!("{judgement}{}", items(&ids))).await.text();
    assert!(preview.contains("100 inslag är med, 20 är inte med"), "{preview}");
    assert!(preview.contains("Högst 100 åt gången."), "{preview}");
    let (id, _) = decided(&chief, &judgement, &ids).await;
    let all = batch(&town, id).await;
    assert_eq!(all.len(), 100);
    let closes = all.iter().filter(|(_, steps)| steps.iter().any(|step| step.step == Step::BreakOff));
    assert_eq!(closes.count(), 1, "a conversation is closed once");
    assert_eq!(town.waiting("redaktor.ks").await.iter().filter(|item| ids.contains(item)).count(), 20);
}
