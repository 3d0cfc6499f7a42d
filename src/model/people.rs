//! Who applies, to what, in which round, and who wins.

pub(super) mod applicants;
pub(super) mod award_rate;
pub(super) mod class;
pub(super) mod class_totals;
pub(super) mod count;
pub(super) mod demand;
pub(super) mod fee;
pub(super) mod fluid;
pub(super) mod held;
pub(super) mod programme;
pub(super) mod programme_switching;
pub(super) mod round_dates;
pub(super) mod second_choice;
pub(super) mod selection;
pub(super) mod stream;
