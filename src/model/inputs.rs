//! What a checked scenario hands to the model: plain values, indices instead of names, no files.
//!
//! A value that a replication draws once is [`Uncertain`]; a value that every entity draws for
//! itself is a bare [`Distribution`]. [`super::Draws`] is one drawing of all uncertain values.

mod demand;
mod factors;
mod hours;
mod log_workload;
mod money;
mod nodes;
mod places;
mod power;
mod precedence;
mod rhythm;
mod rounds;
mod rush;
mod selection;
mod workload;

use std::sync::Arc;

pub use self::factors::{Factor, FactorValues, Factors, Replication, Uncertain};
pub use self::hours::{AtZero, Hours, Measure, Slices};
pub use self::log_workload::{Logged, LoggedJob, Weeks};
pub use self::nodes::{Checkpoint, Failure, Machine, Outage, Partition, SharedQueue, Stop};
pub use self::precedence::{Amount, GaveWay, GroupOf, PreEmption, PreEmptionRule, Reservation};
pub use self::rhythm::Rhythm;
pub use self::rush::Rush;

pub use self::money::{
    Account, Electricity, Funding, FundingKind, GapPolicy, LeasePrice, MoneyShare, Purchase, Sale,
    WhenShort,
};

pub use self::demand::{AwardRate, Charge, Class, ClassOf, Fee, Move, Output, OutputPer};
pub use self::places::{Offer, Places};
pub use self::power::{AtLimit, PowerLimit};
pub use self::rounds::{ExtraRound, Fresh, Observed, Round, Rounds};
pub use self::selection::{NoShow, Quota, Rules, Selection, Then};
pub use self::workload::{JobRate, JobSize, Workload};
pub use crate::model::awards::admission::Limit;
pub use crate::model::awards::extension::{Extension, Unspent, UnspentTo};
pub use crate::model::awards::take_back::{RemovesOf, Step, TakeBack, UsageChecks, UsedOf};
pub use crate::model::awards::terms::Terms;
pub use crate::model::capacity::course::TypicalCourse;
pub use crate::model::people::round_dates::OpensAfter;

use crate::engine::Distribution;
use crate::measures::Currency;
use crate::model::ids::{ClassId, FundingId, LogId, LotId, PoolId, ProgrammeId, Table, WorkloadId};
use crate::quantity::{Gigaflops, Units, Watts};
use crate::time::{Calendar, Span};

/// Everything that the model needs to know of a scenario.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The currency of every amount. Amounts are counted in its smallest part ([`Currency::parts`]).
    pub currency: Currency,
    /// The simulated days.
    pub calendar: Arc<Calendar>,
    /// What charts and responses count, as days: first counted, first not counted.
    pub window: (usize, usize),
    /// Cards that the building can hold (the top of the ladder), if stated.
    pub slots: Option<Units>,
    /// Rooms with racks.
    pub halls: Vec<Hall>,
    /// Kinds of unit.
    pub kinds: Vec<UnitKind>,
    /// Units that are allocated together.
    pub pools: Table<PoolId, Pool>,
    /// What stands in the pools, expansions last.
    pub lots: Table<LotId, Lot>,
    /// Money that leases units, in the order written.
    pub fundings: Table<FundingId, Funding>,
    /// What happens to running allocations when fewer units are leased than allocated.
    pub gap: GapPolicy,
    /// Kinds of applicant; the first is that of those who are in none.
    pub classes: Table<ClassId, Class>,
    /// How units that no money leases are sold meanwhile. `None`: they are held for public use.
    pub sale: Option<Sale>,
    /// What electricity costs. `None`: nobody says.
    pub electricity: Option<Electricity>,
    /// The limit on the power that the site may draw. `None`: there is no limit.
    pub power_limit: Option<PowerLimit>,
    /// Who applies, and for what.
    pub programmes: Table<ProgrammeId, Programme>,
    /// Whether jobs are played. Without them nothing is known of use, and nothing else changes
    /// ([`Inputs::looks_at_use`]).
    pub plays_jobs: bool,
    /// Won of a year later for a won of today, less one: 0.045. `None`: nobody asks for present values.
    pub discount: Option<f64>,
    /// Whether waits of jobs are kept beyond their mean: where somebody asks for them.
    pub keeps_waits: bool,
    /// Whether what jobs lose to interruptions is kept: where a queue has pre-emption, or somebody asks.
    pub keeps_losses: bool,
    /// Futures, from the first on, of which a row for each job is kept.
    pub keeps_jobs: u32,
    /// What awarded projects run.
    pub workloads: Table<WorkloadId, Workload>,
    /// Logs whose users submit to shared queues.
    pub logs: Table<LogId, Logged>,
    /// What units give: amounts of an output by the hour.
    pub outputs: Vec<Output>,
    /// Uncertain inputs of the scenario.
    pub factors: Factors,
    /// What typically stands and is leased, once somebody has asked.
    pub course: TypicalCourse,
}

/// A room with racks.
#[derive(Clone, Debug, PartialEq)]
pub struct Hall {
    /// Name in the scenario.
    pub name: String,
    /// Racks in the hall.
    pub racks: i64,
    /// Power that one rack can feed.
    pub rack_power: Watts,
}

/// A kind of unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitKind {
    /// Name in the scenario.
    pub name: String,
    /// Compute of one unit.
    pub compute: Gigaflops,
    /// What one unit counts for in an allocation (1 H100 = 4 A100: 0.25).
    pub weight: f64,
    /// Units in a node.
    pub node_units: i64,
    /// Power of a node at its maximum.
    pub node_power: Watts,
}

impl UnitKind {
    /// Nodes that `units` of this kind fill, the last one perhaps in part.
    #[must_use]
    pub fn nodes(&self, units: i64) -> i64 {
        units.div_euclid(self.node_units) + i64::from(units.rem_euclid(self.node_units) > 0)
    }

    /// Nodes of this kind that one rack can feed: ⌊rack power / node power⌋.
    #[must_use]
    pub fn nodes_per_rack(&self, rack_power: Watts) -> i64 {
        if self.node_power.0 == 0 { i64::MAX } else { rack_power.0 / self.node_power.0 }
    }

    /// Racks that `units` of this kind need at this rack power; `None` if a node does not fit a rack.
    #[must_use]
    pub fn racks(&self, units: i64, rack_power: Watts) -> Option<i64> {
        match self.nodes_per_rack(rack_power) {
            0 => None,
            i64::MAX => Some(0),
            per_rack => Some((self.nodes(units) + per_rack - 1) / per_rack),
        }
    }
}

/// Units that are allocated together, interchangeable for awards.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Name in the scenario.
    pub name: String,
    /// The servers of the pool, one by one, if the scenario says anything of them.
    pub machine: Option<Machine>,
    /// What an hour of one unit costs an award in hours, in the site's own unit. `None`: an hour.
    pub charge: Option<i64>,
    /// Who starts when the jobs of all its projects share its units. `None`: each project owns its own.
    pub shared: Option<SharedQueue>,
    /// Whether any of its programmes awards hours.
    pub gives_hours: bool,
}

/// Where a lot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The lot stands in the hall with this index.
    Hall(usize),
    /// The lot stands in racks that it brings with it to the site.
    OwnRacks {
        /// Racks brought.
        racks: i64,
        /// Power that one of them can feed.
        rack_power: Watts,
        /// Slots added to the site's.
        slots: Units,
    },
    /// Not at the site: takes no slot, rack or power there.
    Elsewhere,
}

/// Units of one kind in a pool, from one date on.
#[derive(Clone, Debug, PartialEq)]
pub struct Lot {
    /// Full name: `pool.lot`, or `expansion.name`.
    pub name: String,
    /// The pool to which the units belong.
    pub pool: PoolId,
    /// Index of its kind.
    pub kind: usize,
    /// The place of the lot in the machine room.
    pub place: Place,
    /// Number of units.
    pub count: Units,
    /// First day on which it is installed (for an expansion: the day of the order).
    pub from_day: i64,
    /// First day on which it is gone, if ever.
    pub to_day: Option<i64>,
    /// Of an expansion: time from the order to the delivery, in seconds.
    pub lead_time: Option<Uncertain>,
    /// Day on which the plan has it there, where that is not its typical day: as stated, or as the
    /// baseline has it where the inputs are those of an alternative.
    pub planned: Option<i64>,
    /// Price of one leased unit. `None`: no price is stated.
    pub lease_price: Option<LeasePrice>,
    /// Won to buy these units. `None`: they are leased.
    pub bought: Option<Purchase>,
    /// Of an expansion: what it does to the places of its pool's programmes.
    pub adds_places: AddsPlaces,
    /// Of an expansion: the programme whose places grow. `None`: every one on the pool.
    pub adds_places_to: Option<ProgrammeId>,
}

impl Lot {
    /// Typical day on which it stands there: an expansion at its typical delivery.
    #[must_use]
    pub fn typical_day(&self) -> i64 {
        let lead = self.lead_time.as_ref().map_or(0.0, |it| it.distribution.typical().max(0.0));
        self.from_day.saturating_add((lead / 86_400.0) as i64)
    }

    /// Day on which the plan has it there: what comes later is late.
    #[must_use]
    pub fn planned_day(&self) -> i64 {
        self.planned.unwrap_or_else(|| self.typical_day())
    }

    /// Keeps to the plan of the baseline, of which `before` is the same lot: it is due when it was due
    /// there, or with the same lead time from its own order if that is earlier. What only takes longer,
    /// or is ordered later, is late. A planned day that the alternative states stays.
    pub fn keep_to_plan(&mut self, before: &Self) {
        if self.planned.is_none() {
            let lead = before.typical_day() - before.from_day;
            let due = before.planned_day().min(self.from_day.saturating_add(lead));
            self.planned = Some(due);
        }
    }

    /// Typical day on which it is gone: stated, or the end of the life of what was bought.
    #[must_use]
    pub fn typical_end(&self) -> Option<i64> {
        let life = |it: &Purchase| (it.life.distribution.typical() / 86_400.0) as i64;
        let retires = self.bought.as_ref().map(|it| self.typical_day().saturating_add(life(it)));
        [self.to_day, retires].into_iter().flatten().min()
    }
}

/// What an expansion does to the places of later rounds, once its units are in service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddsPlaces {
    /// Nothing: cards without places do not change a ratio.
    None,
    /// Places that are added to every regular round.
    Number(i64),
    /// Places grow by its units in service, as a share of the other units installed in the pool.
    InProportion,
}

/// A call for applications to one pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// Name in the scenario.
    pub name: String,
    /// The pool whose units it awards.
    pub pool: PoolId,
    /// Rounds or rolling.
    pub intake: Intake,
    /// How its awards in hours are used. `None`: its awards hold units.
    pub hours: Option<Hours>,
    /// What an application asks for, in units or hours; per applicant.
    pub request: Distribution,
    /// Classes of its applicants; empty: nobody is in any.
    pub classes: Vec<ClassOf>,
    /// What the programme's projects pay; `None`: nothing.
    pub fee: Option<Fee>,
    /// How long an award lasts.
    pub award: Term,
    /// How many terms an award has, one after the other. `None`: one.
    pub terms: Option<Terms>,
    /// Pools that serve an award at its weight where its own has no room, in this order.
    pub other_pools: Vec<PoolId>,
    /// What becomes of allocations that run too little. `None`: nothing.
    pub take_back: Option<TakeBack>,
    /// Whether allocations that come to their end go on. `None`: no.
    pub extension: Option<Extension>,
    /// What becomes of time that ran no jobs. `None`: it is lost.
    pub unspent: Option<Unspent>,
    /// How much later than it could a project starts, in seconds; per award. `None`: at once.
    pub start_delay: Option<Distribution>,
    /// What its awards may hold or wait for. `None`: no limit.
    pub limit: Option<Limit>,
    /// Rolling intake: time until somebody refused or finished applies again.
    pub returns_after: Span,
    /// How long an award waits for units before it lapses. `None`: for ever.
    pub start_within: Option<Span>,
    /// How the list of a round turns into awards.
    pub selection: Selection,
    /// How long somebody waits for a call before giving up for good, in seconds; per person. `None`:
    /// for ever.
    pub patience: Option<Distribution>,
    /// How far "whatever fits" looks ahead for units that come free; `None`: as long as an award waits
    /// for units, at most a month.
    pub looks_ahead: Option<Span>,
    /// Chance that one who is turned away applies again in the next round, per refusal.
    pub reapply: Uncertain,
    /// Chance that an applicant applies again whose award lapsed because units never came. `None`: that of a refused one.
    pub reapply_lapsed: Option<Uncertain>,
    /// Chance that a finished allocation applies again in the next round.
    pub renew: Uncertain,
    /// Growth of demand per year (0.25: e^0.25 times as many a year later).
    pub growth: Uncertain,
    /// Multiplier of demand by month of the year, January first.
    pub season: [f64; 12],
    /// How demand answers to the award rate of the last round; `None`: it does not.
    pub award_rate: Option<AwardRate>,
    /// Ways to other programmes.
    pub moves: Vec<Move>,
    /// The programme whose offer it draws on: it is a track of that call. `None`: what it offers is its own.
    pub offer_of: Option<ProgrammeId>,
}

impl Programme {
    /// What an hour of one unit draws of its awards; 1: an hour.
    #[must_use]
    pub fn drawn_by_an_hour(&self) -> i64 {
        self.hours.as_ref().map_or(1, |hours| hours.charge)
    }

    /// What an hour of one unit draws of its awards, as a number for products with shares.
    #[must_use]
    pub fn charge(&self) -> f64 {
        self.drawn_by_an_hour() as f64
    }

    /// What a share of a number of units, in millionths, is in what its awards are counted in: units, or the hours that
    /// those give over the length of an award.
    #[must_use]
    pub fn of_machine(&self, share: i64, units: i64) -> i64 {
        let seconds = match &self.award {
            Term::Span(span) => span.nominal().0,
            Term::Drawn(length) => length.mean() as i64,
        };
        let charge = self.drawn_by_an_hour();
        let (times, of) = match self.measure() {
            Measure::Units => (1, 1),
            Measure::Hours => (i128::from(seconds) * i128::from(charge), i128::from(Measure::HOUR)),
        };
        let whole = i128::from(share) * i128::from(units) * times;
        i64::try_from(whole / (of * i128::from(Offer::WHOLE))).unwrap_or(i64::MAX)
    }

    /// What requests, places and awards are counted in.
    #[must_use]
    pub fn measure(&self) -> Measure {
        if self.hours.is_some() { Measure::Hours } else { Measure::Units }
    }
}

/// How long an award lasts.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A stated span.
    Span(Span),
    /// A length that is drawn for each award, in seconds.
    Drawn(Distribution),
}

/// How applications come in.
#[derive(Clone, Debug, PartialEq)]
pub enum Intake {
    /// People are taken in rounds.
    Rounds(Rounds),
    /// People are taken at any time, and awarded at once, first-come.
    Rolling {
        /// Applications per second from each day on (day, rate), days rising; growth and season on top.
        rate: Vec<(i64, f64)>,
    },
}

impl Inputs {
    /// Whether any programme awards hours.
    #[must_use]
    pub fn gives_hours(&self) -> bool {
        self.programmes.iter().any(|programme| programme.hours.is_some())
    }

    /// True if no building is described and no lot stands in one: then every pool belongs to the site.
    #[must_use]
    pub fn without_site(&self) -> bool {
        self.slots.is_none() && self.lots.iter().all(|lot| lot.place == Place::Elsewhere)
    }

    /// Whether a pool counts as the site's: something of it ever stands there.
    #[must_use]
    pub fn at_site(&self, pool: PoolId) -> bool {
        let there = |lot: &Lot| lot.pool == pool && lot.place != Place::Elsewhere;
        self.without_site() || self.lots.iter().any(there)
    }
}
