//! One statement as the page of a guideline shows it: what it says, what the program does, how accounts stand.

use std::collections::BTreeMap;

use uppsikt_guideline::evaluate::{Now, Standing};
use uppsikt_guideline::obligation::{Assess, Binding, Obligation};
use uppsikt_guideline::requirement::Requirement;
use uppsikt_guideline::{Profile, Source};

use super::words::{badge, bound, capital, counted, key, law_of};
use crate::rooms::report::AccountStanding;
use crate::web::components::Badge;

/// How often each statement stands in which way, over the accounts of an authority.
pub(super) struct Tally(BTreeMap<Source, BTreeMap<&'static str, (Standing, usize)>>);

impl Tally {
    pub(super) fn of(accounts: &[AccountStanding], now: Now<'_>) -> Self {
        let mut all: BTreeMap<Source, BTreeMap<&'static str, (Standing, usize)>> = BTreeMap::new();
        for found in accounts.iter().flat_map(|account| account.findings(now)) {
            let of_source = all.entry(found.requirement.source.clone()).or_default();
            of_source.entry(found.standing.code()).or_insert((found.standing, 0)).1 += 1;
        }
        Self(all)
    }

    fn badges(&self, source: &Source) -> Vec<Badge> {
        let of_source = self.0.get(source);
        let count = |standing: Standing| of_source?.get(standing.code()).map(|(_, count)| *count);
        let all = Standing::ALL.iter().filter_map(|standing| Some((*standing, count(*standing)?)));
        all.map(|(standing, count)| Badge { word: counted(standing, count), ..badge(standing) }).collect()
    }
}

/// What the program does about a part of a statement.
pub(super) struct Work {
    /// What holds when it is kept.
    pub what: String,
    /// How far the program sees to it.
    pub how: String,
}

/// A statement on the page.
pub(super) struct StatementView {
    /// Its anchor, and what stands in addresses for it.
    pub key: String,
    /// Its id, or the place in law.
    pub id: String,
    pub strength: &'static str,
    pub text: String,
    pub binds: String,
    pub moment: &'static str,
    pub work: Vec<Work>,
    pub standings: Vec<Badge>,
    /// The sorts of account that it is about.
    pub only: String,
    /// Of law: name, day of review, whether a lawyer has confirmed it.
    pub law: Option<LawView>,
}

/// What is said of a provision besides its words.
pub(super) struct LawView {
    pub name: String,
    pub review: String,
    pub is_confirmed: bool,
    pub seen: String,
}

impl StatementView {
    pub(super) fn of(requirement: &Requirement, profile: &Profile, tally: &Tally) -> Self {
        let only: Vec<&str> = requirement.only.iter().map(|class| class.swedish()).collect();
        Self {
            key: key(requirement),
            id: capital(&requirement.source.to_string()),
            strength: requirement.strength.swedish(),
            text: requirement.text.clone(),
            binds: capital(&bound(profile, requirement)),
            moment: requirement.moment.swedish(),
            work: requirement.obligations.iter().map(|obligation| work(obligation)).collect(),
            standings: tally.badges(&requirement.source),
            only: only.join(", "),
            law: law_of(requirement).map(|law| LawView {
                name: law.name.clone(),
                review: law.review.to_string(),
                is_confirmed: law.confirmed,
                seen: law.seen.clone(),
            }),
        }
    }
}

/// An obligation in words: honest about what is not built.
fn work(obligation: &Obligation) -> Work {
    let how = match (obligation.binding, obligation.assess) {
        (Binding::Bound(place), _) => {
            let told = place.split_once(": ").map_or(place, |(_, told)| told);
            format!("Uppsikt upprätthåller det: {told}.")
        }
        (Binding::Guided, _) => "En människa avgör. Uppsikt visar de rätta orden när de behövs.".to_owned(),
        (Binding::Pending, Assess::Account(_)) => {
            "Uppsikt bedömer det efter vad som är antecknat om kontot. Att hindra eller ge en uppgift är inte byggt än.".to_owned()
        }
        (Binding::Pending, _) => "Det är inte byggt än.".to_owned(),
    };
    Work { what: capital(obligation.swedish), how }
}
