//! The inputs that an answer depends on, by their rank correlations.

use super::Language;
use super::findings::sentence;
use super::particles::topic_particle;
use crate::results::answer::Mover;

impl Language {
    /// The heading over the inputs that answers depend on.
    #[must_use]
    pub fn hangs_heading(self) -> &'static str {
        self.pick(
            "무엇에 달려 있는가 (답의 수준이나 차이와 입력의 순위상관, 95% 구간)",
            "What it hangs on (rank correlation of the level or the difference with inputs, 95% interval)",
        )
    }

    /// What an answer hangs on.
    pub(crate) fn hangs(self, noun: &str, compared: bool, movers: &[String]) -> String {
        let none = self.pick("뚜렷하게 좌우하는 입력이 없음", "no input stands out");
        let list = if movers.is_empty() { none.to_owned() } else { movers.join("; ") };
        format!("{}: {list}", self.hangs_of(noun, compared))
    }

    /// What inputs go with: the level of an answer, or the difference that options make.
    pub(crate) fn hangs_of(self, noun: &str, compared: bool) -> String {
        match (self, compared) {
            (Self::Ko, true) => format!("{noun}의 차이"),
            (Self::En, true) => format!("{noun}, the difference"),
            (_, false) => noun.to_owned(),
        }
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
}
