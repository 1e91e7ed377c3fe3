//! The command line: arguments, files, messages.

mod geoparse;

use clap::Parser;
use clap::Subcommand;

/// From a news article about a war to a map an editor would publish.
#[derive(Debug, Parser)]
#[command(name = "frontline", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Find the place names of texts and resolve them.
    Geoparse(geoparse::Arguments),
}

/// Runs the command; 0 done, 2 bad input, 3 internal error.
pub(crate) fn run() -> std::process::ExitCode {
    let done = match Arguments::parse().command {
        Command::Geoparse(arguments) => geoparse::run(&arguments),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(message) => {
            use std::io::Write;
            // Nothing is left to do if standard error is closed.
            let _ = writeln!(std::io::stderr(), "frontline: {message}");
            std::process::ExitCode::from(2)
        }
    }
}
