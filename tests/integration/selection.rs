//! Who is awarded: offers in projects and cards, worked out by hand.

use daegi::model::Simulator;
use daegi::model::record::{Record, RoundRow};

use crate::support::{ALL_LEASED, Theory, play, read};

const DAY: i64 = 86_400;

/// Four monthly rounds, decided on days 20, 51, 79 and 110, of some 60 applicants each.
fn scenario(units: u32, programme: &str) -> String {
    Theory {
        start: "2025-01-01",
        observe_from: "2025-01-01",
        end: "2025-05-01",
        units,
        rest: format!(
            r#"{ALL_LEASED}
[programme.x]
pool = "p"
rounds = {{ every = "1 month", first = "2025-01-06", window = "5 days", review = "10 days" }}
demand = {{ fresh = 60 }}
source = "by hand"
{programme}
"#
        ),
    }
    .text()
}

fn run(text: &str) -> Record {
    play(&mut Simulator::new(), &read(text).baseline, 1, 0)
}

fn rounds<T>(record: &Record, part: impl Fn(&RoundRow) -> T) -> Vec<T> {
    record.rounds.iter().map(part).collect()
}

/// Requests of three cards each.
fn threes(places: &str) -> String {
    scenario(100, &format!("places = {places}\nrequest = 3\naward = \"20 days\""))
}

/// Ten cards hold three requests of three; a limit on projects, or on cards, whichever is nearer.
#[test]
fn places_in_cards_award_what_they_hold_whole() {
    let awarded = |places: &str| {
        let row = run(&threes(places)).rounds[0];
        (row.places, row.awards, row.units_offered, row.units_awarded)
    };
    assert_eq!(awarded("{ units = 10 }"), (3, 3, 10, 9));
    assert_eq!(awarded("{ projects = 2, units = 10 }"), (2, 2, 10, 6));
    assert_eq!(awarded("{ projects = 5, units = 10 }"), (5, 3, 10, 9));
    // Where the offer is in projects, the units offered are those awarded.
    assert_eq!(awarded("5"), (5, 5, 15, 15));
    assert_eq!(awarded("{ units = 2 }"), (0, 0, 2, 0));
}

/// One offer from each date: five projects, ten cards from February, 100 / 50 = 2 from March.
#[test]
fn each_date_has_an_offer_of_its_own() {
    let record = run(&threes(
        "{ \"2025-01-01\" = 5, \"2025-02-01\" = { units = 10 }, \"2025-03-01\" = { per-units = 50 } }",
    ));
    assert_eq!(rounds(&record, |row| row.awards), [5, 3, 2, 2]);
}

/// Ten cards, requests of three, awards of 40 days. Day 20: three awards hold nine cards to day 60;
/// day 51: one card is left, nobody fits; day 79: ten again, and on day 110 one.
#[test]
fn whatever_fits_is_what_nobody_has_been_promised() {
    let with = |rest: &str| {
        run(&scenario(10, &format!("places = \"whatever fits\"\nrequest = 3\n{rest}")))
    };
    let record = with("award = \"40 days\"");
    assert_eq!(rounds(&record, |row| row.units_offered), [10, 1, 10, 1]);
    assert_eq!(rounds(&record, |row| row.awards), [3, 0, 3, 0]);
    // Everybody starts on the day of the decision.
    assert!(record.allocations.iter().all(|row| row.started == Some(row.decided)));
    // Cards that an award waits for are promised too: 5 × 3 of an extra round, ten run, one waits.
    let record = with(
        r#"award = "40 days"
[programme.x.extra-round.first]
opens = "2025-01-02"
closes = "2025-01-05"
places = 4
source = "by hand""#,
    );
    assert_eq!(rounds(&record, |row| row.units_offered)[..2], [12, 0]);
    assert_eq!(record.allocations[3].started.map(|at| at.0 / DAY), Some(14 + 40));
}

/// Places as a number, as projects, and with more cards than anybody asks for: the same, bit by bit.
#[test]
fn a_limit_that_does_not_bind_changes_nothing() {
    let plain = run(&threes("12"));
    for places in ["{ projects = 12 }", "{ \"2025-01-01\" = 12 }", "{ projects = 12, units = 36 }"]
    {
        let other = run(&threes(places));
        assert!(plain.days == other.days && plain.allocations == other.allocations, "{places}");
        assert_eq!(plain.rounds, other.rounds, "{places}");
    }
    // The twin: one card fewer shows.
    assert_ne!(plain.rounds, run(&threes("{ projects = 12, units = 35 }")).rounds);
}

/// More cards never award less, round by round, where nobody comes back.
#[test]
fn more_cards_award_more() {
    let mixed = |units: u32| {
        let rest = format!(
            "places = {{ units = {units} }}\nrequest = {{ choice = {{ 1 = 0.4, 4 = 0.4, 16 = 0.2 }} }}\naward = \"20 days\""
        );
        rounds(&run(&scenario(1000, &rest)), |row| (row.units_asked, row.units_awarded))
    };
    let (few, many) = (mixed(40), mixed(80));
    for (few, many) in few.iter().zip(&many) {
        assert_eq!(few.0, many.0, "the same people ask");
        assert!(few.1 <= 40 && few.1 < many.1 && many.1 <= 80);
    }
}

/// A round that offers nothing is in the table of competition, without a ratio.
#[test]
fn a_round_without_places_is_not_forgotten() {
    let text = threes("{ \"2025-01-01\" = 5, \"2025-02-01\" = 0, \"2025-03-01\" = 5 }");
    let options = daegi::study::Options {
        replications: 2,
        seed: 1,
        threads: Some(1),
        order: daegi::study::Order::Forward,
        out: std::env::temp_dir().join(format!("daegi-test-{}-no-places", std::process::id())),
    };
    let finished = daegi::study::run(&read(&text), &options, &|_| {}).expect("the study runs");
    let rows = &finished.summary.competition;
    let shown: Vec<(i64, f64, bool)> =
        rows.iter().map(|row| (row.n, row.places, row.estimate.is_some())).collect();
    assert_eq!(shown, [(2, 5.0, true), (2, 0.0, false), (2, 5.0, true), (2, 5.0, true)]);
    assert!(rows[1].applications > 30.0);
}
