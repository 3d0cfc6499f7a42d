//! No figure of a record is below zero: nothing is owed to time, and money that is not there is spent
//! from arrears, which are counted as spent. No column is signed.

use crate::measures::{Flow, Money, OfClass};
use crate::model::record::{
    ClassTotals, HoursToDate, JobLosses, JobTotals, LotMonth, MoneyMonth, PoolMonth,
    ProgrammeTotals, Record, RoundRow,
};

/// A figure that is below zero, and the row in which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BelowZero {
    pub(super) figure: &'static str,
    pub(super) row: usize,
    pub(super) value: i64,
}

/// The first figure of a record that is below zero.
pub(super) fn below_zero(record: &Record) -> Option<BelowZero> {
    let months = first(record.months.iter().map(pool_month));
    let window = || first(record.window.iter().map(pool_month));
    let lots = || first(record.lot_months.iter().map(lot_month));
    let money = || first(record.money.iter().map(money_month));
    let window_money = || first(record.window_money.iter().map(money_month));
    let running = || first(record.running.iter().map(|held| [("running", held.0)]));
    let fees = || first(record.fees.iter().map(|fee| [("fees", fee.0)]));
    let rounds = || first(record.rounds.iter().map(round));
    let programmes = || first(record.programmes.iter().map(programme));
    let jobs = || first(record.jobs.iter().map(jobs));
    let classes = || first(record.classes.iter().map(class));
    let hours = || first(record.hours_to_date.iter().map(hours));
    let losses = || first(record.job_losses.iter().map(losses));
    months
        .or_else(window)
        .or_else(lots)
        .or_else(money)
        .or_else(window_money)
        .or_else(running)
        .or_else(fees)
        .or_else(rounds)
        .or_else(programmes)
        .or_else(jobs)
        .or_else(classes)
        .or_else(losses)
        .or_else(hours)
}

fn first<const N: usize>(
    rows: impl Iterator<Item = [(&'static str, i64); N]>,
) -> Option<BelowZero> {
    rows.enumerate().find_map(|(row, figures)| {
        let below = figures.into_iter().find(|(_, value)| *value < 0);
        below.map(|(figure, value)| BelowZero { figure, row, value })
    })
}

/// Every column of a row with its name: one that is added must be named here before this compiles.
macro_rules! columns {
    ($name:ident, $row:ident { $($column:ident $(. $inner:tt)?),* } $(but $($other:ident),*)?) => {
        fn $name(row: &$row) -> [(&'static str, i64); columns!(@count $($column)*)] {
            let $row { $($column,)* $($($other: _,)*)? } = *row;
            [$((stringify!($column), $column $(. $inner)?)),*]
        }
    };
    (@count) => { 0 };
    (@count $one:ident $($rest:ident)*) => { 1 + columns!(@count $($rest)*) };
}

/// Every column of the account of a pool that is kept, and what its units cost.
fn pool_month(row: &PoolMonth) -> [(&'static str, i64); Flow::KEPT.len() + 1] {
    let mut figures = [("cost", row.cost.0); Flow::KEPT.len() + 1];
    for (figure, flow) in figures[1..].iter_mut().zip(Flow::KEPT) {
        *figure = (flow.name(), row.of(flow).0);
    }
    figures
}
columns!(hours, HoursToDate { used.0, closed_given.0, closed_used.0 });
columns!(lot_month, LotMonth {
    planned.0, installed.0, leased.0, sold.0, in_service.0, allocated.0, busy.0
});
/// Every column of an account of money, and the days on which it leased.
fn money_month(row: &MoneyMonth) -> [(&'static str, i64); Money::ALL.len() + 2] {
    let days = [("unit_days", row.unit_days), ("days", row.days)];
    let mut figures = [days[0]; Money::ALL.len() + 2];
    for (figure, column) in figures.iter_mut().zip(Money::ALL) {
        *figure = (column.name(), row[column].0);
    }
    figures[Money::ALL.len()..].copy_from_slice(&days);
    figures
}
columns!(round, RoundRow {
    fresh, reapplicants, renewals, moved, places, awards, units_asked, units_offered, units_awarded,
    units_cut, declined
} but programme, round, top_up, opens, closes, decides);
columns!(programme, ProgrammeTotals {
    started, waited.0, applications, awards, refused, lapsed, declined, running.0, moved_out, moved_in, fees.0
});
columns!(jobs, JobTotals { started, waited.0 });
columns!(losses, JobLosses {
    ran.0, pre_empted, lost_to_pre_emption.0, interrupted, lost_to_servers.0
});
/// Every column of a class.
fn class(row: &ClassTotals) -> [(&'static str, i64); OfClass::COUNT] {
    OfClass::ALL.map(|column| (column.name(), row.of(column)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{UnitSeconds, Won};

    #[test]
    fn a_figure_below_zero_is_named_with_its_row() {
        let mut record = Record {
            months: vec![PoolMonth::default(); 6],
            money: vec![MoneyMonth::default(); 2],
            ..Record::default()
        };
        record.money[0][Money::Spent] = Won(7);
        assert_eq!(below_zero(&record), None);
        record.money[1][Money::Left] = Won(-1);
        let found = BelowZero { figure: "left", row: 1, value: -1 };
        assert_eq!(below_zero(&record), Some(found));
        let waiting = |flow| UnitSeconds(if flow == Flow::Waiting { -5 } else { 0 });
        record.months[4] = PoolMonth::new(Won::ZERO, waiting);
        let found = BelowZero { figure: "waiting", row: 4, value: -5 };
        assert_eq!(below_zero(&record), Some(found));
    }
}
