//! What a log says of awards in hours: what each user used over a term, how often such a term begins, and when within
//! it the hours go.
//!
//! A user is taken for a project. Its first job begins a term; the first job after a term is over begins the next. What
//! was awarded a log does not say: here it is what was used.

use std::collections::BTreeMap;

use super::shape::{self, Candidate};
use crate::trace::Log;

/// Terms that calls have, in months.
const TERMS: [u32; 5] = [1, 2, 3, 6, 12];
/// Seconds in a month of 365/12 days.
const MONTH: f64 = 365.0 * 86_400.0 / 12.0;
/// Factor by which the longest month of a calendar exceeds a twelfth of a year.
const LONGER: f64 = 1.03;

/// Awards in hours, as a log shows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Awards {
    /// Months of a term: the least usual one that nine of ten users stay within.
    pub term: u32,
    /// Terms that began.
    pub count: u64,
    /// Of those, terms that were not over when the log ended; their hours are left out where enough others are there.
    pub open: u64,
    /// Terms that began in a week.
    pub per_week: f64,
    /// Units of the largest job.
    pub largest_job: u32,
    /// Hours of one unit that each used, ascending.
    pub hours: Vec<f64>,
    /// Shapes of those; the proposed one first.
    pub shapes: Vec<Candidate>,
    /// Share of the hours of all in each quarter of their terms.
    pub quarters: [f64; 4],
    /// How the rate grows over a term, −1 to 1: from 1 − ramp to 1 + ramp times its mean.
    pub ramp: f64,
    /// By month of submission, where the log has dates: terms that began, users with jobs, hours.
    pub months: Vec<Month>,
}

/// A month of a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Month {
    /// `2025-03`.
    pub month: String,
    /// Terms that began in the month.
    pub began: u64,
    /// Users who submitted in the month.
    pub users: u64,
    /// Hours of one unit of the jobs that were submitted in the month.
    pub hours: f64,
}

/// A term in the making.
#[derive(Clone, Copy)]
struct Term {
    user: u32,
    starts: f64,
    hours: f64,
    /// Hours by quarter, and Σ hours × place in the term.
    quarters: [f64; 4],
    place: f64,
}

impl Log {
    /// What the jobs of this log with a run time and a size up to `units` say of awards in hours; `None` if there are
    /// none. Sizes are in the log's own parts of a unit.
    #[must_use]
    pub fn awards(&self, units: u32) -> Option<Awards> {
        let seconds = |ticks: i64| ticks as f64 / self.ticks_per_second as f64;
        let usable = self.records.iter();
        let usable = usable
            .filter(|it| it.run.0 > 0 && it.size > 0 && it.size <= units && it.size != u32::MAX);
        let mut jobs: Vec<(u32, f64, f64, u32)> = usable
            .map(|it| {
                let hours =
                    seconds(it.run.0) / 3_600.0 * f64::from(it.size) / f64::from(self.grain);
                (it.user, seconds(it.submit.0), hours, it.size.div_ceil(self.grain))
            })
            .collect();
        jobs.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let largest_job = jobs.iter().map(|job| job.3).max()?;
        let first = jobs.iter().map(|job| job.1).fold(f64::INFINITY, f64::min);
        let last = jobs.iter().map(|job| job.1).fold(f64::NEG_INFINITY, f64::max);
        let months = usual_term(&jobs);
        let length = f64::from(months) * MONTH;
        let terms = terms(&jobs, length);
        let over: Vec<&Term> =
            terms.iter().filter(|term| term.starts + length <= last + 0.1 * length).collect();
        // A log of one term has none that is surely over.
        let counted: Vec<&Term> = if over.len() >= 10 { over } else { terms.iter().collect() };
        let mut hours: Vec<f64> = counted.iter().map(|term| term.hours).collect();
        hours.sort_unstable_by(f64::total_cmp);
        let all: f64 = counted.iter().map(|term| term.hours).sum::<f64>().max(f64::MIN_POSITIVE);
        let quarter = |at: usize| counted.iter().map(|term| term.quarters[at]).sum::<f64>() / all;
        let place = counted.iter().map(|term| term.place).sum::<f64>() / all;
        Some(Awards {
            term: months,
            count: terms.len() as u64,
            open: (terms.len() - counted.len()) as u64,
            per_week: terms.len() as f64 / ((last - first) / 604_800.0).max(1.0 / 7.0),
            largest_job,
            shapes: shape::candidates(&hours),
            hours,
            quarters: [0, 1, 2, 3].map(quarter),
            // Of a rate from 1 − r to 1 + r the mean place is 1/2 + r/6.
            ramp: (6.0 * (place - 0.5)).clamp(-1.0, 1.0),
            months: self.months(&jobs, &terms),
        })
    }

    fn months(&self, jobs: &[(u32, f64, f64, u32)], terms: &[Term]) -> Vec<Month> {
        if self.origin().is_none() {
            return Vec::new();
        }
        let month = |second: f64| -> String {
            let date = self.instant((second * self.ticks_per_second as f64) as i64);
            date.get(..7).unwrap_or("").to_owned()
        };
        let mut all: BTreeMap<String, (Month, Vec<u32>)> = BTreeMap::new();
        for (user, at, hours, _) in jobs {
            let (own, users) = all.entry(month(*at)).or_default();
            own.hours += hours;
            users.push(*user);
        }
        for term in terms {
            all.entry(month(term.starts)).or_default().0.began += 1;
        }
        let finish = |(month, (own, mut users)): (String, (Month, Vec<u32>))| {
            users.sort_unstable();
            users.dedup();
            Month { month, users: users.len() as u64, ..own }
        };
        all.into_iter().map(finish).collect()
    }
}

/// The least usual term that nine of ten users stay within from their first job to their last.
fn usual_term(jobs: &[(u32, f64, f64, u32)]) -> u32 {
    let users = jobs.chunk_by(|a, b| a.0 == b.0);
    let mut spans: Vec<f64> = users.map(|own| own[own.len() - 1].1 - own[0].1).collect();
    spans.sort_unstable_by(f64::total_cmp);
    let most = spans[(spans.len() * 9 / 10).min(spans.len() - 1)];
    let within = |months: &&u32| most <= f64::from(**months) * MONTH * LONGER;
    TERMS.iter().find(within).copied().unwrap_or(12)
}

/// The terms of all users; jobs are in the order of users, and within one in that of submissions.
fn terms(jobs: &[(u32, f64, f64, u32)], length: f64) -> Vec<Term> {
    let mut all: Vec<Term> = Vec::new();
    for &(user, at, hours, _) in jobs {
        let goes_on = |term: &&mut Term| term.user == user && at < term.starts + length * LONGER;
        let begun = Term { user, starts: at, hours: 0.0, quarters: [0.0; 4], place: 0.0 };
        if all.last_mut().filter(goes_on).is_none() {
            all.push(begun);
        }
        let Some(term) = all.last_mut() else { continue };
        let place = ((at - term.starts) / length).clamp(0.0, 1.0);
        term.hours += hours;
        term.quarters[((place * 4.0) as usize).min(3)] += hours;
        term.place += hours * place;
    }
    all
}

#[cfg(test)]
mod tests {
    use crate::trace::{Log, Reading};

    /// Two users of a log of half a year. One runs an hour on 10 units in each of its first 80 days: 800 hours, three
    /// months. The other does so on 5 units every day of 170: 850 hours in six months, which are two terms of three.
    #[test]
    fn terms_by_hand() {
        let mut text = "; UnixStartTime: 1735689600\n".to_owned();
        let mut job = |day: i64, size: u32, user: u32| {
            text += &format!(
                "1 {} 0 3600 {size} -1 -1 {size} -1 -1 1 {user} 1 -1 -1 -1 -1 -1\n",
                day * 86_400
            );
        };
        for day in 0..170 {
            if day < 80 {
                job(day, 10, 1);
            }
            job(day, 5, 2);
        }
        let input = std::io::Cursor::new(text.into_bytes());
        let log = Log::from_stream("test", input, &Reading::default()).expect("good");
        let awards = log.awards(u32::MAX).expect("jobs");
        // Both stay within six months.
        assert_eq!((awards.term, awards.count, awards.largest_job), (6, 2, 10));
        assert_eq!(awards.hours, [800.0, 850.0]);
        assert_eq!(awards.months.len(), 6);
        assert_eq!(awards.months[0].hours, 31.0 * 15.0);
        assert_eq!((awards.months[0].began, awards.months[0].users), (2, 2));
        assert_eq!(awards.months[5].users, 1);
    }
}
