//! What another guideline would have meant, as values.

use uppsikt_guideline::decide::{Facts, Measure, Plan, Refusal, Step, plan};
use uppsikt_guideline::register::Registration;
use uppsikt_guideline::{ContentClass, Ground, Profile};
use uuid::Uuid;

/// A decision that was made, as far as a guideline judges it.
#[derive(Debug, Clone)]
pub struct PastDecision {
    /// The decision.
    pub id: Uuid,
    /// The item that it was about.
    pub item: Uuid,
    /// What the item was found to be.
    pub class: ContentClass,
    /// Why something was done; nothing for what was kept.
    pub ground: Option<Ground>,
    /// What was done.
    pub measure: Measure,
    /// Whether hiding there takes an item from everybody.
    pub platform_hiding_is_removal: bool,
}

/// What would have gone otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It was removed, and would have been refused.
    NotRemoved,
    /// It was kept, and there would have been a rule to remove it by.
    Removable,
    /// It would have been registered.
    Registered,
    /// It would not have been registered.
    NotRegistered,
    /// The same would have been done in another order or with another undo time.
    Otherwise,
    /// An answer would have been late.
    Late,
    /// An answer would not have been late.
    InTime,
    /// A statement that holds for an account now would be broken.
    Breach,
    /// A statement that is broken now would hold, or not be there.
    NoBreach,
}

impl ChangeKind {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Self; 9] = [
        Self::NotRemoved,
        Self::Removable,
        Self::Registered,
        Self::NotRegistered,
        Self::Otherwise,
        Self::Late,
        Self::InTime,
        Self::Breach,
        Self::NoBreach,
    ];

    /// The code in answers to programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotRemoved => "not-removed",
            Self::Removable => "removable",
            Self::Registered => "registered",
            Self::NotRegistered => "not-registered",
            Self::Otherwise => "otherwise",
            Self::Late => "late",
            Self::InTime => "in-time",
            Self::Breach => "breach",
            Self::NoBreach => "no-breach",
        }
    }

    /// What a person reads before a number of them.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::NotRemoved => "Borttagningar som hade nekats",
            Self::Removable => "Inlägg som stod kvar och hade kunnat tas bort",
            Self::Registered => "Inlägg som hade diarieförts",
            Self::NotRegistered => "Inlägg som inte hade behövt diarieföras",
            Self::Otherwise => "Beslut som hade utförts i annan ordning eller med annan ångertid",
            Self::Late => "Svar som hade varit sena",
            Self::InTime => "Svar som hade varit i tid",
            Self::Breach => "Nya avvikelser på konton",
            Self::NoBreach => "Avvikelser på konton som hade försvunnit",
        }
    }
}

/// One thing that would have gone otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub kind: ChangeKind,
    /// The item, or the account for breaches.
    pub about: Uuid,
    /// The decision, where there was one.
    pub decision: Option<Uuid>,
    /// In a Swedish sentence.
    pub sentence: String,
}

/// What another guideline would have meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Simulation {
    /// How many decisions were looked at.
    pub decisions: usize,
    /// How many questions were looked at.
    pub questions: usize,
    /// How many accounts were looked at.
    pub accounts: usize,
    /// What would have gone otherwise, by kind, then by time.
    pub changes: Vec<Change>,
}

/// How a decision would have come out under `new` instead of `old`.
#[must_use]
pub fn compare(old: &Profile, new: &Profile, past: &PastDecision) -> Vec<Change> {
    let change = |kind, sentence| Change { kind, about: past.item, decision: Some(past.id), sentence };
    if past.measure == Measure::Keep {
        let rule =
            |profile: &Profile| profile.remove.statements_for(past.class).first().map(ToString::to_string);
        return match (rule(old), rule(new)) {
            (None, Some(statement)) => {
                let sentence =
                    format!("Det stod kvar; {statement} hade varit en regel att ta bort det efter.");
                vec![change(ChangeKind::Removable, sentence)]
            }
            _ => Vec::new(),
        };
    }
    let now = plan(old, &facts(past, past.ground.clone()));
    match (now, plan(new, &facts(past, ground_under(new, past)))) {
        (_, Err(refusal)) => vec![change(ChangeKind::NotRemoved, refused(&refusal))],
        (Ok(now), Ok(then)) => {
            differences(&now, &then).into_iter().map(|(kind, text)| change(kind, text)).collect()
        }
        // What the guideline of today would refuse was decided under another one; it says nothing about the new.
        (Err(_), Ok(_)) => Vec::new(),
    }
}

fn facts(past: &PastDecision, ground: Option<Ground>) -> Facts {
    Facts {
        platform_hiding_is_removal: past.platform_hiding_is_removal,
        ..Facts::new(past.class, ground, past.measure)
    }
}

/// A house rule is a statement of one guideline; under another the rule for the same class stands in its place.
fn ground_under(new: &Profile, past: &PastDecision) -> Option<Ground> {
    match &past.ground {
        Some(Ground::HouseRule { .. }) => {
            let rule = new.remove.statements_for(past.class).first().map(|statement| (*statement).clone());
            rule.map(|statement| Ground::HouseRule { statement })
        }
        other => other.clone(),
    }
}

fn refused(refusal: &Refusal) -> String {
    format!("Det hade nekats: {}", refusal.sentence())
}

fn differences(now: &Plan, then: &Plan) -> Vec<(ChangeKind, String)> {
    let registers = |plan: &Plan| plan.steps.contains(&Step::Register);
    let mut found = Vec::new();
    match (registers(now), registers(then)) {
        (false, true) => {
            found.push((ChangeKind::Registered, registered(&then.register, "Det hade diarieförts")))
        }
        (true, false) => {
            found.push((ChangeKind::NotRegistered, registered(&now.register, "Det hade inte diarieförts")));
        }
        _ => {}
    }
    let without = |plan: &Plan| -> Vec<Step> {
        plan.steps
            .iter()
            .copied()
            .filter(|step| *step != Step::Register || registers(now) == registers(then))
            .collect()
    };
    if without(now) != without(then) {
        let steps: Vec<&str> = then.steps.iter().map(|step| step.swedish()).collect();
        found.push((ChangeKind::Otherwise, format!("Ordningen hade varit: {}.", steps.join(", "))));
    } else if now.undo_seconds != then.undo_seconds {
        let sentence = format!(
            "Beslutet hade kunnat ångras i {} sekunder i stället för {}.",
            then.undo_seconds, now.undo_seconds
        );
        found.push((ChangeKind::Otherwise, sentence));
    }
    found
}

fn registered(registration: &Registration, what: &str) -> String {
    let sources: Vec<String> = registration.sources.iter().map(ToString::to_string).collect();
    if sources.is_empty() { format!("{what}.") } else { format!("{what} ({}).", sources.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uppsikt_guideline::profiles;

    fn past(class: ContentClass, ground: Option<&str>, measure: Measure) -> PastDecision {
        PastDecision {
            id: Uuid::nil(),
            item: Uuid::max(),
            class,
            ground: ground.map(|ground| ground.parse().unwrap()),
            measure,
            platform_hiding_is_removal: true,
        }
    }

    fn kinds(from: &str, to: &str, past: &PastDecision) -> Vec<ChangeKind> {
        let read = |code: &str| profiles::named(code).unwrap().unwrap();
        compare(&read(from), &read(to), past).into_iter().map(|change| change.kind).collect()
    }

    #[test]
    fn osby_registers_secrecy_only_and_finspang_everything_that_it_removes() {
        let advertising = past(ContentClass::Advertising, Some("house-rule OSBY-32"), Measure::Remove);
        assert!(kinds("osby", "finspang", &advertising).contains(&ChangeKind::Registered));
        assert_eq!(kinds("osby", "osby", &advertising), []);
        let under = past(ContentClass::Advertising, Some("house-rule FINSPANG-171"), Measure::Remove);
        assert!(kinds("finspang", "osby", &under).contains(&ChangeKind::NotRegistered));
    }

    #[test]
    fn what_the_other_guideline_has_no_rule_for_would_have_stayed() {
        let swearing = past(ContentClass::Profanity, Some("house-rule OSBY-31"), Measure::Remove);
        assert_eq!(kinds("osby", "oland", &swearing), [ChangeKind::NotRemoved]);
        let kept = past(ContentClass::Profanity, None, Measure::Keep);
        assert_eq!(kinds("oland", "osby", &kept), [ChangeKind::Removable]);
        let praise = past(ContentClass::Praise, None, Measure::Keep);
        assert_eq!(kinds("oland", "osby", &praise), []);
    }
}
