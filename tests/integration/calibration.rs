//! What facts say of inputs is right: it recovers inputs that are known, and it can be played.

use daegi::model::ids::ProgrammeId;
use daegi::model::inputs::Inputs;
use daegi::model::{Draws, Replication, Simulator};
use daegi::scenario::Scenario;
use daegi::study::calibrate::{Request, calibrate, scenario_of};

use crate::support::{Folder, daegi, read, text};

/// One call; how many come on average is uncertain, and so is how many of those who are turned away would try again,
/// of which a single call says nothing.
const CALL: &str = r#"# Its comments stay.
schema = 1
title = { ko = "보정", en = "calibration" }
question = { ko = "몇 명이 오는가?", en = "how many come?" }
[calendar]
zone = "UTC"
start = "2025-01-01"
end = "2025-05-01"
observe-from = "2025-01-01"
observe-to = "2025-05-01"
[unit.x]
compute = "1 TF"
weight = 1
node = { units = 8, power = "1 kW" }
source = "by hand"
[pool.m.lot.a]
unit = "x"
installed = 8
hall = "elsewhere"
source = "by hand"
[funding.all]
leases = "all"
source = "by hand"
[programme.p]
pool = "m"
rounds = { every = "3 months", first = "2025-02-03", window = "14 days", review = "14 days" }
request = 1
award = "1 month"
places = 1000
reapply = { uniform = { low = 0.2, high = 0.8 } }
demand = { fresh = { uniform = { low = 2, high = 8 } } }   # people for each call
source = "by hand"
[check.came]
response = "awards"
scope = "p"
from = "2025-01-01"
to = "2025-05-01"
observed = 5
source = "by hand"
[study]
replications = 10
seed = 4
[study.answer.awards]
response = "awards"
scope = "p"
[study.alternative.known]
title = { ko = "안다", en = "known" }
set = { "programme.p.demand.fresh" = 3 }
[study.alternative.other]
title = { ko = "다르다", en = "other" }
set = { "programme.p.demand.fresh" = { uniform = { low = 20, high = 30 } } }
"#;

fn awards(inputs: &Inputs, world: &Draws) -> i64 {
    Simulator::new().run(inputs, world, false).expect("accounts close").programmes
        [ProgrammeId::at(0)]
    .awards
}

fn value(inputs: &Inputs, world: &Draws, path: &str) -> Option<f64> {
    let mut factors = inputs.factors.listed();
    factors.find(|(_, factor)| factor.path == path).map(|(id, _)| world.factors.of(id))
}

const FRESH: &str = "programme.p.demand.fresh";
const AGAIN: &str = "programme.p.reapply";

/// Places among nine kept futures that a true input can have.
const BINS: usize = 10;

/// How often the true value of an input has each rank among nine futures that are kept, where the fact is what the
/// future with the true inputs shows; with `apart`, what another future shows.
fn ranks(apart: bool) -> [[f64; BINS]; 2] {
    const TRUTHS: u32 = 200;
    let mut scenario = read(CALL);
    let mut counts = [[0.0; BINS]; 2];
    for truth in 0..TRUTHS {
        let world = |number| Draws::draw(&scenario.baseline, Replication::new(90, number), None);
        let true_world = world(truth);
        let shown = if apart { world(TRUTHS + truth) } else { true_world.clone() };
        scenario.checks[0].observed = Some(awards(&scenario.baseline, &shown) as f64);
        // A count is met exactly: a thousandth of it is less than one.
        let request = Request { futures: 300, tolerance: 0.001, seed: 1_000 + u64::from(truth) };
        let found = calibrate(&scenario, &request, &|_| {}).expect("accounts close");
        let inputs = &scenario.baseline;
        if found.facts[0].unused.is_some() || found.kept.len() < BINS - 1 {
            continue;
        }
        for (counts, path) in counts.iter_mut().zip([FRESH, AGAIN]) {
            let own = value(inputs, &true_world, path).expect("it is drawn");
            let below = found.kept[..BINS - 1].iter().filter(|number| {
                let kept = Draws::draw(inputs, Replication::new(request.seed, **number), None);
                value(inputs, &kept, path).is_some_and(|value| value < own)
            });
            counts[below.count()] += 1.0;
        }
    }
    counts
}

fn chi_square(counts: &[f64; BINS]) -> f64 {
    let expected = counts.iter().sum::<f64>() / BINS as f64;
    counts.iter().map(|count| (count - expected).powi(2) / expected).sum()
}

/// Inputs drawn from what the file says, facts that these show, and futures that reproduce the facts: the true input
/// then is as likely in any place among those kept, so that chi-square of nine degrees of freedom is below 27.9 in
/// 999 of 1,000 cases. Where the fact is of another future, it is often outside of all of them.
#[test]
fn calibration_recovers_known_inputs() {
    let right = ranks(false);
    assert!(right.iter().all(|counts| counts.iter().sum::<f64>() > 150.0), "{right:?}");
    for counts in &right {
        assert!(chi_square(counts) < 27.9, "{counts:?}");
    }
    let [fresh, again] = ranks(true);
    assert!(chi_square(&fresh) > 27.9, "{fresh:?}");
    // What the fact says nothing of is what it was before.
    assert!(chi_square(&again) < 27.9, "{again:?}");
}

/// The file that is left is the file itself and a table more. Its replications take the kept inputs in turn, also in
/// alternatives, but for an input that these edit.
#[test]
fn a_calibrated_scenario_plays_the_kept_inputs() {
    let scenario = read(CALL);
    let request = Request { futures: 200, tolerance: 0.001, seed: 7 };
    let found = calibrate(&scenario, &request, &|_| {}).expect("accounts close");
    let written = scenario_of(&scenario, &found).expect("some are kept");
    assert!(written.starts_with(CALL.trim_end()));
    let own = read(&written);
    assert_eq!(own.baseline.factors.points(), found.kept.len());
    let [known, other] = [0, 1].map(|at| &own.alternatives[at].inputs);
    for number in 0..2 * found.kept.len() as u32 {
        let at = Replication::new(own.seed, number);
        let kept = found.kept[number as usize % found.kept.len()];
        let kept = Draws::draw(&scenario.baseline, Replication::new(7, kept), None);
        let world = Draws::draw(&own.baseline, at, None);
        for path in [FRESH, AGAIN] {
            let value =
                |inputs: &Inputs, world: &Draws| value(inputs, world, path).map(f64::to_bits);
            assert_eq!(value(&own.baseline, &world), value(&scenario.baseline, &kept), "{path}");
        }
        let levels = world.levels(&own.baseline);
        let [known_world, other_world] =
            [known, other].map(|inputs| Draws::draw(inputs, at, Some(&levels)));
        assert_eq!(value(known, &known_world, FRESH), None);
        assert_eq!(value(known, &known_world, AGAIN), value(&own.baseline, &world, AGAIN));
        assert!(value(other, &other_world, FRESH).is_some_and(|fresh| fresh >= 20.0));
    }
    // Who came in the kept futures is near what was observed, whoever comes by chance.
    let mean = |inputs: &Inputs, futures: u32| {
        let of = |k| awards(inputs, &Draws::draw(inputs, Replication::new(4, k), None));
        (0..futures).map(of).sum::<i64>() as f64 / f64::from(futures)
    };
    let spread = mean(&scenario.baseline, 400) - mean(&own.baseline, 400);
    assert!(spread.abs() < 1.0, "{spread}");
}

#[test]
fn points_that_no_input_draws_are_refused_at_their_place() {
    let cases = [
        (
            "\"programme.p.demand.fresh\" = [3.0, 9.0]",
            "no uncertain input of the file draws these values",
        ),
        ("\"programme.p.window\" = [3.0]", "no uncertain input of the file draws these values"),
        ("\"programme.p.demand.fresh\" = 3.0", "this must be a list of numbers"),
        ("\"programme.p.demand.fresh\" = []", "this must be a list of numbers"),
        (
            "\"programme.p.demand.fresh\" = [3.0, 4.0]\n\"programme.p.reapply\" = [0.5]",
            "every input needs as many values",
        ),
    ];
    for (points, reason) in cases {
        let file = format!("{CALL}[study.points]\n{points}\n");
        let problems = Scenario::parse("points.toml", &file).expect_err("it is refused");
        assert_eq!(problems.errors(), 1, "{problems}");
        assert!(problems.to_string().contains(reason), "{problems}");
    }
}

#[test]
fn the_command_leaves_a_scenario_that_can_be_run() {
    let folder = Folder::new("calibrated");
    folder.file("call.toml", CALL);
    let command =
        ["calibrate", "call.toml", "-n", "200", "--lang", "en", "--write-scenario", "own.toml"];
    let done = daegi(&folder, &command);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("calibrated scenario: own.toml"), "{}", text(&done.stdout));
    let left = std::fs::read_to_string(folder.0.join("own.toml")).expect("it is left");
    assert!(left.starts_with(CALL.trim_end()) && left.contains("reproduce the facts: came"));
    let done = daegi(&folder, &["run", "own.toml", "-n", "4", "--lang", "en", "--out", "out"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    // It takes the place of no file, and what is calibrated is not calibrated, or ranked, again.
    for (command, words) in [
        (&command[..], "is there already"),
        (
            &["calibrate", "own.toml", "--lang", "en", "--write-scenario", "two.toml"],
            "calibrated already",
        ),
        (&["rank", "own.toml", "--lang", "en"], "belong together"),
    ] {
        let done = daegi(&folder, command);
        assert_eq!(done.status.code(), Some(2), "{command:?}");
        assert!(text(&done.stderr).contains(words), "{}", text(&done.stderr));
    }
}
