//! What is asked after the question mark and in the path.

use axum::extract::{FromRequestParts, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::explain::{Exit, Explanation};
use crate::web::Fault;

/// Things on one page, where nothing is asked for.
const LIMIT_DEFAULT: u16 = 50;
/// Things on one page, at most.
pub(super) const LIMIT_MAX: u16 = 200;

/// What stands after the question mark; names that the operation does not know are refused.
#[derive(Debug)]
pub(super) struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let query = Query::<T>::try_from_uri(&parts.uri);
        query.map(|Query(asked)| Self(asked)).map_err(|_| {
            unclear("Det som står efter frågetecknet går inte att förstå: ett namn är okänt, står två gånger eller har ett värde som det inte kan ha.")
        })
    }
}

/// A question that cannot be answered as it is put.
pub(super) fn unclear(happened: &str) -> Fault {
    let next = "Jämför med beskrivningen i /api/openapi.json.";
    let happened = format!("{happened} Inget har lämnats ut eller ändrats.");
    Fault::new(StatusCode::BAD_REQUEST, Explanation::new(Exit::Usage, happened, next))
}

/// How many are wanted.
pub(super) fn limit(asked: Option<u16>) -> Result<u64, Fault> {
    let limit = asked.unwrap_or(LIMIT_DEFAULT);
    if (1..=LIMIT_MAX).contains(&limit) {
        Ok(u64::from(limit))
    } else {
        Err(unclear("limit ska vara 1–200."))
    }
}

/// A code that the operation knows.
pub(super) fn coded<T: std::str::FromStr>(name: &str, asked: Option<&str>) -> Result<Option<T>, Fault> {
    asked
        .map(|code| code.parse().map_err(|_| unclear(&format!("{name} har ett värde som det inte kan ha."))))
        .transpose()
}

/// An id in the path; what is none leads nowhere.
pub(super) fn id(text: &str) -> Result<Uuid, Fault> {
    Uuid::try_parse(text).map_err(|_| not_here())
}

/// What does not exist and what is out of reach look the same.
pub(super) fn not_here() -> Fault {
    Fault::new(
        StatusCode::NOT_FOUND,
        Explanation::new(
            Exit::NotAllowed,
            "Det finns inget med det id:t bland det som nyckeln får läsa.",
            "Kontrollera id:t, och vilka myndigheter och roller integrationen har.",
        ),
    )
}
