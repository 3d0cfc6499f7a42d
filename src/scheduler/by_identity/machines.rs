//! Sets of numbered machines.

/// Machines by number, in ascending ranges (first, one past the last).
pub(in crate::scheduler) type Ranges = Vec<(u32, u32)>;

/// Which of the machines 0 to `count` − 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::scheduler) struct Machines {
    words: Vec<u64>,
    count: u32,
}

/// The bits of word `word` that lie within a range.
fn mask(word: usize, (first, end): (u32, u32)) -> u64 {
    let base = word as u32 * 64;
    let from = first.saturating_sub(base).min(64);
    let to = end.saturating_sub(base).min(64);
    let below = |bit: u32| if bit == 64 { u64::MAX } else { (1 << bit) - 1 };
    below(to) & !below(from)
}

/// Changes those words of a set that have machines of these ranges.
fn change(words: &mut [u64], ranges: &[(u32, u32)], change: impl Fn(&mut u64, u64)) {
    for (first, end) in ranges {
        let touched = words.iter_mut().enumerate().take(end.div_ceil(64) as usize);
        for (number, word) in touched.skip((first / 64) as usize) {
            change(word, mask(number, (*first, *end)));
        }
    }
}

/// A set of machines, in words of 64, with these too.
pub(in crate::scheduler) fn add(words: &mut [u64], ranges: &[(u32, u32)]) {
    change(words, ranges, |word, bits| *word |= bits);
}

/// A set of machines without these.
pub(in crate::scheduler) fn remove(words: &mut [u64], ranges: &[(u32, u32)]) {
    change(words, ranges, |word, bits| *word &= !bits);
}

/// One word of 64 machines of the set that ranges make.
pub(in crate::scheduler) fn word(ranges: &[(u32, u32)], number: usize) -> u64 {
    ranges.iter().fold(0, |word, range| word | mask(number, *range))
}

/// Number of machines in a set.
pub(in crate::scheduler) fn len(words: &[u64]) -> u32 {
    words.iter().map(|word| word.count_ones()).sum()
}

/// The `count` machines of a set with the lowest numbers, or all of them if there are fewer.
pub(in crate::scheduler) fn lowest(words: &[u64], many: u32) -> Ranges {
    let mut ranges: Ranges = Vec::new();
    let mut missing = many;
    for (number, word) in words.iter().enumerate() {
        let mut word = *word;
        let mut base = number as u32 * 64;
        while word != 0 && missing > 0 {
            let skip = word.trailing_zeros();
            let run = (!(word >> skip)).trailing_zeros().min(64 - skip);
            let first = base + skip;
            let end = first + run.min(missing);
            missing -= end - first;
            match ranges.last_mut() {
                Some(last) if last.1 == first => last.1 = end,
                _ => ranges.push((first, end)),
            }
            if skip + run == 64 {
                break;
            }
            word >>= skip + run;
            base += skip + run;
        }
        if missing == 0 {
            break;
        }
    }
    ranges
}

impl Machines {
    /// The set of machines 0 to `count` − 1.
    pub(in crate::scheduler) fn all(count: u32) -> Machines {
        let mut words = vec![0; count.div_ceil(64) as usize];
        add(&mut words, &[(0, count)]);
        Machines { words, count }
    }

    /// Adds machines to the set. Numbers that the machine does not have count for nothing.
    pub(in crate::scheduler) fn add(&mut self, ranges: &[(u32, u32)]) {
        for (first, end) in ranges.iter().filter(|(first, _)| *first < self.count) {
            add(&mut self.words, &[(*first, (*end).min(self.count))]);
        }
    }

    /// Takes machines out of the set.
    pub(in crate::scheduler) fn remove(&mut self, ranges: &[(u32, u32)]) {
        for (first, end) in ranges.iter().filter(|(first, _)| *first < self.count) {
            remove(&mut self.words, &[(*first, (*end).min(self.count))]);
        }
    }

    /// The machines of this set that are not in the other.
    pub(in crate::scheduler) fn without(&self, other: &Machines) -> Machines {
        let words = self.words.iter().zip(&other.words).map(|(own, other)| own & !other);
        Machines { words: words.collect(), count: self.count }
    }

    /// Number of machines in the set.
    pub(in crate::scheduler) fn len(&self) -> u32 {
        len(&self.words)
    }

    /// The `count` machines with the lowest numbers, or all of them if there are fewer.
    pub(in crate::scheduler) fn lowest(&self, many: u32) -> Ranges {
        lowest(&self.words, many)
    }

    /// The set as words of 64 machines each.
    pub(in crate::scheduler) fn words(&self) -> &[u64] {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    use super::Machines;

    #[test]
    fn the_lowest_numbers_first_over_the_borders_of_words() {
        let mut machines = Machines::all(200);
        assert_eq!(machines.len(), 200);
        assert_eq!(machines.lowest(150), [(0, 150)]);
        machines.remove(&[(0, 60), (63, 65), (128, 192)]);
        assert_eq!(machines.len(), 200 - 60 - 2 - 64);
        assert_eq!(machines.lowest(3), [(60, 63)]);
        assert_eq!(machines.lowest(70), [(60, 63), (65, 128), (192, 196)]);
        assert_eq!(machines.lowest(1_000), [(60, 63), (65, 128), (192, 200)]);
        machines.add(&[(0, 64)]);
        assert_eq!(machines.lowest(65), [(0, 64), (65, 66)]);
        machines.add(&[(190, 900)]);
        assert_eq!(machines.len(), 64 + 63 + 10);
    }
}
