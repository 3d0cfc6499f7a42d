//! How the list of a round turns into awards: cut-backs, caps, quotas and winners who decline.

use super::problem::say;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot, one_of};
use super::tree::Kind;
use super::units::Unit;
use crate::model::inputs::{Intake, NoShow, Places, Quota, Selection, Then, Uncertain};
use crate::time::Span;

impl Draft<'_> {
    pub(super) fn selection(
        &self,
        reader: &mut Reader,
        programme: &Spot<'_>,
        intake: &Intake,
    ) -> Selection {
        let cap = programme.get("cap").filter(Spot::is_table);
        let mut most = |key| reader.count(cap.as_ref()?, key, Bounds::FROM_ONE);
        let (most_units, most_awards) = (most("units"), most("awards"));
        let most_hours = cap.as_ref().and_then(|cap| {
            reader.value(cap, "unit-hours", Unit::Hours, Bounds::FROM_ONE).map(|most| most as i64)
        });
        let cap_from = cap.as_ref().map_or(i64::MIN, |cap| reader.from(cap, "from"));
        let bar = programme.get("quality-bar").filter(Spot::is_table);
        let score =
            bar.as_ref().and_then(|at| reader.value(at, "score", Unit::Number, Bounds::SHARE));
        let bar_from = bar.as_ref().map_or(i64::MIN, |at| reader.from(at, "from"));
        let (floor, floor_from) = award_rule(reader, programme, intake);
        Selection {
            floor,
            floor_from,
            most_units: most_units.or(most_hours),
            most_awards: most_awards.map(|most| most as u32),
            cap_from,
            bar: score.unwrap_or(0.0),
            bar_from,
            quotas: self.quotas(reader, programme),
            no_show: no_show(reader, programme),
        }
    }

    fn quotas(&self, reader: &mut Reader, programme: &Spot<'_>) -> Vec<Quota> {
        let Some(table) = programme.get("quota").filter(Spot::is_table) else { return Vec::new() };
        let mut all = Vec::new();
        for at in table.entries().into_iter().filter(Spot::is_table) {
            let classes = at.get("classes").map(|list| self.classes_in(reader, &list));
            let share = reader.value(&at, "share", Unit::Number, Bounds::SHARE);
            let unused = reader.word_or_default(&at, "unused", &["to all", "kept free"]);
            all.push(Quota {
                classes: classes.unwrap_or_default(),
                share: share.unwrap_or(0.0),
                unused_to_all: unused != "kept free",
                from_day: reader.from(&at, "from"),
            });
        }
        let sum: f64 = all.iter().map(|quota| quota.share).sum();
        if sum > 1.0 + 1e-9 {
            let reason = say("the quotas reserve {} of the offer", &[&sum]);
            let help =
                say("a share of the offer can be reserved once: their sum is at most 1", &[]);
            reader.error(&table, reason, Some(help));
        }
        all
    }

    /// Which classes a quota is for: those of a list, or all that are local.
    fn classes_in(&self, reader: &mut Reader, at: &Spot<'_>) -> Vec<bool> {
        let classes = &self.inputs.classes;
        if at.node.text() == Some("local") {
            let local: Vec<bool> = classes.iter().map(|class| class.local).collect();
            if !local.contains(&true) {
                let help = say("write local = true in a table [class.NAME]", &[]);
                reader.error(at, say("no class is local", &[]), Some(help));
            }
            return local;
        }
        let known = self.class_names();
        let mut inside = vec![false; classes.len()];
        match &at.node.kind {
            Kind::Array(items) => {
                for (index, node) in items.iter().enumerate() {
                    let item = Spot::item(at, index, node);
                    let Some(text) = node.text() else {
                        let reason = say("these are no classes", &[]);
                        let help =
                            say("write classes = [\"start-up\"] or classes = \"local\"", &[]);
                        reader.error(&item, reason, Some(help));
                        continue;
                    };
                    if let Some(class) = reader.name(&item, text, "class", &known) {
                        inside[class + 1] = true;
                    }
                }
            }
            _ => {
                let help = say("write classes = [\"start-up\"] or classes = \"local\"", &[]);
                reader.error(at, say("these are no classes", &[]), Some(help));
            }
        }
        inside
    }
}

/// The least share of a request that may be awarded, and from which day on.
fn award_rule(reader: &mut Reader, programme: &Spot<'_>, intake: &Intake) -> (f64, i64) {
    const WHOLE: (f64, i64) = (1.0, i64::MIN);
    let Some(at) = programme.get("award-rule") else { return WHOLE };
    let example = || say("write award-rule = \"whole\" or { cut-back = { floor = 0.5 } }", &[]);
    let Some(cut_back) = at.get("cut-back") else {
        if !at.is_table() && at.node.text() != Some("whole") {
            reader.error(&at, say("this is no rule of award", &[]), Some(example()));
        }
        return WHOLE;
    };
    let above_none = Bounds { low: 0.01, high: 1.0 };
    let Some(floor) = reader.value(&cut_back, "floor", Unit::Number, above_none) else {
        return WHOLE;
    };
    let from = reader.from(&cut_back, "from");
    let in_cards = |places: &Places| match places {
        Places::Stated { units, .. } => units.is_some(),
        Places::PerUnits(_) => false,
        Places::OfMachine(_) | Places::WhateverFits => true,
    };
    if let Intake::Rounds(rounds) = intake {
        let extra = rounds.rounds.iter().filter_map(|round| round.extra.as_ref());
        let mut all = rounds.places.iter().map(|(_, places)| places);
        if !all.any(in_cards) && !extra.map(|extra| &extra.places).any(in_cards) {
            let reason = say("nothing is ever cut back: the places are counted in projects", &[]);
            let help = say("write places = { units = 400 } or { projects = 50, units = 400 }", &[]);
            reader.warning(&at, reason, Some(help));
        }
    }
    (floor, from)
}

fn no_show(reader: &mut Reader, programme: &Spot<'_>) -> Option<NoShow> {
    const THEN: [&str; 3] = ["lost", "waiting-list", "top-up"];
    let table = programme.get("no-show").filter(Spot::is_table)?;
    let chance = table.get("chance");
    let chance = chance.and_then(|at| reader.uncertain(&at, Unit::Number, Bounds::SHARE));
    let then = match table.get("then").map(|at| (at.node.text().map(str::to_owned), at)) {
        None => Then::Lost,
        Some((Some(word), _)) if word == THEN[0] => Then::Lost,
        Some((Some(word), _)) if word == THEN[1] => Then::WaitingList,
        Some((Some(word), at)) if word == THEN[2] => match table.get("after") {
            Some(after) => Then::TopUp(reader.span(&after).unwrap_or(Span::Months(1))),
            None => {
                let help = say("write after = \"3 months\"", &[]);
                reader.error(&at, say("nothing says when it is offered again", &[]), Some(help));
                Then::Lost
            }
        },
        Some((word, at)) => {
            let word = word.unwrap_or_default();
            reader.error(&at, say("`{}` is not known here", &[&word]), Some(one_of(&word, &THEN)));
            Then::Lost
        }
    };
    if let Some(at) = table.get("after").filter(|_| !matches!(then, Then::TopUp(_))) {
        let reason = say("`after` is for then = \"top-up\"", &[]);
        reader.error(&at, reason, Some(say("remove it, or write then = \"top-up\"", &[])));
    }
    let from_day = reader.from(&table, "from");
    let chance = chance.unwrap_or_else(|| Uncertain::certain(0.0));
    Some(NoShow { chance, then, from_day })
}
