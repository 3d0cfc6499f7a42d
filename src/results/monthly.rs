//! Tables by month: the accounts and the money as means over futures, and each future's peaks.

use super::cells::{dates, numbers, text};
use super::table::{Table, Values};
use crate::model::inputs::Inputs;

/// A month of a pool's supply and demand, mean over futures, in unit-months.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Alternative.
    pub alternative: String,
    /// Pool.
    pub pool: String,
    /// First day of the month.
    pub from_day: i64,
    /// Length of the month in months of 365/12 days.
    pub length: f64,
    /// Installed.
    pub installed: f64,
    /// Installed and not leased: held, sold or waited for.
    pub not_leased: f64,
    /// Not leased and held for public use.
    pub held: f64,
    /// Not leased and sold to private firms.
    pub sold: f64,
    /// Asked for by public money while a private firm still has it.
    pub notice: f64,
    /// Leased and not in service.
    pub down: f64,
    /// In service and not allocated.
    pub free: f64,
    /// Allocated and not busy while a job waits that does not fit on them.
    pub fragmented: f64,
    /// Allocated and not busy otherwise.
    pub idle: f64,
    /// Busy.
    pub busy: f64,
    /// Asked for and not settled at the start.
    pub outstanding_start: f64,
    /// Asked for in the month.
    pub asked: f64,
    /// Allocated in the month.
    pub served: f64,
    /// Awarded and not held, because servers were down.
    pub lost: f64,
    /// Refused in the month.
    pub turned_away: f64,
    /// Lapsed in the month.
    pub withdrawn: f64,
    /// Asked for by winners beyond what they were awarded.
    pub cut_back: f64,
    /// Ended early by a gap in the month.
    pub stopped: f64,
    /// Taken back from idle allocations.
    pub taken_back: f64,
    /// Served from another pool instead.
    pub moved: f64,
    /// Asked for and not settled at the end.
    pub outstanding_end: f64,
}

/// A month of a funding, or of all of them, mean over futures, in won.
#[derive(Clone, Debug, Default)]
pub struct MoneyRow {
    /// Alternative.
    pub alternative: String,
    /// Funding, `arrears` or `site`.
    pub funding: String,
    /// First day of the month.
    pub from_day: i64,
    /// Whether no amount is stated.
    pub implied: bool,
    /// Arrived in the month.
    pub granted: f64,
    /// Spent in the month.
    pub spent: f64,
    /// Taken in.
    pub earned: f64,
    /// Left over when it ended in the month.
    pub lapsed: f64,
    /// Still there at the end of the month.
    pub left: f64,
    /// What leasing everything installed would cost; of the site only.
    pub needed: Option<f64>,
}

/// The largest month of one future.
#[derive(Clone, Debug)]
pub struct PeakRow {
    /// Alternative.
    pub alternative: String,
    /// Replication.
    pub replication: i64,
    /// Pool.
    pub pool: String,
    /// Measure.
    pub measure: &'static str,
    /// Its largest monthly mean.
    pub value: f64,
    /// First day of that month.
    pub from_day: i64,
}

pub(super) fn accounts<'a>(rows: &'a [AccountRow], inputs: &Inputs) -> Table<'a> {
    Table {
        name: "accounts",
        columns: vec![
            ("alternative", text(rows, |row| &row.alternative)),
            ("pool", text(rows, |row| &row.pool)),
            ("month", dates(inputs, rows, |row| row.from_day)),
            ("length", numbers(rows, |row| row.length)),
            ("installed", numbers(rows, |row| row.installed)),
            ("not_leased", numbers(rows, |row| row.not_leased)),
            ("held", numbers(rows, |row| row.held)),
            ("sold", numbers(rows, |row| row.sold)),
            ("notice", numbers(rows, |row| row.notice)),
            ("down", numbers(rows, |row| row.down)),
            ("free", numbers(rows, |row| row.free)),
            ("fragmented", numbers(rows, |row| row.fragmented)),
            ("idle", numbers(rows, |row| row.idle)),
            ("busy", numbers(rows, |row| row.busy)),
            ("outstanding_start", numbers(rows, |row| row.outstanding_start)),
            ("asked", numbers(rows, |row| row.asked)),
            ("served", numbers(rows, |row| row.served)),
            ("lost", numbers(rows, |row| row.lost)),
            ("turned_away", numbers(rows, |row| row.turned_away)),
            ("withdrawn", numbers(rows, |row| row.withdrawn)),
            ("cut_back", numbers(rows, |row| row.cut_back)),
            ("stopped", numbers(rows, |row| row.stopped)),
            ("taken_back", numbers(rows, |row| row.taken_back)),
            ("moved", numbers(rows, |row| row.moved)),
            ("outstanding_end", numbers(rows, |row| row.outstanding_end)),
        ],
    }
}

pub(super) fn money<'a>(rows: &'a [MoneyRow], inputs: &Inputs) -> Table<'a> {
    Table {
        name: "money_months",
        columns: vec![
            ("alternative", text(rows, |row| &row.alternative)),
            ("funding", text(rows, |row| &row.funding)),
            ("month", dates(inputs, rows, |row| row.from_day)),
            ("implied", Values::Flag(rows.iter().map(|row| row.implied).collect())),
            ("granted", numbers(rows, |row| row.granted)),
            ("spent", numbers(rows, |row| row.spent)),
            ("earned", numbers(rows, |row| row.earned)),
            ("lapsed", numbers(rows, |row| row.lapsed)),
            ("left", numbers(rows, |row| row.left)),
            ("needed", Values::MaybeNumber(rows.iter().map(|row| row.needed).collect())),
        ],
    }
}

pub(super) fn peaks<'a>(rows: &'a [PeakRow], inputs: &Inputs) -> Table<'a> {
    Table {
        name: "peaks",
        columns: vec![
            ("alternative", text(rows, |row| &row.alternative)),
            ("replication", Values::Whole(rows.iter().map(|row| row.replication).collect())),
            ("pool", text(rows, |row| &row.pool)),
            ("measure", text(rows, |row| row.measure)),
            ("peak", numbers(rows, |row| row.value)),
            ("month", dates(inputs, rows, |row| row.from_day)),
        ],
    }
}
