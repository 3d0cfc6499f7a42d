//! The machines on which a log is played.

use super::ReplayArguments;
use crate::scheduler::placement::Rule;
use crate::scheduler::{Outages, Servers, Step};
use crate::trace::{About, Fault, Faults, Log};

/// Units of the machines that are asked for, and their nodes, in the log's own parts of a unit.
pub(super) fn machines(
    arguments: &ReplayArguments,
    log: &Log,
) -> Result<Vec<(u32, Option<Servers>)>, Faults> {
    // The size of a place that a machine of parts may have.
    const MOST: u32 = 1_000_000;
    let parts = |units: u32| {
        let parts = units.checked_mul(log.grain).filter(|parts| *parts < u32::MAX);
        parts.ok_or_else(|| {
            Faults::whole(Fault::TooManyParts, About::Numbers(log.grain.into(), units.into()))
        })
    };
    if let Some(units_each) = arguments.units_per_node {
        let rule = Rule { fit: arguments.fit, large: arguments.large };
        let many =
            Faults::whole(Fault::TooManyParts, About::Numbers(log.grain.into(), units_each.into()));
        let units_each = parts(units_each)?;
        let all = arguments.nodes.iter().map(|&nodes| {
            let servers = Servers { nodes, units_each, rule };
            let fits =
                nodes.checked_mul(units_each).is_some() && (log.grain == 1 || units_each <= MOST);
            fits.then(|| (servers.units(), Some(servers))).ok_or_else(|| many.clone())
        });
        return all.collect();
    }
    if !arguments.units.is_empty() {
        return arguments.units.iter().map(|&units| Ok((parts(units)?, None))).collect();
    }
    match log.stated_units() {
        Some(units) => Ok(vec![(parts(units)?, None)]),
        None => Err(Faults::whole(Fault::NoUnits, About::All)),
    }
}

/// How many units are out from when on, where the outages are of units or of nodes.
pub(super) fn out_of(outages: &Outages, units: u32, servers: Option<Servers>) -> Vec<Step> {
    let Some(servers) = servers else { return outages.steps(units) };
    let whole = |step: Step| Step { out: step.out * servers.units_each, ..step };
    outages.steps(servers.nodes).into_iter().map(whole).collect()
}
