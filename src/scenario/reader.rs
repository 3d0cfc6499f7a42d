//! Reads values off the tree. A value that cannot be read leaves a problem and `None`, and the
//! reading goes on.

mod dates;
mod names;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) use self::names::one_of;
use super::problem::{Message, Problem, Severity, say};
use super::tree::{Bytes, Entry, Kind, Node, Table, join};
use super::units::{self, Unit};
use crate::model::inputs::Factors;
use crate::time::Calendar;
use crate::words::{Currency, Length};

/// A value of the file, with its path and the place of its key.
#[derive(Clone, Debug)]
pub(super) struct Spot<'t> {
    pub(super) path: String,
    pub(super) key: &'t str,
    pub(super) key_span: Bytes,
    pub(super) node: &'t Node,
    /// Whether problems are about the key rather than its value.
    pub(super) about_key: bool,
}

impl<'t> Spot<'t> {
    fn of(path: &str, entry: &'t Entry) -> Self {
        Self {
            path: join(path, &entry.key),
            key: &entry.key,
            key_span: entry.key_span.clone(),
            node: &entry.value,
            about_key: false,
        }
    }

    /// An item of a list, which has no key of its own.
    pub(super) fn item(list: &Spot<'_>, index: usize, node: &'t Node) -> Self {
        let path = format!("{}.{index}", list.path);
        Self { path, key: "", key_span: node.span.clone(), node, about_key: false }
    }

    /// The spot itself, for a problem that is about the key and not about its value.
    pub(super) fn at_key(&self) -> Self {
        Self { about_key: true, ..self.clone() }
    }

    /// The value of a key in this table.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        Some(Self::of(&self.path, self.node.table()?.get(key)?))
    }

    /// The value of a key below this table, by a dotted path.
    pub(super) fn below(&self, path: &str) -> Option<Self> {
        match path.split_once('.') {
            Some((key, rest)) => self.get(key)?.below(rest),
            None => self.get(path),
        }
    }

    /// Every key of this table, in the order of the file.
    pub(super) fn entries(&self) -> Vec<Self> {
        let table = self.node.table();
        table.map_or_else(Vec::new, |table| {
            table.entries.iter().map(|entry| Self::of(&self.path, entry)).collect()
        })
    }

    /// Where to point: at the value, or at the key of a table.
    pub(super) fn span(&self) -> Bytes {
        if self.about_key || self.is_table() {
            self.key_span.clone()
        } else {
            self.node.span.clone()
        }
    }

    pub(super) fn is_table(&self) -> bool {
        self.node.table().is_some()
    }
}

/// The keys of the file's top level.
pub(super) fn top<'t>(root: &'t Table, key: &str) -> Option<Spot<'t>> {
    root.get(key).map(|entry| Spot::of("", entry))
}

/// The tables under a top-level key: `[pool.gpu]` and `[pool.hpc]` under `pool`.
pub(super) fn tables<'t>(root: &'t Table, key: &str) -> Vec<Spot<'t>> {
    let all = top(root, key).map_or_else(Vec::new, |spot| spot.entries());
    all.into_iter().filter(Spot::is_table).collect()
}

/// Collects problems while values are read.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) problems: Vec<Problem>,
    /// What the values read so far must lie between, where a reader can say it in the value's own unit.
    pub(super) ranges: BTreeMap<String, Range>,
    /// Uncertain inputs read so far.
    pub(super) factors: Factors,
    pub(super) calendar: Arc<Calendar>,
    /// The currency of every amount of the file.
    pub(super) currency: Currency,
    /// What an hour is worth to an award of the programme that is read.
    pub(super) worth: units::Worth,
}

/// What a value of a file must lie between, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Range {
    /// The least, where there is one.
    pub low: Option<f64>,
    /// The greatest, where there is one.
    pub high: Option<f64>,
}

/// What a number must lie between.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Bounds {
    pub(super) const ANY: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY };

    pub(super) const NOT_NEGATIVE: Self = Self { low: 0.0, high: f64::INFINITY };

    pub(super) const FROM_ONE: Self = Self { low: 1.0, high: f64::INFINITY };

    pub(super) const SHARE: Self = Self { low: 0.0, high: 1.0 };

    /// The bounds as a person would be told. An end that is counted in another unit than people write is left out.
    fn as_range(self, unit: Unit) -> Option<Range> {
        let bare = matches!(unit, Unit::Number | Unit::Count | Unit::Ratio);
        let end = |end: f64| Some(end).filter(|end| end.is_finite() && (bare || *end == 0.0));
        let range = Range { low: end(self.low), high: end(self.high) };
        (range.low.is_some() || range.high.is_some()).then_some(range)
    }
}

// Problems of the file.
impl Reader {
    pub(super) fn new(calendar: Arc<Calendar>) -> Self {
        Self {
            problems: Vec::new(),
            ranges: BTreeMap::new(),
            factors: Factors::default(),
            calendar,
            currency: Currency::KRW,
            worth: units::Worth::default(),
        }
    }

    pub(super) fn error(&mut self, at: &Spot<'_>, reason: Message, help: Option<Message>) {
        let problem = Problem::error(&at.path, at.span(), reason);
        self.problems.push(Problem { help, ..problem });
    }

    pub(super) fn warning(&mut self, at: &Spot<'_>, reason: Message, help: Option<Message>) {
        let problem = Problem::warning(&at.path, at.span(), reason);
        self.problems.push(Problem { help, ..problem });
    }

    /// An error that is about two places of the file.
    pub(super) fn clash(
        &mut self,
        at: &Spot<'_>,
        other: &Spot<'_>,
        reason: Message,
        help: Option<Message>,
    ) {
        let problem = Problem::error(&at.path, at.span(), reason).related(other.span());
        self.problems.push(Problem { help, ..problem });
    }

    /// Whether the given parts of the file (first words of a path) were read without error.
    pub(super) fn sound(&self, parts: &[&str]) -> bool {
        !self.problems.iter().any(|problem| {
            let part = problem.path.split('.').next().unwrap_or_default();
            problem.severity == Severity::Error && (part.is_empty() || parts.contains(&part))
        })
    }

    /// A problem unless the value lies within the bounds.
    pub(super) fn within(
        &mut self,
        at: &Spot<'_>,
        value: f64,
        unit: Unit,
        bounds: Bounds,
    ) -> Option<f64> {
        if let Some(range) = bounds.as_range(unit) {
            self.ranges.insert(at.path.clone(), range);
        }
        if value.is_nan() || value.abs() > unit.largest() {
            // Sums and products of what is read must stay exact.
            let help = say("look at the unit and the number of digits", &[]);
            self.error(at, say("this is too large to be meant", &[]), Some(help));
            None
        } else if value < bounds.low {
            let help = (bounds.high == 1.0).then(|| say("a share lies between 0 and 1", &[]));
            let low = bounds.low;
            self.error(at, say("this must not be below {}", &[&low]), help);
            None
        } else if value > bounds.high {
            let share = bounds.high == 1.0;
            let help = share.then(|| say("a share lies between 0 and 1: 30 % is 0.3", &[]));
            self.error(at, say("this must not be above {}", &[&bounds.high]), help);
            None
        } else {
            Some(value)
        }
    }

    /// Says that a value is not what its key needs.
    pub(super) fn not_a<T>(&mut self, at: &Spot<'_>, unit: Unit) -> Option<T> {
        if let Some((reason, help)) = at.node.text().and_then(|text| self.of_another(text, unit)) {
            self.error(at, reason, Some(help));
            return None;
        }
        let help = say("write {}", &[&unit.example()]);
        let reason = match &at.node.kind {
            Kind::Integer(_) | Kind::Float(_) if !matches!(unit, Unit::Count | Unit::Number) => {
                say("a bare number has no unit; this is {}", &[&unit.name()])
            }
            Kind::Float(_) => say("this must be a whole number", &[]),
            Kind::Text(text) => say("\"{}\" cannot be read as {}", &[text, &unit.name()]),
            other => say("this must be {}, not {}", &[&unit.name(), &kind_name(other)]),
        };
        self.error(at, reason, Some(help));
        None
    }
}

// Numbers, texts and flags.
impl Reader {
    /// A plain value in its unit.
    pub(super) fn plain(&mut self, at: &Spot<'_>, unit: Unit, bounds: Bounds) -> Option<f64> {
        let value = match (&at.node.kind, unit) {
            // A bare number stands in a key that says `unit-hours`.
            (Kind::Integer(number), Unit::Hours) => {
                Some(*number as f64 * self.worth.charge.unwrap_or(1) as f64)
            }
            (Kind::Float(number), Unit::Hours) => {
                Some(*number * self.worth.charge.unwrap_or(1) as f64)
            }
            (Kind::Integer(number), Unit::Number | Unit::Count) => Some(*number as f64),
            (Kind::Float(number), Unit::Number) => Some(*number),
            (Kind::Text(text) | Kind::Date(text), Unit::Date) => return self.day_of(at, text),
            (Kind::Text(text), _) => self.in_unit(text, unit),
            _ => None,
        };
        match value {
            Some(value) => self.within(at, value, unit, bounds),
            None => self.not_a(at, unit),
        }
    }

    pub(super) fn in_unit(&self, text: &str, unit: Unit) -> Option<f64> {
        match unit {
            Unit::Money => units::money(self.currency, text),
            Unit::Price => units::monthly(self.currency, text),
            Unit::Length => Length::parse(text).map(Length::seconds),
            Unit::Power => units::power(text),
            Unit::Compute => units::compute(text),
            Unit::Ratio => units::ratio(text),
            Unit::Rate => units::rate(text).filter(|&(_, card)| !card).map(|(rate, _)| rate),
            Unit::Tariff => units::tariff(self.currency, text),
            Unit::Hours => units::hours(text, self.worth),
            Unit::Number | Unit::Count | Unit::Date => None,
        }
    }

    /// A value that stands in a key, such as the 8 of `choice = { 8 = 0.65 }`.
    pub(super) fn keyed(&mut self, at: &Spot<'_>, text: &str, unit: Unit) -> Option<f64> {
        let at = at.at_key();
        let value = match unit {
            Unit::Number => units::number(text),
            Unit::Count => units::number(text).filter(|value| value.fract() == 0.0),
            Unit::Date => return self.day_of(&at, text),
            _ => self.in_unit(text, unit),
        };
        let Some(value) = value else {
            if let Some(mixed) = self.of_another(text, unit) {
                self.error(&at, mixed.0, Some(mixed.1));
                return None;
            }
            let help = say("write {}", &[&unit.example()]);
            self.error(&at, say("the key `{}` is not {}", &[&text, &unit.name()]), Some(help));
            return None;
        };
        self.within(&at, value, unit, Bounds::ANY)
    }

    /// The plain value of a key, if the key is there.
    pub(super) fn value(
        &mut self,
        table: &Spot<'_>,
        key: &str,
        unit: Unit,
        bounds: Bounds,
    ) -> Option<f64> {
        let at = table.get(key)?;
        self.plain(&at, unit, bounds)
    }

    /// A whole number of a key, if the key is there.
    pub(super) fn count(&mut self, table: &Spot<'_>, key: &str, bounds: Bounds) -> Option<i64> {
        self.value(table, key, Unit::Count, bounds).map(|value| value as i64)
    }

    /// Text of a key, if the key is there.
    pub(super) fn text<'t>(&mut self, table: &Spot<'t>, key: &str) -> Option<&'t str> {
        let at = table.get(key)?;
        let text = at.node.text();
        if text.is_none() {
            let reason = say("this must be text, not {}", &[&kind_name(&at.node.kind)]);
            self.error(&at, reason, Some(say("put it in double quotes", &[])));
        }
        text
    }

    /// True or false of a key, if the key is there.
    pub(super) fn flag(&mut self, table: &Spot<'_>, key: &str) -> Option<bool> {
        let at = table.get(key)?;
        if let Kind::Bool(flag) = at.node.kind {
            return Some(flag);
        }
        let reason = say("this must be true or false, not {}", &[&kind_name(&at.node.kind)]);
        self.error(&at, reason, Some(say("write true or false, without quotes", &[])));
        None
    }
}

/// What a person would call the kind of a value.
pub(super) fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Table(_) => "a table",
        Kind::Array(_) => "a list",
        Kind::Text(_) => "text",
        Kind::Integer(_) | Kind::Float(_) => "a bare number",
        Kind::Bool(_) => "true or false",
        Kind::Date(_) => "a date",
    }
}
