//! The first day on which two instances may differ.
//!
//! Every structure of the inputs is taken apart here without a rest, so that a new field cannot be forgotten. What is
//! uncertain of the inputs is not compared: a run knows of it what was drawn, and that is.

use super::Instance;
use crate::model::draws::{Draws, LotDrawn, ProgrammeDrawn};
use crate::model::ids::{FundingId, PoolId, ProgrammeId};
use crate::model::inputs::{
    Electricity, ExtraRound, Funding, Inputs, Intake, Lot, PowerLimit, Programme, Round, Rounds,
    WhenShort, Workload,
};
use crate::model::money::appropriation::FundingDrawn;
use crate::model::people::stream::Stream;
use crate::time::{Calendar, Time};

/// The search for the first day that may differ. `None` from any step: they part on the first one.
pub(super) struct Parting {
    /// The first day that may differ, as far as was looked.
    pub(super) day: i64,
    /// Lots that both have, the first ones of each.
    pub(super) lots: usize,
}

/// Goes on if it holds.
fn only_if(holds: bool) -> Option<()> {
    holds.then_some(())
}

impl Parting {
    pub(super) fn of(trunk: Instance<'_>, branch: Instance<'_>) -> Option<Self> {
        let mut parting = Self { day: i64::MAX, lots: 0 };
        parting.look(trunk, branch)?;
        Some(parting)
    }

    /// Notes that the two part on this day, if they did not part before.
    fn by(&mut self, day: i64) {
        self.day = self.day.min(day);
    }

    fn look(&mut self, (trunk, drawn): Instance<'_>, (branch, other): Instance<'_>) -> Option<()> {
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
            power_limit,
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
            // The draws of the factors are compared instead.
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
        self.look_at_power(power_limit.as_ref(), branch.power_limit.as_ref())?;
        only_if(*plays_jobs == branch.plays_jobs && *discount == branch.discount)?;
        let keeps = (keeps_waits, keeps_losses, keeps_jobs);
        only_if(keeps == (&branch.keeps_waits, &branch.keeps_losses, &branch.keeps_jobs))?;
        only_if(*logs == branch.logs && trunk.accounts() == branch.accounts())?;
        only_if(workloads.len() == branch.workloads.len())?;
        for (one, two) in workloads.iter().zip(&branch.workloads) {
            only_if(same_workload((one, drawn), (two, other)))?;
        }
        only_if(drawn.replication == other.replication)?;
        self.look_at_lots((trunk, drawn), (branch, other))?;
        only_if(fundings.len() == branch.fundings.len())?;
        for number in fundings.ids() {
            self.look_at_funding((trunk, drawn), (branch, other), number)?;
        }
        only_if(programmes.len() == branch.programmes.len())?;
        for number in programmes.ids() {
            self.look_at_programme((trunk, drawn), (branch, other), number)?;
        }
        Some(())
    }

    /// Two limits on the power of the site; what units draw is compared lot by lot.
    fn look_at_power(&mut self, one: Option<&PowerLimit>, two: Option<&PowerLimit>) -> Option<()> {
        let (Some(one), Some(two)) = (one, two) else {
            return only_if(one.is_none() && two.is_none());
        };
        let PowerLimit { steps: _, at_limit, pue: _, busy: _, idle: _, down: _ } = one;
        only_if(*at_limit == two.at_limit)?;
        if let Some(day) = one.first_difference(two) {
            self.by(day);
        }
        Some(())
    }

    /// Lots in the order of both, until the first that differs; those behind it may only come later.
    fn look_at_lots(
        &mut self,
        (trunk, drawn): Instance<'_>,
        (branch, other): Instance<'_>,
    ) -> Option<()> {
        let pairs = trunk.lots.iter().zip(&drawn.lots).zip(branch.lots.iter().zip(&other.lots));
        let common = pairs.take_while(|(one, two)| same_lot(*one, *two)).count();
        self.lots = common;
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
        }))
    }

    fn look_at_funding(
        &mut self,
        (trunk, drawn): Instance<'_>,
        (branch, other): Instance<'_>,
        number: FundingId,
    ) -> Option<()> {
        let common = self.lots;
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
        (trunk, drawn): Instance<'_>,
        (branch, other): Instance<'_>,
        number: ProgrammeId,
    ) -> Option<()> {
        let (one, two) = (&trunk.programmes[number], &branch.programmes[number]);
        only_if(same_programme(one, two))?;
        self.look_at_dated_rules(one, two);
        let ahead = |other: &Programme| other.offer_of.is_some() || other.terms.is_some();
        let looks_ahead = trunk.programmes.iter().any(ahead);
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
            // Compared bit by bit.
            reapply: _,
            reapply_lapsed: _,
            renew: _,
            no_show: _,
            extend: _,
            growth: _,
            level,
            spacing,
            stream,
            fee,
            award_rate,
            moves,
            dates,
            places,
        } = first;
        let numbers = |it: &ProgrammeDrawn| {
            [it.reapply, it.reapply_lapsed, it.renew, it.no_show, it.extend, it.growth]
                .map(f64::to_bits)
        };
        only_if(numbers(first) == numbers(second))?;
        only_if(level.to_bits() == second.level.to_bits() && *spacing == second.spacing)?;
        only_if(*fee == second.fee && *award_rate == second.award_rate && *moves == second.moves)?;
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
                // A track, and a further term, draw on the offer of a call by its dates before it opens.
                only_if(!looks_ahead)?;
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

impl Parting {
    /// Rules that hold from a day on: until the first day on which they are others, nothing that they say is looked at.
    fn look_at_dated_rules(&mut self, one: &Programme, two: &Programme) {
        let first = |days: [Option<i64>; 2]| days.into_iter().flatten().min();
        if one.take_back != two.take_back {
            let day = first([one, two].map(|it| it.take_back.as_ref().map(|rule| rule.from_day)));
            self.by(day.unwrap_or(i64::MIN));
        }
        if one.unspent != two.unspent {
            let day = first([one, two].map(|it| it.unspent.map(|rule| rule.from_day)));
            self.by(day.unwrap_or(i64::MIN));
        }
        if one.limit != two.limit {
            let day = first([one, two].map(|it| it.limit.map(|rule| rule.from_day)));
            self.by(day.unwrap_or(i64::MIN));
        }
        // The rules of a round are those of the day on which it opens.
        let mut days: Vec<i64> = [one, two].iter().flat_map(|it| it.selection.days()).collect();
        days.sort_unstable();
        let other = |day: &i64| !one.selection.on(*day).same(two.selection.on(*day));
        if let Some(day) = days.into_iter().find(other) {
            self.by(day);
        }
    }
}

/// The first day on which anything is done with a funding; none where it never lands.
fn first_day(drawn: &FundingDrawn) -> i64 {
    drawn.lands().map_or(i64::MAX, |lands| lands.min(drawn.passes_day))
}

/// Whether a funding leases units of lots that only one of the two has.
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
        // The draws of these are compared with the other draws, and their rules below.
        fee: _,
        award,
        terms,
        other_pools,
        // What holds from a day on is looked at by its day.
        take_back: _,
        extension: _,
        unspent: _,
        start_delay,
        limit: _,
        returns_after,
        start_within,
        selection: _,
        patience,
        looks_ahead,
        reapply: _,
        reapply_lapsed: _,
        renew: _,
        growth: _,
        season,
        award_rate: _,
        moves: _,
        offer_of,
    } = one;
    let fees = |it: &Programme| it.fee.as_ref().map(|fee| (fee.from_day, fee.to_day));
    let extended = |it: &Programme| it.extension.as_ref().map(|it| (it.by, it.used, it.from_day));
    let shown = |it: &Programme| it.selection.no_show.as_ref().map(|one| (one.then, one.from_day));
    let ways =
        |it: &Programme| it.moves.iter().map(|way| (way.to, way.second_choice)).collect::<Vec<_>>();
    *name == two.name
        && *pool == two.pool
        && *hours == two.hours
        && *request == two.request
        && *classes == two.classes
        && fees(one) == fees(two)
        && *award == two.award
        && *terms == two.terms
        && *other_pools == two.other_pools
        && extended(one) == extended(two)
        && *start_delay == two.start_delay
        && *returns_after == two.returns_after
        && *start_within == two.start_within
        && shown(one) == shown(two)
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
