//! The weights of a shared queue under the scheduler `priority`.

use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, tables};
use super::units::Unit;
use crate::scheduler::{Backfill, Factors};

/// No weight is so large that a sum of weights is not a whole number of 64 bits.
const WEIGHT: Bounds = Bounds { low: 0.0, high: 1e15 };

impl Draft<'_> {
    /// What the file says of priorities, over the defaults. In a shared queue the projects of a programme are
    /// a class of users, and so are the users of a log.
    pub(super) fn factors(&self, reader: &mut Reader, table: &Spot<'_>) -> Factors {
        let default = Factors::default();
        let mut weight = |key: &str, default: f64| {
            reader.value(table, key, Unit::Number, WEIGHT).unwrap_or(default)
        };
        let (age, size) = (weight("weight-age", default.age), weight("weight-size", default.size));
        let fair_share = weight("weight-fair-share", default.fair_share);
        let class = weight("weight-class", default.class);
        let at_least_one = Bounds { low: 1.0, ..WEIGHT };
        let dampening = reader.value(table, "fair-share-dampening", Unit::Number, at_least_one);
        let half_life = match table.get("fair-share-half-life") {
            Some(at) if at.node.text() == Some("never") => None,
            _ => seconds(reader, table, "fair-share-half-life").or(default.half_life),
        };
        let backfill = match reader.word(table, "backfill", &["none", "easy", "conservative"]) {
            Some("none") => Backfill::None,
            Some("conservative") => Backfill::Conservative,
            _ => Backfill::Easy,
        };
        Factors {
            age,
            max_age: seconds(reader, table, "max-age").unwrap_or(default.max_age),
            size,
            favour_small: reader.flag(table, "favour-small").unwrap_or(default.favour_small),
            fair_share,
            half_life,
            dampening: dampening.unwrap_or(default.dampening),
            shares: self.by_class(reader, table, "class-shares", WEIGHT),
            class,
            class_factors: self.by_class(reader, table, "class-factors", Bounds::SHARE),
            backfill,
        }
    }

    /// Numbers by class, as [`crate::scheduler::Request::class`] has it: programmes in the order of the file,
    /// then logs.
    fn by_class<All: FromIterator<(u32, f64)>>(
        &self,
        reader: &mut Reader,
        table: &Spot<'_>,
        key: &str,
        bounds: Bounds,
    ) -> All {
        let logs = tables(self.root, "log");
        let programmes = names(&self.inputs.programmes, |programme| &programme.name);
        let known: Vec<&str> =
            programmes.into_iter().chain(logs.iter().map(|log| log.key)).collect();
        let entries = table.get(key).map_or_else(Vec::new, |all| all.entries());
        let read = |entry: &Spot<'_>| {
            let class = reader.name(entry, entry.key, "programme or log", &known);
            let value = reader.plain(entry, Unit::Number, bounds);
            Some((u32::try_from(class?).ok()?, value?))
        };
        entries.iter().filter_map(read).collect()
    }
}

/// A length in seconds, at least one.
fn seconds(reader: &mut Reader, table: &Spot<'_>, key: &str) -> Option<i64> {
    let at = table.get(key)?;
    let length = reader.held_time(&at)?.0;
    if length < 1 {
        let help = say("write {}", &[&Unit::Length.example()]);
        reader.error(&at, say("this must be longer than nothing", &[]), Some(help));
        return None;
    }
    Some(length)
}
