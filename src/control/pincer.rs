//! Pincer movements: two axes of one side that close on one place from different directions.
//!
//! In: axes and sieges of a situation. Out: [`Pincer`]s. Never: lines.

use crate::geodesy::LonLat;
use crate::geodesy::bearing_deg;
use crate::geodesy::distance_km;
use crate::situation::Situation;
use crate::situation::Stop;
use crate::terms::EventType;

/// Arms that come from directions nearer to one another than this are one advance on a broad front, degrees.
const APART_DEG: f64 = 60.0;
/// An arm begins its last leg within this of the place, km.
const LONGEST_KM: f64 = 200.0;
/// An axis that ends within this of a besieged place closes on it, km.
const SIEGE_KM: f64 = 60.0;

/// Two or more axes that close on a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Pincer {
    /// Side id of who advances.
    pub side: Option<String>,
    /// Name of the place.
    pub objective: String,
    /// Its position.
    pub at: LonLat,
    /// Index of each axis and the bearing from the place to the last stop before it, degrees.
    pub arms: Vec<(usize, f64)>,
}

impl Pincer {
    /// The bearing of the arm that an axis is, and that of the arm farthest from it round the place.
    pub(super) fn arm(&self, axis: usize) -> Option<(f64, f64)> {
        let own = self.arms.iter().find(|(i, _)| *i == axis)?.1;
        let others = self.arms.iter().filter(|(i, _)| *i != axis).map(|(_, bearing)| *bearing);
        Some((own, others.max_by(|a, b| apart(own, *a).total_cmp(&apart(own, *b)))?))
    }
}

/// The angle between two bearings, degrees.
fn apart(a: f64, b: f64) -> f64 {
    let angle = (a - b).abs() % 360.0;
    angle.min(360.0 - angle)
}

/// The pincer movements of a situation, each place once.
pub(super) fn pincers(situation: &Situation) -> Vec<Pincer> {
    let axes = &situation.axes;
    if axes.len() < 2 {
        return Vec::new();
    }
    let mut goals: Vec<(Option<&str>, &str, &str, LonLat, bool)> = Vec::new();
    for axis in axes {
        let ends = axis.reached.last().into_iter().chain(&axis.ahead);
        goals.extend(ends.map(|s| (axis.side.as_deref(), s.key.as_str(), s.name.as_str(), s.at, false)));
    }
    for event in situation.events.iter().filter(|e| e.event_type == EventType::Siege && e.assertion.happened()) {
        let place = &event.location;
        goals.push((event.actor_side.as_deref(), &place.key, &place.name, place.at, true));
    }
    let mut out: Vec<Pincer> = Vec::new();
    for (side, key, name, at, siege) in goals {
        if out.iter().any(|p| p.at == at) {
            continue;
        }
        let arms: Vec<(usize, f64)> = axes
            .iter()
            .enumerate()
            .filter(|(_, axis)| axis.side.as_deref() == side)
            .filter_map(|(i, axis)| {
                let before = approach(&axis.reached, &axis.ahead, key, at, siege)?;
                let far = distance_km(before.at, at);
                (far > 1.0 && far <= LONGEST_KM).then(|| (i, bearing_deg(at, before.at)))
            })
            .collect();
        let wide = arms.iter().enumerate().any(|(i, a)| arms.iter().skip(i + 1).any(|b| apart(a.1, b.1) >= APART_DEG));
        if wide {
            out.push(Pincer { side: side.map(str::to_owned), objective: name.to_owned(), at, arms });
        }
    }
    out
}

/// The last stop of an axis before a place that it reached last or has ahead, or that is under siege near its end.
fn approach<'a>(reached: &'a [Stop], ahead: &[Stop], key: &str, at: LonLat, siege: bool) -> Option<&'a Stop> {
    let last = reached.last()?;
    if last.key == key {
        return reached.len().checked_sub(2).and_then(|i| reached.get(i));
    }
    let aims = ahead.iter().any(|s| s.key == key) || siege && distance_km(last.at, at) <= SIEGE_KM;
    aims.then_some(last)
}
