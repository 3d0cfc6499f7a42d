//! Lines of a stream, one at a time, none longer than a million bytes.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read as _};

use super::fault::{About, Fault, Faults};

/// The longest line that is taken.
const LONGEST: u64 = 1 << 20;
/// Lines in a row that may say nothing.
const BLANK: u32 = 1_000_000;

/// A line of a file.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    /// The line is in the buffer, without its end.
    Whole,
    /// The line is longer than a line of a log can be, and was skipped.
    TooLong,
    /// The file has no more lines.
    End,
}

/// Reads lines into one buffer and counts them.
pub(super) struct Lines<'a> {
    input: &'a mut dyn BufRead,
    /// The line that was read last.
    pub(super) text: Vec<u8>,
    /// The number of the line, from 1.
    pub(super) number: u64,
    /// Whether the line ended with a line end.
    pub(super) ended: bool,
    /// Lines that were read and are to be read again, and whether each ended with a line end.
    back: VecDeque<(Vec<u8>, bool)>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead) -> Self {
        Self { input, text: Vec::new(), number: 0, ended: true, back: VecDeque::new() }
    }

    /// Reads the next line.
    fn next(&mut self) -> io::Result<Line> {
        self.text.clear();
        if let Some((text, ended)) = self.back.pop_front() {
            (self.text, self.ended) = (text, ended);
            self.number += 1;
            return Ok(Line::Whole);
        }
        let input: &mut dyn BufRead = &mut *self.input;
        let more = input.take(LONGEST).read_until(b'\n', &mut self.text)?;
        if more == 0 {
            return Ok(Line::End);
        }
        self.number += 1;
        self.ended = self.text.pop_if(|last| *last == b'\n').is_some();
        self.text.pop_if(|last| *last == b'\r');
        if self.number == 1 && self.text.starts_with(b"\xef\xbb\xbf") {
            self.text.drain(..3);
        }
        if self.ended || (more as u64) < LONGEST {
            return Ok(Line::Whole);
        }
        // Any number of zero bytes may follow these, and nothing else has to be known.
        if !self.text.contains(&0) {
            self.skip_rest()?;
        }
        Ok(Line::TooLong)
    }

    /// Reads up to the next line that says something, and counts those that no log has. False if there is none,
    /// or if the rest is not worth reading: it is over, zero bytes are in no text, blank lines have no end.
    pub(super) fn next_said(&mut self, faults: &mut Faults) -> io::Result<bool> {
        let mut blank = 0;
        while !faults.over {
            let line = self.next()?;
            if line == Line::End {
                return Ok(false);
            }
            let fault = if self.text.contains(&0) {
                Fault::Binary
            } else if line == Line::TooLong {
                Fault::LineTooLong
            } else if self.text.trim_ascii().is_empty() {
                blank += 1;
                if blank < BLANK {
                    continue;
                }
                Fault::BlankLines
            } else {
                return Ok(true);
            };
            faults.add(fault, &About::All, Some(self.number), &self.text);
            faults.over = matches!(fault, Fault::Binary | Fault::BlankLines);
        }
        Ok(false)
    }

    /// Reads the next line as one that a cell may go on in. False if there is none.
    pub(super) fn next_of_cell(&mut self) -> io::Result<bool> {
        Ok(self.next()? != Line::End)
    }

    /// Lines that were taken last and belong to no cell: they are read again.
    pub(super) fn give_back(&mut self, taken: Vec<(Vec<u8>, bool)>) {
        self.number -= taken.len() as u64;
        for line in taken.into_iter().rev() {
            self.back.push_front(line);
        }
    }

    fn skip_rest(&mut self) -> io::Result<()> {
        loop {
            let chunk = self.input.fill_buf()?;
            let end = chunk.iter().position(|&byte| byte == b'\n');
            let (used, over) = end.map_or((chunk.len(), chunk.is_empty()), |at| (at + 1, true));
            self.input.consume(used);
            if over {
                self.ended = end.is_some();
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_and_counted() {
        let mut text = b"\xef\xbb\xbfa\r\n\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', 3 << 20));
        text.extend(b"\nlast");
        let mut input = std::io::BufReader::new(text.as_slice());
        let mut lines = Lines::new(&mut input);
        assert_eq!(lines.next().expect("read"), Line::Whole);
        assert_eq!(lines.text, b"a");
        assert_eq!(lines.next().expect("read"), Line::Whole);
        assert_eq!(lines.text, b"");
        assert_eq!(lines.next().expect("read"), Line::TooLong);
        assert_eq!(lines.next().expect("read"), Line::Whole);
        assert_eq!((lines.text.as_slice(), lines.number, lines.ended), (&b"last"[..], 4, false));
        assert_eq!(lines.next().expect("read"), Line::End);
    }

    #[test]
    fn lines_that_say_nothing_are_passed_over_and_those_of_no_log_counted() {
        let mut text = b"\n  \na\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', 2 << 20));
        text.extend(b"\nb\nc\0\nd\n");
        let mut input = std::io::BufReader::new(text.as_slice());
        let mut lines = Lines::new(&mut input);
        let mut faults = Faults::default();
        for said in ["a", "b"] {
            assert!(lines.next_said(&mut faults).expect("read"));
            assert_eq!(lines.text, said.as_bytes());
        }
        assert!(!lines.next_said(&mut faults).expect("read"), "the rest is binary");
        let found: Vec<_> = faults.groups.iter().map(|it| (it.fault, it.lines.clone())).collect();
        assert_eq!(found, [(Fault::LineTooLong, vec![4]), (Fault::Binary, vec![6])]);
    }
}
