//! Which job starts when, and on which units: pure functions, used by the model and by replay alike.

pub mod placement;
