//! The currency of a file, and amounts that are of another one, or of a unit that nothing charges in.

use super::problem::{Message, nearest, say};
use super::reader::{Reader, top};
use super::tree::Table;
use super::units::{self, Unit, Worth};
use crate::words::Currency;

impl Reader {
    /// Reads `currency = "GBP"`; the amounts that are read after it are of it.
    pub(super) fn currency(&mut self, root: &Table) {
        self.currency = Currency::KRW;
        let Some(at) = top(root, "currency") else { return };
        let Some(code) = at.node.text() else {
            return self.error(
                &at,
                say("this must be the code of a currency", &[]),
                Some(say("write {}", &[&"currency = \"GBP\""])),
            );
        };
        match Currency::named(code) {
            Some(currency) => self.currency = currency,
            None => {
                let codes = Currency::codes();
                let help = match nearest(&code.to_uppercase(), codes.iter().copied()) {
                    Some(word) => say("did you mean `{}`?", &[&word]),
                    None => say("one of: {}", &[&codes.join(", ")]),
                };
                self.error(&at, say("there is no currency `{}`", &[&code]), Some(help));
            }
        }
    }

    /// Why a text is no amount of this file, if it is one of another currency, or of what no pool charges.
    pub(super) fn of_another(&self, text: &str, unit: Unit) -> Option<(Message, Message)> {
        let amount = match unit {
            Unit::Hours if self.worth.node.is_none() && units::speaks_of_nodes(text) => {
                let reason = say("the lots of its pool do not say how many units a node has", &[]);
                let help = say("write hours of its units: {}", &[&Unit::Hours.example()]);
                return Some((reason, help));
            }
            Unit::Hours
                if self.worth.charge.is_none()
                    && units::hours(text, Worth { charge: Some(1), ..self.worth }).is_some() =>
            {
                let reason = say("nothing says what an hour of a unit costs in \"{}\"", &[&text]);
                let help = say(
                    "add charge = 30 to the pool of this programme, or write hours of its units: {}",
                    &[&Unit::Hours.example()],
                );
                return Some((reason, help));
            }
            Unit::Money => text,
            Unit::Price => units::by_the_hour(text).unwrap_or(text),
            Unit::Tariff => units::per_hour(text)?.0,
            _ => return None,
        };
        let found = self.currency.of_text(amount).filter(|found| *found != self.currency)?;
        units::money(found, amount)?;
        let (own, found) = (self.currency.code(), found.code());
        let reason = say("this is in {}, and the money of this file is in {}", &[&found, &own]);
        let help = say(
            "write every amount in {}, or currency = \"{}\" at the top of the file; no exchange rate is known",
            &[&own, &found],
        );
        Some((reason, help))
    }
}
