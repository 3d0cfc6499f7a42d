//! The parts of a record from which responses are taken, in the order of the tables.

use super::SITE;
use super::demand::Demand;
use crate::measures::OfClass;
use crate::model::ids::PoolId;
use crate::model::inputs::{Account, Inputs, OutputPer};
use crate::model::record::{
    ClassTotals, HoursTotals, JobLosses, JobTotals, JobWaits, PoolMonth, Record, Waits,
};
use crate::quantity::{UnitSeconds, Won};
use crate::results::Future;
use crate::time::Duration;

/// A part of a record.
pub(in crate::study) struct Part {
    /// Pool, programme, funding or output that the part is of, as tables name it.
    pub(in crate::study) scope: String,
    /// What the part holds.
    pub(in crate::study) kind: Kind,
    /// Whether jobs are played there.
    pub(in crate::study) has_jobs: bool,
}

/// What responses are taken from.
pub(in crate::study) enum Kind {
    /// The account of a pool, or of those of the site together.
    Account(PoolMonth),
    /// The account of a pool whose queue is shared.
    Queue(PoolMonth),
    /// The jobs of a pool or of the site.
    Jobs(JobTotals),
    /// The applications and awards of a programme or of the site.
    Demand(Demand),
    /// Where hours of awards went, and what jobs used in the window.
    Hours(HoursTotals, UnitSeconds),
    /// How jobs waited beyond their mean; of a pool or the site another part has the mean.
    JobWaits { waits: JobWaits, mean: bool },
    /// What jobs ran, and lost to interruptions.
    Losses(JobLosses),
    /// How long jobs waited for power.
    AtPowerLimit(Duration),
    /// How awards of a programme or of the site waited.
    Waits(Waits),
    /// People who went to another programme, and applications of those who came.
    Moves(i64, i64),
    /// What awards gave.
    Outputs(f64),
    /// What projects paid.
    Fees(Won),
    /// A class of applicants.
    Class(ClassTotals),
    /// An account of money, or all of the site.
    Money(Money),
}

/// The figures of an account of money that are responses.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::study) struct Money {
    pub(in crate::study) spent: Option<Won>,
    /// Worth of the account's money on the first day of the window, in won; where a discount rate is stated.
    pub(in crate::study) present: Option<f64>,
    pub(in crate::study) unspent: Option<Won>,
    /// Days on which a funding leased at least one unit.
    pub(in crate::study) days: Option<i64>,
    pub(in crate::study) earned: Option<Won>,
}

/// Every part of a future's record.
pub(in crate::study) fn parts(inputs: &Inputs, future: &Future) -> Vec<Part> {
    let record = &future.record;
    let mut all = Vec::new();
    let mut push = |scope: &str, kind: Kind, has_jobs: bool| {
        all.push(Part { scope: scope.to_owned(), kind, has_jobs });
    };
    let (mut site, mut jobs) = (PoolMonth::default(), JobTotals::default());
    for (number, (pool, account)) in inputs.pools.iter().zip(&record.window).enumerate() {
        push(&pool.name, Kind::Account(*account), inputs.has_jobs(Some(PoolId::at(number))));
        // Awards in hours hold no units, so what is promised in units says nothing of them.
        if pool.shared.is_some() && !pool.gives_hours {
            push(&pool.name, Kind::Queue(*account), true);
        }
        if inputs.at_site(PoolId::at(number)) {
            site = site.with(account);
        }
    }
    push(SITE, Kind::Account(site), inputs.has_jobs(None));
    for (number, (pool, own)) in inputs.pools.iter().zip(&record.jobs).enumerate() {
        push(&pool.name, Kind::Jobs(*own), inputs.has_jobs(Some(PoolId::at(number))));
        jobs.started += own.started;
        jobs.waited += own.waited;
    }
    push(SITE, Kind::Jobs(jobs), inputs.has_jobs(None));
    job_rows(inputs, record, &mut push);
    let pools = inputs.pools.iter().map(|pool| pool.name.as_str());
    for (scope, &time) in pools.chain([SITE]).zip(&record.at_power_limit) {
        push(scope, Kind::AtPowerLimit(time), true);
    }
    let mut push = |scope: &str, kind: Kind| push(scope, kind, true);
    let mut whole = Demand::default();
    for (number, programme) in inputs.programmes.iter().enumerate() {
        let demand = Demand::of(inputs, record, number);
        push(&programme.name, Kind::Demand(demand));
        push(&programme.name, Kind::Waits(record.waits[number]));
        if inputs.at_site(programme.pool) {
            whole.add(&demand);
        }
    }
    push(SITE, Kind::Demand(whole));
    push(SITE, Kind::Waits(record.waits.last().copied().unwrap_or_default()));
    hours(inputs, record, &mut push);
    moves(inputs, record, &mut push);
    for (output, ratio) in inputs.outputs.iter().zip(&future.world.outputs) {
        let programmes = output.programmes.iter().map(|number| number.place());
        let done = match output.per {
            OutputPer::StartedAward => {
                programmes.map(|number| record.programmes[number].started).sum::<i64>() as f64
            }
            OutputPer::UnitMonth => {
                let classes = inputs.classes.len();
                let held = programmes
                    .flat_map(|number| record.classes.iter().skip(number * classes).take(classes));
                held.map(|class| class.units_of(OfClass::Held))
                    .sum::<UnitSeconds>()
                    .in_unit_months()
            }
        };
        push(&output.name, Kind::Outputs(ratio * done));
    }
    fees(inputs, record, &mut push);
    classes(inputs, record, &mut push);
    money(inputs, record, &mut push);
    all
}

/// Where responses of jobs are, in the order of the record: the scope, whether another part has the mean wait of it,
/// and whether it is shown.
fn job_scopes(inputs: &Inputs) -> Vec<(String, bool, bool)> {
    let mut all = Vec::new();
    for (number, pool) in inputs.pools.iter().enumerate() {
        all.push((pool.name.clone(), false, inputs.has_jobs(Some(PoolId::at(number)))));
    }
    all.extend(inputs.programmes.iter().map(|programme| (programme.name.clone(), true, true)));
    for programme in &inputs.programmes {
        for (at, class) in inputs.classes.iter().enumerate() {
            let own = programme.classes.iter().any(|of| of.class.place() == at);
            all.push((format!("{}.{}", programme.name, class.name), true, own));
        }
    }
    all.push((SITE.to_owned(), false, true));
    for (at, class) in inputs.classes.iter().enumerate() {
        all.push((format!("{SITE}.{}", class.name), true, at > 0));
    }
    all
}

/// How jobs waited, and what they lost to interruptions, where either is kept.
fn job_rows(inputs: &Inputs, record: &Record, push: &mut impl FnMut(&str, Kind, bool)) {
    if record.job_waits.is_empty() && record.job_losses.is_empty() {
        return;
    }
    let scopes = job_scopes(inputs);
    for ((scope, mean, _), &waits) in scopes.iter().zip(&record.job_waits).filter(|(it, _)| it.2) {
        push(scope, Kind::JobWaits { waits, mean: *mean }, true);
    }
    for ((scope, ..), &losses) in scopes.iter().zip(&record.job_losses).filter(|(it, _)| it.2) {
        push(scope, Kind::Losses(losses), true);
    }
}

/// Hours, where any programme awards them: of each programme, of the site, and of their classes.
fn hours(inputs: &Inputs, record: &Record, push: &mut impl FnMut(&str, Kind)) {
    if record.hours.is_empty() {
        return;
    }
    let count = inputs.classes.len();
    let sum = |at: &mut dyn Iterator<Item = usize>| {
        let (mut totals, mut used) = (HoursTotals::default(), UnitSeconds::ZERO);
        for at in at {
            totals.add(&record.hours[at]);
            let programme = inputs.programmes.get(at / count.max(1));
            let held = record.classes[at].units_of(OfClass::Held);
            used += held * programme.map_or(1, |it| it.drawn_by_an_hour());
        }
        Kind::Hours(totals, used)
    };
    let gives = |number: usize| inputs.programmes.get(number).is_some_and(|it| it.hours.is_some());
    let here = |number: usize| {
        gives(number) && inputs.programmes.get(number).is_some_and(|it| inputs.at_site(it.pool))
    };
    for (number, programme) in inputs.programmes.iter().enumerate().filter(|(at, _)| gives(*at)) {
        push(&programme.name, sum(&mut (number * count..(number + 1) * count)));
        for of in &programme.classes {
            let class = of.class.place();
            let scope = format!("{}.{}", programme.name, inputs.classes[class].name);
            push(&scope, sum(&mut std::iter::once(number * count + class)));
        }
    }
    let all = || (0..inputs.programmes.len() * count).filter(|at| here(at / count));
    push(SITE, sum(&mut all()));
    for (class, named) in inputs.classes.iter().enumerate().skip(1) {
        push(&format!("{SITE}.{}", named.name), sum(&mut all().filter(|at| at % count == class)));
    }
}

/// Who moved, where any programme lets people move.
fn moves(inputs: &Inputs, record: &Record, push: &mut impl FnMut(&str, Kind)) {
    if inputs.programmes.iter().all(|programme| programme.moves.is_empty()) {
        return;
    }
    let (mut out, mut came) = (0, 0);
    for (programme, totals) in inputs.programmes.iter().zip(&record.programmes) {
        push(&programme.name, Kind::Moves(totals.moved_out, totals.moved_in));
        if inputs.at_site(programme.pool) {
            out += totals.moved_out;
            came += totals.moved_in;
        }
    }
    push(SITE, Kind::Moves(out, came));
}

/// What projects paid, where they pay anything.
fn fees(inputs: &Inputs, record: &Record, push: &mut impl FnMut(&str, Kind)) {
    let mut site = None;
    for (programme, totals) in inputs.programmes.iter().zip(&record.programmes) {
        if programme.fee.is_some() {
            site = Some(site.unwrap_or(Won::ZERO) + totals.fees);
            push(&programme.name, Kind::Fees(totals.fees));
        }
    }
    if let Some(site) = site {
        push(SITE, Kind::Fees(site));
    }
}

/// Classes: `PROGRAMME.CLASS`, and `site.CLASS` for the programmes of the site together.
fn classes(inputs: &Inputs, record: &Record, push: &mut impl FnMut(&str, Kind)) {
    let count = inputs.classes.len();
    let rows = || inputs.programmes.iter().zip(record.classes.chunks(count));
    for (programme, rows) in rows() {
        for of in &programme.classes {
            let class = of.class.place();
            let scope = format!("{}.{}", programme.name, inputs.classes[class].name);
            push(&scope, Kind::Class(rows[class]));
        }
    }
    for (class, named) in inputs.classes.iter().enumerate().skip(1) {
        let mut sum = ClassTotals::default();
        for (_, rows) in rows().filter(|(programme, _)| inputs.at_site(programme.pool)) {
            sum.add(&rows[class]);
        }
        push(&format!("{SITE}.{}", named.name), Kind::Class(sum));
    }
}

/// Every account that spends, then what came in, then all of the site.
fn money(inputs: &Inputs, record: &Record, push: &mut impl FnMut(&str, Kind)) {
    let (mut spent, mut unspent) = (Won::ZERO, Won::ZERO);
    // A gap in which nothing is sold is compared with one in which units are.
    let (mut sale, mut fees) = (Won::ZERO, Won::ZERO);
    let present = |at: usize| inputs.discount.and(record.present_values.get(at).copied());
    for (at, (account, row)) in inputs.accounts().into_iter().zip(&record.window_money).enumerate()
    {
        spent += row.spent;
        let present = present(at);
        let of = match account {
            Account::Funding(_) => {
                let over = row.lapsed + row.left;
                unspent += over;
                let days = Some(row.days);
                Money { spent: Some(row.spent), present, unspent: Some(over), days, earned: None }
            }
            Account::Arrears | Account::Capital | Account::Running | Account::Electricity => {
                Money { spent: Some(row.spent), present, ..Money::default() }
            }
            Account::Private => {
                sale += row.earned;
                continue;
            }
            Account::Fees => {
                fees += row.earned;
                continue;
            }
        };
        push(inputs.account_name(account), Kind::Money(of));
    }
    let earned = |won: Won| Kind::Money(Money { earned: Some(won), ..Money::default() });
    push("sale", earned(sale));
    push("fees", earned(fees));
    let (spent, unspent, earned) = (Some(spent), Some(unspent), Some(sale + fees));
    let present = inputs.discount.map(|_| record.present_values.iter().sum());
    push(SITE, Kind::Money(Money { spent, present, unspent, days: None, earned }));
}
