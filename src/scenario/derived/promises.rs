//! What awards keep of their pool if every place is won, and how much their jobs ask of a shared queue: by
//! arithmetic, with typical values. Awards that cannot all run at once wait, and lapse.

use super::{LeasePeriod, leases, typical};
use crate::model::ids::{PoolId, ProgrammeId};
use crate::model::inputs::{
    AddsPlaces, Inputs, Intake, JobRate, JobSize, Measure, Offer, Programme, Round, Term, Workload,
};
use crate::model::{Draws, Simulator, Unclosed};
use crate::time::{Date, Duration, Span, Time};

/// Days after a decision on which is counted what awards hold: terms that overlap by a day or two are a handover.
const HANDED_OVER: usize = 7;

/// What follows from places, requests and lengths of awards.
#[derive(Clone, Debug, PartialEq)]
pub struct Promises {
    /// Programmes with rounds that state places, in the order of the file.
    pub programmes: Vec<RoundKeeps>,
    /// Every pool, in the order of the file.
    pub pools: Vec<PoolPromised>,
    /// Calls that are open while another call of their programme is.
    pub overlaps: Vec<Overlap>,
    /// Programmes that award whatever fits, and decide just before awards end.
    pub too_early: Vec<TooEarly>,
    /// Programmes that award whatever fits, much in one call and little in the next.
    pub alternating: Vec<Alternating>,
}

/// A programme that awards whatever fits when awards of earlier calls are about to end, but later than it looks ahead:
/// their units stand free until the next call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooEarly {
    /// Name of the programme.
    pub programme: String,
    /// The first such decision.
    pub decides: Date,
    /// When the awards end that come too late for the round.
    pub ends: Date,
    /// How many of its calls are decided so.
    pub calls: usize,
}

/// A programme whose calls award whatever fits, and alternate by more than a factor of two.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternating {
    /// Name of the programme.
    pub programme: String,
    /// The decision of the first of four calls that alternate.
    pub decides: Date,
    /// Projects that fit in each of the four.
    pub places: [f64; 4],
}

/// Two calls of a programme that are open at once: who would apply to either applies to the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// Name of the programme.
    pub programme: String,
    /// The day on which the first opens.
    pub first: Date,
    /// The day on which the second opens, before the first closes.
    pub second: Date,
}

/// What the last round of a programme keeps.
#[derive(Clone, Debug, PartialEq)]
pub struct RoundKeeps {
    /// Name of the programme.
    pub programme: String,
    /// Units or hours that an application asks for, on average.
    pub request: f64,
    /// What requests are counted in.
    pub measure: Measure,
    /// Units that the awards of its last regular round hold, if every place is won; of awards in hours, those that
    /// their jobs would run on if all hours were used evenly over the term.
    pub units: f64,
    /// For how many months of 365/12 days the places do so.
    pub months: f64,
}

/// How much of a pool is promised when most of it is.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolPromised {
    /// Name of the pool.
    pub pool: String,
    /// Within the observation window, the decision after which awards that run or wait would hold the most
    /// beyond what is leased, if every place is won. `None`: nothing is stated.
    pub most: Option<Promised>,
    /// Whether any of its programmes awards hours.
    pub in_hours: bool,
    /// Units of jobs that its awards and logs submit, of the units of its queue, if the queue is shared.
    pub load: Option<f64>,
}

/// What is promised on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Promised {
    /// The day.
    pub date: Date,
    /// Units promised.
    pub units: f64,
    /// Units that typically are leased then.
    pub leased: i64,
    /// Units that awards may hold together: those, or more where the queue is over-allocated.
    pub room: f64,
}

impl Promised {
    /// Units of awards that cannot run, if there are any worth a word: a hundredth is rounding.
    #[must_use]
    pub fn beyond(&self) -> Option<f64> {
        (self.units > self.room * 1.01).then_some(self.units - self.room)
    }
}

/// Awards of one round, or of a stretch of rolling intake.
struct Kept {
    programme: ProgrammeId,
    from: Time,
    to: Time,
    units: f64,
}

/// Works them out, with what money leases when every uncertain input is at its typical value.
///
/// # Errors
/// If an account of the money does not close: a bug in the model.
pub fn promises(inputs: &Inputs) -> Result<Promises, Unclosed> {
    let drawn = typical(inputs);
    let kept = kept(inputs, &drawn);
    let leased = leases(inputs, &drawn, &Simulator::new().money_alone(inputs, &drawn)?);
    let regular = |number: ProgrammeId| {
        let own = kept.iter().filter(|one| one.programme == number);
        let rounds = matches!(inputs.programmes[number].intake, Intake::Rounds(_));
        let last = own.filter(|_| rounds).max_by_key(|one| one.from)?;
        Some(RoundKeeps {
            programme: inputs.programmes[number].name.clone(),
            request: inputs.programmes[number].mean_request(),
            measure: inputs.programmes[number].measure(),
            units: last.units,
            months: (last.to - last.from).in_days() * 12.0 / 365.0,
        })
    };
    let pools = inputs.pools.ids().map(|pool| {
        let most = most(inputs, &kept, &leased, pool);
        let load = load(inputs, &kept, most.as_ref(), pool);
        let in_hours = inputs.pools[pool].gives_hours;
        PoolPromised { pool: inputs.pools[pool].name.clone(), most, in_hours, load }
    });
    Ok(Promises {
        programmes: inputs.programmes.ids().filter_map(regular).collect(),
        pools: pools.collect(),
        overlaps: overlaps(inputs, &drawn),
        too_early: inputs.programmes.ids().filter_map(|it| too_early(inputs, &drawn, it)).collect(),
        alternating: inputs
            .programmes
            .ids()
            .filter_map(|it| alternating(inputs, &drawn, it))
            .collect(),
    })
}

fn too_early(inputs: &Inputs, drawn: &Draws, number: ProgrammeId) -> Option<TooEarly> {
    let programme = &inputs.programmes[number];
    let Intake::Rounds(rounds) = &programme.intake else { return None };
    let own = &drawn.programmes[number];
    let mut calls: Vec<(Time, Time, bool)> = Vec::new();
    for (at, round) in rounds.rounds.enumerated() {
        let Some(dates) = own.dates[at] else { continue };
        let term = round.extra.as_ref().and_then(|extra| extra.award.as_ref());
        let to = ends(inputs, term.unwrap_or(&programme.award), dates.decides);
        calls.push((dates.decides, to, own.places[at] == Offer::WhateverFits));
    }
    calls.sort_unstable();
    let late = |(at, &(decides, _, fits)): (usize, &(Time, Time, bool))| {
        let looks = programme.looks_until(&inputs.calendar, decides);
        let month = inputs.calendar.after(decides, Span::Months(1));
        let next =
            calls.get(at + 1).map(|(next, _, _)| decides + Duration((*next - decides).0 / 2));
        let soon = next.map_or(month, |half| half.max(month));
        let mut ends = calls[..at].iter().map(|(_, ends, _)| *ends);
        ends.find(|ends| fits && looks < *ends && *ends <= soon).map(|ends| (decides, ends))
    };
    let late: Vec<(Time, Time)> = calls.iter().enumerate().filter_map(late).collect();
    let date = |time| inputs.calendar.date(inputs.calendar.day_of(time) as i64);
    late.first().map(|&(decides, ends)| TooEarly {
        programme: programme.name.clone(),
        decides: date(decides),
        ends: date(ends),
        calls: late.len(),
    })
}

fn alternating(inputs: &Inputs, drawn: &Draws, number: ProgrammeId) -> Option<Alternating> {
    let fits = drawn.fits(inputs, number);
    let apart = |low: f64, high: f64| 2.0 * low < high;
    let alternate = |places: [f64; 4]| {
        let [a, b, c, d] = places;
        (apart(b, a) && apart(b, c) && apart(d, c)) || (apart(a, b) && apart(c, b) && apart(c, d))
    };
    fits.windows(4).find_map(|four| {
        let places = [four[0].1, four[1].1, four[2].1, four[3].1];
        alternate(places).then(|| Alternating {
            programme: inputs.programmes[number].name.clone(),
            decides: inputs.calendar.date(inputs.calendar.day_of(four[0].0) as i64),
            places,
        })
    })
}

fn overlaps(inputs: &Inputs, drawn: &Draws) -> Vec<Overlap> {
    let mut all = Vec::new();
    for (number, programme) in inputs.programmes.enumerated() {
        let mut calls: Vec<_> = drawn.programmes[number].dates.iter().copied().flatten().collect();
        calls.sort_by_key(|call| call.opens);
        let date = |time| inputs.calendar.date(inputs.calendar.day_of(time) as i64);
        all.extend(calls.windows(2).filter(|pair| pair[1].opens < pair[0].closes).map(|pair| {
            let [first, second] = [pair[0].opens, pair[1].opens].map(date);
            Overlap { programme: programme.name.clone(), first, second }
        }));
    }
    all
}

fn kept(inputs: &Inputs, drawn: &Draws) -> Vec<Kept> {
    let mut all = Vec::new();
    for (number, programme) in inputs.programmes.enumerated() {
        match &programme.intake {
            Intake::Rounds(rounds) => {
                let own = &drawn.programmes[number];
                for (at, round) in rounds.rounds.enumerated() {
                    let Some(dates) = own.dates[at] else { continue };
                    let Some(units) = offered(inputs, number, round, own.places[at], dates.decides)
                    else {
                        continue;
                    };
                    let term = round.extra.as_ref().and_then(|extra| extra.award.as_ref());
                    let to = ends(inputs, term.unwrap_or(&programme.award), dates.decides);
                    let units = evenly(programme, units, to - dates.decides);
                    all.push(Kept { programme: number, from: dates.decides, to, units });
                }
            }
            Intake::Rolling { rate } => {
                let end = inputs.calendar.days() as i64;
                let term = ends(inputs, &programme.award, Time::START) - Time::START;
                for (at, &(day, rate)) in rate.iter().enumerate() {
                    let next = rate_ends(programme, at).unwrap_or(end).clamp(0, end);
                    let day = day.clamp(0, end);
                    // Little's law: as many run as come in the length of an award, up to a limit.
                    let each = evenly(programme, programme.mean_request().max(1.0), term);
                    let running = rate * term.0 as f64 * each;
                    let limit = programme.limit.and_then(|limit| limit.units);
                    let units = limit.map_or(running, |most| running.min(most as f64));
                    let midnight = |day: i64| inputs.calendar.midnight(day as usize);
                    let (from, to) = (midnight(day), midnight(next));
                    all.push(Kept { programme: number, from, to, units });
                }
            }
        }
    }
    all
}

/// Units of an amount that is awarded for a term: of hours, those that use them up evenly.
fn evenly(programme: &Programme, amount: f64, term: Duration) -> f64 {
    match programme.measure() {
        Measure::Units => amount,
        Measure::Hours => amount * Measure::HOUR as f64 / term.0.max(1) as f64 / programme.charge(),
    }
}

fn rate_ends(programme: &Programme, at: usize) -> Option<i64> {
    let Intake::Rolling { rate } = &programme.intake else { return None };
    rate.get(at + 1).map(|(day, _)| *day)
}

fn ends(inputs: &Inputs, term: &Term, from: Time) -> Time {
    match term {
        Term::Span(span) => inputs.calendar.after(from, *span),
        Term::Drawn(length) => from + Duration::from_drawn(length.mean()),
    }
}

/// Units that the awards of a round hold if every place is won, with what expansions that typically are there
/// add; `None` where the offer follows what is free.
fn offered(
    inputs: &Inputs,
    number: ProgrammeId,
    round: &Round,
    offer: Offer,
    decides: Time,
) -> Option<f64> {
    let programme = &inputs.programmes[number];
    let extra = round.extra.as_ref();
    let own = extra.and_then(|extra| extra.request.as_ref()).map(|request| request.mean());
    let request = own.unwrap_or_else(|| programme.mean_request()).max(1.0);
    let day = inputs.calendar.day_of(decides) as i64;
    let more = |places: i64| {
        if extra.is_some() { places as f64 } else { grown(inputs, number, places as f64, day) }
    };
    match offer {
        Offer::Stated { projects, units } => {
            let projects = projects.map_or(f64::INFINITY, |places| more(places) * request);
            let units = projects.min(units.map_or(f64::INFINITY, more));
            units.is_finite().then_some(units)
        }
        Offer::OfMachine(share) => {
            let there = |lot: &&crate::model::inputs::Lot| {
                lot.pool == programme.pool
                    && lot.typical_day() <= day
                    && lot.typical_end().is_none_or(|to| day < to)
            };
            let units = inputs.lots.iter().filter(there).map(|lot| lot.count.0).sum();
            Some(programme.of_machine(share, units) as f64)
        }
        Offer::PerUnits(_) | Offer::WhateverFits => None,
    }
}

/// Places with what expansions add to them.
fn grown(inputs: &Inputs, number: ProgrammeId, places: f64, day: i64) -> f64 {
    let there = |lot: &crate::model::inputs::Lot| {
        lot.typical_day() <= day && lot.typical_end().is_none_or(|to| day < to)
    };
    let pool = inputs.programmes[number].pool;
    let lots = || inputs.lots.iter().filter(move |lot| lot.pool == pool && there(lot));
    let adds = |lot: &&crate::model::inputs::Lot| {
        lot.adds_places != AddsPlaces::None && lot.adds_places_to.is_none_or(|only| only == number)
    };
    let (mut added, mut proportion) = (0.0, 0.0);
    for lot in lots().filter(adds) {
        match lot.adds_places {
            AddsPlaces::None => {}
            AddsPlaces::Number(more) => added += more as f64,
            AddsPlaces::InProportion => proportion += lot.count.0 as f64,
        }
    }
    let all: f64 = lots().map(|lot| lot.count.0 as f64).sum();
    let others = all - proportion;
    places + added + if others > 0.0 { places * proportion / others } else { 0.0 }
}

/// The decision in the window after which the most is promised beyond what is leased.
fn most(inputs: &Inputs, kept: &[Kept], leased: &[LeasePeriod], pool: PoolId) -> Option<Promised> {
    let own = || kept.iter().filter(|one| inputs.programmes[one.programme].pool == pool);
    let over = inputs.pools[pool].shared.as_ref().map_or(1.0, |queue| queue.over_allocation);
    let (from, to) = inputs.window;
    let days =
        own().map(|one| inputs.calendar.day_of(one.from)).filter(|day| (from..to).contains(day));
    let at = |day: usize| {
        let date = inputs.calendar.date(day as i64);
        let time = inputs.calendar.midnight((day + HANDED_OVER).min(inputs.calendar.days()));
        let held = own().filter(|one| one.from < time && time <= one.to);
        let period = leased.iter().find(|period| period.from <= date && date < period.to);
        let leased = period.map_or(0, |period| period.units[pool.place()].1);
        let (units, room) = (held.map(|one| one.units).sum(), leased as f64 * over);
        Promised { date, units, leased, room }
    };
    let beyond = |it: &Promised| it.units - it.room;
    days.map(at).reduce(|most, next| if beyond(&next) > beyond(&most) { next } else { most })
}

/// Units of jobs submitted for each unit of a shared queue, while its awards hold what they can.
fn load(inputs: &Inputs, kept: &[Kept], most: Option<&Promised>, pool: PoolId) -> Option<f64> {
    inputs.pools[pool].shared.as_ref()?;
    let units = most.map_or_else(
        || inputs.lots.iter().filter(|lot| lot.pool == pool).map(|lot| lot.count.0).sum(),
        |most| most.leased,
    );
    let fits = most.map_or(1.0, |most| (most.room / most.units.max(1.0)).min(1.0));
    let mut asked = 0.0;
    if let Some(most) = most {
        for workload in &inputs.workloads {
            for &number in &workload.programmes {
                let programme = &inputs.programmes[number];
                let here = |one: &&Kept| {
                    let day = inputs.calendar.day_of_date(most.date) as usize;
                    let time =
                        inputs.calendar.midnight((day + HANDED_OVER).min(inputs.calendar.days()));
                    one.programme == number && one.from < time && time <= one.to
                };
                if programme.pool == pool {
                    let held: f64 = kept.iter().filter(here).map(|one| one.units).sum();
                    // Awards in hours need no units to start.
                    let fits = if programme.hours.is_some() { 1.0 } else { fits };
                    asked += held * fits * per_unit(inputs, workload, programme);
                }
            }
        }
    }
    for log in inputs.logs.iter().filter(|log| log.pool == pool) {
        let work: f64 =
            log.weeks.jobs().iter().map(|job| f64::from(job.size) * job.run as f64).sum();
        asked += log.scale * work / (log.weeks.count() as f64 * 7.0 * 86_400.0);
    }
    (units > 0).then(|| asked / units as f64)
}

/// Units of jobs that an award submits for each unit that it holds, or uses up evenly.
fn per_unit(inputs: &Inputs, workload: &Workload, programme: &Programme) -> f64 {
    let request = programme.mean_request().max(1.0);
    if let Some(hours) = &programme.hours {
        let term = ends(inputs, &programme.award, Time::START) - Time::START;
        return match &workload.rate {
            JobRate::OfAward(multiple) => multiple.mean(),
            JobRate::PerAllocation(rate) | JobRate::PerUnit(rate) => {
                let given = request * Measure::HOUR as f64 / programme.charge();
                rate * term.0 as f64 * workload.mean_work(Some(hours)) / given
            }
        };
    }
    let units = request;
    let rate = match &workload.rate {
        JobRate::PerAllocation(rate) => *rate,
        JobRate::PerUnit(rate) => rate * units,
        JobRate::OfAward(_) => 0.0,
    };
    let size = match &workload.size {
        JobSize::ShareOfAllocation(share) => (share.mean() * units).max(1.0),
        JobSize::Units(size) => size.mean().min(units),
    };
    // A job that ends early has run half of its time, on average.
    let rate = rate * workload.load.distribution.typical();
    rate * size * workload.run_time.mean() * (1.0 - workload.early / 2.0) / units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn gwangju(alternative: Option<&str>) -> Promises {
        let text = include_str!("../../../scenarios/gwangju-2025.toml");
        let scenario = Scenario::parse("gwangju-2025.toml", text).unwrap();
        let named = |name| scenario.alternatives.iter().find(|one| Some(one.name.as_str()) == name);
        promises(named(alternative).map_or(&scenario.baseline, |one| &one.inputs)).unwrap()
    }

    /// HPC: a request is 12.4 cards on average, an award lasts half a year and so does a term: 83 places keep
    /// 83 × 12.4 = 1,029 of 1,104 cards, and 166 keep 2,058, of which 954 cannot run.
    #[test]
    fn twice_the_places_promise_more_cards_than_there_are() {
        let hpc = |promises: Promises| {
            let keeps = promises.programmes.into_iter().find(|one| one.programme == "hpc").unwrap();
            let pool = promises.pools.into_iter().find(|one| one.pool == "hpc").unwrap();
            (keeps, pool.most.unwrap())
        };
        let (keeps, most) = hpc(gwangju(None));
        assert!((keeps.request - 12.4).abs() < 0.05, "{keeps:?}");
        assert!((keeps.units - 83.0 * keeps.request).abs() < 1e-6);
        // Decided on 23 December 2025, when the 40 awards of the emergency call (11.2 cards each) hold theirs
        // to the year's end and the budget of 2026 has not begun: 1,029 + 448 of 944. They wait for it.
        assert_eq!((most.date.to_string().as_str(), most.leased), ("2025-12-23", 944));
        assert!((most.units - 1_477.2).abs() < 0.1, "{most:?}");
        let (keeps, most) = hpc(gwangju(Some("doubled-places")));
        assert!((keeps.units - 166.0 * keeps.request).abs() < 1e-6);
        assert_eq!(most.leased, 1_104);
        assert!((most.units - 2_058.0).abs() < 10.0, "{most:?}");
        assert!(most.beyond().is_some_and(|cards| (cards - 954.0).abs() < 10.0));
    }

    /// Awards of 23 December 2025 end on 23 June, a day after the decision of 22 June 2026. A programme that looks ahead counts
    /// their cards; one that does not has none in every second call.
    #[test]
    fn a_decision_just_before_awards_end_is_told() {
        let text = |ahead: &str| {
            format!(
                r#"schema = 1
title = "t"
question = "q?"
[calendar]
zone = "UTC"
start = "2025-01-01"
end = "2029-01-01"
observe-from = "2026-01-01"
observe-to = "2029-01-01"
[unit.x]
compute = "1 TF"
weight = 1
node = {{ units = 8, power = "1 kW" }}
source = "x"
[pool.m.lot.a]
unit = "x"
installed = 100
hall = "elsewhere"
source = "x"
[funding.f]
leases = "all"
source = "x"
[programme.p]
pool = "m"
rounds = {{ every = "6 months", first = "2025-05-05", window = "14 days", review = "34 days" }}
request = 1
award = "6 months"
places = "whatever fits"
demand = {{ fresh = 300 }}
source = "x"
{ahead}
"#
            )
        };
        let told = |ahead: &str| {
            let scenario =
                Scenario::parse("t.toml", &text(ahead)).unwrap_or_else(|p| panic!("{p}"));
            let promises = promises(&scenario.baseline).unwrap();
            (promises.too_early, promises.alternating)
        };
        assert_eq!(told(""), (vec![], vec![]));
        let (early, alternating) = told("looks-ahead = \"0 days\"");
        assert_eq!(early.len(), 1);
        assert_eq!(early[0].decides.to_string(), "2026-06-22");
        assert_eq!(early[0].ends.to_string(), "2026-06-23");
        assert_eq!(alternating.len(), 1);
        assert_eq!(alternating[0].places, [100.0, 0.0, 100.0, 0.0]);
    }

    #[test]
    fn no_scenario_that_ships_decides_just_before_awards_end() {
        for (name, text) in crate::scenario::LIBRARY {
            let scenario = Scenario::parse(name, text).unwrap();
            for (world, inputs) in scenario.worlds() {
                let told = promises(inputs).unwrap();
                assert_eq!((told.too_early, told.alternating), (vec![], vec![]), "{name} {world}");
            }
        }
    }

    /// The call of May is open from the 5th to the 19th: one that opens on the 2nd for a fortnight takes its applicants.
    #[test]
    fn calls_that_are_open_at_once_are_told() {
        let text = include_str!("../../../scenarios/gwangju-2025.toml");
        let early = text.replace("delay = \"91 days\" }", "delay = \"1 day\" }");
        let overlaps = |text: &str| {
            let scenario = Scenario::parse("early.toml", text).unwrap();
            promises(&scenario.baseline).unwrap().overlaps
        };
        assert_eq!(overlaps(text), []);
        let told = overlaps(&early);
        let hpc = told.iter().find(|one| one.programme == "hpc").unwrap();
        assert_eq!(
            (hpc.first.to_string(), hpc.second.to_string()),
            ("2025-05-02".to_owned(), "2025-05-05".to_owned())
        );
    }
}
