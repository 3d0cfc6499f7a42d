//! The stream of people who newly come to a programme with calls, and who of them waits for one.
//!
//! People come in time, not in rounds: a number in each civil month, at a rate that grows, has seasons
//! and answers to the award rate. Person *i* of a month exists if the sum of the first *i* unit-exponential
//! gaps is at most the month's expected number, so that lower demand is a subset of higher; the day
//! within the month is a draw of its own. Whoever has come waits for the next call that is open to
//! them, whenever that closes. So a call that is added, moved or cancelled changes nobody who came
//! before it, and as many people come in ten years whatever the calls are.

use serde::{Deserialize, Serialize};

use crate::engine::{Distribution, EventList};
use crate::measures::Whereabouts;
use crate::model::ids::{ApplicantId, ProgrammeId, RoundId, Table};
use crate::model::inputs::{FactorValues, Inputs, Intake, Programme, Rounds};
use crate::model::people::applicants::{ARRIVAL, Application, Cohort, Origin};
use crate::model::people::round_dates::RoundDates;
use crate::model::{DataCentre, Event};
use crate::time::{Calendar, Duration, Time};

/// The stream of a programme in one future; without calls it is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// The day from which people are counted: the first call collects one nominal spacing of the stream and nobody who
    /// came before.
    pub from: Time,
    /// From when nominal spacings are counted, each with a chance factor of its own.
    pub origin: Time,
    /// The months in which people come, in order.
    pub months: Vec<StreamMonth>,
    /// For each call: the share of those waiting to whom it appeals.
    pub reach: Table<RoundId, f64>,
    /// For each call: expected people who come for it alone.
    pub induced: Table<RoundId, f64>,
}

/// Days of a month that lie in one nominal spacing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spell {
    /// Number of the spell from the origin of the stream; spells before it are negative.
    pub number: i64,
    /// Days of the month that lie in the spell.
    pub days: i64,
}

/// A civil month of a stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StreamMonth {
    /// 12 × year + month − 1: the word of its addresses.
    pub word: u32,
    /// When the month begins.
    pub begins: Time,
    /// First day of the month, from the calendar's start.
    pub first_day: i64,
    /// Number of days of the month.
    pub days: i64,
    /// The month as a share of the nominal time from one regular call to the next.
    pub share: f64,
    /// The nominal spacings into which its days fall, in order.
    pub spells: Vec<Spell>,
    /// Expected people for each unit of the level of demand: its share, with growth and season.
    pub weight: f64,
    /// Expected people, but for the answer to the award rate.
    pub expected: f64,
}

impl Stream {
    /// The months from `from` to the end of the calendar, of a programme whose regular calls are
    /// `spacing` seconds apart, counted from `origin`. Growth is that of the middle of a month.
    pub(in crate::model) fn new(
        inputs: &Inputs,
        programme: &Programme,
        growth: f64,
        (from, origin): (Time, Time),
        spacing: f64,
    ) -> Self {
        let calendar = &inputs.calendar;
        let mut months = Vec::new();
        let none = Self { from, origin, ..Self::default() };
        let Some(date) = calendar.date_at(from) else { return none };
        let mut first = date.first_of_month();
        loop {
            let begins = calendar.start_of(first);
            if begins >= calendar.end() {
                break;
            }
            let Some(next) = Calendar::next_month(first) else { break };
            let length = (calendar.start_of(next) - begins).0 as f64;
            let share = length / spacing;
            let middle = calendar.years_since_start(begins) + 0.5 * length / Calendar::YEAR_SECONDS;
            let factor = libm::exp(growth * middle) * programme.season[first.month() as usize - 1];
            let first_day = calendar.day_of_date(first);
            let days = calendar.day_of_date(next) - first_day;
            let number = |day: i64| {
                let since = midnight(calendar, first_day + day) - origin;
                libm::floor(since.0 as f64 / spacing) as i64
            };
            let mut spells: Vec<Spell> = Vec::with_capacity(2);
            for day in 0..days {
                let number = number(day);
                match spells.last_mut().filter(|spell| spell.number == number) {
                    Some(spell) => spell.days += 1,
                    None => spells.push(Spell { number, days: 1 }),
                }
            }
            months.push(StreamMonth {
                spells,
                word: (12 * i32::from(first.year()) + i32::from(first.month()) - 1).unsigned_abs(),
                begins,
                first_day,
                days,
                share,
                weight: share * factor,
                expected: 0.0,
            });
            first = next;
        }
        Self { from, origin, months, ..Self::default() }
    }

    /// Sets the level of demand: expected people of one nominal spacing at the calendar's start.
    pub(in crate::model) fn set_level(&mut self, level: f64) {
        for month in &mut self.months {
            month.expected = (level * month.weight).min(month.share * Rounds::MOST_FRESH);
        }
    }

    /// What the calls of a programme have of their own.
    pub(in crate::model) fn with_calls(mut self, rounds: &Rounds, values: &FactorValues) -> Self {
        let share = |value: f64| value.clamp(0.0, 1.0);
        for round in &rounds.rounds {
            let extra = round.extra.as_ref();
            self.reach.push(extra.map_or(1.0, |extra| share(extra.reach.value(values))));
            let induced = extra.map_or(0.0, |extra| extra.induced.value(values));
            self.induced.push(induced.clamp(0.0, Rounds::MOST_FRESH));
        }
        self
    }

    /// Expected people who come within a range of time, for each unit of the level: by month, with
    /// the month's begin. People come on the midnights of days.
    pub(in crate::model) fn pieces(
        &self,
        calendar: &Calendar,
        from: Time,
        to: Time,
    ) -> Vec<(Time, f64)> {
        let from = from.max(self.from);
        let ends = |month: &StreamMonth| midnight(calendar, month.first_day + month.days);
        let months = self.months.iter().filter(|month| month.begins < to && ends(month) >= from);
        months
            .filter_map(|month| {
                let days = (0..month.days).filter(|day| {
                    let comes = midnight(calendar, month.first_day + day);
                    from <= comes && comes < to
                });
                let days = days.count();
                (days > 0).then(|| (month.begins, month.weight * days as f64 / month.days as f64))
            })
            .collect()
    }
}

/// The midnight at which a day begins, also outside the calendar.
fn midnight(calendar: &Calendar, day: i64) -> Time {
    match usize::try_from(day) {
        Ok(known) if known <= calendar.days() => calendar.midnight(known),
        _ => calendar.start_of(calendar.date(day)),
    }
}

/// Somebody who waits for a call.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Waiting {
    pub(in crate::model) applicant: ApplicantId,
    pub(in crate::model) origin: Origin,
    /// Since when the person waits: came, was turned away, or finished.
    pub(in crate::model) since: Time,
}

impl DataCentre<'_> {
    /// The months of every stream that have begun: their people come.
    pub(in crate::model) fn people_come(&mut self, now: Time) {
        let draws = self.draws;
        for programme in self.inputs.programmes.ids() {
            let months = &draws.programmes[programme].stream.months;
            while let Some(month) = months.get(self.state.programmes[programme].next_month)
                && month.begins <= now
            {
                self.state.programmes[programme].next_month += 1;
                self.month_comes(programme, month);
            }
        }
    }

    fn month_comes(&mut self, programme: ProgrammeId, month: &StreamMonth) {
        let calendar = &self.inputs.calendar;
        let from = self.draws.programmes[programme].stream.from;
        self.know_factors(programme, month);
        let days = self.weights_of(programme, month);
        let expected = self.expected_of_month(programme, month, days);
        let cohort = Cohort::Month(month.word);
        let mut level = 0.0;
        for ordinal in 0.. {
            let [(gap, size), (draw, _)] = self.arrival_draws(programme, cohort, ordinal);
            level -= libm::log(gap);
            if level > expected {
                break;
            }
            let day = self.day_of(programme, month, draw * days);
            let since = midnight(calendar, month.first_day + day);
            if since < from || since >= calendar.end() {
                continue;
            }
            let applicant = self.new_applicant(programme, cohort, ordinal, size);
            let waiting = Waiting { applicant, origin: Origin::Fresh, since };
            self.state.programmes[programme].waiting.push(waiting);
        }
    }

    /// The expected people of a month whose days weigh `days` together: with the answer to the award rate.
    fn expected_of_month(&self, programme: ProgrammeId, month: &StreamMonth, days: f64) -> f64 {
        let state = &self.state.programmes[programme];
        let mut expected = month.expected * days / month.days as f64;
        if let Some(award_rate) = &self.draws.programmes[programme].award_rate {
            expected *= award_rate.factor(state.last_award_rate);
        }
        expected.min(month.share.max(1.0) * Rounds::MOST_FRESH)
    }

    /// The weight of all days of a month: as many as there are, each times the factor of its spell.
    fn weights_of(&self, programme: ProgrammeId, month: &StreamMonth) -> f64 {
        let weight = |spell: &Spell| spell.days as f64 * self.factor_of(programme, spell.number);
        month.spells.iter().map(weight).sum()
    }

    /// The day of a month, from 0, up to which the days of the month weigh `weight` together.
    fn day_of(&self, programme: ProgrammeId, month: &StreamMonth, weight: f64) -> i64 {
        let (mut before, mut first) = (0.0, 0);
        for spell in &month.spells {
            let factor = self.factor_of(programme, spell.number);
            let own = spell.days as f64 * factor;
            if weight < before + own {
                return first + (((weight - before) / factor) as i64).min(spell.days - 1);
            }
            before += own;
            first += spell.days;
        }
        month.days - 1
    }

    /// The chance factor of a nominal spacing: gamma with mean 1 and the shape r, which makes the
    /// count of one nominal call negative binomial with the size r.
    fn factor_of(&self, programme: ProgrammeId, number: i64) -> f64 {
        let Intake::Rounds(rounds) = &self.inputs.programmes[programme].intake else { return 1.0 };
        let Some(shape) = rounds.dispersion else { return 1.0 };
        let mut known = self.state.programmes[programme].factors.iter();
        let known = known.find(|(known, _)| *known == number);
        known.map_or_else(|| self.draw_factor(programme, number, shape), |(_, factor)| *factor)
    }

    fn draw_factor(&self, programme: ProgrammeId, number: i64, shape: f64) -> f64 {
        // Two's complement: spacings before the origin have words of their own.
        let at = [self.draws.replication.number, number as u32, 0, 0];
        let factor = Distribution::Gamma { shape, scale: 1.0 / shape };
        factor.quantile(self.state.programmes[programme].dispersion.uniform(at))
    }

    /// Works out the factors of a month's spells, and forgets those of months before.
    fn know_factors(&mut self, programme: ProgrammeId, month: &StreamMonth) {
        for spell in &month.spells {
            let factor = self.factor_of(programme, spell.number);
            let known = &mut self.state.programmes[programme].factors;
            if known.iter().all(|(number, _)| *number != spell.number) {
                known.push((spell.number, factor));
            }
        }
        let first = month.spells.first().map_or(0, |spell| spell.number);
        self.state.programmes[programme].factors.retain(|(number, _)| *number >= first);
    }

    /// A call closes: whoever waits and has come before it applies, if it appeals to them, unless
    /// they go elsewhere, would not pay, or have waited too long.
    pub(in crate::model) fn collect(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        round: RoundId,
        applications: &mut Vec<Application>,
        upcoming: &mut EventList<Event>,
    ) {
        let Some(dates) = self.draws.programmes[programme].dates[round] else { return };
        let mut waiting = std::mem::take(&mut self.state.programmes[programme].waiting);
        waiting.retain(|&person| {
            // Whoever comes on the day of the closing is too late; whoever is free at that instant is not.
            let late =
                person.since > now || (person.origin == Origin::Fresh && person.since == now);
            if late {
                return true;
            }
            if self.has_given_up(programme, person, now) {
                self.gives_up(programme, person);
                return false;
            }
            if !self.appeals(programme, round, person.applicant) {
                return true;
            }
            self.answers(now, programme, (round, dates), person, applications, upcoming);
            false
        });
        // Who goes from one programme to another while this call is read, stands in the other's list.
        debug_assert!(self.state.programmes[programme].waiting.is_empty());
        self.state.programmes[programme].waiting = waiting;
        self.induced_apply(now, programme, (round, dates), applications, upcoming);
    }

    /// Somebody answers a call.
    pub(in crate::model) fn answers(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        (round, dates): (RoundId, RoundDates),
        Waiting { applicant, origin, .. }: Waiting,
        applications: &mut Vec<Application>,
        upcoming: &mut EventList<Event>,
    ) {
        let day = self.inputs.calendar.day_of(dates.opens) as i64;
        let leaves = origin == Origin::Fresh
            && self.goes_elsewhere(now, programme, day, applicant, upcoming);
        if leaves {
            return;
        }
        let pays = self.pays(programme, day, applicant);
        if origin == Origin::Moved {
            self.count_moved(now, programme, pays);
        }
        if pays {
            applications.push(self.apply(now, programme, Some(round), applicant, origin));
        } else {
            self.goes(applicant, Whereabouts::Unwilling);
        }
    }

    /// People who come for a call alone, and would never have come otherwise.
    fn induced_apply(
        &mut self,
        now: Time,
        programme: ProgrammeId,
        (round, dates): (RoundId, RoundDates),
        applications: &mut Vec<Application>,
        upcoming: &mut EventList<Event>,
    ) {
        let expected = self.draws.programmes[programme].stream.induced[round];
        let Some(word) = self.call_word(programme, round).filter(|_| expected > 0.0) else {
            return;
        };
        let cohort = Cohort::Call(word);
        let mut level = 0.0;
        for ordinal in 0.. {
            let (gap, size) = self.fresh_draws(programme, cohort, ordinal);
            level -= libm::log(gap);
            if level > expected {
                break;
            }
            let applicant = self.new_applicant(programme, cohort, ordinal, size);
            let person = Waiting { applicant, origin: Origin::Fresh, since: dates.opens };
            self.answers(now, programme, (round, dates), person, applications, upcoming);
        }
    }

    /// The word of an extra call in addresses; `None`: a regular one.
    fn call_word(&self, programme: ProgrammeId, round: RoundId) -> Option<u32> {
        let Intake::Rounds(rounds) = &self.inputs.programmes[programme].intake else { return None };
        rounds.rounds[round].extra.as_ref().map(|extra| extra.word)
    }

    /// Whether a call appeals to somebody: a draw of their own for this call, so that a wider reach
    /// is a superset. A regular call appeals to everybody.
    fn appeals(&self, programme: ProgrammeId, round: RoundId, applicant: ApplicantId) -> bool {
        let reach = self.draws.programmes[programme].stream.reach[round];
        let Some(word) = self.call_word(programme, round).filter(|_| reach < 1.0) else {
            return true;
        };
        let (draw, _) = self.applicant_draws(applicant, word);
        draw < reach
    }

    /// Whether somebody has waited for a call longer than they would.
    pub(in crate::model) fn has_given_up(
        &self,
        programme: ProgrammeId,
        person: Waiting,
        now: Time,
    ) -> bool {
        let Some(patience) = &self.inputs.programmes[programme].patience else { return false };
        let (_, draw) = self.applicant_draws(person.applicant, ARRIVAL);
        let longest = Duration::from_drawn(patience.quantile(draw).max(0.0));
        now - person.since > longest
    }

    fn gives_up(&mut self, programme: ProgrammeId, person: Waiting) {
        if person.origin == Origin::Moved {
            self.state.programmes[programme].moved.gave_up += 1;
        }
        self.goes(person.applicant, Whereabouts::GaveUp);
    }

    /// At the end of the run: who still waits for a call, and who has given up by then.
    pub(in crate::model) fn close_waiting(&mut self) {
        let end = self.inputs.calendar.end();
        for programme in self.inputs.programmes.ids() {
            let mut waiting = std::mem::take(&mut self.state.programmes[programme].waiting);
            waiting.retain(|&person| {
                let gone = self.has_given_up(programme, person, end);
                if gone {
                    self.gives_up(programme, person);
                }
                !gone
            });
            self.state.programmes[programme].waiting = waiting;
        }
    }
}
