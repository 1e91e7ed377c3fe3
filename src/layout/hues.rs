//! Which colours each side takes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::colour::Colour;
use crate::situation::Situation;
use crate::style::SideLook;
use crate::style::Style;

/// Looks of all sides, the attacker first: by the side itself, by its role, else the next neutral set; no hue twice.
/// A power from outside that is not a main side gets the colour of outsiders.
pub fn looks(situation: &Situation, style: &Style) -> BTreeMap<String, SideLook> {
    let mut order: Vec<&crate::situation::Side> = situation.sides.iter().collect();
    let rank = |id: &str| match Some(id) {
        x if x == situation.attacker.as_deref() => 0,
        x if x == situation.defender.as_deref() => 1,
        _ => 2,
    };
    order.sort_by_key(|s| rank(&s.id));
    let mut found = BTreeMap::new();
    let mut taken: BTreeSet<Colour> = BTreeSet::new();
    for side in order {
        let role = side.colour.as_deref().unwrap_or("");
        let guest = matches!(role, "foreign" | "coalition" | "outside") && rank(&side.id) > 1;
        let named = style.sides.get(&side.id).or_else(|| style.sides.get(role)).filter(|l| !alike(l.hue, &taken));
        let look = match named {
            _ if guest && !style.sides.contains_key(&side.id) => style.side(Some("outside"), 0),
            Some(look) => *look,
            None => (0..8)
                .map(|i| style.side(None, i))
                .find(|l| !alike(l.hue, &taken))
                .unwrap_or_else(|| darker(style, &taken)),
        };
        taken.insert(look.hue);
        found.insert(side.id.clone(), look);
    }
    found
}

/// Hues whose parts differ by less than this in all are taken for one another.
const ALIKE: u32 = 40;

/// True if a hue is one of those taken, or nearly.
fn alike(hue: Colour, taken: &BTreeSet<Colour>) -> bool {
    let apart = |a: Colour, b: Colour| {
        [(a.r, b.r), (a.g, b.g), (a.b, b.b)].into_iter().map(|(x, y)| u32::from(x.abs_diff(y))).sum::<u32>()
    };
    taken.iter().any(|t| apart(hue, *t) < ALIKE)
}

/// When the hues have run out: the neutral ones again, darker each time round, with darker tints.
fn darker(style: &Style, taken: &BTreeSet<Colour>) -> SideLook {
    let dark = |look: SideLook, share: f64| SideLook {
        hue: look.hue.mix(style.colours.ink, share),
        tint: look.tint.mix(look.hue, share * 0.7),
        ..look
    };
    (1..4)
        .flat_map(|round| (0..8).map(move |i| (i, f64::from(round) * 0.25)))
        .map(|(i, share)| dark(style.side(None, i), share))
        .find(|look| !taken.contains(&look.hue))
        .unwrap_or_else(|| style.side(None, 0))
}
