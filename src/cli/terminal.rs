//! Messages on standard error, safe for a terminal.

use std::borrow::Cow;
use std::io::IsTerminal;
use std::io::Write;
use std::sync::OnceLock;

use crate::cli::options::Coloured;

/// True for control and direction characters, with which an article could steer the terminal.
fn steers(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{0}'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{061c}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => true,
        _ => false,
    }
}

/// Text with those characters replaced.
pub(crate) fn safe(text: &str) -> String {
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// JSON with those characters escaped: they can stand only inside its strings, so what it says stays the same.
pub(crate) fn safe_json(json: &str) -> Cow<'_, str> {
    if !may_steer(json.as_bytes()) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if steers(c) && c != '\r' {
            out.push_str(&format!("\\u{:04x}", c as u32));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// True if characters that steer may be among these bytes of UTF-8: DEL, or one that begins with C2 80 to 9F, D8 9C,
/// E2 80 or E2 81. Looked at in lots, which costs least where nothing is found.
fn may_steer(bytes: &[u8]) -> bool {
    let first = |byte: u8| matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe2);
    let mut start = 0;
    for lot in bytes.chunks(64) {
        if lot.iter().fold(false, |any, &byte| any | first(byte)) {
            let found = (start..start + lot.len()).any(|at| match bytes.get(at) {
                Some(0x7f) => true,
                Some(0xc2) => bytes.get(at + 1).is_some_and(|next| *next < 0xa0),
                Some(0xd8) => bytes.get(at + 1) == Some(&0x9c),
                Some(0xe2) => bytes.get(at + 1).is_some_and(|next| matches!(next, 0x80 | 0x81)),
                _ => false,
            });
            if found {
                return true;
            }
        }
        start += lot.len();
    }
    false
}

/// One line that says what went wrong.
pub(crate) fn error(message: &str) {
    let line = safe(message).replace('\n', " ");
    let (on, off) = if colour() { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
    write(&format!("{on}error:{off} {line}\n"));
}

/// A warning.
pub(crate) fn warning(message: &str) {
    let line = safe(message).replace('\n', " ");
    let (on, off) = if colour() { ("\u{1b}[1;33m", "\u{1b}[0m") } else { ("", "") };
    write(&format!("{on}warning:{off} {line}\n"));
}

/// A message as it is.
pub(crate) fn note(message: &str) {
    write(&format!("{}\n", safe(message)));
}

fn write(text: &str) {
    // A closed standard error is nothing to complain about.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// When messages have colours, as typed.
static CHOSEN: OnceLock<Coloured> = OnceLock::new();

/// Takes what was typed.
pub(crate) fn choose(coloured: Coloured) {
    let _ = CHOSEN.set(coloured);
}

/// What was typed goes before the environment; of that `NO_COLOR` goes before `FORCE_COLOR`.
fn colour() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
    match CHOSEN.get() {
        Some(Coloured::Always) => true,
        Some(Coloured::Never) => false,
        _ if set("NO_COLOR") => false,
        _ => set("FORCE_COLOR") || (!dumb && std::io::stderr().is_terminal()),
    }
}
