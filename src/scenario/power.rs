//! The power that a site may draw: the limit by day or by month of the year.

use super::problem::say;
use super::programme::is_dated;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot};
use super::units::{self, Unit};
use crate::model::inputs::{AtLimit, PowerLimit, Uncertain};
use crate::quantity::Watts;

/// Shares of its node's power that a unit draws: busy, idle, down.
pub(super) type Shares = (f64, f64, f64);

/// How much power the site may draw, if the file says so.
pub(super) fn power_limit(
    reader: &mut Reader,
    site: &Spot<'_>,
    pue: &Uncertain,
    (busy, idle, down): Shares,
) -> Option<PowerLimit> {
    let Some(at) = site.get("power-limit") else {
        if let Some(at) = site.get("at-limit") {
            let help = say("write power-limit = \"8 MW\", or remove it", &[]);
            reader.error(&at, say("nothing says how much power there is", &[]), Some(help));
        }
        return None;
    };
    let at_limit = match reader.word_or_default(site, "at-limit", &["drain", "throttle"]) {
        "throttle" => AtLimit::Throttle,
        _ => AtLimit::Drain,
    };
    let steps = steps(reader, &at);
    let plan = PowerLimit { steps, at_limit, pue: pue.clone(), busy, idle, down };
    (!plan.steps.is_empty()).then_some(plan)
}

fn steps(reader: &mut Reader, at: &Spot<'_>) -> Vec<(i64, Watts)> {
    let watts = |reader: &mut Reader, at: &Spot<'_>| {
        let power = reader.plain(at, Unit::Power, Bounds::NOT_NEGATIVE);
        power.map(|power| Watts(power as i64))
    };
    if !at.is_table() {
        return watts(reader, at).map(|limit| (i64::MIN, limit)).into_iter().collect();
    }
    let by_date = is_dated(at) && at.entries().iter().any(|entry| entry.key.contains('-'));
    let mut steps = Vec::new();
    let mut months = Vec::new();
    for entry in at.entries() {
        let limit = watts(reader, &entry);
        if by_date {
            let day = reader.keyed(&entry, entry.key, Unit::Date);
            steps.extend(day.zip(limit).map(|(day, limit)| (day as i64, limit)));
            continue;
        }
        let month =
            units::number(entry.key).filter(|m| m.fract() == 0.0 && (1.0..=12.0).contains(m));
        match (month, limit) {
            (Some(month), Some(limit)) => months.push((month as i8, limit)),
            (None, _) => {
                let help = say(
                    "write power-limit = { \"2026-07-01\" = \"6 MW\" } or, for every year, { 6 = \"6 MW\", 9 = \"8 MW\" }",
                    &[],
                );
                reader.error(&entry, say("there is no month {}", &[&entry.key]), Some(help));
            }
            (Some(_), None) => {}
        }
    }
    steps.extend(reader.every_year(&months));
    steps.sort_by_key(|(day, _)| *day);
    steps
}

impl Reader {
    /// What holds from the first of a month on, in every year of the calendar and the one before it.
    fn every_year(&self, months: &[(i8, Watts)]) -> Vec<(i64, Watts)> {
        let first = self.calendar.date(0).year() - 1;
        let last = self.calendar.date(self.calendar.days() as i64).year();
        let firsts = (first..=last).flat_map(|year| {
            months.iter().map(move |&(month, limit)| (jiff::civil::date(year, month, 1), limit))
        });
        firsts.map(|(date, limit)| (self.calendar.day_of_date(date), limit)).collect()
    }
}

impl Draft<'_> {
    /// Whose jobs the limit holds back: those of shared queues.
    pub(super) fn finish_power(&self, reader: &mut Reader) {
        let Some(at) = self.site.as_ref().and_then(|site| site.get("power-limit")) else { return };
        let Some(plan) = &self.inputs.power_limit else { return };
        for (number, pool) in self.inputs.pools.enumerated() {
            if self.inputs.at_site(number) && pool.shared.is_none() {
                let reason = say(
                    "the limit holds back jobs of a shared queue, and `{}` has none",
                    &[&pool.name],
                );
                let help =
                    say("add a [workload.NAME] of its programmes with holds = \"shared\"", &[]);
                reader.error(&at, reason, Some(help));
            }
        }
        // By the largest that ever stands there, at the typical PUE.
        let idle: f64 = self
            .inputs
            .lots
            .iter()
            .filter(|lot| self.inputs.draws_power(lot))
            .map(|lot| {
                let kind = &self.inputs.kinds[lot.kind];
                let watts = kind.node_power.0 as f64 / kind.node_units as f64;
                lot.count.0 as f64 * watts * plan.idle
            })
            .sum();
        let idle = idle * plan.pue.distribution.typical();
        let least = plan.steps.iter().map(|(_, limit)| limit.0).min().unwrap_or(i64::MAX);
        if idle > least as f64 {
            let (idle, least) = (kilowatts(idle), kilowatts(least as f64));
            let reason = say(
                "units that run nothing draw {} kW of {} kW: once all of them are in service, nothing is left for jobs",
                &[&idle, &least],
            );
            let help = say("look at `idle-power`, `pue` and the power of the nodes", &[]);
            reader.warning(&at, reason, Some(help));
        }
    }
}

fn kilowatts(watts: f64) -> String {
    format!("{:.0}", watts / 1_000.0)
}
