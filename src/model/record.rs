//! What a replication leaves behind: flat rows. The only thing that leaves the model.

pub use self::accounts::{LotMonth, MoneyMonth, PoolDay, PoolMonth};
pub use self::hours::{BalanceRow, HoursToDate, HoursTotals};
use serde::{Deserialize, Serialize};

use super::ids::{
    AccountId, ClassId, FundingId, GroupId, LotId, PoolId, ProgrammeId, RoundId, Table,
};
use super::people::applicants::Cohort;
use super::people::count::People;
use super::people::round_dates::RoundDates;
use crate::measures::OfClass;
use crate::quantity::{UnitSeconds, Won, ratio};
use crate::time::{Duration, Time};

mod accounts;
mod hours;

/// Everything that one replication leaves.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Record {
    /// Events that could change the state (days and cancelled events not counted).
    pub events: u64,
    /// The days, and within a day the pools.
    pub days: Vec<PoolDay>,
    /// The accounts month by month, and within a month pool by pool.
    pub months: Vec<PoolMonth>,
    /// Pool by pool, the same accounts over the observation window.
    pub window: Table<PoolId, PoolMonth>,
    /// Whenever a lot's leased units change: what they change to, by day and lot.
    pub leases: Vec<LeaseChange>,
    /// Month by month, and within a month lot by lot.
    pub lot_months: Vec<LotMonth>,
    /// Month by month, and within a month account by account ([`super::inputs::Inputs::accounts`]).
    pub money: Vec<MoneyMonth>,
    /// Account by account, the same over the observation window.
    pub window_money: Table<AccountId, MoneyMonth>,
    /// Account by account: what was spent in the window, in won of its first day; empty without a discount rate.
    pub present_values: Table<AccountId, f64>,
    /// Month by month, and within a month programme by programme: ∫ projects that hold units, in
    /// project-seconds.
    pub running: Vec<Duration>,
    /// Month by month, and within a month programme by programme: what projects paid.
    pub fees: Vec<Won>,
    /// Decided rounds, in the order of their decisions.
    pub rounds: Vec<RoundRow>,
    /// Awards in the order of decision; empty unless asked for.
    pub allocations: Vec<AllocationRow>,
    /// Jobs in the order of their first starts; empty unless asked for ([`super::Simulator::keep_jobs`]).
    pub starts: Vec<JobStart>,
    /// Programme by programme, over the observation window.
    pub programmes: Table<ProgrammeId, ProgrammeTotals>,
    /// Programme by programme, then those of the site together: the waits of awards decided in the window.
    pub waits: Vec<Waits>,
    /// Pool by pool, over the observation window.
    pub jobs: Table<PoolId, JobTotals>,
    /// Pool by pool, then at the site: how long jobs waited for power in the window; empty without a limit.
    pub at_power_limit: Vec<Duration>,
    /// Programme by programme, and within one class by class (those of the inputs), over the window.
    pub classes: Table<GroupId, ClassTotals>,
    /// Waits of jobs, if they are kept: by pool, by programme, by class of a programme, of the site, by class at the
    /// site.
    pub job_waits: Vec<JobWaits>,
    /// What jobs lost to interruptions, in the order of waits; empty where nobody pre-empts anybody.
    pub job_losses: Vec<JobLosses>,
    /// Where the hours of awards that started went, over the whole run, in the order of the classes; empty where
    /// no programme awards hours.
    pub hours: Table<GroupId, HoursTotals>,
    /// Month by month, and within a month programme by programme: hours from the start of the run to its end; empty if no
    /// programme awards hours.
    pub hours_to_date: Vec<HoursToDate>,
    /// Awards in hours in the order of their starts; empty unless awards are asked for.
    pub balances: Vec<BalanceRow>,
    /// Where everybody is at the end of the run, by programme.
    pub people: Table<ProgrammeId, People>,
    /// By funding: the day on which it arrived and the day on which it had ended (`i64::MAX`: not yet). `None`: it
    /// never arrived.
    pub funding_days: Table<FundingId, Option<(i64, i64)>>,
}

impl Record {
    /// Bytes of the rows whose number depends on what happened, those of awards and jobs left out.
    #[must_use]
    pub fn bytes_of_rounds(&self) -> u64 {
        let rounds = self.rounds.len() * (size_of::<RoundRow>() + 48);
        let leases = self.leases.len() * size_of::<LeaseChange>();
        let classes = self.classes.len() * size_of::<ClassTotals>();
        (rounds + leases + classes) as u64
    }
}

/// A change in what is leased of a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseChange {
    /// Day from which it holds.
    pub day: usize,
    /// The lot.
    pub lot: LotId,
    /// Units leased from then on.
    pub leased: i64,
}

/// A pool's jobs over the observation window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobTotals {
    /// Jobs that started for the first time in the window.
    pub started: i64,
    /// Σ time from submission to that start.
    pub waited: Duration,
}

/// How awards waited for units, those among them that never got any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Waits {
    /// Awards that started.
    pub started: i64,
    /// Awards that lapsed before they started.
    pub lapsed: i64,
    /// Awards that wait for units, or for their projects, when the calendar ends.
    pub waiting: i64,
    /// The share that holds units within 30, 90 and 180 days of being ready (Kaplan and Meier; who lapsed
    /// never does). `None`: nobody was seen for that length of time, or there are no awards.
    pub held_within: [Option<f64>; 3],
    /// The shortest wait within which half of all awards hold units. `None`: not reached.
    pub median: Option<Duration>,
}

/// How jobs waited that started for the first time in the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JobWaits {
    /// Jobs that started.
    pub started: i64,
    /// Σ time from submission to that start.
    pub waited: Duration,
    /// Jobs submitted in the window that had not started when the term of their project ended.
    pub never: i64,
    /// The shortest wait within which half of all jobs start.
    pub median: Option<Duration>,
    /// The shortest wait within which nine in ten jobs start.
    pub p90: Option<Duration>,
    /// The shortest wait within which 99 in a hundred jobs start.
    pub p99: Option<Duration>,
    /// Jobs that waited longer than an hour, a day, a week.
    pub over: [i64; 3],
    /// Mean number of jobs that wait for their first start, over the time of the window, whether or not they start in it.
    pub waiting: f64,
    /// Σ bounded slowdown: (wait + run time) / run time, the last at least 10 seconds, the whole at least 1.
    pub slowdown: f64,
}

/// What jobs ran and lost to interruptions, over the observation window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobLosses {
    /// Σ size × time of runs that ended in the window, whether or not their job did.
    pub ran: UnitSeconds,
    /// Interruptions by jobs that pre-empted them.
    pub pre_empted: i64,
    /// Work of `ran` that jobs had to run again because they were pre-empted.
    pub lost_to_pre_emption: UnitSeconds,
    /// Interruptions by servers that left service.
    pub interrupted: i64,
    /// Work of `ran` that jobs had to run again because servers were down.
    pub lost_to_servers: UnitSeconds,
}

impl JobLosses {
    /// Adds those of another group.
    pub fn add(&mut self, other: &Self) {
        self.ran += other.ran;
        self.pre_empted += other.pre_empted;
        self.lost_to_pre_emption += other.lost_to_pre_emption;
        self.interrupted += other.interrupted;
        self.lost_to_servers += other.lost_to_servers;
    }
}

/// A job that starts for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobStart {
    /// The pool.
    pub pool: PoolId,
    /// The group of its owner.
    pub group: GroupId,
    /// Who submits it, as the limits and shares of the queue count: a user of a log, or behind all of those the
    /// number of the award.
    pub user: u32,
    /// When the job was submitted.
    pub submitted: Time,
    /// When the job starts.
    pub starts: Time,
    /// Units that it takes.
    pub size: i64,
    /// Run time of the job if nothing interrupts it, with what has slowed it since.
    pub run: Duration,
    /// How long its owner says that it runs.
    pub requested: Duration,
    /// When the job ended. `None`: it was cut off with its project, or has not ended by the calendar's end.
    pub ends: Option<Time>,
    /// Times that its units left service under it.
    pub interrupted: u32,
    /// Times that another job took its place.
    pub pre_empted: u32,
    /// Σ size × time of its runs that are over.
    pub ran: UnitSeconds,
    /// Work of the job that had to be run again because it was interrupted.
    pub lost: UnitSeconds,
}

/// One decided round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundRow {
    /// The programme.
    pub programme: ProgrammeId,
    /// The round of the programme.
    pub round: RoundId,
    /// Whether the row is of the call that offers again what winners of the round declined.
    pub top_up: bool,
    /// When the round opened.
    pub opens: Time,
    /// When the round closed.
    pub closes: Time,
    /// When the round was decided.
    pub decides: Time,
    /// Applications of new applicants.
    pub fresh: i64,
    /// Applications of those turned away before.
    pub reapplicants: i64,
    /// Applications of finished projects.
    pub renewals: i64,
    /// Applications of those who came from another programme.
    pub moved: i64,
    /// Projects offered; where the offer is in units, the awards made.
    pub places: i64,
    /// Awards, those declined with them.
    pub awards: i64,
    /// Units over all applications.
    pub units_asked: i64,
    /// Units offered; where the offer is in projects, the units awarded.
    pub units_offered: i64,
    /// Units over awards, those declined with them.
    pub units_awarded: i64,
    /// Units that winners asked for beyond what they were awarded.
    pub units_cut: i64,
    /// Awards that were declined.
    pub declined: i64,
}

impl RoundRow {
    /// A call in which nobody has applied and nothing is offered.
    pub(in crate::model) fn new(
        programme: ProgrammeId,
        round: RoundId,
        top_up: bool,
        RoundDates { opens, closes, decides }: RoundDates,
    ) -> Self {
        Self {
            programme,
            round,
            top_up,
            opens,
            closes,
            decides,
            fresh: 0,
            reapplicants: 0,
            renewals: 0,
            moved: 0,
            places: 0,
            awards: 0,
            units_asked: 0,
            units_offered: 0,
            units_awarded: 0,
            units_cut: 0,
            declined: 0,
        }
    }

    /// All applications.
    #[must_use]
    pub fn applications(&self) -> i64 {
        self.fresh + self.reapplicants + self.renewals + self.moved
    }
}

/// What became of an award by the calendar's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Waits for units.
    Waiting,
    /// Holds its units.
    Running,
    /// Suspended in a gap.
    Frozen,
    /// Ran its length.
    Ended,
    /// Lapsed before it started: units never came.
    Lapsed,
    /// Ended early by a gap.
    Stopped,
    /// Won and not taken.
    Declined,
}

impl Outcome {
    /// The word in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Frozen => "frozen",
            Self::Ended => "ended",
            Self::Lapsed => "lapsed",
            Self::Stopped => "stopped",
            Self::Declined => "declined",
        }
    }
}

/// One award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocationRow {
    /// The programme.
    pub programme: ProgrammeId,
    /// The pool whose units it holds.
    pub pool: PoolId,
    /// The programme in which the applicant first applied.
    pub home: ProgrammeId,
    /// The applicant's class; the first: in none.
    pub class: ClassId,
    /// The cohort with which the applicant came.
    pub cohort: Cohort,
    /// Ordinal in the cohort.
    pub ordinal: u32,
    /// Which application of the applicant, from 0.
    pub application: u32,
    /// Units.
    pub units: i64,
    /// When the award was decided.
    pub decided: Time,
    /// When the award first held units.
    pub started: Option<Time>,
    /// When the award ended, lapsed or was stopped.
    pub ended: Option<Time>,
    /// Length of the award.
    pub length: Duration,
    /// Time of the award that was taken back.
    pub taken_back: Duration,
    /// Time that was added to the award.
    pub extended: Duration,
    /// Time for which it held its units.
    pub held: Duration,
    /// Time for which it was suspended.
    pub frozen: Duration,
    /// What became of the award.
    pub outcome: Outcome,
    /// Jobs submitted.
    pub jobs: u32,
    /// Σ size × time over its jobs.
    pub busy: UnitSeconds,
}

/// What one class of a programme's applicants had over the observation window: a count, a time in seconds or
/// unit-seconds for each column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassTotals([i64; OfClass::COUNT]);

impl ClassTotals {
    /// A column, as a whole number of its unit.
    #[must_use]
    pub fn of(&self, column: OfClass) -> i64 {
        self.0[column as usize]
    }

    /// A column of units over time.
    #[must_use]
    pub fn units_of(&self, column: OfClass) -> UnitSeconds {
        UnitSeconds(self.of(column))
    }

    /// Counts more of a column.
    pub(in crate::model) fn count(&mut self, column: OfClass, more: i64) {
        self.0[column as usize] += more;
    }

    /// Adds units over time to a column.
    pub(in crate::model) fn hold(&mut self, column: OfClass, more: UnitSeconds) {
        self.0[column as usize] += more.0;
    }

    /// An award starts that has waited since its decision.
    pub(in crate::model) fn starts_after(&mut self, waited: Duration) {
        self.count(OfClass::Started, 1);
        self.count(OfClass::Waited, waited.0);
    }

    /// Days from the decision to the start, mean over the awards that started.
    #[must_use]
    pub fn mean_wait(&self) -> Option<f64> {
        let [started, waited] = [OfClass::Started, OfClass::Waited].map(|column| self.of(column));
        (started > 0).then(|| Duration(waited).in_days() / started as f64)
    }

    /// Awards of what was decided: awards / (awards + turned away). `None`: nothing was decided.
    #[must_use]
    pub fn awards_of_decided(&self) -> Option<f64> {
        let awards = self.of(OfClass::Awards);
        ratio(awards, awards + self.of(OfClass::TurnedAway))
    }

    /// Adds those of another programme.
    pub fn add(&mut self, other: &Self) {
        for column in OfClass::ALL {
            self.count(column, other.of(column));
        }
    }
}

/// A programme's awards over the observation window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeTotals {
    /// Awards that started in the window.
    pub started: i64,
    /// Σ time from decision to start over them.
    pub waited: Duration,
    /// Applications in the window.
    pub applications: i64,
    /// Awards decided in the window.
    pub awards: i64,
    /// Applications refused on arrival by rolling intake in the window.
    pub refused: i64,
    /// Awards decided in the window that lapsed, because units never came.
    pub lapsed: i64,
    /// Awards decided in the window that were declined.
    pub declined: i64,
    /// ∫ projects that hold units over the window, in project-seconds.
    pub running: Duration,
    /// People who went to another programme in the window.
    pub moved_out: i64,
    /// Applications in the window of those who came from another.
    pub moved_in: i64,
    /// What projects of the programme paid in the window.
    pub fees: Won,
}
