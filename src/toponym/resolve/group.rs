//! The mentions of one name and the clues of each of its senses.
//!
//! In: senses, the choices of the other names. Out: scores and shares. Never: text.

use crate::gazetteer::FeatureClass;
use crate::gazetteer::NameKind;
use crate::toponym::knowledge::model::RANK;
use crate::toponym::knowledge::model::Weights;
use crate::toponym::knowledge::model::clue;
use crate::toponym::lookup::Sense;
use crate::toponym::resolve::Want;
use crate::toponym::resolve::company::Containing;
use crate::toponym::resolve::company::Picks;

/// Numbers of one sense, in the order of [`RANK`].
pub(in crate::toponym) type Clues = [f32; RANK.len()];

/// Mentions of one name.
#[derive(Debug, Clone)]
pub(in crate::toponym) struct Group {
    /// Entry of the name.
    pub(in crate::toponym) entry: usize,
    /// Kind of place meant.
    pub(in crate::toponym) want: Want,
    /// Called a town somewhere.
    pub(in crate::toponym) town: bool,
    /// Stands for a government somewhere.
    pub(in crate::toponym) speaks: bool,
    /// The document reports on a war.
    pub(in crate::toponym) war: bool,
    /// A container is named that none of the senses lies in, or that the best does not.
    pub(in crate::toponym) unmet: bool,
    /// Groups that name an area it lies in.
    pub(in crate::toponym) containers: Vec<usize>,
    /// The first groups that are told of in the same breath, one bit each.
    pub(in crate::toponym) beside: u64,
    /// Weight as evidence for others.
    pub(in crate::toponym) weight: f32,
    /// Senses considered.
    pub(in crate::toponym) senses: Vec<Sense>,
    /// Senses that the words beside the name rule out.
    pub(in crate::toponym) barred: Vec<bool>,
    /// Clues of each sense.
    pub(in crate::toponym) clues: Vec<Clues>,
    /// Score of each sense.
    pub(in crate::toponym) scores: Vec<f32>,
    /// Probability of each sense.
    pub(in crate::toponym) shares: Vec<f32>,
    /// Mean of the three strongest ties of the best sense to other names.
    pub(in crate::toponym) support: f32,
}

pub(super) const fn is_settlement(class: FeatureClass) -> bool {
    matches!(
        class,
        FeatureClass::Town | FeatureClass::Capital | FeatureClass::Seat | FeatureClass::Quarter | FeatureClass::Camp
    )
}

const fn is_area(class: FeatureClass) -> bool {
    matches!(class, FeatureClass::Country | FeatureClass::Admin1 | FeatureClass::Admin2 | FeatureClass::Region)
}

const fn is_physical(class: FeatureClass) -> bool {
    use FeatureClass::{Desert, Island, Lake, Mountain, River, Sea, Valley};
    matches!(class, River | Lake | Sea | Mountain | Valley | Desert | Island)
}

const fn is_water(class: FeatureClass) -> bool {
    matches!(class, FeatureClass::River | FeatureClass::Lake | FeatureClass::Sea)
}

/// True within about 150 km and one country.
fn is_near(a: &Sense, b: &Sense) -> bool {
    let dot: f32 = a.vector.iter().zip(&b.vector).map(|(x, y)| x * y).sum();
    a.country == b.country && dot > 0.99972
}

/// People of a town that is small among its namesakes.
const SMALL: u32 = 15_000;

/// Countries whose states and provinces usually stand bare in news: United States, Canada, Australia.
const NAMED_BARE: [u32; 3] = [country_number(*b"US"), country_number(*b"CA"), country_number(*b"AU")];

const fn country_number(code: [u8; 2]) -> u32 {
    (code[0] as u32) << 8 | code[1] as u32
}

impl Group {
    /// Clues that need no other name.
    pub(in crate::toponym) fn prepare(&mut self) {
        // "Aleppo falls": where no sense is a river or mountain, the word behind the name says nothing of it.
        if self.want == Want::Physical && !self.senses.iter().any(|s| is_physical(s.class)) {
            self.want = Want::Bare;
        }
        // A country may have the article itself: "the Congo", "the Jordan".
        let water = self.senses.iter().any(|s| is_water(s.class));
        if self.want == Want::Water && (!water || self.senses.iter().any(|s| s.class == FeatureClass::Country)) {
            self.want = Want::Bare;
        }
        if self.want == Want::Water {
            self.senses.retain(|s| is_water(s.class));
            let count = self.senses.len();
            self.clues.truncate(count);
            self.scores.truncate(count);
            self.shares.truncate(count);
        }
        let most = self.senses.iter().map(|s| s.population).max().unwrap_or(0).max(1) as f32;
        let has_town = self.senses.iter().any(|s| is_settlement(s.class) && s.kind <= NameKind::Alternate);
        let divisions: Vec<u64> =
            self.senses.iter().filter(|s| s.class == FeatureClass::Admin1 && s.admin1 != 0).map(|s| s.admin1).collect();
        let mut towns: Vec<u64> = self
            .senses
            .iter()
            .filter(|s| is_settlement(s.class) && divisions.contains(&s.admin1))
            .map(|s| s.admin1)
            .collect();
        // A capital is a division of its own beside the one around it: Kyiv and its oblast.
        let capitals = self.senses.iter().filter(|s| s.class == FeatureClass::Capital);
        for capital in capitals {
            let around = self.senses.iter().filter(|s| s.class == FeatureClass::Admin1 && s.admin1 != 0);
            towns.extend(around.filter(|s| is_near(s, capital)).map(|s| s.admin1));
        }
        for (sense, clues) in self.senses.iter().zip(&mut self.clues) {
            clues[clue::POPULATION] = libm::logf(1.0 + sense.people() as f32) / 10.0;
            if self.war && sense.kept && is_settlement(sense.class) {
                clues[clue::WAR_KEPT] = 1.0;
            }
            clues[clue::SHARE] = sense.population as f32 / most;
            let class = match sense.class {
                FeatureClass::Country => clue::COUNTRY,
                FeatureClass::Admin1 => clue::ADMIN1,
                FeatureClass::Admin2 => clue::ADMIN2,
                FeatureClass::Capital => clue::CAPITAL,
                FeatureClass::Seat => clue::SEAT,
                FeatureClass::Town => clue::TOWN,
                FeatureClass::Quarter => clue::QUARTER,
                FeatureClass::Region | FeatureClass::Continent | FeatureClass::Desert => clue::REGION,
                FeatureClass::River | FeatureClass::Lake | FeatureClass::Sea => clue::WATER,
                FeatureClass::Mountain | FeatureClass::Valley | FeatureClass::Island => clue::TERRAIN,
                _ => clue::FACILITY,
            };
            clues[class] = 1.0;
            match sense.kind {
                NameKind::Primary => {}
                NameKind::Alternate => clues[clue::ALTERNATE] = 1.0,
                NameKind::Abbreviation => clues[clue::ABBREVIATION] = 1.0,
                NameKind::Demonym => clues[clue::DEMONYM] = 1.0,
                NameKind::WithoutArticle | NameKind::Variant => clues[clue::WITHOUT_ARTICLE] = 1.0,
                NameKind::Historic => clues[clue::HISTORIC] = 1.0,
            }
            if sense.skeleton {
                clues[clue::SKELETON] = 1.0;
            }
            match self.want {
                Want::Area | Want::District => {
                    if sense.class == FeatureClass::Admin1 {
                        clues[clue::FORM_ADMIN1] = 1.0;
                    } else if sense.class == FeatureClass::Admin2 {
                        clues[clue::FORM_ADMIN2] = 1.0;
                    } else if !is_area(sense.class) {
                        clues[clue::HEAD_MISSED] = 1.0;
                    }
                }
                Want::Physical | Want::Water => {
                    if !is_physical(sense.class) {
                        clues[clue::HEAD_MISSED] = 1.0;
                    }
                }
                Want::Town | Want::Bare => {
                    if self.town && is_settlement(sense.class) {
                        clues[clue::FORM_TOWN] = 1.0;
                    } else if self.town {
                        clues[clue::HEAD_MISSED] = 1.0;
                    }
                    if sense.class == FeatureClass::Admin1 && towns.contains(&sense.admin1) {
                        clues[clue::DIVISION_OF_TOWN] = 1.0;
                        clues[clue::WAR_DIVISION] = if self.war { 1.0 } else { 0.0 };
                    } else if is_settlement(sense.class) && divisions.contains(&sense.admin1) {
                        clues[clue::TOWN_OF_DIVISION] = 1.0;
                    }
                    if has_town && sense.class == FeatureClass::Admin1 {
                        clues[clue::BARE_ADMIN1] = 1.0;
                    } else if has_town && sense.class == FeatureClass::Admin2 {
                        clues[clue::BARE_ADMIN2] = 1.0;
                    }
                    if matches!(sense.class, FeatureClass::Country) && has_town {
                        clues[clue::SAME_NAME_UP] = 1.0;
                    }
                }
            }
        }
        self.rule_out();
    }

    /// What the words rule out: a town where a province is meant, a province where its town stands bare, a place outside the
    /// area named beside it.
    fn rule_out(&mut self) {
        let has = |classes: &[FeatureClass]| self.senses.iter().any(|s| classes.contains(&s.class));
        let divisions = has(&[FeatureClass::Admin1]);
        let areas = has(&[FeatureClass::Admin2, FeatureClass::Region, FeatureClass::Country]);
        let settlements = self.senses.iter().any(|s| is_settlement(s.class) && s.kind <= NameKind::Alternate);
        // "Red Sea": a sea goes before the provinces that are called after it.
        let sea = has(&[FeatureClass::Sea]);
        // A country's own name hardly means a town abroad that bears it as another name.
        let country = self.senses.iter().any(|s| s.class == FeatureClass::Country && s.kind == NameKind::Primary);
        let namesake = |s: &Sense| country && is_settlement(s.class) && s.kind > NameKind::Primary;
        let governs = |s: &Sense| matches!(s.class, FeatureClass::Capital | FeatureClass::Country);
        let speaks = self.speaks && self.senses.iter().any(governs);
        self.barred = self
            .senses
            .iter()
            .zip(&self.clues)
            .map(|(s, clues)| match self.want {
                _ if namesake(s) => true,
                Want::Area if divisions => {
                    !matches!(s.class, FeatureClass::Admin1 | FeatureClass::Region | FeatureClass::Country)
                }
                Want::Area if areas => !is_area(s.class),
                Want::Bare | Want::Physical
                    if sea && matches!(s.class, FeatureClass::Admin1 | FeatureClass::Admin2) =>
                {
                    true
                }
                Want::Bare if speaks => !governs(s),
                Want::Bare if self.town && settlements => is_area(s.class),
                Want::Bare => clues[clue::DIVISION_OF_TOWN] > 0.0 && !NAMED_BARE.contains(&s.country),
                _ => false,
            })
            .collect();
        self.bar();
    }

    fn bar(&mut self) {
        for (clues, &barred) in self.clues.iter_mut().zip(&self.barred) {
            clues[clue::BARRED] = if barred || clues[clue::IN_MISSED] > 0.0 { 1.0 } else { 0.0 };
        }
    }

    /// Clues from the other groups.
    pub(in crate::toponym) fn compare(&mut self, own: usize, picks: &Picks, containers: &[Containing]) {
        let only = self.senses.len() == 1;
        for (index, (sense, clues)) in self.senses.iter().zip(&mut self.clues).enumerate() {
            let shared = picks.company(own, sense);
            clues[clue::DOC_COUNTRY] = shared.country;
            clues[clue::DOC_ADMIN1] = shared.division;
            clues[clue::COUNTRY_NAMED] = shared.country_named;
            clues[clue::DIVISION_NAMED] = shared.division_named;
            clues[clue::DIVISION_TOP] = shared.division_top;
            if !only || index == 0 {
                let spatial = picks.spatial(own, sense, self.beside);
                clues[clue::SPATIAL_100] = spatial[0];
                clues[clue::SPATIAL_300] = spatial[1];
                clues[clue::SPATIAL_1000] = spatial[2];
                clues[clue::LOCAL_40] = spatial[3];
            }
            let (mut in1, mut in0, mut in2) = (0.0f32, 0.0f32, 0.0f32);
            // "The Dnipro in Ukraine": long rivers are put in no country.
            let anywhere = sense.country == 0 && (only || self.want == Want::Water);
            for c in containers {
                match c.level {
                    0 if (c.country == sense.country || anywhere) && sense.class != FeatureClass::Country => {
                        in0 = in0.max(c.share);
                    }
                    // The division of some hand-kept places is not known.
                    1 if (c.admin1 == sense.admin1
                        || sense.kept && sense.admin1 == 0 && sense.country == c.country
                        || anywhere)
                        && sense.class != FeatureClass::Admin1 =>
                    {
                        in1 = in1.max(c.share);
                    }
                    2 if c.admin1 == sense.admin1 && is_settlement(sense.class) => {
                        in2 = in2.max(c.share);
                    }
                    _ => {}
                }
            }
            clues[clue::IN_ADMIN1] = in1;
            clues[clue::IN_COUNTRY] = in0;
            clues[clue::IN_ADMIN2] = in2;
        }
        // Beside a named area that holds some of the senses, the others are hardly meant.
        let inside = |clues: &Clues| clues[clue::IN_ADMIN1] + clues[clue::IN_COUNTRY] > 0.5;
        let any = self.clues.iter().any(inside);
        let named: f32 = containers.iter().filter(|c| c.level < 2).map(|c| c.share).sum();
        for clues in &mut self.clues {
            clues[clue::IN_MISSED] = if any && !inside(clues) { 1.0 } else { 0.0 };
        }
        self.bar();
        self.unmet = named > 0.5 && !any;
    }

    /// Scores and shares from the clues.
    pub(in crate::toponym) fn decide(&mut self, weights: &Weights) {
        let mut top = f32::MIN;
        for (clues, score) in self.clues.iter().zip(&mut self.scores) {
            *score = clues.iter().zip(&weights.rank).map(|(&c, &w)| c * w as f32).sum();
            top = top.max(*score);
        }
        let mut sum = 0.0;
        for (score, share) in self.scores.iter().zip(&mut self.shares) {
            let behind = score - top;
            *share = if behind > -30.0 { libm::expf(behind) } else { 0.0 };
            sum += *share;
        }
        for share in &mut self.shares {
            *share /= sum.max(1e-12);
        }
        self.support = self.best().and_then(|b| self.clues.get(b)).map_or(0.0, |c| c[clue::SPATIAL_300]);
    }

    /// Rules out the senses that do not lie where the text says.
    pub(in crate::toponym) fn keep_only(&mut self, fits: impl Fn(&Sense) -> bool, weights: &Weights) {
        for (sense, barred) in self.senses.iter().zip(&mut self.barred) {
            *barred |= !fits(sense);
        }
        self.bar();
        self.decide(weights);
    }

    /// Index of the best sense.
    pub(in crate::toponym) fn best(&self) -> Option<usize> {
        let mut best: Option<(usize, f32)> = None;
        for (i, &score) in self.scores.iter().enumerate() {
            if best.is_none_or(|(_, s)| score > s) {
                best = Some((i, score));
            }
        }
        best.map(|(i, _)| i)
    }

    /// True if no other name of the document lies in the country of the best sense.
    pub(in crate::toponym) fn is_abroad(&self) -> bool {
        self.best().and_then(|b| self.clues.get(b)).is_some_and(|c| c[clue::DOC_COUNTRY] < 0.05)
    }

    /// True for a small place far from all other names, in no country of theirs or under a name that is only like its own.
    pub(in crate::toponym) fn is_stray(&self) -> bool {
        let Some(best) = self.best().and_then(|b| self.senses.get(b)).filter(|_| !self.is_contained()) else {
            return false;
        };
        let most = if best.kind == NameKind::Primary { 100_000 } else { 500_000 };
        let small = is_settlement(best.class) && best.class != FeatureClass::Capital && best.population < most
            || is_physical(best.class);
        // A small place more than 200 km from everything else, in a country of hardly anything else that the text does not name.
        let clues = self.best().and_then(|b| self.clues.get(b));
        let alone = best.population < SMALL
            && is_settlement(best.class)
            && clues.is_some_and(|c| {
                c[clue::COUNTRY_NAMED] < 0.1 && c[clue::DOC_COUNTRY] < 0.25 && c[clue::SPATIAL_100] < 0.04
            });
        small && (self.is_abroad() && self.support < 0.05 || best.skeleton && self.support < 0.3 || alone)
    }

    /// True if a container agrees with the best sense.
    pub(in crate::toponym) fn is_contained(&self) -> bool {
        self.best().and_then(|b| self.clues.get(b)).is_some_and(|c| c[clue::IN_ADMIN1] + c[clue::IN_COUNTRY] > 0.5)
    }
}
