//! What a chart draws, as a table for spreadsheets: names as in the tables of the results, numbers in full.

use crate::report::wording::numbers::date_of;
use crate::results::as_text;

/// One cell.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Word(String),
    Number(f64),
    /// Days since 1970-01-01.
    Date(i32),
    Empty,
}

impl From<&str> for Cell {
    fn from(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}

/// The numbers of one chart.
#[derive(Clone, Debug)]
pub(super) struct Data {
    columns: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
}

impl Data {
    /// A table of these columns, with no row yet.
    pub(super) fn new(columns: &'static [&'static str]) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row: a cell for each column.
    pub(super) fn row<const N: usize>(&mut self, cells: [Cell; N]) {
        debug_assert_eq!(N, self.columns.len(), "a cell for each column");
        self.rows.push(cells.into());
    }

    /// As the text of a file.
    pub(super) fn csv(&self) -> String {
        let mut text = self.columns.join(",") + "\n";
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(written).collect();
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        text
    }
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Word(word) => {
            let word = as_text(word);
            if word.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", word.replace('"', "\"\""))
            } else {
                word.into_owned()
            }
        }
        Cell::Number(number) if number.is_finite() => number.to_string(),
        Cell::Date(day) => date_of(*day).to_string(),
        Cell::Number(_) | Cell::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_back_as_what_they_are() {
        let mut data = Data::new(&["name", "value", "day"]);
        data.row(["=1+2, or \"so\"".into(), 0.1.into(), Cell::Date(20_271)]);
        data.row(["plain".into(), f64::NAN.into(), Cell::Empty]);
        assert_eq!(
            data.csv(),
            "name,value,day\n\"'=1+2, or \"\"so\"\"\",0.1,2025-07-02\nplain,,\n"
        );
    }
}
