//! Who is who.

pub mod brake;
pub mod error;
pub mod password;
pub mod second_factor;
pub mod session;
pub mod token;

use std::collections::BTreeSet;

use uppsikt_kernel::{Authority, Id, Role, User};
use uppsikt_store::StoreError;

use crate::explain::{Exit, Explain, Explanation};

/// A new installation's organisation, its first authority and its first administrator.
#[derive(Debug, Clone)]
pub struct NewOrganisation {
    /// For example Lindholms kommun.
    pub name: String,
    /// The log's name, a URL without a scheme.
    pub origin: String,
    /// The authorities' names.
    pub authorities: Vec<String>,
    /// The first administrator.
    pub admin: NewUser,
}

/// A new user.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// What the user signs in as: lower-case letters, digits, full stop, hyphen.
    pub login: String,
    /// The user's own name.
    pub name: String,
    /// Roles, held in every authority of the organisation that is named.
    pub roles: BTreeSet<Role>,
}

/// An authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityRow {
    /// Its id.
    pub id: Id<Authority>,
    /// Its name.
    pub name: String,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The id.
    pub id: Id<User>,
    /// What the user signs in as.
    pub login: String,
    /// The user's own name.
    pub name: String,
}

/// Why something about people could not be done.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// A name is empty or too long.
    #[error("a name must have 1 to 200 characters")]
    Name,
    /// A login has a form that it cannot have.
    #[error("a login is 2 to 40 lower-case letters, digits, full stops and hyphens")]
    Login,
    /// The login is taken.
    #[error("the login is taken")]
    LoginTaken,
    /// Nobody has that login.
    #[error("no user has the login {0:?}")]
    UnknownUser(String),
    /// Nobody was named, and there is more than one.
    #[error("there are several users, and none was named")]
    WhoAreYou,
    /// The origin has a form that it cannot have.
    #[error("the log's name must be like lindholm.se/uppsikt")]
    Origin,
    /// The actor's roles do not allow it.
    #[error("only an administrator may do this")]
    NotAdministrator,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explain for PeopleError {
    fn explain(&self) -> Explanation {
        let usage = |happened: &str, next: &str| Explanation::new(Exit::Usage, happened, next);
        match self {
            Self::Name => usage("Ett namn ska ha 1–200 tecken. Inget har ändrats.", "Ange ett annat namn."),
            Self::Login => usage(
                "Ett användarnamn ska ha 2–40 tecken: små bokstäver a–z, siffror, punkt och bindestreck. Inget har ändrats.",
                "Ange ett annat användarnamn.",
            ),
            Self::LoginTaken => usage("Användarnamnet är upptaget. Inget har ändrats.", "Välj ett annat."),
            Self::UnknownUser(login) => Explanation::new(
                Exit::NotAllowed,
                format!("Det finns ingen användare som heter {login}."),
                "Kontrollera --as.",
            ),
            Self::WhoAreYou => usage("Det finns flera användare.", "Säg vem du är med --as ANVÄNDARE."),
            Self::Origin => usage(
                "Liggarens namn ska se ut som lindholm.se/uppsikt, utan mellanslag och plustecken.",
                "Ange ett annat med --origin.",
            ),
            Self::NotAdministrator => Explanation::new(
                Exit::NotAllowed,
                "Det här får bara en administratör göra. Inget har ändrats.",
                "Be en administratör.",
            ),
            Self::Store(error) => error.explain(),
        }
    }
}

/// Longest name of a person, an authority or an account.
const NAME_CHARS_MAX: usize = 200;

/// A name without white space around it.
pub(crate) fn name(text: &str) -> Result<String, PeopleError> {
    let text = text.trim();
    let good =
        !text.is_empty() && text.chars().count() <= NAME_CHARS_MAX && !text.chars().any(char::is_control);
    if good { Ok(text.to_owned()) } else { Err(PeopleError::Name) }
}

/// A login that can be typed on every keyboard.
pub(super) fn login(text: &str) -> Result<String, PeopleError> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    let text = text.trim();
    if (2..=40).contains(&text.len()) && text.chars().all(good) {
        Ok(text.to_owned())
    } else {
        Err(PeopleError::Login)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_plain() {
        assert_eq!(login(" anna.l ").unwrap(), "anna.l");
        for bad in ["", "a", "Anna", "åsa", "anna lindholm", &"a".repeat(41)] {
            assert!(login(bad).is_err(), "{bad:?}");
        }
        assert!(name("  ").is_err());
        assert!(name("två\nrader").is_err());
        assert_eq!(name(" Åsa Lindholm ").unwrap(), "Åsa Lindholm");
    }
}
