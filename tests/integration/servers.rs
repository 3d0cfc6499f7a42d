//! Servers that fail, are repaired and maintained: by hand, against theory, and what must not change.

use daegi::measures::Flow;
use daegi::model::ids::PoolId;
use daegi::model::inputs::{Checkpoint, Inputs};
use daegi::model::record::Record;
use daegi::scenario::Scenario;
use daegi::time::Duration;

use crate::support::{ALL_LEASED, Theory, holds_and_twin_fails, run, sample};

const DAY: i64 = 86_400;

/// A pool of servers of `node` cards, with more said of the pool and below it.
fn centre(units: u32, node: u32, dates: (&'static str, &'static str), rest: &str) -> String {
    let (observe_from, end) = dates;
    let text = Theory {
        start: "2025-01-01",
        observe_from,
        end,
        units,
        rest: ALL_LEASED.to_owned() + rest,
    }
    .text();
    text.replace("node = { units = 1,", &format!("node = {{ units = {node},"))
}

/// One round, decided on day 20, of many applicants and one place: eight cards for 20 days.
const ONE_AWARD: &str = r#"[programme.x]
pool = "p"
rounds = { every = "12 months", first = "2025-01-06", window = "5 days", review = "10 days" }
places = 1
demand = { fresh = 60 }
request = 8
award = "20 days"
source = "by hand"
"#;

fn failing(to_failure: &str, repair: &str) -> String {
    format!(
        "[pool.p.failure]\ntime-to-failure = {to_failure}\nrepair = {repair}\nsource = \"by hand\"\n"
    )
}

fn unit_days(record: &Record, part: fn(&daegi::model::record::PoolMonth) -> i64) -> i64 {
    let sum: i64 = record.months.iter().map(part).sum();
    assert_eq!(sum % DAY, 0);
    sum / DAY
}

/// Two servers of four cards fail 10 days after they work and take one day: down on days 10, 21, 32,
/// 43, 54, 65, 76, 87, 98 and 109 of 120, eight cards each: 80 unit-days. The award runs from day 20 to
/// day 40 and goes without its eight cards on days 21 and 32: 16 unit-days of its 160.
#[test]
fn what_servers_that_are_down_cost_by_hand() {
    let dates = ("2025-01-01", "2025-05-01");
    let record =
        run(&centre(8, 4, dates, &(ONE_AWARD.to_owned() + &failing("\"10 days\"", "\"1 days\""))));
    assert_eq!(unit_days(&record, |row| row.of(Flow::Leased).0 - row.of(Flow::InService).0), 80);
    assert_eq!(unit_days(&record, |row| row.of(Flow::Lost).0), 16);
    assert_eq!(unit_days(&record, |row| row.of(Flow::Allocated).0), 144);
    // The clock runs on: it ends on day 40 all the same.
    assert_eq!(record.allocations[0].ended.map(|end| end.0), Some(40 * DAY));
}

/// With four servers the award sits on two of them, and all four fail together: nothing is spare. With
/// maintenance of half a day on the 11th of each month instead, 16 cards × ½ day × 4 = 32 unit-days are
/// down, and the award of day 20 to 40 misses that of 11 February (day 41) altogether.
#[test]
fn maintenance_takes_the_whole_pool_by_hand() {
    let kept = "[pool.p.maintenance]\nfirst = \"2025-01-11\"\nevery = \"1 months\"\nlength = \"12 hours\"\nsource = \"by hand\"\n";
    let record = run(&centre(16, 4, ("2025-01-01", "2025-05-01"), &(ONE_AWARD.to_owned() + kept)));
    assert_eq!(unit_days(&record, |row| row.of(Flow::Leased).0 - row.of(Flow::InService).0), 32);
    assert_eq!(unit_days(&record, |row| row.of(Flow::Lost).0), 0);
    // On 31 January it runs, on day 30: eight cards × ½ day.
    let kept = kept.replace("2025-01-11", "2025-01-31").replace("1 months", "3 months");
    let record = run(&centre(16, 4, ("2025-01-01", "2025-05-01"), &(ONE_AWARD.to_owned() + &kept)));
    assert_eq!(unit_days(&record, |row| row.of(Flow::Lost).0), 4);
}

/// Work of 10 hours with a checkpoint of 6 minutes every 2 hours: four are written (not one at the
/// end), 10.4 hours. Interrupted after 7 hours, three cycles of 2.1 hours are saved: 6.3.
#[test]
fn checkpoints_by_hand() {
    let hours = |hours: f64| Duration((hours * 3_600.0).round() as i64);
    let saves = Checkpoint { every: hours(2.0), cost: hours(0.1) };
    assert_eq!(saves.run_time(hours(10.0)), hours(10.4));
    assert_eq!(saves.saved(hours(7.0)), hours(6.3));
    assert_eq!(saves.saved(hours(2.0)), Duration::ZERO);
}

/// A pool on which little depends: two awards at most, and jobs.
fn projects(extra: &str, pool: &str) -> String {
    let rest = format!(
        r#"[programme.x]
pool = "p"
rounds = {{ every = "2 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 4
demand = {{ fresh = 9 }}
request = {{ choice = {{ 2 = 0.5, 4 = 0.5 }} }}
award = "50 days"
renew = 0.5
reapply = 0.5
source = "by hand"
[workload.w]
programmes = ["x"]
jobs = "2 per day"
size = {{ share-of-allocation = {{ 0.25 = 0.3, 0.5 = 0.3, 1.0 = 0.4 }} }}
run-time = {{ lognormal = {{ median = "8 hours", p90 = "2 days" }} }}
{extra}source = "by hand"
[gap]
running = "freeze"
source = "by hand"
{pool}"#
    );
    let text = centre(12, 1, ("2025-01-01", "2026-01-01"), &rest);
    // A gap of a month leases only half.
    text.replace("leases = \"all\"", "leases = { \"p.all\" = 5 }").replace(
        "[gap]",
        "[funding.early]\nleases = \"all\"\nfrom = \"2025-01-01\"\nto = \"2025-03-01\"\nsource = \"by hand\"\n[funding.late]\nleases = \"all\"\nfrom = \"2025-04-01\"\nto = \"2026-01-01\"\nsource = \"by hand\"\n[gap]",
    )
}

/// Servers of one card that never fail within the calendar, a checkpoint that is never needed, and
/// maintenance after the calendar's end change nothing, bit for bit, across a gap.
#[test]
fn servers_that_never_fail_are_as_good_as_none() {
    let plain = run(&projects("", ""));
    let neutral = run(&projects(
        "checkpoint = { every = \"1 hours\" }\n",
        &(failing("\"100000 days\"", "\"1 days\"")
            + "[pool.p.placement]\nfit = \"first\"\nlarge = \"pack\"\nsource = \"by hand\"\n[pool.p.maintenance]\nfirst = \"2027-01-01\"\nlength = \"8 hours\"\nsource = \"by hand\"\n"),
    ));
    assert!(
        plain.window[PoolId::at(0)].of(Flow::Busy).0 > 0
            && plain.window[PoolId::at(0)].of(Flow::Frozen).0 > 0
    );
    assert!(plain.window[PoolId::at(0)].of(Flow::Fragmented).0 > 0);
    assert_eq!(plain.days, neutral.days);
    assert_eq!(plain.months, neutral.months);
    assert_eq!(plain.lot_months, neutral.lot_months);
    assert_eq!(plain.rounds, neutral.rounds);
    assert_eq!(plain.allocations, neutral.allocations);
    // The twin: one that fails is seen.
    let failing = run(&projects("", &failing("\"50 days\"", "\"1 days\"")));
    assert_ne!(plain.months, failing.months);
}

/// The same servers fail at the same instants whatever an alternative does with the repair: the longer
/// it takes, the less is in service, in every future; and the applicants never notice.
#[test]
fn longer_repairs_leave_less_in_service_and_the_same_applicants() {
    let played = |repair: &str| {
        let pool = failing("{ exponential = { mean = \"40 days\" } }", repair);
        sample(&projects("", &pool), 5, 20, |_, record| {
            let fresh: Vec<i64> = record.rounds.iter().map(|round| round.fresh).collect();
            (record.window[PoolId::at(0)].of(Flow::InService).0, fresh)
        })
    };
    let (short, long) = (played("\"1 days\""), played("\"5 days\""));
    for ((some, fresh), (fewer, same)) in short.iter().zip(&long) {
        assert!(some > fewer, "{some} {fewer}");
        assert_eq!(fresh, same);
    }
}

fn share_in_service(_: &Inputs, record: &Record) -> f64 {
    record.window[PoolId::at(0)].of(Flow::InService).0 as f64
        / record.window[PoolId::at(0)].of(Flow::Leased).0 as f64
}

/// Availability = MTTF / (MTTF + MTTR) = 8 / (8 + 2), whatever the distribution of repairs.
#[test]
fn availability_is_mttf_of_mttf_and_mttr() {
    let text = |mean: &str| {
        let repair = format!("{{ lognormal = {{ mean = \"{mean}\", cv = 0.7 }} }}");
        let pool = failing("{ exponential = { mean = \"8 days\" } }", &repair);
        centre(32, 4, ("2025-06-01", "2027-06-01"), &(ONE_AWARD.to_owned() + &pool))
    };
    let good = sample(&text("48 hours"), 21, 400, share_in_service);
    let twin = sample(&text("50 hours"), 21, 400, share_in_service);
    holds_and_twin_fails("availability", &good, &twin, 0.8);
}

/// An on/off server: work S that starts from zero after every failure (rate f) keeps a card busy for
/// (e^{fS} − 1) / f in all; saved every I, for S/I × (e^{fI} − 1) / f. Here S = 12 hours and f = one a day:
/// 24 × (e^{0.5} − 1) = 15.569 hours; with a checkpoint every 4 hours 3 × 24 × (e^{1/6} − 1) = 13.059.
#[test]
fn an_on_off_server_repeats_what_was_not_saved() {
    let text = |run: &str, saves: &str| {
        let pool = failing("{ exponential = { mean = \"1 days\" } }", "\"2 hours\"");
        centre(
            1,
            1,
            ("2025-03-01", "2027-01-01"),
            &format!(
                r#"[programme.x]
pool = "p"
intake = "rolling"
demand = {{ rate = {{ "2025-01-01" = "40 per day", "2025-01-02" = "0 per day" }} }}
request = 1
award = "3000 days"
source = "theory"
[workload.w]
programmes = ["x"]
jobs = "0.5 per day"
size = {{ units = 1 }}
run-time = "{run}"
{saves}source = "theory"
{pool}"#
            ),
        )
    };
    let busy = |inputs: &Inputs, record: &Record| {
        let (from, to) = inputs.window;
        let days = (inputs.calendar.midnight(to) - inputs.calendar.midnight(from)).in_days();
        record.window[PoolId::at(0)].of(Flow::Busy).0 as f64 / 3_600.0 / (0.5 * days)
    };
    let saves = "checkpoint = { every = \"4 hours\" }\n";
    let good = sample(&text("12 hours", ""), 22, 800, busy);
    let twin = sample(&text("742 minutes", ""), 22, 800, busy);
    holds_and_twin_fails("from zero", &good, &twin, 24.0 * (libm::exp(0.5) - 1.0));
    let good = sample(&text("12 hours", saves), 23, 800, busy);
    let twin = sample(&text("12 hours", ""), 23, 800, busy);
    let expected = 72.0 * (libm::exp(1.0 / 6.0) - 1.0);
    holds_and_twin_fails("from the last checkpoint", &good, &twin, expected);
}

/// An outage by date: `keys` beside where and when.
fn outage(name: &str, keys: &str) -> String {
    format!("[pool.p.outage.{name}]\n{keys}\nsource = \"by hand\"\n")
}

/// Two servers of four cards. On 3 February the second is out for 12 hours: 2 unit-days; on the 5th all are, for a
/// day: 8; on the 7th half of them, the first, for two days: 8, and from the 8th all of them for one day, of which the
/// first would be out anyway: 4. One that is over before the first day, and one of no share, cost nothing.
#[test]
fn outages_by_date_and_hour_by_hand() {
    let dates = ("2025-01-01", "2025-05-01");
    let of = |outages: &str| {
        let record = run(&centre(8, 4, dates, &(ONE_AWARD.to_owned() + outages)));
        unit_days(&record, |row| row.of(Flow::Leased).0 - row.of(Flow::InService).0)
    };
    let one =
        outage("one", "server = \"all.2\"\nfrom = \"2025-02-03 06:00\"\nto = \"2025-02-03 18:00\"");
    let all = outage("whole", "from = \"2025-02-05\"\nlength = \"1 days\"");
    let half = outage("half", "share = 0.4\nfrom = \"2025-02-07\"\nto = \"2025-02-09\"");
    let more = outage("more", "from = \"2025-02-08\"\nto = \"2025-02-09\"");
    assert_eq!(of(&one), 2);
    assert_eq!(of(&all), 8);
    assert_eq!(of(&half), 8);
    assert_eq!(of(&(half.clone() + &more)), 12);
    assert_eq!(of(&(one + &all + &half + &more)), 22);
    let over = outage("over", "from = \"2024-02-05\"\nlength = \"1 days\"");
    let none = outage("nothing", "share = 0\nfrom = \"2025-02-05\"\nlength = \"1 days\"");
    assert_eq!(of(&over), 0);
    assert_eq!(of(&none), 0);
    // The same hours as maintenance say the same, in every figure.
    let kept = "[pool.p.maintenance]\nfirst = \"2025-02-05\"\nlength = \"1 days\"\ndrain = \"1 days\"\nsource = \"by hand\"\n";
    let play = |rest: &str| run(&projects("", rest));
    let (window, stop) = (play(kept), play(&all.replace("length", "drain = \"1 days\"\nlength")));
    assert_eq!(window.months, stop.months);
    assert_eq!(window.jobs, stop.jobs);
    // An outage outside of the calendar is none.
    let (with, without) = (play(&over), play(""));
    assert_eq!((with.months, with.jobs), (without.months, without.jobs));
}

/// What cannot be is told at its place.
#[test]
fn outages_that_cannot_be_are_refused() {
    let from = "from = \"2025-02-05 10:00\"";
    let cases = [
        (from.to_owned(), "an outage has an end or a length"),
        (format!("{from}\nto = \"2025-02-05 10:00\""), "this ends before it begins"),
        (format!("{from}\nto = \"2025-02-05 24:00\""), "cannot be read as an instant"),
        (format!("{from}\nlength = \"1 days\"\nserver = \"all.3\""), "the pool has no such server"),
        (
            format!("{from}\nlength = \"1 days\"\nserver = \"all.1\"\nshare = 0.5"),
            "of a server or of a share",
        ),
        (
            format!("{from}\nlength = \"1 days\"\nserver = \"all.1\"\ndrain = \"1 days\""),
            "only an outage of the whole pool",
        ),
    ];
    for (keys, told) in cases {
        let text = centre(
            8,
            4,
            ("2025-01-01", "2025-05-01"),
            &(ONE_AWARD.to_owned() + &outage("x", &keys)),
        );
        let problems = Scenario::parse("test.toml", &text).expect_err(told).to_string();
        assert!(problems.contains(told), "{told}: {problems}");
    }
}

/// Eight cards of 250 W each (a node of four draws 1 kW), idle at nothing, down at half: out for a day they draw
/// 8 × 0.125 kW × 24 h = 24 kWh, at 3,600 won 86,400 won. Without the key they draw nothing, as they did.
#[test]
fn units_that_are_down_draw_what_the_file_says() {
    let dates = ("2025-01-01", "2025-05-01");
    let of = |down: &str| {
        let site = format!(
            "[site]\ntariff = \"3600 KRW/kWh\"\nidle-power = 0\nbusy-power = 0\n{down}source = \"by hand\"\n"
        );
        let all = outage("whole", "from = \"2025-02-05\"\nlength = \"1 days\"");
        let record = run(&centre(8, 4, dates, &(ONE_AWARD.to_owned() + &all + &site)));
        record.window[PoolId::at(0)].cost.0
    };
    assert_eq!(of("down-power = 0.5\n"), 86_400);
    assert_eq!(of("down-power = 0\n"), 0);
    assert_eq!(of(""), 0);
}
