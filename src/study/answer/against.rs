//! What speaks against an alternative: guards that get worse.

use super::Both;
use super::trail::ends;
use super::verdict::{Pairs, difference, spread, verdict};
use crate::measures::Response;
use crate::results::answer::{Against, Cell, Measured, Sense, Verdict, Why};
use crate::study::responses::SITE;

impl Both<'_> {
    /// Guards that get worse, beyond what an answer itself says.
    pub(super) fn against(&self, measured: &[Measured], cells: &[Cell]) -> Vec<Against> {
        let mut all = Vec::new();
        for response in Response::all().filter(|one| one.row().guard.is_some()) {
            let asked = |scope: &str| {
                let answers = measured.iter().filter(|one| one.asked && one.response == response);
                answers.into_iter().any(|one| one.scope == scope)
            };
            let worse = |scope: &str| {
                let asked_for = asked(scope);
                (!asked_for).then(|| self.worse(response, scope)).flatten()
            };
            let scopes = self.own.responses.iter().filter(|one| one.response == response);
            let parts = || {
                let names = scopes.clone().map(|one| one.scope.as_str());
                names.filter(|scope| *scope != SITE && !scope.contains('.'))
            };
            if response.is_competition() {
                // Pooled, it would move with the number of places of each programme.
                all.extend(parts().filter_map(worse));
                continue;
            }
            if let Some(found) = worse(SITE) {
                all.push(found);
                continue;
            }
            let size = |one: &Against| one.difference.spread.mean.abs();
            all.extend(parts().filter_map(worse).max_by(|a, b| size(a).total_cmp(&size(b))));
        }
        for (of, cell) in measured.iter().zip(cells) {
            let verdict = cell.compared.as_ref().map(|compared| compared.verdict);
            if of.asked && of.sense == Sense::Lower && verdict == Some(Verdict::Better) {
                all.extend(self.fewer_apply(of));
            }
        }
        all
    }

    fn worse(&self, response: Response, scope: &str) -> Option<Against> {
        let (compared, pairs) = self.compared(response, scope, Sense::of_guard(response))?;
        (compared.verdict == Verdict::Worse).then_some(())?;
        against(response, scope, Why::Guard, &pairs)
    }

    /// The objection that a competition is lower since fewer apply, where no more is given.
    fn fewer_apply(&self, of: &Measured) -> Option<Against> {
        ends(of.response)?;
        let all = self.restricted(of.response, &of.scope)?;
        let pairs = |part: fn((i64, i64)) -> i64| -> Pairs {
            let pair = |sides: [(i64, i64); 2]| sides.map(|side| part(side) as f64);
            all.iter().map(|one| Some(pair(one.sides)).map(|[a, b]| (a, b))).collect()
        };
        let (asked, given) = (pairs(|side| side.0), pairs(|side| side.1));
        let judged = |response: Response, pairs: &Pairs| {
            let level = spread(pairs.iter().flatten().map(|pair| pair.0))?.mean;
            let currency = self.worlds.baseline.currency;
            Some(verdict(currency, response, Sense::Higher, level, &difference(pairs)?).0)
        };
        let fewer = judged(Response::Applications, &asked)? == Verdict::Worse;
        let no_more = judged(Response::Places, &given)? != Verdict::Better;
        (fewer && no_more).then_some(())?;
        against(Response::Applications, &of.scope, Why::FewerApply, &asked)
    }
}

fn against(response: Response, scope: &str, why: Why, pairs: &Pairs) -> Option<Against> {
    Some(Against {
        response,
        scope: scope.to_owned(),
        why,
        baseline: spread(pairs.iter().flatten().map(|pair| pair.0))?,
        alternative: spread(pairs.iter().flatten().map(|pair| pair.1))?,
        difference: difference(pairs)?,
    })
}
