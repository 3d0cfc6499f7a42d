//! The data centre: one replication, on one thread, as a pure function of inputs and one future.
//!
//! [`Simulator::run`] plays a [`World`] of checked [`inputs`] and leaves a [`record::Record`]. The
//! system is the one `match` in `DataCentre::handle`: days begin (money, deliveries), rounds close
//! and are decided, applications come in, awards lapse, allocations end, jobs arrive and end. Each
//! arm is a few lines in the file of its name. The model knows nothing of files, tables, threads,
//! confidence or charts.

mod account;
mod awards;
mod capacity;
mod draws;
pub mod inputs;
mod jobs;
mod money;
mod people;
pub mod record;

pub use self::account::Unclosed;
pub use self::draws::{Level, Levels, LotDrawn, ProgrammeDrawn, World};
pub use self::money::appropriation::{FundingDrawn, by_share, granted};
pub use self::money::electricity::PowerPrice;
pub use self::money::price::DailyPrices;
pub use self::money::purchase::PurchaseDrawn;
pub use self::money::sale::SaleDrawn;
pub use self::people::demand::{clearing, competition_after, fresh_of_places};
pub use self::people::fee::FeeDrawn;
pub use self::people::odds::OddsDrawn;
pub use self::people::programme_switching::MoveDrawn;
pub use self::people::round_dates::RoundDates;

use self::account::DemandAccount;
use self::awards::allocation::Allocation;
use self::capacity::nodes::Held;
use self::capacity::pool::PoolState;
use self::inputs::{Inputs, Intake};
use self::jobs::job::Job;
use self::jobs::log_workload::Submitter;
use self::money::ledger::Ledger;
use self::people::applicants::Applicant;
use self::people::programme::ProgrammeState;
use self::record::{AllocationRow, Record};
use crate::engine::{EventList, Model, Phase, Phased};
use crate::scheduler::placement::Part;
use crate::time::Time;

/// Everything that can happen.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// A civil day begins: deliveries, retirements and money take effect.
    DayBegins(u32),
    /// A round closes: everybody who applies has applied.
    RoundCloses { programme: u16, round: u16 },
    /// Awards of a round are decided.
    RoundDecided { programme: u16, round: u16 },
    /// What winners of a round declined is offered again.
    ToppedUp { programme: u16, round: u16 },
    /// Somebody applies to a programme with rolling intake.
    Applies { programme: u16 },
    /// Somebody who was refused by rolling intake, or has finished there, applies again.
    ComesBack { programme: u16 },
    /// The project of an award is ready to start.
    AwardReady(u32),
    /// An award has waited for units as long as it may.
    AwardLapses(u32),
    /// An allocation has run its length.
    AllocationEnds(u32),
    /// The use of an allocation is looked at.
    UsageChecked(u32),
    /// A project submits a job.
    JobArrives(u32),
    /// A user of a log submits a job.
    LogSubmits { log: u16, layer: u16 },
    /// A job has run its time.
    JobEnds(u32),
    /// The scheduler of a shared queue looks at it.
    QueuePasses { pool: u16 },
    /// A server fails.
    NodeFails { pool: u16, node: u32 },
    /// A server is repaired.
    NodeReturns { pool: u16, node: u32 },
    /// Planned maintenance of a pool begins.
    MaintenanceBegins { pool: u16 },
    /// It is over.
    MaintenanceEnds { pool: u16 },
}

impl Phased for Event {
    fn phase(&self) -> Phase {
        match self {
            Self::AllocationEnds(_) | Self::JobEnds(_) => Phase::Release,
            Self::DayBegins(_)
            | Self::NodeFails { .. }
            | Self::NodeReturns { .. }
            | Self::MaintenanceBegins { .. }
            | Self::MaintenanceEnds { .. } => Phase::Capacity,
            Self::RoundCloses { .. }
            | Self::Applies { .. }
            | Self::ComesBack { .. }
            | Self::JobArrives(_)
            | Self::LogSubmits { .. } => Phase::Arrival,
            Self::RoundDecided { .. }
            | Self::ToppedUp { .. }
            | Self::AwardReady(_)
            | Self::AwardLapses(_)
            | Self::UsageChecked(_)
            | Self::QueuePasses { .. } => Phase::Decision,
        }
    }
}

/// The state of a run; its memory serves one run after another.
#[derive(Debug, Default)]
struct State {
    pools: Vec<PoolState>,
    programmes: Vec<ProgrammeState>,
    applicants: Vec<Applicant>,
    allocations: Vec<Allocation>,
    logs: Vec<Submitter>,
    jobs: Vec<Job>,
    free_jobs: Vec<u32>,
    /// By job: the units that it runs on, in pools with servers.
    job_parts: Vec<Vec<Part>>,
    /// By allocation: the units that it holds, in pools with servers.
    holdings: Vec<Vec<Held>>,
    /// Scratch.
    parts: Vec<Part>,
    ledger: Ledger,
    demand: Vec<DemandAccount>,
    /// Awards that nobody took, as they were declined.
    declined: Vec<AllocationRow>,
    /// When the next civil day begins.
    tomorrow: Time,
    /// Whether the record has a row for each job.
    keeps_jobs: bool,
    record: Record,
}

/// Plays replications one after another, keeping its memory between them.
#[derive(Debug, Default)]
pub struct Simulator {
    upcoming: EventList<Event>,
    state: State,
}

impl Simulator {
    /// A simulator that has not run yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the records of the runs to come hold a row for each job that starts. It is off at first: a
    /// run may have millions.
    pub fn keep_jobs(&mut self, keep: bool) {
        self.state.keeps_jobs = keep;
    }

    /// Plays one future. With `keep_allocations` the record also holds one row for each award.
    ///
    /// # Errors
    /// If an account does not close: a bug in the model, never a fault of the inputs.
    pub fn run(
        &mut self,
        inputs: &Inputs,
        world: &World,
        keep_allocations: bool,
    ) -> Result<Record, Unclosed> {
        self.upcoming.clear();
        let mut centre = DataCentre { inputs, world, state: &mut self.state };
        centre.reset();
        centre.schedule_start(&mut self.upcoming);
        let handled = crate::engine::run(&mut centre, &mut self.upcoming, inputs.calendar.end());
        centre.close_last_day();
        centre.close_classes();
        centre.state.record.events = handled - inputs.calendar.days() as u64;
        centre.check_accounts()?;
        if keep_allocations {
            centre.record_allocations();
        }
        let mut record = std::mem::take(&mut self.state.record);
        record.rounds.shrink_to_fit();
        record.leases.shrink_to_fit();
        Ok(record)
    }
}

/// A data centre in the middle of a run.
#[derive(Debug)]
struct DataCentre<'a> {
    inputs: &'a Inputs,
    world: &'a World,
    state: &'a mut State,
}

impl DataCentre<'_> {
    fn reset(&mut self) {
        let State {
            pools,
            programmes,
            applicants,
            allocations,
            logs: _,
            jobs,
            free_jobs,
            job_parts,
            holdings,
            parts: _,
            ledger,
            demand,
            declined,
            tomorrow,
            keeps_jobs: _,
            record,
        } = &mut *self.state;
        pools.clear();
        pools.extend(
            (0..self.inputs.pools.len())
                .map(|pool| PoolState::new(self.inputs, pool, self.world.seed)),
        );
        programmes.clear();
        programmes.extend(
            self.inputs.programmes.iter().map(|p| ProgrammeState::new(p, self.inputs, self.world)),
        );
        applicants.clear();
        allocations.clear();
        jobs.clear();
        free_jobs.clear();
        // Emptied, not dropped: their memory serves the next run.
        job_parts.iter_mut().for_each(Vec::clear);
        holdings.iter_mut().for_each(Vec::clear);
        ledger.reset(self.inputs);
        demand.clear();
        demand.resize(self.inputs.pools.len(), DemandAccount::new(self.inputs.lots.len()));
        declined.clear();
        *tomorrow = Time::START;
        *record = Record::default();
        // Exactly what a run leaves: a study keeps thousands of records.
        let (days, months) = (self.inputs.calendar.days(), self.inputs.calendar.months().len());
        record.days.reserve_exact(days * self.inputs.pools.len());
        record.months.reserve_exact(months * self.inputs.pools.len());
        record.lot_months.reserve_exact(months * self.inputs.lots.len());
        record.money.reserve_exact(months * self.inputs.accounts().len());
        record.jobs.resize(self.inputs.pools.len(), Default::default());
        record.programmes.resize(self.inputs.programmes.len(), Default::default());
        let classes = self.inputs.programmes.len() * self.inputs.classes.len();
        record.classes.resize(classes, Default::default());
        record.funding_days.resize(self.inputs.fundings.len(), None);
        self.reset_logs();
    }

    fn schedule_start(&mut self, upcoming: &mut EventList<Event>) {
        upcoming.schedule(Time::START, Event::DayBegins(0));
        self.schedule_failures(upcoming);
        self.schedule_logs(upcoming);
        for (number, programme) in self.inputs.programmes.iter().enumerate() {
            let programme_number = number as u16;
            match &programme.intake {
                Intake::Rounds(_) => {
                    let rounds = self.world.programmes[number].dates.iter().enumerate();
                    for (round, dates) in
                        rounds.filter_map(|(round, dates)| Some((round, (*dates)?)))
                    {
                        let closes =
                            Event::RoundCloses { programme: programme_number, round: round as u16 };
                        upcoming.schedule(dates.closes.max(Time::START), closes);
                    }
                }
                Intake::Rolling { .. } => self.schedule_next_application(number, upcoming),
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
                self.round_closes(now, programme.into(), round.into(), upcoming);
            }
            Event::RoundDecided { programme, round } => {
                self.round_decided(now, programme.into(), round.into(), upcoming);
            }
            Event::ToppedUp { programme, round } => {
                self.topped_up(now, programme.into(), round.into(), upcoming);
            }
            Event::Applies { programme } => self.applies(now, programme.into(), upcoming),
            Event::ComesBack { programme } => self.comes_back(now, programme.into(), upcoming),
            Event::AwardReady(award) => self.await_start(now, award, upcoming),
            Event::AwardLapses(award) => self.award_lapses(now, award, upcoming),
            Event::AllocationEnds(allocation) => self.allocation_ends(now, allocation, upcoming),
            Event::UsageChecked(allocation) => self.usage_checked(now, allocation, upcoming),
            Event::JobArrives(allocation) => self.job_arrives(now, allocation, upcoming),
            Event::LogSubmits { log, layer } => {
                self.log_submits(now, log.into(), layer.into(), upcoming);
            }
            Event::JobEnds(job) => self.job_ends(now, job, upcoming),
            Event::QueuePasses { pool } => self.queue_passes(now, pool.into(), upcoming),
            Event::NodeFails { pool, node } => {
                self.node_fails(now, pool.into(), node as usize, upcoming);
            }
            Event::NodeReturns { pool, node } => {
                self.node_returns(now, pool.into(), node as usize, upcoming);
            }
            Event::MaintenanceBegins { pool } => {
                self.maintenance_begins(now, pool.into(), upcoming);
            }
            Event::MaintenanceEnds { pool } => self.maintenance_ends(now, pool.into(), upcoming),
        }
    }
}
