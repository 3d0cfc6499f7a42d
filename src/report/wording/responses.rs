//! Every response in words: what it is of, with its denominator, and in what it is counted.

use super::Language;
use crate::measures::{Response, Rung, Scale};

impl Language {
    /// The noun of a response, with its denominator: 경쟁률(신청 건수 ÷ 선정 규모).
    #[must_use]
    pub fn noun(self, response: Response) -> &'static str {
        self.words(response.row().noun)
    }

    /// A response in the few words of a chart, or its noun.
    pub(crate) fn measure(self, response: Response) -> &'static str {
        self.words(response.row().short.unwrap_or(response.row().noun))
    }

    /// The heading of a response in a table, with its unit where values do not show it.
    pub(crate) fn heading(self, response: Response) -> String {
        let row = response.row();
        if let Some(heading) = row.heading {
            return self.words(heading).to_owned();
        }
        let unit = match (row.scale, row.short) {
            (Scale::UnitMonths, _) => self.pick(" (장·월)", " (card-months)"),
            (Scale::UnitHours, _) => self.pick(" (장·시간)", " (card-hours)"),
            (Scale::Cases, None) => self.pick(" (건)", ""),
            (Scale::Months, None) => self.pick(" (개월)", " (months)"),
            _ => "",
        };
        format!("{}{unit}", self.measure(response))
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
    pub(crate) fn quantity(self, response: Response, value: f64) -> String {
        let few = |value: f64| {
            if value.abs() < 99.95 { self.decimal(value, 1) } else { self.amount(value) }
        };
        let number = match response.row().scale {
            Scale::Percent => return self.percent(value),
            Scale::ToOne => return self.to_one(value),
            Scale::Won => return self.sum(value),
            Scale::Petaflops => self.decimal(value, 2),
            Scale::Hours | Scale::Days | Scale::Months => self.decimal(value, 1),
            _ => few(value),
        };
        format!("{number}{}", self.unit_of(response))
    }

    /// A value without its unit, for the lower end of a range whose upper end has it. Money has its own for each.
    pub(crate) fn bare(self, response: Response, value: f64) -> String {
        let text = self.quantity(response, value);
        match response.row().scale {
            Scale::Won | Scale::ToOne => {
                text.trim_end_matches(" 대 1").trim_end_matches(":1").to_owned()
            }
            Scale::Percent => text.trim_end_matches('%').to_owned(),
            _ => text.trim_end_matches(self.unit_of(response)).to_owned(),
        }
    }

    /// How far two values are apart, without a sign: 0.41; 3.5%p; 1,240 card-months.
    pub(crate) fn distance(self, response: Response, difference: f64) -> String {
        let size = difference.abs();
        match response.row().scale {
            Scale::Percent => {
                let points = self.decimal(100.0 * size, 1);
                format!("{points}{}", self.pick("%p", " percentage points"))
            }
            Scale::ToOne => self.decimal(size, 2),
            _ => self.quantity(response, size),
        }
    }

    /// Money, finer than on a chart: 29.8억 원; 2.98 bn KRW.
    fn sum(self, value: f64) -> String {
        match (self, value.abs()) {
            (Self::En, 1e9..1e11) => format!("{} bn KRW", self.decimal(value / 1e9, 2)),
            _ => self.won(value),
        }
    }

    fn unit_of(self, response: Response) -> &'static str {
        match response.row().scale {
            Scale::Hours => self.pick("시간", " hours"),
            Scale::Days => self.pick("일", " days"),
            Scale::Months => self.pick("개월", " months"),
            Scale::Petaflops => self.pick("PF", " PF"),
            Scale::Cases => self.pick("건", ""),
            Scale::Places => self.pick("건", ""),
            Scale::UnitMonths => self.pick("장·월", " card-months"),
            Scale::UnitHours => self.pick("장·시간", " card-hours"),
            _ => "",
        }
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
        assert_eq!(ko.quantity(Response::ApplicationsOfPlaces, 5.2), "5.20 대 1");
        assert_eq!(ko.quantity(Response::Awards, 1_946.4), "1,946건");
        assert_eq!(en.quantity(Response::FrozenUnitMonths, 1_240.0), "1,240 card-months");
        assert_eq!(en.quantity(Response::MeanWait, 3.24), "3.2 days");
        assert_eq!(ko.distance(Response::BusyOfAllocated, -0.035), "3.5%p");
    }
}
