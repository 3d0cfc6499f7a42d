//! Columns that logs often have, by name: what they hold, and in what unit.

use super::columns::{CLASS, END, JOB, REQUESTED, RUN, SIZE, START, STATE, SUBMIT, USER, WAIT};
use super::units::{HOURS, MILLI, MINUTES, Of, PERCENT, SECONDS, Unit};

/// A column that is known by its name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// Name of the column in small letters without blanks, hyphens and underscores.
    name: &'static str,
    pub(super) role: usize,
    pub(super) unit: Unit,
    /// Written after the column: one resource of a list, a product with another column.
    pub(super) more: &'static str,
}

const fn one(role: usize, name: &'static str) -> Known {
    Known { name, role, unit: SECONDS, more: "" }
}

const fn in_unit(role: usize, name: &'static str, unit: Unit) -> Known {
    Known { name, role, unit, more: "" }
}

const fn part(role: usize, name: &'static str, more: &'static str) -> Known {
    Known { name, role, unit: SECONDS, more }
}

/// The better ones of a role come first: what was allocated before what was asked for, units of an accelerator
/// before cores, raw seconds before clocks.
const KNOWN: &[Known] = &[
    one(JOB, "jobidraw"),
    one(JOB, "jobid"),
    one(JOB, "job"),
    one(JOB, "id"),
    one(JOB, "jobnumber"),
    one(JOB, "jobno"),
    one(JOB, "jobname"),
    one(JOB, "taskid"),
    one(JOB, "name"),
    one(JOB, "작업번호"),
    one(JOB, "작업id"),
    one(JOB, "번호"),
    one(SUBMIT, "submit"),
    one(SUBMIT, "submits"),
    one(SUBMIT, "submittime"),
    one(SUBMIT, "submittedtime"),
    one(SUBMIT, "submissiontime"),
    one(SUBMIT, "submitted"),
    one(SUBMIT, "submission"),
    one(SUBMIT, "submitat"),
    one(SUBMIT, "submittedat"),
    one(SUBMIT, "eligible"),
    one(SUBMIT, "eligibletime"),
    one(SUBMIT, "etime"),
    one(SUBMIT, "qtime"),
    one(SUBMIT, "queuedtime"),
    one(SUBMIT, "queuedat"),
    one(SUBMIT, "submitdate"),
    one(SUBMIT, "enqueuedat"),
    one(SUBMIT, "enqueuetime"),
    one(SUBMIT, "creationtime"),
    one(SUBMIT, "createdat"),
    one(SUBMIT, "createtime"),
    one(SUBMIT, "ctime"),
    one(SUBMIT, "arrival"),
    one(SUBMIT, "arrivaltime"),
    one(SUBMIT, "simsubmit"),
    one(SUBMIT, "제출시각"),
    one(SUBMIT, "제출시간"),
    one(SUBMIT, "제출일시"),
    one(SUBMIT, "제출"),
    one(SUBMIT, "신청시각"),
    one(SUBMIT, "신청일시"),
    one(SUBMIT, "등록시각"),
    one(SUBMIT, "접수시각"),
    part(SIZE, "alloctres", "[gres/gpu]"),
    part(SIZE, "reqtres", "[gres/gpu]"),
    part(SIZE, "allocgres", "[gpu]"),
    part(SIZE, "reqgres", "[gpu]"),
    part(SIZE, "tresalloc", "[gres/gpu]"),
    one(SIZE, "resourcelist.ngpus"),
    one(SIZE, "resourcesused.ngpus"),
    one(SIZE, "gpus"),
    one(SIZE, "ngpus"),
    one(SIZE, "numgpu"),
    one(SIZE, "numgpus"),
    one(SIZE, "gpunum"),
    one(SIZE, "gpucount"),
    one(SIZE, "gpucnt"),
    one(SIZE, "accelerators"),
    one(SIZE, "npus"),
    one(SIZE, "gpu"),
    one(SIZE, "allocgpus"),
    one(SIZE, "reqgpus"),
    one(SIZE, "ngpu"),
    in_unit(SIZE, "plangpu", PERCENT),
    in_unit(SIZE, "gpumilli", MILLI),
    in_unit(SIZE, "gpupercent", PERCENT),
    in_unit(SIZE, "gpupct", PERCENT),
    one(SIZE, "gpu수"),
    one(SIZE, "gpu개수"),
    one(SIZE, "gpu장수"),
    one(SIZE, "신청장수"),
    one(SIZE, "배정장수"),
    one(SIZE, "할당장수"),
    one(SIZE, "장수"),
    one(SIZE, "신청수량"),
    one(SIZE, "배정수량"),
    one(SIZE, "할당수량"),
    one(SIZE, "수량"),
    one(SIZE, "카드수"),
    one(SIZE, "size"),
    one(SIZE, "units"),
    one(SIZE, "alloccpus"),
    one(SIZE, "ncpus"),
    one(SIZE, "reqcpus"),
    one(SIZE, "resourcelist.ncpus"),
    one(SIZE, "numcores"),
    one(SIZE, "numprocessors"),
    one(SIZE, "processors"),
    one(SIZE, "procs"),
    one(SIZE, "numprocs"),
    one(SIZE, "requestednumberofresources"),
    one(SIZE, "cores"),
    one(SIZE, "cpus"),
    one(SIZE, "numcpus"),
    one(SIZE, "cpunum"),
    one(SIZE, "slots"),
    one(SIZE, "allocnodes"),
    one(SIZE, "nnodes"),
    one(SIZE, "reqnodes"),
    one(SIZE, "numnodes"),
    one(SIZE, "nodenum"),
    one(SIZE, "nodes"),
    one(SIZE, "nodecount"),
    one(SIZE, "코어수"),
    one(RUN, "elapsedraw"),
    one(RUN, "elapsed"),
    one(RUN, "run"),
    one(RUN, "runs"),
    one(RUN, "runtime"),
    one(RUN, "runtimes"),
    one(RUN, "duration"),
    one(RUN, "durations"),
    one(RUN, "durationsec"),
    one(RUN, "executiontime"),
    one(RUN, "elapsedtime"),
    one(RUN, "wallclock"),
    one(RUN, "wallclocktime"),
    in_unit(RUN, "hours", HOURS),
    in_unit(RUN, "minutes", MINUTES),
    one(RUN, "ruwallclock"),
    one(RUN, "walltimeused"),
    one(RUN, "resourcesused.walltime"),
    one(RUN, "실행시간"),
    one(RUN, "수행시간"),
    one(RUN, "사용시간"),
    one(RUN, "경과시간"),
    in_unit(REQUESTED, "timelimitraw", MINUTES),
    one(REQUESTED, "timelimit"),
    one(REQUESTED, "requested"),
    one(REQUESTED, "requestedtime"),
    one(REQUESTED, "ests"),
    one(REQUESTED, "limits"),
    one(REQUESTED, "reqtime"),
    one(REQUESTED, "walltime"),
    one(REQUESTED, "walllimit"),
    one(REQUESTED, "simwclimit"),
    one(REQUESTED, "resourcelist.walltime"),
    one(REQUESTED, "limit"),
    one(REQUESTED, "timeout"),
    one(REQUESTED, "maxruntime"),
    one(REQUESTED, "reqwalltime"),
    one(REQUESTED, "requestedwalltime"),
    one(REQUESTED, "walltimelimit"),
    one(REQUESTED, "requesteds"),
    one(REQUESTED, "wallclocklimit"),
    one(REQUESTED, "요청시간"),
    one(REQUESTED, "제한시간"),
    one(REQUESTED, "신청시간"),
    one(WAIT, "wait"),
    one(WAIT, "waits"),
    one(WAIT, "waitingtime"),
    one(WAIT, "waittime"),
    one(WAIT, "scheduledelaysec"),
    one(WAIT, "queuetime"),
    one(WAIT, "queued"),
    one(WAIT, "queue"),
    one(WAIT, "대기시간"),
    one(START, "start"),
    one(START, "starttime"),
    one(START, "startingtime"),
    one(START, "starts"),
    one(START, "startedat"),
    one(START, "started"),
    one(START, "begintime"),
    one(START, "scheduledtime"),
    one(START, "시작시각"),
    one(START, "시작일시"),
    one(START, "시작"),
    one(END, "end"),
    one(END, "endtime"),
    one(END, "finishtime"),
    one(END, "finishedat"),
    one(END, "finished"),
    one(END, "endedat"),
    one(END, "ended"),
    one(END, "completedat"),
    one(END, "completiontime"),
    one(END, "stoptime"),
    one(END, "ends"),
    one(END, "deletiontime"),
    one(END, "종료시각"),
    one(END, "종료일시"),
    one(END, "종료"),
];

/// Columns of users, classes and states: no number, and no unit.
const NAMES: &[Known] = &[
    one(USER, "user"),
    one(USER, "userid"),
    one(USER, "uid"),
    one(USER, "username"),
    one(USER, "owner"),
    one(USER, "submitter"),
    one(USER, "team"),
    one(USER, "vc"),
    one(USER, "account"),
    one(USER, "project"),
    one(USER, "group"),
    one(USER, "사용자"),
    one(USER, "이용자"),
    one(USER, "신청자"),
    one(USER, "사용자명"),
    one(USER, "과제명"),
    one(USER, "기관"),
    one(CLASS, "partition"),
    one(CLASS, "queue"),
    one(CLASS, "qos"),
    one(CLASS, "class"),
    one(CLASS, "과제명"),
    one(CLASS, "파티션"),
    one(CLASS, "큐"),
    one(STATE, "state"),
    one(STATE, "status"),
    one(STATE, "jobstate"),
    one(STATE, "jobstatus"),
    one(STATE, "podphase"),
    one(STATE, "상태"),
    one(STATE, "작업상태"),
];

/// A name in small letters without blanks, hyphens and underscores.
pub(super) fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| !matches!(c, ' ' | '_' | '-' | '\u{feff}'));
    kept.flat_map(char::to_lowercase).collect()
}

/// What a column of this name is known to hold, best first.
pub(super) fn of_role(role: usize) -> impl Iterator<Item = Known> {
    KNOWN.iter().chain(NAMES).copied().filter(move |known| known.role == role)
}

/// Whether a column is called so, with the unit of a time behind its name or without: `run_min`, `Elapsed (h)`.
pub(super) fn is(known: &Known, name: &str) -> bool {
    plain(name) == known.name
        || is_time(known.role) && worded(name).is_some_and(|(stem, _)| plain(stem) == known.name)
}

fn is_time(role: usize) -> bool {
    [SUBMIT, RUN, REQUESTED, WAIT, START, END].contains(&role)
}

/// A name without the unit of a time that stands behind it, and that unit.
fn worded(name: &str) -> Option<(&str, Unit)> {
    let name = name.trim();
    let (stem, word) = match name.strip_suffix([')', ']']) {
        Some(inside) => inside.rsplit_once(['(', '['])?,
        None => name.rsplit_once(['_', '-', ' ', '.'])?,
    };
    let word = word.trim().to_lowercase();
    const KOREAN: [(&str, &str); 4] = [("초", "s"), ("분", "min"), ("시간", "h"), ("밀리초", "ms")];
    // Without brackets a word such as 시간 is a part of the name.
    let korean = KOREAN.iter().find(|(ko, _)| *ko == word && name.ends_with([')', ']']));
    let unit = Unit::named(korean.map_or(word.as_str(), |(_, unit)| unit));
    unit.filter(|unit| unit.of == Of::Time && !stem.trim().is_empty()).map(|unit| (stem, unit))
}

/// The unit that a column of this name has in this role, if it is known for one.
pub(super) fn unit(name: &str, role: usize) -> Option<Unit> {
    let exact = of_role(role).find(|known| plain(name) == known.name).map(|known| known.unit);
    let unit = exact.or_else(|| worded(name).filter(|_| is_time(role)).map(|(_, unit)| unit))?;
    (unit != SECONDS).then_some(unit)
}

/// Whether a table is one of Slurm's `sacct`: its lines are cut at bars and never quoted.
pub(super) fn is_sacct(names: &[String]) -> bool {
    let has = |wanted: &str| names.iter().any(|name| name.trim() == wanted);
    (has("JobID") || has("JobIDRaw"))
        && (has("Submit") || has("Start") || has("Elapsed") || has("ElapsedRaw"))
}

/// Columns of `sacct` that hold whatever a user wrote.
pub(super) fn is_free_text(name: &str) -> bool {
    const FREE: [&str; 7] =
        ["JobName", "SubmitLine", "Comment", "AdminComment", "SystemComment", "WorkDir", "Reason"];
    FREE.contains(&name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_their_unit() {
        let of = |name, role| unit(name, role).map(|unit| unit.name);
        assert_eq!(of("TimelimitRaw", REQUESTED), Some("min"));
        assert_eq!(of("run_ms", RUN), Some("ms"));
        assert_eq!(of("Elapsed (h)", RUN), Some("h"));
        assert_eq!(of("runtime-minutes", RUN), Some("min"));
        assert_eq!(of("실행시간(분)", RUN), Some("min"));
        assert_eq!(of("gpu_milli", SIZE), Some("milli"));
        // No unit, seconds, or a word that only looks like one.
        for (name, role) in [("run_s", RUN), ("실행 시간", RUN), ("min", RUN), ("gpus_h", SIZE)]
        {
            assert_eq!(of(name, role), None, "{name}");
        }
        let named = |name: &str, role| of_role(role).any(|known| is(&known, name));
        assert!(
            named("queued_ms", WAIT) && named("limit", REQUESTED) && named("limit_h", REQUESTED)
        );
        assert!(!named("gpu_hours", SIZE) && !named("hours_h_x", RUN));
    }
}
