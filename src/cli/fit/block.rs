//! A fit as a block of a scenario; what a reader has to know of it stands in comments.

use std::fmt::Write as _;

use crate::trace::Log;
use crate::trace::fit::{Awards, Candidate, Fit, Shape};
use crate::words::Language;

/// The normal quantile at 90 %: the p90 of a lognormal is exp(mu + 1.2816 sigma).
const Z90: f64 = 1.281_551_565_544_6;

/// The name of a log's file, as it can stand in a text of a scenario.
pub(super) fn file_of(log: &Log) -> String {
    let file = std::path::Path::new(&log.name).file_name();
    let file = file.map_or_else(|| log.name.clone(), |it| it.to_string_lossy().into_owned());
    file.chars().map(|c| if c.is_control() || "\"\\".contains(c) { '_' } else { c }).collect()
}

/// `[workload.NAME]` as the reader of scenarios takes it.
pub(super) fn block(
    log: &Log,
    fit: &Fit,
    (name, programme): (&str, &str),
    hours: Option<&Awards>,
    language: Language,
) -> String {
    let file = file_of(log);
    let pick = |ko: &str, en: &str| language.pick(ko, en).to_owned();
    let weekly = fit.jobs as f64 / fit.weeks;
    let per_user = weekly / fit.users.max(1) as f64;
    let mut out = String::new();
    // Writing to a string cannot fail.
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    line(format!(
        "# {file}: {} {}, {} {}, {:.1} {}",
        fit.jobs,
        pick("작업", "jobs"),
        fit.users,
        pick("사용자", "users"),
        fit.weeks,
        pick("주", "weeks"),
    ));
    line(format!("[workload.{name}]"));
    line(format!("programmes = [\"{programme}\"]"));
    match hours {
        Some(_) => line("holds = \"shared\"".to_owned()),
        None => line(pick(
            "holds = \"shared\"   # 또는 \"dedicated\": 과제가 자기 카드만 쓴다",
            "holds = \"shared\"   # or \"dedicated\": a project has its own cards",
        )),
    }
    if hours.is_some() {
        line(pick(
            "jobs = { use = 1 }   # 배정을 쓴 만큼으로 보았으므로. 배정의 0.8배를 쓴다면 0.8로 적고 신청을 그만큼 늘릴 것",
            "jobs = { use = 1 }   # since the awards are what was used; if 0.8 of them is, write 0.8 and larger requests",
        ));
    }
    let rate = format!(
        "jobs = \"{} per week\"   # {} {weekly:.1}; {} {:.2}",
        significant(per_user),
        pick("사용자(배정) 하나당. 전체는 주당", "for a user (an allocation); all together"),
        pick("간격의 변동계수(포아송이면 1)", "variation of the gaps (1 for Poisson)"),
        fit.gap_cv
    );
    line(if hours.is_some() { format!("# {rate}") } else { rate });
    let sizes: Vec<_> = fit.sizes.iter().map(|&(size, share)| (size.to_string(), share)).collect();
    line(format!("size = {{ units = {{ choice = {{ {} }} }} }}", normal(&sizes)));
    if let Some((largest, _)) = fit.sizes.last() {
        let ko = "배정보다 큰 작업은 배정 크기로 줄어든다. 가장 큰 작업";
        let en = "a job larger than its award is cut to the award; the largest here";
        let of_hours = ("가장 큰 작업", "the largest job");
        let (ko, en) = if hours.is_some() { of_hours } else { (ko, en) };
        line(format!("# {}: {largest}", pick(ko, en)));
    }
    line(format!(
        "# {}: KS {:.4}; {} {:.3} → {:.3}",
        pick("크기", "size"),
        fit.size_distance,
        pick("평균", "mean"),
        fit.mean_size.0,
        fit.mean_size.1
    ));
    let (still, longest) = fit.censored;
    if still > 0 {
        line(match language {
            Language::Ko => format!(
                "# 끝난 작업의 평균 실행 시간 {:.0} s. 아직 실행 중인 {still}건은 지금까지의 시간(최대 {longest:.0} s)을 하한으로 씀(Kaplan–Meier)",
                fit.mean_ended
            ),
            Language::En => format!(
                "# mean run time of the jobs that ended {:.0} s; {still} that still ran count by their time so far (at most {longest:.0} s) as a lower bound (Kaplan–Meier)",
                fit.mean_ended
            ),
        });
    }
    for (at, candidate) in fit.runs.iter().enumerate() {
        let mark = if at == 0 { "" } else { "# " };
        line(format!("{mark}run-time = {}", shape(&candidate.shape, &seconds_of)));
        line(format!("# {}", goodness(candidate, language)));
    }
    line(pick(
        "# 크기별 실행 시간(작업 수, 평균, 중앙값, 90%, 로그정규와의 KS 거리):",
        "# run time by size (jobs, mean, median, 90 %, KS distance of its lognormal):",
    ));
    for class in &fit.classes {
        line(format!(
            "#   {:>13}: {:>8} {:>11.0} s {:>11.0} s {:>11.0} s  {:.3}",
            language.sizes(class.sizes.0, class.sizes.1),
            class.jobs,
            class.mean,
            class.median,
            class.p90,
            class.distance
        ));
    }
    match &fit.requests {
        Some(requests) => {
            let steps = merged(&requests.shares());
            line(format!("requested = {{ choice = {{ {steps} }} }}"));
            line(format!(
                "# {} {:.1} %; {} {:.1} %",
                pick("요청 시간을 적은 작업", "jobs that state a request"),
                requests.stated * 100.0,
                pick("그중 요청보다 오래 걸린 작업", "of those, longer than requested"),
                requests.overrun * 100.0
            ));
        }
        None => line(pick("# 요청 시간이 없는 로그입니다", "# the log states no requested times")),
    }
    // A twentieth is noise.
    let ramp = hours.map_or(0.0, |hours| hours.ramp);
    let ramp = if ramp.abs() < 0.05 { String::new() } else { format!(", ramp = {ramp:.2}") };
    if fit.cycle.is_none() && !ramp.is_empty() {
        line(format!("rhythm = {{{} }}", ramp.trim_start_matches(',')));
    }
    match &fit.cycle {
        Some(cycle) => {
            let by_hour: Vec<String> = (0..24)
                .map(|hour| format!("{hour}-{} = {:.3}", hour + 1, cycle.hours[hour]))
                .collect();
            line(format!(
                "rhythm = {{ hours = {{ {} }}, weekend = {:.3}{ramp} }}",
                by_hour.join(", "),
                cycle.weekend
            ));
            let days: Vec<String> =
                cycle.weekdays.iter().map(|weight| format!("{weight:.2}")).collect();
            line(format!(
                "# {}: {}",
                pick("요일(월–일)", "weekdays, Monday to Sunday"),
                days.join(" ")
            ));
        }
        None => line(pick(
            "# 제출 시각의 날짜를 알 수 없거나 두 주보다 짧아 하루·한 주 주기를 정하지 않았습니다",
            "# no cycle: the log does not say what time it was, or lasts less than two weeks",
        )),
    }
    line(format!("source = \"{}: {file}\"", pick("작업 로그에서 맞춤", "fitted to a log of jobs")));
    out
}

/// Values and their shares, which sum to one exactly as they are written: the last digits go to the largest.
fn normal(shares: &[(String, f64)]) -> String {
    let mut millionths: Vec<i64> =
        shares.iter().map(|(_, share)| (share * 1e6).round() as i64).collect();
    let rest = 1_000_000 - millionths.iter().sum::<i64>();
    if let Some(largest) = (0..shares.len()).max_by_key(|&at| (millionths[at], at)) {
        millionths[largest] += rest;
    }
    let parts = shares.iter().zip(&millionths);
    // A share that rounds to nothing says nothing.
    let parts = parts.filter(|(_, millionths)| **millionths > 0);
    let part = |((value, _), millionths): (&(String, f64), &i64)| {
        format!("{value} = {}", trimmed(format!("{:.6}", *millionths as f64 / 1e6)))
    };
    parts.map(part).collect::<Vec<_>>().join(", ")
}

fn seconds_of(seconds: f64) -> String {
    format!("\"{} s\"", significant(seconds))
}

/// A shape as a distribution of a scenario, each value as `s` writes it.
pub(super) fn shape(shape: &Shape, s: &dyn Fn(f64) -> String) -> String {
    match shape {
        Shape::Lognormal { mu, sigma } => {
            let p90 = libm::exp(mu + Z90 * sigma.max(1e-3));
            format!("{{ lognormal = {{ median = {}, p90 = {} }} }}", s(libm::exp(*mu)), s(p90))
        }
        Shape::Exponential { mean } => format!("{{ exponential = {{ mean = {} }} }}", s(*mean)),
        Shape::Steps(values) => {
            let mut steps: Vec<(String, usize)> = Vec::new();
            for value in values {
                let text = s(*value);
                match steps.last_mut() {
                    Some((last, count)) if *last == text => *count += 1,
                    _ => steps.push((text, 1)),
                }
            }
            let n = values.len() as f64;
            let parts: Vec<String> = steps
                .iter()
                .map(|(text, count)| format!("{text} = {}", *count as f64 / n))
                .collect();
            format!("{{ choice = {{ {} }} }}", parts.join(", "))
        }
    }
}

/// Ratios with shares that sum to one exactly as they are written; ratios that are written alike stand together.
fn merged(shares: &[(f64, f64)]) -> String {
    let mut steps: Vec<(String, f64)> = Vec::new();
    for &(ratio, share) in shares {
        let text = significant(ratio);
        match steps.last_mut() {
            Some((last, sum)) if *last == text => *sum += share,
            _ => steps.push((text, share)),
        }
    }
    normal(&steps.iter().map(|(text, share)| (format!("\"{text}\""), *share)).collect::<Vec<_>>())
}

/// Four significant digits, without a power of ten.
pub(super) fn significant(value: f64) -> String {
    let digits = match value.abs() {
        v if v >= 1_000.0 => 0,
        v if v >= 100.0 => 1,
        v if v >= 10.0 => 2,
        v if v >= 1.0 => 3,
        v if v >= 0.01 => 5,
        _ => 9,
    };
    trimmed(format!("{value:.digits$}"))
}

/// Without zeros at the end of a fraction.
fn trimmed(text: String) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

pub(super) fn goodness(candidate: &Candidate, language: Language) -> String {
    format!(
        "{}: KS {:.4}, {} {:.3}",
        match (&candidate.shape, language) {
            (Shape::Lognormal { .. }, Language::Ko) => "로그정규",
            (Shape::Lognormal { .. }, Language::En) => "lognormal",
            (Shape::Exponential { .. }, Language::Ko) => "지수",
            (Shape::Exponential { .. }, Language::En) => "exponential",
            (Shape::Steps(_), Language::Ko) => "스무 등분의 평균값",
            (Shape::Steps(_), Language::En) => "means of twenty equal parts",
        },
        candidate.distance,
        language.pick("맞춘 평균/로그 평균", "its mean over the log's"),
        candidate.mean_ratio
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_so_that_a_scenario_reads_them() {
        assert_eq!(significant(123_456.7), "123457");
        assert_eq!(significant(12.340), "12.34");
        assert_eq!(significant(0.000_012_3), "0.0000123");
        let ratios = [(1.0, 0.5), (2.5, 0.25), (4.000_01, 0.125), (4.000_02, 0.125)];
        assert_eq!(merged(&ratios), "\"1\" = 0.5, \"2.5\" = 0.25, \"4\" = 0.25");
        let sizes = [1, 2, 4].map(|size: u32| (size.to_string(), 1.0 / 3.0));
        assert_eq!(normal(&sizes), "1 = 0.333333, 2 = 0.333333, 4 = 0.333334");
        let rare = [("1".to_owned(), 0.999_999_8), ("2".to_owned(), 0.000_000_2)];
        assert_eq!(normal(&rare), "1 = 1");
    }
}
