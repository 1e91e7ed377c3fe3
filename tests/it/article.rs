//! Articles as they are read: cases as folders, encodings, limits, and properties that hold for any input.

use std::fmt::Write as _;
use std::path::PathBuf;

use frontline::article::Article;
use frontline::article::BlockKind;
use frontline::article::ReadOptions;
use frontline::article::read;
use frontline::article::verbatim;
use frontline::error::Error;
use frontline::limit::Limit;
use frontline::limit::Limits;
use proptest::prelude::*;

fn read_plain(bytes: &[u8]) -> Result<Article, Error> {
    read(bytes, "case.txt", &ReadOptions::default())
}

/// Everything a reader can check by eye.
fn show(article: &Article) -> String {
    let mut out = String::new();
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            writeln!(out, "{name}: {value}").unwrap();
        }
    };
    let published = article.published.as_ref().map(|p| {
        let year = match (p.year_inferred, p.year_unknown) {
            (_, true) => ", year unknown",
            (true, false) => ", year inferred",
            _ => "",
        };
        format!("{} ({}{year})", p.date, p.rule)
    });
    field("published", published);
    field("title", article.title.clone());
    field("byline", article.byline.clone());
    field("outlet", article.outlet.clone());
    field("lang", article.lang.clone());
    field("dateline", article.dateline.clone().map(|d| article.text[d].to_owned()));
    for warning in &article.warnings {
        writeln!(out, "warning: {}: {}", warning.code, warning.message).unwrap();
    }
    for (i, block) in article.blocks.iter().enumerate() {
        let date = block.date.map(|d| format!(" {d}")).unwrap_or_default();
        writeln!(out, "\n{:?}{date}", block.kind).unwrap();
        if block.kind.is_story() {
            for sentence in article.sentences.iter().filter(|s| s.block == i) {
                writeln!(out, "  {}", &article.text[sentence.span.clone()]).unwrap();
            }
        } else {
            writeln!(out, "  ~ {}", &article.text[block.span.clone()]).unwrap();
        }
    }
    out
}

#[test]
fn cases_read_as_expected() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/articles-reading");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&root).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() > 5, "the cases were not found");
    let mut wrong = Vec::new();
    for folder in folders {
        let input =
            ["txt", "md", "html"].iter().map(|e| folder.join(format!("input.{e}"))).find(|p| p.exists()).unwrap();
        let name = input.file_name().unwrap().to_str().unwrap().to_owned();
        let article = read(&std::fs::read(&input).unwrap(), &name, &ReadOptions::default()).unwrap();
        let shown = show(&article);
        let golden = folder.join("expected.txt");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&golden, &shown).unwrap();
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if shown != expected {
            wrong.push(format!("== {}\n{shown}", folder.display()));
        }
        check_offsets(&article);
    }
    assert!(wrong.is_empty(), "different from expected.txt (BLESS=1 rewrites):\n{}", wrong.join("\n"));
}

/// Offsets ascend, and every run of the text maps to as many code points of the original.
fn check_offsets(article: &Article) {
    let runs = &article.offsets.runs;
    assert!(runs.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 < w[1].1), "offsets do not ascend");
    assert!(runs.iter().all(|r| article.text.is_char_boundary(r.0)));
    for sentence in &article.sentences {
        let (start, end) = article.original_span(sentence.span.clone());
        assert!(start < end);
        assert_eq!(article.clean_span(start, end).start, sentence.span.start);
    }
    assert!(article.blocks.windows(2).all(|w| w[0].span.end <= w[1].span.start));
}

#[test]
fn spans_lead_back_to_the_words_of_the_original() {
    let text = "Gun\u{200b}men left \u{201c}Tal\u{a0}Abyad\u{201d} &amp; Suluk \u{2014} on Sun-\nday.\r\n\r\nAnd\tthe   Qa\u{ad}mishli road.";
    let article = read_plain(text.as_bytes()).unwrap();
    assert_eq!(article.text, "Gunmen left \"Tal Abyad\" & Suluk \u{2013} on Sunday.\nAnd the Qamishli road.");
    let original: Vec<char> = text.chars().collect();
    for (word, expected) in [
        ("Gunmen", "Gun\u{200b}men"),
        ("Tal Abyad", "Tal\u{a0}Abyad"),
        ("Suluk", "Suluk"),
        ("Sunday", "Sun-\nday"),
        ("Qamishli", "Qa\u{ad}mishli"),
        ("road", "road"),
    ] {
        let at = article.text.find(word).unwrap();
        let (start, end) = article.original_span(at..at + word.len());
        assert_eq!(original[start..end].iter().collect::<String>(), expected);
        assert_eq!(article.clean_span(start, end), at..at + word.len());
    }
}

#[test]
fn every_encoding_gives_the_same_text() {
    let text = "Le café de Kati\n\nLes blindés sont entrés à Ségou – « sans combat » – lundi, dit-on à l’état-major de l’armée.";
    let utf8 = read_plain(text.as_bytes()).unwrap();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let with = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    let all = [
        with(b"\xef\xbb\xbf", text.as_bytes()),
        with(b"\xff\xfe", &little),
        with(b"\xfe\xff", &big),
        little.clone(),
        big.clone(),
        windows,
    ];
    for bytes in all {
        let article = read_plain(&bytes).unwrap();
        assert_eq!(article.text, utf8.text);
        assert_eq!(article.sentences, utf8.sentences);
    }
    let page = encoding_rs::WINDOWS_1251.encode("<html><head><meta charset=\"windows-1251\"></head><body><p>Бои у Изюма продолжались весь день и всю ночь.</p></body></html>").0.into_owned();
    assert!(read_plain(&page).unwrap().text.contains("Изюма"));
}

#[test]
fn what_is_no_article_is_named() {
    let cases: [(&[u8], &str); 8] = [
        (b"", "empty file"),
        (b"%PDF-1.7 and so on", "a PDF"),
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "PNG image"),
        (b"abc\0\0\0\0\0\0\x01\x02def\0\0", "binary data"),
        (b"  \n\n  ", "no words"),
        (b"<html><body><nav><a href='/'>Home</a></nav><h1>World</h1></body></html>", "headings and menus only"),
        (b"Subscribe\n\nRead more\n", "furniture"),
    ];
    for (bytes, expected) in cases {
        let message = read(bytes, "strange.bin", &ReadOptions::default()).unwrap_err().to_string();
        assert!(message.contains(expected) && message.starts_with("strange.bin: "), "{message}");
    }
    let options = ReadOptions { limits: Limits::default().with(Limit::Bytes, 10), ..ReadOptions::default() };
    let error = read(b"longer than ten bytes", "long.txt", &options).unwrap_err();
    assert!(matches!(&error, Error::Limit { message, .. } if message.contains("limit of 10")), "{error}");
}

#[test]
fn deep_and_open_markup_is_read_as_it_stands() {
    let line = "<p>The column crossed the Atbara at noon and the town behind it was empty by night.</p>";
    let deep = format!("<html><body>{}{line}{}</body></html>", "<div>".repeat(60_000), "</div>".repeat(60_000));
    let article = read(deep.as_bytes(), "deep.html", &ReadOptions::default()).unwrap();
    assert!(article.text.contains("crossed the Atbara"));
    assert!(article.warnings.iter().any(|w| w.code == "html-depth"));
    for open in ["<!--", "<svg>", "<a href=\"", "&amp", "<b", "[x](", "<script>"] {
        let text = format!("<html><body>{line}{}", open.repeat(20_000));
        let article = read(text.as_bytes(), "open.html", &ReadOptions::default()).unwrap();
        assert!(article.text.contains("crossed the Atbara"), "{open}");
    }
}

#[test]
fn sentences_end_where_readers_end_them() {
    let cases = [
        ("Lt. Gen. J. R. Smith of the U.S. Army spoke. He left.", 2),
        ("Troops of St. Vincent came at 6 p.m. Shops shut. It was 4 p.m. Monday.", 3),
        ("It rose 3.5 percent to No. 2 in the list. Nobody cared.", 2),
        ("\u{201c}We will go.\u{201d} He did not. \u{201c}Why?\u{201d} she asked.", 3),
        ("They held on... until Dec. 5. Then nothing.", 2),
        ("The town fell.[12] The army (or what was left.) fled.", 2),
        ("nothing moved there. then the drones came!", 2),
        ("It was Gen. al-Burhan vs. Hemedti, i.e. the army and the RSF, etc. The rest watched.", 2),
        ("They had a plan B. The army had none.", 2),
        ("Go to Washington D.C. and ask. Or to the U.N. in Geneva.", 2),
        ("The camp closed.The people left.", 2),
    ];
    for (text, count) in cases {
        let article = read_plain(text.as_bytes()).unwrap();
        let found: Vec<&str> = (0..article.sentences.len()).map(|i| article.sentence(i)).collect();
        assert_eq!(found.len(), count, "{found:?}");
    }
}

#[test]
fn verbatim_keeps_every_code_point() {
    let text = "By the editor\nAdvert\u{ad}isement &amp; \u{201c}Bria\u{201d}\u{a0}fell.\nThe road to\nBambari is open.\r\n\nThe road to\nBambari is open.";
    let article = verbatim(text, "doc");
    assert_eq!(article.text.chars().count(), text.chars().count());
    assert!(article.blocks.iter().all(|b| b.kind == BlockKind::Paragraph));
    assert!(article.text.contains("The road to Bambari is open."), "{}", article.text);
    assert!(article.text.contains("\"Bria\" fell."));
    let at = article.text.find("Bria").unwrap();
    let start =
        text.chars().position(|c| c == 'B').map(|_| text[..text.find("Bria").unwrap()].chars().count()).unwrap();
    assert_eq!(article.original_span(at..at + 4), (start, start + 4));
}

proptest! {
    #![proptest_config(crate::random::config(256))]

    #[test]
    fn reading_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(article) = read_plain(&bytes) {
            check_offsets(&article);
        }
    }

    #[test]
    fn marked_up_text_never_panics(text in "([a-zA-Z .,!?\"'()\\[\\]<>/&;:#*_`|=\n\r\t0-9\u{ad}\u{200b}\u{2019}\u{2014}\u{e9}-]|<p>|</p>|<div|<li>|\\*\\*|\\]\\(http|---\n|12/05/2024|Mon,|Dec 5|the 9th|two days ago|a\\.m\\.){0,120}") {
        for name in ["a.txt", "a.md"] {
            if let Ok(article) = read(text.as_bytes(), name, &ReadOptions::default()) {
                check_offsets(&article);
                frontline::event::temporal::read(&article);
            }
        }
        for format in [frontline::article::Format::Html, frontline::article::Format::Markdown] {
            if let Ok(article) = read(text.as_bytes(), "x", &ReadOptions { format, ..ReadOptions::default() }) {
                check_offsets(&article);
            }
        }
    }

    #[test]
    fn verbatim_offsets_are_exact(text in any::<String>()) {
        let article = verbatim(&text, "doc");
        prop_assert_eq!(article.text.chars().count(), text.chars().count());
        let pairs = article.text.char_indices().zip(text.chars());
        for (code_point, ((byte, clean), original)) in pairs.enumerate().step_by(7) {
            let end = byte + clean.len_utf8();
            prop_assert_eq!(article.original_span(byte..end), (code_point, code_point + 1));
            prop_assert_eq!(article.clean_span(code_point, code_point + 1), byte..end);
            if original.is_alphanumeric() {
                prop_assert_eq!(clean, original);
            }
        }
    }
}
