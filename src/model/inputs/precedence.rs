//! Who goes before whom in a shared queue, beside what its scheduler decides: pre-emption and reservations.

use super::{Class, Inputs};
use crate::model::ids::{ClassId, GroupId, LogId, ProgrammeId, QueueClassId, Table};
use crate::time::{Duration, Time};

/// Whose jobs a group ([`GroupId`]) is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupOf {
    /// Projects of a programme whose applicants are of a class.
    Class(ProgrammeId, ClassId),
    /// Users of a log.
    Log(LogId),
}

/// Who may take units from whose running jobs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PreEmption {
    /// The rules, in the order of the file.
    pub rules: Vec<PreEmptionRule>,
    /// By group, how long the longest chain below it is: 0 may pre-empt nobody, and nobody pre-empts a group of the
    /// same rank or a higher one.
    pub ranks: Table<GroupId, u32>,
}

/// One rule of pre-emption.
#[derive(Clone, Debug, PartialEq)]
pub struct PreEmptionRule {
    /// Groups whose jobs may pre-empt.
    pub by: Vec<GroupId>,
    /// Groups whose running jobs give way.
    pub of: Vec<GroupId>,
    /// What becomes of these.
    pub then: GaveWay,
    /// How long pre-empted jobs run on once they are told.
    pub grace: Duration,
}

/// What becomes of a job that was pre-empted. In each case it waits again, before all others that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GaveWay {
    /// The job runs again what it has run since it last started.
    Requeue,
    /// The job goes on where it was.
    Resume,
    /// The job goes on from its last checkpoint, as after a failure of a server.
    Checkpoint,
}

/// Units that are kept for the jobs of one programme, or of one log, always or for some time.
#[derive(Clone, Debug, PartialEq)]
pub struct Reservation {
    /// Class for whose jobs units are kept.
    pub class: QueueClassId,
    /// Units, or a share of those in service, that are kept.
    pub amount: Amount,
    /// When the reservation begins.
    pub from: Time,
    /// When the reservation ends; [`Time::NEVER`]: never.
    pub to: Time,
}

/// How much of a pool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// A number of units.
    Units(i64),
    /// A share of those in service, in whole units, rounded down.
    Share(f64),
}

impl Amount {
    /// The units that it is of `in_service`.
    #[must_use]
    pub fn of(self, in_service: i64) -> i64 {
        match self {
            Self::Units(units) => units,
            Self::Share(share) => (share * in_service as f64 + 1e-9) as i64,
        }
    }
}

impl Reservation {
    /// Whether units are kept now.
    #[must_use]
    pub fn is_on(&self, now: Time) -> bool {
        self.from <= now && now < self.to
    }
}

impl PreEmption {
    /// The rules, with the ranks that follow; `None` if somebody could, over others, pre-empt themselves.
    #[must_use]
    pub fn new(rules: Vec<PreEmptionRule>, groups: usize) -> Option<Self> {
        let mut ranks: Table<GroupId, u32> = vec![0; groups].into_iter().collect();
        // The longest chain has no more links than there are groups.
        for _ in 0..=groups {
            let before = ranks.clone();
            for rule in &rules {
                let below = rule.of.iter().map(|&group| before[group]).max();
                let above = below.map_or(0, |below| below + 1);
                rule.by.iter().for_each(|&group| ranks[group] = above.max(ranks[group]));
            }
            if before == ranks {
                return Some(Self { rules, ranks });
            }
        }
        None
    }

    /// The rule by which jobs of a group may pre-empt those of another: the first that names both.
    #[must_use]
    pub fn rule(&self, by: GroupId, of: GroupId) -> Option<&PreEmptionRule> {
        self.rules.iter().find(|rule| rule.by.contains(&by) && rule.of.contains(&of))
    }

    /// How far up in the order a group is.
    #[must_use]
    pub fn rank(&self, group: GroupId) -> u32 {
        self.ranks.get(group.place()).copied().unwrap_or(0)
    }

    /// Whether any job may give way.
    #[must_use]
    pub fn is_some(&self) -> bool {
        !self.rules.is_empty()
    }
}

impl Inputs {
    /// The groups of a programme's projects, class by class.
    pub fn groups_of(&self, programme: ProgrammeId) -> impl Iterator<Item = GroupId> + '_ {
        self.classes.ids().map(move |class| self.group(GroupOf::Class(programme, class)))
    }

    /// The programme or the log whose jobs a group is of.
    #[must_use]
    pub fn owner_name(&self, group: GroupId) -> &str {
        match self.of_group(group) {
            GroupOf::Class(programme, _) => &self.programmes[programme].name,
            GroupOf::Log(log) => &self.logs[log].name,
        }
    }

    /// The classes that somebody is in: all but the first.
    pub fn stated_classes(&self) -> impl Iterator<Item = (ClassId, &Class)> {
        self.classes.enumerated().skip(1)
    }

    /// Number of groups of jobs.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.programmes.len() * self.classes.len() + self.logs.len()
    }

    /// The group of the jobs of those projects, or of those users.
    #[must_use]
    pub fn group(&self, of: GroupOf) -> GroupId {
        let classes = self.classes.len();
        GroupId::at(match of {
            GroupOf::Class(programme, class) => programme.place() * classes + class.place(),
            GroupOf::Log(log) => self.programmes.len() * classes + log.place(),
        })
    }

    /// Whose jobs a group is of.
    #[must_use]
    pub fn of_group(&self, group: GroupId) -> GroupOf {
        let (place, classes) = (group.place(), self.classes.len());
        match place.checked_sub(self.programmes.len() * classes) {
            Some(log) => GroupOf::Log(LogId::at(log)),
            None => GroupOf::Class(ProgrammeId::at(place / classes), ClassId::at(place % classes)),
        }
    }

    /// Whether any job may pre-empt another.
    #[must_use]
    pub fn pre_empts(&self) -> bool {
        let queues = self.pools.iter().filter_map(|pool| pool.shared.as_ref());
        queues.into_iter().any(|queue| queue.pre_emption.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(by: usize, of: usize) -> PreEmptionRule {
        let [by, of] = [by, of].map(|place| vec![GroupId::at(place)]);
        PreEmptionRule { by, of, then: GaveWay::Requeue, grace: Duration::ZERO }
    }

    #[test]
    fn ranks_are_chains_and_a_circle_is_none() {
        let chain = PreEmption::new(vec![rule(2, 1), rule(1, 0), rule(3, 0)], 5);
        assert_eq!(chain.map(|it| it.ranks.to_vec()), Some(vec![0, 1, 2, 1, 0]));
        assert_eq!(PreEmption::new(vec![rule(2, 1), rule(1, 0), rule(0, 2)], 3), None);
        assert_eq!(PreEmption::new(vec![rule(1, 1)], 2), None);
        let nobody = PreEmption::new(Vec::new(), 2);
        assert_eq!(nobody.map(|it| (it.rules, it.ranks.to_vec())), Some((vec![], vec![0, 0])));
    }
}
