//! Transliterations: Arabic and Persian names that share their consonants and whose vowels do not disagree, and Ukrainian,
//! Belarusian and Russian names that differ in how `г`, `і`, `ї`, `й` and `и` are written.
//!
//! In: folded keys. Out: a skeleton to look up, and a distance to weigh what it finds. Never: places.

use super::names::{is_among, is_article};

/// Countries whose names reach English through transliteration and so in several spellings.
const SKELETON_COUNTRIES: &[&str] = &[
    "AE", "AF", "BH", "DJ", "DZ", "EG", "EH", "ER", "ET", "IL", "IQ", "IR", "JO", "KW", "LB", "LY", "MA", "ML", "MR",
    "OM", "PK", "PS", "QA", "SA", "SD", "SO", "SS", "SY", "TD", "TN", "YE",
];

/// Countries whose names reach English from Cyrillic.
const CYRILLIC_COUNTRIES: &[&str] = &["BY", "RU", "UA"];

/// True if names of the country of this [`area_number`](super::area_number) are also found by their consonants.
pub fn has_skeletons(area: u64) -> bool {
    is_among(SKELETON_COUNTRIES, area) || is_among(CYRILLIC_COUNTRIES, area)
}

/// The key under which the folded name `key` of a place in this country or division is found by other transliterations.
pub fn skeleton_of(key: &str, area: u64) -> Option<String> {
    if is_among(SKELETON_COUNTRIES, area) {
        skeleton(key)
    } else if is_among(CYRILLIC_COUNTRIES, area) {
        cyrillic(key)
    } else {
        None
    }
}

/// The folded names that other transliterations of `key` are looked for under, and whether their vowels must be compared.
pub fn skeletons(key: &str) -> impl Iterator<Item = (String, bool)> {
    skeleton(key).map(|found| (found, true)).into_iter().chain(cyrillic(key).map(|found| (found, false)))
}

/// Russian endings of names and the Ukrainian ones; of several that fit, the first counts.
const RUSSIAN_ENDINGS: [(&str, &str); 16] = [
    ("skoye", "ske"),
    ("skoe", "ske"),
    ("tskoye", "tske"),
    ("noye", "ne"),
    ("noe", "ne"),
    ("vaya", "va"),
    ("naya", "na"),
    ("skaya", "ska"),
    ("ovka", "ivka"),
    ("evka", "ivka"),
    ("yovka", "ivka"),
    ("oye", "e"),
    ("oe", "e"),
    ("ovo", "ove"),
    ("evo", "eve"),
    ("ino", "yne"),
];

/// A folded name with Ukrainian endings for Russian ones: `selidovo` becomes `selidove`, `novogrodovka` `novogrodivka`.
/// `None` if no word has a Russian ending.
pub fn ukrainian(key: &str) -> Option<String> {
    let mut changed = false;
    let words = key.split(' ').map(|word| {
        let ending = RUSSIAN_ENDINGS.iter().find_map(|(russian, own)| Some((word.strip_suffix(russian)?, own)));
        match ending.filter(|(stem, _)| stem.len() >= 3) {
            Some((stem, own)) => {
                changed = true;
                format!("{stem}{own}")
            }
            None => word.to_owned(),
        }
    });
    let respelled = words.collect::<Vec<_>>().join(" ");
    changed.then_some(respelled)
}

/// Before the keys of [`cyrillic`].
const CYRILLIC: char = '~';

/// A folded Latin key in one spelling for the transliterations of Cyrillic: `klishchiivka` and `klishchiyivka`,
/// `hostomel` and `gostomel`, `malyi trostianets` and `malyy trostyanets` meet. `None` if it is short or not Latin.
fn cyrillic(key: &str) -> Option<String> {
    if !key.is_ascii() || key.len() < 6 {
        return None;
    }
    let mut out = String::from(CYRILLIC);
    let mut letters = key.chars().peekable();
    while let Some(letter) = letters.next() {
        let plain = match letter {
            'i' | 'j' | 'y' => {
                while letters.next_if(|c| matches!(c, 'i' | 'j' | 'y')).is_some() {}
                if letters.peek() == Some(&'e') {
                    continue;
                }
                'i'
            }
            'k' if letters.peek() == Some(&'h') => continue,
            'g' => 'h',
            'w' => 'v',
            other => other,
        };
        if !out.ends_with(plain) || plain == ' ' {
            out.push(plain);
        }
    }
    Some(out)
}

/// Between the skeleton and the folded name in the keys of the index.
pub(crate) const DIVIDER: char = '|';

/// A piece of a token: a consonant or a run of vowels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Consonant(u8),
    Vowels(Vowel),
}

/// What a run of vowels stands for in the common transliterations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vowel {
    A,
    E,
    I,
    U,
    /// `ay`, `ai`, `ei`
    Ay,
    /// `aw`, `au`
    Aw,
    /// `iya`, `ieh`, `ia`
    Iya,
}

/// The consonants of a folded Latin key, in one spelling for the common transliterations of Arabic and Persian, words
/// joined: `khan shaykhun` and `khan sheikhoun` meet, as do `tell rifat` and `talrifaat`, `dayr az zawr` and `deir ezzor`.
/// `None` if fewer than three consonants remain or the key is not Latin.
pub fn skeleton(key: &str) -> Option<String> {
    if !key.is_ascii() {
        return None;
    }
    let mut out = String::with_capacity(key.len());
    let mut consonants = 0;
    for (n, piece) in joined(key).iter().enumerate() {
        match piece {
            Piece::Consonant(c) => {
                out.push(char::from(*c));
                consonants += 1;
            }
            Piece::Vowels(_) if n == 0 => out.push('a'),
            Piece::Vowels(_) => {}
        }
    }
    (consonants >= 3).then_some(out)
}

/// The pieces of a key without its articles; where two words meet, one consonant and one run of vowels.
fn joined(key: &str) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(key.len());
    for token in key.split(' ').filter(|token| !is_article(token)) {
        for (n, piece) in pieces(token.as_bytes()).into_iter().enumerate() {
            match (n, out.last_mut(), piece) {
                (0, Some(last), Piece::Vowels(_)) if matches!(last, Piece::Vowels(_)) => *last = piece,
                (0, Some(last), Piece::Consonant(_)) if *last == piece => {}
                _ => out.push(piece),
            }
        }
    }
    out
}

/// How far the vowels of two folded keys with one skeleton disagree, in halves of a vowel; `None` if they disagree
/// too much to be one name: `salim` and `salam`, `shaykhun` and `shaykhan`.
pub fn vowel_distance(a: &str, b: &str) -> Option<u32> {
    let (a, b) = (joined(a), joined(b));
    let consonants = a.iter().filter(|piece| matches!(piece, Piece::Consonant(_))).count();
    let mut distance = 0;
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    loop {
        let vowel = |piece: Option<&Piece>| match piece {
            Some(Piece::Vowels(vowel)) => Some(*vowel),
            _ => None,
        };
        let va = a.next_if(|piece| matches!(piece, Piece::Vowels(_)));
        let vb = b.next_if(|piece| matches!(piece, Piece::Vowels(_)));
        distance += disagreement(vowel(va), vowel(vb))?;
        if a.next().is_none() & b.next().is_none() {
            // `sukkar` and `sukkari` are two names, `sukkara` and `sukkar` may be one.
            if va.is_none() != vb.is_none() && matches!(vowel(va.or(vb)), Some(Vowel::I | Vowel::U)) {
                return None;
            }
            break;
        }
    }
    (distance <= 1 + consonants as u32 / 3).then_some(distance)
}

/// Halves of a vowel; `None` for vowels that no transliteration confuses.
const fn disagreement(a: Option<Vowel>, b: Option<Vowel>) -> Option<u32> {
    use Vowel::{A, Aw, Ay, E, I, Iya, U};
    Some(match (a, b) {
        (None, None)
        | (Some(A), Some(A))
        | (Some(E), Some(E | A | I | Ay))
        | (Some(A | I | Ay), Some(E))
        | (Some(I), Some(I))
        | (Some(U), Some(U))
        | (Some(Ay), Some(Ay))
        | (Some(Aw), Some(Aw))
        | (Some(Iya), Some(Iya)) => 0,
        (Some(Aw), Some(U))
        | (Some(U), Some(Aw))
        | (None | Some(Iya), Some(E))
        | (Some(E), None | Some(Iya))
        | (Some(I), Some(Ay | Iya))
        | (Some(Ay | Iya), Some(I)) => 1,
        (None, Some(A | I | U)) | (Some(A | I | U), None) => 2,
        _ => return None,
    })
}

const fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w')
}

/// A token as consonants and runs of vowels; double consonants count once, a final `h` is none.
fn pieces(token: &[u8]) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(token.len());
    let mut i = 0;
    while let Some(&b) = token.get(i) {
        let next = token.get(i + 1).copied().unwrap_or(0);
        if is_vowel(b) {
            let run = token.get(i..).unwrap_or_default().iter().take_while(|&&b| is_vowel(b)).count();
            push_vowels(&mut pieces, token.get(i..i + run).unwrap_or_default());
            i += run;
            continue;
        }
        let (c, width) = match (b, next) {
            (b'k', b'h') => (b'x', 2),
            (b's' | b'c', b'h') => (b'$', 2),
            (b'g' | b't' | b'd', b'h') => (b, 2),
            (b'd', b'j') => (b'j', 2),
            (b'q' | b'c', _) => (b'k', 1),
            (b'p', _) => (b'b', 1),
            (b'v', _) => (b'f', 1),
            (b'h', 0) => (0, 1),
            _ => (b, 1),
        };
        if c != 0 && pieces.last() != Some(&Piece::Consonant(c)) {
            pieces.push(Piece::Consonant(c));
        }
        i += width;
    }
    pieces
}

/// A run of vowels; a glide before a vowel is a consonant: `suwayda`, `sweida`, `soueida`.
fn push_vowels(pieces: &mut Vec<Piece>, run: &[u8]) {
    let is_glide = |pair: &[u8]| {
        matches!(pair, [b'w', b'a' | b'e' | b'i' | b'o' | b'u' | b'y'] | [b'u' | b'o', b'a' | b'e' | b'i'])
    };
    if let Some(at) = run.windows(2).position(is_glide) {
        let before = run.get(..at).unwrap_or_default();
        if !before.is_empty() && before.iter().any(|b| !matches!(b, b'u' | b'o')) {
            push_vowels(pieces, before);
        }
        pieces.push(Piece::Consonant(b'w'));
        push_vowels(pieces, run.get(at + 1..).unwrap_or_default());
        return;
    }
    let has = |letters: &[u8]| run.iter().any(|b| letters.contains(b));
    let ends_open = run.len() > 1 && run.last().is_some_and(|b| matches!(b, b'a' | b'e'));
    pieces.push(Piece::Vowels(match () {
        () if has(b"iy") && ends_open => Vowel::Iya,
        () if run == b"ee" => Vowel::I,
        () if has(b"iy") && has(b"ae") => Vowel::Ay,
        () if has(b"iy") => Vowel::I,
        () if has(b"uwo") && has(b"a") => Vowel::Aw,
        () if has(b"uwo") => Vowel::U,
        () if has(b"a") => Vowel::A,
        () => Vowel::E,
    }));
}
