//! One error type for the library: each case names the file, the place in it, what was expected and what was found.

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Input that cannot be read as what it should be.
    #[error("{file}: {message}")]
    Input {
        /// File or label.
        file: String,
        /// What was expected and what was found.
        message: String,
    },
    /// A shipped or compiled data file that is damaged or from another version.
    #[error("{file}: {message}")]
    Data {
        /// Which one.
        file: String,
        /// What was expected and what was found.
        message: String,
    },
    /// A limit was exceeded.
    #[error("{file}: {message}")]
    Limit {
        /// File or label.
        file: String,
        /// The limit, the value found and the option that raises it.
        message: String,
    },
    /// Bytes that the receiver did not take.
    #[error("{message}")]
    Write {
        /// What the receiver said.
        message: String,
    },
    /// An error that should not happen.
    #[error("internal error: {0}")]
    Internal(String),
}

/// Result with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// The remark that names the word which was meant, ` (did you mean `x`?)`, where one of those known is spelt nearly so; else empty.
pub fn meant<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let typed: Vec<char> = typed.chars().flat_map(char::to_lowercase).take(LONGEST_WORD + 1).collect();
    let most = (typed.len() / 3).max(1);
    let near = known.into_iter().map(|word| (steps(&typed, &word.chars().collect::<Vec<_>>()), word));
    let near = near.filter(|(steps, _)| *steps <= most).min_by_key(|(steps, _)| *steps);
    near.filter(|_| (2..=LONGEST_WORD).contains(&typed.len()))
        .map_or_else(String::new, |(_, word)| format!(" (did you mean `{word}`?)"))
}

/// A longer word is no spelling mistake of a known one.
const LONGEST_WORD: usize = 40;

/// Letters to add, leave out, replace or exchange with their neighbour to come from one word to another.
fn steps(a: &[char], b: &[char]) -> usize {
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut least = (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x) {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::error::meant;

    #[test]
    fn the_word_that_was_meant_is_named() {
        let known = ["default", "dark", "print", "uk", "ru", "margin"];
        for (typed, word) in [
            ("defualt", "default"),
            ("Default", "default"),
            ("drak", "dark"),
            ("margn", "margin"),
            ("ku", "uk"),
            ("prints", "print"),
            ("satellite", ""),
            ("x", ""),
            ("", ""),
        ] {
            let remark = if word.is_empty() { String::new() } else { format!(" (did you mean `{word}`?)") };
            assert_eq!(meant(typed, known), remark, "{typed}");
        }
        assert_eq!(meant(&"d".repeat(1 << 20), known), "");
    }
}
