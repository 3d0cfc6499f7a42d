//! Jobs of a log, in whole calendar weeks to draw from.

use std::sync::Arc;

use crate::model::ids::PoolId;

/// A log whose users submit to the shared queue of a pool, week after week.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// Name in the scenario; it names the draws.
    pub name: String,
    /// The pool on whose units the jobs run.
    pub pool: PoolId,
    /// The weeks to draw from.
    pub weeks: Arc<Weeks>,
    /// Jobs for each job of the log, in the mean; not negative.
    pub scale: f64,
    /// Users of the logs before this one: its own are numbered behind them.
    pub users_before: u32,
}

impl Logged {
    /// Weeks that are drawn for one week of the calendar: 1.3 times the jobs are those of one week and three
    /// tenths of those of another.
    #[must_use]
    pub fn layers(&self) -> u16 {
        self.scale.ceil() as u16
    }

    /// The share of jobs that come of the weeks of a layer.
    #[must_use]
    pub fn share(&self, layer: usize) -> f64 {
        (self.scale - layer as f64).clamp(0.0, 1.0)
    }
}

/// A job of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoggedJob {
    /// Seconds from Monday 00:00, local time, to its submission.
    pub offset: u32,
    /// Units.
    pub size: u32,
    /// Run time of the job in seconds, at least 1.
    pub run: i64,
    /// How long its user says that it runs, in seconds, at least `run`.
    pub requested: i64,
    /// The user who submits the job, from 0.
    pub user: u32,
}

/// Whole weeks of a log: jobs in the order of submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weeks {
    jobs: Vec<LoggedJob>,
    /// By week: the first job that is not in it.
    ends: Vec<usize>,
    users: u32,
}

impl Weeks {
    /// From jobs in the order of submission, the number of jobs up to the end of each week, and the number of
    /// users. `None` if there is no week, or a week ends before the one before it or behind the last job.
    #[must_use]
    pub fn new(jobs: Vec<LoggedJob>, ends: Vec<usize>, users: u32) -> Option<Self> {
        let sound = ends.is_sorted() && ends.last() == Some(&jobs.len());
        sound.then_some(Self { jobs, ends, users })
    }

    /// Number of weeks, at least 1.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// Number of users, those of other weeks among them.
    #[must_use]
    pub fn users(&self) -> u32 {
        self.users
    }

    /// Jobs of all weeks.
    #[must_use]
    pub fn jobs(&self) -> &[LoggedJob] {
        &self.jobs
    }

    /// Jobs of one week.
    ///
    /// # Panics
    /// If there is no such week.
    #[must_use]
    pub fn week(&self, number: usize) -> &[LoggedJob] {
        let first = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.jobs[first..self.ends[number]]
    }
}
