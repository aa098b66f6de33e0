//! What stands around digits, and what it says about them.

use super::groups::Group;
use crate::text::Reading;

/// What the words before the digits say they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Nothing.
    None,
    /// A person's number.
    Person,
    /// A telephone number.
    Phone,
    /// A number of something else: a case, an order, an invoice.
    Thing,
}

/// Bytes before the digits that are read for such words.
const BYTES_BEFORE: usize = 48;
/// Words before the digits that count.
const WORDS_BEFORE: usize = 3;

const PERSON: [&str; 12] = [
    "personnummer",
    "personnumret",
    "personnr",
    "pnr",
    "persnr",
    "samordningsnummer",
    "samordningsnumret",
    "samordningsnr",
    "född",
    "föddes",
    "födelsenummer",
    "födelsenr",
];
const PHONE: [&str; 22] = [
    "ring",
    "ringa",
    "ringer",
    "ringde",
    "tel",
    "telefon",
    "telefonen",
    "telefonnummer",
    "telefonnumret",
    "tfn",
    "tlf",
    "telnr",
    "mobil",
    "mobilen",
    "mobilnummer",
    "mobilnr",
    "sms",
    "smsa",
    "whatsapp",
    "swisha",
    "nås",
    "växel",
];
const THING: [&str; 39] = [
    "ordernr",
    "order",
    "ordernummer",
    "dnr",
    "diarienr",
    "diarienummer",
    "ärendenr",
    "ärendenummer",
    "målnr",
    "målnummer",
    "kundnr",
    "kundnummer",
    "faktura",
    "fakturanr",
    "fakturanummer",
    "ocr",
    "bankgiro",
    "bg",
    "plusgiro",
    "pg",
    "kolli",
    "kollinr",
    "kollinummer",
    "spårningsnummer",
    "artikelnr",
    "artikelnummer",
    "serienr",
    "serienummer",
    "isbn",
    "issn",
    "ean",
    "streckkod",
    "mätarnummer",
    "bokningsnr",
    "bokningsnummer",
    "referens",
    "referensnummer",
    "refnr",
    "imei",
];
/// Words after digits that make them an amount.
const UNITS: [&str; 11] =
    ["kr", "kronor", "sek", "euro", "eur", "dollar", "visningar", "st", "meter", "km", "tkr"];

/// The nearest word among the last few before byte `start` that says something.
pub(super) fn before(reading: &Reading<'_>, start: usize) -> Context {
    let from = reading.folded().floor_char_boundary(start.saturating_sub(BYTES_BEFORE));
    let words = reading.slice(from, start).rsplit(|letter: char| !letter.is_alphabetic());
    let words = words.filter(|word| !word.is_empty()).take(WORDS_BEFORE);
    let said = words.map(|word| match word {
        _ if PERSON.contains(&word) => Context::Person,
        _ if PHONE.contains(&word) => Context::Phone,
        _ if THING.contains(&word) => Context::Thing,
        _ => Context::None,
    });
    said.fold(Context::None, |nearest, said| if nearest == Context::None { said } else { nearest })
}

/// Whether no digit, slash or decimal ties the bytes to a longer number: `2024/…`, `…,50`, `+46 …`.
pub(super) fn stand_alone(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let text = reading.folded().as_bytes();
    let byte = |at: Option<usize>| at.and_then(|at| text.get(at)).copied().unwrap_or(b' ');
    let (before, second_before) = (byte(start.checked_sub(1)), byte(start.checked_sub(2)));
    let (after, second_after) = (byte(Some(end)), byte(Some(end + 1)));
    let is_tied_before = before == b'+' || (b"/.,:-".contains(&before) && second_before.is_ascii_digit());
    let is_tied_after = b"/.,:-".contains(&after) && second_after.is_ascii_digit();
    !is_tied_before && !is_tied_after && !has_country_code(text, start)
}

/// `+46 ` or `0046 ` directly before.
fn has_country_code(text: &[u8], start: usize) -> bool {
    let before = text.get(start.saturating_sub(6)..start).unwrap_or_default();
    let before = before.trim_ascii_end();
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let code = before.get(before.len() - digits..).unwrap_or_default();
    let is_plus = digits > 0
        && digits <= 3
        && before.len() > digits
        && before.get(before.len() - digits - 1) == Some(&b'+');
    is_plus || (code.starts_with(b"00") && digits == 4)
}

/// Whether ten or twelve digits in a row may be the number: nothing around them says otherwise.
pub(super) fn allow_bare(reading: &Reading<'_>, group: Group) -> bool {
    let context = before(reading, group.start);
    if context == Context::Person {
        return true;
    }
    let text = reading.folded();
    let letter_before = text.get(..group.start).and_then(|before| before.chars().next_back());
    let letter_after = text.get(group.end..).and_then(|after| after.chars().next());
    let is_glued = |letter: Option<char>| {
        letter.is_some_and(|letter| {
            letter.is_alphanumeric() || matches!(letter, '/' | '=' | '#' | '_' | '@' | '&')
        })
    };
    let is_in_link = reading.links().binary_search_by(|link| {
        if link.end <= group.start {
            std::cmp::Ordering::Less
        } else if link.start > group.start {
            std::cmp::Ordering::Greater
        } else {
            std::cmp::Ordering::Equal
        }
    });
    let is_phone = context == Context::Phone && reading.slice(group.start, group.end).starts_with('0');
    let after = text.get(group.end..text.floor_char_boundary(group.end + 24)).unwrap_or_default();
    let unit = after
        .trim_start_matches(' ')
        .split(|letter: char| !letter.is_alphabetic())
        .next()
        .unwrap_or_default();
    context != Context::Thing
        && !is_phone
        && !is_glued(letter_before)
        && !is_glued(letter_after)
        && is_in_link.is_err()
        && !after.starts_with(":-")
        && !UNITS.contains(&unit)
}
