//! What stands beside a name.
//!
//! In: [`Token`]s. Out: [`Left`], [`Right`]. Never: places.

use crate::toponym::knowledge::model::Left;
use crate::toponym::knowledge::model::Right;
use crate::toponym::knowledge::words::class;
use crate::toponym::person::HEADS;
use crate::toponym::token::Token;
use crate::toponym::token::shape;

/// Marks of a token as part of a gazetteer name.
pub(super) mod mark {
    /// A gazetteer name of a place begins here.
    pub(in crate::toponym) const STARTS: u8 = 1;
    /// One ends here.
    pub(in crate::toponym) const ENDS: u8 = 2;
    /// A country or first-order division begins here.
    pub(in crate::toponym) const AREA: u8 = 4;
}

/// Class of what stands before token `first`.
pub(super) fn left(tokens: &[Token], marks: &[u8], first: usize) -> Left {
    let Some(own) = tokens.get(first) else {
        return Left::Other;
    };
    let back = |n: usize| first.checked_sub(n).and_then(|i| tokens.get(i)).filter(|t| t.sentence == own.sentence);
    let ends_place = |n: usize| first.checked_sub(n).and_then(|i| marks.get(i)).is_some_and(|m| m & mark::ENDS != 0);
    let Some(before) = back(1) else {
        return Left::Start;
    };
    if own.is(shape::HYPHEN) {
        return Left::Hyphen;
    }
    match before.sign {
        0 => {}
        b',' => {
            return if ends_place(2) { Left::CommaPlace } else { Left::Comma };
        }
        b'(' | b'[' => return Left::Open,
        b'-' | b':' | b';' => return Left::Dash,
        b'/' | b'|' => return Left::Slash,
        b's' => {
            return if back(2).is_some_and(|t| t.is(shape::CAP)) && ends_place(2) {
                Left::PlaceCap
            } else {
                Left::Possessive
            };
        }
        b'"' | b'\'' => {
            return if back(2).is_none() { Left::Start } else { Left::Quote };
        }
        b'0' => return Left::Number,
        b'.' => {
            let Some(word) = back(2) else {
                return Left::Start;
            };
            return if word.has(class::TITLE) {
                Left::Title
            } else if word.is(shape::INITIAL) {
                Left::Initial
            } else if word.has(class::MONTH | class::WEEKDAY) {
                Left::Date
            } else {
                Left::Other
            };
        }
        _ => return Left::Other,
    }
    let second = back(2);
    if before.is(shape::CAP) && !before.is(shape::FIRST | shape::TITLECASE)
        || before.is(shape::CAP) && !before.has(class::COMMON1 | class::LOCATION | class::ARTICLE | class::PREPOSITION)
    {
        return if before.has(class::TITLE) {
            Left::Title
        } else if before.has(class::MONTH | class::WEEKDAY) {
            Left::Date
        } else if before.has(class::DIRECTION) {
            Left::Direction
        } else if before.is(shape::INITIAL) {
            Left::Initial
        } else if ends_place(1) && !before.has(class::GIVEN) {
            Left::PlaceCap
        } else if before.has(class::GIVEN) {
            Left::GivenCap
        } else if before.has(class::ARTICLE) {
            Left::The
        } else if before.has(HEADS) {
            Left::TypeCap
        } else {
            Left::Cap
        };
    }
    if before.has(class::ARTICLE) {
        let the = before.end - before.start == 3;
        return match second {
            Some(p) if p.has(class::LOCATION) && the => Left::LocationThe,
            Some(p) if p.has(class::PREPOSITION) && the => Left::PrepositionThe,
            _ if before.end - before.start >= 3 && !the => Left::PossessiveWord,
            _ => Left::The,
        };
    }
    // "of" alone is classed by the word before it.
    if before.end - before.start == 2 && before.has(class::PREPOSITION) && before.has(class::PARTICLE) {
        return match second {
            Some(p)
                if p.is(shape::CAP)
                    && p.has(class::BEFORENAME | class::ORGANISATION | class::MEDIA)
                    && !p.is(shape::FIRST) =>
            {
                Left::OfOrganisation
            }
            Some(p) if p.has(class::TOWN | class::ADMIN | class::DIRECTION) => Left::OfType,
            Some(p) if p.has(class::HOLDER) => Left::OfHolder,
            _ => Left::Of,
        };
    }
    if before.has(class::LOCATION) {
        return Left::Location;
    }
    if before.has(class::CONJUNCTION) {
        return if ends_place(2) { Left::AndPlace } else { Left::And };
    }
    if before.has(class::DIRECTION | class::NEARBY) {
        return Left::Direction;
    }
    if before.has(class::TITLE) && !before.has(class::PEOPLE) {
        return Left::Title;
    }
    if before.has(class::MILITARY) {
        return Left::Military;
    }
    if before.has(class::MOVEMENT | class::LIVING) {
        return Left::Movement;
    }
    if before.has(class::SPEECH) {
        return Left::Speech;
    }
    if before.has(class::PREPOSITION) {
        return Left::Preposition;
    }
    if before.has(class::ADMIN | class::TOWN | class::PHYSICAL) {
        return Left::Type;
    }
    if before.has(class::PEOPLE | class::TITLE) {
        return Left::People;
    }
    if before.has(class::MONTH | class::WEEKDAY) {
        return Left::Date;
    }
    if before.has(class::NUMBER) {
        return Left::Number;
    }
    Left::Common
}

/// Class of what stands after the name that ends before token `next`.
pub(super) fn right(tokens: &[Token], marks: &[u8], next: usize) -> Right {
    let Some(own) = next.checked_sub(1).and_then(|i| tokens.get(i)) else {
        return Right::Other;
    };
    let ahead = |n: usize| tokens.get(next + n).filter(|t| t.sentence == own.sentence);
    let marked = |n: usize, bit: u8| marks.get(next + n).is_some_and(|m| m & bit != 0);
    let Some(after) = ahead(0) else {
        return Right::End;
    };
    if after.is(shape::HYPHEN) {
        return if after.lower(class::LIVING) { Right::Based } else { Right::Hyphen };
    }
    match after.sign {
        0 => {}
        b',' => {
            return match ahead(1) {
                Some(t) if t.is(shape::CAP) && marked(1, mark::AREA) => Right::CommaArea,
                Some(t) if t.is(shape::CAP) && marked(1, mark::STARTS) => Right::CommaPlace,
                Some(t) if t.is(shape::CAP) => Right::CommaCap,
                Some(t) if t.is(shape::DIGIT) => Right::CommaNumber,
                _ => Right::Comma,
            };
        }
        b's' | b'\'' => return Right::Possessive,
        b')' | b']' | b'(' => return Right::Close,
        b'-' | b':' | b';' => return Right::Dash,
        b'/' | b'|' => return Right::Slash,
        b'"' => return Right::Quote,
        b'0' => return Right::Number,
        b'.' | b'!' | b'?' => {
            return if ahead(1).is_none() { Right::End } else { Right::Other };
        }
        _ => return Right::Other,
    }
    if after.is(shape::CAP) {
        return if after.has(class::MONTH | class::WEEKDAY) {
            Right::Date
        } else if after.has(class::ARMED) {
            Right::ArmedCap
        } else if after.has(class::MEDIA) && !after.has(class::ORGANISATION) {
            Right::MediaCap
        } else if after.has(class::ADMIN | class::PHYSICAL) {
            Right::TypeCap
        } else if after.has(class::ROAD) {
            Right::RoadCap
        } else if after.has(class::ORGANISATION) {
            Right::OrgCap
        } else if after.has(class::FACILITY | class::TOWN) {
            Right::FacilityCap
        } else if after.has(class::TITLE) {
            Right::Title
        } else if marked(0, mark::STARTS) {
            Right::PlaceCap
        } else if after.has(class::SURNAME_FREQUENT | class::SURNAME) && !after.has(class::COMMON1 | class::COMMON2) {
            Right::SurnameCap
        } else if after.has(class::COMMON1 | class::COMMON2 | class::COMMON3) {
            Right::CapitalisedNoun
        } else {
            Right::UnknownCap
        };
    }
    if after.has(class::CONJUNCTION) {
        return match ahead(1) {
            Some(t) if t.is(shape::CAP) && marked(1, mark::STARTS) => Right::AndPlace,
            Some(t) if t.is(shape::CAP) => Right::AndCap,
            _ => Right::And,
        };
    }
    let table = [
        (class::ADMIN, Right::Admin),
        (class::TOWN | class::VICINITY, Right::Town),
        (class::PHYSICAL, Right::Physical),
        (class::PEOPLE | class::TITLE, Right::People),
        (class::SPEECH, Right::Speech),
        (class::FACILITY, Right::Facility),
        (class::LOCATION, Right::Location),
        (class::PREPOSITION, Right::Preposition),
        (class::MILITARY | class::MOVEMENT, Right::Military),
        (class::ORGANISATION | class::ARMED | class::MEDIA, Right::Organisation),
        (class::MONTH | class::WEEKDAY, Right::Date),
    ];
    for (bits, value) in table {
        if after.has(bits) {
            return value;
        }
    }
    Right::Common
}
