//! Summary tables: small, and all that a report needs.

use super::cells::{dates, mean_and_interval, numbers, quantiles, text};
use super::gap;
use super::monthly::{self, AccountRow, MoneyRow};
use super::table::{Table, Values};
use crate::model::inputs::Inputs;
use crate::stats::Estimate;
use std::borrow::Cow;

/// One day of one measure of one pool.
#[derive(Clone, Debug)]
pub struct BandRow {
    /// Alternative.
    pub alternative: String,
    /// Pool.
    pub pool: String,
    /// Measure.
    pub measure: &'static str,
    /// Day from the calendar's start.
    pub day: i64,
    /// Mean, interval and quantiles.
    pub estimate: Estimate,
}

/// One round across futures.
#[derive(Clone, Debug)]
pub struct CompetitionRow {
    /// Alternative.
    pub alternative: String,
    /// Programme.
    pub programme: String,
    /// Whether it is the call that offers again what winners of the round declined.
    pub top_up: bool,
    /// Opening day.
    pub opens_day: i64,
    /// Name of an extra round.
    pub extra: Option<String>,
    /// Closing day.
    pub closes_day: i64,
    /// Replications in which it was decided.
    pub n: i64,
    /// Mean applications.
    pub applications: f64,
    /// Mean places.
    pub places: f64,
    /// Mean awards.
    pub awards: f64,
    /// Applications of places; `None`: no replication had places.
    pub estimate: Option<Estimate>,
}

/// A dated event across futures.
#[derive(Clone, Debug)]
pub struct MarkerRow {
    /// Alternative.
    pub alternative: String,
    /// Kind of event.
    pub kind: &'static str,
    /// What it happens to.
    pub name: String,
    /// Replications in which it happens.
    pub n: i64,
    /// 5 % quantile of the day.
    pub q05: i64,
    /// Median day.
    pub q50: i64,
    /// 95 % quantile of the day.
    pub q95: i64,
}

/// A month of the mean ladder of something.
#[derive(Clone, Debug)]
pub struct LadderRow {
    /// Alternative.
    pub alternative: String,
    /// Site, hall, pool or lot.
    pub level: &'static str,
    /// Which one.
    pub name: String,
    /// First day of the month.
    pub from_day: i64,
    /// Cards that can stand there.
    pub slots: Option<f64>,
    /// Mean units installed.
    pub installed: f64,
    /// Mean units leased.
    pub leased: f64,
    /// Mean units in service.
    pub in_service: f64,
    /// Mean units allocated.
    pub allocated: f64,
    /// Mean units busy.
    pub busy: f64,
    /// Petaflops leased.
    pub leased_compute: f64,
}

/// One response of one replication.
#[derive(Clone, Debug)]
pub struct ResponseRow {
    /// Alternative.
    pub alternative: String,
    /// Replication.
    pub replication: i64,
    /// Response.
    pub response: &'static str,
    /// Scope.
    pub scope: String,
    /// Value, if it exists.
    pub value: Option<f64>,
}

/// One response across futures.
#[derive(Clone, Debug)]
pub struct EstimateRow {
    /// Alternative.
    pub alternative: String,
    /// Response.
    pub response: &'static str,
    /// Scope.
    pub scope: String,
    /// Mean, interval and quantiles.
    pub estimate: Estimate,
}

/// Which of two worlds has a response that the other does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnlyIn {
    /// The baseline: the alternative takes away what it is of.
    Baseline,
    /// The alternative adds what it is of.
    Alternative,
}

impl OnlyIn {
    /// The word in tables.
    fn word(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Alternative => "alternative",
        }
    }
}

/// One response, alternative less baseline.
#[derive(Clone, Debug)]
pub struct DifferenceRow {
    /// Alternative.
    pub alternative: String,
    /// Response.
    pub response: &'static str,
    /// Scope.
    pub scope: String,
    /// Of the paired differences; `None`: only one of the two has the response.
    pub estimate: Option<Estimate>,
    /// Which of the two, if only one has it.
    pub only_in: Option<OnlyIn>,
    /// Share of futures in which the alternative is above.
    pub share_above_zero: Option<f64>,
    /// Share of futures in which both are equal.
    pub share_equal: Option<f64>,
    /// Unpaired variance / paired variance, where the latter is not zero.
    pub variance_ratio: Option<f64>,
}

/// One observation against the futures.
#[derive(Clone, Debug)]
pub struct CheckRow {
    /// Check.
    pub check: String,
    /// Response.
    pub response: String,
    /// Scope.
    pub scope: String,
    /// Observed value; `None` for a part that was observed only as a whole.
    pub observed: Option<f64>,
    /// Replications.
    pub n: i64,
    /// Lower end of the central 90 %.
    pub q05: Option<f64>,
    /// Median.
    pub q50: Option<f64>,
    /// Upper end.
    pub q95: Option<f64>,
    /// Whether the observation lies in it.
    pub inside: Option<bool>,
    /// Whether demand was inferred from it.
    pub fitted: bool,
}

/// Everything that a study sums up.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Estimates.
    pub estimates: Vec<EstimateRow>,
    /// Paired differences.
    pub differences: Vec<DifferenceRow>,
    /// Checks.
    pub checks: Vec<CheckRow>,
    /// Rounds.
    pub competition: Vec<CompetitionRow>,
    /// Dated events.
    pub markers: Vec<MarkerRow>,
    /// Ladders.
    pub ladder: Vec<LadderRow>,
    /// Supply and demand by month.
    pub accounts: Vec<AccountRow>,
    /// Money by month.
    pub money: Vec<MoneyRow>,
}

impl Summary {
    /// The estimate of a response, if there is one.
    #[must_use]
    pub fn estimate(&self, alternative: &str, response: &str, scope: &str) -> Option<&Estimate> {
        self.estimates
            .iter()
            .find(|row| {
                row.alternative == alternative && row.response == response && row.scope == scope
            })
            .map(|row| &row.estimate)
    }

    pub(super) fn tables(&self, inputs: &Inputs) -> Vec<Table<'_>> {
        let pools: Vec<String> = inputs.pools.iter().map(|pool| pool.name.clone()).collect();
        vec![
            self.ladder_table(inputs),
            self.competition_table(inputs),
            self.estimates_table(),
            self.differences_table(),
            self.checks_table(),
            self.markers_table(inputs),
            monthly::accounts(&self.accounts, inputs),
            monthly::money(&self.money, inputs),
            gap::table(self, &pools),
        ]
    }

    fn ladder_table(&self, inputs: &Inputs) -> Table<'_> {
        let rows = &self.ladder;
        Table {
            name: "ladder",
            columns: vec![
                ("alternative", text(rows, |row| &row.alternative)),
                ("level", text(rows, |row| row.level)),
                ("name", text(rows, |row| &row.name)),
                ("month", dates(inputs, rows, |row| row.from_day)),
                ("slots", Values::MaybeNumber(rows.iter().map(|row| row.slots).collect())),
                ("installed", numbers(rows, |row| row.installed)),
                ("leased", numbers(rows, |row| row.leased)),
                ("in_service", numbers(rows, |row| row.in_service)),
                ("allocated", numbers(rows, |row| row.allocated)),
                ("busy", numbers(rows, |row| row.busy)),
                ("leased_compute", numbers(rows, |row| row.leased_compute)),
            ],
        }
    }

    fn competition_table(&self, inputs: &Inputs) -> Table<'_> {
        let rows = &self.competition;
        let extra = rows.iter().map(|row| row.extra.as_deref().map(Cow::Borrowed)).collect();
        let mut columns = vec![
            ("alternative", text(rows, |row| &row.alternative)),
            ("programme", text(rows, |row| &row.programme)),
            ("top_up", Values::Flag(rows.iter().map(|row| row.top_up).collect())),
            ("round", dates(inputs, rows, |row| row.opens_day)),
            ("extra", Values::MaybeText(extra)),
            ("closes", dates(inputs, rows, |row| row.closes_day)),
            ("n", Values::Whole(rows.iter().map(|row| row.n).collect())),
            ("applications", numbers(rows, |row| row.applications)),
            ("places", numbers(rows, |row| row.places)),
            ("awards", numbers(rows, |row| row.awards)),
        ];
        columns.extend(mean_and_interval(rows, |row| row.estimate.as_ref()));
        columns.extend(quantiles(rows, |row| row.estimate.as_ref()));
        Table { name: "competition", columns }
    }

    fn estimates_table(&self) -> Table<'_> {
        let rows = &self.estimates;
        let mut columns = vec![
            ("alternative", text(rows, |row| &row.alternative)),
            ("response", text(rows, |row| row.response)),
            ("scope", text(rows, |row| &row.scope)),
            ("n", Values::Whole(rows.iter().map(|row| row.estimate.n as i64).collect())),
        ];
        columns.extend(mean_and_interval(rows, |row| Some(&row.estimate)));
        columns.push(("sd", numbers(rows, |row| row.estimate.sd)));
        columns.extend(quantiles(rows, |row| Some(&row.estimate)));
        Table { name: "estimates", columns }
    }

    fn differences_table(&self) -> Table<'_> {
        let rows = &self.differences;
        let maybe = |part: &dyn Fn(&DifferenceRow) -> Option<f64>| {
            Values::MaybeNumber(rows.iter().map(part).collect())
        };
        let mut columns = vec![
            ("alternative", text(rows, |row| &row.alternative)),
            ("response", text(rows, |row| row.response)),
            ("scope", text(rows, |row| &row.scope)),
            (
                "n",
                Values::Whole(
                    rows.iter()
                        .map(|row| row.estimate.map_or(0, |estimate| estimate.n as i64))
                        .collect(),
                ),
            ),
        ];
        columns.extend(mean_and_interval(rows, |row| row.estimate.as_ref()));
        columns.push(("q05", maybe(&|row| Some(row.estimate?.quantiles[0]))));
        columns.push(("q50", maybe(&|row| Some(row.estimate?.quantiles[2]))));
        columns.push(("q95", maybe(&|row| Some(row.estimate?.quantiles[4]))));
        columns.push(("share_above_zero", maybe(&|row| row.share_above_zero)));
        columns.push(("share_equal", maybe(&|row| row.share_equal)));
        columns.push(("variance_ratio", maybe(&|row| row.variance_ratio)));
        let only_in = rows.iter().map(|row| row.only_in.map(|one| Cow::Borrowed(one.word())));
        columns.push(("only_in", Values::MaybeText(only_in.collect())));
        Table { name: "differences", columns }
    }

    fn checks_table(&self) -> Table<'_> {
        let rows = &self.checks;
        let maybe = |part: fn(&CheckRow) -> Option<f64>| {
            Values::MaybeNumber(rows.iter().map(part).collect())
        };
        Table {
            name: "checks",
            columns: vec![
                ("check", text(rows, |row| &row.check)),
                ("response", text(rows, |row| &row.response)),
                ("scope", text(rows, |row| &row.scope)),
                ("observed", maybe(|row| row.observed)),
                ("n", Values::Whole(rows.iter().map(|row| row.n).collect())),
                ("q05", maybe(|row| row.q05)),
                ("q50", maybe(|row| row.q50)),
                ("q95", maybe(|row| row.q95)),
                ("width", maybe(|row| Some(row.q95? - row.q05?))),
                ("inside", Values::MaybeFlag(rows.iter().map(|row| row.inside).collect())),
                ("kind", text(rows, |row| if row.fitted { "fitted" } else { "held out" })),
            ],
        }
    }

    fn markers_table(&self, inputs: &Inputs) -> Table<'_> {
        let rows = &self.markers;
        Table {
            name: "markers",
            columns: vec![
                ("alternative", text(rows, |row| &row.alternative)),
                ("kind", text(rows, |row| row.kind)),
                ("name", text(rows, |row| &row.name)),
                ("n", Values::Whole(rows.iter().map(|row| row.n).collect())),
                ("q05", dates(inputs, rows, |row| row.q05)),
                ("q50", dates(inputs, rows, |row| row.q50)),
                ("q95", dates(inputs, rows, |row| row.q95)),
            ],
        }
    }
}

pub(super) fn responses(rows: &[ResponseRow]) -> Table<'_> {
    Table {
        name: "responses",
        columns: vec![
            ("alternative", text(rows, |row| &row.alternative)),
            ("replication", Values::Whole(rows.iter().map(|row| row.replication).collect())),
            ("response", text(rows, |row| row.response)),
            ("scope", text(rows, |row| &row.scope)),
            ("value", Values::MaybeNumber(rows.iter().map(|row| row.value).collect())),
        ],
    }
}

pub(super) fn daily_bands<'a>(rows: &'a [BandRow], inputs: &Inputs) -> Table<'a> {
    let mut columns = vec![
        ("alternative", text(rows, |row| &row.alternative)),
        ("pool", text(rows, |row| &row.pool)),
        ("measure", text(rows, |row| row.measure)),
        ("date", dates(inputs, rows, |row| row.day)),
        ("n", Values::Whole(rows.iter().map(|row| row.estimate.n as i64).collect())),
    ];
    columns.extend(mean_and_interval(rows, |row| Some(&row.estimate)));
    columns.extend(quantiles(rows, |row| Some(&row.estimate)));
    Table { name: "daily_bands", columns }
}
