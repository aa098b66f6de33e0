//! The layout: what stands around every page.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use uppsikt::web::components::{Empty, Tone};
use uppsikt::web::routes::{Route, Who, table};
use uppsikt::web::{self, Frame, Nav, Person};
use uppsikt_kernel::Role;

use super::browser::open;
use super::house::House;

fn person(roles: &[Role]) -> Person {
    Person {
        name: "Maria <Ahlgren>".into(),
        organisation: "Lindholms kommun".into(),
        authorities: vec!["Kommunstyrelsen".into()],
        roles: roles.iter().copied().collect(),
        has_letter_keys: false,
    }
}

async fn page(frame: Frame) -> axum::response::Response {
    frame.identify(person(&[Role::Editor]));
    let empty = Empty { said: "Allt är bedömt.".into(), next: None, link: None };
    frame.with_notice(Tone::Fine, "Kommentaren är säkrad.").render(Nav::Queue, "Bevakning", &empty)
}

#[tokio::test]
async fn it_names_the_page_the_person_and_the_authority() {
    let router = web::enclose(Router::new().route("/", get(page)));
    let text = open(&router, "/").await.text();
    for part in [
        "<html lang=\"sv\">",
        "<title>Bevakning – Uppsikt – Lindholms kommun</title>",
        "href=\"#main\">Till innehållet</a>",
        "<main class=\"main\" id=\"main\"",
        "Kommunstyrelsen",
        "<span>Kommentaren är säkrad.</span>",
        "Allt är bedömt.",
        "data-letter-keys=\"off\"",
        "action=\"/logga-ut\" method=\"post\"",
        "href=\"/tillganglighet\"",
        "href=\"/om\"",
        env!("CARGO_PKG_VERSION"),
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains("<Ahlgren>") && !text.contains(" style="), "{text}");
}

#[tokio::test]
async fn nobody_signed_in_means_no_navigation() {
    let house = House::new().await;
    let text = open(&house.router, "/om").await.text();
    assert!(!text.contains("Huvudmeny") && !text.contains("Logga ut"), "{text}");
    assert!(text.contains("<h1>Om Uppsikt</h1>"));
    assert!(open(&house.router, "/tillganglighet").await.text().contains("delvis förenligt"));
}

#[tokio::test]
async fn every_route_lets_in_whom_it_says() {
    let house = House::new().await;
    // Other systems are not sent to a page: that they are refused is held in `matrix.rs`.
    let is_for_people = |route: &Route| route.method == "GET" && route.who != Who::Token;
    for route in table().into_iter().filter(is_for_people) {
        let path: String = route
            .path
            .split('/')
            .map(|part| if part.starts_with('{') { "0" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        let answer = open(&house.router, &path).await;
        let is_sent_away =
            answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with("/logga-in");
        // The second half of signing in is open to anybody, and begins with the first.
        let begins_elsewhere = route.path.starts_with("/logga-in/");
        let is_guarded = route.who != Who::Anybody || begins_elsewhere;
        assert_eq!(is_sent_away, is_guarded, "{} {}", route.path, answer.status);
    }
}

#[test]
fn a_role_is_enough_and_another_is_not() {
    let registrar = person(&[Role::Registrar]);
    assert!(Who::Roles(&[Role::Archivist, Role::Registrar]).admits(&registrar));
    assert!(Who::SignedIn.admits(&registrar) && Who::Anybody.admits(&registrar));
    assert!(!Who::Roles(&[Role::Administrator]).admits(&registrar) && !Who::Roles(&[]).admits(&registrar));
}
