//! The look of areas: who holds them and how sure that is, what changed hands.
//!
//! In: a table and the colours of a situation. Out: QML. Never: points, lines.

use std::collections::BTreeSet;

use crate::colour::Colour;
use crate::exchange::qgis::style::Class;
use crate::exchange::qgis::style::Lettering;
use crate::exchange::qgis::style::OTHERS;
use crate::exchange::qgis::style::Painter;
use crate::exchange::qgis::style::categorized;
use crate::exchange::qgis::style::labels;
use crate::exchange::qgis::style::no_names;
use crate::exchange::qgis::style::single;
use crate::exchange::qgis::symbol::Stratum;
use crate::exchange::qgis::symbol::literal;
use crate::exchange::qgis::symbol::rgba;
use crate::exchange::table::Kind;
use crate::exchange::table::Table;
use crate::exchange::text_of;
use crate::situation::Side;
use crate::terms::ChangeKind;

/// No colour, as QGIS writes it.
const CLEAR: &str = "0,0,0,0";

impl Painter<'_> {
    pub(super) fn control(&self, out: &mut String, table: &Table<'_>) {
        let c = &self.content.style.colours;
        let fill = |colour: Colour| {
            Stratum::new("SimpleFill", &[("style", "solid"), ("outline_style", "no")]).with("color", rgba(colour, 255))
        };
        let hatch = |colour: &str, distance: &str, angle: &str| {
            Stratum::new("LinePatternFill", &[("angle", angle), ("distance", distance), ("distance_unit", "MM")])
                .holding("line", vec![Self::line(1.2, colour, "solid")])
        };
        let mut classes = Vec::new();
        let holders: BTreeSet<&str> = table.rows.iter().map(|f| text_of(f, "holder")).collect();
        let main = [&self.content.situation.attacker, &self.content.situation.defender];
        // Who holds nothing yet comes last: a hand may give it something.
        let (first, last): (Vec<&Side>, Vec<&Side>) =
            self.content.situation.sides.iter().partition(|side| {
                holders.contains(side.id.as_str()) || main.iter().any(|s| s.as_ref() == Some(&side.id))
            });
        for side in first.into_iter().chain(last) {
            let look = self.content.look(&side.id);
            classes.push(Class { value: side.id.clone(), label: side.name.clone(), strata: vec![fill(look.tint)] });
            classes.push(Class {
                value: format!("{} claimed", side.id),
                label: format!("{}, claimed only", side.name),
                strata: vec![fill(c.land), hatch(&rgba(look.tint, 255), "2.4", "45")],
            });
        }
        // In doubt: stripes of the one side, and between them of the other if there is one.
        let attacker = self.content.looks.get(self.content.situation.attacker.as_deref().unwrap_or(""));
        let usual = attacker.map_or(c.ink, |l| l.tint);
        let doubt = |column: &str, otherwise: &str| {
            let stripe = Self::line(1.2, &rgba(usual, 255), "solid");
            Stratum::new("LinePatternFill", &[("angle", "45"), ("distance", "3.2"), ("distance_unit", "MM")]).holding(
                "line",
                vec![stripe.computing("outlineColor", &self.by_side_or(column, |l| l.tint, otherwise))],
            )
        };
        let second = doubt("rival", CLEAR).with("offset", "1.6").with("offset_unit", "MM");
        classes.push(Class {
            value: "contested".to_owned(),
            label: "In doubt".to_owned(),
            strata: vec![fill(c.land), doubt("holder", &usual.to_string()), second],
        });
        // Ground of which nothing is known keeps the colour of the land, as on the sheet.
        let clear = Stratum::new("SimpleFill", &[("style", "no"), ("outline_style", "no")]);
        classes.push(Class { value: "unknown".to_owned(), label: "No information".to_owned(), strata: vec![clear] });
        let other = self.content.look("");
        classes.push(Class {
            value: OTHERS.to_owned(),
            label: "Another side".to_owned(),
            strata: vec![fill(other.tint)],
        });
        let attribute = "CASE WHEN \"status\" = 'assessed' THEN \"holder\" WHEN \"status\" = 'claimed' THEN \"holder\" || ' claimed' \
            WHEN \"status\" = 'contested' THEN 'contested' ELSE 'unknown' END";
        categorized(out, "fill", attribute, &classes);
        let mut name = String::from("CASE ");
        for side in &self.content.situation.sides {
            let short = side.name.split(" (").next().unwrap_or(&side.name);
            name.push_str(&format!("WHEN \"holder\" = {} THEN {} ", literal(&side.id), literal(short)));
        }
        let name = if self.content.situation.sides.is_empty() { "\"holder\"".to_owned() } else { name + "ELSE '' END" };
        let name = format!("CASE WHEN \"status\" = 'assessed' THEN {name} ELSE '' END");
        let look = Lettering { size: 9.0, colour: c.note, halo: c.land, place: "4" };
        labels(out, &name, &look, &[("Color", &self.by_side("holder", |l| l.on_tint, c.note))]);
    }

    /// What a side gained is hatched, what it lost is edged; what stayed is not drawn.
    pub(super) fn changes(&self, out: &mut String) {
        let ink = rgba(self.content.style.colours.ink, 255);
        let hue = self.by_side("holder", |l| l.hue, self.content.style.colours.ink);
        let hatch = Stratum::new("LinePatternFill", &[("angle", "135"), ("distance", "1.6"), ("distance_unit", "MM")])
            .holding("line", vec![Self::line(0.4, &ink, "solid").computing("outlineColor", &hue)]);
        let edge = |style: &str| {
            Stratum::new("SimpleFill", &[("style", "no"), ("outline_style", style), ("outline_width", "0.4")])
                .with("outline_color", ink.clone())
                .computing("outlineColor", &hue)
        };
        let class = |kind: ChangeKind, label: &str, strata: Vec<Stratum>| Class {
            value: kind.as_str().to_owned(),
            label: label.to_owned(),
            strata,
        };
        let classes = [
            class(ChangeKind::Gain, "Gained", vec![hatch, edge("solid")]),
            class(ChangeKind::Loss, "Lost", vec![edge("dot")]),
        ];
        categorized(out, "fill", "change", &classes);
        no_names(out);
    }

    pub(super) fn other(&self, out: &mut String, table: &Table<'_>) {
        let c = &self.content.style.colours;
        let ink = rgba(c.ink, 255);
        match table.kind {
            Kind::Point => {
                single(out, "marker", &[Self::marker("circle", 2.4, &rgba(c.land, 255), &ink, 0.5)]);
            }
            Kind::Line => single(out, "line", &[Self::line(0.6, &ink, "solid")]),
            Kind::Areas => {
                let edge = Stratum::new(
                    "SimpleFill",
                    &[("style", "no"), ("outline_style", "solid"), ("outline_width", "0.4")],
                );
                single(out, "fill", &[edge.with("outline_color", ink)]);
            }
        }
        no_names(out);
    }
}
