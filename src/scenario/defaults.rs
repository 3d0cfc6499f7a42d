//! What a file says, or else the default that stands in the row of its key.
//!
//! A default is written once, in the table of keys, where the documentation and the schema read it too.

use super::keys;
use super::reader::{Bounds, Reader, Spot};
use super::tree::join;
use super::units::Unit;
use crate::engine::Distribution;
use crate::model::inputs::Uncertain;
use crate::time::Span;
use crate::words::Length;

impl Reader {
    /// The plain value of a key, in its unit.
    pub(super) fn value_or_default(
        &mut self,
        table: &Spot<'_>,
        key: &str,
        unit: Unit,
        bounds: Bounds,
    ) -> f64 {
        let stated = self.value(table, key, unit, bounds);
        stated.unwrap_or_else(|| number(&join(&table.path, key), unit))
    }

    /// A value that may be uncertain; its default is not, and is no factor. `key` may have dots: the tables
    /// between need not be there.
    pub(super) fn uncertain_or_default(
        &mut self,
        table: &Spot<'_>,
        key: &str,
        unit: Unit,
        bounds: Bounds,
    ) -> Uncertain {
        let at = table.below(key);
        let stated = at.and_then(|at| self.uncertain(&at, unit, bounds));
        stated.unwrap_or_else(|| Uncertain::certain(number(&join(&table.path, key), unit)))
    }

    /// A value that is drawn for each entity.
    pub(super) fn distribution_or_default(
        &mut self,
        table: &Spot<'_>,
        key: &str,
        unit: Unit,
        bounds: Bounds,
    ) -> Distribution {
        let stated = table.get(key).and_then(|at| self.distribution(&at, unit, bounds));
        stated.unwrap_or_else(|| Distribution::Constant(number(&join(&table.path, key), unit)))
    }

    /// One of several words.
    pub(super) fn word_or_default<'w>(
        &mut self,
        table: &Spot<'_>,
        key: &str,
        words: &[&'w str],
    ) -> &'w str {
        let stated = self.word(table, key, words);
        let default = || {
            let default = keys::default_of(&join(&table.path, key));
            words.iter().copied().find(|word| *word == default)
        };
        stated.or_else(default).unwrap_or_default()
    }

    /// True or false.
    pub(super) fn flag_or_default(&mut self, table: &Spot<'_>, key: &str) -> bool {
        let stated = self.flag(table, key);
        stated.unwrap_or_else(|| keys::default_of(&join(&table.path, key)) == "true")
    }
}

/// The default of a key as a number in its unit.
pub(super) fn number(path: &str, unit: Unit) -> f64 {
    // 0 is taken for a name that no file may have (`[pool."a.b"]`): such a file is refused.
    parse(keys::default_of(path), unit).unwrap_or(0.0)
}

/// The default of a key as a length that keeps calendar months.
pub(super) fn span(path: &str) -> Span {
    let zero = Span::Fixed(crate::time::Duration::ZERO);
    Length::parse(keys::default_of(path)).map_or(zero, Length::span)
}

fn parse(default: &str, unit: Unit) -> Option<f64> {
    match unit {
        Unit::Number | Unit::Count => super::units::number(default),
        // The defaults of money are none of it, in any currency.
        _ => super::read::without_calendar().in_unit(default, unit),
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys::{Holds, KEYS};
    use super::*;

    /// Defaults in words, where the reader asks the calendar or another key, or takes no value at all.
    const WORDS: [&str; 29] = [
        "1 / observed competition",
        "always",
        "as often as it renews",
        "day after the last submission",
        "day of the first submission",
        "end",
        "for ever",
        "from its first day to its end",
        "inferred from observed",
        "never",
        "ordered + typical lead-time; in an alternative, those of the baseline",
        "no date",
        "no electricity is counted",
        "no limit",
        "observe-to",
        "once",
        "Poisson",
        "start",
        "start-within, at most 1 month",
        "the programme's",
        "the value of reapply",
        "no present values",
        "the rule's",
        "the rule's, else 0",
        "the rule's, else 1",
        "the rule's, else none",
        "what run --precision says",
        "what the log says",
        "whatever it costs",
    ];

    #[test]
    fn every_default_of_a_value_is_read_as_its_unit_or_is_a_known_word() {
        for key in KEYS.iter().filter(|key| !key.default.is_empty()) {
            let Holds::Value(unit) = key.holds else { continue };
            let known = WORDS.contains(&key.default);
            let read = parse(key.default, unit).is_some();
            assert!(read != known, "{}: {}", key.pattern, key.default);
        }
    }

    #[test]
    fn every_default_of_a_word_is_one_of_the_words() {
        for key in KEYS.iter().filter(|key| !key.default.is_empty()) {
            let Holds::Word(words) = key.holds else { continue };
            let quoted = format!("\"{}\"", key.default);
            let known = ["the whole range", "not said"].contains(&key.default);
            assert!(words.contains(&quoted) != known, "{}: {}", key.pattern, key.default);
        }
    }

    #[test]
    fn a_default_is_found_by_the_path_of_a_file() {
        assert_eq!(number("programme.gpu.demand.award-rate.cap", Unit::Number), 3.0);
        assert_eq!(number("pool.hpc.maintenance.drain", Unit::Length), 86_400.0);
        assert_eq!(number("pool.a.b.maintenance.drain", Unit::Length), 86_400.0);
        assert_eq!(span("programme.gpu.returns-after"), Span::Months(1));
    }
}
