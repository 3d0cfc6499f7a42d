//! What was observed, held against the baseline's futures.

use super::answer::ends;
use super::responses::SITE;
use crate::measures::{Money, Response, Rung};
use crate::model::ids::{LotId, PoolId, ProgrammeId, Table};
use crate::model::inputs::{Fresh, Inputs, Intake, Measure};
use crate::model::record::{HoursToDate, Record, RoundRow};
use crate::results::{CheckFit, CheckKind, CheckRow, Future};
use crate::scenario::{Check, Scenario};
use crate::stats::Estimate;

/// Counts: of several programmes, each is shown as well.
const COUNTS: [Response; 3] = [Response::Awards, Response::Applications, Response::RunningProjects];

/// Whether a programme or pool is in the scope of a check; an empty scope holds all of them.
fn holds(scope: &[String], name: &str) -> bool {
    scope.is_empty() || scope.iter().any(|one| one == name)
}

/// Whether a programme or pool called `name`, of this pool, counts: named, or the site's where none is.
fn counts_for(inputs: &Inputs, scope: &[String], pool: PoolId, name: &str) -> bool {
    holds(scope, name) && (!scope.is_empty() || inputs.at_site(pool))
}

/// What every future has of each check: one row for each check, and for a count over programmes one more for each
/// programme.
pub(super) struct Checks<'a> {
    inputs: &'a Inputs,
    rows: Vec<Row>,
}

struct Row {
    check: Check,
    scope: Vec<String>,
    observed: Option<f64>,
    month: Option<i64>,
    kind: CheckKind,
    values: Vec<f64>,
}

impl<'a> Checks<'a> {
    pub(super) fn new(scenario: &'a Scenario) -> Self {
        let inputs = &scenario.baseline;
        let mut rows = Vec::new();
        let mut push = |check: Check, scope: &[String], observed, (month, kind)| {
            let (scope, values) = (scope.to_vec(), Vec::new());
            rows.push(Row { check, scope, observed, month, kind, values });
        };
        for check in &scenario.checks {
            let whole = Check { months: Vec::new(), ..check.clone() };
            for month in &check.months {
                let (from, to) = (month.from, month.to);
                let own = Check { from, to, ..whole.clone() };
                let of_check = (Some(from), kind(inputs, check, &check.scope));
                push(own, &check.scope, Some(month.value), of_check);
            }
            let Some(observed) = check.observed else { continue };
            let of = |scope: &[String]| (None, kind(inputs, check, scope));
            push(whole.clone(), &check.scope, Some(observed), of(&check.scope));
            if COUNTS.contains(&check.response) && check.scope.len() != 1 {
                let parts = inputs.programmes.iter().map(|programme| &programme.name);
                for part in parts.filter(|name| holds(&check.scope, name)) {
                    let part = std::slice::from_ref(part);
                    push(whole.clone(), part, None, of(part));
                }
            }
        }
        Self { inputs, rows }
    }

    pub(super) fn add(&mut self, futures: &[Future]) {
        for row in &mut self.rows {
            let values = futures
                .iter()
                .filter_map(|one| value(self.inputs, &row.check, &row.scope, &one.record));
            row.values.extend(values);
        }
    }

    pub(super) fn finish(self) -> Vec<CheckRow> {
        self.rows.into_iter().map(Row::finish).collect()
    }
}

impl Row {
    fn finish(mut self) -> CheckRow {
        let n = self.values.len() as i64;
        let estimate = Estimate::of(&mut self.values);
        let (q05, q50, q95) = estimate.map_or((None, None, None), |e| {
            (Some(e.quantiles[0]), Some(e.quantiles[2]), Some(e.quantiles[4]))
        });
        let rounded_to = self.check.rounded_to;
        let fit = self
            .observed
            .zip(q05.zip(q95))
            .map(|(observed, (low, high))| CheckFit::of(observed, rounded_to, [low, high]));
        CheckRow {
            check: self.check.name,
            response: self.check.response,
            scope: if self.scope.is_empty() { SITE.to_owned() } else { self.scope.join(" + ") },
            month: self.month,
            observed: self.observed,
            n,
            q05,
            q50,
            q95,
            rounded_to,
            fit,
            kind: self.kind,
        }
    }
}

/// What the check says of the model.
fn kind(inputs: &Inputs, check: &Check, scope: &[String]) -> CheckKind {
    if check.fitted || is_fitted(inputs, check, scope) {
        CheckKind::Fitted
    } else if check.said.is_some_and(|said| said < check.from) {
        CheckKind::Claim
    } else if check.repeats.is_some() {
        CheckKind::Repeat
    } else {
        CheckKind::HeldOut
    }
}

/// Whether demand was inferred from a ratio of a programme of the scope over a period that overlaps, whatever
/// its exact dates.
fn is_fitted(inputs: &Inputs, check: &Check, scope: &[String]) -> bool {
    let ratios = [Response::ApplicationsOfPlaces, Response::ApplicationsOfAwards];
    ratios.contains(&check.response)
        && inputs.programmes.iter().any(|programme| {
            let Intake::Rounds(rounds) = &programme.intake else { return false };
            let Fresh::Inferred(observed) = &rounds.fresh else { return false };
            let calendar = &inputs.calendar;
            let start = |day: i64| calendar.start_of(calendar.date(day));
            counts_for(inputs, scope, programme.pool, &programme.name)
                && observed.from < start(check.to)
                && start(check.from) < observed.to
        })
}

/// The value of a fact in one future.
pub(super) fn fact(inputs: &Inputs, check: &Check, record: &Record) -> Option<f64> {
    value(inputs, check, &check.scope, record)
}

/// Whether a fact was said before its period, so that nobody had observed it.
pub(super) fn is_claim(inputs: &Inputs, check: &Check) -> bool {
    kind(inputs, check, &check.scope) == CheckKind::Claim
}

/// Whether demand was inferred from a fact, so that futures have it by construction.
pub(super) fn is_inferred(inputs: &Inputs, check: &Check) -> bool {
    is_fitted(inputs, check, &check.scope)
}

fn value(inputs: &Inputs, check: &Check, scope: &[String], record: &Record) -> Option<f64> {
    let calendar = &inputs.calendar;
    let start = |day: i64| calendar.start_of(calendar.date(day));
    let (from, to) = (start(check.from), start(check.to));
    let in_scope = |programme: ProgrammeId| {
        let programme = &inputs.programmes[programme];
        // Hours and cards are not added up.
        let measured = match check.response {
            Response::HoursAskedOfOffered | Response::UsedOfAwarded | Response::HoursUsed => {
                programme.hours.is_some()
            }
            Response::UnitsAskedOfOffered | Response::UnitsAskedOfAwarded => {
                programme.hours.is_none()
            }
            _ => true,
        };
        measured && counts_for(inputs, scope, programme.pool, &programme.name)
    };
    let rounds = || record.rounds.iter().filter(|row| in_scope(row.programme));
    let years = if check.per_year { (check.to - check.from) as f64 / 365.25 } else { 1.0 };
    match check.response {
        Response::Awards => {
            let decided = rounds().filter(|row| from <= row.decides && row.decides < to);
            Some(decided.map(|row| row.awards).sum::<i64>() as f64 / years)
        }
        Response::Applications => {
            let closed = rounds().filter(|row| from <= row.closes && row.closes < to);
            Some(closed.map(RoundRow::applications).sum::<i64>() as f64 / years)
        }
        Response::RunningProjects => Some(running_projects(inputs, check, scope, record)),
        Response::LeasedCompute => Some(leased_compute(inputs, check, scope, record)),
        Response::Spent => Some(spent(inputs, check, scope, record)),
        Response::HoursUsed => {
            Some(hours(inputs, check, in_scope, record).used.0 as f64 / Measure::HOUR as f64)
        }
        Response::UsedOfAwarded => {
            let closed = hours(inputs, check, in_scope, record);
            crate::quantity::ratio(closed.closed_used.0, closed.closed_given.0)
        }
        other => match (ends(other), other.row().rungs) {
            (Some((part, whole)), _) => {
                let closed = rounds().filter(|row| from <= row.closes && row.closes < to);
                let sum = |(a, g), row| (a + part(row), g + whole(row));
                let (asked, given) = closed.fold((0, 0), sum);
                crate::quantity::ratio(asked, given)
            }
            (None, rungs) => ladder_ratio(inputs, check, scope, rungs?, record),
        },
    }
}

/// Mean number of projects that hold units over the months of a check.
fn running_projects(inputs: &Inputs, check: &Check, scope: &[String], record: &Record) -> f64 {
    let within = |day: usize| (check.from..check.to).contains(&(day as i64));
    let mut held = 0;
    let programmes = inputs.programmes.len().max(1);
    for (month, row) in inputs.calendar.months().iter().zip(record.running.chunks(programmes)) {
        let named = inputs.programmes.iter().zip(row);
        let own = named.filter(|(programme, _)| holds(scope, &programme.name));
        held += if within(month.from_day) { own.map(|(_, held)| held.0).sum() } else { 0 };
    }
    let start = |day: i64| inputs.calendar.start_of(inputs.calendar.date(day));
    held as f64 / (start(check.to) - start(check.from)).0 as f64
}

/// Hours of the programmes of a check over its months.
fn hours(
    inputs: &Inputs,
    check: &Check,
    in_scope: impl Fn(ProgrammeId) -> bool,
    record: &Record,
) -> HoursToDate {
    let months = inputs.calendar.months();
    // Hours used and closed up to a day on which a month ends.
    let to_date = |day: i64| {
        let over = months.partition_point(|month| month.to_day as i64 <= day);
        let rows = record.hours_to_date.chunks(inputs.programmes.len().max(1));
        let row = over.checked_sub(1).and_then(|last| rows.into_iter().nth(last));
        let mut sum = HoursToDate::default();
        for (programme, own) in inputs.programmes.ids().zip(row.unwrap_or_default()) {
            if in_scope(programme) {
                sum.used += own.used;
                sum.closed_given += own.closed_given;
                sum.closed_used += own.closed_used;
            }
        }
        sum
    };
    let (before, until) = (to_date(check.from), to_date(check.to));
    HoursToDate {
        used: until.used - before.used,
        closed_given: until.closed_given - before.closed_given,
        closed_used: until.closed_used - before.closed_used,
    }
}

/// Money spent over the months of a check: by a funding, or by every account.
fn spent(inputs: &Inputs, check: &Check, scope: &[String], record: &Record) -> f64 {
    let within = |day: usize| (check.from..check.to).contains(&(day as i64));
    let accounts = inputs.accounts();
    let mut sum = 0;
    for (month, row) in inputs.calendar.months().iter().zip(record.money.chunks(accounts.len())) {
        let own = accounts.iter().zip(row);
        let own = own.filter(|(account, _)| holds(scope, inputs.account_name(**account)));
        sum +=
            if within(month.from_day) { own.map(|(_, row)| row[Money::Spent].0).sum() } else { 0 };
    }
    inputs.currency.amount(sum)
}

/// Mean petaflops leased over the days of a check.
fn leased_compute(inputs: &Inputs, check: &Check, scope: &[String], record: &Record) -> f64 {
    let mut gigaflop_days = 0;
    let mut leased: Table<LotId, (i64, i64)> =
        inputs.lots.iter().map(|_| (check.from, 0)).collect();
    let mut book = |lot: LotId, until: i64, next: i64| {
        let (since, units) = leased[lot];
        let compute = inputs.kinds[inputs.lots[lot].kind].compute.0;
        let until = until.clamp(check.from, check.to);
        gigaflop_days += (until - since).max(0) * units * compute;
        leased[lot] = (until.max(since), next);
    };
    let counts = |lot: LotId| {
        let pool = inputs.lots[lot].pool;
        counts_for(inputs, scope, pool, &inputs.pools[pool].name)
    };
    for change in record.leases.iter().filter(|change| counts(change.lot)) {
        book(change.lot, change.day as i64, change.leased);
    }
    for lot in inputs.lots.ids().filter(|&lot| counts(lot)) {
        book(lot, check.to, 0);
    }
    gigaflop_days as f64 / (check.to - check.from) as f64 / 1e6
}

fn ladder_ratio(
    inputs: &Inputs,
    check: &Check,
    scope: &[String],
    (part, whole): (Rung, Rung),
    record: &Record,
) -> Option<f64> {
    let pools = inputs.pools.len();
    let (mut sum, mut of) = (0.0, 0.0);
    let from = usize::try_from(check.from).unwrap_or(0);
    let to = usize::try_from(check.to).unwrap_or(0).min(inputs.calendar.days());
    for day in from..to {
        for (pool, named) in inputs.pools.iter().enumerate() {
            if counts_for(inputs, scope, PoolId::at(pool), &named.name) {
                let row = &record.days[day * pools + pool];
                sum += row.of(part)?;
                of += row.of(whole)?;
            }
        }
    }
    (of > 0.0).then(|| sum / of)
}
