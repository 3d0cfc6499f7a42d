//! The value of every response.

use super::demand::Demand;
use super::parts::{Kind, Money};
use crate::measures::{Currency, Flow, OfClass, Response, Scale};
use crate::model::record::{
    ClassTotals, HoursTotals, JobLosses, JobTotals, JobWaits, PoolMonth, Waits,
};
use crate::quantity::{UnitSeconds, Won, ratio};
use crate::time::Duration;

impl Kind {
    fn account(&self) -> Option<&PoolMonth> {
        if let Self::Account(it) = self { Some(it) } else { None }
    }

    fn jobs(&self) -> Option<&JobTotals> {
        if let Self::Jobs(it) = self { Some(it) } else { None }
    }

    fn demand(&self) -> Option<&Demand> {
        if let Self::Demand(it) = self { Some(it) } else { None }
    }

    fn waits(&self) -> Option<&Waits> {
        if let Self::Waits(it) = self { Some(it) } else { None }
    }

    fn hours(&self) -> Option<(&HoursTotals, UnitSeconds)> {
        if let Self::Hours(totals, used) = self { Some((totals, *used)) } else { None }
    }

    fn job_waits(&self) -> Option<&JobWaits> {
        if let Self::JobWaits { waits, .. } = self { Some(waits) } else { None }
    }

    fn losses(&self) -> Option<&JobLosses> {
        if let Self::Losses(it) = self { Some(it) } else { None }
    }

    fn class(&self) -> Option<&ClassTotals> {
        if let Self::Class(it) = self { Some(it) } else { None }
    }

    fn money(&self) -> Option<&Money> {
        if let Self::Money(it) = self { Some(it) } else { None }
    }

    /// People who went, and applications of those who came.
    fn moves(&self) -> Option<(i64, i64)> {
        if let Self::Moves(out, came) = self { Some((*out, *came)) } else { None }
    }

    /// A count that programmes and classes both have.
    fn either(&self, of_programme: fn(&Demand) -> i64, of_class: OfClass) -> Option<i64> {
        self.demand().map(of_programme).or_else(|| Some(self.class()?.of(of_class)))
    }
}

/// What a part of a record says of a response: `None`, it is not taken from there; `Some(None)`, it has no value,
/// since a ratio has no denominator or nothing has a price.
/// Money is told in its currency, whatever parts of it the record counts.
pub(in crate::study) fn value(
    currency: Currency,
    response: Response,
    from: &Kind,
) -> Option<Option<f64>> {
    let value = counted(response, from)?;
    Some(match response.row().scale {
        Scale::Won => value.map(|counted| counted / currency.parts() as f64),
        _ => value,
    })
}

fn counted(response: Response, from: &Kind) -> Option<Option<f64>> {
    let count = |number: i64| Some(number as f64);
    let won = |won: Won| Some(won.0 as f64);
    let months = |part: UnitSeconds| Some(part.in_unit_months());
    let hours = |part: UnitSeconds| Some(part.0 as f64 / 3_600.0);
    let in_hours = |wait: Duration| wait.0 as f64 / 3_600.0;
    let flow = |flow: Flow| Some(months(from.account()?.of(flow)));
    Some(match response {
        Response::Applications => count(from.either(|it| it.applications, OfClass::Applications)?),
        Response::Places => count(from.demand()?.places),
        Response::Awards => count(from.either(|it| it.awards, OfClass::Awards)?),
        Response::RunningProjects => Some(from.demand()?.running),
        Response::TurnedAway => count(from.either(|it| it.turned_away, OfClass::TurnedAway)?),
        Response::Declined => count(from.demand()?.declined),
        Response::AwardsStarted => count(from.waits()?.started),
        Response::AwardsLapsed => count(from.waits()?.lapsed),
        Response::AwardsWaiting => count(from.waits()?.waiting),
        Response::ApplicationsOfPlaces => from.demand().map(|it| ratio(it.pooled, it.places))?,
        Response::ApplicationsOfAwards => {
            from.demand().map(|it| ratio(it.pooled, it.pooled_awards))?
        }
        Response::UnitsAskedOfOffered => {
            let own = from.demand().filter(|it| it.in_units || !it.in_hours);
            own.map(|it| ratio(it.units_asked, it.units_offered))?
        }
        Response::UnitsAskedOfAwarded => {
            let own = from.demand().filter(|it| it.in_units || !it.in_hours);
            own.map(|it| ratio(it.units_asked, it.units_awarded))?
        }
        Response::AwardsOfDecided => from.class().map(ClassTotals::awards_of_decided)?,
        Response::MeanWait => match from {
            Kind::Demand(it) => (it.started > 0).then(|| it.waited_days / it.started as f64),
            _ => from.class()?.mean_wait(),
        },
        Response::HeldWithin30Days => from.waits()?.held_within[0],
        Response::HeldWithin90Days => from.waits()?.held_within[1],
        Response::HeldWithin180Days => from.waits()?.held_within[2],
        Response::MedianWait => from.waits()?.median.map(Duration::in_days),
        Response::InstalledOfPlanned
        | Response::LeasedOfInstalled
        | Response::AllocatedOfLeased
        | Response::AllocatedOfInstalled
        | Response::BusyOfAllocated
        | Response::BusyOfInstalled
        | Response::InServiceOfLeased => {
            let account = from.account()?;
            response.row().rungs.and_then(|(part, whole)| account.ratio(part, whole))
        }
        Response::LateUnitMonths => flow(Flow::Late)?,
        Response::PromisedOfInService => match from {
            Kind::Queue(it) => ratio(it.of(Flow::Promised).0, it.of(Flow::InService).0),
            _ => return None,
        },
        Response::UnleasedUnitMonths => flow(Flow::NotLeased)?,
        Response::HeldUnitMonths => flow(Flow::Held)?,
        Response::SoldUnitMonths => flow(Flow::Sold)?,
        Response::NoticeUnitMonths => flow(Flow::Notice)?,
        Response::FreeUnitMonths => flow(Flow::Free)?,
        Response::DownUnitMonths => flow(Flow::Down)?,
        Response::FragmentedUnitMonths => flow(Flow::Fragmented)?,
        Response::IdleUnitMonths => {
            let account = from.account()?;
            months(account.of(Flow::Allocated) - account.of(Flow::Busy))
        }
        Response::AllocatedUnitMonths => months(from.class()?.units_of(OfClass::Held)),
        Response::FrozenUnitMonths => match from {
            Kind::Class(it) => months(it.units_of(OfClass::Frozen)),
            _ => flow(Flow::Frozen)?,
        },
        Response::StoppedUnitMonths => months(from.class()?.units_of(OfClass::Stopped)),
        Response::CutBackUnitMonths => flow(Flow::CutBack)?,
        Response::Cost => cost(from.account()?),
        Response::CostPerAllocatedHour => cost_per_hour(from.account()?, Flow::Allocated),
        Response::CostPerBusyHour => cost_per_hour(from.account()?, Flow::Busy),
        Response::MeanJobWait => match from {
            Kind::JobWaits { waits, mean: true } => ratio(waits.waited.0, 3_600 * waits.started),
            _ => from.jobs().map(|it| ratio(it.waited.0, 3_600 * it.started))?,
        },
        Response::HoursAskedOfOffered => {
            let own = from.demand().filter(|it| it.in_hours);
            own.map(|it| ratio(it.hours_asked, it.hours_offered))?
        }
        Response::UsedOfAwarded => {
            from.hours().map(|(it, _)| ratio(it.closed_used.0, it.closed_given.0))?
        }
        Response::HoursUsed => hours(from.hours()?.1),
        Response::HoursLapsed => hours(from.hours()?.0.closed_lapsed),
        Response::HoursOverburnt => hours(from.hours()?.0.closed_overburnt),
        Response::HoursTakenBack => hours(from.hours()?.0.closed_taken_back),
        Response::HoursCarried => hours(from.hours()?.0.closed_carried_out),
        Response::JobWaitMedian => from.job_waits()?.median.map(in_hours),
        Response::JobWaitP90 => from.job_waits()?.p90.map(in_hours),
        Response::JobWaitP99 => from.job_waits()?.p99.map(in_hours),
        Response::JobsOverHour => from.job_waits().map(|it| ratio(it.over[0], it.started))?,
        Response::JobsOverDay => from.job_waits().map(|it| ratio(it.over[1], it.started))?,
        Response::JobsOverWeek => from.job_waits().map(|it| ratio(it.over[2], it.started))?,
        Response::JobsNeverStarted => {
            from.job_waits().map(|it| ratio(it.never, it.never + it.started))?
        }
        Response::JobsWaiting => Some(from.job_waits()?.waiting),
        Response::MeanJobSlowdown => {
            from.job_waits().map(|it| (it.started > 0).then(|| it.slowdown / it.started as f64))?
        }
        Response::JobPreEmptions => count(from.losses()?.pre_empted),
        Response::LostToPreEmption => {
            from.losses().map(|it| ratio(it.lost_to_pre_emption.0, it.ran.0))?
        }
        Response::LostToServers => from.losses().map(|it| ratio(it.lost_to_servers.0, it.ran.0))?,
        Response::HoursAtLimit => match from {
            Kind::AtPowerLimit(time) => Some(in_hours(*time)),
            _ => return None,
        },
        Response::MovedOut => count(from.moves()?.0),
        Response::MovedIn => count(from.moves()?.1),
        Response::Outputs => match from {
            Kind::Outputs(given) => Some(*given),
            _ => return None,
        },
        Response::FeeIncome => match from {
            Kind::Fees(paid) => won(*paid),
            _ => return None,
        },
        Response::Spent => won(from.money()?.spent?),
        Response::SpentPresentValue => Some(from.money()?.present?),
        Response::Unspent => won(from.money()?.unspent?),
        Response::PaidMonths => Some(from.money()?.days? as f64 * 12.0 / 365.0),
        Response::Earned => won(from.money()?.earned?),
        // Only a check asks for it, over days of its own.
        Response::LeasedCompute => return None,
    })
}

/// Where no price is stated nothing is known of cost, which is not the same as free.
fn cost(account: &PoolMonth) -> Option<f64> {
    Some(account.cost.0 as f64).filter(|cost| *cost > 0.0)
}

fn cost_per_hour(account: &PoolMonth, of: Flow) -> Option<f64> {
    let seconds = account.of(of).0;
    let hours = (seconds > 0).then(|| seconds as f64 / 3600.0);
    Some(cost(account)? / hours?)
}
