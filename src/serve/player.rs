//! A run is this program again, stage by stage: it ends when it is done, told to stop, too slow, too large or broken.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::queue::Queue;
use super::run::{self, QUICK, Run, SCENARIO, Stage, State};
use crate::results::Manifest;
use crate::words::Bilingual;

/// How often a run is looked at.
const GLANCE: Duration = Duration::from_millis(100);
/// How long a run that was told to stop may tidy up.
const MERCY: Duration = Duration::from_secs(5);
/// Lines of what a run says that are kept, to be shown if it fails.
const KEPT: usize = 60;

/// What a run may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Time of a stage.
    pub(super) longest: Duration,
    /// Bytes of memory.
    pub(super) memory: u64,
}

/// How a stage ended.
enum End {
    Done,
    Stopped,
    Late,
    Broken(String),
}

/// Plays a run to its end: the answers of its options with more and more futures, then the whole of it.
pub(super) fn play(queue: &Queue, mut run: Run) {
    queue.put(&run);
    let began = Instant::now();
    let quick = run.quick();
    for is_quick in [true, false] {
        if is_quick && quick.is_empty() {
            continue;
        }
        let futures = quick.last().copied().filter(|_| is_quick).unwrap_or(run.futures);
        let stop = queue.begins(&run.id, futures);
        let mut broken = None;
        let mut done = |run: &mut Run, futures: u32| {
            broken = stage_is_there(queue, run, (futures, is_quick), began).err();
        };
        let end = part(queue, &mut run, is_quick, &stop, &mut done);
        let why = match (end, broken) {
            (End::Done, None) => continue,
            (End::Done, Some(why)) => why,
            (End::Stopped, _) => {
                run.state = State::Cancelled;
                break;
            }
            (End::Late, _) => Bilingual {
                ko: format!("{}초 안에 끝나지 않아 멈췄습니다.", queue.limits.longest.as_secs()),
                en: format!("Stopped: it took longer than {} s.", queue.limits.longest.as_secs()),
            },
            (End::Broken(said), _) => Bilingual::same(&said),
        };
        run.state = State::Failed;
        run.error = Some(why);
        break;
    }
    if run.state == State::Running {
        run.state = State::Done;
    }
    queue.put(&run);
    queue.rests();
}

/// Takes in the results of a stage.
fn stage_is_there(
    queue: &Queue,
    run: &mut Run,
    (futures, options_only): (u32, bool),
    began: Instant,
) -> Result<(), Bilingual> {
    let seconds = began.elapsed().as_secs_f64();
    let mut stage = Stage { futures, options_only, seconds, tables: String::new() };
    let out = queue.runs.join(&run.id).join(stage.folder());
    let manifest = Manifest::read(&out).map_err(|why| Bilingual::same(&why.to_string()))?;
    stage.tables = run::tables(&manifest);
    run.stages.push(stage);
    queue.put(run);
    Ok(())
}

/// Plays the quick stages of a run, or the whole of it, and tells of each stage that is there.
fn part(
    queue: &Queue,
    run: &mut Run,
    is_quick: bool,
    stop: &AtomicBool,
    done: &mut dyn FnMut(&mut Run, u32),
) -> End {
    let folder = queue.runs.join(&run.id);
    let out = folder.join(if is_quick { QUICK.to_owned() } else { run::whole(run.futures) });
    let mut arguments = vec!["run".to_owned(), run.file.clone(), "--text-from".to_owned()];
    arguments.push(folder.join(SCENARIO).display().to_string());
    arguments.extend(["--out".to_owned(), out.display().to_string()]);
    if is_quick {
        let marks: Vec<String> = run.quick().iter().map(u32::to_string).collect();
        arguments.extend(["--stages".to_owned(), marks.join(",")]);
    } else {
        arguments.extend(["--replications".to_owned(), run.futures.to_string()]);
    }
    arguments.extend(["--lang".to_owned(), run.lang.clone()]);
    arguments.push("--until-input-ends".to_owned());
    arguments.extend(run.no_jobs.then(|| "--no-jobs".to_owned()));
    let mut child = match own(queue, &arguments) {
        Ok(child) => child,
        Err(why) => return End::Broken(why.to_string()),
    };
    let (told, tells) = channel::<String>();
    let reader = child.stderr.take().map(|said| {
        std::thread::spawn(move || {
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                if told.send(line).is_err() {
                    break;
                }
            }
        })
    });
    let (began, mut kept) = (Instant::now(), Vec::new());
    let mut ended = None;
    let end = loop {
        match tells.recv_timeout(GLANCE) {
            Ok(line) => match said(&line) {
                Some(Told::Progress(done, all)) => queue.reached(done, all),
                Some(Told::Stage(futures)) => done(run, futures),
                None if kept.len() < KEPT => kept.push(line),
                None => {}
            },
            Err(RecvTimeoutError::Disconnected) => {
                ended = child.wait().ok();
                break None;
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if stop.load(Ordering::Relaxed) {
            break Some(End::Stopped);
        }
        if began.elapsed() > queue.limits.longest {
            break Some(End::Late);
        }
    };
    if ended.is_none() {
        ended = end_of(&mut child);
    }
    if let Some(reader) = reader {
        let _ = reader.join();
    }
    match (end, ended) {
        (Some(end), _) => end,
        (None, Some(status)) if status.success() => {
            if !is_quick {
                done(run, run.futures);
            }
            End::Done
        }
        (None, status) => {
            let said = kept.join("\n");
            let how = status.map(|status| status.to_string()).unwrap_or_default();
            End::Broken(if said.trim().is_empty() { how } else { said })
        }
    }
}

/// Starts `daegi` with other arguments, in the folder of scenarios and within the limits of memory.
pub(super) fn own(queue: &Queue, arguments: &[String]) -> std::io::Result<Child> {
    let child = Command::new(std::env::current_exe()?)
        .args(arguments)
        .current_dir(&queue.root)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    limit(&child, queue.limits.memory);
    Ok(child)
}

/// Sets the largest memory of a process; where the system cannot, the run looks at the memory there is by itself.
#[cfg(target_os = "linux")]
fn limit(child: &Child, bytes: u64) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let limit = Rlimit { current: Some(bytes), maximum: Some(bytes) };
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    if let Some(pid) = pid {
        let _ = prlimit(Some(pid), Resource::As, limit);
    }
}

#[cfg(not(target_os = "linux"))]
fn limit(_: &Child, _: u64) {}

/// Ends a process: told first, by the end of its input, then made to.
fn end_of(child: &mut Child) -> Option<std::process::ExitStatus> {
    drop(child.stdin.take());
    let told = Instant::now();
    while told.elapsed() < MERCY {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        std::thread::sleep(GLANCE);
    }
    let _ = child.kill();
    child.wait().ok()
}

/// What a line tells.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    /// Runs that are done, of all.
    Progress(u64, u64),
    /// The answers of this many futures are there.
    Stage(u32),
}

/// What a line tells, if it is not for a person.
fn said(line: &str) -> Option<Told> {
    if let Some(futures) = line.strip_prefix("stage ") {
        return Some(Told::Stage(futures.parse().ok()?));
    }
    let (done, all) = line.split_once('/')?;
    Some(Told::Progress(done.parse().ok()?, all.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_line_of_progress_is_one() {
        assert_eq!(said("10/96"), Some(Told::Progress(10, 96)));
        assert_eq!(said("stage 64"), Some(Told::Stage(64)));
        assert_eq!(said("stage left"), None);
        assert_eq!(said("error: 1/2 x"), None);
        assert_eq!(said("a/b"), None);
    }
}
