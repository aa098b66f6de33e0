//! The catalogue of parameters, a file for each part of a guideline.

mod answer;
mod close;
mod dispose;
mod document;
mod identity;
mod image;
mod notice;
mod people;
mod publish;
mod register;
mod remove;
mod snapshot;
mod start;
mod watch;

use super::{Key, Parameter};

const PARTS: [&[Parameter]; 14] = [
    answer::ALL,
    close::ALL,
    dispose::ALL,
    document::ALL,
    identity::ALL,
    image::ALL,
    notice::ALL,
    people::ALL,
    publish::ALL,
    register::ALL,
    remove::ALL,
    snapshot::ALL,
    start::ALL,
    watch::ALL,
];

/// Every parameter, part by part.
pub fn all() -> impl Iterator<Item = &'static Parameter> {
    PARTS.iter().copied().flatten()
}

/// What is known about a key.
#[must_use]
pub fn about(key: Key) -> Option<&'static Parameter> {
    all().find(|parameter| parameter.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::Proposal;

    #[test]
    fn every_key_is_described_once_and_every_proposal_fits_its_kind() {
        for key in Key::ALL {
            let described: Vec<_> = all().filter(|parameter| parameter.key == *key).collect();
            let [parameter] = described[..] else { panic!("{key}: {} descriptions", described.len()) };
            assert_ne!(key.swedish(), key.code(), "{key} has a Swedish name");
            let proposed = parameter.proposal != Proposal::Nothing;
            assert_eq!(proposed, parameter.proposed().is_some(), "{key}: a proposal of its kind");
            assert_eq!(proposed, parameter.why.ends_with('.'), "{key}: a proposal, and why");
        }
        assert_eq!(all().count(), Key::ALL.len());
    }
}
