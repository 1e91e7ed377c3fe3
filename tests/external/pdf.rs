//! PDF as others read it: poppler finds the names as text in our faces, and draws the picture of the PNG.

use std::path::Path;

use crate::pixels::decode;

/// What a line of `pdfinfo` says.
fn told<'a>(info: &'a str, key: &str) -> &'a str {
    info.lines().find_map(|l| l.strip_prefix(key)).map_or_else(|| panic!("no {key} in {info}"), str::trim)
}

/// Article, options, dots of an inch, words that must be found, page in points.
type Case<'a> = (&'a str, &'a [&'a str], u32, &'a [&'a str], &'a str);

#[test]
fn pdf_has_real_text_and_the_picture_of_the_png() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cases: [Case<'_>; 4] = [
        ("hama-falls", &[], 192, &["Hama", "Deir Ezzor region", "Captured Thu 5 Dec"], "600 x 450 pts"),
        (
            "kharkiv-2022",
            &["--lang", "uk", "--style", "minimal", "--size", "portrait"],
            192,
            &["Харків"],
            "405 x 506.25 pts",
        ),
        ("tripoli-2011", &["--size", "a5", "--style", "contrast"], 300, &["Tripoli"], "419.52 x 595.2 pts"),
        ("hama-falls", &["--lang", "ar"], 192, &[], "600 x 450 pts"),
    ];
    for (number, (article, options, dpi, words, page)) in cases.into_iter().enumerate() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pdf-{number}"));
        let _ = std::fs::remove_dir_all(&folder);
        let text = root.join("data/articles").join(format!("{article}.txt"));
        let mut arguments = vec!["map", text.to_str().unwrap(), "-o", folder.to_str().unwrap(), "--pdf", "-q"];
        arguments.extend(options);
        crate::frontline(&arguments);
        let pdf = folder.join("map.pdf");
        let pdf = pdf.to_str().unwrap();
        let output = |program: &str, arguments: &[&str]| {
            let output = crate::run(program, arguments);
            assert!(output.status.success(), "{program} {arguments:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        let found = output("pdftotext", &[pdf, "-"]);
        for word in words {
            assert!(found.contains(word), "{article}: no {word} in {found}");
        }
        let fonts = output("pdffonts", &[pdf]);
        // Each face is embedded, cut down, and says which letters its glyphs are.
        let faces: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!faces.is_empty() && faces.iter().all(|f| f.contains("yes yes yes")), "{article}: {fonts}");
        let info = output("pdfinfo", &[pdf]);
        assert_eq!(told(&info, "Page size:").split(" (").next().unwrap(), page, "{article}");
        assert_eq!((told(&info, "Tagged:"), told(&info, "Pages:")), ("yes", "1"));
        assert!(!told(&info, "Title:").is_empty() && !told(&info, "Subject:").is_empty());
        assert!(!info.contains("CreationDate") && !info.contains("ModDate"), "{article}: a clock: {info}");
        let drawn = folder.join("drawn");
        output("pdftoppm", &["-r", &dpi.to_string(), "-png", "-singlefile", pdf, drawn.to_str().unwrap()]);
        let (ours, theirs) = (decode(&folder.join("map.png")), decode(&drawn.with_extension("png")));
        assert_eq!((ours.0, ours.1), (theirs.0, theirs.1), "{article}: sizes differ");
        let apart = |(a, b): &(&[u8; 3], &[u8; 3])| a.iter().zip(b.iter()).any(|(x, y)| x.abs_diff(*y) > 96);
        let share = ours.2.iter().zip(&theirs.2).filter(apart).count() as f64 / ours.2.len() as f64;
        assert!(share < 0.01, "{article}: {:.2} % of the pixels differ strongly from the PNG", share * 100.0);
        // The same bytes again.
        let first = std::fs::read(pdf).unwrap();
        crate::frontline(&arguments);
        assert!(first == std::fs::read(pdf).unwrap(), "{article}: another PDF the second time");
    }
}
