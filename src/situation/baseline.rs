//! Baselines: who held which place on an earlier day, as a CSV table or GeoJSON points and polygons.
//!
//! In: text of a file. Out: [`Baseline`] or an error that names line, field and reason. Never: events.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::date::Date;
use crate::diagnostic::Warning;
use crate::error::Error;
use crate::error::Result;
use crate::geodesy::LonLat;
use crate::lexicon::Lexicon;
use crate::lexicon::SideEntry;
use crate::limit::Limit;
use crate::limit::Limits;
use crate::situation::Area;
use crate::situation::Location;
use crate::situation::Side;
use crate::situation::Situation;
use crate::situation::geojson;
use crate::terms::HolderStatus;

/// Features named in one warning; the rest are counted.
const NAMED: usize = 5;

/// Who held what on a day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Baseline {
    /// Name of the file, for messages; empty for none.
    pub file: String,
    /// Places with their holders.
    pub rows: Vec<Row>,
    /// Areas with their holders.
    pub areas: Vec<Area>,
    /// What a reader should know of the file.
    pub warnings: Vec<Warning>,
    /// Names and colours of its holders, where they are known; see [`Baseline::name_holders`].
    pub sides: Vec<Side>,
    /// Holders that attack and defend, if that is known.
    pub parts: (Option<String>, Option<String>),
}

impl Baseline {
    /// Who holds what in a situation.
    pub fn of(situation: &Situation) -> Self {
        let held = |location: &Location, holder: &Option<String>, status: HolderStatus| {
            let holder = if status == HolderStatus::Contested { Some("contested".to_owned()) } else { holder.clone() };
            holder.map(|holder| Row {
                place: location.name.clone(),
                at: location.at,
                country: location.country.clone(),
                admin1: location.admin1.clone(),
                holder,
                as_of: situation.as_of,
            })
        };
        let events = situation.events.iter().filter_map(|e| held(&e.location, &e.holder, e.holder_status));
        let places = situation.places.iter().filter_map(|p| held(&p.location, &p.holder, p.holder_status));
        let mut rows: Vec<Row> = Vec::new();
        for row in events.chain(places) {
            // Several events of a place make one row.
            if !rows.iter().any(|r| r.at == row.at && r.holder == row.holder && r.place == row.place) {
                rows.push(row);
            }
        }
        let parts = (situation.attacker.clone(), situation.defender.clone());
        let (areas, sides) = (situation.areas.clone(), situation.sides.clone());
        Self { file: String::new(), rows, areas, warnings: Vec::new(), sides, parts }
    }

    /// `baseline.csv: `, if the file is known.
    pub(super) fn prefix(&self) -> String {
        if self.file.is_empty() { String::new() } else { format!("{}: ", self.file) }
    }

    /// Looks up who the holders are: `sna` is the Syrian National Army in a table of places in Syria. A short name that means
    /// sides of several wars, none of them fought in the countries of the table, stays as it is. Holders of places that nobody has
    /// heard of are named in a warning.
    pub fn name_holders(&mut self, lexicon: &Lexicon) {
        let countries: BTreeSet<&str> =
            self.rows.iter().map(|r| r.country.as_str()).filter(|c| !c.is_empty()).collect();
        let holders: BTreeSet<&str> = self
            .rows
            .iter()
            .map(|r| r.holder.as_str())
            .chain(self.areas.iter().filter_map(|a| a.holder.as_deref()))
            .filter(|h| !h.is_empty())
            .collect();
        let mut named = Vec::new();
        let mut unknown: Vec<String> = Vec::new();
        for holder in holders {
            let plain = holder.replace('_', " ").to_lowercase();
            let means = |s: &&SideEntry| {
                s.id == holder || s.aliases.iter().any(|a| a.replace('_', " ").to_lowercase() == plain)
            };
            let all: Vec<&SideEntry> = lexicon.sides().filter(means).collect();
            let here: Vec<&SideEntry> =
                all.iter().copied().filter(|s| countries.contains(s.country.as_str())).collect();
            let count = |number: usize, word: &str| match number {
                0 => None,
                1 => Some(format!("1 {word}")),
                n => Some(format!("{n} {word}s")),
            };
            let places = count(self.rows.iter().filter(|r| r.holder == holder).count(), "place");
            let areas =
                self.areas.iter().filter(|a| a.holder.as_deref() == Some(holder) && a.status != HolderStatus::Unknown);
            let held: Vec<String> = places.into_iter().chain(count(areas.count(), "area")).collect();
            if all.is_empty() && !held.is_empty() && holder != "contested" {
                unknown.push(format!("\"{holder}\" ({})", held.join(", ")));
            }
            if let [side] = if here.is_empty() { all.as_slice() } else { here.as_slice() } {
                let colour = Some(side.colour.clone()).filter(|c| !c.is_empty() && c != "-");
                named.push(Side { id: holder.to_owned(), name: side.name.clone(), state: side.state, colour });
            }
        }
        if !unknown.is_empty() {
            let message = format!(
                "{}holders that no known side is called: {}; each is a side of its own",
                self.prefix(),
                unknown.join(", ")
            );
            self.warnings.push(Warning::new("unknown-holder", message));
        }
        self.sides = named;
    }
}

/// A place and its holder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Name of the place.
    pub place: String,
    /// Position.
    pub at: LonLat,
    /// ISO 3166-1 alpha-2, empty if not given.
    pub country: String,
    /// First-order division, empty if not given.
    pub admin1: String,
    /// Who holds it; empty for unknown.
    pub holder: String,
    /// The day it describes.
    pub as_of: Option<Date>,
}

/// Reads a baseline: GeoJSON if the text starts with a brace, else CSV with a header line, before which
/// lines that start with `# ` are comments.
///
/// # Errors
/// The first line that cannot be read, with the field and what is wrong with it.
pub fn parse(file: &str, text: &str) -> Result<Baseline> {
    parse_within(file, text, &Limits::default())
}

/// Reads a baseline with limits of the caller's own; a row counts as a feature.
///
/// # Errors
/// As [`parse`], and more features or positions than `limits` allow.
pub fn parse_within(file: &str, text: &str, limits: &Limits) -> Result<Baseline> {
    if text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']) {
        return from_geojson(file, text, limits);
    }
    let (comments, table) = after_comments(text.trim_start_matches('\u{feff}'));
    let (records, open) = records(table, comments + 1);
    if let Some(line) = open {
        return Err(input(file, &format!("line {line}: a quotation mark opens a cell and none closes it")));
    }
    let mut lines = records.into_iter().filter(|(_, cells)| cells.iter().any(|c| !c.trim().is_empty()));
    let Some((header_line, header)) = lines.next() else {
        return Err(input(file, "the baseline is empty; expected CSV with the columns place, lat, lon, holder"));
    };
    let header: Vec<String> = header.iter().map(|h| h.trim().to_lowercase()).collect();
    let column = |names: &[&str]| header.iter().position(|h| names.contains(&h.as_str()));
    let find = |names: &[&str]| {
        column(names).ok_or_else(|| {
            input(
                file,
                &format!(
                    "line {header_line}: no column \"{}\"; found {}",
                    names.first().copied().unwrap_or(""),
                    header.join(", ")
                ),
            )
        })
    };
    let (place, holder) =
        (find(&["place", "name", "town", "location"])?, find(&["holder", "side", "control", "held_by"])?);
    let (lat, lon) = (find(&["lat", "latitude", "y"])?, find(&["lon", "lng", "long", "longitude", "x"])?);
    let (country, admin1, as_of) = (column(&["country", "iso2"]), column(&["admin1"]), column(&["as_of", "date"]));
    let mut out = Baseline { file: file.to_owned(), ..Baseline::default() };
    let mut seen: BTreeMap<(String, i64, i64), (usize, String, usize)> = BTreeMap::new();
    for (number, cells) in lines {
        limits.check(Limit::Features, out.rows.len() + 1, file)?;
        let cell = |i: usize| cells.get(i).map_or("", |c| c.trim());
        let coordinate = |i: usize, name: &str, limit: f64| {
            let value: f64 = cell(i)
                .parse()
                .map_err(|e| input(file, &format!("line {number}: {name} \"{}\" is not a number ({e})", cell(i))))?;
            if value.is_finite() && value.abs() <= limit {
                return Ok(value);
            }
            Err(input(
                file,
                &format!("line {number}: {name} {value} is outside -{limit} to {limit}; are lat and lon swapped?"),
            ))
        };
        if cells.iter().skip(header.len()).any(|c| !c.trim().is_empty()) {
            let message = format!(
                "{file}: line {number} has {} cells and the header {}; those after the last column were left out",
                cells.len(),
                header.len()
            );
            out.warnings.push(Warning::new("baseline-cells", message));
        }
        let date = match as_of.map(cell).filter(|d| !d.is_empty()) {
            None => None,
            Some(text) => Some(text.parse::<Date>().map_err(|e| {
                input(file, &format!("line {number}: as_of \"{text}\" is not a date like 2024-11-26 ({e})"))
            })?),
        };
        let row = Row {
            place: cell(place).to_owned(),
            at: LonLat::new(coordinate(lon, "lon", 180.0)?, coordinate(lat, "lat", 90.0)?),
            country: country.map(cell).unwrap_or_default().to_owned(),
            admin1: admin1.map(cell).unwrap_or_default().to_owned(),
            holder: holder_of(cell(holder)),
            as_of: date,
        };
        if row.place.is_empty() {
            return Err(input(file, &format!("line {number}: the place has no name")));
        }
        let key = (row.place.to_lowercase(), (row.at.lon * 100.0).round() as i64, (row.at.lat * 100.0).round() as i64);
        if let Some((first, other, index)) = seen.get(&key) {
            let index = *index;
            let known = out.rows.get(index).and_then(|r| r.as_of);
            let older = row.as_of.zip(known).is_some_and(|(new, known)| new < known);
            if *other != row.holder {
                let (what, line) = match row.as_of.zip(known) {
                    Some((new, known)) if new != known => ("day", if older { *first } else { number }),
                    _ => ("line", number),
                };
                out.warnings.push(Warning::new(
                    "baseline-conflict",
                    format!(
                        "{file}: line {number} gives {} to \"{}\", line {first} to \"{other}\"; the later {what} counts, line {line}",
                        row.place, row.holder
                    ),
                ));
            }
            if older {
                continue;
            }
            seen.insert(key, (number, row.holder.clone(), index));
            if let Some(slot) = out.rows.get_mut(index) {
                *slot = row;
            }
            continue;
        }
        seen.insert(key, (number, row.holder.clone(), out.rows.len()));
        out.rows.push(row);
    }
    if out.rows.is_empty() {
        return Err(input(file, "the baseline has a header but no rows"));
    }
    Ok(out)
}

/// The holder of a cell; words for nobody known are none.
fn holder_of(cell: &str) -> String {
    const NOBODY: &[&str] = &["-", "?", "n/a", "none", "nobody", "unclear", "unknown"];
    if NOBODY.contains(&cell.to_lowercase().as_str()) { String::new() } else { cell.to_owned() }
}

fn from_geojson(file: &str, text: &str, limits: &Limits) -> Result<Baseline> {
    let situation = geojson::read_within(file, text, limits)?;
    let mut out = Baseline {
        file: file.to_owned(),
        warnings: situation.warnings.clone(),
        sides: Vec::new(),
        parts: (None, None),
        ..Baseline::of(&situation)
    };
    // Of a file of our own it is known that most places have no holder.
    if situation.articles.is_empty() {
        out.warnings.extend(untold(file, &situation));
    }
    for area in &mut out.areas {
        // As it is written, so that it is drawn alike when it is read back.
        geo::MapCoordsInPlace::map_coords_in_place(&mut area.shape, |c| {
            let at = LonLat::new(c.x, c.y).rounded();
            geo::Coord { x: at.lon, y: at.lat }
        });
        area.shape = geo::Orient::orient(&area.shape, geo::orient::Direction::Default);
        if !area.is_carved() {
            "baseline".clone_into(&mut area.basis);
        }
        area.by_hand = false;
    }
    if out.rows.is_empty() && out.areas.is_empty() {
        return Err(input(
            file,
            "no feature says who holds it; expected points or polygons with a property \"holder\"",
        ));
    }
    Ok(out)
}

/// What a hand-made file holds that tells of nobody's ground.
fn untold(file: &str, situation: &Situation) -> Vec<Warning> {
    let named = |ids: Vec<String>, why: &str| {
        let more = ids.len().saturating_sub(NAMED);
        let head = ids.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!ids.is_empty()).then(|| Warning::new("baseline-untold", format!("{file}: {why}: {head}{rest}")))
    };
    let places = situation.places.iter().map(|p| (&p.location, &p.holder, p.holder_status));
    let places = places.chain(situation.events.iter().map(|e| (&e.location, &e.holder, e.holder_status)));
    let places = places.filter(|(_, holder, status)| holder.is_none() && *status != HolderStatus::Contested);
    let areas = situation.areas.iter().filter(|a| a.holder.is_none() && a.status == HolderStatus::Unknown);
    let lines = situation.lines.iter().map(|l| format!("\"{}\"", l.id));
    let lines = lines.chain(situation.legs.iter().map(|l| format!("\"{}\"", l.id)));
    let lines = lines.chain(situation.movements.iter().map(|m| format!("\"{}\"", m.id)));
    let untold =
        areas.map(|a| format!("area \"{}\"", a.id)).chain(places.map(|(l, ..)| format!("place \"{}\"", l.name)));
    [
        named(untold.collect(), "no property \"holder\", so that nobody is known to hold"),
        named(lines.collect(), "lines tell of no ground that somebody holds and were left out"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn input(file: &str, message: &str) -> Error {
    Error::Input { file: file.to_owned(), message: message.to_owned() }
}

/// The table after the comment lines (`# …`) at its top, and how many these are.
fn after_comments(text: &str) -> (usize, &str) {
    let (mut count, mut rest) = (0, text);
    while rest.starts_with("# ") || rest.starts_with("#\n") {
        rest = rest.split_once('\n').map_or("", |(_, after)| after);
        count += 1;
    }
    (count, rest)
}

/// Records of a CSV text with the line each starts on, counted from `first`; quotes as in RFC 4180, comma or semicolon or tab.
/// The second part is the line of a quotation mark that is never closed.
fn records(text: &str, first: usize) -> (Vec<(usize, Vec<String>)>, Option<usize>) {
    let head = text.lines().next().unwrap_or("");
    let separator = [',', ';', '\t'].into_iter().max_by_key(|s| head.matches(*s).count()).unwrap_or(',');
    let mut out = Vec::new();
    let (mut cells, mut cell, mut quoted, mut line, mut start) = (Vec::new(), String::new(), false, first, first);
    let mut opened = first;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
                opened = line;
            }
            '\r' if !quoted => {}
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell));
                out.push((start, std::mem::take(&mut cells)));
                line += 1;
                start = line;
            }
            c if c == separator && !quoted => cells.push(std::mem::take(&mut cell)),
            c => {
                line += usize::from(c == '\n');
                cell.push(c);
            }
        }
    }
    if !cell.is_empty() || !cells.is_empty() {
        cells.push(cell);
        out.push((start, cells));
    }
    (out, quoted.then_some(opened))
}
