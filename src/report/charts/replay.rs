//! The charts of a replay: the busy curve and the queue, a field for each scheduler; waits by size.

use super::axes::{levels, round_ticks, round_top, widest};
use super::canvas::{Align, Canvas, Colour, Dash, Drawing, Panel};
use super::frame::{Frame, Size};
use super::text::Fonts;
use super::{
    BLUE, EndLabel, FAINT, GREEN, GREY, HEADING, INK, ORANGE, PURPLE, SKY, TICK, VERMILION,
    end_labels, room,
};
use crate::report::ReportError;
use crate::report::sheets::Drawn;
use crate::report::wording::Language;
use crate::results::replay::Played;
use crate::trace::Log;
use crate::trace::metrics::{Curve, SizeClass};

const COLOURS: [Colour; 6] = [BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY];
const BETWEEN: f64 = 30.0;
const WAITS: f64 = 420.0;
const DAY: f64 = 86_400.0;

/// Draws the charts of a replay, each by its name.
pub(crate) fn draw_replay(
    log: &Log,
    all: &[Played],
    as_logged: &[Played],
    language: Language,
) -> [Drawn; 3] {
    let drawn = |name: &str, sheet| Drawn {
        name: name.to_owned(),
        language,
        is_of_results: false,
        is_appendix: false,
        sizes: vec![sheet],
    };
    let fonts = match Fonts::embedded() {
        Ok(fonts) => fonts,
        // Whatever is wrong with one font is wrong for all three.
        Err(error) => {
            let odd = || Err(ReportError::Font(error.to_string()));
            return ["busy", "queue", "waits-by-size"].map(|name| drawn(name, odd()));
        }
    };
    let own = |played: &Played| as_logged.iter().find(|own| own.units == played.units);
    let replay = Replay { fonts: &fonts, language, log, all, own: &own };
    [
        drawn("busy", replay.busy()),
        drawn("queue", replay.queue()),
        drawn("waits-by-size", replay.waits()),
    ]
}

struct Replay<'a> {
    fonts: &'a Fonts,
    language: Language,
    log: &'a Log,
    all: &'a [Played],
    own: &'a dyn Fn(&Played) -> Option<&'a Played>,
}

/// What a field of curves shows of a schedule.
type Values = fn(&Curve) -> &[f64];

impl Replay<'_> {
    fn frame(&self, name: &str, title: &str, subtitle: String, note: String) -> Frame<'_> {
        let log = std::path::Path::new(&self.log.name);
        let log = log
            .file_name()
            .map_or(self.log.name.clone(), |name| name.to_string_lossy().into_owned());
        Frame {
            fonts: self.fonts,
            language: self.language,
            size: Size::Page,
            name: name.to_owned(),
            title: title.to_owned(),
            subtitle,
            notes: vec![note],
            source: self.language.replay_source(&log, env!("CARGO_PKG_VERSION")),
            data: None,
        }
    }

    fn mode(&self) -> &'static str {
        self.all.first().map_or("", |played| played.mode)
    }

    fn bin(&self) -> String {
        let step = self.all.first().map_or(0, |played| played.curve.step);
        self.language.lasting(step as f64 / self.log.ticks_per_second as f64)
    }

    fn busy(&self) -> Result<Drawing, ReportError> {
        let language = self.language;
        let heading = |played: &Played| {
            let share = language.percent(played.measures.busy_share);
            let units = language.whole(f64::from(played.units));
            language.busy_heading(&played.scheduler, &units, &share)
        };
        let note = language.replay_note(self.mode());
        let amid = self.all.iter().any(|played| !played.there.is_empty());
        let subtitle = language.busy_subtitle(&self.bin(), amid);
        let frame = self.frame("busy", language.busy_title(), subtitle, note);
        self.fields(frame, &heading, |curve| &curve.busy, true)
    }

    fn queue(&self) -> Result<Drawing, ReportError> {
        let language = self.language;
        let heading = |played: &Played| {
            let wait = language.lasting(played.measures.mean_wait);
            let units = language.whole(f64::from(played.units));
            language.queue_heading(&played.scheduler, &units, &wait)
        };
        let note = language.replay_note(self.mode());
        let subtitle = language.queue_subtitle(&self.bin());
        let frame = self.frame("queue", language.queue_title(), subtitle, note);
        self.fields(frame, &heading, |curve| &curve.queued, false)
    }

    /// One field under the other, on one scale of time and of height.
    fn fields(
        &self,
        frame: Frame<'_>,
        heading: &dyn Fn(&Played) -> String,
        values: Values,
        of_units: bool,
    ) -> Result<Drawing, ReportError> {
        let (language, fonts) = (self.language, self.fonts);
        let from = self.all.iter().map(|played| played.curve.from).min().unwrap_or(0);
        let days = |ticks: i64| (ticks - from) as f64 / self.log.ticks_per_second as f64 / DAY;
        let curves = || {
            let own = self.all.iter().filter_map(|played| (self.own)(played));
            self.all.iter().chain(own).map(|played| &played.curve)
        };
        let end = |curve: &Curve| days(curve.from) + span(curve, self.log);
        let last = curves().map(end).fold(1e-6, f64::max);
        let most = curves().flat_map(|curve| values(curve).iter().copied()).fold(0.0, f64::max);
        let units = self.all.iter().map(|played| f64::from(played.units)).fold(0.0, f64::max);
        let most = round_top(if of_units { most.max(units) } else { most * 1.02 }, 4.0);
        let (ticks, decimals) = round_ticks(0.0, most, 4.0);
        let names: Vec<String> = ticks.iter().map(|&t| language.decimal(t, decimals)).collect();
        let left = Size::Page.margin() + widest(fonts, &names, TICK.size) + 12.0;
        let right = Size::Page.width() - Size::Page.margin() - 10.0;
        let count = self.all.len() as f64;
        let tall = (560.0 / count).clamp(110.0, 300.0);
        let each = HEADING.line() + 8.0 + tall;
        let height = count * (each + BETWEEN) - BETWEEN + 12.0 + TICK.line() + 4.0;
        frame.draw(height, |canvas, body| {
            let head = body.top;
            for (at, played) in self.all.iter().enumerate() {
                let top = head + at as f64 * (each + BETWEEN);
                let middle = top + HEADING.line() / 2.0;
                canvas.text(&heading(played), Size::Page.margin(), middle, Align::Left, HEADING);
                let down = top + each - tall..top + each;
                let panel = Panel::new(left..right, down, 0.0..last, 0.0..most);
                levels(canvas, &panel, &ticks, |tick| language.decimal(tick, decimals))?;
                time(canvas, &panel, language, at + 1 == self.all.len())?;
                let colour = COLOURS[at % COLOURS.len()];
                let path = path(&panel, &played.curve, values(&played.curve), self.log, from);
                let mut area = path.clone();
                if let (Some(first), Some(last)) = (path.first(), path.last()) {
                    area.push((last.0, panel.bottom));
                    area.push((first.0, panel.bottom));
                }
                canvas.fill(&area, colour, 0.28)?;
                canvas.line(&path, colour, 1.2, Dash::Solid)?;
                if let Some(own) = (self.own)(played) {
                    let path = self::path(&panel, &own.curve, values(&own.curve), self.log, from);
                    canvas.line(&path, GREY, 1.2, Dash::Solid)?;
                }
                if of_units {
                    let mut there = Vec::with_capacity(2 + 2 * played.there.len());
                    let mut height = f64::from(played.units);
                    there.push(panel.at(0.0, height));
                    for &(at, units) in &played.there {
                        let at = days(at).clamp(0.0, last);
                        there.push(panel.at(at, height));
                        there.push(panel.at(at, units));
                        height = units;
                    }
                    there.push(panel.at(last, height));
                    canvas.line(&there, INK, 1.2, Dash::Dots)?;
                }
            }
            Ok(())
        })
    }

    fn waits(&self) -> Result<Drawing, ReportError> {
        let language = self.language;
        let several = self.all.iter().any(|played| played.units != self.all[0].units);
        let mut lines: Vec<(String, Colour, &[SizeClass])> = Vec::new();
        for (at, played) in self.all.iter().enumerate() {
            let units = language.whole(f64::from(played.units));
            let name = if several {
                format!("{} · {units}", played.scheduler)
            } else {
                played.scheduler.clone()
            };
            lines.push((name, COLOURS[at % COLOURS.len()], &played.classes));
        }
        let own = self.all.iter().filter_map(|played| (self.own)(played)).next_back();
        if let Some(own) = own {
            lines.push((language.log_itself().to_owned(), GREY, &own.classes));
        }
        let mut sizes: Vec<(u32, u32)> = lines
            .iter()
            .flat_map(|(_, _, classes)| classes.iter().map(|class| (class.from, class.to)))
            .collect();
        sizes.sort_unstable();
        sizes.dedup();
        let longest = lines.iter().flat_map(|(_, _, classes)| classes.iter());
        let longest = longest.map(|class| class.mean_wait).fold(10.0, f64::max);
        let ticks = wait_ticks(longest);
        let most = high(longest) * 1.04;
        let labels: Vec<String> = ticks.iter().map(|&tick| language.lasting(tick)).collect();
        let left = Size::Page.margin() + widest(self.fonts, &labels, TICK.size) + 12.0;
        let ends = |place: &dyn Fn(f64) -> f64| -> Vec<EndLabel> {
            let label = |(name, colour, classes): &(String, Colour, &[SizeClass])| EndLabel {
                y: place(high(classes.last().map_or(0.0, |class| class.mean_wait))),
                text: name.clone(),
                colour: *colour,
            };
            lines.iter().map(label).collect()
        };
        let right = Size::Page.width() - Size::Page.margin() - room(self.fonts, &ends(&|_| 0.0));
        let subtitle = language.waits_subtitle().to_owned();
        let note = language.waits_note(self.mode());
        let frame = self.frame("waits-by-size", language.waits_title(), subtitle, note);
        let rows = size_rows(self.fonts, &sizes, language).max(2) as f64;
        frame.draw(WAITS + 12.0 + rows * TICK.line(), |canvas, body| {
            let head = body.top;
            let across = -0.5..(sizes.len() as f64 - 0.5).max(0.5);
            let panel = Panel::new(left..right, head + 6.0..head + WAITS, across, 0.0..most);
            wait_levels(canvas, &panel, &ticks, language)?;
            size_names(canvas, &panel, &sizes, language)?;
            for (_, colour, classes) in &lines {
                let place = |class: &SizeClass| {
                    let at = sizes.binary_search(&(class.from, class.to)).unwrap_or(0);
                    panel.at(at as f64, high(class.mean_wait))
                };
                let points: Vec<(f64, f64)> = classes.iter().map(place).collect();
                canvas.line(&points, *colour, 2.2, Dash::Solid)?;
                for &point in &points {
                    canvas.disc(point, 4.5, *colour, false)?;
                }
            }
            end_labels(canvas, &panel, &ends(&|value| panel.at(0.0, value).1))
        })
    }
}

/// Waits that are marked on a logarithmic scale up to the longest.
pub(super) fn wait_ticks(longest: f64) -> Vec<f64> {
    let scale = [1.0, 10.0, 60.0, 600.0, 3_600.0, 36_000.0, DAY, 10.0 * DAY, 100.0 * DAY, 1e8];
    scale.into_iter().filter(|&tick| tick <= longest * 1.5).collect()
}

/// Height of a wait on the scale of waits.
pub(super) fn high(seconds: f64) -> f64 {
    libm::log10(seconds.max(1.0))
}

/// The lines of that scale.
pub(super) fn wait_levels(
    canvas: &Canvas<'_>,
    panel: &Panel,
    ticks: &[f64],
    language: Language,
) -> Result<(), ReportError> {
    let places: Vec<f64> = ticks.iter().map(|&tick| high(tick)).collect();
    levels(canvas, panel, &places, |place| {
        let at = places.iter().position(|&other| other >= place).unwrap_or(0);
        language.lasting(ticks[at])
    })
}

/// Rows that the names of classes of size take under a chart of them.
pub(super) fn size_rows(fonts: &Fonts, sizes: &[(u32, u32)], language: Language) -> usize {
    // A page less what stands at the sides of a panel.
    const PANEL: f64 = 880.0;
    let names: Vec<String> = sizes.iter().map(|&(from, to)| language.sizes(from, to)).collect();
    let each = PANEL / sizes.len().max(1) as f64;
    ((widest(fonts, &names, TICK.size) + 10.0) / each).ceil().clamp(1.0, 4.0) as usize
}

/// Classes of size along the bottom, each at its number.
pub(super) fn size_names(
    canvas: &Canvas<'_>,
    panel: &Panel,
    sizes: &[(u32, u32)],
    language: Language,
) -> Result<(), ReportError> {
    // Labels that are too wide to stand side by side go down row by row.
    let rows = size_rows(canvas.fonts(), sizes, language);
    for (at, &(from, to)) in sizes.iter().enumerate() {
        let (x, _) = panel.at(at as f64, 0.0);
        let y = panel.bottom + 12.0 + TICK.line() * (0.5 + (at % rows) as f64);
        canvas.text(&language.sizes(from, to), x, y, Align::Middle, TICK);
        let tick = [(x, panel.bottom), (x, panel.bottom + 6.0)];
        canvas.line(&tick, FAINT, 1.0, Dash::Solid)?;
    }
    Ok(())
}

/// Days that a curve covers.
fn span(curve: &Curve, log: &Log) -> f64 {
    curve.step as f64 * curve.busy.len() as f64 / log.ticks_per_second as f64 / DAY
}

/// A curve in steps on the sheet.
fn path(panel: &Panel, curve: &Curve, values: &[f64], log: &Log, from: i64) -> Vec<(f64, f64)> {
    let day = log.ticks_per_second as f64 * DAY;
    let mut points = Vec::with_capacity(values.len() * 2);
    for (at, &value) in values.iter().enumerate() {
        let start = ((curve.from - from) as f64 + at as f64 * curve.step as f64) / day;
        points.push(panel.at(start, value));
        points.push(panel.at(start + curve.step as f64 / day, value));
    }
    points
}

/// Round numbers of days along the bottom.
fn time(
    canvas: &Canvas<'_>,
    panel: &Panel,
    language: Language,
    labelled: bool,
) -> Result<(), ReportError> {
    let (ticks, decimals) = round_ticks(0.0, panel.x.end, 8.0);
    for tick in ticks {
        let (x, _) = panel.at(tick, 0.0);
        canvas.line(&[(x, panel.top), (x, panel.bottom)], FAINT, 0.7, Dash::Solid)?;
        canvas.line(&[(x, panel.bottom), (x, panel.bottom + 6.0)], INK, 1.2, Dash::Solid)?;
        if labelled {
            let y = panel.bottom + 12.0 + TICK.line() / 2.0;
            canvas.text(&language.decimal(tick, decimals), x, y, Align::Middle, TICK);
        }
    }
    canvas.line(&[(panel.left, panel.bottom), (panel.right, panel.bottom)], INK, 1.2, Dash::Solid)
}
