//! The ladder: what is planned, and which part of it is installed, leased, in service, allocated and busy.

use super::{Response, Words, words};
use crate::words::glossary;

/// A rung of the ladder: each is a part of the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// Units that are to be there by the plan, and those that were there before it.
    Planned,
    /// Physically there.
    Installed,
    /// Paid for by public money.
    Leased,
    /// Leased, less failed or under maintenance.
    InService,
    /// Held by awarded projects.
    Allocated,
    /// Running a job.
    Busy,
}

impl Rung {
    /// All rungs from the top.
    pub const ALL: [Self; 6] = [
        Self::Planned,
        Self::Installed,
        Self::Leased,
        Self::InService,
        Self::Allocated,
        Self::Busy,
    ];

    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Installed => "installed",
            Self::Leased => "leased",
            Self::InService => "in_service",
            Self::Allocated => "allocated",
            Self::Busy => "busy",
        }
    }

    /// What a chart calls the rung.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Planned => words("계획", "planned"),
            Self::Installed => glossary::INSTALLED.word,
            Self::Leased => glossary::LEASED.word,
            Self::InService => glossary::IN_SERVICE.word,
            Self::Allocated => glossary::ALLOCATED.word,
            Self::Busy => glossary::BUSY.word,
        }
    }
}

/// What of the ladder is followed through time: a rung, in mean units, or the ratio of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A rung.
    Rung(Rung),
    /// A ratio of the ladder ([`Response::LADDER`]).
    Ratio(Response),
}

impl Measure {
    /// What is followed by day.
    pub const DAILY: [Self; 9] = [
        Self::Rung(Rung::Installed),
        Self::Rung(Rung::Leased),
        Self::Rung(Rung::Allocated),
        Self::Rung(Rung::Busy),
        Self::Ratio(Response::LeasedOfInstalled),
        Self::Ratio(Response::AllocatedOfLeased),
        Self::Ratio(Response::AllocatedOfInstalled),
        Self::Ratio(Response::BusyOfAllocated),
        Self::Ratio(Response::BusyOfInstalled),
    ];

    /// The measures of which the largest month of each future is kept.
    pub const PEAKS: [Self; 4] = [
        Self::Rung(Rung::Allocated),
        Self::Rung(Rung::Busy),
        Self::Ratio(Response::AllocatedOfLeased),
        Self::Ratio(Response::BusyOfAllocated),
    ];

    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rung(rung) => rung.name(),
            Self::Ratio(response) => response.name(),
        }
    }

    /// Whether the measure exists only where jobs are played.
    #[must_use]
    pub fn needs_jobs(self) -> bool {
        match self {
            Self::Rung(rung) => rung == Rung::Busy,
            Self::Ratio(response) => response.row().needs_jobs,
        }
    }
}
