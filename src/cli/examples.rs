//! Examples under the help of each command.

pub(super) const EXAMPLES: &str = "Examples:
  daegi run scenarios/gwangju-2025.toml                     play the Gwangju baseline a thousand times
  daegi run scenarios/gwangju-2025.toml --replications 64   a quick look
  daegi check my-centre.toml                                every problem at once, then the derived figures
  daegi report out/gwangju-2025 --lang en                   the charts and the page again, in English
  daegi replay LOG.swf.xz --scheduler first-come,easy       a real log through schedulers, beside what it says
  daegi scenarios                                           what ships with the program, and the questions
  daegi template > my-centre.toml                           a file to fill in, every key explained
  daegi schema > daegi.schema.json                          for an editor that checks TOML as you type
  daegi completions bash > ~/.local/share/bash-completion/completions/daegi";

pub(super) const TEMPLATE_EXAMPLES: &str = "Examples:
  daegi template > my-centre.toml
  daegi check my-centre.toml";

pub(super) const SCHEMA_EXAMPLES: &str = "Examples:
  daegi schema > daegi.schema.json
Then write as the first line of a scenario, for editors that use taplo (Even Better TOML):
  #:schema ./daegi.schema.json";

pub(super) const SCENARIOS_EXAMPLES: &str = "Examples:
  daegi scenarios --lang en                       names, titles and questions
  daegi scenarios gwangju-2025 > my-centre.toml   one of them as a file";

pub(super) const CHECK_EXAMPLES: &str = "Examples:
  daegi check my-centre.toml
  daegi check my-centre.toml --json                 for an editor, a script or a notebook
Its fields: docs/python.md";

pub(super) const SUBMIT_EXAMPLES: &str = "Examples:
  daegi submit my-centre.toml --slurm --shards 16 -n 100000 -- --cpus-per-task=32 --time=02:00:00
  daegi submit my-centre.toml --slurm --dry-run                  the scripts, to be read
  daegi submit my-centre.toml --pbs --write out/pbs              scripts for PBS
What it costs, and what becomes of a part that fails: docs/cluster.md";

pub(super) const REPORT_EXAMPLES: &str = "Examples:
  daegi report out/gwangju-2025 --lang en                         the charts and the page again, in English
  daegi report out/gwangju-2025 --lang both --for brief,hwpx,pdf,workbook,slides
What is in each: docs/briefing.md";

pub(super) const ASSUMPTIONS_EXAMPLES: &str = "Examples:
  daegi assumptions my-centre.toml
  daegi assumptions scenarios/gwangju-2025.toml --results out/gwangju-2025
Kinds of evidence: docs/briefing.md";

pub(super) const VERIFY_EXAMPLES: &str = "Examples:
  daegi verify out/gwangju-2025                    eight futures again, and the ledger of runs
  daegi verify out/mine -n 64 --scenario mine.toml";

pub(super) const SHARD_EXAMPLES: &str = "Examples:
  daegi shard my-centre.toml --shards 8 -n 100000           the eight commands, and the one that joins
What shards cost: docs/cluster.md";

pub(super) const MERGE_EXAMPLES: &str = "Examples:
  daegi merge out/my-centre.shards/* --out out/my-centre
  daegi merge out/my-centre.shards/* --out out/some --partial   although parts were lost";

pub(super) const FORECAST_EXAMPLES: &str = "Examples:
  daegi forecast register out/gwangju-2025 --answer \"applications_of_places of hpc\" --known-on 2027-03-01 --name hpc-2027
  daegi forecast score forecasts.jsonl --facts facts.toml --lang en
The scores and the file of facts: docs/briefing.md";

pub(super) const COMPLETIONS_EXAMPLES: &str = "Examples:
  daegi completions bash > ~/.local/share/bash-completion/completions/daegi
  daegi completions zsh > ~/.zfunc/_daegi
  daegi completions fish > ~/.config/fish/completions/daegi.fish";

pub(super) const FIT_EXAMPLES: &str = "Examples:
  daegi fit LOG.swf.gz --programme gpu >> my-centre.toml    the block, with its goodness of fit in comments
  daegi fit jobs.csv --columns submit=submit_s,size=gpus,run=run_s,user=team --out out/fit
The shapes and distances: docs/replay.md";

pub(super) const INSPECT_EXAMPLES: &str = "Examples:
  daegi inspect LOG.swf.gz                   format, span, machine, states, and what cannot be
  daegi inspect jobs.csv --units 640         with the columns that it would suggest
  daegi inspect sacct.txt --zone Asia/Seoul
Formats, units of columns and oddities: docs/logs.md";

pub(super) const SIZE_EXAMPLES: &str = "Examples:
  daegi size my-centre.toml --vary expansion.h200.adds --from 0 --to 2000 --step 8 \\
    --standard \"applications_of_places of hpc <= 1.5:1 in every round\"
  daegi size my-centre.toml --vary funding.year-2027.amount --from \"100억 원\" --to \"400억 원\" --step \"10억 원\" \\
    --standard \"leased_of_installed >= 95%\" --probability 0.8
  daegi size my-centre.toml --vary expansion.h200.ordered --from 2026-02-01 --to 2027-06-01 --step \"1 month\" --largest \\
    --standard \"applications_of_places of hpc <= 3:1 in the last year\"
The method and what it assumes: docs/decisions.md";

pub(super) const RANK_EXAMPLES: &str = "Examples:
  daegi rank my-centre.toml                                      the first answer of the question
  daegi rank my-centre.toml --alternative h200                   what moves the difference, and where it turns
  daegi rank my-centre.toml --response \"spent\" --sobol 1024 --morris 30 --out out/rank
  daegi rank my-centre.toml --best --within 0.05                 the best of all alternatives and points of sweeps
The methods: docs/decisions.md";

pub(super) const CALIBRATE_EXAMPLES: &str = "Examples:
  daegi calibrate scenarios/gwangju-2025.toml               which inputs the article's facts identify
  daegi calibrate my-centre.toml -n 20000 --tolerance 0.02 --out out/facts
The method: docs/decisions.md";

pub(super) const REPLAY_EXAMPLES: &str = "Examples:
  daegi replay LOG.swf.gz                                   first-come and EASY beside the log's own waits
  daegi replay LOG.swf --units 128,160,192 --scheduler easy a larger machine
  daegi replay LOG.swf --scale-arrivals 1.2 --out out/log   a fifth more load; tables and charts in a folder
  daegi replay jobs.csv --units 640 --columns submit=submit_s,size=gpus,run=run_s,user=team
Formats, rules and formulas: docs/replay.md";
