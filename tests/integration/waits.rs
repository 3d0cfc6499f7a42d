//! How long awards wait, those that never start among them: a stricter rule of lapsing never looks like
//! better service.

use daegi::model::ids::ProgrammeId;
use daegi::model::record::{Record, Waits};

use crate::support::{ALL_LEASED, Theory, run};

/// One round, decided on 21 January, of so many awards of one card for `award`, on `cards` cards.
fn one_round(cards: u32, award: &str, start_within: &str, end: &'static str) -> String {
    let rest = format!(
        r#"{ALL_LEASED}
[programme.x]
pool = "p"
rounds = {{ every = "36 months", first = "2025-01-06", window = "5 days", review = "10 days" }}
places = 100
demand = {{ fresh = 200 }}
request = 1
award = "{award}"
start-within = "{start_within}"
reapply = 0
source = "by hand"
"#
    );
    let (start, observe_from) = ("2025-01-01", "2025-01-01");
    Theory { start, observe_from, end, units: cards, rest }.text()
}

fn waits(record: &Record) -> Waits {
    record.waits[0]
}

/// Mean wait of those that started, in days.
fn mean(record: &Record) -> f64 {
    let totals = &record.programmes[ProgrammeId::at(0)];
    totals.waited.in_days() / totals.started as f64
}

/// A hundred awards of a card for 60 days on 75 cards. Who must start within 7 days: 75 start at once, 25
/// lapse; the mean wait is 0 days, and three quarters hold cards within 30, 90 and 180 days. Within 3
/// months: 25 start after 60 days; the mean wait is 25 × 60 / 100 = 15 days, which looks worse, but all
/// hold cards within 90 days. A calendar that ends 30 days after the decision has seen 25 wait for 30 days.
#[test]
fn a_stricter_rule_of_lapsing_is_no_better_service() {
    let strict = run(&one_round(75, "60 days", "7 days", "2026-01-01"));
    let loose = run(&one_round(75, "60 days", "3 months", "2026-01-01"));
    let never = run(&one_round(75, "60 days", "never lapses", "2026-01-01"));
    assert_eq!((mean(&strict), mean(&loose)), (0.0, 15.0));
    let counts = |record: &Record| {
        let Waits { started, lapsed, waiting, .. } = waits(record);
        (started, lapsed, waiting)
    };
    assert_eq!(counts(&strict), (75, 25, 0));
    assert_eq!(counts(&loose), (100, 0, 0));
    assert_eq!(waits(&strict).held_within, [Some(0.75); 3]);
    assert_eq!(waits(&loose).held_within, [Some(0.75), Some(1.0), Some(1.0)]);
    assert_eq!(waits(&never), waits(&loose));
    let days = |record: &Record| waits(record).median.map(|wait| wait.in_days());
    assert_eq!((days(&strict), days(&loose)), (Some(0.0), Some(0.0)));
    // The site is the one programme that it has.
    assert_eq!(strict.waits.len(), 2);
    assert_eq!(strict.waits[0], strict.waits[1]);
    let cut = run(&one_round(75, "60 days", "3 months", "2025-02-20"));
    assert_eq!(counts(&cut), (75, 0, 25));
    assert_eq!(waits(&cut).held_within, [Some(0.75), None, None]);
    // Forty cards: 40 start, 60 lapse, and half of the awards never hold a card.
    let few = run(&one_round(40, "60 days", "7 days", "2026-01-01"));
    assert_eq!((counts(&few), waits(&few).median), ((40, 60, 0), None));
}

/// Whoever may wait longer is served no less, in every case and within every time; the mean wait of those
/// that started says the contrary.
#[test]
fn longer_patience_never_serves_fewer() {
    let mut misled = 0;
    for cards in [7, 30, 60, 100, 150] {
        for award in ["20 days", "45 days", "100 days", "200 days"] {
            let played = ["0 days", "5 days", "1 months", "3 months", "7 months", "never lapses"]
                .map(|limit| run(&one_round(cards, award, limit, "2027-01-01")));
            for pair in played.windows(2) {
                let (stricter, looser) = (waits(&pair[0]), waits(&pair[1]));
                for (less, more) in stricter.held_within.iter().zip(looser.held_within) {
                    assert!(less <= &more, "{cards} {award}: {stricter:?} {looser:?}");
                }
                assert!(stricter.started <= looser.started);
                misled += usize::from(mean(&pair[0]) < mean(&pair[1]));
            }
        }
    }
    assert!(misled > 10, "{misled}");
}
