//! How good control areas are: real polygons thinned to random labelled places and made again.
//!
//!   cargo run --release --example thinning -- [--terrain[=FACTOR]] [REPEATS] POLYGONS.geojson...
//!
//! With `--terrain` it counts the land of the base map alone and prints each row twice: by the nearest place, and by the
//! cheapest way over its rivers and lakes (`--cost terrain`); `--terrain=2` makes crossing a river cost twice as much.
//!
//! Each file holds the area of one side; the other side has the rest of the window. For each number of places it prints
//! the share of the window that falls to the wrong side, the share that is marked as in doubt, the share of the wrong
//! ground that is marked so, and the time of one derivation. The places come from a generator of its own, so that every
//! run prints the same figures.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used, reason = "a program for measuring")]

use std::time::Instant;

use frontline::basemap::Window;
use frontline::control;
use frontline::geodesy::LonLat;
use frontline::situation::Location;
use frontline::situation::Place;
use frontline::situation::Situation;
use frontline::situation::Territory;
use frontline::situation::geojson;
use frontline::terms::HolderStatus;
use geo::LineString;
use geo::MultiPolygon;
use geo::Polygon;

/// West, south, east, north.
const WINDOW: [f64; 4] = [34.0, 46.6, 39.6, 50.2];
/// Cells of the comparison from west to east and from south to north.
const CELLS: (usize, usize) = (280, 270);

/// Splitmix64 (Steele, Lea and Flood 2014).
struct Generator(u64);

impl Generator {
    /// A number from 0 to 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn middle(column: usize, row: usize) -> LonLat {
    let [west, south, east, north] = WINDOW;
    LonLat::new(
        west + (column as f64 + 0.5) / CELLS.0 as f64 * (east - west),
        south + (row as f64 + 0.5) / CELLS.1 as f64 * (north - south),
    )
}

/// Sets `value` in the cells whose middle lies in a shape.
fn fill(cells: &mut [u8], shape: &MultiPolygon<f64>, value: u8) {
    for polygon in &shape.0 {
        for row in 0..CELLS.1 {
            let y = middle(0, row).lat;
            let mut crossed: Vec<f64> = Vec::new();
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                for pair in ring.0.windows(2) {
                    let (a, b) = (pair[0], pair[1]);
                    if (a.y > y) != (b.y > y) {
                        crossed.push(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
                    }
                }
            }
            crossed.sort_by(f64::total_cmp);
            for span in crossed.chunks_exact(2) {
                for column in 0..CELLS.0 {
                    let x = middle(column, row).lon;
                    if span[0] <= x && x < span[1] {
                        cells[row * CELLS.0 + column] = value;
                    }
                }
            }
        }
    }
}

fn place(i: usize, at: LonLat, holder: &str) -> Place {
    Place {
        id: format!("place-{i}"),
        location: Location { key: i.to_string(), at, ..Location::default() },
        mentions: 0,
        evidence: Vec::new(),
        holder: Some(holder.to_owned()),
        holder_status: HolderStatus::Assessed,
        by_hand: false,
        extra: std::collections::BTreeMap::new(),
    }
}

/// What one set of places came to.
#[derive(Default)]
struct Row {
    wrong: f64,
    doubt: f64,
    caught: f64,
    rounds: f64,
    time: Vec<f64>,
}

impl Row {
    fn add(&mut self, derived: &control::Derived, real: &[u8], counted: &[u8]) {
        let (mut side, mut unsure) = (vec![2_u8; real.len()], vec![0_u8; real.len()]);
        for area in &derived.areas {
            fill(&mut side, &area.shape, u8::from(area.holder.as_deref() == Some("one")));
            if area.status == HolderStatus::Contested {
                fill(&mut unsure, &area.shape, 1);
            }
        }
        let (mut bad, mut vague, mut both, mut all) = (0.0, 0.0, 0.0, 0.0);
        for (((real, side), unsure), counted) in real.iter().zip(&side).zip(&unsure).zip(counted) {
            if *counted == 0 {
                continue;
            }
            let miss = real != side;
            all += 1.0;
            bad += f64::from(u8::from(miss));
            vague += f64::from(*unsure);
            both += if miss { f64::from(*unsure) } else { 0.0 };
        }
        self.wrong += bad / all;
        self.doubt += vague / all;
        self.caught += if bad > 0.0 { both / bad } else { 1.0 };
        self.rounds += 1.0;
    }

    fn print(&mut self, name: &str) {
        self.time.sort_by(f64::total_cmp);
        let percent = |v: f64| format!("{:.1} %", v / self.rounds * 100.0);
        println!(
            "| {name} | {} | {} | {} | {:.0} |",
            percent(self.wrong),
            percent(self.doubt),
            percent(self.caught),
            self.time.get(self.time.len() / 2).copied().unwrap_or(0.0)
        );
    }
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let factor: Option<f64> = arguments
        .iter()
        .find_map(|a| a.strip_prefix("--terrain"))
        .map(|rest| rest.strip_prefix('=').map_or(1.0, |f| f.parse().unwrap()));
    let over_terrain = factor.is_some();
    let repeats: usize = arguments.iter().find_map(|a| a.parse().ok()).unwrap_or(4);
    arguments.retain(|a| a.parse::<usize>().is_err() && !a.starts_with("--terrain"));
    let [west, south, east, north] = WINDOW;
    let ring = LineString::from(vec![(west, south), (east, south), (east, north), (west, north), (west, south)]);
    let whole = [control::Land { country: String::new(), shape: MultiPolygon(vec![Polygon::new(ring, Vec::new())]) }];
    let (land, terrain) = if over_terrain {
        let window = Window { west, south, east, north };
        let layers = frontline::bundled::basemap().unwrap().within(window, 0.001);
        let mut terrain = frontline::pipeline::territory::terrain(&layers);
        for river in terrain.obstacles.iter_mut().filter(|o| matches!(o.shape, geojson::Shape::Line(_))) {
            river.cost *= factor.unwrap_or(1.0);
        }
        let all = MultiPolygon(layers.countries.into_iter().flat_map(|c| c.shape.0).collect());
        ([control::Land { country: String::new(), shape: all }], terrain)
    } else {
        (whole, control::Terrain::default())
    };
    let mut counted = vec![0_u8; CELLS.0 * CELLS.1];
    fill(&mut counted, &land[0].shape, 1);
    println!("| places | wrong | in doubt | of the wrong in doubt | ms |\n|---|---|---|---|---|");
    for count in [10, 30, 100, 300, 500] {
        let mut rows = [Row::default(), Row::default()];
        for (f, file) in arguments.iter().enumerate() {
            let truth = geojson::read(file, &std::fs::read_to_string(file).unwrap()).unwrap();
            let mut real = vec![0_u8; CELLS.0 * CELLS.1];
            for area in &truth.areas {
                fill(&mut real, &area.shape, 1);
            }
            for repeat in 0..repeats {
                let mut random = Generator((f * 1000 + repeat) as u64);
                let mut places = Vec::new();
                while places.len() < count {
                    let at = (random.next(), random.next());
                    let (column, row) = ((at.0 * CELLS.0 as f64) as usize, (at.1 * CELLS.1 as f64) as usize);
                    let cell = row * CELLS.0 + column;
                    if counted[cell] == 1 {
                        places.push(place(
                            places.len(),
                            middle(column, row),
                            if real[cell] == 1 { "one" } else { "other" },
                        ));
                    }
                }
                let territory = Some(Territory { max_km: 20_000.0, ..Territory::default() });
                let situation = Situation { places, territory, ..Situation::default() };
                for (row, over) in rows.iter_mut().zip([None, Some(&terrain)]).take(1 + usize::from(over_terrain)) {
                    let start = Instant::now();
                    let derived = over.map_or_else(
                        || control::derive(&situation, &land),
                        |t| control::derive_over(&situation, &land, t),
                    );
                    row.time.push(start.elapsed().as_secs_f64() * 1000.0);
                    row.add(&derived, &real, &counted);
                }
            }
        }
        let [straight, cheapest] = &mut rows;
        straight.print(&count.to_string());
        if over_terrain {
            cheapest.print(&format!("{count}, cheapest way"));
        }
    }
}
