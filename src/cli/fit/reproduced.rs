//! How well a fit reproduces its log: the numbers in a table, and in a few words.

use std::fmt::Write as _;

use crate::trace::fit::reproduced::{FEWEST_WEEKS, MOST_WEEKS};
use crate::trace::fit::{Band, NotReproduced, Reproduced};
use crate::words::Language;

/// The file of the numbers.
pub(super) const TABLE: &str = "reproduced.csv";

/// A row for each week and for each size: what the log has, and the band of its fit.
pub(super) fn table(found: &Reproduced) -> String {
    let mut out = "what,from,to,log,low,middle,high,log_itself\n".to_owned();
    // Writing to a string cannot fail.
    let mut row = |what: &str, (from, to): (u64, u64), log, band: Option<Band>, own| {
        let text = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let [low, middle, high] =
            [band.map(|it| it.low), band.map(|it| it.middle), band.map(|it| it.high)].map(text);
        let (log, own) = (text(log), text(own));
        let _ = writeln!(out, "{what},{from},{to},{log},{low},{middle},{high},{own}");
    };
    for (week, &(log, band)) in (1..).zip(&found.weeks) {
        row("busy_share_of_week", (week, week), Some(log), Some(band), None);
    }
    for it in &found.sizes {
        let sizes = (it.sizes.0.into(), it.sizes.1.into());
        row("mean_wait_s_of_size", sizes, it.log, it.fitted, it.stated);
    }
    out
}

/// What the chart shows.
pub(super) fn told(found: &Reproduced, language: Language) -> String {
    let percent = |share: f64| language.percent(share);
    let wait = |seconds: f64| language.decimal(seconds, 0);
    let ((busy, busy_band), (log_wait, wait_band)) = (found.busy, found.wait);
    let [busy, low, high] = [busy, busy_band.low, busy_band.high].map(percent);
    let [log_wait, short, long] = [log_wait, wait_band.low, wait_band.high].map(wait);
    let [units, futures, within, weeks] = [
        f64::from(found.units),
        found.futures as f64,
        found.weeks_within() as f64,
        found.weeks.len() as f64,
    ]
    .map(|count| language.whole(count));
    let scheduler = found.scheduler;
    match language {
        Language::Ko => format!(
            "로그와 맞춘 작업의 모의실험 {futures}회를 {scheduler}로 전체 {units}에서 {weeks}주 재생: 실사용/전체 로그 {busy}, 모의실험 열에 아홉 {low}–{high}({within}주가 그 주의 띠 안) · 평균 대기 로그 {log_wait}초, 모의실험 {short}–{long}초 (charts/reproduced, {TABLE})"
        ),
        Language::En => format!(
            "the log and {futures} futures of the fitted workload through {scheduler} on {units} units for {weeks} weeks: busy of units {busy} in the log, {low}–{high} in nine of ten futures (in {within} weeks the log lies within that week's band) · mean wait {log_wait} s in the log, {short}–{long} s in the futures (charts/reproduced, {TABLE})"
        ),
    }
}

/// Why there is no such chart.
pub(super) fn not_told(why: NotReproduced, language: Language) -> String {
    let (ko, en) = match why {
        NotReproduced::NoMachine => (
            "로그가 장비 크기를 말하지 않아, 맞춘 작업이 로그를 얼마나 되살리는지는 그리지 않았습니다: --units로 주세요"
                .to_owned(),
            "how well the fit reproduces the log is not drawn, since nothing says how large the machine is: give --units"
                .to_owned(),
        ),
        NotReproduced::Weeks(weeks) => (
            format!(
                "로그의 온전한 주가 {weeks}개여서, 맞춘 작업이 로그를 얼마나 되살리는지는 그리지 않았습니다({FEWEST_WEEKS}–{MOST_WEEKS}주일 때 그립니다)"
            ),
            format!(
                "how well the fit reproduces the log is not drawn: the log has {weeks} whole weeks, and it is for {FEWEST_WEEKS} to {MOST_WEEKS}"
            ),
        ),
    };
    language.pick(&ko, &en).to_owned()
}
