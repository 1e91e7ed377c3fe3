//! How cost grows with each thing that an input can have more of: seconds for n, 2n, 4n … `growth [MOST]`
//!
//! The last column is the exponent between the last two rows: 1 is in proportion, 2 is quadratic, n log n stays near 1.1.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "an example measures and prints")]

use std::fmt::Write as _;

use frontline::article::ReadOptions;
use frontline::bundled;
use frontline::error::Result;
use frontline::layout::SheetOptions;
use frontline::limit::Limit;
use frontline::limit::Limits;
use frontline::pipeline;
use frontline::pipeline::Knowledge;
use frontline::pipeline::exports::Exports;
use frontline::pipeline::sheet::Studio;
use frontline::situation::Overrides;
use frontline::situation::Settings;
use frontline::situation::baseline;
use frontline::situation::geojson;

/// What is measured: name, least and most of it, an input of n, and what is done with the input.
type Row<'a> = (&'a str, usize, usize, fn(usize) -> String, &'a dyn Fn(&str) -> Result<()>);

fn main() -> Result<()> {
    let share: usize = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(1);
    let knowledge = Knowledge::bundled()?;
    let studio = Studio::open(&knowledge.gazetteer)?;
    let style = bundled::style("default")?;
    let limits = Limit::ALL.into_iter().fold(Limits::default(), |limits, limit| limits.with(limit, u64::MAX));
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let read = |text: &str| {
        let read = pipeline::read(&knowledge, text.as_bytes(), "a.txt", &options, &[], &Overrides::default())?;
        let situation = pipeline::situation(&[read], &Settings::default());
        pipeline::document(&situation, &studio.derive(&situation));
        Ok(())
    };
    let taken = |text: &str| geojson::read_within("a.geojson", text, &limits).map(drop);
    let drawn = |text: &str| {
        let situation = geojson::read_within("a.geojson", text, &limits)?;
        let sheet = SheetOptions { limits, ..SheetOptions::default() };
        let drawn = studio.sheet(&situation, &studio.derive(&situation), &style, &sheet)?;
        pipeline::sheet::svg(&drawn);
        Ok(())
    };
    let packed = |text: &str| {
        let situation = geojson::read_within("a.geojson", text, &limits)?;
        let exports = Exports::new(&situation, &studio.derive(&situation), style.clone());
        frontline::exchange::geopackage::write(
            &exports.content(),
            &frontline::exchange::geopackage::Target::default(),
        )?;
        Ok(())
    };
    let held = |text: &str| {
        let baseline = baseline::parse_within("a.csv", text, &limits)?;
        let settings = Settings { baseline: Some(baseline), ..Settings::default() };
        let mut situation = pipeline::situation(&[], &settings);
        situation.territory = Some(frontline::situation::Territory::default());
        pipeline::document(&situation, &studio.derive(&situation));
        Ok(())
    };
    let rows: [Row<'_>; 9] = [
        ("sentences of an article, extracted", 2000, 64_000, sentences, &read),
        ("different places of an article, extracted", 1000, 16_000, places, &read),
        ("mentions of names that many places share, extracted", 1000, 16_000, shared, &read),
        ("nested tags of a page, extracted", 2000, 64_000, nested, &read),
        ("events of a situation, read", 2500, 20_000, events, &taken),
        ("events of a situation, drawn", 1250, 20_000, events, &drawn),
        ("events of a situation, to GeoPackage", 1250, 20_000, events, &packed),
        ("vertices of a front line and an area, drawn", 60_000, 960_000, vertices, &drawn),
        ("places of a baseline, control areas", 500, 8000, towns, &held),
    ];
    println!("| of | n | seconds | exponent |\n|---|---|---|---|");
    for (name, least, most, make, work) in rows {
        let (mut n, mut last) = (least, None);
        while n <= most / share {
            let input = make(n);
            let begun = now();
            work(&input)?;
            let seconds = now() - begun;
            let exponent: Option<f64> = last.map(|l: f64| libm::log2(seconds / l));
            let shown = exponent.map_or_else(String::new, |e| format!("{e:.2}"));
            println!("| {name} | {n} | {seconds:.3} | {shown} |");
            last = Some(seconds);
            n *= 2;
        }
    }
    Ok(())
}

/// Seconds that this thread has had of a processor; where the system does not tell, seconds of the clock.
fn now() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds: Option<f64> = told.and_then(|t| t.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(
        || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0.0, |d| d.as_secs_f64()),
        |n| n / 1e9,
    )
}

fn sentences(n: usize) -> String {
    let mut text = "5 December 2024\n\n".to_owned();
    for i in 0..n {
        let place = ["Hama", "Homs", "Idlib", "Aleppo", "Raqqa"][i % 5];
        let _ = write!(text, "Rebels captured {place} on Thursday after {i} soldiers withdrew. ");
        text += if i % 4 == 3 { "\n\n" } else { "" };
    }
    text
}

/// Names that are not in the gazetteer are looked for most.
fn places(n: usize) -> String {
    let mut text = "5 December 2024\n\n".to_owned();
    for i in 0..n {
        let letter = |shift: u32| char::from(b'a' + (i >> shift & 15) as u8);
        let _ = write!(
            text,
            "Shelling hit the town of Q{}{}{}{}ran on Thursday.\n\n",
            letter(0),
            letter(4),
            letter(8),
            letter(12)
        );
    }
    text
}

/// Every name has dozens of bearers all over the world.
fn shared(n: usize) -> String {
    let names =
        ["San Jose", "Santa Cruz", "Springfield", "Georgetown", "Victoria", "Santa Maria", "San Pedro", "Salem"];
    let mut text = "5 December 2024\n\n".to_owned();
    for i in 0..n {
        let (near, far) = (names[i % names.len()], names[i / names.len() % names.len()]);
        let _ = write!(text, "Shelling hit {near} on Thursday, {i} residents of {far} said.\n\n");
    }
    text
}

fn nested(n: usize) -> String {
    format!(
        "<html><body><p>5 December 2024</p>{}<p>Rebels captured Hama on Thursday, officials said.</p>",
        "<div>".repeat(n)
    )
}

fn collection(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
}

fn events(n: usize) -> String {
    let side = libm::ceil(libm::sqrt(n as f64)) as usize;
    let feature = |i: usize| {
        let (lon, lat) = (30.0 + (i % side) as f64 * 8.0 / side as f64, 30.0 + (i / side) as f64 * 8.0 / side as f64);
        format!(
            "{{\"type\":\"Feature\",\"id\":\"e{i}\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{lon:.5},{lat:.5}]}},\"properties\":{{\
             \"layer\":\"event\",\"event_type\":\"capture\",\"assertion\":\"asserted\",\"name\":\"Town {i}\",\"actor_side\":\"a\",\"date\":\"2024-12-05\"}}}}"
        )
    };
    collection(&(0..n).map(feature).collect::<Vec<_>>())
}

fn vertices(n: usize) -> String {
    let point = |i: usize, radius: f64| {
        let angle = i as f64 / (n / 2) as f64 * std::f64::consts::TAU;
        let wave = radius + 0.05 * libm::sin(angle * 900.0);
        format!("[{:.6},{:.6}]", 36.0 + wave * libm::cos(angle), 35.0 + wave * libm::sin(angle))
    };
    let mut ring: Vec<String> = (0..n / 2).map(|i| point(i, 1.0)).collect();
    ring.extend(ring.first().cloned());
    let line: Vec<String> = (0..n / 2).map(|i| point(i, 1.5)).collect();
    collection(&[
        format!(
            "{{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}},\"properties\":{{\"layer\":\"control\",\"holder\":\"a\"}}}}",
            ring.join(",")
        ),
        format!(
            "{{\"type\":\"Feature\",\"id\":\"l\",\"geometry\":{{\"type\":\"LineString\",\"coordinates\":[{}]}},\"properties\":{{\"layer\":\"front_line\"}}}}",
            line.join(",")
        ),
    ])
}

fn towns(n: usize) -> String {
    let side = libm::ceil(libm::sqrt(n as f64)) as usize;
    let mut text = "place,lat,lon,holder\n".to_owned();
    for i in 0..n {
        let (lon, lat) = (30.0 + (i % side) as f64 * 8.0 / side as f64, 30.0 + (i / side) as f64 * 8.0 / side as f64);
        let _ = writeln!(text, "Town {i},{lat:.5},{lon:.5},{}", if (i / 7) % 2 == 0 { "a" } else { "b" });
    }
    text
}
