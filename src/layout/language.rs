//! The language of a sheet: its phrases, names of sides and countries, digits.
//!
//! A phrase is known by its English form, so English needs no table; a table has two columns, the English form and the other's.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::error::Error;
use crate::error::Result;
use crate::font::is_rtl;

macro_rules! phrases {
    ($($name:ident = $english:literal,)+) => {
        /// A phrase of the sheet. Words in braces are filled in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Phrase { $(#[doc = $english] $name,)+ }

        impl Phrase {
            /// Every phrase.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its English form, the key of the tables.
            pub const fn english(self) -> &'static str {
                match self { $(Self::$name => $english,)+ }
            }
        }
    };
}

phrases! {
    // Months and days of the week.
    January = "January", February = "February", March = "March", April = "April", May = "May", June = "June",
    July = "July", August = "August", September = "September", October = "October", November = "November",
    December = "December",
    Jan = "Jan", Feb = "Feb", Mar = "Mar", Apr = "Apr", MayShort = "May (short)", Jun = "Jun", Jul = "Jul", Aug = "Aug",
    Sep = "Sep", Oct = "Oct", Nov = "Nov", Dec = "Dec",
    Mon = "Mon", Tue = "Tue", Wed = "Wed", Thu = "Thu", Fri = "Fri", Sat = "Sat", Sun = "Sun",
    // Dates.
    LongDate = "{day} {month} {year}", ShortDate = "{day} {month}", ShortDateYear = "{day} {short month} {year}",
    Weekday = "{weekday} {date}", Around = "around {date}", By = "by {date}", Days = "{first}–{last}",
    PastWeek = "in the past week", RecentWeeks = "in recent weeks", InMonth = "in {month}", Since = "since {date}",
    // Notes under names.
    Captured = "Captured {date}", PartlyCaptured = "Partly captured {date}", CapturedReported = "Reported captured {date}",
    PartlyCapturedReported = "Reported partly captured {date}", CaptureClaimed = "Capture claimed {date}",
    WhoClaimsCapture = "{who} claims capture", WhoClaimCapture = "{who} claim capture",
    Recaptured = "Recaptured {date}", PartlyRecaptured = "Partly recaptured {date}",
    RecapturedReported = "Reported recaptured {date}", PartlyRecapturedReported = "Reported partly recaptured {date}",
    RecaptureClaimed = "Recapture claimed {date}", WhoClaimsRecapture = "{who} claims recapture",
    WhoClaimRecapture = "{who} claim recapture",
    StartOfOffensive = "Start of the offensive", Withdrew = "Troops left {date}", WhoWithdrew = "{who} left {date}",
    AdvanceHere = "Advance {date}", EnteredHere = "Entered {date}", EnteredReported = "Reported entered {date}",
    SurroundedHere = "Surrounded {date}", ClashesHere = "Clashes {date}", HitBy = "Hit by {who} {date}",
    WhoAirStrikes = "{who} air strikes {date}", AirStrikesHere = "Air strikes {date}", ShelledHere = "Shelled {date}",
    ReinforcementsHere = "Reinforcements", ReinforcementsFrom = "Reinforcements from {place}",
    ReinforcementsReported = "Reinforcements reported", ReinforcementsFromReported = "Reinforcements from {place} reported",
    StillHeld = "Still held", HeldBy = "Held by {who}", RepelledHere = "Attack repelled {date}",
    AgreementHere = "Agreement {date}", Fleeing = "People fleeing", FleeingFrom = "People fleeing from {place}",
    UnderThreat = "Under threat", AttackedNext = "Could be attacked next", CapitalAhead = "Capital, and direction of advance",
    NextGoal = "Possible next goal", Reached = "Reached", OneSideSays = "{note}, one side says",
    FarAway = "{km} km away, off the map",
    CaptureDenied = "Capture denied", RecaptureDenied = "Recapture denied", WithdrawalDenied = "Withdrawal denied",
    SiegeDenied = "Siege denied", FightingDenied = "Fighting denied", StrikeDenied = "Strike denied",
    AttackDenied = "Attack denied", Denied = "Denied",
    WithdrawalPossible = "Withdrawal possible", SiegePossible = "Siege possible", StrikePossible = "Strikes possible",
    ReinforcementPossible = "Reinforcement possible", AgreementPossible = "Agreement possible",
    FlightPossible = "Flight possible", AttackPossible = "Attack possible",
    // Legend.
    AdvanceMade = "Advance made", AdvanceClaimed = "Advance claimed", PossibleAdvance = "Possible advance",
    Reinforcement = "Reinforcement reported", Withdrawal = "Withdrawal reported", Displacement = "Displacement reported",
    FrontLine = "Front line", FrontUnsure = "Front line, unsure", Pincer = "pincer movement on {place}", Civilians = "Civilians", InDoubt = "In doubt", NoInformation = "No information", ClaimedOnly = "Claimed only",
    SideUnknown = "Side not stated", AreaNoSide = "Area held, no side named",
    CapturedMark = "Captured", CaptureClaimedMark = "Capture claimed", StartMark = "Starting point",
    SurroundedMark = "Surrounded", EnteredMark = "Entered", ClashesMark = "Clashes", RepelledMark = "Attack repelled",
    ThreatenedMark = "Threatened", StrikesMark = "Air strikes", StrikesAreaMark = "Air strikes (area)",
    ShellingMark = "Shelling", WithdrawnMark = "Withdrawal", HeldMark = "Held", AgreementMark = "Agreement",
    CapitalMark = "Capital",
    // Title and subtitle.
    WhoCaptures = "{who} capture {place}", WhoRecaptures = "{who} retake {place}",
    WhoSaysCaptured = "{who} say they have captured {place}", WhoSaysRecaptured = "{who} say they have retaken {place}",
    PlaceCaptured = "{place} captured", PlaceReportedCaptured = "{place} reported captured",
    WhoReaches = "{who} reach {place}", WhoEnters = "{who} enter {place}", PlaceEntered = "Troops enter {place}",
    WhoWithdraws = "{who} withdraw from {place}", PlaceWithdrawn = "Troops withdraw from {place}",
    PlaceBesieged = "{place} under siege", FightingAt = "Fighting at {place}", StrikesOn = "Strikes on {place}",
    ShellingOf = "Shelling of {place}", AttackRepelledAt = "Attack on {place} repelled",
    PlacesInTheNews = "Places in the news", AreasOfControl = "Areas of control", NoEvents = "No events to map", CouldBeNext = "{finding}; {place} could be next",
    AsReported = "Situation as reported on {date}", Undated = "Undated report", AdvanceFromTo = "advance from {from} to {to}",
    // Notes under the map.
    CarvedAreas = "Ground round places taken since the outlines were drawn is inferred.",
    ControlIndicative = "Control is indicative, estimated from reported places.",
    ArrowsSchematic = "Arrows are schematic, not routes.",
    PositionsArea = "Positions approximate; dotted circles: events known only to an area.",
    Positions = "Positions approximate.",
    HowToRead = "Colour shows the side, shape the event, dashes what is only reported or possible.",
    SourceList = "Source: {sources}.", AndMore = "and {n} more", DisputedBorders = "Dashed borders are disputed.",
    ReportedTo = "Reported to {date}.", ScaleVaries = "Scale varies over the map by {percent} %.",
    BaseMapCredit = "Base map: Natural Earth, GSHHG; places: GeoNames (CC BY 4.0).",
    NoEndorsement = "Borders as in Natural Earth, no endorsement implied.",
    Kilometres = "{n} km", Vicinity = "Around {place}", ForcesOf = "Forces ({place})",
    // Frames of a sequence.
    DayNumber = "Day {n}", PlaceTaken = "{place} taken", PlaceRetaken = "{place} retaken",
    TwoPlaces = "{a} and {b}", MorePlaces = "{a}, {b} and {n} more", ControlOn = "Indicative control on {date}",
    EventsTo = "Reported events to {date}", NoReportSince = "No report since {date}",
    CorrectedAfter = "Corrected after the report of {date}",
    GroundChanged = "{km} km² changed hands", NothingChanged = "No place changed hands",
    GainedSince = "Gained since the frame before", LostSince = "Lost since the frame before",
}

/// Words and names of a language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Language {
    tag: String,
    rows: BTreeMap<String, String>,
    places: Cow<'static, str>,
}

impl Language {
    /// English, which needs no table.
    pub fn english() -> Self {
        Self { tag: "en".into(), ..Self::default() }
    }

    /// Reads a table: two columns with a tab between, lines that begin with # left out. The first column is an English
    /// phrase, or `country:UA`, `side:ukr-ukraine`, `place:703448` (a GeoNames id), `water:Black Sea`, `digits`.
    ///
    /// # Errors
    /// A row without a tab, a phrase that is none, one given twice; named with its line.
    pub fn read(tag: &str, table: &str) -> Result<Self> {
        let file = || format!("languages/{tag}.tsv");
        let mut rows = BTreeMap::new();
        for (number, line) in table.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let fail =
                |message: String| Error::Input { file: file(), message: format!("line {}: {message}", number + 1) };
            let (key, words) = line
                .split_once('\t')
                .filter(|(_, words)| !words.trim().is_empty())
                .ok_or_else(|| fail("expected two columns with a tab between".into()))?;
            let known = key == "digits"
                || ["country:", "side:", "place:", "water:"].iter().any(|kind| key.starts_with(kind))
                || Phrase::ALL.iter().any(|p| p.english() == key);
            if !known {
                return Err(fail(format!("`{key}` is no phrase of the sheet")));
            }
            if rows.insert(key.to_owned(), words.to_owned()).is_some() {
                return Err(fail(format!("`{key}` is there twice")));
            }
        }
        Ok(Self { tag: tag.to_owned(), rows, places: Cow::Borrowed("") })
    }

    /// The language with names of places: lines of a GeoNames id and a name with a tab between, sorted by id.
    #[must_use]
    pub fn with_places(self, table: impl Into<Cow<'static, str>>) -> Self {
        Self { places: table.into(), ..self }
    }

    /// Its tag, such as `uk`.
    pub fn tag(&self) -> &str {
        if self.tag.is_empty() { "en" } else { &self.tag }
    }

    /// True for the language that needs no table.
    pub fn is_english(&self) -> bool {
        self.tag() == "en"
    }

    /// True if it is written from right to left.
    pub fn is_rtl(&self) -> bool {
        self.rows.get(Phrase::Captured.english()).is_some_and(|words| is_rtl(words))
    }

    /// True if it is written in Latin letters, so that names it does not know may stand beside its own.
    pub fn is_latin(&self) -> bool {
        self.say(Phrase::CapturedMark).chars().all(|c| !c.is_alphabetic() || u32::from(c) < 0x250)
    }

    /// Phrases that the table lacks.
    pub fn missing(&self) -> Vec<Phrase> {
        if self.is_english() {
            return Vec::new();
        }
        Phrase::ALL.iter().copied().filter(|p| !self.rows.contains_key(p.english())).collect()
    }

    /// The name of a country.
    pub fn country<'a>(&'a self, iso2: &str, english: &'a str) -> &'a str {
        self.row("country:", iso2).unwrap_or(english)
    }

    /// The name of a side, by its id or, where a baseline has given it another id, by its English name; forces of a country
    /// that no table of sides has (`gov-fr`) by the name of the country.
    pub fn side<'a>(&'a self, id: &str, english: &'a str) -> Cow<'a, str> {
        let known = self.row("side:", id).or_else(|| self.row("side:", english));
        let country = || id.strip_prefix("gov-").and_then(|iso2| self.row("country:", &iso2.to_uppercase()));
        match (known, known.is_none().then(country).flatten()) {
            (Some(name), _) => Cow::Borrowed(name),
            (None, Some(country)) => Cow::Owned(self.fill(Phrase::ForcesOf, &[("place", country)])),
            (None, None) => Cow::Borrowed(english),
        }
    }

    /// Lets the sides of a war be found by their English names, too; pairs of id and name.
    #[must_use]
    pub fn with_sides<'a>(mut self, sides: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        for (id, name) in sides {
            if let Some(words) = self.row("side:", id).map(str::to_owned) {
                self.rows.entry(format!("side:{name}")).or_insert(words);
            }
        }
        self
    }

    /// The name of a sea, a river or a lake.
    /// One that the table lacks is left out where the letters are others.
    pub fn water<'a>(&'a self, english: &'a str) -> &'a str {
        self.row("water:", english).unwrap_or(if self.is_latin() { english } else { "" })
    }

    /// The name of a place by its GeoNames id, if the table has it.
    pub fn place(&self, geonameid: u32) -> Option<&str> {
        if geonameid == 0 {
            return None;
        }
        self.row("place:", &geonameid.to_string()).or_else(|| self.listed(geonameid))
    }

    /// A name of the sorted list, found by halving it.
    fn listed(&self, geonameid: u32) -> Option<&str> {
        let (mut low, mut high) = (0, self.places.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let bytes = self.places.as_bytes();
            let start = bytes.get(low..middle)?.iter().rposition(|b| *b == b'\n').map_or(low, |k| low + k + 1);
            let end = bytes.get(middle..high)?.iter().position(|b| *b == b'\n').map_or(high, |k| middle + k);
            let (id, name) = self.places.get(start..end)?.split_once('\t')?;
            match id.parse::<u32>().ok()?.cmp(&geonameid) {
                std::cmp::Ordering::Equal => return Some(name),
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start,
            }
        }
        None
    }

    fn row(&self, kind: &str, key: &str) -> Option<&str> {
        if self.rows.is_empty() {
            return None;
        }
        self.rows.get(&format!("{kind}{key}")).map(String::as_str)
    }

    /// A phrase as it stands.
    pub fn say(&self, phrase: Phrase) -> &str {
        let words = self.rows.get(phrase.english()).map_or_else(|| phrase.english(), String::as_str);
        if phrase == Phrase::MayShort && self.is_english() { "May" } else { words }
    }

    /// A phrase with words filled in; a slot left empty takes the space before it along.
    pub fn fill(&self, phrase: Phrase, slots: &[(&str, &str)]) -> String {
        let mut text = self.say(phrase).to_owned();
        for (slot, words) in slots {
            // `{place>}` asks for the accusative, which Ukrainian and Russian mark.
            let object = format!("{{{slot}>}}");
            if text.contains(&object) {
                text = text.replace(&object, &self.accusative(words));
            }
            text = text.replace(&format!("{{{slot}}}"), words);
        }
        let mut out = String::with_capacity(text.len());
        for word in text.split(' ').filter(|w| !w.is_empty()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        out
    }

    /// Digits as the language writes them.
    pub fn digits(&self, text: &str) -> String {
        let Some(own) = self.rows.get("digits") else {
            return text.to_owned();
        };
        let own: Vec<char> = own.chars().collect();
        text.chars().map(|c| c.to_digit(10).and_then(|d| own.get(d as usize)).copied().unwrap_or(c)).collect()
    }

    /// The accusative of a Slavic place name: feminine endings change, the rest stays.
    fn accusative(&self, name: &str) -> String {
        if !matches!(self.tag(), "uk" | "ru") {
            return name.to_owned();
        }
        let word = |w: &str| {
            if let Some(stem) = w.strip_suffix("ая") {
                format!("{stem}ую")
            } else if let Some(stem) = w.strip_suffix('а') {
                format!("{stem}у")
            } else if let Some(stem) = w.strip_suffix('я') {
                format!("{stem}ю")
            } else {
                w.to_owned()
            }
        };
        name.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }
}
