//! Ways from one programme to another.

use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot};
use super::units::Unit;
use crate::model::ids::ProgrammeId;
use crate::model::inputs::{Intake, Move};

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
        let second_choice = reader.flag(at, "second-choice") == Some(true);
        let way = Move { to: to?, from: from?, of_fresh, of_turned_away, second_choice };
        self.second_choice_fits(reader, number, &way, at);
        Some(way)
    }

    /// Whether who is turned away can be a second choice there.
    fn second_choice_fits(
        &self,
        reader: &mut Reader,
        number: ProgrammeId,
        way: &Move,
        at: &Spot<'_>,
    ) {
        let Some(at) = at.get("second-choice").filter(|_| way.second_choice) else { return };
        let rounds = |number: ProgrammeId| {
            matches!(self.inputs.programmes[number].intake, Intake::Rounds(_))
        };
        let other = &self.inputs.programmes[way.to];
        let shares = self.programmes[way.to].get("shares-offer").is_some();
        let odd = match () {
            () if !rounds(number) || !rounds(way.to) => Some(say(
                "a second choice is of calls, and one of the two has a rolling intake",
                &[],
            )),
            () if other.selection.tops_up().is_some() => Some(say(
                "`{}` offers again what winners decline, so it has no second choices",
                &[&other.name],
            )),
            () if shares => {
                Some(say("`{}` is a track and has no offer of its own", &[&other.name]))
            }
            () => None,
        };
        if let Some(reason) = odd {
            let help = say("remove `second-choice`: they apply in its next call", &[]);
            reader.error(&at, reason, Some(help));
        }
    }
}
