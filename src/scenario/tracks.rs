//! Tracks: programmes that draw on the offer of another one's calls.

use super::problem::{Message, say};
use super::read::{Draft, names};
use super::reader::Reader;
use crate::model::ids::ProgrammeId;
use crate::model::inputs::{Fresh, Intake, Programme};

impl Draft<'_> {
    /// Reads `shares-offer`, once every programme is known.
    pub(super) fn tracks(&mut self, reader: &mut Reader) {
        for number in self.inputs.programmes.ids() {
            let Some(table) = self.programmes.get(number.place()).cloned() else { continue };
            let Some(at) = table.get("shares-offer") else { continue };
            let known = names(&self.inputs.programmes, |programme| &programme.name);
            let lead = reader.named(&table, "shares-offer", "programme", &known);
            let Some(lead) = lead.map(ProgrammeId::at) else { continue };
            let is_track = |number: ProgrammeId| {
                self.programmes
                    .get(number.place())
                    .is_some_and(|it| it.get("shares-offer").is_some())
            };
            let (own, of) = (&self.inputs.programmes[number], &self.inputs.programmes[lead]);
            let odd = match () {
                () if lead == number => Some((
                    say("a programme is no track of itself", &[]),
                    say("name the programme whose offer it draws on", &[]),
                )),
                () if is_track(lead) => Some((
                    say("`{}` is a track itself", &[&of.name]),
                    say("name the programme whose offer both draw on", &[]),
                )),
                () => unlike(own, of),
            };
            match odd {
                Some((reason, help)) => reader.error(&at, reason, Some(help)),
                None => self.inputs.programmes[number].offer_of = Some(lead),
            }
        }
    }
}

/// Why a programme can be no track of another one.
fn unlike(own: &Programme, of: &Programme) -> Option<(Message, Message)> {
    if own.pool != of.pool || own.measure() != of.measure() {
        let reason = say(
            "`{}` awards something else: an offer is shared in one unit of one pool",
            &[&of.name],
        );
        return Some((
            reason,
            say("give both the same pool, and requests both in units or both in hours", &[]),
        ));
    }
    let (Intake::Rounds(mine), Intake::Rounds(theirs)) = (&own.intake, &of.intake) else {
        let reason =
            say("an offer is shared by calls, and one of the two has a rolling intake", &[]);
        return Some((reason, say("write rounds = { every = \"1 month\", … }", &[])));
    };
    let inferred = [mine, theirs].iter().any(|rounds| matches!(rounds.fresh, Fresh::Inferred(_)));
    inferred.then(|| {
        let reason = say("demand cannot be inferred where an offer is shared: what is left for whom depends on who comes first", &[]);
        (reason, say("write demand = { fresh = 100 } in both", &[]))
    })
}
