//! What each side gained, lost and kept between two states.
//!
//! In: areas of two days. Out: [`Change`]s. Never: claimed areas, which are nobody's control, and ground of which nothing
//! was known on one of the days.

use std::collections::BTreeMap;

use geo::MultiPolygon;

use crate::control::area_km2;
use crate::control::overlay;
use crate::control::overlay::Face;
use crate::control::overlay::Units;
use crate::geodesy::LonLat;
use crate::projection::Extent;
use crate::situation::Area;
use crate::terms::ChangeKind;
use crate::terms::HolderStatus;

/// Ground that changed hands or did not.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Side id; `None` for areas drawn without a holder.
    pub holder: Option<String>,
    /// Gained, lost or kept.
    pub kind: ChangeKind,
    /// Degrees, valid.
    pub shape: MultiPolygon<f64>,
    /// Area, km².
    pub area_km2: f64,
}

/// Gains, losses and what stayed, side by side in the order of their ids; what has no area is left out.
///
/// Ground in doubt counts for the side that is nearer, as the areas have it.
pub fn changes(before: &[Area], after: &[Area]) -> Vec<Change> {
    let all: Vec<LonLat> = before
        .iter()
        .chain(after)
        .flat_map(|a| &a.shape.0)
        .flat_map(|p| p.exterior().0.iter().step_by(8))
        .map(|c| LonLat::new(c.x, c.y))
        .collect();
    let Some(extent) = Extent::round(&all) else { return Vec::new() };
    let units = Units::round(extent.centre().lon);
    let (old, old_blank) = held(before, units);
    let (new, new_blank) = held(after, units);
    let mut holders: Vec<&Option<String>> = old.keys().chain(new.keys()).copied().collect();
    holders.sort_unstable();
    holders.dedup();
    let nothing = Vec::new();
    let mut out = Vec::new();
    for holder in holders {
        let (was, is) = (old.get(holder).unwrap_or(&nothing), new.get(holder).unwrap_or(&nothing));
        let gained = overlay::subtract(&overlay::subtract(is, was), &old_blank);
        let lost = overlay::subtract(&overlay::subtract(was, is), &new_blank);
        let kept = overlay::intersect(was, is);
        for (kind, faces) in [(ChangeKind::Gain, gained), (ChangeKind::Loss, lost), (ChangeKind::Unchanged, kept)] {
            let shape = units.shape(faces);
            let area = area_km2(&shape);
            // Less than a thousandth of a square kilometre is rounding of the coordinates.
            if area > 1e-3 {
                out.push(Change { holder: holder.clone(), kind, shape, area_km2: area });
            }
        }
    }
    out
}

/// Of the losses among some changes what nobody gained: ground that the areas of the later state leave to no side.
pub fn abandoned(changes: &[Change]) -> Vec<Change> {
    let of = |kind: ChangeKind| changes.iter().filter(move |c| c.kind == kind);
    let first = || of(ChangeKind::Loss).flat_map(|c| &c.shape.0).find_map(|p| p.exterior().0.first());
    let Some(units) = first().map(|c| Units::round(c.x)) else { return Vec::new() };
    let mut out = Vec::new();
    for lost in of(ChangeKind::Loss) {
        let others = of(ChangeKind::Gain).filter(|c| c.holder != lost.holder);
        let taken: Vec<Face> = others.flat_map(|c| units.faces(&c.shape)).collect();
        let shape = units.shape(overlay::subtract(&units.faces(&lost.shape), &overlay::unite(&taken)));
        let area = area_km2(&shape);
        if area > 1e-3 {
            out.push(Change { shape, area_km2: area, ..lost.clone() });
        }
    }
    out
}

/// The ground of each holder, and that of which nothing is known.
fn held(areas: &[Area], units: Units) -> (BTreeMap<&Option<String>, Vec<Face>>, Vec<Face>) {
    let mut sides: BTreeMap<&Option<String>, Vec<Face>> = BTreeMap::new();
    let mut blank = Vec::new();
    for area in areas {
        let faces = units.faces(&area.shape);
        match area.status {
            HolderStatus::Claimed => {}
            HolderStatus::Unknown | HolderStatus::Contested if area.holder.is_none() && !area.is_drawn() => {
                blank.extend(faces);
            }
            _ => sides.entry(&area.holder).or_default().extend(faces),
        }
    }
    let sides = sides.into_iter().map(|(holder, faces)| (holder, overlay::unite(&faces))).collect();
    (sides, overlay::unite(&blank))
}
