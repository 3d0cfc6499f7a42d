//! A tornado: what an answer is with each input low and high.

use super::axes::{round_ticks, widest};
use super::canvas::{Align, Dash, Drawing, Panel};
use super::frame::{Frame, Size};
use super::text::Fonts;
use super::{BLUE, FAINT, INK, REMARK, TICK, VERMILION};
use crate::report::ReportError;
use crate::report::wording::ranked::SHOWN;
use crate::report::wording::{Calling, Language};
use crate::results::sized::{Moved, Ranked};

const ROW: f64 = 40.0;
const THICK: f64 = 11.0;

/// What such a chart shows.
#[derive(Clone, Debug)]
pub struct TornadoChart {
    title: String,
    subtitle: String,
    notes: Vec<String>,
    source: String,
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
        let n = language.whole(found.futures as f64);
        let source = match language {
            Language::Ko => format!(
                "{scenario}. 모의실험 {n}회, seed {}, daegi {}",
                found.seed,
                env!("CARGO_PKG_VERSION")
            ),
            Language::En => format!(
                "{scenario}. {n} futures, seed {}, daegi {}",
                found.seed,
                env!("CARGO_PKG_VERSION")
            ),
        };
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
        Self {
            title,
            subtitle: format!("{noun}: {ends}"),
            notes: language.ranked_notes(found),
            source,
            middle: found.mean,
            bars: bars.collect(),
            unit: found.unit.clone(),
            response: found.response,
        }
    }
}

/// Draws it.
///
/// # Errors
/// A font cannot be read, or the chart cannot be drawn.
pub(crate) fn draw_tornado(
    tornado: TornadoChart,
    language: Language,
) -> Result<Drawing, ReportError> {
    let fonts = Fonts::embedded()?;
    let TornadoChart { title, subtitle, notes, source, middle, bars, unit, response } = tornado;
    let name = "rank".to_owned();
    let frame = Frame {
        fonts: &fonts,
        language,
        size: Size::Page,
        name,
        title,
        subtitle,
        notes,
        source,
        data: None,
    };
    let tall = ROW * bars.len().max(1) as f64;
    frame.draw(tall + 2.0 * TICK.line() + 20.0, |canvas, body| {
        let names: Vec<String> = bars.iter().map(|bar| bar.name.clone()).collect();
        let left = Size::Page.margin() + widest(&fonts, &names, REMARK.size).min(520.0) + 18.0;
        let right = Size::Page.width() - Size::Page.margin() - 30.0;
        let all = || bars.iter().flat_map(|bar| [bar.low, bar.high]).chain([middle]);
        let (low, high) =
            (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        let room = if high > low { 0.05 * (high - low) } else { 1.0 };
        let panel =
            Panel::new(left..right, body.top..body.top + tall, low - room..high + room, 0.0..1.0);
        let (ticks, _) = round_ticks(low - room, high + room, 5.0);
        for tick in ticks {
            let (x, _) = panel.at(tick, 0.0);
            canvas.line(&[(x, panel.top), (x, panel.bottom)], FAINT, 0.9, Dash::Solid)?;
            let y = panel.bottom + 10.0 + TICK.line() / 2.0;
            canvas.text(
                &language.bare(response, unit.in_language(language), tick),
                x,
                y,
                Align::Middle,
                TICK,
            );
        }
        for (at, bar) in bars.iter().enumerate() {
            let y = panel.top + (at as f64 + 0.5) * ROW;
            let words = fonts.wrap(
                &bar.name,
                REMARK.size,
                REMARK.weight,
                left - Size::Page.margin() - 14.0,
            );
            for (line, words) in words.iter().take(2).enumerate() {
                let shift = (line as f64
                    - 0.5 * (words_count(&bar.name, &fonts, left) as f64 - 1.0))
                    * REMARK.size;
                canvas.text(words, left - 14.0, y + shift, Align::Right, REMARK);
            }
            let ((from, _), (to, _)) = (panel.at(bar.low, 0.0), panel.at(bar.high, 0.0));
            canvas.block((from.min(to), y - THICK), (from.max(to), y + THICK), BLUE, 0.28)?;
            canvas.disc((from, y), 6.0, BLUE, true)?;
            canvas.disc((to, y), 6.0, VERMILION, false)?;
        }
        let (x, _) = panel.at(middle, 0.0);
        canvas.line(&[(x, panel.top), (x, panel.bottom)], INK, 1.4, Dash::Solid)?;
        canvas.line(
            &[(panel.left, panel.bottom), (panel.right, panel.bottom)],
            INK,
            1.2,
            Dash::Solid,
        )
    })
}

/// Lines of a name beside the bars, two at the most.
fn words_count(name: &str, fonts: &Fonts, left: f64) -> usize {
    fonts.wrap(name, REMARK.size, REMARK.weight, left - Size::Page.margin() - 14.0).len().min(2)
}
