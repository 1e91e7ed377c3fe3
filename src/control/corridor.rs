//! The ground between two places that one side took one after the other: nobody reported it, yet the force went through.
//!
//! In: axes of a situation with their hops, labels. Out: labels without the old ones that were passed, with inferred ones along the legs.
//! Never: legs that are only claimed or possible.

use crate::control::label::Label;
use crate::control::route::Hop;
use crate::date::Date;
use crate::geodesy::LonLat;
use crate::geodesy::bearing_deg;
use crate::geodesy::destination;
use crate::geodesy::distance_km;
use crate::situation::Axis;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;

/// A place nearer to the leg than this was passed, km.
const WIDTH_KM: f64 = 8.0;
/// Distance of the inferred labels on a leg, km.
const STEP_KM: f64 = 4.0;
/// An inferred label keeps this distance to what is known, km.
const ROOM_KM: f64 = 3.0;
/// Over a longer leg nobody can say where the force went, km.
const LONGEST_KM: f64 = 150.0;

/// Labels with what follows from the completed legs of the axes.
pub(super) fn pass(axes: &[Axis], hops: &[Vec<Hop<'_>>], mut labels: Vec<Label>) -> Vec<Label> {
    let legs: Vec<(&str, LonLat, LonLat, Option<Date>)> = axes
        .iter()
        .zip(hops)
        .filter_map(|(axis, hops)| Some((axis.side.as_deref()?, hops)))
        .flat_map(|(side, hops)| hops.iter().map(move |hop| (side, hop.from, hop.to)))
        .filter(|(_, a, b)| a.status == LegStatus::Completed && b.status == LegStatus::Completed)
        .map(|(side, a, b)| (side, a.at.rounded(), b.at.rounded(), b.period.map(|p| p.end)))
        .filter(|(_, a, b, _)| distance_km(*a, *b) <= LONGEST_KM)
        .take(500)
        .collect();
    labels.retain(|label| {
        label.reported
            || !legs.iter().any(|(side, a, b, _)| {
                label.holder.as_deref() != Some(*side) && from_leg_km(label.at, *a, *b) < WIDTH_KM
            })
    });
    let known = labels.len();
    for (side, a, b, day) in legs {
        let (far, heading) = (distance_km(a, b), bearing_deg(a, b));
        let count = (far / STEP_KM).floor() as u32;
        for i in 1..count {
            let at = destination(a, heading, far * f64::from(i) / f64::from(count));
            if labels.iter().take(known).all(|l| distance_km(l.at, at) > ROOM_KM) {
                labels.push(Label {
                    at,
                    holder: Some(side.to_owned()),
                    status: HolderStatus::Assessed,
                    country: String::new(),
                    reported: false,
                    inferred: true,
                    day,
                });
            }
        }
    }
    labels
}

/// Distance of a point from the straight line between two others, ends not counted, km.
fn from_leg_km(at: LonLat, a: LonLat, b: LonLat) -> f64 {
    let (far, turn) = (distance_km(a, at), (bearing_deg(a, at) - bearing_deg(a, b)).to_radians());
    let along = far * libm::cos(turn);
    if along <= 0.0 || along >= distance_km(a, b) { f64::INFINITY } else { (far * libm::sin(turn)).abs() }
}
