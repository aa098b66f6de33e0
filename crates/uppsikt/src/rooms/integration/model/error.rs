//! Why something about integrations could not be done.

use uppsikt_kernel::ChanceError;
use uppsikt_store::StoreError;

use crate::explain::{Exit, Explain, Explanation};
use crate::rooms::account::AccountError;
use crate::rooms::people::PeopleError;

/// Why something about integrations could not be done.
#[derive(Debug, thiserror::Error)]
pub enum IntegrationError {
    /// Somebody who is no administrator of all its authorities.
    #[error("only an administrator of every authority of the integration may do this")]
    NotAdministrator,
    /// There is no such integration, token or webhook within reach.
    #[error("there is no such integration, token or webhook within reach")]
    NotFound,
    /// The name is taken by one that is open.
    #[error("an open integration has that name")]
    NameTaken,
    /// A role that an integration cannot have.
    #[error("an integration has the auditor's role, the registrar's, or both")]
    Role,
    /// It sees no authority.
    #[error("an integration names at least one authority")]
    NoAuthority,
    /// It has been ended.
    #[error("the integration has been ended")]
    Ended,
    /// A token lives longer than it may.
    #[error("a token lives for 1 to 400 days")]
    Days,
    /// The address of a webhook cannot be used.
    #[error("the address of a webhook is http or https, without a password")]
    Url,
    /// There is no event of that kind.
    #[error("there is no such event")]
    Event,
    /// There is no randomness.
    #[error(transparent)]
    Chance(#[from] ChanceError),
    /// A name.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// An account.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explain for IntegrationError {
    fn explain(&self) -> Explanation {
        let usage = |happened: &str, next: &str| Explanation::new(Exit::Usage, happened, next);
        match self {
            Self::NotAdministrator => Explanation::new(
                Exit::NotAllowed,
                "Integrationer sköts av en administratör för alla myndigheter som de läser. Inget har ändrats.",
                "Be en administratör.",
            ),
            Self::NotFound => Explanation::new(
                Exit::NotAllowed,
                "Det finns ingen sådan integration, nyckel eller avisering hos de myndigheter som du arbetar för.",
                "Se vilka som finns på sidan Integrationer, eller med: uppsikt integration list",
            ),
            Self::NameTaken => {
                usage("Det finns redan en integration med det namnet. Inget har ändrats.", "Välj ett annat.")
            }
            Self::Role => usage(
                "En integration kan bara läsa som revisor eller diarieföra som registrator. Beslut fattas av människor. Inget har ändrats.",
                "Ange auditor eller registrar.",
            ),
            Self::NoAuthority => {
                usage("Ingen myndighet är vald. Inget har ändrats.", "Välj minst en myndighet.")
            }
            Self::Ended => usage(
                "Integrationen är avslutad, och en avslutad integration öppnas inte igen. Inget har ändrats.",
                "Lägg till en ny.",
            ),
            Self::Days => {
                usage("En nyckel gäller i 1–400 dagar. Inget har ändrats.", "Ange ett antal dagar.")
            }
            Self::Url => usage(
                "Adressen går inte att använda: den ska börja med https:// och får inte ha lösenord i sig. Inget har ändrats.",
                "Rätta adressen.",
            ),
            Self::Event => usage(
                "Det finns ingen sådan händelse. Inget har ändrats.",
                "Händelserna är: item.captured, item.changed, item.gone, decision.made, decision.done, registration.reserved, registration.completed.",
            ),
            Self::Chance(_) => Explanation::new(
                Exit::Fault,
                "Operativsystemet gav inga slumptal. Inget har ändrats.",
                "Försök igen.",
            ),
            Self::People(error) => error.explain(),
            Self::Account(error) => error.explain(),
            Self::Store(error) => error.explain(),
        }
    }
}
