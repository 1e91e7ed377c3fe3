//! Actors, sides and nations.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::error::Result;

use super::table;

/// An armed actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Stable key.
    pub id: String,
    /// Name for a reader.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Key of its side.
    pub side: String,
    /// First day on which the row holds.
    pub from: Option<Date>,
    /// Last day on which the row holds.
    pub to: Option<Date>,
}

impl Actor {
    /// True if the row holds on the day; every day if the story has none.
    pub fn holds_on(&self, day: Option<Date>) -> bool {
        day.is_none_or(|d| self.from.is_none_or(|f| f <= d) && self.to.is_none_or(|t| d <= t))
    }

    /// Length of the time in which the row holds, in years; for choosing the narrower of two.
    pub fn years(&self) -> i32 {
        let from = self.from.map_or(1, |d| i32::from(d.year()));
        let to = self.to.map_or(2200, |d| i32::from(d.year()));
        to - from
    }
}

/// A side of a war.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideEntry {
    /// Stable key.
    pub id: String,
    /// Name for a legend.
    pub name: String,
    /// True for a government and its allies.
    pub state: bool,
    /// ISO code of its country, empty for none.
    pub country: String,
    /// Colour role.
    pub colour: String,
    /// Short names, as baselines use them.
    pub aliases: Vec<String>,
}

/// A nation: words for it and the side that its army takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nation {
    /// ISO 3166-1 alpha-2, or a made-up code.
    pub code: String,
    /// Names; the first is the usual one.
    pub names: Vec<String>,
    /// Adjectives and peoples.
    pub demonyms: Vec<String>,
    /// Places that speak for the government.
    pub seats: Vec<String>,
    /// Sides by years, both ends included.
    pub sides: Vec<(String, i16, i16)>,
}

impl Nation {
    /// Key of the side that the army of the nation takes in a year; the latest one listed if the year is not known.
    pub fn side_in(&self, year: Option<i16>) -> Option<&str> {
        match year {
            Some(y) => self.sides.iter().find(|(_, from, to)| (*from..=*to).contains(&y)),
            None => self.sides.last(),
        }
        .map(|(side, _, _)| side.as_str())
    }
}

fn day(file: &str, line: usize, cell: &str, last: bool) -> Result<Option<Date>> {
    if cell == "-" {
        return Ok(None);
    }
    let mut parts = cell.splitn(3, '-').map(str::parse::<i16>);
    let date = match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(y)), None, None) => Date::new(y, if last { 12 } else { 1 }, if last { 31 } else { 1 }).ok(),
        (Some(Ok(y)), Some(Ok(m)), Some(Ok(d))) => {
            i8::try_from(m).ok().zip(i8::try_from(d).ok()).and_then(|(m, d)| Date::new(y, m, d).ok())
        }
        _ => None,
    };
    date.map(Some).ok_or_else(|| table::bad(file, line, format!("expected YYYY, YYYY-MM-DD or -, found {cell:?}")))
}

/// Reads `sides.tsv`.
pub(super) fn sides(text: &str) -> Result<BTreeMap<String, SideEntry>> {
    const FILE: &str = "sides.tsv";
    let mut out = BTreeMap::new();
    for (line, cells) in table::rows(text) {
        let get = |i, what| table::cell(FILE, line, &cells, i, what);
        let id = get(0, "id")?.to_owned();
        let state = match get(2, "state")? {
            "y" => true,
            "n" => false,
            other => {
                return Err(table::bad(FILE, line, format!("expected y or n for state, found {other:?}")));
            }
        };
        let country = get(3, "country")?;
        let entry = SideEntry {
            id: id.clone(),
            name: get(1, "name")?.to_owned(),
            state,
            country: if country == "-" { String::new() } else { country.to_owned() },
            colour: get(4, "colour role")?.to_owned(),
            aliases: table::alternatives(get(5, "other names")?),
        };
        if out.insert(id.clone(), entry).is_some() {
            return Err(table::bad(FILE, line, format!("side {id:?} stands twice")));
        }
    }
    Ok(out)
}

/// Reads `actors.tsv`.
pub(super) fn actors(text: &str) -> Result<Vec<Actor>> {
    const FILE: &str = "actors.tsv";
    table::rows(text)
        .map(|(line, cells)| {
            let get = |i, what| table::cell(FILE, line, &cells, i, what);
            Ok(Actor {
                id: get(0, "id")?.to_owned(),
                name: get(1, "name")?.to_owned(),
                aliases: table::alternatives(get(2, "other names")?),
                side: get(3, "side")?.to_owned(),
                from: day(FILE, line, get(4, "from")?, false)?,
                to: day(FILE, line, get(5, "to")?, true)?,
            })
        })
        .collect()
}

/// Reads `nations.tsv`.
pub(super) fn nations(text: &str) -> Result<Vec<Nation>> {
    const FILE: &str = "nations.tsv";
    table::rows(text)
        .map(|(line, cells)| {
            let get = |i, what| table::cell(FILE, line, &cells, i, what);
            let mut sides = Vec::new();
            let cell = get(4, "sides")?;
            for part in cell.split(';').filter(|p| *p != "-") {
                let parsed = part.split_once(':').and_then(|(side, years)| {
                    let (from, to) = years.split_once('-')?;
                    Some((side.to_owned(), from.parse().ok()?, to.parse().ok()?))
                });
                sides.push(
                    parsed.ok_or_else(|| table::bad(FILE, line, format!("expected side:YYYY-YYYY, found {part:?}")))?,
                );
            }
            Ok(Nation {
                code: get(0, "code")?.to_owned(),
                names: table::alternatives(get(1, "names")?),
                demonyms: table::alternatives(get(2, "demonyms")?),
                seats: table::alternatives(get(3, "seats")?),
                sides,
            })
        })
        .collect()
}

/// Every side that an actor or a nation names must be listed (`gov-xx` is made on the spot).
pub(super) fn check_sides(actors: &[Actor], nations: &[Nation], sides: &BTreeMap<String, SideEntry>) -> Result<()> {
    let known = |side: &str| side.starts_with("gov-") || sides.contains_key(side);
    for actor in actors {
        if !known(&actor.side) {
            return Err(table::bad(
                "actors.tsv",
                0,
                format!("actor {:?} names the side {:?}, which sides.tsv lacks", actor.id, actor.side),
            ));
        }
    }
    for nation in nations {
        for (side, _, _) in &nation.sides {
            if !known(side) {
                return Err(table::bad(
                    "nations.tsv",
                    0,
                    format!("nation {:?} names the side {side:?}, which sides.tsv lacks", nation.code),
                ));
            }
        }
    }
    Ok(())
}
