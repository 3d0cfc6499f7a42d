//! The folder that the page works in: scenarios by name, and nothing outside it.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use axum::http::StatusCode;
use sha2::{Digest, Sha256};
use toml_edit::{DocumentMut, Item, TableLike};

use super::guard::hex;
use super::refusal::Refusal;

/// The folder of runs inside it.
pub(super) const RUNS: &str = ".daegi-runs";
/// Bytes of the largest scenario, as the reader of scenarios has it.
pub(super) const LARGEST: usize = 1 << 20;
/// Scenarios that are listed.
const MOST: usize = 500;

/// The folder.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

/// Whether a text is the name of a scenario: one name, of no odd characters, that ends in `.toml`.
pub(super) fn is_name(name: &str) -> bool {
    name.len() <= 120
        && name.strip_suffix(".toml").is_some_and(|stem| !stem.is_empty())
        && !name.starts_with('.')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' '))
}

/// SHA-256 of a scenario's text.
pub(super) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

impl Folder {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a scenario of that name, whether it is there or not.
    pub(super) fn path(&self, name: &str) -> Result<PathBuf, Refusal> {
        if is_name(name) {
            return Ok(self.root.join(name));
        }
        Err(Refusal::bad(
            "파일 이름은 글자, 숫자, -, _, 빈칸으로 짓고 .toml로 끝나야 합니다.",
            "A file has a name of letters, digits, -, _ and spaces that ends in .toml.",
        ))
    }

    /// The scenarios, by name.
    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let mut names: Vec<String> = fs::read_dir(&self.root)?
            .flatten()
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| is_name(name))
            .collect();
        names.sort();
        names.truncate(MOST);
        Ok(names)
    }

    /// The text of a scenario.
    pub(super) fn read(&self, name: &str) -> Result<String, Refusal> {
        let path = self.path(name)?;
        let absent = |why: io::Error| match why.kind() {
            io::ErrorKind::NotFound => Refusal::absent(),
            _ => Refusal::system(&why),
        };
        let kind = fs::symlink_metadata(&path).map_err(absent)?.file_type();
        if !kind.is_file() {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "보통 파일이 아닙니다(링크는 따라가지 않습니다).",
                "This is no ordinary file; links are not followed.",
            ));
        }
        let mut bytes = Vec::new();
        let file = open(&path).map_err(absent)?;
        file.take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(absent)?;
        if bytes.len() > LARGEST {
            return Err(too_large());
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| Refusal::bad("UTF-8 글이 아닙니다.", "The file is not UTF-8 text."))?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// Writes a scenario, beside and renamed.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), Refusal> {
        let path = self.path(name)?;
        if text.len() > LARGEST {
            return Err(too_large());
        }
        if fs::symlink_metadata(&path).is_ok_and(|there| !there.file_type().is_file()) {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "그 이름의 링크나 폴더가 있어 저장하지 않았습니다.",
                "A link or a folder has that name: nothing was saved.",
            ));
        }
        replace(&path, text.as_bytes()).map_err(|why| Refusal::system(&why))
    }

    /// A refusal if a text names a file outside the folder.
    pub(super) fn keeps_inside(&self, text: &str) -> Result<(), Refusal> {
        let outside = match text.parse::<DocumentMut>() {
            Ok(document) => {
                named(document.as_table(), false).into_iter().find(|one| self.leads_out(one))
            }
            // Nobody can know which text is a path: none may look like one that leads out of the
            // folder.
            Err(_) => quoted(text).into_iter().find(|one| {
                one.contains('\\')
                    || (one.contains('/') && self.leads_out(one))
                    || self.is_link(one)
            }),
        };
        let Some(one) = outside else { return Ok(()) };
        Err(Refusal::new(
            StatusCode::FORBIDDEN,
            format!(
                "‘{one}’은(는) 이 폴더 밖의 파일입니다. 이 페이지는 제 폴더의 파일만 읽습니다."
            ),
            format!(
                "`{one}` is a file outside this folder; this page reads files of its own folder only."
            ),
        ))
    }

    fn leads_out(&self, path: &str) -> bool {
        let down = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if path.contains('\\') || !Path::new(path).components().all(down) {
            return true;
        }
        let beside = [path.to_owned(), format!("{path}.toml")];
        beside.iter().any(|path| {
            self.root.join(path).canonicalize().is_ok_and(|real| !real.starts_with(&self.root))
        })
    }

    fn is_link(&self, name: &str) -> bool {
        !name.contains('/') && self.leads_out(name)
    }
}

fn too_large() -> Refusal {
    Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "시나리오는 1 MB까지입니다.",
        "A scenario has at most 1 MB.",
    )
}

/// The values of keys that name files: what a scenario is based on, logs, observed months.
fn named(table: &dyn TableLike, inside: bool) -> Vec<String> {
    let mut all = Vec::new();
    for (key, item) in table.iter() {
        let file = matches!(key, "based-on" | "file") || key.ends_with(".file");
        match item {
            Item::Value(toml_edit::Value::String(text)) if file || inside => {
                all.push(text.value().clone());
            }
            Item::ArrayOfTables(list) => {
                list.iter().for_each(|table| all.extend(named(table, inside)));
            }
            item => {
                if let Some(table) = item.as_table_like() {
                    all.extend(named(table, inside || key == "file"));
                }
            }
        }
    }
    all
}

/// What stands in quotes in a text that is not TOML.
fn quoted(text: &str) -> Vec<String> {
    let quotes = ['"', '\''];
    text.lines().flat_map(|line| line.split(quotes)).map(str::to_owned).collect()
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Writes a file beside its place and renames it.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    // A file that a process left under that name when it was ended belongs to nobody any more.
    let _ = fs::remove_file(&beside);
    let mut file = File::create_new(&beside)?;
    let done = file.write_all(bytes).and_then(|()| file.sync_all());
    let done = done.and_then(|()| fs::rename(&beside, path));
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_name() {
        for good in ["a.toml", "내 센터-2.toml", "a.b.toml"] {
            assert!(is_name(good), "{good}");
        }
        for wrong in
            ["", ".toml", "a", "../a.toml", "/etc/a.toml", ".a.toml", "a\\b.toml", "a\0.toml"]
        {
            assert!(!is_name(wrong), "{wrong}");
        }
    }

    #[test]
    fn no_file_outside_is_named() {
        let folder = Folder::new(std::env::temp_dir().canonicalize().unwrap());
        let out = |text: &str| folder.keeps_inside(text).is_err();
        assert!(!out(
            "based-on = \"gwangju-2025\"\n[log.x]\nfile = \"logs/a.swf\"\ntitle = \"../x\""
        ));
        assert!(out("based-on = \"../x.toml\""));
        assert!(out("[log.x]\nfile = \"/etc/passwd\""));
        assert!(out("set = { \"log.x.file\" = \"/etc/passwd\" }"));
        assert!(out("[study.alternative.a.add.\"log.x\"]\nfile = '../../x'"));
        assert!(out("based-on = \"../x.toml\"\nbroken = = 1"), "also where the text is not TOML");
        assert!(out("based-on = \"\\u002fetc/passwd\"\nbroken = = 1"));
        assert!(!out("title = \"a\"\nbroken = = 1"));
    }
}
