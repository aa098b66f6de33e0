//! Searching: an index over invented comments, asked again and again, beside FTS5 of SQLite over the same texts.
//!
//! Both are asked for the twenty best. Ours also counts all hits, tells them by month, and holds the authority
//! inside the question; FTS5 does the first and counts. Nothing is kept between two questions but what the operating
//! system keeps of files.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, Statement};
use uppsikt_kernel::{Actor, Authorities, Id};
use uppsikt_store::Scope;
use uppsikt_store::search::{Ask, Condition, Document, Index, Order, Query};
use uuid::Uuid;

use crate::{head, per_second, row, setting};

/// Comments of one measurement; fewer with `UPPSIKT_BENCH_COMMENTS`.
fn comments() -> usize {
    setting("UPPSIKT_BENCH_COMMENTS", 1_000_000)
}

/// Questions of each sort; fewer with `UPPSIKT_BENCH_QUESTIONS`.
fn questions() -> usize {
    setting("UPPSIKT_BENCH_QUESTIONS", 1_000)
}

/// Documents between two commits.
const COMMIT: usize = 50_000;
const HITS: usize = 20;

const COMMON: &[&str] = &[
    "det", "är", "och", "att", "jag", "som", "en", "på", "inte", "för", "har", "vi", "ni", "med", "till",
    "av", "så", "den", "om", "men", "kan", "när", "hur", "varför", "tack", "bra", "barn", "skola", "väg",
    "buss", "kommunen", "svar", "fråga", "snö", "gatan", "alla", "någon", "aldrig", "alltid", "igen",
    "mycket", "dåligt", "vatten", "äldre", "pengar", "bygga", "stänger", "öppnar", "fredag", "vecka",
];
const FIRST: &[&str] = &[
    "snö",
    "väg",
    "skol",
    "barn",
    "sim",
    "buss",
    "cykel",
    "gatu",
    "park",
    "vatten",
    "sop",
    "bygg",
    "trafik",
    "äldre",
    "hem",
    "kultur",
    "idrotts",
    "bad",
    "lek",
    "vinter",
    "sommar",
    "sjö",
    "kyrko",
    "torg",
    "bro",
    "hamn",
    "skogs",
    "miljö",
    "el",
    "fiber",
    "hyres",
    "bostads",
    "närings",
    "kommun",
    "medborgar",
    "riks",
    "region",
    "stads",
    "ung",
    "fritids",
];
const SECOND: &[&str] = &[
    "röjning", "plan", "hall", "väg", "gård", "kort", "avgift", "nämnd", "möte", "plats", "område", "hus",
    "tjänst", "omsorg", "arbete", "ledning", "station", "signal", "skylt", "frågor", "förslag", "program",
    "projekt", "chef", "personal", "lokal", "buss", "karta", "beslut", "kontor",
];
const ENDINGS: &[&str] = &["", "en", "et", "arna", "s", "ens"];

/// A number below `limit`, and the next state.
fn below(state: &mut u64, limit: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) % limit as u64) as usize
}

/// Two words of three are common ones, the first of them more than the last, as in real texts.
fn word(state: &mut u64) -> String {
    if below(state, 3) < 2 {
        let reach = 1 + below(state, COMMON.len());
        return COMMON[below(state, reach)].to_owned();
    }
    let first = FIRST[below(state, FIRST.len())];
    let second = SECOND[below(state, SECOND.len())];
    format!("{first}{second}{}", ENDINGS[below(state, ENDINGS.len())])
}

/// The comment of this number: 5 to 40 words.
fn comment(number: usize) -> String {
    let mut state = number as u64;
    let words = 5 + below(&mut state, 36);
    (0..words).map(|_| word(&mut state)).collect::<Vec<_>>().join(" ")
}

/// What is asked, as ours and as FTS5 writes it, and by which filter.
struct Question {
    ours: String,
    fts: String,
    authority: Option<u128>,
}

type Sort = (&'static str, fn(usize) -> Question);

/// Sorts of questions; each takes its words from a comment that there is.
const SORTS: [Sort; 4] = [
    ("one word", |number| {
        let text = comment(number);
        let words: Vec<&str> = text.split(' ').filter(|word| !COMMON[..20].contains(word)).collect();
        let word = words.first().copied().unwrap_or("snö").to_owned();
        Question { fts: word.clone(), ours: word, authority: None }
    }),
    ("two words", |number| {
        let text = comment(number);
        let words: Vec<&str> = text.split(' ').filter(|word| !COMMON[..20].contains(word)).take(2).collect();
        Question { ours: words.join(" "), fts: words.join(" AND "), authority: None }
    }),
    ("phrase of two words", |number| {
        let text = comment(number);
        let words: Vec<&str> = text.split(' ').skip(1).take(2).collect();
        let phrase = format!("\"{}\"", words.join(" "));
        Question { fts: phrase.clone(), ours: phrase, authority: None }
    }),
    ("one word, filtered by authority, state and year", |number| {
        let Question { ours, fts, .. } = SORTS[0].1(number);
        Question { ours, fts, authority: Some((number % 4) as u128) }
    }),
];

fn authority(number: u128) -> Id<uppsikt_kernel::Authority> {
    Id::from_uuid(Uuid::from_u128(0xB0 + number))
}

fn organisation() -> Id<uppsikt_kernel::Organisation> {
    Id::from_uuid(Uuid::from_u128(0xA0))
}

fn document(number: usize) -> Document {
    Document {
        id: Uuid::from_u128(number as u128 + 1),
        organisation: organisation(),
        authority: authority((number % 4) as u128),
        // Six years back from the autumn of 2026.
        at: 1_600_000_000_000_000 + (number as i64 * 190_000_000) % 189_000_000_000_000,
        texts: vec![comment(number)],
        keys: vec![("state", if number.is_multiple_of(7) { "waiting" } else { "decided" }.to_owned())],
    }
}

/// Measures and prints a table.
pub(crate) async fn measure() -> Result<()> {
    println!("## search, {} comments\n", comments());
    head();
    let folder = tempfile_in_target()?;
    ours(&folder.join("search")).await?;
    fts(&folder.join("fts.db")).await?;
    println!();
    std::fs::remove_dir_all(&folder).context("the benchmark's folder")
}

/// A folder of its own, beside the program.
fn tempfile_in_target() -> Result<std::path::PathBuf> {
    let beside = std::env::current_exe()?;
    let folder = beside.with_file_name(format!("bench-search-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

async fn ours(folder: &std::path::Path) -> Result<()> {
    let index = Index::open(folder)?;
    let began = Instant::now();
    let mut writer = index.writer().await?;
    for number in 0..comments() {
        writer.put(&document(number))?;
        if (number + 1).is_multiple_of(COMMIT) {
            writer = writer.commit(&number.to_string()).await?;
        }
    }
    writer.commit("all").await?.finish().await?;
    row("index: put in and committed", per_second(comments(), began), "comments/s");
    row("index: size", index.bytes() as f64 / 1e6, "MB");
    row("index: bytes of a comment", index.bytes() as f64 / comments() as f64, "bytes");
    let began = Instant::now();
    drop(index);
    let index = Index::open(folder)?;
    row("index: opened, every file looked through", began.elapsed().as_secs_f64() * 1e3, "ms");
    ensure!(index.documents() == comments() as u64, "the index lacks comments");
    for order in [Order::Best, Order::Newest] {
        for (name, sort) in SORTS {
            let mut times = Vec::with_capacity(questions());
            for number in 0..questions() {
                let question = sort(number * 997 % comments());
                let began = Instant::now();
                let hits = index.ask(&asked(&question, order)?)?;
                times.push(began.elapsed());
                ensure!(question.authority.is_some() || hits.total > 0, "{name}: nothing found");
            }
            let order = if order == Order::Best { "best first" } else { "newest first" };
            tell(&format!("index: {name}, {order}"), times);
        }
    }
    Ok(())
}

fn asked(question: &Question, order: Order) -> Result<Ask> {
    let authorities = match question.authority {
        Some(one) => Authorities::Only([authority(one)].into()),
        None => Authorities::Only((0..4).map(authority).collect()),
    };
    let is_filtered = question.authority.is_some();
    let actor = Actor {
        user: Id::from_uuid(Uuid::from_u128(9)),
        organisation: organisation(),
        authorities,
        roles: Default::default(),
        roles_in: Default::default(),
    };
    Ok(Ask {
        scope: Scope::of(&actor),
        query: Query::parse(&question.ours)?,
        conditions: if is_filtered {
            vec![Condition::Has("state", "waiting".to_owned())]
        } else {
            Vec::new()
        },
        from_at: is_filtered.then_some(1_700_000_000_000_000),
        until_at: is_filtered.then_some(1_731_536_000_000_000),
        order,
        skip: 0,
        take: HITS,
    })
}

async fn fts(file: &std::path::Path) -> Result<()> {
    let db = Database::connect(format!("sqlite://{}?mode=rwc", file.display())).await?;
    let made = "CREATE VIRTUAL TABLE comment USING fts5(text, tokenize = 'unicode61 remove_diacritics 0')";
    if let Err(error) = db.execute_unprepared(made).await {
        println!("\nFTS5 left out: {error}.");
        return Ok(());
    }
    let began = Instant::now();
    let mut number = 0;
    while number < comments() {
        db.execute_unprepared("BEGIN").await?;
        for _ in 0..COMMIT.min(comments() - number) {
            number += 1;
            put(&db, number, &comment(number - 1)).await?;
        }
        db.execute_unprepared("COMMIT").await?;
    }
    row("FTS5: put in and committed", per_second(comments(), began), "comments/s");
    row("FTS5: size", std::fs::metadata(file)?.len() as f64 / 1e6, "MB");
    // A tenth of the questions: they take a hundred times as long.
    let few = (questions() / 10).max(1);
    for (name, sort) in SORTS.iter().take(3) {
        let mut times = Vec::with_capacity(few);
        for number in 0..few {
            let question = sort(number * 997 % comments());
            let began = Instant::now();
            let find = "SELECT rowid FROM comment WHERE comment MATCH ? ORDER BY rank LIMIT 20";
            let count = "SELECT count(*) FROM comment WHERE comment MATCH ?";
            for sql in [find, count] {
                let statement = Statement::from_sql_and_values(
                    db.get_database_backend(),
                    sql,
                    [question.fts.clone().into()],
                );
                db.query_all_raw(statement).await?;
            }
            times.push(began.elapsed());
        }
        tell(&format!("FTS5: {name}, best first"), times);
    }
    Ok(db.close().await?)
}

async fn put(db: &DatabaseConnection, number: usize, text: &str) -> Result<()> {
    let sql = "INSERT INTO comment(rowid, text) VALUES (?, ?)";
    let values = [(number as i64).into(), text.to_owned().into()];
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// The middle, and what one in twenty and one in a hundred waits longer than.
fn tell(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: f64| {
        let place = ((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1));
        times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e6)
    };
    println!("| {name}: p50, p95, p99 | {:.0}, {:.0}, {:.0} | µs |", at(0.50), at(0.95), at(0.99));
}
