//! The words of standards and targets, and of the share of futures that meet them.

use super::{Called, Language};
use crate::measures::Response;
use crate::results::answer::{Bound, Counted, Over, Target};
use crate::results::sized::StandardEntry;

impl Language {
    /// A response with what its scope is called: HPC 지원 경쟁률(…); HPC support: competition (…).
    pub(crate) fn of_scope(self, response: Response, unit: &str, title: &str) -> String {
        let noun = self.noun(response, unit);
        if title.is_empty() {
            noun.into_owned()
        } else {
            format!("{title}{}{noun}", self.pick(" ", ": "))
        }
    }

    /// A bound and over what it holds: 1.50 대 1 이하(모든 회차); at most 1.50:1 in every round.
    pub(crate) fn bound(
        self,
        response: Response,
        unit: Called<'_>,
        bound: Bound,
        over: Over,
    ) -> String {
        let value = self.quantity(response, unit, bound.value);
        match self {
            Self::Ko => {
                let side = if bound.at_most { "이하" } else { "이상" };
                let over = match over {
                    Over::Window => "",
                    Over::EveryRound => "(모든 회차)",
                    Over::LastYear => "(마지막 1년)",
                };
                format!("{value} {side}{over}")
            }
            Self::En => {
                let side = if bound.at_most { "at most" } else { "at least" };
                let over = match over {
                    Over::Window => "",
                    Over::EveryRound => " in every round",
                    Over::LastYear => " in the last year",
                };
                format!("{side} {value}{over}")
            }
        }
    }

    /// A standard: HPC 지원 경쟁률(…) 1.50 대 1 이하.
    pub(crate) fn standard(self, one: &StandardEntry) -> String {
        let noun = self.of_scope(
            one.response,
            one.unit.in_language(self).unit,
            one.title.in_language(self),
        );
        format!(
            "{noun} {}",
            self.bound(one.response, one.unit.in_language(self), one.bound, one.over)
        )
    }

    /// A share of futures as people say it: 모의실험 10회 중 9회; 9 futures of 10.
    pub(crate) fn futures_of(self, share: f64) -> String {
        let tenths = share * 10.0;
        if (tenths - tenths.round()).abs() < 1e-9 {
            let tenths = self.whole(tenths.round());
            return match self {
                Self::Ko => format!("모의실험 10회 중 {tenths}회"),
                Self::En => format!("{tenths} futures of 10"),
            };
        }
        match self {
            Self::Ko => format!("모의실험의 {}", self.percent(share)),
            Self::En => format!("{} of futures", self.percent(share)),
        }
    }

    /// A counted share with its interval: 64회 중 60회(94% [85~98%]).
    pub(crate) fn share_counted(self, met: &Counted) -> String {
        let Some(share) = met.share() else { return self.no_value().to_owned() };
        let [share, low, high] = [share, met.low, met.high].map(|one| self.decimal(100.0 * one, 0));
        let (k, n) = (self.whole(met.k as f64), self.whole(met.n as f64));
        match self {
            Self::Ko => format!("{n}회 중 {k}회({share}%, 95% 구간 {low}~{high}%)"),
            Self::En => format!("{k} of {n} futures ({share}%, 95% interval {low} to {high}%)"),
        }
    }

    /// The futures in which an option meets its target.
    pub(crate) fn target_met(
        self,
        title: &str,
        (response, unit): (Response, Called<'_>),
        target: &Target,
        met: &Counted,
    ) -> String {
        let bound = self.bound(response, unit, target.bound, target.over);
        let counted = self.share_counted(met);
        match self {
            Self::Ko => format!("{title}: 목표({bound})를 {counted} 지킴"),
            Self::En => format!("{title}: the target ({bound}) is met in {counted}"),
        }
    }

    /// What the sentence on a target is of.
    pub(crate) fn target_heading(self, noun: &str) -> String {
        match self {
            Self::Ko => format!("{noun} 목표"),
            Self::En => format!("{noun}, target"),
        }
    }
}
