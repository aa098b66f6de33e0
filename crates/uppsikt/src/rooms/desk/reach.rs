//! What a person may see of items: the same rules as on the command line and in the interface for other systems.

pub(super) use crate::rooms::registry::{open_to, readable};

/// What stands in a list instead of the words of a record under a secrecy mark.
pub(super) const MARKED: &str = "Sekretessmarkerad. Öppna för att läsa; det antecknas vem som läser.";
