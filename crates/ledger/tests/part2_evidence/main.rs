//! What stands for evidence: entries, commitments, `Sealed`, written notes and bundles.

// Marked as tests, so that the helpers among them may unwrap as the tests do.
#[cfg(test)]
mod bundle;
#[cfg(test)]
mod entry;
#[cfg(test)]
mod python;
#[cfg(test)]
mod sealed;
#[cfg(test)]
mod support;
#[cfg(test)]
mod vectors;
