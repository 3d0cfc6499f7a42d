//! What a pool's servers do: placement of gangs, failures, maintenance; and how jobs save their work.

use std::ops::Range;

use super::problem::say;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot};
use super::tree::Kind;
use super::units::Unit;
use crate::model::inputs::{Checkpoint, Failure, Machine, Outage, Stop};
use crate::scheduler::placement::{Fit, Large, Rule};
use crate::time::{Duration, Span, Time};

/// More windows than this are a slip of the pen.
const MOST_WINDOWS: usize = 10_000;

impl Draft<'_> {
    /// The servers of a pool, if anything is said of them.
    pub(super) fn machine(&self, reader: &mut Reader, pool: &Spot<'_>) -> Option<Machine> {
        let part = |key: &str| pool.get(key).filter(Spot::is_table);
        let (placed, fails, kept) = (part("placement"), part("failure"), part("maintenance"));
        let stops = part("outage").map_or_else(Vec::new, |at| self.stops(reader, pool, &at));
        if placed.is_none() && fails.is_none() && kept.is_none() && stops.is_empty() {
            return None;
        }
        let mut machine = Machine {
            rule: placed.map_or_else(Rule::default, |at| rule(reader, &at)),
            failure: fails.and_then(|at| failure(reader, &at)),
            outages: Vec::new(),
            drain: Duration::ZERO,
            stops,
        };
        if let Some(at) = kept {
            let drain = reader.value_or_default(&at, "drain", Unit::Length, Bounds::NOT_NEGATIVE);
            machine.drain = Duration::from_drawn(drain);
            machine.outages = self.outages(reader, &at);
        }
        Some(machine)
    }

    /// Outages by date and hour that fall into the calendar.
    fn stops(&self, reader: &mut Reader, pool: &Spot<'_>, all: &Spot<'_>) -> Vec<Stop> {
        let servers = self.servers(pool);
        let mut stops = Vec::new();
        for at in all.entries().into_iter().filter(Spot::is_table) {
            let from = at.get("from").and_then(|at| reader.instant(&at));
            let to = at.get("to").and_then(|at| reader.instant(&at));
            let length = at.get("length").and_then(|at| reader.span(&at));
            if at.get("to").is_some() == at.get("length").is_some() {
                let help = say("write to = \"2026-03-02 18:00\" or length = \"4 hours\"", &[]);
                let reason = say("an outage has an end or a length", &[]);
                reader.error(&at, reason, Some(help));
                continue;
            }
            let which = which_servers(reader, &at, &servers);
            let drain = reader.value_or_default(&at, "drain", Unit::Length, Bounds::NOT_NEGATIVE);
            if let Some(drains) = at.get("drain").filter(|_| matches!(which, Some(Some(_)))) {
                let reason = say("only an outage of the whole pool can be drained", &[]);
                let help = say("leave drain out: jobs on these servers are interrupted", &[]);
                reader.error(&drains, reason, Some(help));
            }
            let (Some(from), Some(servers)) = (from, which) else { continue };
            if !reader.sound(&["calendar"]) {
                continue;
            }
            let calendar = &self.inputs.calendar;
            let Some(to) = to.or_else(|| Some(calendar.after(from, length?))) else { continue };
            if to <= from {
                let at = at.get("to").or_else(|| at.get("length")).unwrap_or_else(|| at.clone());
                let help = say("write to = \"2026-03-02 18:00\" or length = \"4 hours\"", &[]);
                reader.error(&at, say("this ends before it begins", &[]), Some(help));
            } else if stops.len() >= MOST_WINDOWS {
                let help = say("write a window of maintenance that comes again", &[]);
                reader.error(&at, say("these are too many outages", &[]), Some(help));
                break;
            } else if to > Time::START && from < calendar.end() {
                let drain = Duration::from_drawn(drain);
                stops.push(Stop { from, to, servers, drain });
            }
        }
        stops
    }

    /// The lots of a pool and how many servers each has, in the order of the file.
    fn servers(&self, pool: &Spot<'_>) -> Vec<(String, usize)> {
        let lots = pool.get("lot").map_or_else(Vec::new, |lots| lots.entries());
        let count = |lot: &Spot<'_>| {
            let unit = lot.get("unit")?.node.text()?;
            let kind = self.inputs.kinds.iter().find(|kind| kind.name == unit)?;
            let Kind::Integer(units) = lot.get("installed")?.node.kind else { return None };
            usize::try_from(kind.nodes(units)).ok()
        };
        lots.iter().map(|lot| (lot.key.to_owned(), count(lot).unwrap_or(0))).collect()
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

/// The servers of an outage: one of a lot, the first ones up to a share, or all (`None`).
fn which_servers(
    reader: &mut Reader,
    table: &Spot<'_>,
    lots: &[(String, usize)],
) -> Option<Option<Range<usize>>> {
    let all: usize = lots.iter().map(|(_, servers)| servers).sum();
    match (table.get("server"), table.get("share")) {
        (None, None) => Some(None),
        (None, Some(at)) => {
            let share = reader.plain(&at, Unit::Number, Bounds::SHARE)?;
            let first = (share * all as f64 - 1e-9).ceil().max(0.0) as usize;
            Some(if first >= all { None } else { Some(0..first) })
        }
        (Some(at), None) => {
            let named = at.node.text().and_then(|text| text.rsplit_once('.'));
            let mut before = 0;
            for (lot, servers) in lots {
                if let Some((name, number)) = named
                    && name == lot
                    && let Ok(number @ 1..) = number.parse::<usize>()
                    && number <= *servers
                {
                    return Some(Some(before + number - 1..before + number));
                }
                before += servers;
            }
            let there = lots.iter().map(|(lot, servers)| format!("{lot}.1 … {lot}.{servers}"));
            let there = there.collect::<Vec<_>>().join(", ");
            let reason = say("the pool has no such server", &[]);
            reader.error(&at, reason, Some(say("one of: {}", &[&there])));
            None
        }
        (Some(at), Some(_)) => {
            let help = say("leave one of them out", &[]);
            reader.error(&at, say("an outage is of a server or of a share", &[]), Some(help));
            None
        }
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
