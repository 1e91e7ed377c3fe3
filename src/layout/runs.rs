//! Lines from right to left with words of other scripts in them: stretches of one direction, placed one after another.
//!
//! In: a line. Out: its stretches in reading order. Never: measuring, drawing.

use crate::font::is_rtl;

/// Width of a blank between two stretches, in sizes of the type.
pub(super) const BLANK: f64 = 0.28;

/// A stretch of one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) words: String,
    /// Blanks stand before it.
    pub(super) spaced: bool,
}

/// True if a line has letters of both directions.
pub(super) fn is_mixed(line: &str) -> bool {
    is_rtl(line) && line.chars().any(is_ltr)
}

fn is_ltr(c: char) -> bool {
    c.is_alphabetic() && !is_rtl(c.encode_utf8(&mut [0; 4]))
}

/// The stretches of a line that is read from right to left. Digits and brackets go with the letters before them; other marks
/// that stand between the directions belong to the line.
pub(super) fn runs(line: &str) -> Vec<Run> {
    if !is_rtl(line) {
        let words = line.trim().to_owned();
        return if words.is_empty() { Vec::new() } else { vec![Run { words, spaced: false }] };
    }
    let letters: Vec<char> = line.chars().collect();
    let mut ltr = vec![false; letters.len()];
    let mut at = 0;
    while at < letters.len() {
        if !is_ltr(letters[at]) {
            at += 1;
            continue;
        }
        // From here to the last letter, digit or closing bracket before a letter from right to left.
        let (mut end, mut open) = (at + 1, 0_usize);
        for (k, c) in letters.iter().enumerate().skip(at) {
            if is_rtl(c.encode_utf8(&mut [0; 4])) {
                break;
            }
            match c {
                '(' | '[' => open += 1,
                ')' | ']' if open > 0 => {
                    open -= 1;
                    end = k + 1;
                }
                '%' | '°' => end = k + 1,
                c if c.is_alphanumeric() => end = k + 1,
                _ => {}
            }
        }
        ltr[at..end].fill(true);
        at = end;
    }
    let mut found: Vec<Run> = Vec::new();
    let mut start = 0;
    for k in 1..=letters.len() {
        if k < letters.len() && ltr[k] == ltr[start] {
            continue;
        }
        let text: String = letters[start..k].iter().collect();
        let before = start.checked_sub(1).is_some_and(|b| letters[b].is_whitespace());
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // Blanks alone stand between two stretches.
        if !words.is_empty() {
            let spaced = before || text.starts_with(char::is_whitespace);
            found.push(Run { words, spaced: spaced && !found.is_empty() });
        }
        start = k;
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::layout::runs::runs;

    #[test]
    fn stretches_have_one_direction_each() {
        // A line and its stretches in reading order, `_` where a blank stands before.
        for (line, expected) in [
            ("السيطرة على حماة", &["السيطرة على حماة"][..]),
            (
                "الأساس: Natural Earth وGSHHG؛ الأماكن: GeoNames (CC BY 4.0).",
                &["الأساس:", "_Natural Earth", "_و", "GSHHG", "؛ الأماكن:", "_GeoNames (CC BY 4.0)", "."],
            ),
            ("المصدر: Homs may be next, ٥ ديسمبر", &["المصدر:", "_Homs may be next", ", ٥ ديسمبر"]),
            ("התקדמות מIdlib אל חמה", &["התקדמות מ", "Idlib", "_אל חמה"]),
            ("5 km", &["5 km"]),
            ("", &[]),
        ] {
            let found: Vec<String> =
                runs(line).into_iter().map(|r| if r.spaced { format!("_{}", r.words) } else { r.words }).collect();
            assert_eq!(found, expected, "{line}");
        }
    }
}
