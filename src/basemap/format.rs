//! The bytes of the shipped files: sections, numbers, lines.
//!
//! In: bytes. Out: numbers and points, or a typed error. Never: geometry. The writer is data/recipe/encoding.py.

use crate::error::Error;
use crate::error::Result;

/// Units per degree: 0.0001°, about 11 m.
pub(crate) const QUANTA: f64 = 10_000.0;

/// Tolerance in degrees that level 0 stands for, and the ratio from one level to the next.
const LEVEL_BASE: f64 = 0.0002;
const LEVEL_RATIO: f64 = 1.7;
const LEVELS: u8 = 16;

const VERSION: u16 = 1;

/// A file cut into its sections.
#[derive(Debug, Clone)]
pub(crate) struct File<'a> {
    label: &'static str,
    sections: Vec<&'a [u8]>,
}

/// Rows of equal width.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table<'a> {
    bytes: &'a [u8],
    width: usize,
}

/// A row of a table. Reading beyond its end yields zero: the widths are checked when the file is opened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a>(pub(crate) &'a [u8]);

fn damaged(label: &str, message: String) -> Error {
    Error::Data { file: label.to_owned(), message }
}

impl<'a> File<'a> {
    /// Checks magic, version and section bounds; reads nothing else.
    pub(crate) fn open(label: &'static str, magic: [u8; 4], count: usize, bytes: &'a [u8]) -> Result<Self> {
        if bytes.get(..4) != Some(magic.as_slice()) {
            return Err(damaged(label, format!("expected it to begin with {:?}", String::from_utf8_lossy(&magic))));
        }
        let head = Row(bytes);
        if head.u16(4) != VERSION {
            return Err(damaged(label, format!("expected format version {VERSION}, found {}", head.u16(4))));
        }
        if usize::from(head.u16(6)) != count {
            return Err(damaged(label, format!("expected {count} sections, found {}", head.u16(6))));
        }
        let mut sections = Vec::with_capacity(count);
        for k in 0..count {
            let at = 8 + 8 * k;
            let (start, length) = (head.u32(at) as usize, head.u32(at + 4) as usize);
            let section = start.checked_add(length).and_then(|end| bytes.get(start..end));
            let Some(section) = section else {
                let found = bytes.len();
                return Err(damaged(
                    label,
                    format!("section {k} at byte {start}, {length} bytes long, does not fit into {found} bytes"),
                ));
            };
            sections.push(section);
        }
        Ok(Self { label, sections })
    }

    /// A section of bytes.
    pub(crate) fn section(&self, index: usize) -> &'a [u8] {
        self.sections.get(index).copied().unwrap_or_default()
    }

    /// A section of rows.
    pub(crate) fn table(&self, index: usize, width: usize) -> Result<Table<'a>> {
        let bytes = self.section(index);
        if !bytes.len().is_multiple_of(width) {
            let message = format!("section {index}: expected a multiple of {width} bytes, found {}", bytes.len());
            return Err(damaged(self.label, message));
        }
        Ok(Table { bytes, width })
    }
}

impl<'a> Table<'a> {
    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() / self.width
    }

    /// A row.
    pub(crate) fn row(&self, index: usize) -> Option<Row<'a>> {
        let start = index.checked_mul(self.width)?;
        self.bytes.get(start..start.checked_add(self.width)?).map(Row)
    }

    /// All rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'a>> + use<'a> {
        self.bytes.chunks_exact(self.width).map(Row)
    }
}

impl<'a> Row<'a> {
    fn bytes<const N: usize>(&self, at: usize) -> [u8; N] {
        self.0.get(at..at + N).and_then(|b| b.try_into().ok()).unwrap_or([0; N])
    }

    pub(crate) fn u8(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or(0)
    }

    pub(crate) fn u16(&self, at: usize) -> u16 {
        u16::from_le_bytes(self.bytes(at))
    }

    pub(crate) fn i16(&self, at: usize) -> i16 {
        i16::from_le_bytes(self.bytes(at))
    }

    pub(crate) fn u32(&self, at: usize) -> u32 {
        u32::from_le_bytes(self.bytes(at))
    }

    pub(crate) fn i32(&self, at: usize) -> i32 {
        i32::from_le_bytes(self.bytes(at))
    }

    pub(crate) fn f32(&self, at: usize) -> f32 {
        f32::from_le_bytes(self.bytes(at))
    }

    /// A point in quanta.
    pub(crate) fn point(&self, at: usize) -> Point {
        Point { x: f64::from(self.i32(at)), y: f64::from(self.i32(at + 4)) }
    }

    /// A bounding box in quanta, kept as hundredths of a degree.
    pub(crate) fn bbox(&self, at: usize) -> Rect {
        let quanta = |at| f64::from(self.i16(at)) * (QUANTA / 100.0);
        Rect { west: quanta(at), south: quanta(at + 2), east: quanta(at + 4), north: quanta(at + 6) }
    }

    /// A string in the heap, empty when the reference is broken.
    pub(crate) fn text(&self, at: usize, heap: &'a [u8]) -> &'a str {
        let start = self.u32(at) as usize;
        let bytes = heap.get(start..start + usize::from(self.u16(at + 4))).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

/// A point in quanta; always whole numbers except where a line was cut at the edge of a window.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Point {
    /// A key that equals for equal points.
    pub(crate) fn key(self) -> (i64, i64) {
        ((self.x * 1024.0).round() as i64, (self.y * 1024.0).round() as i64)
    }

    /// Degrees.
    pub(crate) fn degrees(self) -> geo::Coord<f64> {
        geo::Coord { x: self.x / QUANTA, y: self.y / QUANTA }
    }
}

/// A rectangle in quanta.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) east: f64,
    pub(crate) north: f64,
}

impl Rect {
    /// Whether the two have a point in common.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.west <= other.east && other.west <= self.east && self.south <= other.north && other.south <= self.north
    }

    /// Whether the point is inside.
    pub(crate) fn contains(&self, p: Point) -> bool {
        self.west < p.x && p.x < self.east && self.south < p.y && p.y < self.north
    }

    /// Whether the other one lies inside.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.west < other.west && other.east < self.east && self.south < other.south && other.north < self.north
    }

    /// Moved along the equator.
    pub(crate) fn shifted(&self, dx: f64) -> Self {
        Self { west: self.west + dx, east: self.east + dx, ..*self }
    }

    /// The point in the middle.
    pub(crate) fn centre(&self) -> Point {
        Point { x: f64::midpoint(self.west, self.east), y: f64::midpoint(self.south, self.north) }
    }
}

/// The least level a vertex must have to be kept at this tolerance, in degrees.
pub(crate) fn least_level(tolerance_deg: f64) -> u8 {
    let mut limit = LEVEL_BASE * LEVEL_RATIO;
    let mut level = 0;
    while level + 1 < LEVELS && tolerance_deg >= limit {
        limit *= LEVEL_RATIO;
        level += 1;
    }
    level
}

/// Appends the points between the ends of a line whose vertices reach `level`.
///
/// `count` points are stored at `offset`: a level nibble each, then steps from `first`. A damaged line ends early.
pub(crate) fn decode_inner(data: &[u8], offset: usize, count: usize, first: Point, level: u8, out: &mut Vec<Point>) {
    let Some(levels) = data.get(offset..offset.saturating_add(count.div_ceil(2))) else {
        return;
    };
    let mut steps = data.get(offset + levels.len()..).unwrap_or_default().iter();
    let mut next = || -> Option<i32> {
        let (mut value, mut shift) = (0u32, 0);
        loop {
            let byte = *steps.next()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed());
            }
            shift += 7;
            if shift > 28 {
                return None;
            }
        }
    };
    let (mut x, mut y) = (first.x as i32, first.y as i32);
    for pair in levels.iter().flat_map(|b| [b & 15, b >> 4]).take(count) {
        let (Some(dx), Some(dy)) = (next(), next()) else {
            return;
        };
        x = x.wrapping_add(dx);
        y = y.wrapping_add(dy);
        if pair >= level {
            out.push(Point { x: f64::from(x), y: f64::from(y) });
        }
    }
}
