//! The linear models: named abstract features and their weights.
//!
//! In: `data/toponym/weights.tsv`. Out: scores. Never: words of texts.

use std::collections::BTreeMap;

use super::TableError;
use super::rows;

/// A family of binary features: every pair of a value of `a` and a value of `b`.
#[derive(Debug)]
pub(crate) struct Template {
    name: &'static str,
    a: &'static [&'static str],
    b: &'static [&'static str],
}

macro_rules! values {
    ($(#[$meta:meta])* $name:ident : $($variant:ident = $text:literal),* $(,)?) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum $name { $(#[doc = $text] $variant),* }
        impl $name { pub(crate) const NAMES: &'static [&'static str] = &[$($text),*]; }
    };
}

values! {
    /// What the gazetteer says about the name at best.
    Gaz: None = "none", Country = "country", Admin1 = "admin1", Admin2 = "admin2", Capital = "capital", City = "city-100k",
    Town = "town-15k", Small = "town-5k", Village = "village-1k", Hamlet = "hamlet", Region = "region", Water = "water",
    Terrain = "terrain", Facility = "facility",
}
values! {
    /// The same, coarser.
    Size: None = "none", Area = "area", Big = "big", Small = "small", Other = "other",
}
values! {
    /// How the name belongs to the best place.
    Known: None = "none", Primary = "primary", Alternate = "alternate", Abbreviation = "abbreviation", Demonym = "demonym",
    WithoutArticle = "without-article", Historic = "historic",
}
values! {
    /// Form of the name.
    Form: Single = "single", Short = "short-capitals", Capitals = "capitals", Dotted = "dotted", AbbreviationDot = "abbreviation-dot",
    Two = "two", Three = "three", Hyphen = "hyphen", Particle = "particle", Mixed = "mixed", HeadAdmin = "head-admin", HeadPhysical = "head-physical",
    HeadFacility = "head-facility", Road = "head-road", RoadNumber = "road-number",
    HeadFirst = "head-first",
}
values! {
    /// How common the words are.
    Common: No = "no", Rare = "band3", Middle = "band2", Frequent = "band1", AllOfMany = "all-of-many", SomeOfMany = "some-of-many",
}
values! {
    /// Whether the words are names of people.
    NameWord: No = "no", Given = "given", Both = "given-surname", Frequent = "surname-frequent", Surname = "surname",
    ManyGiven = "many-given", ManySurname = "many-surname",
}
values! {
    /// What stands before.
    Left: Start = "start", Location = "location", LocationThe = "location-the", OfType = "type-of", OfHolder = "holder-of",
    OfOrganisation = "organisation-of", Of = "of", Preposition = "preposition", PrepositionThe = "preposition-the", The = "the",
    And = "and", CommaPlace = "comma-place", Comma = "comma", Title = "title", Speech = "speech", Military = "military",
    Movement = "movement", Direction = "direction", GivenCap = "given", PlaceCap = "place-capitalised", TypeCap = "type-capitalised",
    Cap = "capitalised", Open = "bracket", Dash = "dash", Possessive = "possessive", PossessiveWord = "possessive-word", Quote = "quote",
    Type = "type", People = "people", Common = "lower", Number = "number", Date = "date", Hyphen = "hyphen", AndPlace = "and-place",
    Initial = "initial", Slash = "slash", Other = "other",
}
values! {
    /// What stands after.
    Right: End = "end", CommaArea = "comma-area", CommaPlace = "comma-place", CommaCap = "comma-capitalised", CommaNumber = "comma-number",
    Comma = "comma", Possessive = "possessive", Speech = "speech", Admin = "admin", Town = "town", Physical = "physical",
    Facility = "facility", OrgCap = "organisation-capitalised", MediaCap = "media-capitalised", ArmedCap = "armed-capitalised",
    TypeCap = "type-capitalised", RoadCap = "road-capitalised", FacilityCap = "facility-capitalised", PlaceCap = "place-capitalised",
    SurnameCap = "surname", UnknownCap = "capitalised", People = "people", Organisation = "organisation",
    Location = "location", Preposition = "preposition", AndPlace = "and-place", AndCap = "and-capitalised", And = "and",
    Based = "based", Hyphen = "hyphen", Close = "bracket", Dash = "dash", Number = "number", Military = "verb", Common = "lower",
    Quote = "quote", Date = "date", Title = "title", Slash = "slash", Other = "other", CapitalisedNoun = "capitalised-noun",
}
values! {
    /// Signs of a person's name.
    Person: No = "no", AfterTitle = "after-title", AfterGiven = "after-given", BeforeSurname = "before-surname", InRun = "in-run",
    SurnameElsewhere = "surname-elsewhere", PartElsewhere = "part-elsewhere", SurnameAndSpeech = "surname-elsewhere-speech", Whole = "whole-known-name",
}
values! {
    /// How it overlaps with other names.
    Overlap: Free = "free", InLonger = "in-longer", LongerSmall = "over-shorter", InForm = "in-form", InOrganisation = "in-organisation",
    OrganisationStart = "organisation-start", Armed = "in-armed", InMedia = "in-media", AfterPlace = "after-place",
    InCapitalRun = "in-capital-run",
}
values! {
    /// Yes or no.
    Flag: No = "no", Yes = "yes",
}
values! {
    /// Highest probability of the same name elsewhere in the document, in the first pass.
    Elsewhere: Once = "once", Low = "low", Unlikely = "unlikely", Even = "even", Likely = "likely", High = "high",
}
values! {
    /// Support by the places of the document, in the second pass.
    Support: NotKnown = "not-known", None = "none", Country = "country", Division = "division", Alone = "alone",
}
values! {
    /// Position in the document.
    Place: Body = "body", First = "first-words", Title = "title-case", Shouted = "shouted",
}

values! {
    /// Whether the document reports on a war.
    Register: Peace = "peace", Some = "some-war", War = "war",
}

const NONE: &[&str] = &[""];

macro_rules! templates {
    ($($konst:ident = $name:literal, $a:expr, $b:expr;)*) => {
        templates!(@index 0usize; $($konst)*);
        pub(crate) const TEMPLATES: &[Template] = &[$(Template { name: $name, a: $a, b: $b }),*];
    };
    (@index $n:expr; $head:ident $($tail:ident)*) => {
        pub(crate) const $head: usize = $n;
        templates!(@index $n + 1; $($tail)*);
    };
    (@index $n:expr;) => {};
}

templates! {
    BIAS = "bias", NONE, NONE;
    GAZ = "gaz", Gaz::NAMES, NONE;
    KNOWN = "known", Known::NAMES, Size::NAMES;
    FORM = "form", Form::NAMES, Size::NAMES;
    COMMON = "common", Common::NAMES, Size::NAMES;
    NAMEWORD = "name-word", NameWord::NAMES, Size::NAMES;
    LEFT = "left", Left::NAMES, NONE;
    RIGHT = "right", Right::NAMES, NONE;
    LEFT_SIZE = "left+size", Left::NAMES, Size::NAMES;
    RIGHT_SIZE = "right+size", Right::NAMES, Size::NAMES;
    PERSON = "person", Person::NAMES, Size::NAMES;
    OVERLAP = "overlap", Overlap::NAMES, Size::NAMES;
    PLACE = "position", Place::NAMES, Size::NAMES;
    ELSEWHERE = "elsewhere", Elsewhere::NAMES, Size::NAMES;
    SUPPORT = "support", Support::NAMES, Size::NAMES;
    LOWER = "lower-case-elsewhere", Flag::NAMES, NONE;
    LEFT_COMMON = "left+common", Left::NAMES, Common::NAMES;
    LEFT_NAMEWORD = "left+name-word", Left::NAMES, NameWord::NAMES;
    OVERLAP_PERSON = "overlap+person", Overlap::NAMES, Person::NAMES;
    REGISTER_KNOWN = "register+known", Register::NAMES, Known::NAMES;
    REGISTER_SIZE = "register+size", Register::NAMES, Size::NAMES;
}

macro_rules! numbers {
    ($(#[$meta:meta])* $names:ident, $module:ident: $($konst:ident = $text:literal),* $(,)?) => {
        $(#[$meta])*
        pub(crate) const $names: &[&str] = &[$($text),*];
        /// Index of each number.
        pub(crate) mod $module {
            numbers!(@index 0usize; $($konst)*);
        }
    };
    (@index $n:expr; $head:ident $($tail:ident)*) => {
        pub(crate) const $head: usize = $n;
        numbers!(@index $n + 1; $($tail)*);
    };
    (@index $n:expr;) => {};
}

numbers! {
    /// Numbers of the ranking of candidate places.
    RANK, clue:
    POPULATION = "population", SHARE = "share", COUNTRY = "country", ADMIN1 = "admin1", ADMIN2 = "admin2", CAPITAL = "capital",
    SEAT = "seat", TOWN = "town", QUARTER = "quarter", REGION = "region", WATER = "water", TERRAIN = "terrain",
    FACILITY = "facility", ALTERNATE = "alternate", ABBREVIATION = "abbreviation", DEMONYM = "demonym",
    WITHOUT_ARTICLE = "without-article", HISTORIC = "historic", SKELETON = "skeleton", IN_ADMIN1 = "container-admin1",
    IN_COUNTRY = "container-country", IN_ADMIN2 = "container-admin2", IN_MISSED = "container-missed", FORM_ADMIN1 = "form-admin1",
    FORM_ADMIN2 = "form-admin2", FORM_TOWN = "form-town", BARE_ADMIN1 = "bare-admin1", BARE_ADMIN2 = "bare-admin2",
    HEAD_MISSED = "head-missed", SAME_NAME_UP = "bare-country", DOC_COUNTRY = "document-country", DOC_ADMIN1 = "document-admin1",
    SPATIAL_100 = "spatial-100", SPATIAL_300 = "spatial-300", SPATIAL_1000 = "spatial-1000", JOINT_30 = "joint-30",
    JOINT_100 = "joint-100", DIVISION_NAMED = "division-named", COUNTRY_NAMED = "country-named", DIVISION_TOP = "division-top",
    DIVISION_OF_TOWN = "division-of-its-town", TOWN_OF_DIVISION = "town-of-its-division", WAR_DIVISION = "war+division-of-its-town",
    WAR_KEPT = "war+hand-kept", BARRED = "barred", LOCAL_40 = "local-40",
}

/// Numbers of the calibration of confidence.
pub(crate) const CONFIDENCE: &[&str] = &[
    "bias",
    "choice",
    "margin",
    "recognition",
    "single",
    "support",
    "area",
    "big",
    "small",
    "container",
    "inexact",
    "unsupported-small",
    "container-unmet",
    "skeleton",
    "abroad",
];

/// Where the features of each template begin.
const BASES: [usize; TEMPLATES.len()] = {
    let mut bases = [0; TEMPLATES.len()];
    let mut template = 1;
    while template < bases.len() {
        let before = &TEMPLATES[template - 1];
        bases[template] = bases[template - 1] + before.a.len() * before.b.len();
        template += 1;
    }
    bases
};

/// Weights by feature.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weights {
    first: Vec<f32>,
    second: Vec<f32>,
    pub(crate) rank: Vec<f64>,
    pub(crate) confidence: Vec<f64>,
}

/// Active features of one case: indices into the weights.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Features {
    slots: [u16; TEMPLATES.len()],
    count: usize,
}

impl Features {
    /// Indices, in the order they were set.
    pub(crate) fn active(&self) -> &[u16] {
        self.slots.get(..self.count).unwrap_or(&[])
    }

    /// Sets the feature `template` with the values `a` and `b`.
    #[inline]
    pub(crate) fn set(&mut self, template: usize, a: usize, b: usize) {
        if let (Some(base), Some(t), Some(slot)) =
            (BASES.get(template), TEMPLATES.get(template), self.slots.get_mut(self.count))
        {
            *slot = (base + a * t.b.len() + b) as u16;
            self.count += 1;
        }
    }
}

impl Weights {
    /// Reads rows `model:feature TAB weight`.
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, TableError> {
        let mut table: BTreeMap<&str, f64> = BTreeMap::new();
        for (line, key, value) in rows(file, text)? {
            let weight = value.trim().parse().ok();
            let weight = weight.ok_or_else(|| TableError::new(file, line, &format!("a number, found {value:?}")))?;
            table.insert(key, weight);
        }
        let mut weights = Self::default();
        for template in TEMPLATES {
            for a in template.a {
                for b in template.b {
                    let name = feature_name(template, a, b);
                    weights.first.push(table.remove(format!("first:{name}").as_str()).unwrap_or(0.0) as f32);
                    weights.second.push(table.remove(format!("second:{name}").as_str()).unwrap_or(0.0) as f32);
                }
            }
        }
        for (names, prefix, target) in
            [(RANK, "rank", &mut weights.rank), (CONFIDENCE, "confidence", &mut weights.confidence)]
        {
            for name in names {
                target.push(table.remove(format!("{prefix}:{name}").as_str()).unwrap_or(0.0));
            }
        }
        match table.keys().next() {
            None => Ok(weights),
            Some(name) => Err(TableError::new(file, 0, &format!("a known feature, found {name:?}"))),
        }
    }

    /// All weights as bytes, in the order of the features.
    pub(crate) fn write(&self) -> Vec<u8> {
        let features = self.first.iter().chain(&self.second).flat_map(|weight| weight.to_le_bytes());
        let numbers = self.rank.iter().chain(&self.confidence).flat_map(|weight| weight.to_le_bytes());
        features.chain(numbers).collect()
    }

    /// The weights that [`Weights::write`] wrote.
    pub(crate) fn open(bytes: &[u8]) -> Result<Self, TableError> {
        let mut weights = Self::default();
        let count: usize = TEMPLATES.iter().map(|template| template.a.len() * template.b.len()).sum();
        let numbers = RANK.len() + CONFIDENCE.len();
        if bytes.len() != count * 8 + numbers * 8 {
            return Err(TableError::new("weights", 0, &format!("{count} features and {numbers} numbers")));
        }
        let (features, numbers) = bytes.split_at_checked(count * 8).unwrap_or_default();
        let mut features = features.chunks_exact(4).filter_map(|b| b.try_into().ok().map(f32::from_le_bytes));
        weights.first = features.by_ref().take(count).collect();
        weights.second = features.collect();
        let mut numbers = numbers.chunks_exact(8).filter_map(|b| b.try_into().ok().map(f64::from_le_bytes));
        weights.rank = numbers.by_ref().take(RANK.len()).collect();
        weights.confidence = numbers.collect();
        Ok(weights)
    }

    /// Log-odds by the first or the second pass.
    pub(crate) fn log_odds(&self, features: &Features, second: bool) -> f32 {
        let table = if second { &self.second } else { &self.first };
        features.active().iter().filter_map(|&i| table.get(usize::from(i))).sum()
    }

    /// Name of a feature by its index.
    pub(crate) fn name(index: u16) -> String {
        let index = usize::from(index);
        let template = BASES.partition_point(|&base| base <= index).saturating_sub(1);
        let (Some(t), Some(base)) = (TEMPLATES.get(template), BASES.get(template)) else {
            return String::new();
        };
        let (a, b) = ((index - base) / t.b.len(), (index - base) % t.b.len());
        feature_name(t, t.a.get(a).unwrap_or(&""), t.b.get(b).unwrap_or(&""))
    }
}

fn feature_name(template: &Template, a: &str, b: &str) -> String {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => template.name.to_owned(),
        (false, true) => format!("{}={a}", template.name),
        (false, false) => format!("{}={a}&{b}", template.name),
    }
}
