//! What the scenario says of where its figures come from, and which answer each moves most.

use crate::report::wording::Language;
use crate::results::{Manifest, SourceEntry};

/// A table of the scenario and its source.
#[derive(Clone, Debug)]
pub(in crate::report) struct Sourced {
    /// The assumption, in words.
    pub(in crate::report) item: String,
    /// The path of the assumption in the scenario.
    pub(in crate::report) path: String,
    pub(in crate::report) source: String,
    /// The alternative that adds it; empty: the baseline has it.
    pub(in crate::report) option: String,
    /// Whether the source says that something is assumed.
    pub(in crate::report) assumed: bool,
    /// What kind of evidence it is, by its name in the register.
    pub(in crate::report) class: &'static str,
    /// Who answers for it, and when it is looked at again; empty: the scenario does not say.
    pub(in crate::report) care: String,
    /// The answer that it moves most.
    pub(in crate::report) moves: Option<Moves>,
}

/// An answer that an input moves.
#[derive(Clone, Debug)]
pub struct Moves {
    /// How much: the size of the rank correlation.
    pub size: f64,
    /// Which answer is moved, of which option, and how.
    pub said: String,
    /// Where the sign of the option's difference turns; empty: it has none to turn.
    pub turns: String,
}

/// What is assumed, first what moves an answer most.
pub(in crate::report) fn assumed(manifest: &Manifest, language: Language) -> Vec<Sourced> {
    let made = manifest.assumptions.iter().map(|one| sourced(manifest, language, one, true));
    let mut all: Vec<Sourced> = made.collect();
    let size = |one: &Sourced| one.moves.as_ref().map_or(0.0, |moves| moves.size);
    all.sort_by(|a, b| size(b).total_cmp(&size(a)));
    all
}

/// All of it: assumptions, then the other sources in the order of the file.
pub(in crate::report) fn all(manifest: &Manifest, language: Language) -> Vec<Sourced> {
    let held = |one: &&SourceEntry| manifest.assumptions.iter().any(|it| it.path == one.path);
    let rest = manifest.sources.iter().filter(|one| !held(one));
    let rest = rest.map(|one| sourced(manifest, language, one, false));
    assumed(manifest, language).into_iter().chain(rest).collect()
}

fn sourced(manifest: &Manifest, language: Language, one: &SourceEntry, assumed: bool) -> Sourced {
    let title = |name: &String| language.title_in(&manifest.alternatives, name).to_owned();
    Sourced {
        item: language.input(manifest, &one.path),
        path: one.path.clone(),
        source: one.source.in_language(language).to_owned(),
        option: one.alternative.as_ref().map(title).unwrap_or_default(),
        assumed,
        class: one.class(),
        care: language.care(one),
        moves: moves(manifest, language, &|input| is_inside(input, &one.path)),
    }
}

/// Whether an input stands in a table of the scenario.
fn is_inside(input: &str, table: &str) -> bool {
    let input = match input.strip_prefix("demand.") {
        Some(programme) => format!("programme.{programme}.observed."),
        None => format!("{input}."),
    };
    input.starts_with(&format!("{table}."))
}

/// The answer that some inputs move most, and of which option; `own` says which inputs are meant by their paths.
#[must_use]
pub fn moves(manifest: &Manifest, language: Language, own: &dyn Fn(&str) -> bool) -> Option<Moves> {
    let block = &manifest.answer;
    let cells = block.options.iter().flat_map(|option| {
        let cells = block.measured.iter().zip(&option.cells);
        cells.map(move |(of, cell)| (option, of, cell))
    });
    let movers = cells
        .flat_map(|(option, of, cell)| cell.moved_by.iter().map(move |mover| (option, of, mover)));
    let own = movers.filter(|(_, _, mover)| own(&mover.path));
    let (option, of, mover) =
        own.max_by(|a, b| a.2.correlation.abs().total_cmp(&b.2.correlation.abs()))?;
    let noun = language.measured_short(manifest, of.response, &of.scope);
    // Each of several options makes a difference of its own, with a sign of its own.
    let option = match block.options.len() {
        0..=2 => String::new(),
        _ => format!(" (‘{}’)", language.title_in(&manifest.alternatives, &option.alternative)),
    };
    Some(Moves {
        size: mover.correlation.abs(),
        said: format!("{noun}{option} {}", language.signed(mover.correlation, 2)),
        turns: language.turning(manifest, mover),
    })
}
