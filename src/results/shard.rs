//! A shard: what some futures of a study left, so that another machine can go on from there.
//!
//! A folder holds `shard.json`, which says of which study and which futures it is, and in `futures/` one file for each
//! world that was played: frames of futures in their order, with what each drew and what its run left.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::digested::digest_of;
use super::mark::{Left, MANIFEST, Mark};
use super::table::hex;
use super::{Kind, Pending, ResultsError};
use crate::scenario::Scenario;

mod join;
mod refusal;

pub use self::join::{Shards, WorldReader};
pub use self::refusal::{Differs, ShardError};

/// The file that says of what a folder is a part.
const ENTRY: &str = "shard.json";
/// More than a frame ever takes: what is larger is no frame.
const LARGEST_FRAME: u64 = 1 << 31;

/// Which part of a study: `number` of `of`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    /// Which, from 1.
    pub number: u32,
    /// Number of parts in all.
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
    /// Which part of the study the shard is.
    pub part: Part,
    /// The scenario's file, as it was named.
    pub file: PathBuf,
    /// File of `futures/` → SHA-256 of its bytes.
    pub digests: BTreeMap<String, String>,
}

impl ShardEntry {
    /// What a folder says that it is.
    ///
    /// # Errors
    /// [`ShardError::NoShard`] if it is no shard.
    pub fn read(folder: &Path) -> Result<Self, ShardError> {
        let no = |reason: String| ShardError::NoShard { folder: folder.to_owned(), reason };
        match Mark::read(folder) {
            Left::Ours(mark) if mark.kind == Kind::Shard => {}
            Left::Ours(mark) => {
                return Err(no(format!("it holds results of `{}`", mark.kind.command())));
            }
            Left::Older(version) => return Err(no(format!("it was left by daegi {version}"))),
            Left::Unknown => return Err(no(format!("it has no {MANIFEST} of this program"))),
        }
        let text = fs::read_to_string(folder.join(ENTRY))
            .map_err(|error| no(format!("{ENTRY}: {error}")))?;
        let entry: Self =
            serde_json::from_str(&text).map_err(|error| no(format!("{ENTRY}: {error}")))?;
        let Part { number, of } = entry.part;
        if number == 0 || number > of {
            return Err(no(format!("{ENTRY}: part {number} of {of}")));
        }
        Ok(entry)
    }
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

    /// Which futures of which study the shard holds.
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
    /// Appends a packed list of futures, of what its bytes are when they are unpacked.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn packed(&mut self, bytes: &[u8]) -> Result<(), ResultsError> {
        let length = (bytes.len() as u64).to_le_bytes();
        let written = self.out.write_all(&length).and_then(|()| self.out.write_all(bytes));
        written.map_err(ResultsError::file(&self.path))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// If what was held back cannot be written.
    pub fn finish(mut self) -> Result<(), ResultsError> {
        self.out.flush().map_err(ResultsError::file(&self.path))
    }

    /// A length in eight bytes, then the packed bytes.
    fn frame(&mut self, what: &impl Serialize) -> Result<(), ResultsError> {
        let packed = postcard::to_allocvec(what)
            .map_err(io::Error::other)
            .and_then(|bytes| zstd::encode_all(&*bytes, 1))
            .map_err(ResultsError::file(&self.path))?;
        self.packed(&packed)
    }
}

fn file_of(name: &str) -> String {
    format!("{name}.bin")
}
