//! The columns of a pool's accounts: what is counted of supply and of demand in a month, and how both close.

use self::Counts::{Closing, Opening, RequestedUnits, Requests, Units};
use super::{Rung, Words, words};

/// A column of the accounts of a pool. Those up to [`Flow::OutstandingEnd`] are kept, in the order of tables; the
/// others are made of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flow {
    /// ∫ units that the plan says are there, or that are there before it.
    Planned,
    /// ∫ installed.
    Installed,
    /// ∫ leased.
    Leased,
    /// ∫ in service.
    InService,
    /// ∫ units of running awards.
    Promised,
    /// ∫ units sold to private firms and asked for by nobody else.
    Sold,
    /// ∫ units that public money asks for while a private firm still has them.
    Notice,
    /// ∫ allocated.
    Allocated,
    /// ∫ busy.
    Busy,
    /// ∫ allocated units that run nothing while a job waits that does not fit on them.
    Fragmented,
    /// ∫ units of frozen allocations.
    Frozen,
    /// ∫ units of awards that wait.
    Waiting,
    /// Requested and not yet settled at the start.
    OutstandingStart,
    /// Requested.
    Asked,
    /// ∫ units of running awards that they hold, or share: allocated, except where a queue is shared.
    Served,
    /// ∫ units of running awards that they do not hold, because servers are down.
    Lost,
    /// Refused.
    TurnedAway,
    /// Awarded, and lapsed because units never came.
    Lapsed,
    /// Awarded and declined.
    Declined,
    /// Asked for by winners beyond what they were awarded.
    CutBack,
    /// Ended early by a gap.
    Stopped,
    /// Taken back from idle allocations.
    TakenBack,
    /// Served from another pool instead.
    Moved,
    /// Requested and not yet settled at the end.
    OutstandingEnd,
    /// Planned less installed.
    Late,
    /// Installed less leased.
    NotLeased,
    /// Not leased and held for public use.
    Held,
    /// Leased and not in service.
    Down,
    /// In service and not allocated.
    Free,
    /// Allocated, not busy and not fragmented.
    Idle,
}

/// How a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Units over time.
    Units,
    /// Requests: units × length, at the moment at which something becomes of them.
    Requests,
    /// Requested units over time, while it lasts.
    RequestedUnits,
    /// What is outstanding when a stretch of time starts.
    Opening,
    /// What is outstanding when it ends.
    Closing,
}

/// The colours of a chart, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hue {
    /// Blue.
    Blue,
    /// A dark green.
    DeepGreen,
    /// Green.
    Green,
    /// Grey.
    Grey,
    /// Orange.
    Orange,
    /// Purple.
    Purple,
    /// A dark vermilion.
    Rust,
    /// Sky.
    Sky,
    /// The dark grey of small text.
    Soft,
    /// Vermilion.
    Vermilion,
}

/// Slanted lines across a fill, which tell it apart from its neighbours where there is no colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hatch {
    /// No hatching.
    Plain,
    /// From the lower left to the upper right.
    Rising,
    /// From the upper left to the lower right.
    Falling,
}

/// How a column is filled on a chart. Neighbours in the order of an identity differ by at least 15 points of lightness, as
/// they are drawn with their lines; any other two of its parts do so too or differ in their hatch, since parts that are
/// empty let them touch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// The colour.
    pub hue: Hue,
    /// 0 to 1.
    pub opacity: f64,
    /// Whether a figure in it is written in white, and its lines are light.
    pub dark: bool,
    /// The lines across it.
    pub hatch: Hatch,
}

impl Fill {
    const fn rising(self) -> Self {
        Self { hatch: Hatch::Rising, ..self }
    }

    const fn falling(self) -> Self {
        Self { hatch: Hatch::Falling, ..self }
    }
}

/// All that is known of a column beside its values.
#[derive(Clone, Copy, Debug)]
pub struct FlowRow {
    /// The column.
    pub flow: Flow,
    /// The name in tables.
    pub name: &'static str,
    /// How values of the column are counted.
    pub counts: Counts,
    /// What of a unit, or of a request, is counted.
    pub meaning: &'static str,
    /// What a chart and its note call it.
    pub words: Words,
    /// Fill of the column in a chart.
    pub fill: Fill,
    /// The columns of which this one is made, each plus or minus; empty for a column that is kept.
    pub made_of: &'static [(i64, Flow)],
}

const fn fill(hue: Hue, opacity: f64) -> Fill {
    Fill { hue, opacity, dark: false, hatch: Hatch::Plain }
}

const fn dark(hue: Hue, opacity: f64) -> Fill {
    Fill { hue, opacity, dark: true, hatch: Hatch::Plain }
}

const fn row(
    flow: Flow,
    name: &'static str,
    counts: Counts,
    fill: Fill,
    words: Words,
    meaning: &'static str,
    made_of: &'static [(i64, Flow)],
) -> FlowRow {
    FlowRow { flow, name, counts, meaning, words, fill, made_of }
}

/// What is drawn only as a line.
const LINE: Fill = fill(Hue::Grey, 0.0);

#[rustfmt::skip]
const ROWS: [FlowRow; Flow::COUNT] = [
    row(Flow::Planned, "planned", Units, LINE, Rung::Planned.words(),
        "units that are there by the plan, or before it: a lot from its planned day on, or from when it is installed if that is earlier, until it is gone", &[]),
    row(Flow::Installed, "installed", Units, LINE, Rung::Installed.words(),
        "units physically there", &[]),
    row(Flow::Leased, "leased", Units, LINE, Rung::Leased.words(),
        "units that money pays for", &[]),
    row(Flow::InService, "in_service", Units, LINE, Rung::InService.words(),
        "leased less failed or under maintenance", &[]),
    row(Flow::Promised, "promised", Units, LINE, words("배정", "promised"),
        "units of running awards: what they hold and what they lost; in a pool whose queue is shared it may be more than is in service", &[]),
    row(Flow::Sold, "sold", Units, LINE, words("민간 판매", "sold"),
        "units that private firms have and no public money asks for (of installed − leased)", &[]),
    row(Flow::Notice, "notice", Units, LINE, words("반환 대기", "under notice"),
        "units that public money asks for while a private firm still has them (of installed − leased)", &[]),
    row(Flow::Allocated, "allocated", Units, dark(Hue::Blue, 1.0), Rung::Allocated.words(),
        "units held by awarded projects; in a pool whose queue is shared what is promised to them, or runs their jobs if that is more, up to what is in service", &[]),
    row(Flow::Busy, "busy", Units, dark(Hue::DeepGreen, 1.0), Rung::Busy.words(),
        "units running a job", &[]),
    row(Flow::Fragmented, "fragmented", Units, fill(Hue::Blue, 0.35).rising(), words("단편화 유휴", "fragmented"),
        "allocated units that run nothing while a job waits that does not fit on them: too few, or on too many servers, for the first job in the queue (with dedicated units, of each project on its own)", &[]),
    row(Flow::Frozen, "frozen", Units, LINE, words("정지", "suspended"),
        "units of allocations that are suspended in a gap (they hold none)", &[]),
    row(Flow::Waiting, "waiting", Units, LINE, words("시작 대기", "waiting"),
        "units of awards that wait to start", &[]),
    row(Flow::OutstandingStart, "outstanding_start", Opening, fill(Hue::Sky, 0.23), words("앞에서 넘어온 것", "carried over"),
        "asked for and not yet settled at the start of the month", &[]),
    row(Flow::Asked, "asked", Requests, fill(Hue::Grey, 0.9), words("새로 신청된 것", "asked"),
        "Σ units × length over applications of the month, and what extensions add", &[]),
    row(Flow::Served, "served", RequestedUnits, dark(Hue::Blue, 1.0), words("배정", "served"),
        "units of running awards, less lost: allocated, except in a pool whose queue is shared", &[]),
    row(Flow::Lost, "lost", RequestedUnits, fill(Hue::Green, 0.15).rising(), words("고장·점검으로 손실", "lost to servers down"),
        "units of running awards that they did not hold, because servers were down and no others were free", &[]),
    row(Flow::TurnedAway, "turned_away", Requests, fill(Hue::Vermilion, 0.8), words("탈락", "turned away"),
        "Σ units × length over applications refused", &[]),
    row(Flow::Lapsed, "lapsed", Requests, fill(Hue::Vermilion, 0.65).rising(), words("선정 후 미제공(실효)", "lapsed: units never came"),
        "Σ units × length over awards that lapsed before they started, because units never came", &[]),
    row(Flow::Declined, "declined", Requests, fill(Hue::Orange, 0.25).falling(), words("선정 후 포기", "declined"),
        "Σ units × length over awards that their winners declined", &[]),
    row(Flow::CutBack, "cut_back", Requests, dark(Hue::Rust, 1.0).falling(), words("감축 배정", "cut back"),
        "Σ (units asked − units awarded) × length over awards", &[]),
    row(Flow::Stopped, "stopped", Requests, fill(Hue::Purple, 0.8).falling(), words("공백으로 중단", "stopped by a gap"),
        "Σ units × remaining length over allocations ended by a gap", &[]),
    row(Flow::TakenBack, "taken_back", Requests, dark(Hue::Soft, 1.0).rising(), words("유휴 회수", "taken back"),
        "Σ units × time taken off the end of idle allocations", &[]),
    row(Flow::Moved, "moved", Requests, fill(Hue::Grey, 0.47), words("다른 묶음에서 배정", "moved to another pool"),
        "Σ units × length over awards that another pool serves at their weight; asked there in its own units", &[]),
    row(Flow::OutstandingEnd, "outstanding_end", Closing, fill(Hue::Sky, 0.23), words("미결", "outstanding"),
        "under review, waiting, frozen or still to be served at the end of the month", &[]),
    row(Flow::Late, "late", Units, fill(Hue::Vermilion, 0.45), words("늦은 납품", "late"),
        "planned − installed: units that should be there and are not delivered",
        &[(1, Flow::Planned), (-1, Flow::Installed)]),
    row(Flow::NotLeased, "not_leased", Units, fill(Hue::Grey, 0.15).falling(), words("미임차", "not leased"),
        "installed − leased", &[(1, Flow::Installed), (-1, Flow::Leased)]),
    row(Flow::Held, "held", Units, LINE, words("공공용 보유", "held"),
        "not leased and held for public use: installed − leased − sold − notice",
        &[(1, Flow::Installed), (-1, Flow::Leased), (-1, Flow::Sold), (-1, Flow::Notice)]),
    row(Flow::Down, "down", Units, fill(Hue::Vermilion, 1.0).rising(), words("고장·점검", "down"),
        "leased − in_service: leased units of servers that have failed or are maintained",
        &[(1, Flow::Leased), (-1, Flow::InService)]),
    row(Flow::Free, "free", Units, fill(Hue::Orange, 0.65), words("임차 후 미배정", "leased but not allocated"),
        "in_service − allocated", &[(1, Flow::InService), (-1, Flow::Allocated)]),
    row(Flow::Idle, "idle", Units, fill(Hue::Blue, 0.75).falling(), words("배정 후 유휴", "allocated but idle"),
        "allocated − busy − fragmented",
        &[(1, Flow::Allocated), (-1, Flow::Busy), (-1, Flow::Fragmented)]),
];

// A column finds its row by its place, and only those behind the kept ones are made of others.
const _: () = {
    let mut at = 0;
    while at < ROWS.len() {
        assert!(ROWS[at].flow as usize == at, "a row does not stand at its column");
        assert!(ROWS[at].made_of.is_empty() == (at < Flow::KEPT.len()), "kept, or made of others");
        at += 1;
    }
};

impl Flow {
    /// Whether the column is known only where jobs are played: what is allocated is split by what runs on it.
    #[must_use]
    pub fn needs_jobs(self) -> bool {
        matches!(self, Self::Busy | Self::Fragmented | Self::Idle)
    }

    /// Number of columns that are kept.
    pub const COUNT: usize = Self::Idle as usize + 1;

    /// The columns that are kept; all others are made of them.
    pub const KEPT: [Self; Self::OutstandingEnd as usize + 1] = {
        let mut kept = [Self::Planned; Self::OutstandingEnd as usize + 1];
        let mut at = 0;
        while at < kept.len() {
            kept[at] = ROWS[at].flow;
            at += 1;
        }
        kept
    };

    /// All columns: those that are kept, then those made of them.
    pub const ALL: [Self; Self::COUNT] = {
        let mut all = [Self::Planned; Self::COUNT];
        let mut at = 0;
        while at < all.len() {
            all[at] = ROWS[at].flow;
            at += 1;
        }
        all
    };

    /// Columns of supply in the order of the table `accounts`: every column of the identities of supply, once. Those of
    /// demand follow in the order in which they are kept.
    pub const OF_SUPPLY: [Self; 12] = [
        Self::Planned,
        Self::Late,
        Self::Installed,
        Self::NotLeased,
        Self::Held,
        Self::Sold,
        Self::Notice,
        Self::Down,
        Self::Free,
        Self::Fragmented,
        Self::Idle,
        Self::Busy,
    ];

    /// All that is known of the column beside its values.
    #[must_use]
    pub fn row(self) -> &'static FlowRow {
        &ROWS[self as usize]
    }

    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The kept columns from one to another, both of them included.
    #[must_use]
    pub fn between(first: Self, last: Self) -> &'static [Self] {
        const { &Self::KEPT }.get(first as usize..=last as usize).unwrap_or_default()
    }

    /// The column of a rung.
    #[must_use]
    pub fn of_rung(rung: Rung) -> Self {
        match rung {
            Rung::Planned => Self::Planned,
            Rung::Installed => Self::Installed,
            Rung::Leased => Self::Leased,
            Rung::InService => Self::InService,
            Rung::Allocated => Self::Allocated,
            Rung::Busy => Self::Busy,
        }
    }
}

/// A sum that holds in every row of the accounts: the wholes together are the parts together.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// What a message calls the account.
    pub name: &'static str,
    /// What is accounted for.
    pub wholes: &'static [Flow],
    /// What becomes of it, in the order in which a chart stacks it.
    pub parts: &'static [Flow],
}

impl Identity {
    /// What becomes of everything that is planned.
    pub const PLANNED: Self = Self {
        name: "what is planned",
        wholes: &[Flow::Planned],
        parts: &[Flow::Installed, Flow::Late],
    };

    /// What becomes of everything that is installed.
    pub const SUPPLY: Self = Self {
        name: "supply",
        wholes: &[Flow::Installed],
        parts: &[Flow::Busy, Flow::Fragmented, Flow::Idle, Flow::Free, Flow::Down, Flow::NotLeased],
    };

    /// What becomes of what no money leases.
    pub const NOT_LEASED: Self = Self {
        name: "what is not leased",
        wholes: &[Flow::NotLeased],
        parts: &[Flow::Held, Flow::Sold, Flow::Notice],
    };

    /// What becomes of everything that is asked for.
    pub const DEMAND: Self = Self {
        name: "requested unit-seconds",
        wholes: &[Flow::OutstandingStart, Flow::Asked],
        parts: &[
            Flow::Served,
            Flow::Lost,
            Flow::TurnedAway,
            Flow::CutBack,
            Flow::Lapsed,
            Flow::Declined,
            Flow::Stopped,
            Flow::TakenBack,
            Flow::Moved,
            Flow::OutstandingEnd,
        ],
    };

    /// The identity in the names of columns: `installed = busy + …`.
    #[must_use]
    pub fn formula(&self) -> String {
        let sum =
            |flows: &[Flow]| flows.iter().map(|flow| flow.name()).collect::<Vec<_>>().join(" + ");
        format!("{} = {}", sum(self.wholes), sum(self.parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_their_own() {
        for (at, row) in ROWS.iter().enumerate() {
            assert!(ROWS[..at].iter().all(|other| other.name != row.name), "{}", row.name);
        }
    }

    /// Supply closes by the way its parts are made: installed − leased + leased − in service + … = installed.
    #[test]
    fn supply_closes_whatever_is_counted() {
        for identity in [Identity::PLANNED, Identity::SUPPLY, Identity::NOT_LEASED] {
            let mut sum = [0; Flow::COUNT];
            let wholes = identity.wholes.iter().map(|flow| (1, flow));
            for (sign, flow) in wholes.chain(identity.parts.iter().map(|flow| (-1, flow))) {
                match flow.row().made_of {
                    [] => sum[*flow as usize] += sign,
                    terms => terms.iter().for_each(|(times, of)| sum[*of as usize] += sign * times),
                }
            }
            assert_eq!(sum, [0; Flow::COUNT], "{}", identity.formula());
        }
    }

    #[test]
    fn the_table_of_accounts_has_each_column_of_the_identities_of_supply_once() {
        let identities = [Identity::PLANNED, Identity::SUPPLY, Identity::NOT_LEASED];
        let of_identity = identities.iter().flat_map(|it| it.wholes.iter().chain(it.parts));
        for flow in of_identity {
            let times = Flow::OF_SUPPLY.iter().filter(|one| *one == flow).count();
            assert_eq!(times, 1, "{flow:?}");
        }
        for flow in Flow::OF_SUPPLY {
            let named = |it: &&Identity| it.wholes.contains(&flow) || it.parts.contains(&flow);
            assert!(identities.iter().any(|it| named(&it)), "{flow:?} is in no identity");
        }
    }

    #[test]
    fn every_column_of_demand_is_on_one_side_of_its_identity() {
        for flow in Flow::between(Flow::OutstandingStart, Flow::OutstandingEnd) {
            let Identity { wholes, parts, .. } = Identity::DEMAND;
            assert_eq!(
                wholes.iter().chain(parts).filter(|one| *one == flow).count(),
                1,
                "{flow:?}"
            );
        }
    }
}
