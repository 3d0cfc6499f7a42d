//! What is said where results are not what the manifest says of them.

use super::Language;

/// Files that a sentence names.
const NAMED: usize = 3;

impl Language {
    /// What differs from the manifest: files of tables that were changed, and another version of the program.
    pub(crate) fn remarks(self, changed: &[String], version: Option<&str>) -> Vec<String> {
        let mut remarks = Vec::new();
        if !changed.is_empty() {
            let mut names = changed.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            if changed.len() > NAMED {
                let more = changed.len() - NAMED;
                names += &match self {
                    Self::Ko => format!(" 등 {more}개 더"),
                    Self::En => format!(" and {more} more"),
                };
            }
            remarks.push(match self {
                Self::Ko => format!(
                    "표가 실행이 남긴 그대로가 아닙니다. manifest의 SHA-256과 다른 파일: {names}. 이 보고서의 숫자를 실행의 결과로 볼 수 없습니다."
                ),
                Self::En => format!(
                    "The tables are not as the run left them. Files that differ from their SHA-256 in the manifest: {names}. The figures of this report are not those of the run."
                ),
            });
        }
        if let Some(version) = version {
            let own = env!("CARGO_PKG_VERSION");
            remarks.push(match self {
                Self::Ko => format!(
                    "결과는 daegi {version}의 것이고, 이 보고서는 daegi {own}로 만들었습니다."
                ),
                Self::En => format!(
                    "The results are of daegi {version}; this report was made by daegi {own}."
                ),
            });
        }
        remarks
    }

    /// The sentence that says that charts or a page could not be made.
    #[must_use]
    pub fn not_made(self, missing: usize) -> String {
        match self {
            Self::Ko => format!(
                "그림이나 보고서 파일 {missing}개를 만들지 못했습니다. 표는 온전하며, 빠진 파일은 manifest.json의 `missing`에 있습니다."
            ),
            Self::En => format!(
                "{missing} files of charts or the page could not be made. The tables are whole; `missing` in manifest.json names what is not there."
            ),
        }
    }
}
