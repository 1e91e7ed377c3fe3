//! The gazetteer: names to places, in layers that share one binary format.
//!
//! In: bytes of compiled layers. Out: [`Place`] records. Never: articles or toponyms.

use crate::geodesy::LonLat;

/// A place in one of the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceId {
    /// Index of the layer.
    pub layer: u16,
    /// Index of the record in its layer.
    pub record: u32,
}

/// What a place is. Letters and codes in files follow GeoNames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum FeatureClass {
    /// Country (A, PCLI).
    Country,
    /// First-order division (A, ADM1).
    Admin1,
    /// Second-order division (A, ADM2).
    Admin2,
    /// Populated place (P, PPL).
    Town,
    /// Quarter of a town (P, PPLX).
    Quarter,
    /// Capital of a country (P, PPLC).
    Capital,
    /// Seat of a first-order division (P, PPLA).
    Seat,
    /// Refugee or displaced persons' camp (S, CMP).
    Camp,
    /// Region without an administration, historical or cultural (L, RGN).
    Region,
    /// Continent or larger (L, CONT).
    Continent,
    /// River or canal (H, STM).
    River,
    /// Lake or reservoir (H, LK).
    Lake,
    /// Sea, gulf, strait (H, SEA).
    Sea,
    /// Mountain, hill, range (T, MT).
    Mountain,
    /// Valley, plain, pass, gap (T, VAL).
    Valley,
    /// Desert (T, DSRT).
    Desert,
    /// Island or cape (T, ISL).
    Island,
    /// Military base (L, MILB).
    Base,
    /// Airport or airbase (S, AIRP).
    Airport,
    /// Border crossing (S, PSTB).
    Crossing,
    /// Bridge, dam, plant, mine, field, building (S, FCL).
    Facility,
    /// Road or railway (R, RD).
    Road,
}

/// A place, read without copying.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'a> {
    /// Where it stands.
    pub id: PlaceId,
    /// Main name.
    pub name: &'a str,
    /// Representative point.
    pub at: LonLat,
    /// What it is.
    pub class: FeatureClass,
    /// People; 0 if not known.
    pub population: u32,
    /// ISO 3166-1 alpha-2, empty for none.
    pub country: &'a str,
    /// GeoNames admin-1 code inside the country, empty for none.
    pub admin1: &'a str,
    /// GeoNames id, 0 for hand-kept places.
    pub geonameid: u32,
}

/// How a name belongs to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum NameKind {
    /// Its main name.
    Primary,
    /// Another name or spelling.
    Alternate,
    /// Abbreviation (`U.S.`, `Ga.`, `DRC`).
    Abbreviation,
    /// Adjective or people (`Syrian`, `Iraqis`).
    Demonym,
    /// Found only after dropping an article (`Bab` for `al-Bab`).
    WithoutArticle,
    /// A former name (`Stalingrad`).
    Historic,
}

/// A name found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The place.
    pub place: PlaceId,
    /// How the name belongs to it.
    pub kind: NameKind,
}
