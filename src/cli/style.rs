//! `frontline style`: the shipped styles, and a check for one's own.

use std::path::Path;
use std::path::PathBuf;

use frontline::article::ReadOptions;
use frontline::bundled;
use frontline::pipeline;
use frontline::pipeline::Knowledge;
use frontline::situation::Overrides;
use frontline::situation::Settings;

use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::look::Look;
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
        StyleCommand::Show { name, output: Some(output) } => preview(name, output),
        StyleCommand::Show { name, output: None } => {
            if let Some((_, text)) = bundled::STYLES.iter().find(|(n, _)| n == name) {
                return io::print(text);
            }
            if sheet::is_file(name) {
                sheet::style(name)?;
                return io::print(&io::read_text(Path::new(name), 1 << 20)?);
            }
            let names: Vec<&str> = bundled::STYLES.iter().map(|(name, _)| *name).collect();
            Err(Failure::input(format!("no style \"{name}\"; there are: {}", names.join(", "))))
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

/// Draws the example article in a style.
fn preview(name: &str, output: &PathBuf) -> Result<(), Failure> {
    sheet::check_name(output)?;
    let look = Look::of(name);
    sheet::style(name)?;
    let knowledge = Knowledge::bundled()?;
    let (source, text) = bundled::EXAMPLE;
    let read =
        pipeline::read(&knowledge, text.as_bytes(), source, &ReadOptions::default(), &[], &Overrides::default())?;
    let situation = pipeline::situation(&[read], &Settings::default());
    let studio = sheet::studio(&knowledge.gazetteer, &look)?;
    let derived = studio.derive(&situation);
    let picture = sheet::draw(&studio, &situation, &derived, &look, None)?;
    for (path, bytes) in picture.files(std::slice::from_ref(output))? {
        io::write(&path, &bytes)?;
    }
    terminal::note(&format!("{}: {source} in the style {name}", output.display()));
    Ok(())
}
