//! `frontline change`: what each side gained and lost between two situations, as a table and as polygons.

use std::path::Path;

use frontline::control;
use frontline::control::Change;
use frontline::control::Derived;
use frontline::pipeline::exports::Exports;
use frontline::pipeline::territory;
use frontline::situation::Situation;
use frontline::situation::geojson;
use frontline::terms::ChangeKind;
use serde_json::json;

use crate::cli::export;
use crate::cli::failure::Failure;
use crate::cli::given;
use crate::cli::io;
use crate::cli::options::ChangeArguments;
use crate::cli::session;
use crate::cli::terminal;

/// Runs the command.
pub(crate) fn run(typed: &ChangeArguments) -> Result<(), Failure> {
    let (before, old) = areas(&typed.before)?;
    let (after, new) = areas(&typed.after)?;
    session::warn(&before, typed.talk.quiet);
    session::warn(&after, typed.talk.quiet);
    let changes = control::changes(&old.areas, &new.areas);
    if changes.is_empty() {
        return Err(Failure::nothing("neither file has an area of control".to_owned()));
    }
    let name = |holder: &Option<String>| {
        let side = |s: &Situation| s.sides.iter().find(|x| Some(&x.id) == holder.as_ref()).map(|x| x.name.clone());
        side(&after)
            .or_else(|| side(&before))
            .or_else(|| holder.clone())
            .unwrap_or_else(|| "no holder named".to_owned())
    };
    if let Some(path) = &typed.output {
        let exports =
            Exports::new(&after, &new, frontline::bundled::style("default")?).with_changes(&changes, before.as_of);
        if let Some(files) = export::packed(&exports, path, None)? {
            io::write_all(&files.iter().map(|(p, b)| (p.clone(), b.as_slice())).collect::<Vec<_>>())?;
        } else {
            let features = control::geojson::change_features(&changes, before.as_of, after.as_of);
            io::write(path, geojson::collection("change", &features).as_bytes())?;
        }
    }
    if typed.talk.json {
        let rows: Vec<_> = changes
            .iter()
            .map(|c| json!({"holder": c.holder, "name": name(&c.holder), "change": c.kind.as_str(), "area_km2": tenth(c.area_km2)}))
            .collect();
        return io::print(&format!("{}\n", json!({"changes": rows})));
    }
    io::print(&table(&changes, name))?;
    if let Some(path) = typed.output.as_ref().filter(|_| !typed.talk.quiet) {
        terminal::note(&format!(
            "{}: {} areas; draw them: frontline map ARTICLE --overlay {0}",
            path.display(),
            changes.len()
        ));
    }
    Ok(())
}

/// The areas of a situation file, drawn or derived.
fn areas(path: &Path) -> Result<(Situation, Derived), Failure> {
    let source = session::shown(path);
    let situation = given::read(path, None)?.situation;
    let derived = territory::derive(&situation, &frontline::bundled::basemap()?);
    if derived.areas.is_empty() {
        return Err(Failure::nothing(format!(
            "{source}: no areas of control; make the file with --baseline or --areas, or draw polygons"
        )));
    }
    Ok((situation, derived))
}

fn tenth(km2: f64) -> f64 {
    (km2 * 10.0).round() / 10.0
}

/// A row for each side.
fn table(changes: &[Change], name: impl Fn(&Option<String>) -> String) -> String {
    let mut holders: Vec<&Option<String>> = changes.iter().map(|c| &c.holder).collect();
    holders.dedup();
    let wide = holders.iter().map(|h| name(h).chars().count()).max().unwrap_or(0).max(4);
    let mut out =
        format!("{:wide$}  {:>11}  {:>11}  {:>11}  {:>11}\n", "side", "gained km²", "lost km²", "net km²", "kept km²");
    // No minus before a zero.
    let shown = |v: f64| format!("{:>11.1}", if v.abs() < 0.05 { 0.0 } else { v });
    for holder in holders {
        let km2 = |kind: ChangeKind| -> f64 {
            changes.iter().filter(|c| c.holder == *holder && c.kind == kind).map(|c| c.area_km2).sum()
        };
        let (gain, loss) = (km2(ChangeKind::Gain), km2(ChangeKind::Loss));
        let row = [gain, loss, gain - loss, km2(ChangeKind::Unchanged)].map(shown);
        out.push_str(&format!("{:wide$}  {}\n", terminal::safe(&name(holder)), row.join("  ")));
    }
    out
}
