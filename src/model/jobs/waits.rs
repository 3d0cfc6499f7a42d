//! How long jobs wait beyond the mean, by pool, programme and class: exact quantiles, and jobs that never start.

use crate::model::DataCentre;
use crate::model::ids::{AwardId, GroupId, Table};
use crate::model::inputs::GroupOf;
use crate::model::jobs::job::NOBODY;
use crate::model::jobs::job_owner::Owner;
use crate::model::record::JobWaits;
use crate::time::{Duration, Time};

/// Waits longer than these many seconds are counted: an hour, a day, a week.
const LONG: [u32; 3] = [3_600, 86_400, 7 * 86_400];

/// The least run time of a bounded slowdown, in seconds.
const SHORT: i64 = 10;

/// Whether a group belongs to a scope.
type Scope<'s> = &'s dyn Fn(GroupId) -> bool;

/// The waits of a run, in the order of starts: whose they are, and how many seconds.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Waited {
    started: Vec<(GroupId, u32)>,
    /// What is kept of each group.
    groups: Table<GroupId, OfGroup>,
}

/// What the jobs of a group had, beside their waits.
#[derive(Clone, Copy, Debug, Default)]
struct OfGroup {
    /// Jobs that never started.
    never: i64,
    /// Job-seconds that jobs waited in the window, whether or not they started in it.
    waiting: i64,
    /// Σ bounded slowdown of those that started in the window.
    slowdown: f64,
}

impl Waited {
    pub(in crate::model) fn reset(&mut self, groups: usize) {
        self.started.clear();
        self.groups.clear();
        self.groups.resize_with(groups, OfGroup::default);
    }
}

/// (Wait + run time) / run time, where the run time is at least [`SHORT`] and the whole at least 1.
fn bounded_slowdown(waited: Duration, run: Duration) -> f64 {
    ((waited + run).0 as f64 / run.0.max(SHORT) as f64).max(1.0)
}

/// Sums up the rising waits of jobs that started in a window of `window` seconds, and what else their group had.
fn summary(waits: &[u32], of: OfGroup, window: i64) -> JobWaits {
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
        never: of.never,
        median: within(500),
        p90: within(900),
        p99: within(990),
        over,
        waiting: of.waiting as f64 / window.max(1) as f64,
        slowdown: of.slowdown,
    }
}

impl DataCentre<'_> {
    /// The group of an owner's jobs.
    pub(super) fn group_of(&self, owner: Owner) -> GroupId {
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

    /// A job starts for the first time, to run so long.
    pub(in crate::model) fn note_wait(
        &mut self,
        now: Time,
        owner: Owner,
        submitted: Time,
        run: Duration,
    ) {
        if !self.inputs.keeps_waits {
            return;
        }
        let group = self.group_of(owner);
        self.note_waited(now, group, submitted);
        if self.in_window(now) {
            let waited = now - submitted;
            self.state.waited.groups[group].slowdown += bounded_slowdown(waited, run);
            let waited = u32::try_from(waited.0).unwrap_or(u32::MAX);
            self.state.waited.started.push((group, waited));
        }
    }

    /// A job that was submitted then waits no more.
    fn note_waited(&mut self, now: Time, group: GroupId, submitted: Time) {
        let waited = self.in_window_of(1, submitted, now).0;
        self.state.waited.groups[group].waiting += waited;
    }

    /// Notes, at the end of the run, the jobs that still wait for their first start.
    fn note_those_that_wait(&mut self) {
        let end = self.inputs.calendar.end();
        let awards = self.state.allocations.ids().map(Owner::Award);
        let owners: Vec<Owner> = awards.chain(self.state.logs.ids().map(Owner::Log)).collect();
        for owner in owners {
            let group = self.group_of(owner);
            let mut at = self.state.jobs_of(owner).head;
            while at != NOBODY {
                let job = &self.state.jobs[at];
                let submitted = job.submitted;
                at = job.next;
                if submitted != Time::NEVER {
                    self.note_waited(end, group, submitted);
                }
            }
        }
    }

    /// The jobs of a project that wait will never start; those are counted that were submitted in the window.
    pub(in crate::model) fn note_never(&mut self, now: Time, number: AwardId) {
        if !self.inputs.keeps_waits {
            return;
        }
        let group = self.group_of(Owner::Award(number));
        let mut at = self.state.job_queues[number].head;
        while at != NOBODY {
            let job = &self.state.jobs[at];
            let submitted = job.submitted;
            at = job.next;
            if submitted == Time::NEVER {
                continue;
            }
            self.note_waited(now, group, submitted);
            if self.in_window(submitted) {
                self.state.waited.groups[group].never += 1;
            }
        }
    }

    /// Which groups belong together, scope by scope: by pool, by programme, by class of a programme, of the site, by
    /// class at the site.
    pub(super) fn each_scope(&self, take: &mut dyn FnMut(Scope<'_>)) {
        let inputs = self.inputs;
        let pool_of = |group: GroupId| match inputs.of_group(group) {
            GroupOf::Class(programme, _) => inputs.programmes[programme].pool,
            GroupOf::Log(log) => inputs.logs[log].pool,
        };
        let at_site = |group: GroupId| inputs.at_site(pool_of(group));
        for pool in inputs.pools.ids() {
            take(&|group| pool_of(group) == pool);
        }
        for programme in inputs.programmes.ids() {
            take(
                &|group| matches!(inputs.of_group(group), GroupOf::Class(its, _) if its == programme),
            );
        }
        for programme in inputs.programmes.ids() {
            for class in inputs.classes.ids() {
                let own = inputs.group(GroupOf::Class(programme, class));
                take(&|group| group == own);
            }
        }
        take(&at_site);
        for class in inputs.classes.ids() {
            let is_of =
                |group| matches!(inputs.of_group(group), GroupOf::Class(_, its) if its == class);
            take(&|group| is_of(group) && at_site(group));
        }
    }

    /// Sums up the waits, scope by scope.
    pub(in crate::model) fn sum_up_job_waits(&mut self) {
        if !self.inputs.keeps_waits {
            return;
        }
        self.note_those_that_wait();
        self.state.waited.started.sort_unstable();
        let (first, last) = self.inputs.window;
        let midnight = |day| self.inputs.calendar.midnight(day);
        let window = (midnight(last) - midnight(first)).0;
        let waited = &self.state.waited;
        let mut sums = Vec::new();
        let mut some: Vec<u32> = Vec::new();
        self.each_scope(&mut |belongs| {
            some.clear();
            let own = waited.started.iter().filter(|(group, _)| belongs(*group));
            some.extend(own.map(|(_, wait)| *wait));
            some.sort_unstable();
            let mut of = OfGroup::default();
            for (_, own) in waited.groups.enumerated().filter(|(group, _)| belongs(*group)) {
                of.never += own.never;
                of.waiting += own.waiting;
                of.slowdown += own.slowdown;
            }
            sums.push(summary(&some, of, window));
        });
        self.state.record.job_waits = sums;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 90 s of waiting for 30 s of work: 4. A second of work counts as ten: 91 / 10; without a wait it is 1.
    #[test]
    fn slowdowns_by_hand() {
        let of = |waited, run| bounded_slowdown(Duration(waited), Duration(run));
        assert_eq!([of(90, 30), of(90, 1), of(0, 1), of(0, 500)], [4.0, 9.1, 1.0, 1.0]);
    }

    /// Ten jobs: five start at once, the others after 1, 2, 3 and 25 hours and 8 days. Half wait 0 s; 90 % at most
    /// 25 hours; three wait more than an hour and less than a day is not one of them.
    #[test]
    fn a_table_of_waits_by_hand() {
        let mut waits = [0; 10];
        waits[5..].copy_from_slice(&[3_600, 7_200, 10_800, 90_000, 691_200]);
        let of = OfGroup { never: 2, waiting: 50, slowdown: 12.5 };
        let sum = summary(&waits, of, 100);
        assert_eq!((sum.waiting, sum.slowdown), (0.5, 12.5));
        assert_eq!((sum.started, sum.never), (10, 2));
        assert_eq!((sum.median, sum.p90), (Some(Duration(0)), Some(Duration(90_000))));
        assert_eq!(sum.p99, Some(Duration(691_200)));
        // An hour is not longer than an hour.
        assert_eq!(sum.over, [4, 2, 1]);
        assert_eq!(sum.waited, Duration(3_600 + 7_200 + 10_800 + 90_000 + 691_200));
        let nobody = summary(&[], OfGroup::default(), 100);
        assert_eq!((nobody.median, nobody.over), (None, [0, 0, 0]));
    }
}
