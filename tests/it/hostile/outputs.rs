//! Each kind of output, parsed as its readers parse it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::Connection;

/// What the terminal must not be sent.
fn steers(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{61c}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(super) fn check_terminal(name: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
    for line in text.lines() {
        if let Some(c) = line.chars().find(|c| steers(*c)) {
            let shown: String = line.chars().take(300).collect();
            panic!("{name}: U+{:04X} reaches the terminal: {shown:?}", c as u32);
        }
    }
}

/// A style of QGIS, which names a document type.
pub(super) fn check_style(name: &str, text: &str) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    roxmltree::Document::parse_with_options(text, options).unwrap_or_else(|e| panic!("{name}: {e}"));
}

/// Elements with their attributes.
fn allowed(kind: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/allowed.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    // An archive has what the same document has alone, and its pictures.
    let kinds: &[&str] = if kind == "kmz" { &["kml", "kmz"] } else { &[kind] };
    let rows = text.lines().filter_map(|l| kinds.iter().find_map(|kind| l.strip_prefix(kind)?.strip_prefix('\t')));
    rows.map(|row| {
        let (element, attributes) = row.split_once('\t').unwrap();
        (element.to_owned(), attributes.split_whitespace().map(str::to_owned).collect())
    })
    .collect()
}

/// An address may lead inside the file, to a file beside it, or to the web.
fn check_address(name: &str, element: &str, value: &str) {
    let scheme = value.split_once(':').map(|(s, _)| s.trim().to_ascii_lowercase());
    let good = scheme.as_deref().is_none_or(|s| matches!(s, "http" | "https"))
        || value.starts_with("data:image/png;")
        || value.starts_with("data:font/");
    assert!(good && !value.starts_with("//"), "{name}: <{element}> leads to {value:?}");
}

fn check_element<'a>(
    name: &str,
    allowed: &BTreeMap<String, BTreeSet<String>>,
    element: &str,
    attributes: impl Iterator<Item = (&'a str, &'a str)>,
) {
    let known = allowed.get(element).unwrap_or_else(|| panic!("{name}: <{element}> is not allowed"));
    for (key, value) in attributes {
        assert!(known.contains(key), "{name}: <{element}> has {key}={value:?}, which is not allowed");
        if ["href", "src"].contains(&key) {
            check_address(name, element, value);
        }
    }
}

/// SVG or KML.
pub(super) fn check_xml(kind: &str, name: &str, text: &str) {
    let parsed = roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
    let allowed = allowed(kind);
    let case = |text: &str| if kind == "svg" { text.to_ascii_lowercase() } else { text.to_owned() };
    for node in parsed.descendants() {
        assert!(!node.is_comment() && !node.is_pi(), "{name}: a comment or an instruction");
        if !node.is_element() {
            continue;
        }
        let attributes: Vec<(String, &str)> = node.attributes().map(|a| (case(a.name()), a.value())).collect();
        let element = case(node.tag_name().name());
        check_element(name, &allowed, &element, attributes.iter().map(|(k, v)| (k.as_str(), *v)));
        // KML shows what is in a description as HTML.
        if kind == "kml" && ["description", "name"].contains(&element.as_str()) {
            let text = node.text().unwrap_or("");
            let fragment = dom_query::Document::fragment(text);
            let made: Vec<String> =
                fragment.select("*").nodes().iter().filter_map(|n| n.node_name().map(|n| n.to_string())).collect();
            let harmless = ["html", "head", "body", "p", "b", "i", "br", "blockquote", "em", "strong", "a"];
            let bad = made.iter().find(|n| !harmless.contains(&n.as_str()));
            assert!(bad.is_none() || element == "name", "{name}: a description with {bad:?}: {text}");
        }
    }
}

/// A page: elements of HTML and of the SVG in it, one script whose hash the policy names.
pub(super) fn check_html(name: &str, text: &str) {
    let page = dom_query::Document::from(text);
    let mut all = allowed("html");
    for (element, attributes) in allowed("svg") {
        all.entry(element).or_default().extend(attributes);
    }
    let mut scripts = 0;
    for node in page.select("*").nodes() {
        let element = node.node_name().unwrap().to_ascii_lowercase();
        let attributes: Vec<(String, String)> =
            node.attrs().iter().map(|a| (a.name.local.to_lowercase(), a.value.to_string())).collect();
        let attributes: Vec<(&str, &str)> = attributes
            .iter()
            .map(|(k, v)| (k.rsplit(':').next().unwrap(), v.as_str()))
            .filter(|(k, _)| !k.starts_with("xmlns") && *k != "inkscape")
            .collect();
        check_element(name, &all, &element, attributes.into_iter());
        scripts += usize::from(element == "script");
    }
    assert!(scripts <= 1, "{name}: {scripts} scripts");
    assert!(text.contains("Content-Security-Policy"), "{name}: no policy");
}

/// GeoJSON or other JSON: parsed, and all numbers of geometries are degrees.
pub(super) fn check_geojson(name: &str, text: &str) {
    let value: serde_json::Value = serde_json::from_str(text).unwrap_or_else(|e| panic!("{name}: {e}"));
    for feature in value.get("features").and_then(serde_json::Value::as_array).into_iter().flatten() {
        let geometry = feature["geometry"].to_string();
        let numbers = geometry.split(|c: char| !"0123456789.-eE".contains(c)).filter_map(|n| n.parse::<f64>().ok());
        assert!(numbers.clone().all(|n| n.is_finite() && n.abs() <= 180.0), "{name}: {geometry}");
    }
}

/// Rows of cells after RFC 4180.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                rest.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && rest.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(c),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "a row without an end");
    rows
}

/// As many cells in each row, and none that a spreadsheet takes for a formula.
pub(super) fn check_csv(name: &str, text: &str) {
    let rows = cells(text);
    for row in &rows {
        assert_eq!(row.len(), rows[0].len(), "{name}: {row:?}");
        for cell in row {
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) && cell.parse::<f64>().is_err();
            assert!(!formula && !cell.contains('\0'), "{name}: the cell {cell:?}");
        }
    }
}

/// A sound database with nothing in it that runs but the triggers of the spatial index.
pub(super) fn check_geopackage(name: &str, path: &Path) {
    let open = Connection::open(path).unwrap();
    let sound: String = open.query_row("PRAGMA quick_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok", "{name}");
    let mut query = open.prepare("SELECT type, name FROM sqlite_master").unwrap();
    let rows: Vec<(String, String)> =
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    assert!(rows.iter().any(|(_, n)| n == "event"), "{name}: no table of events");
    for (kind, object) in &rows {
        let plain = object.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let runs = kind == "view" || (kind == "trigger" && !object.starts_with("rtree_"));
        assert!(plain && !runs, "{name}: {kind} {object}");
    }
    let mut styles = open.prepare("SELECT styleQML FROM layer_styles").unwrap();
    for qml in styles.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap) {
        check_style(name, &qml);
    }
}

/// A picture that decodes; its texts are text, and its XMP is XML.
pub(super) fn check_png(name: &str, bytes: &[u8]) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap_or_else(|e| panic!("{name}: {e}"));
    for chunk in &reader.info().utf8_text {
        let text = chunk.get_text().unwrap();
        assert!(!text.contains('\0'), "{name}: {}", chunk.keyword);
        if chunk.keyword.contains("xmp") {
            roxmltree::Document::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
    }
}

/// The members of an archive without compression.
pub(super) fn members(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let number = |at: usize, size: usize| bytes[at..at + size].iter().rev().fold(0, |n, b| n << 8 | usize::from(*b));
    let (mut found, mut at) = (Vec::new(), 0);
    while bytes[at..].starts_with(b"PK\x03\x04") {
        assert_eq!(number(at + 8, 2), 0, "a compressed member");
        let (length, name, extra) = (number(at + 22, 4), number(at + 26, 2), number(at + 28, 2));
        let start = at + 30 + name + extra;
        let called = String::from_utf8(bytes[at + 30..at + 30 + name].to_vec()).unwrap();
        assert!(!called.contains("..") && !called.starts_with('/'), "a member called {called:?}");
        found.push((called, bytes[start..start + length].to_vec()));
        at = start + length;
    }
    assert!(!found.is_empty(), "an archive without members");
    found
}

/// A document that does nothing by itself: no scripts, addresses, files or forms in its dictionaries.
pub(super) fn check_pdf(name: &str, bytes: &[u8]) {
    assert!(bytes.starts_with(b"%PDF-"), "{name}");
    let text = String::from_utf8_lossy(bytes);
    for word in ["/JavaScript", "/JS", "/URI", "/Launch", "/OpenAction", "/AA", "/EmbeddedFile", "/AcroForm", "/GoToR"]
    {
        let harms = text
            .match_indices(word)
            .any(|(at, _)| text[at + word.len()..].starts_with(|c: char| !c.is_ascii_alphanumeric()));
        assert!(!harms, "{name}: {word}");
    }
}

/// A file that begins (and a Parquet file also ends) as its kind does; its texts are data that nobody runs.
pub(super) fn check_binary(name: &str, bytes: &[u8]) {
    let (begins, ends): (&[u8], &[u8]) = match name.rsplit('.').next() {
        Some("fgb") => (b"fgb\x03fgb", b""),
        Some("parquet") => (b"PAR1", b"PAR1"),
        _ => (b"GIF89a", b";"),
    };
    assert!(bytes.starts_with(begins) && bytes.ends_with(ends), "{name}");
}

/// The files of a folder, all of whose names are harmless everywhere.
pub(super) fn check_folder(folder: &Path) -> Vec<String> {
    fn walk(root: &Path, folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let own = entry.file_name().into_string().unwrap();
            let stem = own.split('.').next().unwrap().to_ascii_lowercase();
            let plain = own.len() <= 120 && own.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
            let device = ["con", "nul", "aux", "prn", "com1", "lpt1"].contains(&stem.as_str());
            assert!(plain && !device && !own.ends_with('.') && !own.starts_with('.'), "a file called {own:?}");
            let path = entry.path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found
}
