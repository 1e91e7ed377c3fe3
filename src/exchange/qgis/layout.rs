//! The page to print: title, map, legend, scale bar, credits.
//!
//! In: a content, the window of the map. Out: XML text. Never: layers.

use crate::exchange::Content;
use crate::exchange::qgis::project::Window;
use crate::markup::push_attribute;

/// Width and height of the map on the page, mm.
const MAP: (f64, f64) = (213.0, 152.0);

/// A name of an item; every layout has its own set, so they may be the same in each.
fn uuid(number: u8) -> String {
    format!("{{00000000-0000-4000-8000-0000000000{number:02}}}")
}

/// Opens an item of the page. Type numbers are those of QGIS.
fn open(out: &mut String, kind: u32, number: u8, at: (f64, f64), size: (f64, f64)) {
    out.push_str("<LayoutItem");
    let position = format!("{},{},mm", at.0, at.1);
    for (key, value) in [
        ("type", kind.to_string()),
        ("uuid", uuid(number)),
        ("templateUuid", uuid(number)),
        ("position", position.clone()),
        ("positionOnPage", position),
        ("size", format!("{},{},mm", size.0, size.1)),
        // The map lies under everything else.
        ("zValue", if number == 6 { "0".to_owned() } else { number.to_string() }),
        ("visibility", "1".to_owned()),
        ("opacity", "1".to_owned()),
        ("referencePoint", "0".to_owned()),
        ("itemRotation", "0".to_owned()),
        ("positionLock", "false".to_owned()),
        ("groupUuid", String::new()),
        ("id", String::new()),
        ("outlineWidthM", "0.3,mm".to_owned()),
    ] {
        push_attribute(out, key, &value);
    }
}

fn colours(out: &mut String) {
    out.push_str("<FrameColor red=\"90\" green=\"90\" blue=\"90\" alpha=\"255\"/><BackgroundColor red=\"255\" green=\"255\" blue=\"255\" alpha=\"255\"/>");
}

fn label(out: &mut String, number: u8, at: (f64, f64), size: (f64, f64), text: &str, points: u8, bold: bool) {
    open(out, 65641, number, at, size);
    push_attribute(out, "frame", "false");
    push_attribute(out, "background", "false");
    push_attribute(out, "halign", "1");
    push_attribute(out, "valign", "32");
    push_attribute(out, "htmlState", "0");
    // An expression inside the text would be run; the marks that begin one are kept apart.
    push_attribute(out, "labelText", &text.replace("[%", "[ %"));
    push_attribute(out, "marginX", "0");
    push_attribute(out, "marginY", "0");
    out.push('>');
    colours(out);
    let weight = if bold { 75 } else { 50 };
    out.push_str("<LabelFont style=\"\"");
    push_attribute(out, "description", &format!("Sans Serif,{points},-1,5,{weight},0,0,0,0,0"));
    out.push_str("/><FontColor red=\"28\" green=\"27\" blue=\"25\" alpha=\"255\"/></LayoutItem>\n");
}

pub(super) fn push(out: &mut String, content: &Content<'_>, window: Window) {
    out.push_str(
        "<Layouts><Layout name=\"Map\" units=\"mm\" printResolution=\"300\" worldFileMap=\"\">\n<PageCollection>",
    );
    open(out, 65638, 0, (0.0, 0.0), (297.0, 210.0));
    out.push('>');
    colours(out);
    out.push_str("</LayoutItem><GuideCollection visible=\"1\"/></PageCollection>\n");
    let situation = content.situation;
    let sources: Vec<&str> = situation
        .articles
        .iter()
        .map(|a| a.title.as_deref().unwrap_or(&a.source))
        .filter(|t| !t.is_empty())
        .take(4)
        .collect();
    let mut credits = content.credits.join(" ");
    if !sources.is_empty() {
        credits = format!("Source: {}. {credits}", sources.join("; "));
    }
    label(out, 5, (10.0, 198.0), (277.0, 9.0), &credits, 7, false);
    push_scale(out);
    push_legend(out);
    label(out, 2, (10.0, 21.0), (277.0, 7.0), &situation.subtitle, 11, false);
    label(out, 1, (10.0, 9.0), (277.0, 11.0), &situation.title, 20, true);
    push_map(out, content, window);
    out.push_str("</Layout></Layouts>\n");
}

fn push_scale(out: &mut String) {
    open(out, 65646, 4, (14.0, 186.0), (60.0, 12.0));
    for (key, value) in [
        ("style", "Line Ticks Up"),
        ("unitType", "km"),
        ("unitLabel", "km"),
        ("numMapUnitsPerScaleBarUnit", "1"),
        ("numUnitsPerSegment", "50"),
        ("segmentSizeMode", "0"),
        ("minBarWidth", "30"),
        ("maxBarWidth", "70"),
        ("numSegments", "2"),
        ("numSegmentsLeft", "0"),
        ("height", "2"),
        ("labelBarSpace", "2"),
        ("boxContentSpace", "1"),
        ("alignment", "0"),
        ("frame", "false"),
        ("background", "false"),
    ] {
        push_attribute(out, key, value);
    }
    push_attribute(out, "mapUuid", &uuid(6));
    out.push('>');
    colours(out);
    out.push_str("</LayoutItem>\n");
}

fn push_legend(out: &mut String) {
    open(out, 65642, 3, (226.0, 29.0), (61.0, 150.0));
    for (key, value) in [
        ("title", ""),
        ("resizeToContents", "1"),
        ("columnCount", "1"),
        ("symbolWidth", "7"),
        ("symbolHeight", "4"),
        ("boxSpace", "2"),
        ("columnSpace", "2"),
        ("lineSpacing", "1"),
        ("fontColor", "#1c1b19"),
        // Only what the map shows.
        ("legendFilterByMap", "1"),
        ("legendFilterByAtlas", "0"),
        ("splitLayer", "0"),
        ("equalColumnWidth", "0"),
        ("frame", "false"),
        ("background", "true"),
    ] {
        push_attribute(out, key, value);
    }
    push_attribute(out, "map_uuid", &uuid(6));
    out.push('>');
    colours(out);
    out.push_str("<styles>");
    for (name, points, margin) in
        [("title", 8, "0"), ("group", 7, "1"), ("subgroup", 7, "1"), ("symbol", 6, "0.6"), ("symbolLabel", 6, "0.6")]
    {
        out.push_str(&format!(
            "<style name=\"{name}\" alignment=\"1\" marginTop=\"{margin}\" marginLeft=\"2\"><styleFont style=\"\" description=\"Sans Serif,{points},-1,5,50,0,0,0,0,0\"/></style>"
        ));
    }
    out.push_str("</styles></LayoutItem>\n");
}

/// The map fills its frame: the window is widened to the shape of the frame.
fn push_map(out: &mut String, content: &Content<'_>, window: Window) {
    let (wide, high) = (window.east - window.west, window.north - window.south);
    let (x, y) = (f64::midpoint(window.west, window.east), f64::midpoint(window.south, window.north));
    let high = high.max(wide * MAP.1 / MAP.0);
    let wide = high * MAP.0 / MAP.1;
    open(out, 65639, 6, (10.0, 30.0), MAP);
    for (key, value) in [
        ("drawCanvasItems", "true"),
        ("keepLayerSet", "false"),
        ("followPreset", "false"),
        ("followPresetName", ""),
        ("mapRotation", "0"),
        ("mapFlags", "0"),
        ("isTemporal", "0"),
        ("labelMargin", "0,mm"),
        ("frame", "true"),
        ("background", "true"),
    ] {
        push_attribute(out, key, value);
    }
    let sea = content.style.colours.sea;
    out.push_str(&format!(
        "><FrameColor red=\"90\" green=\"90\" blue=\"90\" alpha=\"255\"/><BackgroundColor red=\"{}\" green=\"{}\" blue=\"{}\" alpha=\"255\"/>\
         <Extent xmin=\"{:.0}\" ymin=\"{:.0}\" xmax=\"{:.0}\" ymax=\"{:.0}\"/><LayerSet/></LayoutItem>\n",
        sea.r,
        sea.g,
        sea.b,
        x - wide / 2.0,
        y - high / 2.0,
        x + wide / 2.0,
        y + high / 2.0
    ));
}
