//! `daegi submit`: scripts that play a study in parts on a cluster, and their submission. Who plays what, when, is the
//! business of Slurm, PBS or GNU parallel.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::text::{complain, print};
use super::{Failure, Lang, read_scenario};
use crate::results::Writer;
use crate::words::Language;

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("scheduler").required(true))]
pub(super) struct SubmitArguments {
    /// Scenario file (TOML), where every machine sees it.
    pub(super) file: PathBuf,
    /// For Slurm: a job array and a merge that depends on it, submitted by sbatch.
    #[arg(long, group = "scheduler")]
    slurm: bool,
    /// For PBS: scripts of an array and a merge; nothing is submitted.
    #[arg(long, group = "scheduler")]
    pbs: bool,
    /// For GNU parallel: a script; nothing is started.
    #[arg(long, group = "scheduler")]
    parallel: bool,
    /// How many parts the futures are cut into.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    shards: u32,
    /// Parts that are played at the same time at the most [default: what the cluster gives].
    #[arg(long, requires = "slurm", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    nodes: Option<u32>,
    /// How many more times a part is played that failed, was killed or lost its node.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(0..=20))]
    retries: u32,
    /// Futures to play [default: the scenario's].
    #[arg(long, short = 'n', value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    replications: Option<u32>,
    /// Seed of every draw [default: the scenario's].
    #[arg(long)]
    seed: Option<u64>,
    /// Play no jobs: faster, and nothing is known of use.
    #[arg(long)]
    no_jobs: bool,
    /// Folder to leave the results in [default: out/ and the file's name].
    #[arg(long)]
    out: Option<PathBuf>,
    /// Write the scripts into this folder and submit nothing [default: out/NAME.cluster, and submit].
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
    /// Print the scripts; write and submit nothing.
    #[arg(long, conflicts_with = "write")]
    dry_run: bool,
    /// Wait for the merge; fail if it fails.
    #[arg(long, requires = "slurm", conflicts_with_all = ["write", "dry_run"])]
    wait: bool,
    /// Language of what is printed and of the results.
    #[arg(long, value_enum, default_value_t = Lang::Ko)]
    pub(super) lang: Lang,
    /// Options of sbatch, after `--`: for the array and for the merge.
    #[arg(last = true, requires = "slurm", value_name = "OPTIONS")]
    options: Vec<String>,
}

/// A script and its name in the folder.
type Script = (&'static str, String);

pub(super) fn submit(arguments: &SubmitArguments) -> Result<(), Failure> {
    let language: Language = arguments.lang.into();
    let mut scenario = read_scenario(&arguments.file, language)?;
    if arguments.no_jobs {
        let needed = |paths: Vec<String>| Failure::User(super::run::needs_jobs(&paths, language));
        scenario.without_jobs().map_err(needed)?;
    }
    let futures = arguments.replications.unwrap_or(scenario.replications);
    if arguments.shards > futures {
        return Err(Failure::User(too_many(arguments.shards, futures, language)));
    }
    let study = Study::of(arguments)?;
    let scripts = study.scripts(arguments);
    if arguments.dry_run {
        let text = |(name, script): &Script| format!("# ==== {name}\n{script}\n");
        return print(&scripts.iter().map(text).collect::<String>());
    }
    // Whatever is wrong with the place of the results is found before anything is played.
    let refused = |error| Failure::of_results(&error, language);
    drop(Writer::create(&study.out, false).map_err(refused)?);
    write(&study.folder, &scripts, language)?;
    let submitted = arguments.slurm && arguments.write.is_none();
    if submitted {
        complain(&said(&study, (futures, arguments.shards), "", language));
        return start(&study.folder, arguments, language);
    }
    let how = format!("sh {}", study.folder.join("submit.sh").display());
    print(&(said(&study, (futures, arguments.shards), &how, language) + "\n"))
}

/// What every script of a study names, with whole paths: a scheduler starts them elsewhere.
struct Study {
    program: PathBuf,
    file: PathBuf,
    folder: PathBuf,
    out: PathBuf,
    /// Name of the jobs.
    name: String,
}

impl Study {
    fn of(arguments: &SubmitArguments) -> Result<Self, Failure> {
        let absolute = |path: &Path| {
            std::path::absolute(path)
                .map_err(|error| Failure::Other(format!("{}: {error}", path.display())))
        };
        let stem = arguments.file.file_stem().unwrap_or(arguments.file.as_os_str());
        let stem = stem.to_string_lossy().into_owned();
        let out = arguments.out.clone().unwrap_or_else(|| PathBuf::from("out").join(&stem));
        let folder = arguments
            .write
            .clone()
            .unwrap_or_else(|| PathBuf::from("out").join(format!("{stem}.cluster")));
        let program = std::env::current_exe()
            .map_err(|error| Failure::Other(format!("where the program is: {error}")))?;
        // Schedulers take few signs in the name of a job.
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
        Ok(Self {
            program,
            file: absolute(&arguments.file)?,
            folder: absolute(&folder)?,
            out: absolute(&out)?,
            name: format!("daegi-{}", stem.chars().map(plain).take(40).collect::<String>()),
        })
    }

    fn scripts(&self, arguments: &SubmitArguments) -> [Script; 3] {
        let way = if arguments.slurm {
            include_str!("submit/slurm.sh")
        } else if arguments.pbs {
            include_str!("submit/pbs.sh")
        } else {
            include_str!("submit/parallel.sh")
        };
        let mut play = String::new();
        if let Some(n) = arguments.replications {
            play += &format!(" --replications {n}");
        }
        if let Some(seed) = arguments.seed {
            play += &format!(" --seed {seed}");
        }
        if arguments.no_jobs {
            play += " --no-jobs";
        }
        let lang = format!(" --lang {}", Language::from(arguments.lang).code());
        [
            (
                "element.sh",
                self.filled(include_str!("submit/element.sh"), arguments, &(play + &lang)),
            ),
            ("merge.sh", self.filled(include_str!("submit/merge.sh"), arguments, &lang)),
            ("submit.sh", self.filled(way, arguments, "")),
        ]
    }

    fn filled(&self, template: &str, arguments: &SubmitArguments, options: &str) -> String {
        let shards = arguments.shards;
        // An array of PBS has at least two elements.
        let array =
            if shards == 1 { "-v PBS_ARRAY_INDEX=1".to_owned() } else { format!("-J 1-{shards}") };
        let at_once = arguments.nodes.map_or_else(String::new, |nodes| format!("%{nodes}"));
        let mut text = template.to_owned();
        for (place, value) in [
            ("@PROGRAM@", quoted(&self.program)),
            ("@FILE@", quoted(&self.file)),
            ("@FOLDER@", quoted(&self.folder)),
            ("@OUT@", quoted(&self.out)),
            ("@NAME@", self.name.clone()),
            ("@SHARDS@", shards.to_string()),
            ("@AT_ONCE@", at_once),
            ("@RETRIES@", arguments.retries.to_string()),
            ("@TRIES@", (arguments.retries + 1).to_string()),
            ("@ARRAY@", array),
            ("@OPTIONS@", options.to_owned()),
        ] {
            text = text.replace(place, &value);
        }
        text
    }
}

/// A path as one word of a shell.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\'', r"'\''"))
}

/// Writes the scripts into their folder. One that holds the same scripts goes on: its parts are kept. Any other that is
/// there is refused.
fn write(folder: &Path, scripts: &[Script], language: Language) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| {
        Failure::Other(format!("{} cannot be written: {error}", folder.display()))
    };
    let there = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(cannot(error)),
    };
    let same = |(name, script): &Script| {
        fs::read_to_string(folder.join(name)).is_ok_and(|text| text == *script)
    };
    // Another way to start the parts makes them no other parts.
    if there && !scripts[..2].iter().all(same) {
        return Err(Failure::User(another(folder, language)));
    }
    fs::create_dir_all(folder.join("logs")).map_err(cannot)?;
    fs::create_dir_all(folder.join("parts")).map_err(cannot)?;
    for (name, script) in scripts {
        let (written, path) = (folder.join(format!(".{name}.new")), folder.join(name));
        fs::write(&written, script).and_then(|()| fs::rename(&written, &path)).map_err(cannot)?;
    }
    Ok(())
}

/// Runs the script that submits.
fn start(folder: &Path, arguments: &SubmitArguments, language: Language) -> Result<(), Failure> {
    let mut script = Command::new("sh");
    script.arg(folder.join("submit.sh")).args(&arguments.options);
    if arguments.wait {
        script.env("WAIT", "1");
    } else {
        script.env_remove("WAIT");
    }
    let ended = script.status().map_err(|error| Failure::Other(format!("sh: {error}")))?;
    if ended.success() {
        return Ok(());
    }
    let missing = fs::read_to_string(folder.join("missing.txt")).unwrap_or_default();
    let reason = if !missing.is_empty() {
        missing
    } else if ended.code() == Some(127) {
        language
            .pick(
                "sbatch를 찾을 수 없습니다. --write DIR로 스크립트만 쓰고, Slurm이 있는 곳에서 제출하세요",
                "there is no sbatch here: write the scripts with --write DIR, and submit them where Slurm is",
            )
            .to_owned()
    } else {
        match language {
            Language::Ko => format!(
                "제출하거나 합치지 못했습니다. 까닭은 위와 {}/logs에 있습니다",
                folder.display()
            ),
            Language::En => format!(
                "it was not submitted or not merged: the reason stands above or in {}/logs",
                folder.display()
            ),
        }
    };
    Err(Failure::Other(reason))
}

/// What was written, and how it is submitted if it is not yet.
fn said(study: &Study, (futures, shards): (u32, u32), how: &str, language: Language) -> String {
    let (folder, each) = (study.folder.display(), futures.div_ceil(shards));
    let futures = language.whole(f64::from(futures));
    let each = language.whole(f64::from(each));
    let text = match language {
        Language::Ko => format!(
            "모의실험 {futures}회를 {shards}조각으로 나눔, 조각마다 많아야 {each}회\n스크립트와 조각: {folder}\n"
        ),
        Language::En => format!(
            "{futures} futures in {shards} parts of {each} at the most\nscripts and parts: {folder}\n"
        ),
    };
    match (how.is_empty(), language) {
        (true, _) => text.trim_end().to_owned(),
        (false, Language::Ko) => format!("{text}제출: {how} [스케줄러의 옵션]"),
        (false, Language::En) => format!("{text}to submit: {how} [options of the scheduler]"),
    }
}

fn too_many(shards: u32, futures: u32, language: Language) -> String {
    match language {
        Language::Ko => format!(
            "오류: 조각({shards}개)이 모의실험({futures}회)보다 많습니다\n도움말: --shards를 줄이거나 -n을 늘리세요"
        ),
        Language::En => format!(
            "error: there are more parts ({shards}) than futures ({futures})\nhelp: fewer --shards, or more futures (-n)"
        ),
    }
}

fn another(folder: &Path, language: Language) -> String {
    let folder = folder.display();
    match language {
        Language::Ko => format!(
            "오류: {folder}에는 다른 것이 있습니다(다른 제출의 조각일 수 있음)\n도움말: 그 폴더를 치우거나 --write로 다른 폴더를 지정하세요"
        ),
        Language::En => format!(
            "error: {folder} holds something else, perhaps the parts of another submission\nhelp: move it away, or name another folder with --write"
        ),
    }
}
