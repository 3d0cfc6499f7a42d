//! Logs as people have them: situations rebuilt as small inputs in `tests/cases/logs`, each with its right value.

use std::path::PathBuf;

use daegi::scheduler::{Job, Limit, Limits, Overrun, Policy, play, play_within};
use daegi::trace::inspection::{Inspection, Kind, Level, Question};
use daegi::trace::metrics::{Measures, measures};
use daegi::trace::replay::{Selection, Speed};
use daegi::trace::{Columns, Fault, Format, Log, Only, Reading, Reason, Rejected, Slice, Zone};
use daegi::words::Language;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/logs").join(name)
}

fn named(columns: &str) -> Reading {
    let columns =
        if columns.is_empty() { None } else { Some(Columns::parse(columns).expect("columns")) };
    Reading { columns, ..Reading::default() }
}

fn log(name: &str, columns: &str) -> Log {
    read(name, &named(columns)).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn read(name: &str, reading: &Reading) -> Result<Log, Rejected> {
    Log::read(&path(name), reading)
}

/// What a policy makes of a log on so many whole units, and what the log itself says.
fn replayed(log: &Log, units: u32, policy: &Policy) -> (Measures, Option<Measures>) {
    let units = units * log.grain;
    let selection = Selection { units, speed: Speed::SAME, until: None };
    let mut playable = log.playable(&selection).expect("jobs");
    let run = |jobs: &[Job]| play(units, policy, Overrun::Trunc, jobs);
    let schedule = playable.settled(log, run);
    let ticks = log.ticks_per_second;
    let own = measures(units, ticks, playable.as_logged(log));
    (measures(units, ticks, playable.spans(&schedule)).expect("jobs"), own)
}

fn inspected(log: &Log, units: u32) -> Inspection {
    log.inspect(&Question { units: Some(units), trunc: true, elsewhere: false })
}

fn first_come(log: &Log, units: u32) -> Measures {
    replayed(log, units, &Policy::FirstCome).0
}

fn kinds(found: &Inspection, at_least: Level) -> Vec<Kind> {
    found.oddities.iter().filter(|it| it.level >= at_least).map(|it| it.kind).collect()
}

/// Mean wait, makespan and busy share in per mille.
fn key(m: &Measures) -> (f64, f64, i64) {
    (m.mean_wait, m.makespan, (m.busy_share * 1000.0).round() as i64)
}

#[test]
fn limits_in_minutes_are_minutes() {
    let file = "01-timelimit-raw-minutes/jobs.txt";
    let columns = "job=JobIDRaw,submit=Submit,size=NCPUS,run=ElapsedRaw,requested=TimelimitRaw,start=Start,user=User";
    let jobs = log(file, columns);
    // First come, first served is what the log did: waits 0, 0, 7,140, 12,480, 12,420, 17,760; their mean is 8,300.
    // 4·3,600 + 4·7,200 + 8·5,400 + 2·1,800 + 2·5,400 + 8·3,600 = 129,600 of 8 × 21,660.
    assert_eq!(key(&first_come(&jobs, 8)), (8_300.0, 21_660.0, 748));
    assert_eq!(key(&replayed(&jobs, 8, &Policy::Easy).0), (4_960.0, 18_000.0, 900));
    assert_eq!(kinds(&inspected(&jobs, 8), Level::Warning), []);
    // Read as seconds each job is cut to a sixtieth: that stops, and says the unit.
    let wrong = log(file, &columns.replace("TimelimitRaw", "TimelimitRaw:s"));
    let found = inspected(&wrong, 8);
    assert_eq!((found.cut.jobs, found.cut.stated, found.cut.factor), (6, 6, Some(60)));
    assert_eq!(kinds(&found, Level::Stop), [Kind::Cut]);
    assert!(found.in_language(&wrong, Language::En).contains("requested=TimelimitRaw:min"));
    assert!(found.in_language(&wrong, Language::Ko).contains("--accept cut"));
    assert_eq!(found.stops(&[Kind::Cut]).count(), 0);
}

#[test]
fn steps_are_no_jobs() {
    let columns = "job=JobID,submit=Submit,size=AllocCPUS,run=Elapsed,requested=Timelimit,start=Start,user=User";
    let jobs = log("02-sacct-job-steps/jobs.txt", columns);
    // Waits 0, 1,800, 900; 8·3,600 + 4·3,600 + 4·1,800 = 50,400 of 8 × 7,200.
    for policy in [Policy::FirstCome, Policy::Easy] {
        let (played, own) = replayed(&jobs, 8, &policy);
        assert_eq!(key(&played), (900.0, 7_200.0, 875));
        assert_eq!(key(&own.expect("waits")), (900.0, 7_200.0, 875));
    }
    assert_eq!((jobs.left.count(Reason::Step), jobs.records.len(), jobs.users.len()), (7, 3, 2));
}

#[test]
fn devices_in_lists_of_resources() {
    let columns = "job=JobID,submit=Submit,size=AllocTRES,run=Elapsed,requested=Timelimit,start=Start,user=User";
    let jobs = log("03-alloctres-gpus/jobs.txt", columns);
    let sizes: Vec<u32> = jobs.records.iter().map(|it| it.size).collect();
    assert_eq!((sizes, jobs.left.count(Reason::WithoutUnits)), (vec![2, 1, 4, 1], 1));
    let (easy, own) = replayed(&jobs, 8, &Policy::Easy);
    // (2·7,200 + 3,600 + 4·10,800 + 3,600) / (8 × 12,000) = 64,800 / 96,000; one wait of 4,800 of four.
    assert_eq!((key(&easy), own.expect("waits").mean_wait), ((0.0, 12_000.0, 675), 1_200.0));
    let by_key = log("03-alloctres-gpus/jobs.txt", &columns.replace("AllocTRES", "AllocTRES[cpu]"));
    assert_eq!(by_key.records.iter().map(|it| it.size).sum::<u32>(), 16 + 9 + 36 + 64 + 8);
    // An array: its parent, a step and a job without devices are told apart; typed amounts are added.
    let array = log("47-typed-tres/array.txt", "");
    assert_eq!(array.records.iter().map(|it| it.size).collect::<Vec<_>>(), [2, 2]);
    let left =
        [Reason::Step, Reason::ArrayParent, Reason::WithoutUnits].map(|it| array.left.count(it));
    assert_eq!(left, [1, 1, 1]);
}

#[test]
fn jobs_that_have_not_ended_are_told_by_name() {
    let columns = "job=JobIDRaw,submit=Submit,size=NCPUS,run=Elapsed,requested=Timelimit,start=Start,end=End,user=User";
    for columns in
        [columns.to_owned(), columns.replace("run=Elapsed,", ""), columns.replace("end=End,", "")]
    {
        let jobs = log("04-running-and-pending-jobs/jobs.txt", &columns);
        // 86,400, 43,200 and 86,400 s have ended; 54 h so far are a lower bound.
        assert_eq!(jobs.records.iter().map(|it| it.run.0).sum::<i64>(), 3 * 72_000, "{columns}");
        let left =
            [Reason::Running, Reason::Pending, Reason::NeverStarted].map(|it| jobs.left.count(it));
        assert_eq!((left, jobs.running.len()), ([1, 1, 1], 1), "{columns}");
        // The one that runs counts as one that ends no earlier: four jobs, the longest of at least 54 h.
        let fit = jobs.fit(8).expect("jobs");
        assert_eq!((fit.jobs, fit.sorted_runs.len(), fit.sorted_runs[3]), (3, 4, 194_400.0));
    }
}

#[test]
fn suspended_time_is_no_run_time() {
    let columns =
        "job=JobIDRaw,submit=Submit,size=NCPUS,run=ElapsedRaw,start=Start,end=End,user=User";
    let jobs = log("05-suspended-jobs/jobs.txt", columns);
    // 8·(7,200 + 25,200) of 8 × 32,400.
    assert_eq!(key(&first_come(&jobs, 8)).1, 32_400.0);
    assert_eq!(key(&first_come(&jobs, 8)).2, 1_000);
    let ends = log("05-suspended-jobs/jobs.txt", &columns.replace("run=ElapsedRaw,", ""));
    let found = inspected(&ends, 8);
    assert_eq!(found.held.expect("starts").most, 16);
    assert_eq!(kinds(&found, Level::Warning), [Kind::OverFull, Kind::RunDiffers]);
}

#[test]
fn clocks_that_are_set_are_read_by_the_zone() {
    let zone = Some(Zone::parse("America/New_York").expect("a zone"));
    for run in ["", ",run=Elapsed"] {
        let columns = format!(
            "job=JobIDRaw,submit=Submit,size=NCPUS,start=Start,end=End,requested=Timelimit,user=User{run}"
        );
        let jobs =
            read("06-dst-local-times/jobs.txt", &Reading { zone: zone.clone(), ..named(&columns) });
        let jobs = jobs.expect("good");
        let runs: Vec<i64> = jobs.records.iter().map(|it| it.run.0).collect();
        let waits: Vec<i64> =
            jobs.records.iter().filter_map(|it| it.wait()).map(|it| it.0).collect();
        assert_eq!((runs, waits), (vec![6_300, 7_200, 2_100, 3_600], vec![0, 1_200, 300, 0]));
        assert!(kinds(&inspected(&jobs, 8), Level::Note).contains(&Kind::ClocksSet));
    }
    let without =
        read("06-dst-local-times/jobs.txt", &named("submit=Submit,size=NCPUS,start=Start,end=End"));
    assert!(
        without.expect_err("it ends before it starts").in_language(Language::En).contains("--zone")
    );
}

#[test]
fn accounting_of_batch_systems_is_read_at_once() {
    let pbs = log("08-pbs-accounting/20250303", "");
    // 41 holds 4 of 8 from 0 to 3,600; 42 is submitted at 600, needs all 8 and waits 3,000: mean 1,500.
    // 4·3,600 + 8·1,800 = 28,800 of 8 × 5,400.
    assert_eq!(key(&first_come(&pbs, 8)), (1_500.0, 5_400.0, 667));
    assert_eq!((pbs.read.format, pbs.left.count(Reason::OtherEvent)), (Format::Pbs, 3));
    let cores = log(
        "08-pbs-accounting/20250303",
        "submit=qtime,size=Resource_List.select[ncpus],start=start,end=end",
    );
    assert_eq!(key(&first_come(&cores, 8)).2, 1_000);
    // 4·3,600 + 8·3,600 of 8 × 7,200, the second submitted at 1,800: waits 0 and 1,800.
    for (file, format) in [
        ("40-sge/accounting", Format::Sge),
        ("41-lsf/lsb.acct", Format::Lsf),
        ("41-lsf/gpus.acct", Format::Lsf),
        ("42-sacct-json/sacct.json", Format::SacctJson),
        ("43-philly-json/cluster_job_log.json", Format::Philly),
    ] {
        let jobs = log(file, "");
        assert_eq!(jobs.read.format, format, "{file}");
        assert_eq!(key(&first_come(&jobs, 8)), (900.0, 7_200.0, 750), "{file}");
        assert_eq!(kinds(&inspected(&jobs, 8), Level::Warning), [], "{file}");
    }
    // Milliseconds, and devices in the category: 2·3,600 + 8·3,600 of 8 × 7,200.
    assert_eq!(key(&first_come(&log("40-sge/uge-milliseconds", ""), 8)), (900.0, 7_200.0, 625));
    let sge = log("40-sge/accounting", "");
    assert_eq!((sge.left.count(Reason::Step), sge.left.count(Reason::NeverStarted)), (1, 1));
    assert_eq!(sge.records[0].requested().map(|it| it.0), Some(7_200));
    let json = log("42-sacct-json/sacct.json", "");
    assert_eq!((json.running.len(), json.left.count(Reason::Pending)), (1, 1));
    assert_eq!(json.records[0].requested().map(|it| it.0), Some(7_200));
    // As printed without -P.
    let plain = log("09-sacct-without-parsable/jobs.txt", "");
    assert_eq!(plain.read.format, Format::SacctPlain);
    assert_eq!(key(&first_come(&plain, 8)), (900.0, 7_200.0, 875));
}

#[test]
fn tables_of_korean_spreadsheets() {
    let columns = "job=작업번호,submit=제출시각,size=신청장수,start=시작시각,end=종료시각,user=사용자,class=과제명";
    for file in [
        "cp949.csv",
        "excel-dates-ko.csv",
        "excel-dates.csv",
        "slashes.csv",
        "utf16.csv",
        "utf8-bom.csv",
    ] {
        let jobs = log(&format!("10-korean-excel-csv/{file}"), columns);
        // Waits 0, 6,600, 9,600; 8·7,200 + 4·3,600 + 8·5,400 = 115,200 of 8 × 16,200.
        assert_eq!(key(&first_come(&jobs, 8)), (5_400.0, 16_200.0, 889), "{file}");
        assert_eq!(jobs.users, ["사용자1", "사용자2"], "{file}");
        // What is proposed is what was typed here.
        let rejected = read(&format!("10-korean-excel-csv/{file}"), &Reading::default())
            .expect_err("no columns");
        assert!(
            rejected.in_language(Language::Ko).contains(columns),
            "{}",
            rejected.in_language(Language::Ko)
        );
    }
    let jobs = log("44-xlsx/jobs.xlsx", columns);
    assert_eq!(key(&first_come(&jobs, 8)), (5_400.0, 16_200.0, 889));
    let suggested = Reading { suggested: true, ..Reading::default() };
    assert_eq!(read("44-xlsx/jobs.xlsx", &suggested).expect("good").records, jobs.records);
}

#[test]
fn parts_of_a_unit_are_units_of_a_finer_grain() {
    let columns =
        "job=job_name,submit=submit_time,size=gpus,start=start_time,end=end_time,user=user";
    for (file, one, all) in
        [("gpus", "gpus", "gpus*inst_num"), ("tasks", "plan_gpu", "plan_gpu*inst_num:percent")]
    {
        let file = format!("11-fractional-gpus/{file}.csv");
        // 0.5·3,600 + 0.5·3,600 + 0.25·7,200 + 1·3,600 = 9,000 of 4 × 7,300.
        let jobs = log(&file, &columns.replace("gpus", one));
        assert_eq!((jobs.grain, jobs.running.len(), key(&first_come(&jobs, 4)).2), (4, 1, 308));
        assert_eq!(kinds(&inspected(&jobs, 4), Level::Warning), [Kind::BesideSize]);
        // With instances 0.5·3,600 + 0.5·3,600 + 4·0.25·7,200 + 2·3,600 = 18,000.
        let jobs = log(&file, &columns.replace("gpus", all));
        assert_eq!((key(&first_come(&jobs, 4)).2, inspected(&jobs, 4).oddities.len()), (616, 0));
    }
    // 1, 0.46 and 2 devices of 100 parts.
    let suggested = Reading { suggested: true, ..Reading::default() };
    let pods = read("45-public-gpu-traces/openb.csv", &suggested).expect("good");
    assert_eq!(
        (pods.grain, pods.records.iter().map(|it| it.size).collect::<Vec<_>>()),
        (50, vec![50, 23, 100])
    );
    let helios = read("45-public-gpu-traces/helios.csv", &suggested).expect("good");
    assert_eq!(key(&first_come(&helios, 8)), (900.0, 7_200.0, 750));
}

#[test]
fn more_than_there_is_stops_with_its_reason() {
    let columns =
        "job=job,submit=submit_s,size=gpus,start=start_s,end=end_s,requested=limit_s,user=user";
    let jobs = log("13-more-than-100-percent/jobs.csv", columns);
    let found = inspected(&jobs, 16);
    let held = found.held.expect("starts");
    // 8 + 8 until 600, then 20 until 3,600; again 20 from 3,600 to 7,200. 184,800 of 16 × 10,800.
    assert_eq!((held.most, held.at, held.over), (20, 600, Some((600, 7_200))));
    assert_eq!((held.busy.expect("a machine") * 1000.0).round(), 1_069.0);
    assert_eq!(kinds(&found, Level::Stop), [Kind::OverFull]);
    assert_eq!(kinds(&inspected(&jobs, 20), Level::Warning), []);
}

#[test]
fn jobs_that_come_after_others_wait_for_them() {
    let columns = "job=JobIDRaw,submit=Eligible,size=NCPUS,run=Elapsed,requested=Timelimit,start=Start,user=User";
    let own = |columns: &str| {
        let jobs = log("14-dependent-jobs/chain.txt", columns);
        replayed(&jobs, 16, &Policy::Easy).1.expect("waits").mean_wait
    };
    // 1, 2 and 4 hours after the one before; from the submission the days before count too.
    assert_eq!((own(columns), own(&columns.replace("Eligible", "Submit"))), (8_400.0, 99_540.0));
    let chain = log("14-dependent-jobs/chain.swf", "");
    // Each starts at the end of the one before: 3 × 86,400 s on half of the machine.
    for policy in [Policy::FirstCome, Policy::Easy, Policy::Conservative] {
        assert_eq!(key(&replayed(&chain, 16, &policy).0), (0.0, 259_200.0, 500));
    }
    assert!(kinds(&inspected(&chain, 16), Level::Note).contains(&Kind::Dependencies));
}

#[test]
fn a_quota_leaves_units_idle() {
    let team = log("17-replay-with-a-quota/team.swf", "");
    let units = team.stated_units().expect("stated");
    let selection = Selection { units, speed: Speed::SAME, until: None };
    let playable = team.playable(&selection).expect("jobs");
    let limits = |units| Limits { each_user: Limit { units, jobs: None }, ..Limits::default() };
    let longest = |limit| {
        let schedule =
            play_within(&limits(limit), units, &Policy::Easy, Overrun::Trunc, &playable.jobs);
        measures(units, team.ticks_per_second, playable.spans(&schedule)).expect("jobs").max_wait
    };
    assert_eq!(longest(None), 0.0);
    assert!(longest(Some(4)) >= 36_000.0);
}

#[test]
fn submissions_from_starts_and_waits() {
    let columns =
        "job=job,size=gpus,start=start,run=duration_sec,wait=schedule_delay_sec,user=user";
    let jobs = log("20-no-submission-time/delay.csv", columns);
    let submits: Vec<i64> = jobs.records.iter().map(|it| it.submit.0).collect();
    // 1,000 − 0, 4,600 − 3,000, 4,600 − 2,400; 8·3,600 + 4·3,600 + 4·1,800 of 8 × 7,200.
    assert_eq!(
        (submits, key(&first_come(&jobs, 8))),
        (vec![1_000, 1_600, 2_200], (1_800.0, 7_200.0, 875))
    );
    let without =
        read("20-no-submission-time/nosubmit.txt", &Reading::default()).expect_err("no submit");
    assert!(without.in_language(Language::En).contains("waits cannot be known"));
    let starts = log(
        "20-no-submission-time/nosubmit.txt",
        "submit=Start,size=AllocCPUS,run=Elapsed,start=Start",
    );
    assert_eq!(kinds(&inspected(&starts, 8), Level::Warning), [Kind::NoWaits]);
}

#[test]
fn names_with_bars_and_line_breaks() {
    let quoted = log(
        "22-bars-and-line-breaks-in-names/quoted.csv",
        "job=job,submit=submit,size=gpus,run=run",
    );
    // The second is submitted at 60 and waits until 3,600.
    assert_eq!(key(&first_come(&quoted, 4)).0, 1_770.0);
    let columns = "job=JobIDRaw,submit=Submit,size=NCPUS,run=Elapsed,requested=Timelimit,start=Start,user=User";
    let jobs = log("22-bars-and-line-breaks-in-names/jobs.txt", columns);
    assert_eq!((jobs.users.len(), jobs.left.count(Reason::Continuation)), (3, 1));
    // Waits 0, 0, 3,000, 6,000; 86,400 of 8 × 11,400.
    assert_eq!(key(&first_come(&jobs, 8)), (2_250.0, 11_400.0, 947));
}

#[test]
fn line_ends_blanks_and_thousands() {
    for file in
        ["crlf", "bom", "tabs", "floats", "blank-lines", "latin1-header", "extra-fields", "cr-only"]
    {
        let jobs = log(&format!("24-line-ends-and-blanks/{file}.swf"), "");
        // Waits 0, 3,540, 3,480; 8·3,600 + 4·1,800 + 4·1,800 of 8 × 5,400.
        assert_eq!(key(&first_come(&jobs, 8)), (2_340.0, 5_400.0, 1_000), "{file}");
    }
    for file in ["inline-comment", "seventeen"] {
        let rejected = read(&format!("24-line-ends-and-blanks/{file}.swf"), &Reading::default());
        assert_eq!(rejected.expect_err(file).faults.groups[0].fault, Fault::FieldCount);
    }
    let columns = "job=job,submit=submit,size=gpus,run=run";
    let thousands = log("24-line-ends-and-blanks/thousands.csv", columns);
    assert_eq!((thousands.records[0].size, thousands.records[1].run.0), (1_024, 7_200));
    assert_eq!(log("24-line-ends-and-blanks/quoted-heads.csv", columns).records[0].size, 8);
    assert_eq!(log("24-line-ends-and-blanks/bar-at-end.txt", "").records.len(), 1);
}

#[test]
fn what_is_proposed_can_be_pasted() {
    let file = "31-queue-is-a-name/jobs.csv";
    let said = read(file, &Reading::default()).expect_err("no columns").in_language(Language::En);
    let columns = said.split('"').nth(1).expect("in quotation marks");
    // `queue` is the name of a queue.
    assert!(!columns.contains("wait="), "{columns}");
    let jobs = log(file, columns);
    let own = replayed(&jobs, 8, &Policy::Easy).1.expect("waits");
    // Waits 0 and 3,000; 8·3,600 + 4·1,800 of 8 × 5,400.
    assert_eq!(key(&own), (1_500.0, 5_400.0, 833));
}

#[test]
fn parts_of_swapped_jobs_count_once() {
    let jobs = log("46-partial-executions/swapped.swf", "");
    // Job 1 has a line for the whole; job 2 is its parts, 1,800 + 600.
    let runs: Vec<i64> = jobs.records.iter().map(|it| it.run.0).collect();
    assert_eq!(
        (runs, jobs.left.count(Reason::Partial), jobs.left.count(Reason::Joined)),
        (vec![3_000, 2_400], 2, 1)
    );
}

#[test]
fn lines_and_days_can_be_chosen() {
    let columns =
        "job=JobIDRaw,submit=Submit,size=NCPUS,run=ElapsedRaw,requested=TimelimitRaw,user=User";
    let only =
        vec![Only::parse("User=u1,u2").expect("good"), Only::parse("NCPUS=4,2").expect("good")];
    let jobs = read("01-timelimit-raw-minutes/jobs.txt", &Reading { only, ..named(columns) })
        .expect("good");
    assert_eq!((jobs.records.len(), jobs.left.count(Reason::NotChosen)), (2, 4));
    let slice = Slice::parse(Some("2025-03-03T09:01:00"), Some("2025-03-03 9:04")).expect("dates");
    let jobs = read("01-timelimit-raw-minutes/jobs.txt", &Reading { slice, ..named(columns) })
        .expect("good");
    assert_eq!((jobs.records.len(), jobs.left.count(Reason::OutsideSlice)), (3, 3));
    assert!(Slice::parse(Some("yesterday"), None).is_err());
}

/// The columns that the program proposes for a log.
fn proposed(file: &str) -> String {
    match read(file, &Reading::default()) {
        Ok(_) => String::new(),
        Err(why) => {
            why.in_language(daegi::words::Language::En).split('"').nth(1).unwrap_or("").to_owned()
        }
    }
}

#[test]
fn decimal_commas_and_dates_with_points() {
    let file = "48-semicolons-and-commas/jobs.csv";
    let columns = proposed(file);
    let jobs = log(file, &columns);
    assert!(jobs.read.decimal_comma);
    // 1.5, 2.25 and 1.125 hours (with three decimals no thousand), halves of a device, limits of 2, 4 and 2 hours.
    let read: Vec<_> = jobs.records.iter().map(|it| (it.size, it.run.0, it.requested())).collect();
    let hours = |hours: i64| Some(daegi::time::Duration(hours * 3_600));
    assert_eq!(
        (read, jobs.grain),
        (vec![(1, 5_400, hours(2)), (2, 8_100, hours(4)), (3, 4_050, hours(2))], 2)
    );
    // 03.03. is 3 March, as 13.03. says: ten days and 15 minutes before the third.
    assert_eq!(jobs.records[2].submit.0 - jobs.records[1].submit.0, 10 * 86_400 + 900);
}

#[test]
fn names_of_columns_say_units() {
    let file = "49-units-in-names/jobs.csv";
    let jobs = log(file, &proposed(file));
    let tick = jobs.ticks_per_second;
    let read: Vec<_> = jobs
        .records
        .iter()
        .map(|it| {
            (it.run.0 / tick, it.requested().map(|it| it.0 / tick), it.wait().map(|it| it.0 / tick))
        })
        .collect();
    let right = [
        (3_600, Some(7_200), Some(5)),
        (7_200, Some(10_800), Some(600)),
        (1_800, Some(3_600), Some(0)),
    ];
    assert_eq!(read, right);
    // 8 node-hours on 4 nodes are 2 hours, 3 on 2 are 1.5, 4 on 8 are half an hour.
    let file = "49-units-in-names/node-hours.csv";
    let jobs = log(file, &proposed(file));
    assert_eq!(jobs.records.iter().map(|it| it.run.0).collect::<Vec<_>>(), [7_200, 5_400, 1_800]);
    // 24:00 read as 24 minutes cuts the second job; in minutes it is a day.
    let file = "49-units-in-names/hours-and-minutes.csv";
    let columns = "job=id,submit=submit,size=gpus,run=run,requested=limit";
    assert_eq!(kinds(&inspected(&log(file, columns), 2), Level::Stop), [Kind::Cut]);
    let jobs = log(file, &format!("{columns}:min"));
    assert_eq!(jobs.records[1].requested(), Some(daegi::time::Duration(86_400)));
}

#[test]
fn instants_with_and_without_offsets_are_told_apart() {
    let file = "49-units-in-names/mixed.csv";
    let columns = proposed(file);
    let found = inspected(&log(file, &columns), 4);
    assert!(kinds(&found, Level::Warning).contains(&Kind::MixedZones), "{:?}", found.oddities);
    let zone = Some(Zone::parse("Asia/Seoul").expect("a zone"));
    let jobs = read(file, &Reading { zone, ..named(&columns) }).expect("good");
    // 00:00 UTC is 09:00 in Seoul: waits of 10 and 40 minutes.
    let waits: Vec<_> = jobs.records.iter().filter_map(|it| it.wait()).map(|it| it.0).collect();
    assert_eq!((waits, kinds(&inspected(&jobs, 4), Level::Warning)), (vec![600, 2_400], vec![]));
}

#[test]
fn arrays_requeues_and_jobs_without_a_limit() {
    let jobs = log("50-arrays-and-requeues/jobs.txt", "");
    // Two tasks, a heterogeneous job of two parts, and one job twice: it was started again after a node failed.
    assert_eq!((jobs.records.len(), jobs.read.reused), (5, 1));
    assert_eq!((jobs.job(2), jobs.records[2].size), ("130+0", 6));
    let left = [Reason::Step, Reason::Component, Reason::ArrayParent, Reason::NeverStarted];
    assert_eq!(left.map(|it| jobs.left.count(it)), [3, 1, 1, 2]);
    let found = inspected(&jobs, 10);
    assert_eq!((found.cut.stated, found.jobs), (4, 5));
    assert!(found.in_language(&jobs, daegi::words::Language::En).contains("1 state none"));
    assert!(kinds(&found, Level::Note).contains(&Kind::StartedAgain));
}

/// Job 500 has two components, and steps of each; 501 is plain; those of 502 start a minute apart and stay two, as do
/// those of 503, of which one runs for an hour more. 500 was requeued once before, when its components ran for 10 minutes.
#[test]
fn components_of_a_heterogeneous_job_are_one_job() {
    let head = "JobID|User|Submit|Start|End|ElapsedRaw|TimelimitRaw|NCPUS|State";
    let line = |id: &str, cpus: u32, start: &str, end: &str, run: u32, limit: u32| {
        format!(
            "{id}|u|2025-03-03T09:00:00|2025-03-03T{start}|2025-03-03T{end}|{run}|{limit}|{cpus}|COMPLETED"
        )
    };
    let mut lines = vec![head.to_owned()];
    lines.push(line("500+0", 8, "09:10:00", "09:20:00", 600, 60));
    lines.push(line("500+1", 64, "09:10:00", "09:20:00", 600, 60));
    lines.push(line("500+0", 8, "10:00:00", "11:00:00", 3_600, 60));
    lines.push(line("500+0.batch", 8, "10:00:00", "11:00:00", 3_600, 60));
    lines.push(line("500+1", 64, "10:00:00", "11:00:01", 3_601, 90));
    lines.push(line("500+1.extern", 64, "10:00:00", "11:00:01", 3_601, 90));
    lines.push(line("501", 4, "10:00:00", "10:30:00", 1_800, 60));
    lines.push(line("502+0", 2, "10:00:00", "11:00:00", 3_600, 120));
    lines.push(line("502+1", 2, "10:01:00", "11:00:00", 3_540, 120));
    lines.push(line("503+0", 2, "10:00:00", "11:00:00", 3_600, 240));
    lines.push(line("503+1", 2, "10:00:00", "12:00:00", 7_200, 240));
    let text = lines.join("\n") + "\n";
    let columns = "job=JobID,submit=Submit,size=NCPUS,run=ElapsedRaw,requested=TimelimitRaw,start=Start,user=User,state=State";
    let input = std::io::Cursor::new(text.into_bytes());
    let log = Log::from_stream("het", input, &named(columns)).expect("good");
    let jobs: Vec<(&str, u32, i64, i64)> = log
        .records
        .iter()
        .enumerate()
        .map(|(at, it)| (log.job(at), it.size, it.run.0, it.requested().map_or(0, |it| it.0)))
        .collect();
    let expected = [
        ("500+0", 72, 600, 3_600),
        ("500+0", 72, 3_601, 5_400),
        ("501", 4, 1_800, 3_600),
        ("502+0", 2, 3_600, 7_200),
        ("502+1", 2, 3_540, 7_200),
        ("503+0", 2, 3_600, 14_400),
        ("503+1", 2, 7_200, 14_400),
    ];
    assert_eq!(jobs, expected);
    assert_eq!((log.left.count(Reason::Component), log.left.count(Reason::Step)), (2, 2));
    for (language, word) in [(Language::Ko, "이종(heterogeneous)"), (Language::En, "components of")]
    {
        let said = inspected(&log, 128).in_language(&log, language);
        assert!(said.contains(word), "{said}");
    }
    // Where both columns are there, the one that shows the components is proposed.
    let both = lines.iter().map(|line| match line == head {
        true => format!("JobIDRaw|{line}\n"),
        false => format!("9|{line}\n"),
    });
    let both: String = both.collect();
    let reading = Reading { suggested: true, ..Reading::default() };
    let input = std::io::Cursor::new(both.into_bytes());
    let log = Log::from_stream("both", input, &reading).expect("good");
    assert_eq!((log.read.columns[0].text.as_str(), log.records.len()), ("JobID", 7));
    let job = |id: u32, het: &str, gpus: u32| {
        format!(
            "{{\"job_id\": {id}, \"het\": {het}, \"user\": \"u\", \"state\": {{\"current\": [\"COMPLETED\"]}}, \"time\": {{\"submission\": 1740992400, \"start\": 1740992460, \"elapsed\": 60, \"limit\": {{\"set\": true, \"number\": 5}}}}, \"tres\": {{\"allocated\": [{{\"type\": \"gres\", \"name\": \"gpu\", \"count\": {gpus}}}]}}}}"
        )
    };
    let of = |offset: u32| {
        format!("{{\"job_id\": 70, \"job_offset\": {{\"set\": true, \"number\": {offset}}}}}")
    };
    let none = "{\"job_id\": 0, \"job_offset\": {\"set\": false, \"number\": 0}}";
    let jobs = [job(70, &of(0), 1), job(71, &of(1), 8), job(72, none, 2)].join(", ");
    let input = std::io::Cursor::new(format!("{{\"jobs\": [{jobs}]}}").into_bytes());
    let log = Log::from_stream("het", input, &Reading::default()).expect("good");
    let sizes: Vec<(&str, u32)> =
        log.records.iter().enumerate().map(|(at, it)| (log.job(at), it.size)).collect();
    assert_eq!(sizes, [("70+0", 9), ("72", 2)]);
}

#[test]
fn what_a_narrow_column_cuts_off_is_not_taken_for_nothing() {
    let file = "51-narrow-columns/jobs.txt";
    let columns = "job=JobID,submit=Submit,size=AllocTRES,run=Elapsed,start=Start";
    let why = read(file, &named(columns)).expect_err("cut off");
    assert!(why.faults.errors().any(|group| group.fault == Fault::NotANumber));
}

#[test]
fn jobs_that_could_not_start_are_said() {
    let file = "14-dependent-jobs/chain.txt";
    let columns = "job=JobIDRaw,submit=Submit,size=NCPUS,run=Elapsed,start=Start";
    let held = |columns: &str| {
        kinds(&inspected(&log(file, columns), 16), Level::Warning).contains(&Kind::HeldBack)
    };
    assert!(held(columns) && !held(&columns.replace("=Submit", "=Eligible")));
}

#[test]
fn public_traces_of_acme_and_pai() {
    // Three jobs of Acme's columns: `queue` is a wait, 10 and 600 s, and no class; the third has no device.
    let file = "45-public-gpu-traces/acme.csv";
    let columns = proposed(file);
    assert!(!columns.contains("class=queue"), "{columns}");
    let jobs = log(file, &columns);
    let read: Vec<_> = jobs.records.iter().map(|it| (it.size, it.run.0, it.wait())).collect();
    let wait = |seconds: i64| Some(daegi::time::Duration(seconds * jobs.ticks_per_second));
    let ticks = jobs.ticks_per_second;
    assert_eq!(
        read,
        [(8, 10 * ticks, wait(10)), (64, 7_200 * ticks, wait(600)), (0, 3_600 * ticks, wait(0))]
    );
    // PAI's tasks state no submission; hundredths of a device times instances. One line has no start, one still runs.
    let file = "45-public-gpu-traces/pai.csv";
    let columns = "job=job_name,submit=start_time,start=start_time,end=end_time,size=plan_gpu*inst_num:percent,state=status";
    let reading = Reading { skip_faulty: true, ..named(columns) };
    let jobs = read_with(file, &reading);
    let read: Vec<_> = jobs.records.iter().map(|it| (it.size, it.run.0)).collect();
    assert_eq!((read, jobs.grain, jobs.running.len()), (vec![(2, 33), (16, 3_600)], 4, 1));
}

fn read_with(file: &str, reading: &Reading) -> Log {
    read(file, reading).unwrap_or_else(|why| panic!("{file}: {why}"))
}
