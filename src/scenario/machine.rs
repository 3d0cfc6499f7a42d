//! What a pool's servers do: placement of gangs, failures, maintenance; and how jobs save their work.

use super::problem::say;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot};
use super::units::Unit;
use crate::model::inputs::{Checkpoint, Failure, Machine, Outage};
use crate::scheduler::placement::{Fit, Large, Rule};
use crate::time::{Duration, Span};

/// More windows than this are a slip of the pen.
const MOST_WINDOWS: usize = 10_000;

impl Draft<'_> {
    /// The servers of a pool, if anything is said of them.
    pub(super) fn machine(&self, reader: &mut Reader, pool: &Spot<'_>) -> Option<Machine> {
        let part = |key: &str| pool.get(key).filter(Spot::is_table);
        let (placed, fails, kept) = (part("placement"), part("failure"), part("maintenance"));
        if placed.is_none() && fails.is_none() && kept.is_none() {
            return None;
        }
        let mut machine = Machine {
            rule: placed.map_or_else(Rule::default, |at| rule(reader, &at)),
            failure: fails.and_then(|at| failure(reader, &at)),
            outages: Vec::new(),
            drain: Duration::ZERO,
        };
        if let Some(at) = kept {
            let drain = reader.value_or_default(&at, "drain", Unit::Length, Bounds::NOT_NEGATIVE);
            machine.drain = Duration::from_drawn(drain);
            machine.outages = self.outages(reader, &at);
        }
        Some(machine)
    }

    /// Windows of maintenance, from the first on until the calendar ends.
    fn outages(&self, reader: &mut Reader, table: &Spot<'_>) -> Vec<Outage> {
        let first = table.get("first").and_then(|at| reader.date(&at));
        let mut span = |key: &str| table.get(key).and_then(|at| reader.span(&at));
        let (every, length) = (span("every"), span("length"));
        let (Some(first), Some(length)) = (first, length) else { return Vec::new() };
        if !reader.sound(&["calendar"]) {
            return Vec::new();
        }
        let calendar = &self.inputs.calendar;
        let mut all: Vec<Outage> = Vec::new();
        let first = calendar.start_of(first);
        for n in 0.. {
            let from = match every {
                None if n > 0 => break,
                None => first,
                Some(Span::Months(months)) => {
                    calendar.after(first, Span::Months(months.saturating_mul(n)))
                }
                Some(Span::Days(days)) => calendar.after(first, Span::Days(days.saturating_mul(n))),
                Some(Span::Fixed(every)) => first + Duration(every.0.saturating_mul(n.into())),
            };
            if from >= calendar.end() {
                break;
            }
            let to = calendar.after(from, length);
            let overlaps = all.last().is_some_and(|last| from <= last.to);
            if to <= from || overlaps || all.len() >= MOST_WINDOWS {
                let at = table.get(if to <= from { "length" } else { "every" });
                let at = at.unwrap_or_else(|| table.clone());
                let help = say("write every = \"3 months\" and length = \"8 hours\"", &[]);
                let reason = say("a window of maintenance must end before the next begins", &[]);
                reader.error(&at, reason, Some(help));
                return Vec::new();
            }
            all.push(Outage { from, to });
        }
        // A window before the first simulated instant is over.
        all.retain(|outage| outage.from.0 >= 0);
        all
    }
}

fn rule(reader: &mut Reader, table: &Spot<'_>) -> Rule {
    let fit = reader.word_or_default(table, "fit", &["best", "first", "least fragmentation"]);
    let large = reader.word_or_default(table, "large", &["whole nodes", "pack"]);
    Rule {
        fit: match fit {
            "first" => Fit::First,
            "least fragmentation" => Fit::LeastFragmentation,
            _ => Fit::Best,
        },
        large: if large == "pack" { Large::Pack } else { Large::WholeNodes },
    }
}

fn failure(reader: &mut Reader, table: &Spot<'_>) -> Option<Failure> {
    let mut length = |key: &str| {
        let at = table.get(key)?;
        reader.distribution(&at, Unit::Length, Bounds::NOT_NEGATIVE)
    };
    let (to_failure, repair) = (length("time-to-failure"), length("repair"));
    let failure = Failure { to_failure: to_failure?, repair: repair? };
    let at = table.get("time-to-failure")?;
    if failure.to_failure.range().1 < 3_600.0 {
        let help = say("3.79 failures per 1,000 node-days are one in 264 days", &[]);
        reader.error(&at, say("a server that fails every hour does no work", &[]), Some(help));
        return None;
    }
    Some(failure)
}

/// How the jobs of a workload save their work.
pub(super) fn checkpoint(reader: &mut Reader, table: &Spot<'_>) -> Option<Checkpoint> {
    let at = table.get("checkpoint").filter(Spot::is_table)?;
    let every = reader.value(&at, "every", Unit::Length, Bounds { low: 1.0, ..Bounds::ANY })?;
    let cost = reader.value_or_default(&at, "cost", Unit::Length, Bounds::NOT_NEGATIVE);
    Some(Checkpoint { every: Duration::from_drawn(every), cost: Duration::from_drawn(cost) })
}
