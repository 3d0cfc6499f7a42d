//! A tree to checked inputs, part by part in an order in which names are known before they are used.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use super::factors;
use super::log::Files;
use super::problem::{Problem, say};
use super::reader::{Bounds, Range, Reader, Spot, tables, top};
use super::register::{self, Care};
use super::tree::Table;
use super::units::Unit;
use super::{Answer, Check, LogFile, keys};
use crate::model::ids::{FundingId, LotId, ProgrammeId, Table as Rows};
use crate::model::inputs::{Class, Factors, Inputs, TypicalCourse};
use crate::time::{Calendar, Date};
use crate::words::Bilingual;

/// What one tree says: the world of the baseline or of an alternative.
#[derive(Debug)]
pub(super) struct World {
    pub(super) inputs: Inputs,
    pub(super) checks: Vec<Check>,
    pub(super) answers: Vec<Answer>,
    /// Logs that its jobs come from.
    pub(super) logs: Vec<LogFile>,
    pub(super) titles: BTreeMap<String, Bilingual>,
    /// Path and text of every `source`.
    pub(super) sources: Vec<(String, Bilingual)>,
    /// Who answers for which of the sources.
    pub(super) cares: Vec<Care>,
    /// What its values must lie between, by path.
    pub(super) ranges: BTreeMap<String, Range>,
}

/// Inputs in the making, with the places of what they came from.
#[derive(Debug)]
pub(super) struct Draft<'t> {
    pub(super) root: &'t Table,
    pub(super) inputs: Inputs,
    pub(super) site: Option<Spot<'t>>,
    pub(super) halls: Vec<Spot<'t>>,
    pub(super) lots: Rows<LotId, Spot<'t>>,
    pub(super) fundings: Rows<FundingId, Spot<'t>>,
    pub(super) programmes: Rows<ProgrammeId, Spot<'t>>,
}

/// Names in the order of their indices.
pub(super) fn names<'a, T>(items: &'a [T], name: impl Fn(&'a T) -> &'a str) -> Vec<&'a str> {
    items.iter().map(name).collect()
}

/// Reads a whole tree, after slips of syntax. The world is sound only if no problem is an error.
/// `known` is the calendar of the baseline where the tree is an alternative, which cannot have another.
pub(super) fn world(
    root: &Table,
    slips: Vec<Problem>,
    files: &mut Files,
    known: Option<&Arc<Calendar>>,
) -> (World, Vec<Problem>) {
    let mut structure = keys::check(root);
    let (calendar, mut reader) = match known {
        Some(known) => (Arc::clone(known), Reader::new(Arc::clone(known))),
        None => calendar(root),
    };
    reader.problems.extend(slips);
    reader.currency(root);
    reader.problems.append(&mut structure);
    let days = i64::try_from(calendar.days()).unwrap_or(i64::MAX);
    let inputs = Inputs {
        currency: reader.currency,
        window: (0, calendar.days()),
        course: TypicalCourse::default(),
        calendar,
        slots: None,
        halls: Vec::new(),
        kinds: Vec::new(),
        pools: Rows::new(),
        lots: Rows::new(),
        fundings: Rows::new(),
        gap: crate::model::inputs::GapPolicy::Freeze,
        classes: Rows::from_iter([Class::none()]),
        sale: None,
        electricity: None,
        power_limit: None,
        programmes: Rows::new(),
        plays_jobs: true,
        discount: None,
        keeps_waits: false,
        keeps_losses: false,
        keeps_jobs: 0,
        workloads: Rows::new(),
        logs: Rows::new(),
        outputs: Vec::new(),
        factors: Factors::default(),
    };
    let mut draft = Draft {
        root,
        inputs,
        site: top(root, "site"),
        halls: Vec::new(),
        lots: Rows::new(),
        fundings: Rows::new(),
        programmes: Rows::new(),
    };
    draft.schema(&mut reader);
    draft.window(&mut reader, days);
    draft.site(&mut reader);
    draft.kinds(&mut reader);
    let prices = draft.prices(&mut reader);
    draft.pools(&mut reader, &prices);
    draft.classes(&mut reader);
    draft.programmes(&mut reader);
    draft.moves(&mut reader);
    draft.tracks(&mut reader);
    draft.expansions(&mut reader, &prices);
    draft.fundings(&mut reader);
    draft.gap(&mut reader);
    draft.workloads(&mut reader);
    let logs = draft.logs(&mut reader, files);
    draft.outputs(&mut reader);
    let checks = draft.checks(&mut reader, files);
    let answers = draft.answers(&mut reader);
    draft.inputs.factors = std::mem::take(&mut reader.factors);
    let names: Vec<String> = draft.programmes.iter().map(|table| table.path.clone()).collect();
    draft.inputs.factors.sort_by_rank(|path| factors::rank(path, &names));
    draft.points(&mut reader, known.is_none());
    draft.finish_hours(&mut reader);
    draft.finish_power(&mut reader);
    let mut queues = draft.inputs.pools.iter().filter_map(|pool| pool.shared.as_ref());
    draft.inputs.keeps_waits = queues.any(|queue| {
        queue.has_precedence() || !queue.class_limits.is_empty() || !queue.partitions.is_empty()
    }) || draft.inputs.gives_hours()
        || draft.asks_for_waits(&answers);
    let asked = |answer: &Answer| answer.response.is_of_job_losses();
    draft.inputs.keeps_losses = draft.inputs.pre_empts() || answers.iter().any(asked);
    draft.inputs.keeps_jobs = job_table(root, &mut reader);
    draft.cut_requests();
    draft.limits(&mut reader);
    let titles = titles(root, &mut reader);
    let sources = sources(root);
    // An alternative may take away what the register names.
    let cares = match known {
        Some(_) => Vec::new(),
        None => register::cares(root, &sources, &mut reader),
    };
    let problems = once(reader.problems);
    let (inputs, ranges) = (draft.inputs, reader.ranges);
    (World { inputs, checks, answers, logs, titles, sources, cares, ranges }, problems)
}

/// Futures of which a row for each job is kept.
fn job_table(root: &Table, reader: &mut Reader) -> u32 {
    let at_most = Bounds { low: 0.0, high: 100.0 };
    let count = top(root, "study").and_then(|study| reader.count(&study, "job-table", at_most));
    count.and_then(|count| u32::try_from(count).ok()).unwrap_or(0)
}

/// Each problem once: the kind of a value is looked at by the table of keys and by who reads it.
fn once(problems: Vec<Problem>) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for problem in problems {
        let reason = &problem.reason;
        let span = (problem.span.start, problem.span.end);
        if seen.insert((span, problem.path.clone(), reason.template, reason.arguments.clone())) {
            kept.push(problem);
        }
    }
    kept
}

/// A reader of what depends on no calendar.
pub(super) fn without_calendar() -> Reader {
    // A calendar of a hundred years takes a while to make, and every file needs this one.
    static ANY: LazyLock<Arc<Calendar>> = LazyLock::new(|| {
        let date = |year| Date::constant(year, 1, 1);
        // A range of constant dates in a zone that every database has.
        match Calendar::new("UTC", date(2000), date(2100)) {
            Ok(calendar) => Arc::new(calendar),
            Err(error) => unreachable!("a fixed calendar: {error}"),
        }
    });
    Reader::new(Arc::clone(&ANY))
}

/// The calendar, or one that merely lets dates be read on when the file's cannot be made.
fn calendar(root: &Table) -> (Arc<Calendar>, Reader) {
    let mut reader = without_calendar();
    let placeholder = Arc::clone(&reader.calendar);
    let Some(table) = top(root, "calendar").filter(Spot::is_table) else {
        return (placeholder, reader);
    };
    let zone = match table.get("zone") {
        Some(_) => reader.text(&table, "zone"),
        None => Some(keys::default_of("calendar.zone")),
    };
    let mut date = |key: &str| table.get(key).and_then(|at| reader.date(&at));
    let start = date("start");
    let observe_to = date("observe-to");
    let end = if table.get("end").is_some() { date("end") } else { observe_to };
    let (Some(zone), Some(start), Some(end)) = (zone, start, end) else {
        return (placeholder, reader);
    };
    if i32::from(end.year()) - i32::from(start.year()) > 200 {
        let at = table.get("start").unwrap_or(table);
        let help = say("look at the years of start and end", &[]);
        reader.error(&at, say("the calendar is longer than 200 years", &[]), Some(help));
        return (placeholder, reader);
    }
    match Calendar::new(zone, start, end) {
        Ok(calendar) => {
            let calendar = Arc::new(calendar);
            reader.calendar = Arc::clone(&calendar);
            (calendar, reader)
        }
        Err(error) => {
            use crate::time::CalendarError as E;
            let key = match error {
                E::UnknownZone(_) => "zone",
                _ if table.get("end").is_some() => "end",
                _ => "observe-to",
            };
            let at = table.get(key).unwrap_or(table);
            let help = match error {
                E::UnknownZone(_) => {
                    say("a name of the time zone database, such as \"Asia/Seoul\"", &[])
                }
                _ => say("the first day that is not simulated comes after the start", &[]),
            };
            let reason = match &error {
                E::UnknownZone(zone) => say("the time zone \"{}\" is not known", &[zone]),
                E::Empty { start, end } => {
                    say("the calendar ends on {}, which is not after its start, {}", &[end, start])
                }
                E::OutOfRange(date) => say(
                    "the date {} is outside what a calendar can hold (years 1 to 9998)",
                    &[date],
                ),
            };
            reader.error(&at, reason, Some(help));
            (placeholder, reader)
        }
    }
}

impl Draft<'_> {
    fn schema(&self, reader: &mut Reader) {
        let Some(at) = top(self.root, "schema") else { return };
        if let Some(version) = reader.plain(&at, Unit::Count, Bounds::ANY)
            && version != 1.0
        {
            let reason = say("schema {} is not known to this version", &[&version]);
            reader.error(&at, reason, Some(say("write schema = 1", &[])));
        }
    }

    fn window(&mut self, reader: &mut Reader, days: i64) {
        let Some(table) = top(self.root, "calendar").filter(Spot::is_table) else { return };
        let from = reader.day(&table, "observe-from").unwrap_or(0);
        // Unreadable dates were reported when the calendar was made.
        let before = reader.problems.len();
        let to = reader.day(&table, "observe-to").unwrap_or(days);
        reader.problems.truncate(before);
        if !reader.sound(&["calendar"]) {
            return;
        }
        let inside = |day: i64| usize::try_from(day).ok().filter(|_| day <= days);
        let mut outside = |key: &str| {
            if let Some(at) = table.get(key) {
                let help = say("it must lie between start and end", &[]);
                reader.error(&at, say("this day is not simulated", &[]), Some(help));
            }
        };
        match (inside(from), inside(to)) {
            (None, _) => outside("observe-from"),
            (_, None) => outside("observe-to"),
            (Some(from), Some(to)) if from < to => self.inputs.window = (from, to),
            _ => {
                if let Some(at) = table.get("observe-from") {
                    let reason = say("the observed range is empty", &[]);
                    let help = say("observe-from must come before observe-to", &[]);
                    reader.error(&at, reason, Some(help));
                }
            }
        }
    }
}

/// A text in both languages: `{ ko, en }`, or one text for both.
pub(super) fn bilingual(reader: &mut Reader, at: &Spot<'_>) -> Option<Bilingual> {
    if let Some(text) = at.node.text() {
        return Some(Bilingual::same(text));
    }
    if !at.is_table() {
        let help = say("write { ko = \"…\", en = \"…\" }", &[]);
        reader.error(at, say("this must be text", &[]), Some(help));
        return None;
    }
    let ko = reader.text(at, "ko");
    let en = reader.text(at, "en");
    let (ko, en) = (ko.or(en)?, en.or(ko)?);
    Some(Bilingual { ko: ko.to_owned(), en: en.to_owned() })
}

fn titles(root: &Table, reader: &mut Reader) -> BTreeMap<String, Bilingual> {
    let mut all = BTreeMap::new();
    for part in ["pool", "class", "programme", "funding", "expansion", "output", "check"] {
        for table in tables(root, part) {
            let stated = table.get("title").and_then(|at| bilingual(reader, &at));
            let name = || Bilingual::same(table.key);
            all.insert(table.path.clone(), stated.unwrap_or_else(name));
            if part == "pool" {
                let unit = table.get("unit").and_then(|at| bilingual(reader, &at));
                all.extend(unit.map(|unit| (format!("{}.unit", table.path), unit)));
                let charged = table.get("charged").and_then(|at| bilingual(reader, &at));
                all.extend(charged.map(|unit| (format!("{}.charged", table.path), unit)));
            }
        }
    }
    all
}

/// Every `source` of the tree, by the path of its table.
fn sources(root: &Table) -> Vec<(String, Bilingual)> {
    let parts = root.entries.iter().filter(|entry| entry.key != "study");
    let paths = parts.flat_map(|entry| Table { entries: vec![entry.clone()] }.paths());
    paths
        .filter_map(|path| {
            let table = path.strip_suffix(".source")?.to_owned();
            let value = &root.find(&path)?.value;
            let in_language = |key: &str| value.table()?.get(key)?.value.text();
            let ko = value.text().or_else(|| in_language("ko")).or_else(|| in_language("en"))?;
            let en = value.text().or_else(|| in_language("en")).unwrap_or(ko);
            Some((table, Bilingual { ko: ko.to_owned(), en: en.to_owned() }))
        })
        .collect()
}
