//! Which passwords are good: long, not common, not made of one's own name. No rules for characters.
//!
//! Rules for characters give "Sommaren2026!" and nothing more; length and a list of what everybody chooses give more
//! (NIST SP 800-63B section 3.1.1.2).

/// Shortest password, in characters.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Longest password, in characters: longer ones only take time to hash.
pub const PASSWORD_CHARS_MAX: usize = 200;
/// Fewer different characters than this is no password, however long.
const DIFFERENT_CHARS_MIN: usize = 5;

/// Words that many begin with, one each line; lower case.
const COMMON: &str = include_str!("common.txt");
/// Rows of keys and letters that fingers follow.
const ROWS: [&str; 5] = [
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyzåäö",
    "qwertyuiopåasdfghjklöäzxcvbnm",
    "09876543210987654321",
    "1qaz2wsx3edc4rfv5tgb6yhn",
];

/// Why a password is not good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Fewer than [`PASSWORD_CHARS_MIN`] characters.
    #[error("the password is too short")]
    Short,
    /// More than [`PASSWORD_CHARS_MAX`] characters.
    #[error("the password is too long")]
    Long,
    /// Among the first that anybody would guess.
    #[error("the password is a common one")]
    Common,
    /// Little more than the person's own login or name.
    #[error("the password is made of the person's own name")]
    OwnName,
}

impl PasswordProblem {
    /// What the person reads beside the field.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Short => {
                "Lösenordet ska ha minst 12 tecken. Några ord efter varandra är lätta att minnas och svåra att gissa."
            }
            Self::Long => "Lösenordet får ha högst 200 tecken.",
            Self::Common => "Lösenordet är lätt att gissa. Välj några ord som inte brukar stå tillsammans.",
            Self::OwnName => "Lösenordet liknar ditt namn eller användarnamn. Välj något annat.",
        }
    }
}

/// Whether this can be a person's password.
///
/// # Errors
/// [`PasswordProblem`].
pub fn check(password: &str, login: &str, name: &str) -> Result<(), PasswordProblem> {
    let chars = password.chars().count();
    if chars < PASSWORD_CHARS_MIN {
        return Err(PasswordProblem::Short);
    }
    if chars > PASSWORD_CHARS_MAX {
        return Err(PasswordProblem::Long);
    }
    let folded = password.to_lowercase();
    let mut different: Vec<char> = folded.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < DIFFERENT_CHARS_MIN || ROWS.iter().any(|row| follows(&folded, row)) {
        return Err(PasswordProblem::Common);
    }
    let letters: String = folded.chars().filter(|letter| letter.is_alphabetic()).collect();
    if letters.is_empty() || COMMON.lines().any(|word| repeats(&letters, word)) {
        return Err(PasswordProblem::Common);
    }
    let own = name.split_whitespace().chain(login.split(['.', '-'])).chain([login]);
    let rest = own.map(str::to_lowercase).filter(|word| word.chars().count() > 2).fold(
        letters.clone(),
        |rest, word| {
            let word: String = word.chars().filter(|letter| letter.is_alphabetic()).collect();
            if word.is_empty() { rest } else { rest.replace(&word, "") }
        },
    );
    if rest != letters && rest.chars().count() < 4 { Err(PasswordProblem::OwnName) } else { Ok(()) }
}

/// Whether most of the password follows one row, forward.
fn follows(password: &str, row: &str) -> bool {
    let chars: Vec<char> = password.chars().collect();
    chars.windows(8).any(|window| row.contains(&window.iter().collect::<String>()))
}

/// Whether the letters are this word, once or several times.
fn repeats(letters: &str, word: &str) -> bool {
    !word.is_empty() && letters.replace(word, "").is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(password: &str) -> Result<(), PasswordProblem> {
        check(password, "anna.lindholm", "Anna Lindholm")
    }

    #[test]
    fn long_ones_are_good_without_rules_for_characters() {
        for good in ["snö tåg gurka fjäll", "trettonkatter på tak", "aB3$kk9!qpzu", "korrekt häst batteri"]
        {
            assert_eq!(of(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_everybody_would_guess_is_refused() {
        use PasswordProblem::{Common, Long, OwnName, Short};
        for (bad, why) in [
            ("", Short),
            ("kort lösen.", Short),
            (&"lång ".repeat(41), Long),
            ("aaaaaaaaaaaa", Common),
            ("121212121212", Common),
            ("123456789012", Common),
            ("2026-11-22 1234", Common),
            ("Sommaren2026!", Common),
            ("LösenordLösenord", Common),
            ("password1234", Common),
            ("qwertyuiopå1", Common),
            ("Hejsan!12345", Common),
            ("Anna.Lindholm1", OwnName),
            ("LindholmAnna!!", OwnName),
        ] {
            assert_eq!(of(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn the_list_is_two_hundred_words_in_lower_case_each_once() {
        let mut words: Vec<&str> = COMMON.lines().collect();
        assert_eq!(words.len(), 200);
        assert!(
            words.iter().all(|word| *word == word.to_lowercase() && word.chars().all(char::is_alphabetic))
        );
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 200);
    }
}
