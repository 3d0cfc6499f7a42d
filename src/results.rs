//! What a run leaves behind: tables and a manifest in one folder.

pub mod columns;
pub mod saved;
