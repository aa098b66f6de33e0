//! Tells Swedish from other languages, cheaply: by script, and by the words that hold sentences together.
//!
//! A text too short to tell counts as Swedish. The rules run in any case: a personal identity number is
//! the same in every language. What is noted is that a person has to read the rest.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use super::language_words::{LANGUAGES, WORDS};
use crate::pipeline::Draft;
use crate::text::is_latin;
use crate::unread::UnreadReason;

/// Letters of another script from which a text has a part that was not read: a few words.
const FOREIGN_LETTERS_MIN: usize = 12;
/// Common words of one language that must be seen before it is named.
const HITS_MIN: u32 = 3;
/// Of those, words that Swedish does not have: one may be a name or a slip.
const OTHER_ONLY_MIN: u32 = 2;
/// Letters from which the platform's word is believed when the words tell nothing.
const LETTERS_TO_BELIEVE_MIN: usize = 20;
/// Words of each text that are looked up; a language shows itself long before.
const WORDS_MAX: usize = 2_000;

/// Letters that Norwegian and Danish have and Swedish does not, and the two languages' bits.
const NORDIC_LETTERS: [char; 4] = ['æ', 'ø', 'Æ', 'Ø'];
const NORDIC: u16 = 0b110;
/// The longest word of the list, in bytes; longer ones need not be looked up.
const WORD_BYTES_MAX: usize = 14;

/// What was seen of the subject's language.
#[derive(Default)]
struct Seen {
    latin: usize,
    foreign: usize,
    hits: [u32; LANGUAGES.len()],
    /// Words that are of other languages and not of Swedish.
    other_only: u32,
    steps: u64,
}

/// Notes that a text, or a part of it, is in another language.
pub(crate) fn note_language(draft: &mut Draft<'_>) {
    let mut seen = Seen::default();
    for reading in &draft.readings {
        seen.count_letters(reading.original());
        seen.count_words(reading.original());
    }
    draft.steps += seen.steps;
    if seen.is_other(draft.subject.language) {
        draft.note_unread(UnreadReason::OtherLanguage);
    }
}

impl Seen {
    fn count_letters(&mut self, original: &str) {
        self.steps += original.len() as u64;
        if original.is_ascii() {
            self.latin += original.bytes().filter(u8::is_ascii_alphabetic).count();
            return;
        }
        for letter in original.chars().filter(|letter| letter.is_alphabetic()) {
            if is_latin(letter) {
                self.latin += 1;
            } else {
                self.foreign += 1;
            }
        }
    }

    fn count_words(&mut self, original: &str) {
        let words = original.split(|letter: char| !letter.is_alphabetic() && letter != '\'');
        for word in words.filter(|word| !word.is_empty()).take(WORDS_MAX) {
            self.steps += 1;
            if word.len() > WORD_BYTES_MAX {
                continue;
            }
            let languages = if word.contains(NORDIC_LETTERS) { NORDIC } else { languages_of(&lower(word)) };
            if languages == 0 {
                continue;
            }
            self.other_only += u32::from(languages & 1 == 0);
            for (bit, hits) in self.hits.iter_mut().enumerate() {
                *hits += u32::from(languages >> bit & 1);
            }
        }
    }

    fn is_other(&self, named: Option<&str>) -> bool {
        if self.foreign >= FOREIGN_LETTERS_MIN || self.foreign >= 4 && self.foreign > self.latin {
            return true;
        }
        let [swedish, others @ ..] = self.hits;
        let other = others.into_iter().max().unwrap_or_default();
        // Norwegian and Danish share half of their common words with Swedish, hence no higher demand.
        if other >= HITS_MIN && self.other_only >= OTHER_ONLY_MIN && other * 4 >= swedish * 5 {
            return true;
        }
        let is_named_other = named.is_some_and(|tag| !is_swedish_tag(tag));
        is_named_other && self.latin + self.foreign >= LETTERS_TO_BELIEVE_MIN && swedish <= other
    }
}

/// The bits of the languages that have the word; 0 when it is in no list.
fn languages_of(lower: &str) -> u16 {
    let first = lower.bytes().next().unwrap_or_default();
    let same_letter = BY_FIRST_BYTE.get(usize::from(first)).and_then(|range| WORDS.get(range.clone()));
    let words = same_letter.unwrap_or_default();
    let found = words.binary_search_by(|(known, _)| (*known).cmp(lower)).ok();
    found.and_then(|at| words.get(at)).map_or(0, |(_, languages)| *languages)
}

/// Where the words with each first byte stand in the list.
static BY_FIRST_BYTE: LazyLock<Vec<Range<usize>>> = LazyLock::new(|| {
    let before = |first: u8| WORDS.partition_point(|(word, _)| word.bytes().next() < Some(first));
    (0..u8::MAX).map(|first| before(first)..before(first + 1)).collect()
});

fn lower(word: &str) -> Cow<'_, str> {
    let is_lower = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

fn is_swedish_tag(tag: &str) -> bool {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    primary.is_empty() || primary.eq_ignore_ascii_case("sv") || primary.eq_ignore_ascii_case("und")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_other(text: &str, named: Option<&str>) -> bool {
        let mut seen = Seen::default();
        seen.count_letters(text);
        seen.count_words(text);
        seen.is_other(named)
    }

    #[test]
    fn the_words_stand_in_order() {
        assert!(WORDS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(WORDS.iter().all(|(word, _)| word.len() <= WORD_BYTES_MAX), "longer words are not looked up");
    }

    #[test]
    fn swedish_is_read() {
        for text in [
            "Hej! När öppnar badhuset i sommar?",
            "Tack för fin service på biblioteket i går.",
            "Jättebra",
            "Ok",
            "😀😀😀",
            "Kan ni ploga Storgatan, det är helt igensnöat och ingen kommer fram.",
            "Det är så fint väder i dag att man blir glad",
            "Love it!",
            "Vi var på Grand Hotel och The Royal Band spelade för alla barn i kommunen",
            "Vem är ansvarig för den här korsningen i Åsele",
            "En α-version av appen",
            "Å andra sidan kan det vara bra",
            "Bron till København och Ærø är fin på sommaren tycker jag",
            "Jag ar inte sa saker pa att det ar bra for oss",
        ] {
            assert!(!is_other(text, None), "{text}");
            assert!(!is_other(text, Some("sv-SE")), "{text}");
        }
    }

    #[test]
    fn other_languages_are_not_read() {
        for text in [
            "When does the swimming hall open this summer and what is the price for children?",
            "Jeg forstår ikke hvorfor dere ikke svarer på det jeg har spurt om",
            "Hvorfor er der ikke nogen der svarer på det, jeg skriver til jer?",
            "Milloin uimahalli avataan ja onko se auki myös sunnuntaina? Kiitos!",
            "متى يفتح المسبح في الصيف",
            "Когда открывается бассейн летом?",
            "Wann öffnet das Schwimmbad und wo kann ich die Karten kaufen?",
            "¿Cuándo abre la piscina y qué es lo que cuesta para los niños?",
            "Kiedy jest otwarty basen i czy to jest dla dzieci? Proszę o odpowiedź",
            "Hej och tack! شكرا جزيلا لكم على المساعدة",
            "你们什么时候开门",
            "Egon var en hædersmand, han brødfødte søskende",
        ] {
            assert!(is_other(text, None), "{text}");
        }
    }

    #[test]
    fn the_platform_is_believed_when_the_words_tell_nothing() {
        let text = "Mirëdita faleminderit ndihmën tuaj";
        assert!(!is_other(text, None));
        assert!(is_other(text, Some("sq")));
        assert!(!is_other("Tack för hjälpen i går, det var bra", Some("en")));
    }
}
