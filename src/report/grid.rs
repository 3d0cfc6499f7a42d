//! Tables and charts as data, for programs that lay them out themselves: a sheet of a workbook, a chart of a slide.

pub(super) use self::excel::{chart_of, workbook};

use std::ops::Range;

use super::ReportError;
use super::charts::Colour;
use super::wording::{Currency, Language};
use crate::measures::{Response, Scale};
use crate::results::Manifest;

mod excel;

/// The reader's language, the currency of the file, what a unit is called, and whether hours are counted in a unit of the
/// site's own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'a> {
    pub(super) language: Language,
    pub(super) currency: Currency,
    /// What a unit is called, in the plural, where all pools agree; else cards.
    pub(super) unit: &'a str,
    pub(super) charged: bool,
}

impl<'a> Said<'a> {
    pub(super) fn of(manifest: &'a Manifest, language: Language) -> Self {
        let charged = manifest.pools.iter().any(|pool| pool.charge.is_some());
        let unit = language.unit_of_scope(manifest, "site");
        Self { language, currency: manifest.currency, unit, charged }
    }
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A value of a response, with its unit.
    Of(Scale),
    /// A difference of two: percentage points where the response is a share, always with its sign.
    Apart(Scale),
    /// A whole number.
    Count,
    /// Units of a pool.
    Units,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A text, whatever it begins with.
    Text(String),
    /// A number, won in won.
    Number(f64, Form),
    /// Days since 1970-01-01.
    Date(i32),
    /// Not known, or nothing to say.
    Empty,
}

impl Value {
    /// A value of a response, if it has one.
    pub(super) fn of(response: Response, value: Option<f64>) -> Self {
        Self::number(value, Form::Of(response.row().scale))
    }

    /// A number, if there is one.
    pub(super) fn number(value: Option<f64>, form: Form) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Empty, |one| Self::Number(one, form))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A sheet: heads, rows under them, and charts of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    /// The name of the grid in the reader's language.
    pub(super) name: String,
    /// Heads of the columns, each with its width in characters. No head at all: a page of words.
    pub(super) columns: Vec<(String, f64)>,
    pub(super) rows: Vec<Vec<Value>>,
    pub(super) graphs: Vec<Graph>,
}

impl Grid {
    pub(super) fn new<const N: usize>(name: &str, columns: [(&str, f64); N]) -> Self {
        Self {
            name: name.to_owned(),
            columns: columns.map(|(head, width)| (head.to_owned(), width)).into(),
            ..Self::default()
        }
    }
}

impl Grid {
    /// A graph with nothing but what it draws: a column of dates or names, and a column a run.
    pub(super) fn alone(&self, graph: &Graph) -> (Self, Graph) {
        let runs = &graph.runs;
        let same = |run: &Run| Some(run.rows.len()) == runs.first().map(|first| first.rows.len());
        let Some(first) = runs.first().filter(|_| runs.iter().all(same)) else {
            return (self.clone(), graph.clone());
        };
        let empty = Self { name: self.name.clone(), ..Self::default() };
        let (mut grid, mut own) = (empty, Graph { runs: Vec::new(), ..graph.clone() });
        let head = |at: usize| self.columns.get(at).cloned().unwrap_or_default();
        let cells = |run: &Run, at: usize| -> Vec<Value> {
            let cell = |row: &Vec<Value>| row.get(at).cloned().unwrap_or(Value::Empty);
            self.rows[run.rows.clone()].iter().map(cell).collect()
        };
        let mut columns = vec![cells(first, first.x)];
        grid.columns.push(head(first.x));
        for run in runs {
            let y = columns.len();
            columns.push(cells(run, run.y));
            grid.columns.push((run.name.clone(), head(run.y).1));
            let range = run.range.map(|(above, below)| {
                for at in [above, below] {
                    columns.push(cells(run, at));
                    grid.columns.push(head(at));
                }
                (y + 1, y + 2)
            });
            own.runs.push(Run { rows: 0..first.rows.len(), x: 0, y, range, ..run.clone() });
        }
        let row = |at: usize| columns.iter().map(|column| column[at].clone()).collect();
        grid.rows = (0..first.rows.len()).map(row).collect();
        (grid, own)
    }
}

/// How the runs of a graph are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Lines over dates.
    Lines,
    /// Marks over dates, each with its range.
    Marks,
    /// A bar an option, with its range.
    Bars,
    /// Bars in parts, an option each.
    Parts,
    /// Columns in parts of a hundred.
    Shares,
}

/// A chart of a grid.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    pub(super) look: Look,
    /// What is found.
    pub(super) title: String,
    /// How values of the column are written.
    pub(super) form: Form,
    pub(super) runs: Vec<Run>,
}

impl Graph {
    /// The highest end of a range, rounded up: programs leave ranges out of their scales. `None`: no run has ranges.
    fn top(&self, grid: &Grid, said: Said<'_>) -> Option<f64> {
        let number = |row: &Vec<Value>, at: usize| match row.get(at) {
            Some(Value::Number(value, _)) => Some(*value / self.form.scale(said)),
            _ => None,
        };
        let ends = self.runs.iter().flat_map(|run| {
            let rows = grid.rows[run.rows.clone()].iter();
            rows.filter_map(move |row| Some(number(row, run.y)? + number(row, run.range?.0)?))
        });
        ends.max_by(f64::total_cmp).filter(|top| *top > 0.0).map(round_up)
    }
}

/// The next round number.
fn round_up(value: f64) -> f64 {
    let mut step = 1.0;
    while step * 10.0 < value {
        step *= 10.0;
    }
    while step >= value {
        step /= 10.0;
    }
    let round = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    round.into_iter().map(|round| round * step).find(|one| *one >= value).unwrap_or(value)
}

/// One line, or the bars of one colour.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) name: String,
    /// Rows of the grid.
    pub(super) rows: Range<usize>,
    /// The column of dates or of names.
    pub(super) x: usize,
    /// The column of values.
    pub(super) y: usize,
    /// The columns of how far the range reaches above and below.
    pub(super) range: Option<(usize, usize)>,
    pub(super) colour: Colour,
    pub(super) dashed: bool,
}

impl Form {
    /// What one of a number is in a workbook: 1억 won, or a billion; a million pounds; else one.
    pub(super) fn scale(self, Said { language, currency, .. }: Said<'_>) -> f64 {
        match (self, language) {
            (Self::Of(Scale::Won) | Self::Apart(Scale::Won), _) => match (language, currency) {
                (Language::Ko, Currency::KRW) => 1e8,
                (Language::En, Currency::KRW) => 1e9,
                (Language::Ko, _) => 1e4,
                (Language::En, _) => 1e6,
            },
            // Percentage points.
            (Self::Apart(Scale::Percent), _) => 0.01,
            _ => 1.0,
        }
    }

    /// The format of an axis: its steps are round.
    fn axis(self, said: Said<'_>) -> String {
        let code = self.code(said);
        match self {
            // The unit beside every step of a fine scale would not fit.
            Self::Of(Scale::ToOne) => "0.0".to_owned(),
            _ => code.replace("0.00", "0").replace("0.0", "0"),
        }
    }

    /// The format of a cell.
    fn code(self, Said { language, currency, unit: called, charged }: Said<'_>) -> String {
        // A quotation mark would end the text of the format.
        let quoted = called.replace('"', "");
        let space = language.pick("", " ");
        let months = format!("{space}{}", language.unit_months(&quoted));
        let hours = format!("{space}{}", language.unit_hours(&quoted));
        let (scale, signed) = match self {
            Self::Count => return "#,##0".to_owned(),
            Self::Units if language == Language::Ko => return format!("#,##0.0\"{quoted}\""),
            Self::Units => return "#,##0.0".to_owned(),
            Self::Of(scale) => (scale, false),
            Self::Apart(scale) => (scale, true),
        };
        let wanted = format!("만 {}", currency.said(Language::Ko));
        let millions = format!(" m {}", currency.code());
        let (digits, ko, en) = match scale {
            Scale::Percent if signed => ("0.0", "%p", " pts"),
            Scale::Percent => return "0.0%".to_owned(),
            Scale::ToOne if signed => ("0.00", "", ""),
            Scale::ToOne => ("0.00", " 대 1", ":1"),
            Scale::Hours => ("#,##0.0", "시간", " hours"),
            Scale::Days => ("#,##0.0", "일", " days"),
            Scale::Months => ("#,##0.0", "개월", " months"),
            Scale::Petaflops => ("#,##0.00", "PF", " PF"),
            Scale::Cases | Scale::Places => ("#,##0.0", "건", ""),
            Scale::UnitMonths => ("#,##0.0", months.as_str(), months.as_str()),
            // The site has its own word for them.
            Scale::UnitHours if charged => ("#,##0", "", ""),
            Scale::UnitHours => ("#,##0", hours.as_str(), hours.as_str()),
            Scale::Won if currency == Currency::KRW => {
                (language.pick("#,##0.0", "#,##0.00"), "억 원", " bn KRW")
            }
            Scale::Won => {
                (language.pick("#,##0.0", "#,##0.00"), wanted.as_str(), millions.as_str())
            }
            Scale::Amount => ("#,##0.0", "", ""),
        };
        let unit = language.pick(ko, en);
        let unit = if unit.is_empty() { String::new() } else { format!("\"{unit}\"") };
        let one = format!("{digits}{unit}");
        if signed { format!("+{one};\u{2212}{one};{one}") } else { one }
    }
}

/// Something that the writer of sheets refuses.
fn odd(error: impl std::fmt::Display) -> ReportError {
    ReportError::Office(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_at_round_numbers() {
        for (value, top) in [(5.52, 6.0), (0.695, 0.8), (42_978.0, 50_000.0), (1.0, 1.0)] {
            assert!((round_up(value) - top).abs() < 1e-9 * top, "{value}: {}", round_up(value));
        }
    }
}
