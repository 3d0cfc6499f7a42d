//! Standards: what a response shall be at most or at least, and over what.

use serde::{Deserialize, Serialize};

use super::problem::{nearest, say};
use super::read::{Draft, names};
use super::reader::{Reader, Spot};
use super::units;
use crate::measures::{Currency, Of, Response, Scale};
use crate::model::inputs::Inputs;

/// What a response shall be at most or at least.
#[derive(Clone, Debug, PartialEq)]
pub struct Standard {
    /// The response.
    pub response: Response,
    /// Scope of the response, as tables name it: `site`, or a pool, programme, funding or output.
    pub scope: String,
    /// The bound.
    pub bound: Bound,
    /// The time over which the standard shall hold.
    pub over: Over,
}

/// A bound of a response.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// Whether values up to `value` meet the bound; else values from it.
    pub at_most: bool,
    /// The bound in the unit of the response.
    pub value: f64,
}

/// The time over which a standard shall hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Over {
    /// Over the whole observation window.
    #[default]
    Window,
    /// In each round that closes in the window.
    EveryRound,
    /// Over the last 365 days of the window.
    LastYear,
}

impl Over {
    /// Every one with its word in the file.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Window, "mean"), (Self::EveryRound, "every round"), (Self::LastYear, "last year")];

    /// The word in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Window => "mean",
            Self::EveryRound => "every round",
            Self::LastYear => "last year",
        }
    }

    /// Whether a response can be taken over it: rounds have competitions only, and the last year what is kept month by
    /// month or round by round.
    #[must_use]
    pub fn fits(self, response: Response) -> bool {
        match self {
            Self::Window => true,
            Self::EveryRound => response.is_of_rounds(),
            Self::LastYear => response.is_of_rounds() || response.row().rungs.is_some(),
        }
    }
}

impl Bound {
    /// Whether a value meets it.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        if self.at_most { value <= self.value } else { value >= self.value }
    }

    /// Reads `≤ 1.5:1`, `>= 95%`, `<= 100억 원`.
    pub(super) fn read(text: &str, response: Response, currency: Currency) -> Option<Self> {
        let text = text.trim();
        let signs = [("<=", true), ("≤", true), (">=", false), ("≥", false)];
        let (rest, at_most) =
            signs.iter().find_map(|(sign, at_most)| Some((text.strip_prefix(sign)?, *at_most)))?;
        value(rest.trim(), response.row().scale, currency).map(|value| Self { at_most, value })
    }
}

/// A value as people write it, in the unit of a scale.
fn value(text: &str, scale: Scale, currency: Currency) -> Option<f64> {
    let found = match scale {
        Scale::Percent => match text.strip_suffix(['%', '％']) {
            Some(percent) => units::number(percent.trim())? / 100.0,
            None => units::number(text)?,
        },
        Scale::ToOne => units::ratio(text).or_else(|| units::number(text))?,
        Scale::Petaflops => units::compute(text)? / 1e6,
        Scale::Won => units::money(currency, text)?,
        Scale::Days | Scale::Hours | Scale::Months => {
            let text = ["days", "day", "일", "hours", "hour", "시간", "months", "month", "개월"]
                .iter()
                .find_map(|word| text.strip_suffix(word))
                .unwrap_or(text);
            units::number(text.trim())?
        }
        Scale::Cases | Scale::Places | Scale::UnitMonths | Scale::UnitHours | Scale::Amount => {
            units::number(text)?
        }
    };
    found.is_finite().then_some(found)
}

/// How a bound of a response is written.
pub(super) fn example(response: Response) -> &'static str {
    match response.row().scale {
        Scale::Percent => "\"≥ 95%\"",
        Scale::ToOne => "\"≤ 1.5:1\"",
        Scale::Petaflops => "\"≥ 80 PF\"",
        Scale::Won => "\"≤ 100억 원\"",
        Scale::Days => "\"≤ 30 days\"",
        Scale::Hours => "\"≤ 24 hours\"",
        Scale::Months => "\"≥ 11 months\"",
        Scale::Cases | Scale::Places | Scale::UnitMonths | Scale::UnitHours | Scale::Amount => {
            "\"≥ 300\""
        }
    }
}

impl Draft<'_> {
    /// The target of an answer: `target = "≤ 1.5:1"`, `over = "every round"`.
    pub(super) fn target(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        response: Response,
    ) -> Option<(Bound, Over)> {
        let over = Over::ALL.map(|(_, word)| word);
        let over = reader.word(table, "over", &over);
        let over = Over::ALL.iter().find(|(_, word)| Some(*word) == over);
        let over = over.map_or(Over::Window, |(over, _)| *over);
        let Some(at) = table.get("target") else {
            if let Some(at) = table.get("over") {
                let help = say("add {} = {}", &[&"target", &example(response)]);
                reader.error(&at, say("there is no target for this to be about", &[]), Some(help));
            }
            return None;
        };
        if !over.fits(response) {
            let at = table.get("over").unwrap_or_else(|| at.clone());
            let reason = say(
                "{} is not kept so that it could be asked of `{}`",
                &[&response.name(), &over.word()],
            );
            let help = say("leave `over` out: the target is then of the whole window", &[]);
            reader.error(&at, reason, Some(help));
        }
        let bound = at.node.text().and_then(|text| Bound::read(text, response, reader.currency));
        if bound.is_none() {
            let reason =
                say("this is no target: it starts with ≤ or ≥, and the value follows", &[]);
            reader.error(&at, reason, Some(say("write {}", &[&example(response)])));
        }
        if response == Response::MeanWait {
            let reason = say(
                "this counts the waits of awards that start; one that never starts does not lengthen it",
                &[],
            );
            let everybody = "response = \"held_within_90_days\", target = \"≥ 90%\"";
            reader.warning(&at, reason, Some(say("to count everybody write {}", &[&everybody])));
        }
        Some((bound?, over))
    }
}

/// Why a standard on a command line cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoStandard {
    /// The text has no sign of comparison.
    NoSign,
    /// No response has this name; the nearest has that one.
    NoResponse(String, Option<String>),
    /// The response has no such scope; these are there.
    NoScope(String, Vec<String>),
    /// The value cannot be read; it is written so.
    NoValue(String, &'static str),
    /// The response is not kept over that.
    NotOver(String, &'static str),
}

impl Standard {
    /// Reads `applications_of_places of hpc <= 1.5:1 in every round`.
    ///
    /// # Errors
    /// What of it cannot be read.
    pub fn read(text: &str, inputs: &Inputs) -> Result<Self, NoStandard> {
        let signs = ["<=", "≤", ">=", "≥"];
        let at = signs.iter().filter_map(|sign| text.find(sign)).min().ok_or(NoStandard::NoSign)?;
        let (what, bound) = text.split_at(at);
        let endings = [
            (" in every round", Over::EveryRound),
            (" every round", Over::EveryRound),
            (" 모든 회차", Over::EveryRound),
            (" in the last year", Over::LastYear),
            (" last year", Over::LastYear),
            (" 마지막 해", Over::LastYear),
            (" in the mean", Over::Window),
            (" 평균", Over::Window),
        ];
        let bound = bound.trim();
        let (bound, over) = endings
            .iter()
            .find_map(|(ending, over)| Some((bound.strip_suffix(ending)?, *over)))
            .unwrap_or((bound, Over::Window));
        let (name, scope) = match what.trim().split_once(" of ") {
            Some((name, scope)) => (name.trim(), Some(scope.trim())),
            None => (what.trim(), None),
        };
        let known = || Response::all().filter(|response| response.is_estimated());
        let response = known().find(|response| response.name() == name).ok_or_else(|| {
            let near = nearest(name, known().map(Response::name)).map(str::to_owned);
            NoStandard::NoResponse(name.to_owned(), near)
        })?;
        let scopes = scopes(response, inputs);
        let scope = scope.map_or_else(
            || scopes.first().cloned().unwrap_or_else(|| "site".to_owned()),
            str::to_owned,
        );
        if !scopes.contains(&scope) {
            return Err(NoStandard::NoScope(scope, scopes));
        }
        if !over.fits(response) {
            return Err(NoStandard::NotOver(response.name().to_owned(), over.word()));
        }
        let bound = Bound::read(bound, response, inputs.currency)
            .ok_or_else(|| NoStandard::NoValue(bound.to_owned(), example(response)))?;
        Ok(Self { response, scope, bound, over })
    }
}

/// The scopes of a response, the site first where it has it.
pub(super) fn scopes(response: Response, inputs: &Inputs) -> Vec<String> {
    let row = response.row();
    let own = match row.of {
        Of::Pool => names(&inputs.pools, |pool| &pool.name),
        Of::Programme | Of::Class => names(&inputs.programmes, |programme| &programme.name),
        Of::Funding => names(&inputs.fundings, |funding| &funding.name),
        Of::Output => names(&inputs.outputs, |output| &output.name),
        Of::Income => vec!["sale", "fees"],
        Of::Site => Vec::new(),
    };
    let site = (row.site || row.of == Of::Site).then_some("site");
    site.into_iter().chain(own).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_as_people_write_them() {
        let read = |text, response| {
            Bound::read(text, response, Currency::KRW).map(|it| (it.at_most, it.value))
        };
        assert_eq!(read("≤ 1.5:1", Response::ApplicationsOfPlaces), Some((true, 1.5)));
        assert_eq!(read("<=1.5", Response::ApplicationsOfPlaces), Some((true, 1.5)));
        assert_eq!(read(">= 95%", Response::HeldWithin90Days), Some((false, 0.95)));
        assert_eq!(read("≥ 0.95", Response::HeldWithin90Days), Some((false, 0.95)));
        assert_eq!(read("≤ 88억 원", Response::Spent), Some((true, 8.8e9)));
        assert_eq!(read("≤ 90 days", Response::MeanWait), Some((true, 90.0)));
        assert_eq!(read("1.5:1", Response::ApplicationsOfPlaces), None);
        assert_eq!(read("≤ 88", Response::Spent), None);
    }

    #[test]
    fn the_bound_itself_meets_it() {
        let most = Bound { at_most: true, value: 1.5 };
        assert!(most.holds(1.5) && !most.holds(1.500_1));
        let least = Bound { at_most: false, value: 1.5 };
        assert!(least.holds(1.5) && !least.holds(1.499_9));
    }
}
