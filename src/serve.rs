//! A page on this machine on which a planner changes a scenario, plays it, compares runs and takes files away.
//!
//! It knows no model: a run is this program again, as a process of its own, so that its results are those of the
//! command line bit for bit, a crash of one leaves the page alive, and a stop is the end of a process.
//! What it promises stands in `docs/serve.md`.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use self::files::Folder;
use self::guard::Guard;
use self::queue::Queue;

mod answer;
mod briefing;
mod edit;
mod files;
mod form;
mod guard;
mod listen;
mod player;
mod queue;
mod refusal;
mod routes;
mod run;
mod stream;

/// What the page may do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder that the server works in, or a scenario in that folder, which is opened first.
    pub place: PathBuf,
    /// Port on 127.0.0.1; 0: any that is free.
    pub port: u16,
    /// The longest that a stage of a run may take.
    pub longest: Duration,
    /// The most memory that a run may take, in bytes.
    pub memory: u64,
}

/// Why no page can be opened.
#[derive(Debug)]
pub enum ServeError {
    /// The place is no folder and no scenario in one.
    NoPlace(PathBuf, io::Error),
    /// Another process works in the folder.
    Taken(PathBuf),
    /// The folder of runs cannot be made or read.
    NoRuns(PathBuf, io::Error),
    /// The port cannot be had.
    NoPort(u16, io::Error),
    /// The page ended by a fault.
    Ended(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPlace(place, why) => write!(out, "{}: {why}", place.display()),
            Self::Taken(place) => write!(out, "{}: another page is open in it", place.display()),
            Self::NoRuns(place, why) => {
                write!(out, "{}: runs cannot be kept there: {why}", place.display())
            }
            Self::NoPort(port, why) => write!(out, "port {port} cannot be had: {why}"),
            Self::Ended(why) => write!(out, "the page ended: {why}"),
        }
    }
}

impl std::error::Error for ServeError {}

/// What every request sees.
#[derive(Debug)]
struct Server {
    folder: Folder,
    guard: Guard,
    queue: Arc<Queue>,
    /// The scenario to open first.
    first: Option<String>,
    /// Held while files of results are made, one after another.
    making: Mutex<()>,
    /// Held while a scenario is written, so that two tabs cannot both find it unchanged.
    writing: Mutex<()>,
}

/// A lock whose holder failed is as good as any: what it guards is written beside and renamed.
fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens the page and answers until the process ends. `ready` is told the address with its token.
///
/// # Errors
/// If the place, the folder of runs or the port cannot be had.
pub fn serve(options: &Options, ready: &dyn Fn(&str)) -> Result<(), ServeError> {
    let (root, first) =
        place(&options.place).map_err(|why| ServeError::NoPlace(options.place.clone(), why))?;
    let runs = root.join(files::RUNS);
    let limits = player::Limits { longest: options.longest, memory: options.memory };
    let queue = Queue::open(&root, limits).map_err(|why| match why.kind() {
        io::ErrorKind::WouldBlock => ServeError::Taken(root.clone()),
        _ => ServeError::NoRuns(runs, why),
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(8)
        .build()
        .map_err(ServeError::Ended)?;
    runtime.block_on(async {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let no_port = |why| ServeError::NoPort(options.port, why);
        let listener = tokio::net::TcpListener::bind(address).await.map_err(no_port)?;
        let port = listener.local_addr().map_err(no_port)?.port();
        let guard = Guard::new(port);
        let url = format!("http://127.0.0.1:{port}/?token={}", guard.token());
        let (making, writing) = (Mutex::new(()), Mutex::new(()));
        let folder = Folder::new(root);
        let server = Server { folder, guard, queue: Arc::clone(&queue), first, making, writing };
        queue.start().map_err(ServeError::Ended)?;
        ready(&url);
        let routes = routes::routes(Arc::new(server));
        axum::serve(listen::Limited::new(listener), routes).await.map_err(ServeError::Ended)
    })
}

/// The folder to work in, with the scenario to open first.
fn place(given: &Path) -> io::Result<(PathBuf, Option<String>)> {
    let whole = given.canonicalize()?;
    if whole.is_dir() {
        return Ok((whole, None));
    }
    let name = whole.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    match (whole.parent(), name) {
        (Some(folder), Some(name)) if files::is_name(&name) => Ok((folder.to_owned(), Some(name))),
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "this is no scenario (NAME.toml)")),
    }
}
