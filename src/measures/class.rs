//! The columns of what a class of applicants had over the observation window.

/// A column of the totals of a class, in the order in which a record keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OfClass {
    /// Applications.
    Applications,
    /// Σ units over applications.
    UnitsAsked,
    /// Awards decided.
    Awards,
    /// Σ units over awards.
    UnitsAwarded,
    /// Applications refused.
    TurnedAway,
    /// Awards that started.
    Started,
    /// Σ time from decision to start, over awards that started.
    Waited,
    /// ∫ units held.
    Held,
    /// ∫ units of frozen allocations.
    Frozen,
    /// ∫ units of awards that wait.
    Waiting,
    /// What allocations that a gap stopped still had before them.
    Stopped,
}

/// All that is known of a column of a class beside its values.
#[derive(Clone, Copy, Debug)]
pub struct OfClassRow {
    /// The column.
    pub column: OfClass,
    /// The name in tables.
    pub name: &'static str,
    /// The unit in which the column is counted.
    pub unit: &'static str,
    /// What the column counts.
    pub meaning: &'static str,
}

const fn row(
    column: OfClass,
    name: &'static str,
    unit: &'static str,
    meaning: &'static str,
) -> OfClassRow {
    OfClassRow { column, name, unit, meaning }
}

#[rustfmt::skip]
const ROWS: [OfClassRow; OfClass::COUNT] = [
    row(OfClass::Applications, "applications", "count", "applications in the window"),
    row(OfClass::UnitsAsked, "units_asked", "units", "Σ units over them"),
    row(OfClass::Awards, "awards", "count", "awards decided in the window"),
    row(OfClass::UnitsAwarded, "units_awarded", "units", "Σ units over them"),
    row(OfClass::TurnedAway, "turned_away", "count", "applications refused in the window"),
    row(OfClass::Started, "started", "count", "awards that started in the window"),
    row(OfClass::Waited, "waited", "seconds", "Σ time from the decision to the first start, over them"),
    row(OfClass::Held, "held", "unit-seconds", "∫ units held, also of servers that are down"),
    row(OfClass::Frozen, "frozen", "unit-seconds", "∫ units of allocations that are suspended in a gap"),
    row(OfClass::Waiting, "waiting", "unit-seconds", "∫ units of awards that wait to start"),
    row(OfClass::Stopped, "stopped", "requested unit-seconds",
        "Σ units × remaining length over allocations ended by a gap in the window"),
];

// A column finds its row by its place.
const _: () = {
    let mut at = 0;
    while at < ROWS.len() {
        assert!(ROWS[at].column as usize == at, "a row does not stand at its column");
        at += 1;
    }
};

impl OfClass {
    /// Number of columns.
    pub const COUNT: usize = Self::Stopped as usize + 1;

    /// All columns, in the order in which a record keeps them.
    pub const ALL: [Self; Self::COUNT] = {
        let mut all = [Self::Applications; Self::COUNT];
        let mut at = 0;
        while at < all.len() {
            all[at] = ROWS[at].column;
            at += 1;
        }
        all
    };

    /// All columns, in the order of the table `classes`.
    pub const OF_TABLE: [Self; Self::COUNT] = [
        Self::Applications,
        Self::UnitsAsked,
        Self::Awards,
        Self::UnitsAwarded,
        Self::TurnedAway,
        Self::Started,
        Self::Waited,
        Self::Held,
        Self::Waiting,
        Self::Frozen,
        Self::Stopped,
    ];

    /// All that is known of the column beside its values.
    #[must_use]
    pub fn row(self) -> &'static OfClassRow {
        &ROWS[self as usize]
    }

    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::Response;

    #[test]
    fn the_table_has_each_column_once() {
        for column in OfClass::ALL {
            assert_eq!(OfClass::OF_TABLE.iter().filter(|one| **one == column).count(), 1);
        }
    }

    #[test]
    fn what_is_a_response_too_bears_its_name() {
        let pairs = [
            (OfClass::Applications, Response::Applications),
            (OfClass::Awards, Response::Awards),
            (OfClass::TurnedAway, Response::TurnedAway),
        ];
        for (column, response) in pairs {
            assert_eq!(column.name(), response.name());
        }
    }
}
