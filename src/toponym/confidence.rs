//! How sure a choice is.
//!
//! In: a decided group and its name. Out: the numbers of the calibration. Never: weights.

use crate::gazetteer::FeatureClass;
use crate::gazetteer::NameKind;
use crate::toponym::knowledge::model::CONFIDENCE;
use crate::toponym::knowledge::model::Size;
use crate::toponym::mention::Named;
use crate::toponym::resolve::Group;

/// Numbers of the calibration for the best sense of a group.
pub(super) fn confidence_numbers(group: &Group, name: &Named, size: Size) -> [f64; CONFIDENCE.len()] {
    let best = group.best().unwrap_or(0);
    let share = f64::from(group.shares.get(best).copied().unwrap_or(0.0)).clamp(1e-4, 1.0 - 1e-4);
    let choice = libm::log(share / (1.0 - share)).clamp(-6.0, 6.0);
    let mut second = 0.0f32;
    for (i, &s) in group.shares.iter().enumerate() {
        if i != best {
            second = second.max(s);
        }
    }
    let inexact = group
        .senses
        .get(best)
        .is_some_and(|s| s.kind != NameKind::Primary && s.kind != NameKind::Demonym || s.skeleton);
    // Seas and long rivers lie in no country.
    let international = group.senses.get(best).is_some_and(|s| s.country == 0);
    let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
    let support = f64::from(group.support);
    let contained = group.is_contained();
    [
        1.0,
        choice,
        share - f64::from(second),
        name.odds.clamp(-2.0, 8.0),
        flag(group.senses.len() == 1),
        support,
        flag(size == Size::Area),
        flag(size == Size::Big),
        flag(size == Size::Small),
        flag(contained),
        flag(inexact),
        flag(size != Size::Area && size != Size::Big && support < 0.05 && !contained),
        flag(group.unmet),
        flag(group.senses.get(best).is_some_and(|s| s.skeleton)),
        flag(size != Size::Area && !contained && group.is_abroad() && !international),
    ]
}

pub(super) fn size_of_best(group: &Group) -> Size {
    group.best().and_then(|b| group.senses.get(b)).map_or(Size::None, |s| match s.class {
        FeatureClass::Country | FeatureClass::Admin1 => Size::Area,
        FeatureClass::Capital => Size::Big,
        FeatureClass::Town | FeatureClass::Seat | FeatureClass::Quarter if s.population >= 15_000 => Size::Big,
        FeatureClass::Town | FeatureClass::Seat | FeatureClass::Quarter => Size::Small,
        _ => Size::Other,
    })
}

/// Probability of log-odds.
pub(super) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}
