//! Faults of logs in words: what is wrong, and what to do.

use std::fmt::Write as _;

use super::fault::{About, Fault, Faults, Group};
use super::{Log, Rejected};
use crate::words::Language;

/// A field of the Standard Workload Format in words.
fn field(number: u8, korean: bool) -> &'static str {
    match (number, korean) {
        (2, true) => "제출 시각",
        (2, false) => "submit time",
        (3, true) => "대기 시간",
        (3, false) => "wait time",
        (4, true) => "실행 시간",
        (4, false) => "run time",
        (5, true) => "배정된 수",
        (5, false) => "allocated processors",
        (8, true) => "요청한 수",
        (8, false) => "requested processors",
        (9, true) => "요청 시간",
        (9, false) => "requested time",
        (_, true) => "항목",
        (_, false) => "field",
    }
}

impl About {
    fn in_language(&self, korean: bool) -> String {
        match self {
            Self::All => String::new(),
            Self::Field(number) if korean => format!("{number}번 항목({})", field(*number, true)),
            Self::Field(number) => format!("field {number} ({})", field(*number, false)),
            Self::Column(name) if korean => format!("열 `{name}`"),
            Self::Column(name) => format!("column `{name}`"),
            Self::Words(words) => words.clone(),
            Self::Numbers(held, wanted) => format!("{held} / {wanted}"),
        }
    }
}

impl Group {
    /// What is wrong, in a sentence without a full stop.
    #[must_use]
    pub fn reason(&self, language: Language) -> String {
        let korean = language == Language::Ko;
        let about = self.about.in_language(korean);
        let pick = |ko: String, en: String| if korean { ko } else { en };
        let (held, wanted) = match self.about {
            About::Numbers(held, wanted) => (held, wanted),
            _ => (0, 0),
        };
        match self.fault {
            Fault::Unreadable => pick(
                format!("파일을 읽을 수 없습니다: {about}"),
                format!("the file cannot be read: {about}"),
            ),
            Fault::OtherKind => pick(
                format!("작업 로그가 아니라 {about} 파일입니다"),
                format!("this is a {about} file, not a log of jobs"),
            ),
            Fault::Binary => pick(
                "글자가 아닌 바이트(0)가 있습니다: 이진 파일이거나 손상된 로그입니다".to_owned(),
                "there are zero bytes, which no text has: a binary file or a damaged log"
                    .to_owned(),
            ),
            Fault::Empty => pick(
                "작업이 한 건도 없습니다".to_owned(),
                "there is not a single job in it".to_owned(),
            ),
            Fault::CutStream => pick(
                format!("압축이 끝나기 전에 잘렸거나 손상되었습니다: {about}"),
                format!("the compressed stream is cut off or damaged: {about}"),
            ),
            Fault::LargeWindow => pick(
                format!("압축을 푸는 데 메모리가 {about}보다 많이 듭니다"),
                format!("it needs more than {about} of memory to unpack"),
            ),
            Fault::NotAFile => pick(
                "보통 파일이 아닙니다(장치, 소켓, 이름 있는 파이프)".to_owned(),
                "this is no ordinary file but a device, a socket or a named pipe".to_owned(),
            ),
            Fault::TooManyBytes => pick(
                format!("로그의 본문이 {}보다 깁니다", bytes(held)),
                format!("the text of the log is longer than {}", bytes(held)),
            ),
            Fault::TooManyRecords => pick(
                format!("작업이 {held}건보다 많습니다"),
                format!("there are more than {held} jobs in it"),
            ),
            Fault::NoMemory => pick(
                format!("작업 {held}건을 읽은 데서 남은 메모리가 모자랍니다"),
                format!("after {held} jobs the memory that is left will not do for more"),
            ),
            Fault::BlankLines => pick(
                "빈 줄이 100만 줄 이어집니다".to_owned(),
                "there are a million blank lines in a row".to_owned(),
            ),
            Fault::RestUnread => pick(
                format!(
                    "앞에서부터 재생할 작업 {held}건이 모여 이 줄까지만 읽었습니다. 그 뒤의 줄은 더 늦게 제출되었다고 봅니다"
                ),
                format!(
                    "read up to this line, where the first {held} jobs to be played are there; what follows is taken to be submitted later"
                ),
            ),
            Fault::ColumnsNotNamed => pick(
                "표(CSV)인데 어느 열이 무엇인지 지정하지 않았습니다".to_owned(),
                "this is a table (CSV), and its columns were not named".to_owned(),
            ),
            Fault::NoSuchColumn => pick(
                format!("첫 줄에 {about}이 없습니다"),
                format!("there is no {about} in the first line"),
            ),
            Fault::ColumnTwice => pick(
                format!("첫 줄에 {about}이 둘 이상 있습니다"),
                format!("{about} stands more than once in the first line"),
            ),
            Fault::ColumnUnread => pick(
                format!("--columns를 이해할 수 없습니다: {about}"),
                format!("--columns cannot be understood: {about}"),
            ),
            Fault::BadDocument => pick(
                format!("JSON 문서가 잘못되었습니다: {about}"),
                format!("the JSON document is not well formed: {about}"),
            ),
            Fault::ExtraFields => pick(
                "항목이 18개보다 많습니다. 앞의 18개만 읽습니다".to_owned(),
                "there are more than the 18 fields of the format; the first 18 are read".to_owned(),
            ),
            Fault::OldLineEnds => pick(
                "줄바꿈이 옛 맥 방식(CR)입니다. 줄바꿈으로 읽습니다".to_owned(),
                "the line ends are those of an old Mac (CR); read as line ends".to_owned(),
            ),
            Fault::LineTooLong => pick(
                "한 줄이 100만 바이트보다 깁니다".to_owned(),
                "a line is longer than a million bytes".to_owned(),
            ),
            Fault::NotUtf8 => {
                pick("UTF-8이 아닌 글자가 있습니다".to_owned(), "this is not UTF-8".to_owned())
            }
            Fault::OpenQuote => pick(
                "따옴표가 닫히지 않았습니다".to_owned(),
                "a quotation mark is not closed".to_owned(),
            ),
            Fault::FieldCount => pick(
                format!("항목이 {wanted}개여야 하는데 {held}개입니다"),
                format!("there are {held} fields and should be {wanted}"),
            ),
            Fault::CutLine => pick(
                format!(
                    "마지막 줄이 항목 {wanted}개 가운데 {held}개에서 끊겼습니다: 잘린 파일입니다"
                ),
                format!("the last line stops after {held} of {wanted} fields: the file is cut off"),
            ),
            Fault::NotANumber => pick(
                format!("{about}: 읽을 수 있는 수나 시각이 아닙니다"),
                format!("{about}: this is not a number or a time that can be read"),
            ),
            Fault::NotKnown => {
                pick(format!("{about}: 값이 없습니다"), format!("{about}: nothing is stated"))
            }
            Fault::Negative => {
                pick(format!("{about}: 0보다 작습니다"), format!("{about}: this is below zero"))
            }
            Fault::BeforeItself => pick(
                format!("{about}: 시작보다 먼저 끝납니다"),
                format!("{about}: the job ends before it starts"),
            ),
            Fault::TooLarge => pick(
                format!("{about}: 셀 수 있는 범위(4조 초)를 넘습니다"),
                format!("{about}: this is more than can be counted (4 million million seconds)"),
            ),
            Fault::TooLong => pick(
                "제출 시각과 모든 실행 시간을 더하면 셀 수 있는 범위를 넘습니다".to_owned(),
                "submit times and all run times together are more than can be counted".to_owned(),
            ),
            Fault::NothingToPlay => pick(
                "재생할 수 있는 작업이 없습니다".to_owned(),
                "no job is left that can be played".to_owned(),
            ),
            Fault::NoUnits => pick(
                "로그에 전체 수량(MaxProcs, MaxNodes)이 적혀 있지 않습니다".to_owned(),
                "the log does not state how many units there are (MaxProcs, MaxNodes)".to_owned(),
            ),
            Fault::TooManyParts => pick(
                format!("크기가 1/{held}의 배수라, {wanted} 단위의 장비는 조각이 너무 많습니다"),
                format!(
                    "sizes are multiples of 1/{held}: a machine of {wanted} units has too many parts"
                ),
            ),
            Fault::Unsorted => pick(
                "앞줄보다 먼저 제출되었습니다. 제출 시각, 파일 순서대로 재생합니다".to_owned(),
                "submitted before the line above it; played in the order of (submit time, line)"
                    .to_owned(),
            ),
            Fault::NegativeWait => pick(
                format!(
                    "{about}: 로그가 적은 대기 시간이 0보다 작습니다. 로그 자체의 통계에서 뺍니다"
                ),
                format!(
                    "{about}: the log's own wait is below zero; left out of what the log itself says"
                ),
            ),
            Fault::NegativeRequest => pick(
                format!("{about}: 0보다 작습니다. 요청이 없는 것으로 봅니다"),
                format!("{about}: this is below zero; taken as not stated"),
            ),
            Fault::LongRun => pick(
                format!("{about}: 10억 초(31.7년) 이상 걸린 작업입니다. 그대로 재생합니다"),
                format!(
                    "{about}: a run of 1,000 million seconds (31.7 years) or more; played as it is"
                ),
            ),
            Fault::Rounded => pick(
                format!("{about}: 백만분의 1초 아래를 반올림했습니다"),
                format!("{about}: rounded to the nearest microsecond"),
            ),
            Fault::RecordsDiffer => pick(
                format!("머리글(MaxRecords)은 {wanted}건이라는데 파일에는 {held}건이 있습니다"),
                format!(
                    "the header (MaxRecords) announces {wanted} records; the file holds {held}"
                ),
            ),
            Fault::NoLineEnd => pick(
                "마지막 줄이 줄바꿈 없이 끝납니다. 잘린 파일일 수 있습니다".to_owned(),
                "the last line has no line end: the file may be cut off".to_owned(),
            ),
        }
    }

    /// What to do about it; empty if nothing has to be done. `everywhere`: it is on nearly every line.
    #[must_use]
    pub fn help(&self, everywhere: bool, language: Language) -> String {
        let (ko, en) = match self.fault {
            Fault::NotANumber if everywhere => (
                "거의 모든 줄이 그렇습니다: 다른 열이거나 단위·표기가 다릅니다. 읽는 시각 표기는 2025-03-03T09:00:00, 2025-03-03 9:00, 2025/03/03, 오전 9:00이고, 월/일/연은 :mdy, 일/월/연은 :dmy, 엑셀 일련번호는 :excel을 열 이름 뒤에 붙입니다 (docs/logs.md)",
                "nearly every line is like this: another column is meant, or another unit or form. Dates are read as 2025-03-03T09:00:00, 2025-03-03 9:00, 2025/03/03; after the column write :mdy for month/day/year, :dmy for day/month/year, :excel for serial numbers (docs/logs.md)",
            ),
            Fault::BeforeItself => (
                "시각에 시간대가 없고 시계가 바뀐 날이면 --zone Asia/Seoul처럼 시간대를 주세요. 아니면 줄을 고치거나 --skip-faulty로 빼세요",
                "if the clocks were set in between, give the zone of the log: --zone Europe/Paris; else mend the line, or leave such lines out with --skip-faulty",
            ),
            fault if everywhere && fault.is_of_lines() => (
                "거의 모든 줄이 그렇습니다: 줄이 아니라 열·구분자·내보내기 방식이 맞지 않습니다",
                "nearly every line is like this: not the lines but the column, the separator or the export is at fault",
            ),
            Fault::Unreadable => ("경로와 권한을 확인하세요", "check the path and who may read it"),
            Fault::OtherKind => (
                "SWF, CSV, XLSX(그대로, 또는 gz·xz·zst)로 내보내세요",
                "export it as SWF, CSV or XLSX (plain, gz, xz or zst)",
            ),
            Fault::Binary => ("SWF나 CSV 텍스트를 주세요", "give the text of an SWF or CSV file"),
            Fault::Empty => (
                "로그 파일이 맞는지, 내려받기가 끝났는지 확인하세요",
                "check that this is the log, and that its download came to an end",
            ),
            Fault::CutStream => ("파일을 다시 받으세요", "fetch the file again"),
            Fault::LargeWindow => (
                "먼저 풀어서 주세요(예: zstd -d --long=31 파일)",
                "unpack it first (for example zstd -d --long=31 FILE)",
            ),
            Fault::NotAFile => (
                "보통 파일을 주세요. 다른 프로그램의 출력은 /dev/stdin으로 받습니다",
                "give an ordinary file, or /dev/stdin for what another program writes",
            ),
            Fault::TooManyBytes => (
                "로그를 나누거나, 명령줄에서 --max-unpacked로 한도를 올리세요",
                "cut the log, or raise the limit on the command line with --max-unpacked",
            ),
            Fault::TooManyRecords => (
                "앞부분만 쓰려면 --until, 한도를 올리려면 --max-records를 명령줄에 주세요",
                "on the command line, --until takes the first of them, and --max-records raises the limit",
            ),
            Fault::NoMemory => (
                "앞부분만 쓰려면 --until을 주거나, 로그를 나누거나, 메모리가 더 있는 컴퓨터를 쓰세요",
                "take the first of them with --until, cut the log, or use a machine with more memory",
            ),
            Fault::BlankLines => (
                "로그 파일이 맞는지 확인하고, 빈 줄을 지우세요",
                "check that this is the log, and remove the blank lines",
            ),
            Fault::ColumnsNotNamed => {
                let about = match &self.about {
                    About::Words(words) if !words.is_empty() => words.as_str(),
                    _ => "submit=…,size=…,run=…",
                };
                let missing = match (about.contains("submit=…"), language == Language::Ko) {
                    (false, _) => "",
                    (true, true) => {
                        " (제출 시각 열을 찾지 못했습니다: 그것 없이는 대기를 알 수 없습니다)"
                    }
                    (true, false) => {
                        " (no column of submissions was found: without one waits cannot be known)"
                    }
                };
                return format!("--columns \"{about}\"{missing}");
            }
            Fault::NoSuchColumn => (
                "--columns에 첫 줄의 이름을 그대로 쓰거나 번호(#1)를 쓰세요",
                "write the name as the first line has it, or its number (#1), in --columns",
            ),
            Fault::ColumnTwice => (
                "이름 대신 번호(#1)로 모든 열을 지정하세요",
                "give all columns by number (#1) instead of by name",
            ),
            Fault::ColumnUnread => (
                "단위는 열 이름 뒤에 쌍점으로 씁니다: requested=limit:min (docs/logs.md)",
                "a unit stands after a colon: requested=limit:min (docs/logs.md)",
            ),
            Fault::BadDocument => ("다시 내보내세요", "export it again"),
            Fault::NotUtf8 => ("파일을 UTF-8로 저장하세요", "save the file as UTF-8"),
            Fault::CutLine => (
                "파일을 다시 받거나, --skip-faulty로 그 줄을 빼세요",
                "fetch the file again, or leave the line out with --skip-faulty",
            ),
            Fault::TooLong => ("시간이 초 단위인지 확인하세요", "check that times are in seconds"),
            Fault::NothingToPlay => (
                "실행 시간과 크기가 0보다 크고 크기가 --units 이하인 작업이 필요합니다",
                "jobs need a run time and a size above zero, and a size of at most --units",
            ),
            Fault::TooManyParts => (
                "크기를 더 거칠게 적으세요(0.25 단위 등)",
                "write sizes in coarser steps, such as quarters",
            ),
            Fault::NoUnits => ("--units로 지정하세요", "state it with --units"),
            Fault::LongRun => {
                ("시간이 밀리초가 아닌지 확인하세요", "check that times are not in milliseconds")
            }
            fault if fault.is_of_lines() => (
                "줄을 고치거나, --skip-faulty로 이런 줄을 모두 빼세요",
                "mend the line, or leave such lines out with --skip-faulty",
            ),
            _ => return String::new(),
        };
        if language == Language::Ko { ko.to_owned() } else { en.to_owned() }
    }

    /// The numbers of the first lines, then how many more there are: 17, 18, 25 and 40 more.
    fn places(&self, korean: bool) -> String {
        let Some((first, rest)) = self.lines.split_first() else { return String::new() };
        if self.count == 1 {
            return format!(":{first}");
        }
        let rest: Vec<String> = rest.iter().map(u64::to_string).collect();
        let rest = rest.join(", ");
        let hidden = self.count - self.lines.len() as u64;
        match (korean, hidden) {
            (true, 0) => format!(":{first} (그리고 {rest}줄)"),
            (true, _) => format!(":{first} (그리고 {rest}줄 등 모두 {}줄)", self.count),
            (false, 0) => format!(":{first} (and lines {rest})"),
            (false, _) => format!(":{first} (and lines {rest}; {} in all)", self.count),
        }
    }
}

/// A number of bytes in the largest unit of which it has at least one.
fn bytes(count: u64) -> String {
    let units =
        [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    match units.into_iter().find(|(_, size)| count >= *size) {
        Some((unit, size)) => format!("{} {unit}", count as f64 / size as f64),
        None => format!("{count} B"),
    }
}

fn text(
    name: &str,
    faults: &Faults,
    groups: &[&Group],
    left_out: bool,
    language: Language,
) -> String {
    let korean = language == Language::Ko;
    let mut out = String::new();
    for group in groups {
        let word = match (group.fault.is_note() || left_out, korean) {
            (true, true) => "참고",
            (true, false) => "note",
            (false, true) => "오류",
            (false, false) => "error",
        };
        let left_out = match (left_out && !group.fault.is_note(), korean) {
            (true, true) => " (뺐습니다)",
            (true, false) => " (left out)",
            _ => "",
        };
        // Writing to a string cannot fail.
        let place = group.places(korean);
        let _ = writeln!(out, "{word}: {name}{place}: {}{left_out}", group.reason(language));
        if !group.sample.is_empty() && !group.fault.is_note() {
            let _ = writeln!(out, "  | {}", group.sample);
        }
        let help = group.help(faults.is_everywhere(group), language);
        if !help.is_empty() {
            let _ = writeln!(out, "  {}: {help}", if korean { "도움말" } else { "help" });
        }
    }
    out
}

impl Rejected {
    /// Everything that is wrong, in words for the owner of the file.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let errors: Vec<&Group> = self.faults.errors().collect();
        text(&self.name, &self.faults, &errors, false, language)
    }
}

impl Faults {
    /// What is wrong or odd with the file called `name`, a line for each kind: its place and the reason. `notes`
    /// takes what is merely odd, else what keeps the log from being played.
    #[must_use]
    pub fn findings(&self, name: &str, notes: bool, language: Language) -> String {
        let groups = self.groups.iter().filter(|group| group.fault.is_note() == notes);
        let line = |group: &Group| {
            format!(
                "{name}{}: {}\n",
                group.places(language == Language::Ko),
                group.reason(language)
            )
        };
        groups.map(line).collect()
    }
}

impl std::fmt::Display for Rejected {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.in_language(Language::En).trim_end())
    }
}

impl std::error::Error for Rejected {}

impl Faults {
    /// The faults of the file called `name` as an answer for its owner.
    #[must_use]
    pub fn reject(self, name: &str) -> Rejected {
        Rejected { name: name.to_owned(), faults: self }
    }
}

impl Log {
    /// What is odd about it, and which lines were left out; empty if there is nothing to say.
    #[must_use]
    pub fn notes(&self, language: Language) -> String {
        let groups: Vec<&Group> = self.faults.groups.iter().collect();
        text(&self.name, &self.faults, &groups, true, language)
    }
}
