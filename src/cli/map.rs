//! `frontline map`: articles to the whole set of files.

use std::path::Path;
use std::path::PathBuf;

use frontline::article::Article;
use frontline::exchange::qgis;
use frontline::pipeline;
use frontline::pipeline::exports::Exports;
use frontline::situation;
use serde_json::Value;

use crate::cli::export;
use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::options::MapArguments;
use crate::cli::session;
use crate::cli::sheet;
use crate::cli::terminal;

/// Runs the command.
pub(crate) fn run(typed: &MapArguments) -> Result<(), Failure> {
    let session = session::open(&typed.reading, Some(&typed.folding))?;
    let (situation, read) = session.fold(&typed.articles)?;
    if situation.events.is_empty() && situation.places.is_empty() {
        session::warn(&situation, typed.talk.quiet);
        return Err(Failure::nothing(session::nothing(&situation)));
    }
    let folder = typed.output.clone().unwrap_or_else(|| default_folder(&typed.articles));
    let studio = sheet::studio(&session.knowledge.gazetteer, &typed.look)?;
    let derived = studio.derive(&situation);
    let picture = sheet::draw(&studio, &situation, &derived, &typed.look, None)?;
    // The slow half, the PNG, beside the texts; the bytes do not depend on it.
    let (png, document) = rayon::join(|| picture.png(), || pipeline::document(&situation, &derived));
    let png = png?;
    let mut files: Vec<(PathBuf, &[u8])> = vec![
        (folder.join("situation.geojson"), document.situation.as_bytes()),
        (folder.join("map.svg"), picture.svg.as_bytes()),
        (folder.join("map.png"), png.as_slice()),
    ];
    files.extend(document.layers.iter().map(|(name, text)| (folder.join("layers").join(name), text.as_bytes())));
    let exports = Exports::new(&situation, &derived, sheet::style(&typed.look.style)?);
    let sidecars = exports.sidecars();
    files.extend(sidecars.iter().map(|(name, text)| (folder.join("layers").join(name), text.as_bytes())));
    let data = folder.join("situation.gpkg");
    let packed = if typed.gpkg {
        let project = qgis::project(&exports.content(), "situation", "situation.gpkg", None);
        let place = folder.join("situation.qgz");
        let mut parts = export::ground(&exports, "situation", &place)?;
        parts.push((data.clone(), export::geopackage(&exports, &data, None)?));
        parts.push((place, project));
        parts
    } else {
        Vec::new()
    };
    files.extend(packed.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())));
    let html = if typed.html {
        let articles: Vec<&Article> = read.iter().map(|r| &r.article).collect();
        studio.page(&situation, &articles, &picture.svg)
    } else {
        String::new()
    };
    if typed.html {
        files.push((folder.join("map.html"), html.as_bytes()));
    }
    #[cfg(feature = "pdf")]
    let pdf = if typed.pdf { picture.pdf()? } else { Vec::new() };
    #[cfg(feature = "pdf")]
    if typed.pdf {
        files.push((folder.join("map.pdf"), pdf.as_slice()));
    }
    let manifest = io::manifest(&folder, &files);
    files.push((folder.join("manifest.json"), manifest.as_bytes()));
    io::write_all(&files)?;
    let keep: Vec<&str> = document.layers.iter().chain(&sidecars).map(|(name, _)| name.as_str()).collect();
    io::remove_others(&folder.join("layers"), &keep)?;
    session::warn(&situation, typed.talk.quiet);
    let names: Vec<String> = files.iter().map(|(p, _)| p.display().to_string()).collect();
    if typed.talk.json {
        let mut value: Value = serde_json::from_str(&session::summary(&situation, &names)).unwrap_or_default();
        if let (Some(all), Value::Object(metrics)) = (value.as_object_mut(), picture.metrics(&names, &[])) {
            all.extend(metrics.into_iter().filter(|(k, _)| k != "files" && k != "warnings"));
        }
        return io::print(&format!("{value}\n"));
    }
    if !typed.talk.quiet {
        let shown = session::shown(&folder);
        terminal::note(&format!(
            "{shown}/: map.svg, map.png, situation.geojson, {}: {}\nwhere each mark comes from: frontline explain {shown}/situation.geojson",
            session::many(document.layers.len(), "layer"),
            session::count(&situation)
        ));
    }
    Ok(())
}

/// `output/<slug>/`, named after the first article.
fn default_folder(articles: &[PathBuf]) -> PathBuf {
    let stem = articles.first().filter(|p| p.as_path() != Path::new("-")).and_then(|p| p.file_stem());
    let slug = stem.map_or_else(|| "map".to_owned(), |s| situation::slug(&s.to_string_lossy()));
    Path::new("output").join(io::harmless(&slug))
}
