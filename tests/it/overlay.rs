//! What the user lays over the map: geometry of their own, the graticule, another projection.

use frontline::layout::Overlay;
use frontline::layout::SheetOptions;
use frontline::limit::Limits;

use crate::layout::check;
use crate::layout::sheet;

const ROAD: &str = r##"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"name":"A road <&>","stroke":"#8a6d3b","stroke-width":3,"stroke-dasharray":"6,3"},
  "geometry":{"type":"LineString","coordinates":[[37.16,36.2],[36.75,35.13],[36.3,33.5]]}},
 {"type":"Feature","properties":{"fill":"#204060"},"geometry":{"type":"Polygon","coordinates":[[[38,35],[39,35],[39,36],[38,35]]]}},
 {"type":"Feature","properties":{"title":"A base","marker-color":"#aa2211","marker-size":"large"},
  "geometry":{"type":"Point","coordinates":[38,34.2]}},
 {"type":"Feature","properties":null,"geometry":{"type":"MultiPoint","coordinates":[[38,34],[200,34]]}},
 {"type":"Feature","properties":{},"geometry":null}]}"##;

#[test]
fn overlays_are_drawn_under_and_over_the_story() {
    let mut above = Overlay::read("own.geojson", ROAD, &Limits::default()).unwrap();
    above.over = true;
    let overlays = vec![Overlay::read("roads.geojson", ROAD, &Limits::default()).unwrap(), above];
    let options = SheetOptions { overlays, ..SheetOptions::default() };
    let sheet = sheet("hama", "default", &options);
    check("overlays", &sheet);
    let svg = frontline::export::svg(&sheet.scene);
    let at = |id: &str| svg.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no {id}"));
    assert!(at("overlay-1") < at("places") && at("places") < at("overlay-2"));
    assert!(svg.contains("A base") && svg.contains("r=\"8\" fill=\"#aa2211\""), "no marker");
    assert!(
        svg.contains("A road &lt;&amp;&gt;") && svg.contains("#8a6d3b") && svg.contains("stroke-dasharray=\"6 3\"")
    );
}

#[test]
fn the_graticule_is_named_at_the_edge() {
    for case in ["hama", "wide", "khartoum"] {
        let options = SheetOptions { graticule: true, ..SheetOptions::default() };
        let sheet = sheet(case, "default", &options);
        check(case, &sheet);
        let svg = frontline::export::svg(&sheet.scene);
        assert!(svg.contains("id=\"graticule\"") && svg.contains("°"), "{case}");
    }
}

#[test]
fn web_mercator_is_drawn_and_its_scale_told() {
    let options = SheetOptions { web_mercator: true, ..SheetOptions::default() };
    let sheet = sheet("wide", "default", &options);
    check("web mercator", &sheet);
    assert_eq!(sheet.projection, "Mercator");
    assert!(frontline::export::svg(&sheet.scene).contains("Scale varies over the map by "));
}

#[test]
fn a_wrong_overlay_is_named_with_its_feature() {
    let feature =
        |geometry: &str, look: &str| format!("{{\"type\":\"Feature\",\"properties\":{look},\"geometry\":{geometry}}}");
    let point = "{\"type\":\"Point\",\"coordinates\":[1,2]}";
    for (text, expected) in [
        ("{".to_owned(), "line 1, column 1: not JSON"),
        ("[1, 2]".to_owned(), "expected a GeoJSON object"),
        (
            feature("{\"type\":\"Point\",\"coordinates\":[500000,4000000]}", "{}"),
            "feature 1: [500000, 4000000] is no position in degrees",
        ),
        (feature("{\"type\":\"Circle\",\"coordinates\":[1,2]}", "{}"), "`Circle` is no geometry"),
        (feature("{\"type\":\"Point\",\"coordinates\":[\"a\"]}", "{}"), "expected a position"),
        (feature(point, "{\"stroke\":\"blue\"}"), "property \"stroke\": expected a colour"),
        (feature(point, "{\"stroke-width\":-1}"), "property \"stroke-width\": expected a number from 0 to 100"),
        (feature(point, "{\"stroke-dasharray\":\"a b\"}"), "expected numbers"),
    ] {
        let error = Overlay::read("own.geojson", &text, &Limits::default()).unwrap_err().to_string();
        assert!(error.contains(expected) && error.contains("own.geojson"), "{text}\n  gave {error}");
    }
}
