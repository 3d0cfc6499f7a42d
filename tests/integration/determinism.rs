//! Same scenario, same seed → the same tables, whatever the threads and the order of work.

use std::collections::BTreeMap;
use std::path::PathBuf;

use daegi::results::Manifest;
use daegi::study::{self, Options, Order};

use crate::invariance::CENTRE;
use crate::support::{options, read};

fn digests(
    name: &str,
    text: &str,
    threads: usize,
    (order, forks): (Order, bool),
    seed: u64,
) -> BTreeMap<String, String> {
    let out: PathBuf =
        std::env::temp_dir().join(format!("daegi-test-{}-{name}", std::process::id()));
    let options =
        Options { threads: Some(threads), order, forks, ..options(24, seed, out.clone()) };
    let finished = study::run(&read(text), &options, &|_| {}).expect("the study runs");
    let folder = finished.results.publish().expect("the folder is free").folder;
    let manifest = Manifest::read(&folder).expect("a manifest");
    std::fs::remove_dir_all(&folder).expect("the test's own folder");
    manifest.tables
}

#[test]
fn threads_and_order_of_work_change_no_table() {
    let text = CENTRE.to_owned()
        + "[study.alternative.more]\ntitle = { ko = \"더\", en = \"more\" }\nset = { \"programme.big.places\" = 24 }\n";
    let first = digests("1", &text, 1, (Order::Forward, true), 7);
    assert_eq!(first.len(), 24, "{first:?}");
    for threads in [2, 7, 16] {
        assert_eq!(
            first,
            digests("n", &text, threads, (Order::Forward, true), 7),
            "{threads} threads"
        );
    }
    assert_eq!(first, digests("r", &text, 2, (Order::Reversed, true), 7));
    assert_eq!(first, digests("s", &text, 2, (Order::Shuffled, true), 7));
    // Every world from the calendar's start.
    assert_eq!(first, digests("apart", &text, 2, (Order::Forward, false), 7));
    // The twin: another seed must show in every table that holds a draw.
    let other = digests("seed", &text, 2, (Order::Forward, true), 8);
    for table in
        ["pool_months", "rounds", "responses", "daily_bands", "factors", "samples", "peaks"]
    {
        assert_ne!(first[table], other[table], "{table}");
    }
}
