//! Rounds that open when money has landed: when, for whom, and never without the money.

use daegi::model::Simulator;
use daegi::model::ids::FundingId;
use daegi::model::record::Record;
use daegi::report::{self, Language};
use daegi::study;

use crate::support::{ALL_LEASED, Theory, options, play, read};

const DAY: i64 = 86_400;

/// A regular round in January, and an emergency round ten days after the top-up lands: open for
/// 5 days, reviewed for 10, of many more applicants than its 4 places.
fn emergency(amount: &str, arrives: &str, delay: &str) -> String {
    Theory {
        start: "2025-01-01",
        observe_from: "2025-01-01",
        end: "2025-09-01",
        units: 400,
        rest: format!(
            r#"[lease-price]
server = "3,650,000 KRW"
source = "by hand"
{ALL_LEASED}
[funding.top]
amount = "{amount}"
adds = {{ "p.all" = 5 }}
arrives = {arrives}
until = "2025-08-01"
source = "by hand"
[programme.x]
pool = "p"
rounds = {{ every = "12 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 6
demand = {{ fresh = 20 }}
request = {{ choice = {{ 1 = 0.5, 2 = 0.5 }} }}
award = {{ exponential = {{ mean = "20 days" }} }}
source = "by hand"
[programme.x.extra-round.emergency]
opens-after = {{ funding = "top", delay = {delay} }}
places = 40
reach = 0
induced = 20
source = "by hand"
[programme.y]
pool = "p"
rounds = {{ every = "2 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 6
demand = {{ fresh = 20 }}
request = 1
award = "20 days"
reapply = 0.5
renew = 0.5
source = "by hand"
"#
        ),
    }
    .text()
}

fn run(text: &str, k: u32) -> Record {
    play(&mut Simulator::new(), &read(text).baseline, 1, k)
}

/// The rounds of the first programme as (number, opens, closes, decides) in days.
fn dates(record: &Record) -> Vec<(usize, i64, i64, i64)> {
    let rows = record.rounds.iter().filter(|row| row.programme.place() == 0);
    rows.map(|row| (row.round.place(), row.opens.0 / DAY, row.closes.0 / DAY, row.decides.0 / DAY))
        .collect()
}

/// 10 February is day 40: it opens on day 50, closes on day 55 and is decided on day 65.
#[test]
fn an_emergency_round_opens_so_long_after_the_money_lands() {
    let record = run(&emergency("1억 KRW", "\"2025-02-10\"", "\"10 days\""), 0);
    assert_eq!(dates(&record), [(0, 5, 10, 20), (1, 50, 55, 65)]);
    let decided = record.allocations.iter().filter(|row| row.decided.0 == 65 * DAY).count() as i64;
    assert_eq!(
        decided,
        record.rounds.iter().find(|row| row.round.place() == 1).map_or(0, |r| r.awards)
    );
    assert!(decided > 5);
}

/// Where money lands on another day in each future, the round follows it there.
#[test]
fn it_follows_the_actual_day_of_each_future() {
    let arrives = r#"{ uniform = { low = "2025-02-01", high = "2025-05-01" } }"#;
    let delay = r#"{ uniform = { low = "0 days", high = "30 days" } }"#;
    let text = emergency("1억 KRW", arrives, delay);
    let mut delays = std::collections::BTreeSet::new();
    for k in 0..40 {
        let record = run(&text, k);
        let landed = record.funding_days[FundingId::at(1)].map_or(-1, |(day, _)| day);
        let opened = dates(&record).iter().find(|round| round.0 == 1).map_or(-1, |round| round.1);
        assert!((0..30).contains(&(opened - landed)), "{landed} {opened}");
        delays.insert(opened - landed);
    }
    assert!(delays.len() > 10, "the delay is drawn too: {delays:?}");
}

/// Passed on 1 February, landing 40 days later: a round counts from either.
#[test]
fn it_counts_from_the_vote_or_from_the_landing() {
    let text = emergency("1억 KRW", "\"2025-02-01\"", "\"10 days\"")
        .replace("arrives =", "lag = \"40 days\"\npasses =");
    let opened = |text: &str| dates(&run(text, 0)).iter().find(|r| r.0 == 1).map(|r| r.1);
    assert_eq!(opened(&text), Some(31 + 40 + 10));
    let since = text.replace("delay =", "since = \"passing\", delay =");
    assert_eq!(opened(&since), Some(31 + 10));
    // Without the money there is no round, whatever was passed.
    assert_eq!(opened(&since.replace("1억 KRW", "0 KRW")), None);
}

/// Neutral: a round whose money never comes is no round, to the last bit. So is one that would
/// close after the calendar.
#[test]
fn a_round_without_its_money_is_no_round() {
    for (amount, delay) in [("0 KRW", "\"10 days\""), ("1억 KRW", "\"700 days\"")] {
        let with = emergency(amount, "\"2025-02-10\"", delay);
        let from = with.find("[programme.x.extra-round").unwrap_or(0);
        let to = with.find("[programme.y]").unwrap_or(0);
        let without = format!("{}{}", &with[..from], &with[to..]);
        for k in 0..6 {
            let (a, b) = (run(&with, k), run(&without, k));
            assert!(a.days == b.days && a.months == b.months && a.money == b.money);
            assert!(a.rounds == b.rounds && a.allocations == b.allocations && a.events == b.events);
        }
    }
}

/// The round is its name: those who come for it alone, their sizes and the lengths of their awards are the same
/// ones whatever the day, and nobody of another programme moves.
#[test]
fn its_applicants_are_the_same_whenever_it_opens() {
    let early = emergency("1억 KRW", "\"2025-02-10\"", "\"0 days\"");
    let late = emergency("1억 KRW", "\"2025-04-10\"", "\"31 days\"");
    for k in 0..6 {
        let [early, late] = [&early, &late].map(|text| run(text, k));
        let of = |record: &Record, programme: usize| {
            let rows = record.allocations.iter().filter(|row| row.programme.place() == programme);
            let mut all: Vec<_> = rows.map(|r| (r.cohort, r.ordinal, r.units, r.length)).collect();
            all.sort_unstable_by_key(|row| (row.0, row.1));
            all
        };
        assert_eq!(of(&early, 0), of(&late, 0));
        let untouched = |record: &Record| {
            let rows = record.allocations.iter().filter(|row| row.programme.place() == 1);
            rows.copied().collect::<Vec<_>>()
        };
        assert_eq!(untouched(&early), untouched(&late));
        assert_ne!(dates(&early), dates(&late));
    }
}

/// Of some twenty who apply to the emergency round four are awarded; the others go to y, where they
/// are still called by the round in which they first applied.
#[test]
fn who_goes_elsewhere_keeps_the_name_of_the_round() {
    let way = "[programme.x.moves.away]\nto = \"y\"\nfrom = \"2025-01-01\"\nof-turned-away = 1\nsource = \"by hand\"\n[programme.y]";
    let text = emergency("1억 KRW", "\"2025-02-01\"", "\"10 days\"")
        .replace("[programme.y]", way)
        .replace("places = 40", "places = 4");
    let out = std::env::temp_dir().join(format!("daegi-test-{}-elsewhere", std::process::id()));
    let options = options(1, 1, out);
    let finished = study::run(&read(&text), &options, &|_| {}).expect("the study runs");
    let table = finished.results.folder().join("tables/allocations.csv");
    let table = std::fs::read_to_string(table).expect("the awards");
    let moved = |row: &&str| row.contains(",y,") && row.contains(",x,emergency/");
    assert!(table.lines().filter(moved).count() > 2, "{table}");
}

/// Without the money the emergency round is not held, and the page says so beside what it does to the
/// ratio: two rounds of x close in the window, one without the money. What asked for its places, and
/// what asked for those of January, is in the table.
#[test]
fn a_round_that_is_not_held_is_told_of_with_its_ratio() {
    let never = "[study.alternative.never]\ntitle = { ko = \"돈 없음\", en = \"no money\" }\nadd = { \"funding.top.chance\" = 0 }\n";
    let text = emergency("1억 KRW", "\"2025-02-01\"", "\"10 days\"") + never;
    let out = std::env::temp_dir().join(format!("daegi-test-{}-not-held", std::process::id()));
    let options = options(3, 1, out);
    let finished = study::run(&read(&text), &options, &|_| {}).expect("the study runs");
    let rows = &finished.summary.competition;
    let ratio = |extra: bool| {
        let mut own =
            rows.iter().filter(|row| row.alternative == "baseline" && row.programme == "x");
        let row = own.find(|row| row.extra.is_some() == extra).expect("the round");
        row.applications / row.places
    };
    for (language, words, ratios) in [
        (Language::En, "rounds not held: 1 (", ":1"),
        (Language::Ko, "열리지 않는 회차 1개(", " 대 1"),
    ] {
        let answers = report::answers(finished.results.folder(), language).expect("answers");
        // Of y, which holds what it held, nothing is said.
        assert_eq!(answers.compared.len(), 2, "{:?}", answers.compared);
        let told = &answers.compared[0];
        assert!(told.contains(&format!("{words}{:.2}{ratios}", ratio(true))), "{told}");
    }
}
