//! The data centre: one replication, on one thread, as a pure function of inputs and draws.
//!
//! [`Simulator::run`] plays the [`Draws`] of checked [`inputs`] and leaves a [`record::Record`]. The
//! system is the one `match` in `DataCentre::handle`, which lists all that can happen. The model
//! knows nothing of files, tables, threads, confidence or charts.
//!
//! | where | what |
//! |---|---|
//! | `day` | a civil day begins: the order of midnight |
//! | `people/` | who applies, to which round, who wins; `people/demand` infers how many there are |
//! | `awards/` | what becomes of an award; `awards/allocation/life` is its life, and what is counted when |
//! | `capacity/` | pools, nodes, who holds which units, failures |
//! | `money/` | fundings, prices, purchases, sales, electricity, the ledger |
//! | `jobs/` | jobs on own units, in a shared queue, and of a log (`jobs/log_workload` draws its weeks) |
//! | `account` | supply, demand and money, closed in integers at the end |
//! | `fork` | two worlds that share their past: played once up to the day on which they part |
//! | `simulator` | plays replications one after another |
//! | `draws` | every uncertain input of a replication, and the level of demand that follows |
//!
//! An award starts in `awards/allocation` (`await_start`, then `start`), once `capacity/pool` (`fill`)
//! has found units for it. A top-up runs out in `money/funding` (`end_funding`).

mod account;
mod awards;
mod capacity;
mod day;
mod draws;
mod fork;
pub mod ids;
pub mod inputs;
mod jobs;
mod money;
mod people;
pub mod record;
mod simulator;

pub use self::account::Unclosed;
pub use self::capacity::power::PowerDrawn;
pub use self::draws::{Draws, Level, Levels, LotDrawn, ProgrammeDrawn};
pub use self::fork::{Fork, Instance};
pub use self::inputs::Replication;
pub use self::money::alone::MoneyAlone;
pub use self::money::appropriation::{FundingDrawn, by_share, granted};
pub use self::money::electricity::PowerPrice;
pub use self::money::price::{DayPart, YearlyPrices};
pub use self::money::purchase::PurchaseDrawn;
pub use self::money::sale::SaleDrawn;
pub use self::people::applicants::Cohort;
pub use self::people::award_rate::AwardRateDrawn;
pub use self::people::count::People;
pub use self::people::demand::{clearing, competition_after, fresh_of_places};
pub use self::people::fee::FeeDrawn;
pub use self::people::programme_switching::MoveDrawn;
pub use self::people::round_dates::RoundDates;
pub use self::people::stream::{Stream, StreamMonth};
pub use self::simulator::Simulator;

use self::account::DemandAccount;
use self::awards::allocation::Allocation;
use self::awards::hours::balance::Balance;
use self::capacity::nodes::Held;
use self::capacity::pool::PoolState;
use self::capacity::power::PowerState;
use self::ids::{
    ApplicantId, AwardId, BalanceId, GroupId, JobId, LogId, NodeId, PoolId, ProgrammeId, RoundId,
    Table,
};
use self::inputs::{Inputs, Intake};
use self::jobs::job::{Job, JobQueue};
use self::jobs::log_workload::Submitter;
use self::jobs::waits::Waited;
use self::money::ledger::Ledger;
use self::people::applicants::{Applicant, Application};
use self::people::programme::ProgrammeState;
use self::record::{AllocationRow, JobLosses, Record};
use crate::engine::{EventList, Model, Phase, Phased};
use crate::scheduler::placement::Part;
use crate::time::{Duration, Span, Time};

/// Everything that can happen.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// A civil day begins: deliveries, retirements and money take effect.
    DayBegins(u32),
    /// A round closes: everybody who applies has applied.
    RoundCloses { programme: ProgrammeId, round: RoundId },
    /// Awards of a round are decided.
    RoundDecided { programme: ProgrammeId, round: RoundId },
    /// What winners of a round declined is offered again.
    ToppedUp { programme: ProgrammeId, round: RoundId },
    /// All decisions of an instant are made: who was turned away is considered for what a round left.
    SecondChoices { programme: ProgrammeId, round: RoundId },
    /// Somebody applies to a programme with rolling intake.
    Applies { programme: ProgrammeId },
    /// Somebody who was refused by rolling intake, or has finished there, applies again.
    ComesBack { programme: ProgrammeId },
    /// The project of an award is ready to start.
    AwardReady(AwardId),
    /// An award has waited for units as long as it may.
    AwardLapses(AwardId),
    /// An allocation has run its length.
    AllocationEnds(AwardId),
    /// The balance of an award in hours may have come to an edge.
    BalanceLooked(AwardId),
    /// A slice of an award in hours begins.
    SliceBegins(AwardId),
    /// The use of an allocation is looked at.
    UsageChecked(AwardId),
    /// A project submits a job.
    JobArrives(AwardId),
    /// A user of a log submits a job.
    LogSubmits { log: LogId, layer: u16 },
    /// A job has run its time.
    JobEnds(JobId),
    /// A job has run on for the grace that it had to give way to another.
    GraceEnds(JobId),
    /// A reservation of a pool begins or ends.
    ReservationTurns { pool: PoolId },
    /// The scheduler of a pool's shared queue looks at the jobs that wait.
    QueuePasses { pool: PoolId },
    /// The speed of jobs follows what power there is.
    PowerSettles,
    /// A server fails.
    NodeFails { pool: PoolId, node: NodeId },
    /// A server is repaired.
    NodeReturns { pool: PoolId, node: NodeId },
    /// An outage by date of a pool begins.
    StopBegins { pool: PoolId, stop: u16 },
    /// A stop of nodes is over.
    StopEnds { pool: PoolId, stop: u16 },
    /// Planned maintenance of a pool begins.
    MaintenanceBegins { pool: PoolId },
    /// Maintenance is over.
    MaintenanceEnds { pool: PoolId },
}

impl Phased for Event {
    fn phase(&self) -> Phase {
        match self {
            Self::AllocationEnds(_) | Self::JobEnds(_) | Self::SliceBegins(_) => Phase::Release,
            // A job that ends at the very second ends before it could be cut off.
            Self::BalanceLooked(_)
            | Self::DayBegins(_)
            | Self::GraceEnds(_)
            | Self::ReservationTurns { .. }
            | Self::NodeFails { .. }
            | Self::NodeReturns { .. }
            | Self::StopBegins { .. }
            | Self::StopEnds { .. }
            | Self::MaintenanceBegins { .. }
            | Self::MaintenanceEnds { .. } => Phase::Capacity,
            Self::RoundCloses { .. }
            | Self::Applies { .. }
            | Self::ComesBack { .. }
            | Self::JobArrives(_)
            | Self::LogSubmits { .. } => Phase::Arrival,
            Self::RoundDecided { .. }
            | Self::ToppedUp { .. }
            | Self::SecondChoices { .. }
            | Self::AwardReady(_)
            | Self::AwardLapses(_)
            | Self::UsageChecked(_)
            | Self::PowerSettles
            | Self::QueuePasses { .. } => Phase::Decision,
        }
    }
}

/// The state of a run; its memory serves one run after another.
#[derive(Debug, Default)]
struct State {
    pools: Table<PoolId, PoolState>,
    programmes: Table<ProgrammeId, ProgrammeState>,
    applicants: Table<ApplicantId, Applicant>,
    allocations: Table<AwardId, Allocation>,
    job_queues: Table<AwardId, JobQueue>,
    balances: Table<BalanceId, Balance>,
    logs: Table<LogId, Submitter>,
    jobs: Table<JobId, Job>,
    free_jobs: Vec<JobId>,
    /// By job: the units that it runs on, in pools with servers.
    job_parts: Table<JobId, Vec<Part>>,
    /// By allocation: the units that it holds, in pools with servers.
    holdings: Table<AwardId, Vec<Held>>,
    /// Scratch.
    parts: Vec<Part>,
    /// Scratch: the order of a round's applications, and the applications in it.
    order: Vec<u128>,
    ranked: Vec<Application>,
    /// Scratch: emptied lists of applications of rounds that are decided.
    reviewed: Vec<Vec<Application>>,
    /// How jobs waited, where that is kept.
    waited: Waited,
    /// By group: what jobs lost to interruptions, where that is kept.
    losses: Table<GroupId, JobLosses>,
    power: PowerState,
    ledger: Ledger,
    demand: Table<PoolId, DemandAccount>,
    /// Awards that nobody took, as they were declined.
    declined: Vec<AllocationRow>,
    /// When the next civil day begins.
    tomorrow: Time,
    /// The next day on which a lot is due, delivered or retired.
    stands_until: i64,
    /// The last answer of [`DataCentre::after`].
    known_after: Option<(Time, Span, Time)>,
    /// Whether the records of the runs to come have a row for each job, and whether that of this run has.
    keeps_jobs: bool,
    keeps_rows: bool,
    record: Record,
}

/// A data centre in the middle of a run.
#[derive(Debug)]
struct DataCentre<'a> {
    inputs: &'a Inputs,
    draws: &'a Draws,
    state: &'a mut State,
}

impl DataCentre<'_> {
    fn reset(&mut self) {
        let State {
            pools,
            programmes,
            applicants,
            allocations,
            job_queues,
            balances,
            logs: _,
            jobs,
            free_jobs,
            job_parts,
            holdings,
            parts: _,
            order: _,
            ranked: _,
            reviewed: _,
            waited: _,
            losses: _,
            power,
            ledger,
            demand,
            declined,
            tomorrow,
            stands_until,
            known_after,
            keeps_jobs,
            keeps_rows,
            record,
        } = &mut *self.state;
        *stands_until = i64::MIN;
        *known_after = None;
        pools.clear();
        pools.extend(
            self.inputs
                .pools
                .ids()
                .map(|pool| PoolState::new(self.inputs, pool, self.draws.replication.seed)),
        );
        programmes.clear();
        programmes.extend(
            self.inputs.programmes.iter().map(|p| ProgrammeState::new(p, self.inputs, self.draws)),
        );
        applicants.clear();
        allocations.clear();
        job_queues.clear();
        balances.clear();
        jobs.clear();
        free_jobs.clear();
        // Emptied, not dropped: their memory serves the next run.
        job_parts.iter_mut().for_each(Vec::clear);
        holdings.iter_mut().for_each(Vec::clear);
        *power = PowerState::new(self.inputs.pools.len());
        ledger.reset(self.inputs);
        demand.clear();
        let lots = self.inputs.lots.len();
        demand.resize_with(self.inputs.pools.len(), || DemandAccount::new(lots));
        declined.clear();
        *tomorrow = Time::START;
        *keeps_rows = *keeps_jobs || self.draws.replication.number < self.inputs.keeps_jobs;
        *record = Record::default();
        // Exactly what a run leaves: a study keeps thousands of records.
        let (days, months) = (self.inputs.calendar.days(), self.inputs.calendar.months().len());
        record.days.reserve_exact(days * self.inputs.pools.len());
        record.months.reserve_exact(months * self.inputs.pools.len());
        record.lot_months.reserve_exact(months * self.inputs.lots.len());
        record.money.reserve_exact(months * self.inputs.accounts().len());
        record.jobs.resize_with(self.inputs.pools.len(), Default::default);
        record.programmes.resize_with(self.inputs.programmes.len(), Default::default);
        record.people.resize_with(self.inputs.programmes.len(), Default::default);
        let classes = self.inputs.programmes.len() * self.inputs.classes.len();
        record.classes.resize_with(classes, Default::default);
        if self.inputs.gives_hours() {
            record.hours.resize_with(classes, Default::default);
        }
        if self.inputs.power_limit.is_some() {
            record.at_power_limit.resize(self.inputs.pools.len() + 1, Duration::ZERO);
        }
        record.funding_days.resize_with(self.inputs.fundings.len(), || None);
        self.reset_logs();
        self.reset_waits();
        self.reset_losses();
        self.plan_fundings();
    }

    fn schedule_start(&mut self, upcoming: &mut EventList<Event>) {
        upcoming.schedule(Time::START, Event::DayBegins(0));
        self.schedule_failures(upcoming);
        self.schedule_logs(upcoming);
        self.schedule_reservations(upcoming);
        self.schedule_rounds(upcoming, Time::START);
        for (number, programme) in self.inputs.programmes.enumerated() {
            if let Intake::Rolling { .. } = &programme.intake {
                self.schedule_next_application(number, upcoming);
            }
        }
    }

    /// The closings of all calls from a time on; those before the calendar close as it starts.
    fn schedule_rounds(&self, upcoming: &mut EventList<Event>, from: Time) {
        for (programme, drawn) in self.draws.programmes.enumerated() {
            for (round, dates) in drawn.dates.enumerated() {
                let closes = dates.map(|dates| dates.closes.max(Time::START));
                if let Some(closes) = closes.filter(|closes| *closes >= from) {
                    let event = Event::RoundCloses { programme, round };
                    let rank = (programme.place() as u64) << 20 | round.place() as u64;
                    upcoming.schedule_ranked(closes, event, rank);
                }
            }
        }
    }

    /// The last day ends, and everything that is summed up is closed and counted from its other side.
    fn close_run(&mut self, events: u64) -> Result<(), Unclosed> {
        self.close_last_day();
        self.close_waiting();
        self.close_classes();
        self.close_hours();
        self.close_power();
        self.sum_up_waits();
        self.sum_up_job_waits();
        self.sum_up_losses();
        self.state.record.events = events;
        self.check_accounts()
    }

    /// The instant `span` after `time`, as [`Calendar::after`] has it. All who are decided on one day ask alike, so that
    /// the last answer is kept.
    ///
    /// [`Calendar::after`]: crate::time::Calendar::after
    fn after(&mut self, time: Time, span: Span) -> Time {
        match self.state.known_after {
            Some((from, of, to)) if from == time && of == span => to,
            _ => {
                let to = self.inputs.calendar.after(time, span);
                self.state.known_after = Some((time, span, to));
                to
            }
        }
    }

    /// Whether a time lies in the observation window.
    fn in_window(&self, time: Time) -> bool {
        let (from, to) = self.inputs.window;
        self.inputs.calendar.midnight(from) <= time && time < self.inputs.calendar.midnight(to)
    }
}

impl Model for DataCentre<'_> {
    type Event = Event;

    fn handle(&mut self, now: Time, event: Event, upcoming: &mut EventList<Event>) {
        match event {
            Event::DayBegins(day) => self.day_begins(now, day as usize, upcoming),
            Event::RoundCloses { programme, round } => {
                self.round_closes(now, programme, round, upcoming);
            }
            Event::RoundDecided { programme, round } => {
                self.round_decided(now, programme, round, upcoming);
            }
            Event::SecondChoices { programme, round } => {
                self.second_choices_decided(now, programme, round, upcoming);
            }
            Event::ToppedUp { programme, round } => {
                self.topped_up(now, programme, round, upcoming);
            }
            Event::Applies { programme } => self.applies(now, programme, upcoming),
            Event::ComesBack { programme } => self.comes_back(now, programme, upcoming),
            Event::AwardReady(award) => self.await_start(now, award, upcoming),
            Event::AwardLapses(award) => self.award_lapses(now, award, upcoming),
            Event::AllocationEnds(allocation) => self.allocation_ends(now, allocation, upcoming),
            Event::BalanceLooked(award) => self.look_at_balance(now, award, upcoming),
            Event::SliceBegins(award) => self.slice_begins(now, award, upcoming),
            Event::UsageChecked(allocation) => self.usage_checked(now, allocation, upcoming),
            Event::JobArrives(allocation) => self.job_arrives(now, allocation, upcoming),
            Event::LogSubmits { log, layer } => {
                self.log_submits(now, log, layer.into(), upcoming);
            }
            Event::JobEnds(job) => self.job_ends(now, job, upcoming),
            Event::GraceEnds(job) => self.grace_ends(now, job, upcoming),
            Event::PowerSettles => self.power_settles(now, upcoming),
            Event::ReservationTurns { pool } => self.look_again(now, pool, upcoming),
            Event::QueuePasses { pool } => self.queue_passes(now, pool, upcoming),
            Event::StopBegins { pool, stop } => self.stop_begins(now, pool, stop, upcoming),
            Event::StopEnds { pool, stop } => self.stop_ends(now, pool, stop, upcoming),
            Event::NodeFails { pool, node } => {
                self.node_fails(now, pool, node, upcoming);
            }
            Event::NodeReturns { pool, node } => {
                self.node_returns(now, pool, node, upcoming);
            }
            Event::MaintenanceBegins { pool } => {
                self.maintenance_begins(now, pool, upcoming);
            }
            Event::MaintenanceEnds { pool } => self.maintenance_ends(now, pool, upcoming),
        }
    }
}
