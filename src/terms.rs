//! The vocabulary of conflict reporting that every stage shares: what happened, how sure, who says so.
//!
//! In: nothing. Out: plain enumerations with their spelling in files. Never: behaviour of a stage.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! terms {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The spelling used in files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The value with this spelling, if there is one.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }
    };
}

terms! {
    /// What happened at a place.
    EventType {
        /// The start line or base of an offensive.
        Origin = "origin",
        /// Control passed to the actor.
        Capture = "capture",
        /// Control passed back to an earlier holder.
        Recapture = "recapture",
        /// The actor left the place.
        Withdrawal = "withdrawal",
        /// Movement towards the place.
        Advance = "advance",
        /// Forces went into the place without holding it.
        Entry = "entry",
        /// The place was surrounded or cut off.
        Siege = "siege",
        /// Armed clash.
        Clash = "clash",
        /// Air or drone strike.
        Strike = "strike",
        /// Artillery, rocket or missile fire.
        Shelling = "shelling",
        /// The place is under threat.
        Threat = "threat",
        /// A named next goal.
        Objective = "objective",
        /// Forces moved to the place.
        Reinforcement = "reinforcement",
        /// The actor still controls the place.
        Hold = "hold",
        /// An attack on the place failed.
        Repelled = "repelled",
        /// Ceasefire, truce, deal or handover.
        Agreement = "agreement",
        /// Civilians fled from or to the place.
        Displacement = "displacement",
        /// Named without an event.
        Mention = "mention",
    }
}

terms! {
    /// How an event is asserted by the text.
    Assertion {
        /// Stated as fact, or admitted by the side that loses by it.
        Asserted = "asserted",
        /// Reported without confirmation.
        Reported = "reported",
        /// Claimed only by the side that gains by it.
        Claimed = "claimed",
        /// Somebody denies it.
        Denied = "denied",
        /// It did not happen.
        Negated = "negated",
        /// It could happen.
        Hypothetical = "hypothetical",
        /// It is planned or expected.
        Future = "future",
        /// It happened before the events of the article.
        Historical = "historical",
    }
}

terms! {
    /// How sure it is who holds a place.
    HolderStatus {
        /// Established by the losing side, a third party or plain assertion.
        Assessed = "assessed",
        /// Only the holder says so.
        Claimed = "claimed",
        /// No side is in sole control, or reports disagree.
        Contested = "contested",
        /// Nothing is known.
        Unknown = "unknown",
    }
}

terms! {
    /// What became of ground between two days.
    ChangeKind {
        /// The side did not hold it before.
        Gain = "gain",
        /// The side no longer holds it.
        Loss = "loss",
        /// The side held it on both days.
        Unchanged = "unchanged",
    }
}

terms! {
    /// How far a leg of an advance has come.
    LegStatus {
        /// Both ends were reached.
        Completed = "completed",
        /// Only the attacker says so.
        Claimed = "claimed",
        /// A named next goal.
        Projected = "projected",
    }
}

impl EventType {
    /// ACLED event type and sub-event type; `None` for classes that ACLED lacks.
    /// `by_state` tells whether the actor is a government (source: ACLED codebook, October 2024).
    pub fn acled(self, by_state: bool) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::Capture | Self::Recapture if by_state => ("Battles", "Government regains territory"),
            Self::Capture | Self::Recapture => ("Battles", "Non-state actor overtakes territory"),
            Self::Withdrawal => ("Strategic developments", "Non-violent transfer of territory"),
            Self::Advance | Self::Entry | Self::Clash | Self::Repelled => ("Battles", "Armed clash"),
            Self::Siege | Self::Reinforcement => ("Strategic developments", "Other"),
            Self::Strike => ("Explosions/Remote violence", "Air/drone strike"),
            Self::Shelling => ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
            Self::Agreement => ("Strategic developments", "Agreement"),
            Self::Origin | Self::Threat | Self::Objective | Self::Hold | Self::Displacement | Self::Mention => {
                return None;
            }
        })
    }

    /// True if control of the place passes to the actor.
    pub const fn takes_control(self) -> bool {
        matches!(self, Self::Capture | Self::Recapture)
    }
}

impl Assertion {
    /// True if the text supports that the event took place, whoever says so.
    pub const fn happened(self) -> bool {
        matches!(self, Self::Asserted | Self::Reported | Self::Claimed)
    }
}

/// Precision of a place or a date in ACLED's meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Precision {
    /// The very town, the very day.
    #[default]
    Exact = 1,
    /// Near a town or a small area; a week.
    Near = 2,
    /// A region; a month.
    Region = 3,
}

impl Precision {
    /// 1, 2 or 3.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The precision with this code.
    pub const fn from_code(code: u64) -> Option<Self> {
        match code {
            1 => Some(Self::Exact),
            2 => Some(Self::Near),
            3 => Some(Self::Region),
            _ => None,
        }
    }
}
