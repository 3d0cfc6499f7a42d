//! A branch that goes on from its trunk leaves the bits of one that is played from the calendar's start.

use daegi::model::inputs::Inputs;
use daegi::model::{Draws, Fork, Instance, Replication, Simulator};
use daegi::scenario::Scenario;
use rayon::prelude::*;

use crate::random_scenarios::{drawn, drawn_in_hours};

/// Everything that a run leaves, bit for bit; `None`: the run ended in an account that does not close.
type Bits = Option<Vec<u8>>;

fn bits(simulator: &mut Simulator, world: Instance<'_>) -> Bits {
    let record = simulator.finish(world, true).ok()?;
    Some(postcard::to_allocvec(&record).expect("a record can be written"))
}

fn forked((trunk, branch): (Instance<'_>, Instance<'_>), fork: Fork) -> Bits {
    let (mut first, mut second) = (Simulator::new(), Simulator::new());
    first.keep_jobs(true);
    first.begin(trunk);
    first.play_until(trunk, fork.day);
    second.fork(&first, branch, fork);
    bits(&mut second, branch)
}

fn from_the_start(world: Instance<'_>) -> Bits {
    let mut simulator = Simulator::new();
    simulator.keep_jobs(true);
    simulator.begin(world);
    bits(&mut simulator, world)
}

/// Plays one future of a branch both ways. Gives the day of the fork, if there is one, and whether a fork half a year too
/// late would have been seen.
fn held(
    trunk: &Inputs,
    branch: &Inputs,
    (seed, number): (u64, u32),
    name: &str,
) -> Option<(usize, bool)> {
    let replication = Replication::new(seed, number);
    let first = Draws::draw(trunk, replication, None);
    let second = Draws::draw(branch, replication, Some(&first.levels(trunk)));
    let worlds = ((trunk, &first), (branch, &second));
    let fork = Fork::of(worlds.0, worlds.1)?;
    let whole = from_the_start(worlds.1);
    assert!(whole.is_some(), "{name}: an account does not close");
    assert!(whole == forked(worlds, fork), "{name}: forked on day {}", fork.day);
    // Any day before is as good.
    assert!(whole == forked(worlds, fork.earlier(fork.day / 2)), "{name}: forked earlier");
    // The twin: too late a fork. What it breaks may be caught by an account, or by a check within the model.
    let mut late = fork;
    late.day = (fork.day + 180).min(trunk.calendar.days() - 1);
    let broken = std::panic::catch_unwind(|| forked(worlds, late));
    Some((fork.day, broken.map_or(true, |broken| broken != whole)))
}

/// Every option and reading of every scenario that ships, as it is played.
#[test]
fn options_of_every_scenario_that_ships_may_fork() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files: Vec<_> = std::fs::read_dir(folder).expect("scenarios").flatten().collect();
    let mut files: Vec<_> = files.iter().map(std::fs::DirEntry::path).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut pairs: Vec<(String, Inputs, Inputs)> = Vec::new();
    for file in &files {
        let scenario = Scenario::read(file).unwrap_or_else(|problems| panic!("{problems}"));
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        for (option, inputs) in scenario.worlds().skip(1) {
            pairs.push((format!("{name}: {option}"), scenario.baseline.clone(), inputs.clone()));
        }
        for reading in &scenario.readings {
            for (number, inputs) in reading.alternatives.iter().enumerate() {
                let name = format!("{name}: {} {number}", reading.name);
                let mut worlds = (reading.baseline.clone(), inputs.clone());
                (worlds.0.plays_jobs, worlds.1.plays_jobs) = (false, false);
                pairs.push((name, worlds.0, worlds.1));
            }
        }
    }
    let found: Vec<Option<(usize, bool)>> = pairs
        .par_iter()
        .map(|(name, trunk, branch)| held(trunk, branch, (20_250_702, 3), name))
        .collect();
    let forks = found.iter().flatten().count();
    let seen = found.iter().flatten().filter(|(_, seen)| *seen).count();
    assert!(forks >= 20, "only {forks} of {} options fork", pairs.len());
    assert!(seen * 10 >= forks * 6, "of {forks} forks that came too late only {seen} were seen");
}

/// Another world of a random scenario: something of it is otherwise, or there is more.
fn edited(text: &str, case: u32) -> Option<String> {
    let expansion = |ordered: &str, paid: &str| {
        format!(
            "[expansion.z]\npool = \"p0\"\nunit = \"card\"\nadds = 12\nhall = \"elsewhere\"\nordered = \"{ordered}\"\nlead-time = {{ triangular = {{ low = \"1 months\", mode = \"2 months\", high = \"5 months\" }} }}\nadds-places = \"in proportion\"\n{paid}\nsource = \"assumed\"\n"
        )
    };
    let with = |more: &str| Some(text.replacen("[study]\n", &format!("{more}[study]\n"), 1));
    let other = |from: &str, to: &str| text.contains(from).then(|| text.replacen(from, to, 1));
    match case % 12 {
        0 => with(&expansion("2020-10-01", "funded-by = \"base0\"")),
        1 => with(&expansion(
            "2021-02-01",
            "bought = { price = \"9m KRW\", life = \"3 years\", running = \"0.1m KRW\" }",
        )),
        2 => other("chance = 0.7", "chance = 0"),
        3 => other("adds = { \"p0.l0\" = 3 }", "adds = { \"p0.l0\" = 2 }"),
        4 => other("\"2021-05-01\" = 3", "\"2021-05-01\" = 30"),
        5 => other(
            "\"2021-01-01\" = { triangular = { low = 2, mode = 6, high = 12 } }",
            "\"2021-01-01\" = { triangular = { low = 4, mode = 12, high = 24 } }",
        ),
        6 => other("adds = 8\n", "adds = 20\n"),
        7 => other("ordered = \"2020-05-01\"", "ordered = \"2020-12-01\""),
        8 => other(
            "from = \"2020-06-01\"\nto = \"2022-01-01\"",
            "from = \"2020-09-01\"\nto = \"2021-08-01\"",
        ),
        9 => with(&format!(
            "[funding.late]\nadds = {{ \"p0.l0\" = 2 }}\namount = \"3억 KRW\"\narrives = \"2020-11-15\"\nuntil = \"2021-12-01\"\nsource = \"assumed\"\n{}",
            ""
        )),
        10 => other("amount = \"1억 KRW\"", "amount = \"2억 KRW\""),
        _ => other("amount = \"40억 KRW\"", "amount = \"4억 KRW\""),
    }
}

/// Random scenarios, with servers that fail, jobs, queues, hours, money that runs out: at least 500 futures that fork.
#[test]
fn random_scenarios_may_fork() {
    let one = |case: u32| {
        let text = if case.is_multiple_of(5) { drawn_in_hours(case) } else { drawn(case) };
        let edited = edited(&text, case)?;
        let trunk = Scenario::parse("random.toml", &text).ok()?.baseline;
        let branch = Scenario::parse("random.toml", &edited).ok()?.baseline;
        held(&trunk, &branch, (3, case), &format!("case {case}"))
    };
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let found = std::panic::catch_unwind(|| {
        (0..4_000).into_par_iter().map(one).collect::<Vec<Option<(usize, bool)>>>()
    });
    std::panic::set_hook(quiet);
    let found = found.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let forks = found.iter().flatten().count();
    let seen = found.iter().flatten().filter(|(_, seen)| *seen).count();
    assert!(forks >= 500, "only {forks} futures fork");
    assert!(seen * 10 >= forks * 6, "of {forks} forks that came too late only {seen} were seen");
}

/// Rules of which a random scenario may have the same or another one from a day on.
const DATED: u32 = 8;

/// Another world of a random scenario, in which a rule is otherwise from a later day on.
fn dated(text: &str, case: u32) -> Option<String> {
    let with = |rule: &str, keys: &str| {
        let table = format!("[programme.g00.{rule}]\n{keys}\nsource = \"assumed\"\n[study]\n");
        Some(text.replacen("[study]\n", &table, 1))
    };
    let other = |from: &str, to: &str| text.contains(from).then(|| text.replacen(from, to, 1));
    match case % DATED {
        0 => other("from = \"2020-09-01\"\n", "from = \"2021-03-01\"\n"),
        1 => with("take-back", "every = \"7 days\"\nsteps = { 0.9 = 1.0 }\nfrom = \"2020-10-01\""),
        2 => with("take-back", "rule = \"nrel\"\nfrom = \"2020-10-01\""),
        3 => with("unspent", "goes = \"renewal\"\nshare = 0.9\nfrom = \"2020-09-10\""),
        4 => with("limit", "running = 1\nfrom = \"2020-08-01\"\nbeyond = \"wait\""),
        5 => other(
            "running = 2, units = 9, from = \"2020-09-01\"",
            "running = 1, from = \"2020-08-01\"",
        ),
        6 => with(
            "quota.late",
            "classes = [\"a\"]\nshare = 0.9\nunused = \"kept free\"\nfrom = \"2020-09-15\"",
        ),
        _ => Some(text.replacen(
            "[study]\n",
            "[programme.g00.cap]\nawards = 1\nfrom = \"2020-09-15\"\n[study]\n",
            1,
        )),
    }
}

/// Where only a rule differs that holds from a day on the two part on that day, not on the first, and a fork half a year
/// later is seen.
#[test]
fn rules_that_hold_from_a_day_on_part_on_that_day() {
    let one = |case: u32| {
        let text = if case.is_multiple_of(5) { drawn_in_hours(case) } else { drawn(case) };
        // What a queue that grows without end costs says nothing here.
        if text.contains("conservative") {
            return None;
        }
        let trunk = Scenario::parse("random.toml", &text).ok()?.baseline;
        let branch = Scenario::parse("random.toml", &dated(&text, case)?).ok()?.baseline;
        let (day, seen) = held(&trunk, &branch, (3, case), &format!("case {case}"))?;
        // 2020-08-01, the first of all those days; what has another date at first may be of something else as well.
        assert!(day >= 213 || case.is_multiple_of(DATED), "case {case}: day {day}");
        Some(seen)
    };
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let found = std::panic::catch_unwind(|| {
        (0..800).into_par_iter().map(one).collect::<Vec<Option<bool>>>()
    });
    std::panic::set_hook(quiet);
    let found = found.unwrap_or_else(|panic| panic!("{:?}", panic.downcast_ref::<String>()));
    let of = |rule: usize| found.iter().skip(rule).step_by(DATED as usize).flatten();
    let counts =
        (0..DATED as usize).map(|rule| (of(rule).count(), of(rule).filter(|it| **it).count()));
    let counts: Vec<(usize, usize)> = counts.collect();
    assert!(counts.iter().all(|(forks, seen)| *forks >= 5 && *seen >= 1), "{counts:?}");
}
