//! The twenty items of STRESS-DES (Monks and others 2018), as far as the manifest knows them; what only people know is
//! left for them.

use crate::report::grid::Grid;
use crate::report::page::facts;
use crate::report::wording::Language;
use crate::results::{Manifest, NamedEntry};

/// A row an item; `None`: somebody has to write it.
pub(super) fn stress(manifest: &Manifest, language: Language) -> Grid {
    let [number, item, content] = language.stress_columns();
    let mut grid = Grid::new("STRESS-DES", [(number, 8.0), (item, 44.0), (content, 110.0)]);
    for (item, content) in language.stress_items().into_iter().zip(contents(manifest, language)) {
        let (number, words) = item.split_once(' ').unwrap_or((item, ""));
        let content = content.unwrap_or_else(|| language.stress_open().to_owned());
        grid.rows.push(vec![number.into(), words.into(), content.into()]);
    }
    grid
}

fn titles(list: &[NamedEntry], language: Language) -> String {
    let titles = list.iter().map(|one| language.title(&one.title, &one.name));
    titles.collect::<Vec<_>>().join("; ")
}

fn contents(manifest: &Manifest, language: Language) -> [Option<String>; 20] {
    let asked = manifest.answer.measured.iter().filter(|of| of.asked);
    let asked = asked.map(|of| language.measured(manifest, of.response, &of.scope));
    let pools = manifest.pools.iter().map(|pool| language.title(&pool.title, &pool.name));
    let programmes = manifest.programmes.iter().map(|one| language.title(&one.title, &one.name));
    let parts: Vec<&str> = pools.chain(programmes).collect();
    let sheet = |name: &str| language.stress_sheet(name);
    let known = |text: String| Some(text).filter(|text| !text.is_empty());
    let logs: Vec<String> =
        manifest.logs.iter().map(|log| format!("{}: {}", log.path, log.file)).collect();
    let day = |date| language.day(date);
    let calendar = &manifest.calendar;
    let scenario = &manifest.scenario;
    let options = titles(&manifest.alternatives, language);
    [
        known(language.title(&scenario.question, &scenario.file).to_owned()),
        known(asked.collect::<Vec<_>>().join("; ")),
        known(language.stress_aims(manifest.alternatives.len())),
        known("docs/architecture.md".to_owned()),
        known("docs/design.md".to_owned()),
        known(options),
        known("docs/design.md, docs/schedulers.md".to_owned()),
        known(format!("{}; {}", parts.join("; "), titles(&manifest.fundings, language))),
        known(sheet(language.sheet_assumptions())),
        known(if logs.is_empty() { language.stress_no_logs().to_owned() } else { logs.join("; ") }),
        known(sheet(language.sheet_scenario())),
        known(language.rests_on(
            manifest.assumptions.len(),
            crate::report::page::assumptions::all(manifest, language).len(),
        )),
        known(language.stress_start(&day(calendar.start), &day(manifest.window.from))),
        known(format!("{} – {}", day(calendar.start), day(calendar.end))),
        known(format!(
            "{}; {}",
            language.stress_futures(&language.whole(f64::from(manifest.replications))),
            manifest.quantiles
        )),
        known(format!("daegi {} (Rust)", manifest.mark.daegi)),
        known(format!("Philox4x32-10, {} {}", language.seed_word(), manifest.seed)),
        known(facts::command(manifest)),
        known(format!("{}; {:.0} s", manifest.platform, manifest.elapsed_seconds)),
        None,
    ]
}
