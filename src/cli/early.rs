//! What the answers look like while a long run is still played.

use super::text::{aligned, complain};
use crate::scenario::Scenario;
use crate::study::early::Early;
use crate::study::price::Price;
use crate::study::probe::Ask;
use crate::study::{scope_calling, scope_title};
use crate::words::Language;

/// Seconds that the first look may take.
const LOOK: f64 = 2.0;
/// Futures of the first look: fewer say nothing, and more are soon there anyway.
const FUTURES: (u32, u32) = (4, 16);

/// The first numbers of a run that is expected to take long, within seconds.
pub(super) fn first(
    scenario: &Scenario,
    price: &Price,
    (seed, threads): (u64, usize),
) -> Option<Early> {
    // Without jobs a run takes a part of this, so that the look is over sooner.
    let of_a_future = price.seconds? / price.runs.max(1) as f64 * scenario.worlds().count() as f64;
    let futures = ((LOOK / of_a_future) as u32).clamp(FUTURES.0, FUTURES.1);
    let look = || Early::look(scenario, (seed, futures));
    crate::study::on_threads(Some(threads), look).ok()?.ok()?
}

/// Says what was seen so far.
pub(super) fn say(scenario: &Scenario, early: &Early, language: Language) {
    let n = language.whole(early.futures() as f64);
    let heading = match language {
        Language::Ko => format!("어림, 모의실험 {n}회까지 (중앙값, 괄호는 5~95%)"),
        Language::En => format!("So far, {n} futures (median, in brackets 5 to 95%)"),
    };
    let heads = scenario.answers.iter().map(|answer| {
        let scope = Ask::of_answer(answer).scope;
        let title = scope_title(scenario, answer.response, &scope);
        let calling = scope_calling(scenario, answer.response, &scope);
        let noun = language.noun(answer.response, calling.in_language(language).unit);
        let head = format!("{} {noun}", title.in_language(language));
        head.trim_start().to_owned()
    });
    let mut rows = vec![std::iter::once(heading).chain(heads).collect::<Vec<_>>()];
    let others = scenario.alternatives.iter().map(|other| &other.title);
    for (option, title) in std::iter::once(&scenario.baseline_title).chain(others).enumerate() {
        let cells = scenario.answers.iter().zip(early.answers(option)).map(|(answer, range)| {
            let scope = Ask::of_answer(answer).scope;
            let calling = scope_calling(scenario, answer.response, &scope);
            let called = calling.in_language(language);
            let Some(range) = range else { return "–".to_owned() };
            let of = |value: f64| language.quantity(answer.response, called, value);
            let bare = language.bare(answer.response, called, range.low);
            format!("{} ({bare}~{})", of(range.median), of(range.high))
        });
        rows.push(std::iter::once(title.in_language(language).to_owned()).chain(cells).collect());
    }
    aligned(&rows, &[0]).lines().for_each(complain);
}
