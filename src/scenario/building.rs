//! Site, halls, kinds of unit and their prices.

use std::collections::BTreeMap;

use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, tables, top};
use super::units::Unit;
use crate::model::inputs::{GapPolicy, Hall, Uncertain, UnitKind};
use crate::quantity::{Gigaflops, Units, Watts};

impl Draft<'_> {
    pub(super) fn building(&mut self, reader: &mut Reader) {
        if let Some(site) = &self.site {
            let slots = reader.count(site, "slots", Bounds::NOT_NEGATIVE);
            self.inputs.slots = slots.map(Units);
        }
        for table in tables(self.root, "hall") {
            if table.key == "elsewhere" {
                let help = say("choose another name", &[]);
                let reason = say("`elsewhere` is kept for what does not stand at the site", &[]);
                reader.error(&table, reason, Some(help));
            }
            let racks = reader.count(&table, "racks", Bounds::NOT_NEGATIVE);
            let power = reader.value(&table, "rack-power", Unit::Power, Bounds::NOT_NEGATIVE);
            self.inputs.halls.push(Hall {
                name: table.key.to_owned(),
                racks: racks.unwrap_or(0),
                rack_power: Watts(power.unwrap_or(0.0) as i64),
            });
            self.halls.push(table);
        }
    }

    pub(super) fn kinds(&mut self, reader: &mut Reader) {
        for table in tables(self.root, "unit") {
            let compute = reader.value(&table, "compute", Unit::Compute, Bounds::NOT_NEGATIVE);
            let weight = reader.value(&table, "weight", Unit::Number, Bounds::NOT_NEGATIVE);
            let node = table.get("node").filter(Spot::is_table);
            let units = node.as_ref().and_then(|at| reader.count(at, "units", Bounds::FROM_ONE));
            let power = node
                .as_ref()
                .and_then(|at| reader.value(at, "power", Unit::Power, Bounds::NOT_NEGATIVE));
            self.inputs.kinds.push(UnitKind {
                name: table.key.to_owned(),
                compute: Gigaflops(compute.unwrap_or(0.0) as i64),
                weight: weight.unwrap_or(1.0),
                node_units: units.unwrap_or(1),
                node_power: Watts(power.unwrap_or(0.0) as i64),
            });
        }
    }

    /// The price of each kind of unit, by name.
    pub(super) fn prices(&self, reader: &mut Reader) -> BTreeMap<String, Uncertain> {
        let mut stated = BTreeMap::new();
        let Some(table) = top(self.root, "lease-price") else { return stated };
        let kinds = names(&self.inputs.kinds, |kind| &kind.name);
        let mut same_as = Vec::new();
        for at in table.entries().into_iter().filter(|at| at.key != "source") {
            if reader.name(&at.at_key(), at.key, "unit", &kinds).is_none() {
                continue;
            }
            if let Some(other) = at.node.text().and_then(|text| text.strip_prefix("as ")) {
                same_as.push((at.clone(), other.trim()));
            } else if let Some(price) = reader.uncertain(&at, Unit::Money, Bounds::NOT_NEGATIVE) {
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
        stated
    }

    pub(super) fn gap(&mut self, reader: &mut Reader) {
        let Some(table) = top(self.root, "gap") else { return };
        let running = reader.word(&table, "running", &["freeze", "stop", "continue"]);
        self.inputs.gap = match running {
            Some("stop") => GapPolicy::Stop,
            Some("continue") => GapPolicy::Continue,
            _ => GapPolicy::Freeze,
        };
        self.inputs.sale = self.sale(reader, &table);
    }
}
