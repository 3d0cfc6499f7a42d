//! Where labels go so that none covers another and none leaves its frame.

/// Centres of labels of the given `(wanted centre, height)`, moved as little as possible (least
/// squares) so that they do not overlap, keep their order and stay between `top` and `bottom`.
/// Where they cannot all fit they are spread evenly.
pub(crate) fn separate(labels: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by(|&a, &b| labels[a].0.total_cmp(&labels[b].0));
    let total: f64 = labels.iter().map(|label| label.1).sum();
    let squeeze = if total > bottom - top { (bottom - top) / total } else { 1.0 };

    // With the heights above taken away, "does not overlap" is "does not decrease": pool
    // neighbours that do, then keep to the frame.
    let mut pooled: Vec<(f64, usize)> = Vec::new();
    let mut above = Vec::with_capacity(order.len());
    let mut used = 0.0;
    for &index in &order {
        let (centre, height) = (labels[index].0, labels[index].1 * squeeze);
        above.push(used + height / 2.0);
        let mut block = (centre - used - height / 2.0, 1);
        used += height;
        while let Some(&(before, count)) = pooled.last()
            && before > block.0
        {
            let members = count + block.1;
            block = ((before * count as f64 + block.0 * block.1 as f64) / members as f64, members);
            pooled.pop();
        }
        pooled.push(block);
    }
    let mut centres = vec![0.0; labels.len()];
    let starts = pooled.iter().flat_map(|&(start, count)| std::iter::repeat_n(start, count));
    for ((&index, above), start) in order.iter().zip(above).zip(starts) {
        centres[index] = start.min(bottom - used).max(top) + above;
    }
    centres
}

/// Where a label over a vertical line goes: its row (0 is next to the plot) and its left edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Perch {
    pub(crate) row: usize,
    pub(crate) left: f64,
}

/// Rows for labels of the given `(x of the line, width)`. A label stands at the right of its line, or
/// at the left of it if the frame ends; no two labels of a row touch; and where it can be had, no
/// line passes through the label of another.
pub(crate) fn stagger(labels: &[(f64, f64)], left: f64, right: f64, space: f64) -> Vec<Perch> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by(|&a, &b| labels[b].0.total_cmp(&labels[a].0).then(b.cmp(&a)));
    let mut placed: Vec<(usize, Perch)> = Vec::new();
    for &index in &order {
        let (x, width) = labels[index];
        let after = x + space / 2.0;
        let before = x - space / 2.0 - width;
        let inside = |edge: f64| edge >= left && edge + width <= right;
        let mut sides: Vec<f64> =
            [after, before].into_iter().filter(|&edge| inside(edge)).collect();
        if sides.is_empty() {
            sides.push(after.min(right - width).max(left));
        }
        let touches = |edge: f64, row: usize| {
            placed.iter().any(|(other, perch)| {
                perch.row == row
                    && edge < perch.left + labels[*other].1 + space
                    && perch.left < edge + width + space
            })
        };
        let crosses = |edge: f64, row: usize| {
            placed.iter().any(|(other, perch)| {
                let line = labels[*other].0;
                let through_mine = line > edge && line < edge + width && perch.row >= row;
                let through_theirs =
                    x > perch.left && x < perch.left + labels[*other].1 && row >= perch.row;
                through_mine || through_theirs
            })
        };
        let rows = placed.len() + 1;
        let choices = (0..rows).flat_map(|row| sides.iter().map(move |&edge| (row, edge)));
        let best = choices
            .clone()
            .find(|&(row, edge)| !touches(edge, row) && !crosses(edge, row))
            .or_else(|| choices.clone().find(|&(row, edge)| !touches(edge, row)));
        let (row, edge) = best.unwrap_or((rows, sides[0]));
        placed.push((index, Perch { row, left: edge }));
    }
    placed.sort_by_key(|(index, _)| *index);
    placed.into_iter().map(|(_, perch)| perch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_that_have_room_stay() {
        assert_eq!(separate(&[(30.0, 10.0), (10.0, 10.0)], 0.0, 100.0), [30.0, 10.0]);
    }

    #[test]
    fn labels_at_one_place_share_the_way() {
        let centres = separate(&[(50.0, 10.0), (50.0, 10.0)], 0.0, 100.0);
        assert_eq!(centres, [45.0, 55.0]);
        assert_eq!(separate(&[(99.0, 10.0), (99.0, 10.0)], 0.0, 100.0), [85.0, 95.0]);
    }

    #[test]
    fn a_label_near_the_end_stands_at_the_left_of_its_line() {
        let perches = stagger(&[(90.0, 30.0), (10.0, 30.0)], 0.0, 100.0, 4.0);
        assert_eq!(perches[0], Perch { row: 0, left: 58.0 });
        assert_eq!(perches[1], Perch { row: 0, left: 12.0 });
    }

    proptest! {
        #[test]
        fn separated_labels_keep_apart_in_the_frame(
            labels in prop::collection::vec((-50.0..250.0_f64, 5.0..20.0_f64), 0..12),
        ) {
            let (top, bottom) = (0.0, 240.0);
            let centres = separate(&labels, top, bottom);
            for (i, (a, label)) in centres.iter().zip(&labels).enumerate() {
                prop_assert!(a - label.1 / 2.0 >= top - 1e-9 && a + label.1 / 2.0 <= bottom + 1e-9);
                for (b, other) in centres.iter().zip(&labels).skip(i + 1) {
                    prop_assert!((a - b).abs() >= (label.1 + other.1) / 2.0 - 1e-9);
                }
            }
        }

        #[test]
        fn staggered_labels_do_not_touch(
            labels in prop::collection::vec((0.0..500.0_f64, 20.0..200.0_f64), 0..10),
        ) {
            let perches = stagger(&labels, 0.0, 500.0, 6.0);
            for (i, (a, label)) in perches.iter().zip(&labels).enumerate() {
                prop_assert!(a.left >= 0.0 && a.left + label.1 <= 500.0 + 1e-9);
                for (b, other) in perches.iter().zip(&labels).skip(i + 1) {
                    prop_assert!(
                        a.row != b.row || a.left + label.1 <= b.left || b.left + other.1 <= a.left
                    );
                }
            }
        }
    }
}
