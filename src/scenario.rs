//! What a person writes: a scenario file, read and checked.
//!
//! Reading is two steps: the file as written (a tree of values that know their place) and the
//! checked inputs of the model. Every problem is reported at once, with its place and a fix.
//!
//! ```
//! use daegi::scenario::Scenario;
//!
//! let problems = Scenario::parse("mine.toml", "schema = 2\ntitel = 'mine'\n").unwrap_err();
//! let text = problems.to_string();
//! assert!(text.contains("mine.toml:2:1: error: there is no key `titel` here"));
//! assert!(text.contains("help: did you mean `title`?"));
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

pub use self::actuals::Actual;
pub use self::answers::{Answer, Better};
pub use self::base::Base;
pub use self::facts::Fact;
pub use self::library::{LIBRARY, shipped};
pub use self::log::LogFile;
pub use self::name::Name;
use self::others::{Others, without_alternatives};
pub use self::problem::{
    ListedProblem, Message, Place, Problem, Problems, Severity, is_unprintable, nearest,
};
pub use self::reader::Range;
pub use self::reading::Reading;
pub use self::standard::{Bound, NoStandard, Over, Standard};
pub use self::sweep::{Axis, Sweep};
pub use self::units::Unit;
pub use self::worlds::BASELINE;
use crate::measures::Response;
use crate::model::inputs::Inputs;
use crate::words::{Bilingual, Calling, UNIT};

mod actuals;
mod alternative;
mod answers;
mod awards;
mod base;
mod checks;
mod classes;
mod currency;
mod defaults;
pub mod derived;
mod distribution;
mod factors;
mod facts;
mod fee;
mod file;
mod funding;
mod hours;
pub mod keys;
mod korean;
mod library;
mod limits;
mod log;
mod machine;
mod moves;
pub mod name;
mod observed;
mod others;
mod outputs;
mod places;
mod points;
mod pools;
mod power;
mod precedence;
mod prices;
mod priority;
mod problem;
mod products;
mod programme;
mod read;
mod reader;
mod reading;
pub mod register;
mod rounds;
mod rush;
mod sale;
mod selection;
mod site;
mod standard;
pub mod sweep;
mod take_back;
mod terms;
mod tracks;
mod tree;
mod units;
mod workload;
mod worlds;

/// A scenario without errors.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Name of the file, as given.
    pub file_name: String,
    /// The file, byte by byte.
    pub text: String,
    /// The scenario that it is based on, if it is.
    pub base: Option<Base>,
    /// What the scenario is called.
    pub title: Bilingual,
    /// The question that it answers.
    pub question: Bilingual,
    /// What the baseline is called.
    pub baseline_title: Bilingual,
    /// What fixes all draws.
    pub seed: u64,
    /// Replications of each alternative.
    pub replications: u32,
    /// The scenario as written.
    pub baseline: Inputs,
    /// Edits of it that someone could decide, in the order written.
    pub alternatives: Vec<Alternative>,
    /// Facts to hold against the simulation.
    pub checks: Vec<Check>,
    /// What answers the question, the first one first; empty if the file does not say.
    pub answers: Vec<Answer>,
    /// Logs that jobs come from, of the baseline and of alternatives.
    pub logs: Vec<LogFile>,
    /// Tables whose source says that something is assumed.
    pub assumptions: Vec<Assumption>,
    /// What every table says of its source: path and text.
    pub sources: Vec<(String, Bilingual)>,
    /// Who answers for which of them, in the order of the file.
    pub cares: Vec<register::Care>,
    /// The latest date of a fact that the file names: what a review is held against.
    pub latest_fact: Option<crate::time::Date>,
    /// What is taken for keys that the file leaves out: path and default, in words.
    pub defaults: Vec<(String, String)>,
    /// What may not be meant, though it can be simulated.
    pub warnings: Problems,
    /// Titles by path (`pool.hpc`, `programme.gpu`, `funding.x`, `expansion.x`, `check.x`), and what a pool calls its
    /// units, if it says (`pool.hpc.unit`).
    pub titles: BTreeMap<String, Bilingual>,
    /// What demand is inferred from, by programme.
    pub observations: Vec<Observation>,
    /// Other ways to read what is known, in the order written.
    pub readings: Vec<Reading>,
    /// Values that are tried one after another, in the order written.
    pub sweeps: Vec<Sweep>,
}

/// Something that someone could decide instead.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// Name in the file.
    pub name: String,
    /// Title of the alternative.
    pub title: Bilingual,
    /// The world that it makes.
    pub inputs: Inputs,
}

/// A fact to hold against the simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Name in the file.
    pub name: String,
    /// Title of the fact.
    pub title: Bilingual,
    /// The response that was observed.
    pub response: Response,
    /// Programmes or pools that it is about, together. Empty: the site.
    pub scope: Vec<String>,
    /// First day of the range, from the calendar's start.
    pub from: i64,
    /// First day after the range.
    pub to: i64,
    /// The observed value; `None`: it was observed month by month.
    pub observed: Option<f64>,
    /// What was observed month by month; empty if it was observed as a whole.
    pub months: Vec<Actual>,
    /// Whether the figure is a count per year rather than over the range.
    pub per_year: bool,
    /// Whether the figure was used to set inputs of this file, so that it does not test the model.
    pub fitted: bool,
    /// What the published value is rounded to, in the unit of `observed`; 0 if it is exact.
    pub rounded_to: f64,
    /// The latest day that its source names: when it was said. `None`: the source names none.
    pub said: Option<i64>,
    /// The check whose fact it is again, in another form.
    pub repeats: Option<String>,
    /// Where the observed figure comes from.
    pub source: Bilingual,
}

/// A table whose source says that something in it is assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// Path of the table.
    pub path: String,
    /// What the table says of its source.
    pub source: Bilingual,
    /// The alternative that adds the table; `None` if the baseline has it.
    pub alternative: Option<String>,
}

/// A competition ratio from which the demand of a programme is inferred.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Name of the programme.
    pub programme: String,
    /// The typical value of the ratio, applications to places.
    pub competition: f64,
    /// First day of the range, from the calendar's start.
    pub from: i64,
    /// First day after the range.
    pub to: i64,
    /// Where the observed figure comes from.
    pub source: Bilingual,
}

impl Scenario {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// Every problem of the file; one without a place if it cannot be read at all.
    pub fn read(path: &Path) -> Result<Self, Problems> {
        Self::read_and(path, None)
    }

    fn read_and(path: &Path, asked: Option<&sweep::Asked>) -> Result<Self, Problems> {
        let name = path.display().to_string();
        match file::read(path) {
            Ok(text) => Self::parse_at(&name, &text, Some(path), asked),
            Err(unread) => {
                let problem = Problem::error("", unread.at..unread.at, unread.reason);
                Err(Problems::new(&name, &unread.text, vec![problem.help(unread.help)]))
            }
        }
    }

    /// Checks the text of a file that lies nowhere: what it is based on must ship with the program,
    /// or lie in the working folder.
    ///
    /// # Errors
    /// Every problem of the text, warnings among them, if at least one is an error.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, Problems> {
        Self::parse_at(file_name, text, None, None)
    }

    /// Checks a text as if it were that of the file at `path`: what it is based on and its logs are looked for from
    /// there. The file itself is not read.
    ///
    /// # Errors
    /// Every problem of the text, warnings among them, if at least one is an error.
    pub fn parse_beside(path: &Path, text: &str) -> Result<Self, Problems> {
        Self::parse_at(&path.display().to_string(), text, Some(path), None)
    }

    /// Reads the text in `from` as if it were that of the file at `path`.
    ///
    /// # Errors
    /// As [`Scenario::read`].
    pub fn read_as(path: &Path, from: &Path) -> Result<Self, Problems> {
        match file::read(from) {
            Ok(text) => Self::parse_beside(path, &text),
            Err(_) => Self::read(from),
        }
    }

    fn parse_at(
        file_name: &str,
        text: &str,
        path: Option<&Path>,
        asked: Option<&sweep::Asked>,
    ) -> Result<Self, Problems> {
        // A mark that some editors write at the start of a file is no part of its text.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let base::Whole { root, base, slips, problems: edits } = base::whole(text, path);
        let told = |list: Vec<Problem>| {
            let base = base.as_ref().map(|base| (base.file_name.as_str(), base.text.as_str()));
            Problems::with_base(file_name, text, base, list)
        };
        let unsound = edits.iter().any(|problem| problem.path == "based-on");
        let slip_starts: BTreeSet<usize> = slips.iter().map(|slip| slip.span.start).collect();
        if unsound {
            // Without its base a file lacks nearly everything, which needs no saying.
            return Err(told(slips.into_iter().chain(edits).collect()));
        }
        let mut files = log::Files::beside(path, base.as_ref());
        let (world, mut problems) = read::world(&root, slips, &mut files, None);
        problems.extend(edits);
        if !slip_starts.is_empty() {
            let all = told(problems);
            let lines = tree::Lines::of(&all.text);
            let slipped: BTreeSet<usize> =
                slip_starts.iter().map(|at| lines.of_byte(*at)).collect();
            // A missing key, or another problem on the same line, may follow from the slip of
            // syntax.
            let list = all.list.iter().filter(|problem| {
                let near = slipped.contains(&lines.of_byte(problem.span.start));
                slip_starts.contains(&problem.span.start) || (problem.span != (0..0) && !near)
            });
            let list = list.cloned().collect();
            return Err(Problems { list, ..all });
        }
        let mut reader = reader::Reader::new(Arc::clone(&world.inputs.calendar));
        let title = head(&root, "title", &mut reader);
        let question = head(&root, "question", &mut reader);
        let (seed, replications) = study(&root, &mut reader);
        let discount = discount(&root, &mut reader);
        let baseline_title = baseline_title(&root, &mut reader);
        let single = without_alternatives(&root);
        let mut others = Others {
            files: &mut files,
            calendar: Arc::clone(&world.inputs.calendar),
            baseline: &world.inputs,
            discount,
            problems,
            titles: world.titles,
            assumptions: assumptions(&world.sources, None),
            logs: world.logs,
        };
        let alternatives = others.alternatives(&root, &single, &mut reader);
        let readings = others.readings(&root, &single, &mut reader);
        let mut sweeps = others.sweeps(&root, &single, &mut reader);
        if let Some(asked) = asked {
            sweeps.extend(others.asked(&root, &single, asked, &mut reader));
        }
        let Others { mut problems, titles, assumptions, logs, .. } = others;
        problems.append(&mut reader.problems);
        let mut ranges = world.ranges;
        ranges.append(&mut reader.ranges);
        let problems = Problems { ranges: Arc::new(ranges), ..told(problems) };
        if problems.errors() > 0 {
            return Err(problems);
        }
        Ok(Self {
            file_name: file_name.to_owned(),
            text: text.to_owned(),
            base,
            title,
            question,
            baseline_title,
            seed,
            replications,
            observations: observed::observations(&world.inputs, &world.sources),
            baseline: Inputs { discount, ..world.inputs },
            alternatives,
            checks: world.checks,
            answers: world.answers,
            logs,
            assumptions,
            cares: world.cares,
            latest_fact: register::latest_fact(&world.sources),
            sources: world.sources,
            defaults: keys::defaults(&root),
            warnings: problems,
            titles,
            readings,
            sweeps,
        })
    }

    /// What a thing is called, by its path; its name if the file gives no title.
    #[must_use]
    pub fn title_of(&self, path: &str) -> Bilingual {
        let name = path.rsplit('.').next().unwrap_or(path).to_owned();
        self.titles.get(path).cloned().unwrap_or_else(|| Bilingual::same(&name))
    }

    /// What one unit of a pool is called, in the plural: what the file says, or cards.
    #[must_use]
    pub fn unit_of(&self, pool: &str) -> Bilingual {
        let stated = self.titles.get(&format!("pool.{pool}.unit")).cloned();
        stated.unwrap_or_else(|| UNIT.into())
    }

    /// What values are said in where they are of one pool.
    #[must_use]
    pub fn calling(&self, pool: Option<&str>) -> Calling {
        let unit = pool.map_or_else(|| self.common_unit(), |pool| self.unit_of(pool));
        let pools = self.baseline.pools.iter().map(|one| one.name.as_str());
        let pools = pools.filter(|name| pool.is_none_or(|pool| pool == *name));
        let mut charged = pools.map(|name| self.titles.get(&format!("pool.{name}.charged")));
        let first = charged.next().flatten();
        let charged = first.filter(|first| charged.all(|one| one == Some(*first))).cloned();
        Calling { unit, currency: self.baseline.currency, charged }
    }

    /// What all pools call a unit, or cards where they differ.
    #[must_use]
    pub fn common_unit(&self) -> Bilingual {
        let mut units = self.baseline.pools.iter().map(|pool| self.unit_of(&pool.name));
        let first = units.next().filter(|first| units.all(|unit| unit == *first));
        first.unwrap_or_else(|| UNIT.into())
    }
}

fn head(root: &tree::Table, key: &str, reader: &mut reader::Reader) -> Bilingual {
    reader::top(root, key).and_then(|at| read::bilingual(reader, &at)).unwrap_or_default()
}

fn baseline_title(root: &tree::Table, reader: &mut reader::Reader) -> Bilingual {
    let stated = reader::top(root, "study").and_then(|study| study.get("baseline"));
    let stated = stated.and_then(|at| read::bilingual(reader, &at));
    stated.unwrap_or_else(|| Bilingual { ko: "기준안".to_owned(), en: "baseline".to_owned() })
}

fn study(root: &tree::Table, reader: &mut reader::Reader) -> (u64, u32) {
    let replications_default = || defaults::number("study.replications", Unit::Count);
    let Some(table) = reader::top(root, "study") else {
        let seed = defaults::number("study.seed", Unit::Count);
        return (seed as u64, replications_default() as u32);
    };
    // A seed is no count: every whole number that TOML can hold is as good as another.
    let seed = match table.get("seed") {
        None => defaults::number("study.seed", Unit::Count) as i64,
        Some(at) => match at.node.kind {
            tree::Kind::Integer(seed) if seed >= 0 => seed,
            _ => reader.not_a(&at, Unit::Count).unwrap_or(1),
        },
    };
    let most = reader::Bounds { low: 1.0, high: 1e6 };
    let replications = table.get("replications").and_then(|at| {
        let count = reader.plain(&at, Unit::Count, reader::Bounds::FROM_ONE)?;
        if count > most.high {
            reader.error(&at, problem::say("this must not be above {}", &[&most.high]), None);
        }
        Some(count)
    });
    (seed.unsigned_abs(), replications.unwrap_or_else(replications_default) as u32)
}

/// The rate by which present values are worked out, if the file has one.
fn discount(root: &tree::Table, reader: &mut reader::Reader) -> Option<f64> {
    let table = reader::top(root, "study")?;
    reader.value(&table, "discount", Unit::Number, reader::Bounds::SHARE)
}

/// Whether a source is nothing but a guess: in either language it begins with the word.
#[must_use]
pub fn is_guess(source: &Bilingual) -> bool {
    let begins =
        |text: &str| text.to_lowercase().starts_with("assumed") || text.starts_with("가정");
    begins(&source.ko) || begins(&source.en)
}

fn assumptions(sources: &[(String, Bilingual)], alternative: Option<&str>) -> Vec<Assumption> {
    let assumed = |text: &str| text.to_lowercase().contains("assumed") || text.contains("가정");
    sources
        .iter()
        .filter(|(_, source)| assumed(&source.ko) || assumed(&source.en))
        .map(|(path, source)| Assumption {
            path: path.clone(),
            source: source.clone(),
            alternative: alternative.map(str::to_owned),
        })
        .collect()
}
