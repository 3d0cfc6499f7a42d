//! Sweeps: the same edit with many values, and two of them crossed. Every point is a world of its own.

use std::path::Path;

use super::alternative::{self, Setting};
use super::problem::{Problem, Severity, say};
use super::reader::{Reader, Spot};
use super::tree::{self, Kind, Node, Table};
use super::{Others, problem, read, reader};
use crate::model::inputs::Inputs;
use crate::words::{Bilingual, Language};

/// Points of all sweeps of a file, at the most.
const MOST: usize = 2_500;

/// A sweep: one or two axes of values, and the world at each point.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// Name in the file.
    pub name: String,
    /// Title of the sweep.
    pub title: Bilingual,
    /// The alternative that it varies; `None`: the baseline.
    pub on: Option<String>,
    /// The first axis, and the second one of a grid.
    pub axes: Vec<Axis>,
    /// The worlds: for each value of the first axis, every value of the second. What cannot stand there (racks, power,
    /// slots, money) says why.
    pub points: Vec<Result<Inputs, Bilingual>>,
}

/// What is varied together, and the values that it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Dotted paths, all of which take the same value.
    pub paths: Vec<String>,
    /// Every value as it is written.
    pub labels: Vec<String>,
    /// Every value as a number, where it starts with one; else its place.
    pub numbers: Vec<f64>,
}

/// A sweep that is asked for from outside of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Dotted paths that take the same value.
    pub vary: Vec<String>,
    /// The values, as they would stand in the file.
    pub values: Vec<String>,
    /// The alternative that is varied; `None`: the baseline.
    pub on: Option<String>,
}

/// The values of an axis as nodes.
struct Values {
    paths: Vec<String>,
    nodes: Vec<Node>,
}

impl Sweep {
    /// The values of each axis at a point.
    #[must_use]
    pub fn place(&self, point: usize) -> Vec<usize> {
        match self.axes.as_slice() {
            [_, second] => {
                let columns = second.labels.len().max(1);
                vec![point / columns, point % columns]
            }
            _ => vec![point],
        }
    }
}

impl Others<'_> {
    /// The sweeps of `[study.sweep]`.
    pub(super) fn sweeps(
        &mut self,
        root: &Table,
        single: &Table,
        reader: &mut Reader,
    ) -> Vec<Sweep> {
        let all = reader::top(root, "study").and_then(|study| study.get("sweep"));
        let tables = all.map_or_else(Vec::new, |all| all.entries());
        let mut left = MOST;
        let mut sweeps = Vec::new();
        for at in tables.iter().filter(|at| at.is_table()) {
            let title = at.get("title").and_then(|at| read::bilingual(reader, &at));
            let Some(axes) = axes(at, reader) else { continue };
            let count: usize = axes.iter().map(|axis| axis.nodes.len()).product();
            if count > left {
                let reason = say("all sweeps together have more than {} points", &[&MOST]);
                reader.error(at, reason, Some(say("leave out values", &[])));
                break;
            }
            left -= count;
            let on = at.get("on").and_then(|at| at.node.text().map(str::to_owned));
            let Some(base) = self.base_of_sweep(root, single, at, on.as_deref(), reader) else {
                continue;
            };
            let name = at.key.to_owned();
            let title = title.unwrap_or_else(|| Bilingual::same(&name));
            sweeps.push(self.sweep(&base, name, title, on, axes, reader));
        }
        sweeps
    }

    /// A sweep that is asked for from outside.
    pub(super) fn asked(
        &mut self,
        root: &Table,
        single: &Table,
        asked: &Asked,
        reader: &mut Reader,
    ) -> Option<Sweep> {
        let base = match &asked.on {
            None => single.clone(),
            Some(name) => {
                let at = super::others::alternatives_of(root).into_iter().find(|at| at.key == name);
                let Some(at) = at else {
                    let reason = say("the file has no alternative called `{}`", &[name]);
                    reader.problems.push(Problem::error("--on", 0..0, reason));
                    return None;
                };
                alternative::edited(single, &at, reader, Setting::Alternative)
            }
        };
        let nodes = asked.values.iter().map(|text| outside(text)).collect();
        let axes = vec![Values { paths: asked.vary.clone(), nodes }];
        let name = asked.vary.join(" ");
        let title = Bilingual::same(&name);
        Some(self.sweep(&base, name, title, asked.on.clone(), axes, reader))
    }

    fn base_of_sweep(
        &self,
        root: &Table,
        single: &Table,
        at: &Spot<'_>,
        on: Option<&str>,
        reader: &mut Reader,
    ) -> Option<Table> {
        let Some(on) = on else { return Some(single.clone()) };
        let edits = super::others::alternatives_of(root);
        let names: Vec<&str> = edits.iter().map(|edit| edit.key).collect();
        let found = reader.named(at, "on", "alternative", &names)?;
        debug_assert_eq!(edits[found].key, on);
        // Slips of the alternative are told where it is read itself.
        let mut unheard = Reader::new(std::sync::Arc::clone(&self.calendar));
        Some(alternative::edited(single, &edits[found], &mut unheard, Setting::Alternative))
    }

    fn sweep(
        &mut self,
        base: &Table,
        name: String,
        title: Bilingual,
        on: Option<String>,
        axes: Vec<Values>,
        reader: &mut Reader,
    ) -> Sweep {
        let mut points = Vec::new();
        let mut first = None;
        let second = axes.get(1).map_or(1, |axis| axis.nodes.len());
        for at in 0..axes[0].nodes.len() * second {
            if self.problems.len() + reader.problems.len() > problem::MOST_SHOWN {
                break;
            }
            let told = reader.problems.len();
            let mut tree = base.clone();
            let places = [at / second, at % second];
            for (axis, place) in axes.iter().zip(places) {
                for path in &axis.paths {
                    alternative::put(&mut tree, path, &axis.nodes[place], reader);
                }
            }
            // A path that cannot be set is told once: what is wrong with it is wrong at every value.
            if reader.problems.len() > told {
                break;
            }
            first.get_or_insert_with(|| tree.clone());
            points.push(self.point(&tree, &name));
        }
        if points.iter().all(Result::is_err) {
            // Where every point fails, the size of the values is not the reason: what is wrong with
            // the first point is wrong with the file.
            if let Some(tree) = first {
                self.world(&tree, &name);
            }
        }
        let axes = axes.into_iter().map(Axis::from).collect();
        Sweep { name, title, on, axes, points }
    }
}

impl Others<'_> {
    /// A point: its world, or the first thing that is wrong with it and not with the baseline.
    fn point(&mut self, tree: &Table, name: &str) -> Result<Inputs, Bilingual> {
        let before = self.problems.len();
        let world = self.world(tree, name);
        let own = self.problems.split_off(before);
        let error = own.iter().find(|problem| problem.severity == Severity::Error);
        match error {
            None => Ok(world.inputs),
            Some(problem) => {
                let said = |language| problem.reason.in_language(language);
                Err(Bilingual { ko: said(Language::Ko), en: said(Language::En) })
            }
        }
    }
}

impl From<Values> for Axis {
    fn from(values: Values) -> Self {
        let labels: Vec<String> = values.nodes.iter().map(label).collect();
        let numbers = labels.iter().enumerate();
        let numbers = numbers.map(|(place, label)| leading(label).unwrap_or(place as f64));
        Self { paths: values.paths, numbers: numbers.collect(), labels }
    }
}

/// The axes of a sweep: `vary` with `with`, then `by`.
fn axes(table: &Spot<'_>, reader: &mut Reader) -> Option<Vec<Values>> {
    let first = reader.text(table, "vary")?.to_owned();
    let mut paths = vec![first];
    if let Some(at) = table.get("with") {
        paths.extend(texts(&at, reader)?);
    }
    let stated = ["from", "to", "step"].map(|key| table.get(key));
    let nodes = match (table.get("values"), stated) {
        (Some(at), _) => list(&at, reader)?,
        (None, [Some(from), Some(to), Some(step)]) => {
            match steps(&label(from.node), &label(to.node), &label(step.node)) {
                Ok(values) => values.iter().map(|text| outside(text)).collect(),
                Err(reason) => {
                    reader.error(
                        &from,
                        reason,
                        Some(say("write from = 0, to = 2000, step = 64", &[])),
                    );
                    return None;
                }
            }
        }
        (None, _) => {
            let help = say("add values = [0, 64, 256], or from, to and step", &[]);
            reader.error(table, say("nothing says which values to take", &[]), Some(help));
            return None;
        }
    };
    let mut all = vec![Values { paths, nodes }];
    if let Some(at) = table.get("by") {
        let path = reader.text(table, "by")?.to_owned();
        let Some(values) = table.get("by-values") else {
            let help = say("add {} = {}", &[&"by-values", &"[83, 166]"]);
            reader.error(&at, say("nothing says which values to take", &[]), Some(help));
            return None;
        };
        all.push(Values { paths: vec![path], nodes: list(&values, reader)? });
    }
    Some(all)
}

fn list(at: &Spot<'_>, reader: &mut Reader) -> Option<Vec<Node>> {
    match &at.node.kind {
        Kind::Array(items) if !items.is_empty() => Some(items.clone()),
        _ => {
            let help = say("write values = [0, 64, 256]", &[]);
            reader.error(at, say("this must be a list of at least one value", &[]), Some(help));
            None
        }
    }
}

fn texts(at: &Spot<'_>, reader: &mut Reader) -> Option<Vec<String>> {
    let items = match &at.node.kind {
        Kind::Array(items) => items.iter().map(|node| node.text().map(str::to_owned)).collect(),
        _ => None,
    };
    if items.is_none() {
        let help = say("write with = [\"dotted.path\"]", &[]);
        reader.error(at, say("this must be a list of paths", &[]), Some(help));
    }
    items
}

/// A value as it would stand in a file; what is no TOML is text.
fn outside(text: &str) -> Node {
    let (table, slips) = tree::parse(&format!("value = {text}"));
    let found = table.get("value").filter(|_| slips.is_empty() && table.entries.len() == 1);
    let kind = found.map_or_else(|| Kind::Text(text.to_owned()), |entry| entry.value.kind.clone());
    Node { span: 0..0, kind }
}

/// A value in the words of the file.
fn label(node: &Node) -> String {
    match &node.kind {
        Kind::Text(text) => text.clone(),
        Kind::Date(text) => text.clone(),
        Kind::Integer(number) => number.to_string(),
        Kind::Float(number) => number.to_string(),
        Kind::Bool(flag) => flag.to_string(),
        Kind::Array(items) => items.iter().map(label).collect::<Vec<_>>().join(", "),
        Kind::Table(table) => {
            let entry = |entry: &tree::Entry| format!("{} = {}", entry.key, label(&entry.value));
            table.entries.iter().map(entry).collect::<Vec<_>>().join(", ")
        }
    }
}

/// The number with which a text starts.
fn leading(text: &str) -> Option<f64> {
    let digits = text.trim_start().trim_start_matches('₩');
    if digits.get(4..5) == Some("-") {
        return None;
    }
    let end = digits
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | '-' | '+')))
        .map_or(digits.len(), |(at, _)| at);
    digits[..end].replace([',', '_'], "").parse().ok()
}

/// Values from one to another in steps, as text: bare numbers, numbers with one unit for all three, or dates in steps
/// of days or months.
///
/// # Errors
/// Why there are none.
pub(super) fn steps(from: &str, to: &str, step: &str) -> Result<Vec<String>, problem::Message> {
    if let (Ok(first), Ok(last)) = (super::units::date(from), super::units::date(to)) {
        return dates(first, last, step);
    }
    let split = |text: &str| -> Option<(f64, usize, String, String)> {
        // The sign of a currency may stand first: "£1m".
        let text = text.trim();
        let digits = text.find(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))?;
        let (sign, text) = text.split_at(digits);
        let number = leading(text)?;
        let unit = text.trim_start_matches(|c: char| {
            c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '_' | '-' | '+')
        });
        let digits = text.len() - unit.len();
        let decimals =
            text[..digits].trim().split_once('.').map_or(0, |(_, part)| part.trim().len());
        Some((number, decimals, unit.to_owned(), sign.to_owned()))
    };
    let unread = || {
        say(
            "from, to and step must be numbers with the same unit, or dates with a step in days or months",
            &[],
        )
    };
    let [Some(a), Some(b), Some(s)] = [from, to, step].map(split) else { return Err(unread()) };
    if a.2 != b.2 || a.2 != s.2 || a.3 != b.3 || a.3 != s.3 {
        return Err(unread());
    }
    if s.0 <= 0.0 || b.0 < a.0 {
        return Err(say("the step must be above 0, and `to` not below `from`", &[]));
    }
    let count = ((b.0 - a.0) / s.0 + 1e-9).floor();
    if count + 1.0 > MOST as f64 {
        return Err(say("these are more than {} values", &[&MOST]));
    }
    let decimals = a.1.max(s.1);
    let space = if a.2.is_empty() || a.2.starts_with('%') { "" } else { " " };
    let value = |at: u32| {
        let number = a.0 + f64::from(at) * s.0;
        format!("{}{number:.decimals$}{space}{}", a.3, a.2)
    };
    Ok((0..=count as u32).map(value).collect())
}

fn dates(
    first: crate::time::Date,
    last: crate::time::Date,
    step: &str,
) -> Result<Vec<String>, problem::Message> {
    let unread = || say("the step between dates is written as \"1 month\" or \"14 days\"", &[]);
    let number = leading(step).filter(|number| *number >= 1.0 && number.fract() == 0.0);
    let (Some(number), step) = (number, step.to_lowercase()) else { return Err(unread()) };
    let months = ["month", "개월", "달"].iter().any(|word| step.contains(word));
    let days = ["day", "일"].iter().any(|word| step.contains(word));
    let mut all = Vec::new();
    for at in 0..=MOST as i64 {
        let by = at * number as i64;
        let span = match (months, days) {
            (true, _) => jiff::Span::new().try_months(by),
            (false, true) => jiff::Span::new().try_days(by),
            _ => return Err(unread()),
        };
        let Some(date) = span.ok().and_then(|span| first.checked_add(span).ok()) else { break };
        if date > last {
            return Ok(all);
        }
        all.push(date.to_string());
    }
    Err(say("these are more than {} values", &[&MOST]))
}

/// The values that a command line asks for: a list, or from one to another in steps.
///
/// # Errors
/// Why there are none.
pub fn values(from: &str, to: &str, step: &str) -> Result<Vec<String>, problem::Message> {
    steps(from, to, step)
}

impl super::Scenario {
    /// Reads a file together with a sweep that is asked for from outside of it: the last of its sweeps.
    ///
    /// # Errors
    /// As [`super::Scenario::read`]; also where the sweep cannot be made.
    pub fn read_with(path: &Path, asked: &Asked) -> Result<Self, super::Problems> {
        Self::read_and(path, Some(asked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_numbers_money_and_dates() {
        assert_eq!(steps("0", "16", "8").unwrap(), ["0", "8", "16"]);
        assert_eq!(steps("0.5", "1", "0.25").unwrap(), ["0.50", "0.75", "1.00"]);
        assert_eq!(
            steps("10억 원", "30억 원", "10억 원").unwrap(),
            ["10 억 원", "20 억 원", "30 억 원"]
        );
        assert_eq!(steps("£1m", "£2m", "£0.5m").unwrap(), ["£1.0 m", "£1.5 m", "£2.0 m"]);
        assert!(steps("£1m", "2m", "£0.5m").is_err());
        assert_eq!(
            steps("2027-01-31", "2027-04-01", "1 month").unwrap(),
            ["2027-01-31", "2027-02-28", "2027-03-31"]
        );
        assert_eq!(steps("2027-01-01", "2027-01-03", "1 day").unwrap().len(), 3);
        for (from, to, step) in
            [("0", "1", "0"), ("2", "1", "1"), ("0", "9 m", "1"), ("0", "9", "1e-9")]
        {
            assert!(steps(from, to, step).is_err(), "{from} {to} {step}");
        }
    }

    #[test]
    fn values_from_outside_are_toml_or_text() {
        assert_eq!(outside("64").kind, Kind::Integer(64));
        assert_eq!(outside("\"2 months\"").kind, Kind::Text("2 months".to_owned()));
        assert_eq!(outside("88억 원").kind, Kind::Text("88억 원".to_owned()));
        assert_eq!(outside("1\nb = 2").kind, Kind::Text("1\nb = 2".to_owned()));
    }
}
