//! Why somebody could not sign in, or change how.

use jiff::tz::TimeZone;
use uppsikt_kernel::{ChanceError, Micros, stockholm};
use uppsikt_store::StoreError;

use super::PeopleError;
use super::password::PasswordProblem;
use crate::explain::{Exit, Explain, Explanation};

/// Why somebody could not sign in, or change how.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Nobody has the login, or the password is another: which of them is never told.
    #[error("the login or the password is wrong")]
    WrongPassword,
    /// The code is wrong, too old, or has been used.
    #[error("the code is wrong or has been used")]
    WrongCode,
    /// Too many tries.
    #[error("there were too many failures; no try before {0}")]
    Braked(Micros),
    /// The session has ended.
    #[error("the session has ended")]
    Ended,
    /// The invitation has been used, is too old, or never was.
    #[error("the invitation cannot be used")]
    InvitationSpent,
    /// The new password is not good enough.
    #[error("the new password cannot be used")]
    Password(#[source] PasswordProblem),
    /// An app is connected already, or none is.
    #[error("the second factor is not in the state that this needs")]
    SecondFactor,
    /// Nothing can be begun here: there is an organisation already, or the code is another.
    #[error("the installation cannot be begun with this")]
    Start,
    /// A password could not be hashed.
    #[error("a password could not be hashed")]
    Hash,
    /// There is no randomness.
    #[error(transparent)]
    Chance(#[from] ChanceError),
    /// People.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The time of day in Sweden, for example 14.32.
#[must_use]
pub fn time_of_day(at: Micros) -> String {
    let zone = stockholm().unwrap_or(TimeZone::UTC);
    at.timestamp().to_zoned(zone).strftime("%H.%M").to_string()
}

impl Explain for SignInError {
    fn explain(&self) -> Explanation {
        let told = |exit, happened: &str, next: &str| Explanation::new(exit, happened, next);
        match self {
            Self::WrongPassword => told(
                Exit::NotAllowed,
                "Användarnamnet eller lösenordet stämmer inte.",
                "Försök igen. Har du glömt lösenordet? Be en administratör hos er om en ny inbjudan.",
            ),
            Self::WrongCode => told(
                Exit::NotAllowed,
                "Koden stämmer inte, eller så har den redan använts.",
                "Vänta tills appen visar nästa kod och skriv den. Kontrollera att telefonens klocka går rätt.",
            ),
            // The wait counts to the second, the clock on the wall to the minute: say the next one.
            Self::Braked(until) => Explanation::new(
                Exit::Passing,
                format!(
                    "Det har varit för många försök. Nästa försök kan göras efter klockan {}.",
                    time_of_day(*until)
                ),
                "Vänta så länge. Var det inte du som försökte? Säg till en administratör hos er.",
            ),
            Self::Ended => told(Exit::NotAllowed, "Inloggningen har avslutats.", "Logga in igen."),
            Self::InvitationSpent => told(
                Exit::NotAllowed,
                "Inbjudan går inte att använda. Den gäller en gång och i sju dagar.",
                "Be en administratör hos er om en ny.",
            ),
            Self::Password(problem) => {
                Explanation::new(Exit::Usage, problem.words(), "Välj ett annat lösenord.")
            }
            Self::SecondFactor => told(
                Exit::Usage,
                "Tvåfaktorsautentiseringen är redan ändrad. Inget mer har ändrats.",
                "Ladda om sidan och se hur det är nu.",
            ),
            Self::Start => told(
                Exit::NotAllowed,
                "Koden stämmer inte, eller så är Uppsikt redan uppsatt här. Inget har ändrats.",
                "Koden står där servern startades. Är Uppsikt redan uppsatt: logga in.",
            ),
            Self::Hash | Self::Chance(_) => told(
                Exit::Fault,
                "Något i Uppsikt gick fel. Inget har ändrats.",
                "Försök igen. Om det händer igen: anmäl felet med referensnumret.",
            ),
            Self::People(error) => error.explain(),
            Self::Store(error) => error.explain(),
        }
    }
}
