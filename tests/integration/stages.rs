//! The answers of a run that is watched are those of a whole run of as many futures.

use std::fs;
use std::process::Command;

use daegi::results::Manifest;

use crate::invariance::CENTRE;
use crate::support::{Folder, text};

const ASKED: &str = r#"
[study.answer.gpu]
response = "applications_of_places"
scope = "big"
target = "≤ 2:1"

[study.alternative.more]
title = { ko = "더", en = "more" }
set = { "programme.big.places" = 24 }

[study.alternative.less]
title = { ko = "덜", en = "less" }
set = { "programme.big.places" = 10 }
"#;

#[test]
fn the_answers_of_a_stage_are_those_of_a_whole_run() {
    let folder = Folder::new("stages");
    fs::write(folder.0.join("a.toml"), CENTRE.to_owned() + ASKED).expect("a file");
    let daegi = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_daegi"))
            .current_dir(&folder.0)
            .args(arguments)
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stderr)
    };
    let said = daegi(&["run", "a.toml", "--stages", "4,9", "--lang", "en", "--out", "quick"]);
    assert!(said.contains("stage 4\n") && said.contains("stage 9\n"), "{said}");
    for n in ["4", "9"] {
        daegi(&["run", "a.toml", "-n", n, "-q", "--out", n]);
        let of = |place: String| Manifest::read(&folder.0.join(place)).expect("a manifest");
        let (quick, whole) = (of(format!("quick/n{n}")), of(n.to_owned()));
        assert_eq!(quick.replications, whole.replications);
        assert_eq!(
            serde_json::to_string(&quick.answer).expect("an answer"),
            serde_json::to_string(&whole.answer).expect("an answer"),
        );
        for table in ["estimates", "differences"] {
            assert_eq!(quick.tables[table], whole.tables[table], "{table}");
        }
        // One chart for the screen, and nothing that takes long.
        let charts = fs::read_dir(folder.0.join(format!("quick/n{n}/charts"))).expect("charts");
        let names: Vec<_> = charts.map(|entry| entry.expect("a file").file_name()).collect();
        assert_eq!(names, ["answers.en.svg"]);
        assert!(!quick.tables.contains_key("pool_months"));
    }
}
