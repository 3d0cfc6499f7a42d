//! Values of uncertain inputs that replications take in turn: what a calibration has left of them.

use super::problem::say;
use super::read::Draft;
use super::reader::{Reader, Spot, top};
use super::tree::Kind;

impl Draft<'_> {
    /// The points of `[study.points]`. Those of an input that an edit has taken away, or given another distribution, are
    /// left out; in the baseline each has to be one.
    pub(super) fn points(&mut self, reader: &mut Reader, baseline: bool) {
        let all = top(self.root, "study").and_then(|study| study.get("points"));
        let mut count = None;
        for at in all.map_or_else(Vec::new, |all| all.entries()) {
            let Some(values) = numbers(&at) else {
                reader.error(&at, say("this must be a list of numbers", &[]), None);
                continue;
            };
            if *count.get_or_insert(values.len()) != values.len() {
                let reason = say(
                    "every input needs as many values: those of one place belong together",
                    &[],
                );
                reader.error(&at, reason, None);
                continue;
            }
            if !self.inputs.factors.take_in_turn(at.key, &values) && baseline {
                let reason =
                    say("no uncertain input of the file draws these values: `{}`", &[&at.key]);
                reader.error(&at, reason, Some(say("calibrate the file again", &[])));
            }
        }
    }
}

fn numbers(at: &Spot<'_>) -> Option<Vec<f64>> {
    let Kind::Array(items) = &at.node.kind else { return None };
    let number = |kind: &Kind| match kind {
        Kind::Float(value) => Some(*value).filter(|value| value.is_finite()),
        Kind::Integer(value) => Some(*value as f64),
        _ => None,
    };
    let all: Option<Vec<f64>> = items.iter().map(|item| number(&item.kind)).collect();
    all.filter(|all| !all.is_empty())
}
