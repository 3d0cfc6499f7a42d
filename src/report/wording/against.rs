//! What speaks against an option: guards and answers that get worse.

use super::Language;
use crate::results::Manifest;
use crate::results::answer::{Against, Cell, Difference, Measured, Why};

impl Language {
    /// The heading over what gets worse.
    #[must_use]
    pub fn against_heading(self) -> &'static str {
        self.pick(
            "반대 근거: 함께 나빠지는 것 (횟수가 없으면 모든 모의실험에서)",
            "What speaks against it (in every future, unless a count says in how many)",
        )
    }

    /// A guard that gets worse.
    pub(crate) fn worse(self, manifest: &Manifest, one: &Against) -> String {
        let noun = self.measured_short(manifest, one.response, &one.scope);
        let moved = self.moved(manifest, one);
        let Difference { spread, above, below, .. } = one.difference;
        let along = if spread.mean > 0.0 { above } else { below };
        // The heading says once what holds in every future.
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
}
