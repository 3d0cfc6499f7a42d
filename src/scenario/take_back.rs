//! Take-back of idle allocations: a published rule by name, or one of the author's own.

use super::defaults;
use super::problem::say;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot};
use super::tree::{Kind, join};
use super::units::Unit;
use crate::model::inputs::{RemovesOf, Step, TakeBack, UsageChecks, UsedOf};
use crate::time::Duration;

/// The rule of a programme, if it has one.
pub(super) fn take_back(reader: &mut Reader, programme: &Spot<'_>) -> Option<TakeBack> {
    let table = programme.get("take-back").filter(Spot::is_table)?;
    let notice = table.get("notice").and_then(|at| reader.held_time(&at));
    let from_day = reader.from(&table, "from");
    let own = ["every", "at", "steps", "used-of", "removes-of"];
    if table.get("rule").is_some() {
        for stray in own.iter().filter_map(|key| table.get(key)) {
            let help = say("remove `rule` and write the whole rule, or remove this", &[]);
            let reason = say("`{}` is stated by the published rule", &[&stray.key]);
            reader.error(&stray, reason, Some(help));
        }
        let mut rule = TakeBack::published(reader.word(&table, "rule", &TakeBack::PUBLISHED)?)?;
        rule.notice = notice.unwrap_or(rule.notice);
        return Some(TakeBack { from_day, ..rule });
    }
    let steps = table.get("steps").map(|at| steps(reader, &at));
    if steps.is_none() {
        let help =
            say("write rule = \"nrel\", or steps = { 0.3 = 1.0 }: below 30 % of use all goes", &[]);
        reader.error(&table, say("nothing says what is taken back", &[]), Some(help));
    }
    let steps = steps.unwrap_or_default();
    // A rule that never finds too little, or removes nothing, is no rule.
    if steps.iter().all(|step| step.below <= 0.0 || step.remove == 0.0) {
        return None;
    }
    let checks = match (table.get("every"), table.get("at")) {
        (Some(every), Some(at)) => {
            let help = say("remove one of `every` and `at`", &[]);
            reader.clash(
                &at,
                &every,
                say("checks come again and again, or at shares", &[]),
                Some(help),
            );
            return None;
        }
        (None, Some(at)) => {
            let shares = shares(reader, &at);
            UsageChecks::At(shares.into_iter().map(|share| (share, steps.clone())).collect())
        }
        (every, None) => {
            let every = match every {
                Some(at) => {
                    let every = reader.held_time(&at)?;
                    if every < Duration::DAY {
                        reader.too_short(&at);
                        return None;
                    }
                    every
                }
                None => {
                    let seconds = defaults::number(&join(&table.path, "every"), Unit::Length);
                    Duration(seconds as i64)
                }
            };
            UsageChecks::Every(every, steps)
        }
    };
    let used_of = match reader.word_or_default(&table, "used-of", &["held", "award"]) {
        "award" => UsedOf::Award,
        _ => UsedOf::Held,
    };
    let removes_of = ["remaining", "held", "unused"];
    let removes_of = match reader.word_or_default(&table, "removes-of", &removes_of) {
        "held" => RemovesOf::Held,
        "unused" => RemovesOf::Unused,
        _ => RemovesOf::Remaining,
    };
    let notice = notice.unwrap_or(Duration::ZERO);
    Some(TakeBack { checks, notice, used_of, removes_of, from_day })
}

/// `{ 0.3 = 1.0 }`: below 30 % of use, all is removed.
fn steps(reader: &mut Reader, at: &Spot<'_>) -> Vec<Step> {
    if !at.is_table() {
        let help =
            say("write steps = { 0.2 = 1.0, 0.4 = 0.5 }: use below a share, share removed", &[]);
        reader.error(at, say("these are no steps", &[]), Some(help));
        return Vec::new();
    }
    let mut steps = Vec::new();
    for (key, entry) in at.flattened() {
        let below = reader.keyed(&entry, &key, Unit::Number);
        let remove = reader.plain(&entry, Unit::Number, Bounds::SHARE);
        steps.extend(below.zip(remove).map(|(below, remove)| Step { below, remove }));
    }
    steps.sort_by(|a, b| a.below.total_cmp(&b.below));
    steps
}

/// Shares of the award's length, rising.
fn shares(reader: &mut Reader, at: &Spot<'_>) -> Vec<f64> {
    let Kind::Array(items) = &at.node.kind else {
        let help = say("write at = [0.25, 0.5, 0.75]", &[]);
        reader.error(at, say("these are no shares of the award", &[]), Some(help));
        return Vec::new();
    };
    let mut shares: Vec<f64> = items
        .iter()
        .enumerate()
        .filter_map(|(index, node)| {
            reader.plain(&Spot::item(at, index, node), Unit::Number, Bounds::SHARE)
        })
        .collect();
    shares.sort_by(f64::total_cmp);
    shares
}

impl Draft<'_> {
    /// Without jobs nothing is known of use: no rule can go by it.
    pub(super) fn use_is_known(&self, reader: &mut Reader) {
        if !reader.sound(&["programme", "workload"]) {
            return;
        }
        for (number, table) in self.programmes.enumerated() {
            let programme = &self.inputs.programmes[number];
            let runs = self.inputs.workloads.iter().any(|w| w.programmes.contains(&number));
            let by_use = [
                ("take-back", programme.take_back.is_some()),
                ("extension", programme.extension.as_ref().is_some_and(|rule| rule.used > 0.0)),
                ("unspent", programme.unspent.is_some()),
            ];
            let by_use = by_use.iter().filter(|(_, there)| *there && !runs);
            for at in by_use.filter_map(|(key, _)| table.get(key)) {
                let reason =
                    say("this goes by use, but no workload says what these projects run", &[]);
                let help =
                    say("add programmes = [\"{}\"] to a table [workload.NAME]", &[&table.key]);
                reader.error(&at, reason, Some(help));
            }
        }
    }
}
