//! Figures that follow from a scenario by arithmetic, for a person to check it by.
