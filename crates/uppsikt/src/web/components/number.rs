//! Numbers as they are written in Swedish.

/// A number with its thousands apart, by a space at which no line breaks.
#[must_use]
pub fn spaced(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_thousands_apart() {
        assert_eq!(spaced(7), "7");
        assert_eq!(spaced(18_204), "18\u{a0}204");
        assert_eq!(spaced(1_000_000), "1\u{a0}000\u{a0}000");
    }
}
