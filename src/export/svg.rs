//! SVG with live text, groups named by meaning, and layers that Inkscape and Illustrator show.

use std::fmt::Write as _;

use crate::markup::push_attribute;
use crate::markup::push_escaped;
use crate::markup::push_measure;
use crate::markup::push_number;
use crate::scene::Anchor;
use crate::scene::Definition;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Piece;
use crate::scene::Point;
use crate::scene::Scene;
use crate::scene::Shape;
use crate::scene::Stroke;
use crate::scene::Text;

/// The end of the root element.
const END: &str = "</svg>\n";

/// The sheet as SVG text.
pub fn svg(scene: &Scene) -> String {
    write(scene, &mut Letters::Live)
}

/// How words are written.
#[derive(Debug)]
#[cfg_attr(not(feature = "png"), expect(dead_code, reason = "outlines come from the renderer of the PNG"))]
pub(super) enum Letters<'a> {
    /// As text.
    Live,
    /// As text with the ids `letters-0`, `letters-1` …; how many so far.
    Numbered(usize),
    /// As the outlines of their letters: how many so far, and the path of each run in the same order.
    Outlined(usize, &'a [String]),
}

/// The sheet with its words written in one way or another.
pub(super) fn write(scene: &Scene, letters: &mut Letters<'_>) -> String {
    let mut out = start(scene, letters);
    for node in &scene.nodes {
        write_node(&mut out, node, letters);
    }
    out.push_str(END);
    out
}

/// Everything before the first node.
fn start(scene: &Scene, letters: &Letters<'_>) -> String {
    let mut out = open(scene);
    out.push_str(" role=\"img\"");
    push_attribute(&mut out, "xml:lang", &scene.lang);
    out.push_str(" aria-labelledby=\"title desc\"");
    if !matches!(letters, Letters::Outlined(..)) {
        push_attribute(&mut out, "font-family", &stack(&scene.families));
    }
    out.push_str(">\n<title id=\"title\">");
    push_escaped(&mut out, &scene.title);
    out.push_str("</title>\n<desc id=\"desc\">");
    push_escaped(&mut out, &scene.description);
    out.push_str("</desc>\n");
    define_all(&mut out, scene, letters);
    out
}

/// The sheet as SVG text, and the same in parts that end before the nodes `cuts` and at the last: SVG text without words about the sheet.
/// Drawn one after another on the same ground, the parts give the pixels of the whole.
pub fn parts(scene: &Scene, cuts: &[usize]) -> (String, Vec<String>) {
    let mut head = open(scene);
    push_attribute(&mut head, "font-family", &stack(&scene.families));
    head.push_str(">\n");
    define_all(&mut head, scene, &Letters::Live);
    let mut whole = start(scene, &Letters::Live);
    let mut parts = Vec::new();
    let mut from = 0;
    for to in cuts.iter().copied().chain([scene.nodes.len()]) {
        let begun = whole.len();
        for node in scene.nodes.get(from..to).unwrap_or(&[]) {
            write_node(&mut whole, node, &mut Letters::Live);
        }
        from = to;
        let nodes = whole.get(begun..).unwrap_or("");
        parts.push(format!("{head}{nodes}{END}"));
    }
    whole.push_str(END);
    (whole, parts)
}

/// The root element, open for more attributes.
fn open(scene: &Scene) -> String {
    let mut out = String::with_capacity(100_000);
    out.push_str(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\"",
    );
    push_measure(&mut out, "width", scene.width * scene.zoom);
    push_measure(&mut out, "height", scene.height * scene.zoom);
    out.push_str(" viewBox=\"0 0 ");
    push_number(&mut out, scene.width);
    out.push(' ');
    push_number(&mut out, scene.height);
    out.push('"');
    out
}

fn define_all(out: &mut String, scene: &Scene, letters: &Letters<'_>) {
    out.push_str("<defs>\n");
    for definition in &scene.definitions {
        if matches!((letters, definition), (Letters::Outlined(..), Definition::Guide { .. })) {
            continue;
        }
        define(out, definition);
    }
    out.push_str("</defs>\n");
}

/// A font stack as CSS writes it.
fn stack(families: &[String]) -> String {
    let quoted: Vec<String> = families.iter().map(|f| format!("'{f}'")).chain(["sans-serif".to_owned()]).collect();
    quoted.join(", ")
}

fn define(out: &mut String, definition: &Definition) {
    match definition {
        Definition::Hatch { id, ground, stripes, period } => {
            out.push_str("<pattern");
            push_attribute(out, "id", id);
            out.push_str(" patternUnits=\"userSpaceOnUse\"");
            push_measure(out, "width", *period);
            push_measure(out, "height", *period);
            out.push_str(" patternTransform=\"rotate(45)\">");
            if let Some(ground) = ground {
                out.push_str("<rect");
                push_measure(out, "width", *period);
                push_measure(out, "height", *period);
                let _ = write!(out, " fill=\"{ground}\"/>");
            }
            let mut at = 0.0;
            for (colour, width) in stripes {
                out.push_str("<rect");
                push_measure(out, "x", at);
                push_measure(out, "width", *width);
                push_measure(out, "height", *period);
                let _ = write!(out, " fill=\"{colour}\"/>");
                at += width;
            }
            out.push_str("</pattern>\n");
        }
        Definition::Soft { id, colour } => {
            out.push_str("<radialGradient");
            push_attribute(out, "id", id);
            out.push('>');
            for (offset, opacity) in [("0", ".13"), (".75", ".09"), ("1", ".04")] {
                let _ = write!(out, "<stop offset=\"{offset}\" stop-color=\"{colour}\" stop-opacity=\"{opacity}\"/>");
            }
            out.push_str("</radialGradient>\n");
        }
        Definition::Clip { id, at, width, height } => {
            out.push_str("<clipPath");
            push_attribute(out, "id", id);
            out.push_str("><rect");
            push_measure(out, "x", at.x);
            push_measure(out, "y", at.y);
            push_measure(out, "width", *width);
            push_measure(out, "height", *height);
            out.push_str("/></clipPath>\n");
        }
        Definition::Guide { id, path } => {
            out.push_str("<path");
            push_attribute(out, "id", id);
            write_path(out, path);
            out.push_str("/>\n");
        }
    }
}

fn write_node(out: &mut String, node: &Node, letters: &mut Letters<'_>) {
    match node {
        Node::Group(group) => write_group(out, group, letters),
        Node::Shape(shape) => write_shape(out, shape),
        Node::Text(text) => match letters {
            Letters::Live => write_text(out, text, None),
            Letters::Numbered(count) => {
                write_text(out, text, Some(*count));
                *count += 1;
            }
            Letters::Outlined(count, paths) => {
                write_outlined(out, text, paths.get(*count).map_or("", String::as_str));
                *count += 1;
            }
        },
    }
}

fn write_group(out: &mut String, group: &Group, letters: &mut Letters<'_>) {
    if group.nodes.is_empty() {
        return;
    }
    out.push_str("<g");
    if !group.id.is_empty() {
        push_attribute(out, "id", &group.id);
    }
    if let Some(layer) = &group.layer {
        out.push_str(" inkscape:groupmode=\"layer\"");
        push_attribute(out, "inkscape:label", layer);
    }
    if let Some(code) = &group.code {
        push_attribute(out, "data-sidc", code);
    }
    if let Some(clip) = &group.clip {
        push_attribute(out, "clip-path", &format!("url(#{clip})"));
    }
    out.push('>');
    if let Some(title) = &group.title {
        out.push_str("<title>");
        push_escaped(out, title);
        out.push_str("</title>");
    }
    out.push('\n');
    for node in &group.nodes {
        write_node(out, node, letters);
    }
    out.push_str("</g>\n");
}

fn write_shape(out: &mut String, shape: &Shape) {
    let name = match shape.outline {
        Outline::Path(_) => "path",
        Outline::Circle(..) => "circle",
        Outline::Ellipse(..) => "ellipse",
        Outline::Rect(..) => "rect",
    };
    out.push('<');
    out.push_str(name);
    if !shape.id.is_empty() {
        push_attribute(out, "id", &shape.id);
    }
    match &shape.outline {
        Outline::Path(path) => write_path(out, path),
        Outline::Circle(c, r) => {
            push_measure(out, "cx", c.x);
            push_measure(out, "cy", c.y);
            push_measure(out, "r", *r);
        }
        Outline::Ellipse(c, rx, ry) => {
            push_measure(out, "cx", c.x);
            push_measure(out, "cy", c.y);
            push_measure(out, "rx", *rx);
            push_measure(out, "ry", *ry);
        }
        Outline::Rect(at, width, height, radius) => {
            push_measure(out, "x", at.x);
            push_measure(out, "y", at.y);
            push_measure(out, "width", *width);
            push_measure(out, "height", *height);
            if *radius > 0.0 {
                push_measure(out, "rx", *radius);
            }
        }
    }
    match &shape.fill {
        None => out.push_str(" fill=\"none\""),
        Some(Paint::Plain(colour)) => {
            let _ = write!(out, " fill=\"{colour}\"");
        }
        Some(Paint::Glass(colour, opacity)) => {
            let _ = write!(out, " fill=\"{colour}\" fill-opacity=\"{opacity:.2}\"");
        }
        Some(Paint::Defined(id)) => push_attribute(out, "fill", &format!("url(#{id})")),
    }
    if let Some(stroke) = &shape.stroke {
        write_stroke(out, stroke);
        if shape.stroke_first {
            out.push_str(" paint-order=\"stroke\"");
        }
    }
    out.push_str("/>\n");
}

fn write_stroke(out: &mut String, stroke: &Stroke) {
    let _ = write!(out, " stroke=\"{}\"", stroke.colour);
    push_measure(out, "stroke-width", stroke.width);
    out.push_str(" stroke-linejoin=\"round\"");
    if stroke.round {
        out.push_str(" stroke-linecap=\"round\"");
    }
    if !stroke.dash.is_empty() {
        out.push_str(" stroke-dasharray=\"");
        for (i, length) in stroke.dash.iter().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            push_number(out, *length);
        }
        out.push('"');
    }
}

/// A run of text as one path, with its words for those who cannot see it.
fn write_outlined(out: &mut String, text: &Text, path: &str) {
    if path.is_empty() {
        return;
    }
    out.push_str("<path role=\"img\"");
    push_attribute(out, "aria-label", &text.words);
    push_attribute(out, "d", path);
    write_ink(out, text);
    out.push_str("/>\n");
}

/// Colour and halo of a run of text.
fn write_ink(out: &mut String, text: &Text) {
    let _ = write!(out, " fill=\"{}\"", text.colour);
    if let Some((colour, width, opacity)) = text.halo {
        write_stroke(out, &Stroke::solid(colour, width));
        if opacity < 1.0 {
            let _ = write!(out, " stroke-opacity=\"{opacity:.2}\"");
        }
        out.push_str(" paint-order=\"stroke\"");
    }
}

fn write_text(out: &mut String, text: &Text, number: Option<usize>) {
    out.push_str("<text");
    if let Some(number) = number {
        let _ = write!(out, " id=\"letters-{number}\"");
    }
    if text.guide.is_none() {
        push_measure(out, "x", text.at.x);
        push_measure(out, "y", text.at.y);
    }
    let anchor = if text.guide.is_some() { Anchor::Middle } else { text.anchor };
    match anchor {
        Anchor::Start => {}
        Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
        Anchor::End => out.push_str(" text-anchor=\"end\""),
    }
    if !text.families.is_empty() {
        push_attribute(out, "font-family", &stack(&text.families));
    }
    push_measure(out, "font-size", text.size);
    if text.weight != 400 {
        let _ = write!(out, " font-weight=\"{}\"", text.weight);
    }
    if text.italic {
        out.push_str(" font-style=\"italic\"");
    }
    if text.tracking > 0.0 {
        push_measure(out, "letter-spacing", text.tracking);
    }
    write_ink(out, text);
    out.push('>');
    if let Some(guide) = &text.guide {
        out.push_str("<textPath");
        push_attribute(out, "href", &format!("#{guide}"));
        out.push_str(" startOffset=\"50%\">");
        push_escaped(out, &text.words);
        out.push_str("</textPath>");
    } else {
        push_escaped(out, &text.words);
    }
    out.push_str("</text>\n");
}

fn write_path(out: &mut String, path: &Path) {
    out.push_str(" d=\"");
    let mut last = ' ';
    for piece in &path.pieces {
        let (letter, points): (char, &[Point]) = match piece {
            Piece::Move(p) => ('M', &[*p]),
            Piece::Line(p) => ('L', &[*p]),
            Piece::Quad(c, p) => ('Q', &[*c, *p]),
            Piece::Cubic(c1, c2, p) => ('C', &[*c1, *c2, *p]),
            Piece::Close => ('Z', &[]),
        };
        if letter == last && letter != 'M' {
            out.push(' ');
        } else {
            out.push(letter);
        }
        last = letter;
        for (i, p) in points.iter().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            push_number(out, p.x);
            out.push(',');
            push_number(out, p.y);
        }
    }
    out.push('"');
}
