//! What awards keep of their pool if every place is won, and how much their jobs ask of a shared queue: by
//! arithmetic, with typical values. Awards that cannot all run at once wait, and lapse.

mod calls;
mod kept;
mod load;

use self::calls::{alternating, overlaps, too_early};
use self::kept::kept;
use self::load::{load, most};
use super::{leases, typical};
use crate::model::ids::ProgrammeId;
use crate::model::inputs::{Inputs, Intake, Measure, Term};
use crate::model::{Simulator, Unclosed};
use crate::time::{Date, Duration, Time};

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
    /// Projects that fit in each of the four calls.
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

/// Works out what is promised, with what money leases when every uncertain input is at its typical value.
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

/// When a term that begins then ends, by its mean length.
fn ends(inputs: &Inputs, term: &Term, from: Time) -> Time {
    match term {
        Term::Span(span) => inputs.calendar.after(from, *span),
        Term::Drawn(length) => from + Duration::from_drawn(length.mean()),
    }
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
