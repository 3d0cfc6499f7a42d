//! The short table that ends a run, in Korean or English.

use std::fmt::Write as _;
use std::time::Duration;

use super::check::competition;
use super::text::aligned;
use crate::measures::Scale;
use crate::report::{Answers, OptionTable, Shown};
use crate::results::{CheckFit, CheckKind, CheckRow, Summary};
use crate::scenario::Scenario;
use crate::words::Language;

/// What a run took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub(super) runs: u64,
    pub(super) events: u64,
    pub(super) simulated: Duration,
    pub(super) whole: Duration,
}

pub(super) fn text(
    scenario: &Scenario,
    summary: &Summary,
    answers: &Answers,
    facts: &Facts,
    language: Language,
) -> String {
    let title = scenario.title.in_language(language);
    let question = scenario.question.in_language(language);
    let mut out = format!("{title}\n{question}\n\n{}", answer(answers, language));
    if !summary.checks.is_empty() {
        out.push('\n');
        out.push_str(&checks(scenario, &summary.checks, language));
    }
    if !summary.inferred.is_empty() {
        out.push('\n');
        out.push_str(&competition::played(scenario, &summary.inferred, language));
    }
    let per_run = facts.events / facts.runs.max(1);
    let seconds = facts.simulated.as_secs_f64();
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "\n{}",
        match language {
            Language::Ko => format!(
                "{}회 실행, 실행당 사건 {per_run}건, 모의 {seconds:.1}초, 전체 {:.1}초",
                facts.runs,
                facts.whole.as_secs_f64()
            ),
            Language::En => format!(
                "{} runs, {per_run} events a run, simulated in {seconds:.1} s, {:.1} s in all",
                facts.runs,
                facts.whole.as_secs_f64()
            ),
        }
    );
    out
}

/// The answer block: verdicts, the table of options, what speaks against them, what answers hang on.
pub(super) fn answer(answers: &Answers, language: Language) -> String {
    let mut out = String::new();
    for said in &answers.verdicts {
        let lead = if said.lead.is_empty() { "" } else { &said.lead };
        let stop = if lead.is_empty() { "" } else { "." };
        let colon = if said.clauses.is_empty() { "" } else { ":" };
        // A lone baseline has one thing to say, and that is the answer.
        if let ([only], true) = (said.clauses.as_slice(), lead.is_empty()) {
            let _ = writeln!(out, "→ {}: {only}", said.of);
            continue;
        }
        let _ = writeln!(out, "→ {}{colon} {lead}{stop}", said.of);
        for clause in &said.clauses {
            let _ = writeln!(out, "    {clause}");
        }
    }
    if answers.table.rows.is_empty() {
        return out;
    }
    out.push('\n');
    out.push_str(&options(answers));
    for note in &answers.notes {
        let _ = writeln!(out, "  {note}");
    }
    if !answers.against.is_empty() {
        let _ = writeln!(out, "\n{}", language.against_heading());
        for said in &answers.against {
            let _ = writeln!(out, "  {}: {}", said.of, said.clauses.join("; "));
        }
    }
    if !answers.best.is_empty() {
        let _ = writeln!(out, "\n{}", language.best_heading());
    }
    for said in &answers.best {
        let _ = writeln!(out, "  {said}");
    }
    if !answers.together.is_empty() {
        let _ = writeln!(out, "\n{}", language.together_heading());
    }
    for said in &answers.together {
        let _ = writeln!(out, "  {said}");
    }
    if !answers.frontiers.is_empty() {
        let _ = writeln!(out, "\n{}", language.frontier_heading());
    }
    for frontier in &answers.frontiers {
        for said in &frontier.said {
            let _ = writeln!(out, "  → {said}");
        }
        let (table, left) = swept(&frontier.table);
        out.push_str(&table);
        if left > 0 {
            let _ = writeln!(out, "    {}", language.frontier_left(left));
        }
        for note in &frontier.notes {
            let _ = writeln!(out, "    {note}");
        }
    }
    if !answers.readings.is_empty() {
        let _ = writeln!(out, "\n{}", language.readings_heading());
    }
    for said in &answers.readings {
        let _ = writeln!(out, "  {}", said.of);
        for clause in &said.clauses {
            let _ = writeln!(out, "    {clause}");
        }
    }
    if !answers.sweeps.is_empty() {
        let _ = writeln!(out, "\n{}", language.sweeps_heading());
    }
    for sweep in &answers.sweeps {
        let _ = writeln!(out, "  {}", sweep.title);
        for said in &sweep.said {
            let _ = writeln!(out, "    → {said}");
        }
        let (table, left) = swept(&sweep.table);
        out.push_str(&table);
        if left > 0 {
            let _ = writeln!(out, "    {}", language.more_values(left));
        }
        for note in &sweep.notes {
            let _ = writeln!(out, "    {note}");
        }
    }
    for (heading, list) in
        [(language.hangs_heading(), &answers.hangs), (language.how_heading(), &answers.compared)]
    {
        if !list.is_empty() {
            let _ = writeln!(out, "\n{heading}");
        }
        for item in list {
            let _ = writeln!(out, "  {item}");
        }
    }
    out
}

/// Values of a sweep that a terminal shows.
const VALUES: usize = 6;

/// A sweep with a line for each measure and a column for each value, the values thinned out where there are many.
fn swept(table: &OptionTable) -> (String, usize) {
    let cell = |cell: &Shown| {
        let range =
            if cell.range.is_empty() { String::new() } else { format!(" [{}]", cell.range) };
        format!("{}{range}", cell.value)
    };
    let all = table.rows.len();
    let every = all.saturating_sub(1).div_ceil(VALUES - 1).max(1);
    let shown: Vec<&(String, Vec<Shown>)> = table
        .rows
        .iter()
        .enumerate()
        .filter(|(at, _)| at % every == 0 || at + 1 == all)
        .map(|(_, row)| row)
        .collect();
    let mut rows = Vec::new();
    for (at, head) in table.head.iter().enumerate() {
        let cells = shown.iter().map(|(label, cells)| match at {
            0 => label.clone(),
            at => cells.get(at - 1).map(cell).unwrap_or_default(),
        });
        rows.push(std::iter::once(format!("    {head}")).chain(cells).collect::<Vec<_>>());
    }
    (aligned(&rows, &[0]), all - shown.len())
}

/// The table of options: where it is too wide for a terminal, a measure a line.
fn options(answers: &Answers) -> String {
    let table = &answers.table;
    let cell = |cell: &Shown| {
        let mark = cell.mark.map(|mark| format!(" {}", mark.sign())).unwrap_or_default();
        let range =
            if cell.range.is_empty() { String::new() } else { format!(" [{}]", cell.range) };
        format!("{}{mark}{range}", cell.value)
    };
    // Measures are the rows: their names are long, and there may be many options.
    let mut rows = vec![
        std::iter::once(String::new())
            .chain(table.rows.iter().map(|(title, _)| title.clone()))
            .collect::<Vec<_>>(),
    ];
    for (at, head) in table.head.iter().skip(1).enumerate() {
        let cells = table.rows.iter().map(|(_, cells)| cells.get(at).map(cell).unwrap_or_default());
        rows.push(std::iter::once(format!("  {head}")).chain(cells).collect());
    }
    aligned(&rows, &[0])
}

fn checks(scenario: &Scenario, checks: &[CheckRow], language: Language) -> String {
    let head: [&str; 7] = match language {
        Language::Ko => ["대조", "범위", "관측", "중앙값", "90% 범위", "판정", "구분"],
        Language::En => ["check", "scope", "observed", "median", "90% range", "verdict", "kind"],
    };
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (at, check) in checks.iter().enumerate() {
        if check.month.is_some() {
            // The first of its months speaks for all.
            if at == 0 || checks[at - 1].check != check.check {
                rows.push(by_month(scenario, checks, check, language));
            }
            continue;
        }
        let shown = |value: f64| match check.response.row().scale {
            Scale::Won => language.money(scenario.baseline.currency, value),
            _ => format!("{value:.2}"),
        };
        let number = |value: Option<f64>| value.map_or(String::new(), shown);
        let title = scenario.title_of(&format!("check.{}", check.check));
        rows.push(vec![
            title.in_language(language).to_owned(),
            check.scope.clone(),
            number(check.observed),
            number(check.q50),
            format!("{}–{}", number(check.q05), number(check.q95)),
            check.fit.map_or("", |fit| language.fit(fit)).to_owned(),
            language.kind_of_check(check.kind).to_owned(),
        ]);
    }
    let table = aligned(&rows, &[0]);
    let facts = || checks.iter().filter(|row| row.kind == CheckKind::HeldOut);
    let whole = facts().filter(|row| row.month.is_none()).filter_map(|row| row.fit);
    // Months together are one fact.
    let mut names: Vec<&str> =
        facts().filter(|row| row.month.is_some()).map(|row| row.check.as_str()).collect();
    names.dedup();
    let months = names.into_iter().filter_map(|name| CheckFit::of_months(&months(checks, name)));
    let fits: Vec<CheckFit> = whole.chain(months).collect();
    let count = |fit| fits.iter().filter(|&&one| one == fit).count();
    let counts = [CheckFit::Inside, CheckFit::ByRounding, CheckFit::Outside].map(count);
    format!("{table}{}\n", language.held_out(counts))
}

/// Where the months of a check lie.
fn months(checks: &[CheckRow], name: &str) -> Vec<CheckFit> {
    checks.iter().filter(|row| row.check == name).filter_map(|row| row.fit).collect()
}

/// The line of a check by month.
fn by_month(
    scenario: &Scenario,
    checks: &[CheckRow],
    check: &CheckRow,
    language: Language,
) -> Vec<String> {
    let fits = months(checks, &check.check);
    let verdict = CheckFit::of_months(&fits).map_or("", |fit| language.fit(fit));
    let title = scenario.title_of(&format!("check.{}", check.check));
    vec![
        title.in_language(language).to_owned(),
        check.scope.clone(),
        language.months_observed(fits.len()),
        String::new(),
        String::new(),
        format!("{verdict} ({})", language.months_held(&fits)),
        language.kind_of_check(check.kind).to_owned(),
    ]
}
