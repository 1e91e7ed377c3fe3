//! Writing XML: escaped text, forbidden characters left out, numbers with one decimal.

use std::fmt::Write as _;

/// True for characters that XML 1.0 allows, without the ones that are only noise or could hide text.
fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | ' '..='\u{7e}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// True if text is written as it is, nothing left out.
pub(crate) fn is_plain(text: &str) -> bool {
    text.chars().all(allowed)
}

/// JSON whose text is written as it is: characters that XML does not allow stand as escapes.
pub(crate) fn plain_json(value: &serde_json::Value) -> String {
    let mut out = String::new();
    for c in value.to_string().chars() {
        // All of them lie in the first plane, and in JSON only inside of texts.
        if allowed(c) {
            out.push(c);
        } else {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
    }
    out
}

/// Adds text with `&`, `<`, `>` and quotes escaped.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars().filter(|c| allowed(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// Adds a number with at most one decimal; never `-0`, never an exponent.
pub(crate) fn push_number(out: &mut String, value: f64) {
    let tenths = (value.clamp(-1e7, 1e7) * 10.0).round() as i64;
    if tenths < 0 {
        out.push('-');
    }
    let tenths = tenths.unsigned_abs();
    push_digits(out, tenths / 10);
    if !tenths.is_multiple_of(10) {
        out.push('.');
        push_digits(out, tenths % 10);
    }
}

/// Adds a whole number.
pub(crate) fn push_digits(out: &mut String, mut number: u64) {
    let mut digits = [0_u8; 20];
    let mut first = digits.len();
    for (i, digit) in digits.iter_mut().enumerate().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
        first = i;
        if number == 0 {
            break;
        }
    }
    out.extend(digits.iter().skip(first).map(|d| char::from(*d)));
}

/// Adds an attribute with a number.
pub(crate) fn push_measure(out: &mut String, name: &str, value: f64) {
    let _ = write!(out, " {name}=\"");
    push_number(out, value);
    out.push('"');
}

/// Adds an attribute with text.
pub(crate) fn push_attribute(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, " {name}=\"");
    push_escaped(out, value);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::push_escaped;
    use super::push_number;

    #[test]
    fn numbers_are_short_and_plain() {
        for (value, text) in [
            (0.0, "0"),
            (-0.04, "0"),
            (1.25, "1.3"),
            (-7.96, "-8"),
            (100.0, "100"),
            (f64::NAN, "0"),
            (1e300, "10000000"),
        ] {
            let mut out = String::new();
            push_number(&mut out, value);
            assert_eq!(out, text);
        }
    }

    #[test]
    fn markup_in_names_stays_text() {
        let mut out = String::new();
        push_escaped(&mut out, "<a b='c'>&\u{0}\u{b}\u{202e}\u{fffe}é");
        assert_eq!(out, "&lt;a b=&#39;c&#39;&gt;&amp;é");
    }
}
