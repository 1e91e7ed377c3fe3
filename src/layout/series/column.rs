//! The column beside the map: headline, date, time bar, legend and notes, each at the same place in every frame.

use crate::colour::Colour;
use crate::control::Derived;
use crate::date::Date;
use crate::date::days_between;
use crate::font::Fonts;
use crate::layout::block::cased;
use crate::layout::block::measure;
use crate::layout::block::tracking;
use crate::layout::block::want;
use crate::layout::geometry::Rect;
use crate::layout::language::Language;
use crate::layout::language::Phrase;
use crate::layout::legend;
use crate::layout::legend::Entry;
use crate::layout::legend::Symbol;
use crate::layout::marks::shape;
use crate::layout::runs::BLANK;
use crate::layout::runs::runs;
use crate::layout::series::Moment;
use crate::layout::series::heading::Heading;
use crate::layout::sheet::break_lines;
use crate::layout::story::Story;
use crate::layout::symbols::symbol_nodes;
use crate::layout::words;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::scene::Text;
use crate::situation::Situation;
use crate::style::Style;
use crate::style::TextLook;

/// Most entries of the legend.
const MOST_ENTRIES: usize = 16;
/// Rows of a long legend have at least this share of the usual step.
const CLOSEST: f64 = 0.78;
/// Most lines of a title over the headline, and the step between them in relation to their size.
const MOST_TITLE: usize = 3;
const KICKER_LEADING: f64 = 1.25;

/// Space between named days of the time bar.
const DAY_GAP: f64 = 56.0;

/// What the column is planned from.
pub(super) struct Shared<'a> {
    pub(super) moments: &'a [Moment<'a>],
    /// Title of the whole, if one was given; else the period stands over the headline.
    pub(super) title: Option<&'a str>,
    pub(super) headings: &'a [Heading],
    pub(super) whole: &'a Situation,
    pub(super) story: &'a Story,
    pub(super) derived: &'a Derived,
    pub(super) style: &'a Style,
    pub(super) fonts: &'a Fonts,
    pub(super) language: &'a Language,
    pub(super) credits: Vec<String>,
}

/// The column, laid out.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Where the map is.
    pub(super) map: Rect,
    left: f64,
    width: f64,
    /// Lines over the headline.
    kicker: Vec<String>,
    /// Height of those after the first.
    pushed: f64,
    headline: TextLook,
    bar: (f64, f64),
    days: Vec<Date>,
    /// Named days of the bar, by index.
    named: Vec<usize>,
    legend: Vec<Entry>,
    legend_look: TextLook,
    /// Step between rows of the legend.
    row: f64,
    legend_top: f64,
    foot: Vec<String>,
    foot_look: TextLook,
    foot_top: f64,
    side: Colour,
    /// Width of the sheet, if the column stands at its right edge, for languages from right to left.
    mirrored: Option<f64>,
    bounds: Rect,
}

/// Lays out the column of a sheet of this size.
pub(super) fn plan((width, height): (f64, f64), shared: &Shared<'_>) -> Column {
    let (style, fonts) = (shared.style, shared.fonts);
    let panel = (width * 0.275).clamp(300.0, 460.0).min(width * 0.45).round();
    let margin = (style.page.margin * 0.8).min(panel * 0.12);
    let room = panel - 2.0 * margin;
    let days: Vec<Date> = shared.moments.iter().map(|m| m.day).collect();
    let kicker = match shared.title {
        Some(title) => title_lines(title, room, (style, fonts)),
        None => vec![kicker(&days, shared.language)],
    };
    let pushed = kicker.len().saturating_sub(1) as f64 * style.text.kicker.size * KICKER_LEADING;
    let mut legend = entries(shared);
    let foot_look = TextLook { size: style.text.credits.size * 0.85, ..style.text.credits };
    let mut foot: Vec<String> = shared.credits.iter().flat_map(|p| break_lines(p, &foot_look, room, fonts)).collect();
    foot.truncate(6);
    let foot_top = height - margin * 0.7 - foot.len() as f64 * foot_look.size * 1.3;
    let headline = headline(shared, room, height * 0.2);
    let top = margin
        + pushed
        + style.text.kicker.size * 1.4
        + height * 0.2
        + style.text.subtitle.size * if shared.moments.iter().any(|m| m.corrected.is_some()) { 5.6 } else { 3.4 };
    // The time bar comes first; the legend takes what is left.
    let left = foot_top - 14.0 - top - (height * 0.22).max(170.0);
    // Many entries stand closer.
    let row = (left / legend.len().max(1) as f64).clamp(style.page.legend_row * CLOSEST, style.page.legend_row);
    let legend_look =
        TextLook { size: style.text.legend.size * (row / style.page.legend_row).sqrt(), ..style.text.legend };
    legend.truncate((left / row + 1e-6).floor().max(0.0) as usize);
    let words = room - style.page.legend_symbol.min(52.0) - 10.0;
    for entry in &mut legend {
        // What stands in brackets goes first.
        if measure(&entry.words, &legend_look, fonts) > words {
            entry.words = entry.words.split(" (").next().unwrap_or("").to_owned();
        }
        entry.words = fitted(&entry.words, &legend_look, words, fonts);
    }
    let legend_top = foot_top - 14.0 - legend.len() as f64 * row;
    let bar = (top + 24.0, (legend_top - 62.0).max(top + 60.0));
    let side = shared.story.attacker.hue;
    let mirrored = shared.language.is_rtl().then_some(width);
    let (map, bounds) = match mirrored {
        Some(_) => (Rect::new(0.0, 0.0, width - panel, height), Rect::new(width - panel, 0.0, width, height)),
        None => (Rect::new(panel, 0.0, width, height), Rect::new(0.0, 0.0, panel, height)),
    };
    let mut column = Column {
        map,
        mirrored,
        bounds,
        left: margin,
        width: room,
        kicker,
        pushed,
        headline,
        bar,
        days,
        named: Vec::new(),
        legend,
        legend_look,
        row,
        legend_top,
        foot,
        foot_look,
        foot_top,
        side,
    };
    column.named = named(&column, shared.headings);
    column
}

/// The largest size of type at which every headline has room.
fn headline(shared: &Shared<'_>, room: f64, height: f64) -> TextLook {
    let look = shared.style.text.title;
    let mut best = TextLook { size: (look.size * 0.5).round(), ..look };
    for share in [0.95, 0.85, 0.75, 0.65, 0.58] {
        let smaller = TextLook { size: (look.size * share).round(), ..look };
        let fits = shared.headings.iter().all(|h| {
            let lines = 1 + break_lines(&h.change, &smaller, room, shared.fonts).len();
            lines as f64 * smaller.size * 1.12 <= height
        });
        if fits {
            best = smaller;
            break;
        }
    }
    best
}

/// A given title in lines; what does not fit ends with an ellipsis.
fn title_lines(title: &str, room: f64, (style, fonts): (&Style, &Fonts)) -> Vec<String> {
    let look = &style.text.kicker;
    let title: String = title.chars().take(400).collect();
    let mut lines = break_lines(&cased(&title, look), look, room, fonts);
    if lines.len() > MOST_TITLE {
        lines.truncate(MOST_TITLE);
        if let Some(last) = lines.last_mut() {
            last.push_str(" …");
            *last = fitted(last, look, room, fonts);
        }
    }
    lines
}

/// "27 Nov to 8 Dec 2024".
fn kicker(days: &[Date], language: &Language) -> String {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return String::new();
    };
    format!("{} – {}", words::short_date(*first, Some(*last), language), words::short_date_year(*last, language))
}

/// Rows of the legend, the same in every frame.
fn entries(shared: &Shared<'_>) -> Vec<Entry> {
    let outside = shared.story.unknown.hue;
    let mut rows = legend::who(shared.whole, shared.story, shared.derived, shared.style);
    rows.retain(|row| !matches!(row.symbol, Symbol::Side(hue, _) if hue == outside));
    let look = shared.story.attacker;
    let lost = (Phrase::LostSince, shared.style.colours.land, shared.moments.iter().any(|m| !m.losses.is_empty()));
    let gained =
        (Phrase::GainedSince, look.tint.mix(look.hue, 0.42), shared.moments.iter().any(|m| !m.gains.is_empty()));
    for (phrase, tint, _) in [lost, gained].into_iter().filter(|(.., shown)| *shown) {
        let symbol = Symbol::Side(look.hue, Some(tint));
        rows.insert(0, Entry { symbol, words: shared.language.say(phrase).to_owned(), width: 0.0 });
    }
    rows.extend(legend::line_entries(shared.whole, shared.story, shared.derived, shared.style));
    rows.extend(legend::mark_entries(shared.story));
    rows.truncate(MOST_ENTRIES);
    rows
}

/// The days that the bar names: the weightiest changes, as far apart as their words need; first and last always.
fn named(column: &Column, headings: &[Heading]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..headings.len()).filter(|i| !headings[*i].change.is_empty()).collect();
    order.sort_by_key(|i| (-headings[*i].weight, *i));
    let ends = [Some(0), headings.len().checked_sub(1)];
    let mut chosen: Vec<usize> = Vec::new();
    for i in order.into_iter().chain(ends.into_iter().flatten()) {
        let y = column.y(column.days[i]);
        if chosen.iter().all(|k| (column.y(column.days[*k]) - y).abs() >= DAY_GAP) {
            chosen.push(i);
        }
    }
    chosen.sort_unstable();
    chosen
}

impl Column {
    /// Height of a day on the bar.
    fn y(&self, day: Date) -> f64 {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else {
            return self.bar.0;
        };
        let whole = days_between(*first, *last).max(1);
        self.bar.0 + (self.bar.1 - self.bar.0) * f64::from(days_between(*first, day)) / f64::from(whole)
    }

    /// The ground of the column.
    pub(super) const fn bounds(&self) -> Rect {
        self.bounds
    }

    /// Where something of this width begins, so far from the outer edge of the column.
    fn x(&self, from_edge: f64, width: f64) -> f64 {
        self.mirrored.map_or(from_edge, |sheet| sheet - from_edge - width)
    }

    /// A line of words, so far from the outer edge; from right to left, what is mixed into it is placed run by run.
    fn write(
        &self,
        words: &str,
        (from_edge, y): (f64, f64),
        look: &TextLook,
        colour: Colour,
        fonts: &Fonts,
    ) -> Vec<Node> {
        if self.mirrored.is_none() {
            return vec![line(words, Point::new(from_edge, y), look, colour)];
        }
        let mut x = self.x(from_edge, 0.0);
        let mut nodes = Vec::new();
        for run in runs(words) {
            x -= measure(&run.words, look, fonts) + if run.spaced { look.size * BLANK } else { 0.0 };
            nodes.push(line(&run.words, Point::new(x, y), look, colour));
        }
        nodes
    }

    /// The day in words, for those who cannot see it.
    pub(super) fn said(moment: &Moment<'_>, language: &Language) -> String {
        let day = words::long_date(moment.day, language);
        let stale = moment.stale.map(|since| no_report(since, moment, language));
        let corrected = moment.corrected.map(|report| corrected(report, moment, language));
        let parts: Vec<String> = [Some(day), stale, corrected].into_iter().flatten().collect();
        format!("{}.", parts.join(". "))
    }

    /// What all frames have in the column: period, bar, legend and notes.
    pub(super) fn draw(&self, style: &Style, fonts: &Fonts) -> Vec<Node> {
        let (t, c) = (&style.text, &style.colours);
        let mut nodes = Vec::new();
        for (i, words) in self.kicker.iter().enumerate() {
            let y = self.left + t.kicker.size * (1.0 + KICKER_LEADING * i as f64);
            nodes.extend(self.write(words, (self.left, y), &t.kicker, self.side, fonts));
        }
        nodes.push(self.stretch(self.bar.0, self.bar.1, c.panel_edge, 5.0));
        nodes.extend(self.legend(style, fonts));
        for (i, words) in self.foot.iter().enumerate() {
            let y = self.foot_top + self.foot_look.size * 1.3 * (i as f64 + 1.0);
            nodes.extend(self.write(words, (self.left, y), &self.foot_look, c.credits, fonts));
        }
        nodes
    }

    /// A stretch of the time bar.
    fn stretch(&self, from: f64, to: f64, colour: Colour, width: f64) -> Node {
        let x = self.x(self.left + 14.0, 0.0);
        let path = Path::line(&[Point::new(x, from), Point::new(x, to)]);
        shape(Outline::Path(path), None, Some(Stroke::solid(colour, width)))
    }

    /// What the column says of one day.
    pub(super) fn day(
        &self,
        index: usize,
        moment: &Moment<'_>,
        headings: &[Heading],
        (style, fonts, language): (&Style, &Fonts, &Language),
    ) -> Vec<Node> {
        let (t, c) = (&style.text, &style.colours);
        let mut nodes = Vec::new();
        let mut y = self.left + self.pushed + t.kicker.size + 10.0;
        let heading = headings.get(index).cloned().unwrap_or_default();
        let first = if heading.change.is_empty() { heading.day.clone() } else { format!("{}:", heading.day) };
        let mut lines = vec![first];
        lines.extend(balanced(&heading.change, &self.headline, self.width, fonts));
        for words in lines {
            y += self.headline.size * if self.mirrored.is_some() { 1.25 } else { 1.1 };
            nodes.extend(self.write(&words, (self.left, y), &self.headline, c.ink, fonts));
        }
        let small = TextLook { size: t.subtitle.size * 0.9, ..t.subtitle };
        y += small.size * 0.5;
        let state = if moment.derived.areas.is_empty() { Phrase::EventsTo } else { Phrase::ControlOn };
        let date = language.fill(state, &[("date", &words::short_date_year(moment.day, language))]);
        let mut under = break_lines(&date, &small, self.width, fonts);
        let gained: f64 = moment.gains.iter().chain(&moment.losses).map(|g| g.area_km2).sum();
        if let Some(since) = moment.stale {
            under.push(no_report(since, moment, language));
        } else if gained >= 1.0 {
            let km = language.digits(&thousands(gained));
            under.push(language.fill(Phrase::GroundChanged, &[("km", &km)]));
        } else if index > 0 && heading.change.is_empty() {
            under.push(language.say(Phrase::NothingChanged).to_owned());
        }
        if let Some(report) = moment.corrected {
            under.extend(break_lines(&corrected(report, moment, language), &small, self.width, fonts));
        }
        for words in under {
            y += small.size * 1.25;
            nodes.extend(self.write(&words, (self.left, y), &small, c.note, fonts));
        }
        nodes.extend(self.time_bar(index, headings, (style, fonts, language)));
        nodes
    }

    fn time_bar(
        &self,
        index: usize,
        headings: &[Heading],
        (style, fonts, language): (&Style, &Fonts, &Language),
    ) -> Vec<Node> {
        let c = &style.colours;
        let x = self.x(self.left + 14.0, 0.0);
        let words_at = self.left + 40.0;
        let now = self.days.get(index).map_or(self.bar.0, |d| self.y(*d));
        let mut nodes = Vec::new();
        if now > self.bar.0 {
            nodes.push(self.stretch(self.bar.0, now, self.side.mix(c.page, 0.35), 9.0));
        }
        let disc = |y: f64, r: f64, fill: Colour, edge: Colour| {
            shape(Outline::Circle(Point::new(x, y), r), Some(Paint::Plain(fill)), Some(Stroke::solid(edge, 2.2)))
        };
        // Every frame is a small tick of the bar; only the named days have words.
        if self.days.len() <= 60 {
            for day in &self.days {
                let y = self.y(*day);
                let path = Path::line(&[Point::new(x - 4.5, y), Point::new(x + 4.5, y)]);
                nodes.push(shape(Outline::Path(path), None, Some(Stroke::solid(c.page, 1.6))));
            }
        }
        let look = TextLook { size: style.text.legend.size * 0.95, ..style.text.legend };
        let bold = TextLook { weight: 600.0, size: style.text.legend.size * 1.08, ..style.text.legend };
        for i in &self.named {
            let (Some(day), Some(heading)) = (self.days.get(*i), headings.get(*i)) else { continue };
            let y = self.y(*day);
            // The words hang below their day.
            if *i == index || now - y < 58.0 && y <= now || y - now < 68.0 && y > now {
                continue;
            }
            let past = *i < index;
            let colour = if past { c.ink } else { c.note };
            nodes.push(if past { disc(y, 8.0, self.side, c.page) } else { disc(y, 8.0, c.page, c.note) });
            let date = words::short_date(*day, self.days.last().copied(), language);
            let strong = TextLook { weight: if past { 600.0 } else { 400.0 }, ..look };
            nodes.extend(self.write(&date, (words_at, y + look.size * 0.35), &strong, colour, fonts));
            if past {
                let words = fitted(&heading.change, &look, self.width - 40.0, fonts);
                nodes.extend(self.write(&words, (words_at, y + look.size * 1.5), &look, c.note, fonts));
            }
        }
        nodes.push(disc(now, 12.0, self.side, c.page));
        if let Some(day) = self.days.get(index) {
            let date = words::short_date(*day, self.days.last().copied(), language);
            nodes.extend(self.write(&date, (words_at, now + bold.size * 0.35), &bold, c.ink, fonts));
            if let Some(heading) = headings.get(index).filter(|h| !h.change.is_empty()) {
                let words = fitted(&heading.change, &look, self.width - 40.0, fonts);
                let y = now + bold.size * 0.35 + look.size * 1.2;
                nodes.extend(self.write(&words, (words_at, y), &look, c.note, fonts));
            }
        }
        nodes
    }

    fn legend(&self, style: &Style, fonts: &Fonts) -> Vec<Node> {
        let c = &style.colours;
        let look = self.legend_look;
        let width = style.page.legend_symbol.min(52.0);
        let mut nodes = Vec::new();
        for (i, entry) in self.legend.iter().enumerate() {
            let middle = self.legend_top + self.row * (i as f64 + 0.5);
            let corner = Point::new(self.x(self.left, width * 0.7), middle - 10.0);
            let (fill, edge) = match &entry.symbol {
                Symbol::Side(hue, Some(tint)) => (Some(Paint::Plain(*tint)), Some(Stroke::solid(*hue, 1.8))),
                Symbol::Side(hue, None) => (Some(Paint::Plain(*hue)), None),
                Symbol::Hatch(id, edge) => (Some(Paint::Defined(id.clone())), Some(Stroke::solid(*edge, 1.6))),
                _ => (None, None),
            };
            if fill.is_some() {
                nodes.push(shape(Outline::Rect(corner, width * 0.7, 20.0, 2.0), fill, edge));
            } else {
                let at = Point::new(self.x(self.left, width * 0.9), middle);
                nodes.extend(symbol_nodes(&entry.symbol, at, width * 0.9, style));
            }
            let at = (self.left + width + 10.0, middle + look.size * 0.33);
            nodes.extend(self.write(&entry.words, at, &look, c.ink, fonts));
        }
        nodes
    }
}

/// As many lines as the words need at this width, of lengths as equal as can be: no word alone at the end.
fn balanced(text: &str, look: &TextLook, width: f64, fonts: &Fonts) -> Vec<String> {
    let lines = break_lines(text, look, width, fonts);
    let (mut low, mut high) = (width / lines.len().max(1) as f64 * 0.8, width);
    let widest = text.split_whitespace().map(|word| measure(word, look, fonts)).fold(0.0, f64::max);
    low = low.max(widest.min(width));
    for _ in 0..8 {
        let middle = f64::midpoint(low, high);
        if break_lines(text, look, middle, fonts).len() > lines.len() { low = middle } else { high = middle }
    }
    break_lines(text, look, high, fonts)
}

fn no_report(since: Date, moment: &Moment<'_>, language: &Language) -> String {
    language.fill(Phrase::NoReportSince, &[("date", &words::short_date(since, Some(moment.day), language))])
}

fn corrected(report: Date, moment: &Moment<'_>, language: &Language) -> String {
    language.fill(Phrase::CorrectedAfter, &[("date", &words::short_date(report, Some(moment.day), language))])
}

fn line(words: &str, at: Point, look: &TextLook, colour: Colour) -> Node {
    let words = cased(words, look);
    Node::Text(Text {
        tracking: tracking(&words, look),
        words,
        at,
        size: look.size,
        weight: want(look).weight,
        italic: look.italic,
        colour,
        ..Text::default()
    })
}

/// The words on one line, cut with an ellipsis.
fn fitted(text: &str, look: &TextLook, width: f64, fonts: &Fonts) -> String {
    let mut letters = text.chars().count();
    let mut cut = text.to_owned();
    while letters > 3 && measure(&cut, look, fonts) > width {
        letters -= 1;
        cut = words::cut(text, letters);
    }
    cut
}

/// "7,400" in steps that fit how well it is known.
fn thousands(km2: f64) -> String {
    let step = if km2 >= 1000.0 {
        100.0
    } else if km2 >= 100.0 {
        10.0
    } else {
        1.0
    };
    let number = ((km2 / step).round() * step) as u64;
    let digits = number.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}
