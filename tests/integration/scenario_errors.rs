//! Broken scenarios: small edits of a good one. Each must be told at its place, in words, with a fix.

use daegi::scenario::{Problems, Scenario};

const GOOD: &str = include_str!("../../scenarios/template.toml");

fn edited(old: &str, new: &str) -> String {
    assert_eq!(GOOD.matches(old).count(), 1, "`{old}` must stand once in the template");
    GOOD.replacen(old, new, 1)
}

/// The place of `mark` in the text, as line:column.
fn place(text: &str, mark: &str) -> String {
    let at = text.find(mark).unwrap_or_else(|| panic!("`{mark}` is not in the text"));
    let line = text[..at].matches('\n').count() + 1;
    let column = text[..at].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{line}:{column}")
}

fn problems(text: &str) -> Problems {
    match Scenario::parse("t.toml", text) {
        Ok(scenario) => scenario.warnings,
        Err(problems) => problems,
    }
}

/// An edit, the text at which its problem is shown, and what is said.
struct Case {
    old: &'static str,
    new: &'static str,
    mark: &'static str,
    says: &'static str,
    /// Other problems that the edit truly has.
    others: usize,
}

const fn case(
    old: &'static str,
    new: &'static str,
    mark: &'static str,
    says: &'static str,
) -> Case {
    Case { old, new, mark, says, others: 0 }
}

const CASES: &[Case] = &[
    // Keys.
    case(
        "installed = 96",
        "installd = 96\ninstalled = 96",
        "installd",
        "did you mean `installed`?",
    ),
    case("racks      = 20\n", "", "main]", "`racks` is missing"),
    case(
        "slots  = 200\nsource = \"assumed\"",
        "slots  = 200",
        "site]",
        "if nowhere, write source = \"assumed\"",
    ),
    case("[gap]  ", "[gapp]  ", "gapp]", "did you mean `gap`?"),
    case(
        "[hall.main]",
        "[hall.\"m ain\"]\nracks = 1\nrack-power = \"15 kW\"\nsource = \"x\"\n[hall.main]",
        "\"m ain\"",
        "has a dot or a space",
    ),
    case(
        "node    = { units = 8, power = \"10.2 kW\" }\nsource  = \"assumed\"\n\n[unit.h200]",
        "node    = 8\nsource  = \"assumed\"\n\n[unit.h200]",
        "8\nsource",
        "must be a table, not a bare number",
    ),
    // Units.
    case(
        "amount  = \"5억 KRW\"",
        "amount  = 500000000",
        "500000000",
        "a bare number has no unit; this is an amount of money",
    ),
    case(
        "amount  = \"5억 KRW\"",
        "amount  = \"5억\"",
        "\"5억\"",
        "write \"4.0m KRW\" or \"400만 원\"",
    ),
    case(
        "rack-power = \"15 kW\"\nsource",
        "rack-power = \"15 horses\"\nsource",
        "\"15 horses\"",
        "cannot be read as a power",
    ),
    case(
        "window = \"14 days\", review = \"34 days\" }\n# rounds",
        "window = \"14 dayz\", review = \"34 days\" }\n# rounds",
        "\"14 dayz\"",
        "cannot be read as a length of time",
    ),
    case(
        "competition = \"2.5:1\"",
        "competition = 2.5",
        "2.5\nfrom",
        "write \"2.69:1\" or \"2.69 대 1\"",
    ),
    case(
        "jobs       = \"2.5 per week\" ",
        "jobs       = \"2.5 a week\" ",
        "\"2.5 a week\"",
        "cannot be read as a rate",
    ),
    case("installed = 96", "installed = 96.5", "96.5", "must be a whole number"),
    case("installed = 96", "installed = -8", "-8", "must not be below 0"),
    case("renew        = 0.3", "renew        = 30", "30\ndemand", "30 % is 0.3"),
    // Dates.
    case(
        "\"2024-02-01\", last",
        "\"2024-02-30\", last",
        "\"2024-02-30\"",
        "there is no such day as 2024-02-30",
    ),
    case(
        "ordered     = \"2025-03-01\"",
        "ordered     = \"1.3.2025\"",
        "\"1.3.2025\"",
        "write year-month-day",
    ),
    case(
        "observe-to   = \"2027-01-01\"",
        "observe-to   = \"2023-01-01\"",
        "\"2023-01-01\"",
        "not after its start",
    ),
    case(
        "observe-from = \"2025-01-01\"",
        "observe-from = \"2023-01-01\"",
        "\"2023-01-01\"",
        "this day is not simulated",
    ),
    case("# zone       = \"Asia/Seoul\"", "zone = \"Asia/Soul\"", "\"Asia/Soul\"", "is not known"),
    // Distributions.
    case(
        "low = \"2.6m KRW\", mode",
        "low = \"9.6m KRW\", mode",
        "triangular = { low = \"9.6m",
        "in triangular: low is above mode",
    ),
    case("8 = 0.1 }", "8 = 0.2 }", "choice = { 1 =", "the weights sum to 1.1, not to 1"),
    case(
        "run-time   = { lognormal",
        "run-time   = { lognorm",
        "lognorm =",
        "did you mean `lognormal`?",
    ),
    case(
        "{ median = \"14 hours\", p90 = \"6 days\" } }\nsource",
        "{ median = \"14 hours\", sd = \"6 days\" } }\nsource",
        "lognormal = { median = \"14 hours\", sd",
        "lognormal = { median, p90 } or lognormal = { mean, cv }",
    ),
    case(
        "reapply      = { beta = { mean = 0.5, sd = 0.2 } }",
        "reapply      = { uniform = { low = 0.5, high = 1.2 } }",
        "uniform = { low = 0.5",
        "some draws would fall above 1",
    ),
    // Names.
    case(
        "pool         = \"gpu\"\n# intake",
        "pool         = \"gpus\"\n# intake",
        "\"gpus\"",
        "there is no pool called `gpus`",
    ),
    case("funded-by   = \"main\"", "funded-by   = \"mian\"", "\"mian\"", "did you mean `main`?"),
    case(
        "adds    = { \"gpu.first\" = 32 }",
        "adds    = { \"gpu.frist\" = 32 }",
        "\"gpu.frist\"",
        "there is no lot called `gpu.frist`",
    ),
    case(
        "h200   = \"as h100\"",
        "h200   = \"as a100\"",
        "\"as a100\"",
        "`a100` has no price to share",
    ),
    case(
        "programmes = [\"support\"]",
        "programmes = [\"support\", \"support\"]",
        "\"support\"]",
        "already has a workload",
    ),
    case("response = \"awards\" ", "response = \"award\" ", "\"award\" ", "did you mean `awards`?"),
    case("spare   = \"hold\"", "spare   = \"sell\"", "\"sell\"", "only `hold` exists"),
    // The whole.
    case(
        "installed = 96",
        "installed = 1600",
        "first]",
        "hall main has 20 racks, but 200 are needed on 2024-01-01",
    ),
    case(
        "slots  = 200",
        "slots  = 100",
        "second]",
        "the site has 100 slots, but 128 units stand there",
    ),
    case(
        "compute = \"67 TF\"\nweight  = 1.0\nnode    = { units = 8, power = \"10.2 kW\" }\nsource  = \"assumed\"\n\n[lease-price]",
        "compute = \"67 TF\"\nweight  = 0.5\nnode    = { units = 8, power = \"10.2 kW\" }\nsource  = \"assumed\"\n\n[lease-price]",
        "\"h200\"\nadds",
        "split the pool",
    ),
    case(
        "2 = 0.3, 4 = 0.2, 8 = 0.1 }",
        "2 = 0.3, 4 = 0.2, 999 = 0.1 }",
        "request      =",
        "the pool never holds more than 128",
    ),
    case(
        "to          = \"2025-07-01\"",
        "to          = \"2025-01-05\"",
        "observed]",
        "no round closes in the observed range",
    ),
    case(
        "to      = \"2027-01-01\" ",
        "to      = \"2023-01-01\" ",
        "\"2023-01-01\" ",
        "this funding ends before it starts",
    ),
    case(
        "first = \"2024-02-01\", last",
        "first = \"2023-02-01\", last",
        "\"2023-02-01\"",
        "opens outside the calendar",
    ),
    case(
        "opens     = \"2025-07-31\"",
        "opens     = \"2025-08-01\"",
        "august]",
        "open on the same day",
    ),
    case(
        "dispersion = 20,",
        "dispersion = 20, fresh = 5,",
        "5, season",
        "demand is stated, and also to be inferred",
    ),
    case(
        "h100   = { triangular = { low = \"2.6m KRW\", mode = \"4.0m KRW\", high = \"4.9m KRW\" } }\nh200   = \"as h100\"",
        "h200   = \"4.0m KRW\"",
        "\"5억 KRW\"",
        "a h100 has no price",
    ),
    case(
        "adds-places = \"in proportion\"",
        "#",
        "second]",
        "warning: nothing says what this expansion does to places",
    ),
    case("funded-by   = \"main\"", "#", "second]", "warning: no funding names these units"),
    // Alternatives.
    case(
        "set    = { \"funding.extra.amount\"",
        "set    = { \"funding.extra.amonut\"",
        "\"funding.extra.amonut\"",
        "did you mean \"funding.extra.amount\"?",
    ),
    case(
        "amount\" = \"0 KRW\"",
        "amount\" = \"0 ZWD\"",
        "\"0 ZWD\"",
        "in the alternative no-extra: \"0 ZWD\" cannot be read as an amount of money",
    ),
    case(
        "remove = [\"programme",
        "remove = [\"calendar.end\", \"programme",
        "\"calendar.end\"",
        "cannot change `calendar`",
    ),
    case(
        "add    = { \"funding.private\"",
        "add    = { \"funding.main\"",
        "\"funding.main\"",
        "is already there",
    ),
    case(
        "adds = { \"gpu.first\" = 8 }, source = \"assumed\" }",
        "adds = { \"gpu.first\" = 8 }, sauce = \"assumed\" }",
        "sauce",
        "in the alternative no-extra: there is no key `sauce`",
    ),
    // Syntax.
    case("racks      = 20", "racks      = = 20", "= 20", "this is not TOML"),
];

#[test]
fn the_good_one_is_good() {
    let found = problems(GOOD);
    assert!(found.is_empty(), "{found}");
}

#[test]
fn every_broken_one_is_told_at_its_place() {
    let mut failed = String::new();
    for case in CASES {
        let text = edited(case.old, case.new);
        let found = problems(&text);
        let place = place(&text, case.mark);
        let shown = found.to_string();
        let there = shown
            .split("\n\n")
            .any(|one| one.starts_with(&format!("t.toml:{place}:")) && one.contains(case.says));
        if !there {
            failed.push_str(&format!("--- {} at {place}\n{shown}\n", case.says));
        }
        let _ = case.others;
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn several_problems_are_all_reported_in_order() {
    let text = edited("slots  = 200", "slots  = \"many\"")
        .replace("weight  = 1.0  ", "wieght  = 1.0  ")
        .replace("\"5억 KRW\"", "5")
        .replace("holds      = \"dedicated\"", "holds      = \"shared\"")
        .replace("closes    = \"2025-08-14\"", "closes    = \"2025-08-32\"");
    let found = problems(&text);
    let lines: Vec<usize> = found.list.iter().map(|problem| found.place(problem).0).collect();
    assert!(lines.is_sorted());
    // One each, and two for the weight: a key that is not known, and one that is missing.
    assert_eq!(found.errors(), 6, "{found}");
}

#[test]
fn a_problem_of_the_baseline_is_not_told_again_for_alternatives() {
    let found = problems(&edited("installed = 96", "installed = \"x\""));
    let twice = found.list.iter().filter(|problem| problem.alternative.is_some()).count();
    assert_eq!(twice, 0, "{found}");
}

/// Whatever is cut off or spoilt, the answer is a list of problems.
#[test]
fn nothing_that_is_written_makes_it_panic() {
    let cuts = (0..GOOD.len()).step_by(97).filter(|at| GOOD.is_char_boundary(*at));
    for at in cuts {
        let _ = problems(&GOOD[..at]).to_string();
        let _ = problems(&GOOD[at..]).to_string();
    }
    for (line, _) in GOOD.match_indices('\n').step_by(3) {
        let rest = GOOD[line + 1..].find('\n').map_or(GOOD.len(), |end| line + 1 + end);
        let _ = problems(&format!("{}{}", &GOOD[..line], &GOOD[rest..])).to_string();
    }
    for value in [
        "0",
        "-1",
        "1e308",
        "\"\"",
        "[]",
        "{}",
        "true",
        "9999-12-31",
        "nan",
        "\"9999-12-31\"",
        "\"0001-01-01\"",
        "9223372036854775807",
        "\"99999999999999 months\"",
    ] {
        for (at, _) in GOOD.match_indices(" = ") {
            let start = at + 3;
            let end = GOOD[start..].find([',', '\n', '}']).map_or(GOOD.len(), |end| start + end);
            let _ = problems(&format!("{}{value}{}", &GOOD[..start], &GOOD[end..])).to_string();
        }
    }
}

#[test]
fn the_scenarios_of_the_project_are_sound() {
    for name in ["gwangju-2025", "one-queue", "template"] {
        let path = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        match Scenario::read(std::path::Path::new(&path)) {
            Ok(scenario) => assert!(scenario.warnings.is_empty(), "{}", scenario.warnings),
            Err(problems) => panic!("{problems}"),
        }
    }
}
