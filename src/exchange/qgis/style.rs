//! The style of a layer: shape says what happened, colour says who, an open or broken line says how sure.
//!
//! In: a table and the colours of a situation. Out: QML, which QGIS loads with the layer. Never: the table's rows, apart
//! from which kinds of event are among them.

use std::collections::BTreeSet;

use crate::colour::Colour;
use crate::exchange::Content;
use crate::exchange::qgis::form;
use crate::exchange::qgis::symbol::Stratum;
use crate::exchange::qgis::symbol::literal;
use crate::exchange::qgis::symbol::push_computed;
use crate::exchange::qgis::symbol::push_symbol;
use crate::exchange::qgis::symbol::rgba;
use crate::exchange::table::ColumnKind;
use crate::exchange::table::Table;
use crate::exchange::table::tables;
use crate::exchange::text_of;
use crate::markup::push_attribute;
use crate::situation::geojson::Feature;
use crate::style::SideLook;
use crate::terms::EventType;

/// The class of every value that has none of its own.
pub(super) const OTHERS: &str = "";

/// QML for a layer's GeoJSON file: `features` are those of the file.
pub fn sidecar(content: &Content<'_>, features: &[Feature]) -> Option<String> {
    let layer = features.first()?.layer;
    tables(features).iter().find(|t| t.layer == layer && !t.rows.is_empty()).map(|t| style(content, t))
}

/// QML for a table.
pub(in crate::exchange) fn style(content: &Content<'_>, table: &Table<'_>) -> String {
    let mut out = String::from("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");
    out.push_str("<qgis version=\"3.22.0\" styleCategories=\"Symbology|Labeling|Fields|Forms|MapTips|Temporal\" labelsEnabled=\"1\">\n");
    push_body(&mut out, content, table);
    out.push_str("</qgis>\n");
    out
}

/// Everything inside the root, the same for a style and for a layer of a project.
pub(super) fn push_body(out: &mut String, content: &Content<'_>, table: &Table<'_>) {
    push_temporal(out, table);
    let painter = Painter { content };
    match table.layer.as_str() {
        "event" => painter.events(out, table),
        "place" => painter.places(out),
        "advance" => painter.advance(out),
        "movement" => painter.movements(out),
        "front_line" => painter.front(out),
        "control" => painter.control(out, table),
        "change" => painter.changes(out),
        _ => painter.other(out, table),
    }
    form::push(out, content, table);
}

/// Days of a feature, both included; a filter that asks for a day shows what that day touches.
fn push_temporal(out: &mut String, table: &Table<'_>) {
    let days: Vec<&str> = table.columns.iter().filter(|c| c.kind == ColumnKind::Day).map(|c| c.name.as_str()).collect();
    let (start, end) = match days.as_slice() {
        _ if days.contains(&"date_start") && days.contains(&"date_end") => ("date_start", "date_end"),
        [first, ..] => (*first, *first),
        [] => ("", ""),
    };
    out.push_str("<temporal");
    for (key, value) in [
        ("mode", if start.is_empty() { "0" } else { "2" }),
        ("enabled", if start.is_empty() { "0" } else { "1" }),
        ("startField", start),
        ("endField", end),
        ("limitMode", "1"),
        ("durationUnit", "days"),
        ("fixedDuration", "0"),
        ("accumulate", "0"),
        ("startExpression", ""),
        ("endExpression", ""),
        ("durationField", ""),
    ] {
        push_attribute(out, key, value);
    }
    out.push_str("><fixedRange><start></start><end></end></fixedRange></temporal>\n");
}

/// A class of features with its symbol.
pub(super) struct Class {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) strata: Vec<Stratum>,
}

pub(super) struct Painter<'a> {
    pub(super) content: &'a Content<'a>,
}

impl Painter<'_> {
    /// A colour that follows from the side that a column names.
    pub(super) fn by_side(&self, column: &str, part: fn(SideLook) -> Colour, otherwise: Colour) -> String {
        self.by_side_or(column, part, &otherwise.to_string())
    }

    /// The same, with another colour as QGIS writes it.
    pub(super) fn by_side_or(&self, column: &str, part: fn(SideLook) -> Colour, otherwise: &str) -> String {
        let mut expression = String::from("CASE ");
        for side in &self.content.situation.sides {
            let colour = part(self.content.look(&side.id));
            expression.push_str(&format!("WHEN \"{column}\" = {} THEN '{colour}' ", literal(&side.id)));
        }
        if self.content.situation.sides.is_empty() {
            return format!("'{otherwise}'");
        }
        expression + &format!("ELSE '{otherwise}' END")
    }

    /// Hue of a main side, if there is one.
    fn main(&self, side: Option<&str>, otherwise: Colour) -> Colour {
        side.and_then(|s| self.content.looks.get(s)).map_or(otherwise, |l| l.hue)
    }

    pub(super) fn marker(name: &str, size: f64, fill: &str, edge: &str, width: f64) -> Stratum {
        Stratum::new(
            "SimpleMarker",
            &[("name", name), ("color", fill), ("outline_color", edge), ("outline_style", "solid")],
        )
        .with("size", format!("{size}"))
        .with("size_unit", "MM")
        .with("outline_width", format!("{width}"))
        .with("outline_width_unit", "MM")
        .with("scale_method", "diameter")
    }

    fn events(&self, out: &mut String, table: &Table<'_>) {
        let c = &self.content.style.colours;
        let (land, ink) = (rgba(c.land, 255), rgba(c.ink, 255));
        let (attacker, defender) =
            (self.content.mover("").hue, self.main(self.content.situation.defender.as_deref(), c.ink));
        let hue = self.by_side("actor_side", |l| l.hue, c.ink);
        let started = self.by_side("actor_side", |l| l.hue, attacker);
        let held = self.by_side("holder", |l| l.hue, defender);
        let disc = |size: f64| Self::marker("circle", size, &ink, &land, 0.5).computing("fillColor", &hue);
        let ring =
            |size: f64, width: f64| Self::marker("circle", size, &land, &ink, width).computing("outlineColor", &hue);
        let dashed = |size: f64, width: f64| {
            Self::marker("circle", size, "0,0,0,0", &ink, width)
                .with("outline_style", "dash")
                .computing("outlineColor", &hue)
        };
        let looks: &[(&str, &str, Vec<Stratum>)] = &[
            ("capture", "Captured", vec![disc(4.6), Self::marker("circle", 1.4, &land, &land, 0.0)]),
            ("recapture", "Recaptured", vec![disc(4.6), Self::marker("circle", 1.4, &land, &land, 0.0)]),
            (
                "capture claimed",
                "Capture claimed",
                vec![
                    Self::marker("circle", 4.2, &land, &ink, 0.7)
                        .with("outline_style", "dash")
                        .computing("outlineColor", &hue),
                ],
            ),
            (
                "origin",
                "Starting point",
                vec![Self::marker("circle", 3.6, &land, &ink, 1.0).computing("outlineColor", &started)],
            ),
            ("withdrawal", "Withdrawal", vec![ring(3.2, 0.7)]),
            (
                "advance",
                "Advance towards",
                vec![Self::marker("triangle", 3.6, &ink, &land, 0.4).computing("fillColor", &hue)],
            ),
            (
                "entry",
                "Entered",
                vec![
                    Self::marker("semi_circle", 3.8, &ink, &land, 0.4).computing("fillColor", &hue),
                    ring(3.8, 0.5).with("color", "0,0,0,0"),
                ],
            ),
            (
                "siege",
                "Surrounded",
                vec![ring(6.2, 0.8), Self::marker("circle", 2.6, &ink, &land, 0.3).computing("fillColor", &held)],
            ),
            ("clash", "Clashes", vec![Self::marker("star", 4.8, &ink, &land, 0.3)]),
            ("repelled", "Attack repelled", vec![Self::marker("star", 4.8, &land, &ink, 0.5)]),
            (
                "strike",
                "Air strikes",
                vec![Self::marker("equilateral_triangle", 4.2, &ink, &land, 0.3).with("angle", "180")],
            ),
            ("shelling", "Shelling", vec![Self::marker("cross2", 3.6, &ink, &ink, 1.0)]),
            (
                "threat",
                "Threatened",
                vec![dashed(6.0, 0.5), Self::marker("circle", 2.6, &ink, &land, 0.3).computing("fillColor", &held)],
            ),
            (
                "objective",
                "Named next goal",
                vec![dashed(6.0, 0.5), Self::marker("circle", 2.6, &ink, &land, 0.3).computing("fillColor", &held)],
            ),
            (
                "reinforcement",
                "Reinforced",
                vec![Self::marker("square", 3.0, &ink, &land, 0.4).computing("fillColor", &hue)],
            ),
            ("hold", "Held", vec![disc(3.4)]),
            ("agreement", "Agreement", vec![Self::marker("diamond", 3.8, &land, &ink, 0.6)]),
            (
                "displacement",
                "Flight of civilians",
                vec![Self::marker("pentagon", 3.8, &rgba(c.civilian, 255), &land, 0.4)],
            ),
        ];
        // What is there comes first; the others are for what a hand adds or changes.
        let present: BTreeSet<&str> = table.rows.iter().map(|f| event_class(f)).collect();
        let (there, others): (Vec<_>, Vec<_>) = looks.iter().partition(|(value, ..)| present.contains(value));
        let mut classes: Vec<Class> = there
            .into_iter()
            .chain(others)
            .map(|(value, label, strata)| Class {
                value: (*value).to_owned(),
                label: (*label).to_owned(),
                strata: strata.clone(),
            })
            .collect();
        classes.push(Class {
            value: "not asserted".to_owned(),
            label: "Denied, possible, planned or past".to_owned(),
            strata: vec![Self::marker("circle", 2.4, &land, &rgba(c.town_ring, 255), 0.4).with("outline_style", "dot")],
        });
        let attribute = "CASE WHEN \"event_type\" IN ('threat', 'objective') AND \"assertion\" NOT IN ('denied', 'negated', 'historical') \
            THEN \"event_type\" WHEN \"assertion\" = 'claimed' AND \"event_type\" IN ('capture', 'recapture') THEN 'capture claimed' \
            WHEN \"assertion\" IN ('asserted', 'reported', 'claimed') THEN \"event_type\" ELSE 'not asserted' END";
        categorized(out, "marker", attribute, &classes);
        self.names(out, 10.0, 75, c.ink);
    }

    fn places(&self, out: &mut String) {
        let c = &self.content.style.colours;
        let hue = self.by_side("holder", |l| l.hue, c.town_ring);
        let ring = Self::marker("circle", 2.2, &rgba(c.land, 255), &rgba(c.town_ring, 255), 0.5)
            .computing("outlineColor", &hue);
        let faint = Self::marker("circle", 1.2, &rgba(c.land, 255), &rgba(c.town_ring, 255), 0.2);
        let classes = [
            Class { value: "town".to_owned(), label: "Named".to_owned(), strata: vec![ring] },
            Class { value: "region".to_owned(), label: "Country or region, named".to_owned(), strata: vec![faint] },
        ];
        categorized(out, "marker", "if(\"feature_class\" = 'A', 'region', 'town')", &classes);
        self.names(out, 8.5, 50, c.town);
    }

    pub(super) fn line(width: f64, colour: &str, style: &str) -> Stratum {
        Stratum::new(
            "SimpleLine",
            &[("line_color", colour), ("line_style", style), ("capstyle", "flat"), ("joinstyle", "round")],
        )
        .with("line_width", format!("{width}"))
        .with("line_width_unit", "MM")
    }

    /// A line that ends before the mark of the place that it leads to.
    fn course(width: f64, colour: &str, style: &str, end: f64) -> Stratum {
        let trimmed =
            Self::line(width, colour, style).with("trim_distance_start", "2").with("trim_distance_start_unit", "MM");
        trimmed.with("trim_distance_end", format!("{end}")).with("trim_distance_end_unit", "MM")
    }

    /// A head before the end of a line, turned along it.
    fn head(back: f64, marker: Stratum) -> Stratum {
        // An offset turns with the marker: a triangle, which points up, is turned a quarter to point along the line.
        let turned = marker.options.iter().any(|(k, _)| *k == "angle");
        let offset = if turned { format!("0,{back}") } else { format!("-{back},0") };
        let marker = marker.with("offset", offset).with("offset_unit", "MM");
        Stratum::new("MarkerLine", &[("placement", "lastvertex"), ("placements", "LastVertex"), ("rotate", "1")])
            .holding("marker", vec![marker])
    }

    fn advance(&self, out: &mut String) {
        let c = &self.content.style.colours;
        let (land, ink) = (rgba(c.gap, 255), rgba(c.ink, 255));
        let attacker = self.content.mover("").hue;
        let hue = self.by_side("actor", |l| l.hue, attacker);
        let head = |size: f64, fill: &str| {
            Self::marker("triangle", size, fill, &ink, 0.5).with("angle", "90").computing("outlineColor", &hue)
        };
        let solid = || head(4.6, &ink).computing("fillColor", &hue);
        let open = || head(3.6, &land);
        let classes = [
            Class {
                value: "completed".to_owned(),
                label: "Advance made".to_owned(),
                strata: vec![
                    Self::course(2.6, &land, "solid", 6.0),
                    Self::course(2.0, &ink, "solid", 6.0).computing("outlineColor", &hue),
                    Self::head(4.4, solid()),
                ],
            },
            Class {
                value: "claimed".to_owned(),
                label: "Advance claimed".to_owned(),
                strata: vec![
                    Self::course(2.0, &ink, "solid", 6.0).computing("outlineColor", &hue),
                    Self::course(1.2, &land, "solid", 6.0),
                    Self::head(4.2, open()),
                ],
            },
            Class {
                value: "projected".to_owned(),
                label: "Possible advance".to_owned(),
                strata: vec![
                    Self::course(0.8, &ink, "dash", 5.0).computing("outlineColor", &hue),
                    Self::head(4.2, open()),
                ],
            },
        ];
        categorized(out, "line", "status", &classes);
        no_names(out);
    }

    fn movements(&self, out: &mut String) {
        let c = &self.content.style.colours;
        let ink = rgba(c.ink, 255);
        let hue = self.by_side("actor_side", |l| l.hue, c.ink);
        let open = |colour: &str| Self::marker("arrowhead", 3.0, "0,0,0,0", colour, 0.5);
        let forces = |value: &str, label: &str| Class {
            value: value.to_owned(),
            label: label.to_owned(),
            strata: vec![
                Self::course(0.7, &ink, "dash", 4.0).computing("outlineColor", &hue),
                Self::head(2.4, open(&ink).computing("outlineColor", &hue)),
            ],
        };
        let people = rgba(c.civilian, 255);
        let classes = [
            forces("reinforcement", "Reported reinforcement"),
            forces("withdrawal", "Reported withdrawal"),
            Class {
                value: "displacement".to_owned(),
                label: "Reported displacement".to_owned(),
                strata: vec![Self::course(0.6, &people, "dot", 4.0), Self::head(2.4, open(&people))],
            },
            forces(OTHERS, "Other reported movement"),
        ];
        categorized(out, "line", "event_type", &classes);
        no_names(out);
    }

    fn front(&self, out: &mut String) {
        let c = &self.content.style.colours;
        let strip = |column: &str, offset: &str| {
            Self::line(0.8, &rgba(c.ink, 255), "solid")
                .with("offset", offset)
                .with("offset_unit", "MM")
                .computing("outlineColor", &self.by_side(column, |l| l.hue, c.ink))
        };
        single(
            out,
            "line",
            &[Self::line(2.0, &rgba(c.gap, 255), "solid"), strip("side_left", "-0.55"), strip("side_right", "0.55")],
        );
        no_names(out);
    }

    /// Names of places: one for all events of a place.
    fn names(&self, out: &mut String, size: f64, priority: u8, colour: Colour) {
        let name = "if($id = minimum($id, group_by:=coalesce(\"place_key\", \"id\")), if(\"feature_class\" = 'A' AND \"layer\" = 'place', '', \"name\"), '')";
        // Places of the advance come first.
        let rank =
            format!("if(maximum(\"order\", group_by:=coalesce(\"place_key\", \"id\")) > 0, 10, {})", priority / 10);
        let look = Lettering { size, colour, halo: self.content.style.colours.land, place: "6" };
        labels(out, name, &look, &[("Priority", &rank)]);
    }
}

/// The class of an event in the style.
fn event_class(feature: &Feature) -> &str {
    let (kind, assertion) = (text_of(feature, "event_type"), text_of(feature, "assertion"));
    let ahead = kind == EventType::Threat.as_str() || kind == EventType::Objective.as_str();
    match assertion {
        "denied" | "negated" | "historical" => "not asserted",
        _ if ahead => kind,
        "claimed" if matches!(kind, "capture" | "recapture") => "capture claimed",
        "asserted" | "reported" | "claimed" => kind,
        _ => "not asserted",
    }
}

pub(super) fn single(out: &mut String, kind: &str, strata: &[Stratum]) {
    out.push_str("<renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" forceraster=\"0\"><symbols>\n");
    push_symbol(out, kind, "0", strata);
    out.push_str("</symbols></renderer-v2>\n");
}

pub(super) fn categorized(out: &mut String, kind: &str, attribute: &str, classes: &[Class]) {
    out.push_str("<renderer-v2 type=\"categorizedSymbol\" symbollevels=\"0\" forceraster=\"0\"");
    push_attribute(out, "attr", attribute);
    out.push_str("><categories>\n");
    for (i, class) in classes.iter().enumerate() {
        out.push_str("<category render=\"true\" type=\"string\"");
        push_attribute(out, "value", &class.value);
        push_attribute(out, "label", &class.label);
        push_attribute(out, "symbol", &i.to_string());
        out.push_str("/>\n");
    }
    out.push_str("</categories><symbols>\n");
    for (i, class) in classes.iter().enumerate() {
        push_symbol(out, kind, &i.to_string(), &class.strata);
    }
    out.push_str("</symbols></renderer-v2>\n");
}

pub(super) fn no_names(out: &mut String) {
    out.push_str("<labeling type=\"simple\"><settings calloutType=\"simple\"><text-style fieldName=\"''\" isExpression=\"1\" fontSize=\"8\"/>\
        <placement placement=\"0\"/><rendering drawLabels=\"0\"/></settings></labeling>\n");
}

/// How names are written.
pub(super) struct Lettering {
    /// Points.
    pub(super) size: f64,
    pub(super) colour: Colour,
    pub(super) halo: Colour,
    /// QGIS's number of the way to place them: 4 inside an area, 6 beside a point.
    pub(super) place: &'static str,
}

pub(super) fn labels(out: &mut String, expression: &str, look: &Lettering, computed: &[(&str, &str)]) {
    out.push_str(
        "<labeling type=\"simple\"><settings calloutType=\"simple\"><text-style isExpression=\"1\" fontSizeUnit=\"Point\"",
    );
    push_attribute(out, "fieldName", expression);
    push_attribute(out, "fontSize", &look.size.to_string());
    push_attribute(out, "textColor", &rgba(look.colour, 255));
    push_attribute(out, "fontWeight", if look.size > 9.0 { "63" } else { "50" });
    out.push_str("><text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" bufferOpacity=\"0.9\"");
    push_attribute(out, "bufferColor", &rgba(look.halo, 255));
    out.push_str(
        "/></text-style><placement dist=\"1.2\" distUnits=\"MM\" offsetType=\"1\" priority=\"5\" \
        predefinedPositionOrder=\"TR,TL,BR,BL,R,L,TSR,BSR\"",
    );
    push_attribute(out, "placement", look.place);
    out.push_str("/><rendering drawLabels=\"1\" scaleVisibility=\"0\" obstacle=\"1\" displayAll=\"0\"/>");
    out.push_str(
        "<dd_properties><Option type=\"Map\"><Option name=\"name\" type=\"QString\" value=\"\"/><Option name=\"properties\" type=\"Map\">",
    );
    for (name, expression) in computed {
        push_computed(out, name, expression);
    }
    out.push_str(
        "</Option><Option name=\"type\" type=\"QString\" value=\"collection\"/></Option></dd_properties></settings></labeling>\n",
    );
}
