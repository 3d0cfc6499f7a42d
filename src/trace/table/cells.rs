//! Lines cut into cells.

use std::borrow::Cow;

use super::separator::Separator;
use crate::trace::draft::Draft;

/// How a line was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::trace) enum Cut {
    /// All cells are there.
    Whole,
    /// A quotation is not closed: the cell may go on in the next line.
    OpenQuote,
    /// Something stands between a quotation's end and the next mark.
    AfterQuote,
}

/// A line as text: UTF-8, or CP949 where it is that. `None` if it is neither.
pub(in crate::trace) fn decoded<'t>(text: &'t [u8], draft: &mut Draft) -> Option<Cow<'t, str>> {
    if let Ok(text) = std::str::from_utf8(text) {
        return Some(Cow::Borrowed(text));
    }
    // No byte of CP949 after the first of a letter is a mark between cells, a quotation mark or a line end.
    let (text, bad) = encoding_rs::EUC_KR.decode_without_bom_handling(text);
    if bad {
        return None;
    }
    draft.read.encoding = "CP949 (EUC-KR)";
    Some(text)
}

/// Cuts a line into cells. `quoted`: cells in quotation marks may hold marks, and marks doubled.
pub(in crate::trace) fn split<'a>(
    line: &'a str,
    separator: &Separator,
    quoted: bool,
    cells: &mut Vec<Cow<'a, str>>,
) -> Cut {
    cells.clear();
    let mark = match separator {
        Separator::Blanks => {
            cells.extend(line.split_whitespace().map(Cow::Borrowed));
            return Cut::Whole;
        }
        Separator::Widths(widths) => {
            cells.extend(fixed(line, widths));
            return Cut::Whole;
        }
        Separator::Mark(mark) => *mark,
    };
    if !quoted || !line.contains('"') {
        cells.extend(line.split(mark).map(Cow::Borrowed));
        return Cut::Whole;
    }
    let mut rest = line;
    loop {
        let Some(inside) = rest.trim_start_matches(' ').strip_prefix('"') else {
            match rest.split_once(mark) {
                Some((cell, after)) => {
                    cells.push(Cow::Borrowed(cell));
                    rest = after;
                    continue;
                }
                None => {
                    cells.push(Cow::Borrowed(rest));
                    return Cut::Whole;
                }
            }
        };
        let (mut cell, mut inside) = (String::new(), inside);
        loop {
            let Some((text, after)) = inside.split_once('"') else { return Cut::OpenQuote };
            cell.push_str(text);
            inside = after;
            let Some(more) = after.strip_prefix('"') else { break };
            cell.push('"');
            inside = more;
        }
        cells.push(Cow::Owned(cell));
        let after = inside.trim_start_matches(' ');
        match after.strip_prefix(mark) {
            Some(after) => rest = after,
            None if after.is_empty() => return Cut::Whole,
            None => return Cut::AfterQuote,
        }
    }
}

/// A number with a decimal comma: how many digits stand before it and after it. Points may part its thousands.
fn decimal_comma(cell: &str) -> Option<(usize, usize)> {
    let cell = cell.trim();
    let (whole, decimals) = cell.strip_prefix('-').unwrap_or(cell).split_once(',')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let mut groups = whole.split('.');
    let first = groups.next().is_some_and(digits);
    let good = first && groups.all(|group| group.len() == 3 && digits(group)) && digits(decimals);
    good.then_some((whole.len(), decimals.len()))
}

/// Whether lines have commas where others have points. Three digits after a comma may be thousands: between
/// semicolons, which spreadsheets write where the comma is taken, they are decimals unless a point says otherwise.
pub(in crate::trace) fn has_decimal_commas(
    lines: &[Vec<Cow<'_, str>>],
    separator: &Separator,
) -> bool {
    if *separator == Separator::Mark(',') {
        return false;
    }
    let all = || lines.iter().flatten();
    let commas = || all().filter_map(|cell| decimal_comma(cell));
    let sure = commas().any(|(before, after)| after != 3 || before > 3);
    let thousands = all().any(|cell| {
        let cell = cell.trim();
        let number = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
        let last = cell.rfind('.').filter(|_| cell.chars().all(number));
        last.is_some_and(|point| cell.matches('.').count() == 1 && !cell[point..].contains(','))
    });
    sure || *separator == Separator::Mark(';') && commas().next().is_some() && !thousands
}

/// Writes numbers with decimal commas as others do.
pub(in crate::trace) fn with_points(cells: &mut [Cow<'_, str>]) {
    for cell in cells {
        if decimal_comma(cell).is_some() {
            *cell = Cow::Owned(cell.replace('.', "").replace(',', "."));
        }
    }
}

/// Cells of equal width in every line: from and to in letters.
fn fixed<'a, 'w>(
    line: &'a str,
    widths: &'w [(usize, usize)],
) -> impl Iterator<Item = Cow<'a, str>> + use<'a, 'w> {
    let at = |letter: usize| line.char_indices().nth(letter).map_or(line.len(), |(byte, _)| byte);
    let last = widths.len().saturating_sub(1);
    widths.iter().enumerate().map(move |(number, &(from, to))| {
        let to = if number == last { line.len() } else { at(to) };
        Cow::Borrowed(line.get(at(from)..to).unwrap_or("").trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Result<Vec<String>, Cut> {
        let mut cells = Vec::new();
        match split(line, &Separator::Mark(','), true, &mut cells) {
            Cut::Whole => Ok(cells.into_iter().map(Cow::into_owned).collect()),
            cut => Err(cut),
        }
    }

    #[test]
    fn cells_are_cut_at_marks_outside_quotations() {
        assert_eq!(cells("a,b,,c").expect("closed"), ["a", "b", "", "c"]);
        assert_eq!(
            cells("\"a,b\",\"say \"\"x\"\"\",c").expect("closed"),
            ["a,b", "say \"x\"", "c"]
        );
        assert_eq!(cells("a,\"\"").expect("closed"), ["a", ""]);
        assert_eq!(cells("\"a\" , \"b\" , c").expect("closed"), ["a", "b", " c"]);
        assert_eq!(cells("a,\"b"), Err(Cut::OpenQuote));
        assert_eq!(cells("a,\"b\"c"), Err(Cut::AfterQuote));
    }

    #[test]
    fn commas_are_points_where_lines_say_so() {
        let of = |cells: &[&'static str], mark| {
            let line: Vec<Cow<'_, str>> = cells.iter().map(|cell| Cow::Borrowed(*cell)).collect();
            has_decimal_commas(&[line], &Separator::Mark(mark))
        };
        assert!(of(&["1", "0,5"], ';') && of(&["1,5"], '\t') && of(&["1,125"], ';'));
        assert!(!of(&["1,024"], '\t') && !of(&["1,024", "0.5"], ';') && !of(&["1,5"], ','));
        assert!(!of(&["a,5", "1,2,3", "7"], ';'));
        let mut cells = ["1.024,5", "-0,25", "1,2,3", "x,1"].map(Cow::Borrowed);
        with_points(&mut cells);
        assert_eq!(cells, ["1024.5", "-0.25", "1,2,3", "x,1"]);
    }

    #[test]
    fn cells_of_equal_width_are_cut_by_letters() {
        let widths = [(0, 4), (5, 8)];
        let found: Vec<String> = fixed("가나  ab more", &widths).map(Cow::into_owned).collect();
        assert_eq!(found, ["가나", "b more"]);
    }
}
