//! The tables by month, the samples and the peaks, the estimates and the checks of the sample.

use std::path::Path;

use daegi::measures::Flow;
use daegi::results::Values;

use super::{Column, FROM, NAMES, POOLS, Strain, TO, dates, noise, numbers, save, text, words};

pub(super) fn flags(name: &'static str, values: Vec<bool>) -> Column {
    (name, Values::Flag(values))
}

fn month_starts() -> Vec<i32> {
    let mut day = daegi::time::Date::constant(2024, 7, 1);
    let epoch = daegi::time::Date::constant(1970, 1, 1);
    let mut days = Vec::new();
    for _ in 0..42 {
        days.push((day - epoch).get_days());
        let (year, month) =
            if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
        day = daegi::time::Date::new(year, month, 1).unwrap();
    }
    days
}

/// Accounts, money, samples and peaks.
pub(super) fn monthly(folder: &Path, strain: Strain) {
    accounts(folder, strain);
    money(folder, strain);
    samples_and_peaks(folder);
}

fn accounts(folder: &Path, strain: Strain) {
    let starts = month_starts();
    let times = if strain.crowded { 400.0 } else { 1.0 };
    let mut pools = Vec::new();
    let mut months = Vec::new();
    let columns = [
        "length",
        "installed",
        "not_leased",
        "down",
        "free",
        "fragmented",
        "idle",
        "busy",
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
        "outstanding_end",
    ];
    let mut values: [Vec<Option<f64>>; 20] = Default::default();
    for pool in &POOLS {
        let mut outstanding = 900.0;
        for (at, &start) in starts.iter().enumerate() {
            let lost = if (6..14).contains(&at) { pool.installed - pool.gap } else { 0.0 };
            let down = if strain.crowded { 6.0 } else { 0.0 };
            let (free, idle) = (12.0, 0.3 * (pool.installed - lost));
            let fragmented = if strain.crowded { 4.0 } else { 0.0 };
            let busy = pool.installed - lost - down - free - idle - fragmented;
            let missing = if strain.crowded { times * 5.0 } else { 0.0 };
            let asked = times * (1_000.0 + 900.0 * noise(at as i32, 5));
            let (served, lapsed) = (idle + fragmented + busy, times * 5.0);
            let declined = times * 3.0;
            let stopped = if strain.crowded && at == 7 { times * 60.0 } else { 0.0 };
            let end: f64 = times * (850.0 + 10.0 * noise(at as i32, 6));
            let cut = if strain.crowded { times * 15.0 } else { 0.0 };
            let taken_back = if strain.crowded { times * 25.0 } else { 0.0 };
            let moved = if strain.crowded { times * 12.0 } else { 0.0 };
            let kept = served + missing + stopped + taken_back + moved;
            let settled = kept + cut + lapsed + declined;
            let turned = outstanding + asked - settled - end;
            pools.push(pool.name.to_owned());
            months.push(start);
            let row = [
                1.0,
                pool.installed,
                lost,
                down,
                free,
                fragmented,
                idle,
                busy,
                outstanding,
                asked,
                served,
                missing,
                turned,
                cut,
                lapsed,
                declined,
                stopped,
                taken_back,
                moved,
                end,
            ];
            for (column, value) in values.iter_mut().zip(row) {
                column.push(Some(value));
            }
            outstanding = end;
        }
    }
    let mut all = vec![
        words("alternative", vec!["baseline".to_owned(); months.len()]),
        words("pool", pools),
        dates("month", months),
    ];
    // Nothing is in any other column.
    let rows = values[0].len();
    let others = Flow::ALL.into_iter().map(Flow::name).filter(|name| !columns.contains(name));
    all.extend(others.map(|name| numbers(name, vec![Some(0.0); rows])));
    all.extend(columns.into_iter().zip(values).map(|(name, values)| numbers(name, values)));
    save(folder, "accounts", all);
}

fn money(folder: &Path, strain: Strain) {
    let (mut fundings, mut months, mut implied) = (Vec::new(), Vec::new(), Vec::new());
    let mut values: [Vec<Option<f64>>; 6] = Default::default();
    let mut push = |funding: &str, month: i32, stated: bool, row: [Option<f64>; 6]| {
        fundings.push(funding.to_owned());
        months.push(month);
        implied.push(!stated);
        for (column, value) in values.iter_mut().zip(row) {
            column.push(value);
        }
    };
    let times = if strain.crowded { 1_000.0 } else { 1.0 };
    for (at, &start) in month_starts().iter().enumerate() {
        let spent = times * 4e9;
        let stated = |granted: f64, spent: f64, lapsed: f64, left: f64| {
            [granted, spent, lapsed, left].map(|part| Some(part * times))
        };
        if (14..18).contains(&at) {
            let month = (at - 14) as f64;
            let granted = if at == 14 { 8.8e9 } else { 0.0 };
            let lapsed = if at == 17 { 0.8e9 } else { 0.0 };
            let left = 8.8e9 - 2e9 * (month + 1.0) - lapsed;
            let [a, b, c, d] = stated(granted, 2e9, lapsed, left);
            push("supplementary", start, true, [a, b, Some(0.0), c, d, None]);
        }
        if at >= 18 {
            let none = Some(0.0);
            push("base-2026", start, false, [none, Some(spent), none, none, none, None]);
        }
        // What is no funding is spent or earned beside them.
        for (account, spent, earned) in [
            ("capital", 3e9, 0.0),
            ("electricity", 2e8, 0.0),
            ("fees", 0.0, 4e8),
            ("running", 1e8, 0.0),
            ("sale", 0.0, 9e8),
        ] {
            if strain.crowded {
                let left = earned * times * (at + 1) as f64;
                let [spent, earned] = [spent, earned].map(|part| Some(part * times));
                push(account, start, true, [Some(0.0), spent, earned, Some(0.0), Some(left), None]);
            }
        }
        push(
            "site",
            start,
            true,
            [Some(0.0), Some(spent), Some(0.0), Some(0.0), Some(0.0), Some(spent * 1.2)],
        );
    }
    let [granted, spent, earned, lapsed, left, needed] = values;
    save(
        folder,
        "money_months",
        vec![
            words("alternative", vec!["baseline".to_owned(); months.len()]),
            words("funding", fundings),
            dates("month", months),
            flags("implied", implied),
            numbers("granted", granted),
            numbers("spent", spent),
            numbers("earned", earned),
            numbers("lapsed", lapsed),
            numbers("left", left),
            numbers("needed", needed),
        ],
    );
}

fn samples_and_peaks(folder: &Path) {
    let (mut pools, mut days, mut replications) = (Vec::new(), Vec::new(), Vec::new());
    let (mut allocated, mut busy) = (Vec::new(), Vec::new());
    for replication in 0..12 {
        for pool in &POOLS {
            for day in FROM..TO {
                pools.push(pool.name.to_owned());
                days.push(day);
                replications.push(Some(f64::from(replication)));
                allocated.push(Some(0.9 + 0.1 * noise(day / 30, replication)));
                let none = (20_900..20_920).contains(&day);
                let share = pool.busy + 0.2 * (noise(day / 3, replication) - 0.5);
                busy.push(if none { None } else { Some(share) });
            }
        }
    }
    save(
        folder,
        "samples",
        vec![
            words("alternative", vec!["baseline".to_owned(); days.len()]),
            numbers("replication", replications),
            words("pool", pools),
            dates("date", days),
            numbers("allocated_of_leased", allocated),
            numbers("busy_of_allocated", busy),
        ],
    );
    let (mut pools, mut measures, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    for replication in 0..200 {
        for pool in &POOLS {
            for (measure, level) in [("allocated_of_leased", 1.0), ("busy_of_allocated", 0.8)] {
                pools.push(pool.name.to_owned());
                measures.push(measure.to_owned());
                peaks.push(Some(level - 0.1 * noise(replication, 9)));
            }
        }
    }
    save(
        folder,
        "peaks",
        vec![
            words("alternative", vec!["baseline".to_owned(); peaks.len()]),
            words("pool", pools),
            words("measure", measures),
            numbers("peak", peaks),
        ],
    );
}

/// Estimates and checks.
pub(super) fn summaries(folder: &Path, alternatives: usize) {
    let responses = [
        ("allocated_of_leased", 0.94),
        ("allocated_of_installed", 0.81),
        ("busy_of_allocated", 0.5),
        ("leased_of_installed", 0.9),
        ("free_unit_months", 1_240.0),
        ("unleased_unit_months", 18_400.0),
        ("applications_of_places", 4.31),
    ];
    let (mut names, mut named, mut scopes) = (Vec::new(), Vec::new(), Vec::new());
    let mut values: [Vec<Option<f64>>; 6] = Default::default();
    for name in NAMES.iter().take(alternatives) {
        for (response, level) in responses {
            for scope in ["gpu", "hpc"] {
                names.push((*name).to_owned());
                named.push(response.to_owned());
                scopes.push(scope.to_owned());
                for (column, part) in values.iter_mut().zip([1.0, 0.99, 1.01, 0.9, 1.02, 1.1]) {
                    column.push(Some(level * part));
                }
            }
        }
    }
    let [mean, low, high, q05, q50, q95] = values;
    save(
        folder,
        "estimates",
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
        ],
    );
    save(
        folder,
        "checks",
        vec![
            words("check", text(&["projects", "projects", "competition"])),
            words("response", text(&["awards", "awards", "applications_of_places"])),
            words("scope", text(&["site", "gpu", "hpc"])),
            numbers("observed", vec![Some(261.0), None, Some(5.2)]),
            numbers("q05", vec![Some(250.0), Some(200.0), Some(5.6)]),
            numbers("q50", vec![Some(260.0), Some(220.0), Some(6.0)]),
            numbers("q95", vec![Some(270.0), Some(240.0), Some(6.4)]),
            numbers("rounded_to", vec![Some(0.0), Some(0.0), Some(0.1)]),
            ("inside", Values::MaybeFlag(vec![Some(true), None, Some(false)])),
            words("kind", text(&["held out", "held out", "fitted"])),
            words("verdict", text(&["inside", "", "outside"])),
        ],
    );
}
