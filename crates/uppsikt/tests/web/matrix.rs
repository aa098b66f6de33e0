//! Every route of the program, asked by whoever may, by the wrong role, by another authority, by another organisation,
//! by nobody, and by another site.
//!
//! The routes come from the program's own table. A route with an id needs a row in `ROWS`, so that a new one cannot be
//! forgotten.

mod town;

use axum::http::{Method, StatusCode};
use uppsikt::web::routes::{self, Route, Who};
use uppsikt_kernel::Role;

use town::{Asker, Town};

/// How far what an id stands for may be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Only by those who work for its authority.
    Authority,
    /// By everybody in the organisation.
    Organisation,
    /// Only by the person it belongs to.
    Person,
    /// By everybody: what it is, whoever has it may see.
    Anybody,
}
use Reach::{Anybody, Authority, Organisation, Person};

/// The start of a path, the ids that fill it, and how far they may be seen. The first that fits counts.
///
/// Where the demonstration has nothing of a kind (`NONE`) there is an id of nothing, and the right person is told so;
/// that these pages work is held in `live.rs`, `bulk.rs`, `desk` and `api.rs`, which make such things first.
const ROWS: &[(&str, &[&str], Reach)] = &[
    ("/bevakning/samlat/{id}", &[town::NONE], Authority),
    ("/bevakning/", &[town::ITEM], Authority),
    ("/handlingar/{id}/bild/", &[town::ITEM, "1"], Authority),
    ("/handlingar/", &[town::ITEM], Authority),
    ("/beslut/", &[town::DECISION], Authority),
    ("/svar/", &[town::NONE], Authority),
    ("/konton/{id}/undantag/{exception}", &[town::ACCOUNT, town::NONE], Authority),
    ("/konton/", &[town::ACCOUNT], Authority),
    ("/drift/anslutningar/", &[town::ACCOUNT], Authority),
    ("/drift/integrationer/", &[town::NONE], Authority),
    ("/drift/anvandare/", &[town::USER], Organisation),
    ("/efterlevnad/", &[town::ACCOUNT, "lag-inform-users"], Authority),
    ("/riktlinjer/", &[town::AUTHORITY], Authority),
    ("/diarium/", &[town::ENTRY], Authority),
    ("/liggare/kontrollvarden/", &[town::CHECKPOINT], Organisation),
    ("/liggare/poster/", &[town::ACT], Organisation),
    ("/jag/inloggningar/", &[town::NONE], Person),
    ("/inbjudan/", &[town::NONE], Anybody),
    ("/static/", &["0000000000000000", "uppsikt.css"], Anybody),
    ("/api/v1/", &[town::NONE], Authority),
];

/// Pages that answer with something else than a page when all is well, as they are asked here.
const ELSEWHERE: &[(&str, &[u16])] = &[
    // Signed in already, or nothing to go on with.
    ("/logga-in", &[303]),
    ("/logga-in/kod", &[303]),
    ("/logga-in/app", &[303]),
    // There is an organisation already.
    ("/start", &[404]),
    // A file of another version of the program.
    ("/static/{version}/{file}", &[404]),
    // Not asked for as a stream: to the queue.
    ("/bevakning/strom", &[303]),
    // A table that is asked for as a file only.
    ("/bevakning/tabell", &[303]),
    // Of the checkpoints of one minute the last is kept, and the page leads to it.
    ("/liggare/kontrollvarden/{size}", &[200, 303]),
    // An account that is no practice account.
    ("/konton/{id}/besok", &[400]),
    // No fact was named.
    ("/konton/{id}/uppgift", &[404]),
    // The item has no picture.
    ("/handlingar/{id}/bild/{number}", &[404]),
];

/// Whether this status is what the right person is answered with.
fn is_well(path: &str, status: u16) -> bool {
    let other = ELSEWHERE.iter().find(|(elsewhere, _)| *elsewhere == path);
    other.map_or(status == 200, |(_, statuses)| statuses.contains(&status))
}

fn row(path: &str) -> Option<&'static (&'static str, &'static [&'static str], Reach)> {
    ROWS.iter().find(|(start, ..)| path.starts_with(start))
}

/// The path with its ids.
fn filled(town: &Town, path: &str) -> Option<(String, Reach)> {
    if !path.contains('{') {
        return Some((path.to_owned(), Anybody));
    }
    let (_, fills, reach) = row(path)?;
    let mut filled = String::new();
    let mut rest = path;
    let mut fills = fills.iter();
    while let Some((before, after)) = rest.split_once('{') {
        let (_, after) = after.split_once('}')?;
        filled.push_str(before);
        filled.push_str(&town.id(fills.next()?));
        rest = after;
    }
    filled.push_str(rest);
    Some((filled, *reach))
}

fn is_of_nothing(path: &str) -> bool {
    path.contains('{') && row(path).is_some_and(|(_, fills, _)| fills.contains(&town::NONE))
}

fn method(route: &Route) -> Method {
    if route.method == "POST" { Method::POST } else { Method::GET }
}

#[test]
fn every_route_with_an_id_has_a_row() {
    let without: Vec<_> = routes::table()
        .into_iter()
        .filter(|route| route.path.contains('{'))
        .filter(|route| {
            row(route.path).is_none_or(|(_, fills, _)| fills.len() != route.path.matches('{').count())
        })
        .map(|route| route.path)
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

#[tokio::test]
async fn nobody_is_let_in_without_signing_in() {
    let town = Town::new().await;
    for route in routes::table() {
        let Some((path, _)) = filled(&town, route.path) else { panic!("{}", route.path) };
        let answer = town.ask(None, method(&route), &path).await;
        match route.who {
            // The second half of signing in is open to anybody, and begins with the first.
            Who::Anybody => assert!(
                !answer.status.is_server_error()
                    && (answer.status != StatusCode::UNAUTHORIZED || path.starts_with("/logga-in/")),
                "{} {path}: {}",
                route.method,
                answer.status
            ),
            Who::Token => assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{} {path}", route.method),
            _ => {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{} {path}", route.method);
                assert!(answer.header("location").starts_with("/logga-in"), "{} {path}", route.method);
            }
        }
    }
}

#[tokio::test]
async fn the_wrong_role_is_told_that_it_may_not() {
    let town = Town::new().await;
    let mut asked = 0;
    for route in routes::table() {
        let Who::Roles(roles) = route.who else { continue };
        let (path, _) = filled(&town, route.path).unwrap();
        for role in Role::ALL.into_iter().filter(|role| !roles.contains(role)) {
            let answer = town.ask(Some(Asker::Only(role)), method(&route), &path).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {path} as {role:?}", route.method);
            asked += 1;
        }
    }
    assert!(asked > 100, "{asked}");
}

#[tokio::test]
async fn the_right_role_is_let_in() {
    let town = Town::new().await;
    let mut wrong = Vec::new();
    for route in routes::table() {
        let (path, _) = filled(&town, route.path).unwrap();
        let roles = match route.who {
            Who::Roles(roles) => roles.to_vec(),
            Who::SignedIn | Who::Anybody => vec![Role::Registrar, Role::Editor],
            Who::Token => continue,
        };
        for role in roles {
            let answer = town.ask(Some(Asker::Only(role)), method(&route), &path).await;
            let at = format!("{} {path} as {role:?}: {}", route.method, answer.status);
            let is_right = if is_of_nothing(route.path) {
                !answer.status.is_server_error()
            } else if route.method == "GET" {
                is_well(route.path, answer.status.as_u16())
            } else {
                // An empty form: whoever may is told what is missing in it, or it does what needs no words.
                let refused =
                    [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::METHOD_NOT_ALLOWED];
                // The second half of signing in belongs to those who have done the first.
                let is_half = route.path.starts_with("/logga-in/");
                !answer.status.is_server_error() && (is_half || !refused.contains(&answer.status))
            };
            if !is_right {
                wrong.push(at);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is somebody else's looks as if it were not there, and nothing comes of a form about it.
#[tokio::test]
async fn what_belongs_to_others_is_not_there() {
    let town = Town::new().await;
    let (mut asked, mut wrong) = (0, Vec::new());
    for route in routes::table().into_iter().filter(|route| route.path.contains('{')) {
        let (path, reach) = filled(&town, route.path).unwrap();
        let others: &[Asker] = match reach {
            Authority => &[Asker::OtherAuthority, Asker::OtherOrganisation],
            Organisation | Person => &[Asker::OtherOrganisation],
            Anybody => continue,
        };
        for asker in others.iter().filter(|_| route.who != Who::Token) {
            let acts = town.acts().await;
            let answer = town.ask(Some(*asker), method(&route), &path).await;
            let at = format!("{} {path} as {asker:?}", route.method);
            let is_denied = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&answer.status);
            // A form is read before what it is about is looked for: one that is empty may be refused as such.
            let is_refused = route.method == "POST" && answer.status.is_client_error();
            if !(is_denied || is_refused) || answer.status.is_success() {
                wrong.push(format!("{at}: {}", answer.status));
            }
            if town.acts().await != acts {
                wrong.push(format!("{at} left something in the ledger"));
            }
            asked += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(asked > 60, "{asked}");
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let town = Town::new().await;
    for route in routes::table().into_iter().filter(|route| route.method == "POST") {
        let (path, _) = filled(&town, route.path).unwrap();
        let answer = town.forged(&path).await;
        let expected = if route.who == Who::Token { StatusCode::UNAUTHORIZED } else { StatusCode::FORBIDDEN };
        assert!([expected, StatusCode::FORBIDDEN].contains(&answer.status), "{path}: {}", answer.status);
    }
}

#[tokio::test]
async fn broken_sessions_are_none() {
    let town = Town::new().await;
    for cookie in ["", "x", "\u{7f}", &"A".repeat(86), &"ä".repeat(40), &"A".repeat(9_000)] {
        let answer = town.with_cookie(cookie, "/bevakning").await;
        assert!(
            answer.status == StatusCode::SEE_OTHER || answer.status.is_client_error(),
            "{cookie:?}: {}",
            answer.status
        );
    }
}
