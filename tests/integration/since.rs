//! Levers that hold from a day on: rounds that open, checks that fall and allocations that end on or
//! after it.

use daegi::model::Simulator;
use daegi::model::record::{Record, RoundRow};

use crate::applicants::{self, TWO_CLASSES, classes};
use crate::support::{ALL_LEASED, Theory, play, read};

const DAY: i64 = 86_400;

/// Monthly rounds that open on 6 January, February, March and April (decided on days 20, 51, 79 and
/// 110), of some 60 applicants each who ask for three cards.
fn rounds_of(keys: &str, tables: &str) -> String {
    Theory {
        start: "2025-01-01",
        observe_from: "2025-01-01",
        end: "2025-05-01",
        units: 1000,
        rest: format!(
            r#"{ALL_LEASED}
[class.a]
[class.b]
[programme.x]
pool = "p"
rounds = {{ every = "1 month", first = "2025-01-06", window = "5 days", review = "10 days" }}
demand = {{ fresh = 60 }}
request = 3
source = "by hand"
{keys}
[programme.x.class.a]
share = 1.0
source = "by hand"
[programme.x.class.b]
share = 0.0
source = "by hand"
{tables}
"#
        ),
    }
    .text()
}

/// Two awards of three cards for forty days in each round from 6 January to `last`, nothing ever runs.
fn awards_of(last: &str, tables: &str) -> String {
    Theory {
        start: "2025-01-01",
        observe_from: "2025-01-01",
        end: "2025-07-01",
        units: 100,
        rest: format!(
            r#"{ALL_LEASED}
[programme.x]
pool = "p"
rounds = {{ every = "1 month", first = "2025-01-06", last = "{last}", window = "5 days", review = "10 days" }}
places = 2
demand = {{ fresh = 60 }}
request = 3
award = "40 days"
source = "by hand"
{tables}
[workload.w]
programmes = ["x"]
jobs = "0.00000001 per year"
size = {{ share-of-allocation = 1.0 }}
run-time = "1 hour"
source = "by hand"
"#
        ),
    }
    .text()
}

fn run(text: &str) -> Record {
    play(&mut Simulator::new(), &read(text).baseline, 1, 0)
}

fn rounds<T>(text: &str, part: impl Fn(&RoundRow) -> T) -> Vec<T> {
    run(text).rounds.iter().map(part).collect()
}

/// Starts and ends in days.
fn lives(text: &str) -> Vec<(i64, i64)> {
    let at = |time: Option<daegi::time::Time>| time.map_or(-1, |time| time.0 / DAY);
    run(text).allocations.iter().map(|row| (at(row.started), at(row.ended))).collect()
}

/// Ten cards hold three requests of three whole, and five cut back to two. From the round of 6 February
/// on; a day later it is the round of March.
#[test]
fn requests_are_cut_back_from_a_round_on() {
    let awards = |from: &str| {
        let keys = format!(
            "places = {{ units = 10 }}\naward = \"20 days\"\naward-rule = {{ cut-back = {{ floor = 0.5, from = \"{from}\" }} }}"
        );
        rounds(&rounds_of(&keys, ""), |row| (row.awards, row.units_awarded))
    };
    assert_eq!(awards("2025-02-06"), [(3, 9), (5, 10), (5, 10), (5, 10)]);
    assert_eq!(awards("2025-02-07"), [(3, 9), (3, 9), (5, 10), (5, 10)]);
}

/// Five projects of three cards, capped at two: 15, then 10 cards. And one award each for life: all of
/// the first two rounds win (1,000 places) and come back; from March on only the new ones win, because
/// what they had before counts.
#[test]
fn caps_hold_from_a_round_on_and_know_of_earlier_awards() {
    let capped = "places = 5\naward = \"20 days\"\ncap = { units = 2, from = \"2025-02-06\" }";
    assert_eq!(rounds(&rounds_of(capped, ""), |row| row.units_awarded), [15, 10, 10, 10]);
    let once = "places = 1000\naward = \"10 days\"\nrenew = 1\ncap = { awards = 1, from = \"2025-03-06\" }";
    let record = run(&rounds_of(once, ""));
    for (at, row) in record.rounds.iter().enumerate() {
        let all = row.applications();
        assert_eq!(row.awards, if at < 2 { all } else { row.fresh }, "round {at}");
        assert!(at == 0 || row.renewals > 30);
    }
}

/// Everything is kept for a class that nobody is in, from March on.
#[test]
fn a_quota_holds_from_a_round_on() {
    let quota = "[programme.x.quota.b]\nclasses = [\"b\"]\nshare = 1\nunused = \"kept free\"\nfrom = \"2025-03-06\"\nsource = \"by hand\"";
    let text = rounds_of("places = 5\naward = \"20 days\"", quota);
    assert_eq!(rounds(&text, |row| row.awards), [5, 5, 0, 0]);
}

/// Whoever wins declines, from February on.
#[test]
fn winners_decline_from_a_round_on() {
    let no_show = "[programme.x.no-show]\nchance = 1\nfrom = \"2025-02-06\"\nsource = \"by hand\"";
    let text = rounds_of("places = 5\naward = \"20 days\"", no_show);
    assert_eq!(rounds(&text, |row| row.declined), [0, 5, 5, 5]);
    // What the round of January left free would be offered again in February, but nothing did.
    let again = no_show.replace("source", "then = \"top-up\"\nafter = \"5 days\"\nsource");
    let again = rounds_of("places = 5\naward = \"20 days\"\nreapply = 1", &again);
    let calls = rounds(&again, |row| (row.opens.0 / DAY, row.top_up, row.declined));
    assert_eq!(calls.iter().filter(|call| call.1).count(), 3);
    assert!(
        calls.iter().all(|&(opens, top_up, declined)| (opens < 30) != (top_up || declined > 0))
    );
}

/// Quarterly rounds of ten awards; schools ask for three cards and come before all others from July on:
/// 30 cards. Until then nothing differs.
#[test]
fn a_bonus_is_given_from_a_round_on() {
    let with = |bonus: &str| {
        let of = classes("x", (0.5, "request = 2"), (0.5, &format!("request = 3\n{bonus}")));
        let text =
            applicants::scenario(&format!("{TWO_CLASSES}{}", applicants::programme("x", &of)));
        rounds(&text, |row| row.units_awarded)
    };
    let (none, later) = (with(""), with("score-bonus = 1\nbonus-from = \"2025-07-06\""));
    assert_eq!(later[..2], none[..2]);
    assert_eq!(later[2..], [30, 30]);
    assert!(none.iter().all(|&units| units < 30));
}

/// Two awards that run nothing, from day 20 to day 60, checked every ten days with ten days' notice:
/// warned on day 30 (31 January), gone on day 40. From the day after, the check of day 30 does not count:
/// warned on day 40, gone on day 50. From 1 March (day 59) on there is no check left.
#[test]
fn checks_count_from_a_day_on() {
    let with = |from: &str| {
        let rule = format!(
            "[programme.x.take-back]\nevery = \"10 days\"\nnotice = \"10 days\"\nsteps = {{ 0.3 = 1.0 }}\nfrom = \"{from}\"\nsource = \"by hand\""
        );
        lives(&awards_of("2025-01-31", &rule))
    };
    assert_eq!(with("2025-01-31"), [(20, 40); 2]);
    assert_eq!(with("2025-02-01"), [(20, 50); 2]);
    assert_eq!(with("2025-03-01"), [(20, 60); 2]);
}

/// Decided on day 20 and 51 for 40 days: they end on day 60 (2 March) and day 91 (2 April). Ten days more,
/// and all that was unspent, for those that end on or after a day.
#[test]
fn awards_are_lengthened_from_a_day_on() {
    let extension = |from: &str| {
        let table = format!(
            "[programme.x.extension]\nby = \"10 days\"\nfrom = \"{from}\"\nsource = \"by hand\""
        );
        lives(&awards_of("2025-02-28", &table))
    };
    assert_eq!(extension("2025-03-02"), [(20, 70), (20, 70), (51, 101), (51, 101)]);
    assert_eq!(extension("2025-03-03"), [(20, 60), (20, 60), (51, 101), (51, 101)]);
    let unspent =
        "[programme.x.unspent]\ngoes = \"extends\"\nfrom = \"2025-03-03\"\nsource = \"by hand\"";
    let text = awards_of("2025-02-28", unspent);
    assert_eq!(lives(&text), [(20, 60), (20, 60), (51, 131), (51, 131)]);
}

/// One project at a time: always, the second waits for day 60 and those of February for 100 and beyond
/// (until May, when the last has waited for three months). From 1 February on: both of January run on,
/// and those of February come one after the other.
#[test]
fn a_limit_holds_from_a_day_on_and_counts_who_was_let_in() {
    let with = |from: &str| {
        let table = format!("[programme.x.limit]\nrunning = 1\n{from}\nsource = \"by hand\"");
        let text = awards_of("2025-02-28", &table);
        run(&text)
            .allocations
            .iter()
            .map(|row| row.started.map(|at| at.0 / DAY))
            .collect::<Vec<_>>()
    };
    let always = [Some(20), Some(60), Some(100), Some(140)];
    assert_eq!(with(""), always);
    assert_eq!(with("from = \"2025-02-01\""), [Some(20), Some(20), Some(60), Some(100)]);
}

/// Every lever: from before the start is always, and from the last day on is never, bit for bit.
#[test]
fn from_before_the_start_is_always() {
    let plain = "places = 5\naward = \"20 days\"\nrenew = 0.5\nreapply = 0.5";
    let keys = |key: &str| rounds_of(&format!("{plain}\n{key}"), "");
    let cards = |key: &str| {
        rounds_of(&format!("{}\n{key}", plain.replace("places = 5", "places = { units = 10 }")), "")
    };
    let table = |table: &str| rounds_of(plain, table);
    let award = |table: &str| awards_of("2025-02-28", table);
    let from =
        |from: &str| if from.is_empty() { String::new() } else { format!("from = \"{from}\"") };
    let comma =
        |from: &str| if from.is_empty() { String::new() } else { format!(", from = \"{from}\"") };
    type Lever<'a> = Box<dyn Fn(&str) -> String + 'a>;
    let stated = |keys: &'static str| {
        move |day: &str| format!("{keys}\n{}\nsource = \"by hand\"", from(day))
    };
    let levers: Vec<(Lever<'_>, String)> = vec![
        (
            Box::new(|day| {
                cards(&format!("award-rule = {{ cut-back = {{ floor = 0.5{} }} }}", comma(day)))
            }),
            cards(""),
        ),
        (
            Box::new(|day| keys(&format!("cap = {{ units = 2, awards = 1{} }}", comma(day)))),
            keys(""),
        ),
        (
            Box::new(|day| {
                table(&stated(
                    "[programme.x.quota.b]\nclasses = [\"b\"]\nshare = 0.5\nunused = \"kept free\"",
                )(day))
            }),
            table(""),
        ),
        (Box::new(|day| table(&stated("[programme.x.no-show]\nchance = 0.3")(day))), table("")),
        (
            Box::new(|day| {
                award(&stated(
                    "[programme.x.take-back]\nevery = \"10 days\"\nsteps = { 0.3 = 0.5 }",
                )(day))
            }),
            award(""),
        ),
        (
            Box::new(|day| award(&stated("[programme.x.extension]\nby = \"10 days\"")(day))),
            award(""),
        ),
        (
            Box::new(|day| award(&stated("[programme.x.unspent]\ngoes = \"extends\"")(day))),
            award(""),
        ),
        (Box::new(|day| award(&stated("[programme.x.limit]\nrunning = 1")(day))), award("")),
    ];
    // A check that does not count is an event all the same.
    let all = |text: &str| format!("{:?}", Record { events: 0, ..run(text) });
    for (at, (lever, absent)) in levers.iter().enumerate() {
        let always = all(&lever(""));
        for early in ["2020-01-01", "2025-01-01"] {
            assert_eq!(all(&lever(early)), always, "lever {at} from {early}");
        }
        let (never, absent) = (all(&lever("2030-01-01")), all(absent));
        assert_eq!(never, absent, "lever {at} in a time to come");
        assert_ne!(always, absent, "lever {at} does something");
    }
}
