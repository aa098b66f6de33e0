//! The known word that an unknown one resembles.

/// More edits than a third of the word is another word.
const LETTERS_PER_EDIT: usize = 3;

/// A longer word is no slip of the pen, and would take long to hold against all the others.
const LETTERS_MAX: usize = 80;

/// The candidate nearest to `word`, when it is near enough to be a slip of the pen.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if word.chars().count() > LETTERS_MAX {
        return None;
    }
    let edits_max = (word.chars().count() / LETTERS_PER_EDIT).max(1);
    let distances = candidates.into_iter().map(|candidate| (edits(word, candidate), candidate));
    let (edits, candidate) = distances.min_by_key(|(edits, _)| *edits)?;
    (edits <= edits_max).then(|| candidate.to_owned())
}

/// Levenshtein's distance, in letters.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, letter) in from.chars().enumerate() {
        let mut next = vec![at + 1];
        for (column, other) in to.iter().enumerate() {
            let swap = row[column] + usize::from(letter != *other);
            let best = swap.min(row[column + 1] + 1).min(next[column] + 1);
            next.push(best);
        }
        row = next;
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let known = ["secrecy", "sensitive-data", "other"];
        assert_eq!(nearest("secracy", known).as_deref(), Some("secrecy"));
        assert_eq!(nearest("sensitive_data", known).as_deref(), Some("sensitive-data"));
        assert_eq!(nearest("ohter", known), None, "two edits in five letters");
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("x", []), None);
        assert_eq!((edits("", "abc"), edits("abc", ""), edits("kitten", "sitting")), (3, 3, 3));
    }
}
