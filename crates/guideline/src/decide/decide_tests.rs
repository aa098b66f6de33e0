//! What holds for every decision under every guideline.

use super::*;
use crate::coded::Coded;
use crate::profile::Duty;
use crate::{ContentClass, Ground, LawGround, PersonalDataGround, Profile, Source, profiles};

fn grounds(profile: &Profile) -> Vec<Option<Ground>> {
    let mut grounds: Vec<Ground> = LawGround::ALL.iter().copied().map(Ground::Law).collect();
    grounds.extend(PersonalDataGround::ALL.iter().copied().map(Ground::PersonalData));
    grounds.extend(["secrecy 21:3", "secrecy 26:1"].map(|text| text.parse().unwrap()));
    for class in ContentClass::ALL {
        let statements = profile.remove.statements_for(*class).into_iter().cloned();
        grounds.extend(statements.map(|statement| Ground::HouseRule { statement }));
    }
    grounds.sort_by_key(Ground::code);
    grounds.dedup();
    std::iter::once(None).chain(grounds.into_iter().map(Some)).collect()
}

fn every(mut look: impl FnMut(&Facts, Result<Plan, Refusal>)) {
    for (_, text) in profiles::all() {
        let profile = Profile::parse(text).unwrap();
        for ground in grounds(&profile) {
            for class in ContentClass::ALL {
                for measure in Measure::ALL {
                    for flags in 0..8_u8 {
                        let facts = Facts {
                            platform_hiding_is_removal: flags & 1 != 0,
                            breaks_off_thread: flags & 2 != 0,
                            item_is_gone: flags & 4 != 0,
                            ..Facts::new(*class, ground.clone(), *measure)
                        };
                        look(&facts, plan(&profile, &facts));
                    }
                }
            }
        }
    }
}

#[test]
fn evidence_comes_first_and_nothing_waits_for_the_registry() {
    let mut plans = 0_usize;
    every(|facts, answer| {
        let Ok(plan) = answer else { return };
        plans += 1;
        let count = |step| plan.steps.iter().filter(|other| **other == step).count();
        let at = |step| plan.steps.iter().position(|other| *other == step);
        if facts.measure == Measure::Keep {
            assert_eq!((plan.steps.as_slice(), plan.undo_seconds), (&[][..], 0), "{facts:?}");
            return;
        }
        let first = if facts.class.copying_is_crime() { Step::WrittenNote } else { Step::Seal };
        assert_eq!(plan.steps.first(), Some(&first), "{facts:?}");
        assert_eq!((count(Step::Measure), count(Step::Confirm)), (1, 1), "{facts:?}");
        assert!(at(Step::Measure) < at(Step::Confirm), "{facts:?}");
        assert_eq!(count(Step::Register), usize::from(plan.register.duty == Duty::Must), "{facts:?}");
        let before = at(Step::Register).is_some_and(|register| Some(register) < at(Step::Measure));
        assert_eq!(before, plan.registers_before, "{facts:?}");
        assert!([0, UNDO_SECONDS].contains(&plan.undo_seconds), "{facts:?}");
        assert!(!facts.class.acts_at_once() || plan.undo_seconds == 0, "{facts:?}");
    });
    assert!(plans > 1_000, "{plans}");
}

#[test]
fn what_must_never_be_copied_is_not() {
    every(|facts, answer| {
        let Ok(plan) = answer else { return };
        let never = facts.class.copying_is_crime() && facts.measure != Measure::Keep;
        for step in [Step::WrittenNote, Step::PurgeCopies, Step::PoliceRoute] {
            assert_eq!(plan.steps.contains(&step), never, "{facts:?}");
        }
        assert!(!(never && (plan.steps.contains(&Step::Seal) || plan.steps.contains(&Step::Notice))));
    });
}

#[test]
fn criticism_always_stays_and_nothing_else_goes_without_a_ground() {
    every(|facts, answer| match (&answer, facts.measure) {
        (Ok(_), Measure::Keep) => {}
        (Ok(_), _) => {
            let ground = facts.ground.as_ref().unwrap();
            assert!(facts.class.ground_kinds().contains(&ground.kind()), "{facts:?}");
        }
        (Err(refusal), _) => {
            let is_criticism = facts.class == ContentClass::Criticism;
            assert_eq!(matches!(refusal, Refusal::CriticismStays { .. }), is_criticism, "{facts:?}");
            assert!(!is_criticism || facts.measure != Measure::Keep, "{facts:?}");
        }
    });
}

#[test]
fn every_answer_says_why_in_whole_sentences() {
    let is_sentence =
        |text: &str| text.ends_with('.') && text.starts_with(char::is_uppercase) && !text.contains("  ");
    every(|facts, answer| match answer {
        Ok(plan) => {
            for explained in &plan.explains {
                assert!(is_sentence(&explained.sentence), "{facts:?}: {}", explained.sentence);
                let own_choice = matches!(explained.step, Step::Confirm | Step::Notice);
                assert_eq!(explained.sources.is_empty(), own_choice, "{facts:?}: {}", explained.step);
                let mut sources: Vec<&Source> = explained.sources.iter().collect();
                sources.sort();
                sources.dedup();
                assert_eq!(sources.len(), explained.sources.len(), "{facts:?}: {}", explained.step);
            }
        }
        Err(refusal) => {
            assert!(is_sentence(&refusal.sentence()), "{facts:?}: {}", refusal.sentence());
            assert!(!refusal.sources().is_empty(), "{facts:?}: {refusal}");
        }
    });
}

#[test]
fn a_refusal_that_names_a_measure_instead_is_not_refused_again() {
    for (_, text) in profiles::all() {
        let profile = Profile::parse(text).unwrap();
        for ground in grounds(&profile) {
            for class in ContentClass::ALL {
                for measure in Measure::ALL {
                    let facts = Facts::new(*class, ground.clone(), *measure);
                    let Err(refusal) = plan(&profile, &facts) else { continue };
                    let Some(instead) = refusal.instead() else { continue };
                    // Keeping was refused for want of removal; then the ground has to be chosen as well.
                    let again = plan(&profile, &Facts { measure: instead, ..facts.clone() });
                    let wants_ground = matches!(
                        again,
                        Err(Refusal::NoGround { .. }
                            | Refusal::GroundDoesNotFit { .. }
                            | Refusal::NoHouseRule { .. })
                    );
                    assert!(again.is_ok() || (*measure == Measure::Keep && wants_ground), "{facts:?}");
                }
            }
        }
    }
}

#[test]
fn codes_are_read_back() {
    fn all<T: Coded>() {
        for value in T::ALL {
            assert_eq!(T::from_code(value.code()), Some(*value));
        }
    }
    all::<Measure>();
    all::<Step>();
    all::<Scope>();
}
