//! What became of a job, in the words of the systems that write logs.

use std::borrow::Cow;

/// What a state means for a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The job ran, and ended in whatever way.
    Ended,
    /// The job had not ended when the log was written.
    Running,
    /// The job had not started.
    Pending,
    /// The job ended, perhaps before it ever started.
    Cancelled,
}

const ENDED: [&str; 34] = [
    "COMPLETED",
    "CD",
    "FAILED",
    "F",
    "TIMEOUT",
    "TO",
    "NODE_FAIL",
    "NF",
    "OUT_OF_MEMORY",
    "OOM",
    "OUT_OF_ME",
    "PREEMPTED",
    "PR",
    "BOOT_FAIL",
    "BF",
    "DEADLINE",
    "DL",
    "REQUEUED",
    "RESIZING",
    "PASS",
    "SUCCESS",
    "SUCCEEDED",
    "TERMINATED",
    "FINISHED",
    "DONE",
    "EXIT",
    "ERROR",
    "KILLED",
    "INTERRUPTED",
    "SPECIAL_EXIT",
    "STOPPED",
    "완료",
    "종료",
    "실패",
];
const RUNNING: [&str; 10] =
    ["RUNNING", "R", "COMPLETING", "CG", "SUSPENDED", "S", "STAGE_OUT", "RUN", "실행중", "실행"];
const PENDING: [&str; 11] = [
    "PENDING",
    "PD",
    "CONFIGURING",
    "REQUEUE_HOLD",
    "REQUEUE_FED",
    "WAITING",
    "QUEUED",
    "PEND",
    "HELD",
    "대기중",
    "대기",
];
const CANCELLED: [&str; 7] = ["CANCELLED", "CA", "CANCELED", "REVOKED", "RV", "DELETED", "취소"];

/// The first word of a state, in capitals: `CANCELLED by 1003` and `CANCELLED+` are one state.
pub(super) fn named(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') {
        return Cow::Borrowed(text);
    }
    let joined = text.replace(" 중", "중");
    let word = joined.split([' ', '+', '(']).find(|word| !word.is_empty()).unwrap_or("");
    Cow::Owned(word.to_uppercase())
}

/// What a state means; `None` if its name is of no known system. A table that is not wide enough cuts names off.
pub(super) fn standing(name: &str) -> Option<Standing> {
    let is = |list: &[&str]| {
        list.iter().any(|known| *known == name || name.len() >= 6 && known.starts_with(name))
    };
    if is(&ENDED) {
        Some(Standing::Ended)
    } else if is(&RUNNING) {
        Some(Standing::Running)
    } else if is(&PENDING) {
        Some(Standing::Pending)
    } else if is(&CANCELLED) {
        Some(Standing::Cancelled)
    } else {
        None
    }
}

/// Whether a job id is that of a step, and of which job: `9001.batch`, `9001_4.extern`, `9001.0`.
pub(super) fn step_of(job: &str) -> Option<&str> {
    let (parent, step) = job.split_once('.')?;
    let number = parent.split(['_', '+']).next().unwrap_or(parent);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let known = ["batch", "extern", "interactive", "ext", "int", "bat"];
    let good = known.contains(&step.trim_end_matches('+'))
        || digits(step)
        || digits(step.trim_end_matches('+'));
    (digits(number) && good).then_some(parent)
}

/// The heterogeneous job that an id is a component of, and which one: `123+1`, `123_4+0`.
pub(super) fn component_of(job: &str) -> Option<(&str, u32)> {
    let (whole, offset) = job.rsplit_once('+')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let good = digits(offset) && offset.len() <= 4 && whole.split('_').all(digits);
    offset.parse().ok().filter(|_| good).map(|offset| (whole, offset))
}

/// Whether a job id stands for the tasks of an array that have no line of their own: `123_[0-99]`.
pub(super) fn is_array_parent(job: &str) -> bool {
    job.contains("_[") || job.ends_with("[]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_and_steps_by_name() {
        for (text, wanted) in [
            ("COMPLETED", Standing::Ended),
            ("CANCELLED by 1003", Standing::Cancelled),
            ("CANCELLED+", Standing::Cancelled),
            ("OUT_OF_ME+", Standing::Ended),
            ("RUNNING", Standing::Running),
            ("실행 중", Standing::Running),
            ("Pass", Standing::Ended),
        ] {
            assert_eq!(standing(&named(text)), Some(wanted), "{text}");
        }
        assert_eq!(standing("BLUE"), None);
        assert_eq!(step_of("9001.batch"), Some("9001"));
        assert_eq!(step_of("9001_4.0"), Some("9001_4"));
        assert_eq!(step_of("41.head"), None);
        assert_eq!(step_of("9001"), None);
        assert_eq!(component_of("9001+0"), Some(("9001", 0)));
        assert_eq!(component_of("9001_4+12"), Some(("9001_4", 12)));
        for no in ["9001", "9001+", "9001+0.batch", "a+1", "+1", "9001+1+2", "9001_+1"] {
            assert_eq!(component_of(no), None, "{no}");
        }
        assert!(is_array_parent("123_[0-99%4]") && !is_array_parent("123_4"));
    }
}
