//! Responses by class: `PROGRAMME.CLASS`, and `site.CLASS` for the programmes of the site together.

use super::{SITE, Value};
use crate::model::inputs::Inputs;
use crate::model::record::{ClassTotals, Record};
use crate::quantity::{UnitSeconds, ratio};

pub(super) fn values(inputs: &Inputs, record: &Record, all: &mut Vec<Value>) {
    let classes = inputs.classes.len();
    for (programme, rows) in inputs.programmes.iter().zip(record.classes.chunks(classes)) {
        for of in &programme.classes {
            let class = of.class.place();
            let scope = format!("{}.{}", programme.name, inputs.classes[class].name);
            of_class(&scope, &rows[class], all);
        }
    }
    for (class, named) in inputs.classes.iter().enumerate().skip(1) {
        let mut sum = ClassTotals::default();
        for (programme, rows) in inputs.programmes.iter().zip(record.classes.chunks(classes)) {
            if inputs.at_site(programme.pool) {
                sum.add(&rows[class]);
            }
        }
        of_class(&format!("{SITE}.{}", named.name), &sum, all);
    }
}

fn of_class(scope: &str, row: &ClassTotals, all: &mut Vec<Value>) {
    let mut push = |name, value| all.push((name, scope.to_owned(), value));
    let count = |number: i64| Some(number as f64);
    push("applications", count(row.applications));
    push("awards", count(row.awards));
    push("turned_away", count(row.turned_away));
    push("awards_of_decided", ratio(row.awards, row.awards + row.turned_away));
    push("mean_wait", row.mean_wait());
    let months = |part: UnitSeconds| Some(part.in_unit_months());
    push("allocated_unit_months", months(row.held));
    push("frozen_unit_months", months(row.frozen));
    push("stopped_unit_months", months(row.stopped));
}
