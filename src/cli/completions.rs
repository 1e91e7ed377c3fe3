//! Completions for shells, and the manual page.

use clap::CommandFactory;

use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::options::Arguments;
use crate::cli::options::CompletionsArguments;

/// Prints the completions of a shell.
pub(crate) fn run(typed: &CompletionsArguments) -> Result<(), Failure> {
    let mut out = Vec::new();
    clap_complete::generate(typed.shell, &mut Arguments::command(), "frontline", &mut out);
    io::write(std::path::Path::new("-"), &out)
}

/// Prints the manual page, with a page for each subcommand behind it.
pub(crate) fn man() -> Result<(), Failure> {
    let mut out = Vec::new();
    let mut command = Arguments::command();
    command.build();
    let said = |e: std::io::Error| Failure::input(format!("manual page: {e}"));
    clap_mangen::Man::new(command.clone()).render(&mut out).map_err(said)?;
    for sub in command.get_subcommands().filter(|s| s.get_name() != "help") {
        let page = clap_mangen::Man::new(sub.clone()).title(format!("frontline-{}", sub.get_name()));
        page.render(&mut out).map_err(said)?;
    }
    io::write(std::path::Path::new("-"), &out)
}
