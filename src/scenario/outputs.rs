//! What projects give, by ratios that were observed.

use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, tables};
use super::tree::Kind;
use super::units::Unit;
use crate::model::ids::ProgrammeId;
use crate::model::inputs::Output;

impl Draft<'_> {
    pub(super) fn outputs(&mut self, reader: &mut Reader) {
        for table in tables(self.root, "output") {
            let per_award = table
                .get("per-award")
                .and_then(|at| reader.uncertain(&at, Unit::Number, Bounds::NOT_NEGATIVE));
            let programmes = self.giving(reader, &table);
            if let Some(per_award) = per_award {
                let name = table.key.to_owned();
                self.inputs.outputs.push(Output { name, per_award, programmes });
            }
        }
    }

    /// The programmes whose awards count; without a list, all.
    fn giving(&self, reader: &mut Reader, table: &Spot<'_>) -> Vec<ProgrammeId> {
        let Some(at) = table.get("programmes") else {
            return self.inputs.programmes.ids().collect();
        };
        let Kind::Array(items) = &at.node.kind else {
            let help = say("write programmes = [\"name\"]", &[]);
            reader.error(&at, say("this must be a list of programmes", &[]), Some(help));
            return Vec::new();
        };
        let known = names(&self.inputs.programmes, |programme| &programme.name);
        let mut all = Vec::new();
        for (index, node) in items.iter().enumerate() {
            let item = Spot::item(&at, index, node);
            match item.node.text() {
                Some(text) => {
                    all.extend(reader.name(&item, text, "programme", &known).map(ProgrammeId::at))
                }
                None => reader.error(&item, say("this must be the name of a programme", &[]), None),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}
