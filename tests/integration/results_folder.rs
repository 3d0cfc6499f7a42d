//! The place where results are left: what is not the program's own is never deleted, and a place is as it was or whole.

mod reports;
mod stress;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use daegi::results::{Kind, Pending};

use crate::support::{Folder, daegi, text};

pub(crate) const QUEUE: &str = include_str!("../../scenarios/one-queue.toml");
const LOG: &str = "; MaxProcs: 4\n1 0 0 9 1 -1 -1 1 -1 -1 1 1 1 -1 1 1 -1 -1\n";

/// A folder with a scenario and a log.
pub(crate) fn prepared(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.file("queue.toml", QUEUE);
    folder.file("one.swf", LOG);
    folder
}

/// A quick run into a place.
pub(crate) fn run(folder: &Folder, place: &str, more: &[&str]) -> Output {
    let quick = ["run", "queue.toml", "-n", "2", "--quiet", "--lang", "en", "--out", place];
    daegi(folder, &[&quick[..], more].concat())
}

fn code(done: &Output) -> Option<i32> {
    assert!(!text(&done.stderr).contains("panicked"), "{}", text(&done.stderr));
    done.status.code()
}

fn assert_done(done: &Output) {
    assert_eq!(code(done), Some(0), "{}", text(&done.stderr));
}

/// Every file and folder below one, with what is in the files.
pub(crate) fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    fn list(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if entry.file_type().expect("a kind").is_dir() {
                found.push((path.clone(), Vec::new()));
                list(&path, found);
            } else {
                found.push((path.clone(), fs::read(&path).unwrap_or_default()));
            }
        }
    }
    let mut found = Vec::new();
    list(folder, &mut found);
    found.sort();
    found
}

/// Names in a folder, hidden ones too.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Whether a folder holds what its manifest lists, whole, and nothing else.
pub(crate) fn is_whole(folder: &Path) -> bool {
    let Ok(manifest) = fs::read_to_string(folder.join("manifest.json")) else { return false };
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let listed = manifest["files"].as_array().expect("a list");
    let listed: Vec<&str> = listed.iter().filter_map(|file| file.as_str()).collect();
    let there = contents(folder);
    let files = there.iter().filter(|(path, _)| path.is_file());
    let files: Vec<String> = files
        .map(|(path, _)| path.strip_prefix(folder).expect("in it").to_string_lossy().into_owned())
        .collect();
    !listed.is_empty()
        && listed.iter().all(|file| files.iter().any(|found| found == file))
        && files.iter().all(|file| listed.contains(&file.as_str()))
}

#[test]
fn what_somebody_else_keeps_is_refused_before_anything_is_played() {
    let folder = prepared("foreign");
    for (place, file) in
        [("app", "manifest.json"), ("cover", "summary.json"), ("fit", "workload.toml")]
    {
        fs::create_dir_all(folder.0.join(place).join("src")).expect("a folder");
        folder.file(&format!("{place}/{file}"), "{\"name\": \"my app\"}");
        folder.file(&format!("{place}/src/main.js"), "code");
    }
    let before = contents(&folder.0);
    for (at, arguments) in [
        &["run", "queue.toml", "-n", "2", "--out", "app"][..],
        &["replay", "one.swf", "--out", "cover"],
        &["fit", "one.swf", "--out", "fit"],
        &["run", "queue.toml", "-n", "2", "--out", "queue.toml"],
        &["run", "queue.toml", "-n", "2", "--out", "queue.toml/in-a-file"],
    ]
    .into_iter()
    .enumerate()
    {
        for (language, help) in [("ko", "도움말"), ("en", "help")] {
            let done = daegi(&folder, &[arguments, &["--lang", language]].concat());
            assert_eq!(code(&done), Some(2), "{arguments:?}: {}", text(&done.stderr));
            // What is understood of a log is said before anything else; nothing was played.
            let logs = ["replay", "fit"].contains(&arguments[0]);
            assert!(logs || text(&done.stdout).is_empty(), "{arguments:?}");
            let said = text(&done.stderr);
            assert!(said.contains(help) && said.contains("--out"), "{said}");
            assert_eq!(at < 3, said.contains("--replace"), "{said}");
            assert_eq!(at < 3, said.contains("src/"), "{said}");
        }
    }
    assert_eq!(contents(&folder.0), before, "nothing was touched");
}

#[test]
fn what_a_person_put_into_results_is_refused_and_kept_by_replace() {
    let folder = prepared("notes");
    assert_done(&run(&folder, "r", &[]));
    let place = folder.0.join("r");
    assert!(is_whole(&place));
    let manifest = fs::read_to_string(place.join("manifest.json")).expect("a manifest");
    for line in ["\"program\": \"daegi\"", "\"kind\": \"run\"", "\"missing\": []"] {
        assert!(manifest.contains(line), "{line}: {manifest}");
    }
    // A second run, of its own, takes the place without a word.
    let again = run(&folder, "r", &[]);
    assert_done(&again);
    assert_eq!(text(&again.stderr), "");
    let chart = names(&place.join("charts")).into_iter().find(|name| name.ends_with(".en.svg"));
    let chart = chart.expect("a chart");
    for (path, is_folder) in [
        ("notes.md".to_owned(), false),
        ("charts/notes.txt".to_owned(), false),
        (format!("charts/mine-{chart}"), false),
        (format!("charts/.{chart}.part.bak"), false),
        ("mine".to_owned(), true),
        ("charts/mine".to_owned(), true),
    ] {
        let mine = place.join(&path);
        if is_folder {
            fs::create_dir(&mine).expect("a folder");
        } else {
            fs::write(&mine, "mine").expect("a note");
        }
        let done = run(&folder, "r", &[]);
        assert_eq!(code(&done), Some(2), "{path}: {}", text(&done.stderr));
        assert!(text(&done.stderr).contains(&path), "{path}: {}", text(&done.stderr));
        assert!(mine.exists(), "{path}");
        if is_folder { fs::remove_dir(&mine) } else { fs::remove_file(&mine) }.expect("gone");
    }
    fs::write(place.join("notes.md"), "mine").expect("a note");
    // Aside, under two names that do not clash, and never deleted.
    for n in [1, 2] {
        let before = contents(&place).len();
        assert_done(&run(&folder, "r", &["--replace"]));
        assert!(is_whole(&place));
        let kept = names(&folder.0)
            .into_iter()
            .find(|name| name.starts_with("r.2") && name.ends_with(&format!("-{n}")));
        let kept = folder.0.join(kept.expect("a dated name"));
        assert_eq!(contents(&kept).len(), before);
        assert_eq!(kept.join("notes.md").exists(), n == 1);
    }
    assert_eq!(names(&folder.0).len(), 2 + 3, "{:?}", names(&folder.0));
}

#[test]
fn folders_of_another_command_and_of_an_older_version_are_refused() {
    let folder = prepared("kinds");
    for command in [
        &["replay", "one.swf", "--out", "replay", "--quiet"][..],
        &["replay", "one.swf", "--out", "replay", "--quiet"],
        &["fit", "one.swf", "--out", "fit"],
        &["fit", "one.swf", "--out", "fit"],
    ] {
        assert_done(&daegi(&folder, command));
    }
    assert!(is_whole(&folder.0.join("replay")) && is_whole(&folder.0.join("fit")));
    for (place, command) in [("replay", "daegi replay"), ("fit", "daegi fit")] {
        let done = run(&folder, place, &[]);
        assert_eq!(code(&done), Some(2));
        assert!(text(&done.stderr).contains(command), "{}", text(&done.stderr));
        let report = daegi(&folder, &["report", place]);
        assert_eq!(code(&report), Some(2));
        assert!(text(&report.stderr).contains(command), "{}", text(&report.stderr));
    }
    fs::create_dir(folder.0.join("old")).expect("a folder");
    folder.file("old/manifest.json", "{\"daegi\": \"0.0.9\", \"tables\": {}}");
    for done in [run(&folder, "old", &[]), daegi(&folder, &["report", "old"])] {
        assert_eq!(code(&done), Some(2));
        assert!(text(&done.stderr).contains("0.0.9"), "{}", text(&done.stderr));
    }
    assert_done(&run(&folder, "old", &["--replace"]));
}

#[cfg(unix)]
#[test]
fn links_and_odd_places_are_tried_before_anything_is_played() {
    let folder = prepared("links");
    std::os::unix::fs::symlink("nowhere", folder.0.join("dead")).expect("a link");
    for place in ["dead", "dead/in", "new/..", "new/../other", "/", "/proc/self"] {
        let done = run(&folder, place, &[]);
        assert_eq!(code(&done), Some(2), "{place}: {}", text(&done.stderr));
        assert!(text(&done.stderr).contains("help: "), "{place}: {}", text(&done.stderr));
    }
    assert_eq!(names(&folder.0), ["dead", "one.swf", "queue.toml"]);
    // A link to a folder stays a link, and an empty folder is as good as none.
    fs::create_dir_all(folder.0.join("disk/real")).expect("a folder");
    std::os::unix::fs::symlink("disk/real", folder.0.join("link")).expect("a link");
    assert_done(&run(&folder, "link", &[]));
    assert_done(&run(&folder, "link", &[]));
    assert!(folder.0.join("link").symlink_metadata().expect("a link").is_symlink());
    assert!(is_whole(&folder.0.join("disk/real")));
    assert_eq!(names(&folder.0.join("disk")), ["real"]);
    // From the inside, by a path that goes up and down, and a place whose folders are not there.
    assert_done(&run(&folder, "disk/../disk/real", &[]));
    assert_done(&run(&folder, "a/b/c", &[]));
    assert!(is_whole(&folder.0.join("a/b/c")));
}

/// Rights do not bind the administrator, as whom tests may run.
#[cfg(unix)]
#[test]
fn a_place_that_may_not_be_written_is_refused_before_anything_is_played() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = prepared("rights");
    let parent = folder.0.join("closed");
    fs::create_dir(&parent).expect("a folder");
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o555)).expect("closed");
    if fs::write(parent.join("try"), "").is_ok() {
        return;
    }
    let done = run(&folder, "closed/r", &[]);
    assert_eq!(code(&done), Some(2), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains("nothing can be written"), "{}", text(&done.stderr));
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o755)).expect("open");
}

#[test]
fn leftovers_of_a_killed_run_are_cleared_and_those_of_others_are_not() {
    let folder = prepared("left");
    assert_done(&run(&folder, "r", &[]));
    let mark = |folder: &str| {
        let text = "{\"program\": \"daegi\", \"daegi\": \"0.1.0\", \"kind\": \"run\", \"files\": [], \"missing\": []}";
        fs::write(folder, text).expect("a manifest");
    };
    let at = |name: &str| folder.0.join(name);
    // Killed while it wrote tables; killed before its first file; killed while it deleted older results.
    for left in [".r.unfinished/tables", ".r.unfinished-2", ".r.old"] {
        fs::create_dir_all(at(left)).expect("a folder");
    }
    folder.file(".r.unfinished/tables/rounds.csv", "half");
    folder.file(".r.daegi-lock", "");
    mark(&at(".r.unfinished/manifest.json").display().to_string());
    let done = run(&folder, "r", &[]);
    assert_done(&done);
    assert_eq!(text(&done.stderr), "");
    assert_eq!(names(&folder.0), ["one.swf", "queue.toml", "r"]);
    // Somebody's own folder of that name, and a note in a folder of ours, are never in the way and stay.
    fs::create_dir_all(at(".r.old")).expect("a folder");
    folder.file(".r.old/precious.txt", "mine");
    fs::create_dir_all(at(".r.unfinished")).expect("a folder");
    mark(&at(".r.unfinished/manifest.json").display().to_string());
    folder.file(".r.unfinished/notes.md", "mine");
    folder.file(".r.daegi-lock", "not of daegi");
    let done = run(&folder, "r", &[]);
    assert_done(&done);
    let said = text(&done.stderr);
    assert!(said.contains(".r.old") && said.contains(".r.unfinished"), "{said}");
    assert!(is_whole(&at("r")));
    for kept in [".r.old/precious.txt", ".r.unfinished/notes.md", ".r.daegi-lock"] {
        assert!(at(kept).exists(), "{kept}");
    }
}

#[test]
fn what_comes_into_the_place_during_a_run_is_kept() {
    let folder = Folder::new("during");
    let place = folder.0.join("r");
    let make = |replace| {
        let pending = Pending::create(&place, Kind::Fit, replace).expect("a free place");
        fs::write(pending.folder().join("workload.toml"), "block").expect("a file");
        pending.seal([]).expect("a manifest");
        pending
    };
    assert_eq!(make(false).publish().expect("published").kept, None);
    let second = make(false);
    folder.file("r/notes.md", "mine");
    let published = second.publish().expect("published");
    let kept = published.kept.expect("kept");
    assert_eq!(fs::read_to_string(kept.join("notes.md")).expect("the note"), "mine");
    assert!(is_whole(&place));
    // Where nothing was when it began.
    fs::remove_dir_all(&place).expect("gone");
    let third = make(false);
    fs::create_dir(&place).expect("a folder");
    folder.file("r/notes.md", "mine");
    let kept = third.publish().expect("published").kept.expect("kept");
    assert_eq!(names(&kept), ["notes.md"]);
    assert!(is_whole(&place));
    // Dropped before it is whole, it leaves nothing and takes nothing along.
    let fourth = make(false);
    let building = fourth.folder().to_owned();
    folder.file(&format!("{}/notes.md", building.display()), "mine");
    drop(fourth);
    assert_eq!(names(&building), ["manifest.json", "notes.md"]);
}

/// Tables whose paths the system takes, and charts whose paths are too long for it.
#[cfg(target_os = "linux")]
#[test]
fn whole_tables_are_published_where_charts_cannot_be_written() {
    let folder = prepared("charts");
    // 4,095 bytes are the longest path. The tables' longest end in /tables/money_months.parquet (29), the charts' in
    // /charts/.ladder-POOL.en.edit.svg.part and such.
    let mut place = fs::canonicalize(&folder.0).expect("a path");
    let building = "/.r.unfinished".len();
    let wanted = 4_095 - 29 - building;
    while place.as_os_str().len() + 202 < wanted {
        place.push("x".repeat(200));
    }
    place.push("y".repeat(wanted - place.as_os_str().len() - 1));
    fs::create_dir_all(&place).expect("a deep folder");
    let out = place.join("r");
    let done = run(&folder, &out.display().to_string(), &[]);
    assert_eq!(code(&done), Some(1), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains("The tables are whole"), "{}", text(&done.stderr));
    let manifest = fs::read_to_string(out.join("manifest.json")).expect("published");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let missing = manifest["missing"].as_array().expect("a list");
    assert!(!missing.is_empty());
    assert!(
        missing.iter().all(|path| path.as_str().is_some_and(|path| path.starts_with("charts/")))
    );
    assert!(out.join("tables/estimates.csv").is_file() && out.join("report.en.html").is_file());
    assert_eq!(names(&place), ["r"]);
    // The place is known as the program's own all the same.
    assert_eq!(code(&run(&folder, &out.display().to_string(), &[])), Some(1));
}

/// Starts a run that takes long, and waits until it has begun.
pub(crate) fn long_run(folder: &Folder, place: &str) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_daegi"))
        .current_dir(&folder.0)
        .args(["run", "queue.toml", "-n", "200000", "--quiet", "--lang", "en", "--out", place])
        .args(["--parts", "1"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let begun = folder.0.join(format!(".{place}.unfinished/manifest.json"));
    for _ in 0..2_000 {
        if begun.exists() {
            return child;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    panic!("the run did not begin");
}

#[cfg(unix)]
pub(crate) fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status();
    assert!(sent.expect("kill starts").success());
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_cleans_up() {
    let folder = prepared("stopped");
    assert_done(&run(&folder, "r", &[]));
    let before = contents(&folder.0);
    for name in ["-INT", "-TERM", "-HUP"] {
        let child = long_run(&folder, "r");
        // While it works, others are refused.
        if name == "-INT" {
            let other = run(&folder, "r", &[]);
            assert_eq!(code(&other), Some(2));
            assert!(text(&other.stderr).contains("another run"), "{}", text(&other.stderr));
            assert_eq!(code(&daegi(&folder, &["report", "r"])), Some(2));
        }
        signal(&child, name);
        let done = child.wait_with_output().expect("it ends");
        assert_eq!(code(&done), Some(1), "{name}");
        let said = text(&done.stderr);
        assert!(said.starts_with("stopped: nothing") && said.lines().count() == 1, "{said}");
        assert_eq!(contents(&folder.0), before, "{name}");
    }
    // Killed outright it leaves a hidden folder, which the next run clears.
    let child = long_run(&folder, "r");
    signal(&child, "-KILL");
    child.wait_with_output().expect("it ends");
    assert!(is_whole(&folder.0.join("r")));
    assert!(names(&folder.0).contains(&".r.unfinished".to_owned()));
    assert_done(&run(&folder, "r", &[]));
    assert_eq!(names(&folder.0), ["one.swf", "queue.toml", "r"]);
}
