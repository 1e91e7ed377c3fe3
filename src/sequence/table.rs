//! Ground held per side and day, as a table.

use std::collections::BTreeMap;

use crate::control::Change;
use crate::control::area_km2;
use crate::exchange::csv::Cell;
use crate::exchange::csv::push_row;
use crate::sequence::State;
use crate::terms::ChangeKind;

/// `date,holder,status,area_km2,gained_km2,lost_km2`: the ground of each side on each step. Gains and losses are those of the
/// side since the step before, on its first row of the day; `changes` are those between each state and the next.
pub fn control_table(states: &[State], changes: &[Vec<Change>]) -> String {
    let mut out = String::from("date,holder,status,area_km2,gained_km2,lost_km2\r\n");
    let mut seen: Vec<String> = Vec::new();
    for (i, state) in states.iter().enumerate() {
        let mut now: BTreeMap<(String, String), f64> = BTreeMap::new();
        for area in &state.derived.areas {
            let key = (area.holder.clone().unwrap_or_default(), area.status.as_str().to_owned());
            *now.entry(key).or_default() += area_km2(&area.shape);
        }
        // A side that has lost all its ground keeps a row with nothing.
        for holder in &seen {
            if !now.keys().any(|(h, _)| h == holder) {
                now.insert((holder.clone(), "assessed".to_owned()), 0.0);
            }
        }
        let since = i.checked_sub(1).and_then(|k| changes.get(k));
        let total = |holder: &str, kind: ChangeKind| {
            let part = since?.iter().filter(|c| c.kind == kind && c.holder.as_deref().unwrap_or("") == holder);
            // A sum of nothing is -0.
            Some(part.map(|c| c.area_km2).sum::<f64>() + 0.0)
        };
        let mut last: Option<&str> = None;
        for ((holder, status), km2) in &now {
            let first = last != Some(holder);
            last = Some(holder);
            let cell = |kind| total(holder, kind).filter(|_| first).map_or_else(String::new, |v| format!("{v:.1}"));
            let cells = [
                Cell::Number(state.step.day.to_string()),
                Cell::Text(holder.clone()),
                Cell::Text(status.clone()),
                Cell::Number(format!("{km2:.1}")),
                Cell::Number(cell(ChangeKind::Gain)),
                Cell::Number(cell(ChangeKind::Loss)),
            ];
            push_row(&mut out, cells, false);
        }
        for (holder, _) in now.keys() {
            if !seen.contains(holder) {
                seen.push(holder.clone());
            }
        }
    }
    out
}
