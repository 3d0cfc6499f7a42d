//! How much one project or one class may hold at once.

use std::collections::BTreeMap;

use super::queue::Request;

/// What one user may hold at once; `None`: no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limit {
    /// Units held.
    pub units: Option<u32>,
    /// Jobs running.
    pub jobs: Option<u32>,
}

/// Limits on what runs. A job that would take its user or class past a limit is *held*: it has no
/// reservation and stands in nobody's way until it would not. What the schedule reserves for jobs before it
/// counts as if it ran. A job larger than its own limit is held for ever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Limit of each user or project that has none of its own.
    pub each_user: Limit,
    /// Limits of single users, by number.
    pub users: BTreeMap<u32, Limit>,
    /// Limit of each class that has none of its own.
    pub each_class: Limit,
    /// Limits of single classes, by number.
    pub classes: BTreeMap<u32, Limit>,
    /// Partitions: what the classes of one may hold together. A class may be in several.
    pub partitions: Vec<(Vec<u32>, Limit)>,
}

/// Units and jobs.
type Use = (u64, u64);

/// Who holds or has reserved how much.
#[derive(Clone, Debug)]
pub(super) struct Usage {
    limits: Limits,
    users: BTreeMap<u32, Use>,
    classes: BTreeMap<u32, Use>,
    partitions: Vec<Use>,
}

fn within(limit: Limit, (units, jobs): Use, size: u32) -> bool {
    limit.units.is_none_or(|most| units + u64::from(size) <= most.into())
        && limit.jobs.is_none_or(|most| jobs < most.into())
}

impl Usage {
    /// Nothing is used; `None` if nothing is limited.
    pub(super) fn new(limits: &Limits) -> Option<Usage> {
        let limits = limits.clone();
        let none = limits == Limits::default();
        let partitions = vec![(0, 0); limits.partitions.len()];
        let (users, classes) = (BTreeMap::new(), BTreeMap::new());
        (!none).then_some(Usage { limits, users, classes, partitions })
    }

    /// Whether one more job would go past a limit.
    pub(super) fn full(&self, job: &Request) -> bool {
        let used = |uses: &BTreeMap<u32, Use>, who| uses.get(&who).copied().unwrap_or_default();
        let user = self.limits.users.get(&job.user).unwrap_or(&self.limits.each_user);
        let class = self.limits.classes.get(&job.class).unwrap_or(&self.limits.each_class);
        !within(*user, used(&self.users, job.user), job.size)
            || !within(*class, used(&self.classes, job.class), job.size)
            || self.limits.partitions.iter().zip(&self.partitions).any(|((of, limit), used)| {
                of.contains(&job.class) && !within(*limit, *used, job.size)
            })
    }

    #[cold]
    pub(super) fn take(&mut self, job: &Request) {
        for used in self.all(job) {
            *used = (used.0 + u64::from(job.size), used.1 + 1);
        }
    }

    #[cold]
    pub(super) fn give(&mut self, job: &Request) {
        for used in self.all(job) {
            *used = (used.0 - u64::from(job.size), used.1 - 1);
        }
    }

    /// The counts that a job is held against: of its user, its class, and every partition of its class.
    fn all(&mut self, job: &Request) -> impl Iterator<Item = &mut Use> {
        let own =
            [self.users.entry(job.user).or_default(), self.classes.entry(job.class).or_default()];
        let class = job.class;
        let partitions = self.limits.partitions.iter().zip(&mut self.partitions);
        let of_class = partitions.filter(move |((classes, _), _)| classes.contains(&class));
        own.into_iter().chain(of_class.map(|(_, used)| used))
    }
}
