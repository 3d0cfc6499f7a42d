//! People who go to another programme, what stands elsewhere, how often rounds are held, what awards give.

use daegi::measures::{Response, Rung};
use daegi::model::ids::ProgrammeId;
use daegi::model::record::Record;
use daegi::model::{Cohort, Replication};

use crate::applicants::{programme, run, same, scenario};
use crate::support::{ALL_LEASED, Theory, options, read};

fn way(from: &str, to: &str, rest: &str) -> String {
    format!("[programme.{from}.moves.away]\nto = \"{to}\"\n{rest}\nsource = \"by hand\"\n")
}

/// Two programmes of one pool; of the first, people move to the second.
fn moving(rest: &str, places: u32) -> String {
    let plain = |name: &str, more: &str| {
        programme(name, more)
            .replace("places = 10", &format!("places = {places}"))
            .replace("renew = 0.3\n", "")
    };
    let way = if rest.is_empty() { String::new() } else { way("x", "y", rest) };
    scenario(&format!("{}{}", plain("x", &way), plain("y", "")))
}

/// Ways that nobody goes, or that open after the end, are none: bit for bit.
#[test]
fn a_way_that_nobody_goes_changes_nothing() {
    let opens = "from = \"2025-01-01\"";
    for replication in 0..3 {
        let plain = run(&moving("", 10), replication);
        let never = format!("{opens}\nof-fresh = 0\nof-turned-away = 0");
        same(&plain, &run(&moving(&never, 10), replication));
        let late = "from = \"2026-06-01\"\nof-fresh = 1\nof-turned-away = 1";
        same(&plain, &run(&moving(late, 10), replication));
    }
}

/// The people of x by the round in which they were awarded.
fn decided_by_round(record: &Record) -> Vec<std::collections::BTreeSet<(Cohort, u32)>> {
    let rounds = record.rounds.iter().filter(|row| row.programme.place() == 0);
    let own = |decides| {
        let rows = record.allocations.iter().filter(move |row| row.programme.place() == 0);
        rows.filter(move |row| row.decided == decides).map(|row| (row.cohort, row.ordinal))
    };
    rounds.map(|round| own(round.decides).collect()).collect()
}

/// Everybody is awarded, so that awards are people. Who newly applied to x without the way applies to
/// x or to y with it, as the same person, and once; y's own people do not notice. Of those who move
/// at a small share all move at a larger one.
#[test]
fn the_same_people_are_in_one_place_or_the_other() {
    let people =
        |record: &Record, programme: usize, home: usize| -> std::collections::BTreeSet<_> {
            let rows = record.allocations.iter();
            let own =
                rows.filter(|row| row.programme.place() == programme && row.home.place() == home);
            own.map(|row| (row.cohort, row.ordinal)).collect()
        };
    for replication in 0..4 {
        let none = run(&moving("", 1000), replication);
        let with = |share: &str| {
            let rest = format!("from = \"2025-03-01\"\nof-fresh = {share}");
            run(&moving(&rest, 1000), replication)
        };
        let records = [with("0.2"), with("0.6"), with("1")];
        let mut before = std::collections::BTreeSet::new();
        for record in &records {
            let (stayed, moved) = (people(record, 0, 0), people(record, 1, 0));
            assert!(stayed.is_disjoint(&moved), "nobody is counted twice");
            assert!(moved.is_superset(&before) && moved.len() > before.len());
            before.clone_from(&moved);
            // Those of x's last round find no later round of y: they wait there.
            let all: std::collections::BTreeSet<_> = stayed.union(&moved).copied().collect();
            let there = people(&none, 0, 0);
            assert!(all.is_subset(&there));
            assert!(
                there.difference(&all).all(|person| decided_by_round(&none)[3].contains(person))
            );
            // The first round opened before anybody could go.
            assert_eq!(record.rounds[0], none.rounds[0]);
            assert_eq!(people(record, 1, 1), people(&none, 1, 1));
            let out = record.programmes[ProgrammeId::at(0)].moved_out;
            assert_eq!(out as usize, there.difference(&stayed).count());
        }
        assert_eq!(people(&records[2], 0, 0), decided_by_round(&none)[0]);
    }
}

/// Ten of about forty are awarded, the others all go to y, whose rounds open the day after: y's
/// second round has those whom x's first round turned away, and so on; nobody re-applies to x.
#[test]
fn those_turned_away_go_there_next() {
    let record = run(&moving("from = \"2025-01-01\"\nof-turned-away = 1", 10), 0);
    let of = |programme| record.rounds.iter().filter(move |row| row.programme.place() == programme);
    let (x, y): (Vec<_>, Vec<_>) = (of(0).collect(), of(1).collect());
    assert_eq!(y[0].moved, 0);
    for (before, after) in x.iter().zip(&y[1..]) {
        assert_eq!(after.moved, before.applications() - 10);
    }
    assert!(x.iter().all(|row| row.reapplicants == 0) && y[2].reapplicants > 0);
    // At once, where there are no rounds: in the very second of the decision.
    let rolling = "[programme.y]\npool = \"p\"\nintake = \"rolling\"\ndemand = { rate = \"1 per week\" }\nrequest = 1\naward = \"5 days\"\nsource = \"by hand\"\n";
    let away = way("x", "y", "from = \"2025-01-01\"\nof-turned-away = 1");
    let record = run(&scenario(&format!("{}{rolling}", programme("x", &away))), 0);
    let first = &record.rounds[0];
    let moved = record.allocations.iter().filter(|row| {
        row.home.place() == 0
            && row.programme.place() == 1
            && row.decided.0 == 20 * 86_400
            && row.units == 1
    });
    assert_eq!(moved.count() as i64, first.applications() - 10);
}

/// Twice the places, so nobody is turned away; half of those who would come go elsewhere from the
/// start: a ratio of 1.0 was observed on the half that stayed, so that demand is 2 × 10 = 20.
#[test]
fn demand_is_inferred_from_those_who_stayed() {
    let more = format!(
        "{}[programme.x.observed]\ncompetition = \"1.0:1\"\nfrom = \"2025-01-01\"\nto = \"2026-01-01\"\nsource = \"by hand\"\n",
        way("x", "y", "from = \"2025-01-01\"\nof-fresh = 0.5")
    );
    let plan = programme("x", &more)
        .replace("demand = { fresh = 40 }\n", "")
        .replace("reapply = 0.5\nrenew = 0.3\n", "");
    let text = scenario(&format!("{plan}{}", programme("y", "")));
    let level = daegi::model::Draws::draw(&read(&text).baseline, Replication::new(1, 0), None)
        .programmes[ProgrammeId::at(0)]
    .level;
    // Quarters of 90 to 92 days, the nominal one 91.3.
    assert!((level - 20.0).abs() < 0.1, "{level}");
}

#[test]
fn bad_ways_are_told_of() {
    let wrong = |rest: &str, part: &str| {
        let problems = daegi::scenario::Scenario::parse("x.toml", &moving(rest, 10));
        let problems = problems.expect_err("it is wrong");
        assert!(problems.to_string().contains(part), "{problems}");
    };
    wrong("from = \"2025-01-01\"\nof-fresh = 1.2", "this must not be above 1");
    let twice = "from = \"2025-01-01\"\nof-fresh = 0.7\nsource = \"x\"\n[programme.x.moves.b]\nto = \"y\"\nfrom = \"2025-01-01\"\nof-fresh = 0.7";
    wrong(twice, "more than everybody may go elsewhere");
    let text = moving("from = \"2025-01-01\"", 10).replace("to = \"y\"", "to = \"x\"");
    let problems = daegi::scenario::Scenario::parse("x.toml", &text).expect_err("it is wrong");
    assert!(problems.to_string().contains("nobody can move to where they are"), "{problems}");
}

/// What stands elsewhere is nobody's at the site: neither in the ladder nor in a response.
#[test]
fn the_site_is_what_stands_there() {
    let far = "[pool.far.lot.a]\nunit = \"server\"\ninstalled = 7\nhall = \"elsewhere\"\nsource = \"x\"\n[hall.h]\nracks = 1000\nrack-power = \"1 kW\"\nsource = \"x\"\n";
    let there = programme("y", "").replace("pool = \"p\"", "pool = \"far\"");
    let text = scenario(&format!("{far}{}{there}", programme("x", ""))).replacen(
        "hall = \"elsewhere\"",
        "hall = \"h\"",
        1,
    );
    let options = options(
        2,
        1,
        std::env::temp_dir().join(format!("daegi-test-{}-elsewhere", std::process::id())),
    );
    let finished = daegi::study::run(&read(&text), &options, &|_| {}).expect("the study runs");
    let mean = |response: &str, scope: &str| {
        finished
            .summary
            .estimate("baseline", Response::named(response).expect("a response"), scope)
            .map(|estimate| estimate.mean)
    };
    assert_eq!(mean("allocated_of_installed", "site"), mean("allocated_of_installed", "p"));
    assert_eq!(mean("applications", "site"), mean("applications", "x"));
    assert_ne!(mean("allocated_of_installed", "site"), mean("allocated_of_installed", "far"));
    let site = finished.summary.ladder.iter().filter(|row| row.level == "site");
    assert!(
        site.map(|row| row.rungs[Rung::Installed as usize])
            .all(|installed| installed == Some(1000.0))
    );
}

/// Demand is so many people in a year, whatever the calls are: the stream of half as many, of three times
/// as many rounds and of other places is the baseline's to the last bit.
#[test]
fn more_rounds_share_the_same_people() {
    let observed = "[programme.x.observed]\ncompetition = \"2.5:1\"\nfrom = \"2025-01-01\"\nto = \"2026-01-01\"\nsource = \"by hand\"\n[programme.x.extra-round.e]\nopens = \"2025-02-03\"\ncloses = \"2025-02-10\"\nplaces = 5\nsource = \"by hand\"\n";
    let plan = programme("x", observed)
        .replace("demand = { fresh = 40 }\n", "")
        .replace("reapply = 0.5\nrenew = 0.3\n", "");
    let alternative = |name: &str, set: &str| {
        format!("[study.alternative.{name}]\ntitle = \"{name}\"\nset = {{ {set} }}\n")
    };
    let text = scenario(&plan)
        + &alternative("half", "\"programme.x.rounds.every\" = \"6 months\"")
        + &alternative("monthly", "\"programme.x.rounds.every\" = \"1 month\"")
        + &alternative("places", "\"programme.x.places\" = 20");
    let scenario = read(&text);
    let baseline = daegi::model::Draws::draw(&scenario.baseline, Replication::new(1, 0), None);
    let levels = baseline.levels(&scenario.baseline);
    let stream = |inputs| {
        let draws = daegi::model::Draws::draw(inputs, Replication::new(1, 0), Some(&levels));
        let stream = &draws.programmes[ProgrammeId::at(0)].stream;
        (stream.from, stream.months.clone())
    };
    let own = &baseline.programmes[ProgrammeId::at(0)];
    let year: f64 = own.stream.months.iter().map(|month| month.expected).sum();
    for (name, inputs) in scenario.worlds() {
        assert_eq!(stream(inputs), (own.stream.from, own.stream.months.clone()), "{name}");
    }
    // The stream begins a nominal quarter before the first call closes, in the month of that day.
    let months = own.stream.months.len() as f64;
    assert!((year / (own.level * months / 3.0) - 1.0).abs() < 0.02, "{year}");
}

/// 40 awards in the year (4 × 10) at 0.314 papers each are 12.56; twice the places twice the papers, by
/// the ratio alone; of one programme only its awards count. Nobody else notices.
#[test]
fn outputs_are_awards_times_a_ratio() {
    let output =
        |more: &str| format!("[output.papers]\nper-award = 0.314\n{more}source = \"by hand\"\n");
    let study = |name: &str, rest: &str| {
        let text = scenario(&format!("{}{}{rest}", programme("x", ""), programme("y", "")));
        let options = options(
            3,
            1,
            std::env::temp_dir().join(format!("daegi-test-{}-{name}", std::process::id())),
        );
        daegi::study::run(&read(&text), &options, &|_| {}).expect("the study runs").summary
    };
    let mean = |summary: &daegi::results::Summary| {
        summary.estimate("baseline", Response::Outputs, "papers").map(|estimate| estimate.mean)
    };
    let both = study("outputs", &output(""));
    assert!(mean(&both).is_some_and(|papers| (papers - 2.0 * 12.56).abs() < 1e-9));
    let one = study("outputs-one", &output("programmes = [\"x\"]\n"));
    assert!(mean(&one).is_some_and(|papers| (papers - 12.56).abs() < 1e-9));
    let none = study("outputs-none", "");
    assert_eq!(mean(&none), None);
    let others = |summary: &daegi::results::Summary| -> Vec<(String, String, f64)> {
        let rows = summary.estimates.iter().filter(|row| row.response != Response::Outputs);
        rows.map(|row| (row.response.name().to_owned(), row.scope.clone(), row.estimate.mean))
            .collect()
    };
    assert_eq!(others(&both), others(&none));
}

/// A call of x with far more people than its ten places and one of y with few, decided then; whoever x turns away has y as a
/// second choice. The order of the file is as `names` has it.
fn second_choice(names: [&str; 2], decides: &str, keys: &str) -> Record {
    let own = |name: &str| {
        let (fresh, round) = if name == "x" { (900, "2025-03-01") } else { (6, decides) };
        let way = if name == "x" { way("x", "y", keys) } else { String::new() };
        format!(
            "[programme.{name}]\npool = \"p\"\nrounds = [\"{round}\", \"2025-09-01\"]\nwindow = \"0 days\"\nreview = \"0 days\"\nplaces = 10\ndemand = {{ fresh = {fresh} }}\nrequest = 1\naward = \"1 month\"\nsource = \"by hand\"\n{way}"
        )
    };
    let rest = format!("{ALL_LEASED}\n{}{}", own(names[0]), own(names[1]));
    let (start, observe_from, end) = ("2025-01-01", "2025-01-01", "2026-01-01");
    crate::support::run(&Theory { start, observe_from, end, units: 100, rest }.text())
}

const SECOND: &str = "from = \"2025-01-01\"\nof-turned-away = 1\nsecond-choice = true";

/// Who loses in x has on the same day what is left in y: ten less those of y's own, whichever of the two stands first in the
/// file, and y's own people notice nothing. What is left is not offered twice. Without the key, and where y is
/// decided on another day, they wait for y's next call.
#[test]
fn a_second_choice_has_what_is_left() {
    let rows = |record: &Record, programme: usize| -> Vec<(bool, i64, i64, i64)> {
        let own = record.rounds.iter().filter(|row| row.programme.place() == programme);
        own.map(|row| (row.top_up, row.places, row.applications(), row.awards)).collect()
    };
    let plain = second_choice(["x", "y"], "2025-03-01", &SECOND.replace("= true", "= false"));
    let [first, _] = rows(&plain, 1)[..] else { panic!("{:?}", rows(&plain, 1)) };
    let (own, lost) = (first.2, rows(&plain, 0)[0].2 - 10);
    assert!(own < 10 && first.3 == own && lost > 500, "{first:?} {lost}");
    for (names, y) in [(["x", "y"], 1), (["y", "x"], 0)] {
        let record = second_choice(names, "2025-03-01", SECOND);
        let decided = rows(&record, y);
        assert_eq!(decided[..2], [first, (true, 0, lost, 10 - own)]);
        // Whom y turned away is its own now, and nobody's second choice again; x's people of the second call are.
        assert_eq!(decided.len(), 4, "{decided:?}");
        assert_eq!(
            record.programmes[ProgrammeId::at(1 - y)].moved_out,
            record.programmes[ProgrammeId::at(y)].moved_in
        );
    }
    let late = second_choice(["x", "y"], "2025-03-02", SECOND);
    let decided = rows(&late, 1);
    assert!(
        decided[0].2 > 500 && !decided[0].0,
        "they are in time for a call that is still open: {decided:?}"
    );
    let early = second_choice(["x", "y"], "2025-02-28", SECOND);
    let decided = rows(&early, 1);
    assert_eq!((decided[0].2, decided[1].0, decided[1].2 > 500), (own, false, true), "{decided:?}");
}

#[test]
fn what_is_no_second_choice_is_refused() {
    let said = |keys: &str| {
        let text = moving(&format!("from = \"2025-01-01\"\nof-turned-away = 0.5\n{keys}"), 10);
        daegi::scenario::Scenario::parse("test.toml", &text).map_err(|it| it.to_string())
    };
    assert!(said("second-choice = true").is_ok());
    assert!(said("second-choice = 1").unwrap_err().contains("true or false"));
}
