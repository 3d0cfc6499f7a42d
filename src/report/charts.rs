//! The charts, in one look: the question as title, the denominator, number of futures and band
//! under it, labels beside what they name, the source at the foot.

use std::cell::OnceCell;

use plotters::style::RGBColor;

pub(super) use self::canvas::plain;
pub use self::canvas::{Drawing, TextBox};
pub(super) use self::fit::draw_fit;
pub(super) use self::replay::draw_replay;
pub(super) use self::series::window;

use self::canvas::{Align, Canvas, Caption, Dash, Panel, Type};
use self::series::{DailyBands, Marker};
use self::text::{Fonts, Weight};
use super::ReportError;
use super::sheets::Drawn;
use super::wording::Language;
use crate::measures::Hue;
use crate::results::PoolEntry;
use crate::results::figures::Samples;
use crate::results::saved::{Saved, SavedError};

mod alternatives;
mod axes;
mod bands;
mod canvas;
mod competition;
mod demand;
mod fit;
mod gap;
mod labels;
mod ladder;
mod money;
mod replay;
mod series;
mod supply;
mod text;

// The look. Sizes are points of a picture 1,200 wide: at half the height of an A4 page a point is
// 0.13 mm, so that the smallest text is about 6 pt.
const WIDTH: f64 = 1200.0;
const MARGIN: f64 = 40.0;
const PAPER: RGBColor = RGBColor(255, 255, 255);
const INK: RGBColor = RGBColor(34, 34, 34);
const SOFT: RGBColor = RGBColor(92, 92, 92);
const FAINT: RGBColor = RGBColor(221, 221, 221);
const GREY: RGBColor = RGBColor(120, 120, 120);
// Okabe and Ito's colours, which the colour-blind tell apart.
const BLUE: RGBColor = RGBColor(0, 114, 178);
const VERMILION: RGBColor = RGBColor(213, 94, 0);
const GREEN: RGBColor = RGBColor(0, 158, 115);
const ORANGE: RGBColor = RGBColor(230, 159, 0);
const PURPLE: RGBColor = RGBColor(204, 121, 167);
const SKY: RGBColor = RGBColor(86, 180, 233);

/// The colour of a fill.
fn colour(hue: Hue) -> RGBColor {
    match hue {
        Hue::Blue => BLUE,
        Hue::Green => GREEN,
        Hue::Grey => GREY,
        Hue::Orange => ORANGE,
        Hue::Purple => PURPLE,
        Hue::Sky => SKY,
        Hue::Soft => SOFT,
        Hue::Vermilion => VERMILION,
    }
}

const TITLE: Type = Type { size: 28.0, weight: Weight::Bold, colour: INK };
const SUBTITLE: Type = Type { size: 17.5, weight: Weight::Regular, colour: SOFT };
const HEADING: Type = Type { size: 19.0, weight: Weight::Bold, colour: INK };
const LABEL: Type = Type { size: 17.5, weight: Weight::Bold, colour: INK };
const REMARK: Type = Type { size: 16.5, weight: Weight::Regular, colour: INK };
const TICK: Type = Type { size: 16.5, weight: Weight::Regular, colour: SOFT };
const NOTE: Type = Type { size: 15.0, weight: Weight::Regular, colour: SOFT };

/// A line's colour made dark enough for text on white (contrast of at least 4.5 to 1).
fn legible(colour: RGBColor) -> RGBColor {
    match colour {
        VERMILION => RGBColor(176, 72, 0),
        GREEN => RGBColor(0, 112, 82),
        ORANGE => RGBColor(140, 94, 0),
        PURPLE => RGBColor(152, 72, 116),
        SKY => RGBColor(28, 106, 152),
        GREY => SOFT,
        other => other,
    }
}

/// What every chart of a report has in common.
pub(crate) struct Setting<'a> {
    saved: &'a Saved,
    language: Language,
    fonts: &'a Fonts,
    /// Number of futures, as written.
    futures: String,
    baseline: &'a str,
    daily: OnceCell<(DailyBands, Vec<Marker>)>,
    samples: OnceCell<Samples>,
}

impl<'a> Setting<'a> {
    fn pool_title(&self, pool: &'a PoolEntry) -> &'a str {
        self.language.title(&pool.title, &pool.name)
    }

    /// The daily bands of the baseline, and its dated events: the largest table, read once.
    fn daily(&self) -> Result<&(DailyBands, Vec<Marker>), SavedError> {
        once(&self.daily, || Ok((DailyBands::read(self.saved)?, series::markers(self.saved)?)))
    }

    /// The days of the baseline's first futures.
    fn samples(&self) -> Result<&Samples, SavedError> {
        once(&self.samples, || Samples::read(self.saved, self.saved.baseline(), window(self.saved)))
    }

    /// What all pools call a unit, or cards where they differ.
    fn common_unit(&self) -> &'a str {
        let mut units = self.saved.manifest().pools.iter().map(|pool| self.unit(pool));
        let first = units.next().unwrap_or(self.language.unit());
        if units.all(|unit| unit == first) { first } else { self.language.unit() }
    }

    fn unit(&self, pool: &'a PoolEntry) -> &'a str {
        let unit = self.language.unit();
        pool.unit.as_ref().map_or(unit, |stated| self.language.title(stated, unit))
    }
}

/// The words around a chart.
struct Sheet<'a> {
    setting: &'a Setting<'a>,
    name: String,
    title: String,
    subtitle: String,
    notes: Vec<String>,
}

impl Sheet<'_> {
    /// Draws the words, and between them what `paint` draws from the height that it is given.
    fn draw(
        self,
        height: f64,
        paint: impl FnOnce(&Canvas<'_, '_>, f64) -> Result<(), ReportError>,
    ) -> Result<Drawing, ReportError> {
        let Setting { fonts, language, saved, .. } = *self.setting;
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
        let Self { name, title, subtitle, notes, .. } = self;
        Frame { fonts, language, name, title, subtitle, notes, source }.draw(height, paint)
    }
}

/// The words around a chart, and where it comes from.
struct Frame<'a> {
    fonts: &'a Fonts,
    language: Language,
    name: String,
    title: String,
    subtitle: String,
    notes: Vec<String>,
    source: String,
}

impl Frame<'_> {
    /// Draws the words, and between them what `paint` draws from the height that it is given.
    fn draw(
        self,
        height: f64,
        paint: impl FnOnce(&Canvas<'_, '_>, f64) -> Result<(), ReportError>,
    ) -> Result<Drawing, ReportError> {
        let Self { fonts, language, .. } = self;
        let width = WIDTH - 2.0 * MARGIN;
        let wrap = |text: &str, look: Type| fonts.wrap(text, look.size, look.weight, width);
        let title = wrap(&self.title, TITLE);
        let subtitle = wrap(&self.subtitle, SUBTITLE);
        let mut notes = wrap(&self.notes.join(" "), NOTE);
        if self.notes.is_empty() {
            notes.clear();
        }
        notes.extend(wrap(&self.source, NOTE));
        let head = 24.0
            + title.len() as f64 * TITLE.line()
            + 4.0
            + subtitle.len() as f64 * SUBTITLE.line()
            + 16.0;
        let foot = 14.0 + notes.len() as f64 * NOTE.line() + 18.0;
        let caption = Caption {
            name: format!("{}.{}", self.name, language.code()),
            language: language.code(),
            title: &self.title,
            description: &format!("{} {} {}", self.subtitle, self.notes.join(" "), self.source),
        };
        let size = (WIDTH, (head + height + foot).ceil());
        canvas::draw(fonts, &caption, size, |canvas| {
            let under = canvas.lines(&title, MARGIN, 24.0, Align::Left, TITLE);
            canvas.lines(&subtitle, MARGIN, under + 4.0, Align::Left, SUBTITLE);
            canvas.lines(&notes, MARGIN, head + height + 14.0, Align::Left, NOTE);
            paint(canvas, head)
        })
    }
}

/// A label at the right end of a line.
struct EndLabel {
    /// Height of the end of the line.
    y: f64,
    text: String,
    colour: RGBColor,
}

/// The space that labels need at the right of a panel.
fn room(fonts: &Fonts, labels: &[EndLabel]) -> f64 {
    let width = |label: &EndLabel| fonts.width(&label.text, LABEL.size, LABEL.weight);
    labels.iter().map(width).fold(0.0, f64::max) + 34.0
}

/// Draws labels at the right of a panel, apart from one another, each led to the end of its line.
fn end_labels(
    canvas: &Canvas<'_, '_>,
    panel: &Panel,
    labels: &[EndLabel],
) -> Result<(), ReportError> {
    let wanted: Vec<(f64, f64)> = labels.iter().map(|label| (label.y, LABEL.line())).collect();
    let places = labels::separate(&wanted, panel.top - 12.0, panel.bottom + 12.0);
    for (label, y) in labels.iter().zip(places) {
        let path = [
            (panel.right + 2.0, label.y),
            (panel.right + 8.0, label.y),
            (panel.right + 20.0, y),
            (panel.right + 26.0, y),
        ];
        canvas.line(&path, label.colour, 1.4, Dash::Solid)?;
        let look = Type { colour: legible(label.colour), ..LABEL };
        canvas.text(&label.text, panel.right + 31.0, y, Align::Left, look);
    }
    Ok(())
}

/// A kind of chart.
struct Kind {
    /// Its name, with which the names of its charts begin.
    name: &'static str,
    /// Whether these results have anything to show in it.
    shows: fn(&Saved) -> Result<bool, SavedError>,
    draws: Draws,
}

/// What there is one chart of, and how it is drawn under a name.
enum Draws {
    /// Each pool.
    Pools(fn(&Setting<'_>, String, &PoolEntry) -> Result<Drawing, ReportError>),
    /// The whole centre.
    Centre(fn(&Setting<'_>, String) -> Result<Drawing, ReportError>),
}

/// Every kind of chart, in the order of the page: answers first.
const KINDS: [Kind; 8] = [
    Kind { name: "competition", shows: has_rounds, draws: Draws::Centre(competition::draw) },
    Kind { name: "alternatives", shows: compares, draws: Draws::Centre(alternatives::draw) },
    Kind { name: "ladder", shows: always, draws: Draws::Pools(ladder::draw) },
    Kind { name: "bands", shows: always, draws: Draws::Pools(bands::draw) },
    Kind { name: "supply", shows: always, draws: Draws::Pools(supply::draw) },
    Kind { name: "demand", shows: has_programmes, draws: Draws::Pools(demand::draw) },
    Kind { name: "gap", shows: gap::happened, draws: Draws::Centre(gap::draw) },
    Kind { name: "money", shows: has_money, draws: Draws::Centre(money::draw) },
];

fn always(_: &Saved) -> Result<bool, SavedError> {
    Ok(true)
}

fn compares(saved: &Saved) -> Result<bool, SavedError> {
    Ok(saved.manifest().alternatives.len() > 1)
}

/// The users of a log ask for no award.
fn has_programmes(saved: &Saved) -> Result<bool, SavedError> {
    Ok(!saved.manifest().programmes.is_empty())
}

/// Rolling intake has no rounds to show.
fn has_rounds(saved: &Saved) -> Result<bool, SavedError> {
    Ok(has_programmes(saved)? && !saved.columns("competition")?.is_empty())
}

fn has_money(saved: &Saved) -> Result<bool, SavedError> {
    Ok(!saved.manifest().fundings.is_empty() && money::flows(saved)?)
}

/// A chart that these results have: its kind, and the pool that it is of.
struct Chart<'a> {
    kind: &'static Kind,
    pool: Option<&'a PoolEntry>,
}

impl Chart<'_> {
    fn name(&self) -> String {
        let kind = self.kind.name;
        self.pool.map_or_else(|| kind.to_owned(), |pool| format!("{kind}-{}", pool.name))
    }

    /// Whether `word` asks for it, by its name or by its kind.
    fn answers(&self, word: &str) -> bool {
        word == self.kind.name || word == self.name()
    }
}

/// The charts that these results have.
fn charts(saved: &Saved) -> Result<Vec<Chart<'_>>, SavedError> {
    let mut known = Vec::new();
    for kind in &KINDS {
        match kind.draws {
            _ if !(kind.shows)(saved)? => {}
            Draws::Pools(_) => {
                let pools = saved.manifest().pools.iter();
                known.extend(pools.map(|pool| Chart { kind, pool: Some(pool) }));
            }
            Draws::Centre(_) => known.push(Chart { kind, pool: None }),
        }
    }
    Ok(known)
}

/// Draws the charts of a results folder. `only` names charts (`ladder-gpu`) or kinds of them
/// (`ladder`); without it, all are drawn. They come in the order of the page.
///
/// # Errors
/// A table is missing or odd, or an unknown chart is asked for.
pub fn draw_charts(
    saved: &Saved,
    language: Language,
    only: Option<&[String]>,
) -> Result<Vec<Drawing>, ReportError> {
    draw_each(saved, language, only)?.into_iter().map(|(_, drawn)| drawn).collect()
}

/// The same, each by the name of its files: one that cannot be drawn keeps no other from being drawn.
pub(super) fn draw_each(
    saved: &Saved,
    language: Language,
    only: Option<&[String]>,
) -> Result<Vec<Drawn>, ReportError> {
    let manifest = saved.manifest();
    let mut known = charts(saved)?;
    for word in only.unwrap_or_default() {
        if !known.iter().any(|chart| chart.answers(word)) {
            let known = known.iter().map(Chart::name).collect::<Vec<_>>().join(", ");
            return Err(ReportError::UnknownChart { name: word.clone(), known });
        }
    }
    if let Some(words) = only {
        known.retain(|chart| words.iter().any(|word| chart.answers(word)));
    }
    let fonts = Fonts::embedded()?;
    let setting = Setting {
        saved,
        language,
        fonts: &fonts,
        futures: language.whole(f64::from(manifest.replications)),
        baseline: language.title_in(&manifest.alternatives, saved.baseline()),
        daily: OnceCell::new(),
        samples: OnceCell::new(),
    };
    let draw = |chart: &Chart<'_>| match (&chart.kind.draws, chart.pool) {
        (Draws::Pools(draw), Some(pool)) => Some(draw(&setting, chart.name(), pool)),
        (Draws::Centre(draw), _) => Some(draw(&setting, chart.name())),
        (Draws::Pools(_), None) => None,
    };
    let named = |chart: &Chart<'_>| format!("{}.{}", chart.name(), language.code());
    Ok(known.iter().filter_map(|chart| Some((named(chart), draw(chart)?))).collect())
}

/// What a cell holds, read when it is first needed.
fn once<T>(
    cell: &OnceCell<T>,
    read: impl FnOnce() -> Result<T, SavedError>,
) -> Result<&T, SavedError> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let read = read()?;
    Ok(cell.get_or_init(|| read))
}
