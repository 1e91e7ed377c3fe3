//! Messages on standard error, safe for a terminal.

use std::io::IsTerminal;
use std::io::Write;
use std::sync::OnceLock;

use crate::cli::options::Coloured;

/// Text with control and direction characters replaced, so that an article cannot steer the terminal.
pub(crate) fn safe(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{061c}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            _ => c,
        })
        .collect()
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
