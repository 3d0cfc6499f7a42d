//! The account of a gap: what became of card-months that no public money leased, by option.

use super::canvas::{Align, Drawing};
use super::data::Data;
use super::options::{Bars, Part};
use super::parts::whole_parts;
use super::series::window;
use super::{HEADING, Setting, Sheet, Shown};
use crate::measures::Response;
use crate::report::ReportError;
use crate::results::figures::{GapLine, gap};
use crate::results::saved::SavedError;

/// The causes of the whole centre, as values by option; those that never happen are left out.
fn causes(setting: &Setting<'_>) -> Result<Vec<(Response, Vec<f64>)>, SavedError> {
    let lines = gap(setting.saved)?;
    let value = |alternative: &str, line: Response| {
        let same = |one: &&GapLine| {
            one.alternative == alternative && one.scope == "site" && one.line == line
        };
        lines.iter().find(same).map_or(0.0, |one| one.mean)
    };
    let all = &setting.saved.manifest().alternatives;
    let of = |line: Response| {
        let values: Vec<f64> = all.iter().map(|one| value(&one.name, line)).collect();
        (line, values)
    };
    let mut causes: Vec<(Response, Vec<f64>)> = Response::GAP_CAUSES.into_iter().map(of).collect();
    causes.retain(|(_, values)| values.iter().any(|value| *value >= 0.5));
    Ok(causes)
}

/// Whether there is anything to draw, and whether options differ in it where there are options.
pub(super) fn shown(setting: &Setting<'_>) -> Result<Shown, SavedError> {
    let causes = causes(setting)?;
    let language = setting.language;
    if causes.is_empty() {
        let asked = super::asks_for_a_gap(setting);
        return Ok(if asked { Shown::Because(language.no_gap().to_owned()) } else { Shown::No });
    }
    let differ = causes
        .iter()
        .any(|(_, values)| values.iter().any(|value| (value - values[0]).abs() >= 0.5));
    let options = setting.saved.manifest().alternatives.len() > 1;
    Ok(if options && !differ { Shown::Because(language.same_gap().to_owned()) } else { Shown::Yes })
}

/// Draws a row an option: the card-months as one bar in parts.
pub(super) fn draw(setting: &Setting<'_>, name: String) -> Result<Drawing, ReportError> {
    let Setting { language, size, .. } = *setting;
    let causes = causes(setting)?;
    let (from, to) = window(setting.saved);
    let unit = language.unit_months(setting.common_unit());
    let mut data = Data::new(&["alternative", "line", "mean"]);
    for (line, values) in &causes {
        for (option, value) in setting.saved.manifest().alternatives.iter().zip(values) {
            data.row([option.name.as_str().into(), line.name().into(), (*value).into()]);
        }
    }
    // The sentence on what the baseline leaves, and its largest part.
    let saved = setting.saved.manifest();
    let total: f64 = causes.iter().map(|(_, values)| values[0]).sum();
    let largest = causes.iter().max_by(|a, b| a.1[0].total_cmp(&b.1[0]));
    let title = largest.map_or_else(String::new, |(line, _)| {
        let amount = setting.quantity(Response::UnleasedUnitMonths, "site", total);
        // As in the bar, whose parts add up to a hundred.
        let own: Vec<f64> = causes.iter().map(|(_, values)| values[0]).collect();
        let at = causes.iter().position(|(known, _)| known == line).unwrap_or(0);
        let share = format!("{}%", whole_parts(&own, 100)[at]);
        let totals = |at: usize| causes.iter().map(|(_, values)| values[at]).sum::<f64>();
        let most = (1..saved.alternatives.len()).max_by(|&a, &b| totals(a).total_cmp(&totals(b)));
        // Where there is one part only, the sentence says how much it is, and how much under the
        // option that leaves most.
        match (causes.len(), most) {
            (1, Some(at)) => {
                let option = &saved.alternatives[at];
                let most = setting.quantity(Response::UnleasedUnitMonths, "site", totals(at));
                language.gap_ranges(&amount, language.title(&option.title, &option.name), &most)
            }
            _ => language.gap_finds(
                &amount,
                &language.gap_word(*line, setting.common_unit()),
                &share,
            ),
        }
    });
    // The note is on a part that needs a word.
    let notices = causes.iter().any(|(line, _)| *line == Response::NoticeUnitMonths);
    let notes = if notices { vec![language.gap_note().to_owned()] } else { Vec::new() };
    let parts = causes
        .into_iter()
        .map(|(line, values)| Part {
            title: language.gap_word(line, setting.common_unit()).into_owned(),
            values,
        })
        .collect();
    let bars = Bars { parts, label: |setting, value| setting.language.amount(value) };
    let sheet = Sheet {
        setting,
        name,
        title,
        subtitle: language.gap_subtitle(&setting.futures, &language.stretch(from, to)),
        notes,
        data,
    };
    let heading = setting.heading(&language.gap_panel(&unit));
    let above = heading.len() as f64 * HEADING.line() + 4.0;
    sheet.draw(above + bars.height(setting), |canvas, mut body| {
        canvas.lines(&heading, size.margin(), body.top, Align::Left, HEADING);
        body.top += above;
        body.height -= above;
        bars.draw(canvas, setting, body)
    })
}
