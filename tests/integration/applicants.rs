//! Classes of applicants, worked out by hand; what is neutral; what must not move.

use daegi::measures::OfClass;
use daegi::model::Simulator;
use daegi::model::ids::ClassId;
use daegi::model::record::{AllocationRow, Record};

use crate::support::{ALL_LEASED, Theory, play, read};

/// A hundred cards that are always leased, and what else a case needs.
pub(crate) fn scenario(rest: &str) -> String {
    Theory {
        start: "2025-01-01",
        observe_from: "2025-01-01",
        end: "2026-01-01",
        units: 1000,
        rest: format!("{ALL_LEASED}{rest}"),
    }
    .text()
}

/// A programme with quarterly rounds, decided in the third week, of forty new applicants each.
pub(crate) fn programme(name: &str, more: &str) -> String {
    format!(
        r#"[programme.{name}]
pool = "p"
rounds = {{ every = "3 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 10
demand = {{ fresh = 40 }}
request = {{ choice = {{ 1 = 0.5, 4 = 0.5 }} }}
award = "20 days"
reapply = 0.5
renew = 0.3
source = "by hand"
{more}"#
    )
}

pub(crate) fn run(text: &str, replication: u32) -> Record {
    play(&mut Simulator::new(), &read(text).baseline, 1, replication)
}

pub(crate) const TWO_CLASSES: &str = r#"[class.firm]
[class.school]
title = { ko = "학교", en = "schools" }
local = true
"#;

/// The classes of one programme: shares, and what else each has.
pub(crate) fn classes(programme: &str, firm: (f64, &str), school: (f64, &str)) -> String {
    [("firm", firm), ("school", school)]
        .map(|(name, (share, more))| {
            format!(
                "[programme.{programme}.class.{name}]\nshare = {share:?}\n{more}\nsource = \"by hand\"\n"
            )
        })
        .concat()
}

/// What an award was, but for the moment at which units were free for it.
pub(crate) fn who(row: &AllocationRow) -> (daegi::model::Cohort, u32, u32) {
    (row.cohort, row.ordinal, row.application)
}

pub(crate) fn same(a: &Record, b: &Record) {
    assert_eq!((&a.days, &a.rounds, &a.programmes), (&b.days, &b.rounds, &b.programmes));
    // What a class is called is no difference.
    let awards = |record: &Record| -> Vec<AllocationRow> {
        record
            .allocations
            .iter()
            .map(|row| AllocationRow { class: ClassId::at(0), ..*row })
            .collect()
    };
    assert!(awards(a) == awards(b), "awards differ");
    assert_eq!(a.months, b.months);
}

/// Classes that differ in nothing are no classes, bit for bit, whatever their shares.
#[test]
fn classes_that_differ_in_nothing_change_nothing() {
    let without = scenario(&programme("x", ""));
    let with = |firm: f64| {
        let of = classes("x", (firm, ""), (1.0 - firm, "score-bonus = 0"));
        scenario(&format!("{TWO_CLASSES}{}", programme("x", &of)))
    };
    for replication in 0..5 {
        let plain = run(&without, replication);
        assert!(plain.allocations.len() > 20);
        for share in [0.0, 0.25, 1.0] {
            same(&plain, &run(&with(share), replication));
        }
    }
}

/// Firms ask for 2 cards, schools for 3, and a bonus of 1 puts every school before every firm:
/// scores of firms lie in (0, 1), of schools in (1, 2). With ten places and some twenty schools
/// among forty applicants, all ten awards of a round are 3 cards: 4 rounds × 10 × 3 = 120 cards.
#[test]
fn a_bonus_of_one_comes_before_all_others() {
    let with = |bonus: &str| {
        let of = classes("x", (0.5, "request = 2"), (0.5, &format!("request = 3\n{bonus}")));
        run(&scenario(&format!("{TWO_CLASSES}{}", programme("x", &of))), 0)
    };
    let first = with("score-bonus = 1");
    assert!(first.rounds.iter().all(|round| (round.awards, round.units_awarded) == (10, 30)));
    // The other way round, no school gets anything: 10 × 2.
    let last = with("score-bonus = -1");
    assert!(last.rounds.iter().all(|round| round.units_awarded == 20));
    // And in between, more for schools than without a bonus.
    let units =
        |record: &Record| record.rounds.iter().map(|round| round.units_awarded).sum::<i64>();
    let some = ["", "score-bonus = 0.2", "score-bonus = 0.5"].map(|bonus| units(&with(bonus)));
    assert!(units(&last) < some[0] && some[0] < some[1] && some[1] < some[2], "{some:?}");
    assert!(some[2] <= units(&first));
}

/// What schools ask for moves no firm: the same firms win the same cards for the same time.
#[test]
fn what_one_class_asks_for_moves_nobody_of_another() {
    let with = |request: &str| {
        let of = classes("x", (0.5, "request = 2"), (0.5, request));
        let programmes = format!("{}{}", programme("x", &of), programme("y", ""));
        run(&scenario(&format!("{TWO_CLASSES}{programmes}")), 3)
    };
    let (small, large) = (with("request = 1"), with("request = 7"));
    assert_eq!(small.allocations.len(), large.allocations.len());
    let mut schools = 0;
    for (a, b) in small.allocations.iter().zip(&large.allocations) {
        assert_eq!(who(a), who(b));
        match (a.programme.place(), a.units) {
            (0, 1) => {
                schools += 1;
                assert_eq!(b.units, 7);
            }
            _ => assert_eq!(a, b),
        }
    }
    assert!(schools > 10);
}

/// A quarter are schools: of the applicants of 400 futures, |z| ≤ 4; a twin that asks a fifth fails.
#[test]
fn a_class_has_its_share_of_the_applicants() {
    // Everybody is awarded, so that awards are applicants; schools ask for 3, firms for 2.
    let of = classes("x", (0.75, "request = 2"), (0.25, "request = 3"));
    let text = scenario(&format!("{TWO_CLASSES}{}", programme("x", &of)))
        .replace("places = 10", "places = 1000")
        .replace("reapply = 0.5\nrenew = 0.3\n", "");
    let shares = crate::support::sample(&text, 7, 400, |_, record| {
        let schools = record.allocations.iter().filter(|row| row.units == 3).count();
        schools as f64 / record.allocations.len() as f64
    });
    let z = crate::support::z(&shares, 0.25);
    assert!(z.abs() <= 4.0, "{z}");
    assert!(crate::support::z(&shares, 0.2).abs() > 4.0, "the test sees nothing");
}

/// What is wrong with classes is said where it stands.
#[test]
fn bad_classes_are_told_of() {
    let wrong = |of: &str, part: &str| {
        let text = scenario(&format!("{TWO_CLASSES}{}", programme("x", of)));
        let problems = daegi::scenario::Scenario::parse("x.toml", &text).expect_err("it is wrong");
        assert!(problems.to_string().contains(part), "{problems}");
    };
    wrong(&classes("x", (0.5, ""), (0.4, "")), "the shares of the classes sum to 0.9, not to 1");
    wrong("[programme.x.class.frim]\nshare = 1\nsource = \"x\"\n", "did you mean `firm`?");
    wrong("[class.none]\n", "the name `none` is kept: it is the word for nothing");
    wrong(&classes("x", (0.5, "request = 2000"), (0.5, "")), "the pool never holds more than 1000");
}

/// Six cards, three awards of two cards for 20 days from day 20; from day 25 to day 32 money leases
/// four: the newest award stands still for 7 days, and its class bears 2 × 7 card-days; the others
/// hold theirs throughout: held 3 × 2 × 20 = 120 card-days, none of them after the window.
#[test]
fn the_class_of_the_newest_award_bears_the_gap() {
    const DAY: i64 = 86_400;
    let money = |name: &str, leases: &str, from: &str, to: &str| {
        format!(
            "[funding.{name}]\nleases = {leases}\nfrom = \"{from}\"\nto = \"{to}\"\nsource = \"by hand\"\n"
        )
    };
    let fundings = [
        money("before", "\"all\"", "2025-01-01", "2025-01-26"),
        money("during", "{ \"p.all\" = 4 }", "2025-01-26", "2025-02-02"),
        money("after", "\"all\"", "2025-02-02", "2026-01-01"),
    ]
    .concat();
    let of = classes("x", (0.5, ""), (0.5, ""));
    let programme = programme("x", &of)
        .replace("places = 10", "places = 3")
        .replace("3 months", "12 months")
        .replace("request = { choice = { 1 = 0.5, 4 = 0.5 } }", "request = 2")
        .replace("first = \"2025-01-06\"", "first = \"2025-01-06\", last = \"2025-02-01\"");
    let text = Theory {
        start: "2025-01-01",
        observe_from: "2025-01-01",
        end: "2026-01-01",
        units: 6,
        rest: format!("{fundings}{TWO_CLASSES}{programme}"),
    }
    .text();
    for replication in 0..4 {
        let record = run(&text, replication);
        let newest = record.allocations[2].class;
        let [none, firm, school] = &*record.classes else { panic!("{:?}", record.classes) };
        assert_eq!(*none, Default::default());
        let frozen = [firm, school].map(|class| class.of(OfClass::Frozen));
        let expected = if newest.place() == 1 { [14 * DAY, 0] } else { [0, 14 * DAY] };
        assert_eq!(frozen, expected);
        let both = |column| firm.of(column) + school.of(column);
        assert_eq!(both(OfClass::Held), 120 * DAY);
        assert_eq!(both(OfClass::Awards), 3);
        assert_eq!(both(OfClass::Applications), record.rounds[0].applications());
        assert_eq!(both(OfClass::TurnedAway), record.rounds[0].applications() - 3);
        // Only what lies in the window counts: from day 25 on, 2 × 20 × 3 less 5 days of 6 cards.
        let later = text.replace("observe-from = \"2025-01-01\"", "observe-from = \"2025-01-26\"");
        let later = run(&later, replication);
        let held: i64 = later.classes.iter().map(|class| class.of(OfClass::Held)).sum();
        assert_eq!(held, (120 - 30) * DAY);
    }
}
