//! A tornado: what an answer is with each input low and high.

use super::axes::round_ticks;
use super::canvas::Drawing;
use super::rows::{self, Rows, Words};
use super::{BLUE, VERMILION};
use crate::report::ReportError;
use crate::report::wording::ranked::SHOWN;
use crate::report::wording::{Calling, Language};
use crate::results::sized::{Moved, Ranked};

const THICK: f64 = 11.0;
/// Most room for the names of inputs.
const NAMES: f64 = 520.0;

/// The inputs of a ranking as a chart shows them.
#[derive(Clone, Debug)]
pub struct TornadoChart {
    words: Words,
    middle: f64,
    bars: Vec<Bar>,
    unit: Calling,
    response: crate::measures::Response,
}

#[derive(Clone, Debug)]
struct Bar {
    name: String,
    low: f64,
    high: f64,
}

impl TornadoChart {
    /// The leading inputs of a ranking.
    #[must_use]
    pub fn of(
        found: &Ranked,
        scenario: &str,
        names: &dyn Fn(&str) -> String,
        language: Language,
    ) -> Self {
        let bars = found.all().into_iter().take(SHOWN).map(|moved| {
            let name = match moved {
                Moved::Input(row) => {
                    let mark =
                        if row.assumed { language.pick(" (가정)", " (assumed)") } else { "" };
                    format!("{}{mark}", names(&row.path))
                }
                Moved::Reading(reading) => language.reading_row(reading),
            };
            let (low, high) = moved.ends();
            Bar { name, low, high }
        });
        let first = found.all().first().map(|moved| match moved {
            Moved::Input(row) => names(&row.path),
            Moved::Reading(reading) => {
                let title = language.title(&reading.title, &reading.name);
                format!("{} ‘{title}’", language.pick("해석", "the reading"))
            }
        });
        let first = first.unwrap_or_default();
        let noun = language.ranked_noun(found);
        let title = match (language, first.is_empty()) {
            (Language::Ko, false) => format!("{first}에 가장 크게 달려 있음"),
            (Language::En, false) => format!("It hangs most on {first}"),
            (_, true) => noun.clone(),
        };
        let ends = match (language, found.readings.is_empty()) {
            (Language::Ko, true) => {
                "입력이 낮을 때(파랑 빈 점)와 높을 때(주황 찬 점)의 답, 10%와 90% 분위수"
            }
            (Language::En, true) => {
                "the answer with each input low (hollow) and high (filled): its 10% and its 90% quantile"
            }
            (Language::Ko, false) => {
                "입력이 낮을 때(파랑 빈 점)와 높을 때(주황 찬 점)의 답, 10%와 90% 분위수. 해석은 파일대로(빈 점)와 그 해석대로(찬 점)"
            }
            (Language::En, false) => {
                "the answer with each input low (hollow) and high (filled): its 10% and its 90% quantile; of a reading as the file has it (hollow) and as it reads the facts (filled)"
            }
        };
        let words = Words {
            name: "rank",
            title,
            subtitle: format!("{noun}: {ends}"),
            notes: language.ranked_notes(found),
            source: rows::source(scenario, found.futures, found.seed, language),
        };
        Self {
            words,
            middle: found.mean,
            bars: bars.collect(),
            unit: found.unit.clone(),
            response: found.response,
        }
    }
}

/// Draws a tornado.
///
/// # Errors
/// A font cannot be read, or the chart cannot be drawn.
pub(crate) fn draw_tornado(
    tornado: TornadoChart,
    language: Language,
) -> Result<Drawing, ReportError> {
    let TornadoChart { words, middle, bars, unit, response } = tornado;
    let all = bars.iter().flat_map(|bar| [bar.low, bar.high]).chain([middle]);
    let values = rows::with_room(all, 0.05);
    let (ticks, _) = round_ticks(values.start, values.end, 5.0);
    let label = |tick: f64| (tick, language.bare(response, unit.in_language(language), tick));
    let shown = Rows {
        names: bars.iter().map(|bar| bar.name.clone()).collect(),
        most: NAMES,
        remarks: None,
        values,
        ticks: ticks.into_iter().map(label).collect(),
        middle: Some(middle),
    };
    rows::draw(words, &shown, language, |canvas, panel, at, y| {
        let ((from, _), (to, _)) = (panel.at(bars[at].low, 0.0), panel.at(bars[at].high, 0.0));
        canvas.block((from.min(to), y - THICK), (from.max(to), y + THICK), BLUE, 0.28)?;
        canvas.disc((from, y), 6.0, BLUE, true)?;
        canvas.disc((to, y), 6.0, VERMILION, false)
    })
}
