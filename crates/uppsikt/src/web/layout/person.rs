//! Who is signed in, as the layout shows it.

use std::collections::BTreeSet;

use uppsikt_kernel::Role;

/// A signed-in person. What the person may do is decided by the actor of the session, never by this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The person's own name.
    pub name: String,
    /// The organisation's name, for example Lindholms kommun.
    pub organisation: String,
    /// The names of the authorities that the person works for.
    pub authorities: Vec<String>,
    /// The roles, in all authorities taken together.
    pub roles: BTreeSet<Role>,
    /// Whether single letters are keys; everybody can switch them off.
    pub has_letter_keys: bool,
}

impl Person {
    /// The first letters of the first and the last name.
    #[must_use]
    pub fn initials(&self) -> String {
        let mut words = self.name.split_whitespace();
        let ends = [words.next(), words.next_back()];
        ends.into_iter()
            .flatten()
            .filter_map(|word| word.chars().next())
            .flat_map(char::to_uppercase)
            .collect()
    }

    /// The authority where there is one, else how many.
    #[must_use]
    pub fn authority(&self) -> String {
        match self.authorities.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            more => format!("{} myndigheter", more.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, authorities: &[&str]) -> Person {
        Person {
            name: name.into(),
            organisation: "Lindholms kommun".into(),
            authorities: authorities.iter().map(|&name| name.into()).collect(),
            roles: BTreeSet::new(),
            has_letter_keys: true,
        }
    }

    #[test]
    fn names_become_initials() {
        for (name, initials) in [("Åsa von Lindholm", "ÅL"), ("Maria", "M"), ("", ""), ("ulla ek", "UE")] {
            assert_eq!(person(name, &[]).initials(), initials);
        }
    }

    #[test]
    fn one_authority_is_named_and_more_are_counted() {
        assert_eq!(person("", &["Kultur- och fritidsnämnden"]).authority(), "Kultur- och fritidsnämnden");
        assert_eq!(person("", &["A", "B"]).authority(), "2 myndigheter");
        assert_eq!(person("", &[]).authority(), "");
    }
}
