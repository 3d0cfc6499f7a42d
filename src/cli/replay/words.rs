//! What a replay prints: a comparison, and what was left out.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::text::aligned;
use crate::results::replay::Played;
use crate::scheduler::placement::{Fit, Large};
use crate::scheduler::{Policy, Servers};
use crate::trace::Log;
use crate::trace::replay::{Dropped, Tally};
use crate::words::Language;

const HEAD_KO: [&str; 12] = [
    "스케줄러",
    "전체 수량",
    "작업",
    "평균 대기",
    "중앙값",
    "95%",
    "최대",
    "평균 제한 지연비",
    "실사용/전체",
    "남은 조각/전체",
    "걸린 시간",
    "앞지름",
];
const HEAD_EN: [&str; 12] = [
    "scheduler",
    "units",
    "jobs",
    "mean wait",
    "median",
    "p95",
    "max",
    "bounded slowdown",
    "busy of units",
    "fragmented of units",
    "makespan",
    "backfilled",
];

/// The comparison of a replay in words.
pub(super) fn page(
    log: &Log,
    all: &[Played],
    as_logged: &[Played],
    dropped: &[(u32, Dropped)],
    language: Language,
) -> String {
    let mut out = String::new();
    let records = language.whole(log.records.len() as f64);
    let mode = all.first().map_or("", |played| played.mode);
    let _ = match language {
        Language::Ko => {
            writeln!(out, "{}: 기록 {records}건 · 요청 시간 해석 {mode} · 시간은 초", log.name)
        }
        Language::En => {
            writeln!(out, "{}: {records} records · mode {mode} · times in seconds", log.name)
        }
    };
    let mut rows =
        vec![if language == Language::Ko { HEAD_KO } else { HEAD_EN }.map(str::to_owned).to_vec()];
    for played in as_logged {
        rows.push(row(played, language.pick("로그 기록", "the log itself"), language));
    }
    rows.extend(all.iter().map(|played| row(played, &played.scheduler, language)));
    out.push('\n');
    out.push_str(&aligned(&rows, &[0]));
    out.push('\n');
    if as_logged.is_empty() {
        out.push_str(language.pick(
            "로그는 대기 시간을 적지 않았습니다.\n",
            "The log states no waits of its own.\n",
        ));
    } else if as_logged.iter().zip(all).any(|(own, all)| own.measures.jobs < all.measures.jobs) {
        out.push_str(language.pick(
            "'로그 기록'은 대기 시간이 적힌 작업만으로 셈한 것입니다.\n",
            "\"The log itself\" counts only jobs whose waits it states.\n",
        ));
    }
    for (units, dropped) in dropped {
        left_out(&mut out, *units, dropped, language);
    }
    out.push_str(language.pick(
        "남은 조각: 기다리는 작업이 있는데 그 차례의 작업이 쓰지 못해 빈 양.\n",
        "Fragmented: free while a job waits, and of no use to the one whose turn it is.\n",
    ));
    let mut described: Vec<Servers> = Vec::new();
    for servers in all.iter().filter_map(|played| played.servers) {
        if !described.contains(&servers) {
            on_nodes(&mut out, &servers, language);
            described.push(servers);
        }
    }
    if let Some(played) = all.iter().find(|played| !played.settings.is_empty()) {
        let _ = writeln!(out, "{}: {}", played.scheduler, played.settings);
    }
    out
}

/// How jobs sit on nodes.
fn on_nodes(out: &mut String, servers: &Servers, language: Language) {
    let Servers { nodes, units_each, rule } = *servers;
    let [nodes, each, all] =
        [nodes, units_each, servers.units()].map(|count| language.whole(f64::from(count)));
    let fit = match rule.fit {
        Fit::First => language.pick("들어갈 수 있는 첫 서버", "the first node that has room"),
        Fit::Best => language.pick("가장 적게 남는 서버", "the node with the least left over"),
        Fit::LeastFragmentation => language.pick(
            "앞으로 올 작업에 가장 덜 해로운 서버",
            "the node that loses least for the jobs that come",
        ),
    };
    let large = match rule.large {
        Large::WholeNodes => language.pick("빈 서버에만", "empty nodes only"),
        Large::Pack => language.pick("남는 곳에 채워", "whatever is free"),
    };
    let _ = match language {
        Language::Ko => writeln!(
            out,
            "서버 {nodes}대 × {each} = {all}: {each} 이하의 작업은 한 서버에({fit}), 더 큰 작업은 {large} 놓습니다."
        ),
        Language::En => writeln!(
            out,
            "{nodes} nodes × {each} = {all} units: a job of up to {each} sits on one node ({fit}), a larger one takes {large}."
        ),
    };
}

/// A scheduler that numbers single machines was asked to look at nodes.
pub(super) fn knows_no_nodes(policy: &Policy, language: Language) -> String {
    match language {
        Language::Ko => format!(
            "오류: `{policy}`는 장치 하나하나에 번호를 매기는 규칙이라 서버 경계를 볼 수 없습니다\n도움말: --nodes 대신 --units를 쓰거나 --scheduler에서 빼세요"
        ),
        Language::En => format!(
            "error: `{policy}` numbers single units and cannot look at the bounds of nodes\nhelp: give --units instead of --nodes, or leave it out of --scheduler"
        ),
    }
}

/// What is being read.
pub(super) fn reading(log: &Path, language: Language) -> String {
    match language {
        Language::Ko => format!("{} 읽기", log.display()),
        Language::En => format!("reading {}", log.display()),
    }
}

/// What is being played.
pub(super) fn playing(scheduler: &str, units: u32, language: Language) -> String {
    let units = language.whole(f64::from(units));
    match language {
        Language::Ko => format!("{scheduler}, 전체 수량 {units}"),
        Language::En => format!("{scheduler}, {units} units"),
    }
}

/// Settings of `priority` were given, and it is not played.
pub(super) fn no_priority(language: Language) -> String {
    language
        .pick(
            "오류: 가중치나 공정 배분 설정이 있는데 --scheduler에 `priority`가 없습니다\n도움말: --scheduler priority를 더하거나 설정을 빼세요",
            "error: weights or settings of fair share are given, and `priority` is not among --scheduler\nhelp: add it, as in --scheduler priority, or leave the settings out",
        )
        .to_owned()
}

/// A class that no job of the log is of.
pub(super) fn no_class(name: &str, known: &[String], language: Language) -> String {
    let named: Vec<&str> =
        known.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    let more = if named.len() > 10 { ", …" } else { "" };
    let known = named[..named.len().min(10)].join(", ");
    match language {
        _ if known.is_empty() => language
            .pick(
                "오류: 로그에 이용자 구분이 없습니다\n도움말: SWF는 --class-by group|queue|partition, CSV는 --columns의 class=열로 구분을 지정하세요",
                "error: the log has no classes of users\nhelp: say what a class is: --class-by group|queue|partition for SWF, class=COLUMN in --columns for CSV",
            )
            .to_owned(),
        Language::Ko => {
            format!("오류: 로그에 `{name}`이라는 구분의 작업이 없습니다\n도움말: 있는 구분은 {known}{more}")
        }
        Language::En => {
            format!("error: no job of the log is of class `{name}`\nhelp: the classes are {known}{more}")
        }
    }
}

fn row(played: &Played, name: &str, language: Language) -> Vec<String> {
    let m = &played.measures;
    let whole = |value: f64| language.whole(value);
    vec![
        name.to_owned(),
        whole(f64::from(played.units)),
        whole(m.jobs as f64),
        language.decimal(m.mean_wait, 1),
        whole(m.median_wait),
        whole(m.p95_wait),
        whole(m.max_wait),
        language.decimal(m.mean_bounded_slowdown, 2),
        language.percent(m.busy_share),
        language.percent(m.fragmented / (f64::from(played.units) * m.makespan)),
        whole(m.makespan),
        whole(played.backfilled as f64),
    ]
}

fn left_out(out: &mut String, units: u32, dropped: &Dropped, language: Language) {
    let machine = language.whole(f64::from(units));
    let count = language.whole(dropped.count() as f64);
    if dropped.count() == 0 {
        let _ = match language {
            Language::Ko => writeln!(out, "전체 수량 {machine}: 빠진 작업 없음"),
            Language::En => writeln!(out, "{machine} units: no record was left out"),
        };
        return;
    }
    let _ = match language {
        Language::Ko => writeln!(out, "전체 수량 {machine}: 빠진 기록 {count}건"),
        Language::En => writeln!(out, "{machine} units: {count} records left out"),
    };
    let reasons = [
        (&dropped.no_run, "실행 시간이 0이거나 없음", "run time zero or not stated"),
        (&dropped.no_size, "크기가 0이거나 없음", "size zero or not stated"),
        (&dropped.too_large, "전체 수량보다 큼", "larger than the machine"),
    ];
    for (tally, ko, en) in reasons {
        reason(out, tally, language.pick(ko, en), language);
    }
}

fn reason(out: &mut String, tally: &Tally, reason: &str, language: Language) {
    if tally.count == 0 {
        return;
    }
    let lines: Vec<String> = tally.lines.iter().map(u32::to_string).collect();
    let more = if tally.count > lines.len() as u64 { ", …" } else { "" };
    let (count, lines) = (language.whole(tally.count as f64), lines.join(", "));
    let _ = match language {
        Language::Ko => writeln!(out, "  {reason}: {count}건 (줄 {lines}{more})"),
        Language::En => writeln!(out, "  {reason}: {count} (lines {lines}{more})"),
    };
}

/// A time of `--from` or `--to` that cannot be read.
pub(super) fn no_time(text: &str, language: Language) -> String {
    match language {
        Language::Ko => format!(
            "오류: `{text}`은(는) 읽을 수 있는 시각이 아닙니다\n도움말: 2025-03-01, 2025-03-01T09:00:00처럼, 또는 로그의 초로 쓰세요"
        ),
        Language::En => format!(
            "error: `{text}` is no time that can be read\nhelp: write 2025-03-01, 2025-03-01T09:00:00, or a second of the log"
        ),
    }
}
