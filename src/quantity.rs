//! Counted and measured quantities: units, won, watts, compute. Each is its own integer type, so
//! that cards cannot be added to won and no sum is ever rounded. A sum or product that does not fit stops the program.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

use crate::checked::kept;

macro_rules! quantity {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub struct $name(pub i64);

        impl $name {
            /// The amount zero.
            pub const ZERO: Self = Self(0);
        }
        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(kept(self.0.checked_add(other.0)))
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(kept(self.0.checked_sub(other.0)))
            }
        }
        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(kept(self.0.checked_neg()))
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 = kept(self.0.checked_add(other.0));
            }
        }
        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 = kept(self.0.checked_sub(other.0));
            }
        }
        impl Mul<i64> for $name {
            type Output = Self;
            fn mul(self, times: i64) -> Self {
                Self(kept(self.0.checked_mul(times)))
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
                parts.fold(Self::ZERO, Self::add)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, out)
            }
        }
    };
}

quantity! {
    /// A count of units (cards) of a pool.
    Units
}
quantity! {
    /// Units held over time: unit × seconds. Exact; a card-month of 365/12 days is 2,628,000.
    UnitSeconds
}
quantity! {
    /// Korean won.
    Won
}
quantity! {
    /// Electric power in watts.
    Watts
}
quantity! {
    /// Compute in gigaflops, as the programme counts it (an H100 is 67,000: 67 TF).
    Gigaflops
}

impl UnitSeconds {
    /// Unit-seconds in one unit held for 365/12 days, the month of the money account.
    pub const PER_UNIT_MONTH: i64 = 365 * 86_400 / 12;

    /// `units` held for `ticks`.
    ///
    /// # Panics
    /// If the product cannot be counted.
    #[must_use]
    #[inline(always)]
    pub fn of(units: i64, ticks: i64) -> Self {
        Self(kept(units.checked_mul(ticks)))
    }

    /// The amount in unit-months of 365/12 days.
    #[must_use]
    pub fn in_unit_months(self) -> f64 {
        self.0 as f64 / Self::PER_UNIT_MONTH as f64
    }
}

impl Won {
    /// The price of a year, from a price for a month: 12 × monthly, rounded to the won.
    #[must_use]
    pub fn yearly_from_monthly(monthly: f64) -> Self {
        Self(rounded(monthly * 12.0))
    }

    /// The price of a day without a date, from a price for a month: 12 × monthly / 365, rounded to the won.
    #[must_use]
    pub fn daily_from_monthly(monthly: f64) -> Self {
        Self(rounded(monthly * 12.0 / 365.0))
    }
}

/// `libm::round(value) as i64` in a few instructions: the nearest whole number, halves away from zero; 0 of what is
/// no number.
#[must_use]
#[inline]
pub fn rounded(value: f64) -> i64 {
    let whole = value as i64;
    // Exact: the two differ by less than 1, or the value is whole.
    let rest = value - whole as f64;
    whole.saturating_add(i64::from(rest >= 0.5) - i64::from(rest <= -0.5))
}

/// `libm::ceil(value) as i64` in a few instructions: the least whole number that is not below the value.
#[must_use]
#[inline]
pub fn rounded_up(value: f64) -> i64 {
    let whole = value as i64;
    whole.saturating_add(i64::from(value > whole as f64))
}

/// `part / whole`, or `None` where there is no whole: a ratio without a denominator is not zero.
#[must_use]
pub fn ratio(part: i64, whole: i64) -> Option<f64> {
    (whole != 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "beyond what can be counted")]
    fn a_sum_that_does_not_fit_stops_the_program() {
        let _ = Won(i64::MAX) + Won(1);
    }

    #[test]
    #[should_panic(expected = "beyond what can be counted")]
    fn a_product_that_does_not_fit_stops_the_program() {
        let _ = UnitSeconds::of(1 << 40, 1 << 40);
    }

    /// Halves, their neighbours, whole numbers beyond 2⁵³, what does not fit and what is no number.
    #[test]
    fn whole_numbers_are_those_of_the_library() {
        let halves = (-40..=40).map(|half| f64::from(half) / 2.0);
        let great = (0..64).map(|power| libm::scalbn(1.0, power) - 0.5);
        let odd = [
            f64::NAN,
            f64::INFINITY,
            -f64::INFINITY,
            1e300,
            -1e300,
            0.499_999_999_999_999_94,
            -0.0,
        ];
        for value in halves.chain(great).chain(odd) {
            for value in [value, value.next_up(), value.next_down(), -value] {
                assert_eq!(rounded(value), libm::round(value) as i64, "{value}");
                assert_eq!(rounded_up(value), libm::ceil(value) as i64, "{value}");
            }
        }
    }

    #[test]
    fn a_daily_price_is_a_365th_of_a_year() {
        // 4.0 m won a month × 12 / 365 = 131,506.85 won a day.
        assert_eq!(Won::daily_from_monthly(4.0e6), Won(131_507));
        assert_eq!(UnitSeconds(2 * UnitSeconds::PER_UNIT_MONTH).in_unit_months(), 2.0);
        assert_eq!(ratio(1, 0), None);
    }
}
