//! A run is this program again, stage by stage: it ends when it is done, told to stop, too slow, too large or broken.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::queue::Queue;
use super::run::{self, Run, SCENARIO, Stage, State};
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

/// Plays a run to its end.
pub(super) fn play(queue: &Queue, mut run: Run) {
    queue.put(&run);
    for (futures, options_only) in run.plan() {
        let stop = queue.begins(&run.id, futures);
        let began = Instant::now();
        let end = stage(queue, &run, (futures, options_only), &stop);
        let out = queue.runs.join(&run.id).join(run::folder(futures));
        let broken = match end {
            End::Done => match Manifest::read(&out) {
                Ok(manifest) => {
                    let before = run.results(&queue.runs);
                    let seconds = began.elapsed().as_secs_f64();
                    let tables = run::tables(&manifest);
                    run.stages.push(Stage { futures, options_only, seconds, tables });
                    queue.put(&run);
                    // Tables of a hundred megabytes have been overtaken; the charts are still on somebody's page.
                    if let Some(before) = before {
                        let _ = std::fs::remove_dir_all(before.join("tables"));
                    }
                    continue;
                }
                Err(why) => Bilingual::same(&why.to_string()),
            },
            End::Stopped => {
                run.state = State::Cancelled;
                break;
            }
            End::Late => Bilingual {
                ko: format!("{}초 안에 끝나지 않아 멈췄습니다.", queue.limits.longest.as_secs()),
                en: format!("Stopped: it took longer than {} s.", queue.limits.longest.as_secs()),
            },
            End::Broken(said) => Bilingual::same(&said),
        };
        run.state = State::Failed;
        run.error = Some(broken);
        break;
    }
    if run.state == State::Running {
        run.state = State::Done;
    }
    queue.put(&run);
    queue.rests();
}

fn stage(queue: &Queue, run: &Run, (futures, options_only): (u32, bool), stop: &AtomicBool) -> End {
    let folder = queue.runs.join(&run.id);
    let mut arguments = vec!["run".to_owned(), run.file.clone(), "--text-from".to_owned()];
    arguments.push(folder.join(SCENARIO).display().to_string());
    arguments.extend(["--out".to_owned(), folder.join(run::folder(futures)).display().to_string()]);
    arguments.extend(["--replications".to_owned(), futures.to_string()]);
    arguments.extend(["--lang".to_owned(), run.lang.clone()]);
    arguments.push("--until-input-ends".to_owned());
    arguments.extend(run.no_jobs.then(|| "--no-jobs".to_owned()));
    arguments.extend(options_only.then(|| "--options-only".to_owned()));
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
            Ok(line) => match progress(&line) {
                Some((done, all)) => queue.reached(done, all),
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
        (None, Some(status)) if status.success() => End::Done,
        (None, status) => {
            let said = kept.join("\n");
            let how = status.map(|status| status.to_string()).unwrap_or_default();
            End::Broken(if said.trim().is_empty() { how } else { said })
        }
    }
}

/// This program with other arguments, in the folder of scenarios and within the limits of memory.
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

/// A line of progress: runs that are done, of all.
fn progress(line: &str) -> Option<(u64, u64)> {
    let (done, all) = line.split_once('/')?;
    Some((done.parse().ok()?, all.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_line_of_progress_is_one() {
        assert_eq!(progress("10/96"), Some((10, 96)));
        assert_eq!(progress("error: 1/2 x"), None);
        assert_eq!(progress("a/b"), None);
    }
}
