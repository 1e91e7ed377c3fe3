//! A real browser agrees with the layout: no two names of the map overlap, and it draws the same picture.

use std::path::Path;
use std::path::PathBuf;

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

/// A page with the SVG inline and our faces, so that the browser needs no font of the system.
fn page(svg: &Path, script: &str) -> PathBuf {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/fonts");
    let mut faces = String::new();
    for (file, weight, style) in
        [("Regular", 400, "normal"), ("It", 400, "italic"), ("Semibold", 600, "normal"), ("Bold", 700, "normal")]
    {
        let path = fonts.join(format!("SourceSans3-{file}.ttf"));
        assert!(path.exists(), "{} is missing", path.display());
        faces += &format!(
            "@font-face{{font-family:'Source Sans 3';font-weight:{weight};font-style:{style};src:url('file://{}')}}",
            path.display()
        );
    }
    let svg_text = std::fs::read_to_string(svg).unwrap();
    let html = format!(
        "<!doctype html><meta charset=utf-8><style>{faces}body{{margin:0}}svg{{display:block}}</style>{svg_text}<script>{script}</script>"
    );
    let path = svg.with_extension("html");
    std::fs::write(&path, html).unwrap();
    path
}

/// Every text of the sheet against every other, as the browser measures its ink: the box less the room above and below the
/// letters. Lines of one label and text along a path are left out.
const OVERLAPS: &str = "
document.fonts.ready.then(() => {
  const texts = [...document.querySelectorAll('text')].filter(t => t.textContent.trim() && !t.querySelector('textPath'));
  const boxes = texts.map(t => [t.textContent.trim(), t.getBoundingClientRect(), t.closest('[id^=place-],[id^=label-]')]);
  const hits = [];
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const [a, p, g] = boxes[i], [b, q, h] = boxes[j];
    if (g && g === h) continue;
    const w = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const v = Math.min(p.bottom - p.height * .2, q.bottom - q.height * .2) - Math.max(p.top + p.height * .24, q.top + q.height * .24);
    if (w > 1 && v > 1) hits.push(a + ' / ' + b);
  }
  document.body.innerHTML = '<pre>texts ' + boxes.length + ' end\\n' + hits.map(h => 'hit ' + h.replace(/</g, '')).join('\\n') + '</pre>';
});";

/// How many texts the browser sees, and which of them overlap.
pub(crate) fn overlaps(svg: &Path) -> (usize, Vec<String>) {
    let page = page(svg, OVERLAPS);
    let output = chromium(&["--dump-dom", "--virtual-time-budget=5000"], &page);
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let texts = dom
        .split("<pre>texts ")
        .nth(1)
        .and_then(|t| t.split_whitespace().next()?.parse().ok())
        .unwrap_or_else(|| panic!("{}: no count: {}", svg.display(), &dom[..dom.len().min(500)]));
    let hits = dom.lines().filter_map(|l| l.strip_prefix("hit ")).map(str::to_owned).collect();
    (texts, hits)
}

#[test]
fn no_two_names_overlap_in_a_browser() {
    for article in crate::articles() {
        let name = format!("chromium-{}", article.file_stem().unwrap().to_str().unwrap());
        let folder = crate::mapped(&article, &name);
        let (texts, hits) = overlaps(&folder.join("map.svg"));
        assert!(texts >= 15, "{name}: {texts} texts found");
        assert!(hits.is_empty(), "{name}: {hits:?}");
    }
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
        let page = page(&svg, "");
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

/// Width, height and RGB pixels.
pub(crate) fn decode(path: &Path) -> (u32, u32, Vec<[u8; 3]>) {
    let file = std::fs::File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut buffer).unwrap();
    let channels = info.color_type.samples();
    let pixels = buffer[..info.buffer_size()].chunks_exact(channels).map(|p| [p[0], p[1], p[2]]).collect();
    (info.width, info.height, pixels)
}
