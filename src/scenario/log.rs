//! Logs as workloads: each is read once, whatever number of alternatives and replications plays it.

mod file;
mod weeks;

use std::sync::Arc;

pub(super) use self::file::Files;

use self::file::Opened;
use self::weeks::{Cut, Uncut};
use super::problem::{Message, Problem, say};
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, tables, top};
use super::units::Unit;
use crate::model::ids::{PoolId, QueueClassId};
use crate::model::inputs::Logged;
use crate::scheduler::Overrun;
use crate::time::Date;
use crate::trace::inspection::{Kind, Question};
use crate::trace::{Faults, Log};
use crate::words::{Bilingual, Language};

/// The most jobs that may come for each job of a log.
const LARGEST_SCALE: f64 = 100.0;

/// A log that jobs come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFile {
    /// The table of the scenario that names the log: `log.last-year`.
    pub path: String,
    /// The file, as it was found.
    pub file: String,
    /// SHA-256 of its bytes.
    pub digest: String,
    /// The Monday on which its first whole week begins.
    pub from: Date,
    /// Whole weeks to draw from.
    pub weeks: usize,
    /// Jobs in them.
    pub jobs: usize,
    /// Jobs of the file in no whole week.
    pub outside: u64,
    /// Jobs of the file without a run time or a size.
    pub unusable: u64,
    /// Jobs of the file that are larger than the pool ever is, or than what one user may hold.
    pub too_large: u64,
    /// What was understood of the file, and what is odd about it.
    pub inspection: Bilingual,
}

impl Draft<'_> {
    pub(super) fn logs(&mut self, reader: &mut Reader, files: &mut Files) -> Vec<LogFile> {
        let mut all = Vec::new();
        if top(self.root, "programme").or(top(self.root, "log")).is_none() {
            let reason = say("`{}` is missing", &[&"programme"]);
            let help = say("add a table [{}]", &[&"programme"]);
            reader.problems.push(Problem::error("programme", 0..0, reason).help(help));
        }
        for table in tables(self.root, "log") {
            let pools = names(&self.inputs.pools, |pool| &pool.name);
            let pool = reader.named(&table, "pool", "pool", &pools).map(PoolId::at);
            let scale = scale(reader, &table);
            let overrun =
                match reader.word_or_default(&table, "mode", &["trunc", "extend", "perfect"]) {
                    "extend" => Overrun::Extend,
                    "perfect" => Overrun::Perfect,
                    _ => Overrun::Trunc,
                };
            let mut date = |key: &str| table.get(key).and_then(|at| reader.date(&at));
            let (starts, from, to) = (date("starts"), date("from"), date("to"));
            let opened = files.open(reader, &table);
            let Some(pool) = pool else { continue };
            self.joins_queue(reader, &table, pool);
            let known = ["calendar", "unit", "pool", "expansion", "log"];
            let Some(opened) = opened.filter(|_| reader.sound(&known)) else { continue };
            let Ok(log) = &opened.log else { continue };
            let inspection = inspected(reader, &table, log, overrun);
            // A job that no user may hold would wait for ever.
            let queue = self.inputs.pools[pool].shared.as_ref();
            let class = QueueClassId::at(self.inputs.programmes.len() + self.inputs.logs.len());
            let limit = queue.and_then(|queue| queue.largest_job(class)).unwrap_or(u32::MAX);
            let units = self.most_units(pool).min(limit);
            let calendar = &reader.calendar;
            let cut = Cut { log, calendar, units, overrun, starts, from, to };
            let found = match cut.weeks() {
                Ok(found) => found,
                Err(reason) => {
                    uncut(reader, &table, &opened, reason);
                    continue;
                }
            };
            let too_large = found.dropped.too_large.count;
            if too_large > 0 {
                let reason = say(
                    "{} jobs of this log are larger than the {} units of the pool, or of one user, and are left out",
                    &[&too_large, &units],
                );
                reader.warning(&place(&table), reason, None);
            }
            all.push(LogFile {
                path: table.path.clone(),
                file: opened.name.clone(),
                digest: opened.digest.clone(),
                from: found.from,
                weeks: found.weeks.count(),
                jobs: found.weeks.jobs().len(),
                outside: found.outside,
                unusable: found.dropped.count() - too_large,
                too_large,
                inspection,
            });
            self.inputs.logs.push(Logged {
                name: table.key.to_owned(),
                pool,
                weeks: Arc::new(found.weeks),
                scale,
                users_before: self.inputs.users_of_logs(),
            });
        }
        all
    }

    /// The users of a log share the queue of its pool, with projects that do so too.
    fn joins_queue(&mut self, reader: &mut Reader, table: &Spot<'_>, pool: PoolId) {
        if self.inputs.pools[pool].shared.is_some() {
            return;
        }
        if let Some(owner) = self.inputs.programmes.iter().find(|one| one.pool == pool) {
            let reason =
                say("the projects of `{}` own units of this pool, and share none", &[&owner.name]);
            let help = say(
                "write holds = \"shared\" in their workload, or give the log a pool of its own",
                &[],
            );
            let at = table.get("pool").unwrap_or_else(|| table.clone());
            reader.error(&at, reason, Some(help));
            return;
        }
        let queue = self.queue(reader, &self.inputs.pools[pool].name);
        self.inputs.pools[pool].shared = Some(queue);
    }

    /// The most units that a pool has at one time, expansions from their typical delivery.
    pub(super) fn most_units(&self, pool: PoolId) -> u32 {
        let lots = || self.inputs.lots.iter().filter(|lot| lot.pool == pool);
        let there = |day: i64| {
            let standing = lots().filter(|lot| {
                lot.typical_day() <= day && lot.typical_end().is_none_or(|end| day < end)
            });
            standing.map(|lot| lot.count.0).sum::<i64>()
        };
        let most = lots().map(|lot| there(lot.typical_day().max(0))).max().unwrap_or(0);
        u32::try_from(most).unwrap_or(u32::MAX - 1)
    }
}

/// Holds a log against itself; what looks like a misreading and is not accepted is an error. The pool is another
/// machine than the log's, and is not held against it.
fn inspected(reader: &mut Reader, table: &Spot<'_>, log: &Log, overrun: Overrun) -> Bilingual {
    let mut accepted = Vec::new();
    for name in reader.text(table, "accept").into_iter().flat_map(|text| text.split(',')) {
        match Kind::accepted(name.trim()) {
            Ok(kind) => accepted.push(kind),
            Err(why) => {
                let at = table.get("accept").unwrap_or_else(|| table.clone());
                let help = say("write {}", &[&"accept = \"cut\""]);
                reader.error(&at, say("nothing of a log is called so: {}", &[&why]), Some(help));
            }
        }
    }
    let question = Question { units: None, trunc: overrun == Overrun::Trunc, elsewhere: true };
    let found = log.inspect(&question);
    let text = Bilingual {
        ko: found.in_language(log, Language::Ko),
        en: found.in_language(log, Language::En),
    };
    if let Some(oddity) = found.stops(&accepted).next() {
        let at = place(table);
        let name = oddity.kind.name().unwrap_or("");
        let help = say("if the log is really so, write {}", &[&format!("accept = \"{name}\"")]);
        let reason = say("this log looks misread", &[]);
        let problem = Problem::error(&at.path, at.span(), reason).help(help);
        reader.problems.push(Problem { details: Some(text.clone()), ..problem });
    }
    text
}

/// Where to point: at the name of the file.
fn place<'t>(table: &Spot<'t>) -> Spot<'t> {
    table.get("file").unwrap_or_else(|| table.clone())
}

fn scale(reader: &mut Reader, table: &Spot<'_>) -> f64 {
    let scale = reader.value_or_default(table, "scale", Unit::Number, Bounds::NOT_NEGATIVE);
    if let Some(at) = table.get("scale").filter(|_| scale > LARGEST_SCALE) {
        reader.error(&at, say("this must not be above {}", &[&LARGEST_SCALE]), None);
        return 1.0;
    }
    scale
}

/// Says what a file has, in the words of the layer that reads logs.
fn findings(reader: &mut Reader, at: &Spot<'_>, name: &str, faults: &Faults, help: Message) {
    let text = |notes: bool| Bilingual {
        ko: faults.findings(name, notes, Language::Ko),
        en: faults.findings(name, notes, Language::En),
    };
    if faults.errors().next().is_some() {
        let reason = say("this log cannot be played", &[]);
        let problem = Problem::error(&at.path, at.span(), reason).help(help);
        reader.problems.push(Problem { details: Some(text(false)), ..problem });
    }
    if faults.groups.iter().any(|group| group.fault.is_note()) {
        let problem = Problem::warning(&at.path, at.span(), say("this log is odd", &[]));
        reader.problems.push(Problem { details: Some(text(true)), ..problem });
    }
}

/// Why there are no weeks to draw from.
fn uncut(reader: &mut Reader, table: &Spot<'_>, opened: &Opened, reason: Uncut) {
    let at = place(table);
    match reason {
        Uncut::Unplayable(faults) => {
            let help = say("look at the units of the pool and at the columns of the log", &[]);
            findings(reader, &at, &opened.name, &faults, help);
        }
        Uncut::NoOrigin => {
            let help = say("add {} = {}", &[&"starts", &"\"2024-01-01\""]);
            let reason = say("the log does not say on what day its second 0 is", &[]);
            reader.error(&at, reason, Some(help));
        }
        Uncut::OutOfTime => {
            let reason = say("the times of the log are beyond the years of a calendar", &[]);
            let help = say("look at the years of the log", &[]);
            reader.error(&at, reason, Some(help));
        }
        Uncut::NoWeek { first, last } => {
            let reason = say(
                "the log holds no whole week from Monday to Sunday with a job: it lasts from {} to {}",
                &[&first, &last],
            );
            let help = say("if it lasts longer than its jobs, say so: from and to", &[]);
            reader.error(&at, reason, Some(help));
        }
    }
}
