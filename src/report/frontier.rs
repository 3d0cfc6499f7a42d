//! Options and points of sweeps by unmet demand, free units and money, in words.

use super::answer::{OptionTable, Shown};
use super::tried::Swept;
use super::wording::Language;
use crate::results::Manifest;
use crate::results::answer::{FRONTIER, FrontierEntry};

/// One for the options, and one for each sweep.
pub(super) fn frontiers(manifest: &Manifest, language: Language) -> Vec<Swept> {
    let block = &manifest.answer;
    let option = |place: usize| {
        let option = block.options.get(place);
        let title = |name| language.title_in(&manifest.alternatives, name).to_owned();
        option.map_or_else(String::new, |option| title(&option.alternative))
    };
    let own = block
        .frontier
        .as_ref()
        .map(|entry| one(manifest, language, language.option_word().to_owned(), entry, &option));
    let sweeps = block.sweeps.iter().filter_map(|sweep| {
        let entry = sweep.frontier.as_ref()?;
        let across = sweep.axes.get(1).map_or(1, |axis| axis.labels.len().max(1));
        let label = |place: usize| {
            let places = [place / across, place % across];
            let labels = sweep.axes.iter().zip(places);
            let labels = labels.filter_map(|(axis, at)| axis.labels.get(at).cloned());
            labels.collect::<Vec<_>>().join(", ")
        };
        let title = language.title(&sweep.title, &sweep.name).to_owned();
        Some(one(manifest, language, title, entry, &label))
    });
    own.into_iter().chain(sweeps).collect()
}

fn one(
    manifest: &Manifest,
    language: Language,
    title: String,
    entry: &FrontierEntry,
    label: &dyn Fn(usize) -> String,
) -> Swept {
    let called = language.called(manifest, "site");
    let shorts = FRONTIER.map(|response| language.measured_short(manifest, response, "site"));
    let head = std::iter::once(title.clone())
        .chain(shorts)
        .chain([language.undominated_word().to_owned()]);
    let percent = |share: f64| format!("{}%", language.decimal(100.0 * share, 0));
    let rows = entry.points.iter().map(|point| {
        let values = FRONTIER.into_iter().zip(point.means);
        let cells = values
            .map(|(response, mean)| language.quantity(response, called, mean))
            .chain([percent(point.undominated)]);
        let cells = cells.map(|value| Shown { value, ..Shown::default() });
        (label(point.place), cells.collect())
    });
    let all: Vec<(String, f64)> =
        entry.points.iter().map(|point| (label(point.place), point.undominated)).collect();
    Swept {
        title: title.clone(),
        said: vec![language.frontier_said(&all)],
        table: OptionTable { head: head.collect(), rows: rows.collect(), ..OptionTable::default() },
        notes: vec![language.frontier_note(&language.whole(entry.n as f64))],
        first: None,
    }
}
