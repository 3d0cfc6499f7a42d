//! What a file holds, by its first bytes: text as it is, gzip, xz or zstd; or something that is no log.

use std::io::{self, BufRead, BufReader, Read};

use super::sheet::LARGEST;

/// How large an xz dictionary may be, in KiB. `xz -9` uses 64 MiB.
const XZ_MEMORY_KIB: u32 = 1 << 20;

/// What a packed stream asks for in memory beyond what it is given, if that is why it could not be unpacked. The
/// libraries say so in words alone.
pub(super) fn window(error: &io::Error) -> Option<&'static str> {
    let words = error.to_string();
    if words.contains("Frame requires too much memory") {
        return Some("128 MB");
    }
    (error.kind() == io::ErrorKind::OutOfMemory || words.contains("memory limit")).then_some("1 GB")
}

/// Other kinds of files that people have at hand: first bytes, and their name.
const OTHERS: [(&[u8], &str); 9] = [
    (b"PAR1", "Parquet"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"%PDF", "PDF"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3", "SQLite"),
    (b"\x89HDF", "HDF5"),
    (b"\x89PNG", "PNG"),
    (b"\xd0\xcf\x11\xe0", "XLS / HWP"),
];

/// A stream of text, whatever it was packed in.
pub(super) enum Opened {
    /// Lines can be read.
    Text(Box<dyn BufRead>),
    /// The file is a workbook, or another packed folder of files.
    Sheet(Vec<u8>),
    /// The file is of another kind.
    Other(&'static str),
}

/// Unpacks `input` by what its first bytes say.
pub(super) fn open(mut input: impl Read + 'static) -> io::Result<Opened> {
    let mut first = Vec::with_capacity(16);
    input.by_ref().take(16).read_to_end(&mut first)?;
    if let Some((_, name)) = OTHERS.iter().find(|(magic, _)| first.starts_with(magic)) {
        return Ok(Opened::Other(name));
    }
    let whole = io::Cursor::new(first.clone()).chain(input);
    if first.starts_with(b"PK\x03\x04") {
        let mut bytes = Vec::new();
        whole.take(LARGEST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST {
            return Ok(Opened::Other("XLSX > 256 MiB"));
        }
        return Ok(Opened::Sheet(bytes));
    }
    let text: Box<dyn BufRead> = if first.starts_with(b"\x1f\x8b") {
        let packed = BufReader::with_capacity(1 << 16, whole);
        Box::new(BufReader::with_capacity(1 << 16, flate2::bufread::MultiGzDecoder::new(packed)))
    } else if first.starts_with(b"\xfd7zXZ\0") {
        let packed = BufReader::with_capacity(1 << 16, whole);
        let reader = lzma_rust2::XzReader::new_mem_limit(packed, true, XZ_MEMORY_KIB);
        Box::new(BufReader::with_capacity(1 << 16, reader))
    } else if first.starts_with(b"\x28\xb5\x2f\xfd") {
        let reader = zstd::stream::read::Decoder::new(whole)?;
        Box::new(BufReader::with_capacity(1 << 16, reader))
    } else {
        Box::new(BufReader::with_capacity(1 << 16, whole))
    };
    Ok(Opened::Text(text))
}
