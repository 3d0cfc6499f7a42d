//! Readings: other ways to read an ambiguous fact. Each is an edit that is made to the baseline and to every
//! alternative alike.

use super::alternative::{self, Setting};
use super::problem;
use super::reader::{self, Reader};
use super::tree::Table;
use super::{Others, read};
use crate::model::inputs::Inputs;
use crate::words::Bilingual;

/// Another way to read what is known.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Name in the file.
    pub name: String,
    /// Title of the reading.
    pub title: Bilingual,
    /// The baseline under it, from which demand is inferred anew.
    pub baseline: Inputs,
    /// Every alternative under it, in the order of the file.
    pub alternatives: Vec<Inputs>,
}

impl Others<'_> {
    /// The readings of `[study.reading]`.
    pub(super) fn readings(
        &mut self,
        root: &Table,
        single: &Table,
        reader: &mut Reader,
    ) -> Vec<Reading> {
        let all = reader::top(root, "study").and_then(|study| study.get("reading"));
        let tables = all.map_or_else(Vec::new, |all| all.entries());
        let mut readings = Vec::new();
        for at in tables.iter().filter(|at| at.is_table()) {
            if self.problems.len() + reader.problems.len() > problem::MOST_SHOWN {
                break;
            }
            let name = at.key.to_owned();
            let title = at.get("title").and_then(|at| read::bilingual(reader, &at));
            let title = title.unwrap_or_else(|| Bilingual::same(&name));
            let tree = alternative::edited(single, at, reader, Setting::Reading);
            let baseline = self.reading_world(&tree, &name);
            let mut alternatives = Vec::new();
            for edits in super::others::alternatives_of(root) {
                // Slips of the alternative are told where it is read itself.
                let mut unheard = Reader::new(std::sync::Arc::clone(&self.calendar));
                let tree = alternative::edited(single, &edits, &mut unheard, Setting::Alternative);
                let tree = alternative::edited(&tree, at, reader, Setting::Reading);
                let mut inputs = self.reading_world(&tree, &name);
                super::others::keep_to_plan(&baseline, &mut inputs);
                alternatives.push(inputs);
            }
            readings.push(Reading { name, title, baseline, alternatives });
        }
        readings
    }

    fn reading_world(&mut self, tree: &Table, name: &str) -> Inputs {
        self.any_world(tree, name).inputs
    }
}
