//! Shipped baselines: every row reads, names a known holder and stands inside its country's bounds.

use std::path::Path;

use frontline::situation::baseline;

/// File, day, least number of rows, holders, bounds (west, south, east, north).
type Case = (&'static str, &'static str, usize, &'static [&'static str], [f64; 4]);

const CASES: &[Case] = &[
    (
        "syria-2024-11-26.tsv",
        "2024-11-26",
        300,
        &["syr-government", "syr-hts", "syr-sdf", "syr-sna", "tur-turkey", "us-coalition"],
        [35.6, 32.3, 42.5, 37.4],
    ),
    ("ukraine-2024-08-05.tsv", "2024-08-05", 150, &["rus-russia", "ukr-ukraine"], [22.0, 44.3, 40.3, 52.5]),
];

#[test]
fn shipped_baselines_read_without_a_warning() {
    for case in CASES {
        check(case);
    }
}

fn check((file, day, least, holders, [west, south, east, north]): &Case) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/baselines").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let read = baseline::parse(file, &text).unwrap();
    assert!(read.warnings.is_empty(), "{file}: {:?}", read.warnings);
    assert!(read.rows.len() >= *least, "{file}: {} rows", read.rows.len());
    let mut found: Vec<&str> = read.rows.iter().map(|r| r.holder.as_str()).collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(&found, holders, "{file}");
    for row in &read.rows {
        let date = row.as_of.map(|d| d.to_string());
        assert_eq!(date.as_deref(), Some(*day), "{file}: {}", row.place);
        assert!(!row.admin1.is_empty(), "{file}: {}", row.place);
        assert!(
            (*west..=*east).contains(&row.at.lon) && (*south..=*north).contains(&row.at.lat),
            "{file}: {} at {:?}",
            row.place,
            row.at
        );
    }
}

#[test]
fn comments_above_the_header_keep_the_line_numbers() {
    let good = "# who held what\n#\n# approximate\nplace\tlat\tlon\tholder\nAmria\t33\t44\tarmy\n";
    assert_eq!(baseline::parse("b.tsv", good).unwrap().rows.len(), 1);
    let bad = "# a, b, c, d, e\nplace\tlat\tlon\tholder\nAmria\t95\t44\tarmy\n";
    let error = baseline::parse("b.tsv", bad).unwrap_err().to_string();
    assert!(error.contains("line 3"), "{error}");
}

/// Holders of two places, and what is said of them.
#[test]
fn holders_that_nobody_knows_are_named() {
    let lexicon = frontline::bundled::lexicon().unwrap();
    let rows = [
        (["hts", "government"], ""),
        (["syr-sdf", "tur-turkey"], ""),
        (["martians", "government"], "holders that no known side is called: \"martians\" (1 place)"),
        (["venusians", "martians"], "\"martians\" (1 place), \"venusians\" (1 place)"),
        (["martians", "martians"], "\"martians\" (2 places)"),
        (["", "hts"], ""),
    ];
    for ([one, other], want) in rows {
        let text = format!("place,lat,lon,holder,country\nHoms,34.72,36.72,{one},SY\nHama,35.13,36.75,{other},SY\n");
        let mut read = baseline::parse("b.csv", &text).unwrap();
        read.name_holders(&lexicon);
        let said: Vec<String> =
            read.warnings.iter().map(|w| w.message.clone()).filter(|m| m.contains("known side")).collect();
        assert_eq!(said.is_empty(), want.is_empty(), "{one}, {other}: {said:?}");
        assert!(said.iter().all(|m| m.contains(want)), "{one}, {other}: {said:?}");
    }
}
