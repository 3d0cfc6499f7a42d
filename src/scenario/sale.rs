//! What becomes of spare units in a gap.

use super::problem::say;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot};
use super::units::Unit;
use crate::model::inputs::{Sale, Uncertain};

impl Draft<'_> {
    /// `"hold"`, or the terms of a sale. Selling nothing is holding.
    pub(super) fn sale(&self, reader: &mut Reader, gap: &Spot<'_>) -> Option<Sale> {
        let at = gap.get("spare")?;
        if !at.is_table() {
            if reader.text(gap, "spare")? != "hold" {
                let help = say(
                    "write \"hold\", or sell = { share = 0.8, price = \"3.0m KRW\", notice = \"3 months\" } in a table",
                    &[],
                );
                reader.error(&at, say("nothing says how these units are sold", &[]), Some(help));
            }
            return None;
        }
        let sell = at.get("sell").filter(Spot::is_table)?;
        let before = reader.factors.len();
        let share = reader.uncertain_or_default(&sell, "share", Unit::Number, Bounds::SHARE);
        let mut part = |key: &str, unit: Unit, bounds: Bounds| -> Option<Uncertain> {
            reader.uncertain(&sell.get(key)?, unit, bounds)
        };
        let monthly_price = part("price", Unit::Money, Bounds::NOT_NEGATIVE);
        let notice = part("notice", Unit::Length, Bounds::NOT_NEGATIVE);
        let recall = reader.word_or_default(&sell, "recall", &["landing", "passing"]);
        let nothing = share.distribution.range() == (0.0, 0.0);
        if nothing {
            reader.factors.truncate(before);
            return None;
        }
        let at_passing = recall == "passing";
        Some(Sale { share, monthly_price: monthly_price?, at_passing, notice: notice? })
    }
}
