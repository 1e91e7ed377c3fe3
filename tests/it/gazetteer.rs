//! The gazetteer: names, layers, tables, imports. Cases in `tests/gazetteer/`.

use std::collections::BTreeMap;
use std::path::Path;

use frontline::bundled;
use frontline::gazetteer::FeatureClass;
use frontline::gazetteer::Gazetteer;
use frontline::gazetteer::LayerInput;
use frontline::gazetteer::NameKind;
use frontline::gazetteer::import;
use frontline::gazetteer::layer;
use frontline::gazetteer::layer::hand_kept;
use frontline::gazetteer::layer::read::Layer;
use frontline::gazetteer::layer::skeleton;
use frontline::gazetteer::layer::tables;
use frontline::gazetteer::layer::write;
use frontline::gazetteer::names;

/// Rows of a case table: cells, comments left out.
fn cases(text: &str) -> Vec<Vec<String>> {
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn open(bytes: Vec<u8>) -> frontline::error::Result<Gazetteer> {
    let label = "test layer".to_owned();
    Gazetteer::open([LayerInput { label, bytes: bytes.into(), trusted: false }])
}

/// Towns on a grid around the antimeridian and the meridian, with populations that fall irregularly.
fn grid() -> Vec<write::NewPlace> {
    let mut places = Vec::new();
    for n in 0..600_u32 {
        let lon = f64::from(n * 37 % 720) / 2.0 - 180.0;
        let lat = f64::from(n * 53 % 320) / 2.0 - 80.0;
        places.push(write::NewPlace {
            name: format!("Town {n}"),
            names: vec![(format!("al-Name {n}"), NameKind::Alternate), (format!("T.{n}."), NameKind::Abbreviation)],
            class: if n % 50 == 0 { FeatureClass::Capital } else { FeatureClass::Town },
            country: "SY".to_owned(),
            admin1: format!("{:02}", n % 7),
            lon,
            lat,
            population: n * 7919 % 1000,
            geonameid: n + 1,
            reference: false,
            long_key: false,
        });
    }
    places
}

fn compile(places: Vec<write::NewPlace>) -> Vec<u8> {
    write::compile(places, &BTreeMap::new(), &[("layer", "test".to_owned())]).unwrap()
}

#[test]
fn folding() {
    for case in cases(include_str!("../gazetteer/folding.tsv")) {
        let [name, key, bare] = case.as_slice() else { panic!("{case:?}") };
        assert_eq!(&names::fold(name), key, "folding {name}");
        assert_eq!(names::drop_articles(key).unwrap_or_default(), *bare, "articles of {key}");
    }
}

#[test]
fn transliterations() {
    let meet = |a: &str, b: &str| {
        let (a, b) = (names::fold(a), names::fold(b));
        skeleton::skeleton(&a).is_some()
            && skeleton::skeleton(&a) == skeleton::skeleton(&b)
            && skeleton::vowel_distance(&a, &b).is_some()
    };
    for (a, b) in [
        ("Khan Shaykhun", "Khan Sheikhoun"),
        ("Tall Rif'at", "Tell Rifaat"),
        ("Tall Rif'at", "Tel Rifaat"),
        ("Ma'arrat an Nu'man", "Maarat al-Numan"),
        ("As Salamiyah", "Salamieh"),
        ("Az Zarbah", "Zerbah"),
        ("Khanasir", "Khanaser"),
        ("Darat Izzah", "Darat Izza"),
        ("Dayr Hafir", "Deir Hafer"),
        ("Jabal Turkman", "Jebel Turkman"),
        ("As Suwayda", "Sweida"),
        ("Dayr az Zawr", "Deir Ezzor"),
        ("Tall Rifat", "Talrifaat"),
    ] {
        assert!(meet(a, b), "{a} and {b} are one name");
    }
    for (a, b) in
        [("Salim", "Salam"), ("Sukkar", "Sukkari"), ("Erbil", "Irbin"), ("Kobani", "Kubbana"), ("Homs", "Hims")]
    {
        assert!(!meet(a, b), "{a} and {b} are two names");
    }
}

#[test]
fn cyrillic_transliterations() {
    let [ua, sy] = ["UA", "SY"].map(|country| layer::area_number(country, ""));
    for (a, b) in [
        ("Klishchiivka", "Klishchiyivka"),
        ("Malyi Trostianets", "Malyy Trostyanets"),
        ("Novomykhailivka", "Novomykhaylivka"),
        ("Hostomel", "Gostomel"),
        ("Yevhenivka", "Evhenivka"),
    ] {
        let of = |name: &str| skeleton::skeleton_of(&names::fold(name), ua);
        assert!(of(a).is_some() && of(a) == of(b), "{a} and {b} are one name");
        assert_ne!(of(a), skeleton::skeleton_of(&names::fold(a), sy));
    }
    let of = |name: &str| skeleton::skeleton_of(&names::fold(name), ua);
    for (a, b) in [("Pokrovsk", "Pokrovske"), ("Stepove", "Stepova"), ("Andriivka", "Andrianivka")] {
        assert_ne!(of(a), of(b), "{a} and {b} are two names");
    }
}

#[test]
fn names_lead_to_places() {
    let gazetteer = bundled::gazetteer().unwrap();
    let mut faults = Vec::new();
    for case in cases(include_str!("../gazetteer/lookups.tsv")) {
        let [name, key, kind] = case.as_slice() else { panic!("{case:?}") };
        let hits = gazetteer.lookup(name);
        let found: Vec<(String, &str)> = hits.iter().map(|hit| (gazetteer.key(hit.place), hit.kind.as_str())).collect();
        if !found.contains(&(key.clone(), kind.as_str())) {
            faults.push(format!("{name}: expected {key} as {kind}, found {found:?}"));
        }
        if gazetteer.by_key(key).map(|id| gazetteer.key(id)).as_ref() != Some(key) {
            faults.push(format!("{name}: {key} does not lead back"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(
        gazetteer.lookup("us").iter().all(|hit| gazetteer.place(hit.place).class != FeatureClass::Country),
        "us is no country"
    );
    assert!(gazetteer.lookup("Qwxzyvorp").is_empty());
    let goes_on = |name: &str| gazetteer.walk().read(name);
    assert!(goes_on("Khan"));
    assert!(goes_on("Abu al"), "articles inside a name");
    assert!(!goes_on("Qwxzy"));
}

#[test]
fn divisions_and_countries() {
    let gazetteer = bundled::gazetteer().unwrap();
    let country = gazetteer.country("SY").map(|id| gazetteer.place(id));
    assert_eq!(country.map(|place| place.name), Some("Syria"));
    let division = gazetteer.admin1("UA", "26").map(|id| gazetteer.place(id));
    assert_eq!(division.map(|place| (place.name, place.class)), Some(("Zaporizhzhia Oblast", FeatureClass::Admin1)));
    assert_eq!(gazetteer.admin1_name("US", "GA"), "Georgia");
    assert_eq!(gazetteer.admin1_name("US", "no"), "");
    assert_eq!(gazetteer.country("QQ"), None);
    let labels: Vec<String> = gazetteer.sources().into_iter().map(|source| source.label).collect();
    assert_eq!(labels, ["base", "hand-kept"]);
}

#[test]
fn towns_of_a_window_by_population() {
    let places = grid();
    let gazetteer = open(compile(places.clone())).unwrap();
    for [west, south, east, north] in [
        [-180.0, -90.0, 180.0, 90.0],
        [-10.0, -10.0, 25.5, 30.0],
        [170.0, -40.0, 200.0, 40.0],
        [-180.0, 0.0, -170.0, 10.0],
        [0.1, 0.1, 0.2, 0.2],
        [5.0, 5.0, 5.0, 5.0],
    ] {
        let inside = |place: &&write::NewPlace| {
            let across = place.lon + 360.0;
            ((west..=east).contains(&place.lon) || (west..=east).contains(&across))
                && (south..=north).contains(&place.lat)
        };
        let mut expected: Vec<u32> = places.iter().filter(inside).map(|place| place.population).collect();
        expected.sort_unstable_by(|a, b| b.cmp(a));
        for limit in [3, 1000] {
            let found = gazetteer.towns_within(west, south, east, north, limit);
            let found: Vec<u32> = found.into_iter().map(|id| gazetteer.place(id).population).collect();
            let expected: Vec<u32> = expected.iter().copied().take(limit).collect();
            assert_eq!(found, expected, "window {west} {south} {east} {north}, limit {limit}");
        }
    }
}

#[test]
fn damaged_layers_are_refused() {
    let mut places = grid();
    places.truncate(12);
    let bytes = compile(places);
    for length in 0..bytes.len() {
        let cut = bytes.get(..length).unwrap().to_vec();
        assert!(open(cut).is_err(), "cut to {length} of {} bytes", bytes.len());
    }
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        assert!(open(changed).is_err(), "byte {at} changed");
    }
    assert!(open(b"GIF89a".to_vec()).is_err());
}

/// Writes the checksum that belongs to the bytes, as a forger would.
fn seal(bytes: &mut [u8]) {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64 ^ (bytes.len() - 16) as u64;
    for chunk in bytes[16..].chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        sum = (sum ^ u64::from_le_bytes(word)).wrapping_mul(0x0100_0000_01b3);
        sum ^= sum >> 29;
    }
    bytes[8..16].copy_from_slice(&sum.to_le_bytes());
}

/// Asks everything that can be asked of a gazetteer.
fn ask(gazetteer: &Gazetteer) -> usize {
    let mut hits = gazetteer.skeleton("Maarrat an-Nuuman", &["SY"]);
    for name in ["Town 1", "al-Name 3", "T.5.", "Name 7", "Maarat al-Numan", "Tow", "zz"] {
        hits.extend(gazetteer.lookup(name));
        hits.extend(gazetteer.search(name, 20));
    }
    let mut places: Vec<_> = hits.iter().map(|hit| hit.place).collect();
    places.extend(gazetteer.towns_within(-180.0, -90.0, 180.0, 90.0, 50));
    places.extend(gazetteer.towns_within(170.0, -20.0, 200.0, 20.0, 50));
    places.extend((0..12).filter_map(|id| gazetteer.by_geonameid(id)));
    places.extend(gazetteer.admin1("SY", "03"));
    places.extend(gazetteer.country("SY"));
    places.extend(gazetteer.by_key("hand:town-1-sy"));
    for &id in &places {
        let place = gazetteer.place(id);
        assert!(place.at.lon.abs() <= 180.0 && place.at.lat.abs() <= 90.0, "{place:?}");
        assert!(gazetteer.key(id).len() < 2000);
    }
    gazetteer.sources().iter().map(|source| source.facts.len()).sum::<usize>() + places.len()
}

/// Whoever changes a layer and computes its checksum anew gets an error or wrong places, but no panic, no endless loop
/// and no place off the earth.
#[test]
fn forged_layers_do_no_harm() {
    let mut places = grid();
    places.truncate(12);
    places[2].names.push(("Ma\u{2bf}arrat an Nu\u{2bf}man".to_owned(), NameKind::Alternate));
    places[3].geonameid = 0;
    let bytes = compile(places);
    let honest = ask(&open(bytes.clone()).unwrap());
    assert!(honest > 25, "{honest} answers of the honest layer");
    let mut sealed = bytes.clone();
    seal(&mut sealed);
    assert_eq!(sealed, bytes, "the checksum of this test is that of the format");
    let mut opened = 0;
    for at in (0..8).chain(16..bytes.len()) {
        for change in [0x81, 0xff] {
            let mut forged = bytes.clone();
            forged[at] ^= change;
            seal(&mut forged);
            if let Ok(gazetteer) = open(forged) {
                opened += 1;
                ask(&gazetteer);
            }
        }
    }
    // Runs of 0xff and of 0: long lists, far offsets, nodes that lead nowhere.
    for at in (16..bytes.len() - 8).step_by(3) {
        for fill in [0xff, 0] {
            let mut forged = bytes.clone();
            forged[at..at + 8].fill(fill);
            seal(&mut forged);
            if let Ok(gazetteer) = open(forged) {
                opened += 1;
                ask(&gazetteer);
            }
        }
    }
    assert!(opened > bytes.len() / 2, "only {opened} forged layers were opened");
}

#[test]
fn shipped_names_agree_with_their_checksums() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/gazetteer/base.bin");
    let layer = Layer::open_checked(std::fs::read(path).unwrap()).unwrap();
    assert!(layer.name_count() > 650_000, "{} names", layer.name_count());
}

/// A walk word by word finds what a look-up of the whole name finds.
#[test]
fn names_read_word_by_word() {
    let gazetteer = bundled::gazetteer().unwrap();
    for name in [
        "Khan Sheikhoun",
        "St. Louis",
        "Abu al-Duhur",
        "U.S.",
        "Maarat al-Numan",
        "Trinidad & Tobago",
        "Nowhere at all",
    ] {
        let mut walk = gazetteer.walk();
        let words = name.split_inclusive([' ', '-']);
        let alive = words.map(|word| walk.read(word)).fold(true, std::ops::BitAnd::bitand);
        assert_eq!(walk.hits(false), gazetteer.lookup(name), "{name}");
        assert_eq!(alive, !gazetteer.lookup(name).is_empty(), "{name}");
    }
    let mut walk = gazetteer.walk();
    assert!(walk.read("Ga"));
    assert_eq!((walk.hits(true), walk.found(true).is_some()), (gazetteer.lookup("Ga."), true), "a full stop behind it");
}

#[test]
fn order_of_rows_does_not_matter() {
    let mut places = grid();
    let first = compile(places.clone());
    places.reverse();
    assert!(first == compile(places));
}

#[test]
fn upper_layer_replaces_and_adds() {
    let lower = compile(grid());
    let mut place = grid().swap_remove(3);
    place.name = "Renamed".to_owned();
    place.population = 5_000_000;
    let upper = compile(vec![place]);
    let input =
        |label: &str, bytes: Vec<u8>| LayerInput { label: label.to_owned(), bytes: bytes.into(), trusted: false };
    let gazetteer = Gazetteer::open([input("lower", lower), input("upper", upper)]).unwrap();
    let old: Vec<&str> = gazetteer.lookup("Town 3").iter().map(|hit| gazetteer.place(hit.place).name).collect();
    assert_eq!(old, ["Renamed"], "the old name leads to the new place");
    let kinds: Vec<NameKind> = gazetteer.lookup("Name 5").iter().map(|hit| hit.kind).collect();
    assert_eq!(kinds, [NameKind::WithoutArticle]);
    assert_eq!(gazetteer.lookup("al-Name 5").len(), 1);
    assert!(gazetteer.lookup("t.5.").is_empty(), "abbreviations as written");
    assert_eq!(gazetteer.lookup("T.5.").len(), 1);
    let towns = gazetteer.towns_within(-180.0, -90.0, 180.0, 90.0, 1000);
    assert_eq!(towns.len(), 600, "the replaced town is not told twice");
    assert_eq!(towns.first().map(|id| gazetteer.place(*id).name), Some("Renamed"));
}

#[test]
fn tables_are_sorted_and_parse() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/tables");
    let mut count = 0;
    for (folder, columns) in [(folder.join("places"), tables::PLACE_COLUMNS), (folder, tables::NAME_COLUMNS)] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            if columns == tables::NAME_COLUMNS && tables::kind_of(&file).is_none() {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let rows = tables::rows(&file, &text, columns).unwrap();
            assert_eq!(tables::unsorted(&rows), None, "{file}: the row is out of order");
            count += rows.len();
        }
    }
    assert!(count > 2500, "{count} rows");
}

#[test]
fn bad_rows_are_named() {
    let head = tables::PLACE_COLUMNS.join("\t");
    let base = Layer::open(compile(grid())).unwrap();
    for (row, reason) in [
        ("A\t\tcastle\tSY\t\t1\t2\t\t", "a.tsv:2: A: class `castle`"),
        ("A\t\ttown\tSyria\t\t1\t2\t\t", "a.tsv:2: A: country `Syria`"),
        ("A\t\ttown\tSY\t\t181\t2\t\t", "a.tsv:2: A: longitude 181"),
        ("A\t\ttown\tSY\t\tx\t2\t\t", "a.tsv:2: A: lon is `x`"),
        ("A\t\ttown\tSY\t\t1\t2\tmany\t", "a.tsv:2: A: population `many`"),
        ("A\t\ttown\t\t05\t1\t2\t\t", "a.tsv:2: A: division `05` without a country"),
        ("\t\ttown\tSY\t\t1\t2\t\t", "a.tsv:2: the name is empty"),
        ("A \t\ttown\tSY\t\t1\t2\t\t", "a.tsv:2: blanks around"),
        ("A", "a.tsv:2: 1 cells"),
    ] {
        let files = [("a.tsv".to_owned(), format!("{head}\n{row}\n"))];
        let error = hand_kept::compile_tables(&files, &base).unwrap_err().to_string();
        assert!(error.starts_with(reason), "{row}: {error}");
    }
    let files = [("demonyms.tsv".to_owned(), "name\ttarget\tnote\nFooian\tQQ\n".to_owned())];
    let error = hand_kept::compile_tables(&files, &base).unwrap_err().to_string();
    assert!(error.starts_with("demonyms.tsv:2: Fooian: target `QQ`"), "{error}");
}

#[test]
fn imports() {
    for case in cases(include_str!("../gazetteer/imports.tsv")) {
        let [case, format, text, places, skipped, messages] = case.as_slice() else { panic!("{case:?}") };
        let text = text.replace("\\n", "\n").replace("\\t", "\t");
        let detected = import::Format::detect(&text);
        let format = match format.as_str() {
            "geonames" => import::Format::GeoNames,
            "csv" => import::Format::Csv,
            _ => import::Format::GeoJson,
        };
        assert!(detected == format || case.ends_with("short"), "{case}: detected {detected:?}");
        match import::read(case, &text, format, None) {
            Ok(content) => {
                let told: Vec<String> =
                    content.broken.iter().map(|row| format!("{}: {}", row.line, row.message)).collect();
                let expected: Vec<&str> = messages.split('|').filter(|message| !message.is_empty()).collect();
                assert_eq!(told.len(), expected.len(), "{case}: {told:?}");
                for (told, expected) in told.iter().zip(expected) {
                    assert!(told.starts_with(expected), "{case}: {told}");
                }
                assert_eq!(content.places.len().to_string(), *places, "{case}");
                assert_eq!(content.skipped.to_string(), *skipped, "{case}");
                if !content.places.is_empty() {
                    let name = content.places[0].name.clone();
                    let layer = import::build(case, content, case, "unknown").unwrap();
                    assert!(!open(layer).unwrap().lookup(&name).is_empty(), "{case}: {name} is found");
                }
            }
            Err(error) => {
                assert_eq!(places, "error", "{case}: {error}");
                assert!(error.to_string().starts_with(&format!("{case}: {messages}")), "{case}: {error}");
            }
        }
    }
}

#[test]
fn alternate_names_of_a_dump() {
    let dump = "7\tGamma\tGamma\t\t50.5\t30.5\tP\tPPL\tUA\t\t05\t\t\t\t900\t\t\tx\ty";
    let alternates = "1\t7\ten\tGamma City\t1\t\t\t\n2\t7\tuk\tГамма\t\t\t\t\n3\t7\ten\tOldgamma\t\t\t\t1\n4\t7\tlink\thttps://example.org\t\t\t\t\n";
    let content = import::read("UA.txt", dump, import::Format::GeoNames, Some(alternates)).unwrap();
    let gazetteer = open(import::build("UA.txt", content, "test", "CC BY 4.0").unwrap()).unwrap();
    for (name, kind) in [
        ("Gamma City", NameKind::Primary),
        ("Gamma", NameKind::Alternate),
        ("Гамма", NameKind::Alternate),
        ("Oldgamma", NameKind::Historic),
    ] {
        let kinds: Vec<NameKind> = gazetteer.lookup(name).iter().map(|hit| hit.kind).collect();
        assert_eq!(kinds, [kind], "{name}");
    }
    assert!(gazetteer.lookup("https://example.org").is_empty());
}
