//! What the program says of itself: version and licences, and how accessible it is.
//!
//! `/tillganglighet` is the statement that lagen (2018:1937) om tillgänglighet till digital offentlig service
//! asks for, with what has been tested and what has not. It speaks of the program; an authority that changes its
//! own part of it answers for that part.

use askama::Template;
use axum::response::Response;

use super::asset;
use super::components::{Cell, Table};
use super::layout::{Frame, Nav};

/// What is given to browsers besides our own files: name, what it is, licence, and the file with its text.
const OTHERS: [(&str, &str, &str, &str); 4] = [
    ("htmx", "byter delar av en sida", "0BSD", "htmx-licence.txt"),
    ("Inter", "typsnitt", "SIL Open Font License 1.1", "inter-licence.txt"),
    ("Source Serif 4", "typsnitt", "SIL Open Font License 1.1", "source-serif-licence.txt"),
    ("Lucide", "ikoner", "ISC", "lucide-licence.txt"),
];

#[derive(Template)]
#[template(path = "web/about/about.html")]
struct AboutPage {
    version: &'static str,
    others: Option<Table>,
}

/// `GET /om`.
pub(super) async fn about(frame: Frame) -> Response {
    let page = AboutPage { version: env!("CARGO_PKG_VERSION"), others: others() };
    frame.render(Nav::None, "Om Uppsikt", &page)
}

/// The parts of others that this program was built with.
fn others() -> Option<Table> {
    let row = |(name, what, licence, file): (&str, &str, &str, &str)| {
        let address = asset::address(file)?;
        Some(vec![Cell::text(name), Cell::text(what), Cell::link(address, licence)])
    };
    let rows: Vec<_> = OTHERS.into_iter().filter_map(row).collect();
    let head = ["Namn", "Vad det är", "Licens"].map(str::to_owned).to_vec();
    (!rows.is_empty()).then(|| Table { caption: "Namn och licenser".into(), head, rows })
}

#[derive(Template)]
#[template(path = "web/about/accessibility.html")]
struct AccessibilityPage {
    version: &'static str,
}

/// `GET /tillganglighet`.
pub(super) async fn accessibility(frame: Frame) -> Response {
    let page = AccessibilityPage { version: env!("CARGO_PKG_VERSION") };
    frame.render(Nav::None, "Tillgänglighet", &page)
}
