//! Uncertain values: distributions in words, such as `{ triangular = { low, mode, high } }`.

use super::problem::say;
use super::reader::{Bounds, Reader, Spot, one_of};
use super::tree::Kind;
use super::units::Unit;
use crate::engine::{Distribution, DistributionError};
use crate::model::inputs::Uncertain;

/// Every distribution, with the ways of stating it.
pub(super) const SHAPES: [(&str, &[&[&str]]); 9] = [
    ("uniform", &[&["low", "high"]]),
    ("triangular", &[&["low", "mode", "high"]]),
    ("normal", &[&["mean", "sd"]]),
    ("lognormal", &[&["median", "p90"], &["mean", "cv"]]),
    ("exponential", &[&["mean"]]),
    ("beta", &[&["mean", "sd"]]),
    ("gamma", &[&["mean", "cv"]]),
    ("choice", &[]),
    ("constant", &[]),
];

impl Reader {
    /// A value that may be uncertain.
    pub(super) fn distribution(
        &mut self,
        at: &Spot<'_>,
        unit: Unit,
        bounds: Bounds,
    ) -> Option<Distribution> {
        if !at.is_table() {
            return self.plain(at, unit, bounds).map(Distribution::Constant);
        }
        let entries = at.entries();
        let names = SHAPES.map(|(name, _)| name);
        let example =
            || say("write {} = { triangular = { low, mode, high } } or a plain value", &[&at.key]);
        let [shape] = entries.as_slice() else {
            self.error(
                at,
                say("this table must hold exactly one distribution", &[]),
                Some(example()),
            );
            return None;
        };
        let Some((name, forms)) = SHAPES.iter().find(|(name, _)| *name == shape.key) else {
            let help = one_of(shape.key, &names);
            let reason = say("there is no distribution called `{}`", &[&shape.key]);
            self.error(&shape.at_key(), reason, Some(help));
            return None;
        };
        let made = match *name {
            "choice" => return self.choice(shape, unit, bounds),
            "constant" => return self.plain(shape, unit, bounds).map(Distribution::Constant),
            _ => self.shaped(shape, name, forms, unit)?,
        };
        let distribution = match made {
            Ok(distribution) => distribution,
            Err(DistributionError::Parameters(text)) => {
                self.error(shape, say("in {}: {}", &[name, &text]), None);
                return None;
            }
        };
        self.bounded(shape, distribution, unit, bounds)
    }

    fn shaped(
        &mut self,
        shape: &Spot<'_>,
        name: &str,
        forms: &[&[&str]],
        unit: Unit,
    ) -> Option<Result<Distribution, DistributionError>> {
        let keys: Vec<&str> = shape.entries().iter().map(|entry| entry.key).collect();
        let Some(form) = forms
            .iter()
            .find(|form| form.len() == keys.len() && form.iter().all(|k| keys.contains(k)))
        else {
            let written: Vec<String> =
                forms.iter().map(|form| format!("{name} = {{ {} }}", form.join(", "))).collect();
            let help = say("write {}", &[&written.join(" or ")]);
            let reason = say("{} does not have these parameters", &[&name]);
            self.error(shape, reason, Some(help));
            return None;
        };
        if unit == Unit::Date && !matches!(name, "uniform" | "triangular" | "normal") {
            let help = say("use uniform, triangular, normal or choice", &[]);
            self.error(shape, say("a date cannot be {}", &[&name]), Some(help));
            return None;
        }
        let mut values = Vec::new();
        for key in *form {
            let at = shape.get(key)?;
            let value = match (*key, unit) {
                ("cv", _) => self.plain(&at, Unit::Number, Bounds::NOT_NEGATIVE),
                // Around a date, a spread is a length.
                ("sd", Unit::Date) => {
                    let seconds = self.plain(&at, Unit::Length, Bounds::NOT_NEGATIVE);
                    seconds.map(|seconds| seconds / 86_400.0)
                }
                // The parameters of counts may have fractions; they are as large as counts.
                (_, Unit::Count) => {
                    let value = self.plain(&at, Unit::Number, Bounds::ANY);
                    value.and_then(|value| self.within(&at, value, unit, Bounds::ANY))
                }
                _ => self.plain(&at, unit, Bounds::ANY),
            };
            values.push(value);
        }
        let values: Vec<f64> = values.into_iter().collect::<Option<_>>()?;
        Some(match (name, form[0], values.as_slice()) {
            ("uniform", _, [low, high]) => Distribution::uniform(*low, *high),
            ("triangular", _, [low, mode, high]) => Distribution::triangular(*low, *mode, *high),
            ("normal", _, [mean, sd]) => Distribution::normal(*mean, *sd),
            ("lognormal", "median", [median, p90]) => {
                Distribution::lognormal_median_p90(*median, *p90)
            }
            ("lognormal", _, [mean, cv]) => Distribution::lognormal_mean_cv(*mean, *cv),
            ("exponential", _, [mean]) => Distribution::exponential(*mean),
            ("beta", _, [mean, sd]) => Distribution::beta_mean_sd(*mean, *sd),
            ("gamma", _, [mean, cv]) => Distribution::gamma_mean_cv(*mean, *cv),
            _ => return None,
        })
    }

    /// One of several values: `{ 8 = 0.65, 16 = 0.35 }`.
    pub(super) fn choice(
        &mut self,
        at: &Spot<'_>,
        unit: Unit,
        bounds: Bounds,
    ) -> Option<Distribution> {
        if !at.is_table() {
            let help = say("write { 8 = 0.65, 16 = 0.35 }: each value with its weight", &[]);
            self.error(at, say("a choice must be a table of values and weights", &[]), Some(help));
            return None;
        }
        let mut options = Vec::new();
        for (key, entry) in at.flattened() {
            let value = self.keyed(&entry, &key, unit);
            let weight = self.plain(&entry, Unit::Number, Bounds::SHARE);
            options.push(value.zip(weight));
        }
        let options: Vec<(f64, f64)> = options.into_iter().collect::<Option<_>>()?;
        match Distribution::choice(&options) {
            Ok(distribution) => self.bounded(at, distribution, unit, bounds),
            Err(DistributionError::Parameters(text)) => {
                self.error(at, say("in a choice: {}", &[&text]), None);
                None
            }
        }
    }

    /// A problem if draws would fall outside what the key allows.
    fn bounded(
        &mut self,
        at: &Spot<'_>,
        distribution: Distribution,
        unit: Unit,
        bounds: Bounds,
    ) -> Option<Distribution> {
        let (low, high) = match distribution {
            // No bound of its own; four deviations out is as good as never.
            Distribution::Normal { mean, sd } => (mean - 4.0 * sd, mean + 4.0 * sd),
            ref other => other.range(),
        };
        // An exponential wait below one unit rounds up, so only finite ranges are held to one.
        let low =
            if low == 0.0 && high.is_infinite() && bounds.low <= 1.0 { bounds.low } else { low };
        let high = if high.is_infinite() && bounds.high.is_infinite() { 0.0 } else { high };
        if low < bounds.low || high > bounds.high {
            let words = if bounds.high.is_infinite() {
                "lognormal, gamma or triangular"
            } else {
                "beta or triangular"
            };
            let reason = if low < bounds.low {
                say("some draws would fall below {}", &[&bounds.low])
            } else {
                say("some draws would fall above {}", &[&bounds.high])
            };
            self.error(at, reason, Some(say("narrow it, or use {}", &[&words])));
            return None;
        }
        let fractions = match &distribution {
            Distribution::Choice { values, .. } => values.iter().any(|value| value.fract() != 0.0),
            _ => false,
        };
        if unit == Unit::Count && fractions {
            self.error(at, say("these values must be whole numbers", &[]), None);
            return None;
        }
        // No value of a file is larger than this, so no draw is.
        Some(distribution.cut_at(unit.largest()))
    }

    /// A value that every replication draws once; its path names the draw.
    pub(super) fn uncertain(
        &mut self,
        at: &Spot<'_>,
        unit: Unit,
        bounds: Bounds,
    ) -> Option<Uncertain> {
        let distribution = self.distribution(at, unit, bounds)?;
        Some(self.factors.register(&at.path, distribution))
    }
}

impl<'t> Spot<'t> {
    /// Keys with their values, where `0.125 = 0.3` is one key although TOML reads it as two.
    pub(super) fn flattened(&self) -> Vec<(String, Spot<'t>)> {
        let mut all = Vec::new();
        for entry in self.entries() {
            if matches!(entry.node.kind, Kind::Table(_)) {
                let inner = entry.entries().into_iter();
                all.extend(inner.map(|below| (format!("{}.{}", entry.key, below.key), below)));
            } else {
                all.push((entry.key.to_owned(), entry));
            }
        }
        all
    }
}
