//! The words around a chart, and the three sizes in which it is drawn.

use super::canvas::{self, Align, Canvas, Caption, Drawing, Type};
use super::data::Data;
use super::text::{Fonts, Weight};
use super::{INK, NOTE, SOFT, SUBTITLE, Setting};
use crate::report::ReportError;
use crate::report::wording::Language;

/// The use for which a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A page of paper, or a page on a wide screen: as high as it needs to be.
    Page,
    /// A slide of 1280 × 720 dots, whose smallest letter is 18 dots or more.
    Slide,
    /// A page on a telephone: at 344 dots across, the smallest letter is 9 dots or more.
    Phone,
}

impl Size {
    /// All sizes.
    pub const ALL: [Self; 3] = [Self::Page, Self::Slide, Self::Phone];

    /// Width in points.
    pub(super) const fn width(self) -> f64 {
        match self {
            Self::Page => 1200.0,
            Self::Slide => 1024.0,
            Self::Phone => 560.0,
        }
    }

    /// Height in points, where it is given.
    const fn height(self) -> Option<f64> {
        match self {
            Self::Slide => Some(576.0),
            Self::Page | Self::Phone => None,
        }
    }

    /// The white at each side, in points.
    pub(super) const fn margin(self) -> f64 {
        match self {
            Self::Page => 40.0,
            Self::Slide => 36.0,
            Self::Phone => 16.0,
        }
    }

    /// Width between the margins.
    pub(super) const fn inner(self) -> f64 {
        self.width() - 2.0 * self.margin()
    }

    /// Dots of the picture for each point: twice as fine as a screen for print, 1280 × 720 for a slide.
    pub(crate) const fn dots(self) -> f32 {
        match self {
            Self::Page => 2.0,
            Self::Slide => 1.25,
            Self::Phone => 1.0,
        }
    }

    /// What stands in the names of files.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Page => "",
            Self::Slide => ".slide",
            Self::Phone => ".phone",
        }
    }

    const fn title(self) -> Type {
        let size = match self {
            Self::Page => 28.0,
            Self::Slide => 27.0,
            Self::Phone => 24.0,
        };
        Type { size, weight: Weight::Bold, colour: INK }
    }
}

/// Where between its words a chart is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    pub(super) top: f64,
    pub(super) height: f64,
}

/// The words around a chart of results.
pub(super) struct Sheet<'a> {
    pub(super) setting: &'a Setting<'a>,
    pub(super) name: String,
    /// What the chart shows, in a sentence made of the numbers in it.
    pub(super) title: String,
    /// What was asked, of what, and over how many futures.
    pub(super) subtitle: String,
    pub(super) notes: Vec<String>,
    pub(super) data: Data,
}

impl Sheet<'_> {
    /// Draws the words, and between them what `paint` draws where it is told to; `height` is what it needs where
    /// the height is free.
    pub(super) fn draw(
        self,
        height: f64,
        paint: impl FnOnce(&Canvas<'_>, Body) -> Result<(), ReportError>,
    ) -> Result<Drawing, ReportError> {
        let Setting { fonts, language, saved, size, .. } = *self.setting;
        let manifest = saved.manifest();
        let digest: String = manifest.scenario.digest.chars().take(8).collect();
        let scenario = language.title(&manifest.scenario.title, "daegi");
        let source = language.source(
            scenario,
            &manifest.mark.daegi,
            manifest.seed,
            manifest.replications,
            &digest,
        );
        let Self { name, title, subtitle, notes, data, .. } = self;
        Frame { fonts, language, size, name, title, subtitle, notes, source, data: Some(data) }
            .draw(height, paint)
    }
}

/// The words around a chart, and where it comes from.
pub(super) struct Frame<'a> {
    pub(super) fonts: &'a Fonts,
    pub(super) language: Language,
    pub(super) size: Size,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) notes: Vec<String>,
    pub(super) source: String,
    pub(super) data: Option<Data>,
}

impl Frame<'_> {
    /// Draws the words, and between them what `paint` draws where it is told to.
    pub(super) fn draw(
        self,
        height: f64,
        paint: impl FnOnce(&Canvas<'_>, Body) -> Result<(), ReportError>,
    ) -> Result<Drawing, ReportError> {
        let Self { fonts, language, size, .. } = self;
        let (width, margin) = (size.inner(), size.margin());
        let wrap = |text: &str, look: Type| fonts.wrap(text, look.size, look.weight, width);
        let look = size.title();
        let title = wrap(&self.title, look);
        let subtitle = wrap(&self.subtitle, SUBTITLE);
        // A slide has the words of whoever shows it, and room only for what explains an asterisk on it.
        let shown = |note: &&String| size != Size::Slide || note.starts_with('*');
        let said: Vec<&str> = self.notes.iter().filter(shown).map(String::as_str).collect();
        let said = said.join(" ");
        let mut notes = if said.is_empty() { Vec::new() } else { wrap(&said, NOTE) };
        notes.extend(wrap(&self.source, NOTE));
        let top = if size == Size::Phone { 14.0 } else { 24.0 };
        let head = top
            + title.len() as f64 * look.line()
            + 4.0
            + subtitle.len() as f64 * SUBTITLE.line()
            + 16.0;
        let foot = 14.0 + notes.len() as f64 * NOTE.line() + 18.0;
        let height = size.height().map_or(height, |whole| whole - head - foot);
        let caption = Caption {
            name: format!("{}{}.{}", self.name, size.suffix(), language.code()),
            language: language.code(),
            title: &self.title,
            description: &format!("{} {} {}", self.subtitle, self.notes.join(" "), self.source),
        };
        let whole = (size.width(), (head + height + foot).ceil());
        let mut drawing = canvas::draw(fonts, &caption, whole, |canvas| {
            let under = canvas.lines(&title, margin, top, Align::Left, look);
            canvas.lines(&subtitle, margin, under + 4.0, Align::Left, SUBTITLE);
            let soft = Type { colour: SOFT, ..NOTE };
            canvas.lines(&notes, margin, head + height + 14.0, Align::Left, soft);
            paint(canvas, Body { top: head, height })
        })?;
        drawing.data = self.data.map(|data| data.csv());
        drawing.dots = size.dots();
        Ok(drawing)
    }
}
