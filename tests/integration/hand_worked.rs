//! Scenarios without chance in what matters, with the answer worked out by hand beside each.

use daegi::measures::{Flow, Money, Rung};
use daegi::model::Replication;
use daegi::model::ids::{AccountId, ProgrammeId};
use daegi::model::record::{Outcome, Record};
use daegi::model::{Draws, Simulator};
use daegi::time::Duration;

use crate::support::{Theory, options, read, run};

pub(crate) const DAY: i64 = 86_400;

/// A card costs 3,650,000 won a month: 12 × 3,650,000 / 365 = 120,000 won a day, exactly.
pub(crate) fn scenario(units: u32, rest: &str) -> String {
    let nobody = if rest.contains("[programme.") { "" } else { NOBODY };
    Theory {
        start: "2025-01-01",
        observe_from: "2025-01-01",
        end: "2025-05-01",
        units,
        rest: format!(
            "[lease-price]\nserver = \"3,650,000 KRW\"\nsource = \"by hand\"\n{rest}{nobody}"
        ),
    }
    .text()
}

/// Money and units alone: nobody asks for anything before the last month.
const NOBODY: &str = r#"[programme.x]
pool = "p"
rounds = { every = "12 months", first = "2025-04-01", window = "5 days", review = "10 days" }
places = 1
demand = { fresh = 1 }
request = 1
award = "20 days"
source = "by hand"
"#;

/// One round, decided on day 20 (21 January), of many more applicants than places, two cards each.
pub(crate) fn one_round(places: u32, start_within: &str) -> String {
    format!(
        r#"[programme.x]
pool = "p"
rounds = {{ every = "12 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = {places}
demand = {{ fresh = 60 }}
request = 2
award = "20 days"
start-within = "{start_within}"
source = "by hand"
"#
    )
}

/// Leases as (day, units) whenever they change.
pub(crate) fn leases(record: &Record) -> Vec<(usize, i64)> {
    record.leases.iter().map(|change| (change.day, change.leased)).collect()
}

/// A call opens on 1 September 2025, closes 30 days later and is decided 92 days after that: on 1 January 2026 at 00:00
/// (30 days of September, then 31 + 30 + 31), in London, New York, Sydney and Seoul alike, whatever their clocks do.
/// The 10 awards count in 2026. The twin reviews for 2,208 hours (92 × 24): in London that is 31 December, 23:00.
#[test]
fn a_review_in_days_ends_at_midnight_where_clocks_change() {
    let played = |zone: &str, review: &str| {
        let text = format!(
            r#"schema = 1
title = {{ en = "Summer time", ko = "서머타임" }}
question = {{ en = "When is it decided?", ko = "언제 결정되는가?" }}
[calendar]
zone = "{zone}"
start = "2025-01-01"
observe-from = "2026-01-01"
observe-to = "2027-01-01"
[unit.gpu]
compute = "67 TF"
weight = 1.0
node = {{ units = 4, power = "3 kW" }}
source = "by hand"
[pool.p.lot.l]
unit = "gpu"
installed = 100
hall = "elsewhere"
source = "by hand"
[funding.f]
leases = "all"
source = "by hand"
[programme.c]
pool = "p"
rounds = ["2025-09-01"]
window = "30 days"
review = "{review}"
places = 10
request = 10
award = "26 weeks"
demand = {{ fresh = 60 }}
source = "by hand"
[study]
replications = 1
"#
        );
        let scenario = read(&text);
        let record = run(&text);
        let calendar = &scenario.baseline.calendar;
        let ends = record.allocations.iter().filter_map(|award| award.ended).max();
        let ends = ends.map(|ends| calendar.civil(ends));
        (
            record.programmes[ProgrammeId::at(0)].awards,
            calendar.civil(record.rounds[0].decides),
            ends,
        )
    };
    for zone in ["Europe/London", "America/New_York", "Australia/Sydney", "Asia/Seoul"] {
        let (awards, decided, ends) = played(zone, "92 days");
        assert_eq!((awards, decided.as_str()), (10, "2026-01-01 00:00:00"), "{zone}");
        // 26 weeks are 182 civil days: to 2 July.
        assert_eq!(ends.as_deref(), Some("2026-07-02 00:00:00"), "{zone}");
    }
    let (awards, decided, _) = played("Europe/London", "2208 hours");
    assert_eq!((awards, decided.as_str()), (0, "2025-12-31 23:00:00"));
}

/// A top-up of five cards costs 5 × 120,000 = 600,000 won a day. 6,100,000 won pay ten days; on the
/// eleventh 100,000 are left, which do not pay a day, so it ends and they lapse.
#[test]
fn a_top_up_runs_until_it_cannot_pay_a_whole_day() {
    let record = run(&scenario(
        10,
        r#"[funding.base]
leases = { "p.all" = 4 }
from = "2025-01-01"
to = "2025-05-01"
source = "by hand"
[funding.top]
amount = "6,100,000 KRW"
adds = { "p.all" = 5 }
arrives = "2025-01-11"
until = "2025-04-01"
source = "by hand"
"#,
    ));
    assert_eq!(leases(&record), [(0, 4), (10, 9), (20, 4)]);
    // January's accounts: the base, the top-up, arrears.
    let [base, top, arrears] = [&record.money[0], &record.money[1], &record.money[2]];
    assert_eq!(base[Money::Spent].0, 31 * 4 * 120_000);
    assert_eq!(
        (top[Money::Granted].0, top[Money::Spent].0, top[Money::Lapsed].0, top[Money::Left].0),
        (6_100_000, 6_000_000, 100_000, 0)
    );
    assert_eq!((top.unit_days, top.days, arrears[Money::Spent].0), (50, 10, 0));
}

/// What is not spent when a funding ends lapses; the day of its end is not paid.
#[test]
fn a_funding_with_money_left_ends_on_its_date() {
    let record = run(&scenario(
        10,
        r#"[funding.top]
amount = "100,000,000 KRW"
adds = { "p.all" = 10 }
arrives = "2025-01-11"
until = "2025-01-21"
source = "by hand"
"#,
    ));
    // 10 cards × 10 days × 120,000 = 12,000,000.
    assert_eq!(leases(&record), [(10, 10), (20, 0)]);
    let top = &record.money[0];
    assert_eq!((top[Money::Spent].0, top[Money::Lapsed].0), (12_000_000, 88_000_000));
}

/// Overlapping bases take the larger count, and the larger one pays for all of it.
#[test]
fn overlapping_bases_take_the_larger_and_top_ups_add() {
    let record = run(&scenario(
        10,
        r#"[funding.small]
leases = { "p.all" = 3 }
from = "2025-01-01"
to = "2025-01-21"
source = "by hand"
[funding.large]
leases = { "p.all" = 6 }
from = "2025-01-11"
to = "2025-01-16"
source = "by hand"
[funding.top]
adds = { "p.all" = 2 }
arrives = "2025-01-01"
until = "2025-01-31"
source = "by hand"
"#,
    ));
    // 3 + 2; from day 10, 6 + 2; from day 15, 3 + 2; from day 20, the top-up alone; nothing from day 30.
    assert_eq!(leases(&record), [(0, 5), (10, 8), (15, 5), (20, 2), (30, 0)]);
    let unit_days: Vec<i64> = record.money[..3].iter().map(|month| month.unit_days).collect();
    assert_eq!(unit_days, [3 * 15, 6 * 5, 2 * 30]);
}

/// Three awards of two cards start on day 20 for 20 days. From day 25 to day 32 money leases four
/// cards only: the newest award, the third, loses its two.
fn gap(policy: &str) -> Record {
    run(&scenario(
        6,
        &format!(
            r#"[funding.before]
leases = "all"
from = "2025-01-01"
to = "2025-01-26"
source = "by hand"
[funding.during]
leases = {{ "p.all" = 4 }}
from = "2025-01-26"
to = "2025-02-02"
source = "by hand"
[funding.after]
leases = "all"
from = "2025-02-02"
to = "2025-05-01"
source = "by hand"
[gap]
running = "{policy}"
source = "by hand"
{}"#,
            one_round(3, "3 months")
        ),
    ))
}

fn days(length: Duration) -> i64 {
    assert_eq!(length.0 % DAY, 0);
    length.0 / DAY
}

#[test]
fn freeze_suspends_the_newest_award_and_its_clock() {
    let record = gap("freeze");
    let ends: Vec<(i64, i64, i64)> = record
        .allocations
        .iter()
        .map(|row| (row.ended.map_or(-1, |end| end.0 / DAY), days(row.held), days(row.frozen)))
        .collect();
    // 20 + 20 = 40; the third stands still for 32 − 25 = 7 days and ends on day 47.
    assert_eq!(ends, [(40, 20, 0), (40, 20, 0), (47, 20, 7)]);
    let frozen: i64 = record.months.iter().map(|month| month.of(Flow::Frozen).0).sum();
    assert_eq!(frozen, 2 * 7 * DAY);
    assert_eq!(leases(&record), [(0, 6), (25, 4), (32, 6)]);
}

#[test]
fn stop_ends_the_newest_award_for_good() {
    let record = gap("stop");
    let last = &record.allocations[2];
    assert_eq!((last.outcome, days(last.held)), (Outcome::Stopped, 5));
    let stopped: i64 = record.months.iter().map(|month| month.of(Flow::Stopped).0).sum();
    assert_eq!(stopped, 2 * 15 * DAY, "15 of its 20 days are lost");
}

#[test]
fn continue_keeps_units_leased_on_credit_and_books_arrears() {
    let record = gap("continue");
    assert!(record.allocations.iter().all(|row| days(row.held) == 20 && row.frozen.0 == 0));
    assert_eq!(leases(&record), [(0, 6)]);
    // Two cards above the four that are paid, for seven days: 2 × 7 × 120,000 = 1,680,000.
    let accounts = 4;
    let arrears: i64 =
        record.money.iter().skip(3).step_by(accounts).map(|m| m[Money::Spent].0).sum();
    assert_eq!(arrears, 1_680_000);
}

/// Two awards of two cards on a pool of two: the second waits behind the first.
#[test]
fn an_award_waits_its_turn_or_lapses() {
    let with = |within: &str| {
        run(&scenario(2, &format!("{}{}", crate::support::ALL_LEASED, one_round(2, within))))
    };
    let patient = with("30 days");
    let [first, second] = [&patient.allocations[0], &patient.allocations[1]];
    assert_eq!(
        (first.started.map(|t| t.0 / DAY), second.started.map(|t| t.0 / DAY)),
        (Some(20), Some(40))
    );
    assert_eq!(days(second.held), 20, "its length runs from its start");
    let hasty = with("10 days");
    assert_eq!(hasty.allocations[1].outcome, Outcome::Lapsed);
    assert_eq!(hasty.allocations[1].ended.map(|t| t.0 / DAY), Some(30));
    let withdrawn: i64 = hasty.months.iter().map(|month| month.of(Flow::Lapsed).0).sum();
    assert_eq!(withdrawn, 2 * 20 * DAY);
    // A release at the very instant of the limit comes first: the award starts.
    let exact = with("20 days");
    assert_eq!(exact.allocations[1].started.map(|t| t.0 / DAY), Some(40));
}

/// An expansion of two cards, ordered on 1 February with a lead time of ten days, is installed on
/// day 41. What it adds counts in rounds that are decided after it is in service.
#[test]
fn an_expansion_adds_units_after_its_lead_time_and_places_as_it_states() {
    let with = |adds: &str| {
        let rounds = one_round(3, "3 months").replace("12 months", "1 months");
        run(&scenario(
            6,
            &format!(
                r#"{}[expansion.more]
pool = "p"
unit = "server"
adds = 2
hall = "elsewhere"
ordered = "2025-02-01"
lead-time = "10 days"
adds-places = {adds}
funded-by = "all"
source = "by hand"
{rounds}"#,
                crate::support::ALL_LEASED
            ),
        ))
    };
    // Decisions on days 20 (21 January), 51 (21 February), 79 (21 March) and 110 (21 April).
    let places = |record: &Record| record.rounds.iter().map(|row| row.places).collect::<Vec<_>>();
    assert_eq!(places(&with("5")), [3, 8, 8, 8]);
    assert_eq!(places(&with("\"none\"")), [3, 3, 3, 3]);
    // In proportion: 3 × 8 / 6 = 4.
    let record = with("\"in proportion\"");
    assert_eq!(places(&record), [3, 4, 4, 4]);
    assert_eq!(
        leases(&record),
        [(0, 6), (41, 2)],
        "the lot of the expansion is leased from day 41"
    );
}

/// Places in proportion to what stands: 3 × 8 / 6 = 4, also while money leases 2 of the other 6.
#[test]
fn less_money_never_means_more_places() {
    let text = scenario(
        6,
        r#"[funding.base]
leases = { "p.all" = 6 }
to = "2025-02-15"
source = "by hand"
[funding.few]
leases = { "p.all" = 2 }
source = "by hand"
[funding.more]
adds = {}
source = "by hand"
[expansion.more]
pool = "p"
unit = "server"
adds = 2
hall = "elsewhere"
ordered = "2025-02-01"
lead-time = "10 days"
adds-places = "in proportion"
funded-by = "more"
source = "by hand"
[programme.x]
pool = "p"
rounds = { every = "1 month", first = "2025-01-06", window = "5 days", review = "10 days" }
places = 3
demand = { fresh = 60 }
request = 1
award = "5 days"
source = "by hand"
"#,
    );
    let places: Vec<i64> = run(&text).rounds.iter().map(|row| row.places).collect();
    assert_eq!(places, [3, 4, 4, 4]);
}

/// Five cards, an award of 28 days each, decided at midnight; 10 winners, so that five wait. At the
/// midnight at which the first five end, money leases two: two of the waiting start, nobody is
/// started and stopped at once.
#[test]
fn nobody_starts_on_units_that_are_gone_at_the_same_midnight() {
    for policy in ["stop", "freeze"] {
        let text = scenario(
            5,
            &format!(
                r#"[gap]
running = "{policy}"
source = "by hand"
[funding.base]
leases = {{ "p.all" = 5 }}
to = "2025-02-18"
source = "by hand"
[funding.few]
leases = {{ "p.all" = 2 }}
source = "by hand"
[programme.x]
pool = "p"
rounds = {{ every = "12 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 10
demand = {{ fresh = 60 }}
request = 1
award = "28 days"
source = "by hand"
"#
            ),
        );
        let record = run(&text);
        let started = |day: i64| {
            let at = |time: daegi::time::Time| time.0 == day * DAY;
            record.allocations.iter().filter(|a| a.started.is_some_and(at)).count()
        };
        assert_eq!([started(20), started(48), started(76)], [5, 2, 2], "{policy}");
        let cut = |a: &&daegi::model::record::AllocationRow| {
            a.outcome == Outcome::Stopped || a.frozen != Duration::ZERO
        };
        assert_eq!(record.allocations.iter().filter(cut).count(), 0, "{policy}");
    }
}

/// The window need not be months: 10 cards × 10 days × 120,000 from 10 to 20 February.
#[test]
fn money_of_a_window_within_a_month_is_that_of_its_days() {
    let text = scenario(10, crate::support::ALL_LEASED)
        .replace("observe-from = \"2025-01-01\"", "observe-from = \"2025-02-10\"")
        .replace(
            "observe-to = \"2025-05-01\"",
            "end = \"2025-05-01\"\nobserve-to = \"2025-02-20\"",
        );
    let record = run(&text);
    let [all, arrears] =
        [&record.window_money[AccountId::at(0)], &record.window_money[AccountId::at(1)]];
    assert_eq!((all[Money::Spent].0, all.unit_days, all.days), (12_000_000, 100, 10));
    assert_eq!(arrears[Money::Spent].0, 0);
}

/// Ten racks of one card each: ten slots in every month, also in that in which six cards come.
#[test]
fn a_hall_holds_no_more_in_the_month_of_a_delivery() {
    let text = scenario(6, crate::support::ALL_LEASED)
        .replace(
            "hall = \"elsewhere\"\nfrom = \"2000-01-01\"",
            "hall = \"h\"\nfrom = \"2025-02-15\"",
        )
        .replace(
            "[unit.server]",
            "[hall.h]\nracks = 10\nrack-power = \"1 kW\"\nsource = \"x\"\n[unit.server]",
        );
    let options = options(
        2,
        1,
        std::env::temp_dir().join(format!("daegi-test-{}-slots", std::process::id())),
    );
    let finished = daegi::study::run(&read(&text), &options, &|_| {}).expect("the study runs");
    let halls = finished.summary.ladder.iter().filter(|row| row.level == "hall");
    let slots: Vec<(Option<f64>, Option<f64>)> =
        halls.map(|row| (row.slots, row.rungs[Rung::Installed as usize])).collect();
    assert_eq!(slots, [0.0, 3.0, 6.0, 6.0].map(|stands| (Some(10.0), Some(stands))));
}

/// Samoa had no 30 December 2011: the day has no length, and no mean of nothing.
#[test]
fn a_day_that_a_zone_skipped_has_numbers() {
    let text = scenario(6, crate::support::ALL_LEASED)
        .replace("Asia/Seoul", "Pacific/Apia")
        .replace("2025-04-01", "2011-12-05")
        .replace("2025-01-01", "2011-12-01")
        .replace("2025-05-01", "2012-02-01");
    let record = run(&text);
    assert_eq!(record.days.len(), 62);
    assert!(record.days.iter().all(|day| day.allocated.is_finite() && day.busy.is_finite()));
    assert_eq!(record.days[29].allocated, 1.0);
}

/// Six months from 1 August are 184 days, not 6 × 365 / 12 = 182.
#[test]
fn a_lead_time_in_months_is_counted_on_the_calendar() {
    let text = scenario(
        6,
        &format!(
            r#"{}[expansion.more]
pool = "p"
unit = "server"
adds = 2
hall = "elsewhere"
ordered = "2024-08-01"
lead-time = "6 months"
adds-places = "none"
funded-by = "all"
source = "by hand"
"#,
            crate::support::ALL_LEASED
        ),
    );
    assert_eq!(leases(&run(&text)), [(0, 6), (31, 2)], "delivered on 1 February 2025");
}

/// Money scaled with prices changes nothing but the won.
#[test]
fn currency_scaled_together_changes_only_won() {
    let text = scenario(
        10,
        &format!(
            "[funding.top]\namount = \"6,100,000 KRW\"\nadds = {{ \"p.all\" = 5 }}\narrives = \"2025-01-11\"\nuntil = \"2025-04-01\"\nsource = \"by hand\"\n{}",
            one_round(2, "3 months")
        ),
    );
    let scaled = text.replace("3,650,000", "36,500,000").replace("6,100,000", "61,000,000");
    let (one, ten) = (run(&text), run(&scaled));
    assert_eq!(
        (&one.days, &one.rounds, &one.allocations),
        (&ten.days, &ten.rounds, &ten.allocations)
    );
    assert_eq!(one.money[0][Money::Spent].0 * 10, ten.money[0][Money::Spent].0);
}

/// A job that fills its allocation runs alone; frozen time is no time for it.
#[test]
fn a_later_start_shifts_jobs_without_redrawing_them() {
    let with = |units: u32| {
        let text = scenario(
            units,
            &format!(
                r#"{}{}[workload.w]
programmes = ["x"]
holds = "dedicated"
jobs = "1 per day"
size = {{ share-of-allocation = 1.0 }}
run-time = {{ lognormal = {{ median = "10 hours", p90 = "2 days" }} }}
source = "by hand"
"#,
                crate::support::ALL_LEASED,
                one_round(2, "3 months")
            ),
        );
        let scenario = read(&text);
        let world = Draws::draw(&scenario.baseline, Replication::new(1, 0), None);
        Simulator::new().run(&scenario.baseline, &world, true).expect("accounts close")
    };
    // With four cards both start on day 20; with two the second starts on day 40.
    let (together, apart) = (with(4), with(2));
    for (a, b) in together.allocations.iter().zip(&apart.allocations) {
        assert_eq!((a.jobs, a.busy), (b.jobs, b.busy));
    }
    assert_ne!(together.allocations[1].started, apart.allocations[1].started);
    assert!(together.allocations[0].jobs > 5);
}
