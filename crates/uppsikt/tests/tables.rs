//! Every column of every table is bound by the log or exempt with a reason, and the reference page says which.
//!
//! `UPPSIKT_WRITE=1 cargo test -p uppsikt --test tables` writes the page anew.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use uppsikt::rooms::schema;

/// Columns that the log does not bind, by table: why each may stand outside.
const EXEMPT: &[(&str, &str, &str)] = &[];

/// The store's own tables: what holds them instead of a commitment for each row.
const BOUND_OTHERWISE: &[(&str, &str)] = &[
    ("act", "held against its log entry, field by field"),
    ("log", "held against the log's own entries and checkpoints"),
    ("log_bundle", "its entries are the leaves that the tiles hash"),
    ("log_checkpoint", "signed, and of a tree that the tiles give"),
    ("log_tile", "hashes that are made anew from the entries below"),
    ("object", "held against the commitment in the act that sealed it"),
    ("pending_entry", "waits to become an entry; held against its act"),
];

/// Tables outside the log: why no act is needed to write them.
const OUTSIDE: &[(&str, &str)] = &[
    ("capture_watermark", "a pass that finds nothing new records nothing"),
    ("capture_gap", "that a platform did not answer is no handling; what is read is recorded as acts"),
    (
        "registry_turn",
        "a lock and no record: whoever changes an authority's registry holds its row until the commit",
    ),
    ("moderation_progress", "a place to go on from; reading again from the beginning gives the same"),
    ("moderation_queue", "made from the versions and the decisions; what a person decides is recorded"),
    (
        "moderation_claim",
        "says for some minutes who is looking at what; whoever decides stands in the decision",
    ),
    (
        "integration_token_use",
        "when a token was last used, within a minute; each reading of content is an act",
    ),
    ("integration_position", "a place to go on from; an event that is met twice is told once"),
    (
        "integration_delivery",
        "the log of what was told to other systems: ids and kinds only, gone after 90 days",
    ),
    ("job", "work that waits is no handling; what it does is recorded as acts of its own"),
    (
        "user_session",
        "a session is no handling; it lasts a working day, and what is done in it is recorded as acts",
    ),
    ("sign_in_brake", "how often somebody has guessed today; forgotten after a day"),
    (
        "sign_in_turn",
        "a lock and no record: whoever counts a try or changes a session holds its row until the commit",
    ),
    (
        "sign_in_event",
        "the protected log of sign-ins: for finding misuse only, read by few, gone after 180 days",
    ),
    ("user_preference", "how a person wants the pages is no handling"),
];

/// The reference page.
fn page() -> String {
    let mut page = String::from(
        "# Tables\n\n\
Generated from the schema; do not edit. `UPPSIKT_WRITE=1 cargo test -p uppsikt --test tables` writes it anew.\n\n\
**Bound by rows**: every act that writes a row commits, salted, to the canonical bytes of its covered columns.\n\
**Bound otherwise**: part of the log and its objects, checked by rules of their own. **Outside the log**: no act\n\
is needed to write it. A table says whether its rows name the authority that they belong to or speak of.\n",
    );
    let bound: BTreeMap<_, _> = BOUND_OTHERWISE.iter().copied().collect();
    let outside: BTreeMap<_, _> = OUTSIDE.iter().copied().collect();
    let tables = schema();
    let mut overview: Vec<_> = tables.overview().collect();
    overview.sort_unstable_by_key(|(name, ..)| *name);
    for (name, columns, covered, is_outside) in overview {
        let names =
            if columns.contains(&"authority_id") { "organisation and authority" } else { "organisation" };
        page += &format!("\n## {name}\n\nRows name: {names}. ");
        match (is_outside, bound.get(name)) {
            (true, _) => page += &format!("Outside the log: {}.\n\n", outside[name]),
            (false, Some(why)) => page += &format!("Bound otherwise: {why}.\n\n"),
            (false, None) => page += "Bound by rows.\n\n",
        }
        page += "| Column | In the commitment |\n|---|---|\n";
        for column in columns {
            let says = match (is_outside || bound.contains_key(name), covered.contains(column)) {
                (true, _) => "–".to_owned(),
                (false, true) => "covered".to_owned(),
                (false, false) => format!("exempt: {}", reason(name, column).unwrap()),
            };
            page += &format!("| {column} | {says} |\n");
        }
    }
    page
}

fn reason(table: &str, column: &str) -> Option<&'static str> {
    EXEMPT.iter().find(|(t, c, _)| (*t, *c) == (table, column)).map(|(.., reason)| *reason)
}

#[test]
fn every_column_is_covered_or_exempt_with_a_reason() {
    let tables = schema();
    for (name, columns, covered, is_outside) in tables.overview() {
        assert!(columns.contains(&"organisation_id"), "{name}: whose is a row?");
        assert_eq!(
            OUTSIDE.iter().any(|(outside, _)| *outside == name),
            is_outside,
            "{name}: outside the log?"
        );
        if is_outside || BOUND_OTHERWISE.iter().any(|(bound, _)| *bound == name) {
            continue;
        }
        assert!(columns.contains(&"id"), "{name}: a bound row has an id");
        for column in columns.iter().filter(|column| !covered.contains(column)) {
            assert!(reason(name, column).is_some(), "{name}.{column} is exempt without a reason");
        }
    }
}

#[test]
fn no_reason_is_left_over() {
    let tables = schema();
    let overview: Vec<_> = tables.overview().collect();
    for (table, _) in BOUND_OTHERWISE.iter().chain(OUTSIDE) {
        assert!(overview.iter().any(|(name, ..)| name == table), "there is no table {table}");
    }
    for (table, column, _) in EXEMPT {
        let found = overview.iter().find(|(name, ..)| name == table);
        assert!(found.is_some_and(|(_, all, covered, _)| all.contains(column) && !covered.contains(column)));
    }
}

#[test]
fn the_reference_page_is_up_to_date() {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/tables.md"));
    if std::env::var_os("UPPSIKT_WRITE").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page(), "docs/reference/tables.md is not up to date; UPPSIKT_WRITE=1 writes it anew");
}
