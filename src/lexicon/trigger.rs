//! Triggers: the verbs and nouns that report an event, with what must stand around them.

use crate::error::Result;
use crate::terms::EventType;

use super::table;

/// Verb or noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TriggerKind {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
}

/// What a trigger reports; some depend on more than the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// An event of this type.
    Event(EventType),
    /// Somebody holds the place: capture or hold, as the side decides.
    Control,
    /// Somebody lost the place.
    Loss,
    /// Given up by its defenders, by agreement or by force.
    Surrender,
    /// Passed from one side to the other by agreement.
    Handover,
    /// Left by a force (withdrawal), otherwise nothing.
    Leave,
    /// Fled: civilians (displacement) or a force (withdrawal).
    Flee,
    /// Civilians arrived.
    Refuge,
    /// Somebody was driven out: capture by the subject.
    Expel,
    /// The event of the sentence before goes on at another place.
    Follow,
    /// Reached: an advance, or a capture when told as done.
    Reach,
    /// A breach of defences at the place.
    Breach,
    /// An attack on the place.
    Attack,
    /// Movement towards the place, told as a noun.
    Approach,
    /// An attack that was beaten off.
    Repel,
    /// Fight or air attack, by the subject.
    Engage,
    /// Force pouring somewhere: reinforcement or entry.
    Pour,
    /// Crossing of a border or river.
    Cross,
    /// Nothing.
    None,
}

/// Where the place of the event stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Direct object.
    Object,
    /// Subject.
    Subject,
    /// Any locative phrase of the clause.
    Locative,
    /// A noun for an attack, with its own place.
    Attack,
    /// The place in focus.
    Focus,
    /// A place inside the subject: the garrison of P.
    Owner,
    /// After this preposition.
    After(String),
}

/// Who can do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Anybody.
    Any,
    /// A force.
    Force,
    /// Civilians.
    Civil,
    /// Aircraft.
    Air,
    /// Shells, rockets, missiles.
    Fire,
    /// A noun for an attack.
    Attack,
    /// A place.
    Place,
    /// Gains, conquests, prizes.
    Gain,
}

/// A row of `triggers.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// Verb or noun.
    pub kind: TriggerKind,
    /// Lemma.
    pub head: String,
    /// Words that must follow.
    pub frame: Vec<String>,
    /// What it reports.
    pub class: Class,
    /// Where the place stands; the first that is found wins.
    pub places: Vec<Place>,
    /// Who can do it; empty for anybody.
    pub subjects: Vec<Subject>,
}

fn class(text: &str) -> Option<Class> {
    Some(match text {
        "control" => Class::Control,
        "loss" => Class::Loss,
        "surrender" => Class::Surrender,
        "handover" => Class::Handover,
        "leave" => Class::Leave,
        "flee" => Class::Flee,
        "refuge" => Class::Refuge,
        "expel" => Class::Expel,
        "follow" => Class::Follow,
        "reach" => Class::Reach,
        "breach" => Class::Breach,
        "attack" => Class::Attack,
        "approach" => Class::Approach,
        "repel" => Class::Repel,
        "engage" => Class::Engage,
        "pour" => Class::Pour,
        "cross" => Class::Cross,
        "none" => Class::None,
        other => Class::Event(EventType::parse(other)?),
    })
}

fn subject(text: &str) -> Option<Subject> {
    Some(match text {
        "any" => Subject::Any,
        "force" => Subject::Force,
        "civil" => Subject::Civil,
        "air" => Subject::Air,
        "fire" => Subject::Fire,
        "attack" => Subject::Attack,
        "place" => Subject::Place,
        "gain" => Subject::Gain,
        _ => return None,
    })
}

fn place(text: &str, last: &str) -> Place {
    match text {
        "obj" => Place::Object,
        "subj" => Place::Subject,
        "loc" => Place::Locative,
        "atk" => Place::Attack,
        "it" => Place::Focus,
        "own" => Place::Owner,
        "end" => Place::After(last.to_owned()),
        prep => Place::After(prep.to_owned()),
    }
}

/// Reads `triggers.tsv`.
pub(super) fn triggers(text: &str) -> Result<Vec<Trigger>> {
    const FILE: &str = "triggers.tsv";
    let mut out = Vec::new();
    for (line, cells) in table::rows(text) {
        let get = |i, what| table::cell(FILE, line, &cells, i, what);
        let kind = match get(0, "kind")? {
            "V" => TriggerKind::Verb,
            "N" => TriggerKind::Noun,
            other => {
                return Err(table::bad(FILE, line, format!("expected V or N, found {other:?}")));
            }
        };
        let frames = get(2, "frame")?;
        let name = get(3, "class")?;
        let class = class(name).ok_or_else(|| table::bad(FILE, line, format!("unknown class {name:?}")))?;
        let mut subjects = Vec::new();
        for part in get(5, "subject")?.split('/').filter(|p| *p != "-") {
            subjects.push(subject(part).ok_or_else(|| table::bad(FILE, line, format!("unknown subject {part:?}")))?);
        }
        for frame in frames.split('|') {
            let words: Vec<String> =
                if frame == "-" { Vec::new() } else { frame.split(' ').map(str::to_owned).collect() };
            let places: Vec<Place> =
                get(4, "place")?.split('/').map(|part| place(part, words.last().map_or("", String::as_str))).collect();
            for head in get(1, "head")?.split('|') {
                out.push(Trigger {
                    kind,
                    head: head.to_owned(),
                    frame: words.clone(),
                    class,
                    places: places.clone(),
                    subjects: subjects.clone(),
                });
            }
        }
    }
    Ok(out)
}
