//! Responses: one number for each replication and question, over the observation window.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Currency, More, Rung, Words, words};

mod rows;
mod shown;

/// A response. The order is that of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Response {
    /// Number of applications.
    Applications,
    /// Number of places.
    Places,
    /// Number of awarded projects.
    Awards,
    /// Mean number of running projects.
    RunningProjects,
    /// Number of applications turned away.
    TurnedAway,
    /// Number of awards that their winners decline.
    Declined,
    /// Number of awards that started.
    AwardsStarted,
    /// Number of awards that lapsed before they started, because units never came.
    AwardsLapsed,
    /// Number of awards that still wait at the end.
    AwardsWaiting,
    /// Competition (applications per place).
    ApplicationsOfPlaces,
    /// Number of applications per award.
    ApplicationsOfAwards,
    /// Competition by cards (asked for per card offered).
    UnitsAskedOfOffered,
    /// Number of cards asked for per card awarded.
    UnitsAskedOfAwarded,
    /// Share of decided applications that is awarded.
    AwardsOfDecided,
    /// Mean wait from award to start, of those that started.
    MeanWait,
    /// Share of awards that hold cards within 30 days.
    HeldWithin30Days,
    /// Share of awards that hold cards within 90 days.
    HeldWithin90Days,
    /// Share of awards that hold cards within 180 days.
    HeldWithin180Days,
    /// Wait within which half of all awards hold cards.
    MedianWait,
    /// Share of planned cards that is installed.
    InstalledOfPlanned,
    /// Share of installed cards that is leased.
    LeasedOfInstalled,
    /// Share of leased cards that is allocated.
    AllocatedOfLeased,
    /// Share of installed cards that is allocated.
    AllocatedOfInstalled,
    /// Share of allocated cards that is busy.
    BusyOfAllocated,
    /// Share of installed cards that is busy.
    BusyOfInstalled,
    /// Amount planned but not delivered.
    LateUnitMonths,
    /// Amount installed but not leased.
    UnleasedUnitMonths,
    /// Amount not leased and held for public use.
    HeldUnitMonths,
    /// Amount sold to private firms.
    SoldUnitMonths,
    /// Amount that public money waits for while private firms have it.
    NoticeUnitMonths,
    /// Share of leased cards that is in service.
    InServiceOfLeased,
    /// Units promised to awards of those in service.
    PromisedOfInService,
    /// Amount leased but not allocated.
    FreeUnitMonths,
    /// Amount that is down (failed or under maintenance).
    DownUnitMonths,
    /// Amount too scattered over servers for the jobs that wait.
    FragmentedUnitMonths,
    /// Amount allocated but idle.
    IdleUnitMonths,
    /// Amount held by projects.
    AllocatedUnitMonths,
    /// Amount of allocations suspended in a gap.
    FrozenUnitMonths,
    /// Amount cut off by a gap.
    StoppedUnitMonths,
    /// Amount cut back from the requests of those who won.
    CutBackUnitMonths,
    /// Cost of the cards.
    Cost,
    /// Cost of an allocated card-hour.
    CostPerAllocatedHour,
    /// Cost of a busy card-hour.
    CostPerBusyHour,
    /// Mean wait of jobs.
    MeanJobWait,
    /// Number of applicants who went to another programme.
    MovedOut,
    /// Number of applications from another programme.
    MovedIn,
    /// Number, by the ratio of past awards (an association).
    Outputs,
    /// Income from fees.
    FeeIncome,
    /// Money spent.
    Spent,
    /// Present value of the money spent.
    SpentPresentValue,
    /// Money left unspent.
    Unspent,
    /// Time for which it leases cards.
    PaidMonths,
    /// Income.
    Earned,
    /// Competition by hours (asked for per hour offered).
    HoursAskedOfOffered,
    /// Share of the hours of finished awards that was used.
    UsedOfAwarded,
    /// Hours used by jobs of awards in hours.
    HoursUsed,
    /// Hours of finished awards that lapsed unused.
    HoursLapsed,
    /// Hours used beyond what finished awards were given.
    HoursOverburnt,
    /// Hours taken back from finished awards.
    HoursTakenBack,
    /// Hours that finished awards left over for the next.
    HoursCarried,
    /// Wait within which half of all jobs start.
    JobWaitMedian,
    /// Wait within which nine of ten jobs start.
    JobWaitP90,
    /// Wait within which 99 of a hundred jobs start.
    JobWaitP99,
    /// Share of jobs that wait longer than an hour.
    JobsOverHour,
    /// Share of jobs that wait longer than a day.
    JobsOverDay,
    /// Share of jobs that wait longer than a week.
    JobsOverWeek,
    /// Share of jobs that never start.
    JobsNeverStarted,
    /// Mean number of jobs that wait.
    JobsWaiting,
    /// Mean bounded slowdown of jobs.
    MeanJobSlowdown,
    /// Number of times that jobs were pre-empted.
    JobPreEmptions,
    /// Share of what jobs ran that they had to run again because they were pre-empted.
    LostToPreEmption,
    /// Share of what jobs ran that they had to run again because servers were down.
    LostToServers,
    /// Time in which jobs waited or were slowed because the site drew all the power that it may.
    HoursAtLimit,
    /// Leased compute.
    LeasedCompute, // the last: others are added above it
}

/// What a response is of, besides the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A pool.
    Pool,
    /// A programme.
    Programme,
    /// A class of a programme's applicants: `PROGRAMME.CLASS`, `site.CLASS`.
    Class,
    /// A funding; what is spent, also an account that is none.
    Funding,
    /// What brings money in: `sale` or `fees`.
    Income,
    /// What awards give, by an observed ratio.
    Output,
    /// Nothing else than the site.
    Site,
}

impl Of {
    /// The word in `docs/tables.md` and in messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pool => "pool",
            Self::Programme => "programme",
            Self::Class => "class",
            Self::Funding => "funding",
            Self::Income => "income",
            Self::Output => "output",
            Self::Site => "site",
        }
    }
}

/// How the values of a response are counted and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// A part of a whole, 0 to 1; written in per cent.
    Percent,
    /// How many for one: 5.21 to 1.
    ToOne,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Months of 365/12 days.
    Months,
    /// Petaflops.
    Petaflops,
    /// Projects, applications or awards.
    Cases,
    /// Offers of one project.
    Places,
    /// Units over months of 365/12 days.
    UnitMonths,
    /// Units over hours.
    UnitHours,
    /// Won.
    Won,
    /// A number of something else.
    Amount,
}

/// What a response guards: no alternative is praised without a word on a guard that gets worse. A guard of which
/// neither more nor less is better in itself gets worse when it rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// What an option costs.
    Cost,
    /// Who waits.
    Waits,
    /// Who wins and never starts.
    NeverStarts,
    /// Whom the centre serves.
    Served,
    /// Something else that may get worse.
    Other,
}

impl Guard {
    /// The guards that have a column of their own in a table of options, in order.
    pub const COLUMNS: [Self; 3] = [Self::Cost, Self::Waits, Self::NeverStarts];

    /// Whether the guard is about people: who never starts, who waits, whom the centre serves.
    #[must_use]
    pub fn is_of_people(self) -> bool {
        matches!(self, Self::Waits | Self::NeverStarts | Self::Served)
    }
}

impl Scale {
    /// The smallest difference worth a word, whatever the level is, in the unit of the values: half a percentage
    /// point, 0.02 to 1, half a day or hour, a tenth of a month, one of what is counted, a million won.
    #[must_use]
    pub fn least(self, currency: Currency) -> f64 {
        match self {
            Self::Percent => 0.005,
            Self::ToOne => 0.02,
            Self::Hours | Self::Days => 0.5,
            Self::Months | Self::Petaflops => 0.1,
            Self::Cases | Self::Places | Self::UnitMonths | Self::UnitHours | Self::Amount => 1.0,
            Self::Won => currency.least(),
        }
    }
}

/// The smallest difference worth a word, as a part of the level from which it is a difference. Shares of a whole have
/// only [`Scale::least`].
pub const LEAST_PART: f64 = 0.02;

/// All that is known of a response beside its value.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The response.
    pub response: Response,
    /// The name in tables and scenario files.
    pub name: &'static str,
    /// What the response is of.
    pub of: Of,
    /// Whether the site has it as well.
    pub site: bool,
    /// Whether programmes have it, too, though it is of pools.
    pub programmes: bool,
    /// Whether the classes of a programme's applicants have it, too.
    pub classes: bool,
    /// How values are written.
    pub scale: Scale,
    /// What one of it is, in the documentation of tables.
    pub unit: &'static str,
    /// The formula, or what is counted.
    pub formula: &'static str,
    /// The noun of a sentence, with the denominator of a ratio.
    pub noun: Words,
    /// A shorter name for charts, if there is one.
    pub short: Option<Words>,
    /// The heading of its row in a table of a page, where neither of those will do.
    pub heading: Option<Words>,
    /// Whether a higher value is better.
    pub more: More,
    /// Whether the response exists only where jobs are played.
    pub needs_jobs: bool,
    /// Whether a `[check]` may state an observed value of the response.
    pub checked: bool,
    /// For a ratio of two rungs of the ladder: the rung of the part and that of the whole.
    pub rungs: Option<(Rung, Rung)>,
    /// What the response guards, if it is looked at wherever an answer is good news.
    pub guard: Option<Guard>,
}

impl Response {
    /// Number of responses.
    const COUNT: usize = Self::LeasedCompute as usize + 1;

    /// All responses, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        rows::ROWS.iter().map(|row| row.response)
    }

    /// All that is known of the response beside its value.
    #[must_use]
    pub fn row(self) -> &'static Row {
        &rows::ROWS[self as usize]
    }

    /// The name in tables and scenario files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The response of a name, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|response| response.name() == name)
    }

    /// Whether each round has it: a ratio of what is asked for to what is given.
    #[must_use]
    pub fn is_of_rounds(self) -> bool {
        matches!(
            self,
            Self::ApplicationsOfPlaces
                | Self::ApplicationsOfAwards
                | Self::UnitsAskedOfOffered
                | Self::UnitsAskedOfAwarded
        )
    }

    /// Whether a question may ask for the response: every response that a study works out future by future.
    #[must_use]
    pub fn is_estimated(self) -> bool {
        self != Self::LeasedCompute
    }

    /// Whether a difference from a level is worth a word: what is smaller is called no difference, by a verdict and
    /// by a guard alike.
    #[must_use]
    pub fn is_material(self, currency: Currency, level: f64, difference: f64) -> bool {
        let scale = self.row().scale;
        let part = if scale == Scale::Percent { 0.0 } else { LEAST_PART * level.abs() };
        difference.abs() >= scale.least(currency).max(part)
    }

    /// Whether the response is a ratio of what was asked for in rounds to what was given in them.
    #[must_use]
    pub fn is_competition(self) -> bool {
        matches!(
            self,
            Self::ApplicationsOfPlaces
                | Self::ApplicationsOfAwards
                | Self::UnitsAskedOfOffered
                | Self::UnitsAskedOfAwarded
                | Self::HoursAskedOfOffered
        )
    }

    /// Whether the response tells of waits of jobs beyond their mean, which are kept only where somebody asks for them.
    #[must_use]
    pub fn is_of_job_waits(self) -> bool {
        matches!(
            self,
            Self::JobWaitMedian
                | Self::JobWaitP90
                | Self::JobWaitP99
                | Self::JobsOverHour
                | Self::JobsOverDay
                | Self::JobsOverWeek
                | Self::JobsNeverStarted
                | Self::JobsWaiting
                | Self::MeanJobSlowdown
        )
    }

    /// Whether the response tells of what jobs lose to interruptions. This is kept only where a queue has pre-emption
    /// or somebody asks for it.
    #[must_use]
    pub fn is_of_job_losses(self) -> bool {
        matches!(self, Self::JobPreEmptions | Self::LostToPreEmption | Self::LostToServers)
    }

    /// Whether the response is of classes of applicants.
    #[must_use]
    pub fn is_of_classes(self) -> bool {
        self.row().classes || self.row().of == Of::Class
    }
}

impl Serialize for Response {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Response {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let name = String::deserialize(input)?;
        Self::named(&name).ok_or_else(|| D::Error::custom(format!("`{name}` is no response")))
    }
}
