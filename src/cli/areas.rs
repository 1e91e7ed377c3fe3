//! Which control areas are wanted: what the options say of them, with the files they name.

use std::path::Path;

use frontline::control;
use frontline::diagnostic::Warning;
use frontline::pipeline::territory;
use frontline::situation::Obstacle;
use frontline::situation::Situation;
use frontline::situation::Territory;
use frontline::situation::geojson;

use crate::cli::bounds;
use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::options::Areas;
use crate::cli::session::shown;

/// What is wanted of the areas.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    areas: bool,
    no_areas: bool,
    max_km: Option<f64>,
    /// Terrain and obstacles, where the options name any.
    cost: Option<(bool, Vec<Obstacle>)>,
}

/// Reads what the options name.
pub(crate) fn read(typed: &Areas) -> Result<Wanted, Failure> {
    let mut wanted = Wanted { areas: typed.areas, no_areas: typed.no_areas, max_km: typed.max_km, ..Wanted::default() };
    for path in &typed.cost {
        let (terrain, obstacles) = wanted.cost.get_or_insert_with(Default::default);
        if path == Path::new("terrain") {
            *terrain = true;
        } else if path != Path::new("none") {
            let text = io::read_text(path, io::FILE_LIMIT)?;
            obstacles.extend(geojson::obstacles(&shown(path), &text, &bounds::limits())?);
        }
    }
    if typed.cost.len() > 1 && typed.cost.iter().any(|p| p == Path::new("none")) {
        return Err(Failure::input("--cost none stands alone"));
    }
    Ok(wanted)
}

impl Wanted {
    /// Notes in the situation which areas are wanted; `baseline` says that it has one.
    pub(crate) fn apply(&self, situation: &mut Situation, baseline: bool) {
        if self.no_areas {
            situation.territory = None;
        } else if (self.areas || baseline) && situation.territory.is_none() {
            situation.territory = Some(Territory { indicative: !baseline, ..Territory::default() });
        }
        if let (Some(rules), Some(km)) = (&mut situation.territory, self.max_km) {
            rules.max_km = km;
        }
        if situation.territory.is_some() && control::has_too_many_holders(situation) {
            let message =
                format!("more than {} holders cannot be told apart: no areas are made", control::MOST_HOLDERS);
            add(situation, Warning::new("too-many-holders", message));
        }
        let Some((terrain, obstacles)) = &self.cost else { return };
        match &mut situation.territory {
            Some(rules) => {
                rules.terrain = *terrain;
                situation.obstacles.clone_from(obstacles);
                for warning in territory::stray(situation) {
                    add(situation, warning);
                }
            }
            None if *terrain || !obstacles.is_empty() => add(
                situation,
                Warning::new(
                    "cost-without-areas",
                    "--cost changes nothing: no areas are made from places; ask for them with --areas",
                ),
            ),
            None => {}
        }
    }
}

fn add(situation: &mut Situation, warning: Warning) {
    if !situation.warnings.contains(&warning) {
        situation.warnings.push(warning);
    }
}
