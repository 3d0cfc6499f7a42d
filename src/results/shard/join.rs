//! Shards of one study, held against one another and read future after future.

use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::{Differs, LARGEST_FRAME, ShardEntry, ShardError, StudyEntry, file_of};
use crate::results::digested::digest_of;
use crate::results::{Future, ResultsError};

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
            all.push((folder.clone(), ShardEntry::read(folder)?));
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

    /// The study to which the shards belong.
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

/// What of the study of a shard is not as in another.
fn differs(one: &ShardEntry, other: &ShardEntry) -> Option<Differs> {
    let (a, b) = (&one.study, &other.study);
    let all = [
        (a.daegi == b.daegi, Differs::Version),
        (a.scenario == b.scenario, Differs::Scenario),
        (a.seed == b.seed, Differs::Seed),
        (a.replications == b.replications, Differs::Futures),
        (a.without_jobs == b.without_jobs, Differs::Jobs),
        (one.part.of == other.part.of, Differs::Parts),
    ];
    all.into_iter().find(|(same, _)| !same).map(|(_, what)| what)
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
