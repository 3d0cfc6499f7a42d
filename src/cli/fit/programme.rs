//! A programme that awards hours, as a log shows it, as a block of a scenario.

use std::fmt::Write as _;

use super::block::{goodness, shape, significant};
use crate::trace::fit::Awards;
use crate::words::Language;

/// `[programme.NAME]` as the reader of scenarios takes it; `file` is the log.
pub(super) fn programme(
    awards: &Awards,
    name: &str,
    pool: &str,
    file: &str,
    language: Language,
) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    let (count, term) = (awards.count, awards.term);
    line(match language {
        Language::Ko => format!(
            "# 사용자를 과제로, 그 기간에 쓴 시간을 배정으로 봄: {count}건, 기간 {term}개월(사용자 열에 아홉이 이 안에 듦), 끝나지 않은 {}건은 분포에서 뺌",
            awards.open
        ),
        Language::En => format!(
            "# users are taken for projects, and what one used over a term for its award: {count}, terms of {term} months (nine of ten users stay within it), {} not over and left out of the distribution",
            awards.open
        ),
    });
    line(format!("[programme.{name}]"));
    line(format!("pool = \"{pool}\""));
    line("intake = \"rolling\"".to_owned());
    line(format!("demand = {{ rate = \"{} per week\" }}", significant(awards.per_week)));
    for (at, candidate) in awards.shapes.iter().enumerate() {
        let mark = if at == 0 { "" } else { "# " };
        let hours = |hours: f64| format!("\"{} unit-hours\"", significant(hours.max(1.0)));
        line(format!("{mark}request = {}", shape(&candidate.shape, &hours)));
        line(format!("# {}", goodness(candidate, language)));
    }
    line(format!("award = \"{term} {}\"", if term == 1 { "month" } else { "months" }));
    line(format!("largest-job = {}", awards.largest_job));
    let (ko, en) = (
        "가정: 로그는 쓴 시간만 보이고 배정한 시간은 보이지 않는다",
        "assumed: a log shows what was used, not what was awarded",
    );
    let source = language.pick(ko, en);
    line(format!("at-zero = {{ jobs = \"go on\", source = \"{source}\" }}"));
    let quarters: Vec<String> =
        awards.quarters.iter().map(|share| format!("{:.0}%", 100.0 * share)).collect();
    line(format!(
        "# {}: {}",
        language.pick("기간의 네 토막에 쓴 시간", "hours by quarter of a term"),
        quarters.join(" ")
    ));
    if !awards.months.is_empty() {
        line(format!(
            "# {}:",
            language.pick(
                "달별(새로 시작한 과제, 사용자, 장시간)",
                "by month (terms that began, users, unit-hours)"
            )
        ));
    }
    for month in &awards.months {
        line(format!(
            "#   {}: {:>6} {:>6} {:>12.0}",
            month.month, month.began, month.users, month.hours
        ));
    }
    let (ko, en) = (
        "작업 로그에서 맞춤; 사용자를 과제로, 쓴 시간을 배정으로 본 것은 가정",
        "fitted to a log of jobs; that a user is a project, awarded what it used, is assumed",
    );
    line(format!("source = \"{}: {file}\"\n", language.pick(ko, en)));
    out
}
