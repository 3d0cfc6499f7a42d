//! Money that leases units.

use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, tables};
use super::units::Unit;
use crate::model::ids::LotId;
use crate::model::inputs::{Funding, FundingKind, MoneyShare, Uncertain, WhenShort};
use crate::quantity::Units;

impl Draft<'_> {
    pub(super) fn fundings(&mut self, reader: &mut Reader) {
        for table in tables(self.root, "funding") {
            let (kind, mut counts) = self.counts(reader, &table);
            counts.extend(self.funded_expansions(table.key, &counts));
            let days = self.inputs.calendar.days() as f64;
            let (from, lag) = self.first_day(reader, &table);
            let to = either_day(reader, &table, ["to", "until"], days);
            let soonest = from.distribution.range().0
                + lag.as_ref().map_or(0.0, |lag| lag.distribution.range().0 / 86_400.0);
            if to.distribution.range().1 <= soonest {
                let at = table.get("to").or_else(|| table.get("until"));
                let help = say("the end is the first day on which it leases nothing", &[]);
                let reason = say("this funding ends before it starts", &[]);
                reader.error(&at.unwrap_or_else(|| table.clone()), reason, Some(help));
            }
            let shares = self.shares(reader, &table);
            let amount_at = table.get("amount");
            let stated_at = amount_at.clone().or_else(|| table.get("share"));
            let amount = amount_at
                .as_ref()
                .and_then(|at| reader.uncertain(at, Unit::Money, Bounds::NOT_NEGATIVE));
            if let Some(at) = &stated_at {
                self.priced(reader, at, &counts);
            }
            let cut = table.get("cut").and_then(|at| {
                if stated_at.is_none() {
                    let help = say("state what is granted: amount = \"88억 KRW\"", &[]);
                    reader.error(&at, say("there is no amount to cut", &[]), Some(help));
                }
                reader.uncertain(&at, Unit::Number, Bounds::SHARE)
            });
            let carry_over = table.get("carry-over").and_then(|at| {
                if stated_at.is_none() {
                    let help = say("state what is granted: amount = \"88억 KRW\"", &[]);
                    reader.error(&at, say("there is no amount to carry over", &[]), Some(help));
                }
                reader.uncertain(&at, Unit::Number, Bounds::SHARE)
            });
            let words = ["until spent", "fewer units"];
            let when_short = match reader.word(&table, "when-short", &words) {
                Some("fewer units") => WhenShort::FewerUnits,
                _ => WhenShort::UntilSpent,
            };
            if let Some(at) = table.get("when-short").filter(|_| stated_at.is_none()) {
                let help = say("state what is granted: amount = \"88억 KRW\"", &[]);
                reader.error(&at, say("there is no amount that could be short", &[]), Some(help));
            }
            let chance = reader.value_or_default(&table, "chance", Unit::Number, Bounds::SHARE);
            let contract = reader.value(&table, "contract", Unit::Length, Bounds::NOT_NEGATIVE);
            self.inputs.fundings.push(Funding {
                name: table.key.to_owned(),
                kind,
                counts,
                from,
                lag,
                to,
                amount,
                shares,
                carry_over,
                cut,
                chance,
                when_short,
                contract: contract.map(|seconds| libm::floor(seconds / 86_400.0) as i64),
            });
            self.fundings.push(table);
        }
        self.never_leased(reader);
    }

    /// What the state, a city or others grant, instead of one amount.
    fn shares(&self, reader: &mut Reader, table: &Spot<'_>) -> Vec<MoneyShare> {
        let Some(at) = table.get("share").filter(Spot::is_table) else { return Vec::new() };
        if let Some(amount) = table.get("amount") {
            let reason = say("the amount is stated twice: at once and by share", &[]);
            reader.clash(&amount, &at, reason, Some(say("keep `amount` or `share`", &[])));
        }
        let mut shares = Vec::new();
        for entry in at.entries().into_iter().filter(Spot::is_table) {
            let amount = entry.get("amount");
            let amount =
                amount.and_then(|at| reader.uncertain(&at, Unit::Money, Bounds::NOT_NEGATIVE));
            if let Some(amount) = amount {
                shares.push(MoneyShare { name: entry.key.to_owned(), amount });
            }
        }
        shares
    }

    /// The day of `from`, or that of `passes` with the lag from there to the first lease.
    fn first_day(&self, reader: &mut Reader, table: &Spot<'_>) -> (Uncertain, Option<Uncertain>) {
        let lag = table.get("lag");
        let Some(passes) = table.get("passes") else {
            if let Some(at) = lag {
                let help = say("write passes = \"2025-05-01\", the day from which it counts", &[]);
                reader.error(
                    &at,
                    say("a lag counts from passing, but nothing passes", &[]),
                    Some(help),
                );
            }
            return (either_day(reader, table, ["from", "arrives"], 0.0), None);
        };
        if let Some(other) = table.get("from").or_else(|| table.get("arrives")) {
            let reason = say("money that passes lands after its lag, not on a stated day", &[]);
            let help = say("keep `passes` and `lag`, or `{}`", &[&other.key]);
            reader.clash(&other, &passes, reason, Some(help));
        }
        let from = reader.uncertain(&passes, Unit::Date, Bounds::ANY);
        let from = from.unwrap_or_else(|| Uncertain::certain(0.0));
        let lag = lag.and_then(|at| {
            if from.distribution.is_constant() {
                return self.calendar_length(reader, &at, from.distribution.range().0 as i64);
            }
            reader.uncertain(&at, Unit::Length, Bounds::NOT_NEGATIVE)
        });
        (from, lag)
    }

    /// What `leases` or `adds` names: lots and how many units of each.
    fn counts(&self, reader: &mut Reader, table: &Spot<'_>) -> (FundingKind, Vec<(LotId, Units)>) {
        let (kind, at) = match (table.get("leases"), table.get("adds")) {
            (Some(at), None) => (FundingKind::Base, at),
            (None, Some(at)) => (FundingKind::TopUp, at),
            (both, _) => {
                let reason = if both.is_some() {
                    say("a funding leases units or adds to what others lease, not both", &[])
                } else {
                    say("nothing says what this funding leases", &[])
                };
                let help = say(
                    "write leases = \"all\", leases = { \"pool.lot\" = 8 } or adds = { \"pool.lot\" = 8 }",
                    &[],
                );
                reader.error(table, reason, Some(help));
                return (FundingKind::Base, Vec::new());
            }
        };
        if kind == FundingKind::Base && at.node.text() == Some("all") {
            let standing = self.inputs.lots.enumerated();
            let standing = standing.filter(|(_, lot)| lot.bought.is_none() && !is_expansion(lot));
            return (kind, standing.map(|(index, lot)| (index, lot.count)).collect());
        }
        if !at.is_table() {
            let words = if kind == FundingKind::Base { "\"all\" or " } else { "" };
            let help = say("write {}{ \"pool.lot\" = 8 }", &[&words]);
            reader.error(
                &at,
                say("this must name lots and how many units of each", &[]),
                Some(help),
            );
            return (kind, Vec::new());
        }
        let lots = names(&self.inputs.lots, |lot| &lot.name);
        let mut counts = Vec::new();
        for entry in named_counts(&at) {
            let lot = reader.name(&entry.1.at_key(), &entry.0, "lot", &lots).map(LotId::at);
            let units = reader.plain(&entry.1, Unit::Count, Bounds::NOT_NEGATIVE);
            let Some((lot, units)) = lot.zip(units) else { continue };
            if self.inputs.lots[lot].bought.is_some() {
                let help = say("take it out: bought units are at hand as long as they stand", &[]);
                reader.error(
                    &entry.1.at_key(),
                    say("these units are bought, not leased", &[]),
                    Some(help),
                );
                continue;
            }
            let installed = self.inputs.lots[lot].count;
            if units as i64 > installed.0 && reader.sound(&["pool", "expansion"]) {
                let reason = say(
                    "{} units of {} are leased, but it holds {}",
                    &[&units, &entry.0, &installed],
                );
                reader.error(&entry.1, reason, Some(say("lease at most what is installed", &[])));
            }
            counts.push((lot, Units(units as i64)));
        }
        (kind, counts)
    }

    /// Expansions that say `funded-by` this funding and that it does not name itself.
    fn funded_expansions(&self, name: &str, counts: &[(LotId, Units)]) -> Vec<(LotId, Units)> {
        let lots = self.inputs.lots.enumerated().zip(&self.lots);
        lots.filter(|((index, lot), table)| {
            let funded = table.get("funded-by").and_then(|at| at.node.text());
            is_expansion(lot)
                && funded == Some(name)
                && counts.iter().all(|(named, _)| named != index)
        })
        .map(|((index, lot), _)| (index, lot.count))
        .collect()
    }

    /// An amount can only be spent on units that have a price.
    fn priced(&self, reader: &mut Reader, at: &Spot<'_>, counts: &[(LotId, Units)]) {
        let mut told = Vec::new();
        for (lot, _) in counts {
            let lot = &self.inputs.lots[*lot];
            let kind = &self.inputs.kinds[lot.kind].name;
            if lot.lease_price.is_none() && !told.contains(kind) {
                let reason = say("an amount is stated, but `{}` has no price", &[kind]);
                let help = say("add {} = \"4.0m KRW\" to [lease-price]", &[kind]);
                reader.error(at, reason, Some(help));
                told.push(kind.clone());
            }
        }
    }

    /// References to fundings, and units that no money ever leases.
    fn never_leased(&self, reader: &mut Reader) {
        let names = names(&self.inputs.fundings, |funding| &funding.name);
        for ((index, lot), table) in self.inputs.lots.enumerated().zip(&self.lots) {
            if is_expansion(lot) {
                reader.named(table, "funded-by", "funding", &names);
            }
            if lot.bought.is_some() {
                if let Some(at) = table.get("funded-by") {
                    let help = say("keep `bought` or `funded-by`", &[]);
                    reader.error(&at, say("these units are bought, not leased", &[]), Some(help));
                }
                continue;
            }
            let mut fundings = self.inputs.fundings.iter();
            // Nothing is ever leased of a lot without units, whoever pays.
            if reader.sound(&["funding", "expansion"])
                && lot.count.0 > 0
                && !fundings.any(|funding| funding.counts.iter().any(|(lot, _)| *lot == index))
            {
                let help = if is_expansion(lot) {
                    say("write funded-by = \"…\", or name {} in a funding", &[&lot.name])
                } else {
                    say("name {} in a funding", &[&lot.name])
                };
                let reason = say("no funding names these units: they are never leased", &[]);
                reader.warning(table, reason, Some(help));
            }
        }
    }
}

/// Whether a lot is one of the expansions.
pub(super) fn is_expansion(lot: &crate::model::inputs::Lot) -> bool {
    lot.name.starts_with("expansion.")
}

/// The day that one of two keys states; which of them is a matter of wording.
fn either_day(reader: &mut Reader, table: &Spot<'_>, keys: [&str; 2], default: f64) -> Uncertain {
    let missing = || Uncertain::certain(default);
    match (table.get(keys[0]), table.get(keys[1])) {
        (Some(one), Some(other)) => {
            let reason = say("`{}` and `{}` mean the same", &[&keys[0], &keys[1]]);
            reader.clash(&other, &one, reason, Some(say("remove one of them", &[])));
            missing()
        }
        (Some(at), None) | (None, Some(at)) => {
            reader.uncertain(&at, Unit::Date, Bounds::ANY).unwrap_or_else(missing)
        }
        (None, None) => missing(),
    }
}

/// Lots and counts; `hpc.h100 = 480` without quotes is read as TOML nests it.
fn named_counts<'t>(at: &Spot<'t>) -> Vec<(String, Spot<'t>)> {
    let mut all = Vec::new();
    for entry in at.entries() {
        if entry.is_table() {
            let below = entry.entries().into_iter();
            all.extend(below.map(|lot| (format!("{}.{}", entry.key, lot.key), lot)));
        } else {
            all.push((entry.key.to_owned(), entry));
        }
    }
    all
}
