//! Bytes that are put aside in a file without a name: what a study needs once more and memory should not hold.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// A compressed part of what was put aside.
#[derive(Clone, Copy, Debug)]
pub struct Stored {
    at: u64,
    bytes: usize,
    whole: usize,
}

/// A file that has lost its name, so that it is gone with the process whatever becomes of it.
#[derive(Debug)]
pub struct Aside {
    file: Mutex<File>,
    end: u64,
}

impl Aside {
    /// Starts an empty one in a folder that is being written.
    ///
    /// # Errors
    /// If no file can be made there.
    pub fn create(folder: &Path) -> io::Result<Self> {
        let path = folder.join(format!(".aside-{}", std::process::id()));
        let file = File::options().read(true).write(true).create_new(true).open(&path)?;
        fs::remove_file(&path)?;
        Ok(Self { file: Mutex::new(file), end: 0 })
    }

    /// Compresses some bytes, to be put aside: done apart, so that many threads can.
    ///
    /// # Errors
    /// If they cannot be compressed.
    pub fn packed(bytes: &[u8]) -> io::Result<(Vec<u8>, usize)> {
        Ok((zstd::bulk::compress(bytes, 1)?, bytes.len()))
    }

    /// Puts packed bytes aside.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn put(&mut self, (bytes, whole): &(Vec<u8>, usize)) -> io::Result<Stored> {
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(bytes)?;
        let stored = Stored { at: self.end, bytes: bytes.len(), whole: *whole };
        self.end += bytes.len() as u64;
        Ok(stored)
    }

    /// The bytes that were put aside there.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn get(&self, stored: Stored) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; stored.bytes];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(stored.at))?;
            file.read_exact(&mut bytes)?;
        }
        zstd::bulk::decompress(&bytes, stored.whole)
    }
}
