//! Text as outlines: the width that is measured is the width that is drawn, on every machine.

use std::fmt::Write as _;

use ttf_parser::{Face, GlyphId, OutlineBuilder};

use crate::report::ReportError;

static REGULAR: &[u8] = include_bytes!("../../../assets/NotoSansKR-Regular.otf");
static BOLD: &[u8] = include_bytes!("../../../assets/NotoSansKR-Bold.otf");

/// Regular or bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// The file of a font that is part of the program.
pub(crate) fn font_bytes(weight: Weight) -> &'static [u8] {
    match weight {
        Weight::Regular => REGULAR,
        Weight::Bold => BOLD,
    }
}

/// The two shipped fonts.
pub(crate) struct Fonts {
    regular: Face<'static>,
    bold: Face<'static>,
}

/// The height of a line of text and of its parts, in parts of the font size.
pub(crate) const LINE: f64 = 1.36;
/// Distance from the baseline up to the top of what is drawn.
pub(crate) const ABOVE: f64 = 0.86;
/// Distance from the baseline down to the bottom of what is drawn.
pub(crate) const BELOW: f64 = 0.21;
/// Distance from the middle of a capital letter down to the baseline.
pub(crate) const MIDDLE: f64 = 0.345;

impl Fonts {
    /// Reads the fonts that are part of the program.
    pub(crate) fn embedded() -> Result<Self, ReportError> {
        let read = |bytes| Face::parse(bytes, 0).map_err(|e| ReportError::Font(e.to_string()));
        Ok(Self { regular: read(REGULAR)?, bold: read(BOLD)? })
    }

    fn face(&self, weight: Weight) -> &Face<'static> {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The width of `text` at a font size of `size`.
    pub(crate) fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let face = self.face(weight);
        let advance: u32 = text.chars().map(|c| advance(face, glyph(face, c))).sum();
        f64::from(advance) * size / f64::from(face.units_per_em())
    }

    /// The glyphs of `text`, each with where it begins in font units, and those units per size.
    pub(crate) fn glyphs(&self, text: &str, weight: Weight) -> (Vec<(GlyphId, u32)>, f64) {
        let face = self.face(weight);
        let mut left = 0;
        let placed = text.chars().map(|c| {
            let glyph = glyph(face, c);
            let at = left;
            left += advance(face, glyph);
            (glyph, at)
        });
        (placed.collect(), f64::from(face.units_per_em()))
    }

    /// The outline of a glyph as SVG path data in font units (y upwards); empty for a space.
    pub(crate) fn outline(&self, glyph: GlyphId, weight: Weight) -> String {
        let mut pen = Pen { data: String::new(), at: (0, 0) };
        self.face(weight).outline_glyph(glyph, &mut pen);
        pen.data
    }

    /// `text` in lines no wider than `width`: broken at spaces, and inside a word only if that
    /// word is wider than a line. A dot between parts stays at the end of a line.
    pub(crate) fn wrap(&self, text: &str, size: f64, weight: Weight, width: f64) -> Vec<String> {
        let mut lines: Vec<String> = vec![String::new()];
        for word in text.replace(" · ", "\u{a0}· ").split([' ', '\t', '\n']) {
            let Some(line) = lines.last_mut() else { break };
            if word.is_empty() {
                continue;
            }
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size, weight) <= width {
                *line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(String::new());
            }
            for c in word.chars() {
                let Some(line) = lines.last_mut() else { break };
                let longer = format!("{line}{c}");
                if line.is_empty() || self.width(&longer, size, weight) <= width {
                    *line = longer;
                } else {
                    lines.push(c.to_string());
                }
            }
        }
        lines
    }
}

fn glyph(face: &Face<'_>, c: char) -> GlyphId {
    face.glyph_index(if c.is_whitespace() { ' ' } else { c }).unwrap_or(GlyphId(0))
}

fn advance(face: &Face<'_>, glyph: GlyphId) -> u32 {
    u32::from(face.glyph_hor_advance(glyph).unwrap_or(0))
}

/// Writes outlines as relative path commands in whole font units.
struct Pen {
    data: String,
    at: (i32, i32),
}

impl Pen {
    fn add(&mut self, command: char, points: &[(f32, f32)]) {
        self.data.push(command);
        let mut end = self.at;
        for &(x, y) in points {
            end = (x.round() as i32, y.round() as i32);
            // Writing to a string cannot fail.
            let _ = write!(self.data, "{} {} ", end.0 - self.at.0, end.1 - self.at.1);
        }
        self.data.pop();
        self.at = end;
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = (x.round() as i32, y.round() as i32);
        let _ = write!(self.data, "M{} {}", to.0, to.1);
        self.at = to;
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.add('l', &[(x, y)]);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.add('q', &[(x1, y1), (x, y)]);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.add('c', &[(x1, y1), (x2, y2), (x, y)]);
    }
    fn close(&mut self) {
        self.data.push('z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_measured_and_wrapped() {
        let fonts = Fonts::embedded().unwrap();
        let width = fonts.width("임차 대비 배정", 10.0, Weight::Regular);
        assert!((55.0..70.0).contains(&width), "{width}");
        let lines = fonts.wrap("임차 대비 배정은 얼마인가", 10.0, Weight::Regular, width);
        assert_eq!(lines, ["임차 대비", "배정은", "얼마인가"]);
        assert_eq!(fonts.wrap("가나다라", 10.0, Weight::Bold, 20.0).len(), 2);
        assert_eq!(fonts.wrap("가 · 나", 10.0, Weight::Bold, 20.0), ["가\u{a0}·", "나"]);
        assert_eq!(fonts.wrap("", 10.0, Weight::Bold, 20.0), [""]);
    }
}
