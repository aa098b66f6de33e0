//! Runs of digits, and what stands between one and the next.

/// A run of ASCII digits, as bytes of the folded text.
#[derive(Clone, Copy)]
pub(super) struct Group {
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// What stands between it and the group before.
    pub before: Joint,
}

impl Group {
    /// How many digits.
    pub(super) const fn len(self) -> usize {
        self.end - self.start
    }
}

/// What joins two groups of digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// Something else, or nothing before the first.
    Apart,
    /// One to three spaces.
    Space,
    /// A hyphen, with or without spaces.
    Hyphen,
    /// A plus sign, with or without spaces.
    Plus,
    /// A full stop or another sign that people put in the hyphen's place.
    Sign,
}

/// Longer pieces between two groups join nothing.
const JOINT_BYTES_MAX: usize = 4;

/// All groups of a text.
pub(super) fn find(text: &str) -> Vec<Group> {
    let bytes = text.as_bytes();
    let mut groups: Vec<Group> = Vec::new();
    let mut start = None;
    for (at, is_digit) in bytes.iter().map(u8::is_ascii_digit).chain([false]).enumerate() {
        match (start, is_digit) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let between = groups.last().and_then(|group| bytes.get(group.end..from));
                groups.push(Group { start: from, end: at, before: between.map_or(Joint::Apart, joint) });
                start = None;
            }
            _ => {}
        }
    }
    groups
}

fn joint(between: &[u8]) -> Joint {
    if between.len() > JOINT_BYTES_MAX {
        return Joint::Apart;
    }
    let mut signs = between.iter().copied().filter(|byte| *byte != b' ');
    let has_space = between.contains(&b' ');
    match (signs.next(), signs.next()) {
        (None, _) => Joint::Space,
        (Some(b'-'), None | Some(b'-')) => Joint::Hyphen,
        (Some(b'+'), None) => Joint::Plus,
        (Some(b'.' | b'_' | b'*' | b'~' | b'\''), None) if !has_space => Joint::Sign,
        _ => Joint::Apart,
    }
}
