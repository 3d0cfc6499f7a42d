//! Logs of jobs are read exactly, or refused with a reason by line; whatever bytes they hold.

use std::io::{Cursor, Write as _};

use daegi::engine::Process;
use daegi::scheduler::{Overrun, Policy, play};
use daegi::time::{Duration, Time};
use daegi::trace::metrics::measures;
use daegi::trace::replay::{Selection, Speed};
use daegi::trace::{Columns, Fault, Faults, Log, Reading, Rejected};
use daegi::words::Language;

const SMALL: &str = include_str!("data/small.swf");
const SMALL_XZ: &[u8] = include_bytes!("data/small.swf.xz");

fn read(bytes: impl Into<Vec<u8>>, reading: &Reading) -> Result<Log, Rejected> {
    Log::from_stream("test.swf", Cursor::new(bytes.into()), reading)
}

fn swf(bytes: impl Into<Vec<u8>>) -> Result<Log, Rejected> {
    read(bytes, &Reading::default())
}

fn csv(columns: &str) -> Reading {
    let columns = Columns::parse(columns).expect("good columns");
    Reading { columns: Some(columns), ..Reading::default() }
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).expect("in memory");
    packed.finish().expect("in memory")
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).expect("in memory")
}

/// Kinds and first lines of what is wrong.
fn wrong(read: Result<Log, Rejected>) -> Vec<(Fault, Vec<u64>)> {
    let faults: Faults = match read {
        Ok(log) => panic!("it was read: {:?}", log.faults),
        Err(rejected) => rejected.faults,
    };
    faults.errors().map(|group| (group.fault, group.lines.clone())).collect()
}

#[test]
fn a_small_log_is_read_exactly_however_it_is_packed() {
    let plain = swf(SMALL).expect("good");
    // Fractions of a second: all times are microseconds.
    assert_eq!((plain.ticks_per_second, plain.decimals), (1_000_000, 2));
    assert_eq!(plain.records.len(), 8);
    assert_eq!(plain.records[0].run, Duration(100_500_000));
    assert_eq!(plain.records[2].submit, Time(20_250_000));
    assert_eq!(plain.records[2].wait(), None);
    assert_eq!(plain.records[1].wait(), Some(Duration(5_000_000)));
    assert_eq!(plain.records[6].requested(), None);
    assert_eq!((plain.records[1].size, plain.records[3].size), (16, 4));
    assert_eq!((plain.job(7), plain.users[plain.records[7].user as usize].as_str()), ("8", "9"));
    assert_eq!(plain.stated_units(), Some(16));
    assert_eq!(plain.header.unix_start, Some(1_400_749_079));
    let notes: Vec<Fault> = plain.faults.groups.iter().map(|group| group.fault).collect();
    assert_eq!(notes, [Fault::LongRun]);
    for packed in [gz(SMALL.as_bytes()), zst(SMALL.as_bytes()), SMALL_XZ.to_vec()] {
        let log = swf(packed).expect("good");
        assert_eq!((log.records, log.ticks_per_second), (plain.records.clone(), 1_000_000));
    }
    let windows = SMALL.replace('\n', "\r\n").replace(' ', "\t");
    assert_eq!(swf(format!("\u{feff}{windows}")).expect("good").records, plain.records);
}

#[test]
fn what_cannot_be_played_is_counted_by_reason_with_its_lines() {
    let log = swf(SMALL).expect("good");
    let selection = Selection { units: 16, speed: Speed::SAME, until: None };
    let playable = log.playable(&selection).expect("jobs");
    let dropped = &playable.dropped;
    assert_eq!((dropped.no_run.count, &dropped.no_run.lines[..]), (1, &[8][..]));
    assert_eq!((dropped.no_size.count, &dropped.no_size.lines[..]), (1, &[9][..]));
    assert_eq!((dropped.too_large.count, &dropped.too_large.lines[..]), (1, &[10][..]));
    assert_eq!(playable.records, [0, 1, 2, 6, 7]);
    // The job of 16 waits until 100.5; the four behind it on 8 free units start at once only by backfill.
    let schedule = play(16, &Policy::FirstCome, Overrun::Extend, &playable.jobs);
    let second = 1_000_000;
    let (a, b) = (100_500_000, 150_500_000);
    assert_eq!(schedule.starts, [0, a, b, b, b]);
    let sums = measures(16, second, playable.spans(&schedule)).expect("jobs");
    assert_eq!(sums.max_wait, 130.25);
    // What the log itself says: jobs 1, 2, 7 and 8 state their waits.
    let own = measures(16, second, playable.as_logged(&log)).expect("jobs");
    assert_eq!((own.jobs, own.mean_wait, own.max_wait), (4, 1.25, 5.0));
}

#[test]
fn arrivals_are_scaled_to_the_nearest_tick_and_cut_by_jobs() {
    let log = swf(SMALL).expect("good");
    let speed = Speed::parse("1.5").expect("a speed");
    let selection = Selection { units: 16, speed, until: Some(3) };
    let playable = log.playable(&selection).expect("jobs");
    let submits: Vec<i64> = playable.jobs.iter().map(|job| job.submit).collect();
    // 10 s / 1.5 = 6.666667 s, 20.25 s / 1.5 = 13.5 s.
    assert_eq!(submits, [0, 6_666_667, 13_500_000]);
    for bad in ["0", "-1", "x", "", "1001", "1.0000001", "inf"] {
        assert!(Speed::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn a_table_is_read_by_the_names_of_its_columns() {
    let text = "id;who;at;n;from;to\n7;\"a;b\";5.5;2;6;10\n8;;7;1;;\n9;c;9;3;9;12.000\n";
    let log = read(text, &csv("submit=at,size=n,start=from,end=to,user=who,job=id")).expect("good");
    assert_eq!((log.ticks_per_second, log.decimals), (1_000_000, 3));
    let first = log.records[0];
    assert_eq!((first.run, first.wait()), (Duration(4_000_000), Some(Duration(500_000))));
    assert_eq!((log.job(0), log.users[0].as_str()), ("7", "a;b"));
    // A job that never started has no run time: it is left out when the log is played.
    assert_eq!((log.records[1].run, log.records[1].wait()), (Duration(0), None));
    // Dates and clock times, as accounting prints them.
    let text =
        "JobID|Submit|AllocTRES|Elapsed|Timelimit\n1|2025-07-02T09:00:00|8|01:00:00|1-00:00:00\n";
    let log = read(text, &csv("submit=Submit,size=AllocTRES,run=Elapsed,requested=Timelimit"));
    let log = log.expect("good");
    assert_eq!(log.records[0].submit, Time(1_751_446_800));
    assert_eq!(log.records[0].run, Duration(3_600));
    assert_eq!(log.records[0].requested(), Some(Duration(86_400)));
    assert_eq!(log.ticks_per_second, 1);
    // By number: no line of names.
    let log = read("5,2,10\n6,1,3\n", &csv("submit=#1,size=#2,run=#3")).expect("good");
    assert_eq!((log.records.len(), log.job(1)), (2, "2"));
}

#[test]
fn bad_logs_are_refused_by_line_with_all_problems_at_once() {
    let line = "1 0 0 10 1 -1 -1 1 20 -1 1 1 1 -1 -1 -1 -1 -1\n";
    let with = |field: usize, value: &str| {
        let mut fields: Vec<&str> = line.split_whitespace().collect();
        fields[field - 1] = value;
        format!("{line}{}\n", fields.join(" "))
    };
    let one = |text: Vec<u8>| wrong(swf(text));
    assert_eq!(one(b"".to_vec()), [(Fault::Empty, vec![])]);
    assert_eq!(one(b"; nothing\n".to_vec()), [(Fault::Empty, vec![])]);
    assert_eq!(one(format!("{line}1 2 3\n").into()), [(Fault::FieldCount, vec![2])]);
    assert_eq!(one(format!("{line}2 5 0 1").into()), [(Fault::CutLine, vec![2])]);
    assert_eq!(one(with(2, "-5").into()), [(Fault::Negative, vec![2])]);
    assert_eq!(one(with(4, "-7").into()), [(Fault::Negative, vec![2])]);
    assert_eq!(one(with(5, "-3").into()), [(Fault::Negative, vec![2])]);
    assert_eq!(one(with(4, "ten").into()), [(Fault::NotANumber, vec![2])]);
    assert_eq!(one(with(8, "1.5").into()), [(Fault::NotANumber, vec![2])]);
    assert_eq!(one(with(4, "1e39").into()), [(Fault::TooLarge, vec![2])]);
    assert_eq!(one([line.as_bytes(), b"1 \xff\xfe 2\n"].concat()), [(Fault::NotUtf8, vec![2])]);
    assert_eq!(one(vec![7, 0, 1, 2, 200]), [(Fault::Binary, vec![1])]);
    assert_eq!(one(b"PAR1 and so on".to_vec()), [(Fault::OtherKind, vec![])]);
    assert_eq!(one(b"a,b,c\n1,2,3\n".to_vec()), [(Fault::ColumnsNotNamed, vec![1])]);
    // All at once, each kind with its first lines.
    let text = format!("{line}1 2\n{}{line}x y\n1 2 3\n", with(4, "ten"));
    let found = one(text.into());
    assert_eq!(found, [(Fault::FieldCount, vec![2, 6, 7]), (Fault::NotANumber, vec![4])]);
    // Times that cannot be added up, though each is good.
    let text = with(4, "4e12").replace("\n1 0", "\n2 0").repeat(3) + &with(2, "0.5");
    let log = swf(text.repeat(2)).expect("each line is good");
    let selection = Selection { units: 1, speed: Speed::SAME, until: None };
    let faults = log.playable(&selection).expect_err("more than can be counted");
    assert_eq!(faults.groups[0].fault, Fault::TooLong);
    // Tables.
    let table = |text: &str| wrong(read(text, &csv("submit=a,size=b,run=c")));
    assert_eq!(table("a,b,d\n1,2,3\n"), [(Fault::NoSuchColumn, vec![1])]);
    assert_eq!(table("a,b,c\n1,2,3\n1,2\n"), [(Fault::FieldCount, vec![3])]);
    assert_eq!(table("a,b,c\n1,2,3\n1,\"2,3\n"), [(Fault::OpenQuote, vec![3])]);
    assert_eq!(table("a,b,c\n,2,3\n"), [(Fault::NotKnown, vec![2])]);
    let backwards = read("a,b,c,d\n5,1,9,7\n", &csv("submit=a,size=b,start=c,end=d"));
    assert_eq!(wrong(backwards), [(Fault::BeforeItself, vec![2])]);
}

#[test]
fn oddities_are_told_and_lines_with_faults_can_be_left_out() {
    let line =
        |submit: u32| format!("{submit} {submit} -9 10 1 -1 -1 1 -4 -1 1 1 1 -1 -1 -1 -1 -1\n");
    let log = swf(line(9) + &line(3) + line(5).trim_end()).expect("it can be played");
    let notes: Vec<Fault> = log.faults.groups.iter().map(|group| group.fault).collect();
    let expected = [Fault::NegativeWait, Fault::NegativeRequest, Fault::Unsorted, Fault::NoLineEnd];
    assert_eq!(notes, expected);
    assert_eq!(log.faults.groups[2].lines, [2]);
    let selection = Selection { units: 4, speed: Speed::SAME, until: None };
    assert_eq!(log.playable(&selection).expect("jobs").records, [1, 2, 0]);
    let text = line(1) + "rubbish\n" + &line(2);
    let reading = Reading { skip_faulty: true, ..Reading::default() };
    let log = read(text, &reading).expect("without the line");
    assert_eq!(log.records.len(), 2);
    let said = log.notes(Language::En);
    assert!(said.contains("test.swf:2: there are 1 fields and should be 18 (left out)"), "{said}");
    assert!(log.notes(Language::Ko).contains("뺐습니다"));
}

/// Every fault has a reason, and the ones that stop have something to do, in both languages.
#[test]
fn reasons_are_said_in_both_languages() {
    let rejected = swf("1 2 3\n").expect_err("three fields");
    let (ko, en) = (rejected.in_language(Language::Ko), rejected.in_language(Language::En));
    assert!(
        ko.starts_with("오류: test.swf:1: ") && en.starts_with("error: test.swf:1: "),
        "{ko}{en}"
    );
    assert!(ko.contains("도움말") && en.contains("help") && en.contains("| 1 2 3"), "{ko}{en}");
}

/// A stream that is cut anywhere is never taken for a shorter log.
#[test]
fn no_cut_is_silent() {
    let whole = SMALL.as_bytes();
    for (name, packed) in [("gz", gz(whole)), ("zst", zst(whole)), ("xz", SMALL_XZ.to_vec())] {
        for length in 0..packed.len() {
            assert!(swf(&packed[..length]).is_err(), "{name} cut at {length}");
        }
        assert!(swf(packed).is_ok(), "{name}");
    }
    for length in 0..whole.len() {
        match swf(&whole[..length]) {
            Err(_) => {}
            // MaxRecords is not met, and says so.
            Ok(log) => assert!(
                log.faults.groups.iter().any(|group| group.fault == Fault::RecordsDiffer)
                    || log.faults.groups.iter().any(|group| group.fault == Fault::NoLineEnd),
                "cut at {length}"
            ),
        }
    }
}

/// Whatever the bytes: a log or a reason, and what is read can be played.
#[test]
fn no_bytes_panic() {
    let draws = Process::new(20_250_702, "logs.mutated");
    let table = b"id,submit_s,size,run_s,est_s,vc\n1,0,8,100,,a\n2,5.5,\"3\",1-02:03:04,7,\"b\"\n";
    let columns = csv("submit=submit_s,size=size,run=run_s,requested=est_s,user=vc,job=id");
    let sources: [(Vec<u8>, Reading); 5] = [
        (SMALL.into(), Reading::default()),
        (table.to_vec(), columns.clone()),
        (gz(SMALL.as_bytes()), Reading { skip_faulty: true, ..Reading::default() }),
        (zst(SMALL.as_bytes()), Reading::default()),
        (SMALL_XZ.to_vec(), Reading::default()),
    ];
    let (mut read_well, mut refused) = (0_u32, 0_u32);
    for case in 0..12_000_u32 {
        let (source, reading) = &sources[case as usize % sources.len()];
        let mut bytes = source.clone();
        let uniform = |draw: u32| draws.uniform([case, draw, 0, 0]);
        let changes = 1 + (uniform(0) * 4.0) as u32;
        for change in 0..changes {
            let at = (uniform(4 * change + 1) * bytes.len() as f64) as usize;
            let byte = (uniform(4 * change + 2) * 256.0) as u8;
            let printable = b"0123456789-.eE ,;\"\n:"[byte as usize % 20];
            match (uniform(4 * change + 3) * 5.0) as u8 {
                0 => bytes[at] = byte,
                1 => bytes[at] = printable,
                2 => bytes.insert(at, printable),
                3 => bytes.truncate(at.max(1)),
                _ => drop(bytes.remove(at)),
            }
            if bytes.is_empty() {
                bytes.push(byte);
            }
        }
        match read(bytes, reading) {
            Err(rejected) => {
                refused += 1;
                assert!(rejected.faults.errors().next().is_some());
                assert!(!rejected.in_language(Language::Ko).is_empty());
            }
            Ok(log) => {
                read_well += 1;
                let selection = Selection { units: 16, speed: Speed::SAME, until: None };
                let Ok(playable) = log.playable(&selection) else { continue };
                for overrun in [Overrun::Trunc, Overrun::Extend, Overrun::Perfect] {
                    let schedule = play(16, &Policy::Easy, overrun, &playable.jobs);
                    let spans = playable.spans(&schedule);
                    let sums = measures(16, log.ticks_per_second, spans).expect("jobs");
                    assert!(sums.busy_share <= 1.0 && sums.max_wait >= 0.0, "case {case}");
                }
            }
        }
    }
    assert!(read_well > 500 && refused > 500, "{read_well} read, {refused} refused");
}
