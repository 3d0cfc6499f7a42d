//! What commands of study methods have in common: which futures, which world, where results go.

use std::path::PathBuf;

use super::progress::Progress;
use super::text::{complain, print};
use super::{Failure, Lang, calibrate, interrupt, published, rank, select, size};
use crate::model::Unclosed;
use crate::report::{self, Made};
use crate::results::played::{PLAYED, PlayedEntry, Rows};
use crate::results::{Kind, Pending, ResultsError};
use crate::scenario::{NoStandard, Scenario, Standard};
use crate::study::{self, until::Watch};
use crate::words::Language;

/// Which futures are played, and where what is found goes.
#[derive(Debug, clap::Args)]
pub(super) struct MethodArguments {
    /// Scenario file (TOML).
    pub(super) file: PathBuf,
    #[arg(long, short = 'n', help = futures(), value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) replications: Option<u32>,
    /// Seed of every draw [default: the scenario's].
    #[arg(long)]
    pub(super) seed: Option<u64>,
    /// Threads [default: one for each core]. Cannot change a result.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) threads: Option<u16>,
    /// Folder to leave the numbers, the sentence and the chart in; without it they are only printed.
    #[arg(long)]
    pub(super) out: Option<PathBuf>,
    /// Move what is in that folder aside under a dated name, whatever it is, instead of refusing it.
    #[arg(long, requires = "out")]
    pub(super) replace: bool,
    /// Go on from what is in that folder: after a command that was stopped, or with more futures. What is left is what
    /// one long run leaves.
    #[arg(long = "continue", requires = "out", conflicts_with = "replace")]
    pub(super) go_on: bool,
    /// Language of what is printed.
    #[arg(long, value_enum, default_value_t = Lang::Ko)]
    pub(super) lang: Lang,
    /// Print nothing but errors.
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// How many futures there are where nobody says so, from the constants of the commands.
fn futures() -> String {
    let [size, rank, best, calibrate] =
        [size::FUTURES, rank::FUTURES, select::FUTURES, calibrate::FUTURES]
            .map(|count| Language::En.whole(f64::from(count)));
    format!(
        "Futures to play [default: {size} for size, {rank} for rank, at most {best} for rank --best, {calibrate} for calibrate]"
    )
}

/// What was played before, and what is played now.
pub(super) struct Kept {
    entry: PlayedEntry,
    rows: Rows,
}

impl MethodArguments {
    /// What an earlier command has played that this one goes on from; nothing, if it does not. `asked` is all that its
    /// futures hang on beside the scenario, the seed and how many there are.
    ///
    /// # Errors
    /// If there is nothing to go on from.
    pub(super) fn kept(&self, scenario: &Scenario, asked: String) -> Result<Kept, Failure> {
        let entry = PlayedEntry::new(scenario, self.seed(scenario), asked);
        let out = self.out.as_ref().filter(|_| self.go_on);
        let rows = match out.map(|out| (out, Rows::read(out, &entry))) {
            None => Rows::default(),
            Some((_, Ok(Some(rows)))) => rows,
            Some((out, found)) => {
                let other = matches!(found, Ok(None));
                return Err(Failure::User(nothing(&out.join(PLAYED), other, self.language())));
            }
        };
        Ok(Kept { entry, rows })
    }

    pub(super) fn language(&self) -> Language {
        self.lang.into()
    }

    pub(super) fn seed(&self, scenario: &Scenario) -> u64 {
        self.seed.unwrap_or(scenario.seed)
    }

    /// Runs something on the threads that are asked for.
    pub(super) fn install<R: Send>(&self, run: impl FnOnce() -> R + Send) -> Result<R, Failure> {
        let threads = self.threads.map(usize::from);
        study::on_threads(threads, run).map_err(|error| Failure::Other(error.to_string()))
    }

    /// Runs a method until it is done or a person stops it (Ctrl-C); then it says what it has, and a second time ends the
    /// program at once.
    pub(super) fn run<R: Send>(
        &self,
        points: u64,
        kept: &Kept,
        run: impl FnOnce(Watch<'_>) -> Result<R, Unclosed> + Send,
    ) -> Result<R, Failure> {
        let progress = Progress::of_method(points, self.quiet, self.language());
        let told = interrupt::watched();
        let more = |done| progress.more(done);
        let rows = self.out.is_some().then_some(&kept.rows);
        let found = self.install(|| run(Watch { told, progress: &more, rows }));
        interrupt::no_longer_watched();
        progress.finish();
        found?.map_err(|error| Failure::Other(error.to_string()))
    }

    /// A line on a method that was stopped after some of its futures; nothing of one that was not.
    ///
    /// # Errors
    /// If too few futures were played to say anything.
    pub(super) fn stopped(
        &self,
        futures: usize,
        planned: Option<usize>,
    ) -> Result<Option<String>, Failure> {
        let Some(planned) = planned else { return Ok(None) };
        let language = self.language();
        if futures < 2 {
            let words = language.pick(
                "중단했습니다: 말할 수 있을 만큼 실행하지 못했습니다.",
                "stopped before enough was played to say anything",
            );
            return Err(Failure::Other(words.to_owned()));
        }
        let [n, planned] = [futures, planned].map(|count| language.whole(count as f64));
        let more = match (language, self.out.is_some()) {
            (_, false) => "",
            (Language::Ko, true) => " 같은 명령에 --continue를 붙이면 이어서 실행합니다.",
            (Language::En, true) => " The same command with --continue goes on from here.",
        };
        let said = match language {
            Language::Ko if n == planned => {
                "중단됨: 끝까지 실행하지 못한 항목은 빠져 있음.".to_owned()
            }
            Language::En if n == planned => {
                "Stopped: what was not played to its end is missing.".to_owned()
            }
            Language::Ko => format!("중단됨: 모의실험 {planned}회 가운데 처음 {n}회로 답함."),
            Language::En => {
                format!("Stopped: this is what the first {n} of {planned} futures say.")
            }
        };
        Ok(Some(said + more))
    }

    /// A place for what is found, if it is asked for: whatever is wrong with it is found before the first future.
    pub(super) fn place(&self, kind: Kind) -> Result<Option<Pending>, Failure> {
        let failed = |error: ResultsError| Failure::of_results(&error, self.language());
        let place = self.out.as_ref().map(|out| Pending::create(out, kind, self.replace));
        place.transpose().map_err(|refusal| failed(refusal.into()))
    }

    /// Prints what is found, and leaves it where it shall be left: as text, as data, and as a chart.
    pub(super) fn leave(
        &self,
        (place, kept): (Option<Pending>, &Kept),
        (name, said, data, table): (&str, &str, &str, &str),
        chart: impl FnOnce(&Pending) -> Made,
    ) -> Result<(), Failure> {
        if !self.quiet {
            print(said)?;
        }
        let Some(pending) = place else { return Ok(()) };
        let failed = |error: ResultsError| Failure::of_results(&error, self.language());
        let code = self.language().code();
        let files = [
            (format!("{name}.{code}.txt"), said),
            (format!("{name}.json"), data),
            (format!("{name}.csv"), table),
        ];
        for (file, text) in files {
            let path = pending.folder().join(&file);
            std::fs::write(&path, text)
                .map_err(|error| Failure::Other(format!("{}: {error}", path.display())))?;
        }
        kept.rows
            .write(pending.folder(), &kept.entry)
            .map_err(|error| Failure::Other(format!("{PLAYED}: {error}")))?;
        let made = chart(&pending);
        let left = pending.seal(made.missing.iter().cloned()).and_then(|()| pending.publish());
        let left = left.map_err(failed)?;
        published(&left, self.language(), self.quiet);
        if !self.quiet {
            complain(&format!("→ {}", left.folder.display()));
        }
        Failure::of_made(&made, self.language()).map_or(Ok(()), Err)
    }
}

fn nothing(file: &std::path::Path, other: bool, language: Language) -> String {
    let file = file.display();
    match (language, other) {
        (Language::Ko, false) => format!(
            "오류: 이어서 실행할 것이 없습니다: {file}이(가) 없거나 남긴 그대로가 아닙니다\n도움말: --continue 없이 실행하세요"
        ),
        (Language::Ko, true) => format!(
            "오류: 이어서 실행할 수 없습니다: {file}은(는) 다른 시나리오, 시드, 선택 또는 다른 버전의 것입니다\n도움말: 그때와 같은 파일과 선택으로 실행하거나, --continue 없이 새로 실행하세요"
        ),
        (Language::En, false) => format!(
            "error: there is nothing to go on with: {file} is not there, or not as it was left\nhelp: run it without --continue"
        ),
        (Language::En, true) => format!(
            "error: it cannot be gone on with: {file} is of another scenario, seed, question or version\nhelp: run it with the file and the options of then, or anew without --continue"
        ),
    }
}

/// The standards of a command line.
pub(super) fn standards(
    texts: &[String],
    scenario: &Scenario,
    language: Language,
) -> Result<Vec<Standard>, Failure> {
    let read = |text: &String| {
        Standard::read(text, &scenario.baseline)
            .map_err(|why| Failure::User(unread(text, &why, language)))
    };
    texts.iter().map(read).collect()
}

fn unread(text: &str, why: &NoStandard, language: Language) -> String {
    let (reason, help) = match (language, why) {
        (Language::Ko, NoStandard::NoSign) => (
            "≤ 또는 ≥ 가 없습니다".to_owned(),
            "\"applications_of_places of hpc <= 1.5:1 in every round\" 처럼 적으세요".to_owned(),
        ),
        (Language::En, NoStandard::NoSign) => (
            "there is no ≤ or ≥ in it".to_owned(),
            "write it as \"applications_of_places of hpc <= 1.5:1 in every round\"".to_owned(),
        ),
        (_, NoStandard::NoResponse(name, near)) => {
            let help = match (language, near) {
                (Language::Ko, Some(near)) => {
                    format!("혹시 `{near}` 입니까? 모두 docs/tables.md에 있습니다")
                }
                (Language::En, Some(near)) => {
                    format!("did you mean `{near}`? All stand in docs/tables.md")
                }
                (Language::Ko, None) => "지표는 docs/tables.md에 있습니다".to_owned(),
                (Language::En, None) => "responses stand in docs/tables.md".to_owned(),
            };
            let reason = match language {
                Language::Ko => format!("`{name}`(이)라는 지표가 없습니다"),
                Language::En => format!("there is no response called `{name}`"),
            };
            (reason, help)
        }
        (_, NoStandard::NoScope(scope, known)) => {
            let list = known.join(", ");
            match language {
                Language::Ko => (
                    format!("`{scope}`에는 이 지표가 없습니다"),
                    format!("`of` 다음에 올 수 있는 것: {list}"),
                ),
                Language::En => (
                    format!("`{scope}` has no such response"),
                    format!("after `of` comes one of: {list}"),
                ),
            }
        }
        (_, NoStandard::NoValue(value, example)) => match language {
            Language::Ko => {
                (format!("값 `{value}`을(를) 읽을 수 없습니다"), format!("예: {example}"))
            }
            Language::En => {
                (format!("the value `{value}` cannot be read"), format!("for example {example}"))
            }
        },
        (_, NoStandard::NotOver(name, over)) => match language {
            Language::Ko => (
                format!("{name}: `{over}`로는 볼 수 없는 지표입니다"),
                "집계 기간 전체로 적으세요".to_owned(),
            ),
            Language::En => (
                format!("{name} is not kept over `{over}`"),
                "state it over the whole window".to_owned(),
            ),
        },
    };
    match language {
        Language::Ko => format!("오류: 기준 \"{text}\": {reason}\n도움말: {help}"),
        Language::En => format!("error: standard \"{text}\": {reason}\nhelp: {help}"),
    }
}

/// The chart of a method, made in a folder.
pub(super) fn chart(pending: &Pending, drawn: report::Curve, language: Language) -> Made {
    report::curve(pending.folder(), drawn, language)
}
