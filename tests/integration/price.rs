//! What a run or a log takes is said before, and what is too much is refused: exit code 2, a reason, a way out.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use daegi::scenario::Scenario;
use daegi::study::price;

use crate::support::{Folder, daegi, text};

const ONE_QUEUE: &str = include_str!("../../scenarios/one-queue.toml");

/// Jobs of ten seconds on four units, one in each of these seconds, in the Standard Workload Format.
fn log(seconds: std::ops::Range<u64>) -> String {
    let mut text = String::from("; MaxProcs: 64\n");
    for second in seconds {
        let job = second + 1;
        let _ = writeln!(text, "{job} {second} 0 10 4 -1 -1 4 -1 -1 1 7 1 -1 1 1 -1 -1");
    }
    text
}

/// It ended with exit code 2, said all of this in one of the languages, and left nothing but what was there.
fn refused(folder: &Folder, arguments: &[&str], there: usize, says: &[&str]) {
    let done = daegi(folder, arguments);
    told(&done, says);
    let left: Vec<_> = fs::read_dir(&folder.0).expect("a folder").flatten().collect();
    assert_eq!(left.len(), there, "{left:?}");
}

fn told(done: &Output, says: &[&str]) {
    let said = text(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{said}");
    for part in says {
        assert!(said.contains(part), "`{part}` is not in: {said}");
    }
}

/// The program with no more address space than this, in kB.
#[cfg(target_os = "linux")]
fn within(folder: &Folder, kilobytes: u64, arguments: &[&str]) -> Output {
    let limit = format!("ulimit -v {kilobytes}; exec \"$0\" \"$@\"");
    let program = env!("CARGO_BIN_EXE_daegi");
    let mut shell = Command::new("sh");
    shell.current_dir(&folder.0).args(["-c", &limit, program]).args(arguments);
    shell.output().expect("a shell")
}

#[test]
fn rows_are_counted_before_as_they_are_written() {
    let scenario = Scenario::parse("one-queue.toml", ONE_QUEUE).expect("good");
    let folder = Folder::new("price-rows");
    folder.file("one-queue.toml", ONE_QUEUE);
    // More futures than those whose days and awards are kept.
    let done = daegi(&folder, &["run", "one-queue.toml", "-n", "24", "--lang", "en"]);
    let said = text(&done.stderr);
    assert!(done.status.success() && said.contains("Estimate: about"), "{said}");
    let price = price::estimate(&scenario, 24, scenario.seed, 1).expect("accounts close");
    assert_eq!(price.runs, 24);
    let tables = folder.0.join("out/one-queue/tables");
    let written = |table: &str| {
        let csv = fs::read_to_string(tables.join(format!("{table}.csv"))).expect("a table");
        csv.lines().count() as u64 - 1
    };
    // One pool, 24 months, 730 days: 24 × 24 and 12 × 730.
    assert_eq!((price.rows["pool_months"], price.rows["samples"]), (576, 8_760));
    for table in ["pool_months", "responses", "samples", "rounds"] {
        assert_eq!(price.rows[table], written(table), "{table}");
    }
    // Measures of a day that have no value have no row: no more than are counted.
    for table in ["daily_bands", "money"] {
        assert!(price.rows[table] >= written(table), "{table}");
    }
    // Some 2,190 awards a future (3 a day for two years) in each of 20: as many as in those that were looked at.
    let awards = written("allocations") as f64;
    assert!((price.rows["allocations"] as f64 / awards - 1.0).abs() < 0.05, "{awards}");
    let bytes: u64 = fs::read_dir(&tables)
        .expect("tables")
        .flatten()
        .map(|file| file.metadata().expect("a file").len())
        .sum();
    let disk = price.disk as f64 / bytes as f64;
    assert!((0.5..5.0).contains(&disk), "{} said, {bytes} written", price.disk);
}

#[test]
fn more_futures_take_as_much_more() {
    let scenario = Scenario::parse("one-queue.toml", ONE_QUEUE).expect("good");
    let of = |n| price::estimate(&scenario, n, scenario.seed, 2).expect("accounts close");
    let (one, two, all) = (of(1_000), of(2_000), of(1_000_000));
    assert_eq!(two.rows["responses"], 2 * one.rows["responses"]);
    assert!(two.memory > one.memory && two.disk > one.disk);
    // Of every future its responses are kept, of 16 bytes, and not its 730 days: those would be 11.7 GB for a million.
    let responses = one.rows["responses"] / 1_000;
    assert!(all.memory > 16_000_000 * responses && all.memory < 11_680_000_000, "{}", all.memory);
    // They wait on the disk.
    assert!(all.disk > 1_000_000 * 730, "{}", all.disk);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_fit_the_machine_is_refused_before_the_first_replication() {
    let folder = Folder::new("price-refused");
    folder.file("one-queue.toml", ONE_QUEUE);
    let run = ["run", "one-queue.toml", "-n", "1000000", "--quiet"];
    let done = within(&folder, 2_000_000, &[&run[..], &["--lang", "en"]].concat());
    told(&done, &["error: this run takes about", "GB of memory", "--anyway"]);
    told(&within(&folder, 2_000_000, &run), &["오류:", "메모리", "--anyway"]);
    assert!(!folder.0.join("out").exists(), "nothing was begun");
    // The same machine plays a few.
    let few = ["run", "one-queue.toml", "-n", "4", "--quiet", "--threads", "2"];
    let done = within(&folder, 2_000_000, &few);
    assert!(done.status.success(), "{}", text(&done.stderr));
}

#[cfg(target_os = "linux")]
#[test]
fn millions_of_applicants_are_priced_without_being_played() {
    let folder = Folder::new("price-applicants");
    // 13,000 a day for two years: 9.5 million, which take some 6 GB when they are played.
    let many = ONE_QUEUE.replace("\"3 per day\"", "\"13000 per day\"");
    folder.file("many.toml", &many);
    let done = within(&folder, 2_000_000, &["check", "many.toml", "--lang", "en"]);
    let said = text(&done.stdout) + &text(&done.stderr);
    assert!(done.status.success(), "{said}");
    for part in ["Estimate: about", "warning: this run takes about", "GB of memory"] {
        assert!(said.contains(part), "{said}");
    }
    let run = ["run", "many.toml", "-n", "1", "--quiet", "--lang", "en"];
    told(&within(&folder, 2_000_000, &run), &["GB of memory"]);
}

#[test]
fn threads_are_a_few_for_each_core_whatever_is_asked() {
    let folder = Folder::new("price-threads");
    folder.file("one-queue.toml", ONE_QUEUE);
    let arguments = ["run", "one-queue.toml", "-n", "2", "--threads", "65535", "--lang", "en"];
    let done = Command::new(env!("CARGO_BIN_EXE_daegi"))
        .current_dir(&folder.0)
        .env("RAYON_NUM_THREADS", "99999")
        .args(arguments)
        .output()
        .expect("the program starts");
    let said = text(&done.stderr);
    assert!(done.status.success() && said.contains("a few threads for each core"), "{said}");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    assert_eq!(daegi::study::threads(Some(65_535)), 4 * cores);
    assert_eq!(daegi::study::threads(None), cores);
    assert_eq!(daegi::study::threads(Some(1)), 1);
}

#[test]
fn a_log_is_read_up_to_its_limits() {
    let folder = Folder::new("price-log");
    let packed = zstd::encode_all(log(0..200_000).as_bytes(), 3).expect("packed");
    assert!(packed.len() < 2_000_000);
    folder.file("log.zst", &packed);
    let limits: [(&[&str], &[&str]); 4] = [
        (&["--max-records", "1000"], &["log.zst:1002", "more than 1000 jobs", "--max-records"]),
        (&["--max-unpacked", "1 MB"], &["longer than 1 MB", "--max-unpacked"]),
        (&["--max-records", "1000", "--lang", "ko"], &["1000건보다 많습니다", "--until"]),
        (&["--max-unpacked", "2.5 MB", "--lang", "ko"], &["2.5 MB보다 깁니다"]),
    ];
    for command in ["replay", "fit"] {
        for (more, says) in limits {
            let arguments = [&[command, "log.zst", "--lang", "en"], more].concat();
            // The last of two languages would be a fault of the arguments.
            let arguments = match more.contains(&"--lang") {
                true => [&[command, "log.zst"], more].concat(),
                false => arguments,
            };
            refused(&folder, &arguments, 1, says);
        }
    }
    let done = daegi(&folder, &["fit", "log.zst", "--max-records", "200000", "--quiet"]);
    assert_ne!(done.status.code(), Some(101));
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_for_which_there_is_no_memory_is_refused_and_does_not_take_the_program_down() {
    let folder = Folder::new("price-memory");
    let line = "1 5 0 600 4 -1 -1 4 -1 -1 1 7 1 -1 1 1 -1 -1\n".as_bytes();
    let mut packer = zstd::Encoder::new(Vec::new(), 1).expect("a packer");
    let thousand = line.repeat(1_000);
    for _ in 0..3_000 {
        packer.write_all(&thousand).expect("packed");
    }
    folder.file("jobs.zst", &packer.finish().expect("packed"));
    // Three million jobs take some 570 MB when they are played.
    let replay = ["replay", "jobs.zst", "--units", "64", "--quiet", "--lang", "en"];
    told(&within(&folder, 500_000, &replay), &["jobs the memory that is left will not do"]);
}

/// The starts of a replay.
fn starts(folder: &Folder, log: &str, more: &[&str]) -> String {
    let arguments = ["replay", log, "--scheduler", "easy", "--out", "out", "--lang", "en"];
    let done = daegi(folder, &[&arguments, more].concat());
    assert!(done.status.success(), "{}", text(&done.stderr));
    fs::read_to_string(folder.0.join("out/jobs.csv")).expect("jobs")
}

#[test]
fn the_first_jobs_are_the_same_whether_the_rest_is_read_or_not() {
    let folder = Folder::new("price-until");
    folder.file("first.swf", &log(0..50));
    folder.file("all.swf", &log(0..5_000));
    let first = starts(&folder, "first.swf", &[]);
    assert_eq!(starts(&folder, "all.swf", &["--until", "50"]), first);
    // What is behind them is not looked at: not even whether it can be.
    folder.file("broken.swf", &(log(0..5_000) + "this is no job\n"));
    assert_eq!(starts(&folder, "broken.swf", &["--until", "50"]), first);
    let done = daegi(&folder, &["replay", "all.swf", "--until", "50", "--lang", "en"]);
    let said = text(&done.stderr);
    assert!(said.contains("all.swf:51: read up to this line, where the first 50 jobs"), "{said}");
    // Of a log that is known not to be in order all is read: a job of second 0 may stand at its end.
    let late = "9999 0 0 10 4 -1 -1 4 -1 -1 1 7 1 -1 1 1 -1 -1\n";
    let broken_order = log(10..30) + &log(5..10).replace("; MaxProcs: 64\n", "") + late;
    folder.file("order.swf", &(broken_order.clone() + &log(40..5_000)));
    let found = starts(&folder, "order.swf", &["--until", "21"]);
    assert!(found.contains(",9999,"), "{found}");
    // The twin that stops all the same does not know of it.
    folder.file(
        "twin.swf",
        &broken_order.lines().take(22).fold(String::new(), |text, line| text + line + "\n"),
    );
    assert_ne!(starts(&folder, "twin.swf", &["--until", "21"]), found);
}

#[test]
fn jobs_that_stand_there_twice_do_not_count_as_the_first() {
    let folder = Folder::new("price-twice");
    let mut twice = String::from("; MaxProcs: 64\n");
    for line in log(0..500).lines().skip(1) {
        let _ = write!(twice, "{line}\n{line}\n");
    }
    folder.file("twice.swf", &twice);
    folder.file("once.swf", &log(0..500));
    let starts_of = |log: &str| {
        let starts = starts(&folder, log, &["--until", "100"]);
        assert_eq!(starts.lines().count(), 101, "{log}");
        starts
    };
    assert_eq!(starts_of("twice.swf"), starts_of("once.swf"));
}

#[cfg(unix)]
#[test]
fn only_ordinary_files_are_read_and_what_another_program_writes() {
    let folder = Folder::new("price-devices");
    let no_file = &["this is no ordinary file", "/dev/stdin"][..];
    refused(&folder, &["replay", "/dev/zero", "--lang", "en"], 0, no_file);
    refused(&folder, &["fit", "/dev/zero"], 0, &["보통 파일이 아닙니다"]);
    refused(&folder, &["check", "/dev/zero", "--lang", "en"], 0, &["no ordinary file"]);
    let made = Command::new("mkfifo").arg(folder.0.join("pipe")).status();
    if made.is_ok_and(|made| made.success()) {
        refused(&folder, &["replay", "pipe", "--lang", "en"], 1, no_file);
    }
    let scenario = include_str!("../../scenarios/log-weeks.toml");
    let at = scenario.find("file ").expect("a log of the scenario");
    let line = scenario[at..].lines().next().expect("a line");
    folder.file("zero.toml", &scenario.replace(line, "file = \"/dev/zero\""));
    told(&daegi(&folder, &["check", "zero.toml", "--lang", "en"]), &["no ordinary file"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_daegi"))
        .args(["replay", "/dev/stdin", "--lang", "en"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut pipe = child.stdin.take().expect("piped");
    pipe.write_all(log(0..20).as_bytes()).expect("written");
    drop(pipe);
    let done = child.wait_with_output().expect("it ends");
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("20 records"), "{}", text(&done.stdout));
}

#[test]
fn what_says_nothing_is_noticed_before_its_end() {
    let folder = Folder::new("price-nothing");
    folder.file("blank.swf", &vec![b'\n'; 3_000_000]);
    refused(
        &folder,
        &["replay", "blank.swf", "--lang", "en"],
        1,
        &["blank.swf:1000000", "blank lines"],
    );
    folder.file("blank.swf", &vec![0_u8; 3_000_000]);
    refused(&folder, &["replay", "blank.swf", "--lang", "en"], 1, &["zero bytes"]);
}

#[test]
fn a_log_packed_for_more_memory_is_told_apart_from_a_damaged_one() {
    let folder = Folder::new("price-window");
    let mut packer = zstd::Encoder::new(Vec::new(), 1).expect("a packer");
    packer.window_log(28).expect("a window of 256 MB");
    packer.write_all(log(0..1_000).as_bytes()).expect("packed");
    let packed = packer.finish().expect("packed");
    folder.file("wide.zst", &packed);
    let says = ["more than 128 MB of memory to unpack", "--long=31"];
    refused(&folder, &["replay", "wide.zst", "--lang", "en"], 1, &says);
    let sound = zstd::encode_all(log(0..1_000).as_bytes(), 1).expect("packed");
    folder.file("wide.zst", &sound[..sound.len() / 2]);
    refused(&folder, &["replay", "wide.zst", "--lang", "en"], 1, &["cut off or damaged"]);
}

#[test]
fn a_million_units_are_numbered_and_no_more() {
    let folder = Folder::new("price-identity");
    folder.file("wide.swf", &log(0..30).replace("64", "4000000000"));
    for scheduler in ["conservative-identity", "easy,easy-identity"] {
        let arguments = ["replay", "wide.swf", "--scheduler", scheduler, "--lang", "en"];
        refused(&folder, &arguments, 1, &["numbers single units, up to 1,000,000", "--units"]);
    }
    let arguments = ["replay", "wide.swf", "--scheduler", "easy,conservative", "--quiet"];
    assert!(daegi(&folder, &arguments).status.success());
}
