//! Paging that loses nothing while items come and go.
//!
//! WordPress counts pages by position, and positions shift: when an item is deleted, what
//! stood behind it moves forward, and a page further on begins one item too late. It cannot
//! be asked for "ids above N". So the order is by id, ascending (new items come last), every
//! page begins with the last item of the page before (the anchor), and a page that begins
//! above the anchor shows that something before it has gone: then we step back, by position
//! only, until a page begins at or below the anchor. Positions are a hint; the ids prove
//! that nothing lies between two pages.
//!
//! A site may also leave out rows that this account may not see, and such a row looks like a
//! deletion for ever. A page shorter than its total tells of them, so a gap on such a page is
//! accepted once we have stepped back from there. What a deletion at that same moment may
//! hide is found in the next pass.

use super::section::Section;
use crate::error::PlatformError;
use crate::page::Cursor;

/// Each page repeats the last item of the one before.
const OVERLAP: u64 = 1;

/// More steps back than any real site's deletions cause within a pass; then gaps are accepted,
/// so that a site which counts wrongly cannot keep a pass from ending.
const STEPS_BACK_MAX: u64 = 100;

/// Where a pass over all items has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) section: Section,
    pub(super) offset: u64,
    /// The highest id up to which this list has been read.
    anchor: u64,
    /// The furthest offset from which we have stepped back.
    gap_at: u64,
    /// How often we have stepped back in this list.
    steps_back: u64,
    direction: Direction,
}

/// How the position was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// By going on from the page before.
    Onward,
    /// By stepping back from a page that began above the anchor.
    Back,
}

/// What a page says about its place among the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageFacts {
    lowest: Option<u64>,
    highest: Option<u64>,
    identified: u64,
    is_empty: bool,
    total: Option<u64>,
}

impl PageFacts {
    /// The ids that could be read on a page, whether nothing stood on it, and the site's total.
    pub(super) fn new(ids: impl Iterator<Item = u64>, is_empty: bool, total: Option<u64>) -> Self {
        let empty = Self { lowest: None, highest: None, identified: 0, is_empty, total };
        ids.fold(empty, |facts, id| Self {
            lowest: Some(facts.lowest.map_or(id, |lowest| lowest.min(id))),
            highest: Some(facts.highest.map_or(id, |highest| highest.max(id))),
            identified: facts.identified + 1,
            ..facts
        })
    }

    /// Whether every row that the site counts at these positions is on the page.
    fn is_full(&self, offset: u64, per_page: u64) -> bool {
        let expected = self.total.map_or(per_page, |total| total.saturating_sub(offset).min(per_page));
        self.identified >= expected
    }
}

impl Position {
    /// Posts first, then pages, then the comments on both.
    pub(super) const START: Self = Self::of(Section::Posts);

    const fn of(section: Section) -> Self {
        Self { section, offset: 0, anchor: 0, gap_at: 0, steps_back: 0, direction: Direction::Onward }
    }

    /// Where to go on after a page of `per_page` (at least 2) that was read here; none when it was the last.
    pub(super) fn after(self, page: &PageFacts, per_page: u64, signed_in: bool) -> Option<Self> {
        if self.must_step_back(page, per_page) {
            return Some(Self {
                offset: self.offset.saturating_sub(per_page),
                gap_at: self.gap_at.max(self.offset),
                steps_back: self.steps_back + 1,
                direction: Direction::Back,
                ..self
            });
        }
        let read_to = self.offset.saturating_add(per_page);
        // A site that does not tell the total has ended where a page is empty.
        if page.total.map_or(page.is_empty, |total| read_to >= total) {
            return self.section.next(signed_in).map(Self::of);
        }
        let anchor = page.highest.map_or(self.anchor, |highest| highest.max(self.anchor));
        Some(Self { offset: read_to - OVERLAP, anchor, direction: Direction::Onward, ..self })
    }

    /// Whether something may lie between the anchor and this page.
    fn must_step_back(self, page: &PageFacts, per_page: u64) -> bool {
        let gap = self.offset > 0 && page.lowest.is_none_or(|lowest| lowest > self.anchor);
        let unexplained = page.is_full(self.offset, per_page)
            || self.offset > self.gap_at
            || self.direction == Direction::Back;
        gap && unexplained && self.steps_back < STEPS_BACK_MAX
    }

    pub(super) fn cursor(self) -> Cursor {
        let Self { section, offset, anchor, gap_at, steps_back, direction } = self;
        let direction = match direction {
            Direction::Onward => "onward",
            Direction::Back => "back",
        };
        Cursor::new(format!("{} {offset} {anchor} {gap_at} {steps_back} {direction}", section.code()))
    }

    pub(super) fn parse(cursor: &Cursor) -> Result<Self, PlatformError> {
        let parts: Vec<&str> = cursor.as_str().split(' ').collect();
        let [section, offset, anchor, gap_at, steps_back, direction] = parts[..] else {
            return Err(PlatformError::Cursor);
        };
        let number = |text: &str| text.parse::<u64>().map_err(|_| PlatformError::Cursor);
        Ok(Self {
            section: Section::parse(section).ok_or(PlatformError::Cursor)?,
            offset: number(offset)?,
            anchor: number(anchor)?,
            gap_at: number(gap_at)?,
            steps_back: number(steps_back)?,
            direction: match direction {
                "onward" => Direction::Onward,
                "back" => Direction::Back,
                _ => return Err(PlatformError::Cursor),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// A site's rows (id, and whether our account sees it), as WordPress pages through them.
    struct Rows(Vec<(u64, bool)>);

    impl Rows {
        fn page(&self, offset: u64, per_page: u64, tells_total: bool) -> (Vec<u64>, PageFacts) {
            let skip = usize::try_from(offset).unwrap();
            let rows = self.0.iter().skip(skip).take(usize::try_from(per_page).unwrap());
            let ids: Vec<u64> = rows.filter(|(_, seen)| *seen).map(|(id, _)| *id).collect();
            let total = tells_total.then_some(self.0.len() as u64);
            (ids.clone(), PageFacts::new(ids.iter().copied(), ids.is_empty(), total))
        }
    }

    /// One pass over comments while rows are deleted and added between the pages.
    fn pass(
        rows: &mut Rows,
        per_page: u64,
        tells_total: bool,
        mut between: impl FnMut(&mut Rows),
    ) -> BTreeSet<u64> {
        let mut read = BTreeSet::new();
        let mut at = Position { section: Section::Comments, ..Position::START };
        for _ in 0..10_000 {
            let (ids, facts) = rows.page(at.offset, per_page, tells_total);
            read.extend(ids);
            match at.after(&facts, per_page, false) {
                Some(next) => at = Position::parse(&next.cursor()).unwrap(),
                None => return read,
            }
            between(rows);
        }
        panic!("the pass does not end");
    }

    proptest! {
        #[test]
        fn a_pass_ends_and_loses_nothing_that_stays(
            count in 0_u64..60,
            per_page in 2_u64..8,
            tells_total: bool,
            deleted in prop::collection::vec((0_usize..60, 0_usize..4), 0..12),
        ) {
            let mut rows = Rows((1..=count).map(|id| (id * 3, true)).collect());
            let mut deletions = deleted.into_iter();
            let mut next_id = 1000;
            let read = pass(&mut rows, per_page, tells_total, |rows| {
                if let Some((at, how_many)) = deletions.next() {
                    let from = at.min(rows.0.len());
                    rows.0.drain(from..(from + how_many).min(rows.0.len()));
                    rows.0.push((next_id, true));
                    next_id += 1;
                }
            });
            let stayed: BTreeSet<u64> = rows.0.iter().map(|(id, _)| *id).filter(|id| *id < 1000).collect();
            prop_assert!(read.is_superset(&stayed), "lost {:?}", stayed.difference(&read));
        }

        #[test]
        fn rows_that_we_may_not_see_neither_stop_nor_hide_others(
            seen in prop::collection::vec(any::<bool>(), 0..60),
            per_page in 2_u64..8,
        ) {
            let mut rows = Rows(seen.iter().enumerate().map(|(at, seen)| (at as u64 + 1, *seen)).collect());
            let expected: BTreeSet<u64> = rows.0.iter().filter(|(_, seen)| *seen).map(|(id, _)| *id).collect();
            prop_assert_eq!(pass(&mut rows, per_page, true, |_| ()), expected);
        }
    }

    #[test]
    fn lists_follow_one_another_and_bad_cursors_are_refused() {
        let empty = PageFacts::new(std::iter::empty(), true, Some(0));
        for (signed_in, lists) in [
            (false, vec!["post", "page", "comment"]),
            (true, vec!["post", "page", "comment", "spam", "trash", "post-trashed"]),
        ] {
            let all = std::iter::successors(Some(Position::START), |at| at.after(&empty, 100, signed_in));
            let cursors: Vec<String> = all.map(|at| at.cursor().as_str().to_owned()).collect();
            let expected: Vec<String> = lists.iter().map(|list| format!("{list} 0 0 0 0 onward")).collect();
            assert_eq!(cursors, expected);
        }
        for bad in
            ["", "page", "page 0 0 back", "page 0 0 0 0 sideways", "page -1 0 0 0 back", "sida 0 0 0 0 back"]
        {
            assert!(matches!(Position::parse(&Cursor::new(bad)), Err(PlatformError::Cursor)), "{bad:?}");
        }
    }
}
