//! The words of what an answer hangs on.

use super::{Called, Language};
use crate::measures::Response;
use crate::report::page::assumptions::Moves;
use crate::results::Manifest;
use crate::results::answer::{Mover, Turns};
use crate::results::sized::{Moved, RankRow, Ranked, ReadingRow, Unit, unit_of};

/// Inputs that a terminal and a chart show.
pub(crate) const SHOWN: usize = 12;

impl Language {
    /// What is ranked: the level of a response, or the difference that an alternative makes.
    pub(crate) fn ranked_noun(self, found: &Ranked) -> String {
        let noun = self.of_scope(
            found.response,
            found.unit.in_language(self).unit,
            found.title.in_language(self),
        );
        match (self, &found.alternative) {
            (_, None) => noun,
            (Self::Ko, Some(name)) => format!(
                "‘{}’이(가) 만드는 {noun}의 차이",
                self.title(&found.alternative_title, name)
            ),
            (Self::En, Some(name)) => format!(
                "the difference in {noun} that ‘{}’ makes",
                self.title(&found.alternative_title, name)
            ),
        }
    }

    /// A value of what is ranked; a difference with its sign.
    fn ranked_value(self, found: &Ranked, value: f64) -> String {
        if found.alternative.is_none() {
            return self.quantity(found.response, found.unit.in_language(self), value);
        }
        let sign = if value < 0.0 { "−" } else { "+" };
        format!("{sign}{}", self.distance(found.response, found.unit.in_language(self), value))
    }

    /// The sentence that a ranking ends in.
    #[must_use]
    pub fn ranked(self, found: &Ranked, names: &dyn Fn(&str) -> String) -> String {
        let noun = self.ranked_noun(found);
        let value = |value: f64| self.ranked_value(found, value);
        let Some(first) = found.rows.first() else {
            return match self {
                Self::Ko => format!("{noun}: 어떤 입력에도 달라지지 않음"),
                Self::En => format!("{noun}: no input moves it"),
            };
        };
        let input = |moved: &Moved<'_>| {
            let (from, to) = moved.ends();
            let name = match moved {
                Moved::Input(row) => names(&row.path),
                Moved::Reading(reading) => self.reading_row(reading),
            };
            format!("{name} ({} → {})", value(from), value(to))
        };
        let list: Vec<String> = found.all().iter().take(3).map(input).collect();
        let list = list.join("; ");
        let turns = found.rows.iter().find_map(|row| Some((row, row.switches?)));
        let turns = match (self, turns, &found.alternative) {
            (_, _, None) => String::new(),
            (Self::Ko, None, _) => ". 상위 입력 다섯을 5~95% 범위에서 움직여도 차이의 방향은 바뀌지 않음".to_owned(),
            (Self::En, None, _) => ". Between the 5% and the 95% quantile none of the five first inputs turns the sign of the difference".to_owned(),
            (Self::Ko, Some((row, at)), _) => format!(". {}이(가) {}을(를) 지나면 방향이 바뀜", names(&row.path), self.input_value(found.unit.in_language(self), &row.path, at)),
            (Self::En, Some((row, at)), _) => format!(". Its sign turns where {} passes {}", names(&row.path), self.input_value(found.unit.in_language(self), &row.path, at)),
        };
        let assumed = match (self, first.assumed) {
            (_, false) => "",
            (Self::Ko, true) => " 가장 크게 움직이는 입력에는 가정이 들어 있음.",
            (Self::En, true) => " The first of them is partly assumed.",
        };
        match self {
            Self::Ko => format!(
                "{noun}: 가장 크게 움직이는 입력(10% → 90% 분위수)은 {list}{turns}.{assumed}"
            ),
            Self::En => format!(
                "{noun} hangs most on (from the 10% to the 90% quantile of each) {list}{turns}.{assumed}"
            ),
        }
    }

    /// A value of an input: lengths in days, money in its currency, all else as a number.
    pub(crate) fn input_value(self, called: Called<'_>, path: &str, value: f64) -> String {
        match unit_of(path) {
            Some(Unit::Length) => {
                format!("{}{}", self.decimal(value / 86_400.0, 0), self.pick("일", " days"))
            }
            Some(Unit::Money) => self.quantity(Response::Spent, called, value),
            _ => match value.abs() {
                size if size >= 1e6 => self.short(value, 0),
                size if size >= 1_000.0 => self.whole(value),
                size if size >= 10.0 => self.decimal(value, 1),
                _ => self.decimal(value, 2),
            },
        }
    }

    /// Where the sign of a difference turns along an input; empty: a level, or an input of two values.
    pub(crate) fn turning(self, manifest: &Manifest, mover: &Mover) -> String {
        match mover.turns {
            None => String::new(),
            Some(Turns::Nowhere) => self
                .pick("5~95% 범위에는 없음", "nowhere between its 5% and 95% quantile")
                .to_owned(),
            Some(Turns::At(value)) => {
                let said = match unit_of(&mover.path) {
                    // A day of the calendar is counted from its start.
                    Some(Unit::Date) => manifest
                        .calendar
                        .start
                        .checked_add(jiff::Span::new().days(value.round() as i64))
                        .map_or_else(|_| self.whole(value), |day| self.day(day)),
                    _ => self.input_value(self.called(manifest, "site"), &mover.path, value),
                };
                match self {
                    Self::Ko => format!("약 {said}"),
                    Self::En => format!("about {said}"),
                }
            }
        }
    }

    /// What an input moves, and where the sign turns.
    pub(in crate::report) fn moves(self, moves: &Moves) -> String {
        match (self, moves.turns.as_str()) {
            (_, "") => moves.said.clone(),
            (Self::Ko, turns) => format!("{} (방향이 바뀌는 값: {turns})", moves.said),
            (Self::En, turns) => format!("{} (sign turns: {turns})", moves.said),
        }
    }

    /// Inputs with what they do: head and rows.
    #[must_use]
    pub fn ranked_table(self, found: &Ranked, names: &dyn Fn(&str) -> String) -> Vec<Vec<String>> {
        let any = |of: fn(&RankRow) -> bool| found.rows.iter().any(of);
        let (morris, sobol) = (any(|row| row.morris.is_some()), any(|row| row.total.is_some()));
        let mut head: Vec<&str> = match self {
            Self::Ko => vec!["입력", "10%", "90%", "그때의 답", "", "차이(±95%)"],
            Self::En => vec!["input", "10%", "90%", "answer there", "", "apart (±95%)"],
        };
        if found.alternative.is_some() {
            head.push(self.pick("방향이 바뀌는 값", "sign turns at"));
        }
        if morris {
            head.push("Morris μ* [95%]");
        }
        if sobol {
            head.push(self.pick("Sobol 1차", "Sobol, first order"));
            head.push(self.pick("Sobol 총", "total order"));
        }
        let unit = found.unit.in_language(self);
        let mut rows = vec![head.into_iter().map(str::to_owned).collect::<Vec<_>>()];
        let apart = |ends: (f64, f64), error: f64| {
            let apart = ends.1 - ends.0;
            let sign = if apart < 0.0 { "−" } else { "+" };
            let [apart, error] = [apart, error].map(|one| self.distance(found.response, unit, one));
            format!("{sign}{apart} ±{error}")
        };
        for moved in found.all().into_iter().take(SHOWN) {
            let row = match moved {
                Moved::Input(row) => row,
                Moved::Reading(reading) => {
                    let mut cells = vec![self.reading_row(reading)];
                    cells.extend(["–", "–"].map(str::to_owned));
                    cells.push(self.ranked_value(found, reading.ends.0));
                    cells.push(self.ranked_value(found, reading.ends.1));
                    cells.push(apart(reading.ends, reading.error));
                    // What is played of quantiles alone.
                    cells.resize(rows[0].len(), "–".to_owned());
                    rows.push(cells);
                    continue;
                }
            };
            let mark = if row.assumed { self.pick(" (가정)", " (assumed)") } else { "" };
            let mut cells = vec![
                format!("{}{mark}", names(&row.path)),
                self.input_value(found.unit.in_language(self), &row.path, row.values.0),
                self.input_value(found.unit.in_language(self), &row.path, row.values.1),
                self.ranked_value(found, row.ends.0),
                self.ranked_value(found, row.ends.1),
                apart(row.ends, row.error),
            ];
            if found.alternative.is_some() {
                cells.push(row.switches.map_or_else(
                    || "–".to_owned(),
                    |at| self.input_value(found.unit.in_language(self), &row.path, at),
                ));
            }
            if morris {
                cells.push(row.morris.map_or_else(String::new, |(mean, low, high)| {
                    let [mean, low, high] =
                        [mean, low, high].map(|one| self.distance(found.response, unit, one));
                    format!("{mean} [{low} ~ {high}]")
                }));
            }
            if sobol {
                for index in [row.first, row.total] {
                    cells.push(index.map_or_else(String::new, |(value, low, high)| {
                        let [value, low, high] = [value, low, high].map(|one| self.decimal(one, 2));
                        format!("{value} [{low} ~ {high}]")
                    }));
                }
            }
            rows.push(cells);
        }
        rows
    }

    /// A reading where inputs stand: the answer goes from what the file makes of the facts to what the reading does.
    pub(crate) fn reading_row(self, reading: &ReadingRow) -> String {
        let title = self.title(&reading.title, &reading.name);
        format!("{}: {title}", self.pick("해석", "reading"))
    }

    /// Notes on how the order was found, and how far it can be trusted.
    #[must_use]
    pub fn ranked_notes(self, found: &Ranked) -> Vec<String> {
        let n = self.whole(found.futures as f64);
        let mut notes = vec![match self {
            Self::Ko => format!(
                "같은 모의실험 {n}회에서 입력 하나만 10%와 90% 분위수로 바꿈. 나머지는 그 모의실험이 뽑은 대로."
            ),
            Self::En => format!(
                "In the same {n} futures one input at a time stands at its 10% and its 90% quantile, all others as they were drawn."
            ),
        }];
        if let Some(chance) = found.chance {
            let (chance, inputs) =
                (self.decimal(100.0 * chance, 0), self.decimal(100.0 * (1.0 - chance), 0));
            notes.push(match self {
                Self::Ko => format!("모의실험 사이 분산 가운데 입력의 몫 {inputs}%, 우연의 몫 {chance}%(입력을 그대로 두고 우연만 다시 뽑아 잼)."),
                Self::En => format!("Of the variance between futures inputs make {inputs}% and chance {chance}% (the same inputs with another chance)."),
            });
        }
        if let Some(stable) = found.stable {
            let stable = self.decimal(100.0 * stable, 0);
            notes.push(match self {
                Self::Ko => format!("순위의 안정성: 모의실험을 반으로 나누어도 상위 다섯 가운데 {stable}%의 쌍에서 순서가 같음."),
                Self::En => format!("Stability: in both halves of the futures {stable}% of the pairs of the first five have the same order."),
            });
        }
        if !found.readings.is_empty() {
            let one = |row: &ReadingRow| {
                let title = row.title.in_language(self);
                format!("‘{title}’ {}", self.ranked_value(found, row.ends.1))
            };
            let list: Vec<String> = found.readings.iter().map(one).collect();
            let mean = self.ranked_value(found, found.mean);
            notes.push(match self {
                Self::Ko => format!("해석에 따라(평균, 파일대로 {mean}): {}", list.join("; ")),
                Self::En => {
                    format!("By reading (means; as the file has it {mean}): {}", list.join("; "))
                }
            });
        }
        let left = (found.rows.len() + found.readings.len()).saturating_sub(SHOWN);
        if left > 0 {
            notes.push(match self {
                Self::Ko => format!("더 작게 움직이는 입력 {left}개는 줄임(--out의 rank.csv에 모두 있음)."),
                Self::En => format!("{left} inputs that move it less are left out here (all stand in rank.csv of --out)."),
            });
        }
        if !found.unmoving.is_empty() {
            let count = found.unmoving.len();
            notes.push(match self {
                Self::Ko => format!("움직여도 답이 달라지지 않는 입력 {count}개."),
                Self::En => format!("Inputs that do not move it: {count}."),
            });
        }
        notes
    }
}
