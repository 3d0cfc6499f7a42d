//! Responses: one number per replication and question, over the observation window.

mod classes;

use crate::model::ids::PoolId;
use crate::model::inputs::{Account, Inputs};
use crate::model::record::{JobTotals, PoolMonth, Record};
use crate::quantity::{UnitSeconds, ratio};
use crate::results::{EstimateRow, Future, ResponseRow};
use crate::stats::Estimate;

/// The scope that stands for the whole centre.
pub(super) const SITE: &str = "site";

/// The responses of every replication of one alternative.
#[derive(Clone, Debug)]
pub(super) struct ResponseTable {
    pub(super) alternative: String,
    pub(super) responses: Vec<Response>,
}

/// One response over all replications.
#[derive(Clone, Debug)]
pub(super) struct Response {
    pub(super) name: &'static str,
    pub(super) scope: String,
    /// By replication; `None` where a ratio has no denominator.
    pub(super) values: Vec<Option<f64>>,
}

impl ResponseTable {
    pub(super) fn of(alternative: &str, inputs: &Inputs, futures: &[Future]) -> Self {
        let mut responses: Vec<Response> = Vec::new();
        for (replication, future) in futures.iter().enumerate() {
            let values = values(inputs, future);
            if replication == 0 {
                let empty = |(name, scope, _): &Value| Response {
                    name,
                    scope: scope.clone(),
                    values: Vec::with_capacity(futures.len()),
                };
                responses = values.iter().map(empty).collect();
            }
            for (response, (_, _, value)) in responses.iter_mut().zip(values) {
                response.values.push(value);
            }
        }
        Self { alternative: alternative.to_owned(), responses }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = ResponseRow> + '_ {
        self.responses.iter().flat_map(move |response| {
            response.values.iter().enumerate().map(move |(replication, &value)| ResponseRow {
                alternative: self.alternative.clone(),
                replication: replication as i64,
                response: response.name,
                scope: response.scope.clone(),
                value,
            })
        })
    }

    pub(super) fn estimates(&self) -> impl Iterator<Item = EstimateRow> + '_ {
        self.responses.iter().filter_map(|response| {
            let mut values: Vec<f64> = response.values.iter().flatten().copied().collect();
            let estimate = Estimate::of(&mut values)?;
            Some(EstimateRow {
                alternative: self.alternative.clone(),
                response: response.name,
                scope: response.scope.clone(),
                estimate,
            })
        })
    }
}

pub(super) type Value = (&'static str, String, Option<f64>);

fn values(inputs: &Inputs, future: &Future) -> Vec<Value> {
    let record = &future.record;
    let mut all = Vec::new();
    let of_site =
        record.window.iter().enumerate().filter(|(pool, _)| inputs.at_site(PoolId::at(*pool)));
    let site =
        of_site.map(|(_, account)| account).fold(PoolMonth::default(), |sum, pool| PoolMonth {
            installed: sum.installed + pool.installed,
            leased: sum.leased + pool.leased,
            sold: sum.sold + pool.sold,
            notice: sum.notice + pool.notice,
            cost: sum.cost + pool.cost,
            in_service: sum.in_service + pool.in_service,
            allocated: sum.allocated + pool.allocated,
            busy: sum.busy + pool.busy,
            fragmented: sum.fragmented + pool.fragmented,
            frozen: sum.frozen + pool.frozen,
            cut_back: sum.cut_back + pool.cut_back,
            ..sum
        });
    for (number, (pool, account)) in inputs.pools.iter().zip(&record.window).enumerate() {
        ladder_values(&pool.name, account, inputs.has_jobs(Some(PoolId::at(number))), &mut all);
    }
    ladder_values(SITE, &site, inputs.has_jobs(None), &mut all);
    job_values(inputs, record, &mut all);
    let mut whole = Demand::default();
    for (number, programme) in inputs.programmes.iter().enumerate() {
        let demand = Demand::of(inputs, record, number);
        demand.values(&programme.name, &mut all);
        if inputs.at_site(programme.pool) {
            whole.add(&demand);
        }
    }
    whole.values(SITE, &mut all);
    if inputs.programmes.iter().any(|programme| !programme.moves.is_empty()) {
        let (mut site_out, mut site_in) = (0, 0);
        let mut push = |scope: &str, out: i64, came: i64| {
            all.push(("moved_out", scope.to_owned(), Some(out as f64)));
            all.push(("moved_in", scope.to_owned(), Some(came as f64)));
        };
        for (programme, totals) in inputs.programmes.iter().zip(&record.programmes) {
            push(&programme.name, totals.moved_out, totals.moved_in);
            if inputs.at_site(programme.pool) {
                site_out += totals.moved_out;
                site_in += totals.moved_in;
            }
        }
        push(SITE, site_out, site_in);
    }
    for (output, per_award) in inputs.outputs.iter().zip(&future.world.outputs) {
        let awards =
            output.programmes.iter().map(|&number| record.programmes[number.place()].awards);
        let given = per_award * awards.sum::<i64>() as f64;
        all.push(("outputs", output.name.clone(), Some(given)));
    }
    fee_values(inputs, record, &mut all);
    classes::values(inputs, record, &mut all);
    money_values(inputs, record, &mut all);
    all
}

fn ladder_values(scope: &str, account: &PoolMonth, jobs: bool, all: &mut Vec<Value>) {
    let mut push = |name, value| all.push((name, scope.to_owned(), value));
    let of = |part: UnitSeconds, whole: UnitSeconds| ratio(part.0, whole.0);
    push("leased_of_installed", of(account.leased, account.installed));
    push("allocated_of_leased", of(account.allocated, account.leased));
    push("allocated_of_installed", of(account.allocated, account.installed));
    push("busy_of_allocated", of(account.busy, account.allocated).filter(|_| jobs));
    push("busy_of_installed", of(account.busy, account.installed).filter(|_| jobs));
    let months = |part: UnitSeconds| Some(part.in_unit_months());
    let unleased = account.installed - account.leased;
    push("unleased_unit_months", months(unleased));
    push("held_unit_months", months(unleased - account.sold - account.notice));
    push("sold_unit_months", months(account.sold));
    push("notice_unit_months", months(account.notice));
    push("in_service_of_leased", of(account.in_service, account.leased));
    push("free_unit_months", months(account.in_service - account.allocated));
    push("down_unit_months", months(account.leased - account.in_service));
    push("fragmented_unit_months", months(account.fragmented).filter(|_| jobs));
    push("idle_unit_months", months(account.allocated - account.busy).filter(|_| jobs));
    push("frozen_unit_months", months(account.frozen));
    push("cut_back_unit_months", months(account.cut_back));
    // Where no price is stated nothing is known of cost, which is not the same as free.
    let cost = Some(account.cost.0 as f64).filter(|cost| *cost > 0.0);
    let hour = |held: UnitSeconds| (held.0 > 0).then(|| held.0 as f64 / 3600.0);
    let per = |held: UnitSeconds| Some(cost? / hour(held)?);
    push("cost", cost);
    push("cost_per_allocated_hour", per(account.allocated));
    push("cost_per_busy_hour", per(account.busy).filter(|_| jobs));
}

/// How long jobs wait, where there are any.
fn job_values(inputs: &Inputs, record: &Record, all: &mut Vec<Value>) {
    let mut whole = JobTotals::default();
    let mut push = |scope: &str, jobs: &JobTotals, known: bool| {
        let hours = ratio(jobs.waited.0, 3_600 * jobs.started).filter(|_| known);
        all.push(("mean_job_wait", scope.to_owned(), hours));
    };
    for (number, (pool, jobs)) in inputs.pools.iter().zip(&record.jobs).enumerate() {
        push(&pool.name, jobs, inputs.has_jobs(Some(PoolId::at(number))));
        whole.started += jobs.started;
        whole.waited += jobs.waited;
    }
    push(SITE, &whole, inputs.has_jobs(None));
}

/// A programme's applications and awards over the window.
#[derive(Clone, Copy, Debug, Default)]
struct Demand {
    applications: i64,
    places: i64,
    /// Applications of the rounds that have places, decided or not.
    pooled: i64,
    pooled_awards: i64,
    units_asked: i64,
    units_offered: i64,
    units_awarded: i64,
    awards: i64,
    turned_away: i64,
    withdrawn: i64,
    started: i64,
    waited_days: f64,
    /// Mean projects that hold units.
    running: f64,
}

impl Demand {
    fn of(inputs: &Inputs, record: &Record, number: usize) -> Self {
        let totals = &record.programmes[number];
        let mut demand = Self {
            applications: totals.applications,
            awards: totals.awards,
            turned_away: totals.refused,
            withdrawn: totals.withdrawn,
            started: totals.started,
            waited_days: totals.waited.in_days(),
            running: {
                let (from, to) = inputs.window;
                let length = inputs.calendar.midnight(to) - inputs.calendar.midnight(from);
                totals.running.0 as f64 / length.0 as f64
            },
            ..Self::default()
        };
        let (from, to) =
            (inputs.calendar.midnight(inputs.window.0), inputs.calendar.midnight(inputs.window.1));
        for row in record.rounds.iter().filter(|row| row.programme == number) {
            if from <= row.closes && row.closes < to {
                demand.places += row.places;
                demand.pooled += row.applications();
                demand.pooled_awards += row.awards;
                demand.units_asked += row.units_asked;
                demand.units_offered += row.units_offered;
                demand.units_awarded += row.units_awarded;
            }
            if from <= row.decides && row.decides < to {
                demand.turned_away += row.applications() - row.awards;
            }
        }
        demand
    }

    fn add(&mut self, other: &Self) {
        self.applications += other.applications;
        self.places += other.places;
        self.pooled += other.pooled;
        self.pooled_awards += other.pooled_awards;
        self.units_asked += other.units_asked;
        self.units_offered += other.units_offered;
        self.units_awarded += other.units_awarded;
        self.awards += other.awards;
        self.turned_away += other.turned_away;
        self.withdrawn += other.withdrawn;
        self.started += other.started;
        self.waited_days += other.waited_days;
        self.running += other.running;
    }

    fn values(&self, scope: &str, all: &mut Vec<Value>) {
        let mut push = |name, value| all.push((name, scope.to_owned(), value));
        let count = |number: i64| Some(number as f64);
        push("applications", count(self.applications));
        push("places", count(self.places));
        push("awards", count(self.awards));
        push("running_projects", Some(self.running));
        push("turned_away", count(self.turned_away));
        push("withdrawn", count(self.withdrawn));
        push("applications_of_places", ratio(self.pooled, self.places));
        push("applications_of_awards", ratio(self.pooled, self.pooled_awards));
        push("units_asked_of_offered", ratio(self.units_asked, self.units_offered));
        push("units_asked_of_awarded", ratio(self.units_asked, self.units_awarded));
        push("mean_wait", (self.started > 0).then(|| self.waited_days / self.started as f64));
    }
}

/// What projects paid, where they pay anything.
fn fee_values(inputs: &Inputs, record: &Record, all: &mut Vec<Value>) {
    let mut site = 0;
    let mut asked = false;
    for (programme, totals) in inputs.programmes.iter().zip(&record.programmes) {
        if programme.fee.is_some() {
            asked = true;
            site += totals.fees.0;
            all.push(("fee_income", programme.name.clone(), Some(totals.fees.0 as f64)));
        }
    }
    if asked {
        all.push(("fee_income", SITE.to_owned(), Some(site as f64)));
    }
}

fn money_values(inputs: &Inputs, record: &Record, all: &mut Vec<Value>) {
    let (mut spent, mut unspent) = (0, 0);
    // A gap in which nothing is sold is compared with one in which units are.
    let (mut sale, mut fees) = (0, 0);
    for (account, row) in inputs.accounts().into_iter().zip(&record.window_money) {
        spent += row.spent.0;
        let scope = inputs.account_name(account);
        let mut push = |name, value| all.push((name, scope.to_owned(), Some(value)));
        match account {
            Account::Funding(_) => {
                let over = row.lapsed.0 + row.left.0;
                unspent += over;
                push("spent", row.spent.0 as f64);
                push("unspent", over as f64);
                push("paid_months", row.days as f64 * 12.0 / 365.0);
            }
            Account::Arrears | Account::Capital | Account::Running | Account::Electricity => {
                push("spent", row.spent.0 as f64);
            }
            Account::Private => sale += row.earned.0,
            Account::Fees => fees += row.earned.0,
        }
    }
    let mut push = |name, scope: &str, value: i64| {
        all.push((name, scope.to_owned(), Some(value as f64)));
    };
    push("earned", "sale", sale);
    push("earned", "fees", fees);
    push("spent", SITE, spent);
    push("unspent", SITE, unspent);
    push("earned", SITE, sale + fees);
}
