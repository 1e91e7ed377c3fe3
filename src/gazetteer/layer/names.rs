//! Keys of names: folding and Arabic articles.
//!
//! In: a name as written. Out: the key it is found by. Never: places.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::country_letters;

/// Longest key that is stored, in bytes; longer names are no toponyms of a text.
pub const MAX_KEY: usize = 96;

/// Countries whose place names carry the Arabic article.
const ARTICLE_COUNTRIES: &[&str] = &[
    "AE", "BH", "DJ", "DZ", "EG", "EH", "ER", "IL", "IQ", "IR", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS",
    "QA", "SA", "SD", "SO", "SS", "SY", "TD", "TN", "TR", "YE",
];

/// Countries whose GeoNames names are scholarly transliterations; newsrooms write them without macrons, dots and ayn.
const TRANSLITERATED: &[&str] = &[
    "AE", "AF", "BH", "BY", "DJ", "DZ", "EG", "EH", "ER", "ET", "IL", "IQ", "IR", "JO", "KW", "LB", "LY", "MA", "MR",
    "OM", "PK", "PS", "QA", "RU", "SA", "SD", "SO", "SS", "SY", "TD", "TN", "UA", "YE",
];

/// The article and its assimilated forms before the letters of the sun.
const ARTICLES: &[&str] = &[
    "ad", "adh", "al", "an", "ar", "as", "ash", "at", "ath", "az", "ed", "edh", "el", "en", "er", "es", "esh", "et",
    "ez", "ud", "ul", "ur", "us", "uz",
];

/// True if names of the country of this [`area_number`](super::area_number) are also found without their Arabic article.
pub fn has_articles(area: u64) -> bool {
    is_among(ARTICLE_COUNTRIES, area)
}

/// True if the country of this [`area_number`](super::area_number) is one of a sorted list.
pub(crate) fn is_among(countries: &[&str], area: u64) -> bool {
    let letters = country_letters(area);
    countries.binary_search_by(|country| country.as_bytes().cmp(&letters)).is_ok()
}

/// The key of a name: compatibility-decomposed, marks stripped, apostrophes and full stops dropped, every other
/// sign that is no letter or digit turned into one space, lower case.
pub fn fold(name: &str) -> String {
    let mut folding = Folding::default();
    folding.push(name);
    folding.key
}

/// The key of a name that is read piece by piece.
#[derive(Debug, Clone, Default)]
pub struct Folding {
    key: String,
    /// A sign was read that becomes a space if a letter follows.
    space: bool,
}

impl Folding {
    /// The key of what was read.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Begins a new name.
    pub fn clear(&mut self) {
        self.key.clear();
        self.space = false;
    }

    /// Reads more of the name.
    pub fn push(&mut self, piece: &str) {
        if piece.is_ascii() {
            // Most pieces are a word, or a word behind one sign.
            let word = piece.strip_prefix([' ', '-']).unwrap_or(piece);
            if word.bytes().all(|c| c.is_ascii_alphanumeric()) {
                if word.len() < piece.len() {
                    self.space = true;
                }
                if word.is_empty() {
                    return;
                }
                if self.space && !self.key.is_empty() {
                    self.key.push(' ');
                }
                self.space = false;
                let from = self.key.len();
                self.key.push_str(word);
                if let Some(added) = self.key.get_mut(from..) {
                    added.make_ascii_lowercase();
                }
                return;
            }
            for c in piece.bytes() {
                if c.is_ascii_alphanumeric() {
                    self.letter(char::from(c.to_ascii_lowercase()));
                } else if !matches!(c, b'.' | b'\'' | b'`') {
                    self.sign(char::from(c));
                }
            }
            return;
        }
        for c in piece.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
            if let Some(text) = plain(c) {
                text.chars().for_each(|c| self.letter(c));
            } else if is_apostrophe(c) || c == '.' || is_combining_mark(c) {
                // Nothing remains of it.
            } else if c.is_alphanumeric() {
                self.letter(c);
            } else {
                self.sign(c);
            }
        }
    }

    fn letter(&mut self, c: char) {
        if self.space && !self.key.is_empty() {
            self.key.push(' ');
        }
        self.space = false;
        self.key.push(c);
    }

    fn sign(&mut self, c: char) {
        self.space = true;
        if c == '&' {
            "and".chars().for_each(|c| self.letter(c));
            self.space = true;
        }
    }
}

/// Apostrophes, quotes that stand for them, and the letters of transliteration for hamza, ayn and the soft sign.
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '´' | '’' | '‘' | '‛' | '′' | '″' | '＇' | 'ʹ' | 'ʺ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | 'ˊ' | 'ˋ'
            | '\u{640}' // tatweel
            | '\u{ad}' // soft hyphen
            | '\u{200b}'
            ..='\u{200f}'
            | '\u{621}' // hamza alone
            | '\u{ec9}'
    )
}

/// True for nothing or two capitals, as ISO 3166-1 alpha-2 codes are written.
pub fn is_country_code(text: &str) -> bool {
    text.is_empty() || (text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Letters that no decomposition makes plain.
#[expect(clippy::match_same_arms, reason = "a table of letters")]
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' | 'ɖ' => "d",
        'ı' | 'ɨ' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ə' | 'ǝ' => "a",
        'ɛ' => "e",
        'ɔ' => "o",
        'ƙ' => "k",
        'ɓ' => "b",
        'ɗ' => "d",
        'ƴ' => "y",
        'ґ' => "г",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' => "ه",
        'ς' => "σ",
        _ => return None,
    })
}

/// A folded key without its Arabic articles; `None` if it has none or consists of nothing else.
pub fn drop_articles(key: &str) -> Option<String> {
    if !key.split(' ').any(is_article) {
        return None;
    }
    let rest = key.split(' ').filter(|token| !is_article(token)).collect::<Vec<_>>().join(" ");
    (!rest.is_empty()).then_some(rest)
}

/// True for a folded token that may be an Arabic article.
pub fn is_article(token: &str) -> bool {
    let may_be = matches!(token.as_bytes(), [b'a' | b'e' | b'u', _] | [b'a' | b'e' | b'u', _, _]);
    may_be && ARTICLES.binary_search(&token).is_ok()
}

/// The name as English newsrooms write it; its key is the same. `Maʿarrat an Nuʿmān` becomes `Maarrat an Numan`.
pub fn newsroom_spelling(name: &str, country: &str) -> String {
    if TRANSLITERATED.binary_search(&country).is_err() {
        return name.to_owned();
    }
    let kept: String = name.nfd().filter(|&c| !is_combining_mark(c) && !is_apostrophe(c)).collect();
    if kept.is_empty() { name.to_owned() } else { kept }
}

/// True for other names that are worth a key. Left out are spellings by machine (they begin in lower case), codes in
/// capitals, numbers, and scripts whose texts are not divided by blanks.
pub fn is_useful(name: &str, main: &str) -> bool {
    let count = name.chars().count();
    if name == main || name.contains(['|', '\t']) || !(2..=80).contains(&count) {
        return false;
    }
    if count <= 4 && name.bytes().all(|b| b.is_ascii_uppercase()) {
        return false;
    }
    if name.contains(|c: char| c.is_ascii_digit()) && !main.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let Some(first) = name.chars().find(|c| c.is_alphabetic() && !is_apostrophe(*c)) else {
        return false;
    };
    match first {
        'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{259}' | '\u{1e00}'..='\u{1eff}' => {
            let is_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
            !first.is_lowercase() || name.split([' ', '-', '\'', '’', '‘']).any(is_capital)
        }
        // Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian
        '\u{370}'..='\u{5ff}' | '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{10a0}'..='\u{10ff}' => true,
        _ => false,
    }
}

/// The name with hyphens for spaces, for keys in files.
pub fn slug(name: &str) -> String {
    fold(name).replace(' ', "-")
}
