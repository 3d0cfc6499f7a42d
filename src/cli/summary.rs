//! The short table that ends a run, in Korean or English.

use std::fmt::Write as _;
use std::time::Duration;

use super::text::aligned;
use crate::measures::{Of, Response, Scale};
use crate::model::inputs::Intake;
use crate::report::{Answers, Language};
use crate::results::{CheckKind, CheckRow, Summary, Verdict};
use crate::scenario::Scenario;

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
    let pick = |ko: &'static str, en: &'static str| match language {
        Language::Ko => ko,
        Language::En => en,
    };
    let mut out = String::new();
    let title = scenario.title.in_language(language.code());
    let question = scenario.question.in_language(language.code());
    let _ = writeln!(out, "{title}\n");
    let columns = columns(scenario, summary, language);
    let mut rows = vec![
        std::iter::once(pick("대안 (평균 [5–95 %])", "alternative (mean [5–95 %])").to_owned())
            .chain(columns.iter().map(|column| column.title.clone()))
            .collect::<Vec<_>>(),
    ];
    for (name, _) in scenario.worlds() {
        let title = scenario
            .alternatives
            .iter()
            .find(|alternative| alternative.name == name)
            .map_or(&scenario.baseline_title, |alternative| &alternative.title)
            .in_language(language.code())
            .to_owned();
        let cells = columns.iter().map(|column| {
            summary
                .estimate(name, column.response, &column.scope)
                .map_or("–".into(), |e| column.shown(e.mean, e.quantiles[0], e.quantiles[4]))
        });
        rows.push(std::iter::once(title).chain(cells).collect());
    }
    out.push_str(&aligned(&rows, &[0]));
    if !summary.checks.is_empty() {
        out.push('\n');
        out.push_str(&checks(scenario, &summary.checks, language));
    }
    let _ = writeln!(out, "\n{question}");
    for sentence in &answers.sentences {
        let _ = writeln!(out, "→ {sentence}");
    }
    for (title, sentence) in &answers.alternatives {
        let _ = writeln!(out, "  {title}: {sentence}");
    }
    let per_run = facts.events / facts.runs.max(1);
    let seconds = facts.simulated.as_secs_f64();
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

/// A response that the table shows.
struct Column {
    title: String,
    response: Response,
    scope: String,
}

impl Column {
    fn shown(&self, mean: f64, low: f64, high: f64) -> String {
        if self.response.row().scale == Scale::Percent {
            format!("{:.1} % [{:.1}–{:.1}]", mean * 100.0, low * 100.0, high * 100.0)
        } else if self.response.row().scale == Scale::UnitMonths {
            format!("{mean:.0} [{low:.0}–{high:.0}]")
        } else {
            format!("{mean:.2} [{low:.2}–{high:.2}]")
        }
    }
}

fn columns(scenario: &Scenario, summary: &Summary, language: Language) -> Vec<Column> {
    let inputs = &scenario.baseline;
    let worlds = || scenario.worlds();
    let never = |response: Response, scope: &str| {
        worlds()
            .all(|(name, _)| summary.estimate(name, response, scope).is_none_or(|e| e.mean == 0.0))
    };
    let mut columns = Vec::new();
    let mut push = |scope: &str, response: Response| {
        let title = format!("{scope} {}", terse(response, language));
        columns.push(Column { title, response, scope: scope.to_owned() });
    };
    let of = |of: Of| Response::TERMINAL.into_iter().filter(move |one| one.row().of == of);
    for pool in &inputs.pools {
        for response in of(Of::Pool) {
            let unknown =
                worlds().all(|(name, _)| summary.estimate(name, response, &pool.name).is_none());
            let seldom = Response::SELDOM.contains(&response) && never(response, &pool.name);
            if !seldom && !unknown && (inputs.has_jobs(None) || !response.row().needs_jobs) {
                push(&pool.name, response);
            }
        }
    }
    for programme in &inputs.programmes {
        if matches!(programme.intake, Intake::Rounds(_)) {
            of(Of::Programme).for_each(|response| push(&programme.name, response));
        }
    }
    columns
}

/// A ratio in the room of a column: 할당/임차; allocated of leased.
fn terse(response: Response, language: Language) -> String {
    let row = response.row();
    match (language, row.rungs) {
        (Language::Ko, Some((part, whole))) => format!("{}/{}", part.words().ko, whole.words().ko),
        (Language::Ko, None) if response == Response::ApplicationsOfPlaces => {
            "신청/자리".to_owned()
        }
        (Language::Ko, None) => row.short.unwrap_or(row.noun).ko.to_owned(),
        (Language::En, _) => row.short.unwrap_or(row.noun).en.to_owned(),
    }
}

fn checks(scenario: &Scenario, checks: &[CheckRow], language: Language) -> String {
    let head: [&str; 7] = match language {
        Language::Ko => ["대조", "범위", "관측", "중앙값", "중앙 90 %", "판정", "구분"],
        Language::En => ["check", "scope", "observed", "median", "central 90 %", "verdict", "kind"],
    };
    let number = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.2}"));
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for check in checks {
        let title = scenario.title_of(&format!("check.{}", check.check));
        let verdict = check.verdict.map(Verdict::words);
        // Half of what the published value is rounded to is what it may be off by.
        let off = check.rounded_to / 2.0;
        let off = if off > 0.0 { format!(" ±{off}") } else { String::new() };
        rows.push(vec![
            title.in_language(language.code()).to_owned(),
            check.scope.clone(),
            check.observed.map_or(String::new(), |value| format!("{value:.2}{off}")),
            number(check.q50),
            format!("{}–{}", number(check.q05), number(check.q95)),
            verdict.map_or("", |words| language.verdict(words)).to_owned(),
            language.kind_of_check(check.kind.word()).to_owned(),
        ]);
    }
    let table = aligned(&rows, &[0]);
    let facts = || checks.iter().filter(|row| row.kind == CheckKind::HeldOut);
    let count = |verdict| facts().filter(|row| row.verdict == Some(verdict)).count();
    let counts = [Verdict::Inside, Verdict::InsideByRounding, Verdict::Outside].map(count);
    format!("{table}{}\n", language.held_out(counts))
}
