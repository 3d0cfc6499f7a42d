//! What is kept of the baseline's futures while alternatives are compared with it: the rounds and the months, so that
//! a ratio can be compared over what both hold, from the first day on which they differ.

use serde::{Deserialize, Serialize};

use crate::measures::{Flow, Response, Rung};
use crate::model::ids::ProgrammeId;
use crate::model::inputs::{Inputs, Intake, Round};
use crate::model::record::{Record, RoundRow};
use crate::quantity::ratio;
use crate::time::Time;

/// The rounds and months of one future.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Trail {
    rounds: Vec<Held>,
    /// Month by month, and within a month pool by pool: ∫ each rung.
    months: Vec<[i64; Rung::ALL.len()]>,
}

/// A trail as it is kept while other futures are played: in a third of the bytes.
#[derive(Clone, Debug)]
pub(super) struct Packed(Box<[u8]>);

impl Packed {
    pub(super) fn of(mut trail: Trail) -> Self {
        // Rungs are mostly as high as the one above: what is kept is how much lower each is.
        for rungs in &mut trail.months {
            for at in (1..rungs.len()).rev() {
                rungs[at] = rungs[at - 1].wrapping_sub(rungs[at]);
            }
        }
        Self(postcard::to_allocvec(&trail).expect("memory can be written to").into_boxed_slice())
    }

    pub(super) fn unpacked(&self) -> Trail {
        let mut trail: Trail =
            postcard::from_bytes(&self.0).expect("it was packed by this program");
        for rungs in &mut trail.months {
            for at in 1..rungs.len() {
                rungs[at] = rungs[at - 1].wrapping_sub(rungs[at]);
            }
        }
        trail
    }
}

/// A round by what names it in every alternative.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Held {
    programme: ProgrammeId,
    call: Call,
    row: RoundRow,
}

/// What names a round within its programme.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Call {
    /// The day on which it opens.
    Opens(i64),
    /// The word of its name, where it waits for money: then every future has a day of its own.
    Named(u32),
}

impl Call {
    fn of(round: &Round) -> Self {
        match &round.extra {
            Some(extra) if extra.after.is_some() => Self::Named(extra.word),
            _ => Self::Opens(round.opens_day),
        }
    }
}

impl Held {
    fn is(&self, other: &Self) -> bool {
        (self.programme, self.call, self.row.top_up)
            == (other.programme, other.call, other.row.top_up)
    }
}

/// Two ends of a competition over the rounds of one side: what was asked for, and what there was.
pub(in crate::study) type Ends = (fn(&RoundRow) -> i64, fn(&RoundRow) -> i64);

/// What was asked for in a round and what was given, if a response is their ratio.
pub(in crate::study) fn ends(response: Response) -> Option<Ends> {
    match response {
        Response::ApplicationsOfPlaces => Some((RoundRow::applications, |row| row.places)),
        Response::ApplicationsOfAwards => Some((RoundRow::applications, |row| row.awards)),
        // The columns of a programme that awards hours are in hours.
        Response::UnitsAskedOfOffered | Response::HoursAskedOfOffered => {
            Some((|row| row.units_asked, |row| row.units_offered))
        }
        Response::UnitsAskedOfAwarded => Some((|row| row.units_asked, |row| row.units_awarded)),
        _ => None,
    }
}

/// Two worlds, and which part of them a scope is.
#[derive(Clone, Copy)]
pub(super) struct Worlds<'a> {
    pub(super) baseline: &'a Inputs,
    pub(super) other: &'a Inputs,
}

/// A ratio over a part of the window, in one future.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Restricted {
    /// Numerator and denominator of the baseline and of the alternative.
    pub(super) sides: [(i64, i64); 2],
    /// Rounds that count, and rounds of the baseline in the window.
    pub(super) rounds: (usize, usize),
    /// Rounds in the window that only the alternative, or only the baseline holds: number, numerator, denominator.
    pub(super) apart: [(usize, i64, i64); 2],
}

impl Restricted {
    /// The ratios of the two.
    pub(super) fn pair(&self) -> Option<(f64, f64)> {
        let [before, after] = self.sides;
        Some((ratio(before.0, before.1)?, ratio(after.0, after.1)?))
    }
}

impl Trail {
    pub(super) fn of(baseline: &Inputs, inputs: &Inputs, record: &Record) -> Self {
        let number = |name: &str| baseline.programmes.find(|one| one.name == name);
        let rounds = record.rounds.iter().filter_map(|row| {
            let programme = &inputs.programmes[row.programme];
            let Intake::Rounds(rounds) = &programme.intake else { return None };
            let call = Call::of(rounds.rounds.get(row.round.place())?);
            Some(Held { programme: number(&programme.name)?, call, row: *row })
        });
        let pools: Vec<Option<usize>> = baseline
            .pools
            .iter()
            .map(|pool| inputs.pools.iter().position(|one| one.name == pool.name))
            .collect();
        let own = inputs.pools.len().max(1);
        let months = record.months.chunks(own).flat_map(|month| {
            pools.iter().map(move |pool| {
                let account = pool.map(|pool| month[pool]).unwrap_or_default();
                Rung::ALL.map(|rung| account.of(Flow::of_rung(rung)).0)
            })
        });
        Self { rounds: rounds.collect(), months: months.collect() }
    }

    fn held(&self, round: &Held) -> Option<&Held> {
        self.rounds.iter().find(|own| own.is(round))
    }

    /// The first day of the baseline's calendar on which the other differs: the opening of a round, or the first day
    /// of a month.
    pub(super) fn differs_from(&self, other: &Self, baseline: &Inputs) -> Option<usize> {
        let pools = baseline.pools.len().max(1);
        let months = self.months.chunks(pools).zip(other.months.chunks(pools));
        let month = months
            .zip(baseline.calendar.months())
            .find(|((own, others), _)| own != others)
            .map(|(_, month)| month.from_day);
        let same = |a: &Held, b: &Held| {
            let RoundRow { programme, round, .. } = a.row;
            a.row == RoundRow { programme, round, ..b.row }
        };
        let differing = |own: &Self, others: &Self| {
            let rows = own.rounds.iter();
            let odd = rows.filter(|round| others.held(round).is_none_or(|it| !same(round, it)));
            odd.map(|round| baseline.calendar.day_of(round.row.opens)).min()
        };
        [month, differing(self, other), differing(other, self)].into_iter().flatten().min()
    }

    /// A ratio over the rounds that both hold and that open on a day or later.
    pub(super) fn competition(
        &self,
        other: &Self,
        (worlds, scope, since): (Worlds<'_>, &str, usize),
        (part, whole): Ends,
    ) -> Restricted {
        let Worlds { baseline, other: inputs } = worlds;
        let counts = |programme: ProgrammeId| {
            let one = &baseline.programmes[programme];
            one.name == scope || (scope == "site" && baseline.at_site(one.pool))
        };
        let within = |inputs: &Inputs, time: Time| {
            let (from, to) = inputs.window;
            inputs.calendar.midnight(from) <= time && time < inputs.calendar.midnight(to)
        };
        let since = baseline.calendar.midnight(since.min(baseline.calendar.days()));
        let mut found = Restricted::default();
        let sides = [(self, other, baseline), (other, self, inputs)];
        for (side, (own, others, world)) in sides.into_iter().enumerate() {
            let rounds = own.rounds.iter().filter(|round| counts(round.programme));
            for round in rounds.filter(|round| within(world, round.row.closes)) {
                let (asked, given) = (part(&round.row), whole(&round.row));
                let twin = others.held(round).filter(|twin| within(baseline, twin.row.closes));
                found.rounds.1 += usize::from(side == 0);
                match twin {
                    None => {
                        // The baseline's are those that the alternative drops.
                        let apart = &mut found.apart[1 - side];
                        *apart = (apart.0 + 1, apart.1 + asked, apart.2 + given);
                    }
                    Some(twin) if round.row.opens.max(twin.row.opens) >= since => {
                        let sums = &mut found.sides[side];
                        *sums = (sums.0 + asked, sums.1 + given);
                        found.rounds.0 += usize::from(side == 0);
                    }
                    Some(_) => {}
                }
            }
        }
        found
    }

    /// A ratio of two rungs over the months of the window that begin on a day or later.
    pub(super) fn ladder(
        &self,
        other: &Self,
        (worlds, scope, since): (Worlds<'_>, &str, usize),
        (part, whole): (Rung, Rung),
    ) -> Restricted {
        let baseline = worlds.baseline;
        let pools = baseline.pools.len().max(1);
        let mut found = Restricted::default();
        let (from, to) = baseline.window;
        for (number, month) in baseline.calendar.months().iter().enumerate() {
            if month.from_day < from.max(since) || month.from_day >= to {
                continue;
            }
            for (pool, named) in baseline.pools.enumerated() {
                if named.name != scope && !(scope == "site" && baseline.at_site(pool)) {
                    continue;
                }
                for (side, own) in [self, other].into_iter().enumerate() {
                    let Some(rungs) = own.months.get(number * pools + pool.place()) else {
                        continue;
                    };
                    let sums = &mut found.sides[side];
                    *sums = (sums.0 + rungs[part as usize], sums.1 + rungs[whole as usize]);
                }
            }
        }
        found
    }
}
