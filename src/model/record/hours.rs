//! Where the hours of awards went.

use serde::{Deserialize, Serialize};

use super::Cohort;
use crate::model::ids::{ClassId, ProgrammeId};
use crate::quantity::UnitSeconds;
use crate::time::Time;

/// Hours of a class of a programme, or of one award: awarded + carried in + overburnt = used + lapsed + taken back +
/// carried out + left, in whole unit-seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursTotals {
    /// Awarded, to awards that started.
    pub awarded: UnitSeconds,
    /// Carried in from the awards before.
    pub carried_in: UnitSeconds,
    /// Hours held by jobs, lost work included.
    pub used: UnitSeconds,
    /// What of that was beyond what was given.
    pub overburnt: UnitSeconds,
    /// Lapsed unused, at the end of the term or of a slice.
    pub lapsed: UnitSeconds,
    /// Taken back by a rule.
    pub taken_back: UnitSeconds,
    /// Carried to the next award.
    pub carried_out: UnitSeconds,
    /// Left at the end of the run, of awards whose term is not over.
    pub left: UnitSeconds,
    /// Awards whose term ended in the observation window.
    pub closed: i64,
    /// Hours that these closed awards were given.
    pub closed_given: UnitSeconds,
    /// Hours of closed awards that were used.
    pub closed_used: UnitSeconds,
    /// Hours of closed awards used beyond those given.
    pub closed_overburnt: UnitSeconds,
    /// Hours of closed awards that lapsed.
    pub closed_lapsed: UnitSeconds,
    /// Hours of closed awards that were taken back.
    pub closed_taken_back: UnitSeconds,
    /// Hours of closed awards that were carried to a later award.
    pub closed_carried_out: UnitSeconds,
}

impl HoursTotals {
    /// What came and what went: the two are equal.
    #[must_use]
    pub fn sides(&self) -> (UnitSeconds, UnitSeconds) {
        let went = self.used + self.lapsed + self.taken_back + self.carried_out + self.left;
        (self.awarded + self.carried_in + self.overburnt, went)
    }

    /// The figures of the whole run, by name.
    #[must_use]
    pub fn ledger(&self) -> [(&'static str, UnitSeconds); 8] {
        [
            ("hours awarded", self.awarded),
            ("hours carried in", self.carried_in),
            ("hours used", self.used),
            ("hours overburnt", self.overburnt),
            ("hours lapsed", self.lapsed),
            ("hours taken back", self.taken_back),
            ("hours carried out", self.carried_out),
            ("hours left", self.left),
        ]
    }

    /// Adds those of another class or programme.
    pub fn add(&mut self, other: &Self) {
        self.awarded += other.awarded;
        self.carried_in += other.carried_in;
        self.used += other.used;
        self.overburnt += other.overburnt;
        self.lapsed += other.lapsed;
        self.taken_back += other.taken_back;
        self.carried_out += other.carried_out;
        self.left += other.left;
        self.closed += other.closed;
        self.closed_given += other.closed_given;
        self.closed_used += other.closed_used;
        self.closed_overburnt += other.closed_overburnt;
        self.closed_lapsed += other.closed_lapsed;
        self.closed_taken_back += other.closed_taken_back;
        self.closed_carried_out += other.closed_carried_out;
    }
}

/// Hours of a programme from the start of the run to the end of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursToDate {
    /// Hours held by jobs, lost work included.
    pub used: UnitSeconds,
    /// Hours given to awards whose term is over.
    pub closed_given: UnitSeconds,
    /// Hours used of `closed_given`.
    pub closed_used: UnitSeconds,
}

/// One award in hours that started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceRow {
    /// The programme.
    pub programme: ProgrammeId,
    /// The applicant's class; the first: in none.
    pub class: ClassId,
    /// The programme in which the applicant first applied.
    pub home: ProgrammeId,
    /// The cohort with which the applicant came.
    pub cohort: Cohort,
    /// Ordinal in the cohort.
    pub ordinal: u32,
    /// Which application of the applicant, from 0.
    pub application: u32,
    /// When the award's term began.
    pub started: Time,
    /// When the award's term ended, if it has.
    pub ended: Option<Time>,
    /// Where the hours of the award went.
    pub hours: HoursTotals,
}
