//! A log held against itself and against its machine: what was understood, and what cannot be.

use super::Log;
use super::left::Reason;

pub use self::held::Held;
pub use self::oddities::{Kind, Level, Oddity};

mod held;
mod oddities;
mod words;

/// Where the size of the machine comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `MaxProcs` or `MaxNodes` in the comments of the log.
    Header,
    /// The size was given with the command, or is that of a scenario's pool.
    Given,
}

/// The machine that a log is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Whole units.
    pub units: u32,
    /// Where the size comes from.
    pub source: Source,
}

/// What is asked of an inspection.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The largest machine that was asked for, in whole units.
    pub units: Option<u32>,
    /// Jobs are ended at their request.
    pub trunc: bool,
    /// Only what the lines say is looked at: the machine is another one than the log's.
    pub elsewhere: bool,
}

/// Jobs that run longer than they asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cut {
    /// Jobs that state a request.
    pub stated: u64,
    /// Jobs that run longer than it.
    pub jobs: u64,
    /// Share of all unit-time that lies beyond requests.
    pub work: f64,
    /// The factor by which requests would have to be longer for nearly all of them to cover their runs.
    pub factor: Option<i64>,
}

/// What was understood of a log, and what is odd about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Inspection {
    /// The machine of the log, if it is known.
    pub machine: Option<Machine>,
    /// Jobs with a run time and a size.
    pub jobs: u64,
    /// First submission and last end, in ticks.
    pub span: (i64, i64),
    /// What its jobs held, by the waits that it states; `None` if it states none.
    pub held: Option<Held>,
    /// Jobs that run longer than they asked for.
    pub cut: Cut,
    /// What cannot be, or is likely to be a misreading.
    pub oddities: Vec<Oddity>,
}

impl Log {
    /// Holds a log against itself.
    #[must_use]
    pub fn inspect(&self, question: &Question) -> Inspection {
        let stated = self.stated_units().map(|units| Machine { units, source: Source::Header });
        let given = question.units.map(|units| Machine { units, source: Source::Given });
        let machine = if question.elsewhere { stated } else { stated.or(given) };
        let usable =
            || self.records.iter().filter(|it| it.run.0 > 0 && it.size > 0 && it.size < u32::MAX);
        let units = machine.map(|machine| i64::from(machine.units) * i64::from(self.grain));
        let held = held::of(usable(), units, self.ticks_per_second);
        let first = usable().map(|it| it.submit.0).min().unwrap_or(0);
        let end = |it: &super::Record| {
            it.submit.0.saturating_add(it.run.0).saturating_add(it.wait().map_or(0, |wait| wait.0))
        };
        let last = usable().map(end).max().unwrap_or(first);
        let mut found = Inspection {
            machine,
            jobs: usable().count() as u64,
            span: (first, last),
            held,
            cut: self.cut(),
            oddities: Vec::new(),
        };
        found.oddities = oddities::of(self, &found, question);
        found
    }

    /// Jobs that run longer than they asked for, and by what factor all requests may be too short.
    fn cut(&self) -> Cut {
        let (mut cut, mut all, mut lost) = (Cut::default(), 0_i128, 0_i128);
        let mut over = [0_u64; FACTORS.len()];
        for record in self.records.iter().filter(|it| it.run.0 > 0 && it.size > 0) {
            let (size, run) = (i128::from(record.size), i128::from(record.run.0));
            all += size * run;
            let Some(requested) = record.requested() else { continue };
            cut.stated += 1;
            let requested = i128::from(requested.0);
            if run > requested {
                cut.jobs += 1;
                lost += size * (run - requested);
                for (over, factor) in over.iter_mut().zip(FACTORS) {
                    *over += u64::from(run > requested * i128::from(factor) * 21 / 20);
                }
            }
        }
        cut.work = if all > 0 { lost as f64 / all as f64 } else { 0.0 };
        let mends =
            |(over, _): &(&u64, i64)| **over * 10 <= cut.stated && cut.jobs * 2 > cut.stated;
        cut.factor = over.iter().zip(FACTORS).find(mends).map(|(_, factor)| factor);
        cut
    }
}

/// Factors by which requests may be too short: minutes for seconds, seconds for milliseconds, hours for seconds.
const FACTORS: [i64; 3] = [60, 1_000, 3_600];

impl Inspection {
    /// What stops a replay, but for those that are accepted.
    pub fn stops<'a>(&'a self, accepted: &'a [Kind]) -> impl Iterator<Item = &'a Oddity> {
        let stops = |it: &&Oddity| it.level == Level::Stop && !accepted.contains(&it.kind);
        self.oddities.iter().filter(stops)
    }

    /// Jobs of the log's lines that are left out for what they are.
    #[must_use]
    pub fn left(log: &Log) -> Vec<(Reason, u64)> {
        log.left.reasons.iter().map(|(reason, tally)| (*reason, tally.count)).collect()
    }
}
