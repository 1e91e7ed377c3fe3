//! What the renderer complains about (an unknown family, a glyph that no face has, an element it does not know) fails a test.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Once;

use frontline::export::PngOptions;

thread_local! {
    /// Complaints of the drawing on this thread.
    static HEARD: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Keeps each warning with the thread that gave it, so that tests side by side do not mix.
struct Listener;

impl log::Log for Listener {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.level() <= log::Level::Warn
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            HEARD.with_borrow_mut(|heard| heard.push(format!("{}: {}", record.target(), record.args())));
        }
    }

    fn flush(&self) {}
}

/// Draws an SVG as a run of the program would, and gives back what the renderer had to say.
fn complaints(svg: &str) -> Vec<String> {
    static START: Once = Once::new();
    START.call_once(|| {
        log::set_logger(&Listener).unwrap();
        log::set_max_level(log::LevelFilter::Warn);
    });
    HEARD.take();
    let fonts = frontline::bundled::fonts().unwrap();
    let drawn = frontline::export::png(svg, &fonts, "title", "description", PngOptions::default());
    let mut heard = HEARD.take();
    heard.extend(drawn.err().map(|e| e.to_string()));
    heard
}

#[test]
fn gallery_is_drawn_without_a_warning() {
    let gallery = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("output/gallery");
    let mut files: Vec<_> = std::fs::read_dir(gallery)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "svg"))
        .collect();
    files.sort();
    assert!(files.len() >= 5, "the gallery is too small: {files:?}");
    for file in files {
        let heard = complaints(&std::fs::read_to_string(&file).unwrap());
        assert!(heard.is_empty(), "{}:\n{}", file.display(), heard.join("\n"));
    }
}

#[test]
fn gaps_are_heard() {
    let text = |family: &str, words: &str| {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20" font-family="'{family}'">{words}</text></svg>"#
        )
    };
    let cases = [
        ("Source Sans 3", "Hama حماة Київ Αθήνα", false),
        ("No Such Family", "Hama", true),
        ("Source Sans 3", "Hama \u{1F5FA}", true),
        ("Source Sans 3", "Hama \u{13000}", true),
    ];
    for (family, words, heard) in cases {
        let complaints = complaints(&text(family, words));
        assert_eq!(!complaints.is_empty(), heard, "{family}, {words}: {complaints:?}");
    }
}

/// A picture that an SVG leads to is not looked for: neither a file, near or far, nor an address, nor what is in the link itself.
#[test]
fn no_picture_is_opened() {
    let picture = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("output/gallery/avranches-1944.png");
    let bytes = std::fs::read(&picture).unwrap();
    assert!(bytes.starts_with(b"\x89PNG"));
    let svg = |inner: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"40\" height=\"40\">{inner}</svg>"
        )
    };
    let fonts = frontline::bundled::fonts().unwrap();
    let png = |svg: &str| frontline::export::png(svg, &fonts, "title", "description", PngOptions::default()).unwrap();
    let blank = png(&svg(""));
    let inline = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='40'%3E%3Crect width='40' height='40' fill='red'/%3E%3C/svg%3E";
    let pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
    let (far, near) = (picture.display().to_string(), "output/gallery/avranches-1944.png");
    for address in [&far, &format!("file://{far}"), near, "./Cargo.toml", "http://192.0.2.1/a.png", inline, pixel] {
        for key in ["href", "xlink:href"] {
            let image = format!("<image {key}=\"{address}\" width=\"40\" height=\"40\"/>");
            assert!(png(&svg(&image)) == blank, "{address} was drawn");
            let filter = format!("<filter id=\"f\"><feImage {key}=\"{address}\"/></filter><g filter=\"url(#f)\"/>");
            assert!(png(&svg(&filter)) == blank, "{address} was drawn by a filter");
        }
    }
    assert!(
        png(&svg("<rect width=\"40\" height=\"40\" fill=\"#c00000\"/>")) != blank,
        "what is drawn can be told from what is not"
    );
}
