//! Awards of several terms: how many, and what each is given.

use super::hours::unit_of;
use super::problem::say;
use super::reader::{Bounds, Reader, Spot};
use super::tree::Kind;
use super::units::Unit;
use crate::model::inputs::Terms;

/// How many terms an award in hours has; `None`: one.
pub(super) fn terms(reader: &mut Reader, programme: &Spot<'_>) -> Option<Terms> {
    let later = later(reader, programme);
    let Some(at) = programme.get("terms") else {
        if let Some(at) = programme.get("later-terms") {
            let help = say("write terms = 3, or remove it", &[]);
            reader.error(&at, say("nothing says how many terms an award has", &[]), Some(help));
        }
        return None;
    };
    let bounds = Bounds { low: 1.0, high: Terms::MOST };
    let count = reader.distribution(&at, Unit::Count, bounds)?;
    // Every draw is one where none is rounded to two.
    if count.range().1 < 1.5 {
        return None;
    }
    if let Some(extension) = programme.get("extension") {
        let reason = say("an award of several terms is not extended: its next term opens", &[]);
        reader.error(&extension, reason, Some(say("remove `extension`, or `terms`", &[])));
    }
    (unit_of(programme.get("request").as_ref()) == Unit::Hours).then_some(Terms { count, later })
}

/// What the terms behind the first are given, as multiples of it.
fn later(reader: &mut Reader, programme: &Spot<'_>) -> Vec<f64> {
    let Some(at) = programme.get("later-terms") else { return Vec::new() };
    let bounds = Bounds { low: 0.001, high: 10.0 };
    let Kind::Array(items) = &at.node.kind else {
        let help = say("write later-terms = [0.8, 0.5]", &[]);
        reader.error(&at, say("this is no list of multiples of the first term", &[]), Some(help));
        return Vec::new();
    };
    let mut factors = Vec::new();
    for (index, node) in items.iter().enumerate() {
        let item = Spot::item(&at, index, node);
        factors.extend(reader.plain(&item, Unit::Number, bounds));
    }
    factors
}
