//! Classes of applicants: which one a fresh applicant is in, and what differs for it.
//!
//! The class has a draw of its own at the applicant's address: a scenario without classes, or with
//! one class that differs in nothing, has the same applicants bit for bit, and what one class asks
//! for moves nobody of another.

use crate::engine::Distribution;
use crate::model::DataCentre;
use crate::model::ids::{ClassId, ProgrammeId};
use crate::model::inputs::{ClassOf, Programme};
use crate::model::people::applicants::Cohort;

impl Programme {
    /// What a class is in this programme, if the programme says anything of it.
    #[must_use]
    pub fn class(&self, class: ClassId) -> Option<&ClassOf> {
        self.classes.iter().find(|of| of.class == class)
    }

    /// What an applicant of a class asks for, unless its round says otherwise.
    #[must_use]
    pub fn request_of(&self, class: ClassId) -> &Distribution {
        self.class(class).and_then(|of| of.request.as_ref()).unwrap_or(&self.request)
    }

    /// What its applicants ask for on average, over their classes.
    #[must_use]
    pub fn mean_request(&self) -> f64 {
        if self.classes.is_empty() {
            return self.request.mean();
        }
        self.classes.iter().map(|of| of.share * self.request_of(of.class).mean()).sum()
    }
}

/// The first class at which the shares so far reach `uniform`; the last one catches what rounding leaves.
fn drawn(classes: &[ClassOf], uniform: f64) -> ClassId {
    let mut sum = 0.0;
    let mut last = ClassId::at(0);
    for of in classes.iter().filter(|of| of.share > 0.0) {
        sum += of.share;
        last = of.class;
        if uniform < sum {
            break;
        }
    }
    last
}

impl DataCentre<'_> {
    /// The class of a fresh applicant.
    pub(in crate::model) fn class_of(
        &self,
        programme: ProgrammeId,
        cohort: Cohort,
        ordinal: u32,
    ) -> ClassId {
        let classes = &self.inputs.programmes[programme].classes;
        if classes.is_empty() {
            return ClassId::at(0);
        }
        let at = [self.draws.replication.number, cohort.word(), ordinal, 0];
        drawn(classes, self.state.programmes[programme].classes.uniform(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shares .5, 0, .3, .2: below .5 the first; the second never; then the third to .8, the fourth above.
    #[test]
    fn a_class_takes_its_share_of_the_unit_interval() {
        let of = |class, share| ClassOf {
            class: ClassId::at(class),
            share,
            request: None,
            bonus: 0.0,
            bonus_from: 0,
            fee_reduction: 0.0,
        };
        let classes = [of(1, 0.5), of(4, 0.0), of(2, 0.3), of(3, 0.2)];
        let at = [0.0, 0.49, 0.51, 0.79, 0.81, 0.999_999].map(|uniform| drawn(&classes, uniform));
        assert_eq!(at, [1, 1, 2, 2, 3, 3].map(ClassId::at));
        assert_eq!(drawn(&[], 0.5), ClassId::at(0));
    }
}
