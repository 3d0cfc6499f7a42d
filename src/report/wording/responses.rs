//! Every response in words: what it is of, with its denominator, and in what it is counted.

use std::borrow::Cow;

use super::{Called, Currency, Language};
use crate::measures::{Response, Rung, Scale};
use crate::results::{Manifest, PoolEntry};

impl Language {
    /// The noun of a response, with its denominator: 경쟁률(신청 건수 ÷ 선정 규모).
    /// Its units are said as the file calls them.
    #[must_use]
    pub fn noun(self, response: Response, unit: &str) -> Cow<'static, str> {
        self.said_of(response.row().noun, unit)
    }

    /// A response in the few words of a chart, or its noun.
    pub(crate) fn measure(self, response: Response, unit: &str) -> Cow<'static, str> {
        self.said_of(response.row().short.unwrap_or(response.row().noun), unit)
    }

    /// What stands behind a figure of use in a file that only guesses at jobs; nothing behind any other.
    pub(crate) fn guess_of_use(self, manifest: &Manifest, of_use: bool) -> &'static str {
        if of_use && manifest.use_is_assumed() { self.pick(" (가정)", " (assumed)") } else { "" }
    }

    /// What a unit is called in a scope, in the plural: in its pool, in the pool of its programme, or in all of them if
    /// they agree.
    pub(crate) fn unit_of_scope<'a>(self, manifest: &'a Manifest, scope: &str) -> &'a str {
        let default = self.unit();
        let unit = |pool: &'a PoolEntry| {
            pool.unit.as_ref().map_or(default, |one| self.title(one, default))
        };
        let programme = scope.split_once('.').map_or(scope, |(programme, _)| programme);
        let programme = manifest.programmes.iter().find(|one| one.name == programme);
        let pool = programme.map_or(scope, |one| one.pool.as_str());
        if let Some(pool) = manifest.pools.iter().find(|one| one.name == pool) {
            return unit(pool);
        }
        let mut units = manifest.pools.iter().map(unit);
        let first = units.next().unwrap_or(default);
        if units.all(|other| other == first) { first } else { default }
    }

    /// What values are said in, in a scope.
    pub(crate) fn called<'a>(self, manifest: &'a Manifest, scope: &str) -> Called<'a> {
        let programme = scope.split_once('.').map_or(scope, |(programme, _)| programme);
        let programme = manifest.programmes.iter().find(|one| one.name == programme);
        let pool = programme.map_or(scope, |one| one.pool.as_str());
        let own = manifest.pools.iter().filter(|one| one.name == pool);
        let mut pools = own.chain(manifest.pools.iter().filter(|_| scope == "site"));
        let first = pools.next().and_then(|one| one.charged.as_ref());
        let charged = first.filter(|first| pools.all(|one| one.charged.as_ref() == Some(*first)));
        Called {
            unit: self.unit_of_scope(manifest, scope),
            currency: manifest.currency,
            charged: charged.map(|one| one.in_language(self)),
        }
    }

    /// The heading of a response in a table, with its unit where values do not show it.
    pub(crate) fn heading(self, response: Response, called: Called<'_>) -> String {
        let row = response.row();
        if let Some(heading) = row.heading {
            return self.words(heading).to_owned();
        }
        let unit = match (row.scale, row.short) {
            (Scale::UnitMonths, _) => format!(" ({})", self.unit_months(called.unit)),
            (Scale::UnitHours, _) => format!(" ({})", self.hours_of(called)),
            (Scale::Cases, None) => self.pick(" (건)", "").to_owned(),
            (Scale::Months, None) => self.pick(" (개월)", " (months)").to_owned(),
            _ => String::new(),
        };
        format!("{}{unit}", self.measure(response, called.unit))
    }

    /// The formula of a ratio of the ladder: 배정 ÷ 임차; allocated ÷ leased.
    pub(crate) fn formula(self, ratio: Response) -> String {
        let words = |(part, whole): (Rung, Rung)| {
            format!("{} ÷ {}", self.words(part.words()), self.words(whole.words()))
        };
        ratio.row().rungs.map(words).unwrap_or_default()
    }

    /// A ratio of what is allocated, where only its denominator needs saying.
    pub(crate) fn denominator(self, ratio: Response) -> String {
        let whole = ratio.row().rungs.map_or("", |(_, whole)| self.words(whole.words()));
        match self {
            Self::Ko => format!("{whole} 대비"),
            Self::En => format!("of {whole}"),
        }
    }

    /// A value of a response with its unit: 5.21 대 1; 82.1%; 1,240 card-months.
    pub(crate) fn quantity(self, response: Response, called: Called<'_>, value: f64) -> String {
        let few = |value: f64| {
            if value.abs() < 99.95 { self.decimal(value, 1) } else { self.amount(value) }
        };
        let number = match response.row().scale {
            Scale::Percent => return self.percent(value),
            Scale::ToOne => return self.to_one(value),
            Scale::Won => return self.sum(called.currency, value),
            Scale::Petaflops => self.decimal(value, 2),
            Scale::Hours | Scale::Days | Scale::Months => self.decimal(value, 1),
            _ => few(value),
        };
        format!("{number}{}", self.unit_of(response, called))
    }

    /// A value without its unit, for the lower end of a range whose upper end has it. Money has its own for each.
    pub(crate) fn bare(self, response: Response, called: Called<'_>, value: f64) -> String {
        let text = self.quantity(response, called, value);
        match response.row().scale {
            Scale::Won | Scale::ToOne => {
                text.trim_end_matches(" 대 1").trim_end_matches(":1").to_owned()
            }
            Scale::Percent => text.trim_end_matches('%').to_owned(),
            _ => text.trim_end_matches(&self.unit_of(response, called)).to_owned(),
        }
    }

    /// How far two values are apart, without a sign: 0.41; 3.5%p; 1,240 card-months.
    pub(crate) fn distance(
        self,
        response: Response,
        called: Called<'_>,
        difference: f64,
    ) -> String {
        let size = difference.abs();
        match response.row().scale {
            Scale::Percent => {
                let points = self.decimal(100.0 * size, 1);
                format!("{points}{}", self.pick("%p", " percentage points"))
            }
            Scale::ToOne => self.decimal(size, 2),
            _ => self.quantity(response, called, size),
        }
    }

    /// Money, finer than on a chart: 29.8억 원; 2.98 bn KRW.
    fn sum(self, currency: Currency, value: f64) -> String {
        let finer = |scale: f64, word: &str| {
            format!("{} {word} {}", self.decimal(value / scale, 2), currency.code())
        };
        match (self, value.abs()) {
            (Self::En, 1e9..1e11) => finer(1e9, "bn"),
            (Self::En, 1e6..1e8) if currency.parts() > 1 => finer(1e6, "m"),
            _ => self.money(currency, value),
        }
    }

    /// What awards in hours are counted in: 장·시간; card-hours; core-hours.
    pub(crate) fn hours_of(self, called: Called<'_>) -> String {
        called.charged.map_or_else(|| self.unit_hours(called.unit), str::to_owned)
    }

    fn unit_of(self, response: Response, called: Called<'_>) -> String {
        let word = match response.row().scale {
            Scale::Hours => self.pick("시간", " hours"),
            Scale::Days => self.pick("일", " days"),
            Scale::Months => self.pick("개월", " months"),
            Scale::Petaflops => self.pick("PF", " PF"),
            Scale::Cases => self.pick("건", ""),
            Scale::Places => self.pick("건", ""),
            Scale::UnitMonths => {
                return format!("{}{}", self.pick("", " "), self.unit_months(called.unit));
            }
            Scale::UnitHours => {
                return format!("{}{}", self.pick("", " "), self.hours_of(called));
            }
            _ => "",
        };
        word.to_owned()
    }

    /// Above or below, as one says it of this response; the Korean as a stem: 높, 낮.
    pub(crate) fn way(self, response: Response, above: bool) -> &'static str {
        let (ko, en) = match (response.row().scale, above) {
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, true) => ("높", "higher"),
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, false) => ("낮", "lower"),
            (Scale::Hours | Scale::Days | Scale::Months, true) => ("길", "longer"),
            (Scale::Hours | Scale::Days | Scale::Months, false) => ("짧", "shorter"),
            (Scale::Cases | Scale::Places, false) => ("적", "fewer"),
            (_, true) => ("많", "more"),
            (_, false) => ("적", "less"),
        };
        self.pick(ko, en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_as_people_write_them() {
        let (ko, en) = (Language::Ko, Language::En);
        let called = |unit| Called { unit, currency: Currency::KRW, charged: None };
        assert_eq!(ko.quantity(Response::ApplicationsOfPlaces, called("장"), 5.2), "5.20 대 1");
        assert_eq!(ko.quantity(Response::Awards, called("장"), 1_946.4), "1,946건");
        let frozen = Response::FrozenUnitMonths;
        assert_eq!(en.quantity(frozen, called("cards"), 1_240.0), "1,240 card-months");
        assert_eq!(en.quantity(frozen, called("nodes"), 1_240.0), "1,240 node-months");
        assert_eq!(ko.quantity(frozen, called("대"), 1_240.0), "1,240대·월");
        assert_eq!(ko.bare(frozen, called("대"), 1_240.0), "1,240");
        assert_eq!(en.quantity(Response::MeanWait, called("cards"), 3.24), "3.2 days");
        assert_eq!(ko.distance(Response::BusyOfAllocated, called("장"), -0.035), "3.5%p");
    }
}
