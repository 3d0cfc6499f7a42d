//! Letters that are not in UTF-8, and line ends that are not those of today.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{Decoder, Encoding};

/// How much of a file is looked at before it is read.
pub(super) const SAMPLE: usize = 1 << 16;

/// The beginning of a text, and the text.
pub(super) struct Sampled {
    /// The beginning of the text, at most [`SAMPLE`] bytes.
    pub(super) head: String,
    /// Whether `head` is the whole text.
    pub(super) whole: bool,
    pub(super) text: Box<dyn BufRead>,
    /// How letters were written, if not in UTF-8 or unknown.
    pub(super) encoding: &'static str,
    /// Whether the lines end as on an old Mac.
    pub(super) old_mac: bool,
}

/// Looks at the beginning of a text, and turns UTF-16 into UTF-8 and lone carriage returns into line ends.
pub(super) fn sampled(mut input: Box<dyn BufRead>) -> io::Result<Sampled> {
    let mut first = Vec::new();
    input.by_ref().take(SAMPLE as u64).read_to_end(&mut first)?;
    let wide = match first.get(..2) {
        Some(b"\xff\xfe") => Some((encoding_rs::UTF_16LE, "UTF-16")),
        Some(b"\xfe\xff") => Some((encoding_rs::UTF_16BE, "UTF-16")),
        _ => None,
    };
    let again = io::Cursor::new(first.clone()).chain(input);
    let (mut text, encoding): (Box<dyn BufRead>, _) = match wide {
        Some((encoding, name)) => {
            (Box::new(BufReader::with_capacity(SAMPLE, Decoded::new(again, encoding))), name)
        }
        None => (Box::new(again), ""),
    };
    if wide.is_some() {
        first.clear();
        text.by_ref().take(SAMPLE as u64).read_to_end(&mut first)?;
        text = Box::new(io::Cursor::new(first.clone()).chain(text));
    }
    let whole = first.len() < SAMPLE;
    let old_mac = first.contains(&b'\r') && !first.contains(&b'\n');
    if old_mac {
        text = Box::new(BufReader::with_capacity(SAMPLE, Returns(text)));
    }
    let mut head = String::from_utf8_lossy(&first).into_owned();
    if first.len() < 8 * SAMPLE && std::str::from_utf8(&first).is_err() {
        let (korean, bad) = encoding_rs::EUC_KR.decode_without_bom_handling(&first);
        // The last letter may be cut by the end of the sample.
        if !bad || korean.trim_end().matches('\u{fffd}').count() <= 1 && first.len() == SAMPLE {
            head = korean.into_owned();
        }
    }
    if let Some(rest) = head.strip_prefix('\u{feff}') {
        head = rest.to_owned();
    }
    if old_mac {
        head = head.replace('\r', "\n");
    }
    Ok(Sampled { head, whole, text, encoding, old_mac })
}

/// Bytes of another encoding as UTF-8.
struct Decoded<R> {
    input: R,
    decoder: Decoder,
    /// Decoded, and not yet handed out from `at` on.
    ready: Vec<u8>,
    at: usize,
    raw: Vec<u8>,
    over: bool,
}

impl<R: Read> Decoded<R> {
    fn new(input: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { input, decoder, ready: Vec::new(), at: 0, raw: vec![0; SAMPLE], over: false }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.over {
            let count = self.input.read(&mut self.raw)?;
            self.over = count == 0;
            self.ready.resize(4 * SAMPLE, 0);
            let raw = &self.raw[..count];
            // A buffer of four times the input has room for all that it becomes.
            let (_, _, written, _) = self.decoder.decode_to_utf8(raw, &mut self.ready, self.over);
            self.ready.truncate(written);
            self.at = 0;
        }
        let count = out.len().min(self.ready.len() - self.at);
        out[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Carriage returns as line feeds.
struct Returns(Box<dyn BufRead>);

impl Read for Returns {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(out)?;
        for byte in &mut out[..count] {
            if *byte == b'\r' {
                *byte = b'\n';
            }
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_become_utf_8() {
        let text = "작업,장수\n1,8\n".repeat(30_000);
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let mut sampled = sampled(Box::new(io::Cursor::new(bytes))).expect("in memory");
        let mut found = String::new();
        sampled.text.read_to_string(&mut found).expect("in memory");
        assert!(found == text && sampled.head.starts_with("작업") && sampled.encoding == "UTF-16");
    }
}
