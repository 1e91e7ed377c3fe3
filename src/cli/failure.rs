//! How a command fails: the exit status and one line for the reader.

use std::any::Any;
use std::sync::OnceLock;

use frontline::error::Error;

/// Where the first panic of this run came from.
static PLACE: OnceLock<String> = OnceLock::new();

/// Keeps the place of a panic for the report instead of printing a trace.
pub(crate) fn note_panics() {
    std::panic::set_hook(Box::new(|info| {
        if let Some(place) = info.location() {
            let _ = PLACE.set(format!("{}:{}", place.file(), place.line()));
        }
    }));
}

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

    /// A panic that was caught: what to report, and to whom.
    pub(crate) fn of_panic(panic: &(dyn Any + Send)) -> Self {
        let reason = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        let place = PLACE.get().map_or("an unknown place", String::as_str);
        let message = format!(
            "internal error: {reason}, at {place} of frontline {}; this is a fault of frontline, please report this line with the input",
            env!("CARGO_PKG_VERSION")
        );
        Self::Said(Status::Internal, message)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_internal_error_with_a_report() {
        note_panics();
        let caught = std::panic::catch_unwind(|| {
            let empty: Vec<u8> = Vec::new();
            empty[std::hint::black_box(7)]
        });
        let Failure::Said(status, message) = Failure::of_panic(&*caught.unwrap_err()) else { panic!("nothing said") };
        assert_eq!(status as u8, 3);
        for part in ["index out of bounds", "failure.rs:", env!("CARGO_PKG_VERSION"), "report this line with the input"]
        {
            assert!(message.contains(part), "{message}");
        }
    }
}
