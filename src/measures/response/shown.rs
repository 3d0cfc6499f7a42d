//! Where responses are shown, and in which order.

use super::Response;

impl Response {
    /// The ratios of the rungs that are kept by day and month: ∫ part ÷ ∫ whole.
    pub const LADDER: [Self; 5] = [
        Self::LeasedOfInstalled,
        Self::AllocatedOfLeased,
        Self::AllocatedOfInstalled,
        Self::BusyOfAllocated,
        Self::BusyOfInstalled,
    ];

    /// The rows of a page's summary.
    pub const SUMMARY: [Self; 19] = [
        Self::ApplicationsOfPlaces,
        Self::LeasedOfInstalled,
        Self::PromisedOfInService,
        Self::AllocatedOfLeased,
        Self::AllocatedOfInstalled,
        Self::BusyOfAllocated,
        Self::LateUnitMonths,
        Self::UnleasedUnitMonths,
        Self::FreeUnitMonths,
        Self::DownUnitMonths,
        Self::HeldWithin90Days,
        Self::AwardsStarted,
        Self::AwardsLapsed,
        Self::AwardsWaiting,
        Self::MeanWait,
        Self::MeanJobWait,
        Self::CostPerAllocatedHour,
        Self::CostPerBusyHour,
        Self::FeeIncome,
    ];

    /// The fields of the chart of alternatives.
    pub const ALTERNATIVES: [Self; 11] = [
        Self::AllocatedOfLeased,
        Self::AllocatedOfInstalled,
        Self::BusyOfAllocated,
        Self::LeasedOfInstalled,
        Self::ApplicationsOfPlaces,
        Self::MeanJobWait,
        Self::FreeUnitMonths,
        Self::UnleasedUnitMonths,
        Self::LateUnitMonths,
        Self::HeldWithin90Days,
        Self::AwardsLapsed,
    ];

    /// Responses that are shown only where one of their values is above zero.
    pub const SELDOM: [Self; 4] =
        [Self::LateUnitMonths, Self::DownUnitMonths, Self::AwardsLapsed, Self::AwardsWaiting];

    /// The causes of which what was not leased is the sum.
    pub const GAP_CAUSES: [Self; 3] =
        [Self::HeldUnitMonths, Self::SoldUnitMonths, Self::NoticeUnitMonths];

    /// The lines of the account of a gap: the whole and its causes, what it did to running projects, and the won.
    pub const GAP: [Self; 8] = [
        Self::UnleasedUnitMonths,
        Self::HeldUnitMonths,
        Self::SoldUnitMonths,
        Self::NoticeUnitMonths,
        Self::FrozenUnitMonths,
        Self::Spent,
        Self::Unspent,
        Self::Earned,
    ];

    /// The rows of the table of classes.
    pub const CLASSES: [Self; 6] = [
        Self::Applications,
        Self::Awards,
        Self::AwardsOfDecided,
        Self::MeanWait,
        Self::FrozenUnitMonths,
        Self::StoppedUnitMonths,
    ];
}
