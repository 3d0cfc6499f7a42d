//! The means of many options, the best first; those that were dropped are hollow.

use super::axes::round_ticks;
use super::canvas::{Dash, Drawing};
use super::rows::{self, Rows, Words};
use super::{BLUE, FAINT};
use crate::report::ReportError;
use crate::report::wording::{Calling, Language};
use crate::results::selected::{Selected, Standing};

/// Options that are shown at the most.
const SHOWN: usize = 24;
/// Most room for the names of options.
const NAMES: f64 = 420.0;

/// The options of a selection as a chart shows them.
#[derive(Clone, Debug)]
pub struct SelectedChart {
    words: Words,
    rows: Vec<Row>,
    unit: Calling,
    response: crate::measures::Response,
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    said: String,
    mean: f64,
    /// Whether the option was not dropped.
    left: bool,
}

impl SelectedChart {
    /// The options that lag least.
    #[must_use]
    pub fn of(found: &Selected, scenario: &str, language: Language) -> Self {
        let rows = found.rows.iter().filter_map(|row| {
            Some(Row {
                name: language.option_name(&row.name),
                said: language.standing(row.standing),
                mean: row.mean?,
                left: !matches!(row.standing, Standing::Dropped { .. }),
            })
        });
        let words = Words {
            name: "select",
            title: language.selected_title(found),
            subtitle: language.selected_subtitle(found),
            notes: language.selected_notes(found),
            source: rows::source(scenario, found.futures, found.seed, language),
        };
        Self {
            words,
            rows: rows.take(SHOWN).collect(),
            unit: found.unit.clone(),
            response: found.response,
        }
    }
}

/// Draws the options of a selection.
///
/// # Errors
/// A font cannot be read, or the chart cannot be drawn.
pub(crate) fn draw_selected(
    chart: SelectedChart,
    language: Language,
) -> Result<Drawing, ReportError> {
    let SelectedChart { words, rows, unit, response } = chart;
    let values = rows::with_room(rows.iter().map(|row| row.mean), 0.06);
    let (ticks, _) = round_ticks(values.start, values.end, 5.0);
    let label = |tick: f64| (tick, language.bare(response, unit.in_language(language), tick));
    let shown = Rows {
        names: rows.iter().map(|row| row.name.clone()).collect(),
        most: NAMES,
        remarks: Some(rows.iter().map(|row| row.said.clone()).collect()),
        values,
        ticks: ticks.into_iter().map(label).collect(),
        middle: None,
    };
    rows::draw(words, &shown, language, |canvas, panel, at, y| {
        let (x, _) = panel.at(rows[at].mean, 0.0);
        canvas.line(&[(panel.left, y), (x, y)], FAINT, 1.4, Dash::Solid)?;
        canvas.disc((x, y), 6.0, BLUE, !rows[at].left)
    })
}
