//! The values of one response over all replications, in few bytes.

/// A value for each replication, or none where it is unknown.
///
/// A response that is the same in every replication so far takes the room of one value, any other eight bytes a replication:
/// of the baseline's about a third never differ.
#[derive(Clone, Debug)]
pub(in crate::study) enum Column {
    /// Every one of `count` replications has this value, to the bit.
    Same { value: Option<f64>, count: usize },
    /// Replication by replication; NaN, which no response is, stands for unknown.
    Each(Vec<f64>),
}

impl Default for Column {
    fn default() -> Self {
        Self::Same { value: None, count: 0 }
    }
}

impl Column {
    pub(super) fn push(&mut self, new: Option<f64>) {
        debug_assert!(new.is_none_or(|new| !new.is_nan()), "no response is not a number");
        match self {
            Self::Same { value, count: count @ 0 } => (*value, *count) = (new, 1),
            Self::Same { value, count } if bits(*value) == bits(new) => *count += 1,
            Self::Same { value, count } => {
                let mut each = vec![bits(*value); *count];
                each.push(bits(new));
                *self = Self::Each(each.into_iter().map(f64::from_bits).collect());
            }
            Self::Each(each) => each.push(f64::from_bits(bits(new))),
        }
    }

    /// The value of a replication that was pushed.
    pub(in crate::study) fn at(&self, at: usize) -> Option<f64> {
        match self {
            Self::Same { value, .. } => *value,
            Self::Each(each) => Some(each[at]).filter(|value| !value.is_nan()),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Same { count, .. } => *count,
            Self::Each(each) => each.len(),
        }
    }

    pub(in crate::study) fn iter(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        (0..self.len()).map(|at| self.at(at))
    }

    /// Whether the value is known in any replication.
    pub(in crate::study) fn is_known(&self) -> bool {
        self.iter().any(|value| value.is_some())
    }
}

/// Zeros of both signs are kept apart, and unknown is one of the NaNs.
fn bits(value: Option<f64>) -> u64 {
    value.unwrap_or(f64::NAN).to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_is_there() {
        let all = [
            &[Some(0.0), Some(0.0), Some(-0.0), None, Some(2.5)][..],
            &[None, None, None],
            &[None, Some(1.0), None],
            &[Some(7.0); 4],
            &[],
        ];
        for values in all {
            let mut column = Column::default();
            values.iter().for_each(|&value| column.push(value));
            let found: Vec<_> = column.iter().collect();
            assert_eq!(format!("{found:?}"), format!("{values:?}"));
            assert_eq!(column.is_known(), values.iter().any(Option::is_some));
        }
        let mut same = Column::default();
        (0..9).for_each(|_| same.push(None));
        assert!(matches!(same, Column::Same { value: None, count: 9 }));
    }
}
