//! How long jobs wait beyond the mean, by pool, programme and class: exact quantiles, and jobs that never start.

use crate::model::DataCentre;
use crate::model::ids::AwardId;
use crate::model::inputs::{Group, GroupOf};
use crate::model::jobs::job::NOBODY;
use crate::model::jobs::job_owner::Owner;
use crate::model::record::JobWaits;
use crate::time::{Duration, Time};

/// Waits longer than these many seconds are counted: an hour, a day, a week.
const LONG: [u32; 3] = [3_600, 86_400, 7 * 86_400];

/// Whether a group belongs to a scope.
type Scope<'s> = &'s dyn Fn(Group) -> bool;

/// The waits of a run, in the order of starts: whose they are, and how many seconds.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Waited {
    started: Vec<(u32, u32)>,
    /// By group: jobs that never started.
    never: Vec<i64>,
}

impl Waited {
    pub(in crate::model) fn reset(&mut self, groups: usize) {
        self.started.clear();
        self.never.clear();
        self.never.resize(groups, 0);
    }
}

/// Rising waits, and how many never came to an end.
fn summary(waits: &[u32], never: i64) -> JobWaits {
    let count = waits.len();
    // The shortest wait within which the given number in a thousand start.
    let within = |per_mille: usize| {
        let at = (count * per_mille).div_ceil(1_000).max(1) - 1;
        waits.get(at).map(|&wait| Duration(wait.into()))
    };
    let over = LONG.map(|long| (count - waits.partition_point(|&wait| wait <= long)) as i64);
    JobWaits {
        started: count as i64,
        waited: Duration(waits.iter().map(|&wait| i64::from(wait)).sum()),
        never,
        median: within(500),
        p90: within(900),
        p99: within(990),
        over,
    }
}

impl DataCentre<'_> {
    /// The group of an owner's jobs ([`crate::model::inputs::Group`]).
    pub(super) fn group_of(&self, owner: Owner) -> Group {
        self.inputs.group(match owner {
            Owner::Award(number) => {
                let award = &self.state.allocations[number];
                GroupOf::Class(award.programme, self.state.applicants[award.applicant].class)
            }
            Owner::Log(log) => GroupOf::Log(log),
        })
    }

    pub(in crate::model) fn reset_waits(&mut self) {
        let groups = if self.inputs.keeps_waits { self.inputs.groups() } else { 0 };
        self.state.waited.reset(groups);
    }

    /// A job starts for the first time, in the window.
    pub(in crate::model) fn note_wait(&mut self, owner: Owner, waited: Duration) {
        let group = self.group_of(owner) as u32;
        let waited = u32::try_from(waited.0).unwrap_or(u32::MAX);
        self.state.waited.started.push((group, waited));
    }

    /// The jobs of a project that wait, and that were submitted in the window, will never start.
    pub(in crate::model) fn note_never(&mut self, number: AwardId) {
        if !self.inputs.keeps_waits {
            return;
        }
        let group = self.group_of(Owner::Award(number));
        let mut at = self.state.allocations[number].jobs.head;
        while at != NOBODY {
            let job = &self.state.jobs[at];
            let submitted = job.submitted;
            at = job.next;
            if submitted != Time::NEVER && self.in_window(submitted) {
                self.state.waited.never[group] += 1;
            }
        }
    }

    /// Which groups belong together, scope by scope: by pool, by programme, by class of a programme, of the site, by
    /// class at the site.
    pub(super) fn each_scope(&self, take: &mut dyn FnMut(Scope<'_>)) {
        let inputs = self.inputs;
        let classes = inputs.classes.len();
        let of_programmes = inputs.programmes.len() * classes;
        let pool_of = |group: Group| match inputs.of_group(group) {
            GroupOf::Class(programme, _) => inputs.programmes[programme].pool,
            GroupOf::Log(log) => inputs.logs[log].pool,
        };
        let at_site = |group: Group| inputs.at_site(pool_of(group));
        for pool in inputs.pools.ids() {
            take(&|group| pool_of(group) == pool);
        }
        for programme in 0..inputs.programmes.len() {
            take(&|group| group < of_programmes && group / classes == programme);
        }
        for own in 0..of_programmes {
            take(&|group| group == own);
        }
        take(&at_site);
        for class in 0..classes {
            take(&|group| group < of_programmes && group % classes == class && at_site(group));
        }
    }

    /// Sums up the waits, scope by scope.
    pub(in crate::model) fn sum_up_job_waits(&mut self) {
        if !self.inputs.keeps_waits {
            return;
        }
        self.state.waited.started.sort_unstable();
        let waited = &self.state.waited;
        let mut sums = Vec::new();
        let mut some: Vec<u32> = Vec::new();
        self.each_scope(&mut |belongs| {
            some.clear();
            let own = waited.started.iter().filter(|(group, _)| belongs(*group as usize));
            some.extend(own.map(|(_, wait)| *wait));
            some.sort_unstable();
            let never = waited.never.iter().enumerate().filter(|(group, _)| belongs(*group));
            sums.push(summary(&some, never.map(|(_, count)| *count).sum()));
        });
        self.state.record.job_waits = sums;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten jobs: five start at once, the others after 1, 2, 3 and 25 hours and 8 days. Half wait 0 s; 90 % at most
    /// 25 hours; three wait more than an hour and less than a day is not one of them.
    #[test]
    fn a_table_of_waits_by_hand() {
        let mut waits = [0; 10];
        waits[5..].copy_from_slice(&[3_600, 7_200, 10_800, 90_000, 691_200]);
        let sum = summary(&waits, 2);
        assert_eq!((sum.started, sum.never), (10, 2));
        assert_eq!((sum.median, sum.p90), (Some(Duration(0)), Some(Duration(90_000))));
        assert_eq!(sum.p99, Some(Duration(691_200)));
        // An hour is not longer than an hour.
        assert_eq!(sum.over, [4, 2, 1]);
        assert_eq!(sum.waited, Duration(3_600 + 7_200 + 10_800 + 90_000 + 691_200));
        let nobody = summary(&[], 0);
        assert_eq!((nobody.median, nobody.over), (None, [0, 0, 0]));
    }
}
