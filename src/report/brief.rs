//! The brief: one sheet in the manner of ministries, as data. HTML, HWPX and PDF are written from it.

use super::ReportError;
use super::answer::{Answers, OptionTable, Said};
use super::charts::{Drawing, Fonts};
use super::page::{assumptions, facts};
use super::wording::Language;
use crate::results::answer::Mover;
use crate::results::saved::{Saved, SavedError};
use crate::results::{CheckFit, CheckKind, Manifest};

pub(super) use self::layout::{Laid, fit};

pub(super) mod html;
pub(super) mod hwpx;
mod layout;
pub(super) mod pdf;

/// The brief: one sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Brief {
    pub(super) title: String,
    pub(super) question: String,
    pub(super) items: Vec<Item>,
    /// The table of options; empty if there is no room for it.
    pub(super) table: OptionTable,
    pub(super) picture: Option<Picture>,
    /// Notes, in the order of their numbers.
    pub(super) notes: Vec<String>,
    /// Digest, version and command.
    pub(super) record: Vec<String>,
    /// The language that it is in.
    pub(super) language: Language,
}

/// A point of the brief.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// Whether the point is the conclusion: □, else ○.
    pub(super) main: bool,
    pub(super) label: &'static str,
    pub(super) text: String,
    /// The number of its note, from 1.
    pub(super) note: Option<usize>,
}

impl Item {
    /// The sign that stands before the item.
    pub(super) fn sign(&self) -> &'static str {
        if self.main { "□" } else { "○" }
    }

    /// The point without its sign and note.
    pub(super) fn line(&self) -> String {
        format!("({}) {}", self.label, self.text)
    }
}

/// A chart on the sheet.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub(super) title: String,
    pub(super) png: Vec<u8>,
    pub(super) svg: String,
    /// Width and height in any unit.
    pub(super) size: (f64, f64),
}

impl Picture {
    /// The picture of a drawing.
    pub(super) fn of(drawing: &Drawing) -> Result<Self, ReportError> {
        Ok(Self {
            title: drawing.title.clone(),
            png: super::picture::picture(drawing)?,
            svg: drawing.svg.clone(),
            size: (drawing.width, drawing.height),
        })
    }
}

/// How much is said: each step says less, where the sheet is full.
struct Room {
    grounds: usize,
    clauses: usize,
    against: usize,
    columns: usize,
    notes: usize,
}

const ROOMS: [Room; 8] = [
    Room { grounds: 3, clauses: 6, against: 3, columns: 6, notes: 3 },
    Room { grounds: 3, clauses: 4, against: 3, columns: 6, notes: 3 },
    Room { grounds: 3, clauses: 3, against: 2, columns: 5, notes: 2 },
    Room { grounds: 3, clauses: 2, against: 2, columns: 4, notes: 2 },
    Room { grounds: 3, clauses: 1, against: 2, columns: 4, notes: 2 },
    Room { grounds: 2, clauses: 1, against: 1, columns: 4, notes: 1 },
    Room { grounds: 1, clauses: 1, against: 1, columns: 3, notes: 1 },
    Room { grounds: 1, clauses: 1, against: 1, columns: 0, notes: 1 },
];

/// The brief of a folder, laid out on one sheet.
pub(super) fn brief(
    saved: &Saved,
    answers: &Answers,
    picture: Option<Picture>,
    language: Language,
) -> Result<Laid, ReportError> {
    let limits = limits(saved, language)?;
    let fonts = Fonts::embedded()?;
    let mut last = None;
    for room in &ROOMS {
        let brief = of(saved, answers, picture.clone(), language, (room, &limits));
        let laid = fit(&fonts, brief);
        let fits = laid.fits;
        last = Some(laid);
        if fits {
            break;
        }
    }
    last.ok_or_else(|| ReportError::Office("no room".to_owned()))
}

fn of(
    saved: &Saved,
    answers: &Answers,
    picture: Option<Picture>,
    language: Language,
    (room, limits): (&Room, &str),
) -> Brief {
    let manifest = saved.manifest();
    let scenario = language.title(&manifest.scenario.title, &manifest.scenario.file).to_owned();
    let question = language.title(&manifest.scenario.question, &scenario).to_owned();
    let mut items = Vec::new();
    let mut item = |label: &'static str, text: String, note: Option<usize>| {
        if !text.is_empty() {
            let main = items.is_empty();
            items.push(Item { main, label, text, note });
        }
    };
    let headlines: Vec<String> = answers.first(3).into_iter().map(Said::headline).collect();
    item(language.conclusion_word(), headlines.join("; "), Some(1));
    for said in answers.first(room.grounds) {
        // Answers are the first columns of the table, in their order.
        let short = said.measured.and_then(|at| answers.table.head.get(1 + at));
        let Some(short) = short else { continue };
        let of = if said.target { language.target_heading(short) } else { short.clone() };
        let text = format!("{of}: {}", few(&said.clauses, room.clauses, language));
        item(language.ground_word(), text, None);
    }
    for said in answers.against.iter().take(room.against) {
        let text = format!("{}: {}", said.of, few(&said.clauses, room.clauses.min(3), language));
        item(language.against_word(), text, None);
    }
    item(language.certainty_word(), certainty(manifest, answers, language), None);
    let hangs = answers.hangs.iter().take(room.clauses.min(2)).cloned().collect::<Vec<_>>();
    item(language.hangs_word(), hangs.join("; "), None);
    item(language.limits_word(), limits.to_owned(), Some(2));
    item(language.records_word(), language.records(&records(manifest, language)), None);

    let mut table = answers.table.clone();
    table.head.truncate(1 + room.columns);
    for (_, cells) in &mut table.rows {
        cells.truncate(room.columns);
    }
    // Options beyond these would push everything else off the sheet.
    if room.columns == 0 || table.rows.len() > 9 {
        table = OptionTable::default();
    }
    let mut notes: Vec<String> = answers.notes.first().cloned().into_iter().collect();
    notes.push(sources(manifest, language, room.notes));
    let version = manifest.mark.other_version();
    notes.extend(language.remarks(saved.changed(), version));
    let facts = facts::facts(manifest, language).into_iter();
    let kept = [language.digest_word(), language.runs_word()];
    let digest = facts.filter(|(word, _)| kept.contains(word));
    let digest = digest.map(|(word, value)| format!("{word}: {value}"));
    let command = format!(
        "{}: {} (daegi {})",
        language.command_word(),
        facts::command(manifest),
        manifest.mark.daegi
    );
    let record = std::iter::once(command).chain(digest).collect();
    Brief { title: scenario, question, items, table, picture, notes, record, language }
}

/// The first clauses, and how many more there are: nothing is left out unsaid.
fn few(clauses: &[String], most: usize, language: Language) -> String {
    let mut text = clauses.iter().take(most).cloned().collect::<Vec<_>>().join("; ");
    if clauses.len() > most {
        text += &language.more(clauses.len() - most);
    }
    text
}

/// How sure it is: the range of the first answer, and the error of a finite number of futures.
fn certainty(manifest: &Manifest, answers: &Answers, language: Language) -> String {
    let mut said = Vec::new();
    let block = &manifest.answer;
    let first = block.measured.iter().position(|of| of.asked);
    if let (Some(at), Some(option), true) = (first, block.options.first(), block.options.len() > 1)
        && let Some(level) = &option.cells[at].level
    {
        let of = &block.measured[at];
        let noun = language.measured_short(manifest, of.response, &of.scope);
        let title = language.title_in(&manifest.alternatives, &option.alternative);
        let unit = language.called(manifest, &of.scope);
        said.push(format!("{title} {noun} {}", language.alone(of.response, unit, level)));
    }
    said.extend(answers.notes.get(1).map(|note| note.trim_end_matches('.').to_owned()));
    said.join("; ")
}

/// What the model does not know, and how it stood the facts that could have failed it.
pub(super) fn limits(saved: &Saved, language: Language) -> Result<String, SavedError> {
    let manifest = saved.manifest();
    let table = saved.columns("checks")?;
    let (kinds, fits) = (table.words("kind")?, table.words("verdict")?);
    let observed = table.numbers("observed")?;
    let mut counts = [0; 3];
    for row in 0..kinds.len() {
        if kinds[row] != CheckKind::HeldOut.word() || observed[row].is_none() {
            continue;
        }
        match CheckFit::of_word(&fits[row]) {
            Some(CheckFit::Inside) => counts[0] += 1,
            Some(CheckFit::ByRounding) => counts[1] += 1,
            Some(CheckFit::Outside) => counts[2] += 1,
            None => {}
        }
    }
    let assumed = manifest.assumptions.len();
    let all = assumptions::all(manifest, language).len();
    let mut said = vec![language.rests_on(assumed, all), language.held_out(counts)];
    let alone = manifest.answer.measured.iter().filter(|of| of.asked && of.assumed_alone);
    said.extend(
        alone
            .map(|of| language.assumed_alone(&language.measured(manifest, of.response, &of.scope))),
    );
    Ok(said.join("; "))
}

/// The assumed inputs that move an answer most: whose record is worth asking for.
pub(super) fn records(manifest: &Manifest, language: Language) -> Vec<String> {
    let cells = manifest.answer.options.iter().flat_map(|option| &option.cells);
    let mut movers: Vec<&Mover> = cells.flat_map(|cell| &cell.moved_by).collect();
    movers.sort_by(|a, b| {
        let size = |mover: &Mover| mover.correlation.abs();
        b.assumed.cmp(&a.assumed).then(size(b).total_cmp(&size(a))).then(a.path.cmp(&b.path))
    });
    let mut named: Vec<String> = Vec::new();
    for mover in movers {
        let words = language.input(manifest, &mover.path);
        if !named.contains(&words) && named.len() < 3 {
            named.push(words);
        }
    }
    named
}

/// Where figures come from, the first few by name.
fn sources(manifest: &Manifest, language: Language, most: usize) -> String {
    let all: Vec<_> = assumptions::all(manifest, language);
    let sourced: Vec<&str> =
        all.iter().filter(|one| !one.assumed).map(|one| one.source.as_str()).collect();
    let mut named: Vec<String> = Vec::new();
    for source in &sourced {
        let short: String = source.chars().take(70).collect();
        let short = if short.len() < source.len() { format!("{short}…") } else { short };
        if !named.contains(&short) && named.len() < most {
            named.push(short);
        }
    }
    language.sources_named(&named, sourced.len())
}
