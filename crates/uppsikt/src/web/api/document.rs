//! `GET /api/openapi.json`: every operation with what it answers, made from the handlers themselves.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::answer::Problem;
use super::{accounts, decisions, items, registrations, search};
use crate::web::Fault;

/// What every operation can answer besides what it says itself.
const PROBLEMS: [(&str, &str); 6] = [
    ("400", "The question cannot be understood"),
    ("401", "The token is missing, wrong, expired or revoked"),
    ("404", "There is no such thing, or the token may not read it"),
    ("429", "The token is used too often; `Retry-After` says when it can be used again"),
    ("500", "Something in Uppsikt went wrong; nothing that was kept is lost"),
    ("503", "Uppsikt cannot answer just now"),
];

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Uppsikt",
        version = "1",
        description = "What an authority's accounts on social media have shown, what persons have decided about it, \
            and the diary. A token reads, and with the registrar's role completes registrations; it never decides. \
            Every call that gives something is noted in the log.",
    ),
    paths(
        accounts::list,
        items::list,
        items::one,
        items::versions,
        decisions::list,
        decisions::one,
        registrations::list,
        registrations::one,
        registrations::complete,
        search::search,
    ),
    components(schemas(Problem)),
    security(("token" = [])),
    modifiers(&Common),
)]
struct Document;

/// The token, and the problems that every operation can answer with.
struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("token", bearer);
        let problem = || {
            let schema = RefOr::Ref(Ref::from_schema_name("Problem"));
            ContentBuilder::new().schema(Some(schema)).build()
        };
        for item in document.paths.paths.values_mut() {
            for operation in [item.get.as_mut(), item.post.as_mut()].into_iter().flatten() {
                let answers = &mut operation.responses.responses;
                for (status, description) in PROBLEMS {
                    answers
                        .entry(status.to_owned())
                        .or_insert_with(|| RefOr::T(ResponseBuilder::new().description(description).build()));
                }
                for (status, answer) in answers.iter_mut() {
                    if let RefOr::T(answer) = answer
                        && status != "200"
                    {
                        answer.content.insert("application/problem+json".to_owned(), RefOr::T(problem()));
                    }
                }
            }
        }
    }
}

/// `GET /api/openapi.json`.
pub(super) async fn show() -> Result<Response, Fault> {
    let text = Document::openapi().to_json().map_err(|error| {
        tracing::error!(%error, "the description of the interface could not be written");
        Fault::of_status(axum::http::StatusCode::INTERNAL_SERVER_ERROR)
    })?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_is_described_and_nothing_else_is() {
        let document = Document::openapi();
        let mut described = BTreeSet::new();
        for (path, item) in &document.paths.paths {
            described.extend(item.get.is_some().then(|| format!("GET {path}")));
            described.extend(item.post.is_some().then(|| format!("POST {path}")));
        }
        let routes = super::super::routes().into_iter().filter(|route| route.path.starts_with("/api/v1/"));
        let routes: BTreeSet<String> =
            routes.map(|route| format!("{} {}", route.method, route.path)).collect();
        assert_eq!(routes, described);
        let version = serde_json::to_value(document.openapi).unwrap();
        assert_eq!(version, "3.1.0");
    }

    #[test]
    fn every_operation_tells_its_problems() {
        let document = serde_json::to_value(Document::openapi()).unwrap();
        for (path, item) in document["paths"].as_object().unwrap() {
            for operation in item.as_object().unwrap().values() {
                let answers = operation["responses"].as_object().unwrap();
                for status in ["200", "400", "401", "404", "429", "500", "503"] {
                    assert!(answers.contains_key(status), "{path} {status}");
                }
                for (status, answer) in answers.iter().filter(|(status, _)| *status != "200") {
                    let problem = &answer["content"]["application/problem+json"]["schema"]["$ref"];
                    assert_eq!(problem, "#/components/schemas/Problem", "{path} {status}");
                }
            }
        }
        assert_eq!(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    }
}
