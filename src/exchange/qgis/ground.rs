//! The ground of a project: land, lakes, borders, coasts and rivers in two files beside it, coloured as on our sheets.
//!
//! In: a content, names of files. Out: XML text. Never: the files themselves.

use crate::colour::Colour;
use crate::exchange::Content;
use crate::exchange::qgis::project::DEGREES;
use crate::exchange::qgis::style::Class;
use crate::exchange::qgis::style::categorized;
use crate::exchange::qgis::symbol::Stratum;
use crate::exchange::qgis::symbol::push_option;
use crate::exchange::qgis::symbol::rgba;
use crate::markup::push_attribute;
use crate::markup::push_escaped;

/// Names of the layers, the topmost first, with the endings of their files and the geometry.
const LAYERS: [(&str, &str, &str); 2] = [("Borders, rivers", "lines", "Line"), ("Land", "land", "Polygon")];

/// Names of the files of the ground beside `STEM.qgz`: areas, lines.
pub fn ground_files(stem: &str) -> [String; 2] {
    ["land", "lines"].map(|ending| format!("{stem}-{ending}.geojson"))
}

fn source(stem: &str, ending: &str) -> String {
    format!("./{stem}-{ending}.geojson")
}

fn id(ending: &str) -> String {
    format!("frontline_ground_{ending}_000001")
}

/// The ground at the end of the tree of layers: under everything.
pub(super) fn push_tree(out: &mut String, stem: &str) {
    for (name, ending, _) in LAYERS {
        out.push_str("<layer-tree-layer checked=\"Qt::Checked\" expanded=\"0\" providerKey=\"ogr\"");
        push_attribute(out, "id", &id(ending));
        push_attribute(out, "name", name);
        push_attribute(out, "source", &source(stem, ending));
        // The legend of a printed page does without the ground.
        out.push_str("><customproperties><Option type=\"Map\">");
        push_option(out, "legend/title-style", "hidden");
        push_option(out, "legend/node-order", "empty");
        out.push_str("</Option></customproperties></layer-tree-layer>\n");
    }
}

/// The layers of the ground.
pub(super) fn push_layers(out: &mut String, content: &Content<'_>, stem: &str) {
    for (name, ending, geometry) in LAYERS {
        out.push_str("<maplayer type=\"vector\" labelsEnabled=\"0\"");
        push_attribute(out, "geometry", geometry);
        out.push('>');
        for (tag, value) in [("id", id(ending)), ("datasource", source(stem, ending)), ("layername", name.to_owned())] {
            out.push_str(&format!("<{tag}>"));
            push_escaped(out, &value);
            out.push_str(&format!("</{tag}>"));
        }
        out.push_str(&format!("<srs>{DEGREES}</srs><provider encoding=\"UTF-8\">ogr</provider>\n"));
        // Nobody edits the ground by mistake, and a click asks the layers above it.
        out.push_str(
            "<flags><Identifiable>0</Identifiable><Removable>1</Removable><Searchable>0</Searchable></flags>\n",
        );
        if ending == "land" {
            categorized(out, "fill", "role", &areas(content));
        } else {
            categorized(out, "line", "kind", &lines(content));
        }
        out.push_str("</maplayer>\n");
    }
}

fn areas(content: &Content<'_>) -> Vec<Class> {
    let c = &content.style.colours;
    let fill = |role: &str, label: &str, colour: Colour| {
        let look = Stratum::new("SimpleFill", &[("outline_style", "no"), ("style", "solid")]);
        Class { value: role.to_owned(), label: label.to_owned(), strata: vec![look.with("color", rgba(colour, 255))] }
    };
    vec![fill("home", "Land", c.land), fill("neighbour", "Other countries", c.neighbour), fill("lake", "Lakes", c.lake)]
}

fn lines(content: &Content<'_>) -> Vec<Class> {
    let c = &content.style.colours;
    let line = |kind: &str, label: &str, colour: Colour, width: &str, dash: &str| {
        let look = Stratum::new(
            "SimpleLine",
            &[("line_width", width), ("line_width_unit", "MM"), ("line_style", dash), ("joinstyle", "round")],
        );
        Class {
            value: kind.to_owned(),
            label: label.to_owned(),
            strata: vec![look.with("line_color", rgba(colour, 255))],
        }
    };
    vec![
        line("coast", "Coast", c.coast, "0.25", "solid"),
        line("border", "Border", c.border, "0.35", "solid"),
        line("disputed", "Disputed border", c.border, "0.3", "dash"),
        line("river", "River", c.river, "0.3", "solid"),
    ]
}
