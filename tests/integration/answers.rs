//! Answers: for each question the verdict that it must get, and that no option is praised without its price.

use std::collections::BTreeMap;
use std::path::PathBuf;

use daegi::measures::Response;
use daegi::report::{self, Language};
use daegi::results::answer::{AnswerBlock, Measured, OptionEntry, Sense, Verdict, Why};
use daegi::scenario::{LIBRARY, Scenario, shipped};
use daegi::study::{self, Finished, Options};

use crate::support::options;

use Response::{
    AllocatedOfInstalled, AllocatedOfLeased, Applications, ApplicationsOfAwards,
    ApplicationsOfPlaces, Awards, AwardsLapsed, BusyOfInstalled, Cost, CutBackUnitMonths, Declined,
    Earned, FeeIncome, FreeUnitMonths, HeldWithin90Days, HoursLapsed, HoursUsed, IdleUnitMonths,
    JobWaitP90, LateUnitMonths, MeanJobWait, MeanWait, Outputs, RunningProjects, Spent,
    SpentPresentValue, UnitsAskedOfOffered, UnleasedUnitMonths, Unspent, UsedOfAwarded,
};

/// The baseline without its jobs, of which no answer here is made: what the budget brought, more cards, more places.
const BUDGET: &str = r#"
schema = 1
title = "budget"
question = "What did the supplementary budget bring, and what would more places?"
based-on = "gwangju-2025"
remove = ["workload.training"]
[study.answer.competition]
response = "applications_of_places"
scope = "hpc"
better = "lower"
[study.answer.unleased]
response = "unleased_unit_months"
better = "lower"
[study.alternative.no-supplementary]
set = { "funding.supplementary-2025.chance" = 0 }
[study.alternative.doubled-places]
set = { "programme.gpu.places.2026-01-01" = 270, "programme.hpc.places.2026-01-01" = 166 }
"#;

const LATE: &str = include_str!("data/delivery-late.toml");

fn play(name: &str, text: &str, replications: u32) -> Finished {
    let scenario = Scenario::parse(name, text).unwrap_or_else(|problems| panic!("{problems}"));
    let folder = std::env::temp_dir().join(format!("daegi-test-{}-answers", std::process::id()));
    let out = folder.join(name);
    let options = Options { threads: None, ..options(replications, 20_250_702, out) };
    study::run(&scenario, &options, &|_| {}).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn option<'a>(block: &'a AnswerBlock, alternative: &str) -> &'a OptionEntry {
    let found = block.options.iter().find(|one| one.alternative == alternative);
    found.unwrap_or_else(|| panic!("no option {alternative}"))
}

fn verdict(block: &AnswerBlock, alternative: &str, response: Response) -> Verdict {
    verdict_of(block, alternative, response, "")
}

/// The verdict of an answer; of several of one response the scope says which.
fn verdict_of(block: &AnswerBlock, alternative: &str, response: Response, scope: &str) -> Verdict {
    let is = |of: &Measured| of.response == response && (scope.is_empty() || of.scope == scope);
    let at = block.measured.iter().position(|of| of.asked && is(of));
    let at = at.unwrap_or_else(|| panic!("{} is not asked", response.name()));
    let compared = option(block, alternative).cells[at].compared.as_ref();
    compared.unwrap_or_else(|| panic!("{alternative}: {}", response.name())).verdict
}

fn is_against(block: &AnswerBlock, alternative: &str, response: Response) -> bool {
    option(block, alternative).against.iter().any(|one| one.response == response)
}

/// Options that are praised although more people are left without cards, and nothing says so: future by future from
/// the responses themselves, awards that never start and projects that run.
fn praised_without_price(finished: &Finished, block: &AnswerBlock) -> Vec<String> {
    let estimate = |alternative: &str, response: Response| {
        finished.summary.estimate(alternative, response, "site").map(|one| one.mean)
    };
    let mut odd = Vec::new();
    for one in &block.options[1..] {
        let praised = one
            .cells
            .iter()
            .zip(&block.measured)
            .filter(|(_, of)| of.asked)
            .filter_map(|(cell, _)| Some(cell.compared.as_ref()?.verdict))
            .any(|verdict| verdict == Verdict::Better);
        for (response, sign) in [(AwardsLapsed, 1.0), (RunningProjects, -1.0)] {
            let values = estimate(&one.alternative, response).zip(estimate("baseline", response));
            let Some((after, before)) = values else { continue };
            // A tenth of the level and five at least: nobody would call that nothing.
            let worse = sign * (after - before) > 5.0_f64.max(0.1 * before);
            if praised && worse && !one.against.iter().any(|against| against.response == response) {
                odd.push(format!("{}: {}", one.alternative, response.name()));
            }
        }
    }
    odd
}

#[test]
fn more_places_without_cards_are_not_praised_without_those_who_never_start() {
    let finished = play("budget", BUDGET, 16);
    let block = &finished.summary.answer;
    assert_eq!(verdict(block, "doubled-places", ApplicationsOfPlaces), Verdict::Better);
    assert!(is_against(block, "doubled-places", AwardsLapsed));
    assert_eq!(praised_without_price(&finished, block), [""; 0]);
    // In the sentence itself, not only below it; and no sentence that praises nothing has a price. What moves the answer
    // most comes first.
    let folder = finished.results.folder();
    let said = |language| {
        let answers = report::answers(folder, language).expect("answers");
        answers.verdicts[0].clauses.clone()
    };
    let (english, korean) = (said(Language::En), said(Language::Ko));
    assert!(
        english[0].contains("lower") && english[0].contains(", but awards that lapsed"),
        "{english:?}"
    );
    assert!(
        korean[0].contains("낮음") && korean[0].contains(", 그 대신 실효된 선정"),
        "{korean:?}"
    );
    assert!(!english[1].contains("but") && !korean[1].contains("그 대신"), "{english:?}");
    // The twin that keeps silent is found.
    let mut silent = block.clone();
    silent.options.iter_mut().for_each(|one| one.against.clear());
    assert_eq!(praised_without_price(&finished, &silent), ["doubled-places: awards_lapsed"]);
}

/// Without the budget the call of August is not held, and those who would have come to it stand in the calls that are.
#[test]
fn the_lack_of_a_budget_is_no_good_news() {
    let finished = play("budget-lacks", BUDGET, 16);
    let block = &finished.summary.answer;
    let competition = verdict(block, "no-supplementary", ApplicationsOfPlaces);
    assert_eq!(verdict(block, "no-supplementary", UnleasedUnitMonths), Verdict::Worse);
    assert!(is_against(block, "no-supplementary", Awards), "awards are lost");
    let cell = &option(block, "no-supplementary").cells[0];
    let compared = cell.compared.as_ref().expect("both have it");
    let dropped = compared.rounds.and_then(|rounds| rounds.dropped).expect("a call is not held");
    assert!((dropped.rounds - 1.0).abs() < 1e-9 && dropped.ratio.is_some_and(|ratio| ratio > 3.5));
    let part = compared.part.expect("rounds that both hold");
    let (own, all) = part.rounds.expect("rounds");
    assert!(own < all, "{own} of {all}");
    let (common, whole) = (compared.difference.spread.mean, part.whole.spread.mean);
    assert_eq!(competition, Verdict::Worse);
    assert!(common > 0.2 && whole > 0.2, "{common} of {whole}");
}

/// A machine six months late: fewer can renew, and so fewer apply.
#[test]
fn a_late_delivery_is_not_praised_without_those_who_wait() {
    let finished = play("late", LATE, 12);
    let block = &finished.summary.answer;
    for late in ["slip-6", "slip-9"] {
        assert!(is_against(block, late, AwardsLapsed), "{late}");
        assert!(is_against(block, late, RunningProjects), "{late}");
    }
    assert_eq!(praised_without_price(&finished, block), [""; 0]);
}

/// Scenario, alternative, response, its scope where two answers are of one response, and what it must be called.
const EXPECTED: &[(&str, &str, Response, &str, &[Verdict])] = {
    use Verdict::{Better, Equal, Less, More, Slight, Unclear, Worse};
    const NONE: &[Verdict] = &[Equal, Slight, Unclear];
    &[
        ("another-centre", "no-expansion", ApplicationsOfPlaces, "", &[Worse]),
        ("cut-back-2026", "half", Awards, "", &[Better]),
        ("cut-back-2026", "half", ApplicationsOfAwards, "", &[Better]),
        ("gwangju-2025", "no-supplementary", ApplicationsOfPlaces, "", &[Worse]),
        ("gwangju-2025", "no-supplementary", UnleasedUnitMonths, "", &[Worse]),
        ("gwangju-2025", "published-2026", ApplicationsOfPlaces, "", &[Unclear, Slight, Worse]),
        ("gwangju-2025", "published-2026", UnleasedUnitMonths, "", &[Worse]),
        ("gwangju-2025", "h200-64", ApplicationsOfPlaces, "", &[Better]),
        ("gwangju-2025", "h200-64", UnleasedUnitMonths, "", NONE),
        ("gwangju-2025", "doubled-places", ApplicationsOfPlaces, "", &[Better]),
        ("gwangju-2025", "doubled-places", UnleasedUnitMonths, "", NONE),
        ("gwangju-2025", "doubled-with-cards", ApplicationsOfPlaces, "", &[Better]),
        ("gwangju-2025", "doubled-with-cards", UnleasedUnitMonths, "", &[Worse]),
        ("h200-64-256-880", "h200-64", ApplicationsOfPlaces, "", &[Better]),
        ("h200-64-256-880", "h200-64", Spent, "", &[More]),
        ("h200-64-256-880", "h200-64", Outputs, "", &[Slight, Better]),
        ("h200-64-256-880", "h200-256", ApplicationsOfPlaces, "", &[Better]),
        ("h200-64-256-880", "h200-256", Spent, "", &[More]),
        ("h200-64-256-880", "h200-256", Outputs, "", &[Better]),
        ("h200-64-256-880", "h200-880", ApplicationsOfPlaces, "", &[Better]),
        ("h200-64-256-880", "h200-880", Spent, "", &[More]),
        ("h200-64-256-880", "h200-880", Outputs, "", &[Better]),
        ("eurohpc-ai-factory", "three-times", JobWaitP90, "fast", &[Worse]),
        ("eurohpc-ai-factory", "three-times", JobWaitP90, "playground", &[Worse]),
        ("eurohpc-ai-factory", "three-times", UsedOfAwarded, "", &[Slight, Worse]),
        ("eurohpc-ai-factory", "small-first", JobWaitP90, "fast", &[Equal, Slight, Unclear]),
        ("eurohpc-ai-factory", "small-first", JobWaitP90, "playground", &[Equal, Slight, Unclear]),
        ("eurohpc-ai-factory", "small-first", UsedOfAwarded, "", &[Slight, Worse]),
        ("haenam-2028", "opens-2028", ApplicationsOfPlaces, "", &[Better]),
        ("haenam-2028", "opens-2028", AllocatedOfLeased, "", &[Equal, Slight, Unclear, Less]),
        ("incite-titan", "no-pull-back", UsedOfAwarded, "incite", &[Better, Slight]),
        ("incite-titan", "no-pull-back", HoursLapsed, "incite", &[Worse]),
        ("incite-titan", "no-pull-back", JobWaitP90, "incite", &[Slight, Unclear, Worse]),
        ("incite-titan", "more-awarded", UsedOfAwarded, "incite", &[Unclear, Slight, Worse]),
        ("incite-titan", "more-awarded", HoursLapsed, "incite", &[Worse]),
        ("incite-titan", "more-awarded", JobWaitP90, "incite", &[Worse]),
        ("incite-titan", "years", UsedOfAwarded, "incite", &[Equal, Slight, Unclear]),
        ("incite-titan", "years", HoursLapsed, "incite", &[Equal, Slight, Unclear, Better]),
        ("incite-titan", "years", JobWaitP90, "incite", &[Equal, Slight, Unclear]),
        ("isambard-ai", "twice-open", JobWaitP90, "gateway", &[Worse]),
        ("isambard-ai", "twice-open", JobWaitP90, "open", &[Worse]),
        ("isambard-ai", "twice-open", UsedOfAwarded, "", &[Unclear, Slight, Worse]),
        ("isambard-ai", "gateway-first", JobWaitP90, "gateway", &[Worse]),
        ("isambard-ai", "gateway-first", JobWaitP90, "open", &[Worse]),
        ("isambard-ai", "gateway-first", UsedOfAwarded, "", &[Unclear, Slight, Worse]),
        ("kisti-6", "slip-3", HoursUsed, "calls", &[Worse]),
        ("kisti-6", "slip-3", AwardsLapsed, "calls", &[Equal, Unclear, Worse]),
        ("kisti-6", "slip-3", HeldWithin90Days, "calls", &[Equal, Unclear, Slight, Worse]),
        ("kisti-6", "slip-6", HoursUsed, "calls", &[Worse]),
        ("kisti-6", "slip-6", AwardsLapsed, "calls", &[Equal, Unclear, Worse]),
        ("kisti-6", "slip-6", HeldWithin90Days, "calls", &[Worse]),
        ("kisti-6", "slip-9", HoursUsed, "calls", &[Worse]),
        ("kisti-6", "slip-9", AwardsLapsed, "calls", &[Unclear, Worse]),
        ("kisti-6", "slip-9", HeldWithin90Days, "calls", &[Worse]),
        ("lease-or-buy", "by-four-months", Cost, "", &[Worse]),
        ("lease-or-buy", "by-four-months", Spent, "", &[Worse]),
        ("lease-or-buy", "by-four-months", SpentPresentValue, "", &[Worse]),
        ("lease-or-buy", "bought", Cost, "", &[Better]),
        ("lease-or-buy", "bought", Spent, "", &[Better]),
        ("lease-or-buy", "bought", SpentPresentValue, "", &[Better]),
        ("local-half-2026", "half", Awards, "hpc.local-firm", &[Better]),
        ("local-half-2026", "half", Awards, "hpc.other", &[Worse]),
        ("log-weeks", "more-jobs", MeanJobWait, "", &[Worse]),
        ("log-weeks", "more-jobs", BusyOfInstalled, "", &[More, Better]),
        ("log-weeks", "more-jobs-and-nodes", MeanJobWait, "", &[Better]),
        ("log-weeks", "more-jobs-and-nodes", BusyOfInstalled, "", &[Less, Worse]),
        ("log-weeks", "first-come", MeanJobWait, "", &[Worse]),
        ("log-weeks", "first-come", BusyOfInstalled, "", &[Less, Worse]),
        ("national-2026", "twice-the-cards", ApplicationsOfAwards, "", &[Better]),
        ("national-2026", "twice-the-cards", UnitsAskedOfOffered, "", &[Better]),
        ("national-2026", "four-fifths-for-industry", ApplicationsOfAwards, "", NONE),
        ("national-2026", "four-fifths-for-industry", UnitsAskedOfOffered, "", NONE),
        ("national-2026", "cut-back", ApplicationsOfAwards, "", &[Better]),
        ("national-2026", "cut-back", UnitsAskedOfOffered, "", &[Better]),
        ("national-2026", "one-in-ten-declines", ApplicationsOfAwards, "", NONE),
        ("national-2026", "one-in-ten-declines", UnitsAskedOfOffered, "", NONE),
        ("national-2026", "six-months-late", ApplicationsOfAwards, "", NONE),
        ("national-2026", "six-months-late", UnitsAskedOfOffered, "", NONE),
        ("no-show-2026", "waiting-list", FreeUnitMonths, "", &[Better]),
        ("no-show-2026", "waiting-list", AllocatedOfLeased, "", &[Better]),
        ("no-show-2026", "nobody-withdraws", FreeUnitMonths, "", &[Better]),
        ("no-show-2026", "nobody-withdraws", AllocatedOfLeased, "", &[Better]),
        ("self-pay-2026", "self-pay", ApplicationsOfPlaces, "", &[Better]),
        ("self-pay-2026", "self-pay", FeeIncome, "", &[More]),
        ("self-pay-2026", "nobody-reduced", ApplicationsOfPlaces, "", &[Better]),
        ("self-pay-2026", "nobody-reduced", FeeIncome, "", &[More]),
        ("shared-or-dedicated", "shared", MeanJobWait, "", &[Better]),
        ("shared-or-dedicated", "shared", BusyOfInstalled, "", &[Better, Equal, Slight, Unclear]),
        ("shared-or-dedicated", "shared-first-come", MeanJobWait, "", &[Better]),
        (
            "shared-or-dedicated",
            "shared-first-come",
            BusyOfInstalled,
            "",
            &[Better, Equal, Slight, Unclear],
        ),
        ("spare-2025", "sold-1-month", AllocatedOfInstalled, "", &[Worse]),
        ("spare-2025", "sold-1-month", Earned, "", &[More]),
        ("spare-2025", "sold-1-month", Unspent, "", &[Worse]),
        ("spare-2025", "sold-6-months", AllocatedOfInstalled, "", &[Worse]),
        ("spare-2025", "sold-6-months", Earned, "", &[More]),
        ("spare-2025", "sold-6-months", Unspent, "", &[Worse]),
        ("supplementary-2025", "never", AllocatedOfInstalled, "", &[Worse]),
        ("supplementary-2025", "never", Awards, "", &[Worse]),
        ("supplementary-2025", "june", AllocatedOfInstalled, "", &[Better]),
        ("supplementary-2025", "june", Awards, "", &[Slight, Unclear, Better]),
        ("take-back-2026", "nipa-2020", IdleUnitMonths, "", &[Better]),
        ("take-back-2026", "nipa-2020", FreeUnitMonths, "", &[Worse]),
        ("take-back-2026", "nipa-2020", MeanWait, "", &[Better]),
    ]
};

/// Scenario, alternative, and what at least is said to speak against it; nothing: nothing that is looked at does.
const AGAINST: &[(&str, &str, &[Response])] = &[
    ("another-centre", "no-expansion", &[Awards, RunningProjects, MeanWait]),
    ("cut-back-2026", "half", &[CutBackUnitMonths]),
    ("eurohpc-ai-factory", "three-times", &[MeanJobWait]),
    ("eurohpc-ai-factory", "small-first", &[MeanJobWait]),
    ("gwangju-2025", "no-supplementary", &[Awards, RunningProjects, UnleasedUnitMonths]),
    ("gwangju-2025", "published-2026", &[RunningProjects, AwardsLapsed, HeldWithin90Days]),
    ("gwangju-2025", "h200-64", &[Cost]),
    ("gwangju-2025", "doubled-places", &[AwardsLapsed, MeanWait, HeldWithin90Days]),
    ("gwangju-2025", "doubled-with-cards", &[Cost, FreeUnitMonths]),
    ("h200-64-256-880", "h200-64", &[Cost]),
    ("h200-64-256-880", "h200-256", &[Cost]),
    ("h200-64-256-880", "h200-880", &[Cost]),
    ("haenam-2028", "opens-2028", &[Applications, ApplicationsOfPlaces]),
    ("incite-titan", "no-pull-back", &[]),
    ("incite-titan", "more-awarded", &[MeanJobWait]),
    ("incite-titan", "years", &[Awards]),
    ("isambard-ai", "twice-open", &[MeanJobWait]),
    ("isambard-ai", "gateway-first", &[MeanJobWait]),
    ("kisti-6", "slip-3", &[RunningProjects, LateUnitMonths]),
    ("kisti-6", "slip-6", &[RunningProjects, LateUnitMonths]),
    ("kisti-6", "slip-9", &[RunningProjects, AwardsLapsed, LateUnitMonths]),
    ("lease-or-buy", "by-four-months", &[Cost]),
    ("lease-or-buy", "bought", &[]),
    ("local-half-2026", "half", &[]),
    ("log-weeks", "more-jobs", &[MeanJobWait]),
    ("log-weeks", "more-jobs-and-nodes", &[IdleUnitMonths]),
    ("log-weeks", "first-come", &[MeanJobWait]),
    ("national-2026", "twice-the-cards", &[AwardsLapsed, HeldWithin90Days]),
    ("national-2026", "four-fifths-for-industry", &[]),
    ("national-2026", "cut-back", &[CutBackUnitMonths]),
    ("national-2026", "one-in-ten-declines", &[Declined, RunningProjects, FreeUnitMonths]),
    ("national-2026", "six-months-late", &[AwardsLapsed, RunningProjects, LateUnitMonths]),
    ("no-show-2026", "waiting-list", &[AwardsLapsed, MeanWait]),
    ("no-show-2026", "nobody-withdraws", &[AwardsLapsed, MeanWait]),
    ("self-pay-2026", "self-pay", &[Applications]),
    ("self-pay-2026", "nobody-reduced", &[Applications]),
    ("shared-or-dedicated", "shared", &[]),
    ("shared-or-dedicated", "shared-first-come", &[]),
    ("spare-2025", "sold-1-month", &[MeanWait, UnleasedUnitMonths]),
    ("spare-2025", "sold-6-months", &[AwardsLapsed, RunningProjects, UnleasedUnitMonths]),
    ("supplementary-2025", "never", &[Awards, RunningProjects, UnleasedUnitMonths]),
    ("supplementary-2025", "june", &[Cost]),
    ("take-back-2026", "nipa-2020", &[RunningProjects]),
];

/// Of each option that the library asks about something is expected, or it is named here as one of a series.
#[test]
fn each_question_of_the_library_gets_its_verdict() {
    let mut wrong = Vec::new();
    for &(name, text) in LIBRARY {
        let expected: Vec<_> = EXPECTED.iter().filter(|one| one.0 == name).collect();
        let replications = if name == "gwangju-2025" || name == "take-back-2026" { 8 } else { 12 };
        let finished = play(name, text, replications);
        let block = &finished.summary.answer;
        let lone = block.options.len() == 1;
        assert_eq!(lone, expected.is_empty(), "{name}: expected of it: {}", expected.len());
        let questions = block.measured.iter().filter(|of| of.asked).count();
        let cells = questions * (block.options.len() - 1);
        assert_eq!(cells, expected.len(), "{name}: not every option by every answer is expected");
        for (_, alternative, response, scope, verdicts) in expected {
            let found = verdict_of(block, alternative, *response, scope);
            if !verdicts.contains(&found) {
                wrong.push(format!("{name}, {alternative}, {}: {found:?}", response.name()));
            }
        }
        for one in &block.options[1..] {
            let row = AGAINST.iter().find(|row| (row.0, row.1) == (name, &*one.alternative));
            let row = row.unwrap_or_else(|| panic!("{name}, {}: against?", one.alternative));
            let said: Vec<Response> = one.against.iter().map(|one| one.response).collect();
            let silent = row.2.iter().any(|response| !said.contains(response));
            if silent || (row.2.is_empty() && !said.is_empty()) {
                wrong.push(format!("{name}, {}: against it: {said:?}", one.alternative));
            }
            // Good news has its price in the same sentence, wherever anything gets worse.
            for (of, cell) in block.measured.iter().zip(&one.cells).filter(|(of, _)| of.asked) {
                let praised =
                    cell.compared.as_ref().is_some_and(|it| it.verdict == Verdict::Better);
                if praised && one.price(of).is_empty() && !one.against.is_empty() {
                    wrong.push(format!("{name}, {}: praised for nothing", one.alternative));
                }
            }
        }
        wrong.extend(
            praised_without_price(&finished, block).iter().map(|odd| format!("{name}, {odd}")),
        );
        // Places alone are no gain: whoever wins by them has no cards.
        if name == "gwangju-2025" {
            let frontier = block.frontier.as_ref().expect("six options");
            assert!(frontier.points.iter().all(|one| one.undominated > 0.5), "{frontier:?}");
        }
        // What is asked comes first, has a level in the baseline, and has a sense if the file or the registry has one.
        assert!(block.measured[0].asked, "{name}");
        let asked = block.measured.iter().zip(&block.options[0].cells).filter(|(of, _)| of.asked);
        for (of, cell) in asked {
            assert!(
                cell.level.is_some() || matches!(of.response, Earned | FeeIncome),
                "{name}: {}",
                of.response.name()
            );
        }
    }
    assert_eq!(wrong, [""; 0], "\n{}", wrong.join("\n"));
}

#[test]
fn a_fee_lowers_the_competition_by_driving_people_away_and_it_is_said() {
    let finished = play("fee", shipped("self-pay-2026").expect("it is shipped"), 12);
    let against = &option(&finished.summary.answer, "self-pay").against;
    assert!(against.iter().any(|one| one.why == Why::FewerApply), "{against:?}");
    let finished = play("cut", shipped("cut-back-2026").expect("it is shipped"), 12);
    assert!(is_against(&finished.summary.answer, "half", CutBackUnitMonths));
}

/// Every number of the table of options is that of the responses, to the digit that is printed: medians and the 5 and
/// 95 % quantiles, worked out here from the table itself.
#[test]
fn the_page_says_what_the_tables_say() {
    let finished = play("page", BUDGET, 12);
    let folder: PathBuf = finished.results.folder().to_owned();
    report::make(&folder, Language::En, report::Charts::Main).expect("a page");
    let page = std::fs::read_to_string(folder.join("report.en.html")).expect("the page");
    let table = std::fs::read_to_string(folder.join("tables/responses.csv")).expect("the table");
    let mut values: BTreeMap<(&str, &str, &str), Vec<f64>> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [alternative, _, response, scope, value] = cells[..] else { panic!("{line}") };
        if let Ok(value) = value.parse() {
            values.entry((alternative, response, scope)).or_default().push(value);
        }
    }
    values.values_mut().for_each(|values| values.sort_by(f64::total_cmp));
    let quantile = |values: &[f64], p: f64| {
        let at = p * (values.len() - 1) as f64;
        let (below, above) = (values[at.floor() as usize], values[at.ceil() as usize]);
        below + at.fract() * (above - below)
    };
    // The chart of the answer draws the same, in full.
    let drawn = std::fs::read_to_string(folder.join("charts/answers.csv")).expect("its numbers");
    let lines: Vec<&str> = drawn.lines().skip(1).collect();
    assert_eq!(
        lines.len(),
        3 * finished.summary.answer.measured.iter().filter(|of| of.asked).count()
    );
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let own = &values[&(cells[2], cells[0], cells[1])];
        for (cell, p) in cells[3..6].iter().zip([0.05, 0.5, 0.95]) {
            let value: f64 = cell.parse().expect("a number");
            assert!((value - quantile(own, p)).abs() < 1e-9 * value.abs().max(1.0), "{line}");
        }
    }
    let from = page.find("<table class=\"options\">").expect("the table of options");
    let rows = page[from..].split("<tr>").skip(2).take(3);
    let block = &finished.summary.answer;
    let mut read = 0;
    // Nobody declines here: what is nothing under every option has no column.
    let shown = || block.measured.iter().filter(|of| of.response != Declined);
    for (row, option) in rows.zip(&block.options) {
        let cells = row.split("<td ").skip(1);
        for (cell, of) in cells.zip(shown()) {
            let key = (option.alternative.as_str(), of.response.name(), of.scope.as_str());
            let own = &values[&key];
            let text = cell.split_once("<span>").expect("a value").1;
            let (value, rest) = text.split_once("<small>").expect("a range");
            let range = rest.split_once("</small>").expect("its end").0;
            let (low, high) = range.split_once(" ~ ").expect("two ends");
            // Of two shares only the second has its sign.
            let low = if high.ends_with('%') { format!("{low}%") } else { low.to_owned() };
            for (shown, p) in [(value, 0.5), (&low, 0.05), (high, 0.95)] {
                let (shown, off) = number(shown);
                let told = quantile(own, p);
                assert!((shown - told).abs() <= off * 1.000_1, "{key:?}: {shown} for {told}");
                read += 1;
            }
        }
    }
    assert_eq!(read, 3 * 3 * shown().count());
    assert!(shown().count() < block.measured.len());
}

/// A number as it is printed, and half of its last digit.
fn number(text: &str) -> (f64, f64) {
    let digits: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{2212}'))
        .collect();
    let rest = &text[digits.len()..];
    let times = match rest.trim_start() {
        rest if rest.starts_with("bn") => 1e9,
        rest if rest.starts_with("m ") => 1e6,
        rest if rest.starts_with("tn") => 1e12,
        rest if rest.starts_with('%') => 0.01,
        _ => 1.0,
    };
    let plain = digits.replace(',', "").replace('\u{2212}', "-");
    let decimals = plain.split_once('.').map_or(0, |(_, rest)| rest.len());
    let value: f64 = plain.parse().unwrap_or_else(|_| panic!("{text}"));
    (value * times, 0.5 * times / 10_f64.powi(decimals as i32))
}

/// The sense is the scenario's, else the registry's; a guard of neither sense gets worse when it rises.
#[test]
fn better_and_worse_follow_the_registry() {
    assert_eq!(Sense::of(AwardsLapsed), Sense::Lower);
    assert_eq!(Sense::of(Awards), Sense::Higher);
    assert_eq!(Sense::of(Cost), Sense::Neither);
    assert_eq!(Sense::of_guard(Cost), Sense::Lower);
    assert_eq!(Sense::of_guard(RunningProjects), Sense::Higher);
}

/// Without jobs nothing is known of use: no table has a number on it.
#[test]
fn without_jobs_no_table_has_a_number_on_use() {
    let finished = play("no-jobs", BUDGET, 2);
    let tables = finished.results.folder().join("tables");
    for (table, columns) in [
        ("accounts", &["busy", "idle", "fragmented"][..]),
        ("pool_months", &["busy", "fragmented", "busy_of_allocated", "busy_of_installed"]),
        ("ladder", &["busy"]),
        ("samples", &["busy", "busy_of_allocated"]),
        ("allocations", &["jobs", "busy"]),
    ] {
        let text = std::fs::read_to_string(tables.join(format!("{table}.csv"))).expect(table);
        let head: Vec<&str> = text.lines().next().expect("a head").split(',').collect();
        for column in columns {
            let at = head.iter().position(|name| name == column).expect(column);
            let cells = text.lines().skip(1).map(|line| line.split(',').nth(at));
            assert!(cells.clone().count() > 0);
            assert!(cells.into_iter().all(|cell| cell == Some("")), "{table}: {column}");
        }
    }
    let text = std::fs::read_to_string(tables.join("responses.csv")).expect("responses");
    let of_use: Vec<&str> =
        Response::all().filter(|one| one.row().needs_jobs).map(Response::name).collect();
    for line in
        text.lines().filter(|line| of_use.iter().any(|name| line.contains(&format!(",{name},"))))
    {
        assert!(line.ends_with(','), "{line}");
    }
    let answers = report::answers(finished.results.folder(), Language::En).expect("answers");
    assert!(!format!("{answers:?}").contains("busy"));
}

/// A file that only guesses at jobs says so at every figure of use, and at no other; one whose jobs were measured does not.
#[test]
fn figures_of_use_say_where_use_is_assumed() {
    let heads = |name: &str, source: &str| {
        let text = format!(
            r#"schema = 1
title = "t"
question = "q?"
[calendar]
zone = "UTC"
start = "2025-01-01"
end = "2025-07-01"
observe-from = "2025-01-01"
observe-to = "2025-07-01"
[unit.x]
compute = "1 TF"
weight = 1
node = {{ units = 8, power = "1 kW" }}
source = "by hand"
[pool.m.lot.a]
unit = "x"
installed = 8
hall = "elsewhere"
source = "by hand"
[funding.all]
leases = "all"
source = "by hand"
[programme.p]
pool = "m"
rounds = {{ every = "3 months", first = "2025-01-06", window = "14 days", review = "14 days" }}
request = 1
award = "3 months"
places = 8
demand = {{ fresh = 20 }}
source = "by hand"
[workload.w]
programmes = ["p"]
holds = "dedicated"
jobs = "2 per week"
size = {{ share-of-allocation = 1.0 }}
run-time = "1 day"
source = "{source}"
[study.answer.use]
response = "busy_of_installed"
scope = "m"
[study.answer.awards]
response = "awards"
scope = "p"
[study.alternative.more]
set = {{ "programme.p.places" = 4 }}
"#
        );
        let finished = play(name, &text, 4);
        [(Language::En, "(assumed)"), (Language::Ko, "(가정)")].map(|(language, mark)| {
            let answers = report::answers(finished.results.folder(), language).expect("answers");
            let head = &answers.table.head;
            assert!(head.len() > 2, "{head:?}");
            [1, 2].map(|at: usize| head[at].ends_with(mark))
        })
    };
    assert_eq!(heads("use-guessed", "assumed: nothing is published"), [[true, false]; 2]);
    assert_eq!(heads("use-measured", "accounts of 2024"), [[false, false]; 2]);
}
