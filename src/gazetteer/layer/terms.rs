//! What a place is and how a name belongs to it.

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// Every value, in the order of its code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word used in tables and messages.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The value with this word.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }

            /// The value with this code in a layer.
            pub fn from_code(code: u8) -> Option<Self> {
                Self::ALL.get(usize::from(code)).copied()
            }
        }
    };
}

codes! {
    /// What a place is. Letters and codes in files follow GeoNames.
    FeatureClass {
        /// Country (A, PCLI).
        Country = "country",
        /// First-order division (A, ADM1).
        Admin1 = "admin1",
        /// Second-order division (A, ADM2).
        Admin2 = "admin2",
        /// Populated place (P, PPL).
        Town = "town",
        /// Quarter of a town (P, PPLX).
        Quarter = "quarter",
        /// Capital of a country (P, PPLC).
        Capital = "capital",
        /// Seat of a first-order division (P, PPLA).
        Seat = "seat",
        /// Refugee or displaced persons' camp (S, CMP).
        Camp = "camp",
        /// Region without an administration, historical or cultural (L, RGN).
        Region = "region",
        /// Continent or larger (L, CONT).
        Continent = "continent",
        /// River or canal (H, STM).
        River = "river",
        /// Lake or reservoir (H, LK).
        Lake = "lake",
        /// Sea, gulf, strait (H, SEA).
        Sea = "sea",
        /// Mountain, hill, range (T, MT).
        Mountain = "mountain",
        /// Valley, plain, pass, gap (T, VAL).
        Valley = "valley",
        /// Desert (T, DSRT).
        Desert = "desert",
        /// Island or cape (T, ISL).
        Island = "island",
        /// Military base (L, MILB).
        Base = "base",
        /// Airport or airbase (S, AIRP).
        Airport = "airport",
        /// Border crossing (S, PSTB).
        Crossing = "crossing",
        /// Bridge, dam, plant, mine, field, building (S, FCL).
        Facility = "facility",
        /// Road or railway (R, RD).
        Road = "road",
    }
}

impl FeatureClass {
    /// True for towns of every rank; not for quarters and camps.
    pub const fn is_town(self) -> bool {
        matches!(self, Self::Town | Self::Capital | Self::Seat)
    }

    /// GeoNames feature code (`PPLC`), for files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Country => "PCLI",
            Self::Admin1 => "ADM1",
            Self::Admin2 => "ADM2",
            Self::Town => "PPL",
            Self::Quarter => "PPLX",
            Self::Capital => "PPLC",
            Self::Seat => "PPLA",
            Self::Camp => "CMP",
            Self::Region => "RGN",
            Self::Continent => "CONT",
            Self::River => "STM",
            Self::Lake => "LK",
            Self::Sea => "SEA",
            Self::Mountain => "MT",
            Self::Valley => "VAL",
            Self::Desert => "DSRT",
            Self::Island => "ISL",
            Self::Base => "MILB",
            Self::Airport => "AIRP",
            Self::Crossing => "PSTB",
            Self::Facility => "FCL",
            Self::Road => "RD",
        }
    }

    /// Letter of the GeoNames feature class (`P`).
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Country | Self::Admin1 | Self::Admin2 => "A",
            Self::Town | Self::Quarter | Self::Capital | Self::Seat => "P",
            Self::Region | Self::Continent | Self::Base => "L",
            Self::River | Self::Lake | Self::Sea => "H",
            Self::Mountain | Self::Valley | Self::Desert | Self::Island => "T",
            Self::Camp | Self::Airport | Self::Crossing | Self::Facility => "S",
            Self::Road => "R",
        }
    }
}

codes! {
    /// How a name belongs to a place.
    NameKind {
        /// Its main name.
        Primary = "primary",
        /// Another name or spelling.
        Alternate = "alternate",
        /// Abbreviation (`U.S.`, `Ga.`, `DRC`); found only as written, dots and capitals included.
        Abbreviation = "abbreviation",
        /// Adjective or people (`Syrian`, `Iraqis`).
        Demonym = "demonym",
        /// Found only after dropping an Arabic article (`Bab` for `al-Bab`).
        WithoutArticle = "without-article",
        /// A former name (`Stalingrad`).
        Historic = "historic",
        /// Another transliteration, found by its consonants.
        Variant = "variant",
    }
}
