//! How many items the site says that there are.
//!
//! WordPress compares times of day at the site's own place, so that in the hour that comes twice
//! each autumn an item may be counted in the hour beside its own.

use jiff::{SignedDuration, Timestamp};
use uppsikt_kernel::Micros;

use super::section::Section;
use super::{WordPress, ask, collection};
use crate::error::PlatformError;
use crate::item::ItemKind;
use crate::platform::Census;

/// What is counted: a list, and the state in it that WordPress counts by.
const WITH_LOGIN: [(Section, &str); 7] = [
    (Section::Posts, "publish"),
    (Section::Pages, "publish"),
    (Section::Comments, "approve"),
    (Section::Comments, "hold"),
    (Section::Spam, "spam"),
    (Section::Trash, "trash"),
    (Section::PostTrashed, "post-trashed"),
];

impl WordPress {
    pub(super) async fn count(&self, from: Micros, until: Micros) -> Result<Vec<Census>, PlatformError> {
        // "After" and "before" both leave their own second out, and WordPress knows no parts of a second.
        let (after, before) = (second(second_from(from), -1), second(second_from(until), 0));
        // The login is proven first: WordPress counts for a wrong password as for anybody.
        self.me().await?;
        let mut all = Vec::new();
        for (section, state) in WITH_LOGIN {
            if self.signed_in() || (!section.needs_login() && state != "hold") {
                all.push(self.count_one(section.kind(), state, &after, &before).await?);
            }
        }
        Ok(all)
    }

    async fn count_one(
        &self,
        kind: ItemKind,
        state: &str,
        after: &str,
        before: &str,
    ) -> Result<Census, PlatformError> {
        let mut query = vec![("per_page", "1"), ("after", after), ("before", before), ("_fields", "id")];
        if self.signed_in() {
            query.extend([("context", "edit"), ("status", state)]);
        }
        let (request, response) = self.ask(collection(kind), &query).await?;
        // The interface's word is "approve", the state's own "approved".
        let state = Some(if state == "approve" { "approved" } else { state }.to_owned());
        if response.is_success() {
            let total = response.header("x-wp-total").and_then(|total| total.parse().ok());
            return Ok(Census { kind, state, total, refused: None });
        }
        match response.status {
            // Only WordPress itself refuses to count; anything else is trouble on the way.
            status @ (400 | 401 | 403) if ask::refusal_code(&response).is_some() => {
                Ok(Census { kind, state, total: None, refused: Some(status) })
            }
            _ => Err(self.refused(request, &response)),
        }
    }
}

/// The first whole second at or after an instant.
fn second_from(at: Micros) -> Timestamp {
    let at = at.timestamp();
    let whole = Timestamp::from_second(at.as_second()).unwrap_or(at);
    if whole < at { whole.saturating_add(SignedDuration::from_secs(1)).unwrap_or(whole) } else { whole }
}

/// A second as WordPress reads it, moved by some; within the years that it can name.
fn second(at: Timestamp, moved_seconds: i64) -> String {
    let moved = at.saturating_add(SignedDuration::from_secs(moved_seconds)).unwrap_or(at);
    let year = moved.to_zoned(jiff::tz::TimeZone::UTC).year();
    match year {
        ..1000 => "1000-01-01T00:00:00Z".to_owned(),
        _ => moved.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_borders_leave_out_the_seconds_that_wordpress_leaves_out() {
        let at = |text: &str| Micros::from(text.parse::<Timestamp>().unwrap());
        for (text, after, before) in [
            ("2026-11-20T08:00:00Z", "2026-11-20T07:59:59Z", "2026-11-20T08:00:00Z"),
            ("2026-11-20T08:00:00.000001Z", "2026-11-20T08:00:00Z", "2026-11-20T08:00:01Z"),
            ("0001-01-01T00:00:00Z", "1000-01-01T00:00:00Z", "1000-01-01T00:00:00Z"),
            ("-009000-01-01T00:00:00.5Z", "1000-01-01T00:00:00Z", "1000-01-01T00:00:00Z"),
            ("9999-12-30T22:00:00Z", "9999-12-30T21:59:59Z", "9999-12-30T22:00:00Z"),
        ] {
            let whole = second_from(at(text));
            assert_eq!((second(whole, -1).as_str(), second(whole, 0).as_str()), (after, before), "{text}");
        }
    }
}
