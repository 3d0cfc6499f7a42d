//! What units cost: leased by the length of the contract, bought, and in electricity.

use std::collections::BTreeMap;

use super::power::power_limit;
use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, top};
use super::units::Unit;
use crate::model::inputs::{Electricity, LeasePrice, PowerLimit, Purchase, Uncertain};

/// Lease prices by the name of the kind of unit.
pub(super) type Prices = BTreeMap<String, LeasePrice>;

impl Draft<'_> {
    /// The price of each kind of unit, by name.
    pub(super) fn prices(&self, reader: &mut Reader) -> Prices {
        let mut stated = Prices::new();
        let before = reader.factors.len();
        let Some(table) = top(self.root, "lease-price") else { return stated };
        let kinds = names(&self.inputs.kinds, |kind| &kind.name);
        let mut same_as = Vec::new();
        for at in table.entries().into_iter().filter(|at| at.key != "source") {
            if reader.name(&at.at_key(), at.key, "unit", &kinds).is_none() {
                continue;
            }
            if let Some(other) = at.node.text().and_then(|text| text.strip_prefix("as ")) {
                same_as.push((at.clone(), other.trim()));
            } else if let Some(price) = lease_price(reader, &at) {
                stated.insert(at.key.to_owned(), price);
            }
        }
        for (at, other) in same_as {
            if let Some(price) = stated.get(other).cloned() {
                stated.insert(at.key.to_owned(), price);
            } else if table.get(other).is_none() || other == "source" {
                let priced: Vec<&str> = stated.keys().map(String::as_str).collect();
                let help = super::reader::one_of(other, &priced);
                reader.error(&at, say("`{}` has no price to share", &[&other]), Some(help));
            } else if table
                .get(other)
                .is_some_and(|it| it.node.text().is_some_and(|t| t.starts_with("as ")))
            {
                let help = say("name a unit whose price is an amount", &[]);
                reader.error(&at, say("`{}` has no amount of its own", &[&other]), Some(help));
            }
        }
        // A price is listed when a lot has it.
        reader.factors.truncate(before);
        stated
    }
}

/// A price, or one for each length of contract: `{ by-length = { "4 months" = "4.8m KRW" } }`.
fn lease_price(reader: &mut Reader, at: &Spot<'_>) -> Option<LeasePrice> {
    let Some(by_length) = at.get("by-length").filter(|_| at.is_table()) else {
        let price = reader.uncertain(at, Unit::Price, Bounds::NOT_NEGATIVE)?;
        return Some(LeasePrice { steps: vec![(0, price)] });
    };
    if at.entries().len() > 1 || !by_length.is_table() || by_length.entries().is_empty() {
        let help = say(
            "write by-length = { \"4 months\" = \"4.8m KRW\", \"12 months\" = \"2.6m KRW\" }",
            &[],
        );
        reader.error(
            at,
            say("a price by length is a table of lengths and prices", &[]),
            Some(help),
        );
        return None;
    }
    let mut steps = Vec::new();
    for entry in by_length.entries() {
        let length = reader.keyed(&entry, entry.key, Unit::Length);
        let price = reader.uncertain(&entry, Unit::Price, Bounds::NOT_NEGATIVE);
        steps.push(length.zip(price));
    }
    let mut steps: Vec<(i64, Uncertain)> = steps
        .into_iter()
        .map(|step| step.map(|(seconds, price)| (libm::floor(seconds / 86_400.0) as i64, price)))
        .collect::<Option<_>>()?;
    steps.sort_by_key(|(days, _)| *days);
    Some(LeasePrice { steps })
}

/// Reads what the units of a lot or of an expansion cost where they are bought.
pub(super) fn purchase(reader: &mut Reader, table: &Spot<'_>) -> Option<Purchase> {
    let at = table.get("bought").filter(Spot::is_table)?;
    let price =
        at.get("price").and_then(|at| reader.uncertain(&at, Unit::Money, Bounds::NOT_NEGATIVE));
    let life = at.get("life").and_then(|at| reader.uncertain(&at, Unit::Length, Bounds::FROM_ONE));
    let running = reader.uncertain_or_default(&at, "running", Unit::Money, Bounds::NOT_NEGATIVE);
    Some(Purchase { price: price?, life: life?, running })
}

/// What electricity costs, if the site states a tariff, and how much power it may draw, if it states that.
pub(super) fn electricity(
    reader: &mut Reader,
    site: &Spot<'_>,
) -> (Option<Electricity>, Option<PowerLimit>) {
    let mut share = |key: &str| reader.value_or_default(site, key, Unit::Number, Bounds::SHARE);
    let (busy, idle) = (share("busy-power"), share("idle-power"));
    let down = share("down-power");
    let before = reader.factors.len();
    let pue = reader.uncertain_or_default(site, "pue", Unit::Number, Bounds::FROM_ONE);
    let limit = power_limit(reader, site, &pue, (busy, idle, down));
    if limit.is_none() && site.get("tariff").is_none() {
        let keys = ["pue", "busy-power", "idle-power", "down-power"];
        if let Some(at) = keys.into_iter().find_map(|key| site.get(key)) {
            let help = say("write tariff = \"182.7 KRW/kWh\"", &[]);
            reader.warning(&at, say("without a tariff no electricity is counted", &[]), Some(help));
        }
    }
    let known = if limit.is_some() { reader.factors.len() } else { before };
    let tariff = site
        .get("tariff")
        .and_then(|at| reader.uncertain(&at, Unit::Tariff, Bounds::NOT_NEGATIVE))
        // Free electricity is as if nothing were said.
        .filter(|tariff| tariff.distribution.range() != (0.0, 0.0));
    if tariff.is_none() {
        reader.factors.truncate(known);
    }
    (tariff.map(|tariff| Electricity { pue, tariff, busy, idle, down }), limit)
}
