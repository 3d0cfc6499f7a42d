//! What an answer hangs on: the inputs that move it most.

use super::{Bar, Block, Tornado};
use crate::results::answer::{Measured, Mover, OptionEntry};

impl<'a> Block<'a> {
    /// The inputs that move an answer most, of the alternative that each moves most, which is named if it is asked for.
    fn movers(&self, at: usize, named: bool) -> Vec<(String, &'a Mover)> {
        let mut movers: Vec<(&OptionEntry, &Mover)> = Vec::new();
        for option in &self.manifest.answer.options {
            for mover in &option.cells[at].moved_by {
                match movers.iter_mut().find(|(_, known)| known.path == mover.path) {
                    Some(known) if mover.correlation.abs() > known.1.correlation.abs() => {
                        *known = (option, mover);
                    }
                    Some(_) => {}
                    None => movers.push((option, mover)),
                }
            }
        }
        movers.sort_by(|a, b| b.1.correlation.abs().total_cmp(&a.1.correlation.abs()));
        let several = named && self.manifest.answer.options.len() > 2;
        let titled = movers.into_iter().take(3).map(|(option, mover)| {
            let title = self.language.input(self.manifest, &mover.path);
            let of =
                if several { format!(" (‘{}’)", self.title(option)) } else { String::new() };
            (format!("{title}{of}"), mover)
        });
        titled.collect()
    }

    /// Which inputs an answer hangs on, in sentences.
    pub(super) fn hangs(&self, at: usize, of: &Measured) -> Vec<String> {
        let language = self.language;
        let noun = self.noun(of);
        let compared = self.manifest.answer.options.len() > 1;
        let said: Vec<String> = self
            .movers(at, true)
            .iter()
            .map(|(title, mover)| language.mover(title, mover))
            .collect();
        let mut all = vec![language.hangs(&noun, compared, &said)];
        if of.assumed_alone {
            all.push(language.assumed_alone(&noun));
        }
        all
    }

    /// Which inputs an answer hangs on, in one short sentence.
    pub(super) fn hangs_brief(&self, at: usize, of: &Measured) -> String {
        let noun = self.language.measured_short(self.manifest, of.response, &of.scope);
        let compared = self.manifest.answer.options.len() > 1;
        let movers = self.movers(at, false);
        self.language.hangs_brief(&noun, compared, &movers, of.assumed_alone)
    }

    /// A bar for each input that moves an answer most.
    pub(super) fn tornado(&self, at: usize, of: &Measured) -> Tornado {
        let language = self.language;
        let noun = self.noun(of);
        let compared = self.manifest.answer.options.len() > 1;
        let bars = self.movers(at, true).into_iter().map(|(input, mover)| Bar {
            input,
            correlation: mover.correlation,
            ends: mover.ends,
            said: language.correlation(mover),
            assumed: mover.assumed,
        });
        let bars: Vec<Bar> = bars.collect();
        let said = match (of.assumed_alone, bars.is_empty()) {
            (true, _) => Some(language.assumed_alone(&noun)),
            (false, true) => Some(language.hangs(&noun, compared, &[])),
            (false, false) => None,
        };
        Tornado { of: language.hangs_of(&noun, compared), bars, said }
    }
}
