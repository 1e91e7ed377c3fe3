//! The command line: arguments, files, messages, exit status. The library knows nothing of it.
//!
//! Exit status: 0 done, 1 read well but nothing to map, 2 bad input or usage, 3 internal error; interrupted, the
//! signal ends the process, which shells show as 130.

mod areas;
mod bounds;
mod change;
mod completions;
mod database;
mod explain;
mod export;
mod extract;
mod failure;
mod gazetteer;
mod geoparse;
mod given;
mod io;
mod locate;
mod look;
mod map;
mod options;
mod render;
mod report;
mod sequence;
mod session;
mod sheet;
mod style;
mod terminal;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::cli::failure::Failure;
use crate::cli::failure::Status;
use crate::cli::options::Arguments;
use crate::cli::options::Command;

/// Runs the command that was typed.
pub(crate) fn run() -> ExitCode {
    failure::note_panics();
    let outcome = std::panic::catch_unwind(|| match Arguments::try_parse() {
        Ok(arguments) => {
            bounds::begin(&arguments.limit);
            terminal::choose(arguments.color);
            dispatch(&arguments)
        }
        Err(error) => usage(&error),
    });
    let status = match outcome.unwrap_or_else(|panic| Err(Failure::of_panic(&*panic))) {
        Ok(()) => return ExitCode::from(0),
        Err(Failure::Quiet(status)) => status,
        Err(Failure::Said(status, message)) => {
            terminal::error(&message);
            if report::wanted() {
                report::print(status, &message);
            }
            status
        }
    };
    ExitCode::from(status as u8)
}

fn dispatch(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Map(typed) => map::run(typed),
        Command::Geoparse(typed) => geoparse::run(typed),
        Command::Extract(typed) => extract::run(typed),
        Command::Render(typed) => render::run(typed),
        Command::Sequence(typed) => sequence::run(typed),
        Command::Change(typed) => change::run(typed),
        Command::Explain(typed) => explain::run(typed),
        Command::Export(typed) => export::run(typed),
        Command::Locate(typed) => locate::run(typed),
        Command::Gazetteer(typed) => gazetteer::run(typed),
        Command::Style(typed) => style::run(typed),
        Command::Completions(typed) => completions::run(typed),
        Command::Man => completions::man(),
    }
}

/// Help and version go to standard output with status 0, everything else to standard error with status 2.
fn usage(error: &clap::Error) -> Result<(), Failure> {
    let shown = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if shown {
        return io::print(&error.to_string());
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        terminal::note(&error.to_string());
        return Err(Failure::Quiet(Status::Input));
    }
    let text = error.to_string();
    terminal::note(text.trim_end());
    if report::wanted() {
        report::print(Status::Input, &text);
    }
    Err(Failure::Quiet(Status::Input))
}
