//! What the program is built from: licences, sources and crates that have no place in it, without a network.
//!
//! `DAEGI_WRITE_DOCS=1` writes `docs/licences.md` anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Licences that ask for no more than that their text is passed on. One of them must be open to choose.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Clients of a network: the program answers on its own machine and asks nobody.
const BANNED: &[&str] = &[
    "curl",
    "hyper-rustls",
    "hyper-tls",
    "isahc",
    "native-tls",
    "openssl",
    "reqwest",
    "rustls",
    "ureq",
];

/// Crates that are a server or a client by their features.
const EITHER: &[&str] = &["hyper", "hyper-util"];

/// The only place that crates come from.
const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// A crate of the program's own build on Linux.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    licence: String,
    source: String,
    folder: String,
}

/// What cargo prints, from the lock file alone.
fn cargo(arguments: &[&str]) -> String {
    let done = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8")
}

/// The crates of the build on Linux; those that only tests use are left out. `cargo metadata` knows their
/// licences but also lists crates that no feature asks for; `cargo tree` does not.
fn packages() -> Vec<Package> {
    const PLATFORM: &str = "x86_64-unknown-linux-gnu";
    let tree = ["tree", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    let tree = cargo(&[&tree[..], &["--target", PLATFORM]].concat());
    let built: BTreeSet<(&str, &str)> = tree
        .lines()
        .filter_map(|line| line.split_once(" v"))
        .map(|(name, rest)| (name, rest.split(' ').next().unwrap_or_default()))
        .collect();
    let metadata = cargo(&["metadata", "--format-version", "1", "--filter-platform", PLATFORM]);
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found: Vec<Package> = metadata["packages"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|package| Package {
            name: word(&package["name"]),
            version: word(&package["version"]),
            licence: word(&package["license"]),
            source: word(&package["source"]),
            folder: word(&package["manifest_path"]).trim_end_matches("Cargo.toml").to_owned(),
        })
        .filter(|package| built.contains(&(package.name.as_str(), package.version.as_str())))
        .filter(|package| package.name != env!("CARGO_PKG_NAME"))
        .collect();
    found.sort();
    assert_eq!(
        found.len(),
        built.len() - 1,
        "every crate of the tree is known, and daegi is not listed"
    );
    found
}

/// Whether an expression leaves a choice of allowed licences: every part joined by AND, any joined by OR.
fn allows(expression: &str) -> bool {
    let expression = expression.trim();
    for (word, all) in [(" AND ", true), (" OR ", false)] {
        let parts = outside_brackets(expression, word);
        if parts.len() > 1 {
            let mut parts = parts.into_iter();
            return if all { parts.all(allows) } else { parts.any(allows) };
        }
    }
    match expression.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => allows(inner),
        // The older way of writing OR.
        None if expression.contains('/') => expression.split('/').any(allows),
        None => ALLOWED.contains(&expression),
    }
}

/// The parts between a word that stands outside all brackets. OR binds less than AND, but an expression
/// that mixes them without brackets is read the strict way: each part of AND must be allowed.
fn outside_brackets<'a>(expression: &'a str, word: &str) -> Vec<&'a str> {
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, letter) in expression.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth == 0 && expression[at..].starts_with(word) => {
                parts.push(&expression[from..at]);
                from = at + word.len();
            }
            _ => {}
        }
    }
    parts.push(&expression[from..]);
    parts
}

/// What is wrong with a crate, if anything.
fn objection(package: &Package) -> Option<String> {
    let Package { name, version, licence, source, .. } = package;
    if BANNED.contains(&name.as_str()) {
        Some(format!("{name} {version} is a network client"))
    } else if source != SOURCE {
        Some(format!("{name} {version} does not come from crates.io but from `{source}`"))
    } else if !allows(licence) {
        Some(format!("{name} {version} has a licence that is not allowed here: `{licence}`"))
    } else {
        None
    }
}

/// The texts of licences and notices that a crate carries.
fn texts(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let is_licence = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let starts = ["licen", "copying", "copyright", "notice", "unlicense"];
        path.is_file() && starts.iter().any(|start| name.starts_with(start))
    };
    files
        .iter()
        .filter(|path| is_licence(path))
        .filter_map(|path| fs::read_to_string(path).ok())
        .map(|text| {
            text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
        })
        .filter(|text| !text.is_empty())
        .collect()
}

/// The page: a row for each crate, then each text once with the crates that carry it.
fn page(packages: &[Package]) -> String {
    let mut out = format!(
        "# Licences of the crates in the program\n\n\
         {} crates are built into the program on Linux, or build it. Made from `cargo metadata` by \
         `tests/integration/licences.rs`, which also holds it current.\n\n\
         | crate | version | licence |\n|---|---|---|\n",
        packages.len()
    );
    let mut carriers: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for package in packages {
        let Package { name, version, licence, folder, .. } = package;
        writeln!(out, "| {name} | {version} | {licence} |").expect("memory");
        for text in texts(Path::new(folder)) {
            carriers.entry(text).or_default().push(name);
        }
    }
    out.push_str("\n## Texts\n");
    for (text, mut names) in carriers {
        names.dedup();
        let indented: Vec<_> = text.lines().map(|line| format!("    {line}")).collect();
        let indented = indented.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
        write!(out, "\n{}:\n\n{indented}\n", names.join(", ")).expect("memory");
    }
    out
}

#[test]
fn the_list_of_licences_is_what_the_lock_file_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/licences.md");
    let wanted = page(&packages());
    if std::env::var_os("DAEGI_WRITE_DOCS").is_some() {
        fs::write(&path, &wanted).expect("docs can be written");
    }
    let rows = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("| ")).map(str::to_owned).collect()
    };
    let written = fs::read_to_string(&path).expect("docs/licences.md");
    let again = "DAEGI_WRITE_DOCS=1 cargo test --release licences writes it";
    assert_eq!(rows(&written), rows(&wanted), "{again}");
    assert!(written == wanted, "the texts differ: {again}");
}

#[test]
fn every_crate_may_be_used_comes_from_one_place_and_opens_no_connection() {
    let packages = packages();
    let objections: Vec<_> = packages.iter().filter_map(objection).collect();
    assert!(objections.is_empty(), "{}", objections.join("\n"));
    // The twin: a crate with one thing wrong is found each time.
    let good = packages[0].clone();
    for wrong in [
        Package { name: "reqwest".to_owned(), ..good.clone() },
        Package { source: "git+https://example.org/x".to_owned(), ..good.clone() },
        Package { licence: "GPL-3.0-only".to_owned(), ..good.clone() },
        Package { licence: String::new(), ..good.clone() },
    ] {
        assert!(objection(&wrong).is_some(), "{wrong:?}");
    }
}

/// Lines of `cargo tree` with features that switch a client on.
fn clients(tree: &str) -> Vec<&str> {
    let on = |line: &&str| {
        let Some((name, rest)) = line.split_once(" feature \"") else { return false };
        let feature = rest.split('"').next().unwrap_or_default();
        EITHER.contains(&name) && (feature.starts_with("client") || feature == "full")
    };
    tree.lines().filter(on).collect()
}

#[test]
fn what_can_be_a_client_is_only_a_server() {
    let tree = cargo(&["tree", "--edges", "normal,build,features", "--prefix", "none"]);
    let found = clients(&tree);
    assert!(found.is_empty(), "{found:?}");
    #[cfg(feature = "serve")]
    assert!(tree.contains("hyper feature \"server\""), "the tree is read as it is printed");
    // The twin: a client that is switched on is found.
    let twin = "hyper feature \"client\"\nhyper-util feature \"client-legacy\" (*)\nhyper feature \"http1\"";
    assert_eq!(clients(twin).len(), 2);
}

#[test]
fn a_licence_is_allowed_if_one_that_may_be_chosen_is() {
    for good in ["MIT", "MIT OR GPL-2.0", "MIT/Apache-2.0", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
        assert!(allows(good), "{good}");
    }
    for wrong in
        ["", "GPL-2.0", "MIT AND GPL-2.0", "(MIT OR Zlib) AND GPL-2.0", "GPL-2.0 OR LGPL-2.1"]
    {
        assert!(!allows(wrong), "{wrong}");
    }
}
