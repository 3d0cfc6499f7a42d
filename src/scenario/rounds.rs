//! Rounds: when they open, what they offer and how many come.

use super::hours::{own_request, unit_of};
use super::places::places;
use super::problem::say;
use super::programme::term;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot, tables};
use super::tree::Kind;
use super::units::Unit;
use crate::model::ids::FundingId;
use crate::model::inputs::{
    ExtraRound, Fresh, Observed, OpensAfter, Places, Round, Rounds, Uncertain,
};
use crate::time::{Calendar, Date, Duration, Span, Time};
use crate::words::Length;

/// What two rounds of one programme are told apart by.
type Opening<'t> = (i64, Spot<'t>);

/// Seconds from one opening of a list to the next, on average.
fn mean_gap(openings: &[Opening<'_>]) -> Option<f64> {
    let days = || openings.iter().map(|(day, _)| *day);
    let gaps = openings.len().checked_sub(1).filter(|gaps| *gaps > 0)?;
    Some((days().max()? - days().min()?) as f64 * 86_400.0 / gaps as f64)
}

impl Draft<'_> {
    pub(super) fn rounds(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        demand: Option<&Spot<'_>>,
    ) -> Rounds {
        // A rule holds its window and review; a list has them beside it.
        let rule = table.get("rounds").filter(Spot::is_table);
        let timing = rule.as_ref().unwrap_or(table);
        let needed = table.get("rounds").is_some();
        let mut length = |key: &str| match timing.get(key) {
            Some(at) => reader.span(&at),
            None => {
                // Key validation has already reported a rule without this key.
                if needed && rule.is_none() {
                    let help = say("add {} = \"14 days\"", &[&key]);
                    reader.error(timing, say("`{}` is missing", &[&key]), Some(help));
                }
                None
            }
        };
        let (window, review) = (length("window"), length("review"));
        for at in ["window", "review"].iter().filter_map(|key| table.get(key)) {
            if rule.is_some() {
                let help = say("write it within rounds = { … }", &[]);
                reader.error(&at, say("`{}` belongs to the rule", &[&at.key]), Some(help));
            }
        }
        let mut openings = self.openings(reader, table);
        let every = rule.as_ref().and_then(|rule| rule.get("every"));
        let every = every.and_then(|at| at.node.text().and_then(Length::parse));
        let spacing = every.map(Length::seconds).or_else(|| mean_gap(&openings));
        let zero = Span::Fixed(Duration::ZERO);
        let calendar = &self.inputs.calendar;
        let mut rounds: Vec<Round> = Vec::new();
        for (opens_day, _) in &openings {
            let opens = calendar.start_of(calendar.date(*opens_day));
            let closes = calendar.after(opens, window.unwrap_or(zero));
            let decides = calendar.after(closes, review.unwrap_or(zero));
            if closes < calendar.end() {
                let opens_day = *opens_day;
                rounds.push(Round { opens_day, opens, closes, decides, extra: None });
            }
        }
        for at in table.get("extra-round").map_or_else(Vec::new, |extra| extra.entries()) {
            let before = reader.factors.len();
            if at.is_table()
                && let Some(round) = self.extra_round(reader, table, &at, (window, review))
            {
                let waits = round.extra.as_ref().is_some_and(|extra| extra.after.is_some());
                if !waits {
                    openings.push((round.opens_day, at.clone()));
                }
                // Whether one that waits comes in time is for each future to say.
                if waits || round.closes < calendar.end() {
                    rounds.push(round);
                } else {
                    reader.factors.truncate(before);
                }
            }
        }
        same_day(reader, &mut openings);
        rounds.sort_by_key(|round| (round.closes, round.opens_day));
        let unit = unit_of(table.get("request").as_ref());
        let places = table.get("places").map(|at| self.dated_places(reader, &at, &rounds, unit));
        // A track takes what it may from the offer of its call.
        let track = table.get("shares-offer").map(|_| vec![(0, Places::NO_LIMIT)]);
        let places = places.or(track);
        if places.is_none() && rounds.iter().any(|round| round.extra.is_none()) {
            let help = say(
                "add places = 100, places = { \"2025-01-01\" = 100 } or places = { per-units = 8 }",
                &[],
            );
            reader.error(table, say("`places` is missing", &[]), Some(help));
        }
        let fresh = self.fresh(reader, table, demand, &rounds);
        let dispersion = demand
            .and_then(|demand| demand.get("dispersion"))
            .and_then(|at| reader.plain(&at, Unit::Number, Bounds { low: 1e-9, ..Bounds::ANY }));
        Rounds {
            rounds: rounds.into_iter().collect(),
            places: places.unwrap_or_default(),
            fresh,
            spacing: spacing.unwrap_or(Calendar::YEAR_SECONDS),
            dispersion,
        }
    }

    /// The opening days of the regular rounds.
    fn openings<'s>(&self, reader: &mut Reader, table: &Spot<'s>) -> Vec<Opening<'s>> {
        let Some(at) = table.get("rounds") else {
            if table.get("extra-round").is_none() {
                let help = say(
                    "write rounds = { every = \"3 months\", first = \"2025-01-06\", window = \"14 days\", review = \"34 days\" } or intake = \"rolling\"",
                    &[],
                );
                reader.error(table, say("nothing says when one can apply", &[]), Some(help));
            }
            return Vec::new();
        };
        match &at.node.kind {
            Kind::Table(_) => self.openings_by_rule(reader, &at),
            Kind::Array(items) => {
                let mut all = Vec::new();
                for (index, node) in items.iter().enumerate() {
                    let item = Spot::item(&at, index, node);
                    let day = reader.plain(&item, Unit::Date, Bounds::ANY);
                    if let Some(day) = day.and_then(|day| self.inside(reader, &item, day as i64)) {
                        all.push((day, item));
                    }
                }
                all
            }
            _ => {
                let help = say("write { every, first, window, review } or a list of dates", &[]);
                reader.error(&at, say("these are no rounds", &[]), Some(help));
                Vec::new()
            }
        }
    }

    fn openings_by_rule<'s>(&self, reader: &mut Reader, rule: &Spot<'s>) -> Vec<Opening<'s>> {
        let every_at = rule.get("every");
        let first_at = rule.get("first");
        let every = every_at.as_ref().and_then(|at| reader.span(at));
        let first = first_at.as_ref().and_then(|at| reader.date(at));
        let last = rule.get("last").and_then(|at| reader.date(&at));
        let (Some(every), Some(first), Some(every_at), Some(first_at)) =
            (every, first, every_at, first_at)
        else {
            return Vec::new();
        };
        let calendar = &self.inputs.calendar;
        let nth = |n: i32| -> Option<Date> {
            match every {
                Span::Months(months) => {
                    let months = jiff::Span::new().try_months(months.checked_mul(n)?).ok()?;
                    first.checked_add(months).ok()
                }
                Span::Days(days) => {
                    let days = days.checked_mul(n)?;
                    first.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
                }
                Span::Fixed(_) => None,
            }
        };
        if matches!(every, Span::Fixed(_)) {
            let help = say("rounds open at midnight", &[]);
            reader.error(&every_at, say("this must be whole days or months", &[]), Some(help));
            return Vec::new();
        }
        if !reader.sound(&["calendar"])
            || self.inside(reader, &first_at, calendar.day_of_date(first)).is_none()
        {
            return Vec::new();
        }
        let days = calendar.days() as i64;
        (0..)
            .map_while(nth)
            .take_while(|date| last.is_none_or(|last| *date <= last))
            .map(|date| calendar.day_of_date(date))
            .take_while(|day| *day < days)
            .map(|day| (day, first_at.clone()))
            .collect()
    }

    /// The day, if it is simulated; a problem otherwise.
    fn inside(&self, reader: &mut Reader, at: &Spot<'_>, day: i64) -> Option<i64> {
        let calendar = &self.inputs.calendar;
        if !reader.sound(&["calendar"]) {
            return None;
        }
        if (0..calendar.days() as i64).contains(&day) {
            return Some(day);
        }
        let (start, end) = (calendar.date(0), calendar.date(calendar.days() as i64));
        let help = say("the simulated days are {} to before {}", &[&start, &end]);
        reader.error(at, say("this round opens outside the calendar", &[]), Some(help));
        None
    }

    fn extra_round(
        &self,
        reader: &mut Reader,
        programme: &Spot<'_>,
        table: &Spot<'_>,
        (window, review): (Option<Span>, Option<Span>),
    ) -> Option<Round> {
        let own_review = table.get("review").and_then(|at| reader.span(&at));
        let unit = unit_of(programme.get("request").as_ref());
        let places = table.get("places").and_then(|at| places(reader, &at, unit));
        let mut people = |key: &str, bounds: Bounds| {
            reader.uncertain_or_default(table, key, Unit::Number, bounds)
        };
        let reach = people("reach", Bounds::SHARE);
        let induced = people("induced", Bounds::NOT_NEGATIVE);
        let request = table.get("request").and_then(|at| own_request(reader, programme, &at));
        let award = table.get("award").and_then(|at| term(reader, &at));
        let review = own_review.or(review).unwrap_or(Span::Fixed(Duration::ZERO));
        let calendar = &self.inputs.calendar;
        let (opens_day, closes, after) = match table.get("opens-after") {
            Some(at) => {
                let (opens_day, after) = self.opens_after(reader, table, &at, (window, review))?;
                let closes = after.dates(&self.inputs, opens_day).closes;
                (opens_day, closes, Some(after))
            }
            None => {
                let (opens_day, closes_day) = self.written_dates(reader, table)?;
                (opens_day, calendar.start_of(calendar.date(closes_day)), None)
            }
        };
        let name = table.key.to_owned();
        let word = Round::word_of_name(table.key);
        let places = places.unwrap_or(Places::Stated { projects: None, units: None });
        Some(Round {
            opens_day,
            opens: calendar.start_of(calendar.date(opens_day)),
            closes,
            decides: calendar.after(closes, review),
            extra: Some(ExtraRound { name, word, after, places, reach, induced, request, award }),
        })
    }

    /// The days on which a round opens and closes that has written dates.
    fn written_dates(&self, reader: &mut Reader, table: &Spot<'_>) -> Option<(i64, i64)> {
        for key in ["opens", "closes"] {
            if table.get(key).is_none() {
                let help =
                    say("add {} = \"2025-08-01\", or opens-after = { funding = \"…\" }", &[&key]);
                reader.error(table, say("`{}` is missing", &[&key]), Some(help));
            }
        }
        if let Some(at) = table.get("window") {
            let help = say("a round with `opens` is open until `closes`", &[]);
            reader.error(&at, say("`{}` belongs to `opens-after`", &[&at.key]), Some(help));
        }
        let (opens, closes) = (reader.day(table, "opens"), reader.day(table, "closes"));
        let (opens, closes) = (opens?, closes?);
        if closes <= opens {
            let at = table.get("closes")?;
            let help = say("it closes at 00:00 of `closes`, so that must be a later day", &[]);
            reader.error(&at, say("this round closes before it opens", &[]), Some(help));
            return None;
        }
        self.inside(reader, &table.get("opens")?, opens)?;
        Some((opens, closes))
    }

    /// What a round waits for, and the day on which it typically opens.
    fn opens_after(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        at: &Spot<'_>,
        (window, review): (Option<Span>, Span),
    ) -> Option<(i64, OpensAfter)> {
        for stray in ["opens", "closes"].iter().filter_map(|key| table.get(key)) {
            let help = say("it opens on a written day or after a funding: remove one of them", &[]);
            let reason = say("`{}` and `{}` say when this round opens", &[&stray.key, &at.key]);
            reader.clash(&stray, at, reason, Some(help));
        }
        let fundings = tables(self.root, "funding");
        let names: Vec<&str> = fundings.iter().map(|funding| funding.key).collect();
        let funding = reader.named(at, "funding", "funding", &names)?;
        let since_passing =
            reader.word_or_default(at, "since", &["landing", "passing"]) == "passing";
        if let Some(since) = at.get("since").filter(|_| since_passing)
            && fundings[funding].get("passes").is_none()
        {
            let help = say("add passes = \"2025-05-01\" to {}", &[&fundings[funding].path]);
            let reason = say("nothing says when this money is passed", &[]);
            reader.error(&since, reason, Some(help));
        }
        let delay = reader.uncertain_or_default(at, "delay", Unit::Length, Bounds::NOT_NEGATIVE);
        let window = match table.get("window") {
            Some(own) => reader.span(&own),
            None => window,
        };
        let Some(window) = window else {
            let help = say("add {} = \"14 days\"", &[&"window"]);
            reader.error(table, say("`{}` is missing", &[&"window"]), Some(help));
            return None;
        };
        // A problem of the funding's own date is told where fundings are read.
        let mut aside = Reader::new(reader.calendar.clone());
        let mut typical = |keys: &[&str], unit: Unit| {
            let at = keys.iter().find_map(|key| fundings[funding].get(key));
            let read = at.and_then(|at| aside.distribution(&at, unit, Bounds::ANY));
            read.map_or(0.0, |read| read.typical())
        };
        let passed = typical(&["from", "arrives", "passes"], Unit::Date);
        let lag = if since_passing { 0.0 } else { typical(&["lag"], Unit::Length) };
        let opens_day = passed + (lag + delay.distribution.typical()) / 86_400.0;
        let after =
            OpensAfter { funding: FundingId::at(funding), since_passing, delay, window, review };
        Some((opens_day as i64, after))
    }

    fn fresh(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        demand: Option<&Spot<'_>>,
        rounds: &[Round],
    ) -> Fresh {
        let stated = demand.and_then(|demand| demand.get("fresh"));
        let observed = table.get("observed").filter(Spot::is_table);
        let nobody = || Fresh::Stated(Uncertain::certain(0.0));
        match (stated, observed) {
            (Some(stated), Some(observed)) => {
                let reason = say("demand is stated, and also to be inferred", &[]);
                let help = say("remove `fresh`, or remove the table `observed`", &[]);
                reader.clash(&stated, &observed, reason, Some(help));
                nobody()
            }
            (None, None) => {
                let help = say(
                    "write demand = { fresh = 100 }, or a table [{}.observed] with a competition ratio",
                    &[&table.path],
                );
                reader.error(table, say("nothing says how many apply", &[]), Some(help));
                nobody()
            }
            (Some(at), None) => reader
                .uncertain(&at, Unit::Number, Bounds::NOT_NEGATIVE)
                .map_or_else(nobody, Fresh::Stated),
            (None, Some(observed)) => {
                self.observed(reader, &observed, rounds).map_or_else(nobody, Fresh::Inferred)
            }
        }
    }

    fn observed(&self, reader: &mut Reader, at: &Spot<'_>, rounds: &[Round]) -> Option<Observed> {
        let competition = at
            .get("competition")
            .and_then(|at| reader.uncertain(&at, Unit::Ratio, Bounds::NOT_NEGATIVE));
        let from_day = reader.day(at, "from");
        let to_day = reader.day(at, "to");
        let calendar = &self.inputs.calendar;
        let midnight = |day: i64| -> Time { calendar.start_of(calendar.date(day)) };
        let (from, to) = (midnight(from_day?), midnight(to_day?));
        let closed = |round: &&Round| (from..to).contains(&round.closes);
        if from >= to {
            let help = say("`to` is the first day that does not count", &[]);
            reader.error(&at.get("to")?, say("the observed range is empty", &[]), Some(help));
        } else if reader.sound(&["calendar", "programme"])
            && rounds.iter().filter(closed).count() == 0
        {
            let reason = say("no round closes in the observed range", &[]);
            let help = say("without a round there is no ratio: widen `from` and `to`", &[]);
            reader.error(at, reason, Some(help));
        }
        Some(Observed { competition: competition?, from, to })
    }
}

/// Refuses two rounds of a programme that open on the same day, by which they are told apart.
fn same_day(reader: &mut Reader, openings: &mut [Opening<'_>]) {
    openings.sort_by_key(|(day, at)| (*day, at.key_span.start));
    for pair in openings.windows(2) {
        if let [(one, first), (other, second)] = pair
            && one == other
        {
            let help = say("move one of them by a day", &[]);
            let reason = say("two rounds of this programme open on the same day", &[]);
            reader.clash(second, first, reason, Some(help));
        }
    }
}
