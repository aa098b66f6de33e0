//! The glossary, `docs/glossary.md`: a table of identifiers and their Swedish words.

use std::collections::BTreeSet;

/// Where the glossary lies.
pub const PATH: &str = "docs/glossary.md";

/// English identifiers and Swedish words, cut into single lower-case words.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Glossary {
    /// Words of the first column.
    pub english: BTreeSet<String>,
    /// Words of the second column.
    pub swedish: BTreeSet<String>,
}

impl Glossary {
    /// Reads the rows of all tables with at least two columns.
    pub fn parse(text: &str) -> Self {
        let mut glossary = Self::default();
        for line in text.lines().filter(|line| line.trim_start().starts_with('|')) {
            let mut cells = line.trim().trim_matches('|').split('|').map(str::trim);
            let (Some(english), Some(swedish)) = (cells.next(), cells.next()) else { continue };
            if english.starts_with('-') || english.eq_ignore_ascii_case("identifier") {
                continue;
            }
            glossary.english.extend(words(english));
            glossary.swedish.extend(words(swedish));
        }
        glossary
    }
}

fn words(cell: &str) -> impl Iterator<Item = String> {
    cell.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_become_words() {
        let text = "# Glossary\n| Identifier | Swedish | Note |\n|---|---|---|\n| `answer_clock` | svarsklocka, svarstid | x |\n";
        let glossary = Glossary::parse(text);
        assert_eq!(glossary.english.iter().collect::<Vec<_>>(), ["answer", "clock"]);
        assert_eq!(glossary.swedish.iter().collect::<Vec<_>>(), ["svarsklocka", "svarstid"]);
    }
}
