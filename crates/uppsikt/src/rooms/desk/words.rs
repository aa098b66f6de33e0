//! Words that the pages share.

use uppsikt_guideline::ContentClass;
use uppsikt_platform::ItemKind;

use crate::web::components::Tone;

/// Characters of a text in a list; two lines on a phone.
const SNIPPET_CHARS: usize = 140;

/// The kind of an item, to begin a sentence with.
pub(super) const fn kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Post => "Inlägg",
        ItemKind::Page => "Sida",
        ItemKind::Comment => "Kommentar",
        ItemKind::Message => "Meddelande",
    }
}

/// A class of content as the glossary has it; its code where a rule knows a class that guidelines do not.
pub(super) fn class(code: &str) -> String {
    code.parse::<ContentClass>().map_or_else(|_| code.replace('-', " "), |class| class.swedish().to_owned())
}

/// How an urgency is drawn.
pub(super) const fn tone(urgency: i32) -> Tone {
    match urgency {
        0 => Tone::Danger,
        1 => Tone::Warning,
        _ => Tone::Neutral,
    }
}

/// With its first letter as a capital.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The beginning of a text on one line.
pub(super) fn snippet(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SNIPPET_CHARS {
        return line;
    }
    let cut: String = line.chars().take(SNIPPET_CHARS).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_is_one_line_and_ends_in_a_sign() {
        assert_eq!(snippet("  När \n plogas  vägen? "), "När plogas vägen?");
        let long = snippet(&"å ".repeat(200));
        assert!(long.ends_with('…') && long.chars().count() <= SNIPPET_CHARS + 1, "{long}");
        assert_eq!(sentence("ta bort"), "Ta bort");
        assert_eq!(sentence(""), "");
    }
}
