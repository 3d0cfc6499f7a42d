//! Tracks that share the offer of a call, and offers that are a share of the machine: worked by hand.

use daegi::model::record::Record;
use daegi::scenario::Scenario;

use crate::support::{ALL_LEASED, Theory, run};

/// A call for requests of 20 units and a track for requests of 10, far more of both than there is, on 100 units. Names
/// decide who stands first in the file.
fn two(first: &str, second: &str, more: &str) -> String {
    let programme = |name: &str| {
        match name {
        "open" => "[programme.open]\npool = \"p\"\nrounds = [\"2025-03-01\", \"2025-06-01\"]\nwindow = \"0 days\"\nreview = \"0 days\"\nplaces = { units = 100 }\ndemand = { fresh = 900 }\nrequest = 20\naward = \"1 month\"\nsource = \"by hand\"\n".to_owned(),
        _ => format!("[programme.fast]\npool = \"p\"\nwindow = \"0 days\"\nreview = \"0 days\"\ndemand = {{ fresh = 900 }}\nrequest = 10\naward = \"1 month\"\nsource = \"by hand\"\n{more}"),
    }
    };
    let rest = format!("{ALL_LEASED}\n{}{}", programme(first), programme(second));
    let (start, observe_from, end) = ("2025-01-01", "2025-01-01", "2026-01-01");
    Theory { start, observe_from, end, units: 100, rest }.text()
}

/// Units offered and projects awarded, decision by decision.
fn decided(record: &Record) -> Vec<(i64, i64)> {
    record.rounds.iter().map(|row| (row.units_offered, row.awards)).collect()
}

const FEBRUARY: &str = "rounds = [\"2025-02-01\"]\nplaces = { units = 50 }\n";
const SHARES: &str = "shares-offer = \"open\"\n";

/// The track gives 5 × 10 of 100 in February, so 50 are left in March: 2 × 20. In June nothing has been given. The twin
/// has an offer of its own.
#[test]
fn what_a_track_gives_is_missing_in_its_call() {
    let shared = run(&two("open", "fast", &format!("{FEBRUARY}{SHARES}")));
    assert_eq!(decided(&shared), [(50, 5), (50, 2), (100, 5)]);
    let twin = run(&two("open", "fast", FEBRUARY));
    assert_eq!(decided(&twin), [(50, 5), (100, 5), (100, 5)]);
}

/// A track without places of its own takes all that there is; one after the last call has nothing to draw on.
#[test]
fn a_track_has_no_more_than_its_call() {
    let record = run(&two(
        "open",
        "fast",
        "rounds = [\"2025-02-01\", \"2025-09-01\"]\nshares-offer = \"open\"\n",
    ));
    let of_units: Vec<i64> = record.rounds.iter().map(|row| row.units_awarded).collect();
    assert_eq!(of_units, [100, 0, 100, 0]);
}

/// Decided on one day: who stands first in the file is served first.
#[test]
fn on_one_day_the_file_decides() {
    let same_day = format!("rounds = [\"2025-03-01\"]\nplaces = {{ units = 50 }}\n{SHARES}");
    let of = |text: &str| -> Vec<(usize, i64)> {
        run(text)
            .rounds
            .iter()
            .map(|row| (row.programme.place(), row.units_awarded))
            .take(2)
            .collect()
    };
    assert_eq!(of(&two("fast", "open", &same_day)), [(0, 50), (1, 40)]);
    assert_eq!(of(&two("open", "fast", &same_day)), [(0, 100), (1, 0)]);
}

/// 0.6 of 100 units are six projects of ten; of awards in hours over a year 0.6 × 100 × 8,760 h, and twice as much of
/// what costs two an hour.
#[test]
fn an_offer_can_be_a_share_of_the_machine() {
    let open = |text: String| -> (i64, i64) { decided(&run(&text))[0] };
    let plain = two("open", "fast", FEBRUARY).replace("places = { units = 50 }\n", "places = 0\n");
    let text = plain
        .replace("places = { units = 100 }", "places = { machine = 0.6 }")
        .replace("request = 20", "request = 10")
        .replace("rounds = [\"2025-02-01\"]", "rounds = [\"2025-12-01\"]");
    assert_eq!(open(text), (60, 6));
    let hours = |charge: &str, request: &str| {
        let rest = format!(
            "{ALL_LEASED}\n[pool.p]\n{charge}[pool.p.queue]\nscheduler = \"easy\"\nsource = \"by hand\"\n[programme.open]\npool = \"p\"\nrounds = [\"2025-03-01\"]\nwindow = \"0 days\"\nreview = \"0 days\"\nplaces = {{ machine = 0.6 }}\ndemand = {{ fresh = 900 }}\nrequest = \"{request}\"\naward = \"12 months\"\nsource = \"by hand\"\n[workload.w]\nprogrammes = [\"open\"]\nholds = \"shared\"\njobs = \"1 per week\"\nsize = {{ units = 1 }}\nrun-time = \"1 hour\"\nsource = \"by hand\"\n"
        );
        let (start, observe_from, end) = ("2025-01-01", "2025-01-01", "2025-06-01");
        Theory { start, observe_from, end, units: 100, rest }.text()
    };
    assert_eq!(open(hours("", "100000 unit-hours")), (525_600, 5));
    assert_eq!(open(hours("charge = 2\n", "100000 points")), (1_051_200, 10));
}

#[test]
fn what_cannot_share_is_refused() {
    let refused = |text: &str| Scenario::parse("test.toml", text).unwrap_err().to_string();
    let shared = two("open", "fast", &format!("{FEBRUARY}{SHARES}"));
    let said = refused(&shared.replace("shares-offer = \"open\"", "shares-offer = \"fast\""));
    assert!(said.contains("no track of itself"), "{said}");
    let rolling = shared
        .replace("rounds = [\"2025-02-01\"]\nplaces = { units = 50 }\n", "intake = \"rolling\"\n");
    let rolling = rolling.replace(
        "window = \"0 days\"\nreview = \"0 days\"\ndemand = { fresh = 900 }\nrequest = 10",
        "demand = { rate = \"3 per week\" }\nrequest = 10",
    );
    assert!(refused(&rolling).contains("rolling intake"), "{}", refused(&rolling));
    let inferred = shared.replacen("demand = { fresh = 900 }\n", "", 1)
        + "[programme.open.observed]\ncompetition = \"2:1\"\nfrom = \"2025-01-01\"\nto = \"2026-01-01\"\nsource = \"x\"\n";
    let said = refused(&inferred);
    assert!(said.contains("demand cannot be inferred where an offer is shared"), "{said}");
}
