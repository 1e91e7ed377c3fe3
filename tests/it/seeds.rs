//! What the fuzzers begin with, `fuzz/seeds/TARGET/`: every target has seeds, and one of them at least is taken as good.
//!
//! Packages, geometries and compiled layers are made here (`BLESS=1`); the other seeds are kept by hand.

use std::path::PathBuf;

use crate::drive;
use crate::mutations;
use crate::stages::STAGES;

fn folder(target: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target)
}

/// Writes the seeds that no editor can.
fn bless() {
    let put = |target: &str, name: &str, bytes: &[u8]| {
        std::fs::create_dir_all(folder(target)).unwrap();
        std::fs::write(folder(target).join(name), bytes).unwrap();
    };
    let package = mutations::package();
    let mut open = rusqlite::Connection::open_in_memory().unwrap();
    open.deserialize_read_exact("main", package.as_slice(), package.len(), false).unwrap();
    let tables: Vec<String> = {
        let mut query = open.prepare("SELECT table_name FROM gpkg_geometry_columns ORDER BY 1").unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    for table in tables {
        let query = format!("SELECT geom FROM \"{table}\" WHERE geom IS NOT NULL LIMIT 1");
        if let Ok(cell) = open.query_row(&query, [], |row| row.get::<_, Vec<u8>>(0)) {
            put("geometry", &table, &cell);
        }
    }
    for target in ["gpkg", "package"] {
        put(target, "war.gpkg", &package);
        // Small pages, and no styles, which nothing reads, make a small file.
        let small = rusqlite::Connection::open(folder(target).join("war.gpkg")).unwrap();
        small.execute_batch("DELETE FROM layer_styles; PRAGMA page_size = 512; VACUUM").unwrap();
    }
    use frontline::gazetteer::import;
    let table = "name,lat,lon,country,population\nQalat,32.1,66.9,AF,10000\n";
    let content = import::read("towns.csv", table, import::Format::Csv, None).unwrap();
    put("gazetteer", "towns.flgz", &import::build("towns.csv", content, "towns", "none").unwrap());
}

#[test]
fn every_target_has_a_seed_that_is_taken_as_good() {
    if std::env::var_os("BLESS").is_some() {
        bless();
    }
    for (target, read) in drive::READERS.iter().chain(STAGES) {
        let seeds = std::fs::read_dir(folder(target)).unwrap_or_else(|e| panic!("no seeds for {target}: {e}"));
        // All are read, so that each is known to do no harm.
        let good = seeds.filter(|seed| read(&std::fs::read(seed.as_ref().unwrap().path()).unwrap())).count();
        assert!(good > 0, "{target}: none of its seeds is taken as good");
    }
}

#[test]
fn every_target_is_built_and_named() {
    let mut named: Vec<String> = drive::READERS.iter().chain(STAGES).map(|(name, _)| format!("{name}.rs")).collect();
    named.sort();
    let targets = std::fs::read_dir(folder("../fuzz_targets")).unwrap();
    let mut found: Vec<String> = targets.map(|t| t.unwrap().file_name().into_string().unwrap()).collect();
    found.sort();
    assert_eq!(found, named);
    let manifest = std::fs::read_to_string(folder("../Cargo.toml")).unwrap();
    let campaign = std::fs::read_to_string(folder("../campaign")).unwrap();
    for name in named.iter().map(|n| n.trim_end_matches(".rs")) {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
        assert!(campaign.split([' ', '|', ')', '\n']).any(|word| word == name), "{name} has no longest input");
    }
}
