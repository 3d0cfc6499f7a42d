//! Identities: which award, which pool, which lot. A number of one kind cannot be taken for one of
//! another, and a table is read by the identity of its rows only.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut};

use serde::{Deserialize, Serialize};

/// The place of a row in a [`Table`], with the kind of the row.
pub trait Id: Copy {
    /// The identity of the row at a place, from 0.
    fn at(place: usize) -> Self;

    /// The place of the row, from 0.
    fn place(self) -> usize;
}

macro_rules! identities {
    ($($(#[$doc:meta])* $name:ident($word:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name($word);

        impl $name {
            /// The identity of the row at a place, from 0.
            #[inline]
            #[must_use]
            pub fn at(place: usize) -> Self {
                debug_assert!(<$word>::try_from(place).is_ok(), "row {place} of {}", stringify!($name));
                Self(place as $word)
            }

            /// The place of the row, from 0.
            #[inline]
            #[must_use]
            pub fn place(self) -> usize {
                self.0 as usize
            }

            /// The place of the row as a word, for addresses of draws and for the scheduler.
            #[inline]
            #[must_use]
            pub fn number(self) -> $word {
                self.0
            }
        }

        impl Id for $name {
            #[inline]
            fn at(place: usize) -> Self {
                Self::at(place)
            }

            #[inline]
            fn place(self) -> usize {
                self.place()
            }
        }
    )*};
}

identities! {
    /// A pool of the inputs.
    PoolId(u16);
    /// A lot of the inputs.
    LotId(u16);
    /// A lot among those of its pool, in their order.
    LotOfPoolId(u16);
    /// A node of a pool.
    NodeId(u32);
    /// A funding of the inputs.
    FundingId(u16);
    /// An account of the money: the fundings in their order, and behind them what is no funding.
    AccountId(u16);
    /// A programme of the inputs.
    ProgrammeId(u16);
    /// A class of applicants; the first is that of those who are in none.
    ClassId(u16);
    /// A round of a programme.
    RoundId(u16);
    /// A round that inference of demand plays with expected numbers, in the order of closings.
    FluidRoundId(u32);
    /// Jobs that are treated alike: those of a class of a programme's projects, then those of each log. Programme by
    /// programme, and within one class by class; then log by log.
    GroupId(u32);
    /// A workload of the inputs.
    WorkloadId(u16);
    /// A log of the inputs.
    LogId(u16);
    /// An uncertain input of a scenario.
    FactorId(u32);
    /// An applicant of a run, in the order of first applications.
    ApplicantId(u32);
    /// An award of a run, in the order of decisions.
    AwardId(u32);
    /// A balance of hours of a run, in the order of starts.
    BalanceId(u32);
    /// A job of a run; those that are over give their identity to later ones.
    JobId(u32);
    /// A row of a record: a job that started for the first time.
    StartId(u32);
    /// A class of jobs as a shared queue knows it: the programmes of the inputs in their order, then its logs.
    QueueClassId(u32);
}

impl AccountId {
    /// The account of a funding.
    #[inline]
    pub(in crate::model) fn of(funding: FundingId) -> Self {
        Self(funding.0)
    }

    /// An account that a scenario does not have.
    pub(in crate::model) const NONE: Self = Self(u16::MAX);
}

impl Default for AccountId {
    fn default() -> Self {
        Self::NONE
    }
}

impl JobId {
    /// The end of a list of jobs.
    pub(in crate::model) const NONE: Self = Self(u32::MAX);

    /// The job that a scheduler knows by a tag.
    #[inline]
    pub(in crate::model) fn of_tag(tag: u32) -> Self {
        Self(tag)
    }
}

impl QueueClassId {
    /// The class of the projects of a programme.
    #[inline]
    pub(in crate::model) fn of(programme: ProgrammeId) -> Self {
        Self(programme.0.into())
    }
}

impl StartId {
    /// No row is kept.
    pub(in crate::model) const NONE: Self = Self(u32::MAX);
}

/// Rows by identity; as a slice it is gone through in order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table<I, T> {
    rows: Vec<T>,
    by: PhantomData<I>,
}

impl<I: Id, T> Table<I, T> {
    /// A table without rows.
    #[must_use]
    pub const fn new() -> Self {
        Self { rows: Vec::new(), by: PhantomData }
    }

    /// Adds a row at the end, and says which it is.
    #[inline]
    pub fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::at(self.rows.len() - 1)
    }

    /// Every identity, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.rows.len()).map(I::at)
    }

    /// Every row with its identity, in order.
    pub fn enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(place, row)| (I::at(place), row))
    }

    /// The first row that is looked for.
    pub fn find(&self, wanted: impl FnMut(&T) -> bool) -> Option<I> {
        self.rows.iter().position(wanted).map(I::at)
    }

    /// Takes over the first rows of another table.
    ///
    /// # Panics
    /// If either table has fewer rows.
    pub fn copy_first(&mut self, rows: usize, of: &Self)
    where
        T: Copy,
    {
        self.rows[..rows].copy_from_slice(&of.rows[..rows]);
    }

    /// Drops all rows; their memory serves the next ones.
    pub fn clear(&mut self) {
        self.rows.clear();
    }

    /// Adds rows, or drops the last ones, until there are `rows` of them.
    pub fn resize_with(&mut self, rows: usize, row: impl FnMut() -> T) {
        self.rows.resize_with(rows, row);
    }
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self { rows: Vec::new(), by: PhantomData }
    }
}

impl<I, T: fmt::Debug> fmt::Debug for Table<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rows.fmt(f)
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;

    #[inline]
    fn index(&self, id: I) -> &T {
        &self.rows[id.place()]
    }
}

impl<I: Id, T> IndexMut<I> for Table<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.place()]
    }
}

impl<I, T> Deref for Table<I, T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.rows
    }
}

impl<I, T> DerefMut for Table<I, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.rows
    }
}

impl<I, T> FromIterator<T> for Table<I, T> {
    fn from_iter<R: IntoIterator<Item = T>>(rows: R) -> Self {
        Self { rows: rows.into_iter().collect(), by: PhantomData }
    }
}

impl<I, T> Extend<T> for Table<I, T> {
    fn extend<R: IntoIterator<Item = T>>(&mut self, rows: R) {
        self.rows.extend(rows);
    }
}

impl<'a, I, T> IntoIterator for &'a Table<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

impl<'a, I, T> IntoIterator for &'a mut Table<I, T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter_mut()
    }
}
