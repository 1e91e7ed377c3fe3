//! Warnings: what a reader should know about a result that is otherwise good.

use serde::{Deserialize, Serialize};

/// One warning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Warning {
    /// Stable code, such as `date-conflict`.
    pub code: String,
    /// One sentence for a reader.
    pub message: String,
}

impl Warning {
    /// A warning with a stable `code` and a sentence.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into() }
    }
}
