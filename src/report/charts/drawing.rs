//! A finished chart: its picture, where its texts are, and its numbers.

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
    /// Font size.
    pub size: f64,
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
    /// Name of the chart, with its size and language: the stem of its files.
    pub name: String,
    /// The finding that stands over it.
    pub title: String,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// The picture; its texts are outlines, so it needs no font.
    pub svg: String,
    /// The picture with its texts as text, to be changed by hand.
    pub editable: String,
    /// The boxes of the drawing's texts.
    pub texts: Vec<TextBox>,
    /// Left, upper, right and lower end of everything else that is drawn.
    pub shapes: [f64; 4],
    /// Dots of its picture for each point.
    pub dots: f32,
    /// The numbers that are drawn, as CSV.
    pub data: Option<String>,
}

/// A colour of the screen: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour(pub(crate) u8, pub(crate) u8, pub(crate) u8);

impl Colour {
    /// The colour that is seen where it covers `opacity` of white paper.
    pub(crate) fn over_white(self, opacity: f64) -> Self {
        let mix = |part: u8| (f64::from(part) * opacity + 255.0 * (1.0 - opacity)).round() as u8;
        Self(mix(self.0), mix(self.1), mix(self.2))
    }
}
