//! The runs of the folder: one is played at a time, the others wait in the order in which they were asked for.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::files::{RUNS, digest};
use super::player::{self, Limits};
use super::refusal::Refusal;
use super::run::{self, Run, SCENARIO, State};
use super::{briefing, held};
use crate::words::Bilingual;

/// Runs that may wait.
const MOST_WAITING: usize = 16;

/// Runs that are kept listed.
const MOST_LISTED: usize = 200;

/// How long the queue waits for a folder that another process holds.
const PATIENCE: Duration = Duration::from_secs(2);

/// The queue of all runs of a folder.
#[derive(Debug)]
pub(super) struct Queue {
    /// The folder of scenarios.
    pub(super) root: PathBuf,
    /// The folder of runs.
    pub(super) runs: PathBuf,
    pub(super) limits: Limits,
    list: Mutex<Vec<Run>>,
    playing: Mutex<Option<Playing>>,
    more: Condvar,
    changed: watch::Sender<u64>,
    /// Held as long as the process lives, so that no other plays the same queue.
    _lock: File,
}

/// The run that is played.
#[derive(Debug)]
struct Playing {
    id: String,
    futures: u32,
    done: u64,
    all: u64,
    began: Instant,
    stop: Arc<AtomicBool>,
}

impl Playing {
    fn new(id: &str, futures: u32, stop: Arc<AtomicBool>) -> Self {
        Self { id: id.to_owned(), futures, done: 0, all: 0, began: Instant::now(), stop }
    }
}

/// Takes the folder for this process. One that was killed a moment ago, and what it had started, may still hold it.
fn take(lock: &File) -> io::Result<()> {
    let began = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => {
                std::thread::sleep(PATIENCE / 20);
            }
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(why)) => return Err(why),
        }
    }
}

/// What is asked of a run.
#[derive(Debug)]
pub(super) struct Wish {
    pub(super) file: String,
    pub(super) text: String,
    pub(super) title: Bilingual,
    pub(super) futures: u32,
    pub(super) no_jobs: bool,
    pub(super) lang: String,
}

// Runs: how they are asked for, found, stopped and deleted.
impl Queue {
    /// Takes the runs of a folder over.
    pub(super) fn open(root: &Path, limits: Limits) -> io::Result<Arc<Self>> {
        let runs = root.join(RUNS);
        match fs::symlink_metadata(&runs) {
            Ok(there) if !there.is_dir() => return Err(io::ErrorKind::NotADirectory.into()),
            Ok(_) => {}
            Err(_) => fs::create_dir(&runs)?,
        }
        let lock = File::create(runs.join("lock"))?;
        take(&lock)?;
        let list = run::all(&runs)?;
        Ok(Arc::new(Self {
            root: root.to_owned(),
            runs,
            limits,
            list: Mutex::new(list),
            playing: Mutex::new(None),
            more: Condvar::new(),
            changed: watch::Sender::new(0),
            _lock: lock,
        }))
    }

    /// Puts a run into the queue.
    pub(super) fn ask(&self, wish: Wish) -> Result<Run, Refusal> {
        let mut list = held(&self.list);
        if list.iter().filter(|run| run.state == State::Queued).count() >= MOST_WAITING {
            return Err(Refusal::new(
                StatusCode::TOO_MANY_REQUESTS,
                "기다리는 실행이 너무 많습니다. 몇 개를 취소하세요.",
                "Too many runs are waiting: cancel some of them.",
            ));
        }
        let system = |why: io::Error| Refusal::system(&why);
        let last = list.last().map(|run| run.id.as_str());
        let id = run::new_folder(&self.runs, last).map_err(system)?;
        let run = Run {
            scenario: digest(&wish.text),
            id,
            file: wish.file,
            title: wish.title,
            futures: wish.futures,
            no_jobs: wish.no_jobs,
            lang: wish.lang,
            asked: jiff::Timestamp::now().as_second(),
            state: State::Queued,
            stages: Vec::new(),
            error: None,
        };
        super::files::replace(&self.runs.join(&run.id).join(SCENARIO), wish.text.as_bytes())
            .and_then(|()| run.write(&self.runs))
            .map_err(system)?;
        list.push(run.clone());
        drop(list);
        self.more.notify_all();
        self.tell();
        Ok(run)
    }

    /// Stops a run that is played, or takes it out of the queue.
    pub(super) fn cancel(&self, id: &str) -> Result<(), Refusal> {
        if let Some(playing) = held(&self.playing).as_ref().filter(|playing| playing.id == id) {
            playing.stop.store(true, Ordering::Relaxed);
            return Ok(());
        }
        let mut found = self.find(id)?;
        if found.state == State::Queued {
            found.state = State::Cancelled;
            self.put(&found);
        }
        Ok(())
    }

    /// Deletes a run that is over, with its results.
    pub(super) fn delete(&self, id: &str) -> Result<(), Refusal> {
        let found = self.find(id)?;
        if found.is_open() {
            return Err(Refusal::new(StatusCode::CONFLICT, "먼저 취소하세요.", "Cancel it first."));
        }
        fs::remove_dir_all(self.runs.join(&found.id)).map_err(|why| Refusal::system(&why))?;
        held(&self.list).retain(|run| run.id != found.id);
        self.tell();
        Ok(())
    }

    /// A run by its id.
    pub(super) fn find(&self, id: &str) -> Result<Run, Refusal> {
        held(&self.list).iter().find(|run| run.id == id).cloned().ok_or_else(Refusal::absent)
    }

    /// Takes a run's new state into the list and onto the disk.
    pub(super) fn put(&self, run: &Run) {
        if let Some(one) = held(&self.list).iter_mut().find(|one| one.id == run.id) {
            *one = run.clone();
        }
        // A disk that is full does not end the run; what it said last is what a new start finds.
        let _ = run.write(&self.runs);
        self.tell();
    }
}

// The thread that plays them, and what it tells of a stage.
impl Queue {
    /// Begins to play what waits, one run after another, for as long as the process lives.
    pub(super) fn start(self: &Arc<Self>) -> io::Result<()> {
        let queue = Arc::clone(self);
        std::thread::Builder::new().name("runs".to_owned()).spawn(move || {
            loop {
                let run = queue.next();
                player::play(&queue, run);
            }
        })?;
        Ok(())
    }

    /// The next run to play; waits for one.
    fn next(&self) -> Run {
        let mut list = held(&self.list);
        loop {
            if let Some(run) = list.iter_mut().find(|run| run.state == State::Queued) {
                run.state = State::Running;
                // From here on it can be cancelled.
                let futures = run.quick().last().copied().unwrap_or(run.futures);
                *held(&self.playing) = Some(Playing::new(&run.id, futures, Arc::default()));
                return run.clone();
            }
            list = self.more.wait(list).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
    }

    /// A stage of a run begins. What it returns says whether it is to stop.
    pub(super) fn begins(&self, id: &str, futures: u32) -> Arc<AtomicBool> {
        let mut playing = held(&self.playing);
        let stop = match playing.as_ref() {
            Some(before) if before.id == id => Arc::clone(&before.stop),
            _ => Arc::default(),
        };
        *playing = Some(Playing::new(id, futures, Arc::clone(&stop)));
        drop(playing);
        self.tell();
        stop
    }

    /// How far the stage has come.
    pub(super) fn reached(&self, done: u64, all: u64) {
        if let Some(playing) = held(&self.playing).as_mut() {
            (playing.done, playing.all) = (done, all);
        }
        self.tell();
    }

    /// No run is played any more.
    pub(super) fn rests(&self) {
        *held(&self.playing) = None;
        self.tell();
    }
}

// What the page is told.
impl Queue {
    fn tell(&self) {
        self.changed.send_modify(|version| *version += 1);
    }

    /// Tells of every change.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// All runs as data, the newest first.
    pub(super) fn as_data(&self) -> Value {
        let runs: Vec<Run> = held(&self.list).iter().rev().take(MOST_LISTED).cloned().collect();
        let list: Vec<Value> = runs.iter().map(|run| self.one_as_data(run)).collect();
        json!({ "runs": list, "playing": self.playing_as_data() })
    }

    fn one_as_data(&self, run: &Run) -> Value {
        let files = run.results(&self.runs).map(|folder| briefing::made(&folder));
        json!({ "run": run, "plan": run.plan(), "briefing": files.unwrap_or_default() })
    }

    fn playing_as_data(&self) -> Value {
        let playing = held(&self.playing);
        let Some(playing) = playing.as_ref() else { return Value::Null };
        let seconds = playing.began.elapsed().as_secs_f64();
        let left = (playing.done > 0).then(|| {
            let rest = playing.all.saturating_sub(playing.done);
            seconds * rest as f64 / playing.done as f64
        });
        json!({
            "id": playing.id, "futures": playing.futures, "done": playing.done, "all": playing.all,
            "seconds": seconds, "left": left,
        })
    }
}
