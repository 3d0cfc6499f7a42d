//! Parts of a whole as they are written and filled: whole numbers that add up, and fills that are told apart without
//! colour.

use super::canvas::{Align, Canvas, Corners, Type};
use super::{Colour, GREY, INK, LABEL, PAPER, REMARK, colour};
use crate::measures::{Fill, Hatch};
use crate::report::ReportError;

/// Parts as whole numbers that add up to `total`, by largest remainder (Hamilton's method); the first of equal ones.
pub(super) fn whole_parts(parts: &[f64], total: u32) -> Vec<u32> {
    let sum: f64 = parts.iter().map(|part| part.max(0.0)).sum();
    if sum <= 0.0 {
        return vec![0; parts.len()];
    }
    let exact: Vec<f64> = parts.iter().map(|part| part.max(0.0) / sum * f64::from(total)).collect();
    let mut whole: Vec<u32> = exact.iter().map(|part| part.floor() as u32).collect();
    let left = total.saturating_sub(whole.iter().sum());
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let rest = |at: usize| exact[at] - exact[at].floor();
    order.sort_by(|&a, &b| rest(b).total_cmp(&rest(a)).then(a.cmp(&b)));
    for &at in order.iter().take(left as usize) {
        whole[at] += 1;
    }
    whole
}

/// The ink of the lines across a fill.
fn lines_on(fill: Fill) -> Colour {
    if fill.dark { GREY.over_white(0.78) } else { INK.over_white(0.6) }
}

/// Fills rectangles, given by two corners each.
pub(super) fn fill_blocks(
    canvas: &Canvas<'_>,
    blocks: &[Corners],
    fill: Fill,
) -> Result<(), ReportError> {
    for (from, to) in blocks {
        canvas.block(*from, *to, colour(fill.hue).over_white(fill.opacity), 1.0)?;
    }
    canvas.hatch(blocks, fill.hatch, lines_on(fill))
}

/// A name with the swatch of its fill.
pub(super) struct Entry {
    pub(super) fill: Fill,
    pub(super) text: String,
}

const SWATCH: f64 = 18.0;
const ROW: f64 = 26.0;

/// The height of a key under a chart.
pub(super) fn key_height(entries: usize) -> f64 {
    entries as f64 * ROW + 10.0
}

/// Draws a key, one entry a row.
pub(super) fn key(
    canvas: &Canvas<'_>,
    entries: &[Entry],
    left: f64,
    top: f64,
) -> Result<(), ReportError> {
    for (row, entry) in entries.iter().enumerate() {
        let y = top + 10.0 + (row as f64 + 0.5) * ROW;
        let half = SWATCH / 2.0;
        fill_blocks(canvas, &[((left, y - half), (left + SWATCH, y + half))], entry.fill)?;
        canvas.text(&entry.text, left + SWATCH + 8.0, y, Align::Left, REMARK);
    }
    Ok(())
}

/// Draws names beside a stack, each with its swatch and led to the middle of its part.
pub(super) fn side_key(
    canvas: &Canvas<'_>,
    (right, top, bottom): (f64, f64, f64),
    entries: &[(f64, Entry)],
) -> Result<(), ReportError> {
    let wanted: Vec<(f64, f64)> = entries.iter().map(|(y, _)| (*y, LABEL.line())).collect();
    let places = super::labels::separate(&wanted, top - 12.0, bottom + 12.0);
    for ((at, entry), y) in entries.iter().zip(places) {
        let path = [(right + 2.0, *at), (right + 8.0, *at), (right + 18.0, y), (right + 22.0, y)];
        canvas.line(&path, super::GREY, 1.0, super::Dash::Solid)?;
        let half = 7.0;
        let left = right + 24.0;
        fill_blocks(canvas, &[((left, y - half), (left + 2.0 * half, y + half))], entry.fill)?;
        canvas.text(&entry.text, left + 2.0 * half + 7.0, y, Align::Left, LABEL);
    }
    Ok(())
}

/// The width that names beside a stack need.
pub(super) fn side_room(fonts: &super::Fonts, entries: &[Entry]) -> f64 {
    let width = |entry: &Entry| fonts.width(&entry.text, LABEL.size, LABEL.weight);
    entries.iter().map(width).fold(0.0, f64::max) + 48.0
}

/// Writes a figure in a part; on lines it stands on a plate.
pub(super) fn figure(
    canvas: &Canvas<'_>,
    text: &str,
    at: (f64, f64),
    look: Type,
    fill: Fill,
) -> Result<(), ReportError> {
    let ink = if fill.dark && fill.hatch == Hatch::Plain { PAPER } else { INK };
    if fill.hatch != Hatch::Plain {
        let half = canvas.fonts().width(text, look.size, look.weight) / 2.0 + 3.0;
        let tall = look.size * 0.6;
        canvas.block((at.0 - half, at.1 - tall), (at.0 + half, at.1 + tall), PAPER, 0.85)?;
    }
    canvas.text(text, at.0, at.1, Align::Middle, Type { colour: ink, ..look });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::canvas::{HATCH_APART, HATCH_WIDTH};
    use super::super::fill_of;
    use super::*;
    use crate::measures::{Flow, Identity};

    #[test]
    fn parts_add_up_to_their_whole() {
        // 43.08, 20.29, 31.16, 4.89, 0.57, 0.01: the floors add up to 98, and .89 and .57 are the largest remainders.
        let parts = [475.6, 224.0, 344.0, 54.0, 6.3, 0.1];
        assert_eq!(whole_parts(&parts, 100), [43, 20, 31, 5, 1, 0]);
        assert_eq!(whole_parts(&parts, 1_104).iter().sum::<u32>(), 1_104);
        assert_eq!(whole_parts(&[1.0, 1.0, 1.0], 100), [34, 33, 33]);
        assert_eq!(whole_parts(&[0.0, 0.0], 100), [0, 0]);
    }

    /// Luminance, 0 (black) to 1 (white), of an sRGB colour (IEC 61966-2-1).
    fn luminance(Colour(r, g, b): Colour) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    /// CIE L*, 0 to 100, of a luminance.
    fn lightness(y: f64) -> f64 {
        if y > 0.008_856 { 116.0 * libm::cbrt(y) - 16.0 } else { 903.3 * y }
    }

    /// The lightness of a fill as it is drawn: of its ground and of the lines on it, by the area of each.
    fn grey(fill: Fill) -> f64 {
        let ground = luminance(colour(fill.hue).over_white(fill.opacity));
        // Lines at 45 degrees, a step of their height apart.
        let lines = match fill.hatch {
            Hatch::Plain => 0.0,
            Hatch::Rising | Hatch::Falling => HATCH_WIDTH / (HATCH_APART / 2.0_f64.sqrt()),
        };
        lightness((1.0 - lines) * ground + lines * luminance(lines_on(fill)))
    }

    /// Whether two fills are told apart in grey by their lightness.
    fn apart(a: Fill, b: Fill) -> bool {
        (grey(a) - grey(b)).abs() >= 15.0
    }

    /// The first two parts that are not told apart: neighbours by their lightness, others by it or by their lines.
    fn alike(fills: &[Fill]) -> Option<(usize, usize)> {
        let pairs = (0..fills.len()).flat_map(|a| (a + 1..fills.len()).map(move |b| (a, b)));
        let mut pairs = pairs.filter(|&(a, b)| {
            let lines = b > a + 1 && fills[a].hatch != fills[b].hatch;
            !lines && !apart(fills[a], fills[b])
        });
        pairs.next()
    }

    #[test]
    fn any_two_parts_of_a_whole_are_told_apart_in_grey() {
        assert!((lightness(luminance(Colour(119, 119, 119))) - 50.0).abs() < 0.1);
        let without_jobs = [Flow::Allocated, Flow::Free, Flow::Down, Flow::NotLeased];
        for parts in [Identity::SUPPLY.parts, Identity::DEMAND.parts, &without_jobs] {
            let fills: Vec<Fill> = parts.iter().map(|part| part.row().fill).collect();
            let found = alike(&fills);
            assert_eq!(found.map(|(a, b)| (parts[a], parts[b])), None);
        }
        let mut bars: Vec<Fill> = (0..6).map(fill_of).collect();
        assert_eq!(alike(&bars), None);
        // Neighbours that differ in their lines alone are found.
        bars[1] = Fill { hatch: Hatch::Rising, ..bars[0] };
        assert_eq!(alike(&bars), Some((0, 1)));
        // Sky and orange are told apart by their colours only.
        let plain = |hue| Fill { hue, opacity: 1.0, dark: false, hatch: Hatch::Plain };
        assert!(!apart(plain(crate::measures::Hue::Sky), plain(crate::measures::Hue::Orange)));
    }
}
