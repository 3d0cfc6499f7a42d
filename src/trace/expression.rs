//! What a role of a column is made of: one column, or columns and numbers with + − × ÷.

use std::borrow::Cow;

use super::columns::{self, REQUESTED, ROLES, RUN, SIZE, WAIT};
use super::instant;
use super::known;
use super::number::{self, MICROS, MOST, Micros, NoTime};
use super::resource;
use super::units::{Of, PERCENT, SECONDS, Unit};

/// A cell of a line, or a number.
#[derive(Clone, Debug, PartialEq)]
enum Term {
    Cell { at: usize, key: Option<String> },
    Number(i64),
}

/// Summands: whether each counts or is taken away, and its factors, each with whether it divides.
type Sum = Vec<(bool, Vec<(bool, Term)>)>;

/// A role of a table's line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expression {
    /// Summands: whether they count, and factors, each with whether it divides.
    sum: Sum,
    pub(super) unit: Unit,
    role: usize,
}

/// Why columns are not found.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum NoColumn {
    /// No column is called so.
    Missing(String),
    /// Two or more columns are.
    Twice(String),
    /// A sentence about what cannot be understood.
    Unreadable(String),
}

impl Expression {
    /// Finds the columns of `text` among the names of a table; `role` says what units it may have.
    pub(super) fn resolve(text: &str, role: usize, names: &[String]) -> Result<Self, NoColumn> {
        let (sum, unit) = if let Some(term) = column(text, names)? {
            (vec![(true, vec![(false, term)])], None)
        } else {
            match columns::with_unit(text) {
                Ok((before, unit)) => (sum(before, names)?, unit),
                Err(why) => (sum(text, names).map_err(|other| unreadable(&why, other))?, None),
            }
        };
        let single = match &sum[..] {
            [(true, factors)] if factors.len() == 1 => factors.first().map(|(_, term)| term),
            _ => None,
        };
        let by_name = match single {
            Some(Term::Cell { at, .. }) => names.get(*at).and_then(|name| known::unit(name, role)),
            _ => None,
        };
        let unit = unit.or(by_name).unwrap_or(SECONDS);
        let good = match role {
            SIZE => unit.of == Of::Size || unit == SECONDS,
            RUN | REQUESTED | WAIT => unit.of == Of::Time,
            _ => instant::takes(unit),
        };
        if !good {
            let role = ROLES.get(role).unwrap_or(&"");
            return Err(NoColumn::Unreadable(format!("`{role}` cannot be in {}", unit.name)));
        }
        Ok(Self { sum, unit, role })
    }

    /// The only column that it has, as a text.
    pub(super) fn cell<'a>(&self, cells: &'a [Cow<'_, str>]) -> Option<&'a str> {
        match self.term()? {
            Term::Cell { at, .. } => cells.get(*at).map(|cell| cell.trim()),
            Term::Number(_) => None,
        }
    }

    fn term(&self) -> Option<&Term> {
        match &self.sum[..] {
            [(true, factors)] => match &factors[..] {
                [(false, term)] => Some(term),
                _ => None,
            },
            _ => None,
        }
    }

    /// What a line says, in microseconds or millionths of a unit.
    pub(super) fn value(&self, cells: &[Cow<'_, str>]) -> Result<Micros, NoTime> {
        if let Some(Term::Cell { at, key }) = self.term() {
            return self.read(cells.get(*at).map_or("", |cell| cell.trim()), key.as_deref());
        }
        let (mut total, mut rounded, mut clock) = (0_i128, false, false);
        for (plus, factors) in &self.sum {
            let mut product = i128::from(MICROS);
            for (divides, term) in factors {
                let value = match term {
                    Term::Number(value) => i128::from(*value),
                    Term::Cell { at, key } => {
                        let text = cells.get(*at).map_or("", |cell| cell.trim());
                        let unit = if factors.len() > 1 { SECONDS } else { self.unit };
                        let one = Self { sum: Vec::new(), unit, role: self.role };
                        // Lengths may be differences of instants.
                        let read = one.read(text, key.as_deref()).or_else(|why| match why {
                            NoTime::NotANumber if self.role != SIZE => instant::instant(text, unit),
                            why => Err(why),
                        })?;
                        rounded |= read.rounded;
                        clock |= read.by_clock;
                        i128::from(read.value)
                    }
                };
                if *divides && value == 0 {
                    return Err(NoTime::Unknown);
                }
                let (up, down) =
                    if *divides { (MICROS.into(), value) } else { (value, MICROS.into()) };
                let scaled = product.checked_mul(up).ok_or(NoTime::TooLarge)?;
                rounded |= scaled % down != 0;
                product = (scaled + down / 2).div_euclid(down);
            }
            if factors.len() > 1 {
                product = product * i128::from(self.unit.times) / i128::from(self.unit.over);
            }
            total += if *plus { product } else { -product };
        }
        if total.abs() > MOST {
            return Err(NoTime::TooLarge);
        }
        let value = total as i64;
        Ok(Micros { value, decimals: number::needed(value), rounded, by_clock: clock })
    }

    fn read(&self, text: &str, key: Option<&str>) -> Result<Micros, NoTime> {
        match self.role {
            SIZE => match key {
                Some(key) if resource::is_list(text) => resource::amount(text, key),
                None if resource::is_list(text) => resource::amount(text, "gres/gpu"),
                _ if text.ends_with('%') && self.unit == SECONDS => {
                    number::scaled(text.trim_end_matches('%').trim_end(), PERCENT)
                }
                _ => number::scaled(text, self.unit),
            },
            RUN | REQUESTED | WAIT => number::length(text, self.unit),
            _ => instant::instant(text, self.unit),
        }
    }

    /// The unit as it is written, where it is not seconds or whole units.
    pub(super) fn unit_name(&self) -> Option<&'static str> {
        (self.unit != SECONDS).then_some(self.unit.name)
    }
}

fn unreadable(why: &str, other: NoColumn) -> NoColumn {
    match other {
        NoColumn::Missing(_) => NoColumn::Unreadable(why.to_owned()),
        other => other,
    }
}

/// One column with or without a resource in brackets; `None` if the text is more than that.
fn column(text: &str, names: &[String]) -> Result<Option<Term>, NoColumn> {
    if let Some(number) = text.strip_prefix('#')
        && let Ok(at) = number.parse::<usize>()
    {
        if at == 0 || at > names.len() {
            return Err(NoColumn::Missing(text.to_owned()));
        }
        return Ok(Some(Term::Cell { at: at - 1, key: None }));
    }
    let mut found = names.iter().enumerate().filter(|(_, name)| name.trim() == text);
    match (found.next(), found.next()) {
        (Some((at, _)), None) => return Ok(Some(Term::Cell { at, key: None })),
        (Some(_), Some(_)) => return Err(NoColumn::Twice(text.to_owned())),
        (None, _) => {}
    }
    if let Some((name, key)) = text.strip_suffix(']').and_then(|text| text.split_once('['))
        && let Some(Term::Cell { at, .. }) = column(name.trim(), names)?
    {
        return Ok(Some(Term::Cell { at, key: Some(key.trim().to_owned()) }));
    }
    Ok(None)
}

/// Summands and factors. At each place the longest name of a column is taken, since names may hold a hyphen.
fn sum(text: &str, names: &[String]) -> Result<Sum, NoColumn> {
    let mut sum: Sum = Vec::new();
    let (mut rest, mut plus, mut divides, mut opens) = (text.trim(), true, false, true);
    loop {
        let (term, after) = term(rest, names)?.ok_or_else(|| NoColumn::Missing(text.to_owned()))?;
        if opens {
            sum.push((plus, Vec::new()));
        }
        if let Some((_, factors)) = sum.last_mut() {
            factors.push((divides, term));
        }
        let after = after.trim_start();
        let Some(operator) = after.chars().next() else { return Ok(sum) };
        (plus, divides, opens) = match operator {
            '+' => (true, false, true),
            '-' => (false, false, true),
            '*' => (true, false, false),
            '/' => (true, true, false),
            _ => return Err(NoColumn::Missing(text.to_owned())),
        };
        rest = after[operator.len_utf8()..].trim_start();
    }
}

fn term<'t>(rest: &'t str, names: &[String]) -> Result<Option<(Term, &'t str)>, NoColumn> {
    let ends = |after: &str| {
        after.trim_start().is_empty() || after.trim_start().starts_with(['+', '-', '*', '/', '['])
    };
    let named = names
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty() && rest.strip_prefix(name).is_some_and(ends));
    if let Some(name) = named.max_by_key(|name| name.len()) {
        let mut length = name.len();
        if rest[length..].trim_start().starts_with('[')
            && let Some(close) = rest[length..].find(']')
        {
            length += close + 1;
        }
        let (text, after) = rest.split_at(length);
        return Ok(column(text, names)?.map(|term| (term, after)));
    }
    let number = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '#'));
    let (text, after) = rest.split_at(number.unwrap_or(rest.len()));
    if text.starts_with('#') {
        return Ok(column(text, names)?.map(|term| (term, after)));
    }
    let number = number::seconds(text).ok().filter(|read| !read.rounded);
    Ok(number.map(|read| (Term::Number(read.value), after)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::columns::{END, START};

    fn value(text: &str, role: usize, line: &[(&str, &str)]) -> Result<i64, NoTime> {
        let names: Vec<String> = line.iter().map(|(name, _)| (*name).to_owned()).collect();
        let cells: Vec<Cow<'_, str>> = line.iter().map(|(_, cell)| Cow::Borrowed(*cell)).collect();
        let expression = Expression::resolve(text, role, &names).expect(text);
        expression.value(&cells).map(|read| read.value)
    }

    #[test]
    fn sums_and_products_of_columns() {
        let line =
            [("nodes", "3"), ("gpus-per-node", "8"), ("AllocTRES", "gres/gpu=2"), ("t", "60")];
        assert_eq!(value("nodes*gpus-per-node", SIZE, &line), Ok(24 * MICROS));
        assert_eq!(value("nodes * 4", SIZE, &line), Ok(12 * MICROS));
        assert_eq!(value("nodes*gpus-per-node/2 + 1", SIZE, &line), Ok(13 * MICROS));
        assert_eq!(value("AllocTRES[gres/gpu]*nodes", SIZE, &line), Ok(6 * MICROS));
        assert_eq!(value("nodes:percent", SIZE, &line), Ok(30_000));
        assert_eq!(value("t:min", REQUESTED, &line), Ok(3_600 * MICROS));
        assert_eq!(value("t*nodes:min", REQUESTED, &line), Ok(180 * 60 * MICROS));
        assert_eq!(value("#1*#2", SIZE, &line), Ok(24 * MICROS));
        let line = [("at", "2025-03-03T09:00:00"), ("wait", "600")];
        assert_eq!(value("at", START, &line), Ok((20_150 * 86_400 + 32_400) * MICROS));
        assert_eq!(value("0.5", SIZE, &[("0.5", "0.5")]), Ok(500_000));
        assert_eq!(
            value("TimelimitRaw", REQUESTED, &[("TimelimitRaw", "120")]),
            Ok(7_200 * MICROS)
        );
    }

    #[test]
    fn what_is_not_there_is_said() {
        let names = ["a".to_owned(), "b".to_owned(), "b".to_owned()];
        let of = |text| Expression::resolve(text, SIZE, &names).expect_err(text);
        assert_eq!(of("c"), NoColumn::Missing("c".to_owned()));
        assert_eq!(of("b"), NoColumn::Twice("b".to_owned()));
        assert!(matches!(of("a:parsec"), NoColumn::Unreadable(_)));
        assert!(matches!(of("a:min"), NoColumn::Unreadable(_)));
        assert!(matches!(of("a**a"), NoColumn::Missing(_)));
        assert!(Expression::resolve("a:percent", END, &names).is_err());
    }
}
