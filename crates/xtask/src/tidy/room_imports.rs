//! Rooms import rooms above them only, layers inside a room point downward only, and SQL stays in the store.

use super::Violation;
use super::room::{Place, ROOMS, module, place};
use super::source::{PathUse, code, paths};
use super::tree::Tree;

/// `pages`, `api`, `jobs`, `cli` → `actions` → `model`, `store`.
fn height(layer: &str) -> Option<u8> {
    match layer {
        "model" => Some(0),
        "store" | "entity" | "entities" | "migrations" => Some(1),
        "actions" => Some(2),
        "pages" | "api" | "jobs" | "cli" => Some(3),
        _ => None,
    }
}

/// Checks every file of every room, without its tests.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in tree.rust().filter(|file| !file.is_test()) {
        let Some(place) = place(file) else { continue };
        if !ROOMS.contains(&place.room) {
            let why = format!("rummet ”{}” står inte i listan över rum", place.room);
            violations.push(Violation::new(&file.path, 1, why));
        }
        for named in paths(&code(file.production()), &module(file)) {
            if let Some(why) = why_not(place, &named) {
                violations.push(Violation::new(&file.path, named.line, why));
            }
        }
    }
    violations.dedup();
    violations
}

fn why_not(place: Place<'_>, named: &PathUse) -> Option<String> {
    let parts: Vec<&str> = named.parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["crate" | "uppsikt", "rooms", room, rest @ ..] if *room == place.room => {
            let target = rest.first()?;
            let is_upward = height(target)? > height(place.layer)?;
            is_upward.then(|| format!("{} får inte använda {target}: det ligger ovanför", place.layer))
        }
        ["crate" | "uppsikt", "rooms", room, rest @ ..] => other_room(place.room, room, rest),
        ["crate" | "uppsikt", outer @ ("web" | "cli"), ..] if is_inner(place.layer) => {
            Some(format!("{} får inte använda {outer}: bara sidor, api och jobb gör det", place.layer))
        }
        ["axum", ..] if is_inner(place.layer) => Some(format!("{} får inte använda axum", place.layer)),
        ["sea_orm" | "sea_query" | "sqlx", ..] if !matches!(height(place.layer), Some(1)) => {
            Some("databasen får bara användas i rummets store och migrations".to_owned())
        }
        _ => None,
    }
}

fn is_inner(layer: &str) -> bool {
    height(layer).is_some_and(|height| height < 3)
}

fn other_room(here: &str, other: &str, rest: &[&str]) -> Option<String> {
    let order = |room: &str| ROOMS.iter().position(|name| *name == room);
    if order(other)? > order(here)? {
        return Some(format!("rummet {here} får inte använda {other}: det står längre ned i ordningen"));
    }
    let is_private =
        matches!(rest.first(), Some(&("pages" | "api" | "jobs" | "entity" | "entities" | "migrations")))
            || (rest.first() == Some(&"store")
                && rest.iter().any(|part| matches!(*part, "Entity" | "ActiveModel" | "Column" | "entity")));
    is_private.then(|| format!("{other}::{} är rummets eget: använd dess läsfunktioner", rest.join("::")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whys(path: &str, text: &str) -> Vec<String> {
        let path = format!("crates/uppsikt/src/rooms/{path}");
        check(&Tree::of(&[(&path, text)])).into_iter().map(|found| found.why).collect()
    }

    #[test]
    fn what_points_down_is_allowed() {
        for (path, text) in [
            ("moderation/actions.rs", "use crate::rooms::capture::{self, actions::expect};"),
            ("moderation/actions.rs", "use super::{model::Finding, store};"),
            ("moderation/pages.rs", "use super::actions; use axum::Router; use crate::web::layout;"),
            ("capture/store.rs", "use sea_orm::EntityTrait; use super::model::Item;"),
            ("capture/migrations/m1.rs", "use sea_orm::Schema;"),
            ("capture/tests.rs", "use crate::rooms::moderation::actions;"),
            ("capture/model.rs", "// crate::rooms::moderation::x\n"),
            ("desk/mod.rs", "use crate::rooms::report::find;"),
        ] {
            assert_eq!(whys(path, text), Vec::<String>::new(), "{path} {text}");
        }
    }

    #[test]
    fn what_points_up_is_refused() {
        for (path, text, expected) in [
            ("capture/actions.rs", "use crate::rooms::{moderation::decide, people};", "längre ned"),
            ("capture/mod.rs", "use super::desk::x;", "längre ned"),
            ("capture/model.rs", "use super::store::find;", "ovanför"),
            ("capture/store.rs", "fn a() { super::actions::b() }", "ovanför"),
            ("capture/actions.rs", "use axum::Json;", "axum"),
            ("capture/store.rs", "use crate::web::csrf;", "web"),
            ("capture/actions.rs", "use sea_orm::EntityTrait;", "databasen"),
            ("capture/pages.rs", "fn a() { sqlx::query(b) }", "databasen"),
            ("capture/store.rs", "use crate::rooms::people::store::user::Entity;", "eget"),
            ("capture/pages.rs", "use crate::rooms::people::pages::card;", "eget"),
            ("kitchen/mod.rs", "", "listan"),
        ] {
            let whys = whys(path, text);
            assert!(whys.len() == 1 && whys[0].contains(expected), "{path} {text} {whys:?}");
        }
    }
}
