//! Nobody vanishes and nobody is invented: people come in time, whatever the calls are.

use std::collections::BTreeSet;

use daegi::measures::{Response, Whereabouts};
use daegi::model::ids::ProgrammeId;
use daegi::model::inputs::Inputs;
use daegi::model::record::{AllocationRow, Outcome, Record, RoundRow};
use daegi::model::{Cohort, Draws, Replication, Simulator};
use daegi::study::{self, Options, Order};

use crate::support::{Folder, read};

/// A pool of 100, a programme, and what differs. Two years, the second of them counted.
fn text(calendar: &str, money: &str, programme: &str, rest: &str) -> String {
    format!(
        r#"schema = 1
title = {{ ko = "사람", en = "people" }}
question = {{ ko = "맞는가?", en = "is it right?" }}
[calendar]
zone = "UTC"
{calendar}
[unit.x]
compute = "1 TF"
weight = 1
node = {{ units = 8, power = "1 kW" }}
source = "by hand"
[pool.m.lot.a]
unit = "x"
installed = 100
hall = "elsewhere"
source = "by hand"
{money}
[programme.p]
pool = "m"
request = 1
source = "by hand"
{programme}
{rest}
[study]
replications = 10
seed = 4
"#
    )
}

const TWO_YEARS: &str = "start = \"2024-01-01\"\nend = \"2026-01-01\"\nobserve-from = \"2025-01-01\"\nobserve-to = \"2026-01-01\"";

fn leases(units: i64) -> String {
    format!("[funding.one]\nleases = {{ \"m.a\" = {units} }}\nsource = \"by hand\"\n")
}

const HALVED: &str = r#"[funding.one]
leases = { "m.a" = 100 }
to = "2025-01-01"
source = "by hand"
[funding.two]
leases = { "m.a" = 50 }
from = "2025-01-01"
source = "by hand"
"#;

const QUARTERLY: &str = "rounds = { every = \"3 months\", first = \"2024-01-01\", window = \"14 days\", review = \"17 days\" }\naward = \"3 months\"\n";

const OBSERVED: &str = "[programme.p.observed]\ncompetition = \"3:1\"\nfrom = \"2025-01-01\"\nto = \"2026-01-01\"\nsource = \"by hand\"\n";

fn play(inputs: &Inputs, held_by: Option<&Inputs>, k: u32) -> Record {
    let replication = Replication::new(4, k);
    let levels = held_by.map(|base| Draws::draw(base, replication, None).levels(base));
    let draws = Draws::draw(inputs, replication, levels.as_ref());
    Simulator::new().run(inputs, &draws, true).expect("every account closes")
}

/// Applications of places in 2025, pooled, mean over futures.
fn ratio_of_2025(text: &str, futures: u32) -> f64 {
    let scenario = read(text);
    let inputs = &scenario.baseline;
    let from = inputs.calendar.midnight(366);
    let of = |k: u32| {
        let record = play(inputs, None, k);
        let counted = || record.rounds.iter().filter(|row| row.closes >= from);
        let applications: i64 = counted().map(RoundRow::applications).sum();
        let places: i64 = counted().map(|row| row.places).sum();
        applications as f64 / places as f64
    };
    (0..futures).map(of).sum::<f64>() / f64::from(futures)
}

/// An observed ratio is what is simulated, whatever the offer follows: half of the units leased in the
/// observed year (50 / 5 = 10 places a round), whatever fits of them, an expansion of the baseline that
/// doubles places, winners who decline, awards that are extended. 120 applications of 40 places in a
/// year scatter by 1/√120 = 9 %; over 400 futures by 0.5 %, so that 2 % are more than four of these.
#[test]
fn an_observed_ratio_is_simulated() {
    let demand = "demand = { dispersion = 1000 }\n";
    let expansion = "[expansion.e]\npool = \"m\"\nunit = \"x\"\nadds = 100\nhall = \"elsewhere\"\nordered = \"2024-03-01\"\nlead-time = \"3 months\"\nadds-places = \"in proportion\"\nfunded-by = \"one\"\nsource = \"by hand\"\n";
    let back = "reapply = 0.5\nrenew = 0.5\n";
    let cut_back = "award-rule = { cut-back = { floor = 0.5 } }\n";
    let cases = [
        (
            "per units",
            HALVED.to_owned(),
            "places = { per-units = 5 }\n".to_owned(),
            OBSERVED.to_owned(),
        ),
        (
            "whatever fits",
            HALVED.replace("2025-01-01", "2024-07-01"),
            "places = \"whatever fits\"\n".to_owned(),
            OBSERVED.to_owned(),
        ),
        ("an expansion", leases(100), "places = 20\n".to_owned(), OBSERVED.to_owned() + expansion),
        (
            "no-shows",
            leases(100),
            format!(
                "places = 20\n{back}no-show = {{ chance = 0.3, then = \"lost\", source = \"by hand\" }}\n"
            ),
            OBSERVED.to_owned(),
        ),
        (
            "a waiting list",
            leases(100),
            format!(
                "places = 20\n{back}no-show = {{ chance = 0.3, then = \"waiting-list\", source = \"by hand\" }}\n"
            ),
            OBSERVED.to_owned(),
        ),
        (
            "whatever fits of a lease that has just fallen",
            HALVED.to_owned(),
            "places = \"whatever fits\"\n".to_owned(),
            OBSERVED.to_owned(),
        ),
        (
            "whatever fits where a lot has been removed",
            "[pool.m.lot.b]\nunit = \"x\"\ninstalled = 100\nhall = \"elsewhere\"\nto = \"2025-01-01\"\nsource = \"by hand\"\n[funding.one]\nleases = \"all\"\nsource = \"by hand\"\n".to_owned(),
            "places = \"whatever fits\"\n".to_owned(),
            OBSERVED.to_owned(),
        ),
        (
            "whatever fits with more money for half a year",
            leases(50),
            "places = \"whatever fits\"\n".to_owned(),
            OBSERVED.to_owned() + "[funding.more]\nadds = { \"m.a\" = 50 }\nfrom = \"2025-01-01\"\nto = \"2025-07-01\"\nsource = \"by hand\"\n",
        ),
        (
            "whatever fits and extensions",
            leases(100),
            format!("places = \"whatever fits\"\n{back}"),
            OBSERVED.to_owned()
                + "[programme.p.extension]\nby = \"3 months\"\nchance = 0.5\nsource = \"by hand\"\n",
        ),
        (
            "units, cut back",
            leases(100),
            format!("{cut_back}places = {{ units = 50 }}\n{back}"),
            OBSERVED.to_owned(),
        ),
        (
            "whatever fits, cut back",
            leases(100),
            format!("{cut_back}places = \"whatever fits\"\n{back}"),
            OBSERVED.to_owned(),
        ),
        (
            "impatience",
            leases(100),
            format!("places = 20\n{back}patience = \"1 month\"\n"),
            OBSERVED.to_owned(),
        ),
    ];
    for (name, money, programme, rest) in cases {
        let programme = format!("{QUARTERLY}{demand}{programme}");
        let text = text(TWO_YEARS, &money, &programme, &rest);
        let sizes = "request = { choice = { 1 = 0.5, 4 = 0.5 } }\n";
        let sizes = if programme.contains("cut-back") { sizes } else { "request = 1\n" };
        let ratio = ratio_of_2025(&text.replace("request = 1\n", sizes), 400);
        assert!((ratio / 3.0 - 1.0).abs() < 0.02, "{name}: {ratio}");
    }
}

/// 100 new people and 50 places a quarter, awards of six months. With one card leased instead of 100,
/// nearly every award lapses; who was refused in this way tries again, so that competition is not
/// less, and what was never done gives no papers.
#[test]
fn less_lease_is_neither_less_competition_nor_as_many_outputs() {
    let calendar = "start = \"2024-01-01\"\nend = \"2028-01-01\"\nobserve-from = \"2026-01-01\"\nobserve-to = \"2028-01-01\"";
    let programme = "rounds = { every = \"3 months\", first = \"2024-01-05\", window = \"14 days\", review = \"30 days\" }\naward = \"6 months\"\nplaces = 50\nreapply = 0.5\nrenew = 0.3\ndemand = { fresh = 100 }\n";
    let of = |units: i64| {
        let scenario = read(&text(calendar, &leases(units), programme, ""));
        let inputs = &scenario.baseline;
        let mut sums = [0; 5];
        for k in 0..20 {
            let record = play(inputs, None, k);
            let own = record.programmes[ProgrammeId::at(0)];
            for (sum, value) in sums.iter_mut().zip([
                own.applications,
                own.awards,
                own.started,
                own.lapsed,
                own.declined,
            ]) {
                *sum += value;
            }
        }
        sums
    };
    let [all, some, one] = [100, 50, 1].map(of);
    assert!(all[0] <= some[0] && some[0] <= one[0], "applications: {all:?} {some:?} {one:?}");
    assert!(all[2] > some[2] && some[2] > one[2], "started: {all:?} {some:?} {one:?}");
    assert!(all[3] < some[3] && some[3] < one[3], "lapsed: {all:?} {some:?} {one:?}");
    // The same places: as many awards, decided.
    assert_eq!([all[1], some[1], one[1]], [all[1]; 3]);
    assert_eq!([all[4], some[4], one[4]], [0; 3]);
    // Two papers of each award that started.
    let more = r#"[output.papers]
per-award = 2
source = "by hand"
[study.alternative.some]
set = { "funding.one.leases" = { "m.a" = 50 } }
[study.alternative.one]
set = { "funding.one.leases" = { "m.a" = 1 } }
"#;
    let folder = Folder::new("papers");
    let options = Options {
        replications: 20,
        seed: 4,
        threads: None,
        order: Order::Forward,
        forks: true,
        out: folder.0.join("out"),
    };
    let scenario = read(&text(calendar, &leases(100), programme, more));
    let summary = study::run(&scenario, &options, &|_| {}).expect("the study runs").summary;
    let papers = ["baseline", "some", "one"].map(|alternative| {
        let estimate = summary.estimate(alternative, Response::Outputs, "papers");
        estimate.expect("papers are counted").mean
    });
    for (papers, sums) in papers.iter().zip([all, some, one]) {
        assert!((papers - 2.0 * sums[2] as f64 / 20.0).abs() < 1e-9, "{papers}: {sums:?}");
    }
    assert!(papers[0] > papers[1] && papers[1] > papers[2], "{papers:?}");
}

/// An extra call in which everybody asks for 8 cards has none to give: whoever came for it is turned away, tries again
/// in the next regular call, and asks there for what they would have asked for if it had never been held.
#[test]
fn a_calls_own_request_holds_in_that_call_alone() {
    let programme = FOUR_DATES
        .replace("places = 20", "places = 10000\ndemand = { fresh = 40 }")
        .replace("reapply = 0.5", "reapply = 1.0")
        .replace("renew = 0.3", "renew = 0.0");
    let extra = "[programme.p.extra-round.x]\nopens = \"2025-03-01\"\ncloses = \"2025-03-15\"\nplaces = 0\nrequest = 8\nsource = \"by hand\"\n";
    let of = |extra: &str, k: u32| {
        let text = text(TWO_YEARS, &leases(100), &programme, extra)
            .replace("request = 1\n", "request = { choice = { 1 = 0.5, 4 = 0.5 } }\n");
        play(&read(&text).baseline, None, k)
    };
    let mut sizes = BTreeSet::new();
    for k in 0..8 {
        let (with, without) = (of(extra, k), of("", k));
        let call = with.rounds.iter().find(|row| row.places == 0).expect("the extra call");
        assert_eq!((call.units_asked, call.awards), (8 * call.applications(), 0));
        let again: Vec<_> = with.allocations.iter().filter(|row| row.application == 1).collect();
        assert_eq!(again.len() as i64, call.applications());
        for row in again {
            let same =
                |one: &&AllocationRow| (one.cohort, one.ordinal) == (row.cohort, row.ordinal);
            let own = without.allocations.iter().find(same).expect("they came without it too");
            assert_eq!((own.application, own.decided, own.units), (0, row.decided, row.units));
            sizes.insert(row.units);
        }
    }
    assert_eq!(sizes, BTreeSet::from([1, 4]));
}

fn rounds_of(text: &str, alternative: &str, k: u32) -> [Vec<RoundRow>; 2] {
    let scenario = read(text);
    let base = &scenario.baseline;
    let of = |name: &str| scenario.worlds().find(|(it, _)| *it == name).expect("it is there").1;
    [play(base, None, k).rounds, play(of(alternative), Some(base), k).rounds]
}

const FOUR_DATES: &str = "rounds = [\"2024-01-15\", \"2024-07-15\", \"2025-01-15\", \"2025-07-15\"]\nwindow = \"14 days\"\nreview = \"17 days\"\naward = \"3 months\"\nplaces = 20\nreapply = 0.5\nrenew = 0.3\n";

/// One more date, one date less, and a date moved change no round that closes before: to the last bit.
#[test]
fn a_date_more_changes_nothing_before_it() {
    let with = |dates: &str| {
        format!(
            "{OBSERVED}[study.alternative.other]\ntitle = {{ ko = \"ㄱ\", en = \"other\" }}\nset = {{ \"programme.p.rounds\" = [{dates}] }}\n"
        )
    };
    let cases = [
        ("\"2024-01-15\", \"2024-07-15\", \"2025-01-15\", \"2025-07-15\", \"2025-10-15\"", 4),
        ("\"2024-01-15\", \"2024-07-15\", \"2025-01-15\"", 3),
        ("\"2024-01-15\", \"2024-07-15\", \"2025-02-15\", \"2025-07-15\"", 2),
    ];
    for (dates, same) in cases {
        let text = text(TWO_YEARS, &leases(100), FOUR_DATES, &with(dates));
        for k in 0..8 {
            let [before, after] = rounds_of(&text, "other", k);
            assert_eq!(before[..same], after[..same], "{dates}");
        }
    }
}

/// Whoever is turned away tries again with certainty: a call of zero places in between changes neither
/// applications nor places of the calls after it.
#[test]
fn a_call_of_zero_places_takes_nobody_away() {
    let extra = "[study.alternative.empty]\ntitle = { ko = \"ㄱ\", en = \"empty\" }\n[study.alternative.empty.add.\"programme.p.extra-round.between\"]\nopens = \"2025-03-01\"\ncloses = \"2025-03-15\"\nplaces = 0\nsource = \"by hand\"\n";
    let programme = FOUR_DATES.replace("reapply = 0.5", "reapply = 1.0");
    let text = text(TWO_YEARS, &leases(100), &programme, &format!("{OBSERVED}{extra}"));
    for k in 0..8 {
        let [before, after] = rounds_of(&text, "empty", k);
        let seen = |rows: &[RoundRow]| -> Vec<(i64, i64)> {
            let real = rows.iter().filter(|row| row.places > 0);
            real.map(|row| (row.applications(), row.places)).collect()
        };
        assert_eq!(after.len(), before.len() + 1);
        assert_eq!(seen(&before), seen(&after));
    }
}

/// Twice as many calls, half a term apart, collect the same people in a year: everybody who came by the
/// last closing that both have has applied in both.
#[test]
fn twice_the_calls_are_the_same_people() {
    let programme = |every: &str, first: &str| {
        format!(
            "rounds = {{ every = \"{every}\", first = \"{first}\", window = \"14 days\", review = \"17 days\" }}\naward = \"3 months\"\nplaces = 10000\ndemand = {{ fresh = 60, dispersion = 5 }}\n"
        )
    };
    let split = format!(
        "{}[study.alternative.split]\ntitle = {{ ko = \"ㄱ\", en = \"split\" }}\nset = {{ \"programme.p.rounds.every\" = \"3 months\" }}\n",
        ""
    );
    let text = text(TWO_YEARS, &leases(100), &programme("6 months", "2024-01-01"), &split);
    for k in 0..8 {
        let [before, after] = rounds_of(&text, "split", k);
        let fresh = |rows: &[RoundRow], until| -> i64 {
            rows.iter().filter(|row| row.closes <= until).map(|row| row.fresh).sum()
        };
        for round in &before {
            assert_eq!(fresh(&before, round.closes), fresh(&after, round.closes));
        }
        assert_eq!((before.len(), after.len()), (4, 8));
    }
}

/// Of those whom a narrow reach brings, a wider one brings all; who does not answer waits for the next
/// call; and people who are induced come beside them, for this call alone.
#[test]
fn a_wider_reach_is_a_superset() {
    let of = |answer: &str, k: u32| {
        let extra = format!(
            "[programme.p.extra-round.x]\nopens = \"2025-03-01\"\ncloses = \"2025-03-15\"\nplaces = 10000\n{answer}source = \"by hand\"\n"
        );
        let programme = FOUR_DATES
            .replace("places = 20", "places = 10000\ndemand = { fresh = 40 }")
            .replace("renew = 0.3", "renew = 0.0");
        let scenario = read(&text(TWO_YEARS, &leases(100), &programme, &extra));
        let record = play(&scenario.baseline, None, k);
        let extra =
            record.rounds.iter().find(|row| row.round.place() == 3).expect("the extra round");
        let decided = extra.decides;
        let who = |row: &daegi::model::record::AllocationRow| (row.cohort, row.ordinal);
        let own = record.allocations.iter().filter(|row| row.decided == decided);
        let answered: BTreeSet<(Cohort, u32)> = own.map(who).collect();
        let all: BTreeSet<(Cohort, u32)> = record.allocations.iter().map(who).collect();
        (answered, all)
    };
    for k in 0..8 {
        let (all, people) = of("", k);
        let (most, of_most) = of("reach = 0.7\n", k);
        let (few, of_few) = of("reach = 0.2\n", k);
        assert!(few.is_subset(&most) && most.is_subset(&all) && few.len() < all.len());
        // In the end everybody has been awarded, in one call or another.
        assert_eq!((&people, &people), (&of_most, &of_few));
        let (with, _) = of("reach = 0.2\ninduced = 30\n", k);
        let (induced, own): (BTreeSet<_>, BTreeSet<_>) =
            with.into_iter().partition(|(cohort, _)| matches!(cohort, Cohort::Call(_)));
        assert_eq!(own, few);
        assert!(induced.len() > 5);
    }
}

/// The baseline's calendar of HPC: a decision on 22 June, the awards of 23 December end on 23 June. With
/// the units that come free within a month of the decision, every term is full.
#[test]
fn whatever_fits_every_six_months_fills_the_pool() {
    let calendar = "start = \"2025-01-01\"\nend = \"2029-01-01\"\nobserve-from = \"2026-01-01\"\nobserve-to = \"2029-01-01\"";
    let programme = "rounds = { every = \"6 months\", first = \"2025-05-05\", window = \"14 days\", review = \"34 days\" }\naward = \"6 months\"\nplaces = \"whatever fits\"\ndemand = { fresh = 300 }\n";
    let of = |more: &str| {
        let scenario = read(&text(calendar, &leases(100), &format!("{programme}{more}"), ""));
        let record = play(&scenario.baseline, None, 0);
        let sum = |part: fn(&daegi::model::record::PoolDay) -> f64| {
            record.days.iter().skip(365).map(part).sum::<f64>()
        };
        sum(|day| f64::from(day.allocated)) / sum(|day| f64::from(day.leased))
    };
    let share = of("");
    assert!(share > 0.95, "{share}");
    // The twin that does not look ahead leaves every second term empty.
    let share = of("looks-ahead = \"0 days\"\n");
    assert!(share < 0.55, "{share}");
}

/// Who waits longer than they would gives up: with calls half a year apart and a patience of a month,
/// five people of six; who is where adds up to who came.
#[test]
fn who_waits_too_long_gives_up() {
    let programme = "rounds = { every = \"6 months\", first = \"2024-01-01\", window = \"14 days\", review = \"17 days\" }\naward = \"3 months\"\nplaces = 10000\ndemand = { fresh = 600 }\n";
    let people = |more: &str| {
        let scenario = read(&text(TWO_YEARS, &leases(100), &format!("{programme}{more}"), ""));
        play(&scenario.baseline, None, 0).people[ProgrammeId::at(0)]
    };
    let (patient, hasty) = (people(""), people("patience = \"30 days\"\n"));
    assert_eq!(patient.came, hasty.came);
    assert_eq!(patient.at(Whereabouts::GaveUp), 0);
    let share = hasty.at(Whereabouts::GaveUp) as f64 / hasty.came as f64;
    assert!((share - 5.0 / 6.0).abs() < 0.05, "{share}");
    for people in [patient, hasty] {
        assert_eq!(people.here(), people.came);
    }
}

/// One card for ten winners: nine lapse after the three months for which an award waits, and with the
/// chance of one all of them try again.
#[test]
fn who_lapses_was_refused_and_tries_again() {
    let programme = "rounds = { every = \"6 months\", first = \"2024-01-01\", window = \"14 days\", review = \"17 days\" }\naward = \"6 months\"\nplaces = 10\ndemand = { fresh = 40 }\nreapply = 0.0\n";
    let of = |more: &str| {
        let scenario = read(&text(TWO_YEARS, &leases(1), &format!("{programme}{more}"), ""));
        play(&scenario.baseline, None, 0)
    };
    let (gone, back) = (of(""), of("reapply-lapsed = 1.0\n"));
    let lapsed = |record: &Record| {
        record.allocations.iter().filter(|row| row.outcome == Outcome::Lapsed).count() as i64
    };
    assert!(lapsed(&gone) > 20);
    assert_eq!(gone.people[ProgrammeId::at(0)].at(Whereabouts::Lapsed), lapsed(&gone));
    assert_eq!(back.people[ProgrammeId::at(0)].at(Whereabouts::Lapsed), 0);
    assert!(back.rounds[1].reapplicants >= 9, "{:?}", back.rounds[1]);
    assert_eq!(gone.rounds[1].reapplicants, 0);
}

/// Whether everybody is somewhere: who came is in one of the places, and whoever has an award is beside it, award by
/// award; nobody has two.
fn everybody_is_somewhere(record: &Record) -> bool {
    record.people.iter().enumerate().all(|(programme, people)| {
        let own =
            || record.allocations.iter().filter(move |row| row.programme.place() == programme);
        let holds = |outcomes: &[Outcome]| {
            own().filter(|row| outcomes.contains(&row.outcome)).count() as i64
        };
        let live = [Outcome::Waiting, Outcome::Running, Outcome::Frozen];
        let who: Vec<(Cohort, u32)> = own()
            .filter(|row| live.contains(&row.outcome))
            .map(|row| (row.cohort, row.ordinal))
            .collect();
        let once = who.iter().enumerate().all(|(at, one)| !who[..at].contains(one));
        people.came + people.moved_in - people.moved_out == people.here()
            && people.at(Whereabouts::Awarded) == holds(&live[..1])
            && people.at(Whereabouts::Running) == holds(&live[1..])
            && once
    })
}

/// The count of people closes, and twins that lose somebody, invent somebody, forget an award or give one away twice
/// do not.
#[test]
fn a_count_that_loses_or_invents_somebody_is_noticed() {
    let programme = format!("{QUARTERLY}places = 8\ndemand = {{ fresh = 30 }}\n");
    let scenario = read(&text(TWO_YEARS, &leases(6), &programme, ""));
    let record = play(&scenario.baseline, None, 0);
    assert!(everybody_is_somewhere(&record));
    let live = |row: &AllocationRow| row.outcome == Outcome::Running;
    let at = record.allocations.iter().position(live).expect("one runs at the end");
    let twins: [&dyn Fn(&mut Record); 5] = [
        &|record| record.people[ProgrammeId::at(0)].came += 1,
        &|record| record.people[ProgrammeId::at(0)].moved_out += 1,
        &|record| record.people[ProgrammeId::at(0)].moved_in += 1,
        &|record| {
            record.allocations.remove(at);
        },
        &|record| {
            let twice = record.allocations[at];
            record.allocations.push(twice);
        },
    ];
    for (number, twin) in twins.into_iter().enumerate() {
        let mut broken = record.clone();
        twin(&mut broken);
        assert!(!everybody_is_somewhere(&broken), "twin {number}");
    }
}
