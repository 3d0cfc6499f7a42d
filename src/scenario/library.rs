//! The scenarios that ship with the program: each one asks one question.

/// Names and texts, first the one to look at first.
pub const LIBRARY: &[(&str, &str)] = &[
    ("gwangju-2025", include_str!("../../scenarios/gwangju-2025.toml")),
    ("supplementary-2025", include_str!("../../scenarios/supplementary-2025.toml")),
    ("spare-2025", include_str!("../../scenarios/spare-2025.toml")),
    ("take-back-2026", include_str!("../../scenarios/take-back-2026.toml")),
    ("no-show-2026", include_str!("../../scenarios/no-show-2026.toml")),
    ("cut-back-2026", include_str!("../../scenarios/cut-back-2026.toml")),
    ("h200-64-256-880", include_str!("../../scenarios/h200-64-256-880.toml")),
    ("lease-or-buy", include_str!("../../scenarios/lease-or-buy.toml")),
    ("local-half-2026", include_str!("../../scenarios/local-half-2026.toml")),
    ("self-pay-2026", include_str!("../../scenarios/self-pay-2026.toml")),
    ("haenam-2028", include_str!("../../scenarios/haenam-2028.toml")),
    ("national-2026", include_str!("../../scenarios/national-2026.toml")),
    ("another-centre", include_str!("../../scenarios/another-centre.toml")),
    ("shared-or-dedicated", include_str!("../../scenarios/shared-or-dedicated.toml")),
    ("incite-titan", include_str!("../../scenarios/incite-titan.toml")),
    ("isambard-ai", include_str!("../../scenarios/isambard-ai.toml")),
    ("kisti-6", include_str!("../../scenarios/kisti-6.toml")),
    ("eurohpc-ai-factory", include_str!("../../scenarios/eurohpc-ai-factory.toml")),
    ("nurion", include_str!("../../scenarios/nurion.toml")),
    ("published-workloads", include_str!("../../scenarios/published-workloads.toml")),
    ("lublin-feitelson", include_str!("../../scenarios/lublin-feitelson.toml")),
    ("log-weeks", include_str!("../../scenarios/log-weeks.toml")),
    ("one-queue", include_str!("../../scenarios/one-queue.toml")),
];

/// Names and bytes of the logs that those scenarios play.
const LOGS: &[(&str, &[u8])] =
    &[("logs/lublin-128.swf.gz", include_bytes!("../../scenarios/logs/lublin-128.swf.gz"))];

/// The bytes of a log that ships with the program, by its path from a shipped scenario.
pub(super) fn shipped_log(name: &str) -> Option<&'static [u8]> {
    LOGS.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}

/// The text of a shipped scenario.
#[must_use]
pub fn shipped(name: &str) -> Option<&'static str> {
    LIBRARY.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_of_the_project_is_shipped() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let toml = path.extension().is_some_and(|end| end == "toml");
            let known = stem == "template" || shipped(&stem).is_some();
            assert!(!toml || known, "{stem} is not among the shipped scenarios");
        }
    }
}
