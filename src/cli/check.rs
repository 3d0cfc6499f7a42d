//! `daegi check`: every problem at once; on a good file, the figures that follow from it.

use std::fmt::Write as _;
use std::path::Path;

use super::{Failure, read_scenario};
use crate::model::World;
use crate::model::inputs::{Fresh, Intake};
use crate::report::Language;
use crate::scenario::{Scenario, derived};
use crate::stats::Estimate;

/// Futures from which the inferred demand is shown.
const FUTURES: u32 = 200;

pub(super) fn check(file: &Path, language: Language) -> Result<(), Failure> {
    let scenario = read_scenario(file)?;
    if !scenario.warnings.is_empty() {
        eprintln!("{}", scenario.warnings);
    }
    let code = language.code();
    println!("{}\n{}\n", scenario.title.in_language(code), scenario.question.in_language(code));
    print!("{}", derived::derived(&scenario.baseline).to_text());
    print!("{}", demand(&scenario, language));
    print!("{}", assumptions(&scenario, language));
    Ok(())
}

/// The demand that the observed competition implies, as fresh applicants for each place.
fn demand(scenario: &Scenario, language: Language) -> String {
    let inputs = &scenario.baseline;
    let worlds: Vec<World> =
        (0..FUTURES).map(|k| World::draw(inputs, scenario.seed, k, None)).collect();
    let mut out = String::new();
    for (number, programme) in inputs.programmes.iter().enumerate() {
        let Intake::Rounds(rounds) = &programme.intake else { continue };
        let Fresh::Inferred(observed) = &rounds.fresh else { continue };
        let counted: Vec<usize> = (0..rounds.rounds.len())
            .filter(|&round| {
                let closes = rounds.rounds[round].closes;
                observed.from <= closes && closes < observed.to
            })
            .collect();
        let per_round = |world: &World| {
            let fresh = &world.programmes[number].fresh;
            counted.iter().map(|&round| fresh[round]).sum::<f64>() / counted.len().max(1) as f64
        };
        let mut values: Vec<f64> = worlds.iter().map(per_round).collect();
        let Some(estimate) = Estimate::of(&mut values) else { continue };
        let [low, _, middle, _, high] = estimate.quantiles;
        let ratio = observed.competition.distribution.typical();
        let name = &programme.name;
        let _ = match language {
            Language::Ko => writeln!(
                out,
                "추정 수요 {name}: 경쟁률 {ratio}:1 → 회차당 신규 신청 {middle:.0}건 (5–95 % {low:.0}–{high:.0}); 증설해도 이 수요는 그대로"
            ),
            Language::En => writeln!(
                out,
                "demand inferred, {name}: {ratio}:1 → {middle:.0} fresh applicants a round (5–95 % {low:.0}–{high:.0}), held when places are added"
            ),
        };
    }
    out
}

/// How many tables are assumed, and which inputs a replication draws.
fn assumptions(scenario: &Scenario, language: Language) -> String {
    let factors = scenario.baseline.factors();
    let paths: Vec<&str> = factors.iter().map(|factor| factor.path.as_str()).collect();
    let count = scenario.assumptions.len();
    let drawn = paths.len();
    let list = paths.join("\n  ");
    match language {
        Language::Ko => {
            format!("가정이 든 표 {count}개; 미래마다 한 번씩 뽑는 입력 {drawn}개:\n  {list}\n")
        }
        Language::En => format!(
            "{count} tables hold assumptions; {drawn} inputs are drawn once in each future:\n  {list}\n"
        ),
    }
}
