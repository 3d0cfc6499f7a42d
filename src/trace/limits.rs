//! How much of a log is taken: jobs, bytes, and what has been read so far.

use std::fmt;
use std::io::{self, BufRead, ErrorKind, Read};
use std::sync::Arc;

/// How much of a log is taken. A small file that is packed well may hold more than any memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most jobs.
    pub records: u64,
    /// The most bytes of its text, unpacked.
    pub bytes: u64,
    /// After which jobs the rest is not read; `None`: all of it is.
    pub until: Option<Until>,
}

/// The first jobs that can be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until {
    /// Jobs.
    pub jobs: u64,
    /// Units of the smallest machine; `None`: what the log states.
    pub units: Option<u32>,
}

impl Limits {
    /// Jobs that are taken without a word.
    pub const RECORDS: u64 = 20_000_000;
    /// Bytes of text that are taken without a word.
    pub const BYTES: u64 = 8_000_000_000;
}

impl Default for Limits {
    fn default() -> Self {
        Self { records: Self::RECORDS, bytes: Self::BYTES, until: None }
    }
}

/// Who is told how many bytes of the file, as it lies there, were read.
#[derive(Clone, Default)]
pub struct Watch(Option<Arc<dyn Fn(u64) + Send + Sync>>);

impl Watch {
    /// Tells `watch` of all bytes read so far, now and then.
    #[must_use]
    pub fn new(watch: Arc<dyn Fn(u64) + Send + Sync>) -> Self {
        Self(Some(watch))
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Watch").field(&self.0.is_some()).finish()
    }
}

/// A stream whose reading is watched.
pub(super) struct Watched<R> {
    input: R,
    watch: Watch,
    read: u64,
}

impl<R> Watched<R> {
    pub(super) fn new(input: R, watch: Watch) -> Self {
        Self { input, watch, read: 0 }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.input.read(into)?;
        self.read += bytes as u64;
        if let Some(watch) = &self.watch.0 {
            watch(self.read);
        }
        Ok(bytes)
    }
}

/// A text that ends in an error of the kind [`ErrorKind::FileTooLarge`] where it is longer than it may be.
pub(super) struct Bounded<R> {
    input: R,
    left: u64,
}

impl<R> Bounded<R> {
    pub(super) fn new(input: R, most: u64) -> Self {
        Self { input, left: most }
    }
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?.read(into)?;
        self.consume(bytes);
        Ok(bytes)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let there = self.input.fill_buf()?;
        if self.left == 0 && !there.is_empty() {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        Ok(&there[..there.len().min(most)])
    }

    fn consume(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes as u64);
        self.input.consume(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_be_as_long_as_it_may_be_and_no_longer() {
        let all = |most: u64| {
            let mut text = String::new();
            let read = Bounded::new(&b"four\nfive\n"[..], most).read_to_string(&mut text);
            read.map(|_| text).map_err(|error| error.kind())
        };
        assert_eq!(all(10).as_deref(), Ok("four\nfive\n"));
        assert_eq!(all(11).as_deref(), Ok("four\nfive\n"));
        assert_eq!(all(9), Err(ErrorKind::FileTooLarge));
        assert_eq!(all(0), Err(ErrorKind::FileTooLarge));
    }
}
