//! What a command answers: text for people, JSON for programs, bytes where a file is asked for.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::explain::Exit;

/// A command's answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    /// What a person reads.
    pub text: String,
    /// What a program reads.
    pub json: Value,
    /// How the program ends.
    pub exit: Exit,
    /// A file that goes to standard output instead of the text.
    #[serde(skip)]
    pub bytes: Option<Vec<u8>>,
}

impl Answer {
    /// An answer of a command that did what it was asked.
    #[must_use]
    pub fn new(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json, exit: Exit::Done, bytes: None }
    }
}
