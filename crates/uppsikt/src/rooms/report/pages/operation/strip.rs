//! The last days of an account's readings as a strip: where it was read, and where not.

use askama::Template;
use askama::filters::HtmlSafe;

use super::standing::{DAYS, Reading};
use crate::rooms::account::Account;

const DAY: i64 = 86_400_000_000;
/// The strip's own units from its beginning to now.
const WIDTH: i64 = 720;
/// A gap of minutes is still seen.
const WIDTH_MIN: i64 = 2;

/// A piece of the strip, in its own units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    x: i64,
    width: i64,
}

/// The strip: what was read stands tall, what was not is a thin line. The numbers stand in a table beside it.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<svg class="reads" viewBox="0 0 720 24" preserveAspectRatio="none" role="img" aria-label="{{ said }}"><rect class="track" x="0" y="20" width="720" height="4"/>{% for piece in read %}<rect class="read" x="{{ piece.x }}" y="4" width="{{ piece.width }}" height="20"/>{% endfor %}{% for piece in gaps %}<rect class="unread" x="{{ piece.x }}" y="18" width="{{ piece.width }}" height="6"/>{% endfor %}</svg>"#
)]
pub(super) struct Strip {
    said: String,
    read: Vec<Piece>,
    gaps: Vec<Piece>,
}

impl Strip {
    /// The readings of the last days; what lies before the account was added is left blank.
    pub(super) fn of(account: &Account, reading: &Reading, now: i64) -> Self {
        let start = now - DAYS * DAY;
        let at = |instant: i64| ((instant - start).clamp(0, DAYS * DAY)) * WIDTH / (DAYS * DAY);
        let mut gaps: Vec<Piece> = reading
            .gaps
            .iter()
            .map(|gap| {
                let (x, end) = (at(gap.from), at(gap.until.unwrap_or(now)));
                Piece { x: x.min(WIDTH - WIDTH_MIN), width: (end - x).max(WIDTH_MIN) }
            })
            .collect();
        gaps.sort_by_key(|gap| gap.x);
        let mut read = Vec::new();
        // Before the first whole reading nobody knows; after the last there is a gap or nothing yet.
        if let Some(last) = reading.read_at {
            let mut from = at(account.created_at.max(start));
            for gap in &gaps {
                push(&mut read, from, gap.x);
                from = from.max(gap.x + gap.width);
            }
            let end = if reading.open().is_some() { at(last) } else { WIDTH };
            push(&mut read, from, end);
        }
        let said = match gaps.len() {
            0 => format!("Inga luckor de senaste {DAYS} dagarna"),
            1 => format!("En lucka de senaste {DAYS} dagarna"),
            count => format!("{count} luckor de senaste {DAYS} dagarna"),
        };
        Self { said, read, gaps }
    }

    /// The strip in a sentence.
    pub(super) fn said(&self) -> &str {
        &self.said
    }
}

fn push(read: &mut Vec<Piece>, from: i64, until: i64) {
    if until > from {
        read.push(Piece { x: from, width: until - from });
    }
}

impl HtmlSafe for Strip {}
