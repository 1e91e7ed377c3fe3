//! Page furniture in running text: credits, captions, menus, calls to subscribe.
//!
//! In: clean text of a block. Out: yes or no. Never: the place of the block.

/// Lines that are furniture as a whole, in small letters, marks at the ends left out.
const LINES: &[&str] = &[
    "accept",
    "accept all",
    "ad",
    "advert",
    "advertisement",
    "advertising",
    "article continues below",
    "back to top",
    "breaking news",
    "click here",
    "close",
    "comments",
    "continue reading",
    "cookie policy",
    "copy link",
    "email",
    "end",
    "ends",
    "facebook",
    "follow us",
    "getty images",
    "home",
    "image",
    "live updates",
    "load more",
    "loading",
    "log in",
    "login",
    "menu",
    "more on this story",
    "more stories",
    "most popular",
    "most read",
    "newsletter",
    "next",
    "photo",
    "play",
    "play video",
    "previous",
    "print",
    "privacy policy",
    "read also",
    "read more",
    "recommended",
    "reject all",
    "related",
    "related articles",
    "related stories",
    "save",
    "scroll to continue",
    "search",
    "share",
    "share this",
    "share this article",
    "show more",
    "sign in",
    "sign up",
    "skip to content",
    "sponsored",
    "story continues below",
    "subscribe",
    "subscribe now",
    "supported by",
    "terms of use",
    "topics",
    "translate",
    "trending",
    "tweet",
    "twitter",
    "view comments",
    "watch",
    "watch live",
    "whatsapp",
    "you may also like",
    "###",
    "30",
    "unroll",
];

/// Beginnings of short furniture lines.
const STARTS: &[&str] = &[
    "additional reporting by",
    "also read:",
    "cover photo",
    "credit:",
    "edited by",
    "editing by",
    "enjoy this article",
    "feature image",
    "featured image",
    "file photo",
    "follow us on",
    "for more stories",
    "get our",
    "have a tip",
    "image:",
    "image credit",
    "image source",
    "image via",
    "images via",
    "join our",
    "listen to",
    "more:",
    "originally published",
    "photo:",
    "photo by",
    "photo credit",
    "photograph:",
    "photos:",
    "picture:",
    "press enter",
    "read also",
    "read more",
    "read next",
    "read the full",
    "read:",
    "recommended:",
    "related:",
    "republished from",
    "screenshot via",
    "see also",
    "share on",
    "share this",
    "sign up",
    "source:",
    "sources:",
    "subscribe to",
    "support our",
    "text size",
    "this article was",
    "this story was",
    "translated by",
    "video:",
    "watch:",
    "with additional reporting",
    "writing by",
    "your support",
    "we use cookies",
    "we and our",
    "by clicking",
    "copyright",
    "(reporting by",
    "(writing by",
    "(editing by",
    "(additional reporting",
    "reporting by",
    "all rights reserved",
    "\u{a9}",
];

/// Beginnings of captions that end with a colon: the picture that followed is gone.
const CAPTIONS: &[&str] = &[
    "a map",
    "clip",
    "drone footage",
    "footage",
    "image",
    "images",
    "map",
    "photo",
    "photos",
    "pictured",
    "picture",
    "pictures",
    "satellite image",
    "screenshot",
    "this clip",
    "this video",
    "unconfirmed footage",
    "unconfirmed video",
    "video",
    "videos",
    "watch",
];

/// True if a block is furniture by its own words.
pub(super) fn is_furniture(text: &str) -> bool {
    let lower = text.to_lowercase();
    let core = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '\u{a9}' && c != '(' && c != '#');
    if core.is_empty() || LINES.contains(&core) {
        return !core.chars().any(char::is_alphanumeric) || core.len() < 40;
    }
    if lower.len() > 400 {
        return false;
    }
    let count = core.split_whitespace().count();
    if let Some(rest) = text.strip_prefix("Via ").or_else(|| text.strip_prefix("VIA ")) {
        let credit = rest
            .split_whitespace()
            .all(|w| w.chars().next().is_some_and(|c| !c.is_lowercase()) || matches!(w, "of" | "the" | "on" | "and"));
        if credit && count <= 7 && !text.ends_with(['.', '!', '?']) {
            return true;
        }
    }
    if STARTS.iter().any(|s| core.starts_with(s)) && (count <= 14 || lower.starts_with('(')) {
        return true;
    }
    if lower.ends_with(':')
        && count <= 30
        && CAPTIONS.iter().any(|s| core.strip_prefix(s).is_some_and(|r| r.starts_with([' ', ':', ',']) || r.is_empty()))
    {
        return true;
    }
    // "Share | Print | More from …": a menu on one line.
    let parts: Vec<&str> =
        lower.split(['|', '\u{b7}', '\u{2022}', '/']).map(str::trim).filter(|p| !p.is_empty()).collect();
    if parts.len() >= 2 && count <= 16 {
        let known = parts
            .iter()
            .filter(|p| LINES.contains(p) || STARTS.iter().any(|s| p.starts_with(s)) || p.starts_with("more from"))
            .count();
        return known * 2 >= parts.len();
    }
    lower.starts_with('@') && count <= 2
}
