//! Where everybody is: nobody vanishes, nobody is invented.
//!
//! Everybody who ever came to a programme is in one place at any time. A person changes its place in
//! [`DataCentre::goes`] and nowhere else, which keeps the count of each place; at the end of the run
//! the places are counted again, person by person and list by list.

use serde::{Deserialize, Serialize};

use crate::measures::Whereabouts;
use crate::model::DataCentre;
use crate::model::account::Unclosed;
use crate::model::ids::{ApplicantId, ProgrammeId, Table};
use crate::model::people::applicants::Application;
use crate::model::record::Outcome;

/// Where somebody is whose award is in this state.
pub(in crate::model) fn with_award(award: Outcome) -> Whereabouts {
    match award {
        Outcome::Waiting => Whereabouts::Awarded,
        Outcome::Running | Outcome::Frozen => Whereabouts::Running,
        Outcome::Ended | Outcome::Stopped => Whereabouts::Ended,
        Outcome::Lapsed => Whereabouts::Lapsed,
        Outcome::Declined => Whereabouts::Declined,
    }
}

/// A programme's people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// People who came to the programme first.
    pub came: i64,
    /// People who came to the programme from another one.
    pub moved_in: i64,
    /// Who went to another programme.
    pub moved_out: i64,
    at: [i64; Whereabouts::ALL.len()],
}

impl People {
    /// Number of people in a place.
    #[must_use]
    pub fn at(&self, place: Whereabouts) -> i64 {
        self.at[place as usize]
    }

    /// Everybody who is in some place of the programme.
    #[must_use]
    pub fn here(&self) -> i64 {
        self.at.iter().sum()
    }
}

impl DataCentre<'_> {
    /// Somebody new has come and waits.
    pub(in crate::model) fn comes(&mut self, programme: ProgrammeId) {
        let people = &mut self.state.record.people[programme];
        people.came += 1;
        people.at[Whereabouts::Waiting as usize] += 1;
    }

    /// Somebody goes from where they are to another place of the same programme.
    pub(in crate::model) fn goes(&mut self, applicant: ApplicantId, place: Whereabouts) {
        let who = &mut self.state.applicants[applicant];
        let before = std::mem::replace(&mut who.place, place);
        let people = &mut self.state.record.people[who.with];
        people.at[before as usize] -= 1;
        people.at[place as usize] += 1;
    }

    /// Somebody goes to another programme, and waits there.
    pub(in crate::model) fn goes_over(
        &mut self,
        from: ProgrammeId,
        to: ProgrammeId,
        applicant: ApplicantId,
    ) {
        let who = &mut self.state.applicants[applicant];
        let before = std::mem::replace(&mut who.place, Whereabouts::Waiting);
        who.with = to;
        let people = &mut self.state.record.people;
        people[from].at[before as usize] -= 1;
        people[from].moved_out += 1;
        people[to].at[Whereabouts::Waiting as usize] += 1;
        people[to].moved_in += 1;
    }

    /// Everybody who came is somewhere, counted by what happened, by person and by list.
    pub(in crate::model) fn check_people(&self) -> Result<(), Unclosed> {
        let none = |_: ProgrammeId| People::default();
        let mut by_person: Table<ProgrammeId, People> =
            self.inputs.programmes.ids().map(none).collect();
        for who in &self.state.applicants {
            by_person[who.home].came += 1;
            by_person[who.with].at[who.place as usize] += 1;
        }
        for award in &self.state.allocations {
            let lists = &mut by_person[award.programme];
            match award.state {
                Outcome::Waiting => lists.at[Whereabouts::Awarded as usize] -= 1,
                Outcome::Running | Outcome::Frozen => lists.at[Whereabouts::Running as usize] -= 1,
                Outcome::Ended | Outcome::Lapsed | Outcome::Stopped | Outcome::Declined => {}
            }
        }
        for (programme, state) in self.state.programmes.enumerated() {
            let name = &self.inputs.programmes[programme].name;
            let people = &self.state.record.people[programme];
            let counted = &mut by_person[programme];
            self.same("people who came", name, people.came, counted.came)?;
            let here = people.came + people.moved_in - people.moved_out;
            self.same("people of a programme", name, here, people.here())?;
            let reviews = |of: &Vec<Application>| of.len() as i64;
            let under_review: i64 = state.under_review.iter().map(reviews).sum();
            self.same(
                "people under review",
                name,
                people.at(Whereabouts::UnderReview),
                under_review,
            )?;
            let waiting = state.waiting_count();
            self.same("people who wait", name, people.at(Whereabouts::Waiting), waiting)?;
            for place in [Whereabouts::Awarded, Whereabouts::Running] {
                // Person by person less award by award.
                self.same("people with an award", name, counted.at(place), 0)?;
                counted.at[place as usize] = people.at(place);
            }
            for place in Whereabouts::ALL {
                self.same("people by place", name, people.at(place), counted.at(place))?;
            }
        }
        Ok(())
    }
}
