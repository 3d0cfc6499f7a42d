//! Two alternatives of one future that share their past: which day they part on, and one that goes on from the state of
//! the other.
//!
//! An alternative that orders cards in 2026 is the baseline until they come. [`Fork::of`] finds the first day on which
//! anything may differ; until then the run of the *trunk* is that of the *branch* too, event by event and draw by draw,
//! because the model looks at nothing that lies ahead of the day that it plays. What does look ahead is compared as a
//! whole: where it differs, the two part on the first day. So a branch that is forked leaves the bits of one that is
//! played from the calendar's start.
//!
//! What differs stands in `fork/parting.rs`, taking over the state in `fork/adoption.rs`.

mod adoption;
mod parting;

use self::parting::Parting;
use super::Simulator;
use super::draws::Draws;
use super::inputs::Inputs;

/// What one replication of one alternative plays: its inputs, and what was drawn of them.
pub type Instance<'a> = (&'a Inputs, &'a Draws);

/// The place at which a branch leaves its trunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The first day that may differ; the day before is the last one that both share.
    pub day: usize,
    /// Lots that both have, the first ones of each; what stands in the others comes on that day or later.
    lots: usize,
}

impl Fork {
    /// The day on which a branch leaves a trunk, if it is a later one than the calendar's first.
    #[must_use]
    pub fn of(trunk: Instance<'_>, branch: Instance<'_>) -> Option<Self> {
        let Parting { day, lots } = Parting::of(trunk, branch)?;
        let days = trunk.0.calendar.days() as i64;
        // Two instances that part behind the end part on the last day, which is closed with the
        // inputs of the branch.
        let day = usize::try_from(day.min(days - 1)).ok().filter(|day| *day > 0)?;
        Some(Self { day, lots })
    }

    /// The fork moved to an earlier day, on which trunk and branch are still the same.
    #[must_use]
    pub fn earlier(self, day: usize) -> Self {
        Self { day: day.min(self.day), ..self }
    }
}

impl Simulator {
    /// Goes on from where a trunk stands, which has been played up to the day of the fork ([`Simulator::play_until`]), in
    /// the instance of a branch.
    pub fn fork(&mut self, trunk: &Self, branch: Instance<'_>, fork: Fork) {
        self.upcoming.clone_from(&trunk.upcoming);
        self.handled = trunk.handled;
        self.state.keeps_jobs = trunk.state.keeps_jobs;
        let (mut centre, upcoming) = self.emptied(branch);
        centre.adopt(&trunk.state, fork.lots);
        centre.schedule_branch(fork, &trunk.state, upcoming);
    }
}
