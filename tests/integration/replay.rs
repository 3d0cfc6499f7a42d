//! `daegi replay` as a person calls it, and published schedules second for second.

use std::fs;
use std::path::{Path, PathBuf};

use daegi::scheduler::{Overrun, Policy, play};
use daegi::trace::metrics::measures;
use daegi::trace::replay::{Selection, Speed};
use daegi::trace::{Columns, Log, Reading};

use crate::support::{Folder, daegi, text};

/// Logs that the project does not carry: a test that needs one says so and passes where they are missing.
fn traces() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/traces");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no trace");
    None
}

fn read(path: &Path, columns: Option<&str>) -> Log {
    let columns = columns.map(|text| Columns::parse(text).expect("good columns"));
    let reading = Reading { columns, ..Reading::default() };
    Log::read(path, &reading).unwrap_or_else(|rejected| panic!("{rejected}"))
}

/// The published starts of a log, one list for each of three policies.
#[test]
fn every_published_start_is_met_where_the_logs_are_there() {
    let Some(traces) = traces() else { return };
    let cases = [
        ("lublin_256", "lublin_256.swf.xz", 256, Overrun::Perfect, "perfect"),
        ("hpc2n-3170-trunc", "HPC2N-2002-2.2-first3170-alea.swf.xz", 240, Overrun::Trunc, "trunc"),
        (
            "hpc2n-3170-extend",
            "HPC2N-2002-2.2-first3170-alea.swf.xz",
            240,
            Overrun::Extend,
            "extend",
        ),
    ];
    let summary = fs::read_to_string(traces.join("expected/summary.jsonl")).expect("a summary");
    let summary: Vec<serde_json::Value> =
        summary.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for (case, file, units, overrun, _) in cases {
        let log = read(&traces.join(file), None);
        let selection = Selection { units, speed: Speed::SAME, until: None };
        let playable = log.playable(&selection).expect("jobs");
        for (policy, short) in [("first-come", "fcfs"), ("easy", "easy"), ("conservative", "cons")]
        {
            let columns = format!("job=job,submit=submit,size=size,run=run,start=start_{short}");
            let starts =
                read(&traces.join(format!("expected/{case}.starts.csv.xz")), Some(&columns));
            let policy: Policy = policy.parse().expect("a scheduler");
            let schedule = play(units, &policy, overrun, &playable.jobs);
            assert_eq!(starts.records.len(), playable.jobs.len(), "{case}");
            let wrong = (0..starts.records.len())
                .filter(|&at| {
                    let record = starts.records[at];
                    let start = record.submit.0 + record.wait().expect("a start").0;
                    let job = log.job(playable.records[at] as usize);
                    (start, starts.job(at)) != (schedule.starts[at], job)
                })
                .count();
            assert_eq!(wrong, 0, "{case} under {policy}: starts that differ");
            let expected = summary
                .iter()
                .find(|row| row["case"] == case && row["policy"] == short)
                .expect("a row");
            let sums = measures(units, 1, playable.spans(&schedule)).expect("jobs");
            let near = |name: &str, value: f64| {
                let known = expected[name].as_f64().expect("a number");
                assert!(
                    (value - known).abs() <= 1e-9 * known.abs(),
                    "{case} {short} {name}: {value}"
                );
            };
            near("n", sums.jobs as f64);
            near("mean_wait", sums.mean_wait);
            near("median_wait", sums.median_wait);
            near("p95_wait", sums.p95_wait);
            near("max_wait", sums.max_wait);
            near("waiting_jobs", sums.waited as f64);
            near("mean_bsld", sums.mean_bounded_slowdown);
            near("util", sums.busy_share);
            near("makespan", sums.makespan);
            near("backfilled", schedule.backfilled as f64);
            near("backfilled", sums.overtook as f64);
            near("dropped", playable.dropped.count() as f64);
        }
    }
}

/// Batsim's own schedules, which reserve numbered machines: all 801 starts, to the microsecond.
#[test]
fn every_start_of_batsim_is_met_where_its_schedules_are_there() {
    let Some(traces) = traces() else { return };
    for short in ["easy", "conservative"] {
        let file = traces.join(format!("expected/batsim-medium_late-{short}-out_jobs.csv.xz"));
        let columns = "job=job_id,submit=submission_time,size=requested_number_of_resources,\
                       requested=requested_time,run=execution_time,start=starting_time";
        let log = read(&file, Some(columns));
        assert_eq!((log.records.len(), log.ticks_per_second), (801, 1_000_000));
        let selection = Selection { units: 32, speed: Speed::SAME, until: None };
        let playable = log.playable(&selection).expect("jobs");
        let policy: Policy = format!("{short}-identity").parse().expect("a scheduler");
        let schedule = play(32, &policy, Overrun::Extend, &playable.jobs);
        // Batsim adds up in binary floating point and prints microseconds.
        let met = playable.as_logged(&log).zip(&schedule.starts);
        let met = met.filter(|(own, start)| (own.start - **start).abs() <= 10).count();
        assert_eq!(met, 801, "{short}");
    }
}

#[test]
fn a_replay_leaves_jobs_a_summary_curves_and_charts() {
    let folder = Folder::new("out");
    fs::write(folder.0.join("small.swf.xz"), include_bytes!("data/small.swf.xz")).expect("a log");
    let arguments = [
        "replay",
        "small.swf.xz",
        "--scheduler",
        "first-come,easy",
        "--mode",
        "extend",
        "--units",
        "16,32",
        "--out",
        "out",
        "--lang",
        "en",
    ];
    let done = daegi(&folder, &arguments);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let said = text(&done.stdout);
    assert!(said.contains("the log itself") && said.contains("bounded slowdown"), "{said}");
    assert!(said.contains("size zero or not stated: 1 (lines 9)"), "{said}");
    let out = folder.0.join("out");
    let jobs = fs::read_to_string(out.join("jobs.csv")).expect("jobs");
    let lines: Vec<&str> = jobs.lines().collect();
    assert_eq!(lines[0], "scheduler,job,submit,size,run,requested,start,end,user,units,mode");
    // 5 jobs on 16 units and 6 on 32, for each of two schedulers; the log writes two decimals.
    assert_eq!(lines.len(), 1 + 2 * 5 + 2 * 6);
    assert_eq!(lines[1], "first-come,1,0.00,8,100.50,200.00,0.00,100.50,7,16,extend");
    assert_eq!(lines[2], "first-come,2,10.00,16,50.00,60.00,100.50,150.50,8,16,extend");
    assert_eq!(lines[3], "first-come,3,20.25,4,30.00,30.00,150.50,180.50,7,16,extend");
    let summary = fs::read_to_string(out.join("summary.json")).expect("a summary");
    let summary: serde_json::Value = serde_json::from_str(&summary).expect("JSON");
    let list = summary.as_array().expect("a list");
    assert_eq!(list.len(), 4);
    for name in [
        "scheduler",
        "mode",
        "units",
        "jobs",
        "dropped",
        "mean_wait_s",
        "median_wait_s",
        "p95_wait_s",
        "max_wait_s",
        "mean_bounded_slowdown",
        "busy_share",
        "makespan_s",
        "backfilled",
    ] {
        assert!(list.iter().all(|one| !one[name].is_null()), "{name}");
    }
    assert_eq!((&list[0]["scheduler"], &list[0]["jobs"]), (&"first-come".into(), &5.into()));
    assert_eq!((&list[0]["dropped"], &list[2]["dropped"]), (&3.into(), &2.into()));
    for name in [
        "busy.csv",
        "waits-by-size.csv",
        "log.json",
        "charts/busy.en.svg",
        "charts/queue.en.png",
        "charts/waits-by-size.en@2x.png",
    ] {
        assert!(out.join(name).is_file(), "{name}");
    }
    // Again into the same place, in Korean; and not over something else.
    let done = daegi(&folder, &["replay", "small.swf.xz", "--out", "out", "--quiet"]);
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(0), String::new()));
    assert!(out.join("charts/busy.ko.svg").is_file() && !out.join("charts/busy.en.svg").exists());
    fs::create_dir_all(folder.0.join("mine")).expect("a folder");
    fs::write(folder.0.join("mine/notes.txt"), "mine").expect("a file");
    let done = daegi(&folder, &["replay", "small.swf.xz", "--out", "mine"]);
    assert_eq!(done.status.code(), Some(2), "{}", text(&done.stderr));
}

/// The case of `scheduling/on_nodes.rs`: two nodes of 4, A (3 units, until 10), B (3, until 20), C (2 units, 5 s)
/// comes at 1 and waits for A, D (1 unit, 4 s) comes at 2. Until 20 there are 160 unit-seconds, 30 + 60 + 10 + 4 of them
/// busy. First come: two units are free from 1 to 10 while C waits, 18. EASY: D runs from 2 to 6, 18 − 4.
#[test]
fn a_replay_on_nodes_keeps_gangs_on_one_node_and_counts_what_is_fragmented() {
    let folder = Folder::new("nodes");
    let log = "id,submit,size,run\nA,0,3,10\nB,0,3,20\nC,1,2,5\nD,2,1,4\n";
    fs::write(folder.0.join("log.csv"), log).expect("a log");
    let replay = |out: &str, more: &[&str]| {
        let columns = "job=id,submit=submit,size=size,run=run";
        let common = ["replay", "log.csv", "--columns", columns, "--lang", "en", "--out", out];
        let done = daegi(&folder, &[&common[..], more].concat());
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        let read = |name: &str| fs::read_to_string(folder.0.join(out).join(name)).expect(name);
        let summary: serde_json::Value = serde_json::from_str(&read("summary.json")).expect("JSON");
        (text(&done.stdout), read("jobs.csv"), summary)
    };
    let nodes = ["--nodes", "2", "--units-per-node", "4"];
    let (said, jobs, summary) = replay("out", &nodes);
    assert!(said.contains("2 nodes × 4 = 8 units: a job of up to 4 sits on one node"), "{said}");
    let starts = |jobs: &str| -> Vec<String> {
        jobs.lines().skip(1).filter_map(|row| Some(row.split(',').nth(6)?.to_owned())).collect()
    };
    assert_eq!(starts(&jobs), ["0", "0", "10", "10", "0", "0", "10", "2"]);
    for (at, fragmented) in [(0, 18.0), (1, 14.0)] {
        let one = &summary[at];
        assert_eq!(one["busy_share"], 104.0 / 160.0);
        assert_eq!(one["fragmented_unit_s"], fragmented);
        assert_eq!(one["idle_unit_s"], 160.0 - 104.0 - fragmented);
        assert_eq!((&one["nodes"], &one["units_per_node"]), (&2.into(), &4.into()));
        assert_eq!((&one["fit"], &one["large"]), (&"best".into(), &"whole nodes".into()));
    }
    // Nodes of one unit are plain units; D waits while all are held, and nothing is fragmented.
    let (_, plain, summary) = replay("plain", &["--units", "8"]);
    assert_eq!(starts(&plain), ["0", "0", "1", "6", "0", "0", "1", "6"]);
    assert!(summary[0]["nodes"].is_null() && summary[0]["fragmented_unit_s"] == 0.0);
    let (_, ones, _) = replay("ones", &["--nodes", "8", "--units-per-node", "1"]);
    assert_eq!(ones, plain);
    // Rules by a scenario's names; blanks may be hyphens.
    for (fit, large) in [("first", "pack"), ("least-fragmentation", "whole-nodes")] {
        let (_, _, summary) =
            replay("rule", &[&nodes[..], &["--fit", fit, "--large", large]].concat());
        assert_eq!(summary[0]["fit"], fit.replace('-', " "));
        assert_eq!(summary[0]["large"], large.replace('-', " "));
    }
}

#[test]
fn bad_logs_and_arguments_exit_with_2_and_leave_nothing() {
    let folder = Folder::new("bad");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.0.join(name), bytes).expect("a file");
    let packed = include_bytes!("data/small.swf.xz");
    write("cut.swf.xz", &packed[..packed.len() - 20]);
    write("binary.swf", &[0, 1, 2, 3]);
    write("empty.swf", b"");
    write("fields.swf", b"1 2 3\n");
    write("table.csv", b"id,submit_s,size,run_s\n1,0,1,5\n");
    write("no-units.swf", b"1 0 0 10 1 -1 -1 1 20 -1 1 1 1 -1 -1 -1 -1 -1\n");
    write("large.swf", b"1 0 0 10 9 -1 -1 9 20 -1 1 1 1 -1 -1 -1 -1 -1\n");
    for (log, more, word) in [
        ("cut.swf.xz", &[][..], "cut off"),
        ("binary.swf", &[], "binary"),
        ("empty.swf", &[], "not a single job"),
        ("fields.swf", &[], "fields.swf:1"),
        (
            "table.csv",
            &["--units", "4"],
            "--columns \"job=id,submit=submit_s,size=size,run=run_s\"",
        ),
        ("no-units.swf", &[], "--units"),
        ("large.swf", &["--units", "8"], "small-machine"),
        ("missing.swf", &[], "cannot be read"),
        (".", &[], "cannot be read"),
        ("no-units.swf", &["--units", "0"], "units"),
        ("no-units.swf", &["--units", "4", "--scheduler", "fastest"], "first-come"),
        ("no-units.swf", &["--units", "4", "--scale-arrivals", "0"], "0.001"),
        ("no-units.swf", &["--units", "4", "--columns", "a=b"], "roles"),
        ("large.swf", &["--nodes", "2", "--units-per-node", "4"], "small-machine"),
        ("large.swf", &["--nodes", "2"], "--units-per-node"),
        ("large.swf", &["--units-per-node", "4"], "--nodes"),
        ("large.swf", &["--nodes", "2", "--units-per-node", "4", "--units", "8"], "--units"),
        ("large.swf", &["--units", "9", "--fit", "first"], "--nodes"),
        ("large.swf", &["--nodes", "3", "--units-per-node", "4", "--fit", "worst"], "least"),
        (
            "large.swf",
            &["--nodes", "3", "--units-per-node", "4", "--scheduler", "easy,easy-identity"],
            "`easy-identity` numbers single units",
        ),
    ] {
        let arguments = [&["replay", log, "--lang", "en", "--out", "out"][..], more].concat();
        let done = daegi(&folder, &arguments);
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(word) && !said.contains("panicked"), "{arguments:?}: {said}");
    }
    let done = daegi(
        &folder,
        &[
            "replay",
            "table.csv",
            "--units",
            "4",
            "--lang",
            "en",
            "--columns",
            "job=id,submit=submit_s,size=size,run=run_s",
        ],
    );
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let left: Vec<_> = fs::read_dir(&folder.0).expect("the folder").flatten().collect();
    assert!(left.iter().all(|entry| entry.path().is_file()), "a refused log leaves nothing");
}

/// A log of five weeks by a known recipe: the block that is proposed, as it is, makes a scenario that passes
/// `check`, and the jobs that the scenario plays are like those of the log.
#[test]
fn a_fitted_workload_is_read_by_a_scenario() {
    let folder = Folder::new("fit");
    let draws = daegi::engine::Process::new(7, "fit.log");
    let run_times =
        daegi::engine::Distribution::lognormal_median_p90(3_600.0, 36_000.0).expect("good");
    let mut log = String::from("; UnixStartTime: 1400749079\n; MaxProcs: 64\n");
    let mut own: Vec<(f64, f64, f64)> = Vec::new();
    for job in 0..3_000_u32 {
        let u = |draw: u32| draws.uniform([job, draw, 0, 0]);
        let (submit, size) = (job * 1_008, [1, 4, 8][(u(0) * 3.0) as usize]);
        let run = run_times.quantile(u(1)).ceil();
        // Every fourth job states no request: a scheduler takes it for its run time.
        let requested = if job % 4 == 3 { -1.0 } else { 2.0 * run };
        own.push((f64::from(size), run, if job % 4 == 3 { 1.0 } else { 2.0 }));
        let user = job % 6;
        log += &format!(
            "{job} {submit} 0 {run} {size} -1 -1 {size} {requested} -1 1 {user} 1 -1 -1 -1 -1 -1\n"
        );
    }
    fs::write(folder.0.join("log.swf"), log).expect("a log");
    let arguments = ["fit", "log.swf", "--programme", "users", "--lang", "en", "--out", "out"];
    let done = daegi(&folder, &arguments);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let block = text(&done.stdout);
    // 3,000 jobs in 2,999 x 1,008 s = 4.9983 weeks by 6 users: 100 a week for each.
    for line in [
        "jobs = \"100 per week\"",
        "\nholds = \"shared\"",
        "\nrun-time = { lognormal = { median = \"3",
        "\nrequested = { choice = { \"1\" = 0.25, \"2\" = 0.75 } }",
        "\nrhythm = { hours = { 0-1 = ",
    ] {
        assert!(block.contains(line), "{line}\n{block}");
    }
    assert!(out_has(&folder, "out/charts/fit.en.png") && out_has(&folder, "out/workload.toml"));
    fs::write(folder.0.join("scenario.toml"), six_users(&block)).expect("a scenario");
    let done = daegi(&folder, &["check", "scenario.toml", "--lang", "en"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let played = played_jobs(&six_users(&block));
    // 600 a week for ten weeks, Poisson: four standard deviations are 310.
    assert!((played.len() as f64 - 6_000.0).abs() < 310.0, "{} jobs", played.len());
    let mean = |jobs: &[(f64, f64, f64)], of: fn(&(f64, f64, f64)) -> f64| {
        jobs.iter().map(of).sum::<f64>() / jobs.len() as f64
    };
    let median = |jobs: &[(f64, f64, f64)]| {
        let mut runs: Vec<f64> = jobs.iter().map(|job| job.1).collect();
        runs.sort_unstable_by(f64::total_cmp);
        runs[runs.len() / 2]
    };
    // The means are of the log's own shares, so only chance is between them: of sizes (sd 2.9) and ratios
    // (sd 0.43) over 6,000 jobs four standard errors are 0.15 and 0.023. The median is that of a lognormal
    // fitted by its moments (sigma 1.8): 1.25 sigma / sqrt(n) for the log's 3,000 and the played 6,000 is 5 %,
    // and four of it 20 %.
    let size = mean(&played, |job| job.0) - mean(&own, |job| job.0);
    assert!(size.abs() < 0.15, "mean size differs by {size}");
    let ratio = mean(&played, |job| job.2) - mean(&own, |job| job.2);
    assert!(ratio.abs() < 0.023, "mean requested / run differs by {ratio}");
    let run = median(&played) / median(&own);
    assert!((run - 1.0).abs() < 0.20, "median run time differs by the factor {run}");
    // The twin: a block without its requests, sizes or run times does not pass as this one.
    let key = |name: &str| {
        let line = block.lines().find(|line| line.starts_with(name)).expect("the key");
        line.to_owned()
    };
    let twin = block
        .replace(&key("requested ="), "")
        .replace(&key("size ="), "size = { units = 4 }")
        .replace(&key("run-time ="), "run-time = \"3 hours\"");
    let twin = played_jobs(&six_users(&twin));
    assert!((mean(&twin, |job| job.0) - mean(&own, |job| job.0)).abs() > 0.15);
    assert!((mean(&twin, |job| job.2) - mean(&own, |job| job.2)).abs() > 0.023);
    assert!((median(&twin) / median(&own) - 1.0).abs() > 0.20);
    // Steps, sizes and a log without dates.
    let logged = "submit,size,run\n0,1,5\n9,3,5\n20,5,7000\n";
    fs::write(folder.0.join("log.csv"), logged).expect("a log");
    let columns = "submit=submit,size=size,run=run";
    let done = daegi(&folder, &["fit", "log.csv", "--columns", columns, "--programme", "users"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    crate::support::read(&six_users(&text(&done.stdout)));
}

/// Six awards for ten weeks on a machine where nobody waits, with a workload.
fn six_users(workload: &str) -> String {
    crate::support::Theory {
        start: "2024-01-01",
        observe_from: "2024-01-02",
        end: "2024-03-12",
        units: 4_096,
        rest: format!(
            "{}[programme.users]\npool = \"p\"\nrounds = [\"2024-01-01\"]\nwindow = \"1 days\"\n\
             review = \"0 days\"\nplaces = 6\nrequest = 64\naward = \"10 weeks\"\n\
             demand = {{ fresh = 60 }}\nsource = \"test\"\n{workload}",
            crate::support::ALL_LEASED
        ),
    }
    .text()
}

/// Size, run time and requested / run of each job of one replication.
fn played_jobs(scenario: &str) -> Vec<(f64, f64, f64)> {
    let scenario = crate::support::read(scenario);
    let mut simulator = daegi::model::Simulator::new();
    simulator.keep_jobs(true);
    let record = crate::support::play(&mut simulator, &scenario.baseline, 1, 0);
    let row = |job: &daegi::model::record::JobStart| {
        let run = job.run.0 as f64;
        (job.size as f64, run, job.requested.0 as f64 / run)
    };
    record.starts.iter().map(row).collect()
}

fn out_has(folder: &Folder, name: &str) -> bool {
    folder.0.join(name).is_file()
}
