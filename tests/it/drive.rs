//! Bytes of any kind through the part of the library that reads them, and on through everything that is made from them.
//!
//! The fuzz targets (`fuzz/`), the mutations and the replay of what was found all use this one table.

#![allow(unreachable_pub, reason = "the fuzz targets are another crate")]

use std::sync::OnceLock;

use frontline::article::Format as ArticleFormat;
use frontline::article::ReadOptions;
use frontline::bundled;
use frontline::error::Error;
use frontline::exchange::csv;
use frontline::exchange::geopackage;
use frontline::exchange::geopackage::Target;
use frontline::exchange::kml;
use frontline::exchange::qgis;
use frontline::export::PngOptions;
use frontline::gazetteer::LayerInput;
use frontline::gazetteer::import;
use frontline::layout::Overlay;
use frontline::layout::SheetOptions;
use frontline::limit::Limits;
use frontline::pipeline;
use frontline::pipeline::Knowledge;
use frontline::pipeline::Read;
use frontline::pipeline::exports::Exports;
use frontline::pipeline::sheet;
use frontline::pipeline::sheet::Studio;
use frontline::situation::Overrides;
use frontline::situation::Settings;
use frontline::situation::Situation;
use frontline::situation::baseline;
use frontline::situation::geojson;
use frontline::situation::overrides;
use frontline::style::Style;
use frontline::toponym;

use crate::stages::STAGES;

/// Reads bytes; true if they were taken as good.
pub type Reader = fn(&[u8]) -> bool;

/// What bytes can be read as, and who reads them.
pub const READERS: &[(&str, Reader)] = &[
    ("article", article),
    ("corrections", corrections),
    ("gazetteer", gazetteer),
    ("gpkg", gpkg),
    ("html", html),
    ("jsonl", jsonl),
    ("overlay", overlay),
    ("situation", situation),
    ("style", style),
];

/// Reads bytes as one of [`READERS`] or of the stages.
pub fn run(kind: &str, bytes: &[u8]) -> bool {
    let reader = READERS.iter().chain(STAGES).find(|(name, _)| *name == kind);
    reader.map_or_else(|| panic!("nothing reads {kind}"), |(_, read)| read(bytes))
}

/// The bundled tables, opened once.
pub fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| Knowledge::bundled().unwrap())
}

fn studio() -> &'static Studio<'static> {
    static STUDIO: OnceLock<Studio<'static>> = OnceLock::new();
    STUDIO.get_or_init(|| Studio::open(&knowledge().gazetteer).unwrap())
}

fn small() -> SheetOptions {
    SheetOptions::sized(480.0, 360.0)
}

/// An error that only a fault of the program explains.
fn refused(error: &Error) -> bool {
    assert!(!matches!(error, Error::Internal(_) | Error::Data { .. }), "{error}");
    false
}

fn read(bytes: &[u8], format: ArticleFormat) -> Option<Read> {
    let options = ReadOptions { format, ..ReadOptions::default() };
    let read = pipeline::read(knowledge(), bytes, "mutated.txt", &options, &[], &Overrides::default());
    read.map_err(|e| refused(&e)).ok()
}

/// Text to a situation, and what is written is read again.
pub fn article(bytes: &[u8]) -> bool {
    let Some(read) = read(bytes, ArticleFormat::Auto) else {
        return false;
    };
    for toponym in &read.toponyms {
        assert!(read.article.text.get(toponym.span.clone()).is_some(), "a span that is none");
    }
    let situation = pipeline::situation(&[read], &Settings::default());
    let document = pipeline::document(&situation, &studio().derive(&situation));
    if let Err(error) = geojson::read("written.geojson", &document.situation) {
        panic!("what was written is not read: {error}\n{}", document.situation);
    }
    true
}

/// A page, whatever it looks like, to a sheet beside it.
pub fn html(bytes: &[u8]) -> bool {
    let Some(read) = read(bytes, ArticleFormat::Html) else {
        return false;
    };
    let article = read.article.clone();
    let situation = pipeline::situation(&[read], &Settings::default());
    let page = studio().page(&situation, &[&article], "<svg/>");
    assert!(page.contains("</html>"));
    true
}

/// A line of JSON to its answer.
pub fn jsonl(bytes: &[u8]) -> bool {
    let line = String::from_utf8_lossy(bytes).replace(['\n', '\r'], " ");
    let knowledge = knowledge();
    let answer = toponym::jsonl::answer(&line, &knowledge.gazetteer, &knowledge.geoparser(&[]));
    assert!(!answer.contains('\n'), "more than a line");
    let value: serde_json::Value = serde_json::from_str(&answer).unwrap();
    value.get("error").is_none()
}

/// A situation to every format there is.
pub fn situation(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    match geojson::read("mutated.geojson", text) {
        Ok(situation) => written(&situation),
        Err(error) => refused(&error),
    }
}

fn written(situation: &Situation) -> bool {
    let derived = studio().derive(situation);
    let exports = Exports::new(situation, &derived, bundled::style("default").unwrap());
    let content = exports.content();
    csv::table(situation, false);
    kml::kml(&content);
    kml::kmz(&content);
    #[cfg(feature = "flatgeobuf")]
    frontline::exchange::flatgeobuf::layers(&content).unwrap();
    #[cfg(feature = "geoparquet")]
    frontline::exchange::geoparquet::layers(&content).unwrap();
    exports.sidecars();
    exports.simplestyle();
    qgis::project(&content, "war", "war.gpkg", None);
    let package = geopackage::write(&content, &Target { file: "war.gpkg", ..Target::default() }).unwrap();
    geopackage::read("war.gpkg", &package, None).unwrap();
    let document = pipeline::document(situation, &derived);
    if let Err(error) = geojson::read("written.geojson", &document.situation) {
        panic!("what was written is not read: {error}");
    }
    drawn(situation, &small())
}

fn drawn(situation: &Situation, options: &SheetOptions) -> bool {
    let derived = studio().derive(situation);
    match studio().sheet(situation, &derived, &bundled::style("default").unwrap(), options) {
        Ok(drawn) => {
            let svg = sheet::svg(&drawn);
            // What the program draws it can read: an error here is a fault of the SVG.
            studio().png(&svg, &drawn, PngOptions::default()).unwrap();
            true
        }
        Err(error) => refused(&error),
    }
}

/// The user's own geometry onto a sheet.
pub fn overlay(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    match Overlay::read("mutated.geojson", text, &Limits::default()) {
        Ok(overlay) => {
            let town = "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\
                \"coordinates\":[36.75,35.13]},\"properties\":{\"layer\":\"place\",\"name\":\"Hama\"}}]}";
            let situation = geojson::read("town.geojson", town).unwrap();
            drawn(&situation, &SheetOptions { overlays: vec![overlay], ..small() })
        }
        Err(error) => refused(&error),
    }
}

/// A style and the ones it builds on.
pub fn style(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let find = |name: &str| match name {
        "mutated" => Some(text.clone().into_owned()),
        _ => bundled::STYLES.iter().find(|(n, _)| *n == name).map(|(_, text)| (*text).to_owned()),
    };
    Style::load("mutated", &find).map_or_else(|e| refused(&e), |_| true)
}

/// A table, or a layer that somebody else compiled.
pub fn gazetteer(bytes: &[u8]) -> bool {
    let mut all = bundled::gazetteer().unwrap();
    let mut push = |bytes: Vec<u8>| {
        let input = LayerInput { label: "mutated".to_owned(), bytes: bytes.into(), trusted: false };
        all.push(input).map(|()| {
            for name in ["Hama", "Kherson", "Goma", "x"] {
                all.search(name, 20).iter().for_each(|hit| drop(all.place(hit.place).name.to_owned()));
            }
        })
    };
    if bytes.starts_with(b"FLGZ") {
        return push(bytes.to_vec()).is_ok();
    }
    let text = String::from_utf8_lossy(bytes);
    let content = import::read("mutated.csv", &text, import::Format::detect(&text), None);
    let built = content.and_then(|c| import::build("mutated.csv", c, "mutated", "none"));
    match built {
        Ok(layer) => {
            push(layer).unwrap();
            true
        }
        Err(error) => refused(&error),
    }
}

/// Corrections by hand, and who held what before.
pub fn corrections(bytes: &[u8]) -> bool {
    const STORY: &[u8] = b"5 December 2024\n\nRebels captured Hama on Thursday. The army withdrew from Hama to Homs.";
    let text = String::from_utf8_lossy(bytes);
    let rules = overrides::parse("mutated.toml", &text).map_err(|e| refused(&e)).ok();
    let known = baseline::parse("mutated.csv", &text).map_err(|e| refused(&e)).ok();
    if rules.is_none() && known.is_none() {
        return false;
    }
    let overrides = rules.unwrap_or_default();
    let read = pipeline::read(knowledge(), STORY, "story.txt", &ReadOptions::default(), &[], &overrides).unwrap();
    let settings = Settings { overrides, baseline: known, ..Settings::default() };
    let situation = pipeline::situation(&[read], &settings);
    let document = pipeline::document(&situation, &studio().derive(&situation));
    if let Err(error) = geojson::read("written.geojson", &document.situation) {
        panic!("what was written is not read: {error}\n{}", document.situation);
    }
    true
}

/// A GeoPackage to every format there is.
pub fn gpkg(bytes: &[u8]) -> bool {
    match geopackage::read("mutated.gpkg", bytes, None) {
        Ok(opened) => situation(opened.document.as_bytes()),
        Err(error) => refused(&error),
    }
}
