//! What every chart of a report has in common: the results, the language, the size, and what things are called.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::HEADING;
use super::canvas::Type;
use super::frame::Size;
use super::series::{self, DailyBands, Marker, window};
use super::text::Fonts;
use crate::measures::{Response, Scale};
use crate::report::wording::{Currency, Language};
use crate::results::PoolEntry;
use crate::results::figures::Samples;
use crate::results::saved::{Saved, SavedError};

/// Tables that several charts read, each read once.
#[derive(Default)]
pub(super) struct Tables {
    daily: OnceCell<(DailyBands, Vec<Marker>)>,
    samples: OnceCell<Samples>,
    /// Pools in which jobs are played.
    played: OnceCell<BTreeSet<String>>,
}

/// What every chart of a report has in common.
pub(crate) struct Setting<'a> {
    pub(super) saved: &'a Saved,
    pub(super) language: Language,
    pub(super) size: Size,
    pub(super) fonts: &'a Fonts,
    pub(super) tables: &'a Tables,
    /// Number of futures, as written.
    pub(super) futures: String,
    pub(super) baseline: &'a str,
}

impl<'a> Setting<'a> {
    pub(super) fn new(
        saved: &'a Saved,
        language: Language,
        size: Size,
        fonts: &'a Fonts,
        tables: &'a Tables,
    ) -> Self {
        let manifest = saved.manifest();
        Self {
            saved,
            language,
            size,
            fonts,
            tables,
            futures: language.whole(f64::from(manifest.replications)),
            baseline: language.title_in(&manifest.alternatives, saved.baseline()),
        }
    }

    pub(super) fn pool_title(&self, pool: &'a PoolEntry) -> &'a str {
        self.language.title(&pool.title, &pool.name)
    }

    /// The daily bands of the baseline, and its dated events: the largest table, read once.
    pub(super) fn daily(&self) -> Result<&'a (DailyBands, Vec<Marker>), SavedError> {
        let read = || Ok((DailyBands::read(self.saved)?, series::markers(self.saved)?));
        once(&self.tables.daily, read)
    }

    /// The days of the baseline's first futures.
    pub(super) fn samples(&self) -> Result<&'a Samples, SavedError> {
        let read = || Samples::read(self.saved, self.saved.baseline(), window(self.saved));
        once(&self.tables.samples, read)
    }

    /// Whether jobs are played in a pool of the baseline: without them nothing is known of use.
    pub(super) fn has_jobs(&self, pool: &str) -> Result<bool, SavedError> {
        let read = || {
            let table = self.saved.columns("estimates")?;
            let (alternatives, scopes) = (table.words("alternative")?, table.words("scope")?);
            let (responses, means) = (table.responses("response")?, table.numbers("mean")?);
            let known = |&row: &usize| {
                alternatives[row] == self.saved.baseline()
                    && responses[row] == Some(Response::BusyOfAllocated)
                    && means[row].is_some()
            };
            Ok((0..scopes.len()).filter(known).map(|row| scopes[row].clone()).collect())
        };
        Ok(once(&self.tables.played, read)?.contains(pool))
    }

    /// What all pools call a unit, or cards where they differ.
    pub(super) fn common_unit(&self) -> &'a str {
        let mut units = self.saved.manifest().pools.iter().map(|pool| self.unit(pool));
        let first = units.next().unwrap_or(self.language.unit());
        if units.all(|unit| unit == first) { first } else { self.language.unit() }
    }

    pub(super) fn unit(&self, pool: &'a PoolEntry) -> &'a str {
        let unit = self.language.unit();
        pool.unit.as_ref().map_or(unit, |stated| self.language.title(stated, unit))
    }

    /// The currency of every amount.
    pub(super) fn currency(&self) -> Currency {
        self.saved.manifest().currency
    }

    /// A value of a response with its unit, units by the name that their pool gives them.
    pub(super) fn quantity(&self, response: Response, scope: &str, value: f64) -> String {
        let unit = self.language.called(self.saved.manifest(), scope);
        self.language.quantity(response, unit, value)
    }

    /// How far two values are apart, signed, without the unit where the value beside it shows it.
    pub(super) fn signed(&self, response: Response, difference: f64) -> String {
        let language = self.language;
        match response.row().scale {
            Scale::Percent => {
                format!("{}{}", language.signed(100.0 * difference, 1), language.pick("%p", " pts"))
            }
            Scale::ToOne | Scale::Petaflops => language.signed(difference, 2),
            Scale::Won => {
                let sign = match difference {
                    ..-0.5 => "\u{2212}",
                    0.5.. => "+",
                    _ => "",
                };
                format!("{sign}{}", language.money(self.currency(), difference.abs()))
            }
            _ => {
                let decimals = usize::from(difference.abs() < 99.95);
                let text = language.decimal(difference, decimals);
                let nothing = !text.chars().any(|c| ('1'..='9').contains(&c));
                if difference > 0.0 && !nothing { format!("+{text}") } else { text }
            }
        }
    }

    /// A heading in lines no wider than the sheet.
    pub(super) fn heading(&self, text: &str) -> Vec<String> {
        self.fonts.wrap(text, HEADING.size, HEADING.weight, self.size.inner())
    }

    /// Text in at most the given number of lines; what does not fit ends in dots.
    pub(super) fn capped(&self, text: &str, look: Type, width: f64, most: usize) -> Vec<String> {
        let mut lines = self.fonts.wrap(text, look.size, look.weight, width);
        if lines.len() > most.max(1) {
            lines.truncate(most.max(1));
            if let Some(last) = lines.last_mut() {
                let wide = |text: &str| self.fonts.width(text, look.size, look.weight);
                while !last.is_empty() && wide(&format!("{last}…")) > width {
                    last.pop();
                }
                last.push('…');
            }
        }
        lines
    }

    /// Whether the question asks for a response of one of these scales or kinds.
    pub(super) fn asks(&self, of: impl Fn(Response) -> bool) -> bool {
        self.saved.manifest().answer.measured.iter().any(|one| one.asked && of(one.response))
    }
}

/// What a cell holds, read when it is first needed.
fn once<T>(
    cell: &OnceCell<T>,
    read: impl FnOnce() -> Result<T, SavedError>,
) -> Result<&T, SavedError> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let read = read()?;
    Ok(cell.get_or_init(|| read))
}
