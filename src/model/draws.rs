//! One future: every uncertain input drawn once, and the level of demand that goes with it.

use serde::{Deserialize, Serialize};

use crate::model::capacity::power::PowerDrawn;
use crate::model::ids::{FundingId, LotId, ProgrammeId, RoundId, Table};
use crate::model::inputs::{
    FactorValues, Fresh, Inputs, Intake, Offer, Programme, Replication, Round, Rounds,
};
use crate::model::money::appropriation::FundingDrawn;
use crate::model::money::electricity::PowerPrice;
use crate::model::money::price::YearlyPrices;
use crate::model::money::purchase::PurchaseDrawn;
use crate::model::money::sale::SaleDrawn;
use crate::model::people::applicants::expected_by_day;
use crate::model::people::award_rate::AwardRateDrawn;
use crate::model::people::demand;
use crate::model::people::fee::FeeDrawn;
use crate::model::people::fluid::fluid_rounds;
use crate::model::people::programme_switching::MoveDrawn;
use crate::model::people::round_dates::RoundDates;
use crate::model::people::stream::Stream;
use crate::time::{Calendar, Duration, Time};

/// One replication's drawing of all uncertain inputs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draws {
    /// The replication of the draws.
    pub replication: Replication,
    /// The value of each factor.
    pub factors: FactorValues,
    /// Lots, in the order of the inputs.
    pub lots: Table<LotId, LotDrawn>,
    /// Fundings, in the order of the inputs.
    pub fundings: Table<FundingId, FundingDrawn>,
    /// Terms on which spare units are sold; `None`: they are held.
    pub sale: Option<SaleDrawn>,
    /// Programmes, in the order of the inputs.
    pub programmes: Table<ProgrammeId, ProgrammeDrawn>,
    /// Outputs, in the order of the inputs: how many for each started award or unit-month.
    pub outputs: Vec<f64>,
}

/// A lot's dates and price in this future.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotDrawn {
    /// First day on which it is installed.
    pub from_day: i64,
    /// First day on which it is gone.
    pub to_day: i64,
    /// Prices of one leased unit for a year.
    pub prices: YearlyPrices,
    /// Terms of purchase; `None`: it is leased.
    pub bought: Option<PurchaseDrawn>,
    /// What electricity of one unit costs; `None`: nobody says.
    pub power_price: Option<PowerPrice>,
    /// What one unit draws, where the site has a limit and the lot stands there.
    pub power: Option<PowerDrawn>,
}

/// A programme's demand and places in this future.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgrammeDrawn {
    /// Chance of applying again after a refusal.
    pub reapply: f64,
    /// Chance of applying again after an award lapsed because units never came.
    pub reapply_lapsed: f64,
    /// Chance of applying again after a finished allocation.
    pub renew: f64,
    /// Chance that a winner declines.
    pub no_show: f64,
    /// Chance of an extension, of those that used enough.
    pub extend: f64,
    /// Growth of demand per year.
    pub growth: f64,
    /// Expected people of one nominal time between rounds at the calendar's start (rounds), or 1
    /// (rolling).
    pub level: f64,
    /// The nominal time between rounds for which the level is stated, in seconds.
    pub spacing: f64,
    /// Who newly comes, by month; empty where intake is rolling.
    pub stream: Stream,
    /// What its projects pay, if they pay anything.
    pub fee: Option<FeeDrawn>,
    /// How demand answers to the award rate of the last round, if it does.
    pub award_rate: Option<AwardRateDrawn>,
    /// Ways of its applicants to other programmes.
    pub moves: Vec<MoveDrawn>,
    /// For each round: its dates; `None`: it never opens in this future.
    pub dates: Table<RoundId, Option<RoundDates>>,
    /// For each round: what it offers, before expansions.
    pub places: Table<RoundId, Offer>,
}

/// The level of demand of a programme of the baseline, to be held by alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Name of the programme.
    pub programme: String,
    /// Expected people of one nominal time between rounds at the calendar's start.
    pub level: f64,
    /// The nominal time between rounds that `level` is of, in seconds.
    pub spacing: f64,
    /// The time from which people count.
    pub from: Time,
}

/// The inferred level of demand of each programme of the baseline, by name.
pub type Levels = Vec<Level>;

impl Draws {
    /// Draws a replication: every factor at its own address.
    ///
    /// `held` are the levels of demand of the baseline in the same replication: an alternative keeps
    /// them, because demand does not follow supply. Without them demand is inferred.
    #[must_use]
    pub fn draw(inputs: &Inputs, replication: Replication, held: Option<&Levels>) -> Self {
        let values = inputs.factors.drawn(replication);
        Self::with(inputs, replication, values, held)
    }

    /// Draws a replication with given values of the factors, wherever they come from; what is no factor is drawn
    /// in the replication.
    #[must_use]
    pub fn with(
        inputs: &Inputs,
        replication: Replication,
        values: FactorValues,
        held: Option<&Levels>,
    ) -> Self {
        let drawn = &values;
        let whole_day = |days: f64| libm::floor(days) as i64;
        let calendar = &inputs.calendar;
        let lots: Table<LotId, LotDrawn> = inputs
            .lots
            .iter()
            .map(|lot| {
                let from_day = lot.lead_time.as_ref().map_or(lot.from_day, |lead| {
                    let days = lead.value(drawn).max(0.0) / 86_400.0;
                    lot.from_day + whole_day(days)
                });
                let bought =
                    lot.bought.as_ref().map(|it| PurchaseDrawn::draw(it, drawn, inputs.currency));
                let kind = &inputs.kinds[lot.kind];
                let retires = bought.map_or(i64::MAX, |it| from_day.saturating_add(it.life_days));
                LotDrawn {
                    from_day,
                    to_day: lot.to_day.unwrap_or(i64::MAX).min(retires),
                    prices: YearlyPrices::draw(lot.lease_price.as_ref(), drawn, inputs.currency),
                    bought,
                    power_price: inputs
                        .electricity
                        .as_ref()
                        .map(|it| PowerPrice::draw(it, kind, drawn, inputs.currency)),
                    power: inputs
                        .power_limit
                        .as_ref()
                        .filter(|_| inputs.draws_power(lot))
                        .map(|limit| PowerDrawn::draw(limit, kind, drawn)),
                }
            })
            .collect();
        let fundings: Table<FundingId, FundingDrawn> = inputs
            .fundings
            .iter()
            .map(|funding| FundingDrawn::draw(funding, drawn, replication, inputs.currency))
            .collect();
        let programmes = inputs
            .programmes
            .enumerated()
            .map(|(number, programme)| {
                let level = held.and_then(|levels| {
                    levels.iter().find(|level| level.programme == programme.name)
                });
                draw_programme(inputs, &lots, number, &fundings, drawn, level)
            })
            .collect();
        let sale = inputs.sale.as_ref().map(|sale| {
            let weights = inputs.lots.iter().map(|lot| inputs.kinds[lot.kind].weight);
            SaleDrawn::draw(sale, weights, drawn, inputs.currency)
        });
        let outputs = inputs.outputs.iter().map(|one| one.ratio.value(drawn));
        let outputs = outputs.collect();
        debug_assert!(calendar.days() > 0);
        Self { replication, factors: values, lots, fundings, sale, programmes, outputs }
    }

    /// New applicants that each programme expects over the whole calendar.
    #[must_use]
    pub fn expected_applicants(&self, inputs: &Inputs) -> Vec<f64> {
        let programmes = inputs.programmes.iter().zip(&self.programmes);
        programmes
            .map(|(programme, drawn)| match &programme.intake {
                Intake::Rounds(_) => {
                    let stream = &drawn.stream;
                    let months = stream.months.iter().map(|month| month.expected);
                    months.chain(stream.induced.iter().copied()).sum()
                }
                Intake::Rolling { rate } => {
                    let by_day = expected_by_day(inputs, programme, drawn.growth, rate);
                    by_day.last().copied().unwrap_or(0.0)
                }
            })
            .collect()
    }

    /// The levels of demand of this future, to be held by alternatives.
    #[must_use]
    pub fn levels(&self, inputs: &Inputs) -> Levels {
        let level = |(programme, drawn): (&Programme, &ProgrammeDrawn)| Level {
            programme: programme.name.clone(),
            level: drawn.level,
            spacing: drawn.spacing,
            from: drawn.stream.origin,
        };
        inputs.programmes.iter().zip(&self.programmes).map(level).collect()
    }
}

fn draw_programme(
    inputs: &Inputs,
    lots: &[LotDrawn],
    number: ProgrammeId,
    fundings: &Table<FundingId, FundingDrawn>,
    values: &FactorValues,
    held: Option<&Level>,
) -> ProgrammeDrawn {
    let programme = &inputs.programmes[number];
    let share = |value: f64| value.clamp(0.0, 1.0);
    let mut drawn = ProgrammeDrawn {
        reapply: share(programme.reapply.value(values)),
        reapply_lapsed: share(
            programme.reapply_lapsed.as_ref().unwrap_or(&programme.reapply).value(values),
        ),
        renew: share(programme.renew.value(values)),
        no_show: programme
            .selection
            .no_show
            .as_ref()
            .map_or(0.0, |no_show| share(no_show.chance.value(values))),
        extend: programme
            .extension
            .as_ref()
            .map_or(0.0, |extension| share(extension.chance.value(values))),
        growth: programme.growth.value(values),
        fee: FeeDrawn::draw(inputs, lots, programme, values),
        award_rate: None,
        moves: MoveDrawn::draw(programme, values),
        level: 1.0,
        spacing: Calendar::YEAR_SECONDS,
        stream: Stream::default(),
        dates: Table::new(),
        places: Table::new(),
    };
    let Intake::Rounds(rounds) = &programme.intake else { return drawn };
    drawn.places = offers(rounds, values);
    let dates = |round: &Round| round.dates(inputs, fundings, values);
    drawn.dates = rounds.rounds.iter().map(dates).collect();
    drawn.award_rate = AwardRateDrawn::draw(programme, rounds, values);
    // Demand counts people in a year, not in a round: the level is that of the baseline's calls, whatever an
    // alternative's are.
    drawn.spacing = held.map_or(rounds.spacing, |held| held.spacing);
    let closes = drawn.dates.iter().flatten().map(|dates| dates.closes).min();
    let first = closes.map(|closes| closes + -Duration::from_drawn(drawn.spacing));
    let (from, origin) = match (first, held) {
        // Nobody comes where there never was a call.
        (None, None) => return drawn,
        (Some(first), Some(held)) => (first.min(held.from), held.from),
        (Some(from), None) => (from, from),
        (None, Some(held)) => (held.from, held.from),
    };
    let stream = Stream::new(inputs, programme, drawn.growth, (from, origin), drawn.spacing);
    drawn.stream = stream.with_calls(rounds, values);
    drawn.level = match (&rounds.fresh, held) {
        (Fresh::Stated(level), _) => level.value(values).max(0.0),
        (Fresh::Inferred(_), Some(held)) => held.level,
        (Fresh::Inferred(observed), None) => {
            let fluid = fluid_rounds(inputs, number, rounds, &drawn);
            let target = observed.competition.value(values);
            let counted =
                fluid.rounds.iter().map(|r| observed.from <= r.closes && r.closes < observed.to);
            let counted: Vec<bool> = counted.collect();
            demand::infer_level(&fluid, &counted, &demand::Returns::of(&drawn), target)
        }
    };
    drawn.stream.set_level(drawn.level);
    drawn
}

/// How many times the starting level demand stands at `time`: growth and season.
pub(super) fn demand_factor(
    inputs: &Inputs,
    programme: &Programme,
    growth: f64,
    time: Time,
) -> f64 {
    let calendar = &inputs.calendar;
    let month = calendar.date(calendar.day_of(time) as i64).month();
    libm::exp(growth * calendar.years_since_start(time)) * programme.season[month as usize - 1]
}

fn offers(rounds: &Rounds, values: &FactorValues) -> Table<RoundId, Offer> {
    rounds
        .rounds
        .iter()
        .map(|round| match &round.extra {
            Some(extra) => extra.places.draw(values),
            None => {
                let current = rounds.places.iter().rev().find(|(day, _)| *day <= round.opens_day);
                current.map_or(Offer::NONE, |(_, places)| places.draw(values))
            }
        })
        .collect()
}
