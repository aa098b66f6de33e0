//! Where the values and statements of a profile stand in its text.

use std::collections::BTreeMap;

use super::error::Place;

/// The place of each value and each statement, by path or id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Places(BTreeMap<String, Place>);

impl Places {
    /// Counts lines once for all of them.
    pub(super) fn of(text: &str, bytes: &BTreeMap<String, usize>) -> Self {
        let mut starts = vec![0_usize];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        let place = |byte: usize| {
            let line = starts.partition_point(|start| *start <= byte);
            let start = starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
            let column = text.get(start..byte).map_or(0, |before| before.chars().count());
            Place { line, column: column + 1 }
        };
        Self(bytes.iter().map(|(path, byte)| (path.clone(), place(*byte))).collect())
    }

    /// The place of a path such as `layer[1].watch.frequency`, or of a statement's id.
    pub(crate) fn of_path(&self, path: &str) -> Option<Place> {
        self.0.get(path).copied()
    }
}
