//! `GET /api`: how another system begins.

use askama::Template;
use axum::response::Response;

use super::limit::PER_MINUTE;
use super::query::LIMIT_MAX;
use crate::rooms::integration::EventKind;
use crate::web::{Frame, Nav};

#[derive(Template)]
#[template(path = "web/api/page.html")]
struct ApiPage {
    per_minute: i64,
    limit_max: u16,
    events: [EventKind; 7],
}

pub(super) async fn show(frame: Frame) -> Response {
    let page = ApiPage { per_minute: PER_MINUTE, limit_max: LIMIT_MAX, events: EventKind::ALL };
    frame.render(Nav::None, "Gränssnitt för andra system", &page)
}
