//! One error type for the library: each case names the file, the place in it, what was expected and what was found.

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Input that cannot be read as what it should be.
    #[error("{file}: {message}")]
    Input {
        /// File or label.
        file: String,
        /// What was expected and what was found.
        message: String,
    },
    /// A shipped or compiled data file that is damaged or from another version.
    #[error("{file}: {message}")]
    Data {
        /// Which one.
        file: String,
        /// What was expected and what was found.
        message: String,
    },
    /// A limit was exceeded.
    #[error("{file}: {message}")]
    Limit {
        /// File or label.
        file: String,
        /// The limit, the value found and the option that raises it.
        message: String,
    },
    /// Bytes that the receiver did not take.
    #[error("{message}")]
    Write {
        /// What the receiver said.
        message: String,
    },
    /// An error that should not happen.
    #[error("internal error: {0}")]
    Internal(String),
}

/// Result with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
