//! `backup` and `restore`: everything in one file, the keys in another, and back again.

use crate::program::{Home, Told};

struct Copied {
    home: Home,
    item: String,
    copy: String,
    keys: String,
    checkpoint: String,
}

/// A house with one handling, copied.
fn copied() -> Copied {
    let home = Home::begin();
    let item = home.record("brev.txt", "Hej Åsa.");
    home.file("stor.bin", vec![7; 300_000]);
    home.run(&["record", &home.path("stor.bin")]).done();
    let checkpoint = home.file("checkpoint.txt", home.run(&["checkpoint"]).done().out);
    let (copy, keys) = (home.path("copy.zip"), home.path("keys.zip"));
    home.run(&["backup", &copy, "--keys", &keys])
        .done()
        .says(&["läst tillbaka", "förvara dem på olika ställen"]);
    Copied { home, item, copy, keys, checkpoint }
}

impl Copied {
    fn restore(&self, name: &str, copy: &str, keys: &str) -> Told {
        self.home.run_in(&self.home.beside(name), &["restore", copy, "--keys", keys])
    }

    /// The folder may be there, but nothing may lie in it.
    #[track_caller]
    fn left_nothing(&self, name: &str) {
        let left = std::fs::read_dir(self.home.beside(name)).map(Iterator::count).unwrap_or(0);
        assert_eq!(left, 0, "something was left in {name}");
    }
}

#[test]
fn what_is_restored_is_what_was() {
    let copied = copied();
    let told = copied.restore("other", &copied.copy, &copied.keys).done();
    told.says(&["Återställt i", "Allt stämmer", "fortsätter det kontrollvärde", "finns inte med"]);
    let (home, other) = (&copied.home, copied.home.beside("other"));
    for command in [&["show"][..], &["show", &copied.item], &["user", "list"], &["--json", "checkpoint"]] {
        assert_eq!(home.run_in(&other, command).done().out, home.run(command).done().out, "{command:?}");
    }
    home.run_in(&other, &["record", &home.file("nytt.txt", "Nytt.")]).done();
    home.run_in(&other, &["verify", "--against", &copied.checkpoint]).done();
    home.run_in(&other, &["doctor"]).done();
}

#[test]
fn the_keys_may_come_as_the_key_stores_folder() {
    let copied = copied();
    let folder = copied.home.data().join("keys");
    copied.restore("other", &copied.copy, folder.to_str().unwrap()).done();
    let told = copied.home.run_in(&copied.home.beside("other"), &["show", &copied.item]);
    told.done().says(&["Hej Åsa."]);
}

#[test]
fn a_backup_without_keys_says_so() {
    let home = Home::begin();
    home.run(&["backup", &home.path("copy.zip")]).done().says(&["Nycklarna ingår INTE"]);
    home.run_in(&home.beside("other"), &["restore", &home.path("copy.zip")]).ended(2).says(&["--keys"]);
}

#[test]
fn a_backup_never_overwrites() {
    let copied = copied();
    let before = std::fs::read(&copied.copy).unwrap();
    let new = copied.home.path("new.zip");
    copied.home.run(&["backup", &copied.copy]).ended(4);
    copied.home.run(&["backup", &new, "--keys", &copied.keys]).ended(4);
    assert_eq!(std::fs::read(&copied.copy).unwrap(), before);
    copied
        .home
        .run(&["restore", &copied.copy, "--keys", &copied.keys])
        .ended(4)
        .says(&["Det finns redan något"]);
    copied.home.run(&["verify", "--against", &copied.checkpoint]).done();
}

#[test]
fn other_keys_are_refused_and_nothing_is_left() {
    let copied = copied();
    let stranger = Home::begin();
    stranger.run(&["backup", &stranger.path("copy.zip"), "--keys", &stranger.path("keys.zip")]).done();
    let brev = copied.home.file("brev.txt", "Hej.");
    for (number, keys) in
        [stranger.path("keys.zip"), brev, copied.home.path("saknas"), copied.copy.clone()].iter().enumerate()
    {
        let name = format!("other{number}");
        copied.restore(&name, &copied.copy, keys).ended(4);
        copied.left_nothing(&name);
    }
    copied.restore("other0", &copied.copy, &copied.keys).done();
}

#[test]
fn a_damaged_backup_is_refused_and_nothing_is_left() {
    let copied = copied();
    let whole = std::fs::read(&copied.copy).unwrap();
    for (number, at) in (0..whole.len()).step_by(whole.len() / 12).enumerate() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        let (name, file) = (format!("other{number}"), copied.home.file("changed.zip", changed));
        let told = copied.restore(&name, &file, &copied.keys);
        if told.code == Some(0) {
            // A byte of the ZIP that says nothing of what was kept, such as a time: all the same it must be whole.
            told.says(&["Allt stämmer"]);
            continue;
        }
        told.ended(4).says(&["Inget har återställts"]);
        copied.left_nothing(&name);
    }
    for cut in [0, whole.len() / 2, whole.len() - 1] {
        let file = copied.home.file("cut.zip", &whole[..cut]);
        copied.restore("cut", &file, &copied.keys).ended(4);
        copied.left_nothing("cut");
    }
}
