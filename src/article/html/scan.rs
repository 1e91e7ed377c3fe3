//! One linear pass over HTML: tags and text, without a tree.
//!
//! In: HTML. Out: [`Event`]s, depth. Never: attributes that nobody asks for.

/// A piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event<'a> {
    /// A start tag: name and the raw text of its attributes.
    Open(&'a str, &'a str),
    /// An end tag.
    Close(&'a str),
    /// Text, references not read yet.
    Text(&'a str),
    /// Content of `script` and its kind: attributes and text.
    Raw(&'a str, &'a str, &'a str),
}

/// Elements without an end tag.
pub(super) const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements whose end tag may be left out: they do not nest in themselves.
const OPTIONAL_END: &[&str] = &[
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td",
    "tfoot", "th", "thead", "tr",
];

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "noscript", "iframe", "xmp", "template", "svg", "math"];

/// The events of a page in order.
#[derive(Debug)]
pub(super) struct Events<'a> {
    html: &'a str,
    at: usize,
    /// Elements that were found to have no end tag in the rest of the page.
    endless: Vec<&'static str>,
}

/// Scans a page.
pub(super) const fn events(html: &str) -> Events<'_> {
    Events { html, at: 0, endless: Vec::new() }
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            let rest = self.html.get(self.at..).filter(|r| !r.is_empty())?;
            if !rest.starts_with('<') {
                let end = rest.find('<').unwrap_or(rest.len());
                self.at += end;
                return rest.get(..end).map(Event::Text);
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                // An open comment swallows the rest, as in browsers.
                self.at += comment.find("-->").map_or(rest.len(), |end| end + 7);
                continue;
            }
            if rest.starts_with("<!") || rest.starts_with("<?") {
                self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
                continue;
            }
            let close = rest.starts_with("</");
            let name_at = if close { 2 } else { 1 };
            let name_end = rest
                .bytes()
                .skip(name_at)
                .position(|b| !b.is_ascii_alphanumeric() && b != b'-' && b != b':')
                .map_or(rest.len(), |i| i + name_at);
            let name = rest.get(name_at..name_end).unwrap_or("");
            if !name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic()) {
                // "<" of running text.
                self.at += 1;
                return Some(Event::Text("<"));
            }
            let end = tag_end(rest, name_end);
            let attributes = rest.get(name_end..end.saturating_sub(1).max(name_end)).unwrap_or("");
            self.at += end;
            if close {
                return Some(Event::Close(name));
            }
            let raw = RAW
                .iter()
                .find(|r| name.eq_ignore_ascii_case(r))
                .filter(|r| !attributes.ends_with('/') && !self.endless.contains(r));
            if let Some(raw) = raw {
                let tail = self.html.get(self.at..).unwrap_or("");
                let length = match raw_end(tail, name) {
                    Some(length) => length,
                    // Browsers let an open script swallow the rest; other elements are read as if they had no content.
                    None if matches!(*raw, "script" | "style") => tail.len(),
                    None => {
                        self.endless.push(raw);
                        0
                    }
                };
                self.at += length;
                return Some(Event::Raw(name, attributes, tail.get(..length).unwrap_or("")));
            }
            return Some(Event::Open(name, attributes));
        }
    }
}

/// Byte after the `>` that ends the tag; quoted attributes may hold one.
fn tag_end(rest: &str, from: usize) -> usize {
    let mut quote = None;
    let mut after_equals = false;
    for (i, b) in rest.bytes().enumerate().skip(from) {
        match quote {
            Some(q) if b == q => quote = None,
            Some(_) => {}
            None => match b {
                b'>' => return i + 1,
                b'"' | b'\'' if after_equals => quote = Some(b),
                _ => {}
            },
        }
        if !b.is_ascii_whitespace() {
            after_equals = b == b'=' && quote.is_none();
        }
    }
    rest.len()
}

/// Length of raw content up to its end tag (not included), if there is one.
fn raw_end(tail: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = tail.get(from..).and_then(|t| t.find("</")) {
        let at = from + found;
        if tail.get(at + 2..at + 2 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

/// Value of an attribute, references not read.
pub(super) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
        let name = rest.get(..end).filter(|n| !n.is_empty())?;
        rest = rest.get(end..)?.trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let (text, tail) = if let Some(&q @ (b'"' | b'\'')) = after.as_bytes().first() {
                let inner = after.get(1..)?;
                let close = inner.find(char::from(q)).unwrap_or(inner.len());
                (inner.get(..close)?, inner.get(close + 1..).unwrap_or(""))
            } else {
                let close = after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len());
                (after.get(..close)?, after.get(close..)?)
            };
            value = text;
            rest = tail;
        }
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
    }
}

/// How a page is built.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Shape {
    /// Deepest nesting.
    pub depth: usize,
    /// Start tags.
    pub elements: usize,
}

/// Counts depth and elements without a tree.
pub(super) fn shape(html: &str) -> Shape {
    let mut shape = Shape::default();
    let mut depth = 0usize;
    for event in events(html) {
        match event {
            Event::Open(name, attributes) => {
                shape.elements += 1;
                let leaf = attributes.ends_with('/')
                    || [VOID, OPTIONAL_END].iter().any(|l| l.iter().any(|n| name.eq_ignore_ascii_case(n)));
                if !leaf {
                    depth += 1;
                    shape.depth = shape.depth.max(depth);
                }
            }
            Event::Close(name) if !OPTIONAL_END.iter().any(|n| name.eq_ignore_ascii_case(n)) => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
    }
    shape
}
