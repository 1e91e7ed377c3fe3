//! `frontline export`: a situation in the format of another program.

use std::ffi::OsStr;
use std::path::Path;
use std::path::PathBuf;

use frontline::exchange::csv;
#[cfg(feature = "flatgeobuf")]
use frontline::exchange::flatgeobuf;
use frontline::exchange::geopackage;
use frontline::exchange::geopackage::Target;
#[cfg(feature = "geoparquet")]
use frontline::exchange::geoparquet;
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
    if !["csv", "fgb", "geojson", "json", "gpkg", "kml", "kmz", "parquet", "qgz"].contains(&form.as_str()) {
        let found = if form.is_empty() { "no extension".to_owned() } else { format!(".{form}") };
        return Err(Failure::input(format!(
            "{}: expected a name that ends in .gpkg, .qgz, .geojson, .kml, .kmz, .csv, .fgb or .parquet, found {found}",
            typed.output.display()
        )));
    }
    if typed.name.is_some() && form != "gpkg" && form != "qgz" {
        return Err(Failure::input(format!("--as names a situation in a GeoPackage, not in a .{form} file")));
    }
    let given = given::read(&typed.situation, typed.from.as_deref())?;
    let situation = &given.situation;
    let derived = territory::derive(situation, &frontline::bundled::basemap()?);
    let exports = Exports::new(situation, &derived, sheet::style(&typed.style)?);
    let files = if let Some(files) = packed(&exports, &typed.output, typed.name.as_deref())? {
        files
    } else {
        let bytes = match form.as_str() {
            "csv" => csv::table(situation, typed.raw_csv),
            _ if typed.simplestyle => exports.simplestyle(),
            _ => pipeline::state(situation, &derived),
        };
        vec![(typed.output.clone(), bytes.into_bytes())]
    };
    if files.is_empty() {
        return Err(Failure::input(format!("{}: holds nothing to export", typed.situation.display())));
    }
    io::write_all(&files.iter().map(|(p, b)| (p.clone(), b.as_slice())).collect::<Vec<_>>())?;
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

/// Files to write, with their bytes.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// The files of a format that holds layers, `None` for another. `name` is that of the situation in a GeoPackage.
pub(crate) fn packed(exports: &Exports<'_>, output: &Path, name: Option<&str>) -> Result<Option<Files>, Failure> {
    let form = extension(output);
    let alone = |bytes: Vec<u8>| Ok(Some(vec![(output.to_path_buf(), bytes)]));
    match form.as_str() {
        "kml" => alone(kml::kml(&exports.content()).into_bytes()),
        "kmz" => alone(kml::kmz(&exports.content())),
        "gpkg" => alone(geopackage(exports, output, name)?),
        "qgz" => {
            let data = output.with_extension("gpkg");
            let part = |name: Option<&OsStr>| name.map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let stem = part(output.file_stem());
            let mut files = vec![(data.clone(), geopackage(exports, &data, name)?)];
            files.extend(ground(exports, &stem, output)?);
            files.push((output.to_path_buf(), qgis::project(&exports.content(), &stem, &part(data.file_name()), name)));
            Ok(Some(files))
        }
        "fgb" | "parquet" => layers(exports, &form, output).map(Some),
        _ => Ok(None),
    }
}

/// A file a layer beside where the output would be: `war.fgb` stands for `war-event.fgb`, `war-control.fgb` and so on.
#[cfg_attr(
    not(any(feature = "flatgeobuf", feature = "geoparquet")),
    expect(unused_variables, unreachable_code, reason = "formats that are off")
)]
fn layers(exports: &Exports<'_>, form: &str, output: &Path) -> Result<Files, Failure> {
    let files: Vec<(String, Vec<u8>)> = match form {
        #[cfg(feature = "flatgeobuf")]
        "fgb" => flatgeobuf::layers(&exports.content())?,
        #[cfg(feature = "geoparquet")]
        "parquet" => geoparquet::layers(&exports.content())?,
        _ => {
            let feature = if form == "fgb" { "flatgeobuf" } else { "geoparquet" };
            let message =
                format!("{}: this build does not write .{form}; build it with --features {feature}", output.display());
            return Err(Failure::input(message));
        }
    };
    let stem = output.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let named = |layer: &str| output.with_file_name(format!("{stem}-{layer}.{form}"));
    Ok(files.into_iter().map(|(layer, bytes)| (named(&layer), bytes)).collect())
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
