//! Real inputs, broken at random in the same way each time: nothing panics, and what is taken as good can be written.
//!
//! `MUTATIONS=10000 cargo test --release --test it mutations -- --include-ignored` does it for as many.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use serde_json::json;

use crate::drive;
use crate::stages::STAGES;

/// Numbers that look random and are the same each time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }
}

/// Pieces that mean something to one format or another.
const PIECES: &[&str] = &[
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "\u{10ffff}",
    "\n\n",
    "\t",
    "\"",
    "'",
    "\\",
    "<",
    "</p>",
    "<script>",
    "<!--",
    "]]>",
    "&#0;",
    "&#xD800;",
    "{",
    "}",
    "[",
    "]",
    "[[[[[[[[",
    ",",
    ":",
    "null",
    "true",
    "-1",
    "1e308",
    "1e-308",
    "NaN",
    "-0",
    "181",
    "-91",
    "99999999999999999999",
    "0000-00-00",
    "9999-12-31",
    "2024-02-30",
    "\\ud800",
    "=1+1",
    "[place]",
    "[[event]]",
    "Hama",
    "Kherson",
    "did not capture",
    "on Thursday",
    "5 December 2024",
    "north of",
    "10,000 km",
    "\u{661}\u{662}",
    "ﷺ",
    "\u{301}\u{301}\u{301}",
];

/// One to eight changes: bits, bytes, pieces, parts taken out, doubled, moved or taken from another file.
fn mutate(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut made = bytes.to_vec();
    for _ in 0..=[0, 0, 1, 3, 8][dice.roll(5)] {
        let at = dice.roll(made.len() + 1);
        let end = (at + 1 + dice.roll(64)).min(made.len());
        match dice.roll(9) {
            0 if at < made.len() => made[at] ^= 1 << dice.roll(8),
            1 if at < made.len() => made[at] = dice.roll(256) as u8,
            2 => drop(made.splice(at..at, PIECES[dice.roll(PIECES.len())].bytes())),
            3 if at < end => drop(made.splice(at..end, PIECES[dice.roll(PIECES.len())].bytes())),
            4 if at < end => drop(made.drain(at..end)),
            5 if at < end => {
                let part = made[at..end].repeat(1 + dice.roll(40));
                made.splice(at..at, part);
            }
            6 => made.truncate(at.max(1)),
            7 if at < end => {
                let part: Vec<u8> = made.drain(at..end).collect();
                let to = dice.roll(made.len() + 1);
                made.splice(to..to, part);
            }
            _ => {
                let from = dice.roll(other.len() + 1);
                let to = (from + dice.roll(200)).min(other.len());
                made.splice(at..at, other[from..to].iter().copied());
            }
        }
    }
    made.truncate(1 << 20);
    made
}

/// JSON with one to four of its values replaced, taken out or doubled, so that it is still JSON.
fn mutate_json(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    fn count(value: &Value) -> usize {
        match value {
            Value::Array(all) => 1 + all.iter().map(count).sum::<usize>(),
            Value::Object(all) => 1 + all.values().map(count).sum::<usize>(),
            _ => 1,
        }
    }
    /// The value with this number, counted as they stand.
    fn find<'a>(value: &'a mut Value, left: &mut usize) -> Option<&'a mut Value> {
        if *left == 0 {
            return Some(value);
        }
        *left -= 1;
        match value {
            Value::Array(all) => all.iter_mut().find_map(|v| find(v, left)),
            Value::Object(all) => all.values_mut().find_map(|v| find(v, left)),
            _ => None,
        }
    }
    let mut root: Value = serde_json::from_slice(bytes).ok()?;
    for _ in 0..=dice.roll(4) {
        let mut number = dice.roll(count(&root));
        let piece = PIECES[dice.roll(PIECES.len())];
        let sample = [
            json!(null),
            json!(piece),
            json!(0),
            json!(-180),
            json!(90.0),
            json!(1e300),
            json!([]),
            json!({}),
            json!(true),
        ];
        let value = find(&mut root, &mut number)?;
        match (dice.roll(4), &mut *value) {
            (0, Value::Array(all)) if !all.is_empty() => drop(all.remove(dice.roll(all.len()))),
            (1, Value::Array(all)) if !all.is_empty() => all.extend(all.clone()),
            (0 | 1, Value::Object(all)) => {
                drop(all.keys().nth(dice.roll(all.len())).cloned().and_then(|k| all.remove(&k)));
            }
            (2, Value::String(text)) => text.push_str(piece),
            (2, Value::Number(number)) => *value = json!(number.as_f64().unwrap_or(0.0) * 3.0),
            _ => *value = sample[dice.roll(sample.len())].clone(),
        }
    }
    Some(root.to_string().into_bytes())
}

/// A GeoPackage with some of its cells changed, so that it is still a database.
fn mutate_package(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut open = rusqlite::Connection::open_in_memory().ok()?;
    open.deserialize_read_exact("main", bytes, bytes.len(), false).ok()?;
    let names = |open: &rusqlite::Connection, query: &str| -> Vec<String> {
        let mut query = open.prepare(query).unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let tables = names(
        &open,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rtree%' AND name NOT LIKE 'sqlite%'",
    );
    for _ in 0..=dice.roll(4) {
        let table = &tables[dice.roll(tables.len())];
        let columns = names(&open, &format!("SELECT name FROM pragma_table_info('{table}')"));
        let Some(column) = columns.get(dice.roll(columns.len())) else {
            continue;
        };
        let piece = PIECES[dice.roll(PIECES.len())].replace('\'', "''");
        let values = [
            "NULL",
            "''",
            "x''",
            "-1",
            "1e300",
            "9223372036854775807",
            "x'4750000100'",
            "zeroblob(50)",
            &format!("'{piece}'"),
            &format!("substr({column}, 1, length({column}) / 2)"),
            &format!("{column} || '{piece}'"),
            &format!("{column} || {column}"),
        ]
        .map(str::to_owned);
        let value = &values[dice.roll(values.len())];
        let change = match dice.roll(8) {
            0 => format!("DELETE FROM \"{table}\""),
            1 => format!("DROP TABLE \"{table}\""),
            2 => format!("ALTER TABLE \"{table}\" RENAME COLUMN \"{column}\" TO other"),
            _ => format!("UPDATE \"{table}\" SET \"{column}\" = {value}"),
        };
        // What the database itself refuses stays as it is.
        let _ = open.execute_batch(&change);
    }
    Some(open.serialize("main").ok()?.to_vec())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files with one of these endings under a folder, smaller than 100 kB.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        } else if endings.iter().any(|e| path.to_str().unwrap().ends_with(e))
            && path.metadata().unwrap().len() < 100_000
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A reader, and the inputs that it is given.
fn seeds() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let read = |paths: Vec<PathBuf>| paths.iter().map(|p| std::fs::read(p).unwrap()).collect::<Vec<_>>();
    let articles = read(files("data/articles", &[".txt"]));
    let mut situations =
        read(files("tests/situations/files", &["hand-drawn.geojson", "open.geojson", "overlap.geojson"]));
    let drawn = situations.clone();
    situations.push(crate::hostile::situation("Hama").into_bytes());
    let lines = articles
        .iter()
        .map(|a| serde_json::json!({"id": 1, "text": String::from_utf8_lossy(a)}).to_string().into_bytes());
    let tables = [
        "name,lat,lon,country,population\nQalat,32.1,66.9,AF,10000\n\"Tel, Abyad\",36.69,38.95,SY,\n",
        "3041563\tAndorra la Vella\tAndorra la Vella\tALV\t42.50779\t1.52109\tP\tPPLC\tAD\t\t07\t\t\t\t20430\t\t1037\tEurope/Andorra\t2020-03-03\n",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[36.1,35.2]},\"properties\":{\"name\":\"Qalat\"}}]}",
    ];
    let corrections = [
        "# Hama lies a little farther south than the gazetteer has it, and the day is the sixth.\n[[place]]\nname = \"Hama\"\nlat = 35.1\nlon = 36.7\nrename = \"Hama city\"\n\n[[event]]\nid = \"capture-hama-20241205\"\nevent_type = \"capture\"\ndate = \"2024-12-06\"\n",
        "[[side]]\nactor = \"The army\"\nside = \"syr-government\"\n",
        "# Who held what before, by the reports of the week.\nplace,lat,lon,holder,as_of\nHama,35.13,36.75,government,2024-11-26\nHoms,34.73,36.71,rebels,\nIdlib,35.93,36.63,rebels,2024-11-26\n",
    ];
    let owned = |texts: &[&str]| texts.iter().map(|t| t.as_bytes().to_vec()).collect::<Vec<_>>();
    vec![
        ("corrections", owned(&corrections)),
        ("gazetteer", owned(&tables)),
        ("gpkg", vec![package()]),
        ("html", read(files("tests/articles-reading", &[".html"]))),
        ("jsonl", lines.collect()),
        ("overlay", drawn),
        ("situation", situations),
        ("style", read(files("styles", &[".toml"]))),
        ("article", articles),
    ]
}

pub(crate) fn package() -> Vec<u8> {
    use frontline::exchange::geopackage::Target;
    use frontline::exchange::geopackage::write;
    let text = std::fs::read_to_string(root().join("tests/situations/files/hand-drawn.geojson")).unwrap();
    let situation = frontline::situation::geojson::read("seed.geojson", &text).unwrap();
    let derived = frontline::control::Derived::default();
    let style = frontline::bundled::style("default").unwrap();
    let exports = frontline::pipeline::exports::Exports::new(&situation, &derived, style);
    write(&exports.content(), &Target { file: "seed.gpkg", ..Target::default() }).unwrap()
}

fn wanted(usual: usize) -> usize {
    std::env::var("MUTATIONS").ok().map_or(usual, |n| n.parse().unwrap())
}

/// Inputs by the name of their reader, `count` in all.
fn mutations(count: usize) -> impl Iterator<Item = (usize, &'static str, Vec<u8>)> {
    let seeds = seeds();
    for (kind, inputs) in &seeds {
        assert!(!inputs.is_empty(), "no input for {kind}");
    }
    (0..count).map(move |n| {
        let mut dice = Dice(n as u64);
        let (kind, inputs) = &seeds[n % seeds.len()];
        let (_, others) = &seeds[dice.roll(seeds.len())];
        let other = &others[dice.roll(others.len())];
        let input = &inputs[dice.roll(inputs.len())];
        let sound = match (*kind, dice.roll(4) > 0) {
            ("situation" | "overlay", true) => mutate_json(input, &mut dice),
            ("gpkg", true) => mutate_package(input, &mut dice),
            _ => None,
        };
        (n, *kind, sound.unwrap_or_else(|| mutate(input, other, &mut dice)))
    })
}

#[test]
fn broken_inputs_are_read_or_refused() {
    let mut taken = std::collections::BTreeMap::new();
    let mut faults = Vec::new();
    let count = wanted(300);
    for (n, kind, bytes) in mutations(count) {
        if let Ok(good) = catch_unwind(AssertUnwindSafe(|| drive::run(kind, &bytes))) {
            *taken.entry(kind).or_insert(0) += usize::from(good);
        } else {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutation-{n}.{kind}"));
            std::fs::write(&path, &bytes).unwrap();
            faults.push(path);
        }
    }
    println!("of {count} mutations were taken as good: {taken:?}");
    assert!(faults.is_empty(), "kept for tests/fuzz-regressions: {faults:#?}");
    // Mutations that nothing takes as good would test the first check of each reader only.
    for (kind, good) in taken {
        assert!(good > 0 || kind == "style", "all mutations for {kind} were refused");
    }
}

/// What once went wrong stays right: `tests/fuzz-regressions/READER/*`.
#[test]
fn what_was_found_once_stays_right() {
    let mut count = 0;
    for (kind, _) in drive::READERS.iter().chain(STAGES) {
        let folder = root().join("tests/fuzz-regressions").join(kind);
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            drive::run(kind, &std::fs::read(entry.unwrap().path()).unwrap());
            count += 1;
        }
    }
    assert!(count > 0, "no regressions were found");
}

/// Whole processes, each with two seconds of processor time and 512 MiB; as many at once as there are processors.
///
/// `FRONTLINE=path` takes another program than the one built with the tests, such as a release build.
#[test]
#[ignore = "long; see docs/reliability.md"]
fn broken_inputs_end_a_process_with_its_status() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutations");
    let _ = std::fs::remove_dir_all(&folder);
    let program = std::env::var("FRONTLINE").unwrap_or_else(|_| env!("CARGO_BIN_EXE_frontline").to_owned());
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let results: Vec<Ended> = std::thread::scope(|scope| {
        let work = |worker: usize| {
            let (program, own) = (program.clone(), folder.join(worker.to_string()));
            move || {
                std::fs::create_dir_all(&own).unwrap();
                let story = "5 December 2024\n\nRebels captured Hama. The army withdrew to Homs.\n";
                std::fs::write(own.join("a.txt"), story).unwrap();
                let mine = mutations(wanted(300)).filter(|(n, ..)| n % workers == worker);
                mine.map(|(n, kind, bytes)| ended(&program, &own, n, kind, &bytes)).collect::<Vec<_>>()
            }
        };
        let all: Vec<_> = (0..workers).map(|worker| scope.spawn(work(worker))).collect();
        all.into_iter().flat_map(|one| one.join().unwrap()).collect()
    });
    let mut statuses = std::collections::BTreeMap::new();
    for result in &results {
        *statuses.entry((result.kind, result.status)).or_insert(0) += 1;
    }
    println!("{} processes: {statuses:#?}", results.len());
    let faults: Vec<&Ended> = results.iter().filter(|r| !matches!(r.status, Some(0..=2))).collect();
    assert!(faults.is_empty(), "{}: {faults:#?}", folder.display());
}

/// How a process ended.
#[derive(Debug)]
struct Ended {
    #[expect(dead_code, reason = "told when a process ended otherwise")]
    number: usize,
    kind: &'static str,
    /// None for a signal.
    status: Option<i32>,
    #[expect(dead_code, reason = "told when a process ended otherwise")]
    said: String,
}

fn ended(program: &str, folder: &Path, number: usize, kind: &'static str, bytes: &[u8]) -> Ended {
    let command = match kind {
        "article" => "map in -o out --size 400x300",
        "html" => "map in -o out --size 400x300 --html",
        "jsonl" => "geoparse --jsonl in",
        "situation" | "gpkg" => "render in -o out.svg -o out.png --size 400x300",
        "overlay" => "map a.txt -o out --size 400x300 --overlay in",
        "style" => "style check in",
        "gazetteer" => "gazetteer import in -o out.gaz",
        "corrections" if number.is_multiple_of(2) => "extract a.txt --overrides in",
        _ => "extract a.txt --baseline in",
    };
    std::fs::write(folder.join("in"), bytes).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -t 2 -v 524288; exec \"$0\" \"$@\"", program]);
    let output = shell.current_dir(folder).args(command.split(' ')).output().unwrap();
    let status = output.status.code();
    if !matches!(status, Some(0..=2)) {
        std::fs::copy(folder.join("in"), folder.join(format!("../fault-{number}.{kind}"))).unwrap();
    }
    Ended { number, kind, status, said: String::from_utf8_lossy(&output.stderr).into_owned() }
}
