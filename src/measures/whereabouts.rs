//! Where a person is: everybody who ever came to a programme is in one of these places.

use super::{Words, words};

/// Where a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// The person waits for a call, or for the time at which to apply again.
    Waiting,
    /// The person has applied; nothing is decided.
    UnderReview,
    /// The person was turned away, and does not try again.
    TurnedAway,
    /// The person has waited for a call too long.
    GaveUp,
    /// The person would not pay the fee.
    Unwilling,
    /// The person won and declined.
    Declined,
    /// The person has an award that waits for units.
    Awarded,
    /// The person has an award that runs or is suspended.
    Running,
    /// The award of the applicant lapsed because units never came, and the applicant does not try again.
    Lapsed,
    /// The award of the applicant has ended or was stopped, and the applicant does not come again.
    Ended,
}

impl Whereabouts {
    /// All places, in the order of a table.
    pub const ALL: [Self; 10] = [
        Self::Waiting,
        Self::UnderReview,
        Self::TurnedAway,
        Self::GaveUp,
        Self::Unwilling,
        Self::Declined,
        Self::Awarded,
        Self::Running,
        Self::Lapsed,
        Self::Ended,
    ];

    /// The name of the place in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// Which people are counted in the place.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        self.row().1
    }

    /// What a reader is told of the place.
    #[must_use]
    pub fn words(self) -> Words {
        self.row().2
    }

    #[rustfmt::skip]
    const fn row(self) -> (&'static str, &'static str, Words) {
        match self {
            Self::Waiting => ("waiting", "who waits for a call, or for the time at which they apply again",
                words("공모 대기", "waiting for a call")),
            Self::UnderReview => ("under_review", "who has applied and nothing is decided",
                words("심사 중", "under review")),
            Self::TurnedAway => ("turned_away", "who was turned away and does not try again",
                words("탈락 후 포기", "turned away for good")),
            Self::GaveUp => ("gave_up", "who waited for a call longer than they would",
                words("기다리다 포기", "gave up waiting")),
            Self::Unwilling => ("unwilling", "who did not apply because of the fee",
                words("이용료 때문에 미신청", "would not pay")),
            Self::Declined => ("declined", "who won and declined",
                words("선정 후 포기", "won and declined")),
            Self::Awarded => ("awarded", "who has an award that waits for units",
                words("선정, 시작 대기", "awarded, waiting for units")),
            Self::Running => ("running", "who has an award that runs or is suspended",
                words("수행 중", "running")),
            Self::Lapsed => ("lapsed", "whose award lapsed because units never came, and who does not try again",
                words("선정됐으나 미제공(실효)", "lapsed: units never came")),
            Self::Ended => ("ended", "whose award has ended or was stopped, and who does not come again",
                words("종료", "finished")),
        }
    }
}
