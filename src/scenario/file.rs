//! The file of a scenario: an ordinary one, not too large, of UTF-8 text.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::problem::{Message, say};

/// Bytes of the largest scenario: some thirty times the largest that ships.
const LARGEST: u64 = 1 << 20;

/// Why a file was not read.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) reason: Message,
    pub(super) help: Message,
    /// What is shown of the file, and the byte of it that the problem is about.
    pub(super) text: String,
    pub(super) at: usize,
}

impl Unread {
    fn whole(reason: Message) -> Self {
        let help = say("give the path of a scenario file", &[]);
        Self { reason, help, text: String::new(), at: 0 }
    }

    /// The reason, for a file that is not the one in which it is shown.
    pub(super) fn named(&self, file: &str) -> Message {
        let line = self.text.get(..self.at).map_or(0, |before| before.matches('\n').count()) + 1;
        let place = if self.text.is_empty() { file.to_owned() } else { format!("{file}:{line}") };
        say("the file cannot be read: {}", &[&format!("{place}: {}", self.reason)])
    }
}

/// The text of a scenario, without the mark that some editors write at its start.
pub(super) fn read(path: &Path) -> Result<String, Unread> {
    let cannot =
        |error: std::io::Error| Unread::whole(say("the file cannot be read: {}", &[&error]));
    // A pipe or a device may have no end, and opening it may wait for ever.
    let kind = std::fs::metadata(path).map_err(cannot)?;
    if !kind.is_file() {
        return Err(Unread::whole(say("this is no ordinary file", &[])));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(cannot)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Unread::whole(say("the file is larger than a scenario can be: 1 MB", &[])));
    }
    let utf_16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let help = say("save it as UTF-8: in Notepad by Save as, Encoding: UTF-8", &[]);
    if utf_16 || bytes.iter().take(64).filter(|byte| **byte == 0).count() > 8 {
        let reason = say("the file is UTF-16, not UTF-8 text", &[]);
        return Err(Unread { reason, help, text: String::new(), at: 0 });
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Err(Unread { reason: say("the file is not UTF-8 text", &[]), help, text, at })
        }
    }
}
