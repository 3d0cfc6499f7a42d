//! What every chart of a report has in common: the results, the language, the size, and what things are called.

use std::cell::OnceCell;

use super::HEADING;
use super::canvas::Type;
use super::estimates::Estimates;
use super::frame::Size;
use super::series::{self, DailyBands, Marker, window};
use super::text::Fonts;
use crate::measures::{Of, Response, Scale};
use crate::report::wording::Language;
use crate::results::figures::Samples;
use crate::results::saved::{Saved, SavedError};
use crate::results::{AnswerEntry, PoolEntry};

/// Tables that several charts read, each read once.
#[derive(Default)]
pub(super) struct Tables {
    daily: OnceCell<(DailyBands, Vec<Marker>)>,
    samples: OnceCell<Samples>,
    estimates: OnceCell<Estimates>,
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

    pub(super) fn estimates(&self) -> Result<&'a Estimates, SavedError> {
        once(&self.tables.estimates, || Estimates::read(self.saved))
    }

    /// Whether jobs are played in a pool of the baseline: without them nothing is known of use.
    pub(super) fn has_jobs(&self, pool: &str) -> Result<bool, SavedError> {
        let estimates = self.estimates()?;
        Ok(estimates.level(self.saved.baseline(), Response::BusyOfAllocated, pool).is_some())
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

    /// What a unit is called in a scope: in its pool, in the pool of its programme, or in all of them.
    fn unit_of(&self, scope: &str) -> &'a str {
        let manifest = self.saved.manifest();
        let programme = scope.split_once('.').map_or(scope, |(programme, _)| programme);
        let programme = manifest.programmes.iter().find(|one| one.name == programme);
        let pool = programme.map_or(scope, |one| one.pool.as_str());
        let pool = manifest.pools.iter().find(|one| one.name == pool);
        pool.map_or_else(|| self.common_unit(), |pool| self.unit(pool))
    }

    /// A value of a response with its unit, units by the name that their pool gives them.
    pub(super) fn quantity(&self, response: Response, scope: &str, value: f64) -> String {
        let language = self.language;
        if response.row().scale == Scale::UnitMonths {
            let unit = language.unit_months(self.unit_of(scope));
            let space = language.pick("", " ");
            return format!("{}{space}{unit}", language.amount(value));
        }
        language.quantity(response, value)
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
                format!("{sign}{}", language.won(difference.abs()))
            }
            _ => {
                let decimals = usize::from(difference.abs() < 99.95);
                let text = language.decimal(difference, decimals);
                let nothing = !text.chars().any(|c| ('1'..='9').contains(&c));
                if difference > 0.0 && !nothing { format!("+{text}") } else { text }
            }
        }
    }

    /// The title of what a response is of; none for the site.
    pub(super) fn scope_title(&self, response: Response, scope: &str) -> Option<String> {
        let (language, manifest) = (self.language, self.saved.manifest());
        let programme = |name: &str| {
            let one = manifest.programmes.iter().find(|one| one.name == name);
            one.map(|one| language.title(&one.title, &one.name).to_owned())
        };
        let pool = || {
            let one = manifest.pools.iter().find(|one| one.name == scope);
            one.map(|one| self.pool_title(one).to_owned())
        };
        let named = |list: &'a [crate::results::NamedEntry]| {
            let one = list.iter().find(|one| one.name == scope);
            one.map(|one| language.title(&one.title, &one.name).to_owned())
        };
        if let Some((of, class)) = scope.split_once('.') {
            let class = language.title_in(&manifest.classes, class);
            return Some(programme(of).map_or_else(
                || class.to_owned(),
                |title| format!("{title}{}{class}", language.pick(" ", ", ")),
            ));
        }
        match response.row().of {
            Of::Programme | Of::Class => programme(scope),
            Of::Funding | Of::Income => match language.account(scope) {
                account if account != scope => Some(account.to_owned()),
                _ => named(&manifest.fundings),
            },
            Of::Output => named(&manifest.outputs),
            Of::Pool | Of::Site => pool(),
        }
    }

    /// What answers the scenario's question; where it does not say, competition or else the wait of each programme.
    pub(super) fn answers(&self) -> Result<Vec<AnswerEntry>, SavedError> {
        let manifest = self.saved.manifest();
        let mut answers = manifest.answers.clone();
        if answers.is_empty() {
            let estimates = self.estimates()?;
            let has = |response, scope: &str| {
                estimates.level(self.saved.baseline(), response, scope).is_some()
            };
            for programme in &manifest.programmes {
                let known = [Response::ApplicationsOfPlaces, Response::MeanWait];
                let found = known.into_iter().find(|one| has(*one, &programme.name));
                answers.extend(found.map(|response| AnswerEntry {
                    response,
                    scope: programme.name.clone(),
                    better: None,
                }));
            }
            answers.truncate(2);
        }
        let mut once: Vec<AnswerEntry> = Vec::new();
        for answer in answers {
            let said =
                |one: &AnswerEntry| one.response == answer.response && one.scope == answer.scope;
            if !once.iter().any(said) {
                once.push(answer);
            }
        }
        Ok(once)
    }

    /// A heading in lines no wider than the sheet.
    pub(super) fn heading(&self, text: &str) -> Vec<String> {
        self.fonts.wrap(text, HEADING.size, HEADING.weight, self.size.inner())
    }

    /// Text in at most so many lines; what does not fit ends in dots.
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
        self.saved.manifest().answers.iter().any(|answer| of(answer.response))
    }
}

/// What a cell holds, read when it is first needed.
fn once<'a, T>(
    cell: &'a OnceCell<T>,
    read: impl FnOnce() -> Result<T, SavedError>,
) -> Result<&'a T, SavedError> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let read = read()?;
    Ok(cell.get_or_init(|| read))
}
