//! Columns proposed from names and from what many lines say. What is proposed has been tried on those lines.

use std::borrow::Cow;

use super::Reading;
use super::columns::{
    CLASS, Columns, END, JOB, REQUESTED, ROLES, RUN, SIZE, START, STATE, SUBMIT, USER, WAIT,
};
use super::draft::{Draft, Place};
use super::expression::Expression;
use super::fault::{About, Fault};
use super::instant;
use super::known;
use super::layout::Layout;
use super::limits::Limits;
use super::number::{MICROS, NoTime};
use super::resource;
use super::state;

type Line<'a> = Vec<Cow<'a, str>>;

/// The columns that a reading names; else those that are proposed, if the reading takes them; else a fault that
/// says them.
pub(super) fn named_or_suggested(
    reading: &Reading,
    names: &[String],
    lines: &[Line<'_>],
    line: u64,
    draft: &mut Draft,
) -> Option<Columns> {
    if let Some(columns) = &reading.columns {
        return Some(columns.clone());
    }
    let proposed = suggestion(names, lines);
    // The names of Slurm's columns are Slurm's; those of any other table are its owner's to explain.
    if let Some(columns) = &proposed
        && (reading.suggested || known::is_sacct(names))
    {
        return Some(columns.clone());
    }
    let about = proposed.map_or_else(|| without(names, lines), |columns| columns.written());
    let head = names.join(", ");
    draft.faults.add(Fault::ColumnsNotNamed, &About::Words(about), Some(line), head.as_bytes());
    None
}

/// Proposes columns; `None` if submit, size and run are not found.
fn suggestion(names: &[String], lines: &[Line<'_>]) -> Option<Columns> {
    let mut named = [const { None::<String> }; ROLES.len()];
    let table = Table { names, lines };
    for role in [SUBMIT, START, END, RUN, WAIT, SIZE, JOB, USER, STATE, CLASS] {
        named[role] = table.of_role(role);
    }
    if named[RUN].is_none() && (named[START].is_none() || named[END].is_none()) {
        named[RUN] = named[SIZE].as_deref().and_then(|size| table.ratio(size));
    }
    if named[SUBMIT].is_some() && named[START].is_some() {
        named[WAIT] = None;
    }
    if named[RUN].is_some() {
        named[END] = None;
    }
    if named[CLASS] == named[USER] {
        named[CLASS] = None;
    }
    named[REQUESTED] = table.requested(&named);
    // A column that fails the trial and is not needed is left out.
    loop {
        let columns = Columns::of(named.clone())?;
        let Some(bad) = table.tried(&columns) else { return Some(columns) };
        let role = (0..ROLES.len()).find(|role| named[*role].as_deref() == Some(bad.as_str()))?;
        named[role] = None;
    }
}

/// What is missing for a proposal, in the words of `--columns`.
fn without(names: &[String], lines: &[Line<'_>]) -> String {
    let table = Table { names, lines };
    let parts = [SUBMIT, SIZE, RUN].map(|role| {
        let found = table.of_role(role).unwrap_or_else(|| "…".to_owned());
        format!("{}={found}", ROLES[role])
    });
    if parts.iter().all(|part| part.ends_with('…')) { String::new() } else { parts.join(",") }
}

struct Table<'a> {
    names: &'a [String],
    lines: &'a [Line<'a>],
}

impl Table<'_> {
    fn values(&self, at: usize) -> impl Iterator<Item = &str> + Clone {
        self.lines.iter().filter_map(move |line| line.get(at)).map(|cell| cell.trim())
    }

    fn of_role(&self, role: usize) -> Option<String> {
        if role == SIZE
            && let Some(product) = self.product()
        {
            return Some(product);
        }
        for known in known::of_role(role) {
            let mut those =
                self.names.iter().enumerate().filter(|(_, name)| known::is(&known, name));
            // Where two columns have one name, neither is meant.
            let (Some((at, name)), None) = (those.next(), those.next()) else { continue };
            let is_list = role == SIZE && self.values(at).any(resource::is_list);
            let more = if is_list { known.more } else { "" };
            let text = format!("{name}{more}");
            match role {
                // A `queue` of numbers that nearly all differ is a wait.
                CLASS if self.measured(at) => {}
                USER | CLASS => return Some(text),
                // Raw numbers hide which components are one job.
                JOB if known::plain(name) == "jobidraw" && self.has_components() => {}
                JOB if self.lines.len() < 2 || self.distinct(at) => return Some(text),
                STATE if self.values(at).any(|it| state::standing(&state::named(it)).is_some()) => {
                    return Some(text);
                }
                JOB | STATE => {}
                SUBMIT | START | END => {
                    if let Some(found) = self.instants(&text, at, role) {
                        return Some(found);
                    }
                }
                _ if self.reads(&text, role) => return Some(text),
                _ => {}
            }
        }
        None
    }

    /// Whether there are ids of components of heterogeneous jobs.
    fn has_components(&self) -> bool {
        let ids = self.names.iter().position(|name| known::plain(name) == "jobid");
        ids.is_some_and(|at| self.values(at).any(|it| state::component_of(it).is_some()))
    }

    /// Whether values are measured rather than names: numbers with fractions, or numbers that nearly all differ.
    fn measured(&self, at: usize) -> bool {
        let mut values = self.values(at).filter(|value| !value.is_empty());
        let numbers = !self.lines.is_empty() && values.all(|it| it.parse::<f64>().is_ok());
        let fractions = self.values(at).any(|value| value.contains('.'));
        numbers && (fractions || self.lines.len() > 2 && self.distinct(at))
    }

    /// Whether nearly all values differ.
    fn distinct(&self, at: usize) -> bool {
        let mut all: Vec<&str> = self.values(at).collect();
        all.sort_unstable();
        all.dedup();
        all.len() * 10 >= self.lines.len() * 8
    }

    /// Whether all lines can be read so, and one says something above zero (times may be zero).
    fn reads(&self, text: &str, role: usize) -> bool {
        let Ok(found) = Expression::resolve(text, role, self.names) else { return false };
        let mut some = self.lines.is_empty();
        for line in self.lines {
            match found.value(line) {
                Ok(read) => {
                    some |= read.value > 0 || !matches!(role, SIZE | RUN) && read.value == 0
                }
                Err(NoTime::Unknown) => {}
                Err(_) => return false,
            }
        }
        some
    }

    /// A column of instants, with the unit or the order of day and month that its values show.
    fn instants(&self, text: &str, at: usize, role: usize) -> Option<String> {
        const YEAR_1990: f64 = 631_152_000.0;
        const YEAR_2100: f64 = 4_102_444_800.0;
        let numbers: Vec<f64> = self.values(at).filter_map(|value| value.parse().ok()).collect();
        let within = |low: f64, high: f64| {
            !numbers.is_empty()
                && numbers.iter().all(|&number| number == 0.0 || (low..high).contains(&number))
                && numbers.iter().any(|&number| number > 0.0)
        };
        let broken = numbers.iter().any(|number| number.fract() != 0.0);
        let mut units = Vec::new();
        if Expression::resolve(text, role, self.names).is_ok_and(|it| it.unit_name().is_some())
            && within(YEAR_1990, YEAR_2100)
        {
            units.push("s");
        }
        for (unit, over) in [("ms", 1e3), ("us", 1e6), ("ns", 1e9)] {
            if within(YEAR_1990 * over, YEAR_2100 * over) {
                units.push(unit);
            }
        }
        // 1990 to 2100 in days since 1899-12-30, with a time of day.
        if broken && within(32_874.0, 73_051.0) {
            units.push("excel");
        }
        if let Some(order) = instant::first_of(self.values(at)) {
            units.push(order.name);
        }
        let found = units.into_iter().map(|unit| format!("{text}:{unit}"));
        found.chain([text.to_owned()]).find(|text| self.reads(text, role))
    }

    /// Run times of a log that states how much a job used, in hours of what its size counts.
    fn ratio(&self, size: &str) -> Option<String> {
        const USED: [(&str, &str); 5] = [
            ("nodehours", "node"),
            ("gpuhours", "gpu"),
            ("corehours", "core"),
            ("cpuhours", "cpu"),
            ("unithours", "unit"),
        ];
        let counts = known::plain(size);
        let used = |name: &&String| {
            let name = known::plain(name);
            USED.iter().any(|(used, of)| *used == name && counts.contains(of))
        };
        let text = format!("{}/{size}:h", self.names.iter().find(used)?);
        self.reads(&text, RUN).then_some(text)
    }

    /// A size that stands in two columns.
    fn product(&self) -> Option<String> {
        const PRODUCTS: [(&str, &str, &str); 6] = [
            ("numgpu", "gpumilli", ":milli"),
            ("plangpu", "instnum", ":percent"),
            ("gpus", "instnum", ""),
            ("nodes", "gpuspernode", ""),
            ("nnodes", "gpuspernode", ""),
            ("numnodes", "gpuspernode", ""),
        ];
        let column = |wanted: &str| {
            let mut those = self.names.iter().filter(|name| known::plain(name) == wanted);
            those.next().filter(|_| those.next().is_none())
        };
        let product = |(one, other, unit): &(&str, &str, &str)| {
            Some(format!("{}*{}{unit}", column(one)?, column(other)?))
        };
        PRODUCTS.iter().filter_map(product).find(|text| self.reads(text, SIZE))
    }

    /// A column of requests, in the unit in which most jobs end before them.
    fn requested(&self, named: &[Option<String>]) -> Option<String> {
        let text = self.of_role(REQUESTED)?;
        let resolved = |role: usize, text: &str| Expression::resolve(text, role, self.names).ok();
        let by_role = |role: usize| named[role].as_deref().and_then(|text| resolved(role, text));
        let (run, start, end) = (by_role(RUN), by_role(START), by_role(END));
        let run_of = |line: &Line<'_>| match (&run, &start, &end) {
            (Some(run), _, _) => run.value(line).ok().map(|read| read.value),
            (None, Some(start), Some(end)) => {
                Some(end.value(line).ok()?.value - start.value(line).ok()?.value)
            }
            _ => None,
        };
        let over = |text: &str| -> Option<(usize, usize)> {
            let requested = resolved(REQUESTED, text)?;
            let pairs = self.lines.iter().filter_map(|line| {
                let pair = (run_of(line)?, requested.value(line).ok()?.value);
                (pair.0 > 0 && pair.1 > 0).then_some(pair)
            });
            let pairs: Vec<(i64, i64)> = pairs.collect();
            let over = pairs.iter().filter(|(run, asked)| *run > asked + asked / 20 + 60 * MICROS);
            Some((over.count(), pairs.len()))
        };
        let has_unit = Expression::resolve(&text, REQUESTED, self.names)
            .is_ok_and(|found| found.unit_name().is_some());
        let (cut, all) = over(&text)?;
        if has_unit || cut * 2 <= all {
            return Some(text);
        }
        let better = ["min", "h"].map(|unit| format!("{text}:{unit}"));
        let better =
            better.into_iter().find(|text| over(text).is_some_and(|(cut, all)| cut * 10 <= all));
        Some(better.unwrap_or(text))
    }

    /// Reads the lines so; the column that cannot be read on any of them.
    fn tried(&self, columns: &Columns) -> Option<String> {
        let mut draft = Draft::new(Limits::default());
        let reading = Reading::default();
        let Some(layout) = Layout::new(self.names, columns, &reading, 1, &mut draft) else {
            return Some(String::new());
        };
        for (number, line) in (2..).zip(self.lines) {
            if line.len() == self.names.len() {
                layout.record(&mut draft, line, &Place { line: number, text: b"" });
            }
        }
        let mut errors = draft.faults.errors().filter_map(|group| match &group.about {
            About::Column(name) if group.count * 10 > self.lines.len() as u64 => Some(name.clone()),
            _ => None,
        });
        errors.next()
    }
}

/// Proposes columns for tests and messages.
#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(head: &str, lines: &[&str]) -> String {
        let names: Vec<String> = head.split(',').map(str::to_owned).collect();
        let lines: Vec<Line<'_>> =
            lines.iter().map(|line| line.split(',').map(Cow::Borrowed).collect()).collect();
        suggestion(&names, &lines).map_or(String::new(), |columns| columns.written())
    }

    #[test]
    fn columns_are_proposed_by_name_and_by_value() {
        assert_eq!(
            proposed("id,submit_s,size,run_s,est_s,vc", &[]),
            "job=id,submit=submit_s,size=size,run=run_s,requested=est_s,user=vc"
        );
        assert_eq!(proposed("a,b,c", &[]), "");
        // `queue` is the name of a queue here, and a wait there.
        let head = "job_id,user,queue,submit_time,start_time,end_time,gpus";
        assert_eq!(
            proposed(head, &["1,u1,long,0,0,10,8"]),
            "job=job_id,submit=submit_time,size=gpus,start=start_time,end=end_time,user=user,class=queue"
        );
        let head = "job_id,user,queue,submit_time,duration,gpu_num";
        let waits = proposed(head, &["1,u1,17,0,10,8", "2,u1,0,5,10,8"]);
        assert!(waits.contains("wait=queue"), "{waits}");
        // Minutes, where as seconds nearly every job would be cut.
        let head = "id,submit,gpus,run,wall_limit";
        let minutes = proposed(head, &["1,0,1,3600,120", "2,0,1,7200,150"]);
        assert!(minutes.contains("requested=wall_limit:min"), "{minutes}");
        let head = "name,num_gpu,gpu_milli,creation_time,deletion_time,scheduled_time";
        let parts = proposed(head, &["a,1,460,0,10,0"]);
        assert!(parts.contains("size=num_gpu*gpu_milli:milli"), "{parts}");
        let millis = proposed("id,submit,gpus,run", &["1,1740960000123,1,10"]);
        assert!(millis.contains("submit=submit:ms"), "{millis}");
        // The name says milliseconds, and the numbers say seconds.
        let seconds = proposed("id,submit_ms,gpus,run", &["1,1740960000,1,10"]);
        assert!(seconds.contains("submit=submit_ms:s"), "{seconds}");
        let used = proposed("id,submit_time,nodes,node_hours", &["1,0,4,8.0", "2,60,2,3"]);
        assert!(used.contains("run=node_hours/nodes:h"), "{used}");
    }
}
