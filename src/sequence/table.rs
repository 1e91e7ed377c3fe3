//! Ground held per side and day, as a table.

use std::collections::BTreeMap;

use crate::control::area_km2;
use crate::exchange::csv::Cell;
use crate::exchange::csv::push_row;
use crate::sequence::State;

/// `date,holder,status,area_km2,change_km2`: the ground of each side on each step, and the change from the step before.
pub fn control_table(states: &[State]) -> String {
    let mut out = String::from("date,holder,status,area_km2,change_km2\r\n");
    let mut before: BTreeMap<(String, String), f64> = BTreeMap::new();
    for (i, state) in states.iter().enumerate() {
        let mut now: BTreeMap<(String, String), f64> = BTreeMap::new();
        for area in &state.derived.areas {
            let key = (area.holder.clone().unwrap_or_default(), area.status.as_str().to_owned());
            *now.entry(key).or_default() += area_km2(&area.shape);
        }
        // A side that has lost all its ground has a last row with nothing.
        for key in before.keys().filter(|k| before[*k] > 0.0).cloned().collect::<Vec<_>>() {
            now.entry(key).or_default();
        }
        for ((holder, status), km2) in &now {
            let change = if i == 0 {
                String::new()
            } else {
                let old = before.get(&(holder.clone(), status.clone())).copied().unwrap_or(0.0);
                format!("{:.1}", km2 - old)
            };
            let cells = [
                Cell::Number(state.step.day.to_string()),
                Cell::Text(holder.clone()),
                Cell::Text(status.clone()),
                Cell::Number(format!("{km2:.1}")),
                Cell::Number(change),
            ];
            push_row(&mut out, cells, false);
        }
        before = now;
    }
    out
}
