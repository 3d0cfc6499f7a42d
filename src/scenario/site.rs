//! Site, halls, kinds of unit and their prices.

use super::prices::electricity;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot, tables, top};
use super::units::Unit;
use crate::model::inputs::{GapPolicy, Hall, UnitKind};
use crate::quantity::{Gigaflops, Units, Watts};

impl Draft<'_> {
    pub(super) fn site(&mut self, reader: &mut Reader) {
        if let Some(site) = &self.site {
            let slots = reader.count(site, "slots", Bounds::NOT_NEGATIVE);
            self.inputs.slots = slots.map(Units);
            (self.inputs.electricity, self.inputs.power_limit) = electricity(reader, site);
        }
        for table in tables(self.root, "hall") {
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

    pub(super) fn gap(&mut self, reader: &mut Reader) {
        let Some(table) = top(self.root, "gap") else { return };
        let running = reader.word_or_default(&table, "running", &["freeze", "stop", "continue"]);
        self.inputs.gap = match running {
            "stop" => GapPolicy::Stop,
            "continue" => GapPolicy::Continue,
            _ => GapPolicy::Freeze,
        };
        self.inputs.sale = self.sale(reader, &table);
    }
}
