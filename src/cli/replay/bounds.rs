//! How large a log and a machine may be.

use crate::cli::Failure;
use crate::scheduler::Policy;
use crate::words::Language;

/// The most units of which each has a number of its own: a plan by identity holds every one of them at every step.
const MOST_NUMBERED: u32 = 1_000_000;

/// A number of bytes: `8000000000`, `8GB`, `8 GB`, `1.5 TB`.
pub(super) fn size(typed: &str) -> Result<u64, String> {
    let units = [("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1.0)];
    let known = units.into_iter().find_map(|(unit, size)| Some((typed.strip_suffix(unit)?, size)));
    let (number, size) = known.unwrap_or((typed, 1.0));
    let bytes = number.trim().parse::<f64>().ok().map(|count| count * size);
    match bytes.filter(|bytes| (1.0..=1e18).contains(bytes)) {
        Some(bytes) => Ok(bytes as u64),
        None => Err("a number of bytes, or with kB, MB, GB or TB behind it: 20 GB".to_owned()),
    }
}

/// The most bins of a curve.
const MOST_BINS: i64 = 200_000;

/// Refuses bins of `length` ticks of which a makespan holds too many to be written and drawn.
pub(super) fn bins(makespan: i64, length: i64, language: Language) -> Result<(), Failure> {
    let count = makespan / length.max(1);
    if count <= MOST_BINS {
        return Ok(());
    }
    let [count, most] = [count, MOST_BINS].map(|count| language.whole(count as f64));
    Err(Failure::User(match language {
        Language::Ko => format!(
            "오류: --bin의 구간이 {count}개입니다. {most}개까지 씁니다\n도움말: 더 긴 구간을 주거나 --from과 --to로 로그를 줄이세요"
        ),
        Language::En => format!(
            "error: --bin makes {count} bins; at most {most} are written\nhelp: give longer bins, or take a part of the log with --from and --to"
        ),
    }))
}

/// Refuses a machine whose units cannot be numbered, where a scheduler would have to.
pub(super) fn by_identity(
    schedulers: &[Policy],
    units: u32,
    language: Language,
) -> Result<(), Failure> {
    let Some(policy) = schedulers.iter().find(|policy| policy.is_by_identity()) else {
        return Ok(());
    };
    if units <= MOST_NUMBERED {
        return Ok(());
    }
    let [units, most] = [units, MOST_NUMBERED].map(|count| language.whole(f64::from(count)));
    let name = policy.name();
    Err(Failure::User(match language {
        Language::Ko => format!(
            "오류: `{name}`는 장치 하나하나에 번호를 매기므로 {most}개까지만 다룹니다. 여기서는 {units}개입니다\n\
             도움말: --scheduler에서 {name} 대신 번호를 매기지 않는 규칙(easy, conservative)을 쓰거나 --units를 줄이세요"
        ),
        Language::En => format!(
            "error: `{name}` numbers single units, up to {most} of them, and here are {units}\n\
             help: use a rule that numbers none (easy, conservative) instead of {name}, or fewer --units"
        ),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_typed_as_people_write_them() {
        let read = ["8000000000", "8GB", "8 GB", "1.5 TB", "20 kB", "7 B"].map(size);
        let bytes = [8_000_000_000, 8_000_000_000, 8_000_000_000, 1_500_000_000_000, 20_000, 7];
        assert_eq!(read, bytes.map(Ok));
        for odd in ["", "GB", "-1 GB", "0", "many", "1e30", "NaN", "8 gigs"] {
            assert!(size(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_million_units_can_be_numbered_and_no_more() {
        let easy = ["easy", "easy-identity"].map(|name| name.parse().expect("a policy"));
        assert!(by_identity(&easy, 1_000_000, Language::En).is_ok());
        assert!(by_identity(&easy, 1_000_001, Language::En).is_err());
        assert!(by_identity(&easy[..1], u32::MAX, Language::En).is_ok());
    }
}
