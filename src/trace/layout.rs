//! Where the columns of a table are, and what a line of it says.

use std::borrow::Cow;

use super::clock::{self, Moment};
use super::columns::{
    CLASS, Columns, END, JOB, REQUESTED, ROLES, RUN, SIZE, START, STATE, SUBMIT, USER, WAIT,
};
use super::draft::{Draft, Place, Row};
use super::expression::{Expression, NoColumn};
use super::fault::{About, Fault};
use super::known;
use super::left::Reason;
use super::number::{MICROS, Micros, NoTime};
use super::read::Column;
use super::resource;
use super::state::{self, Standing};
use super::{CIVIL, Only, Reading};

/// Roles that are found by the names of columns where nobody named one: what they say is held against the rest.
const WITNESSES: [usize; 5] = [JOB, RUN, START, END, STATE];

/// Where the columns of a table are.
#[derive(Debug)]
pub(super) struct Layout {
    roles: [Option<Expression>; ROLES.len()],
    abouts: [About; ROLES.len()],
    /// Columns that nobody named and that have something to say.
    witness: [Option<Expression>; ROLES.len()],
    /// When a job could start at the earliest, where nobody named it.
    eligible: Option<Expression>,
    only: Vec<(usize, Vec<String>)>,
    /// Number of cells of a line.
    pub(super) cells: usize,
}

impl Layout {
    /// Finds the columns among the names of a table; faults go to the draft.
    pub(super) fn new(
        names: &[String],
        columns: &Columns,
        reading: &Reading,
        line: u64,
        draft: &mut Draft,
    ) -> Option<Self> {
        let mut layout = Self {
            roles: [const { None }; ROLES.len()],
            abouts: [const { About::All }; ROLES.len()],
            witness: [const { None }; ROLES.len()],
            eligible: None,
            only: Vec::new(),
            cells: names.len(),
        };
        let head = names.join(" ");
        let mut missing = false;
        let mut fault = |why: NoColumn| {
            let (fault, about) = match why {
                NoColumn::Missing(name) => (Fault::NoSuchColumn, About::Column(name)),
                NoColumn::Twice(name) => (Fault::ColumnTwice, About::Column(name)),
                NoColumn::Unreadable(why) => (Fault::ColumnUnread, About::Words(why)),
            };
            draft.faults.add(fault, &about, Some(line), head.as_bytes());
            missing = true;
        };
        for (role, column) in columns.named.iter().enumerate() {
            let Some(column) = column else { continue };
            layout.abouts[role] = About::Column(column.clone());
            match Expression::resolve(column, role, names) {
                Ok(found) => layout.roles[role] = Some(found),
                Err(why) => fault(why),
            }
        }
        for Only { column, values } in &reading.only {
            let number = column.strip_prefix('#').and_then(|at| at.parse::<usize>().ok());
            let at = match number {
                Some(at) => Some(at.wrapping_sub(1)).filter(|at| *at < names.len()),
                None => names.iter().position(|name| name.trim() == column),
            };
            match at {
                Some(at) => layout.only.push((at, values.clone())),
                None => fault(NoColumn::Missing(column.clone())),
            }
        }
        if missing {
            return None;
        }
        if !columns.numbered() {
            layout.find_witnesses(names);
        }
        if columns.named[SUBMIT].as_deref().is_some_and(|name| !is_eligible(name)) {
            let name = names.iter().find(|name| is_eligible(name));
            layout.eligible =
                name.and_then(|name| Expression::resolve(name.trim(), SUBMIT, names).ok());
        }
        draft.named_jobs |= layout.roles[JOB].is_some();
        layout.describe(columns, names, draft);
        Some(layout)
    }

    /// Columns that nobody named, by their names.
    fn find_witnesses(&mut self, names: &[String]) {
        for role in WITNESSES {
            if self.roles[role].is_some() {
                continue;
            }
            let mut found = known::of_role(role).filter_map(|known| {
                let mut those = names.iter().filter(|name| known::is(&known, name));
                those.next().filter(|_| those.next().is_none())
            });
            // A word that is a job's name elsewhere is no id, and no state of a job but of a pod or a task.
            let name = found.find(|name| role != JOB || known::plain(name).starts_with("jobid"));
            self.witness[role] = name.and_then(|name| Expression::resolve(name, role, names).ok());
            if self.witness[role].is_some() {
                self.abouts[role] = About::Column(name.map_or("", |name| name.trim()).to_owned());
            }
        }
    }

    fn describe(&self, columns: &Columns, names: &[String], draft: &mut Draft) {
        let named = columns.named.iter().zip(&self.roles).zip(ROLES);
        for ((text, found), role) in named {
            if let (Some(text), Some(found)) = (text, found) {
                let unit = found.unit_name();
                draft.read.columns.push(Column { role, text: text.clone(), unit, found: false });
            }
        }
        for role in [JOB, STATE] {
            if let (Some(found), About::Column(text)) = (&self.witness[role], &self.abouts[role]) {
                let (role, unit) = (ROLES[role], found.unit_name());
                draft.read.columns.push(Column { role, text: text.clone(), unit, found: true });
            }
        }
        let size = columns.named[SIZE].as_deref().unwrap_or("");
        let beside = |name: &&String| {
            const PARTS: [&str; 6] =
                ["instnum", "gpumilli", "numinst", "gpuspernode", "ngpuspernode", "tasknum"];
            PARTS.contains(&known::plain(name).as_str()) && !size.contains(name.trim())
        };
        draft.read.beside_size =
            names.iter().filter(beside).map(|it| it.trim().to_owned()).collect();
    }

    fn either(&self, role: usize) -> Option<&Expression> {
        self.roles[role].as_ref().or(self.witness[role].as_ref())
    }

    /// An instant of a role: `None` if it cannot be read, which is counted; `Some(None)` if it is not known.
    fn moment(
        &self,
        draft: &mut Draft,
        role: usize,
        cells: &[Cow<'_, str>],
        place: &Place<'_>,
    ) -> Option<Option<Moment>> {
        let read = match (&self.roles[role], &self.witness[role]) {
            (Some(named), _) => named.value(cells),
            // A column that nobody asked for is no reason to refuse a line.
            (None, Some(witness)) => witness.value(cells).map_err(|_| NoTime::Unknown),
            (None, None) => return Some(None),
        };
        let by_clock = read.is_ok_and(|read| read.by_clock);
        if let Ok(Micros { value, .. }) = read {
            draft.read.by_clock += u64::from(by_clock);
            draft.read.by_offset += u64::from(!by_clock && value >= CIVIL * MICROS);
        }
        let Some(at) = draft.taken(read, &self.abouts[role], place)? else { return Some(None) };
        let moment = match &draft.zone {
            Some(zone) if by_clock => zone.moment(at),
            _ => Moment::plain(at),
        };
        draft.read.twice += u64::from(moment.again.is_some());
        draft.read.never += u64::from(moment.never);
        // −1 is "not known" for a start and an end.
        Some(Some(moment).filter(|moment| role == SUBMIT || moment.at >= 0))
    }

    /// Reads one line.
    pub(super) fn record(&self, draft: &mut Draft, cells: &[Cow<'_, str>], place: &Place<'_>) {
        draft.lines += 1;
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        if !self.only.iter().all(|(at, values)| values.iter().any(|value| value == cell(*at))) {
            return draft.leave(Reason::NotChosen, place);
        }
        let text = |role: usize| self.either(role).and_then(|found| found.cell(cells));
        // Without a column of names a job is called by its line.
        let job = match self.roles[JOB].as_ref().and_then(|job| job.cell(cells)) {
            Some(job) => Cow::Borrowed(job),
            None => Cow::Owned(place.line.to_string()),
        };
        let id = text(JOB).unwrap_or("");
        if state::is_array_parent(id) {
            return draft.leave(Reason::ArrayParent, place);
        }
        let step = state::step_of(id);
        if let Some(parent) = step
            && parent == draft.parent
        {
            return draft.leave(Reason::Step, place);
        }
        let name = text(STATE).map(state::named).unwrap_or_default();
        let standing = state::standing(&name);
        if step.is_none() {
            id.clone_into(&mut draft.parent);
        }
        let Some((row, ended)) = self.row(draft, cells, place, standing) else { return };
        if !name.is_empty() {
            draft.count_state(&name);
        }
        let (user, class) = (text(USER).unwrap_or(""), text(CLASS).unwrap_or(""));
        let row = Row { job: &job, user, class, ..row };
        match ended {
            Standing::Running => draft.add_running(&row, place),
            Standing::Pending => draft.leave(Reason::Pending, place),
            Standing::Cancelled => draft.leave(Reason::NeverStarted, place),
            Standing::Ended => {
                if self.roles[SIZE]
                    .as_ref()
                    .and_then(|it| it.cell(cells))
                    .is_some_and(resource::is_list)
                    && row.size == 0
                {
                    return draft.leave(Reason::WithoutUnits, place);
                }
                if step.is_some() {
                    draft.steps.push(u32::try_from(draft.held()).unwrap_or(u32::MAX));
                }
                draft.add(&row, place);
            }
        }
    }

    /// Times and size of a line, and what became of the job; `None` if the line is at fault.
    fn row(
        &self,
        draft: &mut Draft,
        cells: &[Cow<'_, str>],
        place: &Place<'_>,
        standing: Option<Standing>,
    ) -> Option<(Row<'static>, Standing)> {
        let about = |role: usize| &self.abouts[role];
        let length = |found: Option<&Expression>| found.map(|found| found.value(cells));
        let submit = match self.roles[SUBMIT] {
            Some(_) => match self.moment(draft, SUBMIT, cells, place)? {
                Some(submit) => Some(submit),
                None => {
                    draft.checked_submit(None, about(SUBMIT), place);
                    None
                }
            },
            None => None,
        };
        let size = self.roles[SIZE].as_ref().map_or(Err(NoTime::Unknown), |it| it.value(cells));
        let size = draft.size(size, false, about(SIZE), place);
        let (start, end) =
            (self.moment(draft, START, cells, place), self.moment(draft, END, cells, place));
        if self.roles[SUBMIT].is_some() && submit.is_none() {
            return None;
        }
        let (size, start, end) = (size?, start?, end?);
        let stated_run = length(self.either(RUN)).and_then(Result::ok).map(|run| run.value);
        let stated_wait = length(self.roles[WAIT].as_ref());
        let submit = match submit {
            Some(submit) => submit,
            None => {
                let wait = stated_wait.and_then(Result::ok).map(|wait| wait.value.max(0));
                let at = start.zip(wait).map(|(start, wait)| start.at - wait);
                Moment::plain(draft.checked_submit(at, about(START), place)?)
            }
        };
        let unsure = |moment: Option<Moment>| moment.is_some_and(|it| it.again.is_some());
        let (submit, start, end) = if unsure(Some(submit)) || unsure(start) || unsure(end) {
            clock::chosen(submit, start, end, stated_run, draft.previous())
        } else {
            (submit.at, start.map(|it| it.at), end.map(|it| it.at))
        };
        if let Some(Ok(eligible)) = self.eligible.as_ref().map(|it| it.value(cells)) {
            let zone = draft.zone.as_ref().filter(|_| eligible.by_clock);
            let at = zone.map_or(eligible.value, |zone| zone.moment(eligible.value).at);
            draft.against.held_back += u64::from(at - submit > 60 * MICROS);
        }
        if submit < 0 {
            draft.checked_submit(Some(submit), about(SUBMIT), place)?;
        }
        let ended = self.ended(standing, start, end, stated_run);
        // Where a start is not needed and stands before its submission, that is said with the wait.
        let between = start.zip(end).map(|(start, end)| end - start);
        let run = match (&self.roles[RUN], ended) {
            (_, Standing::Pending | Standing::Cancelled) => Some(0),
            (Some(run), _) => draft.run(run.value(cells), about(RUN), place),
            (None, Standing::Running) => Some(stated_run.unwrap_or(0).max(0)),
            (None, _) => match between {
                Some(between) if between < 0 => {
                    draft.fault(Fault::BeforeItself, about(END), place);
                    None
                }
                Some(between) => draft.checked_run(between, about(END), place),
                // The job never ran.
                None => Some(0),
            },
        };
        if let (Some(between), Some(stated), Standing::Ended) = (between, stated_run, ended) {
            draft.against.run.add(between, stated, 2);
        }
        let requested = match length(self.roles[REQUESTED].as_ref()) {
            Some(read) => draft.requested(read, about(REQUESTED), place),
            None => Some(0),
        };
        let named_start = start.filter(|_| self.roles[START].is_some());
        let by_start = start.map(|start| start - submit);
        let wait = match (stated_wait, named_start) {
            (Some(read), _) => draft.wait(read, about(WAIT), place),
            (None, Some(start)) => draft.checked_wait(start - submit, about(START), place),
            (None, None) => Some(-1),
        };
        if let Some(by_start) = by_start {
            early(draft, by_start);
            if let Some(Ok(Micros { value, .. })) = stated_wait {
                draft.against.wait.add(by_start, value, 28);
            }
        }
        let (run, requested, wait) = (run?, requested?, wait?);
        let (job, user, class) = ("", "", "");
        Some((Row { job, user, class, submit, run, size, requested, wait }, ended))
    }

    /// What became of a job, by its state where it has one and by its times.
    fn ended(
        &self,
        standing: Option<Standing>,
        start: Option<i64>,
        end: Option<i64>,
        run: Option<i64>,
    ) -> Standing {
        let has = |role: usize| self.either(role).is_some();
        let ran = run.is_some_and(|run| run > 0);
        match standing {
            Some(Standing::Running) if end.is_none() => Standing::Running,
            Some(Standing::Pending) if end.is_none() && !ran => Standing::Pending,
            Some(Standing::Cancelled)
                if (has(START) && start.is_none() || run == Some(0)) && !ran =>
            {
                Standing::Cancelled
            }
            Some(_) => Standing::Ended,
            None if start.is_some() && end.is_none() && has(END) => Standing::Running,
            None => Standing::Ended,
        }
    }
}

fn is_eligible(name: &str) -> bool {
    ["eligible", "eligibletime"].contains(&known::plain(name).as_str())
}

/// Counts a start before its submission, and whether by whole half hours.
fn early(draft: &mut Draft, wait: i64) {
    const HALF_HOUR: i64 = 1_800 * MICROS;
    if wait < 0 {
        draft.against.early += 1;
        let rest = wait.rem_euclid(HALF_HOUR);
        let near = rest <= 120 * MICROS || rest >= HALF_HOUR - 120 * MICROS;
        draft.against.early_by_zone += u64::from(near && wait >= -28 * HALF_HOUR);
    }
}
