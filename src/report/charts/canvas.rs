//! The sheet on which a chart is drawn. Coordinates are points of the finished picture. Every text goes
//! through [`Canvas::text`], which keeps its box.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(crate) use super::drawing::{Colour, Drawing, TextBox};
pub(crate) use super::panel::Panel;
use super::text::{ABOVE, BELOW, Fonts, LINE, MIDDLE, Weight};
use crate::measures::Hatch;
use crate::report::ReportError;

/// What a chart is called, for those who see it and for those who hear it.
#[derive(Clone, Debug)]
pub(crate) struct Caption<'a> {
    pub(crate) name: String,
    pub(crate) language: &'a str,
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
}

/// How a line is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dash {
    Solid,
    Long,
    Short,
    Dots,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type {
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) colour: Colour,
}

impl Type {
    /// Height of a line.
    pub(crate) fn line(self) -> f64 {
        self.size * LINE
    }
}

/// Which part of a text is at the point that is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Middle,
    Right,
}

/// Texts that have been drawn.
#[derive(Default)]
struct Texts {
    boxes: Vec<TextBox>,
    /// The texts as outlines.
    outlines: String,
    /// The texts as text.
    words: String,
    /// Number and outline of every glyph used: each is drawn once and referred to by its number.
    glyphs: BTreeMap<(Weight, u16), (usize, String)>,
}

/// The sheet.
pub(crate) struct Canvas<'a> {
    fonts: &'a Fonts,
    /// What the names of its parts begin with.
    name: String,
    texts: RefCell<Texts>,
    shapes: RefCell<String>,
    extent: Cell<[f64; 4]>,
}

/// Two corners of a rectangle across from one another.
pub(crate) type Corners = ((f64, f64), (f64, f64));
type Done = Result<(), ReportError>;

/// Draws a chart of `width` × `height` points.
pub(crate) fn draw(
    fonts: &Fonts,
    caption: &Caption<'_>,
    (width, height): (f64, f64),
    paint: impl FnOnce(&Canvas<'_>) -> Done,
) -> Result<Drawing, ReportError> {
    let canvas = Canvas {
        fonts,
        name: plain(&caption.name),
        texts: RefCell::default(),
        shapes: RefCell::default(),
        extent: Cell::new([width, height, 0.0, 0.0]),
    };
    paint(&canvas)?;
    let Texts { boxes, outlines, words, glyphs } = canvas.texts.into_inner();
    let shapes = canvas.shapes.into_inner();
    let (id, lang) = (plain(&caption.name), caption.language);
    let (title, about) = (plain(caption.title), plain(caption.description));
    let whole = |texts: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" xml:lang=\"{lang}\" \
             aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{about}</desc>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n\
             <g stroke-linejoin=\"round\">\n{shapes}</g>\n{texts}</svg>\n"
        )
    };
    let mut glyphs: Vec<(usize, String)> = glyphs.into_values().collect();
    glyphs.sort_unstable();
    let drawn = glyphs.iter().filter(|(_, data)| !data.is_empty());
    let drawn: String = drawn
        .map(|(number, data)| format!("<path id=\"{id}-{number}\" d=\"{data}\"/>\n"))
        .collect();
    let svg = whole(&format!("<defs>\n{drawn}</defs>\n<g>\n{outlines}</g>\n"));
    // Whoever opens it may have neither font: the next best of the system then stands in.
    let editable = whole(&format!(
        "<g font-family=\"'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', sans-serif\">\n{words}</g>\n"
    ));
    Ok(Drawing {
        name: caption.name.clone(),
        title: caption.title.to_owned(),
        width,
        height,
        svg,
        editable,
        texts: boxes,
        shapes: canvas.extent.get(),
        dots: 1.0,
        data: None,
    })
}

/// How far the slanted lines of a hatch are apart down the sheet.
pub(crate) const HATCH_APART: f64 = 7.0;
/// Width of the lines of a hatching.
pub(crate) const HATCH_WIDTH: f64 = 1.3;

impl<'a> Canvas<'a> {
    /// The fonts, to measure with.
    pub(crate) fn fonts(&self) -> &'a Fonts {
        self.fonts
    }

    /// Draws one line of text whose middle is at height `y`.
    pub(crate) fn text(&self, text: &str, x: f64, y: f64, align: Align, look: Type) {
        if text.is_empty() {
            return;
        }
        let width = self.fonts.width(text, look.size, look.weight);
        let left = match align {
            Align::Left => x,
            Align::Middle => x - width / 2.0,
            Align::Right => x - width,
        };
        let baseline = y + MIDDLE * look.size;
        let (top, bottom) = (baseline - ABOVE * look.size, baseline + BELOW * look.size);
        let (glyphs, units) = self.fonts.glyphs(text, look.weight);
        let texts = &mut *self.texts.borrow_mut();
        let (scale, fill) = (look.size / units, hex(look.colour));
        // Writing to a string cannot fail.
        let _ = write!(
            texts.outlines,
            "<g fill=\"{fill}\" transform=\"translate({left:.2} {baseline:.2}) \
             scale({scale:.5} -{scale:.5})\">"
        );
        for (glyph, x) in glyphs {
            let known = texts.glyphs.len();
            let outline = || (known, self.fonts.outline(glyph, look.weight));
            let (number, data) = texts.glyphs.entry((look.weight, glyph.0)).or_insert_with(outline);
            if !data.is_empty() {
                let _ = write!(texts.outlines, "<use href=\"#{}-{number}\" x=\"{x}\"/>", self.name);
            }
        }
        texts.outlines.push_str("</g>\n");
        let (anchor, at) = match align {
            Align::Left => ("start", left),
            Align::Middle => ("middle", left + width / 2.0),
            Align::Right => ("end", left + width),
        };
        let weight = if look.weight == Weight::Bold { " font-weight=\"bold\"" } else { "" };
        let _ = writeln!(
            texts.words,
            "<text x=\"{at:.2}\" y=\"{baseline:.2}\" font-size=\"{}\"{weight} \
             text-anchor=\"{anchor}\" fill=\"{fill}\">{}</text>",
            look.size,
            plain(text)
        );
        let right = left + width;
        let text = text.to_owned();
        texts.boxes.push(TextBox { text, left, top, right, bottom, size: look.size });
    }

    /// Draws lines of text under one another from `top`; gives the height under the last.
    pub(crate) fn lines(
        &self,
        lines: &[String],
        x: f64,
        top: f64,
        align: Align,
        look: Type,
    ) -> f64 {
        for (row, line) in lines.iter().enumerate() {
            self.text(line, x, top + (row as f64 + 0.5) * look.line(), align, look);
        }
        top + lines.len() as f64 * look.line()
    }

    /// Keeps how far the shapes reach.
    fn reach(&self, points: &[(f64, f64)], around: f64) {
        let mut ends = self.extent.get();
        for (x, y) in points {
            ends = [
                ends[0].min(x - around),
                ends[1].min(y - around),
                ends[2].max(x + around),
                ends[3].max(y + around),
            ];
        }
        self.extent.set(ends);
    }

    fn shape(&self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.shapes.borrow_mut(), "{element}");
    }

    fn stroke(&self, points: &[(f64, f64)], colour: Colour, width: f64, more: &str) {
        if points.len() < 2 {
            return;
        }
        self.reach(points, width / 2.0);
        let (path, colour) = (path(points), hex(colour));
        self.shape(format_args!(
            "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{more} d=\"{path}\"/>"
        ));
    }

    /// Draws a line through points.
    pub(crate) fn line(
        &self,
        points: &[(f64, f64)],
        colour: Colour,
        width: f64,
        dash: Dash,
    ) -> Done {
        let dash = match dash {
            Dash::Solid => "",
            Dash::Long => " stroke-dasharray=\"11 5\"",
            Dash::Short => " stroke-dasharray=\"6 4\"",
            Dash::Dots => " stroke-dasharray=\"2.2 3.2\"",
        };
        self.stroke(points, colour, width, dash);
        Ok(())
    }

    /// Draws a thin, half-transparent line: one of many.
    pub(crate) fn thread(&self, points: &[(f64, f64)], colour: Colour) -> Done {
        self.stroke(points, colour, 0.5, " stroke-opacity=\"0.4\"");
        Ok(())
    }

    /// Fills a shape.
    pub(crate) fn fill(&self, points: &[(f64, f64)], colour: Colour, opacity: f64) -> Done {
        if points.len() < 3 {
            return Ok(());
        }
        self.reach(points, 0.0);
        let (path, colour, opacity) = (path(points), hex(colour), see_through(opacity));
        self.shape(format_args!("<path fill=\"{colour}\"{opacity} d=\"{path}Z\"/>"));
        Ok(())
    }

    /// Fills a rectangle between two corners.
    pub(crate) fn block(
        &self,
        from: (f64, f64),
        to: (f64, f64),
        colour: Colour,
        opacity: f64,
    ) -> Done {
        self.fill(&[from, (to.0, from.1), to, (from.0, to.1)], colour, opacity)
    }

    /// Draws slanted lines across rectangles, given by two corners each. They meet where rectangles touch.
    pub(crate) fn hatch(&self, blocks: &[Corners], hatch: Hatch, colour: Colour) -> Done {
        let slope = match hatch {
            Hatch::Plain => return Ok(()),
            Hatch::Rising => -1.0,
            Hatch::Falling => 1.0,
        };
        let mut strokes = String::new();
        for (from, to) in blocks {
            let (left, right) = (from.0.min(to.0), from.0.max(to.0));
            let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
            // Lines y = slope · x + c, with c in whole steps, so that they go on from block to block.
            let ends = [(left, top), (left, bottom), (right, top), (right, bottom)];
            let c = ends.map(|(x, y)| y - slope * x);
            let first =
                (c.iter().copied().fold(f64::INFINITY, f64::min) / HATCH_APART).ceil() as i64;
            let last =
                (c.iter().copied().fold(f64::NEG_INFINITY, f64::max) / HATCH_APART).floor() as i64;
            for step in first..=last {
                let c = step as f64 * HATCH_APART;
                let at = |y: f64| (y - c) / slope;
                let (a, b) =
                    (at(top).min(at(bottom)).max(left), at(top).max(at(bottom)).min(right));
                if b - a > 0.3 {
                    let y = |x: f64| slope * x + c;
                    // Writing to a string cannot fail.
                    let _ = write!(strokes, "M{:.1} {:.1}L{:.1} {:.1}", a, y(a), b, y(b));
                }
            }
        }
        if !strokes.is_empty() {
            let colour = hex(colour);
            self.shape(format_args!(
                "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{HATCH_WIDTH}\" d=\"{strokes}\"/>"
            ));
        }
        Ok(())
    }

    /// Draws a disc; a hollow one is white within its edge.
    pub(crate) fn disc(&self, at: (f64, f64), radius: f64, colour: Colour, hollow: bool) -> Done {
        let disc = |radius: f64, colour: Colour| {
            let (x, y, colour) = (number(at.0), number(at.1), hex(colour));
            self.shape(format_args!(
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{colour}\"/>"
            ));
        };
        self.reach(&[at], radius);
        disc(radius, colour);
        if hollow {
            disc(radius - 2.0, super::PAPER);
        }
        Ok(())
    }
}

fn hex(Colour(r, g, b): Colour) -> String {
    format!("#{r:02X}{g:02X}{b:02X}")
}

fn see_through(opacity: f64) -> String {
    if opacity < 1.0 { format!(" fill-opacity=\"{opacity}\"") } else { String::new() }
}

/// A coordinate, to a tenth of a point.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A line through points, relative from each to the next in tenths of a point: a step costs a few letters.
fn path(points: &[(f64, f64)]) -> String {
    let tenth = |value: f64| (value * 10.0).round() as i64;
    let text = |tenths: i64| number(tenths as f64 / 10.0);
    let mut path = String::new();
    let mut last = (0, 0);
    for (at, &(x, y)) in points.iter().enumerate() {
        let here = (tenth(x), tenth(y));
        let (dx, dy) = (here.0 - last.0, here.1 - last.1);
        // Writing to a string cannot fail.
        let _ = match (at, dx, dy) {
            (0, ..) => write!(path, "M{} {}", text(dx), text(dy)),
            (_, 0, 0) => Ok(()),
            (_, 0, _) => write!(path, "v{}", text(dy)),
            (_, _, 0) => write!(path, "h{}", text(dx)),
            _ => write!(path, "l{} {}", text(dx), text(dy)),
        };
        last = here;
    }
    path
}

/// Text as it may stand in XML and HTML.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '"' => plain.push_str("&quot;"),
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}
