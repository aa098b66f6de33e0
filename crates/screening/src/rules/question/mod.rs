//! Finds questions that wait for an answer.
//!
//! A text is cut into sentences (`sentences.rs`). A sentence with a question mark is a question unless
//! it only looks like one (`rhetorical.rs`); one without is a question when its words are in the order of
//! one (`direct.rs`) or when it says that somebody wonders (`indirect.rs`).

mod direct;
mod indirect;
mod rhetorical;
mod sentences;

use self::sentences::{End, Sentence};
use super::Sink;
use crate::finding::{Category, RuleId, Urgency};
use crate::rule::{Rule, RuleContext};
use crate::text::Reading;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: RuleId("question"),
    category: Category("question"),
    name: "Fråga",
    finds: "Frågor som kan vänta på svar: meningar med frågetecken, meningar som är byggda som en fråga men saknar \
            frågetecken (”när öppnar badhuset”, ”kan ni svara på det här”) och indirekta frågor (”jag undrar om …”, \
            ”tacksam för svar”).",
    leaves: "Det myndigheten själv har skrivit, frågetecken i webbadresser, frågor inne i citat, påhäng som ”eller \
             hur?” och frågor som inte väntar på svar (”vem bryr sig?”).",
    known_misses: &[
        "Ironi och vrede känns inte igen: ”Hur svårt kan det vara att sanda lite oftare?” hittas.",
        "Ett villkor utan ”om” och ”så” kan se ut som en fråga: ”Har man rätt till avgiften gäller den båda.”",
        "Frågor mellan besökare hittas också; vem som får frågan avgör den som läser.",
        "Frågor utan frågetecken på andra språk än svenska hittas inte.",
        "Frågor som är skrivna som önskemål (”skriv gärna ut priserna”) hittas inte.",
    ],
    source: &["VETLANDA-21", "OSBY-18", "FINSPANG-018", "6 § förvaltningslagen (2017:900)"],
    run,
};

fn run(reading: &Reading<'_>, context: &RuleContext<'_>, sink: &mut Sink<'_>) {
    // An authority's own questions are put to others; a description of a picture asks nothing.
    if context.subject.is_own || matches!(reading.part(), crate::Part::Alt(_)) {
        return;
    }
    let sentences = sentences::cut(reading);
    sink.step(reading.folded().len() + sentences.len());
    for sentence in sentences {
        sink.step(sentence.words.len());
        if let Some(explanation) = explain(reading, &sentence) {
            sink.find(sentence.start, sentence.end, Urgency::Normal, explanation);
            if sink.is_full() {
                return;
            }
        }
    }
}

fn explain(reading: &Reading<'_>, sentence: &Sentence<'_>) -> Option<&'static str> {
    let read = sentence.words.iter().filter(|word| !word.is_link);
    let words: Vec<&str> = read.clone().take(WORDS_READ_MAX).map(|word| reading.letters(*word)).collect();
    let tail: Vec<&str> = read.rev().take(3).map(|word| reading.letters(*word)).collect();
    if words.is_empty() {
        return None;
    }
    if indirect::is_question(&words) {
        return Some("Den som skriver undrar något och kan vänta på svar.");
    }
    // A question that somebody is quoted with is none of the sentence's own.
    let has_quotation = reading.slice(sentence.start, sentence.end).contains('?');
    match sentence.end_mark {
        End::Question if rhetorical::is_rhetorical(&words, &tail) => None,
        End::Question => Some("Det är en fråga som kan vänta på svar."),
        End::None | End::Stop
            if !has_quotation && (direct::is_question(&words) || asks_later(reading, sentence)) =>
        {
            Some("Meningen är byggd som en fråga, fast frågetecknet saknas, och kan vänta på svar.")
        }
        End::None | End::Stop | End::Exclamation => None,
    }
}

/// "Jag förstår inte, hur gör man": a question after a comma.
fn asks_later(reading: &Reading<'_>, sentence: &Sentence<'_>) -> bool {
    let words = sentence.words.get(..sentence.words.len().min(WORDS_READ_MAX)).unwrap_or_default();
    let is_after_comma = |at: usize| {
        words
            .get(at - 1..=at)
            .is_some_and(|pair| matches!(pair, [a, b] if reading.slice(a.end, b.start).contains(',')))
    };
    // ", vilket är bra" tells more about what stands before the comma.
    let is_relative =
        |at: usize| words.get(at).is_some_and(|word| reading.letters(*word).starts_with("vilk"));
    (1..words.len()).filter(|at| is_after_comma(*at) && !is_relative(*at)).any(|at| {
        let clause: Vec<&str> = words.iter().skip(at).map(|word| reading.letters(*word)).collect();
        direct::asks(&clause)
    })
}

/// Words of a sentence that are read; a question shows itself in its beginning.
const WORDS_READ_MAX: usize = 40;
