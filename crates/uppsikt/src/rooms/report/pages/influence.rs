//! Which facts decide how a statement stands: those that make it come out otherwise when they are otherwise.
//!
//! Obligations are functions and do not say what they read. So each fact is tried with other values, once on what is
//! known about the account and once where every yes is said: the one shows what a breach comes of, the other what
//! else is needed where several facts are needed at once.

use uppsikt_guideline::Source;
use uppsikt_guideline::effective::Effective;
use uppsikt_guideline::evaluate::{Case, Now, Outcome};
use uppsikt_guideline::fact::{Facts, ScopeFacts};
use uppsikt_guideline::obligation::Assess;
use uppsikt_guideline::requirement::Requirement;

use super::fact::{Fact, Sort};

/// The facts that decide how a statement stands, in the order in which facts are listed.
pub(super) fn deciding(
    rules: &Effective,
    facts: &Facts,
    now: Now<'_>,
    requirement: &Requirement,
) -> Vec<Fact> {
    let is_law = matches!(requirement.source, Source::Law(_) | Source::DataProtection { .. });
    let rules = if is_law { rules.as_law_sees_it() } else { rules };
    let outcomes = |facts: &Facts| outcomes(&Case { rules, facts, now }, requirement);
    let (good, all_good) = (with_every_yes(facts, false), with_every_yes(facts, true));
    let bases = [facts, &good, &all_good].map(|base| (base, outcomes(base)));
    let today = now.today.to_string();
    let decides = |fact: &Fact| {
        values(*fact, &today).into_iter().any(|value| {
            bases.iter().any(|(base, usual)| {
                let mut other = (*base).clone();
                other.set(fact.code, value).is_ok() && outcomes(&other) != *usual
            })
        })
    };
    Fact::all().filter(decides).collect()
}

fn outcomes(case: &Case<'_>, requirement: &Requirement) -> Vec<Outcome> {
    let assessed = requirement.obligations.iter().filter_map(|obligation| match obligation.assess {
        Assess::Account(assess) => Some(assess(case)),
        Assess::Items | Assess::Nothing => None,
    });
    assessed.collect()
}

/// The facts with every yes said; what sort of account it is only when asked for, since that can take a duty away.
fn with_every_yes(facts: &Facts, also_scope: bool) -> Facts {
    let is_scope = |fact: &Fact| ScopeFacts::NAMES.iter().any(|(code, ..)| *code == fact.code);
    let mut good = facts.clone();
    let wanted = |fact: &Fact| fact.sort() == Sort::YesOrNo && (also_scope || !is_scope(fact));
    for fact in Fact::all().filter(wanted) {
        if good.set(fact.code, "ja").is_err() {
            tracing::warn!(name = fact.code, "a fact that is written as yes or no does not take yes");
        }
    }
    good
}

/// Values to try.
fn values(fact: Fact, today: &str) -> Vec<&str> {
    match fact.sort() {
        Sort::YesOrNo => vec!["ja", "nej"],
        Sort::Count => vec!["0", "1", "2", "9", "999"],
        Sort::Day => vec!["aldrig", today, "2001-01-01", "2099-01-01"],
        Sort::Time => vec!["aldrig", "2001-01-01 08:00"],
        Sort::Span => vec!["inget", "1 timmar", "10 år"],
        Sort::Word | Sort::Words => fact.choices(),
    }
}

#[cfg(test)]
mod tests {
    use uppsikt_guideline::profiles;
    use uppsikt_kernel::{Workdays, WorkdaysSettings};

    use super::*;

    #[test]
    fn a_purpose_hangs_on_whether_it_is_recorded() {
        let profile = profiles::named("osby").unwrap().unwrap();
        let rules = Effective::of(&profile);
        let workdays = Workdays::new(WorkdaysSettings::default());
        let at = uppsikt_kernel::Micros::new(1_795_000_000_000_000).unwrap();
        let now = Now { at, today: "2026-11-20".parse().unwrap(), workdays: &workdays };
        let of = |facts: &Facts, wanted: &str| -> Vec<&'static str> {
            let all = rules.requirements().iter();
            let mut with =
                all.filter(|one| one.obligations.iter().any(|obligation| obligation.code == wanted));
            let requirement = with.next().unwrap();
            deciding(&rules, facts, now, requirement).iter().map(|one| one.code).collect()
        };
        let names = of(&Facts::default(), "purpose-recorded");
        assert!(names.contains(&"purpose_recorded"), "{names:?}");
        assert!(!names.contains(&"in_crisis"), "{names:?}");
    }
}
