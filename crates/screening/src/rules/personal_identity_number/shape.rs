//! The ways in which people write the number.

use jiff::civil::Date;

use super::groups::{Group, Joint};
use super::number::{self, NumberKind};
use super::surroundings::{self, Context};
use crate::rules::Sink;
use crate::text::Reading;

/// A number that was found, as bytes of the folded text.
pub(super) struct Found {
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// What it is.
    pub kind: NumberKind,
}

/// Digits of a number with its century.
const DIGITS_MAX: usize = 12;

/// All numbers among the groups, each digit used once.
pub(super) fn find(
    reading: &Reading<'_>,
    groups: &[Group],
    today: Option<Date>,
    sink: &mut Sink<'_>,
) -> Vec<Found> {
    let finder = Finder { reading, today };
    let mut all = Vec::new();
    let mut rest = groups;
    // A chain is a row of groups that are joined; what is wholly apart is never one number.
    while let Some((_, tail)) = rest.split_first() {
        let joined = tail.iter().take_while(|group| group.before != Joint::Apart).count();
        let (chain, after) = rest.split_at(joined + 1);
        sink.step(chain.len());
        let next = after.first();
        let count = all.len();
        let mut at = 0;
        while at < chain.len() {
            let found = finder.at(chain, at, next);
            at += found.as_ref().map_or(1, |(_, used)| *used);
            all.extend(found.map(|(found, _)| found));
        }
        if all.len() == count {
            all.extend(finder.scattered(chain));
        }
        rest = after;
    }
    all
}

struct Finder<'a> {
    reading: &'a Reading<'a>,
    today: Option<Date>,
}

impl Finder<'_> {
    /// A number that begins with the group at `at`, and how many groups it used.
    fn at(&self, chain: &[Group], at: usize, next_chain: Option<&Group>) -> Option<(Found, usize)> {
        let first = *chain.get(at)?;
        let second = chain.get(at + 1).copied();
        match first.len() {
            6 | 8 => {
                let parted = second.filter(|second| second.len() == 4).and_then(|second| {
                    let is_plain = if second.before == Joint::Space {
                        self.is_parted_by_space(chain, at)
                    } else {
                        self.is_alone(chain, at, 2)
                    };
                    is_plain.then(|| self.found(&[first, second])).flatten()
                });
                parted.map(|found| (found, 2)).or_else(|| self.interim(chain, at, next_chain))
            }
            10 | 12 => {
                let is_plain = self.is_alone(chain, at, 1) && surroundings::allow_bare(self.reading, first);
                is_plain.then(|| self.found(&[first])).flatten().map(|found| (found, 1))
            }
            _ => None,
        }
    }

    /// A number whose groups are all the digits of the chain: `8 2 0 7 2 4 - 2 3 8 2`, `82 07 24 2382`.
    fn scattered(&self, chain: &[Group]) -> Option<Found> {
        let total: usize = chain.iter().map(|group| group.len()).take(DIGITS_MAX + 1).sum();
        if chain.len() < 3 || (total != 10 && total != DIGITS_MAX) {
            return None;
        }
        let (first, last) = (*chain.first()?, *chain.last()?);
        let mut reached = 0;
        let is_cut_after_date = chain.iter().any(|group| {
            reached += group.len();
            reached == total - 4
        });
        if !is_cut_after_date || !surroundings::stand_alone(self.reading, first.start, last.end) {
            return None;
        }
        let is_single = chain.iter().all(|group| group.len() == 1);
        let context = surroundings::before(self.reading, first.start);
        if !is_single && context != Context::Person {
            let digits = self.digits(chain);
            let is_phone = total == 10 && digits.first() == Some(&0);
            if is_phone || context != Context::None || ends_like_time(&digits) || ends_like_year(&digits) {
                return None;
            }
        }
        self.found(chain)
    }

    fn interim(&self, chain: &[Group], at: usize, next_chain: Option<&Group>) -> Option<(Found, usize)> {
        let first = *chain.get(at)?;
        // The letter parts the chains.
        let last = *next_chain.filter(|last| at + 1 == chain.len() && last.len() == 3)?;
        let [b'-' | b'+', letter] = self.reading.slice(first.end, last.start).as_bytes() else { return None };
        let is_found = surroundings::stand_alone(self.reading, first.start, last.end)
            && number::is_interim(&self.digits(&[first]), *letter, &self.digits(&[last]), self.today);
        is_found.then_some((Found { start: first.start, end: last.end, kind: NumberKind::Interim }, 1))
    }

    /// Whether date and serial number, parted by a space only, are not two of many numbers in a row.
    fn is_parted_by_space(&self, chain: &[Group], at: usize) -> bool {
        let is_neighbour = |group: &Group, joint: Joint| joint == Joint::Space && group.len() <= 4;
        let before = at.checked_sub(1).and_then(|before| chain.get(before));
        let joint_before = chain.get(at).map_or(Joint::Apart, |group| group.before);
        let after = chain.get(at + 2);
        let pair = chain.get(at..at + 2).unwrap_or_default();
        let start = pair.first().map_or(0, |group| group.start);
        let context = surroundings::before(self.reading, start);
        let is_clock = ends_like_time(&self.digits(pair)) && context != Context::Person;
        !before.is_some_and(|group| is_neighbour(group, joint_before))
            && !after.is_some_and(|group| is_neighbour(group, group.before))
            && !is_clock
            && matches!(context, Context::None | Context::Person)
            && self.is_alone(chain, at, 2)
    }

    /// Whether `count` groups from `at` are a number by themselves and no piece of a longer one.
    fn is_alone(&self, chain: &[Group], at: usize, count: usize) -> bool {
        let (Some(first), Some(last)) = (chain.get(at), chain.get(at + count - 1)) else { return false };
        let after = chain.get(at + count).map_or(Joint::Apart, |group| group.before);
        let is_loose = |joint| matches!(joint, Joint::Apart | Joint::Space);
        is_loose(first.before)
            && is_loose(after)
            && surroundings::stand_alone(self.reading, first.start, last.end)
    }

    fn found(&self, groups: &[Group]) -> Option<Found> {
        let digits = self.digits(groups);
        let is_plus = groups.iter().skip(1).any(|group| group.before == Joint::Plus);
        let kind = number::kind(&digits, is_plus, self.today)?;
        let (first, last) = (groups.first()?, groups.last()?);
        // A mobile number with four wrong digits of ten is a coordination number.
        let is_mobile = groups.len() == 1 && kind == NumberKind::Coordination && digits.starts_with(&[0, 7]);
        if is_mobile && surroundings::before(self.reading, first.start) != Context::Person {
            return None;
        }
        Some(Found { start: first.start, end: last.end, kind })
    }

    /// The digits of a few groups; never more than a number has, and one.
    fn digits(&self, groups: &[Group]) -> Vec<u8> {
        let bytes = groups.iter().flat_map(|group| self.reading.slice(group.start, group.end).bytes());
        bytes.take(DIGITS_MAX + 1).map(|byte| byte - b'0').collect()
    }
}

/// Whether the last four digits are a time of day on a full five minutes.
fn ends_like_time(digits: &[u8]) -> bool {
    let Some([a, b, c, d]) = digits.last_chunk::<4>() else { return false };
    a * 10 + b < 24 && *c < 6 && d % 5 == 0
}

/// Whether the last four digits are a year of our time.
fn ends_like_year(digits: &[u8]) -> bool {
    matches!(digits.last_chunk::<4>(), Some([1, 9, _, _] | [2, 0, _, _]))
}
