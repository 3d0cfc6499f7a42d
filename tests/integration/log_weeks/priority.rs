//! The weights of `priority` in a scenario, with two logs on one unit.

use super::{WEEK, centre, read_in, refused, starts, swf, with_log};

/// Log `own` brings job 1 at 0 s (100 s long) and job 2 at 10 s (50 s); log `other` job 3 at 20 s (50 s). One unit.
/// The log covers a whole week because its last job comes on its Sunday.
fn text(queue: &str) -> String {
    let other = format!(
        "[log.other]\nfile = \"other.swf\"\npool = \"p\"\nsource = \"test\"\n[pool.p.queue]\nsource = \"test\"\n{queue}"
    );
    centre("2024-01-01", "2024-01-08", 1, &other)
}

fn folder(name: &str) -> crate::support::Folder {
    let last = [WEEK - 10, 1, 1, 1, 1];
    let folder = with_log(name, &swf(&[[0, 1, 100, 100, 1], [10, 1, 50, 50, 1], last], 1, 0));
    folder.file("other.swf", &swf(&[[20, 1, 50, 50, 1], last], 1, 0));
    folder
}

/// (submitted, starts) of the three jobs.
fn played(name: &str, queue: &str) -> Vec<(i64, i64)> {
    let scenario = read_in(&folder(name), &text(queue));
    let rows = starts(&scenario, 0);
    let mut rows: Vec<(i64, i64)> =
        rows.iter().map(|row| (row.submitted.0, row.starts.0)).collect();
    rows.sort_unstable();
    rows.truncate(3);
    rows
}

/// At 100 s the unit is free. By age alone job 2 goes first (waits 90 s against 80 s) and job 3 at 150 s. Where the class
/// of `other` counts, 10 × 1 against 1,000 × 10 / 604,800 of age, job 3 goes first.
#[test]
fn classes_count_as_the_file_says() {
    let only_age = "weight-size = 0\nweight-fair-share = 0\n";
    let queue =
        |more: &str| format!("scheduler = \"priority\"\n[pool.p.queue.priority]\n{only_age}{more}");
    assert_eq!(played("by-age", &queue("")), [(0, 0), (10, 100), (20, 150)]);
    let class = "weight-class = 10\nclass-factors = { other = 1 }\n";
    assert_eq!(played("by-class", &queue(class)), [(0, 0), (10, 150), (20, 100)]);
    // The twin: a weight of nothing, and a class that is not there to gain.
    let none = "weight-class = 0\nclass-factors = { other = 1 }\n";
    assert_eq!(played("no-weight", &queue(none)), [(0, 0), (10, 100), (20, 150)]);
    let own = "weight-class = 10\nclass-factors = { own = 1 }\n";
    assert_eq!(played("own-class", &queue(own)), [(0, 0), (10, 100), (20, 150)]);
}

/// The user of `own` has used 100 unit-seconds, that of `other` nothing: the fair share puts job 3 first. Where `own`
/// has nearly all of the machine by right, 0.99 against 0.01, its use is little of its share, but more than the
/// nothing of the other, whose factor is 1.
#[test]
fn the_fair_share_puts_first_who_has_used_least() {
    let queue = "scheduler = \"priority\"\n[pool.p.queue.priority]\nweight-age = 0\nweight-size = 0\nweight-fair-share = 1000\nfair-share-half-life = \"never\"\nclass-shares = { own = 99, other = 1 }\n";
    assert_eq!(played("fair-share", queue), [(0, 0), (10, 150), (20, 100)]);
    let not = queue.replace("weight-fair-share = 1000", "weight-fair-share = 0");
    assert_eq!(played("no-fair-share", &not), [(0, 0), (10, 100), (20, 150)]);
}

/// The defaults written out are the table left out, to the second.
#[test]
fn the_defaults_written_out_change_nothing() {
    let plain = read_in(&folder("plain"), &text("scheduler = \"priority\"\n"));
    let stated = "scheduler = \"priority\"\n[pool.p.queue.priority]\nweight-age = 1000\nmax-age = \"7 days\"\nweight-size = 1000\nfavour-small = false\nweight-fair-share = 1000\nfair-share-half-life = \"7 days\"\nfair-share-dampening = 1\nweight-class = 0\nbackfill = \"easy\"\n";
    let stated = read_in(&folder("stated"), &text(stated));
    assert_eq!(plain.baseline.pools, stated.baseline.pools);
    let other = read_in(
        &folder("conservative"),
        &text("scheduler = \"priority\"\n[pool.p.queue.priority]\nbackfill = \"conservative\"\n"),
    );
    assert_ne!(plain.baseline.pools, other.baseline.pools);
}

#[test]
fn settings_that_make_no_sense_are_told() {
    let folder = folder("bad");
    let bad = "[pool.p.queue.priority]\nweight-age = -1\nmax-age = \"0 days\"\nfair-share-dampening = 0.5\nclass-shares = { nobody = 1 }\nclass-factors = { own = 2 }\n";
    let (en, ko) = refused(&folder, &text(bad));
    for part in [
        "only the scheduler `priority` has these settings",
        "weight-age",
        "this must be longer than nothing",
        "fair-share-dampening",
        "there is no programme or log called `nobody`",
        "class-factors.own",
    ] {
        assert!(en.contains(part), "{part} is missing:\n{en}");
    }
    assert!(ko.contains("`priority` 규칙에만 있는 설정입니다"), "{ko}");
    assert_eq!(en.matches(": error: ").count(), 6, "{en}");
}
