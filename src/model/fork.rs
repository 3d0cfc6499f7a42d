//! Two worlds of one future that share their past: which day they part on, and one that goes on from the state of the other.
//!
//! An alternative that orders cards in 2026 is the baseline until they come. [`Fork::of`] finds the first day on which
//! anything may differ; until then the run of the *trunk* is that of the *branch* too, event by event and draw by draw,
//! because the model looks at nothing that lies ahead of the day that it plays. What does look ahead is compared as a
//! whole: where it differs, the worlds part on the first day. So a branch that is forked leaves the bits of one that is
//! played from the calendar's start.
//!
//! Every structure of the inputs is taken apart here without a rest, so that a new field cannot be forgotten. What is
//! uncertain of the inputs is not compared: a run knows of it what was drawn, and that is.

use super::account::DemandAccount;
use super::capacity::pool::{LotState, PoolState};
use super::draws::{Draws, LotDrawn, ProgrammeDrawn};
use super::ids::{FundingId, NodeId, PoolId, ProgrammeId};
use super::inputs::{
    Electricity, ExtraRound, Funding, Inputs, Intake, Lot, Programme, Round, Rounds, WhenShort,
    Workload,
};
use super::money::appropriation::FundingDrawn;
use super::money::ledger::Ledger;
use super::people::stream::Stream;
use super::record::Record;
use super::{DataCentre, Event, Simulator, State};
use crate::engine::EventList;
use crate::time::{Calendar, Time};

/// A world in one future: what is known of it, and what was drawn.
pub type World<'a> = (&'a Inputs, &'a Draws);

/// Where a branch leaves its trunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The first day that may differ; the day before is the last one that both share.
    pub day: usize,
    /// Lots that both have, the first ones of each; what stands in the others comes on that day or later.
    lots: usize,
}

impl Fork {
    /// The day on which a branch leaves a trunk, if it is a later one than the calendar's first.
    #[must_use]
    pub fn of(trunk: World<'_>, branch: World<'_>) -> Option<Self> {
        let mut parts = Parting { day: i64::MAX };
        let lots = parts.look(trunk, branch)?;
        let days = trunk.0.calendar.days() as i64;
        // What parts behind the end parts on the last day: it is closed with the inputs of the branch.
        let day = usize::try_from(parts.day.min(days - 1)).ok().filter(|day| *day > 0)?;
        Some(Self { day, lots })
    }

    /// The same fork on a day on which both are still the same.
    #[must_use]
    pub fn earlier(self, day: usize) -> Self {
        Self { day: day.min(self.day), ..self }
    }
}

/// The search for the first day that may differ. `None` from any step: they part on the first one.
struct Parting {
    day: i64,
}

/// Goes on if it holds.
fn only_if(holds: bool) -> Option<()> {
    holds.then_some(())
}

impl Parting {
    /// They part on this day, if not before.
    fn by(&mut self, day: i64) {
        self.day = self.day.min(day);
    }

    /// Gives how many lots both have.
    fn look(&mut self, (trunk, drawn): World<'_>, (branch, other): World<'_>) -> Option<usize> {
        let Inputs {
            currency,
            calendar,
            window,
            // Rooms and slots bound what a scenario may state; a run does not look at them.
            slots: _,
            halls: _,
            kinds,
            pools,
            lots: _,
            fundings,
            gap,
            classes,
            sale,
            electricity,
            programmes,
            plays_jobs,
            discount,
            keeps_waits,
            keeps_losses,
            keeps_jobs,
            workloads,
            logs,
            // Counted of what a run leaves.
            outputs: _,
            // What was drawn of them is compared.
            factors: _,
            // Read where demand is inferred, which is drawn.
            course: _,
        } = trunk;
        only_if(*currency == branch.currency)?;
        only_if(same_days(calendar, &branch.calendar) && *window == branch.window)?;
        let (few, many) = (kinds.len().min(branch.kinds.len()), &branch.kinds);
        only_if(kinds[..few] == many[..few])?;
        only_if(*pools == branch.pools && *gap == branch.gap && *classes == branch.classes)?;
        only_if(sale.is_some() == branch.sale.is_some())?;
        only_if(same_power(electricity.as_ref(), branch.electricity.as_ref()))?;
        only_if(*plays_jobs == branch.plays_jobs && *discount == branch.discount)?;
        let keeps = (keeps_waits, keeps_losses, keeps_jobs);
        only_if(keeps == (&branch.keeps_waits, &branch.keeps_losses, &branch.keeps_jobs))?;
        only_if(*logs == branch.logs && trunk.accounts() == branch.accounts())?;
        only_if(workloads.len() == branch.workloads.len())?;
        for (one, two) in workloads.iter().zip(&branch.workloads) {
            only_if(same_workload((one, drawn), (two, other)))?;
        }
        only_if(drawn.replication == other.replication)?;
        let common = self.look_at_lots((trunk, drawn), (branch, other))?;
        only_if(fundings.len() == branch.fundings.len())?;
        for number in fundings.ids() {
            self.look_at_funding((trunk, drawn), (branch, other), number, common)?;
        }
        only_if(programmes.len() == branch.programmes.len())?;
        for number in programmes.ids() {
            self.look_at_programme((trunk, drawn), (branch, other), number)?;
        }
        Some(common)
    }

    /// Lots in the order of both, until the first that differs; those behind it may only come later.
    fn look_at_lots(
        &mut self,
        (trunk, drawn): World<'_>,
        (branch, other): World<'_>,
    ) -> Option<usize> {
        let pairs = trunk.lots.iter().zip(&drawn.lots).zip(branch.lots.iter().zip(&other.lots));
        let common = pairs.take_while(|(one, two)| same_lot(*one, *two)).count();
        for (inputs, draws) in [(trunk, drawn), (branch, other)] {
            for (lot, drawn) in inputs.lots.iter().zip(&draws.lots).skip(common) {
                self.by(lot.planned_day().min(drawn.from_day));
                // Outages by date count servers, also those that stand nowhere yet.
                let machine = inputs.pools[lot.pool].machine.as_ref();
                for stop in machine.iter().flat_map(|machine| &machine.stops) {
                    self.by(inputs.calendar.day_of(stop.from.max(Time::START)) as i64);
                }
            }
        }
        // A larger server than any would be a larger gang.
        let gang = |inputs: &Inputs, pool: PoolId| {
            let own = inputs.lots.iter().filter(|lot| lot.pool == pool && lot.count.0 > 0);
            own.map(|lot| inputs.kinds[lot.kind].node_units.min(lot.count.0)).max()
        };
        let mut placed = trunk.pools.enumerated().filter(|(_, pool)| pool.machine.is_some());
        only_if(placed.all(|(pool, _)| gang(trunk, pool) == gang(branch, pool)))?;
        let sales = drawn.sale.as_ref().zip(other.sale.as_ref());
        only_if(sales.is_none_or(|(one, two)| {
            one.share.to_bits() == two.share.to_bits()
                && one.at_passing == two.at_passing
                && one.notice_days == two.notice_days
                && one.yearly_prices.iter().take(common).eq(two.yearly_prices.iter().take(common))
        }))?;
        Some(common)
    }

    fn look_at_funding(
        &mut self,
        (trunk, drawn): World<'_>,
        (branch, other): World<'_>,
        number: FundingId,
        common: usize,
    ) -> Option<()> {
        let (one, two) = (&trunk.fundings[number], &branch.fundings[number]);
        let (first, second) = (&drawn.fundings[number], &other.fundings[number]);
        let Funding {
            name,
            kind,
            counts: _,
            from: _,
            lag: _,
            to: _,
            amount: _,
            shares: _,
            carry_over: _,
            cut: _,
            chance: _,
            when_short,
            contract: _,
        } = one;
        only_if(*name == two.name)?;
        let of_both = |funding: &Funding| {
            let own = funding.counts.iter().filter(|(lot, _)| lot.place() < common);
            own.copied().collect::<Vec<_>>()
        };
        // Where money is short for all of its time, what comes later has its part from the first day on.
        let spread = *when_short == WhenShort::FewerUnits
            && (one.counts != two.counts || names_later(one, common));
        let same = first == second
            && *kind == two.kind
            && *when_short == two.when_short
            && of_both(one) == of_both(two)
            && !spread;
        if !same {
            self.by(first_day(first).min(first_day(second)));
        }
        Some(())
    }

    fn look_at_programme(
        &mut self,
        (trunk, drawn): World<'_>,
        (branch, other): World<'_>,
        number: ProgrammeId,
    ) -> Option<()> {
        let (one, two) = (&trunk.programmes[number], &branch.programmes[number]);
        only_if(same_programme(one, two))?;
        let tracks = trunk.programmes.iter().any(|other| other.offer_of.is_some());
        let (rounds, others) = match (&one.intake, &two.intake) {
            (Intake::Rolling { rate }, Intake::Rolling { rate: other }) => {
                only_if(rate == other)?;
                (None, None)
            }
            (Intake::Rounds(rounds), Intake::Rounds(others)) => (Some(rounds), Some(others)),
            _ => return None,
        };
        let (first, second) = (&drawn.programmes[number], &other.programmes[number]);
        let ProgrammeDrawn {
            reapply,
            reapply_lapsed,
            renew,
            no_show,
            extend,
            growth,
            level,
            spacing,
            stream,
            fee,
            odds,
            moves,
            dates,
            places,
        } = first;
        let numbers = |it: &ProgrammeDrawn| {
            [it.reapply, it.reapply_lapsed, it.renew, it.no_show, it.extend, it.growth]
                .map(f64::to_bits)
        };
        let _ = (reapply, reapply_lapsed, renew, no_show, extend, growth);
        only_if(numbers(first) == numbers(second))?;
        only_if(level.to_bits() == second.level.to_bits() && *spacing == second.spacing)?;
        only_if(*fee == second.fee && *odds == second.odds && *moves == second.moves)?;
        let Stream { from, origin, months, reach, induced } = stream;
        only_if((from, origin) == (&second.stream.from, &second.stream.origin))?;
        only_if(*months == second.stream.months)?;
        let (Some(rounds), Some(others)) = (rounds, others) else { return Some(()) };
        only_if(rounds.rounds.len() == others.rounds.len())?;
        let Rounds { rounds: _, places: _, fresh: _, spacing: _, dispersion } = rounds;
        only_if(*dispersion == others.dispersion)?;
        for round in rounds.rounds.ids() {
            let at = round.place();
            let same = dates[round] == second.dates[round]
                && places[round] == second.places[round]
                && reach.get(at) == second.stream.reach.get(at)
                && induced.get(at) == second.stream.induced.get(at)
                && same_round(&rounds.rounds[round], &others.rounds[round]);
            if !same {
                // Who draws on the offer of another call looks at its dates before it opens.
                only_if(!tracks)?;
                let opens = [dates[round], second.dates[round]].into_iter().flatten();
                for dates in opens {
                    let opens = dates.opens.min(dates.closes).max(Time::START);
                    self.by(trunk.calendar.day_of(opens) as i64);
                }
            }
        }
        Some(())
    }
}

/// The first day on which anything is done with a funding; none where it never lands.
fn first_day(drawn: &FundingDrawn) -> i64 {
    drawn.lands().map_or(i64::MAX, |lands| lands.min(drawn.passes_day))
}

/// Whether a funding leases units of lots that only one world has.
fn names_later(funding: &Funding, common: usize) -> bool {
    funding.counts.iter().any(|(lot, _)| lot.place() >= common)
}

fn same_days(one: &Calendar, two: &Calendar) -> bool {
    std::ptr::eq(one, two) || one == two
}

fn same_power(one: Option<&Electricity>, two: Option<&Electricity>) -> bool {
    let shares = |it: &Electricity| {
        let Electricity { pue: _, tariff: _, busy, idle, down } = it;
        [*busy, *idle, *down]
    };
    one.map(shares) == two.map(shares)
}

fn same_workload((one, drawn): (&Workload, &Draws), (two, other): (&Workload, &Draws)) -> bool {
    let Workload {
        name,
        programmes,
        rate,
        load,
        size,
        run_time,
        rhythm,
        rush,
        early,
        requested,
        checkpoint,
    } = one;
    *name == two.name
        && *programmes == two.programmes
        && *rate == two.rate
        && load.value(&drawn.factors).to_bits() == two.load.value(&other.factors).to_bits()
        && *size == two.size
        && *run_time == two.run_time
        && *rhythm == two.rhythm
        && *rush == two.rush
        && *early == two.early
        && *requested == two.requested
        && *checkpoint == two.checkpoint
}

fn same_lot((one, drawn): (&Lot, &LotDrawn), (two, other): (&Lot, &LotDrawn)) -> bool {
    let Lot {
        name,
        pool,
        kind,
        place,
        count,
        // Drawn.
        from_day: _,
        to_day: _,
        lead_time: _,
        lease_price: _,
        bought: _,
        // As the planned day says.
        planned: _,
        adds_places,
        adds_places_to,
    } = one;
    *name == two.name
        && (pool, kind, place, count) == (&two.pool, &two.kind, &two.place, &two.count)
        && one.planned_day() == two.planned_day()
        && (adds_places, adds_places_to) == (&two.adds_places, &two.adds_places_to)
        && drawn == other
}

/// Whether two programmes have the same rules; their calls and what is drawn apart.
fn same_programme(one: &Programme, two: &Programme) -> bool {
    let Programme {
        name,
        pool,
        intake: _,
        hours,
        request,
        classes,
        fee,
        award,
        other_pools,
        take_back,
        extension,
        unspent,
        start_delay,
        limit,
        returns_after,
        start_within,
        selection,
        patience,
        looks_ahead,
        reapply: _,
        reapply_lapsed: _,
        renew: _,
        growth: _,
        season,
        odds,
        moves,
        offer_of,
    } = one;
    let fees = |it: &Programme| it.fee.as_ref().map(|fee| (fee.from_day, fee.to_day));
    let extended = |it: &Programme| it.extension.as_ref().map(|it| (it.by, it.used, it.from_day));
    let shown = |it: &Programme| it.selection.no_show.as_ref().map(|one| (one.then, one.from_day));
    let chosen = |it: &Programme| {
        let mut rules = it.selection.clone();
        rules.no_show = None;
        rules
    };
    let ways = |it: &Programme| it.moves.iter().map(|way| way.to).collect::<Vec<_>>();
    let _ = (fee, extension, selection, odds, moves);
    *name == two.name
        && *pool == two.pool
        && *hours == two.hours
        && *request == two.request
        && *classes == two.classes
        && fees(one) == fees(two)
        && *award == two.award
        && *other_pools == two.other_pools
        && *take_back == two.take_back
        && extended(one) == extended(two)
        && *unspent == two.unspent
        && *start_delay == two.start_delay
        && *limit == two.limit
        && *returns_after == two.returns_after
        && *start_within == two.start_within
        && shown(one) == shown(two)
        && chosen(one) == chosen(two)
        && *patience == two.patience
        && *looks_ahead == two.looks_ahead
        && *season == two.season
        && ways(one) == ways(two)
        && *offer_of == two.offer_of
}

/// Whether two rounds are the same but for what is drawn: dates, places, reach.
fn same_round(one: &Round, two: &Round) -> bool {
    let Round { opens_day, opens: _, closes: _, decides: _, extra } = one;
    let own = |extra: &ExtraRound| {
        let ExtraRound { name, after: _, places: _, word, reach: _, induced: _, request, award } =
            extra;
        (name.clone(), *word, request.clone(), award.clone())
    };
    *opens_day == two.opens_day && extra.as_ref().map(own) == two.extra.as_ref().map(own)
}

impl Simulator {
    /// Goes on from where a trunk stands, which has been played up to the day of the fork ([`Simulator::play_until`]), in
    /// the world of a branch.
    pub fn fork(&mut self, trunk: &Self, branch: World<'_>, fork: Fork) {
        let (inputs, draws) = branch;
        self.upcoming.clone_from(&trunk.upcoming);
        self.handled = trunk.handled;
        self.state.keeps_jobs = trunk.state.keeps_jobs;
        let mut centre = DataCentre { inputs, draws, state: &mut self.state };
        centre.reset();
        centre.adopt(&trunk.state, fork.lots);
        centre.schedule_branch(fork, &trunk.state, &mut self.upcoming);
    }
}

impl DataCentre<'_> {
    /// The state of a trunk, with the lots of this world instead of those that only the trunk has.
    fn adopt(&mut self, trunk: &State, common: usize) {
        let State {
            pools,
            programmes,
            applicants,
            allocations,
            balances,
            logs,
            jobs,
            free_jobs,
            job_parts,
            holdings,
            // Scratch.
            parts: _,
            waited,
            losses,
            ledger,
            demand,
            declined,
            tomorrow,
            keeps_jobs: _,
            keeps_rows,
            record,
        } = &mut *self.state;
        for (own, trunk) in pools.iter_mut().zip(&trunk.pools) {
            own.adopt(trunk, common);
        }
        programmes.clone_from(&trunk.programmes);
        applicants.clone_from(&trunk.applicants);
        allocations.clone_from(&trunk.allocations);
        balances.clone_from(&trunk.balances);
        logs.clone_from(&trunk.logs);
        jobs.clone_from(&trunk.jobs);
        free_jobs.clone_from(&trunk.free_jobs);
        job_parts.clone_from(&trunk.job_parts);
        holdings.clone_from(&trunk.holdings);
        waited.clone_from(&trunk.waited);
        losses.clone_from(&trunk.losses);
        ledger.adopt(&trunk.ledger, self.inputs, common);
        let lots = self.inputs.lots.len();
        for (own, trunk) in demand.iter_mut().zip(&trunk.demand) {
            own.adopt(trunk, common, lots);
        }
        declined.clone_from(&trunk.declined);
        *tomorrow = trunk.tomorrow;
        *keeps_rows = trunk.keeps_rows;
        let of_trunk = trunk.demand.first().map_or(0, DemandAccount::lots);
        record.adopt(&trunk.record, common, (of_trunk, lots));
    }

    /// What was scheduled at the start and is still to come is that of this world: its calls, and the servers of its own
    /// lots.
    fn schedule_branch(&mut self, fork: Fork, trunk: &State, upcoming: &mut EventList<Event>) {
        let shared = |pool: PoolId| -> usize {
            let state = &trunk.pools[pool];
            let Some(machine) = &state.machine else { return 0 };
            let own = |node: &NodeId| machine.lot_of(*node, &state.lots).place() < fork.lots;
            machine.nodes.ids().take_while(own).count()
        };
        let shared: Vec<usize> = trunk.pools.ids().map(shared).collect();
        upcoming.retain(|event| match event {
            Event::RoundCloses { .. } => false,
            Event::NodeFails { pool, node } | Event::NodeReturns { pool, node } => {
                node.place() < shared[pool.place()]
            }
            _ => true,
        });
        let from = self.inputs.calendar.midnight(fork.day);
        self.schedule_first_failures(upcoming, |pool, node| node.place() >= shared[pool.place()]);
        self.schedule_rounds(upcoming, from);
    }
}

impl PoolState {
    /// The state of a trunk, with the lots that only this world has as they are.
    fn adopt(&mut self, trunk: &Self, common: usize) {
        let shared =
            |lots: &[LotState]| lots.iter().take_while(|lot| lot.lot.place() < common).count();
        let kept = shared(&trunk.lots);
        let mut lots = std::mem::take(&mut self.lots);
        lots[..kept].copy_from_slice(&trunk.lots[..kept]);
        let mut machine = self.machine.take();
        if let (Some(own), Some(trunk)) = (&mut machine, &trunk.machine) {
            own.adopt(trunk, kept);
        }
        self.clone_from(trunk);
        (self.lots, self.machine) = (lots, machine);
    }
}

impl DemandAccount {
    fn adopt(&mut self, trunk: &Self, common: usize, lots: usize) {
        self.clone_from(trunk);
        for sums in self.sums_of_lots() {
            sums.resize_with(common, Default::default);
            sums.resize_with(lots, Default::default);
        }
    }
}

impl Ledger {
    fn adopt(&mut self, trunk: &Self, inputs: &Inputs, common: usize) {
        let planned = std::mem::take(&mut self.planned);
        self.clone_from(trunk);
        let lots = inputs.lots.len();
        self.fit_lots(common, lots);
        for (number, fresh) in planned.enumerated() {
            // A new year's money may pay for fewer units than the first one's; what names other lots has not arrived.
            let short = inputs.fundings[number].when_short == WhenShort::FewerUnits;
            if !(short && self.fundings[number].arrived) {
                self.planned[number].clone_from(fresh);
            }
        }
    }
}

impl Record {
    fn adopt(&mut self, trunk: &Self, common: usize, (of_trunk, lots): (usize, usize)) {
        let mut rows = std::mem::take(&mut self.lot_months);
        self.clone_from(trunk);
        rows.clear();
        for month in trunk.lot_months.chunks(of_trunk.max(1)) {
            rows.extend_from_slice(&month[..common.min(month.len())]);
            rows.resize(rows.len() + lots - common, Default::default());
        }
        self.lot_months = rows;
    }
}
