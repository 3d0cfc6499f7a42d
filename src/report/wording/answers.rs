//! The words of an answer: verdicts, likelihoods, what speaks against an option and what it hangs on.

use super::findings::sentence;
use super::particles::topic_particle;
use super::{Called, Language};
use crate::measures::{Response, Scale};
use crate::results::answer::{
    Against, Apart, Cell, Compared, Difference, Likelihood, Measured, Mover, Part, RoundsApart,
    Sense, Spread, Verdict, Why,
};
use crate::results::{Manifest, NamedEntry};

/// How an option does by a measure, as one sign. What it says stands in the key below the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Better.
    Better,
    /// Worse.
    Worse,
    /// Higher, where neither way is better.
    More,
    /// Lower, likewise.
    Less,
    /// No difference, or none that shows.
    Same,
}

impl Mark {
    /// The sign of a verdict.
    #[must_use]
    pub fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Better => Self::Better,
            Verdict::Worse => Self::Worse,
            Verdict::More => Self::More,
            Verdict::Less => Self::Less,
            Verdict::Equal | Verdict::Slight | Verdict::Unclear => Self::Same,
        }
    }

    /// The mark as it is printed.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Better => "▲",
            Self::Worse => "▼",
            Self::More => "↑",
            Self::Less => "↓",
            Self::Same => "≈",
        }
    }
}

/// Whether options do not all move an answer the same way.
pub(crate) fn is_mixed(verdicts: &[Verdict]) -> bool {
    let first = verdicts.iter().find(|verdict| verdict.is_direction());
    first.is_some_and(|first| verdicts.iter().any(|verdict| verdict != first))
}

impl Language {
    /// A word of the scale of likelihoods.
    pub(crate) fn likelihood(self, likelihood: Likelihood) -> &'static str {
        match likelihood {
            Likelihood::VirtuallyCertain => self.pick("사실상 확실", "virtually certain"),
            Likelihood::VeryLikely => self.pick("가능성 매우 높음", "very likely"),
            Likelihood::Likely => self.pick("가능성 높음", "likely"),
            Likelihood::AsLikelyAsNot => self.pick("반반", "about as likely as not"),
            Likelihood::Unlikely => self.pick("가능성 낮음", "unlikely"),
            Likelihood::VeryUnlikely => self.pick("가능성 매우 낮음", "very unlikely"),
            Likelihood::ExceptionallyUnlikely => {
                self.pick("가능성 거의 없음", "exceptionally unlikely")
            }
        }
    }

    /// The noun of a response with what it is of: HPC 지원 경쟁률(…).
    pub(crate) fn measured(self, manifest: &Manifest, response: Response, scope: &str) -> String {
        let noun = self.noun(response, self.unit_of_scope(manifest, scope));
        match self.scope_title(manifest, response, scope) {
            Some(title) => format!("{title}{}{noun}", self.pick(" ", ": ")),
            None if scope == "site" && response.row().of == crate::measures::Of::Pool => {
                format!("{}{noun}", self.pick("센터 전체 ", "the whole centre: "))
            }
            None => noun.into_owned(),
        }
    }

    /// What is measured, in few words.
    pub(crate) fn measured_short(
        self,
        manifest: &Manifest,
        response: Response,
        scope: &str,
    ) -> String {
        let measure = self.measure(response, self.unit_of_scope(manifest, scope));
        match self.scope_title(manifest, response, scope) {
            Some(title) => format!("{title} {measure}"),
            None => measure.into_owned(),
        }
    }

    /// What an answer says of all alternatives together, in a word: lower, no clear difference, it depends.
    pub(crate) fn lead(self, of: &Measured, verdicts: &[Verdict]) -> String {
        let directions = verdicts.iter().filter(|verdict| verdict.is_direction()).count();
        let up = |above: bool| self.changes(of.response, above);
        let better_up = of.sense == Sense::Higher;
        if verdicts.is_empty() {
            return String::new();
        }
        if directions == 0 {
            let none = verdicts.iter().all(|verdict| *verdict == Verdict::Equal);
            return match none {
                true => self.pick("달라지지 않음", "no change").to_owned(),
                false => self.pick("뚜렷한 차이 없음", "no difference that shows").to_owned(),
            };
        }
        if is_mixed(verdicts) {
            return self.pick("대안에 따라 다름", "it depends on the option").to_owned();
        }
        match verdicts[0] {
            Verdict::Better => up(better_up).to_owned(),
            Verdict::Worse => match self {
                Self::Ko => format!("오히려 {}", up(!better_up)),
                Self::En => format!("{} instead", up(!better_up)),
            },
            Verdict::More => up(true).to_owned(),
            _ => up(false).to_owned(),
        }
    }

    /// A lead with the option that moves the answer most.
    pub(crate) fn most_under(self, lead: &str, title: &str) -> String {
        match self {
            Self::Ko => format!("{lead}(가장 큰 변화: ‘{title}’)"),
            Self::En => format!("{lead}, most under “{title}”"),
        }
    }

    /// A lead with the count of futures that all options share, or several of them.
    pub(crate) fn in_each(self, lead: &str, counted: &str, all: bool) -> String {
        match (self, all) {
            (Self::Ko, true) => format!("{lead}(대안마다 {counted})"),
            (Self::Ko, false) => format!("{lead}, 따로 적지 않으면 {counted}"),
            (Self::En, true) => format!("{lead}, under each option in {counted}"),
            (Self::En, false) => format!("{lead}, in {counted}, unless a count is given"),
        }
    }

    /// The verb of a response that rises or falls.
    pub(super) fn changes(self, response: Response, above: bool) -> &'static str {
        let (ko, en) = match (response.row().scale, above) {
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, true) => ("높아짐", "higher"),
            (Scale::Percent | Scale::ToOne | Scale::Petaflops, false) => ("낮아짐", "lower"),
            (Scale::Hours | Scale::Days | Scale::Months, true) => ("길어짐", "longer"),
            (Scale::Hours | Scale::Days | Scale::Months, false) => ("짧아짐", "shorter"),
            (Scale::Cases | Scale::Places | Scale::Amount, false) => ("줄어듦", "fewer"),
            (_, true) => ("늘어남", "more"),
            (_, false) => ("줄어듦", "less"),
        };
        self.pick(ko, en)
    }

    /// One alternative by one answer: how far apart, in how many futures, how likely; without the latter two where they
    /// are said of all alternatives at once.
    pub(crate) fn clause(
        self,
        title: &str,
        of: &Measured,
        unit: Called<'_>,
        compared: &Compared,
        counted: bool,
    ) -> String {
        let difference = &compared.difference;
        let what = match compared.verdict {
            Verdict::Equal => self.pick("모두 같음", "the same in all").to_owned(),
            Verdict::Unclear => {
                self.pick("차이가 드러나지 않음", "no difference that shows").to_owned()
            }
            Verdict::Slight => match self {
                Self::Ko => {
                    format!("사실상 같음({})", self.apart(of.response, unit, difference))
                }
                Self::En => {
                    format!("practically the same ({})", self.apart(of.response, unit, difference))
                }
            },
            _ => self.apart(of.response, unit, difference),
        };
        let counted = match compared.verdict {
            Verdict::Equal => String::new(),
            _ if !counted => String::new(),
            _ => format!(" ({})", self.counted(of.response, compared)),
        };
        match self {
            Self::Ko => format!("‘{title}’ {what}{counted}"),
            Self::En => format!("“{title}” {what}{counted}"),
        }
    }

    /// The difference that is told: the median of the paired differences, or their mean where that is none.
    pub(crate) fn telling(
        self,
        response: Response,
        unit: Called<'_>,
        difference: &Difference,
    ) -> f64 {
        let Difference { spread, .. } = *difference;
        let nothing = self.distance(response, unit, 0.0);
        let by_median = spread.median * spread.mean > 0.0
            && self.distance(response, unit, spread.median) != nothing;
        if by_median { spread.median } else { spread.mean }
    }

    /// How far apart the two are.
    pub(crate) fn apart(
        self,
        response: Response,
        unit: Called<'_>,
        difference: &Difference,
    ) -> String {
        let value = self.telling(response, unit, difference);
        let how = match value == difference.spread.median {
            true => "",
            false => self.pick("평균 ", " on average"),
        };
        let (size, way) = (self.distance(response, unit, value), self.is(response, value > 0.0));
        match self {
            Self::Ko => format!("{how}{size} {way}"),
            Self::En => format!("{size} {way}{how}"),
        }
    }

    /// Higher or lower, as the end of a clause.
    fn is(self, response: Response, above: bool) -> &'static str {
        match self {
            Self::En => self.way(response, above),
            Self::Ko => match self.way(response, above) {
                "높" => "높음",
                "낮" => "낮음",
                "길" => "긺",
                "짧" => "짧음",
                "많" => "많음",
                _ => "적음",
            },
        }
    }

    /// In how many futures the alternative is better, and the word for it. Where the verdict names no direction, the
    /// count does.
    pub(crate) fn counted(self, response: Response, compared: &Compared) -> String {
        let Difference { spread, above, below, .. } = compared.difference;
        let up = spread.mean > 0.0;
        let (along, n) = (if up { above } else { below }, spread.n);
        let ties = n - above - below;
        let word = compared.likelihood.map(|one| format!(", {}", self.likelihood(one)));
        let word = word.unwrap_or_default();
        let way = if compared.verdict.is_direction() { "" } else { self.is(response, up) };
        match self {
            Self::Ko => {
                let way = if way.is_empty() { String::new() } else { format!(" {way}") };
                let ties = if ties > 0 { format!(", 같음 {ties}회") } else { String::new() };
                format!("{n}회 중 {along}회{way}{ties}{word}")
            }
            Self::En => {
                let way = if way.is_empty() { String::new() } else { format!("{way} in ") };
                let ties = if ties > 0 { format!(", {ties} equal") } else { String::new() };
                format!("{way}{along} of {n} futures{ties}{word}")
            }
        }
    }

    /// A lone baseline: its level.
    pub(crate) fn alone(self, response: Response, unit: Called<'_>, level: &Spread) -> String {
        let [median, low, high] =
            [level.median, level.low, level.high].map(|value| self.quantity(response, unit, value));
        match self {
            Self::Ko => format!("중앙값 {median} (90% 범위 {low} ~ {high})"),
            Self::En => format!("median {median} (90% range {low} to {high})"),
        }
    }

    pub(crate) fn no_value(self) -> &'static str {
        self.pick("값 없음", "no value")
    }

    /// What a verdict is of, where it is not of the whole window.
    pub(crate) fn how(
        self,
        of: &Measured,
        unit: Called<'_>,
        title: &str,
        compared: &Compared,
    ) -> Option<String> {
        let noun = self.measure(of.response, unit.unit);
        let mut parts = Vec::new();
        if let Some(rounds) = &compared.rounds {
            parts.push(self.rounds_apart(rounds));
        }
        if let Some(part) = &compared.part {
            parts.push(self.basis_of(of.response, unit, part));
        }
        if parts.is_empty() {
            return None;
        }
        Some(match self {
            Self::Ko => format!("‘{title}’ {noun}: {}", parts.join(" ")),
            Self::En => format!("“{title}”, {noun}: {}", parts.join(" ")),
        })
    }

    fn rounds_apart(self, rounds: &RoundsApart) -> String {
        let one = |apart: &Apart| {
            let number = self.count(apart.rounds);
            let ratio = apart.ratio.map(|ratio| self.to_one(ratio));
            match (self, ratio) {
                (Self::Ko, Some(ratio)) => format!("{number}개({ratio})"),
                (Self::Ko, None) => format!("{number}개"),
                (Self::En, Some(ratio)) => format!("{number} ({ratio})"),
                (Self::En, None) => number,
            }
        };
        let mut said = Vec::new();
        if let Some(added) = &rounds.added {
            said.push(match self {
                Self::Ko => format!("기준안에 없는 회차 {}", one(added)),
                Self::En => format!("rounds held besides: {}", one(added)),
            });
        }
        if let Some(dropped) = &rounds.dropped {
            said.push(match self {
                Self::Ko => format!("열리지 않는 회차 {}", one(dropped)),
                Self::En => format!("rounds not held: {}", one(dropped)),
            });
        }
        match self {
            Self::Ko => format!("{}는 빼고 비교함.", said.join(", ")),
            Self::En => format!("{}, left out of the comparison.", said.join("; ")),
        }
    }

    fn basis_of(self, response: Response, unit: Called<'_>, part: &Part) -> String {
        let since = part.since.map(|date| self.day(date));
        let [before, after] = [part.baseline.median, part.alternative.median]
            .map(|one| self.quantity(response, unit, one));
        let whole = self.apart(response, unit, &part.whole);
        match (self, part.rounds, since) {
            (Self::Ko, Some((own, all)), since) => {
                let since = since.map(|day| format!("{day} 이후 ")).unwrap_or_default();
                let (own, all) = (self.count(own), self.count(all));
                format!(
                    "{since}두 안 모두 연 회차 {own}개(기준안 전체 {all}개)에서 {before} → {after}; 집계 기간 전체로는 {whole}."
                )
            }
            (Self::Ko, None, since) => {
                let since = since.unwrap_or_default();
                format!(
                    "차이가 나기 시작한 {since} 이후 {before} → {after}; 집계 기간 전체로는 {whole}."
                )
            }
            (Self::En, Some((own, all)), since) => {
                let since = since.map(|day| format!(" from {day} on")).unwrap_or_default();
                let (own, all) = (self.count(own), self.count(all));
                format!(
                    "over the {own} rounds that both hold{since} (of {all} in the baseline) {before} → {after}; over the whole window {whole}."
                )
            }
            (Self::En, None, since) => {
                let since = since.unwrap_or_default();
                format!(
                    "from {since}, when the two begin to differ, {before} → {after}; over the whole window {whole}."
                )
            }
        }
    }

    /// A mean number of something that is nearly whole.
    fn count(self, value: f64) -> String {
        let text = self.decimal(value, 1);
        text.strip_suffix(".0").unwrap_or(&text).to_owned()
    }

    /// A guard that gets worse.
    pub(crate) fn worse(self, manifest: &Manifest, one: &Against) -> String {
        let noun = self.measured_short(manifest, one.response, &one.scope);
        let moved = self.moved(manifest, one);
        let Difference { spread, above, below, .. } = one.difference;
        let along = if spread.mean > 0.0 { above } else { below };
        // What holds in every future is said once, in the heading.
        let counted = match (self, along == spread.n) {
            (_, true) => String::new(),
            (Self::Ko, false) => format!(" ({}회 중 {along}회)", spread.n),
            (Self::En, false) => format!(" ({along} of {} futures)", spread.n),
        };
        let said = format!("{noun} {moved}{counted}");
        match (one.why, self) {
            (Why::Guard, _) => said,
            (Why::FewerApply, Self::Ko) => {
                format!("더 뽑아서가 아니라 신청이 줄어서 낮아짐: {said}")
            }
            (Why::FewerApply, Self::En) => {
                format!("it is lower because fewer apply, not because more is offered: {said}")
            }
        }
    }

    /// Good news with its price in the same sentence.
    pub(crate) fn praise(self, clause: &str, price: &[String]) -> String {
        if price.is_empty() {
            return clause.to_owned();
        }
        match self {
            Self::Ko => format!("{clause}, 그 대신 {}", price.join(", ")),
            Self::En => format!("{clause}, but {}", price.join(", ")),
        }
    }

    /// What an option that is praised costs, in few words.
    pub(crate) fn price(self, manifest: &Manifest, one: &Against) -> String {
        let noun = self.measured_short(manifest, one.response, &one.scope);
        let moved = self.moved(manifest, one);
        match (one.why, self) {
            (Why::Guard, _) => format!("{noun} {moved}"),
            (Why::FewerApply, Self::Ko) => format!("신청이 줄어든 결과({noun} {moved})"),
            (Why::FewerApply, Self::En) => format!("only because fewer apply ({noun} {moved})"),
        }
    }

    /// The medians of both, or, where they do not show what there is, how far the two are apart within the same future:
    /// a level is a median wherever one stands.
    fn moved(self, manifest: &Manifest, one: &Against) -> String {
        let Against { response, scope, baseline: before, alternative: after, .. } = one;
        let unit = self.called(manifest, scope);
        let medians = [before.median, after.median].map(|one| self.quantity(*response, unit, one));
        let [from, to] = &medians;
        if from != to && (after.median > before.median) == (after.mean > before.mean) {
            return format!("{from} → {to}");
        }
        self.apart(*response, unit, &one.difference)
    }

    /// An asked measure that is worse, as a thing that speaks against.
    pub(crate) fn asked_worse(
        self,
        manifest: &Manifest,
        of: &Measured,
        cell: &Cell,
    ) -> Option<String> {
        let compared = cell.compared.as_ref()?;
        let noun = self.measured_short(manifest, of.response, &of.scope);
        Some(format!(
            "{noun} {}",
            self.apart(of.response, self.called(manifest, &of.scope), &compared.difference)
        ))
    }

    pub(crate) fn nothing_against(self) -> &'static str {
        self.pick(
            "살펴본 지표(비용, 대기, 시작하지 못한 선정, 배정되지 않은 물량, 다른 사업의 경쟁률 등) 가운데 나빠지는 것 없음",
            "nothing that is looked at gets worse (cost, waits, awards that never start, what is not allocated, competition of others)",
        )
    }

    /// An input that moves an answer.
    pub(crate) fn mover(self, title: &str, mover: &Mover) -> String {
        let assumed = match mover.assumed {
            true => self.pick(", 가정 포함", ", partly assumed"),
            false => "",
        };
        format!("{title} {}{assumed}", self.correlation(mover))
    }

    /// A rank correlation with its interval.
    pub(crate) fn correlation(self, mover: &Mover) -> String {
        let sign = |value: f64| self.signed(value, 2);
        let (low, high) = mover.ends;
        format!("{} [{} ~ {}]", sign(mover.correlation), sign(low), sign(high))
    }

    /// What inputs go with: the level of an answer, or the difference that options make.
    pub(crate) fn hangs_of(self, noun: &str, compared: bool) -> String {
        match (self, compared) {
            (Self::Ko, true) => format!("{noun}의 차이"),
            (Self::En, true) => format!("{noun}, the difference"),
            (_, false) => noun.to_owned(),
        }
    }

    /// What an answer hangs on.
    pub(crate) fn hangs(self, noun: &str, compared: bool, movers: &[String]) -> String {
        let none = self.pick("뚜렷하게 좌우하는 입력이 없음", "no input stands out");
        let list = if movers.is_empty() { none.to_owned() } else { movers.join("; ") };
        format!("{}: {list}", self.hangs_of(noun, compared))
    }

    /// What an answer hangs on, in few words: its inputs with their rank correlations, a star at what is partly assumed.
    pub(crate) fn hangs_brief(
        self,
        noun: &str,
        compared: bool,
        movers: &[(String, &Mover)],
        assumed_alone: bool,
    ) -> String {
        let said = movers.iter().map(|(title, mover)| {
            let star = if mover.assumed { "*" } else { "" };
            format!("{title} {}{star}", self.signed(mover.correlation, 2))
        });
        let said: Vec<String> = said.collect();
        let mut text = self.hangs(noun, compared, &said).replace("; ", ", ");
        if assumed_alone {
            text += self.pick("; 가정한 입력만으로 계산", "; rests on what is assumed alone");
        }
        sentence(&text)
    }

    /// What the star says.
    pub(crate) fn star_key(self) -> &'static str {
        self.pick("* 가정이 섞인 입력", "* partly assumed")
    }

    /// What the bars of a tornado are.
    pub(crate) fn tornado_key(self) -> &'static str {
        self.pick(
            "막대: 입력과 답의 순위상관. 오른쪽이면 입력이 클수록 답도 크고, 왼쪽이면 작음. 가는 선: 95% 구간. 빈 막대: 가정이 섞인 입력.",
            "Bars: rank correlation of input and answer. To the right the answer rises with the input, to the left it falls. Thin line: 95% interval. Hollow bar: an input that is partly assumed.",
        )
    }

    pub(crate) fn assumed_alone(self, noun: &str) -> String {
        match self {
            Self::Ko => format!(
                "{noun}{} 가정한 입력만으로 계산한 값이며, 공개 자료로 확인할 수 없음",
                topic_particle(noun)
            ),
            Self::En => {
                format!("{noun} rests on what is assumed alone: nothing published holds it")
            }
        }
    }

    /// The error of a finite number of futures, measure by measure.
    pub(crate) fn numerical_error(self, futures: &str, errors: &[(String, String)]) -> String {
        let list: Vec<String> =
            errors.iter().map(|(noun, error)| format!("{noun} ±{error}")).collect();
        match self {
            Self::Ko => format!(
                "수치 오차({futures}회를 돌린 데서 오는 평균 차이의 95% 오차): {}.",
                list.join(", ")
            ),
            Self::En => format!(
                "Numerical error (95%, of the mean difference, from a finite number of {futures} futures): {}.",
                list.join(", ")
            ),
        }
    }

    /// Over which time and how many futures the table of options is, and what stands in its cells.
    pub(crate) fn table_caption(self, futures: &str, stretch: &str) -> String {
        match self {
            Self::Ko => format!(
                "집계 기간 {stretch}, 모의실험 {futures}회. 칸: 중앙값, 그 아래 90% 범위(5~95백분위)."
            ),
            Self::En => format!(
                "Window {stretch}, {futures} futures. Cells: median, and below it the 90% range (5 to 95%)."
            ),
        }
    }

    /// What the marks of the table say.
    pub(crate) fn table_key(self) -> &'static str {
        self.pick(
            "차이는 같은 모의실험끼리 견준 값. ▲ 나아짐 ▼ 나빠짐 ↑↓ 높음·낮음(좋고 나쁨 없음) ≈ 뚜렷한 차이 없음.",
            "Differences are within the same future. ▲ better ▼ worse ↑↓ higher, lower (neither is better) ≈ no clear difference.",
        )
    }

    /// The sentence that says that a study has fewer futures than it was to have.
    pub(crate) fn fewer_than_planned(self, futures: &str, planned: u32) -> String {
        let planned = self.whole(f64::from(planned));
        match self {
            Self::Ko => format!(
                "계획한 모의실험 {planned}회 가운데 {futures}회만의 결과임: 도중에 멈추었거나, 나누어 실행한 부분이 빠짐."
            ),
            Self::En => format!(
                "Of {planned} futures that were planned these results have {futures}: the run was stopped, or parts of it are missing."
            ),
        }
    }

    /// The sentence that says that jobs were left out.
    pub(crate) fn without_jobs(self) -> &'static str {
        self.pick(
            "작업을 빼고 실행함(--no-jobs): 실사용은 알 수 없으며, 다른 값은 그대로임.",
            "Run without jobs (--no-jobs): nothing is known of how much is busy; all else is the same.",
        )
    }

    pub(crate) fn option_word(self) -> &'static str {
        self.pick("대안", "option")
    }

    /// The heading over what gets worse.
    #[must_use]
    pub fn against_heading(self) -> &'static str {
        self.pick(
            "반대 근거: 함께 나빠지는 것 (횟수가 없으면 모든 모의실험에서)",
            "What speaks against it (in every future, unless a count says in how many)",
        )
    }

    /// The heading over the inputs that answers depend on.
    #[must_use]
    pub fn hangs_heading(self) -> &'static str {
        self.pick(
            "무엇에 달려 있는가 (답의 수준이나 차이와 입력의 순위상관, 95% 구간)",
            "What it hangs on (rank correlation of the level or the difference with inputs, 95% interval)",
        )
    }

    /// The heading over the rounds and days that are compared.
    #[must_use]
    pub fn how_heading(self) -> &'static str {
        self.pick("비교한 회차와 기간", "Which rounds and days are compared")
    }

    pub(crate) fn no_block(self) -> &'static str {
        self.pick(
            "이 결과에는 답이 기록되어 있지 않음: 시나리오를 다시 실행하면 기록됨.",
            "These results hold no answer: run the scenario again and they will.",
        )
    }

    /// The title of the pool, programme or funding that a response is of; none for the site.
    pub(crate) fn scope_title(
        self,
        manifest: &Manifest,
        response: Response,
        scope: &str,
    ) -> Option<String> {
        use crate::measures::Of;
        if let Some((programme, class)) = scope.split_once('.') {
            let class = self.title_in(&manifest.classes, class);
            let of = manifest.programmes.iter().find(|one| one.name == programme);
            return Some(match of.map(|one| self.title(&one.title, programme)) {
                Some(title) => format!("{title}{}{class}", self.pick(" ", ", ")),
                None => class.to_owned(),
            });
        }
        // Money that is no funding's.
        let account = self.account(scope);
        if matches!(response.row().of, Of::Funding | Of::Income) && account != scope {
            return Some(account.to_owned());
        }
        let named = |list: &[NamedEntry]| {
            list.iter()
                .find(|one| one.name == scope)
                .map(|one| self.title(&one.title, scope).to_owned())
        };
        match response.row().of {
            Of::Programme | Of::Class => {
                let one = manifest.programmes.iter().find(|one| one.name == scope)?;
                Some(self.title(&one.title, scope).to_owned())
            }
            Of::Funding | Of::Income => named(&manifest.fundings),
            Of::Output => named(&manifest.outputs),
            Of::Pool if manifest.pools.iter().all(|one| one.name != scope) => {
                let one = manifest.programmes.iter().find(|one| one.name == scope)?;
                Some(self.title(&one.title, scope).to_owned())
            }
            Of::Pool | Of::Site => {
                let one = manifest.pools.iter().find(|one| one.name == scope)?;
                Some(self.title(&one.title, scope).to_owned())
            }
        }
    }
}
