//! The charts, in one look: what was found as title, the question, the denominator and the number of futures
//! under it, labels beside what they name, the source at the foot.

pub(super) use self::canvas::plain;
pub(super) use self::curve::draw_curve;
pub use self::curve::{Curve, CurvePoint};
pub(super) use self::demand::stretch_months;
pub(super) use self::drawing::Colour;
pub use self::drawing::{Drawing, TextBox};
pub(super) use self::fit::draw_fit;
pub use self::frame::Size;
pub use self::learned::LearnedChart;
pub(super) use self::learned::draw_learned;
pub(super) use self::options::fill_of;
pub(super) use self::replay::draw_replay;
pub(super) use self::reproduced::draw_reproduced;
pub use self::selected::SelectedChart;
pub(super) use self::selected::draw_selected;
pub(super) use self::series::{DailyBands, window};
pub use self::tornado::TornadoChart;
pub(super) use self::tornado::draw_tornado;

use self::canvas::{Align, Canvas, Dash, Panel, Type};
use self::frame::Sheet;
use self::setting::{Setting, Tables};
pub(super) use self::text::{Fonts, Weight, font_bytes};
use super::ReportError;
use super::sheets::Drawn;
use super::wording::Language;
use crate::measures::{Hue, Of, Response, Scale};
use crate::results::PoolEntry;
use crate::results::saved::{Saved, SavedError};

mod actuals;
mod alternatives;
mod answers;
mod axes;
mod bands;
mod canvas;
mod competition;
mod curve;
mod data;
mod demand;
mod drawing;
mod fit;
mod frame;
mod frontier;
mod gap;
mod labels;
mod ladder;
mod learned;
mod money;
mod options;
mod panel;
mod parts;
mod replay;
mod reproduced;
mod rows;
mod selected;
mod series;
mod setting;
mod supply;
mod sweep;
mod text;
mod tornado;

// The look. Sizes are points of a picture 1,200 wide: at half the height of an A4 page a point is
// 0.13 mm, so that the smallest text is about 6 pt.
const PAPER: Colour = Colour(255, 255, 255);
const INK: Colour = Colour(34, 34, 34);
const SOFT: Colour = Colour(92, 92, 92);
const FAINT: Colour = Colour(221, 221, 221);
pub(super) const GREY: Colour = Colour(120, 120, 120);
// Okabe and Ito's colours, which the colour-blind tell apart.
pub(super) const BLUE: Colour = Colour(0, 114, 178);
pub(super) const VERMILION: Colour = Colour(213, 94, 0);
pub(super) const GREEN: Colour = Colour(0, 158, 115);
pub(super) const ORANGE: Colour = Colour(230, 159, 0);
pub(super) const PURPLE: Colour = Colour(204, 121, 167);
pub(super) const SKY: Colour = Colour(86, 180, 233);
// Two of them darkened, for parts of a whole that stand between pale ones.
const DEEP_GREEN: Colour = Colour(0, 120, 88);
const RUST: Colour = Colour(140, 56, 0);

/// The colour of a fill.
pub(super) fn colour(hue: Hue) -> Colour {
    match hue {
        Hue::Blue => BLUE,
        Hue::DeepGreen => DEEP_GREEN,
        Hue::Green => GREEN,
        Hue::Grey => GREY,
        Hue::Orange => ORANGE,
        Hue::Purple => PURPLE,
        Hue::Rust => RUST,
        Hue::Sky => SKY,
        Hue::Soft => SOFT,
        Hue::Vermilion => VERMILION,
    }
}

const SUBTITLE: Type = Type { size: 17.5, weight: Weight::Regular, colour: SOFT };
const HEADING: Type = Type { size: 19.0, weight: Weight::Bold, colour: INK };
const LABEL: Type = Type { size: 17.5, weight: Weight::Bold, colour: INK };
const REMARK: Type = Type { size: 16.5, weight: Weight::Regular, colour: INK };
const TICK: Type = Type { size: 16.5, weight: Weight::Regular, colour: SOFT };
const NOTE: Type = Type { size: 15.0, weight: Weight::Regular, colour: SOFT };

/// A line's colour made dark enough for text on white (contrast of at least 4.5 to 1).
fn legible(colour: Colour) -> Colour {
    match colour {
        VERMILION => Colour(176, 72, 0),
        GREEN => Colour(0, 112, 82),
        ORANGE => Colour(140, 94, 0),
        PURPLE => Colour(152, 72, 116),
        SKY => Colour(28, 106, 152),
        GREY => SOFT,
        other => other,
    }
}

/// A label at the right end of a line.
struct EndLabel {
    /// Height of the end of the line.
    y: f64,
    text: String,
    colour: Colour,
}

/// The space that labels need at the right of a panel.
fn room(fonts: &Fonts, labels: &[EndLabel]) -> f64 {
    let width = |label: &EndLabel| fonts.width(&label.text, LABEL.size, LABEL.weight);
    labels.iter().map(width).fold(0.0, f64::max) + 34.0
}

/// Draws labels at the right of a panel, apart from one another, each led to the end of its line.
fn end_labels(canvas: &Canvas<'_>, panel: &Panel, labels: &[EndLabel]) -> Result<(), ReportError> {
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

/// Whether a chart is made of these results.
enum Shown {
    Yes,
    /// Nothing of the kind is in the scenario.
    No,
    /// The data are there, but a chart would show nothing: the sentence that says so.
    Because(String),
}

/// A kind of chart.
struct Kind {
    /// The name of the kind, with which the names of its charts begin.
    name: &'static str,
    /// Whether the kind is among the charts that are made unless more are asked for.
    is_main: fn(&Setting<'_>) -> bool,
    draws: Draws,
}

type OfPool<T> = fn(&Setting<'_>, &PoolEntry) -> Result<T, SavedError>;
type OfCentre<T> = fn(&Setting<'_>) -> Result<T, SavedError>;

/// What there is one chart of, whether it is shown, and how it is drawn under a name.
enum Draws {
    /// Each pool.
    Pools(OfPool<Shown>, fn(&Setting<'_>, String, &PoolEntry) -> Result<Drawing, ReportError>),
    /// The whole centre.
    Centre(OfCentre<Shown>, fn(&Setting<'_>, String) -> Result<Drawing, ReportError>),
}

/// Every kind of chart, in the order of the page: answers first.
const KINDS: [Kind; 12] = [
    Kind { name: "answers", is_main: always, draws: Draws::Centre(answers::shown, answers::draw) },
    Kind { name: "sweep", is_main: always, draws: Draws::Centre(sweep::shown, sweep::draw) },
    Kind {
        name: "frontier",
        is_main: always,
        draws: Draws::Centre(frontier::shown, frontier::draw),
    },
    Kind { name: "ladder", is_main: always, draws: Draws::Pools(ladder::shown, ladder::draw) },
    Kind { name: "supply", is_main: always, draws: Draws::Pools(supply::shown, supply::draw) },
    Kind { name: "demand", is_main: always, draws: Draws::Pools(demand::shown, demand::draw) },
    Kind {
        name: "competition",
        is_main: always,
        draws: Draws::Centre(competition::shown, competition::draw),
    },
    Kind { name: "actuals", is_main: always, draws: Draws::Centre(actuals::shown, actuals::draw) },
    Kind {
        name: "money",
        is_main: asks_for_money,
        draws: Draws::Centre(money::shown, money::draw),
    },
    Kind { name: "gap", is_main: asks_for_a_gap, draws: Draws::Centre(gap::shown, gap::draw) },
    Kind {
        name: "alternatives",
        is_main: never,
        draws: Draws::Centre(alternatives::shown, alternatives::draw),
    },
    Kind { name: "bands", is_main: never, draws: Draws::Pools(bands::shown, bands::draw) },
];

fn always(_: &Setting<'_>) -> bool {
    true
}

fn never(_: &Setting<'_>) -> bool {
    false
}

fn asks_for_money(setting: &Setting<'_>) -> bool {
    setting.asks(|response| response.row().scale == Scale::Won)
}

fn asks_for_a_gap(setting: &Setting<'_>) -> bool {
    let causes = [Response::UnleasedUnitMonths, Response::Unspent, Response::Earned];
    let of_gap = |response: Response| {
        Response::GAP_CAUSES.contains(&response)
            || causes.contains(&response)
            || response.row().of == Of::Income
    };
    setting.asks(of_gap)
}

/// Which charts are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charts<'a> {
    /// The charts of the answer, of what there is and of who asks for it; money and gaps where the question is about
    /// them.
    #[default]
    Main,
    /// The main charts, and an appendix: bands and sample futures, alternatives one response at a time.
    All,
    /// The charts that are named, by name (`ladder-gpu`) or kind (`ladder`).
    Only(&'a [String]),
}

/// A chart that these results may have: its kind, and the pool that it is of.
struct Chart<'a> {
    kind: &'static Kind,
    pool: Option<&'a PoolEntry>,
}

impl Chart<'_> {
    fn name(&self) -> String {
        let kind = self.kind.name;
        self.pool.map_or_else(|| kind.to_owned(), |pool| format!("{kind}-{}", pool.name))
    }

    /// Whether `word` names the chart, by its name or by its kind.
    fn answers(&self, word: &str) -> bool {
        word == self.kind.name || word == self.name()
    }

    fn shown(&self, setting: &Setting<'_>) -> Result<Shown, SavedError> {
        match (&self.kind.draws, self.pool) {
            (Draws::Pools(shown, _), Some(pool)) => shown(setting, pool),
            (Draws::Centre(shown, _), _) => shown(setting),
            (Draws::Pools(..), None) => Ok(Shown::No),
        }
    }

    fn draw(&self, setting: &Setting<'_>) -> Option<Result<Drawing, ReportError>> {
        match (&self.kind.draws, self.pool) {
            (Draws::Pools(_, draw), Some(pool)) => Some(draw(setting, self.name(), pool)),
            (Draws::Centre(_, draw), _) => Some(draw(setting, self.name())),
            (Draws::Pools(..), None) => None,
        }
    }
}

/// The charts that these results may have.
fn charts(saved: &Saved) -> Vec<Chart<'_>> {
    let mut known = Vec::new();
    for kind in &KINDS {
        match kind.draws {
            Draws::Pools(..) => {
                let pools = saved.manifest().pools.iter();
                known.extend(pools.map(|pool| Chart { kind, pool: Some(pool) }));
            }
            Draws::Centre(..) => known.push(Chart { kind, pool: None }),
        }
    }
    known
}

/// Draws charts of a results folder in one size, in the order of the page.
///
/// # Errors
/// A table is missing or odd, or an unknown chart is asked for.
pub fn draw_charts(
    saved: &Saved,
    language: Language,
    wanted: Charts<'_>,
    size: Size,
) -> Result<Vec<Drawing>, ReportError> {
    let DrawnCharts { drawn, .. } = draw_each(saved, language, wanted, &[size])?;
    drawn.into_iter().flat_map(|chart| chart.sizes).collect()
}

/// Charts, and why others are not made.
pub(super) struct DrawnCharts {
    pub(super) drawn: Vec<Drawn>,
    /// A sentence for each chart that is left out because it would show nothing.
    pub(super) left_out: Vec<String>,
}

/// Draws charts in several sizes, each by the name of its files: one that cannot be drawn keeps no other from being
/// drawn.
pub(super) fn draw_each(
    saved: &Saved,
    language: Language,
    wanted: Charts<'_>,
    sizes: &[Size],
) -> Result<DrawnCharts, ReportError> {
    let (fonts, tables) = (Fonts::embedded()?, Tables::default());
    let setting = |size| Setting::new(saved, language, size, &fonts, &tables);
    let first = setting(sizes.first().copied().unwrap_or(Size::Page));
    let known = charts(saved);
    let mut all = DrawnCharts { drawn: Vec::new(), left_out: Vec::new() };
    let fail = |chart: &Chart<'_>, failure: ReportError| Drawn {
        name: chart.name(),
        language,
        is_of_results: true,
        is_appendix: false,
        sizes: vec![Err(failure)],
    };
    let words = if let Charts::Only(words) = wanted { words } else { &[] };
    if let Some(word) = words.iter().find(|word| !known.iter().any(|one| one.answers(word))) {
        let known = known.iter().map(Chart::name).collect::<Vec<_>>().join(", ");
        return Err(ReportError::UnknownChart { name: word.clone(), known });
    }
    for chart in &known {
        let asked = match wanted {
            Charts::Main => (chart.kind.is_main)(&first),
            Charts::All => true,
            Charts::Only(words) => words.iter().any(|word| chart.answers(word)),
        };
        if !asked {
            continue;
        }
        match chart.shown(&first) {
            Ok(Shown::Yes) => {
                let drawings = sizes.iter().filter_map(|&size| chart.draw(&setting(size)));
                all.drawn.push(Drawn {
                    name: chart.name(),
                    language,
                    is_of_results: true,
                    is_appendix: !(chart.kind.is_main)(&first),
                    sizes: drawings.collect(),
                });
            }
            Ok(Shown::No) => {}
            Ok(Shown::Because(reason)) => all.left_out.push(reason),
            Err(error) => all.drawn.push(fail(chart, error.into())),
        }
    }
    Ok(all)
}
