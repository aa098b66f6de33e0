//! `serve`: one process owns the folder, and every command reaches it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::program::{Home, Told};

/// A running server, killed when the test ends in whichever way.
struct Server {
    child: Option<Child>,
    address: String,
    lines: Receiver<String>,
}

impl Server {
    fn start(home: &Home) -> Self {
        let mut command = home.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = channel();
        let said = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || said.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let address = loop {
            let line = lines.recv_timeout(Duration::from_secs(60)).unwrap();
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().unwrap().to_owned();
            }
        };
        Self { child: Some(child), address, lines }
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(self.child.as_ref().unwrap());
        kill_process(pid, signal).unwrap();
    }

    /// How it ended, with everything that it said since it began.
    fn end(mut self) -> Told {
        let output = self.child.take().unwrap().wait_with_output().unwrap();
        let mut told = Told::of(output);
        told.err = self.lines.iter().collect::<Vec<_>>().join("\n");
        told
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // Either it has ended by itself, or it ends now.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A message without its reference, which is another every time.
fn without_reference(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with("Referens:")).collect::<Vec<_>>().join("\n")
}

#[test]
fn commands_give_the_same_answers_through_the_server() {
    let home = Home::begin();
    let item = home.record("brev.txt", "Hej Åsa.");
    let missing = home.path("saknas.txt");
    let commands: [&[&str]; 12] = [
        &["show"],
        &["show", &item],
        &["--json", "show", &item],
        &["user", "list"],
        &["account", "list"],
        &["checkpoint"],
        &["--json", "verify"],
        &["--json", "doctor"],
        &["show", "fel"],
        &["record", &missing],
        &["--as", "bosse", "show"],
        &["capture"],
    ];
    let ask = |command: &&[&str]| {
        let told = home.run(command);
        (told.code, told.out, without_reference(&told.err))
    };
    let alone: Vec<_> = commands.iter().map(ask).collect();
    let server = Server::start(&home);
    for (command, alone) in commands.iter().zip(&alone) {
        assert_eq!(&ask(command), alone, "{command:?}");
    }
    let bundle = home.file("bevis.zip", home.run(&["prove", &item]).done().bytes);
    home.run(&["verify", &bundle]).done().says(&["Beviset håller"]);
    home.run(&["user", "add", "erik", "--role", "editor"]).done();
    home.run(&["--as", "erik", "record", &home.file("nytt.txt", "Nytt.")]).done();
    // A path is the caller's, not the server's.
    let mut relative = home.command(&["--as", "erik", "record", "nytt.txt"]);
    Told::of(relative.output().unwrap()).done();
    server.signal(Signal::TERM);
    server.end().done();
    assert_eq!(home.size()[2], 3);
}

#[test]
fn a_folder_has_one_server() {
    let home = Home::begin();
    let server = Server::start(&home);
    let second = home.run(&["serve", "--listen", "127.0.0.1:0"]).ended(4);
    second.says(&["används av ett annat program"]);
    let third = Home::begin();
    third
        .run(&["serve", "--listen", &server.address])
        .ended(4)
        .says(&["Det går inte att lyssna på", "--listen"]);
    third.run(&["show"]).done();
    home.run(&["show"]).done();
}

#[test]
fn health_is_told_to_anybody_and_nothing_else_is() {
    let home = Home::begin();
    let server = Server::start(&home);
    let answer = server.get("/healthz");
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("\"status\":\"ok\""), "{answer}");
    assert!(answer.contains("cache-control: no-store"), "{answer}");
    for path in ["/uppsikt.toml", "/../keys", "/healthz/x"] {
        assert!(server.get(path).starts_with("HTTP/1.1 404"), "{path}");
    }
    // Pages are for those who have signed in.
    for path in ["/", "/bevakning", "/riktlinjer"] {
        assert!(server.get(path).starts_with("HTTP/1.1 401"), "{path}: {}", server.get(path));
    }
    // Somebody who never asks to the end must not keep the server from ending.
    let _open = TcpStream::connect(&server.address).unwrap();
    server.signal(Signal::TERM);
    server.end().done();
}

#[test]
fn a_polite_end_leaves_everything_sealed() {
    let home = Home::begin();
    let server = Server::start(&home);
    let lines: Vec<String> = (0..12_000).map(|n| format!("{{\"id\":{n},\"text\":\"x\"}}\n")).collect();
    let file = home.file("poster.ndjson", lines.concat());
    let mut recording = home.command(&["--json", "record", &file]);
    let mut recording = recording.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // In the middle of it: most is recorded, and some is not.
    let mut progress = BufReader::new(recording.stderr.take().unwrap()).lines();
    assert!(progress.any(|line| line.unwrap().contains("10000 poster sparade")));
    server.signal(Signal::TERM);
    let told = server.end().done().says(&["Allt som sparats är säkrat", "Avslutar"]);
    assert!(!told.err.contains("ERROR"), "{}", told.err);
    let recorded = Told::of(recording.wait_with_output().unwrap()).done().json();
    assert_eq!(recorded["items"].as_array().unwrap().len(), 12_000, "what had begun came to its end");
    assert!(!home.data().join("uppsikt.sock").exists());
    let report = home.run(&["--json", "verify"]).done().json();
    assert_eq!((&report["waiting"], &report["objects"]), (&0.into(), &12_000.into()));
}

#[test]
fn ctrl_c_is_a_polite_end_too() {
    let home = Home::begin();
    let server = Server::start(&home);
    server.signal(Signal::INT);
    server.end().done();
    assert!(!home.data().join("uppsikt.sock").exists());
}

#[test]
fn a_killed_server_leaves_a_folder_that_works() {
    let home = Home::begin();
    let server = Server::start(&home);
    let item = home.record("brev.txt", "Hej.");
    server.signal(Signal::KILL);
    assert_eq!(server.end().code, None);
    assert!(home.data().join("uppsikt.sock").exists(), "a killed server cannot tidy up");
    // Recorded is recorded; it may have been killed before it had sealed, which the next command does.
    home.run(&["show", &item]).done().says(&["Hej."]);
    home.run(&["show", &item]).done().says(&["säkrad: plats"]);
    let server = Server::start(&home);
    home.run(&["show", &item]).done();
    home.run(&["record", &home.file("nytt.txt", "Nytt.")]).done();
    home.run(&["verify"]).done();
    server.signal(Signal::TERM);
    server.end().done();
    home.size();
}

#[test]
fn many_callers_at_once_are_all_served() {
    let home = Home::begin();
    let server = Server::start(&home);
    std::thread::scope(|scope| {
        for caller in 0..8 {
            let home = &home;
            scope.spawn(move || {
                for number in 0..3 {
                    home.record(&format!("{caller}-{number}.txt"), "Hej.");
                    home.run(&["checkpoint"]).done();
                }
            });
        }
    });
    assert_eq!(home.size()[2], 24);
    server.signal(Signal::TERM);
    server.end().done();
}

#[test]
fn a_path_that_no_socket_can_have_is_told_at_once() {
    let home = Home::begin();
    let deep = home.beside(&"mapp".repeat(30));
    std::fs::rename(home.data(), &deep).unwrap();
    home.run_in(&deep, &["show"]).done();
    let told = home.run_in(&deep, &["serve", "--listen", "127.0.0.1:0"]).ended(4);
    told.says(&["Det går inte att ta emot kommandon", "90 tecken"]);
}
