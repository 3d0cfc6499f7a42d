//! The calls of a programme as the fluid of [`super::demand`] sees them.

use crate::engine::Distribution;
use crate::model::draws::{Draws, ProgrammeDrawn};
use crate::model::ids::{ProgrammeId, RoundId, Table};
use crate::model::inputs::{Inputs, Intake, Offer, Programme, Round, Rounds, Term, Then};
use crate::model::people::demand::{Fluid, FluidRound, FluidTerm, Returns};
use crate::model::people::fee::willing_on;
use crate::model::people::held::{Extended, Leased};
use crate::model::people::programme_switching::leaving;
use crate::model::people::round_dates::RoundDates;
use crate::model::people::selection::{least, with_expansions};
use crate::time::{Duration, Time};

/// The calls that open in a future, by closing time: expected people, and what is offered by the
/// typical course of capacity.
pub(in crate::model) fn fluid_rounds(
    inputs: &Inputs,
    number: ProgrammeId,
    rounds: &Rounds,
    drawn: &ProgrammeDrawn,
) -> Fluid {
    let programme = &inputs.programmes[number];
    let mut calls: Vec<(RoundId, &Round, RoundDates)> = rounds
        .rounds
        .enumerated()
        .filter_map(|(id, round)| Some((id, round, drawn.dates[id]?)))
        .collect();
    // Rounds that wait for money may come in another order in this future.
    calls.sort_by_key(|(_, _, dates)| dates.closes);
    let patience = programme.patience.as_ref().map(|it| Duration::from_drawn(it.quantile(0.5)));
    let mut before = drawn.stream.from;
    let mut fluid = Table::new();
    for (id, round, dates) in calls {
        let since = patience.map_or(before, |longest| before.max(dates.closes + -longest));
        let fresh = drawn.stream.pieces(&inputs.calendar, since, dates.closes);
        before = dates.closes;
        fluid.push(FluidRound {
            fresh,
            reach: drawn.stream.reach[id],
            induced: drawn.stream.induced[id],
            patience,
            ..of(inputs, number, drawn, (id, round, dates))
        });
    }
    // What awards hold matters where an offer is what they leave.
    let fits = fluid.iter().any(|round| round.fits.is_some());
    let leased = fits.then(|| leased(inputs, programme, drawn.extend));
    Fluid { rounds: fluid, leased }
}

impl Draws {
    /// When each call of a programme that awards whatever fits is decided, and the projects that fit there in expected
    /// numbers, by closing time.
    #[must_use]
    pub fn fits(&self, inputs: &Inputs, number: ProgrammeId) -> Vec<(Time, f64)> {
        let Intake::Rounds(rounds) = &inputs.programmes[number].intake else { return Vec::new() };
        let drawn = &self.programmes[number];
        let fluid = fluid_rounds(inputs, number, rounds, drawn);
        if fluid.leased.is_none() {
            return Vec::new();
        }
        fluid.fits(drawn.level, &Returns::of(drawn))
    }
}

/// The units of a pool that awards may be promised, by the typical course of leases.
fn leased(inputs: &Inputs, programme: &Programme, extended: f64) -> Leased {
    let pool = programme.pool;
    let over = inputs.pools[pool].shared.as_ref().map_or(1.0, |queue| queue.over_allocation);
    let changes = inputs.course().leases(inputs, pool);
    let extension = programme.extension.as_ref();
    Leased {
        changes: changes.map(|(from, units)| (from, units as f64 * over)).collect(),
        gap: inputs.gap,
        extension: extension.map(|it| Extended {
            by: it.by,
            share: extended,
            from_day: it.from_day,
        }),
        calendar: std::sync::Arc::clone(&inputs.calendar),
    }
}

/// A call, but for who comes.
fn of(
    inputs: &Inputs,
    number: ProgrammeId,
    drawn: &ProgrammeDrawn,
    (id, round, dates): (RoundId, &Round, RoundDates),
) -> FluidRound {
    let programme = &inputs.programmes[number];
    let day = |time| inputs.calendar.day_of(time) as i64;
    let (opens, decides) = (day(dates.opens), day(dates.decides));
    let extra = round.extra.as_ref();
    let term = extra.and_then(|extra| extra.award.as_ref()).unwrap_or(&programme.award);
    let rules = programme.selection.on(opens);
    let request = extra.and_then(|extra| extra.request.as_ref());
    let most = rules.most_units();
    let mean = |floor: f64| {
        let own = request.map(|request| mean_won(request, most, floor));
        own.unwrap_or_else(|| mean_award(programme, most, floor)).max(1.0)
    };
    let request = mean(1.0);
    let away = leaving(&drawn.moves, decides, |way| way.of_turned_away);
    let course = inputs.course();
    let leased = || course.leased(inputs, programme.pool, decides);
    let grown = |places: i64| match extra {
        Some(_) => places as f64,
        None => {
            let lots = course.of_pool(inputs, programme.pool, decides);
            with_expansions(inputs, number, places, lots) as f64
        }
    };
    let offer = drawn.places[id];
    let (projects, units) = match offer {
        Offer::Stated { projects, units } => (projects.map(grown), units.map(grown)),
        Offer::PerUnits(per) => (Some((leased() / per) as f64), None),
        Offer::OfMachine(share) => (None, Some(programme.of_machine(share, leased()) as f64)),
        Offer::WhateverFits => (None, None),
    };
    let no_show = rules.no_show().map(|no_show| (drawn.no_show, no_show.then));
    let (ends, extended) = ends(inputs, programme, term, dates.decides);
    FluidRound {
        closes: dates.closes,
        decides: dates.decides,
        ends,
        terms: terms(inputs, programme, ends),
        extended: extended.map(|end| (end, drawn.extend)),
        fresh: Vec::new(),
        reach: 1.0,
        induced: 0.0,
        patience: None,
        // People who go elsewhere from the start are demand, but not for this programme.
        stays_fresh: 1.0 - leaving(&drawn.moves, opens, |way| way.of_fresh),
        stays: 1.0 - away,
        willing: willing_on(programme, drawn, opens),
        qualified: qualified(programme, rules.bar(), opens),
        request,
        least: if rules.floor() < 1.0 { mean(rules.floor()) } else { request },
        lapses: programme.start_within.map(|span| inputs.calendar.after(dates.decides, span)),
        declined: no_show.map_or(0.0, |(chance, _)| chance),
        replaced: matches!(no_show, Some((_, Then::WaitingList | Then::TopUp(_)))),
        projects,
        units,
        fits: (offer == Offer::WhateverFits)
            .then(|| programme.looks_until(&inputs.calendar, dates.decides)),
    }
}

/// Share of applications at or above a bar of quality, over the classes of a programme.
fn qualified(programme: &Programme, bar: f64, opens: i64) -> f64 {
    let above = |bonus: f64| (1.0 - (bar - bonus)).clamp(0.0, 1.0);
    if programme.classes.is_empty() {
        return above(0.0);
    }
    let of = |class: &crate::model::inputs::ClassOf| {
        let bonus = if class.bonus_from <= opens { class.bonus } else { 0.0 };
        class.share * above(bonus)
    };
    programme.classes.iter().map(of).sum::<f64>().min(1.0)
}

/// The further terms of awards that end their first one then.
fn terms(inputs: &Inputs, programme: &Programme, mut ends: Time) -> Vec<FluidTerm> {
    let Some(terms) = &programme.terms else { return Vec::new() };
    let of = |number: u32| {
        let share = terms.share_with(number);
        let begins = ends;
        ends = after(inputs, &programme.award, begins);
        let matters = share > 0.0 && begins < inputs.calendar.end();
        matters.then_some(FluidTerm { ends, share, factor: terms.factor(number) })
    };
    (1..).map_while(of).collect()
}

/// When a term that begins then ends, typically.
fn after(inputs: &Inputs, term: &Term, begins: Time) -> Time {
    match term {
        Term::Span(span) => inputs.calendar.after(begins, *span),
        Term::Drawn(length) => begins + Duration::from_drawn(Distribution::mean(length)),
    }
}

/// When an award of a call ends, and when where it is extended.
fn ends(
    inputs: &Inputs,
    programme: &Programme,
    term: &Term,
    decides: Time,
) -> (Time, Option<Time>) {
    let ends = after(inputs, term, decides);
    let day = inputs.calendar.day_of(ends) as i64;
    let extension = programme.extension.as_ref().filter(|it| it.from_day <= day);
    (ends, extension.map(|extension| inputs.calendar.after(ends, extension.by)))
}

/// Mean units of an award, over the classes of a programme.
fn mean_award(programme: &Programme, most: Option<i64>, floor: f64) -> f64 {
    if programme.classes.is_empty() {
        return mean_won(&programme.request, most, floor);
    }
    let of = |class: &crate::model::inputs::ClassOf| {
        class.share * mean_won(programme.request_of(class.class), most, floor)
    };
    programme.classes.iter().map(of).sum()
}

/// The mean of what an application wins of a request of which no more than `most` counts, if it has no more than
/// the share `floor` of that, in whole units.
fn mean_won(request: &Distribution, most: Option<i64>, floor: f64) -> f64 {
    const POINTS: i32 = 200;
    if most.is_none() && floor >= 1.0 {
        return request.mean();
    }
    let at = |point: i32| {
        let drawn = request.quantile((f64::from(point) + 0.5) / f64::from(POINTS));
        let counts = most.map_or(drawn, |most| drawn.min(most as f64));
        if floor < 1.0 { least(libm::round(counts).max(1.0) as i64, floor) as f64 } else { counts }
    };
    (0..POINTS).map(at).sum::<f64>() / f64::from(POINTS)
}
