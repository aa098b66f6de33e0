//! What changed between two versions of a text, word by word.

/// Pairs of words that are compared at most; longer texts are shown as wholly replaced between their common ends.
const PAIRS_MAX: usize = 4_000_000;

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Kept,
    Removed,
    Added,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub change: Change,
    pub text: String,
}

/// The way from one text to another: the longest common run of words stays.
pub(super) fn diff(before: &str, after: &str) -> Vec<Piece> {
    let (before, after) = (words(before), words(after));
    let start = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let room = before.len().min(after.len()) - start;
    let pairs = before.iter().rev().zip(after.iter().rev()).take(room);
    let end = pairs.take_while(|(one, other)| one == other).count();
    let mut pieces = Vec::new();
    let middle = |words: &[&str]| {
        words
            .get(start..words.len() - end)
            .unwrap_or_default()
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    before.iter().take(start).for_each(|word| push(&mut pieces, Change::Kept, word));
    changed(&middle(&before), &middle(&after), &mut pieces);
    before.iter().skip(before.len() - end).for_each(|word| push(&mut pieces, Change::Kept, word));
    pieces
}

/// Words, and what stands between them, so that the pieces together are the text.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = first.is_alphanumeric();
        let length = if is_word {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(length);
        words.push(word);
        rest = after;
    }
    words
}

fn changed(before: &[String], after: &[String], pieces: &mut Vec<Piece>) {
    if before.len().saturating_mul(after.len()) > PAIRS_MAX {
        before.iter().for_each(|word| push(pieces, Change::Removed, word));
        after.iter().for_each(|word| push(pieces, Change::Added, word));
        return;
    }
    // From each pair of places, how many words of the rest are common.
    let width = after.len() + 1;
    let mut common = vec![0_u32; (before.len() + 1) * width];
    let at = |common: &[u32], one: usize, other: usize| common.get(one * width + other).copied().unwrap_or(0);
    for (one, word) in before.iter().enumerate().rev() {
        for (other, same) in after.iter().enumerate().rev() {
            let longest = if word == same {
                at(&common, one + 1, other + 1) + 1
            } else {
                at(&common, one + 1, other).max(at(&common, one, other + 1))
            };
            if let Some(place) = common.get_mut(one * width + other) {
                *place = longest;
            }
        }
    }
    let (mut one, mut other) = (0, 0);
    loop {
        match (before.get(one), after.get(other)) {
            (Some(word), Some(same)) if word == same => {
                push(pieces, Change::Kept, word);
                (one, other) = (one + 1, other + 1);
            }
            (Some(word), next)
                if next.is_none() || at(&common, one + 1, other) >= at(&common, one, other + 1) =>
            {
                push(pieces, Change::Removed, word);
                one += 1;
            }
            (_, Some(word)) => {
                push(pieces, Change::Added, word);
                other += 1;
            }
            (_, None) => return,
        }
    }
}

fn push(pieces: &mut Vec<Piece>, change: Change, word: &str) {
    match pieces.last_mut() {
        Some(last) if last.change == change => last.text.push_str(word),
        _ => pieces.push(Piece { change, text: word.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> String {
        let pieces = diff(before, after);
        let rebuilt = |without: Change| -> String {
            pieces.iter().filter(|piece| piece.change != without).map(|piece| piece.text.as_str()).collect()
        };
        assert_eq!(rebuilt(Change::Added), before);
        assert_eq!(rebuilt(Change::Removed), after);
        let signs = |piece: &Piece| match piece.change {
            Change::Kept => piece.text.clone(),
            Change::Removed => format!("[-{}]", piece.text),
            Change::Added => format!("[+{}]", piece.text),
        };
        pieces.iter().map(signs).collect()
    }

    #[test]
    fn words_that_stay_stay() {
        assert_eq!(told("", ""), "");
        assert_eq!(told("Öppet i dag.", "Öppet i dag."), "Öppet i dag.");
        assert_eq!(told("Öppet i dag.", "Öppet i morgon."), "Öppet i [-dag][+morgon].");
        assert_eq!(told("", "Hej"), "[+Hej]");
        assert_eq!(told("Hej", ""), "[-Hej]");
        assert_eq!(told("a b c", "a c"), "a [-b ]c");
        assert_eq!(told("ja ja ja", "ja"), "ja[- ja ja]");
    }

    #[test]
    fn a_long_text_takes_no_time() {
        let (before, after) = ("ord a ".repeat(20_000), "ord b ".repeat(20_000));
        let pieces = diff(&before, &after);
        assert_eq!(pieces.iter().filter(|piece| piece.change == Change::Removed).count(), 1);
    }
}
