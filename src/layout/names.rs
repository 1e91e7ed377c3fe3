//! Names of areas: countries and divisions spaced in the land that can be seen, seas in the water.

use crate::basemap::Layers;
use crate::colour::Colour;
use crate::font::Fonts;
use crate::layout::block::Block;
use crate::layout::frame::Frame;
use crate::layout::geometry::Rect;
use crate::layout::geometry::distance;
use crate::layout::ground::CELL;
use crate::layout::ground::LAKE;
use crate::layout::ground::Raster;
use crate::layout::ground::SEA;
use crate::layout::ground::Stream;
use crate::layout::index::BoxIndex;
use crate::layout::index::LineIndex;
use crate::layout::language::Language;
use crate::scene::Anchor;
use crate::scene::Node;
use crate::scene::Point;
use crate::style::Style;
use crate::style::TextLook;

/// Sums over the raster: how many cells of a rectangle are not free.
struct Sums {
    columns: usize,
    sums: Vec<u32>,
}

impl Sums {
    fn new(raster: &Raster, blocked: &[bool], free: impl Fn(u16) -> bool) -> Self {
        let columns = raster.columns + 1;
        let mut sums = vec![0; columns * (raster.rows + 1)];
        for row in 0..raster.rows {
            let mut line = 0;
            for column in 0..raster.columns {
                let cell = row * raster.columns + column;
                line += u32::from(blocked[cell] || !free(raster.cells[cell]));
                sums[(row + 1) * columns + column + 1] = sums[row * columns + column + 1] + line;
            }
        }
        Self { columns, sums }
    }

    /// Cells that are not free, from column and row `a` to before `b`.
    fn count(&self, a: (usize, usize), b: (usize, usize)) -> u32 {
        let at = |c: usize, r: usize| self.sums.get(r * self.columns + c).copied().unwrap_or(0);
        at(b.0, b.1) + at(a.0, a.1) - at(b.0, a.1) - at(a.0, b.1)
    }
}

/// Where names may go, kept up to date as they are placed.
#[derive(Debug, Clone)]
pub(super) struct Field<'a> {
    raster: &'a Raster,
    blocked: Vec<bool>,
}

impl<'a> Field<'a> {
    pub(super) fn new(raster: &'a Raster) -> Self {
        Self { raster, blocked: vec![false; raster.cells.len()] }
    }

    /// Nothing may be placed over `r`.
    pub(super) fn block(&mut self, r: Rect) {
        let raster = self.raster;
        let column = |x: f64| (((x - raster.rect.x0) / CELL).floor().clamp(0.0, raster.columns as f64)) as usize;
        let row = |y: f64| (((y - raster.rect.y0) / CELL).floor().clamp(0.0, raster.rows as f64)) as usize;
        let (c0, c1) = (column(r.x0), (column(r.x1) + 1).min(raster.columns));
        for row in row(r.y0)..(row(r.y1) + 1).min(raster.rows) {
            if let Some(cells) = self.blocked.get_mut(row * raster.columns + c0..row * raster.columns + c1.max(c0)) {
                cells.fill(true);
            }
        }
    }

    pub(super) fn block_line(&mut self, points: &[Point], by: f64) {
        for p in
            crate::layout::geometry::resample(points, (crate::layout::geometry::length(points) / CELL) as usize + 2)
        {
            self.block(Rect::around(p, by, by));
        }
    }

    /// The box of `width` × `height` with the most free room round it, in cells that `free` accepts; `near` pulls it.
    fn roomiest(
        &self,
        width: f64,
        height: f64,
        margin: f64,
        free: impl Fn(u16) -> bool,
        near: Option<(Point, f64)>,
    ) -> Option<(Rect, f64)> {
        let raster = self.raster;
        let sums = Sums::new(raster, &self.blocked, free);
        let (w, h) = ((width / CELL).ceil() as usize, (height / CELL).ceil() as usize);
        let edge = (margin / CELL).ceil() as usize;
        if raster.columns < w + 2 * edge || raster.rows < h + 2 * edge {
            return None;
        }
        let mut best: Option<(f64, Rect)> = None;
        for row in (edge..=raster.rows - h - edge).step_by(2) {
            for column in (edge..=raster.columns - w - edge).step_by(2) {
                if sums.count((column, row), (column + w, row + h)) > 0 {
                    continue;
                }
                let mut grow = 0;
                while grow < 16 {
                    let g = grow + 2;
                    let (c0, r0) = (column.saturating_sub(g), row.saturating_sub(g));
                    let (c1, r1) = ((column + w + g).min(raster.columns), (row + h + g).min(raster.rows));
                    if sums.count((c0, r0), (c1, r1)) > 0 {
                        break;
                    }
                    grow = g;
                }
                let x0 = raster.rect.x0 + column as f64 * CELL + (w as f64 * CELL - width) / 2.0;
                let y0 = raster.rect.y0 + row as f64 * CELL + (h as f64 * CELL - height) / 2.0;
                let rect = Rect::new(x0, y0, x0 + width, y0 + height);
                let pull = near.map_or(0.0, |(p, weight)| distance(rect.centre(), p) * weight);
                let score = grow as f64 - pull;
                if best.is_none_or(|(s, _)| score > s + 1e-9) {
                    best = Some((score, rect));
                }
            }
        }
        best.map(|(score, rect)| (rect, score))
    }
}

/// A name that was placed.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) nodes: Vec<Node>,
    pub(super) boxes: Vec<Rect>,
}

/// What placing names needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) layers: &'a Layers,
    pub(super) frame: &'a Frame,
    pub(super) style: &'a Style,
    pub(super) fonts: &'a Fonts,
    pub(super) lines: &'a LineIndex,
    pub(super) home: &'a [String],
    pub(super) language: &'a Language,
}

fn put(block: &Block, rect: Rect) -> Placed {
    let at = Point::new(rect.centre().x, rect.centre().y - block.height() / 2.0 + block.rise());
    Placed { nodes: block.draw(at, Anchor::Middle, None), boxes: block.boxes(at, Anchor::Middle) }
}

fn claim(field: &mut Field<'_>, placed: &Placed, taken: &mut BoxIndex) {
    for b in &placed.boxes {
        field.block(b.grown(6.0));
        taken.add(*b, u32::MAX);
    }
}

/// Centre and number of the visible cells of a country.
fn visible(raster: &Raster, value: u16) -> (Point, usize) {
    let (mut x, mut y, mut n) = (0.0, 0.0, 0_usize);
    for (i, cell) in raster.cells.iter().enumerate() {
        if *cell == value {
            x += (i % raster.columns) as f64;
            y += (i / raster.columns) as f64;
            n += 1;
        }
    }
    let d = n.max(1) as f64;
    (Point::new(raster.rect.x0 + (x / d + 0.5) * CELL, raster.rect.y0 + (y / d + 0.5) * CELL), n)
}

/// Names of countries, the story's first, then by the land that can be seen.
pub(super) fn countries(
    context: &Context<'_>,
    field: &mut Field<'_>,
    taken: &mut BoxIndex,
    streams: &[Stream],
) -> Vec<Node> {
    let t = &context.style.text;
    // A name keeps off rivers where it can.
    let mut dry = field.clone();
    for stream in streams.iter().filter(|s| s.level <= 2) {
        dry.block_line(&stream.line, 2.0);
    }
    let colour = context.style.colours.country_name;
    let mut order: Vec<(bool, usize, Point, usize)> = context
        .layers
        .countries
        .iter()
        .enumerate()
        .map(|(i, c)| {
            let (centre, cells) = visible(field.raster, 1 + i.min(60_000) as u16);
            (!context.home.contains(&c.iso2), cells, centre, i)
        })
        .filter(|(_, cells, ..)| *cells > 40)
        .collect();
    order.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.3.cmp(&b.3)));
    let mut nodes = Vec::new();
    for (foreign, _, centre, index) in order.into_iter().take(30) {
        let Some(country) = context.layers.countries.get(index) else {
            continue;
        };
        let name = context.language.country(&country.iso2, &country.name);
        if name.is_empty() {
            continue;
        }
        let looks: &[TextLook] =
            if foreign { &[t.country, t.small_country] } else { &[t.home, t.country, t.small_country] };
        let value = 1 + index.min(60_000) as u16;
        'sizes: for look in looks {
            let words: Vec<&str> = name.split_whitespace().collect();
            let mut forms = vec![vec![name.to_owned()]];
            if words.len() > 1 {
                let middle = words.len().div_ceil(2);
                forms.push(vec![words[..middle].join(" "), words[middle..].join(" ")]);
            }
            for wet in [false, true] {
                for lines in &forms {
                    let mut block = Block::default();
                    for line in lines {
                        block.push(line, *look, colour, look.size * 1.15, context.fonts);
                    }
                    let (w, h) = (block.width() + 20.0, block.height() + 10.0);
                    let where_to = if wet { &*field } else { &dry };
                    if let Some((rect, _)) = where_to.roomiest(w, h, 8.0, |v| v == value, Some((centre, 0.012))) {
                        let placed = put(&block, rect);
                        claim(field, &placed, taken);
                        for b in &placed.boxes {
                            dry.block(b.grown(6.0));
                        }
                        nodes.extend(placed.nodes);
                        break 'sizes;
                    }
                }
            }
        }
    }
    nodes
}

/// Room round the name of a sea that no other sea's name enters.
const SEAS_APART: f64 = 44.0;

/// Names of seas, in italics on the water.
pub(super) fn seas(context: &Context<'_>, field: &mut Field<'_>, taken: &mut BoxIndex) -> Vec<Node> {
    let look = context.style.text.sea;
    let mut nodes = Vec::new();
    let mut done_names: Vec<&str> = Vec::new();
    for sea in context.layers.seas.iter().take(40) {
        if done_names.contains(&sea.name.as_str()) {
            continue;
        }
        let at = context.frame.place(sea.at);
        // A name stays in its own water: as far from its point as there is room around that.
        let reach = (sea.room_km * context.frame.scale).clamp(10.0, 400.0);
        let name = context.language.water(&sea.name);
        if name.is_empty() {
            continue;
        }
        let words: Vec<&str> = name.split_whitespace().collect();
        let mut forms = vec![vec![name.to_owned()]];
        if words.len() > 1 {
            let middle = words.len() / 2;
            let first = if words.len() == 2 { 1 } else { middle.max(1) };
            forms.insert(0, vec![words[..first].join(" "), words[first..].join(" ")]);
        }
        let mut done = false;
        for size in [1.0, 0.82] {
            for lines in &forms {
                let mut block = Block::default();
                let look = TextLook { size: look.size * size, tracking: look.tracking * size, ..look };
                for line in lines {
                    block.push(line, look, context.style.colours.water_name, look.size * 1.18, context.fonts);
                }
                let (w, h) = (block.width() + 8.0, block.height() + 6.0);
                if let Some((rect, _)) = field
                    .roomiest(w, h, 10.0, |v| v == SEA, Some((at, 0.05)))
                    .filter(|(r, _)| r.grown(reach).contains(at))
                {
                    let placed = put(&block, rect);
                    claim(field, &placed, taken);
                    // Two seas one under the other would read as one.
                    for b in &placed.boxes {
                        field.block(b.grown(SEAS_APART));
                    }
                    nodes.extend(placed.nodes);
                    done = true;
                    done_names.push(&sea.name);
                    break;
                }
            }
            if done {
                break;
            }
        }
    }
    nodes
}

/// Names of sides on the areas that they hold, where there is most room.
pub(super) fn sides(
    context: &Context<'_>,
    field: &mut Field<'_>,
    taken: &mut BoxIndex,
    holders: &[(String, Colour, Vec<Vec<Point>>)],
) -> Vec<Node> {
    let mut areas = Raster::new(context.frame.rect);
    for (i, (_, _, rings)) in holders.iter().enumerate() {
        areas.fill(rings, 1 + i.min(60_000) as u16);
    }
    let mut nodes = Vec::new();
    for (i, (name, colour, _)) in holders.iter().enumerate() {
        let mut block = Block::default();
        block.push(name, context.style.text.side, *colour, 0.0, context.fonts);
        let over = Field { raster: &areas, blocked: field.blocked.clone() };
        let value = 1 + i.min(60_000) as u16;
        let (centre, cells) = visible(&areas, value);
        // An area too small to read needs no name: the legend has it.
        if cells < 120 {
            continue;
        }
        if let Some((rect, _)) =
            over.roomiest(block.width() + 12.0, block.height() + 10.0, 8.0, |v| v == value, Some((centre, 0.01)))
        {
            let placed = put(&block, rect);
            claim(field, &placed, taken);
            nodes.extend(placed.nodes);
        }
    }
    nodes
}

/// Names of lakes that are large enough to hold them.
pub(super) fn lakes(context: &Context<'_>, field: &mut Field<'_>, taken: &mut BoxIndex) -> Vec<Node> {
    let mut nodes = Vec::new();
    for lake in context.layers.lakes.iter().filter(|l| !context.language.water(&l.name).is_empty()) {
        let mut block = Block::default();
        block.push(
            context.language.water(&lake.name),
            context.style.text.river,
            context.style.colours.water_name,
            0.0,
            context.fonts,
        );
        let rings = crate::layout::ground::rings(&lake.shape, context.frame, context.frame.rect);
        let Some(bounds) = rings.iter().filter_map(|r| Rect::round(r)).reduce(Rect::union) else {
            continue;
        };
        if bounds.width() < block.width() || bounds.height() < 30.0 {
            continue;
        }
        if let Some((rect, _)) =
            field.roomiest(block.width() + 6.0, block.height() + 6.0, 6.0, |v| v == LAKE, Some((bounds.centre(), 0.05)))
            && bounds.overlaps(rect)
        {
            let placed = put(&block, rect);
            claim(field, &placed, taken);
            nodes.extend(placed.nodes);
        }
    }
    nodes
}

/// A division's first name, without second names in brackets and without the marks of transliteration.
fn plain(name: &str) -> String {
    let first = name.split(['(', '/', '[']).next().unwrap_or(name).trim();
    first.chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʿ' | 'ʾ' | '`')).collect()
}

/// A division's name beside another on its line would be read with it.
const BESIDE: f64 = 30.0;
/// Nearer than this to the place it is named after, a division's name says nothing.
const NAMESAKE: f64 = 170.0;

/// Names of first-order divisions of the story countries, near the middle of each; `named` are the places that have names.
pub(super) fn divisions(
    context: &Context<'_>,
    field: &mut Field<'_>,
    taken: &mut BoxIndex,
    named: &[(&str, Point)],
    most: usize,
) -> Vec<Node> {
    let look = context.style.text.division;
    let mut nodes = Vec::new();
    let mut count = 0;
    for division in &context.layers.divisions {
        if count >= most {
            break;
        }
        let name = plain(&division.name);
        if name.chars().count() > 14 {
            continue;
        }
        let at = context.frame.place(division.at);
        if !context.home.contains(&division.country) || !context.frame.rect.grown(-20.0).contains(at) {
            continue;
        }
        let mut block = Block::default();
        block.push(&name, look, context.style.colours.division_name, 0.0, context.fonts);
        let (w, h) = (block.width(), block.height());
        let lower = name.to_lowercase();
        let namesakes: Vec<Point> =
            named.iter().filter(|(n, _)| n.to_lowercase().starts_with(&lower)).map(|(_, p)| *p).collect();
        let mut best: Option<(f64, Rect)> = None;
        for i in -4..=4_i32 {
            for j in -4..=4_i32 {
                let p = Point::new(at.x + f64::from(i) * 14.0, at.y + f64::from(j) * 10.0);
                let rect = Rect::around(p, w / 2.0, h / 2.0);
                let alone = Rect::around(p, w / 2.0 + BESIDE, h / 2.0 + 9.0);
                if !context.frame.rect.grown(-6.0).covers(rect)
                    || !taken.is_free(alone)
                    || namesakes.iter().any(|n| distance(*n, p) < NAMESAKE)
                {
                    continue;
                }
                let cost = context.lines.cost(rect.grown(3.0)) * 3.0 + f64::from(i.abs() + j.abs()) * 0.05;
                if cost < 2.0 && best.is_none_or(|(c, _)| cost < c - 1e-9) {
                    best = Some((cost, rect));
                }
            }
        }
        if let Some((_, rect)) = best {
            let placed = put(&block, rect);
            claim(field, &placed, taken);
            nodes.extend(placed.nodes);
            count += 1;
        }
    }
    nodes
}
