//! Awards of several terms: known answers by hand.

use daegi::measures::Flow;
use daegi::model::ids::ProgrammeId;
use daegi::model::record::{Outcome, Record};
use daegi::scenario::Scenario;

use crate::forks::held;
use crate::support::{IN_HOURS, InHours, holds_and_twin_fails, one_project, read, run, sample};

/// An hour of a unit.
const HOUR: i64 = 3_600;

/// A programme that gives hours on ten units, decided at its rounds' midnights; far more apply than win.
fn centre(rounds: &str, keys: &str, jobs: &str, lots: &str) -> String {
    let jobs = format!("jobs = \"{jobs}\"\nsize = {{ units = 10 }}\nrun-time = \"5 hours\"");
    InHours { above: lots, rounds, keys, jobs: &jobs, ..IN_HOURS }.text()
}

/// One project with a thousand hours for three months.
fn alone(keys: &str, jobs: &str) -> String {
    centre(IN_HOURS.rounds, &(one_project(1_000, "3 months") + keys), jobs, "")
}

const THREE: &str = "terms = 3\nlater-terms = [0.8, 0.5]\n";
const MANY: &str = "40 per day";

/// When each term began, in days from 1 January, and its hours: awarded, used, carried in.
fn terms(record: &Record) -> Vec<(i64, [i64; 3])> {
    let day = |row: &daegi::model::record::BalanceRow| row.started.0 / 86_400;
    let of = |hours: &daegi::model::record::HoursTotals| {
        [hours.awarded, hours.used, hours.carried_in].map(|it| it.0 / HOUR)
    };
    record.balances.iter().map(|row| (day(row), of(&row.hours))).collect()
}

/// 1,000 hours from 1 February (day 31), 800 from 1 May (day 120), 500 from 1 August (day 212): ten units use all of them.
/// Nobody applied again, nobody was awarded anything again, and nobody waited.
#[test]
fn each_term_has_hours_of_its_own() {
    let record = run(&alone(THREE, MANY));
    let all = [(31, [1_000, 1_000, 0]), (120, [800, 800, 0]), (212, [500, 500, 0])];
    assert_eq!(terms(&record), all);
    let own = &record.programmes[ProgrammeId::at(0)];
    assert_eq!((own.awards, own.started, record.rounds.len()), (1, 1, 1));
    assert_eq!((own.applications, record.rounds[0].renewals), (record.rounds[0].fresh, 0));
    // What follows is asked for when it opens, in an account that closes.
    let asked = |record: &Record| -> i64 {
        let won = record.months.iter().map(|it| it.of(Flow::Asked) - it.of(Flow::TurnedAway));
        won.map(|it| it.0).sum()
    };
    assert_eq!(asked(&record), 2_300 * HOUR);
    // The last factor holds for all that follow, and without one they are alike.
    let amounts = |keys: &str| -> Vec<i64> {
        terms(&run(&alone(keys, MANY))).into_iter().map(|(_, hours)| hours[0]).collect()
    };
    assert_eq!(amounts("terms = 4\nlater-terms = [0.5]\n"), [1_000, 500, 500, 500]);
    assert_eq!(amounts("terms = 2\n"), [1_000, 1_000]);
}

/// One term is none, bit for bit.
#[test]
fn one_term_changes_no_bit() {
    let plain = format!("{:?}", run(&alone("", MANY)));
    for one in ["terms = 1\n", "terms = { choice = { 1 = 1.0 } }\nlater-terms = [0.5]\n"] {
        assert_eq!(plain, format!("{:?}", run(&alone(one, MANY))), "{one}");
    }
}

/// Half of what is left goes on to the next term: nothing is used, so 500 of 1,000 go to the second, half of 800 + 500
/// to the third.
#[test]
fn unused_hours_go_on_to_the_next_term() {
    let carries =
        format!("{THREE}unspent = {{ goes = \"renewal\", share = 0.5, source = \"x\" }}\n");
    let never = "0.000001 per day";
    let carried: Vec<i64> =
        terms(&run(&alone(&carries, never))).into_iter().map(|(_, hours)| hours[2]).collect();
    assert_eq!(carried, [0, 500, 650]);
}

/// Two calls of 1,000 hours for projects of 100, at the same midnight of two years. Ten win in the first; their second year
/// of 60 each opens at the midnight at which the second call is decided, before it: 400 are left, and four win. Where the
/// call is decided a day earlier, nothing has followed yet, and ten win: the third call, had there been one, would
/// have had less.
#[test]
fn a_following_year_is_missing_in_the_call_of_the_same_midnight() {
    let keys = "places = { unit-hours = 1000 }\ndemand = { fresh = 300 }\nrequest = \"100 unit-hours\"\naward = \"12 months\"\n";
    let years = "terms = 2\nlater-terms = [0.6]\n";
    let decided = |second: &str, years: &str| -> Vec<(i64, i64)> {
        let rounds = format!("[\"2025-02-01\", \"{second}\"]");
        let record = run(&centre(&rounds, &format!("{keys}{years}"), "2 per day", ""));
        record.rounds.iter().map(|row| (row.units_offered, row.awards)).collect()
    };
    assert_eq!(decided("2026-02-01", years), [(1_000, 10), (400, 4)]);
    assert_eq!(decided("2026-01-31", years), [(1_000, 10), (1_000, 10)]);
    assert_eq!(decided("2026-02-02", years), [(1_000, 10), (400, 4)]);
    assert_eq!(decided("2026-02-01", ""), [(1_000, 10), (1_000, 10)]);
    // Places that are counted in projects have ten fewer.
    let in_projects = |years: &str| {
        let keys = keys.replace("{ unit-hours = 1000 }", "14");
        let rounds = "[\"2025-02-01\", \"2026-02-01\"]";
        run(&centre(rounds, &format!("{keys}{years}"), "2 per day", "")).rounds[1].awards
    };
    assert_eq!((in_projects(years), in_projects("")), (0, 14));
}

/// A programme lets one project run at a time: who has three terms has them one after the other, and the next one in
/// line starts after nine months. Its own first term is three months from the decision, 89 days.
#[test]
fn a_project_keeps_its_place_in_a_limit() {
    let limit = format!(
        "{THREE}limit = {{ running = 1, source = \"x\" }}\nstart-within = \"never lapses\"\n"
    );
    let text = alone(&limit, MANY).replace("places = 1\n", "places = 2\n");
    let begins: Vec<i64> = terms(&run(&text)).into_iter().map(|(day, _)| day).collect();
    assert_eq!(begins, [31, 120, 212, 304, 393]);
}

/// The machine is gone when the second term opens: it waits for a week, and lapses; it counts as no award that lapsed.
#[test]
fn a_term_without_a_machine_lapses() {
    let keys = format!("{THREE}start-within = \"7 days\"\n");
    let text = alone(&keys, MANY);
    let there = "hall = \"elsewhere\"\nfrom = \"2000-01-01\"";
    let gone = text.replacen(there, &format!("{there}\nto = \"2025-05-01\""), 1);
    let record = run(&gone);
    let ends: Vec<Outcome> = record.allocations.iter().map(|row| row.outcome).collect();
    assert_eq!(ends, [Outcome::Ended, Outcome::Lapsed]);
    assert_eq!(record.programmes[ProgrammeId::at(0)].lapsed, 0);
    let lapsed: i64 = record.months.iter().map(|month| month.of(Flow::Lapsed).0).sum();
    assert_eq!(lapsed, 800 * HOUR);
}

/// Monthly calls of 10,000 hours for projects of 100 a month, half of which go on for another month with half of
/// their hours. In the long run w = 100 - 0.5 × 0.5 w, so 80 win, and two for each of them are 160 applications.
/// The twin, whose projects have one term, shows 200 where two apply for each place. Growth of nothing, nobody
/// comes back.
#[test]
fn demand_is_inferred_beside_terms_that_follow() {
    let text = |keys: &str| {
        let keys = format!(
            "places = {{ unit-hours = 10000 }}\nrequest = \"100 unit-hours\"\naward = \"1 month\"\n{keys}"
        );
        let rounds = "{ every = \"1 month\", first = \"2024-07-05\", window = \"0 days\", review = \"0 days\" }";
        let text = centre(rounds, &keys, "0.01 per day", "")
            .replace("window = \"0 days\"\nreview = \"0 days\"\nplaces", "places")
            .replace("start = \"2025-01-01\"", "start = \"2024-07-01\"")
            .replace("observe-from = \"2025-01-01\"", "observe-from = \"2025-03-01\"");
        format!(
            "{text}[programme.x.observed]\ncompetition = \"2:1\"\nfrom = \"2025-03-01\"\nto = \"2026-03-01\"\nsource = \"by hand\"\n"
        )
    };
    let applications = |keys: &str| -> Vec<f64> {
        sample(&text(keys), 5, 60, |_, record| {
            let later = record.rounds.iter().skip(8);
            let (count, sum) = later.fold((0, 0), |(count, sum), row| {
                (count + 1, sum + row.fresh + row.reapplicants + row.renewals)
            });
            sum as f64 / f64::from(count)
        })
    };
    let terms = "terms = { choice = { 1 = 0.5, 2 = 0.5 } }\nlater-terms = [0.5]\n";
    holds_and_twin_fails("applications", &applications(terms), &applications(""), 160.0);
}

/// An option in which the site may draw less from August on goes on from a run with terms that followed before; one in
/// which a later call is held on another day does not, because what follows is taken from it by its dates.
#[test]
fn options_fork_beside_terms() {
    let keys = "places = { unit-hours = 1000 }\ndemand = { fresh = 300 }\nrequest = \"100 unit-hours\"\naward = \"3 months\"\nterms = 3\n";
    let calls = "[\"2025-02-01\", \"2025-10-01\"]";
    let of = |calls: &str, limit: &str| {
        let site = format!(
            "[site]\npower-limit = {{ \"2025-01-01\" = \"12 kW\"{limit} }}\nsource = \"x\"\n"
        );
        read(&centre(calls, keys, "1 per day", &site)).baseline
    };
    let trunk = of(calls, "");
    let branch = of(calls, ", \"2025-08-01\" = \"8 kW\"");
    let (day, seen) = held(&trunk, &branch, (1, 0), "less power").expect("they share their past");
    assert!(day == 212 && seen, "{day}");
    let other = of(&calls.replace("10-01", "11-01"), "");
    assert!(held(&trunk, &other, (1, 0), "a later call").is_none());
}

#[test]
fn what_has_no_terms_is_refused() {
    let refused = |text: &str| Scenario::parse("test.toml", text).unwrap_err().to_string();
    let of = |keys: &str| refused(&alone(keys, MANY));
    assert!(of("later-terms = [0.5]\n").contains("how many terms an award has"));
    let extended = format!("{THREE}extension = {{ by = \"1 month\", source = \"x\" }}\n");
    assert!(of(&extended).contains("is not extended"), "{}", of(&extended));
    assert!(of("terms = 3\nlater-terms = 0.5\n").contains("no list of multiples"));
    assert!(of("terms = 0\n").contains("below 1"), "{}", of("terms = 0\n"));
    let cards = "[programme.y]\npool = \"p\"\nrounds = [\"2025-02-01\"]\nwindow = \"0 days\"\nreview = \"0 days\"\nplaces = 1\ndemand = { fresh = 5 }\nrequest = 1\naward = \"3 months\"\nterms = 3\nsource = \"x\"\n";
    let said = refused(&format!("{}{cards}", alone("", MANY)));
    assert!(said.contains("`terms` is for awards in hours"), "{said}");
}
