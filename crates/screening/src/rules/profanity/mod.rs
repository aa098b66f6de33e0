//! Finds swearwords and obscene words, also in disguise.
//!
//! `lists.rs` has the words, `lexicon.rs` looks one up, `disguise.rs` sees through signs in the place of
//! letters. Folding (`text/`) has by then removed what is not seen and what only looks like a letter.

mod disguise;
mod lexicon;
mod lists;

use self::lexicon::{Grade, Lexicon};
use super::Sink;
use crate::finding::{Category, RuleId, Urgency};
use crate::rule::{Rule, RuleContext};
use crate::text::{Reading, Word};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: RuleId("profanity"),
    category: Category("profanity"),
    name: "Svordomar och obscena ord",
    finds: "Svenska svordomar och könsord med böjningar och vanliga sammansättningar, de vanligaste engelska och \
            några från grannspråken. Också förklädda: med stjärnor, siffror eller andra tecken i bokstävernas \
            ställe, med mellanslag eller osynliga tecken emellan, med bokstäver ur andra alfabet och med \
            utdragna bokstäver. Milda ord (”för kännedom”) skiljs från grova (”snart”).",
    leaves: "Ord som bara liknar: fanns, Fanny, jäv och jävig, Fittja, Kukkola, skitig i betydelsen smutsig, fan i \
             betydelsen anhängare. Milda omskrivningar som attans, sjutton och jösses. Ord i webbadresser, \
             e-postadresser och omnämnanden.",
    known_misses: &[
        "Skällsord om personer och nedsättande ord om grupper hör till andra regler och hittas inte här.",
        "Ord som är delade i två (”hel vete”) eller där bara första bokstaven finns kvar (”f***”) hittas inte.",
        "Nya sammansättningar hittas bara när de börjar eller slutar på ett ord i listan.",
        "Regeln vet inte om ordet är ett citat, en boktitel eller en ironi.",
    ],
    source: &["OSBY-31", "FINSPANG-169"],
    run,
};

/// A swearword, as bytes of the folded text.
struct Hit {
    start: usize,
    end: usize,
    grade: Grade,
}

fn run(reading: &Reading<'_>, _: &RuleContext<'_>, sink: &mut Sink<'_>) {
    let lexicon = Lexicon::standard();
    let mut hits: Vec<Hit> = Vec::new();
    let words = reading.words();
    sink.step(words.len() + reading.folded().len());
    for (at, word) in words.iter().enumerate().filter(|(_, word)| !word.is_link) {
        let grade =
            lexicon.grade(reading.letters(*word)).and_then(|grade| in_context(reading, words, at, grade));
        hits.extend(grade.map(|grade| Hit { start: word.start, end: word.end, grade }));
    }
    sink.step(disguise::find(reading, lexicon, &mut hits));
    hits.sort_by_key(|hit| (hit.start, usize::MAX - hit.end));
    let mut reached = 0;
    for hit in hits {
        if hit.start < reached {
            continue;
        }
        reached = hit.end;
        let (urgency, explanation) = match hit.grade {
            Grade::Mild => (
                Urgency::Note,
                "En mild svordom. Kritik som innehåller en svordom är fortfarande kritik; det är riktlinjen som \
                 avgör om ordet får stå kvar.",
            ),
            Grade::Coarse => {
                (Urgency::Soon, "En grov svordom eller ett könsord. Riktlinjen avgör om ordet får stå kvar.")
            }
        };
        sink.find(hit.start, hit.end, urgency, explanation);
        if sink.is_full() {
            return;
        }
    }
}

/// What the words beside it make of a word: a follower is no swearword, and some words are coarse together.
fn in_context(reading: &Reading<'_>, words: &[Word], at: usize, grade: Grade) -> Option<Grade> {
    let word_at =
        |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| reading.letters(*word));
    let word = word_at(Some(at));
    let (before, after) = (word_at(at.checked_sub(1)), word_at(at.checked_add(1)));
    if word == "fan" && (lists::FOLLOWER_BEFORE.contains(&before) || lists::FOLLOWER_AFTER.contains(&after)) {
        return None;
    }
    let is_sent_there = before == "åt" && lists::SENDING.contains(&word_at(at.checked_sub(2)));
    if is_sent_there && word.starts_with("helv") {
        return Some(Grade::Coarse);
    }
    Some(grade)
}
