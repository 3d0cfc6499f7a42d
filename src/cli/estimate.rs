//! What a run will take, said before it starts; what cannot fit this machine is refused.

use std::path::Path;

use super::Failure;
use super::text::complain;
use crate::host;
use crate::report::Language;
use crate::scenario::Scenario;
use crate::study::price::{self, Price};

/// Share of the memory there is that a run may take.
const MOST: f64 = 0.9;

/// What a study of a scenario takes, in a sentence.
pub(super) fn words(price: &Price, threads: usize, language: Language) -> String {
    let (memory, disk) = (size(price.memory), size(price.disk));
    let events = language.short(price.events, 0);
    match (language, price.seconds.map(|seconds| length(seconds, language))) {
        (Language::Ko, Some(time)) => {
            format!(
                "예상: 약 {time}(스레드 {threads}개), 메모리 {memory}, 디스크 {disk}, 사건 {events}건"
            )
        }
        (Language::En, Some(time)) => format!(
            "Estimate: about {time} on {threads} threads, {memory} of memory, {disk} on disk, {events} events"
        ),
        (Language::Ko, None) => format!(
            "예상: 시간은 알 수 없음(미래 하나도 몇 초 안에 끝나지 않음). 메모리 {memory} 이상, 디스크 {disk} 이상"
        ),
        (Language::En, None) => format!(
            "Estimate: the time is unknown (not one future was over within seconds); at least {memory} of memory and {disk} on disk"
        ),
    }
}

/// Estimates a run. One that cannot fit the memory or the disk there is, is refused, unless the person wants it all
/// the same.
pub(super) fn before(
    scenario: &Scenario,
    (replications, seed, threads): (u32, u64, usize),
    out: &Path,
    (anyway, quiet): (bool, bool),
    language: Language,
) -> Result<(), Failure> {
    let price = price::estimate(scenario, replications, seed, threads)
        .map_err(|error| Failure::Other(error.to_string()))?;
    let reasons = [
        (
            price.memory,
            host::memory().map(|there| (there as f64 * MOST) as u64),
            "메모리",
            "memory",
        ),
        (price.disk, host::disk(out), "디스크", "disk space"),
    ];
    for (takes, there, ko, en) in reasons {
        let Some(there) = there.filter(|there| takes > *there) else { continue };
        let (takes, there) = (size(takes), size(there));
        let text = match language {
            Language::Ko => format!(
                "오류: 이 실행에는 {ko} 약 {takes}가 들지만 쓸 수 있는 것은 {there}입니다\n도움말: 미래의 수(-n)를 줄이거나 대안을 나누어 실행하세요. 그래도 실행하려면 --anyway"
            ),
            Language::En => format!(
                "error: this run takes about {takes} of {en}, and {there} can be had\nhelp: play fewer futures (-n), or the alternatives in several files; --anyway plays it all the same"
            ),
        };
        if !anyway {
            return Err(Failure::User(text));
        }
        complain(&text);
    }
    if !quiet {
        complain(&words(&price, threads, language));
    }
    Ok(())
}

/// Bytes in the larger units that people know.
fn size(bytes: u64) -> String {
    let megabytes = bytes as f64 / 1e6;
    if megabytes < 1_000.0 {
        format!("{:.0} MB", (megabytes / 10.0).ceil() * 10.0)
    } else {
        format!("{:.1} GB", megabytes / 1_000.0)
    }
}

/// A length of time in the words of a person who decides whether to wait.
fn length(seconds: f64, language: Language) -> String {
    let (count, ko, en) = match seconds {
        s if s < 90.0 => (s.ceil().max(1.0), "초", "s"),
        s if s < 5_400.0 => ((s / 60.0).ceil(), "분", "min"),
        s if s < 48.0 * 3_600.0 => ((s / 3_600.0).ceil(), "시간", "h"),
        s => ((s / 86_400.0).ceil(), "일", "days"),
    };
    match language {
        Language::Ko => format!("{}{ko}", language.whole(count)),
        Language::En => format!("{} {en}", language.whole(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_lengths_are_rounded_up_to_what_people_know() {
        assert_eq!([size(1), size(95_000_000), size(1_250_000_000)], ["10 MB", "100 MB", "1.2 GB"]);
        let said = [0.2, 59.1, 91.0, 7_300.0, 400_000.0];
        assert_eq!(
            said.map(|s| length(s, Language::En)),
            ["1 s", "60 s", "2 min", "3 h", "5 days"]
        );
        assert_eq!(length(91.0, Language::Ko), "2분");
    }
}
