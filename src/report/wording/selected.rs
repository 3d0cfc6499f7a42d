//! The words of the best of many options.

use super::Language;
use crate::results::selected::{OptionName, OptionRow, Selected, Standing};

/// Options that a terminal shows.
const SHOWN: usize = 20;
/// Options that a sentence names.
const NAMED: usize = 4;

impl Language {
    /// An option; of a point its sweep and its values.
    pub(crate) fn option_name(self, name: &OptionName) -> String {
        let title = self.title(&name.title, &name.name);
        match &name.sweep {
            None => title.to_owned(),
            Some(_) => format!("{title}: {}", name.name),
        }
    }

    fn selected_noun(self, found: &Selected) -> String {
        let unit = found.unit.in_language(self).unit;
        self.of_scope(found.response, unit, found.title.in_language(self))
    }

    fn selected_value(self, found: &Selected, value: f64) -> String {
        self.quantity(found.response, found.unit.in_language(self), value)
    }

    /// The sentence that a selection ends in.
    #[must_use]
    pub fn selected(self, found: &Selected) -> String {
        let noun = self.selected_noun(found);
        let k = self.whole(found.rows.len() as f64);
        let n = self.whole(found.futures as f64);
        let sure = self.decimal(100.0 * found.confidence, 0);
        let within = self.distance(found.response, found.unit.in_language(self), found.within);
        let quoted = |row: &OptionRow| match self {
            Self::Ko => format!("‘{}’", self.option_name(&row.name)),
            Self::En => format!("“{}”", self.option_name(&row.name)),
        };
        let list = |of: &dyn Fn(&Standing) -> bool| {
            let own: Vec<&OptionRow> = found.rows.iter().filter(|row| of(&row.standing)).collect();
            let named: Vec<String> = own.iter().take(NAMED).map(|row| quoted(row)).collect();
            let more = own.len().saturating_sub(NAMED);
            let more = match self {
                _ if more == 0 => String::new(),
                Self::Ko => format!(" 외 {more}개"),
                Self::En => format!(" and {more} more"),
            };
            named.join(", ") + &more
        };
        let best = found.rows.first().filter(|row| row.standing == Standing::Best);
        let Some((best, mean)) = best.and_then(|best| Some((best, best.mean?))) else {
            let left = list(&|standing| *standing == Standing::Left);
            return match (self, left.is_empty()) {
                (Self::Ko, true) => format!("{noun}: 값이 있는 안이 없음"),
                (Self::En, true) => format!("{noun}: no option has a value"),
                (Self::Ko, false) => format!(
                    "{noun}: 모의실험 {n}회로는 {k}개 안 가운데 가장 나은 안을 신뢰수준 {sure}%로 가릴 수 없음. 남은 안: {left}"
                ),
                (Self::En, false) => format!(
                    "{noun}: {n} futures do not tell with {sure}% confidence which of {k} options is best. Left are {left}"
                ),
            };
        };
        let (name, mean) = (quoted(best), self.selected_value(found, mean));
        let twins = list(&|standing| *standing == Standing::AsGood);
        let twins = match (self, twins.is_empty()) {
            (_, true) => String::new(),
            (Self::Ko, false) => format!(". 모든 모의실험에서 값이 같은 안: {twins}"),
            (Self::En, false) => format!(". The same in every future: {twins}"),
        };
        match self {
            Self::Ko => format!(
                "{noun}: {k}개 안 가운데 {name}이(가) 가장 나음(평균 {mean}, 신뢰수준 {sure}%, {within}보다 작은 차이는 같다고 봄){twins}"
            ),
            Self::En => format!(
                "{noun}: of {k} options {name} is best (mean {mean}; {sure}% confidence, differences below {within} count as none){twins}"
            ),
        }
    }

    /// The finding in few words, for a chart.
    #[must_use]
    pub fn selected_title(self, found: &Selected) -> String {
        let k = self.whole(found.rows.len() as f64);
        match (self, found.rows.first().filter(|_| found.decided)) {
            (Self::Ko, Some(best)) => {
                format!("{k}개 안 가운데 ‘{}’이(가) 가장 나음", self.option_name(&best.name))
            }
            (Self::En, Some(best)) => {
                format!("Of {k} options “{}” is best", self.option_name(&best.name))
            }
            (Self::Ko, None) => format!("{k}개 안 가운데 가장 나은 안을 가릴 수 없음"),
            (Self::En, None) => format!("It cannot be told which of {k} options is best"),
        }
    }

    /// What a chart of a selection shows.
    pub(crate) fn selected_subtitle(self, found: &Selected) -> String {
        let noun = self.selected_noun(found);
        match self {
            Self::Ko => format!(
                "{noun}: 안마다 실행한 모의실험의 평균. 찬 점은 남은 안, 빈 점은 뒤처져 뺀 안"
            ),
            Self::En => format!(
                "{noun}: means over the futures in which each option was played; filled: left, hollow: dropped for lagging"
            ),
        }
    }

    /// What became of an option.
    pub(crate) fn standing(self, standing: Standing) -> String {
        match (self, standing) {
            (Self::Ko, Standing::Best) => "가장 나음".to_owned(),
            (Self::En, Standing::Best) => "best".to_owned(),
            (Self::Ko, Standing::AsGood) => "모든 모의실험에서 같음".to_owned(),
            (Self::En, Standing::AsGood) => "the same in every future".to_owned(),
            (Self::Ko, Standing::Left) => "가릴 수 없음".to_owned(),
            (Self::En, Standing::Left) => "cannot be told".to_owned(),
            (Self::Ko, Standing::Dropped { after }) => {
                format!("{}회 뒤 뺌", self.whole(after as f64))
            }
            (Self::En, Standing::Dropped { after }) => {
                format!("dropped after {}", self.whole(after as f64))
            }
            (_, Standing::NoValue) => self.no_value().to_owned(),
        }
    }

    /// Options with their means: head and rows.
    #[must_use]
    pub fn selected_table(self, found: &Selected) -> Vec<Vec<String>> {
        let head: [&str; 5] = match self {
            Self::Ko => ["안", "평균", "첫째 안과의 차이", "모의실험", ""],
            Self::En => ["option", "mean", "against the first", "futures", ""],
        };
        let row = |row: &OptionRow| {
            let mean =
                row.mean.map_or_else(|| "–".to_owned(), |one| self.selected_value(found, one));
            let unit = found.unit.in_language(self);
            let lag = row.lag.filter(|_| row.standing != Standing::Best);
            let lag = lag.map_or_else(
                || "–".to_owned(),
                |lag| {
                    let sign = if lag < 0.0 { "−" } else { "+" };
                    format!("{sign}{}", self.distance(found.response, unit, lag))
                },
            );
            let futures = self.whole(row.futures as f64);
            vec![self.option_name(&row.name), mean, lag, futures, self.standing(row.standing)]
        };
        std::iter::once(head.map(str::to_owned).to_vec())
            .chain(found.rows.iter().take(SHOWN).map(row))
            .collect()
    }

    /// Notes on how the best option was found, and what the method saved.
    #[must_use]
    pub fn selected_notes(self, found: &Selected) -> Vec<String> {
        let [runs, all, n, most] =
            [found.runs as f64, found.all_runs() as f64, found.futures as f64, found.most as f64]
                .map(|count| self.whole(count));
        let saved = 1.0 - found.runs as f64 / found.all_runs().max(1) as f64;
        let saved = self.decimal(100.0 * saved.max(0.0), 0);
        let mut notes = vec![
            match self {
                Self::Ko => format!(
                    "모의실험 {n}회, 실행 {runs}회. 모든 안을 끝까지 실행했으면 {all}회({saved}% 줄임)."
                ),
                Self::En => format!(
                    "{n} futures, {runs} runs; every option until the end would have taken {all} ({saved}% saved)."
                ),
            },
            match self {
                Self::Ko => "단계마다 뒤처진 안을 뺌(Kim·Nelson 2001). 가장 나은 안이 다른 모든 안보다 이 차이 이상 나으면 위의 신뢰수준으로 그 안을 고름.".to_owned(),
                Self::En => "After each stage options that lag are dropped (Kim and Nelson 2001). If the best is better than every other by that difference, it is the one that is named, with the confidence above.".to_owned(),
            },
        ];
        if !found.decided && found.planned.is_none() {
            notes.push(match self {
                Self::Ko => format!(
                    "가리려면 -n({most})을 늘리거나, 같다고 볼 차이를 --within으로 넓힐 것."
                ),
                Self::En => format!(
                    "To tell, raise -n ({most}), or the difference that counts as none (--within)."
                ),
            });
        }
        let left = found.rows.len().saturating_sub(SHOWN);
        if left > 0 {
            notes.push(match self {
                Self::Ko => format!("더 뒤처진 안 {left}개는 줄임(--out의 select.csv에 모두 있음)."),
                Self::En => format!("{left} options that lag more are left out here (all stand in select.csv of --out)."),
            });
        }
        notes
    }
}
