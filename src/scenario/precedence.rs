//! Who goes before whom in a shared queue: pre-emption, reservations, and limits of programmes.

use std::collections::BTreeMap;

use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, one_of, tables};
use super::tree::Kind;
use super::units::Unit;
use super::workload::named_items;
use crate::model::ids::{GroupId, LogId, ProgrammeId, QueueClassId};
use crate::model::inputs::{
    Amount, GaveWay, GroupOf, Partition, PreEmption, PreEmptionRule, Reservation,
};
use crate::scheduler::Limit;
use crate::time::{Duration, Time};

impl Draft<'_> {
    /// Names of the classes of a queue: programmes in the order of the file, then logs.
    pub(super) fn queue_classes(&self) -> Vec<&str> {
        let logs = tables(self.root, "log");
        let programmes = names(&self.inputs.programmes, |programme| &programme.name);
        programmes.into_iter().chain(logs.iter().map(|log| log.key)).collect()
    }

    /// What all projects of a programme, or all users of a log, may hold at once.
    pub(super) fn limits_of(&self, reader: &mut Reader, table: &Spot<'_>) -> BTreeMap<u32, Limit> {
        let known = self.queue_classes();
        let mut all = BTreeMap::new();
        for at in table.entries().into_iter().filter(Spot::is_table) {
            let class = reader.name(&at.at_key(), at.key, "programme or log", &known);
            let mut most = |key: &str| {
                let count = reader.count(&at, key, Bounds::FROM_ONE)?;
                u32::try_from(count).ok()
            };
            let limit = Limit { units: most("units"), jobs: most("jobs") };
            if limit == Limit::default() {
                let help = say("write limit = { NAME = { units = 64, jobs = 8 } }", &[]);
                reader.error(&at, say("this limits nothing", &[]), Some(help));
            }
            all.extend(class.map(|class| (class as u32, limit)));
        }
        all
    }

    /// The parts of a queue on a pool that never has more than `most` units. One that limits nothing is none.
    pub(super) fn partitions(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        most: i64,
    ) -> Vec<Partition> {
        let known = self.queue_classes();
        let mut all = Vec::new();
        for at in table.entries().into_iter().filter(Spot::is_table) {
            let mut classes = Vec::new();
            for item in named_items(reader, &at) {
                let Some(text) = item.node.text() else { continue };
                let class = reader.name(&item, text, "programme or log", &known);
                classes.extend(class.map(|class| class as u32));
            }
            let units = reader.count(&at, "units", Bounds::FROM_ONE);
            let longest = reader.value(&at, "longest", Unit::Length, Bounds::FROM_ONE);
            if at.get("units").is_none() && at.get("longest").is_none() {
                let help = say("write units = 256 or longest = \"24 hours\"", &[]);
                reader.error(&at, say("this limits nothing", &[]), Some(help));
            }
            let units = units.filter(|units| *units < most);
            let units = units.and_then(|units| u32::try_from(units).ok());
            let longest = longest.map(Duration::from_drawn);
            if units.is_some() || longest.is_some() {
                all.push(Partition { classes, units, longest });
            }
        }
        all
    }

    /// Units that are kept for a programme or a log, on a pool that never has more than `most`.
    pub(super) fn reservations(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        most: i64,
    ) -> Vec<Reservation> {
        let known = self.queue_classes();
        let mut all = Vec::new();
        for at in table.entries().into_iter().filter(Spot::is_table) {
            let class = reader.named(&at, "programme", "programme or log", &known);
            let units = reader.count(&at, "units", Bounds::FROM_ONE);
            let share = reader.value(&at, "share", Unit::Number, Bounds::SHARE);
            let amount = match (at.get("units"), at.get("share")) {
                (Some(_), None) => units.map(Amount::Units),
                (None, Some(_)) => share.map(Amount::Share),
                _ => {
                    let help = say("write units = 32 or share = 0.2", &[]);
                    let reason = say("a reservation is of units or of a share", &[]);
                    reader.error(&at, reason, Some(help));
                    None
                }
            };
            let from = at.get("from").map(|at| reader.instant(&at));
            let to = at.get("to").map(|at| reader.instant(&at));
            let (Some(class), Some(amount), Some(from), Some(to)) = (
                class,
                amount,
                from.unwrap_or(Some(Time(i64::MIN))),
                to.unwrap_or(Some(Time::NEVER)),
            ) else {
                continue;
            };
            if to <= from {
                let at = at.get("to").unwrap_or_else(|| at.clone());
                let help = say("write from = \"2026-03-02 09:00\", to = \"2026-03-06 18:00\"", &[]);
                reader.error(&at, say("this ends before it begins", &[]), Some(help));
                continue;
            }
            all.push(Reservation { class: QueueClassId::at(class), amount, from, to });
        }
        let standing = all.iter().filter(|it| it.to == Time::NEVER);
        let kept: i64 = standing.map(|it| it.amount.of(most)).sum();
        if most > 0 && kept > most {
            let reason =
                say("{} units are reserved for ever, and the pool has {}", &[&kept, &most]);
            let help = say("reserve fewer, or write until when", &[]);
            reader.error(&table.at_key(), reason, Some(help));
        }
        all
    }

    /// Who may take units from whose running jobs.
    pub(super) fn pre_emption(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        pool: &str,
    ) -> PreEmption {
        let mut rules = Vec::new();
        for at in table.entries().into_iter().filter(Spot::is_table) {
            let by = self.groups_of(reader, &at, "by", pool);
            let of = self.groups_of(reader, &at, "takes-from", pool);
            let then = reader.word_or_default(&at, "then", &["requeue", "resume", "checkpoint"]);
            let then = match then {
                "resume" => GaveWay::Resume,
                "checkpoint" => GaveWay::Checkpoint,
                _ => GaveWay::Requeue,
            };
            let grace = reader.value_or_default(&at, "grace", Unit::Length, Bounds::NOT_NEGATIVE);
            rules.push(PreEmptionRule { by, of, then, grace: Duration::from_drawn(grace) });
        }
        let groups = self.inputs.programmes.len() * self.inputs.classes.len()
            + tables(self.root, "log").len();
        PreEmption::new(rules, groups).unwrap_or_else(|| {
            let reason = say("somebody here could, over others, pre-empt themselves", &[]);
            let help = say("nobody may stand above and below another: take a name out", &[]);
            reader.error(&table.at_key(), reason, Some(help));
            PreEmption::default()
        })
    }

    /// The groups that a list names: all classes of a programme, one of them (`PROGRAMME.CLASS`), or a log.
    fn groups_of(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        key: &str,
        pool: &str,
    ) -> Vec<GroupId> {
        let Some(at) = table.get(key) else { return Vec::new() };
        let items: Vec<Spot<'_>> = match &at.node.kind {
            Kind::Array(items) => {
                let numbered = items.iter().enumerate();
                numbered.map(|(index, node)| Spot::item(&at, index, node)).collect()
            }
            Kind::Text(_) => vec![at.clone()],
            _ => Vec::new(),
        };
        if items.is_empty() {
            let help = say("write {} = [\"NAME\"]", &[&key]);
            let reason = say("this must be a list of programmes, their classes or logs", &[]);
            reader.error(&at, reason, Some(help));
        }
        let mut all = Vec::new();
        for item in items {
            let named = item.node.text().and_then(|name| self.group(name, pool));
            if let Some(some) = named {
                all.extend(some);
                continue;
            }
            let known = self.group_names(pool);
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let text = item.node.text().unwrap_or_default();
            let reason = say("no jobs called `{}` run in this queue", &[&text]);
            reader.error(&item, reason, Some(one_of(text, &known)));
        }
        all
    }

    /// The groups of a name, if they run jobs in the queue of a pool.
    fn group(&self, name: &str, pool: &str) -> Option<Vec<GroupId>> {
        let inputs = &self.inputs;
        let here = |number: &ProgrammeId| {
            let of = inputs.programmes[*number].pool.place();
            inputs.pools.get(of).is_some_and(|it| it.name == pool)
        };
        let programme = |name: &str| {
            let mut numbers = inputs.programmes.ids();
            numbers.find(|number| inputs.programmes[*number].name == name).filter(here)
        };
        if let Some(number) = programme(name) {
            return Some(inputs.groups_of(number).collect());
        }
        if let Some((name, class)) = name.split_once('.') {
            let number = programme(name)?;
            let class = inputs.stated_classes().find(|(_, it)| it.name == class)?.0;
            let of = &inputs.programmes[number].classes;
            let own = || vec![inputs.group(GroupOf::Class(number, class))];
            return of.iter().any(|it| it.class == class).then(own);
        }
        let logs = tables(self.root, "log");
        let log = logs.iter().position(|log| log.key == name)?;
        let own = logs[log].get("pool").and_then(|at| at.node.text().map(str::to_owned));
        let group = || vec![inputs.group(GroupOf::Log(LogId::at(log)))];
        own.is_some_and(|own| own == pool).then(group)
    }

    /// What may be named of a queue.
    fn group_names(&self, pool: &str) -> Vec<String> {
        let mut all = Vec::new();
        for programme in &self.inputs.programmes {
            all.push(programme.name.clone());
            let class = |of: &crate::model::inputs::ClassOf| {
                format!("{}.{}", programme.name, self.inputs.classes[of.class].name)
            };
            all.extend(programme.classes.iter().map(class));
        }
        all.extend(tables(self.root, "log").iter().map(|log| log.key.to_owned()));
        all.retain(|name| self.group(name, pool).is_some());
        all
    }
}
