//! A decision on a real WordPress, killed again and again on its way: one removal, one registration, one notice.
//!
//! The program is killed with SIGKILL at each line that it says and at moments spread between them, in the process of
//! the command and in the server's, and started again until the decision is done.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use chain::{Chain, Target, look};
use program::Home;
use site::Site;

#[path = "support/chain.rs"]
mod chain;
#[path = "support/program.rs"]
#[expect(dead_code, reason = "shared with the tests of the command line")]
mod program;
#[path = "support/site.rs"]
#[expect(dead_code, reason = "shared with the other tests against WordPress")]
mod site;

/// How many decisions are carried out by the command itself, and how often each is killed at most.
const BY_COMMAND_MIN: usize = 12;
const BY_COMMAND_MAX: usize = 40;
/// So many kills are enough; it cannot be known how many come too late.
const KILLS_BY_COMMAND: usize = 50;
const KILLS_EACH: usize = 6;
/// How many are carried out by the server, and how often it is killed for each.
const BY_SERVER: usize = 6;
const SERVER_KILLS_EACH: usize = 2;

/// A process of the program that is about to be killed.
struct Doomed {
    child: Child,
    started: Instant,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Doomed {
    fn start(home: &Home, arguments: &[&str]) -> Self {
        let mut command = home.command(arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = channel();
        let err = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || err.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, started: Instant::now(), lines, said: Vec::new() }
    }

    /// Waits for its `count`-th line, or its end.
    fn line(&mut self, count: usize) {
        while self.said.len() < count {
            let Ok(line) = self.lines.recv_timeout(Duration::from_secs(30)) else { return };
            self.said.push(line);
        }
    }

    /// Kills it; whether it was still at work, and the last line that it had said.
    fn kill(mut self) -> Option<String> {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        self.said.extend(self.lines.iter());
        let last = self.said.pop().unwrap_or_default();
        (status.signal() == Some(9)).then(|| last.split(':').next().unwrap_or_default().to_owned())
    }

    /// Lets it come to its end; how long it worked, and how many lines it said.
    fn end(mut self) -> (Duration, usize) {
        let status = self.child.wait().unwrap();
        self.said.extend(self.lines.iter());
        assert!(status.success(), "{:?}", self.said);
        (self.started.elapsed(), self.said.len())
    }
}

/// Moments spread evenly over one whole, however many are taken.
struct Spread(f64);

impl Spread {
    fn next(&mut self) -> f64 {
        self.0 = (self.0 + 0.618_034) % 1.0;
        self.0
    }
}

/// Where the kills fell: the last line that was said, and how often.
#[derive(Default)]
struct Kills(BTreeMap<String, usize>);

impl Kills {
    fn note(&mut self, kill: Option<String>) -> bool {
        let was_at_work = kill.is_some();
        if let Some(after) = kill {
            *self.0.entry(if after.is_empty() { "(inget)".to_owned() } else { after }).or_default() += 1;
        }
        was_at_work
    }

    fn count(&self) -> usize {
        self.0.values().sum()
    }
}

/// The command decides and carries out, and is killed; whoever asks for it again goes on.
fn by_command(chain: &mut Chain) -> Kills {
    let (home, mut kills, mut spread, mut used) = (&chain.home, Kills::default(), Spread(0.0), 1);
    // The first is left alone: it tells how many lines there are, and how long it takes.
    let (whole, lines) = Doomed::start(home, &chain.decide(&chain.targets[0], false)).end();
    for (number, target) in chain.targets.iter().enumerate().skip(1) {
        if used > BY_COMMAND_MIN && kills.count() >= KILLS_BY_COMMAND {
            break;
        }
        used += 1;
        for round in 0..KILLS_EACH {
            let known = chain.decision(target);
            if known.as_ref().is_some_and(|(_, state)| state == "done") {
                break;
            }
            let arguments = match &known {
                None => chain.decide(target, false),
                Some((id, _)) => Chain::resume(id),
            };
            let mut doomed = Doomed::start(home, &arguments);
            if round == 0 {
                // At each line in turn, and a little after it.
                doomed.line(1 + number % lines);
                std::thread::sleep(Duration::from_millis(7).mul_f64(spread.next()));
            } else {
                std::thread::sleep(whole.mul_f64(0.15 + 0.7 * spread.next()));
            }
            kills.note(doomed.kill());
        }
        let done = match chain.decision(target) {
            None => home.run(&chain.decide(target, false)).code,
            Some((_, state)) if state == "done" => Some(0),
            Some((id, _)) => home.run(&Chain::resume(&id)).code,
        };
        assert_eq!(done, Some(0), "decision {number}");
    }
    chain.targets.truncate(used);
    kills
}

/// The server carries out, and is killed; once it is started again it goes on by itself.
fn by_server(chain: &Chain) -> Kills {
    let (home, mut kills, mut spread) = (&chain.home, Kills::default(), Spread(0.3));
    let serve = || {
        let mut server = Doomed::start(home, &["--log", "error", "serve", "--listen", "127.0.0.1:0"]);
        server.line(1);
        server
    };
    for target in &chain.targets {
        for round in 0..SERVER_KILLS_EACH {
            let server = serve();
            if round == 0 {
                home.run(&chain.decide(target, true)).done();
            }
            // It looks for decisions every two seconds, and carries one out in a quarter of one.
            let at = Duration::from_millis(2_030) + Duration::from_millis(250).mul_f64(spread.next());
            std::thread::sleep(at.saturating_sub(server.started.elapsed()));
            let was_at_work = server.kill().is_some();
            let (id, state) = chain.decision(target).unwrap();
            let story = home.run(&["--as", "erik", "decision", "show", &id]).done().out;
            let steps = story.matches(": klart").count();
            kills.note(was_at_work.then(|| format!("{steps} steg klara")));
            if state == "done" {
                break;
            }
        }
        if chain.decision(target).unwrap().1 == "done" {
            continue;
        }
        let server = serve();
        let began = Instant::now();
        while chain.decision(target).unwrap().1 != "done" {
            assert!(began.elapsed() < Duration::from_secs(30), "the server does not go on with it");
            std::thread::sleep(Duration::from_millis(200));
        }
        kills.note(server.kill().map(|_| "beslutet klart".to_owned()));
    }
    kills
}

#[tokio::test]
async fn one_removal_one_registration_one_notice() {
    let Some(site) = Site::alone().await else { return };
    let began = Instant::now();
    let mut command = Chain::begin(&site, &site.address, 1 + BY_COMMAND_MAX).await;
    let server = Chain::begin(&site, &site.address, BY_SERVER).await;
    let before = site.comments().await;
    let (first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| by_server(&server));
        (by_command(&mut command), second.join().unwrap())
    });
    let targets: Vec<&Target> = command.targets.iter().chain(&server.targets).collect();
    look(&site, &before, &targets).await;
    for chain in [&command, &server] {
        chain.end();
    }
    let (count, seconds) = (first.count() + second.count(), began.elapsed().as_secs());
    let mut terminal = std::io::stderr();
    writeln!(terminal, "decision_kill: {count} kills over {} decisions in {seconds} s", targets.len())
        .unwrap();
    writeln!(terminal, "by command {:?}\nby server {:?}", first.0, second.0).unwrap();
    assert!(count >= 60, "only {count} kills hit: the test has seen too little");
}
