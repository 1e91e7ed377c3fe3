//! The keys of a style. Lengths are in sheet units: pixels of a 1600 × 1200 sheet seen at half its size.

use std::collections::BTreeMap;

use crate::colour::Colour;
use crate::style::read::table;

table! {
    /// A whole style.
    #[derive(Debug, Clone, PartialEq, Default)]
    Style {
        /// Its name.
        name: String,
        /// The style that this one is laid over.
        extends: String,
        /// One sentence about it.
        about: String,
        /// Colours of ground and text.
        colours: Colours,
        /// Colours of sides by role.
        sides: BTreeMap<String, SideLook>,
        /// Type.
        text: Texts,
        /// Lines of the base map.
        lines: Lines,
        /// Marks of places.
        symbols: Symbols,
        /// Arrows and front lines.
        arrows: Arrows,
        /// Page and furniture.
        page: Page,
        /// What the map shows.
        map: MapLook,
    }
}

table! {
    /// Colours of ground and text.
    #[derive(Debug, Clone, Copy, PartialEq, Default)]
    Colours {
        /// Paper.
        page: Colour,
        /// Land of the story countries.
        land: Colour,
        /// Land of neighbours.
        neighbour: Colour,
        /// Sea.
        sea: Colour,
        /// Lakes.
        lake: Colour,
        /// Coast line.
        coast: Colour,
        /// Rivers and edges of lakes.
        river: Colour,
        /// Borders of countries.
        border: Colour,
        /// Borders of first-order divisions.
        division: Colour,
        /// Names, clashes, strikes, capitals.
        ink: Colour,
        /// Notes under names, subtitle, scale.
        note: Colour,
        /// Names of towns for orientation.
        town: Colour,
        /// Rings of towns for orientation.
        town_ring: Colour,
        /// Names of countries.
        country_name: Colour,
        /// Names of first-order divisions.
        division_name: Colour,
        /// Names of waters.
        water_name: Colour,
        /// Credits under the map.
        credits: Colour,
        /// Ground of legend and locator.
        panel: Colour,
        /// Edge of legend and locator.
        panel_edge: Colour,
        /// Story country on the locator.
        locator_home: Colour,
        /// Civilians: displacement and refuge.
        civilian: Colour,
        /// Line between the two hues of a front line, edge of arrows, hole of the focal mark.
        gap: Colour,
    }
}

table! {
    /// Colours of a side.
    #[derive(Debug, Clone, Copy, PartialEq, Default)]
    SideLook {
        /// Marks and arrows.
        hue: Colour,
        /// Small text on land.
        text: Colour,
        /// Opaque fill of areas.
        tint: Colour,
        /// Side's name on its tint.
        on_tint: Colour,
        /// Frame of its marks as on military maps (APP-6): none, friend, hostile, neutral or unknown.
        frame: Affiliation,
    }
}

/// Standard identity of a side on a military map, which gives its marks their frame (APP-6, MIL-STD-2525).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Affiliation {
    /// No frames: discs and rings.
    #[default]
    None,
    /// Rectangles.
    Friend,
    /// Diamonds.
    Hostile,
    /// Squares.
    Neutral,
    /// Quatrefoils.
    Unknown,
}

impl Affiliation {
    /// Names in style files.
    pub(super) const NAMES: [(&'static str, Self); 5] = [
        ("none", Self::None),
        ("friend", Self::Friend),
        ("hostile", Self::Hostile),
        ("neutral", Self::Neutral),
        ("unknown", Self::Unknown),
    ];
}

table! {
    /// A class of text.
    #[derive(Debug, Clone, Copy, PartialEq, Default)]
    TextLook {
        /// Size of type.
        size: f64,
        /// 400, 600 or 700.
        weight: f64,
        /// Italics.
        italic: bool,
        /// Space added after each letter.
        tracking: f64,
        /// Capitals throughout.
        caps: bool,
        /// Width of the halo's stroke; half of it shows.
        halo: f64,
    }
}

table! {
    /// Classes of text.
    #[derive(Debug, Clone, Copy, PartialEq, Default)]
    Texts {
        /// Title.
        title: TextLook,
        /// Line under the title.
        subtitle: TextLook,
        /// Small line above the title of a card.
        kicker: TextLook,
        /// The place of the story.
        focal: TextLook,
        /// Places of the story.
        story: TextLook,
        /// Notes under names.
        note: TextLook,
        /// Note under the focal name.
        focal_note: TextLook,
        /// Side's name on its area.
        side: TextLook,
        /// Towns for orientation.
        town: TextLook,
        /// Country of the story.
        home: TextLook,
        /// Other countries.
        country: TextLook,
        /// Small countries.
        small_country: TextLook,
        /// First-order divisions.
        division: TextLook,
        /// Seas.
        sea: TextLook,
        /// Rivers and lakes.
        river: TextLook,
        /// Legend.
        legend: TextLook,
        /// Scale bar.
        scale: TextLook,
        /// Credits.
        credits: TextLook,
        /// Locator.
        locator: TextLook,
    }
}

table! {
    /// Lines of the base map.
    #[derive(Debug, Clone, PartialEq, Default)]
    Lines {
        /// Coast.
        coast: f64,
        /// Border of a story country.
        home_border: f64,
        /// Other borders.
        border: f64,
        /// Disputed borders.
        disputed: f64,
        /// Dashes of disputed borders.
        disputed_dash: Vec<f64>,
        /// First-order divisions.
        division: f64,
        /// Dashes of first-order divisions.
        division_dash: Vec<f64>,
        /// Rivers by level, the greatest first.
        rivers: Vec<f64>,
        /// Shores of lakes.
        lake: f64,
        /// Shortest visible piece of a great river.
        river_min: f64,
        /// Shortest visible piece of a small river.
        stream_min: f64,
    }
}

table! {
    /// Marks of places.
    #[derive(Debug, Clone, PartialEq, Default)]
    Symbols {
        /// Radius of a disc.
        disc: f64,
        /// Land-coloured edge of marks.
        edge: f64,
        /// Radius of the focal disc.
        focal: f64,
        /// Radius of its ground.
        focal_ground: f64,
        /// Radius of its hole.
        focal_hole: f64,
        /// Radius of an open ring.
        ring: f64,
        /// Stroke of an open ring.
        ring_stroke: f64,
        /// Radius of the holder's disc of a threatened place.
        held: f64,
        /// Radius of the dashed ring of a threatened place.
        threat: f64,
        /// Stroke of the dashed ring.
        threat_stroke: f64,
        /// Dashes of the dashed ring.
        threat_dash: Vec<f64>,
        /// Side of the square of a capital.
        capital: f64,
        /// Stroke of the square.
        capital_stroke: f64,
        /// Radius of the dot in the square.
        capital_dot: f64,
        /// Radius of a town for orientation.
        town: f64,
        /// Stroke of a town for orientation.
        town_stroke: f64,
        /// Outer radius of a burst.
        burst: f64,
        /// Half-length of an aircraft.
        aircraft: f64,
        /// Smallest radius of an event known only to an area.
        area: f64,
        /// Line from a name to its place.
        leader: f64,
    }
}

table! {
    /// Arrows and front lines.
    #[derive(Debug, Clone, PartialEq, Default)]
    Arrows {
        /// Body of the main leg.
        main: f64,
        /// Body of other legs.
        other: f64,
        /// Light edge under an arrow.
        edge: f64,
        /// Sagitta of a completed leg, as a share of its chord.
        bend: f64,
        /// Sagitta of a projected leg.
        projected_bend: f64,
        /// Shaft of a projected leg.
        projected: f64,
        /// Its dashes.
        projected_dash: Vec<f64>,
        /// Length of the open head.
        open_head: f64,
        /// Outline of the open head.
        open_stroke: f64,
        /// Shaft of a reinforcement.
        reinforcement: f64,
        /// Its dashes.
        reinforcement_dash: Vec<f64>,
        /// Shaft of a displacement.
        displacement: f64,
        /// Its dots.
        displacement_dash: Vec<f64>,
        /// Strip of each side of a front line.
        front: f64,
        /// Line between the two strips.
        front_gap: f64,
        /// Period of a hatch.
        hatch: f64,
    }
}

table! {
    /// Page and furniture.
    #[derive(Debug, Clone, Copy, PartialEq, Default)]
    Page {
        /// Margin.
        margin: f64,
        /// Distance of legend and locator from the frame.
        inset: f64,
        /// Width of the locator.
        locator_width: f64,
        /// Height of the locator.
        locator_height: f64,
        /// Padding of the legend.
        legend_padding: f64,
        /// Step between rows of the legend.
        legend_row: f64,
        /// Width of the box of a symbol in the legend.
        legend_symbol: f64,
        /// Distance of lines of notes.
        note_leading: f64,
        /// Distance of lines of credits.
        credit_leading: f64,
        /// Show the legend.
        legend: bool,
        /// Show the locator.
        locator: bool,
        /// Show the scale bar.
        scale: bool,
    }
}

table! {
    /// What the map shows.
    #[derive(Debug, Clone, Copy, PartialEq, Default)]
    MapLook {
        /// Names on the map in all, towns for orientation included.
        names: f64,
        /// Never narrower than this, km.
        min_width_km: f64,
        /// Width of the locator on the ground, km.
        locator_km: f64,
        /// Show borders of first-order divisions.
        divisions: bool,
        /// Show names of first-order divisions.
        division_names: bool,
        /// Show rivers.
        rivers: bool,
        /// Longest line of a note, letters.
        note_letters: f64,
        /// Whose reading of disputed ground: `default` as the resolutions of the United Nations have it, `de-facto` who administers it.
        worldview: Worldview,
    }
}

/// Whose reading of disputed ground decides which country it is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Worldview {
    /// As the resolutions of the United Nations have it.
    #[default]
    Default,
    /// Who administers it.
    DeFacto,
}

impl Worldview {
    /// All, with their names in a style.
    pub const NAMES: [(&'static str, Self); 2] = [("default", Self::Default), ("de-facto", Self::DeFacto)];
}
