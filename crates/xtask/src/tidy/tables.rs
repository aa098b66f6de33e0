//! A table belongs to one room, or to the store: nobody else names it in an entity, a migration or SQL.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use super::room::place;
use super::source::{line_at, texts};
use super::tree::{File, Tree};

/// Words before the name of a table in SQL. `references` is not among them: a foreign key may point to the
/// table of a room above.
const VERBS: [&str; 6] = ["from", "join", "into", "update", "table", "exists"];

/// Checks the rooms, the rest of the program, and the store.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut named = Vec::new();
    for file in tree.rust().filter(|file| !file.is_test()) {
        let Some(owner) = owner(file) else { continue };
        for (line, table) in defined(file) {
            owners.entry(table.clone()).or_default().insert(owner.clone());
            named.push((file, line, table, owner.clone()));
        }
        for (line, table) in in_sql(file) {
            named.push((file, line, table, owner.clone()));
        }
    }
    let mut violations = Vec::new();
    for (file, line, table, owner) in named {
        let Some(table_owners) = owners.get(&table) else { continue };
        if table_owners.iter().any(|other| *other != owner) {
            let list = table_owners.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let why = format!("tabellen {table} nämns i {owner} men hör till {list}");
            violations.push(Violation::new(&file.path, line, why));
        }
    }
    violations.sort();
    violations.dedup();
    violations
}

/// The room, the crate `store`, or the rest of the program.
fn owner(file: &File) -> Option<String> {
    if let Some(place) = place(file) {
        return Some(place.room.to_owned());
    }
    match file.crate_name()? {
        "store" => Some("store".to_owned()),
        "uppsikt" => Some("uppsikt utanför rummen".to_owned()),
        _ => None,
    }
}

/// Tables of entities and of `create table`.
fn defined(file: &File) -> Vec<(usize, String)> {
    let text = file.production();
    let mut found = Vec::new();
    for (at, key) in text.match_indices("table_name = \"") {
        let name = text.get(at + key.len()..).and_then(|rest| rest.split('"').next());
        found.extend(name.map(|name| (line_at(text, at), name.to_owned())));
    }
    for (line, sql) in texts(text) {
        let words = words(sql);
        for (at, word) in words.iter().enumerate() {
            let after = words.get(at + 1..).unwrap_or_default();
            if word == "create" && after.first().is_some_and(|next| next == "table") {
                let name =
                    after.iter().skip(1).find(|word| !matches!(word.as_str(), "if" | "not" | "exists"));
                found.extend(name.map(|name| (line, name.clone())));
            }
        }
    }
    found
}

/// Names that stand where SQL names a table.
fn in_sql(file: &File) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, sql) in texts(file.production()) {
        let words = words(sql);
        for pair in words.windows(2) {
            if let [verb, name] = pair
                && VERBS.contains(&verb.as_str())
            {
                found.push((line, name.clone()));
            }
        }
    }
    found
}

fn words(sql: &str) -> Vec<String> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let words = sql.split(|letter| !is_word(letter)).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTITY: &str = "#[sea_orm(table_name = \"item\")]\nstruct Model;";

    fn whys(samples: &[(&str, &str)]) -> Vec<String> {
        let paths: Vec<String> = samples.iter().map(|(path, _)| format!("crates/{path}")).collect();
        let samples: Vec<_> =
            paths.iter().zip(samples).map(|(path, (_, text))| (path.as_str(), *text)).collect();
        check(&Tree::of(&samples)).into_iter().map(|found| found.why).collect()
    }

    #[test]
    fn a_room_names_its_own_tables() {
        let found = whys(&[
            ("uppsikt/src/rooms/capture/store.rs", ENTITY),
            ("uppsikt/src/rooms/capture/migrations/m1.rs", "x(\"CREATE TABLE IF NOT EXISTS item (id)\")"),
            ("uppsikt/src/rooms/moderation/migrations/m1.rs", "x(\"item_id text references item (id)\")"),
            ("uppsikt/src/rooms/moderation/pages.rs", "x(\"Läs item i rummet\") // from item"),
            ("uppsikt/src/rooms/moderation/tests.rs", "x(\"select 1 from item\")"),
        ]);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn nobody_else_names_them() {
        for other in ["update item set a = 1", "select a from x join\n  item on 1", "delete from item"] {
            let text = format!("x(\"{other}\")");
            let found = whys(&[
                ("uppsikt/src/rooms/capture/store.rs", ENTITY),
                ("uppsikt/src/rooms/moderation/store.rs", &text),
            ]);
            assert_eq!(found, ["tabellen item nämns i moderation men hör till capture"], "{other}");
        }
    }

    #[test]
    fn two_owners_are_one_too_many() {
        let found = whys(&[("uppsikt/src/rooms/capture/store.rs", ENTITY), ("store/src/a.rs", ENTITY)]);
        assert_eq!(found.len(), 2);
    }
}
