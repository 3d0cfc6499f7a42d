//! Lines of `sacct` that names with bars and line breaks have torn: nothing in them is quoted.

use std::borrow::Cow;
use std::io;

use super::cells::{self, split};
use super::separator::Separator;
use crate::trace::draft::Draft;
use crate::trace::instant;
use crate::trace::known;
use crate::trace::lines::Lines;
use crate::trace::number::{self, NoTime};
use crate::trace::state;
use crate::trace::units::SECONDS;

/// How many lines a text may run over.
const LONGEST: usize = 100;

/// What is known of the columns.
pub(super) struct Slurm {
    columns: Vec<Kind>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The column holds whatever a user wrote.
    Free,
    Id,
    Instant,
    Length,
    State,
    Other,
}

/// What became of a line with too few or too many cells.
pub(super) enum Mended<'t> {
    Line(Vec<Cow<'t, str>>),
    /// The line is the rest of the last text of the line above.
    Continuation,
    No,
}

impl Slurm {
    pub(super) fn new(names: &[String]) -> Self {
        let kind = |name: &String| match name.trim() {
            name if known::is_free_text(name) => Kind::Free,
            "JobID" | "JobIDRaw" => Kind::Id,
            "Submit" | "Start" | "End" | "Eligible" => Kind::Instant,
            "Elapsed" | "Timelimit" | "ElapsedRaw" | "TimelimitRaw" => Kind::Length,
            "State" => Kind::State,
            _ => Kind::Other,
        };
        Self { columns: names.iter().map(kind).collect() }
    }

    /// Puts cells together that a bar or a line break within a text has parted, if that is possible in one way
    /// only.
    pub(super) fn mend<'t>(
        &self,
        mut found: Vec<Cow<'t, str>>,
        lines: &mut Lines<'_>,
        draft: &mut Draft,
    ) -> io::Result<Mended<'t>> {
        let free = self.columns.contains(&Kind::Free);
        let id = self.columns.iter().position(|kind| *kind == Kind::Id);
        let starts = |cells: &[Cow<'_, str>]| {
            id.and_then(|at| cells.get(at)).is_some_and(|cell| is_id(cell))
        };
        if !free {
            return Ok(Mended::No);
        }
        if id == Some(0) && !starts(&found) {
            return Ok(Mended::Continuation);
        }
        let mut taken = Vec::new();
        while found.len() < self.columns.len() && taken.len() < LONGEST && lines.next_of_cell()? {
            let more = lines.text.clone();
            taken.push((more.clone(), lines.ended));
            let more = if more.contains(&0) { None } else { cells::decoded(&more, draft) };
            let Some(more) = more else { break };
            let mut rest = Vec::new();
            split(&more, &Separator::Mark('|'), false, &mut rest);
            if starts(&rest) && rest.len() > 1 {
                break;
            }
            let mut rest = rest.into_iter().map(|cell| Cow::Owned(cell.into_owned()));
            if let (Some(last), Some(first)) = (found.last_mut(), rest.next()) {
                *last = Cow::Owned(format!("{last}\n{first}"));
            }
            found.extend(rest);
        }
        match self.joined(&found) {
            Some(cells) => Ok(Mended::Line(cells)),
            None => {
                lines.give_back(taken);
                Ok(Mended::No)
            }
        }
    }

    /// The cells with those that are too many joined within one free text.
    fn joined<'t>(&self, found: &[Cow<'t, str>]) -> Option<Vec<Cow<'t, str>>> {
        let extra = found.len().checked_sub(self.columns.len())?;
        if extra == 0 {
            return self.fits(found).then(|| found.to_vec());
        }
        let places = self.columns.iter().enumerate().filter(|(_, kind)| **kind == Kind::Free);
        let mut fitting = places.filter_map(|(at, _)| {
            let text = found.get(at..=at + extra)?.join("|");
            let mut cells = found[..at].to_vec();
            cells.push(Cow::Owned(text));
            cells.extend_from_slice(&found[at + extra + 1..]);
            self.fits(&cells).then_some(cells)
        });
        // No number depends on which of two texts beside one another has the bar.
        fitting.next()
    }

    fn fits(&self, cells: &[Cow<'_, str>]) -> bool {
        let good = |(kind, cell): (&Kind, &Cow<'_, str>)| {
            let cell = cell.trim();
            let read = match kind {
                Kind::Free | Kind::Other => return true,
                Kind::Id => return is_id(cell),
                Kind::State => return state::standing(&state::named(cell)).is_some(),
                Kind::Instant => instant::instant(cell, SECONDS),
                Kind::Length => number::length(cell, SECONDS),
            };
            read != Err(NoTime::NotANumber)
        };
        cells.len() == self.columns.len() && self.columns.iter().zip(cells).all(good)
    }
}

fn is_id(cell: &str) -> bool {
    let cell = cell.trim();
    cell.starts_with(|c: char| c.is_ascii_digit())
        && !cell.contains(char::is_whitespace)
        && cell.len() < 64
}
