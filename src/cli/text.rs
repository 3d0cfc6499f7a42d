//! What commands print, and how: tables of equal columns, and a pipe that may close early.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};

use unicode_width::UnicodeWidthStr;

use super::Failure;
use crate::scenario::is_unprintable;

/// Prints to standard output. A reader that has seen enough (`| head`) is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(clean(text).as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Other(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Prints to standard error; if that cannot be written, there is nowhere left to say so.
pub(super) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", clean(text.trim_end()));
}

/// A sign for each character that a terminal would obey instead of showing it. Files and logs that
/// others wrote may hold any.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| is_unprintable(c) && c != '\n' && c != '\t';
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if obeyed(c) { '\u{fffd}' } else { c }).collect())
}

/// Columns of equal display width (한글 takes two cells), those of `left` to the left, the others right.
pub(super) fn aligned(rows: &[Vec<String>], left: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let gap = if column == 0 { "" } else { "  " };
            let pad = " ".repeat(widths[column] - cell.width());
            let _ = if left.contains(&column) {
                write!(line, "{gap}{cell}{pad}")
            } else {
                write!(line, "{gap}{pad}{cell}")
            };
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A list of words, broken before column 100, each line indented by two.
pub(super) fn wrapped(words: &[&str]) -> String {
    let mut out = String::new();
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && line.width() + word.width() + 4 > 100 {
            let _ = writeln!(out, "  {line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push_str(", ");
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        let _ = writeln!(out, "  {line}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_what_is_seen() {
        let rows =
            [["가", "1", "x"], ["abc", "22", "yy"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(aligned(&rows, &[0, 2]), "가    1  x\nabc  22  yy\n");
    }

    #[test]
    fn what_a_terminal_would_obey_is_a_sign() {
        let text = "a\u{1b}]0;x\u{7}\0\u{9b}2J\u{202e}\r\tb\n";
        let signs = "a\u{fffd}]0;x\u{fffd}\u{fffd}\u{fffd}2J\u{fffd}\u{fffd}\tb\n";
        assert_eq!(clean(text), signs);
        assert!(matches!(clean("가\tb\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_list_is_broken_into_lines() {
        let words = vec!["programme.gpu.request"; 9];
        let text = wrapped(&words);
        assert_eq!(text.lines().count(), 3);
        assert!(text.lines().all(|line| line.len() <= 102));
    }
}
