//! KML read by its own rules: schemas, typed values, geometry, spans of time.

use std::collections::BTreeMap;

use roxmltree::Document;
use roxmltree::Node;
use serde_json::Value;
use serde_json::json;

use super::whole::Told;
use super::whole::Whole;
use super::whole::is_json;

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|c| c.has_tag_name(("http://www.opengis.net/kml/2.2", name)))
}

fn text(node: Node<'_, '_>) -> String {
    node.text().unwrap_or("").to_owned()
}

/// What a .kml says.
pub(super) fn read(kml: &str) -> Whole {
    let tree = Document::parse(kml).unwrap_or_else(|e| panic!("{e}"));
    let document = child(tree.root_element(), "Document").unwrap();
    let all = |name: &'static str| document.descendants().filter(move |n| n.tag_name().name() == name);
    let whole = child(document, "ExtendedData").and_then(|e| child(e, "Data")).unwrap();
    assert_eq!(whole.attribute("name"), Some("frontline"));
    let member: Value = serde_json::from_str(&text(child(whole, "value").unwrap())).unwrap();
    let mut kinds: BTreeMap<(String, String), String> = BTreeMap::new();
    for schema in all("Schema") {
        for field in schema.children().filter(Node::is_element) {
            let of = |name: &str| field.attribute(name).unwrap().to_owned();
            let before = kinds.insert((schema.attribute("id").unwrap().to_owned(), of("name")), of("type"));
            assert!(before.is_none(), "{} stands twice in its schema", of("name"));
        }
    }
    let styles: Vec<&str> = all("Style").map(|s| s.attribute("id").unwrap()).collect();
    let features = all("Placemark").map(|placemark| {
        let data = child(placemark, "ExtendedData").and_then(|e| child(e, "SchemaData")).unwrap();
        let schema = data.attribute("schemaUrl").unwrap().strip_prefix('#').unwrap();
        let cells: Vec<(String, Value)> = data
            .children()
            .filter(Node::is_element)
            .map(|cell| {
                let (name, said) = (cell.attribute("name").unwrap().to_owned(), text(cell));
                let value = match kinds[&(schema.to_owned(), name.clone())].as_str() {
                    "bool" => json!(said == "1"),
                    "string" if !is_json(&name) => json!(said),
                    _ => serde_json::from_str(&said).unwrap_or_else(|e| panic!("{name}: {said}: {e}")),
                };
                (name, value)
            })
            .collect();
        let cell = |name: &str| cells.iter().find(|(n, _)| n == name).and_then(|(_, v)| v.as_str());
        if let Some(name) = cell("name") {
            assert_eq!(text(child(placemark, "name").unwrap()), name);
        }
        let span = child(placemark, "TimeSpan");
        let day = |end: &str| span.and_then(|s| child(s, end)).map(text);
        for (end, keys, hour) in
            [("begin", ["date_start", "as_of"], "T00:00:00Z"), ("end", ["date_end", "as_of"], "T23:59:59Z")]
        {
            let wanted = keys.iter().filter_map(|k| cell(k)).find(|t| !t.is_empty()).map(|d| format!("{d}{hour}"));
            assert_eq!(day(end), wanted, "{cells:?}");
        }
        let style = text(child(placemark, "styleUrl").unwrap());
        assert!(styles.contains(&style.strip_prefix('#').unwrap()), "{style} is nowhere");
        Told::from_cells(&geometry(placemark), cells)
    });
    Whole::new(&member, features.collect())
}

fn geometry(placemark: Node<'_, '_>) -> Value {
    let positions = |node: Node<'_, '_>| -> Value {
        let text = text(child(node, "coordinates").unwrap());
        text.split(' ')
            .map(|at| at.split(',').map(|v| v.parse::<f64>().unwrap()).collect::<Vec<f64>>())
            .map(|at| json!(at))
            .collect()
    };
    if let Some(point) = child(placemark, "Point") {
        return json!({"type": "Point", "coordinates": positions(point)[0]});
    }
    if let Some(line) = child(placemark, "LineString") {
        return json!({"type": "LineString", "coordinates": positions(line)});
    }
    let areas = child(placemark, "MultiGeometry").unwrap().children().filter(Node::is_element);
    let polygons: Vec<Value> = areas
        .map(|polygon| {
            let rings = polygon.children().filter(|c| c.tag_name().name().ends_with("BoundaryIs"));
            rings.map(|r| positions(child(r, "LinearRing").unwrap())).collect()
        })
        .collect();
    json!({"type": "MultiPolygon", "coordinates": polygons})
}

/// The file of this name in an archive without compression.
pub(super) fn unpacked<'a>(archive: &'a [u8], wanted: &str) -> &'a [u8] {
    let mut rest = archive;
    while rest.starts_with(b"PK\x03\x04") {
        let number = |at: usize| u16::from_le_bytes(rest[at..at + 2].try_into().unwrap()) as usize;
        let size = u32::from_le_bytes(rest[18..22].try_into().unwrap()) as usize;
        let (name, begin) = (&rest[30..30 + number(26)], 30 + number(26) + number(28));
        if name == wanted.as_bytes() {
            return &rest[begin..begin + size];
        }
        rest = &rest[begin + size..];
    }
    panic!("{wanted} is not in the archive");
}
