//! `frontline style`: the shipped styles, and a check for one's own.

use frontline::bundled;

use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::options::StyleArguments;
use crate::cli::options::StyleCommand;
use crate::cli::sheet;
use crate::cli::terminal;

/// Runs the command.
pub(crate) fn run(typed: &StyleArguments) -> Result<(), Failure> {
    match &typed.command {
        StyleCommand::List => {
            let names: Vec<&str> = bundled::STYLES.iter().map(|(name, _)| *name).collect();
            io::print(&format!("{}\n", names.join("\n")))
        }
        StyleCommand::Show { name } => {
            if let Some((_, text)) = bundled::STYLES.iter().find(|(n, _)| n == name) {
                io::print(text)
            } else {
                let names: Vec<&str> = bundled::STYLES.iter().map(|(name, _)| *name).collect();
                Err(Failure::input(format!("no style \"{name}\"; there are: {}", names.join(", "))))
            }
        }
        StyleCommand::Check { file } => {
            let name = file.to_string_lossy();
            let path = if name.ends_with(".toml") || name.contains(['/', '\\']) {
                name.into_owned()
            } else {
                format!("./{name}")
            };
            sheet::style(&path)?;
            terminal::note(&format!("{path}: good; draw with it: frontline map article.txt --style {path}"));
            Ok(())
        }
    }
}
