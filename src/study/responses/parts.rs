//! The parts of a record from which responses are taken, in the order of the tables.

use super::SITE;
use super::demand::Demand;
use crate::measures::{Money as Column, OfClass};
use crate::model::ids::{AccountId, ClassId, ProgrammeId};
use crate::model::inputs::{Account, GroupOf, Inputs, OutputPer};
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
    for (id, account) in record.window.enumerated() {
        let pool = &inputs.pools[id];
        push(&pool.name, Kind::Account(*account), inputs.has_jobs(Some(id)));
        // Awards in hours hold no units, so what is promised in units says nothing of them.
        if pool.shared.is_some() && !pool.gives_hours {
            push(&pool.name, Kind::Queue(*account), true);
        }
        if inputs.at_site(id) {
            site = site.with(account);
        }
    }
    push(SITE, Kind::Account(site), inputs.has_jobs(None));
    for (id, own) in record.jobs.enumerated() {
        push(&inputs.pools[id].name, Kind::Jobs(*own), inputs.has_jobs(Some(id)));
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
    for ((id, programme), waits) in inputs.programmes.enumerated().zip(&record.waits) {
        let demand = Demand::of(inputs, record, id);
        push(&programme.name, Kind::Demand(demand));
        push(&programme.name, Kind::Waits(*waits));
        if inputs.at_site(programme.pool) {
            whole.add(&demand);
        }
    }
    push(SITE, Kind::Demand(whole));
    push(SITE, Kind::Waits(record.waits.last().copied().unwrap_or_default()));
    hours(inputs, record, &mut push);
    moves(inputs, record, &mut push);
    for (output, ratio) in inputs.outputs.iter().zip(&future.world.outputs) {
        let programmes = output.programmes.iter();
        let done = match output.per {
            OutputPer::StartedAward => programmes
                .map(|programme| record.programmes[*programme].started)
                .sum::<i64>() as f64,
            OutputPer::UnitMonth => {
                let held = programmes.flat_map(|programme| inputs.groups_of(*programme));
                held.map(|group| record.classes[group].units_of(OfClass::Held))
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
    for (id, pool) in inputs.pools.enumerated() {
        all.push((pool.name.clone(), false, inputs.has_jobs(Some(id))));
    }
    all.extend(inputs.programmes.iter().map(|programme| (programme.name.clone(), true, true)));
    for programme in &inputs.programmes {
        for (id, class) in inputs.classes.enumerated() {
            let own = programme.class(id).is_some();
            all.push((format!("{}.{}", programme.name, class.name), true, own));
        }
    }
    all.push((SITE.to_owned(), false, true));
    for (id, class) in inputs.classes.enumerated() {
        all.push((format!("{SITE}.{}", class.name), true, id.place() > 0));
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
    let sum = |some: &mut dyn Iterator<Item = (ProgrammeId, ClassId)>| {
        let (mut totals, mut used) = (HoursTotals::default(), UnitSeconds::ZERO);
        for (programme, class) in some {
            let group = inputs.group(GroupOf::Class(programme, class));
            totals.add(&record.hours[group]);
            let held = record.classes[group].units_of(OfClass::Held);
            used += held * inputs.programmes[programme].drawn_by_an_hour();
        }
        Kind::Hours(totals, used)
    };
    let each = |id: ProgrammeId| inputs.classes.ids().map(move |class| (id, class));
    let gives = || inputs.programmes.enumerated().filter(|(_, it)| it.hours.is_some());
    for (id, programme) in gives() {
        push(&programme.name, sum(&mut each(id)));
        for of in &programme.classes {
            let scope = format!("{}.{}", programme.name, inputs.classes[of.class].name);
            push(&scope, sum(&mut std::iter::once((id, of.class))));
        }
    }
    let here = || gives().filter(|(_, it)| inputs.at_site(it.pool)).flat_map(|(id, _)| each(id));
    push(SITE, sum(&mut here()));
    for (class, named) in inputs.stated_classes() {
        let own = &mut here().filter(|&(_, its)| its == class);
        push(&format!("{SITE}.{}", named.name), sum(own));
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
    let of = |programme: ProgrammeId, class: ClassId| {
        record.classes[inputs.group(GroupOf::Class(programme, class))]
    };
    for (id, programme) in inputs.programmes.enumerated() {
        for own in &programme.classes {
            let scope = format!("{}.{}", programme.name, inputs.classes[own.class].name);
            push(&scope, Kind::Class(of(id, own.class)));
        }
    }
    for (class, named) in inputs.stated_classes() {
        let mut sum = ClassTotals::default();
        let here = inputs.programmes.enumerated().filter(|(_, it)| inputs.at_site(it.pool));
        for (id, _) in here {
            sum.add(&of(id, class));
        }
        push(&format!("{SITE}.{}", named.name), Kind::Class(sum));
    }
}

/// Every account that spends, then what came in, then all of the site.
fn money(inputs: &Inputs, record: &Record, push: &mut impl FnMut(&str, Kind)) {
    let (mut spent, mut unspent) = (Won::ZERO, Won::ZERO);
    // A gap in which nothing is sold is compared with one in which units are.
    let (mut sale, mut fees) = (Won::ZERO, Won::ZERO);
    let present =
        |id: AccountId| inputs.discount.and(record.present_values.get(id.place()).copied());
    for ((id, &account), row) in inputs.accounts().enumerated().zip(&record.window_money) {
        spent += row[Column::Spent];
        let present = present(id);
        let of = match account {
            Account::Funding(_) => {
                let over = row[Column::Lapsed] + row[Column::Left];
                unspent += over;
                let days = Some(row.days);
                Money {
                    spent: Some(row[Column::Spent]),
                    present,
                    unspent: Some(over),
                    days,
                    earned: None,
                }
            }
            Account::Arrears | Account::Capital | Account::Running | Account::Electricity => {
                Money { spent: Some(row[Column::Spent]), present, ..Money::default() }
            }
            Account::Private => {
                sale += row[Column::Earned];
                continue;
            }
            Account::Fees => {
                fees += row[Column::Earned];
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
