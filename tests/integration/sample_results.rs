//! A small results folder with plausible figures, made without simulating.

mod months;

use std::fs::create_dir_all;
use std::path::{Path, PathBuf};

use daegi::results::{Values, write_table};
use serde_json::json;

use self::months::{monthly, summaries};

/// 2024-07-01 and 2028-01-01, in days since 1970.
const FROM: i32 = 19_905;
const TO: i32 = 21_184;
const YEAR_2025: i32 = 20_089;
const SEPTEMBER_2025: i32 = 20_332;

/// How the folder differs from the plain one.
#[derive(Clone, Copy, Default)]
pub struct Strain {
    /// Long titles and many alternatives.
    pub long: bool,
    /// Many markers close together, and gaps that are short.
    pub crowded: bool,
}

/// A folder of its own for one test.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // What an earlier run of the tests has left would be taken for somebody else's.
    let _ = std::fs::remove_dir_all(&folder);
    create_dir_all(folder.join("tables")).unwrap();
    folder
}

struct Pool {
    name: &'static str,
    installed: f64,
    gap: f64,
    after: f64,
    busy: f64,
}

const POOLS: [Pool; 2] = [
    Pool { name: "gpu", installed: 742.0, gap: 622.0, after: 742.0, busy: 0.62 },
    Pool { name: "hpc", installed: 1_040.0, gap: 480.0, after: 880.0, busy: 0.71 },
];

/// Something between 0 and 1 that looks like chance and is the same every time.
fn noise(a: i32, b: i32) -> f64 {
    let mut x = (a as u32).wrapping_mul(2_654_435_761) ^ (b as u32).wrapping_mul(40_503);
    x ^= x >> 15;
    x = x.wrapping_mul(2_246_822_519);
    x ^= x >> 13;
    f64::from(x % 10_000) / 10_000.0
}

/// A column of a sample table.
type Column = (&'static str, Values<'static>);

fn save(folder: &Path, name: &str, columns: Vec<Column>) {
    write_table(&folder.join("tables").join(format!("{name}.parquet")), &columns).unwrap();
}

fn words(name: &'static str, values: Vec<String>) -> Column {
    (name, Values::Text(values.into_iter().map(Into::into).collect()))
}

fn numbers(name: &'static str, values: Vec<Option<f64>>) -> Column {
    (name, Values::MaybeNumber(values))
}

fn dates(name: &'static str, values: Vec<i32>) -> Column {
    (name, Values::Date(values))
}

fn text(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn alternatives(strain: Strain) -> Vec<serde_json::Value> {
    let mut list = vec![
        json!({"name": "baseline", "title": {"ko": "기준안", "en": "Baseline"}}),
        json!({"name": "places", "title": {"ko": "자리 두 배", "en": "Places doubled"}}),
        json!({"name": "cards", "title": {"ko": "H100 880장 증설", "en": "880 more H100 cards"}}),
    ];
    if strain.long {
        for extra in ["a", "b", "c"] {
            list.push(json!({"name": extra, "title": {
                "ko": "2026년 하반기에 H200 880장을 들이고 자리를 장비에 비례하여 함께 늘리며 공백 없이 잇는 대안",
                "en": "880 H200 cards in the second half of 2026, with places in proportion and no gap in between"
            }}));
        }
    }
    list
}

/// The answer: of each alternative a lower competition, and more awards that never start.
fn answer(alternatives: &[serde_json::Value]) -> serde_json::Value {
    let spread = |median: f64| json!({"n": 1000, "median": median, "low": median - 1.0, "high": median + 1.5, "mean": median});
    let difference =
        |mean: f64| json!({"spread": spread(mean), "error": 0.01, "above": 60, "below": 930});
    let options = alternatives.iter().enumerate().map(|(at, one)| {
        let compared = json!({
            "verdict": "better", "likelihood": "very-likely", "difference": difference(-1.31),
            "part": {
                "since": "2026-02-01", "rounds": [4.0, 15.0], "baseline": spread(2.9),
                "alternative": spread(1.6), "whole": difference(-0.4)
            },
            "rounds": {"added": null, "dropped": {"rounds": 1.0, "ratio": 5.66}}
        });
        let movers = json!([{
            "path": "programme.gpu.reapply", "correlation": -0.61, "ends": [-0.65, -0.57], "assumed": true,
            "turns": {"at": 0.4}
        }]);
        let against = json!([{
            "response": "awards_lapsed", "scope": "site", "why": "guard", "baseline": spread(12.0),
            "alternative": spread(980.0), "difference": difference(968.0)
        }]);
        let baseline = at == 0;
        json!({
            "alternative": one["name"],
            "cells": [
                {"level": spread(2.9), "compared": if baseline { json!(null) } else { compared },
                    "moved_by": if baseline { json!([]) } else { movers }},
                {"level": spread(12.0), "compared": null, "moved_by": []}
            ],
            "against": if baseline { json!([]) } else { against }
        })
    });
    json!({
        "measured": [
            {"response": "applications_of_places", "scope": "gpu", "asked": true, "sense": "lower", "assumed_alone": false},
            {"response": "awards_lapsed", "scope": "site", "asked": false, "sense": "lower", "assumed_alone": false}
        ],
        "options": options.collect::<Vec<_>>()
    })
}

/// Writes the folder.
pub fn write(folder: &Path, strain: Strain) {
    let long =
        |short: &str, long: &str| if strain.long { long.to_owned() } else { short.to_owned() };
    let alternatives = alternatives(strain);
    let manifest = json!({
        "program": "daegi", "daegi": env!("CARGO_PKG_VERSION"), "kind": "run",
        "files": [], "missing": [],
        "scenario": {"file": "gwangju-2025.toml", "digest": "3f9c1a7be2", "text": "",
            "title": {
                "ko": long("광주 국가AI데이터센터 2025", "광주 국가AI데이터센터 2025: 예산 공백과 추가경정예산, 그리고 2028년까지의 증설을 함께 본 기준 시나리오 (임차 단가와 기간은 가정)"),
                "en": "Gwangju national AI data centre 2025"},
            "question": {"ko": "?", "en": "?"}},
        "seed": 1946, "replications": 1000,
        "calendar": {"zone": "Asia/Seoul", "start": "2021-01-01", "end": "2028-01-01"},
        "window": {"from": "2024-07-01", "to": "2028-01-01"},
        "alternatives": alternatives,
        "pools": [
            {"name": "gpu", "title": {"ko": "GPU(A100)", "en": "GPU (A100)"}, "unit": {"ko": "장", "en": "cards"}},
            {"name": "hpc", "title": {"ko": long("고성능 GPU(H100)", "고성능 컴퓨팅 HPC 서비스(H100 및 H200 8장 서버 단위)"), "en": long("HPC (H100)", "High-performance computing service (H100 and H200, by the server of eight cards)")}, "unit": {"ko": "장", "en": "cards"}}
        ],
        "programmes": [
            {"name": "gpu", "title": {"ko": "GPU 지원", "en": "GPU support"}, "pool": "gpu", "observed": 2.69, "observed_from": "2025-01-01", "observed_to": "2025-07-01"},
            {"name": "hpc", "title": {"ko": "HPC 지원", "en": "HPC support"}, "pool": "hpc", "observed": 5.2, "observed_from": "2025-01-01", "observed_to": "2025-07-01"}
        ],
        "fundings": [
            {"name": "supplementary", "title": {"ko": long("1차 추가경정예산 88억", "1차 추가경정예산 국비 88억 원과 지방비 8억 원을 합한 추가 임차"), "en": "First supplementary budget"}},
            {"name": "base-2026", "title": {"ko": "2026년 본예산", "en": "2026 budget"}}
        ],
        "expansions": [{"name": "h200", "title": {"ko": "H200 64장", "en": "64 H200 cards"}}],
        "checks": [{"name": "projects", "title": {"ko": "2025년 상반기 과제", "en": "Projects of the first half of 2025"}}],
        "answers": [{"response": "applications_of_places", "scope": "gpu", "better": "lower"}],
        "answer": answer(&alternatives),
        "assumptions": [{"path": "programme.gpu.demand", "source": "assumed", "alternative": null}],
        "sources": [{"path": "pool.gpu", "source": "보도자료 <2025>; a report & more", "alternative": null}],
        "platform": "test", "elapsed_seconds": 1.0, "tables": {}, "table_files": {}
    });
    std::fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
    daily_bands(folder);
    competition(folder, alternatives.len());
    differences(folder, alternatives.len());
    markers(folder, strain);
    gap(folder, alternatives.len());
    monthly(folder, strain);
    summaries(folder, alternatives.len());
}

fn daily_bands(folder: &Path) {
    let (mut names, mut pools, mut measures) = (Vec::new(), Vec::new(), Vec::new());
    let mut days = Vec::new();
    let mut values: [Vec<Option<f64>>; 6] = Default::default();
    for pool in &POOLS {
        for day in FROM..TO {
            let installed = if pool.name == "hpc" && day > 20_700 {
                pool.installed + 64.0
            } else {
                pool.installed
            };
            let leased = match day {
                ..YEAR_2025 => pool.installed,
                YEAR_2025..SEPTEMBER_2025 => pool.gap,
                _ => {
                    let rise = f64::from((day - SEPTEMBER_2025).min(45)) / 45.0;
                    pool.gap + (pool.after - pool.gap) * rise
                }
            };
            let drift = f64::from(day - FROM) / f64::from(TO - FROM);
            let full = 0.985 - 0.05 * drift * noise(day / 9, 1);
            let share = pool.busy + 0.05 * noise(day, 2) - if day % 7 < 2 { 0.12 } else { 0.0 };
            let allocated = leased * full;
            let spread = 0.02 + 0.12 * drift;
            let line = [
                ("installed", installed, 0.0),
                ("leased", leased, 0.0),
                ("allocated", allocated, allocated * spread),
                ("busy", allocated * share, allocated * (0.05 + spread)),
                ("leased_of_installed", leased / installed, 0.0),
                ("allocated_of_leased", full, spread),
                ("allocated_of_installed", allocated / installed, spread),
                ("busy_of_allocated", share, 0.05 + spread),
                ("busy_of_installed", share * allocated / installed, spread),
            ];
            for (measure, mean, width) in line {
                let most = if measure.contains("_of_") { 1.0 } else { leased.max(mean) };
                let at = |part: f64| Some((mean + part * width).clamp(0.0, most));
                let none = measure == "busy_of_allocated" && (20_900..20_920).contains(&day);
                names.push("baseline".to_owned());
                pools.push(pool.name.to_owned());
                measures.push(measure.to_owned());
                days.push(day);
                for (column, part) in values.iter_mut().zip([0.0, -1.0, -0.4, 0.05, 0.4, 1.0]) {
                    column.push(if none { None } else { at(part) });
                }
            }
        }
    }
    let [mean, q05, q25, q50, q75, q95] = values;
    save(
        folder,
        "daily_bands",
        vec![
            words("alternative", names),
            words("pool", pools),
            words("measure", measures),
            dates("date", days),
            numbers("mean", mean),
            numbers("q05", q05),
            numbers("q25", q25),
            numbers("q50", q50),
            numbers("q75", q75),
            numbers("q95", q95),
        ],
    );
}

const NAMES: [&str; 6] = ["baseline", "places", "cards", "a", "b", "c"];

fn competition(folder: &Path, alternatives: usize) {
    let (mut names, mut programmes, mut extras) = (Vec::new(), Vec::new(), Vec::new());
    let (mut rounds, mut low, mut mid, mut high) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut closes, mut asked) = (Vec::new(), Vec::new());
    for (at, name) in NAMES.iter().take(alternatives).enumerate() {
        for (programme, level, first, every) in
            [("gpu", 2.69, 19_909, 91), ("hpc", 5.2, 19_848, 182)]
        {
            let mut day = first;
            let mut round = 0;
            while day < TO {
                let part = if at == 1 && day > 20_600 { 0.55 } else { 1.0 };
                let middle =
                    level * part * (0.9 + 0.25 * noise(round, at as i32)) + 0.04 * f64::from(round);
                let extra = programme == "gpu" && round == 5;
                // The third world does not hold the extra round.
                if extra && at == 2 {
                    (day, round) = (day + every, round + 1);
                    continue;
                }
                closes.push(day + 14);
                asked.push(Some(10.0 * middle));
                names.push((*name).to_owned());
                programmes.push(programme.to_owned());
                extras.push(if extra { "August 2025".to_owned() } else { String::new() });
                rounds.push(day);
                low.push(Some(middle * 0.8));
                mid.push(Some(middle));
                high.push(Some(middle * (1.2 + 0.02 * f64::from(round))));
                day += every;
                round += 1;
            }
        }
    }
    let rows = names.len();
    save(
        folder,
        "competition",
        vec![
            words("alternative", names),
            words("programme", programmes),
            months::flags("top_up", vec![false; rows]),
            dates("round", rounds),
            words("extra", extras),
            dates("closes", closes),
            numbers("n", vec![Some(1_000.0); rows]),
            numbers("applications", asked),
            numbers("places", vec![Some(10.0); rows]),
            numbers("q05", low),
            numbers("q50", mid),
            numbers("q95", high),
        ],
    );
}

fn differences(folder: &Path, alternatives: usize) {
    let responses = [
        ("allocated_of_leased", 0.03),
        ("allocated_of_installed", -0.11),
        ("busy_of_allocated", 0.0),
        ("leased_of_installed", 0.08),
        ("free_unit_months", 1_240.0),
        ("unleased_unit_months", -18_400.0),
        ("applications_of_places", -1.31),
    ];
    let (mut names, mut named, mut scopes) = (Vec::new(), Vec::new(), Vec::new());
    let mut values: [Vec<Option<f64>>; 6] = Default::default();
    for (at, name) in NAMES.iter().take(alternatives).enumerate().skip(1) {
        for (response, size) in responses {
            for scope in ["gpu", "hpc"] {
                let size =
                    if at == 2 && scope == "gpu" { 0.0 } else { size * (1.0 + at as f64 / 3.0) };
                names.push((*name).to_owned());
                named.push(response.to_owned());
                scopes.push(scope.to_owned());
                let none = at == 1 && response == "leased_of_installed" && scope == "hpc";
                let half: f64 = size.abs() / 2.0;
                for (column, part) in values.iter_mut().zip([0.0, -0.1, 0.1, -1.4, 0.05, 1.6]) {
                    column.push(if none { None } else { Some(size + part * half) });
                }
            }
        }
    }
    let [mean, low, high, q05, q50, q95] = values;
    let share = |test: fn(f64) -> bool| {
        let shares = mean.iter().map(|mean| mean.map(|mean| f64::from(u8::from(test(mean)))));
        shares.collect::<Vec<_>>()
    };
    let (above, equal) = (share(|mean| mean > 0.0), share(|mean| mean == 0.0));
    save(
        folder,
        "differences",
        vec![
            words("alternative", names),
            words("response", named),
            words("scope", scopes),
            numbers("mean", mean),
            numbers("mean_low", low),
            numbers("mean_high", high),
            numbers("q05", q05),
            numbers("q50", q50),
            numbers("q95", q95),
            numbers("share_above_zero", above),
            numbers("share_equal", equal),
        ],
    );
}

fn markers(folder: &Path, strain: Strain) {
    let mut rows = vec![
        ("lease-falls", "gpu", YEAR_2025, YEAR_2025, YEAR_2025),
        ("lease-falls", "hpc", YEAR_2025, YEAR_2025, YEAR_2025),
        (
            "funding-starts",
            "supplementary",
            SEPTEMBER_2025 - 9,
            SEPTEMBER_2025 + 3,
            SEPTEMBER_2025 + 40,
        ),
        ("delivery", "h200", 20_660, 20_700, 20_760),
    ];
    if strain.crowded {
        for shift in 0..5 {
            let day = SEPTEMBER_2025 + 4 * shift;
            rows.push(("funding-starts", "base-2026", day - 20, day, day + 30));
        }
    }
    let column = |pick: fn(&(&'static str, &'static str, i32, i32, i32)) -> &'static str| {
        text(&rows.iter().map(pick).collect::<Vec<_>>())
    };
    save(
        folder,
        "markers",
        vec![
            words("alternative", vec!["baseline".to_owned(); rows.len()]),
            words("kind", column(|row| row.0)),
            words("name", column(|row| row.1)),
            dates("q05", rows.iter().map(|row| row.2).collect()),
            dates("q50", rows.iter().map(|row| row.3).collect()),
            dates("q95", rows.iter().map(|row| row.4).collect()),
        ],
    );
}

/// The account of a gap: held under the baseline, sold in part under the others.
fn gap(folder: &Path, alternatives: usize) {
    let lines = [
        ("unleased_unit_months", 6_832.0, 9_642.0),
        ("held_unit_months", 6_832.0, 1_218.0),
        ("sold_unit_months", 0.0, 5_614.0),
        ("notice_unit_months", 0.0, 2_810.0),
        ("frozen_unit_months", 551.0, 941.0),
        ("spent", 1.774e11, 1.684e11),
        ("unspent", 1.9e9, 5.5e9),
        ("earned", 0.0, 2.21e10),
    ];
    let (mut names, mut scopes, mut named) = (Vec::new(), Vec::new(), Vec::new());
    let mut values: [Vec<Option<f64>>; 4] = Default::default();
    for (at, name) in NAMES.iter().take(alternatives).enumerate() {
        for (scope, share) in [("gpu", 0.2), ("hpc", 0.8), ("site", 1.0), ("sale", 1.0)] {
            for (line, hold, sell) in lines {
                let own = match line {
                    "earned" => scope == "sale",
                    "spent" | "unspent" => scope == "site",
                    _ => scope != "sale",
                };
                if !own {
                    continue;
                }
                let mean = share * if at % 2 == 0 { hold } else { sell };
                let difference = (at > 0).then_some(mean - share * hold);
                names.push((*name).to_owned());
                scopes.push(scope.to_owned());
                named.push(line.to_owned());
                values[0].push(Some(mean));
                for (column, part) in values[1..].iter_mut().zip([1.0, 0.95, 1.05]) {
                    column.push(difference.map(|difference| difference * part));
                }
            }
        }
    }
    let [mean, difference, low, high] = values;
    save(
        folder,
        "gap",
        vec![
            words("alternative", names),
            words("scope", scopes),
            words("line", named),
            numbers("mean", mean),
            numbers("difference", difference),
            numbers("difference_low", low),
            numbers("difference_high", high),
        ],
    );
}
