//! The manifest: what made these results, and the digest of every table.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use self::arithmetic::{AmountEntry, Arithmetic, CompetitionEntry, HallEntry};
pub(super) use self::entries::optional_date;
pub use self::entries::{
    AnswerEntry, BaseEntry, CalendarEntry, ColumnEntry, LogEntry, NamedEntry, PoolEntry,
    ProgrammeEntry, ScenarioEntry, SourceEntry, WindowEntry,
};
use super::answer::AnswerBlock;
use super::mark::{Kind, Left, MANIFEST, Mark, write_manifest};
use super::runs::{LEDGER, Run, Runs};
use super::saved::SavedError;
use super::table::{Finished, hex};
use super::{ResultsError, Summary};
use crate::model::inputs::{Fresh, Intake};
use crate::scenario::{BASELINE, Scenario, is_guess};
use crate::stats::QUANTILE_DEFINITION;
use crate::words::{Bilingual, Currency};

mod arithmetic;
mod entries;
mod fits;

/// What made a folder of results.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The program and its version, and what belongs to the folder.
    #[serde(flatten)]
    pub mark: Mark,
    /// The scenario.
    pub scenario: ScenarioEntry,
    /// Seed of every draw.
    pub seed: u64,
    /// Futures.
    pub replications: u32,
    /// Whether jobs were left out (`--no-jobs`), so that nothing is known of use.
    #[serde(default)]
    pub without_jobs: bool,
    /// Futures that the study was to have, where fewer were played: it was stopped, or parts of it were lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<u32>,
    /// Parts of the study that are not in these results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost_shards: Vec<u32>,
    /// The currency of every amount; nothing stands there for Korean won.
    #[serde(default, skip_serializing_if = "Currency::is_krw")]
    pub currency: Currency,
    /// The simulated days.
    pub calendar: CalendarEntry,
    /// What charts and responses count.
    pub window: WindowEntry,
    /// Alternatives, the baseline first.
    pub alternatives: Vec<NamedEntry>,
    /// Pools.
    pub pools: Vec<PoolEntry>,
    /// Classes of applicants.
    #[serde(default)]
    pub classes: Vec<NamedEntry>,
    /// Programmes.
    pub programmes: Vec<ProgrammeEntry>,
    /// Fundings.
    pub fundings: Vec<NamedEntry>,
    /// Expansions, of any alternative.
    pub expansions: Vec<NamedEntry>,
    /// What awards give.
    #[serde(default)]
    pub outputs: Vec<NamedEntry>,
    /// Checks.
    pub checks: Vec<NamedEntry>,
    /// Logs that jobs come from, of the baseline and of alternatives.
    #[serde(default)]
    pub logs: Vec<LogEntry>,
    /// What answers the question; empty if the scenario does not say.
    pub answers: Vec<AnswerEntry>,
    /// The answer: every option by what was asked for.
    #[serde(default)]
    pub answer: AnswerBlock,
    /// What follows from the baseline by arithmetic.
    #[serde(default)]
    pub arithmetic: Arithmetic,
    /// Tables of the scenario whose source says that something is assumed.
    pub assumptions: Vec<SourceEntry>,
    /// What the tables of the scenario say of their sources.
    pub sources: Vec<SourceEntry>,
    /// Operating system and processor family.
    pub platform: String,
    /// Seconds that the study took.
    pub elapsed_seconds: f64,
    /// Table → SHA-256 of its content.
    pub tables: BTreeMap<String, String>,
    /// File of a table, as a path from the folder → SHA-256 of its bytes.
    pub table_files: BTreeMap<String, String>,
    /// Table → its columns in order, each with its unit and meaning.
    #[serde(default)]
    pub columns: BTreeMap<String, Vec<ColumnEntry>>,
    /// What a quantile of the tables is.
    #[serde(default)]
    pub quantiles: String,
    /// Runs that this place has seen, by its ledger `runs.jsonl`.
    #[serde(default)]
    pub runs: Runs,
}

impl Manifest {
    /// Whether all that is known of use is assumed: jobs are played, and every source of a workload or a log is a guess.
    #[must_use]
    pub fn use_is_assumed(&self) -> bool {
        let jobs =
            |one: &&SourceEntry| one.path.starts_with("workload.") || one.path.starts_with("log.");
        let mut sources = self.sources.iter().filter(jobs).peekable();
        let any = sources.peek().is_some() && self.logs.is_empty();
        any && !self.without_jobs && sources.all(|one| is_guess(&one.source))
    }

    /// The line of the ledger that tells of the run in the manifest, without a number.
    pub(super) fn as_run(&self) -> Run {
        let mut tables = Sha256::new();
        for (table, digest) in &self.tables {
            tables.update(format!("{table} {digest}\n"));
        }
        let asked = self.answer.measured.iter().enumerate().filter(|(_, of)| of.asked);
        let answers = asked.flat_map(|(at, of)| {
            self.answer.options.iter().filter_map(move |option| {
                let level = option.cells[at].level?;
                let (response, scope) = (of.response.name(), &of.scope);
                Some(format!("{response} {scope} {}: {}", option.alternative, level.median))
            })
        });
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        Run {
            run: 0,
            day: today.to_string(),
            scenario: self.scenario.file.clone(),
            scenario_digest: self.scenario.digest.clone(),
            seed: self.seed,
            replications: self.replications,
            daegi: self.mark.daegi.clone(),
            tables: hex(&tables.finalize()),
            answers: answers.collect(),
            previous: String::new(),
            hash: String::new(),
        }
    }

    pub(super) fn new(
        scenario: &Scenario,
        seed: u64,
        replications: u32,
        elapsed: Duration,
        tables: Vec<Finished>,
        summary: &Summary,
    ) -> Self {
        let (mut digests, mut columns) = (BTreeMap::new(), BTreeMap::new());
        let mut table_files = BTreeMap::new();
        for table in tables {
            digests.insert(table.name.to_owned(), table.digest);
            columns.insert(table.name.to_owned(), table.columns);
            table_files.extend(table.files);
        }
        let own = [MANIFEST, LEDGER].map(str::to_owned);
        let files = table_files.keys().cloned().chain(own).collect();
        let inputs = &scenario.baseline;
        let calendar = &inputs.calendar;
        let date = |day: i64| calendar.date(day);
        let titled = |(name, title): (&str, &Bilingual)| NamedEntry {
            name: name.to_owned(),
            title: title.clone(),
        };
        let programmes = inputs.programmes.iter().map(|programme| {
            let observed = match &programme.intake {
                Intake::Rounds(rounds) => match &rounds.fresh {
                    Fresh::Inferred(observed) => Some(observed),
                    Fresh::Stated(_) => None,
                },
                Intake::Rolling { .. } => None,
            };
            let day = |time| date(calendar.day_of(time) as i64);
            let inferred = summary.inferred.iter().find(|row| row.programme == programme.name);
            ProgrammeEntry {
                name: programme.name.clone(),
                title: scenario.title_of(&format!("programme.{}", programme.name)),
                pool: inputs.pools[programme.pool].name.clone(),
                observed: observed.map(|o| o.competition.distribution.typical()),
                observed_from: observed.map(|o| day(o.from)),
                observed_to: observed.map(|o| day(o.to)),
                simulated: inferred.map(|row| row.simulated),
                simulated_error: inferred.map(|row| row.half_width),
            }
        });
        let named = |kind: &str, names: Vec<String>| -> Vec<NamedEntry> {
            let path = |name: &str| format!("{kind}{name}");
            names.iter().map(|name| titled((name, &scenario.title_of(&path(name))))).collect()
        };
        let pools = inputs.pools.iter().map(|pool| PoolEntry {
            name: pool.name.clone(),
            title: scenario.title_of(&format!("pool.{}", pool.name)),
            unit: Some(scenario.unit_of(&pool.name)),
            charge: pool.charge,
            charged: scenario.titles.get(&format!("pool.{}.charged", pool.name)).cloned(),
        });
        let assumptions = scenario
            .assumptions
            .iter()
            .map(|one| SourceEntry::of(scenario, &one.path, &one.source, one.alternative.clone()));
        let sources = scenario
            .sources
            .iter()
            .map(|(path, source)| SourceEntry::of(scenario, path, source, None));
        let mut expansions: Vec<String> = scenario
            .worlds()
            .flat_map(|(_, inputs)| &inputs.lots)
            .filter(|lot| lot.lead_time.is_some())
            .map(|lot| lot.name.clone())
            .collect();
        expansions.sort();
        expansions.dedup();
        let answers = scenario.answers.iter().map(|one| AnswerEntry {
            response: one.response,
            scope: one.scope.clone().unwrap_or_else(|| "site".to_owned()),
            better: one.better.map(|better| better.word().to_owned()),
        });
        let alternatives = scenario.alternatives.iter().map(|a| (a.name.as_str(), &a.title));
        Self {
            runs: Runs::default(),
            currency: scenario.baseline.currency,
            mark: Mark::new(Kind::Run, files),
            scenario: ScenarioEntry {
                file: scenario.file_name.clone(),
                digest: hex(&Sha256::digest(scenario.text.as_bytes())),
                text: scenario.text.clone(),
                based_on: scenario.base.as_ref().map(|base| BaseEntry {
                    file: base.file_name.clone(),
                    digest: hex(&Sha256::digest(base.text.as_bytes())),
                    text: base.text.clone(),
                }),
                title: scenario.title.clone(),
                question: scenario.question.clone(),
            },
            seed,
            replications,
            without_jobs: !inputs.plays_jobs,
            planned: None,
            lost_shards: Vec::new(),
            calendar: CalendarEntry {
                zone: calendar.zone(),
                start: date(0),
                end: date(calendar.days() as i64),
            },
            window: WindowEntry {
                from: date(inputs.window.0 as i64),
                to: date(inputs.window.1 as i64),
            },
            alternatives: std::iter::once((BASELINE, &scenario.baseline_title))
                .chain(alternatives)
                .map(titled)
                .collect(),
            pools: pools.collect(),
            classes: named(
                "class.",
                inputs.stated_classes().map(|(_, class)| class.name.clone()).collect(),
            ),
            programmes: programmes.collect(),
            fundings: named("funding.", inputs.fundings.iter().map(|f| f.name.clone()).collect()),
            expansions: named("", expansions),
            outputs: named(
                "output.",
                inputs.outputs.iter().map(|output| output.name.clone()).collect(),
            ),
            checks: named(
                "check.",
                scenario.checks.iter().map(|check| check.name.clone()).collect(),
            ),
            logs: scenario.logs.iter().map(LogEntry::from).collect(),
            answers: answers.collect(),
            answer: summary.answer.clone(),
            arithmetic: summary.arithmetic.clone(),
            assumptions: assumptions.collect(),
            sources: sources.collect(),
            platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            elapsed_seconds: elapsed.as_secs_f64(),
            tables: digests,
            table_files,
            columns,
            quantiles: QUANTILE_DEFINITION.to_owned(),
        }
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), ResultsError> {
        write_manifest(folder, self)
    }

    /// Reads the manifest of a folder of results.
    ///
    /// # Errors
    /// If there is none, if it is another version's and cannot be read, or if what it says does not fit together.
    pub fn read(folder: &Path) -> Result<Self, SavedError> {
        let file = folder.join(MANIFEST);
        let text = fs::read_to_string(&file)
            .map_err(|reason| SavedError::NoManifest { folder: folder.to_owned(), reason })?;
        match Mark::read(folder) {
            Left::Older(version) => return Err(SavedError::Older { file, version }),
            Left::Ours(Mark { kind, .. }) if kind != Kind::Run => {
                return Err(SavedError::OtherKind { folder: folder.to_owned(), kind });
            }
            Left::Ours(_) | Left::Unknown => {}
        }
        let manifest: Self = serde_json::from_str(&text)
            .map_err(|reason| SavedError::Manifest { file: file.clone(), reason })?;
        match fits::misfit(&manifest) {
            None => Ok(manifest),
            Some(what) => Err(SavedError::Misfit { file, what }),
        }
    }

    /// Lists more files of a folder, and sees which of all that are listed are missing. Written only if it changed.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn list(
        &mut self,
        folder: &Path,
        more: impl IntoIterator<Item = String>,
    ) -> Result<(), ResultsError> {
        let before = self.mark.clone();
        let Mark { files, missing, .. } = &mut self.mark;
        files.extend(more);
        *missing = files.iter().filter(|file| !folder.join(file).exists()).cloned().collect();
        if self.mark == before { Ok(()) } else { self.write(folder) }
    }
}
