//! The sheet on which a chart is drawn. Coordinates are points of the finished picture; the sheet
//! is ten times finer. Every text goes through [`Canvas::text`], which keeps its box.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::ops::Range;

use plotters::coord::CoordTranslate;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle};
use plotters::prelude::{Cartesian2d, DrawingArea, IntoDrawingArea, SVGBackend};
use plotters::style::{Color, RGBColor};

use super::text::{ABOVE, BELOW, Fonts, LINE, MIDDLE, Weight};
use crate::report::ReportError;

/// Steps of the sheet in one point.
const FINE: f64 = 10.0;

/// The space that a drawn text takes, in points.
#[derive(Clone, Debug, PartialEq)]
pub struct TextBox {
    /// The text.
    pub text: String,
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl TextBox {
    /// Whether the two cover some of the same space.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// A finished chart.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Name of the chart, with its language: the stem of its files.
    pub name: String,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// The picture; its texts are outlines, so it needs no font.
    pub svg: String,
    /// Where its texts are.
    pub texts: Vec<TextBox>,
    /// Left, upper, right and lower end of everything else that is drawn.
    pub shapes: [f64; 4],
}

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
    pub(crate) colour: RGBColor,
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

/// The sheet.
pub(crate) struct Canvas<'a, 'b> {
    root: DrawingArea<SVGBackend<'b>, Shift>,
    fonts: &'a Fonts,
    texts: RefCell<(Vec<TextBox>, String)>,
    shapes: Cell<[f64; 4]>,
}

type Done = Result<(), ReportError>;

/// Draws a chart of `width` × `height` points.
pub(crate) fn draw(
    fonts: &Fonts,
    caption: &Caption<'_>,
    (width, height): (f64, f64),
    paint: impl FnOnce(&Canvas<'_, '_>) -> Done,
) -> Result<Drawing, ReportError> {
    let size = ((width * FINE) as u32, (height * FINE) as u32);
    let mut shapes = String::new();
    let (texts, outlines, extent) = {
        let root = SVGBackend::with_string(&mut shapes, size).into_drawing_area();
        let shapes = Cell::new([width, height, 0.0, 0.0]);
        let canvas = Canvas { root, fonts, texts: RefCell::default(), shapes };
        paint(&canvas)?;
        canvas.root.present().map_err(drawing)?;
        let (texts, outlines) = canvas.texts.into_inner();
        (texts, outlines, canvas.shapes.get())
    };
    // The backend's own first and last tags give way to ours: named, in points, with its texts.
    let inside = shapes.find('>').map_or("", |end| &shapes[end + 1..]);
    let inside = inside.trim_end().strip_suffix("</svg>").unwrap_or(inside);
    let (id, lang) = (plain(&caption.name), caption.language);
    let (title, about) = (plain(caption.title), plain(caption.description));
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\" role=\"img\" xml:lang=\"{lang}\" \
         aria-labelledby=\"{id}-title {id}-desc\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{about}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n\
         <g stroke-linejoin=\"round\">{inside}</g>\n<g>\n{outlines}</g>\n</svg>\n",
        size.0, size.1
    );
    Ok(Drawing { name: caption.name.clone(), width, height, svg, texts, shapes: extent })
}

impl<'a> Canvas<'a, '_> {
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
        let (data, units) = self.fonts.outline(text, look.weight);
        let (texts, svg) = &mut *self.texts.borrow_mut();
        let (scale, RGBColor(r, g, b)) = (look.size * FINE / units, look.colour);
        // Writing to a string cannot fail.
        let _ = writeln!(
            svg,
            "<path aria-label=\"{}\" fill=\"#{r:02X}{g:02X}{b:02X}\" \
             transform=\"translate({:.1} {:.1}) scale({scale:.5} -{scale:.5})\" d=\"{data}\"/>",
            plain(text),
            left * FINE,
            baseline * FINE
        );
        texts.push(TextBox { text: text.to_owned(), left, top, right: left + width, bottom });
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
        let mut ends = self.shapes.get();
        for (x, y) in points {
            ends = [
                ends[0].min(x - around),
                ends[1].min(y - around),
                ends[2].max(x + around),
                ends[3].max(y + around),
            ];
        }
        self.shapes.set(ends);
    }

    /// Draws a line through points.
    pub(crate) fn line(
        &self,
        points: &[(f64, f64)],
        colour: RGBColor,
        width: f64,
        dash: Dash,
    ) -> Done {
        if points.len() < 2 {
            return Ok(());
        }
        self.reach(points, width / 2.0);
        let style = colour.stroke_width((width * FINE) as u32);
        let points: Vec<(i32, i32)> = points.iter().map(|&point| fine(point)).collect();
        let (mark, gap) = match dash {
            Dash::Solid => {
                return self.root.draw(&PathElement::new(points, style)).map_err(drawing);
            }
            Dash::Long => (110, 50),
            Dash::Short => (60, 40),
            Dash::Dots => (22, 32),
        };
        self.root.draw(&DashedPathElement::new(points, mark, gap, style)).map_err(drawing)
    }

    /// Draws a thin, half-transparent line: one of many.
    pub(crate) fn thread(&self, points: &[(f64, f64)], colour: RGBColor) -> Done {
        if points.len() < 2 {
            return Ok(());
        }
        self.reach(points, 0.5);
        let style = colour.mix(0.4).stroke_width(5);
        let points: Vec<(i32, i32)> = points.iter().map(|&point| fine(point)).collect();
        self.root.draw(&PathElement::new(points, style)).map_err(drawing)
    }

    /// Fills a shape.
    pub(crate) fn fill(&self, points: &[(f64, f64)], colour: RGBColor, opacity: f64) -> Done {
        if points.len() < 3 {
            return Ok(());
        }
        self.reach(points, 0.0);
        let points: Vec<(i32, i32)> = points.iter().map(|&point| fine(point)).collect();
        self.root.draw(&Polygon::new(points, colour.mix(opacity).filled())).map_err(drawing)
    }

    /// Fills a rectangle between two corners.
    pub(crate) fn block(
        &self,
        from: (f64, f64),
        to: (f64, f64),
        colour: RGBColor,
        opacity: f64,
    ) -> Done {
        self.reach(&[from, to], 0.0);
        let style = colour.mix(opacity).filled();
        self.root.draw(&Rectangle::new([fine(from), fine(to)], style)).map_err(drawing)
    }

    /// Draws a disc; a hollow one is white within its edge.
    pub(crate) fn disc(&self, at: (f64, f64), radius: f64, colour: RGBColor, hollow: bool) -> Done {
        let disc = |radius: f64, colour: RGBColor| {
            let radius = (radius * FINE) as u32;
            self.root.draw(&Circle::new(fine(at), radius, colour.filled())).map_err(drawing)
        };
        self.reach(&[at], radius);
        disc(radius, colour)?;
        if hollow { disc(radius - 2.0, super::PAPER) } else { Ok(()) }
    }
}

/// A plot area: data coordinates within a rectangle of the sheet.
pub(crate) struct Panel {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) x: Range<f64>,
    pub(crate) y: Range<f64>,
    map: Cartesian2d<RangedCoordf64, RangedCoordf64>,
}

impl Panel {
    /// The area `across` × `down` of the sheet, for data within `x` × `y`.
    pub(crate) fn new(across: Range<f64>, down: Range<f64>, x: Range<f64>, y: Range<f64>) -> Self {
        let pixels = (
            fine((across.start, 0.0)).0..fine((across.end, 0.0)).0,
            fine((down.end, 0.0)).0..fine((down.start, 0.0)).0,
        );
        let map = Cartesian2d::new(x.clone(), y.clone(), pixels);
        Self { left: across.start, right: across.end, top: down.start, bottom: down.end, x, y, map }
    }

    /// Where a value is on the sheet.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = self.map.translate(&(x, y));
        (f64::from(x) / FINE, f64::from(y) / FINE)
    }
}

fn fine((x, y): (f64, f64)) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

fn drawing(error: impl std::fmt::Display) -> ReportError {
    ReportError::Drawing(error.to_string())
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
