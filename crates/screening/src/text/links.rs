//! Finds web addresses, e-mail addresses and mentions: what stands in them is a name and not a word.

/// Ends of host names that make a chunk with a full stop in it a link even without "www".
const ENDINGS: [&str; 13] =
    ["se", "com", "org", "net", "no", "dk", "fi", "eu", "info", "io", "nu/", "ly/", "be/"];

/// Whether a piece of folded text without spaces is a link, an e-mail address or a mention.
pub(super) fn is_link(chunk: &str) -> bool {
    let chunk = chunk.trim_start_matches(['(', '"', '\'', '<', '[']);
    if chunk.starts_with("www.") || chunk.contains("://") {
        return true;
    }
    if let Some(mention) = chunk.strip_prefix('@') {
        return mention.starts_with(|letter: char| letter.is_alphabetic());
    }
    let mut is_mail = false;
    for (at, sign) in chunk.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'@' | b'.')) {
        is_mail |= sign == b'@' && at > 0;
        let after = chunk.get(at + 1..).unwrap_or_default();
        if sign == b'.' && at > 0 && (is_mail || ends_host(after)) && after.starts_with(char::is_alphabetic) {
            return true;
        }
    }
    false
}

fn ends_host(after: &str) -> bool {
    ENDINGS.iter().any(|ending| {
        after.strip_prefix(ending).is_some_and(|rest| {
            ending.ends_with('/')
                || rest.chars().next().is_none_or(|next| !next.is_alphanumeric() && next != '-')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_links_and_words_are_not() {
        for link in [
            "https://exempel.se/?q=fan",
            "www.exempel.se",
            "exempel.se/fan",
            "(exempel.se)",
            "fan@exempel.se",
            "@fanny",
            "bit.ly/x",
        ] {
            assert!(is_link(link), "{link}");
        }
        for word in ["fan", "fan.", "slut.nu", "f@n", "kl.14.30", "t.ex.", "@", "811.se2", "a.b.c"] {
            assert!(!is_link(word), "{word}");
        }
    }
}
