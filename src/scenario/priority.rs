//! The weights of a shared queue under the scheduler `priority`.

use super::defaults;
use super::problem::say;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot};
use super::tree::join;
use super::units::Unit;
use crate::scheduler::{Backfill, Factors};

/// No weight is so large that a sum of weights is not a whole number of 64 bits.
const WEIGHT: Bounds = Bounds { low: 0.0, high: 1e15 };

impl Draft<'_> {
    /// What the file says of priorities, over the defaults. In a shared queue the projects of a programme are
    /// a class of users, and so are the users of a log.
    pub(super) fn factors(&self, reader: &mut Reader, table: &Spot<'_>) -> Factors {
        let mut weight = |key: &str| reader.value_or_default(table, key, Unit::Number, WEIGHT);
        let (age, size) = (weight("weight-age"), weight("weight-size"));
        let (fair_share, class) = (weight("weight-fair-share"), weight("weight-class"));
        let from_one = Bounds { low: 1.0, ..WEIGHT };
        let dampening =
            reader.value_or_default(table, "fair-share-dampening", Unit::Number, from_one);
        let half_life = match table.get("fair-share-half-life") {
            Some(at) if at.node.text() == Some("never") => None,
            _ => Some(seconds(reader, table, "fair-share-half-life")),
        };
        let backfill = reader.word_or_default(table, "backfill", &["none", "easy", "conservative"]);
        let backfill = match backfill {
            "none" => Backfill::None,
            "conservative" => Backfill::Conservative,
            _ => Backfill::Easy,
        };
        Factors {
            age,
            max_age: seconds(reader, table, "max-age"),
            size,
            favour_small: reader.flag_or_default(table, "favour-small"),
            fair_share,
            half_life,
            dampening,
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
        let known = self.queue_classes();
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
fn seconds(reader: &mut Reader, table: &Spot<'_>, key: &str) -> i64 {
    let at = table.get(key);
    let stated = at.as_ref().and_then(|at| reader.held_time(at));
    match (stated, at) {
        (Some(length), Some(at)) if length.0 < 1 => {
            let help = say("write {}", &[&Unit::Length.example()]);
            reader.error(&at, say("this must be longer than nothing", &[]), Some(help));
        }
        (Some(length), _) => return length.0,
        (None, _) => {}
    }
    defaults::number(&join(&table.path, key), Unit::Length) as i64
}
