//! The answer block in words: what a page and a terminal say before anything else.

use super::charts::window;
use super::frontier;
use super::tried::{self, Swept};
use super::wording::alternative::is_mixed;
use super::wording::answers::Mark;
use super::wording::{Called, Language};
use crate::measures::Response;
use crate::results::Manifest;
use crate::results::answer::{BestOption, Cell, Compared, Counted, Measured, OptionEntry, Verdict};
use crate::results::figures::Days;
use crate::results::saved::Saved;

mod hangs;

/// What a page and a terminal say first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// One verdict for each response that answers the question, and after it the sentence on its target, if it has
    /// one; the first is the first line.
    pub verdicts: Vec<Said>,
    /// The options by what was asked for, what they cost, who waits and who never starts.
    pub table: OptionTable,
    /// What gets worse under each alternative.
    pub against: Vec<Said>,
    /// Which inputs each answer hangs on.
    pub hangs: Vec<String>,
    /// What the answer hangs on, in a short sentence for each answer.
    pub hangs_brief: Vec<String>,
    /// Which option is best by each answer; empty where there are no more than two.
    pub best: Vec<String>,
    /// Which alternatives differ from the baseline by each answer, all looked at together; empty likewise.
    pub together: Vec<String>,
    /// What readings of the facts make of each answer; empty if there are none.
    pub readings: Vec<Said>,
    /// What sweeps found.
    pub sweeps: Vec<Swept>,
    /// Which options, and which points of sweeps, are worse in everything than another.
    pub frontiers: Vec<Swept>,
    /// What moves each answer, as bars: one tornado for each.
    pub tornados: Vec<Tornado>,
    /// Over which rounds and days ratios are compared, where that is not the whole window.
    pub compared: Vec<String>,
    /// What the cells are, and the numerical error.
    pub notes: Vec<String>,
}

/// A sentence of the answer block: what it is of, and what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What the sentence is of: the measure with its denominator, or the option.
    pub of: String,
    /// The verdict in a word, where there is one: lower; it depends.
    pub lead: String,
    /// The whole sentence, clause by clause.
    pub clauses: Vec<String>,
    /// The place of the answer in `measured` of the answer block, if it is of one.
    pub measured: Option<usize>,
    /// Whether the sentence says how often a target of the answer is met, and not how options differ.
    pub target: bool,
}

/// The inputs that an answer hangs on, the strongest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tornado {
    /// The answer: its level, or the difference that options make.
    pub of: String,
    /// A bar for each input; none: no input stands out.
    pub bars: Vec<Bar>,
    /// What is said besides, or in their place.
    pub said: Option<String>,
}

/// An input of a tornado.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// The input.
    pub input: String,
    /// Rank correlation with the answer, −1 to 1.
    pub correlation: f64,
    /// The ends of its 95 % interval.
    pub ends: (f64, f64),
    /// The three in words.
    pub said: String,
    /// Whether a figure of the input is assumed.
    pub assumed: bool,
}

impl Answers {
    /// What is said of the first answers, their targets among it.
    #[must_use]
    pub fn first(&self, count: usize) -> Vec<&Said> {
        let answers = self.verdicts.iter().filter(|said| !said.target).take(count);
        let kept: Vec<Option<usize>> = answers.map(|said| said.measured).collect();
        self.verdicts.iter().filter(|said| kept.contains(&said.measured)).collect()
    }

    /// How options differ by an answer.
    #[must_use]
    pub fn verdict_of(&self, measured: usize) -> Option<&Said> {
        self.verdicts.iter().find(|said| said.measured == Some(measured) && !said.target)
    }

    /// How often the target of an answer is met, if it has one.
    #[must_use]
    pub fn target_of(&self, measured: usize) -> Option<&Said> {
        self.verdicts.iter().find(|said| said.measured == Some(measured) && said.target)
    }
}

impl Said {
    /// What is said, without of what.
    #[must_use]
    pub fn sentence(&self) -> String {
        let clauses = self.clauses.join("; ");
        if self.lead.is_empty() { clauses } else { format!("{}. {clauses}", self.lead) }
    }

    /// What the sentence is of, and the word for the verdict.
    #[must_use]
    pub fn headline(&self) -> String {
        if self.lead.is_empty() { self.of.clone() } else { format!("{}: {}", self.of, self.lead) }
    }
}

/// A table of options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionTable {
    /// The time and the number of futures that the table is of, and what stands in its cells; empty where a note says
    /// so.
    pub caption: String,
    /// Heads of the columns, that of the options first.
    pub head: Vec<String>,
    /// Title of the option, and a cell for each measure.
    pub rows: Vec<(String, Vec<Shown>)>,
}

/// A cell of the table of options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Median.
    pub value: String,
    /// The central 90 %.
    pub range: String,
    /// How the option does against the baseline.
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
        verdicts: block
            .asked()
            .flat_map(|(at, of)| [Some(block.verdict(at, of)), block.target(at, of)])
            .flatten()
            .collect(),
        best: block.best(),
        together: block.together(),
        readings: tried::readings(manifest, language),
        sweeps: tried::sweeps(manifest, language),
        frontiers: frontier::frontiers(manifest, language),
        table: block.table(window(saved)),
        against: block.alternatives().filter_map(|option| block.against(option)).collect(),
        hangs: block.asked().flat_map(|(at, of)| block.hangs(at, of)).collect(),
        hangs_brief: block.asked().map(|(at, of)| block.hangs_brief(at, of)).collect(),
        tornados: block.asked().map(|(at, of)| block.tornado(at, of)).collect(),
        compared: block.compared(),
        notes: block.notes(window(saved)),
    }
}

struct Block<'a> {
    manifest: &'a Manifest,
    language: Language,
}

// What is asked, and what things are called.
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

    /// The unit in which values of a response are said.
    fn unit(&self, of: &Measured) -> Called<'a> {
        self.language.called(self.manifest, &of.scope)
    }

    fn noun(&self, of: &Measured) -> String {
        self.language.measured(self.manifest, of.response, &of.scope)
    }
}

// How options do by an answer.
impl<'a> Block<'a> {
    fn verdict(&self, at: usize, of: &Measured) -> Said {
        let language = self.language;
        let unit = self.unit(of);
        let cells = || self.alternatives().map(|option| (option, &option.cells[at]));
        let verdicts: Vec<Verdict> =
            cells().filter_map(|(_, cell)| Some(cell.compared.as_ref()?.verdict)).collect();
        // The count that most options share, and at least two, is said once.
        let counted = |compared: &Compared| {
            compared.verdict.is_direction().then(|| language.counted(of.response, compared))
        };
        let counts: Vec<String> =
            cells().filter_map(|(_, cell)| counted(cell.compared.as_ref()?)).collect();
        let times = |one: &String| counts.iter().filter(|other| *other == one).count();
        let shared = counts.iter().rev().max_by_key(|one| times(one));
        let shared = shared.filter(|one| times(one) > 1);
        let mixed = is_mixed(&verdicts);
        let clause = |(option, cell): (&OptionEntry, &Cell)| {
            let title = self.title(option);
            let said = |compared: &Compared| {
                let own = shared.is_none() || counted(compared).as_ref() != shared;
                language.clause(title, of, unit, compared, own)
            };
            match &cell.compared {
                Some(compared) if compared.verdict == Verdict::Better => {
                    let price = option.price(of).into_iter();
                    let mut price: Vec<String> =
                        price.map(|one| language.price(self.manifest, one)).collect();
                    // Where no guard gets worse, what is worse of what was asked for.
                    if price.is_empty() {
                        price.extend(self.asked_worse(option).take(1));
                    }
                    language.praise(&said(compared), &price)
                }
                Some(compared) => said(compared),
                None => format!("{title}: {}", language.no_value()),
            }
        };
        let mut clauses: Vec<String> = cells().map(clause).collect();
        if clauses.is_empty() {
            let level = self.manifest.answer.options[0].cells[at].level;
            let said = level.map(|level| language.alone(of.response, unit, &level));
            clauses.push(said.unwrap_or_else(|| language.no_value().to_owned()));
        }
        let mut lead = language.lead(of, &verdicts);
        // Where it depends on the option, the one that moves the answer most comes first.
        if mixed && let Some((nth, option)) = self.most(at) {
            lead = language.most_under(&lead, self.title(option));
            clauses[..=nth].rotate_right(1);
        }
        if let Some(shared) = shared {
            lead = language.in_each(&lead, shared, times(shared) == verdicts.len());
        }
        if let Some((option, share)) = self.leading(at) {
            let price = !option.against.is_empty();
            let best = language.best_lead(self.title(option), &share, price);
            lead = if lead.is_empty() { best } else { format!("{lead}; {best}") };
        }
        Said { of: self.noun(of), lead, clauses, measured: Some(at), target: false }
    }

    /// The alternative that moves an answer most, with its place among the alternatives.
    fn most(&self, at: usize) -> Option<(usize, &'a OptionEntry)> {
        let moved = self.alternatives().enumerate().filter_map(|(nth, option)| {
            let compared = option.cells[at].compared.as_ref()?;
            let size = compared.difference.spread.mean.abs();
            compared.verdict.is_direction().then_some((size, nth, option))
        });
        let (_, nth, option) = moved.max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some((nth, option))
    }

    /// The one option that is best by an answer in more futures than any other and not merely as good, and in how many.
    fn leading(&self, at: usize) -> Option<(&'a OptionEntry, Counted)> {
        let block = &self.manifest.answer;
        let one = block.best.iter().find(|one| one.measured == at)?;
        let options = || one.options.iter().zip(&block.options);
        let (first, option) = options().max_by(|a, b| a.0.best.total_cmp(&b.0.best))?;
        let alike = options().filter(|(other, _)| one.alike(first, other)).count();
        let k = (first.best * one.n as f64).round() as usize;
        (alike == 1).then(|| (option, Counted::of(k.min(one.n), one.n)))
    }

    /// Which option is best by each answer.
    fn best(&self) -> Vec<String> {
        let block = &self.manifest.answer;
        let said = block.best.iter().filter_map(|one| {
            let of = block.measured.get(one.measured)?;
            let by = |a: &&(usize, &BestOption), b: &&(usize, &BestOption)| {
                a.1.best.total_cmp(&b.1.best)
            };
            let options: Vec<(usize, &BestOption)> = one.options.iter().enumerate().collect();
            let (first, found) = options.iter().rev().max_by(by)?;
            let alike: Vec<&OptionEntry> = options
                .iter()
                .filter(|(_, other)| one.alike(found, other))
                .filter_map(|(at, _)| block.options.get(*at))
                .collect();
            let price = alike.iter().any(|option| !option.against.is_empty());
            let (noun, measure) = (self.noun(of), (of.response, self.unit(of)));
            if alike.len() > 1 {
                let titles: Vec<&str> = alike.iter().map(|option| self.title(option)).collect();
                let all = alike.len() == block.options.len();
                return Some(self.language.alike(&noun, (&titles, all), measure, one, price));
            }
            let title = self.title(block.options.get(*first)?);
            Some(self.language.best(&noun, title, measure, (one, found), price))
        });
        said.collect()
    }

    /// Which alternatives differ, all looked at together.
    fn together(&self) -> Vec<String> {
        let block = &self.manifest.answer;
        let said = block.best.iter().filter_map(|one| {
            let of = block.measured.get(one.measured)?;
            let own = block.options.iter().zip(&one.options).filter_map(|(option, found)| {
                Some((self.title(option), found.apart?, found.differs()))
            });
            let own: Vec<(&str, (f64, f64), bool)> = own.collect();
            let noun = self.noun(of);
            (!own.is_empty())
                .then(|| self.language.together(&noun, (of.response, self.unit(of)), &own))
        });
        said.collect()
    }

    /// The futures in which each option meets the target of an answer, if it has one.
    fn target(&self, at: usize, of: &Measured) -> Option<Said> {
        let target = of.target.as_ref()?;
        let language = self.language;
        let options = self.manifest.answer.options.iter();
        let known = options.filter_map(|option| {
            Some((option, self.title(option), option.cells[at].met.as_ref()?))
        });
        let known: Vec<(&OptionEntry, &str, &Counted)> = known.collect();
        let measure = (of.response, self.unit(of));
        // A wait is of who starts: beside it stands who never does.
        let lapsed = Response::AwardsLapsed;
        let never = self.manifest.answer.measured.iter().position(|one| one.response == lapsed);
        let never = never.filter(|_| of.response == Response::MeanWait);
        let beside = |option: &OptionEntry| {
            let level = option.cells[never?].level.filter(|level| level.high > 0.0)?;
            let unit = self.unit(&self.manifest.answer.measured[never?]);
            let [median, low, high] = [level.median, level.low, level.high]
                .map(|value| language.quantity(lapsed, unit, value));
            Some(language.not_counted(&median, &low, &high))
        };
        let clauses = known.iter().map(|(option, title, met)| {
            let mut clause = language.target_met(title, measure, target, met);
            clause.extend(beside(option));
            clause
        });
        let clauses: Vec<String> = clauses.collect();
        let known: Vec<(&str, &Counted)> =
            known.iter().map(|(_, title, met)| (*title, *met)).collect();
        Some(Said {
            of: language.target_heading(&self.noun(of)),
            lead: language.target_lead(&known),
            clauses,
            measured: Some(at),
            target: true,
        })
    }
}

// The table of options, what speaks against them, and notes.
impl<'a> Block<'a> {
    fn table(&self, (from, to): Days) -> OptionTable {
        let language = self.language;
        let measured = &self.manifest.answer.measured;
        let options = &self.manifest.answer.options;
        // A guard that is zero in every future of every option says nothing.
        let nothing = |at: usize| {
            let levels = options.iter().map(|option| option.cells[at].level);
            levels.flatten().all(|level| level.low == 0.0 && level.high == 0.0 && level.mean == 0.0)
        };
        let shown: Vec<usize> =
            (0..measured.len()).filter(|&at| measured[at].asked || !nothing(at)).collect();
        let short = |of: &Measured| {
            let guess = language.guess_of_use(self.manifest, of.response.row().needs_jobs);
            language.measured_short(self.manifest, of.response, &of.scope) + guess
        };
        let head = std::iter::once(language.option_word().to_owned())
            .chain(shown.iter().map(|&at| short(&measured[at])))
            .collect();
        let cell = |of: &Measured, cell: &Cell| {
            let mark = cell.compared.as_ref().map(|compared| Mark::of(compared.verdict));
            let Some(level) = cell.level else {
                return Shown { value: "–".to_owned(), range: String::new(), mark };
            };
            let unit = self.unit(of);
            let value = |value: f64| language.quantity(of.response, unit, value);
            Shown {
                value: value(level.median),
                range: format!(
                    "{} ~ {}",
                    language.bare(of.response, unit, level.low),
                    value(level.high)
                ),
                mark,
            }
        };
        let rows = options.iter().map(|option| {
            let cells = shown.iter().map(|&at| cell(&measured[at], &option.cells[at])).collect();
            (self.title(option).to_owned(), cells)
        });
        let futures = language.whole(f64::from(self.manifest.replications));
        let caption = language.table_caption(&futures, &language.stretch(from, to));
        OptionTable { caption, head, rows: rows.collect() }
    }

    /// Answers that get worse under an alternative.
    fn asked_worse(&self, option: &'a OptionEntry) -> impl Iterator<Item = String> {
        let verdict = |at: usize| option.cells[at].compared.as_ref().map(|one| one.verdict);
        let worse = self.asked().filter(move |(at, _)| verdict(*at) == Some(Verdict::Worse));
        worse.filter_map(|(at, of)| self.language.asked_worse(self.manifest, of, &option.cells[at]))
    }

    /// What gets worse under an alternative: answers of which another is praised, then guards.
    fn against(&self, option: &'a OptionEntry) -> Option<Said> {
        let language = self.language;
        let verdict = |at: usize| option.cells[at].compared.as_ref().map(|one| one.verdict);
        let praised = self.asked().any(|(at, _)| verdict(at) == Some(Verdict::Better));
        let mut clauses: Vec<String> = Vec::new();
        if praised {
            clauses.extend(self.asked_worse(option));
        }
        clauses.extend(option.against.iter().map(|one| language.worse(self.manifest, one)));
        if clauses.is_empty() {
            if !praised {
                return None;
            }
            clauses.push(language.nothing_against().to_owned());
        }
        Some(Said { of: self.title(option).to_owned(), clauses, ..Said::default() })
    }

    fn compared(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (at, of) in self.asked() {
            for option in self.alternatives() {
                let Some(compared) = &option.cells[at].compared else { continue };
                all.extend(self.language.how(of, self.unit(of), self.title(option), compared));
            }
        }
        all
    }

    fn notes(&self, (from, to): Days) -> Vec<String> {
        let language = self.language;
        let futures = language.whole(f64::from(self.manifest.replications));
        let compared = self.manifest.alternatives.len() > 1;
        let stretch = language.stretch(from, to);
        let mut basis = language.table_caption(&futures, &stretch);
        if compared {
            basis += &format!(" {}", language.table_key());
        }
        let mut notes = vec![basis];
        if let Some(planned) = self.manifest.planned {
            notes.push(language.fewer_than_planned(&futures, planned));
        }
        if self.manifest.without_jobs {
            notes.push(language.without_jobs().to_owned());
        }
        let errors: Vec<(String, String)> = self
            .asked()
            .filter_map(|(at, of)| {
                let errors = self
                    .alternatives()
                    .filter_map(|option| option.cells[at].compared.as_ref()?.difference.error);
                let most = errors.max_by(f64::total_cmp)?;
                let noun = self.language.measured_short(self.manifest, of.response, &of.scope);
                Some((noun, language.distance(of.response, self.unit(of), most)))
            })
            .collect();
        if !errors.is_empty() {
            notes.push(language.numerical_error(&futures, &errors));
        }
        let gains: Vec<(String, f64)> = self
            .asked()
            .filter_map(|(at, of)| {
                let gains = self
                    .alternatives()
                    .filter_map(|option| option.cells[at].compared.as_ref()?.difference.gain);
                let least = gains.min_by(f64::total_cmp)?;
                Some((language.measured_short(self.manifest, of.response, &of.scope), least))
            })
            .collect();
        if !gains.is_empty() {
            notes.push(language.gains(&gains));
        }
        notes
    }
}
