//! Bytes to text: byte order marks, UTF-8, UTF-16, Windows-1252, the charset of a page; binary files are refused.
//!
//! In: bytes. Out: text. Never: files.

use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;

/// Beginnings of files that hold no plain text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (a Word, OpenDocument or EPUB file is one)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "a Rich Text file"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"OggS", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
    (b"RIFF", "a RIFF file (WebP, WAV, AVI)"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
];

/// The text of `bytes`, or what they are instead.
pub(super) fn decode(bytes: &[u8]) -> Result<String, String> {
    if bytes.is_empty() {
        return Err("expected the text of an article, found an empty file".to_owned());
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(format!("expected text, Markdown or HTML, found {what}; save the article as text first"));
    }
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Err("expected UTF-8 or UTF-16, found UTF-32".to_owned());
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or(&[])).0.into_owned());
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    let head = bytes.get(..8192).unwrap_or(bytes);
    let nuls = head.iter().map(|b| usize::from(*b == 0)).sum::<usize>();
    let controls =
        head.iter().filter(|b| **b < 32 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b)).count();
    if nuls * 200 > head.len() || controls * 20 > head.len() {
        return Err(format!("expected text, found binary data ({nuls} NUL bytes among the first {})", head.len()));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let declared = declared(head).filter(|e| *e != UTF_8);
    if let Some(encoding) = declared {
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    // Damaged UTF-8 has many good sequences and few bad ones; Windows-1252 has hardly a good one.
    let text = String::from_utf8_lossy(bytes);
    let bad = text.matches('\u{fffd}').count();
    let good = text.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if good > bad * 2 {
        return Ok(text.into_owned());
    }
    Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned())
}

/// UTF-16 without a mark shows as NULs in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..2048).unwrap_or(bytes);
    if head.len() < 8 {
        return None;
    }
    let half = head.len() / 2;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 > half * 6 && even * 20 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 6 && odd * 20 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The charset that a page declares in its head.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let text: String = head.iter().take(4096).map(|b| char::from(*b).to_ascii_lowercase()).collect();
    if !text.contains("<meta") && !text.starts_with("<?xml") {
        return None;
    }
    let after = text.split("charset=").nth(1).or_else(|| text.split("encoding=").nth(1))?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Encoding::for_label(label.as_bytes())
}
