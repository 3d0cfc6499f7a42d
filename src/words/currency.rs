//! Currencies: what each is called, and how its amounts are written and counted.
//!
//! An amount is counted in the smallest part of its currency that is used: won, yen, pence, cents. So a sum is exact,
//! and a price of some pounds a day is not rounded to the pound.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Bilingual, Language};

/// The currency of a file: every amount in it is of this one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Currency(u8);

/// A currency.
struct Row {
    /// The code of the currency (ISO 4217).
    code: &'static str,
    /// Counted parts of one.
    parts: i64,
    /// What Korean text calls the currency.
    ko: &'static str,
    /// What stands before or after an amount, in small letters; the longer of two that begin alike first.
    marks: &'static [&'static str],
    /// Differences below this are not worth a word: about a thousand euros.
    least: f64,
}

const fn row(code: &'static str, ko: &'static str, marks: &'static [&'static str]) -> Row {
    Row { code, parts: 100, ko, marks, least: 1e3 }
}

const fn whole(row: Row, least: f64) -> Row {
    Row { parts: 1, least, ..row }
}

const fn small(row: Row, least: f64) -> Row {
    Row { least, ..row }
}

/// Dollars have many owners: a bare `$` is that of the file, else of the first.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    whole(row("KRW", "원", &["krw", "won", "원", "₩"]), 1e6),
    row("USD", "달러", &["usd", "us$", "us dollars", "dollars", "dollar", "달러", "$"]),
    row("EUR", "유로", &["eur", "euros", "euro", "유로", "€"]),
    row("GBP", "파운드", &["gbp", "pounds", "pound", "파운드", "£"]),
    whole(row("JPY", "엔", &["jpy", "yen", "円", "엔", "¥"]), 1e5),
    small(row("CNY", "위안", &["cny", "rmb", "yuan", "元", "위안", "cn¥", "¥"]), 1e4),
    small(row("TWD", "대만 달러", &["twd", "nt$", "대만 달러", "대만달러", "dollars", "dollar", "달러", "$"]), 1e4),
    small(row("HKD", "홍콩 달러", &["hkd", "hk$", "홍콩 달러", "홍콩달러", "dollars", "dollar", "달러", "$"]), 1e4),
    row("SGD", "싱가포르 달러", &["sgd", "s$", "싱가포르 달러", "dollars", "dollar", "달러", "$"]),
    row("AUD", "호주 달러", &["aud", "a$", "호주 달러", "dollars", "dollar", "달러", "$"]),
    row("CAD", "캐나다 달러", &["cad", "c$", "ca$", "캐나다 달러", "dollars", "dollar", "달러", "$"]),
    row("NZD", "뉴질랜드 달러", &["nzd", "nz$", "뉴질랜드 달러", "dollars", "dollar", "달러", "$"]),
    row("CHF", "스위스 프랑", &["chf", "sfr.", "francs", "스위스 프랑", "프랑"]),
    small(row("SEK", "스웨덴 크로나", &["sek", "kronor", "스웨덴 크로나", "크로나", "kr"]), 1e4),
    small(row("NOK", "노르웨이 크로네", &["nok", "kroner", "노르웨이 크로네", "크로네", "kr"]), 1e4),
    small(row("DKK", "덴마크 크로네", &["dkk", "kroner", "덴마크 크로네", "크로네", "kr"]), 1e4),
    small(row("PLN", "즈워티", &["pln", "즈워티", "zł"]), 1e4),
    small(row("CZK", "코루나", &["czk", "코루나", "kč"]), 1e5),
    small(row("INR", "루피", &["inr", "rupees", "루피", "₹"]), 1e5),
    small(row("SAR", "사우디 리얄", &["sar", "riyals", "리얄"]), 1e4),
    small(row("AED", "디르함", &["aed", "dirhams", "디르함"]), 1e4),
    small(row("BRL", "헤알", &["brl", "reais", "헤알", "r$"]), 1e4),
    small(row("THB", "바트", &["thb", "baht", "바트", "฿"]), 1e5),
    small(row("MYR", "링깃", &["myr", "ringgit", "링깃", "rm"]), 1e4),
    whole(row("VND", "동", &["vnd", "dong", "₫"]), 1e7),
];

impl Currency {
    /// Korean won, the currency of a file that names none.
    pub const KRW: Self = Self(0);

    fn row(self) -> &'static Row {
        &ROWS[usize::from(self.0).min(ROWS.len() - 1)]
    }

    fn all() -> impl Iterator<Item = Self> {
        (0..ROWS.len()).filter_map(|at| u8::try_from(at).ok()).map(Self)
    }

    /// The currency of a code, in large or small letters.
    #[must_use]
    pub fn named(code: &str) -> Option<Self> {
        Self::all().find(|one| one.code().eq_ignore_ascii_case(code.trim()))
    }

    /// Whether the currency is the Korean won.
    #[must_use]
    pub fn is_krw(&self) -> bool {
        *self == Self::KRW
    }

    /// The codes that are known, in order.
    #[must_use]
    pub fn codes() -> Vec<&'static str> {
        ROWS.iter().map(|row| row.code).collect()
    }

    /// The code of the currency: "GBP".
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// What one is called in tables: `won`, or the code.
    #[must_use]
    pub fn unit(self) -> &'static str {
        if self == Self::KRW { "won" } else { self.code() }
    }

    /// Counted parts of one: 100 of those that have cents, else 1.
    #[must_use]
    pub fn parts(self) -> i64 {
        self.row().parts
    }

    /// Counted parts as an amount of the currency.
    #[must_use]
    pub fn amount(self, counted: i64) -> f64 {
        counted as f64 / self.parts() as f64
    }

    /// The smallest difference worth a word.
    #[must_use]
    pub fn least(self) -> f64 {
        self.row().least
    }

    /// What a sentence calls it: 원, 파운드; KRW, GBP.
    #[must_use]
    pub fn said(self, language: Language) -> &'static str {
        language.pick(self.row().ko, self.code())
    }

    /// What is left of a text without the word or sign of this currency before or after it.
    #[must_use]
    pub(crate) fn stripped(self, text: &str) -> Option<String> {
        let lower = text.trim().to_lowercase();
        let marks = self.row().marks.iter();
        marks
            .filter_map(|mark| {
                let rest = lower.strip_suffix(mark).or_else(|| lower.strip_prefix(mark))?;
                // "us$" ends in "$", and "cad" is no currency called "d" behind "ca".
                let rest = rest.trim();
                let bare = !rest.is_empty()
                    && (rest.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.'));
                bare.then(|| rest.to_owned())
            })
            .next()
    }

    /// The currency in which a text is an amount: this one if it can be, else the first that fits.
    #[must_use]
    pub(crate) fn of_text(self, text: &str) -> Option<Self> {
        std::iter::once(self).chain(Self::all()).find(|one| one.stripped(text).is_some())
    }
}

impl Language {
    /// An amount of money in short: 88억 원, 120만 파운드; 8.8 bn KRW, 1.2 m GBP.
    pub(crate) fn money(self, currency: Currency, value: f64) -> String {
        let scaled = |scale: f64| {
            let decimals = usize::from(value.abs() < 99.95 * scale);
            let text = self.decimal(value / scale, decimals);
            text.strip_suffix(".0").unwrap_or(&text).to_owned()
        };
        let trillions = || {
            let text = self.decimal(value / 1e12, 2);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        let said = currency.said(self);
        // Won are written close to their number.
        let close = if self == Self::Ko && currency == Currency::KRW { "" } else { " " };
        let size = value.abs();
        let parts = currency.parts() as f64;
        match self {
            _ if size < 0.5 / parts => format!("0{close}{said}"),
            _ if parts > 1.0 && size < 999.995 => {
                let text = self.decimal(value, 2);
                format!("{}{close}{said}", text.strip_suffix(".00").unwrap_or(&text))
            }
            Self::Ko if size >= 9_999.5e8 => format!("{}조 {said}", trillions()),
            Self::Ko if size >= 1e8 => format!("{}억 {said}", scaled(1e8)),
            Self::Ko if size >= 1e4 => format!("{}만 {said}", scaled(1e4)),
            Self::En if size >= 999.5e9 => format!("{} tn {said}", trillions()),
            Self::En if size >= 1e9 => format!("{} bn {said}", scaled(1e9)),
            Self::En if size >= 1e6 => format!("{} m {said}", scaled(1e6)),
            _ => format!("{}{close}{said}", self.whole(value)),
        }
    }
}

/// What values are said in: what one unit of a pool is called, in the plural, and the currency of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called<'a> {
    /// What one unit is called, in the plural.
    pub unit: &'a str,
    /// The currency of every amount.
    pub currency: Currency,
    /// What awards in hours are counted in, if it is not hours of units.
    pub charged: Option<&'a str>,
}

/// What values are said in, in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calling {
    /// What one unit is called, in the plural.
    #[serde(flatten)]
    pub unit: Bilingual,
    /// The currency of every amount.
    #[serde(default, skip_serializing_if = "Currency::is_krw")]
    pub currency: Currency,
    /// What awards in hours are counted in, if it is not hours of units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged: Option<Bilingual>,
}

impl Calling {
    /// What values are said in, in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Called<'_> {
        let charged = self.charged.as_ref().map(|one| one.in_language(language));
        Called { unit: self.unit.in_language(language), currency: self.currency, charged }
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let code = String::deserialize(input)?;
        Self::named(&code).ok_or_else(|| {
            serde::de::Error::custom(format!("`{code}` is no currency that is known"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str) -> Currency {
        Currency::named(code).unwrap()
    }

    #[test]
    fn money_reads_as_people_write_it() {
        let (ko, en) = (Language::Ko, Language::En);
        let krw = Currency::KRW;
        assert_eq!(ko.money(krw, 8.8e9), "88억 원");
        assert_eq!(ko.money(krw, 1.234e11), "1,234억 원");
        assert_eq!(ko.money(krw, 9.999e11), "9,999억 원");
        assert_eq!(ko.money(krw, 1.2e12), "1.2조 원");
        assert_eq!(ko.money(krw, 1_234.0), "1,234원");
        assert_eq!(en.money(krw, 8.8e9), "8.8 bn KRW");
        assert_eq!(en.money(krw, 2e12), "2 tn KRW");
        assert_eq!((ko.money(krw, 0.0), en.money(krw, 0.0)), ("0원".into(), "0 KRW".into()));
        let gbp = of("gbp");
        assert_eq!(en.money(gbp, 1.2e6), "1.2 m GBP");
        assert_eq!(ko.money(gbp, 1.2e6), "120만 파운드");
        assert_eq!(en.money(gbp, 1.234), "1.23 GBP");
        assert_eq!(en.money(gbp, 40_000.0), "40,000 GBP");
        assert_eq!(ko.money(gbp, 0.0), "0 파운드");
        assert_eq!(en.money(of("JPY"), 1.6), "2 JPY");
    }

    #[test]
    fn an_amount_has_one_currency() {
        for (text, code, rest) in [
            ("£1.2m", "GBP", "1.2m"),
            ("1.2 million GBP", "GBP", "1.2 million"),
            ("€ 3.5M", "EUR", "3.5m"),
            ("$40k", "USD", "40k"),
            ("US$40k", "USD", "40k"),
            ("S$40k", "SGD", "40k"),
            ("40k dollars", "USD", "40k"),
            ("₩400만", "KRW", "400만"),
            ("120만 파운드", "GBP", "120만"),
            ("CHF 1,200", "CHF", "1,200"),
        ] {
            let found = Currency::KRW.of_text(text).unwrap();
            assert_eq!((found.code(), found.stripped(text)), (code, Some(rest.into())), "{text}");
        }
        // A bare dollar is the file's own.
        assert_eq!(of("SGD").of_text("$40k"), Some(of("SGD")));
        for text in ["40k", "GBP", "£", "1.2m XYZ", ""] {
            assert_eq!(Currency::KRW.of_text(text), None, "{text}");
        }
    }
}
