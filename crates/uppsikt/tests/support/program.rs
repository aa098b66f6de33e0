//! The built program, run in a folder of a test's own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The program, with nothing of the tester's own environment that it would listen to.
pub fn uppsikt() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uppsikt"));
    for name in ["UPPSIKT_DATA", "UPPSIKT_AS", "UPPSIKT_LOG"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// What the program said, and how it ended.
#[derive(Debug)]
pub struct Told {
    pub code: Option<i32>,
    pub bytes: Vec<u8>,
    pub out: String,
    pub err: String,
}

impl Told {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            bytes: output.stdout,
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// It ended as it should: 0 done, 1 found, 2 usage, 3 not allowed, 4 folder, 5 passing, 6 fault.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "out: {}\nerr: {}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn done(self) -> Self {
        self.ended(0)
    }

    /// Whether it says all of this, on either way out.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.out.contains(word) || self.err.contains(word), "{word:?} is not in {self:?}");
        }
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// An installation, and room beside it for files.
pub struct Home {
    dir: TempDir,
}

impl Home {
    /// A folder without an installation.
    pub fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// Lindholms kommun with one authority; `anna` is its administrator.
    pub fn begin() -> Self {
        let home = Self::empty();
        home.run(&INIT).done();
        home
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A path beside the data folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The same as text, for an argument.
    pub fn path(&self, name: &str) -> String {
        self.beside(name).to_str().unwrap().to_owned()
    }

    /// Writes a file beside the data folder and gives its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.beside(name), content).unwrap();
        self.path(name)
    }

    /// A command in this installation.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_in(&self.data(), arguments)
    }

    pub fn command_in(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = uppsikt();
        command.arg("--data").arg(folder).args(arguments).current_dir(self.dir.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Told {
        Told::of(self.command(arguments).output().unwrap())
    }

    pub fn run_in(&self, folder: &Path, arguments: &[&str]) -> Told {
        Told::of(self.command_in(folder, arguments).output().unwrap())
    }

    /// Records a text and gives its item's id.
    pub fn record(&self, name: &str, text: &str) -> String {
        let file = self.file(name, text);
        let told = self.run(&["--json", "record", &file]).done();
        told.json()["items"][0]["item"].as_str().unwrap().to_owned()
    }

    /// What the whole record amounts to, found without fault: entries, rows, objects.
    pub fn size(&self) -> [u64; 3] {
        let report = self.run(&["--json", "--as", "anna", "verify"]).done().json();
        ["entries", "rows", "objects"].map(|name| report[name].as_u64().unwrap())
    }
}

/// How the installations of these tests begin.
pub const INIT: [&str; 9] = [
    "init",
    "--organisation",
    "Lindholms kommun",
    "--authority",
    "Kommunstyrelsen",
    "--admin",
    "anna",
    "--origin",
    "lindholm.example/uppsikt",
];
