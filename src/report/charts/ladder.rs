//! The ladder of a pool: how much is installed, leased, allocated and busy; and under it the same
//! allocations over both denominators.

use super::axes::{levels, months, round_ticks, round_top, widest};
use super::canvas::{Align, Canvas, Colour, Dash, Drawing, Panel};
use super::data::{Cell, Data};
use super::frame::Size;
use super::labels::stagger;
use super::series::{Day, mean_over, on, ribbon, runs, steps, term, window};
use super::{
    BLUE, EndLabel, FAINT, GREEN, GREY, HEADING, INK, PAPER, PURPLE, REMARK, SKY, Setting, Sheet,
    Shown, TICK, VERMILION, end_labels, room,
};
use crate::measures::{Measure, Response, Rung};
use crate::report::ReportError;
use crate::results::PoolEntry;
use crate::results::saved::SavedError;

pub(super) use self::gaps::shade;

use self::gaps::{Ratio, Sign, both_denominators, gap_labels, signs, wide_gaps};

mod gaps;

/// The two ratios that are both called utilisation.
const RATIOS: [(Response, Colour, Dash); 2] = [
    (Response::AllocatedOfLeased, BLUE, Dash::Solid),
    (Response::AllocatedOfInstalled, PURPLE, Dash::Short),
];

/// A rung that is followed by day: its line, and its band if it has one.
struct Line<'a> {
    rung: Rung,
    colour: Colour,
    dash: Dash,
    days: &'a [Day],
}

/// The line of a rung.
fn look(rung: Rung) -> (Colour, Dash) {
    match rung {
        Rung::Installed => (GREY, Dash::Solid),
        Rung::Leased => (VERMILION, Dash::Long),
        Rung::Allocated => (BLUE, Dash::Solid),
        Rung::Busy => (GREEN, Dash::Solid),
        _ => (SKY, Dash::Dots),
    }
}

/// Heights where the height is free, and their share where it is not.
const LADDER_HEIGHT: f64 = 320.0;
const RATIO_HEIGHT: f64 = 150.0;

/// Whether something stands there.
pub(super) fn shown(setting: &Setting<'_>, pool: &PoolEntry) -> Result<Shown, SavedError> {
    let (days, _) = setting.daily()?;
    let installed = days.get(&pool.name, Measure::Rung(Rung::Installed));
    let stands = installed.iter().any(|day| day.q95.or(day.mean).is_some_and(|units| units > 0.0));
    let title = setting.pool_title(pool);
    let language = setting.language;
    Ok(if stands { Shown::Yes } else { Shown::Because(language.nothing_installed(title)) })
}

/// Draws the ladder of a pool.
pub(super) fn draw(
    setting: &Setting<'_>,
    name: String,
    pool: &PoolEntry,
) -> Result<Drawing, ReportError> {
    let (days, markers) = setting.daily()?;
    let Setting { language, size, fonts, .. } = *setting;
    let (from, to) = window(setting.saved);
    let lines: Vec<Line<'_>> = Measure::DAILY
        .into_iter()
        .filter_map(|measure| match measure {
            Measure::Rung(rung) => {
                let (colour, dash) = look(rung);
                let days = days.get(&pool.name, measure);
                let known = days.iter().any(|day| day.mean.is_some());
                known.then_some(Line { rung, colour, dash, days })
            }
            Measure::Ratio(_) => None,
        })
        .collect();
    let of = |rung: Rung| days.get(&pool.name, Measure::Rung(rung));
    let (installed, leased) = (of(Rung::Installed), of(Rung::Leased));
    let gaps = days.gaps(&pool.name, (from, to));
    let term = term((from, to));
    // One line where both denominators are the same.
    let split = installed.iter().zip(leased).any(|(whole, part)| {
        whole.mean.zip(part.mean).is_some_and(|(whole, part)| whole - part > 0.001 * whole)
    });
    let ratios: Vec<Ratio<'_>> = RATIOS
        .into_iter()
        .filter(|(ratio, ..)| split || *ratio == Response::AllocatedOfInstalled)
        .map(|(ratio, colour, dash)| {
            (ratio, colour, dash, days.get(&pool.name, Measure::Ratio(ratio)))
        })
        .collect();
    // A rung that is held at all times without a break needs no panel.
    let differs = split
        && ratios.iter().any(|(.., days)| {
            days.iter().any(|day| day.mean.is_some_and(|share| (share - 1.0).abs() > 0.001))
        });

    let most = lines.iter().flat_map(|line| line.days.iter());
    let most = most.flat_map(|day| [day.mean, day.q95]).flatten().fold(0.0, f64::max);
    let top = round_top(most * 1.02, 5.0);
    let (ticks, decimals) = round_ticks(0.0, top, 5.0);
    let tick_label = |tick: f64| language.short(tick, decimals);
    let tick_labels: Vec<String> = ticks.iter().map(|&tick| tick_label(tick)).collect();
    let unit = setting.unit(pool);
    let share_label = |tick: f64| format!("{}%", language.whole(tick * 100.0));
    let margin = size.margin();
    let share_width = fonts.width("100%", TICK.size, TICK.weight);
    let left = margin + widest(fonts, &tick_labels, TICK.size).max(share_width) + 12.0;

    // A slide explains with an asterisk why allocations rise and fall.
    let of_log = setting.saved.manifest().programmes.is_empty();
    let starred = size == Size::Slide && !of_log;
    let mut notes = language.ladder_notes(!gaps.is_empty(), of_log);
    if starred && let Some(first) = notes.first_mut() {
        first.insert_str(0, "* ");
    }
    let mean = |days: &[Day]| mean_over(days, term, |day| day.mean);
    let amounts: Vec<String> = lines
        .iter()
        .map(|line| {
            let amount = mean(line.days).map(|value| language.units(value, unit));
            let star = if starred && line.rung == Rung::Allocated { "*" } else { "" };
            let guess = language.guess_of_use(setting.saved.manifest(), line.rung == Rung::Busy);
            let rung = language.words(line.rung.words());
            format!("{rung}{star} {}{guess}", amount.unwrap_or_default())
        })
        .collect();
    let shares: Vec<String> = ratios
        .iter()
        .map(|(ratio, _, _, days)| {
            let share = mean(days).map(|value| language.percent(value));
            let over = language.denominator(*ratio);
            format!("{over} {}", share.unwrap_or_default()).trim_end().to_owned()
        })
        .collect();
    let label = |y: f64, text: &str, colour: Colour| EndLabel { y, text: text.to_owned(), colour };
    let right_of = |texts: &[&[String]]| {
        let all = texts.iter().copied().flatten().map(|text| label(0.0, text, INK));
        size.width() - margin - room(fonts, &all.collect::<Vec<_>>())
    };
    // A slide with a gap that has room for words says both ratios in it, and has one panel for all of its height.
    let alone = size == Size::Slide && differs && {
        let across = left..right_of(&[&amounts]);
        let panel = Panel::new(across, 0.0..1.0, f64::from(from)..f64::from(to), 0.0..1.0);
        !wide_gaps(&panel, &gaps).is_empty()
    };
    let moves = differs && !alone;
    let told: &[Ratio<'_>] = if alone { &ratios } else { &[] };
    let right = right_of(&[&amounts, if moves { &shares } else { &[] }]);

    let signs = signs(setting, markers, (installed, leased), &gaps, (from, to, left, right));
    let x = |day: i32| left + (right - left) * f64::from(day - from) / f64::from(to - from);
    let wide: Vec<(f64, f64)> =
        signs.iter().map(|sign| (x(sign.day), sign.width(setting))).collect();
    // On a slide no sign reaches over the labels at the right.
    let end = if size == Size::Slide { right } else { size.width() - margin };
    let perches = stagger(&wide, left, end, 14.0);
    let deepest = signs.iter().map(Sign::lines).max().unwrap_or(1) as f64;
    let row = deepest * REMARK.line() + 6.0;
    // A slide has room for one row of signs, and for two over a lone panel.
    let most = match size {
        Size::Slide => 1 + usize::from(alone),
        Size::Page | Size::Phone => usize::MAX,
    };
    let rows = perches.iter().map(|perch| perch.row + 1).max().unwrap_or(0).min(most) as f64;

    let plot = HEADING.line() + 10.0 + rows * row;
    let between = if moves { 20.0 + HEADING.line() + 10.0 } else { 0.0 };
    let foot = 12.0 + TICK.line() + 4.0;
    let ratio_height = if moves { RATIO_HEIGHT } else { 0.0 };
    let height = plot + LADDER_HEIGHT + between + ratio_height + foot;
    let finding = match mean(of(Rung::Busy)).zip(mean(installed)) {
        // Where all is held at all times, as one queue for all holds it, the finding is what runs.
        Some((busy, whole))
            if !split && ratios.iter().all(|(.., days)| mean(days) >= Some(0.995)) =>
        {
            let share = format!("{}%", language.whole(100.0 * busy / whole.max(1e-9)));
            let guess = language.guess_of_use(setting.saved.manifest(), true);
            language.ladder_finds_busy(setting.pool_title(pool), &share, guess)
        }
        _ => finding(setting, pool, &ratios, &gaps, ((from, to), term)),
    };
    let sheet = Sheet {
        setting,
        name,
        title: finding,
        subtitle: language.ladder_subtitle(
            setting.baseline,
            &setting.futures,
            &language.stretch(term.0, term.1),
        ),
        notes,
        data: data(&lines, if moves { &ratios } else { &[] }),
    };
    sheet.draw(height, |canvas, body| {
        let head = body.top;
        let free = body.height - plot - between - foot;
        let (tall, low) = if moves {
            // On a slide the two are equally high.
            let part = if size == Size::Slide { 0.5 } else { 0.68 };
            (free * part, free * (1.0 - part))
        } else {
            (free, 0.0)
        };
        let span = f64::from(from)..f64::from(to);
        let down = |from: f64, height: f64| head + from..head + from + height;
        let panel = Panel::new(left..right, down(plot, tall), span.clone(), 0.0..top);
        let second = plot + tall + between;
        let ratio = Panel::new(left..right, down(second, low), span, 0.0..1.0);
        canvas.text(
            &language.ladder_panel(unit),
            margin,
            head + HEADING.line() / 2.0,
            Align::Left,
            HEADING,
        );
        let panels = if moves { vec![&panel, &ratio] } else { vec![&panel] };
        for panel in panels {
            shade(canvas, panel, &gaps)?;
        }
        levels(canvas, &panel, &apart(&ticks, tall), tick_label)?;
        months(canvas, &panel, language, !moves)?;
        paint_rungs(canvas, &panel, &lines, (installed, leased))?;
        let mut ends = Vec::new();
        for (line, text) in lines.iter().zip(&amounts) {
            if let Some(value) = on(line.days, to - 1).and_then(|day| day.mean) {
                ends.push(label(panel.at(0.0, value).1, text, line.colour));
            }
        }
        end_labels(canvas, &panel, &ends)?;
        let all: Vec<&[Day]> = lines.iter().map(|line| line.days).collect();
        gap_labels(canvas, setting, &panel, &gaps, &all, told)?;

        if moves {
            let heading = ratio.top - 10.0 - HEADING.line() / 2.0;
            canvas.text(language.denominators_panel(), margin, heading, Align::Left, HEADING);
            let quarters = if size == Size::Slide {
                vec![0.0, 0.5, 1.0]
            } else {
                vec![0.0, 0.25, 0.5, 0.75, 1.0]
            };
            levels(canvas, &ratio, &apart(&quarters, low), share_label)?;
            months(canvas, &ratio, language, true)?;
            let mut ends = Vec::new();
            for ((_, colour, dash, days), text) in ratios.iter().zip(&shares) {
                for run in runs(days, |day| day.mean) {
                    canvas.line(&steps(&ratio, &run), *colour, 2.6, *dash)?;
                }
                if let Some(value) = on(days, to - 1).and_then(|day| day.mean) {
                    ends.push(label(ratio.at(0.0, value).1, text, *colour));
                }
            }
            end_labels(canvas, &ratio, &ends)?;
            both_denominators(canvas, setting, &ratio, &ratios, &gaps)?;
        }

        for (sign, perch) in signs.iter().zip(&perches).filter(|(_, perch)| perch.row < most) {
            let bottom = panel.top - perch.row as f64 * row;
            let x = panel.at(f64::from(sign.day), 0.0).0;
            canvas.line(&[(x, bottom - row + 4.0), (x, panel.bottom)], INK, 1.1, Dash::Dots)?;
        }
        for (sign, perch) in signs.iter().zip(&perches).filter(|(_, perch)| perch.row < most) {
            let bottom = panel.top - perch.row as f64 * row;
            if let Some((low, high)) = sign.spread {
                let end = |day: i32| panel.at(f64::from(day.clamp(from, to)), 0.0).0;
                let ends = [(end(low), panel.top), (end(high), panel.top)];
                canvas.line(&ends, INK, 3.2, Dash::Solid)?;
            }
            // No dotted line goes through the words.
            let top = bottom - row + 2.0;
            let tall = sign.lines() as f64 * REMARK.line();
            let end = perch.left + sign.width(setting);
            canvas.block(
                (perch.left - 3.0, top + 2.0),
                (end + 3.0, top + tall - 2.0),
                PAPER,
                1.0,
            )?;
            let under = canvas.lines(&sign.title, perch.left, top, Align::Left, REMARK);
            if let Some(date) = &sign.date {
                canvas.text(date, perch.left, under + TICK.line() / 2.0, Align::Left, TICK);
            }
        }
        Ok(())
    })
}

/// Held of leased and of installed: in the longest gap of the window, else over the period of the labels.
fn finding(
    setting: &Setting<'_>,
    pool: &PoolEntry,
    ratios: &[Ratio<'_>],
    gaps: &[(i32, i32)],
    ((from, to), term): ((i32, i32), (i32, i32)),
) -> String {
    let language = setting.language;
    let title = setting.pool_title(pool);
    let inside = gaps.iter().map(|gap| (gap.0.max(from), gap.1.min(to)));
    let gap = inside.filter(|gap| gap.1 - gap.0 >= 30).max_by_key(|gap| gap.1 - gap.0);
    let share = |days: &[Day]| mean_over(days, gap.unwrap_or(term), |day| day.mean);
    let whole = |share: f64| format!("{}%", language.whole(100.0 * share));
    let shares: Vec<f64> = ratios.iter().filter_map(|(.., days)| share(days)).collect();
    match shares.as_slice() {
        // "Only" half of it is said where it is so.
        [leased, installed] => {
            let apart = gap.is_some() && leased - installed >= 0.1;
            language.ladder_finds(title, [&whole(*leased), &whole(*installed)], apart)
        }
        [installed] => language.ladder_finds_one(title, &whole(*installed)),
        _ => title.to_owned(),
    }
}

/// Every tick, or every second or third, so that their labels stand apart in a panel of this height.
fn apart(ticks: &[f64], height: f64) -> Vec<f64> {
    let between = height / ticks.len().saturating_sub(1).max(1) as f64;
    let step = ((TICK.line() + 2.0) / between.max(1.0)).ceil().max(1.0) as usize;
    ticks.iter().copied().step_by(step).collect()
}

/// The lines of the ladder over their areas and bands.
fn paint_rungs(
    canvas: &Canvas<'_>,
    panel: &Panel,
    lines: &[Line<'_>],
    (installed, leased): (&[Day], &[Day]),
) -> Result<(), ReportError> {
    let unleased = |day: &Day| day.mean.zip(on(leased, day.date).and_then(|day| day.mean));
    for run in runs(installed, unleased) {
        canvas.fill(&ribbon(panel, &run), FAINT, 0.7)?;
    }
    for line in lines.iter().filter(|line| line.rung != Rung::Installed) {
        // A band as thin as its line is none.
        let wide = |day: &Day| day.q05.zip(day.q95);
        if line.days.iter().filter_map(wide).any(|(low, high)| high - low > 0.5) {
            for run in runs(line.days, wide) {
                canvas.fill(&ribbon(panel, &run), line.colour, 0.2)?;
            }
        }
    }
    for line in lines.iter().rev() {
        for run in runs(line.days, |day| day.mean) {
            let width = match line.rung {
                Rung::Installed => 3.4,
                Rung::Busy => 1.6,
                _ => 2.6,
            };
            canvas.line(&steps(panel, &run), line.colour, width, line.dash)?;
        }
    }
    Ok(())
}

fn data(lines: &[Line<'_>], ratios: &[Ratio<'_>]) -> Data {
    let mut data = Data::new(&["measure", "date", "mean", "q05", "q95"]);
    let rungs = lines.iter().map(|line| {
        // The rung "installed" is drawn as a line only.
        (line.rung.name(), line.days, line.rung != Rung::Installed)
    });
    let ratios = ratios.iter().map(|(ratio, _, _, days)| (ratio.name(), *days, false));
    for (name, days, band) in rungs.chain(ratios) {
        for day in days {
            let end = |value: Option<f64>| Cell::from(value.filter(|_| band));
            let (low, high) = (end(day.q05), end(day.q95));
            data.row([name.into(), Cell::Date(day.date), day.mean.into(), low, high]);
        }
    }
    data
}
