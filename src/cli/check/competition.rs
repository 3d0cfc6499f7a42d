//! What an observed competition ratio implies, and what it leaves open.

use std::fmt::Write as _;

use super::super::text::aligned;
use crate::model::ids::{ProgrammeId, RoundId};
use crate::model::inputs::{Fresh, Intake, Observed, Programme, Rounds};
use crate::model::{Draws, Replication, clearing, competition_after};
use crate::scenario::Scenario;
use crate::stats::Estimate;
use crate::words::Language;

/// Futures from which the inferred demand is shown.
const FUTURES: u32 = 100;

/// Shares of those turned away who apply again.
const REAPPLY: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 0.9];

/// Shares of those that finished who apply again.
const RENEW: [f64; 3] = [0.0, 0.3, 0.6];

/// Programmes whose demand is inferred, by index.
fn observed(
    scenario: &Scenario,
) -> impl Iterator<Item = (ProgrammeId, &Programme, &Rounds, &Observed)> {
    let programmes = scenario.baseline.programmes.enumerated();
    programmes.filter_map(|(number, programme)| {
        let Intake::Rounds(rounds) = &programme.intake else { return None };
        let Fresh::Inferred(observed) = &rounds.fresh else { return None };
        Some((number, programme, rounds, observed))
    })
}

fn title(scenario: &Scenario, programme: &Programme, language: Language) -> String {
    let title = scenario.title_of(&format!("programme.{}", programme.name));
    title.in_language(language).to_owned()
}

/// The demand that the observed competition implies, as fresh applicants in a round.
pub(super) fn demand(scenario: &Scenario, language: Language) -> String {
    let mut out = String::new();
    if observed(scenario).next().is_none() {
        return out;
    }
    let inputs = &scenario.baseline;
    let worlds: Vec<Draws> = (0..FUTURES)
        .map(|k| Draws::draw(inputs, Replication::new(scenario.seed, k), None))
        .collect();
    out.push_str(language.pick(
        "추정 수요 (경쟁률에서 한 번 추정하고, 증설해도 그대로 둠)\n",
        "Demand inferred (once, from the competition ratio; held when places are added)\n",
    ));
    for (number, programme, rounds, observed) in observed(scenario) {
        let counted: Vec<RoundId> = (rounds.rounds.ids())
            .filter(|&round| {
                let closes = rounds.rounds[round].closes;
                observed.from <= closes && closes < observed.to
            })
            .collect();
        let per_round = |world: &Draws| {
            let fresh = &world.programmes[number].fresh;
            counted.iter().map(|&round| fresh[round]).sum::<f64>() / counted.len().max(1) as f64
        };
        let mut values: Vec<f64> = worlds.iter().map(per_round).collect();
        let Some(estimate) = Estimate::of(&mut values) else { continue };
        let [low, _, middle, _, high] = estimate.quantiles;
        let name = title(scenario, programme, language);
        let ratio = language.to_one(observed.competition.distribution.typical());
        let _ = match language {
            Language::Ko => writeln!(
                out,
                "  {name}: 경쟁률 {ratio} → 회차당 신규 신청 {middle:.0}건 (미래의 90 %에서 {low:.0}–{high:.0}건)"
            ),
            Language::En => writeln!(
                out,
                "  {name}: {ratio} → {middle:.0} fresh applicants a round ({low:.0}–{high:.0} in 90 % of futures)"
            ),
        };
    }
    out
}

/// What each observed ratio can mean: how many times today's places would turn nobody away.
pub(super) fn meanings(scenario: &Scenario, language: Language) -> String {
    let mut out = String::new();
    for (_, programme, _, observed) in observed(scenario) {
        let ratio = observed.competition.distribution.typical();
        // Where nobody is turned away there is nothing to clear.
        if ratio <= 1.0 {
            continue;
        }
        if out.is_empty() {
            out.push_str(language.pick(
                "경쟁률이 뜻할 수 있는 것: 탈락이 없어지려면 선정 규모가 지금의 몇 배여야 하는가\n\
                 (괄호: 두 배로 늘린 뒤의 경쟁률; 모든 것이 그대로라면, 오래 뒤)\n",
                "What the competition can mean: how many times today's places would turn nobody away\n\
                 (in brackets: the ratio after doubling them; in the long run, all else unchanged)\n",
            ));
        }
        out.push_str(&meaning(scenario, programme, ratio, language));
    }
    out
}

fn meaning(scenario: &Scenario, programme: &Programme, ratio: f64, language: Language) -> String {
    let cell = |reapply: f64, renew: f64| {
        let doubled = competition_after(ratio, reapply, renew, 2.0);
        format!("{:.2} ({doubled:.2})", clearing(ratio, reapply, renew))
    };
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let head = language.pick("  탈락자 재신청 →", "  apply again when refused →");
    let side = language.pick("  종료 후 재신청", "  apply again when finished");
    let mut rows = vec![std::iter::once(head.to_owned()).chain(REAPPLY.map(percent)).collect()];
    for renew in RENEW {
        let first = format!("{side} {}", percent(renew));
        let cells = REAPPLY.map(|reapply| cell(reapply, renew));
        rows.push(std::iter::once(first).chain(cells).collect::<Vec<_>>());
    }
    let (reapply, renew) =
        (programme.reapply.distribution.typical(), programme.renew.distribution.typical());
    let name = title(scenario, programme, language);
    let shown = language.to_one(ratio);
    let (again, back) = (percent(reapply), percent(renew));
    let own = match language {
        _ if reapply >= 1.0 || renew >= 1.0 => String::new(),
        Language::Ko => {
            format!("  이 시나리오의 대표값({again}, {back}): {}\n", cell(reapply, renew))
        }
        Language::En => {
            format!("  this scenario, typically ({again}, {back}): {}\n", cell(reapply, renew))
        }
    };
    format!("{name} {shown}\n{}{own}", aligned(&rows, &[0]))
}
