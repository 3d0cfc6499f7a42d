//! The answer block in words: what a page and a terminal say before anything else.

use super::charts::window;
use super::wording::Language;
use super::wording::answers::Mark;
use crate::results::Manifest;
use crate::results::answer::{Cell, Measured, OptionEntry, Verdict};
use crate::results::figures::Days;
use crate::results::saved::Saved;

/// What a page and a terminal say first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// One verdict for each response that answers the question; the first is the first line.
    pub verdicts: Vec<Said>,
    /// The options by what was asked for, what they cost, who waits and who never starts.
    pub table: OptionTable,
    /// What gets worse under each alternative.
    pub against: Vec<Said>,
    /// Which inputs each answer hangs on.
    pub hangs: Vec<String>,
    /// Over which rounds and days ratios are compared, where that is not the whole window.
    pub compared: Vec<String>,
    /// What the cells are, and the numerical error.
    pub notes: Vec<String>,
}

/// Something that is said of something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Of what: the measure with its denominator, or the option.
    pub of: String,
    /// In a word, where there is one: lower; it depends.
    pub lead: String,
    /// All of it, clause by clause.
    pub clauses: Vec<String>,
}

impl Said {
    /// What is said, without of what.
    #[must_use]
    pub fn sentence(&self) -> String {
        let clauses = self.clauses.join("; ");
        if self.lead.is_empty() { clauses } else { format!("{}. {clauses}", self.lead) }
    }

    /// Of what, and the word for it.
    #[must_use]
    pub fn headline(&self) -> String {
        if self.lead.is_empty() { self.of.clone() } else { format!("{}: {}", self.of, self.lead) }
    }
}

/// A table of options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionTable {
    /// Heads of the columns, that of the options first.
    pub head: Vec<String>,
    /// Title of the option, and a cell for each measure.
    pub rows: Vec<(String, Vec<Shown>)>,
}

/// A cell of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Median.
    pub value: String,
    /// The central 90 %.
    pub range: String,
    /// How it does against the baseline.
    pub mark: Option<Mark>,
}

/// The answer block of a folder, in words.
pub(super) fn answers(saved: &Saved, language: Language) -> Answers {
    let manifest = saved.manifest();
    if manifest.answer.options.is_empty() {
        let of = language.no_block().to_owned();
        return Answers { verdicts: vec![Said { of, ..Said::default() }], ..Answers::default() };
    }
    let block = Block { manifest, language };
    Answers {
        verdicts: block.asked().map(|(at, of)| block.verdict(at, of)).collect(),
        table: block.table(),
        against: block.alternatives().filter_map(|option| block.against(option)).collect(),
        hangs: block.asked().flat_map(|(at, of)| block.hangs(at, of)).collect(),
        compared: block.compared(),
        notes: block.notes(window(saved)),
    }
}

struct Block<'a> {
    manifest: &'a Manifest,
    language: Language,
}

impl<'a> Block<'a> {
    fn title(&self, option: &OptionEntry) -> &'a str {
        let name = option.alternative.as_str();
        let list = &self.manifest.alternatives;
        let found = list.iter().find(|one| one.name == name);
        found.map_or("", |one| self.language.title(&one.title, &one.name))
    }

    fn asked(&self) -> impl Iterator<Item = (usize, &'a Measured)> {
        self.manifest.answer.measured.iter().enumerate().filter(|(_, of)| of.asked)
    }

    fn alternatives(&self) -> impl Iterator<Item = &'a OptionEntry> {
        self.manifest.answer.options.iter().skip(1)
    }

    fn noun(&self, of: &Measured) -> String {
        self.language.measured(self.manifest, of.response, &of.scope)
    }

    fn verdict(&self, at: usize, of: &Measured) -> Said {
        let language = self.language;
        let cells = || self.alternatives().map(|option| (option, &option.cells[at]));
        let verdicts: Vec<Verdict> =
            cells().filter_map(|(_, cell)| Some(cell.compared.as_ref()?.verdict)).collect();
        let clause = |(option, cell): (&OptionEntry, &Cell)| {
            let title = self.title(option);
            match &cell.compared {
                Some(compared) => language.clause(title, of, compared),
                None => format!("{title}: {}", language.no_value()),
            }
        };
        let mut clauses: Vec<String> = cells().map(clause).collect();
        if clauses.is_empty() {
            let level = self.manifest.answer.options[0].cells[at].level;
            let said = level.map(|level| language.alone(of.response, &level));
            clauses.push(said.unwrap_or_else(|| language.no_value().to_owned()));
        }
        Said { of: self.noun(of), lead: language.lead(of, &verdicts), clauses }
    }

    fn table(&self) -> OptionTable {
        let language = self.language;
        let measured = &self.manifest.answer.measured;
        let head = std::iter::once(language.option_word().to_owned())
            .chain(
                measured
                    .iter()
                    .map(|of| language.measured_short(self.manifest, of.response, &of.scope)),
            )
            .collect();
        let shown = |(of, cell): (&Measured, &Cell)| {
            let mark = cell.compared.as_ref().map(|compared| Mark::of(compared.verdict));
            let Some(level) = cell.level else {
                return Shown { value: "–".to_owned(), range: String::new(), mark };
            };
            let value = |value: f64| language.quantity(of.response, value);
            Shown {
                value: value(level.median),
                range: format!("{} ~ {}", language.bare(of.response, level.low), value(level.high)),
                mark,
            }
        };
        let rows = self.manifest.answer.options.iter().map(|option| {
            let cells = measured.iter().zip(&option.cells).map(shown).collect();
            (self.title(option).to_owned(), cells)
        });
        OptionTable { head, rows: rows.collect() }
    }

    /// What gets worse under an alternative: answers of which another is praised, then guards.
    fn against(&self, option: &OptionEntry) -> Option<Said> {
        let language = self.language;
        let verdict = |at: usize| option.cells[at].compared.as_ref().map(|one| one.verdict);
        let praised = self.asked().any(|(at, _)| verdict(at) == Some(Verdict::Better));
        let mut clauses: Vec<String> = Vec::new();
        if praised {
            let worse = self.asked().filter(|(at, _)| verdict(*at) == Some(Verdict::Worse));
            clauses.extend(
                worse.filter_map(|(at, of)| {
                    language.asked_worse(self.manifest, of, &option.cells[at])
                }),
            );
        }
        clauses.extend(option.against.iter().map(|one| language.worse(self.manifest, one)));
        if clauses.is_empty() {
            if !praised {
                return None;
            }
            clauses.push(language.nothing_against().to_owned());
        }
        Some(Said { of: self.title(option).to_owned(), lead: String::new(), clauses })
    }

    /// The inputs that move an answer most, of the alternative that each moves most.
    fn hangs(&self, at: usize, of: &Measured) -> Vec<String> {
        let language = self.language;
        let noun = self.noun(of);
        let mut movers: Vec<(&OptionEntry, &crate::results::answer::Mover)> = Vec::new();
        let compared = self.manifest.answer.options.len() > 1;
        for option in &self.manifest.answer.options {
            for mover in &option.cells[at].moved_by {
                match movers.iter_mut().find(|(_, known)| known.path == mover.path) {
                    Some(known) if mover.correlation.abs() > known.1.correlation.abs() => {
                        *known = (option, mover);
                    }
                    Some(_) => {}
                    None => movers.push((option, mover)),
                }
            }
        }
        movers.sort_by(|a, b| b.1.correlation.abs().total_cmp(&a.1.correlation.abs()));
        let several = self.manifest.answer.options.len() > 2;
        let said: Vec<String> = movers
            .iter()
            .take(3)
            .map(|(option, mover)| {
                let mut title = language.input(self.manifest, &mover.path);
                if several {
                    title = format!("{title} (‘{}’)", self.title(option));
                }
                language.mover(&title, mover.correlation, mover.ends, mover.assumed)
            })
            .collect();
        let mut all = vec![language.hangs(&noun, compared, &said)];
        if of.assumed_alone {
            all.push(language.assumed_alone(&noun));
        }
        all
    }

    fn compared(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (at, of) in self.asked() {
            for option in self.alternatives() {
                let Some(compared) = &option.cells[at].compared else { continue };
                all.extend(self.language.how(of, self.title(option), compared));
            }
        }
        all
    }

    fn notes(&self, (from, to): Days) -> Vec<String> {
        let language = self.language;
        let futures = language.whole(f64::from(self.manifest.replications));
        let compared = self.manifest.alternatives.len() > 1;
        let stretch = language.stretch(from, to);
        let mut notes = vec![language.table_basis(&futures, &stretch, compared)];
        let errors: Vec<(String, String)> = self
            .asked()
            .filter_map(|(at, of)| {
                let errors = self
                    .alternatives()
                    .filter_map(|option| option.cells[at].compared.as_ref()?.difference.error);
                let most = errors.max_by(f64::total_cmp)?;
                let noun = self.language.measured_short(self.manifest, of.response, &of.scope);
                Some((noun, language.distance(of.response, most)))
            })
            .collect();
        if !errors.is_empty() {
            notes.push(language.numerical_error(&futures, &errors));
        }
        notes
    }
}
