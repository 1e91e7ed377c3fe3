//! `frontline export`: a situation in the format of another program.

use std::ffi::OsStr;
use std::path::Path;
use std::path::PathBuf;

use frontline::exchange::csv;
use frontline::exchange::geopackage;
use frontline::exchange::geopackage::Target;
use frontline::exchange::kml;
use frontline::exchange::qgis;
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
    if !["csv", "geojson", "json", "gpkg", "kml", "kmz", "qgz"].contains(&form.as_str()) {
        let found = if form.is_empty() { "no extension".to_owned() } else { format!(".{form}") };
        return Err(Failure::input(format!(
            "{}: expected a name that ends in .gpkg, .qgz, .geojson, .kml, .kmz or .csv, found {found}",
            typed.output.display()
        )));
    }
    let packed = form == "gpkg" || form == "qgz";
    if typed.name.is_some() && !packed {
        return Err(Failure::input(format!("--as names a situation in a GeoPackage, not in a .{form} file")));
    }
    let given = given::read(&typed.situation, typed.from.as_deref())?;
    let situation = &given.situation;
    let derived = territory::derive(situation, &frontline::bundled::basemap()?);
    let exports = Exports::new(situation, &derived, sheet::style(&typed.style)?);
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let bytes = match form.as_str() {
        "csv" => csv::table(situation, typed.raw_csv).into_bytes(),
        "kml" => kml::kml(&exports.content()).into_bytes(),
        "kmz" => kml::kmz(&exports.content()),
        "gpkg" => geopackage(&exports, &typed.output, typed.name.as_deref())?,
        "qgz" => {
            let data = typed.output.with_extension("gpkg");
            files.push((data.clone(), geopackage(&exports, &data, typed.name.as_deref())?));
            let part = |name: Option<&OsStr>| name.map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let stem = part(typed.output.file_stem());
            files.extend(ground(&exports, &stem, &typed.output)?);
            qgis::project(&exports.content(), &stem, &part(data.file_name()), typed.name.as_deref())
        }
        _ if typed.simplestyle => exports.simplestyle().into_bytes(),
        _ => pipeline::state(situation, &derived).into_bytes(),
    };
    if typed.output.as_path() == Path::new("-") {
        io::write(&typed.output, &bytes)?;
    } else {
        files.push((typed.output.clone(), bytes));
        io::write_all(&files.iter().map(|(p, b)| (p.clone(), b.as_slice())).collect::<Vec<_>>())?;
    }
    given.say();
    let names: Vec<String> = files.iter().map(|(p, _)| p.display().to_string()).collect();
    let from = session::shown(&typed.situation);
    let next = match form.as_str() {
        "gpkg" | "qgz" => format!("open it: qgis {}", typed.output.display()),
        _ => format!("where each mark comes from: frontline explain {from}"),
    };
    terminal::note(&format!("{}: {}; {next}", names.join(", "), session::count(situation)));
    Ok(())
}

/// The files of the ground of a QGIS project beside it.
pub(crate) fn ground(exports: &Exports<'_>, stem: &str, project: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    let texts = exports.ground(&frontline::bundled::basemap()?);
    let names = qgis::ground_files(stem).map(|name| project.with_file_name(name));
    Ok(names.into_iter().zip(texts.map(String::into_bytes)).collect())
}

/// The bytes of a GeoPackage with what is in the file already.
pub(crate) fn geopackage(exports: &Exports<'_>, path: &Path, name: Option<&str>) -> Result<Vec<u8>, Failure> {
    let before = database::before(path)?;
    let file = session::shown(path);
    let target = Target { file: &file, before: before.as_deref(), name };
    Ok(geopackage::write(&exports.content(), &target)?)
}
