//! Who is awarded: offers in projects and cards, worked out by hand.

use daegi::measures::Flow;
use daegi::model::Simulator;
use daegi::model::ids::ProgrammeId;
use daegi::model::record::{Outcome, Record, RoundRow};

use crate::support::{ALL_LEASED, Theory, options, play, read, run, study};

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
        run(&scenario(
            10,
            &format!("places = \"whatever fits\"\nlooks-ahead = \"0 days\"\nrequest = 3\n{rest}"),
        ))
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
    let options = options(
        2,
        1,
        std::env::temp_dir().join(format!("daegi-test-{}-no-places", std::process::id())),
    );
    let finished = daegi::study::run(&read(&text), &options, &|_| {}).expect("the study runs");
    let rows = &finished.summary.competition;
    let shown: Vec<(i64, f64, bool)> =
        rows.iter().map(|row| (row.n, row.places, row.estimate.is_some())).collect();
    assert_eq!(shown, [(2, 5.0, true), (2, 0.0, false), (2, 5.0, true), (2, 5.0, true)]);
    assert!(rows[1].applications > 30.0);
}

/// Ten cards, requests of three, half at least: two cards each for five winners; at any factor at
/// which one has three, all have, and that is 15. What is cut: 5 × 1 card × 20 days, in four rounds.
#[test]
fn cut_backs_are_a_cause_of_their_own() {
    let rule = |rule: &str| {
        run(&scenario(
            100,
            &format!("places = {{ units = 10 }}\nrequest = 3\naward = \"20 days\"\n{rule}"),
        ))
    };
    let cut =
        |record: &Record| record.months.iter().map(|month| month.of(Flow::CutBack).0).sum::<i64>();
    let whole = rule("");
    assert_eq!((whole.rounds[0].awards, whole.rounds[0].units_awarded, cut(&whole)), (3, 9, 0));
    let half = rule("award-rule = { cut-back = { floor = 0.5 } }");
    let row = half.rounds[0];
    assert_eq!((row.awards, row.units_awarded, row.units_cut), (5, 10, 5));
    assert_eq!(cut(&half), 4 * 5 * 20 * DAY);
    assert!(half.allocations.iter().all(|award| award.units == 2));
    // A cap of two cards cuts as much, of five projects.
    let capped = run(&threes("5").replace("request = 3", "request = 3\ncap = { units = 2 }"));
    assert_eq!((capped.rounds[0].awards, capped.rounds[0].units_awarded), (5, 10));
    assert_eq!(cut(&capped), 4 * 5 * 20 * DAY);
}

/// Everybody wins and everybody comes back when it ends; with one award each, those are turned away.
#[test]
fn a_cap_on_awards_is_for_life() {
    let with = |cap: &str| {
        run(&scenario(
            1000,
            &format!("places = 1000\nrequest = 1\naward = \"10 days\"\nrenew = 1.0\n{cap}"),
        ))
    };
    let (free, once) = (with(""), with("cap = { awards = 1 }"));
    assert_eq!(free.rounds[1].renewals, free.rounds[0].awards);
    assert_eq!(free.rounds[1].awards, free.rounds[1].applications());
    assert_eq!(once.rounds[1].renewals, once.rounds[0].awards);
    assert_eq!(once.rounds[1].awards, once.rounds[1].fresh);
    assert_eq!(free.rounds[1].fresh, once.rounds[1].fresh);
}

fn no_show(chance: &str, then: &str) -> String {
    format!("[programme.x.no-show]\nchance = {chance}\nthen = \"{then}\"\nsource = \"by hand\"\n")
}

/// Whoever wins declines: five a round and nobody starts, or all down the list. What they asked for
/// is declined: 3 cards × 20 days each.
#[test]
fn winners_who_decline_are_counted_apart() {
    let with = |chance: &str, then: &str| run(&(threes("5") + &no_show(chance, then)));
    let declined =
        |record: &Record| record.months.iter().map(|month| month.of(Flow::Declined).0).sum::<i64>();
    let lost = with("1.0", "lost");
    assert_eq!(rounds(&lost, |row| (row.awards, row.declined)), [(5, 5); 4]);
    assert_eq!(declined(&lost), 4 * 5 * 3 * 20 * DAY);
    // One row each: three cards that nobody took, on the day of the decision.
    let rows = || lost.allocations.iter().map(|row| (row.outcome, row.units, row.decided.0 / DAY));
    assert_eq!(rows().count(), 20);
    for (at, row) in rows().enumerate() {
        assert_eq!(row, (Outcome::Declined, 3, [20, 51, 79, 110][at / 5]));
    }
    assert!(
        lost.allocations.iter().all(|row| row.started.is_none() && row.ended == Some(row.decided))
    );
    assert_eq!(
        (lost.programmes[ProgrammeId::at(0)].awards, lost.programmes[ProgrammeId::at(0)].declined),
        (20, 20)
    );
    let listed = with("1.0", "waiting-list");
    for row in &listed.rounds {
        assert_eq!((row.awards, row.declined), (row.applications(), row.applications()));
    }
    // At a chance of 0.3 a waiting list of 60 fills every place, and without one some stay free.
    let (lost, listed) = (with("0.3", "lost"), with("0.3", "waiting-list"));
    assert_eq!(rounds(&listed, |row| row.awards - row.declined), [5; 4]);
    assert_eq!(rounds(&lost, |row| row.awards), [5; 4]);
    let taken = |record: &Record| {
        record.allocations.iter().filter(|row| row.outcome != Outcome::Declined).count()
    };
    assert!(taken(&lost) < 20 && taken(&listed) == 20 && listed.allocations.len() > 20);
    // Who declines at a small chance declines at a larger one: those who come are a subset.
    let come = |chance: &str| -> std::collections::BTreeSet<(daegi::model::Cohort, u32)> {
        let record = with(chance, "lost");
        let taken = record.allocations.iter().filter(|row| row.outcome != Outcome::Declined);
        taken.map(|award| (award.cohort, award.ordinal)).collect()
    };
    let (many, few) = (come("0.1"), come("0.5"));
    assert!(few.is_subset(&many) && few.len() < many.len());
}

/// Classes told apart by what they ask for: locals one card, others two. Of some 60 applicants a
/// fifth are local; half of ten places are reserved for them.
fn with_classes(rest: &str) -> String {
    let programme = format!(
        r#"places = 10
request = 2
award = "20 days"
[programme.x.class.near]
share = 0.2
request = 1
source = "by hand"
[programme.x.class.far]
share = 0.8
source = "by hand"
{rest}"#
    );
    scenario(1000, &programme)
        .replace("[programme.x]\n", "[class.near]\nlocal = true\n[class.far]\n[programme.x]\n")
}

fn locals(record: &Record, day: i64) -> usize {
    let at = |award: &&daegi::model::record::AllocationRow| award.decided.0 == day * DAY;
    record.allocations.iter().filter(at).filter(|award| award.units == 1).count()
}

#[test]
fn half_the_places_for_local_firms() {
    let quota = |classes: &str, share: &str| {
        run(&with_classes(&format!(
            "[programme.x.quota.local]\nclasses = {classes}\nshare = {share}\nsource = \"by hand\"\n"
        )))
    };
    let (plain, half) = (run(&with_classes("")), quota("\"local\"", "0.5"));
    for day in [20, 51, 79, 110] {
        assert!(locals(&plain, day) < 5, "{}", locals(&plain, day));
        assert!(locals(&half, day) >= 5, "{}", locals(&half, day));
    }
    assert_eq!(rounds(&half, |row| row.awards), [10; 4]);
    let named = quota("[\"near\"]", "0.5");
    assert!(named.rounds == half.rounds && named.allocations == half.allocations);
    let none = quota("\"local\"", "0.0");
    assert!(plain.rounds == none.rounds && plain.allocations == none.allocations);
}

/// Neutral settings are as if they were not there, bit by bit, and a rule of one programme moves
/// nobody of another.
#[test]
fn neutral_rules_of_selection_change_nothing_and_others_stay_in_their_programme() {
    let centre = crate::invariance::CENTRE;
    let edited = |rules: &str, tables: &str| {
        centre
            .replace("places = 12\n", &format!("places = 12\n{rules}\n"))
            .replace("[programme.any]", &format!("{tables}[programme.any]"))
    };
    let neutral = edited(
        "award-rule = { cut-back = { floor = 1.0 } }\ncap = { units = 8, awards = 1000 }",
        &no_show("0.0", "lost").replace("programme.x", "programme.big"),
    );
    let moved = edited(
        "award-rule = \"whole\"",
        &no_show("0.3", "waiting-list").replace("programme.x", "programme.big"),
    );
    let mut simulator = Simulator::new();
    let mut play = |text: &str, k: u32| play(&mut simulator, &read(text).baseline, 7, k);
    for k in 0..4 {
        let (plain, neutral, moved) = (play(centre, k), play(&neutral, k), play(&moved, k));
        assert!(plain.days == neutral.days && plain.months == neutral.months);
        assert!(plain.rounds == neutral.rounds && plain.allocations == neutral.allocations);
        let of_any = |record: &Record| {
            let rows = record.allocations.iter().filter(|row| row.programme.place() == 1);
            rows.copied().collect::<Vec<_>>()
        };
        assert_eq!(of_any(&plain), of_any(&moved));
        assert_ne!(plain.rounds, moved.rounds);
    }
}

/// Five awards of 20 days in each of four rounds, and two of another programme. Of the first, the
/// awards of January to March run 5 × 20 days each, those of day 110 to the end on day 120: 350
/// project-days in 120 days.
fn two_programmes(rest: &str) -> String {
    let first = "places = 5\nrequest = 3\naward = \"20 days\"";
    let other = r#"[programme.y]
pool = "p"
rounds = { every = "1 month", first = "2025-01-06", window = "5 days", review = "10 days" }
demand = { fresh = 60 }
places = 2
request = 1
award = "20 days"
source = "by hand""#;
    scenario(100, &format!("{first}\n{other}\n{rest}"))
}

/// One key says whether a published count is of awards or of running projects, of all or without one.
#[test]
fn a_check_can_be_read_another_way_by_one_key() {
    let value = |keys: &str| {
        let check = format!(
            "[check.a]\nfrom = \"2025-01-01\"\nto = \"2025-05-01\"\nobserved = 20\nsource = \"by hand\"\n{keys}\n"
        );
        let finished = study("switch", &two_programmes(&check));
        let rows = &finished.summary.checks;
        (rows[0].scope.clone(), rows[0].q50.unwrap_or(f64::NAN), rows.len())
    };
    assert_eq!(value("response = \"awards\""), ("site".to_owned(), 28.0, 3));
    let both = ("x + y".to_owned(), 28.0, 3);
    assert_eq!(value("response = \"awards\"\nscope = [\"x\", \"y\"]"), both);
    assert_eq!(value("response = \"awards\"\nexcept = [\"y\"]"), ("x".to_owned(), 20.0, 1));
    assert_eq!(value("response = \"awards\"\nexcept = \"x\""), ("y".to_owned(), 8.0, 1));
    let running = value("response = \"running_projects\"\nscope = \"x\"");
    assert!((running.1 - 350.0 / 120.0).abs() < 1e-12, "{running:?}");
    // All: 7 a round instead of 5.
    let running = value("response = \"running_projects\"");
    assert!((running.1 - 350.0 / 120.0 * 1.4).abs() < 1e-12, "{running:?}");
    let asked = value("response = \"applications\"\nexcept = [\"y\"]");
    assert!(asked.1 > 160.0 && asked.1 < 320.0, "{asked:?}");
}

/// What only the baseline has is told of, without a difference.
#[test]
fn a_programme_that_an_alternative_removes_is_told_of() {
    let text = two_programmes(
        "[study.alternative.one]\ntitle = { ko = \"하나\", en = \"one\" }\nremove = [\"programme.y\"]",
    );
    let finished = study("one-sided", &text);
    let of = |scope: &str| {
        let rows = finished.summary.differences.iter().filter(|row| row.scope == scope);
        rows.map(|row| (row.estimate.is_some(), row.only_in)).collect::<Vec<_>>()
    };
    assert!(!of("y").is_empty());
    assert!(of("y").iter().all(|row| *row == (false, Some(daegi::results::OnlyIn::Baseline))));
    assert!(of("x").iter().all(|row| *row == (true, None)));
}

/// Whoever wins declines, so that all five places of the first round are offered again ten days later
/// (day 30), to those who were turned away and come back at once: all of the others. They decline as
/// well, and then the places stay free. The next round follows as ever, with those who were refused.
#[test]
fn what_was_declined_is_offered_again() {
    let text = |then: &str| {
        threes("5").replace("request = 3", "request = 3\nreapply = 1.0") + &no_show("1.0", then)
    };
    let record = run(&text("top-up\"\nafter = \"10 days"));
    let all = rounds(&record, |row| (row.top_up, row.decides.0 / DAY, row.places, row.declined));
    assert_eq!(
        all[..4],
        [(false, 20, 5, 5), (true, 30, 5, 5), (false, 51, 5, 5), (true, 61, 5, 5)]
    );
    let [first, again, second] = [record.rounds[0], record.rounds[1], record.rounds[2]];
    assert_eq!((again.fresh, again.reapplicants), (0, first.applications() - 5));
    assert_eq!(second.reapplicants, first.applications() - 10);
    // The last top-up would be decided on the day on which the calendar ends.
    assert_eq!(record.programmes[ProgrammeId::at(0)].declined, 4 * 5 + 3 * 5);
    // Nobody declines: there is nothing to offer again.
    let plain = run(&text("lost").replace("chance = 1.0", "chance = 0.0"));
    let none = run(&text("top-up\"\nafter = \"10 days").replace("chance = 1.0", "chance = 0.0"));
    assert!(plain.rounds == none.rounds && plain.allocations == none.allocations);
}

/// Five winners a round decline, and five days after the decisions of days 20, 51, 79 and 110 their
/// places are offered again: to nobody, for nobody comes back. Each is a line of its own.
#[test]
fn what_is_offered_again_is_in_the_table_of_competition() {
    let text = threes("5") + &no_show("1.0", "top-up\"\nafter = \"5 days");
    let options = options(
        2,
        1,
        std::env::temp_dir().join(format!("daegi-test-{}-again", std::process::id())),
    );
    let finished = daegi::study::run(&read(&text), &options, &|_| {}).expect("the study runs");
    let again = finished.summary.competition.iter().filter(|row| row.top_up);
    let again: Vec<_> =
        again.map(|row| (row.opens_day, row.n, row.places, row.applications)).collect();
    assert_eq!(again, [25, 56, 84, 115].map(|day| (day, 2, 5.0, 0.0)));
    assert_eq!(finished.summary.competition.len(), 8);
}

/// With a place for everybody, who scores below the bar does not win, and places stay empty: at 0.3 seven in ten
/// win. A bar of nothing is none, bit for bit; one of 0.4 is told from 0.3.
#[test]
fn below_the_bar_of_quality_nobody_wins() {
    let with = |bar: &str| {
        let bar = match bar {
            "" => String::new(),
            bar => format!("quality-bar = {{ {bar}, source = \"by hand\" }}\n"),
        };
        run(&scenario(2_000, &format!("{bar}places = 500\nrequest = 3\naward = \"20 days\"")))
    };
    let share = |record: &Record| {
        let awards: i64 = record.rounds.iter().map(|row| row.awards).sum();
        let applications: i64 = record.rounds.iter().map(RoundRow::applications).sum();
        awards as f64 / applications as f64
    };
    let plain = with("");
    assert_eq!(share(&plain), 1.0);
    assert_eq!(plain.rounds, with("score = 0").rounds);
    // 240 applications: a standard error of 3 %.
    assert!((share(&with("score = 0.3")) - 0.7).abs() < 0.09);
    assert!(share(&with("score = 0.4")) < share(&with("score = 0.3")));
    // From March on: the rounds before it award all.
    let later = rounds(&with("score = 0.3, from = \"2025-03-01\""), |row| row.awards);
    assert_eq!(later[..2], rounds(&plain, |row| row.awards)[..2]);
    assert!(later[2] < plain.rounds[2].awards);
}
