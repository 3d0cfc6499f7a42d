//! What a person takes away: files of a run's results, made on request and handed out one by one or all in one.

use std::fs;
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;

use super::player::own;
use super::queue::Queue;
use super::refusal::Refusal;

/// Endings of the files that can be handed out.
const KINDS: [(&str, &str); 7] = [
    ("html", "text/html; charset=utf-8"),
    ("hwpx", "application/hwp+zip"),
    ("pdf", "application/pdf"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("svg", "image/svg+xml"),
    ("json", "application/json"),
];
/// How often it is looked whether files are made.
const GLANCE: Duration = Duration::from_millis(20);
/// Bytes that are shown of why they were not.
const MOST_SAID: u64 = 10_000;
/// Bytes of a folder of results that go into one archive.
const LARGEST: u64 = 1 << 30;

/// The kind of a file by its ending.
pub(super) fn kind(name: &str) -> Option<&'static str> {
    let ending = name.rsplit_once('.')?.1;
    KINDS.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind)
}

/// The files at the top of a folder of results that can be handed out.
pub(super) fn made(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| kind(name).is_some() && name != "manifest.json")
        .collect();
    names.sort();
    names
}

/// Has files of results made: parts as `daegi report --for` names them, in a language or `both`.
pub(super) fn make(queue: &Queue, folder: &Path, parts: &str, lang: &str) -> Result<(), Refusal> {
    let folder = folder.display().to_string();
    let arguments = ["report", &folder, "--lang", lang, "--for", parts, "--quiet"];
    let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
    let mut child = own(queue, &arguments).map_err(|why| Refusal::system(&why))?;
    let began = Instant::now();
    let status = loop {
        match child.try_wait().map_err(|why| Refusal::system(&why))? {
            Some(status) => break status,
            None if began.elapsed() > queue.limits.longest => {
                let _ = child.kill();
            }
            None => std::thread::sleep(GLANCE),
        }
    };
    if status.success() {
        return Ok(());
    }
    let mut said = String::new();
    if let Some(stderr) = child.stderr.take() {
        let _ = stderr.take(MOST_SAID).read_to_string(&mut said);
    }
    let said = said.trim();
    Err(Refusal::system(&if said.is_empty() { status.to_string() } else { said.to_owned() }))
}

/// Packs all files of a folder of results, and the scenario, into one archive.
pub(super) fn archive(folder: &Path, name: &str, scenario: &Path) -> io::Result<Vec<u8>> {
    let mut files = Vec::new();
    below(folder, &mut files)?;
    files.sort();
    let mut sum = 0;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let inside = |path: &Path| {
        let path = path.strip_prefix(folder).unwrap_or(path).display().to_string();
        format!("{name}/{}", path.replace('\\', "/"))
    };
    let listed = files.iter().map(|path| (inside(path), path.as_path()));
    for (to, path) in listed.chain([(format!("{name}/scenario.toml"), scenario)]) {
        let bytes = fs::read(path)?;
        sum += bytes.len() as u64;
        if sum > LARGEST {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "more than 1 GB of results"));
        }
        zip.start_file(to, options).map_err(io::Error::other)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()? {
            kind if kind.is_dir() => below(&entry.path(), files)?,
            kind if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    Ok(())
}
