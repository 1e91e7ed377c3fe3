//! Drawing primitives of a sheet: named groups, paths, marks and runs of text, in sheet units, y downwards.
//!
//! In: nothing. Out: [`Scene`]. Never: geography, style files, bytes of a format.

use crate::colour::Colour;

/// A point of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// A point.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// A sheet ready to be written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scene {
    /// Width, units of the drawing.
    pub width: f64,
    /// Height, units of the drawing.
    pub height: f64,
    /// Pixels for a unit.
    pub zoom: f64,
    /// Language tag of the text.
    pub lang: String,
    /// Title for assistive technology.
    pub title: String,
    /// Long description for assistive technology.
    pub description: String,
    /// Font families in order.
    pub families: Vec<String>,
    /// Patterns, gradients and clips that the nodes refer to.
    pub definitions: Vec<Definition>,
    /// What is drawn, from the ground up.
    pub nodes: Vec<Node>,
}

/// Something nodes refer to by id.
#[derive(Debug, Clone, PartialEq)]
pub enum Definition {
    /// Diagonal stripes.
    Hatch {
        /// Its id.
        id: String,
        /// Ground; none leaves it open.
        ground: Option<Colour>,
        /// Stripes from the start of a period: colour, width.
        stripes: Vec<(Colour, f64)>,
        /// Length of a period.
        period: f64,
    },
    /// A soft disc that fades outwards.
    Soft {
        /// Its id.
        id: String,
        /// Its colour.
        colour: Colour,
    },
    /// A rectangle to clip to.
    Clip {
        /// Its id.
        id: String,
        /// Upper left corner.
        at: Point,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
    },
    /// A path that text runs along.
    Guide {
        /// Its id.
        id: String,
        /// The path.
        path: Path,
    },
}

/// A node of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Several nodes.
    Group(Group),
    /// A shape.
    Shape(Shape),
    /// A run of text.
    Text(Text),
}

/// Several nodes with a name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// Stable id, empty for none.
    pub id: String,
    /// Name of a layer for editors; `None` for a plain group.
    pub layer: Option<String>,
    /// Words of a tooltip: what it is and the evidence.
    pub title: Option<String>,
    /// Code of a military symbol.
    pub code: Option<String>,
    /// Id of a clip.
    pub clip: Option<String>,
    /// What is in it.
    pub nodes: Vec<Node>,
}

/// A shape with fill and stroke.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its outline.
    pub outline: Outline,
    /// Inside.
    pub fill: Option<Paint>,
    /// Line.
    pub stroke: Option<Stroke>,
    /// Draw the stroke under the fill.
    pub stroke_first: bool,
    /// Stable id, empty for none.
    pub id: String,
}

/// An outline.
#[derive(Debug, Clone, PartialEq)]
pub enum Outline {
    /// A path.
    Path(Path),
    /// A circle.
    Circle(Point, f64),
    /// An ellipse: centre, half axes.
    Ellipse(Point, f64, f64),
    /// A rectangle: upper left corner, width, height, radius of its corners.
    Rect(Point, f64, f64, f64),
}

/// How a surface is filled.
#[derive(Debug, Clone, PartialEq)]
pub enum Paint {
    /// One colour.
    Plain(Colour),
    /// One colour, partly transparent.
    Glass(Colour, f64),
    /// A hatch or soft disc, by id.
    Defined(String),
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub colour: Colour,
    /// Its width.
    pub width: f64,
    /// Lengths of dashes and gaps; empty for a solid line.
    pub dash: Vec<f64>,
    /// Round ends.
    pub round: bool,
}

impl Stroke {
    /// A solid line.
    pub const fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: Vec::new(), round: false }
    }
}

/// A path of lines and curves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Path {
    /// Its pieces.
    pub pieces: Vec<Piece>,
}

/// A piece of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece {
    /// Start a new line here.
    Move(Point),
    /// A straight line to here.
    Line(Point),
    /// A quadratic curve: control, end.
    Quad(Point, Point),
    /// A cubic curve: two controls, end.
    Cubic(Point, Point, Point),
    /// Back to the start.
    Close,
}

impl Path {
    /// A line through points.
    pub fn line(points: &[Point]) -> Self {
        let mut path = Self::default();
        path.add_line(points);
        path
    }

    /// A closed ring through points.
    pub fn ring(points: &[Point]) -> Self {
        let mut path = Self::line(points);
        path.pieces.push(Piece::Close);
        path
    }

    /// Adds a line through points.
    pub fn add_line(&mut self, points: &[Point]) {
        for (i, p) in points.iter().enumerate() {
            self.pieces.push(if i == 0 { Piece::Move(*p) } else { Piece::Line(*p) });
        }
    }

    /// Adds a closed ring through points.
    pub fn add_ring(&mut self, points: &[Point]) {
        self.add_line(points);
        self.pieces.push(Piece::Close);
    }
}

/// Side of its point that a text is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Anchor {
    /// The text starts at its point.
    #[default]
    Start,
    /// The text is centred on its point.
    Middle,
    /// The text ends at its point.
    End,
}

/// A run of text on one line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text {
    /// The words.
    pub words: String,
    /// Point on the base line.
    pub at: Point,
    /// Side of the point.
    pub anchor: Anchor,
    /// Size of type.
    pub size: f64,
    /// 400, 600 or 700.
    pub weight: u16,
    /// Italics.
    pub italic: bool,
    /// Space after each letter.
    pub tracking: f64,
    /// Colour.
    pub colour: Colour,
    /// Colour, width and opacity of a stroke under the letters.
    pub halo: Option<(Colour, f64, f64)>,
    /// Family names, the preferred first; empty for those of the sheet.
    pub families: Vec<String>,
    /// Id of a guide that the text is centred on.
    pub guide: Option<String>,
}
