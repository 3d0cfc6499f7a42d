//! What a run will take, said before it starts; what cannot fit this machine is refused.

use std::path::Path;

use super::Failure;
use super::text::complain;
use crate::host;
use crate::scenario::Scenario;
use crate::study::price::{self, Price};
use crate::words::Language;

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
            "예상: 시간은 알 수 없음(모의실험 한 회도 몇 초 안에 끝나지 않음). 메모리 {memory} 이상, 디스크 {disk} 이상"
        ),
        (Language::En, None) => format!(
            "Estimate: the time is unknown (not one future was over within seconds); at least {memory} of memory and {disk} on disk"
        ),
    }
}

/// Estimates a run. One that cannot fit the memory or the disk there is,
/// is refused, unless the person wants it all the same.
pub(super) fn before(
    scenario: &Scenario,
    (replications, seed, threads): (u32, u64, usize),
    out: &Path,
    (anyway, quiet): (bool, bool),
    language: Language,
) -> Result<Price, Failure> {
    let price = price::estimate(scenario, replications, seed, threads)
        .map_err(|error| Failure::Other(error.to_string()))?;
    let (memory, disk) = (host::memory(), host::disk(out));
    for lack in lacks(&price, memory, disk) {
        if !anyway {
            return Err(Failure::User(lack.refused(language)));
        }
        complain(&lack.warned(language));
    }
    if !quiet {
        complain(&words(&price, threads, language));
        if memory.is_none() {
            complain(language.pick(
                "쓸 수 있는 메모리를 이 시스템에서는 알 수 없어 견주지 않았습니다.",
                "How much memory can be had is not known on this system, and was not compared.",
            ));
        }
    }
    Ok(price)
}

/// What of this machine will not do for a study, as a warning; empty if all of it will.
pub(super) fn warning(price: &Price, language: Language) -> String {
    let lacks = lacks(price, host::memory(), host::disk(Path::new(".")));
    lacks.map(|lack| lack.warned(language) + "\n").collect()
}

/// Something of which a run takes more than there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lack {
    ko: &'static str,
    en: &'static str,
    takes: u64,
    there: u64,
}

/// What is lacking. What nobody knows is not.
fn lacks(price: &Price, memory: Option<u64>, disk: Option<u64>) -> impl Iterator<Item = Lack> {
    let memory = memory.map(|there| (there as f64 * MOST) as u64);
    let both =
        [("메모리", "memory", price.memory, memory), ("디스크", "disk space", price.disk, disk)];
    both.into_iter().filter_map(|(ko, en, takes, there)| {
        let there = there.filter(|there| takes > *there)?;
        Some(Lack { ko, en, takes, there })
    })
}

impl Lack {
    fn sentence(&self, language: Language) -> String {
        let (takes, there) = (size(self.takes), size(self.there));
        match language {
            Language::Ko => {
                format!("이 실행에는 {} 약 {takes}가 들지만 쓸 수 있는 것은 {there}입니다", self.ko)
            }
            Language::En => {
                format!("this run takes about {takes} of {}, and {there} can be had", self.en)
            }
        }
    }

    fn refused(&self, language: Language) -> String {
        let (word, help) = match language {
            Language::Ko => (
                "오류",
                "도움말: 모의실험 횟수(-n)를 줄이거나, 대안을 여러 파일로 나누거나, 더 큰 컴퓨터에서 실행하세요. 그래도 실행하려면 --anyway",
            ),
            Language::En => (
                "error",
                "help: play fewer futures (-n), the alternatives in several files, or on a larger machine; --anyway plays it all the same",
            ),
        };
        format!("{word}: {}\n{help}", self.sentence(language))
    }

    fn warned(&self, language: Language) -> String {
        format!("{}: {}", language.pick("경고", "warning"), self.sentence(language))
    }
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
pub(super) fn length(seconds: f64, language: Language) -> String {
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
    fn what_does_not_fit_is_lacking_and_what_nobody_knows_is_not() {
        let price = Price { memory: 950, disk: 2_000, ..Price::default() };
        let lacking = |memory, disk| -> Vec<&str> {
            lacks(&price, memory, disk).map(|lack| lack.en).collect()
        };
        // Nine tenths of 1,060 are 954, of 1,050 are 945.
        assert_eq!(lacking(Some(1_060), Some(2_000)), [""; 0]);
        assert_eq!(lacking(Some(1_050), Some(2_000)), ["memory"]);
        assert_eq!(lacking(Some(1_050), Some(1_999)), ["memory", "disk space"]);
        assert_eq!(lacking(None, None), [""; 0]);
        let lack =
            Lack { ko: "메모리", en: "memory", takes: 170_000_000_000, there: 21_600_000_000 };
        assert_eq!(
            lack.warned(Language::En),
            "warning: this run takes about 170.0 GB of memory, and 21.6 GB can be had"
        );
        assert!(lack.refused(Language::Ko).contains("--anyway"));
    }

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
