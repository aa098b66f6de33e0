//! What each character is read as: disguises, look-alikes and typographic variants of plain letters.
//!
//! Close to Unicode's compatibility folding (NFKC) and its list of confusable characters, cut down to
//! what Swedish is written with. Source: Unicode Standard, the code charts of the blocks named below.

/// What a character becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Folded {
    /// It is not seen, or only decorates the one before it.
    Nothing,
    /// A ring above: makes å of an a.
    Ring,
    /// Two dots above: make ä of an a and ö of an o.
    Dots,
    /// One character.
    One(char),
    /// A ligature.
    Two(char, char),
}

/// What `letter` is read as. ASCII and the Swedish letters come out in lower case.
pub(super) fn fold(letter: char) -> Folded {
    use Folded::{Dots, Nothing, One, Ring};
    match letter {
        '\0'..='\u{7f}' => One(letter.to_ascii_lowercase()),
        'å' | 'ä' | 'ö' => One(letter),
        'Å' | '\u{212b}' => One('å'),
        'Ä' => One('ä'),
        'Ö' => One('ö'),
        '\u{30a}' => Ring,
        '\u{308}' => Dots,
        _ if is_invisible(letter) || is_mark(letter) => Nothing,
        _ => typography(letter).or_else(|| alphabet(letter)).or_else(|| look_alike(letter)).unwrap_or_else(
            || {
                let lower = letter.to_lowercase().next().unwrap_or(letter);
                latin(lower).map_or(One(lower), One)
            },
        ),
    }
}

/// Characters that take no room or have no shape: zero width, direction, filling, variation, tags.
pub(super) const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Marks that are put on the character before them.
pub(super) const fn is_mark(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Spaces, dashes, quotation marks and ligatures.
const fn typography(letter: char) -> Option<Folded> {
    use Folded::{One, Two};
    Some(match letter {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => One(' '),
        '\u{2028}' | '\u{2029}' | '\u{85}' => One('\n'),
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2043}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}'
        | '\u{30fc}' => One('-'),
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{b4}' | '\u{2032}' => One('\''),
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' => One('"'),
        '\u{2217}' | '\u{204e}' | '\u{2731}' => One('*'),
        '\u{37e}' | '\u{2048}' | '\u{2047}' | '\u{2753}' | '\u{2754}' => One('?'),
        '\u{fb00}' => Two('f', 'f'),
        '\u{fb01}' => Two('f', 'i'),
        '\u{fb02}' => Two('f', 'l'),
        '\u{132}' | '\u{133}' => Two('i', 'j'),
        _ => return None,
    })
}

/// The same alphabet in another dress: full width, mathematical, in circles, raised and lowered.
fn alphabet(letter: char) -> Option<Folded> {
    let code = u32::from(letter);
    let nth = |first: char, count: u32| char::from_u32(u32::from(first) + count);
    let found = match code {
        0xff01..=0xff5e => char::from_u32(code - 0xfee0).map(|plain| plain.to_ascii_lowercase()),
        0x1d400..=0x1d6a3 => nth('a', (code - 0x1d400) % 26),
        0x1d7ce..=0x1d7ff => nth('0', (code - 0x1d7ce) % 10),
        0x1fbf0..=0x1fbf9 => nth('0', code - 0x1fbf0),
        0x2460..=0x2468 => nth('1', code - 0x2460),
        0x24ea => Some('0'),
        0x2776..=0x277e => nth('1', code - 0x2776),
        0x24b6..=0x24cf => nth('a', code - 0x24b6),
        0x24d0..=0x24e9 => nth('a', code - 0x24d0),
        0x1f130..=0x1f149 => nth('a', code - 0x1f130),
        0x1f150..=0x1f169 => nth('a', code - 0x1f150),
        0x1f170..=0x1f189 => nth('a', code - 0x1f170),
        0x1f1e6..=0x1f1ff => nth('a', code - 0x1f1e6),
        0xb9 => Some('1'),
        0xb2..=0xb3 => nth('2', code - 0xb2),
        0x2070 | 0x2080 => Some('0'),
        0x2074..=0x2079 => nth('4', code - 0x2074),
        0x2081..=0x2089 => nth('1', code - 0x2081),
        // Digits of the Arabic and Indic scripts, where they stand for the same number.
        0x660..=0x669 => nth('0', code - 0x660),
        0x6f0..=0x6f9 => nth('0', code - 0x6f0),
        0x966..=0x96f => nth('0', code - 0x966),
        _ => None,
    };
    found.map(Folded::One)
}

/// Letters of the Cyrillic and Greek scripts, and signs, that look like a Latin letter.
const fn look_alike(letter: char) -> Option<Folded> {
    Some(Folded::One(match letter {
        'а' | 'А' | 'α' | 'Α' | 'ɑ' => 'a',
        'Ь' | 'в' | 'В' | 'Β' | 'β' => 'b',
        'с' | 'С' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'Е' | 'є' | 'Є' | 'Ε' | 'ε' | '€' => 'e',
        'ƒ' => 'f',
        'һ' | 'н' | 'Н' | 'Η' => 'h',
        'і' | 'І' | 'ι' | 'Ι' | 'ı' => 'i',
        'ј' | 'Ј' => 'j',
        'к' | 'К' | 'κ' | 'Κ' => 'k',
        'ⅼ' | 'ӏ' | 'Ӏ' => 'l',
        'м' | 'М' | 'Μ' => 'm',
        'п' | 'Ν' | 'η' => 'n',
        'о' | 'О' | 'ο' | 'Ο' | 'σ' => 'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => 'p',
        'ѕ' | 'Ѕ' => 's',
        'т' | 'Т' | 'τ' | 'Τ' => 't',
        'υ' | 'μ' | 'µ' => 'u',
        'ν' | 'ѵ' => 'v',
        'х' | 'Х' | 'χ' | 'Χ' => 'x',
        'у' | 'У' | 'Υ' => 'y',
        'ӓ' | 'Ӓ' => 'ä',
        'ӧ' | 'Ӧ' => 'ö',
        _ => return None,
    }))
}

/// Latin letters with marks, without them; æ and ø are read as the Swedish letters.
const fn latin(lower: char) -> Option<char> {
    Some(match lower {
        'à' | 'á' | 'â' | 'ã' | 'ā' | 'ă' | 'ą' => 'a',
        'æ' => 'ä',
        'ø' => 'ö',
        'ç' | 'ć' | 'č' => 'c',
        'ð' | 'đ' | 'ď' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'š' | 'ś' | 'ş' | 'ș' | 'ſ' => 's',
        'ť' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ž' | 'ź' | 'ż' => 'z',
        _ => return None,
    })
}
