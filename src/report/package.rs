//! Office files as packages: parts in a zip archive that is the same for the same parts, and text within XML.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::ReportError;

/// The parts of a file, in the order in which they stand in it.
#[derive(Debug, Default)]
pub(super) struct Package {
    parts: Vec<(String, Vec<u8>, CompressionMethod)>,
}

impl Package {
    /// A part that must be readable without unpacking: the type of the file.
    pub(super) fn plain(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.parts.push((path.to_owned(), bytes.into(), CompressionMethod::Stored));
    }

    /// Adds a part.
    pub(super) fn add(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.parts.push((path.to_owned(), bytes.into(), CompressionMethod::Deflated));
    }

    /// The file.
    pub(super) fn bytes(self) -> Result<Vec<u8>, ReportError> {
        let odd = |error: &dyn std::fmt::Display| ReportError::Office(error.to_string());
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes, method) in self.parts {
            // The day on which archives begin: no clock is read.
            let options = SimpleFileOptions::default()
                .compression_method(method)
                .last_modified_time(DateTime::default());
            zip.start_file(path, options).map_err(|error| odd(&error))?;
            zip.write_all(&bytes).map_err(|error| odd(&error))?;
        }
        Ok(zip.finish().map_err(|error| odd(&error))?.into_inner())
    }
}

/// A text as it stands in XML; characters that XML does not have are left out.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_parts_give_the_same_bytes() {
        let one = || {
            let mut package = Package::default();
            package.plain("mimetype", "x/y");
            package.add("a.xml", "<a/>".repeat(100));
            package.bytes().unwrap()
        };
        let bytes = one();
        assert_eq!(bytes, one());
        // The type stands at byte 38 of the file, as readers of types expect.
        assert_eq!(&bytes[30..41], b"mimetypex/y");
    }

    #[test]
    fn what_is_not_of_xml_is_written_as_it_can_be() {
        assert_eq!(xml("a<b> & \"c\"\u{1}\n가"), "a&lt;b&gt; &amp; &quot;c&quot; 가");
    }
}
