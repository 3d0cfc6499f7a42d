//! `docs/tables.md`, made from the tables themselves: their prose stands in `tables.md` beside, their columns are
//! those that a run writes.

use std::fmt::Write as _;

use super::table::Table;
use super::{
    Summary, allocations, classes, factors, fees, hours, jobs, money, monthly, people, pool_months,
    rounds, summary,
};
use crate::measures::{Identity, Of, Response};
use crate::model::inputs::Inputs;
use crate::scenario::Scenario;
use crate::stats::QUANTILE_DEFINITION;

/// Every table, without a row.
fn tables(inputs: &Inputs) -> Vec<(&'static str, String)> {
    let summary = Summary::default();
    let raw = [
        pool_months::pool_months("", inputs, &[]),
        pool_months::samples("", inputs, &[]),
        rounds::rounds("", inputs, &[]),
        allocations::allocations("", inputs, &[]),
        classes::classes("", inputs, &[]),
        money::money("", inputs, &[]),
        money::money_shares("", inputs, &[]),
        fees::fees("", inputs, &[]),
        hours::hours("", inputs, &[]),
        jobs::jobs("", inputs, &[]),
        people::people("", inputs, &[]),
        factors::factors("", inputs, &[]),
        summary::responses(&[]),
        summary::daily_bands(&[], inputs),
        monthly::peaks(&[], inputs),
    ];
    raw.iter().chain(&summary.tables(inputs)).map(|table| (table.name, columns(table))).collect()
}

/// The columns of a table as rows of the document.
fn columns(table: &Table<'_>) -> String {
    let mut out = String::from("\n| column | unit | meaning |\n|---|---|---|\n");
    for column in &table.columns {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "| {} | {} | {} |", column.name, column.unit, column.meaning);
    }
    out
}

/// The responses as rows of the document.
fn responses() -> String {
    let mut out =
        String::from("\n| response | scope | unit | more is | meaning |\n|---|---|---|---|---|\n");
    for response in Response::all() {
        let row = response.row();
        let of = match row.of {
            Of::Site => None,
            Of::Income => Some("`sale`, `fees`"),
            other => Some(other.word()),
        };
        let classes = (row.classes && row.of != Of::Class).then_some("class");
        let programmes = row.programmes.then_some("programme");
        let scopes = [of, row.site.then_some("site"), programmes, classes];
        let scopes = scopes.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let more = row.more.word();
        let _ =
            writeln!(out, "| {} | {scopes} | {} | {more} | {} |", row.name, row.unit, row.formula);
    }
    out
}

/// The whole document.
fn document() -> String {
    let text = include_str!("../../scenarios/one-queue.toml");
    let scenario = Scenario::parse("one-queue.toml", text).unwrap();
    let tables = tables(&scenario.baseline);
    let mut sections = include_str!("tables.md").split("\n## ");
    let mut out = sections.next().unwrap().to_owned();
    let mut described = Vec::new();
    for section in sections {
        let name = section.lines().next().unwrap();
        let (_, columns) = tables.iter().find(|(table, _)| *table == name).unwrap();
        out += &format!("\n## {}\n{columns}", section.trim_end());
        if name == "responses" {
            out += &responses();
        }
        described.push(name);
    }
    for (table, _) in &tables {
        assert!(described.contains(table), "src/results/tables.md says nothing of {table}");
    }
    let identities = [
        ("{supply}", Identity::SUPPLY.formula()),
        ("{not_leased}", Identity::NOT_LEASED.formula()),
        ("{demand}", Identity::DEMAND.formula()),
        ("{quantiles}", QUANTILE_DEFINITION.to_owned()),
    ];
    identities.iter().fold(out, |text, (place, words)| text.replace(place, words))
}

/// The file is made anew with `DAEGI_WRITE_DOCS=1 cargo test --release`.
#[test]
fn the_documentation_is_these_tables() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/tables.md");
    if std::env::var_os("DAEGI_WRITE_DOCS").is_some() {
        std::fs::write(path, document()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == document(), "docs/tables.md is not what the tables say of themselves");
}

#[test]
fn every_column_says_its_unit_and_its_meaning() {
    for line in document().lines().filter(|line| line.starts_with("| ")) {
        assert!(
            line.split('|').skip(1).all(|cell| cell.is_empty() || !cell.trim().is_empty()),
            "{line}"
        );
    }
}
