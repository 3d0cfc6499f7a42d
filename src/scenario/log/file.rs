//! The files of logs, each read once.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use sha2::{Digest, Sha256};

use super::{findings, place};
use crate::scenario::base::Base;
use crate::scenario::library::shipped_log;
use crate::scenario::problem::say;
use crate::scenario::reader::{Reader, Spot};
use crate::trace::{self, About, Columns, Fault, Faults, Log, Reading, Rejected, Zone};

/// A log that was read, or could not be.
#[derive(Debug)]
pub(super) struct Opened {
    /// What makes it what it is: the name of the file, the columns and the zone, whether faulty lines are left out.
    asked: (String, Option<String>, bool),
    /// The file as it was found; of one that ships with the program `shipped/logs/NAME`.
    pub(super) name: String,
    /// SHA-256 of its bytes.
    pub(super) digest: String,
    pub(super) log: Result<Log, Rejected>,
}

/// The logs of a scenario and where to look for them.
#[derive(Debug)]
pub(in crate::scenario) struct Files {
    folders: Vec<PathBuf>,
    opened: Vec<Rc<Opened>>,
}

impl Files {
    /// For a scenario at a path and the one that it is based on: logs lie beside either, or ship with the program.
    pub(in crate::scenario) fn beside(path: Option<&Path>, base: Option<&Base>) -> Self {
        let folder = |path: &Path| path.parent().unwrap_or(Path::new("")).to_owned();
        let own = path.map_or_else(PathBuf::new, folder);
        let base = base.map(|base| folder(Path::new(&base.file_name)));
        Self { folders: std::iter::once(own).chain(base).collect(), opened: Vec::new() }
    }

    /// Where a file of that name is: beside the scenario or its base; where it would be, if it is nowhere.
    pub(in crate::scenario) fn path(&self, name: &str) -> PathBuf {
        let paths: Vec<PathBuf> = self.folders.iter().map(|folder| folder.join(name)).collect();
        let there = paths.iter().find(|path| path.is_file()).or(paths.first());
        there.map_or_else(|| PathBuf::from(name), Clone::clone)
    }

    /// The log of a table; `None` if the table does not say which.
    pub(super) fn open(&mut self, reader: &mut Reader, table: &Spot<'_>) -> Option<Rc<Opened>> {
        let file = reader.text(table, "file");
        let columns = reader.text(table, "columns");
        let skip_faulty = reader.flag_or_default(table, "skip-faulty");
        let zone = match reader.text(table, "zone").map(Zone::parse).transpose() {
            Ok(zone) => zone,
            Err(why) => {
                let at = table.get("zone").unwrap_or_else(|| table.clone());
                let help = say("write {}", &[&"zone = \"Europe/Paris\""]);
                reader.error(&at, say("this is no time zone: {}", &[&why]), Some(help));
                return None;
            }
        };
        let reading = match columns.map(Columns::parse).transpose() {
            Ok(columns) => Reading { columns, skip_faulty, zone, ..Reading::default() },
            Err(why) => {
                let at = table.get("columns").unwrap_or_else(|| table.clone());
                let reason = say("these are no columns of a log: {}", &[&why]);
                let help = say("write {}", &[&"columns = \"submit=…,size=…,run=…\""]);
                reader.error(&at, reason, Some(help));
                return None;
            }
        };
        let zone = reading.zone.as_ref().map_or(String::new(), |zone| format!(" {}", zone.name));
        let columns = columns.map_or(String::new(), str::to_owned);
        let asked = (file?.to_owned(), Some(columns + &zone), skip_faulty);
        let known = self.opened.iter().find(|one| one.asked == asked).cloned();
        let opened = known.unwrap_or_else(|| {
            let opened = Rc::new(self.read(asked, &reading));
            self.opened.push(Rc::clone(&opened));
            opened
        });
        tell(reader, table, &opened);
        Some(opened)
    }

    fn read(&self, asked: (String, Option<String>, bool), reading: &Reading) -> Opened {
        let paths: Vec<PathBuf> = self.folders.iter().map(|folder| folder.join(&asked.0)).collect();
        let there = paths.iter().find(|path| path.is_file());
        let (name, bytes) = match (there, shipped_log(&asked.0)) {
            (None, Some(bytes)) => (format!("shipped/{}", asked.0), Ok(bytes.to_vec())),
            (there, _) => {
                // Without a folder of its own the scenario lies in the working folder.
                let path = there.or(paths.first()).map_or(Path::new(&asked.0), PathBuf::as_path);
                (
                    path.display().to_string(),
                    trace::ordinary(path, &reading.limits).and_then(|()| whole(path)),
                )
            }
        };
        let (digest, log) = match bytes {
            Ok(bytes) => {
                let digest = Sha256::digest(&bytes);
                let digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                (digest, Log::from_stream(&name, Cursor::new(bytes), reading))
            }
            Err(faults) => (String::new(), Err(faults.reject(&name))),
        };
        Opened { asked, name, digest, log }
    }
}

/// The bytes of a file.
fn whole(path: &Path) -> Result<Vec<u8>, Faults> {
    std::fs::read(path)
        .map_err(|error| Faults::whole(Fault::Unreadable, About::Words(error.to_string())))
}

/// What is wrong or odd with a log.
fn tell(reader: &mut Reader, table: &Spot<'_>, opened: &Opened) {
    let faults = match &opened.log {
        Ok(log) => &log.faults,
        Err(rejected) => &rejected.faults,
    };
    let fault = |wanted: fn(Fault) -> bool| faults.errors().find(|group| wanted(group.fault));
    let suggested =
        fault(|fault| fault == Fault::ColumnsNotNamed).map(|group| match &group.about {
            About::Words(columns) if !columns.is_empty() => columns.clone(),
            _ => "submit=…,size=…,run=…".to_owned(),
        });
    let help = match suggested {
        Some(columns) => say("add {} = {}", &[&"columns", &format!("\"{columns}\"")]),
        None if fault(Fault::is_of_lines).is_some() => {
            say("correct these lines, or leave them out: skip-faulty = true", &[])
        }
        None => say("give the path of a log, from the folder of this file", &[]),
    };
    // Lines that were to be left out are no reason to refuse the rest.
    if opened.log.is_ok() && fault(|_| true).is_some() {
        let notes = Faults {
            groups: faults.groups.iter().filter(|group| group.fault.is_note()).cloned().collect(),
            ..Faults::default()
        };
        let left_out: u64 = faults.errors().map(|group| group.count).sum();
        let reason = say("{} lines of this log are left out", &[&left_out]);
        reader.warning(&place(table), reason, None);
        return findings(reader, &place(table), &opened.name, &notes, help);
    }
    findings(reader, &place(table), &opened.name, faults, help);
}
