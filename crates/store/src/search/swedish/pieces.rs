//! Cutting a text into words, tags, handles and emoji.

/// A piece of a text, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Letters and digits.
    Word(String),
    /// A tag, a handle or an emoji, which have no forms.
    Sign(String),
}

/// A piece, its place among the text's words, and where it stands in the text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub place: usize,
    pub start: usize,
    pub end: usize,
    pub piece: Piece,
}

/// The pieces of a text; a tag stands in the place of its first word, before it.
pub(super) fn pieces(text: &str) -> Vec<Placed> {
    let mut found = Vec::new();
    let (mut place, mut word, mut start, mut before) = (0, String::new(), 0, ' ');
    for (at, sign) in text.char_indices() {
        if is_invisible(sign) || combined(&mut word, sign) {
            continue;
        }
        if sign.is_alphanumeric() {
            if word.is_empty() {
                start = at;
            }
            word.extend(sign.to_lowercase().map(folded));
            before = sign;
            continue;
        }
        if !word.is_empty() {
            let piece = Piece::Word(std::mem::take(&mut word));
            found.push(Placed { place, start, end: at, piece });
            place += 1;
        }
        let end = at + sign.len_utf8();
        if (sign == '#' || sign == '@') && !before.is_alphanumeric() {
            if let Some((tag, bytes)) = tag(sign, text.get(end..).unwrap_or_default()) {
                found.push(Placed { place, start: at, end: end + bytes, piece: Piece::Sign(tag) });
            }
        } else if is_emoji(sign) {
            found.push(Placed { place, start: at, end, piece: Piece::Sign(sign.to_string()) });
            place += 1;
        }
        before = sign;
    }
    if !word.is_empty() {
        found.push(Placed { place, start, end: text.len(), piece: Piece::Word(word) });
    }
    found
}

/// `#snö_röjning`, `@lindholm.kommun`: the sign and what belongs to it, and its bytes after the sign; nothing for a
/// lone sign.
fn tag(sign: char, rest: &str) -> Option<(String, usize)> {
    let belongs = |c: char| c.is_alphanumeric() || c == '_' || (sign == '@' && (c == '.' || c == '-'));
    let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    let name = rest.get(..end)?.trim_end_matches(['.', '-', '_']);
    (!name.is_empty()).then(|| {
        let folded: String = name.chars().flat_map(char::to_lowercase).map(folded).collect();
        (format!("{sign}{folded}"), name.len())
    })
}

/// Whether a sign is a mark over the letter before it: å, ä and ö also when they are spelt as two; other marks are
/// let go.
fn combined(word: &mut String, sign: char) -> bool {
    if !('\u{300}'..='\u{36f}').contains(&sign) || word.is_empty() {
        return false;
    }
    let letter = match (word.chars().next_back(), sign) {
        (Some('a'), '\u{30a}') => 'å',
        (Some('a'), '\u{308}') => 'ä',
        (Some('o'), '\u{308}') => 'ö',
        _ => return true,
    };
    word.pop();
    word.push(letter);
    true
}

/// Signs that nobody sees: inside a word they part nothing.
const fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(sign, '\u{1f3fb}'..='\u{1f3ff}')
}

const fn is_emoji(sign: char) -> bool {
    matches!(sign, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}')
}

/// A letter without its accent; å, ä and ö are letters, not accents.
const fn folded(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ā' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ī' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' => 's',
        'ť' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let word = |placed: Placed| match placed.piece {
            Piece::Word(word) | Piece::Sign(word) => word,
        };
        pieces(text).into_iter().map(word).collect()
    }

    #[test]
    fn a_text_is_cut_into_words() {
        assert_eq!(words("Å, ÄR det SÅ?"), ["å", "är", "det", "så"]);
        assert_eq!(words("Kafe\u{301} ma\u{30a}l o\u{308}l"), ["kafe", "mål", "öl"]);
        assert_eq!(words("sn\u{ad}ö\u{200b}röjning"), ["snöröjning"]);
        assert_eq!(words("anna@example.se"), ["anna", "example", "se"]);
        assert_eq!(words("KS 2026/17: 070-174 06 05"), ["ks", "2026", "17", "070", "174", "06", "05"]);
        assert_eq!(words("#Bygg_nu 👍"), ["#bygg_nu", "bygg", "nu", "👍"]);
        assert_eq!(words("@lindholm.se. Hej"), ["@lindholm.se", "lindholm", "se", "hej"]);
        assert_eq!(words("# @ --"), Vec::<String>::new());
    }
}
