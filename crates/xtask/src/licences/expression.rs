//! SPDX licence expressions: `OR`, `AND`, `WITH` and parentheses; `/` is the old way to write `OR`.

use anyhow::{Result, bail, ensure};

/// Whether an expression can be met with licences that `allowed` accepts. `WITH` binds to the licence before
/// it, `AND` binds tighter than `OR`.
///
/// # Errors
/// When the text is no expression.
pub fn permits(expression: &str, allowed: &dyn Fn(&str) -> bool) -> Result<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, allowed };
    let is_permitted = reader.any_of()?;
    ensure!(reader.words.is_empty(), "oväntat ord: {}", reader.words.join(" "));
    Ok(is_permitted)
}

struct Reader<'e> {
    words: &'e [&'e str],
    allowed: &'e dyn Fn(&str) -> bool,
}

impl Reader<'_> {
    fn any_of(&mut self) -> Result<bool> {
        let mut is_permitted = self.all_of()?;
        while self.next_is("OR") {
            is_permitted |= self.all_of()?;
        }
        Ok(is_permitted)
    }

    fn all_of(&mut self) -> Result<bool> {
        let mut is_permitted = self.one()?;
        while self.next_is("AND") {
            is_permitted &= self.one()?;
        }
        Ok(is_permitted)
    }

    fn one(&mut self) -> Result<bool> {
        if self.next_is("(") {
            let is_permitted = self.any_of()?;
            ensure!(self.next_is(")"), "en parentes avslutas inte");
            return Ok(is_permitted);
        }
        let licence = self.licence()?;
        if self.next_is("WITH") {
            let exception = self.licence()?;
            return Ok((self.allowed)(&format!("{licence} WITH {exception}")));
        }
        Ok((self.allowed)(&licence))
    }

    fn licence(&mut self) -> Result<String> {
        match self.words.split_first() {
            Some((word, rest)) if !matches!(*word, "(" | ")" | "OR" | "AND" | "WITH") => {
                self.words = rest;
                Ok((*word).to_owned())
            }
            _ => bail!("en licens saknas"),
        }
    }

    fn next_is(&mut self, expected: &str) -> bool {
        match self.words.split_first() {
            Some((word, rest)) if *word == expected => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permitted(expression: &str) -> Option<bool> {
        permits(expression, &|one| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&one)).ok()
    }

    #[test]
    fn expressions_are_read_as_spdx_says() {
        for (expression, expected) in [
            ("MIT", Some(true)),
            ("GPL-3.0", Some(false)),
            ("GPL-3.0 OR MIT", Some(true)),
            ("GPL-3.0/MIT", Some(true)),
            ("MIT AND ISC", Some(true)),
            ("MIT AND GPL-3.0", Some(false)),
            ("(MIT OR GPL-3.0) AND ISC", Some(true)),
            ("GPL-3.0 AND ISC OR MIT", Some(true)),
            ("MIT OR GPL-3.0 AND GPL-2.0", Some(true)),
            ("(MIT OR GPL-3.0) AND GPL-2.0", Some(false)),
            ("Apache-2.0 WITH LLVM-exception", Some(true)),
            ("Apache-2.0", Some(false)),
            ("", None),
            ("MIT ISC", None),
            ("(MIT", None),
            ("MIT OR", None),
        ] {
            assert_eq!(permitted(expression), expected, "{expression}");
        }
    }
}
