//! `frontline export`: a situation in the format of another program.

use frontline::exchange::csv;
use frontline::exchange::geopackage;
use frontline::exchange::geopackage::Target;
use frontline::pipeline;
use frontline::pipeline::exports::Exports;
use frontline::pipeline::territory;

use crate::cli::database;
use crate::cli::explain::extension;
use crate::cli::failure::Failure;
use crate::cli::given;
use crate::cli::io;
use crate::cli::options::ExportArguments;
use crate::cli::session;
use crate::cli::sheet;
use crate::cli::terminal;

/// Runs the command.
pub(crate) fn run(typed: &ExportArguments) -> Result<(), Failure> {
    let form = extension(&typed.output);
    if !["csv", "geojson", "json", "gpkg"].contains(&form.as_str()) {
        let found = if form.is_empty() { "no extension".to_owned() } else { format!(".{form}") };
        return Err(Failure::input(format!(
            "{}: expected a name that ends in .gpkg, .geojson or .csv, found {found}",
            typed.output.display()
        )));
    }
    if typed.name.is_some() && form != "gpkg" {
        return Err(Failure::input(format!("--as names a situation in a GeoPackage, not in a .{form} file")));
    }
    let given = given::read(&typed.situation, typed.from.as_deref())?;
    let situation = &given.situation;
    let derived = territory::derive(situation, &frontline::bundled::basemap()?);
    let bytes = match form.as_str() {
        "csv" => csv::table(situation, typed.raw_csv).into_bytes(),
        "gpkg" => {
            let exports = Exports::new(situation, &derived, sheet::style(&typed.style)?);
            let before = database::before(&typed.output)?;
            let file = session::shown(&typed.output);
            let target = Target { file: &file, before: before.as_deref(), name: typed.name.as_deref() };
            geopackage::write(&exports.content(), &target)?
        }
        _ => pipeline::document(situation, &derived).situation.into_bytes(),
    };
    io::write(&typed.output, &bytes)?;
    given.say();
    terminal::note(&format!("{}: {}", typed.output.display(), session::count(situation)));
    Ok(())
}
