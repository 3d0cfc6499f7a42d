//! The tables by month say what the raw tables say: both accounts close, money adds up, peaks are
//! the largest months; and what every shipped scenario leaves can be read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use daegi::measures::Money;
use daegi::report::{Charts, Language, Size, draw_charts, make};
use daegi::results::columns::Columns;
use daegi::results::figures;
use daegi::results::saved::Saved;
use daegi::scenario::Scenario;
use daegi::study::{self, Options};

use crate::invariance::CENTRE;
use crate::report::assert_legible;
use crate::support::{options, read};

fn results(name: &str, scenario: &Scenario, replications: u32) -> PathBuf {
    let out = std::env::temp_dir().join(format!("daegi-test-{}-{name}", std::process::id()));
    let options = Options { threads: Some(2), ..options(replications, 7, out) };
    let finished = study::run(scenario, &options, &|_| {}).expect("the study runs");
    finished.results.publish().expect("the folder is free").folder
}

/// Columns of numbers by name, empty cells as zero.
fn numbers(table: &Columns, names: &[&str]) -> Vec<Vec<f64>> {
    let column = |name: &&str| {
        let values = table.numbers(name).expect("a column of numbers");
        values.into_iter().map(|value| value.unwrap_or(0.0)).collect()
    };
    names.iter().map(column).collect()
}

fn assert_close(left: f64, right: f64, what: &str) {
    let size = left.abs().max(right.abs()).max(1.0);
    assert!((left - right).abs() <= 1e-9 * size, "{what}: {left} and {right}");
}

#[test]
fn accounts_money_peaks_and_samples_agree_with_what_they_sum_up() {
    let folder = results("monthly", &read(CENTRE), 14);
    let saved = Saved::open(&folder).unwrap();

    let accounts = saved.columns("accounts").unwrap();
    let pools = accounts.words("pool").unwrap();
    let supply = numbers(
        &accounts,
        &["installed", "not_leased", "down", "free", "fragmented", "idle", "busy"],
    );
    let demand = numbers(
        &accounts,
        &[
            "outstanding_start",
            "asked",
            "served",
            "lost",
            "turned_away",
            "cut_back",
            "lapsed",
            "declined",
            "stopped",
            "taken_back",
            "moved",
        ],
    );
    let end = numbers(&accounts, &["outstanding_end"]).remove(0);
    let mut before: BTreeMap<&str, f64> = BTreeMap::new();
    for row in 0..pools.len() {
        let parts = supply[1..].iter().map(|part| part[row]).sum();
        assert_close(supply[0][row], parts, "supply");
        let parts = demand[2..].iter().map(|part| part[row]).sum::<f64>() + end[row];
        assert_close(demand[0][row] + demand[1][row], parts, "demand");
        assert_close(supply[4][row] + supply[5][row] + supply[6][row], demand[2][row], "served");
        let carried = before.insert(&pools[row], end[row]).unwrap_or(0.0);
        assert_close(carried, demand[0][row], "carried over");
    }
    assert!(supply[1].iter().any(|lost| *lost > 0.0), "the gap does not show");

    let days = i32::MIN..i32::MAX;
    let money = figures::money(&saved, "baseline", (days.start, days.end)).unwrap();
    let site = money.last().unwrap();
    assert_eq!(site.funding, "site");
    for one in &money {
        let last = one.months.last().unwrap();
        if !one.implied && one.funding != "site" && one.funding != "arrears" {
            let parts = last.of(Money::Spent) + last.of(Money::Lapsed) + last.of(Money::Left);
            assert_close(last.of(Money::Granted), parts, &one.funding);
        }
    }
    let last = site.months.last().unwrap();
    assert!(last.needed > last.of(Money::Spent) && last.of(Money::Spent) > 0.0, "{last:?}");

    let raw = saved.columns("pool_months").unwrap();
    let (raw_pools, raw_dates) = (raw.words("pool").unwrap(), raw.dates("month").unwrap());
    let raw_ratio = raw.numbers("busy_of_allocated").unwrap();
    let replications = numbers(&raw, &["replication"]).remove(0);
    let peaks = saved.columns("peaks").unwrap();
    let (of, measures) = (peaks.words("pool").unwrap(), peaks.words("measure").unwrap());
    let [values, numbered] = [0, 1].map(|at| numbers(&peaks, &["peak", "replication"]).remove(at));
    let epoch = daegi::time::Date::constant(1970, 1, 1);
    let window = saved.manifest().window;
    let (from, to) = ((window.from - epoch).get_days(), (window.to - epoch).get_days());
    let mut compared = 0;
    for row in (0..of.len()).filter(|&row| measures[row] == "busy_of_allocated") {
        let own = (0..raw_pools.len()).filter(|&at| {
            let inside = raw_dates[at].is_some_and(|date| date >= from && date < to);
            inside && raw_pools[at] == of[row] && replications[at] == numbered[row]
        });
        let most = own.filter_map(|at| raw_ratio[at]).fold(0.0, f64::max);
        assert_close(values[row], most, "peak");
        compared += 1;
    }
    assert_eq!(compared, 14 * saved.manifest().pools.len());

    let samples = figures::Samples::read(&saved, "baseline", (from, to)).unwrap();
    for pool in &saved.manifest().pools {
        assert_eq!(samples.of(&pool.name, 0).count(), 12);
        assert!(samples.of(&pool.name, 1).all(|line| line.len() == (to - from) as usize));
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Every shipped scenario in both languages: no text cut or covered, and a page.
#[test]
fn what_shipped_scenarios_leave_can_be_read() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for entry in std::fs::read_dir(scenarios).unwrap().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let scenario =
            Scenario::read(&path).unwrap_or_else(|problems| panic!("{name}: {problems}"));
        let folder = results(&name, &scenario, 2);
        let saved = Saved::open(&folder).unwrap();
        for language in [Language::Ko, Language::En] {
            for size in Size::ALL {
                for drawing in draw_charts(&saved, language, Charts::All, size).unwrap() {
                    assert_legible(&drawing, size);
                }
            }
        }
        make(&folder, Language::En, Charts::Main).unwrap();
        assert!(folder.join("report.en.html").exists(), "{name}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
