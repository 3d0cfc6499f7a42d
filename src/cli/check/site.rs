//! What stands in the building, what is leased when, and what money pays for.

use std::fmt::Write as _;

use super::super::text::aligned;
use crate::scenario::Scenario;
use crate::scenario::derived::{self, Derived, SiteState};
use crate::words::Language;

/// Cells of the bar that shows the leased share.
const BAR: usize = 20;

/// What stands in each hall from each date on; for alternatives, what they end with.
pub(super) fn inventory(scenario: &Scenario, derived: &Derived, language: Language) -> String {
    let unit = scenario.common_unit();
    let unit = unit.in_language(language);
    let head = match language {
        Language::Ko => ["  날짜", "전산실", "수량", "서버", "랙", "빈 랙", "kW", "남은 kW"],
        Language::En => ["  from", "hall", unit, "servers", "racks", "racks free", "kW", "kW free"],
    };
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let mut shown: Vec<&SiteState> = Vec::new();
    for state in &derived.site {
        let halls = |state: &SiteState| state.halls.clone();
        if shown.last().is_none_or(|last| halls(last) != halls(state)) {
            push_halls(&mut rows, &state.date.to_string(), state, language);
            shown.push(state);
        }
    }
    let last = derived.site.last();
    let mut ends = last.map_or_else(String::new, |last| {
        site_line(language.pick("센터 전체", "the site"), last, unit, language)
    });
    for alternative in &scenario.alternatives {
        let other = derived::site(&alternative.inputs);
        let Some(end) = other.last() else { continue };
        let title = alternative.title.in_language(language);
        if last.is_none_or(|last| last.halls != end.halls) {
            push_halls(&mut rows, &format!("{} {title}", end.date), end, language);
        }
        if last.is_none_or(|last| last.installed != end.installed) {
            ends.push_str(&site_line(title, end, unit, language));
        }
    }
    if rows.len() == 1 {
        let nothing = language.pick(
            "설비: 이 건물의 전산실에 놓이는 것은 없음 (모두 elsewhere)\n",
            "Inventory: nothing stands in a hall of the building (all of it is elsewhere)\n",
        );
        return nothing.to_owned();
    }
    let title = language.pick(
        "설비 (증설은 가장 이른 날짜; 대안은 마지막 상태)\n",
        "Inventory by hall (expansions at their earliest; alternatives at their end)\n",
    );
    format!("{title}{}{ends}", aligned(&rows, &[0, 1]))
}

/// What the site holds in the end, and how many slots are left.
fn site_line(title: &str, state: &SiteState, unit: &str, language: Language) -> String {
    let installed = language.units(state.installed as f64, unit);
    let free = state.free_slots.map(|free| language.whole(free as f64));
    match (language, free) {
        (Language::Ko, Some(free)) => {
            format!("  {title}: {installed}, 수용 한도까지 {free}자리 남음\n")
        }
        (Language::En, Some(free)) => format!("  {title}: {installed}, {free} slots free\n"),
        (_, None) => format!("  {title}: {installed}\n"),
    }
}

fn push_halls(rows: &mut Vec<Vec<String>>, when: &str, state: &SiteState, language: Language) {
    let whole = |count: i64| language.whole(count as f64);
    let mut when = format!("  {when}");
    for hall in state.halls.iter().filter(|hall| hall.units > 0) {
        rows.push(vec![
            std::mem::take(&mut when),
            hall.name.clone(),
            whole(hall.units),
            whole(hall.nodes),
            whole(hall.racks),
            whole(hall.racks - hall.racks_taken),
            language.decimal(hall.kilowatts, 1),
            language.decimal(hall.kilowatts_room - hall.kilowatts, 1),
        ]);
    }
}

/// Leased compute from date to date, with the fundings that run.
pub(super) fn leases(scenario: &Scenario, derived: &Derived, language: Language) -> String {
    let title_of = |path: &str| scenario.title_of(path).in_language(language).to_owned();
    let mut head: Vec<String> = match language {
        Language::Ko => ["  첫날", "다음", "임차 PF", "설치 PF", "임차/설치", "%"],
        Language::En => ["  from", "to", "leased PF", "installed PF", "leased of installed", "%"],
    }
    .map(str::to_owned)
    .to_vec();
    head.extend(
        scenario.baseline.pools.iter().map(|pool| title_of(&format!("pool.{}", pool.name))),
    );
    head.push(language.pick("예산", "fundings").to_owned());
    let names = head.len() - 1;
    let mut rows = vec![head];
    for period in &derived.leases {
        let share = if period.installed_petaflops > 0.0 {
            period.petaflops / period.installed_petaflops
        } else {
            0.0
        };
        let filled = (share * BAR as f64).round().clamp(0.0, BAR as f64) as usize;
        let mut row = vec![
            format!("  {}", period.from),
            period.to.to_string(),
            language.decimal(period.petaflops, 1),
            language.decimal(period.installed_petaflops, 1),
            format!("{}{}", "█".repeat(filled), "░".repeat(BAR - filled)),
            language.decimal(share * 100.0, 0),
        ];
        row.extend(period.units.iter().map(|(_, count)| language.whole(*count as f64)));
        let fundings: Vec<String> =
            period.fundings.iter().map(|name| title_of(&format!("funding.{name}"))).collect();
        row.push(match fundings.is_empty() {
            true => language.pick("없음", "none").to_owned(),
            false => fundings.join(" + "),
        });
        rows.push(row);
    }
    let title = language.pick(
        "임차 달력 (날짜와 가격은 대표값; 묶음별 숫자는 임차 수량)\n",
        "Leases (typical dates and prices; pools by what is leased)\n",
    );
    format!("{title}{}", aligned(&rows, &[0, 1, 4, names]))
}

/// What each stated amount pays for.
pub(super) fn amounts(scenario: &Scenario, derived: &Derived, language: Language) -> String {
    let mut out = String::new();
    let currency = scenario.baseline.currency;
    let said = currency.said(language);
    let short =
        |counted: f64, decimals| language.short(counted / currency.parts() as f64, decimals);
    for pays in &derived.amounts {
        if out.is_empty() {
            out.push_str(language.pick("금액으로 임차하는 기간\n", "What an amount pays for\n"));
        }
        let title = scenario.title_of(&format!("funding.{}", pays.funding));
        let title = title.in_language(language);
        let units: Vec<String> = pays
            .units
            .iter()
            .map(|(lot, count)| format!("{lot} {}", language.whole(*count as f64)))
            .collect();
        let units = units.join(" + ");
        let (amount, monthly) = (short(pays.amount.0 as f64, 0), short(pays.monthly, 0));
        let Some((first, last)) = pays.leases else {
            let _ = match language {
                Language::Ko => writeln!(out, "  {title} {amount} {said}: 임차하는 날이 없음"),
                Language::En => writeln!(out, "  {title}, {amount} {said}: it leases on no day"),
            };
            continue;
        };
        let (months, unspent) = (language.decimal(pays.months, 1), short(pays.unspent.0 as f64, 1));
        let _ = match language {
            Language::Ko => writeln!(
                out,
                "  {title} {amount} {said}: {units}, 한 달 {monthly} {said} → {months}개월, {first}부터 {last}까지. 남는 돈 {unspent} {said}"
            ),
            Language::En => writeln!(
                out,
                "  {title}, {amount} {said}: {units} at {monthly} {said} a month: it pays for {months} months, {first} to {last}; {unspent} {said} are never spent"
            ),
        };
    }
    out
}
