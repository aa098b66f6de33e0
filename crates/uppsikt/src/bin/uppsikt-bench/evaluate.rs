//! Judging accounts by their rules: every statement of the largest guideline, on one thread.
//!
//! The yardstick beside it is the least that any program would do with the same facts: look each statement's
//! facts up by name in a map from text to text, and hold them against the text that is wanted.

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

use anyhow::Result;
use uppsikt_guideline::effective::{Context, Effective};
use uppsikt_guideline::evaluate::{Case, Now, Standing, findings};
use uppsikt_guideline::fact::Facts;
use uppsikt_guideline::{Profile, profiles};
use uppsikt_kernel::{Micros, Workdays, WorkdaysSettings, stockholm};

use crate::{cpu_seconds, head, row, setting};

/// Accounts of one measurement; fewer with `UPPSIKT_BENCH_ACCOUNTS`.
fn accounts() -> usize {
    setting("UPPSIKT_BENCH_ACCOUNTS", 10_000)
}

/// A value for a fact that takes what is `written`, another for each account; nothing where none fits.
fn value(written: &str, account: usize, fact: usize) -> Option<String> {
    let turn = account.wrapping_mul(31).wrapping_add(fact * 7);
    match written {
        "ja eller nej" => Some(if turn.is_multiple_of(3) { "nej" } else { "ja" }.to_owned()),
        "ett antal" => Some((turn % 4).to_string()),
        text if text.starts_with("en dag som") => {
            Some(format!("2026-{:02}-{:02}", turn % 11 + 1, turn % 28 + 1))
        }
        text if text.starts_with("en tid som") => {
            Some(format!("2026-11-{:02} {:02}:15", turn % 19 + 1, turn % 24))
        }
        _ => None,
    }
}

fn written(account: usize) -> Vec<(&'static str, String)> {
    let facts = Facts::names().enumerate();
    facts.filter_map(|(at, (name, _, written))| Some((name, value(written, account, at)?))).collect()
}

/// Measures and prints a table.
pub(crate) fn measure() -> Result<()> {
    let profile = Profile::parse(profiles::FINSPANG)?;
    let at = Micros::new(1_795_170_000_000_000)?;
    let today = at.timestamp().to_zoned(stockholm()?).date();
    let workdays = Workdays::new(WorkdaysSettings::default());
    let texts: Vec<Vec<(&'static str, String)>> = (0..accounts()).map(written).collect();
    let mut all = Vec::with_capacity(texts.len());
    for facts in &texts {
        let mut one = Facts::default();
        for (name, value) in facts {
            one.set(name, value)?;
        }
        all.push(one);
    }
    let rules = Effective::at(&profile, &Context::of(&Facts::default().scope, today), &[]);
    println!(
        "## evaluate\n\n{} statements, {} accounts, one thread.\n",
        rules.requirements().len(),
        all.len()
    );
    head();
    let (began, cpu) = (Instant::now(), cpu_seconds());
    let (mut judged, mut breaches) = (0_usize, 0_usize);
    for facts in &all {
        let now = Now { at, today, workdays: &workdays };
        let found = findings(&Case { rules: &rules, facts, now });
        judged += found.len();
        breaches += found.iter().filter(|found| found.standing == Standing::Breach).count();
    }
    let elapsed = began.elapsed().as_secs_f64();
    row("every account by every statement", elapsed * 1_000.0, "ms");
    row("the same, processor time", (cpu_seconds() - cpu) * 1_000.0, "ms");
    row("findings", judged as f64 / elapsed, "findings/s");
    row("findings that are breaches", breaches as f64, "of them");
    let maps: Vec<HashMap<&str, &str>> = texts
        .iter()
        .map(|facts| facts.iter().map(|(name, value)| (*name, value.as_str())).collect())
        .collect();
    let names: Vec<&str> = Facts::names().map(|(name, ..)| name).collect();
    let asked = judged / all.len().max(1);
    let began = Instant::now();
    for map in &maps {
        for statement in 0..asked {
            let name = names.get(statement % names.len().max(1)).copied().unwrap_or_default();
            black_box(map.get(black_box(name)).is_some_and(|value| *value == "ja"));
        }
    }
    row("yardstick: as many look-ups in a map of texts", began.elapsed().as_secs_f64() * 1_000.0, "ms");
    println!();
    Ok(())
}
