//! Who goes before whom in a shared queue, beside what its scheduler decides: pre-emption and reservations.

use super::Inputs;
use crate::model::ids::{ClassId, LogId, ProgrammeId, QueueClassId};
use crate::time::{Duration, Time};

/// A group of jobs that are treated alike: those of a class of a programme's projects, then those of each log.
/// Programme by programme, and within one class by class; then log by log.
pub type Group = usize;

/// Whose jobs a group is of.
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
    pub ranks: Vec<u32>,
}

/// One rule of pre-emption.
#[derive(Clone, Debug, PartialEq)]
pub struct PreEmptionRule {
    /// Groups whose jobs may pre-empt.
    pub by: Vec<Group>,
    /// Groups whose running jobs give way.
    pub of: Vec<Group>,
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
        let mut ranks = vec![0; groups];
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
    pub fn rule(&self, by: Group, of: Group) -> Option<&PreEmptionRule> {
        self.rules.iter().find(|rule| rule.by.contains(&by) && rule.of.contains(&of))
    }

    /// How far up in the order a group is.
    #[must_use]
    pub fn rank(&self, group: Group) -> u32 {
        self.ranks.get(group).copied().unwrap_or(0)
    }

    /// Whether any job may give way.
    #[must_use]
    pub fn is_some(&self) -> bool {
        !self.rules.is_empty()
    }
}

impl Inputs {
    /// Number of groups of jobs.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.programmes.len() * self.classes.len() + self.logs.len()
    }

    /// The group of the jobs of those projects, or of those users.
    #[must_use]
    pub fn group(&self, of: GroupOf) -> Group {
        let classes = self.classes.len();
        match of {
            GroupOf::Class(programme, class) => programme.place() * classes + class.place(),
            GroupOf::Log(log) => self.programmes.len() * classes + log.place(),
        }
    }

    /// Whose jobs a group is of.
    #[must_use]
    pub fn of_group(&self, group: Group) -> GroupOf {
        let classes = self.classes.len();
        match group.checked_sub(self.programmes.len() * classes) {
            Some(log) => GroupOf::Log(LogId::at(log)),
            None => GroupOf::Class(ProgrammeId::at(group / classes), ClassId::at(group % classes)),
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

    fn rule(by: Group, of: Group) -> PreEmptionRule {
        PreEmptionRule { by: vec![by], of: vec![of], then: GaveWay::Requeue, grace: Duration::ZERO }
    }

    #[test]
    fn ranks_are_chains_and_a_circle_is_none() {
        let chain = PreEmption::new(vec![rule(2, 1), rule(1, 0), rule(3, 0)], 5);
        assert_eq!(chain.map(|it| it.ranks), Some(vec![0, 1, 2, 1, 0]));
        assert_eq!(PreEmption::new(vec![rule(2, 1), rule(1, 0), rule(0, 2)], 3), None);
        assert_eq!(PreEmption::new(vec![rule(1, 1)], 2), None);
        assert_eq!(
            PreEmption::new(Vec::new(), 2),
            Some(PreEmption { ranks: vec![0, 0], ..PreEmption::default() })
        );
    }
}
