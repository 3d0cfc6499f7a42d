//! What projects give, by ratios that were observed.

use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, tables};
use super::tree::Kind;
use super::units::Unit;
use crate::model::ids::ProgrammeId;
use crate::model::inputs::{Output, OutputPer};

impl Draft<'_> {
    pub(super) fn outputs(&mut self, reader: &mut Reader) {
        for table in tables(self.root, "output") {
            let (award, month) = (table.get("per-award"), table.get("per-unit-month"));
            let (at, per) = match (award, month) {
                (Some(award), Some(month)) => {
                    let reason = say("outputs follow awards, and also unit-months", &[]);
                    let help = say("remove `{}` or `{}`", &[&award.key, &month.key]);
                    reader.clash(&award, &month, reason, Some(help));
                    continue;
                }
                (Some(at), None) => (at, OutputPer::StartedAward),
                (None, Some(at)) => (at, OutputPer::UnitMonth),
                (None, None) => {
                    let help = say("add per-award = 0.3, or per-unit-month = 0.01", &[]);
                    reader.error(&table, say("nothing says what outputs follow", &[]), Some(help));
                    continue;
                }
            };
            let ratio = reader.uncertain(&at, Unit::Number, Bounds::NOT_NEGATIVE);
            let programmes = self.giving(reader, &table);
            if let Some(ratio) = ratio {
                let name = table.key.to_owned();
                self.inputs.outputs.push(Output { name, ratio, per, programmes });
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
