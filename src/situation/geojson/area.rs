//! Polygons read back: areas that somebody drew, told apart by what the file says of them, repaired where they cross themselves.
//!
//! In: a shape with its properties. Out: [`Area`]s of the situation. Never: derived areas, which are made again.

use geo::MultiPolygon;
use serde_json::Value;

use crate::diagnostic::Warning;
use crate::situation::Area;
use crate::situation::geojson::feature::Reader;
use crate::situation::geojson::fields::Checked;
use crate::situation::geojson::fields::Fields;
use crate::situation::geojson::fields::terms;
use crate::situation::geojson::read::label;
use crate::situation::slug;
use crate::terms::HolderStatus;

/// Properties that name the holder.
const HOLDER: [&str; 3] = ["holder", "side", "control"];
/// Properties that tell areas apart where no holder is named: the colour of simplestyle, then a class.
const GROUP: [&str; 2] = ["fill", "type"];
/// Longer values are descriptions.
const GROUP_CHARS: usize = 24;
/// Properties that the program writes itself, or reads as the holder.
const KNOWN: &[&str] =
    &["id", "layer", "holder", "side", "control", "rival", "status", "as_of", "date", "area_km2", "basis", "by_hand"];

impl Reader {
    /// Takes over an area that somebody drew.
    pub(super) fn area(
        &mut self,
        fields: &Fields<'_>,
        (id, layer, number): (Option<&str>, &str, usize),
        feature: &Value,
        shape: MultiPolygon<f64>,
    ) -> Checked<()> {
        let basis = fields.text("basis");
        let kept = |b: &str| b == "baseline" || b.starts_with(Area::CARVED);
        let derived = layer == "control" && !fields.truth("by_hand") && !basis.as_deref().is_some_and(kept);
        if derived && basis.is_some() {
            return Ok(());
        }
        let all = terms(HolderStatus::ALL.iter().map(|v| v.as_str()));
        let status = fields.term("status", HolderStatus::parse, &all)?;
        let named = HOLDER.iter().find_map(|k| fields.text(k));
        let grouped = if named.is_none() { self.group(fields) } else { None };
        let usual = if named.is_some() { HolderStatus::Assessed } else { HolderStatus::Unknown };
        let shape = match self.crossings.inside(&shape) {
            None => shape,
            // Too much to repair: the file is refused.
            Some(_) if self.crossings.too_many() => shape,
            Some(at) => {
                self.situation.warnings.push(Warning::new(
                    "self-intersection",
                    format!(
                        "feature {number}{}: the outline crosses itself near {:.4}, {:.4} and was repaired",
                        label(feature),
                        at.x,
                        at.y
                    ),
                ));
                geo::unary_union(&shape)
            }
        };
        let area = Area {
            id: self.id(id, &format!("area-{number}")),
            status: status.unwrap_or(usual),
            holder: named.or(grouped),
            rival: fields.text("rival"),
            as_of: fields.date("as_of")?.or(fields.date("date")?).or(self.situation.as_of),
            by_hand: fields.truth("by_hand") || basis.is_none(),
            basis: basis.unwrap_or_else(|| "hand".to_owned()),
            shape,
            extra: fields.others(KNOWN),
        };
        self.situation.areas.push(area);
        Ok(())
    }

    /// A side for areas without a holder that the file tells apart by colour or class.
    fn group(&mut self, fields: &Fields<'_>) -> Option<String> {
        let (key, value) = GROUP
            .iter()
            .find_map(|k| Some((*k, fields.text(k)?)))
            .filter(|(_, v)| v.chars().count() <= GROUP_CHARS && !v.trim().is_empty())?;
        let id = format!("{key}-{}", slug(&value));
        let name = if key == "fill" { fields.text("name").unwrap_or(value) } else { value };
        *self.groups.entry(id.clone()).or_default().entry(name).or_default() += 1;
        Some(id)
    }
}
