//! Whether those who hurry find room: what jobs want of a pool while a rush lasts, against all that it ever has.
//!
//! Where they want more, they wait, less is used, and more hurry: the rush feeds itself.

use super::limits::most_units;
use super::problem::say;
use super::products::{mean_award, mean_request};
use super::read::Draft;
use super::reader::{Reader, tables};
use crate::model::Draws;
use crate::model::ids::PoolId;
use crate::model::inputs::{Inputs, Intake, JobRate, Measure, Offer, Programme, Rush, Workload};

/// Awards that begin together, or one after the other all the time, and how fast their jobs use them.
struct Wave {
    /// When awards of the wave begin, in seconds. `None`: all the time.
    begins: Option<f64>,
    /// How long awards of the wave last, in seconds.
    term: f64,
    /// Units that would use all of their hours over that time.
    units: f64,
    pace: Pace,
}

/// How fast jobs use an award if none of them waits, as multiples of what would use it exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pace {
    /// Part of the term after which they hurry.
    from: f64,
    calm: f64,
    hurry: f64,
}

impl Pace {
    fn of(calm: f64, rush: Option<&Rush>) -> Self {
        const STEPS: u32 = 2_000;
        let Some(rush) = rush.filter(|rush| rush.from < 1.0) else {
            return Self { from: 1.0, calm, hurry: calm };
        };
        let left_before = (1.0 - calm * rush.from).max(0.0);
        let step = (1.0 - rush.from) / f64::from(STEPS);
        let left = (0..STEPS).fold(left_before, |left, at| {
            let time = (1.0 - rush.from) - f64::from(at) * step;
            (left - calm * rush.times(left, time) * step).max(0.0)
        });
        Self { from: rush.from, calm, hurry: (left_before - left) / (1.0 - rush.from) }
    }

    fn mean(&self) -> f64 {
        self.calm * self.from + self.hurry * (1.0 - self.from)
    }
}

impl Wave {
    /// Units that its jobs want at a time.
    fn wants(&self, at: f64) -> f64 {
        let Some(begins) = self.begins else { return self.units * self.pace.mean() };
        let part = (at - begins) / self.term;
        match () {
            () if !(0.0..1.0).contains(&part) => 0.0,
            () if part < self.pace.from => self.units * self.pace.calm,
            () => self.units * self.pace.hurry,
        }
    }
}

/// The waves of a programme to which a given number of people newly apply.
fn waves(
    inputs: &Inputs,
    world: &Draws,
    (programme, workload): (&Programme, &Workload),
    expected: f64,
) -> Vec<Wave> {
    let number = inputs.programmes.find(|other| other.name == programme.name);
    let (Some(hours), Some(number)) = (&programme.hours, number) else { return Vec::new() };
    let (term, request) = (mean_award(programme).max(1.0), mean_request(programme));
    let units = |amount: f64| amount * Measure::HOUR as f64 / programme.charge() / term;
    let calm = match &workload.rate {
        JobRate::OfAward(multiple) => multiple.mean(),
        JobRate::PerAllocation(rate) => rate * workload.mean_work(Some(hours)) / units(request),
        JobRate::PerUnit(_) => return Vec::new(),
    };
    let pace = Pace::of(calm, workload.rush.as_ref());
    let seconds = inputs.calendar.end().0.max(1) as f64;
    let asked = expected * request;
    let Intake::Rounds(rounds) = &programme.intake else {
        let units = units(asked) * term / seconds;
        return vec![Wave { begins: None, term, units, pace }];
    };
    let drawn = &world.programmes[number];
    let each = asked / rounds.rounds.len().max(1) as f64;
    let of = |(dates, offer): (&Option<crate::model::RoundDates>, &Offer)| {
        let most = match *offer {
            Offer::Stated { units: Some(units), .. } => units as f64,
            Offer::Stated { projects: Some(projects), .. } => projects as f64 * request,
            Offer::OfMachine(share) => {
                programme.of_machine(share, most_units(inputs, programme.pool)) as f64
            }
            _ => each,
        };
        let begins = Some(dates.as_ref()?.decides.0 as f64);
        Some(Wave { begins, term, units: units(most.min(each)), pace })
    };
    drawn.dates.iter().zip(&drawn.places).filter_map(of).collect()
}

impl Draft<'_> {
    /// Warns of a rush in which jobs want more than their pool ever has.
    pub(super) fn rushes_have_room(&self, reader: &mut Reader, world: &Draws, expected: &[f64]) {
        let inputs = &self.inputs;
        if inputs.workloads.iter().all(|workload| workload.rush.is_none())
            || !reader.sound(&["workload"])
        {
            return;
        }
        let of_pool = |pool: PoolId| -> Vec<Wave> {
            let workloads = inputs.workloads.iter();
            let own =
                workloads.flat_map(|it| it.programmes.iter().map(move |&number| (number, it)));
            own.filter(|(number, _)| inputs.programmes[*number].pool == pool)
                .flat_map(|(number, workload)| {
                    let people = expected.get(number.place()).copied().unwrap_or(0.0);
                    let people = people * self.times(&inputs.programmes[number]);
                    waves(inputs, world, (&inputs.programmes[number], workload), people)
                })
                .collect()
        };
        for (workload, table) in inputs.workloads.iter().zip(tables(self.root, "workload")) {
            let (Some(_), Some(at)) = (workload.rush, table.get("rush")) else { continue };
            let Some(&first) = workload.programmes.first() else { continue };
            let pool = inputs.programmes[first].pool;
            let all = of_pool(pool);
            let middle = |wave: &Wave| {
                wave.begins
                    .map_or(0.0, |begins| begins + f64::midpoint(wave.pace.from, 1.0) * wave.term)
            };
            let hurry = all.iter().filter(|wave| wave.pace.from < 1.0).map(middle);
            let within = hurry.filter(|at| *at < inputs.calendar.end().0 as f64);
            let wanted = within.map(|at| all.iter().map(|wave| wave.wants(at)).sum::<f64>());
            let wanted = wanted.fold(0.0, f64::max);
            let most = most_units(inputs, pool);
            if wanted > most as f64 {
                let reason = say(
                    "while they hurry, jobs want {} units, and `{}` never has more than {}: they wait, less is used, and more hurry",
                    &[&format!("{wanted:.0}"), &inputs.pools[pool].name, &most],
                );
                let help = say("expect long queues, or state a weaker `strength`", &[]);
                reader.warning(&at, reason, Some(help));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0.6 of the hours without a hurry; by hand (see `a_rush_uses_what_is_left` of the tests) 0.977 with one from three
    /// quarters on: 0.977 - 0.45 in a quarter of the time is 2.11 times as fast as would use the award.
    #[test]
    fn a_pace_by_hand() {
        let rush = Rush { from: 0.75, strength: 1.0 };
        let pace = Pace::of(0.6, Some(&rush));
        assert!((pace.hurry - 2.109).abs() < 0.01, "{pace:?}");
        assert!((pace.mean() - 0.977).abs() < 0.003, "{pace:?}");
        assert_eq!(Pace::of(0.6, None).mean(), 0.6);
    }
}
