//! What is wrong or odd with a log, grouped: each kind once, with how many lines and which come first.

/// How many line numbers a group keeps.
const LINES: usize = 5;
/// How much of a line is shown.
const SHOWN: usize = 60;

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The file cannot be opened or read.
    Unreadable,
    /// The file is of another kind.
    OtherKind,
    /// The file holds bytes that no text holds.
    Binary,
    /// The file has no jobs.
    Empty,
    /// The compressed stream is cut off or damaged.
    CutStream,
    /// The file was packed so that it takes more memory to unpack than is given to that.
    LargeWindow,
    /// The file is a device, or a pipe with a name.
    NotAFile,
    /// The text of the file is longer than it may be.
    TooManyBytes,
    /// The log holds more jobs than are taken.
    TooManyRecords,
    /// The log holds more jobs than there is memory for.
    NoMemory,
    /// Line after line says nothing.
    BlankLines,
    /// The columns of a CSV file were not named.
    ColumnsNotNamed,
    /// A named column is not in the file's first line.
    NoSuchColumn,
    /// Two columns have the name that is asked for.
    ColumnTwice,
    /// What is written for a column cannot be understood.
    ColumnUnread,
    /// A document cannot be read as jobs.
    BadDocument,
    /// A line is longer than a million bytes.
    LineTooLong,
    /// A line is not UTF-8.
    NotUtf8,
    /// A quotation mark is never closed.
    OpenQuote,
    /// Too few or too many fields.
    FieldCount,
    /// The last line has too few fields and no line end: the file is cut off.
    CutLine,
    /// A field is not a number.
    NotANumber,
    /// A time that is needed is not known.
    NotKnown,
    /// A time is below zero.
    Negative,
    /// A job ends before it starts, or starts before it is submitted.
    BeforeItself,
    /// A number is more than can be counted.
    TooLarge,
    /// All run times together are more than can be counted.
    TooLong,
    /// No job is left to play.
    NothingToPlay,
    /// How many units there are is not known.
    NoUnits,
    /// A machine has more parts than can be counted.
    TooManyParts,
    /// Records are not in the order of submission.
    Unsorted,
    /// Lines have more than the 18 fields of the format.
    ExtraFields,
    /// Line ends are those of an old Mac.
    OldLineEnds,
    /// A wait that the log states is below zero.
    NegativeWait,
    /// A requested time is below zero.
    NegativeRequest,
    /// A run time of a thousand million seconds or more.
    LongRun,
    /// A time has more decimals than microseconds.
    Rounded,
    /// The header announces another number of records.
    RecordsDiffer,
    /// The last line has no line end.
    NoLineEnd,
    /// The jobs that were asked for are there: the rest was not read.
    RestUnread,
}

impl Fault {
    /// Whether the log can be played all the same.
    #[must_use]
    pub fn is_note(self) -> bool {
        self >= Self::Unsorted
    }

    /// Whether the fault is about single lines, so that the others could be played without them.
    #[must_use]
    pub fn is_of_lines(self) -> bool {
        (Self::LineTooLong..=Self::TooLarge).contains(&self)
    }
}

/// What a fault is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// The line, or the file as a whole.
    #[default]
    All,
    /// A field of the Standard Workload Format, from 1.
    Field(u8),
    /// A column of a CSV file.
    Column(String),
    /// What the operating system said, the name of a format, a list of columns.
    Words(String),
    /// What there is, and what there should be.
    Numbers(u64, u64),
}

/// One kind of fault with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The kind.
    pub fault: Fault,
    /// The part of the log that the fault is about.
    pub about: About,
    /// Number of lines.
    pub count: u64,
    /// The first of them, from 1; empty for the file as a whole.
    pub lines: Vec<u64>,
    /// What the first of them says, in short.
    pub sample: String,
}

/// All that is wrong or odd with a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Kinds, in the order in which the first of each was met.
    pub groups: Vec<Group>,
    /// Nothing more has to be read: it is refused, or what was asked for is there.
    pub over: bool,
    /// Lines of data that were looked at, where that is known.
    pub read: u64,
}

impl Faults {
    /// One fault of the file as a whole.
    #[must_use]
    pub fn whole(fault: Fault, about: About) -> Self {
        let mut faults = Self::default();
        faults.add(fault, &about, None, &[]);
        faults
    }

    /// Counts one more, on a line of the file that says `text`.
    pub fn add(&mut self, fault: Fault, about: &About, line: Option<u64>, text: &[u8]) {
        // Lines of 3 and of 5 fields are one kind of fault.
        let same = |one: &About| match (one, about) {
            (About::Numbers(_, wanted), About::Numbers(_, other)) => wanted == other,
            (one, other) => one == other,
        };
        let known = self.groups.iter_mut().find(|one| one.fault == fault && same(&one.about));
        let group = match known {
            Some(group) => group,
            None => {
                let sample = shown(text);
                let (about, lines) = (about.clone(), Vec::new());
                self.groups.push(Group { fault, about, count: 0, lines, sample });
                let last = self.groups.len() - 1;
                &mut self.groups[last]
            }
        };
        group.count += 1;
        if group.lines.len() < LINES {
            group.lines.extend(line);
        }
    }

    /// Whether a kind is on nearly every line that was looked at: then not the lines are at fault.
    #[must_use]
    pub fn is_everywhere(&self, group: &Group) -> bool {
        group.fault.is_of_lines() && group.count >= 3 && group.count * 10 >= self.read * 9
    }

    /// The kinds that keep the log from being played.
    pub fn errors(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| !group.fault.is_note())
    }

    /// Whether the log cannot be played. `skip` leaves lines with faults out.
    #[must_use]
    pub fn forbid(&self, skip: bool) -> bool {
        self.errors().any(|group| !(skip && group.fault.is_of_lines()))
    }
}

/// The beginning of a line, as it can be printed.
fn shown(text: &[u8]) -> String {
    let text = &text[..text.len().min(4 * SHOWN)];
    let text = String::from_utf8_lossy(text);
    let mut out: String = text
        .trim_end()
        .chars()
        .take(SHOWN)
        .map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c })
        .collect();
    if text.trim_end().chars().count() > SHOWN {
        out.push('…');
    }
    out.replace('\t', " ")
}
