//! Options and points of sweeps by unmet demand, free units and money, in words.

use super::answer::{OptionTable, Shown};
use super::tried::Swept;
use super::wording::Language;
use crate::results::Manifest;
use crate::results::answer::{FRONTIER, FrontierEntry};

/// Options, or the points of a sweep, that were compared.
pub(super) struct Compared<'a> {
    /// What the sweep is called; the word for options.
    pub(super) title: String,
    /// The name of the sweep; empty: the options.
    pub(super) sweep: &'a str,
    pub(super) entry: &'a FrontierEntry,
    /// What each of them is called, in the order of the entry.
    pub(super) labels: Vec<String>,
    /// Names of the options in the file; of a point the values of its sweep.
    pub(super) names: Vec<String>,
}

/// The options, then each sweep, as far as they were compared.
pub(super) fn compared(manifest: &Manifest, language: Language) -> Vec<Compared<'_>> {
    let block = &manifest.answer;
    let option = |place: usize| {
        let option = block.options.get(place);
        let title = |name| language.title_in(&manifest.alternatives, name).to_owned();
        option.map_or_else(String::new, |option| title(&option.alternative))
    };
    let labels = |entry: &FrontierEntry, label: &dyn Fn(usize) -> String| -> Vec<String> {
        entry.points.iter().map(|point| label(point.place)).collect()
    };
    let own = block.frontier.as_ref().map(|entry| {
        let (title, labels_of) = (language.option_word().to_owned(), labels(entry, &option));
        let name = |place: usize| {
            block.options.get(place).map_or_else(String::new, |option| option.alternative.clone())
        };
        Compared { title, sweep: "", entry, labels: labels_of, names: labels(entry, &name) }
    });
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
        let names = labels(entry, &label);
        Some(Compared { title, sweep: &sweep.name, entry, labels: names.clone(), names })
    });
    own.into_iter().chain(sweeps).collect()
}

/// A table for the options, and one for each sweep.
pub(super) fn frontiers(manifest: &Manifest, language: Language) -> Vec<Swept> {
    compared(manifest, language).into_iter().map(|own| one(manifest, language, own)).collect()
}

fn one(manifest: &Manifest, language: Language, own: Compared<'_>) -> Swept {
    let Compared { title, entry, labels, .. } = own;
    let called = language.called(manifest, "site");
    let shorts = FRONTIER.map(|response| language.measured_short(manifest, response, "site"));
    let head = std::iter::once(title.clone())
        .chain(shorts)
        .chain([language.undominated_word().to_owned()]);
    let percent = |share: f64| format!("{}%", language.decimal(100.0 * share, 0));
    let rows = entry.points.iter().zip(&labels).map(|(point, label)| {
        let values = FRONTIER.into_iter().zip(point.means);
        let cells = values
            .map(|(response, mean)| language.quantity(response, called, mean))
            .chain([percent(point.undominated)]);
        let cells = cells.map(|value| Shown { value, ..Shown::default() });
        (label.clone(), cells.collect())
    });
    let chances = entry.points.iter().map(|point| point.undominated);
    let all: Vec<(String, f64)> = labels.iter().cloned().zip(chances).collect();
    Swept {
        title: title.clone(),
        said: vec![language.frontier_said(&all)],
        table: OptionTable { head: head.collect(), rows: rows.collect(), ..OptionTable::default() },
        notes: vec![language.frontier_note(&language.whole(entry.n as f64))],
        first: None,
    }
}
