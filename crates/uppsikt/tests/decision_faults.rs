//! Decisions and captures on a real WordPress over a network that fails: at each request, in each way.
//!
//! Whatever happens on the way, there is one removal, one registration and one notice; what a pass keeps is neither
//! lost nor kept twice; and the person reads in Swedish what is going on.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::io::Write as _;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use chain::{Chain, Target, look};
use proxy::{Fault, Proxy};
use site::{Site, staffed};

#[path = "support/chain.rs"]
mod chain;
#[path = "support/program.rs"]
#[expect(dead_code, reason = "shared with the tests of the command line")]
mod program;
#[path = "support/proxy.rs"]
mod proxy;
#[path = "support/site.rs"]
#[expect(dead_code, reason = "shared with the other tests against WordPress")]
mod site;

/// A pass asks more often on a site with much on it; this many of its requests meet faults.
const PASS_REQUESTS_MAX: usize = 7;

/// Something on our own machine that nobody may be sent to.
struct Inward {
    listener: TcpListener,
    address: &'static str,
}

impl Inward {
    fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = format!("http://{}/latest/meta-data/", listener.local_addr().unwrap());
        Self { listener, address: Box::leak(address.into_boxed_str()) }
    }

    fn was_left_alone(&self) {
        assert!(self.listener.accept().is_err(), "the program followed a redirect to our own machine");
    }
}

/// Every fault that does not take a minute.
fn quick(inward: &Inward) -> [Fault; 10] {
    [
        Fault::DropAnswer,
        Fault::CutAnswer(20),
        Fault::CutAnswer(1_000),
        Fault::Break,
        Fault::Refuse,
        Fault::Status(500, 0),
        Fault::Status(429, 2),
        Fault::FailAfter(500),
        Fault::Redirect(inward.address),
        Fault::Delay(Duration::from_millis(300)),
    ]
}

/// Decisions over one proxy.
struct Lane {
    chain: Chain,
    proxy: Proxy,
    next: usize,
}

impl Lane {
    async fn begin(site: &Site, count: usize) -> Self {
        let proxy = Proxy::before(&site.address);
        let chain = Chain::begin(site, &proxy.address, count).await;
        Self { chain, proxy, next: 0 }
    }

    /// Decides on the next target without carrying it out, and gives the decision.
    fn decided(&mut self) -> String {
        let target = &self.chain.targets[self.next];
        self.next += 1;
        self.chain.home.run(&self.chain.decide(target, true)).done();
        self.chain.decision(target).unwrap().0
    }

    /// What a decision asks of the site when nothing is in its way.
    fn undisturbed(&mut self) -> Vec<String> {
        let id = self.decided();
        self.proxy.rest();
        self.chain.home.run(&Chain::resume(&id)).done();
        self.proxy.asked()
    }

    /// A decision whose `at`-th request meets the fault; then it goes on by itself.
    fn disturbed(&mut self, at: usize, fault: Fault) {
        let id = self.decided();
        let home = &self.chain.home;
        self.proxy.arm(at, fault);
        let once = [&["--json"], &Chain::resume(&id)[..], &["--no-wait"]].concat();
        let told = home.run(&once);
        assert!(self.proxy.has_struck(), "{fault} at {at}: nothing was asked there");
        self.proxy.rest();
        if told.code == Some(0) {
            return;
        }
        // Where it points elsewhere a person has to look at once; else it is tried again.
        let is_stuck = told.json()["state"] == "stuck" && matches!(fault, Fault::Redirect(_));
        let told = told.ended(if is_stuck { 1 } else { 5 });
        assert!(is_stuck || told.json()["state"] == "running", "{fault} at {at}: {told:?}");
        let shown = home.run(&["--as", "erik", "decision", "show", &id]).done();
        let shown = shown.says(&["plattformen", "med: uppsikt decision resume"]);
        assert!(!shown.out.contains("failed"), "not in Swedish: {}", shown.out);
        if matches!(fault, Fault::Redirect(_)) {
            shown.says(&["hänvisar till en adress som inte får anropas"]);
        }
        let told = home.run(&Chain::resume(&id));
        assert_eq!(told.code, Some(0), "{fault} at {at}: {told:?}");
        if matches!(fault, Fault::Refuse | Fault::Status(429, _)) {
            // Then it was certainly not done.
            return;
        }
        let asked = self.proxy.asked();
        let change = asked.iter().position(|asked| !asked.starts_with("GET"));
        let read = asked.iter().position(|asked| asked.starts_with("GET") && asked.contains("/comments"));
        assert!(
            change.is_none_or(|change| read.unwrap() < change),
            "{fault} at {at}: not read first: {asked:?}"
        );
    }

    /// Each comment was removed once and each answer given once, whatever the program was told of it.
    fn end(&self) {
        let changes = self.proxy.changes();
        let removed = |target: &Target| {
            let path = format!("DELETE /wp-json/wp/v2/comments/{}", target.comment);
            changes.iter().filter(|change| **change == path).count()
        };
        for target in &self.chain.targets {
            assert_eq!(removed(target), 1, "comment {}: {changes:?}", target.comment);
        }
        let answers = changes.iter().filter(|change| change.starts_with("POST")).count();
        assert_eq!((answers, changes.len()), (self.chain.targets.len(), 2 * answers), "{changes:?}");
        self.chain.end();
    }
}

#[tokio::test]
async fn whatever_fails_there_is_one_removal_one_registration_one_notice() {
    let Some(site) = Site::beside().await else { return };
    let (began, inward) = (Instant::now(), Inward::listen());
    let before = site.comments().await;
    let mut first = Lane::begin(&site, 1).await;
    let asked = first.undisturbed();
    let at = |method: &str| asked.iter().position(|asked| asked.starts_with(method)).unwrap() + 1;
    let (removal, answer) = (at("DELETE"), at("POST"));

    let everywhere = |faults: &[Fault]| -> Vec<(usize, Fault)> {
        faults.iter().flat_map(|fault| (1..=asked.len()).map(|at| (at, *fault))).collect()
    };
    let faults = quick(&inward);
    let (some, others) = faults.split_at(5);
    // Those that take a minute begin first, and go beside the others.
    let work = [
        vec![(removal, Fault::SilentAnswer)],
        vec![(answer, Fault::SilentAnswer)],
        vec![(answer, Fault::Silence)],
        everywhere(some),
        everywhere(others),
    ];
    let mut under_way = Vec::new();
    for faults in work {
        let mut lane = Lane::begin(&site, faults.len()).await;
        under_way.push(std::thread::spawn(move || {
            faults.iter().for_each(|(at, fault)| lane.disturbed(*at, *fault));
            lane
        }));
    }
    let mut lanes = vec![first];
    lanes.extend(under_way.into_iter().map(|lane| lane.join().unwrap()));
    let targets: Vec<&Target> = lanes.iter().flat_map(|lane| &lane.chain.targets).collect();
    look(&site, &before, &targets).await;
    for lane in &lanes {
        lane.end();
    }
    inward.was_left_alone();
    let (count, seconds) = (targets.len() - 1, began.elapsed().as_secs());
    let text = format!("decision_faults: {count} faults at {} requests in {seconds} s", asked.len());
    writeln!(std::io::stderr(), "{text}").unwrap();
}

/// What a failing pass tells the person, in whichever way it failed.
const TOLD: [&str; 3] = [
    "Plattformen svarar inte.",
    "Plattformen kan inte svara just nu",
    "en adress som Uppsikt inte får anropa",
];

#[tokio::test]
async fn whatever_fails_a_pass_loses_nothing_and_keeps_nothing_twice() {
    let Some(site) = Site::beside().await else { return };
    let (began, inward) = (Instant::now(), Inward::listen());
    let proxy = Proxy::before(&site.address);
    let home = staffed(&site, &proxy.address, "finspang");
    let capture = ["--as", "anna", "capture"];
    home.run(&capture).done();
    proxy.rest();
    home.run(&capture).done();
    let requests = proxy.asked().len().min(PASS_REQUESTS_MAX);
    let post = site.post("Simhallen", "Stängd till måndag.").await;
    let (mut texts, mut failed) = (Vec::new(), 0);
    let mut faults = quick(&inward).to_vec();
    // To what only reads, these are the same as others, or none.
    faults.retain(|fault| {
        !matches!(fault, Fault::CutAnswer(20) | Fault::Break | Fault::FailAfter(_) | Fault::Delay(_))
    });
    for fault in faults {
        for at in 1..=requests {
            let text = format!("När öppnar ni igen, nummer {}?", texts.len());
            site.comment(&post, &text).await;
            texts.push(text);
            proxy.arm(at, fault);
            let told = home.run(&capture);
            assert!(proxy.has_struck(), "{fault} at {at}: nothing was asked there");
            if told.code != Some(0) {
                failed += 1;
                let code = if matches!(fault, Fault::Redirect(_)) { 2 } else { 5 };
                let told = told.ended(code);
                assert!(TOLD.iter().any(|words| told.out.contains(words)), "{fault} at {at}: {told:?}");
            }
        }
    }
    proxy.rest();
    home.run(&capture).done();
    let queue = home.run(&["--as", "erik", "queue", "--limit", "1000"]).done().out;
    for text in &texts {
        let blocks: Vec<&str> = queue.split("\n\n").filter(|block| block.contains(text)).collect();
        assert_eq!(blocks.len(), 1, "{text}: {queue}");
        let item = blocks[0].split("\n  id ").nth(1).unwrap().lines().next().unwrap();
        let shown = home.run(&["--json", "--as", "anna", "show", item]).done().json();
        assert_eq!(shown["versions"].as_array().unwrap().len(), 1, "{text}: {shown}");
        assert_eq!(shown["versions"][0]["presence"], "shown");
    }
    home.size();
    inward.was_left_alone();
    let (count, seconds) = (texts.len(), began.elapsed().as_secs());
    let text =
        format!("decision_faults: {failed} of {count} passes failed and were made up for in {seconds} s");
    writeln!(std::io::stderr(), "{text}").unwrap();
}
