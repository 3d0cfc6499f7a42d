//! What of a log cannot be, or is likely to be a misreading of it.

use super::{Inspection, Question};
use crate::trace::Log;
use crate::trace::fault::Fault;
use crate::trace::read::Pairs;

/// Share of the work that may lie beyond requests: more is more likely a request in another unit.
const CUT: f64 = 0.10;
/// Fewer jobs than this show no pattern.
const FEW: u64 = 20;
/// A shortest wait of more seconds is more likely the distance of two clocks.
const LEAST_WAIT: f64 = 1_740.0;
/// A machine that was this free while jobs waited is not the machine that they waited for.
const FREE: f64 = 0.85;
/// 1990-01-01 and 2100-01-01, in seconds since 1970.
const YEARS: (i64, i64) = (631_152_000, 4_102_444_800);

/// What is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Much of the work lies beyond the requests.
    Cut,
    /// The log's own jobs hold more than the machine.
    OverFull,
    /// The machine is smaller than jobs that are no exception.
    SmallMachine,
    /// Dates outside 1990 to 2100.
    Dates,
    /// Runs longer than the log.
    LongRuns,
    /// No job ever comes near its request.
    LongRequests,
    /// End less start is a multiple of the stated run time.
    RunUnits,
    /// End less start is longer than the stated run time: suspended, or clocks that were set.
    RunDiffers,
    /// Start less submit is not the stated wait.
    WaitDiffers,
    /// Jobs start before they are submitted.
    Early,
    /// No job starts soon after its submission.
    LateStarts,
    /// The machine was free while jobs waited.
    FreeWhileWaiting,
    /// Names of jobs are not names of single jobs.
    JobNames,
    /// Each user has one job.
    UserNames,
    /// Every line stands there twice.
    Doubled,
    /// Sizes are all multiples of one number.
    Multiples,
    /// No job holds a whole unit.
    NoWholeUnit,
    /// Another column seems to belong to the size.
    BesideSize,
    /// The log begins on a machine in use, or without its first lines.
    BeginsInUse,
    /// Times stand for two instants, or for none.
    ClocksSet,
    /// Some instants have an offset, others have none.
    MixedZones,
    /// A column says that jobs could not start when they were submitted.
    HeldBack,
    /// Lines have the id of another line, with other times.
    StartedAgain,
    /// Submissions stand for starts.
    NoWaits,
    /// A column tells when a job could start.
    Dependencies,
}

/// What follows from an oddity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// The result may be wrong.
    Warning,
    /// Nothing is played unless the oddity is accepted.
    Stop,
}

/// Something odd, with its figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oddity {
    /// Kind of oddity.
    pub kind: Kind,
    /// What the command does about the oddity.
    pub level: Level,
    /// Number of jobs or lines with the oddity.
    pub count: u64,
    /// Number of jobs or lines that were looked at.
    pub of: u64,
    /// A share, a factor or a length, as the kind has it.
    pub value: f64,
    /// An instant or two, in ticks.
    pub at: Option<(i64, i64)>,
}

/// The kinds that stop a replay, by the names that accept them.
const STOPS: [(Kind, &str); 3] =
    [(Kind::Cut, "cut"), (Kind::OverFull, "over-full"), (Kind::SmallMachine, "small-machine")];

impl Kind {
    /// The kind that stops and is called so.
    ///
    /// # Errors
    /// A sentence with the names.
    pub fn accepted(name: &str) -> Result<Self, String> {
        let found = STOPS.iter().find(|(_, known)| *known == name);
        found.map(|(kind, _)| *kind).ok_or_else(|| {
            format!("`{name}` is none of {}", STOPS.map(|(_, name)| name).join(", "))
        })
    }

    /// Name of the kind, if the command can stop at it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        STOPS.iter().find(|(kind, _)| *kind == self).map(|(_, name)| *name)
    }
}

/// All that is odd, worst first.
pub(super) fn of(log: &Log, found: &Inspection, question: &Question) -> Vec<Oddity> {
    let mut all = Vec::new();
    let mut say = |kind, level, count, of, value| {
        all.push(Oddity { kind, level, count, of, value, at: None });
    };
    let jobs = found.jobs;
    let usable = || log.records.iter().filter(|it| it.run.0 > 0 && it.size > 0);
    let seconds = |ticks: i64| ticks as f64 / log.ticks_per_second as f64;

    let cut = found.cut;
    if question.trunc && cut.jobs > 0 && cut.work > CUT {
        say(Kind::Cut, Level::Stop, cut.jobs, jobs, cut.work);
    }
    let nearest = usable()
        .filter_map(|it| Some(it.run.0 as f64 / it.requested()?.0 as f64))
        .fold(0.0, f64::max);
    if cut.stated >= FEW && nearest < 1.0 / 20.0 {
        say(Kind::LongRequests, Level::Warning, cut.stated, jobs, nearest);
    }
    if let Some(units) = question.units {
        let parts = u64::from(units) * u64::from(log.grain);
        let larger =
            log.records.iter().filter(|it| it.run.0 > 0 && u64::from(it.size) > parts).count()
                as u64;
        let all_jobs = jobs.max(1);
        if larger > 0 && (larger * 50 > all_jobs && larger >= 3 || larger >= all_jobs) {
            say(Kind::SmallMachine, Level::Stop, larger, all_jobs, f64::from(units));
        }
    }
    dates(log, &mut say);
    let last_submit = usable().map(|it| it.submit.0).max().unwrap_or(0);
    let lasts = last_submit - found.span.0;
    let longer = usable().filter(|it| it.run.0 > lasts).count() as u64;
    if jobs >= 50 && seconds(lasts) > 86_400.0 && longer * 10 > jobs {
        say(Kind::LongRuns, Level::Warning, longer, jobs, seconds(lasts));
    }
    pairs(log, &mut say);
    names(log, jobs, &mut say);
    sizes(log, jobs, &mut say);
    waits(log, found, &mut say);
    clocks(log, &mut say);
    if let Some(held) = &found.held
        && let Some(busy) = held.busy
        && let Some(over) = held.over
    {
        let level = if busy > 1.0 && !question.elsewhere { Level::Stop } else { Level::Note };
        let kind = Kind::OverFull;
        all.push(Oddity {
            kind,
            level,
            count: held.most as u64,
            of: held.jobs,
            value: busy,
            at: Some(over),
        });
    }
    all.sort_by_key(|oddity| (std::cmp::Reverse(oddity.level), oddity.kind));
    all
}

type Say<'a> = &'a mut dyn FnMut(Kind, Level, u64, u64, f64);

fn dates(log: &Log, say: Say<'_>) {
    let origin = log.header.unix_start.unwrap_or(0);
    let second = |ticks: i64| (ticks / log.ticks_per_second).saturating_add(origin);
    // A number that is no date is seconds from the log's own beginning: only one beyond 2100 cannot be.
    let dated = log.by_clock || log.header.unix_start.is_some() || !log.read.zone.is_empty();
    let bad = |at: i64| at >= YEARS.1 || dated && at < YEARS.0;
    let count = log.records.iter().filter(|it| bad(second(it.submit.0))).count() as u64;
    if count > 0 {
        say(Kind::Dates, Level::Warning, count, log.records.len() as u64, 0.0);
    }
}

fn pairs(log: &Log, say: Say<'_>) {
    let Pairs { both, differ, by_zone, by_sixty, by_thousand, longer } = log.against.run;
    let by_end = !log.read.columns.iter().any(|column| column.role == "run");
    if differ > 0 {
        if by_sixty.max(by_thousand) * 2 > both {
            let factor = if by_sixty >= by_thousand { 60.0 } else { 1_000.0 };
            say(Kind::RunUnits, Level::Warning, by_sixty.max(by_thousand), both, factor);
        } else {
            // Where the stated run time is what is played, a longer stay is what suspension looks like.
            let level = if by_end || differ * 2 > both && longer < differ {
                Level::Warning
            } else {
                Level::Note
            };
            say(Kind::RunDiffers, level, differ, both, by_zone as f64);
        }
    }
    let wait = log.against.wait;
    if wait.differ * 2 > wait.both {
        say(Kind::WaitDiffers, Level::Warning, wait.differ, wait.both, wait.by_zone as f64);
    }
}

fn names(log: &Log, jobs: u64, say: Say<'_>) {
    let reused = log.read.reused;
    if jobs >= FEW && reused * 4 > log.records.len() as u64 {
        say(Kind::JobNames, Level::Warning, reused, log.records.len() as u64, 0.0);
    } else if reused > 0 {
        say(Kind::StartedAgain, Level::Note, reused, log.records.len() as u64, 0.0);
    }
    if jobs >= 50 && log.users.len() as u64 >= jobs {
        say(Kind::UserNames, Level::Warning, log.users.len() as u64, jobs, 0.0);
    }
    // With names of jobs, lines that stand there twice count once already.
    if jobs < FEW
        || log.read.columns.is_empty()
        || log.read.columns.iter().any(|it| it.role == "job")
    {
        return;
    }
    let mut lines: Vec<_> =
        log.records.iter().map(|it| (it.submit, it.size, it.run, it.user)).collect();
    lines.sort_unstable();
    let mut groups = lines.chunk_by(|one, other| one == other);
    if groups.all(|group| group.len() % 2 == 0) {
        say(Kind::Doubled, Level::Warning, jobs, jobs, 0.0);
    }
}

fn sizes(log: &Log, jobs: u64, say: Say<'_>) {
    let sizes = || log.records.iter().map(|it| it.size).filter(|size| (1..u32::MAX).contains(size));
    let gcd = |a: u32, b: u32| {
        let (mut a, mut b) = (a, b);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let common = sizes().fold(0, gcd);
    if log.grain == 1 && common > 1 && jobs >= FEW && sizes().any(|size| size != common) {
        say(Kind::Multiples, Level::Note, jobs, jobs, f64::from(common));
    }
    if log.grain > 1 && sizes().all(|size| size < log.grain) && jobs >= 3 {
        say(Kind::NoWholeUnit, Level::Note, jobs, jobs, 1.0 / f64::from(log.grain));
    }
    if !log.read.beside_size.is_empty() {
        say(Kind::BesideSize, Level::Warning, jobs, jobs, 0.0);
    }
}

fn waits(log: &Log, found: &Inspection, say: Say<'_>) {
    let negative = log.faults.groups.iter().filter(|group| group.fault == Fault::NegativeWait);
    let early: u64 = negative.map(|group| group.count).sum::<u64>().max(log.against.early);
    let records = log.records.len() as u64;
    if early > 0 && early * 20 > records {
        let by_zone = log.against.early_by_zone * 2 > early;
        say(Kind::Early, Level::Warning, early, records, f64::from(u8::from(by_zone)));
    }
    let Some(held) = &found.held else { return };
    if held.jobs >= FEW && held.least_wait >= LEAST_WAIT {
        say(Kind::LateStarts, Level::Warning, held.jobs, found.jobs, held.least_wait);
    } else if held.first_wait >= 60.0 && held.jobs >= 3 {
        say(Kind::BeginsInUse, Level::Note, 1, found.jobs, held.first_wait);
    }
    if let Some(free) = held.free_while_waiting.filter(|free| *free > FREE)
        && held.waited >= FEW
    {
        say(Kind::FreeWhileWaiting, Level::Warning, held.waited, held.jobs, free);
    }
    let of_start =
        |role: &str| log.read.columns.iter().find(|it| it.role == role).map(|it| &it.text);
    if held.waited == 0 && of_start("submit").is_some() && of_start("submit") == of_start("start") {
        say(Kind::NoWaits, Level::Warning, held.jobs, found.jobs, 0.0);
    }
}

fn clocks(log: &Log, say: Say<'_>) {
    let records = log.records.len() as u64;
    if log.read.twice + log.read.never > 0 {
        say(Kind::ClocksSet, Level::Note, log.read.twice, records, log.read.never as f64);
    }
    let (clocks, offsets) = (log.read.by_clock, log.read.by_offset);
    if clocks > 0 && offsets > 0 && log.read.zone.is_empty() {
        say(Kind::MixedZones, Level::Warning, clocks, clocks + offsets, 0.0);
    }
    let held = log.against.held_back;
    if held > 0 {
        let level = if held * 20 > records { Level::Warning } else { Level::Note };
        say(Kind::HeldBack, level, held, records, 0.0);
    }
    if !log.after.is_empty() {
        say(Kind::Dependencies, Level::Note, log.after.len() as u64, records, 0.0);
    }
}
