//! Sizes and their shares.

/// Sizes that are kept one by one.
const SIZES: usize = 12;

/// The commonest sizes one by one, the others by classes that double, each at its mean.
pub(super) fn fit(sorted: &[u32]) -> (Vec<(u32, f64)>, f64, (f64, f64)) {
    let n = sorted.len() as f64;
    let counted: Vec<(u32, u64)> =
        sorted.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u64)).collect();
    let mut order = counted.clone();
    order.sort_by_key(|&(size, count)| (std::cmp::Reverse(count), size));
    let alone: Vec<u32> = order.iter().take(SIZES).map(|&(size, _)| size).collect();
    let mut kept: std::collections::BTreeMap<u32, u64> = std::collections::BTreeMap::new();
    let mut classes = vec![(0_u64, 0_u128); 33];
    for &(size, count) in &counted {
        if alone.contains(&size) {
            *kept.entry(size).or_default() += count;
        } else {
            let class = &mut classes[crate::trace::metrics::class_of(size)];
            class.0 += count;
            class.1 += u128::from(size) * u128::from(count);
        }
    }
    for (count, sum) in classes.into_iter().filter(|class| class.0 > 0) {
        let middle = (sum as f64 / count as f64).round() as u32;
        *kept.entry(middle).or_default() += count;
    }
    let (mut below, mut own, mut distance) = (0_u64, 0_u64, 0.0_f64);
    let mut fitted = kept.iter().peekable();
    for &(size, count) in &counted {
        own += count;
        while let Some((_, more)) = fitted.next_if(|(other, _)| **other <= size) {
            below += more;
        }
        distance = distance.max((own as f64 - below as f64).abs() / n);
    }
    let sum = |all: &mut dyn Iterator<Item = (u32, u64)>| -> f64 {
        all.map(|(size, count)| f64::from(size) * count as f64).sum::<f64>() / n
    };
    let means = (
        sum(&mut counted.iter().copied()),
        sum(&mut kept.iter().map(|(&size, &count)| (size, count))),
    );
    let shares = kept.into_iter().map(|(size, count)| (size, count as f64 / n)).collect();
    (shares, distance, means)
}
