//! The line of a file that a problem is about, as it is shown.

use std::fmt;

use unicode_width::UnicodeWidthChar;

use crate::scenario::tree::Bytes;

/// The line of a place, cut in three: before it, in it, after it.
pub(super) struct Line<'t> {
    pub(super) number: usize,
    pub(super) before: &'t str,
    pub(super) inside: &'t str,
    pub(super) after: &'t str,
}

/// Lines longer than this are cut around the place.
const LONGEST: usize = 110;

impl<'t> Line<'t> {
    /// The line of a text in which a place begins.
    pub(super) fn of(text: &'t str, span: &Bytes) -> Self {
        // A place may not fall on a character boundary, or not in this text at all.
        let boundary = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = boundary(span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = boundary(span.end).clamp(start, line_end);
        Self {
            number: text[..line_start].matches('\n').count() + 1,
            before: &text[line_start..start],
            inside: &text[start..end],
            after: text[end..line_end].trim_end_matches('\r'),
        }
    }

    /// Writes it with carets below the place.
    pub(super) fn write(&self, out: &mut dyn fmt::Write, width: usize) -> fmt::Result {
        let (before, inside, after) = (shown(self.before), shown(self.inside), shown(self.after));
        let inside = first_columns(&inside, LONGEST);
        let all = columns(&before) + columns(&inside) + columns(&after);
        let (before, after) = if all > LONGEST {
            let room = LONGEST.saturating_sub(columns(&inside)) / 2;
            (last_columns(&before, room), first_columns(&after, room))
        } else {
            (before, after)
        };
        writeln!(out, "{:>width$} | {before}{inside}{after}", self.number)?;
        let carets = "^".repeat(columns(&inside).max(1));
        writeln!(out, "{:width$} | {}{carets}", "", " ".repeat(columns(&before)))
    }
}

/// The text with tabs as four spaces and a sign for what a terminal would obey, so that carets can
/// stand below it.
fn shown(text: &str) -> String {
    let sign = |c| if super::is_unprintable(c) { '\u{fffd}' } else { c };
    text.replace('\t', "    ").chars().map(sign).collect()
}

/// Columns that the text takes on a terminal: two for a Hangul syllable.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

fn first_columns(text: &str, room: usize) -> String {
    let mut taken = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            taken += c.width().unwrap_or(0);
            taken <= room
        })
        .collect();
    if kept.len() < text.len() { format!("{kept}…") } else { kept }
}

fn last_columns(text: &str, room: usize) -> String {
    let reversed: String = text.chars().rev().collect();
    first_columns(&reversed, room).chars().rev().collect()
}
