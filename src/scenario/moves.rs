//! Ways from one programme to another.

use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot};
use super::units::Unit;
use crate::model::ids::ProgrammeId;
use crate::model::inputs::Move;

impl Draft<'_> {
    /// The ways of every programme, once the names of all are known.
    pub(super) fn moves(&mut self, reader: &mut Reader) {
        for number in self.programmes.ids() {
            let Some(table) = self.programmes[number].get("moves").filter(Spot::is_table) else {
                continue;
            };
            let mut ways = Vec::new();
            for at in table.entries().into_iter().filter(Spot::is_table) {
                ways.extend(self.way(reader, number, &at));
            }
            for (key, share) in [("of-fresh", 0), ("of-turned-away", 1)] {
                let most =
                    |way: &Move| [&way.of_fresh, &way.of_turned_away][share].distribution.range().1;
                if ways.iter().map(most).sum::<f64>() > 1.0 + 1e-9 {
                    let reason = say("more than everybody may go elsewhere: look at {}", &[&key]);
                    let help = say("the shares of all ways add up to 1 at most", &[]);
                    reader.error(&table, reason, Some(help));
                }
            }
            self.inputs.programmes[number].moves = ways;
        }
    }

    fn way(&self, reader: &mut Reader, number: ProgrammeId, at: &Spot<'_>) -> Option<Move> {
        let known = names(&self.inputs.programmes, |programme| &programme.name);
        let to = reader.named(at, "to", "programme", &known).map(ProgrammeId::at);
        if to == Some(number)
            && let Some(at) = at.get("to")
        {
            let help = say("name another programme", &[]);
            reader.error(&at, say("nobody can move to where they are", &[]), Some(help));
        }
        let from = at.get("from").and_then(|at| reader.uncertain(&at, Unit::Date, Bounds::ANY));
        let mut share =
            |key: &str| reader.uncertain_or_default(at, key, Unit::Number, Bounds::SHARE);
        let (of_fresh, of_turned_away) = (share("of-fresh"), share("of-turned-away"));
        Some(Move { to: to?, from: from?, of_fresh, of_turned_away })
    }
}
