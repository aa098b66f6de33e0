//! What acts are called, and values as people compare them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use uppsikt_kernel::Digest;
use uppsikt_store::ActInfo;

use crate::web::components::spaced;

/// The table of all acts, which is kept up to date by a check; its third column is what a Swedish reader is shown.
const ACTS: &str = include_str!("../../../../../../docs/reference/acts.md");

static WORDS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
        let code = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
        Some((code, cells.nth(1)?))
    };
    ACTS.lines().filter_map(row).collect()
});

/// What was done, in a sentence; the code itself where a newer program has written it.
pub(super) fn act(code: &str) -> String {
    WORDS.get(code).map_or_else(|| code.to_owned(), |words| (*words).to_owned())
}

/// The address of an act's page.
pub(super) fn address(act: &ActInfo) -> String {
    format!("/liggare/poster/{}", act.id)
}

/// A value in groups of four, so that two people can read it to each other.
pub(super) fn groups(digest: Digest) -> String {
    let mut text = String::new();
    for (at, sign) in digest.to_string().chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push(' ');
        }
        text.push(sign);
    }
    text
}

/// How many entries, in words.
pub(super) fn entries(count: u64) -> String {
    if count == 1 { "1 post".to_owned() } else { format!("{} poster", spaced(count)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_have_words() {
        assert_eq!(act("evidence-proved"), "Ett bevispaket togs ut");
        assert_eq!(act("log-begun"), "Liggaren började föras, med sin första signeringsnyckel");
        assert_eq!(act("nonsens"), "nonsens");
        assert!(WORDS.len() > 50 && WORDS.values().all(|words| !words.is_empty()));
    }

    #[test]
    fn values_stand_in_groups() {
        let text = groups(Digest::from_bytes([0xab; 32]));
        assert_eq!((text.len(), &text[..9]), (64 + 15, "abab abab"));
    }
}
