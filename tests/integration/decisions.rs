//! Targets, readings, sweeps, sizes and rankings, through scenario files.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use daegi::measures::Response;
use daegi::results::answer::{AnswerBlock, Cell};
use daegi::results::calibrated::{Calibrated, Unused};
use daegi::results::selected::{Selected, Standing};
use daegi::results::sized::{Found, Sized, Wanted};
use daegi::scenario::{Over, Scenario, Standard, sweep};
use daegi::study::probe::Ask;
use daegi::study::size::{self, Request};
use daegi::study::until::Watch;
use daegi::study::{self, Options, calibrate, rank, select};
use daegi::words::Language;

use crate::support::{ALL_LEASED, Folder, Theory, daegi, options, text};

/// The units of the pool.
const LOT: &str = "pool.p.lot.all.installed";

/// Rolling applications to a pool `p` of 30 units.
fn queue(rate: &str, award: &str, start_within: &str) -> String {
    Theory {
        start: "2001-01-01",
        observe_from: "2001-05-01",
        end: "2002-12-01",
        units: 30,
        rest: format!(
            r#"{ALL_LEASED}
[programme.x]
pool = "p"
intake = "rolling"
demand = {{ rate = "{rate}" }}
request = 1
award = {award}
start-within = "{start_within}"
source = "theory"
"#
        ),
    }
    .text()
}

fn sized(
    text: &str,
    (vary, values): (&str, (u32, u32)),
    standards: &[&str],
    (probability, futures): (f64, u32),
) -> Sized {
    let folder = Folder::new("sized");
    let file = folder.0.join("case.toml");
    std::fs::write(&file, text).expect("it is written");
    let values = (values.0..=values.1).map(|value| value.to_string()).collect();
    let asked = sweep::Asked { vary: vec![vary.to_owned()], values, on: None };
    let scenario =
        Scenario::read_with(&file, &asked).unwrap_or_else(|problems| panic!("{problems}"));
    let standards: Vec<Standard> = standards
        .iter()
        .map(|text| {
            Standard::read(text, &scenario.baseline).unwrap_or_else(|why| panic!("{why:?}"))
        })
        .collect();
    let request = Request {
        standards: &standards,
        probability,
        confidence: 0.95,
        wanted: Wanted::Smallest,
        futures,
        seed: 5,
    };
    let sweep = scenario.sweeps.last().expect("the sweep that was asked for");
    size::size(&scenario, sweep, &request, &|_| {}).expect("it closes")
}

/// 18 erlangs: B(22) = 0.0655, B(23) = 0.0487. At least 94.4 % served: 23 units.
#[test]
fn the_erlang_b_minimum_by_sizing() {
    let blocking =
        |servers: u32| (1..=servers).fold(1.0, |b, k| 18.0 * b / (f64::from(k) + 18.0 * b));
    let least = (1..).find(|&servers| 1.0 - blocking(servers) >= 0.944);
    assert_eq!(least, Some(23));
    let text = queue("36 per day", "{ lognormal = { mean = \"12 hours\", cv = 1.2 } }", "0 days");
    let found = sized(&text, (LOT, (20, 26)), &["held_within_30_days of x >= 94.4%"], (0.5, 30));
    let answer = found.answer.expect("it is reached");
    assert_eq!(found.points[answer].label, "23", "{found:?}");
    assert_eq!(found.found, Found::ByOrder);
    // A unit less is not enough in most futures.
    let below = found.points[answer - 1].met.expect("it was played");
    assert!(below.share().expect("futures") < 0.2, "{below:?}");
}

/// 16 erlangs, half a day each: W_q = C ÷ (c − 16) × 12 hours: 0.0320 days at 20, 0.0171 at 21. At most 0.024: 21 units.
#[test]
fn the_erlang_c_minimum_by_sizing() {
    let wait = |servers: u32| {
        let b = (1..=servers).fold(1.0, |b, k| 16.0 * b / (f64::from(k) + 16.0 * b));
        let c = f64::from(servers) * b / (f64::from(servers) - 16.0 * (1.0 - b));
        c / (f64::from(servers) - 16.0) * 0.5
    };
    let least = (17..).find(|&servers| wait(servers) <= 0.024);
    assert_eq!(least, Some(21), "{} {}", wait(20), wait(21));
    let text = queue("32 per day", "{ exponential = { mean = \"12 hours\" } }", "never lapses");
    let found = sized(&text, (LOT, (18, 24)), &["mean_wait of x <= 0.024 days"], (0.5, 30));
    let answer = found.answer.expect("it is reached");
    assert_eq!(found.points[answer].label, "21", "{found:?}");
}

/// Of two standards the one that needs more decides; one that nothing reaches says so.
#[test]
fn several_standards_and_one_out_of_reach() {
    let text = queue("36 per day", "{ exponential = { mean = \"12 hours\" } }", "0 days");
    let both = ["held_within_30_days of x >= 94.4%", "awards_started of x >= 1"];
    let found = sized(&text, (LOT, (22, 24)), &both, (0.5, 30));
    assert_eq!(found.answer.map(|at| found.points[at].label.as_str()), Some("23"));
    let never = sized(&text, (LOT, (16, 17)), &["held_within_30_days of x >= 99%"], (0.5, 8));
    assert_eq!(never.answer, None);
    // What fails is named at the largest value, with what it is there, and what that costs besides.
    let [failing] = never.failing.as_slice() else { panic!("{never:?}") };
    assert_eq!((failing.met.k, failing.met.n, failing.rounds), (0, 8, None));
    let there = failing.value.expect("it has a value").median;
    // B(17) of 18 erlangs is 0.194.
    assert!((there - 0.806).abs() < 0.02, "{there}");
    let said = Language::En.sized(&never);
    assert!(said.contains("not reachable") && said.contains("its median there is 8"), "{said}");
    let both = ["held_within_30_days of x >= 99%", "awards_started of x >= 1"];
    let never = sized(&text, (LOT, (16, 17)), &both, (0.5, 8));
    let said = Language::En.sized(&never);
    assert!(said.contains("what fails is ‘"), "{said}");
    assert!(said.contains("99"), "{said}");
    let few = sized(&text, (LOT, (23, 24)), &["held_within_30_days of x >= 50%"], (0.9, 4));
    assert_eq!((few.answer, few.rank), (None, None), "four futures say nothing of nine in ten");
}

const CENTRE: &str = r#"
schema = 1
title = "centre"
question = "How many cards?"
based-on = "gwangju-2025"
remove = ["workload.training"]
[study.answer.competition]
response = "applications_of_places"
scope = "hpc"
better = "lower"
target = "≤ 3:1"
[study.answer.spent]
response = "spent"
[study.alternative.h200.add."expansion.h200"]
pool = "hpc"
unit = "h200"
adds = 64
brings = { racks = 32, rack-power = "15 kW", slots = 256 }
ordered = "2026-02-01"
lead-time = "6 months"
adds-places = "in proportion"
funded-by = "year-2026"
source = "assumed"
"#;

fn answer(name: &str, text: &str, replications: u32) -> AnswerBlock {
    let scenario = Scenario::parse(name, text).unwrap_or_else(|problems| panic!("{problems}"));
    let out: PathBuf = Folder::new(name).0.join("r");
    let options = Options { threads: None, ..options(replications, 3, out) };
    study::run(&scenario, &options, &|_| {}).expect("it is played").summary.answer
}

fn level(cell: &Cell) -> (f64, f64) {
    let level = cell.level.expect("a level");
    (level.mean, level.median)
}

/// A reading is the file with that edit, to the last bit; a point of a sweep is the alternative with that value.
#[test]
fn readings_and_points_are_what_the_edited_file_is() {
    let tried = format!(
        "{CENTRE}\n[study.reading.keen]\nset = {{ \"programme.hpc.reapply\" = 0.9, \"programme.hpc.observed.competition\" = \"4:1\" }}\n[study.sweep.cards]\non = \"h200\"\nvary = \"expansion.h200.adds\"\nvalues = [0, 64, 256, 100000]\n"
    );
    let block = answer("tried", &tried, 8);
    let plain = answer("plain", CENTRE, 8);
    assert_eq!(block.options, plain.options, "what is tried changes nothing of the answer");
    let edited = CENTRE.replace(
        "[study.answer.competition]",
        "[set]\n\"programme.hpc.reapply\" = 0.9\n\"programme.hpc.observed.competition\" = \"4:1\"\n[study.answer.competition]",
    );
    let edited = answer("edited", &edited, 8);
    let reading = &block.readings[0];
    for (own, other) in reading.options.iter().zip(&edited.options) {
        assert_eq!(
            (&own.alternative, level(&own.cells[0])),
            (&other.alternative, level(&other.cells[0]))
        );
        assert_eq!(own.cells[0].compared, other.cells[0].compared);
    }
    let sweep = &block.sweeps[0];
    let at =
        |point: usize| sweep.points[point].cells[0].level.map(|level| (level.mean, level.median));
    assert_eq!(at(1), Some(level(&plain.options[1].cells[0])), "64 cards are the alternative");
    assert_eq!(at(0), Some(level(&plain.options[0].cells[0])), "no cards are the baseline");
    assert!(at(2) < at(1), "more cards, less competition");
    assert!(sweep.points[3].refused.is_some() && sweep.points[3].cells.is_empty());
}

/// A target that is always met, one that never is, and that every round is more than their mean.
#[test]
fn targets_are_counted() {
    let with = |target: &str| CENTRE.replace("target = \"≤ 3:1\"", target);
    let met = |target: &str| {
        let block = answer("target", &with(target), 12);
        let met = block.options[0].cells[0].met.expect("there is a target");
        assert_eq!(met.n, 12);
        met.k
    };
    assert_eq!(met("target = \"≤ 1000:1\""), 12);
    assert_eq!(met("target = \"≥ 1000:1\""), 0);
    let mean = met("target = \"≤ 4:1\"");
    let each = met("target = \"≤ 4:1\"\nover = \"every round\"");
    assert!(each <= mean && mean > 0, "{each} of {mean}");
}

#[test]
fn a_grid_has_every_pair_and_slips_are_told() {
    let grid = format!(
        "{CENTRE}\n[study.sweep.grid]\nvary = \"programme.hpc.reapply\"\nfrom = 0.2\nto = 0.4\nstep = 0.2\nby = \"programme.hpc.renew\"\nby-values = [0.1, 0.2, 0.3]\n"
    );
    let scenario =
        Scenario::parse("grid.toml", &grid).unwrap_or_else(|problems| panic!("{problems}"));
    let sweep = &scenario.sweeps[0];
    assert_eq!(
        (sweep.points.len(), sweep.axes[0].labels.clone()),
        (6, vec!["0.2".to_owned(), "0.4".to_owned()])
    );
    assert_eq!(sweep.place(4), [1, 1]);
    for (slip, reason) in [
        (
            "[study.sweep.a]\nvary = \"programme.hpc.nothing\"\nvalues = [1]\n",
            "programme.hpc.nothing",
        ),
        ("[study.sweep.a]\nvary = \"programme.hpc.reapply\"\n", "which values"),
        (
            "[study.sweep.a]\nvary = \"calendar.end\"\nvalues = [\"2030-01-01\"]\n",
            "cannot change `calendar`",
        ),
        (
            "[study.sweep.a]\nvary = \"programme.hpc.reapply\"\nfrom = 0\nto = 1\nstep = 1e-9\n",
            "more than",
        ),
        (
            "[study.reading.a]\nset = { \"calendar.end\" = \"2030-01-01\" }\n",
            "a reading cannot change",
        ),
        (
            "[study.reading.a]\nset = { \"programme.hpc.reapplies\" = 1 }\n",
            "programme.hpc.reapplies",
        ),
    ] {
        let problems = Scenario::parse("slip.toml", &format!("{CENTRE}\n{slip}")).expect_err(slip);
        assert!(problems.to_string().contains(reason), "{slip}: {problems}");
    }
    for target in ["\"1.5:1\"", "\"≤ much\"", "3"] {
        let text = CENTRE.replace("\"≤ 3:1\"", target);
        assert!(Scenario::parse("slip.toml", &text).is_err(), "{target}");
    }
}

/// Service that is best in the middle is not monotone: it is seen, and single values are tested.
#[test]
fn a_contradiction_is_seen() {
    let text = CENTRE.replace("[study.answer.competition]", "[study.answer.competition]\n");
    let standards = ["applications_of_places of hpc <= 4.2:1", "awards_lapsed of hpc <= 400"];
    let found = sized(&text, ("programme.hpc.places.2026-01-01", (60, 400)), &standards, (0.5, 12));
    assert!(found.anomalies.0 > 0, "{:?}", found.anomalies);
    assert_eq!(found.found, Found::ByTests);
}

/// What is inferred from moves the level; the first of a ranking is what the tornado of all has as its longest bar.
#[test]
fn a_ranking_is_in_order_and_what_does_nothing_is_named() {
    let scenario =
        Scenario::parse("ranked.toml", CENTRE).unwrap_or_else(|problems| panic!("{problems}"));
    let ask = Ask {
        response: Response::ApplicationsOfPlaces,
        scope: "hpc".to_owned(),
        over: Over::Window,
        highest: true,
    };
    let request = rank::Request {
        ask,
        alternative: Some(0),
        futures: 8,
        morris: 2,
        sobol: 4,
        factors: 3,
        seed: 1,
    };
    let found = rank::rank(&scenario, &request, &|_| {}).expect("it closes");
    let size = |row: &daegi::results::sized::RankRow| (row.ends.1 - row.ends.0).abs();
    assert!(found.rows.windows(2).all(|pair| size(&pair[0]) >= size(&pair[1])));
    assert!(found.rows.iter().take(3).all(|row| row.total.is_some() && row.morris.is_some()));
    // What the other programme's people do moves nothing here; money does not either.
    assert!(
        found.unmoving.iter().any(|path| path.starts_with("lease-price")),
        "{:?}",
        found.unmoving
    );
    assert!(found.chance.is_some_and(|chance| (0.0..=1.0).contains(&chance)));
    // The same again, on another number of threads: the same bits.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let again = pool.install(|| rank::rank(&scenario, &request, &|_| {})).expect("it closes");
    assert_eq!(found, again);
}

/// The commands: a sentence with a number, files where they are asked for, and slips with exit code 2.
#[test]
fn size_and_rank_as_commands() {
    let folder = Folder::new("methods");
    std::fs::write(folder.0.join("c.toml"), CENTRE).expect("it is written");
    let vary = [
        "size",
        "c.toml",
        "--lang",
        "en",
        "--on",
        "h200",
        "--vary",
        "expansion.h200.adds",
        "--values",
        "0,64,256",
    ];
    let with = |standard: &'static str| [&vary[..], &["-n", "30", "--standard", standard]].concat();
    let good = daegi(
        &folder,
        &[&with("applications_of_places of hpc <= 100:1")[..], &["--out", "s"]].concat(),
    );
    assert_eq!(good.status.code(), Some(0), "{}", text(&good.stderr));
    assert!(
        text(&good.stdout).contains("expansion.h200.adds = 0: the smallest value"),
        "{}",
        text(&good.stdout)
    );
    for file in ["size.csv", "size.json", "size.en.txt", "manifest.json", "charts/size.en.svg"] {
        assert!(folder.0.join("s").join(file).is_file(), "{file}");
    }
    for (standard, said) in [
        ("applications_of_places of hpc 3", "no ≤ or ≥"),
        ("applications_of_place of hpc <= 3", "did you mean `applications_of_places`"),
        ("applications_of_places of hcp <= 3", "after `of` comes one of: site, gpu, hpc"),
        ("applications_of_places of hpc <= three", "cannot be read"),
        ("spent <= 1억 원 in every round", "not kept"),
    ] {
        let bad = daegi(&folder, &with(standard));
        assert_eq!(bad.status.code(), Some(2), "{standard}");
        assert!(text(&bad.stderr).contains(said), "{standard}: {}", text(&bad.stderr));
    }
    let ranked =
        daegi(&folder, &["rank", "c.toml", "--lang", "ko", "--alternative", "h200", "-n", "4"]);
    assert_eq!(ranked.status.code(), Some(0), "{}", text(&ranked.stderr));
    assert!(text(&ranked.stdout).contains("가장 크게 움직이는 입력"), "{}", text(&ranked.stdout));
    let none = daegi(&folder, &["rank", "c.toml", "--lang", "en", "--alternative", "h100"]);
    assert_eq!(none.status.code(), Some(2));
    let best = |lang, more: &[&str]| {
        daegi(
            &folder,
            &[&["rank", "c.toml", "-n", "64", "--lang", lang, "--best"][..], more].concat(),
        )
    };
    for (lang, said) in [("en", "of 2 options “h200” is best"), ("ko", "‘h200’이(가) 가장 나음")]
    {
        let done = best(lang, &["--out", "b", "--replace", "--within", "0.01"]);
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        assert!(text(&done.stdout).contains(said), "{}", text(&done.stdout));
        for file in ["select.csv", "select.json", &format!("charts/select.{lang}.svg")] {
            assert!(folder.0.join("b").join(file).is_file(), "{file}");
        }
    }
    for (slip, said) in [
        (&["--within", "0"][..], "has to be above 0"),
        (&["--within", "much"], "cannot be read"),
        (&["--response", "spent"], "neither way is better of spent"),
        (&["--confidence", "0.4"], "above 0.5"),
        (&["--morris", "3"], "cannot be used with"),
    ] {
        let bad = best("en", slip);
        assert_eq!(bad.status.code(), Some(2), "{slip:?}");
        assert!(text(&bad.stderr).contains(said), "{slip:?}: {}", text(&bad.stderr));
    }
}

/// 400 people come between two of the quarterly calls, and more by g a year. Those of 2026 collect who comes from the 10th
/// of October 2025 on for a year: 1,600 × (e^(1.773 g) − e^(0.773 g)) ÷ g people, 1,818 at g = 0.1. There is a place for
/// everybody.
fn growing(observed: u32) -> String {
    let rest = format!(
        r#"{ALL_LEASED}
[programme.x]
pool = "p"
rounds = {{ every = "3 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 5000
demand = {{ fresh = 400, growth = {{ uniform = {{ low = -0.5, high = 0.5 }} }} }}
request = 1
award = "20 days"
reapply = 0
renew = 0
source = "theory"
[check.applications]
response = "applications"
from = "2026-01-01"
to = "2027-01-01"
observed = {observed}
source = "theory"
"#
    );
    let (start, end) = ("2025-01-01", "2027-01-01");
    Theory { start, observe_from: start, end, units: 2_000, rest }.text()
}

fn calibrated(text: &str, futures: u32) -> Calibrated {
    let scenario = Scenario::parse("case.toml", text).unwrap_or_else(|why| panic!("{why}"));
    let request = calibrate::Request { futures, tolerance: 0.05, seed: 7 };
    calibrate::calibrate(&scenario, &request, &|_| {}).expect("it closes")
}

/// A fact narrows the one input that makes it, to where it was.
#[test]
fn a_known_input_is_found_again() {
    let found = calibrated(&growing(1_818), 600);
    assert!(found.says_anything(), "{}", found.kept.len());
    let [growth] = found.inputs.as_slice() else { panic!("{:?}", found.inputs) };
    let after = growth.after.expect("enough futures are kept");
    assert!((after[1] - 0.1).abs() < 0.04, "{growth:?}");
    assert!(growth.contraction.is_some_and(|part| part > 0.9), "{growth:?}");
    assert_eq!(growth.identified, Some(true));
    assert!(found.facts[0].implausibility.is_some_and(|far| far < 1.0));
}

/// Of what too few futures say nothing is said: neither a contraction of 0 nor "not identified".
#[test]
fn too_few_futures_say_nothing() {
    let found = calibrated(&growing(1_818), 60);
    assert!(!found.kept.is_empty() && !found.says_anything(), "{}", found.kept.len());
    let [growth] = found.inputs.as_slice() else { panic!("{:?}", found.inputs) };
    assert_eq!((growth.contraction, growth.identified, growth.after), (None, None, None));
    let names = |path: &str| path.to_owned();
    let said = Language::En.calibrated(&found, &names);
    assert!(said.contains("too few futures"), "{said}");
    let table = Language::En.learned_table(&found, &names).concat().join(" ");
    assert!(table.contains("too few futures") && !table.contains("not identified"), "{table}");
    let table = Language::Ko.learned_table(&found, &names).concat().join(" ");
    assert!(table.contains("맞는 모의실험이 너무 적음"), "{table}");
    // What the model does not make chooses nothing.
    let far = calibrated(&growing(20_000), 40);
    assert_eq!(far.facts[0].unused, Some(Unused::Never));
    assert_eq!(far.kept.len(), 40);
}

/// What is wrong with a key is wrong at every value, and told once.
#[test]
fn a_key_that_is_not_there_is_told_once() {
    let folder = Folder::new("missing-key");
    folder.file("c.toml", CENTRE);
    let done = daegi(
        &folder,
        &[
            "size",
            "c.toml",
            "--lang",
            "en",
            "--vary",
            "pool.hpc.lot.none.installed",
            "--from",
            "0",
            "--to",
            "248",
            "--step",
            "8",
            "--standard",
            "applications_of_places of hpc <= 3:1",
        ],
    );
    assert_eq!(done.status.code(), Some(2));
    let said = text(&done.stderr);
    assert!(said.contains("pool.hpc.lot.none") && said.contains("errors: 1,"), "{said}");
}

/// A ranking tells how many points it will play, and plays no more; where every input moves something, as many.
#[test]
fn a_ranking_does_not_run_past_its_end() {
    let text =
        format!("{CENTRE}\n[study.reading.keen]\nset = {{ \"programme.hpc.reapply\" = 0.9 }}\n");
    let scenario = Scenario::parse("r.toml", &text).unwrap_or_else(|why| panic!("{why}"));
    let ask = Ask {
        response: Response::ApplicationsOfPlaces,
        scope: "hpc".to_owned(),
        over: Over::Window,
        highest: true,
    };
    let request = rank::Request {
        ask,
        alternative: Some(0),
        futures: 2,
        morris: 1,
        sobol: 2,
        factors: 3,
        seed: 1,
    };
    let done = AtomicU64::new(0);
    let more = |count| {
        done.fetch_add(count, Ordering::Relaxed);
    };
    rank::rank(&scenario, &request, &more).expect("it closes");
    assert_eq!(done.into_inner(), rank::points(&scenario, &request));
}

/// Two calls of 2026 close before cards can be there: no number of them meets a standard of every round that those fail.
#[test]
fn rounds_that_close_before_anything_differs_are_counted() {
    let folder = Folder::new("early-rounds");
    let file = folder.file("case.toml", CENTRE);
    let asked = sweep::Asked {
        vary: vec!["expansion.h200.adds".to_owned()],
        values: ["0", "64"].map(str::to_owned).to_vec(),
        on: Some("h200".to_owned()),
    };
    let scenario = Scenario::read_with(&file, &asked).unwrap_or_else(|why| panic!("{why}"));
    let standard =
        Standard::read("applications_of_places of hpc <= 0.1:1 in every round", &scenario.baseline);
    let standards = [standard.unwrap_or_else(|why| panic!("{why:?}"))];
    let request = Request {
        standards: &standards,
        probability: 0.5,
        confidence: 0.95,
        wanted: Wanted::Smallest,
        futures: 8,
        seed: 5,
    };
    let sweep = scenario.sweeps.last().expect("the sweep that was asked for");
    let found = size::size(&scenario, sweep, &request, &|_| {}).expect("it closes");
    let (before, all) = found.failing[0].rounds.expect("it is of rounds");
    assert!(0.0 < before && before < all, "{before} of {all}");
    let said = Language::En.sized(&found);
    assert!(said.contains("rounds close before anything differs"), "{said}");
    let said = Language::Ko.sized(&found);
    assert!(said.contains("달라지기 전에 마감"), "{said}");
}

/// What a method says that is stopped is what one of as many futures says.
#[test]
fn a_method_that_is_stopped_says_what_its_first_futures_say() {
    // Told when so many points were played, on one thread or several.
    let stopping = |after: u64| {
        let (told, done) = (AtomicBool::new(false), AtomicU64::new(0));
        move |run: &dyn Fn(Watch<'_>)| {
            let progress = |count: u64| {
                if done.fetch_add(count, Ordering::Relaxed) + count >= after {
                    told.store(true, Ordering::Relaxed);
                }
            };
            run(Watch { told: &told, progress: &progress, rows: None });
        }
    };
    let scenario = Scenario::parse("g.toml", &growing(1_818)).unwrap_or_else(|why| panic!("{why}"));
    let request = |futures| calibrate::Request { futures, tolerance: 0.05, seed: 7 };
    stopping(80)(&|watch| {
        let found = calibrate::calibrate_until(&scenario, &request(400), watch).expect("it closes");
        assert!((64..200).contains(&found.futures), "{}", found.futures);
        assert_eq!(found.planned, Some(400));
        let whole = calibrate::calibrate(&scenario, &request(found.futures as u32), &|_| {});
        let whole = whole.expect("it closes");
        assert_eq!((found.kept, found.inputs), (whole.kept, whole.inputs));
    });
    let ask = Ask {
        response: Response::Applications,
        scope: "x".to_owned(),
        over: Over::Window,
        highest: true,
    };
    let request = |futures| rank::Request {
        ask: ask.clone(),
        alternative: None,
        futures,
        morris: 1,
        sobol: 0,
        factors: 3,
        seed: 1,
    };
    // Eight whole futures, and what was begun of the next eight.
    let points = rank::points(&scenario, &request(8));
    stopping(points + 2)(&|watch| {
        let found = rank::rank_until(&scenario, &request(32), watch).expect("it closes");
        assert!((8..=16).contains(&found.futures), "{}", found.futures);
        assert_eq!(found.planned, Some(32));
        assert!(found.rows.iter().all(|row| row.morris.is_none()));
        let whole =
            rank::rank(&scenario, &request(found.futures as u32), &|_| {}).expect("it closes");
        let ends = |found: &daegi::results::sized::Ranked| -> Vec<(f64, f64)> {
            found.rows.iter().map(|row| row.ends).collect()
        };
        assert_eq!(ends(&found), ends(&whole));
    });
    // The first stage is of 64 futures: what is not played whole is not looked at.
    stopping(70)(&|watch| {
        let found = selected(1, 2_048, Some(watch));
        assert!(found.futures >= 64 && found.futures.is_multiple_of(32), "{}", found.futures);
        assert_eq!(found.planned, Some(2_048));
        assert_eq!(Selected { planned: None, most: 64, ..found.clone() }, {
            let whole = selected(1, found.futures as u32, None);
            Selected { most: 64, ..whole }
        });
    });
    let text = queue("36 per day", "{ exponential = { mean = \"12 hours\" } }", "0 days");
    let folder = Folder::new("stopped");
    let file = folder.file("case.toml", &text);
    let values = (22..=24).map(|value: u32| value.to_string()).collect();
    let asked = sweep::Asked { vary: vec![LOT.to_owned()], values, on: None };
    let scenario = Scenario::read_with(&file, &asked).unwrap_or_else(|why| panic!("{why}"));
    let standards =
        [Standard::read("held_within_30_days of x >= 90%", &scenario.baseline).expect("it reads")];
    let request = |futures| Request {
        standards: &standards,
        probability: 0.5,
        confidence: 0.95,
        wanted: Wanted::Smallest,
        futures,
        seed: 5,
    };
    let sweep = scenario.sweeps.last().expect("the sweep that was asked for");
    stopping(70)(&|watch| {
        let found = size::size_until(&scenario, sweep, &request(300), watch).expect("it closes");
        assert!((64..200).contains(&found.futures), "{}", found.futures);
        let n = found.futures as u32;
        let whole = size::size(&scenario, sweep, &request(n), &|_| {}).expect("it closes");
        assert_eq!(Sized { planned: None, ..found }, whole);
    });
}

/// A target of a wait is of who starts: the file is told so, and the answer says who is not counted.
#[test]
fn a_target_of_a_wait_says_who_it_leaves_out() {
    let text = CENTRE.replace(
        "response = \"applications_of_places\"\nscope = \"hpc\"\nbetter = \"lower\"\ntarget = \"≤ 3:1\"",
        "response = \"mean_wait\"\nscope = \"hpc\"\ntarget = \"≤ 90 days\"\nprecision = 0.05",
    );
    let scenario = Scenario::parse("wait.toml", &text).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(scenario.answers[0].precision, Some(0.05));
    let warnings = scenario.warnings.to_string();
    assert!(warnings.contains("held_within_90_days"), "{warnings}");
    let everybody = text.replace("mean_wait", "held_within_90_days").replace("≤ 90 days", "≥ 90%");
    let scenario = Scenario::parse("held.toml", &everybody).unwrap_or_else(|why| panic!("{why}"));
    assert!(!scenario.warnings.to_string().contains("held_within_90_days"));
    let slip = text.replace("precision = 0.05", "precision = 0");
    assert!(Scenario::parse("slip.toml", &slip).is_err());
}

/// A grid is told once for each answer; options and points stand in one frontier each, and more cards for more money with
/// fewer turned away are dominated by none.
#[test]
fn a_grid_tells_every_answer_and_a_frontier_has_every_point() {
    let folder = Folder::new("grid");
    let more = r#"
[study.alternative.more.add."expansion.h200"]
pool = "hpc"
unit = "h200"
adds = 128
brings = { racks = 32, rack-power = "15 kW", slots = 256 }
ordered = "2026-02-01"
lead-time = "6 months"
adds-places = "in proportion"
funded-by = "year-2026"
source = "assumed"
[study.sweep.grid]
vary = "programme.hpc.reapply"
values = [0.2, 0.4]
by = "programme.hpc.renew"
by-values = [0.1, 0.3]
"#;
    folder.file("grid.toml", &format!("{CENTRE}\n{more}"));
    let run = ["run", "grid.toml", "-n", "8", "--quiet", "--no-jobs", "--out", "out"];
    let done = daegi(&folder, &run);
    assert!(done.status.success(), "{}", text(&done.stderr));
    for language in Language::ALL {
        let answers =
            daegi::report::answers(&folder.0.join("out"), language).expect("there are answers");
        let grids: Vec<&str> = answers.sweeps.iter().map(|one| one.title.as_str()).collect();
        assert_eq!(grids.len(), 2, "{grids:?}");
        assert_ne!(grids[0], grids[1]);
        assert_ne!(answers.sweeps[0].table.rows, answers.sweeps[1].table.rows);
        assert_eq!((answers.sweeps[0].first, answers.sweeps[1].first), (Some(0), None));
        assert!(!answers.together.is_empty() && !answers.best.is_empty());
        let sizes: Vec<usize> = answers.frontiers.iter().map(|one| one.table.rows.len()).collect();
        assert_eq!(sizes, [3, 4]);
    }
    let manifest = std::fs::read_to_string(folder.0.join("out/manifest.json")).expect("a manifest");
    let manifest: daegi::results::Manifest = serde_json::from_str(&manifest).expect("it reads");
    let frontier = manifest.answer.frontier.expect("three options");
    assert_eq!(frontier.n, 8);
    for point in &frontier.points {
        assert!((0.0..=1.0).contains(&point.undominated), "{point:?}");
    }
    // Whoever spends least is dominated by none.
    let least = frontier.points.iter().min_by(|a, b| a.means[3].total_cmp(&b.means[3]));
    assert!(least.is_some_and(|point| point.undominated > 0.0), "{frontier:?}");
}

/// 18 erlangs, which are looked at for two months.
fn two_months() -> String {
    let text = queue("36 per day", "{ exponential = { mean = \"12 hours\" } }", "0 days");
    text.replace("2001-05-01", "2001-02-01").replace("2002-12-01", "2001-04-01")
}

/// 18 erlangs for two months: of 20, 23 and 26 units a share B of 0.1092, 0.0487 and 0.0169 is turned away, of 29 0.0044, and
/// of 30 (the file's own, and a point of the sweep as well) 0.0026.
fn selected(seed: u64, futures: u32, watch: Option<Watch<'_>>) -> Selected {
    let text = two_months();
    let sweep = format!("[study.sweep.units]\nvary = \"{LOT}\"\nvalues = [20, 23, 26, 29, 30]\n");
    let text = format!("{text}\n{sweep}");
    let scenario = Scenario::parse("case.toml", &text).unwrap_or_else(|why| panic!("{why}"));
    let ask = Ask {
        response: Response::HeldWithin30Days,
        scope: "x".to_owned(),
        over: Over::Window,
        highest: true,
    };
    let (within, confidence) = (Some(0.000_02), 0.95);
    let request = select::Request { ask, highest: true, within, confidence, futures, seed };
    match watch {
        Some(watch) => select::select_until(&scenario, &request, watch),
        None => select::select(&scenario, &request, &|_| {}),
    }
    .expect("it closes")
}

/// The known best is named, with its twin beside it, whatever the seed; all others are dropped, and one that lags by more
/// is not dropped later. The other end is named where the lowest is looked for.
#[test]
fn the_best_of_many_options_is_named() {
    for seed in 1..=2 {
        let found = selected(seed, 2_048, None);
        assert!(found.decided, "{found:?}");
        let names: Vec<&str> = found.rows.iter().map(|row| row.name.name.as_str()).collect();
        assert_eq!(names, ["baseline", "30", "29", "26", "23", "20"]);
        assert_eq!(found.rows[0].standing, Standing::Best);
        assert_eq!(found.rows[1].standing, Standing::AsGood);
        assert!(found.rows[2..].iter().all(|row| matches!(row.standing, Standing::Dropped { .. })));
        let lag = found.rows[5].lag.expect("it was played");
        assert!((lag + 0.107).abs() < 0.01, "{lag}");
        // 29 units are close to 30, and are played longer than the others.
        assert!(found.futures > 64 && found.runs < found.all_runs(), "{found:?}");
        let said = Language::En.selected(&found);
        assert!(
            said.contains("of 6 options") && said.contains("The same in every future"),
            "{said}"
        );
    }
    let one = selected(1, 2_048, None);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    assert_eq!(one, pool.install(|| selected(1, 2_048, None)), "threads change nothing");
    // Too few futures to tell 30 from 26 with differences that small.
    let few = selected(1, 2, None);
    assert!(!few.decided && few.rows[0].standing == Standing::Left, "{few:?}");
    assert!(Language::Ko.selected(&few).contains("가릴 수 없음"));
}

/// A method that is gone on with, after fewer futures or after Ctrl-C, leaves every file with the bytes of one long run; its
/// twin, of another seed, has nothing to go on with.
#[test]
fn a_method_that_is_gone_on_with_leaves_the_bytes_of_one_long_run() {
    let folder = Folder::new("going-on");
    let reading = "[study.reading.keen]\nset = { \"programme.hpc.reapply\" = 0.9 }\n";
    folder.file("c.toml", &format!("{CENTRE}\n{reading}"));
    folder.file("g.toml", &growing(1_818));
    let units = "[study.sweep.units]\nvary = \"expansion.h200.adds\"\non = \"h200\"\nvalues = [8, 16, 256]\n";
    folder.file("s.toml", &format!("{CENTRE}\n{units}"));
    let size = "size c.toml --on h200 --vary expansion.h200.adds --values 0,64,256 --probability 0.5 --standard";
    let mut size: Vec<&str> = size.split(' ').collect();
    size.push("applications_of_places of hpc <= 4:1");
    let words = |text: &'static str| text.split(' ').collect::<Vec<_>>();
    let cases = [
        ("size", size, ["6", "12"]),
        (
            "rank",
            words("rank c.toml --alternative h200 --morris 2 --sobol 4 --factors 3"),
            ["3", "6"],
        ),
        ("best", words("rank s.toml --best --within 0.02"), ["70", "100"]),
        ("calibrate", words("calibrate g.toml"), ["60", "130"]),
    ];
    for (name, command, [few, many]) in cases {
        let with = |out: &str, more: &[&str]| {
            let place = format!("{name}-{out}");
            let tail = ["--lang", "en", "--quiet", "--out", &place];
            daegi(&folder, &[&command[..], &tail, more].concat())
        };
        let done = |out: &str, more: &[&str]| {
            let done = with(out, more);
            assert!(done.status.success(), "{name} {more:?}: {}", text(&done.stderr));
        };
        let none = with("parts", &["-n", many, "--continue"]);
        assert_eq!(none.status.code(), Some(2), "{name}");
        assert!(text(&none.stderr).contains("nothing to go on with"), "{}", text(&none.stderr));
        done("parts", &["-n", few]);
        let other = with("parts", &["-n", many, "--continue", "--seed", "9"]);
        assert!(text(&other.stderr).contains("another scenario, seed"), "{}", text(&other.stderr));
        done("parts", &["-n", many, "--continue"]);
        done("whole", &["-n", many]);
        assert_eq!(files(&folder, name, "parts"), files(&folder, name, "whole"), "{name}");
    }
    // A file that is not as it was left is not gone on with.
    let played = folder.0.join("calibrate-parts/played.bin");
    let mut bytes = std::fs::read(&played).expect("it is there");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&played, bytes).expect("it is written");
    let odd = daegi(&folder, &["calibrate", "g.toml", "--out", "calibrate-parts", "--continue"]);
    assert_eq!(odd.status.code(), Some(2), "{}", text(&odd.stderr));
}

/// The bytes of what a method has left that say something: not those of pictures in dots, which are made of the others.
fn files(folder: &Folder, name: &str, out: &str) -> Vec<(String, Vec<u8>)> {
    let place = folder.0.join(format!("{name}-{out}"));
    let read = |place: PathBuf| std::fs::read_dir(place).into_iter().flatten().flatten();
    let mut all: Vec<(String, Vec<u8>)> = read(place.clone())
        .chain(read(place.join("charts")))
        .map(|entry| entry.path())
        .filter(|path| path.is_file() && path.extension().is_some_and(|ending| ending != "png"))
        // The rows of what a shorter run alone asked for stay where they are.
        .filter(|path| !path.ends_with("played.bin"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read(path).expect("it can be read"))
        })
        .collect();
    all.sort();
    assert!(all.len() >= 5, "{all:?}");
    all
}

/// Ctrl-C in a sizing: it says what the first futures say, leaves it with exit code 1, and the same command goes on to the
/// bytes of one that was never stopped.
#[cfg(unix)]
#[test]
fn a_sizing_under_ctrl_c_says_what_it_has_and_is_gone_on_with() {
    use std::io::{BufRead as _, BufReader, Read as _};
    use std::process::{Command, Stdio};
    let folder = Folder::new("sizing-stopped");
    folder.file("q.toml", &two_months());
    let command = |out: &'static str| {
        let standard = "held_within_30_days of x >= 90%";
        ["size", "q.toml", "--lang", "en", "-n", "1500", "--vary", LOT, "--values", "22,23,24"]
            .into_iter()
            .chain(["--standard", standard, "--probability", "0.5", "--threads", "1", "--out", out])
            .collect::<Vec<&str>>()
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_daegi"))
        .args(command("size-parts"))
        .current_dir(&folder.0)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut said = BufReader::new(child.stderr.take().expect("a pipe"));
    // The first tenth is over.
    let mut line = String::new();
    while !line.contains("/1500") {
        line.clear();
        assert!(said.read_line(&mut line).expect("a line") > 0, "it ended before it was stopped");
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.expect("kill starts").success());
    let mut rest = String::new();
    said.read_to_string(&mut rest).expect("words");
    assert_eq!(child.wait().expect("it ends").code(), Some(1), "{rest}");
    assert!(rest.contains("stopping"), "{rest}");
    let found = std::fs::read_to_string(folder.0.join("size-parts/size.json")).expect("results");
    let found: Sized = serde_json::from_str(&found).expect("it reads");
    assert_eq!(found.planned, Some(1_500));
    assert!((64..1_500).contains(&found.futures), "{}", found.futures);
    let told = std::fs::read_to_string(folder.0.join("size-parts/size.en.txt")).expect("words");
    assert!(told.contains("--continue goes on from here"), "{told}");
    let more = daegi(&folder, &[&command("size-parts")[..], &["--continue", "-q"]].concat());
    assert!(more.status.success(), "{}", text(&more.stderr));
    let whole = daegi(&folder, &[&command("size-whole")[..], &["-q"]].concat());
    assert!(whole.status.success(), "{}", text(&whole.stderr));
    assert_eq!(files(&folder, "size", "parts"), files(&folder, "size", "whole"));
}
