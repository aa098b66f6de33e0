//! Counts hits, and how many there are in each month, in one pass over them.

use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::ColumnValues;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::schema::MONTH;

/// Months that are told apart in one part of the index: fifty years; what lies beyond is counted in the last.
const MONTHS_MAX: usize = 600;

/// How many in all, and in which months.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub total: u64,
    /// Number of the month, and how many.
    pub months: Vec<(u64, u64)>,
}

/// The collector.
pub(super) struct ByMonth;

/// The collector of one part of the index.
pub(super) struct PartByMonth {
    month: Arc<dyn ColumnValues<u64>>,
    first: u64,
    counts: Vec<u64>,
}

impl Collector for ByMonth {
    type Fruit = Tally;
    type Child = PartByMonth;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<PartByMonth> {
        let month = segment.fast_fields().u64(MONTH)?;
        let (first, last) = (month.min_value(), month.max_value());
        let many = usize::try_from(last.saturating_sub(first)).unwrap_or(MONTHS_MAX).min(MONTHS_MAX);
        Ok(PartByMonth { month: month.first_or_default_col(first), first, counts: vec![0; many + 1] })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Tally>) -> tantivy::Result<Tally> {
        let mut all = std::collections::BTreeMap::new();
        for (month, count) in parts.iter().flat_map(|part| &part.months) {
            *all.entry(*month).or_insert(0) += count;
        }
        let total = parts.iter().map(|part| part.total).sum();
        Ok(Tally { total, months: all.into_iter().collect() })
    }
}

impl SegmentCollector for PartByMonth {
    type Fruit = Tally;

    fn collect(&mut self, doc: DocId, _: Score) {
        let month = self.month.get_val(doc);
        let last = self.counts.len() - 1;
        let at = usize::try_from(month.saturating_sub(self.first)).unwrap_or(last).min(last);
        if let Some(count) = self.counts.get_mut(at) {
            *count += 1;
        }
    }

    fn harvest(self) -> Tally {
        let months = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let months: Vec<(u64, u64)> = months.map(|(at, count)| (self.first + at as u64, *count)).collect();
        Tally { total: months.iter().map(|(_, count)| count).sum(), months }
    }
}
