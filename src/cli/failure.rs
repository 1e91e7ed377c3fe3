//! How a command fails: the exit status and one line for the reader.

use frontline::error::Error;

/// Exit status other than 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Status {
    /// Done; the reader of the output went away.
    Done = 0,
    /// The text was read well and holds nothing to map.
    Nothing = 1,
    /// Bad input or usage.
    Input = 2,
    /// An error of the program itself.
    Internal = 3,
}

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Everything has been said.
    Quiet(Status),
    /// One line for standard error.
    Said(Status, String),
}

impl Failure {
    /// Bad input or usage.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::Said(Status::Input, message.into())
    }

    /// Nothing to map.
    pub(crate) fn nothing(message: impl Into<String>) -> Self {
        Self::Said(Status::Nothing, message.into())
    }

    /// The line, if there is one.
    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Quiet(_) => "",
            Self::Said(_, message) => message,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let status = match error {
            Error::Internal(_) | Error::Data { .. } => Status::Internal,
            _ => Status::Input,
        };
        Self::Said(status, error.to_string())
    }
}
