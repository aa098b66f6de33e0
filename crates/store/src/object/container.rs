//! A container cut into one slice for each item, and the skeleton that holds them together.
//!
//! An answer from a platform, or an export file, holds many persons' words. Cut up, one item can be
//! disposed of without the rest; skeleton and slices together are the original bytes.

use std::ops::Range;

use uppsikt_kernel::{Id, Object};

/// A container's bytes and where its items stand in them.
#[derive(Debug, Clone)]
pub struct Container<'a> {
    bytes: &'a [u8],
    ranges: Vec<Range<usize>>,
}

/// A container or a skeleton does not hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SkeletonError {
    /// The items' places overlap, run backwards or leave the container.
    #[error("the items' places do not follow one another within the container")]
    Ranges,
    /// The bytes are no skeleton.
    #[error("the bytes are no skeleton of a container")]
    Malformed,
    /// A slice is missing, or has another length than was cut out.
    #[error("a slice is missing or of another length than was cut out")]
    Slice,
}

/// One piece of a skeleton.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Bytes between the items.
    Literal(Vec<u8>),
    /// An item's place: the object that holds its bytes, and how many they are.
    Slice {
        /// The object; `None` where those bytes were not kept.
        object: Option<Id<Object>>,
        /// Length in bytes.
        bytes: u64,
    },
}

/// What is left of a container when its items have been taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skeleton {
    parts: Vec<Part>,
}

impl<'a> Container<'a> {
    /// A container whose items stand at `ranges`, in order and without overlap.
    ///
    /// # Errors
    /// [`SkeletonError::Ranges`].
    pub fn new(bytes: &'a [u8], ranges: Vec<Range<usize>>) -> Result<Self, SkeletonError> {
        let mut at = 0;
        for range in &ranges {
            if range.start < at || range.end < range.start || range.end > bytes.len() {
                return Err(SkeletonError::Ranges);
            }
            at = range.end;
        }
        Ok(Self { bytes, ranges })
    }

    /// The items' bytes, in order.
    pub fn slices(&self) -> impl Iterator<Item = &'a [u8]> {
        let bytes = self.bytes;
        self.ranges.clone().into_iter().map(move |range| &bytes[range])
    }

    /// The skeleton, when `object` says in which object each slice was kept.
    #[must_use]
    pub fn skeleton(&self, mut object: impl FnMut(usize) -> Option<Id<Object>>) -> Skeleton {
        let mut parts = Vec::with_capacity(self.ranges.len() * 2 + 1);
        let mut at = 0;
        for (number, range) in self.ranges.iter().enumerate() {
            if range.start > at {
                parts.push(Part::Literal(self.bytes[at..range.start].to_vec()));
            }
            parts.push(Part::Slice { object: object(number), bytes: (range.end - range.start) as u64 });
            at = range.end;
        }
        if at < self.bytes.len() {
            parts.push(Part::Literal(self.bytes[at..].to_vec()));
        }
        Skeleton { parts }
    }
}

const MAGIC: &[u8] = b"uppsikt-skeleton/v1\n";

impl Skeleton {
    /// The pieces, in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The form in which a skeleton is sealed: after a header, `L` + length + bytes or `S` + length + id.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for part in &self.parts {
            match part {
                Part::Literal(bytes) => {
                    out.push(b'L');
                    out.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
                    out.extend_from_slice(bytes);
                }
                Part::Slice { object, bytes } => {
                    out.push(b'S');
                    out.extend_from_slice(&bytes.to_be_bytes());
                    out.extend_from_slice(object.map_or(uuid::Uuid::nil(), Id::uuid).as_bytes());
                }
            }
        }
        out
    }

    /// Reads what [`Skeleton::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`SkeletonError::Malformed`].
    pub fn parse(bytes: &[u8]) -> Result<Self, SkeletonError> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(SkeletonError::Malformed)?;
        let mut parts = Vec::new();
        while let Some((kind, after)) = rest.split_first() {
            let (length, after) = after.split_first_chunk::<8>().ok_or(SkeletonError::Malformed)?;
            let length = u64::from_be_bytes(*length);
            let take = if *kind == b'L' {
                usize::try_from(length).map_err(|_| SkeletonError::Malformed)?
            } else {
                16
            };
            let (body, after) = after.split_at_checked(take).ok_or(SkeletonError::Malformed)?;
            parts.push(match kind {
                b'L' => Part::Literal(body.to_vec()),
                b'S' => {
                    let uuid = uuid::Uuid::from_slice(body).map_err(|_| SkeletonError::Malformed)?;
                    Part::Slice { object: (!uuid.is_nil()).then(|| Id::from_uuid(uuid)), bytes: length }
                }
                _ => return Err(SkeletonError::Malformed),
            });
            rest = after;
        }
        Ok(Self { parts })
    }

    /// The original bytes, when `slice` gives back what was cut out.
    ///
    /// # Errors
    /// [`SkeletonError::Slice`] when a slice was not kept, is gone, or has another length.
    pub fn rebuild(
        &self,
        mut slice: impl FnMut(Id<Object>) -> Option<Vec<u8>>,
    ) -> Result<Vec<u8>, SkeletonError> {
        let mut out = Vec::new();
        for part in &self.parts {
            match part {
                Part::Literal(bytes) => out.extend_from_slice(bytes),
                Part::Slice { object, bytes } => {
                    let found = object.and_then(&mut slice).ok_or(SkeletonError::Slice)?;
                    if found.len() as u64 != *bytes {
                        return Err(SkeletonError::Slice);
                    }
                    out.extend(found);
                }
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    proptest! {
        #[test]
        fn skeleton_and_slices_are_the_original(pieces in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..20), prop::collection::vec(any::<u8>(), 0..20)), 0..12)) {
            let (mut bytes, mut ranges) = (Vec::new(), Vec::new());
            for (between, item) in &pieces {
                bytes.extend_from_slice(between);
                ranges.push(bytes.len()..bytes.len() + item.len());
                bytes.extend_from_slice(item);
            }
            let container = Container::new(&bytes, ranges).unwrap();
            let slices: Vec<Vec<u8>> = container.slices().map(<[u8]>::to_vec).collect();
            let skeleton = container.skeleton(|number| Some(Id::from_uuid(Uuid::from_u128(number as u128 + 1))));
            let read = Skeleton::parse(&skeleton.to_bytes()).unwrap();
            prop_assert_eq!(&read, &skeleton);
            let rebuilt = read.rebuild(|object| slices.get(object.uuid().as_u128() as usize - 1).cloned()).unwrap();
            prop_assert_eq!(rebuilt, bytes);
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut with_header = MAGIC.to_vec();
            with_header.extend(&bytes);
            let _ = Skeleton::parse(&bytes);
            let _ = Skeleton::parse(&with_header);
        }
    }

    #[test]
    fn overlapping_items_are_refused() {
        assert_eq!(Container::new(b"abcdef", vec![0..3, 2..4]).err(), Some(SkeletonError::Ranges));
        assert_eq!(
            Container::new(b"abc", std::iter::once(0..4).collect()).err(),
            Some(SkeletonError::Ranges)
        );
    }
}
