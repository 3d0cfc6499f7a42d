//! A log held against itself.
