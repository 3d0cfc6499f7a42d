//! What projects pay.

use super::hours::unit_of;
use super::problem::say;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot};
use super::units::Unit;
use crate::model::ids::PoolId;
use crate::model::inputs::{Charge, Fee};

impl Draft<'_> {
    /// The fee of a programme on a pool. A fee of zero is none.
    pub(super) fn fee(
        &self,
        reader: &mut Reader,
        programme: &Spot<'_>,
        pool: Option<PoolId>,
    ) -> Option<Fee> {
        let table = programme.get("fee").filter(Spot::is_table)?;
        let before = reader.factors.len();
        let share = table
            .get("share")
            .and_then(|at| reader.uncertain(&at, Unit::Number, Bounds::SHARE))
            .map(Charge::Share);
        let monthly = table
            .get("per-unit-month")
            .and_then(|at| reader.uncertain(&at, Unit::Money, Bounds::NOT_NEGATIVE))
            .map(Charge::Monthly);
        let hourly = table
            .get("per-unit-hour")
            .and_then(|at| reader.uncertain(&at, Unit::Money, Bounds::NOT_NEGATIVE))
            .map(Charge::Hourly);
        let elasticity =
            reader.uncertain_or_default(&table, "elasticity", Unit::Number, Bounds::NOT_NEGATIVE);
        let from_day = reader.from(&table, "from");
        let to_day = reader.day(&table, "to").unwrap_or(i64::MAX);
        let in_hours = unit_of(programme.get("request").as_ref()) == Unit::Hours;
        let ways: Vec<_> = ["share", "per-unit-month", "per-unit-hour"]
            .iter()
            .filter_map(|key| table.get(key))
            .collect();
        let own = |at: &&Spot<'_>| (at.key == "per-unit-hour") == in_hours;
        if let Some(at) = ways.iter().find(|at| !own(at)) {
            let (reason, help) = match in_hours {
                true => (
                    say("awards in hours pay for the hours that they use", &[]),
                    say("write per-unit-hour = \"500 KRW\"", &[]),
                ),
                false => (
                    say("`{}` is for awards in hours", &[&at.key]),
                    say("write share = 0.1 or per-unit-month = \"0.4m KRW\"", &[]),
                ),
            };
            reader.error(at, reason, Some(help));
        } else if ways.len() != 1 {
            let (reason, help) = match in_hours {
                true => (
                    say("a fee of awards in hours is won for an hour of a unit", &[]),
                    say("write per-unit-hour = \"500 KRW\"", &[]),
                ),
                false => (
                    say("a fee is a share of the lease price, or won for a card and month", &[]),
                    say("write share = 0.1 or per-unit-month = \"0.4m KRW\"", &[]),
                ),
            };
            reader.error(&table, reason, Some(help));
        }
        let Some(charge) = share.or(monthly).or(hourly) else {
            reader.factors.truncate(before);
            return None;
        };
        let priced = |pool| {
            let lots = || self.inputs.lots.iter().filter(|lot| lot.pool == pool);
            lots().next().is_none() || lots().any(|lot| lot.lease_price.is_some())
        };
        // Whoever pays by the hour needs a lease price only where applicants answer to the share of it.
        let unmoved = elasticity.distribution.range() == (0.0, 0.0);
        let needs_price = !(unmoved && matches!(charge, Charge::Hourly(_)));
        if needs_price && reader.sound(&["lease-price", "pool"]) && !pool.is_none_or(priced) {
            let reason =
                say("the units of this pool have no price, so a fee has no share of it", &[]);
            let help = say("state their price in [lease-price]", &[]);
            reader.error(&table, reason, Some(help));
        }
        let stated = &charge.stated().distribution;
        if stated.is_constant() && stated.range().0 == 0.0 {
            reader.factors.truncate(before);
            return None;
        }
        Some(Fee { charge, elasticity, from_day, to_day })
    }
}
