//! A shard: what some futures of a study left, so that another machine can go on from there.
//!
//! A folder holds `shard.json`, which says of which study and which futures it is, and in `futures/` one file for each
//! world that was played: frames of futures in their order, with what each drew and what its run left.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::digested::digest_of;
use super::mark::{Left, MANIFEST, Mark};
use super::table::hex;
use super::{Future, Kind, Pending, ResultsError};
use crate::scenario::Scenario;

/// The file that says of what a folder is a part.
const ENTRY: &str = "shard.json";
/// Futures that are written together.
const FRAME: usize = 32;
/// More than a frame ever takes: what is larger is no frame.
const LARGEST_FRAME: u64 = 1 << 31;

/// Which part of a study: `number` of `of`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    /// Which, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

impl Part {
    /// The futures of this part of a study of `replications` futures: parts differ by one future at the most.
    #[must_use]
    pub fn futures(self, replications: u32) -> Range<u32> {
        let before = |number: u32| {
            let (n, of) = (u64::from(replications), u64::from(self.of));
            (n * u64::from(number) / of) as u32
        };
        before(self.number - 1)..before(self.number)
    }
}

/// The study of which a shard is a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudyEntry {
    /// Version of the program: another one may play otherwise.
    pub daegi: String,
    /// SHA-256 of the scenario's text, of what it is based on, and of every log that it reads.
    pub scenario: Vec<String>,
    /// Seed of every draw.
    pub seed: u64,
    /// Futures of the whole study.
    pub replications: u32,
    /// Whether jobs were left out.
    pub without_jobs: bool,
}

impl StudyEntry {
    /// A study of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario, seed: u64, replications: u32) -> Self {
        let text = |text: &str| hex(&Sha256::digest(text.as_bytes()));
        let base = scenario.base.as_ref().map(|base| text(&base.text));
        let logs = scenario.logs.iter().map(|log| log.digest.clone());
        Self {
            daegi: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: std::iter::once(text(&scenario.text)).chain(base).chain(logs).collect(),
            seed,
            replications,
            without_jobs: !scenario.baseline.plays_jobs,
        }
    }
}

/// What a shard says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardEntry {
    /// The study.
    pub study: StudyEntry,
    /// Which part of it.
    pub part: Part,
    /// The scenario's file, as it was named.
    pub file: PathBuf,
    /// File of `futures/` → SHA-256 of its bytes.
    pub digests: BTreeMap<String, String>,
}

/// Writes a shard.
#[derive(Debug)]
pub struct ShardWriter {
    pending: Pending,
    entry: ShardEntry,
}

impl ShardWriter {
    /// Starts one beside `wanted`, as [`super::Writer::create`] does.
    ///
    /// # Errors
    /// If nothing can be left there.
    pub fn create(
        wanted: &Path,
        replace: bool,
        (study, part): (StudyEntry, Part),
        file: &Path,
    ) -> Result<Self, ResultsError> {
        let pending = Pending::create(wanted, Kind::Shard, replace)?;
        let folder = pending.folder().join("futures");
        fs::create_dir_all(&folder).map_err(ResultsError::file(&folder))?;
        let entry = ShardEntry { study, part, file: file.to_owned(), digests: BTreeMap::new() };
        Ok(Self { pending, entry })
    }

    /// Which futures of which study.
    #[must_use]
    pub fn entry(&self) -> &ShardEntry {
        &self.entry
    }

    /// Starts the file of a world.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn world(&self, name: &str) -> Result<WorldWriter, ResultsError> {
        let path = self.pending.folder().join("futures").join(file_of(name));
        let file = File::create(&path).map_err(ResultsError::file(&path))?;
        Ok(WorldWriter { path, out: BufWriter::new(file) })
    }

    /// Leaves values in a file of their own.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn values(&self, name: &str, values: &impl Serialize) -> Result<(), ResultsError> {
        let mut file = self.world(name)?;
        file.frame(values)?;
        file.finish()
    }

    /// Writes what the shard says of itself. It is whole, but not in its place yet.
    ///
    /// # Errors
    /// If anything cannot be written.
    pub fn finish(mut self) -> Result<Pending, ResultsError> {
        let folder = self.pending.folder().join("futures");
        let failed = |source| ResultsError::File { path: folder.clone(), source };
        for file in fs::read_dir(&folder).map_err(failed)? {
            let file = file.map_err(failed)?;
            let name = file.file_name().to_string_lossy().into_owned();
            self.entry.digests.insert(name, digest_of(&file.path()).map_err(failed)?);
        }
        let path = self.pending.folder().join(ENTRY);
        let text = serde_json::to_string_pretty(&self.entry).map_err(|error| {
            ResultsError::Manifest { path: path.clone(), reason: error.to_string() }
        })?;
        fs::write(&path, text + "\n").map_err(ResultsError::file(&path))?;
        self.pending.seal([])?;
        Ok(self.pending)
    }
}

/// The file of a world of a shard, as it grows.
#[derive(Debug)]
pub struct WorldWriter {
    path: PathBuf,
    out: BufWriter<File>,
}

impl WorldWriter {
    /// Appends some futures, in their order.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn add(&mut self, futures: &[Future]) -> Result<(), ResultsError> {
        futures.chunks(FRAME).try_for_each(|some| self.frame(&some))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// If what was held back cannot be written.
    pub fn finish(mut self) -> Result<(), ResultsError> {
        self.out.flush().map_err(ResultsError::file(&self.path))
    }

    /// A length in eight bytes, then so many: what is written, packed.
    fn frame(&mut self, what: &impl Serialize) -> Result<(), ResultsError> {
        let frame = postcard::to_allocvec(what).map_err(io::Error::other).and_then(|bytes| {
            let packed = zstd::encode_all(&*bytes, 1)?;
            self.out.write_all(&(packed.len() as u64).to_le_bytes())?;
            self.out.write_all(&packed)
        });
        frame.map_err(ResultsError::file(&self.path))
    }
}

/// Why shards cannot be joined.
#[derive(Debug, thiserror::Error)]
pub enum ShardError {
    /// A folder is no shard.
    #[error("{} is not a shard: {reason}", folder.display())]
    NoShard {
        /// The folder.
        folder: PathBuf,
        /// What was found instead.
        reason: String,
    },
    /// A shard is of another study than the first one.
    #[error("{} is not of the same study as {}: {what}", folder.display(), first.display())]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// The one that it is held against.
        first: PathBuf,
        /// What differs.
        what: &'static str,
    },
    /// Two shards are the same part.
    #[error("part {} of {} is there twice: {} and {}", part.number, part.of, first.display(), second.display())]
    Doubled {
        /// The part.
        part: Part,
        /// One folder.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// Parts are missing.
    #[error("of {of} parts these are missing: {}", listed(lost))]
    Lost {
        /// Which.
        lost: Vec<u32>,
        /// Of how many.
        of: u32,
    },
    /// A file is not what the shard says that it wrote.
    #[error("{} was changed or cut after it was written", file.display())]
    Changed {
        /// The file.
        file: PathBuf,
    },
    /// The scenario that was read is not the one of which the shards are.
    #[error("{} is not the scenario of these shards: its text, what it is based on, or a log differs", file.display())]
    OtherScenario {
        /// The file.
        file: PathBuf,
    },
}

/// Numbers as people write them.
fn listed(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// Shards of one study, in the order of their parts.
#[derive(Debug)]
pub struct Shards {
    folders: Vec<(PathBuf, ShardEntry)>,
}

impl Shards {
    /// Opens shards, in any order, and holds them against one another and against their digests. `partial`: some may be
    /// missing.
    ///
    /// # Errors
    /// What is no shard, of another study, there twice, missing, or changed.
    pub fn open(folders: &[PathBuf], partial: bool) -> Result<Self, ShardError> {
        let mut all = Vec::new();
        for folder in folders {
            all.push((folder.clone(), entry(folder)?));
        }
        all.sort_by_key(|(_, entry): &(PathBuf, ShardEntry)| entry.part);
        let Some((first, own)) = all.first() else {
            return Err(ShardError::Lost { lost: Vec::new(), of: 0 });
        };
        for (folder, entry) in &all {
            if let Some(what) = differs(own, entry) {
                return Err(ShardError::Foreign {
                    folder: folder.clone(),
                    first: first.clone(),
                    what,
                });
            }
        }
        if let Some([one, other]) = all.windows(2).find(|two| two[0].1.part == two[1].1.part) {
            let (first, second) = (one.0.clone(), other.0.clone());
            return Err(ShardError::Doubled { part: one.1.part, first, second });
        }
        let shards = Self { folders: all };
        let lost = shards.lost();
        if !partial && !lost.is_empty() {
            return Err(ShardError::Lost { lost, of: shards.of() });
        }
        for (folder, entry) in &shards.folders {
            for (name, digest) in &entry.digests {
                let file = folder.join("futures").join(name);
                if digest_of(&file).ok().as_ref() != Some(digest) {
                    return Err(ShardError::Changed { file });
                }
            }
        }
        Ok(shards)
    }

    /// The study of which they are.
    #[must_use]
    pub fn study(&self) -> &StudyEntry {
        &self.folders[0].1.study
    }

    /// The scenario's file, as it was named where the first part was played.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.folders[0].1.file
    }

    /// How many parts the study was cut into.
    #[must_use]
    pub fn of(&self) -> u32 {
        self.folders[0].1.part.of
    }

    /// The parts that are missing.
    #[must_use]
    pub fn lost(&self) -> Vec<u32> {
        let there = |number: &u32| self.folders.iter().any(|(_, one)| one.part.number == *number);
        (1..=self.of()).filter(|number| !there(number)).collect()
    }

    /// The futures that are there.
    #[must_use]
    pub fn futures(&self) -> Vec<u32> {
        let n = self.study().replications;
        self.folders.iter().flat_map(|(_, entry)| entry.part.futures(n)).collect()
    }

    /// The futures of a world, part after part.
    #[must_use]
    pub fn world(&self, name: &str) -> WorldReader {
        let files = self.folders.iter().rev();
        let files = files.map(|(folder, _)| folder.join("futures").join(file_of(name))).collect();
        WorldReader { files, open: None, ready: Vec::new().into_iter() }
    }

    /// The values of a file of their own, part after part.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn values<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, ResultsError> {
        let read = |(folder, _): &(PathBuf, ShardEntry)| {
            let path = folder.join("futures").join(file_of(name));
            let file = File::open(&path).map_err(ResultsError::file(&path))?;
            let frame = frame(&mut BufReader::new(file)).map_err(ResultsError::file(&path))?;
            frame.ok_or_else(|| ResultsError::File {
                path,
                source: io::ErrorKind::UnexpectedEof.into(),
            })
        };
        self.folders.iter().map(read).collect()
    }
}

/// What a folder says that it is.
fn entry(folder: &Path) -> Result<ShardEntry, ShardError> {
    let no = |reason: String| ShardError::NoShard { folder: folder.to_owned(), reason };
    match Mark::read(folder) {
        Left::Ours(mark) if mark.kind == Kind::Shard => {}
        Left::Ours(mark) => {
            return Err(no(format!("it holds results of `{}`", mark.kind.command())));
        }
        Left::Older(version) => return Err(no(format!("it was left by daegi {version}"))),
        Left::Unknown => return Err(no(format!("it has no {MANIFEST} of this program"))),
    }
    let text =
        fs::read_to_string(folder.join(ENTRY)).map_err(|error| no(format!("{ENTRY}: {error}")))?;
    let entry: ShardEntry =
        serde_json::from_str(&text).map_err(|error| no(format!("{ENTRY}: {error}")))?;
    let Part { number, of } = entry.part;
    if number == 0 || number > of {
        return Err(no(format!("{ENTRY}: part {number} of {of}")));
    }
    Ok(entry)
}

/// What of the study of a shard is not as in another.
fn differs(one: &ShardEntry, other: &ShardEntry) -> Option<&'static str> {
    let (a, b) = (&one.study, &other.study);
    let all = [
        (a.daegi == b.daegi, "the version of the program"),
        (a.scenario == b.scenario, "the scenario"),
        (a.seed == b.seed, "the seed"),
        (a.replications == b.replications, "the number of futures"),
        (a.without_jobs == b.without_jobs, "whether jobs are played"),
        (one.part.of == other.part.of, "the number of parts"),
    ];
    all.into_iter().find(|(same, _)| !same).map(|(_, what)| what)
}

fn file_of(name: &str) -> String {
    format!("{name}.bin")
}

/// The next frame of a file; `None`: it is over.
fn frame<T: DeserializeOwned>(file: &mut BufReader<File>) -> io::Result<Option<T>> {
    let mut length = [0; 8];
    match file.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let length = u64::from_le_bytes(length);
    if length > LARGEST_FRAME {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let bytes = zstd::decode_all(file.take(length))?;
    postcard::from_bytes(&bytes).map(Some).map_err(io::Error::other)
}

/// A world, read future after future.
#[derive(Debug)]
pub struct WorldReader {
    /// The files that are not begun, the next one last.
    files: Vec<PathBuf>,
    open: Option<(PathBuf, BufReader<File>)>,
    ready: std::vec::IntoIter<Future>,
}

impl WorldReader {
    /// The next futures.
    ///
    /// # Errors
    /// If a file cannot be read, or there are fewer.
    pub fn next(&mut self, count: usize) -> Result<Vec<Future>, ResultsError> {
        let mut futures = Vec::with_capacity(count);
        while futures.len() < count {
            match self.ready.next() {
                Some(future) => futures.push(future),
                None => self.ready = self.frame()?.into_iter(),
            }
        }
        Ok(futures)
    }

    fn frame(&mut self) -> Result<Vec<Future>, ResultsError> {
        loop {
            if let Some((path, file)) = &mut self.open
                && let Some(futures) = frame(file).map_err(ResultsError::file(path))?
            {
                return Ok(futures);
            }
            let Some(path) = self.files.pop() else {
                let (path, source) = match self.open.take() {
                    Some((path, _)) => (path, io::ErrorKind::UnexpectedEof.into()),
                    None => (PathBuf::new(), io::ErrorKind::NotFound.into()),
                };
                return Err(ResultsError::File { path, source });
            };
            let file = File::open(&path).map_err(ResultsError::file(&path))?;
            self.open = Some((path, BufReader::new(file)));
        }
    }
}
