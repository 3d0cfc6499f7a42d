//! What follows from a scenario by arithmetic: racks and power, what amounts pay for, what a competition can mean.

use std::fmt::Write as _;

use crate::report::charts::plain;
use crate::report::wording::Language;
use crate::results::{Arithmetic, Manifest};

/// The section on arithmetic; empty where nothing follows from the inputs.
pub(super) fn section(manifest: &Manifest, language: Language) -> String {
    let Arithmetic { halls, free_slots, amounts, competitions } = &manifest.arithmetic;
    let unit = language.unit_of_scope(manifest, "site");
    let whole = |count: i64| language.whole(count as f64);
    let mut html = String::new();
    let rows = halls.iter().map(|one| {
        vec![
            language.day(one.from),
            one.hall.clone(),
            whole(one.units),
            whole(one.nodes),
            whole(one.racks_free),
            language.decimal(one.kilowatts, 0),
            language.decimal(one.kilowatts_free, 0),
        ]
    });
    html.push_str(&table(
        &language.halls_caption(unit),
        &language.hall_columns(unit),
        rows.collect(),
    ));
    if let Some(free) = free_slots {
        // Writing to a string cannot fail.
        let _ = writeln!(
            html,
            "<p class=\"small\">{}</p>",
            plain(&language.free_slots(&whole(*free), unit))
        );
    }
    let rows = amounts.iter().map(|one| {
        vec![
            language.title_in(&manifest.fundings, &one.funding).to_owned(),
            language.money(manifest.currency, one.amount),
            whole(one.units),
            language.money(manifest.currency, one.monthly),
            language.decimal(one.months, 1),
        ]
    });
    html.push_str(&table(
        language.amounts_caption(),
        &language.amount_columns(unit),
        rows.collect(),
    ));
    let title = |name: &str| {
        let found = manifest.programmes.iter().find(|one| one.name == name);
        found.map_or(name, |one| language.title(&one.title, name)).to_owned()
    };
    let times = |value: f64| language.decimal(value, 2);
    let rows = competitions.iter().map(|one| {
        let range = language.range(&times(one.clearing.0), &times(one.clearing.1));
        let (typical, doubled) = one.typical.map_or_else(
            || ("–".to_owned(), "–".to_owned()),
            |(clearing, doubled)| (times(clearing), language.to_one(doubled)),
        );
        vec![title(&one.programme), language.to_one(one.observed), range, typical, doubled]
    });
    let columns = language.competition_columns();
    html.push_str(&table(language.competitions_caption(), &columns, rows.collect()));
    html
}

fn table(caption: &str, head: &[&str], rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut html = format!(
        "<div class=\"wide\" tabindex=\"0\">\n<table>\n<caption>{}</caption>\n<thead><tr>",
        plain(caption)
    );
    for word in head {
        let _ = write!(html, "<th scope=\"col\">{}</th>", plain(word));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let cell = plain(cell);
            let _ = match at {
                0 => write!(html, "<th scope=\"row\">{cell}</th>"),
                _ => write!(html, "<td>{cell}</td>"),
            };
        }
        html.push_str("</tr>\n");
    }
    html + "</tbody>\n</table>\n</div>\n"
}
