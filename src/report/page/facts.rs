//! What made the results: the command that makes them again, and what it was run on.

use crate::report::wording::Language;
use crate::results::Manifest;

/// The command that gives the same tables again.
pub(in crate::report) fn command(manifest: &Manifest) -> String {
    let file = &manifest.scenario.file;
    let file =
        if file.contains(char::is_whitespace) { format!("\"{file}\"") } else { file.clone() };
    format!(
        "daegi run {file} --replications {} --seed {}{}",
        manifest.replications,
        manifest.seed,
        if manifest.without_jobs { " --no-jobs" } else { "" }
    )
}

/// Version, seed, digests, platform and how many runs there were, each with its word.
pub(in crate::report) fn facts(
    manifest: &Manifest,
    language: Language,
) -> Vec<(&'static str, String)> {
    let based = manifest.scenario.based_on.as_ref();
    let based = based.map(|base| (language.base_word(), format!("{} {}", base.file, base.digest)));
    let logs = manifest
        .logs
        .iter()
        .map(|log| (language.log_word(), format!("{}: {} {}", log.path, log.file, log.digest)));
    let facts = [
        (language.version_word(), format!("daegi {}", manifest.mark.daegi)),
        (language.seed_word(), manifest.seed.to_string()),
        (language.digest_word(), manifest.scenario.digest.clone()),
        (language.platform_word(), manifest.platform.clone()),
    ];
    // Folders of a version without a ledger do not know.
    let runs =
        (manifest.runs.count > 0).then(|| (language.runs_word(), language.runs(&manifest.runs)));
    facts.into_iter().chain(runs).chain(based).chain(logs).collect()
}
