//! `daegi submit`: what its scripts do where a part fails, and that they join to the bits of one run. Slurm itself is
//! in `tests/cluster`; here stand-ins take its place.

use std::fs;
use std::process::{Command, Output};

use crate::invariance::CENTRE;
use crate::support::{Folder, daegi, text};

/// A scheduler that plays an array at once, element by element, whatever becomes of each.
const SBATCH: &str = r#"#!/bin/sh
array= wait=
while [ $# -gt 1 ]; do
  case $1 in
    --array=*) array=${1#--array=1-}; array=${array%%%*} ;;
    --wait) wait=1 ;;
    --refused) echo "sbatch: error: Invalid option" >&2; exit 1 ;;
  esac
  echo "$1" >> options.txt
  shift
done
if [ -z "$array" ]; then
  code=0
  sh "$1" || code=$?
  echo 9
  [ -n "$wait" ] && exit "$code"
  exit 0
fi
part=1
while [ "$part" -le "$array" ]; do
  SLURM_ARRAY_TASK_ID=$part sh "$1" > /dev/null 2>&1 || true
  part=$((part + 1))
done
echo 7
"#;

/// A program whose part 2 fails as often as `FAILS` says, and which joins by listing.
const PROGRAM: &str = r#"#!/bin/sh
if [ "$1" = run ]; then
  part=${4%/*}
  echo "$part" >> played.txt
  if [ "$part" = 2 ] && [ "$(grep -c '^2$' played.txt)" -le "$FAILS" ]; then exit 1; fi
  mkdir -p "$6"
  echo {} > "$6/shard.json"
else
  echo "$@" > merged.txt
fi
"#;

fn program(folder: &Folder, name: &str, text: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    folder.file(name, text);
    let path = folder.0.join(name);
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it can be started");
}

/// `daegi submit --slurm` with the stand-ins.
fn submitted(folder: &Folder, fails: u32, options: &[&str]) -> Output {
    program(folder, "sbatch", SBATCH);
    program(folder, "fake", PROGRAM);
    let path = std::env::var("PATH").expect("a path");
    Command::new(env!("CARGO_BIN_EXE_daegi"))
        .args(["submit", "centre.toml", "--slurm", "--lang", "en", "--shards", "3", "-n", "6"])
        .args(options)
        .current_dir(&folder.0)
        .env("PATH", format!("{}:{path}", folder.0.display()))
        .env("DAEGI", folder.0.join("fake"))
        .env("FAILS", fails.to_string())
        .output()
        .expect("the program starts")
}

#[test]
fn a_part_that_fails_is_played_again_and_no_other() {
    let folder = Folder::new("submit-again");
    folder.file("centre.toml", CENTRE);
    let done = submitted(&folder, 1, &["--wait", "--nodes", "2", "--", "--partition=gpu"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let inside = folder.0.join("out/centre.cluster");
    let read = |name: &str| fs::read_to_string(inside.join(name)).unwrap_or_default();
    assert_eq!(read("played.txt").lines().collect::<Vec<_>>(), ["1", "2", "3", "2"]);
    assert!(read("merged.txt").contains("parts/1 "), "{}", read("merged.txt"));
    assert!(read("failed.txt").contains("part 2 of 3 failed"), "it is told although it came right");
    let options = read("options.txt");
    assert_eq!(options.matches("--array=1-3%2").count(), 3, "{options}");
    assert_eq!(options.matches("--partition=gpu").count(), 4, "{options}");
    assert_eq!(options.matches("--dependency=afterany:7").count(), 3, "{options}");
}

#[test]
fn a_part_that_never_comes_is_named_and_nothing_is_joined() {
    let folder = Folder::new("submit-lost");
    folder.file("centre.toml", CENTRE);
    let done = submitted(&folder, 9, &["--wait", "--retries", "1"]);
    assert_eq!(done.status.code(), Some(1));
    let said = text(&done.stderr);
    assert!(said.contains("of 3 parts these are missing: 2"), "{said}");
    assert!(said.contains("--partial"), "{said}");
    assert!(!folder.0.join("out/centre.cluster/merged.txt").exists());
    // Submitted again: only what is missing is played.
    fs::remove_file(folder.0.join("out/centre.cluster/played.txt")).expect("it was played");
    let done = submitted(&folder, 0, &["--wait", "--retries", "0"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let played = fs::read_to_string(folder.0.join("out/centre.cluster/played.txt"));
    assert_eq!(played.expect("it was played"), "2\n");
}

#[test]
fn what_cannot_be_submitted_is_told_before() {
    let folder = Folder::new("submit-faults");
    folder.file("centre.toml", CENTRE);
    folder.file("broken.toml", &CENTRE.replace("installed = 120", "installed = \"many\""));
    fs::create_dir(folder.0.join("notes")).expect("a folder");
    folder.file("notes/mine.txt", "mine");
    for (arguments, word) in [
        (&["submit", "broken.toml", "--slurm", "--dry-run", "--lang", "en"][..], "cannot be read"),
        (&["submit", "centre.toml", "--dry-run"], "--slurm"),
        (&["submit", "centre.toml", "--slurm", "--pbs"], "cannot be used"),
        (&["submit", "centre.toml", "--pbs", "--lang", "en", "-n", "2"], "fewer --shards"),
        (&["submit", "centre.toml", "--pbs", "--lang", "en", "--write", "notes"], "something else"),
        (&["submit", "centre.toml", "--pbs", "--lang", "en", "--out", "notes"], "not replaced"),
    ] {
        let done = daegi(&folder, arguments);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {}", text(&done.stderr));
        assert!(text(&done.stderr).contains(word), "{arguments:?}: {}", text(&done.stderr));
    }
    assert!(!folder.0.join("out/centre.cluster").exists());
    let done = submitted(&folder, 0, &["--", "--refused"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(text(&done.stderr).contains("Invalid option"), "{}", text(&done.stderr));
}

#[test]
fn parts_that_scripts_play_join_to_the_bits_of_one_run() {
    let folder = Folder::new("submit-whole");
    fs::create_dir(folder.0.join("it's here")).expect("a folder");
    folder.file("it's here/centre.toml", CENTRE);
    let good = |done: Output| assert!(done.status.success(), "{}", text(&done.stderr));
    let file = "it's here/centre.toml";
    let options = ["-n", "7", "--seed", "5", "--no-jobs"];
    let written = ["submit", file, "--pbs", "--shards", "3", "--write", "it's here/scripts"];
    good(daegi(&folder, &[&written[..], &options].concat()));
    let shell = |name: &str, argument: &str| {
        let script = folder.0.join("it's here/scripts").join(name);
        Command::new("sh").arg(script).arg(argument).current_dir("/").output().expect("a shell")
    };
    for part in ["3", "1", "2"] {
        good(shell("element.sh", part));
    }
    good(shell("merge.sh", ""));
    good(daegi(&folder, &[&["run", file, "--out", "one", "--quiet"][..], &options].concat()));
    let tables = |place: &str| {
        let text = fs::read_to_string(folder.0.join(place).join("manifest.json")).expect("one");
        let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        manifest["tables"].clone()
    };
    assert_eq!(tables("out/centre"), tables("one"));
    for name in ["element.sh", "merge.sh", "submit.sh"] {
        let script = folder.0.join("it's here/scripts").join(name);
        let read = Command::new("sh").arg("-n").arg(script).output().expect("a shell");
        assert!(read.status.success(), "{name}: {}", text(&read.stderr));
    }
}

#[test]
fn every_way_can_be_read_before_it_is_gone() {
    let folder = Folder::new("submit-read");
    folder.file("centre.toml", CENTRE);
    for (way, words) in [
        ("--slurm", ["sbatch --parsable", "--array=1-8", "afterany"]),
        ("--pbs", ["qsub -N daegi-centre", "-J 1-8", "afterany"]),
        ("--parallel", ["parallel --jobs 1", "--retries 3", "merge.sh"]),
    ] {
        let done = daegi(&folder, &["submit", "centre.toml", way, "--dry-run", "-n", "8"]);
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        let said = text(&done.stdout);
        for word in words {
            assert!(said.contains(word), "{way}: {word}\n{said}");
        }
        assert!(!said.contains('@') || said.contains("\"$@\""), "{said}");
    }
    assert!(!folder.0.join("out").exists(), "nothing is written");
    let one = ["submit", "centre.toml", "--pbs", "--dry-run", "--shards", "1"];
    assert!(text(&daegi(&folder, &one).stdout).contains("-v PBS_ARRAY_INDEX=1"));
}
