//! A real browser agrees with the layout: no two names of the map overlap, and it draws the same picture.

use std::path::Path;
use std::path::PathBuf;

use crate::pixels::decode;

/// Runs headless Chromium on a page.
pub(crate) fn chromium(arguments: &[&str], page: &Path) -> std::process::Output {
    let profile = page.with_extension("profile");
    let mut all = vec![
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--allow-file-access-from-files",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
    ];
    let profile = format!("--user-data-dir={}", profile.display());
    all.push(&profile);
    all.extend_from_slice(arguments);
    let address = format!("file://{}", page.display());
    all.push(&address);
    crate::run("chromium", &all)
}

/// A page with SVGs inline and our faces, so that the browser needs no font of the system.
fn page(svgs: &[&Path], name: &Path, script: &str) -> PathBuf {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/fonts");
    let mut html = String::from("<!doctype html><meta charset=utf-8><style>");
    for (file, weight, style) in
        [("Regular", 400, "normal"), ("It", 400, "italic"), ("Semibold", 600, "normal"), ("Bold", 700, "normal")]
    {
        let path = fonts.join(format!("SourceSans3-{file}.ttf"));
        assert!(path.exists(), "{} is missing", path.display());
        html += &format!(
            "@font-face{{font-family:'Source Sans 3';font-weight:{weight};font-style:{style};src:url('file://{}')}}",
            path.display()
        );
    }
    html += "body{margin:0}svg{display:block}</style>";
    for svg in svgs {
        html += &std::fs::read_to_string(svg).unwrap();
    }
    html += &format!("<script>{script}</script>");
    std::fs::write(name, html).unwrap();
    name.to_owned()
}

/// Every text of a sheet against every other, as the browser measures its ink: the box less the room above and below the
/// letters. Lines of one label and text along a path are left out.
const OVERLAPS: &str = "
document.fonts.ready.then(() => {
  const lines = [...document.querySelectorAll('body > svg')].map((svg, n) => {
    const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim() && !t.querySelector('textPath'));
    const boxes = texts.map(t => [t.textContent.trim(), t.getBoundingClientRect(), t.closest('[id^=place-],[id^=label-]')]);
    const hits = [];
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
      const [a, p, g] = boxes[i], [b, q, h] = boxes[j];
      if (g && g === h) continue;
      const w = Math.min(p.right, q.right) - Math.max(p.left, q.left);
      const v = Math.min(p.bottom - p.height * .2, q.bottom - q.height * .2) - Math.max(p.top + p.height * .24, q.top + q.height * .24);
      if (w > 1 && v > 1) hits.push('hit ' + n + ' ' + (a + ' / ' + b).replace(/</g, ''));
    }
    return ['texts ' + n + ' ' + boxes.length, ...hits].join('\\n');
  });
  document.body.innerHTML = '<pre>start\\n' + lines.join('\\n') + '\\nend</pre>';
});";

/// How many texts the browser sees in each of the SVGs, and which of them overlap.
pub(crate) fn overlaps(svgs: &[&Path], name: &str) -> Vec<(usize, Vec<String>)> {
    let mut all = Vec::new();
    // A few at a time: a browser keeps the boxes of all of them.
    for (k, some) in svgs.chunks(20).enumerate() {
        let html = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{k}.html"));
        let output = chromium(&["--dump-dom", "--virtual-time-budget=20000"], &page(some, &html, OVERLAPS));
        let dom = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(dom.contains("\nend</pre>"), "{name}: not measured: {}", &dom[..dom.len().min(500)]);
        let mut found = vec![(0, Vec::new()); some.len()];
        for line in dom.lines() {
            let mut words = line.splitn(3, ' ');
            let (kind, number) = (words.next(), words.next().and_then(|n| n.parse::<usize>().ok()));
            let (Some(number), Some(rest)) = (number, words.next()) else { continue };
            match kind {
                Some("texts") => found[number].0 = rest.parse().unwrap(),
                Some("hit") => found[number].1.push(rest.to_owned()),
                _ => {}
            }
        }
        all.extend(found);
    }
    assert_eq!(all.len(), svgs.len());
    all
}

/// Every article of the tests that gives a map: no name over another, and every place has its own.
#[test]
fn no_two_names_overlap_in_a_browser() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chromium-articles");
    std::fs::create_dir_all(&folder).unwrap();
    let mut maps = Vec::new();
    let mut wrong = Vec::new();
    for article in crate::texts(&["data/articles", "tests/dispatches", "tests/campaigns"]) {
        let name = article.file_stem().unwrap().to_str().unwrap().to_owned();
        let one = folder.join(&name);
        let _ = std::fs::remove_dir_all(&one);
        let arguments = ["map", article.to_str().unwrap(), "-o", one.to_str().unwrap(), "--json"];
        let output = crate::run(env!("CARGO_BIN_EXE_frontline"), &arguments);
        if output.status.code() == Some(1) {
            continue;
        }
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let labels = &told["labels"];
        if labels["overlapping"] != 0 || labels["on_marks"] != 0 || labels["required"] != labels["placed_required"] {
            wrong.push(format!("{name}: {labels}"));
        }
        maps.push((name, one.join("map.svg")));
    }
    assert!(maps.len() >= 55, "{} maps", maps.len());
    let svgs: Vec<&Path> = maps.iter().map(|(_, svg)| svg.as_path()).collect();
    for ((name, _), (texts, hits)) in maps.iter().zip(overlaps(&svgs, "chromium-articles")) {
        assert!(texts >= 8, "{name}: {texts} texts found");
        wrong.extend(hits.into_iter().map(|hit| format!("{name}: {hit}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Maps of the gallery in several styles and sizes, with the share of pixels that may differ strongly: letters are smoothed
/// differently, and thin dashes begin a little elsewhere.
#[test]
fn png_is_what_a_browser_draws() {
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("output/gallery");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chromium-pictures");
    std::fs::create_dir_all(&folder).unwrap();
    for name in [
        "hama-falls",
        "kharkiv-2022-uk",
        "shusha-2020-dark",
        "khartoum-2025-print",
        "goma-2025-fr",
        "mekelle-2020-military",
        "tripoli-2011-a5",
    ] {
        let svg = folder.join(format!("{name}.svg"));
        std::fs::copy(gallery.join(format!("{name}.svg")), &svg).unwrap();
        let ours = decode(&gallery.join(format!("{name}.png")));
        let page = page(&[&svg], &svg.with_extension("html"), "");
        let shot = folder.join(format!("{name}.png"));
        chromium(
            &[
                &format!("--screenshot={}", shot.display()),
                &format!("--window-size={},{}", ours.0, ours.1),
                "--virtual-time-budget=5000",
            ],
            &page,
        );
        let theirs = decode(&shot);
        assert_eq!((ours.0, ours.1), (theirs.0, theirs.1), "{name}: sizes differ");
        let apart = |(a, b): &(&[u8; 3], &[u8; 3])| a.iter().zip(b.iter()).any(|(x, y)| x.abs_diff(*y) > 96);
        let different = ours.2.iter().zip(&theirs.2).filter(apart).count();
        let share = different as f64 / ours.2.len() as f64;
        assert!(share < 0.01, "{name}: {:.2} % of the pixels differ strongly from the browser's", share * 100.0);
    }
}
