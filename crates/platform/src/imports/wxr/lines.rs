//! Counting lines along the way.

/// Which line a place is on; asked about places near the last one it walks only between them.
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line of a place, from 1.
    pub(super) fn at(&mut self, place: usize) -> usize {
        let between = self.text.as_bytes().get(self.at.min(place)..self.at.max(place)).unwrap_or_default();
        let breaks = between.iter().filter(|byte| **byte == b'\n').count();
        self.line = if place < self.at { self.line.saturating_sub(breaks) } else { self.line + breaks };
        self.at = place;
        self.line
    }
}
