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
    let corrected = |text: &str| {
        let overrides = frontline::situation::overrides::parse("a.toml", text)?;
        pipeline::read(&knowledge, STORY.as_bytes(), "a.txt", &options, &[], &overrides).map(drop)
    };
    let styled = |text: &str| frontline::style::Style::load("a", &|_| Some(text.to_owned())).map(drop);
    let answered = |text: &str| {
        let geoparser = knowledge.geoparser(&[]);
        text.lines().for_each(|line| drop(frontline::toponym::jsonl::answer(line, &knowledge.gazetteer, &geoparser)));
        Ok(())
    };
    let rows: [Row<'_>; 27] = [
        ("sentences of an article, extracted", 2000, 64_000, sentences, &read),
        ("different places of an article, extracted", 1000, 16_000, places, &read),
        ("mentions of names that many places share, extracted", 1000, 16_000, shared, &read),
        ("clauses of one sentence, extracted", 500, 8000, clauses, &read),
        ("towns in one list, extracted", 1000, 16_000, list, &read),
        ("names of one run of capitals, extracted", 2000, 32_000, run, &read),
        ("letters of one word, extracted", 40_000, 640_000, word, &read),
        ("equal paragraphs, extracted", 2000, 32_000, equal, &read),
        ("quotations in one paragraph, extracted", 1000, 16_000, quotations, &read),
        ("dates, extracted", 1000, 16_000, dates, &read),
        ("actors that the text explains, extracted", 500, 8000, actors, &read),
        ("paragraphs of a page, extracted", 2000, 32_000, paragraphs, &read),
        ("lines of JSON, answered", 4000, 64_000, lines, &answered),
        ("rows of corrections, read", 625, 10_000, corrections, &corrected),
        ("sides of a style, read", 500, 8000, sides, &styled),
        ("nested tags of a page, extracted", 2000, 64_000, nested, &read),
        ("events of a situation, read", 2500, 20_000, events, &taken),
        ("events of a situation, drawn", 1250, 20_000, events, &drawn),
        ("events of one name, drawn", 1250, 20_000, namesakes, &drawn),
        ("events of as many sides, drawn", 625, 10_000, parties, &drawn),
        ("places without an event, drawn", 1250, 20_000, mentioned, &drawn),
        ("stops of an axis, drawn", 312, 4992, stops, &drawn),
        ("small areas, drawn", 625, 10_000, squares, &drawn),
        ("holes of an area, drawn", 625, 10_000, holes, &drawn),
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

/// The place of one of `n` in a square of 8 degrees, and how far it is from the next.
fn spot(i: usize, n: usize) -> (f64, f64, f64) {
    let side = libm::ceil(libm::sqrt(n as f64)) as usize;
    let step = 8.0 / side as f64;
    (30.0 + (i % side) as f64 * step, 30.0 + (i / side) as f64 * step, step)
}

/// Points with the properties that are given for each.
fn points(n: usize, properties: impl Fn(usize) -> String) -> Vec<String> {
    let feature = |i: usize| {
        let (lon, lat, _) = spot(i, n);
        format!(
            "{{\"type\":\"Feature\",\"id\":\"e{i}\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{lon:.5},{lat:.5}]}},\"properties\":{{{}}}}}",
            properties(i)
        )
    };
    (0..n).map(feature).collect()
}

fn capture(name: &str, side: &str) -> String {
    format!(
        "\"layer\":\"event\",\"event_type\":\"capture\",\"assertion\":\"asserted\",\"name\":\"{name}\",\"actor_side\":\"{side}\",\"date\":\"2024-12-05\""
    )
}

fn events(n: usize) -> String {
    collection(&points(n, |i| capture(&format!("Town {i}"), "a")))
}

fn namesakes(n: usize) -> String {
    collection(&points(n, |_| capture("Town", "a")))
}

fn parties(n: usize) -> String {
    collection(&points(n, |i| capture(&format!("Town {i}"), &format!("s{i}"))))
}

fn mentioned(n: usize) -> String {
    collection(&points(n, |i| {
        format!("\"layer\":\"place\",\"feature_class\":\"P\",\"mentions\":1,\"name\":\"Town {i}\"")
    }))
}

fn stops(n: usize) -> String {
    let names: Vec<String> = (0..n).map(|i| format!("\"Town {i}\"")).collect();
    let features = points(n, |i| format!("{},\"order\":{}", capture(&format!("Town {i}"), "a"), i + 1));
    format!(
        "{{\"type\":\"FeatureCollection\",\"frontline\":{{\"axes\":[[{}]]}},\"features\":[{}]}}",
        names.join(","),
        features.join(",")
    )
}

fn square(i: usize, n: usize) -> String {
    let (lon, lat, step) = spot(i, n);
    let r = step * 0.3;
    let corners =
        [(-r, -r), (r, -r), (r, r), (-r, r), (-r, -r)].map(|(x, y)| format!("[{:.6},{:.6}]", lon + x, lat + y));
    format!("[{}]", corners.join(","))
}

fn area(id: usize, rings: &str, holder: &str) -> String {
    format!(
        "{{\"type\":\"Feature\",\"id\":\"a{id}\",\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{rings}]}},\"properties\":{{\"layer\":\"control\",\"holder\":\"{holder}\"}}}}"
    )
}

fn squares(n: usize) -> String {
    collection(&(0..n).map(|i| area(i, &square(i, n), ["a", "b"][i % 2])).collect::<Vec<_>>())
}

fn holes(n: usize) -> String {
    let rings: Vec<String> = (0..n).map(|i| square(i, n)).collect();
    collection(&[area(0, &format!("[[28,28],[40,28],[40,40],[28,40],[28,28]],{}", rings.join(",")), "a")])
}

/// Towns in turn.
const TOWNS: [&str; 5] = ["Hama", "Homs", "Idlib", "Aleppo", "Raqqa"];

fn told(parts: impl Iterator<Item = String>, between: &str) -> String {
    format!("5 December 2024\n\nRebels captured Hama on Thursday. {}", parts.collect::<Vec<_>>().join(between))
}

fn clauses(n: usize) -> String {
    told((0..n).map(|i| format!("rebels captured {} after {i} soldiers withdrew", TOWNS[i % 5])), ", and ")
}

fn list(n: usize) -> String {
    told(std::iter::once("They took Homs".to_owned()).chain((0..n).map(|i| TOWNS[i % 5].to_owned())), ", ")
}

fn run(n: usize) -> String {
    told((0..n).map(|i| TOWNS[i % 5].to_owned()), "-")
}

fn word(n: usize) -> String {
    told(std::iter::once("a".repeat(n)), "")
}

fn equal(n: usize) -> String {
    told((0..n).map(|_| "Rebels captured Homs.".to_owned()), "\n\n")
}

fn quotations(n: usize) -> String {
    told((0..n).map(|i| format!("\"Our men captured {} today,\" the ministry said.", TOWNS[i % 5])), " ")
}

fn dates(n: usize) -> String {
    told((0..n).map(|i| format!("They captured {} on {} November 2024.", TOWNS[i % 5], i % 28 + 1)), " ")
}

fn actors(n: usize) -> String {
    let letters =
        |i: usize| [i / 676, i / 26 % 26, i % 26].map(|k| char::from(b'A' + (k % 26) as u8)).iter().collect::<String>();
    let name =
        |i: usize| format!("The Qa{} Brigade (Q{}) captured {}.", letters(i).to_lowercase(), letters(i), TOWNS[i % 5]);
    told((0..n).map(name), " ")
}

fn paragraphs(n: usize) -> String {
    let paragraph = |i: usize| format!("<p>Rebels captured {} after {i} soldiers left.</p>", TOWNS[i % 5]);
    format!("<html><body><p>5 December 2024</p>{}</body></html>", (0..n).map(paragraph).collect::<String>())
}

fn lines(n: usize) -> String {
    let rows: Vec<String> =
        (0..n).map(|i| format!("{{\"id\":{i},\"text\":\"Fire in {}.\"}}\n", TOWNS[i % 5])).collect();
    rows.concat()
}

/// What corrections are made to.
const STORY: &str = "5 December 2024\n\nRebels captured Hama on Thursday. The army withdrew to Homs.";

fn corrections(n: usize) -> String {
    let rows: Vec<String> =
        (0..n).map(|i| format!("[[place]]\nname = \"Town {i}\"\nlat = 35.1\nlon = 36.2\n\n")).collect();
    rows.concat()
}

fn sides(n: usize) -> String {
    let rows: Vec<String> = (0..n).map(|i| format!("[sides.s{i}]\nhue = \"#112233\"\n")).collect();
    rows.concat()
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
    let mut text = "place,lat,lon,holder\n".to_owned();
    for i in 0..n {
        let (lon, lat, _) = spot(i, n);
        let _ = writeln!(text, "Town {i},{lat:.5},{lon:.5},{}", if (i / 7) % 2 == 0 { "a" } else { "b" });
    }
    text
}
