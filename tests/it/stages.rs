//! Bytes of any kind through one early stage alone: what a whole run does too seldom to be tried a million times.
//!
//! The fuzz targets, the mutations and the replay use this table beside that of `drive`. A stage is true if it found something.

#![allow(unreachable_pub, reason = "the fuzz targets are another crate")]

use std::ops::Range;
use std::sync::OnceLock;

use frontline::article;
use frontline::article::Format as ArticleFormat;
use frontline::article::ReadOptions;
use frontline::bundled;
use frontline::colour::Colour;
use frontline::control;
use frontline::date::token;
use frontline::date::written;
use frontline::event::temporal;
use frontline::exchange::csv;
use frontline::exchange::geopackage;
use frontline::font::Fonts;
use frontline::font::Want;
use frontline::gazetteer::import;
use frontline::gazetteer::layer::skeleton;
use frontline::gazetteer::names;
use frontline::geodesy::LonLat;
use frontline::layout::Overlay;
use frontline::limit::Limits;
use frontline::projection;
use frontline::projection::Extent;
use frontline::sequence::Manifest;
use frontline::situation;
use frontline::situation::baseline;
use frontline::situation::geojson;
use frontline::situation::overrides;
use frontline::toponym;

use crate::drive;
use crate::drive::Reader;

/// The stages by name.
pub const STAGES: &[(&str, Reader)] = &[
    ("baseline", baseline),
    ("cells", cells),
    ("colour", colour),
    ("dates", dates),
    ("events", events),
    ("folds", folds),
    ("fonts", fonts),
    ("geojson", geojson),
    ("geometry", geometry),
    ("geoparse", geoparse),
    ("manifest", manifest),
    ("overrides", overrides),
    ("package", package),
    ("page", page),
    ("projection", projected),
    ("sentences", sentences),
    ("shapes", shapes),
    ("table", table),
    ("temporal", temporal),
    ("text", text),
];

fn lossy(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// Spans stand in order inside the text, on the borders of characters, and do not overlap.
fn ordered<'a>(text: &str, spans: impl IntoIterator<Item = &'a Range<usize>>) {
    let mut end = 0;
    for span in spans {
        assert!(span.start >= end && text.get(span.clone()).is_some(), "{span:?} after {end} of {text:?}");
        end = span.end;
    }
}

/// An article as it is read from a page (`Html`), or from what it seems to be.
fn read(bytes: &[u8], format: ArticleFormat) -> bool {
    let Ok(read) = article::read(bytes, "a.txt", &ReadOptions { format, ..ReadOptions::default() }) else {
        return false;
    };
    ordered(&read.text, read.sentences.iter().map(|s| &s.span));
    for (index, sentence) in read.sentences.iter().enumerate() {
        assert!(sentence.block < read.blocks.len());
        let (from, to) = read.original_span(sentence.span.clone());
        assert!(from <= to, "{from} {to}");
        assert_eq!(read.sentence_at(sentence.span.start), Some(index));
    }
    true
}

/// An article from a page.
pub fn page(bytes: &[u8]) -> bool {
    read(bytes, ArticleFormat::Html)
}

/// An article from text or Markdown.
pub fn text(bytes: &[u8]) -> bool {
    read(bytes, ArticleFormat::Auto) | read(bytes, ArticleFormat::Markdown)
}

/// Sentences of a text.
pub fn sentences(bytes: &[u8]) -> bool {
    let text = lossy(bytes);
    let found = article::sentence::split(&text, 0);
    ordered(&text, &found);
    // Nothing but white space lies between sentences.
    let kept: usize = found.iter().map(|s| text[s.clone()].split_whitespace().map(str::len).sum::<usize>()).sum();
    assert_eq!(kept, text.split_whitespace().map(str::len).sum::<usize>(), "{text:?}");
    found.len() > 1
}

/// Dates that are written out.
pub fn dates(bytes: &[u8]) -> bool {
    let text = lossy(bytes);
    let tokens = token::tokenise(&text, 0);
    let spans: Vec<Range<usize>> = tokens.iter().map(token::Token::span).collect();
    ordered(&text, &spans);
    let found = written::find(&tokens);
    ordered(&text, found.iter().map(|w| &w.span));
    for date in &found {
        let read = date.date().or_else(|| date.in_year(2024));
        assert!(read.is_none_or(|d| date.weekday_agrees(d) || date.weekday.is_some()));
        date.proven_order().map(|order| date.ordered(order).date());
    }
    !found.is_empty()
}

/// Expressions of time.
pub fn temporal(bytes: &[u8]) -> bool {
    let article = article::verbatim(&lossy(bytes), "a.txt");
    let timeline = temporal::read(&article);
    for (index, sentence) in article.sentences.iter().enumerate() {
        timeline.when(&article, index, &sentence.span);
        timeline.reference(index);
    }
    (0..article.sentences.len()).any(|i| !timeline.in_sentence(i).is_empty())
}

fn named(article: &article::Article) -> Vec<toponym::Toponym> {
    let knowledge = drive::knowledge();
    let found = toponym::geoparse(article, &knowledge.gazetteer, &knowledge.geoparser(&[]));
    for toponym in &found {
        assert!(article.text.get(toponym.span.clone()).is_some(), "a span that is none");
    }
    found
}

/// Names of places.
pub fn geoparse(bytes: &[u8]) -> bool {
    !named(&article::verbatim(&lossy(bytes), "a.txt")).is_empty()
}

/// What a text tells.
pub fn events(bytes: &[u8]) -> bool {
    let article = article::verbatim(&lossy(bytes), "a.txt");
    let extraction = frontline::extract(&article, &named(&article), &drive::knowledge().lexicon);
    !extraction.events.is_empty()
}

/// Names to the keys they are found by, and to names of files.
pub fn folds(bytes: &[u8]) -> bool {
    let text = lossy(bytes);
    let key = names::fold(&text);
    assert_eq!(names::fold(&key), key, "{text:?}");
    skeleton::skeleton(&key);
    skeleton::ukrainian(&key);
    skeleton::skeletons(&key).for_each(drop);
    names::drop_articles(&key);
    names::newsroom_spelling(&text, "UA");
    names::is_useful(&text, &key);
    names::slug(&text);
    let slug = situation::slug(&text);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!(!slug.is_empty() && slug.len() < 80 && slug.chars().all(plain), "{slug:?}");
    !key.is_empty()
}

/// A situation, read, derived and written.
pub fn geojson(bytes: &[u8]) -> bool {
    let Ok(read) = geojson::read("a.geojson", &lossy(bytes)) else {
        return false;
    };
    let derived = control::derive(&read, &[]);
    control::overlaps(&derived.areas);
    let features = [geojson::features(&read), control::geojson::features(&derived)].concat();
    let written = geojson::document(&read, &features);
    if let Err(error) = geojson::read("written.geojson", &written) {
        panic!("what was written is not read: {error}\n{written}");
    }
    true
}

/// A GeoPackage, and the situation in it.
pub fn package(bytes: &[u8]) -> bool {
    geopackage::read("a.gpkg", bytes, None).is_ok_and(|opened| geojson::read("a.geojson", &opened.document).is_ok())
}

/// The geometry of a cell of a GeoPackage.
pub fn geometry(bytes: &[u8]) -> bool {
    geopackage::geometry(bytes, 10_000).is_some()
}

/// A file of the user's own geometry.
pub fn shapes(bytes: &[u8]) -> bool {
    Overlay::read("a.geojson", &lossy(bytes), &Limits::default()).is_ok()
}

/// A table of places.
pub fn table(bytes: &[u8]) -> bool {
    let text = lossy(bytes);
    let read = import::read("a.csv", &text, import::Format::detect(&text), None);
    read.is_ok_and(|content| !content.classes().is_empty())
}

/// Who held what.
pub fn baseline(bytes: &[u8]) -> bool {
    baseline::parse("a.csv", &lossy(bytes)).is_ok()
}

/// Corrections.
pub fn overrides(bytes: &[u8]) -> bool {
    overrides::parse("a.toml", &lossy(bytes)).is_ok()
}

/// The list of a sequence's files.
pub fn manifest(bytes: &[u8]) -> bool {
    let Some(read) = Manifest::parse(&lossy(bytes)) else {
        return false;
    };
    assert_eq!(Manifest::parse(&read.text()).as_ref(), Some(&read));
    true
}

/// A colour of a style.
pub fn colour(bytes: &[u8]) -> bool {
    let Some(read) = Colour::parse(&lossy(bytes)) else {
        return false;
    };
    assert!(read.contrast(Colour::new(255, 255, 255)) >= 1.0 && read.luminance() <= 1.0);
    true
}

/// A row of a table is read again as it was written, but for control characters and the apostrophe.
pub fn cells(bytes: &[u8]) -> bool {
    let text = lossy(bytes);
    let given: Vec<&str> = text.split('\u{1f}').collect();
    let mut row = String::new();
    csv::push_row(&mut row, given.iter().map(|t| csv::Cell::Text((*t).to_owned())), false);
    let mut read = vec![String::new()];
    let (mut quoted, mut letters) = (false, row.trim_end_matches("\r\n").chars().peekable());
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => read.last_mut().unwrap().push(letters.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => read.push(String::new()),
            c => read.last_mut().unwrap().push(c),
        }
    }
    assert!(!quoted && read.len() == given.len(), "{row:?}");
    for (cell, given) in read.iter().zip(&given) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        let kept = given.replace(|c: char| c.is_ascii_control() && !"\t\n\r".contains(c), "");
        assert!(*cell == kept || cell.strip_prefix('\'') == Some(&kept), "{cell:?} of {kept:?}");
    }
    row.contains('"')
}

/// The width of a text.
pub fn fonts(bytes: &[u8]) -> bool {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| bundled::fonts().unwrap());
    let text = lossy(bytes);
    let want = Want { weight: 400, italic: false };
    let width = fonts.width(&text, want, 10.0);
    assert!(width.is_finite() && width >= 0.0, "{width} of {text:?}");
    fonts.missing(&text, want).is_empty()
}

/// Places to a projection, to the plane and back.
pub fn projected(bytes: &[u8]) -> bool {
    let degrees = |b: &[u8], most: f64| {
        let whole = i32::from_le_bytes([b[0], b[1], b[2], b[3]]);
        f64::from(whole) / f64::from(i32::MAX) * most
    };
    let places: Vec<LonLat> =
        bytes.chunks_exact(8).map(|c| LonLat::new(degrees(&c[..4], 180.0), degrees(&c[4..], 90.0))).collect();
    let Some(extent) = Extent::round(&places) else {
        return false;
    };
    let chosen = projection::choose(extent);
    for at in &places {
        let (x, y) = chosen.forward(*at);
        if x.is_finite() && y.is_finite() {
            let back = chosen.inverse(x, y);
            assert!(!back.lat.is_nan() && !back.lon.is_nan(), "{at:?} to {x} {y}");
        }
    }
    true
}
