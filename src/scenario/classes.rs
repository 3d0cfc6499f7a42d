//! Classes of applicants, and what each is in a programme.

use super::hours::own_request;
use super::problem::say;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot, tables};
use super::units::Unit;
use crate::model::ids::ClassId;
use crate::model::inputs::{Class, ClassOf};

impl Draft<'_> {
    /// The classes of the file; class 0 is always that of those who are in none.
    pub(super) fn classes(&mut self, reader: &mut Reader) {
        for table in tables(self.root, "class") {
            let local = reader.flag_or_default(&table, "local");
            self.inputs.classes.push(Class { name: table.key.to_owned(), local });
        }
    }

    /// Names of the classes that somebody is in.
    pub(super) fn class_names(&self) -> Vec<&str> {
        self.inputs.stated_classes().map(|(_, class)| class.name.as_str()).collect()
    }

    /// The classes of a programme, with the shares of its fresh applicants.
    pub(super) fn classes_of(&self, reader: &mut Reader, programme: &Spot<'_>) -> Vec<ClassOf> {
        let known = self.class_names();
        let Some(table) = programme.get("class").filter(Spot::is_table) else { return Vec::new() };
        let mut all = Vec::new();
        for at in table.entries().into_iter().filter(Spot::is_table) {
            let class = reader.name(&at.at_key(), at.key, "class", &known);
            let share = reader.value(&at, "share", Unit::Number, Bounds::SHARE);
            let request = at.get("request").and_then(|at| own_request(reader, programme, &at));
            let bonus = reader.value_or_default(&at, "score-bonus", Unit::Number, Bounds::ANY);
            let fee_reduction =
                reader.value_or_default(&at, "fee-reduction", Unit::Number, Bounds::SHARE);
            all.push(ClassOf {
                class: ClassId::at(class.map_or(0, |index| index + 1)),
                share: share.unwrap_or(0.0),
                request,
                bonus,
                bonus_from: reader.from(&at, "bonus-from"),
                fee_reduction,
            });
        }
        let sum: f64 = all.iter().map(|of| of.share).sum();
        if !all.is_empty() && (sum - 1.0).abs() > 1e-6 {
            let reason = say("the shares of the classes sum to {}, not to 1", &[&sum]);
            let help = say("every new applicant is in one class of the programme", &[]);
            reader.error(&table, reason, Some(help));
        }
        all
    }
}
