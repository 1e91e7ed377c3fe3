//! Style files: all that is shipped reads and can be read by the eye; what is wrong is named with its line.

use frontline::bundled;
use frontline::colour::Colour;
use frontline::layout::SheetOptions;
use frontline::pipeline::sheet;
use frontline::pipeline::sheet::Studio;
use frontline::situation::geojson;
use frontline::style::Style;
use frontline::style::Worldview;

fn shipped() -> Vec<(&'static str, Style)> {
    bundled::STYLES.iter().map(|(name, _)| (*name, bundled::style(name).unwrap())).collect()
}

#[test]
fn the_default_sets_every_key() {
    let text = bundled::STYLES.iter().find(|(n, _)| *n == "default").unwrap().1;
    let table: toml::Table = text.parse().unwrap();
    for key in Style::keys() {
        if matches!(key.as_str(), "name" | "extends" | "sides") {
            continue;
        }
        let mut value = Some(&toml::Value::Table(table.clone())).cloned();
        for part in key.split('.') {
            value = value.and_then(|v| v.get(part).cloned());
        }
        assert!(value.is_some(), "styles/default.toml does not set {key}");
    }
}

#[test]
fn every_key_is_documented() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/styles.md")).unwrap();
    let is_told = |part: &str| text.contains(&format!("`{part}`")) || text.contains(&format!("`[{part}"));
    let missing: Vec<String> = Style::keys().into_iter().filter(|key| !key.split('.').all(is_told)).collect();
    assert!(missing.is_empty(), "docs/styles.md does not tell of {missing:?}");
}

/// A reader must make out marks (3 : 1) and text (4.5 : 1) against what lies under them (WCAG 2).
#[test]
fn colours_stand_out() {
    let mut weak = Vec::new();
    for (name, style) in shipped() {
        let c = &style.colours;
        let mut check = |what: &str, a: Colour, b: Colour, least: f64| {
            let ratio = a.contrast(b);
            if ratio < least {
                weak.push(format!("{name}: {what} {a} on {b} is {ratio:.2}, less than {least}"));
            }
        };
        for (ground_name, ground) in [("land", c.land), ("neighbours", c.neighbour), ("sea", c.sea)] {
            for (what, colour) in [("names", c.ink), ("notes", c.note)] {
                check(&format!("{what} on {ground_name}"), colour, ground, 4.5);
            }
            check(&format!("towns on {ground_name}"), c.town, ground, 4.5);
            check(&format!("waters on {ground_name}"), c.water_name, ground, 4.5);
            check(&format!("rings of towns on {ground_name}"), c.town_ring, ground, 3.0);
            check(&format!("civilians on {ground_name}"), c.civilian, ground, 3.0);
            if ground != c.sea {
                check(&format!("country names on {ground_name}"), c.country_name, ground, 4.5);
                check(&format!("borders on {ground_name}"), c.border, ground, 3.0);
            }
        }
        check("names of lakes", c.water_name, c.lake, 4.5);
        check("division names", c.division_name, c.land, 4.5);
        check("credits", c.credits, c.page, 4.5);
        check("title", c.ink, c.page, 4.5);
        check("subtitle", c.note, c.page, 4.5);
        check("legend", c.ink, c.panel, 4.5);
        check("names on the locator", c.note, c.locator_home, 4.5);
        for (side, look) in &style.sides {
            for (what, ground) in [("land", c.land), ("neighbours", c.neighbour), ("the sea", c.sea)] {
                check(&format!("{side} marks on {what}"), look.hue, ground, 3.0);
                check(&format!("{side} text on {what}"), look.text, ground, 4.5);
            }
            check(&format!("{side} marks in the legend"), look.hue, c.panel, 3.0);
            check(&format!("{side} marks on its tint"), look.hue, look.tint, 3.0);
            check(&format!("{side} name on its tint"), look.on_tint, look.tint, 4.5);
            for (what, colour) in [("names", c.ink), ("notes", c.note), ("towns", c.town)] {
                check(&format!("{what} on the tint of {side}"), colour, look.tint, 4.5);
            }
        }
    }
    assert!(weak.is_empty(), "{}", weak.join("\n"));
}

/// Sides that may meet in one war, whatever their number.
const WARS: [&[&str]; 6] = [
    &["syr-hts", "syr-government", "syr-sdf", "syr-sna", "islamic-state", "unknown", "outside"],
    &["government", "opposition", "opposition-2", "ally", "islamic-state", "unknown", "outside"],
    &["government", "opposition", "opposition-2", "kurdish", "islamic-state", "unknown", "outside"],
    &["government", "separatist", "ally", "unknown", "outside"],
    &["government", "kurdish", "islamic-state", "opposition", "unknown"],
    &["neutral-1", "neutral-2", "neutral-3", "neutral-4", "unknown"],
];

/// All sides of a war, and the people who flee, differ in lightness or hue for every reader: with full sight, protanope,
/// deuteranope, tritanope.
#[test]
fn sides_stay_apart_for_colour_blind_readers() {
    // Linear-light matrices of Viénot, Brettel and Mollon (1999) for the first two, of Brettel (1997, one plane) for the third.
    const SEEN: [(&str, [[f64; 3]; 3]); 4] = [
        ("reader with full sight", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        ("protanope", [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]),
        ("deuteranope", [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]),
        ("tritanope", [[1.0, 0.14461, -0.14461], [0.0, 0.85924, 0.14076], [0.0, 0.85924, 0.14076]]),
    ];
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let lab = |rgb: [f64; 3]| {
        let f = |t: f64| {
            if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 }
        };
        let [r, g, b] = rgb;
        let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
        let y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
        let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    };
    let mut close = Vec::new();
    for (name, style) in shipped() {
        for war in WARS {
            let mut hues: Vec<(&str, Colour)> = war.iter().map(|side| (*side, style.sides[*side].hue)).collect();
            hues.push(("people", style.colours.civilian));
            for (i, (a, p)) in hues.iter().enumerate() {
                for (b, q) in &hues[i + 1..] {
                    for (who, m) in SEEN {
                        let see = |c: &Colour| {
                            let v = [linear(c.r), linear(c.g), linear(c.b)];
                            lab([0, 1, 2].map(|i| (m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2]).clamp(0.0, 1.0)))
                        };
                        let (v, w) = (see(p), see(q));
                        let apart = ((v[0] - w[0]).powi(2) + (v[1] - w[1]).powi(2) + (v[2] - w[2]).powi(2)).sqrt();
                        // Greys are read by their lightness alone: a ratio of 1.15 from one to the next.
                        let grey = |c: &Colour| c.r == c.g && c.g == c.b;
                        if apart < 10.0 && !(grey(p) && grey(q) && p.contrast(*q) >= 1.15) {
                            close.push(format!("{name}: {a} and {b} are {apart:.1} apart for a {who}"));
                        }
                    }
                }
            }
        }
    }
    assert!(close.is_empty(), "{}", close.join("\n"));
}

#[test]
fn mistakes_are_named_with_their_place() {
    let cases = [
        (
            "extends = \"default\"\n\n[colours]\nlandd = \"#ffffff\"\n",
            "line 4, column 1: unknown key `landd`; expected one of page, land",
        ),
        (
            "extends = \"default\"\n[colours]\nland = \"white\"\n",
            "line 3, column 8: expected a colour such as \"#1c1b19\", found `white`",
        ),
        ("extends = \"default\"\n[lines]\ncoast = \"2px\"\n", "line 3, column 9: expected a number"),
        ("extends = \"default\"\n[lines]\ncoast = -1\n", "line 3, column 9: expected a number from 0 to 10000"),
        ("extends = \"default\"\n[text]\ntitle = 5\n", "line 3, column 9: expected a table"),
        (
            "extends = \"default\"\n[map]\nworldview = \"mine\"\n",
            "line 3, column 13: expected default or de-facto, found `mine`",
        ),
        ("extends = \"default\"\n[map\n", "line 2, column"),
        ("extends = \"nowhere\"\n", "there is no style `nowhere`, which `house` extends"),
        ("extends = \"house\"\n", "`extends` goes round in a circle at `house`"),
    ];
    for (text, expected) in cases {
        let find = |name: &str| match name {
            "house" => Some(text.to_owned()),
            other => bundled::STYLES.iter().find(|(n, _)| *n == other).map(|(_, t)| (*t).to_owned()),
        };
        let error = Style::load("house", &find).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}\n  gave {error}\n  not  {expected}");
    }
}

#[test]
fn a_style_changes_only_what_it_names() {
    let find = |name: &str| match name {
        "house" => Some("extends = \"default\"\n[text.title]\nsize = 40\n[sides.mine]\nhue = \"#123456\"\n".to_owned()),
        other => bundled::STYLES.iter().find(|(n, _)| *n == other).map(|(_, t)| (*t).to_owned()),
    };
    let house = Style::load("house", &find).unwrap();
    let default = bundled::style("default").unwrap();
    assert_eq!(house.text.title.size, 40.0);
    assert_eq!(house.text.title.weight, default.text.title.weight);
    assert_eq!(house.colours, default.colours);
    assert_eq!(house.sides["mine"].hue, Colour::new(0x12, 0x34, 0x56));
}

/// Disputed ground is drawn with the country that the style's reading gives it to, behind a dashed border where that parts one.
#[test]
fn a_style_has_its_reading_of_disputed_ground() {
    let gazetteer = bundled::gazetteer().unwrap();
    let studio = Studio::open(&gazetteer).unwrap();
    let strikes = [("Simferopol", 34.1, 44.95), ("Kherson", 32.61, 46.64)].map(|(name, lon, lat)| {
        format!(
            "{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{lon},{lat}]}},\"properties\":{{\"layer\":\"event\",\
             \"name\":\"{name}\",\"event_type\":\"strike\",\"assertion\":\"asserted\",\"country\":\"UA\"}}}}"
        )
    });
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", strikes.join(","));
    let situation = geojson::read("crimea.geojson", &text).unwrap();
    let derived = studio.derive(&situation);
    let mut sheets = Vec::new();
    for view in Worldview::NAMES.map(|(_, view)| view) {
        let mut style = bundled::style("default").unwrap();
        style.map.worldview = view;
        let options = SheetOptions { title: Some("Strike".to_owned()), ..SheetOptions::default() };
        let svg = sheet::svg(&studio.sheet(&situation, &derived, &style, &options).unwrap());
        assert_eq!(svg.contains("id=\"disputed-borders\""), view == Worldview::DeFacto, "{view:?}");
        sheets.push(svg);
    }
    assert!(sheets[0] != sheets[1]);
}
