//! What an observed competition ratio implies, and what it leaves open.

use std::fmt::Write as _;

use super::super::Failure;
use super::super::text::aligned;
use crate::model::ids::ProgrammeId;
use crate::model::inputs::{Fresh, Intake, Observed, Programme, Rounds};
use crate::model::{Draws, Replication, clearing, competition_after};
use crate::results::InferredRow;
use crate::scenario::Scenario;
use crate::stats::Estimate;
use crate::study::inferred;
use crate::words::Language;

/// Futures from which the inferred demand is shown.
const FUTURES: u32 = 100;

/// People whom a pilot plays, over all its futures.
const PEOPLE: f64 = 500_000.0;

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
    for (number, programme, _, observed) in observed(scenario) {
        // Before growth and season: people of one nominal time between rounds.
        let per_round = |world: &Draws| world.programmes[number].level;
        let mut values: Vec<f64> = worlds.iter().map(per_round).collect();
        let Some(estimate) = Estimate::of(&mut values) else { continue };
        let [low, _, middle, _, high] = estimate.quantiles;
        let name = title(scenario, programme, language);
        let ratio = language.to_one(observed.competition.distribution.typical());
        let _ = match language {
            Language::Ko => writeln!(
                out,
                "  {name}: 경쟁률 {ratio} → 회차 간격마다 새로 오는 신청자 {middle:.0}명 (90% 범위 {low:.0}~{high:.0}명, 기간 첫날 기준)"
            ),
            Language::En => writeln!(
                out,
                "  {name}: {ratio} → {middle:.0} new people for each time between rounds (90% range {low:.0} to {high:.0}; at the calendar's start)"
            ),
        };
    }
    out
}

/// Each ratio from which demand was inferred, as the futures play it, and a warning where they do not.
pub(in crate::cli) fn played(
    scenario: &Scenario,
    rows: &[InferredRow],
    language: Language,
) -> String {
    let mut out = String::new();
    if rows.is_empty() {
        return out;
    }
    out.push_str(language.pick(
        "추정에 쓴 경쟁률을 모의실험이 되돌려 주는가 (관측 → 모의 평균)\n",
        "Do the futures show the ratio from which demand was inferred? (observed → simulated, mean)\n",
    ));
    for row in rows {
        let title = scenario.title_of(&format!("programme.{}", row.programme));
        let title = title.in_language(language);
        let ratios = [row.observed, row.simulated].map(|ratio| language.to_one(ratio));
        let (half, n) = (row.half_width, row.n);
        let _ = match language {
            Language::Ko => {
                writeln!(out, "  {title}: {} → {} (±{half:.2}, {n}회)", ratios[0], ratios[1])
            }
            Language::En => {
                writeln!(out, "  {title}: {} → {} (±{half:.2}, n = {n})", ratios[0], ratios[1])
            }
        };
        if row.is_missed() {
            out.push_str(language.pick(
                "  주의: 5% 넘게 어긋난다. 관측한 회차에 선정된 과제가 실제로 배정받는지(실효), 같은 풀을 쓰는 다른 사업, 회수·연장 규칙을 살펴보아야 한다.\n",
                "  warning: it misses by more than 5 %. Look at awards of the observed rounds that never get units (lapsed), at other programmes on the same pool, and at rules of take-back and extension.\n",
            ));
        }
    }
    out
}

/// Plays some futures of the baseline without jobs for [`played`].
pub(super) fn pilot(scenario: &Scenario, language: Language) -> Result<String, Failure> {
    if observed(scenario).next().is_none() {
        return Ok(String::new());
    }
    let inputs = &scenario.baseline;
    let first = Draws::draw(inputs, Replication::new(scenario.seed, 0), None);
    let people: f64 = first.expected_applicants(inputs).iter().sum();
    // About a second's work at the most.
    let futures = (PEOPLE / people.max(1.0)).clamp(2.0, f64::from(FUTURES)) as u32;
    let rows =
        inferred::pilot(scenario, futures).map_err(|error| Failure::Other(error.to_string()))?;
    Ok(played(scenario, &rows, language))
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
    let percent = |share: f64| format!("{:.0}%", share * 100.0);
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
