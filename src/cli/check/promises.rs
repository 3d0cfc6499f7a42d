//! What awards keep of each pool, beside what is leased: whether they can all run; whether a queue ever drains.

use std::fmt::Write as _;

use crate::model::Unclosed;
use crate::model::inputs::{Inputs, Measure};
use crate::scenario::Scenario;
use crate::scenario::derived::promises::{PoolPromised, Promises, promises};
use crate::words::Language;

/// Load of a queue from which it does not drain.
const NEVER_DRAINS: f64 = 1.0;

/// Mean requests, what one round keeps, the most that is promised of each pool, and the load of shared queues; of
/// alternatives what differs.
pub(super) fn text(scenario: &Scenario, language: Language) -> Result<String, Unclosed> {
    let baseline = promises(&scenario.baseline)?;
    let mut out = programmes(scenario, &baseline, None, language);
    for pool in &baseline.pools {
        out.push_str(&line(scenario, pool, language));
    }
    out.push_str(&overlaps(scenario, &baseline, None, language));
    out.push_str(&out_of_step(scenario, &baseline, None, language));
    // A base that lies nowhere any more, or is nothing by itself, says nothing of its own leases.
    let base = scenario.base.as_ref();
    let before =
        base.and_then(|base| Scenario::parse_beside(base.file_name.as_ref(), &base.text).ok());
    if let Some(before) = before {
        out.push_str(&taken_in(&before.baseline, &scenario.baseline, language));
    }
    for alternative in &scenario.alternatives {
        let other = promises(&alternative.inputs)?;
        let title = alternative.title.in_language(language);
        let mut own = programmes(scenario, &other, Some(&baseline), language);
        for pool in other.pools.iter().filter(|pool| !baseline.pools.contains(pool)) {
            own.push_str(&line(scenario, pool, language));
        }
        own.push_str(&overlaps(scenario, &other, Some(&baseline), language));
        own.push_str(&out_of_step(scenario, &other, Some(&baseline), language));
        own.push_str(&taken_in(&scenario.baseline, &alternative.inputs, language));
        if !own.is_empty() {
            let _ = write!(out, "  {title}:\n{own}");
        }
    }
    if out.is_empty() {
        return Ok(out);
    }
    let title = language.pick(
        "약속한 양 (모든 자리가 차고, 날짜와 임차가 대표값일 때)\n",
        "Promises (if every place is won; typical dates and leases)\n",
    );
    Ok(format!("{title}{out}"))
}

/// Calls that are open at once, but where `before` says the same.
fn overlaps(
    scenario: &Scenario,
    promises: &Promises,
    before: Option<&Promises>,
    language: Language,
) -> String {
    let known = |one| before.is_some_and(|before| before.overlaps.contains(one));
    let mut out = String::new();
    for one in promises.overlaps.iter().filter(|one| !known(*one)) {
        let title = scenario.title_of(&format!("programme.{}", one.programme));
        let title = title.in_language(language);
        let (first, second) = (one.first, one.second);
        let _ = match language {
            Language::Ko => writeln!(
                out,
                "  {title}: 경고: {first}에 여는 회차와 {second}에 여는 회차가 겹친다. 앞 회차가 신청자를 모두 데려가고, 뒤 회차에는 그 뒤에 온 사람만 신청한다"
            ),
            Language::En => writeln!(
                out,
                "  {title}: warning: the calls that open on {first} and {second} are open at once: the first takes all who wait, the second only who comes later"
            ),
        };
    }
    out
}

/// Calls that award whatever fits out of step with the ends of awards, but where `before` says the same.
fn out_of_step(
    scenario: &Scenario,
    promises: &Promises,
    before: Option<&Promises>,
    language: Language,
) -> String {
    let mut out = String::new();
    let title = |programme: &str| {
        let title = scenario.title_of(&format!("programme.{programme}"));
        title.in_language(language).to_owned()
    };
    let known = |one| before.is_some_and(|before| before.too_early.contains(one));
    for one in promises.too_early.iter().filter(|one| !known(*one)) {
        let (title, decides, ends) = (title(&one.programme), one.decides, one.ends);
        let calls = language.whole(one.calls as f64);
        let _ = match language {
            Language::Ko => writeln!(
                out,
                "  {title}: 경고: {ends}에 끝나는 과제의 카드는 {decides} 결정에 들지 못하고 다음 회차까지 빈다 (이런 회차 {calls}개). 결정을 늦추거나 looks-ahead를 늘린다"
            ),
            Language::En => writeln!(
                out,
                "  {title}: warning: cards of awards that end on {ends} come too late for the decision of {decides} and stand free until the next call (such calls: {calls}); decide later, or raise looks-ahead"
            ),
        };
    }
    let known = |one| before.is_some_and(|before| before.alternating.contains(one));
    for one in promises.alternating.iter().filter(|one| !known(*one)) {
        let (title, decides) = (title(&one.programme), one.decides);
        let places = one.places.map(|places| language.whole(places.round())).join(", ");
        let _ = match language {
            Language::Ko => writeln!(
                out,
                "  {title}: 경고: 들어가는 과제 수가 회차마다 크게 오르내린다: {decides} 결정부터 {places}개"
            ),
            Language::En => writeln!(
                out,
                "  {title}: warning: the projects that fit alternate from call to call: {places} from the decision of {decides} on"
            ),
        };
    }
    out
}

/// What one round of each programme keeps, but where `before` says the same.
fn programmes(
    scenario: &Scenario,
    promises: &Promises,
    before: Option<&Promises>,
    language: Language,
) -> String {
    let mut out = String::new();
    for keeps in &promises.programmes {
        if before.is_some_and(|before| before.programmes.contains(keeps)) {
            continue;
        }
        let title = scenario.title_of(&format!("programme.{}", keeps.programme));
        let title = title.in_language(language);
        let request = language.decimal(keeps.request, 1);
        let hours = language.whole(keeps.request.round());
        let units = language.whole(keeps.units.round());
        let months = language.decimal(keeps.months, 1);
        let programme = scenario.baseline.programmes.iter().find(|it| it.name == keeps.programme);
        let pool = programme.map(|it| scenario.baseline.pools[it.pool].name.as_str());
        let calling = scenario.calling(pool);
        let called = calling.in_language(language);
        let unit = called.unit;
        if keeps.measure == Measure::Hours {
            let counted = language.hours_of(called);
            let _ = match language {
                Language::Ko => writeln!(
                    out,
                    "  {title}: 평균 신청 {hours} {counted}, 마지막 회차를 기간에 고르게 쓰면 {months}개월 동안 {units}{unit}"
                ),
                Language::En => writeln!(
                    out,
                    "  {title}: mean request {hours} {counted}; the last round is {units} {unit} for {months} months, used evenly"
                ),
            };
            continue;
        }
        let _ = match language {
            Language::Ko => {
                writeln!(
                    out,
                    "  {title}: 평균 신청 {request}{unit}, 마지막 회차가 쓰는 것은 {months}개월 동안 {units}{unit}"
                )
            }
            Language::En => writeln!(
                out,
                "  {title}: mean request {request} {unit}; the last round keeps {units} {unit} for {months} months"
            ),
        };
    }
    out
}

/// The most that is promised of a pool, and the load of its queue.
fn line(scenario: &Scenario, pool: &PoolPromised, language: Language) -> String {
    let title = scenario.title_of(&format!("pool.{}", pool.pool));
    let title = title.in_language(language);
    let unit = scenario.unit_of(&pool.pool);
    let unit = unit.in_language(language);
    let mut out = String::new();
    if let Some(most) = &pool.most {
        let [units, leased] = [most.units.round(), most.leased as f64].map(|it| language.whole(it));
        let date = most.date;
        let beyond = most.beyond().map(|beyond| language.whole(beyond.round()));
        if pool.in_hours {
            let share = language.percent(most.units / most.leased.max(1) as f64);
            let more = most.beyond().is_some();
            let _ = match (language, more) {
                (Language::Ko, false) => writeln!(
                    out,
                    "  {title}: 가장 많을 때 {date}, 배정한 시간을 고르게 쓰면 임차 {leased}{unit}의 {share}"
                ),
                (Language::Ko, true) => writeln!(
                    out,
                    "  {title}: 경고: {date}, 배정한 시간을 고르게 쓰면 임차 {leased}{unit}의 {share}. 모두가 다 쓸 수는 없다"
                ),
                (Language::En, false) => writeln!(
                    out,
                    "  {title}: the hours awarded are at most {share} of {leased} {unit} leased, used evenly ({date})"
                ),
                (Language::En, true) => writeln!(
                    out,
                    "  {title}: warning: the hours awarded are {share} of {leased} {unit} leased, used evenly ({date}): not everybody can use theirs"
                ),
            };
        }
        let _ = match (language, beyond) {
            _ if pool.in_hours => Ok(()),
            (Language::Ko, None) => {
                writeln!(
                    out,
                    "  {title}: 가장 많을 때 {date}, 임차 {leased}{unit}에 {units}{unit} 약속"
                )
            }
            (Language::Ko, Some(beyond)) => writeln!(
                out,
                "  {title}: 경고: {date}, 임차 {leased}{unit}에 약속한 것은 {units}{unit}. {beyond}{unit}분의 과제는 수행되지 못하고 기다리거나 실효된다"
            ),
            (Language::En, None) => {
                writeln!(
                    out,
                    "  {title}: at most {units} {unit} are promised, of {leased} leased ({date})"
                )
            }
            (Language::En, Some(beyond)) => writeln!(
                out,
                "  {title}: warning: {units} {unit} are promised of {leased} leased ({date}); awards of {beyond} {unit} cannot run: they wait or lapse"
            ),
        };
    }
    if let Some(load) = pool.load {
        let shown = language.decimal(load, 2);
        let drains = load < NEVER_DRAINS;
        let _ = match (language, drains) {
            (Language::Ko, true) => writeln!(out, "  {title}: 대기열 부하 {shown}"),
            (Language::Ko, false) => {
                writeln!(out, "  {title}: 경고: 대기열 부하 {shown}, 대기열이 줄지 않는다")
            }
            (Language::En, true) => writeln!(out, "  {title}: queue load {shown}"),
            (Language::En, false) => {
                writeln!(out, "  {title}: warning: queue load {shown}: the queue never drains")
            }
        };
    }
    out
}

/// Pools of which an edit, of an alternative or of the file that is based on another, adds units that a funding of
/// what it edits leases: `leases = "all"` takes them in.
fn taken_in(before: &Inputs, after: &Inputs, language: Language) -> String {
    let mut out = String::new();
    for funding in &after.fundings {
        let known = before.fundings.iter().any(|one| one.name == funding.name);
        let new = |name: &str| before.pools.iter().all(|pool| pool.name != name);
        let mut pools: Vec<&str> = funding
            .counts
            .iter()
            .map(|(lot, _)| after.pools[after.lots[*lot].pool].name.as_str())
            .filter(|name| new(name))
            .collect();
        pools.dedup();
        if known && !pools.is_empty() {
            let (name, pools) = (&funding.name, pools.join(", "));
            let _ = match language {
                Language::Ko => writeln!(out, "  funding.{name}: 새 묶음도 임차한다: {pools}"),
                Language::En => {
                    writeln!(out, "  funding.{name} leases the pools that are new as well: {pools}")
                }
            };
        }
    }
    out
}
