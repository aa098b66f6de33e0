//! `demo`: a kommun that does not exist, made by the same commands as any other, and whole.

use crate::program::Home;

fn ids(home: &Home, login: &str) -> Vec<String> {
    let told = home.run(&["--json", "--as", login, "queue", "--limit", "1000"]).done().json();
    told["queue"].as_array().unwrap().iter().map(|row| row["item"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_demonstration_is_whole_and_can_be_tried() {
    let home = Home::empty();
    let told = home.run(&["--json", "demo"]).done();
    told.json();
    let made = told.json();
    assert!(made["accounts"].as_u64().unwrap() >= 16, "{made}");
    assert!(made["items"].as_u64().unwrap() >= 1_200, "{made}");
    assert!(made["waiting"].as_u64().unwrap() > 0, "{made}");
    let size = {
        let report = home.run(&["--json", "--as", "admin", "verify"]).done().json();
        assert_eq!(report["findings"], serde_json::json!([]));
        report["entries"].as_u64().unwrap()
    };
    assert!(size > 2_000, "{size}");
    // Another board's queue is another queue.
    let (mine, theirs) = (ids(&home, "redaktor.ks"), ids(&home, "redaktor.bun"));
    assert!(!mine.is_empty() && !theirs.is_empty());
    assert!(mine.iter().all(|id| !theirs.contains(id)));
    home.run(&["--as", "redaktor.bun", "show", &mine[0]]).ended(3);
    // What was brought in is what the practice platform shows: nothing is new, and nothing is gone.
    let again =
        home.run(&["--as", "redaktor.ks", "capture", "--account", "Lindholms kommun (övning)"]).done();
    again.says(&["oförändrat"]);
    home.run(&["--as", "admin", "guideline", "list"]).done();
    // A second one in the same folder is refused, and leaves the first as it is.
    home.run(&["demo"]).ended(4);
    home.run(&["--as", "admin", "verify"]).done();
    assert!(!home.data().join("demo").exists());
}

#[test]
fn a_month_of_work_lies_behind_it() {
    let home = Home::empty();
    home.run(&["demo"]).done();
    let editors =
        ["redaktor.ks", "redaktor.bun", "redaktor.sn", "redaktor.mbn", "redaktor.kfn", "redaktor.lb"];
    let all: usize = editors.into_iter().map(|login| ids(&home, login).len()).sum();
    // Some 150 comments on one post, and besides them 40 to 80.
    assert!((190..=235).contains(&all), "{all}");
    let numbers = |stage: &str| {
        let list = ["--json", "--as", "registrator", "registry", "list", "--state", stage];
        home.run(&list).done().json()["entries"].as_array().unwrap().len()
    };
    let drafts = numbers("reserverad");
    assert!((10..=20).contains(&drafts), "{drafts}");
    assert!(numbers("diarieförd") > 10);
    let stuck = home.run(&["--json", "--as", "chef", "decision", "list", "--stuck"]).done().json();
    let stuck = stuck["decisions"].as_array().unwrap().len();
    assert!((4..=8).contains(&stuck), "{stuck}");
}

#[test]
fn what_was_registered_and_decided_before_is_found() {
    let home = Home::empty();
    home.run(&["demo"]).done().says(&["Lindholms kommun är påhittad", "(övning)", "uppsikt queue"]);
    let found = home
        .run(&["--json", "--as", "registrator", "registry", "list", "--text", "förtroendevald"])
        .done()
        .json();
    let number = found["imported"][0]["number"].as_str().unwrap().to_owned();
    assert!(number.starts_with("KS "), "{number}");
    let shown = home.run(&["--as", "registrator", "registry", "show", &number]).done();
    shown.says(&[&number, "från tidigare diarium", "inslag "]);
    let item = found["imported"][0]["items"][0].as_str().unwrap();
    home.run(&["--as", "redaktor.ks", "show", item]).done().says(&[
        "Tidigare diarienummer",
        "Tidigare beslut",
        "borttaget",
        "grund: Olaga hot",
        "anteckning: Bedömt som hot.",
    ]);
    // Under a secrecy mark only some may read, and the reading is noted.
    let marked =
        home.run(&["--json", "--as", "registrator", "registry", "list", "--text", "SN "]).done().json();
    let marked =
        marked["imported"].as_array().unwrap().iter().find(|known| !known["secrecy"].is_null()).unwrap();
    assert_eq!(marked["description"], serde_json::Value::Null);
    let number = marked["number"].as_str().unwrap();
    home.run(&["--as", "registrator", "registry", "show", number]).done().says(&["skyddad beskrivning:"]);
    home.run(&["--as", "revisor", "registry", "show", number]).ended(3);
    let item = marked["items"][0].as_str().unwrap();
    home.run(&["--as", "revisor", "show", item]).ended(3).says(&["sekretessmarkerad"]);
}

#[test]
fn another_guideline_is_tried_on_what_has_happened() {
    let home = Home::empty();
    home.run(&["demo"]).done();
    let socialnamnden = ["--as", "redaktor.sn"];
    let item = ids(&home, "redaktor.sn").into_iter().next().unwrap();
    let size = || home.run(&["--json", "--as", "admin", "verify"]).done().json()["entries"].clone();
    let try_it = |new: &str| {
        let simulate =
            ["guideline", "simulate", new, "--since", "2020-01-01", "--authority", "Socialnämnden"];
        home.run(&[&["--json", "--as", "chef"], &simulate[..]].concat()).done().json()
    };
    let of = |told: &serde_json::Value, kind: &str| {
        told["changes"].as_array().unwrap().iter().filter(|change| change["kind"] == kind).count()
    };
    let first = try_it("oland");
    // Finspång has a rule against swearwords, Öland has none: what was removed would have stayed.
    let decide = ["decide", &item, "--measure", "dölj", "--class", "profanity", "--rule", "FINSPANG-169"];
    let note = ["--note", "Svordomar i kommentaren.", "--no-wait", "--notice", "none"];
    home.run(&[&socialnamnden[..], &["--json"], &decide, &note].concat()).done();
    let before = size();
    let same = try_it("finspang");
    assert_eq!(of(&same, "not-removed") + of(&same, "late") + of(&same, "in-time"), 0, "{same}");
    let oland = try_it("oland");
    let decisions = |told: &serde_json::Value| told["decisions"].as_u64().unwrap();
    assert_eq!(decisions(&oland), decisions(&first) + 1, "{oland}");
    assert_eq!(of(&oland, "not-removed"), of(&first, "not-removed") + 1, "{oland}");
    assert!(of(&oland, "in-time") > 0, "Öland gives no number of hours: nothing is late");
    assert!(of(&oland, "no-breach") > 0 && oland["accounts"].as_u64().unwrap() > 0);
    assert_eq!(size(), before, "a simulation changes nothing");
    home.run(&[
        "--as",
        "chef",
        "guideline",
        "simulate",
        "nonsense",
        "--since",
        "2020-01-01",
        "--authority",
        "Socialnämnden",
    ])
    .ended(2);
}

#[test]
fn pictures_are_written_anew() {
    let home = Home::empty();
    home.run(&["demo"]).done();
    let found = home
        .run(&["--json", "--as", "redaktor.ks", "search", "Granen är på plats på Stortorget"])
        .done()
        .json();
    let item = found["hits"][0]["item"].as_str().unwrap();
    let folder = home.path("bilder");
    let told =
        home.run(&["--json", "--as", "redaktor.ks", "show", item, "--pictures", &folder]).done().json();
    let file = told["pictures"][0]["file"].as_str().unwrap();
    assert!(std::fs::read(file).unwrap().starts_with(b"\x89PNG"));
    home.run(&["--as", "redaktor.ks", "show", item, "--pictures", &folder])
        .ended(4)
        .says(&["skrivs inte över"]);
}
