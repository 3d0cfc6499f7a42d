//! A file whose bytes are digested on their way to it.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::ResultsError;
use super::table::hex;

/// A file that is being written.
#[derive(Debug)]
pub(super) struct Digested {
    path: PathBuf,
    out: BufWriter<File>,
    digest: Sha256,
}

impl Digested {
    pub(super) fn create(path: PathBuf) -> Result<Self, ResultsError> {
        let file = File::create(&path).map_err(ResultsError::file(&path))?;
        Ok(Self { path, out: BufWriter::new(file), digest: Sha256::new() })
    }

    /// Writes what is held back; gives the SHA-256 of all bytes.
    pub(super) fn finish(mut self) -> Result<String, ResultsError> {
        self.out.flush().map_err(ResultsError::file(&self.path))?;
        Ok(hex(&self.digest.finalize()))
    }
}

impl Write for Digested {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.out.write(bytes)?;
        self.digest.update(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// SHA-256 of the bytes of a file.
pub(super) fn digest_of(path: &Path) -> io::Result<String> {
    let (mut digest, mut file) = (Sha256::new(), File::open(path)?);
    let mut part = vec![0; 1 << 16];
    loop {
        match file.read(&mut part) {
            Ok(0) => return Ok(hex(&digest.finalize())),
            Ok(bytes) => digest.update(&part[..bytes]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
